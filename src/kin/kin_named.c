/* Cites: where an outlet is named.
 *
 * If one of its reports is here and tells what the sentence tells, the edge leads to that report, else to an
 * origin. Mentions of one outlet by reports of one matter are one origin, and the same one as the missing
 * original that others of them are copies of. */
#include "kin_match.h"

#include <stdlib.h>

#include "base/sort.h"

enum {
    NEAREST = 200,     /* cites of one outlet that are held against one another */
    NAMED_KEYS = 4,    /* that one who merely names an outlet shares with one who has something from it */
    QUERY_WORDS = 16, QUERY_LEAST = 4 /* words of a sentence that tells something */
};

struct query {
    uint32_t row, outlet, cite;
    uint32_t words[QUERY_WORDS], n, total; /* total: sum of weights */
    uint32_t found;                        /* row, or NONE */
};

static uint8_t idf_of(uint32_t id) {
    struct kin_weights w;
    kin_weights_open(&w);
    return kin_idf(&w, id);
}

/* Does a cite of the sentence stand at the word? Names of outlets are no matter. */
static bool in_cite(const struct kin_row *r, uint32_t sent, const struct kin_word *w) {
    for (uint32_t i = 0; i < r->cites_n; i++)
        if (r->cites[i].sent == sent && w->start >= r->cites[i].at.start && w->start < r->cites[i].at.end)
            return true;
    return false;
}

/* The most telling words of the sentence of a cite, without what it cites. */
static void fill_query(const struct kin_row *r, struct query *q) {
    const struct cite *c = &r->cites[q->cite];
    if (c->sent == NONE)
        return;
    struct kin_sent s = r->w.sents[c->sent];
    uint8_t weight[QUERY_WORDS];
    for (uint32_t i = s.first; i < s.end; i++) {
        const struct kin_word *w = &r->w.p[i];
        if (w->idf < 24 || in_cite(r, c->sent, w))
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

/* Reports of an outlet, by it: site << 32 | row, sorted. */
static const uint64_t *by_site(const struct kin_build *b, const bool *named, uint32_t *n) {
    uint64_t *v = arena_alloc(b->tmp, (b->n + 1) * sizeof *v);
    *n = 0;
    for (uint32_t i = 0; i < b->n; i++)
        if (b->rows[i]->site != NONE && named[b->rows[i]->site])
            v[(*n)++] = (uint64_t)b->rows[i]->site << 32 | i;
    return sort_u64(v, *n, 32, b->tmp);
}

/* A sentence that names the outlet and tells nothing ("compiled from reports by X"): the report of X that has the matter
 * of the one that asks, of those no later than it. */
static uint32_t same_matter(const struct kin_build *b, const struct query *q, const uint64_t *v, uint32_t n) {
    const struct kin_row *me = b->rows[q->row];
    uint32_t lo = 0, hi = n, best = NONE;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (v[mid] >> 32 < q->outlet)
            lo = mid + 1;
        else
            hi = mid;
    }
    float most = 0;
    for (uint32_t looked = 0; lo < n && v[lo] >> 32 == q->outlet && looked < NEAREST; lo++) {
        const struct kin_row *other = b->rows[(uint32_t)v[lo]];
        if (other == me || !match_near(me, other) || match_lateness(me, other) == 2)
            continue;
        looked++;
        float share = match_matter(b, me, other) ? match_share(me, other) : 0;
        if (share > most) {
            most = share;
            best = other->number;
        }
    }
    return best;
}

/* In a handful of reports: the one report of an outlet, if it is of the same matter and no later. A paper that everybody
 * knows has told of much: its report must be new. What an agency has sent is many dispatches. */
static uint32_t only_report(const struct kin_build *b, const struct query *q) {
    uint32_t found = NONE;
    bool listed = q->outlet < b->outlets->listed;
    if (b->n > HANDFUL || b->rows[q->row]->cites[q->cite].how == CITE_NAMED || (listed && b->outlets->p[q->outlet].kind != ORIGIN_OUTLET))
        return NONE;
    for (uint32_t i = 0; i < b->n; i++) {
        if (b->rows[i]->site != q->outlet || i == q->row)
            continue;
        if (found != NONE)
            return NONE;
        found = i;
    }
    const struct kin_row *me = b->rows[q->row];
    int late = found == NONE ? 2 : match_lateness(me, b->rows[found]);
    /* what was told yesterday is named and seldom told again */
    bool recent = late != 2 && (me->minutes == INT64_MIN || b->rows[found]->minutes == INT64_MIN || me->minutes - b->rows[found]->minutes <= 2 * NEWS_CYCLE);
    bool may = found != NONE && !row_own(b->outlets, me, q->outlet) && (listed ? recent : late != 2);
    may = may && (recent ? match_keys(me->sketch, b->rows[found]->sketch) > 0 : match_matter(b, me, b->rows[found]));
    return may ? found : NONE;
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
    post = sort_u64(post, post_n, 0, b->tmp);
    uint32_t sites_n;
    const uint64_t *sites = by_site(b, named, &sites_n);
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
                (sum[r] == sum[best] && (match_lender(b, q->row, r, best) || (!match_lender(b, q->row, best, r) && r < best))))
                best = r;
        }
        bool tells = best != NONE && q->n >= QUERY_LEAST && sum[best] * 100 >= q->total * 66 && !match_after(b->rows[q->row], b->rows[best]);
        /* less will do for a report of the same matter that was there before */
        int late = best == NONE ? 2 : match_lateness(b->rows[q->row], b->rows[best]);
        bool may = best != NONE && q->n >= QUERY_LEAST && sum[best] * 100 >= q->total * 34 && (late == 0 || (late == 1 && b->n <= HANDFUL)) &&
                   match_keys(b->rows[q->row]->sketch, b->rows[best]->sketch) >= 2;
        q->found = tells || may ? best : q->n < QUERY_LEAST ? same_matter(b, q, sites, sites_n) : NONE;
        if (q->found == NONE)
            q->found = only_report(b, q);
        for (uint32_t k = 0; k < touched_n; k++)
            sum[touched[k]] = 0;
    }
}

