/* page: a source (HTML or text) -> the report: clean text, where each byte of it came from,
 * metadata, and every other block named.
 *
 * rooms: base input */
#ifndef STM_PAGE_H
#define STM_PAGE_H

#include "base/base.h"
#include "input/input.h"

enum page_type { PAGE_ARTICLE, PAGE_LIVE, PAGE_GALLERY, PAGE_LISTING, PAGE_STUB, PAGE_OTHER };
extern const char *const page_type_names[]; /* FORMAT.md's words */

enum block_kind { BLOCK_PARAGRAPH, BLOCK_HEADING, BLOCK_ITEM, BLOCK_QUOTE, BLOCK_CELL };

/* A piece of the body. In `text`, blocks are parted by a blank line ("\n\n"). */
struct block {
    span at; /* text */
    uint8_t kind;
};

enum noise_kind {
    NOISE_TITLE, NOISE_DATE, NOISE_BYLINE, NOISE_CAPTION, NOISE_CRUMB, NOISE_PROMO, NOISE_RELATED,
    NOISE_EMBED, NOISE_SOURCE_LINK, NOISE_ARTEFACT, NOISE_NAVIGATION, NOISE_COMMENT
};
extern const char *const noise_kind_names[];

struct noise {
    span src; /* source */
    uint8_t kind;
};

/* Where a piece of metadata comes from. */
enum found_in {
    FOUND_NOT, FOUND_GIVEN /* beside the bytes */, FOUND_JSON_LD, FOUND_META, FOUND_MICRODATA,
    FOUND_TIME /* <time> */, FOUND_BYLINE, FOUND_HEADING, FOUND_TEXT, FOUND_URL, FOUND_LINK
};
extern const char *const found_in_names[];

/* Words outside the prose (or at its very edge) that may tell where a report is from: kept for
 * the kin room, which reads names out of them. */
enum credit_kind {
    CREDIT_BYLINE,   /* "By Ann Ward and Reuters" */
    CREDIT_LINE,     /* "(c) AP", "Additional reporting by ...", "This article first appeared on" */
    CREDIT_DATELINE, /* "LYON, March 3 (Reuters) -", also at the head of the first paragraph */
    CREDIT_LINK,     /* "Source link", a link out of the prose that names another report: url set */
    CREDIT_CAPTION
};
struct credit {
    slice words;
    slice url; /* or p NULL */
    span src;  /* source */
    uint8_t kind;
};

struct page {
    slice url, domain, site_name, title, published, modified, language; /* p NULL: not said */
    slice *authors;
    uint32_t authors_n;
    slice description, image, *tags; /* as the page's head says; for `extract` alone, no desk keeps them */
    uint32_t tags_n;
    struct { uint8_t url, site_name, title, authors, published, modified, language; } found;
    uint8_t type; /* enum page_type */

    slice text;              /* UTF-8 */
    struct map map;          /* text -> source bytes (through every layer) */
    struct block *blocks;
    uint32_t blocks_n;
    struct noise *noise;     /* by place */
    uint32_t noise_n;
    struct credit *credits;  /* by place */
    uint32_t credits_n;
    uint32_t words;          /* of text: runs between blanks */
    uint64_t *prints;        /* of its blocks of text, where options ask for them (sites.h) */
    uint32_t prints_n;
    uint32_t *lines;         /* source offsets at which lines 2, 3, ... start */
    uint32_t lines_n;
};

/* The room's word lists and its model of blocks: opened once, const, shared by threads.
 * `models`: a folder with model files, or NULL for the embedded ones. */
struct page_kit;
int page_kit_open(struct page_kit **out, const char *models, stm_err *err);
void page_kit_close(struct page_kit *kit);
/* What is template on the pages of some sites (sites.h): read from a file, before pages are. STM_EIO, STM_EFORMAT. */
int page_kit_sites(struct page_kit *kit, const char *path, stm_err *err);

struct page_options {
    bool as_it_stands; /* a record's `text` is taken whole (annotate) */
    bool prints;        /* page.prints; filled also where there is no report */
    const struct page_kit *kit; /* NULL: one is opened for this call, which is slow */
};

/* Reads a source. What is in `out` lies in `a` and points nowhere into `src`, whose bytes may go
 * before it; `tmp` may be reset afterwards. Inside a guard.
 * STM_OK; STM_EEMPTY (there is no report in it) and others with *why a constant clause. */
int page_read(const struct source *src, const struct page_options *options, struct arena *a,
              struct arena *tmp, struct page *out, const char **why);

/* Line (from 1) of a source offset. */
uint32_t page_line(const struct page *p, uint32_t source);
/* text span -> source span, white space at the ends left out. */
static inline span page_source(const struct page *p, span at) {
    return map_span(&p->map, span_trim(p->text, at));
}

#endif
