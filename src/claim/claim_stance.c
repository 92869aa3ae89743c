/* Groups become claims: each row with the stance of its span, the denials, refusals and doubts at
 * what they answer (claim_answer.c), and who says so as a claim of its own. */
#include "claim_work.h"

enum { MOST_ROWS = 4000, LEAST_SAID = 3 /* words */, LONGEST_DOUBT = 400 };

/* ---- small things ------------------------------------------------------------------------------ */

slice claim_clean(struct arena *a, slice text, span at) {
    struct buf b = {.a = a, .max = 1 << 16};
    bool blank = false;
    for (uint32_t i = at.start; i < at.end && i < text.n; i++) {
        if (is_space((unsigned char)text.p[i])) {
            blank = b.n > 0;
            continue;
        }
        if (blank)
            buf_char(&b, ' ');
        blank = false;
        buf_char(&b, text.p[i]);
    }
    return buf_take(&b);
}

uint64_t claim_place_hash(const struct work *w, uint32_t doc, span at) {
    const struct document *d = w->docs[doc];
    uint64_t h = hash64(d->source.sha256, sizeof d->source.sha256);
    h = hash_mix(h, hash64(d->id.p, d->id.n));
    return hash_mix(h, (uint64_t)at.start << 32 | at.end);
}

slice claim_id_of(struct work *w, char kind, uint64_t h) {
    return arena_printf(w->a, "%c-%010llx", kind, (unsigned long long)(h & 0xFFFFFFFFFFu));
}

slice claim_id(struct work *w, char kind, const struct claim_row *rows, uint32_t n) {
    uint64_t h = (uint64_t)kind;
    for (uint32_t i = 0; i < n; i++)
        h = hash_mix(h, claim_place_hash(w, rows[i].doc, rows[i].at) + rows[i].stance);
    return claim_id_of(w, kind, h);
}

/* Who speaks in attribution i, in words. */
/* "Monday", "earlier this year", "which" in the place of who speaks. */
static bool is_nobody(const struct document *d, const struct attribution *x) {
    span at = x->source.p[0];
    if (x->entity != NONE)
        return false;
    if (slice_among(slice_at(d->page.text, at), "which who that me it us you"))
        return !x->source_name.p || slice_eq(x->source_name, slice_at(d->page.text, at));
    uint32_t low = 0, high = d->marks.times_n; /* times are in order: the last that begins no later */
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (d->marks.times[mid].at.start <= at.start)
            low = mid + 1;
        else
            high = mid;
    }
    return low > 0 && d->marks.times[low - 1].at.end >= at.end;
}

slice claim_speaker(const struct work *w, uint32_t doc, uint32_t i) {
    const struct document *d = w->docs[doc];
    if (i >= d->marks.attributions_n)
        return (slice){0};
    const struct attribution *x = &d->marks.attributions[i];
    if (x->source.n && is_nobody(d, x))
        return (slice){0};
    if (x->source_name.p && x->entity < d->lang.entities_n && slice_eq(x->source_name, d->lang.entities[x->entity].name) &&
        w->stories->figure_of && w->stories->figure_of[doc] && w->stories->figure_of[doc][x->entity] < w->stories->figures_n)
        return w->stories->figures[w->stories->figure_of[doc][x->entity]].name; /* one name in all reports */
    if (x->source_name.p)
        return x->source_name;
    if (x->source.n)
        return slice_at(d->page.text, x->source.p[0]);
    return (slice){0};
}

static int row_order(const void *a, const void *b) {
    const struct claim_row *x = a, *y = b;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    if (x->at.start != y->at.start)
        return x->at.start < y->at.start ? -1 : 1;
    if (x->at.end != y->at.end)
        return x->at.end < y->at.end ? -1 : 1;
    return x->stance < y->stance ? -1 : x->stance > y->stance;
}

struct rows { struct claim_row *p; uint32_t n, cap; };

