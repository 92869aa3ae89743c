/* One walk over the tree. A stack of frames holds what the open elements say; text goes into the
 * block under way, which any edge of a block-level element closes. */
#include "html_blocks.h"

#include "base/bytes.h"

enum { FRAMES = 1024, TOKENS_BY_ELEMENT = 24, CLASSES_BITS = 8 };

struct frame {
    uint32_t node, flags, path, holder;
    float score, low, high, sum; /* classes */
    uint32_t tokens;             /* of the elements from the root to here: a stack in w->stack */
    uint8_t tag;
    bool block;
};

/* What the tokens of an element's class and id come to. */
struct said {
    float score;
    uint32_t hash, tokens;
    uint32_t flags;
};
struct class_seen {
    slice value;
    struct said said;
};

struct walk {
    struct html_blocks *out;
    const struct html_tree *t;
    const struct page_kit *k;
    struct arena *tmp;
    struct frame f[FRAMES];
    uint32_t depth;
    struct class_token *stack;
    uint32_t stack_n, stack_cap;
    bool open;      /* a block is under way */
    uint32_t breaks; /* line breaks in a row */
    bool last_space;
    uint32_t last_text; /* node of the block's last text */
    uint16_t embed[3];  /* tokens of classes of embedded posts */
    struct class_seen classes[1 << CLASSES_BITS];
    uint8_t *seen;      /* texts, by node; only where the tree has moved some */
};

static bool is_block_tag(uint8_t tag) {
    switch (tag) {
    case TAG_ADDRESS: case TAG_ARTICLE: case TAG_ASIDE: case TAG_BLOCKQUOTE: case TAG_BODY:
    case TAG_BUTTON: case TAG_CAPTION: case TAG_CENTER: case TAG_DD: case TAG_DETAILS: case TAG_DIALOG:
    case TAG_DIR: case TAG_DIV: case TAG_DL: case TAG_DT: case TAG_FIELDSET: case TAG_FIGCAPTION:
    case TAG_FIGURE: case TAG_FOOTER: case TAG_FORM: case TAG_H1: case TAG_H2: case TAG_H3: case TAG_H4:
    case TAG_H5: case TAG_H6: case TAG_HEADER: case TAG_HGROUP: case TAG_HR: case TAG_HTML:
    case TAG_LEGEND: case TAG_LI: case TAG_LISTING: case TAG_MAIN: case TAG_MENU: case TAG_NAV:
    case TAG_OL: case TAG_OPTION: case TAG_P: case TAG_PLAINTEXT: case TAG_PRE: case TAG_SEARCH:
    case TAG_SECTION: case TAG_SUMMARY: case TAG_TABLE: case TAG_TBODY: case TAG_TD: case TAG_TFOOT:
    case TAG_TH: case TAG_THEAD: case TAG_TR: case TAG_UL: case TAG_XMP: case TAG_INPUT: case TAG_IMG:
        return true;
    default:
        return false;
    }
}

/* Nothing in it is text that a reader sees. */
static bool is_dropped(const struct html_node *n, bool unscripted) {
    if (n->space != SPACE_HTML)
        return true;
    switch (n->tag) {
    case TAG_HEAD: case TAG_SCRIPT: case TAG_STYLE: case TAG_TEMPLATE:
    case TAG_SELECT: case TAG_TEXTAREA: case TAG_IFRAME: case TAG_OBJECT: case TAG_APPLET:
    case TAG_AUDIO: case TAG_VIDEO: case TAG_CANVAS: case TAG_DATALIST: case TAG_NOFRAMES:
    case TAG_NOEMBED: case TAG_TITLE: case TAG_AMP_AD: case TAG_FRAMESET: case TAG_RP:
    case TAG_XMP: case TAG_PLAINTEXT: /* raw text: no prose, and not to be told from mark-up */
        return true;
    case TAG_NOSCRIPT:
        return !unscripted;
    default:
        return false;
    }
}

/* ---- what an element says ------------------------------------------------------------------------ */

