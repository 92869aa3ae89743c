/* Scraped plain text: what is the report, what is not, and where each byte came from. All texts are
 * invented. */
#include "page/page.h"
#include "test.h"

static struct arena *a, *tmp;
static struct page_kit *kit;

static struct page read_text(const char *text, bool whole) {
    struct source src = {.kind = SOURCE_TEXT, .text = slice_str(text), .bytes = slice_str(text)};
    struct page_options o = {.as_it_stands = whole, .kit = kit};
    struct page p;
    const char *why = NULL;
    page_read(&src, &o, a, tmp, &p, &why);
    return p;
}

/* Is `words` marked as noise of this kind, exactly? */
static bool has_noise(const struct page *p, const char *text, const char *words, int kind) {
    for (uint32_t i = 0; i < p->noise_n; i++)
        if (p->noise[i].kind == kind &&
            slice_eq(slice_cut(slice_str(text), p->noise[i].src.start, p->noise[i].src.end),
                     slice_str(words)))
            return true;
    return false;
}

#define P0 "A tanker that carried grease from Besk to the mills of the north ran onto the sand bank before Norrvik early on Monday, the coast guard said."
#define P1 "The harbour of Norrvik was closed for six hours on Monday after a tanker ran aground."
#define P2 "Nobody was hurt, the harbour master said, and the ship was towed free by the evening."
#define P3 "\xE2\x80\x9CWe were lucky with the wind,\xE2\x80\x9D she told the local radio station."

static void test_dirt(void *arg) {
    (void)arg;
    static const char t[] =
        "Tanker runs aground off Norrvik | Region | News\n\n" P1 "\n\n"
        "SEE THE PICTURES: STORM BREAKS UP THE OLD PIER\n\n" P2 "\n\n"
        "According to the owner of the\n\n" P3 "\n\n"
        "Related Content\n- Ferry line to reopen\n- A new pilot for Norrvik\n\nSource link";
    struct page p = read_text(t, false);
    CHECK_SLICE(p.text, P1 "\n\n" P2 "\n\n" P3);
    CHECK(p.blocks_n == 3);
    CHECK_SLICE(p.title, "Tanker runs aground off Norrvik");
    CHECK(has_noise(&p, t, "Tanker runs aground off Norrvik", NOISE_TITLE));
    CHECK(has_noise(&p, t, "| Region | News", NOISE_CRUMB));
    CHECK(has_noise(&p, t, "SEE THE PICTURES: STORM BREAKS UP THE OLD PIER", NOISE_PROMO));
    CHECK(has_noise(&p, t, "According to the owner of the", NOISE_ARTEFACT));
    CHECK(has_noise(&p, t, "Related Content\n- Ferry line to reopen\n- A new pilot for Norrvik",
                    NOISE_RELATED));
    CHECK(has_noise(&p, t, "Source link", NOISE_SOURCE_LINK));
    CHECK(p.credits_n == 1 && p.credits[0].kind == CREDIT_LINK);
}

