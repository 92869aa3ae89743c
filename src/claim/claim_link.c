/* Which units of different reports say the same.
 *
 * Candidates come from an inverted index of the rarer keys, with every list and every unit's
 * candidates capped, so that the cost grows with the number of reports and not with its square.
 * A pair is joined when each is the other's best in that report, or when they are very much alike;
 * groups grow by average linkage (Sokal and Michener 1958), so that a chain of half-alike clauses
 * can't tie a story into one claim. Opposites never fall together. */
#include "claim_work.h"

#include "base/sort.h"

enum { KEYS_TRIED = 10, LONGEST_LIST = 256, CANDIDATES = 48, GROUP_PROBE = 6, GROUP_MOST = 400, NEAR_TRIED = 8 };

static const struct {
    float floor;    /* less likely the same than this is never looked at again */
    float join;     /* ... least for a pair that is each other's best */
    float sure;     /* likely enough whatever else there is */
    float average;  /* least mean of two groups that are joined */
    float again;    /* least for two clauses of one report: few reports say one thing twice */
    float against;  /* ... of two clauses that say opposite things of one matter */
    float near;     /* least for a clause that is in no group to be put to one that has a clause so like it ... */
    float near_all; /* ... and is so like it on the whole ... */
    float near_two; /* ... and has a clause so like it in a group of two, which a wrong third spoils */
    float title;    /* what it counts for a group's rank to stand in headlines ... */
    float voice;    /* ... and to be somebody's words */
} T = {0.10f, 0.35f, 0.60f, 0.25f, 0.40f, 0.25f, 0.20f, 0.15f, 0.30f, 0.5f, 0.15f};

/* ---- candidates ------------------------------------------------------------------------------ */

/* A question says something where two reports have it; so does a frame with more in it than who speaks: "published a
 * video of the yard, showing". */
bool claim_may_link(const struct unit *u) {
    enum { FRAME_LEAST = 4, BARE_LEAST = 3 }; /* words */
    if ((u->flags & UNIT_TAG) || ((u->flags & UNIT_FRAME) && ((u->flags & UNIT_QUESTION) || u->phrase || u->features_n < FRAME_LEAST || u->top + 1 >= u->end /* "the mayor called" */)))
        return false;
    if (!(u->flags & UNIT_VERB) && (!(u->flags & UNIT_QUOTED) || u->features_n < BARE_LEAST)) /* "a waste of bread": said as it stands */
        return false;
    return u->features_n >= 2 && (!u->phrase || (u->phrase == PHRASE_DENY && !(u->flags & UNIT_GENERIC)));
}

struct posting { uint32_t key, unit; };

