/* Where a report says that it has something from: mentions of outlets with the words of reporting
 * beside them, datelines, credit lines, bylines.
 *
 *   ... according to [the state-run] X       told X       X [has also] reported
 *   [statement] to X    [published] by X     X [news agency] [report]    X was unable to verify
 *
 * The outlet is one of the list, a site of the collection, or what the text itself calls a
 * newspaper or an agency. The report's own outlet is never a source of its own. */
#include "kin_match.h"
#include "kin_scan.h"

static void add(struct scan *s, uint32_t outlet, slice name, uint8_t kind, uint8_t how, uint32_t from,
                uint32_t to, uint32_t sent) {
    struct kin_row *r = s->r;
    span at = {r->w.p[from].start, r->w.p[to - 1].start + r->w.p[to - 1].n};
    ARENA_MORE(s->a, r->cites, r->cites_n, s->cap);
    r->cites[r->cites_n++] = (struct cite){outlet, name, kind, how, at, {0, 0}, sent};
}

/* Was the time t long before the report? */
static bool is_past(const struct kin_row *r, const struct timex3 *t) {
    enum { OLD = 45 /* days */ };
    return t->last != INT32_MIN && r->minutes / 1440 - t->last > OLD;
}

/* "X published the paper in January", in autumn; "in 2005, X reported": do the words beside [from, to) say that it was long
 * before the report? That is background. */
static bool is_old(const struct scan *s, uint32_t from, uint32_t to) {
    enum { NEAR = 5 };
    const struct kin_row *r = s->r;
    const struct marks *m = &r->doc->marks;
    if (r->minutes == INT64_MIN || !m->times_n)
        return false;
    uint32_t end = to;
    while (end < r->w.n && end < to + NEAR && !parted(s, end - 1))
        end++;
    uint32_t start = r->w.p[from].start, lo = 0, hi = m->times_n;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (m->times[mid].at.end < start)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo > 0 && is_past(r, &m->times[lo - 1])) {
        slice gap = slice_trim(slice_cut(s->text, m->times[lo - 1].at.end, start));
        if (slice_eq(gap, S(",")) || slice_eq(gap, S(", the")) || slice_eq(gap, S(", when")) || slice_eq(gap, S(", when the")))
            return true;
    }
    for (; lo < m->times_n && m->times[lo].at.start < kin_word_span(&r->w.p[end - 1]).end; lo++)
        if (is_past(r, &m->times[lo]))
            return true;
    return false;
}

/* A name that the reports show to be an outlet's, as part of a longer one: another one. */
static bool in_longer(const struct scan *s, uint32_t b, uint32_t e, uint32_t i, uint32_t n) {
    const struct kin_word *w = s->r->w.p;
    bool before = i > b && w[i - 1].flags & KIN_UPPER && w[i].start - (w[i - 1].start + w[i - 1].n) == 1 && !is(s, i - 1, "the") &&
                  !(cue(s, i - 1) & (C_LEAD | OUTLET_LAND));
    return before || (i + n < e && w[i + n].flags & KIN_UPPER && w[i + n].start - (w[i + n - 1].start + w[i + n - 1].n) == 1 && !scan_is_day(s, i + n));
}

/* One letter wrong, missing or too many? Of words of five letters and more that begin alike. */
static bool misprint(slice a, slice b) {
    if (a.n < 5 || b.n < 5 || a.p[0] != b.p[0] || a.n > b.n + 1 || b.n > a.n + 1 || slice_eq(a, b))
        return false;
    uint32_t i = 0, j = 0;
    while (i < a.n && i < b.n && a.p[i] == b.p[i])
        i++;
    while (j < a.n - i && j < b.n - i && a.p[a.n - 1 - j] == b.p[b.n - 1 - j])
        j++;
    return (a.n > b.n ? a.n : b.n) - i - j <= 1;
}

