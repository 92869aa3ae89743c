/* Insertion modes of tables, and of templates. */
#include "html_build.h"

static void clear_to(struct builder *b, const uint8_t *tags, unsigned n) {
    while (b->open_n > 1 && !tree_one_of(tree_current_tag(b), tags, n) &&
           !IS(tree_current_tag(b), TAG_TEMPLATE, TAG_HTML))
        b->open_n--;
}
#define CLEAR_TO(b, ...) clear_to((b), (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

bool tree_in_table(struct builder *b, struct html_token *t) {
    bool again;
    switch (t->kind) {
    case HTML_TEXT:
        if (IS(tree_current_tag(b), TAG_TABLE, TAG_TBODY, TAG_TEMPLATE, TAG_TFOOT, TAG_THEAD, TAG_TR) &&
            tree_all_blank(b, t)) {
            tree_insert_text(b, t);
            return false;
        }
        break;
    case HTML_COMMENT:
        tree_insert_comment(b, t, NONE);
        return false;
    case HTML_DOCTYPE:
        return false;
    case HTML_START:
        switch (t->tag) {
        case TAG_CAPTION:
            CLEAR_TO(b, TAG_TABLE);
            tree_format_push(b, MARKER);
            tree_insert(b, t);
            b->mode = IN_CAPTION;
            return false;
        case TAG_COLGROUP:
            CLEAR_TO(b, TAG_TABLE);
            tree_insert(b, t);
            b->mode = IN_COLUMN_GROUP;
            return false;
        case TAG_COL:
            CLEAR_TO(b, TAG_TABLE);
            tree_insert_tag(b, TAG_COLGROUP, t->at.start);
            b->mode = IN_COLUMN_GROUP;
            return true;
        case TAG_TBODY:
        case TAG_TFOOT:
        case TAG_THEAD:
            CLEAR_TO(b, TAG_TABLE);
            tree_insert(b, t);
            b->mode = IN_TABLE_BODY;
            return false;
        case TAG_TD:
        case TAG_TH:
        case TAG_TR:
            CLEAR_TO(b, TAG_TABLE);
            tree_insert_tag(b, TAG_TBODY, t->at.start);
            b->mode = IN_TABLE_BODY;
            return true;
        case TAG_TABLE:
            if (!tree_in_table_scope(b, TAG_TABLE))
                return false;
            tree_pop_to(b, TAG_TABLE);
            tree_reset_mode(b);
            return true;
        case TAG_STYLE:
        case TAG_SCRIPT:
        case TAG_TEMPLATE:
            return tree_in_head(b, t);
        case TAG_INPUT:
            if (!tree_is_hidden_input(b, t))
                break;
            tree_insert_void(b, t);
            return false;
        case TAG_FORM:
            if (b->form == NONE && !tree_is_open(b, TAG_TEMPLATE)) {
                uint32_t depth = b->open_n;
                b->form = tree_insert(b, t);
                b->open_n = depth;
            }
            return false;
        }
        break;
    case HTML_END:
        if (t->tag == TAG_TABLE) {
            if (!tree_in_table_scope(b, TAG_TABLE))
                return false;
            tree_pop_to(b, TAG_TABLE);
            tree_reset_mode(b);
            return false;
        }
        if (IS(t->tag, TAG_BODY, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_HTML, TAG_TBODY, TAG_TD,
               TAG_TFOOT, TAG_TH, TAG_THEAD, TAG_TR))
            return false;
        if (t->tag == TAG_TEMPLATE)
            return tree_in_head(b, t);
        break;
    case HTML_EOF:
        return tree_in_body(b, t);
    }
    b->foster = true;
    again = tree_in_body(b, t);
    b->foster = false;
    return again;
}

