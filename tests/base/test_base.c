/* base: memory and guards, slices, UTF-8, tables, maps, output, threads. */
#include <stdio.h>
#include <stdlib.h>

#include "base/sort.h"
#include "test.h"

static struct arena *A;

/* ---- memory -------------------------------------------------------------------------------------- */

static int closed;
static void close_one(void *arg) { closed = closed * 10 + *(int *)arg; }

static void fails(void *arg) { guard_fail(*(int *)arg); }
static void fails_inside(void *arg) {
    int code = STM_EIO;
    CHECK(guard_run(fails, &code) == STM_EIO);
    guard_fail(*(int *)arg);
}

static void guards(void *arg) {
    (void)arg;
    int code = STM_ELIMIT;
    CHECK(guard_run(fails_inside, &code) == STM_ELIMIT);
    /* and the outer guard is in place again */
    CHECK(guard_run(fails, &code) == STM_ELIMIT);
}

static void ask_much(void *arg) { arena_alloc(arg, 1 << 20); }
static void ask_too_much(void *arg) { arena_calloc(arg, SIZE_MAX / 2, 3); }

static void arenas(void *arg) {
    (void)arg;
    struct arena *a = arena_new(100 << 10);
    char *p = arena_alloc(a, 3), *q = arena_alloc(a, 0);
    CHECK((uintptr_t)p % 16 == 0 && (uintptr_t)q % 16 == 0 && p != q);
    CHECK(guard_run(ask_much, a) == STM_ELIMIT);
    CHECK(guard_run(ask_too_much, a) == STM_ELIMIT);
    int n = 0; /* the limit is reached, not passed */
    while (guard_run(ask_much, a) == 0)
        n++;
    CHECK(n == 0 && arena_used(a) <= 100 << 10);

    /* growing keeps what is there, in place or moved, also from nothing */
    char *g = arena_grow(a, NULL, 0, 4);
    memcpy(g, "abc", 4);
    char *h = arena_grow(a, g, 4, 40);
    CHECK(h == g && strcmp(h, "abc") == 0);
    arena_alloc(a, 1);
    h = arena_grow(a, g, 40, 400);
    CHECK(h != g && strcmp(h, "abc") == 0);

    static int one = 1, two = 2, three = 3;
    arena_defer(a, close_one, &one);
    struct arena_mark mark = arena_mark(a);
    size_t used = arena_used(a);
    arena_defer(a, close_one, &two);
    arena_defer(a, close_one, &three);
    arena_alloc(a, 50 << 10);
    arena_rewind(a, mark);
    CHECK(closed == 32 && arena_used(a) == used);
    arena_reset(a);
    CHECK(closed == 321 && arena_used(a) == 0);
    p = arena_alloc(a, 8);
    memset(p, 1, 8);
    arena_free(a);
    arena_free(NULL);

    /* a mark of an empty arena goes back to an empty arena */
    a = arena_new(0);
    mark = arena_mark(a);
    arena_alloc(a, 10);
    arena_rewind(a, mark);
    CHECK(arena_used(a) == 0);
    /* a large chunk is given back by reset */
    arena_alloc(a, 8 << 20);
    arena_reset(a);
    CHECK(arena_used(a) == 0);
    arena_alloc(a, 10);
    arena_free(a);
}

static void no_memory(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    mem_fail_at(0);
    CHECK(guard_run(ask_much, a) == STM_ENOMEM);
    mem_fail_at(-1);
    CHECK(guard_run(ask_much, a) == 0);
    mem_fail_at(0);
    CHECK(arena_new(0) == NULL);
    mem_fail_at(-1);
    arena_free(a);
}

static void add_much(void *arg) {
    struct buf *b = arg;
    for (;;)
        buf_add(b, "0123456789", 10);
}

