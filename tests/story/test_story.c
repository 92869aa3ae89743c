/* Which reports tell one story. */
#include "test.h"

#include "../kin/kin_fixture.h"
#include "story/story_inside.h"
#include "story/story.h"

static struct arena *a;

static const char *hall[] = {
    "The town council of Brakke voted on Monday to close the old swimming hall by the river. Mayor Signe Tolvsen said the "
    "roof could no longer be repaired. The swimming club, which has 312 members, will train in Ostvang until a new hall opens.",
    "Swimmers in Brakke must look for other water: the council has decided to shut the swimming hall on the river, whose roof "
    "is beyond repair, mayor Signe Tolvsen said. The club's 312 members go to Ostvang."};

/* Fills a pile up from docs[n] on with strangers, who have no word in common: it is no longer one of a few. */
enum { MANY = STORY_FEW + 8 };
static void crowd(const struct document **docs, uint32_t n) {
    for (uint32_t i = n; i < MANY; i++) {
        struct buf b = {.a = a};
        for (uint32_t k = 0; k < 40; k++) {
            char c = (char)('a' + k % 20), d = (char)('a' + k / 20), e = (char)('a' + i % 20), f = (char)('a' + i / 20);
            slice w = arena_printf(a, "%cqu%cx%co%cv%s", c, d, e, f, k % 8 == 7 ? ". " : " ");
            buf_slice(&b, w);
        }
        docs[i] = make_document(a, arena_printf(a, "crowd%u", i).p, buf_take(&b).p, NULL, NULL, "2021-03-03");
    }
}

static void stories(void *arg) {
    (void)arg;
    int one[] = {0, 1, 2, 4}, two[] = {0, 1, 3, 5};
    const struct document *f1 = make_document(a, "f1", join_paragraphs(a, ferry, one, 4), "Ferry Astrild runs aground off Varn", "Harbour Post", "2021-03-03");
    const struct document *f2 = make_document(a, "f2", join_paragraphs(a, ferry, two, 4), "Astrild ferry strikes reef off Varn", "Coast Herald", "2021-03-04");
    const struct document *h1 = make_document(a, "h1", hall[0], "Brakke closes its swimming hall", "Harbour Post", "2021-03-03");
    const struct document *h2 = make_document(a, "h2", hall[1], "No more swimming in Brakke", "Coast Herald", "2021-03-03");
    const struct document *docs[] = {f1, f2, h1, h2}, *turned[] = {h2, f2, h1, f1};
    struct kin k;
    struct stories s, t;
    kin_read(docs, 4, 1, a, &k);
    story_read(docs, 4, &k, 1, a, &s);
    CHECK(s.stories_n == 2);
    CHECK(s.story_of[0] == s.story_of[1] && s.story_of[2] == s.story_of[3] && s.story_of[0] != s.story_of[2]);
    const struct story *st = &s.stories[s.story_of[0]];
    CHECK(st->documents_n == 2 && st->documents[0] == 0 && st->documents[1] == 1);
    CHECK_SLICE(st->from, "2021-03-03");
    CHECK_SLICE(st->to, "2021-03-04");
    CHECK(st->title.n > 0);
    /* ids come from the members, whatever their order and the threads */
    kin_read(turned, 4, 2, a, &k);
    story_read(turned, 4, &k, 2, a, &t);
    CHECK(slice_eq(s.stories[s.story_of[0]].id, t.stories[t.story_of[3]].id));
    CHECK(slice_eq(s.stories[s.story_of[2]].id, t.stories[t.story_of[0]].id));
}

