/* attr_hidden: cues that name nobody.
 *
 * "is said to have fled", "ships suspected of smuggling", "allegedly": who says so is left out, and
 * what looks like a source is part of what is said. Here too: cues that report nothing after all. */
#include "attr.h"

static bool is_passive(const struct attr_doc *d, uint32_t i) {
    const struct attr_word_view *w = &d->w[i];
    return w->tag == XPOS_VBN && ((w->kids & KID_PASSIVE) || w->deprel == DEP_ACL);
}

static void content_before(struct attr_found *f, uint32_t first, uint32_t end, struct arena *tmp) {
    struct window *p = ARENA_ARRAY(tmp, struct window, (size_t)f->content_n + 1);
    p[0] = (struct window){first, end};
    memcpy(p + 1, f->content, f->content_n * sizeof *p);
    f->content = p;
    f->content_n++;
}

static bool is_plain_word(const struct attr_doc *d, uint32_t i) { return !(d->w[i].shape >> 3); }

/* "He allegedly stole": he is no source, but part of what is alleged. */
void found_no_source(const struct attr_doc *d, struct attr_found *f, struct arena *tmp) {
    if (!(d->w[f->cue.head].classes & CLASS_ADVERB) || f->source_first == f->source_end)
        return;
    if (f->source_end <= f->cue.first && f->content_n && f->content[0].first >= f->cue.end)
        content_before(f, f->source_first, f->source_end, tmp);
    f->source_first = f->source_end = 0;
}

/* Said to somebody: the subject of their passive is who hears it. */
static const char hearers[] = "told asked informed warned notified reminded advised briefed assured promised convinced persuaded "
                              "urged taught shown questioned";

/* "The clerk is understood to have warned her": nor is the clerk; "she was told that": she is the hearer. */
void found_passive(const struct attr_doc *d, struct attr_found *f, struct arena *tmp) {
    uint32_t h = f->cue.head;
    if (!d->lang->parsed || !f->content_n || !is_passive(d, h) ||
        !(d->w[h].classes & (CLASS_SAY | CLASS_THINK | CLASS_ACCUSE)) || (d->w[h].kids & KID_AGENT) ||
        attr_in(d, h, "concerned worried determined convinced pleased prepared opposed decided agreed"))
        return;
    bool clause = attr_is(d, f->cue.end, "that"); /* "it is believed that": a clause of its own, and "it" no part of it */
    if (clause && f->content_n >= 2 && f->content[0].end == f->content[0].first + 1 && f->content[0].end <= f->cue.first &&
        attr_is(d, f->content[0].first, "it"))
        f->content++, f->content_n--;
    if (f->source_first < f->source_end) {
        uint32_t s = d->w[h].deprel == DEP_ACL && !(d->w[h].kids & KID_SUBJECT) ? d->w[h].head : d->w[h].subject;
        for (uint32_t up = h, k = 0; s == NONE && k < 3 && d->w[up].deprel == DEP_CONJ && d->w[up].head != NONE; k++)
            s = d->w[up = d->w[up].head].subject; /* "has a veto and is expected to" */
        if (f->source_end > f->cue.first || s == NONE || s < f->source_first || s >= f->source_end)
            return;
        if (f->content[0].first == f->cue.end && d->w[h].deprel != DEP_ACL && !clause && !attr_in_list(d, h, hearers))
            content_before(f, f->source_first, f->source_end, tmp);
        f->source_first = f->source_end = 0;
    }
    /* "suspected of smuggling" */
    uint32_t last = f->content_n - 1;
    if (f->content[last].first == f->cue.end && attr_is(d, f->cue.end, "of") && f->content[last].end > f->cue.end + 1) {
        f->cue.end++;
        f->content[last].first++;
    }
}

/* "The bosses were warned in May that": who hears it has said nothing. */
void found_hearer(const struct attr_doc *d, struct attr_found *f) {
    uint32_t h = f->cue.head, s = d->w[h].subject;
    if (!d->lang->parsed || !is_passive(d, h) || !attr_in_list(d, h, hearers) || s == NONE)
        return;
    if (f->source_end <= f->cue.first && s >= f->source_first && s < f->source_end)
        f->source_first = f->source_end = 0;
    if (f->content_n >= 2 && f->content[0].end <= f->cue.first && s >= f->content[0].first && s < f->content[0].end)
        f->content++, f->content_n--;
}

