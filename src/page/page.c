#include "page.h"
int page_read(const struct source *src, const struct page_options *o, struct arena *a,
              struct arena *tmp, struct page *out, const char **why) {
    (void)o; (void)tmp; (void)why;
    memset(out, 0, sizeof *out);
    struct buf b = {.a = a}; uint32_t cap = 0, lcap = 0; slice rest = src->text, line;
    while (slice_line(&rest, &line)) {
        uint32_t next = (uint32_t)(line.p - src->text.p);
        if (next) { ARENA_MORE(a, out->lines, out->lines_n, lcap); out->lines[out->lines_n++] = next; }
        slice t = slice_trim(line);
        if (!t.n) continue;
        if (b.n) { map_add(&out->map, a, (struct map_run){b.n, 2, 0, 0, false}); buf_add(&b, "\n\n", 2); }
        ARENA_MORE(a, out->blocks, out->blocks_n, cap);
        out->blocks[out->blocks_n++] = (struct block){{b.n, b.n + t.n}, BLOCK_PARAGRAPH};
        map_add(&out->map, a, (struct map_run){b.n, t.n, (uint32_t)(t.p - src->text.p), t.n, true});
        buf_slice(&b, t);
    }
    out->text = buf_take(&b);
    out->published = src->given.published;
    return out->text.n ? 0 : STM_EEMPTY;
}
