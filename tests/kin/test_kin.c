/* Who has it from whom, over invented reports. */
#include "test.h"

#include "kin/kin_words.h"
#include "kin_fixture.h"

static struct arena *a;

static const char *other =
    "The town council of Brakke voted on Monday to close the old swimming hall by the river.\n\n"
    "Mayor Signe Tolvsen said the roof could no longer be repaired and that a new hall would open in 2031.\n\n"
    "Parents gathered outside with placards and asked for a second vote, which the council refused.\n\n"
    "The swimming club, which has 312 members, will train in Ostvang until then.";

static void words(void *arg) {
    (void)arg;
    struct kin_weights w;
    kin_weights_open(&w);
    CHECK(w.slots != NULL);
    struct kin_words k;
    slice text = S("Mr. Lunde paid 1,000 crowns.  \"It was fair,\" he said. Then Lunde's boat left.\n\nNo more");
    kin_split(text, &w, 0, a, &k);
    CHECK(k.sents_n == 4); /* not parted after "Mr." */
    CHECK(k.p[0].flags & KIN_UPPER && k.p[0].flags & KIN_FIRST);
    CHECK(k.p[3].flags & KIN_DIGIT && k.p[3].n == 5);
    CHECK(k.p[3].id == kin_word_id(S("1000")));
    CHECK(k.p[5].flags & KIN_QUOTED && !(k.p[8].flags & KIN_QUOTED));
    CHECK(kin_idf(&w, kin_word_id(S("the"))) < kin_idf(&w, kin_word_id(S("ferry"))));
    CHECK(kin_idf(&w, kin_word_id(S("ferry"))) < kin_idf(&w, kin_word_id(S("qzxv"))));
    struct kin_sent s = kin_sent_around(&k, k.p[3].start + 1);
    CHECK(s.first == k.sents[0].first && s.end == k.sents[0].end && kin_word_at(&k, k.p[5].start) == 5 && kin_word_at(&k, text.n) == k.n);
    CHECK(kin_sent_around(&k, k.p[k.sents[2].first].start).first == k.sents[2].first);
    s = kin_sent_around(&k, k.p[k.sents[1].first].start - 1); /* between two */
    CHECK(s.first == s.end);
    bool fine;
    CHECK(kin_minutes(S("1970-01-02T01:05Z"), &fine) == 1440 + 65 && fine);
    CHECK(kin_minutes(S("2021-03-04T12:00:00+02:00"), NULL) == kin_minutes(S("2021-03-04T10:00Z"), NULL));
    CHECK(kin_minutes(S("2021-03-04"), &fine) == kin_minutes(S("2021-03-04T00:00"), NULL) && !fine);
    CHECK(kin_minutes(S("soon"), NULL) == INT64_MIN && kin_minutes((slice){0}, NULL) == INT64_MIN);
    kin_split((slice){0}, &w, 0, a, &k);
    CHECK(k.n == 0 && k.sents_n == 0);
    struct buf endless = {.a = a};
    for (int i = 0; i < 3000; i++)
        buf_slice(&endless, S("boat "));
    kin_split(buf_take(&endless), &w, 0, a, &k);
    s = kin_sent_around(&k, k.p[1500].start);
    CHECK(k.sents_n == 1 && s.first > 0 && s.first < 1500 && s.end > 1500 && s.end < 3000);
}

static void copy(void *arg) {
    (void)arg;
    int all[] = {0, 1, 2, 3, 4, 5, 6, 7}, cut[] = {0, 1, 2, 3, 4};
    const struct document *docs[] = {
        make_document(a, "cut", join_paragraphs(a, ferry, cut, 5), "Ferry runs aground off Varn", "Valley Tribune", "2021-03-03T14:00Z"),
        make_document(a, "full", join_paragraphs(a, ferry, all, 8), "Ferry runs aground off Varn", "Harbour Post", "2021-03-03T09:00Z"),
        make_document(a, "other", other, "Brakke closes its swimming hall", "Harbour Post", "2021-03-03T09:30Z")};
    struct kin k;
    kin_read(docs, 3, 1, a, &k);
    const struct edge *e = edge_of(&k, docs, "cut", "full");
    CHECK(e && e->kind == EDGE_COPY && e->containment > 0.95f);
    CHECK(k.edges_n == 1 && k.origins_n == 0);
    CHECK(k.family[0] == k.family[1] && k.family[2] != k.family[0]);
    CHECK(e && e->evidence_n >= 1);
    if (e && e->evidence_n) {
        slice x = slice_at(docs[0]->page.text, e->evidence[0].src);
        slice y = slice_at(docs[1]->page.text, e->evidence[0].from_src);
        CHECK(x.n > 200 && slice_eq(x, y));
    }
    /* stamped earlier, and all the same made from the one that has what stands between */
    int middle[] = {0, 2, 4, 7};
    docs[0] = make_document(a, "cut", join_paragraphs(a, ferry, middle, 4), "Ferry runs aground off Varn", "Valley Tribune", "2021-03-03T05:00Z");
    kin_read(docs, 3, 1, a, &k);
    CHECK(edge_of(&k, docs, "cut", "full"));
    CHECK(k.edges_n == 1);
}

