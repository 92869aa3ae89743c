/* Where nodes go: insertion, scopes, implied ends, and the list of formatting elements with the adoption agency. */
#include "html_build.h"

/* ---- nodes ------------------------------------------------------------------------------------- */

uint32_t tree_node_new(struct builder *b, uint8_t kind) {
    struct html_tree *t = b->t;
    ARENA_MORE(b->a, t->p, t->n, t->cap);
    t->p[t->n] = (struct html_node){.parent = NONE, .prev = NONE, .next = NONE, .first = NONE,
                                    .last = NONE, .kind = kind & 15};
    return t->n++;
}

void tree_node_take(struct builder *b, uint32_t i) {
    struct html_node *p = b->t->p, *x = &p[i];
    if (x->parent == NONE)
        return;
    if (x->prev != NONE)
        p[x->prev].next = x->next;
    else
        p[x->parent].first = x->next;
    if (x->next != NONE)
        p[x->next].prev = x->prev;
    else
        p[x->parent].last = x->prev;
    x->parent = x->prev = x->next = NONE;
}

/* Before `before`, or last when that is NONE. */
void tree_node_put(struct builder *b, uint32_t i, uint32_t parent, uint32_t before) {
    struct html_node *p = b->t->p, *x = &p[i];
    x->parent = parent;
    x->next = before;
    x->prev = before == NONE ? p[parent].last : p[before].prev;
    if (x->prev != NONE)
        p[x->prev].next = i;
    else
        p[parent].first = i;
    if (before == NONE)
        p[parent].last = i;
    else
        p[before].prev = i;
}

/* ---- insertion ----------------------------------------------------------------------------------- */

/* "Appropriate place for inserting a node". */
static void place(const struct builder *b, uint32_t target, uint32_t *parent, uint32_t *before) {
    *parent = target;
    *before = NONE;
    if (!b->foster || tree_node(b, target)->space != SPACE_HTML ||
        !IS(tree_node(b, target)->tag, TAG_TABLE, TAG_TBODY, TAG_TFOOT, TAG_THEAD, TAG_TR))
        return;
    uint32_t i = b->open_n;
    while (i-- > 0) {
        if (tree_tag_at(b, i) == TAG_TEMPLATE) {
            *parent = b->open[i];
            return;
        }
        if (tree_tag_at(b, i) == TAG_TABLE)
            break;
    }
    if (i == UINT32_MAX) {
        *parent = b->open[0];
        return;
    }
    uint32_t table = b->open[i];
    b->t->moved = true;
    if (tree_node(b, table)->parent != NONE) {
        *parent = tree_node(b, table)->parent;
        *before = table;
    } else {
        *parent = b->open[i ? i - 1 : 0];
    }
}

/* An element takes the attributes of another tag, where it has none. */
void tree_give_attrs(struct html_node *n, const struct html_token *t) {
    if (n->attrs.start != n->attrs.end)
        return;
    n->attrs = t->attrs;
    n->class_at = t->class_at;
    n->has = t->has;
}

uint32_t tree_element_for(struct builder *b, const struct html_token *t, uint8_t space) {
    uint32_t i = tree_node_new(b, NODE_ELEMENT);
    struct html_node *n = &b->t->p[i];
    n->tag = t->tag;
    n->at = t->at;
    n->name_end = t->name.end > t->name.start ? t->name.end : 0;
    n->attrs = t->attrs;
    n->class_at = t->class_at;
    n->has = t->has;
    n->space = space & 15;
    return i;
}

uint32_t tree_insert_foreign(struct builder *b, const struct html_token *t, uint8_t space) {
    uint32_t parent, before, i = tree_element_for(b, t, space);
    place(b, tree_current(b), &parent, &before);
    tree_node_put(b, i, parent, before);
    tree_push(b, i);
    return i;
}
uint32_t tree_insert(struct builder *b, const struct html_token *t) {
    return tree_insert_foreign(b, t, SPACE_HTML);
}
/* A void element: inserted and not left open. */
void tree_insert_void(struct builder *b, const struct html_token *t) {
    uint32_t depth = b->open_n;
    tree_insert(b, t);
    b->open_n = depth;
}
/* An element that the source does not have. */
uint32_t tree_insert_tag(struct builder *b, uint8_t tag, uint32_t at) {
    struct html_token t = {.kind = HTML_START, .tag = tag, .at = {at, at}, .name = {at, at},
                           .attrs = {at, at}};
    return tree_insert(b, &t);
}