static void buffers(void *arg) {
    (void)arg;
    struct buf b = {.a = A};
    CHECK(buf_take(&b).n == 0);
    for (int i = 0; i < 1000; i++)
        buf_char(&b, (char)('a' + i % 26));
    buf_cp(&b, 0x20AC);
    slice s = buf_take(&b);
    CHECK(s.n == 1003 && s.p[s.n] == 0 && s.p[999] == 'a' + 999 % 26);
    CHECK(b.n == 0 && buf_take(&b).p != s.p);
    b = (struct buf){.a = A, .max = 105};
    CHECK(guard_run(add_much, &b) == STM_ELIMIT && b.n == 100);
    CHECK_SLICE(arena_printf(A, "%s-%d", "x", 7), "x-7");
}

/* ---- slices ------------------------------------------------------------------------------------------- */

static void slices(void *arg) {
    (void)arg;
    slice s = S("The ferry, the FERRY");
    CHECK(slice_find(s, S("ferry"), 0) == 4 && slice_find(s, S("ferry"), 5) == NONE);
    CHECK(slice_find_nocase(s, S("ferry"), 5) == 15);
    CHECK(slice_find(s, S(""), 20) == 20 && slice_find(s, S(""), 21) == NONE);
    CHECK(slice_find(S("aa"), S("aaa"), 0) == NONE);
    uint32_t letters = slice_letters(s);
    CHECK(slice_has_nocase(s, letters, "Ferry") && slice_has_nocase(s, letters, ", ") && slice_has_nocase(s, letters, "THE ferry"));
    CHECK(!slice_has_nocase(s, letters, "boat") && !slice_has_nocase(s, letters, "fry") && !slice_has_nocase(s, letters, "ferryt"));
    CHECK(slice_has_nocase(S("\xC2\xA9 x"), slice_letters(S("\xC2\xA9 x")), "\xC2\xA9"));
    CHECK(slice_starts(s, S("The")) && !slice_starts(s, S("the")) && slice_starts_nocase(s, S("the")));
    CHECK(slice_ends(s, S("FERRY")) && slice_ends_nocase(s, S("ferry")) && !slice_ends(S("x"), S("xx")));
    CHECK(slice_cmp(S("a"), S("ab")) < 0 && slice_cmp(S("b"), S("ab")) > 0 && slice_cmp(S(""), (slice){0}) == 0);
    CHECK(slice_cmp(S("\xC3"), S("a")) > 0);
    CHECK_SLICE(slice_trim(S(" \xC2\xA0\xE2\x80\x8B x\xC3\xA9 \xEF\xBB\xBF\n")), "x\xC3\xA9");
    CHECK_SLICE(slice_trim(S(" \n\xC2\xA0 ")), "");
    CHECK(slice_trim((slice){0}).n == 0);
    CHECK_SLICE(slice_trim(S("\xA0x\xA0")), "\xA0x\xA0"); /* no character, so no blank */
    span t = span_trim(S("ab  cd "), (span){2, 7});
    CHECK(t.start == 4 && t.end == 6);

    slice rest = S("a\r\n\nb\r"), line;
    CHECK(slice_line(&rest, &line));
    CHECK_SLICE(line, "a");
    CHECK(slice_line(&rest, &line) && line.n == 0);
    CHECK(slice_line(&rest, &line));
    CHECK_SLICE(line, "b");
    CHECK(!slice_line(&rest, &line));
    rest = S("a,,b,");
    const char *want[] = {"a", "", "b", ""};
    for (int i = 0; i < 4; i++) {
        CHECK(slice_field(&rest, ',', &line));
        CHECK_SLICE(line, want[i]);
    }
    CHECK(!slice_field(&rest, ',', &line));
}

/* Every sequence of up to four bytes of a set that holds each border of Unicode's table 3-7,
 * against the definition. */
