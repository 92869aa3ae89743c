/* Tense: does what is said of a day look back or ahead? From the parse; without one from the verbs beside. */
#include "times_grammar.h"

#define AT (&g->at)

static bool of_class(const struct grammar *g, uint32_t k, uint8_t cls) {
    const struct lexeme *lex = &AT->lx->lex[lexicon_word(AT->lx, token_form(AT->text, &g->lang->tokens[k]))];
    for (int c = 0; c < WORD_CLASSES; c++)
        if (lex->cls[c] == cls)
            return true;
    return false;
}

/* "could not be reached Friday", "would not comment": modal verbs that look back; "could come Friday" does not. */
static bool looks_back(const struct grammar *g, uint32_t k) {
    const struct token *t = &g->lang->tokens[k];
    slice form = token_form(AT->text, t), next = k + 1 < g->lang->tokens_n ? token_form(AT->text, t + 1) : (slice){"", 0};
    return (slice_eq_nocase(form, S("could")) || slice_eq_nocase(form, S("would"))) &&
           (slice_eq_nocase(next, S("not")) || slice_eq_nocase(next, S("n't")) || slice_eq_nocase(next, S("n\xE2\x80\x99t")));
}

static enum tense tense_of(const struct grammar *g, uint32_t k) {
    const struct lang *l = g->lang;
    const struct token *t = &l->tokens[k];
    slice form = token_form(AT->text, t);
    bool future = of_class(g, k, C_FUTURE), past = of_class(g, k, C_PAST);
    if (l->tagged) {
        bool noun = t->upos == UPOS_NOUN || t->upos == UPOS_PROPN;
        if (future && !noun) {
            /* "due to the rain" */
            slice next = k + 1 < l->tokens_n ? token_form(AT->text, t + 1) : (slice){"", 0};
            bool due_to = slice_eq_nocase(form, S("due")) && slice_eq_nocase(next, S("to")) &&
                          (k + 2 >= l->tokens_n || t[2].xpos != XPOS_VB);
            return due_to ? TENSE_NONE : TENSE_FUTURE;
        }
        switch (t->xpos) {
        case XPOS_VBD: return TENSE_PAST;
        case XPOS_VBN: return TENSE_PAST;
        case XPOS_VBZ: case XPOS_VBP: return TENSE_PRESENT;
        case XPOS_MD: return looks_back(g, k) ? TENSE_PAST : TENSE_FUTURE;
        case XPOS_VB: /* "is to open Friday"; of "declined to comment Friday" the verb above tells */
            return k > 1 && slice_eq_nocase(token_form(AT->text, t - 1), S("to")) &&
                           (slice_eq_nocase(token_form(AT->text, t - 2), S("is")) ||
                            slice_eq_nocase(token_form(AT->text, t - 2), S("are")) ||
                            slice_eq_nocase(token_form(AT->text, t - 2), S("set")) ||
                            slice_eq_nocase(token_form(AT->text, t - 2), S("about")))
                       ? TENSE_FUTURE
                       : TENSE_NONE;
        default: return TENSE_NONE;
        }
    }
    bool plan = slice_starts_nocase(form, S("plan")) && form.n < 6;
    if (future && !plan)
        return TENSE_FUTURE;
    if (slice_ends(form, S("'ll")))
        return TENSE_FUTURE;
    if (past || (form.n > 4 && slice_ends(form, S("ed")) && !slice_ends(form, S("eed"))))
        return TENSE_PAST;
    if (slice_eq_nocase(form, S("is")) || slice_eq_nocase(form, S("are")) || slice_eq_nocase(form, S("has")))
        return TENSE_PRESENT;
    return TENSE_NONE;
}

/* ---- by the parse ---------------------------------------------------------------------------- */

static bool looks_forward(const struct grammar *g, uint32_t k) { /* "expected", "scheduled", "about" */
    uint8_t upos = g->lang->tokens[k].upos;
    return of_class(g, k, C_FUTURE) && upos != UPOS_NOUN && upos != UPOS_PROPN && upos != UPOS_AUX;
}

