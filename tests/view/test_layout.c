/* layout: what goes to a terminal keeps its width and cannot steer it. */
#include "test.h"

#include "view/layout.h"

static char text[1 << 16];
static size_t text_n;

static int keep(void *arg, const char *p, size_t n) {
    (void)arg;
    memcpy(text + text_n, p, n);
    text_n += n;
    return 0;
}

static void run(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    CHECK(layout_columns(S("abc")) == 3);
    CHECK(layout_columns(S("\xE6\xBC\xA2\xE5\xAD\x97")) == 4);  /* two wide characters */
    CHECK(layout_columns(S("e\xCC\x81")) == 1);                 /* a combining accent */
    CHECK_SLICE(layout_clean(a, S("  a\n\tb  ")), "a b");
    CHECK_SLICE(layout_clean(a, S("a\033[31mb\x07")), "a[31mb");
    CHECK_SLICE(layout_clean(a, S("a\xE2\x80\xAE" "b")), "ab");     /* right-to-left override */
    CHECK_SLICE(layout_clean(a, S("a\xC2\x9B" "b")), "ab");         /* C1 control */
    CHECK_SLICE(layout_clean(a, S("a\xFF" "b")), "a\xEF\xBF\xBD" "b");
    CHECK_SLICE(layout_fit(a, S("abcdef"), 6, true), "abcdef");
    CHECK_SLICE(layout_fit(a, S("abcdefg"), 6, true), "abc...");
    CHECK_SLICE(layout_fit(a, S("  ab cdefg"), 8, true), "  ab...");
    CHECK_SLICE(layout_fit(a, S("abcdefg"), 6, false), "abcde\xE2\x80\xA6");

    static const char *const dates[][2] = {{"2024-03-12", "2024-03-12"}, {"2024-03-12TEV", "2024-03-12, evening"}, {"2024-W33", "2024, week 33"},
                                           {"2024-W05-WE", "2024, week 5 weekend"}, {"2024-SU", "2024, summer"}, {"2024-Q3", "2024, third quarter"},
                                           {"202", "2020s"}, {"2024", "2024"}, {"PAST_REF", "PAST_REF"}, {"T18:00", "T18:00"}, {"TEV", "TEV"},
                                           {"\033[1m-SU", "[1m-SU"}, {"", ""}, {"2024-WXX", "2024-WXX"}};
    for (size_t i = 0; i < NELEMS(dates); i++)
        CHECK_SLICE(layout_date(a, slice_str(dates[i][0])), dates[i][1]);

    static struct out o;
    out_init(&o, keep, NULL);
    struct layout l = {&o, a, false, true, 20};
    slice words = S("one two three four five six averyveryverylongwordindeed seven");
    layout_wrap(&l, INK_PLAIN, words, 0, 2);
    struct layout_cell left = {S("left"), words, S("l:1")}, right = {S("right"), S("short"), S("r:2")};
    layout_pair(&l, &left, &right, 1);
    out_flush(&o);
    slice rest = slice_of(text, text_n), line;
    uint32_t lines = 0;
    while (slice_line(&rest, &line)) {
        lines++;
        CHECK(layout_columns(line) <= 20);
    }
    CHECK(lines > 8);
    CHECK(slice_find(slice_of(text, text_n), S("seven"), 0) != NONE);
    arena_free(a);
}

int main(void) {
    RUN(run);
    DONE();
}
