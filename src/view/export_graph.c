/* The family tree as a graph (Graphviz, GraphML) and as a picture (SVG). Kinds of edges are told apart by
 * the stroke, not by colour alone. */
#include "export.h"
#include "layout.h"
#include "view_parts.h"

static slice node_id(const struct account *acc, bool origin, uint32_t i) {
    return origin ? acc->kin.origins[i].id : acc->documents[i]->id;
}

static slice node_label(const struct account *acc, bool origin, uint32_t i, struct arena *a) {
    if (origin) {
        slice name = acc->kin.origins[i].name;
        return name.p ? arena_printf(a, "[%.*s]", (int)name.n, name.p) : S("[unknown original]");
    }
    const struct document *d = acc->documents[i];
    slice site = d->page.site_name.p ? d->page.site_name : S("");
    return site.n ? arena_printf(a, "%.*s (%.*s)", (int)d->id.n, d->id.p, (int)site.n, site.p) : d->id;
}

/* ---- Graphviz --------------------------------------------------------------------------------------- */

static void dot_string(slice s, struct out *o) {
    out_str(o, "\"");
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            out_str(o, "\\");
        if ((unsigned char)s.p[i] >= 0x20)
            out_bytes(o, s.p + i, 1);
    }
    out_str(o, "\"");
}

