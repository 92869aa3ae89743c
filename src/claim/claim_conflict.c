/* Where reports, or sources within one, differ in a way that matters.
 *
 *   denial    a claim that somebody denies: those who say it, against those who deny it
 *   quantity  one thing counted, with different numbers, in clauses that say the same of it
 *   time      rows of one claim on different days; or alike but for "before" and "after"
 *   wording   one quotation by one speaker in different words
 *   scope     a denial that some reports of the claim lack; two counts of unnamed sources
 *
 * A difference is only shown with its places side by side. Bounds that can both be true, rounding
 * and tolls that grow are named as that in the note: they are no contradiction. */
#include "claim_work.h"

#include <math.h>

enum { MOST_SIDES = 12, MOST_QUOTES = 48, LONGEST_SAYS = 120 };

struct draft {
    struct side sides[MOST_SIDES];
    uint32_t sides_n;
    uint32_t claims[4];
    uint32_t claims_n;
};

static void add_side(struct work *w, struct draft *d, uint32_t doc, span at, slice says, slice by) {
    for (uint32_t i = 0; i < d->sides_n; i++)
        if (d->sides[i].doc == doc && d->sides[i].at.start == at.start && d->sides[i].at.end == at.end)
            return;
    if (d->sides_n == MOST_SIDES || at.start >= at.end)
        return;
    if (!says.p) {
        says = claim_clean(w->a, work_text(w, doc), at);
        if (says.n > LONGEST_SAYS) { /* at a blank */
            uint32_t cut = LONGEST_SAYS;
            while (cut > 0 && says.p[cut] != ' ')
                cut--;
            says = arena_printf(w->a, "%.*s ...", (int)cut, says.p);
        }
    }
    d->sides[d->sides_n++] = (struct side){doc, at, says, by};
}

static void add_conflict(struct work *w, struct draft *d, uint8_t kind, float weight, slice note) {
    struct claims *out = w->out;
    if (d->sides_n < 2)
        return;
    ARENA_MORE(w->a, out->conflicts, out->conflicts_n, w->conflicts_cap);
    struct conflict *c = &out->conflicts[out->conflicts_n++];
    memset(c, 0, sizeof *c);
    c->kind = kind;
    c->story = claim_story(w, d->sides[0].doc);
    c->sides = ARENA_ARRAY(w->a, struct side, d->sides_n);
    memcpy(c->sides, d->sides, d->sides_n * sizeof *c->sides);
    c->sides_n = d->sides_n;
    c->claims = ARENA_ARRAY(w->a, uint32_t, d->claims_n + 1);
    memcpy(c->claims, d->claims, d->claims_n * sizeof *c->claims);
    c->claims_n = d->claims_n;
    c->note = note;
    c->weight = weight;
    uint64_t h = kind;
    for (uint32_t i = 0; i < c->sides_n; i++)
        h = hash_mix(h, claim_place_hash(w, c->sides[i].doc, c->sides[i].at));
    c->id = claim_id_of(w, 'k', h);
}

static uint32_t docs_of(const struct claim *c, int stance) { /* -1: said, in whatever voice */
    uint32_t n = 0, last = NONE;
    for (uint32_t i = 0; i < c->rows_n; i++) {
        const struct claim_row *r = &c->rows[i];
        bool fits = stance < 0 ? r->stance <= STANCE_ATTRIBUTED : r->stance == stance;
        if (fits && r->doc != last) {
            n++;
            last = r->doc;
        }
    }
    return n;
}

/* ---- denials ---------------------------------------------------------------------------------- */

static bool same_denials(const struct claim *a, const struct claim *b) {
    uint32_t n = 0, hits = 0;
    for (uint32_t i = 0; i < a->rows_n; i++) {
        if (a->rows[i].stance != STANCE_DENIED)
            continue;
        n++;
        for (uint32_t k = 0; k < b->rows_n; k++)
            if (b->rows[k].stance == STANCE_DENIED && b->rows[k].doc == a->rows[i].doc &&
                b->rows[k].at.start == a->rows[i].at.start) {
                hits++;
                break;
            }
    }
    return n && 2 * hits >= n;
}

