/* What somebody denies, found in other words than theirs.
 *
 * Denials are tied by claim_answer.c, and "nots" by claim_counter.c, to what has like words or stands near. What is said against
 * it in words of its own is looked for here, by words that few sentences of the pile have:
 *
 *   a denial        that answers nothing that a claim holds: what has the most of its own words, in whatever report; else, if it
 *                   only speaks of "the claims", "it", what somebody else said last before it
 *   a "not"         in somebody's words: a clause that has nearly all of them, without it, in another's
 *
 * What stands on a side must be another's, and must not deny itself. */
#include "claim_work.h"

enum { NEAR = 256, MOST_OWN = 48 };

static const struct {
    float held[2], bits[2];       /* [is_not]: of its own words, and of their bits, what must be found */
    float telling;                /* ... no names */
    float not_agent;              /* bits of a "not" of which the other names no actor, or none that both have */
    float light;                  /* of its own words, where its verb says little */
    float word;                   /* bits of one that stands in the clause itself */
    float most;                   /* bits of own words: past it, a place says too much to be held against one clause */
    float much;                   /* bits of a "not" whose verb the other has not */
    float bare;                   /* bits of own words of a denial that speaks of what was said */
} T = {{0.6f, 0.66f}, {5, 7}, 3, 9, 0.85f, 2, 28, 12, 10};

/* What is said against something. */
struct contrary {
    uint32_t doc, first, end;     /* units */
    uint32_t sentence, attribution;
    uint32_t names[MOST_NAMES], names_n;
    uint32_t answer;              /* or NONE: a "not" */
    struct own { uint32_t key; float bits; bool name; } own[MOST_OWN]; /* by key */
    uint32_t own_n;
    float bits;
    bool named;                   /* own words have a name */
    bool of_denier;               /* a part in something, a deed: the one who denies is who did it */
};

static int own_order(const void *a, const void *b) {
    const struct own *x = a, *y = b;
    return x->key < y->key ? -1 : x->key > y->key;
}

/* A word of who denies: "the mayor's deputy denied". */
static bool is_source_word(const struct work *w, const struct contrary *c, uint32_t key) {
    const struct lang *l = &w->docs[c->doc]->lang;
    const struct spans *s = &w->docs[c->doc]->marks.attributions[c->attribution].source;
    for (uint32_t i = 0; i < s->n; i++)
        for (uint32_t t = lang_token_at(l, s->p[i].start); t < l->tokens_n && l->tokens[t].at.start < s->p[i].end; t++)
            if (w->concepts[c->doc][t] == key)
                return true;
    return false;
}

/* Its own words: none for denying or saying, and not who denies. */
static void read_own(const struct work *w, struct contrary *c) {
    enum { OF_SPEECH = WORD_STOP | WORD_REPORT | WORD_TRUTH | WORD_SPEECH | WORD_NOT };
    for (uint32_t i = c->first; i < c->end; i++)
        for (uint32_t f = 0; f < w->units[i].features_n && c->own_n < MOST_OWN; f++) {
            const struct feature *x = &w->features[w->units[i].features + f];
            if (x->weight <= 0 || keymap_get(&w->words->in_phrase, x->key) || (words_classes(w->words, x->key) & OF_SPEECH) ||
                keys_have(c->names, c->names_n, x->key) || is_source_word(w, c, x->key))
                continue;
            c->own[c->own_n++] = (struct own){x->key, x->share * claim_topic_bits(w, x->key), keymap_get(&w->names, x->key) != NULL};
        }
    if (c->own_n > 1)
        qsort(c->own, c->own_n, sizeof *c->own, own_order);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->own_n; i++)
        if (!kept || c->own[kept - 1].key != c->own[i].key)
            c->own[kept++] = c->own[i];
    c->own_n = kept;
    for (uint32_t i = 0; i < kept; i++) {
        c->bits += c->own[i].bits;
        c->named |= c->own[i].name;
    }
}

/* A "not" in its sentence before it, that another clause took: "never, she said, | sold a boat". */
static bool not_before(const struct work *w, const struct unit *v) {
    enum { FAR = 8 };
    uint32_t from = w->docs[v->doc]->lang.sentences[v->sentence].first;
    for (uint32_t t = v->first > from + FAR ? v->first - FAR : from; t < v->first; t++)
        if (claim_is_not(w, v->doc, t))
            return true;
    return false;
}