static void add_row(struct work *w, struct rows *r, uint32_t doc, span at, uint8_t stance, uint32_t attribution) {
    if (r->n >= MOST_ROWS || at.start >= at.end)
        return;
    for (uint32_t i = 0; i < r->n; i++)
        if (r->p[i].doc == doc && r->p[i].at.start == at.start && r->p[i].at.end == at.end)
            return;
    ARENA_MORE(w->a, r->p, r->n, r->cap);
    r->p[r->n++] = (struct claim_row){doc, at, stance, claim_speaker(w, doc, attribution), attribution};
}

static uint32_t add_claim(struct work *w, struct rows *r, slice text) {
    struct claims *out = w->out;
    if (r->n > 1)
        qsort(r->p, r->n, sizeof *r->p, row_order);
    ARENA_MORE(w->a, out->claims, out->claims_n, w->claims_cap);
    struct claim *c = &out->claims[out->claims_n];
    memset(c, 0, sizeof *c);
    c->rows = r->p;
    c->rows_n = r->n;
    c->story = claim_story(w, r->p[0].doc);
    c->text = text;
    c->id = claim_id(w, 'c', r->p, r->n);
    return out->claims_n++;
}

static uint32_t subject_of(const struct lang *l, uint32_t verb) {
    for (uint32_t t = verb > 24 ? verb - 24 : 0; t < verb && t < l->tokens_n; t++)
        if (l->tokens[t].head == verb && t != verb && (l->tokens[t].deprel == DEP_NSUBJ || l->tokens[t].deprel == DEP_NSUBJ_PASS))
            return t;
    return NONE;
}

static bool under(const struct lang *l, uint32_t t, uint32_t top) {
    for (int hops = 0; hops < 12 && t < l->tokens_n; hops++, t = l->tokens[t].head)
        if (t == top)
            return true;
    return false;
}

/* "[the director] " for a clause that shares its subject with the one before it; p NULL: it has its own, or
 * there is none to be found. */
static slice shared_subject(const struct work *w, const struct unit *u) {
    enum { LONGEST = 90 };
    const struct lang *l = &w->docs[u->doc]->lang;
    uint32_t verb = NONE;
    for (uint32_t t = u->first; t < u->end && l->parsed; t++) {
        if (l->tokens[t].deprel == DEP_NSUBJ || l->tokens[t].deprel == DEP_NSUBJ_PASS)
            return (slice){0};
        if (verb == NONE && l->tokens[t].upos == UPOS_VERB && (l->tokens[t].head < u->first || l->tokens[t].head >= u->end))
            verb = t;
    }
    uint32_t subject = NONE;
    for (int hops = 0; verb != NONE && subject == NONE && hops < 4; hops++) {
        if (l->tokens[verb].deprel != DEP_CONJ && l->tokens[verb].deprel != DEP_XCOMP && l->tokens[verb].deprel != DEP_ADVCL)
            break;
        verb = l->tokens[verb].head;
        if (verb >= l->tokens_n)
            break;
        subject = subject_of(l, verb);
    }
    if (subject == NONE || subject >= u->first)
        return (slice){0};
    for (uint32_t t = verb + 1; t < u->first; t++) /* "were warned but kept it shut until it broke and drowned": a nearer one may be meant */
        if ((l->tokens[t].deprel == DEP_NSUBJ || l->tokens[t].deprel == DEP_NSUBJ_PASS) && l->tokens[t].head != verb)
            return (slice){0};
    uint32_t first = subject, end = subject + 1;
    while (first > 0 && under(l, first - 1, subject))
        first--;
    while (end < u->first && under(l, end, subject))
        end++;
    span at = {l->tokens[first].at.start, l->tokens[end - 1].at.end};
    if (l->tokens[subject].upos == UPOS_PRON) /* "he": by name */
        for (uint32_t m = 0; m < l->mentions_n; m++)
            if (l->mentions[m].first == subject && l->mentions[m].entity < l->entities_n)
                return arena_printf(w->a, "[%.*s] ", (int)l->entities[l->mentions[m].entity].name.n,
                                    l->entities[l->mentions[m].entity].name.p);
    slice words = claim_clean(w->tmp, work_text(w, u->doc), at);
    return words.n > LONGEST ? (slice){0} : arena_printf(w->a, "[%.*s] ", (int)words.n, words.p);
}