void tree_insert_text(struct builder *b, const struct html_token *t) {
    if (t->at.end <= t->at.start)
        return;
    uint32_t parent, before;
    place(b, tree_current(b), &parent, &before);
    if (parent == 0)
        return;
    /* a text that goes on */
    uint32_t last = before == NONE ? tree_node(b, parent)->last : tree_node(b, before)->prev;
    if (last != NONE && tree_node(b, last)->kind == NODE_TEXT && tree_node(b, last)->at.end == t->at.start &&
        tree_node(b, last)->state == t->state) {
        b->t->p[last].at.end = t->at.end;
        return;
    }
    uint32_t i = tree_node_new(b, NODE_TEXT);
    b->t->p[i].at = t->at;
    b->t->p[i].state = t->state;
    tree_node_put(b, i, parent, before);
}

void tree_insert_comment(struct builder *b, const struct html_token *t, uint32_t parent) {
    uint32_t before = NONE, i = tree_node_new(b, NODE_COMMENT);
    b->t->p[i].at = t->attrs;
    if (parent == NONE)
        place(b, tree_current(b), &parent, &before);
    tree_node_put(b, i, parent, before);
}

/* ---- the stack of open elements --------------------------------------------------------------------- */

static bool scope_ends(const struct builder *b, uint32_t depth) {
    const struct html_node *n = tree_node(b, b->open[depth]);
    if (n->space == SPACE_MATH)
        return IS(n->tag, TAG_MI, TAG_MO, TAG_MN, TAG_MS, TAG_MTEXT, TAG_ANNOTATION_XML);
    if (n->space == SPACE_SVG)
        return IS(n->tag, TAG_FOREIGNOBJECT, TAG_DESC, TAG_TITLE);
    switch (n->tag) {
    case TAG_APPLET: case TAG_CAPTION: case TAG_HTML: case TAG_TABLE: case TAG_TD: case TAG_TH:
    case TAG_MARQUEE: case TAG_OBJECT: case TAG_TEMPLATE: case TAG_SELECT:
        return true;
    default:
        return false;
    }
}

/* What is known of the stack is made anew from `depth` on. */
void tree_open_changed(struct builder *b, uint32_t depth) {
    for (uint32_t i = depth; i < b->open_n; i++) {
        uint8_t tag = tree_tag_at(b, i);
        b->p_open[i] = tag == TAG_P || (i && b->p_open[i - 1] && tag != TAG_BUTTON && !scope_ends(b, i));
    }
}
void tree_open_remove(struct builder *b, uint32_t depth) {
    memmove(&b->open[depth], &b->open[depth + 1], (b->open_n - depth - 1) * sizeof *b->open);
    b->open_n--;
    tree_open_changed(b, depth);
}
void tree_open_insert(struct builder *b, uint32_t depth, uint32_t i) { /* the stack is not full */
    memmove(&b->open[depth + 1], &b->open[depth], (b->open_n - depth) * sizeof *b->open);
    b->open[depth] = i;
    b->open_n++;
    tree_open_changed(b, depth);
}

/* extra, extra2: more tags that end the scope, or TAG_NONE. */
bool tree_in_scope_of(const struct builder *b, uint8_t tag, uint8_t extra, uint8_t extra2) {
    for (uint32_t i = b->open_n; i-- > 0;) {
        uint8_t at = tree_tag_at(b, i);
        if (at == tag && at)
            return true;
        if (scope_ends(b, i) || (at && (at == extra || at == extra2)))
            return false;
    }
    return false;
}
bool tree_in_scope(const struct builder *b, uint8_t tag) {
    return tree_in_scope_of(b, tag, TAG_NONE, TAG_NONE);
}
bool tree_p_in_button_scope(const struct builder *b) { return b->open_n && b->p_open[b->open_n - 1]; }