/* What only its neighbours tell: captions by their credit, teasers, comments, what leads up to a form, who wrote it. */
static void test_stretches(void *arg) {
    (void)arg;
    static const char t[] =
        P1 "\n\nA tug pulls the tanker off the sand bank on Monday. (Arne Holt/Coast Press)\n\n" P2 "\n\n"
        "The quay at noon. Photograph: Arne Holt\n\n#Norrvik #tanker\n\n" P3 "\n\n"
        "Comments\n\nquaywalker\n\nThey painted that buoy green last year and nobody could see it any more.\n\n2 hours ago\n\nReply\n\n"
        "berit\n\nMy brother saw it from the ferry and said the tanker never even slowed down.\n\n1 hour ago\n\nReply\n\n"
        "The ship had no pilot on board, a spokesman for the coast guard said on Monday evening.\n\n"
        "Before you go\n\nIf you value our reporting from the coast, please give what you can this spring.\n\nDonate\n\n"
        "About the author\n\nSiri Lund has written about ships for twenty years and lives in Norrvik.\n\n"
        "Related Stories\n\nFerry line to reopen\n\nThe ferry between Norrvik and the islands sails again from Friday, its owner said.\n\n"
        "A new pilot for the port\n\nThe port of Norrvik looks for a pilot who knows the northern channel in winter.";
    struct page p = read_text(t, false);
    CHECK_SLICE(p.text, P1 "\n\n" P2 "\n\n" P3 "\n\nThe ship had no pilot on board, a spokesman for the coast guard said on Monday evening.");
    CHECK(has_noise(&p, t, "A tug pulls the tanker off the sand bank on Monday. (Arne Holt/Coast Press)", NOISE_CAPTION));
    CHECK(has_noise(&p, t, "The quay at noon. Photograph: Arne Holt", NOISE_CAPTION));
    CHECK(has_noise(&p, t, "#Norrvik #tanker", NOISE_NAVIGATION));
    static const char l[] = P1 "\n\n12 comments\n\n3 of 8\n\nPhoto 3 of 8\n\n2 hours, 13 minutes ago\n\nby Siri Lund\n\nFILE PHOTO: The tanker at its quay in May\n\n"
                            "Siri Lund, left, and Arne Holt, right, on the quay\n\nA frame grab from a video shows the tanker.\n\n" P2 "\n\n400 of them\n\n" P3;
    struct page q = read_text(l, false);
    CHECK(has_noise(&q, l, "12 comments", NOISE_COMMENT) && has_noise(&q, l, "3 of 8", NOISE_NAVIGATION) && has_noise(&q, l, "by Siri Lund", NOISE_BYLINE));
    CHECK(has_noise(&q, l, "FILE PHOTO: The tanker at its quay in May", NOISE_CAPTION));
    CHECK_SLICE(q.text, P1 "\n\n" P2 "\n\n400 of them\n\n" P3);
    static const char h[] = "Story highlights\n\nA tanker ran aground off Norrvik on Monday.\n\nNobody on board was hurt, the harbour master says.\n\n" P0 "\n\n" P1
                            "\n\nTags\n\nNorrvik\n\nHarbour news\n\n" P2 "\n\nMore on this story\n\nIn pictures: The tanker off Norrvik\n\n"
                            "Who owns the tanker?\n\n" P3 "\n\nWho pays for the tugs? Nobody knows.";
    q = read_text(h, false);
    CHECK_SLICE(q.text, P0 "\n\n" P1 "\n\n" P2 "\n\n" P3 "\n\nWho pays for the tugs? Nobody knows.");
    CHECK(has_noise(&q, h, "Nobody on board was hurt, the harbour master says.", NOISE_PROMO) && has_noise(&q, h, "Norrvik", NOISE_NAVIGATION));
    uint32_t comments = 0, related = 0;
    for (uint32_t i = 0; i < p.noise_n; i++) {
        comments += p.noise[i].kind == NOISE_COMMENT ? p.noise[i].src.end - p.noise[i].src.start : 0;
        related += p.noise[i].kind == NOISE_RELATED ? p.noise[i].src.end - p.noise[i].src.start : 0;
    }
    CHECK(comments > 200 && related > 200);
    CHECK(has_noise(&p, t, "Before you go", NOISE_PROMO) && has_noise(&p, t, "Donate", NOISE_PROMO));
    CHECK(has_noise(&p, t, "Siri Lund has written about ships for twenty years and lives in Norrvik.", NOISE_BYLINE));
    /* a box in the middle ends with its headlines, and a share in brackets is no photographer */
    static const char u[] = P1 "\n\nRelated Stories\n\nFerry line to reopen\n\n" P2 "\n\n" P3
                               "\n\nThe port lost three (or four, by another count) of its pilots/deckhands last year.";
    p = read_text(u, false);
    CHECK_SLICE(p.text, P1 "\n\n" P2 "\n\n" P3 "\n\nThe port lost three (or four, by another count) of its pilots/deckhands last year.");
}

