/* The timeline, and the way of a proposal.
 *
 * A moment is a date that a report gives and the clause it stands in; the same claim on the same
 * date is one moment, in the words of the report that has it first. Dates that rows of one claim
 * give differently are disputed; what is only a month, a season or a year is vague; a date reckoned
 * from the report's own ("on Tuesday") is inferred.
 *
 * A proposal is what events of agreeing, asking, refusing and giving way are about: the nearest
 * word for a thing that is negotiated, or what was asked for by some and refused by others. Its steps stand in the order of their times, then of the
 * telling, each event once however many reports tell it. */
#include "claim_work.h"

/* ---- moments --------------------------------------------------------------------------------- */

static uint32_t unit_at(const struct work *w, uint32_t member, uint32_t text) {
    uint32_t lo = w->units_of[2 * member], hi = w->units_of[2 * member + 1];
    for (uint32_t i = lo; i < hi; i++)
        if (w->units[i].at.start <= text && text < w->units[i].at.end)
            return i;
    return NONE;
}

static bool is_disputed(const struct work *w, uint32_t claim) {
    for (uint32_t i = 0; i < w->out->conflicts_n; i++)
        if (w->out->conflicts[i].kind == CONFLICT_TIME)
            for (uint32_t k = 0; k < w->out->conflicts[i].claims_n; k++)
                if (w->out->conflicts[i].claims[k] == claim)
                    return true;
    return false;
}

/* The year is given in words: it need not be reckoned. */
static bool has_year(slice s) {
    uint32_t run = 0;
    for (uint32_t i = 0; i <= s.n; i++) {
        if (i < s.n && is_digit((unsigned char)s.p[i])) {
            run++;
            continue;
        }
        if (run == 4)
            return true;
        run = 0;
    }
    return false;
}

static bool has_verb(const struct lang *l, uint32_t sentence) {
    for (uint32_t t = l->sentences[sentence].first; t < l->sentences[sentence].end; t++)
        if (l->tokens[t].upos == UPOS_VERB || l->tokens[t].upos == UPOS_AUX)
            return true;
    return false;
}

static bool has_subject(const struct lang *l, const struct unit *u) {
    for (uint32_t t = u->first; t < u->end; t++)
        if (l->tokens[t].deprel == DEP_NSUBJ || l->tokens[t].deprel == DEP_NSUBJ_PASS)
            return true;
    return !l->parsed;
}

/* "Pictures of a May 3 meeting on the quay", "after the June 7 strike": the day is the noun's, not the sentence's.
 * The noun's phrase; empty: it is no such day, and with *bare the noun says nothing by itself. */
static span dated_noun(const struct lang *l, span at, uint32_t s, bool *bare) {
    *bare = false;
    const struct sentence *x = &l->sentences[s];
    uint32_t t = lang_token_at(l, at.start), first = t;
    while (t < x->end && l->tokens[t].at.start < at.end && l->tokens[t].head >= first && l->tokens[t].head < x->end &&
           l->tokens[l->tokens[t].head].at.start < at.end && l->tokens[t].head != t)
        t++;
    if (!l->parsed || t >= x->end || l->tokens[t].at.start >= at.end)
        return (span){0};
    uint32_t n = l->tokens[t].head;
    enum deprel d = l->tokens[t].deprel;
    if (n >= x->end || n < x->first || n <= t || (d != DEP_COMPOUND && d != DEP_NUMMOD && d != DEP_AMOD && d != DEP_NMOD) ||
        (l->tokens[n].upos != UPOS_NOUN && l->tokens[n].upos != UPOS_PROPN))
        return (span){0};
    uint32_t from = n, to = n + 1, words = 0;
    for (uint32_t i = x->first; i < x->end; i++) {
        uint32_t up = i;
        for (int hops = 0; up != n && hops < 8 && l->tokens[up].head >= x->first && l->tokens[up].head < x->end && l->tokens[up].head != up; hops++) {
            enum deprel r = l->tokens[up].deprel;
            if (l->tokens[up].head == n && (r == DEP_CASE || r == DEP_MARK || r == DEP_CONJ || r == DEP_PUNCT || r == DEP_APPOS || r == DEP_ACL_RELCL))
                break;
            up = l->tokens[up].head;
        }
        if (up != n)
            continue;
        from = i < from ? i : from;
        to = i + 1 > to ? i + 1 : to;
        bool word = l->tokens[i].upos == UPOS_NOUN || l->tokens[i].upos == UPOS_PROPN || l->tokens[i].upos == UPOS_VERB || l->tokens[i].upos == UPOS_ADJ;
        words += word && (l->tokens[i].at.start < at.start || l->tokens[i].at.start >= at.end);
    }
    *bare = words < 2;
    return (span){l->tokens[from].at.start, l->tokens[to - 1].at.end};
}

