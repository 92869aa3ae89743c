/* names: what the files names*.c, entities*.c, coref*.c and the trainers share. Nothing outside
 * src/lang and train/ includes this.
 *
 * rooms: base input page
 *
 *   tokens --names_words--> struct name_word --names_features--> feature hashes
 *          --(weights, Viterbi over struct name_label)--> labels --> mentions with a type
 *
 * A name is found by a linear-chain CRF (Lafferty et al. 2001) over hashed features: the word and
 * its neighbours, shape, affixes, word clusters, what lists say about it (Ratinov & Roth 2009), and
 * what the rest of the document says. Lists are evidence, never answers. */
#ifndef STM_LANG_NAMES_H
#define STM_LANG_NAMES_H

#include "base/model.h"
#include "lang_parts.h"

/* ---- lists: data/lang/CODE/names-*.txt ----------------------------------------------------- */

enum name_bit {
    NAME_TITLE = 1,     /* stands before a person's name: "President" */
    NAME_MALE = 2,      /* of a title */
    NAME_FEMALE = 4,
    NAME_ORG = 8,       /* a word that organisations' names end with: "Ministry" */
    NAME_LAND = 16,     /* ... places without a government: "Sea" */
    NAME_EVENT = 32,    /* ... events: "Olympics" */
    NAME_GPE = 64,      /* a country or its like */
    NAME_REGION = 128,  /* a part of the world */
    NAME_DEMONYM = 256, /* adjective or people of one of these */
    NAME_PEOPLE = 512,  /* faiths, parties, peoples */
    NAME_IS_ORG = 1024, /* always an organisation: "Interpol" */
    NAME_EXACT = 2048,  /* only as spelt in the list: "US" */
    NAME_STARTS = 4096, /* first word of a longer entry */
    NAME_LINK = 8192,   /* a lower-case word inside names: "of", "al" */
    NAME_NOT = 16384,   /* has a capital and is no name: "Monday" */
    NAME_BODY = 32768   /* of NAME_ORG: a body even behind common words ("Transport Ministry") */
};

struct name_listed {
    uint32_t key;  /* of the lower-cased words; 0: empty slot */
    uint16_t bits;
    uint16_t row;  /* number of the thing listed: names of one row are one place; 0: none */
};

/* ---- the model's lexicon: one 32-bit word for each known form ------------------------------- */

enum name_gaz { /* bits 0..9 of a lexicon payload */
    GAZ_FORENAME_M = 1, GAZ_FORENAME_F = 2, GAZ_SURNAME = 4, GAZ_SURNAME_RARE = 8, GAZ_CITY = 16,
    GAZ_CITY_PART = 32, GAZ_ORG = 64, GAZ_OUTLET = 128, GAZ_PLACE = 256, GAZ_STARTS = 512
};
#define LEX_GAZ(x) ((x) & 0x3ffu)
#define LEX_CLUSTER(x) ((x) >> 10 & 0x3ffu)  /* 0: none */
#define LEX_CAPS(x) ((x) >> 20 & 7u)         /* how often it is capitalised inside sentences; 0: not known */
#define LEX_SELF(x) ((x) >> 23 & 0x3fu)      /* what it mostly is in raw news: type, share; 0: not known */

/* ---- labels ----------------------------------------------------------------------------------- */

enum name_label { /* begin, inside, last, unit; MISC without "last" so that 16 labels do */
    LABEL_O,
    LABEL_B_PER, LABEL_I_PER, LABEL_L_PER, LABEL_U_PER,
    LABEL_B_ORG, LABEL_I_ORG, LABEL_L_ORG, LABEL_U_ORG,
    LABEL_B_LOC, LABEL_I_LOC, LABEL_L_LOC, LABEL_U_LOC,
    LABEL_B_MISC, LABEL_I_MISC, LABEL_U_MISC,
    LABEL_COUNT
};
/* May `b` stand after `a`? LABEL_COUNT stands for the sentence's edge. */
bool label_follows(int a, int b);

/* ---- words ------------------------------------------------------------------------------------- */

enum name_shape {
    SHAPE_LOWER, SHAPE_TITLE, SHAPE_UPPER, SHAPE_LETTER, SHAPE_MIXED, SHAPE_DOTTED, SHAPE_NUMBER,
    SHAPE_ALNUM, SHAPE_HYPHEN, SHAPE_COMMA, SHAPE_STOP, SHAPE_QUOTE, SHAPE_APOSTROPHE_S,
    SHAPE_BRACKET, SHAPE_OTHER, SHAPE_EDGE
};

enum name_doc { /* what other places of the document say of a capitalised word */
    DOC_INSIDE = 1,   /* it is capitalised inside a sentence */
    DOC_LOWER = 2,    /* it stands in lower case too */
    DOC_PERSON = 4,   /* behind a title or a forename */
    DOC_ORG = 8,      /* before a word of organisations */
    DOC_AGAIN = 16    /* more than once */
};

