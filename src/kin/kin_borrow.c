/* What a report has from others without being made from them.
 *
 * cites     an outlet is named: if one of its reports is here and tells what the sentence tells,
 *           the edge leads to that report, else to an origin. Mentions of one outlet by reports of
 *           one matter are one origin.
 * quotes    a passage stands in a report whose matter it is not. Two reporters at one press
 *           conference share what was said there: a shared quotation alone is no borrowing
 *           between reports of one matter; the reporter's own words around it are.
 * A passage that many unrelated reports have is boilerplate. */
#include "kin_out.h"

#include <stdlib.h>

enum {
    QUERY_WORDS = 16, TELLING = 5 * 16,
    PASSAGE_LEAST = 8, /* words of a passage */
    FRAME_LEAST = 3,   /* of them outside quotation marks */
    CROWD = 4,         /* a passage that more families share is boilerplate */
    SAME_MATTER = 4    /* keys shared by reports of one matter */
};

/* ---- cites ----------------------------------------------------------------------------------- */

struct query {
    uint32_t row, outlet, cite;
    uint32_t words[QUERY_WORDS], n, total; /* total: sum of weights */
    uint32_t found;                        /* row, or NONE */
};

static int by_u64(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static uint8_t idf_of(uint32_t id) {
    struct kin_weights w;
    kin_weights_open(&w);
    return kin_idf(&w, id);
}

/* The most telling words of the sentence of a cite, without the cite itself. */
static void fill_query(const struct kin_row *r, struct query *q) {
    const struct cite *c = &r->cites[q->cite];
    if (c->sent == NONE)
        return;
    struct kin_sent s = r->w.sents[c->sent];
    uint8_t weight[QUERY_WORDS];
    for (uint32_t i = s.first; i < s.end; i++) {
        const struct kin_word *w = &r->w.p[i];
        if (w->idf < 24 || (w->start >= c->at.start && w->start < c->at.end))
            continue;
        bool twice = false;
        for (uint32_t k = 0; k < q->n; k++)
            twice |= q->words[k] == w->id;
        if (twice)
            continue;
        uint32_t at = q->n;
        while (at > 0 && weight[at - 1] < w->idf)
            at--;
        if (at == QUERY_WORDS)
            continue;
        uint32_t end = q->n < QUERY_WORDS ? q->n : QUERY_WORDS - 1;
        memmove(q->words + at + 1, q->words + at, (end - at) * sizeof *q->words);
        memmove(weight + at + 1, weight + at, end - at);
        q->words[at] = w->id;
        weight[at] = w->idf;
        q->n += q->n < QUERY_WORDS;
    }
    q->total = 0;
    for (uint32_t k = 0; k < q->n; k++)
        q->total += weight[k];
}

/* How a report's time fits that of who borrows from it: 0: within a news cycle before it, or not known;
 * 1: long before; 2: after it. */
static int lateness(const struct kin_row *borrower, const struct kin_row *lender) {
    if (borrower->minutes == INT64_MIN || lender->minutes == INT64_MIN)
        return 0;
    int64_t gap = borrower->minutes - lender->minutes;
    return gap < 0 ? 2 : gap > NEWS_CYCLE ? 1 : 0;
}

/* Of two lenders of as much: the one whose time fits, then the one nearer to the root. */
static bool better_lender(const struct kin_build *b, uint32_t borrower, uint32_t x, uint32_t y) {
    int late_x = lateness(b->rows[borrower], b->rows[x]), late_y = lateness(b->rows[borrower], b->rows[y]);
    return late_x != late_y ? late_x < late_y : b->depth[x] < b->depth[y];
}

/* For each query the report of its outlet that tells the same: one pass over the words of all
 * reports of outlets that are named. */
static void answer(struct kin_build *b, struct query *qs, uint32_t n) {
    uint32_t size = 64, wanted = 0;
    for (uint32_t i = 0; i < n; i++)
        wanted += qs[i].n;
    while (size < wanted * 2)
        size *= 2;
    uint32_t *set = ARENA_ARRAY(b->tmp, uint32_t, size);
    bool *named = ARENA_ARRAY(b->tmp, bool, b->outlets->n + 1);
    for (uint32_t i = 0; i < n; i++) {
        named[qs[i].outlet] = true;
        for (uint32_t k = 0; k < qs[i].n; k++) {
            uint32_t at = qs[i].words[k] & (size - 1);
            while (set[at] && set[at] != qs[i].words[k])
                at = (at + 1) & (size - 1);
            set[at] = qs[i].words[k];
        }
    }
    uint64_t *post = NULL;
    uint32_t post_n = 0, post_cap = 0;
    for (uint32_t r = 0; r < b->n; r++) {
        if (b->rows[r]->site == NONE || !named[b->rows[r]->site])
            continue;
        for (uint32_t i = 0; i < b->rows[r]->w.n; i++) {
            uint32_t id = b->rows[r]->w.p[i].id, at = id & (size - 1);
            while (set[at] && set[at] != id)
                at = (at + 1) & (size - 1);
            if (!set[at])
                continue;
            ARENA_MORE(b->tmp, post, post_n, post_cap);
            post[post_n++] = (uint64_t)id << 32 | r;
        }
    }
    if (post_n)
        qsort(post, post_n, sizeof *post, by_u64);
    uint32_t *sum = ARENA_ARRAY(b->tmp, uint32_t, b->n + 1), *touched = ARENA_ARRAY(b->tmp, uint32_t, b->n + 1);
    for (uint32_t i = 0; i < n; i++) {
        struct query *q = &qs[i];
        uint32_t touched_n = 0;
        for (uint32_t k = 0; k < q->n; k++) {
            uint32_t lo = 0, hi = post_n, weight = idf_of(q->words[k]);
            while (lo < hi) {
                uint32_t mid = (lo + hi) / 2;
                if (post[mid] >> 32 < q->words[k])
                    lo = mid + 1;
                else
                    hi = mid;
            }
            for (uint32_t last = NONE; lo < post_n && post[lo] >> 32 == q->words[k]; lo++) {
                uint32_t r = (uint32_t)post[lo];
                if (r == last || b->rows[r]->site != q->outlet || r == q->row)
                    continue;
                last = r;
                if (!sum[r])
                    touched[touched_n++] = r;
                sum[r] += weight;
            }
        }
        uint32_t best = NONE;
        for (uint32_t k = 0; k < touched_n; k++) {
            uint32_t r = touched[k];
            /* who names the outlet too has it from there like the one that asks */
            for (uint32_t c = 0; c < b->rows[r]->cites_n; c++)
                if (b->rows[r]->cites[c].outlet == q->outlet) {
                    sum[r] -= sum[r] / 8;
                    break;
                }
            if (best == NONE || sum[r] > sum[best] ||
                (sum[r] == sum[best] && (better_lender(b, q->row, r, best) || (!better_lender(b, q->row, best, r) && r < best))))
                best = r;
        }
        q->found = best != NONE && q->n >= 4 && sum[best] * 100 >= q->total * 66 ? best : NONE;
        for (uint32_t k = 0; k < touched_n; k++)
            sum[touched[k]] = 0;
    }
}

static uint32_t shared_keys(const struct sketch *a, const struct sketch *b) {
    uint32_t i = 0, j = 0, n = 0;
    while (i < a->keys_n && j < b->keys_n) {
        if (a->keys[i] == b->keys[j])
            n++, i++, j++;
        else if (a->keys[i] < b->keys[j])
            i++;
        else
            j++;
    }
    return n;
}

/* The name that a cite's origin has, whatever article it is written with. */
static slice bare(slice name) {
    return slice_starts_nocase(name, S("the ")) ? slice_cut(name, 4, name.n) : name;
}

struct named_cite {
    slice name;
    uint32_t row, group;
};
static int by_name(const void *x, const void *y) {
    const struct named_cite *a = x, *b = y;
    int d = slice_cmp(a->name, b->name);
    return d ? d : (a->row > b->row) - (a->row < b->row);
}

static int by_row(const void *x, const void *y) {
    const struct named_cite *a = x, *b = y;
    return (a->row > b->row) - (a->row < b->row);
}
static int by_group(const void *x, const void *y) {
    const struct named_cite *a = x, *b = y;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return by_row(x, y);
}

static bool near_in_time(const struct kin_row *x, const struct kin_row *y) {
    if (x->minutes == INT64_MIN || y->minutes == INT64_MIN)
        return true;
    int64_t d = x->minutes - y->minutes;
    return (d < 0 ? -d : d) <= 14 * 1440;
}

/* Do two reports that name one outlet tell one matter? */
static bool same_matter(const struct kin_build *b, const struct kin_row *p, const struct kin_row *q) {
    if (shared_keys(p->sketch, q->sketch) >= 2)
        return true;
    const struct kin_pair *pair = build_pair(b, p->number, q->number);
    return pair && pair->same >= 12;
}

/* Does the report stand on the outlet's own work, not merely name it? */
static bool rests_on(const struct kin_row *r, const struct cite *first) {
    uint32_t told = 0, all = 0, unable = 0, early = 0;
    for (uint32_t i = 0; i < r->cites_n; i++) {
        const struct cite *c = &r->cites[i];
        if (!slice_eq(bare(c->name), bare(first->name)) || c->how == CITE_CREDIT)
            continue;
        all++;
        told += c->how == CITE_TOLD;
        unable += c->how == CITE_UNABLE;
        early += c->how == CITE_FIRST;
    }
    return (unable && told && all >= 3) || (early && r->w.n < 800);
}

/* What the cite brings: the contents of the attributions that it is source or cue of. */
static void recover(struct kin_build *b, uint32_t origin, const struct kin_row *r, const struct cite *c) {
    const struct marks *m = &r->doc->marks;
    if (c->at.end <= c->at.start)
        return;
    for (uint32_t i = 0; i < m->attributions_n; i++) {
        const struct attribution *t = &m->attributions[i];
        bool touches = false;
        for (uint32_t k = 0; k < t->source.n; k++)
            touches |= t->source.p[k].start < c->at.end && t->source.p[k].end > c->at.start;
        for (uint32_t k = 0; k < t->cue.n; k++)
            touches |= t->cue.p[k].start < c->at.end && t->cue.p[k].end > c->at.start;
        for (uint32_t k = 0; touches && k < t->content.n; k++)
            build_recovered(b, origin, r->number, page_source(&r->doc->page, t->content.p[k]));
    }
}

void build_cites(struct kin_build *b) {
    /* which outlets have reports here */
    bool *here = ARENA_ARRAY(b->tmp, bool, b->outlets->n + 1);
    uint32_t all = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        if (b->rows[i]->site != NONE)
            here[b->rows[i]->site] = true;
        all += b->rows[i]->cites_n;
    }
    struct query *qs = ARENA_ARRAY(b->tmp, struct query, all + 1);
    uint32_t qs_n = 0;
    for (uint32_t i = 0; i < b->n; i++)
        for (uint32_t k = 0; k < b->rows[i]->cites_n; k++) {
            const struct cite *c = &b->rows[i]->cites[k];
            if (c->outlet == NONE || !here[c->outlet] || c->how == CITE_DATELINE || c->sent == NONE)
                continue;
            qs[qs_n] = (struct query){.row = i, .outlet = c->outlet, .cite = k, .found = NONE};
            fill_query(b->rows[i], &qs[qs_n]);
            qs_n++;
        }
    answer(b, qs, qs_n);
    const uint32_t *parent = b->parent; /* so that nothing inherited is told twice */
    struct named_cite *rest = ARENA_ARRAY(b->tmp, struct named_cite, all + 1);
    uint32_t rest_n = 0;
    for (uint32_t i = 0, q = 0; i < b->n; i++) {
        const struct kin_row *r = b->rows[i];
        uint32_t first_edge = b->edges_n;
        for (uint32_t k = 0; k < r->cites_n; k++) {
            const struct cite *c = &r->cites[k];
            uint32_t found = NONE;
            while (q < qs_n && (qs[q].row < i || (qs[q].row == i && qs[q].cite < k)))
                q++;
            if (q < qs_n && qs[q].row == i && qs[q].cite == k)
                found = qs[q].found;
            if (c->how == CITE_DATELINE)
                continue;
            if (found == NONE && c->outlet != NONE && c->outlet == r->site)
                continue; /* the report's own outlet */
            if (found == NONE) {
                rest[rest_n] = (struct named_cite){bare(c->name), i, rest_n};
                rest_n++;
                continue;
            }
            if (b->trees->component[found] == b->trees->component[i] ||
                (parent[i] != NONE && parent[i] == found))
                continue;
            struct edge_draft *e = NULL;
            for (uint32_t x = first_edge; x < b->edges_n; x++)
                if (b->edges[x].e.from == found)
                    e = &b->edges[x];
            if (!e)
                e = build_edge(b, i, false, found, EDGE_CITES, 0.8f);
            e->cite = true;
            build_evidence(b, e, page_source(&r->doc->page, c->at), (span){0, 0}, S("names it"));
        }
    }
    /* origins: one for each outlet and matter */
    if (rest_n)
        qsort(rest, rest_n, sizeof *rest, by_name);
    for (uint32_t i = 0; i < rest_n;) {
        uint32_t j = i;
        while (j < rest_n && slice_eq(rest[j].name, rest[i].name))
            j++;
        /* reports of one matter, near in time: each joins the first group that it fits; only the
         * last groups are looked at, so that the cost stays linear */
        for (uint32_t x = i; x < j; x++) {
            rest[x].group = x;
            if (x > i && rest[x - 1].row == rest[x].row) {
                rest[x].group = rest[x - 1].group;
                continue;
            }
            for (uint32_t y = x; y > i && x - y < 200; y--) {
                const struct kin_row *p = b->rows[rest[x].row], *q = b->rows[rest[y - 1].row];
                if (b->trees->component[p->number] == b->trees->component[q->number] ||
                    (near_in_time(p, q) && same_matter(b, p, q))) {
                    rest[x].group = rest[y - 1].group;
                    break;
                }
            }
        }
        qsort(rest + i, j - i, sizeof *rest, by_group);
        for (uint32_t x = i; x < j;) {
            uint32_t end = x, o = NONE;
            while (end < j && rest[end].group == rest[x].group)
                end++;
            for (uint32_t y = x; y < end; y++) {
                if (y > x && rest[y - 1].row == rest[y].row)
                    continue;
                const struct kin_row *r = b->rows[rest[y].row];
                /* the parent names it too: this one only copied the words */
                struct named_cite above = {.row = parent[rest[y].row]};
                if (above.row != NONE && bsearch(&above, rest + x, end - x, sizeof *rest, by_row))
                    continue;
                struct edge_draft *e = NULL;
                for (uint32_t k = 0; k < r->cites_n; k++) {
                    const struct cite *c = &r->cites[k];
                    if (c->how == CITE_DATELINE || !slice_eq(bare(c->name), rest[y].name) ||
                        (c->outlet != NONE && c->outlet == r->site))
                        continue;
                    if (o == NONE)
                        o = build_origin(b, c->name, c->origin_kind, rest[y].row, false);
                    if (!e) {
                        bool rests = rests_on(r, c);
                        e = build_edge(b, r->number, true, o, rests ? EDGE_REWRITE : EDGE_CITES, rests ? 0.75f : 0.9f);
                        e->cite = true;
                    }
                    recover(b, o, r, c);
                    if (e->e.evidence_n < 6)
                        build_evidence(b, e, c->src.end ? c->src : page_source(&r->doc->page, c->at), (span){0, 0},
                                       c->how == CITE_CREDIT ? S("credit line") : c->how == CITE_TOLD ? S("told it")
                                       : c->how == CITE_UNABLE ? S("keeps its caveat") : S("names it"));
                }
            }
            x = end;
        }
        i = j;
    }
}