/* A misprinted name of the list at word i, where the text says that it is an outlet. */
static uint32_t misprinted(const struct scan *s, uint32_t b, uint32_t e, uint32_t i) {
    bool before = i > b && (is(s, i - 1, "run") || is(s, i - 1, "agency") || cue(s, i - 1) & C_PAPER);
    bool after = i + 1 < e && (cue(s, i + 1) & C_PAPER || is(s, i + 1, "media") || is(s, i + 1, "agency"));
    if ((!before && !after) || cue(s, i))
        return NONE; /* "State television" is no Slate */
    slice name = word(s, i);
    for (uint32_t k = 0; k < s->o->listed; k++)
        if (misprint(name, s->o->p[k].name))
            return k;
    return NONE;
}

/* "a daily of the north wrote", "according to a news website": the words from i on, [i, *to), where they name nobody. */
static bool names_no_paper(const struct scan *s, uint32_t b, uint32_t e, uint32_t i, uint32_t *to) {
    if (!is(s, i, "a") && !is(s, i, "one"))
        return false;
    for (uint32_t k = i + 1; k < e && k < i + 5 && !parted(s, k - 1); k++) {
        bool agency = is(s, k, "agency") && is(s, k - 1, "news");
        if (!(cue(s, k) & C_PAPER) && !agency && !is(s, k, "journal"))
            continue;
        if (k + 1 < e && s->r->w.p[k + 1].flags & KIN_UPPER && !parted(s, k))
            return false; /* it has a name */
        *to = k + 1;
        if (i > b + 1 && is(s, i - 1, "to") && is(s, i - 2, "according"))
            return true;
        for (uint32_t v = k + 1; v < e && v < k + 7 && !parted(s, v - 1); v++)
            if (cue(s, v) & C_VERB || is(s, v, "attributed") || is(s, v, "named")) {
                *to = v + 1;
                return true;
            }
        return false;
    }
    return false;
}

/* "media reports", "outlets in Orvania reported", "a foreign report that ...": the words that show that the
 * sentence [b, e) has something from a report that it does not name. */
static bool unnamed(const struct scan *s, uint32_t b, uint32_t e, uint32_t *from, uint32_t *to) {
    for (uint32_t i = b; i < e; i++) {
        if (names_no_paper(s, b, e, i, to)) {
            *from = i;
            return true;
        }
        bool report = slice_starts_nocase(word(s, i), S("report"));
        if (!report)
            continue;
        /* "It was reported on Tuesday that" */
        if (is(s, i, "reported") && i > b + 1 && is(s, i - 1, "was") && is(s, i - 2, "it"))
            for (uint32_t k = i + 1; k < e && k < i + 5 && !parted(s, k - 1); k++)
                if (is(s, k, "that")) {
                    *from = i - 2;
                    *to = k;
                    return true;
                }
        /* "Reports on Tuesday said" */
        if (i == b && is(s, i, "reports"))
            for (uint32_t k = i + 1; k < e && k < i + 5; k++)
                if (is(s, k, "said") || is(s, k, "say") || is(s, k, "suggested") || is(s, k, "claimed") || is(s, k, "that")) {
                    *from = i;
                    *to = k + 1;
                    return true;
                }
        for (uint32_t k = i; k > b && i - k < 6; k--) {
            bool media = is(s, k - 1, "media") || is(s, k - 1, "outlets") || is(s, k - 1, "newspapers") || (is(s, k - 1, "news") && k == i);
            if (media) {
                *from = k - 1;
                *to = i + 1;
                return true;
            }
            if (parted(s, k - 1))
                break;
        }
        if (is(s, i, "report") && i > b && i + 1 < e && !parted(s, i) &&
            (is(s, i + 1, "that") || is(s, i + 1, "claiming") || is(s, i + 1, "alleging") || is(s, i + 1, "suggesting") || is(s, i + 1, "saying")))
            for (uint32_t k = i; k > b && i - k < 4; k--)
                if (is(s, k - 1, "a") || is(s, k - 1, "an")) {
                    *from = k - 1;
                    *to = i + 1;
                    return true;
                }
    }
    return false;
}

