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
    C_AUX = 128, C_PAPER = 256, C_STATE = 512, C_VERIFY = 1024, C_SPREAD = 2048, C_MEDIUM = 4096, C_HEAD = 8192, C_LEAD = 16384, C_STAFF = 1 << 16
};

struct scan {
    const struct outlets *o;
    struct kin_row *r;
    slice text;
    struct arena *a;
    uint32_t cap, names_cap;
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

/* Is word i a possessor ("the Post's", "News'")? */
static bool is_owner(const struct scan *s, uint32_t i) {
    const struct kin_word *w = &s->r->w.p[i];
    slice rest = slice_cut(s->text, w->start + w->n, s->text.n);
    return slice_starts(rest, S("'")) || slice_starts(rest, S("\xE2\x80\x99"));
}

static bool says(const struct scan *s, uint32_t i) {
    static const char *const verbs[] = {"said", "says", "writes", "wrote", "saw", "heard", "counted", "witnessed"};
    for (uint32_t k = 0; k < NELEMS(verbs); k++)
        if (is(s, i, verbs[k]))
            return true;
    return false;
}

static bool comma_after(const struct scan *s, uint32_t i) {
    const struct kin_word *w = &s->r->w.p[i];
    uint32_t p = w->start + w->n;
    return p < s->text.n && s->text.p[p] == ',';
}

/* "X, a daily of the north, reported": past the second comma; without one, `after` itself. */
static uint32_t past_apposition(const struct scan *s, uint32_t e, uint32_t after) {
    if (after + 3 >= e || !comma_after(s, after - 1) || !(is(s, after, "a") || is(s, after, "an") || is(s, after, "the") || is(s, after, "which")))
        return after;
    for (uint32_t x = after; x + 1 < e && x < after + 12; x++) {
        if (comma_after(s, x))
            return x + 1;
        if (parted(s, x))
            break;
    }
    return after;
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
                if (cue(s, v - 1) & C_PLACE && (q - v < 3 || !(is(s, v - 1, "said") || is(s, v - 1, "says")))) {
                    *from = v - 1;
                    return CITE_REPORTED;
                }
        }
        if (is(s, q, "citing") || is(s, q, "cited") || is(s, q, "cites") || is(s, q, "via") || is(s, q, "per") || is(s, q, "quoting")) {
            *from = q;
            return CITE_REPORTED;
        }
        if (is(s, q, "from") && q > b && is(s, q - 1, "files")) {
            *from = q - 1;
            return CITE_CREDIT;
        }
        if (is(s, q, "from") && q == b && j - b < 8) {
            *from = q;
            return CITE_REPORTED;
        }
    }
    after = past_apposition(s, e, after);
    if (after < e && (after > k || !parted(s, after - 1))) {
        uint32_t v = after;
        while (v < e && v < after + 3 && cue(s, v) & C_AUX)
            v++;
        if (v < e && cue(s, v) & (C_VERB | C_NOUN) && !(s->r->w.p[v].flags & KIN_UPPER)) {
            *to = v + 1;
            /* "X report" is a noun, "X reported" a verb: both show it */
            return CITE_REPORTED;
        }
    }
    /* "X's Ann Ward reports", "X's Ann Ward, reporting from", "X's Morning newsletter reported", "an X reporter saw" */
    if (j < e) {
        uint32_t v = j;
        while (v < e && v < j + 3 && s->r->w.p[v].flags & KIN_UPPER)
            v++;
        bool owner = is_owner(s, j - 1), staff = v < e && cue(s, v) & C_STAFF;
        v += staff;
        if (v > j && v < e && (is(s, v, "reports") || is(s, v, "reported") || is(s, v, "reporting") || ((owner || staff) && !parted(s, v - 1) && says(s, v)))) {
            *to = v + 1;
            return CITE_REPORTED;
        }
    }
    return -1;
}

/* Words of places, peoples and days alone: "the Ruritanian newspaper" names nobody. */
static bool all_land(const struct scan *s, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        if (!(cue(s, i) & OUTLET_LAND))
            return false;
    return true;
}

static bool is_day(const struct scan *s, uint32_t i) {
    const struct kin_word *w = s->r->w.p;
    if (!slice_ends(word(s, i), S("day")) || !(cue(s, i) & OUTLET_LAND))
        return false;
    /* "the Sunday Compass" */
    bool named = is(s, i, "sunday") && i + 1 < s->r->w.n && w[i + 1].flags & KIN_UPPER && w[i + 1].start - (w[i].start + w[i].n) == 1;
    return !(named && i > 0 && (is(s, i - 1, "the") || cue(s, i - 1) & C_PAPER));
}