/* Share of a clause's weight that the others tell too, each report once by its best; of those that tell least of it, *least. */
static float told_by_others(const struct work *w, uint32_t unit, const uint32_t *units, uint32_t n, float *least) {
    enum { PROBE = 24 };
    const struct unit *u = &w->units[unit];
    float sum = 0;
    uint32_t docs = 0;
    for (uint32_t i = 0; i < n && i < PROBE;) {
        uint32_t doc = w->units[units[i]].doc;
        float best = 0;
        bool copy = false; /* tells nothing of what others say */
        for (; i < n && w->units[units[i]].doc == doc; i++) {
            const struct unit *v = &w->units[units[i]];
            copy |= v->twin == u->twin;
            float held = 0;
            const struct feature *x = &w->features[u->features], *y = &w->features[v->features];
            for (uint32_t k = 0, j = 0; k < u->features_n && j < v->features_n;) {
                if (x[k].key == y[j].key)
                    held += x[k].weight;
                if (x[k].key <= y[j].key)
                    k++;
                else
                    j++;
            }
            best = held > best ? held : best;
        }
        if (doc != u->doc && !copy) {
            float share = best / (u->weight > 1 ? u->weight : 1);
            *least = !docs || share < *least ? share : *least;
            sum += share;
            docs++;
        }
    }
    return docs ? sum / (float)docs : 0;
}

/* The words of the row that says what the others say too and least besides, and that needs least of what
 * stands around it: names rather than pronouns, and neither very short nor very long. */
static slice best_text(const struct work *w, const uint32_t *units, uint32_t n, uint32_t *unit) {
    uint32_t best = NONE;
    float most = -1e9f;
    for (uint32_t i = 0; i < n; i++) {
        const struct unit *u = &w->units[units[i]];
        const struct lang *l = &w->docs[u->doc]->lang;
        float least = 0, v = 30 * told_by_others(w, units[i], units, n, &least);
        uint32_t long_by = u->end - u->first;
        v += 20 * least + 0.12f * (u->weight > 40 ? 40 : u->weight);
        v -= long_by > 24 ? (float)(long_by - 24) : 0;
        if (!(u->flags & UNIT_VERB))
            v -= 15;
        bool subject = !l->parsed;
        for (uint32_t t = u->first; t < u->end; t++) {
            if (l->tokens[t].upos == UPOS_PRON)
                v -= l->tokens[t].deprel == DEP_NSUBJ ? 10 : 4;
            subject |= l->tokens[t].deprel == DEP_NSUBJ || l->tokens[t].deprel == DEP_NSUBJ_PASS;
        }
        if (!subject)
            v -= 16;
        if (v > most) {
            most = v;
            best = units[i];
        }
    }
    *unit = best;
    const struct unit *u = &w->units[best];
    slice subject = shared_subject(w, u), words = claim_clean(w->a, work_text(w, u->doc), u->at);
    return subject.p ? arena_printf(w->a, "%.*s%.*s", (int)subject.n, subject.p, (int)words.n, words.p) : words;
}

/* ---- claims ---------------------------------------------------------------------------------------- */

/* How much an answer's words say that others need not say: length, days, words of its own in marks, and whom it leaves out. */
static uint32_t besides(const struct work *w, const struct answer *x) {
    const struct document *d = w->docs[x->doc];
    uint32_t n = x->whole.end - x->whole.start;
    for (uint32_t i = 0; i < d->marks.times_n && d->marks.times[i].at.start < x->whole.end; i++)
        n += d->marks.times[i].at.start >= x->whole.start ? 60 : 0;
    const struct lang *l = &d->lang;
    for (uint32_t t = lang_token_at(l, x->whole.start); t < l->tokens_n && l->tokens[t].at.start < x->whole.end; t++)
        n += l->tokens[t].flags & TOKEN_QUOTE_OPEN ? 80 : 0;
    return n + (x->whole.start < d->page.text.n && is_lower((unsigned char)d->page.text.p[x->whole.start]) ? 100 : 0);
}

/* That somebody would not answer is told whatever it is that was asked. */
static bool may_stand_alone(const struct answer *x) { return x->group != NONE || x->stance == STANCE_DECLINED; }

