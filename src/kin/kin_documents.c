/* Reports of organisations, studies, polls and books as origins (kin_thing.c says what shows them).
 *
 * What several reports of one matter have from one body's paper is one origin. Needs the marks and the names; without
 * them there are none. An outlet's report is the outlet (kin_cites.c). */
#include "kin_match.h"
#include "kin_thing.h"

#include <stdlib.h>

enum { NEAREST = 100 };

struct paper {
    slice name, key; /* the body, bare, or a title; its letters as an abbreviation */
    struct thing thing;
    uint32_t row, attribution, group;
};

static int by_key(const void *x, const void *y) {
    const struct paper *a = x, *b = y;
    int d = slice_cmp(a->key, b->key);
    d = d ? d : slice_cmp(a->name, b->name);
    if (d)
        return d;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->attribution > b->attribution) - (a->attribution < b->attribution);
}

/* By group, then by report. */
static int by_group(const void *x, const void *y) {
    const struct paper *a = x, *b = y;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return a->row != b->row ? (a->row < b->row ? -1 : 1) : by_key(x, y);
}

/* "United Nations" and "UN" -> "UN". */
static slice letters_of(slice name, struct arena *a) {
    struct buf out = {.a = a};
    bool start = true;
    uint32_t capitals = 0, words = 0;
    for (uint32_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (is_upper(c)) {
            capitals++;
            if (start)
                buf_char(&out, (char)c);
        }
        words += start && is_alnum(c);
        start = !(is_alnum(c) || c >= 0x80) && c != '.';
    }
    slice all = buf_take(&out);
    return words == 1 && capitals == name.n ? name : all;
}

/* Does the source name an outlet? */
static bool is_cited(const struct kin_row *r, const struct attribution *t) {
    for (uint32_t i = 0; i < r->cites_n; i++)
        for (uint32_t k = 0; k < t->source.n; k++)
            if (r->cites[i].how != CITE_UNNAMED && r->cites[i].at.start < t->source.p[k].end && r->cites[i].at.end > t->source.p[k].start)
                return true;
    return false;
}

static uint32_t group_of(struct paper *v, uint32_t x) {
    while (v[x].group != x)
        x = v[x].group = v[v[x].group].group;
    return x;
}

/* One body's name, or its abbreviation? */
static bool same_body(const struct paper *x, const struct paper *y) {
    return slice_eq(x->name, y->name) || slice_eq(x->name, y->key) || slice_eq(y->name, x->key);
}

/* Is one of the papers, sorted by report, in this report? */
static bool stands_in(const struct paper *v, uint32_t n, uint32_t row) {
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (v[mid].row < row)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && v[lo].row == row;
}

/* The papers of one group, by report: an origin, and an edge from each report that has not only copied the words. */
static void build_paper(struct kin_build *b, const struct paper *v, uint32_t n) {
    slice name = v[0].name;
    struct thing thing = v[0].thing;
    for (uint32_t k = 1; k < n; k++) {
        if (v[k].name.n > name.n)
            name = v[k].name;
        if (!slice_eq(v[k].thing.noun, thing.noun)) /* "its annual report" of one is "a report" of another */
            thing.noun = slice_ends(thing.noun, v[k].thing.noun) ? v[k].thing.noun : thing.noun;
    }
    name = thing_name(&thing, name, b->a);
    uint32_t o = NONE;
    struct edge_draft *e = NULL;
    for (uint32_t k = 0; k < n; k++) {
        const struct paper *p = &v[k];
        const struct kin_row *r = b->rows[p->row];
        const struct attribution *t = &r->doc->marks.attributions[p->attribution];
        if (b->parent[p->row] != NONE && stands_in(v, n, b->parent[p->row]))
            continue;
        if (o == NONE)
            o = build_origin(b, name, ORIGIN_DOCUMENT, p->row, false);
        if (!e || e->e.doc != p->row)
            e = build_edge(b, p->row, true, o, EDGE_CITES, 0.8f);
        span from = t->source.n && !p->thing.title.n ? t->source.p[0] : p->thing.at;
        if (e->e.evidence_n < 4)
            build_evidence(b, e, page_source(&r->doc->page, from), (span){0, 0}, S("names its paper"));
        for (uint32_t c = 0; c < t->content.n; c++)
            build_recovered(b, o, p->row, page_source(&r->doc->page, t->content.p[c]));
    }
}

void build_documents(struct kin_build *b) {
    struct paper *v = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        struct kin_row *r = b->rows[i];
        const struct marks *m = &r->doc->marks;
        for (uint32_t k = 0; k < m->attributions_n; k++) {
            struct thing thing;
            if (!thing_read(b->outlets, r, &m->attributions[k], &thing) || thing.kind != ORIGIN_DOCUMENT)
                continue;
            slice name = thing.title.n ? thing.title : match_bare(thing.maker), listed;
            uint8_t kind;
            bool outlets = !thing.title.n && (table_get(&b->outlets->by_name, name) || kin_outlet(name, &listed, &kind) ||
                                              is_cited(r, &m->attributions[k]));
            if (!name.n || outlets)
                continue;
            ARENA_MORE(b->tmp, v, n, cap);
            v[n++] = (struct paper){name, letters_of(name, b->tmp), thing, i, k, 0};
        }
    }
    if (!n)
        return;
    qsort(v, n, sizeof *v, by_key);
    for (uint32_t x = 0; x < n; x++) {
        v[x].group = x;
        for (uint32_t y = x; y > 0 && x - y < NEAREST && slice_eq(v[y - 1].key, v[x].key); y--) {
            const struct kin_row *p = b->rows[v[x].row], *q = b->rows[v[y - 1].row];
            uint32_t g = group_of(v, y - 1), h = group_of(v, x);
            if (g == h || !same_body(&v[x], &v[y - 1]))
                continue;
            if (p == q || b->trees->component[p->number] == b->trees->component[q->number] || (match_near(p, q) && match_matter(b, p, q)))
                v[g > h ? g : h].group = g > h ? h : g;
        }
    }
    for (uint32_t x = 0; x < n; x++)
        v[x].group = group_of(v, x);
    qsort(v, n, sizeof *v, by_group);
    for (uint32_t i = 0, k; i < n; i = k) {
        for (k = i; k < n && v[k].group == v[i].group; k++)
            ;
        build_paper(b, v + i, k - i);
    }
}
