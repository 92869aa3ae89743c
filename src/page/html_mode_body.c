/* The insertion mode "in body": start tags, end tags, text. */
#include "html_build.h"

static void close_item(struct builder *b, uint8_t tag, uint8_t tag2) {
    for (uint32_t i = b->open_n; i-- > 0;) {
        uint8_t at = tree_tag_at(b, i);
        if (at && (at == tag || at == tag2)) {
            tree_end_implied(b, at);
            tree_pop_to(b, at);
            break;
        }
        if (tree_is_special(tree_node(b, b->open[i])) && !IS(at, TAG_ADDRESS, TAG_DIV, TAG_P))
            break;
    }
    if (tree_p_in_button_scope(b))
        tree_close_p(b);
}

bool tree_is_hidden_input(const struct builder *b, const struct html_token *t) {
    slice v;
    return html_attr(b->t->s, t->attrs, "type", &v) && slice_eq_nocase(v, S("hidden"));
}

static bool start_in_body(struct builder *b, struct html_token *t) {
    switch (t->tag) {
    case TAG_HTML:
        if (tree_is_open(b, TAG_TEMPLATE))
            return false;
        /* its attributes are added where there are none yet */
        tree_give_attrs(&b->t->p[b->open[0]], t);
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
    case TAG_TITLE:
        return tree_in_head(b, t);
    case TAG_BODY:
        if (b->open_n < 2 || tree_tag_at(b, 1) != TAG_BODY || tree_is_open(b, TAG_TEMPLATE))
            return false;
        b->frameset_ok = false;
        tree_give_attrs(&b->t->p[b->open[1]], t);
        return false;
    case TAG_FRAMESET:
        if (b->open_n < 2 || tree_tag_at(b, 1) != TAG_BODY || !b->frameset_ok)
            return false;
        tree_node_take(b, b->open[1]);
        b->open_n = 1;
        tree_insert(b, t);
        b->mode = IN_FRAMESET;
        return false;
    case TAG_ADDRESS:
    case TAG_ARTICLE:
    case TAG_ASIDE:
    case TAG_BLOCKQUOTE:
    case TAG_CENTER:
    case TAG_DETAILS:
    case TAG_DIALOG:
    case TAG_DIR:
    case TAG_DIV:
    case TAG_DL:
    case TAG_FIELDSET:
    case TAG_FIGCAPTION:
    case TAG_FIGURE:
    case TAG_FOOTER:
    case TAG_HEADER:
    case TAG_HGROUP:
    case TAG_MAIN:
    case TAG_MENU:
    case TAG_NAV:
    case TAG_OL:
    case TAG_P:
    case TAG_SEARCH:
    case TAG_SECTION:
    case TAG_SUMMARY:
    case TAG_UL:
        if (tree_p_in_button_scope(b))
            tree_close_p(b);
        tree_insert(b, t);
        return false;
    case TAG_H1:
    case TAG_H2:
    case TAG_H3:
    case TAG_H4:
    case TAG_H5:
    case TAG_H6:
        if (tree_p_in_button_scope(b))
            tree_close_p(b);
        if (tree_current_tag(b) >= TAG_H1 && tree_current_tag(b) <= TAG_H6)
            tree_pop(b);
        tree_insert(b, t);
        return false;
    case TAG_PRE:
    case TAG_LISTING:
        if (tree_p_in_button_scope(b))
            tree_close_p(b);
        tree_insert(b, t);
        b->skip_lf = true;
        b->frameset_ok = false;
        return false;
    case TAG_FORM:
        if (b->form != NONE && !tree_is_open(b, TAG_TEMPLATE))
            return false;
        if (tree_p_in_button_scope(b))
            tree_close_p(b);
        if (tree_is_open(b, TAG_TEMPLATE))
            tree_insert(b, t);
        else
            b->form = tree_insert(b, t);
        return false;
    case TAG_LI:
        b->frameset_ok = false;
        close_item(b, TAG_LI, TAG_NONE);
        tree_insert(b, t);
        return false;
    case TAG_DD:
    case TAG_DT:
        b->frameset_ok = false;
        close_item(b, TAG_DD, TAG_DT);
        tree_insert(b, t);
        return false;
    case TAG_PLAINTEXT:
        if (tree_p_in_button_scope(b))
            tree_close_p(b);
        tree_insert(b, t);
        b->lx.state = HTML_PLAINTEXT;
        return false;
    case TAG_BUTTON:
        if (tree_in_scope(b, TAG_BUTTON)) {
            tree_end_implied(b, TAG_NONE);
            tree_pop_to(b, TAG_BUTTON);
        }
        tree_reconstruct(b);
        tree_insert(b, t);
        b->frameset_ok = false;
        return false;
    case TAG_A: {
        uint32_t fi = tree_format_find(b, TAG_A);
        if (fi != NONE) {
            uint32_t n = b->format[fi];
            struct html_token end = *t;
            end.kind = HTML_END;
            tree_adopt(b, &end);
            fi = tree_format_of(b, n);
            if (fi != NONE)
                tree_format_remove(b, fi);
            uint32_t d = tree_depth_of(b, n);
            if (d != NONE && d)
                tree_open_remove(b, d);
        }
        tree_reconstruct(b);
        tree_format_push(b, tree_insert(b, t));
        return false;
    }
    case TAG_B:
    case TAG_BIG:
    case TAG_CODE:
    case TAG_EM:
    case TAG_FONT:
    case TAG_I:
    case TAG_S:
    case TAG_SMALL:
    case TAG_STRIKE:
    case TAG_STRONG:
    case TAG_TT:
    case TAG_U:
        tree_reconstruct(b);
        tree_format_push(b, tree_insert(b, t));
        return false;
    case TAG_NOBR:
        tree_reconstruct(b);
        if (tree_in_scope(b, TAG_NOBR)) {
            struct html_token end = *t;
            end.kind = HTML_END;
            tree_adopt(b, &end);
            tree_reconstruct(b);
        }
        tree_format_push(b, tree_insert(b, t));
        return false;
    case TAG_APPLET:
    case TAG_MARQUEE:
    case TAG_OBJECT:
        tree_reconstruct(b);
        tree_insert(b, t);
        tree_format_push(b, MARKER);
        b->frameset_ok = false;
        return false;
    case TAG_TABLE:
        if (!b->t->quirks && tree_p_in_button_scope(b))
            tree_close_p(b);
        tree_insert(b, t);
        b->frameset_ok = false;
        b->mode = IN_TABLE;
        return false;
    case TAG_AREA:
    case TAG_BR:
    case TAG_EMBED:
    case TAG_IMG:
    case TAG_KEYGEN:
    case TAG_WBR:
        tree_reconstruct(b);
        tree_insert_void(b, t);
        b->frameset_ok = false;
        return false;
    case TAG_INPUT:
        if (b->fragment && b->context == TAG_SELECT)
            return false;
        if (tree_in_scope(b, TAG_SELECT))
            tree_pop_to(b, TAG_SELECT);
        tree_reconstruct(b);
        tree_insert_void(b, t);
        if (!tree_is_hidden_input(b, t))
            b->frameset_ok = false;
        return false;
    case TAG_PARAM:
    case TAG_SOURCE:
    case TAG_TRACK:
        tree_insert_void(b, t);
        return false;
    case TAG_HR:
        if (tree_p_in_button_scope(b))
            tree_close_p(b);
        if (tree_in_scope(b, TAG_SELECT))
            tree_end_implied(b, TAG_NONE);
        tree_insert_void(b, t);
        b->frameset_ok = false;
        return false;
    case TAG_IMAGE:
        t->tag = TAG_IMG;
        t->name.end = t->name.start; /* its own name is wrong */
        return true;
    case TAG_TEXTAREA:
        b->frameset_ok = false;
        tree_raw_text(b, t, HTML_RCDATA);
        b->skip_lf = true;
        return false;
    case TAG_XMP:
        if (tree_p_in_button_scope(b))
            tree_close_p(b);
        tree_reconstruct(b);
        b->frameset_ok = false;
        tree_raw_text(b, t, HTML_RAWTEXT);
        return false;
    case TAG_IFRAME:
        b->frameset_ok = false;
        tree_raw_text(b, t, HTML_RAWTEXT);
        return false;
    case TAG_NOEMBED:
        tree_raw_text(b, t, HTML_RAWTEXT);
        return false;
    case TAG_NOSCRIPT:
        if (b->scripting) {
            tree_raw_text(b, t, HTML_RAWTEXT);
            return false;
        }
        break;
    case TAG_SELECT:
        if (b->fragment && b->context == TAG_SELECT)
            return false;
        if (tree_in_scope_of(b, TAG_SELECT, TAG_NONE, TAG_NONE)) {
            tree_pop_to(b, TAG_SELECT);
            return false;
        }
        tree_reconstruct(b);
        tree_insert(b, t);
        b->frameset_ok = false;
        return false;
    case TAG_OPTION:
        if (tree_in_scope(b, TAG_SELECT))
            tree_end_implied(b, TAG_OPTGROUP);
        else if (tree_current_tag(b) == TAG_OPTION)
            tree_pop(b);
        tree_reconstruct(b);
        tree_insert(b, t);
        return false;
    case TAG_OPTGROUP:
        if (tree_in_scope(b, TAG_SELECT))
            tree_end_implied(b, TAG_NONE);
        else if (tree_current_tag(b) == TAG_OPTION)
            tree_pop(b);
        tree_reconstruct(b);
        tree_insert(b, t);
        return false;
    case TAG_RB:
    case TAG_RTC:
        if (tree_in_scope(b, TAG_RUBY))
            tree_end_implied(b, TAG_NONE);
        tree_insert(b, t);
        return false;
    case TAG_RP:
    case TAG_RT:
        if (tree_in_scope(b, TAG_RUBY))
            tree_end_implied(b, TAG_RTC);
        tree_insert(b, t);
        return false;
    case TAG_MATH:
    case TAG_SVG: {
        tree_reconstruct(b);
        uint32_t depth = b->open_n;
        tree_insert_foreign(b, t, t->tag == TAG_MATH ? SPACE_MATH : SPACE_SVG);
        if (t->self_closing)
            b->open_n = depth;
        return false;
    }
    case TAG_CAPTION:
    case TAG_COL:
    case TAG_COLGROUP:
    case TAG_FRAME:
    case TAG_HEAD:
    case TAG_TBODY:
    case TAG_TD:
    case TAG_TFOOT:
    case TAG_TH:
    case TAG_THEAD:
    case TAG_TR:
        return false;
    }
    tree_reconstruct(b);
    tree_insert(b, t);
    return false;
}

