/* Figures: one person, place or thing under all its spellings in the collection. */
#include "story_inside.h"

void figures_read(const struct document *const *docs, uint32_t n, struct arena *a, struct arena *tmp,
                  struct stories *out) {
    struct table names;
    table_init(&names, tmp, 256);
    uint32_t all = 0;
    for (uint32_t i = 0; i < n; i++)
        all += docs[i]->lang.entities_n;
    out->figures = ARENA_ARRAY(a, struct figure, all + 1);
    for (uint32_t i = 0; i < n; i++) {
        out->figure_of[i] = ARENA_ARRAY(a, uint32_t, docs[i]->lang.entities_n + 1);
        for (uint32_t k = 0; k < docs[i]->lang.entities_n; k++) {
            const struct entity *e = &docs[i]->lang.entities[k];
            uint32_t *at = table_put(&names, e->name, out->figures_n);
            struct figure *f = &out->figures[*at];
            if (*at == out->figures_n) {
                f->name = e->name;
                f->type = e->type;
                f->id = arena_printf(a, "e-%010llx", (unsigned long long)(hash64(e->name.p, e->name.n) >> 24));
                f->refs = ARENA_ARRAY(a, struct figure_ref, 4);
                out->figures_n++;
            }
            if (f->refs_n >= 4 && (f->refs_n & (f->refs_n - 1)) == 0)
                f->refs = arena_grow(a, f->refs, f->refs_n * sizeof *f->refs, 2 * f->refs_n * sizeof *f->refs);
            f->refs[f->refs_n++] = (struct figure_ref){i, k};
            out->figure_of[i][k] = *at;
        }
    }
}
