/* Reports of organisations, studies and books of theirs as origins.
 *
 *   "a report by the X", "the X report"        a document that says something, with a body's name in its source
 *   "X said in its yearly report"              a body that says something in one
 *
 * What several reports of one matter have from one body's paper is one origin. Needs the marks and the names; without
 * them there are none. An outlet's report is the outlet (kin_cites.c). */
#include "kin_match.h"

#include <stdlib.h>

enum { NEAREST = 100, WITHIN = 4 /* words from "in" to the paper */ };

struct paper {
    slice name, key; /* the body, bare; its letters as an abbreviation */
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

static bool is_paper(slice w) {
    static const char *const papers[] = {"report", "study", "survey", "audit", "dossier", "inquiry", "assessment", "paper", "analysis", "book"};
    for (uint32_t i = 0; i < NELEMS(papers); i++)
        if (slice_eq_nocase(w, slice_str(papers[i])))
            return true;
    return false;
}

static slice word(const struct kin_row *r, uint32_t i) { return slice_at(r->doc->page.text, kin_word_span(&r->w.p[i])); }

static bool inside(const struct spans *s, span at) {
    for (uint32_t i = 0; i < s->n; i++)
        if (at.start >= s->p[i].start && at.end <= s->p[i].end)
            return true;
    return false;
}

/* Does "in a ... report" stand in the sentence of the cue, beside what is said? */
static bool in_paper(const struct kin_row *r, const struct attribution *t) {
    struct kin_sent s = kin_sent_around(&r->w, t->cue.p[0].start);
    for (uint32_t i = s.first; i + 1 < s.end; i++) {
        if (!slice_eq_nocase(word(r, i), S("in")) || inside(&t->content, kin_word_span(&r->w.p[i])))
            continue;
        slice next = word(r, i + 1);
        if (!(slice_eq(next, S("a")) || slice_eq(next, S("an")) || slice_eq(next, S("its")) || slice_eq(next, S("the")) || slice_eq(next, S("their"))))
            continue;
        for (uint32_t k = i + 2; k < s.end && k <= i + 1 + WITHIN; k++)
            if (is_paper(word(r, k)))
                return true;
    }
    return false;
}

/* The first mention that begins at a place of the text or behind it. */
static uint32_t mention_at(const struct lang *l, uint32_t start) {
    uint32_t lo = 0, hi = l->mentions_n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (l->mentions[mid].at.start < start)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* The body whose name stands in the source, where that tells of a paper: "a report by the X". NONE. */
static uint32_t maker_in(const struct kin_row *r, const struct attribution *t) {
    const struct lang *l = &r->doc->lang;
    bool paper = false;
    for (uint32_t k = 0; k < t->source.n; k++)
        for (uint32_t i = kin_word_at(&r->w, t->source.p[k].start); i < r->w.n && r->w.p[i].start < t->source.p[k].end; i++)
            paper |= is_paper(word(r, i));
    uint32_t best = NONE; /* the first mention */
    for (uint32_t k = 0; paper && k < t->source.n; k++)
        for (uint32_t i = mention_at(l, t->source.p[k].start); i < best && i < l->mentions_n && l->mentions[i].at.start < t->source.p[k].end; i++) {
            const struct mention *m = &l->mentions[i];
            if (m->kind == MENTION_NAME && m->entity < l->entities_n && l->entities[m->entity].type == ENTITY_ORG && inside(&t->source, m->at))
                best = i;
        }
    return best == NONE ? NONE : l->mentions[best].entity;
}

/* The body that the attribution has from a paper of its own; NONE. */
static uint32_t maker_of(const struct kin_row *r, const struct attribution *t) {
    const struct lang *l = &r->doc->lang;
    if (t->anonymous || !t->cue.n || !t->content.n || t->parent != NONE)
        return NONE;
    if (t->source_type == SOURCE_DOCUMENT)
        return maker_in(r, t);
    return t->source_type == SOURCE_ORGANISATION && t->entity < l->entities_n && l->entities[t->entity].type == ENTITY_ORG && in_paper(r, t)
               ? t->entity
               : NONE;
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
    for (uint32_t k = 1; k < n; k++)
        if (v[k].name.n > name.n)
            name = v[k].name;
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
        span from = t->source.n ? t->source.p[0] : t->cue.p[0];
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
        const struct kin_row *r = b->rows[i];
        const struct marks *m = &r->doc->marks;
        for (uint32_t k = 0; k < m->attributions_n; k++) {
            uint32_t e = maker_of(r, &m->attributions[k]);
            if (e == NONE)
                continue;
            slice name = match_bare(r->doc->lang.entities[e].name);
            const uint32_t *at = table_get(&b->outlets->by_name, name);
            slice listed;
            uint8_t kind;
            if (!name.n || at || kin_outlet(name, &listed, &kind) || is_cited(r, &m->attributions[k]))
                continue;
            ARENA_MORE(b->tmp, v, n, cap);
            v[n++] = (struct paper){name, letters_of(name, b->tmp), i, k, 0};
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
