/* Where reports, or sources within one, differ in a way that matters.
 *
 *   denial    a claim that somebody denies: those who say it, against those who deny it; a breach of rules,
 *             against those who say they keep to them (claim_odds.c)
 *   quantity  one thing counted, with different numbers (claim_count.c)
 *   time      rows of one claim on different days, in reports of one week; one thing before and after the same
 *             moment
 *   wording   one quotation by one speaker in different words (claim_wording.c)
 *   who       one claim laid to different people
 *   scope     a denial or a doubt that one report of a claim, or of its matter, lacks; two counts of its sources; a quotation
 *             cut short (claim_wording.c); one report that goes further than another (claim_odds.c)
 *
 * A difference is shown with its places side by side: of each report one for a side, and each denial
 * once, however often a report repeats it. Bounds that can both be true, rounding and tolls that
 * grow are named as that in the note: they are no contradiction. */
#include "claim_work.h"

enum { LONGEST_SAYS = 120 };

/* What each kind weighs before it is known what it is about, and what reports add. */
static const struct {
    float denial, time, scope_denial, scope_doubt, scope_count, who, opposite;
    float doubt_bits, doubt_telling, doubt_held; /* that a report must share with a doubt to tell its matter, see struct topic */
    float doubt_alike; /* least likeness of what is doubted and what is stated */
    float tie;         /* ... of two clauses that say opposite things */
    float denied_alike; /* ... of what is denied, and of what stands beside it as the same claim */
    float report;  /* for each report on a side */
    float central; /* for what stands foremost in the story */
} T = {6, 5, 3.5f, 3, 2, 3.5f, 3.5f, 7, 7, 0.25f, 0.4f, 0.2f, 0.4f, 0.3f, 2};

void draft_side(struct work *w, struct draft *d, uint32_t doc, span at, slice says, slice by) {
    for (uint32_t i = 0; i < d->sides_n; i++)
        if (d->sides[i].doc == doc && d->sides[i].at.start < at.end && at.start < d->sides[i].at.end)
            return;
    if (d->sides_n == MOST_SIDES || at.start >= at.end)
        return;
    if (!says.p) {
        says = claim_clean(w->a, work_text(w, doc), at);
        if (says.n > LONGEST_SAYS) { /* at a blank */
            uint32_t cut = LONGEST_SAYS;
            while (cut > 0 && says.p[cut] != ' ')
                cut--;
            says = arena_printf(w->a, "%.*s ...", (int)cut, says.p);
        }
    }
    d->sides[d->sides_n++] = (struct side){doc, at, says, by};
}

void draft_claim(struct draft *d, uint32_t claim) {
    for (uint32_t i = 0; i < d->claims_n; i++)
        if (d->claims[i] == claim)
            return;
    if (claim != NONE && d->claims_n < NELEMS(d->claims))
        d->claims[d->claims_n++] = claim;
}

uint32_t claim_of_unit(const struct work *w, uint32_t unit) {
    return w->units[unit].group != NONE ? w->groups[w->units[unit].group].claim : NONE;
}

void draft_close(struct work *w, struct draft *d, uint8_t kind, float weight, slice note) {
    struct claims *out = w->out;
    if (d->sides_n < 2)
        return;
    ARENA_MORE(w->a, out->conflicts, out->conflicts_n, w->conflicts_cap);
    struct conflict *c = &out->conflicts[out->conflicts_n++];
    memset(c, 0, sizeof *c);
    c->kind = kind;
    c->story = claim_story(w, d->sides[0].doc);
    c->sides = ARENA_ARRAY(w->a, struct side, d->sides_n);
    memcpy(c->sides, d->sides, d->sides_n * sizeof *c->sides);
    c->sides_n = d->sides_n;
    c->claims = ARENA_ARRAY(w->a, uint32_t, d->claims_n + 1);
    memcpy(c->claims, d->claims, d->claims_n * sizeof *c->claims);
    c->claims_n = d->claims_n;
    c->note = note;
    uint32_t docs = 0;
    for (uint32_t i = 0; i < d->sides_n; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < i && !seen; k++)
            seen = d->sides[k].doc == d->sides[i].doc;
        docs += !seen;
    }
    float central = 0; /* claims come in the order of their rank */
    for (uint32_t i = 0; i < d->claims_n; i++) {
        float s = 1 / (1 + 0.25f * (float)(d->claims[i] - w->claims_first));
        central = s > central ? s : central;
    }
    c->weight = weight + T.report * (float)docs + T.central * central;
    uint64_t h = kind;
    for (uint32_t i = 0; i < c->sides_n; i++)
        h = hash_mix(h, claim_place_hash(w, c->sides[i].doc, c->sides[i].at));
    c->id = claim_id_of(w, 'k', h);
}

/* ---- denials ---------------------------------------------------------------------------------- */