/* Does nobody who asks stand before the cue: does it begin the sentence, a clause ("when asked"), or an aside
 * that another cue follows ("Ann Oak, asked about it, said")? */
static bool begins_aside(const struct attr_doc *d, const struct attr_found *f) {
    const struct sentence *s = &d->lang->sentences[d->w[f->cue.head].sentence];
    uint32_t i = f->cue.first, end = f->content[0].end;
    while (i > s->first && d->w[i - 1].mark)
        i--;
    if (i == s->first || attr_in(d, i - 1, "when if while being"))
        return true;
    if ((d->w[i - 1].shape >> 3) != 1)
        return false;
    while (end < s->end && (d->w[end].shape >> 3))
        end++;
    return end > f->content[0].end && end < s->end && d->cue[end] != CUE_O;
}

/* "Asked about the report, he said": nothing is asked for; "requested anonymity": it says how the
 * source is cited. */
bool found_is_none(const struct attr_doc *d, const struct attr_found *f) {
    uint32_t h = f->cue.head, c = f->content[0].first;
    bool no_subject = d->w[h].tag == XPOS_VBN || begins_aside(d, f) ||
                      (d->w[h].tag == XPOS_VBD && !(d->w[h].kids & KID_SUBJECT) && d->w[h].deprel == DEP_ADVCL);
    if (attr_in(d, h, "asked questioned quizzed pressed") && d->w[h].tag == XPOS_VBN && f->cue.first > 0 && attr_is(d, f->cue.first - 1, "when") &&
        f->content[0].first >= f->cue.end)
        return true; /* "did not answer when asked if" */
    if (attr_in(d, h, "asked questioned quizzed pressed") && no_subject && !(d->w[h].kids & (KID_CCOMP | KID_XCOMP)) &&
        (attr_in(d, c, "about on") || attr_in(d, f->cue.end - 1, "about on")))
        return true;
    if (d->w[h].tag == XPOS_VBN && d->w[h].deprel == DEP_ACL && attr_in(d, h, "designed built made meant intended aimed") &&
        attr_in(d, h + 1, "to for at"))
        return true; /* "a program designed to find them" */
    if (attr_in(d, h, "claiming claimed claims claim"))
        for (uint32_t i = c; i < f->content[0].end && i < c + 6; i++)
            if (attr_in(d, i, "lives life")) /* "attacks that claimed many lives" */
                return true;
    if (attr_in(d, h, "requested requests requesting asked asking demanded wanted wished insisted spoke speaking")) {
        for (uint32_t i = c; i < c + 4 && i < f->content[0].end; i++)
            if (attr_is(d, i, "anonymity"))
                return true;
        for (uint32_t i = c; i + 2 < c + 6 && i + 2 < f->content[0].end; i++)
            if (attr_is(d, i, "not") && attr_in(d, i + 2, "be") && attr_in(d, i + 3, "named identified quoted"))
                return true;
    }
    return false;
}

/* "The clerk reportedly said", inside of what a paper reports, or behind the quotation itself: one
 * telling and not two. `held`: the adverb stands in the content of another cue. */
bool found_is_echo(const struct attr_doc *d, const struct attr_found *f, bool held) {
    uint32_t h = f->cue.head, verb = d->w[h].head;
    if (!(d->w[h].classes & CLASS_ADVERB) || verb == NONE || d->cue[verb] == CUE_O || (verb >= f->cue.first && verb < f->cue.end))
        return false;
    return held || d->w[f->content[0].first].mark == 1;
}

/* "ships that allegedly sold oil", inside of what somebody says: the verb and what hangs on it, so that it
 * stands inside the whole. */
void found_inner_adverb(const struct attr_doc *d, struct attr_found *f, uint32_t end, struct arena *tmp) {
    uint32_t verb = d->w[f->cue.head].head;
    if (!(d->w[f->cue.head].classes & CLASS_ADVERB) || verb == NONE || verb < f->cue.end || d->w[verb].right < verb)
        return;
    uint32_t to = d->w[verb].right + 1 < end ? d->w[verb].right + 1 : end, cap = 0;
    if (to <= f->cue.end || to - f->cue.end > 80)
        return;
    f->content = NULL;
    f->content_n = 0;
    found_content_add(d, f, f->cue.end, to, &cap, tmp);
}

