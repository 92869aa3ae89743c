/* What denies, declines or doubts, by the phrases of claim-phrases.txt: whether one of them stands in a
 * clause, and whether it says there what it says alone. "False" denies where what is judged is what was said;
 * "dismissed" where its object is; nothing is denied by who "did not deny", nor by those of whom somebody says
 * in his own words that they deny. */
#include "claim_work.h"

struct reader {
    const struct work *w;
    const struct document *d;
    uint32_t doc;
};

static bool is_form(const struct reader *c, uint32_t t, const char *forms) {
    return slice_among(token_form(c->d->page.text, &c->d->lang.tokens[t]), forms);
}

bool claim_is_not(const struct work *w, uint32_t doc, uint32_t t) {
    const struct lang *l = &w->docs[doc]->lang;
    uint8_t upos = l->tokens[t].upos;
    return (words_classes(w->words, w->concepts[doc][t]) & WORD_NOT) != 0 && upos != UPOS_VERB &&
           upos != UPOS_PROPN && (upos != UPOS_NOUN || !l->tagged);
}

static bool is_not(const struct reader *c, uint32_t t) { return claim_is_not(c->w, c->doc, t); }

/* A noun for what others have said: "the report", "these claims". */
static bool is_report(const struct reader *c, uint32_t t) {
    const struct token *x = &c->d->lang.tokens[t];
    uint32_t bits = words_classes(c->w->words, c->w->concepts[c->doc][t]);
    bool of_noun = t > 0 && c->d->lang.tokens[t - 1].upos == UPOS_NOUN;
    if (x->xpos == XPOS_VBN && (bits & WORD_SPEECH)) /* "the order (that she) described" */
        return of_noun || x->deprel == DEP_ACL || x->deprel == DEP_AMOD || x->deprel == DEP_ACL_RELCL;
    return (bits & (WORD_REPORT | WORD_STOP)) == WORD_REPORT && (!c->d->lang.tagged || x->upos == UPOS_NOUN);
}

/* "This", "it", "they" as what a clause speaks of. */
static bool is_it(const struct reader *c, uint32_t t) {
    const struct token *x = &c->d->lang.tokens[t];
    if (!is_form(c, t, "this that it these those they") || x->xpos == XPOS_WDT) /* "claims that were false" */
        return false;
    return !c->d->lang.parsed || x->deprel == DEP_NSUBJ || x->deprel == DEP_NSUBJ_PASS;
}

/* Whether a unit speaks of what was said. */
static bool speaks_of_it(const struct reader *c, const struct unit *u, bool noun) {
    for (uint32_t t = u->first; t < u->end; t++)
        if (is_report(c, t) || (!noun && is_it(c, t)))
            return true;
    return false;
}

/* A relative clause tells which ones, and judges nothing: "statements that we knew were false"; a thing that is done or made is
 * no judgement either: "the ad spread misinformation". */
static bool only_names(const struct reader *c, const struct unit *u, uint32_t at) {
    enum { UP = 4 };
    const struct token *tokens = c->d->lang.tokens, *x = &tokens[at];
    for (uint32_t up = 0; up < UP && x->deprel == DEP_CONJ && x->head >= u->first && x->head < u->end; up++)
        x = &tokens[x->head];
    bool as = at > 0 && slice_eq_nocase(token_form(c->d->page.text, &tokens[at - 1]), S("as"));
    if (x->upos == UPOS_NOUN && !as && (x->deprel == DEP_OBJ || x->deprel == DEP_NSUBJ || x->deprel == DEP_NMOD || x->deprel == DEP_OBL))
        return true;
    for (uint32_t t = at, up = 0; up < UP && t >= u->first && t < u->end; t = tokens[t].head, up++)
        if (tokens[t].deprel == DEP_ACL_RELCL)
            return true;
    return false;
}

/* From where the subject of a word is looked for: its sentence's beginning, unless that is endless. */
static uint32_t look_from(const struct lang *l, uint32_t sentence, uint32_t at) {
    enum { FAR = 80 };
    uint32_t first = l->sentences[sentence].first;
    return at - first > FAR ? at - FAR : first;
}

/* "The report that the mill was sold was false": in a clause before, what is judged. */
uint32_t claim_judged_noun(const struct work *w, uint32_t doc, uint32_t sentence, uint32_t at) {
    const struct reader c = {w, w->docs[doc], doc};
    const struct lang *l = &c.d->lang;
    for (uint32_t t = look_from(l, sentence, at); l->parsed && t < at; t++)
        if (l->tokens[t].head == at && l->tokens[t].deprel == DEP_NSUBJ && is_report(&c, t))
            return t;
    return NONE;
}