/* Furniture of scraped pages: a player's, a gallery's, a share bar's; lists of other stories. */
static void test_furniture(void *arg) {
    (void)arg;
    static const char t[] =
        "Watch live\n\nTanker runs aground off Norrvik, closing the harbour for hours\n\nBy SIRI LUND FOR THE NORRVIK LAMP\n\n2.1k shares\n\n37\n\n"
        "1 of 5 |\n\n" P1 "\n\n0:00\n\n1:24\n\n2009\n\n" P2 "\n\n"
        "Tugs worked for most of the day to pull the tanker off the sand.Credit...Arne Holt/Coast Press\n\n"
        "Related articles\n\nPrevious\n\n1\n\nNext\n\nFerry line to reopen in the autumn\n\n" P3 "\n\n"
        "Old pier is sold to a hotel chain\n\n5 days ago\n\nWhy the ice came late this year\n\n2 weeks ago\n\n"
        "The ship had no pilot on board, a spokesman for the coast guard said on Monday evening.\n\n"
        "This browser does not support the video element.";
    struct page p = read_text(t, false);
    CHECK_SLICE(p.title, "Tanker runs aground off Norrvik, closing the harbour for hours");
    CHECK_SLICE(p.text, P1 "\n\n2009\n\n" P2 "\n\n" P3 "\n\nThe ship had no pilot on board, a spokesman for the coast guard said on Monday evening.");
    CHECK(has_noise(&p, t, "By SIRI LUND FOR THE NORRVIK LAMP", NOISE_BYLINE));
    static const char *const furniture[] = {"2.1k shares", "37", "1 of 5 |", "0:00", "1:24", "This browser does not support the video element."};
    for (unsigned i = 0; i < NELEMS(furniture); i++)
        CHECK(has_noise(&p, t, furniture[i], NOISE_NAVIGATION));
    CHECK(has_noise(&p, t, "Tugs worked for most of the day to pull the tanker off the sand.Credit...Arne Holt/Coast Press", NOISE_CAPTION));
    CHECK(has_noise(&p, t, "Ferry line to reopen in the autumn", NOISE_RELATED));
    CHECK(has_noise(&p, t, "Old pier is sold to a hotel chain", NOISE_RELATED) && has_noise(&p, t, "Why the ice came late this year", NOISE_RELATED));
    /* one such line is no list */
    static const char u[] = P1 "\n\n" P2 "\n\nThe storm of the century\n\n3 days ago\n\n" P3;
    p = read_text(u, false);
    CHECK(slice_find(p.text, S("The storm of the century"), 0) != NONE);
}

