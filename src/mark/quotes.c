/* quotes: which marks belong together.
 *
 * Marks are paired inside a paragraph. A paragraph that ends inside a quotation while the next
 * one begins with an opening mark goes on in it (the old rule of running quotations); one that
 * does not has an odd mark: the quotation then ends with its sentence. A mark that closes nothing
 * is passed over. Nothing looks back further than one paragraph, so the work is linear. */
#include "attr.h"

enum mark { MARK_NONE, MARK_OPEN, MARK_CLOSE, MARK_EITHER };

static enum mark double_mark(slice form, const struct token *t) {
    uint32_t flags = t->flags & (TOKEN_QUOTE_OPEN | TOKEN_QUOTE_CLOSE);
    if (form.n == 1 && form.p[0] == '"')
        return flags == TOKEN_QUOTE_OPEN ? MARK_OPEN : flags == TOKEN_QUOTE_CLOSE ? MARK_CLOSE
                                                                                 : MARK_EITHER;
    if (form.n == 2 && form.p[0] == '`' && form.p[1] == '`')
        return MARK_OPEN;
    if (form.n == 2 && form.p[0] == '\'' && form.p[1] == '\'')
        return flags == TOKEN_QUOTE_OPEN ? MARK_OPEN : flags == TOKEN_QUOTE_CLOSE ? MARK_CLOSE
                                                                                 : MARK_EITHER;
    if (form.n == 3 && memcmp(form.p, "\xE2\x80", 2) == 0)
        switch ((unsigned char)form.p[2]) {
        case 0x9C: case 0x9E: case 0x9F: /* “ „ ‟ */
            return flags == TOKEN_QUOTE_CLOSE ? MARK_CLOSE : MARK_OPEN;
        case 0x9D: /* ” also opens, in careless text */
            return flags == TOKEN_QUOTE_OPEN ? MARK_OPEN : MARK_CLOSE;
        default: return MARK_NONE;
        }
    if (form.n == 2 && (unsigned char)form.p[0] == 0xC2) {
        if ((unsigned char)form.p[1] == 0xAB)
            return MARK_OPEN; /* « */
        if ((unsigned char)form.p[1] == 0xBB)
            return MARK_CLOSE; /* » */
    }
    return MARK_NONE;
}

static enum mark single_mark(slice form, const struct token *t) {
    bool mark = (form.n == 1 && (form.p[0] == '\'' || form.p[0] == '`')) ||
                (form.n == 3 && memcmp(form.p, "\xE2\x80", 2) == 0 &&
                 ((unsigned char)form.p[2] == 0x98 || (unsigned char)form.p[2] == 0x99));
    if (!mark)
        return MARK_NONE;
    return t->flags & TOKEN_QUOTE_OPEN ? MARK_OPEN : t->flags & TOKEN_QUOTE_CLOSE ? MARK_CLOSE
                                                                                 : MARK_NONE;
}

static bool spaced(const struct lang *l, uint32_t i) {
    return i >= l->tokens_n || (l->tokens[i].flags & (TOKEN_SPACE_BEFORE | TOKEN_SENTENCE)) != 0;
}

static void quote_end(struct attr_doc *d, uint32_t open, uint32_t last, bool closed, bool goes_on,
                      bool single) {
    d->quotes[d->quotes_n++] = (struct quote){open, last, closed, goes_on, single};
}

/* Pairs the marks of the tokens [first, end), one paragraph. `single`: of ‘ ’, outside of the
 * quotations that are there already. */
static void quotes_of_block(struct attr_doc *d, uint32_t first, uint32_t end, bool next_opens,
                            bool single) {
    const struct lang *l = d->lang;
    uint32_t open = NONE;
    for (uint32_t i = first; i < end; i++) {
        slice form = token_form(d->page->text, &l->tokens[i]);
        enum mark m = single ? single_mark(form, &l->tokens[i]) : double_mark(form, &l->tokens[i]);
        if (m == MARK_NONE)
            continue;
        bool before = spaced(l, i) || i == first, after = spaced(l, i + 1) || i + 1 == end;
        if (m == MARK_EITHER)
            m = before && !after ? MARK_OPEN : open != NONE ? MARK_CLOSE : before ? MARK_OPEN
                                                                              : MARK_NONE;
        if (m == MARK_OPEN) {
            if (open != NONE && i > open + 1)
                quote_end(d, open, i - 1, false, false, single); /* the first was never closed */
            open = i;
        } else if (m == MARK_CLOSE && open != NONE) {
            if (i > open + 1)
                quote_end(d, open, i, true, false, single);
            open = NONE;
        }
    }
    if (open == NONE || open + 1 >= end || single)
        return;
    uint32_t last = end - 1;
    if (!next_opens) {
        const struct sentence *s = &l->sentences[d->w[open].sentence];
        last = s->end - 1 < last && s->end > open + 1 ? s->end - 1 : last;
    }
    quote_end(d, open, last, false, next_opens, single);
}

void quotes_find(struct attr_doc *d, struct arena *tmp) {
    const struct lang *l = d->lang;
    /* every quotation has an opening mark of its own, of one kind or the other */
    d->quotes = ARENA_ARRAY(tmp, struct quote, (size_t)l->tokens_n + 1);
    d->quotes_n = 0;
    for (uint32_t s = 0; s < l->sentences_n;) {
        uint32_t t = s + 1;
        while (t < l->sentences_n && l->sentences[t].block == l->sentences[s].block)
            t++;
        uint32_t first = l->sentences[s].first, end = l->sentences[t - 1].end;
        bool next_opens = false;
        if (t < l->sentences_n && l->sentences[t].first < l->sentences[t].end) {
            uint32_t i = l->sentences[t].first;
            enum mark m = double_mark(token_form(d->page->text, &l->tokens[i]), &l->tokens[i]);
            next_opens = m == MARK_OPEN || (m == MARK_EITHER && !spaced(l, i + 1));
        }
        uint32_t from = d->quotes_n;
        quotes_of_block(d, first, end, next_opens, false);
        if (from == d->quotes_n) /* single marks only where there are no double ones */
            quotes_of_block(d, first, end, false, true);
        for (uint32_t q = from; q < d->quotes_n; q++) {
            for (uint32_t i = d->quotes[q].first; i <= d->quotes[q].last; i++)
                d->w[i].quote = q;
            d->w[d->quotes[q].first].mark = 1;
            if (d->quotes[q].closed)
                d->w[d->quotes[q].last].mark = 2;
        }
        s = t;
    }
}
