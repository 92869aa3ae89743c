/* attr_silence: who was asked and did not answer: "did not respond to a request for comment", "could not be reached for
 * comment", "had no comment".
 *
 * Few turns of phrase, which the training articles mark or leave as it comes. What is asked is the content, and
 * contents.c calls it declined. Where "respond" or "return" have another object ("to treatment", "to the village")
 * nobody was asked. */
#include "attr.h"

enum { SILENT = 16 }; /* beside a cue's label, where it is none */

static bool is_not(const struct attr_doc *d, uint32_t i) {
    return attr_in(d, i, "not n't n\xE2\x80\x99t never cannot couldn't couldn\xE2\x80\x99t didn't didn\xE2\x80\x99t hasn't hasn\xE2\x80\x99t "
                         "haven't haven\xE2\x80\x99t wouldn't wouldn\xE2\x80\x99t wasn't wasn\xE2\x80\x99t weren't weren\xE2\x80\x99t");
}
static bool is_helper(const struct attr_doc *d, uint32_t i) {
    return attr_in(d, i, "did do does has have had would could can was were is are be been");
}

/* The first word of "did not immediately" before a verb; NONE: it is not denied. */
static uint32_t denied_from(const struct attr_doc *d, uint32_t verb, uint32_t floor) {
    enum { BACK = 6 };
    bool denied = false;
    uint32_t i = verb;
    while (i > floor && verb - i < BACK && (is_not(d, i - 1) || is_helper(d, i - 1) || d->w[i - 1].tag == XPOS_RB))
        denied |= is_not(d, --i);
    while (i < verb && d->w[i].tag == XPOS_RB && !is_not(d, i)) /* "also did not": that is no part of it */
        i++;
    return denied ? i : NONE;
}

/* Where what is asked ends: at a stop, a quotation, another clause, or the time of it. */
static uint32_t asked_end(const struct attr_doc *d, uint32_t first, uint32_t end) {
    enum { LONG = 30 };
    uint32_t i = first;
    bool clause = false; /* "about whether he had been there": verbs belong to it */
    for (; i < end && i - first < LONG; i++) {
        uint8_t tag = d->w[i].tag;
        clause |= attr_in(d, i, "whether how why what who when where which that");
        if ((d->w[i].shape >> 3) || d->w[i].mark || attr_in(d, i, "but while although though after before until") ||
            (i > first && !clause && (tag == XPOS_VBD || tag == XPOS_VBZ || tag == XPOS_MD)) ||
            (i + 1 < end && tag == XPOS_CC && (d->w[i + 1].tag == XPOS_VB || d->w[i + 1].tag == XPOS_VBD)))
            break;
        if (i + 1 < end && attr_in(d, i, "on by late early last this") &&
            attr_in(d, i + 1, "monday tuesday wednesday thursday friday saturday sunday week month weekend morning evening night deadline time the") &&
            !(attr_is(d, i + 1, "the") && attr_is(d, i, "on")))
            break;
        if (attr_in(d, i, "monday tuesday wednesday thursday friday saturday sunday yesterday today"))
            break;
    }
    while (i > first && (d->w[i - 1].tag == XPOS_RB || d->w[i - 1].tag == XPOS_VBN || attr_in(d, i - 1, "and or on by when")))
        i--;
    return i;
}

static bool is_asking(const struct attr_doc *d, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++)
        if (attr_in(d, i, "request requests call calls email emails e-mail e-mails message messages question questions inquiry inquiries "
                          "enquiry enquiries letter letters comment comments queries query voicemail interview"))
            return true;
    return false;
}

