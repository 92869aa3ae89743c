/* Dates as pages write them: the cases of tests/page/dates.txt, one a line. */
#include "page/page_parts.h"
#include "test.h"

static struct arena *a;
static struct page_kit *kit;

static void test_case(slice text, slice want) {
    struct date d;
    bool day_first = slice_starts(text, S("d:"));
    if (day_first)
        text = slice_cut(text, 2, text.n);
    bool got = date_find(kit, text, day_first, &d);
    slice iso = got ? date_iso(a, &d) : S("");
    if (slice_eq(iso, want)) {
        test_passed++;
    } else {
        test_failed++;
        fprintf(stderr, "%.*s: %.*s, wanted %.*s\n", (int)text.n, text.p, (int)iso.n, iso.p, (int)want.n, want.p);
    }
}

static void test_dates(void *arg) {
    (void)arg;
    FILE *f = fopen("tests/page/dates.txt", "rb");
    char line[256];
    CHECK(f != NULL);
    while (f && fgets(line, sizeof line, f)) {
        slice rest = slice_trim(slice_str(line)), text, want = S("");
        if (!rest.n || rest.p[0] == '#')
            continue;
        slice_field(&rest, '\t', &text);
        if (rest.p)
            want = slice_trim(rest);
        test_case(text, want);
    }
    if (f)
        fclose(f);
}

/* The list's order is what html_reference searches by. */
static void test_references(void *arg) {
    (void)arg;
    slice rest = embedded("html/entities.txt"), line, before = {0};
    uint32_t n = 0;
    while (slice_line(&rest, &line)) {
        slice name;
        if (!line.n || line.p[0] == '#' || !slice_field(&line, '\t', &name))
            continue;
        if (before.p)
            CHECK(slice_cmp(before, name) < 0);
        before = name;
        uint32_t cp[2];
        slice text = arena_printf(a, "&%.*s", (int)name.n, name.p);
        n += html_reference(text, false, cp) == text.n;
    }
    CHECK(n == 2231);
}

int main(void) {
    a = arena_new(0);
    if (page_kit_open(&kit, NULL, NULL))
        return 1;
    RUN(test_dates);
    RUN(test_references);
    page_kit_close(kit);
    arena_free(a);
    DONE();
}