/* "To stop exports", "whether they stopped" tell of nothing that was. */
static bool is_told_as_fact(const struct work *w, const struct unit *v) {
    const struct lang *l = &w->docs[v->doc]->lang;
    if (slice_eq_nocase(token_form(work_text(w, v->doc), &l->tokens[v->first]), S("whether")))
        return false;
    for (uint32_t t = v->first; t < v->end; t++) {
        uint8_t x = l->tokens[t].xpos;
        if (!l->tagged || x == XPOS_VBD || x == XPOS_VBZ || x == XPOS_VBP || x == XPOS_MD || (x == XPOS_VBN && l->tokens[t].deprel != DEP_AMOD))
            return true;
    }
    return false;
}

/* Another's words, or the author's, that may be what is denied. */
static bool may_be_denied(const struct work *w, const struct contrary *c, uint32_t i) {
    const struct unit *v = &w->units[i];
    if ((v->flags & (UNIT_FRAME | UNIT_QUESTION | UNIT_TAG | UNIT_NEGATED | UNIT_DENIAL | UNIT_IF | UNIT_BESIDE)) || !(v->flags & UNIT_VERB) ||
        v->features_n < 2 || v->phrase || not_before(w, v) || !is_told_as_fact(w, v) || (v->doc == c->doc && i >= c->first && i < c->end))
        return false;
    const struct attribution *x = v->attribution == NONE ? NULL : &w->docs[v->doc]->marks.attributions[v->attribution];
    if (x && (x->status == STATUS_DENIED || x->status == STATUS_DOUBTED || x->status == STATUS_DECLINED))
        return false;
    if (v->doc == c->doc && v->attribution != NONE && v->attribution == c->attribution)
        return false;
    uint32_t keys[MOST_NAMES], n = claim_voice_names(w, v->doc, v->attribution, keys);
    if (keys_meet(keys, n, c->names, c->names_n))
        return false;
    slice a = claim_speaker(w, c->doc, c->attribution), b = claim_speaker(w, v->doc, v->attribution);
    return !a.p || !b.p || !slice_eq_nocase(a, b);
}

/* The "not" is its verb's, or its subject's: "did not pay", "nobody paid"; none is "paid no more than half". */
static uint32_t turned_verb(const struct work *w, const struct unit *u) {
    const struct lang *l = &w->docs[u->doc]->lang;
    for (uint32_t t = u->first; t < u->end && l->parsed; t++) {
        const struct token *x = &l->tokens[t];
        if (!claim_is_not(w, u->doc, t) || x->head < u->first || x->head >= u->end)
            continue;
        const struct token *h = &l->tokens[x->head];
        bool verb = !claim_ought(w, u, x->head) && h->upos == UPOS_VERB && (x->deprel == DEP_ADVMOD || x->deprel == DEP_NSUBJ || x->deprel == DEP_NSUBJ_PASS);
        for (uint32_t k = t + 1; k < u->end && verb; k++) /* "not looking only for", "not less than" */
            verb = !slice_among(token_form(work_text(w, u->doc), &l->tokens[k]), "only just merely necessarily less fewer more longer");
        if (verb && (x->head == u->top || u->top == 0 || l->tokens[u->top].upos != UPOS_VERB))
            return x->head;
    }
    return NONE;
}

/* What is not done in the clause is spoken of in v; *light: the verb says little: "had no part in it". */
static bool does_so(const struct work *w, const struct contrary *c, uint32_t v, bool *light) {
    uint32_t verb = turned_verb(w, &w->units[c->first]), key = verb == NONE ? 0 : w->concepts[c->doc][verb];
    *light = !key || (words_classes(w->words, key) & (WORD_STOP | WORD_LIGHT));
    return *light || claim_has_key(w, &w->units[v], key);
}

static float bits_of_clause(const struct work *w, uint32_t v) {
    const struct unit *u = &w->units[v];
    float sum = 0;
    for (uint32_t f = 0; f < u->features_n; f++)
        sum += w->features[u->features + f].weight > 0 ? w->features[u->features + f].share * claim_topic_bits(w, w->features[u->features + f].key) : 0;
    return sum;
}