static void dot(const struct account *acc, struct arena *a, struct out *o) {
    static const char *const styles[] = {"solid", "dashed", "dotted", "bold"};
    out_str(o, "digraph stemma {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    for (uint32_t k = 0; k < 2; k++)
        for (uint32_t i = 0; i < (k ? acc->kin.origins_n : acc->documents_n); i++) {
            out_str(o, "  ");
            dot_string(node_id(acc, k, i), o);
            out_str(o, " [label=");
            dot_string(node_label(acc, k, i, a), o);
            out_str(o, k ? ", style=dashed];\n" : "];\n");
        }
    for (uint32_t i = 0; i < acc->kin.edges_n; i++) {
        const struct edge *e = &acc->kin.edges[i];
        out_str(o, "  ");
        dot_string(node_id(acc, e->origin, e->from), o);
        out_str(o, " -> ");
        dot_string(node_id(acc, false, e->doc), o);
        out_printf(o, " [label=\"%s %d%%\", style=%s];\n", edge_kind_names[e->kind],
                   (int)(e->confidence * 100 + 0.5f), styles[e->kind]);
    }
    out_str(o, "}\n");
}

/* ---- GraphML (graphml.graphdrawing.org) ------------------------------------------------------------------------- */

static void data(struct out *o, const char *key, slice s) {
    if (!s.p)
        return;
    out_printf(o, "<data key=\"%s\">", key);
    export_xml(s, o);
    out_str(o, "</data>");
}

static void graphml(const struct account *acc, struct arena *a, struct out *o) {
    static const char *const keys[] = {"label", "kind", "published", "site", "title", "url", "story", "file"};
    out_str(o, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    for (size_t i = 0; i < NELEMS(keys); i++)
        out_printf(o, "<key id=\"%s\" for=\"node\" attr.name=\"%s\" attr.type=\"string\"/>\n", keys[i], keys[i]);
    out_str(o, "<key id=\"relation\" for=\"edge\" attr.name=\"relation\" attr.type=\"string\"/>\n"
               "<key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>\n"
               "<key id=\"start\" for=\"edge\" attr.name=\"start\" attr.type=\"long\"/>\n"
               "<key id=\"end\" for=\"edge\" attr.name=\"end\" attr.type=\"long\"/>\n"
               "<graph id=\"stemma\" edgedefault=\"directed\">\n");
    for (uint32_t i = 0; i < acc->documents_n; i++) {
        const struct document *d = acc->documents[i];
        out_str(o, "<node id=\"");
        export_xml(d->id, o);
        out_str(o, "\">");
        data(o, "label", node_label(acc, false, i, a));
        data(o, "kind", S("report"));
        data(o, "published", d->page.published);
        data(o, "site", d->page.site_name);
        data(o, "title", d->page.title);
        data(o, "url", d->page.url);
        data(o, "story", acc->stories.stories[acc->stories.story_of[i]].id);
        data(o, "file", d->source.file);
        out_str(o, "</node>\n");
    }
    for (uint32_t i = 0; i < acc->kin.origins_n; i++) {
        const struct origin *g = &acc->kin.origins[i];
        out_str(o, "<node id=\"");
        export_xml(g->id, o);
        out_str(o, "\">");
        data(o, "label", node_label(acc, true, i, a));
        data(o, "kind", slice_str(origin_kind_names[g->kind]));
        data(o, "published", g->published);
        out_str(o, "</node>\n");
    }
    for (uint32_t i = 0; i < acc->kin.edges_n; i++) {
        const struct edge *e = &acc->kin.edges[i];
        out_str(o, "<edge source=\"");
        export_xml(node_id(acc, e->origin, e->from), o);
        out_str(o, "\" target=\"");
        export_xml(node_id(acc, false, e->doc), o);
        out_printf(o, "\"><data key=\"relation\">%s</data><data key=\"weight\">%.3f</data>",
                   edge_kind_names[e->kind], (double)e->confidence);
        for (uint32_t k = 0; k < e->evidence_n; k++)
            if (e->evidence[k].src.end > e->evidence[k].src.start) {
                out_printf(o, "<data key=\"start\">%u</data><data key=\"end\">%u</data>",
                           e->evidence[k].src.start, e->evidence[k].src.end);
                break;
            }
        out_str(o, "</edge>\n");
    }
    out_str(o, "</graph>\n</graphml>\n");
}

/* ---- SVG ------------------------------------------------------------------------------------------------------ */

enum { ROW = 40, STEP = 60, BOX = 300, HIGH = 28, EDGE = 12 };

static void svg_text(slice s, struct arena *a, int columns, struct out *o) {
    export_xml(layout_fit(a, layout_clean(a, s), columns, false), o);
}

static void svg(const struct account *acc, struct arena *a, struct out *o) {
    static const char *const strokes[] = {"", " stroke-dasharray=\"8 3\"", " stroke-dasharray=\"2 3\"",
                                          " stroke-dasharray=\"8 3 2 3\""};
    struct family_tree *trees = ARENA_ARRAY(a, struct family_tree, acc->stories.stories_n);
    uint32_t rows = 0, depth = 0;
    for (uint32_t s = 0; s < acc->stories.stories_n; s++) {
        view_family_tree(acc, s, a, &trees[s]);
        rows += trees[s].lines_n + 1;
        for (uint32_t i = 0; i < trees[s].lines_n; i++)
            if (trees[s].lines[i].depth > depth)
                depth = trees[s].lines[i].depth;
    }
    uint32_t width = 2 * EDGE + depth * STEP + BOX + 180, height = 2 * EDGE + rows * ROW;
    out_printf(o, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\" "
                  "font-family=\"sans-serif\" font-size=\"13\">\n<title>Who has it from whom</title>\n"
                  "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n", width, height, width, height);
    uint32_t row = 0;
    for (uint32_t s = 0; s < acc->stories.stories_n; s++) {
        const struct story *st = &acc->stories.stories[s];
        uint32_t *at = ARENA_ARRAY(a, uint32_t, depth + 2); /* the row of the last node at each depth */
        out_printf(o, "<text x=\"%d\" y=\"%u\" font-weight=\"bold\">", EDGE, EDGE + row * ROW + 24);
        svg_text(st->title.p ? st->title : st->id, a, 80, o);
        out_str(o, "</text>\n");
        row++;
        for (uint32_t i = 0; i < trees[s].lines_n; i++, row++) {
            const struct tree_line *f = &trees[s].lines[i];
            uint32_t x = EDGE + f->depth * STEP, y = EDGE + row * ROW + 6;
            bool origin = f->node >= acc->documents_n;
            at[f->depth] = row;
            if (f->depth) {
                const struct edge *e = trees[s].main[f->node];
                uint32_t px = EDGE + (f->depth - 1) * STEP + 14, py = EDGE + at[f->depth - 1] * ROW + 6 + HIGH;
                out_printf(o, "<path d=\"M%u %u V%u H%u\" fill=\"none\" stroke=\"#333\" stroke-width=\"1.5\"%s/>\n",
                           px, py, y + HIGH / 2, x, e ? strokes[e->kind] : "");
                if (e)
                    out_printf(o, "<text x=\"%u\" y=\"%u\" fill=\"#333\">%s %d%%</text>\n", x + BOX + 8,
                               y + 19, edge_kind_names[e->kind], (int)(e->confidence * 100 + 0.5f));
            }
            out_printf(o, "<rect x=\"%u\" y=\"%u\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"%s\" stroke=\"#333\"%s/>"
                          "<text x=\"%u\" y=\"%u\">", x, y, BOX, HIGH, origin ? "#fff" : "#eef3f8",
                       origin ? " stroke-dasharray=\"4 3\"" : "", x + 8, y + 19);
            svg_text(node_label(acc, origin, origin ? f->node - acc->documents_n : f->node, a), a, 42, o);
            out_str(o, "</text>\n");
        }
    }
    out_str(o, "</svg>\n");
}

void export_graph(const struct account *acc, enum export what, struct arena *tmp, struct out *o) {
    if (what == EXPORT_DOT)
        dot(acc, tmp, o);
    else if (what == EXPORT_GRAPHML)
        graphml(acc, tmp, o);
    else
        svg(acc, tmp, o);
}