static void denials(struct work *w) {
    const struct claims *out = w->out;
    for (uint32_t i = w->claims_first; i < out->claims_n; i++) {
        const struct claim *c = &out->claims[i];
        uint32_t denied = docs_of(c, STANCE_DENIED), said = docs_of(c, -1);
        if (!denied || !said)
            continue;
        bool before = false; /* one denial of two claims is one conflict, at the first of them */
        for (uint32_t k = w->claims_first; k < i && !before; k++)
            before = docs_of(&out->claims[k], -1) && same_denials(c, &out->claims[k]);
        if (before)
            continue;
        struct draft d = {.claims = {i}, .claims_n = 1};
        slice by = {0};
        for (int pass = 0; pass < 2; pass++)
            for (uint32_t k = 0; k < c->rows_n; k++) {
                const struct claim_row *r = &c->rows[k];
                if ((r->stance == STANCE_DENIED) != (pass == 1) || r->stance > STANCE_DENIED)
                    continue;
                if (pass == 0 && d.sides_n >= MOST_SIDES / 2 + 2)
                    continue;
                add_side(w, &d, r->doc, r->at, (slice){0}, r->by);
                if (pass == 1 && r->by.p && !by.p)
                    by = r->by;
            }
        slice note = by.p ? arena_printf(w->a, "Told in %u report%s; denied by %.*s, as %u report%s.", said,
                                         said == 1 ? "" : "s", (int)by.n, by.p, denied,
                                         denied == 1 ? " has it" : "s have it")
                          : arena_printf(w->a, "Told in %u report%s; denied in %u.", said,
                                         said == 1 ? "" : "s", denied);
        add_conflict(w, &d, CONFLICT_DENIAL, 6 + 0.5f * (float)(said + denied), note);
        /* a report that tells it and has no word of the denial */
        struct draft s = {.claims = {i}, .claims_n = 1};
        for (uint32_t k = 0; k < c->rows_n && denied >= 2; k++) {
            const struct claim_row *r = &c->rows[k];
            bool has = false;
            for (uint32_t q = 0; q < c->rows_n && !has; q++)
                has = c->rows[q].doc == r->doc && c->rows[q].stance == STANCE_DENIED;
            for (uint32_t q = 0; q < w->answers_n && !has; q++)
                has = w->answers[q].doc == r->doc && w->answers[q].stance == STANCE_DENIED;
            if (!has && claim_common(w, r->doc, c->rows[0].doc == r->doc ? c->rows[c->rows_n - 1].doc : c->rows[0].doc) >= 2)
                add_side(w, &s, r->doc, r->at, arena_slice(w->a, S("no word of the denial")), r->by);
        }
        if (s.sides_n) {
            for (uint32_t k = 0; k < c->rows_n; k++)
                if (c->rows[k].stance == STANCE_DENIED)
                    add_side(w, &s, c->rows[k].doc, c->rows[k].at, (slice){0}, c->rows[k].by);
            add_conflict(w, &s, CONFLICT_SCOPE, 3 + 0.3f * (float)denied,
                         arena_slice(w->a, S("One report or more tell this without the denial that others have.")));
        }
    }
}

/* ---- numbers ----------------------------------------------------------------------------------- */

struct count {
    uint32_t doc, unit, story;
    const struct quantity *q;
    uint32_t thing; /* concept of what is counted */
};

