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

/* Titles by their longest common run; places with a number in figures; what stands at the end. */
static void title_ends(void *arg) {
    (void)arg;
    int all[] = {0, 1, 2, 3, 4, 5, 6, 7}, cut[] = {0, 1, 2, 3, 4, 5};
    const struct document *docs[] = {
        make_document(a, "old", join_paragraphs(a, ferry, all, 8), "Ferry runs aground off Varn", "Harbour Post", "2021-03-02T10:00:00Z"),
        make_document(a, "new", join_paragraphs(a, ferry, cut, 6), "Now: Ferry runs aground", "Coast Herald", "2021-03-02T14:00:00Z")};
    const float *x = features(docs, 2, 0, 1);
    CHECK(x && x[D_HEAD] == 3 && x[D_HEAD_PRE_P] == 0 && x[D_HEAD_PRE_C] == 1 && x[D_HEAD_POST_P] == 2 && x[D_HEAD_POST_C] == 0);
    CHECK(x && x[D_TAIL_P] > 20 && x[D_TAIL_C] == 0);
    CHECK(x && x[D_HOURS] == 4 && x[D_BEFORE_P] == 0 && x[D_BEFORE_C] == 1);
    x = features(docs, 2, 1, 0);
    CHECK(x && x[D_HEAD_PRE_P] == 1 && x[D_HEAD_POST_P] == 0 && x[D_HOURS] == -4 && x[D_BEFORE_P] == 1);
    CHECK(x && x[D_DETOUR] == x[D_OVER_P] && x[D_RIVAL_C] == -x[D_DETOUR]); /* no third */
}

/* A cut of a cut: the middle one lies on the way. */
static void detour(void *arg) {
    (void)arg;
    int all[] = {0, 1, 2, 3, 4, 5, 6, 7}, once[] = {0, 1, 2, 3, 4, 5}, twice[] = {0, 1, 2, 3};
    const struct document *docs[] = {
        make_document(a, "a", join_paragraphs(a, ferry, all, 8), "Ferry runs aground", "Harbour Post", NULL),
        make_document(a, "b", join_paragraphs(a, ferry, once, 6), "Ferry runs aground", "Coast Herald", NULL),
        make_document(a, "c", join_paragraphs(a, ferry, twice, 4), "Ferry runs aground", "Valley Tribune", NULL)};
    const float *x = features(docs, 3, 0, 2);
    CHECK(x && x[D_DETOUR] == 0 && x[D_RIVAL_P] > 0 && x[D_RIVAL_C] > 0);
    x = features(docs, 3, 0, 1);
    CHECK(x && x[D_DETOUR] > 0 && x[D_OVER_C] == 0 && x[D_OVER_P] > 0);
}

int main(void) {
    a = arena_new(0);
    RUN(order_and_title);
    RUN(wording);
    RUN(between);
    RUN(title_ends);
    RUN(detour);
    arena_free(a);
    DONE();
}