static void rewritten(void *arg) {
    (void)arg;
    int all[] = {0, 1, 2, 3, 4, 5, 6, 7};
    const char *reworked =
        "The vessel Astrild grounded on a reef off Varn island early on Tuesday with 44 persons on board, the coast guard stated.\n\n"
        "Nobody was injured when the ship struck the Molten rocks in dense fog, and all passengers were brought ashore by fishing boats.\n\n"
        "Captain Jorunn Eide informed investigators that the radar had failed twice during the crossing from Hellevik.\n\n"
        "The proprietor, Norrland Sea Ways, purchased the vessel in 2009 and had intended to scrap it next spring.\n\n"
        "Divers discovered a gash of eleven metres below the waterline, and some diesel has reached the bird cliffs at Skarven.\n\n"
        "Environment minister Tove Rasmus flew to the island on Wednesday and pledged that the line would pay for the cleaning of the shore.";
    const struct document *docs[] = {
        make_document(a, "new", reworked, "Update: Ferry runs aground off Varn", "Valley Tribune", "2021-03-04"),
        make_document(a, "old", join_paragraphs(a, ferry, all, 8), "Ferry runs aground off Varn", "Harbour Post", "2021-03-03")};
    struct kin k;
    kin_read(docs, 2, 1, a, &k);
    const struct edge *e = edge_of(&k, docs, "new", "old");
    CHECK(e && e->kind == EDGE_REWRITE);
    CHECK(k.edges_n == 1);
}

/* Two cuts of one dispatch, each with paragraphs that the other has not. */
static void lost(void *arg) {
    (void)arg;
    int one[] = {0, 1, 2, 4, 5, 7}, two[] = {0, 1, 3, 4, 6, 7};
    struct buf b = {.a = a}, c = {.a = a};
    buf_slice(&b, S("HELLEVIK, March 3 (Reuters) - "));
    buf_slice(&b, slice_str(join_paragraphs(a, ferry, one, 6)));
    buf_slice(&c, S("HELLEVIK, March 3 (Reuters) - "));
    buf_slice(&c, slice_str(join_paragraphs(a, ferry, two, 6)));
    const struct document *x = make_document(a, "x", buf_take(&b).p, "Ferry aground", "Valley Tribune", "2021-03-03T10:00Z");
    const struct document *y = make_document(a, "y", buf_take(&c).p, "Astrild strikes a reef", "Coast Herald", "2021-03-03T10:20Z");
    const struct document *z = make_document(a, "z", other, "Brakke closes its hall", "Harbour Post", "2021-03-03");
    const struct document *docs[] = {x, y, z}, *turned[] = {z, y, x};
    struct kin k, t;
    kin_read(docs, 3, 1, a, &k);
    CHECK(k.origins_n == 1);
    if (k.origins_n) {
        CHECK_SLICE(k.origins[0].id, "o-reuters");
        CHECK_SLICE(k.origins[0].name, "Reuters");
        CHECK(k.origins[0].kind == ORIGIN_AGENCY && k.origins[0].documents_n == 2);
        CHECK(k.origins[0].recovered_n > 0);
    }
    CHECK(edge_of(&k, docs, "x", "o-reuters") && edge_of(&k, docs, "y", "o-reuters"));
    CHECK(k.edges_n == 2 && k.family[0] == k.family[1]);
    /* the order of the documents and the threads change nothing */
    kin_read(turned, 3, 2, a, &t);
    CHECK(t.edges_n == k.edges_n && t.origins_n == k.origins_n);
    CHECK(edge_of(&t, turned, "x", "o-reuters") && edge_of(&t, turned, "y", "o-reuters"));
}

