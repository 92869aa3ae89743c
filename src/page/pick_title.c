/* The headline: what a reader sees, as the head knows it. (A forest over the candidates was tried, as for dates and
 * authors: it chooses no better than these rules, since where the two differ each outlet has a habit of its own.) */
#include "pick.h"

static slice plain_of(slice s, struct arena *tmp) {
    if (!s.n || s.n > 1000)
        return (slice){0};
    char *p = arena_alloc(tmp, (size_t)s.n * 2 + 16);
    return kit_plain(s, p, s.n * 2 + 16);
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
    slice og = html_head_bare(h, h->og_title.n ? h->og_title : h->tag_title, site), op = plain_of(og, tmp);
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
        og = html_head_bare(h, og, h->h1[0]);
    if (h->article && h->ld_title.n) {
        *found = FOUND_JSON_LD;
        return html_head_bare(h, h->ld_title, site);
    }
    *found = FOUND_META;
    if (og.n)
        return og;
    if (h->micro_title.n) {
        *found = FOUND_MICRODATA;
        return h->micro_title;
    }
    if (h->twitter_title.n)
        return html_head_bare(h, h->twitter_title, site);
    if (h->tag_title.n)
        return html_head_bare(h, h->tag_title, site);
    *found = FOUND_HEADING;
    return n ? h->h1[0] : h->meta_title;
}

void pick_title(struct html_reader *h) {
    struct page *p = h->r->out;
    uint8_t from = FOUND_META;
    if (p->title.p)
        return;
    slice title = title_by_rule(&h->head, p->site_name, p->domain, h->tmp, &from);
    meta_title(h->r, title, (enum found_in)from);
}
