/* contents: how a content is told (direct, indirect, mixed), and what is said of its truth.
 *
 * FORMAT.md: direct is all in quotation marks, mixed partly. A quotation that holds the cue as
 * well is somebody else's and does not count. Status is that of the cue: "denied" makes what
 * follows denied, "could not verify" doubted, "declined to say" declined. */
#include "attr.h"

static uint8_t form_of(const struct attr_doc *d, const struct attribution *x) {
    uint32_t cue_quote = x->cue_token != NONE ? d->w[x->cue_token].quote : NONE;
    uint32_t in = 0, out = 0;
    for (uint32_t k = 0; k < x->content.n; k++)
        for (uint32_t i = lang_token_at(d->lang, x->content.p[k].start);
             i < d->lang->tokens_n && d->lang->tokens[i].at.start < x->content.p[k].end; i++) {
            uint32_t q = d->w[i].quote;
            if (q != NONE && q != cue_quote)
                in++;
            else if (!(d->w[i].shape >> 3))
                out++;
        }
    return !in ? FORM_INDIRECT : out ? FORM_MIXED : FORM_DIRECT;
}

bool contents_negated(const struct attr_doc *d, uint32_t first, uint32_t end) {
    uint32_t from = first > 3 ? first - 3 : 0;
    if (from < d->lang->sentences[d->w[first].sentence].first)
        from = d->lang->sentences[d->w[first].sentence].first;
    for (uint32_t i = from; i < end; i++)
        if (attr_in(d, i, "not n't n\xE2\x80\x99t cannot unable never neither nor failed couldn't wouldn't "
                          "didn't couldn\xE2\x80\x99t wouldn\xE2\x80\x99t didn\xE2\x80\x99t") ||
            attr_in(d, i, "declined refused"))
            return true;
    return false;
}

/* "called him a liar", "asked whether", "asked: “Why?”" ask for nothing to be done. */
static bool is_question(const struct attr_doc *d, const struct attribution *x) {
    slice lemma = token_lemma(d->lang, &d->lang->tokens[x->cue_token]);
    if (slice_eq(lemma, S("call")))
        return !(x->cue_token + 1 < d->lang->tokens_n && attr_in(d, x->cue_token + 1, "for on upon"));
    if (!slice_eq(lemma, S("ask")))
        return false;
    uint32_t i = lang_token_at(d->lang, x->content.p[x->content.n - 1].start);
    if (i >= d->lang->tokens_n)
        return true;
    return d->w[i].mark || attr_in(d, i, "whether if why what who how when where which about") ||
           !(d->w[x->cue_token].kids & (KID_XCOMP | KID_CCOMP | KID_OBJ | KID_ADVCL));
}

/* "would not say whether", "did not disclose who" */
static bool keeps_silent(const struct attr_doc *d, const struct attribution *x) {
    uint32_t i = lang_token_at(d->lang, x->content.p[0].start);
    return attr_in(d, x->cue_token, "say disclose reveal specify identify name elaborate explain provide answer discuss give offer drawn") &&
           (attr_in(d, i, "whether if who what when where why how which details") || attr_in(d, i + 1, "details") ||
            attr_in(d, x->cue_token, "disclose specify identify name elaborate drawn"));
}

/* "neither confirmed nor denied" */
static bool both_denied(const struct attr_doc *d, uint32_t first, uint32_t end) {
    for (uint32_t i = first + 1; i < end; i++)
        if (attr_in(d, i, "denied deny denying confirmed confirm confirming") && attr_in(d, i - 1, "nor or"))
            return true;
    return false;
}

static uint8_t status_of(const struct attr_doc *d, const struct attribution *x) {
    if (!x->cue.n)
        return STATUS_NONE;
    uint32_t first = lang_token_at(d->lang, x->cue.p[0].start), end = first, classes = 0;
    bool unable = false, no_answer = false;
    while (end < d->lang->tokens_n && d->lang->tokens[end].at.start < x->cue.p[x->cue.n - 1].end) {
        classes |= d->w[end].classes;
        unable |= attr_in(d, end, "unable could couldn't independently cannot");
        no_answer |= attr_in(d, end, "comment respond responded answer answered discuss reply replied return returned reached contacted available unavailable");
        end++;
    }
    bool not = contents_negated(d, first, end), passive = x->cue_token != NONE && d->w[x->cue_token].tag == XPOS_VBN &&
                                                  (d->w[x->cue_token].kids & KID_PASSIVE);
    /* "did not answer questions or confirm that": what is joined by "or" is not done either */
    uint32_t joined = x->cue_token != NONE && d->w[x->cue_token].deprel == DEP_CONJ ? d->w[x->cue_token].head : NONE;
    if (joined < first && first > 0 && attr_in(d, first - 1, "or nor") && d->w[joined].sentence == d->w[first].sentence)
        not |= contents_negated(d, joined, joined + 1);
    unable |= first > 0 && attr_in(d, first - 1, "independently");
    for (uint32_t i = first > 3 ? first - 3 : 0; i < first; i++)
        unable |= attr_in(d, i, "could unable cannot");
    if (not && (classes & CLASS_VERIFY) && both_denied(d, first, end))
        return STATUS_DECLINED;
    if (not && (classes & CLASS_VERIFY)) /* to confirm is for those who know, to verify for those who report */
        return unable || passive || !attr_in(d, x->cue_token, "confirm confirmed confirming confirms") ? STATUS_DOUBTED : STATUS_DECLINED;
    if (not && keeps_silent(d, x))
        return STATUS_DECLINED;
    if (attr_is(d, x->cue_token, "unavailable") || (attr_in(d, x->cue_token, "had has have") &&
                                                     attr_is(d, lang_token_at(d->lang, x->content.p[0].start), "no"))) /* "no comment" */
        return STATUS_DECLINED;
    if (not && (no_answer || (classes & CLASS_DECLINE)))
        return STATUS_DECLINED;
    uint32_t head = x->cue_token != NONE ? d->w[x->cue_token].classes : classes;
    if ((head & CLASS_DENY) && !not)
        return STATUS_DENIED;
    if (classes & CLASS_ADVERB)
        return STATUS_ALLEGED;
    if (attr_in(d, x->cue_token, "alleged alleges alleging allege allegations allegation suspected suspect "
                                 "suspects suspecting accused accuses accusing accuse accusation accusations"))
        return STATUS_ALLEGED;
    if (attr_in(d, x->cue_token, "demanded demands demanding demand urged urges urging urge called ordered "
                                 "orders recommended recommends recommending recommend recommendation "
                                 "requested requests request asked advised proposal proposed proposes") &&
        !is_question(d, x))
        return STATUS_DEMANDED;
    if (attr_in(d, x->cue_token, "vowed vows vowing vow promised promises promising promise pledged pledges "
                                 "pledging pledge plans planned planning intends intended threatened "
                                 "threatens threatening threat"))
        return STATUS_PLANNED;
    return STATUS_NONE;
}

void contents_judge(const struct attr_doc *d, struct attribution *p, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        p[i].form = form_of(d, &p[i]);
        p[i].status = status_of(d, &p[i]);
    }
}
