/* Outlets that no list knows.
 *
 * A name shows that it is an outlet's by where it stands: in a dateline, as one who "was unable to verify", as
 * one whom things are told and who reports, by "a report by", by being called "the agency" afterwards. One
 * such place may mislead ("told Congress"); two kinds of them, or several reports, hardly do. */
#include "kin_scan.h"

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
    static const char *const stems['z' - 'a' + 1][4] = {
        ['a' - 'a'] = {"according", "article"}, ['c' - 'a'] = {"confirm", "comment", "column"}, ['d' - 'a'] = {"dispatch"},
        ['e' - 'a'] = {"editorial"}, ['i' - 'a'] = {"interview"}, ['o' - 'a'] = {"obtained"}, ['p' - 'a'] = {"publish"},
        ['r' - 'a'] = {"report"}, ['s' - 'a'] = {"statement"}, ['t' - 'a'] = {"told", "tell"}, ['v' - 'a'] = {"veri"}};
    for (uint32_t i = b; i < e; i++) {
        const struct kin_word *w = &s->r->w.p[i];
        if (w->n < 4 || w->n > 12 || w->flags & KIN_UPPER)
            continue;
        slice x = word(s, i);
        if (!is_lower((unsigned char)x.p[0]))
            continue;
        for (const char *const *stem = stems[x.p[0] - 'a']; *stem; stem++)
            if (slice_starts(x, slice_str(*stem)))
                return true;
        if (paper_word(x))
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

static bool calls_agency(const struct scan *s, uint32_t b, uint32_t e) {
    for (uint32_t i = b; i + 1 < e; i++)
        if (is(s, i, "the") && is(s, i + 1, "agency"))
            return true;
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
    if (!sure || !scan_called(s, b, e, i, n0, n1))
        return false;
    bool apposed = *n1 <= i && comma_after(s, *n1 - 1);
    return sure == 2 || apposed || (*n1 - *n0 > 1 && *n0 > i);
}

/* A station's call sign: "KXQV", "WQLT-TV"; a station: "Channel 5", "Kanal 5". */
static bool is_station(const struct scan *s, uint32_t first, uint32_t end) {
    slice w = word(s, first);
    bool sign = w.n == 4 && (w.p[0] == 'W' || w.p[0] == 'K');
    for (uint32_t i = 0; i < w.n && sign; i++)
        sign = is_upper((unsigned char)w.p[i]);
    bool channel = end - first > 1 && (is(s, first, "channel") || is(s, first, "kanal") || is(s, first, "canal")) &&
                   s->r->w.p[first + 1].flags & KIN_DIGIT;
    return sign || channel;
}

/* Where names were read: is it one, and neither a person's nor a place's? */
static bool is_thing(const struct scan *s, uint32_t first, uint32_t end) {
    const struct lang *l = &s->r->doc->lang;
    uint32_t k = scan_mention(s, first, end);
    uint8_t type = k == NONE ? ENTITY_PER : l->entities[l->mentions[k].entity].type;
    return type == ENTITY_ORG || type == ENTITY_MISC;
}

/* Does the name stand elsewhere in the report where nothing is said or reported? Bodies that are told things do. */
static bool plays_part(const struct scan *s, uint32_t first, uint32_t n) {
    const struct kin_words *w = &s->r->w;
    uint32_t from, to;
    for (uint32_t t = 0; t < w->sents_n; t++)
        for (uint32_t i = w->sents[t].first; i + n <= w->sents[t].end; i++) {
            bool same = i != first;
            for (uint32_t k = 0; same && k < n; k++)
                same = w->p[i + k].id == w->p[first + k].id && w->p[i + k].flags & KIN_UPPER;
            if (same && scan_context(s, w->sents[t].first, w->sents[t].end, i, i + n, &from, &to) < 0)
                return true;
        }
    return false;
}

/* "he told X.", "told X on Friday", "X reports that", "..., X reported": does an outlet that nothing else shows stand so? */
static bool stands_alone(const struct scan *s, uint32_t b, uint32_t e, uint32_t first, uint32_t j, int how, uint32_t from) {
    static const char *const after[] = {"on", "in", "that", "this", "he", "she", "it", "they", "there", "the", "a", "by", "after", "last",
                                        "during", "late", "early", "earlier", "from", "at", "his", "her", "their", "about", "of"};
    bool the = first > b && is(s, first - 1, "the"), small = false;
    for (uint32_t k = first; k < j; k++)
        if (cue(s, k) & C_BODY)
            return false;
    for (uint32_t k = s->r->w.p[first].start; k < kin_word_span(&s->r->w.p[j - 1]).end; k++)
        small |= is_lower((unsigned char)s->text.p[k]);
    if (the || !small || !is_thing(s, first, j))
        return false;
    bool end = j >= e || parted(s, j - 1);
    for (size_t k = 0; k < NELEMS(after) && !end; k++)
        end = is(s, j, after[k]);
    bool told = how == CITE_TOLD && cue(s, from) & C_TOLD && end && from + 1 == first;
    bool reports = how == CITE_REPORTED && from == first && j < e && !parted(s, j - 1) &&
                   (is(s, j, "reports") || (is(s, j, "reported") && first > b && parted(s, first - 1))) && !(j + 1 < e && is(s, j + 1, "of"));
    return (told || reports || how == CITE_FIRST) && !plays_part(s, first, j - first);
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
                !only_heads(s, n0, n1) && !is_known(s, n0, n1) && (n0 > i || !scan_in_person(s, n0, n1 - n0))) {
                add_name(s, n0, n1 - n0, NAME_PAPER, t);
                if (is(s, i, "agency") || is(s, i, "newswire"))
                    add_name(s, n0, n1 - n0, NAME_AGENCY, t);
            }
            continue;
        }
        uint32_t j = i + 1;
        while (j < e && (w->p[j].flags & KIN_UPPER || (w->p[j].flags & KIN_DIGIT && w->p[j].n < 3 && is_station(s, j - 1, j + 1))) &&
               w->p[j].start - (w->p[j - 1].start + w->p[j - 1].n) == 1)
            j++;
        uint32_t first = i;
        i = j - 1;
        /* "On Monday the ...", "Saturday X TV" */
        while (first + 1 < j && ((w->p[first].flags & KIN_FIRST && cue(s, first) & C_LEAD) || is(s, first, "the") || scan_is_day(s, first)))
            first++;
        bool station = is_station(s, first, j);
        bool known = j - first > 5 || (j - first == 1 && (w->p[first].flags & (KIN_FIRST | KIN_COMMON) || w->p[first].n < 3));
        if (known || scan_all_land(s, first, j) || only_heads(s, first, j) || is_known(s, first, j))
            continue;
        uint32_t from, to;
        int how = scan_context(s, b, e, first, j, &from, &to);
        if (how < 0)
            continue;
        uint8_t kind = how == CITE_UNABLE ? (checks(s, j, to) ? NAME_UNABLE : NAME_NONE) : how == CITE_CREDIT ? NAME_CREDIT : how == CITE_FIRST ? NAME_REPORT
                       : how == CITE_TOLD && (cue(s, from) & C_TOLD || is(s, from, "interview") || cue(s, from) & C_TO) ? NAME_TOLD
                       : how == CITE_REPORTED && (reports(s, from, first) || reports(s, j, to)) ? NAME_REPORT : NAME_NONE;
        /* "X's Ann Ward reports": Ann Ward is no outlet */
        bool owned = first > b && is_owner(s, first - 1);
        bool medium = station;
        for (uint32_t k = first; k < j && j - first > 1 && !medium; k++)
            medium = cue(s, k) & C_HEAD;
        for (size_t x = 0; x < NELEMS(bodies) && medium; x++) /* "the Press Office" */
            medium = !is(s, j - 1, bodies[x]);
        if (kind == NAME_NONE && medium && how == CITE_REPORTED && (is(s, from, "according") || from < first))
            kind = NAME_REPORT; /* what a paper says, it reports */
        if (station && kind == NAME_NONE && how == CITE_REPORTED && is(s, from, "according"))
            kind = NAME_REPORT;
        bool alone = kind != NAME_NONE && !owned && ((station && (j - first > 1 || !plays_part(s, first, j - first))) ||
                                                     (!medium && stands_alone(s, b, e, first, j, how, from)));
        if (alone)
            add_name(s, first, j - first, NAME_ALONE, t);
        if (kind == NAME_NONE || (!medium && (owned || scan_in_person(s, first, j - first))))
            continue;
        add_name(s, first, j - first, kind, t);
        if (medium)
            add_name(s, first, j - first, NAME_HEAD, t);
        /* who is told something need not be an outlet: "the agency" is then another */
        for (uint32_t u = t; u < t + 3 && u < w->sents_n && (medium || kind != NAME_TOLD); u++)
            if (calls_back(s, u == t ? j : w->sents[u].first, w->sents[u].end)) {
                add_name(s, first, j - first, NAME_CALLED, t);
                if (calls_agency(s, u == t ? j : w->sents[u].first, w->sents[u].end))
                    add_name(s, first, j - first, NAME_AGENCY, t);
                break;
            }
    }
}