/* ---- quotes --------------------------------------------------------------------------------------- */

struct loan {
    uint32_t row[2];       /* of the lesser component first */
    uint32_t component[2];
    uint32_t pair, longest;
    float lead;            /* for row[0] as the borrower */
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
        uint32_t frame = p->same - p->quoted;
        bool one_matter = shared_keys(rows[x]->sketch, rows[y]->sketch) >= SAME_MATTER;
        if (one_matter ? frame < 8 || p->longest < 12 : frame < FRAME_LEAST && p->longest < 8)
            continue;
        const struct kin_run *r = longest_run(p);
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
        uint64_t key = (uint64_t)v[i].component[0] << 32 | v[i].component[1];
        bool single = size[v[i].component[0]] == 1 && size[v[i].component[1]] == 1;
        bool merged = b->merged[v[i].component[0]] || b->merged[v[i].component[1]];
        bool skip = pass != (merged ? 2 : single ? 1 : 0) || (single && owes[v[i].row[0]] != NONE && owes[v[i].row[0]] == owes[v[i].row[1]]);
        skip = skip || owes_parent(b, owes, v[i].row[0], v[i].row[1]) || owes_parent(b, owes, v[i].row[1], v[i].row[0]);
        skip = skip || (cited_n && bsearch(&key, cited, cited_n, sizeof key, by_u64));
        int me = lead >= 0 ? 0 : 1; /* the borrowing side */
        for (uint32_t x = i; x < j; x++)
            lender[v[x].row[me]] = NONE;
        for (uint32_t x = i; x < j && !skip; x++) {
            uint32_t q = v[x].row[me], best = lender[q];
            if (best == NONE || v[x].longest > v[best].longest + 2 ||
                (v[x].longest + 2 >= v[best].longest && better_lender(b, q, v[x].row[1 - me], v[best].row[1 - me])))
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
            /* both quote one statement: neither has it from the other */
            inherited = inherited || one_statement(said, said_n, q, from);
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