/* Among many a report of the same matter twelve days later: what it rests on tells that it is no other story. */
static void late(void *arg) {
    (void)arg;
    int one[] = {0, 1, 2, 4, 5}, two[] = {0, 2, 3, 6};
    const struct document *docs[MANY] = {
        make_document(a, "1", join_paragraphs(a, ferry, one, 5), "Ferry Astrild runs aground off Varn", NULL, "2021-03-03"),
        make_document(a, "2", join_paragraphs(a, ferry, two, 4), "What the captain of the Astrild said", NULL, "2021-03-15"),
        make_document(a, "3", hall[0], "Brakke closes its swimming hall", NULL, "2021-03-15")};
    crowd(docs, 3);
    uint32_t both[] = {0, 1}, all[] = {0, 1, 2};
    struct origin origins[] = {{.id = S("o-one"), .name = S("One"), .documents = all, .documents_n = 3},
                               {.id = S("o-two"), .name = S("Two"), .documents = both, .documents_n = 2}};
    struct kin k = {.origins = origins};
    struct stories s;
    for (uint32_t n = 0; n < 3; n++) {
        k.origins_n = n;
        story_read(docs, MANY, &k, 1, a, &s);
        CHECK((s.story_of[0] == s.story_of[1]) == (n == 2));
        CHECK(s.story_of[2] != s.story_of[0] && s.story_of[2] != s.story_of[1]);
    }
    /* past a fortnight it is one */
    struct document *later = make_document(a, "2", join_paragraphs(a, ferry, two, 4), "What the captain of the Astrild said", NULL, "2021-03-25");
    docs[1] = later;
    story_read(docs, MANY, &k, 1, a, &s);
    CHECK(s.story_of[0] != s.story_of[1]);
}

/* What one outlet has found out and what another has are two stories; whom people talked to makes none. */
static void found_out(void *arg) {
    (void)arg;
    int one[] = {0, 1, 2, 4}, two[] = {0, 1, 3, 5}, three[] = {1, 5, 6, 7};
    const struct document *docs[] = {
        make_document(a, "1", join_paragraphs(a, ferry, one, 4), "Ferry Astrild runs aground off Varn", NULL, "2021-03-03"),
        make_document(a, "2", join_paragraphs(a, ferry, two, 4), "Astrild ferry strikes reef off Varn", NULL, "2021-03-03"),
        make_document(a, "3", join_paragraphs(a, ferry, three, 4), "Hearing after grounding", NULL, "2021-03-04")};
    for (int told = 0; told < 2; told++) {
        struct evidence e[] = {{{0, 9}, {0, 0}, told ? S(KIN_TOLD) : S("names it")}, {{10, 19}, {0, 0}, told ? S(KIN_TOLD) : S("names it")}};
        struct edge edges[] = {{.doc = 0, .origin = true, .from = 0, .kind = EDGE_CITES, .containment = -1, .evidence = e, .evidence_n = 2},
                               {.doc = 1, .origin = true, .from = 0, .kind = EDGE_CITES, .containment = -1, .evidence = e, .evidence_n = 2},
                               {.doc = 2, .origin = true, .from = 1, .kind = EDGE_CITES, .containment = -1, .evidence = e, .evidence_n = 2}};
        struct origin origins[] = {{.id = S("o-one"), .name = S("One"), .kind = ORIGIN_OUTLET}, {.id = S("o-two"), .name = S("Two"), .kind = ORIGIN_OUTLET}};
        struct kin k = {.origins = origins, .origins_n = 2, .edges = edges, .edges_n = 3};
        struct stories s;
        story_read(docs, 3, &k, 1, a, &s);
        CHECK(s.story_of[0] == s.story_of[1] && (s.story_of[0] == s.story_of[2]) == told);
    }
}

/* Among many two reports of one missing original, far apart in their own matter: one story. */
static void siblings(void *arg) {
    (void)arg;
    int one[] = {0, 1, 2}, two[] = {0, 5, 6, 7};
    const struct document *docs[MANY] = {
        make_document(a, "1", join_paragraphs(a, ferry, one, 3), "Fog", NULL, "2021-03-03"),
        make_document(a, "2", join_paragraphs(a, ferry, two, 4), "Shore", NULL, "2021-03-08"),
        make_document(a, "3", hall[0], "Brakke closes its swimming hall", NULL, "2021-03-03")};
    crowd(docs, 3);
    struct edge edges[] = {{.doc = 0, .origin = true, .from = 0, .kind = EDGE_REWRITE, .containment = -1},
                           {.doc = 1, .origin = true, .from = 0, .kind = EDGE_COPY, .containment = -1},
                           {.doc = 2, .origin = true, .from = 0, .kind = EDGE_COPY, .containment = -1}};
    struct origin lost = {.id = S("o-1")};
    struct kin k = {.origins = &lost, .origins_n = 1, .edges = edges};
    struct stories s;
    story_read(docs, MANY, &k, 1, a, &s);
    CHECK(s.story_of[0] != s.story_of[1]);
    k.edges_n = 3; /* the third has nothing of their matter */
    story_read(docs, MANY, &k, 1, a, &s);
    CHECK(s.story_of[0] == s.story_of[1] && s.story_of[2] != s.story_of[0]);
}

