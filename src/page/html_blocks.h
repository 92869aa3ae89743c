/* The tree -> a flat list of text blocks with what is known about each.
 *
 * rooms: base input
 *
 * A block is the text between two edges of block-level elements. It is not copied: its pieces are
 * spans of the source. What its ancestors say (tags, classes, roles) is summed up while walking. */
#ifndef STM_HTML_BLOCKS_H
#define STM_HTML_BLOCKS_H

#include "html_tree.h"
#include "page_model.h"
#include "page_parts.h"

enum block_flag { /* what a block stands in */
    IN_NAV = 1, IN_ASIDE = 2, IN_FOOTER = 4, IN_HEADER = 8, IN_ARTICLE = 16, IN_MAIN = 32,
    IN_FIGURE = 64, IN_TABLE_ = 128, IN_LIST = 256, IN_QUOTE = 512, IN_FORM = 1024, IN_LINK = 2048,
    IN_HIDDEN = 4096, IN_BODY_PROP = 8192, /* itemprop=articleBody */ IN_SECTION = 16384,
    IN_HEADING = 32768, IN_BUTTON = 65536, IN_CAPTION_ = 131072, IN_TIME = 262144, IN_PRE = 524288,
    IN_DETAILS = 1048576, IN_ARIA_HIDDEN = 2097152, IN_EMBED = 4194304, IN_STRONG = 8388608
};

struct html_piece {
    span at;      /* source.text; a raw text */
    uint8_t gap;  /* 1: no text but a line break (<br>) */
    uint8_t state;
};

struct html_block {
    span at;               /* source.text: from its first piece to its last */
    uint32_t node;         /* block-level element that it stands in */
    uint32_t piece, pieces_n;
    uint32_t words, chars, link_words, links, strong_words;
    uint16_t commas, stops, small, capital, digits; /* small: short lower-case words */
    uint8_t tag;           /* of `node`; of a heading's or an item's inner block: theirs */
    bool ends;             /* as a sentence does */
    uint32_t flags;
    uint32_t path;         /* hash of tags and classes from the root */
    uint32_t depth;
    float own, parent, low, high, sum; /* what the model says of classes: nearest, next, extremes */
    uint32_t holder;       /* node: the container that counts (parent of `node` or nearer) */
    uint32_t nodes[4];     /* the block-level ancestors, nearest first; NONE */
    uint32_t tokens, tokens_n; /* class tokens of all ancestors, in page->tokens */
    float word_mean, word_low, word_high; /* what the model says of its first words */
    uint32_t wording, wording_n; /* those words, in page->wording; for the trainer */
    uint64_t text;         /* hash of its plain words */
    uint32_t begin;        /* their first four bytes */
    slice whole;           /* its text as html_block_text gives it; p NULL: it is too long to be kept */
    int8_t phrase;         /* noise kind of its phrase, or -1 */
};

struct class_token {
    uint16_t hash;  /* of the token */
    uint8_t near;   /* steps up from the block's element */
};

struct html_blocks {
    const struct html_tree *t;
    const struct page_kit *kit;
    struct html_block *p;
    uint32_t n, cap;
    struct html_piece *pieces;
    uint32_t pieces_n, pieces_cap;
    struct class_token *tokens; /* kept for the trainer alone */
    uint32_t tokens_n, tokens_cap;
    uint16_t *wording;
    uint32_t wording_n, wording_cap;
    bool keep_tokens;
    bool unscripted; /* <noscript> is read too */
};

enum html_blocks_how { BLOCKS_TOKENS = 1, BLOCKS_UNSCRIPTED = 2 };
void html_blocks_find(struct html_blocks *out, const struct html_tree *t, const struct page_kit *k,
                      struct arena *tmp, unsigned how);
/* A block's text, white space squeezed, references resolved; at most `max` bytes. In `to`, or as it is kept. */
slice html_block_text(const struct html_blocks *b, const struct html_block *x, char *to, uint32_t max);

#endif