static uint32_t tag_flags(uint8_t tag) {
    switch (tag) {
    case TAG_NAV: case TAG_MENU: return IN_NAV;
    case TAG_ASIDE: return IN_ASIDE;
    case TAG_FOOTER: return IN_FOOTER;
    case TAG_HEADER: case TAG_HGROUP: return IN_HEADER;
    case TAG_ARTICLE: return IN_ARTICLE;
    case TAG_MAIN: return IN_MAIN;
    case TAG_SECTION: return IN_SECTION;
    case TAG_FIGURE: return IN_FIGURE;
    case TAG_FIGCAPTION: case TAG_CAPTION: return IN_CAPTION_;
    case TAG_TABLE: return IN_TABLE_;
    case TAG_UL: case TAG_OL: case TAG_DL: return IN_LIST;
    case TAG_BLOCKQUOTE: case TAG_Q: return IN_QUOTE;
    case TAG_FORM: case TAG_FIELDSET: case TAG_LABEL: return IN_FORM;
    case TAG_A: return IN_LINK;
    case TAG_BUTTON: case TAG_OPTION: return IN_BUTTON;
    case TAG_H1: case TAG_H2: case TAG_H3: case TAG_H4: case TAG_H5: case TAG_H6: return IN_HEADING;
    case TAG_TIME: return IN_TIME;
    case TAG_PRE: case TAG_LISTING: return IN_PRE;
    case TAG_DETAILS: case TAG_DIALOG: return IN_DETAILS;
    case TAG_STRONG: case TAG_B: case TAG_EM: case TAG_I: return IN_STRONG;
    default: return 0;
    }
}

static uint16_t token_of(uint32_t h) { return (uint16_t)((h ^ h >> 16) & (PAGE_TOKENS - 1)); }
static uint32_t token_step(uint32_t h, char c) { return (h ^ (uint8_t)c) * PAGE_WORD_MUL + PAGE_TOKEN_ADD; }

static void add_token(struct walk *w, struct said *to, uint16_t t) {
    if (to->tokens == TOKENS_BY_ELEMENT)
        return;
    to->tokens++;
    for (unsigned e = 0; e < NELEMS(w->embed); e++)
        if (t == w->embed[e])
            to->flags |= IN_EMBED;
    to->hash = (to->hash ^ t) * 0x01000193u;
    to->score += page_model_token(w->k->model, t);
    if (w->out->keep_tokens) {
        ARENA_MORE(w->tmp, w->stack, w->stack_n, w->stack_cap);
        w->stack[w->stack_n++] = (struct class_token){t, (uint8_t)(w->depth < 255 ? w->depth : 255)};
    }
}

/* Tokens of a class or an id: runs of two and more letters and digits, parted at capitals too; digits in a row
 * count as one sign, so that "post-123" and "post-9" are alike. */
static void add_tokens(struct walk *w, slice v, struct said *to) {
    enum { PART = 64 };
    while (w->k->wide && v.n && to->tokens < TOKENS_BY_ELEMENT) {
        uint32_t part = v.n < PART ? v.n : PART;
        while (part && part < v.n && is_alnum((unsigned char)v.p[part - 1])) /* what follows is parted from it */
            part--;
        if (!part)
            break;
        uint16_t tokens[PAGE_WIDE_TOKENS];
        uint32_t found = page_wide_tokens(slice_cut(v, 0, part), tokens);
        for (uint32_t i = 0; i < found; i++)
            add_token(w, to, tokens[i]);
        v = slice_cut(v, part, v.n);
    }
    uint32_t h = 0, n = 0;
    uint8_t last = 0;
    for (uint32_t i = 0; i < v.n && to->tokens < TOKENS_BY_ELEMENT; i++) {
        uint8_t c = (uint8_t)v.p[i], sign = c < 0x80 ? page_word_bytes[c] : 0;
        if (!sign || (is_upper(c) && is_lower(last))) {
            if (n > 1)
                add_token(w, to, token_of(h));
            h = n = 0;
        }
        if (sign && !(sign == '0' && n && is_digit(last))) {
            h = token_step(h, (char)sign);
            n++;
        }
        last = c;
    }
    if (n > 1)
        add_token(w, to, token_of(h));
}

/* By its ends and its length: names in a page differ there. */
static uint32_t class_slot(slice v) {
    uint64_t head = 0, tail = 0;
    if (v.n >= 8) {
        memcpy(&head, v.p, 8);
        memcpy(&tail, v.p + v.n - 8, 8);
    } else {
        head = four_at(v.p, v.n);
        tail = (uint8_t)v.p[v.n - 1];
    }
    return (uint32_t)(((head + v.n) * 0x9E3779B97F4A7C15u + tail * 0xC2B2AE3D27D4EB4Fu) >> (64 - CLASSES_BITS));
}

/* The same of a class alone: a page has few, many times over. */
static struct said class_says(struct walk *w, slice v) {
    struct said said = {0};
    if (w->out->keep_tokens) {
        add_tokens(w, v, &said);
        return said;
    }
    struct class_seen *seen = &w->classes[class_slot(v)];
    if (!slice_eq(seen->value, v)) {
        add_tokens(w, v, &said);
        *seen = (struct class_seen){v, said};
    }
    return seen->said;
}

static bool has_word(slice v, const char *word) { return slice_find_nocase(v, slice_str(word), 0) != NONE; }

