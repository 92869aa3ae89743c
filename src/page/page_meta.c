/* Metadata: cleaning of titles, names and dates, and credits from lines that are no prose. */
#include "page_meta.h"

static slice keep(struct report *r, slice s) { return arena_slice(r->a, slice_trim(s)); }

void meta_title(struct report *r, slice title, enum found_in found) {
    title = slice_trim(title);
    if (r->out->title.p || !title.n)
        return;
    r->out->title = keep(r, title);
    r->out->found.title = (uint8_t)found;
}

bool meta_day_first(const struct report *r) {
    static const char *const us[] = {".com", ".us", ".gov", ".mil", ".edu"};
    slice d = r->out->domain, lang = r->out->language;
    static const char *const first[] = {"en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za", "en-sg"};
    for (unsigned i = 0; i < NELEMS(first); i++) /* the page says which English it is */
        if (slice_eq_nocase(lang, slice_str(first[i])))
            return true;
    if (slice_eq_nocase(lang, S("en-us")))
        return false;
    if (!d.p)
        return false;
    for (unsigned i = 0; i < NELEMS(us); i++)
        if (slice_ends(d, slice_str(us[i])))
            return false;
    return true;
}

bool meta_date(struct report *r, const struct page_kit *k, slice s, enum found_in found,
               bool modified) {
    slice *to = modified ? &r->out->modified : &r->out->published;
    uint8_t *from = modified ? &r->out->found.modified : &r->out->found.published;
    struct date d;
    if (to->p || !date_find(k, s, meta_day_first(r), &d))
        return false;
    *to = date_iso(r->a, &d);
    *from = (uint8_t)found;
    return true;
}

void meta_url(struct report *r, slice url, enum found_in found) {
    url = slice_trim(url);
    if (r->out->url.p || url.n < 9)
        return;
    uint32_t at = slice_find(url, S("://"), 0);
    if (at == NONE || at > 6)
        return;
    r->out->url = keep(r, url);
    r->out->found.url = (uint8_t)found;
    uint32_t start = at + 3, end = start;
    while (end < url.n && !strchr("/?#", url.p[end]))
        end++;
    for (uint32_t i = start; i < end; i++)
        if (url.p[i] == '@')
            start = i + 1;
    for (uint32_t i = start; i < end; i++)
        if (url.p[i] == ':')
            end = i;
    slice host = slice_cut(url, start, end);
    if (slice_starts_nocase(host, S("www.")))
        host = slice_cut(host, 4, host.n);
    char *low = arena_dup(r->a, host.p, host.n);
    for (uint32_t i = 0; i < host.n; i++)
        low[i] = to_lower(low[i]);
    if (host.n)
        r->out->domain = slice_of(low, host.n);
}

/* ---- names of authors ------------------------------------------------------------------------- */

enum { AUTHORS = 12 };

/* The name alone: without brackets, handles, roles and marks; p NULL: it is none. */
static slice clean_name(const struct page_kit *k, slice s, uint32_t before) {
    s = slice_trim(s);
    /* brackets, handles and what follows a bar are not the name */
    for (uint32_t i = 0; i < s.n; i++)
        if (s.p[i] == '(' || s.p[i] == '@' || s.p[i] == '|' || s.p[i] == '<' || s.p[i] == '[')
            s = slice_trim(slice_cut(s, 0, i));
    while (s.n && strchr(".,:;-/*", s.p[s.n - 1]) &&
           !(s.p[s.n - 1] == '.' && s.n > 2 && (slice_ends_nocase(s, S("jr.")) || slice_ends_nocase(s, S("sr.")))))
        s = slice_trim(slice_cut(s, 0, s.n - 1));
    /* roles before the name */
    for (;;) {
        uint32_t sp = 0;
        while (sp < s.n && s.p[sp] != ' ')
            sp++;
        if (sp == s.n || !(kit_word(k, slice_cut(s, 0, sp)) & WORD_ROLE))
            break;
        s = slice_trim(slice_cut(s, sp, s.n));
    }
    if (s.n < 3 || s.n > 60)
        return (slice){0};
    uint32_t words = 0, roles = 0;
    bool in = false;
    for (uint32_t i = 0, w = 0; i <= s.n; i++) {
        bool blank = i == s.n || s.p[i] == ' ';
        if (!blank && !in) {
            in = true;
            w = i;
            words++;
        } else if (blank && in) {
            in = false;
            if (kit_word(k, slice_cut(s, w, i)) & WORD_ROLE)
                roles++;
        }
        if (i < s.n && is_digit((unsigned char)s.p[i]))
            return (slice){0};
    }
    if (words > 5 || roles)
        return (slice){0};
    /* letters behind a name: "MD", "Ph.D" */
    if (words == 1 && before && s.n <= 6) {
        uint32_t capitals = 0;
        for (uint32_t i = 0; i < s.n; i++)
            capitals += is_upper((unsigned char)s.p[i]);
        if (capitals >= 2)
            return (slice){0};
    }
    return s;
}