/* The one who denies is named in the sentence, or called by a word of theirs: "the coast guard". */
static bool mentions(const struct work *w, const struct contrary *c, uint32_t v) {
    const struct topic_sentence *s = &w->topics.sentences[w->topics.sentence_of[v]];
    for (uint32_t i = 0; i < c->names_n; i++)
        for (uint32_t f = 0; f < s->words_n; f++)
            if (w->topics.words[s->words + f].key == c->names[i])
                return true;
    for (uint32_t f = 0; f < s->words_n; f++)
        if (!(words_classes(w->words, w->topics.words[s->words + f].key) & (WORD_LIGHT | WORD_PEOPLE)) &&
            is_source_word(w, c, w->topics.words[s->words + f].key))
            return true;
    return false;
}

/* How much of what c speaks of unit v tells, 0: not enough. */
static float tells(const struct work *w, const struct contrary *c, uint32_t v) {
    const struct topic_sentence *s = &w->topics.sentences[w->topics.sentence_of[v]];
    const struct topic_word *y = w->topics.words + s->words;
    bool is_not = c->answer == NONE, name = false, own = false;
    float bits = 0, telling = 0;
    uint32_t words = 0;
    for (uint32_t i = 0, j = 0; i < c->own_n && j < s->words_n;) {
        if (c->own[i].key < y[j].key) {
            i++;
        } else if (c->own[i].key > y[j].key) {
            j++;
        } else {
            name |= c->own[i].name;
            bool here = claim_has_key(w, &w->units[v], y[j].key);
            float b = (here ? 1.f : 0.6f) * c->own[i].bits;
            own |= here && !c->own[i].name && b >= T.word;
            bits += b;
            words++;
            telling += c->own[i].name ? 0 : b;
            i++, j++;
        }
    }
    if (!own || words < 2 || telling < T.telling || bits < T.bits[is_not] || bits < T.held[is_not] * c->bits)
        return 0;
    const struct unit *u = &w->units[c->first], *x = &w->units[v];
    bool light, so = does_so(w, c, v, &light);
    if (is_not && (claim_agents_clash(u, x) || (so && light && (words < 3 || bits < T.light * c->bits)) || (!so && (words < 4 || bits < T.much || bits < 0.5f * bits_of_clause(w, v)))))
        return 0;
    if (is_not && !keys_meet(u->agents, u->agents_n, x->agents, x->agents_n) && bits < T.not_agent)
        return 0;
    if (!is_not && ((c->named && !name) || (c->of_denier && !mentions(w, c, v))))
        return 0;
    return bits * bits / c->bits;
}

struct place { uint32_t unit; float worth; };

/* The place of a report that has the most of it. */
static struct place best_in(const struct work *w, const struct contrary *c, uint32_t first, uint32_t end, struct place best) {
    for (uint32_t i = first; i < end; i++) {
        float worth = tells(w, c, i);
        if (worth > best.worth && may_be_denied(w, c, i))
            best = (struct place){i, worth};
    }
    return best;
}

/* What a sentence shares with it; bits: tells() makes no more of it. */
struct shared_words { uint32_t n; float bits; };

/* Of its report: of sentences that share enough with it to tell it. */
static struct place best_here(const struct work *w, const struct contrary *c, struct shared_words *shared) {
    const struct topics *m = &w->topics;
    struct run all = claim_report(w, c->first);
    uint32_t first = m->sentence_of[all.first], n = m->sentence_of[all.end - 1] + 1 - first;
    bool is_not = c->answer == NONE;
    memset(shared, 0, n * sizeof *shared);
    for (uint32_t i = 0; i < c->own_n; i++) {
        uint32_t lo = 0, hi = m->entries_n;
        while (lo < hi) {
            uint32_t mid = lo + (hi - lo) / 2;
            const struct topic_entry *e = &m->entries[mid];
            if (e->key < c->own[i].key || (e->key == c->own[i].key && e->sentence < first))
                lo = mid + 1;
            else
                hi = mid;
        }
        for (; lo < m->entries_n && m->entries[lo].key == c->own[i].key && m->entries[lo].sentence < first + n; lo++) {
            struct shared_words *x = &shared[m->entries[lo].sentence - first];
            x->n++;
            x->bits += c->own[i].bits;
        }
    }
    struct place best = {NONE, 0};
    for (uint32_t s = 0; s < n; s++)
        if (shared[s].n >= 2 && shared[s].bits >= T.bits[is_not] && shared[s].bits >= T.held[is_not] * c->bits &&
            shared[s].bits * shared[s].bits / c->bits > best.worth)
            best = best_in(w, c, m->sentences[first + s].first, m->sentences[first + s].end, best);
    return best;
}