/* Both are known by name, and are not the same. */
static bool others_deny(const struct work *w, const struct answer *x, const struct answer *y) {
    uint64_t a = x->attribution == NONE ? 0 : claim_speaker_key(w, x->doc, x->attribution);
    uint64_t b = y->attribution == NONE ? 0 : claim_speaker_key(w, y->doc, y->attribution);
    return (a && b && a != b) || (x->names_n && y->names_n && !keys_meet(x->names, x->names_n, y->names, y->names_n));
}

/* "X denied it", told by two reports or more: a claim about who says so. */
static void who_answers(struct work *w) {
    const struct answers *all = &(struct answers){.p = w->answers, .n = w->answers_n};
    bool *done = ARENA_ARRAY(w->tmp, bool, all->n + 1);
    for (uint32_t i = 0; i < all->n; i++) {
        if (done[i] || all->p[i].stance == STANCE_DOUBTED || !may_stand_alone(&all->p[i]))
            continue;
        struct rows r = {0};
        uint32_t docs = 0, text = i;
        for (uint32_t k = i; k < all->n; k++) {
            const struct answer *x = &all->p[k];
            if (done[k] || x->stance != all->p[i].stance || !may_stand_alone(x) ||
                ((x->group == NONE || x->group != all->p[i].group || others_deny(w, x, &all->p[i])) && !claim_one_side(x, &all->p[i])))
                continue;
            done[k] = true;
            if (besides(w, x) < besides(w, &all->p[text]))
                text = k;
            if (!r.n || r.p[r.n - 1].doc != x->doc)
                docs++;
            add_row(w, &r, x->doc, x->whole, STANCE_ASSERTED, NONE);
        }
        if (docs >= 2)
            add_claim(w, &r, claim_clean(w->a, work_text(w, all->p[text].doc), all->p[text].whole));
    }
}

/* One quotation in three reports or more is something that happened: "X said it" is a claim too. */
static void claim_quoted(struct work *w, const struct group *g) {
    struct rows r = {0};
    uint32_t docs = 0, text = NONE;
    for (uint32_t i = 0; i < g->units_n; i++) {
        const struct unit *u = &w->units[g->units[i]];
        if (!(u->flags & UNIT_QUOTED) || u->attribution == NONE)
            continue;
        span whole = u->at;
        struct run all = claim_sentence(w, g->units[i]);
        for (uint32_t k = all.first; k < all.end; k++)
            if (w->units[k].flags & UNIT_FRAME)
                claim_widen(&whole, w->units[k].at);
        if (whole.start == u->at.start && whole.end == u->at.end)
            continue;
        if (!r.n || r.p[r.n - 1].doc != u->doc)
            docs++;
        if (text == NONE)
            text = r.n;
        add_row(w, &r, u->doc, whole, STANCE_ASSERTED, NONE);
    }
    if (docs < 3)
        return;
    slice words = claim_clean(w->a, work_text(w, r.p[text].doc), r.p[text].at);
    add_claim(w, &r, words);
}

static int group_by_rank(const void *a, const void *b, void *arg) {
    const struct work *w = arg;
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    if (w->groups[i].rank != w->groups[j].rank)
        return w->groups[i].rank > w->groups[j].rank ? -1 : 1;
    return i < j ? -1 : i > j;
}

/* Which claims each report tells, and which reports deny or doubt something. */
static void index_claims(struct work *w) {
    for (uint32_t m = 0; m < w->members_n; m++)
        w->told_n[w->members[m]] = w->has_answer[0][w->members[m]] = w->has_answer[1][w->members[m]] = 0;
    for (uint32_t i = 0; i < w->answers_n; i++)
        if (w->answers[i].stance == STANCE_DENIED || w->answers[i].stance == STANCE_DOUBTED)
            w->has_answer[w->answers[i].stance == STANCE_DENIED][w->answers[i].doc] = true;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = w->claims_first; i < w->out->claims_n; i++) {
            const struct claim *c = &w->out->claims[i];
            uint32_t last = NONE;
            for (uint32_t k = 0; k < c->rows_n; k++) {
                if (c->rows[k].stance > STANCE_ATTRIBUTED || c->rows[k].doc == last)
                    continue;
                last = c->rows[k].doc;
                if (pass)
                    w->told[last][w->told_n[last]] = i;
                w->told_n[last]++;
            }
        }
        for (uint32_t m = 0; !pass && m < w->members_n; m++) {
            uint32_t doc = w->members[m];
            w->told[doc] = ARENA_ARRAY(w->tmp, uint32_t, w->told_n[doc] + 1);
            w->told_n[doc] = 0;
        }
    }
}