static bool end_in_body(struct builder *b, struct html_token *t) {
    switch (t->tag) {
    case TAG_TEMPLATE:
        return tree_in_head(b, t);
    case TAG_BODY:
    case TAG_HTML:
        if (!tree_in_scope(b, TAG_BODY))
            return false;
        b->mode = AFTER_BODY;
        return t->tag == TAG_HTML;
    case TAG_ADDRESS:
    case TAG_ARTICLE:
    case TAG_ASIDE:
    case TAG_BLOCKQUOTE:
    case TAG_BUTTON:
    case TAG_CENTER:
    case TAG_DETAILS:
    case TAG_DIALOG:
    case TAG_DIR:
    case TAG_DIV:
    case TAG_DL:
    case TAG_FIELDSET:
    case TAG_FIGCAPTION:
    case TAG_FIGURE:
    case TAG_FOOTER:
    case TAG_HEADER:
    case TAG_HGROUP:
    case TAG_LISTING:
    case TAG_MAIN:
    case TAG_MENU:
    case TAG_NAV:
    case TAG_OL:
    case TAG_PRE:
    case TAG_SEARCH:
    case TAG_SECTION:
    case TAG_SELECT:
    case TAG_SUMMARY:
    case TAG_UL: {
        /* a select's own scope ends at a select: look for it by name */
        if (!tree_in_scope(b, t->tag))
            return false;
        tree_end_implied(b, TAG_NONE);
        tree_pop_to(b, t->tag);
        return false;
    }
    case TAG_FORM:
        if (!tree_is_open(b, TAG_TEMPLATE)) {
            uint32_t n = b->form;
            b->form = NONE;
            if (n == NONE || !tree_node_in_scope(b, n))
                return false;
            tree_end_implied(b, TAG_NONE);
            uint32_t d = tree_depth_of(b, n);
            if (d != NONE && d)
                tree_open_remove(b, d);
            return false;
        }
        if (!tree_in_scope(b, TAG_FORM))
            return false;
        tree_end_implied(b, TAG_NONE);
        tree_pop_to(b, TAG_FORM);
        return false;
    case TAG_P:
        if (!tree_p_in_button_scope(b))
            tree_insert_tag(b, TAG_P, t->at.start);
        tree_close_p(b);
        return false;
    case TAG_LI:
        if (!tree_in_list_scope(b, TAG_LI))
            return false;
        tree_end_implied(b, TAG_LI);
        tree_pop_to(b, TAG_LI);
        return false;
    case TAG_DD:
    case TAG_DT:
        if (!tree_in_scope(b, t->tag))
            return false;
        tree_end_implied(b, t->tag);
        tree_pop_to(b, t->tag);
        return false;
    case TAG_H1:
    case TAG_H2:
    case TAG_H3:
    case TAG_H4:
    case TAG_H5:
    case TAG_H6:
        if (!tree_heading_in_scope(b))
            return false;
        tree_end_implied(b, TAG_NONE);
        while (b->open_n > 1) {
            uint8_t at = tree_current_tag(b);
            b->open_n--;
            if (at >= TAG_H1 && at <= TAG_H6)
                break;
        }
        return false;
    case TAG_A:
    case TAG_B:
    case TAG_BIG:
    case TAG_CODE:
    case TAG_EM:
    case TAG_FONT:
    case TAG_I:
    case TAG_NOBR:
    case TAG_S:
    case TAG_SMALL:
    case TAG_STRIKE:
    case TAG_STRONG:
    case TAG_TT:
    case TAG_U:
        tree_adopt(b, t);
        return false;
    case TAG_APPLET:
    case TAG_MARQUEE:
    case TAG_OBJECT:
        if (!tree_in_scope(b, t->tag))
            return false;
        tree_end_implied(b, TAG_NONE);
        tree_pop_to(b, t->tag);
        tree_format_clear(b);
        return false;
    case TAG_BR: {
        struct html_token br = *t;
        br.kind = HTML_START;
        br.attrs.end = br.attrs.start;
        br.name.end = br.name.start;
        br.class_at = br.has = 0;
        return start_in_body(b, &br);
    }
    }
    tree_end_other(b, t);
    return false;
}

bool tree_in_body(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_TEXT:
        tree_reconstruct(b);
        tree_insert_text(b, t);
        if (b->frameset_ok && !tree_all_blank(b, t))
            b->frameset_ok = false;
        return false;
    case HTML_COMMENT:
        tree_insert_comment(b, t, NONE);
        return false;
    case HTML_START:
        return start_in_body(b, t);
    case HTML_END:
        return end_in_body(b, t);
    case HTML_EOF:
        if (b->templates_n)
            return tree_in_template(b, t);
        b->done = true;
        return false;
    }
    return false;
}
