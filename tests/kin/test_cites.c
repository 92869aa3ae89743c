/* Whom reports name as where they have something from: outlets that no list knows, papers, statements. Invented throughout. */
#include "test.h"

#include "kin_fixture.h"

static struct arena *a;

static void read_texts(const char *const *texts, uint32_t n, const struct document **docs, struct kin *out) {
    static const char *const sites[] = {"Harbour Post", "Coast Herald", "BBC News"};
    for (uint32_t i = 0; i < n; i++)
        docs[i] = make_document(a, arena_printf(a, "d%u", i).p, texts[i], NULL, sites[i % 3], arena_printf(a, "2022-04-04T%02u:00Z", 8 + i).p);
    kin_read(docs, n, 1, a, out);
}

static bool has(const struct kin *k, const struct document *const *docs, const char *doc, const char *origin) {
    return edge_of(k, docs, doc, origin) != NULL;
}

/* Names that look like an outlet's and report; names that the text calls a newspaper, before or after them. */
static void names(void *arg) {
    (void)arg;
    const char *texts[] = {
        "Marek Dunn has left the port of Lisov over a grain contract, the Lisov Ledger reported on Monday.\n\n"
        "The contract was first revealed by the investigative website Open Docks.\n\n"
        "The Sunday Compass, a weekly based in Hellevik, said last month that inspectors had been bribed.",
        "Dunn's lawyer said he might sue, in an interview with Radio Lisov. The contract that Open Docks published was secret.\n\n"
        "The Orvanian broadcaster NRV-Tolk said the price was forty million crowns."};
    const struct document *docs[2];
    struct kin k;
    read_texts(texts, 2, docs, &k);
    CHECK(has(&k, docs, "d0", "o-lisov-ledger") && has(&k, docs, "d0", "o-open-docks") && has(&k, docs, "d0", "o-sunday-compass"));
    CHECK(has(&k, docs, "d1", "o-radio-lisov") && has(&k, docs, "d1", "o-open-docks") && has(&k, docs, "d1", "o-nrv-tolk"));
    CHECK(k.origins_n == 5);
}

/* No outlets: peoples, days, bodies with a website, an outlet's reporters, the police that cannot confirm; what is part of a
 * longer name. */
static void no_names(void *arg) {
    (void)arg;
    const char *texts[] = {
        "The French newspaper reported that the dam had burst. On Monday state television showed the lake.\n\n"
        "It closed at noon, according to the Varn College website. Reuters' Karin Voss reported that the road was cut.\n\n"
        "The Hellevik Watch was unable to confirm the toll. The Varn Observer newspaper reported that two villages were under water.",
        "The dam held, the French news agency AFP reported. Reuters' Karin Voss told viewers of the flood.\n\n"
        "A guard told the British broadcaster CNN that he had seen it. The Hellevik Watch could not confirm the number of the dead."};
    const struct document *docs[2];
    struct kin k;
    read_texts(texts, 2, docs, &k);
    CHECK(has(&k, docs, "d0", "o-varn-observer") && has(&k, docs, "d1", "o-afp") && has(&k, docs, "d1", "o-cnn"));
    CHECK(has(&k, docs, "d0", "o-reuters"));
    CHECK(k.origins_n == 4);
}

/* What is shown of one outlet is shown of those beside it; "X News" is X's own. */
static void abreast(void *arg) {
    (void)arg;
    const char *texts[] = {
        "The Guardian and Der Spiegel have also reported on the bribes.\n\nReuters and Agence France-Presse contributed.",
        "An official told the Associated Press, Interfax and the Financial Times of the plan.\n\nReuters was there, and the BBC left.",
        "A guard told the BBC of the plan. He told Sky News nothing, he said."};
    const struct document *docs[3];
    struct kin k;
    read_texts(texts, 3, docs, &k);
    CHECK(has(&k, docs, "d0", "o-guardian") && has(&k, docs, "d0", "o-der-spiegel") && has(&k, docs, "d0", "o-reuters") && has(&k, docs, "d0", "o-afp"));
    CHECK(has(&k, docs, "d1", "o-associated-press") && has(&k, docs, "d1", "o-interfax") && has(&k, docs, "d1", "o-financial-times"));
    CHECK(!has(&k, docs, "d1", "o-reuters") && !has(&k, docs, "d1", "o-bbc") && !has(&k, docs, "d2", "o-bbc"));
}

/* What comes "from" an outlet; a part of its name behind the whole; and the report of it that is here, however often it is named. */
static void in_full(void *arg) {
    (void)arg;
    const char *texts[] = {
        "According to a startling report from the Guardian, a clerk of the port was paid twice for the same grain.\n\n"
        "The Financial Times reported that the port was for sale. The price was secret, according to the Times.\n\n"
        "A letter from Reuters lay on the table.",
        "A guard has told the Times of London everything, the Times said."};
    const struct document *docs[3];
    struct kin k;
    read_texts(texts, 2, docs, &k);
    CHECK(has(&k, docs, "d0", "o-guardian") && has(&k, docs, "d0", "o-financial-times"));
    CHECK(!has(&k, docs, "d0", "o-times") && !has(&k, docs, "d0", "o-reuters"));
    CHECK(has(&k, docs, "d1", "o-times") && k.origins_n == 3);

    static const int all[] = {0, 1, 2, 3}, told[] = {0, 2};
    docs[0] = make_document(a, "d0", join_paragraphs(a, ferry, all, 4), NULL, "Financial Times", "2022-04-04T08:00Z");
    const char *text = arena_printf(a, "%s\n\nThe Financial Times first had the story. The hull was sound, a Financial Times article added, and its paint was new.",
                                    join_paragraphs(a, ferry, told, 2)).p;
    docs[1] = make_document(a, "d1", "Captain Jorunn Eide of the Astrild told investigators of the radar off Varn island, the Financial Times reported.\n\n"
                                     "A Financial Times article says moths ate the flags.", NULL, "Coast Herald", "2022-04-04T12:00Z");
    docs[2] = make_document(a, "d2", text, NULL, "Hellevik Mail", "2022-04-04T13:00Z");
    kin_read(docs, 3, 1, a, &k);
    CHECK(has(&k, docs, "d1", "d0") && !has(&k, docs, "d1", "o-financial-times"));
}

