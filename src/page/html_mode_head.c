/* Insertion modes up to the body: the doctype, <html>, <head>. */
#include "html_build.h"

void tree_reset_mode(struct builder *b) {
    for (uint32_t i = b->open_n; i-- > 0;) {
        bool last = i == 0;
        uint8_t tag = tree_tag_at(b, i);
        if (last && b->fragment)
            tag = b->context_space == SPACE_HTML ? b->context : TAG_NONE;
        switch (tag) {
        case TAG_TD:
        case TAG_TH:
            if (!last) {
                b->mode = IN_CELL;
                return;
            }
            break;
        case TAG_TR: b->mode = IN_ROW; return;
        case TAG_TBODY:
        case TAG_THEAD:
        case TAG_TFOOT: b->mode = IN_TABLE_BODY; return;
        case TAG_CAPTION: b->mode = IN_CAPTION; return;
        case TAG_COLGROUP: b->mode = IN_COLUMN_GROUP; return;
        case TAG_TABLE: b->mode = IN_TABLE; return;
        case TAG_TEMPLATE:
            b->mode = b->templates_n ? b->templates[b->templates_n - 1] : IN_BODY;
            return;
        case TAG_HEAD:
            if (!last) {
                b->mode = IN_HEAD;
                return;
            }
            break;
        case TAG_BODY: b->mode = IN_BODY; return;
        case TAG_FRAMESET: b->mode = IN_FRAMESET; return;
        case TAG_HTML: b->mode = b->head == NONE ? BEFORE_HEAD : AFTER_HEAD; return;
        }
        if (last)
            break;
    }
    b->mode = IN_BODY;
}

bool tree_all_blank(const struct builder *b, const struct html_token *t) {
    for (uint32_t i = t->at.start; i < t->at.end; i++)
        if (!html_blank(b->t->s.p[i]))
            return false;
    return true;
}
/* Cuts the blank beginning off a text; gives it. */
struct html_token tree_cut_blank(const struct builder *b, struct html_token *t) {
    struct html_token head = *t;
    uint32_t i = t->at.start;
    while (i < t->at.end && html_blank(b->t->s.p[i]))
        i++;
    head.at.end = t->at.start = i;
    return head;
}

void tree_raw_text(struct builder *b, struct html_token *t, enum html_state state) {
    uint32_t depth = b->open_n;
    tree_insert(b, t);
    if (b->open_n == depth && depth == HTML_DEPTH) { /* too deep: its text goes with it */
        b->open[HTML_DEPTH - 1] = b->t->n - 1;
        tree_open_changed(b, HTML_DEPTH - 1);
    }
    b->lx.state = (uint8_t)state;
    b->original = b->mode;
    b->mode = TEXT;
}

bool tree_initial(struct builder *b, struct html_token *t) {
    if (t->kind == HTML_TEXT) {
        tree_cut_blank(b, t);
        if (t->at.start == t->at.end)
            return false;
    }
    if (t->kind == HTML_COMMENT) {
        tree_insert_comment(b, t, 0);
        return false;
    }
    b->mode = BEFORE_HTML;
    if (t->kind == HTML_DOCTYPE) {
        struct html_doctype d;
        html_doctype(b->t->s, t, &d);
        slice pub = tree_bytes_at(b, d.public_id);
        static const char *const old[] = {
            "-//IETF//DTD HTML", "-//W3C//DTD HTML 3", "-//W3C//DTD HTML 2", "-//W3O//DTD W3 HTML",
            "-//W3C//DTD W3 HTML", "-//Netscape Comm. Corp.//DTD HTML", "-//Sun Microsystems Corp.//DTD HotJava",
            "-//Microsoft//DTD Internet Explorer", "-//SoftQuad", "-//WebTechs//DTD Mozilla", "HTML"};
        b->t->quirks = d.quirks || !slice_eq_nocase(tree_bytes_at(b, d.name), S("html"));
        for (unsigned i = 0; i < NELEMS(old); i++)
            if (d.has_public && slice_starts_nocase(pub, slice_str(old[i])) &&
                (i + 1 < NELEMS(old) || pub.n == 4))
                b->t->quirks = true;
        if (!d.has_system && (slice_starts_nocase(pub, S("-//W3C//DTD HTML 4.01 Frameset//")) ||
                              slice_starts_nocase(pub, S("-//W3C//DTD HTML 4.01 Transitional//"))))
            b->t->quirks = true;
        uint32_t i = tree_node_new(b, NODE_DOCTYPE);
        b->t->p[i].at = t->at;
        b->t->p[i].attrs = t->attrs;
        tree_node_put(b, i, 0, NONE);
        return false;
    }
    b->t->quirks = true;
    return true;
}

void tree_start_html(struct builder *b, const struct html_token *t, uint32_t at) {
    uint32_t i;
    if (t) {
        i = tree_element_for(b, t, SPACE_HTML);
    } else {
        struct html_token made = {.tag = TAG_HTML, .at = {at, at}, .name = {at, at}, .attrs = {at, at}};
        i = tree_element_for(b, &made, SPACE_HTML);
    }
    tree_node_put(b, i, 0, NONE);
    tree_push(b, i);
    b->mode = BEFORE_HEAD;
}

bool tree_before_html(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_DOCTYPE:
        return false;
    case HTML_COMMENT:
        tree_insert_comment(b, t, 0);
        return false;
    case HTML_TEXT:
        tree_cut_blank(b, t);
        if (t->at.start == t->at.end)
            return false;
        break;
    case HTML_START:
        if (t->tag == TAG_HTML) {
            tree_start_html(b, t, 0);
            return false;
        }
        break;
    case HTML_END:
        if (!IS(t->tag, TAG_HEAD, TAG_BODY, TAG_HTML, TAG_BR))
            return false;
        break;
    }
    tree_start_html(b, NULL, t->at.start);
    return true;
}