static bool defined(const unsigned char *p, int n, uint32_t *cp) {
    if (n == 1 && p[0] < 0x80)
        return *cp = p[0], true;
    for (int i = 1; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return false;
    if (n == 2 && (p[0] & 0xE0) == 0xC0)
        return (*cp = (uint32_t)(p[0] & 31) << 6 | (p[1] & 63)) >= 0x80;
    if (n == 3 && (p[0] & 0xF0) == 0xE0)
        return (*cp = (uint32_t)(p[0] & 15) << 12 | (uint32_t)(p[1] & 63) << 6 | (p[2] & 63)) >= 0x800 && (*cp < 0xD800 || *cp > 0xDFFF);
    if (n == 4 && (p[0] & 0xF8) == 0xF0)
        return (*cp = (uint32_t)(p[0] & 7) << 18 | (uint32_t)(p[1] & 63) << 12 | (uint32_t)(p[2] & 63) << 6 | (p[3] & 63)) >= 0x10000 && *cp <= 0x10FFFF;
    return false;
}

static void utf8(void *arg) {
    (void)arg;
    static const unsigned char set[] = {0, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2,
                                        0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xF7, 0xF8, 0xFF};
    enum { K = sizeof set };
    int wrong = 0;
    for (int i = 0; i < K * K * K * K; i++) {
        unsigned char p[4] = {set[i % K], set[i / K % K], set[i / K / K % K], set[i / K / K / K]};
        uint32_t want = 0, got = 0;
        int want_n = 0;
        for (int n = 1; n <= 4 && !want_n; n++)
            if (defined(p, n, &want))
                want_n = n;
        int n = utf8_decode((char *)p, (char *)p + 4, &got);
        wrong += n != want_n || (n && got != want);
        char back[4];
        wrong += n && (utf8_encode(got, back) != n || memcmp(back, p, (size_t)n) != 0);
        /* cut short, it is no character */
        for (int cut = 0; cut < want_n; cut++)
            wrong += utf8_decode((char *)p, (char *)p + cut, &got) != 0;
    }
    CHECK(wrong == 0);
    char out[4];
    CHECK(utf8_encode(0xD800, out) == 3 && memcmp(out, "\xEF\xBF\xBD", 3) == 0);
    CHECK(utf8_encode(0x110000, out) == 3);
    CHECK(utf8_valid("abcdefgh\xC3\xA9ij", 12) == 12 && utf8_valid("abcdefghij\xC3", 11) == 10 && utf8_valid("", 0) == 0);
    CHECK(cp_is_letter(0xE9) && !cp_is_letter('1') && !cp_is_letter(0x2019) && cp_is_upper(0xC9) && cp_lower(0xC9) == 0xE9);
    CHECK(cp_plain('E') == 'e' && cp_plain(0xC9) == 'e' && cp_plain(0x1EC6) == 'e' && cp_plain(0x141) == 'l' && cp_plain(0x2019) == '\'');
    CHECK(cp_plain(0x301) == 0 && cp_plain(0xAC00) == 0xAC00 && cp_plain(0x416) == 0x436 && cp_plain(0xDF) == 0xDF && cp_plain(0x110000) == 0x110000);
    CHECK(cp_is_space(0xA0) && !cp_is_space('x'));
}

/* ---- tables ----------------------------------------------------------------------------------------------- */

static void tables(void *arg) {
    (void)arg;
    struct table t;
    table_init(&t, A, 0);
    CHECK(!table_get(&t, S("x")));
    for (uint32_t i = 0; i < 5000; i++)
        CHECK(*table_put(&t, arena_printf(A, "key%u", i), i) == i);
    CHECK(t.n == 5000);
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < 5000; i++) {
        const uint32_t *v = table_get(&t, arena_printf(A, "key%u", i));
        wrong += !v || *v != i;
    }
    CHECK(wrong == 0);
    CHECK(*table_put(&t, S("key7"), 99) == 7 && t.n == 5000);
    *table_put(&t, S("key7"), 0) = 8;
    CHECK(*table_get(&t, S("key7")) == 8);
    CHECK(*table_put(&t, S(""), 5) == 5 && *table_get(&t, (slice){0}) == 5);
    CHECK(!table_get(&(struct table){0}, S("x")));
    CHECK(hash64("abc", 3) == 0x78AF5F94892F3950u); /* XXH3, whatever the machine */
    uint8_t d[32];
    char h[64];
    sha256("abc", 3, d);
    hex(d, 32, h);
    CHECK(memcmp(h, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 64) == 0);
}

