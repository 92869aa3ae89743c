/* What somebody has put out, as several reports say, whether they quote it or not.
 *
 *   "the group X on Tuesday released a video of ..."    "clips that were made public by X"
 *
 * One report may say so in passing; where two of one matter do, both rest on it. Needs the names. */
#include "kin_match.h"
#include "kin_scan.h"

#include <stdlib.h>

enum { NAMES_MOST = 4096, BEFORE = 6, AFTER = 12, LEAD = 5 };

struct release {
    slice name;
    uint32_t row;
    span at; /* text */
};

/* Most words are neither: held against ids. */
struct lists {
    uint32_t things[16], releases[8], things_n, releases_n;
};

static void open_lists(struct lists *l) {
    static const char *const things[] = {"video", "videos", "tape", "tapes", "recording", "recordings", "footage", "clip", "clips", "audio",
                                         "statement", "letter", "memo", "photographs", "images", "emails"};
    static const char *const releases[] = {"released", "published", "posted", "issued", "circulated", "uploaded", "unveiled"};
    for (size_t i = 0; i < NELEMS(things); i++)
        l->things[l->things_n++] = kin_word_id(slice_str(things[i]));
    for (size_t i = 0; i < NELEMS(releases); i++)
        l->releases[l->releases_n++] = kin_word_id(slice_str(releases[i]));
}

static bool is_among(const uint32_t *v, uint32_t n, uint32_t id) {
    for (uint32_t i = 0; i < n; i++)
        if (v[i] == id)
            return true;
    return false;
}

static bool is_release(const struct scan *s, const struct lists *l, uint32_t i) {
    return is_among(l->releases, l->releases_n, s->r->w.p[i].id);
}

/* The name that ends with word i, or, `forward`, begins with it: of capitals, of several words, or a body's or person's that the
 * report names in full elsewhere; or p NULL. */
static slice name_at(const struct scan *s, uint32_t i, bool forward) {
    const struct kin_word *w = s->r->w.p;
    uint32_t first = i, end = i + 1;
    if (!(w[i].flags & KIN_UPPER))
        return (slice){0};
    while (forward && end < s->r->w.n && end - first < 4 && w[end].flags & KIN_UPPER && w[end].start - kin_word_span(&w[end - 1]).end == 1)
        end++;
    while (!forward && first > 0 && end - first < 4 && w[first - 1].flags & KIN_UPPER && w[first].start - kin_word_span(&w[first - 1]).end == 1)
        first--;
    while (first + 1 < end && (is(s, first, "the") || cue(s, first) & C_LEAD || scan_is_day(s, first)))
        first++;
    if (scan_all_land(s, first, end))
        return (slice){0};
    if (end - first > 1)
        return slice_cut(s->text, w[first].start, kin_word_span(&w[end - 1]).end);
    uint32_t k = scan_mention(s, first, end);
    const struct lang *l = &s->r->doc->lang;
    if (k == NONE || w[first].flags & KIN_COMMON)
        return (slice){0};
    const struct entity *e = &l->entities[l->mentions[k].entity];
    return e->type == ENTITY_ORG || e->type == ENTITY_PER ? e->name : (slice){0};
}

/* Who released the thing at word i of the sentence [b, e), before it: "X has on Tuesday released a video". */
static slice before(const struct scan *s, const struct lists *l, uint32_t b, uint32_t i, uint32_t *from) {
    uint32_t v = i;
    while (v > b && i - v < BEFORE && !parted(s, v - 1) && !is_release(s, l, v - 1))
        v--;
    if (v == b || !is_release(s, l, v - 1) || parted(s, v - 1))
        return (slice){0};
    uint32_t p = *from = v - 1;
    while (p > b && v - 1 - p < LEAD && !parted(s, p - 1) && (cue(s, p - 1) & C_AUX || is(s, p - 1, "also") || scan_is_day(s, p - 1))) {
        if (is(s, p - 1, "was") || is(s, p - 1, "were") || is(s, p - 1, "been"))
            return (slice){0};
        p--;
    }
    return p > b && !parted(s, p - 1) ? name_at(s, p - 1, false) : (slice){0};
}

