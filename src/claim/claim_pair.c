/* Whether two clauses of two reports say the same: numbers of the pair, and the forest that reads them. */
#include "claim_pair.h"

#include "base/model.h"
#include "page/page_model.h"

#include <math.h>

/* ---- words ----------------------------------------------------------------------------------------------- */

/* The units of a sentence as one. */
static float sentence_jaccard(const struct work *w, const struct unit *a, const struct unit *b) {
    struct run p = claim_sentence(w, (uint32_t)(a - w->units)), q = claim_sentence(w, (uint32_t)(b - w->units));
    float both = 0, all = 0;
    for (uint32_t i = p.first; i < p.end; i++) {
        float best = 0;
        all += w->units[i].weight;
        for (uint32_t j = q.first; j < q.end; j++) {
            float s = claim_shared(w, &w->units[i], &w->units[j]).all;
            best = s > best ? s : best;
        }
        both += best;
    }
    for (uint32_t j = q.first; j < q.end; j++)
        all += w->units[j].weight;
    all -= both;
    return both / (all > 1 ? all : 1);
}

/* Of what a says besides names and who acts: how much b has too. */
static float predicate_held(const struct work *w, const struct unit *a, uint64_t in_b) {
    const struct feature *x = &w->features[a->features];
    float there = 0;
    for (uint64_t left = a->predicate & in_b; left; left &= left - 1)
        there += x[__builtin_ctzll(left)].weight;
    return there;
}

static uint32_t count_bits(uint64_t bits) { return (uint32_t)__builtin_popcountll(bits); }

/* The longest run of words that both have, in order. */
static uint32_t longest_run(const struct work *w, const struct unit *a, const struct unit *b) {
    enum { MOST = 64 };
    const uint32_t *x = w->concepts[a->doc] + a->first, *y = w->concepts[b->doc] + b->first;
    uint32_t n = a->end - a->first < MOST ? a->end - a->first : MOST, m = b->end - b->first < MOST ? b->end - b->first : MOST;
    uint64_t some[64] = {0}; /* by a concept's upper bits: where it may stand in b */
    for (uint32_t j = 0; j < m; j++)
        some[y[j] >> 26] |= 1ull << j;
    uint8_t ends[2][MOST] = {{0}}; /* length of the run that ends at a word of b, with this word of a or the one before */
    uint64_t ended[2] = {0};
    uint32_t most = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint8_t *now = ends[i % 2], *before = ends[!(i % 2)];
        ended[i % 2] = 0;
        for (uint64_t left = x[i] ? some[x[i] >> 26] : 0; left; left &= left - 1) {
            uint32_t j = (uint32_t)__builtin_ctzll(left);
            if (x[i] != y[j])
                continue;
            now[j] = (uint8_t)(j && ended[!(i % 2)] >> (j - 1) & 1 ? before[j - 1] + 1 : 1);
            ended[i % 2] |= 1ull << j;
            most = now[j] > most ? now[j] : most;
        }
    }
    return most;
}

/* ---- days and numbers ------------------------------------------------------------------------------------- */

/* Counts of one thing that are the same number; *other: both count, and no number of the one is the other's. */
static bool counts_same(const struct work *w, const struct unit *a, const struct unit *b, bool *other) {
    const struct marks *m = &w->docs[a->doc]->marks, *n = &w->docs[b->doc]->marks;
    uint32_t all = 0;
    bool same = false;
    for (uint32_t i = a->count; i < m->quantities_n && m->quantities[i].at.end <= a->at.end; i++)
        for (uint32_t k = b->count; k < n->quantities_n && n->quantities[k].at.end <= b->at.end; k++) {
            all++;
            same |= m->quantities[i].value == n->quantities[k].value && m->quantities[i].value != 1;
        }
    *other = all && !same;
    return same;
}

/* ---- roles -------------------------------------------------------------------------------------------------- */

static float meeting_of(enum meeting m) { return m == MEET ? 1 : m == CLASH ? -1 : 0; }

