/* attr_beside: quotations whose teller stands right beside them, where the fields saw no cue.
 *
 *   “Out, all of you!” Oak yelled.     “He ran,” recalled Ben Ash, a guard.     Outside, Oak said, “it is over.”
 *
 * Quotations are the surest sign that somebody speaks: what stands between one and a verb of saying tells who. */
#include "attr.h"

enum { LEAST = 4, FAR = 14, NEAR = 8, AROUND = 32 /* attributions on either side that are looked at */ };

static bool is_full(uint8_t tag) { return attr_finite(tag) && tag != XPOS_MD; }

static bool says(const struct attr_doc *d, uint32_t v) {
    return is_full(d->w[v].tag) && (d->w[v].classes & CLASS_SAY) && !(d->w[v].kids & (KID_PASSIVE | KID_COP)) && d->w[v].quote == NONE;
}

/* "Brown recounts", which a tagger may take for two nouns. */
static bool says_as_noun(const struct attr_doc *d, uint32_t v) {
    return v && d->w[v].tag == XPOS_NNS && (d->w[v].classes & CLASS_SAY) && !(d->w[v].classes & (CLASS_NOUN | CLASS_DOCUMENT)) &&
           d->w[v - 1].tag == XPOS_NNP && d->w[v].quote == NONE;
}

/* A name, people, a body or a pronoun: somebody who can say things. */
static bool is_speaker(const struct attr_doc *d, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++)
        if ((d->w[i].classes & CLASS_SPEAKER) ||
            (d->w[i].entity && d->w[i].entity < 8 && d->w[i].entity != 1 + ENTITY_LOC) || attr_in(d, i, "he she they it") ||
            (d->w[i].tag == XPOS_NNP && (d->w[i].shape & 1)))
            return true;
    return false;
}

static bool behind(const struct attr_doc *d, const struct quote *q, struct attr_found *x) {
    const struct lang *l = d->lang;
    uint32_t i = q->last + 1, block = l->sentences[d->w[q->last].sentence].block;
    while (i < l->tokens_n && attr_comma(d, i))
        i++;
    if (i + 1 >= l->tokens_n || l->sentences[d->w[i].sentence].block != block || d->w[i].quote != NONE)
        return false;
    uint32_t end = l->sentences[d->w[i].sentence].end, v = i;
    bool own = d->w[i].sentence != d->w[q->last].sentence; /* the marks ended the sentence: "...!” Oak yelled." */
    while (v < end && v < i + FAR && !attr_finite(d->w[v].tag) && !says_as_noun(d, v) && !attr_comma(d, v) && d->w[v].quote == NONE && (d->w[v].shape >> 3) == 0)
        v++;
    if (v >= end || (!says(d, v) && !says_as_noun(d, v)) || (own && !attr_in(d, q->last - 1, "! ?")))
        return false;
    uint32_t first = i, to = v;
    if (v == i) { /* "recalled Ben Ash, a guard" */
        first = to = v + 1;
        while (to < end && to < v + FAR && (d->w[to].shape >> 3) == 0 && d->w[to].quote == NONE && !attr_finite(d->w[to].tag) &&
               !(d->w[to].tag == XPOS_IN && !attr_in(d, to, "of for at")) && d->w[to].tag != XPOS_TO)
            to++;
    } else if (own && v + 1 < end && (d->w[v].clause != NONE || d->w[v].object != NONE)) {
        return false; /* a sentence of its own, with something else that is said */
    }
    while (to > first && d->w[to - 1].tag == XPOS_RB)
        to--;
    if (to == first || to - first > FAR || !is_speaker(d, first, to))
        return false;
    *x = (struct attr_found){.cue = {v, v + 1, v}, .source_first = first, .source_end = to};
    return true;
}

static bool before(const struct attr_doc *d, const struct quote *q, struct attr_found *x) {
    if (!q->first)
        return false;
    uint32_t mark = q->first - 1, s = d->lang->sentences[d->w[mark].sentence].first;
    if ((!attr_comma(d, mark) && (d->w[mark].shape >> 3) != 4) || d->w[mark].quote != NONE ||
        d->lang->sentences[d->w[mark].sentence].block != d->lang->sentences[d->w[q->first].sentence].block)
        return false;
    for (uint32_t v = mark; v-- > s && mark - v <= NEAR;) {
        if (d->w[v].quote != NONE || attr_comma(d, v))
            return false;
        /* with a colon any verb will do that has no object: "Oak fumed on Friday:" */
        bool colon = (d->w[mark].shape >> 3) == 4 && (is_full(d->w[v].tag) || d->w[v].tag == XPOS_VBN) && d->w[v].object == NONE &&
                     !(d->w[v].kids & (KID_COP | KID_AUX)) && q->last > q->first + NEAR;
        for (uint32_t i = v + 1; i < mark; i++)
            colon &= d->w[i].tag != XPOS_NN || attr_in(d, i, "morning afternoon evening night statement interview tweet post speech letter");
        if (!attr_finite(d->w[v].tag) && !colon)
            continue;
        struct window who = says(d, v) || colon ? found_who_before(d, v) : (struct window){0, 0};
        if (who.first == who.end || !is_speaker(d, who.first, who.end))
            return false;
        *x = (struct attr_found){.cue = {v, v + 1, v}, .source_first = who.first, .source_end = who.end};
        return true;
    }
    return false;
}

