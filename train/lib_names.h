/* Documents with names marked, read from the sets of ../shared/data into one form. */
#ifndef STM_LIB_NAMES_H
#define STM_LIB_NAMES_H

#include "lang/names.h"

enum { GOLD_PER = 1, GOLD_ORG, GOLD_LOC, GOLD_MISC, GOLD_ANY /* a name or not: not known */ };

struct gold_name {
    span at; /* text */
    int type;
};

struct gold_doc {
    struct page page;      /* text and blocks */
    struct gold_name *names; /* by place */
    uint32_t names_n, names_cap;
    bool misc_marked;      /* the set marks MISC */
    int set;               /* number of its set */
    struct lang lang;      /* tokens, sentences */
    struct name_word *words;
    uint16_t *allowed;     /* labels that each token may have, as bits */
};

struct gold_set {
    struct arena *a, *tmp;
    const struct lang_kit *kit;
    struct gold_doc *docs;
    uint32_t n, cap;
    int set; /* number given to the documents read next */
};

/* Each adds the documents of a file. */
void gold_read_uner(struct gold_set *set, const char *path);
void gold_read_wikigold(struct gold_set *set, const char *path);
void gold_read_gum(struct gold_set *set, const char *path);
void gold_read_re3d(struct gold_set *set, const char *path);
/* Tokens of each document and the labels allowed for them. */
void gold_align(struct gold_set *set, struct gold_doc *doc);

/* A page of plain text, a block a line. */
void page_of_text(slice text, struct arena *a, struct page *page);

/* Calls `line` for each line of a gzip file of JSONL reports with its text. */
void reports_read(const char *folder, uint32_t most, struct arena *tmp,
                  void (*text)(void *arg, slice text), void *arg);

#endif