static uint32_t docs_of(const struct claim *c, int stance) { /* -1: said, in whatever voice */
    uint32_t n = 0, last = NONE;
    for (uint32_t i = 0; i < c->rows_n; i++) {
        const struct claim_row *r = &c->rows[i];
        bool fits = stance < 0 ? r->stance <= STANCE_ATTRIBUTED : r->stance == stance;
        if (fits && r->doc != last) {
            n++;
            last = r->doc;
        }
    }
    return n;
}

/* The units that denials of a claim were found to deny, each once. */
enum { MOST_DENIED = 16 };
struct denied { uint32_t unit[MOST_DENIED], n; };

static struct denied denied_units(const struct work *w, uint32_t claim) {
    struct denied d = {.n = 0};
    struct run to = claim_answers_to(w, claim);
    for (uint32_t i = to.first; i < to.end && d.n < MOST_DENIED; i++) {
        const struct answer *x = &w->answers[w->answers_to[i]];
        if (x->stance == STANCE_DENIED && x->target != NONE && !keys_have(d.unit, d.n, x->target))
            d.unit[d.n++] = x->target;
    }
    return d;
}

/* How nearly a row says what is denied: 1, that very place; 0: it only stands beside it, for a claim may hold what is no more
 * than near. */
static float says_denied(const struct work *w, const struct denied *d, const struct claim_row *r) {
    uint32_t u = claim_row_unit(w, r);
    float most = 0;
    for (uint32_t i = 0; i < d->n && u != NONE; i++) {
        float s = d->unit[i] == u ? 1 : claim_likeness(w, &w->units[u], &w->units[d->unit[i]]);
        most = s > most ? s : most;
    }
    return most >= T.denied_alike ? most : 0;
}

/* Of a report's rows the one that says what is denied best: that very one; then in somebody's words rather than the author's,
 * the one with most of the claim's own words. NULL: none of them says it. */
static const struct claim_row *best_row(const struct work *w, uint32_t claim, const struct denied *what, uint32_t doc) {
    const struct claim *c = &w->out->claims[claim];
    const struct claim_row *best = NULL;
    float most = -1;
    for (uint32_t k = 0; k < c->rows_n; k++) {
        const struct claim_row *r = &c->rows[k];
        float denied = r->doc != doc || r->stance > STANCE_ATTRIBUTED ? 0 : says_denied(w, what, r);
        if (denied <= 0)
            continue;
        uint32_t n = r->at.end - r->at.start;
        float s = 2 * (denied >= 1) + (r->stance == STANCE_ATTRIBUTED ? 1.f : 0.f) + (n > 160 ? 160.f : (float)n) / 160;
        if (s > most) {
            most = s;
            best = r;
        }
    }
    return best;
}

static bool same_by(slice a, slice b) { return a.p && b.p && slice_eq(a, b); }

/* Nobody tells what they deny. */
static bool is_deniers(const struct claim *c, const struct claim_row *r) {
    for (uint32_t i = 0; i < c->rows_n; i++)
        if (c->rows[i].stance == STANCE_DENIED && same_by(c->rows[i].by, r->by))
            return true;
    return false;
}

/* One denial against several claims is one conflict, at the claim that comes first. */
static bool denied_before(const struct work *w, uint32_t claim) {
    const struct claim *c = &w->out->claims[claim];
    for (uint32_t i = w->claims_first; i < claim; i++) {
        const struct claim *b = &w->out->claims[i];
        uint32_t n = 0, hits = 0;
        for (uint32_t k = 0; k < c->rows_n; k++) {
            if (c->rows[k].stance != STANCE_DENIED)
                continue;
            n++;
            for (uint32_t q = 0; q < b->rows_n; q++)
                if (b->rows[q].stance == STANCE_DENIED && b->rows[q].doc == c->rows[k].doc &&
                    b->rows[q].at.start == c->rows[k].at.start) {
                    hits++;
                    break;
                }
        }
        if (n && 2 * hits >= n && docs_of(b, -1))
            return true;
    }
    return false;
}

/* "Ann Ward (2 reports), the ministry" */
static slice deniers(struct work *w, const struct claim *c) {
    struct buf b = {.a = w->a};
    uint32_t names = 0;
    for (uint32_t i = 0; i < c->rows_n; i++) {
        const struct claim_row *r = &c->rows[i];
        bool before = false;
        if (r->stance != STANCE_DENIED || !r->by.p)
            continue;
        uint32_t reports = 0, last = NONE;
        for (uint32_t k = 0; k < c->rows_n; k++) {
            if (c->rows[k].stance != STANCE_DENIED || !same_by(c->rows[k].by, r->by))
                continue;
            before |= k < i;
            reports += c->rows[k].doc != last;
            last = c->rows[k].doc;
        }
        if (before || ++names > 4)
            continue;
        slice one = claim_clean(w->a, r->by, (span){0, r->by.n});
        slice part = arena_printf(w->a, "%s%.*s%s", b.n ? ", " : "", (int)(one.n < 60 ? one.n : 60), one.p, "");
        buf_slice(&b, part);
        if (reports > 1)
            buf_slice(&b, arena_printf(w->a, " (%u reports)", reports));
    }
    if (names > 4)
        buf_slice(&b, S(" and others"));
    return buf_take(&b);
}