/* "Since October", "after Feb. 24", "up from two weeks earlier": where a stretch begins or ends, or what is compared with, is no
 * day on which it happened. Nor is the "today" of who is quoted the day of the report. */
static bool is_other_day(const struct lang *l, slice text, const struct timex3 *t, const struct unit *u) {
    uint32_t first = lang_token_at(l, t->at.start), last = lang_token_at(l, t->at.end - 1);
    if (u && (u->flags & UNIT_QUOTED) && slice_among(token_form(text, &l->tokens[first]), "today tonight tomorrow yesterday"))
        return true;
    if (!first || last >= l->tokens_n || l->tokens[first - 1].at.start < l->sentences[lang_sentence_at(l, t->at.start)].at.start)
        return false;
    slice before = token_form(text, &l->tokens[first - 1]);
    return slice_among(before, "since after before until till by than") ||
           (slice_among(before, "from") && slice_among(token_form(text, &l->tokens[last]), "earlier ago before"));
}

/* What a time says: the words, and the claim that they are part of, or NONE. False: it tells of nothing that happened. */
static bool told_then(const struct work *w, uint32_t member, const struct timex3 *t, span *at, uint32_t *claim) {
    enum { LONG = 400 }; /* a sentence of more bytes is cut to the clause, whatever it lacks */
    const struct lang *l = &w->docs[w->members[member]]->lang;
    uint32_t i = unit_at(w, member, t->at.start), s = lang_sentence_at(l, t->at.start);
    if (s == NONE || (l->tagged && !has_verb(l, s))) /* a dateline or a stamp */
        return false;
    const struct unit *u = i == NONE ? NULL : &w->units[i];
    span sentence = l->sentences[s].at;
    /* a clause of little more than the date says nothing: the sentence then */
    bool clause = u && u->features_n >= 4 && (u->flags & UNIT_VERB) && !(u->flags & UNIT_FRAME) &&
                  (has_subject(l, u) || sentence.end - sentence.start > LONG);
    bool bare;
    span noun = dated_noun(l, t->at, s, &bare);
    if (!noun.end && is_other_day(l, work_text(w, w->members[member]), t, u))
        return false;
    *at = noun.end ? noun : clause ? u->at : sentence;
    *claim = u && !noun.end ? claim_of_unit(w, i) : NONE;
    return !bare;
}

/* Moments of a pile, by claim or words, and date. */
struct moments {
    struct keymap seen;    /* -> moment + 1 */
    uint32_t first;        /* moment of this pile */
    uint32_t *room, rooms; /* [moment - first]: of rests_on */
};

static void add_moment(struct work *w, struct moments *x, uint32_t doc, uint32_t time, span at, uint32_t claim) {
    struct claims *out = w->out;
    const struct document *d = w->docs[doc];
    const struct timex3 *t = &d->marks.times[time];
    slice id = row_id(w->a, d, 't', time), words = claim_clean(w->a, d->page.text, at);
    /* the same claim, or the same words in a copy, on the same date */
    uint64_t same = claim != NONE ? hash_mix(11, claim) : hash64(words.p, words.n);
    uint32_t *known = keymap_put(&x->seen, (uint32_t)hash_mix(same, hash64(t->value.p, t->value.n)) | 1, 0);
    if (*known) {
        struct moment *old = &out->timeline[*known - 1];
        ARENA_MORE(w->a, old->rests_on, old->rests_on_n, x->room[*known - 1 - x->first]);
        old->rests_on[old->rests_on_n++] = id;
        return;
    }
    uint32_t i = out->timeline_n - x->first;
    ARENA_MORE(w->tmp, x->room, i, x->rooms);
    x->room[i] = 2;
    ARENA_MORE(w->a, out->timeline, out->timeline_n, w->timeline_cap);
    struct moment *m = &out->timeline[out->timeline_n++];
    *m = (struct moment){.story = claim_story(w, doc), .date = t->value, .text = words, .doc = doc, .at = at};
    m->doubt = claim != NONE && is_disputed(w, claim)     ? DOUBT_DISPUTED
               : t->last - t->first > 6                   ? DOUBT_VAGUE
               : !has_year(slice_at(d->page.text, t->at)) ? DOUBT_INFERRED
                                                          : DOUBT_NONE;
    m->rests_on = ARENA_ARRAY(w->a, slice, x->room[i]);
    m->rests_on[m->rests_on_n++] = id;
    if (claim != NONE)
        m->rests_on[m->rests_on_n++] = out->claims[claim].id;
    *known = out->timeline_n;
}