/* Who was asked: the verb's subject, or that of the verb it goes with; of "the mayor, who did not", the mayor. */
static void take_asked(const struct attr_doc *d, struct attr_found *f, uint32_t floor) {
    enum { LONG = 40 };
    uint32_t at = f->cue.head;
    for (int up = 0; up < 3; up++) {
        uint32_t subject = d->w[at].subject, first = NONE, end = 0;
        if (subject != NONE && subject < f->cue.first && subject >= floor && d->w[subject].tag != XPOS_WP && d->w[subject].tag != XPOS_WDT) {
            first = d->w[subject].left;
            end = d->w[subject].right + 1;
        } else if (subject != NONE && subject < f->cue.first && d->w[at].head != NONE && d->w[at].head < subject) {
            first = d->w[d->w[at].head].left;
            end = subject;
        }
        if (first != NONE && first < f->cue.first) {
            end = end < f->cue.first ? end : f->cue.first;
            while (first + 1 < end && (found_is_stop(d, first) || d->w[first].tag == XPOS_CC))
                first++;
            while (end > first + 1 && (found_is_stop(d, end - 1) || is_helper(d, end - 1) || is_not(d, end - 1)))
                end--;
            if (end - first <= LONG) {
                f->source_first = first;
                f->source_end = end;
            }
            return;
        }
        if (d->w[at].head == NONE || (d->w[at].deprel != DEP_CONJ && d->w[at].deprel != DEP_XCOMP))
            break;
        at = d->w[at].head;
    }
    uint32_t first = f->cue.first; /* without a parse, or where it is lost: from the comma or the sentence's beginning on */
    while (first > floor && f->cue.first - first < 12 && !(d->w[first - 1].shape >> 3) && !d->w[first - 1].mark && d->w[first - 1].tag != XPOS_CC)
        first--;
    f->source_first = first;
    f->source_end = f->cue.first;
}

static bool silence_at(const struct attr_doc *d, uint32_t i, const struct sentence *s, struct attr_found *f) {
    uint32_t from = NONE, to = i + 1, end;
    if (attr_in(d, i, "respond responded reply replied return returned answer answered")) {
        from = denied_from(d, i, s->first);
        bool other = attr_in(d, i, "respond responded reply replied");
        to += other && to < s->end && attr_is(d, to, "to");
        end = asked_end(d, to, s->end);
        if (from == NONE || end == to || !is_asking(d, to, end) || (other && to == i + 1))
            return false;
    } else if (attr_in(d, i, "reached contacted available unavailable")) {
        from = denied_from(d, i, s->first);
        if (from == NONE && attr_is(d, i, "unavailable"))
            for (from = i; from > s->first && (is_helper(d, from - 1) || d->w[from - 1].tag == XPOS_RB);)
                from--;
        if (from == NONE || from == i || to + 1 >= s->end || !attr_is(d, to, "for") || !attr_in(d, to + 1, "comment comments further"))
            return false;
        end = asked_end(d, ++to, s->end);
    } else if (attr_is(d, i, "drawn") && to < s->end && attr_in(d, to, "on about into")) { /* "would not be drawn on whether" */
        from = denied_from(d, i, s->first);
        if (from == NONE || from == i)
            return false;
        end = asked_end(d, ++to, s->end);
    } else if (attr_is(d, i, "no") && i > s->first && to < s->end && attr_in(d, to, "comment comments") && attr_in(d, i - 1, "had has have")) {
        from = i - 1;
        end = asked_end(d, to = i, s->end);
    } else {
        return false;
    }
    if (from >= i + (to == i) || end <= to)
        return false;
    *f = (struct attr_found){.cue = {from, to, to == i ? from : i}};
    return true;
}

void found_silences(struct attr_doc *d, struct attr_found **f, uint32_t *n, uint32_t *cap, struct arena *tmp) {
    for (uint32_t k = 0; k < d->lang->sentences_n && d->lang->tagged; k++) {
        const struct sentence *s = &d->lang->sentences[k];
        for (uint32_t i = s->first; i < s->end; i++) {
            struct attr_found x;
            uint32_t content_cap = 0;
            if (d->w[i].quote != NONE || !silence_at(d, i, s, &x))
                continue;
            uint32_t end = asked_end(d, x.cue.end, s->end);
            take_asked(d, &x, s->first);
            if (x.source_first == x.source_end)
                continue;
            found_content_add(d, &x, x.cue.end, end, &content_cap, tmp);
            if (!x.content_n)
                continue;
            /* no cue of the fields', "requests for" least of all, and yet something over which no content reaches */
            memset(d->cue + x.cue.first, SILENT, end - x.cue.first);
            for (uint32_t t = end; t < s->end && ((d->cue[t] & 7) == CUE_I || (d->cue[t] & 7) == CUE_E); t++)
                d->cue[t] = CUE_O;
            ARENA_MORE(tmp, *f, *n, *cap);
            (*f)[(*n)++] = x;
            i = end - 1;
        }
    }
}