/* A row of a denial that is sure enough to be shown. */
static bool is_sure(const struct work *w, const struct claim_row *r) {
    struct run in = claim_answers_in(w, r->doc);
    for (uint32_t i = in.first; i < in.end; i++)
        if (w->answers[i].stance == STANCE_DENIED && w->answers[i].at.start == r->at.start)
            return w->answers[i].sure;
    return true;
}

static void denial(struct work *w, uint32_t claim) {
    const struct claim *c = &w->out->claims[claim];
    uint32_t denied = 0, said = docs_of(c, -1), last = NONE;
    for (uint32_t i = 0; i < c->rows_n; i++)
        if (c->rows[i].stance == STANCE_DENIED && c->rows[i].doc != last && is_sure(w, &c->rows[i])) {
            denied++;
            last = c->rows[i].doc;
        }
    if (!denied || !said || denied_before(w, claim))
        return;
    struct denied what = denied_units(w, claim);
    struct draft d = {0};
    draft_claim(&d, claim);
    uint32_t telling = 0, open = 0; /* of these, those that leave it open */
    for (uint32_t k = 0; k < c->rows_n; k++) {
        const struct claim_row *r = said == 1 ? &c->rows[k] /* told in one report: by whom it has */
                                    : k && c->rows[k - 1].doc == c->rows[k].doc ? NULL : best_row(w, claim, &what, c->rows[k].doc);
        if (!r || r->stance > STANCE_ATTRIBUTED || (said == 1 && says_denied(w, &what, r) <= 0) || is_deniers(c, r))
            continue;
        telling++;
        uint32_t u = claim_row_unit(w, r);
        open += u != NONE && (w->units[u].flags & UNIT_CAVEAT);
        if (d.sides_n < MOST_SIDES / 2)
            draft_side(w, &d, r->doc, r->at, (slice){0}, r->by);
    }
    if (!d.sides_n)
        return;
    said = said == 1 ? 1 : telling;
    uint32_t first = d.sides_n;
    for (uint32_t k = 0; k < c->rows_n; k++) {
        const struct claim_row *r = &c->rows[k];
        bool told = false; /* the report has this speaker's denial already */
        for (uint32_t i = first; i < d.sides_n && !told; i++)
            told = d.sides[i].doc == r->doc && (same_by(d.sides[i].by, r->by) || !r->by.p);
        if (r->stance == STANCE_DENIED && !told && is_sure(w, r))
            draft_side(w, &d, r->doc, r->at, (slice){0}, r->by);
    }
    slice by = deniers(w, c);
    slice note = by.n ? arena_printf(w->a, "Told in %u report%s; denied by %.*s.", said, said == 1 ? "" : "s", (int)by.n, by.p)
                      : arena_printf(w->a, "Told in %u report%s; denied in %u.", said, said == 1 ? "" : "s", denied);
    if (open == telling) { /* "it is unclear what it does with it": nobody denies that */
        draft_close(w, &d, CONFLICT_SCOPE, T.scope_doubt, arena_slice(w->a, S("What one report leaves open another answers.")));
        return;
    }
    draft_close(w, &d, CONFLICT_DENIAL, T.denial, note);
    /* a report that tells it and has no word of the denial */
    struct draft s = {0};
    draft_claim(&s, claim);
    for (uint32_t k = 0; k < c->rows_n && denied >= 2 && s.sides_n < MOST_SIDES / 2; k++) {
        const struct claim_row *r = k && c->rows[k - 1].doc == c->rows[k].doc ? NULL : best_row(w, claim, &what, c->rows[k].doc);
        if (r && !w->has_answer[1][r->doc] && claim_story(w, r->doc) == claim_story(w, d.sides[first].doc))
            draft_side(w, &s, r->doc, r->at, arena_slice(w->a, S("no word of the denial")), r->by);
    }
    if (!s.sides_n)
        return;
    uint32_t without = s.sides_n;
    for (uint32_t i = first; i < d.sides_n; i++)
        draft_side(w, &s, d.sides[i].doc, d.sides[i].at, d.sides[i].says, d.sides[i].by);
    draft_close(w, &s, CONFLICT_SCOPE, T.scope_denial,
                arena_printf(w->a, "%u report%s this without the denial that %u other%s.", without,
                             without == 1 ? " tells" : "s tell", denied, denied == 1 ? " has" : "s have"));
}

/* ---- doubts ---------------------------------------------------------------------------------------- */

/* "Could not verify the report": of what was said, in whatever words. */
static bool is_generic(const struct work *w, const struct claim_row *r) {
    struct run in = claim_answers_in(w, r->doc);
    for (uint32_t i = in.first; i < in.end; i++)
        if (w->answers[i].at.start == r->at.start)
            return w->answers[i].generic;
    return false;
}

