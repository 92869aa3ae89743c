/* Numbers that differ: one thing counted in two reports, in clauses that say the same of it.
 *
 * What keeps lists of silly differences away: a number that the other report gives too is not at odds
 * with it, whatever else it counts ("$1.3 billion in one bill, $300 million in another"); what differs
 * in its words ("crude oil", "refined oil"), its period or its precision is shown and named as that;
 * money, shares and measures, which a story is full of, must share more than people and dead do. */
#include "claim_work.h"
#include "kin/kin_words.h"

#include <math.h>

static const struct {
    float matter;       /* bits that two counts of one thing must share besides */
    float act;          /* bits of a verb that makes two counts of one thing the same matter */
    float alike;        /* or the least likeness of their clauses ... */
    float alike_money;  /* ... of money, shares, measures, and what has no noun: only that counts */
    float differ, fit;  /* weight where both can't be true; where they can */
    float lives;        /* ... what counts people adds */
    float far, sure;    /* numbers that are so many times apart are of one thing only if their clauses are so alike */
    float bound;        /* a number so many times beyond "dozens" says nothing against it */
} T = {2.5f, 2.5f, 0.20f, 0.25f, 5, 3, 1, 5, 0.40f, 1.5f};

enum { FORTNIGHT = 14 * 1440 /* minutes */ };

struct count {
    uint32_t doc, unit, story; /* story: that it is counted under */
    const struct quantity *q;
    uint32_t thing; /* concept of what is counted */
    bool money;
};

static bool is_share(const struct quantity *q) { return q->unit.p && slice_eq(q->unit, S("percent")); }

static uint32_t thing_of(const struct work *w, uint32_t doc, const struct quantity *q) {
    const struct document *d = w->docs[doc];
    if (is_share(q)) /* "40 percent of the crop", "cut fares by 12 percent" */
        return words_concept(w->words, q->unit);
    if (q->head < d->lang.tokens_n) {
        slice form = token_form(d->page.text, &d->lang.tokens[q->head]);
        return words_concept(w->words, form);
    }
    return q->unit.p ? words_concept(w->words, q->unit) : 0;
}

static bool same_count(const struct quantity *a, const struct quantity *b) {
    bool both = !isnan(a->high) && !isnan(b->high);
    return a->value == b->value && (both ? a->high == b->high : true);
}

/* Whether two counts can both be true: a bound and a number beyond it. */
static bool compatible(const struct quantity *a, const struct quantity *b) {
    const struct quantity *x = a->value <= b->value ? a : b, *y = x == a ? b : a;
    return x->approx == APPROX_AT_LEAST || y->approx == APPROX_AT_MOST || !isnan(x->high) ||
           (x->value > 0 && y->value / x->value < 1.1 &&
            (x->approx != APPROX_NONE || y->approx != APPROX_NONE));
}

static double ratio(const struct quantity *a, const struct quantity *b) {
    double less = a->value < b->value ? a->value : b->value, more = a->value < b->value ? b->value : a->value;
    return less == more ? 1 : less > 0 ? more / less : INFINITY;
}

static double precision_of(double v) {
    double p = 1;
    while (v >= 10 * p && fmod(v, 10 * p) == 0)
        p *= 10;
    return p;
}

/* One is the other, rounded. */
static bool rounded(const struct quantity *a, const struct quantity *b) {
    double p = precision_of(a->value), q = precision_of(b->value);
    double rough = p > q ? p : q;
    return p != q && fabs(a->value - b->value) < rough && fabs(a->value - b->value) <= 0.1 * fabs(a->value);
}

bool claim_counts_clash(const struct work *w, const struct unit *a, const struct unit *b) {
    const struct marks *m = &w->docs[a->doc]->marks, *n = &w->docs[b->doc]->marks;
    bool clash = false;
    for (uint32_t i = a->count; i < m->quantities_n && m->quantities[i].at.end <= a->at.end; i++)
        for (uint32_t k = b->count; k < n->quantities_n && n->quantities[k].at.end <= b->at.end; k++) {
            const struct quantity *p = &m->quantities[i], *q = &n->quantities[k];
            uint32_t thing = thing_of(w, a->doc, p);
            if (!thing || thing != thing_of(w, b->doc, q))
                continue;
            if (same_count(p, q) || compatible(p, q) || rounded(p, q))
                return false;
            clash = true;
        }
    return clash;
}

/* A sentence that gives another year than the report's tells of other times: "31 died in 1968". */
static bool is_past(const struct document *d, uint32_t sentence) {
    slice now = d->page.published;
    span at = d->lang.sentences[sentence].at;
    for (uint32_t i = 0; now.n >= 4 && i < d->marks.times_n && d->marks.times[i].at.start < at.end; i++) {
        const struct timex3 *t = &d->marks.times[i];
        if (t->at.start >= at.start && t->type <= TIME_TIME && t->first != INT32_MIN && t->value.n >= 4 &&
            memcmp(t->value.p, now.p, 4) != 0)
            return true;
    }
    return false;
}

