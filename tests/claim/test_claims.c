/* claim: what reports say alike, who denies it, where they differ, what got lost. */
#include "claim/claim_pair.h"
#include "claim/claim_reports.h"

static bool holds(const struct document *d, span at, const char *words) {
    return slice_find(slice_at(d->page.text, at), slice_str(words), 0) != NONE;
}

/* The first row, of whatever claim, in document `doc` that holds the words with that stance. */
static const struct claim *claim_with(const struct claims *c, const struct document *const *docs, uint32_t doc,
                                      const char *words, int stance) {
    for (uint32_t i = 0; i < c->claims_n; i++)
        for (uint32_t k = 0; k < c->claims[i].rows_n; k++)
            if (c->claims[i].rows[k].doc == doc && c->claims[i].rows[k].stance == stance &&
                holds(docs[doc], c->claims[i].rows[k].at, words))
                return &c->claims[i];
    return NULL;
}

static bool has_doc(const struct claim *c, uint32_t doc, int stance) {
    for (uint32_t k = 0; c && k < c->rows_n; k++)
        if (c->rows[k].doc == doc && c->rows[k].stance == stance)
            return true;
    return false;
}

static const struct conflict *conflict_of(const struct claims *c, int kind) {
    for (uint32_t i = 0; i < c->conflicts_n; i++)
        if (c->conflicts[i].kind == kind)
            return &c->conflicts[i];
    return NULL;
}

/* Every line stands on bytes of its document, and every number of a claim on a claim. */
static bool sound(const struct claims *c, const struct document *const *docs, uint32_t n) {
    for (uint32_t i = 0; i < c->claims_n; i++) {
        if (!c->claims[i].rows_n || !c->claims[i].id.n || !c->claims[i].text.n)
            return false;
        for (uint32_t k = 0; k < c->claims[i].rows_n; k++) {
            const struct claim_row *r = &c->claims[i].rows[k];
            if (r->doc >= n || r->at.start >= r->at.end || r->at.end > docs[r->doc]->page.text.n)
                return false;
        }
    }
    for (uint32_t i = 0; i < c->conflicts_n; i++) {
        const struct conflict *x = &c->conflicts[i];
        if (x->sides_n < 2 || !x->note.n || (i && x->weight > c->conflicts[i - 1].weight))
            return false;
        for (uint32_t k = 0; k < x->sides_n; k++)
            if (x->sides[k].doc >= n || x->sides[k].at.start >= x->sides[k].at.end ||
                x->sides[k].at.end > docs[x->sides[k].doc]->page.text.n)
                return false;
        for (uint32_t k = 0; k < x->claims_n; k++)
            if (x->claims[k] >= c->claims_n)
                return false;
    }
    for (uint32_t i = 0; i < c->losses_n; i++)
        if (c->losses[i].from_at.start >= c->losses[i].from_at.end ||
            (c->losses[i].claim != NONE && c->losses[i].claim >= c->claims_n))
            return false;
    for (uint32_t i = 0; i < c->timeline_n; i++)
        if (!c->timeline[i].date.n || !c->timeline[i].rests_on_n ||
            c->timeline[i].at.end > docs[c->timeline[i].doc]->page.text.n)
            return false;
    return true;
}

/* Many sentences on one matter: its words tell little then, and the pairs' model is asked. */
static slice long_report(struct arena *a, slice what, uint32_t from) {
    static const char *const who[] = {"A baker", "The choir", "One gardener", "The postman", "An old clerk", "The vet", "Some pupils", "A sailor"};
    static const char *const does[] = {"painted", "recalled", "loved", "counted", "feared", "photographed", "praised"};
    static const char *const thing[] = {"the miners", "the harbour of Orren", "the strike", "the old mill", "the council", "the bank", "the pension", "the people of Orren", "the spring"};
    slice text = arena_printf(a, "%.*s", (int)what.n, what.p);
    for (uint32_t i = from; i < from + 40; i++)
        text = arena_printf(a, "%.*s / %s %s %s.", (int)text.n, text.p, who[i % NELEMS(who)], does[i % NELEMS(does)], thing[i % NELEMS(thing)]);
    return text;
}

static void pairs(void *arg) {
    (void)arg;
    FILE *f = open_cases("pairs.txt");
    CHECK(f != NULL);
    if (!f)
        return;
    char line[1024];
    int n = 0;
    while (fgets(line, sizeof line, f)) {
        slice rest = slice_trim(slice_str(line)), want, first, second;
        if (!rest.n || rest.p[0] == '#')
            continue;
        slice_field(&rest, '|', &want);
        slice_field(&rest, '|', &first);
        second = slice_trim(rest);
        want = slice_trim(want), first = slice_trim(first);
        struct arena *a = arena_new(0);
        /* other matter around it, so that no word is in every clause */
        slice p = arena_printf(a, "Rain fell on the market all week. / %.*s / A choir sang in the old theatre.", (int)first.n, first.p);
        slice q = arena_printf(a, "The harvest was poor in the north. / %.*s / Trains ran late because of snow.", (int)second.n, second.p);
        const struct document *docs[2] = {report(a, "a", "2031-05-07", p.p), report(a, "b", "2031-05-07", q.p)};
        struct claims c;
        read_claims(a, docs, 2, false, &c);
        bool linked = false;
        for (uint32_t i = 0; i < c.claims_n; i++)
            linked |= (has_doc(&c.claims[i], 0, STANCE_ASSERTED) || has_doc(&c.claims[i], 0, STANCE_ATTRIBUTED)) &&
                      (has_doc(&c.claims[i], 1, STANCE_ASSERTED) || has_doc(&c.claims[i], 1, STANCE_ATTRIBUTED));
        if (linked != slice_eq(want, S("same")))
            fprintf(stderr, "pairs.txt: not %.*s: %.*s | %.*s\n", (int)want.n, want.p, (int)first.n, first.p, (int)second.n, second.p);
        CHECK(linked == slice_eq(want, S("same")));
        CHECK(sound(&c, docs, 2));
        arena_free(a);
        n++;
    }
    fclose(f);
    CHECK(n >= 10);
}

/* Among many clauses of one matter that are alike as they stand the model has the last word, but for opposites. */
static void ask_model(struct work *w, void *arg) {
    uint32_t asked = 0, less = 0;
    w->pairs = claim_pair_model(w->a);
    claim_units(w);
    for (uint32_t i = 0; i < w->units_n; i++)
        for (uint32_t k = i + 1; k < w->units_n; k++) {
            const struct unit *u = &w->units[i], *v = &w->units[k];
            float tie = claim_tie(w, u, v), same = claim_same(w, u, v);
            if (u->doc == v->doc || tie < 0.25f)
                continue;
            CHECK(same >= 0 && same <= 1);
            if (claim_opposed(w, u, v)) {
                CHECK(same >= tie);
                continue;
            }
            asked++;
            less += same < 2 * tie - 0.05f && same < 0.95f; /* as alike as that, it was once taken for the same whatever the model said */
        }
    *(bool *)arg = asked > 30 && less > 0;
}

