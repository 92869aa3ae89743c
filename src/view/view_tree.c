/* The family tree of a story: each report under the parent that it has most from, a missing
 * original in brackets; further parents are named behind the report. */
#include "view_parts.h"

/* How much a report has from a parent. */
static float weight(const struct edge *e) {
    static const float kind[] = {4, 3, 1, 2};
    return kind[e->kind] + e->confidence;
}

static uint32_t parent_of(const struct account *acc, const struct edge *e) {
    return e->origin ? acc->documents_n + e->from : e->from;
}

/* Depth first from a root, with a stack of our own: a tree can be as deep as a story is long. */
static void walk(struct family_tree *t, uint32_t *first_child, const uint32_t *sibling, bool *seen,
                 uint32_t root, struct arena *a) {
    struct tree_line *stack = NULL;
    uint32_t n = 0, cap = 0, lines_cap = t->lines_cap;
    ARENA_MORE(a, stack, n, cap);
    stack[n++] = (struct tree_line){root, 0, true};
    while (n) {
        struct tree_line f = stack[--n];
        if (seen[f.node])
            continue;
        seen[f.node] = true;
        ARENA_MORE(a, t->lines, t->lines_n, lines_cap);
        t->lines[t->lines_n++] = f;
        uint32_t first = n;
        for (uint32_t d = first_child[f.node]; d != NONE; d = sibling[d])
            if (!seen[d]) {
                ARENA_MORE(a, stack, n, cap);
                stack[n++] = (struct tree_line){d, f.depth + 1, false};
            }
        if (n > first) { /* the stack gives the last one first: turn the children round */
            stack[n - 1].last = true;
            for (uint32_t i = first, j = n - 1; i < j; i++, j--) {
                struct tree_line swap = stack[i];
                stack[i] = stack[j];
                stack[j] = swap;
            }
        }
    }
    t->lines_cap = lines_cap;
}

void view_family_tree(const struct account *acc, uint32_t story, struct arena *a,
                      struct family_tree *t) {
    const struct kin *kin = &acc->kin;
    const uint32_t *of = acc->stories.story_of;
    const struct story *st = &acc->stories.stories[story];
    uint32_t docs = acc->documents_n, nodes = docs + kin->origins_n;
    *t = (struct family_tree){.main = ARENA_ARRAY(a, const struct edge *, docs)};
    for (uint32_t i = 0; i < kin->edges_n; i++) {
        const struct edge *e = &kin->edges[i];
        if (of[e->doc] == story && (e->origin || of[e->from] == story) &&
            (!t->main[e->doc] || weight(e) > weight(t->main[e->doc])))
            t->main[e->doc] = e;
    }
    uint32_t *first = ARENA_ARRAY(a, uint32_t, nodes), *sibling = ARENA_ARRAY(a, uint32_t, nodes);
    bool *seen = ARENA_ARRAY(a, bool, nodes);
    for (uint32_t i = 0; i < nodes; i++)
        first[i] = sibling[i] = NONE;
    for (uint32_t k = st->documents_n; k-- > 0;) { /* from the end, so that lists are in order */
        uint32_t d = st->documents[k];
        if (!t->main[d])
            continue;
        uint32_t p = parent_of(acc, t->main[d]);
        sibling[d] = first[p];
        first[p] = d;
    }
    for (uint32_t o = docs; o < nodes; o++)
        if (first[o] != NONE)
            walk(t, first, sibling, seen, o, a);
    for (uint32_t k = 0; k < st->documents_n; k++)
        if (!t->main[st->documents[k]])
            walk(t, first, sibling, seen, st->documents[k], a);
    for (uint32_t k = 0; k < st->documents_n; k++) /* a ring has no root: none is lost */
        walk(t, first, sibling, seen, st->documents[k], a);
}

/* ---- in the terminal ------------------------------------------------------------------------------- */

static slice origin_name(struct telling *t, uint32_t origin) {
    const struct origin *o = &t->acc->kin.origins[origin];
    slice name = o->name.p ? layout_clean(t->l->a, o->name) : S("unknown original");
    return arena_printf(t->l->a, "[%.*s]", (int)name.n, name.p);
}

