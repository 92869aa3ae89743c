/* Who wrote it: persons before outlets. A candidate is a name; each is taken or left by itself. */
#include "pick.h"

bool html_is_outlet(const struct html_reader *h, slice name) {
    slice site = h->r->out->site_name;
    if (site.n && (slice_find_nocase(name, site, 0) != NONE || slice_find_nocase(site, name, 0) != NONE))
        return true;
    slice word, rest = name;
    while (slice_field(&rest, ' ', &word))
        if (kit_word(h->k, word) & WORD_OUTLET)
            return true;
    return false;
}

static void add_people(struct html_reader *h, const slice *names, uint32_t n, enum found_in from, bool outlets) {
    if (h->r->out->authors_n)
        return;
    for (uint32_t i = 0; i < n; i++)
        if (html_is_outlet(h, names[i]) == outlets)
            meta_authors(h->r, h->k, names[i], from);
}

/* Up to four words with capitals from `at` on; gives the place after them, or `at`. */
static uint32_t name_run(slice s, uint32_t at) {
    static const bool ends[256] = {[0] = true, [','] = true, [';'] = true, ['|'] = true, [':'] = true, ['('] = true, [')'] = true,
                                   ['/'] = true, ['&'] = true, ['"'] = true, ['0' ... '9'] = true};
    uint32_t words = 0, end = at, i = at;
    while (i < s.n && words < 4) {
        uint32_t w = i;
        while (w < s.n && s.p[w] != ' ')
            w++;
        slice word = slice_cut(s, i, w);
        static const char *const small[] = {"de", "van", "von", "der", "den", "da", "di", "bin", "la", "le", "el", "du"};
        bool low = false;
        for (unsigned k = 0; k < NELEMS(small); k++)
            low |= words && slice_eq(word, slice_str(small[k]));
        uint32_t stop = word.n; /* a name ends at a mark */
        for (uint32_t k = 0; k < word.n; k++)
            if (ends[(uint8_t)word.p[k]]) {
                stop = k;
                break;
            }
        bool upper = stop && (is_upper((unsigned char)word.p[0]) || (unsigned char)word.p[0] >= 0xC3);
        if (!upper && !low)
            break;
        words++;
        end = i + stop;
        if (stop < word.n)
            break;
        if (word.n > 3 && word.p[word.n - 1] == '.') { /* the end of a sentence, not an initial */
            end--;
            break;
        }
        i = w + 1;
    }
    return words >= 2 ? end : at;
}

/* "By Ann Ward and Bo Lind | March 3": the names. */
static bool names_after(struct html_reader *h, slice s, uint32_t at, bool outlets) {
    bool any = false;
    /* "By Ann" and nothing else */
    slice one = slice_trim(slice_cut(s, at, s.n));
    if (one.n >= 3 && one.n < 20 && is_upper((unsigned char)one.p[0]) && !memchr(one.p, ' ', one.n) &&
        !html_is_outlet(h, one) && !(kit_word(h->k, one) & (WORD_FUNCTION | WORD_ROLE | WORD_OUTLET | WORD_AND))) {
        meta_authors(h->r, h->k, one, FOUND_BYLINE);
        return h->r->out->authors_n > 0;
    }
    for (int turn = 0; turn < 5; turn++) {
        while (at < s.n && (s.p[at] == ' ' || s.p[at] == ':'))
            at++;
        uint32_t end = name_run(s, at);
        if (end == at)
            return any;
        slice name = slice_cut(s, at, end);
        if (html_is_outlet(h, name) && !outlets)
            return any;
        meta_authors(h->r, h->k, name, FOUND_BYLINE);
        any = h->r->out->authors_n > 0;
        slice rest = slice_cut(s, end, s.n);
        if (slice_starts_nocase(rest, S(" and ")))
            at = end + 5;
        else if (slice_starts(rest, S(", ")) || slice_starts(rest, S(" & ")))
            at = end + (rest.p[0] == ',' ? 2 : 3);
        else
            return any;
        if (slice_starts_nocase(slice_cut(s, at, s.n), S("and ")))
            at += 4;
    }
    return any;
}

