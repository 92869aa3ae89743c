/* Parts of the lang room, in the order in which lang_read calls them. Nothing outside src/lang
 * includes this.
 *
 * rooms: base input page
 *
 *   text --tokens_read--> tokens --sentences_read--> sentences --tags_read--> tags, lemmas
 *        --parse_read--> heads --names_read--> names --entities_read--> entities --coref_read-->
 *
 * Each part opens what it needs into the kit (`x_open`, once, inside a guard, memory from
 * kit->arena) and then reads documents with it; a kit is const by then and shared by threads. */
#ifndef STM_LANG_PARTS_H
#define STM_LANG_PARTS_H

#include "lang.h"

/* Classes of a word in data/lang/CODE/tokens.txt; a word may have several. */
enum word_class {
    WORD_BEFORE = 1,      /* abbreviation that stands before something: "Mr." */
    WORD_ABBR = 2,        /* abbreviation that may end a sentence: "Inc." */
    WORD_DATE = 4,        /* "Sept." */
    WORD_PREFIX = 8,      /* no cut at the hyphen after it */
    WORD_UNIT = 16,       /* cut off a number before it: "5pm" */
    WORD_SPLIT = 32,      /* two words written as one; where: bits 16.. */
    WORD_CLITIC = 64,     /* after an apostrophe */
    WORD_APOSTROPHE = 128,/* begins with an apostrophe */
    WORD_DOTTED = 256     /* end of a domain or file name */
};

struct lang_kit {
    struct arena *arena;
    char code[8];
    const char *models;     /* folder, or NULL; the caller's string is copied */
    struct table words;     /* lower case -> enum word_class bits */
    struct splitter *splitter; /* sentences.c; NULL: rules alone */
    struct tagger *tagger;  /* tags.c (and parse.c); NULL: no model */
    struct lemmatizer *lemmas; /* lemmas.c; NULL: no model */
    struct names_kit *names;       /* names.c */
    struct entities_kit *entities; /* entities.c */
    struct coref_kit *coref;       /* coref.c */
};

/* Bits of a word of at most 32 bytes, looked up in lower case (ASCII); 0 if it is in no class. */
uint32_t word_bits(const struct lang_kit *kit, slice word);

void words_open(struct lang_kit *kit);
/* Cuts the page's text into tokens: at, TOKEN_* flags (but quotation marks and TOKEN_SENTENCE). */
void tokens_read(const struct lang_kit *kit, const struct page *page, struct arena *a,
                 struct arena *tmp, struct lang *out);
/* TOKEN_UPPER, TOKEN_ALL_UPPER, TOKEN_DIGIT of a form. */
uint8_t token_flags(slice form);
/* Puts the tokens into sentences and resolves quotation marks. */
void sentences_open(struct lang_kit *kit);
void sentences_read(const struct lang_kit *kit, const struct page *page, struct arena *a,
                    struct arena *tmp, struct lang *out);

/* The most tokens a sentence has; what is longer is cut, so that all after it is bounded. */
enum { SENTENCE_MAX = 360 };

/* Tags, features and, if asked for, the parse, with the model "CODE-read". */
void tags_open(struct lang_kit *kit);
void tags_read(const struct lang_kit *kit, const struct page *page, bool parse, struct arena *tmp,
               struct lang *out);
struct net;
struct parse_room; /* what the parser needs for sentences of at most `most` words */
struct parse_room *parse_room(const struct net *net, uint32_t most, struct arena *a);
/* x: the encoder's output for the `count` words, the first of which is token `first`. */
void parse_sentence(const struct net *net, struct parse_room *room, const int16_t *x, struct token *t,
                    uint32_t first, uint32_t count);
/* Lemmas and keys of tagged tokens, with the model "CODE-lemma". */
void lemmas_open(struct lang_kit *kit);
void lemmas_read(const struct lang_kit *kit, const struct page *page, struct arena *a, struct lang *out);

/* Tags without a model: closed classes, digits, capitals; lemma = lower-cased form. */
void rough_read(const struct lang_kit *kit, const struct page *page, struct arena *a,
                struct lang *out);

/* Finds names: out->mentions of kind MENTION_NAME (entity NONE), in order. Runs when depth >=
 * LANG_NAMES, after the parse if there is one. `tmp` lives until lang_read returns, so that what
 * names_read finds beside (types) can be handed on in out->entities as one entity a mention. */
void names_open(struct lang_kit *kit);
void names_read(const struct lang_kit *kit, const struct page *page, struct arena *a,
                struct arena *tmp, struct lang *out);
/* Names -> entities of the document: variants joined, out->entities in the order of first mention. */
void entities_open(struct lang_kit *kit);
void entities_read(const struct lang_kit *kit, const struct page *page, struct arena *a,
                   struct arena *tmp, struct lang *out);
/* Descriptions and pronouns: appends to out->mentions (kept sorted by place). */
void coref_open(struct lang_kit *kit);
void coref_read(const struct lang_kit *kit, const struct page *page, struct arena *a,
                struct arena *tmp, struct lang *out);

#endif
