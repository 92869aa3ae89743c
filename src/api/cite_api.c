/* Checking citations against the files that they name: the file's hash, the bytes, the words in them. */
#include <jansson.h>

#include "api.h"
#include "view/layout.h"

struct checking {
    slice line;
    const char *in;       /* the file to look in, or NULL: the one that it names */
    struct arena *a, *tmp;
    struct page_kit *page;
    slice file, record, words;
    span bytes;
    uint8_t sum[32];
    const char *why;      /* NULL: it holds */
};

static slice text(struct arena *a, json_t *v) {
    return json_is_string(v) ? arena_slice(a, slice_of(json_string_value(v), json_string_length(v))) : (slice){0};
}

static bool sum_of(slice s, uint8_t out[32]) {
    if (s.n != 64)
        return false;
    for (uint32_t i = 0; i < 64; i++) {
        char c = s.p[i];
        int v = is_digit((unsigned char)c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0)
            return false;
        out[i / 2] = (uint8_t)(i % 2 ? out[i / 2] | v : v << 4);
    }
    return true;
}

static const char *parse(struct checking *c, json_t *v) {
    const char *kind = json_string_value(json_object_get(v, "cite"));
    json_t *bytes = json_object_get(v, "bytes");
    json_int_t s = json_integer_value(json_array_get(bytes, 0)), e = json_integer_value(json_array_get(bytes, 1));
    c->file = text(c->a, json_object_get(v, "file"));
    c->record = text(c->a, json_object_get(v, "record"));
    c->words = text(c->a, json_object_get(v, "words"));
    if (!kind || strcmp(kind, "stemma-cite/1") != 0)
        return "is no citation of stemma";
    if (!c->file.n || !sum_of(text(c->a, json_object_get(v, "sha256")), c->sum))
        return "names no file, or no hash";
    if (json_array_size(bytes) != 2 || s < 0 || e <= s || e > UINT32_MAX - 1)
        return "names no bytes";
    if (!slice_trim(c->words).n)
        return "has no words";
    c->bytes = (span){(uint32_t)s, (uint32_t)e};
    return NULL;
}

/* Letters and digits alone, for words outside the body: mark-up, entities and blanks go. */
static slice letters(struct arena *a, slice s, bool markup) {
    struct buf b = {.a = a};
    const char *p = s.p, *end = s.p + s.n;
    while (p < end) {
        if (markup && *p == '<') {
            while (p < end && *p != '>')
                p++;
            continue;
        }
        if (markup && *p == '&') {
            const char *q = p + 1;
            while (q < end && q - p < 12 && (is_alnum((unsigned char)*q) || *q == '#'))
                q++;
            if (q < end && *q == ';') {
                p = q + 1;
                continue;
            }
        }
        uint32_t cp;
        int n = utf8_decode(p, end, &cp);
        if (n && (cp_is_letter(cp) || (cp >= '0' && cp <= '9')))
            buf_add(&b, p, (size_t)n);
        p += n ? n : 1;
    }
    return buf_take(&b);
}

static const char *check(struct checking *c) {
    struct source src;
    const char *why = NULL;
    slice file = c->in ? slice_str(c->in) : c->file;
    int code = input_again(file, c->record, c->sum, 0, c->a, c->tmp, &src, &why);
    if (code && c->in && c->record.p) /* a record may have been taken out of its archive */
        code = input_again(file, (slice){0}, c->sum, 0, c->a, c->tmp, &src, &why);
    if (code)
        return why;
    if (c->bytes.end > src.bytes.n)
        return "the bytes are outside the file";
    struct page page;
    struct page_options po = {.kit = c->page};
    slice want = slice_trim(c->words);
    if (page_read(&src, &po, c->a, c->tmp, &page, &why) == 0) {
        span at = map_text(&page.map, c->bytes);
        if (at.end > at.start && slice_eq(slice_trim(slice_at(page.text, at)), want))
            return NULL;
    }
    /* outside the body, or in a body that is cut otherwise by this version */
    span in_text = src.map ? map_text(src.map, c->bytes) : c->bytes;
    slice raw = slice_at(src.text.p ? src.text : src.bytes, in_text);
    slice have = letters(c->a, raw, src.kind == SOURCE_HTML), said = letters(c->a, want, false);
    if (said.n && slice_eq(have, said))
        return NULL;
    return "the words are not those at these bytes";
}