/* What a line's shape says: whose rights they are, days, trails of sections, names, readers' words; and their twins in prose. */
static void test_shapes(void *arg) {
    (void)arg;
    static const char t[] =
        "Norrvik Lamp | Long reads\n\nThe tanker that nobody wanted\n\nSiri Lund\nHarbour correspondent\n\nTuesday 14 May, 8.05pm\n\n" P1 "\n\n"
        "Also in Harbours: Pilots ask for more\n\n" P2 "\n\n[chart: ships by year]\n\nThe quay at noon \xC2\xA9 Arne Holt/Coast Press\n\n"
        "Were you there? Send your pictures to the desk or message us on 0770\n\n" P3 "\n\n" P0 "\n\n"
        "quay_walker: told you so. the buoy was never lit\nBerit H: my brother saw it all from the ferry\n\n\xC2\xA9 2019 Norrvik Lamp Trust";
    struct page p = read_text(t, false);
    CHECK_SLICE(p.text, P1 "\n\n" P2 "\n\n" P3 "\n\n" P0);
    CHECK_SLICE(p.title, "The tanker that nobody wanted");
    static const struct { const char *words; int kind; } is[] = {
        {"Norrvik Lamp | Long reads", NOISE_CRUMB}, {"Siri Lund", NOISE_BYLINE}, {"Harbour correspondent", NOISE_BYLINE},
        {"Tuesday 14 May, 8.05pm", NOISE_DATE}, {"Also in Harbours: Pilots ask for more", NOISE_RELATED}, {"[chart: ships by year]", NOISE_ARTEFACT},
        {"The quay at noon \xC2\xA9 Arne Holt/Coast Press", NOISE_CAPTION}, {"\xC2\xA9 2019 Norrvik Lamp Trust", NOISE_SOURCE_LINK},
        {"Were you there? Send your pictures to the desk or message us on 0770", NOISE_PROMO},
        {"quay_walker: told you so. the buoy was never lit\nBerit H: my brother saw it all from the ferry", NOISE_COMMENT}};
    for (unsigned i = 0; i < NELEMS(is); i++)
        CHECK(has_noise(&p, t, is[i].words, is[i].kind));
    static const char u[] = "REFILE-Corrects the ship's name in para 2\n\n" P1 "\n\n" P2 " [chart: ships by year] She left.\n\nSiri: We saw \"[the video] of it\" twice, and went.\n\n"
                            "Copyright law is no help to the pilots, their union said on Tuesday.\n\nAsk: who pays for the tugs that came?\n\n" P3;
    p = read_text(u, false);
    CHECK(has_noise(&p, u, "REFILE-Corrects the ship's name in para 2", NOISE_ARTEFACT) && has_noise(&p, u, "[chart: ships by year]", NOISE_ARTEFACT));
    CHECK(slice_find(p.text, S("Copyright law is no help"), 0) != NONE && slice_find(p.text, S("[the video] of it"), 0) != NONE);
    CHECK(slice_find(p.text, S(P3), 0) != NONE);
    /* names in a title are no byline, and who speaks in a talk is no reader */
    static const char v[] = "Anna Holt and Bo Lind\n\n" P1 "\n\n" P2 "\n\nSiri Lund: How was the night on the pier?\n\nBo Lind: It was cold, and we had no lamp.";
    p = read_text(v, false);
    CHECK(slice_find(p.text, S("It was cold, and we had no lamp."), 0) != NONE);
    CHECK(!has_noise(&p, v, "Anna Holt and Bo Lind", NOISE_BYLINE));
}

/* What asks the reader for something, menus, players, what a desk tells another, who wrote it: lines in the middle and at the end of a
 * report. */