/* "The doors close on Friday", "the fair ends Sunday": a verb by its place and number, however it was tagged. */
static bool is_timetable(const struct grammar *g, uint32_t k) {
    const struct token *t = &g->lang->tokens[k];
    const struct lexeme *lex = &AT->lx->lex[lexicon_word(AT->lx, token_form(AT->text, t))];
    if (!k || (t->flags & TOKEN_SENTENCE))
        return false;
    bool many = t[-1].xpos == XPOS_NNS || t[-1].xpos == XPOS_NNPS, one = t[-1].xpos == XPOS_NN || t[-1].xpos == XPOS_NNP;
    for (int c = 0; c < WORD_CLASSES; c++)
        if (lex->cls[c] == C_TIMETABLE)
            return lex->val[c] == 1 ? many : one;
    return false;
}

/* Has the verb at v a subject before it? */
static bool has_subject(const struct grammar *g, uint32_t v) {
    enum { BACK = 12 };
    const struct token *t = g->lang->tokens;
    for (uint32_t k = v, n = 0; n < BACK && k > 0 && !(t[k].flags & TOKEN_SENTENCE); n++)
        if (t[--k].head == v && (t[k].deprel == DEP_NSUBJ || t[k].deprel == DEP_NSUBJ_PASS))
            return true;
    return false;
}

/* Does a modal verb that looks ahead stand with the verb at v? */
static bool modal_of(const struct grammar *g, uint32_t v) {
    enum { BACK = 8 };
    const struct token *t = g->lang->tokens;
    for (uint32_t k = v, n = 0; n < BACK && k > 0 && !(t[k].flags & TOKEN_SENTENCE); n++)
        if (t[--k].head == v && t[k].deprel == DEP_AUX && t[k].xpos == XPOS_MD)
            return !looks_back(g, k);
    return false;
}

/* "Says", in features, for what was said. */
static bool tells(const struct lang *l, uint32_t v) {
    static const char *const verbs[] = {"say", "tell", "write", "report", "add", "recall", "explain", "announce"};
    slice lemma = token_lemma(l, &l->tokens[v]);
    for (size_t k = 0; k < NELEMS(verbs); k++)
        if (slice_eq(lemma, slice_str(verbs[k])))
            return true;
    return false;
}

static bool has_copula(const struct lang *l, uint32_t v) {
    enum { BACK = 8 };
    for (uint32_t k = v, n = 0; n < BACK && k > 0 && !(l->tokens[k].flags & TOKEN_SENTENCE); n++)
        if (l->tokens[--k].head == v && l->tokens[k].deprel == DEP_COP)
            return true;
    return false;
}

/* Is the token in a line without a full stop? */
static bool is_unstopped(const struct grammar *g, uint32_t v) {
    const struct lang *l = g->lang;
    uint32_t k = lang_sentence_at(l, l->tokens[v].at.start);
    if (k >= l->sentences_n || !l->sentences[k].at.end)
        return false;
    char end = AT->text.p[l->sentences[k].at.end - 1];
    return is_alpha((unsigned char)end) || is_digit((unsigned char)end);
}

static bool is_first(const struct lang *l, uint32_t v) { /* in its sentence, or after one word */
    return (l->tokens[v].flags & TOKEN_SENTENCE) || (v && (l->tokens[v - 1].flags & TOKEN_SENTENCE) && l->tokens[v - 1].upos != UPOS_NOUN &&
                                                      l->tokens[v - 1].upos != UPOS_PROPN && l->tokens[v - 1].upos != UPOS_PRON);
}

/* Is the subject before the verb at v a name or "he", and no plan or idea? */
static bool is_someone(const struct grammar *g, uint32_t v) {
    enum { BACK = 8 };
    const struct token *t = g->lang->tokens;
    for (uint32_t k = v, n = 0; n < BACK && k > 0 && !(t[k].flags & TOKEN_SENTENCE); n++)
        if (t[--k].head == v && t[k].deprel == DEP_NSUBJ)
            return t[k].upos == UPOS_PROPN || (t[k].upos == UPOS_PRON && t[k].xpos == XPOS_PRP && !slice_eq_nocase(token_form(AT->text, &t[k]), S("it")));
    return false;
}

