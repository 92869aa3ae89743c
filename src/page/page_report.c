/* The report under way: blocks are written one after the other; what is noise, and what may tell
 * where the report is from, is put beside them. */
#include "base/bytes.h"
#include "page_model.h"
#include "page_parts.h"

#include <stdlib.h>

void report_begin(struct report *r, const struct source *src, struct arena *a, struct page *out) {
    *r = (struct report){.a = a, .src = src, .out = out, .text = {.a = a}};
    r->block = NONE;
}

void report_open(struct report *r, enum block_kind kind) {
    r->kind = (uint8_t)kind;
    if (r->text.n) {
        map_add(&r->map, r->a, (struct map_run){r->text.n, 2, 0, 0, false});
        buf_add(&r->text, "\n\n", 2);
    }
    r->block = r->text.n;
}

void report_same(struct report *r, span at) {
    if (at.end <= at.start)
        return;
    uint32_t n = at.end - at.start;
    map_add(&r->map, r->a, (struct map_run){r->text.n, n, at.start, n, true});
    buf_add(&r->text, r->src->text.p + at.start, n);
}

void report_other(struct report *r, slice bytes, span at) {
    if (!bytes.n)
        return;
    map_add(&r->map, r->a,
            (struct map_run){r->text.n, bytes.n, at.start, at.end - at.start, false});
    buf_slice(&r->text, bytes);
}

bool report_close(struct report *r) {
    slice all = slice_of(r->text.p, r->text.n);
    span at = r->text.n ? span_trim(all, (span){r->block, r->text.n}) : (span){0, 0};
    if (at.end <= at.start) { /* nothing in it: take it back, with the blank line before it */
        uint32_t to = r->block >= 2 ? r->block - 2 : 0;
        while (r->map.n && r->map.p[r->map.n - 1].text >= to)
            r->map.n--;
        r->text.n = to;
        r->block = NONE;
        return false;
    }
    struct page *p = r->out;
    ARENA_MORE(r->a, p->blocks, p->blocks_n, r->blocks_cap);
    p->blocks[p->blocks_n++] = (struct block){at, r->kind};
    r->block = NONE;
    return true;
}

void report_noise(struct report *r, span at, enum noise_kind kind) {
    at = span_trim(r->src->text, at);
    if (at.end <= at.start)
        return;
    struct page *p = r->out;
    ARENA_MORE(r->a, p->noise, p->noise_n, r->noise_cap);
    p->noise[p->noise_n++] = (struct noise){at, (uint8_t)kind};
}

void report_credit(struct report *r, slice words, slice url, span at, enum credit_kind kind) {
    at = span_trim(r->src->text, at);
    if (at.end <= at.start)
        return;
    struct page *p = r->out;
    ARENA_MORE(r->a, p->credits, p->credits_n, r->credits_cap);
    p->credits[p->credits_n++] = (struct credit){
        arena_slice(r->a, words), url.p ? arena_slice(r->a, url) : url, at, (uint8_t)kind};
}

/* ---- the end --------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b) {
    const struct noise *x = a, *y = b;
    if (x->src.start != y->src.start)
        return x->src.start < y->src.start ? -1 : 1;
    if (x->src.end != y->src.end)
        return x->src.end > y->src.end ? -1 : 1;
    return x->kind - y->kind;
}

static int credit_by_place(const void *a, const void *b) {
    const struct credit *x = a, *y = b;
    if (x->src.start != y->src.start)
        return x->src.start < y->src.start ? -1 : 1;
    if (x->src.end != y->src.end)
        return x->src.end < y->src.end ? -1 : 1;
    return x->kind - y->kind;
}

static span to_bytes(const struct report *r, span at) {
    return r->src->map ? map_span(r->src->map, at) : at;
}

/* Line feeds among the 64 bytes at p, of which `n` are there. */
static inline uint64_t line_feeds(const char *p, uint32_t n) {
    if (n >= 64)
        return bytes64_are(p, '\n');
    uint64_t bits = 0;
    for (uint32_t i = 0; i < n; i++)
        bits |= (uint64_t)(p[i] == '\n') << i;
    return bits;
}

static uint32_t *lines_of(slice t, struct arena *a, uint32_t *n) {
    uint32_t cap = t.n / 64 + 64, *lines = arena_alloc(a, cap * sizeof *lines);
    *n = 0;
    for (uint32_t i = 0; i < t.n; i += 64) {
        while (cap - *n < 64)
            lines = arena_grow(a, lines, cap * sizeof *lines, cap * 2 * sizeof *lines), cap *= 2;
        uint64_t bits = line_feeds(t.p + i, t.n - i);
        uint32_t at = *n, end = at + bits_count(bits);
        for (uint32_t k = 0; k < 4; k++, bits &= bits - 1) /* how many there are is not foreseen: four are written in any case */
            lines[at + k] = i + (uint32_t)__builtin_ctzll(bits | 1ull << 63) + 1;
        for (at += 4; at < end; bits &= bits - 1)
            lines[at++] = i + (uint32_t)__builtin_ctzll(bits) + 1;
        *n = end;
    }
    return lines;
}