static void model(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    const struct document *docs[2] = {report(a, "a", "2031-05-07", long_report(a, S("Nobody praised the bank."), 0).p),
                                      report(a, "b", "2031-05-07", long_report(a, S("The choir never feared the strike."), 40).p)};
    struct kin kin;
    struct stories stories;
    struct claims none;
    bool asked = false;
    kin_read(docs, 2, 1, a, &kin);
    story_read(docs, 2, &kin, 1, a, &stories);
    claim_piles(docs, 2, &kin, &stories, a, &none, ask_model, &asked);
    CHECK(asked);
    arena_free(a);
}

static const char first_report[] =
    "Managers of the Talmor dam were warned of a crack in its wall in April, three people close to the inquiry said. "
    "/ The flood that followed killed 12 people in the village of Besk. / Two of the three people said the managers "
    "decided to hide the engineers' letter. / \xE2\x80\x9CThis story is pure invention from beginning to end,\xE2\x80\x9D "
    "minister Olga Venn said. / The agency could not independently verify the letter.";
static const char second_report[] =
    "Managers of the Talmor dam were warned in April about a crack in the wall. / The flood killed 15 people in the "
    "village of Besk. / The managers decided to hide the letter of the engineers. / Minister Olga Venn called the "
    "report \xE2\x80\x9C" "a complete fabrication\xE2\x80\x9D.";
static const char third_report[] =
    "The managers of the Talmor dam had been warned of the crack in its wall in April, a newspaper reported on Friday. "
    "/ The ministry denied the report. / The company declined to comment.";

static void story(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    const struct document *docs[3] = {report(a, "one", "2031-06-02", first_report),
                                      report(a, "three", "2031-06-03", third_report),
                                      report(a, "two", "2031-06-03", second_report)};
    struct claims c;
    read_claims(a, docs, 3, true, &c);
    CHECK(sound(&c, docs, 3));
    const struct claim *warned = claim_with(&c, docs, 0, "warned of a crack", STANCE_ATTRIBUTED);
    CHECK(warned != NULL);
    CHECK(has_doc(warned, 2, STANCE_ASSERTED));
    CHECK(has_doc(warned, 1, STANCE_ATTRIBUTED));
    CHECK(warned && warned->support.reports == 3 && warned->support.origins == 1);
    /* denials without a word in common with what they deny go to what the story is about */
    CHECK(has_doc(warned, 0, STANCE_DENIED) && has_doc(warned, 1, STANCE_DENIED) && has_doc(warned, 2, STANCE_DENIED));
    CHECK(has_doc(warned, 1, STANCE_DECLINED));
    CHECK(claim_with(&c, docs, 0, "could not independently verify", STANCE_DOUBTED) != NULL);

    const struct conflict *k = conflict_of(&c, CONFLICT_DENIAL);
    CHECK(k && k->sides_n >= 4);
    k = conflict_of(&c, CONFLICT_WORDING);
    CHECK(k && holds(docs[k->sides[0].doc], k->sides[0].at, "pure invention") &&
          holds(docs[k->sides[1].doc], k->sides[1].at, "complete fabrication"));
    k = conflict_of(&c, CONFLICT_QUANTITY);
    CHECK(k && k->sides_n == 2 && holds(docs[k->sides[0].doc], k->sides[0].at, "12 people"));
    CHECK(k && slice_find(k->note, S("grows"), 0) != NONE); /* the later report has more */

    bool lost = false, caveat = false;
    for (uint32_t i = 0; i < c.losses_n; i++) {
        lost |= c.losses[i].kind == LOSS_ATTRIBUTION_LOST && c.losses[i].from_doc == 0 && c.losses[i].to_doc == 2;
        caveat |= c.losses[i].kind == LOSS_CAVEAT_DROPPED && c.losses[i].from_doc == 0 && c.losses[i].to_at.end == 0;
    }
    CHECK(lost);
    CHECK(caveat);
    CHECK(c.ledger_n >= 1);
    bool counted = false;
    for (uint32_t i = 0; i < c.ledger_n; i++)
        counted |= c.ledger[i].count >= 2;
    CHECK(counted);
    CHECK(c.timeline_n >= 1);
    arena_free(a);
}

/* Reports that only share a subject have no losses and no conflict. */
static void strangers(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    const struct document *docs[2] = {
        report(a, "x", "2031-06-02", "The orchestra of Lunde opened its season with a new symphony. / Tickets cost 20 crowns."),
        report(a, "y", "2031-06-02", "A goat escaped from a farm near Lunde. / The farmer offered 300 crowns to whoever finds it.")};
    struct claims c;
    read_claims(a, docs, 2, false, &c);
    CHECK(c.losses_n == 0);
    CHECK(conflict_of(&c, CONFLICT_DENIAL) == NULL && conflict_of(&c, CONFLICT_WORDING) == NULL);
    CHECK(conflict_of(&c, CONFLICT_QUANTITY) == NULL);
    arena_free(a);
}

/* Reports that tell much the same lose from one another, though no wording shows that one had it from the other. */
static void retold(void *arg) {
    (void)arg;
    static const char told[] = "Managers of the Talmor dam were warned of a crack in its wall in April, three people close to the inquiry said. ";
    static const char again[] = "Managers of the Talmor dam had been warned in April of a crack in the wall. ";
    static const char matter[] = "/ The flood killed 12 people in the village of Besk. / Prisoners built the dam in the mountains. "
                                 "/ Soldiers brought blankets to the school of Besk. / The bank of Orren owns the dam and its mill.";
    static const char retelling[] = "/ In the village of Besk the flood killed 12 people. / The dam was built in the mountains by prisoners. "
                                    "/ To the school of Besk soldiers brought blankets. / The dam and its mill are owned by the bank of Orren.";
    struct arena *a = arena_new(0);
    for (int much = 0; much < 2; much++) {
        const struct document *docs[2] = {report(a, "x", "2031-06-02", arena_printf(a, "%s%s", told, matter).p),
                                          report(a, "y", "2031-06-04", arena_printf(a, "%s%s", again, much ? retelling : "").p)};
        struct claims c;
        read_claims(a, docs, 2, false, &c);
        CHECK((c.losses_n == 1) == much);
        CHECK(!c.losses_n || (c.losses[0].kind == LOSS_ATTRIBUTION_LOST && c.losses[0].from_doc == 0 && c.losses[0].to_doc == 1));
    }
    arena_free(a);
}

