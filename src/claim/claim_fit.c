/* claim_fit: whether a denial may be shown beside what it was found to deny.
 *
 * Where the best place for a denial is looked for (claim_answer.c, claim_contrary.c), something is always nearest. What a
 * reader is shown as "told here, denied there" must bear being read side by side:
 *
 *   it has words of its own    they stand in what it is held against, and the same act there
 *   "denied it", "the claims"  it is said right before, or of the very one who denies, whatever it is called: "baseless"
 */
#include "claim_work.h"

static const struct {
    float same;   /* how likely, at least, that what is denied and what is told are one */
    float held;   /* part of the weight of the denial's own words that stands in what is told */
    float bits;   /* a word that has so many tells of some matter */
} T = {0.45f, 0.5f, 4};

enum { NEAR = 1, BACK = 4 /* sentences */ };

static bool is_own(const struct work *w, uint32_t key) {
    return claim_weight(w, key) >= T.bits && !keymap_get(&w->words->in_phrase, key) &&
           !(words_classes(w->words, key) & (WORD_STOP | WORD_LIGHT | WORD_REPORT | WORD_TRUTH | WORD_SPEECH | WORD_PEOPLE | WORD_SPAN | WORD_MIND |
                                             WORD_PART));
}

static bool has_word(const struct work *w, const struct unit *v, uint32_t key) { /* it, or its sentence */
    const struct lang *l = &w->docs[v->doc]->lang;
    if (claim_has_key(w, v, key))
        return true;
    for (uint32_t t = l->sentences[v->sentence].first; t < l->sentences[v->sentence].end; t++)
        if (w->concepts[v->doc][t] == key)
            return true;
    return false;
}

/* "Rejected the claims", "denies it": of what was just said; "no such assessment": of what stands beside it. */
static bool points_back(const struct work *w, const struct answer *x, uint32_t far) {
    const struct lang *l = &w->docs[x->doc]->lang;
    for (uint32_t t = l->sentences[x->sentence].first; t < l->sentences[x->sentence].end; t++) {
        const struct token *k = &l->tokens[t];
        if (k->at.start < x->at.start || k->at.end > x->at.end)
            continue;
        if ((k->upos == UPOS_NOUN && (words_classes(w->words, w->concepts[x->doc][t]) & WORD_REPORT)) || (k->upos == UPOS_PRON && k->deprel == DEP_OBJ) ||
            (far <= NEAR && slice_eq_nocase(token_form(work_text(w, x->doc), k), S("such"))))
            return true;
    }
    return false;
}

/* Somebody's words, or of words: "was accused of", "a daily alleged". */
static bool is_said(const struct work *w, const struct unit *v) {
    return v->attribution != NONE || claim_has_class(w, v, WORD_REPORT | WORD_SPEECH);
}

bool claim_fits(const struct work *w, const struct answer *x) {
    const struct unit *v = &w->units[x->target];
    float own = 0, held = 0, most = 0;
    bool clash = false;
    for (uint32_t j = x->unit; j < w->units_n && w->units[j].doc == x->doc && w->units[j].at.start < x->at.end; j++) {
        const struct unit *u = &w->units[j];
        const struct lang *l = &w->docs[x->doc]->lang;
        float s = claim_same(w, u, v);
        most = s > most ? s : most;
        clash |= u->phrase == 0 && claim_meet(w, u->doers, u->doers_n, v->doers, v->doers_n) == CLASH;
        for (uint32_t t = u->first; t < u->end; t++) {
            uint32_t key = w->concepts[x->doc][t];
            bool word = l->tokens[t].upos == UPOS_NOUN || l->tokens[t].upos == UPOS_VERB || l->tokens[t].upos == UPOS_ADJ;
            if (!key || !word || l->tokens[t].at.start < x->at.start || l->tokens[t].at.end > x->at.end || !is_own(w, key))
                continue;
            own += claim_weight(w, key);
            held += has_word(w, v, key) ? claim_weight(w, key) : 0;
        }
    }
    if (clash) /* "X would not join" says nothing of Y's joining */
        return false;
    uint32_t far = v->doc == x->doc && v->sentence <= x->sentence ? x->sentence - v->sentence : NONE;
    if (far <= BACK && is_said(w, v) && points_back(w, x, far))
        return true;
    if (x->stance == STANCE_DECLINED && far <= NEAR)
        return true;
    if (own > 0)
        return most >= T.same || held >= T.held * own;
    if (v->doc != x->doc)
        return x->generic;
    return keys_meet(v->agents, v->agents_n, x->names, x->names_n) || (far <= NEAR && v->attribution != NONE) || (x->generic && far != NONE && far <= 3 && v->attribution != NONE);
}
