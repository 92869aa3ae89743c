/* fix: what people corrected, kept by content and put on top of what the machine made out.
 *
 * rooms: base input page lang mark doc kin story claim
 *
 * A fix is made from ids that somebody saw, but kept as what these ids stood for: documents by their hash, passages
 * by document and source span, entities and origins by name and type. So it holds after every rerun, with more
 * reports, and on another desk. Applying changes the rows in memory; the machine's own rows stay beside them, and
 * `marks` says which rows of either belong to which fix.
 *
 *   {docs, kin} ─ fix_kin ─► stories ─ fix_figures ─► claims ─ fix_claims ─► account
 *
 * Joined and parted stories are the desk's matter (store): it says which story a document is of. */
#ifndef STM_FIX_H
#define STM_FIX_H

#include "base/base.h"
#include "claim/claim.h"
#include "doc/doc.h"
#include "kin/kin.h"
#include "story/story.h"

enum fix_kind {
    FIX_STORY_JOIN, FIX_STORY_PART, FIX_STORY_NAME, FIX_ENTITY_JOIN, FIX_ENTITY_PART, FIX_ENTITY_NAME, FIX_CLAIM_JOIN,
    FIX_CLAIM_PART, FIX_CLAIM_NAME, FIX_ORIGIN_NAME, FIX_EDGE_HANG, FIX_CONFLICT_DISMISS, FIX_NOTE, FIX_COUNT
};
extern const char *const fix_kind_names[];

enum fix_on { /* what a note stands beside, what an edge hangs on */
    FIX_ON_NOTHING, FIX_ON_STORY, FIX_ON_DOCUMENT, FIX_ON_ENTITY, FIX_ON_CLAIM, FIX_ON_CONFLICT, FIX_ON_ORIGIN,
    FIX_ON_NEW /* an origin that isn't in the account yet */, FIX_ON_COUNT
};
extern const char *const fix_on_names[];

struct fix_place {
    slice doc;           /* its id where the fix was made: for people, and where two have one hash */
    uint8_t sha256[32];  /* of its source: what it is known by */
    span src;            /* source bytes; {0,0}: the whole document */
};
struct fix_group {
    struct fix_place *p;
    uint32_t n;
};
struct fix_name {
    slice name; /* of an entity, or of an origin (p NULL: it has none) */
    slice type; /* FORMAT.md's word */
};

/* Bounds of one fix, so that a list of them from elsewhere stays small. */
enum { FIX_GROUPS = 64, FIX_PLACES = 4096, FIX_NAMES = 256, FIX_WORDS = 4000 /* bytes of a name or a note */,
       FIX_MOST = 100000 /* fixes in one list */ };

struct fix {
    slice id;               /* "f-" and 12 digits of the hash of kind and args */
    uint8_t kind;
    struct fix_group *groups; /* by kind: see fix_keep.c */
    uint32_t groups_n;
    struct fix_name *names;
    uint32_t names_n;
    slice name;             /* the new name, or a note's text; p NULL: none */
    uint8_t on, was;        /* enum fix_on */
    uint8_t detail;         /* enum edge_kind, enum conflict_kind */
    slice args;             /* all of it as one line of JSON, always written the same way */
    slice note, at, undone; /* p NULL: none */
    /* by applying: */
    bool applied;
    slice *rows;            /* ids of the rows that it touched */
    uint32_t rows_n, rows_cap;
};

enum fix_list { FIXED_STORIES, FIXED_DERIVATION, FIXED_ORIGINS, FIXED_ENTITIES, FIXED_CLAIMS, FIXED_CONFLICTS, FIXED_COUNT };

struct fix_mark {
    slice row;      /* its id; of an edge: its document's, from's and kind's, as fix_edge_key writes them */
    uint32_t fix;
    uint8_t list;   /* enum fix_list */
    bool machine;   /* of the machine's rows; else of those that are shown */
};

struct fix_story { /* a story of the machine that is shown otherwise */
    slice id, title, from, to;
    slice *documents;
    uint32_t documents_n;
};
struct fix_set { /* what comes from the desk */
    struct fix *p;  /* oldest first */
    uint32_t n;
    struct fix_story *stories; /* the machine's, that are shown otherwise */
    uint32_t stories_n;
    struct fix_name *titles;   /* of shown stories that somebody named: name is the id, type the title */
    uint32_t titles_n;
};

struct fixes {
    struct fix *p;
    uint32_t n;
    struct fix_story *told; /* the machine's stories */
    uint32_t told_n;
    const struct fix_name *titles;
    uint32_t titles_n;
    struct fix_mark *marks;
    uint32_t marks_n, marks_cap;
    struct kin kin;         /* the machine's; edges NULL: as shown */
    struct stories stories; /* figures alone */
    struct claims claims;
};

/* What ids stand in: rows as they are shown. */
struct fix_scene {
    const struct document *const *docs;
    uint32_t n;
    const struct kin *kin;
    const struct stories *stories;
    const struct claims *claims;
};

/* All inside a guard. */

/* A fix from a kind and args as docs/room.md has them (JSON text). 0; STM_EUSAGE or STM_EEMPTY (an id that is not in
 * the scene) with *why. `a` holds it. */
int fix_make(const struct fix_scene *scene, slice kind, slice args, struct arena *a, struct fix *out, const char **why);
/* From what is kept. 0 or STM_EFORMAT. */
int fix_read(slice kind, slice args, struct arena *a, struct fix *out);
/* A list from a file (docs/room.md, "Fixes"): a JSON object a line. Bad lines are counted. */
int fix_list_read(slice text, struct arena *a, struct fix **out, uint32_t *n, uint32_t *bad);
void fix_list_write(const struct fix *f, uint32_t n, struct out *o);
/* A sentence for people. */
slice fix_says(const struct fix *f, struct arena *a);

void fix_kin(struct fixes *f, const struct document *const *docs, uint32_t n, struct kin *kin, struct arena *a);
/* Names of stories; before fix_figures. */
void fix_stories(struct fixes *f, const struct document *const *docs, uint32_t n, struct stories *st, struct arena *a);
void fix_figures(struct fixes *f, const struct document *const *docs, uint32_t n, struct stories *st, struct arena *a);
void fix_claims(struct fixes *f, const struct document *const *docs, uint32_t n, struct stories *st, struct claims *c,
                const struct kin *kin, struct arena *a);

/* Into `key`; a name that is cut off is made up for by its hash. Needs no guard. */
enum { FIX_EDGE_KEY = 700 };
slice fix_edge_key(const struct document *const *docs, const struct kin *kin, const struct edge *e, char *key, size_t size);

#endif