static uint32_t role_flags(slice v) {
    static const struct {
        const char *word;
        uint32_t flag;
    } roles[] = {{"navigation", IN_NAV},      {"menu", IN_NAV},      {"main", IN_MAIN},
                 {"complementary", IN_ASIDE}, {"contentinfo", IN_FOOTER}, {"banner", IN_HEADER},
                 {"article", IN_ARTICLE},     {"dialog", IN_DETAILS}, {"alert", IN_DETAILS}};
    for (unsigned i = 0; i < NELEMS(roles); i++)
        if (has_word(v, roles[i].word))
            return roles[i].flag;
    return 0;
}

static bool is_not_displayed(slice style) {
    uint32_t at = slice_find_nocase(style, S("display"), 0);
    return at != NONE && slice_find_nocase(style, S("none"), at) < at + 12;
}

/* All attributes that say something, one by one. */
static struct said read_attrs(struct walk *w, const struct html_node *n, bool block) {
    struct html_attr a;
    struct said said = {0};
    for (span rest = n->attrs; html_attr_next(w->t->s, &rest, &a);) {
        slice name = slice_at(w->t->s, a.name), v = slice_at(w->t->s, a.value);
        switch (name.n) {
        case 2:
            if (block && slice_eq_nocase(name, S("id")))
                add_tokens(w, v, &said);
            break;
        case 4:
            if (slice_eq_nocase(name, S("role")))
                said.flags |= role_flags(v);
            break;
        case 5:
            if (block && slice_eq_nocase(name, S("class")))
                add_tokens(w, v, &said);
            else if (slice_eq_nocase(name, S("style")) && is_not_displayed(v))
                said.flags |= IN_HIDDEN;
            break;
        case 6:
            if (slice_eq_nocase(name, S("hidden")))
                said.flags |= IN_HIDDEN;
            break;
        case 8:
            if (slice_eq_nocase(name, S("itemprop")) && has_word(v, "articleBody"))
                said.flags |= IN_BODY_PROP;
            break;
        case 11:
            if (slice_eq_nocase(name, S("aria-hidden")) && slice_eq_nocase(v, S("true")))
                said.flags |= IN_ARIA_HIDDEN;
            break;
        }
    }
    return said;
}

/* What an element's attributes say is said of all that is in it. */
static void hear_attrs(struct walk *w, struct frame *f, const struct html_node *n) {
    struct said said = {0};
    if (n->has & ~(f->block ? 0 : HAS_ID))
        said = read_attrs(w, n, f->block);
    else if (f->block && n->class_at)
        said = class_says(w, html_value_at(w->t->s, n->class_at));
    f->flags |= said.flags;
    f->path = (f->path ^ said.hash) * 0x01000193u;
    if (said.tokens) {
        f->score = said.score;
        f->low = said.score < f->low ? said.score : f->low;
        f->high = said.score > f->high ? said.score : f->high;
        f->sum += said.score;
    }
}

static void enter(struct walk *w, uint32_t i) {
    const struct html_node *n = &w->t->p[i];
    struct frame *f = &w->f[w->depth], *up = w->depth ? f - 1 : NULL;
    *f = (struct frame){.node = i, .tag = n->tag, .tokens = w->stack_n};
    if (up) {
        f->flags = up->flags;
        f->path = up->path;
        f->low = up->low;
        f->high = up->high;
        f->sum = up->sum;
        f->holder = up->holder;
    }
    f->block = n->kind == NODE_ELEMENT && n->space == SPACE_HTML && is_block_tag(n->tag);
    f->flags |= tag_flags(n->tag);
    if (f->block) {
        f->path = (f->path ^ n->tag) * 0x01000193u;
        f->holder = i;
    }
    if (n->attrs.end > n->attrs.start)
        hear_attrs(w, f, n);
    w->depth++;
}

/* ---- blocks --------------------------------------------------------------------------------------- */

static void measure(struct walk *w, struct html_block *b);
static slice squeeze(const struct html_blocks *b, const struct html_block *x, char *to, uint32_t max, bool *whole);
enum { SQUEEZED_SLACK = 24 }; /* a text that leaves so many bytes free was never cut, nor read byte by byte for want of room */

static void close_block(struct walk *w) {
    if (!w->open)
        return;
    w->open = false;
    struct html_blocks *o = w->out;
    struct html_block *b = &o->p[o->n];
    while (b->pieces_n && o->pieces[o->pieces_n - 1].gap) { /* no line break at its end */
        b->pieces_n--;
        o->pieces_n--;
    }
    if (!b->pieces_n)
        return;
    b->at = (span){o->pieces[b->piece].at.start, o->pieces[b->piece + b->pieces_n - 1].at.end};
    measure(w, b);
    if (!b->words) {
        o->pieces_n = b->piece;
        return;
    }
    o->n++;
}

