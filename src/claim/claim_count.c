/* Numbers that differ: one thing counted in two reports, in clauses that say the same of it.
 *
 * What keeps lists of silly differences away: a number that the other report gives too is not at odds
 * with it, whatever else it counts ("$40 million for one dam, $9 million for another"); what differs
 * in its words ("sea salt", "rock salt"), its period or its precision is shown and named as that;
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
    float rare, telling; /* bits of a word that hardly anything else is counted by; of one that says what is counted */
    float much, some, some_more, own; /* bits that two sentences, two clauses must share besides */
    float near;         /* numbers so many times apart are near */
    float bound;        /* a number so many times beyond "dozens" says nothing against it */
} T = {2.5f, 2.5f, 0.20f, 0.25f, 5, 3, 1, 5, 0.40f, 6, 3, 8, 3.5f, 6, 5, 2.2f, 1.5f};

enum { FORTNIGHT = 14 * 1440 /* minutes */, PEOPLE = 1 /* for a thing */ };

struct count {
    uint32_t doc, unit, story; /* story: that it is counted under */
    const struct quantity *q;
    uint32_t thing; /* what is counted: a concept; of people, what they are counted for */
    uint32_t noun;  /* concept of the word for it */
    uint32_t toll;  /* words.tolls, or 0 */
    uint32_t year;  /* that the sentence names and the report is not of, or 0 */
    bool money, part;
};

static bool is_share(const struct quantity *q) { return q->unit.p && slice_eq(q->unit, S("percent")); }

static uint32_t read_thing(const struct work *w, const struct document *d, const struct quantity *q) {
    if (is_share(q)) /* "40 percent of the crop", "cut fares by 12 percent" */
        return words_concept(w->words, q->unit);
    if (q->head < d->lang.tokens_n) {
        slice form = token_form(d->page.text, &d->lang.tokens[q->head]);
        return words_concept(w->words, form);
    }
    return q->unit.p ? words_concept(w->words, q->unit) : 0;
}

void claim_things(struct work *w, uint32_t doc) {
    const struct document *d = w->docs[doc];
    w->things[doc] = ARENA_ARRAY(w->tmp, uint32_t, d->marks.quantities_n + 1);
    for (uint32_t i = 0; i < d->marks.quantities_n; i++)
        w->things[doc][i] = read_thing(w, d, &d->marks.quantities[i]);
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
            uint32_t thing = w->things[a->doc][i];
            if (!thing || thing != w->things[b->doc][k])
                continue;
            if (same_count(p, q) || compatible(p, q) || rounded(p, q))
                return false;
            clash = true;
        }
    return clash;
}

/* The year that a sentence gives if it tells of other times than the report's: "31 died in 1968"; else 0. */
static uint32_t other_year(const struct document *d, uint32_t sentence) {
    slice now = d->page.published;
    span at = d->lang.sentences[sentence].at;
    for (uint32_t i = 0; now.n >= 4 && i < d->marks.times_n && d->marks.times[i].at.start < at.end; i++) {
        const struct timex3 *t = &d->marks.times[i];
        if (t->at.start >= at.start && t->type <= TIME_TIME && t->first != INT32_MIN && t->value.n >= 4 &&
            memcmp(t->value.p, now.p, 4) != 0)
            return (uint32_t)hash64(t->value.p, 4) | 1;
    }
    return 0;
}

static uint32_t toll_at(const struct work *w, uint32_t doc, uint32_t t) {
    const struct lang *l = &w->docs[doc]->lang;
    const uint32_t *kind = keymap_get(&w->words->tolls, words_stem(token_lemma(l, &l->tokens[t])));
    return kind ? *kind : 0;
}

/* What people are counted for: told by the word for them, by the verb that they stand with, then by what is near, behind it
 * first; 0: nothing. */
static uint32_t toll_of(const struct work *w, uint32_t doc, const struct unit *u, const struct quantity *q) {
    enum { FAR = 7, BACK = 5 };
    const struct lang *l = &w->docs[doc]->lang;
    uint32_t head = q->head < l->tokens_n ? q->head : lang_token_at(l, q->at.start), verb = head < l->tokens_n ? l->tokens[head].head : NONE;
    uint32_t kind = head < l->tokens_n ? toll_at(w, doc, head) : 0;
    if (kind)
        return kind & ~(uint32_t)TOLL_NOUN;
    kind = verb >= u->first && verb < u->end ? toll_at(w, doc, verb) : 0;
    bool over = false; /* "killed 12 people and wounded dozens": what follows is of others */
    for (uint32_t i = 1; !kind && i < FAR + BACK; i++) {
        uint32_t t = i < FAR ? head + i : head - (i - FAR + 1);
        over = i < FAR && (over || t >= u->end || l->tokens[t].upos == UPOS_CCONJ);
        if (over)
            continue;
        if (t >= u->first && t < u->end && (i < FAR || head > i - FAR))
            kind = toll_at(w, doc, t);
        kind = kind & TOLL_NOUN ? 0 : kind;
    }
    return kind & TOLL_NOUN ? 0 : kind;
}