/* "The claims are false", "it is false information"; no judgement is "he made false claims". */
static bool judges(const struct reader *c, const struct unit *u, uint32_t at, bool noun) {
    if (c->d->lang.parsed && only_names(c, u, at))
        return false;
    const struct token *tokens = c->d->lang.tokens;
    while (tokens[at].deprel == DEP_CONJ && tokens[at].head < at && tokens[at].head >= u->first) /* "false and baseless claims" */
        at = tokens[at].head;
    if (tokens[at].deprel != DEP_AMOD)
        return speaks_of_it(c, u, noun) || claim_judged_noun(c->w, c->doc, u->sentence, at) != NONE;
    for (uint32_t t = u->first; t < u->end; t++)
        if (is_it(c, t))
            return true;
    return false;
}

/* Whether the object of the verb at t is what was said: "dismissed the findings", "disputed that it was sold", not "rejected the bid". */
static bool has_report_object(const struct reader *c, uint32_t t, uint32_t stop) {
    const struct lang *l = &c->d->lang;
    for (uint32_t i = t > 12 ? t - 12 : 0; i < stop; i++) {
        if (!l->parsed ? i > t && i < t + 5 && is_report(c, i)
                       : i != t && l->tokens[i].head == t && is_report(c, i) &&
                             (l->tokens[i].deprel == DEP_OBJ || l->tokens[i].deprel == DEP_NSUBJ_PASS))
            return true;
        if (l->parsed && i > t && l->tokens[i].head == t && l->tokens[i].deprel == DEP_CCOMP && l->tokens[i].upos == UPOS_VERB)
            return true;
    }
    return false;
}

/* "There is no truth in it", "the story bears no likeness to the facts". */
static bool denies_truth(const struct reader *c, const struct unit *u) {
    enum { FAR = 5 };
    uint32_t no = NONE;
    for (uint32_t t = u->first; t < u->end; t++) {
        uint32_t bits = words_classes(c->w->words, c->w->concepts[c->doc][t]);
        if (is_not(c, t))
            no = t;
        bool in_fact = t > u->first && slice_eq_nocase(token_form(c->d->page.text, &c->d->lang.tokens[t - 1]), S("in"));
        bool clause = t + 1 < u->end && slice_eq_nocase(token_form(c->d->page.text, &c->d->lang.tokens[t + 1]), S("that"));
        if ((bits & WORD_TRUTH) && c->d->lang.tokens[t].upos == UPOS_NOUN && no != NONE && t - no <= FAR && !in_fact && !clause)
            return speaks_of_it(c, u, false);
    }
    return false;
}

/* "Did not deny", "will not only deny": the one is none, the other is. */
static bool is_negated(const struct reader *c, const struct unit *u, uint32_t t) {
    for (uint32_t i = t; i > u->first && i + 3 > t; i--)
        if (is_not(c, i - 1) && !slice_eq_nocase(token_form(c->d->page.text, &c->d->lang.tokens[i]), S("only")))
            return true;
    return false;
}

/* Who denies in somebody's words is somebody else: "however much others deny it, Ward said". */
static bool is_others(const struct reader *c, const struct unit *u, uint32_t t) {
    enum { UP = 3 };
    const struct lang *l = &c->d->lang;
    uint32_t verb = t, sentence = l->sentences[u->sentence].first;
    for (uint32_t up = 0; up <= UP; up++, verb = l->tokens[verb].head) { /* of "will not go, and denies it" the first has the subject */
        if (!l->parsed || u->attribution == NONE || verb < sentence || verb > t)
            return false;
        for (uint32_t i = look_from(l, u->sentence, verb); i < verb; i++)
            if (l->tokens[i].head == verb && l->tokens[i].deprel == DEP_NSUBJ)
                return l->tokens[i].upos == UPOS_NOUN || l->tokens[i].upos == UPOS_PROPN;
        if (l->tokens[verb].deprel != DEP_CONJ && l->tokens[verb].deprel != DEP_PARATAXIS && l->tokens[verb].deprel != DEP_ADVCL)
            return false;
    }
    return false;
}

/* "Refuting him", and in somebody's words "to rebut them": nothing is denied there. */
static bool denies_nothing(const struct reader *c, const struct unit *u, uint32_t t) {
    const struct lang *l = &c->d->lang;
    if (!l->parsed || l->tokens[t].upos != UPOS_VERB)
        return false;
    if (u->attribution != NONE && t > u->first && l->tokens[t - 1].xpos == XPOS_TO)
        return true;
    for (uint32_t i = t + 1; i < u->end && i < t + 4; i++)
        if (l->tokens[i].head == t && l->tokens[i].deprel == DEP_OBJ && is_form(c, i, "him her them me you us"))
            return true;
    return false;
}