/* "Denied access" denies nothing that was said. */
static void no_denial(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    const struct document *docs[2] = {
        report(a, "x", "2031-06-02", "Guards at the Talmor dam stopped the inspectors at the gate. / The guards denied them access to the tower."),
        report(a, "y", "2031-06-02", "The inspectors were stopped at the gate of the Talmor dam by guards. / They were denied entry.")};
    struct claims c;
    read_claims(a, docs, 2, false, &c);
    for (uint32_t i = 0; i < c.claims_n; i++)
        CHECK(!has_doc(&c.claims[i], 0, STANCE_DENIED) && !has_doc(&c.claims[i], 1, STANCE_DENIED));
    arena_free(a);
}

/* That one of two denies a thing is not that the other does. */
static void two_deniers(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    const struct document *docs[2] = {
        report(a, "a", "2031-05-07", "Engineers warned the port of Vessmar that the lower gate was cracked, a report said on Monday. / "
                                     "The port of Vessmar denied the report but its shares fell to a record low on Tuesday."),
        report(a, "b", "2031-05-07", "Mayor Ann Oak wrote a row of letters after a report said engineers warned the port of Vessmar that the lower gate was cracked. / "
                                     "Oak Company spokeswoman Bea Lind told the Lamp that they were unaware of any cracked gate in Vessmar.")};
    struct claims c;
    read_claims(a, docs, 2, false, &c);
    for (uint32_t i = 0; i < c.claims_n; i++) {
        bool port = false, company = false;
        for (uint32_t k = 0; k < c.claims[i].rows_n; k++) {
            const struct claim_row *r = &c.claims[i].rows[k];
            port |= r->stance == STANCE_ASSERTED && holds(docs[r->doc], r->at, "denied the report");
            company |= r->stance == STANCE_ASSERTED && holds(docs[r->doc], r->at, "were unaware");
        }
        CHECK(!(port && company));
    }
    CHECK(c.claims_n > 0);
    arena_free(a);
}

/* What a denial is tied to: two reports of one matter, the second with a denial behind it, and other matter around. */
static bool denied_where(struct arena *a, const char *denial, const char *what) {
    static const char told[] = "Engineers warned the port of Vessmar that the lower gate was cracked, three people close to the inspection said. / "
                               "The port bought two new cranes in March.";
    slice p = arena_printf(a, "%s / %s / Trains ran late because of snow.", told, denial);
    const struct document *docs[2] = {report(a, "a", "2031-05-07", told), report(a, "b", "2031-05-07", p.p)};
    struct claims c;
    read_claims(a, docs, 2, false, &c);
    CHECK(sound(&c, docs, 2));
    for (uint32_t i = 0; i < c.claims_n; i++)
        for (uint32_t k = 0; has_doc(&c.claims[i], 1, STANCE_DENIED) && k < c.claims[i].rows_n; k++)
            if (c.claims[i].rows[k].stance <= STANCE_ATTRIBUTED && (!what || holds(docs[c.claims[i].rows[k].doc], c.claims[i].rows[k].at, what)))
                return true;
    return false;
}

static void denials(void *arg) {
    (void)arg;
    static const struct { const char *denial, *what; } of[] = {
        {"The port said the allegation was \"pure invention\".", "cracked"}, /* what the story turns on */
        {"The port denied that the gate was cracked.", "cracked"},
        {"Ann Oak, the mayor, said the report that the gate was cracked was false.", "cracked"},
        {"The mayor, Ann Oak, sold the mill to a friend, the council said. Oak has denied it.", "sold the mill"},
        {"The shipping company Belmor sold the mill to a friend, the council said. The shipping company Belmor denies.", "sold the mill"},
        {"The clerks of Besk had burned the letters, two sailors said. \"We saw the smoke,\" one of them said. "
         "Besk rejected the claims as \"baseless\".", "burned the letters"},
        {"The clerks of Besk had burned the letters, two sailors said. The mayor, Ann Oak, disputes that reading.", "burned the letters"},
        {"\"The lower gate was not cracked,\" the director of the port, Ben Ash, said.", "cracked"}}; /* no word for denying */
    static const char *const none[] = {
        "A judge in another town faces trial. She has denied those accusations.",        /* those just told, and nobody told them */
        "Ann Oak, the mayor, denied any wrongdoing, saying she was a victim of rumours.", /* what she says besides is not denied */
        "The council said the advertisement spread misinformation about the vote.",      /* nobody denies anything */
        "Ben Ash rose and spoke for an hour, refuting him.",
        "Ann Oak, the mayor, opened a new school on the river in May. Oak has denied any wrongdoing.", /* the author lays nothing to her */
        "\"They wanted a witness to rebut the claims about the choir,\" Ann Oak said.",
        "The director of the port, Ben Ash, said the lower gate was cracked in not less than five places.",
        "The council said no engineer of the port of Vessmar had asked for higher pay.", /* no to something else */
        "There he will lie in state at the port of Vessmar on Friday.",
        "Two sailors said the crew had slept. The mayor, Ann Oak, denied that the mill had been sold."}; /* what it denies it says */
    struct arena *a = arena_new(0);
    for (size_t i = 0; i < NELEMS(of); i++)
        CHECK(denied_where(a, of[i].denial, of[i].what));
    for (size_t i = 0; i < NELEMS(none); i++)
        CHECK(!denied_where(a, none[i], NULL));
    arena_free(a);
}

/* Two reports, other matter around the sentence that counts. */
static const struct conflict *between(struct arena *a, int kind, const char *first, const char *second, struct claims *c) {
    slice p = arena_printf(a, "Rain fell on the market all week. / %s / A choir sang in the old theatre.", first);
    slice q = arena_printf(a, "The harvest was poor in the north. / %s / Trains ran late because of snow.", second);
    const struct document *docs[2] = {report(a, "a", "2031-05-07", p.p), report(a, "b", "2031-05-07", q.p)};
    read_claims(a, docs, 2, false, c);
    CHECK(sound(c, docs, 2));
    return conflict_of(c, kind);
}

/* A wording is another one if something within it is; cuts, brackets, dots, and the speaker's other statements are none. */
static void worded(void *arg) {
    (void)arg;
    static const struct { const char *first, *second; bool is; } of[] = {
        {"\"We lose hundreds and hundreds of boats a year to the ice. We never close the port,\" Ann Oak said.",
         "\"We lose hundreds of boats a year to the ice. We don't close the port,\" Ann Oak said.", true},
        {"\"There is no reason to close the port of Vessmar in the winter months,\" Ann Oak said.",
         "\"There is no reason to close the port [of Vessmar] in the winter months,\" Ann Oak said.", false},
        {"\"We make a solemn promise to the fishermen of the bay. The port of Vessmar stays open in winter,\" Ann Oak said.",
         "\"The port of Vessmar stays open in winter. No boat is left behind the ice this year,\" Ann Oak said.", false},
        {"\"The new rules begin an aggressive series of checks of cranes, boats and storage sheds next week,\" Ann Oak said.",
         "\"The vote represents the necessary step in our check of cranes, boats and storage sheds,\" Ann Oak said.", false},
        {"\"We told the foreman about the crack in the beam every week. Nobody listened,\" a welder who left the yard said.",
         "\"We told the foreman of the crack in the beam each week. Nobody listened,\" a former worker said.", true}, /* no names */
        {"\"We told the foreman about the crack in the beam every week,\" Ann Oak said.",
         "\"The foreman never told us about a crack, nor about the beam or the wheel,\" Ben Ash said.", false}};
    struct arena *a = arena_new(0);
    struct claims c;
    for (size_t i = 0; i < NELEMS(of); i++)
        CHECK(!of[i].is == !between(a, CONFLICT_WORDING, of[i].first, of[i].second, &c));
    arena_free(a);
}