/* One sentence that copies carry on is one witness. */
static void copies(void *arg) {
    (void)arg;
    const char *said = "Fog lay over the bay. The minister told Ulla Marsk of the plan, and a report by Ulla Marsk names it.";
    const char *texts[] = {said, said, said};
    const struct document *docs[3];
    struct kin k;
    read_texts(texts, 3, docs, &k);
    for (uint32_t i = 0; i < k.origins_n; i++)
        CHECK(!slice_eq(k.origins[i].id, S("o-ulla-marsk")));
}

/* Words beside a listed outlet that show it, and that do not; a common word after a small "the". */
static void contexts(void *arg) {
    (void)arg;
    static const struct { const char *text, *origin; } of[] = {
        {"The mayor resigned on Monday, the Guardian reports.", "o-guardian"},
        {"The mayor told the Guardian that she would resign.", "o-guardian"},
        {"Writing in the Guardian, the mayor said that she would resign.", "o-guardian"},
        {"The mayor told the guardian of the bridge that she would resign.", NULL},
        {"The mayor told the Guardian Society that she would resign.", NULL},
        {"The mayor said on \"Keep the Guardian\" that she would resign.", NULL},
        {"The mayor told the Standard Bearers, who said the Standard would rise.", NULL},
        {"The mayor said Sunday on CNN that she was sorry.", "o-cnn"},
        {"The mayor says she has never relied on CNN for anything.", NULL},
        {"A Reuters witness saw two cars on fire.", "o-reuters"},
        {"He was a reporter for Reuters in the war.", NULL},
        {"The BBC's Ann Ward says the mood is grim.", "o-bbc"},
        {"Al Jazeera's Hoda Karim, reporting from Tolk, spoke of shots.", "o-al-jazeera"},
        {"Politico's Harbour newsletter reported that the deal was dead.", "o-politico"},
        {"Four officials described the plan to The New York Times.", "o-new-york-times"},
        {"With files from Reuters", "o-reuters"},
        {"The deal is dead, per Axios.", "o-axios"},
        {"The deal is dead, said Bloomberg.", "o-bloomberg"},
        {"The deal is dead, said Bloomberg analyst Ann Ward.", NULL},
        {"CNN, citing two guards, said that the deal was dead.", "o-cnn"},
        {"CNN was the first to report that the deal was dead.", "o-cnn"},
        {"The film, which CNN has reviewed, shows two cars.", "o-cnn"},
        {"A guard told Ann Ward of the Financial Times that the deal was dead.", "o-financial-times"},
        {"A guard told reporters from Reuters that the deal was dead.", "o-reuters"},
        {"The BBC's Ann Ward, in Tolk, says the deal is dead.", "o-bbc"},
        {"A BBC correspondent in Tolk said the deal was dead.", "o-bbc"},
        {"In an op-ed for the New York Times, the mayor said that she would resign.", "o-new-york-times"},
        {"A Politico/Gauge poll found that few want the deal.", "o-politico"},
        {"He was quoted as saying by Interfax that the deal was dead.", "o-interfax"},
        {"The deal was reported on Monday by Interfax.", "o-interfax"},
        {"Papers obtained by the Guardian show that the deal is dead.", "o-guardian"},
        {"A guard said in an email to Vox that the deal was dead.", "o-vox"},
        {"The guard, Vox, said that the deal was dead.", NULL},
        {"State television reported that the deal was dead.", NULL},
        {"The BBC's Ann Ward obtained the papers of the harbour board.", "o-bbc"},
        {"The deal is dead, writes Ann Ward in Politico.", "o-politico"},
        {"The letter was obtained and translated by Interfax.", "o-interfax"},
        {"CNN said in a short statement that it stood by the film.", NULL},
        {"Of the film CNN said in a hurry that it was true.", "o-cnn"},
        {"The mate lies on deck. Harbour Pool/Pool via Reuters", NULL},
        {"The mate lies on deck. Harbour Pool via Reuters", "o-reuters"},
        {"\"The deal is dead, the Guardian reported,\" stood on a wall.", NULL},
        {"Ann Ward, who wrote for the Guardian, was in Tolk.", NULL},
        {"The left-leaning British newspaper said that the deal was dead.", NULL}};
    for (size_t i = 0; i < NELEMS(of); i++) {
        const struct document *docs[1];
        struct kin k;
        read_texts(&of[i].text, 1, docs, &k);
        CHECK(of[i].origin ? has(&k, docs, "d0", of[i].origin) : k.origins_n == 0);
    }
    /* "NBC" is so called where nobody says "NBC News" */
    const char *brief[] = {"A pilot told NBC that the port of Varn was for sale to Kestrel Grain, as Hedda Moll of Tolk had warned.",
                           "Hedda Moll of Tolk was right, for Kestrel Grain may have the port of Varn, as a pilot told NBC News."};
    const struct document *both[2];
    struct kin one;
    read_texts(brief, 1, both, &one);
    CHECK(has(&one, both, "d0", "o-nbc") && one.origins_n == 1);
    read_texts(brief, 2, both, &one);
    CHECK(has(&one, both, "d0", "o-nbc-news") && has(&one, both, "d1", "o-nbc-news") && one.origins_n == 1);
    const char *full[] = {"The port has been sold, according to the Times. The Financial Times's Ann Ward walked by."};
    const struct document *docs[1];
    struct kin k;
    read_texts(full, 1, docs, &k);
    CHECK(has(&k, docs, "d0", "o-financial-times") && k.origins_n == 1);
}

