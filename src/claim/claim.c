#include "claim.h"
void claim_read(const struct document *const *docs, uint32_t n, const struct kin *kin,
                const struct stories *stories, int threads, struct arena *a, struct claims *out) {
    (void)docs; (void)n; (void)kin; (void)stories; (void)threads; (void)a;
    memset(out, 0, sizeof *out);
}
