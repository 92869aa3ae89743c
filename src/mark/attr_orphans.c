/* attr_orphans: quotations that stand by themselves.
 *
 *   Ann Oak said the road was open. "It will stay open."       the same speaker, by the same words
 *   "We lost," Ben Ash said. / "We will sow again."            he goes on in the next paragraph
 *   From the Herald: / "The road is open."                     whom the line before it names
 *   Ann Oak - "We lost."    "We lost." - Ann Oak, mayor        whom a dash or a colon joins to it
 *
 * Only quotations that fill their sentences, or the rest of them, and that no cue outside them has for its content. */
#include "attr.h"

static bool is_plain(const struct attr_doc *d, uint32_t i) { return !(d->w[i].shape >> 3); }

/* The end of the last sentence of a quotation that begins a sentence and fills all of its own; 0: it does not. */
static uint32_t fills_sentences(const struct attr_doc *d, const struct quote *q) {
    const struct lang *l = d->lang;
    const struct sentence *a = &l->sentences[d->w[q->first].sentence], *b = &l->sentences[d->w[q->last].sentence];
    uint32_t words = 0;
    if (a->first != q->first || q->single || b->block != a->block)
        return 0;
    for (uint32_t i = q->last + 1; i < b->end; i++)
        if (is_plain(d, i))
            return 0;
    for (uint32_t i = q->first; i <= q->last; i++)
        words += is_plain(d, i);
    return words >= 4 ? b->end : 0;
}

/* The attribution, by a cue outside quotations, whose cue stands last in [first, end). f is by cue. */
static uint32_t last_said(const struct attr_doc *d, const struct attr_found *f, uint32_t n, uint32_t first, uint32_t end) {
    for (uint32_t k = found_from_cue(f, n, end); k-- > 0 && f[k].cue.first >= first;) {
        if (f[k].source_first == f[k].source_end || f[k].cites || d->w[f[k].cue.head].quote != NONE ||
            !(d->w[f[k].cue.head].classes & CLASS_SAY))
            continue;
        bool inner = false; /* who stands in another's content does not go on speaking */
        for (uint32_t j = k > 8 ? k - 8 : 0; j < n && j < k + 8; j++)
            inner |= j != k && found_holds(&f[j], f[k].cue.head);
        if (!inner)
            return k;
    }
    return NONE;
}

static bool has_quote(const struct attr_doc *d, const struct attr_found *f) {
    for (uint32_t k = 0; k < f->content_n; k++)
        for (uint32_t i = f->content[k].first; i < f->content[k].end; i++)
            if (d->w[i].quote != NONE)
                return true;
    return false;
}

/* "From the Herald:", "The mayor's answer:", "Ann Oak put it so:" */
static bool from_line(const struct attr_doc *d, const struct sentence *s, struct attr_found *x) {
    uint32_t end = s->end;
    if (end - s->first < 3 || end - s->first > 60 || (d->w[end - 1].shape >> 3) != 4)
        return false;
    if (attr_is(d, s->first, "from") && end - s->first < 14) {
        x->cue = (struct cue){s->first, s->first + 1, s->first};
        x->source_first = s->first + 1;
        x->source_end = end - 1;
        return true;
    }
    if (!d->lang->parsed)
        return false;
    for (uint32_t i = s->first; i < end; i++) {
        const struct attr_word_view *w = &d->w[i];
        if (w->head != NONE || w->subject == NONE || !(w->tag >= XPOS_VB && w->tag <= XPOS_VBZ) || !(w->classes & (CLASS_SAY | CLASS_SHOW)))
            continue;
        const struct attr_word_view *who = &d->w[w->subject];
        if (who->right >= i || who->quote != NONE)
            return false;
        x->cue = (struct cue){i, i + 1, i};
        x->source_first = who->left;
        x->source_end = who->right + 1;
        return true;
    }
    return false;
}

/* Words [first, end) are somebody, a name or what people are called, and do nothing. */
static bool is_somebody(const struct attr_doc *d, uint32_t first, uint32_t end) {
    enum { LONG = 14 };
    bool who = false;
    if (first >= end || end - first > LONG)
        return false;
    for (uint32_t i = first; i < end; i++) {
        uint8_t tag = d->w[i].tag;
        if (d->w[i].quote != NONE || (tag >= XPOS_VB && tag <= XPOS_VBZ && tag != XPOS_VBN) || tag == XPOS_MD || (d->w[i].shape >> 3) > 1)
            return false;
        who |= d->w[i].entity == 1 + ENTITY_PER || (d->w[i].classes & CLASS_PERSON);
    }
    return who;
}