/* The same without a dateline: each has what the other lacks, in the middle; a third is cut from one of them. */
static void nameless(void *arg) {
    (void)arg;
    int one[] = {0, 1, 2, 4, 5, 7}, two[] = {0, 1, 3, 4, 6, 7}, three[] = {0, 1, 2, 4};
    const struct document *docs[] = {
        make_document(a, "x", join_paragraphs(a, ferry, one, 6), "Ferry aground off Varn", "Valley Tribune", "2021-03-03T10:00Z"),
        make_document(a, "x-cut", join_paragraphs(a, ferry, three, 4), "Ferry aground off Varn", "Harbour Post", "2021-03-03T15:00Z"),
        make_document(a, "y", join_paragraphs(a, ferry, two, 6), "Astrild strikes a reef", "Coast Herald", "2021-03-03T10:20Z")};
    struct kin k;
    kin_read(docs, 3, 1, a, &k);
    CHECK(k.origins_n == 1);
    if (k.origins_n) {
        CHECK(!k.origins[0].name.p && k.origins[0].documents_n == 2);
        CHECK(edge_of(&k, docs, "x", NULL) && edge_of(&k, docs, "x", NULL)->origin);
        CHECK(edge_of(&k, docs, "y", NULL) && edge_of(&k, docs, "y", NULL)->origin);
    }
    const struct edge *e = edge_of(&k, docs, "x-cut", "x");
    CHECK(e && !e->origin && e->kind == EDGE_COPY);
    CHECK(k.edges_n == 3 && k.family[0] == k.family[1] && k.family[1] == k.family[2]);
}

/* Three copies word for word: whose the third is cannot be told, and that is shown. */
static void rivals(void *arg) {
    (void)arg;
    int all[] = {0, 1, 2, 3, 4, 5, 6, 7}, cut[] = {0, 1, 2, 3};
    const struct document *docs[] = {
        make_document(a, "full", join_paragraphs(a, ferry, all, 8), "Ferry aground", "Valley Tribune", "2021-03-03T08:00Z"),
        make_document(a, "mid", join_paragraphs(a, ferry, all, 8), "Ferry aground", "Coast Herald", "2021-03-03T10:00Z"),
        make_document(a, "end", join_paragraphs(a, ferry, cut, 4), "Ferry aground", "Harbour Post", "2021-03-03T15:00Z")};
    struct kin k;
    kin_read(docs, 3, 1, a, &k);
    const struct edge *e = edge_of(&k, docs, "end", NULL);
    CHECK(e && !e->origin && e->rivals_n == 1 && !e->rivals[0].origin);
    if (e && e->rivals_n)
        CHECK(e->rivals[0].from != e->from && e->rivals[0].confidence > 0.1f && e->rivals[0].confidence < e->confidence);
    /* who is sure has none */
    docs[1] = make_document(a, "mid", other, "Hall closes", "Coast Herald", "2021-03-03T10:00Z");
    kin_read(docs, 3, 1, a, &k);
    e = edge_of(&k, docs, "end", "full");
    CHECK(e && e->rivals_n == 0);
}

/* The first halves of two unrelated reports in one. */
static void merged(void *arg) {
    (void)arg;
    int all[] = {0, 1, 2, 3, 4, 5, 6, 7}, half[] = {0, 1, 2, 3};
    struct buf b = {.a = a};
    buf_slice(&b, slice_str(join_paragraphs(a, ferry, half, 4)));
    buf_slice(&b, S("\n\n"));
    buf_slice(&b, slice_str(other));
    const struct document *docs[] = {
        make_document(a, "f", join_paragraphs(a, ferry, all, 8), "Ferry runs aground", "Harbour Post", "2021-03-03T08:00Z"),
        make_document(a, "m", buf_take(&b).p, "From the coast today", "Coast Herald", "2021-03-03T20:00Z"),
        make_document(a, "o", other, "Hall closes", "Valley Tribune", "2021-03-03T09:00Z")};
    struct kin k;
    kin_read(docs, 3, 1, a, &k);
    CHECK(edge_of(&k, docs, "m", "f") && edge_of(&k, docs, "m", "o"));
    CHECK(!edge_of(&k, docs, "f", NULL) && !edge_of(&k, docs, "o", NULL) && k.edges_n == 2);
}

