/* What a denial denies, where nothing stands near it or is worded like it.
 *
 * Runs last of all that look for what is denied, and only for denials that have nothing yet, nothing sure, or only a denial:
 *
 *   own words        the clause, in whatever report, that is most of one matter (claim_topic): "the suggestion that anybody was
 *                    transferred for it is untrue"
 *   the report       "the story is nonsense": what the same speaker says beside it or denies in own words, here or in another
 *                    report; else what the report that has the denial first says was reported
 *   the same words   as a denial in another report that has its place */
#include "claim_work.h"

static const struct {
    float bits, telling, held; /* that what is denied must share with the denial, see struct topic */
    float own;                 /* bits of a word that tells of some matter */
    float worth;               /* least bits * held */
} T = {6.5f, 5, 0.2f, 4, 1.9f};

enum { NEAR = 256, APART = 200 /* answers that are looked at on each side */ };

static bool is_same_speaker(const struct work *w, const struct answer *x, const struct unit *v) {
    uint32_t keys[MOST_NAMES], n = claim_voice_names(w, v->doc, v->attribution, keys);
    return claim_same_voice(w, x, v) || keys_meet(keys, n, x->names, x->names_n);
}

/* A denial stands in its sentence: it is what is denied there, or why. */
static bool beside_denial(const struct work *w, const struct answers *all, uint32_t unit) {
    struct run r = claim_sentence(w, unit);
    for (uint32_t i = r.first; i < r.end; i++)
        if (claim_is_answer(w, all, &w->units[i]) || w->units[i].phrase == PHRASE_DENY)
            return true;
    return false;
}

/* Somebody else's words or the author's, and not negated. */
static bool may_be_meant(const struct work *w, const struct answers *all, const struct answer *x, const struct unit *v) {
    return !(v->flags & (UNIT_FRAME | UNIT_QUESTION | UNIT_TAG | UNIT_DENIAL | UNIT_NEGATED)) && (v->flags & UNIT_VERB) && v->features_n >= 3 && !v->phrase &&
           !claim_tells_denial(w, v) && !beside_denial(w, all, (uint32_t)(v - w->units)) && !is_same_speaker(w, x, v);
}

/* What it answers is only said in denials, or by who denies. */
static bool has_only_denials(const struct work *w, const struct answers *all, const struct answer *x) {
    if (x->group == NONE)
        return beside_denial(w, all, x->target);
    const struct group *g = &w->groups[x->group];
    for (uint32_t i = 0; i < g->units_n; i++)
        if (!beside_denial(w, all, g->units[i]) && !is_same_speaker(w, x, &w->units[g->units[i]]))
            return false;
    return true;
}

/* Nouns and verbs that tell of some matter; not of what is said besides: "is untrue | and the newest try to divide us". */
static uint32_t own_words(const struct work *w, const struct answer *x) {
    enum { OF_SPEECH = WORD_STOP | WORD_LIGHT | WORD_REPORT | WORD_TRUTH | WORD_SPEECH | WORD_PEOPLE | WORD_SPAN | WORD_MIND };
    const struct lang *l = &w->docs[x->doc]->lang;
    uint32_t n = 0, end = w->units[x->unit].end;
    for (uint32_t t = lang_token_at(l, x->at.start); t < l->tokens_n && l->tokens[t].at.end <= x->at.end; t++) {
        uint32_t k = w->concepts[x->doc][t];
        if (t >= end && slice_among(token_form(work_text(w, x->doc), &l->tokens[t]), "and but"))
            break;
        n += (l->tokens[t].upos == UPOS_NOUN || l->tokens[t].upos == UPOS_VERB) && k && !keymap_get(&w->words->in_phrase, k) &&
             claim_weight(w, k) >= T.own && !(words_classes(w->words, k) & OF_SPEECH);
    }
    return n;
}

/* A report, an article, a story is what it speaks of. */
static bool speaks_of_report(const struct work *w, const struct answer *x) {
    const struct lang *l = &w->docs[x->doc]->lang;
    for (uint32_t t = lang_token_at(l, x->whole.start); t < l->tokens_n && l->tokens[t].at.start < x->whole.end; t++)
        if (l->tokens[t].upos == UPOS_NOUN && (words_classes(w->words, w->concepts[x->doc][t]) & WORD_REPORT))
            return true;
    return false;
}

static bool is_outlets(const struct work *w, const struct unit *v) {
    uint32_t i = v->attribution;
    for (uint32_t deep = 0; i != NONE && deep < 8; deep++, i = w->docs[v->doc]->marks.attributions[i].parent) {
        const struct attribution *a = &w->docs[v->doc]->marks.attributions[i];
        if (a->source_type == SOURCE_OUTLET || a->source_type == SOURCE_DOCUMENT || a->relays.p)
            return true;
    }
    return false;
}

/* What another is said to report at the head of the report: what the story is about. */
static uint32_t first_reported(const struct work *w, const struct answers *all, const struct answer *x) {
    enum { HEAD = 3 /* sentences */ };
    struct run r = claim_report(w, x->unit);
    for (uint32_t i = r.first; i < r.end && w->units[i].sentence < HEAD; i++)
        if (is_outlets(w, &w->units[i]) && may_be_meant(w, all, x, &w->units[i]))
            return i;
    return NONE;
}