static int count_order(const void *a, const void *b) {
    const struct count *x = a, *y = b;
    if (x->story != y->story)
        return x->story < y->story ? -1 : 1;
    if (x->thing != y->thing)
        return x->thing < y->thing ? -1 : 1;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    return x->q->at.start < y->q->at.start ? -1 : x->q->at.start > y->q->at.start;
}

/* "Two people who had been pulled out": some of them, and said which. */
static bool is_part(const struct work *w, const struct count *c) {
    const struct lang *l = &w->docs[c->doc]->lang;
    for (uint32_t t = c->q->head; t < l->tokens_n && t < c->q->head + 12; t++)
        if (l->tokens[t].head == c->q->head && (l->tokens[t].deprel == DEP_ACL_RELCL || l->tokens[t].deprel == DEP_ACL))
            return true;
    return false;
}

/* Their clauses name different days. */
static bool other_day(const struct work *w, const struct count *a, const struct count *b) {
    const struct count *c[2] = {a, b};
    int32_t day[2] = {INT32_MIN, INT32_MIN};
    for (int s = 0; s < 2; s++) {
        const struct marks *m = &w->docs[c[s]->doc]->marks;
        span at = w->units[c[s]->unit].at;
        for (uint32_t i = 0; i < m->times_n && m->times[i].at.start < at.end; i++)
            if (m->times[i].at.start >= at.start && m->times[i].type <= TIME_TIME && m->times[i].first != INT32_MIN)
                day[s] = m->times[i].first;
    }
    return day[0] != INT32_MIN && day[1] != INT32_MIN && abs(day[0] - day[1]) > 1;
}

/* Tokens that narrow down what is counted: "crude oil", "refined oil". */
static uint32_t narrowing(const struct work *w, const struct count *c, uint32_t keys[8]) {
    const struct lang *l = &w->docs[c->doc]->lang;
    const struct unit *u = &w->units[c->unit];
    uint32_t n = 0;
    for (uint32_t t = u->first; t < u->end && c->q->head < l->tokens_n && n < 8; t++)
        if (l->tokens[t].head == c->q->head && t != c->q->head && w->concepts[c->doc][t] &&
            (l->tokens[t].deprel == DEP_AMOD || l->tokens[t].deprel == DEP_COMPOUND || l->tokens[t].deprel == DEP_NMOD) &&
            !(words_classes(w->words, w->concepts[c->doc][t]) & (WORD_STOP | WORD_LIGHT)))
            keys[n++] = w->concepts[c->doc][t];
    return n;
}

static bool narrowed_apart(const struct work *w, const struct count *a, const struct count *b) {
    uint32_t x[8], y[8], n = narrowing(w, a, x), m = narrowing(w, b, y);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < m; k++)
            if (x[i] == y[k])
                return false;
    return n && m;
}

/* How surely two counts of one thing stand in clauses that say the same of it; 0: not. */
static float same_matter(const struct work *w, const struct count *a, const struct count *b) {
    const struct unit *x = &w->units[a->unit], *y = &w->units[b->unit];
    if (claim_opposed(w, x, y))
        return 0;
    float likeness = claim_likeness(w, x, y), telling = 0;
    const struct feature *p = &w->features[x->features], *q = &w->features[y->features];
    for (uint32_t i = 0, j = 0; i < x->features_n && j < y->features_n;) {
        if (p[i].key < q[j].key)
            i++;
        else if (p[i].key > q[j].key)
            j++;
        else {
            if (p[i].key != a->thing && p[i].share > 0.9f)
                telling += p[i].telling > 0 ? p[i].telling : 0;
            i++, j++;
        }
    }
    bool group = x->group != NONE && x->group == y->group;
    if (!group && other_day(w, a, b))
        return 0;
    for (uint32_t i = 0; !a->money && i < x->acts_n; i++) /* the same done to the same, however much of the story it is */
        for (uint32_t k = 0; k < y->acts_n; k++)
            if (x->acts[i] == y->acts[k] && claim_weight(w, x->acts[i]) >= T.act)
                telling += T.matter;
    if (!group && is_part(w, a) != is_part(w, b))
        return 0;
    if (!a->money && narrowed_apart(w, a, b)) /* "four Xanian ships", "three Yoric ships" */
        return 0;
    if (!group && (a->money ? likeness < T.alike_money : likeness < T.alike && telling < T.matter))
        return 0;
    if (!group && likeness < T.sure && ratio(a->q, b->q) > T.far)
        return 0;
    return likeness + 0.01f * telling + (group ? 0.2f : 0);
}