struct run claim_answers_to(const struct work *w, uint32_t claim) {
    uint32_t i = claim - w->claims_first;
    return i < w->group_claims_n ? (struct run){w->answers_at[w->group_of[i]], w->answers_at[w->group_of[i] + 1]} : (struct run){0};
}

uint32_t claim_common(const struct work *w, uint32_t a, uint32_t b) {
    uint32_t n = 0;
    for (uint32_t i = 0, k = 0; i < w->told_n[a] && k < w->told_n[b];) {
        uint32_t x = w->told[a][i], y = w->told[b][k];
        n += x == y;
        i += x <= y;
        k += y <= x;
    }
    return n;
}

/* "Would not confirm that a deal had been reached": who is named there has not said so. */
static enum stance stance_of(const struct work *w, const struct unit *u) {
    if (u->attribution == NONE)
        return STANCE_ASSERTED;
    switch (w->docs[u->doc]->marks.attributions[u->attribution].status) {
    case STATUS_DENIED:
        return STANCE_DENIED;
    case STATUS_DECLINED:
        return STANCE_DECLINED;
    case STATUS_DOUBTED:
        return STANCE_DOUBTED;
    default:
        return STANCE_ATTRIBUTED;
    }
}

/* What is doubted: the clause behind "could not verify whether", "no evidence that", to the end of the passage. Empty: it has none. */
static span doubted_clause(const struct work *w, uint32_t doc, span at) {
    const struct lang *l = &w->docs[doc]->lang;
    uint32_t first = lang_token_at(l, at.start), end = lang_token_at(l, at.end);
    while (end > first && l->tokens[end - 1].upos == UPOS_PUNCT)
        end--;
    for (uint32_t t = first + 1; t + 2 < end; t++) {
        uint32_t verb = l->tokens[t].head, last = verb;
        if (l->tokens[t].deprel != DEP_MARK || verb <= t || verb >= end || !slice_among(token_form(work_text(w, doc), &l->tokens[t]), "whether that if"))
            continue;
        while (last + 1 < end && (under(l, last + 1, verb) || l->tokens[last + 1].upos == UPOS_PUNCT))
            last++;
        if (last + 1 == end)
            return (span){l->tokens[t + 1].at.start, l->tokens[last].at.end};
    }
    return (span){at.end, at.end};
}

/* Doubts about what no other report tells: a claim of what is doubted, in the words of the doubt where these have no clause. */
static void claim_doubts(struct work *w) {
    for (uint32_t i = 0; i < w->answers_n; i++) {
        const struct answer *x = &w->answers[i];
        if (x->stance != STANCE_DOUBTED || x->group != NONE)
            continue;
        struct rows r = {0};
        span at = x->at, whole = w->docs[x->doc]->lang.sentences[x->sentence].at;
        if (w->units[x->unit].features_n < LEAST_SAID && whole.end - whole.start < LONGEST_DOUBT)
            at = whole; /* "without evidence" by itself says nothing */
        span clause = doubted_clause(w, x->doc, at);
        add_row(w, &r, x->doc, at, STANCE_DOUBTED, x->attribution);
        if (r.n)
            add_claim(w, &r, claim_clean(w->a, work_text(w, x->doc), clause.end > clause.start ? clause : at));
    }
}