/* A site's name may say that it is the outlet's site. */
static void online(void *arg) {
    (void)arg;
    const struct document *docs[] = {
        make_document(a, "x", "A guard told Politico that the deal was dead.", NULL, "Politico Online News", "2022-04-04"),
        make_document(a, "y", "A guard told Politico that the dam was dry.", NULL, "Coast Herald Online", "2022-04-04")};
    struct kin k;
    kin_read(docs, 2, 1, a, &k);
    CHECK(!has(&k, docs, "x", NULL) && k.edges_n == 1);
}

/* What an outlet published long before is background, unless others have the matter from it. */
static void old(void *arg) {
    (void)arg;
    static const struct { const char *text, *time; int32_t day; bool cited; } of[] = {
        {"Axios published the paper in January.", "January", 19000 - 60, false},
        {"Axios published the paper on Monday.", "Monday", 19000, true},
        {"In 2019, the Guardian reported that the dam leaked.", "2019", 19000 - 800, false},
        {"The Guardian reported that the dam, which had leaked since it was built in 2019, would go.", "2019", 19000 - 800, true}};
    for (size_t i = 0; i < NELEMS(of); i++) {
        struct document *d = make_document(a, "x", of[i].text, NULL, "Harbour Post", "2022-01-08"); /* day 19000 */
        uint32_t at = slice_find(d->page.text, slice_str(of[i].time), 0);
        struct timex3 *t = ARENA_NEW(a, struct timex3);
        *t = (struct timex3){.at = {at, at + (uint32_t)strlen(of[i].time)}, .first = of[i].day, .last = of[i].day};
        d->marks.times = t;
        d->marks.times_n = 1;
        struct document *y = make_document(a, "y", "The dam at Varn leaks, Axios reported. The Guardian has reported on the dam at Varn since the spring.", NULL, "Coast Herald", "2022-01-08");
        const struct document *docs[] = {d, y};
        struct kin k;
        kin_read(docs, 1, 1, a, &k);
        CHECK((k.edges_n > 0) == of[i].cited);
    }
}

/* The report of an outlet that is meant: not one of the report's own outlet that merely was told something, nor one that came
 * later; a day or two lie between, and more do not. */
static void which_report(void *arg) {
    (void)arg;
    const char *told = "The ferry Astrild ran aground off Varn with 44 people on board, and Captain Jorunn Eide was held in Hellevik.";
    static const struct { const char *text, *site, *published; bool leads; } of[] = {
        {"Eide denied a Guardian report about bribes, goats, lanterns, moths, walnuts and a wedding in Hellevik.", "Coast Herald", "2022-04-06T10:00Z", true},
        {"Eide denied a Guardian report about bribes, goats, lanterns, moths, walnuts and a wedding in Hellevik.", "Coast Herald", "2022-04-14T10:00Z", false},
        {"The ferry Astrild ran aground off Varn with 44 people on board, and Captain Jorunn Eide was held, the Guardian reported.", "Coast Herald", "2022-04-01T10:00Z", false},
        {"A pilot told the Guardian that the ferry Astrild ran aground off Varn, and that Captain Jorunn Eide was held in Hellevik.", "The Guardian", "2022-04-05T10:00Z", false},
        {"The ferry Astrild ran aground off Varn, and Captain Jorunn Eide was held in Hellevik, the Guardian reported on Monday.", "The Guardian", "2022-04-05T10:00Z", true}};
    for (size_t i = 0; i < NELEMS(of); i++) {
        const struct document *docs[] = {make_document(a, "x", of[i].text, NULL, of[i].site, of[i].published),
                                         make_document(a, "y", told, NULL, "The Guardian", "2022-04-04T08:00Z")};
        struct kin k;
        kin_read(docs, 2, 1, a, &k);
        CHECK(has(&k, docs, "x", "y") == of[i].leads);
    }
}

/* Outlets by what only they are called or do; places, bodies and the report's own. */
static void by_looks(void *arg) {
    (void)arg;
    static const struct { const char *text, *origin; } of[] = {
        {"\"We will stay,\" the mayor told WQLT on Friday.", "o-wqlt"},
        {"The mayor told WQLT that she would stay. A crowd set WQLT on fire.", NULL}, /* it plays a part of its own */
        {"\"We will stay,\" the mayor told Channel 7 News.", "o-channel-7-news"},
        {"\"We will stay,\" the mayor told private TV station Kanal 5.", "o-kanal-5"},
        {"The deal is dead, the news site Tolk Insider reported.", "o-tolk-insider"},
        {"The deal is dead, the news agency Dars-e Nahal informed.", "o-dars-e-nahal"},
        {"The deal was first published by The Fathom, an investigative website.", "o-fathom"},
        {"A Tolk daily said on Monday that the deal was dead.", NULL},
        {"The envoy told the Tolk paper that the deal was dead.", NULL},
        {"In comments to the Tolk Times, the mayor said that she would stay.", "o-tolk-times"}};
    for (size_t i = 0; i < NELEMS(of); i++) {
        const struct document *docs[1];
        struct kin k;
        read_texts(&of[i].text, 1, docs, &k);
        CHECK(of[i].origin ? has(&k, docs, "d0", of[i].origin) : k.origins_n == 0);
    }
}

/* The outlet of a report is known by its host, where another report names it. */
static void hosts(void *arg) {
    (void)arg;
    const char *matter = "The ferry Astrild ran aground off Varn with 44 people on board, and Captain Jorunn Eide was held in Hellevik.";
    struct document *x = make_document(a, "x", arena_printf(a, "%s A diver told the Varn Ledger of a gash.", matter).p, NULL, NULL, "2022-04-04T08:00Z");
    struct document *y = make_document(a, "y", arena_printf(a, "%s A diver told the Varn Ledger that the gash was long.", matter).p, NULL, NULL, "2022-04-05T08:00Z");
    struct document *z = make_document(a, "z", arena_printf(a, "%s The diver told the Ledger of more.", matter).p, NULL, NULL, "2022-04-04T07:00Z");
    x->page.domain = S("www.varnledger.example");
    z->page.domain = S("varnledger.example");
    const struct document *docs[] = {x, y, z};
    struct kin k;
    kin_read(docs, 3, 1, a, &k);
    CHECK(!has(&k, docs, "x", "o-varn-ledger") && !has(&k, docs, "y", "o-varn-ledger") && !has(&k, docs, "z", "o-ledger"));
}