/* A content without a verb and without a quotation: a thing, not a statement. */
static bool is_bare(const struct attr_doc *d, const struct attr_found *f) {
    for (uint32_t k = 0; k < f->content_n; k++)
        for (uint32_t i = f->content[k].first; i < f->content[k].end; i++) {
            uint8_t tag = d->w[i].tag;
            if ((tag >= XPOS_VB && tag <= XPOS_VBZ) || tag == XPOS_MD || (d->w[i].quote != NONE && d->w[i].quote != d->w[f->cue.head].quote))
                return false;
        }
    return d->lang->tagged;
}

/* "I think", "as we know", in nobody's quotation: the author speaks, and that is no attribution. */
static bool is_authors_own(const struct attr_doc *d, const struct attr_found *f) {
    return f->source_end == f->source_first + 1 && d->w[f->source_first].quote == NONE && d->w[f->content[0].first].quote == NONE &&
           attr_in(d, f->source_first, "i we");
}

/* "She hated guns", "he rejected the deal": what somebody feels about a thing or does to it is told of no
 * one but the author; inside another's words it is part of those. Demands, charges and denials of a
 * report stay. `nested`: it stands inside another's content. */
bool found_is_deed(const struct attr_doc *d, const struct attr_found *f, bool nested) {
    uint32_t h = f->cue.head, c = f->content[0].first;
    uint32_t classes = d->w[h].classes;
    uint8_t tag = d->w[h].tag;
    bool noun = tag == XPOS_NN || tag == XPOS_NNS;
    if (f->content_n == 1 && f->content[0].end - c <= 2 && attr_in(d, c, "it this that what them him her those any some so me us") &&
        (f->content[0].end - c == 1 || !is_plain_word(d, c + 1)) && !attr_in(d, h, "deny denies denied denying") &&
        !((classes & CLASS_VERIFY) && contents_negated(d, f->cue.first, f->cue.end)))
        return true;
    if (f->source_end == f->source_first + 1 && attr_is(d, f->source_first, "self"))
        return true;
    if (!nested && is_authors_own(d, f))
        return true;
    slice lemma = token_lemma(d->lang, &d->lang->tokens[h]);
    bool turned_down = slice_eq(lemma, S("reject")) || slice_eq(lemma, S("dismiss")) || slice_eq(lemma, S("rebuff"));
    /* "denied him access", "denied them entry to the port" */
    if (slice_eq(lemma, S("deny")))
        for (uint32_t i = c; i < c + 6 && i < f->content[0].end && d->w[i].mark == 0; i++) {
            if (attr_in(d, i, "access entry permission bail asylum visas visa parole passage admission custody landing"))
                return true;
            if (d->w[i].tag == XPOS_IN || d->w[i].tag == XPOS_TO || d->w[i].tag == XPOS_VBG)
                break; /* what is denied is a deed */
        }
    /* "rejected calls to resign" */
    if (turned_down && attr_in(d, c, "call calls demand demands request requests offer offers appeal appeals plea pleas proposal "
                                     "proposals") && f->content_n == 1)
        return true;
    if (nested && f->source_first == f->source_end && (slice_eq(lemma, S("seem")) || slice_eq(lemma, S("appear"))))
        return true; /* nobody's words but those around it */
    if (!is_bare(d, f) || (noun && !(nested && f->source_first == f->source_end)))
        return false;
    if (noun)
        return true; /* "concerns about bombs" */
    if (turned_down) {
        for (uint32_t i = c; i < f->content[0].end; i++)
            if (attr_in(d, i, "report reports claim claims allegation allegations accusation accusations suggestion suggestions "
                              "criticism notion idea rumor rumors rumour rumours charge charges argument as"))
                return false;
        return true;
    }
    return nested && !(classes & (CLASS_WANT | CLASS_ACCUSE | CLASS_VERIFY | CLASS_ADVERB)) && !(classes & CLASS_DENY);
}