/* Who denies is named in its sentence. */
static bool names_denier(const struct work *w, const struct answer *x, uint32_t unit) {
    struct run r = claim_sentence(w, unit);
    for (uint32_t i = r.first; i < r.end; i++)
        for (uint32_t k = 0; k < x->names_n; k++)
            if (claim_has_key(w, &w->units[i], x->names[k]))
                return true;
    return false;
}

/* "Denied that she would join" says nothing of somebody else's joining. */
static bool is_of_others(const struct work *w, const struct answer *x, const struct unit *v) {
    for (uint32_t j = x->unit; j < w->units_n && w->units[j].doc == x->doc && w->units[j].at.start < x->at.end; j++)
        if (!w->units[j].phrase && claim_meet(w, w->units[j].doers, w->units[j].doers_n, v->doers, v->doers_n) == CLASH)
            return true;
    return false;
}

static void hold_against(struct work *w, const struct answers *all, const struct answer *x, uint32_t unit, uint32_t *near, uint32_t *best, float *most) {
    uint32_t n = claim_topic_near(w, unit, near, NEAR);
    bool named = false;
    for (uint32_t f = 0; f < w->units[unit].features_n; f++)
        named |= w->features[w->units[unit].features + f].name;
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = w->topics.sentences[near[k]].first; i < w->topics.sentences[near[k]].end; i++) {
            struct topic t = may_be_meant(w, all, x, &w->units[i]) ? claim_topic(w, unit, i) : (struct topic){0};
            float worth = t.bits * t.held;
            if (t.bits >= T.bits && t.telling >= T.telling && t.held >= T.held && t.words >= 2 && worth >= T.worth && worth > *most && !is_of_others(w, x, &w->units[i]) &&
                (!named || t.bits > t.telling + 0.5f || names_denier(w, x, i))) {
                *most = worth;
                *best = i;
            }
        }
}

/* What it says in words of its own. */
static uint32_t most_of_matter(struct work *w, const struct answers *all, const struct answer *x, uint32_t *near) {
    uint32_t best = NONE;
    float most = 0;
    for (uint32_t j = claim_sentence(w, x->unit).first; j < w->units_n && w->units[j].doc == x->doc && w->units[j].at.start < x->whole.end; j++)
        hold_against(w, all, x, j, near, &best, &most);
    return best;
}

/* "She was not worried that the mill would close, calling the report 'pure invention'": what else she says in the sentence. */
static uint32_t said_beside(struct work *w, const struct answers *all, const struct answer *x, uint32_t *near) {
    uint32_t best = NONE;
    float most = 0;
    struct run r = claim_sentence(w, x->unit);
    for (uint32_t j = r.first; j < r.end; j++)
        if (j != x->unit && w->units[j].features_n >= 3 && w->units[j].attribution != NONE && is_same_speaker(w, x, &w->units[j]))
            hold_against(w, all, x, j, near, &best, &most);
    return best;
}

/* What the same speaker denies in words of their own, here or in another report. */
static uint32_t denied_besides(const struct work *w, const struct answers *all, uint32_t i, const bool *own) {
    const struct answer *x = &all->p[i];
    uint32_t found = NONE;
    for (uint32_t k = i > APART ? i - APART : 0; k < all->n && k < i + APART; k++) {
        const struct answer *y = &all->p[k];
        if (k == i || y->stance != STANCE_DENIED || y->target == NONE || !own[k] || !claim_one_speaker(w, x, y))
            continue;
        if (y->doc == x->doc)
            return y->target;
        found = found == NONE ? y->target : found;
    }
    return found;
}

/* An answer in the same words that has a target. */
static uint32_t told_likewise(const struct work *w, const struct answers *all, uint32_t i) {
    const struct answer *x = &all->p[i];
    for (uint32_t k = i > APART ? i - APART : 0; k < all->n && k < i + APART; k++)
        if (k != i && all->p[k].stance == x->stance && all->p[k].target != NONE && all->p[k].sure && w->units[all->p[k].unit].twin == w->units[x->unit].twin)
            return all->p[k].target;
    return NONE;
}

void claim_afars(struct work *w, struct answers *all) {
    uint32_t *near = ARENA_ARRAY(w->tmp, uint32_t, NEAR), n = all->n;
    bool *open = ARENA_ARRAY(w->tmp, bool, (size_t)n + 1), *own = ARENA_ARRAY(w->tmp, bool, (size_t)n + 1);
    for (uint32_t i = 0; i < n; i++) {
        struct answer *x = &all->p[i];
        if (x->stance != STANCE_DENIED)
            continue;
        own[i] = own_words(w, x) >= 2 || !speaks_of_report(w, x);
        if (x->target == NONE || !x->sure || has_only_denials(w, all, x)) {
            x->target = x->group = NONE;
            open[i] = x->attribution != NONE;
            if (open[i])
                x->target = own[i] ? most_of_matter(w, all, x, near) : said_beside(w, all, x, near);
            own[i] |= x->target != NONE;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        struct answer *x = &all->p[i];
        if (open[i] && x->target == NONE && !own[i])
            x->target = denied_besides(w, all, i, own);
        if (open[i] && x->target == NONE && !own[i])
            x->target = first_reported(w, all, x);
        if (open[i] && x->target == NONE)
            x->target = told_likewise(w, all, i);
    }
    for (uint32_t i = 0; i < n; i++)
        if (open[i] && all->p[i].target != NONE) {
            all->p[i].group = claim_group_of(w, &all->p[i], all->p[i].target);
            all->p[i].sure = true;
        }
}