/* Source offsets after each line feed. */
static void find_lines(struct report *r) {
    struct page *p = r->out;
    slice t = r->src->text;
    if (page_wide_reads()) {
        p->lines_n = page_wide_feeds(t);
        p->lines = arena_alloc(r->a, ((size_t)p->lines_n + PAGE_WIDE) * sizeof *p->lines);
        page_wide_lines(t, p->lines);
    } else if (page_avx2_reads()) {
        p->lines_n = page_avx2_feeds(t);
        p->lines = arena_alloc(r->a, ((size_t)p->lines_n + PAGE_WIDE) * sizeof *p->lines);
        page_avx2_lines(t, p->lines);
    } else {
        p->lines = lines_of(t, r->a, &p->lines_n);
    }
    for (uint32_t i = 0; r->src->map && i < p->lines_n; i++)
        p->lines[i] = map_span(r->src->map, (span){p->lines[i] - 1, p->lines[i]}).end;
}

static uint32_t count_words(slice s) {
    uint32_t words = 0, i = 0, in = 0;
    for (; i + 16 <= s.n; i += 16) {
        uint32_t sign = ~bytes16_bits(bytes16_spaces(bytes16_load(s.p + i))) & 0xFFFF;
        words += bits_count(sign & ~(sign << 1 | in));
        in = sign >> 15;
    }
    for (; i < s.n; i++) {
        bool sign = !is_space((unsigned char)s.p[i]);
        words += sign && !in;
        in = sign;
    }
    return words;
}

void report_finish(struct report *r) {
    struct page *p = r->out;
    p->text = buf_take(&r->text);
    if (r->src->map)
        map_join(&p->map, r->a, &r->map, r->src->map);
    else
        p->map = r->map;
    for (uint32_t i = 0; i < p->noise_n; i++)
        p->noise[i].src = to_bytes(r, p->noise[i].src);
    for (uint32_t i = 0; i < p->credits_n; i++)
        p->credits[i].src = to_bytes(r, p->credits[i].src);
    if (p->noise_n)
        qsort(p->noise, p->noise_n, sizeof *p->noise, by_place);
    if (p->credits_n)
        qsort(p->credits, p->credits_n, sizeof *p->credits, credit_by_place);
    find_lines(r);
    p->words = count_words(p->text);
}

/* ---- datelines --------------------------------------------------------------------------------- */

/* A dash of any kind at i, with its length; 0: none. */
static uint32_t dash_at(slice s, uint32_t i) {
    if (i >= s.n)
        return 0;
    if (s.p[i] == '-')
        return i + 1 < s.n && s.p[i + 1] == '-' ? 2 : 1;
    if (i + 3 <= s.n && s.p[i] == '\xE2' && s.p[i + 1] == '\x80' &&
        (s.p[i + 2] == '\x93' || s.p[i + 2] == '\x94'))
        return 3;
    return 0;
}

/* PLACE[, date] (AGENCY) - | (AGENCY) - | PLACE, Region (AGENCY) | PLACE[, date] - with the place
 * in capitals. Within the first 100 bytes. */
uint32_t report_dateline(slice s) {
    uint32_t limit = s.n < 100 ? s.n : 100, i = 0;
    uint32_t capitals = 0, lower = 0;
    uint32_t paren = NONE;
    for (; i < limit; i++) {
        char c = s.p[i];
        if (c == '(') {
            paren = i;
            break;
        }
        if (c == ' ' && dash_at(s, i + 1) &&
            (i + 1 + dash_at(s, i + 1) >= s.n || s.p[i + 1 + dash_at(s, i + 1)] == ' '))
            break;
        if (dash_at(s, i) >= 2)
            break;
        /* the first word in capitals is the place; others may be a region or a date */
        if (is_upper((unsigned char)c))
            capitals++;
        else if (is_lower((unsigned char)c) && !memchr(s.p, ',', i))
            lower++;
        if (c == '"' || c == ':' || c == '?' || c == '!' || c == ';')
            return 0;
    }
    if (i >= limit)
        return 0;
    if (paren != NONE) {
        const char *close = memchr(s.p + paren, ')', limit - paren);
        if (!close)
            return 0;
        uint32_t end = (uint32_t)(close - s.p) + 1;
        slice in = slice_cut(s, paren + 1, end - 1);
        if (!in.n || in.n > 40 || !is_upper((unsigned char)in.p[0]))
            return 0;
        uint32_t words = 1;
        for (uint32_t q = 0; q < paren; q++)
            words += s.p[q] == ' ';
        if (paren && words > 8)
            return 0;
        uint32_t after = end;
        while (after < s.n && s.p[after] == ' ')
            after++;
        uint32_t d = dash_at(s, after);
        if (d) {
            after += d;
            while (after < s.n && s.p[after] == ' ')
                after++;
            return after;
        }
        /* "Westport, Ohio (CNN) The ..." */
        if (after < s.n && is_upper((unsigned char)s.p[after]) &&
            (paren == 0 || memchr(s.p, ',', paren)) && words <= 6) {
            bool agency = true;
            for (uint32_t q = 0; q < in.n; q++)
                if (is_lower((unsigned char)in.p[q]))
                    agency = false;
            return agency ? after : 0;
        }
        return 0;
    }
    if (capitals < 3 || lower)
        return 0;
    if (s.p[i] == ' ')
        i++;
    i += dash_at(s, i);
    while (i < s.n && s.p[i] == ' ')
        i++;
    return i;
}
