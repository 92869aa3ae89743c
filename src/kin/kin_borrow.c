/* Quotes: a passage stands in a report whose matter it is not.
 *
 * Two reporters at one press conference share what was said there: a shared quotation alone is no borrowing
 * between reports of one matter; the reporter's own words around it are. A passage that many unrelated reports
 * have is boilerplate. */
#include "kin_match.h"

#include <stdlib.h>

#include "base/sort.h"

enum {
    TELLING = 5 * 16,
    PASSAGE_LEAST = 8, /* words of a passage */
    FRAME_LEAST = 3,   /* of them outside quotation marks */
    CROWD = 4,         /* a passage that more families share is boilerplate */
    SAME_MATTER = 4,   /* keys shared by reports of one matter */
    OWN_WORDS = 20     /* in a row, outside quotation marks, that no common statement explains */
};

static int by_u64(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

struct loan {
    uint32_t row[2];       /* of the lesser component first */
    uint32_t component[2];
    uint32_t pair, longest;
    float lead;            /* for row[0] as the borrower */
    uint32_t free;         /* words of the passage in nobody's quotation marks */
};

static int by_loan(const void *x, const void *y) {
    const struct loan *a = x, *b = y;
    for (int k = 0; k < 2; k++)
        if (a->component[k] != b->component[k])
            return a->component[k] < b->component[k] ? -1 : 1;
    return (a->pair > b->pair) - (a->pair < b->pair);
}

/* Share of the telling words of [first, end) that the report has elsewhere too. */
static float at_home(const struct kin_row *r, uint32_t first, uint32_t end) {
    uint32_t ids[64], n = 0, known = 0;
    for (uint32_t i = first; i < end && n < NELEMS(ids); i++)
        if (r->w.p[i].idf >= TELLING)
            ids[n++] = r->w.p[i].id;
    for (uint32_t k = 0; k < n; k++) {
        bool found = false;
        for (uint32_t i = 0; i < r->w.n && !found; i++)
            found = (i < first || i >= end) && r->w.p[i].id == ids[k];
        known += found;
    }
    return n ? (float)known / (float)n : 0.5f;
}

static const struct kin_run *longest_run(const struct kin_pair *p) {
    const struct kin_run *best = p->runs;
    for (uint32_t i = 1; i < p->runs_n; i++)
        if (p->runs[i].n > best->n)
            best = &p->runs[i];
    return best;
}

/* What several unrelated families have word for word was said in public, or is boilerplate:
 * nobody has it from any one of them. */
static void drop_public(struct kin_build *b, struct loan *v, uint32_t *n) {
    uint64_t *keys = arena_alloc(b->tmp, (2 * (size_t)*n + 1) * sizeof *keys);
    uint32_t *mine = arena_alloc(b->tmp, (*n + 1) * sizeof *mine);
    for (uint32_t i = 0; i < *n; i++) {
        const struct kin_pair *p = &b->pairs[v[i].pair];
        const struct kin_run *r = longest_run(p);
        const struct kin_word *w = b->rows[p->row[0]]->w.p + r->a;
        uint32_t low = UINT32_MAX;
        for (uint32_t k = 0; k + 5 <= r->n; k++) {
            uint64_t h = 0;
            for (int x = 0; x < 5; x++)
                h = hash_mix(h, w[k + x].id);
            low = (uint32_t)(h >> 32) < low ? (uint32_t)(h >> 32) : low;
        }
        mine[i] = low;
        for (int k = 0; k < 2; k++)
            keys[2 * i + (uint32_t)k] = (uint64_t)low << 32 | v[i].component[k];
    }
    if (*n)
        qsort(keys, 2 * (size_t)*n, sizeof *keys, by_u64);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *n; i++) {
        uint64_t from = (uint64_t)mine[i] << 32;
        uint32_t lo = 0, hi = 2 * *n, families = 0;
        while (lo < hi) {
            uint32_t mid = (lo + hi) / 2;
            if (keys[mid] < from)
                lo = mid + 1;
            else
                hi = mid;
        }
        for (uint32_t k = lo; k < 2 * *n && keys[k] >> 32 == mine[i] && families <= CROWD; k++)
            families += k == lo || keys[k] != keys[k - 1];
        if (families < CROWD)
            v[kept++] = v[i];
    }
    *n = kept;
}

/* Do reports x and y quote one statement? v: report << 32 | origin, sorted. */
static bool one_statement(const uint64_t *v, uint32_t n, uint32_t x, uint32_t y) {
    uint64_t from = (uint64_t)x << 32;
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (v[mid] < from)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < n && v[lo] >> 32 == x; lo++) {
        uint64_t other = (uint64_t)y << 32 | (uint32_t)v[lo];
        if (bsearch(&other, v, n, sizeof *v, by_u64))
            return true;
    }
    return false;
}