/* A quotation and who said it, with a dash or a colon between: all there is in the sentence before it, or in the paragraph behind it. */
static bool by_dash(const struct attr_doc *d, const struct quote *q, struct attr_found *x) {
    const struct lang *l = d->lang;
    uint32_t block = l->sentences[d->w[q->first].sentence].block, dash = q->first - 1;
    if (q->single || !d->lang->tagged || q->last < q->first + 3)
        return false;
    if (q->first && ((d->w[dash].shape >> 3) == 6 || (d->w[dash].shape >> 3) == 4) && l->sentences[d->w[dash].sentence].block == block) {
        uint32_t first = l->sentences[d->w[dash].sentence].first, i = q->last + 1;
        while (i < l->tokens_n && d->w[i].sentence == d->w[q->last].sentence && !is_plain(d, i))
            i++;
        bool rest = i == l->tokens_n || d->w[i].sentence != d->w[q->last].sentence;
        if (rest && is_somebody(d, first, dash)) {
            *x = (struct attr_found){.cue = {dash, q->first, dash}, .source_first = first, .source_end = dash};
            return true;
        }
    }
    dash = q->last + 1;
    if (dash + 1 >= l->tokens_n || (d->w[dash].shape >> 3) != 6 || l->sentences[d->w[dash].sentence].block != block ||
        (q->first && l->sentences[d->w[q->first - 1].sentence].block == block))
        return false;
    uint32_t end = dash + 1;
    while (end < l->tokens_n && l->sentences[d->w[end].sentence].block == block)
        end++;
    while (end > dash + 1 && found_is_stop(d, end - 1))
        end--;
    if (!is_somebody(d, dash + 1, end))
        return false;
    *x = (struct attr_found){.cue = {dash, dash + 1, dash}, .source_first = dash + 1, .source_end = end};
    return true;
}

/* Adds to f, which is by cue, and leaves what it adds at its end. `cap` is f's. */
void found_orphans(const struct attr_doc *d, struct attr_found **f, uint32_t *n, uint32_t *cap, struct arena *tmp) {
    const struct lang *l = d->lang;
    uint32_t known = *n;
    uint32_t *outer = ARENA_ARRAY(tmp, uint32_t, (size_t)d->quotes_n + 1); /* by quotation: has it a cue outside? */
    for (uint32_t i = 0; i < known; i++)
        for (uint32_t k = 0; k < (*f)[i].content_n; k++)
            for (uint32_t t = (*f)[i].content[k].first; t < (*f)[i].content[k].end; t++)
                if (d->w[t].quote != NONE && d->w[t].quote != d->w[(*f)[i].cue.head].quote)
                    outer[d->w[t].quote] = 1;
    struct attr_found last = {.source_end = 0}; /* who went on speaking in the paragraph before */
    uint32_t last_block = NONE;
    for (uint32_t q = 0; q < d->quotes_n; q++) {
        const struct quote *x = &d->quotes[q];
        uint32_t end = outer[q] ? 0 : fills_sentences(d, x), s = d->w[x->first].sentence;
        struct attr_found dashed;
        if (!outer[q] && by_dash(d, x, &dashed)) {
            uint32_t room = 0;
            found_content_add(d, &dashed, x->first, x->last + 1, &room, tmp);
            ARENA_MORE(tmp, *f, *n, *cap);
            (*f)[(*n)++] = dashed;
            continue;
        }
        if (!end || !s)
            continue;
        const struct sentence *before = &l->sentences[s - 1];
        bool same = before->block == l->sentences[s].block;
        struct attr_found made = {.source_end = 0};
        uint32_t k = last_said(d, *f, known, before->first, before->end);
        if (same && k != NONE) {
            struct attr_found *y = &(*f)[k];
            if (has_quote(d, y) && y->content[y->content_n - 1].end <= x->first) { /* one statement, in pieces */
                uint32_t room = 0;
                struct window *old = y->content;
                uint32_t old_n = y->content_n;
                y->content = NULL;
                y->content_n = 0;
                for (uint32_t i = 0; i < old_n; i++)
                    found_content_add(d, y, old[i].first, old[i].end, &room, tmp);
                found_content_add(d, y, x->first, x->last + 1, &room, tmp);
                continue;
            }
            made = *y;
        } else if (!same && before->block + 1 >= l->sentences[s].block) {
            bool whole = end == l->tokens_n || l->sentences[d->w[end].sentence].block != l->sentences[s].block;
            if (from_line(d, before, &made))
                ;
            else if (whole && k != NONE && has_quote(d, &(*f)[k]))
                made = (*f)[k];
            else if (whole && last_block == before->block)
                made = last;
            else
                continue;
        } else {
            continue;
        }
        made.content = NULL;
        made.content_n = 0;
        uint32_t room = 0;
        found_content_add(d, &made, x->first, x->last + 1, &room, tmp);
        if (!made.content_n)
            continue;
        last = made;
        last_block = l->sentences[s].block;
        ARENA_MORE(tmp, *f, *n, *cap);
        (*f)[(*n)++] = made;
    }
}