/* Weight of what the roles have in common, whichever role. */
static float roles_shared(const struct work *w, const struct unit *a, const struct unit *b) {
    float sum = 0;
    for (uint32_t i = 0; i < (uint32_t)a->doers_n + a->done_n; i++) {
        uint32_t k = i < a->doers_n ? a->doers[i] : a->done[i - a->doers_n];
        bool there = claim_has_key(w, b, k);
        for (uint32_t j = 0; !there && j < (uint32_t)b->doers_n + b->done_n; j++)
            there = k == (j < b->doers_n ? b->doers[j] : b->done[j - b->doers_n]);
        sum += there ? claim_weight(w, k) : 0;
    }
    for (uint32_t j = 0; j < (uint32_t)b->doers_n + b->done_n; j++) {
        uint32_t k = j < b->doers_n ? b->doers[j] : b->done[j - b->doers_n];
        sum += claim_has_key(w, a, k) ? claim_weight(w, k) : 0;
    }
    return sum;
}

/* ---- what stands around -------------------------------------------------------------------------------------- */

static float jaccard(const struct work *w, const struct unit *a, const struct unit *b) {
    float both = claim_shared(w, a, b).all, all = a->weight + b->weight - both;
    return both / (all > 1 ? all : 1);
}

static const struct unit *beside(const struct work *w, const struct unit *u, int by) {
    uint32_t i = (uint32_t)(u - w->units);
    if ((by < 0 && i == 0) || (by > 0 && i + 1 >= w->units_n) || w->units[i + (uint32_t)by].doc != u->doc)
        return NULL;
    return &w->units[i + (uint32_t)by];
}

static float around(const struct work *w, const struct unit *a, const struct unit *b) {
    float most = 0;
    for (int i = -1; i <= 1; i += 2)
        for (int k = -1; k <= 1; k += 2) {
            const struct unit *p = beside(w, a, i), *q = beside(w, b, k);
            float s = p && q ? jaccard(w, p, q) : 0;
            most = s > most ? s : most;
        }
    return most;
}

/* ---- the model ------------------------------------------------------------------------------------------------- */

enum { TREES_MOST = 2048, FEW = 60 /* clauses of a pile */ };
static const struct {
    float alike;     /* how likely, for each part of 1 that they are alike as they stand */
    float strangers; /* what is left where they tell of different people ... */
    float counts;    /* ... and where they count one thing and differ: too few of them to learn from */
    float least;     /* bits of this pile that they must share for the forest to be asked */
    float denials; /* least likeness of two denials for one */
    float unlike, rules; /* what is left where they are not alike as they stand, and how fast that rises */
} T = {2, 0.15f, 0.4f, 3, 0.45f, 0.6f, 4};

const struct page_forest *claim_pair_model(struct arena *a) {
    struct model file;
    size_t nodes_n = 0, trees_n = 0, features_n = 0;
    if (model_open(&file, a, NULL, "claim-pairs"))
        guard_fail(STM_EFORMAT);
    const struct page_node *nodes = model_section(&file, "nodes", sizeof *nodes, &nodes_n);
    const uint32_t *trees = model_section(&file, "trees", sizeof *trees, &trees_n);
    const uint32_t *features = model_section(&file, "features", sizeof *features, &features_n);
    struct page_forest *f = ARENA_ARRAY(a, struct page_forest, 1);
    if (!nodes || !trees || !features || features_n != 1 || *features != PAIR_FEATURES || trees_n < 2 || trees_n > TREES_MOST ||
        !page_forest_make(f, a, nodes, nodes_n, trees, trees_n - 1, PAIR_WIDTH))
        guard_fail(STM_EFORMAT);
    return f;
}

/* The forest has learned from clauses that may be linked. Of opposites, and of denials, it says no, whatever it is that is
 * denied: these go by how alike they are as they stand. */
static bool is_learned(const struct unit *a, const struct unit *b, const float *x) {
    return x[PAIR_OPPOSED] == 0 && !a->phrase && !b->phrase;
}

/* A pair that is asked of. */
struct asked {
    const struct unit *a, *b;
    struct overlap o;
    float known; /* how much is known of how few clauses of the pile have a word: of few clauses nothing can be told */
};

static void read_pair(const struct work *w, const struct unit *a, const struct unit *b, const struct overlap *o, float x[PAIR_WIDTH]);