static void test_requests(void *arg) {
    (void)arg;
    static const struct { const char *line; int kind; } is[] = {
        {"Try a month of unlimited reading for 1 crown", NOISE_PROMO}, {"Save 50% on your first year", NOISE_PROMO}, {"Follow the Lamp on Chirp", NOISE_PROMO},
        {"Story continues below this ad", NOISE_PROMO}, {"Share Tweet Print", NOISE_NAVIGATION}, {"Terms of use | Privacy policy | Contact", NOISE_NAVIGATION},
        {"READ ALSO Old pier sold to a hotel chain", NOISE_RELATED}, {"\xE2\x86\x92 Old pier sold to a hotel chain", NOISE_RELATED},
        {"From the archive: The storm of 1911", NOISE_RELATED}, {"Must read: The man who bought a lighthouse", NOISE_RELATED},
        {"[embed]https://video.lamp.example/tanker[/embed]", NOISE_EMBED}, {"https://t.co/AbCd1234", NOISE_EMBED}, {"(MORE TO FOLLOW)", NOISE_ARTEFACT},
        {"{{slot_3}}", NOISE_ARTEFACT}, {"Updated at 4:33 p.m.", NOISE_DATE}, {"Arne Holt on the quay (archive photo)", NOISE_CAPTION},
        {"A tug off Norrvik on Monday [Arne Holt/Lamp]", NOISE_CAPTION}, {"The tanker at its quay on Monday. Arne Holt/Coast Press", NOISE_CAPTION},
        {"- Read also: Old pier sold to a hotel chain", NOISE_RELATED}, {"Recommended for you: The man who bought a lighthouse", NOISE_RELATED},
        {"Our earlier story: Old pier sold to a hotel chain", NOISE_RELATED}, {"Lamp Plus: Try 30 days for free", NOISE_PROMO},
        {"-- advertisement --", NOISE_PROMO}, {"[tweet 123456789]", NOISE_EMBED}, {"$BODY$", NOISE_ARTEFACT}};
    static const char *const not[] = {"She asked the readers of the Lamp for help, and 40 of them wrote to her.", "The support that never came", "\xE2\x80\x9CGive us a month,\xE2\x80\x9D he said.",
                                      "The year of the two storms", "The story so far: how the tanker came to Norrvik, and who let it in.", "The case of Mr. Holt", "December 22", "July 2016"};
    char text[2000];
    for (unsigned i = 0; i < NELEMS(is); i++) {
        snprintf(text, sizeof text, P1 "\n\n" P2 "\n\n%s\n\n" P3 "\n\n" P0, is[i].line);
        struct page p = read_text(text, false);
        CHECK(has_noise(&p, text, is[i].line, is[i].kind));
    }
    for (unsigned i = 0; i < NELEMS(not); i++) {
        snprintf(text, sizeof text, P1 "\n\n" P2 "\n\n%s\n\n" P3 "\n\n" P0, not[i]);
        struct page p = read_text(text, false);
        CHECK(slice_find(p.text, slice_str(not[i]), 0) != NONE);
    }
    static const char *const ends[] = {"Siri Lund is the Lamp's harbour correspondent.", "sl/ah", "Lamp Media \xC2\xA9 2021", "Reproduction without permission is prohibited."};
    static const int kinds[] = {NOISE_BYLINE, NOISE_BYLINE, NOISE_SOURCE_LINK, NOISE_SOURCE_LINK};
    for (unsigned i = 0; i < NELEMS(ends); i++) {
        snprintf(text, sizeof text, P1 "\n\n" P2 "\n\n" P3 "\n\n" P0 "\n\n%s", ends[i]);
        struct page p = read_text(text, false);
        CHECK(has_noise(&p, text, ends[i], kinds[i]));
    }
    /* behind the headline, and not before it */
    static const struct { const char *line; int kind; } heads[] = {{"Siri Lund, Norrvik", NOISE_BYLINE}, {"Dr Siri Lund", NOISE_BYLINE}, {"Text: Siri Lund", NOISE_BYLINE},
                                                                    {"Northern Press", NOISE_BYLINE}, {"Middle East", NOISE_CRUMB}, {"14 June, 19:22", NOISE_DATE}};
    for (unsigned i = 0; i < NELEMS(heads); i++) {
        snprintf(text, sizeof text, "Tanker runs aground off Norrvik, closing the harbour\n\n%s\n\n" P1 "\n\n" P2 "\n\n" P3, heads[i].line);
        struct page p = read_text(text, false);
        CHECK(has_noise(&p, text, heads[i].line, heads[i].kind));
        CHECK_SLICE(p.title, "Tanker runs aground off Norrvik, closing the harbour");
    }
    /* of whom more is told, that is no line about the writer */
    static const char t[] = P1 "\n\nMs Lund said that nobody was hurt, and that the ship was towed free.\n\n" P3 "\n\nSiri Lund is a former editor of the Lamp.";
    struct page p = read_text(t, false);
    CHECK(slice_find(p.text, S("Siri Lund is a former editor of the Lamp."), 0) != NONE);
}

/* One dash before the first paragraph parted a dateline that was cut off; dashes before several make a list. */
static void test_leading_dash(void *arg) {
    (void)arg;
    static const char t[] = "- " P1 "\n\n" P2;
    struct page p = read_text(t, false);
    CHECK_SLICE(p.text, P1 "\n\n" P2);
    CHECK(p.credits_n == 1);
    if (p.credits_n) {
        CHECK(p.credits[0].kind == CREDIT_DATELINE && p.credits[0].src.start == 0 && p.credits[0].src.end == 1);
        CHECK_SLICE(p.credits[0].words, "-");
    }
    p = read_text("- " P1 "\n- " P2 "\n\n" P3, false);
    CHECK(p.credits_n == 0);
}