/* The tense of the clause whose head is token v (a verb, or what a copula leans on), from its form and the
 * auxiliaries and copulas before it. NONE: what governs it tells ("to comment", "arriving"). */
static enum tense clause_tense(const struct grammar *g, uint32_t v) {
    enum { BACK = 12 };
    const struct lang *l = g->lang;
    const struct token *t = &l->tokens[v];
    enum tense aux = TENSE_NONE;
    bool to = false, copula = false, have = false, open = false;
    for (uint32_t k = v, n = 0; n < BACK && k > 0 && !(l->tokens[k].flags & TOKEN_SENTENCE); n++) {
        const struct token *x = &l->tokens[--k];
        if (x->head != v)
            continue;
        if (x->deprel == DEP_MARK && x->xpos == XPOS_TO)
            to = true;
        if (x->deprel == DEP_MARK && (slice_eq_nocase(token_form(AT->text, x), S("if")) || slice_eq_nocase(token_form(AT->text, x), S("unless"))))
            open = true;
        if (x->deprel == DEP_CASE && t->upos != UPOS_NOUN && t->upos != UPOS_PROPN && t->upos != UPOS_PRON && t->upos != UPOS_NUM &&
            slice_eq_nocase(token_form(AT->text, x), S("due")))
            return TENSE_FUTURE; /* "is due to open", parsed as "due to" the rain */
        if (x->deprel == DEP_MARK && t->upos == UPOS_VERB && slice_eq_nocase(token_form(AT->text, x), S("due")))
            return TENSE_FUTURE; /* "is due to be signed" */
        if (x->deprel != DEP_AUX && x->deprel != DEP_AUX_PASS && x->deprel != DEP_COP)
            continue;
        if (x->xpos == XPOS_MD)
            return have || looks_back(g, k) ? TENSE_PAST : TENSE_FUTURE;
        slice lemma = token_lemma(l, x);
        have |= slice_eq(lemma, S("have")) && x->xpos == XPOS_VB; /* "must have left Friday" */
        if (slice_eq(lemma, S("have")) && x->xpos != XPOS_VB && x->xpos != XPOS_VBG) /* "a vote that had been scheduled for Friday" */
            return x->xpos == XPOS_VBD && looks_forward(g, v) ? TENSE_FUTURE : TENSE_PAST;
        if (x->xpos == XPOS_VBD && to && x->deprel == DEP_COP && is_someone(g, v))
            return TENSE_FUTURE; /* "where she was to speak Friday"; not "the plan was to" */
        if (x->xpos == XPOS_VBD)
            aux = TENSE_PAST;
        else if (x->xpos == XPOS_VBZ || x->xpos == XPOS_VBP)
            aux = TENSE_PRESENT, copula = x->deprel == DEP_COP;
    }
    if (looks_forward(g, v))
        return TENSE_FUTURE; /* "was scheduled for Friday" too: news has little use for plans that are past */
    if (open && (aux == TENSE_PRESENT || t->xpos == XPOS_VBZ || t->xpos == XPOS_VBP))
        return TENSE_FUTURE; /* "if it rains Friday" is still to be seen */
    if (aux == TENSE_PRESENT && copula && to)
        return TENSE_FUTURE; /* "the plan is to vote Friday" */
    if (aux == TENSE_PRESENT && copula) /* "were wrong Friday and are wrong today" says nothing of plans */
        return TENSE_STATE;
    if (aux != TENSE_NONE)
        return aux;
    /* "will be shut in May and opened again in March": without a subject of its own it shares the modal verb */
    if (t->deprel == DEP_CONJ && t->head < v && (t->xpos == XPOS_VBN || t->xpos == XPOS_VBD || t->xpos == XPOS_VB) && !to &&
        !has_subject(g, v) && modal_of(g, t->head))
        return TENSE_FUTURE;
    switch (to ? XPOS_VB : t->xpos) { /* "to be held" too */
    case XPOS_VBD: return TENSE_PAST;
    case XPOS_VBN: return TENSE_PAST;
    case XPOS_VBZ: case XPOS_VBP: return tells(l, v) ? TENSE_PAST : TENSE_PRESENT;
    case XPOS_VB: {
        if (t->deprel == DEP_ROOT) /* headlines: "Council to vote Friday"; "Join us Friday" */
            return (to && has_subject(g, v)) || (!to && is_first(l, v)) ? TENSE_FUTURE : TENSE_NONE;
        if (!to || t->head == v || t->head >= l->tokens_n)
            return TENSE_NONE;
        /* "is to open Friday", "is set to": what governs it is "be" or looks ahead */
        const struct token *h = &l->tokens[t->head];
        if (looks_forward(g, t->head) || of_class(g, t->head, C_AHEAD))
            return TENSE_FUTURE;
        if (slice_eq(token_lemma(l, h), S("call")) && t->head + 1 < v && slice_eq_nocase(token_form(AT->text, h + 1), S("for")))
            return TENSE_FUTURE; /* "plans call for the mill to open in May" */
        if (t->deprel == DEP_ACL && (of_class(g, v, C_TIMETABLE) || of_class(g, t->head, C_FUTURE)))
            return TENSE_FUTURE; /* "talks to begin Friday", "plans to vote Friday" */
        if (slice_eq(token_lemma(l, h), S("be")))
            return h->xpos != XPOS_VBD || is_someone(g, t->head) ? TENSE_FUTURE : TENSE_NONE; /* "there were calls to" */
        bool headline = t->deprel == DEP_ACL && h->deprel == DEP_ROOT && (h->upos == UPOS_NOUN || h->upos == UPOS_PROPN) &&
                        !has_copula(l, t->head) && is_unstopped(g, v);
        return headline ? TENSE_FUTURE : TENSE_NONE; /* "Council to vote Friday", parsed as a noun */
    }
    default: return is_timetable(g, v) ? TENSE_PRESENT : TENSE_NONE;
    }
}