/* Whether the forest is to be asked: of the numbers in x; if not, *p is how likely they say the same. */
static bool is_open(const struct work *w, const struct asked *k, float x[PAIR_WIDTH], float *p) {
    const struct unit *a = k->a, *b = k->b;
    if (k->o.pile < T.least) { /* the forest makes next to nothing of such pairs, which are most */
        float q = T.alike * claim_tie_of(w, a, b, &k->o.both);
        *p = (q < 1 ? q : 1) * (a->phrase || b->phrase || claim_opposed(w, a, b) ? 1 : 1 - k->known);
        return false;
    }
    *p = 0;
    if (!k->o.both.count)
        return false;
    read_pair(w, a, b, &k->o, x);
    return !((a->phrase || b->phrase) && x[PAIR_JACCARD] < T.denials);
}

/* How likely they say the same, by what the forest says. */
static float weigh(const struct asked *k, const float *x, float score) {
    float p = k->known / (1 + expf(-score));
    if (x[PAIR_STRANGERS] > 0 || claim_swapped(k->a, k->b))
        p *= T.strangers;
    if (x[PAIR_COUNTS_CLASH] > 0)
        p *= T.counts;
    float rules = T.unlike + T.rules * x[PAIR_TIE];
    p *= rules < 1 ? rules : 1;
    float q = T.alike * x[PAIR_TIE];
    q = q < 1 ? q : 1;
    if (!is_learned(k->a, k->b, x))
        return p > q ? p : q;
    return p + (1 - k->known) * q;
}

/* Of whatever order. Pairs are asked of from both sides, and again as groups grow; the forest is asked of many at once. */
void claim_same_all(const struct work *w, const struct unit *const (*pairs)[2], uint32_t n, float *likely) {
    float x[SAME_MOST][PAIR_WIDTH], scores[SAME_MOST];
    struct asked asked[SAME_MOST];
    uint32_t open[SAME_MOST], open_n = 0;
    float known = w->types < FEW ? (float)w->types / FEW : 1;
    for (uint32_t i = 0; i < n; i++) {
        const struct unit *a = pairs[i][0] < pairs[i][1] ? pairs[i][0] : pairs[i][1], *b = a == pairs[i][0] ? pairs[i][1] : pairs[i][0];
        uint32_t p = (uint32_t)(a - w->units), q = (uint32_t)(b - w->units);
        const struct pair_known *last = &w->known[hash_mix(p, q) & w->known_mask];
        if (last->a == p && last->b == q && p != q) {
            likely[i] = last->likely;
            continue;
        }
        asked[open_n] = (struct asked){a, b, claim_overlap(w, a, b), known};
        if (is_open(w, &asked[open_n], x[open_n], &likely[i]))
            open[open_n++] = i;
        else
            w->known[hash_mix(p, q) & w->known_mask] = (struct pair_known){p, q, likely[i]};
    }
    if (open_n)
        page_forest_scores(w->pairs, x[0], open_n, PAIR_WIDTH, scores);
    for (uint32_t k = 0; k < open_n; k++) {
        uint32_t p = (uint32_t)(asked[k].a - w->units), q = (uint32_t)(asked[k].b - w->units);
        likely[open[k]] = weigh(&asked[k], x[k], scores[k]);
        w->known[hash_mix(p, q) & w->known_mask] = (struct pair_known){p, q, likely[open[k]]};
    }
}

float claim_same(const struct work *w, const struct unit *a, const struct unit *b) {
    const struct unit *const pair[1][2] = {{a, b}};
    float likely;
    claim_same_all(w, pair, 1, &likely);
    return likely;
}

/* ---- all of them ---------------------------------------------------------------------------------------------- */