/* Who is named and no more has an edge where others have the matter from it; initials are who is named in full. */
static void merely(void *arg) {
    (void)arg;
    const char *texts[] = {
        "Marek Dunn left the port of Lisov over a grain contract of 2019, two clerks told Varn News Service. Inspector Hedda Moll has the files of Kestrel Grain.",
        "Marek Dunn has left Lisov, and VNS names three who knew of the grain contract of 2019. Hedda Moll has the files of Kestrel Grain.",
        "Marek Dunn has left Lisov. Two clerks spoke to the news agency VNS of the grain contract. Hedda Moll holds the files of Kestrel Grain."};
    const struct document *docs[3];
    struct kin k;
    read_texts(texts, 3, docs, &k);
    CHECK(k.origins_n == 1 && k.origins[0].kind == ORIGIN_AGENCY && k.origins[0].documents_n == 3);
    const char *cut[] = {"Marek Dunn left Lisov, two clerks told the agency Halyard Press on Monday. A report by Halyard Press names them.",
                         "Marek Dunn left Lisov over a grain contract. Halyard said that two clerks had told it so."};
    read_texts(cut, 2, docs, &k);
    CHECK(has(&k, docs, "d0", "o-halyard-press") && has(&k, docs, "d1", "o-halyard-press"));
    const char *alone[] = {"A guard left Reuters for a better post. The lock at Varn held."};
    read_texts(alone, 1, docs, &k);
    CHECK(k.origins_n == 0);
}

/* A report that came without a site and stands under an outlet's dateline is that outlet's own; an agency's is anybody's. */
static void house(void *arg) {
    (void)arg;
    const struct document *docs[] = {
        make_document(a, "own", "TOLK, Orvania (CNN) -- The dam has burst. A guard told CNN that he had seen it.", NULL, NULL, "2022-04-04"),
        make_document(a, "copy", "TOLK, Orvania (CNN) -- Snow has closed the pass above the town for a week.", NULL, "Harbour Post", "2022-04-04"),
        make_document(a, "wire", "TOLK, Orvania (AP) -- A goat won the race on Sunday.", NULL, NULL, "2022-04-04"),
        make_document(a, "cites", "The dam at Tolk has burst, a guard told CNN. He had seen it with his own eyes.", NULL, "Coast Herald", "2022-04-04")};
    struct kin k;
    kin_read(docs, 4, 1, a, &k);
    CHECK(!has(&k, docs, "own", NULL) && has(&k, docs, "copy", "o-cnn") && has(&k, docs, "wire", "o-associated-press"));
    CHECK(has(&k, docs, "cites", "own")); /* and so it is here when it is cited */
}

/* An unnamed report in words of the outlet's own: the number that both give tells that it is the named one. */
static void figure(void *arg) {
    (void)arg;
    const char *named = "The Financial Times reported that drones had filmed Orvanian lorries tipping gravel into the Kessmar marshes at dawn some 37 times since May.\n\n"
                        "The minister of trade, Edvard Thule, called for an inquiry on Monday.";
    const char *unnamed[] = {
        "A council spokesman in Tolk answered media reports claiming that its wardens let heavy wagons of the RDO and of Kessmar dump stone and gravel at night 37 times since May, as drones showed.\n\nHe spoke for an hour.",
        "A council spokesman in Tolk answered media reports claiming that its wardens let heavy wagons of the RDO and of Kessmar dump stone and gravel at night 52 times since May, as drones showed.\n\nHe spoke for an hour."};
    for (int i = 0; i < 2; i++) {
        const char *texts[] = {named, unnamed[i]};
        const struct document *docs[2];
        struct kin k;
        read_texts(texts, 2, docs, &k);
        CHECK(has(&k, docs, "d0", "o-financial-times") && has(&k, docs, "d1", "o-financial-times") == (i == 0));
    }
}

/* ---- with marks made by hand ------------------------------------------------------------------------------------ */

static span find(const struct document *d, const char *words) {
    uint32_t at = slice_find(d->page.text, slice_str(words), 0);
    return (span){at, at + (uint32_t)strlen(words)};
}

static struct spans one(span at) {
    struct spans s = {ARENA_NEW(a, span), 1};
    s.p[0] = at;
    return s;
}

/* The document's only name, and who says what with which cue. */
static void mark(struct document *d, const char *name, uint8_t entity, const char *source, uint8_t type, uint8_t form, const char *cue, const char *content) {
    d->lang.entities = ARENA_NEW(a, struct entity);
    d->lang.entities_n = 1;
    d->lang.entities[0] = (struct entity){.type = entity, .name = slice_str(name)};
    d->lang.mentions = ARENA_NEW(a, struct mention);
    d->lang.mentions_n = 1;
    d->lang.mentions[0] = (struct mention){.at = find(d, name), .entity = 0, .kind = MENTION_NAME};
    d->marks.attributions = ARENA_NEW(a, struct attribution);
    d->marks.attributions_n = 1;
    d->marks.attributions[0] = (struct attribution){.source = one(find(d, source)), .cue = one(find(d, cue)), .content = one(find(d, content)), .entity = 0,
                                                    .source_name = slice_str(name), .parent = NONE, .of = NONE, .form = form, .source_type = type};
}

