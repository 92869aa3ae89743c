/* kin: documents -> reuse, derivation, origins: who has it from whom.
 *
 * rooms: base input page lang mark doc
 *
 * Candidates come from sketches, edges only from verified alignment or from words that say so.
 * Evidence spans are SOURCE bytes (they may stand outside the prose, in a byline). Documents
 * are numbered by their place in the array given, which the caller has sorted by content. */
#ifndef STM_KIN_H
#define STM_KIN_H

#include "base/base.h"
#include "doc/doc.h"

enum edge_kind { EDGE_COPY, EDGE_REWRITE, EDGE_CITES, EDGE_QUOTES };
extern const char *const edge_kind_names[];

#define KIN_TOLD "told it" /* the why of evidence that somebody told an outlet something */

struct evidence {
    span src;       /* in doc; {0,0}: none */
    span from_src;  /* in the parent, if it is a document; {0,0}: none */
    slice why;      /* a few words for people */
};

struct rival {
    bool origin;
    uint32_t from;
    float confidence;
};

struct edge {
    uint32_t doc;
    bool origin;    /* `from` is an origin, else a document */
    uint32_t from;
    uint8_t kind;   /* enum edge_kind */
    float confidence;   /* 0..1 */
    float containment;  /* share of doc's words that stand in the parent, 0..1; < 0: not measured */
    struct evidence *evidence; /* at least one with src */
    uint32_t evidence_n;
    struct rival *rivals;
    uint32_t rivals_n;
};

enum origin_kind { ORIGIN_AGENCY, ORIGIN_OUTLET, ORIGIN_STATEMENT, ORIGIN_DOCUMENT };
extern const char *const origin_kind_names[];

struct recovered {
    uint32_t doc;
    span src;
};

struct origin {
    slice id;        /* "o-reuters", unique; from content, never from arrival */
    slice name;      /* or p NULL */
    uint8_t kind;
    slice published; /* or p NULL */
    uint32_t *documents;
    uint32_t documents_n;
    struct recovered *recovered;
    uint32_t recovered_n;
};

struct kin {
    struct edge *edges;     /* by doc, then origins after documents, by from */
    uint32_t edges_n;
    struct origin *origins; /* by id */
    uint32_t origins_n;
    uint32_t *family;       /* by document: the least document of its family (joined by copy and rewrite
                               edges, missing originals included) */
};

/* Inside a guard. `docs[i]` must stay while the result is used. */
void kin_read(const struct document *const *docs, uint32_t n, int threads, struct arena *a,
              struct kin *out);

/* Origins known by name (agencies, outlets): the list under data/ decides kind and canonical name.
 * False: the words name no outlet. Used by mark too? No: rooms after kin only. */
bool kin_outlet(slice words, slice *name, uint8_t *kind);

#endif