/* The place that has most of it, in whatever report. */
static uint32_t find_place(struct work *w, const struct contrary *c, uint32_t *near, struct shared_words *shared) {
    uint32_t n = 0;
    if (c->bits > (c->answer == NONE ? 2 : 1) * T.most)
        return NONE;
    struct place best = best_here(w, c, shared);
    for (uint32_t u = c->first; u < c->end && !n; u++)
        n = claim_topic_near(w, u, near, NEAR);
    for (uint32_t k = 0; k < n; k++)
        best = best_in(w, c, w->topics.sentences[near[k]].first, w->topics.sentences[near[k]].end, best);
    return best.unit;
}

static bool is_said(const struct work *w, uint32_t sentence) { /* of topics: somebody speaks in it */
    const struct topic_sentence *s = &w->topics.sentences[sentence];
    for (uint32_t i = s->first; i < s->end; i++)
        if (w->units[i].attribution != NONE || w->units[i].frame_of != NONE)
            return true;
    return false;
}

/* What "the claims", "the report", "it" mean: what was last said before by those who are not named, by another outlet, by a
 * paper; or, a little farther, what is laid to the one who denies. */
static uint32_t last_said(const struct work *w, const struct contrary *c) {
    enum { BACK = 8, CLOSE = 3 };
    uint32_t said = NONE, last = NONE; /* last: sentence */
    float most = 0;
    for (uint32_t i = c->first; i-- > 0 && w->units[i].doc == c->doc && w->units[i].sentence + BACK >= c->sentence;) {
        const struct unit *v = &w->units[i];
        if (v->sentence == c->sentence || !may_be_denied(w, c, i))
            continue;
        if (last != NONE && v->sentence + 1 < last)
            break;
        const struct attribution *a = v->attribution == NONE ? NULL : &w->docs[v->doc]->marks.attributions[v->attribution];
        uint32_t far = c->sentence - v->sentence;
        bool between = false; /* the author says something else there */
        for (uint32_t k = w->topics.sentence_of[i] + 1; k < w->topics.sentence_of[c->first] && !between; k++)
            between = !is_said(w, k);
        bool outlet = a && (a->source_type == SOURCE_OUTLET || a->source_type == SOURCE_DOCUMENT || a->relays.p);
        bool voiced = a && claim_voice(w, v->doc, v->attribution) != NONE, charge = claim_has_class(w, v, WORD_CHARGE), named = mentions(w, c, i);
        if (!outlet && !(far <= CLOSE && !between && voiced && (named || a->anonymous)) && !(charge && (far == 1 || named)))
            continue;
        last = v->sentence;
        float worth = v->weight * (charge ? 2.f : 1.f) * (v->flags & UNIT_QUOTED ? 0.5f : 1.f);
        if (worth > most) { /* of all that was said there what tells most */
            most = worth;
            said = i;
        }
    }
    return said;
}

/* It says no more than that something is not so, of "the claims", "it", "no such thing"; of "it was false" it may be who speaks. */
static bool is_bare(const struct work *w, const struct contrary *c) {
    if (c->bits > T.bare)
        return false;
    const struct lang *l = &w->docs[c->doc]->lang;
    for (uint32_t i = c->first; i < c->end; i++)
        for (uint32_t t = w->units[i].first; t < w->units[i].end; t++) {
            const struct token *x = &l->tokens[t];
            bool spoken_of = x->deprel == DEP_OBJ || x->deprel == DEP_NSUBJ || x->deprel == DEP_NSUBJ_PASS;
            if (x->upos == UPOS_NOUN && spoken_of && (words_classes(w->words, w->concepts[c->doc][t]) & WORD_REPORT))
                return true;
            slice f = token_form(work_text(w, c->doc), x);
            if (slice_eq_nocase(f, S("such")) || (x->deprel == DEP_OBJ && slice_among(f, "this that these those it them")) ||
                (x->deprel == DEP_NSUBJ && slice_among(f, "this that these those")))
                return true;
        }
    return false;
}