/* Is `row` merged from several, and `other` a borrower of a family that one of these is of? */
static bool owes_parent(const struct kin_build *b, const uint32_t *owes, uint32_t row, uint32_t other) {
    if (!b->merged[row] || owes[other] == NONE)
        return false;
    for (uint32_t i = 0; i < b->trees->limbs_n; i++)
        if (b->trees->limbs[i].doc == row && b->trees->component[b->trees->limbs[i].from] == owes[other])
            return true;
    return false;
}

/* Who names an original that a family rests on: report << 32 | family, sorted. */
static const uint64_t *dispatches(const struct kin_build *b, uint32_t *n) {
    uint64_t *v = arena_alloc(b->tmp, (b->first_statement - b->first_cite + 1) * sizeof *v);
    *n = 0;
    for (uint32_t i = b->first_cite; i < b->first_statement; i++) {
        const struct edge *e = &b->edges[i].e;
        if (e->origin && b->origins[e->from].lost)
            v[(*n)++] = (uint64_t)e->doc << 32 | b->origins[e->from].group;
    }
    return sort_u64(v, *n, 0, b->tmp);
}

static bool has(const uint64_t *v, uint32_t n, uint32_t high, uint32_t low) {
    uint64_t key = (uint64_t)high << 32 | low;
    return n && bsearch(&key, v, n, sizeof key, by_u64);
}

