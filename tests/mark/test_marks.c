/* Times and quantities over the case files beside this one. */
#include <math.h>

#include "doc/doc.h"
#include "test.h"


/* The case files lie beside this one. */
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

static struct document *read_text(struct arena *a, slice text, slice published) {
    struct document *d = ARENA_NEW(a, struct document);
    d->page.text = arena_slice(a, text);
    d->page.blocks = ARENA_NEW(a, struct block);
    d->page.blocks[0].at = (span){0, text.n};
    d->page.blocks_n = 1;
    d->page.published = published;
    return d;
}

struct kits {
    struct lang_kit *lang;
    struct mark_kit *mark;
} kits;

static void run(struct arena *a, struct document *d) {
    struct arena *tmp = arena_new(0);
    lang_read(kits.lang, &d->page, LANG_PARSE, a, tmp, &d->lang);
    mark_read(kits.mark, &d->page, &d->lang, a, tmp, &d->marks);
    arena_free(tmp);
}

static void check_line(bool ok, slice line, slice got) {
    if (ok) {
        test_passed++;
        return;
    }
    test_failed++;
    fprintf(stderr, "case: %.*s\n  got: %.*s\n", (int)line.n, line.p, (int)got.n, got.p);
}

static slice next_field(slice *rest) {
    slice f;
    return slice_field(rest, '|', &f) ? slice_trim(f) : (slice){0};
}

static void time_cases(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    slice file = read_file(a, "times.txt"), line;
    CHECK(file.n > 1000);
    while (slice_line(&file, &line)) {
        if (!line.n || line.p[0] == '#')
            continue;
        slice rest = line, ref = next_field(&rest), text = next_field(&rest), want;
        struct document *d = read_text(a, text, slice_eq(ref, S("-")) ? (slice){0} : ref);
        run(a, d);
        struct buf got = {.a = a}, expected = {.a = a};
        for (uint32_t i = 0; i < d->marks.times_n; i++) {
            struct timex3 *t = &d->marks.times[i];
            slice one = slice_at(d->page.text, t->at);
            slice s = arena_printf(a, "%.*s = %s %.*s|", (int)one.n, one.p, time_type_names[t->type],
                                   (int)t->value.n, t->value.p);
            buf_slice(&got, s);
        }
        while ((want = next_field(&rest)).p) {
            if (!want.n)
                continue;
            buf_slice(&expected, want);
            buf_char(&expected, '|');
        }
        slice g = buf_take(&got);
        check_line(slice_eq(g, buf_take(&expected)), line, g);
    }
    arena_free(a);
}

static void quantity_cases(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    slice file = read_file(a, "quantities.txt"), line;
    CHECK(file.n > 500);
    while (slice_line(&file, &line)) {
        if (!line.n || line.p[0] == '#')
            continue;
        slice rest = line, text = next_field(&rest), want;
        struct document *d = read_text(a, text, S("2021-03-10"));
        run(a, d);
        if (!d->lang.tagged) /* what is counted is read off the tags */
            break;
        struct buf got = {.a = a}, expected = {.a = a};
        for (uint32_t i = 0; i < d->marks.quantities_n; i++) {
            struct quantity *q = &d->marks.quantities[i];
            slice one = slice_at(d->page.text, q->at);
            buf_slice(&got, arena_printf(a, "%.*s = %.10g", (int)one.n, one.p, q->value));
            if (!isnan(q->high))
                buf_slice(&got, arena_printf(a, "..%.10g", q->high));
            if (q->unit.p)
                buf_slice(&got, arena_printf(a, " %.*s", (int)q->unit.n, q->unit.p));
            if (approx_names[q->approx])
                buf_slice(&got, arena_printf(a, " %s", approx_names[q->approx]));
            buf_char(&got, '|');
        }
        while ((want = next_field(&rest)).p) {
            if (!want.n)
                continue;
            buf_slice(&expected, want);
            buf_char(&expected, '|');
        }
        slice g = buf_take(&got);
        check_line(slice_eq(g, buf_take(&expected)), line, g);
    }
    arena_free(a);
}

static void event_cases(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    slice file = read_file(a, "events.txt"), line;
    CHECK(file.n > 500);
    while (slice_line(&file, &line)) {
        if (!line.n || line.p[0] == '#')
            continue;
        slice rest = line, text = next_field(&rest), want;
        struct document *d = read_text(a, text, S("2021-03-10"));
        run(a, d);
        if (!d->lang.parsed)
            break;
        struct buf got = {.a = a}, expected = {.a = a};
        for (uint32_t i = 0; i < d->marks.events_n; i++) {
            struct event *e = &d->marks.events[i];
            slice word = token_form(d->page.text, &d->lang.tokens[e->token]);
            slice who = e->actor.p ? e->actor : S("-"), whom = e->recipient.p ? e->recipient : S("-");
            buf_slice(&got, arena_printf(a, "%.*s = %s %s %.*s > %.*s|", (int)word.n, word.p,
                                         plover_names[e->root], status_names[e->status], (int)who.n,
                                         who.p, (int)whom.n, whom.p));
        }
        while ((want = next_field(&rest)).p) {
            if (!want.n)
                continue;
            buf_slice(&expected, want);
            buf_char(&expected, '|');
        }
        slice g = buf_take(&got);
        check_line(slice_eq(g, buf_take(&expected)), line, g);
    }
    arena_free(a);
}

/* A time that is known says which days it covers. */
static void days_covered(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    struct document *d = read_text(a, S("In March 2020 and on March 4, 2020, or once, recently."), S("2021-03-10"));
    run(a, d);
    CHECK(d->marks.times_n == 3);
    if (d->marks.times_n == 3) {
        CHECK(d->marks.times[0].last - d->marks.times[0].first == 30);
        CHECK(d->marks.times[1].first == d->marks.times[0].first + 3);
        CHECK(d->marks.times[2].first == INT32_MIN);
    }
    arena_free(a);
}

/* Bytes from outside: numbers without end, broken characters, a million digits. */
static void hostile(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    struct buf b = {.a = a};
    for (int i = 0; i < 2000; i++)
        buf_add(&b, "999999999999 thousand million \xff\xe2\x80 of of 5-5-5-5/5/5 a a two two ", 65);
    for (int i = 0; i < 30000; i++) /* one number without end: must not be read again from each word */
        buf_add(&b, "one hundred and ", 16);
    for (int i = 0; i < 5000; i++)
        buf_char(&b, (char)('0' + i % 10));
    slice text = buf_take(&b);
    struct document *d = read_text(a, text, S("9999-12-31"));
    run(a, d);
    for (uint32_t i = 0; i < d->marks.quantities_n; i++)
        if (d->marks.quantities[i].at.end > text.n || d->marks.quantities[i].at.start >= d->marks.quantities[i].at.end)
            test_failed++;
    CHECK(true);
    arena_free(a);
}

int main(void) {
    if (lang_kit_open(&kits.lang, "en", NULL, NULL) || mark_kit_open(&kits.mark, "en", NULL, NULL)) {
        fprintf(stderr, "the kits do not open\n");
        return 1;
    }
    RUN(time_cases);
    RUN(quantity_cases);
    RUN(event_cases);
    RUN(days_covered);
    RUN(hostile);
    mark_kit_close(kits.mark);
    lang_kit_close(kits.lang);
    DONE();
}