static uint32_t thing_of(const struct work *w, uint32_t doc, const struct quantity *q) {
    const struct document *d = w->docs[doc];
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

static const float MATTER = 2.5f; /* bits that two counts of one thing must share besides */

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

/* Two counts of one thing in clauses that say the same of it: rows of one claim, or clauses with
 * telling words in common ("killed seven people", "the seven dead"). */
static bool same_matter(const struct work *w, const struct count *a, const struct count *b) {
    const struct unit *x = &w->units[a->unit], *y = &w->units[b->unit];
    if (x->group != NONE && x->group == y->group)
        return true;
    const struct feature *p = &w->features[x->features], *q = &w->features[y->features];
    float telling = 0;
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
    return telling >= MATTER && !claim_opposed(w, x, y);
}

static void quantities(struct work *w) {
    enum { NEAR = 48 };
    struct count *c = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t m = 0; m < w->members_n; m++) {
        uint32_t doc = w->members[m], u = w->units_of[2 * m];
        const struct marks *x = &w->docs[doc]->marks;
        for (uint32_t i = 0; i < x->quantities_n; i++) {
            while (u < w->units_of[2 * m + 1] && w->units[u].at.end < x->quantities[i].at.end)
                u++;
            uint32_t thing = thing_of(w, doc, &x->quantities[i]);
            if (!thing || u == w->units_of[2 * m + 1] || w->units[u].at.start > x->quantities[i].at.start ||
                (words_classes(w->words, thing) & WORD_SPAN) || is_past(w->docs[doc], w->units[u].sentence))
                continue;
            ARENA_MORE(w->tmp, c, n, cap);
            c[n++] = (struct count){doc, u, claim_story(w, doc), &x->quantities[i], thing};
        }
    }
    if (n < 2)
        return;
    qsort(c, n, sizeof *c, count_order);
    bool *used = ARENA_ARRAY(w->tmp, bool, n);
    for (uint32_t a = 0; a < n; a++) {
        if (used[a])
            continue;
        struct draft d = {0};
        bool differ = false, fit = true, grows = true, across = false;
        slice date = w->docs[c[a].doc]->page.published;
        for (uint32_t b = a; b < n && b < a + NEAR && c[b].story == c[a].story && c[b].thing == c[a].thing; b++) {
            if (used[b] || (b > a && !same_matter(w, &c[a], &c[b])))
                continue;
            if (b > a && c[b].doc == c[a].doc && same_count(c[a].q, c[b].q))
                continue;
            if (b > a && !same_count(c[a].q, c[b].q)) {
                if (c[b].doc == c[a].doc)
                    continue; /* one report counts two things of a kind */
                slice later = w->docs[c[b].doc]->page.published;
                differ = across = true;
                fit &= compatible(c[a].q, c[b].q);
                int order = date.p && later.p ? slice_cmp(date, later) : 0;
                grows &= order && (order < 0) == (c[a].q->value < c[b].q->value);
            }
            used[b] = true;
            const struct unit *u = &w->units[c[b].unit];
            add_side(w, &d, c[b].doc, c[b].q->at, (slice){0}, claim_speaker(w, c[b].doc, u->attribution));
            uint32_t claim = u->group != NONE ? w->groups[u->group].claim : NONE;
            bool known = claim == NONE || d.claims_n == NELEMS(d.claims);
            for (uint32_t k = 0; k < d.claims_n; k++)
                known |= d.claims[k] == claim;
            if (!known)
                d.claims[d.claims_n++] = claim;
        }
        if (!differ || !across)
            continue;
        slice note = grows ? S("The later report has the higher number: a count that grows, no contradiction.")
                     : fit ? S("Bounds or roundings that can both be true.")
                           : S("Different numbers for one thing.");
        add_conflict(w, &d, CONFLICT_QUANTITY, (grows || fit ? 3.5f : 5) + 0.3f * (float)d.sides_n,
                     arena_slice(w->a, note));
    }
}

/* ---- times ---------------------------------------------------------------------------------------- */

static const struct timex3 *day_in(const struct work *w, uint32_t doc, span at, uint32_t *found) {
    const struct marks *m = &w->docs[doc]->marks;
    const struct timex3 *t = NULL; /* the last one; only a lone one is used */
    *found = 0;
    for (uint32_t i = 0; i < m->times_n; i++) {
        const struct timex3 *x = &m->times[i];
        if (x->at.start < at.start || x->at.end > at.end || x->type > TIME_TIME || x->first == INT32_MIN)
            continue;
        if (x->last - x->first > 31)
            continue; /* "this year" contradicts nothing */
        t = x;
        ++*found;
    }
    return t;
}

