/* kin_out: trees, borrowings and cites -> edges and origins of the account.
 *
 * rooms: base input page lang mark doc */
#ifndef STM_KIN_OUT_H
#define STM_KIN_OUT_H

#include "kin/kin_inside.h"
#include "kin/kin_tree.h"

enum { HANDFUL = 40 }; /* reports of a pile that is one story's as likely as not: years may lie between them */

/* An origin while it is being made. */
struct origin_draft {
    slice name;          /* or p NULL */
    uint8_t kind;
    uint32_t group;      /* cites: the family or story that it belongs to; keeps two dispatches apart */
    bool lost;           /* of a family whose root is not here */
    struct recovered *recovered;
    uint32_t recovered_n, recovered_cap;
};

/* An edge while it is being made; `from` is an origin draft's number when `origin`. */
struct edge_draft {
    struct edge e;
    uint32_t evidence_cap;
    bool cite;
};

struct kin_build {
    struct kin_row *const *rows;
    uint32_t n;
    const struct kin_pair *pairs; /* by rows */
    uint32_t pairs_n;
    const struct trees *trees;
    const struct outlets *outlets;
    struct arena *a, *tmp;
    /* made here */
    struct edge_draft *edges;
    uint32_t edges_n, edges_cap;
    struct origin_draft *origins;
    uint32_t origins_n, origins_cap;
    uint32_t *parent; /* by row: the report that it was made from, or NONE */
    uint32_t first_cite, first_statement, statements_end; /* cites, then edges to statements */
    uint32_t *depth;  /* by row: edges to the root of its tree */
    bool *merged;     /* by row: it has several parents, and is a family of its own */
};
void build_edges(struct kin_build *b, struct kin *out);

/* The parts, in order. */
void build_trees(struct kin_build *b);
void build_cites(struct kin_build *b);      /* kin_named.c */
void build_unnamed(struct kin_build *b);    /* kin_unnamed.c */
void build_documents(struct kin_build *b);  /* kin_documents.c */
void build_borrowings(struct kin_build *b); /* kin_borrow.c */

void build_statements(struct kin_build *b); /* kin_statements.c */
void build_released(struct kin_build *b);   /* kin_released.c */

/* Passages that can be taken back to an origin draft. */
void build_recovered(struct kin_build *b, uint32_t origin, uint32_t doc, span src);

struct edge_draft *build_edge(struct kin_build *b, uint32_t doc, bool origin, uint32_t from, uint8_t kind,
                              float confidence);
uint32_t build_origin(struct kin_build *b, slice name, uint8_t kind, uint32_t group, bool lost);
void build_evidence(struct kin_build *b, struct edge_draft *e, span src, span from_src, slice why);
/* The largest passages that the pair shares, as evidence of the edge to or from row `doc`. */
void build_passages(struct kin_build *b, struct edge_draft *e, const struct kin_pair *p, uint32_t most, slice why);
/* The pair of two rows, or NULL. */
const struct kin_pair *build_pair(const struct kin_build *b, uint32_t x, uint32_t y);

#endif
