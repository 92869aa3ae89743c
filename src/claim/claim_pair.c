/* Whether two clauses of two reports say the same: numbers of the pair, and the forest that reads them. */
#include "claim_pair.h"

#include "base/model.h"
#include "page/page_model.h"

#include <math.h>

/* ---- words ----------------------------------------------------------------------------------------------- */

static void pile_shared(const struct work *w, const struct unit *a, const struct unit *b, float *sum, float *most) {
    const struct feature *x = &w->features[a->features];
    *sum = *most = 0;
    for (uint32_t i = 0; i < a->features_n; i++) {
        if (!claim_has_key(w, b, x[i].key))
            continue;
        *sum += x[i].pile;
        *most = x[i].pile > *most ? x[i].pile : *most;
    }
}

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

/* Of what a says besides names and who acts: how much b has too; *all: how much it is. */
static float predicate_held(const struct work *w, const struct unit *a, const struct unit *b, float *all) {
    const struct feature *x = &w->features[a->features];
    float there = 0;
    *all = 0;
    for (uint32_t i = 0; i < a->features_n; i++) {
        if (x[i].name || keys_have(a->doers, a->doers_n, x[i].key) || x[i].telling < 0)
            continue;
        *all += x[i].weight;
        there += claim_has_key(w, b, x[i].key) ? x[i].weight : 0;
    }
    return there;
}

/* Names that only one of them has, the fewer of the two sides; *both: those in both. */
static uint32_t names_apart(const struct work *w, const struct unit *a, const struct unit *b, uint32_t *both) {
    const struct unit *u[2] = {a, b};
    uint32_t n[2] = {0};
    *both = 0;
    for (int s = 0; s < 2; s++)
        for (uint32_t i = 0; i < u[s]->features_n; i++) {
            const struct feature *f = &w->features[u[s]->features + i];
            if (!f->name)
                continue;
            if (claim_has_key(w, u[!s], f->key))
                *both += s == 0;
            else
                n[s]++;
        }
    return n[0] < n[1] ? n[0] : n[1];
}

/* The longest run of words that both have, in order. */
static uint32_t longest_run(const struct work *w, const struct unit *a, const struct unit *b) {
    enum { MOST = 64 };
    uint8_t row[MOST + 1] = {0};
    uint32_t most = 0, m = b->end - b->first < MOST ? b->end - b->first : MOST;
    const uint32_t *x = w->concepts[a->doc], *y = w->concepts[b->doc];
    for (uint32_t i = a->first; i < a->end && i < a->first + MOST; i++)
        for (uint32_t j = m; j-- > 0;) {
            row[j + 1] = x[i] && x[i] == y[b->first + j] ? (uint8_t)(row[j] + 1) : 0;
            most = row[j + 1] > most ? row[j + 1] : most;
        }
    return most;
}

/* ---- days and numbers ------------------------------------------------------------------------------------- */

static int days_of(const struct work *w, const struct unit *a, const struct unit *b) { /* 1: one in common, -1: none, 0: not known */
    const struct feature *x = &w->features[a->features], *y = &w->features[b->features];
    uint32_t n = 0, m = 0;
    for (uint32_t i = 0; i < a->features_n; i++) {
        if (x[i].telling >= 0)
            continue;
        n++;
        if (claim_has_key(w, b, x[i].key))
            return 1;
    }
    for (uint32_t j = 0; j < b->features_n; j++)
        m += y[j].telling < 0;
    return n && m ? -1 : 0;
}

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