/* A report could not verify what another states flatly. */
static void doubt(struct work *w, uint32_t claim) {
    const struct claim *c = &w->out->claims[claim];
    struct draft d = {0};
    draft_claim(&d, claim);
    const struct claim_row *first = NULL;
    for (uint32_t k = 0; k < c->rows_n; k++)
        if (c->rows[k].stance == STANCE_DOUBTED) {
            draft_side(w, &d, c->rows[k].doc, c->rows[k].at, (slice){0}, c->rows[k].by);
            first = first ? first : &c->rows[k];
        }
    uint32_t doubts = d.sides_n;
    bool generic = doubts && is_generic(w, first);
    for (uint32_t k = 0; doubts && k < c->rows_n; k++)
        if (c->rows[k].stance == STANCE_ASSERTED && !w->has_answer[0][c->rows[k].doc] &&
            (generic || claim_surely_same(w, first, &c->rows[k], T.doubt_alike)))
            draft_side(w, &d, c->rows[k].doc, c->rows[k].at, (slice){0}, c->rows[k].by);
    if (doubts && d.sides_n > doubts)
        draft_close(w, &d, CONFLICT_SCOPE, T.scope_doubt,
                    arena_slice(w->a, S("What one report could not verify another states as a fact.")));
}

/* The clause of a report that tells the matter of a doubt, or NONE. */
uint32_t claim_tells_flatly(const struct work *w, const struct answer *x, uint32_t member) {
    uint32_t best = NONE;
    float most = 0;
    struct run sentence = claim_sentence(w, x->unit);
    for (uint32_t i = w->units_of[2 * member]; i < w->units_of[2 * member + 1]; i++) {
        const struct unit *v = &w->units[i];
        if ((v->flags & (UNIT_FRAME | UNIT_QUESTION | UNIT_TAG | UNIT_DENIAL | UNIT_IF)) || !(v->flags & UNIT_VERB) || v->phrase || w->answered[i] || claim_is_left_open(w, i))
            continue;
        for (uint32_t j = sentence.first; j < sentence.end; j++) {
            uint64_t both = claim_overlap(w, &w->units[j], v).in_b;
            if (!(both & (both - 1))) /* two words */
                continue;
            struct topic t = claim_topic(w, j, i);
            if (t.words >= 2 && t.own >= T.doubt_bits && t.telling >= T.doubt_telling && t.held >= T.doubt_held && t.bits * t.held > most) {
                most = t.bits * t.held;
                best = i;
            }
        }
    }
    return best;
}

/* A doubt that one report keeps, and others that tell its matter in other words have not. */
static void doubts_kept(struct work *w) {
    for (uint32_t i = 0; i < w->answers_n; i++) {
        const struct answer *x = &w->answers[i];
        if (x->stance != STANCE_DOUBTED || claim_is_open_question(w, &w->units[x->unit]))
            continue;
        struct draft d = {0};
        draft_side(w, &d, x->doc, x->at, (slice){0}, claim_speaker(w, x->doc, x->attribution));
        for (uint32_t m = 0; m < w->members_n && d.sides_n < MOST_SIDES / 2; m++) {
            uint32_t doc = w->members[m], v;
            if (doc == x->doc || w->has_answer[0][doc] || claim_story(w, doc) != claim_story(w, x->doc) || (v = claim_tells_flatly(w, x, m)) == NONE)
                continue;
            draft_side(w, &d, doc, w->units[v].at, (slice){0}, claim_speaker(w, doc, w->units[v].attribution));
            draft_claim(&d, claim_of_unit(w, v));
        }
        draft_close(w, &d, CONFLICT_SCOPE, T.scope_doubt, arena_slice(w->a, S("A caveat that one report keeps and another has not.")));
    }
}

/* ---- opposites -------------------------------------------------------------------------------------- */

static int against_order(const void *a, const void *b) {
    const struct link *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->a != y->a ? (x->a < y->a ? -1 : 1) : x->b < y->b ? -1 : x->b > y->b;
}

static bool negated(const struct work *w, uint32_t doc, uint32_t verb) {
    const struct lang *l = &w->docs[doc]->lang;
    for (uint32_t t = verb > 6 ? verb - 6 : 0; t < l->tokens_n && t < verb + 4; t++)
        if (l->tokens[t].head == verb && (words_classes(w->words, w->concepts[doc][t]) & WORD_NOT) && l->tokens[t].upos != UPOS_VERB)
            return true;
    return false;
}

/* Both say something of what the same do, and the one verb is the other's opposite, or the same but for
 * a "not": "backed the talks", "never backed the talks". */
