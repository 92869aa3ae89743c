/* attr_tellers: who stands behind what is told: "The lock was cracked, three people said on Monday."
 *
 * Parsers hang such a verb on the clause before it as one more deed, and the fields, who learned from parses, pass it
 * over or take the teller for the end of what is told. What it looks like tells more: a clause with a verb of its own,
 * a comma, a subject, a finite verb of saying, and behind it nothing that could be said. */
#include "attr.h"


/* "ELMSTEAD, Nov. 3 (Herald) - Mayor Ann Oak": the source begins behind the bracket and the dash. */
uint32_t found_after_dateline(const struct attr_doc *d, uint32_t a, uint32_t b) {
    const struct sentence *s = &d->lang->sentences[d->w[a].sentence];
    if (a != s->first || (s != d->lang->sentences && s[-1].block == s->block))
        return a;
    for (uint32_t i = a; i + 1 < b && i < a + 15; i++)
        if ((d->w[i].shape >> 3) == 8 || ((d->w[i].shape >> 3) == 6 && (i == a || (d->lang->tokens[i].flags & TOKEN_SPACE_BEFORE))))
            return i + 2 < b && (d->w[i + 1].shape >> 3) == 6 ? i + 2 : i + 1;
    return a;
}

/* [first, end) has a verb that makes it a clause; "people close to the talks" have none, whatever the tagger says. */
static bool is_clause(const struct attr_doc *d, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++)
        if (attr_finite(d->w[i].tag) && d->w[i].quote == NONE && !(attr_is(d, i, "close") && i + 1 < end && attr_is(d, i + 1, "to")))
            return true;
    return false;
}

/* What stands behind the verb, up to a comma or the end, is a time, a place, a hearer or a manner and no content. */
static bool says_nothing_more(const struct attr_doc *d, uint32_t verb, uint32_t end) {
    bool tells = slice_eq(token_lemma(d->lang, &d->lang->tokens[verb]), S("tell"));
    uint32_t i = verb + 1;
    if (i < end && tells) { /* the hearer */
        if (d->w[i].shape >> 3 || d->w[i].quote != NONE || (d->w[i].tag == XPOS_IN && !attr_is(d, i, "the")))
            return false;
        uint32_t who = !attr_in(d, i, "a an no");
        while (i < end && (d->w[i].tag == XPOS_DT || d->w[i].tag == XPOS_PRPS || d->w[i].tag == XPOS_PRP || d->w[i].tag == XPOS_JJ ||
                           d->w[i].tag == XPOS_POS || d->w[i].tag == XPOS_NN || d->w[i].tag == XPOS_NNS || d->w[i].tag == XPOS_NNP ||
                           d->w[i].tag == XPOS_NNPS))
            who |= d->w[i++].classes & (CLASS_PERSON | CLASS_OUTLET | CLASS_GROUP | CLASS_ORGANISATION);
        if (!who)
            return false; /* "told a joke" */
    }
    for (uint32_t from = i; i < end && (d->w[i].shape >> 3) != 1 && (d->w[i].shape >> 3) != 2; i++) {
        if (attr_in(d, i, "because as"))
            return true; /* "told the paper on condition of anonymity because ..." */
        if (d->w[i].shape >> 3 || d->w[i].mark || attr_finite(d->w[i].tag) || d->w[i].tag == XPOS_TO || attr_in(d, i, "that how why what who whether of about"))
            return false;
        uint8_t tag = d->w[i].tag;
        if (i == from && tag != XPOS_IN && tag != XPOS_RB && tag != XPOS_NNP && !attr_in(d, i, "late early last this yesterday today"))
            return false;
    }
    return true;
}

/* The words between the comma before a teller and the verb: [first, end). By the parse, or, where it made an apposition
 * of the teller, by looks: "a senior official told", "the mayor, Ann Oak, said". */