void claim_timeline(struct work *w) {
    struct moments all = {.first = w->out->timeline_n};
    keymap_init(&all.seen, w->tmp, 64);
    for (uint32_t m = 0; m < w->members_n; m++) {
        const struct marks *x = &w->docs[w->members[m]]->marks;
        for (uint32_t i = 0; i < x->times_n; i++) {
            const struct timex3 *t = &x->times[i];
            span at;
            uint32_t claim;
            if (t->type <= TIME_TIME && t->first != INT32_MIN && t->last - t->first <= 366 && told_then(w, m, t, &at, &claim))
                add_moment(w, &all, w->members[m], i, at, claim);
        }
    }
}

/* ---- proposals --------------------------------------------------------------------------------- */

struct step {
    uint32_t doc, event, thing; /* thing: concept of what is proposed */
    int32_t day;                /* INT32_MAX: not known */
    uint32_t story, group;      /* group: what other reports tell too, or NONE */
    uint32_t word;              /* concept of the move */
    bool verb;                  /* the word for it is one: "offered" */
    bool other;                 /* thing is no word for what is negotiated, but what was offered, refused ... */
    span name;                  /* the word for it */
};

static int step_order(const void *a, const void *b) {
    const struct step *x = a, *y = b;
    if (x->story != y->story)
        return x->story < y->story ? -1 : 1;
    if (x->thing != y->thing)
        return x->thing < y->thing ? -1 : 1;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    return x->event < y->event ? -1 : x->event > y->event;
}

static bool moves(uint8_t plover) {
    return plover == PLOVER_AGREE || plover == PLOVER_REQUEST || plover == PLOVER_REJECT ||
           plover == PLOVER_CONCEDE || plover == PLOVER_CONSULT || plover == PLOVER_SUPPORT ||
           plover == PLOVER_COOPERATE || plover == PLOVER_RETREAT;
}

/* A verb does something with a proposal; a noun only where it is its end ("the rejection") or what is asked ("the
 * recommendation"): "talks" and "a proposal" are things. */
static bool is_step(const struct work *w, uint32_t doc, const struct event *e) {
    const struct lang *l = &w->docs[doc]->lang;
    const struct token *t = &l->tokens[e->token];
    return t->upos == UPOS_VERB || e->root == PLOVER_REJECT || slice_starts(token_lemma(l, t), S("recommend"));
}

static bool is_proposal(const struct work *w, uint32_t doc, uint32_t t) {
    return w->concepts[doc][t] && (words_classes(w->words, w->concepts[doc][t]) & WORD_PROPOSAL);
}

/* What an event is about: the nearest word for what is negotiated, mostly after it; the last noun of what it is done
 * to ("recommended arbitration"); the verb itself ("offered them a rise" is an offer). NONE: nothing. */