static bool flatly(const struct work *w, const struct unit *a, const struct unit *b) {
    const struct lang *l = &w->docs[a->doc]->lang, *m = &w->docs[b->doc]->lang;
    bool agent = keys_meet(a->agents, a->agents_n, b->agents, b->agents_n) || claim_doers_meet(a, b) == MEET;
    for (uint32_t t = a->first; agent && t < a->end; t++) {
        uint32_t k = w->concepts[a->doc][t];
        if (l->tokens[t].upos != UPOS_VERB || !k || (words_classes(w->words, k) & (WORD_STOP | WORD_LIGHT | WORD_SPEECH)))
            continue;
        for (uint32_t q = b->first; q < b->end; q++) {
            uint32_t j = w->concepts[b->doc][q];
            if (m->tokens[q].upos != UPOS_VERB || !j || l->tokens[t].deprel != m->tokens[q].deprel)
                continue;
            bool no = negated(w, a->doc, t) != negated(w, b->doc, q);
            if ((k == j && no) || (!no && words_opposite(w->words, k, j)))
                return true;
        }
    }
    return false;
}

/* What a unit and those that say the same say, each report once. */
static void side_of_unit(struct work *w, struct draft *d, uint32_t unit) {
    const struct unit *u = &w->units[unit];
    draft_side(w, d, u->doc, u->at, (slice){0}, claim_speaker(w, u->doc, u->attribution));
    draft_claim(d, claim_of_unit(w, unit));
}

/* Does a denial that was found (claim_counter.c) rest on this unit? */
static bool is_denial_told(const struct work *w, uint32_t unit) {
    for (uint32_t i = 0; i < w->answers_n; i++)
        if (w->answers[i].unit == unit && w->answers[i].stance == STANCE_DENIED && w->answers[i].group != NONE)
            return true;
    return false;
}

/* Clauses that are alike but for a word and its opposite, or a "not", by two speakers. */
static void opposites(struct work *w) {
    enum { MOST = 8 };
    if (w->against_n > 1)
        qsort(w->against, w->against_n, sizeof *w->against, against_order);
    bool *used = ARENA_ARRAY(w->tmp, bool, w->units_n + 1);
    for (uint32_t i = 0, n = 0; i < w->against_n && n < MOST; i++) {
        const struct unit *a = &w->units[w->against[i].a], *b = &w->units[w->against[i].b];
        slice x = claim_speaker(w, a->doc, a->attribution), y = claim_speaker(w, b->doc, b->attribution);
        bool one = x.p && y.p ? slice_eq(x, y) : !x.p && !y.p && a->doc == b->doc;
        if (used[w->against[i].a] || used[w->against[i].b] || one || claim_tie(w, a, b) < T.tie || a->phrase || b->phrase ||
            claim_story(w, a->doc) != claim_story(w, b->doc) || !flatly(w, a, b) || is_denial_told(w, w->against[i].a) || is_denial_told(w, w->against[i].b))
            continue;
        used[w->against[i].a] = used[w->against[i].b] = true;
        struct draft d = {0};
        side_of_unit(w, &d, w->against[i].a);
        side_of_unit(w, &d, w->against[i].b);
        draft_close(w, &d, CONFLICT_DENIAL, T.opposite, arena_slice(w->a, S("They say opposite things.")));
        n++;
    }
}

/* ---- who says it ------------------------------------------------------------------------------------ */

static const struct attribution *voice_of(const struct work *w, const struct claim_row *r) {
    const struct marks *m = &w->docs[r->doc]->marks;
    return r->stance == STANCE_ATTRIBUTED && r->attribution < m->attributions_n ? &m->attributions[r->attribution] : NULL;
}

static bool is_quoted(const struct work *w, const struct claim_row *r) {
    slice s = slice_at(work_text(w, r->doc), r->at);
    return slice_find(s, S("\""), 0) != NONE || slice_find(s, S("\xE2\x80\x9C"), 0) != NONE;
}

/* The source is a name, not "he": of a pronoun one report may be read otherwise than another. */
static bool is_named(const struct document *d, const struct attribution *x) {
    for (uint32_t m = 0; m < d->lang.mentions_n; m++)
        if (d->lang.mentions[m].kind == MENTION_NAME && d->lang.mentions[m].entity == x->entity &&
            d->lang.mentions[m].at.start >= x->source.p[0].start && d->lang.mentions[m].at.end <= x->source.p[0].end)
            return true;
    return false;
}

static uint64_t person_of(const struct work *w, const struct claim_row *r) {
    const struct attribution *x = voice_of(w, r);
    const struct document *d = w->docs[r->doc];
    if (!x || x->anonymous || !x->source.n || !x->cue.n || !is_named(d, x) || x->entity >= d->lang.entities_n ||
        lang_sentence_at(&d->lang, x->source.p[0].start) != lang_sentence_at(&d->lang, r->at.start) || d->lang.entities[x->entity].type != ENTITY_PER ||
        !w->stories->figure_of || !w->stories->figure_of[r->doc])
        return 0;
    uint32_t f = w->stories->figure_of[r->doc][x->entity];
    return f == NONE ? 0 : hash_mix(7, f);
}

/* "Oak", "Ann Oak", "Oak Ann Oak Jr": as names go, they may be one. */
static bool share_name(slice a, slice b) {
    slice word, other;
    while (a.n && slice_field(&a, ' ', &word)) {
        slice rest = b;
        while (rest.n && slice_field(&rest, ' ', &other))
            if (word.n > 2 && slice_eq_nocase(word, other))
                return true;
    }
    return false;
}

