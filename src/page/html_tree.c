/* The loop over tokens; svg and math; the modes after the body and of framesets. */
#include "html_build.h"

/* ---- after the body, frames ------------------------------------------------------------------------------------------ */

static bool after_body(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_TEXT: {
        struct html_token head = tree_cut_blank(b, t);
        if (head.at.end > head.at.start)
            tree_in_body(b, &head);
        if (t->at.start == t->at.end)
            return false;
        break;
    }
    case HTML_COMMENT:
        tree_insert_comment(b, t, b->open[0]);
        return false;
    case HTML_DOCTYPE:
        return false;
    case HTML_START:
        if (t->tag == TAG_HTML)
            return tree_in_body(b, t);
        break;
    case HTML_END:
        if (t->tag == TAG_HTML) {
            if (!b->fragment)
                b->mode = AFTER_AFTER_BODY;
            return false;
        }
        break;
    case HTML_EOF:
        b->done = true;
        return false;
    }
    b->mode = IN_BODY;
    return true;
}

static bool after_after_body(struct builder *b, struct html_token *t) {
    if (t->kind == HTML_COMMENT) {
        tree_insert_comment(b, t, 0);
        return false;
    }
    if (t->kind == HTML_EOF) {
        b->done = true;
        return false;
    }
    if (t->kind == HTML_TEXT) {
        struct html_token head = tree_cut_blank(b, t);
        if (head.at.end > head.at.start)
            tree_in_body(b, &head);
        if (t->at.start == t->at.end)
            return false;
    }
    if (t->kind == HTML_DOCTYPE || (t->kind == HTML_START && t->tag == TAG_HTML))
        return tree_in_body(b, t);
    b->mode = IN_BODY;
    return true;
}

static void blanks_of(struct builder *b, const struct html_token *t) {
    struct html_token part = *t;
    for (uint32_t i = t->at.start; i < t->at.end;) {
        uint32_t j = i;
        while (j < t->at.end && html_blank(b->t->s.p[j]))
            j++;
        if (j > i) {
            part.at = (span){i, j};
            tree_insert_text(b, &part);
        }
        i = j + 1;
    }
}

static bool in_frameset(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_TEXT:
        blanks_of(b, t);
        return false;
    case HTML_COMMENT:
        tree_insert_comment(b, t, NONE);
        return false;
    case HTML_START:
        if (t->tag == TAG_HTML)
            return tree_in_body(b, t);
        if (t->tag == TAG_FRAMESET)
            tree_insert(b, t);
        else if (t->tag == TAG_FRAME)
            tree_insert_void(b, t);
        else if (t->tag == TAG_NOFRAMES)
            return tree_in_head(b, t);
        return false;
    case HTML_END:
        if (t->tag == TAG_FRAMESET && b->open_n > 1) {
            tree_pop(b);
            if (!b->fragment && tree_current_tag(b) != TAG_FRAMESET)
                b->mode = AFTER_FRAMESET;
        }
        return false;
    case HTML_EOF:
        b->done = true;
        return false;
    }
    return false;
}

static bool after_frameset(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_TEXT:
        blanks_of(b, t);
        return false;
    case HTML_COMMENT:
        tree_insert_comment(b, t, b->mode == AFTER_AFTER_FRAMESET ? 0 : NONE);
        return false;
    case HTML_START:
        if (t->tag == TAG_HTML)
            return tree_in_body(b, t);
        if (t->tag == TAG_NOFRAMES)
            return tree_in_head(b, t);
        return false;
    case HTML_END:
        if (t->tag == TAG_HTML && b->mode == AFTER_FRAMESET)
            b->mode = AFTER_AFTER_FRAMESET;
        return false;
    case HTML_EOF:
        b->done = true;
        return false;
    }
    return false;
}

static bool in_text(struct builder *b, struct html_token *t) {
    if (t->kind == HTML_TEXT) {
        tree_insert_text(b, t);
        return false;
    }
    tree_pop(b);
    b->mode = b->original;
    b->lx.state = HTML_DATA;
    return t->kind == HTML_EOF;
}

/* ---- svg and math ------------------------------------------------------------------------------------------------------ */

static bool math_text(const struct html_node *n) {
    return n->space == SPACE_MATH && IS(n->tag, TAG_MI, TAG_MO, TAG_MN, TAG_MS, TAG_MTEXT);
}
static bool html_point(const struct builder *b, const struct html_node *n) {
    if (n->space == SPACE_SVG)
        return IS(n->tag, TAG_FOREIGNOBJECT, TAG_DESC, TAG_TITLE);
    slice v;
    return n->space == SPACE_MATH && n->tag == TAG_ANNOTATION_XML &&
           html_attr(b->t->s, n->attrs, "encoding", &v) &&
           (slice_eq_nocase(v, S("text/html")) || slice_eq_nocase(v, S("application/xhtml+xml")));
}