static slice name_of(const struct scan *s, uint32_t from, uint32_t to) {
    const struct kin_word *w = s->r->w.p;
    return slice_cut(s->text, w[from].start, w[to - 1].start + w[to - 1].n);
}

/* An outlet at the head of a report that came without a site: the report is its own. An agency's may be anybody's. */
static bool is_house(struct scan *s, uint32_t at) {
    if (s->r->site != NONE || s->o->p[at].kind == ORIGIN_AGENCY || s->r->doc->page.domain.n)
        return false; /* the site's name is known, or would be its own */
    s->r->site = at;
    return true;
}

/* "LYON, March 3 (X) -", "(X) -", "LYON -- X --": an agency in brackets near the start of the text. */
static void read_head(struct scan *s) {
    struct kin_row *r = s->r;
    const struct kin_words *w = &r->w;
    /* a dash with nothing before it: the agency was cut off */
    if (slice_starts(s->text, S("- ")) || slice_starts(s->text, S("-- ")) ||
        slice_starts(s->text, S("\xE2\x80\x93 ")) || slice_starts(s->text, S("\xE2\x80\x94 ")))
        r->headed = true;
    uint32_t line = 0;
    while (line < s->text.n && line < 160 && s->text.p[line] != '\n')
        line++;
    for (uint32_t i = 0; i < w->n && w->p[i].start < line && i < 14; i++) {
        uint32_t n, at = outlets_at(s->o, s->text, w, i, &n);
        if (at == NONE || (at >= s->o->listed && !s->o->p[at].found) || row_own(s->o, r, at))
            continue;
        uint32_t start = w->p[i].start, end = w->p[i + n - 1].start + w->p[i + n - 1].n;
        bool open = start > 0 && s->text.p[start - 1] == '(';
        uint32_t q = end;
        if (open && q < s->text.n && s->text.p[q] == ')')
            q++;
        else
            open = false;
        while (q < s->text.n && s->text.p[q] == ' ')
            q++;
        slice rest = slice_cut(s->text, q, s->text.n);
        bool dash = slice_starts(rest, S("-")) || slice_starts(rest, S("\xE2\x80\x93")) || slice_starts(rest, S("\xE2\x80\x94"));
        if (!(open && dash) && !(open && start < 60 && s->o->p[at].kind == ORIGIN_AGENCY))
            continue;
        if (is_house(s, at))
            return;
        ARENA_MORE(s->a, r->cites, r->cites_n, s->cap);
        r->cites[r->cites_n++] = (struct cite){at, s->o->p[at].name, s->o->p[at].kind, CITE_DATELINE,
                                               {start - 1, end + 1}, {0, 0}, 0};
        r->headed = true;
        return;
    }
}

/* Does another capitalised word stand beside the words [i, i + n), with a blank alone between: "Petra Lund"? */
static bool is_part_of_name(slice text, const struct kin_words *w, uint32_t i, uint32_t n) {
    const struct kin_word *p = w->p;
    bool before = i > 0 && p[i - 1].flags & KIN_UPPER && p[i].start - (p[i - 1].start + p[i - 1].n) == 1 &&
                  !slice_eq_nocase(slice_at(text, kin_word_span(&p[i - 1])), S("by"));
    uint32_t e = i + n;
    bool after = e < w->n && p[e].flags & KIN_UPPER && p[e].start - (p[e - 1].start + p[e - 1].n) == 1;
    return before || after;
}