/* Is the outlet's one word a part of somebody's name ("Petra Lund")? Only where names were read. */
static bool in_person(const struct scan *s, uint32_t i, uint32_t n) {
    const struct lang *l = &s->r->doc->lang;
    span at = {s->r->w.p[i].start, s->r->w.p[i + n - 1].start + s->r->w.p[i + n - 1].n};
    uint32_t lo = 0, hi = l->mentions_n;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (l->mentions[mid].at.end <= at.start)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (uint32_t k = lo; k < l->mentions_n && k < lo + 8 && l->mentions[k].at.start < at.end; k++) {
        const struct mention *m = &l->mentions[k];
        if (m->kind == MENTION_NAME && m->entity < l->entities_n && l->entities[m->entity].type == ENTITY_PER &&
            m->at.start <= at.start && m->at.end >= at.end && (n > 1 || m->at.end - m->at.start > at.end - at.start))
            return true;
    }
    return false;
}

/* A name that the reports show to be an outlet's, as part of a longer one: another one. */
static bool in_longer(const struct scan *s, uint32_t b, uint32_t e, uint32_t i, uint32_t n) {
    const struct kin_word *w = s->r->w.p;
    bool before = i > b && w[i - 1].flags & KIN_UPPER && w[i].start - (w[i - 1].start + w[i - 1].n) == 1 && !is(s, i - 1, "the") &&
                  !(cue(s, i - 1) & (C_LEAD | OUTLET_LAND));
    return before || (i + n < e && w[i + n].flags & KIN_UPPER && w[i + n].start - (w[i + n - 1].start + w[i + n - 1].n) == 1 && !is_day(s, i + n));
}