bool tree_in_caption(struct builder *b, struct html_token *t) {
    bool start = t->kind == HTML_START && IS(t->tag, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_TBODY,
                                             TAG_TD, TAG_TFOOT, TAG_TH, TAG_THEAD, TAG_TR);
    bool end = t->kind == HTML_END && IS(t->tag, TAG_CAPTION, TAG_TABLE);
    if (start || end) {
        if (!tree_in_table_scope(b, TAG_CAPTION))
            return false;
        tree_end_implied(b, TAG_NONE);
        tree_pop_to(b, TAG_CAPTION);
        tree_format_clear(b);
        b->mode = IN_TABLE;
        return !(end && t->tag == TAG_CAPTION);
    }
    if (t->kind == HTML_END && IS(t->tag, TAG_BODY, TAG_COL, TAG_COLGROUP, TAG_HTML, TAG_TBODY, TAG_TD,
                                  TAG_TFOOT, TAG_TH, TAG_THEAD, TAG_TR))
        return false;
    return tree_in_body(b, t);
}

bool tree_in_column_group(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_TEXT: {
        struct html_token head = tree_cut_blank(b, t);
        tree_insert_text(b, &head);
        if (t->at.start == t->at.end)
            return false;
        break;
    }
    case HTML_COMMENT:
        tree_insert_comment(b, t, NONE);
        return false;
    case HTML_DOCTYPE:
        return false;
    case HTML_START:
        if (t->tag == TAG_HTML)
            return tree_in_body(b, t);
        if (t->tag == TAG_COL) {
            tree_insert_void(b, t);
            return false;
        }
        if (t->tag == TAG_TEMPLATE)
            return tree_in_head(b, t);
        break;
    case HTML_END:
        if (t->tag == TAG_COLGROUP) {
            if (tree_current_tag(b) != TAG_COLGROUP)
                return false;
            tree_pop(b);
            b->mode = IN_TABLE;
            return false;
        }
        if (t->tag == TAG_COL)
            return false;
        if (t->tag == TAG_TEMPLATE)
            return tree_in_head(b, t);
        break;
    case HTML_EOF:
        return tree_in_body(b, t);
    }
    if (tree_current_tag(b) != TAG_COLGROUP)
        return false;
    tree_pop(b);
    b->mode = IN_TABLE;
    return true;
}

bool tree_in_table_body(struct builder *b, struct html_token *t) {
    if (t->kind == HTML_START) {
        switch (t->tag) {
        case TAG_TR:
            CLEAR_TO(b, TAG_TBODY, TAG_TFOOT, TAG_THEAD);
            tree_insert(b, t);
            b->mode = IN_ROW;
            return false;
        case TAG_TH:
        case TAG_TD:
            CLEAR_TO(b, TAG_TBODY, TAG_TFOOT, TAG_THEAD);
            tree_insert_tag(b, TAG_TR, t->at.start);
            b->mode = IN_ROW;
            return true;
        }
    }
    if (t->kind == HTML_END && IS(t->tag, TAG_TBODY, TAG_TFOOT, TAG_THEAD)) {
        if (!tree_in_table_scope(b, t->tag))
            return false;
        CLEAR_TO(b, TAG_TBODY, TAG_TFOOT, TAG_THEAD);
        tree_pop(b);
        b->mode = IN_TABLE;
        return false;
    }
    if ((t->kind == HTML_START && IS(t->tag, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_TBODY, TAG_TFOOT,
                                     TAG_THEAD)) ||
        (t->kind == HTML_END && t->tag == TAG_TABLE)) {
        if (!tree_in_table_scope(b, TAG_TBODY) && !tree_in_table_scope(b, TAG_THEAD) &&
            !tree_in_table_scope(b, TAG_TFOOT))
            return false;
        CLEAR_TO(b, TAG_TBODY, TAG_TFOOT, TAG_THEAD);
        tree_pop(b);
        b->mode = IN_TABLE;
        return true;
    }
    if (t->kind == HTML_END && IS(t->tag, TAG_BODY, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_HTML, TAG_TD,
                                  TAG_TH, TAG_TR))
        return false;
    return tree_in_table(b, t);
}