static bool byline_in(struct html_reader *h, uint32_t i, bool outlets) {
    static const char *const heads[] = {"written by", "text by", "words by", "story by", "posted by", "reporting by",
                                        "published by", "article by", "author", "authors", "by"};
    char text[260], more[120];
    const struct html_block *q = &h->b.p[i];
    if (q->words > 32)
        return false;
    slice s = html_block_text(&h->b, q, text, sizeof text);
    for (unsigned k = 0; k < NELEMS(heads); k++) {
        slice head = slice_str(heads[k]);
        if (!slice_starts_nocase(s, head))
            continue;
        slice rest = slice_trim(slice_cut(s, head.n, s.n));
        while (rest.n && rest.p[0] == ':')
            rest = slice_trim(slice_cut(rest, 1, rest.n));
        if (rest.n)
            return (s.p[head.n] == ' ' || s.p[head.n] == ':' || is_upper((unsigned char)s.p[head.n])) &&
                   names_after(h, rest, 0, outlets);
        /* the name is a block of its own */
        if (i + 1 < h->b.n && h->b.p[i + 1].words <= 8)
            return names_after(h, html_block_text(&h->b, &h->b.p[i + 1], more, sizeof more), 0, outlets);
        return false;
    }
    uint32_t at = slice_find_nocase(s, S("written by "), 0);
    if (at == NONE)
        at = slice_find(s, S(" By "), 0) == NONE ? NONE : slice_find(s, S(" By "), 0) - 7;
    if (at == NONE && q->digits && q->words <= 16 && slice_find(s, S(" by "), 0) != NONE)
        at = slice_find(s, S(" by "), 0) - 7; /* "Posted on March 4 by Ann Ward" */
    return at != NONE && names_after(h, s, at + 11, outlets);
}

static void byline_near_title(struct html_reader *h, bool outlets) {
    uint32_t at = h->title != NONE ? h->title : h->first;
    if (at == NONE || h->r->out->authors_n)
        return;
    for (uint32_t i = at > 4 ? at - 4 : 0; i < h->b.n && i < at + 16; i++)
        if (byline_in(h, i, outlets))
            return;
    if (h->last != NONE)
        for (uint32_t i = h->last; i < h->b.n && i < h->last + 8; i++)
            if (byline_in(h, i, outlets))
                return;
}


static void people_by_rule(struct html_reader *h) {
    const struct html_head *m = &h->head;
    add_people(h, m->ld_authors, m->ld_authors_n, FOUND_JSON_LD, false);
    add_people(h, m->meta_authors, m->meta_authors_n, FOUND_META, false);
    add_people(h, m->micro_authors, m->micro_authors_n > 3 ? 1 : m->micro_authors_n, FOUND_MICRODATA, false);
    add_people(h, m->link_authors, m->link_authors_n, FOUND_LINK, false);
    byline_near_title(h, false);
    add_people(h, m->class_authors, m->class_authors_n, FOUND_BYLINE, false);
    add_people(h, m->ld_authors, m->ld_authors_n, FOUND_JSON_LD, true);
    add_people(h, m->meta_authors, m->meta_authors_n, FOUND_META, true);
    byline_near_title(h, true);
}

/* ---- candidates ---------------------------------------------------------------------------------------- */

enum { /* places, as bits */
    A_LD, A_META, A_MICRO, A_LINK, A_CLASS, A_BY, A_BY_END, A_ALONE, A_RULE, A_PLACES
};
enum { CALLED_BY = 1, CALLED_REVIEW = 2, CALLED_EDIT = 4, CALLED_PHOTO = 8, CALLED_OTHER = 16 };

struct person { /* beside a pick */
    float near; /* signed blocks from the title; 99 */
    uint32_t order, called, shown, rest;
};
struct people {
    struct html_reader *h;
    struct picks *c;
    struct person who[64];
};

static slice plain_name(slice s, struct arena *tmp) {
    if (!s.n || s.n > 120)
        return (slice){0};
    char *p = arena_alloc(tmp, s.n * 2 + 16);
    slice x = kit_plain(s, p, s.n * 2 + 16);
    static const char *const labels[] = {"written", "written by", "by", "author", "authors", "posted by", "about the author", "share", "updated"};
    for (unsigned i = 0; i < NELEMS(labels); i++)
        if (slice_eq(x, slice_str(labels[i])))
            return (slice){0};
    return x;
}