/* A capitalised name that the text calls a newspaper or an agency, at word i: [*n0, *n1). */
static bool called(const struct scan *s, uint32_t b, uint32_t e, uint32_t i, uint32_t *n0, uint32_t *n1) {
    const struct kin_word *w = s->r->w.p;
    char first = s->text.p[w[i].start];
    if (w[i].flags & KIN_UPPER || !is_lower((unsigned char)first) || !((s->o->paper_letters | 1) >> (first - 'a') & 1))
        return false; /* most words by far */
    bool agency = is(s, i, "agency") && i > b && is(s, i - 1, "news");
    if (!(cue(s, i) & C_PAPER) && !agency)
        return false;
    uint32_t back = agency ? i - 1 : i, known;
    /* "X, a local daily,": the name before the comma */
    uint32_t a = back;
    while (a > b && back - a < 4 && !is(s, a, "a") && !is(s, a, "an") && !(w[a].flags & KIN_UPPER) && !parted(s, a - 1))
        a--;
    if (a > b && (is(s, a, "a") || is(s, a, "an")) && comma_after(s, a - 1) &&
        (i + 1 >= e || parted(s, i) || is(s, i + 1, "in") || is(s, i + 1, "of") || is(s, i + 1, "based"))) {
        uint32_t q = a;
        while (q > b && a - q < 5 && w[q - 1].flags & KIN_UPPER && (q == a || !parted(s, q - 1)))
            q--;
        q += q < a && is(s, q, "the");
        if (q < a && !all_land(s, q, a)) {
            *n0 = q;
            *n1 = a;
            return true;
        }
    }
    /* "the broadcaster X", where X is known: that is the one */
    if (i + 1 < e && w[i + 1].flags & KIN_UPPER && !parted(s, i) && outlets_at(s->o, s->text, &s->r->w, i + 1, &known) != NONE)
        return false;
    /* "newspaper X", "the Ruritanian news agency X" */
    uint32_t q = i + 1;
    while (q < e && q - i < 5 && w[q].flags & KIN_UPPER && !parted(s, q - 1) && !is_day(s, q))
        q++;
    if (q > i + 1 && !all_land(s, i + 1, q)) {
        *n0 = i + 1;
        *n1 = q;
        return true;
    }
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
    /* any body has a website and a network */
    bool bodys = is(s, i, "website") || is(s, i, "network");
    if (p < back && !bodys && !parted(s, back - 1) && !all_land(s, p, back)) {
        *n0 = p;
        *n1 = back;
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

/* "media reports", "outlets in Orvania reported", "a foreign report that ...": the words that show that the
 * sentence [b, e) has something from a report that it does not name. */
static bool unnamed(const struct scan *s, uint32_t b, uint32_t e, uint32_t *from, uint32_t *to) {
    for (uint32_t i = b; i < e; i++) {
        bool report = slice_starts_nocase(word(s, i), S("report"));
        if (!report)
            continue;
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
    if (s->r->site != NONE || s->o->p[at].kind == ORIGIN_AGENCY)
        return false;
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
        if (at == NONE || (at >= s->o->listed && !s->o->p[at].found) || outlets_own(s->o, r->site, at))
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
            if (at == NONE || outlets_own(s->o, r->site, at))
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
    if (how == CITE_TOLD || how == CITE_FIRST)
        return cue(s, from) & C_TOLD || is(s, from, "interview") || how == CITE_FIRST;
    static const char *const beside[] = {"report", "article", "writing", "op-ed", "column", "interview", "citing", "quot"};
    for (uint32_t k = from; how == CITE_REPORTED && k < to; k++)
        for (uint32_t x = 0; (k < i || k >= j) && x < NELEMS(beside); x++)
            if (slice_starts_nocase(word(s, k), slice_str(beside[x])))
                return true;
    return false;
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
                if (at != NONE && ((n == 1 && in_person(&s, i, n)) || (o->p[at].found && in_longer(&s, b, e, i, n))))
                    continue;
                if (at != NONE && i + n <= e) {
                    int how = read_context(&s, b, e, i, i + n, &from, &to);
                    if (perhaps && !surely(&s, how, i, i + n, from, to))
                        continue; /* a common word after all */
                    if (how >= 0)
                        add(&s, at, o->p[at].name, o->p[at].kind, (uint8_t)how, from, to, t);
                    if (here_n < ABREAST)
                        here[here_n++] = (struct named_here){at, i, i + n, how};
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
                bool apposed = n1 < i && comma_after(&s, n1 - 1);
                uint32_t lo = n0 < i ? n0 : i, hi = apposed || n1 > i ? n1 : i + 1;
                int how = listed ? -1 : read_context(&s, b, e, lo, hi, &from, &to);
                if (how >= 0)
                    add(&s, NONE, name_of(&s, n0, n1), is(&s, i, "agency") ? ORIGIN_AGENCY : ORIGIN_OUTLET,
                        (uint8_t)how, from, to, t);
            } else if (is(&s, i, "state") && i > b && i + 1 < e && cue(&s, i + 1) & C_STATE &&
                       w->p[i - 1].flags & KIN_UPPER && !is_day(&s, i - 1)) {
                uint32_t j = i + 2, p = i - 1;
                while (j < e && cue(&s, j) & C_STATE)
                    j++;
                while (p > b && i - p < 3 && w->p[p - 1].flags & KIN_UPPER && !(w->p[p - 1].flags & KIN_FIRST) && !is_day(&s, p - 1) && !parted(&s, p - 1))
                    p--;
                int how = read_context(&s, b, e, p, j, &from, &to);
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
}

/* ---- outlets that no list knows --------------------------------------------------------------------
 *
 * A name shows that it is an outlet's by where it stands: in a dateline, as one who "was unable to verify", as
 * one whom things are told and who reports, by "a report by", by being called "the agency" afterwards. One
 * such place may mislead ("told Congress"); two kinds of them, or several reports, hardly do. */

static void add_name(struct scan *s, uint32_t first, uint32_t n, uint8_t how, uint32_t t) {
    struct kin_row *r = s->r;
    uint64_t h = 0, sum = 0;
    for (uint32_t i = r->w.sents[t].first; i < r->w.sents[t].end; i++)
        sum = hash_mix(sum, r->w.p[i].id);
    for (uint32_t k = 0; k < n; k++)
        h = hash_mix(h, r->w.p[first + k].id);
    ARENA_MORE(s->a, r->names, r->names_n, s->names_cap);
    span at = {r->w.p[first].start, kin_word_span(&r->w.p[first + n - 1]).end};
    r->names[r->names_n++] = (struct kin_name){h, at, how, (uint32_t)(sum >> 32), {0}};
}

enum { NAMES_MOST = 64 }; /* and two more: of one place there may be three kinds */

/* Words for outlets: 2: only an outlet is one, 1: any body has one. */
static int paper_word(slice w) {
    enum { FIRST = 1 << ('a' - 'a') | 1 << ('b' - 'a') | 1 << ('d' - 'a') | 1 << ('m' - 'a') | 1 << ('n' - 'a') | 1 << ('t' - 'a') | 1 << ('w' - 'a') };
    if (w.n < 5 || !is_lower((unsigned char)w.p[0]) || !(FIRST >> (w.p[0] - 'a') & 1))
        return 0;
    if (slice_starts(w, S("newspaper")) || slice_starts(w, S("magazine")) || slice_starts(w, S("broadcaster")) || slice_starts(w, S("tabloid")) ||
        slice_eq(w, S("newswire")) || slice_eq(w, S("agency")))
        return 2;
    return slice_eq(w, S("website")) || slice_eq(w, S("daily")) || slice_eq(w, S("weekly"));
}

/* "told", "report", "verify" ...: is there anything in the sentence that makes it worth a look? */
static bool may_name(const struct scan *s, uint32_t b, uint32_t e) {
    for (uint32_t i = b; i < e; i++) {
        const struct kin_word *w = &s->r->w.p[i];
        if (w->n < 4 || w->n > 12 || w->flags & KIN_UPPER)
            continue;
        slice x = word(s, i);
        if (slice_starts(x, S("report")) || slice_starts(x, S("told")) || slice_starts(x, S("veri")) ||
            slice_starts(x, S("confirm")) || slice_starts(x, S("interview")) || slice_starts(x, S("dispatch")) ||
            slice_starts(x, S("according")) || paper_word(x))
            return true;
    }
    return false;
}

static bool reports(const struct scan *s, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        if (slice_starts(word(s, i), S("report")) || slice_starts(word(s, i), S("dispatch")))
            return true;
    return false;
}

/* "the agency said", "according to the station" in [b, e). */
static bool calls_back(const struct scan *s, uint32_t b, uint32_t e) {
    for (uint32_t i = b; i + 1 < e; i++) {
        if (!is(s, i, "the") || !(is(s, i + 1, "agency") || is(s, i + 1, "station") || cue(s, i + 1) & C_PAPER))
            continue;
        if ((i > b && is(s, i - 1, "to")) || (i + 2 < e && cue(s, i + 2) & C_VERB && !parted(s, i + 1)))
            return true;
    }
    return false;
}

/* The bracket of a dateline: "PLACE, May 3 (NAME) -", at its head or kept apart by the page. */
static void read_bracket(struct scan *s, slice head) {
    uint32_t open = slice_find(head, S("("), 0), close = open == NONE ? NONE : slice_find(head, S(")"), open);
    if (close == NONE || open == 0 || close - open < 4 || close - open > 41)
        return;
    uint32_t place = 0;
    while (place < open && is_upper((unsigned char)head.p[place]))
        place++;
    if (place < 3)
        return;
    struct kin_words w;
    struct kin_weights none = {0};
    slice in = slice_cut(head, open + 1, close);
    kin_split(in, &none, 8, s->a, &w);
    if (!w.n || w.n > 5)
        return;
    uint64_t h = 0;
    for (uint32_t k = 0; k < w.n; k++) {
        if (!(w.p[k].flags & KIN_UPPER))
            return;
        h = hash_mix(h, w.p[k].id);
    }
    ARENA_MORE(s->a, s->r->names, s->r->names_n, s->names_cap);
    s->r->names[s->r->names_n++] = (struct kin_name){h, {0, 0}, NAME_DATELINE, 0, arena_slice(s->a, in)};
}

/* "could not independently confirm", "was unable to verify": the police cannot confirm things either. */
static bool checks(const struct scan *s, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        if (is(s, i, "independently") || is(s, i, "verify") || is(s, i, "corroborate"))
            return true;
    return false;
}

/* "News Agency", "Radio": these words alone are no name. */
static bool only_heads(const struct scan *s, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        if (!(cue(s, i) & (C_HEAD | C_PAPER | C_STATE)))
            return false;
    return true;
}

/* Does a known outlet's name stand in the words? */
static bool is_known(const struct scan *s, uint32_t from, uint32_t to) {
    uint32_t n;
    for (uint32_t k = from; k < to; k++)
        if (outlets_at(s->o, s->text, &s->r->w, k, &n) != NONE)
            return true;
    return false;
}

/* The name [n0, n1) of the word i, as evidence: a website's only where the name comes after it or is set apart. */
static bool paper_at(const struct scan *s, uint32_t b, uint32_t e, uint32_t i, uint32_t *n0, uint32_t *n1) {
    int sure = paper_word(word(s, i));
    return sure && called(s, b, e, i, n0, n1) && (sure == 2 || (*n1 - *n0 > 1 && (*n0 > i || comma_after(s, *n1 - 1))));
}

/* What bodies are called that have to do with papers and are none. */
static const char *const bodies[] = {"office", "secretary", "officer", "club", "council", "conference", "corps", "gallery", "room"};

/* Names of one sentence that stand where outlets' names do. */
static void sentence_names(struct scan *s, uint32_t t) {
    const struct kin_words *w = &s->r->w;
    uint32_t b = w->sents[t].first, e = w->sents[t].end, n0, n1;
    for (uint32_t i = b; i < e && s->r->names_n < NAMES_MOST; i++) {
        if (!(w->p[i].flags & KIN_UPPER)) {
            if (paper_at(s, b, e, i, &n0, &n1) && n1 - n0 <= 5 && (n1 - n0 > 1 || !(w->p[n0].flags & KIN_COMMON)) &&
                !only_heads(s, n0, n1) && !is_known(s, n0, n1) && !in_person(s, n0, n1 - n0))
                add_name(s, n0, n1 - n0, NAME_PAPER, t);
            continue;
        }
        uint32_t j = i + 1;
        while (j < e && w->p[j].flags & KIN_UPPER && w->p[j].start - (w->p[j - 1].start + w->p[j - 1].n) == 1)
            j++;
        uint32_t first = i;
        i = j - 1;
        /* "On Monday the ...", "Saturday X TV" */
        while (first + 1 < j && ((w->p[first].flags & KIN_FIRST && cue(s, first) & C_LEAD) || is(s, first, "the") || is_day(s, first)))
            first++;
        bool known = j - first > 5 || (j - first == 1 && (w->p[first].flags & (KIN_FIRST | KIN_COMMON) || w->p[first].n < 3));
        if (known || all_land(s, first, j) || only_heads(s, first, j) || is_known(s, first, j))
            continue;
        uint32_t from, to;
        int how = read_context(s, b, e, first, j, &from, &to);
        if (how < 0)
            continue;
        uint8_t kind = how == CITE_UNABLE ? (checks(s, j, to) ? NAME_UNABLE : NAME_NONE) : how == CITE_CREDIT ? NAME_CREDIT : how == CITE_FIRST ? NAME_REPORT
                       : how == CITE_TOLD && (cue(s, from) & C_TOLD || is(s, from, "interview")) ? NAME_TOLD
                       : how == CITE_REPORTED && (reports(s, from, first) || reports(s, j, to)) ? NAME_REPORT : NAME_NONE;
        /* "X's Ann Ward reports": Ann Ward is no outlet */
        bool owned = first > b && is_owner(s, first - 1);
        bool medium = false;
        for (uint32_t k = first; k < j && j - first > 1 && !medium; k++)
            medium = cue(s, k) & C_HEAD;
        for (size_t x = 0; x < NELEMS(bodies) && medium; x++) /* "the Press Office" */
            medium = !is(s, j - 1, bodies[x]);
        if (kind == NAME_NONE && medium && how == CITE_REPORTED && is(s, from, "according"))
            kind = NAME_REPORT; /* what a paper says, it reports */
        if (kind == NAME_NONE || (!medium && (owned || in_person(s, first, j - first))))
            continue;
        add_name(s, first, j - first, kind, t);
        if (medium)
            add_name(s, first, j - first, NAME_HEAD, t);
        /* who is told something need not be an outlet: "the agency" is then another */
        for (uint32_t u = t; u < t + 3 && u < w->sents_n && (medium || kind != NAME_TOLD); u++)
            if (calls_back(s, u == t ? j : w->sents[u].first, w->sents[u].end)) {
                add_name(s, first, j - first, NAME_CALLED, t);
                break;
            }
    }
}

void row_names(const struct outlets *o, struct kin_row *r, struct arena *a) {
    struct scan s = {.o = o, .r = r, .text = r->doc->page.text, .a = a};
    const struct kin_words *w = &r->w;
    uint32_t line = slice_find(s.text, S("\n"), 0);
    slice head = slice_cut(s.text, 0, line == NONE ? s.text.n : line);
    bool credited = false;
    for (uint32_t i = 0; i < r->doc->page.credits_n; i++)
        if (r->doc->page.credits[i].kind == CREDIT_DATELINE) {
            read_bracket(&s, r->doc->page.credits[i].words);
            credited = true;
        }
    if (!credited) {
        slice rest = slice_cut(head, 0, head.n < 90 ? head.n : 90);
        uint32_t close = slice_find(rest, S(")"), 0);
        uint32_t dash = close == NONE ? NONE : close + 1;
        while (dash != NONE && dash < rest.n && rest.p[dash] == ' ')
            dash++;
        if (dash != NONE && (slice_starts(slice_cut(rest, dash, rest.n), S("-")) || slice_starts(slice_cut(rest, dash, rest.n), S("\xE2\x80"))))
            read_bracket(&s, slice_cut(rest, 0, close + 1));
    }
    for (uint32_t t = 0; t < w->sents_n && r->names_n < NAMES_MOST; t++) {
        if (may_name(&s, w->sents[t].first, w->sents[t].end))
            sentence_names(&s, t);
    }
}