/* A statement that is set out without quotation marks, in the first person, is not the report's own voice. */
static void first_person(void *arg) {
    (void)arg;
    static const char told[] = "The port of Vessmar was flooded on Monday. / \"I was betrayed by the council in the year of the great flood,\" Ann Oak said.";
    static const struct { const char *then; bool lost; } of[] = {
        {"The port of Vessmar was flooded on Monday. / Ann Oak was betrayed by the council in the year of the great flood.", true},
        {"The port of Vessmar was flooded on Monday. / I was betrayed by the council in the year of the great flood, and I will not forget it.", false}};
    struct arena *a = arena_new(0);
    for (size_t i = 0; i < NELEMS(of); i++) {
        const struct document *docs[2] = {report(a, "a", "2031-05-07", told), report(a, "b", "2031-05-08", of[i].then)};
        struct claims c;
        read_claims(a, docs, 2, true, &c);
        bool lost = false;
        for (uint32_t k = 0; k < c.losses_n; k++)
            lost |= c.losses[k].kind == LOSS_ATTRIBUTION_LOST;
        CHECK(lost == of[i].lost);
    }
    arena_free(a);
}

/* Numbers far apart are seldom of one thing, and "dozens" is at odds with nothing above it. */
static void numbers(void *arg) {
    (void)arg;
    static const struct { const char *first, *second; bool is; } of[] = {
        {"The flood in Vessmar killed 12 people on Monday.", "The flood in Vessmar killed 15 people on Monday.", true},
        {"The flood in Vessmar killed dozens of people on Monday.", "The flood in Vessmar killed 140 people on Monday.", false},
        {"Firemen in Vessmar rescued 60 people from roofs after the flood.",
         "The flood alert in Vessmar and along the coast holds for 5 million people, firemen said.", false}};
    struct arena *a = arena_new(0);
    struct claims c;
    for (size_t i = 0; i < NELEMS(of); i++)
        CHECK(!of[i].is == !between(a, CONFLICT_QUANTITY, of[i].first, of[i].second, &c));
    arena_free(a);
}

/* What is called a breach, and keeping to the rules; who wants to keep to them, or another, is at odds with nobody. */
static void conduct(void *arg) {
    (void)arg;
    static const char breach[] = "A harbour official said Orrenian ships had sold coal to Vasht in breach of the embargo.";
    struct arena *a = arena_new(0);
    struct claims c;
    const struct conflict *k = between(a, CONFLICT_DENIAL, breach, "The minister said Orrenia has strictly observed the embargo.", &c);
    CHECK(k && k->sides_n == 2 && k->sides[0].doc == 0 && k->sides[1].doc == 1);
    CHECK(!between(a, CONFLICT_DENIAL, breach, "The minister said Orrenia wants to observe the embargo.", &c));
    CHECK(!between(a, CONFLICT_DENIAL, breach, "The minister said Talmoria has strictly observed the embargo.", &c));
    arena_free(a);
}

/* One report goes further than the other, unless it only may. */
static void degrees(void *arg) {
    (void)arg;
    static const char less[] = "Customs officers inspected the freighter Halda in the port of Besk on Monday.";
    struct arena *a = arena_new(0);
    struct claims c;
    const struct conflict *k = between(a, CONFLICT_SCOPE, less, "Customs officers seized the freighter Halda in the port of Besk on Monday.", &c);
    CHECK(k && k->sides_n == 2 && k->sides[0].doc == 0 && k->sides[1].doc == 1);
    CHECK(!between(a, CONFLICT_SCOPE, less, "Customs officers could seize the freighter Halda in the port of Besk on Monday.", &c));
    CHECK(!between(a, CONFLICT_SCOPE, less, less, &c));
    arena_free(a);
}

/* Shares are held against one another, whatever they are shares of. */
static void shares(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    struct claims c;
    const struct conflict *k = between(a, CONFLICT_QUANTITY, "The council cut its budget for roads and bridges by 39 percent after the flood.",
                                       "The council cut nearly 45 percent of its budget for roads and bridges after the flood.", &c);
    CHECK(k && k->sides_n == 2);
    arena_free(a);
}

/* Two days for one thing; what is copied weeks later with its "on Friday" is no other day. */
static void days(void *arg) {
    (void)arg;
    static const char friday[] = "The old ferry sank off the island of Karsk with a load of coal on Friday.";
    struct arena *a = arena_new(0);
    struct claims c;
    const struct conflict *k = between(a, CONFLICT_TIME, friday, "The old ferry sank off the island of Karsk with a load of coal on May 4.", &c);
    CHECK(k && k->sides_n == 2 && slice_eq(k->sides[1].says, S("2031-05-04")));
    const struct document *docs[2] = {report(a, "a", "2031-05-07", friday), report(a, "b", "2031-06-18", friday)};
    read_claims(a, docs, 2, false, &c);
    CHECK(!conflict_of(&c, CONFLICT_TIME));
    arena_free(a);
}