/* Without "By", "Written by". */
slice meta_after_by(slice s) {
    static const char *const heads[] = {"by ", "by:", "written by ", "posted by ", "published by ",
                                        "author:", "authors:", "story by ", "reporting by ",
                                        "updated by ", "reviewed by ", "medically reviewed by "};
    s = slice_trim(s);
    for (unsigned again = 0; again < 2; again++)
        for (unsigned i = 0; i < NELEMS(heads); i++)
            if (slice_starts_nocase(s, slice_str(heads[i])))
                s = slice_trim(slice_cut(s, (uint32_t)strlen(heads[i]), s.n));
    return s;
}

/* Cuts at commas, semicolons, "and", "&". */
uint32_t meta_names(const struct page_kit *k, slice s, slice *out, uint32_t max) {
    uint32_t from = 0, n = 0;
    s = meta_after_by(s);
    if (!s.n || s.n > 400)
        return 0;
    for (uint32_t i = 0; i <= s.n; i++) {
        uint32_t cut = 0;
        if (i == s.n || s.p[i] == ',' || s.p[i] == ';' || s.p[i] == '&' || s.p[i] == '|')
            cut = 1;
        else if (s.p[i] == ' ' && slice_starts_nocase(slice_cut(s, i, s.n), S(" and ")))
            cut = 5;
        else if (s.p[i] == ' ' && slice_starts_nocase(slice_cut(s, i, s.n), S(" for ")))
            cut = memchr(s.p + from, ' ', i - from) ? s.n - i : 0; /* "Ann Ward for The Paper" */
        else if (s.p[i] == ' ' && slice_starts_nocase(slice_cut(s, i, s.n), S(" in ")))
            cut = memchr(s.p + from, ' ', i - from) ? s.n - i : 0; /* "Ann Ward in Lyon" */
        if (!cut)
            continue;
        slice name = clean_name(k, slice_cut(s, from, i), n);
        if (name.n && n < max)
            out[n++] = name;
        i += cut - 1;
        from = i + 1;
        if (i >= s.n)
            break;
    }
    return n;
}

void meta_authors(struct report *r, const struct page_kit *k, slice s, enum found_in found) {
    struct page *p = r->out;
    slice names[AUTHORS];
    if (p->authors_n && p->found.authors != found)
        return;
    uint32_t n = meta_names(k, s, names, AUTHORS);
    for (uint32_t i = 0; i < n; i++)
        meta_author(r, names[i], found);
}

void meta_author(struct report *r, slice name, enum found_in found) {
    struct page *p = r->out;
    for (uint32_t i = 0; i < p->authors_n; i++)
        if (slice_eq_nocase(p->authors[i], name))
            return;
    if (p->authors_n >= AUTHORS)
        return;
    if (!p->authors)
        p->authors = ARENA_ARRAY(r->a, slice, AUTHORS);
    p->authors[p->authors_n++] = keep(r, name);
    p->found.authors = (uint8_t)found;
}

/* ---- from beside the bytes, and from lines ----------------------------------------------------- */

