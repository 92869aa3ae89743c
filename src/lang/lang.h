/* lang: clean text -> sentences, tokens, tags, lemmas, a parse, names, coreference.
 *
 * rooms: base input page
 *
 * Read first: struct token. All positions are bytes of the page's clean text; tokens are in one
 * array by document, sentences and mentions are ranges of it. What is bound to a language (rules,
 * lists, models) lies under data/lang/<code> and models/, and is opened once into a struct lang_kit
 * that all threads share. */
#ifndef STM_LANG_H
#define STM_LANG_H

#include "base/base.h"
#include "page/page.h"

/* Universal POS tags, in the order of the UD documentation. */
enum upos {
    UPOS_X, UPOS_ADJ, UPOS_ADP, UPOS_ADV, UPOS_AUX, UPOS_CCONJ, UPOS_DET, UPOS_INTJ, UPOS_NOUN,
    UPOS_NUM, UPOS_PART, UPOS_PRON, UPOS_PROPN, UPOS_PUNCT, UPOS_SCONJ, UPOS_SYM, UPOS_VERB,
    UPOS_COUNT
};
extern const char *const upos_names[];

/* Penn Treebank tags as EWT writes them; names in xpos_names. XPOS_NONE: "_". */
enum xpos {
    XPOS_NONE, XPOS_CC, XPOS_CD, XPOS_DT, XPOS_EX, XPOS_FW, XPOS_IN, XPOS_JJ, XPOS_JJR, XPOS_JJS,
    XPOS_LS, XPOS_MD, XPOS_NN, XPOS_NNS, XPOS_NNP, XPOS_NNPS, XPOS_PDT, XPOS_POS, XPOS_PRP,
    XPOS_PRPS /* PRP$ */, XPOS_RB, XPOS_RBR, XPOS_RBS, XPOS_RP, XPOS_SYM, XPOS_TO, XPOS_UH, XPOS_VB,
    XPOS_VBD, XPOS_VBG, XPOS_VBN, XPOS_VBP, XPOS_VBZ, XPOS_WDT, XPOS_WP, XPOS_WPS /* WP$ */,
    XPOS_WRB, XPOS_ADD, XPOS_AFX, XPOS_GW, XPOS_HYPH, XPOS_NFP, XPOS_LRB, XPOS_RRB, XPOS_COMMA,
    XPOS_PERIOD, XPOS_COLON, XPOS_OPENQ /* `` */, XPOS_CLOSEQ /* '' */, XPOS_DOLLAR, XPOS_HASH,
    XPOS_COUNT
};
extern const char *const xpos_names[];

/* UD relations, subtypes that English uses included. DEP_NONE: not parsed. */
enum deprel {
    DEP_NONE, DEP_ROOT, DEP_ACL, DEP_ACL_RELCL, DEP_ADVCL, DEP_ADVCL_RELCL, DEP_ADVMOD, DEP_AMOD,
    DEP_APPOS, DEP_AUX, DEP_AUX_PASS, DEP_CASE, DEP_CC, DEP_CC_PRECONJ, DEP_CCOMP, DEP_COMPOUND,
    DEP_COMPOUND_PRT, DEP_CONJ, DEP_COP, DEP_CSUBJ, DEP_CSUBJ_PASS, DEP_DEP, DEP_DET,
    DEP_DET_PREDET, DEP_DISCOURSE, DEP_DISLOCATED, DEP_EXPL, DEP_FIXED, DEP_FLAT, DEP_GOESWITH,
    DEP_IOBJ, DEP_LIST, DEP_MARK, DEP_NMOD, DEP_NMOD_DESC, DEP_NMOD_POSS, DEP_NMOD_UNMARKED,
    DEP_NSUBJ, DEP_NSUBJ_PASS, DEP_NSUBJ_OUTER, DEP_NUMMOD, DEP_OBJ, DEP_OBL, DEP_OBL_AGENT,
    DEP_OBL_UNMARKED, DEP_ORPHAN, DEP_PARATAXIS, DEP_PUNCT, DEP_REPARANDUM, DEP_VOCATIVE,
    DEP_XCOMP, DEP_COUNT
};
extern const char *const deprel_names[];

enum token_flag {
    TOKEN_SPACE_BEFORE = 1, /* white space (or a block's start) stands before it */
    TOKEN_UPPER = 2,        /* its first character is an upper-case letter */
    TOKEN_ALL_UPPER = 4,    /* two letters or more, all upper case */
    TOKEN_DIGIT = 8,        /* holds a digit */
    TOKEN_QUOTE_OPEN = 16,  /* a quotation mark that opens; resolved for straight ones too */
    TOKEN_QUOTE_CLOSE = 32,
    TOKEN_SENTENCE = 64,    /* first of its sentence */
    TOKEN_MWT = 128         /* goes with the token before it as one written word: "do" + "n't" */
};

