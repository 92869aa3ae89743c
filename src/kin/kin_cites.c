/* Where a report says that it has something from: mentions of outlets with the words of reporting
 * beside them, datelines, credit lines, bylines.
 *
 *   ... according to [the state-run] X       told X       X [has also] reported
 *   [statement] to X    [published] by X     X [news agency] [report]    X was unable to verify
 *
 * The outlet is one of the list, a site of the collection, or what the text itself calls a
 * newspaper or an agency. The report's own outlet is never a source of its own. */
#include "kin_inside.h"

enum cue {
    C_VERB = 1, C_NOUN = 2, C_PASSIVE = 4, C_TO = 8, C_PLACE = 16, C_TOLD = 32, C_SKIP = 64,
    C_AUX = 128, C_PAPER = 256, C_STATE = 512, C_VERIFY = 1024, C_SPREAD = 2048
};

struct scan {
    const struct outlets *o;
    struct kin_row *r;
    slice text;
    struct arena *a;
    uint32_t cap;
};

static slice word(const struct scan *s, uint32_t i) {
    return slice_at(s->text, kin_word_span(&s->r->w.p[i]));
}
static uint32_t cue(const struct scan *s, uint32_t i) {
    slice w = word(s, i);
    char low[24];
    if (w.n > sizeof low)
        return 0;
    for (uint32_t k = 0; k < w.n; k++)
        low[k] = to_lower(w.p[k]);
    const uint32_t *c = table_get(&s->o->cues, (slice){low, w.n});
    return c ? *c : 0;
}
static bool is(const struct scan *s, uint32_t i, const char *z) {
    return slice_eq_nocase(word(s, i), slice_str(z));
}
/* Is there a comma, a full stop or the like between the words i and i + 1? */
static bool parted(const struct scan *s, uint32_t i) {
    const struct kin_word *w = s->r->w.p;
    for (uint32_t p = w[i].start + w[i].n; p < w[i + 1].start; p++)
        if (strchr(",;:.!?()\"\n", s->text.p[p]))
            return true;
    return false;
}

static void add(struct scan *s, uint32_t outlet, slice name, uint8_t kind, uint8_t how, uint32_t from,
                uint32_t to, uint32_t sent) {
    struct kin_row *r = s->r;
    span at = {r->w.p[from].start, r->w.p[to - 1].start + r->w.p[to - 1].n};
    ARENA_MORE(s->a, r->cites, r->cites_n, s->cap);
    r->cites[r->cites_n++] = (struct cite){outlet, name, kind, how, at, {0, 0}, sent};
}

/* How the mention [i, j) of the sentence [b, e) shows something taken over; -1: it does not.
 * [*from, *to): the words that show it. */