/* How likely a and b say the same, of whatever order. */
static float same(const struct work *w, const struct unit *a, const struct unit *b) {
    float x[PAIR_WIDTH], shared, most;
    float known = w->types < FEW ? (float)w->types / FEW : 1; /* of few clauses nothing can be told from how few of them have a word */
    pile_shared(w, a, b, &shared, &most);
    if (shared < T.least) { /* the forest makes next to nothing of such pairs, which are most */
        float q = T.alike * claim_tie(w, a, b);
        return (q < 1 ? q : 1) * (a->phrase || b->phrase || claim_opposed(w, a, b) ? 1 : 1 - known);
    }
    if (!claim_pair(w, a, b, x) || ((a->phrase || b->phrase) && x[PAIR_JACCARD] < T.denials))
        return 0;
    float p = known / (1 + expf(-page_forest_score(w->pairs, x)));
    if (x[PAIR_STRANGERS] > 0)
        p *= T.strangers;
    if (x[PAIR_COUNTS_CLASH] > 0)
        p *= T.counts;
    float rules = T.unlike + T.rules * x[PAIR_TIE];
    p *= rules < 1 ? rules : 1;
    float q = T.alike * x[PAIR_TIE];
    q = q < 1 ? q : 1;
    if (!is_learned(a, b, x))
        return p > q ? p : q;
    return p + (1 - known) * q;
}

float claim_same(const struct work *w, const struct unit *a, const struct unit *b) {
    uint32_t i = (uint32_t)(a - w->units), k = (uint32_t)(b - w->units), p = i < k ? i : k, q = i < k ? k : i;
    struct pair_known *known = &w->known[hash_mix(p, q) % PAIRS_KNOWN]; /* both ask, and groups ask again */
    if (known->a != p || known->b != q || known->pile != w->pile)
        *known = (struct pair_known){p, q, w->pile, same(w, &w->units[p], &w->units[q])};
    return known->likely;
}

/* ---- all of them ---------------------------------------------------------------------------------------------- */

bool claim_pair(const struct work *w, const struct unit *a, const struct unit *b, float x[PAIR_WIDTH]) {
    struct shared both = claim_shared(w, a, b);
    if (!both.count)
        return false;
    memset(x, 0, PAIR_WIDTH * sizeof *x);
    float less = a->weight < b->weight ? a->weight : b->weight, all = a->weight + b->weight - both.all;
    less = less > 1 ? less : 1;
    x[PAIR_JACCARD] = both.all / (all > 1 ? all : 1);
    x[PAIR_HELD] = both.all / less;
    x[PAIR_TELLING] = both.telling;
    x[PAIR_COUNT] = (float)both.count;
    x[PAIR_TIE] = claim_tie(w, a, b);
    x[PAIR_ROOT] = a->root && a->root == b->root ? 2
                   : (a->root && claim_has_key(w, b, a->root)) || (b->root && claim_has_key(w, a, b->root)) ? 1 : 0;
    x[PAIR_ACTS] = claim_acts_meet(w, a, b);
    x[PAIR_DONE] = meeting_of(claim_meet(w, a->done, a->done_n, b->done, b->done_n));
    x[PAIR_DOERS] = meeting_of(claim_meet(w, a->doers, a->doers_n, b->doers, b->doers_n));
    float all_a, all_b, held_a = predicate_held(w, a, b, &all_a), held_b = predicate_held(w, b, a, &all_b);
    float part_a = held_a / (all_a > 4 ? all_a : 4), part_b = held_b / (all_b > 4 ? all_b : 4);
    x[PAIR_PREDICATE] = part_a > part_b ? part_a : part_b;
    x[PAIR_PREDICATE_WEIGHT] = held_a < held_b ? held_a : held_b;
    pile_shared(w, a, b, &x[PAIR_PILE], &x[PAIR_PILE_MOST]);
    float pile = a->pile + b->pile - x[PAIR_PILE];
    x[PAIR_PILE_JACCARD] = x[PAIR_PILE] / (pile > 1 ? pile : 1);
    x[PAIR_SENTENCE] = sentence_jaccard(w, a, b);
    x[PAIR_SUBJECT] = roles_shared(w, a, b);
    x[PAIR_AGENTS_CLASH] = claim_agents_clash(a, b);
    x[PAIR_COUNTS_CLASH] = claim_counts_clash(w, a, b);
    bool other;
    x[PAIR_COUNTS_SAME] = counts_same(w, a, b, &other);
    x[PAIR_COUNTS_OTHER] = other;
    x[PAIR_DAYS] = (float)days_of(w, a, b);
    uint32_t names;
    x[PAIR_NAMES_APART] = (float)names_apart(w, a, b, &names);
    x[PAIR_NAMES] = (float)names;
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
    return true;
}