bool tree_in_row(struct builder *b, struct html_token *t) {
    if (t->kind == HTML_START && IS(t->tag, TAG_TH, TAG_TD)) {
        CLEAR_TO(b, TAG_TR);
        tree_insert(b, t);
        b->mode = IN_CELL;
        tree_format_push(b, MARKER);
        return false;
    }
    bool own = t->kind == HTML_END && t->tag == TAG_TR;
    if (own || (t->kind == HTML_END && t->tag == TAG_TABLE) ||
        (t->kind == HTML_START && IS(t->tag, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_TBODY, TAG_TFOOT,
                                     TAG_THEAD, TAG_TR))) {
        if (!tree_in_table_scope(b, TAG_TR))
            return false;
        CLEAR_TO(b, TAG_TR);
        tree_pop(b);
        b->mode = IN_TABLE_BODY;
        return !own;
    }
    if (t->kind == HTML_END && IS(t->tag, TAG_TBODY, TAG_TFOOT, TAG_THEAD)) {
        if (!tree_in_table_scope(b, t->tag) || !tree_in_table_scope(b, TAG_TR))
            return false;
        CLEAR_TO(b, TAG_TR);
        tree_pop(b);
        b->mode = IN_TABLE_BODY;
        return true;
    }
    if (t->kind == HTML_END && IS(t->tag, TAG_BODY, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_HTML, TAG_TD,
                                  TAG_TH))
        return false;
    return tree_in_table(b, t);
}

static void close_cell(struct builder *b) {
    tree_end_implied(b, TAG_NONE);
    while (b->open_n > 1) {
        uint8_t at = tree_current_tag(b);
        b->open_n--;
        if (IS(at, TAG_TD, TAG_TH))
            break;
    }
    tree_format_clear(b);
    b->mode = IN_ROW;
}

bool tree_in_cell(struct builder *b, struct html_token *t) {
    if (t->kind == HTML_END) {
        if (IS(t->tag, TAG_TD, TAG_TH)) {
            if (!tree_in_table_scope(b, t->tag))
                return false;
            tree_end_implied(b, TAG_NONE);
            tree_pop_to(b, t->tag);
            tree_format_clear(b);
            b->mode = IN_ROW;
            return false;
        }
        if (IS(t->tag, TAG_BODY, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_HTML))
            return false;
        if (IS(t->tag, TAG_TABLE, TAG_TBODY, TAG_TFOOT, TAG_THEAD, TAG_TR)) {
            if (!tree_in_table_scope(b, t->tag))
                return false;
            close_cell(b);
            return true;
        }
    }
    if (t->kind == HTML_START && IS(t->tag, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_TBODY, TAG_TD,
                                    TAG_TFOOT, TAG_TH, TAG_THEAD, TAG_TR)) {
        if (!tree_in_table_scope(b, TAG_TD) && !tree_in_table_scope(b, TAG_TH))
            return false;
        close_cell(b);
        return true;
    }
    return tree_in_body(b, t);
}

bool tree_in_template(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_TEXT:
    case HTML_COMMENT:
    case HTML_DOCTYPE:
        return tree_in_body(b, t);
    case HTML_START: {
        uint8_t to = IN_BODY;
        switch (t->tag) {
        case TAG_BASE:
        case TAG_BASEFONT:
        case TAG_BGSOUND:
        case TAG_LINK:
        case TAG_META:
        case TAG_NOFRAMES:
        case TAG_SCRIPT:
        case TAG_STYLE:
        case TAG_TEMPLATE:
        case TAG_TITLE:
            return tree_in_head(b, t);
        case TAG_CAPTION:
        case TAG_COLGROUP:
        case TAG_TBODY:
        case TAG_TFOOT:
        case TAG_THEAD: to = IN_TABLE; break;
        case TAG_COL: to = IN_COLUMN_GROUP; break;
        case TAG_TR: to = IN_TABLE_BODY; break;
        case TAG_TD:
        case TAG_TH: to = IN_ROW; break;
        }
        if (b->templates_n)
            b->templates[b->templates_n - 1] = to;
        b->mode = to;
        return true;
    }
    case HTML_END:
        if (t->tag == TAG_TEMPLATE)
            return tree_in_head(b, t);
        return false;
    }
    /* the end of the file */
    if (!tree_is_open(b, TAG_TEMPLATE)) {
        b->done = true;
        return false;
    }
    tree_pop_to(b, TAG_TEMPLATE);
    tree_format_clear(b);
    if (b->templates_n)
        b->templates_n--;
    tree_reset_mode(b);
    return true;
}