static void read_pair(const struct work *w, const struct unit *a, const struct unit *b, const struct overlap *o, float x[PAIR_WIDTH]) {
    struct shared both = o->both;
    memset(x, 0, PAIR_WIDTH * sizeof *x);
    float less = a->weight < b->weight ? a->weight : b->weight, all = a->weight + b->weight - both.all;
    less = less > 1 ? less : 1;
    x[PAIR_JACCARD] = both.all / (all > 1 ? all : 1);
    x[PAIR_HELD] = both.all / less;
    x[PAIR_TELLING] = both.telling;
    x[PAIR_COUNT] = (float)both.count;
    x[PAIR_TIE] = claim_tie_of(w, a, b, &both);
    x[PAIR_ROOT] = a->root && a->root == b->root ? 2
                   : (a->root && claim_has_key(w, b, a->root)) || (b->root && claim_has_key(w, a, b->root)) ? 1 : 0;
    x[PAIR_ACTS] = claim_acts_meet(w, a, b);
    x[PAIR_DONE] = meeting_of(claim_done_meet(a, b));
    x[PAIR_DOERS] = meeting_of(claim_doers_meet(a, b));
    float held_a = predicate_held(w, a, o->in_b), held_b = predicate_held(w, b, o->in_a);
    float part_a = held_a / (a->predicate_weight > 4 ? a->predicate_weight : 4), part_b = held_b / (b->predicate_weight > 4 ? b->predicate_weight : 4);
    x[PAIR_PREDICATE] = part_a > part_b ? part_a : part_b;
    x[PAIR_PREDICATE_WEIGHT] = held_a < held_b ? held_a : held_b;
    x[PAIR_PILE] = o->pile;
    x[PAIR_PILE_MOST] = o->pile_most;
    float pile = a->pile + b->pile - x[PAIR_PILE];
    x[PAIR_PILE_JACCARD] = x[PAIR_PILE] / (pile > 1 ? pile : 1);
    x[PAIR_SENTENCE] = sentence_jaccard(w, a, b);
    x[PAIR_SUBJECT] = roles_shared(w, a, b);
    x[PAIR_AGENTS_CLASH] = claim_agents_clash(a, b);
    x[PAIR_COUNTS_CLASH] = claim_counts_clash(w, a, b);
    bool other;
    x[PAIR_COUNTS_SAME] = counts_same(w, a, b, &other);
    x[PAIR_COUNTS_OTHER] = other;
    x[PAIR_DAYS] = a->days & o->in_b ? 1 : a->days && b->days ? -1 : 0;
    uint32_t apart_a = count_bits(a->names & ~o->in_b), apart_b = count_bits(b->names & ~o->in_a);
    x[PAIR_NAMES_APART] = (float)(apart_a < apart_b ? apart_a : apart_b);
    x[PAIR_NAMES] = (float)count_bits(a->names & o->in_b);
    x[PAIR_STRANGERS] = claim_strangers(w, a, b);
    x[PAIR_OPPOSED] = claim_opposed(w, a, b);
    x[PAIR_NEGATED] = ((a->flags ^ b->flags) & UNIT_NEGATED) != 0;
    x[PAIR_BESIDE] = ((a->flags | b->flags) & UNIT_BESIDE) != 0;
    x[PAIR_VOICE] = a->voice > 1 && a->voice == b->voice ? 3 : a->voice && b->voice ? 2 : a->voice || b->voice ? 1 : 0;
    x[PAIR_VOICE_APART] = a->voice > 1 && b->voice > 1 && a->voice != b->voice;
    x[PAIR_QUOTED] = (float)(((a->flags & UNIT_QUOTED) != 0) + ((b->flags & UNIT_QUOTED) != 0));
    x[PAIR_RUN] = both.count >= 2 ? (float)longest_run(w, a, b) : 0;
    float n = (float)(a->end - a->first), m = (float)(b->end - b->first);
    x[PAIR_LENGTHS] = n < m ? n / m : m / n;
    x[PAIR_WEIGHT] = less;
    x[PAIR_FAMILY] = w->kin->family && w->kin->family[a->doc] == w->kin->family[b->doc];
    x[PAIR_LEAD] = (float)(a->sentence > b->sentence ? a->sentence : b->sentence);
    float i = (float)(a->sentence + 1) / (float)(w->docs[a->doc]->lang.sentences_n + 1);
    float k = (float)(b->sentence + 1) / (float)(w->docs[b->doc]->lang.sentences_n + 1);
    x[PAIR_PLACE] = fabsf(i - k);
    x[PAIR_AROUND] = around(w, a, b);
}

bool claim_pair(const struct work *w, const struct unit *a, const struct unit *b, float x[PAIR_WIDTH]) {
    struct overlap o = claim_overlap(w, a, b);
    if (!o.both.count)
        return false;
    read_pair(w, a, b, &o, x);
    return true;
}