static void run(void *arg) {
    struct checking *c = arg;
    json_t *v = c->line.n <= 1u << 20 ? json_loadb(c->line.p, c->line.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
    c->why = v ? parse(c, v) : "is no JSON object on one line";
    json_decref(v);
    if (!c->why)
        c->why = check(c);
}

struct telling {
    struct checking *c;
    struct out *o;
    int json;
    const stm_view_options *view;
};

static void tell(void *arg) {
    struct telling *t = arg;
    struct checking *c = t->c;
    struct out *o = t->o;
    if (t->json) {
        jout_open(o, NULL, '{');
        jout_string_or_null(o, "file", c->file);
        jout_string_or_null(o, "record", c->record);
        if (c->bytes.end)
            jout_span(o, "bytes", c->bytes);
        else
            jout_null(o, "bytes");
        jout_bool(o, "holds", c->why == NULL);
        jout_string_or_null(o, "why", slice_str(c->why));
        jout_close(o, '}');
        out_str(o, "\n");
        return;
    }
    struct layout l = {o, c->a, t->view->colour != 0, t->view->ascii != 0, t->view->width > 0 ? t->view->width : 80, 0};
    layout_put(&l, c->why ? INK_BAD : INK_GOOD, c->why ? S("no    ") : S("holds "));
    layout_put(&l, INK_NAME, layout_clean(c->a, c->file.p ? c->file : S("?")));
    layout_put(&l, INK_DIM, arena_printf(c->a, " %u-%u  ", c->bytes.start, c->bytes.end));
    layout_put(&l, INK_PLAIN, c->why ? slice_str(c->why) : layout_clean(c->a, c->words.p ? c->words : S("")));
    layout_end(&l);
}

int stm_cite(const char *lines, size_t n, const char *file, int json, const stm_view_options *view, stm_write *write,
             void *arg, uint32_t *holds, uint32_t *fails) {
    stm_view_options defaults = STM_VIEW_OPTIONS_INIT;
    *holds = *fails = 0;
    if (n > UINT32_MAX - 1)
        return STM_ELIMIT;
    struct out *o = mem_alloc(sizeof *o);
    struct checking c = {.in = file, .a = arena_new((size_t)1 << 30), .tmp = arena_new((size_t)1 << 30)};
    int code = o && c.a && c.tmp ? page_kit_open(&c.page, NULL, NULL) : STM_ENOMEM;
    if (!code)
        out_init(o, write, arg);
    slice rest = slice_of(lines, n), line;
    while (!code && slice_line(&rest, &line)) {
        if (!slice_trim(line).n)
            continue;
        c.line = line;
        c.file = c.record = c.words = (slice){0};
        c.bytes = (span){0, 0};
        c.why = NULL;
        struct telling t = {&c, o, json, view ? view : &defaults};
        code = guard_run(run, &c);
        if (code) { /* one that is too large is one that does not hold */
            c.why = stm_strerror(code);
            code = code == STM_ENOMEM ? code : 0;
        }
        ++*(c.why ? fails : holds);
        if (!code)
            code = guard_run(tell, &t);
        if (!code)
            code = o->error;
        arena_reset(c.a);
        arena_reset(c.tmp);
    }
    if (o) {
        int flushed = code == 0 || o->n ? out_flush(o) : 0;
        code = code ? code : flushed;
    }
    page_kit_close(c.page);
    arena_free(c.a);
    arena_free(c.tmp);
    mem_free(o);
    return code;
}
