/* claim: a story's reports held against one another.
 *
 * rooms: base input page lang mark doc kin story
 *
 * Spans are bytes of the documents' clean text. */
#ifndef STM_CLAIM_H
#define STM_CLAIM_H

#include "base/base.h"
#include "doc/doc.h"
#include "kin/kin.h"
#include "story/story.h"

enum stance { STANCE_ASSERTED, STANCE_ATTRIBUTED, STANCE_DENIED, STANCE_DECLINED, STANCE_DOUBTED };
extern const char *const stance_names[];

struct claim_row {
    uint32_t doc;
    span at;              /* text */
    uint8_t stance;
    slice by;             /* who says it, or p NULL */
    uint32_t attribution; /* of the document, or NONE */
};

struct claim {
    slice id, text;
    uint32_t story;
    struct claim_row *rows; /* by document and place */
    uint32_t rows_n;
    struct { uint32_t reports, origins, named, unnamed; } support;
};

enum conflict_kind {
    CONFLICT_TIME, CONFLICT_QUANTITY, CONFLICT_DENIAL, CONFLICT_WORDING, CONFLICT_WHO, CONFLICT_SCOPE
};
extern const char *const conflict_kind_names[];

struct side {
    uint32_t doc;
    span at;         /* text */
    slice says, by;  /* by: p NULL: the author */
};

struct conflict {
    slice id;
    uint8_t kind;
    uint32_t story;
    struct side *sides; /* two or more */
    uint32_t sides_n;
    uint32_t *claims;
    uint32_t claims_n;
    slice note;
    float weight;       /* how much it matters; they are listed by it */
};

enum loss_kind { LOSS_ATTRIBUTION_LOST, LOSS_ATTRIBUTION_GAINED, LOSS_DENIAL_DROPPED, LOSS_CAVEAT_DROPPED };
extern const char *const loss_kind_names[];

struct loss {
    slice id;
    uint32_t claim; /* or NONE */
    uint8_t kind;
    uint32_t from_doc, to_doc;
    span from_at, to_at; /* text; to_at {0,0}: simply gone */
};

/* Unnamed sources that are taken for the same people. */
struct ledger_row {
    slice id;
    uint32_t story;
    struct ledger_ref { uint32_t doc, attribution; span at; } *refs;
    uint32_t refs_n;
    uint32_t count;      /* 0: not said */
    uint32_t *claims;
    uint32_t claims_n;
};

enum doubt { DOUBT_NONE, DOUBT_DISPUTED, DOUBT_INFERRED, DOUBT_VAGUE };
extern const char *const doubt_names[]; /* NULL for none */

struct moment {
    uint32_t story;
    slice date, high;    /* high: p NULL unless a stretch */
    slice text;
    uint8_t doubt;
    slice *rests_on;     /* ids of events, times or claims */
    uint32_t rests_on_n;
    uint32_t doc;
    span at;             /* text: the passage that says so */
};

struct proposal {
    slice id, name;
    uint32_t story;
    struct proposal_step { uint32_t doc, event; } *steps; /* in order */
    uint32_t steps_n;
};

struct claims {
    struct claim *claims;
    uint32_t claims_n;
    struct conflict *conflicts; /* the weightiest first */
    uint32_t conflicts_n;
    struct loss *losses;
    uint32_t losses_n;
    struct ledger_row *ledger;
    uint32_t ledger_n;
    struct moment *timeline;
    uint32_t timeline_n;
    struct proposal *proposals;
    uint32_t proposals_n;
};

/* Inside a guard. */
void claim_read(const struct document *const *docs, uint32_t n, const struct kin *kin,
                const struct stories *stories, int threads, struct arena *a, struct claims *out);

/* Counts anew what stands behind each claim, after rows were moved. Inside a guard. */
void claim_support_again(const struct document *const *docs, uint32_t n, const struct kin *kin,
                         const struct stories *stories, struct claims *c, struct arena *a);

/* The ids that the account gives to rows of a document ("ID-a3", "ID-e7", "ID-t2"). */
slice row_id(struct arena *a, const struct document *d, char kind, uint32_t i);

#endif