struct named_cite {
    slice name;
    uint32_t row, group;
    uint32_t origin; /* the missing dispatch of its group, where one is known; or NONE */
    bool under;      /* it has an edge to that already */
    bool weak;       /* merely named */
};
static int by_name(const void *x, const void *y) {
    const struct named_cite *a = x, *b = y;
    int d = slice_cmp(a->name, b->name);
    if (d || a->row != b->row)
        return d ? d : a->row < b->row ? -1 : 1;
    return (a->origin > b->origin) - (a->origin < b->origin);
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

/* Does the report stand on the outlet's own work, not merely name it? */
static bool rests_on(const struct kin_row *r, const struct cite *first) {
    uint32_t told = 0, all = 0, unable = 0, early = 0;
    for (uint32_t i = 0; i < r->cites_n; i++) {
        const struct cite *c = &r->cites[i];
        if (!slice_eq(match_bare(c->name), match_bare(first->name)) || c->how == CITE_CREDIT)
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

/* Groups are trees of places in the list: the first of each carries its missing dispatch, if one is known. */
static uint32_t group_of(struct named_cite *rest, uint32_t x) {
    while (rest[x].group != x)
        x = rest[x].group = rest[rest[x].group].group;
    return x;
}
static void join_groups(struct named_cite *rest, uint32_t x, uint32_t y) {
    x = group_of(rest, x);
    y = group_of(rest, y);
    /* two dispatches that are known stay two */
    if (x == y || (rest[x].origin != NONE && rest[y].origin != NONE && rest[x].origin != rest[y].origin))
        return;
    uint32_t first = x < y ? x : y, last = x < y ? y : x;
    rest[last].group = first;
    if (rest[first].origin == NONE)
        rest[first].origin = rest[last].origin;
}

/* Has the report of rest[y], whose rows stand together, an edge to its group's dispatch? */
static bool is_under(const struct named_cite *rest, uint32_t from, uint32_t end, uint32_t y) {
    bool under = rest[y].under;
    for (uint32_t i = y; i > from && rest[i - 1].row == rest[y].row; i--)
        under |= rest[i - 1].under;
    for (uint32_t i = y + 1; i < end && rest[i].row == rest[y].row; i++)
        under |= rest[i].under;
    return under;
}

/* Has the report little that those under the dispatch have not? */
static bool all_from(const struct kin_build *b, const struct named_cite *rest, uint32_t n, const struct kin_row *r) {
    uint32_t looked = 0;
    for (uint32_t i = 0; i < n && looked < 8; i++)
        if (rest[i].under && rest[i].row != r->number) {
            looked++;
            if (match_share(r, b->rows[rest[i].row]) >= MATTER_ALL)
                return true;
        }
    return false;
}

/* May two that name one outlet have one thing from it? */
static bool one_matter(const struct kin_build *b, uint32_t x, uint32_t y) {
    const struct kin_row *p = b->rows[x], *q = b->rows[y];
    return b->trees->component[x] == b->trees->component[y] || ((b->n <= HANDFUL || match_near(p, q)) && match_matter(b, p, q));
}

/* The same for one that merely names it: in a large pile these are many, and keys alone are quick. */
static bool named_matter(const struct kin_build *b, uint32_t x, uint32_t y) {
    if (b->n <= HANDFUL)
        return one_matter(b, x, y);
    return match_near(b->rows[x], b->rows[y]) && match_keys(b->rows[x]->sketch, b->rows[y]->sketch) >= NAMED_KEYS;
}

/* Groups of rest[from, end), all of one outlet: reports of one matter, near in time. Only the nearest are looked at, so that the
 * cost stays linear. One that merely names the outlet goes with the nearest that has something from it and ties no two. */
static void group_cites(const struct kin_build *b, struct named_cite *rest, uint32_t from, uint32_t end) {
    for (uint32_t x = from; x < end; x++)
        rest[x].group = x;
    for (uint32_t x = from, y; x < end; x = y) { /* a report at a time */
        bool weak = true;
        for (y = x; y < end && rest[y].row == rest[x].row; y++) {
            weak &= rest[y].weak;
            if (y > x)
                join_groups(rest, y - 1, y);
        }
        for (uint32_t k = x; k < y; k++)
            rest[k].weak = weak;
    }
    for (uint32_t x = from; x < end; x++) {
        if (rest[x].weak || (x > from && rest[x - 1].row == rest[x].row))
            continue;
        for (uint32_t y = x; y > from && x - y < NEAREST; y--)
            if (!rest[y - 1].weak && !(y < x && rest[y].row == rest[y - 1].row) && group_of(rest, x) != group_of(rest, y - 1) &&
                one_matter(b, rest[x].row, rest[y - 1].row))
                join_groups(rest, x, y - 1);
    }
    for (uint32_t x = from; x < end; x++)
        for (uint32_t k = 1; rest[x].weak && k < NEAREST && (x >= from + k || x + k < end); k++) {
            bool before = x >= from + k && !rest[x - k].weak && named_matter(b, rest[x].row, rest[x - k].row);
            bool after = !before && x + k < end && !rest[x + k].weak && named_matter(b, rest[x].row, rest[x + k].row);
            if (before || after) {
                join_groups(rest, x, before ? x - k : x + k);
                break;
            }
        }
    for (uint32_t x = from; x < end; x++)
        rest[x].group = group_of(rest, x);
}

/* What an outlet is called: "X" where none of rest[0..n), who all name it, says "X News". */
static slice called(const struct kin_build *b, const struct named_cite *rest, uint32_t n, slice name) {
    bool brief = slice_ends(name, S(" News"));
    for (uint32_t y = 0; y < n && brief; y++) {
        const struct kin_row *r = b->rows[rest[y].row];
        for (uint32_t k = 0; k < r->cites_n; k++)
            brief &= r->cites[k].brief || !slice_eq(match_bare(r->cites[k].name), rest[y].name);
    }
    return brief ? slice_cut(name, 0, name.n - 5) : name;
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
            if (c->outlet == NONE || !here[c->outlet] || c->how == CITE_DATELINE || c->sent == NONE ||
                (c->how == CITE_NAMED && b->n > HANDFUL))
                continue;
            qs[qs_n] = (struct query){.row = i, .outlet = c->outlet, .cite = k, .found = NONE};
            fill_query(b->rows[i], &qs[qs_n]);
            qs_n++;
        }
    answer(b, qs, qs_n);
    const uint32_t *parent = b->parent; /* so that nothing inherited is told twice */
    struct named_cite *rest = ARENA_ARRAY(b->tmp, struct named_cite, all + b->edges_n + 1);
    uint32_t rest_n = 0;
    /* dispatches that families rest on: who names the agency over the same matter names this one */
    for (uint32_t i = 0; i < b->edges_n; i++) {
        const struct edge *e = &b->edges[i].e;
        if (e->origin && b->origins[e->from].name.p) {
            rest[rest_n] = (struct named_cite){match_bare(b->origins[e->from].name), e->doc, rest_n, e->from, true, false};
            rest_n++;
        }
    }
    uint32_t *led = arena_alloc(b->tmp, (b->outlets->n + 1) * sizeof *led); /* by outlet: its report that this one has something from */
    for (uint32_t i = 0, q = 0; i < b->n; i++) {
        const struct kin_row *r = b->rows[i];
        uint32_t first_edge = b->edges_n;
        for (uint32_t k = 0; k < r->cites_n; k++)
            if (r->cites[k].outlet != NONE)
                led[r->cites[k].outlet] = NONE;
        for (uint32_t x = q; x < qs_n && qs[x].row <= i; x++)
            if (qs[x].row == i && qs[x].found != NONE && led[qs[x].outlet] == NONE)
                led[qs[x].outlet] = qs[x].found;
        for (uint32_t k = 0; k < r->cites_n; k++) {
            const struct cite *c = &r->cites[k];
            uint32_t found = NONE;
            while (q < qs_n && (qs[q].row < i || (qs[q].row == i && qs[q].cite < k)))
                q++;
            if (q < qs_n && qs[q].row == i && qs[q].cite == k)
                found = qs[q].found;
            if (b->n <= HANDFUL && c->outlet != NONE) { /* one report, however often it is named */
                if (found != NONE)
                    led[c->outlet] = found;
                else if (c->how != CITE_FIRST)
                    found = led[c->outlet];
            }
            if (c->how == CITE_DATELINE || c->how == CITE_UNNAMED)
                continue;
            if (c->how == CITE_NAMED && b->n > HANDFUL && c->origin_kind != ORIGIN_AGENCY && !b->outlets->p[c->outlet].found)
                continue; /* for reports of it that are here, where those are few */
            if ((found == NONE || (c->how != CITE_REPORTED && c->how != CITE_FIRST)) && row_own(b->outlets, r, c->outlet))
                continue; /* the report's own outlet: but for what it reported before */
            if (found == NONE) {
                rest[rest_n] = (struct named_cite){match_bare(c->name), i, rest_n, NONE, false, c->how == CITE_NAMED};
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
        group_cites(b, rest, i, j);
        qsort(rest + i, j - i, sizeof *rest, by_group);
        for (uint32_t x = i; x < j;) {
            uint32_t end = x, o = NONE;
            bool strong = false;
            while (end < j && rest[end].group == rest[x].group) {
                if (o == NONE)
                    o = rest[end].origin;
                strong |= !rest[end].weak && !rest[end].under;
                end++;
            }
            if (!strong && o == NONE) { /* nobody has anything from it */
                x = end;
                continue;
            }
            for (uint32_t y = x; y < end; y++) {
                if (y > x && rest[y - 1].row == rest[y].row)
                    continue;
                const struct kin_row *r = b->rows[rest[y].row];
                /* the parent names it too: this one only copied the words */
                struct named_cite above = {.row = parent[rest[y].row]};
                if (above.row != NONE && bsearch(&above, rest + x, end - x, sizeof *rest, by_row))
                    continue;
                if (is_under(rest, x, end, y)) { /* it has the edge: what it names the agency for is recovered */
                    for (uint32_t k = 0; k < r->cites_n; k++)
                        if (slice_eq(match_bare(r->cites[k].name), rest[y].name))
                            recover(b, o, r, &r->cites[k]);
                    continue;
                }
                struct edge_draft *e = NULL;
                for (uint32_t k = 0; k < r->cites_n; k++) {
                    const struct cite *c = &r->cites[k];
                    if (c->how == CITE_DATELINE || c->how == CITE_UNNAMED || !slice_eq(match_bare(c->name), rest[y].name) ||
                        row_own(b->outlets, r, c->outlet))
                        continue;
                    if (o == NONE)
                        o = build_origin(b, called(b, rest + x, end - x, c->name), c->origin_kind, rest[y].row, false);
                    if (!e) {
                        bool rests = !rest[y].weak && (rests_on(r, c) || all_from(b, rest + x, end - x, r));
                        e = build_edge(b, r->number, true, o, rests ? EDGE_REWRITE : EDGE_CITES, rests ? 0.75f : 0.9f);
                        e->cite = true;
                    }
                    recover(b, o, r, c);
                    if (e->e.evidence_n < 6)
                        build_evidence(b, e, c->src.end ? c->src : page_source(&r->doc->page, c->at), (span){0, 0},
                                       c->how == CITE_CREDIT ? S("credit line") : c->how == CITE_TOLD ? S(KIN_TOLD)
                                       : c->how == CITE_UNABLE ? S("keeps its caveat") : S("names it"));
                }
            }
            x = end;
        }
        i = j;
    }
}