/* "Three of the miners", "another nine": not all of them. */
static bool is_some_of(const struct work *w, uint32_t doc, const struct quantity *q) {
    slice text = work_text(w, doc), s = slice_at(text, q->at);
    const struct lang *l = &w->docs[doc]->lang;
    uint32_t first = lang_token_at(l, q->at.start), end = q->head < l->tokens_n ? q->head + 1 : first + 1;
    for (uint32_t t = first > 2 ? first - 2 : 0; t < end + 1 && t < l->tokens_n; t++) {
        bool than = t + 1 < l->tokens_n && slice_eq_nocase(token_form(text, &l->tokens[t + 1]), S("than"));
        if (!than && slice_among(token_form(text, &l->tokens[t]), "another other more remaining further additional extra"))
            return true;
    }
    return slice_find(s, S(" of the "), 0) != NONE || slice_find(s, S(" of its "), 0) != NONE || slice_find(s, S(" of them"), 0) != NONE ||
           slice_starts_nocase(slice_cut(text, q->at.end, text.n), S(" of them")) || slice_starts_nocase(slice_cut(text, q->at.end, text.n), S(" of the "));
}

/* "Two people who had been pulled from the cellar": not of all who died. */
static bool is_told_apart(const struct work *w, uint32_t doc, const struct quantity *q, uint32_t toll) {
    enum { FAR = 12 };
    const struct lang *l = &w->docs[doc]->lang;
    for (uint32_t t = q->head + 1; q->head < l->tokens_n && t < l->tokens_n && t < q->head + FAR; t++)
        if (l->tokens[t].head == q->head && l->tokens[t].deprel == DEP_ACL_RELCL)
            return (toll_at(w, doc, t) & ~(uint32_t)TOLL_NOUN) != toll;
    return false;
}

static int count_order(const void *a, const void *b) {
    const struct count *x = a, *y = b;
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

/* Tokens that narrow down what is counted: "sea salt", "rock salt". */
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
    return n && m && !keys_meet(x, n, y, m);
}

static bool is_light(const struct work *w, uint32_t thing) {
    return (words_classes(w->words, thing) & (WORD_STOP | WORD_LIGHT | WORD_PEOPLE | WORD_SPAN)) != 0;
}

/* Whether two counts are of one thing though their clauses are not alike: of people, by what they are counted for; of what few
 * clauses of the news have, by little else; of all else, by much. Numbers far apart seldom are. */