static void open_block(struct walk *w) {
    struct html_blocks *o = w->out;
    ARENA_MORE(w->tmp, o->p, o->n, o->cap);
    struct html_block *b = &o->p[o->n];
    *b = (struct html_block){.piece = o->pieces_n, .phrase = -1, .nodes = {NONE, NONE, NONE, NONE}};
    unsigned found = 0;
    for (uint32_t d = w->depth; d-- > 0 && found < 4;) {
        const struct frame *f = &w->f[d];
        if (!f->block)
            continue;
        if (!found) {
            b->node = f->node;
            b->tag = f->tag;
            b->own = f->score;
        } else if (found == 1) {
            b->parent = f->score;
        }
        b->nodes[found++] = f->node;
    }
    const struct frame *top = &w->f[w->depth - 1];
    b->low = top->low;
    b->high = top->high;
    b->sum = top->sum;
    b->path = top->path;
    b->depth = w->depth;
    b->flags = 0;
    if (o->keep_tokens) {
        b->tokens = o->tokens_n;
        for (uint32_t i = 0; i < w->stack_n; i++) {
            ARENA_MORE(w->tmp, o->tokens, o->tokens_n, o->tokens_cap);
            uint32_t up = w->depth - 1 - w->stack[i].near;
            o->tokens[o->tokens_n++] = (struct class_token){w->stack[i].hash, (uint8_t)(up < 255 ? up : 255)};
        }
        b->tokens_n = o->tokens_n - b->tokens;
    }
    w->open = true;
    w->breaks = 0;
}

/* readable: bytes from s.p on that may be read. */
static bool blank_text(slice s, size_t readable) {
    for (uint32_t i = 0, n; i < s.n; i += n) {
        uint32_t in = ~bytes16_bits(bytes16_spaces(bytes16_some(s.p + i, readable - i))) & 0xFFFF, cp[2];
        i += in ? bits_first(in) : 16;
        n = 0;
        if (!in || i >= s.n)
            continue;
        slice rest = slice_cut(s, i, s.n);
        if (rest.p[0] == '&' && (n = html_reference(rest, false, cp)) && cp_is_space(cp[0]))
            continue;
        if (slice_starts(rest, S("\xC2\xA0")))
            n = 2;
        else if (slice_starts(rest, S("\xE2\x80\x8B")))
            n = 3;
        else
            return false;
    }
    return true;
}

/* What each of 64 bytes is, a bit for each. */
struct census {
    uint64_t space, lower, upper, digit, comma, stop, after; /* stop: . ! ?; after: what may follow one */
};

static struct census census_of(const char *p) {
    marks16 space[4], lower[4], upper[4], digit[4], comma[4], stop[4], after[4];
#pragma GCC unroll 4 /* rolled up, they go through memory */
    for (int i = 0; i < 4; i++) {
        bytes16 v = bytes16_load(p + 16 * i);
        space[i] = bytes16_spaces(v);
        lower[i] = bytes16_within(v, 'a', 'z');
        upper[i] = bytes16_within(v, 'A', 'Z');
        digit[i] = bytes16_within(v, '0', '9');
        comma[i] = (marks16)(v == ',');
        stop[i] = (marks16)(v == '.') | (marks16)(v == '!') | (marks16)(v == '?');
        after[i] = space[i] | (marks16)(v == '"') | (marks16)(v == 0xE2) | (marks16)(v == '&');
    }
    return (struct census){bytes64_bits(space), bytes64_bits(lower), bytes64_bits(upper), bytes64_bits(digit),
                           bytes64_bits(comma), bytes64_bits(stop), bytes64_bits(after)};
}

static uint16_t bounded(uint32_t n) { return (uint16_t)(n < UINT16_MAX ? n : UINT16_MAX); }

/* Adds to *to. in: the text goes on in the middle of a word, and ends so. readable: bytes from s.p on that may be read. */
static void count_words(slice s, size_t readable, bool *in, struct page_counts *to) {
    enum { AHEAD = 4 }; /* bytes behind a place that it takes to know what stands there */
    for (uint32_t i = 0, taken; i < s.n; i += taken) {
        uint32_t left = s.n - i;
        char copy[64];
        const char *p = s.p + i;
        if (readable - i < sizeof copy) {
            memset(copy, 0, sizeof copy);
            p = memcpy(copy, p, left < sizeof copy ? left : sizeof copy);
        }
        struct census c = census_of(p);
        uint64_t there = left < 64 ? (1ull << left) - 1 : ~0ull; /* bytes of the text */
        taken = left <= 64 ? left : 64 - AHEAD;
        uint64_t now = taken < 64 ? (1ull << taken) - 1 : ~0ull; /* those that are counted in this turn */
        uint64_t sign = ~c.space & there, start = sign & ~(sign << 1 | *in), space = c.space & there, l = c.lower;
        uint64_t small = start & l & (space >> 1 | (l >> 1 & space >> 2) | (l >> 1 & l >> 2 & space >> 3));
        to->chars += bits_count(sign & now);
        to->words += bits_count(start & now);
        to->small += bits_count(small & now);
        to->capital += bits_count(start & c.upper & now);
        to->commas += bits_count(c.comma & now);
        to->digits += bits_count(c.digit & now);
        if (c.stop & now)
            to->stops += bits_count(c.stop & now & (c.after >> 1 | (left <= 64 ? 1ull << (left - 1) : 0)));
        *in = sign >> (taken - 1) & 1;
    }
}