/* A quotation that ends where two others go on; nothing, where the rest stands elsewhere in the report. */
static void cut_short(void *arg) {
    (void)arg;
    static const char whole[] = "\xE2\x80\x9CThe bridge is safe for every driver. We will open it on Monday whatever the "
                                "engineers say,\xE2\x80\x9D minister Olga Venn said.";
    static const char cut[] = "\xE2\x80\x9CThe bridge is safe for every driver,\xE2\x80\x9D minister Olga Venn said.";
    static const char rest[] = "\xE2\x80\x9CThe bridge is safe for every driver,\xE2\x80\x9D minister Olga Venn said. / \xE2\x80\x9CWe will "
                               "open it on Monday whatever the engineers say,\xE2\x80\x9D Venn said.";
    struct arena *a = arena_new(0);
    const struct document *docs[3] = {report(a, "a", "2031-06-02", whole), report(a, "b", "2031-06-02", whole), report(a, "c", "2031-06-02", cut)};
    struct claims c;
    read_claims(a, docs, 3, false, &c);
    const struct conflict *k = conflict_of(&c, CONFLICT_SCOPE);
    CHECK(k && k->sides_n == 3 && k->sides[0].doc == 2 && holds(docs[k->sides[1].doc], k->sides[1].at, "We will open it"));
    CHECK(k && !holds(docs[k->sides[1].doc], k->sides[1].at, "safe for every driver"));
    docs[1] = report(a, "b", "2031-06-02", "\xE2\x80\x9CThe bridge is safe for every driver,\xE2\x80\x9D minister Olga Venn said. "
                     "\xE2\x80\x9CWe will open it on Monday whatever the engineers say.\xE2\x80\x9D");
    read_claims(a, docs, 3, false, &c);
    CHECK(conflict_of(&c, CONFLICT_SCOPE) != NULL); /* parted by who says so */
    docs[2] = report(a, "c", "2031-06-02", rest);
    read_claims(a, docs, 3, false, &c);
    CHECK(!conflict_of(&c, CONFLICT_SCOPE));
    arena_free(a);
}

/* Who denies what they are said to have done denies nothing of what others are said to have done. */
static void own_denial(void *arg) {
    (void)arg;
    static const char vasht[] = "Satellites saw Vashtian ships unloading coal on the island of Karsk at night, a newspaper reported.";
    struct arena *a = arena_new(0);
    const struct document *docs[3] = {
        report(a, "a", "2031-06-02", vasht), report(a, "b", "2031-06-02", vasht),
        report(a, "c", "2031-06-02", "Orrenian ships unloaded coal on the island of Karsk at night, a newspaper reported. / "
                                     "The Orrenian foreign ministry denied the report.")};
    struct claims c;
    read_claims(a, docs, 3, false, &c);
    const struct claim *denied = claim_with(&c, docs, 2, "denied the report", STANCE_DENIED);
    CHECK(denied && claim_with(&c, docs, 2, "Orrenian ships unloaded", STANCE_ATTRIBUTED) == denied);
    CHECK(!has_doc(denied, 0, STANCE_ATTRIBUTED) && !has_doc(denied, 1, STANCE_ATTRIBUTED));
    arena_free(a);
}

/* Two foreign ministries are two: each denies what its own ships are said to have done. */
static void two_ministries(void *arg) {
    (void)arg;
    static const char vasht[] = "A newspaper reported that Vashtian ships unloaded coal on the island of Karsk at night.";
    struct arena *a = arena_new(0);
    slice first = arena_printf(a, "%s / The Vashtian Foreign Ministry denied the report. / A choir sang in the old theatre.", vasht);
    slice second = arena_printf(a, "%s / The harvest was poor in the north. / A radio station reported that Orrenian ships fired at a "
                                   "lighthouse near Talmor. / The Orrenian Foreign Ministry denied the report.", vasht);
    const struct document *docs[2] = {report(a, "a", "2031-06-02", first.p), report(a, "b", "2031-06-02", second.p)};
    struct claims c;
    read_claims(a, docs, 2, false, &c);
    const struct claim *coal = claim_with(&c, docs, 0, "Vashtian Foreign Ministry denied", STANCE_DENIED);
    CHECK(has_doc(coal, 1, STANCE_ATTRIBUTED) && !has_doc(coal, 1, STANCE_DENIED));
    const struct claim *shots = claim_with(&c, docs, 1, "Orrenian Foreign Ministry denied", STANCE_DENIED);
    CHECK(shots && claim_with(&c, docs, 1, "fired at a lighthouse", STANCE_ATTRIBUTED) == shots);
    arena_free(a);
}

/* A claim is in the words that all of its rows bear out. */
static void least_words(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    const struct document *docs[3] = {
        report(a, "a", "2031-06-02", "Nine people were killed when the gate of the lock burst at 5:15 a.m. / A choir sang in the old theatre."),
        report(a, "b", "2031-06-02", "Rain fell all week. / Nine people died at the lock, a mayor who had led the town since 2017 told a crowd of miners."),
        report(a, "c", "2031-06-03", "The harvest was poor in the north. / At the lock nine people died.")};
    struct claims c;
    read_claims(a, docs, 3, false, &c);
    const struct claim *died = claim_with(&c, docs, 0, "Nine people were killed", STANCE_ASSERTED);
    CHECK(died && slice_find(died->text, S("5:15"), 0) == NONE && slice_find(died->text, S("2017"), 0) == NONE);
    docs[2] = docs[0]; /* a copy bears nothing out */
    docs[0] = report(a, "c", "2031-06-02", "Nine people were killed when the gate of the lock burst at 5:15 a.m. / A choir sang in the old theatre.");
    read_claims(a, docs, 3, false, &c);
    died = claim_with(&c, docs, 0, "Nine people were killed", STANCE_ASSERTED);
    CHECK(died && slice_find(died->text, S("5:15"), 0) == NONE);
    arena_free(a);
}

/* The ledger has people who hide their names and tell the report; no bodies, papers, shares of a people, nobody who
 * is known by an office, who told others, or who only wants something. */
static void ledger(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    const struct document *docs[2] = {
        report(a, "a", "2031-06-02",
               "Insiders said the mill in Besk was sold. Forty percent of voters said they were against the sale. Media reports said the "
               "price was low. / The director of Karsk Hospital said the beds were full. / Engineers had told the council that the bridge "
               "was cracked. / Officials in Besk demanded that the bridge be closed. / The authority of the port said the crane would hold."),
        report(a, "b", "2031-06-02", "A choir sang in the old theatre.")};
    struct claims c;
    read_claims(a, docs, 2, false, &c);
    CHECK(c.ledger_n == 1 && c.ledger[0].refs_n == 1 && holds(docs[0], c.ledger[0].refs[0].at, "Insiders"));
    /* one of another house is somebody else, "one of the sources" need not be the one of before, and one of the four is one of the four */
    docs[0] = report(a, "a", "2031-06-02",
                     "One source said the pier was sold. / One of the sources said it was cheap. / A harbour official and several official inspectors did not answer questions. / A senior Works Department official said the price was low. / "
                     "Four people briefed on the sale said the mill was empty. One of them said it was haunted.");
    read_claims(a, docs, 2, false, &c);
    CHECK(c.ledger_n == 5);
    for (uint32_t i = 0; i < c.ledger_n; i++)
        CHECK(c.ledger[i].refs_n == (holds(docs[0], c.ledger[i].refs[0].at, "Four people briefed on the sale") ? 2 : 1));
    arena_free(a);
}