/* Bylines and credit lines that the page room kept. */
static void read_credits(struct scan *s) {
    struct kin_row *r = s->r;
    for (uint32_t i = 0; i < r->doc->page.credits_n; i++) {
        const struct credit *c = &r->doc->page.credits[i];
        if (c->kind == CREDIT_CAPTION || c->words.n > 400 || c->src.end <= c->src.start)
            continue;
        /* a dash alone: the dateline was cut off */
        if (c->kind == CREDIT_DATELINE && c->words.n == 1)
            r->headed = true;
        struct kin_weights none = {0};
        struct kin_words w;
        kin_split(c->words, &none, 64, s->a, &w);
        for (uint32_t k = 0; k < w.n; k++) {
            uint32_t n, at = outlets_at(s->o, c->words, &w, k, &n);
            if (at == NONE || row_own(s->o, r, at))
                continue;
            bool agency = s->o->p[at].kind == ORIGIN_AGENCY;
            if ((c->kind == CREDIT_BYLINE || c->kind == CREDIT_DATELINE) && !is_part_of_name(c->words, &w, k, n) && is_house(s, at))
                continue;
            if (c->kind == CREDIT_BYLINE && (!agency || is_part_of_name(c->words, &w, k, n)))
                continue;
            bool part = slice_find_nocase(c->words, S("contribut"), 0) != NONE;
            uint8_t how = c->kind == CREDIT_DATELINE ? CITE_DATELINE : CITE_CREDIT;
            if (agency && !part && how == CITE_DATELINE)
                r->headed = true;
            ARENA_MORE(s->a, r->cites, r->cites_n, s->cap);
            r->cites[r->cites_n++] = (struct cite){at, s->o->p[at].name, s->o->p[at].kind, how, {0, 0}, c->src, NONE};
            k += n - 1;
        }
    }
}

/* Do the words beside a common word say that it is an outlet: "told the Lantern", "the Lantern reported"? */
static bool surely(const struct scan *s, int how, uint32_t i, uint32_t j, uint32_t from, uint32_t to) {
    static const char *const telling[] = {"interview", "statement", "email", "comment", "remarks", "speaking", "spoke"};
    for (uint32_t x = 0; how == CITE_TOLD && x < NELEMS(telling); x++)
        if (slice_starts_nocase(word(s, from), slice_str(telling[x])))
            return true;
    if (how == CITE_TOLD || how == CITE_FIRST)
        return cue(s, from) & C_TOLD || how == CITE_FIRST;
    static const char *const beside[] = {"report", "article", "writing", "wrote", "op", "column", "interview", "citing", "quot",
                                         "according", "obtained", "seen", "reviewed", "published", "revealed", "editorial"};
    for (uint32_t k = from; how == CITE_REPORTED && k < to; k++)
        for (uint32_t x = 0; (k < i || k >= j) && x < NELEMS(beside); x++)
            if (slice_starts_nocase(word(s, k), slice_str(beside[x])))
                return true;
    return false;
}

/* A name with nothing beside it that shows anything: of an agency, of a report's site or of one that the reports show to be an
 * outlet's; not below a picture, in brackets, as part of another name, nor whose someone works for. */
static bool merely_named(const struct scan *s, uint32_t at, uint32_t b, uint32_t e, uint32_t i, uint32_t j) {
    const struct kin_word *w = s->r->w.p;
    if (at < s->o->listed && s->o->p[at].kind != ORIGIN_AGENCY && !s->o->p[at].here)
        return false;
    uint32_t start = w[i].start, end = kin_word_span(&w[j - 1]).end;
    char before = start ? s->text.p[start - 1] : '\n', after = end < s->text.n ? s->text.p[end] : '\n';
    if (before == '(' || before == '/' || before == '@' || before == '#' || after == ')' || after == '/' || in_longer(s, b, e, i, j - i))
        return false;
    if (j < e && !parted(s, j - 1) && cue(s, j) & C_STAFF)
        return false;
    return !(i > b && (is(s, i - 1, "for") || is(s, i - 1, "photo") || is(s, i - 1, "photograph")));
}

