#include "mark.h"
struct mark_kit { int none; };
int mark_kit_open(struct mark_kit **out, const char *code, const char *models, stm_err *err) {
    (void)code; (void)models; (void)err;
    *out = mem_alloc(sizeof **out);
    return *out ? 0 : STM_ENOMEM;
}
void mark_kit_close(struct mark_kit *kit) { mem_free(kit); }
void mark_read(const struct mark_kit *kit, const struct page *page, const struct lang *lang,
               struct arena *a, struct arena *tmp, struct marks *out) {
    memset(out, 0, sizeof *out);
    mark_times(kit, page, lang, a, tmp, out);
    mark_quantities(kit, page, lang, a, tmp, out);
    mark_attributions(kit, page, lang, a, tmp, out);
    mark_events(kit, page, lang, a, tmp, out);
}
