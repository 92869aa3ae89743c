/* Whether an event happened: what stands over it, around it, and whose words it is in. */
#include "events_work.h"

#define TOKEN(t) (&w->lang->tokens[t])

uint32_t over_kinds(const struct event_kit *kit, uint32_t key) {
    for (uint32_t i = key;; i++) {
        const struct over_word *x = &kit->over[i & kit->over_mask];
        if (!x->key || x->key == key)
            return x->kinds;
    }
}

#define BIT(kind) (1u << OVER_##kind)

/* What the word at t says of an event that it governs or stands by: bits 1 << enum over. */
static uint32_t over_of(const struct event_work *w, uint32_t t) {
    uint32_t k = over_kinds(w->kit, TOKEN(t)->key);
    if (k)
        return k;
    slice f = token_form(w->text, TOKEN(t));
    if (f.n > 1 && f.p[0] == '\'')
        f = slice_cut(f, 1, f.n);
    char low[16];
    if (f.n > sizeof low)
        return 0;
    for (uint32_t i = 0; i < f.n; i++)
        low[i] = to_lower(f.p[i]);
    return over_kinds(w->kit, lang_key((slice){low, f.n}));
}

static bool is_negation(const struct event_work *w, uint32_t t) {
    static const char *const words[] = {"not", "n't", "n\xe2\x80\x99t", "never", "no", "neither", "nor"};
    slice f = token_form(w->text, TOKEN(t));
    for (size_t i = 0; i < NELEMS(words); i++)
        if (slice_eq_nocase(f, slice_str(words[i])))
            return true;
    return false;
}

struct signs {
    bool negated, will, may, must, conditional, planned, denied, demanded, alleged, past;
    bool any;         /* "any talks" need not take place; of its own only */
    bool own_alleged, own_planned; /* an adverb, adjective or participle of its own says so */
};

static void take_modals(struct signs *s, uint32_t bits) {
    s->will |= (bits & BIT(WILL)) != 0;
    s->may |= (bits & BIT(MAY)) != 0;
    s->must |= (bits & BIT(MUST)) != 0;
}

static void look_at_dependents(const struct event_work *w, uint32_t t, struct signs *s) {
    for (uint32_t c = w->child[t]; c != NONE; c = w->sibling[c]) {
        uint8_t d = TOKEN(c)->deprel;
        if (d == DEP_ADVMOD || d == DEP_DET || d == DEP_CC_PRECONJ) {
            if (is_negation(w, c))
                s->negated = true;
            else if (d == DEP_DET && token_says(w, c, S("any")))
                s->any = true;
            else if (d == DEP_ADVMOD && (over_of(w, c) & BIT(ALLEGED)))
                s->alleged = s->own_alleged = true;
        } else if (d == DEP_AUX || d == DEP_COP) {
            take_modals(s, over_of(w, c));
            if (TOKEN(c)->xpos == XPOS_VBD || token_says(w, c, S("has")) || token_says(w, c, S("have")))
                s->past = true;
            if (is_negation(w, c))
                s->negated = true;
        } else if (d == DEP_MARK) {
            if (over_of(w, c) & BIT(CONDITIONAL)) {
                /* "asked whether a deal was struck" leaves it open what happened, not what may come */
                if (token_says(w, c, S("whether")) && TOKEN(t)->xpos != XPOS_VB)
                    s->alleged = true;
                else
                    s->conditional = true;
            }
        } else if (d == DEP_AMOD || (d == DEP_ACL && TOKEN(c)->xpos == XPOS_VBN)) { /* "a fair planned for spring" too */
            uint32_t bits = over_of(w, c);
            if (bits & BIT(PLANNED))
                s->planned = s->own_planned = true;
            if (bits & BIT(ALLEGED))
                s->alleged = s->own_alleged = true;
        } else if (d == DEP_PARATAXIS && (over_of(w, c) & BIT(ALLEGED)) &&
                   dependent(w, c, DEP_NSUBJ) != NONE) {
            s->alleged = true;
        }
    }
}

/* "accused of selling", "suspected of", "blamed for". */
static bool accused_of(const struct event_work *w, uint32_t t) {
    for (uint32_t c = w->child[t]; c != NONE; c = w->sibling[c])
        if ((TOKEN(c)->deprel == DEP_MARK || TOKEN(c)->deprel == DEP_CASE) &&
            (token_says(w, c, S("of")) || token_says(w, c, S("for"))))
            return true;
    return false;
}

/* From what governs the event: "planned to", "refused to", "a demand that", "said that". The nearest
 * says most: `near` is false from the first clause border on, past which only the conditions and whose
 * words it is still count. */