/* 32 bytes. The form is text[at.start, at.end). */
struct token {
    span at;            /* text */
    uint32_t key;       /* hash of the lower-cased lemma: the word's id, the same in all documents */
    uint32_t lemma;     /* offset into lang.lemmas */
    uint16_t lemma_n;   /* bytes */
    uint16_t feats;     /* number of a feature bundle, see lang_feats */
    uint32_t head;      /* index of its head in the document's tokens; itself for a root; NONE: not parsed */
    uint8_t upos, xpos, deprel, flags;
};

struct sentence {
    span at;                  /* text */
    uint32_t first, end;      /* tokens [first, end) */
    uint32_t block;           /* of the page */
};

enum entity_type { ENTITY_PER, ENTITY_ORG, ENTITY_GPE, ENTITY_LOC, ENTITY_EVENT, ENTITY_MISC };
extern const char *const entity_type_names[];

enum mention_kind { MENTION_NAME, MENTION_DESCRIPTION, MENTION_PRONOUN };
extern const char *const mention_kind_names[];

struct mention {
    span at;                /* text; for a name without article and title */
    uint32_t first, end;    /* tokens */
    uint32_t entity;        /* of the document, or NONE: left open */
    uint8_t kind;           /* enum mention_kind */
};

enum gender { GENDER_UNKNOWN, GENDER_MALE, GENDER_FEMALE };

/* Somebody or something that is named in the document at least once. */
struct entity {
    uint8_t type;           /* enum entity_type */
    uint8_t gender;         /* of a person, where names, titles or pronouns tell */
    slice name;             /* its fullest form in the document */
    slice *aliases;         /* other forms, sorted, each once */
    uint32_t aliases_n;
    slice title;            /* "Kremlin spokesman", as stated beside the name, or p NULL */
    uint32_t first_mention; /* in the document's mentions */
};

struct lang {
    struct token *tokens;
    uint32_t tokens_n;
    struct sentence *sentences;
    uint32_t sentences_n;
    struct mention *mentions; /* by place; names, descriptions and pronouns */
    uint32_t mentions_n;
    struct entity *entities;
    uint32_t entities_n;
    const char *lemmas;       /* all lemmas, in a pool */
    bool tagged, parsed;      /* what was done: false where there is no model for the language */
};

static inline slice token_form(slice text, const struct token *t) { return slice_at(text, t->at); }
static inline slice token_lemma(const struct lang *l, const struct token *t) {
    return slice_of(l->lemmas + t->lemma, t->lemma_n);
}
/* The id that struct token.key would have for a (lower-case) lemma. */
uint32_t lang_key(slice lemma);
/* "Number=Sing|Person=3", or "_". */
slice lang_feats(uint16_t bundle);
/* What tells a person from the elder of the same name, as the last word of a name has it: "Jr.", "III". */
enum born { BORN_PLAIN, BORN_JUNIOR, BORN_SENIOR, BORN_SECOND, BORN_THIRD, BORN_FOURTH };
uint8_t lang_born(slice word);
/* The sentence that holds a place of the text, or NONE. */
uint32_t lang_sentence_at(const struct lang *l, uint32_t text);
/* The first token that ends after a place of the text (tokens_n: none). */
uint32_t lang_token_at(const struct lang *l, uint32_t text);
/* The first mention that begins at a place of the text or behind it (mentions_n: none). */
uint32_t lang_mention_at(const struct lang *l, uint32_t text);
/* Words that make an office another one ("vice", "former", "acting" ..), a bit each: that of one word, 0 for others; those of
 * the words of a title, which may be none. */
uint32_t office_rank(slice word);
uint32_t office_ranks(slice title);

struct lang_kit; /* rules, lists and models of one language; const, shared by threads */

/* `models`: a folder with model files (STEMMA_MODELS), or NULL for the embedded ones. */
int lang_kit_open(struct lang_kit **out, const char *code, const char *models, stm_err *err);
void lang_kit_close(struct lang_kit *kit);

/* Which language a text is in ("en"), from the text alone; p NULL: too short, or not plain. The handle is
 * const, in `a`, shared by threads; opening is cheap. Inside a guard. */
struct identify;
struct identify *lang_identify_open(struct arena *a);
slice lang_identify(const struct identify *t, slice text);

enum lang_depth { LANG_TOKENS, LANG_TAGS, LANG_NAMES, LANG_PARSE }; /* each with those before */

/* Inside a guard. */
void lang_read(const struct lang_kit *kit, const struct page *page, enum lang_depth depth,
               struct arena *a, struct arena *tmp, struct lang *out);

#endif