static void times(struct work *w) {
    const struct claims *out = w->out;
    for (uint32_t i = w->claims_first; i < out->claims_n; i++) {
        const struct claim *c = &out->claims[i];
        struct draft d = {.claims = {i}, .claims_n = 1};
        const struct timex3 *first = NULL;
        uint32_t first_doc = 0, n;
        bool differ = false;
        for (uint32_t k = 0; k < c->rows_n; k++) {
            const struct claim_row *r = &c->rows[k];
            const struct timex3 *t = r->stance <= STANCE_ATTRIBUTED ? day_in(w, r->doc, r->at, &n) : NULL;
            if (!t || n != 1)
                continue;
            if (first && (t->last - t->first > 1) != (first->last - first->first > 1))
                continue; /* a day and a month: only like is held against like */
            if (!first) {
                first = t;
                first_doc = r->doc;
            } else if (r->doc != first_doc && (t->first > first->last || t->last < first->first)) {
                differ = true;
            } else if (r->doc == first_doc) {
                continue;
            }
            add_side(w, &d, r->doc, t->at, t->value, r->by);
        }
        if (differ)
            add_conflict(w, &d, CONFLICT_TIME, 4.5f + 0.3f * (float)d.sides_n,
                         arena_slice(w->a, S("Different days for one thing.")));
    }
    for (uint32_t i = 0; i < w->against_n && i < 8; i++) {
        if (!w->against[i].time)
            continue;
        struct draft d = {0};
        uint32_t both[2] = {w->against[i].a, w->against[i].b};
        for (int k = 0; k < 2; k++) {
            const struct unit *u = &w->units[both[k]];
            if (u->group != NONE && w->groups[u->group].claim != NONE)
                d.claims[d.claims_n++] = w->groups[u->group].claim;
            add_side(w, &d, u->doc, u->at, (slice){0}, claim_speaker(w, u->doc, u->attribution));
            for (uint32_t q = 0; u->group != NONE && q < w->groups[u->group].units_n; q++) {
                const struct unit *v = &w->units[w->groups[u->group].units[q]];
                add_side(w, &d, v->doc, v->at, (slice){0}, claim_speaker(w, v->doc, v->attribution));
            }
        }
        if (d.claims_n == 2 && d.claims[0] == d.claims[1])
            d.claims_n = 1;
        add_conflict(w, &d, CONFLICT_TIME, 5 + 0.3f * (float)d.sides_n,
                     arena_slice(w->a, S("One has it before, the other after.")));
    }
}

/* ---- wordings --------------------------------------------------------------------------------------- */

struct quote {
    uint64_t who;
    uint32_t doc, attribution;
    span at;             /* the words between the marks */
    uint32_t first, end; /* tokens */
    uint32_t group;      /* that it answers, or NONE */
};

static int quote_order(const void *a, const void *b) {
    const struct quote *x = a, *y = b;
    if (x->who != y->who)
        return x->who < y->who ? -1 : 1;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    return x->at.start < y->at.start ? -1 : x->at.start > y->at.start;
}

static uint64_t entity_number(const struct work *w, uint32_t doc, uint32_t entity) {
    if (entity >= w->docs[doc]->lang.entities_n || !w->stories->figure_of || !w->stories->figure_of[doc])
        return 0;
    uint32_t f = w->stories->figure_of[doc][entity];
    return f == NONE ? 0 : hash_mix(7, f);
}

/* The first person named in a stretch of text. */
static uint64_t named_in(const struct work *w, uint32_t doc, span at, slice *name) {
    const struct lang *l = &w->docs[doc]->lang;
    for (uint32_t m = 0; m < l->mentions_n; m++) {
        const struct mention *x = &l->mentions[m];
        if (x->at.start >= at.start && x->at.end <= at.end && x->entity < l->entities_n &&
            l->entities[x->entity].type == ENTITY_PER) {
            *name = l->entities[x->entity].name;
            return entity_number(w, doc, x->entity);
        }
    }
    return 0;
}

/* The same for one speaker in all reports; 0: nobody by name. */
static uint64_t speaker_key(const struct work *w, uint32_t doc, uint32_t attribution) {
    const struct document *d = w->docs[doc];
    const struct attribution *x = &d->marks.attributions[attribution];
    uint64_t f = entity_number(w, doc, x->entity);
    if (f)
        return f;
    slice name = x->source_name;
    if (!name.p || x->anonymous)
        return 0;
    uint32_t cut = 0;
    for (uint32_t i = 0; i < name.n; i++)
        if (name.p[i] == ' ')
            cut = i + 1;
    return hash_mix(8, words_name(slice_cut(name, cut, name.n)));
}

