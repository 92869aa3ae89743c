/* Who does what to whom in a unit, as the parse has it: the word that it turns on, the heads of what acts
 * and of what is acted upon. What a clause leaves to the one before it ("... and left", "carts carrying hay")
 * is taken from there. A role holds the concept of its head and the figure that the head stands for. */
#include "claim_work.h"

void claim_add_role(uint32_t roles[MOST_ROLES], uint8_t *n, uint32_t key) {
    if (key && *n < MOST_ROLES && !keys_have(roles, *n, key))
        roles[(*n)++] = key;
}

/* The mention that ends with token t, or holds it as its head: of figures and what stands for them. */
static uint32_t mention_of(const struct lang *l, uint32_t t) {
    uint32_t lo = 0, hi = l->mentions_n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (l->mentions[mid].at.start <= l->tokens[t].at.start)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (uint32_t m = lo; m > 0 && m + 8 > lo; m--)
        if (l->mentions[m - 1].first <= t && t < l->mentions[m - 1].end && l->mentions[m - 1].entity != NONE)
            return m - 1;
    return NONE;
}

enum { DEEPEST = 3 }; /* "Xania, Yoria and Talmoria", each read as hanging on the one before */

static void add_filler(const struct work *w, uint32_t doc, uint32_t t, uint32_t *keys, uint8_t *n, int depth) {
    const struct lang *l = &w->docs[doc]->lang;
    uint32_t k = w->concepts[doc][t], m = mention_of(l, t);
    if (m != NONE)
        claim_add_role(keys, n, claim_entity_key(w, doc, l->mentions[m].entity));
    if (k && !(words_classes(w->words, k) & WORD_STOP) && l->tokens[t].upos != UPOS_PRON)
        claim_add_role(keys, n, k);
    for (uint32_t i = t > 4 ? t - 4 : 0; i < l->tokens_n && i < t + 24; i++) {
        uint8_t dep = l->tokens[i].head == t && i != t ? l->tokens[i].deprel : DEP_NONE;
        if (dep == DEP_CONJ && i > t && *n < MOST_ROLES && depth < DEEPEST) /* "Xania and Yoria" */
            add_filler(w, doc, i, keys, n, depth + 1);
        else if ((dep == DEP_FLAT || dep == DEP_APPOS || dep == DEP_NMOD_DESC || dep == DEP_COMPOUND) && /* "the singer Ann Ward" */
                 keymap_get(&w->names, w->concepts[doc][i]))
            claim_add_role(keys, n, w->concepts[doc][i]);
    }
}

static bool is_relative(const struct token *t) { return t->xpos == XPOS_WDT || t->xpos == XPOS_WP; }

/* The subject of a verb: its token, or NONE; *passive. */
static uint32_t subject_of(const struct lang *l, uint32_t verb, bool *passive) {
    for (uint32_t t = verb > 40 ? verb - 40 : 0; t < l->tokens_n && t < verb + 12; t++)
        if (l->tokens[t].head == verb && t != verb &&
            (l->tokens[t].deprel == DEP_NSUBJ || l->tokens[t].deprel == DEP_NSUBJ_PASS)) {
            *passive = l->tokens[t].deprel == DEP_NSUBJ_PASS;
            return t;
        }
    return NONE;
}

/* "We", "the country" in somebody's words: whoever is said to speak there, or the land or house that they speak for. */
static bool is_speaker(const struct work *w, const struct unit *u, uint32_t subject) {
    const struct lang *l = &w->docs[u->doc]->lang;
    return u->attribution != NONE && mention_of(l, subject) == NONE &&
           slice_among(token_form(work_text(w, u->doc), &l->tokens[subject]), "we i country nation government ministry company party army");
}

static void read_verb(const struct work *w, struct unit *u, uint32_t verb) {
    const struct lang *l = &w->docs[u->doc]->lang;
    bool passive = false;
    uint32_t subject = subject_of(l, verb, &passive), v = verb;
    for (int hops = 0; hops < 4 && (subject == NONE || is_relative(&l->tokens[subject])); hops++) {
        bool outer = false;
        uint8_t dep = l->tokens[v].deprel;
        uint32_t head = l->tokens[v].head;
        if (head >= l->tokens_n)
            break;
        if (dep == DEP_ACL || dep == DEP_ACL_RELCL) {
            if (subject == NONE && dep == DEP_ACL_RELCL)
                break;
            if (subject == NONE && l->tokens[v].xpos == XPOS_VBN)
                passive = true;
            subject = head;
            break;
        }
        if (dep != DEP_CONJ && dep != DEP_XCOMP && dep != DEP_ADVCL)
            break;
        v = head;
        subject = subject_of(l, v, &outer);
        if (dep == DEP_CONJ && subject != NONE && verb + 12 > v && l->tokens[verb].xpos == XPOS_VBN)
            passive = outer;
    }
    uint8_t form = l->tokens[verb].xpos;
    if (u->attribution != NONE && (subject != NONE ? is_speaker(w, u, subject)
                                                    : form == XPOS_VBD || form == XPOS_VBZ || form == XPOS_VBP)) {
        uint32_t names[MOST_NAMES], n = claim_voice_names(w, u->doc, u->attribution, names); /* of what has lost its subject, too */
        for (uint32_t i = 0; i < n; i++) {
            claim_add_role(u->doers, &u->doers_n, names[i]);
            claim_add_role(u->agents, &u->agents_n, names[i]);
        }
    }
    if (subject != NONE) {
        if (passive)
            add_filler(w, u->doc, subject, u->done, &u->done_n, 0);
        else
            add_filler(w, u->doc, subject, u->doers, &u->doers_n, 0);
        for (uint32_t i = 0; i < u->doers_n && (subject < u->first || subject >= u->end); i++)
            if (keymap_get(&w->names, u->doers[i]))
                claim_add_role(u->agents, &u->agents_n, u->doers[i]);
    }
    for (uint32_t t = u->first; t < u->end; t++) {
        if (l->tokens[t].head != verb || t == verb)
            continue;
        if (l->tokens[t].deprel == DEP_OBJ)
            add_filler(w, u->doc, t, u->done, &u->done_n, 0);
        else if (l->tokens[t].deprel == DEP_OBL_AGENT)
            add_filler(w, u->doc, t, u->doers, &u->doers_n, 0);
    }
}