static void add_counts(struct html_block *b, const struct page_counts *c, uint32_t flags) {
    b->words += c->words;
    b->chars += c->chars;
    b->small = bounded(b->small + c->small);
    b->capital = bounded(b->capital + c->capital);
    b->commas = bounded(b->commas + c->commas);
    b->digits = bounded(b->digits + c->digits);
    b->stops = bounded(b->stops + c->stops);
    b->link_words += flags & IN_LINK ? c->words : 0;
    b->strong_words += flags & IN_STRONG ? c->words : 0;
}

/* Would the block's span take in text that is not its own, if this text were added? */
static bool stands_apart(struct walk *w, uint32_t i) {
    const struct html_node *n = &w->t->p[i], *last = &w->t->p[w->last_text];
    if (n->at.start < last->at.end || i < w->last_text || i - w->last_text > 256)
        return true;
    for (uint32_t k = w->last_text + 1; k < i; k++)
        if (w->t->p[k].kind == NODE_TEXT && !w->seen[k])
            return true;
    return false;
}

static void add_text(struct walk *w, const struct html_node *n) {
    slice s = slice_at(w->t->s, n->at);
    uint32_t i = (uint32_t)(n - w->t->p);
    if (w->seen) {
        w->seen[i] = 1;
        if (w->open && stands_apart(w, i)) {
            close_block(w);
            w->last_space = true;
        }
    }
    w->last_text = i;
    size_t readable = w->t->s.n - n->at.start;
    bool blank = blank_text(s, readable);
    if (!w->open && blank)
        return;
    if (!w->open)
        open_block(w);
    struct html_blocks *o = w->out;
    struct html_block *b = &o->p[o->n];
    ARENA_MORE(w->tmp, o->pieces, o->pieces_n, o->pieces_cap);
    o->pieces[o->pieces_n++] = (struct html_piece){n->at, 0, n->state};
    b->pieces_n++;
    uint32_t flags = w->f[w->depth - 1].flags;
    if (!blank) {
        w->breaks = 0;
        /* a block has what all of its text has, but for links */
        b->flags |= flags & ~(uint32_t)(IN_LINK | IN_STRONG);
        b->flags |= flags & (IN_LINK | IN_STRONG);
    }
    bool in = !w->last_space;
    struct page_counts c = {0};
    if (w->k->wide)
        page_wide_count(s, &in, &c);
    else if (w->k->avx2)
        page_avx2_count(s, readable, &in, &c);
    else
        count_words(s, readable, &in, &c);
    add_counts(b, &c, flags);
    w->last_space = !in;
}

static void add_break(struct walk *w, const struct html_node *n) {
    if (!w->open)
        return;
    struct html_blocks *o = w->out;
    if (++w->breaks >= 2) {
        close_block(w);
        w->last_space = true;
        return;
    }
    ARENA_MORE(w->tmp, o->pieces, o->pieces_n, o->pieces_cap);
    o->pieces[o->pieces_n++] = (struct html_piece){n->at, 1, 0};
    o->p[o->n].pieces_n++;
    w->last_space = true;
}

/* What the model says of the words of a text, as far as they are given. */
static void weigh_words(struct walk *w, struct html_block *b, slice s) {
    float said[3];
    page_model_weigh(w->k->model, s, said);
    b->word_mean = said[0];
    b->word_low = said[1];
    b->word_high = said[2];
    if (!w->out->keep_tokens)
        return;
    struct html_blocks *o = w->out;
    b->wording = o->wording_n;
    for (uint16_t word; page_word_next(&s, &word);) {
        ARENA_MORE(w->tmp, o->wording, o->wording_n, o->wording_cap);
        o->wording[o->wording_n++] = word;
    }
    b->wording_n = o->wording_n - b->wording;
}