static uint32_t called(slice s) {
    static const struct { const char *word; uint8_t as; } words[] = {
        {"review", CALLED_REVIEW}, {"checked", CALLED_REVIEW}, {"edited", CALLED_EDIT}, {"editor", CALLED_EDIT}, {"updated", CALLED_EDIT},
        {"photo", CALLED_PHOTO}, {"image", CALLED_PHOTO}, {"illustrat", CALLED_PHOTO}, {"getty", CALLED_PHOTO},
        {"comment", CALLED_OTHER}, {"says", CALLED_OTHER}, {"repl", CALLED_OTHER}, {"translat", CALLED_OTHER}};
    uint32_t to = 0, letters = slice_letters(s);
    for (unsigned i = 0; i < NELEMS(words); i++)
        if (slice_has_nocase(s, letters, words[i].word))
            to |= words[i].as;
    if (slice_starts_nocase(s, S("by")) || slice_has_nocase(s, letters, " by") || slice_has_nocase(s, letters, "author"))
        to |= CALLED_BY;
    return to;
}

/* A mark between names, or around one. */
static uint32_t mark_at(slice s, uint32_t i) {
    static const char *const marks[] = {"\xE2\x80\xA2", "\xE2\x80\x94", "\xE2\x80\x93", "\xC2\xB7", "\xE2\x80\x9C", "\xE2\x80\x9D", "\"", "|", "*"};
    if (!memchr("\xE2\xC2\"|*", s.p[i], 5)) /* none begins so */
        return 0;
    for (unsigned k = 0; k < NELEMS(marks); k++)
        if (slice_starts(slice_cut(s, i, s.n), slice_str(marks[k])))
            return (uint32_t)strlen(marks[k]);
    return 0;
}

static struct person *add(struct people *t, slice name, unsigned place, enum found_in found, uint32_t order, float near, uint32_t rest) {
    for (uint32_t len; name.n && (len = mark_at(name, 0));)
        name = slice_trim(slice_cut(name, len, name.n));
    for (uint32_t i = 1; i < name.n; i++)
        if (mark_at(name, i)) {
            name = slice_trim(slice_cut(name, 0, i));
            break;
        }
    uint32_t before = t->c->n;
    struct pick *p = pick_add(t->c, name, plain_name(name, t->h->tmp), 1u << place, found);
    if (!p)
        return NULL;
    struct person *w = &t->who[p - t->c->p];
    if (t->c->n > before)
        *w = (struct person){.near = 99, .order = 99, .rest = 99};
    if (order < w->order)
        w->order = order;
    if (near < 98) {
        float a = near < 0 ? -near : near, b = w->near < 0 ? -w->near : w->near;
        if (a < b)
            w->near = near;
        w->shown++;
        if (rest < w->rest)
            w->rest = rest;
    }
    return w;
}

/* All names in a value; the value whole, where it is short and none is found in it. */
static uint32_t add_value(struct people *t, slice s, unsigned place, enum found_in found, uint32_t order, float near, uint32_t word) {
    slice names[16];
    uint32_t n = meta_names(t->h->k, s, names, NELEMS(names)), all = 0;
    for (uint32_t i = 0; i < n; i++)
        all += names[i].n;
    for (uint32_t i = 0; i < n; i++) {
        struct person *w = add(t, names[i], place, found, order + i, near, s.n - all);
        if (w)
            w->called |= word;
    }
    if (!n) {
        slice whole = meta_after_by(s);
        uint32_t words = 1;
        for (uint32_t i = 0; i < whole.n; i++)
            words += whole.p[i] == ' ';
        if (whole.n > 2 && whole.n < 50 && words <= 5 && !memchr(whole.p, '/', whole.n)) {
            struct person *w = add(t, whole, place, found, order, near, s.n - whole.n);
            if (w)
                w->called |= word;
        }
    }
    return n;
}

/* The block that holds a place of the source: the last that starts at or before it. */
static uint32_t block_at(const struct html_reader *h, uint32_t src) {
    uint32_t lo = 0, hi = h->b.n;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (h->b.p[mid].at.start <= src)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo ? lo - 1 : 0;
}