/* What is denied in a clause that as a whole is not: "was proud that the dikes did not break", "left without a visa",
 * "will run if she does not". 0: the clause itself is turned round, or what it speaks of ("has no plans"). */
static uint32_t turned_round(const struct work *w, const struct unit *u, uint32_t top) {
    const struct token *tok = w->docs[u->doc]->lang.tokens;
    uint32_t key = 0;
    for (uint32_t t = u->first; t < u->end; t++) {
        uint32_t h = tok[t].head;
        if (!claim_is_not(w, u->doc, t))
            continue;
        if (key || h < u->first || h >= u->end || h == top)
            return 0;
        bool apart = tok[t].upos == UPOS_ADP || (tok[h].upos == UPOS_AUX && (tok[h].deprel == DEP_ADVCL || tok[h].deprel == DEP_CCOMP));
        if (!apart && ((tok[h].head == top && tok[h].upos != UPOS_VERB) || (tok[h].upos != UPOS_VERB && tok[h].upos != UPOS_ADJ)))
            return 0;
        key = w->concepts[u->doc][h];
        if (!key)
            return 0;
    }
    return key;
}

/* "Rejected calls to resign", "refused to go": what is not done, as the verb that a clause turns on has it; 0. */
static uint32_t refused_in(const struct work *w, const struct unit *u, uint32_t top) {
    const struct lang *l = &w->docs[u->doc]->lang;
    const struct token *tok = l->tokens;
    if (tok[top].upos != UPOS_VERB || !slice_among(token_lemma(l, &tok[top]), "refuse reject decline rebuff resist oppose"))
        return 0;
    for (uint32_t t = top + 1; t < u->end; t++) {
        uint32_t h = tok[t].head;
        if (tok[t].upos == UPOS_VERB && ((tok[t].deprel == DEP_XCOMP && h == top) || (tok[t].deprel == DEP_ACL && h > top && h < u->end && tok[h].head == top)))
            return w->concepts[u->doc][t];
    }
    return 0;
}

/* "Asked not to be named", "on condition of anonymity". */
static bool stays_unnamed(const struct work *w, const struct unit *u) {
    const struct lang *l = &w->docs[u->doc]->lang;
    for (uint32_t t = u->first; t < u->end; t++) {
        slice f = token_form(work_text(w, u->doc), &l->tokens[t]);
        if (slice_starts_nocase(f, S("anonym")))
            return true;
        if ((u->flags & UNIT_NEGATED) && t > u->first && slice_among(f, "named identified quoted") &&
            slice_among(token_form(work_text(w, u->doc), &l->tokens[t - 1]), "be being"))
            return true;
    }
    return false;
}

/* "Citing two people in Besk", "three people with knowledge of the inspection said": who speaks, and nothing of
 * what they say. */
static bool is_tag(const struct work *w, const struct unit *u) {
    const struct token *tok = w->docs[u->doc]->lang.tokens;
    if (!(words_classes(w->words, u->root) & WORD_SPEECH) || tok[u->top].upos != UPOS_VERB || tok[u->top].deprel == DEP_ACL)
        return false;
    bool passive = false;
    if (subject_of(&w->docs[u->doc]->lang, u->top, &passive) != NONE && passive) /* "the letter was first quoted by a radio station" */
        return false;
    for (uint32_t t = u->top + 1; t < u->end; t++) {
        uint32_t k = w->concepts[u->doc][t];
        if (k && !(words_classes(w->words, k) & (WORD_STOP | WORD_LIGHT | WORD_PEOPLE | WORD_SPAN)) && !keymap_get(&w->names, k))
            return false;
    }
    return true;
}

