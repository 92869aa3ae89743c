/* What the files of the tree builder share: insertion modes are functions that take one token and say
 * whether it must be processed again in the mode that they set. Names of functions and modes follow
 * the standard.
 *
 *   html_tree.c        the loop, svg and math, what comes after the body
 *   html_insert.c      nodes, the stack of open elements, formatting elements
 *   html_mode_head.c   up to <body>
 *   html_mode_body.c   in it
 *   html_mode_table.c  tables and templates
 *
 * rooms: base */
#ifndef STM_HTML_BUILD_H
#define STM_HTML_BUILD_H

#include "html_tree.h"

enum mode {
    INITIAL, BEFORE_HTML, BEFORE_HEAD, IN_HEAD, IN_HEAD_NOSCRIPT, AFTER_HEAD, IN_BODY, TEXT, IN_TABLE,
    IN_CAPTION, IN_COLUMN_GROUP, IN_TABLE_BODY, IN_ROW, IN_CELL, IN_TEMPLATE, AFTER_BODY, IN_FRAMESET,
    AFTER_FRAMESET, AFTER_AFTER_BODY, AFTER_AFTER_FRAMESET
};

enum { MARKER = NONE - 1, TEMPLATES = 64 };

struct builder {
    struct html_lexer lx;
    struct html_tree *t;
    struct arena *a;
    uint32_t open[HTML_DEPTH], open_n;
    bool p_open[HTML_DEPTH]; /* a <p> is in button scope when this element is the current node */
    uint32_t format[HTML_FORMATS], format_n;
    uint8_t templates[TEMPLATES], templates_n; /* modes */
    uint8_t mode, original;
    uint8_t context, context_space;
    uint32_t head, form;
    uint32_t copies; /* of formatting elements that may still be made */
    bool frameset_ok, scripting, foster, skip_lf, fragment, done;
};

static inline const struct html_node *tree_node(const struct builder *b, uint32_t i) { return &b->t->p[i]; }

static inline uint32_t tree_current(const struct builder *b) { return b->open[b->open_n - 1]; }

static inline uint8_t tree_tag_at(const struct builder *b, uint32_t depth) { /* TAG_NONE in svg and math */
    const struct html_node *n = tree_node(b, b->open[depth]);
    return n->space == SPACE_HTML ? n->tag : TAG_NONE;
}

static inline uint8_t tree_current_tag(const struct builder *b) { return tree_tag_at(b, b->open_n - 1); }
static inline bool tree_one_of(uint8_t tag, const uint8_t *set, unsigned n) {
    for (unsigned i = 0; i < n; i++)
        if (set[i] == tag)
            return true;
    return false;
}
#define IS(tag, ...) tree_one_of((tag), (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

void tree_open_changed(struct builder *b, uint32_t depth);
static inline void tree_push(struct builder *b, uint32_t i) {
    if (b->open_n < HTML_DEPTH) {
        b->open[b->open_n++] = i;
        tree_open_changed(b, b->open_n - 1);
    }
}
static inline void tree_pop(struct builder *b) {
    if (b->open_n > 1)
        b->open_n--;
}

/* ---- html_insert.c ---- */
uint32_t tree_node_new(struct builder *b, uint8_t kind);
void tree_node_take(struct builder *b, uint32_t i);
void tree_node_put(struct builder *b, uint32_t i, uint32_t parent, uint32_t before);
void tree_give_attrs(struct html_node *n, const struct html_token *t);
uint32_t tree_element_for(struct builder *b, const struct html_token *t, uint8_t space);
uint32_t tree_insert_foreign(struct builder *b, const struct html_token *t, uint8_t space);
uint32_t tree_insert(struct builder *b, const struct html_token *t);
void tree_insert_void(struct builder *b, const struct html_token *t);
uint32_t tree_insert_tag(struct builder *b, uint8_t tag, uint32_t at);
void tree_insert_text(struct builder *b, const struct html_token *t);
void tree_insert_comment(struct builder *b, const struct html_token *t, uint32_t parent);
bool tree_in_scope_of(const struct builder *b, uint8_t tag, uint8_t extra, uint8_t extra2);
bool tree_in_scope(const struct builder *b, uint8_t tag);
bool tree_p_in_button_scope(const struct builder *b);
bool tree_heading_in_scope(const struct builder *b);
bool tree_in_list_scope(const struct builder *b, uint8_t tag);
bool tree_in_table_scope(const struct builder *b, uint8_t tag);
bool tree_node_in_scope(const struct builder *b, uint32_t n);
bool tree_is_open(const struct builder *b, uint8_t tag);
uint32_t tree_depth_of(const struct builder *b, uint32_t n);
void tree_open_remove(struct builder *b, uint32_t depth);
void tree_open_insert(struct builder *b, uint32_t depth, uint32_t i);
void tree_end_implied(struct builder *b, uint8_t but);
void tree_end_all_implied(struct builder *b);
void tree_pop_to(struct builder *b, uint8_t tag);
void tree_close_p(struct builder *b);
bool tree_is_special(const struct html_node *n);
slice tree_bytes_at(const struct builder *b, span at);
void tree_format_push(struct builder *b, uint32_t n);
uint32_t tree_format_of(const struct builder *b, uint32_t n);
void tree_format_remove(struct builder *b, uint32_t i);
void tree_format_clear(struct builder *b);
uint32_t tree_format_find(const struct builder *b, uint8_t tag);
void tree_reconstruct(struct builder *b);
void tree_end_other(struct builder *b, const struct html_token *t);
void tree_adopt(struct builder *b, const struct html_token *t);

/* ---- html_mode_head.c ---- */
void tree_reset_mode(struct builder *b);
bool tree_all_blank(const struct builder *b, const struct html_token *t);
struct html_token tree_cut_blank(const struct builder *b, struct html_token *t);
void tree_raw_text(struct builder *b, struct html_token *t, enum html_state state);
bool tree_initial(struct builder *b, struct html_token *t);
void tree_start_html(struct builder *b, const struct html_token *t, uint32_t at);
bool tree_before_html(struct builder *b, struct html_token *t);
bool tree_before_head(struct builder *b, struct html_token *t);
bool tree_in_head(struct builder *b, struct html_token *t);
bool tree_in_head_noscript(struct builder *b, struct html_token *t);
bool tree_after_head(struct builder *b, struct html_token *t);

/* ---- html_mode_body.c ---- */
bool tree_is_hidden_input(const struct builder *b, const struct html_token *t);
bool tree_in_body(struct builder *b, struct html_token *t);

/* ---- html_mode_table.c ---- */
bool tree_in_table(struct builder *b, struct html_token *t);
bool tree_in_caption(struct builder *b, struct html_token *t);
bool tree_in_column_group(struct builder *b, struct html_token *t);
bool tree_in_table_body(struct builder *b, struct html_token *t);
bool tree_in_row(struct builder *b, struct html_token *t);
bool tree_in_cell(struct builder *b, struct html_token *t);
bool tree_in_template(struct builder *b, struct html_token *t);

#endif