static int read_context(const struct scan *s, uint32_t b, uint32_t e, uint32_t i, uint32_t j,
                        uint32_t *from, uint32_t *to) {
    *from = i;
    *to = j;
    /* after: "X was unable to verify", "X [agency] [has] reported", "the X report" */
    uint32_t k = j;
    while (k < e && k < j + 3 && !parted(s, k - 1) && (cue(s, k) & C_PAPER || is(s, k, "news") || is(s, k, "agency") || is(s, k, "media")))
        k++;
    uint32_t after = k;
    if (k < e && !parted(s, k - 1)) {
        for (uint32_t v = k; v < e && v < k + 6; v++)
            if (cue(s, v) & C_VERIFY) {
                bool could_not = false;
                for (uint32_t x = k; x < v; x++)
                    could_not |= is(s, x, "unable") || is(s, x, "not") || is(s, x, "couldn");
                if (could_not) {
                    *to = v + 1;
                    return CITE_UNABLE;
                }
            }
        if (is(s, k, "contributed") || (k + 1 < e && cue(s, k) & C_AUX && is(s, k + 1, "contributed"))) {
            *to = k + 1;
            return CITE_CREDIT;
        }
    }
    /* before */
    uint32_t p = i;
    while (p > b && i - p < 7 && !(parted(s, p - 1) && !(cue(s, p - 1) & C_SKIP)) &&
           ((cue(s, p - 1) & C_SKIP && !is(s, p - 1, "by")) || (s->r->w.p[p - 1].flags & KIN_UPPER && p - 1 > b)))
        p--;
    if (p > b) {
        uint32_t c = cue(s, p - 1);
        uint32_t q = p - 1;
        bool first_time = false;
        for (uint32_t x = j; x + 1 < e && x < j + 3; x++)
            first_time |= is(s, x, "first") && is(s, x + 1, "time");
        if (c & C_TOLD) {
            *from = q;
            return CITE_TOLD;
        }
        if (is(s, q, "to") && q > b && is(s, q - 1, "according")) {
            *from = q - 1;
            return CITE_REPORTED;
        }
        if (is(s, q, "by")) {
            uint32_t v = q;
            while (v > b && q - v < 4 && cue(s, v - 1) & C_SPREAD)
                v--;
            if (v > b && cue(s, v - 1) & C_PASSIVE) {
                *from = v - 1;
                return first_time ? CITE_FIRST : CITE_REPORTED;
            }
        }
        if (is(s, q, "to") || is(s, q, "with")) {
            for (uint32_t v = q; v > b && q - v < 4; v--)
                if (cue(s, v - 1) & C_TO) {
                    *from = v - 1;
                    return CITE_TOLD;
                }
        }
        if (is(s, q, "in") || is(s, q, "on") || is(s, q, "for")) {
            for (uint32_t v = q; v > b && q - v < 5; v--)
                if (cue(s, v - 1) & C_PLACE) {
                    *from = v - 1;
                    return CITE_REPORTED;
                }
        }
        if (is(s, q, "citing") || is(s, q, "cited") || is(s, q, "cites") || is(s, q, "via") || is(s, q, "quoting")) {
            *from = q;
            return CITE_REPORTED;
        }
        if (is(s, q, "from") && q == b && j - b < 8) {
            *from = q;
            return CITE_REPORTED;
        }
    }
    if (after < e && !parted(s, after - 1)) {
        uint32_t v = after;
        while (v < e && v < after + 3 && cue(s, v) & C_AUX)
            v++;
        if (v < e && cue(s, v) & (C_VERB | C_NOUN) && !(s->r->w.p[v].flags & KIN_UPPER)) {
            *to = v + 1;
            /* "X report" is a noun, "X reported" a verb: both show it */
            return CITE_REPORTED;
        }
    }
    /* "X's Ann Ward reports" */
    if (j < e) {
        uint32_t v = j;
        while (v < e && v < j + 3 && s->r->w.p[v].flags & KIN_UPPER)
            v++;
        if (v > j && v < e && (is(s, v, "reports") || is(s, v, "reported"))) {
            *to = v + 1;
            return CITE_REPORTED;
        }
    }
    return -1;
}

/* A capitalised name that the text calls a newspaper or an agency, at word i: [*n0, *n1). */
static bool called(const struct scan *s, uint32_t b, uint32_t e, uint32_t i, uint32_t *n0, uint32_t *n1) {
    const struct kin_word *w = s->r->w.p;
    bool agency = is(s, i, "agency") && i > b && is(s, i - 1, "news");
    if (!(cue(s, i) & C_PAPER) && !agency)
        return false;
    if (w[i].flags & KIN_UPPER)
        return false;
    uint32_t back = agency ? i - 1 : i;
    /* "the X newspaper": capitals before */
    uint32_t p = back;
    while (p > b && back - p < 4 && w[p - 1].flags & KIN_UPPER && !parted(s, p - 1)) {
        /* "Ruritania's X newspaper": the possessor is no part of it */
        if (p < back && w[p].start - (w[p - 1].start + w[p - 1].n) > 1)
            break;
        p--;
    }
    while (p < back && (w[p].flags & KIN_FIRST || is(s, p, "the")))
        p++;
    if (p < back && !parted(s, back - 1)) {
        *n0 = p;
        *n1 = back;
        return true;
    }
    /* "newspaper X", "news agency X" */
    uint32_t q = i + 1;
    while (q < e && q - i < 5 && w[q].flags & KIN_UPPER && !parted(s, q - 1))
        q++;
    if (q > i + 1) {
        *n0 = i + 1;
        *n1 = q;
        return true;
    }
    return false;
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
    if (!before && !after)
        return NONE;
    slice name = word(s, i);
    for (uint32_t k = 0; k < s->o->listed; k++)
        if (misprint(name, s->o->p[k].name))
            return k;
    return NONE;
}