/* "If there is nothing to hide, show us the file": says of nothing that it is so. */
static bool is_conditional(const struct work *w, const struct unit *u) {
    const struct lang *l = &w->docs[u->doc]->lang;
    for (uint32_t t = u->first; t < u->end; t++) {
        slice f = token_form(work_text(w, u->doc), &l->tokens[t]);
        uint32_t verb = l->tokens[t].head;
        if (l->tokens[t].deprel == DEP_MARK && slice_among(f, "if unless") &&
            verb < l->tokens_n && l->tokens[verb].deprel != DEP_CCOMP &&
            !(t > 0 && slice_eq_nocase(token_form(work_text(w, u->doc), &l->tokens[t - 1]), S("as"))))
            return true;
    }
    return false;
}

/* The verb that a clause tells of behind one that says little of its own: "began to sell", "was said to have sold",
 * "cameras saw farmers selling". NONE: it is the one. */
static uint32_t told_by(const struct work *w, const struct unit *u, uint32_t top) {
    const struct token *tok = w->docs[u->doc]->lang.tokens;
    uint32_t k = w->concepts[u->doc][top], bits = words_classes(w->words, k), seen = NONE;
    if (k && !(bits & (WORD_STOP | WORD_LIGHT | WORD_SPEECH | WORD_MIND | WORD_SEEN)))
        return NONE;
    for (uint32_t t = top + 1; t < u->end; t++) {
        if (tok[t].upos != UPOS_VERB)
            continue;
        if (tok[t].head == top && (tok[t].deprel == DEP_XCOMP || tok[t].deprel == DEP_CCOMP))
            return t;
        uint32_t noun = tok[t].head;
        bool of_object = noun > top && noun < t && tok[noun].head == top && tok[noun].deprel == DEP_OBJ;
        if ((bits & WORD_SEEN) && seen == NONE && of_object && tok[t].deprel == DEP_ACL && tok[t].xpos != XPOS_VB)
            seen = t;
    }
    return seen;
}

/* "Denied that she was told of the gate, whose hinge broke on Sunday", "ignored it until the fire, in which two died": the
 * author's own, inside what somebody said. */
static bool is_background(const struct work *w, const struct unit *u, uint32_t top) {
    const struct lang *l = &w->docs[u->doc]->lang;
    const struct sentence *s = &l->sentences[u->sentence];
    slice text = work_text(w, u->doc);
    for (int hops = 0; hops < 4 && l->tokens[top].deprel == DEP_CONJ && l->tokens[top].head >= s->first && l->tokens[top].head < top; hops++)
        top = l->tokens[top].head; /* "..., whose hinge broke and fell into the river" */
    uint32_t noun = l->tokens[top].head;
    if (l->tokens[top].deprel != DEP_ACL_RELCL || noun < s->first || noun >= top)
        return false;
    for (uint32_t t = noun + 1; t < top; t++) {
        slice f = token_form(text, &l->tokens[t]);
        if (slice_eq_nocase(f, S("whose")))
            return true;
        if (slice_among(f, "which who whom where"))
            return l->tokens[t - 1].upos == UPOS_ADP || slice_eq(token_form(text, &l->tokens[t - 1]), S(","));
    }
    return false;
}

void claim_roles(const struct work *w, struct unit *u) {
    const struct lang *l = &w->docs[u->doc]->lang;
    if (!l->parsed)
        return;
    if (is_conditional(w, u))
        u->flags |= UNIT_IF;
    uint32_t top = NONE;
    for (uint32_t t = u->first; t < u->end; t++) {
        const struct token *x = &l->tokens[t];
        bool out = x->head < u->first || x->head >= u->end || x->head == t;
        if (out && (x->upos == UPOS_VERB || ((x->upos == UPOS_NOUN || x->upos == UPOS_ADJ) && top == NONE))) {
            top = t;
            if (x->upos == UPOS_VERB)
                break;
        }
    }
    for (uint32_t t = top; t < u->end && l->tokens[top].upos == UPOS_NOUN; t++) /* "despite the fact that it sold" */
        if (l->tokens[t].head == top && l->tokens[t].upos == UPOS_VERB && l->tokens[t].xpos != XPOS_VBN && t > top + 1 &&
            (l->tokens[t].deprel == DEP_ACL || l->tokens[t].deprel == DEP_CCOMP)) {
            top = t;
            break;
        }
    u->refused = top == NONE ? 0 : refused_in(w, u, top);
    for (int hops = 0; top != NONE && hops < 3; hops++) {
        uint32_t next = told_by(w, u, top);
        if (next == NONE)
            break;
        top = next;
    }
    if (top == NONE)
        return;
    uint32_t k = w->concepts[u->doc][top];
    u->root = words_classes(w->words, k) & WORD_STOP ? 0 : k;
    u->top = top;
    u->turned = u->flags & UNIT_NEGATED ? turned_round(w, u, top) : 0;
    for (uint32_t t = u->first ? u->first - 1 : 0; t < top && l->tokens[top].deprel == DEP_ADVCL; t++)
        if (l->tokens[t].head == top && l->tokens[t].deprel == DEP_MARK)
            u->flags |= UNIT_BESIDE;
    if (u->attribution != NONE && !(u->flags & UNIT_QUOTED) && is_background(w, u, top))
        u->attribution = NONE;
    read_verb(w, u, top);
    if (is_tag(w, u) || stays_unnamed(w, u))
        u->flags |= UNIT_TAG;
}