/* The same matter a year later is another story, of the same thread. */
static void threads(void *arg) {
    (void)arg;
    int one[] = {0, 1, 2, 4, 5}, two[] = {0, 2, 3, 6, 7};
    const struct document *docs[] = {
        make_document(a, "1", join_paragraphs(a, ferry, one, 5), "Ferry Astrild runs aground off Varn", NULL, "2021-03-03"),
        make_document(a, "2", join_paragraphs(a, ferry, two, 5), "Court hears captain of ferry Astrild", NULL, "2022-05-09"),
        make_document(a, "3", hall[0], "Brakke closes its swimming hall", NULL, "2021-03-03")};
    struct kin none = {0};
    struct stories s;
    story_read(docs, 3, &none, 1, a, &s);
    CHECK(s.stories_n == 3);
    CHECK(s.threads_n == 1 && s.threads[0].stories_n == 2);
    if (s.threads_n)
        for (uint32_t i = 0; i < s.threads[0].stories_n; i++)
            CHECK(s.threads[0].stories[i] != s.story_of[2]);
}

static void with_entities(struct document *d, const char *const *names, const uint8_t *types, uint32_t n) {
    d->lang.entities = ARENA_ARRAY(a, struct entity, n);
    d->lang.entities_n = n;
    for (uint32_t i = 0; i < n; i++)
        d->lang.entities[i] = (struct entity){.type = types[i], .name = slice_str(names[i])};
}

/* One figure under all its spellings; two of one name kept apart by what they are. */
static void figures(void *arg) {
    (void)arg;
    struct document *x = make_document(a, "x", hall[0], "Brakke closes its hall", NULL, "2021-03-03");
    struct document *y = make_document(a, "y", hall[1], "No swimming in Brakke", NULL, "2021-03-03");
    const uint8_t p = ENTITY_PER, g = ENTITY_GPE, o = ENTITY_ORG;
    with_entities(x, (const char *const[]){"Signe Tolvskyy", "Kiev", "Brakke", "Oda Mark", "\xC3\x89tienne Gar\xC3\xA7" "on", "Padraig O'Shay"},
                  (const uint8_t[]){p, g, g, p, p, p}, 6);
    with_entities(y, (const char *const[]){"Tolvsky", "Kyiv", "Brakke", "Odd Mark", "Signe Tolvskij", "Etienne Garcon", "P\xC3\xA1" "draig O\xE2\x80\x99Shay"},
                  (const uint8_t[]){p, g, o, p, p, p, p}, 7);
    const struct document *docs[] = {x, y};
    struct kin none = {0};
    struct stories s;
    story_read(docs, 2, &none, 1, a, &s);
    CHECK(s.figure_of[0][0] == s.figure_of[1][4]); /* four ways to write it in Latin letters */
    CHECK(s.figure_of[0][0] == s.figure_of[1][0]); /* by the last name alone */
    CHECK(s.figure_of[0][1] == s.figure_of[1][1]); /* spellings.tsv */
    CHECK(s.figure_of[0][2] != s.figure_of[1][2]); /* a town and a club */
    CHECK(s.figure_of[0][4] == s.figure_of[1][5] && s.figure_of[0][5] == s.figure_of[1][6]); /* with accents, and without */
    CHECK(s.figures[s.figure_of[0][0]].refs_n == 3 && s.figures[s.figure_of[0][0]].aliases_n == 2);
    for (uint32_t i = 1; i < s.figures_n; i++)
        CHECK(slice_cmp(s.figures[i - 1].id, s.figures[i].id) < 0);
    CHECK(slice_find(s.figures[s.figure_of[0][0]].name, S("Signe"), 0) != NONE);
}

