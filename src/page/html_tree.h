/* Tokens -> a tree of flat nodes.
 *
 * rooms: base
 *
 * The tree construction of the HTML standard (section 13.2.6). Nodes lie in one array in the order in
 * which they were made and know their neighbours by index; names, attributes and texts are spans of
 * the source. Nothing recurses. Bounds: HTML_DEPTH open elements (what is nested deeper becomes a
 * sibling), HTML_FORMATS open formatting elements, and copies of formatting elements at most as many
 * as the source has bytes / 8. */
#ifndef STM_HTML_TREE_H
#define STM_HTML_TREE_H

#include "html_token.h"

enum { HTML_DEPTH = 512, HTML_FORMATS = 48 };

enum html_node_kind { NODE_DOCUMENT, NODE_DOCTYPE, NODE_ELEMENT, NODE_TEXT, NODE_COMMENT };
enum html_space { SPACE_HTML, SPACE_SVG, SPACE_MATH };

struct html_node {
    uint32_t parent, prev, next, first, last; /* nodes, or NONE */
    span at;       /* source: the start tag, the text, the comment's data */
    span attrs;    /* source */
    uint32_t name_end; /* source; see html_name */
    uint32_t class_at; /* source: where the value of its class starts; 0: it has none */
    uint8_t kind : 4, space : 4; /* the enums above */
    uint8_t tag;   /* enum html_tag */
    uint8_t has;   /* enum html_has */
    uint8_t state; /* of a text: enum html_state; of an element: 1 when its content is a template's, 2 when it
                    * is foreign and was ended by the end tag of an element around it */
};

struct html_tree {
    slice s;
    struct html_node *p; /* p[0] is the document */
    uint32_t n, cap;
    bool quirks;
    bool moved; /* some text stands before what it comes after in the source (foster parents) */
};

/* context: TAG_NONE for a document; for a fragment (innerHTML) the element it stands in. scripting:
 * <noscript> is raw text. */
void html_parse(struct html_tree *out, slice s, const struct html_names *names, struct arena *a,
                enum html_tag context, enum html_space space, bool scripting);

/* An element's name in the source; empty where the source does not have it (<tbody>). */
static inline span html_name(const struct html_node *n) {
    return n->name_end > n->at.start ? (span){n->at.start + 1, n->name_end} : (span){n->at.start, n->at.start};
}

/* The node after `i` in document order, inside `top`; NONE: no more. `down`: into its children. */
static inline uint32_t html_walk(const struct html_tree *t, uint32_t top, uint32_t i, bool down) {
    if (down && t->p[i].first != NONE)
        return t->p[i].first;
    while (i != top && t->p[i].next == NONE)
        i = t->p[i].parent;
    return i == top ? NONE : t->p[i].next;
}

#endif