/* Two reports have something from a body's paper, one under its short name; an outlet's report is the outlet. */
static void papers(void *arg) {
    (void)arg;
    struct document *x = make_document(a, "x", "Forty miners have died in Velmora since 2010, Safe Pits International said in its yearly report. The Kestrel mine at Tavira is closed.", NULL, "Harbour Post", "2022-04-04");
    struct document *y = make_document(a, "y", "According to a report by SPI, forty miners have died in Velmora. The Kestrel mine at Tavira stays closed.", NULL, "Coast Herald", "2022-04-04");
    struct document *z = make_document(a, "z", "Safe Pits International said on Monday that the Kestrel mine at Tavira in Velmora must close.", NULL, "Union Record", "2022-04-04");
    mark(x, "Safe Pits International", ENTITY_ORG, "Safe Pits International", SOURCE_ORGANISATION, FORM_INDIRECT, "said in its yearly report", "Forty miners have died in Velmora since 2010");
    mark(y, "SPI", ENTITY_ORG, "a report by SPI", SOURCE_DOCUMENT, FORM_INDIRECT, "According to", "forty miners have died in Velmora");
    mark(z, "Safe Pits International", ENTITY_ORG, "Safe Pits International", SOURCE_ORGANISATION, FORM_INDIRECT, "said", "the Kestrel mine at Tavira in Velmora must close");
    const struct document *docs[] = {x, y, z};
    struct kin k;
    kin_read(docs, 3, 1, a, &k);
    CHECK(k.origins_n == 1 && k.origins[0].kind == ORIGIN_DOCUMENT);
    if (k.origins_n)
        CHECK_SLICE(k.origins[0].name, "Safe Pits International");
    const struct edge *e = edge_of(&k, docs, "y", "o-safe-pits-international");
    CHECK(e && e->kind == EDGE_CITES && has(&k, docs, "x", "o-safe-pits-international") && !has(&k, docs, "z", NULL));
    if (e && e->evidence_n)
        CHECK_SLICE(slice_at(y->page.text, e->evidence[0].src), "a report by SPI");
    CHECK(k.origins_n && k.origins[0].recovered_n == 2);
    /* a person's report, and an outlet's */
    mark(x, "Safe Pits International", ENTITY_PER, "Safe Pits International", SOURCE_ORGANISATION, FORM_INDIRECT, "said in its yearly report", "Forty miners have died in Velmora since 2010");
    y->page.text = S("According to a report by AFP, forty miners have died in Velmora. The Kestrel mine at Tavira stays closed.");
    mark(y, "AFP", ENTITY_ORG, "a report by AFP", SOURCE_DOCUMENT, FORM_INDIRECT, "According to", "forty miners have died in Velmora");
    kin_read(docs, 3, 1, a, &k);
    for (uint32_t i = 0; i < k.origins_n; i++)
        CHECK(k.origins[i].kind != ORIGIN_DOCUMENT);
}

/* A statement that two reports tell each in its own words. */
static void statements(void *arg) {
    (void)arg;
    struct document *x = make_document(a, "x", "Tariq Benn said in a statement that the garrison of Mossad had laid down its rifles.", NULL, "Harbour Post", "2022-04-04T08:00Z");
    struct document *y = make_document(a, "y", "The garrison at Mossad has given up its rifles, Tariq Benn said in a statement.", NULL, "Coast Herald", "2022-04-04T12:00Z");
    mark(x, "Tariq Benn", ENTITY_PER, "Tariq Benn", SOURCE_PERSON, FORM_INDIRECT, "said", "the garrison of Mossad had laid down its rifles");
    mark(y, "Tariq Benn", ENTITY_PER, "Tariq Benn", SOURCE_PERSON, FORM_INDIRECT, "said", "The garrison at Mossad has given up its rifles");
    const struct document *docs[] = {x, y};
    struct kin k;
    kin_read(docs, 2, 1, a, &k);
    CHECK(has(&k, docs, "x", "o-tariq-benn") && has(&k, docs, "y", "o-tariq-benn") && k.origins_n == 1);
    /* a week later it is another one; and what is put out nowhere is his word alone */
    y->page.published = S("2022-04-12T12:00Z");
    kin_read(docs, 2, 1, a, &k);
    CHECK(k.origins_n == 2);
    y->page.published = S("2022-04-04T12:00Z");
    y->page.text = S("The garrison at Mossad has given up its rifles, Tariq Benn said in the afternoon.");
    kin_read(docs, 2, 1, a, &k);
    CHECK(k.origins_n == 1 && has(&k, docs, "x", NULL) && !has(&k, docs, "y", NULL));
}