/* A line that points elsewhere, or signs, is none of the prose; its twin, which tells something, is. */
static void test_pointers(void *arg) {
    (void)arg;
    static const char t[] =
        P1 "\n\n( Also on THE LAMP: Ferry sold to a rival )\n\n" P2 "\n\n[Watch: How the pier was built]\n\n"
        "(The pier was built in 1911.)\n\n" P3 "\n\nFull coverage: The harbour\n\n"
        "Slideshow (2 Images)\n\n" P1 "\n\n\xE2\x80\x94 Ann Ward";
    struct page p = read_text(t, false);
    CHECK(has_noise(&p, t, "( Also on THE LAMP: Ferry sold to a rival )", NOISE_PROMO));
    CHECK(has_noise(&p, t, "[Watch: How the pier was built]", NOISE_PROMO));
    CHECK(slice_find(p.text, S("(The pier was built in 1911.)"), 0) != NONE);
    CHECK(has_noise(&p, t, "Full coverage: The harbour", NOISE_PROMO));
    CHECK(has_noise(&p, t, "Slideshow (2 Images)", NOISE_NAVIGATION));
    CHECK(has_noise(&p, t, "\xE2\x80\x94 Ann Ward", NOISE_BYLINE));
    CHECK(slice_find(p.text, S(P1), 0) != NONE && slice_find(p.text, S(P3), 0) != NONE);
}

/* Prose is left whole, however little of it there is and however it is written. */
static void test_prose(void *arg) {
    (void)arg;
    static const char *const texts[] = {
        P1 "\n\n" P2 "\n\n" P3,
        P1,
        "She said no.\n\nHe said yes.\n\n" P1,
        P1 "\n\n\xE2\x80\x9CNo.\xE2\x80\x9D\n\n" P2,
    };
    for (unsigned i = 0; i < NELEMS(texts); i++) {
        struct page p = read_text(texts[i], false);
        CHECK_SLICE(p.text, texts[i]);
        CHECK(p.noise_n == 0);
    }
}

static void test_leading_date(void *arg) {
    (void)arg;
    static const char t[] = " date 2021-03-04 " P1 "\n\n" P2;
    struct page p = read_text(t, false);
    CHECK_SLICE(p.text, P1 "\n\n" P2);
    CHECK_SLICE(p.published, "2021-03-04");
    CHECK(p.found.published == FOUND_TEXT);
    CHECK(has_noise(&p, t, "date 2021-03-04", NOISE_DATE));
}

static void test_inside(void *arg) {
    (void)arg;
    static const char t[] = "The port belongs to the body (Northern Harbour Board). NHB), which was told. . "
                            "It has not answered yet, according to the office.\n" P2;
    struct page p = read_text(t, false);
    CHECK_SLICE(slice_at(p.text, p.blocks[0].at),
                "The port belongs to the body, which was told. It has not answered yet, according "
                "to the office.");
    CHECK(has_noise(&p, t, "(Northern Harbour Board). NHB)", NOISE_ARTEFACT));
    CHECK(has_noise(&p, t, ".", NOISE_ARTEFACT));
    /* the span of the paragraph goes on around what was cut */
    span s = page_source(&p, p.blocks[0].at);
    CHECK(s.start == 0 && t[s.end - 1] == '.' && t[s.end] == '\n');
}

static void test_code(void *arg) {
    (void)arg;
    static const char t[] = P1 "\n\n<x-player data-v=\"{\"id\":\"0-1\",\"raw\":\"\n\n"
                            "var _p = _p||[]; _p.push({ \"div\": \"P_1\", \"w\": 16 }); \"}\">\n" P2;
    struct page p = read_text(t, false);
    CHECK_SLICE(p.text, P1 "\n\n" P2);
    CHECK(p.noise_n == 1 && p.noise[0].kind == NOISE_EMBED);
}

