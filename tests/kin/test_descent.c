/* What the rest of a family witnesses about two of its reports. */
#include "test.h"

#include "kin/kin_descent.h"
#include "kin_fixture.h"

static struct arena *a;

/* The numbers of reports `p` and `c`, p as the parent. */
static const float *features(const struct document *const *docs, uint32_t n, uint32_t p, uint32_t c) {
    struct kin_gathered g;
    kin_gather(docs, n, 1, a, &g);
    uint32_t *members = ARENA_ARRAY(a, uint32_t, n);
    const struct kin_pair **pairs = arena_calloc(a, g.pairs_n + 1, sizeof *pairs);
    for (uint32_t i = 0; i < n; i++)
        members[i] = i;
    for (uint32_t i = 0; i < g.pairs_n; i++)
        pairs[i] = &g.pairs[i];
    struct descent_family f = {g.rows, members, n, pairs, g.pairs_n, false};
    float *x = arena_calloc(a, (size_t)g.pairs_n * 2 + 1, DESCENT_FEATURES * sizeof *x);
    descent_features(&f, a, x);
    for (uint32_t i = 0; i < g.pairs_n; i++)
        for (int k = 0; k < 2; k++)
            if (pairs[i]->row[k] == p && pairs[i]->row[1 - k] == c)
                return x + ((size_t)i * 2 + (size_t)k) * DESCENT_FEATURES;
    return NULL;
}

/* A third has the order and the title of the one: then the other has changed them. */
static void order_and_title(void *arg) {
    (void)arg;
    int all[] = {0, 1, 2, 3, 4, 5, 6, 7}, moved[] = {0, 5, 1, 2, 3, 4, 6, 7}, cut[] = {0, 1, 2, 3, 4, 5};
    const struct document *docs[] = {
        make_document(a, "moved", join_paragraphs(a, ferry, moved, 8), "Reef holds a ferry fast", "Harbour Post", NULL),
        make_document(a, "plain", join_paragraphs(a, ferry, all, 8), "Ferry runs aground off Varn", "Coast Herald", NULL),
        make_document(a, "short", join_paragraphs(a, ferry, cut, 6), "Ferry runs aground off Varn", "Valley Tribune", NULL)};
    const float *x = features(docs, 3, 0, 1);
    CHECK(x && x[D_ORDER_C] == 1 && x[D_ORDER_P] == 0);
    CHECK(x && x[D_TITLED_C] == 1 && x[D_TITLED_P] == 0);
    x = features(docs, 3, 1, 0);
    CHECK(x && x[D_ORDER_P] == 1 && x[D_ORDER_C] == 0 && x[D_TITLED_P] == 1);
    x = features(docs, 3, 1, 2); /* these two are at one */
    CHECK(x && x[D_ORDER_P] == 0 && x[D_ORDER_C] == 0 && x[D_TITLED_C] == 0);
}

/* A third goes with the one where the wording of the two differs, or against what both have. */
static void wording(void *arg) {
    (void)arg;
    int all[] = {0, 1, 2, 3, 4, 5, 6, 7};
    const char *reworked =
        "The ferry Astrild ran onto a reef off Varn island early on Tuesday with 44 people on board, the coast guard said.\n\n"
        "Nobody was hurt when the vessel struck the Molten rocks in thick fog, and all passengers were brought ashore by fishing boats within three hours.\n\n"
        "Captain Jorunn Eide told investigators that the radar had given out twice during the crossing from Hellevik, according to a port official who saw her statement.\n\n"
        "The owner, Norrland Sea Ways, bought the vessel in 2009 and had planned to scrap it next spring after a long quarrel with the sailors' union.";
    const struct document *docs[] = {
        make_document(a, "old", join_paragraphs(a, ferry, all, 8), "Ferry runs aground", "Harbour Post", NULL),
        make_document(a, "new", reworked, "Ferry runs aground", "Coast Herald", NULL),
        make_document(a, "newer", reworked, "Ferry runs aground", "Valley Tribune", NULL)};
    const float *x = features(docs, 3, 0, 1);
    CHECK(x && x[D_SIDES_C] >= 3 && x[D_SIDES_P] == 0);
    x = features(docs, 3, 1, 2);
    CHECK(x && x[D_PACT] >= 3 && x[D_PACT_LEAST] >= 3 && x[D_SIDES_C] == 0);
    x = features(docs, 2, 0, 1);
    CHECK(x && x[D_PACT] == -1 && x[D_SIDES_C] == 0);
}

/* A third stands between the two: by the order of what they share, and by titles made from one another. */
static void between(void *arg) {
    (void)arg;
    int all[] = {0, 1, 2, 3, 4, 5, 6, 7}, once[] = {0, 5, 1, 2, 3, 4, 6, 7}, twice[] = {0, 5, 1, 2, 7, 3, 4, 6};
    const struct document *docs[] = {
        make_document(a, "a", join_paragraphs(a, ferry, all, 8), "Ferry runs aground off Varn", "Harbour Post", NULL),
        make_document(a, "b", join_paragraphs(a, ferry, once, 8), "Update: Ferry runs aground off Varn", "Coast Herald", NULL),
        make_document(a, "c", join_paragraphs(a, ferry, twice, 8), "Now: Update: Ferry runs aground off Varn", "Valley Tribune", NULL)};
    const float *x = features(docs, 3, 0, 2);
    CHECK(x && x[D_ORDER_MID] == 1 && x[D_TITLED_MID] == 1);
    x = features(docs, 3, 0, 1);
    CHECK(x && x[D_ORDER_MID] == 0 && x[D_TITLED_MID] == 0);
    x = features(docs, 3, 2, 0); /* no title is made the other way round */
    CHECK(x && x[D_ORDER_MID] == 1 && x[D_TITLED_MID] == 0);
}

/* Three reports in a chain, 0 -> 1 -> 2: the odds of 0 and 2 are held against those of the pairs beside theirs. */
static void rivals(void *arg) {
    (void)arg;
    static const struct descent_link links[] = {{{0, 1}}, {{0, 2}}, {{1, 2}}};
    static const struct descent odds[] = {{{3, -2}, -1}, {{1, -4}, 0}, {{4, -3}, -2}};
    float *x = arena_calloc(a, (size_t)3 * 2, DESCENT_FEATURES * sizeof *x), *r = arena_calloc(a, (size_t)3 * 2, DESCENT_RIVALS * sizeof *r);
    descent_rivals(3, links, 3, odds, x, a, r);
    const float *skip = r + 2 * DESCENT_RIVALS, *step = r + 4 * DESCENT_RIVALS; /* 0 as the parent of 2; 1 as that */
    CHECK(skip[R_FROM] == 1 && skip[R_BACK] == -4 && skip[R_COMMON] == 0);
    CHECK(skip[R_PARENT_C] == 4 && skip[R_RANK] == 1 && skip[R_MID] == 3);
    CHECK(step[R_PARENT_C] == 1 && step[R_RANK] == 0 && step[R_SHARED] == 1 && step[R_PARENT_P] == 3);
    CHECK(step[R_ROOT] == -2); /* the third, 0, has no likelier parent than 1 */
    /* a family of two has no third */
    descent_rivals(2, links, 1, odds, x, a, r);
    CHECK(r[R_FROM] == 3 && r[R_PARENT_C] < -8 && r[R_ROOT] < -8 && r[R_RANK] == 0);
}

int main(void) {
    a = arena_new(0);
    RUN(order_and_title);
    RUN(wording);
    RUN(between);
    RUN(rivals);
    arena_free(a);
    DONE();
}