void claim_stances(struct work *w) {
    claim_answers(w);
    uint32_t *order = ARENA_ARRAY(w->tmp, uint32_t, w->groups_n + 1);
    for (uint32_t g = 0; g < w->groups_n; g++)
        order[g] = g;
    qsort_r(order, w->groups_n, sizeof *order, group_by_rank, w);
    w->group_of = ARENA_ARRAY(w->tmp, uint32_t, w->groups_n + 1);
    for (uint32_t o = 0; o < w->groups_n; o++) {
        struct group *g = &w->groups[order[o]];
        struct rows r = {0};
        for (uint32_t i = w->answers_at[order[o]]; i < w->answers_at[order[o] + 1]; i++) {
            const struct answer *x = &w->answers[w->answers_to[i]];
            add_row(w, &r, x->doc, x->at, x->stance, x->attribution);
        }
        uint32_t answers_n = r.n, *kept = ARENA_ARRAY(w->tmp, uint32_t, g->units_n + 1), kept_n = 0;
        for (uint32_t k = 0; k < g->units_n; k++) {
            const struct unit *u = &w->units[g->units[k]];
            bool answered = false; /* the denial itself is no second row */
            for (uint32_t i = 0; i < answers_n && !answered; i++)
                answered = r.p[i].doc == u->doc && r.p[i].at.start <= u->at.start && u->at.end <= r.p[i].at.end;
            if (answered)
                continue;
            kept[kept_n++] = g->units[k];
            add_row(w, &r, u->doc, u->at, stance_of(w, u), u->attribution);
        }
        if (!kept_n || (!answers_n && w->units[kept[0]].doc == w->units[kept[kept_n - 1]].doc)) /* nobody else tells it, nobody answers it */
            continue;
        g->claim = add_claim(w, &r, best_text(w, kept, kept_n, &g->text));
        w->group_of[w->group_claims_n++] = order[o];
    }
    who_answers(w);
    for (uint32_t o = 0; o < w->groups_n; o++)
        if (w->groups[order[o]].docs_n >= 3)
            claim_quoted(w, &w->groups[order[o]]);
    claim_doubts(w);
    index_claims(w);
}

/* ---- what one report alone tells ------------------------------------------------------------------- */