/* "Denied that the mill was sold", not "denied selling the mill", "a part in it": what is denied has a subject of its own. */
static bool says_that(const struct work *w, const struct contrary *c) {
    const struct lang *l = &w->docs[c->doc]->lang;
    for (uint32_t t = w->units[c->first].first; t < w->units[c->end - 1].end; t++)
        if (slice_eq_nocase(token_form(work_text(w, c->doc), &l->tokens[t]), S("that")) && l->tokens[t].upos == UPOS_SCONJ)
            return true;
    return (w->units[c->first].flags & UNIT_FRAME) == 0 && w->units[c->first].attribution != NONE; /* in the words of who denies */
}

/* Whether a clause without a word for denying says for sure that the other is not so. */
static bool is_not_so(const struct work *w, const struct answer *x) {
    const struct unit *u = &w->units[x->unit];
    if (turned_verb(w, u) == NONE || u->attribution == NONE || claim_voice(w, u->doc, u->attribution) == NONE)
        return false;
    struct contrary c = {.doc = x->doc, .first = x->unit, .end = x->unit + 1, .sentence = x->sentence, .attribution = x->attribution, .answer = NONE};
    c.names_n = claim_voice_names(w, u->doc, u->attribution, c.names);
    read_own(w, &c);
    return may_be_denied(w, &c, x->target) && tells(w, &c, x->target) > 0;
}

/* Denials that answer nothing yet, then what somebody says is not so. Targets first, groups last: a group that one is put in must
 * not change what the next is held against. */
void claim_contraries(struct work *w, struct answers *all) {
    uint32_t *near = ARENA_ARRAY(w->tmp, uint32_t, NEAR), known = all->n;
    bool *found = ARENA_ARRAY(w->tmp, bool, (size_t)all->n + 1);
    struct shared_words *shared = arena_alloc(w->tmp, (w->topics.sentences_n + 1) * sizeof *shared);
    for (uint32_t i = 0; i < known; i++) {
        struct answer *x = &all->p[i];
        if (x->stance != STANCE_DENIED || x->attribution == NONE || x->target != NONE)
            continue;
        struct contrary c = {.doc = x->doc, .first = x->unit, .end = x->unit + 1, .sentence = x->sentence, .attribution = x->attribution, .answer = i};
        while (c.end < w->units_n && w->units[c.end].doc == x->doc && w->units[c.end].at.start < x->at.end)
            c.end++;
        memcpy(c.names, x->names, sizeof c.names);
        c.names_n = x->names_n;
        read_own(w, &c);
        c.of_denier = !says_that(w, &c);
        x->target = find_place(w, &c, near, shared);
        if (x->target == NONE && is_bare(w, &c))
            x->target = last_said(w, &c);
        found[i] = x->target != NONE;
    }
    for (uint32_t i = 0; i < w->units_n; i++) {
        const struct unit *u = &w->units[i];
        if (!(u->flags & UNIT_NEGATED) || turned_verb(w, u) == NONE || (u->flags & (UNIT_FRAME | UNIT_QUESTION | UNIT_TAG | UNIT_IF | UNIT_BESIDE)) || u->phrase ||
            u->attribution == NONE || claim_voice(w, u->doc, u->attribution) == NONE || claim_is_answer(w, all, u))
            continue;
        struct contrary c = {.doc = u->doc, .first = i, .end = i + 1, .sentence = u->sentence, .attribution = u->attribution, .answer = NONE};
        c.names_n = claim_voice_names(w, u->doc, u->attribution, c.names);
        read_own(w, &c);
        uint32_t target = find_place(w, &c, near, shared);
        if (target != NONE)
            claim_add_counter(w, all, i, target);
    }
    for (uint32_t i = 0; i < all->n; i++)
        all->p[i].sure = all->p[i].target != NONE && (w->units[all->p[i].unit].phrase || i >= known || is_not_so(w, &all->p[i]));
    for (uint32_t i = known; i < all->n; i++)
        claim_leave_group(w, all->p[i].unit);
    for (uint32_t i = 0; i < all->n; i++)
        if (i >= known || found[i])
            all->p[i].group = claim_group_of(w, &all->p[i], all->p[i].target);
}