static bool another_has(const struct attr_found *f, uint32_t n, uint32_t but, uint32_t token) {
    for (uint32_t i = but > AROUND ? but - AROUND : 0; i < n && i < but + AROUND; i++)
        if (i != but && found_holds(&f[i], token))
            return true;
    return false;
}

/* Of a quotation whose end is told the whole of it is, unless somebody else tells the rest. */
static void whole_quotes(const struct attr_doc *d, struct attr_found *f, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < f[i].content_n; k++) {
            struct window *p = &f[i].content[k];
            uint32_t q = d->w[p->end - 1].quote, first_q = d->w[p->first].quote;
            if (first_q != NONE && d->quotes[first_q].last + 1 < p->end && d->w[p->first].sentence < d->w[f[i].cue.head].sentence &&
                f[i].content_n > 1 && another_has(f, n, i, p->first)) {
                p->end = p->first; /* what another said before, and the words up to this one's verb */
                continue;
            }
            if (q == NONE || q != d->w[p->first].quote || d->w[f[i].cue.head].quote == q || !d->quotes[q].closed || d->quotes[q].single ||
                p->end <= d->quotes[q].last || p->first == d->quotes[q].first)
                continue;
            uint32_t block = d->lang->sentences[d->w[p->first].sentence].block, first = p->first;
            while (first > d->quotes[q].first && d->lang->sentences[d->w[first - 1].sentence].block == block)
                first--;
            bool held = false;
            for (uint32_t j = i > AROUND ? i - AROUND : 0; j < n && j < i + AROUND && !held; j++)
                if (j != i && d->w[f[j].cue.head].quote != q)
                    for (uint32_t c = 0; c < f[j].content_n && !held; c++)
                        held = f[j].content[c].first < p->first && f[j].content[c].end > first;
            for (uint32_t c = 0; c < f[i].content_n; c++)
                held |= c != k && f[i].content[c].first < p->first && f[i].content[c].end > first;
            if (!held)
                p->first = first;
        }
}

/* f is by cue. */
void found_beside(struct attr_doc *d, struct attr_found **f, uint32_t *n, uint32_t *cap, struct arena *tmp) {
    uint32_t known = *n;
    if (!d->quotes_n || !d->lang->tagged)
        return;
    whole_quotes(d, *f, *n);
    uint8_t *told = ARENA_ARRAY(tmp, uint8_t, (size_t)d->quotes_n + 1); /* by quotation: it is somebody's content */
    for (uint32_t i = 0; i < known; i++)
        for (uint32_t k = 0; k < (*f)[i].content_n; k++)
            for (uint32_t t = (*f)[i].content[k].first; t < (*f)[i].content[k].end; t++)
                if (d->w[t].quote != NONE && d->w[t].quote != d->w[(*f)[i].cue.head].quote)
                    told[d->w[t].quote] = 1;
    for (uint32_t i = 0; i < d->quotes_n; i++) {
        const struct quote *q = &d->quotes[i];
        struct attr_found x;
        if (told[i] || q->single || !q->closed || q->last < q->first + LEAST || (!behind(d, q, &x) && !before(d, q, &x)))
            continue;
        struct attr_found *by = NULL; /* the verb may have been seen, with another content */
        for (uint32_t k = found_from_cue(*f, known, x.cue.head > NEAR ? x.cue.head - NEAR : 0); k < known && (*f)[k].cue.first <= x.cue.head && !by; k++)
            by = (*f)[k].cue.head == x.cue.head ? &(*f)[k] : NULL;
        uint32_t room = 0;
        if (by) {
            const struct window *old = by->content;
            uint32_t old_n = by->content_n;
            bool first = old_n && old[0].first > q->last;
            by->content = NULL;
            by->content_n = 0;
            if (first)
                found_content_add(d, by, q->first, q->last + 1, &room, tmp);
            for (uint32_t k = 0; k < old_n; k++)
                if (d->w[old[k].first].quote != NONE && !(old[k].end <= d->lang->sentences[d->w[x.cue.head].sentence].first && another_has(*f, known, (uint32_t)(by - *f), old[k].first)))
                    found_content_add(d, by, old[k].first, old[k].end, &room, tmp);
            if (!first)
                found_content_add(d, by, q->first, q->last + 1, &room, tmp);
            if (by->source_first == by->source_end) {
                by->source_first = x.source_first;
                by->source_end = x.source_end;
            }
            continue;
        }
        found_content_add(d, &x, q->first, q->last + 1, &room, tmp);
        if (!x.content_n)
            continue;
        if (d->cue[x.cue.head] == CUE_O)
            d->cue[x.cue.head] = CUE_U;
        ARENA_MORE(tmp, *f, *n, *cap);
        (*f)[(*n)++] = x;
    }
}