/* A letter of a script that parts no words: Thai and Lao, Burmese, Khmer, kana, Han. */
static bool is_unspaced(uint32_t cp) {
    return (cp >= 0x0E01 && cp <= 0x0EFF) || (cp >= 0x1000 && cp <= 0x109F) || (cp >= 0x1780 && cp <= 0x17FF) ||
           (cp >= 0x3040 && cp <= 0x30FF) || (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0x20000 && cp <= 0x3FFFF);
}

/* Where no blanks part the words, two letters count as one and every sixth word as a small one: the model knows
 * prose by how much of it there is, in words. */
static void count_unspaced(const struct walk *w, struct html_block *b) {
    uint32_t letters = 0, stops = 0, commas = 0, cp = 0, last = 0;
    for (uint32_t i = b->piece; i < b->piece + b->pieces_n; i++) {
        slice s = w->out->pieces[i].gap ? (slice){0} : slice_at(w->t->s, w->out->pieces[i].at);
        for (uint32_t k = 0, n; k < s.n; k += n ? n : 1) {
            n = (unsigned char)s.p[k] < 0x80 ? 0 : (uint32_t)utf8_decode(s.p + k, s.p + s.n, &cp);
            if (!n)
                continue;
            letters += is_unspaced(cp);
            stops += cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F;
            commas += cp == 0x3001 || cp == 0xFF0C;
            last = cp;
        }
    }
    uint32_t words = b->words + letters / 2;
    if (b->words) {
        b->link_words = (uint32_t)((uint64_t)b->link_words * words / b->words);
        b->strong_words = (uint32_t)((uint64_t)b->strong_words * words / b->words);
    }
    b->words = words;
    b->small = bounded(b->small + letters / 12);
    b->stops = bounded(b->stops + stops);
    b->commas = bounded(b->commas + commas);
    b->ends = last == 0x3002 || last == 0xFF01 || last == 0xFF1F || last == 0x300D;
}

/* Does a text end as a sentence does, but for marks and brackets behind it? 0 or 1; -1: it is nothing but those. */
static int ends_sentence(slice e) {
    while (e.n) {
        unsigned char c = (unsigned char)e.p[e.n - 1];
        if (c == '"' || c == '\'' || c == ')' || c == ']') {
            e.n--;
            continue;
        }
        if (e.n >= 3 && (unsigned char)e.p[e.n - 3] == 0xE2 && (unsigned char)e.p[e.n - 2] == 0x80) {
            if (c == 0x99 || c == 0x9D) {
                e.n -= 3;
                continue;
            }
            return c == 0xA6;
        }
        if (c == ';') { /* "&rdquo;" */
            uint32_t a = e.n - 1;
            while (a && e.n - a < 9 && e.p[a] != '&')
                a--;
            if (e.p[a] == '&' && e.n - a < 9) {
                e.n = a;
                continue;
            }
        }
        return c == '.' || c == '!' || c == '?' || c == ':' || c == ';';
    }
    return -1;
}

/* Of its last piece with text. */
static bool block_ends(const struct html_blocks *o, const struct html_block *b) {
    for (uint32_t i = b->piece + b->pieces_n; i-- > b->piece;) {
        int ends = o->pieces[i].gap ? -1 : ends_sentence(slice_trim(slice_at(o->t->s, o->pieces[i].at)));
        if (ends >= 0)
            return ends;
    }
    return false;
}

/* Most blocks are one piece of plain text, with nothing but blanks behind it: it is taken where it stands. */
static bool stands_plain(const struct walk *w, const struct html_block *b, uint32_t max, slice *text) {
    const struct html_piece *p = &w->out->pieces[b->piece];
    slice all = w->t->s;
    for (uint32_t i = 1; i < b->pieces_n; i++) {
        uint32_t n = p[i].at.end - p[i].at.start;
        if (p[i].gap || n > 16 || ~bytes16_bits(bytes16_spaces(bytes16_some(all.p + p[i].at.start, all.n - p[i].at.start))) & bits_below(n))
            return false;
    }
    *text = slice_at(all, p->at);
    return !p->gap && page_wide_plain(text, max - SQUEEZED_SLACK);
}