static uint32_t thing_of(const struct work *w, uint32_t doc, const struct event *e, bool *other) {
    enum { NEAR = 8 };
    const struct lang *l = &w->docs[doc]->lang;
    uint32_t s = lang_sentence_at(l, e->at.start), best = NONE, far = NEAR + 1;
    *other = false;
    if (s == NONE)
        return NONE;
    for (uint32_t t = l->sentences[s].first; t < l->sentences[s].end; t++) {
        uint32_t gap = t > e->token ? t - e->token : (e->token - t) * 2;
        if (gap && gap < far && is_proposal(w, doc, t)) {
            far = gap;
            best = t;
        }
    }
    if (best != NONE)
        return best;
    if (is_proposal(w, doc, e->token))
        return e->token;
    if (e->recipient_at.end <= e->recipient_at.start || (e->root != PLOVER_AGREE && e->root != PLOVER_REQUEST && e->root != PLOVER_REJECT))
        return NONE;
    for (uint32_t t = lang_token_at(l, e->recipient_at.start); t < l->tokens_n && l->tokens[t].at.start < e->recipient_at.end; t++)
        if ((l->tokens[t].xpos == XPOS_NN || l->tokens[t].xpos == XPOS_NNS) && w->concepts[doc][t])
            best = t;
    *other = best != NONE;
    return best;
}

/* The step [from, at) that tells the same move as `at`: of one group, or of one day and word. */
static bool is_told(const struct work *w, const struct step *p, uint32_t from, uint32_t at) {
    enum { BACK = 200 };
    const struct step *x = &p[at];
    uint8_t root = w->docs[x->doc]->marks.events[x->event].root;
    for (uint32_t k = at; k-- > from && at - k <= BACK;) {
        if (w->docs[p[k].doc]->marks.events[p[k].event].root != root)
            continue;
        if ((x->group != NONE && x->group == p[k].group) || (x->word == p[k].word && x->day == p[k].day && x->day != INT32_MAX))
            return true;
    }
    return false;
}

void claim_proposals(struct work *w) {
    struct claims *out = w->out;
    struct step *steps = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t m = 0; m < w->members_n; m++) {
        uint32_t doc = w->members[m];
        const struct document *d = w->docs[doc];
        for (uint32_t i = 0; i < d->marks.events_n; i++) {
            const struct event *e = &d->marks.events[i];
            bool other;
            if (!moves(e->root) || e->token >= d->lang.tokens_n || !is_step(w, doc, e))
                continue;
            uint32_t best = thing_of(w, doc, e, &other);
            if (best == NONE)
                continue;
            uint32_t u = unit_at(w, m, e->at.start);
            int32_t day = e->time < d->marks.times_n ? d->marks.times[e->time].first : INT32_MIN;
            ARENA_MORE(w->tmp, steps, n, cap);
            steps[n++] = (struct step){doc, i, w->concepts[doc][best], day == INT32_MIN ? INT32_MAX : day,
                                       claim_story(w, doc), u != NONE ? w->units[u].group : NONE, w->concepts[doc][e->token],
                                       d->lang.tokens[best].upos == UPOS_VERB, other, d->lang.tokens[best].at};
        }
    }
    if (n > 1)
        qsort(steps, n, sizeof *steps, step_order);
    for (uint32_t i = 0; i < n;) {
        uint32_t end = i, kept = 0, roots = 0;
        bool named = false;
        while (end < n && steps[end].story == steps[i].story && steps[end].thing == steps[i].thing)
            end++;
        struct proposal_step *p = ARENA_ARRAY(w->a, struct proposal_step, end - i);
        uint64_t h = 1;
        uint32_t name = i;
        while (name < end && steps[name].verb)
            name++;
        name = name < end ? name : i;
        for (uint32_t k = i; k < end; k++) {
            const struct event *e = &w->docs[steps[k].doc]->marks.events[steps[k].event];
            if (is_told(w, steps, i, k))
                continue;
            p[kept++] = (struct proposal_step){steps[k].doc, steps[k].event};
            named |= !steps[k].other;
            roots |= 1u << e->root;
            h = hash_mix(h, claim_place_hash(w, steps[k].doc, e->at));
        }
        /* of what no word calls a proposal, somebody must have asked or offered it, and somebody answered */
        bool answered = roots & 1u << PLOVER_REJECT && roots & (1u << PLOVER_REQUEST | 1u << PLOVER_AGREE);
        if (kept >= 2 && (named || answered)) {
            ARENA_MORE(w->a, out->proposals, out->proposals_n, w->proposals_cap);
            out->proposals[out->proposals_n++] =
                (struct proposal){claim_id_of(w, 'p', h), claim_clean(w->a, work_text(w, steps[name].doc), steps[name].name),
                                  steps[i].story, p, kept};
        }
        i = end;
    }
}
