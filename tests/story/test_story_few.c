/* Piles of a few reports, as somebody opens them together. All matter is invented. */
#include "test.h"

#include "../kin/kin_fixture.h"
#include "story/story.h"
#include "story/story_inside.h"

static struct arena *a;

static const char *tank[] = {
    /* a wire */
    "TORSMOUTH, May 3 - A storage tank at the Brindlow chemical works burst on Monday and sent some 900 tonnes of molasses into a "
    "river, the environment agency said. Two workers were treated for burns. The plant belongs to Kestring Group. A seam had "
    "given way, a spokesman for Kestring Group said, and the tank had been inspected in January. The agency closed the river "
    "below Torsmouth and said that oxygen in the water had fallen to a fifth of what fish need.",
    /* a paper of the town */
    "At Harlow Weir below Torsmouth the carp lay three deep on Tuesday morning. \"I have fished the Ludd for forty years and I could cry,\" says Hedda "
    "Oakle of the angling club, who carried buckets until midnight. The sweet smell reaches as far as the market. Children were "
    "kept indoors at St Wilfrid's school. What ran out of Brindlow nobody has told the club, she says.",
    /* a tabloid */
    "STICKY END! Thousands of fish choked to death after a tsunami of treacle burst out of a rusty tank. Bosses at Kestring, who pocketed "
    "bonuses last month, dodged our reporter. One worker, scalded on both arms, told how he ran for his life as the brown wave "
    "swallowed his van at Brindlow.",
    /* abroad, four days later */
    "The Norlandish parent of the English factory from which molasses poured into a river has known of cracks since the autumn, according "
    "to minutes that Stavn Tidende has read. The board of Kestring put off a repair of tank 4 at Brindlow for reasons of cost. The "
    "company's director, Ulf Rannem, calls the minutes a draft. He regrets the dead fish of Torsmouth.",
    /* the wire again, eight days later */
    "TORSMOUTH, May 11 - Police searched the offices of Kestring Group on Tuesday over the burst tank at its Brindlow works, which "
    "killed an estimated 40,000 fish in the river Ludd. A maintenance manager was arrested and released. Kestring Group said it was "
    "helping the inquiry. The environment agency opened the river at Harlow Weir again."};
static const char *const tank_titles[] = {"Tank bursts at Brindlow, molasses in river", "Where the carp lay three deep", "STICKY END",
                                          "Board of Kestring knew of cracks", "Police search Kestring offices"};
static const char *const tank_days[] = {"2021-05-03T18:00", "2021-05-04", "2021-05-04T07:00", "2021-05-07", "2021-05-11T15:00"};

static const char later[] =
    "The carp are back at Harlow Weir, and Hedda Oakle of the angling club has stopped counting. A year after the brown wave the club has put "
    "12,000 young fish into the Ludd, paid for out of a fund. The children of St Wilfrid's school let the last bucket go.";

static const char *other[] = {
    "The opera house of Velby has found its new director: Amalie Trosk, 41, who has led the festival at Ronne since 2015. She begins in "
    "August, the board said on Monday. Its chairman praised her courage. The house has lost a third of its subscribers.",
    "Voters in the canton of Sarnen turned down a tax on second homes on Monday, with 58 percent against. Turnout was low, the agency "
    "said. The government had hoped for 30 million a year, a spokesman said."};

/* Very different outlets, eight days: one story; a year on another one, of the same thread, by a side that only one report had told. */
static void one_event(void *arg) {
    (void)arg;
    const struct document *docs[7];
    for (int i = 0; i < 5; i++)
        docs[i] = make_document(a, arena_printf(a, "t%d", i).p, tank[i], tank_titles[i], NULL, tank_days[i]);
    docs[5] = make_document(a, "l", later, "The carp are back", NULL, "2022-05-05");
    docs[6] = make_document(a, "o", other[0], "Trosk to lead Velby opera", NULL, "2021-05-04");
    struct kin none = {0};
    struct stories s;
    for (uint32_t n = 5; n <= 7; n++) {
        story_read(docs, n, &none, 1, a, &s);
        CHECK(s.stories_n == n - 4);
        for (uint32_t i = 1; i < 5; i++)
            CHECK(s.story_of[i] == s.story_of[0]);
    }
    CHECK(s.story_of[5] != s.story_of[0] && s.story_of[6] != s.story_of[0] && s.story_of[5] != s.story_of[6]);
    CHECK(s.threads_n == 1 && s.threads[0].stories_n == 2);
    for (uint32_t i = 0; s.threads_n && i < s.threads[0].stories_n; i++)
        CHECK(s.threads[0].stories[i] != s.story_of[6]);
}