static struct window teller_before(const struct attr_doc *d, uint32_t verb, uint32_t floor) {
    const struct attr_word_view *v = &d->w[verb];
    struct window who = {verb, verb};
    uint32_t known = 0;
    if (v->subject != NONE && v->subject < verb && v->subject >= floor && d->w[v->subject].deprel != DEP_NSUBJ_PASS) {
        who.first = d->w[v->subject].left;
        while (who.first < verb && attr_comma(d, who.first)) /* the comma may hang on the subject */
            who.first++;
        known = 1;
    }
    if (!known || !(who.first > floor && attr_comma(d, who.first - 1))) {
        bool apposed = verb > floor && attr_comma(d, verb - 1);
        known = 0;
        for (uint32_t commas = 0, i = verb - apposed; i-- > floor && (!attr_comma(d, i) || ++commas <= apposed);) {
            who.first = i;
            known |= d->w[i].classes & (CLASS_PERSON | CLASS_UNNAMED | CLASS_OUTLET | CLASS_GROUP);
            known |= d->w[i].entity == 1 + ENTITY_PER || d->w[i].entity == 1 + ENTITY_ORG;
        }
        uint8_t tag = d->w[who.first].tag;
        if (tag != XPOS_DT && tag != XPOS_CD && tag != XPOS_JJ && tag != XPOS_NN && tag != XPOS_NNS && tag != XPOS_NNP && tag != XPOS_PRPS)
            known = 0;
    }
    if (!known)
        who.first = verb;
    while (who.end > who.first + 1 && (attr_comma(d, who.end - 1) || d->w[who.end - 1].tag == XPOS_RB))
        who.end--;
    return who;
}

bool found_teller(const struct attr_doc *d, uint32_t verb, struct window *who, struct window *what) {
    enum { LONG = 40, MOST = 100 };
    const struct attr_word_view *v = &d->w[verb];
    const struct sentence *s = &d->lang->sentences[v->sentence];
    if (!d->lang->parsed || !(v->classes & CLASS_SAY) || v->quote != NONE)
        return false;
    /* "..., the agency informed." at the very end, which a tagger may take for a participle */
    bool ends = (v->tag == XPOS_VBN || v->tag == XPOS_VBP) && (verb + 1 == s->end || (verb + 2 == s->end && found_is_stop(d, verb + 1)));
    bool comma = verb + 1 < s->end && attr_comma(d, verb + 1);
    bool have = v->tag == XPOS_VBN && verb > s->first && attr_in(d, verb - 1, "have has had"); /* "two officials have told" */
    if ((v->tag != XPOS_VBD && v->tag != XPOS_VBZ && !ends && !have) ||
        (v->kids & (KID_NEG | KID_COP)) || (!have && (v->kids & KID_AUX)) || (v->clause != NONE && v->clause > verb && !comma) ||
        (v->object != NONE && v->object > verb && !slice_eq(token_lemma(d->lang, &d->lang->tokens[verb]), S("tell"))))
        return false;
    *who = teller_before(d, verb - have, s->first);
    if (have && who->first == verb - 1 && v->subject != NONE && v->subject < verb - 1)
        who->first = d->w[v->subject].left;
    uint32_t first = who->first;
    while (have && first < verb && attr_comma(d, first))
        who->first = ++first;
    if (first >= verb || first <= s->first + 2 || verb - first > LONG || first - s->first > MOST || !attr_comma(d, first - 1) ||
        d->w[first].tag == XPOS_WDT || d->w[first].tag == XPOS_WP || is_clause(d, first, verb - have) || !says_nothing_more(d, verb, s->end))
        return false;
    uint32_t told = found_after_dateline(d, s->first, first - 1);
    if (!is_clause(d, told, first - 1) || d->w[first - 2].mark == 2)
        return false;
    if (attr_in(d, told, "when while as after before if although though because since once until unless whereas")) {
        bool main = false; /* "If it was true, he should have been told, Oak said" */
        for (uint32_t i = told; i + 2 < first && !main; i++)
            main = attr_comma(d, i) && is_clause(d, i + 1, first - 1);
        if (!main)
            return false;
    }
    *what = (struct window){told, first - 1};
    return true;
}