/* Several texts hashed together, none to nine of them, empty ones and those around the length of a block too. */
static void hashes_together(void *arg) {
    (void)arg;
    uint8_t text[2000], got[9][32], is[32];
    uint32_t wrong = 0, r = 1;
    for (uint32_t i = 0; i < sizeof text; i++)
        text[i] = (uint8_t)(i * i >> 3);
    for (uint32_t turn = 0; turn < 3000; turn++) {
        struct sha256_text texts[9];
        uint32_t n = turn % 10;
        for (uint32_t i = 0; i < n; i++) {
            r = r * 1664525 + 1013904223;
            uint32_t size = (r >> 16) % ((r >> 8) % 3 ? 140 : 1500);
            texts[i] = (struct sha256_text){text + (r >> 4) % 500, size, got[i]};
        }
        sha256_all(texts, n);
        for (uint32_t i = 0; i < n; i++) {
            sha256(texts[i].p, texts[i].n, is);
            wrong += memcmp(is, got[i], sizeof is) != 0;
        }
    }
    CHECK(!wrong);
}

/* ---- maps -------------------------------------------------------------------------------------------------- */

/* The slow and plain way: for each byte of the text, its stretch of source. */
static span plain_span(const struct map *m, span text) {
    span s = {NONE, 0};
    for (uint32_t at = text.start; at < text.end; at++) {
        for (uint32_t i = 0; i < m->n; i++) {
            const struct map_run *r = &m->p[i];
            if (at < r->text || at >= r->text + r->text_n || !r->source_n)
                continue;
            uint32_t from = r->same ? r->source + at - r->text : r->source;
            uint32_t to = r->same ? from + 1 : from + r->source_n;
            if (s.start == NONE)
                s.start = from;
            s.end = to;
        }
    }
    return s.start == NONE || s.end <= s.start ? (span){0, 0} : s;
}

static uint64_t seed = 1;
static uint32_t rnd(uint32_t n) {
    seed = hash_mix(seed, 12345);
    return (uint32_t)(seed >> 33) % n;
}

static void random_map(struct map *m, uint32_t text_n, bool forward) {
    uint32_t text = 0, source = rnd(5);
    while (text < text_n) {
        uint32_t n = 1 + rnd(4), what = rnd(4);
        if (!forward && rnd(8) == 0)
            source = rnd(200);
        struct map_run r = {text, n, source, n, true};
        if (what == 0) {
            r.same = false;
            r.source_n = 1 + rnd(6);
        } else if (what == 1) {
            r.same = false;
            r.source = r.source_n = 0;
        }
        map_add(m, A, r);
        text += n;
        if (r.source_n)
            source += r.source_n + (rnd(2) ? rnd(4) : 0);
    }
}