static void named(void *arg) {
    (void)arg;
    const char *cites =
        "The harbour of Varn stays closed, its master said on Friday.\n\n"
        "Oil was still leaking from the wreck, according to the Associated Press, and two tugs have been sent.\n\n"
        "The owner told Reuters that it had no other ship. Reuters was unable to confirm the account of the owner. "
        "The crew, Reuters reported, has not been paid.";
    const char *no =
        "The Associated Press building was sold on Friday. Its new owner likes Reuters and the Financial Times.";
    const char *home = "The line has no other ship, its owner told Reuters on Friday. Reuters reported a loss in spring.";
    const struct document *docs[] = {make_document(a, "cites", cites, "Varn stays closed", "Harbour Post", NULL),
                                     make_document(a, "home", home, "No ship left", "Reuters", NULL),
                                     make_document(a, "no", no, "A sale", "Harbour Post", NULL)};
    struct kin k;
    kin_read(docs, 3, 1, a, &k);
    const struct edge *e = edge_of(&k, docs, "cites", "o-associated-press");
    CHECK(e && e->kind == EDGE_CITES && e->origin);
    if (e && e->evidence_n)
        CHECK_SLICE(slice_at(docs[0]->page.text, e->evidence[0].src), "according to the Associated Press");
    /* its own interviews and its caveat are kept: more than a mention */
    e = edge_of(&k, docs, "cites", "o-reuters");
    CHECK(e && e->kind == EDGE_REWRITE);
    CHECK(!edge_of(&k, docs, "no", NULL));   /* names without reporting */
    CHECK(!edge_of(&k, docs, "home", NULL)); /* its own outlet */
}

/* An agency that no list knows: it stands in a dateline, is told things, could not verify, is reported to have
 * reported. Its dispatch is the missing original of all of them, one origin. */
static void unknown_agency(void *arg) {
    (void)arg;
    int one[] = {0, 1, 2, 4, 5, 7}, two[] = {0, 1, 3, 4, 6, 7};
    struct buf b = {.a = a}, c = {.a = a};
    buf_slice(&b, S("HELLEVIK, March 3 (Skerry Wire) - "));
    buf_slice(&b, slice_str(join_paragraphs(a, ferry, one, 6)));
    buf_slice(&c, S("HELLEVIK, March 3 (Skerry Wire) - "));
    buf_slice(&c, slice_str(join_paragraphs(a, ferry, two, 6)));
    const char *reworked =
        "Fog and a broken radar put the Astrild onto the Molten rocks off Varn on Tuesday, according to a report by Skerry Wire.\n\n"
        "Captain Jorunn Eide says that the radar failed twice on the way from Hellevik. Diesel has reached the cliffs at Skarven, where birds breed.\n\n"
        "Norrland Sea Ways, which owns the ferry, had meant to scrap it. Tove Rasmus, the minister, promised at Varn that the line would pay.";
    const struct document *docs[] = {
        make_document(a, "x", buf_take(&b).p, "Ferry aground", "Valley Tribune", "2021-03-03T10:00Z"),
        make_document(a, "y", buf_take(&c).p, "Astrild strikes a reef", "Coast Herald", "2021-03-03T10:20Z"),
        make_document(a, "z", reworked, "Radar failed before ferry struck", "Harbour Post", "2021-03-04"),
        make_document(a, "o", other, "Hall closes", "Harbour Post", "2021-03-04")};
    struct kin k;
    kin_read(docs, 4, 1, a, &k);
    CHECK(k.origins_n == 1);
    if (k.origins_n) {
        CHECK_SLICE(k.origins[0].name, "Skerry Wire");
        CHECK_SLICE(k.origins[0].id, "o-skerry-wire");
        CHECK(k.origins[0].kind == ORIGIN_AGENCY && k.origins[0].documents_n == 3);
    }
    const struct edge *e = edge_of(&k, docs, "z", "o-skerry-wire");
    CHECK(e && e->kind == EDGE_REWRITE); /* it has little else */
    CHECK(edge_of(&k, docs, "x", "o-skerry-wire") && edge_of(&k, docs, "y", "o-skerry-wire") && k.edges_n == 3);
    /* a station that is told something and reports is an outlet; a person and a council that are told something are not */
    const char *station =
        "The toll may rise, the hospital's director told Radio Nessing on Thursday. Two are missing, the station reported.\n\n"
        "Eide told Karin Voss of the radar. The owner told Congress that it had no money. Congress reported nothing.";
    docs[3] = make_document(a, "o", station, "Toll may rise", "Harbour Post", "2021-03-04");
    kin_read(docs, 4, 1, a, &k);
    CHECK(edge_of(&k, docs, "o", "o-radio-nessing"));
    CHECK(!edge_of(&k, docs, "o", "o-karin-voss") && !edge_of(&k, docs, "o", "o-congress") && k.origins_n == 2);
}