/* "The toll stood at 74, confirms the coast guard.": who tells it ends the sentence, behind the verb. */
static bool teller_behind(const struct attr_doc *d, uint32_t verb, struct window *who, struct window *what) {
    enum { LONG = 14, MOST = 100 };
    const struct attr_word_view *v = &d->w[verb];
    const struct sentence *s = &d->lang->sentences[v->sentence];
    if ((v->tag != XPOS_VBD && v->tag != XPOS_VBZ) || !(v->classes & CLASS_SAY) || v->quote != NONE || verb < s->first + 4 ||
        verb - s->first > MOST || !attr_comma(d, verb - 1) || verb + 1 >= s->end)
        return false;
    uint32_t end = s->end, known = 0;
    while (end > verb + 1 && found_is_stop(d, end - 1))
        end--;
    if (end - verb > LONG)
        return false;
    for (uint32_t i = verb + 1; i < end; i++) {
        if (attr_finite(d->w[i].tag) || d->w[i].mark || (d->w[i].shape >> 3) == 1 || attr_in(d, i, "that whether how what why"))
            return false;
        known |= d->w[i].classes & (CLASS_PERSON | CLASS_UNNAMED | CLASS_OUTLET | CLASS_GROUP | CLASS_ORGANISATION);
        known |= d->w[i].entity == 1 + ENTITY_PER || d->w[i].entity == 1 + ENTITY_ORG;
    }
    known |= attr_is(d, verb + 1, "the") && attr_in(d, verb, "confirms confirmed informs informed reports reported announced announces");
    uint8_t tag = d->w[verb + 1].tag;
    if (end <= verb + 1 || !known || (tag != XPOS_DT && tag != XPOS_NNP && tag != XPOS_NN && tag != XPOS_NNS && tag != XPOS_JJ && tag != XPOS_CD))
        return false;
    for (uint32_t i = end; i-- > verb + 2;)
        if (attr_is(d, i, "to")) /* "confirms the ministry to the Herald" */
            end = i;
    uint32_t told = found_after_dateline(d, s->first, verb - 1);
    if (!is_clause(d, told, verb - 1) || attr_in(d, told, "when while as after before if although though because since once until unless whereas who which"))
        return false;
    for (uint32_t i = told; i < verb; i++)
        if (d->w[i].quote != NONE)
            return false;
    *who = (struct window){verb + 1, end};
    *what = (struct window){told, verb - 1};
    return true;
}

/* Gives what is told to its teller where the fields found neither, took one for the other, or saw only what follows:
 * "The bridge was closed, the mayor said, but the tunnel stayed open." */
bool found_take_teller(const struct attr_doc *d, struct attr_found *f, struct arena *tmp) {
    struct window who, what;
    bool apart = f->source_first != f->source_end && f->source_first < f->cue.first && !found_holds(f, f->source_first);
    bool follows = f->content_n && f->content[0].first >= f->cue.end;
    if (f->source_end <= f->cue.first && teller_behind(d, f->cue.head, &who, &what)) {
        uint32_t room = 0;
        f->source_first = who.first;
        f->source_end = who.end;
        f->content = NULL;
        f->content_n = 0;
        found_content_add(d, f, what.first, what.end, &room, tmp);
        return found_teller(d, f->cue.head, &who, &what);
    }
    if (!found_teller(d, f->cue.head, &who, &what))
        return false;
    /* "The ferry, a vessel of 1976, left at nine, the ministry said": all of it, though the model stopped at a comma */
    bool cut = f->content_n == 1 && !follows && f->content[0].first >= what.first && f->content[0].end < what.end;
    if (apart && f->content_n && !follows && !cut)
        return true;
    for (uint32_t k = 0; k < f->content_n; k++)
        if (d->w[f->content[k].first].quote != NONE)
            return true; /* a quotation is what it says */
    const struct window *after = f->content;
    uint32_t cap = 0, after_n = follows ? f->content_n : 0;
    if (after_n && attr_is(d, after->first, "in") && attr_in(d, after->first + 1, "what a an")) /* ", in what may prove the worst": the reporter's */
        after_n = 0;
    f->source_first = who.first;
    f->source_end = who.end;
    f->content = NULL;
    f->content_n = 0;
    found_content_add(d, f, what.first, what.end, &cap, tmp);
    for (uint32_t k = 0; k < after_n; k++)
        found_content_add(d, f, after[k].first, after[k].end, &cap, tmp);
    return true;
}
