/* kin_inside: what the files of the kin room share.
 *
 * rooms: base input page lang mark doc
 *
 *   document -> kin_row (words, sentences, sketch, mentions of outlets)      in parallel
 *   sketches -> pairs that may share text                                   sort and scan
 *   pair     -> kin_pair (aligned runs, what each side has alone)            in parallel
 *   pairs    -> families, trees, roots, missing originals -> edges, origins */
#ifndef STM_KIN_INSIDE_H
#define STM_KIN_INSIDE_H

#include "kin/kin.h"
#include "kin/kin_words.h"

/* ---- outlets ---------------------------------------------------------------------------- */

struct outlet {
    slice name;       /* canonical */
    uint8_t kind;     /* enum origin_kind */
    bool found;       /* in the reports: no list has it, and it is no site's name */
    bool here;        /* a report of it is in the pile */
};

/* A form under which an outlet is named, as words. */
struct outlet_form {
    uint32_t words[6];
    uint8_t n;
    bool article;     /* only after a capital "The" (a common word otherwise) */
    uint32_t outlet;
};

struct outlets {
    struct outlet *p;
    uint32_t n, cap;
    struct outlet_form *forms; /* by first word, then the longest first */
    uint32_t forms_n, forms_cap;
    uint32_t listed;           /* p[0..listed) come from the list, the rest from site names */
    struct table cues;         /* word -> class bits */
    uint32_t paper_lengths[26]; /* by first letter; bit n: a word of the class `paper` has n bytes */
    struct table by_name;      /* canonical name -> index */
    struct table by_label;     /* letters of a form, small, without blanks -> index */
    struct table labels;       /* labels of the reports' hosts that are no outlet's yet */
    struct arena *a;
};
void outlets_open(struct outlets *o, struct arena *a);
/* The outlet of a site's name ("X News - World"), added when the list has none such. NONE: no name. */
uint32_t outlets_site(struct outlets *o, slice site, bool add);
/* The outlet whose name is a label of the host ("edition.cnn.com"); NONE. */
uint32_t outlets_host(const struct outlets *o, slice host);
/* Keeps a host's own label, so that a name with its letters shows itself to be that site's. */
void outlets_label(struct outlets *o, slice host);
void outlets_ready(struct outlets *o); /* sorts; after it nothing is added */
enum { OUTLET_LAND = 1 << 15, OUTLET_BODY = 1 << 17 }; /* classes of cues: words of places, peoples or days; of bodies */
/* Is the outlet that of the site, or of the same house ("X", "X News")? */
bool outlets_own(const struct outlets *o, uint32_t site, uint32_t outlet);
/* The outlet whose form begins at word i: its index, *n words; or NONE. */
uint32_t outlets_at(const struct outlets *o, slice text, const struct kin_words *w, uint32_t i, uint32_t *n);
/* The same, a common word after a small "the" included: *perhaps. */
uint32_t outlets_maybe(const struct outlets *o, slice text, const struct kin_words *w, uint32_t i, uint32_t *n, bool *perhaps);

/* What shows that a report has something from an outlet. */
enum cite_how {
    CITE_REPORTED, /* "X reported", "according to X" */
    CITE_TOLD,     /* "told X", "in an interview with X" */
    CITE_FIRST,    /* "reported by X for the first time" */
    CITE_UNABLE,   /* "X was unable to verify" */
    CITE_CREDIT,   /* "X contributed to this report", a byline */
    CITE_DATELINE, /* "CITY, May 3 (X) -" */
    CITE_UNNAMED,  /* "media reports", "a report that ...": names nobody */
    CITE_NAMED     /* named and no more: counts where others have the matter from it, or where its report is here */
};

struct cite {
    uint32_t outlet; /* NONE: `name` alone */
    slice name;
    uint8_t origin_kind;
    uint8_t how;
    span at;         /* text; {0,0}: see src */
    span src;        /* source */
    uint32_t sent;   /* sentence, or NONE */
    bool brief;      /* "X" of who is listed as "X News" */
};

/* A place that shows that a name, which no list knows, may be an outlet's. */
enum name_how {
    NAME_NONE,
    NAME_DATELINE, /* "PLACE, May 3 (X) -" */
    NAME_UNABLE,   /* "X was unable to verify" */
    NAME_CREDIT,   /* "X contributed to this report" */
    NAME_TOLD,     /* "told X" */
    NAME_REPORT,   /* "X reported", "a report by X" */
    NAME_CALLED,   /* "the agency said" right after it */
    NAME_HEAD,     /* it has a word such as Press or Radio in it */
    NAME_PAPER,    /* "the newspaper X", "X, a local daily," */
    NAME_ALONE,    /* "he told X on Friday", "X reports", where names were read and X plays no other part */
    NAME_SITE,     /* its letters are the label of a report's site */
    NAME_AGENCY,   /* called an agency: no evidence by itself */
    NAME_HOWS
};
struct kin_name {
    uint64_t hash; /* of its words */
    span at;       /* text; {0,0}: see words */
    uint8_t how;   /* enum name_how */
    uint32_t sentence; /* hash of its words: copies of it are no further witness */
    slice words;
};