static void collect_quotes(struct work *w, struct quote **out, uint32_t *n) {
    uint32_t cap = 0;
    *out = NULL;
    *n = 0;
    for (uint32_t m = 0; m < w->members_n; m++) {
        uint32_t doc = w->members[m];
        const struct document *d = w->docs[doc];
        const struct lang *l = &d->lang;
        for (uint32_t i = 0; i < d->marks.attributions_n; i++) {
            const struct attribution *x = &d->marks.attributions[i];
            uint64_t who = x->form == FORM_INDIRECT ? 0 : speaker_key(w, doc, i);
            for (uint32_t s = 0; who && s < x->content.n; s++) {
                uint32_t t = lang_token_at(l, x->content.p[s].start), from = NONE;
                for (; t < l->tokens_n && l->tokens[t].at.start < x->content.p[s].end; t++) {
                    if (l->tokens[t].flags & TOKEN_QUOTE_OPEN) {
                        from = t;
                        continue;
                    }
                    bool last = t + 1 == l->tokens_n || l->tokens[t + 1].at.start >= x->content.p[s].end;
                    if (from == NONE || (!(l->tokens[t].flags & TOKEN_QUOTE_CLOSE) && !last))
                        continue;
                    struct quote q = {who, doc, i, {l->tokens[from].at.start, l->tokens[t].at.end}, from, t + 1, NONE};
                    from = NONE;
                    for (uint32_t k = 0; k < w->answers_n; k++)
                        if (w->answers[k].doc == doc && w->answers[k].stance == STANCE_DENIED &&
                            w->answers[k].groups_n && w->answers[k].at.start < q.at.end &&
                            w->answers[k].at.end > q.at.start)
                            q.group = w->answers[k].groups[0];
                    ARENA_MORE(w->tmp, *out, *n, cap);
                    (*out)[(*n)++] = q;
                }
            }
        }
    }
    if (*n > 1)
        qsort(*out, *n, sizeof **out, quote_order);
}

static uint32_t keys_in(const struct work *w, const struct quote *q, uint32_t keys[64]) {
    uint32_t n = 0;
    for (uint32_t t = q->first; t < q->end && n < 64; t++) {
        uint32_t k = w->concepts[q->doc][t];
        if (!k || (words_classes(w->words, k) & (WORD_STOP | WORD_LIGHT)))
            continue;
        uint32_t i = 0;
        while (i < n && keys[i] != k)
            i++;
        if (i == n)
            keys[n++] = k;
    }
    return n;
}

/* The words alone, in lower case: two quotations that differ in marks only are the same. */
static uint64_t words_hash(const struct work *w, const struct quote *q, uint32_t first, uint32_t n) {
    const struct document *d = w->docs[q->doc];
    uint64_t h = 1;
    uint32_t seen = 0;
    for (uint32_t t = q->first; t < q->end && seen < first + n; t++) {
        slice f = token_form(d->page.text, &d->lang.tokens[t]);
        if (!is_alnum((unsigned char)f.p[0]))
            continue;
        if (seen++ >= first)
            h = hash_mix(h, words_stem(f));
    }
    return h;
}

static uint32_t words_count(const struct work *w, const struct quote *q) {
    const struct document *d = w->docs[q->doc];
    uint32_t n = 0;
    for (uint32_t t = q->first; t < q->end; t++)
        n += is_alnum((unsigned char)d->page.text.p[d->lang.tokens[t].at.start]) != 0;
    return n;
}

/* One stands word for word in the other: no other wording, only cut. */
static bool held_in(const struct work *w, const struct quote *a, const struct quote *b) {
    uint32_t n = words_count(w, a), m = words_count(w, b);
    if (n > m)
        return held_in(w, b, a);
    if (m > 400)
        return false;
    uint64_t h = words_hash(w, a, 0, n);
    for (uint32_t i = 0; i + n <= m && i < 64; i++)
        if (words_hash(w, b, i, n) == h)
            return true;
    return n == 0;
}

