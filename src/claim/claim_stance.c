/* Groups become claims: each row with the stance of its span, the denials, refusals and doubts tied
 * to what they are about, and who says so as a claim of its own.
 *
 * "The ministry denied the report" has no words in common with what it denies. What it is about is
 * found by words where there are some ("denied that the mill was sold"), else it is what the
 * story is about: the group that most reports have, and have early. */
#include "claim_work.h"

enum { LONGEST_ROW = 400, MOST_ROWS = 4000, PROBE = 8, LONGEST_LIST = 256 };

static const struct {
    float about;  /* least likeness of a denial in its own words to what it denies */
    float second; /* the story's second matter is denied too when its rank comes so near the first's */
} T = {0.25f, 0.75f};

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
slice claim_speaker(const struct work *w, uint32_t doc, uint32_t i) {
    const struct document *d = w->docs[doc];
    if (i >= d->marks.attributions_n)
        return (slice){0};
    const struct attribution *x = &d->marks.attributions[i];
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

/* The words of the row that needs least of what stands around it: names rather than pronouns, and
 * neither very short nor very long. */
static slice best_text(const struct work *w, const struct group *g) {
    uint32_t best = NONE;
    float most = -1e9f;
    for (uint32_t i = 0; i < g->units_n; i++) {
        const struct unit *u = &w->units[g->units[i]];
        const struct lang *l = &w->docs[u->doc]->lang;
        float v = u->weight > 40 ? 40 : u->weight;
        uint32_t n = u->end - u->first;
        v -= n > 24 ? (float)(n - 24) : 0;
        if (!(u->flags & UNIT_VERB))
            v -= 15;
        for (uint32_t t = u->first; t < u->end; t++)
            if (l->tokens[t].upos == UPOS_PRON)
                v -= 4;
        if (v > most) {
            most = v;
            best = g->units[i];
        }
    }
    const struct unit *u = &w->units[best];
    return claim_clean(w->a, work_text(w, u->doc), u->at);
}

/* ---- what denies, declines or doubts -------------------------------------------------------------- */

/* Whose answer a unit is that stands in nobody's words: the attribution whose cue it holds ("the
 * ministry denied the report"), else that of the frame beside it. */
static uint32_t frame_near(const struct work *w, uint32_t i, uint32_t first, uint32_t end) {
    const struct unit *u = &w->units[i];
    const struct marks *m = &w->docs[u->doc]->marks;
    for (uint32_t k = 0; k < m->attributions_n; k++)
        if (m->attributions[k].cue.n && m->attributions[k].cue.p[0].start >= u->at.start &&
            m->attributions[k].cue.p[0].end <= u->at.end)
            return k;
    if (i > first && w->units[i - 1].frame_of != NONE)
        return w->units[i - 1].frame_of;
    return i + 1 < end ? w->units[i + 1].frame_of : NONE;
}

static void find_answers(struct work *w, struct answers *out) {
    for (uint32_t i = 0; i < w->units_n; i++) {
        const struct unit *u = &w->units[i];
        if (!u->phrase)
            continue;
        uint32_t first = i, end = i + 1; /* units of the same sentence */
        while (first > 0 && w->units[first - 1].doc == u->doc && w->units[first - 1].sentence == u->sentence)
            first--;
        while (end < w->units_n && w->units[end].doc == u->doc && w->units[end].sentence == u->sentence)
            end++;
        bool frame = u->flags & UNIT_FRAME;
        uint32_t by = u->attribution != NONE ? u->attribution : u->frame_of != NONE ? u->frame_of
                                                                                   : frame_near(w, i, first, end);
        bool generic = u->flags & UNIT_GENERIC;
        if (frame && i + 1 < end && !(w->units[i + 1].flags & UNIT_FRAME))
            generic |= (w->units[i + 1].flags & UNIT_GENERIC) && w->units[i + 1].features_n <= 4;
        if (u->phrase == PHRASE_DENY_WEAK && !generic)
            continue;
        uint8_t stance = u->phrase == PHRASE_DECLINE ? STANCE_DECLINED
                         : u->phrase == PHRASE_DOUBT ? STANCE_DOUBTED
                                                     : STANCE_DENIED;
        /* a denial is somebody's; what nobody is said to deny is the author's own negation */
        if (stance == STANCE_DENIED && by == NONE && !generic)
            continue;
        struct answer x = {.doc = u->doc, .sentence = u->sentence, .at = u->at, .whole = u->at, .unit = i,
                           .stance = stance, .attribution = by, .generic = generic};
        if (frame || stance != STANCE_DENIED || u->attribution == NONE) {
            /* "The ministry denied | the report": to the end of what it is about */
            for (uint32_t k = i + 1; k < end && !(w->units[k].flags & UNIT_FRAME); k++) {
                if (w->units[k].at.end - x.at.start > LONGEST_ROW || (k > i + 1 && w->units[k].phrase))
                    break;
                x.at.end = w->units[k].at.end;
                if (w->units[k].features_n > 2)
                    break;
            }
        }
        if (u->attribution != NONE || frame) /* with the words that say who says so */
            for (uint32_t k = first; k < end; k++)
                if ((w->units[k].flags & UNIT_FRAME) && w->units[k].frame_of == by) {
                    if (w->units[k].at.start < x.whole.start)
                        x.whole.start = w->units[k].at.start;
                    if (w->units[k].at.end > x.whole.end)
                        x.whole.end = w->units[k].at.end;
                }
        if (x.at.end > x.whole.end)
            x.whole.end = x.at.end;
        if (x.at.start < x.whole.start)
            x.whole.start = x.at.start;
        if (out->n) { /* sentences of one quotation that deny one after the other are one denial */
            struct answer *last = &out->p[out->n - 1];
            if (last->doc == x.doc && last->stance == x.stance && x.sentence <= last->sentence + 2 &&
                x.at.start <= last->at.end + 60 && by != NONE && last->attribution == by) {
                if (x.at.end > last->at.end)
                    last->at.end = x.at.end;
                if (x.whole.end > last->whole.end)
                    last->whole.end = x.whole.end;
                last->generic |= generic;
                last->sentence = x.sentence;
                continue;
            }
            if (last->doc == x.doc && last->stance == x.stance && last->sentence == x.sentence &&
                x.at.start < last->at.end)
                continue;
        }
        ARENA_MORE(w->tmp, out->p, out->n, out->cap);
        out->p[out->n++] = x;
    }
}

/* Its quotation marks, and the quoted sentences around it, belong to a denial in quotation. */
static void grow_answers(struct work *w, struct answers *all) {
    for (uint32_t i = 0; i < all->n; i++) {
        struct answer *x = &all->p[i];
        if (x->attribution == NONE || x->stance != STANCE_DENIED)
            continue;
        const struct attribution *by = &w->docs[x->doc]->marks.attributions[x->attribution];
        for (uint32_t s = 0; s < by->content.n; s++) {
            span c = by->content.p[s];
            slice head = slice_cut(work_text(w, x->doc), c.start, c.end);
            if (slice_starts_nocase(head, S("that ")))
                c.start += 5;
            if (c.start <= x->at.start && c.end >= x->at.end && c.end - c.start <= LONGEST_ROW / 2) {
                x->at = c;
                if (c.start < x->whole.start)
                    x->whole.start = c.start;
                if (c.end > x->whole.end)
                    x->whole.end = c.end;
            }
        }
    }
}

/* What the reports of an answer's story are about: the group that ranks highest. */
static uint32_t central(const struct work *w, const struct answer *x, uint32_t not_this, float *rank) {
    uint32_t best = NONE;
    *rank = 0;
    for (uint32_t g = 0; g < w->groups_n; g++) {
        if (g == not_this)
            continue;
        bool here = false;
        for (uint32_t k = 0; k < w->groups[g].units_n && !here; k++)
            here = claim_story(w, w->units[w->groups[g].units[k]].doc) == claim_story(w, x->doc);
        if (here && w->groups[g].rank > *rank) {
            *rank = w->groups[g].rank;
            best = g;
        }
    }
    return best;
}

/* Groups by the telling words of their first units, so that an answer meets only those that it
 * may be about. */
struct entry { uint32_t key, group; };

static int entry_order(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->group < y->group ? -1 : x->group > y->group;
}

struct index { struct entry *p; uint32_t n, cap; };

static void index_groups(struct work *w, struct index *x) {
    for (uint32_t g = 0; g < w->groups_n; g++)
        for (uint32_t k = 0; k < w->groups[g].units_n && k < PROBE; k++) {
            const struct unit *u = &w->units[w->groups[g].units[k]];
            for (uint32_t f = 0; f < u->features_n; f++) {
                if (w->features[u->features + f].telling <= 0)
                    continue;
                ARENA_MORE(w->tmp, x->p, x->n, x->cap);
                x->p[x->n++] = (struct entry){w->features[u->features + f].key, g};
            }
        }
    if (x->n > 1)
        qsort(x->p, x->n, sizeof *x->p, entry_order);
}

/* The group that an answer speaks of in its own words, or NONE. */
static uint32_t spoken_of(struct work *w, const struct answer *x, const struct index *index, uint32_t *seen) {
    uint32_t best = NONE;
    float most = T.about;
    for (uint32_t j = x->unit; j < w->units_n && w->units[j].doc == x->doc && w->units[j].at.start < x->at.end; j++) {
        const struct unit *u = &w->units[j];
        if (j != x->unit && u->group != NONE)
            return u->group; /* "would not confirm | that the mill was sold" */
        for (uint32_t f = 0; f < u->features_n; f++) {
            uint32_t key = w->features[u->features + f].key, lo = 0, hi = index->n;
            while (lo < hi) {
                uint32_t mid = lo + (hi - lo) / 2;
                if (index->p[mid].key < key)
                    lo = mid + 1;
                else
                    hi = mid;
            }
            for (uint32_t e = lo; e < index->n && index->p[e].key == key && e < lo + LONGEST_LIST; e++) {
                uint32_t g = index->p[e].group;
                if (seen[g] == j + 1)
                    continue;
                seen[g] = j + 1;
                for (uint32_t k = 0; k < w->groups[g].units_n && k < PROBE; k++) {
                    float s = claim_likeness(w, u, &w->units[w->groups[g].units[k]]);
                    if (s > most || (s == most && best != NONE && g < best)) {
                        most = s;
                        best = g;
                    }
                }
            }
        }
    }
    return best;
}

static void find_targets(struct work *w, struct answers *all) {
    struct index index = {0};
    index_groups(w, &index);
    uint32_t *seen = ARENA_ARRAY(w->tmp, uint32_t, w->groups_n + 1);
    for (uint32_t i = 0; i < all->n; i++) {
        struct answer *x = &all->p[i];
        float rank, second;
        uint32_t best = spoken_of(w, x, &index, seen);
        if (best != NONE) {
            x->groups[x->groups_n++] = best;
            continue;
        }
        if (x->stance == STANCE_DOUBTED)
            continue;
        best = central(w, x, NONE, &rank);
        if (best == NONE)
            continue;
        x->groups[x->groups_n++] = best;
        uint32_t next = central(w, x, best, &second);
        if (next != NONE && second >= T.second * rank && x->stance == STANCE_DENIED)
            x->groups[x->groups_n++] = next;
    }
}

/* ---- claims ---------------------------------------------------------------------------------------- */

/* "X denied it", told by two reports or more: a claim about who says so. */
static void claim_answers(struct work *w, struct answers *all) {
    bool *done = ARENA_ARRAY(w->tmp, bool, all->n + 1);
    for (uint32_t i = 0; i < all->n; i++) {
        if (done[i] || all->p[i].stance == STANCE_DOUBTED || !all->p[i].groups_n)
            continue;
        struct rows r = {0};
        uint32_t docs = 0, text = i;
        for (uint32_t k = i; k < all->n; k++) {
            const struct answer *x = &all->p[k];
            if (done[k] || x->stance != all->p[i].stance || !x->groups_n ||
                x->groups[0] != all->p[i].groups[0])
                continue;
            done[k] = true;
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
        for (uint32_t k = g->units[i]; k > 0 && w->units[k].doc == u->doc && w->units[k].sentence == u->sentence; k--)
            if (w->units[k].flags & UNIT_FRAME)
                whole.start = w->units[k].at.start;
        for (uint32_t k = g->units[i] + 1; k < w->units_n && w->units[k].doc == u->doc && w->units[k].sentence == u->sentence; k++)
            if (w->units[k].flags & UNIT_FRAME)
                whole.end = w->units[k].at.end;
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

void claim_stances(struct work *w) {
    struct answers all = {0};
    find_answers(w, &all);
    grow_answers(w, &all);
    find_targets(w, &all);
    uint32_t *order = ARENA_ARRAY(w->tmp, uint32_t, w->groups_n + 1);
    for (uint32_t g = 0; g < w->groups_n; g++)
        order[g] = g;
    qsort_r(order, w->groups_n, sizeof *order, group_by_rank, w);
    for (uint32_t o = 0; o < w->groups_n; o++) {
        struct group *g = &w->groups[order[o]];
        struct rows r = {0};
        for (uint32_t i = 0; i < all.n; i++)
            for (uint32_t k = 0; k < all.p[i].groups_n; k++)
                if (all.p[i].groups[k] == order[o])
                    add_row(w, &r, all.p[i].doc, all.p[i].at, all.p[i].stance, all.p[i].attribution);
        uint32_t answers_n = r.n;
        for (uint32_t k = 0; k < g->units_n; k++) {
            const struct unit *u = &w->units[g->units[k]];
            bool answered = false; /* the denial itself is no second row */
            for (uint32_t i = 0; i < answers_n && !answered; i++)
                answered = r.p[i].doc == u->doc && r.p[i].at.start <= u->at.start && u->at.end <= r.p[i].at.end;
            if (!answered)
                add_row(w, &r, u->doc, u->at, u->attribution != NONE ? STANCE_ATTRIBUTED : STANCE_ASSERTED,
                        u->attribution);
        }
        if (r.n)
            g->claim = add_claim(w, &r, best_text(w, g));
    }
    claim_answers(w, &all);
    for (uint32_t o = 0; o < w->groups_n; o++)
        if (w->groups[order[o]].docs_n >= 3)
            claim_quoted(w, &w->groups[order[o]]);
    for (uint32_t i = 0; i < all.n; i++) { /* doubts about what no other report tells */
        const struct answer *x = &all.p[i];
        if (x->stance != STANCE_DOUBTED || x->groups_n)
            continue;
        struct rows r = {0};
        add_row(w, &r, x->doc, x->at, STANCE_DOUBTED, x->attribution);
        if (r.n)
            add_claim(w, &r, claim_clean(w->a, work_text(w, x->doc), x->at));
    }
    w->answers = all.p;
    w->answers_n = all.n;
}