struct kin_row;
/* Is the outlet the report's own, by its site's name or by its host? */
bool row_own(const struct outlets *o, const struct kin_row *r, uint32_t outlet);
void row_names(const struct outlets *o, struct kin_row *r, struct arena *a);
/* Adds what the rows' names show to be outlets; before outlets_ready. */
void outlets_found(struct outlets *o, struct kin_row *const *rows, uint32_t n, struct arena *tmp);
void cites_read(const struct outlets *o, struct kin_row *r, struct arena *a);

/* ---- rows ----------------------------------------------------------------------------------- */

enum { NEWS_CYCLE = 30 * 60 }; /* minutes within which what one outlet has is taken up by others */

enum { SKETCH_SHINGLES = 44, SKETCH_KEYS = 16 };

/* 4 * (44 + 16) + 4 = 244 bytes. */
struct sketch {
    uint32_t shingles[SKETCH_SHINGLES]; /* of a sentence the least hash of 5 words; sorted */
    uint32_t keys[SKETCH_KEYS];         /* the most telling names and numbers; sorted */
    uint16_t shingles_n, keys_n;
};

struct kin_row {
    const struct document *doc;
    uint32_t number;
    struct kin_words w;
    uint64_t *grams;     /* hash of 3 words << 32 | position; sorted; NULL until asked for */
    uint32_t grams_n;
    struct sketch *sketch;
    struct cite *cites;
    uint32_t cites_n;
    struct kin_name *names;
    uint32_t names_n;
    int64_t minutes;     /* published; INT64_MIN: not known */
    bool fine;           /* to the minute */
    uint32_t site;       /* outlet, or NONE */
    bool headed;         /* an agency's dateline or credit stands at its head */
};
void row_sketch(struct kin_row *r, struct sketch *s, struct arena *tmp);
void row_grams(struct kin_row *r, struct arena *a);

/* ---- pairs ---------------------------------------------------------------------------------- */

struct kin_run {
    uint32_t a, b, n; /* words; the same, one by one */
};

/* Two reports held against one another. Index 0: a, 1: b. */
struct kin_pair {
    uint32_t row[2];
    uint32_t same;          /* words in runs */
    uint32_t runs_n;
    struct kin_run *runs;   /* by a */
    uint32_t longest;       /* words of the longest run */
    float cover[2];         /* same / words */
    uint32_t aligned[2];    /* words of sentences that have a counterpart */
    uint32_t sents;         /* aligned sentences */
    uint32_t own[2];        /* words of sentences without one, of the report's own matter */
    uint32_t foreign[2];    /* those that stand in one block at the end and share no matter with the rest */
    uint32_t fresh[2];      /* places where its wording is the rarer one */
    uint32_t sites;         /* places inside aligned sentences where they differ at all */
    uint32_t breaks;        /* places where the order of what they share breaks */
    uint32_t inner[2];      /* words inside aligned sentences that the other has dropped */
    uint32_t cuts[2];       /* blocks of sentences that the other has not */
    uint32_t tail[2];       /* words of such a block at the end */
    uint32_t figures[2];    /* places where it has a number in figures and the other has none */
    uint32_t numbers;       /* places where both have figures, and not the same */
    uint32_t quoted;        /* of `same`: words that one of them has inside quotation marks */
    uint32_t told;          /* and words outside them, in stretches that are no mere turn of phrase */
    float identity;         /* 2 * same / (aligned[0] + aligned[1]) */
    uint8_t title;          /* bit 0: a's is made from b's, bit 1: b's from a's, bit 2: the same */
};
/* `full`: with all that directions need; else the runs and cover alone. */
void pair_read(const struct kin_row *a, const struct kin_row *b, bool full, struct arena *out_a,
               struct arena *tmp, struct kin_pair *out);

/* Steps 1 and 2 of kin_read: every report alone, and all pairs worth a look, aligned. */
struct kin_gathered {
    struct kin_row *const *rows;
    uint32_t n;
    const struct kin_pair *pairs; /* by rows */
    uint32_t pairs_n;
    const struct outlets *outlets;
};
void kin_gather(const struct document *const *docs, uint32_t n, int threads, struct arena *a, struct kin_gathered *out);

#endif