static int posting_order(const void *a, const void *b) {
    const struct posting *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

struct ranked { float score; uint32_t unit; }; /* or key */

static int ranked_order(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

static int link_order(const void *a, const void *b) {
    const struct link *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static int link_by_pair(const void *a, const void *b) {
    const struct link *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

struct links { struct link *p; uint32_t n, cap; };

/* The type units by their keys, and what is at work on one of them. */
struct postings {
    struct posting *p;     /* by key, then unit */
    uint32_t n;
    struct keymap starts;  /* key -> first posting */
    float *sums;           /* [unit]: weight of the keys tried that it has; noughts between two units */
    uint32_t *touched;     /* units whose sum is not nought */
    struct ranked *found;
    uint64_t *order;
};

static bool is_type(const struct work *w, uint32_t i) { return w->units[i].twin == i && claim_may_link(&w->units[i]); }

static void index_types(struct work *w, struct postings *x) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->units_n; i++)
        n += is_type(w, i) ? w->units[i].features_n : 0;
    x->p = ARENA_ARRAY(w->tmp, struct posting, n + 1);
    for (uint32_t i = 0; i < w->units_n; i++)
        for (uint32_t k = 0; k < w->units[i].features_n && is_type(w, i); k++)
            x->p[x->n++] = (struct posting){w->features[w->units[i].features + k].key, i};
    if (n > 1)
        qsort(x->p, n, sizeof *x->p, posting_order);
    keymap_init(&x->starts, w->tmp, w->spread.n);
    for (uint32_t i = 0; i < n; i++)
        keymap_put(&x->starts, x->p[i].key, i);
    x->sums = ARENA_ARRAY(w->tmp, float, w->units_n + 1);
    x->touched = ARENA_ARRAY(w->tmp, uint32_t, KEYS_TRIED * LONGEST_LIST);
    x->found = ARENA_ARRAY(w->tmp, struct ranked, KEYS_TRIED * LONGEST_LIST);
    x->order = ARENA_ARRAY(w->tmp, uint64_t, KEYS_TRIED * LONGEST_LIST);
}

/* The units that share keys with unit i, the heaviest first, into x->found; how many. */
static uint32_t find_sharers(const struct work *w, struct postings *x, uint32_t i) {
    const struct unit *u = &w->units[i];
    struct ranked keys[64];
    uint32_t keys_n = 0, touched_n = 0;
    for (uint32_t k = 0; k < u->features_n && keys_n < NELEMS(keys); k++) {
        const struct feature *f = &w->features[u->features + k];
        keys[keys_n++] = (struct ranked){f->weight, f->key};
    }
    qsort(keys, keys_n, sizeof *keys, ranked_order);
    for (uint32_t k = 0; k < keys_n && k < KEYS_TRIED; k++) {
        uint32_t from = *keymap_get(&x->starts, keys[k].unit);
        for (uint32_t p = from; p < x->n && p < from + LONGEST_LIST && x->p[p].key == keys[k].unit; p++) {
            uint32_t j = x->p[p].unit;
            if (j == i)
                continue;
            if (x->sums[j] == 0)
                x->touched[touched_n++] = j;
            x->sums[j] += keys[k].score;
        }
    }
    for (uint32_t k = 0; k < touched_n; k++) {
        uint32_t bits; /* no sum is less than nought: their bits are in the same order */
        memcpy(&bits, &x->sums[x->touched[k]], sizeof bits);
        x->order[k] = (uint64_t)~bits << 32 | x->touched[k];
        x->sums[x->touched[k]] = 0;
    }
    struct arena_mark mark = arena_mark(w->tmp);
    const uint64_t *order = sort_u64(x->order, touched_n, 0, w->tmp);
    for (uint32_t k = 0; k < touched_n; k++) {
        uint32_t bits = ~(uint32_t)(order[k] >> 32);
        memcpy(&x->found[k].score, &bits, sizeof bits);
        x->found[k].unit = (uint32_t)order[k];
    }
    arena_rewind(w->tmp, mark);
    return touched_n;
}

/* Of them those of other reports that may say the same, the likeliest first; opposites go to w->against. Asked of are as many at
 * once as may be kept still. */
static uint32_t keep_likely(struct work *w, struct ranked *found, uint32_t n, uint32_t i) {
    const struct unit *u = &w->units[i], *pairs[SAME_MOST][2];
    uint32_t kept = 0, k = 0;
    n = n < 4 * CANDIDATES ? n : 4 * CANDIDATES;
    while (k < n && kept < CANDIDATES) {
        uint32_t asked = 0, open = 0;
        bool opposed[SAME_MOST];
        float likely[SAME_MOST];
        for (; k < n && asked < SAME_MOST && open < CANDIDATES - kept; k++) {
            const struct unit *v = &w->units[found[k].unit];
            if ((u->flags ^ v->flags) & UNIT_IF)
                continue;
            opposed[asked] = claim_opposed(w, u, v);
            if (opposed[asked] ? i > found[k].unit : v->doc == u->doc)
                continue;
            open += !opposed[asked];
            pairs[asked][0] = u;
            pairs[asked++][1] = v;
        }
        claim_same_all(w, (const struct unit *const (*)[2])pairs, asked, likely);
        for (uint32_t q = 0; q < asked; q++) {
            uint32_t v = (uint32_t)(pairs[q][1] - w->units);
            if (opposed[q] && likely[q] >= T.against) {
                ARENA_MORE(w->tmp, w->against, w->against_n, w->against_cap);
                w->against[w->against_n++] = (struct link){i, v, likely[q]};
            } else if (!opposed[q] && likely[q] >= T.floor) {
                found[kept++] = (struct ranked){likely[q], v};
            }
        }
    }
    qsort(found, kept, sizeof *found, ranked_order);
    return kept;
}

/* Links of type units, each pair once for each side that holds it for its best in that report (or
 * is sure of it): a pair that stands there twice is mutual. *near: the best of each unit, by unit, then likeness. */
static void find_links(struct work *w, struct links *out, struct links *near) {
    struct postings x = {0};
    index_types(w, &x);
    for (uint32_t i = 0; i < w->units_n; i++) {
        if (!is_type(w, i))
            continue;
        uint32_t n = keep_likely(w, x.found, find_sharers(w, &x, i), i);
        for (uint32_t k = 0; k < n; k++) {
            uint32_t j = x.found[k].unit;
            bool best = true;
            for (uint32_t q = 0; q < k && best; q++)
                best = w->units[x.found[q].unit].doc != w->units[j].doc;
            w->units[i].near = (uint8_t)(w->units[i].near + best);
            if (k < NEAR_TRIED && x.found[k].score >= T.near) {
                ARENA_MORE(w->tmp, near->p, near->n, near->cap);
                near->p[near->n++] = (struct link){i, j, x.found[k].score};
            }
            if (!best && x.found[k].score < T.sure)
                continue;
            ARENA_MORE(w->tmp, out->p, out->n, out->cap);
            out->p[out->n++] = (struct link){i < j ? i : j, i < j ? j : i, x.found[k].score};
        }
    }
}

/* ---- groups ------------------------------------------------------------------------------------ */

struct forest { /* type units into groups */
    uint32_t *parent, *next, *last, *size;
};

static uint32_t root(struct forest *f, uint32_t i) {
    while (f->parent[i] != i)
        i = f->parent[i] = f->parent[f->parent[i]];
    return i;
}

static bool may_join(const struct work *w, const struct forest *f, uint32_t a, uint32_t b) {
    if (f->size[a] + f->size[b] > GROUP_MOST)
        return false;
    const struct unit *pairs[GROUP_PROBE * GROUP_PROBE][2];
    float likely[GROUP_PROBE * GROUP_PROBE], sum = 0;
    uint32_t n = 0, p = 0, q;
    for (uint32_t i = a; i != NONE && p < GROUP_PROBE; i = f->next[i], p++) {
        q = 0;
        for (uint32_t j = b; j != NONE && q < GROUP_PROBE; j = f->next[j], q++, n++) {
            const struct unit *u = pairs[n][0] = &w->units[i], *v = pairs[n][1] = &w->units[j];
            if (((u->flags ^ v->flags) & UNIT_IF) || claim_opposed(w, u, v))
                return false;
        }
    }
    claim_same_all(w, (const struct unit *const (*)[2])pairs, n, likely);
    for (uint32_t k = 0; k < n; k++) {
        if (pairs[k][0]->doc == pairs[k][1]->doc && likely[k] < T.again)
            return false;
        sum += likely[k];
    }
    return n && sum / (float)n >= T.average;
}

static void join(struct forest *f, uint32_t a, uint32_t b) {
    if (a > b) {
        uint32_t t = a;
        a = b;
        b = t;
    }
    f->parent[b] = a;
    f->next[f->last[a]] = b;
    f->last[a] = f->last[b];
    f->size[a] += f->size[b];
}

/* How like a group the clause i is on the whole, by the group's clauses in other reports; less than 0: it may not be there. */
static float likeness_to(const struct work *w, const struct forest *f, uint32_t i, uint32_t group) {
    const struct unit *u = &w->units[i];
    float sum = 0;
    uint32_t n = 0, probed = 0;
    if (f->size[group] >= GROUP_MOST)
        return -1;
    for (uint32_t k = group; k != NONE && probed < GROUP_PROBE; k = f->next[k], probed++) {
        const struct unit *v = &w->units[k];
        if (((u->flags ^ v->flags) & UNIT_IF) || claim_opposed(w, u, v))
            return -1;
        if (v->doc != u->doc) {
            sum += claim_same(w, u, v);
            n++;
        }
    }
    return n ? sum / (float)n : -1;
}

/* A report says one thing here and there, and a third in its own words: a clause that was nobody's best is put beside the
 * group that it is nearest to (unit.beside), for rows that nothing hangs on. */
static void find_near(struct work *w, struct forest *f, const struct links *near) {
    bool *copied = ARENA_ARRAY(w->tmp, bool, w->units_n + 1); /* type units that more than one report has: groups of their own */
    for (uint32_t i = 0; i < w->units_n; i++)
        if (w->units[i].twin != NONE && w->units[w->units[i].twin].doc != w->units[i].doc)
            copied[w->units[i].twin] = true;
    for (uint32_t k = 0; k < near->n; k++) {
        struct unit *u = &w->units[near->p[k].a];
        uint32_t r = root(f, near->p[k].b);
        if (u->beside != NONE || copied[near->p[k].a] || f->size[root(f, near->p[k].a)] > 1 || (f->size[r] < 2 && !copied[r]) ||
            (f->size[r] < 3 && near->p[k].score < T.near_two))
            continue;
        if (likeness_to(w, f, near->p[k].a, r) >= T.near_all)
            u->beside = w->units[r].group;
    }
}

/* The concepts of the reports' headlines, and in how many of them each stands. */
static void read_titles(struct work *w, struct keymap *titles) {
    keymap_init(titles, w->tmp, 64);
    for (uint32_t m = 0; m < w->members_n; m++) {
        slice rest = w->docs[w->members[m]]->page.title, word;
        while (rest.n && slice_field(&rest, ' ', &word)) {
            while (word.n && !is_alnum((unsigned char)word.p[word.n - 1]))
                word.n--;
            while (word.n && !is_alnum((unsigned char)word.p[0]))
                word.p++, word.n--;
            if (!word.n)
                continue;
            uint32_t k = words_concept(w->words, word);
            if (words_classes(w->words, k) & (WORD_STOP | WORD_LIGHT | WORD_SPEECH))
                continue;
            ++*keymap_put(titles, k, 0);
            uint32_t name = words_name(word);
            if (name != k && is_upper((unsigned char)word.p[0]))
                ++*keymap_put(titles, name, 0);
        }
    }
}

/* Share of a group's meaning (of its best unit) that stands in headlines. */
static float titled(const struct work *w, const struct group *g, const struct keymap *titles) {
    float best = 0;
    for (uint32_t i = 0; i < g->units_n && i < 16; i++) {
        const struct unit *u = &w->units[g->units[i]];
        float sum = 0;
        for (uint32_t k = 0; k < u->features_n; k++)
            if (keymap_get(titles, w->features[u->features + k].key))
                sum += w->features[u->features + k].weight;
        float share = sum / (u->weight > 12 ? u->weight : 12);
        best = share > best ? share : best;
    }
    return best;
}

/* Only that one text was copied: no two origins, nobody's words, and not what it opens with. What
 * stands in it is the family tree's matter, no claim that reports could differ on. */
static bool is_copied(const struct work *w, const struct group *g) {
    const struct unit *first = &w->units[g->units[0]];
    for (uint32_t i = 0; i < g->units_n; i++) {
        const struct unit *u = &w->units[g->units[i]];
        if (u->twin != first->twin || u->attribution != NONE || u->sentence < 3 ||
            !w->kin->family || w->kin->family[u->doc] != w->kin->family[first->doc])
            return false;
    }
    return true;
}

static int unit_order(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y; /* units are by document and place */
}

static void make_groups(struct work *w, struct forest *f) {
    struct arena *tmp = w->tmp;
    uint32_t *index = ARENA_ARRAY(tmp, uint32_t, w->units_n + 1);
    for (uint32_t i = 0; i < w->units_n; i++)
        index[i] = NONE;
    for (uint32_t i = 0; i < w->units_n; i++) {
        const struct unit *u = &w->units[i];
        if (!claim_may_link(u) || u->twin == NONE || !claim_may_link(&w->units[u->twin]))
            continue;
        uint32_t r = root(f, u->twin);
        if (index[r] == NONE) {
            ARENA_MORE(tmp, w->groups, w->groups_n, w->groups_cap);
            memset(&w->groups[w->groups_n], 0, sizeof *w->groups);
            w->groups[w->groups_n].claim = NONE;
            index[r] = w->groups_n++;
        }
        struct group *g = &w->groups[index[r]];
        ARENA_MORE(tmp, g->units, g->units_n, g->cap);
        g->units[g->units_n++] = i;
    }
    struct keymap titles;
    read_titles(w, &titles);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->groups_n; i++) {
        struct group *g = &w->groups[i];
        qsort(g->units, g->units_n, sizeof *g->units, unit_order);
        float attributed = 0;
        float early = 0; /* 1 for each report that opens with it, less for one that has it late */
        for (uint32_t k = 0; k < g->units_n; k++) {
            const struct unit *u = &w->units[g->units[k]];
            if (k && w->units[g->units[k - 1]].doc == u->doc)
                continue;
            g->docs_n++;
            attributed += u->attribution != NONE;
            early += 1 / (1 + 0.25f * (float)u->sentence);
        }
        if (g->docs_n < 2 || is_copied(w, g))
            continue;
        g->rank = 0.3f * (float)g->docs_n + early + T.title * titled(w, g, &titles) +
                  T.voice * attributed / (float)g->docs_n;
        w->groups[kept] = *g;
        for (uint32_t k = 0; k < g->units_n; k++)
            w->units[g->units[k]].group = kept;
        kept++;
    }
    w->groups_n = kept;
}

void claim_link(struct work *w) {
    struct arena *tmp = w->tmp;
    struct links l = {0}, near = {0};
    find_links(w, &l, &near);
    if (l.n > 1)
        qsort(l.p, l.n, sizeof *l.p, link_by_pair);
    uint32_t mutual = 0; /* pairs that both sides named, or that are sure */
    for (uint32_t i = 0; i < l.n;) {
        bool twice = i + 1 < l.n && l.p[i + 1].a == l.p[i].a && l.p[i + 1].b == l.p[i].b;
        if (twice || l.p[i].score >= T.sure)
            l.p[mutual++] = l.p[i];
        i += twice ? 2 : 1;
    }
    l.n = mutual;
    if (l.n > 1)
        qsort(l.p, l.n, sizeof *l.p, link_order);
    struct forest f = {ARENA_ARRAY(tmp, uint32_t, w->units_n + 1), ARENA_ARRAY(tmp, uint32_t, w->units_n + 1),
                       ARENA_ARRAY(tmp, uint32_t, w->units_n + 1), ARENA_ARRAY(tmp, uint32_t, w->units_n + 1)};
    for (uint32_t i = 0; i < w->units_n; i++) {
        f.parent[i] = f.last[i] = i;
        f.next[i] = NONE;
        f.size[i] = 1;
    }
    for (uint32_t i = 0; i < l.n && l.p[i].score >= T.join; i++) {
        uint32_t a = root(&f, l.p[i].a), b = root(&f, l.p[i].b);
        if (a != b && may_join(w, &f, a, b))
            join(&f, a, b);
    }
    make_groups(w, &f);
    find_near(w, &f, &near);
}