/* Is the date part of the name of a thing: "Friday's loss", and, where it is the clause's subject, "the loss on Friday"?
 * What is said of it in the present is said of what has been, unless the words before look ahead to it. */
bool date_of_noun(const struct grammar *g) {
    enum { BACK = 7 };
    static const char *const ahead[] = {"ahead", "before", "until", "till", "if", "when", "next", "first", "coming", "upcoming",
                                        "into", "to", "as", "for"};
    const struct lang *l = g->lang;
    uint32_t t = g->token;
    if (!l->parsed || t >= l->tokens_n)
        return false;
    uint32_t d = l->tokens[t].deprel, h = l->tokens[t].head;
    bool subject = (d == DEP_NMOD || d == DEP_NMOD_UNMARKED) && h < t && l->tokens[h].upos == UPOS_NOUN && l->tokens[h].deprel == DEP_NSUBJ;
    if (d != DEP_NMOD_POSS && !subject)
        return false;
    for (uint32_t k = t, n = 0; n < BACK && k > 0 && !(l->tokens[k].flags & TOKEN_SENTENCE); n++) {
        slice form = token_form(AT->text, &l->tokens[--k]);
        if (slice_eq(form, S(",")))
            break;
        for (size_t i = 0; i < NELEMS(ahead); i++)
            if (slice_eq_nocase(form, slice_str(ahead[i])))
                return false;
    }
    return true;
}

/* "Begins in March", "takes effect Oct. 1", "is effective in May": told ahead in the present tense, however far. */
bool is_timetabled(const struct grammar *g) {
    enum { UP = 4, NEAR = 3 };
    const struct lang *l = g->lang;
    const struct token *t = l->tokens;
    uint32_t v = g->token;
    for (int up = 0; up < UP && l->parsed && v < l->tokens_n; up++) {
        if (t[v].xpos == XPOS_VBZ || t[v].xpos == XPOS_VBP) {
            if (of_class(g, v, C_TIMETABLE))
                return true;
            for (uint32_t k = v + 1; k <= v + NEAR && k < l->tokens_n && !(t[k].flags & TOKEN_SENTENCE); k++)
                if (slice_among(token_form(AT->text, &t[k]), "effect effective"))
                    return true;
        }
        if (t[v].head == v)
            break;
        v = t[v].head;
    }
    return false;
}