/* The steps of a lane, "REJECT rejected the offer" a line each. */
static slice lane_of(struct arena *a, const struct claims *c, const struct document *const *docs, const char *name) {
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < c->proposals_n; i++)
        for (uint32_t k = 0; k < c->proposals[i].steps_n && slice_eq_nocase(c->proposals[i].name, slice_str(name)); k++) {
            const struct document *d = docs[c->proposals[i].steps[k].doc];
            const struct event *e = &d->marks.events[c->proposals[i].steps[k].event];
            slice words = slice_at(d->page.text, e->at);
            buf_slice(&b, arena_printf(a, "%s %.*s\n", plover_names[e->root], (int)words.n, words.p));
        }
    return buf_take(&b);
}

/* What became of an offer and of what no word calls a proposal; no talks, nor what nobody answered, and each step once. */
static void proposals(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    const struct document *docs[2] = {
        report(a, "a", "2031-05-14",
               "The ferry line offered its crews a pay rise in April, but the union rejected the offer on May 6. / The ministry recommended "
               "arbitration on May 8. The talks were long. / The ministry recommended a new timetable."),
        report(a, "b", "2031-05-19",
               "The ferry line withdrew its pay offer on Saturday. / The union rejected the offer on May 6. / The crews voted against "
               "arbitration on Friday.")};
    struct claims c;
    read_claims(a, docs, 2, false, &c);
    CHECK_SLICE(lane_of(a, &c, docs, "offer"), "AGREE offered its crews a pay\nREJECT rejected the offer\nREJECT withdrew its pay offer\n");
    CHECK_SLICE(lane_of(a, &c, docs, "arbitration"), "REQUEST recommended arbitration\nREJECT voted against arbitration on Friday\n");
    CHECK(c.proposals_n == 2);
    arena_free(a);
}

/* No attribution is lost on a report that says who says it, in whatever words. */
static void still_told(void *arg) {
    (void)arg;
    static const char first[] = "Reth had been told of the crack four days before the flood, one person said. / The dam lies above Besk.";
    struct arena *a = arena_new(0);
    const struct document *docs[2] = {
        report(a, "a", "2031-06-02", first),
        report(a, "b", "2031-06-03", "The third source differs: to Reth it was reported about the crack only four days before the flood. / The dam lies above Besk.")};
    struct claims c;
    read_claims(a, docs, 2, true, &c);
    CHECK(c.losses_n == 0);
    docs[1] = report(a, "b", "2031-06-03", "Reth had been told of the crack only four days before the flood. / The dam lies above Besk.");
    read_claims(a, docs, 2, true, &c);
    CHECK(c.losses_n == 1 && c.losses[0].kind == LOSS_ATTRIBUTION_LOST);
    arena_free(a);
}

/* A clause that says when is one of its own; what holds on a condition is not. */
static void adverbials(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    const struct document *docs[2] = {
        report(a, "a", "2031-06-02", "As the flood rose above the quay, the mayor of Besk closed the bridge to lorries. / A choir sang in the old theatre."),
        report(a, "b", "2031-06-02", "The harvest was poor. / The mayor of Besk closed the bridge to lorries.")};
    struct claims c;
    read_claims(a, docs, 2, false, &c);
    const struct claim *closed = claim_with(&c, docs, 1, "closed the bridge", STANCE_ASSERTED);
    CHECK(closed && closed->rows_n == 2 && !holds(docs[0], closed->rows[0].at, "flood"));
    docs[0] = report(a, "a", "2031-06-02", "Six months after the Varn gate broke and flooded the lower quay, a commission of inquiry has put the blame on Milan Dost.");
    docs[1] = report(a, "b", "2031-06-02", "The harvest was poor. / The Varn gate broke and flooded the lower quay.");
    read_claims(a, docs, 2, false, &c);
    const struct claim *flooded = claim_with(&c, docs, 0, "flooded the lower quay", STANCE_ASSERTED);
    CHECK(flooded && !holds(docs[0], flooded->rows[0].at, "blame"));
    docs[0] = report(a, "a", "2031-06-02", "The strike follows the mayor Olga Venn's criticism of the bank this week over a report that its owners had "
                                           "sold the mill in Besk for a low price.");
    docs[1] = report(a, "b", "2031-06-02", "The harvest was poor. / The owners of the bank had sold the mill in Besk for a low price.");
    read_claims(a, docs, 2, false, &c);
    for (uint32_t i = 0; i < c.claims_n; i++) /* "of the bank this week over a report" is no beginning */
        for (uint32_t k = 0; k < c.claims[i].rows_n; k++)
            CHECK(!holds(docs[c.claims[i].rows[k].doc], (span){c.claims[i].rows[k].at.start, c.claims[i].rows[k].at.start + 3}, "of "));
    docs[0] = report(a, "a", "2031-06-02", "After the Varn gate broke at night, the mayor of Besk closed the bridge to lorries.");
    docs[1] = report(a, "b", "2031-06-02", "The harvest was poor. / The Varn gate broke at night.");
    read_claims(a, docs, 2, false, &c);
    const struct claim *broke = claim_with(&c, docs, 0, "gate broke", STANCE_ASSERTED);
    CHECK(broke && !holds(docs[0], broke->rows[0].at, "After"));
    docs[0] = report(a, "a", "2031-06-02", "If the flood rises above the quay, the mayor of Besk closes the bridge to lorries. / A choir sang in the old theatre.");
    docs[1] = report(a, "b", "2031-06-02", "The harvest was poor. / The mayor of Besk closed the bridge to lorries.");
    read_claims(a, docs, 2, false, &c);
    CHECK(!claim_with(&c, docs, 0, "closes the bridge", STANCE_ASSERTED));
    arena_free(a);
}

/* Who does not answer a question answers nothing else; that they did not is told all the same. */
static void asked(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    const struct document *docs[2] = {
        report(a, "a", "2031-06-02", "The mill in Besk was sold to a bank, a newspaper said. / Milan Dost did not respond to questions about the harvest."),
        report(a, "b", "2031-06-02", "A newspaper said that the mill in Besk was sold to a bank. / Milan Dost would not answer questions about the harvest.")};
    struct claims c;
    read_claims(a, docs, 2, false, &c);
    const struct claim *sold = claim_with(&c, docs, 0, "was sold to a bank", STANCE_ATTRIBUTED);
    CHECK(sold && !has_doc(sold, 0, STANCE_DECLINED) && !has_doc(sold, 1, STANCE_DECLINED));
    const struct claim *silent = claim_with(&c, docs, 0, "did not respond", STANCE_ASSERTED);
    CHECK(has_doc(silent, 1, STANCE_ASSERTED));
    arena_free(a);
}