struct name_word {
    uint64_t hash;        /* of the lower-cased form */
    uint32_t head, tail;  /* first and last four bytes, lower case; the byte next to the edge lowest */
    uint32_t lex;         /* payload, 0: not in the lexicon */
    uint16_t bits;        /* enum name_bit */
    uint16_t row;         /* of the list, 0: none */
    uint8_t shape;
    uint8_t phrase;       /* place in a listed phrase: 0 none, else class * 4 + begin, in, last, unit */
    uint8_t doc;          /* enum name_doc */
    uint8_t mode;         /* of its sentence: 0 plain, 1 most words capitalised, 2 all upper case */
};

struct names_model;

struct names_kit {
    struct name_listed *listed; /* open addressing */
    uint32_t listed_mask;
    uint32_t rows;
    slice *row_name;            /* fullest name of a row */
    uint16_t *row_kind;         /* NAME_GPE, NAME_REGION, NAME_IS_ORG */
    const struct names_model *model; /* NULL: lists alone */
};

/* Reads the lists (and not the model). */
struct names_kit *names_lists_open(struct lang_kit *kit);
/* Hash of a form as struct name_word has it. */
uint64_t name_hash(slice form);
static inline uint64_t name_join(uint64_t h, uint64_t next) {
    return (h ^ (next + 0x9e3779b97f4a7c15u + (h << 6))) * 0xff51afd7ed558ccdu;
}
const struct name_listed *names_listed(const struct names_kit *kit, uint64_t hash);
/* Longest listed phrase of the tokens from `i` (before `end`): its entry, *n tokens; or NULL. */
const struct name_listed *names_phrase(const struct names_kit *kit, const struct lang *l,
                                       const struct name_word *w, uint32_t i, uint32_t end,
                                       uint32_t *n);
/* The words of the document's tokens: facts and what the document says. In tmp. */
struct name_word *names_words(const struct names_kit *kit, slice text, const struct lang *l,
                              struct arena *tmp);
enum { NAME_FEATURES = 64 };
/* Feature hashes of token i of the sentence [first, end); gives their number. */
uint32_t names_features(const struct name_word *w, uint32_t first, uint32_t end, uint32_t i,
                        uint32_t out[NAME_FEATURES]);

/* ---- model -------------------------------------------------------------------------------------- */

/* models/CODE-names.stm (src/base/model.h), sections
 *   lexicon  u64, a power of two of them: check << 32 | payload, open addressing
 *   rows     buckets of four rows of 16 bytes, a power of two of them: a row is a check byte and the
 *            weights of labels 1..15 (label 0 has none); a feature's row is looked for among the four
 *            of its bucket, which are a cache line
 *   trans    i16 [LABEL_COUNT + 1][LABEL_COUNT], of the weights' scale; the last row: from the edge */
struct names_model {
    const uint64_t *lexicon;
    const int8_t (*rows)[4][16];
    const int16_t (*trans)[LABEL_COUNT];
    uint32_t lex_cap, buckets;
    int16_t from[LABEL_COUNT + 1][LABEL_COUNT]; /* trans, and very little where one cannot follow the other */
};
void names_model_prepare(struct names_model *m); /* `from`, out of `trans` */
/* NULL if there is no such model. */
const struct names_model *names_model_open(struct lang_kit *kit);
uint32_t names_lexicon(const struct names_model *m, uint64_t hash);
static inline uint32_t names_bucket(uint32_t feature, uint32_t buckets) {
    return feature & (buckets - 1);
}
static inline uint8_t names_check(uint32_t feature) {
    uint8_t c = (uint8_t)(feature >> 24);
    return c ? c : 1;
}

/* Labels of the sentence [first, end) with the model. */
void names_decode(const struct names_model *m, const struct name_word *w, uint32_t first,
                  uint32_t end, uint8_t *labels, struct arena *tmp);

/* Classes of a listed phrase (struct name_word). */
enum name_phrase { NAME_PHRASE_GPE = 1, NAME_PHRASE_REGION, NAME_PHRASE_DEMONYM, NAME_PHRASE_ORG,
                   NAME_PHRASE_PEOPLE, NAME_PHRASE_CITY, NAME_PHRASE_OUTLET, NAME_PHRASE_OTHER };

/* Labels [first, end) as one name; `unit` is its type's LABEL_U_. */
void names_put(uint8_t *labels, uint32_t first, uint32_t end, int unit);
/* Settles by lists and by the document what the model left open. */
void names_settle(const struct lang *l, const struct name_word *w, uint8_t *labels, struct arena *tmp);

/* What a name found is: one for each mention, beside it. */
struct name_found {
    uint32_t first, end;
    uint8_t type; /* enum entity_type */
};

/* Does a word say what a company is, before its name: "the operator Norvane"? */
bool names_firm_word(slice w);
/* names_context.c: what the words beside mentions of a lone name, told by no list, say that it is. */
uint8_t names_by_context(const struct names_kit *kit, slice text, const struct lang *l, const uint32_t *mentions, uint32_t n,
                         bool people);

#endif