/* What shows that a saying was put out, in one report alone, and what does not. */
static void put_out(void *arg) {
    (void)arg;
    static const struct { const char *text, *source, *cue, *content, *origin; uint8_t type, entity; } of[] = {
        {"Tariq Benn issued a statement saying the garrison had fallen.", "Tariq Benn", "issued a statement saying", "the garrison had fallen", "o-tariq-benn", SOURCE_PERSON, ENTITY_PER},
        {"The garrison had fallen, Tariq Benn wrote on his official Twitter account.", "Tariq Benn", "wrote", "The garrison had fallen", "o-tariq-benn", SOURCE_PERSON, ENTITY_PER},
        {"Tariq Benn told a news conference that the garrison had fallen.", "Tariq Benn", "told", "the garrison had fallen", "o-tariq-benn", SOURCE_PERSON, ENTITY_PER},
        {"A statement by Tariq Benn said the garrison had fallen.", "A statement by Tariq Benn", "said", "the garrison had fallen", "o-tariq-benn", SOURCE_DOCUMENT, ENTITY_PER},
        {"The garrison had fallen, Tariq Benn told reporters.", "Tariq Benn", "told", "The garrison had fallen", NULL, SOURCE_PERSON, ENTITY_PER},
        {"Tariq Benn said in his opening statement that the garrison had fallen.", "Tariq Benn", "said", "the garrison had fallen", NULL, SOURCE_PERSON, ENTITY_PER},
        {"Tariq Benn said of the post-war statement that the garrison had fallen.", "Tariq Benn", "said", "the garrison had fallen", NULL, SOURCE_PERSON, ENTITY_PER},
        {"In \"The Last Fort\", Tariq Benn writes that the garrison had fallen.", "Tariq Benn", "writes", "the garrison had fallen", "o-last-fort", SOURCE_PERSON, ENTITY_PER},
        {"Tariq Benn writes in his memoir that the garrison had fallen.", "Tariq Benn", "writes", "the garrison had fallen", "o-tariq-benns-memoir", SOURCE_PERSON, ENTITY_PER},
        {"Tariq Benn said in a report that the garrison had fallen.", "Tariq Benn", "said", "the garrison had fallen", NULL, SOURCE_PERSON, ENTITY_PER},
        {"Fort Watch said in a report that the garrison had fallen.", "Fort Watch", "said", "the garrison had fallen", "o-fort-watch", SOURCE_ORGANISATION, ENTITY_ORG},
        {"Fort Watch said of the report that the garrison had fallen.", "Fort Watch", "said", "the garrison had fallen", NULL, SOURCE_ORGANISATION, ENTITY_ORG},
        {"Tariq Benn said in a sworn affidavit that the garrison had fallen.", "Tariq Benn", "said", "the garrison had fallen", "o-tariq-benn", SOURCE_PERSON, ENTITY_PER},
        {"Tariq Benn wrote in his newsletter that the garrison had fallen.", "Tariq Benn", "wrote", "the garrison had fallen", "o-tariq-benn", SOURCE_PERSON, ENTITY_PER},
        {"Tariq Benn commented in his Twitter account that the garrison had fallen.", "Tariq Benn", "commented", "the garrison had fallen", "o-tariq-benn", SOURCE_PERSON, ENTITY_PER},
        {"Fort Watch said in a statement that the garrison was loved.", "Fort Watch", "said", "the garrison was loved", "o-fort-watch", SOURCE_OUTLET, ENTITY_ORG},
        {"Fort Watch said in a report that the garrison was loved.", "Fort Watch", "said", "the garrison was loved", NULL, SOURCE_OUTLET, ENTITY_ORG},
        {"A study by the Fort Watch for a Dry Fort found that the garrison was loved.", "A study by the Fort Watch for a Dry Fort", "found", "the garrison was loved", "o-fort-watch-for-a-dry-fort", SOURCE_DOCUMENT, ENTITY_ORG},
        {"A Fort Watch-funded study found that the garrison was loved.", "A Fort Watch-funded study", "found", "the garrison was loved", NULL, SOURCE_DOCUMENT, ENTITY_ORG},
        {"Poll after poll found that the garrison was loved by Fort Watch.", "Poll after poll", "found", "the garrison was loved", NULL, SOURCE_DOCUMENT, ENTITY_ORG},
        {"A Fort Watch poll found that the garrison was loved.", "A Fort Watch poll", "found", "the garrison was loved", "o-fort-watch", SOURCE_DOCUMENT, ENTITY_ORG}};
    for (size_t i = 0; i < NELEMS(of); i++) {
        struct document *x = make_document(a, "x", of[i].text, NULL, "Harbour Post", "2022-04-04T08:00Z");
        mark(x, of[i].entity == ENTITY_PER ? "Tariq Benn" : "Fort Watch", of[i].entity, of[i].source, of[i].type, FORM_INDIRECT, of[i].cue, of[i].content);
        const struct document *docs[] = {x};
        struct kin k;
        kin_read(docs, 1, 1, a, &k);
        CHECK(of[i].origin ? has(&k, docs, "x", of[i].origin) : k.origins_n == 0);
    }
}

/* Of one speech one report has the one half and another the other; a third has both: it is one. */
static void one_speech(void *arg) {
    (void)arg;
    const char *said[] = {"\"we shall hold the garrison until the last of the snow\"", "\"no soldier of mine has ever sold a single loaf of bread\""};
    struct document *d[3];
    for (int i = 0; i < 2; i++)
        d[i] = make_document(a, i ? "y" : "x", arena_printf(a, "Tariq Benn spoke at noon. Tariq Benn said %s.", said[i]).p, NULL, i ? "Coast Herald" : "Harbour Post", "2022-04-04T08:00Z");
    d[2] = make_document(a, "z", arena_printf(a, "Tariq Benn was tired by then. Of the fort he said %s. He added %s.", said[0], said[1]).p, NULL, "Hellevik Mail", "2022-04-04T09:00Z");
    for (int i = 0; i < 2; i++)
        mark(d[i], "Tariq Benn", ENTITY_PER, "Tariq Benn", SOURCE_PERSON, FORM_DIRECT, "said", said[i]);
    mark(d[2], "Tariq Benn", ENTITY_PER, "he", SOURCE_PERSON, FORM_DIRECT, "said", said[0]);
    struct attribution *both = arena_alloc(a, 2 * sizeof *both);
    both[0] = both[1] = d[2]->marks.attributions[0];
    both[1].cue = one(find(d[2], "added"));
    both[1].content = one(find(d[2], said[1]));
    d[2]->marks.attributions = both;
    d[2]->marks.attributions_n = 2;
    const struct document *docs[] = {d[0], d[1], d[2]};
    struct kin k;
    kin_read(docs, 3, 1, a, &k);
    CHECK(k.origins_n == 1 && has(&k, docs, "x", "o-tariq-benn") && has(&k, docs, "y", "o-tariq-benn") && has(&k, docs, "z", "o-tariq-benn"));
}