bool tree_before_head(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_DOCTYPE:
        return false;
    case HTML_COMMENT:
        tree_insert_comment(b, t, NONE);
        return false;
    case HTML_TEXT:
        tree_cut_blank(b, t);
        if (t->at.start == t->at.end)
            return false;
        break;
    case HTML_START:
        if (t->tag == TAG_HTML)
            return tree_in_body(b, t);
        if (t->tag == TAG_HEAD) {
            b->head = tree_insert(b, t);
            b->mode = IN_HEAD;
            return false;
        }
        break;
    case HTML_END:
        if (!IS(t->tag, TAG_HEAD, TAG_BODY, TAG_HTML, TAG_BR))
            return false;
        break;
    }
    b->head = tree_insert_tag(b, TAG_HEAD, t->at.start);
    b->mode = IN_HEAD;
    return true;
}

static void end_template(struct builder *b) {
    if (!tree_is_open(b, TAG_TEMPLATE))
        return;
    tree_end_all_implied(b);
    tree_pop_to(b, TAG_TEMPLATE);
    tree_format_clear(b);
    if (b->templates_n)
        b->templates_n--;
    tree_reset_mode(b);
}

bool tree_in_head(struct builder *b, struct html_token *t) {
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
        switch (t->tag) {
        case TAG_HTML:
            return tree_in_body(b, t);
        case TAG_BASE:
        case TAG_BASEFONT:
        case TAG_BGSOUND:
        case TAG_LINK:
        case TAG_META:
            tree_insert_void(b, t);
            return false;
        case TAG_TITLE:
            tree_raw_text(b, t, HTML_RCDATA);
            return false;
        case TAG_NOSCRIPT:
            if (!b->scripting) {
                tree_insert(b, t);
                b->mode = IN_HEAD_NOSCRIPT;
                return false;
            }
            tree_raw_text(b, t, HTML_RAWTEXT);
            return false;
        case TAG_NOFRAMES:
        case TAG_STYLE:
            tree_raw_text(b, t, HTML_RAWTEXT);
            return false;
        case TAG_SCRIPT:
            tree_raw_text(b, t, HTML_SCRIPT);
            return false;
        case TAG_TEMPLATE:
            if (b->templates_n == TEMPLATES || b->open_n == HTML_DEPTH)
                return false;
            {
                uint32_t n = tree_insert(b, t);
                b->t->p[n].state = 1;
            }
            tree_format_push(b, MARKER);
            b->frameset_ok = false;
            b->mode = IN_TEMPLATE;
            b->templates[b->templates_n++] = IN_TEMPLATE;
            return false;
        case TAG_HEAD:
            return false;
        }
        break;
    case HTML_END:
        if (t->tag == TAG_HEAD) {
            tree_pop(b);
            b->mode = AFTER_HEAD;
            return false;
        }
        if (t->tag == TAG_TEMPLATE) {
            end_template(b);
            return false;
        }
        if (!IS(t->tag, TAG_BODY, TAG_HTML, TAG_BR))
            return false;
        break;
    }
    tree_pop(b);
    b->mode = AFTER_HEAD;
    return true;
}

bool tree_in_head_noscript(struct builder *b, struct html_token *t) {
    if (t->kind == HTML_DOCTYPE)
        return false;
    if (t->kind == HTML_TEXT) {
        struct html_token head = tree_cut_blank(b, t);
        tree_insert_text(b, &head);
        if (t->at.start == t->at.end)
            return false;
    } else if (t->kind == HTML_COMMENT) {
        tree_insert_comment(b, t, NONE);
        return false;
    } else if (t->kind == HTML_START) {
        if (t->tag == TAG_HTML)
            return tree_in_body(b, t);
        if (IS(t->tag, TAG_BASEFONT, TAG_BGSOUND, TAG_LINK, TAG_META, TAG_NOFRAMES, TAG_STYLE))
            return tree_in_head(b, t);
        if (IS(t->tag, TAG_HEAD, TAG_NOSCRIPT))
            return false;
    } else if (t->kind == HTML_END) {
        if (t->tag == TAG_NOSCRIPT) {
            tree_pop(b);
            b->mode = IN_HEAD;
            return false;
        }
        if (t->tag != TAG_BR)
            return false;
    }
    tree_pop(b);
    b->mode = IN_HEAD;
    return true;
}

bool tree_after_head(struct builder *b, struct html_token *t) {
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
        switch (t->tag) {
        case TAG_HTML:
            return tree_in_body(b, t);
        case TAG_BODY:
            tree_insert(b, t);
            b->frameset_ok = false;
            b->mode = IN_BODY;
            return false;
        case TAG_FRAMESET:
            tree_insert(b, t);
            b->mode = IN_FRAMESET;
            return false;
        case TAG_BASE:
        case TAG_BASEFONT:
        case TAG_BGSOUND:
        case TAG_LINK:
        case TAG_META:
        case TAG_NOFRAMES:
        case TAG_SCRIPT:
        case TAG_STYLE:
        case TAG_TEMPLATE:
        case TAG_TITLE: {
            tree_push(b, b->head);
            uint32_t head = b->head;
            tree_in_head(b, t);
            uint32_t d = tree_depth_of(b, head);
            if (d != NONE)
                tree_open_remove(b, d);
            return false;
        }
        case TAG_HEAD:
            return false;
        }
        break;
    case HTML_END:
        if (t->tag == TAG_TEMPLATE)
            return tree_in_head(b, t);
        if (!IS(t->tag, TAG_BODY, TAG_HTML, TAG_BR))
            return false;
        break;
    }
    tree_insert_tag(b, TAG_BODY, t->at.start);
    b->mode = IN_BODY;
    return true;
}