static void look_up(const struct event_work *w, uint32_t t, struct signs *s) {
    bool near = true;
    for (int depth = 0; depth < 10; depth++) {
        const struct token *k = TOKEN(t);
        uint32_t h = k->head;
        if (h == NONE || h == t || h < w->first || h >= w->end)
            return;
        uint8_t d = k->deprel;
        struct signs above = {0};
        uint32_t bits = over_of(w, h);
        bool clause = d == DEP_XCOMP || d == DEP_CCOMP || d == DEP_ACL;
        if (d == DEP_PARATAXIS) { /* "claimed, without proof, that ..." */
            uint32_t m = dependent(w, t, DEP_MARK);
            clause = m != NONE && token_says(w, m, S("that"));
        }
        bool noun = TOKEN(h)->upos == UPOS_NOUN;
        bool held = clause || d == DEP_OBJ || d == DEP_NMOD || d == DEP_NSUBJ_PASS || d == DEP_OBL;
        look_at_dependents(w, h, &above);
        if (bits & BIT(ALLEGED)) {
            bool of_doing = near && TOKEN(t)->xpos == XPOS_VBG && accused_of(w, t);
            if ((clause || (d == DEP_ACL_RELCL && noun)) && above.negated && noun)
                s->denied = true; /* "no evidence that" */
            else if (clause || of_doing || (d == DEP_ACL_RELCL && noun && near))
                s->alleged = true;
        }
        s->alleged |= above.alleged;
        s->conditional |= above.conditional && d != DEP_ADVCL && d != DEP_ACL_RELCL;
        if (near && d == DEP_NSUBJ && (bits & BIT(HAPPEN))) { /* "the talks will begin" */
            s->will |= above.will;
            s->may |= above.may;
        }
        if (near && d == DEP_CSUBJ && (above.will || above.may)) /* "lifting the ban would help" */
            s->conditional = true;
        if (near && held && (d != DEP_OBL || depth == 0)) {
            bool asks = (bits & BIT(DEMANDED)) && d != DEP_NSUBJ_PASS && !((bits & BIT(ALLEGED)) && d != DEP_XCOMP);
            /* "wanted to leave" is a plan, "wanted them to leave" a demand; "pushed for talks" */
            bool own = d == DEP_XCOMP && dependent(w, h, DEP_OBJ) == NONE && dependent(w, h, DEP_IOBJ) == NONE;
            if (asks && own) {
                s->planned = true;
                asks = false;
            }
            if (asks && (d == DEP_OBL || d == DEP_NMOD)) {
                uint32_t c = dependent(w, t, DEP_CASE);
                asks = c != NONE && token_says(w, c, S("for"));
            }
            s->demanded |= asks;
            s->planned |= (bits & BIT(PLANNED)) && !asks && (clause || d == DEP_OBJ);
            s->denied |= (bits & BIT(DENIED)) != 0;
            s->conditional |= (bits & BIT(CONDITIONAL)) != 0;
            if (d == DEP_XCOMP || d == DEP_OBJ || d == DEP_NSUBJ_PASS) {
                s->will |= above.will;
                s->may |= above.may;
                s->must |= above.must;
                s->negated |= above.negated && d == DEP_XCOMP;
            }
        } else if (near && d == DEP_CONJ) {
            if (dependent(w, t, DEP_NSUBJ) == NONE && dependent(w, t, DEP_AUX) == NONE) {
                s->will |= above.will;
                s->may |= above.may;
                s->must |= above.must;
                s->conditional |= above.conditional;
            }
        } else if (near && d == DEP_ADVCL) {
            /* a purpose is a plan: "gathered to discuss"; not "urged them to leave", however it was parsed */
            uint32_t m = dependent(w, t, DEP_MARK);
            bool asked = (bits & BIT(DEMANDED)) && dependent(w, h, DEP_OBJ) != NONE;
            if (m != NONE && token_says(w, m, S("to"))) {
                s->demanded |= asked;
                s->planned |= !asked;
            }
        }
        if (d == DEP_CCOMP || d == DEP_ADVCL || d == DEP_ACL_RELCL || d == DEP_PARATAXIS || d == DEP_NSUBJ || d == DEP_CSUBJ)
            near = false;
        t = h;
    }
}

static void look_around(const struct event_work *w, uint32_t t, struct signs *s) {
    for (uint32_t k = t, n = 0; k > w->first && n < 5; n++) {
        k--;
        if (TOKEN(k)->upos == UPOS_PUNCT && n)
            break;
        if (is_negation(w, k))
            s->negated = true;
        uint32_t bits = over_of(w, k);
        take_modals(s, bits);
        s->planned |= (bits & BIT(PLANNED)) != 0;
        s->denied |= (bits & BIT(DENIED)) != 0;
        s->demanded |= (bits & BIT(DEMANDED)) != 0;
        s->conditional |= (bits & BIT(CONDITIONAL)) != 0;
        s->alleged |= (bits & BIT(ALLEGED)) != 0;
    }
}