/* Whether a report gives this number for this thing anywhere: then it is not at odds with it. */
static bool gives(const struct count *c, uint32_t n, uint32_t doc, const struct count *of) {
    for (uint32_t i = 0; i < n; i++)
        if (c[i].doc == doc && same_count(c[i].q, of->q))
            return true;
    return false;
}

/* The stretch of time in a clause ("for three months", "in November"), or NULL. */
static const struct timex3 *period_of(const struct work *w, const struct count *c) {
    const struct marks *m = &w->docs[c->doc]->marks;
    span at = w->units[c->unit].at;
    for (uint32_t i = 0; i < m->times_n && m->times[i].at.start < at.end; i++)
        if (m->times[i].at.start >= at.start &&
            (m->times[i].type == TIME_DURATION || (m->times[i].first != INT32_MIN && m->times[i].last - m->times[i].first > 6)))
            return &m->times[i];
    return NULL;
}

static bool periods_apart(const struct work *w, const struct count *a, const struct count *b) {
    const struct timex3 *x = period_of(w, a), *y = period_of(w, b);
    return x && y && !slice_eq(x->value, y->value);
}

static slice words_of(const struct work *w, const struct count *c) {
    return claim_clean(w->tmp, work_text(w, c->doc), c->q->at);
}

/* "Two of the three sources said" counts who speaks. */
static bool counts_sources(const struct document *d, const struct quantity *q) {
    for (uint32_t i = 0; i < d->marks.attributions_n; i++) {
        const struct spans *s = &d->marks.attributions[i].source;
        for (uint32_t k = 0; k < s->n; k++)
            if (s->p[k].start < q->at.end && q->at.start < s->p[k].end)
                return true;
    }
    return false;
}

struct matter {
    int64_t from;   /* minutes */
    uint32_t story, of;
};
static int by_from(const void *a, const void *b) {
    const struct matter *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->story > y->story) - (x->story < y->story);
}
static int by_story(const void *a, const void *b) {
    const struct matter *x = a, *y = b;
    return (x->story > y->story) - (x->story < y->story);
}

/* The pile's stories, sorted, each with the one that it stands under when counts are held against one another: stories that
 * begin within a fortnight. What another outlet has found out of one matter is another story, and its figures are of that
 * matter all the same. Those without a date stand alone. */
static uint32_t read_matters(const struct work *w, struct matter **out) {
    struct matter *v = arena_alloc(w->tmp, (w->members_n + 1) * sizeof *v);
    uint32_t n = 0;
    for (uint32_t m = 0; m < w->members_n; m++) {
        uint32_t s = claim_story(w, w->members[m]);
        int64_t from = s < w->stories->stories_n ? kin_minutes(w->stories->stories[s].from, NULL) : INT64_MIN;
        v[m] = (struct matter){from, s, s};
    }
    if (w->members_n)
        qsort(v, w->members_n, sizeof *v, by_from);
    for (uint32_t i = 0; i < w->members_n; i++)
        if (!n || v[n - 1].story != v[i].story)
            v[n++] = v[i];
    for (uint32_t i = 0, first = 0; i < n; i++) {
        if (v[i].from == INT64_MIN || v[i].from > v[first].from + FORTNIGHT)
            first = i;
        v[i].of = v[first].story;
    }
    if (n)
        qsort(v, n, sizeof *v, by_story);
    *out = v;
    return n;
}

static uint32_t collect(struct work *w, struct count **out) {
    struct count *c = NULL;
    uint32_t n = 0, cap = 0;
    struct matter *matters;
    uint32_t matters_n = read_matters(w, &matters);
    for (uint32_t m = 0; m < w->members_n; m++) {
        uint32_t doc = w->members[m], u = w->units_of[2 * m];
        const struct document *d = w->docs[doc];
        struct matter key = {.story = claim_story(w, doc)};
        const struct matter *found = bsearch(&key, matters, matters_n, sizeof key, by_story);
        uint32_t under = found ? found->of : key.story;
        for (uint32_t i = 0; i < d->marks.quantities_n; i++) {
            const struct quantity *q = &d->marks.quantities[i];
            while (u < w->units_of[2 * m + 1] && w->units[u].at.end < q->at.end)
                u++;
            uint32_t thing = thing_of(w, doc, q);
            if (!thing || u == w->units_of[2 * m + 1] || w->units[u].at.start > q->at.start ||
                (words_classes(w->words, thing) & WORD_SPAN) || counts_sources(d, q) || is_past(d, w->units[u].sentence))
                continue;
            bool money = q->head >= d->lang.tokens_n || is_share(q) || (q->unit.p && slice_eq(q->unit, S("dollars"))) ||
                         (words_classes(w->words, thing) & WORD_MEASURE);
            if (q->head < d->lang.tokens_n && d->lang.tokens[q->head].upos != UPOS_NOUN && d->lang.tokens[q->head].upos != UPOS_PROPN &&
                d->lang.tokens[q->head].upos != UPOS_SYM)
                continue; /* "seven of them" */
            ARENA_MORE(w->tmp, c, n, cap);
            c[n++] = (struct count){doc, u, under, q, thing, money};
        }
    }
    if (n > 1)
        qsort(c, n, sizeof *c, count_order);
    *out = c;
    return n;
}