/* The quoted part of an answer: from the first mark to the last, or all of it. */
static bool quoted_part(const struct work *w, const struct answer *x, struct quote *q) {
    const struct lang *l = &w->docs[x->doc]->lang;
    uint32_t from = NONE, to = NONE;
    for (uint32_t t = lang_token_at(l, x->at.start); t < l->tokens_n && l->tokens[t].at.start < x->at.end; t++) {
        if ((l->tokens[t].flags & TOKEN_QUOTE_OPEN) && from == NONE)
            from = t;
        if (l->tokens[t].flags & TOKEN_QUOTE_CLOSE)
            to = t;
    }
    if (from == NONE || to == NONE || to <= from)
        return false;
    *q = (struct quote){0, x->doc, NONE, {l->tokens[from].at.start, l->tokens[to].at.end}, from, to + 1, NONE};
    return true;
}

struct wording { uint32_t a, b, shared; };

static int wording_order(const void *a, const void *b) {
    const struct wording *x = a, *y = b;
    if (x->shared != y->shared)
        return x->shared > y->shared ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* One denial by one speaker, quoted in different words. A speaker may deny twice: answers that are
 * most alike, the words around the quotation counted, are paired first; and of two reports that
 * both have a quotation, each its own, neither is another wording of it. */
static void answers_worded(struct work *w) {
    enum { MOST = 200 };
    struct spoken { struct quote q; struct quote around; uint64_t who; slice by; uint32_t answer; } *p =
        ARENA_ARRAY(w->tmp, struct spoken, MOST);
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->answers_n && n < MOST; i++) {
        const struct answer *x = &w->answers[i];
        struct spoken *s = &p[n];
        if (x->stance != STANCE_DENIED || !quoted_part(w, x, &s->q))
            continue;
        s->by = (slice){0};
        s->who = named_in(w, x->doc, x->whole, &s->by);
        if (!s->who && x->attribution != NONE) {
            s->who = entity_number(w, x->doc, w->docs[x->doc]->marks.attributions[x->attribution].entity);
            s->by = claim_speaker(w, x->doc, x->attribution);
        }
        if (!s->who)
            continue;
        s->around = s->q;
        s->around.first = lang_token_at(&w->docs[x->doc]->lang, x->at.start);
        s->answer = i;
        n++;
    }
    struct wording *pairs = NULL;
    uint32_t pairs_n = 0, cap = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n && pairs_n < 4 * MOST; k++) {
            if (p[i].who != p[k].who || p[i].q.doc == p[k].q.doc || held_in(w, &p[i].q, &p[k].q))
                continue;
            bool both = false;
            for (uint32_t j = 0; j < n && !both; j++)
                both = p[j].who == p[i].who && ((p[j].q.doc == p[k].q.doc && held_in(w, &p[j].q, &p[i].q)) ||
                                                (p[j].q.doc == p[i].q.doc && held_in(w, &p[j].q, &p[k].q)));
            if (both)
                continue;
            uint32_t a[64], b[64], an = keys_in(w, &p[i].around, a), bn = keys_in(w, &p[k].around, b), shared = 0;
            for (uint32_t x = 0; x < an; x++)
                for (uint32_t y = 0; y < bn; y++)
                    shared += a[x] == b[y];
            ARENA_MORE(w->tmp, pairs, pairs_n, cap);
            uint32_t p1 = words_count(w, &p[i].q), p2 = words_count(w, &p[k].q);
            uint32_t apart = p1 > p2 ? p1 - p2 : p2 - p1; /* of two, the one that is as long */
            pairs[pairs_n++] = (struct wording){i, k, 64 * shared + 63 - (apart < 63 ? apart : 63)};
        }
    if (pairs_n > 1)
        qsort(pairs, pairs_n, sizeof *pairs, wording_order);
    bool *used = ARENA_ARRAY(w->tmp, bool, n + 1);
    for (uint32_t i = 0; i < pairs_n; i++) {
        const struct spoken *x = &p[pairs[i].a], *y = &p[pairs[i].b];
        if (used[pairs[i].a] || used[pairs[i].b])
            continue;
        used[pairs[i].a] = used[pairs[i].b] = true;
        struct draft d = {0};
        add_side(w, &d, x->q.doc, x->q.at, (slice){0}, x->by);
        add_side(w, &d, y->q.doc, y->q.at, (slice){0}, y->by);
        for (uint32_t k = 0; k < n; k++) /* others with the one or the other */
            if (!used[k] && p[k].who == x->who && (held_in(w, &p[k].q, &x->q) || held_in(w, &p[k].q, &y->q))) {
                used[k] = true;
                add_side(w, &d, p[k].q.doc, p[k].q.at, (slice){0}, p[k].by);
            }
        const struct answer *answer = &w->answers[x->answer];
        if (answer->groups_n && w->groups[answer->groups[0]].claim != NONE) {
            d.claims[0] = w->groups[answer->groups[0]].claim;
            d.claims_n = 1;
        }
        add_conflict(w, &d, CONFLICT_WORDING, 4.5f + 0.2f * (float)d.sides_n,
                     arena_slice(w->a, S("One statement in different words; it may have been translated.")));
    }
}