/* The same words, but for what stands at their ends. */
static bool same_words(const struct work *w, const struct claim_row *a, const struct claim_row *b) {
    enum { LEAST = 30, FRONT = 4, ENDS = 10 /* bytes */ };
    struct arena_mark mark = arena_mark(w->tmp);
    slice x = claim_clean(w->tmp, work_text(w, a->doc), a->at), y = claim_clean(w->tmp, work_text(w, b->doc), b->at);
    uint32_t less = x.n < y.n ? x.n : y.n;
    bool same = less >= LEAST && memcmp(x.p + FRONT, y.p + FRONT, less - ENDS) == 0;
    arena_rewind(w->tmp, mark);
    return same;
}

/* The same words between quotation marks, laid to two people. */
static bool laid_to_two(struct work *w, uint32_t claim) {
    const struct claim *c = &w->out->claims[claim];
    uint64_t *who = ARENA_ARRAY(w->tmp, uint64_t, c->rows_n + 1);
    for (uint32_t i = 0; i < c->rows_n; i++)
        who[i] = is_quoted(w, &c->rows[i]) ? person_of(w, &c->rows[i]) : 0;
    for (uint32_t i = 0; i < c->rows_n; i++)
        for (uint32_t k = i + 1; who[i] && k < c->rows_n; k++) {
            const struct claim_row *a = &c->rows[i], *b = &c->rows[k];
            if (!who[k] || who[k] == who[i] || a->doc == b->doc || share_name(a->by, b->by) || !same_words(w, a, b))
                continue;
            struct draft d = {0};
            draft_claim(&d, claim);
            draft_side(w, &d, a->doc, a->at, (slice){0}, a->by);
            draft_side(w, &d, b->doc, b->at, (slice){0}, b->by);
            draft_close(w, &d, CONFLICT_WHO, T.who, arena_slice(w->a, S("One quotation laid to two people.")));
            return true;
        }
    return false;
}

/* Two counts of the unnamed sources behind one claim. */
static void counted_apart(struct work *w, uint32_t claim) {
    const struct claim *c = &w->out->claims[claim];
    for (uint32_t i = 0; i < c->rows_n; i++) {
        const struct attribution *x = voice_of(w, &c->rows[i]);
        for (uint32_t k = i + 1; x && x->anonymous && x->count && x->source.n && k < c->rows_n; k++) {
            const struct attribution *y = voice_of(w, &c->rows[k]);
            if (!y || !y->anonymous || !y->count || y->count == x->count || !y->source.n || c->rows[k].doc == c->rows[i].doc)
                continue;
            struct draft d = {0};
            draft_claim(&d, claim);
            draft_side(w, &d, c->rows[i].doc, x->source.p[0], (slice){0}, (slice){0});
            draft_side(w, &d, c->rows[k].doc, y->source.p[0], (slice){0}, (slice){0});
            draft_close(w, &d, CONFLICT_SCOPE, T.scope_count + 1,
                        arena_slice(w->a, S("Different numbers of unnamed sources for one claim.")));
            return;
        }
    }
}

static bool of_people(const struct work *w, uint32_t doc, const struct attribution *x) {
    const struct lang *l = &w->docs[doc]->lang;
    for (uint32_t t = x->source.n ? lang_token_at(l, x->source.p[0].start) : l->tokens_n;
         t < l->tokens_n && l->tokens[t].at.start < x->source.p[0].end; t++)
        if (words_classes(w->words, w->concepts[doc][t]) & WORD_PEOPLE)
            return true;
    return false;
}

/* "Three people close to the talks" in one report, "insiders" in another: how many they are got lost. */
static bool folded(struct work *w, uint32_t claim) {
    const struct claim *c = &w->out->claims[claim];
    struct draft d = {0};
    draft_claim(&d, claim);
    uint32_t counted = 0;
    for (int pass = 0; pass < 2; pass++) /* first those that count them */
        for (uint32_t i = 0; i < c->rows_n && (!pass || counted); i++) {
            const struct attribution *x = voice_of(w, &c->rows[i]);
            if (!x || !x->anonymous || !of_people(w, c->rows[i].doc, x) || (x->count >= 2) != (pass == 0))
                continue;
            bool known = x->count == 1;
            for (uint32_t k = 0; k < d.sides_n && !known; k++)
                known = d.sides[k].doc == c->rows[i].doc;
            if (known)
                continue;
            draft_side(w, &d, c->rows[i].doc, x->source.p[0], (slice){0}, (slice){0});
            counted += pass == 0;
        }
    if (!counted || d.sides_n == counted)
        return false;
    draft_close(w, &d, CONFLICT_SCOPE, T.scope_count + 1, arena_slice(w->a, S("How many unnamed sources there are got lost.")));
    return true;
}

/* ---- counts of sources within a report ---------------------------------------------------------------- */