/* Outlets of one sentence. */
enum { ABREAST = 12 };
struct named_here {
    uint32_t outlet, first, end;
    int how; /* enum cite_how; -1: nothing shows it */
};

/* "X and Y reported", "told X, Y and Z": what is shown of one is shown of those beside it. */
static void add_abreast(struct scan *s, struct named_here *v, uint32_t n, uint32_t sent) {
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t k = 1; k < n; k++) {
            struct named_here *x = &v[pass ? k : n - k - 1], *y = pass ? x - 1 : x + 1; /* from behind, then from before */
            const struct named_here *left = pass ? y : x, *right = pass ? x : y;
            if (x->how >= 0 || y->how < 0 || y->how == CITE_UNABLE || right->first < left->end)
                continue;
            bool joined = right->first > left->end || comma_after(s, left->end - 1);
            for (uint32_t i = left->end; i < right->first; i++)
                joined &= is(s, i, "and") || is(s, i, "or") || is(s, i, "the");
            for (uint32_t i = left->end; i < right->first && joined; i++)
                joined = !parted(s, i) || comma_after(s, i);
            if (!joined || right->first > left->end + 2)
                continue;
            x->how = y->how;
            add(s, x->outlet, s->o->p[x->outlet].name, s->o->p[x->outlet].kind, (uint8_t)x->how, x->first, x->end, sent);
        }
}

/* The first outlets that a report names, whether it has anything from them or not. */
enum { OUTLETS_MOST = 64 };
struct named_all {
    uint32_t p[OUTLETS_MOST], n;
};

static void name_one(struct named_all *all, uint32_t outlet) {
    bool known = outlet == NONE || all->n == OUTLETS_MOST;
    for (uint32_t k = 0; k < all->n && !known; k++)
        known = all->p[k] == outlet;
    if (!known)
        all->p[all->n++] = outlet;
}

/* "The Times" beside "the Vale Times": the one that is named in full. */
static void name_in_full(const struct outlets *o, struct kin_row *r, struct named_all *all) {
    for (uint32_t i = 0; i < r->cites_n; i++)
        name_one(all, r->cites[i].outlet);
    for (uint32_t i = 0; i < r->cites_n; i++) {
        struct cite *c = &r->cites[i];
        slice cut = match_bare(c->name);
        for (uint32_t k = 0; cut.n && k < all->n; k++) {
            const struct outlet *full = &o->p[all->p[k]];
            slice name = match_bare(full->name);
            if (all->p[k] == c->outlet || name.n < cut.n + 2 || !slice_ends(name, cut) || name.p[name.n - cut.n - 1] != ' ')
                continue;
            c->outlet = all->p[k];
            c->name = full->name;
            c->origin_kind = full->kind;
            break;
        }
    }
}

