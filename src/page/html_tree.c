/* The tree builder: insertion modes as functions that take one token and say whether it must be
 * processed again in the mode that they set. Names of functions and modes follow the standard. */
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
    uint32_t format[HTML_FORMATS], format_n;
    uint8_t templates[TEMPLATES], templates_n; /* modes */
    uint8_t mode, original;
    uint8_t context, context_space;
    uint32_t head, form;
    uint32_t copies; /* of formatting elements that may still be made */
    bool frameset_ok, scripting, foster, skip_lf, fragment, done;
};

/* ---- nodes ------------------------------------------------------------------------------------- */

static uint32_t node_new(struct builder *b, uint8_t kind) {
    struct html_tree *t = b->t;
    ARENA_MORE(b->a, t->p, t->n, t->cap);
    t->p[t->n] = (struct html_node){.parent = NONE, .prev = NONE, .next = NONE, .first = NONE,
                                    .last = NONE, .kind = kind};
    return t->n++;
}

static void node_take(struct builder *b, uint32_t i) {
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
static void node_put(struct builder *b, uint32_t i, uint32_t parent, uint32_t before) {
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

static inline const struct html_node *node(const struct builder *b, uint32_t i) { return &b->t->p[i]; }
static inline uint32_t current(const struct builder *b) { return b->open[b->open_n - 1]; }
static inline uint8_t tag_at(const struct builder *b, uint32_t depth) { /* TAG_NONE in svg and math */
    const struct html_node *n = node(b, b->open[depth]);
    return n->space == SPACE_HTML ? n->tag : TAG_NONE;
}
static inline uint8_t current_tag(const struct builder *b) { return tag_at(b, b->open_n - 1); }

static bool one_of(uint8_t tag, const uint8_t *set, unsigned n) {
    for (unsigned i = 0; i < n; i++)
        if (set[i] == tag)
            return true;
    return false;
}
#define IS(tag, ...) one_of((tag), (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

/* ---- insertion ----------------------------------------------------------------------------------- */

/* "Appropriate place for inserting a node". */
static void place(const struct builder *b, uint32_t target, uint32_t *parent, uint32_t *before) {
    *parent = target;
    *before = NONE;
    if (!b->foster || node(b, target)->space != SPACE_HTML ||
        !IS(node(b, target)->tag, TAG_TABLE, TAG_TBODY, TAG_TFOOT, TAG_THEAD, TAG_TR))
        return;
    uint32_t i = b->open_n;
    while (i-- > 0) {
        if (tag_at(b, i) == TAG_TEMPLATE) {
            *parent = b->open[i];
            return;
        }
        if (tag_at(b, i) == TAG_TABLE)
            break;
    }
    if (i == UINT32_MAX) {
        *parent = b->open[0];
        return;
    }
    uint32_t table = b->open[i];
    b->t->moved = true;
    if (node(b, table)->parent != NONE) {
        *parent = node(b, table)->parent;
        *before = table;
    } else {
        *parent = b->open[i ? i - 1 : 0];
    }
}

static void push(struct builder *b, uint32_t i) {
    if (b->open_n < HTML_DEPTH)
        b->open[b->open_n++] = i;
}
static void pop(struct builder *b) {
    if (b->open_n > 1)
        b->open_n--;
}

static uint32_t element_for(struct builder *b, const struct html_token *t, uint8_t space) {
    uint32_t i = node_new(b, NODE_ELEMENT);
    struct html_node *n = &b->t->p[i];
    n->tag = t->tag;
    n->at = t->at;
    n->name = t->name;
    n->attrs = t->attrs;
    n->space = space;
    return i;
}

static uint32_t insert_foreign(struct builder *b, const struct html_token *t, uint8_t space) {
    uint32_t parent, before, i = element_for(b, t, space);
    place(b, current(b), &parent, &before);
    node_put(b, i, parent, before);
    push(b, i);
    return i;
}
static uint32_t insert(struct builder *b, const struct html_token *t) {
    return insert_foreign(b, t, SPACE_HTML);
}
/* A void element: inserted and not left open. */
static void insert_void(struct builder *b, const struct html_token *t) {
    uint32_t depth = b->open_n;
    insert(b, t);
    b->open_n = depth;
}
/* An element that the source does not have. */
static uint32_t insert_tag(struct builder *b, uint8_t tag, uint32_t at) {
    struct html_token t = {.kind = HTML_START, .tag = tag, .at = {at, at}, .name = {at, at},
                           .attrs = {at, at}};
    return insert(b, &t);
}

static void insert_text(struct builder *b, const struct html_token *t) {
    if (t->at.end <= t->at.start)
        return;
    uint32_t parent, before;
    place(b, current(b), &parent, &before);
    if (parent == 0)
        return;
    /* a text that goes on */
    uint32_t last = before == NONE ? node(b, parent)->last : node(b, before)->prev;
    if (last != NONE && node(b, last)->kind == NODE_TEXT && node(b, last)->at.end == t->at.start &&
        node(b, last)->state == t->state) {
        b->t->p[last].at.end = t->at.end;
        return;
    }
    uint32_t i = node_new(b, NODE_TEXT);
    b->t->p[i].at = t->at;
    b->t->p[i].state = t->state;
    node_put(b, i, parent, before);
}

static void insert_comment(struct builder *b, const struct html_token *t, uint32_t parent) {
    uint32_t before = NONE, i = node_new(b, NODE_COMMENT);
    b->t->p[i].at = t->attrs;
    if (parent == NONE)
        place(b, current(b), &parent, &before);
    node_put(b, i, parent, before);
}

/* ---- the stack of open elements --------------------------------------------------------------------- */

static bool scope_ends(const struct builder *b, uint32_t depth) {
    const struct html_node *n = node(b, b->open[depth]);
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

/* extra, extra2: more tags that end the scope, or TAG_NONE. */
static bool in_scope_of(const struct builder *b, uint8_t tag, uint8_t extra, uint8_t extra2) {
    for (uint32_t i = b->open_n; i-- > 0;) {
        uint8_t at = tag_at(b, i);
        if (at == tag && at)
            return true;
        if (scope_ends(b, i) || (at && (at == extra || at == extra2)))
            return false;
    }
    return false;
}
static bool in_scope(const struct builder *b, uint8_t tag) {
    return in_scope_of(b, tag, TAG_NONE, TAG_NONE);
}
static bool in_button_scope(const struct builder *b, uint8_t tag) {
    return in_scope_of(b, tag, TAG_BUTTON, TAG_NONE);
}
static bool in_list_scope(const struct builder *b, uint8_t tag) {
    return in_scope_of(b, tag, TAG_OL, TAG_UL);
}
static bool in_table_scope(const struct builder *b, uint8_t tag) {
    for (uint32_t i = b->open_n; i-- > 0;) {
        uint8_t at = tag_at(b, i);
        if (at == tag)
            return true;
        if (IS(at, TAG_HTML, TAG_TABLE, TAG_TEMPLATE))
            return false;
    }
    return false;
}
static bool node_in_scope(const struct builder *b, uint32_t n) {
    for (uint32_t i = b->open_n; i-- > 0;) {
        if (b->open[i] == n)
            return true;
        if (scope_ends(b, i))
            return false;
    }
    return false;
}
static bool is_open(const struct builder *b, uint8_t tag) {
    for (uint32_t i = b->open_n; i-- > 0;)
        if (tag_at(b, i) == tag)
            return true;
    return false;
}
static uint32_t depth_of(const struct builder *b, uint32_t n) {
    for (uint32_t i = b->open_n; i-- > 0;)
        if (b->open[i] == n)
            return i;
    return NONE;
}

static bool implied(uint8_t tag) {
    return IS(tag, TAG_DD, TAG_DT, TAG_LI, TAG_OPTGROUP, TAG_OPTION, TAG_P, TAG_RB, TAG_RP, TAG_RT,
              TAG_RTC);
}
static void end_implied(struct builder *b, uint8_t but) {
    while (b->open_n > 1 && implied(current_tag(b)) && current_tag(b) != but)
        b->open_n--;
}
static void end_all_implied(struct builder *b) {
    while (b->open_n > 1 && (implied(current_tag(b)) ||
                             IS(current_tag(b), TAG_CAPTION, TAG_COLGROUP, TAG_TBODY, TAG_TD,
                                TAG_TFOOT, TAG_TH, TAG_THEAD, TAG_TR)))
        b->open_n--;
}
static void pop_to(struct builder *b, uint8_t tag) {
    while (b->open_n > 1) {
        uint8_t at = current_tag(b);
        b->open_n--;
        if (at == tag)
            return;
    }
}
static void close_p(struct builder *b) {
    end_implied(b, TAG_P);
    pop_to(b, TAG_P);
}

static bool is_special(const struct html_node *n) {
    if (n->space == SPACE_MATH)
        return IS(n->tag, TAG_MI, TAG_MO, TAG_MN, TAG_MS, TAG_MTEXT, TAG_ANNOTATION_XML);
    if (n->space == SPACE_SVG)
        return IS(n->tag, TAG_FOREIGNOBJECT, TAG_DESC, TAG_TITLE);
    return IS(n->tag, TAG_ADDRESS, TAG_APPLET, TAG_AREA, TAG_ARTICLE, TAG_ASIDE, TAG_BASE, TAG_BASEFONT,
              TAG_BGSOUND, TAG_BLOCKQUOTE, TAG_BODY, TAG_BR, TAG_BUTTON, TAG_CAPTION, TAG_CENTER, TAG_COL,
              TAG_COLGROUP, TAG_DD, TAG_DETAILS, TAG_DIR, TAG_DIV, TAG_DL, TAG_DT, TAG_EMBED, TAG_FIELDSET,
              TAG_FIGCAPTION, TAG_FIGURE, TAG_FOOTER, TAG_FORM, TAG_FRAME, TAG_FRAMESET, TAG_H1, TAG_H2,
              TAG_H3, TAG_H4, TAG_H5, TAG_H6, TAG_HEAD, TAG_HEADER, TAG_HGROUP, TAG_HR, TAG_HTML, TAG_IFRAME,
              TAG_IMG, TAG_INPUT, TAG_KEYGEN, TAG_LI, TAG_LINK, TAG_LISTING, TAG_MAIN, TAG_MARQUEE, TAG_MENU,
              TAG_META, TAG_NAV, TAG_NOEMBED, TAG_NOFRAMES, TAG_NOSCRIPT, TAG_OBJECT, TAG_OL, TAG_P,
              TAG_PARAM, TAG_PLAINTEXT, TAG_PRE, TAG_SCRIPT, TAG_SEARCH, TAG_SECTION, TAG_SELECT, TAG_SOURCE,
              TAG_STYLE, TAG_SUMMARY, TAG_TABLE, TAG_TBODY, TAG_TD, TAG_TEMPLATE, TAG_TEXTAREA, TAG_TFOOT,
              TAG_TH, TAG_THEAD, TAG_TITLE, TAG_TR, TAG_TRACK, TAG_UL, TAG_WBR, TAG_XMP);
}

/* ---- formatting elements -------------------------------------------------------------------------------- */

static slice bytes_at(const struct builder *b, span at) { return slice_at(b->t->s, at); }

static void format_push(struct builder *b, uint32_t n) {
    /* Noah's Ark: at most three alike since the last marker */
    if (n != MARKER) {
        uint32_t alike = 0, first = NONE;
        for (uint32_t i = b->format_n; i-- > 0 && b->format[i] != MARKER;)
            if (node(b, b->format[i])->tag == node(b, n)->tag &&
                slice_eq(bytes_at(b, node(b, b->format[i])->attrs), bytes_at(b, node(b, n)->attrs))) {
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
static uint32_t format_of(const struct builder *b, uint32_t n) {
    for (uint32_t i = b->format_n; i-- > 0;)
        if (b->format[i] == n)
            return i;
    return NONE;
}
static void format_remove(struct builder *b, uint32_t i) {
    memmove(&b->format[i], &b->format[i + 1], (b->format_n - i - 1) * sizeof *b->format);
    b->format_n--;
}
static void format_clear(struct builder *b) {
    while (b->format_n && b->format[--b->format_n] != MARKER)
        ;
}
static uint32_t format_find(const struct builder *b, uint8_t tag) { /* since the last marker */
    for (uint32_t i = b->format_n; i-- > 0 && b->format[i] != MARKER;)
        if (node(b, b->format[i])->tag == tag)
            return i;
    return NONE;
}

static uint32_t node_copy(struct builder *b, uint32_t from) {
    uint32_t i = node_new(b, NODE_ELEMENT);
    struct html_node *n = &b->t->p[i], *o = &b->t->p[from];
    n->tag = o->tag;
    n->space = o->space;
    n->at = o->at;
    n->name = o->name;
    n->attrs = o->attrs;
    return i;
}

static void reconstruct(struct builder *b) {
    uint32_t i = b->format_n;
    if (!i || b->format[i - 1] == MARKER || depth_of(b, b->format[i - 1]) != NONE)
        return;
    while (i > 0 && b->format[i - 1] != MARKER && depth_of(b, b->format[i - 1]) == NONE)
        i--;
    for (; i < b->format_n && b->copies && b->open_n < HTML_DEPTH; i++) {
        b->copies--;
        uint32_t n = node_copy(b, b->format[i]), parent, before;
        place(b, current(b), &parent, &before);
        node_put(b, n, parent, before);
        push(b, n);
        b->format[i] = n;
    }
}

/* "Any other end tag". */
static void end_other(struct builder *b, const struct html_token *t) {
    slice name = bytes_at(b, t->name);
    for (uint32_t i = b->open_n; i-- > 0;) {
        const struct html_node *n = node(b, b->open[i]);
        if (n->space == SPACE_HTML && n->tag == t->tag &&
            (t->tag || slice_eq_nocase(bytes_at(b, n->name), name))) {
            end_implied(b, t->tag ? t->tag : (uint8_t)TAG_COUNT);
            if (i)
                b->open_n = b->open_n > i ? i : b->open_n;
            return;
        }
        if (is_special(n))
            return;
    }
}

/* The adoption agency. */
static void adopt(struct builder *b, const struct html_token *t) {
    uint8_t tag = t->tag;
    if (current_tag(b) == tag && format_of(b, current(b)) == NONE) {
        pop(b);
        return;
    }
    for (int outer = 0; outer < 8; outer++) {
        uint32_t fi = format_find(b, tag);
        if (fi == NONE) {
            end_other(b, t);
            return;
        }
        uint32_t fe = b->format[fi], fd = depth_of(b, fe);
        if (fd == NONE) {
            format_remove(b, fi);
            return;
        }
        if (!node_in_scope(b, fe))
            return;
        uint32_t furthest = NONE, at = fd + 1;
        for (; at < b->open_n; at++)
            if (is_special(node(b, b->open[at]))) {
                furthest = b->open[at];
                break;
            }
        if (furthest == NONE) {
            b->open_n = fd ? fd : 1;
            format_remove(b, fi);
            return;
        }
        uint32_t ancestor = b->open[fd ? fd - 1 : 0], bookmark = fi, last = furthest, d = at;
        for (int inner = 1; d-- > fd + 1; inner++) {
            uint32_t n = b->open[d], in = format_of(b, n);
            if (inner > 3 && in != NONE) {
                format_remove(b, in);
                if (in < bookmark)
                    bookmark--;
                in = NONE;
            }
            if (in == NONE || !b->copies) {
                memmove(&b->open[d], &b->open[d + 1], (b->open_n - d - 1) * sizeof *b->open);
                b->open_n--;
                at--;
                continue;
            }
            b->copies--;
            uint32_t copy = node_copy(b, n);
            b->format[in] = copy;
            b->open[d] = copy;
            if (last == furthest)
                bookmark = in + 1;
            node_take(b, last);
            node_put(b, last, copy, NONE);
            last = copy;
        }
        node_take(b, last);
        uint32_t parent, before;
        bool foster = b->foster;
        b->foster = true;
        place(b, ancestor, &parent, &before);
        b->foster = foster;
        node_put(b, last, parent, before);
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
        node_put(b, copy, furthest, NONE);
        fi = format_of(b, fe);
        if (fi != NONE) {
            format_remove(b, fi);
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
        fd = depth_of(b, fe);
        if (fd != NONE) {
            memmove(&b->open[fd], &b->open[fd + 1], (b->open_n - fd - 1) * sizeof *b->open);
            b->open_n--;
        }
        at = depth_of(b, furthest);
        if (at != NONE && b->open_n < HTML_DEPTH) {
            memmove(&b->open[at + 2], &b->open[at + 1], (b->open_n - at - 1) * sizeof *b->open);
            b->open[at + 1] = copy;
            b->open_n++;
        }
        if (!b->copies)
            return;
    }
}

/* ---- modes ------------------------------------------------------------------------------------------------ */

static bool in_body(struct builder *b, struct html_token *t);
static bool in_head(struct builder *b, struct html_token *t);
static bool in_table(struct builder *b, struct html_token *t);
static bool in_template(struct builder *b, struct html_token *t);

static void reset_mode(struct builder *b) {
    for (uint32_t i = b->open_n; i-- > 0;) {
        bool last = i == 0;
        uint8_t tag = tag_at(b, i);
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

static bool all_blank(const struct builder *b, const struct html_token *t) {
    for (uint32_t i = t->at.start; i < t->at.end; i++)
        if (!strchr(" \t\n\r\f", b->t->s.p[i]) || !b->t->s.p[i])
            return false;
    return true;
}
/* Cuts the blank beginning off a text; gives it. */
static struct html_token cut_blank(const struct builder *b, struct html_token *t) {
    struct html_token head = *t;
    uint32_t i = t->at.start;
    while (i < t->at.end && b->t->s.p[i] && strchr(" \t\n\r\f", b->t->s.p[i]))
        i++;
    head.at.end = t->at.start = i;
    return head;
}

static void raw_text(struct builder *b, struct html_token *t, enum html_state state) {
    uint32_t depth = b->open_n;
    insert(b, t);
    if (b->open_n == depth && depth == HTML_DEPTH) { /* too deep: its text goes with it */
        b->open[HTML_DEPTH - 1] = b->t->n - 1;
    }
    b->lx.state = (uint8_t)state;
    b->original = b->mode;
    b->mode = TEXT;
}

static bool initial(struct builder *b, struct html_token *t) {
    if (t->kind == HTML_TEXT) {
        cut_blank(b, t);
        if (t->at.start == t->at.end)
            return false;
    }
    if (t->kind == HTML_COMMENT) {
        insert_comment(b, t, 0);
        return false;
    }
    b->mode = BEFORE_HTML;
    if (t->kind == HTML_DOCTYPE) {
        struct html_doctype d;
        html_doctype(b->t->s, t, &d);
        slice pub = bytes_at(b, d.public_id);
        static const char *const old[] = {
            "-//IETF//DTD HTML", "-//W3C//DTD HTML 3", "-//W3C//DTD HTML 2", "-//W3O//DTD W3 HTML",
            "-//W3C//DTD W3 HTML", "-//Netscape Comm. Corp.//DTD HTML", "-//Sun Microsystems Corp.//DTD HotJava",
            "-//Microsoft//DTD Internet Explorer", "-//SoftQuad", "-//WebTechs//DTD Mozilla", "HTML"};
        b->t->quirks = d.quirks || !slice_eq_nocase(bytes_at(b, d.name), S("html"));
        for (unsigned i = 0; i < NELEMS(old); i++)
            if (d.has_public && slice_starts_nocase(pub, slice_str(old[i])) &&
                (i + 1 < NELEMS(old) || pub.n == 4))
                b->t->quirks = true;
        if (!d.has_system && (slice_starts_nocase(pub, S("-//W3C//DTD HTML 4.01 Frameset//")) ||
                              slice_starts_nocase(pub, S("-//W3C//DTD HTML 4.01 Transitional//"))))
            b->t->quirks = true;
        uint32_t i = node_new(b, NODE_DOCTYPE);
        b->t->p[i].at = t->at;
        b->t->p[i].attrs = t->attrs;
        node_put(b, i, 0, NONE);
        return false;
    }
    b->t->quirks = true;
    return true;
}

static void start_html(struct builder *b, const struct html_token *t, uint32_t at) {
    uint32_t i;
    if (t) {
        i = element_for(b, t, SPACE_HTML);
    } else {
        struct html_token made = {.tag = TAG_HTML, .at = {at, at}, .name = {at, at}, .attrs = {at, at}};
        i = element_for(b, &made, SPACE_HTML);
    }
    node_put(b, i, 0, NONE);
    push(b, i);
    b->mode = BEFORE_HEAD;
}

static bool before_html(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_DOCTYPE:
        return false;
    case HTML_COMMENT:
        insert_comment(b, t, 0);
        return false;
    case HTML_TEXT:
        cut_blank(b, t);
        if (t->at.start == t->at.end)
            return false;
        break;
    case HTML_START:
        if (t->tag == TAG_HTML) {
            start_html(b, t, 0);
            return false;
        }
        break;
    case HTML_END:
        if (!IS(t->tag, TAG_HEAD, TAG_BODY, TAG_HTML, TAG_BR))
            return false;
        break;
    }
    start_html(b, NULL, t->at.start);
    return true;
}

static bool before_head(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_DOCTYPE:
        return false;
    case HTML_COMMENT:
        insert_comment(b, t, NONE);
        return false;
    case HTML_TEXT:
        cut_blank(b, t);
        if (t->at.start == t->at.end)
            return false;
        break;
    case HTML_START:
        if (t->tag == TAG_HTML)
            return in_body(b, t);
        if (t->tag == TAG_HEAD) {
            b->head = insert(b, t);
            b->mode = IN_HEAD;
            return false;
        }
        break;
    case HTML_END:
        if (!IS(t->tag, TAG_HEAD, TAG_BODY, TAG_HTML, TAG_BR))
            return false;
        break;
    }
    b->head = insert_tag(b, TAG_HEAD, t->at.start);
    b->mode = IN_HEAD;
    return true;
}

static void end_template(struct builder *b) {
    if (!is_open(b, TAG_TEMPLATE))
        return;
    end_all_implied(b);
    pop_to(b, TAG_TEMPLATE);
    format_clear(b);
    if (b->templates_n)
        b->templates_n--;
    reset_mode(b);
}

static bool in_head(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_TEXT: {
        struct html_token head = cut_blank(b, t);
        insert_text(b, &head);
        if (t->at.start == t->at.end)
            return false;
        break;
    }
    case HTML_COMMENT:
        insert_comment(b, t, NONE);
        return false;
    case HTML_DOCTYPE:
        return false;
    case HTML_START:
        switch (t->tag) {
        case TAG_HTML:
            return in_body(b, t);
        case TAG_BASE:
        case TAG_BASEFONT:
        case TAG_BGSOUND:
        case TAG_LINK:
        case TAG_META:
            insert_void(b, t);
            return false;
        case TAG_TITLE:
            raw_text(b, t, HTML_RCDATA);
            return false;
        case TAG_NOSCRIPT:
            if (!b->scripting) {
                insert(b, t);
                b->mode = IN_HEAD_NOSCRIPT;
                return false;
            }
            raw_text(b, t, HTML_RAWTEXT);
            return false;
        case TAG_NOFRAMES:
        case TAG_STYLE:
            raw_text(b, t, HTML_RAWTEXT);
            return false;
        case TAG_SCRIPT:
            raw_text(b, t, HTML_SCRIPT);
            return false;
        case TAG_TEMPLATE:
            if (b->templates_n == TEMPLATES || b->open_n == HTML_DEPTH)
                return false;
            {
                uint32_t n = insert(b, t);
                b->t->p[n].state = 1;
            }
            format_push(b, MARKER);
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
            pop(b);
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
    pop(b);
    b->mode = AFTER_HEAD;
    return true;
}

static bool in_head_noscript(struct builder *b, struct html_token *t) {
    if (t->kind == HTML_DOCTYPE)
        return false;
    if (t->kind == HTML_TEXT) {
        struct html_token head = cut_blank(b, t);
        insert_text(b, &head);
        if (t->at.start == t->at.end)
            return false;
    } else if (t->kind == HTML_COMMENT) {
        insert_comment(b, t, NONE);
        return false;
    } else if (t->kind == HTML_START) {
        if (t->tag == TAG_HTML)
            return in_body(b, t);
        if (IS(t->tag, TAG_BASEFONT, TAG_BGSOUND, TAG_LINK, TAG_META, TAG_NOFRAMES, TAG_STYLE))
            return in_head(b, t);
        if (IS(t->tag, TAG_HEAD, TAG_NOSCRIPT))
            return false;
    } else if (t->kind == HTML_END) {
        if (t->tag == TAG_NOSCRIPT) {
            pop(b);
            b->mode = IN_HEAD;
            return false;
        }
        if (t->tag != TAG_BR)
            return false;
    }
    pop(b);
    b->mode = IN_HEAD;
    return true;
}

static bool after_head(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_TEXT: {
        struct html_token head = cut_blank(b, t);
        insert_text(b, &head);
        if (t->at.start == t->at.end)
            return false;
        break;
    }
    case HTML_COMMENT:
        insert_comment(b, t, NONE);
        return false;
    case HTML_DOCTYPE:
        return false;
    case HTML_START:
        switch (t->tag) {
        case TAG_HTML:
            return in_body(b, t);
        case TAG_BODY:
            insert(b, t);
            b->frameset_ok = false;
            b->mode = IN_BODY;
            return false;
        case TAG_FRAMESET:
            insert(b, t);
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
            push(b, b->head);
            uint32_t head = b->head;
            in_head(b, t);
            uint32_t d = depth_of(b, head);
            if (d != NONE) {
                memmove(&b->open[d], &b->open[d + 1], (b->open_n - d - 1) * sizeof *b->open);
                b->open_n--;
            }
            return false;
        }
        case TAG_HEAD:
            return false;
        }
        break;
    case HTML_END:
        if (t->tag == TAG_TEMPLATE)
            return in_head(b, t);
        if (!IS(t->tag, TAG_BODY, TAG_HTML, TAG_BR))
            return false;
        break;
    }
    insert_tag(b, TAG_BODY, t->at.start);
    b->mode = IN_BODY;
    return true;
}

/* ---- in body -------------------------------------------------------------------------------------------------- */

static void close_item(struct builder *b, uint8_t tag, uint8_t tag2) {
    for (uint32_t i = b->open_n; i-- > 0;) {
        uint8_t at = tag_at(b, i);
        if (at && (at == tag || at == tag2)) {
            end_implied(b, at);
            pop_to(b, at);
            break;
        }
        if (is_special(node(b, b->open[i])) && !IS(at, TAG_ADDRESS, TAG_DIV, TAG_P))
            break;
    }
    if (in_button_scope(b, TAG_P))
        close_p(b);
}

static bool is_hidden_input(const struct builder *b, const struct html_token *t) {
    slice v;
    return html_attr(b->t->s, t->attrs, "type", &v) && slice_eq_nocase(v, S("hidden"));
}

static bool start_in_body(struct builder *b, struct html_token *t) {
    switch (t->tag) {
    case TAG_HTML: {
        if (is_open(b, TAG_TEMPLATE))
            return false;
        /* its attributes are added where there are none yet */
        struct html_node *n = &b->t->p[b->open[0]];
        if (n->attrs.start == n->attrs.end)
            n->attrs = t->attrs;
        return false;
    }
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
        return in_head(b, t);
    case TAG_BODY: {
        if (b->open_n < 2 || tag_at(b, 1) != TAG_BODY || is_open(b, TAG_TEMPLATE))
            return false;
        b->frameset_ok = false;
        struct html_node *n = &b->t->p[b->open[1]];
        if (n->attrs.start == n->attrs.end)
            n->attrs = t->attrs;
        return false;
    }
    case TAG_FRAMESET:
        if (b->open_n < 2 || tag_at(b, 1) != TAG_BODY || !b->frameset_ok)
            return false;
        node_take(b, b->open[1]);
        b->open_n = 1;
        insert(b, t);
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
        if (in_button_scope(b, TAG_P))
            close_p(b);
        insert(b, t);
        return false;
    case TAG_H1:
    case TAG_H2:
    case TAG_H3:
    case TAG_H4:
    case TAG_H5:
    case TAG_H6:
        if (in_button_scope(b, TAG_P))
            close_p(b);
        if (current_tag(b) >= TAG_H1 && current_tag(b) <= TAG_H6)
            pop(b);
        insert(b, t);
        return false;
    case TAG_PRE:
    case TAG_LISTING:
        if (in_button_scope(b, TAG_P))
            close_p(b);
        insert(b, t);
        b->skip_lf = true;
        b->frameset_ok = false;
        return false;
    case TAG_FORM:
        if (b->form != NONE && !is_open(b, TAG_TEMPLATE))
            return false;
        if (in_button_scope(b, TAG_P))
            close_p(b);
        if (is_open(b, TAG_TEMPLATE))
            insert(b, t);
        else
            b->form = insert(b, t);
        return false;
    case TAG_LI:
        b->frameset_ok = false;
        close_item(b, TAG_LI, TAG_NONE);
        insert(b, t);
        return false;
    case TAG_DD:
    case TAG_DT:
        b->frameset_ok = false;
        close_item(b, TAG_DD, TAG_DT);
        insert(b, t);
        return false;
    case TAG_PLAINTEXT:
        if (in_button_scope(b, TAG_P))
            close_p(b);
        insert(b, t);
        b->lx.state = HTML_PLAINTEXT;
        return false;
    case TAG_BUTTON:
        if (in_scope(b, TAG_BUTTON)) {
            end_implied(b, TAG_NONE);
            pop_to(b, TAG_BUTTON);
        }
        reconstruct(b);
        insert(b, t);
        b->frameset_ok = false;
        return false;
    case TAG_A: {
        uint32_t fi = format_find(b, TAG_A);
        if (fi != NONE) {
            uint32_t n = b->format[fi];
            struct html_token end = *t;
            end.kind = HTML_END;
            adopt(b, &end);
            fi = format_of(b, n);
            if (fi != NONE)
                format_remove(b, fi);
            uint32_t d = depth_of(b, n);
            if (d != NONE && d) {
                memmove(&b->open[d], &b->open[d + 1], (b->open_n - d - 1) * sizeof *b->open);
                b->open_n--;
            }
        }
        reconstruct(b);
        format_push(b, insert(b, t));
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
        reconstruct(b);
        format_push(b, insert(b, t));
        return false;
    case TAG_NOBR:
        reconstruct(b);
        if (in_scope(b, TAG_NOBR)) {
            struct html_token end = *t;
            end.kind = HTML_END;
            adopt(b, &end);
            reconstruct(b);
        }
        format_push(b, insert(b, t));
        return false;
    case TAG_APPLET:
    case TAG_MARQUEE:
    case TAG_OBJECT:
        reconstruct(b);
        insert(b, t);
        format_push(b, MARKER);
        b->frameset_ok = false;
        return false;
    case TAG_TABLE:
        if (!b->t->quirks && in_button_scope(b, TAG_P))
            close_p(b);
        insert(b, t);
        b->frameset_ok = false;
        b->mode = IN_TABLE;
        return false;
    case TAG_AREA:
    case TAG_BR:
    case TAG_EMBED:
    case TAG_IMG:
    case TAG_KEYGEN:
    case TAG_WBR:
        reconstruct(b);
        insert_void(b, t);
        b->frameset_ok = false;
        return false;
    case TAG_INPUT:
        if (b->fragment && b->context == TAG_SELECT)
            return false;
        if (in_scope(b, TAG_SELECT))
            pop_to(b, TAG_SELECT);
        reconstruct(b);
        insert_void(b, t);
        if (!is_hidden_input(b, t))
            b->frameset_ok = false;
        return false;
    case TAG_PARAM:
    case TAG_SOURCE:
    case TAG_TRACK:
        insert_void(b, t);
        return false;
    case TAG_HR:
        if (in_button_scope(b, TAG_P))
            close_p(b);
        if (in_scope(b, TAG_SELECT))
            end_implied(b, TAG_NONE);
        insert_void(b, t);
        b->frameset_ok = false;
        return false;
    case TAG_IMAGE:
        t->tag = TAG_IMG;
        t->name.end = t->name.start; /* its own name is wrong */
        return true;
    case TAG_TEXTAREA:
        b->frameset_ok = false;
        raw_text(b, t, HTML_RCDATA);
        b->skip_lf = true;
        return false;
    case TAG_XMP:
        if (in_button_scope(b, TAG_P))
            close_p(b);
        reconstruct(b);
        b->frameset_ok = false;
        raw_text(b, t, HTML_RAWTEXT);
        return false;
    case TAG_IFRAME:
        b->frameset_ok = false;
        raw_text(b, t, HTML_RAWTEXT);
        return false;
    case TAG_NOEMBED:
        raw_text(b, t, HTML_RAWTEXT);
        return false;
    case TAG_NOSCRIPT:
        if (b->scripting) {
            raw_text(b, t, HTML_RAWTEXT);
            return false;
        }
        break;
    case TAG_SELECT:
        if (b->fragment && b->context == TAG_SELECT)
            return false;
        if (in_scope_of(b, TAG_SELECT, TAG_NONE, TAG_NONE)) {
            pop_to(b, TAG_SELECT);
            return false;
        }
        reconstruct(b);
        insert(b, t);
        b->frameset_ok = false;
        return false;
    case TAG_OPTION:
        if (in_scope(b, TAG_SELECT))
            end_implied(b, TAG_OPTGROUP);
        else if (current_tag(b) == TAG_OPTION)
            pop(b);
        reconstruct(b);
        insert(b, t);
        return false;
    case TAG_OPTGROUP:
        if (in_scope(b, TAG_SELECT))
            end_implied(b, TAG_NONE);
        else if (current_tag(b) == TAG_OPTION)
            pop(b);
        reconstruct(b);
        insert(b, t);
        return false;
    case TAG_RB:
    case TAG_RTC:
        if (in_scope(b, TAG_RUBY))
            end_implied(b, TAG_NONE);
        insert(b, t);
        return false;
    case TAG_RP:
    case TAG_RT:
        if (in_scope(b, TAG_RUBY))
            end_implied(b, TAG_RTC);
        insert(b, t);
        return false;
    case TAG_MATH:
    case TAG_SVG: {
        reconstruct(b);
        uint32_t depth = b->open_n;
        insert_foreign(b, t, t->tag == TAG_MATH ? SPACE_MATH : SPACE_SVG);
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
    reconstruct(b);
    insert(b, t);
    return false;
}

static bool end_in_body(struct builder *b, struct html_token *t) {
    switch (t->tag) {
    case TAG_TEMPLATE:
        return in_head(b, t);
    case TAG_BODY:
    case TAG_HTML:
        if (!in_scope(b, TAG_BODY))
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
        if (!in_scope(b, t->tag))
            return false;
        end_implied(b, TAG_NONE);
        pop_to(b, t->tag);
        return false;
    }
    case TAG_FORM:
        if (!is_open(b, TAG_TEMPLATE)) {
            uint32_t n = b->form;
            b->form = NONE;
            if (n == NONE || !node_in_scope(b, n))
                return false;
            end_implied(b, TAG_NONE);
            uint32_t d = depth_of(b, n);
            if (d != NONE && d) {
                memmove(&b->open[d], &b->open[d + 1], (b->open_n - d - 1) * sizeof *b->open);
                b->open_n--;
            }
            return false;
        }
        if (!in_scope(b, TAG_FORM))
            return false;
        end_implied(b, TAG_NONE);
        pop_to(b, TAG_FORM);
        return false;
    case TAG_P:
        if (!in_button_scope(b, TAG_P))
            insert_tag(b, TAG_P, t->at.start);
        close_p(b);
        return false;
    case TAG_LI:
        if (!in_list_scope(b, TAG_LI))
            return false;
        end_implied(b, TAG_LI);
        pop_to(b, TAG_LI);
        return false;
    case TAG_DD:
    case TAG_DT:
        if (!in_scope(b, t->tag))
            return false;
        end_implied(b, t->tag);
        pop_to(b, t->tag);
        return false;
    case TAG_H1:
    case TAG_H2:
    case TAG_H3:
    case TAG_H4:
    case TAG_H5:
    case TAG_H6: {
        bool any = false;
        for (uint8_t h = TAG_H1; h <= TAG_H6; h++)
            any |= in_scope(b, h);
        if (!any)
            return false;
        end_implied(b, TAG_NONE);
        while (b->open_n > 1) {
            uint8_t at = current_tag(b);
            b->open_n--;
            if (at >= TAG_H1 && at <= TAG_H6)
                break;
        }
        return false;
    }
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
        adopt(b, t);
        return false;
    case TAG_APPLET:
    case TAG_MARQUEE:
    case TAG_OBJECT:
        if (!in_scope(b, t->tag))
            return false;
        end_implied(b, TAG_NONE);
        pop_to(b, t->tag);
        format_clear(b);
        return false;
    case TAG_BR: {
        struct html_token br = *t;
        br.kind = HTML_START;
        br.attrs.end = br.attrs.start;
        return start_in_body(b, &br);
    }
    }
    end_other(b, t);
    return false;
}

static bool in_body(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_TEXT:
        reconstruct(b);
        insert_text(b, t);
        if (b->frameset_ok && !all_blank(b, t))
            b->frameset_ok = false;
        return false;
    case HTML_COMMENT:
        insert_comment(b, t, NONE);
        return false;
    case HTML_START:
        return start_in_body(b, t);
    case HTML_END:
        return end_in_body(b, t);
    case HTML_EOF:
        if (b->templates_n)
            return in_template(b, t);
        b->done = true;
        return false;
    }
    return false;
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

static void clear_to(struct builder *b, const uint8_t *tags, unsigned n) {
    while (b->open_n > 1 && !one_of(current_tag(b), tags, n) &&
           !IS(current_tag(b), TAG_TEMPLATE, TAG_HTML))
        b->open_n--;
}
#define CLEAR_TO(b, ...) clear_to((b), (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

static bool in_table(struct builder *b, struct html_token *t) {
    bool again;
    switch (t->kind) {
    case HTML_TEXT:
        if (IS(current_tag(b), TAG_TABLE, TAG_TBODY, TAG_TEMPLATE, TAG_TFOOT, TAG_THEAD, TAG_TR) &&
            all_blank(b, t)) {
            insert_text(b, t);
            return false;
        }
        break;
    case HTML_COMMENT:
        insert_comment(b, t, NONE);
        return false;
    case HTML_DOCTYPE:
        return false;
    case HTML_START:
        switch (t->tag) {
        case TAG_CAPTION:
            CLEAR_TO(b, TAG_TABLE);
            format_push(b, MARKER);
            insert(b, t);
            b->mode = IN_CAPTION;
            return false;
        case TAG_COLGROUP:
            CLEAR_TO(b, TAG_TABLE);
            insert(b, t);
            b->mode = IN_COLUMN_GROUP;
            return false;
        case TAG_COL:
            CLEAR_TO(b, TAG_TABLE);
            insert_tag(b, TAG_COLGROUP, t->at.start);
            b->mode = IN_COLUMN_GROUP;
            return true;
        case TAG_TBODY:
        case TAG_TFOOT:
        case TAG_THEAD:
            CLEAR_TO(b, TAG_TABLE);
            insert(b, t);
            b->mode = IN_TABLE_BODY;
            return false;
        case TAG_TD:
        case TAG_TH:
        case TAG_TR:
            CLEAR_TO(b, TAG_TABLE);
            insert_tag(b, TAG_TBODY, t->at.start);
            b->mode = IN_TABLE_BODY;
            return true;
        case TAG_TABLE:
            if (!in_table_scope(b, TAG_TABLE))
                return false;
            pop_to(b, TAG_TABLE);
            reset_mode(b);
            return true;
        case TAG_STYLE:
        case TAG_SCRIPT:
        case TAG_TEMPLATE:
            return in_head(b, t);
        case TAG_INPUT:
            if (!is_hidden_input(b, t))
                break;
            insert_void(b, t);
            return false;
        case TAG_FORM:
            if (b->form == NONE && !is_open(b, TAG_TEMPLATE)) {
                uint32_t depth = b->open_n;
                b->form = insert(b, t);
                b->open_n = depth;
            }
            return false;
        }
        break;
    case HTML_END:
        if (t->tag == TAG_TABLE) {
            if (!in_table_scope(b, TAG_TABLE))
                return false;
            pop_to(b, TAG_TABLE);
            reset_mode(b);
            return false;
        }
        if (IS(t->tag, TAG_BODY, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_HTML, TAG_TBODY, TAG_TD,
               TAG_TFOOT, TAG_TH, TAG_THEAD, TAG_TR))
            return false;
        if (t->tag == TAG_TEMPLATE)
            return in_head(b, t);
        break;
    case HTML_EOF:
        return in_body(b, t);
    }
    b->foster = true;
    again = in_body(b, t);
    b->foster = false;
    return again;
}

static bool in_caption(struct builder *b, struct html_token *t) {
    bool start = t->kind == HTML_START && IS(t->tag, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_TBODY,
                                             TAG_TD, TAG_TFOOT, TAG_TH, TAG_THEAD, TAG_TR);
    bool end = t->kind == HTML_END && IS(t->tag, TAG_CAPTION, TAG_TABLE);
    if (start || end) {
        if (!in_table_scope(b, TAG_CAPTION))
            return false;
        end_implied(b, TAG_NONE);
        pop_to(b, TAG_CAPTION);
        format_clear(b);
        b->mode = IN_TABLE;
        return !(end && t->tag == TAG_CAPTION);
    }
    if (t->kind == HTML_END && IS(t->tag, TAG_BODY, TAG_COL, TAG_COLGROUP, TAG_HTML, TAG_TBODY, TAG_TD,
                                  TAG_TFOOT, TAG_TH, TAG_THEAD, TAG_TR))
        return false;
    return in_body(b, t);
}

static bool in_column_group(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_TEXT: {
        struct html_token head = cut_blank(b, t);
        insert_text(b, &head);
        if (t->at.start == t->at.end)
            return false;
        break;
    }
    case HTML_COMMENT:
        insert_comment(b, t, NONE);
        return false;
    case HTML_DOCTYPE:
        return false;
    case HTML_START:
        if (t->tag == TAG_HTML)
            return in_body(b, t);
        if (t->tag == TAG_COL) {
            insert_void(b, t);
            return false;
        }
        if (t->tag == TAG_TEMPLATE)
            return in_head(b, t);
        break;
    case HTML_END:
        if (t->tag == TAG_COLGROUP) {
            if (current_tag(b) != TAG_COLGROUP)
                return false;
            pop(b);
            b->mode = IN_TABLE;
            return false;
        }
        if (t->tag == TAG_COL)
            return false;
        if (t->tag == TAG_TEMPLATE)
            return in_head(b, t);
        break;
    case HTML_EOF:
        return in_body(b, t);
    }
    if (current_tag(b) != TAG_COLGROUP)
        return false;
    pop(b);
    b->mode = IN_TABLE;
    return true;
}

static bool in_table_body(struct builder *b, struct html_token *t) {
    if (t->kind == HTML_START) {
        switch (t->tag) {
        case TAG_TR:
            CLEAR_TO(b, TAG_TBODY, TAG_TFOOT, TAG_THEAD);
            insert(b, t);
            b->mode = IN_ROW;
            return false;
        case TAG_TH:
        case TAG_TD:
            CLEAR_TO(b, TAG_TBODY, TAG_TFOOT, TAG_THEAD);
            insert_tag(b, TAG_TR, t->at.start);
            b->mode = IN_ROW;
            return true;
        }
    }
    if (t->kind == HTML_END && IS(t->tag, TAG_TBODY, TAG_TFOOT, TAG_THEAD)) {
        if (!in_table_scope(b, t->tag))
            return false;
        CLEAR_TO(b, TAG_TBODY, TAG_TFOOT, TAG_THEAD);
        pop(b);
        b->mode = IN_TABLE;
        return false;
    }
    if ((t->kind == HTML_START && IS(t->tag, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_TBODY, TAG_TFOOT,
                                     TAG_THEAD)) ||
        (t->kind == HTML_END && t->tag == TAG_TABLE)) {
        if (!in_table_scope(b, TAG_TBODY) && !in_table_scope(b, TAG_THEAD) &&
            !in_table_scope(b, TAG_TFOOT))
            return false;
        CLEAR_TO(b, TAG_TBODY, TAG_TFOOT, TAG_THEAD);
        pop(b);
        b->mode = IN_TABLE;
        return true;
    }
    if (t->kind == HTML_END && IS(t->tag, TAG_BODY, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_HTML, TAG_TD,
                                  TAG_TH, TAG_TR))
        return false;
    return in_table(b, t);
}

static bool in_row(struct builder *b, struct html_token *t) {
    if (t->kind == HTML_START && IS(t->tag, TAG_TH, TAG_TD)) {
        CLEAR_TO(b, TAG_TR);
        insert(b, t);
        b->mode = IN_CELL;
        format_push(b, MARKER);
        return false;
    }
    bool own = t->kind == HTML_END && t->tag == TAG_TR;
    if (own || (t->kind == HTML_END && t->tag == TAG_TABLE) ||
        (t->kind == HTML_START && IS(t->tag, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_TBODY, TAG_TFOOT,
                                     TAG_THEAD, TAG_TR))) {
        if (!in_table_scope(b, TAG_TR))
            return false;
        CLEAR_TO(b, TAG_TR);
        pop(b);
        b->mode = IN_TABLE_BODY;
        return !own;
    }
    if (t->kind == HTML_END && IS(t->tag, TAG_TBODY, TAG_TFOOT, TAG_THEAD)) {
        if (!in_table_scope(b, t->tag) || !in_table_scope(b, TAG_TR))
            return false;
        CLEAR_TO(b, TAG_TR);
        pop(b);
        b->mode = IN_TABLE_BODY;
        return true;
    }
    if (t->kind == HTML_END && IS(t->tag, TAG_BODY, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_HTML, TAG_TD,
                                  TAG_TH))
        return false;
    return in_table(b, t);
}

static void close_cell(struct builder *b) {
    end_implied(b, TAG_NONE);
    while (b->open_n > 1) {
        uint8_t at = current_tag(b);
        b->open_n--;
        if (IS(at, TAG_TD, TAG_TH))
            break;
    }
    format_clear(b);
    b->mode = IN_ROW;
}

static bool in_cell(struct builder *b, struct html_token *t) {
    if (t->kind == HTML_END) {
        if (IS(t->tag, TAG_TD, TAG_TH)) {
            if (!in_table_scope(b, t->tag))
                return false;
            end_implied(b, TAG_NONE);
            pop_to(b, t->tag);
            format_clear(b);
            b->mode = IN_ROW;
            return false;
        }
        if (IS(t->tag, TAG_BODY, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_HTML))
            return false;
        if (IS(t->tag, TAG_TABLE, TAG_TBODY, TAG_TFOOT, TAG_THEAD, TAG_TR)) {
            if (!in_table_scope(b, t->tag))
                return false;
            close_cell(b);
            return true;
        }
    }
    if (t->kind == HTML_START && IS(t->tag, TAG_CAPTION, TAG_COL, TAG_COLGROUP, TAG_TBODY, TAG_TD,
                                    TAG_TFOOT, TAG_TH, TAG_THEAD, TAG_TR)) {
        if (!in_table_scope(b, TAG_TD) && !in_table_scope(b, TAG_TH))
            return false;
        close_cell(b);
        return true;
    }
    return in_body(b, t);
}

static bool in_template(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_TEXT:
    case HTML_COMMENT:
    case HTML_DOCTYPE:
        return in_body(b, t);
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
            return in_head(b, t);
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
            return in_head(b, t);
        return false;
    }
    /* the end of the file */
    if (!is_open(b, TAG_TEMPLATE)) {
        b->done = true;
        return false;
    }
    pop_to(b, TAG_TEMPLATE);
    format_clear(b);
    if (b->templates_n)
        b->templates_n--;
    reset_mode(b);
    return true;
}

/* ---- after the body, frames ------------------------------------------------------------------------------------------ */

static bool after_body(struct builder *b, struct html_token *t) {
    switch (t->kind) {
    case HTML_TEXT: {
        struct html_token head = cut_blank(b, t);
        if (head.at.end > head.at.start)
            in_body(b, &head);
        if (t->at.start == t->at.end)
            return false;
        break;
    }
    case HTML_COMMENT:
        insert_comment(b, t, b->open[0]);
        return false;
    case HTML_DOCTYPE:
        return false;
    case HTML_START:
        if (t->tag == TAG_HTML)
            return in_body(b, t);
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
        insert_comment(b, t, 0);
        return false;
    }
    if (t->kind == HTML_EOF) {
        b->done = true;
        return false;
    }
    if (t->kind == HTML_TEXT) {
        struct html_token head = cut_blank(b, t);
        if (head.at.end > head.at.start)
            in_body(b, &head);
        if (t->at.start == t->at.end)
            return false;
    }
    if (t->kind == HTML_DOCTYPE || (t->kind == HTML_START && t->tag == TAG_HTML))
        return in_body(b, t);
    b->mode = IN_BODY;
    return true;
}

static void blanks_of(struct builder *b, const struct html_token *t) {
    struct html_token part = *t;
    for (uint32_t i = t->at.start; i < t->at.end;) {
        uint32_t j = i;
        while (j < t->at.end && b->t->s.p[j] && strchr(" \t\n\r\f", b->t->s.p[j]))
            j++;
        if (j > i) {
            part.at = (span){i, j};
            insert_text(b, &part);
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
        insert_comment(b, t, NONE);
        return false;
    case HTML_START:
        if (t->tag == TAG_HTML)
            return in_body(b, t);
        if (t->tag == TAG_FRAMESET)
            insert(b, t);
        else if (t->tag == TAG_FRAME)
            insert_void(b, t);
        else if (t->tag == TAG_NOFRAMES)
            return in_head(b, t);
        return false;
    case HTML_END:
        if (t->tag == TAG_FRAMESET && b->open_n > 1) {
            pop(b);
            if (!b->fragment && current_tag(b) != TAG_FRAMESET)
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
        insert_comment(b, t, b->mode == AFTER_AFTER_FRAMESET ? 0 : NONE);
        return false;
    case HTML_START:
        if (t->tag == TAG_HTML)
            return in_body(b, t);
        if (t->tag == TAG_NOFRAMES)
            return in_head(b, t);
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
        insert_text(b, t);
        return false;
    }
    pop(b);
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
        struct html_node n = *node(b, b->open[0]);
        n.tag = b->context;
        n.space = b->context_space;
        return n;
    }
    return *node(b, current(b));
}

static uint8_t foreign_space(const struct builder *b) {
    return b->open_n == 1 && b->fragment ? b->context_space : node(b, current(b))->space;
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
    for (uint32_t i = depth; i-- > 1 && n < NELEMS(top) && node(b, b->open[i])->space != SPACE_HTML;)
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
        insert_text(b, t);
        if (!all_blank(b, t))
            b->frameset_ok = false;
        return false;
    case HTML_COMMENT:
        insert_comment(b, t, NONE);
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
            while (b->open_n > 1 && node(b, current(b))->space != SPACE_HTML &&
                   !math_text(node(b, current(b))) && !html_point(b, node(b, current(b))))
                b->open_n--;
            return step(b, t);
        }
        uint8_t space = adjusted(b).space;
        uint32_t depth = b->open_n;
        insert_foreign(b, t, space);
        if (t->self_closing)
            b->open_n = depth;
        return false;
    }
    case HTML_END: {
        if (IS(t->tag, TAG_BR, TAG_P)) {
            while (b->open_n > 1 && node(b, current(b))->space != SPACE_HTML &&
                   !math_text(node(b, current(b))) && !html_point(b, node(b, current(b))))
                b->open_n--;
            return step(b, t);
        }
        slice name = bytes_at(b, t->name);
        for (uint32_t i = b->open_n; i-- > 1;) {
            const struct html_node *n = node(b, b->open[i]);
            if (n->space == SPACE_HTML)
                return end_outside(b, t);
            if (slice_eq_nocase(bytes_at(b, n->name), name)) {
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
    case INITIAL: return initial(b, t);
    case BEFORE_HTML: return before_html(b, t);
    case BEFORE_HEAD: return before_head(b, t);
    case IN_HEAD: return in_head(b, t);
    case IN_HEAD_NOSCRIPT: return in_head_noscript(b, t);
    case AFTER_HEAD: return after_head(b, t);
    case IN_BODY: return in_body(b, t);
    case TEXT: return in_text(b, t);
    case IN_TABLE: return in_table(b, t);
    case IN_CAPTION: return in_caption(b, t);
    case IN_COLUMN_GROUP: return in_column_group(b, t);
    case IN_TABLE_BODY: return in_table_body(b, t);
    case IN_ROW: return in_row(b, t);
    case IN_CELL: return in_cell(b, t);
    case IN_TEMPLATE: return in_template(b, t);
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
    node_new(b, NODE_DOCUMENT);
    if (context != TAG_NONE) {
        b->fragment = true;
        b->context = (uint8_t)context;
        b->context_space = (uint8_t)space;
        start_html(b, NULL, 0);
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
        reset_mode(b);
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