/* "three people close to ... said", "six of the sources said": not all of them said all of it. */
static void source_counts(struct work *w) {
    for (uint32_t m = 0; m < w->members_n; m++) {
        uint32_t doc = w->members[m];
        const struct marks *x = &w->docs[doc]->marks;
        uint32_t first = NONE, other = NONE;
        for (uint32_t i = 0; i < x->attributions_n && other == NONE; i++) {
            const struct attribution *t = &x->attributions[i];
            if (!t->anonymous || t->count < 2 || !of_people(w, doc, t)) /* no lawmakers, no companies */
                continue;
            if (first == NONE)
                first = i;
            else if (t->count > x->attributions[first].count)
                other = i;
        }
        if (other == NONE)
            continue;
        struct draft d = {0};
        draft_side(w, &d, doc, x->attributions[first].source.p[0], (slice){0}, (slice){0});
        draft_side(w, &d, doc, x->attributions[other].source.p[0], (slice){0}, (slice){0});
        draft_close(w, &d, CONFLICT_SCOPE, T.scope_count,
                    arena_printf(w->a, "%u unnamed sources for one part of the report, %u for another.",
                                 x->attributions[first].count, x->attributions[other].count));
    }
}

/* ---- times ---------------------------------------------------------------------------------------- */

static const struct timex3 *day_in(const struct work *w, uint32_t doc, span at, uint32_t *found) {
    const struct marks *m = &w->docs[doc]->marks;
    const struct timex3 *t = NULL; /* the last one; only a lone one is used */
    *found = 0;
    for (uint32_t i = 0; i < m->times_n; i++) {
        const struct timex3 *x = &m->times[i];
        if (x->at.start < at.start || x->at.end > at.end || x->type > TIME_TIME || x->first == INT32_MIN)
            continue;
        if (x->last - x->first > 31)
            continue; /* "this year" contradicts nothing */
        t = x;
        ++*found;
    }
    return t;
}

/* Days that a time may be off: months, and what is reckoned in them, are rough. */
static int32_t slack(const struct timex3 *t) { return t->last - t->first > 6 ? 31 : 0; }

/* Two days for one thing, and not two things: reports of one week that surely say the same otherwise, and don't
 * give the day in the same words ("on Friday", copied into a later report). */
static bool days_differ(const struct work *w, const struct claim_row *p, const struct timex3 *a, const struct claim_row *q,
                        const struct timex3 *b) {
    enum { WEEK = 7 * 24 * 60 };
    int64_t x = kin_minutes(w->docs[p->doc]->page.published, NULL), y = kin_minutes(w->docs[q->doc]->page.published, NULL);
    if (p->doc == q->doc || (a->last - a->first > 1) != (b->last - b->first > 1)) /* only like is held against like */
        return false;
    if (x != INT64_MIN && y != INT64_MIN && (x - y > WEEK || y - x > WEEK))
        return false;
    return (b->first > a->last + slack(b) || b->last + slack(b) < a->first) &&
           !slice_eq_nocase(slice_at(work_text(w, p->doc), a->at), slice_at(work_text(w, q->doc), b->at)) &&
           claim_surely_same(w, p, q, CLAIM_SURE);
}

/* Rows of one claim on different days. */
static void days(struct work *w, uint32_t claim) {
    enum { MOST = 64 };
    const struct claim *c = &w->out->claims[claim];
    struct draft d = {0};
    draft_claim(&d, claim);
    const struct claim_row *first = NULL;
    const struct timex3 *day = NULL;
    uint32_t n;
    for (uint32_t k = 0; k < c->rows_n && k < MOST; k++) {
        const struct claim_row *r = &c->rows[k];
        const struct timex3 *t = r->stance <= STANCE_ATTRIBUTED ? day_in(w, r->doc, r->at, &n) : NULL;
        if (!t || n != 1)
            continue;
        if (!first) {
            first = r;
            day = t;
        } else if (days_differ(w, first, day, r, t)) {
            draft_side(w, &d, first->doc, day->at, day->value, first->by);
            draft_side(w, &d, r->doc, t->at, t->value, r->by);
        }
    }
    draft_close(w, &d, CONFLICT_TIME, T.time, arena_slice(w->a, S("Different days for one thing.")));
}

/* On which side of what a clause puts itself: "after the vote", "prior to the vote". */
struct relation { uint32_t unit, anchor; bool late; };