static void node_words(struct telling *t, uint32_t node) {
    struct layout *l = t->l;
    uint32_t docs = t->acc->documents_n;
    if (node < docs) {
        layout_put(l, INK_NAME, layout_clean(l->a, t->acc->documents[node]->id));
        return;
    }
    const struct origin *o = &t->acc->kin.origins[node - docs];
    slice when = o->published.p ? layout_clean(l->a, o->published) : (slice){"", 0};
    layout_put(l, INK_BOLD, origin_name(t, node - docs));
    layout_put(l, INK_DIM, arena_printf(l->a, " missing %s%s%.*s", origin_kind_names[o->kind],
                                        when.n ? ", " : "", (int)when.n, when.p));
}

/* "copy 90%  courier.html:12 credit line" */
static void edge_words(struct telling *t, const struct edge *e) {
    struct layout *l = t->l;
    layout_put(l, e->kind == EDGE_COPY || e->kind == EDGE_REWRITE ? INK_GOOD : INK_PLAIN,
               arena_printf(l->a, " %s", edge_kind_names[e->kind]));
    layout_put(l, INK_DIM, arena_printf(l->a, " %d%%", (int)(e->confidence * 100 + 0.5f)));
    for (uint32_t i = 0; i < e->evidence_n; i++) {
        const struct evidence *v = &e->evidence[i];
        if (v->src.end <= v->src.start)
            continue;
        slice place = view_source_place(t, e->doc, v->src);
        slice why = v->why.p ? layout_fit(l->a, layout_clean(l->a, v->why), 48, l->ascii)
                             : (slice){"", 0};
        layout_put(l, INK_DIM, arena_printf(l->a, "  %.*s %.*s", (int)place.n, place.p, (int)why.n,
                                            why.p));
        break;
    }
}

/* Parents of a report beside its main one: "also cites [BBC]", on a line of its own if need be. */
static void other_parents(struct telling *t, uint32_t doc, const struct edge *main, int indent) {
    struct layout *l = t->l;
    struct buf b = {.a = l->a};
    for (uint32_t i = 0; i < t->acc->kin.edges_n; i++) {
        const struct edge *e = &t->acc->kin.edges[i];
        if (e->doc != doc || e == main || (!e->origin && !view_in_story(t, e->from)))
            continue;
        slice name = e->origin ? origin_name(t, e->from)
                               : layout_clean(l->a, t->acc->documents[e->from]->id);
        buf_slice(&b, arena_printf(l->a, "%s%s %.*s", b.n ? ", " : "also ", edge_kind_names[e->kind],
                                   (int)name.n, name.p));
    }
    if (!b.n) {
        layout_end(l);
        return;
    }
    slice words = buf_take(&b);
    if (l->column + 2 + layout_columns(words) <= l->width) {
        layout_put(l, INK_DIM, S("; "));
        layout_put(l, INK_DIM, words);
        layout_end(l);
        return;
    }
    layout_end(l);
    layout_pad(l, indent);
    layout_wrap(l, INK_DIM, words, indent, indent);
}

void view_tree(struct telling *t) {
    struct layout *l = t->l;
    struct family_tree tree;
    layout_head(l, "Who has it from whom");
    view_family_tree(t->acc, t->number, l->a, &tree);
    bool *open = ARENA_ARRAY(l->a, bool, tree.lines_n + 2); /* a line goes on at this depth */
    for (uint32_t i = 0; i < tree.lines_n; i++) {
        const struct tree_line *f = &tree.lines[i];
        layout_pad(l, 2);
        for (uint32_t d = 1; d < f->depth; d++)
            layout_put(l, INK_DIM, open[d] ? (l->ascii ? S("|  ") : S("\xE2\x94\x82  ")) : S("   "));
        if (f->depth) {
            layout_put(l, INK_DIM, f->last ? (l->ascii ? S("`- ") : S("\xE2\x94\x94\xE2\x94\x80 "))
                                           : (l->ascii ? S("|- ") : S("\xE2\x94\x9C\xE2\x94\x80 ")));
            open[f->depth] = !f->last;
        }
        node_words(t, f->node);
        if (f->node < t->acc->documents_n) {
            if (tree.main[f->node])
                edge_words(t, tree.main[f->node]);
            other_parents(t, f->node, tree.main[f->node], 6 + 3 * (int)(f->depth < 8 ? f->depth : 8));
        } else {
            layout_end(l);
        }
    }
}