/* Names that a block shows: after "by", or alone in it. */
static void add_shown(struct people *t, uint32_t i, float near, bool end) {
    struct html_reader *h = t->h;
    const struct html_block *q = &h->b.p[i];
    char text[260], label[80];
    if (q->words > 32 || !q->words)
        return;
    slice s = html_block_text(&h->b, q, text, sizeof text);
    s = arena_slice(h->tmp, s);
    uint32_t from = NONE;
    static const char *const marks[] = {"written by ", "Written by ", "words by ", "posted by ", "By ", "by ", "BY ", "Author: ", "author ", "By: "};
    bool by = slice_find_nocase(s, S("by"), 0) != NONE || slice_find_nocase(s, S("author"), 0) != NONE; /* as all of them have */
    for (unsigned k = 0; k < NELEMS(marks) && from == NONE && by; k++) {
        uint32_t at = slice_find(s, slice_str(marks[k]), 0);
        /* inside prose "by" says nothing */
        if (at != NONE && (at == 0 || (!is_alpha((unsigned char)s.p[at - 1]) && !(q->ends && q->words > 12))))
            from = at + (uint32_t)strlen(marks[k]);
    }
    if (from == NONE && q->ends && q->words > 6)
        return;
    uint32_t at = from == NONE ? 0 : from, word = from == NONE ? 0 : called(slice_cut(s, 0, from));
    if (!word && i && h->b.p[i - 1].words <= 4)
        word = called(html_block_text(&h->b, &h->b.p[i - 1], label, sizeof label));
    for (unsigned turn = 0; turn < 4; turn++) {
        while (at < s.n && (s.p[at] == ' ' || s.p[at] == ':'))
            at++;
        uint32_t to = name_run(s, at);
        if (to == at && from != NONE && !turn && s.n - at < 30 && at < s.n && !is_lower((unsigned char)s.p[at])) { /* a single name */
            to = at;
            while (to < s.n && s.p[to] != ' ' && s.p[to] != ',' && s.p[to] != '|')
                to++;
            if (to < at + 3)
                return;
        }
        if (to == at || (from == NONE && to + 2 < s.n && !turn && s.p[to] != ',' && s.p[to] != '|'))
            return;
        struct person *w = add(t, slice_cut(s, at, to), end ? A_BY_END : from == NONE ? A_ALONE : A_BY, FOUND_BYLINE, turn, near,
                               s.n - (to - at));
        if (w)
            w->called |= word;
        slice rest = slice_cut(s, to, s.n);
        if (slice_starts_nocase(rest, S(" and ")))
            at = to + 5;
        else if (slice_starts(rest, S(", ")) || slice_starts(rest, S(" & ")))
            at = to + (rest.p[0] == ',' ? 2 : 3);
        else
            return;
        if (slice_starts_nocase(slice_cut(s, at, s.n), S("and ")))
            at += 4;
    }
}