/* A paper that no list knows, named once, by what its name ends in; an agency of the state's and an office are none. */
static void unknown_paper(void *arg) {
    (void)arg;
    static const struct { const char *words, *id; } cases[] = {
        {"The hall will be closed in May, according to the Nessing Courier.", "o-nessing-courier"},
        {"The Nessing Gazette reported that the hall will be closed in May.", "o-nessing-gazette"},
        {"The hall will be closed in May, its keeper told the Nessing Herald.", "o-nessing-herald"},
        {"The hall will be closed in May, according to the Environment Agency.", NULL},
        {"The Press Office reported that the hall will be closed in May.", NULL}};
    for (size_t i = 0; i < NELEMS(cases); i++) {
        const struct document *docs[] = {
            make_document(a, "o", arena_printf(a, "%s It was built by a baker.", cases[i].words).p, "Hall closes", "Harbour Post", "2021-03-04"),
            make_document(a, "x", "Fog and a broken radar put the Astrild onto the Molten rocks off Varn.", "Ferry aground", "Valley Tribune", "2021-03-03")};
        struct kin k;
        kin_read(docs, 2, 1, a, &k);
        CHECK(cases[i].id ? k.origins_n == 1 && edge_of(&k, docs, "o", cases[i].id) : !k.origins_n);
    }
}

/* "A foreign report that ...": who names it is another report of the pile. */
static void unnamed(void *arg) {
    (void)arg;
    const char *names =
        "The Financial Times reported that satellites had seen Orvanian tankers pumping diesel into Kessmar ships at sea some 30 times since October.\n\n"
        "The minister of trade, Edvard Thule, called for an inquiry on Monday.";
    const char *not =
        "Edvard Thule flew to the capital on Monday after a foreign report that Orvanian tankers have pumped diesel into Kessmar ships dozens of times since October.\n\n"
        "He takes no questions, his office said.";
    const char *other_matter =
        "Edvard Thule opened a museum on Monday after a foreign report that its roof had leaked into the hall of mosaics.\n\nIt has three floors.";
    const struct document *docs[] = {make_document(a, "n", names, "Tankers seen at sea", "Harbour Post", "2021-03-03"),
                                     make_document(a, "u", not, "Minister flies home", "Coast Herald", "2021-03-04"),
                                     make_document(a, "m", other_matter, "Museum opens", "Coast Herald", "2021-03-04")};
    struct kin k;
    kin_read(docs, 3, 1, a, &k);
    const struct edge *e = edge_of(&k, docs, "u", "o-financial-times");
    CHECK(e && e->kind == EDGE_CITES);
    if (e && e->evidence_n)
        CHECK_SLICE(slice_at(docs[1]->page.text, e->evidence[0].src), "a foreign report");
    CHECK(edge_of(&k, docs, "n", "o-financial-times") && !edge_of(&k, docs, "m", NULL));
    CHECK(k.origins_n == 1 && k.edges_n == 2);
}

/* An agency's name that is also a first name. */
static void byline(void *arg) {
    (void)arg;
    struct document *d = make_document(a, "b", other, "Hall closes", "Harbour Post", NULL);
    struct credit by[] = {{S("By Petra Lindqvist"), {0}, {0, 18}, CREDIT_BYLINE}};
    d->page.credits = by;
    d->page.credits_n = 1;
    const struct document *docs[] = {d};
    struct kin k;
    kin_read(docs, 1, 1, a, &k);
    CHECK(k.edges_n == 0);
    by[0].words = S("By Ann Lindqvist and Reuters");
    kin_read(docs, 1, 1, a, &k);
    CHECK(k.edges_n == 1 && edge_of(&k, docs, "b", "o-reuters"));
}