/* "Were denied a visa", "after being denied": who did not get something. What was said is denied: "the claim was denied". */
static bool is_refused(const struct reader *c, const struct unit *u, uint32_t t) {
    const struct lang *l = &c->d->lang;
    if (!l->parsed || l->tokens[t].xpos != XPOS_VBN)
        return false;
    bool passive = false;
    for (uint32_t i = t; i > u->first && i + 4 > t; i--)
        passive |= l->tokens[i - 1].head == t && is_form(c, i - 1, "be been being is are was were get got getting");
    for (uint32_t i = look_from(l, u->sentence, t); passive && i < t; i++)
        if (l->tokens[i].head == t && l->tokens[i].deprel == DEP_NSUBJ_PASS)
            return is_form(c, i, "who he she we i you") || (!is_report(c, i) && !is_it(c, i) && l->tokens[i].upos != UPOS_PRON);
    return passive;
}

/* "Ward's denial was overruled", "contradicted the denial": the denial is spoken of, by somebody else. */
static bool is_spoken_of(const struct reader *c, const struct unit *u, uint32_t t) {
    const struct lang *l = &c->d->lang;
    if (!l->parsed || l->tokens[t].upos != UPOS_NOUN)
        return false;
    if (u->attribution != NONE)
        return true;
    for (uint32_t i = t > 6 ? t - 6 : 0; i < t; i++)
        if (l->tokens[i].head == t && l->tokens[i].deprel == DEP_NMOD_POSS && l->tokens[i].upos == UPOS_PROPN)
            return true;
    return false;
}

/* What a phrase of claim-phrases.txt says in this place, PHRASE_NONE where it says nothing. */
static uint8_t phrase_here(const struct reader *c, const struct unit *u, uint8_t kind, uint32_t at, uint32_t stop) {
    switch (kind) {
    case PHRASE_DENY: return is_negated(c, u, at) || is_others(c, u, at) || denies_nothing(c, u, at) || is_refused(c, u, at) || is_spoken_of(c, u, at) ? PHRASE_NONE : PHRASE_DENY;
    case PHRASE_UNTRUE: return judges(c, u, at, false) ? PHRASE_DENY : PHRASE_NONE;
    case PHRASE_ABSURD: return judges(c, u, at, true) ? PHRASE_DENY : PHRASE_NONE;
    case PHRASE_DENY_WEAK:
        return has_report_object(c, at, stop) && !is_negated(c, u, at) && !is_others(c, u, at) ? PHRASE_DENY : PHRASE_NONE;
    default: return kind;
    }
}

/* The phrases of claim-phrases.txt that stand in the unit; declining and doubting are more particular
 * than denying. */
uint8_t claim_phrase(const struct work *work, const struct unit *u, const uint32_t *stems, uint16_t *flags) {
    const struct reader r = {work, work->docs[u->doc], u->doc}, *c = &r;
    const struct words *w = work->words;
    uint32_t stop = c->d->lang.sentences[u->sentence].end;
    uint8_t found = denies_truth(c, u) ? PHRASE_DENY : PHRASE_NONE;
    for (uint32_t t = u->first; t < u->end; t++) {
        const uint32_t *first = keymap_get(&w->by_first, stems[t]);
        for (uint32_t p = first ? *first - 1 : w->phrases_n;
             p < w->phrases_n && w->phrase_keys[w->phrases[p].first] == stems[t]; p++) {
            uint32_t at = t, k = 1;
            uint32_t far = w->phrases[p].kind == PHRASE_NOT || w->phrases[p].kind == PHRASE_CAVEAT ? stop : u->end; /* may go past the cue */
            uint32_t gap = w->phrases[p].kind == PHRASE_UNTRUE || w->phrases[p].kind == PHRASE_ABSURD ? 1 : 2;
            for (; k < w->phrases[p].n; k++) {
                uint32_t want = w->phrase_keys[w->phrases[p].first + k], to = at + 1;
                while (to < far && to <= at + 1 + gap && stems[to] != want)
                    to++;
                if (to >= far || to > at + 1 + gap)
                    break;
                at = to;
            }
            if (k < w->phrases[p].n)
                continue;
            if (w->phrases[p].kind == PHRASE_NOT)
                break; /* what follows it here is shorter */
            if (w->phrases[p].kind == PHRASE_CAVEAT) {
                *flags |= UNIT_CAVEAT;
                continue;
            }
            if (w->phrases[p].kind == PHRASE_DENY || (w->phrases[p].kind == PHRASE_DENY_WEAK && speaks_of_it(c, u, true)))
                *flags |= UNIT_DENIAL;
            uint8_t kind = phrase_here(c, u, w->phrases[p].kind, t, stop);
            found = kind > found ? kind : found;
        }
    }
    return found;
}

bool claim_speaks_of_it(const struct work *w, const struct unit *u) {
    const struct reader c = {w, w->docs[u->doc], u->doc};
    return speaks_of_it(&c, u, false);
}