bool tree_heading_in_scope(const struct builder *b) {
    for (uint32_t i = b->open_n; i-- > 0;) {
        uint8_t at = tree_tag_at(b, i);
        if (at >= TAG_H1 && at <= TAG_H6)
            return true;
        if (scope_ends(b, i))
            return false;
    }
    return false;
}
bool tree_in_list_scope(const struct builder *b, uint8_t tag) {
    return tree_in_scope_of(b, tag, TAG_OL, TAG_UL);
}
bool tree_in_table_scope(const struct builder *b, uint8_t tag) {
    for (uint32_t i = b->open_n; i-- > 0;) {
        uint8_t at = tree_tag_at(b, i);
        if (at == tag)
            return true;
        if (IS(at, TAG_HTML, TAG_TABLE, TAG_TEMPLATE))
            return false;
    }
    return false;
}
bool tree_node_in_scope(const struct builder *b, uint32_t n) {
    for (uint32_t i = b->open_n; i-- > 0;) {
        if (b->open[i] == n)
            return true;
        if (scope_ends(b, i))
            return false;
    }
    return false;
}
bool tree_is_open(const struct builder *b, uint8_t tag) {
    for (uint32_t i = b->open_n; i-- > 0;)
        if (tree_tag_at(b, i) == tag)
            return true;
    return false;
}
uint32_t tree_depth_of(const struct builder *b, uint32_t n) {
    for (uint32_t i = b->open_n; i-- > 0;)
        if (b->open[i] == n)
            return i;
    return NONE;
}

static bool implied(uint8_t tag) {
    return IS(tag, TAG_DD, TAG_DT, TAG_LI, TAG_OPTGROUP, TAG_OPTION, TAG_P, TAG_RB, TAG_RP, TAG_RT,
              TAG_RTC);
}
void tree_end_implied(struct builder *b, uint8_t but) {
    while (b->open_n > 1 && implied(tree_current_tag(b)) && tree_current_tag(b) != but)
        b->open_n--;
}
void tree_end_all_implied(struct builder *b) {
    while (b->open_n > 1 && (implied(tree_current_tag(b)) ||
                             IS(tree_current_tag(b), TAG_CAPTION, TAG_COLGROUP, TAG_TBODY, TAG_TD,
                                TAG_TFOOT, TAG_TH, TAG_THEAD, TAG_TR)))
        b->open_n--;
}
void tree_pop_to(struct builder *b, uint8_t tag) {
    while (b->open_n > 1) {
        uint8_t at = tree_current_tag(b);
        b->open_n--;
        if (at == tag)
            return;
    }
}
void tree_close_p(struct builder *b) {
    tree_end_implied(b, TAG_P);
    tree_pop_to(b, TAG_P);
}

bool tree_is_special(const struct html_node *n) {
    if (n->space == SPACE_MATH)
        return IS(n->tag, TAG_MI, TAG_MO, TAG_MN, TAG_MS, TAG_MTEXT, TAG_ANNOTATION_XML);
    if (n->space == SPACE_SVG)
        return IS(n->tag, TAG_FOREIGNOBJECT, TAG_DESC, TAG_TITLE);
    static const bool special[TAG_COUNT] = {
        [TAG_ADDRESS] = true, [TAG_APPLET] = true, [TAG_AREA] = true, [TAG_ARTICLE] = true,
        [TAG_ASIDE] = true, [TAG_BASE] = true, [TAG_BASEFONT] = true, [TAG_BGSOUND] = true,
        [TAG_BLOCKQUOTE] = true, [TAG_BODY] = true, [TAG_BR] = true, [TAG_BUTTON] = true,
        [TAG_CAPTION] = true, [TAG_CENTER] = true, [TAG_COL] = true, [TAG_COLGROUP] = true, [TAG_DD] = true,
        [TAG_DETAILS] = true, [TAG_DIR] = true, [TAG_DIV] = true, [TAG_DL] = true, [TAG_DT] = true,
        [TAG_EMBED] = true, [TAG_FIELDSET] = true, [TAG_FIGCAPTION] = true, [TAG_FIGURE] = true,
        [TAG_FOOTER] = true, [TAG_FORM] = true, [TAG_FRAME] = true, [TAG_FRAMESET] = true, [TAG_H1] = true,
        [TAG_H2] = true, [TAG_H3] = true, [TAG_H4] = true, [TAG_H5] = true, [TAG_H6] = true,
        [TAG_HEAD] = true, [TAG_HEADER] = true, [TAG_HGROUP] = true, [TAG_HR] = true, [TAG_HTML] = true,
        [TAG_IFRAME] = true, [TAG_IMG] = true, [TAG_INPUT] = true, [TAG_KEYGEN] = true, [TAG_LI] = true,
        [TAG_LINK] = true, [TAG_LISTING] = true, [TAG_MAIN] = true, [TAG_MARQUEE] = true, [TAG_MENU] = true,
        [TAG_META] = true, [TAG_NAV] = true, [TAG_NOEMBED] = true, [TAG_NOFRAMES] = true,
        [TAG_NOSCRIPT] = true, [TAG_OBJECT] = true, [TAG_OL] = true, [TAG_P] = true, [TAG_PARAM] = true,
        [TAG_PLAINTEXT] = true, [TAG_PRE] = true, [TAG_SCRIPT] = true, [TAG_SEARCH] = true,
        [TAG_SECTION] = true, [TAG_SELECT] = true, [TAG_SOURCE] = true, [TAG_STYLE] = true,
        [TAG_SUMMARY] = true, [TAG_TABLE] = true, [TAG_TBODY] = true, [TAG_TD] = true, [TAG_TEMPLATE] = true,
        [TAG_TEXTAREA] = true, [TAG_TFOOT] = true, [TAG_TH] = true, [TAG_THEAD] = true, [TAG_TITLE] = true,
        [TAG_TR] = true, [TAG_TRACK] = true, [TAG_UL] = true, [TAG_WBR] = true, [TAG_XMP] = true,
    };
    return special[n->tag];
}