/* The first unit of a report that ends past a place. */
static uint32_t unit_past(const struct work *w, uint32_t doc, uint32_t text) {
    uint32_t lo = 0, hi = w->units_n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (w->units[mid].doc < doc || (w->units[mid].doc == doc && w->units[mid].at.end <= text))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* The units of which some claim has half the words and more. */
static bool *told_units(const struct work *w) {
    bool *told = ARENA_ARRAY(w->tmp, bool, w->units_n + 1);
    for (uint32_t i = w->claims_first; i < w->out->claims_n; i++)
        for (uint32_t k = 0; k < w->out->claims[i].rows_n; k++) {
            const struct claim_row *r = &w->out->claims[i].rows[k];
            for (uint32_t u = unit_past(w, r->doc, r->at.start); u < w->units_n; u++) {
                const struct unit *x = &w->units[u];
                if (x->doc != r->doc || x->at.start >= r->at.end)
                    break;
                uint32_t from = x->at.start > r->at.start ? x->at.start : r->at.start, to = x->at.end < r->at.end ? x->at.end : r->at.end;
                told[u] |= 2 * (to - from) >= x->at.end - x->at.start;
            }
        }
    return told;
}

static const float NEAR_SAYS = 0.4f;

static bool has_subject(const struct work *w, const struct unit *u) {
    const struct lang *l = &w->docs[u->doc]->lang;
    bool subject = !l->parsed;
    for (uint32_t t = u->first; t < u->end && !subject; t++)
        subject = l->tokens[t].deprel == DEP_NSUBJ || l->tokens[t].deprel == DEP_NSUBJ_PASS;
    return subject;
}

/* How much a clause tells that matters, as one that no other report seems to have: what others come near to, what is
 * somebody's words or denied, what says much; less what stands late, and what is quoted for its wording. */
static float matters(const struct work *w, const struct unit *u) {
    const struct lang *l = &w->docs[u->doc]->lang;
    float v = 0.12f * (float)(u->features_n < 15 ? u->features_n : 15) + 0.4f * (float)(w->units[u->twin].near < 4 ? w->units[u->twin].near : 4);
    v += u->attribution != NONE ? 0.55f : 0;
    v += u->flags & UNIT_NEGATED ? 0.45f : 0;
    v -= u->flags & UNIT_QUOTED ? 0.5f : 0;
    v -= u->flags & UNIT_IF ? 0.6f : 0;
    v -= has_subject(w, u) ? 0 : 0.8f;
    return v - 0.75f * (float)u->sentence / (float)(l->sentences_n + 1);
}

struct alone { float score; uint32_t unit; };

static int alone_order(const void *a, const void *b) {
    const struct alone *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

/* Share of what a claim says that stands in the sentence of a clause. */
static float says(const struct work *w, const struct unit *u, const struct unit *text) {
    const struct sentence *s = &w->docs[u->doc]->lang.sentences[u->sentence];
    float held = 0;
    for (uint32_t k = 0; k < text->features_n; k++) {
        const struct feature *f = &w->features[text->features + k];
        bool has = claim_has_key(w, u, f->key);
        for (uint32_t t = s->first; t < s->end && !has; t++)
            has = w->concepts[u->doc][t] == f->key;
        held += has ? f->weight : 0;
    }
    return text->weight > 0 ? held / text->weight : 0;
}

/* Rows for the clauses that are only near to what a claim says. */
static void add_near(struct work *w, bool *told) {
    uint32_t *order = ARENA_ARRAY(w->tmp, uint32_t, w->units_n + 1), *first = ARENA_ARRAY(w->tmp, uint32_t, w->groups_n + 2), n = 0;
    for (uint32_t i = 0; i < w->units_n; i++) /* by group, then place */
        if (!told[i] && w->units[i].beside != NONE)
            first[w->units[i].beside + 1]++;
    for (uint32_t g = 0; g < w->groups_n; g++)
        first[g + 1] += first[g];
    for (uint32_t i = 0; i < w->units_n; i++)
        if (!told[i] && w->units[i].beside != NONE)
            order[first[w->units[i].beside]++] = i;
    for (uint32_t g = 0; g < w->groups_n; g++) {
        struct claim *c = w->groups[g].claim == NONE ? NULL : &w->out->claims[w->groups[g].claim];
        if (!c || n == first[g]) {
            n = first[g];
            continue;
        }
        struct claim_row *rows = ARENA_ARRAY(w->a, struct claim_row, c->rows_n + first[g] - n);
        memcpy(rows, c->rows, c->rows_n * sizeof *rows);
        for (c->rows = rows; n < first[g] && c->rows_n < MOST_ROWS; n++) {
            const struct unit *u = &w->units[order[n]];
            if (says(w, u, &w->units[w->groups[g].text]) < NEAR_SAYS)
                continue;
            rows[c->rows_n++] = (struct claim_row){u->doc, u->at, stance_of(w, u), claim_speaker(w, u->doc, u->attribution), u->attribution};
            told[order[n]] = true;
        }
        n = first[g];
        qsort(rows, c->rows_n, sizeof *rows, row_order);
        c->id = claim_id(w, 'c', rows, c->rows_n);
    }
}

/* What a reader would miss of what only one report has: a claim each, behind all that stand between reports. Copies of
 * one sentence are one report's here. */
static void claim_alone(struct work *w, const bool *told) {
    static const float LEAST = 1.2f;
    enum { MOST = 240 /* of a pile: of many reports, the most telling */ };
    struct alone *found = ARENA_ARRAY(w->tmp, struct alone, w->units_n + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->units_n; i++) {
        const struct unit *u = &w->units[i];
        if (told[i] || u->twin != i || !claim_may_link(u) || (u->flags & (UNIT_FRAME | UNIT_QUESTION)))
            continue;
        float v = matters(w, u);
        if (v >= LEAST && (has_subject(w, u) || shared_subject(w, u).p)) /* "... and left for Dorvik": of whom? */
            found[n++] = (struct alone){v, i};
    }
    if (n > 1)
        qsort(found, n, sizeof *found, alone_order);
    for (uint32_t k = 0; k < n && k < MOST; k++) {
        const struct unit *u = &w->units[found[k].unit];
        struct rows r = {0};
        add_row(w, &r, u->doc, u->at, stance_of(w, u), u->attribution);
        if (r.n)
            add_claim(w, &r, best_text(w, &found[k].unit, 1, &found[k].unit));
    }
}

void claim_more(struct work *w) {
    bool *told = told_units(w);
    add_near(w, told);
    claim_alone(w, told);
    claim_supports(w);
}
