/* Site profiles: what they learn, what they are written as, what they change, and what they leave alone. */
#include <stdio.h>

#include "page/page.h"
#include "page/sites.h"
#include "test.h"

static struct arena *a, *tmp;
static struct page_kit *kit;

#define ABOUT "Ann Ward writes about harbours and ships for readers of this paper and has done so for ten years."
#define P1 "The harbour of Norrvik was closed for six hours on Monday after a tanker ran aground near the pier."
#define P2 "Nobody was hurt, the harbour master said, and the ship was towed free by the evening of the same day."

static int to_buf(void *arg, const char *p, size_t n) {
    buf_add(arg, p, n);
    return 0;
}

static slice written(const struct sites_learner *l) {
    struct buf b = {.a = a};
    static struct out o;
    out_init(&o, to_buf, &b);
    sites_write(l, &o, tmp);
    out_flush(&o);
    return buf_take(&b);
}

static void test_learning(void *arg) {
    (void)arg;
    const uint64_t shortest = site_print(0x1000, 3), sentence = site_print(0x2000, 20), own = site_print(0x3000, 5);
    uint64_t one[] = {shortest, sentence, own}, two[] = {sentence, shortest, shortest}, three[] = {sentence};
    struct sites_learner *l = sites_learner_new(a);
    sites_learn(l, S("lamp.example"), 1, one, 3);
    sites_learn(l, S("lamp.example"), 1, one, 3); /* the same title: the same report */
    CHECK_SLICE(written(l), "stemma-sites 1\n");
    sites_learn(l, S("lamp.example"), 2, two, 3);
    sites_learn(l, S("other.example"), 1, one, 3);
    /* two pages are enough for a short block, not for a sentence */
    CHECK_SLICE(written(l), "stemma-sites 1\nsite lamp.example 2\n0000000000001000 2\n");
    sites_learn(l, S("lamp.example"), 3, three, 1);
    slice file = written(l);
    CHECK_SLICE(file, "stemma-sites 1\nsite lamp.example 3\n0000000000001000 2\n0000000000002001 3\n");
    struct sites *s;
    uint64_t at;
    CHECK(sites_open(&s, file, a, &at) == 0);
    CHECK(site_is_template(sites_find(s, S("lamp.example")), sentence));
    CHECK(!site_is_template(sites_find(s, S("lamp.example")), own));
    CHECK(!site_is_template(sites_find(s, S("wire.example")), sentence));
    /* what is no profile is refused, and where it goes wrong is told */
    CHECK(sites_open(&s, S("{}"), a, &at) == STM_EFORMAT && at == 0);
    CHECK(sites_open(&s, S("stemma-sites 1\nsite a 2\nxyz 2\n"), a, &at) == STM_EFORMAT && at == 24);
    CHECK(sites_open(&s, S("stemma-sites 1\n0000000000001000 2\n"), a, &at) == STM_EFORMAT);
    CHECK(sites_open(&s, S("stemma-sites 1\nsite a 2\n0000000000001000 2\n0000000000001000 2\n"), a, &at) == STM_EFORMAT);
}

static struct page read_text(slice text, bool prints) {
    struct source src = {.kind = SOURCE_TEXT, .text = text, .bytes = text, .given = {.url = S("https://lamp.example/x")}};
    struct page_options o = {.kit = kit, .prints = prints};
    struct page p;
    const char *why = NULL;
    page_read(&src, &o, a, tmp, &p, &why);
    arena_reset(tmp);
    return p;
}

static void test_reading(void *arg) {
    (void)arg;
    struct sites_learner *l = sites_learner_new(a);
    for (unsigned i = 0; i < 3; i++) {
        struct page p = read_text(arena_printf(a, "Report number %u of them\n\nIt was the %u. report of many on the harbour of Norrvik.\n\n%s", i, i, ABOUT), true);
        CHECK(p.prints_n >= 2);
        sites_learn(l, p.domain, i + 1, p.prints, p.prints_n);
    }
    FILE *f = fopen("build/test-sites.txt", "wb");
    CHECK(f != NULL);
    slice file = written(l);
    if (f) {
        fwrite(file.p, 1, file.n, f);
        fclose(f);
    }
    slice text = S("Tanker runs aground\n\n" P1 "\n\n" P2 "\n\n" ABOUT);
    struct page p = read_text(text, false);
    CHECK_SLICE(p.text, P1 "\n\n" P2 "\n\n" ABOUT);
    CHECK(p.prints_n == 0);
    stm_err err = {0};
    CHECK(page_kit_sites(kit, "build/no-such-file", &err) == STM_EIO && err.message);
    CHECK(page_kit_sites(kit, "build/test-sites.txt", &err) == 0);
    p = read_text(text, false);
    CHECK_SLICE(p.text, P1 "\n\n" P2);
    CHECK(p.noise_n && p.noise[p.noise_n - 1].kind == NOISE_PROMO);
    /* a page that is template for the most part is another version of one, and keeps its sentences */
    p = read_text(S("Tanker runs aground\n\n" ABOUT), false);
    CHECK_SLICE(p.text, ABOUT);
    remove("build/test-sites.txt");
}

int main(void) {
    a = arena_new(0);
    tmp = arena_new(0);
    if (page_kit_open(&kit, NULL, NULL))
        return 1;
    RUN(test_learning);
    RUN(test_reading);
    page_kit_close(kit);
    arena_free(a);
    arena_free(tmp);
    DONE();
}