/* The rest that is told by the text itself. */
static void measure(struct walk *w, struct html_block *b) {
    enum { LONG_WORDS = 12 }; /* bytes */
    char text[336], plain[336];
    if (b->chars > LONG_WORDS * b->words)
        count_unspaced(w, b);
    uint32_t max = b->words > 60 ? 160 : sizeof text;
    bool whole, stands;
    slice s;
    if ((stands = w->k->wide && stands_plain(w, b, max, &s))) {
        b->whole = s;
    } else {
        s = squeeze(w->out, b, text, max, &whole);
        if (whole)
            b->whole = slice_of(memcpy(arena_alloc(w->tmp, s.n), s.p, s.n), s.n);
    }
    weigh_words(w, b, s);
    slice p = kit_plain(s, plain, sizeof plain - 8);
    b->begin = four_at(p.p, p.n);
    if (b->words <= 45 && s.n < 320) {
        const struct phrase *f = kit_phrase(w->k, p, false);
        if (f && !(b->words > 24 && f->how != PHRASE_HAS))
            b->phrase = (int8_t)f->kind;
        b->text = hash64(p.p, p.n);
    } else {
        b->text = hash64(s.p, s.n);
    }
    b->ends |= stands ? ends_sentence(slice_trim(s)) > 0 : block_ends(w->out, b);
}

/* The text under way of html_block_text. */
struct squeezed {
    char *to;
    uint32_t n, max;
    bool gap; /* white space was seen since the last byte */
};

static void squeezed_blank(struct squeezed *q) { q->gap = q->n > 0; }

static bool squeezed_add(struct squeezed *q, const char *p, uint32_t n) {
    if (q->n + n + 2 > q->max)
        return false;
    if (q->gap)
        q->to[q->n++] = ' ';
    q->gap = false;
    memcpy(q->to + q->n, p, n);
    q->n += n;
    return true;
}

/* The beginning of s that is plain ASCII with single blanks, up to 16 bytes at once and never up to a place in
 * a word where there is more of it; gives its length, or 0 where it must be looked at byte by byte. `readable`:
 * bytes from s.p on that may be read. */
static uint32_t squeezed_run(struct squeezed *q, slice s, size_t readable) {
    if (readable < 16 || q->n + 20 > q->max)
        return 0;
    bytes16 v = bytes16_load(s.p);
    uint32_t blank = bytes16_bits((marks16)(v == ' '));
    uint32_t stop = bytes16_bits(~bytes16_within(v, ' ', '~') | (marks16)(v == '&')) | (blank & (blank << 1 | 1)) | 1u << 16;
    uint32_t n = bits_first(stop);
    if (s.n <= n) {
        n = s.n;
    } else {
        uint32_t ends = ~bytes16_bits(bytes16_alnum(v)) & bits_below(n);
        n = ends ? 32 - (uint32_t)__builtin_clz(ends) : 0;
    }
    if (!n)
        return 0;
    if (q->gap)
        q->to[q->n++] = ' ';
    q->gap = blank >> (n - 1) & 1;
    bytes16_store(q->to + q->n, v);
    q->n += n - q->gap;
    return n;
}

/* Adds the beginning of s that is plain ASCII with single blanks, where there is room for all of s; gives its length. */
static uint32_t squeezed_plain(struct squeezed *q, slice s, size_t readable) {
    if (q->n + s.n + SQUEEZED_SLACK > q->max || readable < s.n + 16)
        return 0;
    char *to = q->to + q->n + q->gap, *from = to;
    uint32_t last = q->gap | !q->n, j = 0; /* last: no blank may come */
    for (; j < s.n; j += 16, to += 16) {
        bytes16 v = bytes16_load(s.p + j);
        uint32_t blank = bytes16_bits((marks16)(v == ' '));
        uint32_t stop = bytes16_bits(~bytes16_within(v, ' ', '~') | (marks16)(v == '&')) | (blank & (blank << 1 | last));
        bytes16_store(to, v);
        stop |= s.n - j < 16 ? 1u << (s.n - j) : 0;
        if (stop) {
            j += bits_first(stop);
            break;
        }
        last = blank >> 15;
    }
    if (!j)
        return 0;
    if (q->gap)
        from[-1] = ' ';
    q->gap = s.p[j - 1] == ' ';
    q->n = (uint32_t)(from - q->to) + j - q->gap;
    return j;
}

/* Adds a piece; false: there is no more room. */
static bool squeezed_piece(struct squeezed *q, slice s, size_t readable) {
    for (uint32_t j = 0; j < s.n;) {
        unsigned char c = (unsigned char)s.p[j];
        if (is_space(c)) {
            squeezed_blank(q);
            uint32_t in = ~bytes16_bits(bytes16_spaces(bytes16_some(s.p + j, readable - j))) & 0xFFFF;
            j += in ? bits_first(in) : 16;
            continue;
        }
        if (c == 0xC2 && j + 1 < s.n && (unsigned char)s.p[j + 1] == 0xA0) {
            squeezed_blank(q);
            j += 2;
            continue;
        }
        uint32_t cp[2], len = squeezed_plain(q, slice_cut(s, j, s.n), readable - j);
        if (len || (len = squeezed_run(q, slice_cut(s, j, s.n), readable - j))) {
            j += len;
            continue;
        }
        if (c == '&' && (len = html_reference(slice_cut(s, j, s.n), false, cp))) {
            j += len;
            if (cp_is_space(cp[0])) {
                squeezed_blank(q);
                continue;
            }
            if (q->n + 10 > q->max)
                return false;
            char out[8];
            uint32_t n = (uint32_t)utf8_encode(cp[0], out);
            if (cp[1])
                n += (uint32_t)utf8_encode(cp[1], out + n);
            squeezed_add(q, out, n);
            continue;
        }
        len = 1;
        if (c < 0x80) { /* a run of letters at once */
            uint32_t room = q->n + 2 < q->max ? q->max - q->n - 2 : 0;
            while (j + len < s.n && len < room && is_alnum((unsigned char)s.p[j + len]))
                len++;
        } else {
            while (j + len < s.n && !utf8_is_start(s.p[j + len]))
                len++;
        }
        if (!squeezed_add(q, s.p + j, len))
            return false;
        j += len;
    }
    return true;
}