/* An outlet that is named and whose report is here. */
static void here(void *arg) {
    (void)arg;
    int all[] = {0, 1, 2, 3, 4, 5, 6, 7};
    const char *cites =
        "Summer timetables for the western islands will be thinner than last year.\n\n"
        "Harbour Post reported: Divers found a gash of eleven metres below the waterline, and some diesel has reached the bird cliffs.\n\n"
        "Ticket prices rise by four per cent, and the night boats are gone.";
    const struct document *docs[] = {
        make_document(a, "c", cites, "Thinner timetables", "Coast Herald", "2021-03-05"),
        make_document(a, "h", join_paragraphs(a, ferry, all, 8), "Ferry runs aground", "Harbour Post", "2021-03-03"),
        make_document(a, "o", other, "Hall closes", "Harbour Post", "2021-03-02")};
    struct kin k;
    kin_read(docs, 3, 1, a, &k);
    const struct edge *e = edge_of(&k, docs, "c", "h");
    CHECK(e && e->kind == EDGE_CITES && !e->origin);
    CHECK(k.edges_n == 1 && k.origins_n == 0);
}

static const char *own_words =
    "Pumps are at work on the stranded Astrild, whose captain, Jorunn Eide, blames a broken radar. The inquiry at Hellevik will "
    "ask why Norrland Sea Ways let her sail to Varn.\n\nTove Rasmus, the minister, has seen the oil at Skarven for herself.";

/* A sentence that names an outlet and tells nothing leads to its report of the same matter, if one was there. */
static void here_without_matter(void *arg) {
    (void)arg;
    int all[] = {0, 1, 2, 3, 4, 5, 6, 7};
    struct buf b = {.a = a}, c = {.a = a};
    buf_slice(&b, slice_str(own_words));
    buf_slice(&b, S("\n\nThis brief was compiled from reports by Harbour Post."));
    buf_slice(&c, slice_str(other));
    buf_slice(&c, S("\n\nThis brief was compiled from reports by Harbour Post."));
    const struct document *docs[] = {
        make_document(a, "b", buf_take(&b).p, "Pumps at work on Astrild", "Coast Herald", "2021-03-05"),
        make_document(a, "c", buf_take(&c).p, "Hall closes", "Coast Herald", "2021-03-05"),
        make_document(a, "h", join_paragraphs(a, ferry, all, 8), "Ferry runs aground", "Harbour Post", "2021-03-04"),
        make_document(a, "late", join_paragraphs(a, ferry, all, 4), "Ferry ran aground", "Harbour Post", "2021-03-09")};
    struct kin k;
    kin_read(docs, 4, 1, a, &k);
    const struct edge *e = edge_of(&k, docs, "b", "h");
    CHECK(e && e->kind == EDGE_CITES);
    CHECK(!edge_of(&k, docs, "b", "o-harbour-post") && !edge_of(&k, docs, "b", "late"));
    CHECK(edge_of(&k, docs, "c", "o-harbour-post")); /* of another matter */
}

/* Who names the dispatch has its words from there, not from those that copied it; whatever else it cites. */
static void dispatch_and_report(void *arg) {
    (void)arg;
    int one[] = {0, 1, 2, 4, 5, 7}, two[] = {0, 1, 3, 4, 6, 7};
    struct buf b = {.a = a}, c = {.a = a}, d = {.a = a};
    buf_slice(&b, S("HELLEVIK, March 3 (Reuters) - "));
    buf_slice(&b, slice_str(join_paragraphs(a, ferry, one, 6)));
    buf_slice(&c, S("HELLEVIK, March 3 (Reuters) - "));
    buf_slice(&c, slice_str(join_paragraphs(a, ferry, two, 6)));
    buf_slice(&d, S("A winter of mishaps at sea has the islands on edge. According to Reuters, divers found a gash of eleven metres below "
                    "the waterline, and some diesel has reached the bird cliffs at Skarven.\n\nThe Harbour Post reported that pumps are at work "
                    "on the stranded Astrild, whose captain, Jorunn Eide, blames a broken radar.\n\nSchools will hold drills again in autumn."));
    const struct document *docs[] = {
        make_document(a, "d", buf_take(&d).p, "Islands on edge", "Valley Tribune", "2021-03-06"),
        make_document(a, "e", "Summer timetables for the western islands will be thinner.\n\nThe Harbour Post reported that pumps are at work on "
                      "the stranded Astrild, whose captain, Jorunn Eide, blames a broken radar.\n\nTicket prices rise by four per cent.",
                      "Thinner timetables", "Valley Tribune", "2021-03-06"),
        make_document(a, "p", own_words, "Pumps at work on Astrild", "Harbour Post", "2021-03-05"),
        make_document(a, "x", buf_take(&b).p, "Ferry aground", "City Examiner", "2021-03-03T10:00Z"),
        make_document(a, "y", buf_take(&c).p, "Astrild strikes a reef", "Coast Herald", "2021-03-03T10:20Z")};
    struct kin k;
    kin_read(docs, 5, 1, a, &k);
    CHECK(edge_of(&k, docs, "e", "p") && edge_of(&k, docs, "d", "p") && edge_of(&k, docs, "d", "o-reuters"));
    CHECK(!edge_of(&k, docs, "d", "x") && !edge_of(&k, docs, "d", "y"));
}