static slice name_of(const struct scan *s, uint32_t from, uint32_t to) {
    const struct kin_word *w = s->r->w.p;
    return slice_cut(s->text, w[from].start, w[to - 1].start + w[to - 1].n);
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
        if (at == NONE || at >= s->o->listed || at == r->site)
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
        ARENA_MORE(s->a, r->cites, r->cites_n, s->cap);
        r->cites[r->cites_n++] = (struct cite){at, s->o->p[at].name, s->o->p[at].kind, CITE_DATELINE,
                                               {start - 1, end + 1}, {0, 0}, 0};
        r->headed = true;
        return;
    }
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
            if (at == NONE || at == r->site)
                continue;
            bool agency = s->o->p[at].kind == ORIGIN_AGENCY;
            if (c->kind == CREDIT_BYLINE && !agency)
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
    for (uint32_t t = 0; t < w->sents_n; t++) {
        uint32_t b = w->sents[t].first, e = w->sents[t].end;
        for (uint32_t i = b; i < e; i++) {
            uint32_t n = 0, from, to, n0, n1;
            if (w->p[i].flags & KIN_UPPER || (w->p[i].n == 3 && !(w->p[i].flags & KIN_COMMON))) {
                uint32_t at = outlets_at(o, s.text, w, i, &n);
                if (at == NONE && w->p[i].flags & KIN_UPPER && w->p[i].n >= 5) {
                    at = misprinted(&s, b, e, i);
                    n = 1;
                }
                if (at != NONE && i + n <= e) {
                    int how = read_context(&s, b, e, i, i + n, &from, &to);
                    if (how >= 0)
                        add(&s, at, o->p[at].name, o->p[at].kind, (uint8_t)how, from, to, t);
                    i += n - 1;
                    continue;
                }
                if (w->p[i].flags & KIN_UPPER)
                    continue;
            }
            if (called(&s, b, e, i, &n0, &n1)) {
                uint32_t m;
                bool listed = false;
                for (uint32_t k = n0; k < n1; k++)
                    listed |= outlets_at(o, s.text, w, k, &m) != NONE;
                uint32_t lo = n0 < i ? n0 : i, hi = n1 > i ? n1 : i + 1;
                int how = listed ? -1 : read_context(&s, b, e, lo, hi, &from, &to);
                if (how >= 0)
                    add(&s, NONE, name_of(&s, n0, n1), is(&s, i, "agency") ? ORIGIN_AGENCY : ORIGIN_OUTLET,
                        (uint8_t)how, from, to, t);
            } else if (is(&s, i, "state") && i > b && i + 1 < e && cue(&s, i + 1) & C_STATE &&
                       w->p[i - 1].flags & KIN_UPPER) {
                uint32_t j = i + 2, p = i - 1;
                while (j < e && cue(&s, j) & C_STATE)
                    j++;
                while (p > b && i - p < 3 && w->p[p - 1].flags & KIN_UPPER && !(w->p[p - 1].flags & KIN_FIRST))
                    p--;
                int how = read_context(&s, b, e, p, j, &from, &to);
                uint32_t m;
                bool more = j < e && w->p[j].flags & KIN_UPPER && outlets_at(o, s.text, w, j, &m) != NONE;
                if (how >= 0 && !more)
                    add(&s, NONE, name_of(&s, p, j), ORIGIN_OUTLET, (uint8_t)how, from, to, t);
            }
        }
    }
}
