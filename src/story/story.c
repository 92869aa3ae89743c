#include "story.h"
void story_read(const struct document *const *docs, uint32_t n, const struct kin *kin, int threads,
                struct arena *a, struct stories *out) {
    (void)docs; (void)kin; (void)threads;
    memset(out, 0, sizeof *out);
    out->story_of = ARENA_ARRAY(a, uint32_t, n);
    out->figure_of = ARENA_ARRAY(a, uint32_t *, n);
    for (uint32_t i = 0; i < n; i++) { out->story_of[i] = 0; out->figure_of[i] = ARENA_ARRAY(a, uint32_t, docs[i]->lang.entities_n); }
    out->stories = ARENA_NEW(a, struct story); out->stories_n = n ? 1 : 0;
    out->stories[0].id = S("s0"); out->stories[0].documents = ARENA_ARRAY(a, uint32_t, n); out->stories[0].documents_n = n;
    for (uint32_t i = 0; i < n; i++) out->stories[0].documents[i] = i;
}