static void maps(void *arg) {
    (void)arg;
    struct map m = {0};
    map_add(&m, A, (struct map_run){0, 2, 10, 2, true});
    map_add(&m, A, (struct map_run){2, 3, 12, 3, true});
    CHECK(m.n == 1); /* merged */
    map_add(&m, A, (struct map_run){5, 0, 99, 3, false});
    CHECK(m.n == 1); /* nothing */
    map_add(&m, A, (struct map_run){5, 1, 15, 5, false});
    map_add(&m, A, (struct map_run){6, 2, 0, 0, false});
    map_add(&m, A, (struct map_run){8, 2, 20, 2, true});
    span s = map_span(&m, (span){4, 9});
    CHECK(s.start == 14 && s.end == 21);
    s = map_span(&m, (span){6, 8});
    CHECK(s.start == 0 && s.end == 0);
    s = map_span(&m, (span){6, 9});
    CHECK(s.start == 20 && s.end == 21);
    s = map_span(&m, (span){4, 8});
    CHECK(s.start == 14 && s.end == 20);
    s = map_text(&m, (span){16, 17});
    CHECK(s.start == 5 && s.end == 6);
    s = map_text(&m, (span){11, 21});
    CHECK(s.start == 1 && s.end == 9);

    uint32_t wrong = 0, joined_wrong = 0;
    for (int round = 0; round < 300; round++) {
        struct map outer = {0}, inner = {0}, both = {0};
        random_map(&inner, 60, true);
        random_map(&outer, 40, true);
        for (uint32_t i = 0; i < outer.n; i++) { /* into the inner text */
            struct map_run *r = &outer.p[i];
            if (r->source + r->source_n > 60)
                *r = (struct map_run){r->text, r->text_n, 0, 0, false};
        }
        map_join(&both, A, &outer, &inner);
        for (uint32_t a = 0; a < 40; a++) {
            for (uint32_t b = a + 1; b <= 40; b += 1 + rnd(3)) {
                span got = map_span(&inner, (span){a, b}), want = plain_span(&inner, (span){a, b});
                wrong += got.start != want.start || got.end != want.end;
            }
            /* joined, a byte leads where two steps lead */
            span mid = plain_span(&outer, (span){a, a + 1});
            span want = mid.end ? plain_span(&inner, mid) : (span){0, 0};
            span got = map_span(&both, (span){a, a + 1});
            joined_wrong += got.start != want.start || got.end != want.end;
        }
    }
    CHECK(wrong == 0);
    CHECK(joined_wrong == 0);

    /* many runs without a source do not make asking slow: half a million questions */
    struct map big = {0};
    for (uint32_t i = 0; i < 200000; i++)
        map_add(&big, A, (struct map_run){i, 1, i == 0 || i == 199999 ? i : 0, i == 0 || i == 199999, false});
    s = map_span(&big, (span){0, 200000});
    CHECK(s.start == 0 && s.end == 200000);
}

/* ---- output --------------------------------------------------------------------------------------------------- */

static char written[100000];
static size_t written_n;
static int take(void *arg, const char *p, size_t n) {
    if (arg)
        return STM_EIO;
    memcpy(written + written_n, p, n);
    written_n += n;
    return 0;
}

static void output(void *arg) {
    (void)arg;
    static struct out o;
    out_init(&o, take, NULL);
    jout_open(&o, NULL, '{');
    jout_string(&o, "s", S("q\" b\\ n\n t\t c\x01 \x7F \xC3\xA9 \xFF \xE2\x80\xA8"));
    jout_string_or_null(&o, "n", (slice){0});
    jout_string_or_null(&o, "e", S(""));
    jout_open(&o, "l", '[');
    jout_int(&o, NULL, -7);
    jout_number(&o, NULL, 0.1);
    jout_number(&o, NULL, 3);
    jout_number(&o, NULL, 1e300);
    jout_number(&o, NULL, 0.0 / 0.0);
    jout_number(&o, NULL, 1.0 / 3);
    jout_open(&o, NULL, '{');
    jout_close(&o, '}');
    jout_open(&o, NULL, '[');
    jout_bool(&o, NULL, true);
    jout_close(&o, ']');
    jout_close(&o, ']');
    jout_span(&o, "at", (span){1, 2});
    jout_close(&o, '}');
    jout_null(&o, NULL); /* a second value at the top has no comma before it */
    CHECK(out_flush(&o) == 0);
    CHECK_SLICE(slice_of(written, written_n),
                "{\"s\":\"q\\\" b\\\\ n\\n t\\t c\\u0001 \\u007f \xC3\xA9 \\ufffd \\u2028\",\"n\":null,\"e\":\"\",\"l\":[-7,0.1,3,"
                "1e+300,null,0.3333333333333333,{},[true]],\"at\":[1,2]}null");
    written_n = 0;
    for (int i = 0; i < 3; i++) { /* longer than its buffer */
        char big[20000];
        memset(big, 'a' + i, sizeof big);
        out_bytes(&o, "-", 1);
        out_bytes(&o, big, sizeof big);
    }
    out_printf(&o, "%0600d", 7);
    CHECK(out_flush(&o) == 0 && written_n == 60603 && written[20001] == '-' && written[60602] == '7');
    /* an error stays */
    out_init(&o, take, &o);
    out_str(&o, "x");
    CHECK(out_flush(&o) == STM_EIO);
    out_str(&o, "y");
    CHECK(out_flush(&o) == STM_EIO);
}