void cites_read(const struct outlets *o, struct kin_row *r, struct arena *a) {
    struct scan s = {o, r, r->doc->page.text, a, 0};
    const struct kin_words *w = &r->w;
    if (!w->n)
        return;
    read_head(&s);
    bool headed = r->cites_n > 0;
    read_credits(&s);
    if (headed && r->cites_n > 1)
        for (uint32_t i = 1; i < r->cites_n; i++)
            if (r->cites[i].how == CITE_DATELINE && r->cites[i].outlet == r->cites[0].outlet) {
                r->cites[i] = r->cites[--r->cites_n]; /* the same dateline twice */
                i--;
            }
    struct named_all all = {.n = 0};
    for (uint32_t t = 0; t < w->sents_n; t++) {
        uint32_t b = w->sents[t].first, e = w->sents[t].end, before = r->cites_n, u0, u1;
        struct named_here here[ABREAST];
        uint32_t here_n = 0;
        for (uint32_t i = b; i < e; i++) {
            uint32_t n = 0, from, to, n0, n1;
            if (w->p[i].flags & KIN_UPPER || (w->p[i].n == 3 && !(w->p[i].flags & KIN_COMMON))) {
                bool perhaps;
                uint32_t at = outlets_maybe(o, s.text, w, i, &n, &perhaps);
                if (at == NONE && w->p[i].flags & KIN_UPPER && w->p[i].n >= 5) {
                    at = misprinted(&s, b, e, i);
                    n = 1;
                }
                if (at != NONE && ((n == 1 && scan_in_person(&s, i, n)) || (o->p[at].found && in_longer(&s, b, e, i, n))))
                    continue;
                if (at != NONE && i + n <= e) {
                    uint32_t cited = r->cites_n;
                    int how = scan_context(&s, b, e, i, i + n, &from, &to);
                    if (perhaps && !surely(&s, how, i, i + n, from, to))
                        continue; /* a common word after all */
                    /* what somebody quoted has from an outlet is background too */
                    if (how >= 0 && (w->p[i].flags & KIN_QUOTED || is_old(&s, from, to)))
                        add(&s, at, o->p[at].name, o->p[at].kind, CITE_NAMED, from, to, t), how = -1;
                    else if (how >= 0)
                        add(&s, at, o->p[at].name, o->p[at].kind, (uint8_t)how, from, to, t);
                    else if (merely_named(&s, at, b, e, i, i + n))
                        add(&s, at, o->p[at].name, o->p[at].kind, CITE_NAMED, i, i + n, t);
                    bool brief = slice_ends(o->p[at].name, S(" News")) && n > 0 && !is(&s, i + n - 1, "news");
                    for (uint32_t x = cited; x < r->cites_n; x++)
                        r->cites[x].brief = brief;
                    name_one(&all, at);
                    if (here_n < ABREAST)
                        here[here_n++] = (struct named_here){at, i, i + n, how};
                    i += n - 1;
                    continue;
                }
                if (w->p[i].flags & KIN_UPPER)
                    continue;
            }
            if (scan_called(&s, b, e, i, &n0, &n1)) {
                uint32_t m;
                bool listed = false;
                for (uint32_t k = n0; k < n1; k++)
                    listed |= outlets_at(o, s.text, w, k, &m) != NONE;
                bool apposed = n1 < i && comma_after(&s, n1 - 1);
                uint32_t lo = n0 < i ? n0 : i, hi = apposed || n1 > i ? n1 : i + 1;
                int how = listed ? -1 : scan_context(&s, b, e, lo, hi, &from, &to);
                if (how >= 0)
                    add(&s, NONE, name_of(&s, n0, n1), is(&s, i, "agency") ? ORIGIN_AGENCY : ORIGIN_OUTLET,
                        (uint8_t)how, from, to, t);
            } else if (is(&s, i, "state") && i > b && i + 1 < e && cue(&s, i + 1) & C_STATE &&
                       w->p[i - 1].flags & KIN_UPPER && !scan_is_day(&s, i - 1)) {
                uint32_t j = i + 2, p = i - 1;
                while (j < e && cue(&s, j) & C_STATE)
                    j++;
                while (p > b && i - p < 3 && w->p[p - 1].flags & KIN_UPPER && !(w->p[p - 1].flags & KIN_FIRST) && !scan_is_day(&s, p - 1) && !parted(&s, p - 1))
                    p--;
                int how = scan_context(&s, b, e, p, j, &from, &to);
                uint32_t m;
                bool more = j < e && w->p[j].flags & KIN_UPPER && outlets_at(o, s.text, w, j, &m) != NONE;
                if (how >= 0 && !more)
                    add(&s, NONE, name_of(&s, p, j), ORIGIN_OUTLET, (uint8_t)how, from, to, t);
            }
        }
        add_abreast(&s, here, here_n, t);
        if (r->cites_n == before && unnamed(&s, b, e, &u0, &u1))
            add(&s, NONE, (slice){0}, ORIGIN_OUTLET, CITE_UNNAMED, u0, u1, t);
    }
    name_in_full(o, r, &all);
}