/* Quotations: taken from a report, and said in public. */
/* Two reporters at one speech have its words, and nothing from one another, nor from a report that is missing. */
static void one_speech(void *arg) {
    (void)arg;
#define SAID "\"We built this hall for the children of the river streets,\" Tolvsen said. "
#define MORE "\"It stood for sixty winters, and no roof on this coast has been mended as often as ours,\" %s. " \
             "\"I will not send a single child under those beams again, whatever the club may write to me,\" %s. " \
             "\"Whoever wants the old hall back may bring me nine million crowns by Sunday evening,\" %s."
    const struct document *docs[] = {
        make_document(a, "x", arena_printf(a, "The mayor of Brakke defended the end of the swimming hall before an angry crowd.\n\n" SAID MORE
                      "\n\nA vote is due in May, and two parties have not said how they will vote.", "she went on", "she said", "the mayor ended").p,
                      "Mayor defends closing", "Valley Tribune", "2021-03-03T14:00Z"),
        make_document(a, "y", arena_printf(a, "Placards and whistles met Signe Tolvsen on the market square on Wednesday.\n\n" SAID MORE
                      "\n\nPolice counted three hundred people, fewer than in winter.", "she shouted", "she added", "she told them").p,
                      "Whistles for the mayor", "Harbour Post", "2021-03-03T15:00Z")};
    struct kin k;
    kin_read(docs, 2, 1, a, &k);
    CHECK(k.family[0] != k.family[1]);
    for (uint32_t i = 0; i < k.edges_n; i++)
        CHECK(k.edges[i].kind == EDGE_QUOTES);
}

/* Long reports of one matter that share quotations, and beside them the like of what both have from one paper or from what
 * everybody knows, are no family; where they share more than that, they are. */
static void one_reading(void *arg) {
    (void)arg;
    static const int all[] = {0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7};
    static const char *const told[] = {
        "", "\n\nThe hall was built in the year of the great flood by nine sailmakers from the lower town, whose names are cut into the third beam.",
        "\n\nThe hall was built in the year of the great flood by nine sailmakers from the lower town, whose names are cut into the third beam. "
        "Two fires and a storm have not moved it. The club that bought it from the parish for a single crown has mended the roof with its own hands "
        "every spring since then, and holds a feast there on the first Sunday of June, to which all sailors who are in port are asked, whatever "
        "flag they sail under, and from which nobody has ever been known to go home sober or before the morning bell."};
    for (int i = 0; i < 3; i++) {
        const char *said = arena_printf(a, "\n\n" SAID MORE "%s", "she said", "she said", "she said", told[i]).p;
        const struct document *docs[] = {
            make_document(a, "x", arena_printf(a, "%s%s", join_paragraphs(a, ferry, all, 16), said).p, "Ferry", "Valley Tribune", "2021-03-03T14:00Z"),
            make_document(a, "y", arena_printf(a, "%s\n\n%s%s\n\n%s\n\n%s", other, other, said, other, other).p, "Elsewhere", "Harbour Post", "2021-03-03T15:00Z")};
        struct kin k;
        kin_read(docs, 2, 1, a, &k);
        CHECK((k.family[0] == k.family[1]) == (i == 2));
    }
}