bool of_what_was(const struct grammar *g) {
    enum { UP = 6, BACK = 8 };
    const struct token *t = g->lang->tokens;
    uint32_t n = g->lang->tokens_n, v = g->token;
    bool modal = false;
    for (int up = 0; up < UP && g->lang->parsed && v < n; up++) {
        for (uint32_t k = v, b = 0; !modal && b < BACK && k > 0 && !(t[k].flags & TOKEN_SENTENCE); b++) {
            if (t[--k].head != v || t[k].deprel != DEP_AUX || t[k].xpos != XPOS_MD)
                continue;
            slice form = token_form(AT->text, &t[k]);
            modal = slice_eq_nocase(form, S("would")) || slice_eq_nocase(form, S("could")) || slice_eq_nocase(form, S("might"));
        }
        uint32_t h = t[v].head;
        if (h >= n || h == v)
            return false;
        v = h;
        if (modal && t[v].xpos == XPOS_VBD)
            return true;
    }
    return false;
}

/* "The final stop will be Friday", "the vote is Friday": the day is what is said, and the clause its own. */
static enum tense said_tense(const struct grammar *g, uint32_t t) {
    enum { BACK = 6 };
    const struct lang *l = g->lang;
    bool copula = false, subject = false;
    for (uint32_t k = t, n = 0; n < BACK && k > 0 && !(l->tokens[k].flags & TOKEN_SENTENCE); n++) {
        const struct token *x = &l->tokens[--k];
        if (x->head != t)
            continue;
        copula |= x->deprel == DEP_COP;
        subject |= x->deprel == DEP_NSUBJ && x->upos != UPOS_PRON; /* "it's Friday" */
        if (x->deprel == DEP_DET)
            return TENSE_NONE;
    }
    if (!copula || !subject)
        return TENSE_NONE;
    enum tense own = clause_tense(g, t);
    return own == TENSE_STATE ? TENSE_FUTURE : own;
}

/* Up from the token to the first clause that has a tense. */
static enum tense parsed_tense(const struct grammar *g, uint32_t t, bool *clause) {
    enum { UP = 10 };
    const struct lang *l = g->lang;
    *clause = false;
    for (int n = 0; n < UP; n++) {
        uint32_t h = l->tokens[t].head;
        if (h == NONE || h == t || h >= l->tokens_n)
            break;
        t = h;
        enum tense here = clause_tense(g, t);
        if (here != TENSE_NONE) {
            *clause = true;
            return here;
        }
    }
    return TENSE_NONE;
}

/* "The vote was put off until Friday": what something is put off to is ahead, though it was put off before. */
static bool is_put_off(const struct grammar *g, uint32_t t) {
    enum { BACK = 14 };
    static const char *const verbs[] = {"postpone", "delay", "put", "defer", "adjourn", "suspend", "extend", "push", "reschedule"};
    const struct lang *l = g->lang;
    if (!t || (l->tokens[t].flags & TOKEN_SENTENCE))
        return false;
    slice before = token_form(AT->text, &l->tokens[t - 1]);
    if (!slice_eq_nocase(before, S("until")) && !slice_eq_nocase(before, S("till")))
        return false;
    for (uint32_t k = t - 1, n = 0; n < BACK && k > 0 && !(l->tokens[k].flags & TOKEN_SENTENCE); n++) {
        slice lemma = token_lemma(l, &l->tokens[--k]);
        for (size_t v = 0; v < NELEMS(verbs); v++)
            if (l->tokens[k].upos == UPOS_VERB && slice_eq(lemma, slice_str(verbs[v])))
                return true;
    }
    return false;
}

static bool is_clock(slice form) {
    return slice_among(form, "noon midnight p.m. a.m. pm am");
}

/* The tense of the clause that the atom stands in; without a parse, that of the verb nearest before it in
 * its sentence, else of the nearest after it. */