/* The same behind it: "a video that was released on Tuesday by the group X". */
static slice behind(const struct scan *s, const struct lists *l, uint32_t i, uint32_t e, uint32_t *to) {
    bool out = false;
    for (uint32_t k = i + 1; k < e && k < i + AFTER; k++) {
        out |= is_release(s, l, k) || (is(s, k, "public") && is(s, k - 1, "made"));
        if (!is(s, k, "by"))
            continue;
        for (uint32_t x = k + 1; out && x < e && x <= k + LEAD && !parted(s, x - 1); x++) {
            *to = x + 1;
            if (s->r->w.p[x].flags & KIN_UPPER)
                return name_at(s, x, true);
        }
        break;
    }
    return (slice){0};
}

static int by_name(const void *x, const void *y) {
    const struct release *a = x, *b = y;
    int d = slice_cmp(a->name, b->name);
    if (d || a->row != b->row)
        return d ? d : a->row < b->row ? -1 : 1;
    return (a->at.start > b->at.start) - (a->at.start < b->at.start);
}

/* The statement of that name that one of the reports of v[0..n) rests on; NONE. */
static uint32_t known(const struct kin_build *b, slice name, const struct release *v, uint32_t n) {
    for (uint32_t i = b->first_statement; i < b->edges_n; i++) {
        const struct edge *e = &b->edges[i].e;
        for (uint32_t k = 0; k < n; k++)
            if (e->doc == v[k].row && slice_eq(b->origins[e->from].name, name))
                return e->from;
    }
    return NONE;
}

/* v[0..n): of one name, by report. */
static void build_group(struct kin_build *b, const struct release *v, uint32_t n) {
    uint32_t o = known(b, v[0].name, v, n);
    bool two = false;
    for (uint32_t k = 1; k < n; k++) {
        const struct kin_row *p = b->rows[v[0].row], *q = b->rows[v[k].row];
        two |= p != q && match_near(p, q) && (b->n <= HANDFUL || match_matter(b, p, q));
    }
    if (!two)
        return;
    struct edge_draft *e = NULL;
    for (uint32_t k = 0; k < n; k++) {
        const struct kin_row *r = b->rows[v[k].row];
        if (known(b, v[0].name, v + k, 1) != NONE && !(e && e->e.doc == v[k].row))
            continue;
        if (o == NONE)
            o = build_origin(b, v[0].name, ORIGIN_STATEMENT, v[0].row, false);
        if (!e || e->e.doc != v[k].row)
            e = build_edge(b, v[k].row, true, o, EDGE_CITES, 0.7f);
        if (e->e.evidence_n < 4)
            build_evidence(b, e, page_source(&r->doc->page, v[k].at), (span){0, 0}, S("says who put it out"));
    }
}

void build_released(struct kin_build *b) {
    struct release *v = NULL;
    uint32_t n = 0, cap = 0;
    struct lists lists = {.things_n = 0};
    open_lists(&lists);
    for (uint32_t i = 0; i < b->n && n < NAMES_MOST; i++) {
        struct scan scan = {.o = b->outlets, .r = b->rows[i], .text = b->rows[i]->doc->page.text}, *s = &scan;
        const struct kin_words *w = &s->r->w;
        for (uint32_t t = 0; t < w->sents_n && s->r->doc->lang.mentions_n; t++)
            for (uint32_t k = w->sents[t].first; k < w->sents[t].end; k++) {
                if (!is_among(lists.things, lists.things_n, w->p[k].id))
                    continue;
                uint32_t from = k, to = k + 1;
                slice name = before(s, &lists, w->sents[t].first, k, &from);
                if (!name.n)
                    name = behind(s, &lists, k, w->sents[t].end, &to);
                if (!name.n || table_get(&b->outlets->by_name, name))
                    continue; /* an outlet's: kin_named.c */
                ARENA_MORE(b->tmp, v, n, cap);
                v[n++] = (struct release){match_bare(name), i, {w->p[from].start, kin_word_span(&w->p[to - 1]).end}};
            }
    }
    if (n)
        qsort(v, n, sizeof *v, by_name);
    for (uint32_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && slice_eq(v[j].name, v[i].name); j++)
            ;
        build_group(b, v + i, j - i);
    }
}