static void test_dateline(void *arg) {
    (void)arg;
    struct page p = read_text("NORRVIK, March 4 (Nordwire) - " P1 "\n" P2, false);
    CHECK(p.credits_n == 1 && p.credits[0].kind == CREDIT_DATELINE);
    CHECK_SLICE(slice_trim(p.credits[0].words), "NORRVIK, March 4 (Nordwire) -");
    CHECK(slice_starts(p.text, S("NORRVIK")));
    /* it may stand before what is no part of the text, and is the report's all the same */
    p = read_text("(Nordwire) - ADVERTISEMENT\n\n" P1 "\n\n" P2, false);
    CHECK_SLICE(p.text, P1 "\n\n" P2);
    CHECK(p.credits_n == 1 && p.credits[0].kind == CREDIT_DATELINE);
    p = read_text("ADVERTISEMENT (Nordwire)\n\n" P1 "\n\n" P2, false);
    CHECK(p.credits_n == 0);
    p = read_text("Norrvik is small - too small for a tanker, its harbour master said.\n" P2, false);
    CHECK(p.credits_n == 0);
}

static void test_bylines(void *arg) {
    (void)arg;
    struct page p = read_text("Tanker runs aground\nBy Ann Ward and Bo Lind\nMarch 4, 2021 10:30 am EST\n" P1
                              "\n" P2 "\nCal Moe contributed to this report.", false);
    CHECK_SLICE(p.text, P1 "\n\n" P2);
    CHECK(p.authors_n == 2);
    CHECK_SLICE(p.authors[0], "Ann Ward");
    CHECK_SLICE(p.authors[1], "Bo Lind");
    CHECK_SLICE(p.published, "2021-03-04T10:30-05:00");
    CHECK(p.credits_n == 2 && p.credits[0].kind == CREDIT_BYLINE && p.credits[1].kind == CREDIT_LINE);
}

static void test_wrapped(void *arg) {
    (void)arg;
    struct page p = read_text("The harbour of Norrvik was closed for six hours on Monday\n"
                              "after a tanker ran aground near the northern light and a\n"
                              "second ship came too close. It was towed free at last in\n"
                              "the evening.\n\nNobody was hurt, said the master of the harbour, who\n"
                              "had been on the pier.\n", false);
    CHECK(p.blocks_n == 2);
    CHECK_SLICE(slice_at(p.text, p.blocks[1].at),
                "Nobody was hurt, said the master of the harbour, who had been on the pier.");
    /* where paragraphs are lines, no two of them are one */
    static const char t[] = "Tanker runs aground near the light of Norrvik\nPosted by Siri Lund\n" P0 P0 "\n\n" P0 P0 "\n\n" P2 "\n\n"
                            "RowBoat: what did they think was there, a bridge?\nsiri_l: @RowBoat look at the chart";
    p = read_text(t, false);
    CHECK_SLICE(p.title, "Tanker runs aground near the light of Norrvik");
    CHECK(has_noise(&p, t, "Posted by Siri Lund", NOISE_BYLINE));
}

static void test_whole(void *arg) {
    (void)arg;
    static const char t[] = " Related Content\n\n" P1 " \nSource link\n";
    struct page p = read_text(t, true);
    CHECK_SLICE(p.text, t);
    CHECK(p.blocks_n == 3 && p.noise_n == 0);
    CHECK(p.map.n == 1 && p.map.p[0].same && p.map.p[0].source == 0);
    /* a line near the head that is a date tells the day; a sentence that has one does not */
    CHECK_SLICE(read_text("Tanker runs aground\nMarch 06 , 2008\n" P1, true).published, "2008-03-06");
    CHECK_SLICE(read_text("NORRVIK, March 6, 2008 (Coast Press) -- " P1 "\n" P2, true).published, "2008-03-06");
    CHECK(!read_text("Tanker runs aground\nOn March 6, 2008, it ran aground for the first time.\n" P1, true).published.p);
}