/* Short texts of one day that share a day and common words alone: as many stories as reports. */
static void strangers(void *arg) {
    (void)arg;
    const struct document *docs[] = {
        make_document(a, "1", "A bus ran into a bakery in Ostvang on Monday. The driver was hurt, police said.", "Bus hits bakery", NULL, "2021-05-03"),
        make_document(a, "2", "The bus had no brakes when it hit the bakery in Ostvang, police said on Monday.", "Bakery bus had no brakes", NULL, "2021-05-03"),
        make_document(a, "3", "The pension fund of the police bought a shopping street in Velby on Monday. It did not tell the price.", "Fund buys shopping street", NULL, "2021-05-03"),
        make_document(a, "4", other[1], "No tax on second homes", NULL, "2021-05-03")};
    struct kin none = {0};
    struct stories s;
    story_read(docs, 4, &none, 1, a, &s);
    CHECK(s.story_of[0] == s.story_of[1]);
    CHECK(s.stories_n == 3);
}

/* One rare word in common is chance, also where nothing tells how many days apart they are. */
static void one_word(void *arg) {
    (void)arg;
    const struct document *docs[] = {
        make_document(a, "1",
                      "The ferry to Ostrel was stopped on Monday after its engine failed, the harbour master Ida Kron said. About 40 people were on board. "
                      "\"Nobody was hurt,\" Kron told reporters. The council will meet on Friday to talk about the old ferry and what may follow it.",
                      "Ferry to Ostrel stopped", NULL, NULL),
        make_document(a, "2",
                      "The director of the harbour had the report on his desk in February and did nothing, a commission said on Friday. Nine people died in the "
                      "flood. The lock may open again in May, it said, after its gate is repaired.",
                      "Commission blames director", NULL, "2021-09-20")};
    struct kin none = {0};
    struct stories s;
    story_read(docs, 2, &none, 1, a, &s);
    CHECK(s.stories_n == 2);
}

static const char minutes[] =
    "Repairs were put off for reasons of cost, Stavn Tidende reported on Friday. The newspaper has read minutes of the board, which met in October. "
    "A director warned of \"an ugly spring\", Stavn Tidende wrote. Lawyers of Kestring called the minutes a draft, said Stavn Tidende.";

/* What one outlet has found out is a story of its own, though one report alone retells it; not if the others name that outlet, too. */
static void found_out(void *arg) {
    (void)arg;
    const struct document *docs[] = {
        make_document(a, "1", tank[0], tank_titles[0], NULL, "2021-05-03"), make_document(a, "2", tank[4], tank_titles[4], NULL, "2021-05-03"),
        make_document(a, "3", minutes, "Repairs put off, minutes show", NULL, "2021-05-10")};
    struct evidence e[] = {{{0, 9}, {0, 0}, S("names it")}, {{10, 19}, {0, 0}, S("names it")}, {{20, 29}, {0, 0}, S("names it")}};
    struct origin origins[] = {{.id = S("o-one"), .name = S("Stavn Tidende"), .kind = ORIGIN_OUTLET}};
    struct edge edges[] = {{.doc = 0, .origin = true, .from = 0, .kind = EDGE_CITES, .containment = -1, .evidence = e, .evidence_n = 1},
                           {.doc = 2, .origin = true, .from = 0, .kind = EDGE_REWRITE, .containment = -1, .evidence = e, .evidence_n = 3}};
    struct stories s;
    struct kin both = {.origins = origins, .origins_n = 1, .edges = edges, .edges_n = 2};
    struct kin alone = {.origins = origins, .origins_n = 1, .edges = edges + 1, .edges_n = 1};
    story_read(docs, 3, &both, 1, a, &s);
    CHECK(s.stories_n == 1);
    story_read(docs, 3, &alone, 1, a, &s);
    CHECK(s.story_of[0] == s.story_of[1] && s.story_of[2] != s.story_of[0]);
    edges[1].evidence_n = 2; /* a credit line */
    story_read(docs, 3, &alone, 1, a, &s);
    CHECK(s.stories_n == 1);
}

int main(void) {
    a = arena_new(0);
    RUN(one_event);
    RUN(strangers);
    RUN(one_word);
    RUN(found_out);
    arena_free(a);
    DONE();
}