static bool relation_of(const struct work *w, uint32_t i, struct relation *r) {
    enum { FAR = 7 };
    const struct unit *u = &w->units[i];
    const struct lang *l = &w->docs[u->doc]->lang;
    if (!l->parsed || (u->flags & (UNIT_FRAME | UNIT_QUESTION)))
        return false;
    for (uint32_t t = u->first; t < u->end; t++) {
        uint32_t bits = words_classes(w->words, w->concepts[u->doc][t]);
        if (!(bits & (WORD_EARLY | WORD_LATE)) || l->tokens[t].upos == UPOS_VERB)
            continue;
        for (uint32_t k = t + 1; k < u->end && k < t + FAR; k++) {
            const struct token *x = &l->tokens[k];
            if (x->upos == UPOS_PUNCT && (x->flags & (TOKEN_QUOTE_OPEN | TOKEN_QUOTE_CLOSE | TOKEN_SPACE_BEFORE)) == 0 &&
                work_text(w, u->doc).p[x->at.start] == ',')
                break;
            if (x->upos == UPOS_VERB || x->upos == UPOS_AUX)
                break;
            if (x->upos != UPOS_NOUN || (words_classes(w->words, w->concepts[u->doc][k]) & (WORD_STOP | WORD_LIGHT | WORD_SPAN)) ||
                !w->concepts[u->doc][k])
                continue;
            *r = (struct relation){i, w->concepts[u->doc][k], (bits & WORD_LATE) != 0};
            return true;
        }
    }
    return false;
}

static int relation_order(const void *a, const void *b) {
    const struct relation *x = a, *y = b;
    if (x->anchor != y->anchor)
        return x->anchor < y->anchor ? -1 : 1;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

/* A noun or verb, no name, that both clauses are about: in the role of subject or object in both, or two
 * such words in whatever role. */
static bool same_event(const struct work *w, const struct relation *a, const struct relation *b) {
    const struct unit *x = &w->units[a->unit], *y = &w->units[b->unit];
    const struct lang *l = &w->docs[x->doc]->lang, *m = &w->docs[y->doc]->lang;
    uint32_t core = 0, all = 0;
    for (uint32_t t = x->first; t < x->end; t++) {
        uint32_t k = w->concepts[x->doc][t];
        if (!k || k == a->anchor ||
            (words_classes(w->words, k) & (WORD_STOP | WORD_LIGHT | WORD_SPEECH | WORD_PEOPLE | WORD_SPAN | WORD_EARLY | WORD_LATE)) ||
            (l->tokens[t].upos != UPOS_NOUN && l->tokens[t].upos != UPOS_VERB))
            continue;
        for (uint32_t q = y->first; q < y->end; q++) {
            if (w->concepts[y->doc][q] != k)
                continue;
            uint8_t r = l->tokens[t].deprel, s = m->tokens[q].deprel;
            all++;
            core += (r == DEP_NSUBJ || r == DEP_NSUBJ_PASS || r == DEP_OBJ) && (s == DEP_NSUBJ || s == DEP_NSUBJ_PASS || s == DEP_OBJ);
            break;
        }
    }
    return core || all >= 2;
}

static void before_and_after(struct work *w) {
    enum { NEAR = 24 };
    struct relation *r = NULL, one;
    uint32_t n = 0, cap = 0;
    for (uint32_t i = 0; i < w->units_n; i++)
        if (relation_of(w, i, &one)) {
            ARENA_MORE(w->tmp, r, n, cap);
            r[n++] = one;
        }
    if (n > 1)
        qsort(r, n, sizeof *r, relation_order);
    bool *used = ARENA_ARRAY(w->tmp, bool, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t against[NEAR], against_n = 0, with[NEAR], with_n = 0, story = claim_story(w, w->units[r[i].unit].doc);
        for (uint32_t k = i + 1; !used[i] && k < n && k < i + NEAR && r[k].anchor == r[i].anchor; k++)
            if (r[k].late != r[i].late && claim_story(w, w->units[r[k].unit].doc) == story && same_event(w, &r[i], &r[k]))
                against[against_n++] = k;
        if (!against_n)
            continue;
        with[with_n++] = i;
        for (uint32_t k = i + 1; k < n && k < i + NEAR && r[k].anchor == r[i].anchor; k++)
            if (r[k].late == r[i].late && claim_story(w, w->units[r[k].unit].doc) == story && same_event(w, &r[against[0]], &r[k]))
                with[with_n++] = k;
        struct draft d = {0};
        for (uint32_t q = 0; q < with_n + against_n; q++) {
            uint32_t k = q < with_n ? with[q] : against[q - with_n];
            const struct unit *u = &w->units[r[k].unit];
            draft_side(w, &d, u->doc, u->at, (slice){0}, claim_speaker(w, u->doc, u->attribution));
            draft_claim(&d, claim_of_unit(w, r[k].unit));
            used[k] = true;
        }
        draft_close(w, &d, CONFLICT_TIME, T.time, arena_slice(w->a, S("One has it before, the other after.")));
    }
}

void claim_conflicts(struct work *w) {
    bool known = false;
    for (uint32_t i = w->claims_first; i < w->out->claims_n; i++) {
        denial(w, i);
        doubt(w, i);
        if (!laid_to_two(w, i))
            counted_apart(w, i);
        days(w, i);
        known = known || folded(w, i); /* once: it is the same people again */
    }
    doubts_kept(w);
    opposites(w);
    before_and_after(w);
    claim_counts(w);
    claim_odds(w);
    claim_wordings(w);
    claim_passages(w);
    claim_fragments(w);
    source_counts(w);
    claim_behind(w);
}