/* What stands inside a sentence of somebody's and is not theirs; a day that is a noun's. */
static void asides(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    const struct document *docs[2] = {
        report(a, "a", "2031-06-02", "Minister Olga Venn denied that she had been told about the Varn gate, whose hinge broke on Sunday and put the town of Besk under water. / A choir sang."),
        report(a, "b", "2031-06-02", "The harvest was poor. / The hinge of the Varn gate broke on Sunday. / The town of Besk was put under water.")};
    struct claims c;
    read_claims(a, docs, 2, false, &c);
    CHECK(!claim_with(&c, docs, 0, "hinge broke", STANCE_ATTRIBUTED));
    CHECK(!claim_with(&c, docs, 0, "under water", STANCE_ATTRIBUTED) && !claim_with(&c, docs, 0, "under water", STANCE_DENIED));
    docs[0] = report(a, "a", "2031-06-02", "Milan Dost praised the harvest, but did not confirm that the mill in Besk had been sold to a bank. / A choir sang.");
    docs[1] = report(a, "b", "2031-06-02", "The harvest was poor. / The mill in Besk had been sold to a bank, a newspaper said.");
    read_claims(a, docs, 2, false, &c);
    CHECK(claim_with(&c, docs, 1, "had been sold", STANCE_ATTRIBUTED));
    CHECK(!claim_with(&c, docs, 0, "had been sold", STANCE_ATTRIBUTED) && claim_with(&c, docs, 0, "had been sold", STANCE_DECLINED));
    docs[0] = report(a, "a", "2031-06-02", "Police had put the toll of the flood in Besk at nine on Monday. / A choir sang.");
    docs[1] = report(a, "b", "2031-06-02", "The harvest was poor. / The toll of the flood in Besk was put at nine on Monday.");
    read_claims(a, docs, 2, false, &c); /* a figure without a clause of its own is theirs who gave it */
    CHECK(claim_with(&c, docs, 0, "Police had put", STANCE_ATTRIBUTED) && !claim_with(&c, docs, 0, "Police had put", STANCE_ASSERTED));
    docs[1] = report(a, "b", "2031-06-02", "The bridge was shut.");
    docs[0] = report(a, "a", "2031-06-02", "Three envoys of the union met again in Besk after the May 24 invasion of Tolmark. / A choir sang on May 26.");
    read_claims(a, docs, 2, false, &c);
    bool day = false, noun = false;
    for (uint32_t i = 0; i < c.timeline_n; i++) {
        noun |= slice_eq(c.timeline[i].date, S("2031-05-24")) && slice_eq(c.timeline[i].text, S("the May 24 invasion of Tolmark"));
        day |= slice_eq(c.timeline[i].date, S("2031-05-26")) && slice_find(c.timeline[i].text, S("choir sang"), 0) != NONE;
        CHECK(slice_find(c.timeline[i].text, S("Three envoys"), 0) == NONE);
    }
    CHECK(noun && day);
    /* where a stretch begins or ends is no day of it, nor is the today of who is quoted */
    docs[0] = report(a, "a", "2031-06-02", "The mill in Besk has been shut since May 12. / The bridge was closed after May 13. / \"Today the mill in Besk stands empty,\" "
                                           "Ann Oak said. / A choir sang in Besk on May 14.");
    read_claims(a, docs, 2, false, &c);
    CHECK(c.timeline_n == 1 && slice_eq(c.timeline[0].date, S("2031-05-14")));
    arena_free(a);
}

/* A doubt that nobody else speaks of says what it doubts. */
static void bare_doubt(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    const struct document *docs[2] = {report(a, "a", "2031-06-02", "Milan Dost claimed, without evidence, that it was empty. / A choir sang in the old theatre."),
                                      report(a, "b", "2031-06-02", "The bridge was shut.")};
    struct claims c;
    read_claims(a, docs, 2, false, &c);
    const struct claim *doubt = claim_with(&c, docs, 0, "without evidence", STANCE_DOUBTED);
    CHECK(doubt && slice_eq(doubt->text, S("it was empty"))); /* and not that somebody doubts it */
    arena_free(a);
}

/* What one report alone has and a reader would miss: a claim of one row, behind those between reports. */
static void alone(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    struct claims c;
    const struct document *docs[] = {
        report(a, "courier", "2023-05-02",
               "The Larkhill mill burned down on Monday, the fire brigade said.\n\n"
               "Inspector Jan Okello said the night watchman had reported sparks from the drying room twice in April. "
               "People stood about in the rain. \"What a sight,\" a neighbour said."),
        report(a, "herald", "2023-05-02",
               "The fire brigade said the Larkhill mill had burned down on Monday.\n\n"
               "The owner, Mira Tessen, had cancelled the insurance of the building six weeks before, according to the broker. "
               "It was cold."),
        report(a, "copy", "2023-05-03",
               "The fire brigade said the Larkhill mill had burned down on Monday.\n\n"
               "The owner, Mira Tessen, had cancelled the insurance of the building six weeks before, according to the broker.")};
    read_claims(a, docs, 3, false, &c);
    CHECK(sound(&c, docs, 3));
    const struct claim *sparks = claim_with(&c, docs, 0, "sparks from the drying room", STANCE_ATTRIBUTED);
    CHECK(sparks && sparks->rows_n == 1 && sparks->support.reports == 1 && sparks->support.named == 1);
    const struct claim *fire = claim_with(&c, docs, 0, "burned down", STANCE_ATTRIBUTED);
    CHECK(fire && fire->support.reports > 1 && sparks && fire < sparks);
    CHECK(!claim_with(&c, docs, 0, "rain", STANCE_ASSERTED)); /* nobody would miss it */
    CHECK(!claim_with(&c, docs, 0, "What a sight", STANCE_ATTRIBUTED));
    CHECK(!claim_with(&c, docs, 1, "cold", STANCE_ASSERTED));
    uint32_t insured = 0;
    for (uint32_t i = 0; i < c.claims_n; i++)
        insured += slice_find(c.claims[i].text, S("insurance"), 0) != NONE;
    CHECK(insured == 1); /* copies are told once */
    arena_free(a);
}

/* What a report says a second time, or in a third way, is a row of the claim; what two reports ask alike, and what is told
 * of where something comes from, are claims. */