void meta_given(struct report *r, const struct page_kit *k) {
    const struct given *g = &r->src->given;
    meta_url(r, g->url, FOUND_GIVEN);
    if (g->title.p)
        meta_title(r, g->title, FOUND_GIVEN);
    if (g->published.p && g->published.n)
        meta_date(r, k, g->published, FOUND_GIVEN, false);
    if (g->modified.p && g->modified.n)
        meta_date(r, k, g->modified, FOUND_GIVEN, true);
    if (g->language.p && g->language.n) {
        r->out->language = keep(r, g->language);
        r->out->found.language = FOUND_GIVEN;
    }
    if (g->site_name.p && g->site_name.n) {
        r->out->site_name = keep(r, g->site_name);
        r->out->found.site_name = FOUND_GIVEN;
    }
    for (uint32_t i = 0; i < g->authors_n; i++)
        meta_authors(r, k, g->authors[i], FOUND_GIVEN);
}

void meta_noise(struct report *r, const struct page_kit *k, slice s, span at, uint8_t kind) {
    switch (kind) {
    case NOISE_DATE: {
        bool changed = slice_starts_nocase(s, S("updated")) || slice_starts_nocase(s, S("last ")) ||
                       slice_starts_nocase(s, S("modified"));
        meta_date(r, k, s, FOUND_TEXT, changed);
        break;
    }
    case NOISE_BYLINE: {
        bool credit = slice_find_nocase(s, S("contribut"), 0) != NONE ||
                      slice_find_nocase(s, S("reporting by"), 0) != NONE ||
                      slice_find_nocase(s, S("input"), 0) != NONE;
        report_credit(r, s, (slice){0}, at, credit ? CREDIT_LINE : CREDIT_BYLINE);
        if (!credit && r->src->kind == SOURCE_TEXT && slice_starts_nocase(s, S("by")))
            meta_authors(r, k, s, FOUND_BYLINE);
        break;
    }
    case NOISE_SOURCE_LINK: {
        bool rights = slice_find_nocase(s, S("copyright"), 0) != NONE || slice_find(s, S("\xC2\xA9"), 0) != NONE ||
                      slice_find_nocase(s, S("(c)"), 0) != NONE;
        if (rights) {
            report_credit(r, s, (slice){0}, at, CREDIT_LINE);
            break;
        }
        uint32_t at_url = slice_find(s, S("http"), 0);
        slice url = {0};
        if (at_url != NONE) {
            uint32_t end = at_url;
            while (end < s.n && !is_space((unsigned char)s.p[end]))
                end++;
            url = slice_cut(s, at_url, end);
        }
        report_credit(r, s, url, at, url.p || s.n < 40 ? CREDIT_LINK : CREDIT_LINE);
        break;
    }
    case NOISE_EMBED: {
        /* the date that the page's own system has in it, in milliseconds */
        static const char *const keys[] = {"publishDate\":", "datePublished\":\"", "publishedAt\":\""};
        for (unsigned i = 0; i < NELEMS(keys) && !r->out->published.p; i++) {
            uint32_t from = slice_find(s, slice_str(keys[i]), 0);
            if (from == NONE)
                continue;
            from += (uint32_t)strlen(keys[i]);
            slice v = slice_cut(s, from, s.n < from + 32 ? s.n : from + 32);
            struct date d;
            if (i) {
                meta_date(r, k, v, FOUND_TEXT, false);
            } else if (date_of_epoch(v, &d)) {
                r->out->published = date_iso(r->a, &d);
                r->out->found.published = FOUND_TEXT;
            }
        }
        break;
    }
    case NOISE_CAPTION:
        report_credit(r, s, (slice){0}, at, CREDIT_CAPTION);
        break;
    case NOISE_NAVIGATION:
        if (slice_find_nocase(s, S("copyright"), 0) != NONE ||
            slice_find(s, S("\xC2\xA9"), 0) != NONE)
            report_credit(r, s, (slice){0}, at, CREDIT_LINE);
        break;
    }
}