/* The node by which foreign content is told: in a fragment's root, its context. */
static struct html_node adjusted(const struct builder *b) {
    if (b->open_n == 1 && b->fragment) {
        struct html_node n = *tree_node(b, b->open[0]);
        n.tag = b->context;
        n.space = b->context_space & 15;
        return n;
    }
    return *tree_node(b, tree_current(b));
}

static uint8_t foreign_space(const struct builder *b) {
    return b->open_n == 1 && b->fragment ? b->context_space : tree_node(b, tree_current(b))->space;
}

static bool is_foreign(const struct builder *b, const struct html_token *t) {
    if (!b->open_n || !foreign_space(b) || t->kind == HTML_EOF)
        return false;
    struct html_node n = adjusted(b);
    if (math_text(&n) && (t->kind == HTML_TEXT ||
                          (t->kind == HTML_START && !IS(t->tag, TAG_MGLYPH, TAG_MALIGNMARK))))
        return false;
    if (n.space == SPACE_MATH && n.tag == TAG_ANNOTATION_XML && t->kind == HTML_START &&
        t->tag == TAG_SVG)
        return false;
    return !(html_point(b, &n) && (t->kind == HTML_START || t->kind == HTML_TEXT));
}

static bool step(struct builder *b, struct html_token *t);

/* An end tag that no foreign element has: one outside may, and then what is open inside it ends too. */
static bool end_outside(struct builder *b, struct html_token *t) {
    uint32_t depth = b->open_n, top[8], n = 0;
    for (uint32_t i = depth; i-- > 1 && n < NELEMS(top) && tree_node(b, b->open[i])->space != SPACE_HTML;)
        top[n++] = b->open[i];
    bool again = step(b, t);
    if (b->open_n < depth)
        for (uint32_t i = 0; i < n; i++)
            b->t->p[top[i]].state = 2;
    return again;
}

static bool in_foreign(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_TEXT:
        tree_insert_text(b, t);
        if (!tree_all_blank(b, t))
            b->frameset_ok = false;
        return false;
    case HTML_COMMENT:
        tree_insert_comment(b, t, NONE);
        return false;
    case HTML_DOCTYPE:
        return false;
    case HTML_START: {
        slice v;
        bool breaks = IS(t->tag, TAG_B, TAG_BIG, TAG_BLOCKQUOTE, TAG_BODY, TAG_BR, TAG_CENTER, TAG_CODE,
                         TAG_DD, TAG_DIV, TAG_DL, TAG_DT, TAG_EM, TAG_EMBED, TAG_H1, TAG_H2, TAG_H3,
                         TAG_H4, TAG_H5, TAG_H6, TAG_HEAD, TAG_HR, TAG_I, TAG_IMG, TAG_LI, TAG_LISTING,
                         TAG_MENU, TAG_META, TAG_NOBR, TAG_OL, TAG_P, TAG_PRE, TAG_RUBY, TAG_S, TAG_SMALL,
                         TAG_SPAN, TAG_STRONG, TAG_STRIKE, TAG_SUB, TAG_SUP, TAG_TABLE, TAG_TT, TAG_U,
                         TAG_UL, TAG_VAR) ||
                      (t->tag == TAG_FONT && (html_attr(b->t->s, t->attrs, "color", &v) ||
                                              html_attr(b->t->s, t->attrs, "face", &v) ||
                                              html_attr(b->t->s, t->attrs, "size", &v)));
        if (breaks) {
            while (b->open_n > 1 && tree_node(b, tree_current(b))->space != SPACE_HTML &&
                   !math_text(tree_node(b, tree_current(b))) && !html_point(b, tree_node(b, tree_current(b))))
                b->open_n--;
            return step(b, t);
        }
        uint8_t space = adjusted(b).space;
        uint32_t depth = b->open_n;
        tree_insert_foreign(b, t, space);
        if (t->self_closing)
            b->open_n = depth;
        return false;
    }
    case HTML_END: {
        if (IS(t->tag, TAG_BR, TAG_P)) {
            while (b->open_n > 1 && tree_node(b, tree_current(b))->space != SPACE_HTML &&
                   !math_text(tree_node(b, tree_current(b))) && !html_point(b, tree_node(b, tree_current(b))))
                b->open_n--;
            return step(b, t);
        }
        slice name = tree_bytes_at(b, t->name);
        for (uint32_t i = b->open_n; i-- > 1;) {
            const struct html_node *n = tree_node(b, b->open[i]);
            if (n->space == SPACE_HTML)
                return end_outside(b, t);
            if (slice_eq_nocase(tree_bytes_at(b, html_name(n)), name)) {
                b->open_n = i;
                return false;
            }
        }
        return false;
    }
    }
    return false;
}

