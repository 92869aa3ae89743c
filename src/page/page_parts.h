/* What the files of the page room share: the kit of lists, dates, and the report under way.
 *
 * rooms: base input
 *
 * Both readers (page_text.c, page_html.c) cut the source into blocks, name each block, and hand
 * what they found to a `struct report`, which writes page.text and page.map. Inside the room all
 * places are bytes of source.text; report_finish takes them to bytes of source.bytes. */
#ifndef STM_PAGE_PARTS_H
#define STM_PAGE_PARTS_H

#include "html_token.h"
#include "page.h"
#include "page_model.h"
#include "sites.h"

/* ---- sets of four bytes --------------------------------------------------------------------- */

/* As bits, some of which stand for several: what is not in is surely not in. Most of what is looked for in a list
 * or a text needs no more than this to be known not to be there. */
struct fours {
    uint64_t bits[512];
};
/* The first four bytes of p[0..n); fewer: with noughts. */
static inline uint32_t four_at(const char *p, uint32_t n) {
    uint32_t four = 0;
    if (n >= 4)
        memcpy(&four, p, 4);
    else
        memcpy(&four, p, n);
    return four;
}
static inline uint32_t four_hash(uint32_t four) { return (four * 0x9E3779B1u) >> 17; }
static inline void fours_add(struct fours *set, uint32_t four) {
    set->bits[four_hash(four) >> 6] |= 1ull << (four_hash(four) & 63);
}
static inline bool fours_have(const struct fours *set, uint32_t four) {
    return set->bits[four_hash(four) >> 6] >> (four_hash(four) & 63) & 1;
}

/* ---- word lists (data/lang/en/page-*.txt) ------------------------------------------------ */

enum phrase_how { PHRASE_WHOLE = 1, PHRASE_STARTS = 2, PHRASE_ENDS = 4, PHRASE_HAS = 8 };

struct phrase {
    slice words;  /* as kit_plain writes them */
    uint8_t kind; /* enum noise_kind */
    uint8_t how;
    bool lines;   /* for text files alone */
};

struct page_kit {
    struct arena *a;
    struct phrase *phrases;
    uint32_t phrases_n;
    bool lines; /* while it is filled: phrases are for text files alone */
    struct table index;     /* words of PHRASE_WHOLE, STARTS, ENDS -> first of phrases with them */
    uint64_t *lengths;      /* of those in index, by the hash of their first four bytes (4096): bits; 63 is for all that are longer */
    uint16_t *inside;       /* those of PHRASE_HAS, by their first four bytes (4096 chains): the first, + 1 */
    uint16_t *inside_next;  /* by phrase: the next of its chain, + 1 */
    bool wide, avx2; /* page_wide_reads, page_avx2_reads */
    struct page_begins begins;          /* of insides */
    struct fours heads, insides, tails; /* first (last) four bytes of phrases */
    struct table dates;     /* month names (1..12), zones (1000 + minutes), am and pm (1, 2 + 9000) */
    struct table words;     /* word classes: bits of enum word_class */
    struct html_names names;
    float logs[1024]; /* log(1 + i): most of those that are asked for */
    const struct page_model *model; /* of blocks; NULL: rules alone */
    const struct line_model *lines_model; /* of text files' lines; NULL: rules alone */
    const struct sites *sites;      /* what is template on which site; NULL: not known */
    const struct page_picks *picks; /* of titles, dates, authors; NULL: rules alone */
};

enum word_class {
    WORD_FUNCTION = 1, /* an article, preposition or conjunction: no line ends in one */
    WORD_ROLE = 2,     /* reporter, editor, correspondent ... */
    WORD_OUTLET = 4,   /* news, press, agency ...: names of people have none of these */
    WORD_AND = 8,
    WORD_MENU = 16, WORD_MENUISH = 32, /* of lines of menus */
    WORD_PLEA = 64, WORD_PLEAISH = 128 /* of what readers are asked for */
};

/* Lower case, straight quotes, single blanks, no bullets before, no stops and arrows after; at most
 * `max` bytes (then cut). For comparing with phrases. */
slice kit_plain(slice s, char *to, uint32_t max);
/* The phrase that a short text (as kit_plain writes it) is, begins, ends with or has; NULL. lines: of a text file. */
const struct phrase *kit_phrase(const struct page_kit *k, slice plain, bool lines);
uint32_t kit_word(const struct page_kit *k, slice word); /* any case; bits, or 0 */

/* ---- dates (page_date.c) ------------------------------------------------------------------ */

enum date_precision { DATE_NONE, DATE_YEAR, DATE_MONTH, DATE_DAY, DATE_MINUTE, DATE_SECOND };
struct date {
    int year, month, day, hour, minute, second;
    int zone;          /* minutes east of UTC */
    bool zoned;
    bool either;       /* day and month might be each other */
    bool forced;       /* they are numbers and cannot */
    bool day_led;      /* they are numbers, the day first */
    uint8_t precision; /* enum date_precision */
    span at;           /* of the text that it was read from: date and time */
};
/* The first date in s that a calendar has, with the time beside it. day_first: what 03/04/2020
 * means. */
bool date_find(const struct page_kit *k, slice s, bool day_first, struct date *out);
/* A text that is nothing but seconds (10 digits) or milliseconds (13) since 1970 begins with: in UTC. */
bool date_of_epoch(slice s, struct date *out);
slice date_iso(struct arena *a, const struct date *d);

/* ---- the report under way (page_report.c) -------------------------------------------------- */

struct report {
    struct arena *a;
    const struct source *src;
    struct page *out;
    struct buf text;
    struct map map; /* page.text -> source.text */
    uint32_t block; /* where the open block starts in text */
    uint8_t kind;
    bool prints; /* are wanted */
    uint32_t blocks_cap, noise_cap, credits_cap;
};

void report_begin(struct report *r, const struct source *src, struct arena *a, struct page *out);
void report_open(struct report *r, enum block_kind kind);
void report_same(struct report *r, span at);             /* bytes of source.text as they are */
void report_other(struct report *r, slice bytes, span at); /* other bytes for a stretch of it */
bool report_close(struct report *r);                     /* false: it was empty, and is gone */
void report_noise(struct report *r, span at, enum noise_kind kind);
void report_credit(struct report *r, slice words, slice url, span at, enum credit_kind kind);
void report_finish(struct report *r); /* map, order, lines, words */

/* Length of the dateline that a paragraph begins with ("LYON, March 3 (Reuters) - "), or 0. */
uint32_t report_dateline(slice paragraph);

/* ---- readers -------------------------------------------------------------------------------- */

int text_read(struct report *r, const struct page_kit *k, struct arena *tmp, bool as_it_stands,
              const char **why);
int html_read(struct report *r, const struct page_kit *k, struct arena *tmp, const char **why);

#endif
