/* What is done sixteen bytes at a time gives what is done byte by byte, wherever it begins and ends. */
#include "base/bytes.h"
#include "test.h"

/* Letters of few kinds, so that much is found and more almost. */
static void fill(char *p, uint32_t n, const char *signs, uint32_t seed) {
    uint32_t kinds = (uint32_t)strlen(signs);
    for (uint32_t i = 0; i < n; i++) {
        seed = seed * 1664525u + 1013904223u;
        p[i] = signs[(seed >> 16) % kinds];
    }
}

static uint32_t find_slowly(slice s, slice needle, uint32_t from, bool nocase) {
    for (uint32_t i = from; i + needle.n <= s.n; i++) {
        slice here = slice_cut(s, i, i + needle.n);
        if (nocase ? slice_eq_nocase(here, needle) : slice_eq(here, needle))
            return i;
    }
    return NONE;
}

static void finding(void *arg) {
    (void)arg;
    static const char *const needles[] = {"a", "B", "ab", "aBa", "baab", "abababab", "aabbaabbaabbaabba"};
    char text[80];
    unsigned wrong = 0;
    for (uint32_t n = 0; n <= sizeof text; n++) {
        fill(text, n, "aabBA", n);
        slice s = slice_of(text, n);
        for (unsigned k = 0; k < NELEMS(needles); k++)
            for (uint32_t from = 0; from <= n; from++) {
                slice needle = slice_str(needles[k]);
                wrong += slice_find(s, needle, from) != find_slowly(s, needle, from, false);
                wrong += slice_find_nocase(s, needle, from) != find_slowly(s, needle, from, true);
            }
    }
    CHECK(wrong == 0);
}

static void validity(void *arg) {
    (void)arg;
    char text[200];
    unsigned wrong = 0;
    for (uint32_t at = 0; at < sizeof text; at++) {
        memset(text, 'a', sizeof text);
        text[at] = '\xFF';
        wrong += utf8_valid(text, sizeof text) != at;
    }
    CHECK(wrong == 0);
}

static void bits(void *arg) {
    (void)arg;
    unsigned wrong = 0;
    for (unsigned c = 0; c < 256; c++) {
        char text[16];
        memset(text, 0, sizeof text);
        text[c % 16] = (char)c;
        bytes16 v = bytes16_load(text);
        uint32_t here = 1u << (c % 16);
        wrong += (bytes16_bits(bytes16_spaces(v)) & here) != (is_space((unsigned char)c) ? here : 0);
        wrong += (bytes16_bits(bytes16_alnum(v)) & here) != (is_alnum((unsigned char)c) ? here : 0);
        bytes16_store(text, bytes16_lower(v));
        wrong += text[c % 16] != to_lower((char)c);
        wrong += bits_count(c * 0x0101010101010101u) != 8 * (uint32_t)__builtin_popcount(c);
    }
    CHECK(wrong == 0);
}

static char written[256];
static size_t written_n;
static int keep(void *arg, const char *p, size_t n) {
    (void)arg;
    memcpy(written + written_n, p, n);
    written_n += n;
    return 0;
}

static void output(void *arg) {
    (void)arg;
    struct out o;
    out_init(&o, keep, NULL);
    jout_open(&o, NULL, '[');
    jout_int(&o, NULL, INT64_MIN);
    jout_int(&o, NULL, INT64_MAX);
    jout_int(&o, NULL, 0);
    jout_span(&o, NULL, (span){0, UINT32_MAX});
    jout_string(&o, NULL, S("a longer one with \"marks\", \\ and a\ttab behind sixteen"));
    jout_close(&o, ']');
    out_flush(&o);
    CHECK_SLICE(slice_of(written, written_n),
                "[-9223372036854775808,9223372036854775807,0,[0,4294967295],"
                "\"a longer one with \\\"marks\\\", \\\\ and a\\ttab behind sixteen\"]");
}

int main(void) {
    RUN(finding);
    RUN(validity);
    RUN(bits);
    RUN(output);
    DONE();
}
