/* Attributions over attributions.txt, and over input that means harm. */
#include "report.h"

/* The case file lies beside this one. */
static slice read_file(struct arena *a, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "tests/mark/%s", name); /* tests run from the root of the tree */
    FILE *f = fopen(path, "rb");
    if (!f)
        return (slice){0};
    struct buf b = {.a = a};
    char part[4096];
    size_t n;
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_add(&b, part, n);
    fclose(f);
    return buf_take(&b);
}

static struct document *read_text(struct arena *a, slice text) {
    struct document *d = ARENA_NEW(a, struct document);
    report_text(a, d, text);
    report_read(a, d);
    return d;
}

static slice spans_text(struct arena *a, const struct document *d, struct spans s) {
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < s.n; i++) {
        if (i)
            buf_add(&b, " ... ", 5);
        buf_slice(&b, slice_at(d->page.text, s.p[i]));
    }
    return s.n ? buf_take(&b) : S("-");
}

static slice key_value(struct arena *a, const struct document *d, const struct attribution *x, slice key) {
    const struct attribution *p = d->marks.attributions;
    if (slice_eq(key, S("name")))
        return x->source_name.p ? x->source_name : S("-");
    if (slice_eq(key, S("count")))
        return arena_printf(a, "%u", x->count);
    if (slice_eq(key, S("form")))
        return slice_str(form_names[x->form]);
    if (slice_eq(key, S("type")))
        return slice_str(source_type_names[x->source_type] ? source_type_names[x->source_type] : "-");
    if (slice_eq(key, S("status")))
        return slice_str(status_names[x->status] ? status_names[x->status] : "-");
    if (slice_eq(key, S("anonymous")))
        return x->anonymous ? S("yes") : S("no");
    if (slice_eq(key, S("relays")))
        return x->relays.p ? x->relays : S("-");
    if (slice_eq(key, S("reason")))
        return x->reason.p ? x->reason : S("-");
    if (slice_eq(key, S("role")))
        return x->role.p ? x->role : S("-");
    if (slice_eq(key, S("parent")))
        return x->parent == NONE ? S("-") : spans_text(a, d, p[x->parent].cue);
    if (slice_eq(key, S("of")))
        return x->of == NONE ? S("-") : p[x->of].source_name;
    return S("?");
}

static slice field(slice *rest) {
    slice f;
    return slice_field(rest, '|', &f) ? slice_trim(f) : (slice){0};
}

/* Does the attribution agree with the line "source | cue | content | key=value | ..."? */
static bool agrees(struct arena *a, const struct document *d, const struct attribution *x, slice line) {
    slice rest = line, f;
    if (!slice_eq(spans_text(a, d, x->source), field(&rest)) || !slice_eq(spans_text(a, d, x->cue), field(&rest)) ||
        !slice_eq(spans_text(a, d, x->content), field(&rest)))
        return false;
    while ((f = field(&rest)).p) {
        uint32_t eq = slice_find(f, S("="), 0);
        if (eq == NONE || !slice_eq(key_value(a, d, x, slice_cut(f, 0, eq)), slice_cut(f, eq + 1, f.n)))
            return false;
    }
    return true;
}

static void show(struct arena *a, const struct document *d) {
    static const char *const keys[] = {"name", "type", "form", "count", "anonymous", "status", "parent", "relays"};
    for (uint32_t i = 0; i < d->marks.attributions_n; i++) {
        const struct attribution *x = &d->marks.attributions[i];
        slice s = spans_text(a, d, x->source), q = spans_text(a, d, x->cue), c = spans_text(a, d, x->content);
        fprintf(stderr, "  got: %.*s | %.*s | %.*s", (int)s.n, s.p, (int)q.n, q.p, (int)c.n, c.p);
        for (size_t k = 0; k < NELEMS(keys); k++) {
            slice v = key_value(a, d, x, slice_str(keys[k]));
            fprintf(stderr, " | %s=%.*s", keys[k], (int)v.n, v.p);
        }
        fputc('\n', stderr);
    }
}

/* "> text", then a line for each attribution that must be there; no others may be. */
static void cases(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    slice file = read_file(a, "attributions.txt"), line, text = {0};
    CHECK(file.n > 1000);
    struct document *d = NULL;
    uint32_t wanted = 0;
    bool ok = true;
    for (;;) {
        bool more = slice_line(&file, &line);
        if (!more || (line.n && line.p[0] == '>')) {
            if (d && ok && wanted == d->marks.attributions_n) {
                test_passed++;
            } else if (d) {
                test_failed++;
                fprintf(stderr, "case: %.*s\n", (int)text.n, text.p);
                show(a, d);
            }
            if (!more)
                break;
            text = slice_trim(slice_cut(line, 1, line.n));
            d = read_text(a, text);
            wanted = 0;
            ok = true;
        } else if (line.n && line.p[0] != '#' && d) {
            bool found = false;
            for (uint32_t i = 0; i < d->marks.attributions_n && !found; i++)
                found = agrees(a, d, &d->marks.attributions[i], line);
            if (!found)
                fprintf(stderr, "not there: %.*s\n", (int)line.n, line.p);
            ok &= found;
            wanted++;
        }
    }
    arena_free(a);
}

static bool sound(const struct document *d) {
    for (uint32_t i = 0; i < d->marks.attributions_n; i++) {
        const struct attribution *x = &d->marks.attributions[i];
        const struct spans *parts[] = {&x->source, &x->cue, &x->content};
        if (!x->content.n || !x->cue.n)
            return false;
        for (int k = 0; k < 3; k++)
            for (uint32_t s = 0; s < parts[k]->n; s++)
                if (parts[k]->p[s].start >= parts[k]->p[s].end || parts[k]->p[s].end > d->page.text.n ||
                    (s && parts[k]->p[s].start < parts[k]->p[s - 1].end))
                    return false;
        if (x->parent != NONE && x->parent >= i) /* parents come first, so there is no circle */
            return false;
        if (x->of != NONE && x->of >= d->marks.attributions_n)
            return false;
    }
    return true;
}

/* Marks that never close, cues without end, one sentence of many thousand words. */
static void hostile(void *arg) {
    (void)arg;
    static const char *const bits[] = {"\"", "he said \"", "said ", "\xE2\x80\x9C" "A said ", "according to ",
                                       "she said that he said that ", "x\" / \"", ", citing two sources, "};
    for (size_t k = 0; k < NELEMS(bits); k++) {
        struct arena *a = arena_new(0);
        struct buf b = {.a = a};
        for (int i = 0; i < 3000; i++)
            buf_slice(&b, slice_str(bits[k]));
        struct document *d = read_text(a, buf_take(&b));
        CHECK(sound(d));
        arena_free(a);
    }
}

static void nothing(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    struct document *d = read_text(a, S(""));
    CHECK(d->marks.attributions_n == 0);
    arena_free(a);
}

int main(void) {
    open_kits();
    RUN(cases);
    RUN(hostile);
    RUN(nothing);
    close_kits();
    DONE();
}