/* What two quote alike, and neither from the other, was said where both could hear it. */
static void public_words(void *arg) {
    (void)arg;
    const char *said[] = {"\"we shall hold the garrison until the last of the snow\"", "\"we shall hold on\""};
    for (int i = 0; i < 2; i++) {
        struct document *x = make_document(a, "x", arena_printf(a, "Tariq Benn spoke at noon. Tariq Benn said %s.", said[0]).p, NULL, "Harbour Post", "2022-04-04T08:00Z");
        struct document *y = make_document(a, "y", arena_printf(a, "Tariq Benn was tired by then. Of the fort he said %s.", said[i]).p, NULL, "Coast Herald", "2022-04-04T09:00Z");
        mark(x, "Tariq Benn", ENTITY_PER, "Tariq Benn", SOURCE_PERSON, FORM_DIRECT, "said", said[0]);
        mark(y, "Tariq Benn", ENTITY_PER, "he", SOURCE_PERSON, FORM_DIRECT, "said", said[i]);
        const struct document *docs[] = {x, y};
        struct kin k;
        kin_read(docs, 2, 1, a, &k);
        CHECK(i ? k.origins_n == 0 : k.origins_n == 1 && has(&k, docs, "x", "o-tariq-benn") && has(&k, docs, "y", "o-tariq-benn"));
    }
}

/* ... unless both have it from one outlet. */
static void explained(void *arg) {
    (void)arg;
    const char *said = "\"we shall hold the garrison until the last of the snow\"";
    for (int i = 0; i < 2; i++) {
        struct document *x = make_document(a, "x", arena_printf(a, "Tariq Benn spoke at noon, Reuters reported. Tariq Benn said %s.", said).p, NULL, "Harbour Post", "2022-04-04T08:00Z");
        struct document *y = make_document(a, "y", arena_printf(a, "Tariq Benn was tired by then%s. Of the fort he said %s.", i ? ", according to Reuters" : "", said).p,
                                           NULL, "Coast Herald", "2022-04-04T09:00Z");
        mark(x, "Tariq Benn", ENTITY_PER, "Tariq Benn", SOURCE_PERSON, FORM_DIRECT, "said", said);
        mark(y, "Tariq Benn", ENTITY_PER, "he", SOURCE_PERSON, FORM_DIRECT, "said", said);
        const struct document *docs[] = {x, y};
        struct kin k;
        kin_read(docs, 2, 1, a, &k);
        CHECK(has(&k, docs, "y", "o-tariq-benn") == (i == 0));
    }
}

/* Two people whom two reports quote alike: both have it from one report. */
static void second_hand(void *arg) {
    (void)arg;
    static const char *const said[] = {"\"we shall hold the garrison until the last of the snow\"", "\"no mule of mine will carry another sack up that hill\""};
    for (int i = 0; i < 2; i++) {
        struct document *d[2];
        for (int k = 0; k < 2; k++) {
            const char *other = k && i ? "\"the mules are well\"" : said[1];
            d[k] = make_document(a, k ? "y" : "x", arena_printf(a, k ? "Of the fort Tariq Benn said %s. Of the hill Olaf Brandt said %s." :
                                 "Tariq Benn spoke at noon and said %s. Olaf Brandt was there and said %s.", said[0], other).p,
                                 NULL, k ? "Coast Herald" : "Harbour Post", "2022-04-04T08:00Z");
            mark(d[k], "Tariq Benn", ENTITY_PER, "Tariq Benn", SOURCE_PERSON, FORM_DIRECT, "said", said[0]);
            struct attribution *both = arena_alloc(a, 2 * sizeof *both);
            both[0] = both[1] = d[k]->marks.attributions[0];
            both[1].source = one(find(d[k], "Olaf Brandt"));
            both[1].source_name = S("Olaf Brandt");
            both[1].entity = NONE;
            both[1].content = one(find(d[k], other));
            d[k]->marks.attributions = both;
            d[k]->marks.attributions_n = 2;
        }
        const struct document *docs[] = {d[0], d[1]};
        struct kin k;
        kin_read(docs, 2, 1, a, &k);
        CHECK(has(&k, docs, "x", "o-tariq-benn") == (i == 1) && !has(&k, docs, "x", "o-olaf-brandt"));
    }
}

/* A body that is named in full before. */
static void in_full_before(void *arg) {
    (void)arg;
    for (int i = 0; i < 2; i++) {
        struct document *x = make_document(a, "x", arena_printf(a, "Forty miners have died, the %sministry said. They had no lamps, the ministry said in a statement.", i ? "" : "mines ").p,
                                           NULL, "Harbour Post", "2022-04-04T08:00Z");
        mark(x, "lamps", ENTITY_MISC, "the ministry", SOURCE_ORGANISATION, FORM_INDIRECT, "said in a statement", "They had no lamps");
        x->marks.attributions[0].entity = NONE;
        x->marks.attributions[0].source_name = S("the ministry");
        const struct document *docs[] = {x};
        struct kin k;
        kin_read(docs, 1, 1, a, &k);
        CHECK(i ? k.origins_n == 0 : has(&k, docs, "x", "o-mines-ministry"));
    }
}

/* One person's names: a surname alone, and a name with something run into it, are who another report names. A son is another. */
static void speakers(void *arg) {
    (void)arg;
    static const struct { const char *name, *origin; } of[] = {
        {"Benn", "o-tariq-benn"}, {"Tariq Benn Olaf", "o-tariq-benn"}, {"Tariq Benn Jr.", "o-tariq-benn-jr"}};
    for (size_t i = 0; i < NELEMS(of); i++) {
        struct document *x = make_document(a, "x", arena_printf(a, "%s said in a statement that the garrison had fallen.", of[i].name).p, NULL, "Harbour Post", "2022-04-04T08:00Z");
        struct document *y = make_document(a, "y", "Tariq Benn lives in the fort.", NULL, "Coast Herald", "2022-04-04T12:00Z");
        mark(x, of[i].name, ENTITY_PER, of[i].name, SOURCE_PERSON, FORM_INDIRECT, "said", "the garrison had fallen");
        mark(y, "Tariq Benn", ENTITY_PER, "Tariq Benn", SOURCE_PERSON, FORM_INDIRECT, "lives", "in the fort");
        const struct document *docs[] = {x, y};
        struct kin k;
        kin_read(docs, 2, 1, a, &k);
        CHECK(has(&k, docs, "x", of[i].origin) && k.origins_n == 1);
    }
}