/* "Dozens", "hundreds": no number, but how many digits it has. */
static bool is_loose(const struct work *w, const struct count *c) {
    slice s = slice_at(work_text(w, c->doc), c->q->at), word;
    for (uint32_t i = 0; i < s.n; i++)
        if (is_digit((unsigned char)s.p[i]))
            return false;
    return c->q->approx == APPROX_AT_LEAST && slice_field(&s, ' ', &word) && word.n > 4 && to_lower(word.p[word.n - 1]) == 's';
}

/* What a difference is, in words. */
static slice name_it(struct work *w, const struct count *a, const struct count *b, bool grows, bool fit) {
    slice x = words_of(w, a), y = words_of(w, b);
    const char *why = grows                       ? "the later report has the higher number, a count that grows"
                      : rounded(a->q, b->q)       ? "one is the other, rounded"
                      : fit                       ? "a bound and a number, which can both be true"
                      : periods_apart(w, a, b)    ? "they are given for different periods"
                      : narrowed_apart(w, a, b)   ? "they may not count the same things"
                                                  : "different numbers for one thing";
    return arena_printf(w->a, "%.*s, %.*s: %s.", (int)x.n, x.p, (int)y.n, y.p, why);
}

/* One count with its likes in the other reports, each the best there. */
static void hold_against(struct work *w, const struct count *c, uint32_t n, uint32_t a, uint32_t end, bool *used) {
    struct draft d = {0};
    const struct count *other = NULL;
    bool fit = true, grows = true, close = false;
    slice date = w->docs[c[a].doc]->page.published;
    for (uint32_t b = a + 1; b < end;) {
        uint32_t doc = c[b].doc, best = NONE;
        float most = 0;
        for (; b < end && c[b].doc == doc; b++) {
            float s = used[b] || doc == c[a].doc ? 0 : same_matter(w, &c[a], &c[b]);
            if (s > most) {
                most = s;
                best = b;
            }
        }
        if (best == NONE)
            continue;
        bool same = same_count(c[a].q, c[best].q);
        if (!same && (gives(c, n, doc, &c[a]) || gives(c, n, c[a].doc, &c[best])))
            continue;
        if (!d.sides_n) {
            draft_side(w, &d, c[a].doc, c[a].q->at, (slice){0}, claim_speaker(w, c[a].doc, w->units[c[a].unit].attribution));
            draft_claim(&d, claim_of_unit(w, c[a].unit));
        }
        used[best] = true;
        draft_side(w, &d, doc, c[best].q->at, (slice){0}, claim_speaker(w, doc, w->units[c[best].unit].attribution));
        draft_claim(&d, claim_of_unit(w, c[best].unit));
        if (same)
            continue;
        other = other ? other : &c[best];
        slice later = w->docs[doc]->page.published;
        int order = date.p && later.p ? slice_cmp(date, later) : 0;
        fit &= compatible(c[a].q, c[best].q) || rounded(c[a].q, c[best].q);
        grows &= order && (order < 0) == (c[a].q->value < c[best].q->value);
        close |= ratio(c[a].q, c[best].q) <= T.bound || !(is_loose(w, &c[a]) || is_loose(w, &c[best]));
    }
    if (!other || (fit && !close))
        return;
    grows &= !c[a].money;
    float weight = fit || grows || periods_apart(w, &c[a], other) ? T.fit : T.differ;
    if (c[a].q->unit.p && (slice_eq(c[a].q->unit, S("people")) || slice_eq(c[a].q->unit, S("persons"))))
        weight += T.lives;
    draft_close(w, &d, CONFLICT_QUANTITY, weight, name_it(w, &c[a], other, grows, fit));
}

void claim_counts(struct work *w) {
    enum { NEAR = 64 };
    struct count *c;
    uint32_t n = collect(w, &c);
    bool *used = ARENA_ARRAY(w->tmp, bool, n + 1);
    for (uint32_t first = 0; first < n;) {
        uint32_t end = first;
        while (end < n && c[end].story == c[first].story && c[end].thing == c[first].thing)
            end++;
        for (uint32_t a = first; a < end; a++)
            if (!used[a])
                hold_against(w, c + first, end - first, a - first, (end - a > NEAR ? a + NEAR : end) - first, used + first);
        first = end;
    }
}
