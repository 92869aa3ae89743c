/* The headline. A page names it in several places, with the site's name, with a section, or in other words: a heading for
 * readers, a title for those who search. Rules find the one that most places agree with; the forest, asked where they do
 * not all say the same, does without what the rules say, since these were made by looking at the pages it is trained on. */
#include "pick.h"

static slice plain_of(slice s, struct arena *tmp) {
    if (!s.n || s.n > 1000)
        return (slice){0};
    char *p = arena_alloc(tmp, (size_t)s.n * 2 + 16);
    return kit_plain(s, p, s.n * 2 + 16);
}

/* Do its letters spell a part of the site's domain, "Norrvik Lamp" that of www.norrviklamp.example? */
static bool spells_domain(slice s, slice domain) {
    char bare[64];
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n; i++)
        if (is_alnum((unsigned char)s.p[i])) {
            if (n == sizeof bare)
                return false;
            bare[n++] = to_lower(s.p[i]);
        } else if ((unsigned char)s.p[i] >= 0x80) {
            return false;
        }
    slice rest = domain, label;
    while (n >= 4 && slice_field(&rest, '.', &label)) {
        uint32_t k = 0, m = 0; /* labels may have hyphens */
        while (k < label.n && (label.p[k] == '-' || (m < n && label.p[k] == bare[m])))
            m += label.p[k++] != '-';
        if (k == label.n && m == n)
            return true;
    }
    return false;
}