void pick_authors(struct html_reader *h, struct picks *c) {
    const struct html_head *m = &h->head;
    struct page *p = h->r->out;
    struct people t = {.h = h, .c = c};
    for (uint32_t i = 0; i < m->ld_authors_n; i++)
        add_value(&t, m->ld_authors[i], A_LD, FOUND_JSON_LD, i, 99, 0);
    for (uint32_t i = 0; i < m->meta_authors_n; i++)
        add_value(&t, m->meta_authors[i], A_META, FOUND_META, i, 99, 0);
    for (uint32_t i = 0; i < m->micro_authors_n; i++)
        add_value(&t, m->micro_authors[i], A_MICRO, FOUND_MICRODATA, i, 99, 0);
    uint32_t title = h->title != NONE ? h->title : h->first != NONE ? h->first : 0;
    for (uint32_t i = 0; i < m->people_n; i++) {
        const struct head_person *w = &m->people[i];
        uint32_t b = block_at(h, h->tree.p[w->node].at.start), word = called(w->text);
        char label[80];
        if (h->b.n && !word)
            word = h->b.p[b].words <= 6 ? called(html_block_text(&h->b, &h->b.p[b], label, sizeof label)) : 0;
        add_value(&t, w->text, w->link ? A_LINK : A_CLASS, w->link ? FOUND_LINK : FOUND_BYLINE, i, (float)b - (float)title, word);
    }
    for (uint32_t i = title > 5 ? title - 5 : 0; i < h->b.n && i < title + 18; i++)
        add_shown(&t, i, (float)i - (float)title, false);
    if (h->last != NONE)
        for (uint32_t i = h->last; i < h->b.n && i < h->last + 8; i++)
            add_shown(&t, i, (float)i - (float)title, true);
    for (uint32_t i = 0; i < p->authors_n; i++)
        add(&t, p->authors[i], A_RULE, (enum found_in)p->found.authors, i, 99, 0);

    uint32_t counts[A_PLACES] = {0}, persons = 0;
    for (uint32_t i = 0; i < c->n; i++)
        for (unsigned k = 0; k < A_PLACES; k++)
            counts[k] += c->p[i].from >> k & 1;
    for (uint32_t i = 0; i < c->n; i++) {
        struct pick *q = &c->p[i];
        q->rule = q->from >> A_RULE & 1;
        persons += q->from & 1u << A_LD && !html_is_outlet(h, q->value);
    }
    for (uint32_t i = 0; i < c->n; i++) {
        struct pick *q = &c->p[i];
        const struct person *w = &t.who[i];
        float *x = q->x;
        unsigned f = 0, places = 0;
        for (unsigned k = 0; k < A_PLACES; k++) {
            x[f++] = q->from >> k & 1;
            places += q->from >> k & 1;
        }
        for (unsigned k = 0; k < A_PLACES; k++)
            x[f++] = (float)counts[k];
        uint32_t words = 1, capitals = 0, odd = 0, roles = 0, outlets = 0, function = 0;
        for (uint32_t b = 0, from = 0; b <= q->value.n; b++) {
            char ch = b < q->value.n ? q->value.p[b] : ' ';
            if (ch == ' ') {
                uint32_t bits = kit_word(h->k, slice_cut(q->value, from, b));
                roles += (bits & WORD_ROLE) != 0;
                outlets += (bits & WORD_OUTLET) != 0;
                function += (bits & WORD_FUNCTION) != 0;
                from = b + 1;
                words += b < q->value.n;
            } else if (is_upper((unsigned char)ch) && b == from) {
                capitals++;
            } else if (is_digit((unsigned char)ch) || strchr("@_/:\"?!#&", ch)) {
                odd++;
            }
        }
        x[f++] = (float)places;
        x[f++] = (float)words;
        x[f++] = (float)q->value.n;
        x[f++] = (float)capitals / (float)words;
        x[f++] = (float)odd;
        x[f++] = (float)roles;
        x[f++] = (float)outlets;
        x[f++] = (float)function;
        x[f++] = html_is_outlet(h, q->value);
        x[f++] = slice_eq_nocase(q->value, p->site_name);
        x[f++] = w->near;
        x[f++] = (float)w->order;
        x[f++] = (float)w->shown;
        x[f++] = (float)w->rest;
        x[f++] = (w->called & CALLED_BY) != 0;
        x[f++] = (w->called & CALLED_REVIEW) != 0;
        x[f++] = (w->called & CALLED_EDIT) != 0;
        x[f++] = (w->called & (CALLED_PHOTO | CALLED_OTHER)) != 0;
        uint32_t inside = 0, holds = 0;
        for (uint32_t k = 0; k < c->n; k++) {
            if (k == i)
                continue;
            inside += slice_find(c->p[k].plain, q->plain, 0) != NONE;
            holds += slice_find(q->plain, c->p[k].plain, 0) != NONE;
        }
        x[f++] = (float)inside;
        x[f++] = (float)holds;
        x[f++] = (float)c->n;
        x[f++] = (float)i;
        x[f++] = (float)persons;
        x[f++] = (float)p->authors_n;
        x[f++] = m->article;
        x[f++] = m->news;
        x[f++] = slice_find(slice_cut(q->plain, 0, q->plain.n), S("team"), 0) != NONE;
        x[f++] = slice_find_nocase(m->tag_title, q->value, 0) != NONE;
        x[f++] = slice_starts_nocase(q->value, S("the "));
        x[f++] = w->near > -3 && w->near < 6 && w->called & CALLED_BY;
        if (f > PICK_FEATURES)
            guard_fail(STM_ELIMIT);
    }
}

#define PEOPLE_CUT 0.0f /* log odds from which a name is taken */

void pick_people(struct html_reader *h) {
    struct page *p = h->r->out;
    bool given = p->authors_n > 0;
    people_by_rule(h);
    if (given || !h->k->picks)
        return;
    struct picks c = {.a = h->tmp};
    pick_authors(h, &c);
    pick_best(&c, &h->k->picks->author);
    p->authors_n = 0;
    p->found.authors = FOUND_NOT;
    for (uint32_t i = 0; i < c.n; i++)
        if (c.p[i].score > PEOPLE_CUT)
            meta_author(h->r, c.p[i].value, (enum found_in)c.p[i].found);
}
