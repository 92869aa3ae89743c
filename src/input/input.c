#include "input.h"
#include <stdio.h>
struct input { const char *const *paths; size_t n, at; struct input_options o; };
struct input_item { const char *path; uint64_t number; };
struct input *input_open(const char *const *paths, size_t n, const struct input_options *o) {
    struct input *in = mem_alloc(sizeof *in);
    if (in) *in = (struct input){paths, n, 0, *o};
    return in;
}
void input_close(struct input *in) { mem_free(in); }
int input_next(struct input *in, struct input_item **item) {
    if (in->at == in->n) return 0;
    *item = mem_alloc(sizeof **item);
    if (!*item) return STM_ENOMEM;
    **item = (struct input_item){in->paths[in->at], in->at};
    in->at++;
    return 1;
}
void input_progress(const struct input *in, uint64_t *d, uint64_t *a) { *d = in->at; *a = in->n; }
slice input_item_name(const struct input_item *i) { return slice_str(i->path); }
int input_load(const struct input_item *item, struct arena *a, struct arena *tmp,
               struct source *out, struct skip *skip) {
    FILE *f = fopen(item->path, "rb");
    if (!f) { *skip = (struct skip){slice_str(item->path), {0}, S("cannot be opened"), STM_EIO}; return STM_EIO; }
    struct buf b = {.a = a}; char c[4096]; size_t n;
    while ((n = fread(c, 1, sizeof c, f))) buf_add(&b, c, n);
    fclose(f);
    slice s = buf_take(&b);
    return input_bytes(item->path, s.p, s.n, NULL, a, tmp, out, skip);
}
void input_item_free(struct input_item *item) { mem_free(item); }
int input_bytes(const char *name, const void *p, size_t n, const char *charset, struct arena *a,
                struct arena *tmp, struct source *out, struct skip *skip) {
    (void)charset; (void)tmp; (void)skip;
    memset(out, 0, sizeof *out);
    out->file = arena_slice(a, slice_str(name));
    slice id = out->file;
    for (uint32_t i = id.n; i; i--) if (id.p[i - 1] == '/') { id = slice_cut(id, i, id.n); break; }
    for (uint32_t i = id.n; i; i--) if (id.p[i - 1] == '.') { id.n = i - 1; break; }
    out->id = id;
    out->kind = slice_ends(out->file, S(".txt")) ? SOURCE_TEXT : SOURCE_HTML;
    out->bytes = out->text = slice_of(p, n);
    out->charset = S("utf-8");
    sha256(p, n, out->sha256);
    return 0;
}