static void quotes(void *arg) {
    (void)arg;
    int all[] = {0, 1, 2, 3, 4, 5, 6, 7};
    struct buf b = {.a = a};
    buf_slice(&b, slice_str(other));
    buf_slice(&b, S("\n\nFishermen in the village of Nordvik said they had warned about the broken light on the outer skerry since February."));
    const struct document *docs[] = {
        make_document(a, "f", join_paragraphs(a, ferry, all, 8), "Ferry runs aground", "Harbour Post", "2021-03-03"),
        make_document(a, "q", buf_take(&b).p, "Hall closes", "Coast Herald", "2021-03-05")};
    struct kin k;
    kin_read(docs, 2, 1, a, &k);
    const struct edge *e = edge_of(&k, docs, "q", "f");
    CHECK(e && e->kind == EDGE_QUOTES && k.edges_n == 1);
    CHECK(k.family[0] != k.family[1]); /* sharing a passage is not kinship */
}

/* Two reports of one family lend the same passage: the one that is known to have been there shortly before. */
static void lenders(void *arg) {
    (void)arg;
    int all[] = {0, 1, 2, 3, 4, 5, 6, 7}, cut[] = {0, 1, 2, 3, 6};
    struct buf b = {.a = a};
    buf_slice(&b, slice_str(other));
    buf_slice(&b, S("\n\nFishermen in the village of Nordvik said they had warned about the broken light on the outer skerry since February."));
    const struct document *docs[] = {
        make_document(a, "cut", join_paragraphs(a, ferry, cut, 5), "Ferry runs aground", "Valley Tribune", "2021-03-03T09:00Z"),
        make_document(a, "full", join_paragraphs(a, ferry, all, 8), "Ferry runs aground", "Harbour Post", NULL),
        make_document(a, "q", buf_take(&b).p, "Hall closes", "Coast Herald", "2021-03-03T14:00Z")};
    struct kin k;
    kin_read(docs, 3, 1, a, &k);
    CHECK(edge_of(&k, docs, "q", "cut") && !edge_of(&k, docs, "q", "full"));
    /* after it by a day, or a week before */
    docs[1] = make_document(a, "full", join_paragraphs(a, ferry, all, 8), "Ferry runs aground", "Harbour Post", "2021-03-04T10:00Z");
    docs[0] = make_document(a, "cut", join_paragraphs(a, ferry, cut, 5), "Ferry runs aground", "Valley Tribune", "2021-02-24T09:00Z");
    kin_read(docs, 3, 1, a, &k);
    CHECK(edge_of(&k, docs, "q", "cut") && !edge_of(&k, docs, "q", "full"));
}

static void nothing(void *arg) {
    (void)arg;
    struct kin k;
    kin_read(NULL, 0, 1, a, &k);
    CHECK(k.edges_n == 0 && k.origins_n == 0);
    const struct document *docs[] = {make_document(a, "1", "", NULL, NULL, NULL), make_document(a, "2", "", NULL, NULL, NULL),
                                     make_document(a, "3", "\xFF\xFE ... \"", NULL, NULL, NULL)};
    kin_read(docs, 3, 2, a, &k);
    CHECK(k.edges_n == 0);
    /* one word ten thousand times over: bounded work, no kin */
    struct buf b = {.a = a};
    for (int i = 0; i < 10000; i++)
        buf_slice(&b, S("again "));
    slice s = buf_take(&b);
    const struct document *same[] = {make_document(a, "1", s.p, NULL, NULL, NULL), make_document(a, "2", s.p, NULL, NULL, NULL)};
    kin_read(same, 2, 1, a, &k);
    CHECK(k.edges_n <= 1);
    slice name;
    uint8_t kind;
    CHECK(kin_outlet(S("the Wall Street Journal"), &name, &kind) && kind == ORIGIN_OUTLET);
    CHECK(kin_outlet(S("AFP"), &name, &kind) && kind == ORIGIN_AGENCY);
    CHECK(!kin_outlet(S("Norrland Sea Ways"), &name, &kind));
}

int main(void) {
    a = arena_new(0);
    RUN(words);
    RUN(copy);
    RUN(rewritten);
    RUN(lost);
    RUN(nameless);
    RUN(rivals);
    RUN(merged);
    RUN(named);
    RUN(unknown_agency);
    RUN(unknown_paper);
    RUN(unnamed);
    RUN(byline);
    RUN(here);
    RUN(here_without_matter);
    RUN(dispatch_and_report);
    RUN(one_speech);
    RUN(one_reading);
    RUN(quotes);
    RUN(lenders);
    RUN(nothing);
    arena_free(a);
    DONE();
}