void build_borrowings(struct kin_build *b) {
    struct loan *v = NULL;
    uint32_t n = 0, cap = 0;
    const struct kin_row *const *rows = (const struct kin_row *const *)b->rows;
    uint32_t *crowd = ARENA_ARRAY(b->tmp, uint32_t, b->n + 1);
    for (uint32_t i = 0; i < b->pairs_n; i++) {
        const struct kin_pair *p = &b->pairs[i];
        if (p->longest < PASSAGE_LEAST || pair_is_family(rows, p))
            continue;
        uint32_t x = p->row[0], y = p->row[1];
        if (b->trees->component[x] == b->trees->component[y])
            continue;
        crowd[x]++;
        crowd[y]++;
        const struct kin_run *r = longest_run(p);
        /* words beside the quotation, in one passage with it; what one of the two has as a quotation is none of the other's own
         * words, and who was there is no passage */
        uint32_t frame = 0, free = 0, names = 0;
        for (uint32_t k = 0; k < r->n; k++) {
            uint8_t f = rows[x]->w.p[r->a + k].flags, g = rows[y]->w.p[r->b + k].flags;
            frame += !(f & KIN_QUOTED);
            free += !((f | g) & KIN_QUOTED);
            names += (f & g & KIN_UPPER) != 0;
        }
        uint32_t keys = match_keys(rows[x]->sketch, rows[y]->sketch);
        bool one_matter = b->n <= HANDFUL || keys >= SAME_MATTER || (keys >= 1 && match_share(rows[x], rows[y]) >= MATTER_ONE);
        if (one_matter ? free < 8 || p->longest < 12 || names * 5 >= r->n * 3 : frame < FRAME_LEAST && p->longest < 8)
            continue;
        float home[2] = {at_home(rows[x], r->a, r->a + r->n), at_home(rows[y], r->b, r->b + r->n)};
        float lead = home[1] - home[0]; /* x borrows */
        if (rows[x]->minutes != INT64_MIN && rows[y]->minutes != INT64_MIN && rows[x]->minutes != rows[y]->minutes)
            lead += rows[x]->minutes > rows[y]->minutes ? 0.2f : -0.2f;
        int f = b->trees->component[x] > b->trees->component[y];
        ARENA_MORE(b->tmp, v, n, cap);
        struct loan *l = &v[n++];
        l->row[f] = x;
        l->row[1 - f] = y;
        l->component[0] = b->trees->component[l->row[0]];
        l->component[1] = b->trees->component[l->row[1]];
        l->pair = i;
        l->longest = p->longest;
        l->free = free;
        l->lead = f ? -lead : lead;
    }
    if (n)
        qsort(v, n, sizeof *v, by_loan);
    /* what each report was made from, and where it names the outlet of a report */
    uint32_t said_n = b->statements_end - b->first_statement;
    uint64_t *said = arena_alloc(b->tmp, (said_n + 1) * sizeof *said);
    for (uint32_t i = 0; i < said_n; i++) {
        const struct edge *e = &b->edges[b->first_statement + i].e;
        said[i] = (uint64_t)e->doc << 32 | e->from;
    }
    if (said_n)
        qsort(said, said_n, sizeof *said, by_u64);
    drop_public(b, v, &n);
    const uint32_t *parent = b->parent;
    uint64_t *cited = ARENA_ARRAY(b->tmp, uint64_t, b->edges_n + 1);
    uint32_t cited_n = 0;
    for (uint32_t i = 0; i < b->edges_n; i++) {
        const struct edge *e = &b->edges[i].e;
        if (e->origin)
            continue;
        uint32_t c = b->trees->component[e->doc], d = b->trees->component[e->from];
        cited[cited_n++] = c < d ? (uint64_t)c << 32 | d : (uint64_t)d << 32 | c;
    }
    if (cited_n)
        qsort(cited, cited_n, sizeof *cited, by_u64);
    uint32_t *lender = ARENA_ARRAY(b->tmp, uint32_t, b->n + 1);
    uint32_t rests_n;
    const uint64_t *rests = dispatches(b, &rests_n);
    /* families first: two reports that each have a passage from one family need not have it from
     * one another */
    uint32_t *size = ARENA_ARRAY(b->tmp, uint32_t, b->n + 1), *owes = arena_alloc(b->tmp, (b->n + 1) * sizeof *owes);
    memset(owes, 0xFF, (b->n + 1) * sizeof *owes);
    for (uint32_t i = 0; i < b->n; i++)
        size[b->trees->component[i]]++;
    for (uint32_t i = 0; i < b->edges_n; i++)
        if (!b->edges[i].e.origin && b->edges[i].cite)
            owes[b->edges[i].e.doc] = b->trees->component[b->edges[i].e.from];
    for (int pass = 0; pass < 3; pass++)
    for (uint32_t i = 0; i < n;) {
        uint32_t j = i;
        float lead = 0;
        uint32_t members[2] = {0, 0};
        for (; j < n && v[j].component[0] == v[i].component[0] && v[j].component[1] == v[i].component[1]; j++) {
            lead += v[j].lead;
            for (int k = 0; k < 2; k++) {
                bool known = false;
                for (uint32_t x = i; x < j && x < i + 32 && !known; x++)
                    known = v[x].row[k] == v[j].row[k];
                members[k] += !known;
            }
        }
        lead /= (float)(j - i);
        lead += members[0] < members[1] ? 0.5f : members[0] > members[1] ? -0.5f : 0;
        bool single = size[v[i].component[0]] == 1 && size[v[i].component[1]] == 1;
        bool merged = b->merged[v[i].component[0]] || b->merged[v[i].component[1]];
        bool skip = pass != (merged ? 2 : single ? 1 : 0) || (single && owes[v[i].row[0]] != NONE && owes[v[i].row[0]] == owes[v[i].row[1]]);
        skip = skip || owes_parent(b, owes, v[i].row[0], v[i].row[1]) || owes_parent(b, owes, v[i].row[1], v[i].row[0]);
        skip = skip || has(cited, cited_n, v[i].component[0], v[i].component[1]);
        int me = lead >= 0 ? 0 : 1; /* the borrowing side */
        for (uint32_t x = i; x < j; x++)
            lender[v[x].row[me]] = NONE;
        for (uint32_t x = i; x < j && !skip; x++) {
            uint32_t q = v[x].row[me], best = lender[q];
            if (best == NONE || v[x].longest > v[best].longest + 2 ||
                (v[x].longest + 2 >= v[best].longest && match_lender(b, q, v[x].row[1 - me], v[best].row[1 - me])))
                lender[q] = x;
        }
        for (uint32_t x = i; x < j && !skip; x++) {
            uint32_t q = v[x].row[me], at = lender[q];
            if (at != x)
                continue; /* another lends it more */
            /* its parent has the passage too: inherited */
            bool inherited = false;
            for (uint32_t y = i; y < j && parent[q] != NONE && !inherited; y++)
                inherited = v[y].row[me] == parent[q];
            uint32_t from = v[x].row[1 - me];
            /* both quote one statement, or have it from one original: neither has it from the other */
            inherited = inherited || (v[x].free < OWN_WORDS && one_statement(said, said_n, q, from)) || has(rests, rests_n, q, b->trees->component[from]);
            if (inherited || crowd[q] > 4 * CROWD || crowd[from] > 8 * CROWD)
                continue;
            const struct kin_pair *p = &b->pairs[v[x].pair];
            float sure = lead < 0 ? -lead : lead;
            owes[q] = v[x].component[1 - me];
            struct edge_draft *e = build_edge(b, q, false, from, EDGE_QUOTES, 0.5f + 0.4f * (sure > 1 ? 1 : sure));
            e->e.containment = p->cover[p->row[1] == q];
            build_passages(b, e, p, 1, S("a passage of it"));
        }
        i = j;
    }
}
