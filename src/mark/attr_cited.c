/* attr_cited: who stands behind one who cites, and what stands before a short "the papers say".
 *
 *   The Herald quoted a clerk as saying that the road was shut.    the clerk says it, inside of what the Herald cites
 *   The road was shut, the papers say, as the mayor left.          the clause before it is what they say */
#include "attr.h"

static bool is_citing(const struct attr_doc *d, uint32_t i) {
    uint8_t tag = d->w[i].tag;
    if (tag < XPOS_VB || tag > XPOS_VBZ)
        return false;
    slice lemma = token_lemma(d->lang, &d->lang->tokens[i]);
    return slice_eq(lemma, S("cite")) || slice_eq(lemma, S("quote"));
}

/* Of "cited X as saying", from the participle: the verb that cites, or NONE. */
static uint32_t cited_by(const struct attr_doc *d, uint32_t verb) {
    enum { LONG = 30 };
    uint32_t first = d->lang->sentences[d->w[verb].sentence].first;
    if (verb < first + 3 || d->w[verb].tag != XPOS_VBG || !attr_is(d, verb - 1, "as") || !(d->w[verb].classes & CLASS_SAY))
        return NONE;
    for (uint32_t i = verb - 1; i-- > first && verb - i < LONG;) {
        if (d->w[i].mark)
            return NONE;
        if (is_citing(d, i))
            return i + 2 < verb && !(d->w[i].tag == XPOS_VBN && (d->w[i].kids & KID_PASSIVE)) ? i : NONE;
    }
    return NONE;
}

/* f is by cue. Whom the one who cites has it from gets its own: "saying" is theirs. Adds to the end of f who cites, where
 * that was seen for no cue. */
void found_cited(const struct attr_doc *d, struct attr_found **f, uint32_t *n, uint32_t *cap, struct arena *tmp) {
    enum { BACK = 8 };
    uint32_t known = *n;
    for (uint32_t k = 0; k < known && d->lang->tagged; k++) {
        uint32_t verb = (*f)[k].cue.head, cites = cited_by(d, verb);
        if (cites == NONE)
            continue;
        struct attr_found *in = &(*f)[k], *by = NULL;
        for (uint32_t i = k; i-- > 0 && k - i < BACK && !by;)
            by = (*f)[i].cue.head == cites ? &(*f)[i] : NULL;
        if (!by && d->w[cites].subject != NONE && d->w[cites].subject < cites) {
            struct attr_found made = {.cue = {cites, cites + 1, cites}, .source_first = d->w[d->w[cites].subject].left,
                                      .source_end = d->w[d->w[cites].subject].right + 1};
            ARENA_MORE(tmp, *f, *n, *cap);
            by = &(*f)[(*n)++];
            *by = made;
            in = &(*f)[k];
        }
        if (by) {
            by->content = in->content;
            by->content_n = in->content_n;
            by->cites = false;
        }
        in->cites = by != NULL;
        in->source_first = cites + 1;
        in->source_end = verb - 1;
        if (by && by->source_end > cites && by->source_first < verb)
            by->source_first = by->source_end = 0;
    }
}

/* The clause before ", X say, as ..." is the content, and not what goes on behind it. */
void found_take_before(const struct attr_doc *d, struct attr_found *f) {
    uint32_t from = f->source_first, s = d->lang->sentences[d->w[f->cue.head].sentence].first, at = f->cue.end;
    if (f->content_n != 1 || f->source_first == f->source_end || f->source_end > f->cue.first || !attr_finite(d->w[f->cue.head].tag) ||
        !(d->w[f->cue.head].classes & CLASS_SAY) || f->content[0].first < at || from < s + 4 || from - s > 100 || !attr_is(d, from - 1, ","))
        return;
    bool comma = attr_is(d, at, ",");
    if (!attr_in(d, at + comma, "as after before while when because amid following despite") || f->content[0].first > at + comma + 1 ||
        d->w[at + comma].mark)
        return;
    bool clause = false;
    for (uint32_t i = s; i + 1 < from; i++)
        clause |= attr_finite(d->w[i].tag);
    if (!clause || attr_in(d, s, "as after before while when because amid following despite if although though since"))
        return;
    f->content[0] = (struct window){s, from - 1};
}