static slice squeeze(const struct html_blocks *b, const struct html_block *x, char *to, uint32_t max, bool *whole) {
    struct squeezed q = {to, 0, max, false};
    bool cut = false;
    for (uint32_t i = x->piece; i < x->piece + x->pieces_n && !cut; i++) {
        const struct html_piece *p = &b->pieces[i];
        if (p->gap)
            squeezed_blank(&q);
        else
            cut = !squeezed_piece(&q, slice_at(b->t->s, p->at), b->t->s.n - p->at.start);
    }
    *whole = !cut && q.n + SQUEEZED_SLACK <= max;
    return slice_of(to, q.n);
}

slice html_block_text(const struct html_blocks *b, const struct html_block *x, char *to, uint32_t max) {
    bool whole;
    return x->whole.p && x->whole.n + SQUEEZED_SLACK <= max ? x->whole : squeeze(b, x, to, max, &whole);
}

void html_blocks_find(struct html_blocks *out, const struct html_tree *t, const struct page_kit *k,
                      struct arena *tmp, unsigned how) {
    *out = (struct html_blocks){.t = t, .kit = k, .keep_tokens = how & BLOCKS_TOKENS, .unscripted = how & BLOCKS_UNSCRIPTED};
    struct walk *w = arena_alloc(tmp, sizeof *w);
    w->out = out;
    w->t = t;
    w->k = k;
    w->tmp = tmp;
    w->depth = w->stack_n = w->stack_cap = w->breaks = 0;
    w->stack = NULL;
    static const char *const embeds[] = {"tweet", "tiktok", "instagram"};
    for (unsigned e = 0; e < NELEMS(embeds); e++) {
        uint32_t h = 0;
        for (const char *c = embeds[e]; *c; c++)
            h = token_step(h, *c);
        w->embed[e] = token_of(h);
    }
    memset(w->classes, 0, sizeof w->classes);
    w->open = false;
    w->last_space = true;
    w->last_text = 0;
    out->cap = t->n / 8 + 16; /* as many as most pages have */
    out->p = arena_alloc(tmp, out->cap * sizeof *out->p);
    out->pieces_cap = t->n / 4 + 16;
    out->pieces = arena_alloc(tmp, out->pieces_cap * sizeof *out->pieces);
    w->seen = t->moved ? ARENA_ARRAY(tmp, uint8_t, t->n) : NULL;
    enter(w, 0);
    uint32_t i = t->p[0].first;
    while (i != NONE) {
        const struct html_node *n = &t->p[i];
        if (n->kind == NODE_TEXT) {
            add_text(w, n);
        } else if (n->kind == NODE_ELEMENT) {
            bool block = n->space == SPACE_HTML && is_block_tag(n->tag);
            if (n->tag == TAG_BR && n->space == SPACE_HTML)
                add_break(w, n);
            else if ((block && n->tag != TAG_IMG) || (n->space != SPACE_HTML && n->state == 2)) {
                /* what follows a foreign element that did not end by itself is told from what is in it
                 * only by what stands around both */
                close_block(w);
                w->last_space = true;
            }
            if (n->first != NONE && !is_dropped(n, out->unscripted) && w->depth < FRAMES) {
                enter(w, i);
                if (n->tag == TAG_A && w->open)
                    out->p[out->n].links++;
                i = n->first;
                continue;
            }
        }
        while (i != NONE && t->p[i].next == NONE) {
            i = t->p[i].parent;
            struct frame *f = &w->f[--w->depth];
            w->stack_n = f->tokens;
            if (f->block) {
                close_block(w);
                w->last_space = true;
            }
            if (!i) {
                i = NONE;
                break;
            }
        }
        if (i != NONE)
            i = t->p[i].next;
    }
    close_block(w);
}