/* What a time is told by has happened, whoever says so: "after the invasion", "since they signed". So
 * has what a noun takes for known: "the raid", "their raid". */
static bool is_given(const struct event_work *w, uint32_t t, uint8_t cls) {
    static const char *const words[] = {"after", "before", "since", "during", "following", "amid", "as", "when"};
    uint32_t c = cls == EVENT_NOUN ? dependent(w, t, DEP_CASE) : dependent(w, t, DEP_MARK);
    if (cls == EVENT_VERB && TOKEN(t)->deprel != DEP_ADVCL)
        return false;
    for (size_t i = 0; c != NONE && i < NELEMS(words); i++)
        if (token_says(w, c, slice_str(words[i])) && (i < 4 || cls == EVENT_VERB))
            return true;
    if (cls != EVENT_NOUN)
        return false;
    for (c = w->child[t]; c != NONE; c = w->sibling[c])
        if (TOKEN(c)->deprel == DEP_AMOD && (token_says(w, c, S("recent")) || token_says(w, c, S("latest")) ||
                                             token_says(w, c, S("failed")) || token_says(w, c, S("ongoing"))))
            return true;
    c = dependent(w, t, DEP_DET);
    return (c != NONE && token_says(w, c, S("the"))) || dependent(w, t, DEP_NMOD_POSS) != NONE;
}

/* "denied the reports" says that nothing of them happened; "rejected him" says no such thing. */
static bool denies(const struct event_work *w, const struct attribution *a) {
    return a->cue_token == NONE || a->cue_token >= w->lang->tokens_n ||
           (over_of(w, a->cue_token) & BIT(DENIED));
}

uint8_t status_of_event(const struct event_work *w, uint32_t t, uint8_t cls, uint8_t root, bool *refused,
                        bool *promised) {
    struct signs s = {0};
    *refused = *promised = false;
    if (w->lang->parsed) {
        look_at_dependents(w, t, &s);
        look_up(w, t, &s);
    } else {
        look_around(w, t, &s);
    }
    uint32_t inside = w->content[t];
    if (cls == EVENT_VERB && w->lang->parsed && !s.negated && !s.conditional && !s.demanded) {
        struct signs own = {0};
        look_at_dependents(w, t, &own);
        uint32_t h = TOKEN(t)->head;
        *promised = own.will || (own.may && TOKEN(t)->deprel == DEP_CCOMP && h != NONE &&
                                 (over_of(w, h) & BIT(ALLEGED)) && dependent(w, t, DEP_AUX) != NONE &&
                                 token_says(w, dependent(w, t, DEP_AUX), S("would")));
    }
    if (cls == EVENT_VERB && s.negated && (s.will || s.may || s.planned || TOKEN(t)->xpos == XPOS_VB))
        *refused = !s.past;
    if (s.conditional)
        return STATUS_CONDITIONAL;
    if (s.demanded || s.must)
        return STATUS_DEMANDED;
    if (s.negated || s.denied)
        return STATUS_DENIED;
    if (inside != NONE && w->marks->attributions[inside].status == STATUS_DENIED &&
        denies(w, &w->marks->attributions[inside]))
        return STATUS_DENIED;
    if (s.any && cls == EVENT_NOUN)
        return STATUS_CONDITIONAL;
    bool given = w->lang->parsed && root != PLOVER_AGREE && root != PLOVER_REQUEST && is_given(w, t, cls);
    if (given && cls == EVENT_NOUN && !s.will && !s.own_alleged && !s.own_planned)
        return STATUS_ACTUAL; /* "chose to press on with the invasion" */
    if (s.will || s.planned)
        return STATUS_PLANNED;
    if (s.may)
        return STATUS_CONDITIONAL;
    if (s.own_alleged)
        return STATUS_ALLEGED;
    if (given)
        return STATUS_ACTUAL;
    return inside != NONE || s.alleged || w->quoted[t] || w->according ? STATUS_ALLEGED : STATUS_ACTUAL;
}

uint8_t said_of(const struct event_work *w, uint32_t t) {
    struct signs s = {0};
    uint32_t h = TOKEN(t)->head;
    look_at_dependents(w, t, &s);
    bool said = h != NONE && h != t && TOKEN(t)->deprel == DEP_CCOMP && (over_of(w, h) & BIT(ALLEGED));
    if (said && s.must && !s.negated && dependent(w, t, DEP_NSUBJ) != NONE)
        return SAYS_MUST;
    if (s.negated && (s.will || (said && s.may)) && !s.conditional && dependent(w, t, DEP_NSUBJ) != NONE &&
        partylike(w, dependent(w, t, DEP_NSUBJ)))
        return SAYS_NOT;
    return SAYS_NOTHING;
}