/* ---- formatting elements -------------------------------------------------------------------------------- */

slice tree_bytes_at(const struct builder *b, span at) { return slice_at(b->t->s, at); }

void tree_format_push(struct builder *b, uint32_t n) {
    /* Noah's Ark: at most three alike since the last marker */
    if (n != MARKER) {
        uint32_t alike = 0, first = NONE;
        for (uint32_t i = b->format_n; i-- > 0 && b->format[i] != MARKER;)
            if (tree_node(b, b->format[i])->tag == tree_node(b, n)->tag &&
                slice_eq(tree_bytes_at(b, tree_node(b, b->format[i])->attrs), tree_bytes_at(b, tree_node(b, n)->attrs))) {
                alike++;
                first = i;
            }
        if (alike >= 3) {
            memmove(&b->format[first], &b->format[first + 1],
                    (b->format_n - first - 1) * sizeof *b->format);
            b->format_n--;
        }
    }
    if (b->format_n == HTML_FORMATS) {
        memmove(b->format, b->format + 1, (HTML_FORMATS - 1) * sizeof *b->format);
        b->format_n--;
    }
    b->format[b->format_n++] = n;
}
uint32_t tree_format_of(const struct builder *b, uint32_t n) {
    for (uint32_t i = b->format_n; i-- > 0;)
        if (b->format[i] == n)
            return i;
    return NONE;
}
void tree_format_remove(struct builder *b, uint32_t i) {
    memmove(&b->format[i], &b->format[i + 1], (b->format_n - i - 1) * sizeof *b->format);
    b->format_n--;
}
void tree_format_clear(struct builder *b) {
    while (b->format_n && b->format[--b->format_n] != MARKER)
        ;
}
uint32_t tree_format_find(const struct builder *b, uint8_t tag) { /* since the last marker */
    for (uint32_t i = b->format_n; i-- > 0 && b->format[i] != MARKER;)
        if (tree_node(b, b->format[i])->tag == tag)
            return i;
    return NONE;
}

static uint32_t node_copy(struct builder *b, uint32_t from) {
    uint32_t i = tree_node_new(b, NODE_ELEMENT);
    struct html_node *n = &b->t->p[i], *o = &b->t->p[from];
    n->tag = o->tag;
    n->space = o->space;
    n->at = o->at;
    n->name_end = o->name_end;
    n->attrs = o->attrs;
    n->class_at = o->class_at;
    n->has = o->has;
    return i;
}

void tree_reconstruct(struct builder *b) {
    uint32_t i = b->format_n;
    if (!i || b->format[i - 1] == MARKER || tree_depth_of(b, b->format[i - 1]) != NONE)
        return;
    while (i > 0 && b->format[i - 1] != MARKER && tree_depth_of(b, b->format[i - 1]) == NONE)
        i--;
    for (; i < b->format_n && b->copies && b->open_n < HTML_DEPTH; i++) {
        b->copies--;
        uint32_t n = node_copy(b, b->format[i]), parent, before;
        place(b, tree_current(b), &parent, &before);
        tree_node_put(b, n, parent, before);
        tree_push(b, n);
        b->format[i] = n;
    }
}