static void near_rows(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    struct claims c;
    const struct document *docs[] = {
        report(a, "courier", "2023-05-02",
               "The Larkhill mill burned down on Monday, the fire brigade said.\n\n"
               "Inspector Jan Okello said the night watchman had reported sparks from the drying room twice in April. "
               "Who let the sprinklers be shut off in the winter, asked the mayor, and why was nobody told about it?\n\n"
               "The radio station Hilltop on Tuesday published a tape of the watchman's calls, saying it had come from the brigade."),
        report(a, "herald", "2023-05-02",
               "The fire brigade said the Larkhill mill had burned down on Monday.\n\n"
               "The watchman of the night, said inspector Okello, reported twice that sparks flew in the drying room in April. "
               "\"Who let the sprinklers be shut off in the winter?\" said the mayor.\n\n"
               "On Tuesday the tape of the watchman's calls was published by the radio station Hilltop."),
        report(a, "gazette", "2023-05-02",
               "The Larkhill mill is a ruin.\n\nSparks had been seen twice in April around the drying room, by the watchman. "
               "It was cold. Monday's fire took the mill down in an hour, neighbours of Larkhill said.")};
    read_claims(a, docs, 3, false, &c);
    CHECK(sound(&c, docs, 3));
    const struct claim *sparks = claim_with(&c, docs, 0, "sparks from the drying room", STANCE_ATTRIBUTED);
    CHECK(has_doc(sparks, 2, STANCE_ASSERTED));
    const struct claim *flew = claim_with(&c, docs, 1, "sparks flew", STANCE_ATTRIBUTED);
    CHECK(sparks && (flew == sparks || claim_with(&c, docs, 1, "sparks flew", STANCE_ASSERTED) == sparks));
    CHECK(sparks && sparks->support.reports == 3);
    CHECK(has_doc(claim_with(&c, docs, 1, "Who let the sprinklers", STANCE_ATTRIBUTED), 0, STANCE_ASSERTED));
    CHECK(has_doc(claim_with(&c, docs, 0, "published a tape", STANCE_ASSERTED), 1, STANCE_ASSERTED));
    for (uint32_t i = 0; i < c.claims_n; i++) /* each place once in a claim, in order */
        for (uint32_t k = 1; k < c.claims[i].rows_n; k++) {
            const struct claim_row *p = &c.claims[i].rows[k - 1], *q = &c.claims[i].rows[k];
            CHECK(p->doc < q->doc || (p->doc == q->doc && p->at.start <= q->at.start && (p->at.start != q->at.start || p->at.end != q->at.end)));
        }
    arena_free(a);
}

/* The ids come from the content: the same whatever the documents' order. */
static void order(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    const struct document *p[2] = {report(a, "one", "2031-06-02", first_report), report(a, "two", "2031-06-03", second_report)};
    struct claims c, d;
    read_claims(a, p, 2, true, &c);
    read_claims(a, p, 2, true, &d);
    CHECK(c.claims_n == d.claims_n && c.claims_n > 0);
    for (uint32_t i = 0; i < c.claims_n && i < d.claims_n; i++)
        CHECK(slice_eq(c.claims[i].id, d.claims[i].id));
    arena_free(a);
}

/* Nothing, one word, one endless sentence, a thousand denials. */
static void hostile(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    struct buf words = {.a = a}, no = {.a = a};
    for (int i = 0; i < 6000; i++)
        buf_slice(&words, i % 7 ? S("the dam that broke and ") : S("denied it, \xE2\x80\x9C said "));
    for (int i = 0; i < 800; i++)
        buf_slice(&no, S("The ministry denied the report. \xE2\x80\x9CIt is false,\xE2\x80\x9D he said. "));
    slice long_one = buf_take(&words), denials = buf_take(&no);
    const struct document *docs[5] = {report(a, "a", "2031", ""), report(a, "b", "", "Dam"),
                                      report(a, "c", "x", long_one.p), report(a, "d", "2031-06-02", denials.p),
                                      report(a, "e", "2031-06-02", denials.p)};
    struct claims c;
    read_claims(a, docs, 5, true, &c);
    CHECK(sound(&c, docs, 5));
    read_claims(a, docs, 0, false, &c);
    CHECK(c.claims_n == 0 && c.conflicts_n == 0);
    arena_free(a);
}

/* Two stories of one thread: their counts are held against one another where they begin within a fortnight. */
static void two_stories(void *arg) {
    (void)arg;
    static const struct { const char *then, *from; bool is; } of[] = {{"2031-05-10", "2031-05-10", true}, {"2031-07-10", "2031-07-10", false}};
    struct arena *a = arena_new(0);
    for (size_t i = 0; i < NELEMS(of); i++) {
        const struct document *docs[2] = {
            report(a, "a", "2031-05-07", "Rain fell all week. / The council cut its budget for roads and bridges by 39 percent after the flood."),
            report(a, "b", of[i].then, "A choir sang. / The council cut its budget for roads and bridges by 27 percent after the flood.")};
        uint32_t own[] = {0, 1}, family[] = {0, 1}, both[] = {0, 1};
        struct story two[] = {{.documents = &own[0], .documents_n = 1, .from = S("2031-05-07"), .to = S("2031-05-07")},
                              {.documents = &own[1], .documents_n = 1, .from = slice_str(of[i].from), .to = slice_str(of[i].from)}};
        struct thread thread = {.id = S("t-1"), .stories = both, .stories_n = 2};
        struct kin kin = {.family = family};
        struct stories stories = {0};
        story_read(docs, 2, &kin, 1, a, &stories); /* figures */
        stories.stories = two;
        stories.stories_n = 2;
        stories.threads = &thread;
        stories.threads_n = 1;
        stories.story_of = own;
        struct claims c;
        claim_read(docs, 2, &kin, &stories, 1, a, &c);
        CHECK((conflict_of(&c, CONFLICT_QUANTITY) != NULL) == of[i].is);
    }
    arena_free(a);
}

/* Who is "Ostrand" in one report and "Hedda Ostrand" in the other is told by one name. */
static void one_name(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    const struct document *docs[2] = {
        report(a, "a", "2031-05-07", "The mayor, Hedda Ostrand, came to Varn on Monday. / Ostrand said that the old dam above Varn would be torn down in June."),
        report(a, "b", "2031-05-07", "Ostrand came to Varn on Monday. / Ostrand said that the old dam above Varn would be torn down in June.")};
    struct claims c;
    read_claims(a, docs, 2, true, &c);
    uint32_t told = 0;
    for (uint32_t i = 0; i < c.claims_n; i++)
        for (uint32_t k = 0; k < c.claims[i].rows_n; k++)
            if (c.claims[i].rows[k].by.p) {
                CHECK_SLICE(c.claims[i].rows[k].by, "Hedda Ostrand");
                told++;
            }
    CHECK(told >= 2);
    arena_free(a);
}

int main(void) {
    open_kits();
    RUN(one_name);
    RUN(pairs);
    RUN(model);
    RUN(story);
    RUN(strangers);
    RUN(retold);
    RUN(no_denial);
    RUN(two_deniers);
    RUN(denials);
    RUN(worded);
    RUN(first_person);
    RUN(numbers);
    RUN(conduct);
    RUN(degrees);
    RUN(shares);
    RUN(days);
    RUN(cut_short);
    RUN(own_denial);
    RUN(least_words);
    RUN(ledger);
    RUN(proposals);
    RUN(still_told);
    RUN(adverbials);
    RUN(bare_doubt);
    RUN(asked);
    RUN(asides);
    RUN(two_ministries);
    RUN(two_stories);
    RUN(alone);
    RUN(near_rows);
    RUN(order);
    RUN(hostile);
    close_kits();
    DONE();
}