/* People of one last name: what a lone surname in each of two stories stands for joins nobody; an initial joins in one story alone,
 * and not whom one report keeps apart; a "Jr." is another, unless that is only the long form of his name. */
static void families(void *arg) {
    (void)arg;
    enum { N = 4 };
    int one[] = {0, 1, 2}, two[] = {0, 1, 4};
    struct document *d[N] = {
        make_document(a, "1", join_paragraphs(a, ferry, one, 3), "Ferry Astrild aground off Varn", NULL, "2021-03-03"),
        make_document(a, "2", join_paragraphs(a, ferry, two, 3), "Ferry Astrild aground off Varn", NULL, "2021-03-03"),
        make_document(a, "3", hall[0], "Brakke closes its swimming hall", NULL, "2023-03-03"),
        make_document(a, "4", hall[1], "No swimming in Brakke", NULL, "2023-03-03")};
    const uint8_t p[] = {ENTITY_PER, ENTITY_PER, ENTITY_PER, ENTITY_PER, ENTITY_PER};
    with_entities(d[0], (const char *const[]){"Hedda Varnholt", "Jorun Malme", "Josef Malme", "Michael Ostrand", "Pelle R. Undset Jr."}, p, 5);
    with_entities(d[1], (const char *const[]){"Varnholt", "Jonas Malme", "Mads Tolle Jr.", "Mike Ostrand", "Pelle Undset"}, p, 5);
    with_entities(d[2], (const char *const[]){"Bertil Varnholt", "Molly Ostrand", "Mads Tolle", "Marek Ostrand", "Mads Tolle Jr."}, p, 5);
    with_entities(d[3], (const char *const[]){"Varnholt", "Tolle Jr.", "Tolle"}, p, 3);
    const struct document *docs[N] = {d[0], d[1], d[2], d[3]};
    struct kin none = {0};
    struct stories s;
    story_read(docs, N, &none, 1, a, &s);
    CHECK(s.story_of[0] == s.story_of[1] && s.story_of[2] == s.story_of[3] && s.story_of[0] != s.story_of[2]);
    uint32_t *const *of = s.figure_of;
    CHECK(of[0][0] == of[1][0] && of[2][0] == of[3][0] && of[0][0] != of[2][0]);
    CHECK(of[1][1] != of[0][1] && of[1][1] != of[0][2]); /* one of two of that initial */
    CHECK(of[0][3] == of[1][3]);                         /* forenames.tsv */
    CHECK(of[2][1] != of[0][3] && of[2][3] != of[0][3]); /* another story */
    CHECK(of[0][4] == of[1][4]);
    CHECK(of[2][2] != of[2][4] && of[1][2] == of[2][4] && of[3][1] == of[2][4] && of[3][2] == of[2][2]);
}

/* What one report takes for one does not make one of two people everywhere. */
static void mistaken(void *arg) {
    (void)arg;
    struct document *x = make_document(a, "x", hall[0], "Brakke closes its hall", NULL, "2021-03-03");
    struct document *y = make_document(a, "y", hall[1], "No swimming in Brakke", NULL, "2021-03-03");
    with_entities(x, (const char *const[]){"Ragnar Holm Brekke"}, (const uint8_t[]){ENTITY_PER}, 1);
    with_entities(y, (const char *const[]){"Silje Brekke", "Ragnar Brekke"}, (const uint8_t[]){ENTITY_PER, ENTITY_PER}, 2);
    slice wrong[] = {S("Silje Brekke"), S("Ragnar Brekke")};
    x->lang.entities[0].aliases = wrong;
    x->lang.entities[0].aliases_n = 2;
    const struct document *docs[] = {x, y};
    struct kin none = {0};
    struct stories s;
    story_read(docs, 2, &none, 1, a, &s);
    CHECK(s.figure_of[1][0] != s.figure_of[1][1] && s.figure_of[0][0] == s.figure_of[1][1]);
}