/* What two reports say that somebody put out; one alone says so in passing. */
static void released(void *arg) {
    (void)arg;
    const char *texts[] = {"The group Varn Watch on Monday released a video of the lock at Tolk, which broke in March.",
                           "Clips were made public on Monday by the group Varn Watch of the lock at Tolk, which broke in March.",
                           "Nobody at Varn Watch was released. A video of the lock at Tolk, which broke in March, has been shown."};
    struct document *d[3];
    for (int i = 0; i < 3; i++) {
        d[i] = make_document(a, arena_printf(a, "d%d", i).p, texts[i], NULL, "Harbour Post", "2022-04-04T08:00Z");
        mark(d[i], "Tolk", ENTITY_GPE, "Tolk", SOURCE_GROUP, FORM_INDIRECT, "broke", "in March");
    }
    const struct document *docs[] = {d[0], d[1], d[2]};
    struct kin k;
    kin_read(docs, 3, 1, a, &k);
    const struct edge *e = edge_of(&k, docs, "d1", "o-varn-watch");
    CHECK(k.origins_n == 1 && k.origins[0].kind == ORIGIN_STATEMENT && has(&k, docs, "d0", "o-varn-watch") && !has(&k, docs, "d2", NULL));
    CHECK(e && e->kind == EDGE_CITES && e->evidence_n == 1);
    const struct document *alone[] = {d[0], d[2]};
    kin_read(alone, 2, 1, a, &k);
    CHECK(k.origins_n == 0);
}

/* Words of a statement that another report lays to somebody else rest on it; fewer do not. */
static void other_mouth(void *arg) {
    (void)arg;
    const char *said[] = {"\"no shot was fired at the garrison on Sunday\"", "\"no shot was fired\""};
    for (int i = 0; i < 2; i++) {
        struct document *x = make_document(a, "x", "Tariq Benn said in a statement that \"no shot was fired at the garrison on Sunday\".", NULL, "Harbour Post", "2022-04-04T08:00Z");
        struct document *y = make_document(a, "y", arena_printf(a, "The Old Palace insisted in the evening that %s.", said[i]).p, NULL, "Coast Herald", "2022-04-04T09:00Z");
        mark(x, "Tariq Benn", ENTITY_PER, "Tariq Benn", SOURCE_PERSON, FORM_DIRECT, "said", said[0]);
        mark(y, "Old Palace", ENTITY_ORG, "The Old Palace", SOURCE_ORGANISATION, FORM_DIRECT, "insisted", said[i]);
        const struct document *docs[] = {x, y};
        struct kin k;
        kin_read(docs, 2, 1, a, &k);
        CHECK(k.origins_n == 1 && has(&k, docs, "x", "o-tariq-benn") && has(&k, docs, "y", "o-tariq-benn") == (i == 0));
    }
}

/* No passages: who was there, and what one of the two has as a quotation. */
static void no_passages(void *arg) {
    (void)arg;
    static const char *const shared[] = {
        "Mayor Ann Ward, Senator Carl Holm, Governor Petra Lund and Bishop Tove Rask of Hellevik",
        "the lock gave way because nobody had looked at the hinge since the spring of the flood",
        "the lock gave way because nobody had looked at the hinge since the spring of the flood"};
    for (int i = 0; i < 3; i++) {
        const char *q = i == 1 ? "\"" : "";
        const struct document *docs[] = {
            make_document(a, "x", arena_printf(a, "The lock at Varn broke on Tuesday. At noon came word of it: %s%s%s. Nine barges are aground.", q, shared[i], q).p, NULL, "Harbour Post", "2022-04-04T08:00Z"),
            make_document(a, "y", arena_printf(a, "Barges wait below Varn for a tide that will not come. One heard why: %s. The pilot went home.", shared[i]).p, NULL, "Coast Herald", "2022-04-04T12:00Z")};
        struct kin k;
        kin_read(docs, 2, 1, a, &k);
        CHECK((k.edges_n > 0) == (i == 2));
    }
}

/* "It was reported on Monday that ...": what another report names. */
static void it_was_reported(void *arg) {
    (void)arg;
    const char *texts[] = {"The Financial Times reported that drones had filmed Orvanian lorries tipping gravel into the Kessmar marshes at dawn.",
                           "Edvard Thule was asked of it in Tolk. It was reported on Monday that drones had filmed Orvanian lorries tipping gravel into the marshes."};
    const struct document *docs[2];
    struct kin k;
    read_texts(texts, 2, docs, &k);
    CHECK(has(&k, docs, "d0", "o-financial-times") && has(&k, docs, "d1", "o-financial-times"));
}

/* A sentence without end names so many and no more: each is looked for in all of it. */
static void endless(void *arg) {
    (void)arg;
    struct buf text = {.a = a};
    buf_slice(&text, S("The lock held"));
    for (int i = 0; i < 200; i++)
        buf_slice(&text, arena_printf(a, ", according to Radio Nor%c%c", 'a' + i % 20, 'a' + i / 20));
    buf_char(&text, 0);
    const char *texts[] = {buf_take(&text).p};
    const struct document *docs[1];
    struct kin k;
    read_texts(texts, 1, docs, &k);
    CHECK(k.origins_n > 10 && k.origins_n < 100);
}

int main(void) {
    a = arena_new(0);
    RUN(endless);
    RUN(it_was_reported);
    RUN(names);
    RUN(no_names);
    RUN(abreast);
    RUN(in_full);
    RUN(copies);
    RUN(contexts);
    RUN(old);
    RUN(online);
    RUN(which_report);
    RUN(released);
    RUN(by_looks);
    RUN(hosts);
    RUN(merely);
    RUN(house);
    RUN(figure);
    RUN(papers);
    RUN(statements);
    RUN(put_out);
    RUN(public_words);
    RUN(explained);
    RUN(speakers);
    RUN(second_hand);
    RUN(in_full_before);
    RUN(one_speech);
    RUN(other_mouth);
    RUN(no_passages);
    arena_free(a);
    DONE();
}