/* "Any other end tag". */
void tree_end_other(struct builder *b, const struct html_token *t) {
    slice name = tree_bytes_at(b, t->name);
    for (uint32_t i = b->open_n; i-- > 0;) {
        const struct html_node *n = tree_node(b, b->open[i]);
        if (n->space == SPACE_HTML && n->tag == t->tag &&
            (t->tag || slice_eq_nocase(tree_bytes_at(b, html_name(n)), name))) {
            tree_end_implied(b, t->tag ? t->tag : (uint8_t)TAG_COUNT);
            if (i)
                b->open_n = b->open_n > i ? i : b->open_n;
            return;
        }
        if (tree_is_special(n))
            return;
    }
}

/* The adoption agency. */
void tree_adopt(struct builder *b, const struct html_token *t) {
    uint8_t tag = t->tag;
    if (tree_current_tag(b) == tag && tree_format_of(b, tree_current(b)) == NONE) {
        tree_pop(b);
        return;
    }
    for (int outer = 0; outer < 8; outer++) {
        uint32_t fi = tree_format_find(b, tag);
        if (fi == NONE) {
            tree_end_other(b, t);
            return;
        }
        uint32_t fe = b->format[fi], fd = tree_depth_of(b, fe);
        if (fd == NONE) {
            tree_format_remove(b, fi);
            return;
        }
        if (!tree_node_in_scope(b, fe))
            return;
        uint32_t furthest = NONE, at = fd + 1;
        for (; at < b->open_n; at++)
            if (tree_is_special(tree_node(b, b->open[at]))) {
                furthest = b->open[at];
                break;
            }
        if (furthest == NONE) {
            b->open_n = fd ? fd : 1;
            tree_format_remove(b, fi);
            return;
        }
        uint32_t ancestor = b->open[fd ? fd - 1 : 0], bookmark = fi, last = furthest, d = at;
        for (int inner = 1; d-- > fd + 1; inner++) {
            uint32_t n = b->open[d], in = tree_format_of(b, n);
            if (inner > 3 && in != NONE) {
                tree_format_remove(b, in);
                if (in < bookmark)
                    bookmark--;
                in = NONE;
            }
            if (in == NONE || !b->copies) {
                tree_open_remove(b, d);
                at--;
                continue;
            }
            b->copies--;
            uint32_t copy = node_copy(b, n);
            b->format[in] = copy;
            b->open[d] = copy;
            if (last == furthest)
                bookmark = in + 1;
            tree_node_take(b, last);
            tree_node_put(b, last, copy, NONE);
            last = copy;
        }
        tree_node_take(b, last);
        uint32_t parent, before;
        bool foster = b->foster;
        b->foster = true;
        place(b, ancestor, &parent, &before);
        b->foster = foster;
        tree_node_put(b, last, parent, before);
        uint32_t copy = node_copy(b, fe);
        /* the furthest block's children go to the copy */
        struct html_node *p = b->t->p;
        p[copy].first = p[furthest].first;
        p[copy].last = p[furthest].last;
        p[furthest].first = p[furthest].last = NONE;
        for (uint32_t c = p[copy].first; c != NONE; c = p[c].next) {
            p[c].parent = copy;
            if (b->copies)
                b->copies--; /* what is moved is paid for too: the work stays linear */
        }
        tree_node_put(b, copy, furthest, NONE);
        fi = tree_format_of(b, fe);
        if (fi != NONE) {
            tree_format_remove(b, fi);
            if (fi < bookmark)
                bookmark--;
        }
        if (bookmark > b->format_n)
            bookmark = b->format_n;
        if (b->format_n < HTML_FORMATS) {
            memmove(&b->format[bookmark + 1], &b->format[bookmark],
                    (b->format_n - bookmark) * sizeof *b->format);
            b->format[bookmark] = copy;
            b->format_n++;
        }
        fd = tree_depth_of(b, fe);
        if (fd != NONE)
            tree_open_remove(b, fd);
        at = tree_depth_of(b, furthest);
        if (at != NONE && b->open_n < HTML_DEPTH)
            tree_open_insert(b, at + 1, copy);
        if (!b->copies)
            return;
    }
}