/* ---- threads ---------------------------------------------------------------------------------------------------- */

/* Any number of numbers, any of their bits; what is equal in these stays in order. */
static void sorting(void *arg) {
    (void)arg;
    static const uint32_t sizes[] = {0, 1, 2, 31, 33, 700, 5000};
    static const int lows[] = {0, 16, 32, 63};
    struct arena *a = arena_new(0);
    for (size_t s = 0; s < NELEMS(sizes); s++)
        for (size_t l = 0; l < NELEMS(lows); l++)
            for (int narrow = 0; narrow < 2; narrow++) {
                uint32_t n = sizes[s];
                uint64_t *p = ARENA_ARRAY(a, uint64_t, n + 1), sum = 0;
                for (uint32_t i = 0; i < n; i++) {
                    uint64_t x = hash_mix(i, 7) & (narrow ? 0x700000F00u : UINT64_MAX);
                    p[i] = lows[l] ? x >> lows[l] << lows[l] | i : x;
                    sum += p[i];
                }
                p = sort_u64(p, n, lows[l], a);
                bool sorted = true;
                for (uint32_t i = 0; i < n; i++)
                    sum -= p[i];
                for (uint32_t i = 1; i < n; i++)
                    sorted &= p[i - 1] <= p[i];
                CHECK(sorted && sum == 0);
            }
    arena_free(a);
}

static void square(void *arg, size_t i) { ((uint64_t *)arg)[i] = i * i; }
static void fail_some(void *arg, size_t i) {
    ((uint64_t *)arg)[i] = 1;
    if (i % 10 == 7)
        guard_fail(i == 17 ? STM_EIO : STM_EFORMAT);
}

static void threads(void *arg) {
    (void)arg;
    static uint64_t v[1000];
    for (int t = 0; t <= 8; t += 4) {
        memset(v, 0, sizeof v);
        CHECK(parallel_for(t, 1000, square, v) == 0);
        uint64_t wrong = 0;
        for (size_t i = 0; i < 1000; i++)
            wrong += v[i] != i * i;
        CHECK(wrong == 0);
        memset(v, 0, sizeof v);
        /* the least that failed tells, and the others are done */
        CHECK(parallel_for(t, 1000, fail_some, v) == STM_EFORMAT);
        for (size_t i = 0; i < 1000; i++)
            wrong += v[i] != 1;
        CHECK(wrong == 0);
    }
    CHECK(parallel_for(4, 0, square, v) == 0);
    CHECK(cpu_count() >= 1);
}

static void embedding(void *arg) {
    (void)arg;
    slice s = embedded("charset/labels.txt");
    CHECK(s.n > 1000 && slice_starts(s, S("# ")));
    CHECK(!embedded("charset/labels").p && !embedded("").p && !embedded("zzz").p);
}

int main(void) {
    A = arena_new(0);
    RUN(guards);
    RUN(arenas);
    RUN(no_memory);
    RUN(buffers);
    RUN(slices);
    RUN(utf8);
    RUN(tables);
    RUN(hashes_together);
    RUN(maps);
    RUN(output);
    RUN(sorting);
    RUN(threads);
    RUN(embedding);
    arena_free(A);
    DONE();
}