static void wordings(struct work *w) {
    answers_worded(w);
    struct quote *q;
    uint32_t n;
    collect_quotes(w, &q, &n);
    bool *used = ARENA_ARRAY(w->tmp, bool, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        if (used[i])
            continue;
        struct draft d = {0};
        bool foreign = false;
        for (uint32_t j = i + 1; j < n && q[j].who == q[i].who && j < i + MOST_QUOTES; j++) {
            if (used[j] || q[j].doc == q[i].doc || held_in(w, &q[i], &q[j]))
                continue;
            uint32_t a[64], b[64], an = keys_in(w, &q[i], a), bn = keys_in(w, &q[j], b), both = 0;
            for (uint32_t x = 0; x < an; x++)
                for (uint32_t y = 0; y < bn; y++)
                    both += a[x] == b[y];
            uint32_t less = an < bn ? an : bn;
            if (q[i].group != NONE || q[j].group != NONE || both < 3 || 5 * both < 3 * less)
                continue;
            foreign |= 2 * both < less + 1;
            if (!d.sides_n)
                add_side(w, &d, q[i].doc, q[i].at, (slice){0}, claim_speaker(w, q[i].doc, q[i].attribution));
            add_side(w, &d, q[j].doc, q[j].at, (slice){0}, claim_speaker(w, q[j].doc, q[j].attribution));
            used[j] = true;
        }
        slice note = foreign ? S("One statement in different words; it may have been translated.")
                             : S("One statement quoted in different words.");
        add_conflict(w, &d, CONFLICT_WORDING, 4 + 0.2f * (float)d.sides_n, arena_slice(w->a, note));
    }
}

/* ---- counts of sources -------------------------------------------------------------------------------- */

static void source_counts(struct work *w) {
    for (uint32_t m = 0; m < w->members_n; m++) {
        uint32_t doc = w->members[m];
        const struct marks *x = &w->docs[doc]->marks;
        uint32_t first = NONE, other = NONE;
        for (uint32_t i = 0; i < x->attributions_n; i++) {
            const struct attribution *t = &x->attributions[i];
            if (!t->anonymous || t->count < 2 || !t->source.n)
                continue;
            if (first == NONE)
                first = i;
            else if (t->count > x->attributions[first].count && other == NONE)
                other = i;
        }
        if (other == NONE)
            continue;
        struct draft d = {0};
        add_side(w, &d, doc, x->attributions[first].source.p[0], (slice){0}, (slice){0});
        add_side(w, &d, doc, x->attributions[other].source.p[0], (slice){0}, (slice){0});
        add_conflict(w, &d, CONFLICT_SCOPE, 2.5f,
                     arena_slice(w->a, S("Different numbers of unnamed sources stand behind what the report tells.")));
    }
}

void claim_conflicts(struct work *w) {
    denials(w);
    quantities(w);
    times(w);
    wordings(w);
    source_counts(w);
}
