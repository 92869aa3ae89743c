/* The family tree of a story: each report under the parent that it has most from, a missing
 * original in brackets; further parents are named behind the report. */
#include "view_parts.h"

/* A node is a document (its number) or an origin (documents_n + its number). */
struct drawing {
    struct telling *t;
    uint32_t docs, nodes;
    const struct edge **main; /* by document: the edge to its parent, or NULL */
    bool *drawn;
};

static uint32_t parent_of(const struct drawing *g, const struct edge *e) {
    return e->origin ? g->docs + e->from : e->from;
}

/* How much a report has from a parent. */
static float weight(const struct edge *e) {
    static const float kind[] = {4, 3, 1, 2};
    return kind[e->kind] + e->confidence;
}

static bool in_story(const struct drawing *g, const struct edge *e) {
    return view_in_story(g->t, e->doc) && (e->origin || view_in_story(g->t, e->from));
}

static void node_words(struct drawing *g, uint32_t node) {
    struct layout *l = g->t->l;
    if (node >= g->docs) {
        const struct origin *o = &g->t->acc->kin.origins[node - g->docs];
        slice name = o->name.p ? layout_clean(l->a, o->name) : S("unknown original");
        slice when = o->published.p ? layout_clean(l->a, o->published) : (slice){"", 0};
        layout_put(l, INK_BOLD, arena_printf(l->a, "[%.*s]", (int)name.n, name.p));
        layout_put(l, INK_DIM, arena_printf(l->a, " missing %s%s%.*s", origin_kind_names[o->kind],
                                            when.n ? ", " : "", (int)when.n, when.p));
    } else {
        layout_put(l, INK_NAME, layout_clean(l->a, g->t->acc->documents[node]->id));
    }
}

static slice name_of(struct drawing *g, const struct edge *e) {
    struct layout *l = g->t->l;
    if (!e->origin)
        return layout_clean(l->a, g->t->acc->documents[e->from]->id);
    const struct origin *o = &g->t->acc->kin.origins[e->from];
    slice name = o->name.p ? layout_clean(l->a, o->name) : S("unknown original");
    return arena_printf(l->a, "[%.*s]", (int)name.n, name.p);
}

/* "copy, 0.9: courier.html:12 (credit line)" */
static void edge_words(struct drawing *g, const struct edge *e) {
    struct layout *l = g->t->l;
    layout_put(l, e->kind == EDGE_COPY || e->kind == EDGE_REWRITE ? INK_GOOD : INK_PLAIN,
               arena_printf(l->a, " %s", edge_kind_names[e->kind]));
    layout_put(l, INK_DIM, arena_printf(l->a, " %d%%", (int)(e->confidence * 100 + 0.5f)));
    for (uint32_t i = 0; i < e->evidence_n; i++) {
        const struct evidence *v = &e->evidence[i];
        if (v->src.end <= v->src.start)
            continue;
        slice place = view_source_place(g->t, e->doc, v->src);
        slice why = v->why.p ? layout_fit(l->a, layout_clean(l->a, v->why), 48, l->ascii)
                             : (slice){"", 0};
        layout_put(l, INK_DIM, arena_printf(l->a, "  %.*s %.*s", (int)place.n, place.p, (int)why.n,
                                            why.p));
        break;
    }
}

/* Depth first with a stack of our own: a tree can be as deep as a story is long. */
struct frame {
    uint32_t node, depth;
    bool last;
};

static void draw(struct drawing *g, uint32_t root) {
    struct layout *l = g->t->l;
    struct frame *stack = NULL;
    uint32_t n = 0, cap = 0;
    bool *open = ARENA_ARRAY(l->a, bool, g->nodes + 1); /* a line goes on at this depth */
    ARENA_MORE(l->a, stack, n, cap);
    stack[n++] = (struct frame){root, 0, true};
    while (n) {
        struct frame f = stack[--n];
        if (g->drawn[f.node])
            continue;
        g->drawn[f.node] = true;
        layout_pad(l, 2);
        for (uint32_t d = 1; d < f.depth; d++)
            layout_put(l, INK_DIM, open[d] ? (l->ascii ? S("|  ") : S("\xE2\x94\x82  ")) : S("   "));
        if (f.depth) {
            layout_put(l, INK_DIM, f.last ? (l->ascii ? S("`- ") : S("\xE2\x94\x94\xE2\x94\x80 "))
                                          : (l->ascii ? S("|- ") : S("\xE2\x94\x9C\xE2\x94\x80 ")));
            open[f.depth] = !f.last;
        }
        node_words(g, f.node);
        if (f.node < g->docs) {
            if (g->main[f.node])
                edge_words(g, g->main[f.node]);
            bool also = false;
            for (uint32_t i = 0; i < g->t->acc->kin.edges_n; i++) {
                const struct edge *e = &g->t->acc->kin.edges[i];
                if (e->doc != f.node || e == g->main[f.node] ||
                    (!e->origin && !view_in_story(g->t, e->from)))
                    continue;
                slice name = name_of(g, e);
                layout_put(l, INK_DIM, arena_printf(l->a, "%s%s %.*s", also ? ", " : "; also ",
                                                    edge_kind_names[e->kind], (int)name.n, name.p));
                also = true;
            }
        }
        layout_end(l);
        uint32_t first = n;
        for (uint32_t d = 0; d < g->docs; d++)
            if (g->main[d] && parent_of(g, g->main[d]) == f.node && !g->drawn[d]) {
                ARENA_MORE(l->a, stack, n, cap);
                stack[n++] = (struct frame){d, f.depth + 1, false};
            }
        if (n > first) { /* the stack gives the last one first: turn the children round */
            stack[n - 1].last = true;
            for (uint32_t i = first, j = n - 1; i < j; i++, j--) {
                struct frame swap = stack[i];
                stack[i] = stack[j];
                stack[j] = swap;
            }
        }
    }
}

void view_tree(struct telling *t) {
    struct layout *l = t->l;
    const struct kin *kin = &t->acc->kin;
    layout_head(l, "Who has it from whom");
    struct drawing g = {.t = t, .docs = t->acc->documents_n,
                        .nodes = t->acc->documents_n + kin->origins_n};
    g.main = ARENA_ARRAY(l->a, const struct edge *, g.docs);
    g.drawn = ARENA_ARRAY(l->a, bool, g.nodes);
    bool *used = ARENA_ARRAY(l->a, bool, g.nodes);
    for (uint32_t i = 0; i < kin->edges_n; i++) {
        const struct edge *e = &kin->edges[i];
        if (!in_story(&g, e))
            continue;
        if (!g.main[e->doc] || weight(e) > weight(g.main[e->doc]))
            g.main[e->doc] = e;
    }
    for (uint32_t d = 0; d < g.docs; d++)
        if (g.main[d])
            used[parent_of(&g, g.main[d])] = true;
    for (uint32_t o = g.docs; o < g.nodes; o++)
        if (used[o])
            draw(&g, o);
    for (uint32_t i = 0; i < t->story->documents_n; i++)
        if (!g.main[t->story->documents[i]])
            draw(&g, t->story->documents[i]);
    for (uint32_t i = 0; i < t->story->documents_n; i++) /* a ring has no root: none is lost */
        draw(&g, t->story->documents[i]);
}