enum tense tense_at(struct grammar *g, uint32_t atom) {
    enum { REACH = 24 };
    const struct lang *l = g->lang;
    uint32_t at = AT->p[atom].start;
    if (!l->tokens_n)
        return TENSE_NONE;
    while (g->token + 1 < l->tokens_n && l->tokens[g->token].at.end <= at)
        g->token++;
    while (g->token && l->tokens[g->token].at.start > at)
        g->token--;
    uint32_t t = g->token;
    if (l->tagged && is_put_off(g, t))
        return TENSE_FUTURE;
    if (atom && (atom_word(AT, atom - 1, W_SINCE) || atom_word(AT, atom - 1, W_FOLLOWING)))
        return TENSE_PAST;
    if (atom > 2 && atom_word(AT, atom - 1, W_AS) && atom_word(AT, atom - 3, W_AS) && atom_has(AT, atom, C_WEEKDAY) &&
        (word_is(g, atom - 2, S("soon")) || word_is(g, atom - 2, S("early"))))
        return TENSE_FUTURE; /* "as soon as Friday" */
    uint32_t behind = atom > 1 && atom_word(AT, atom - 1, W_ON) ? atom - 2 : atom - 1;
    if (atom > 2 && word_among(g, behind, "effective payable") && !word_among(g, behind - 1, "was were became been"))
        return TENSE_FUTURE; /* "was named chairman, effective Jan. 1" */
    if (l->parsed) {
        /* "was set for Friday", "was called for March 6", as "was scheduled for Friday" */
        uint32_t v = l->tokens[t].head;
        if (v == t + 1 && l->tokens[v].upos == UPOS_NUM)
            v = l->tokens[v].head;
        if (atom && atom_word(AT, atom - 1, W_FOR) && v < t && slice_among(token_form(AT->text, &l->tokens[v]), "set called declared announced proposed booked arranged fixed")) {
            slice how = v ? token_form(AT->text, &l->tokens[v - 1]) : (slice){"", 0}; /* "originally set for Friday" */
            return slice_eq_nocase(how, S("originally")) || slice_eq_nocase(how, S("initially")) ? TENSE_PAST : TENSE_FUTURE;
        }
        /* "the man, arrested Thursday, will": what it leans on may be further off in the parse */
        uint32_t h = l->tokens[t].head;
        bool inside = h != NONE && h > t && l->tokens[h].upos != UPOS_VERB; /* "said Friday's vote will" */
        if (t && !inside && l->tokens[t - 1].upos == UPOS_VERB && !(l->tokens[t].flags & TOKEN_SENTENCE)) {
            enum tense beside = clause_tense(g, t - 1);
            if (beside != TENSE_NONE)
                return beside;
        }
        enum tense said = said_tense(g, t);
        if (said != TENSE_NONE)
            return said;
        bool clause;
        enum tense here = parsed_tense(g, t, &clause);
        if (here == TENSE_STATE && h < t && (is_clock(token_form(AT->text, &l->tokens[h])) || is_clock(token_form(AT->text, &l->tokens[h + 1]))))
            return TENSE_FUTURE; /* "the deadline is noon on Friday", "is 2 p.m. Friday" */
        if (clause)
            return here;
    }
    enum tense found = TENSE_NONE;
    bool present = false;
    for (uint32_t k = t, n = 0; n < REACH && k > 0 && !(l->tokens[k].flags & TOKEN_SENTENCE); n++) {
        k--;
        enum tense here = tense_of(g, k);
        if (here == TENSE_PAST && l->tagged && l->tokens[k].xpos == XPOS_VBN && k) {
            /* "to be held", "will be seen": look at what governs it; "is set to" looks ahead */
            slice before = token_form(AT->text, &l->tokens[k - 1]);
            if (slice_eq_nocase(before, S("be")) || slice_eq_nocase(before, S("been")) ||
                slice_eq_nocase(before, S("is")) || slice_eq_nocase(before, S("are")))
                continue;
        }
        if (here == TENSE_PRESENT) {
            present = true;
            break;
        }
        if (here != TENSE_NONE) {
            found = here;
            break;
        }
    }
    if (found != TENSE_NONE || present)
        return found != TENSE_NONE ? found : TENSE_PRESENT;
    for (uint32_t k = t + 1, n = 0; n < REACH && k < l->tokens_n && !(l->tokens[k].flags & TOKEN_SENTENCE);
         k++, n++) {
        enum tense here = tense_of(g, k);
        if (here != TENSE_NONE)
            return here;
    }
    return TENSE_NONE;
}