/* ---- the loop -------------------------------------------------------------------------------------------------------------- */

static bool step(struct builder *b, struct html_token *t) {
    switch (b->mode) {
    case INITIAL: return tree_initial(b, t);
    case BEFORE_HTML: return tree_before_html(b, t);
    case BEFORE_HEAD: return tree_before_head(b, t);
    case IN_HEAD: return tree_in_head(b, t);
    case IN_HEAD_NOSCRIPT: return tree_in_head_noscript(b, t);
    case AFTER_HEAD: return tree_after_head(b, t);
    case IN_BODY: return tree_in_body(b, t);
    case TEXT: return in_text(b, t);
    case IN_TABLE: return tree_in_table(b, t);
    case IN_CAPTION: return tree_in_caption(b, t);
    case IN_COLUMN_GROUP: return tree_in_column_group(b, t);
    case IN_TABLE_BODY: return tree_in_table_body(b, t);
    case IN_ROW: return tree_in_row(b, t);
    case IN_CELL: return tree_in_cell(b, t);
    case IN_TEMPLATE: return tree_in_template(b, t);
    case AFTER_BODY: return after_body(b, t);
    case AFTER_AFTER_BODY: return after_after_body(b, t);
    case IN_FRAMESET: return in_frameset(b, t);
    default: return after_frameset(b, t);
    }
}

/* The line feed right after <pre> and <textarea> is left out. */
static void skip_line(struct builder *b, struct html_token *t) {
    b->skip_lf = false;
    if (t->kind != HTML_TEXT)
        return;
    slice s = b->t->s;
    if (s.p[t->at.start] == '\r')
        t->at.start++;
    if (t->at.start < t->at.end && s.p[t->at.start] == '\n')
        t->at.start++;
}

void html_parse(struct html_tree *out, slice s, const struct html_names *names, struct arena *a,
                enum html_tag context, enum html_space space, bool scripting) {
    *out = (struct html_tree){.s = s};
    struct builder *b = ARENA_NEW(a, struct builder);
    out->cap = s.n / 24 + 64;
    out->p = arena_alloc(a, (size_t)out->cap * sizeof *out->p);
    b->t = out;
    b->a = a;
    b->head = b->form = NONE;
    b->frameset_ok = true;
    b->scripting = scripting;
    b->copies = s.n / 8 + 256;
    html_lexer_init(&b->lx, s, names);
    tree_node_new(b, NODE_DOCUMENT);
    if (context != TAG_NONE) {
        b->fragment = true;
        b->context = (uint8_t)context;
        b->context_space = (uint8_t)space;
        tree_start_html(b, NULL, 0);
        if (space == SPACE_HTML)
            switch (context) {
            case TAG_TITLE:
            case TAG_TEXTAREA: b->lx.state = HTML_RCDATA; break;
            case TAG_STYLE:
            case TAG_XMP:
            case TAG_IFRAME:
            case TAG_NOEMBED:
            case TAG_NOFRAMES: b->lx.state = HTML_RAWTEXT; break;
            case TAG_SCRIPT: b->lx.state = HTML_SCRIPT; break;
            case TAG_NOSCRIPT: b->lx.state = scripting ? HTML_RAWTEXT : HTML_DATA; break;
            case TAG_PLAINTEXT: b->lx.state = HTML_PLAINTEXT; break;
            case TAG_TEMPLATE: b->templates[b->templates_n++] = IN_TEMPLATE; break;
            default: break;
            }
        tree_reset_mode(b);
    }
    struct html_token t;
    while (!b->done) {
        b->lx.cdata = b->open_n && foreign_space(b) != SPACE_HTML;
        html_next(&b->lx, &t);
        if (b->skip_lf) {
            skip_line(b, &t);
            if (t.kind == HTML_TEXT && t.at.start == t.at.end)
                continue;
        }
        /* each turn changes the mode; the bound is for what no one thought of */
        for (int turn = 0; turn < 64; turn++) {
            bool again = is_foreign(b, &t) ? in_foreign(b, &t) : step(b, &t);
            if (!again)
                break;
        }
        if (t.kind == HTML_EOF && !b->done && b->lx.at >= s.n && b->mode != TEXT)
            break;
    }
}
