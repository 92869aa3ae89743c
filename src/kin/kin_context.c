/* The words around a name that show that a report has something from who bears it. */
#include "kin_scan.h"

static bool says(const struct scan *s, uint32_t i) {
    static const char *const verbs[] = {"said", "says", "writes", "wrote", "saw", "heard", "counted", "witnessed"};
    for (uint32_t k = 0; k < NELEMS(verbs); k++)
        if (is(s, i, verbs[k]))
            return true;
    return false;
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

/* "told Ann Ward of X", "told reporters from X": the word that tells, where the words before q are told; NONE. */
static uint32_t told_one_of(const struct scan *s, uint32_t b, uint32_t q) {
    if (!(is(s, q, "of") || is(s, q, "from") || is(s, q, "with") || is(s, q, "at")) || q == b)
        return NONE;
    uint32_t v = q;
    if (is(s, q - 1, "reporters") || is(s, q - 1, "journalists"))
        v = q - 1;
    else
        while (v > b && q - v < 6 && (s->r->w.p[v - 1].flags & KIN_UPPER || (v < q && is(s, v - 1, "and"))))
            v--;
    bool person = v < q && (v + 1 == q ? !(s->r->w.p[v].flags & KIN_UPPER) : !(cue(s, q - 1) & OUTLET_LAND));
    return person && v > b && cue(s, v - 1) & C_TOLD && !parted(s, v - 1) ? v - 1 : NONE;
}

/* "..., reports X.": the verb q between what is said and the name, which ends at j. */
static bool says_before(const struct scan *s, uint32_t b, uint32_t q, uint32_t j, uint32_t e) {
    static const char *const verbs[] = {"reported", "reports", "said", "says", "wrote", "writes", "revealed", "noted"};
    bool verb = false;
    for (uint32_t k = 0; k < NELEMS(verbs) && !verb; k++)
        verb = is(s, q, verbs[k]);
    return verb && q > b && parted(s, q - 1) && (j >= e || parted(s, j - 1) || is(s, j, "on") || is(s, j, "in"));
}

static bool slashed(const struct scan *s, uint32_t i) {
    const struct kin_word *w = &s->r->w.p[i];
    uint32_t p = w->start + w->n;
    return p + 1 < s->text.n && s->text.p[p] == '/' && s->r->w.p[i + 1].start == p + 1;
}

/* "X's Ann Ward, in Lisov, says", "an X correspondent in Lisov said": the word after where they are. */
static uint32_t past_place(const struct scan *s, uint32_t e, uint32_t v) {
    if (v + 2 >= e || !(is(s, v, "in") || is(s, v, "at") || is(s, v, "on") || is(s, v, "who")))
        return v;
    bool set = comma_after(s, v - 1);
    for (uint32_t x = v + 1; x < e && x < v + 7; x++) {
        if (set ? comma_after(s, x - 1) && x > v + 1 : says(s, x) || is(s, x, "reported") || is(s, x, "reports"))
            return x;
        if (!set && parted(s, x - 1))
            break;
    }
    return v;
}

/* "X said in a statement": what an outlet says for itself and has not reported (kin_statements.c). v: the verb. */
static bool speaks_for_itself(const struct scan *s, uint32_t e, uint32_t v) {
    enum { NEAR = 7 };
    if (!is(s, v, "said") && !is(s, v, "says") && !is(s, v, "wrote"))
        return false;
    for (uint32_t i = v + 2; i < e && i < v + NEAR && !parted(s, i - 1); i++)
        if (is(s, i, "statement"))
            return is(s, i - 1, "a") || is(s, i - 2, "a") || is(s, i - 1, "its");
    return false;
}

int scan_context(const struct scan *s, uint32_t b, uint32_t e, uint32_t i, uint32_t j, uint32_t *from, uint32_t *to) {
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
        uint32_t q = p - 1, teller;
        bool first_time = false;
        for (uint32_t x = j; x + 1 < e && x < j + 3; x++)
            first_time |= is(s, x, "first") && is(s, x + 1, "time");
        if (c & C_TOLD) {
            *from = q;
            return CITE_TOLD;
        }
        if ((teller = told_one_of(s, b, q)) != NONE) {
            *from = teller;
            return CITE_TOLD;
        }
        if (says_before(s, b, q, j, e)) {
            *from = q;
            return CITE_REPORTED;
        }
        if (is(s, q, "to") && q > b && is(s, q - 1, "according")) {
            *from = q - 1;
            return CITE_REPORTED;
        }
        if (is(s, q, "by")) {
            uint32_t v = q;
            while (v > b && q - v < 4 && cue(s, v - 1) & C_SPREAD)
                v--;
            bool quoted = v > b + 1 && is(s, v - 1, "saying") && (is(s, v - 2, "as") || is(s, v - 2, "quoted"));
            if (v > b && (cue(s, v - 1) & C_PASSIVE || quoted)) {
                *from = v - 1;
                return first_time ? CITE_FIRST : CITE_REPORTED;
            }
        }
        if (is(s, q, "to") || is(s, q, "with")) {
            for (uint32_t v = q; v > b && q - v < 7; v--)
                if (cue(s, v - 1) & C_TO && (q - v < 4 || is(s, v - 1, "say") || is(s, v - 1, "says"))) {
                    *from = v - 1;
                    return CITE_TOLD;
                }
        }
        if (is(s, q, "in") || is(s, q, "on") || is(s, q, "for")) {
            for (uint32_t v = q; v > b && q - v < 5; v--)
                /* "who wrote for X": that is who somebody is */
                if (cue(s, v - 1) & C_PLACE && (q - v < 3 || !(is(s, v - 1, "said") || is(s, v - 1, "says"))) &&
                    !(is(s, q, "for") && v > b + 1 && is(s, v - 2, "who"))) {
                    *from = v - 1;
                    return CITE_REPORTED;
                }
        }
        if (is(s, q, "citing") || is(s, q, "cited") || is(s, q, "cites") || is(s, q, "per") || is(s, q, "quoting")) {
            *from = q;
            return CITE_REPORTED;
        }
        if (is(s, q, "via")) { /* of a picture, and whoever it came from before */
            *from = q;
            return (q > b && slashed(s, q - 1)) || (q > b + 1 && slashed(s, q - 2)) ? -1 : CITE_CREDIT;
        }
        /* "a startling report from X" */
        for (uint32_t v = q; is(s, q, "from") && v > b && q - v < 2 && !parted(s, v - 1); v--)
            if (cue(s, v - 1) & C_NOUN) {
                *from = v - 1;
                return CITE_REPORTED;
            }
        if (is(s, q, "from") && q > b && is(s, q - 1, "files")) {
            *from = q - 1;
            return CITE_CREDIT;
        }
        /* "read more at X" */
        if (is(s, q, "at") && q > b)
            for (uint32_t v = q; v > b && q - v < 5; v--)
                if (is(s, v - 1, "read") && (v == q || is(s, v, "more") || is(s, v, "the"))) {
                    *from = v - 1;
                    return CITE_CREDIT;
                }
        if (is(s, q, "from") && q == b && j - b < 8) {
            *from = q;
            return CITE_REPORTED;
        }
    }
    /* "X, the first to print it" */
    if (j + 3 < e && comma_after(s, j - 1) && (is(s, j, "the") || is(s, j, "who") || is(s, j, "which")))
        for (uint32_t x = j; x + 2 < e && x < j + 3; x++)
            if ((is(s, x, "first") && is(s, x + 1, "to")) || (x == j + 1 && !is(s, j, "the") && (is(s, x, "broke") || is(s, x, "revealed")))) {
                *to = x + 2;
                return CITE_REPORTED;
            }
    /* "X, citing two officials, said"; "X/Y poll" */
    if (j < e && comma_after(s, j - 1) && (is(s, j, "citing") || is(s, j, "quoting"))) {
        *to = j + 1;
        return CITE_REPORTED;
    }
    for (uint32_t x = after; x < e && x < after + 4 && slashed(s, x - 1) && s->r->w.p[x].flags & KIN_UPPER; x++) {
        after = x + 1;
        while (after < e && after < x + 3 && !parted(s, after - 1) && s->r->w.p[after].flags & KIN_UPPER)
            after++;
    }
    k = after > k ? after : k;
    after = past_apposition(s, e, after);
    if (after < e && (after > k || !parted(s, after - 1))) {
        uint32_t v = after;
        while (v < e && v < after + 3 && cue(s, v) & C_AUX)
            v++;
        /* "X was the first to report" */
        for (uint32_t x = after; x + 2 < e && x < after + 4; x++)
            if (is(s, x, "first") && is(s, x + 1, "to"))
                v = x + 2;
        if (v < e && cue(s, v) & (C_VERB | C_NOUN) && !(s->r->w.p[v].flags & KIN_UPPER)) {
            if (speaks_for_itself(s, e, v))
                return -1;
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
        uint32_t past = (owner && v > j) || staff ? past_place(s, e, v) : v;
        bool placed = past > v;
        v = past;
        if (v > j && v < e && (is(s, v, "reports") || is(s, v, "reported") || is(s, v, "reporting") ||
                               (owner && !parted(s, v - 1) && cue(s, v) & C_VERB && slice_ends(word(s, v), S("ed"))) ||
                               ((owner || staff) && (placed || !parted(s, v - 1)) && says(s, v)))) {
            *to = v + 1;
            return CITE_REPORTED;
        }
    }
    return -1;
}

bool scan_all_land(const struct scan *s, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        if (!(cue(s, i) & OUTLET_LAND))
            return false;
    return true;
}

bool scan_is_day(const struct scan *s, uint32_t i) {
    const struct kin_word *w = s->r->w.p;
    if (!slice_ends(word(s, i), S("day")) || !(cue(s, i) & OUTLET_LAND))
        return false;
    /* "the Sunday Compass" */
    bool named = is(s, i, "sunday") && i + 1 < s->r->w.n && w[i + 1].flags & KIN_UPPER && w[i + 1].start - (w[i].start + w[i].n) == 1;
    return !(named && i > 0 && (is(s, i - 1, "the") || cue(s, i - 1) & C_PAPER));
}

bool scan_in_person(const struct scan *s, uint32_t i, uint32_t n) {
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

bool scan_is_place(const struct scan *s, uint32_t first, uint32_t end) {
    uint32_t k = scan_mention(s, first, end);
    const struct lang *l = &s->r->doc->lang;
    return k != NONE && (l->entities[l->mentions[k].entity].type == ENTITY_GPE || l->entities[l->mentions[k].entity].type == ENTITY_LOC);
}

uint32_t scan_mention(const struct scan *s, uint32_t first, uint32_t end) {
    const struct lang *l = &s->r->doc->lang;
    uint32_t start = s->r->w.p[first].start, k = lang_mention_at(l, start);
    if (k == l->mentions_n || l->mentions[k].kind != MENTION_NAME || l->mentions[k].entity >= l->entities_n)
        return NONE;
    return l->mentions[k].at.start == start && l->mentions[k].at.end == kin_word_span(&s->r->w.p[end - 1]).end ? k : NONE;
}

/* "agency", "channel", "outlet", "portal", "site", "station": as outlets.paper_lengths. */
static const uint32_t also_papers[26] = {
    ['a' - 'a'] = 1 << 6, ['c' - 'a'] = 1 << 7, ['o' - 'a'] = 1 << 6, ['p' - 'a'] = 1 << 6, ['s' - 'a'] = 1 << 4 | 1 << 7};

/* "newspaper", "news site", "TV station": is the word what an outlet is called? */
static bool is_paper(const struct scan *s, uint32_t b, uint32_t i) {
    if (cue(s, i) & C_PAPER)
        return true;
    if (i == b)
        return false;
    bool medium = is(s, i - 1, "news") || is(s, i - 1, "tv") || is(s, i - 1, "television") || is(s, i - 1, "radio") || is(s, i - 1, "online");
    if (is(s, i, "site") && is(s, i - 1, "investigative"))
        return true;
    return medium && (is(s, i, "site") || is(s, i, "portal") || is(s, i, "channel") || is(s, i, "station") || is(s, i, "outlet") || is(s, i, "agency"));
}

/* Capitals, and what follows one: "Kanal 5", "Pars-e Khavar". */
static bool is_name(const struct scan *s, uint32_t i, bool first) {
    if (!first && s->r->w.p[i].start && s->text.p[s->r->w.p[i].start - 1] == '-')
        return true;
    return s->r->w.p[i].flags & KIN_UPPER || (!first && s->r->w.p[i].flags & KIN_DIGIT && s->r->w.p[i].n < 3 && s->r->w.p[i - 1].flags & KIN_UPPER);
}

bool scan_called(const struct scan *s, uint32_t b, uint32_t e, uint32_t i, uint32_t *n0, uint32_t *n1) {
    const struct kin_word *w = s->r->w.p;
    char first = s->text.p[w[i].start];
    if (w[i].flags & KIN_UPPER || !is_lower((unsigned char)first) || w[i].n >= 32 ||
        !((s->o->paper_lengths[first - 'a'] | also_papers[first - 'a']) >> w[i].n & 1) || !is_paper(s, b, i))
        return false; /* most words by far have no such length */
    uint32_t back = cue(s, i) & C_PAPER ? i : i - 1, known;
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
        if (q < a && !scan_all_land(s, q, a)) {
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
    while (q < e && q - i < 5 && is_name(s, q, q == i + 1) && !parted(s, q - 1) && !scan_is_day(s, q))
        q++;
    if (q > i + 1 && !scan_all_land(s, i + 1, q)) {
        *n0 = i + 1;
        *n1 = q;
        return true;
    }
    /* "the X newspaper": capitals before */
    uint32_t p = back;
    while (p > b && back - p < 4 && !parted(s, p - 1) && (w[p - 1].flags & KIN_UPPER || (p - 1 > b && is_name(s, p - 1, false)))) {
        /* "Ruritania's X newspaper": the possessor is no part of it */
        if (p < back && w[p].start - (w[p - 1].start + w[p - 1].n) > 1)
            break;
        p--;
    }
    while (p < back && (w[p].flags & KIN_FIRST || is(s, p, "the") || !(w[p].flags & (KIN_UPPER | KIN_DIGIT)))) /* "left-leaning X" */
        p++;
    /* "a Lisov daily", "the Lisov paper": a place's */
    bool places = p > b && (is(s, p - 1, "a") || is(s, p - 1, "an"));
    places |= p < back && (scan_is_place(s, p, back) || (back - p == 1 && is(s, i, "paper")));
    /* any body has a website and a network */
    bool bodys = is(s, i, "website") || is(s, i, "network");
    if (p < back && !bodys && !places && !parted(s, back - 1) && !scan_all_land(s, p, back)) {
        *n0 = p;
        *n1 = back;
        return true;
    }
    return false;
}