/* Without the site's name behind a mark, be it one that the page tells or one that its domain spells. */
static slice bare_of(const struct html_reader *h, slice title) {
    static const char *const marks[] = {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: ", " \xC2\xBB ", " \xC2\xB7 ", " \xE2\x80\xA2 "};
    title = html_head_bare(title, h->r->out->site_name);
    for (unsigned i = 0; i < NELEMS(marks); i++) {
        slice m = slice_str(marks[i]);
        uint32_t cut = NONE;
        for (uint32_t at = slice_find(title, m, 0); at != NONE; at = slice_find(title, m, at + 1))
            cut = at;
        if (cut != NONE && spells_domain(slice_cut(title, cut + m.n, title.n), h->r->out->domain))
            return slice_trim(slice_cut(title, 0, cut));
    }
    return title;
}

/* Is a heading the site's own name: its domain, or what stands in <title> behind a longer headline? */
static bool names_site(const struct html_head *h, slice plain, slice domain, struct arena *tmp) {
    char bare[64];
    uint32_t n = 0;
    for (uint32_t i = 0; i < plain.n && n < sizeof bare; i++)
        if (is_alnum((unsigned char)plain.p[i]) || plain.p[i] == '.' || plain.p[i] == '-')
            bare[n++] = plain.p[i];
    if (n == domain.n && n && !memcmp(bare, domain.p, n))
        return true;
    if (n > 4 && n < domain.n && !memcmp(bare, domain.p, n) && domain.p[n] == '.')
        return true;
    static const char *const marks[] = {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: ", " \xC2\xBB "};
    for (unsigned i = 0; i < NELEMS(marks); i++) {
        slice m = slice_str(marks[i]);
        uint32_t at = slice_find(h->tag_title, m, 0);
        if (at == NONE)
            continue;
        slice head = slice_cut(h->tag_title, 0, at), tail = slice_cut(h->tag_title, at + m.n, h->tag_title.n);
        if (head.n > tail.n && slice_eq(plain_of(tail, tmp), plain))
            return true;
    }
    return false;
}

/* The heading that the head's titles agree with, else the best of them. */
static slice title_by_rule(const struct html_head *h, slice site, slice domain, struct arena *tmp, uint8_t *found) {
    slice refs[4] = {h->og_title, h->ld_title, h->twitter_title, h->tag_title}, plain[4];
    for (unsigned i = 0; i < 4; i++)
        plain[i] = plain_of(refs[i], tmp);
    slice site_plain = plain_of(site, tmp);
    uint32_t n = h->h1_n < HEAD_H1 ? h->h1_n : HEAD_H1;
    for (uint32_t i = 0; i < n; i++) {
        slice p = plain_of(h->h1[i], tmp);
        if (p.n < 8 || slice_eq(p, site_plain) || names_site(h, p, domain, tmp))
            continue;
        for (unsigned k = 0; k < 4; k++) {
            if (!plain[k].n)
                continue;
            uint32_t at = slice_find(plain[k], p, 0);
            if (at == NONE)
                continue;
            /* "Site: Headline" names the site first; a short piece in the middle is chance */
            if (at == 0 || p.n * 2 > plain[k].n) {
                *found = FOUND_HEADING;
                return h->h1[i];
            }
        }
    }
    for (uint32_t i = 0; i < h->h2_n && h->h1_n != 1; i++) {
        /* without one headline among the first headings: a lower one that is all of a title but the site */
        slice p = plain_of(h->h2[i], tmp);
        for (unsigned k = 0; k < 4; k++) {
            uint32_t at = plain[k].n ? slice_find(plain[k], p, 0) : NONE;
            if (at != NONE && p.n >= 12 && !slice_eq(p, site_plain) && p.n * 10 > plain[k].n * 4 &&
                (at == 0 || at + p.n == plain[k].n)) {
                *found = FOUND_HEADING;
                return h->h2[i];
            }
        }
    }
    slice og = html_head_bare(h->og_title.n ? h->og_title : h->tag_title, site), op = plain_of(og, tmp);
    for (uint32_t i = 0; i < n; i++) {
        /* a heading with more in it than the headline: a section before it, a line stuck to it */
        slice p = plain_of(h->h1[i], tmp);
        if (op.n >= 20 && p.n > op.n &&
            ((slice_starts(p, op) && p.p[op.n] != ' ' && is_alnum((unsigned char)p.p[op.n])) ||
             (slice_ends(p, op) && p.n < op.n + 40))) {
            *found = FOUND_META;
            return og;
        }
    }
    uint32_t words = 1;
    if (n)
        for (uint32_t i = 0; i < h->h1[0].n; i++)
            words += h->h1[0].p[i] == ' ';
    /* a short heading that no title knows names the site or the section */
    if (h->h1_n == 1 && (words > 4 || !og.n) && h->h1[0].n < 250 && !names_site(h, plain_of(h->h1[0], tmp), domain, tmp)) {
        *found = FOUND_HEADING;
        return h->h1[0];
    }
    if (h->h1_n == 1)
        og = html_head_bare(og, h->h1[0]);
    if (h->article && h->ld_title.n) {
        *found = FOUND_JSON_LD;
        return html_head_bare(h->ld_title, site);
    }
    *found = FOUND_META;
    if (og.n)
        return og;
    if (h->micro_title.n) {
        *found = FOUND_MICRODATA;
        return h->micro_title;
    }
    if (h->twitter_title.n)
        return html_head_bare(h->twitter_title, site);
    if (h->tag_title.n)
        return html_head_bare(h->tag_title, site);
    *found = FOUND_HEADING;
    return n ? h->h1[0] : h->meta_title;
}

/* ---- candidates ---------------------------------------------------------------------------------------- */

enum { /* places, as bits: whole, then without what stands behind a mark */
    T_H1, T_H2, T_LD, T_OG, T_TWITTER, T_META, T_MICRO, T_TAG,
    T_HEAD_H, T_HEAD_LD, T_HEAD_OG, T_HEAD_TWITTER, T_HEAD_TAG, T_TAIL, T_PLACES, T_RULE = T_PLACES
};
enum { WORDS = 48 };

struct words { /* hashes of a text's words, in order */
    uint32_t w[WORDS], n;
};
struct title { /* beside a pick */
    struct words words;
    uint32_t block;  /* NONE */
    uint32_t heading; /* number of the h1; 99 */
    uint32_t tail;   /* words that were cut off behind it; 0: none */
    bool tail_site;
    uint8_t mark;    /* in front of them: 1 bar, 2 dash, 3 other */
};
struct titles {
    struct html_reader *h;
    struct picks *c;
    struct title t[64];
    slice site;
};

/* Letters and digits in lower case, single blanks. */
static slice bare_words(slice s, struct arena *a, struct words *to) {
    char *p = arena_alloc(a, (size_t)s.n + 1);
    uint32_t n = 0, from = 0;
    to->n = 0;
    for (uint32_t i = 0; i <= s.n; i++) {
        unsigned char c = i < s.n ? (unsigned char)s.p[i] : ' ';
        bool mark = c == 0xE2 && i + 1 < s.n && (unsigned char)s.p[i + 1] == 0x80; /* dashes, quotes */
        if (is_alnum(c) || (c >= 0x80 && !mark && !(c == 0xC2))) {
            p[n++] = to_lower((char)c);
            continue;
        }
        if (mark)
            i += 2;
        else if (c == 0xC2)
            i++;
        if (n > from) {
            if (to->n < WORDS)
                to->w[to->n++] = (uint32_t)hash64(p + from, n - from);
            p[n++] = ' ';
            from = n;
        }
    }
    return slice_trim(slice_of(p, n));
}

/* How many of a's words are in b. */
static float share(const struct words *a, const struct words *b) {
    uint32_t hits = 0;
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t k = 0; k < b->n; k++)
            if (a->w[i] == b->w[k]) {
                hits++;
                break;
            }
    return a->n ? (float)hits / (float)a->n : 0;
}

static bool begins_with(const struct words *a, const struct words *head) {
    return head->n && head->n < a->n && !memcmp(a->w, head->w, head->n * sizeof *head->w);
}

static struct title *add_title(struct titles *t, slice s, unsigned place, enum found_in found) {
    s = slice_trim(s);
    if (s.n < 2 || s.n > 500)
        return NULL;
    struct words words;
    uint32_t before = t->c->n;
    struct pick *p = pick_add(t->c, s, bare_words(s, t->h->tmp, &words), 1u << place, found);
    if (!p)
        return NULL;
    struct title *x = &t->t[p - t->c->p];
    if (t->c->n > before)
        *x = (struct title){.words = words, .block = NONE, .heading = 99};
    return x;
}

static bool is_site(const struct titles *t, slice s) {
    struct words w;
    slice p = bare_words(s, t->h->tmp, &w);
    return p.n && t->site.n && (slice_find(p, t->site, 0) != NONE || slice_find(t->site, p, 0) != NONE);
}

/* The text, and what is left of it before and after each mark. */
static void add_parts(struct titles *t, slice s, unsigned whole, unsigned head, enum found_in found) {
    static const struct { const char *text; uint8_t kind; } marks[] = {
        {"|", 1}, {" - ", 2}, {" \xE2\x80\x93 ", 2}, {" \xE2\x80\x94 ", 2}, {": ", 3}, {" :: ", 3}, {" \xC2\xBB ", 3},
        {" \xC2\xB7 ", 3}, {" \xE2\x80\xA2 ", 3}, {" / ", 3}, {" \xE2\x80\xB9 ", 3}, {" (", 3}, {" \xC2\xAB ", 3}};
    if (!s.n)
        return;
    add_title(t, s, whole, found);
    for (unsigned i = 0; i < NELEMS(marks); i++) {
        slice m = slice_str(marks[i].text);
        unsigned turns = 0;
        for (uint32_t at = slice_find(s, m, 0); at != NONE && turns < 3; at = slice_find(s, m, at + m.n), turns++) {
            slice tail = slice_cut(s, at + m.n, s.n);
            struct title *x = add_title(t, slice_cut(s, 0, at), head, found);
            struct words w;
            bare_words(tail, t->h->tmp, &w);
            if (x && (!x->tail || w.n < x->tail)) {
                x->tail = w.n;
                x->mark = marks[i].kind;
                x->tail_site = is_site(t, tail);
            }
            if (marks[i].kind != 3 || m.p[1] != '(')
                add_title(t, tail, T_TAIL, found);
        }
    }
}

/* A heading may hold more than the headline: a section, a count of comments, each in an element of its own. */
static void add_pieces(struct titles *t) {
    enum { HEADINGS = 3, PIECES = 6 };
    const struct html_blocks *b = &t->h->b;
    for (uint32_t i = 0, seen = 0; i < b->n && seen < HEADINGS; i++) {
        struct html_block q = b->p[i];
        if (q.tag != TAG_H1)
            continue;
        seen++;
        uint32_t end = q.piece + q.pieces_n;
        for (uint32_t k = q.piece; q.pieces_n > 1 && k < end && k < q.piece + PIECES; k++) {
            struct html_block one = {.piece = k, .pieces_n = 1};
            char *text = arena_alloc(t->h->tmp, 512);
            slice s = html_block_text(b, &one, text, 512);
            if (s.n >= 12)
                add_title(t, s, T_HEAD_H, FOUND_HEADING);
        }
    }
}

static float capitals(slice s) { /* share of words that begin with one */
    uint32_t words = 0, upper = 0;
    for (uint32_t i = 0; i < s.n; i++)
        if (is_alpha((unsigned char)s.p[i]) && (!i || s.p[i - 1] == ' ')) {
            words++;
            upper += is_upper((unsigned char)s.p[i]);
        }
    return words ? (float)upper / (float)words : 0;
}

static bool has_year(slice s) {
    for (uint32_t i = 0; i + 4 <= s.n; i++)
        if (s.p[i] == '2' && s.p[i + 1] == '0' && is_digit((unsigned char)s.p[i + 2]) && is_digit((unsigned char)s.p[i + 3]))
            return true;
    return false;
}

void pick_titles(struct html_reader *h, struct picks *c) {
    const struct html_head *m = &h->head;
    struct page *p = h->r->out;
    struct titles t = {.h = h, .c = c};
    struct words w;
    t.site = bare_words(p->site_name, h->tmp, &w);
    uint32_t h1_n = m->h1_n < HEAD_H1 ? m->h1_n : HEAD_H1;
    for (uint32_t i = 0; i < h1_n && i < 4; i++) {
        add_parts(&t, m->h1[i], T_H1, T_HEAD_H, FOUND_HEADING);
        struct title *x = add_title(&t, m->h1[i], T_H1, FOUND_HEADING);
        if (x && x->heading == 99)
            x->heading = i;
    }
    add_parts(&t, m->og_title, T_OG, T_HEAD_OG, FOUND_META);
    add_parts(&t, m->ld_title, T_LD, T_HEAD_LD, FOUND_JSON_LD);
    add_parts(&t, m->tag_title, T_TAG, T_HEAD_TAG, FOUND_META);
    add_parts(&t, m->twitter_title, T_TWITTER, T_HEAD_TWITTER, FOUND_META);
    add_title(&t, m->meta_title, T_META, FOUND_META);
    add_title(&t, m->micro_title, T_MICRO, FOUND_MICRODATA);
    for (uint32_t i = 0; i < m->h2_n && i < 6; i++)
        add_title(&t, m->h2[i], T_H2, FOUND_HEADING);
    add_pieces(&t);
    add_title(&t, p->title, T_RULE, FOUND_META);
    /* where they stand */
    uint64_t hash[64];
    for (uint32_t i = 0; i < c->n; i++) {
        slice s = plain_of(c->p[i].value, h->tmp);
        hash[i] = hash64(s.p, s.n);
    }
    for (uint32_t b = 0; b < h->b.n; b++)
        for (uint32_t i = 0; i < c->n; i++)
            if (h->b.p[b].text == hash[i] && (t.t[i].block == NONE || (h->b.p[b].tag == TAG_H1 && h->b.p[t.t[i].block].tag != TAG_H1)))
                t.t[i].block = b;
    struct words refs[5] = {{.n = 0}}, slug = {.n = 0}, about;
    const slice texts[5] = {h1_n ? m->h1[0] : (slice){0}, m->og_title, m->ld_title, m->tag_title, m->twitter_title};
    slice plain[5];
    for (unsigned k = 0; k < 5; k++)
        plain[k] = bare_words(texts[k], h->tmp, &refs[k]);
    uint32_t at = p->url.p ? slice_find(p->url, S("://"), 0) : NONE;
    if (at != NONE && (at = slice_find(p->url, S("/"), at + 3)) != NONE)
        bare_words(slice_cut(p->url, at, p->url.n), h->tmp, &slug);
    bare_words(slice_cut(m->description, 0, m->description.n < 400 ? m->description.n : 400), h->tmp, &about);
    char domain[128];
    uint32_t domain_n = 0;
    for (uint32_t i = 0; i < p->domain.n && domain_n < sizeof domain; i++)
        if (is_alnum((unsigned char)p->domain.p[i]))
            domain[domain_n++] = p->domain.p[i];
    for (uint32_t i = 0; i < c->n; i++) {
        struct pick *q = &c->p[i];
        const struct title *o = &t.t[i];
        float *x = q->x;
        unsigned f = 0, places = 0;
        q->rule = q->from >> T_RULE & 1;
        for (unsigned k = 0; k < T_PLACES; k++) {
            x[f++] = q->from >> k & 1;
            places += q->from >> k & 1;
        }
        x[f++] = (float)places;
        x[f++] = (float)o->heading;
        x[f++] = (float)m->h1_n;
        x[f++] = (float)o->words.n;
        x[f++] = (float)q->value.n;
        x[f++] = (float)o->tail;
        x[f++] = o->tail_site;
        x[f++] = (float)o->mark;
        x[f++] = is_site(&t, q->value);
        x[f++] = t.site.n && slice_find(q->plain, t.site, 0) != NONE;
        char bare[160];
        uint32_t bare_n = 0;
        for (uint32_t k = 0; k < q->plain.n && bare_n < sizeof bare; k++)
            if (q->plain.p[k] != ' ')
                bare[bare_n++] = q->plain.p[k];
        x[f++] = bare_n > 3 && slice_find(slice_of(domain, domain_n), slice_of(bare, bare_n), 0) != NONE;
        x[f++] = share(&o->words, &slug);
        x[f++] = share(&slug, &o->words);
        x[f++] = (float)slug.n;
        x[f++] = share(&o->words, &about);
        bool head_of = false, longer = false;
        for (unsigned k = 0; k < 5; k++) {
            x[f++] = refs[k].n ? share(&o->words, &refs[k]) : -1;
            if (k < 4)
                x[f++] = refs[k].n ? share(&refs[k], &o->words) : -1;
            head_of |= begins_with(&refs[k], &o->words);
            longer |= begins_with(&o->words, &refs[k]);
        }
        x[f++] = head_of;
        x[f++] = longer;
        const struct html_block *b = o->block == NONE ? NULL : &h->b.p[o->block];
        x[f++] = b ? (b->tag == TAG_H1 ? 3 : b->flags & IN_HEADING ? 2 : 1) : 0;
        x[f++] = b && h->first != NONE ? (float)h->first - (float)o->block : -99;
        x[f++] = b ? (b->flags & (IN_ARTICLE | IN_MAIN)) != 0 : -1;
        x[f++] = b ? (b->flags & (IN_NAV | IN_ASIDE | IN_FOOTER | IN_HIDDEN)) != 0 : -1;
        x[f++] = b ? (float)b->link_words / (float)(b->words + 1) : -1;
        x[f++] = capitals(q->value);
        x[f++] = has_year(q->value);
        x[f++] = slice_find(q->value, S("|"), 0) != NONE;
        x[f++] = slice_find(q->value, S(": "), 0) != NONE;
        x[f++] = slice_find(q->value, S(" - "), 0) != NONE || slice_find(q->value, S(" \xE2\x80\x93 "), 0) != NONE;
        x[f++] = m->article;
        x[f++] = m->news;
        x[f++] = slice_eq(plain[0], plain[1]) + 2 * (slice_eq(plain[0], plain[2])) + 4 * slice_eq(plain[1], plain[2]);
        x[f++] = (refs[1].n > 0) + 2 * (refs[2].n > 0) + 4 * (h1_n > 0);
        if (f > PICK_FEATURES)
            guard_fail(STM_ELIMIT);
    }
}

bool pick_title_agreed(const struct html_reader *h) {
    const struct html_head *m = &h->head;
    struct arena *tmp = h->tmp;
    const slice said[] = {m->h1_n == 1 ? m->h1[0] : (slice){0}, m->og_title, html_head_bare(m->tag_title, h->r->out->site_name), m->ld_title};
    slice first = plain_of(said[0], tmp);
    for (unsigned i = 1; i < NELEMS(said) && first.n; i++)
        if ((said[i].n || i == 1) && !slice_eq(plain_of(said[i], tmp), first))
            return false;
    return first.n > 0;
}

/* Is what stands before a headline the name of a section, capital words: "Open Progress", "Blog:"? Not "The", "2025", "What's the". */
static bool is_section(slice s) {
    static const char *const parts[] = {"the", "a", "an", "my", "our", "your", "this", "these", "what", "why", "how", "who", "when", "where", "top", "is", "are", "is it"};
    s = slice_trim(s);
    for (uint32_t i = 0; i < s.n;) {
        uint32_t end = i;
        while (end < s.n && s.p[end] != ' ')
            end++;
        slice word = slice_cut(s, i, end);
        while (word.n && !is_alnum((unsigned char)word.p[word.n - 1]))
            word.n--;
        if (!word.n || !is_upper((unsigned char)word.p[0]) || slice_find(word, S("\xE2\x80\x99"), 0) != NONE || slice_find(word, S("'"), 0) != NONE)
            return false;
        for (unsigned k = 0; k < NELEMS(parts); k++)
            if (slice_eq_nocase(word, slice_str(parts[k])))
                return false;
        i = end + 1;
    }
    return s.n > 0;
}

/* What no headline has: "... | Opinion", "... | Patients | A Clinic" behind it, a section before it or a count of comments
 * behind it that the page's other titles have not. */
slice pick_title_tidied(const struct html_reader *h, slice title) {
    const struct html_head *m = &h->head;
    struct arena *tmp = h->tmp;
    enum { BEFORE = 3, HEAD = 4, SECTION = 3 };
    uint32_t bars = 0;
    for (uint32_t at = slice_find(title, S(" | "), 0); at != NONE; at = slice_find(title, S(" | "), at + 3))
        bars++;
    for (int turn = 0; turn < 2; turn++) {
        uint32_t cut = NONE;
        for (uint32_t at = slice_find(title, S(" | "), 0); at != NONE; at = slice_find(title, S(" | "), at + 3))
            cut = at;
        struct words head, tail;
        if (cut == NONE)
            break;
        bare_words(slice_cut(title, 0, cut), tmp, &head);
        bare_words(slice_cut(title, cut + 3, title.n), tmp, &tail);
        if (head.n < HEAD || tail.n > (bars > 1 ? HEAD : SECTION))
            break;
        title = slice_trim(slice_cut(title, 0, cut));
    }
    const slice said[] = {bare_of(h, m->og_title), m->ld_title, bare_of(h, m->tag_title)};
    struct words own, other;
    bare_words(title, tmp, &own);
    for (unsigned i = 0; i < NELEMS(said); i++) {
        bare_words(said[i], tmp, &other);
        if (other.n < HEAD || other.n >= own.n || own.n == WORDS)
            continue;
        uint32_t more = own.n - other.n;
        if (more <= BEFORE && !memcmp(own.w + more, other.w, other.n * sizeof *own.w) && is_section(slice_cut(title, 0, title.n - said[i].n)))
            return said[i];
        uint32_t end = said[i].n;
        if (end + 1 < title.n && slice_starts_nocase(title, said[i]) && title.p[end] == ' ' &&
            (title.p[end + 1] == '(' || is_digit((unsigned char)title.p[end + 1])) && is_digit((unsigned char)title.p[title.n - 1]))
            return said[i]; /* "Headline (paper.com) 87" */
    }
    return title;
}

static void pick_of_all(struct html_reader *h);

void pick_title(struct html_reader *h) {
    struct page *p = h->r->out;
    if (p->title.p)
        return;
    pick_of_all(h);
    if (p->title.p)
        p->title = arena_slice(h->r->a, pick_title_tidied(h, p->title));
}

static void pick_of_all(struct html_reader *h) {
    struct page *p = h->r->out;
    uint8_t from = FOUND_META;
    slice title = title_by_rule(&h->head, p->site_name, p->domain, h->tmp, &from);
    meta_title(h->r, title, (enum found_in)from);
    if (!h->k->picks || pick_title_agreed(h))
        return;
    struct picks c = {.a = h->tmp};
    pick_titles(h, &c);
    uint32_t best = pick_best(&c, &h->k->picks->title);
    if (best == NONE)
        return;
    p->title = arena_slice(h->r->a, c.p[best].value);
    p->found.title = c.p[best].found;
}