/* Ten reports that are all alike, and no more than four to a story: the rest is not joined, and that is told. */
static void cap(void *arg) {
    (void)arg;
    struct story_link links[45];
    uint32_t n = 0, of[10], sizes[10] = {0}, least = 0;
    for (uint32_t i = 0; i < 10; i++)
        for (uint32_t j = i + 1; j < 10; j++)
            links[n++] = (struct story_link){i, j, 0.9f};
    struct cluster_rule four = cluster_many, ten = cluster_many;
    four.cap = 4;
    ten.cap = 10;
    bool capped[10] = {false};
    clusters_read(10, NULL, links, n, &four, a, of, NULL, capped);
    for (uint32_t i = 0; i < 10; i++)
        sizes[of[i]]++;
    for (uint32_t i = 0; i < 10; i++) {
        CHECK(sizes[i] <= 4);
        least += sizes[i] > 0;
        CHECK(capped[of[i]]);
    }
    CHECK(least >= 3);
    bool room[10] = {false};
    clusters_read(10, NULL, links, n, &ten, a, of, NULL, room);
    CHECK(of[9] == 0 && !room[0]);
}

/* What one outlet has found out is a story of its own; a speech that some of the reports quote from parts none. */
static void parted_by_origins(void *arg) {
    (void)arg;
    int w1[] = {0, 1}, w2[] = {0, 2, 3}, w3[] = {0, 4, 6}, w4[] = {0, 5, 7};
    const struct document *docs[] = {
        make_document(a, "1", join_paragraphs(a, ferry, w1, 2), "Ferry Astrild aground", NULL, "2021-03-03"),
        make_document(a, "2", join_paragraphs(a, ferry, w2, 3), "Captain of the Astrild heard", NULL, "2021-03-03"),
        make_document(a, "3", join_paragraphs(a, ferry, w3, 3), "Oil near bird cliffs", NULL, "2021-03-05"),
        make_document(a, "4", join_paragraphs(a, ferry, w4, 3), "Minister flies to Varn", NULL, "2021-03-05")};
    struct origin origins[] = {{.id = S("o-a"), .name = S("Tove Rasmus")}, {.id = S("o-b"), .name = S("Norrland Wire")}};
    struct evidence e[] = {{{0, 9}, {0, 0}, S("names it")}, {{10, 19}, {0, 0}, S("names it")}};
    struct edge edges[] = {{.doc = 0, .origin = true, .from = 0, .kind = EDGE_QUOTES, .evidence = e, .evidence_n = 2},
                           {.doc = 1, .origin = true, .from = 0, .kind = EDGE_QUOTES, .evidence = e, .evidence_n = 2},
                           {.doc = 2, .origin = true, .from = 1, .kind = EDGE_CITES, .evidence = e, .evidence_n = 2},
                           {.doc = 3, .origin = true, .from = 1, .kind = EDGE_CITES, .evidence = e, .evidence_n = 2}};
    uint32_t family[] = {0, 1, 2, 3};
    struct kin k = {.edges = edges, .edges_n = 4, .origins = origins, .origins_n = 2, .family = family};
    struct stories s;
    origins[0].kind = ORIGIN_STATEMENT;
    origins[1].kind = ORIGIN_AGENCY;
    story_read(docs, 4, &k, 1, a, &s);
    CHECK(s.stories_n == 1);
    origins[0].kind = ORIGIN_OUTLET;
    story_read(docs, 4, &k, 1, a, &s);
    CHECK(s.stories_n == 2 && s.story_of[0] == s.story_of[1] && s.story_of[2] == s.story_of[3]);
}

static void nothing(void *arg) {
    (void)arg;
    struct kin none = {0};
    struct stories s;
    story_read(NULL, 0, &none, 1, a, &s);
    CHECK(s.stories_n == 0);
    const struct document *docs[] = {make_document(a, "1", "", NULL, NULL, NULL), make_document(a, "2", "", NULL, NULL, NULL)};
    story_read(docs, 2, &none, 2, a, &s);
    CHECK(s.stories_n == 2);
    CHECK(!slice_eq(s.stories[0].id, s.stories[1].id)); /* the same bytes, told twice, are two rows */
}

int main(void) {
    a = arena_new(0);
    RUN(stories);
    RUN(late);
    RUN(found_out);
    RUN(siblings);
    RUN(threads);
    RUN(figures);
    RUN(families);
    RUN(mistaken);
    RUN(cap);
    RUN(parted_by_origins);
    RUN(nothing);
    arena_free(a);
    DONE();
}
