/* The lines of a text file, each by itself: what it looks like, what it is called, what a model is told of it.
 *
 * rooms: base input */
#ifndef STM_TEXT_LINES_H
#define STM_TEXT_LINES_H

#include "page_model.h"
#include "page_parts.h"

enum { LINE_BODY = 100, LINE_HEADING, LINE_UNNAMED };
enum { PLAIN = 326 };

struct line_block {
    span at;             /* source.text, trimmed */
    uint32_t lines;      /* joined in it */
    uint32_t words, letters, capitals, marks; /* marks: of code */
    uint8_t kind;        /* enum noise_kind or one of the above */
    uint8_t looks;       /* the kind that its looks alone gave it */
    bool ends, item, lower, blank_before;
    bool guessed;        /* its kind is what such a line mostly is where it stands */
    uint8_t phrase_how;
};

struct text_reader {
    struct report *r;
    const struct page_kit *k;
    struct arena *tmp;
    slice s;
    slice given; /* the title that came with it (kit_plain); p NULL: none did */
    struct line_block *b;
    uint32_t n, cap;
    uint32_t first_prose, last_prose; /* blocks; NONE: no prose at all */
};

void text_cut_lines(struct text_reader *t);                           /* t->b */
void text_name_line(struct text_reader *t, struct line_block *b);     /* its kind, by its looks */
bool text_all_capitals(const struct line_block *b);
slice text_last_word(slice s);
bool text_is_prose(const struct line_block *b);
bool text_is_title(const struct text_reader *t, slice s);                /* the given one, but for marks and capitals */
uint32_t text_count(slice s, slice what);
uint32_t text_bullet(slice s);                                        /* bytes of a bullet at its head */
/* text_shapes.c: its kind by its shape, or LINE_UNNAMED; then what only its place makes sure. */
bool text_is_gap(slice s);
bool text_is_desk(slice s);
bool text_is_menu(const struct text_reader *t, const struct line_block *b, slice s);
bool text_is_plea(const struct text_reader *t, const struct line_block *b, slice s);
uint8_t text_shape(const struct text_reader *t, const struct line_block *b, slice s);
void text_name_head_shapes(struct text_reader *t);
void text_name_writers(struct text_reader *t);
void text_name_last_words(struct text_reader *t);
void text_name_by_rules(struct text_reader *t);                       /* all lines: by their looks, then by place (page_text.c) */

#endif