static void test_empty(void *arg) {
    (void)arg;
    struct source src = {.kind = SOURCE_TEXT, .text = S(" \n\t\n"), .bytes = S(" \n\t\n")};
    struct page_options o = {.kit = kit};
    struct page p;
    const char *why = NULL;
    CHECK(page_read(&src, &o, a, tmp, &p, &why) == STM_EEMPTY);
    CHECK(why != NULL);
}

static void test_lines(void *arg) {
    (void)arg;
    struct page p = read_text(P1 "\n\n" P2 "\n", false);
    CHECK(page_line(&p, 0) == 1);
    CHECK(page_line(&p, page_source(&p, p.blocks[1].at).start) == 3);
    CHECK(p.words == 32);
}

/* Many lines before the report, and a title as long as they are: each line is held against a bounded part of it (without a
 * bound this goes on for hours). */
static void test_hostile(void *arg) {
    (void)arg;
    enum { MANY = 15000, LONG = 4 << 20 };
    static const char *const units[] = {"ab cd ", " "};
    struct buf text = {.a = a};
    for (uint32_t i = 0; i < MANY; i++)
        buf_slice(&text, S("Alpha beta gamma delta epsilon\n"));
    buf_slice(&text, S(P1 "\n" P2));
    slice s = buf_take(&text);
    for (unsigned k = 0; k < NELEMS(units); k++) {
        struct buf title = {.a = a};
        buf_slice(&title, S("A"));
        while (title.n < LONG)
            buf_slice(&title, slice_str(units[k]));
        buf_slice(&title, S("z"));
        struct source src = {.kind = SOURCE_TEXT, .text = s, .bytes = s, .given.title = buf_take(&title)};
        struct page_options o = {.kit = kit};
        struct page p;
        const char *why = NULL;
        CHECK(!page_read(&src, &o, a, tmp, &p, &why));
        CHECK(slice_find(p.text, S(P1), 0) != NONE);
        arena_reset(tmp);
    }
}

/* Headlines that opened with a name, run into the sentence. */
static void test_run_in(void *arg) {
    (void)arg;
    static const char t[] = P1 "\n\nHarbour master Tolle Jens Pieter TolleCouncil votes on the new quay Ten things to see in Norrvik MORE said that nobody was hurt.\n\n"
        "He spoke with mayor Sanna Brekke Sanna Brekke2020 in pictures MORE, and left.\n\n" P2 "\n\n"
        "Captain McOrran wants MORE pilots, and Tolle MacTolle MORE of them.";
    struct page p = read_text(t, false);
    CHECK_SLICE(p.text, P1 "\n\nHarbour master Tolle said that nobody was hurt.\n\nHe spoke with mayor Sanna Brekke, and left.\n\n" P2
                        "\n\nCaptain McOrran wants MORE pilots, and Tolle MacTolle MORE of them.");
    CHECK(has_noise(&p, t, "Jens Pieter TolleCouncil votes on the new quay Ten things to see in Norrvik MORE", NOISE_ARTEFACT));
}

int main(void) {
    a = arena_new(0);
    tmp = arena_new(0);
    if (page_kit_open(&kit, NULL, NULL))
        return 1;
    RUN(test_dirt);
    RUN(test_stretches);
    RUN(test_furniture);
    RUN(test_shapes);
    RUN(test_requests);
    RUN(test_leading_dash);
    RUN(test_hostile);
    RUN(test_pointers);
    RUN(test_prose);
    RUN(test_leading_date);
    RUN(test_inside);
    RUN(test_run_in);
    RUN(test_code);
    RUN(test_dateline);
    RUN(test_bylines);
    RUN(test_wrapped);
    RUN(test_whole);
    RUN(test_empty);
    RUN(test_lines);
    page_kit_close(kit);
    arena_free(a);
    arena_free(tmp);
    DONE();
}