static bool same_thing(const struct work *w, const struct count *a, const struct count *b) {
    double r = ratio(a->q, b->q);
    float rare = is_light(w, a->noun) ? 0 : claim_weight(w, a->noun);
    struct topic around = claim_topic_besides(w, a->unit, b->unit, a->noun, b->noun);
    if (a->money || a->part || b->part || r > T.far)
        return false;
    if (a->toll && a->toll == b->toll && a->story == b->story)
        return true;
    if (a->noun != b->noun)
        return false;
    bool near = r <= T.near;
    return (rare >= T.rare && (around.bits >= T.much || (near && around.bits >= T.some))) ||
           (rare >= T.telling && around.bits >= T.some_more && around.own >= T.some) || (near && around.own >= T.own);
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
            if (p[i].key != a->noun && p[i].share > 0.9f)
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
    if (a->year != b->year || (a->toll && b->toll && a->toll != b->toll))
        return 0;
    if (!group && same_thing(w, a, b))
        return likeness + 0.1f;
    if (a->story != b->story || a->part || b->part || a->noun != b->noun)
        return 0;
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

/* "Two of the five divers said" counts who speaks. */
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

/* All words that say no more than who or what is counted are one thing. */
static uint32_t people_or(const struct work *w, uint32_t doc, const struct quantity *q, uint32_t thing) {
    const struct lang *l = &w->docs[doc]->lang;
    if (q->head >= l->tokens_n)
        return thing;
    bool people = keymap_get(&w->words->toll_people, words_stem(token_lemma(l, &l->tokens[q->head]))) != NULL;
    return people || toll_at(w, doc, q->head) ? PEOPLE : thing;
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
            uint32_t thing = w->things[doc][i];
            if (!thing || u == w->units_of[2 * m + 1] || w->units[u].at.start > q->at.start ||
                (words_classes(w->words, thing) & WORD_SPAN) || counts_sources(d, q))
                continue;
            bool money = q->head >= d->lang.tokens_n || is_share(q) || (q->unit.p && slice_eq(q->unit, S("dollars"))) ||
                         (words_classes(w->words, thing) & WORD_MEASURE);
            if (q->head < d->lang.tokens_n && d->lang.tokens[q->head].upos != UPOS_NOUN && d->lang.tokens[q->head].upos != UPOS_PROPN &&
                d->lang.tokens[q->head].upos != UPOS_SYM)
                continue; /* "seven of them" */
            ARENA_MORE(w->tmp, c, n, cap);
            uint32_t toll = money ? 0 : toll_of(w, doc, &w->units[u], q);
            c[n++] = (struct count){.doc = doc, .unit = u, .story = under, .q = q, .thing = money ? thing : people_or(w, doc, q, thing),
                                    .noun = thing, .toll = toll, .year = other_year(d, w->units[u].sentence), .money = money,
                                    .part = is_some_of(w, doc, q) || (toll && is_told_apart(w, doc, q, toll))};
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

/* ---- ages ------------------------------------------------------------------------------------- */

/* "Ann Oak, 31," of one by name. */
struct age { uint32_t figure, doc; span at; double years; };

static int age_order(const void *a, const void *b) {
    const struct age *x = a, *y = b;
    if (x->figure != y->figure)
        return x->figure < y->figure ? -1 : 1;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    return x->at.start < y->at.start ? -1 : x->at.start > y->at.start;
}

static void ages_in(const struct work *w, uint32_t doc, struct age **out, uint32_t *n, uint32_t *cap) {
    const struct document *d = w->docs[doc];
    const struct lang *l = &d->lang;
    for (uint32_t i = 0, m = 0; w->stories->figure_of && w->stories->figure_of[doc] && i < d->marks.quantities_n; i++) {
        const struct quantity *q = &d->marks.quantities[i];
        if (!q->unit.p || !slice_eq(q->unit, S("years")) || !isnan(q->high) || q->value < 1 || q->value > 120 || q->value != floor(q->value))
            continue;
        while (m < l->mentions_n && l->mentions[m].at.end < q->at.start && (m + 1 >= l->mentions_n || l->mentions[m + 1].at.end < q->at.start))
            m++;
        for (uint32_t k = m > 3 ? m - 3 : 0; k <= m && k < l->mentions_n; k++) { /* names and descriptions may stand in one another */
            const struct mention *x = &l->mentions[k];
            if (x->kind != MENTION_NAME || x->entity >= l->entities_n || l->entities[x->entity].type != ENTITY_PER ||
                x->at.end + 2 != q->at.start || !slice_eq(slice_cut(d->page.text, x->at.end, q->at.start), S(", ")))
                continue;
            uint32_t figure = w->stories->figure_of[doc][x->entity];
            if (figure == NONE)
                continue;
            ARENA_MORE(w->tmp, *out, *n, *cap);
            (*out)[(*n)++] = (struct age){figure, doc, {x->at.start, q->at.end}, q->value};
        }
    }
}

/* One by name has two ages in reports of one year. */
static void ages(struct work *w) {
    enum { YEAR = 300 * 1440 /* minutes */ };
    struct age *v = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t m = 0; m < w->members_n; m++)
        ages_in(w, w->members[m], &v, &n, &cap);
    if (n > 1)
        qsort(v, n, sizeof *v, age_order);
    for (uint32_t i = 0; i < n;) {
        uint32_t end = i + 1;
        while (end < n && v[end].figure == v[i].figure)
            end++;
        struct draft d = {0};
        bool differ = false;
        int64_t first = kin_minutes(w->docs[v[i].doc]->page.published, NULL);
        for (uint32_t k = i; k < end; k++) {
            int64_t day = kin_minutes(w->docs[v[k].doc]->page.published, NULL);
            if ((k > i && v[k].doc == v[k - 1].doc) || (first != INT64_MIN && day != INT64_MIN && (day - first > YEAR || first - day > YEAR)))
                continue;
            differ |= v[k].years != v[i].years;
            draft_side(w, &d, v[k].doc, v[k].at, (slice){0}, (slice){0});
        }
        if (differ)
            draft_close(w, &d, CONFLICT_QUANTITY, T.fit, arena_slice(w->a, S("Different ages for one person.")));
        i = end;
    }
}

void claim_counts(struct work *w) {
    ages(w);
    enum { NEAR = 64 };
    struct count *c;
    uint32_t n = collect(w, &c);
    bool *used = ARENA_ARRAY(w->tmp, bool, n + 1);
    for (uint32_t first = 0; first < n;) {
        uint32_t end = first;
        while (end < n && c[end].thing == c[first].thing)
            end++;
        for (uint32_t a = first; a < end; a++)
            if (!used[a])
                hold_against(w, c + first, end - first, a - first, (end - a > NEAR ? a + NEAR : end) - first, used + first);
        first = end;
    }
}