/* Names with the letters of a report's site: "Lisov Courier" where there is one of lisovcourier.example. */
static void site_names(struct scan *s) {
    enum { LETTERS = 40, WORDS = 5, MOST = 8 };
    const struct kin_words *w = &s->r->w;
    uint32_t found = 0;
    for (uint32_t t = 0; t < w->sents_n; t++)
        for (uint32_t i = w->sents[t].first, e = w->sents[t].end; i < e && found < MOST; i++) {
            char low[LETTERS];
            uint32_t n = 0;
            for (uint32_t j = i; j < e && j < i + WORDS && w->p[j].flags & KIN_UPPER && n + w->p[j].n <= LETTERS; j++) {
                if (j > i && w->p[j].start - (w->p[j - 1].start + w->p[j - 1].n) != 1)
                    break;
                for (uint32_t k = 0; k < w->p[j].n; k++)
                    low[n++] = to_lower(s->text.p[w->p[j].start + k]);
                bool alone = j == i && w->p[i].flags & (KIN_FIRST | KIN_COMMON);
                if (!alone && table_get(&s->o->labels, (slice){low, n}) && !is(s, i, "the")) {
                    add_name(s, i, j + 1 - i, NAME_SITE, t);
                    found++;
                }
            }
        }
}

/* Names in bylines and credit lines that look like an outlet's: "By Ann Ward and Lisov News Service". */
static void credit_names(struct scan *s, const struct credit *c) {
    static const char *const jobs[] = {"staff", "writer", "reporter", "reporters", "correspondent", "editor", "bureau", "desk", "photo", "team"};
    struct kin_weights none = {0};
    struct kin_words w;
    kin_split(c->words, &none, 64, s->a, &w);
    if (slice_find_nocase(c->words, S("copyright"), 0) != NONE || slice_find(c->words, S("\xC2\xA9"), 0) != NONE ||
        slice_find_nocase(c->words, S("(c)"), 0) != NONE)
        return; /* the house's own */
    for (uint32_t i = 0; i < w.n && s->r->names_n < NAMES_MOST; i++) {
        uint32_t j = i;
        bool head = false, job = false;
        uint64_t h = 0;
        struct scan line = {.o = s->o, .r = &(struct kin_row){.w = w}, .text = c->words};
        for (; j < w.n && w.p[j].flags & KIN_UPPER && (j == i || w.p[j].start - (w.p[j - 1].start + w.p[j - 1].n) == 1); j++) {
            for (size_t k = 0; k < NELEMS(jobs); k++)
                job |= is(&line, j, jobs[k]);
            head |= cue(&line, j) & C_HEAD;
            if (j == i && (is(&line, j, "the") || is(&line, j, "by"))) {
                i++;
                continue;
            }
            h = hash_mix(h, w.p[j].id);
        }
        if (j - i > 1 && j - i <= 5 && head && !job && !is_known(&line, i, j)) {
            slice words = slice_cut(c->words, w.p[i].start, kin_word_span(&w.p[j - 1]).end);
            for (uint8_t how = NAME_CREDIT;; how = NAME_HEAD) {
                ARENA_MORE(s->a, s->r->names, s->r->names_n, s->names_cap);
                s->r->names[s->r->names_n++] = (struct kin_name){h, {0, 0}, how, 0, arena_slice(s->a, words)};
                if (how == NAME_HEAD)
                    break;
            }
        }
        i = j > i ? j - 1 : i;
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
        } else if ((r->doc->page.credits[i].kind == CREDIT_BYLINE || r->doc->page.credits[i].kind == CREDIT_LINE) &&
                   r->doc->page.credits[i].words.n <= 400) {
            credit_names(&s, &r->doc->page.credits[i]);
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
    if (o->labels.n)
        site_names(&s);
    for (uint32_t t = 0; t < w->sents_n && r->names_n < NAMES_MOST; t++) {
        if (may_name(&s, w->sents[t].first, w->sents[t].end))
            sentence_names(&s, t);
    }
}
