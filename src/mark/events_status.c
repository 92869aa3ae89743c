/* Whether an event happened: what stands over it, around it, and whose words it is in. */
#include "events_work.h"

#define TOKEN(t) (&w->lang->tokens[t])

uint8_t over_kind(const struct event_kit *kit, uint32_t key) {
    for (uint32_t i = 0; i < kit->over_n; i++)
        if (kit->over[i].key == key)
            return kit->over[i].kind;
    return OVER_NONE;
}

static uint8_t over_of(const struct event_work *w, uint32_t t) {
    uint8_t k = over_kind(w->kit, TOKEN(t)->key);
    if (k)
        return k;
    slice f = token_form(w->text, TOKEN(t));
    if (f.n > 1 && f.p[0] == '\'')
        f = slice_cut(f, 1, f.n);
    char low[16];
    if (f.n > sizeof low)
        return OVER_NONE;
    for (uint32_t i = 0; i < f.n; i++)
        low[i] = to_lower(f.p[i]);
    return over_kind(w->kit, lang_key((slice){low, f.n}));
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
    bool negated, will, may, must, conditional, planned, denied, demanded, past;
};

static void look_at_dependents(const struct event_work *w, uint32_t t, struct signs *s) {
    for (uint32_t c = w->child[t]; c != NONE; c = w->sibling[c]) {
        uint8_t d = TOKEN(c)->deprel;
        if (d == DEP_ADVMOD || d == DEP_DET || d == DEP_CC_PRECONJ) {
            if (is_negation(w, c))
                s->negated = true;
        } else if (d == DEP_AUX || d == DEP_COP) {
            switch (over_of(w, c)) {
            case OVER_WILL: s->will = true; break;
            case OVER_MAY: s->may = true; break;
            case OVER_MUST: s->must = true; break;
            default: break;
            }
            if (TOKEN(c)->xpos == XPOS_VBD || token_says(w, c, S("has")) || token_says(w, c, S("have")))
                s->past = true;
            if (is_negation(w, c))
                s->negated = true;
        } else if (d == DEP_MARK) {
            if (over_of(w, c) == OVER_CONDITIONAL)
                s->conditional = true;
        } else if (d == DEP_AMOD && over_of(w, c) == OVER_PLANNED) {
            s->planned = true;
        }
    }
}

/* From a governor: "planned to", "refused to", "a demand that". */
static void look_up(const struct event_work *w, uint32_t t, struct signs *s) {
    for (int depth = 0; depth < 4; depth++) {
        const struct token *k = TOKEN(t);
        uint32_t h = k->head;
        if (h == NONE || h == t || h < w->first || h >= w->end)
            return;
        uint8_t d = k->deprel;
        struct signs above = {0};
        if (d == DEP_XCOMP || d == DEP_CCOMP || d == DEP_OBJ || d == DEP_ACL || d == DEP_NMOD ||
            d == DEP_NSUBJ_PASS || (d == DEP_OBL && depth == 0)) {
            switch (over_of(w, h)) {
            case OVER_PLANNED: s->planned |= d == DEP_XCOMP || d == DEP_ACL || d == DEP_CCOMP || d == DEP_OBJ; break;
            case OVER_DENIED: s->denied = true; break;
            case OVER_DEMANDED: s->demanded |= d != DEP_NSUBJ_PASS; break;
            case OVER_CONDITIONAL: s->conditional = true; break;
            default: break;
            }
            if (d == DEP_XCOMP || d == DEP_OBJ || d == DEP_NSUBJ_PASS) {
                look_at_dependents(w, h, &above);
                s->will |= above.will;
                s->may |= above.may;
                s->must |= above.must;
                s->conditional |= above.conditional;
                s->negated |= above.negated && d == DEP_XCOMP;
            }
        } else if (d == DEP_CONJ) {
            look_at_dependents(w, h, &above);
            if (dependent(w, t, DEP_NSUBJ) == NONE && dependent(w, t, DEP_AUX) == NONE) {
                s->will |= above.will;
                s->may |= above.may;
                s->must |= above.must;
                s->conditional |= above.conditional;
            }
        } else if (d == DEP_ADVCL) {
            /* a purpose is a plan: "gathered to discuss" */
            uint32_t m = dependent(w, t, DEP_MARK);
            if (m != NONE && token_says(w, m, S("to")))
                s->planned = true;
            return;
        } else {
            return;
        }
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
        switch (over_of(w, k)) {
        case OVER_WILL: s->will = true; break;
        case OVER_MAY: s->may = true; break;
        case OVER_MUST: s->must = true; break;
        case OVER_PLANNED: s->planned = true; break;
        case OVER_DENIED: s->denied = true; break;
        case OVER_DEMANDED: s->demanded = true; break;
        case OVER_CONDITIONAL: s->conditional = true; break;
        default: break;
        }
    }
}

uint8_t status_of_event(const struct event_work *w, uint32_t t, uint8_t cls, bool *refused) {
    struct signs s = {0};
    *refused = false;
    if (w->lang->parsed) {
        look_at_dependents(w, t, &s);
        look_up(w, t, &s);
    } else {
        look_around(w, t, &s);
    }
    uint32_t inside = w->content[t];
    if (cls == EVENT_VERB && s.negated && (s.will || s.may || s.planned || TOKEN(t)->xpos == XPOS_VB))
        *refused = !s.past;
    if (s.conditional)
        return STATUS_CONDITIONAL;
    if (s.demanded || s.must)
        return STATUS_DEMANDED;
    if (s.negated || s.denied)
        return STATUS_DENIED;
    if (inside != NONE && w->marks->attributions[inside].status == STATUS_DENIED)
        return STATUS_DENIED;
    if (s.will || s.planned)
        return STATUS_PLANNED;
    if (s.may)
        return STATUS_CONDITIONAL;
    return inside != NONE ? STATUS_ALLEGED : STATUS_ACTUAL;
}
