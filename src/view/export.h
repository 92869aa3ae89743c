/* export: an account in the forms of other programs. Each row or node names the bytes it stands on and, where
 * rows are counted, its family, so that copies of one report can be counted once. No rating of anybody,
 * no truth value, ever.
 *
 * rooms: base input page lang mark doc kin story claim fix account */
#ifndef STM_EXPORT_H
#define STM_EXPORT_H

#include "account/account.h"
#include "base/base.h"

enum export {
    EXPORT_EVENTS,      /* table */
    EXPORT_QUOTES,      /* table: a row for each statement, as view_quotes has it */
    EXPORT_DERIVATION,  /* table */
    EXPORT_CLAIMS,      /* table: a row for each report's row of a claim */
    EXPORT_CONFLICTS,   /* table: a row for each side */
    EXPORT_SOURCES,     /* table: the ledger of unnamed sources */
    EXPORT_TIMELINE,    /* table */
    EXPORT_LOSSES,      /* table: what got lost between two reports */
    EXPORT_PROPOSALS,   /* table: a row for each step of a proposal's way */
    EXPORT_DOT, EXPORT_GRAPHML, EXPORT_SVG, /* the family tree: Graphviz, Gephi and others, a picture */
    EXPORT_PROV,        /* the tree as W3C PROV, JSON-LD */
    EXPORT_SCHEMA,      /* schema.org Claim with its appearances, JSON-LD */
    EXPORT_NINJS,       /* IPTC ninjs 3: a document a line, with infoSources and associations */
    EXPORT_GDELT,       /* TSV, after the GDELT 1.0 event table */
    EXPORT_POLECAT,     /* TSV, after the POLECAT table */
    EXPORT_TIMEML,      /* TimeML of all documents, one XML element each */
    EXPORT_CITATIONS,   /* JSON lines: file, hash, bytes and words of each line of the account */
    EXPORT_COUNT
};
extern const char *const export_names[];

/* csv: tables as CSV, else as JSON lines; of no meaning to the others. tmp: scratch. Inside a guard. */
void export_account(const struct account *acc, enum export what, bool csv, struct arena *tmp,
                    struct out *o);

/* ---- inside -------------------------------------------------------------------------------------- */

/* How many documents the family of a document has. */
uint32_t *export_family_sizes(const struct account *acc, struct arena *a);
void export_tables(const struct account *acc, enum export what, bool csv, struct arena *tmp,
                   struct out *o);
void export_graph(const struct account *acc, enum export what, struct arena *tmp, struct out *o);
void export_linked(const struct account *acc, enum export what, struct arena *tmp, struct out *o);
void export_events(const struct account *acc, enum export what, struct arena *tmp, struct out *o);
void export_citations(const struct account *acc, struct arena *tmp, struct out *o);
void export_timeml(const struct account *acc, struct arena *tmp, struct out *o);
/* Text in XML and in attribute values; characters that XML 1.0 does not allow are left out. */
void export_xml(slice s, struct out *o);

#endif
