/* HTML bytes -> tokens with exact source offsets.
 *
 * rooms: base
 *
 * The tokenizer of the HTML standard (section 13.2.5) over bytes of UTF-8. Tokens are spans: nothing
 * is copied or decoded before somebody asks for it. Attributes are cut from a tag's bytes when they
 * are wanted (html_attr_next), character references when text is wanted (html_decode). */
#ifndef STM_HTML_TOKEN_H
#define STM_HTML_TOKEN_H

#include "base/base.h"

/* Elements that some rule knows by name. The order is that of html_tag_names. */
#define HTML_TAGS(X)                                                                              \
    X(A, a) X(ABBR, abbr) X(ADDRESS, address) X(AMP_AD, amp-ad) X(ANNOTATION_XML, annotation-xml)   \
    X(APPLET, applet) X(AREA, area) X(ARTICLE, article) X(ASIDE, aside) X(AUDIO, audio) X(B, b)      \
    X(BASE, base) X(BASEFONT, basefont) X(BGSOUND, bgsound) X(BIG, big)                              \
    X(BLOCKQUOTE, blockquote) X(BODY, body) X(BR, br) X(BUTTON, button) X(CANVAS, canvas)            \
    X(CAPTION, caption) X(CENTER, center) X(CITE, cite) X(CODE, code) X(COL, col)                    \
    X(COLGROUP, colgroup) X(DATALIST, datalist) X(DD, dd) X(DEL, del) X(DESC, desc)                  \
    X(DETAILS, details) X(DIALOG, dialog) X(DIR, dir) X(DIV, div) X(DL, dl) X(DT, dt) X(EM, em)      \
    X(EMBED, embed) X(FIELDSET, fieldset) X(FIGCAPTION, figcaption) X(FIGURE, figure)                \
    X(FONT, font) X(FOOTER, footer) X(FOREIGNOBJECT, foreignobject) X(FORM, form) X(FRAME, frame)    \
    X(FRAMESET, frameset) X(H1, h1) X(H2, h2) X(H3, h3) X(H4, h4) X(H5, h5) X(H6, h6)                \
    X(HEAD, head) X(HEADER, header) X(HGROUP, hgroup) X(HR, hr) X(HTML, html) X(I, i)                \
    X(IFRAME, iframe) X(IMAGE, image) X(IMG, img) X(INPUT, input) X(INS, ins) X(KEYGEN, keygen)      \
    X(LABEL, label) X(LEGEND, legend) X(LI, li) X(LINK, link) X(LISTING, listing) X(MAIN, main)      \
    X(MALIGNMARK, malignmark) X(MARK, mark) X(MARQUEE, marquee) X(MATH, math) X(MENU, menu)          \
    X(META, meta) X(MGLYPH, mglyph) X(MI, mi) X(MN, mn) X(MO, mo) X(MS, ms) X(MTEXT, mtext)          \
    X(NAV, nav) X(NOBR, nobr) X(NOEMBED, noembed) X(NOFRAMES, noframes) X(NOSCRIPT, noscript)        \
    X(OBJECT, object) X(OL, ol) X(OPTGROUP, optgroup) X(OPTION, option) X(OUTPUT, output) X(P, p)    \
    X(PARAM, param) X(PICTURE, picture) X(PLAINTEXT, plaintext) X(PRE, pre) X(Q, q) X(RB, rb)        \
    X(RP, rp) X(RT, rt) X(RTC, rtc) X(RUBY, ruby) X(S, s) X(SCRIPT, script) X(SEARCH, search)        \
    X(SECTION, section) X(SELECT, select) X(SELECTEDCONTENT, selectedcontent) X(SMALL, small)        \
    X(SOURCE, source) X(SPAN, span) X(STRIKE, strike) X(STRONG, strong) X(STYLE, style) X(SUB, sub)  \
    X(SUMMARY, summary) X(SUP, sup) X(SVG, svg) X(TABLE, table) X(TBODY, tbody) X(TD, td)            \
    X(TEMPLATE, template) X(TEXTAREA, textarea) X(TFOOT, tfoot) X(TH, th) X(THEAD, thead)            \
    X(TIME, time) X(TITLE, title) X(TR, tr) X(TRACK, track) X(TT, tt) X(U, u) X(UL, ul) X(VAR, var)  \
    X(VIDEO, video) X(WBR, wbr) X(XMP, xmp)

enum html_tag {
    TAG_NONE, /* an element that no rule knows */
#define X(id, name) TAG_##id,
    HTML_TAGS(X)
#undef X
    TAG_COUNT
};
extern const char *const html_tag_names[];

enum { HTML_NAME_MAX = 16 }; /* bytes of a name that may be a tag's */
enum { SIGN_LESS, SIGN_GREATER, SIGN_SLASH, SIGN_EQUALS, SIGN_QUOTE, SIGN_BLANKS, SIGNS };

/* Name -> tag, made once (by the kit, by a test). */
struct html_names {
    uint8_t slot[1024];         /* by hash: a tag, or TAG_NONE */
    uint64_t key[TAG_COUNT][2]; /* the name's bytes, then noughts */
    bool wide;                  /* html_wide_here */
    uint8_t signs[SIGNS][64]; /* html_wide.c */
};

/* These two numbers give every tag a slot of its own (found by trying; html_names_init holds them to it). */
static inline uint32_t html_name_slot(const uint64_t key[2]) {
    return (uint32_t)((key[0] * 0x63A387ED706B087Bu + key[1] * 0xF0F809879A3FA28Bu) >> 54);
}
static inline uint8_t html_tag_of_key(const struct html_names *names, const uint64_t key[2]) {
    uint8_t tag = names->slot[html_name_slot(key)];
    bool is = (names->key[tag][0] == key[0]) & (names->key[tag][1] == key[1]); /* which it is is never foreseen: no branch */
    return (uint8_t)(tag & (0u - is));
}
void html_names_init(struct html_names *names);
/* Any case. readable: bytes from name.p on that may be read. */
uint8_t html_tag_of(const struct html_names *names, slice name, size_t readable);

enum html_token_kind { HTML_EOF, HTML_TEXT, HTML_START, HTML_END, HTML_COMMENT, HTML_DOCTYPE };
enum html_state { HTML_DATA, HTML_RCDATA, HTML_RAWTEXT, HTML_SCRIPT, HTML_PLAINTEXT, HTML_CDATA };

/* Attributes that a tag has, as far as somebody asks for them often. */
enum html_has { HAS_ID = 1 /* or a second class */, HAS_ROLE = 2, HAS_STYLE = 4, HAS_HIDDEN = 8 /* or aria-hidden */, HAS_ITEMPROP = 16 };

struct html_token {
    uint8_t kind, tag; /* enum html_token_kind, enum html_tag */
    uint8_t state;     /* of a text: the state that it was read in */
    bool self_closing;
    uint8_t has;       /* of a tag: enum html_has */
    uint32_t class_at; /* of a tag: where the value of its class starts; 0: it has none, or an empty one */
    span at;           /* the token, with its brackets */
    span name;         /* of a tag */
    span attrs;        /* of a tag: what stands between name and ">"; of a comment: its data */
};

struct html_lexer {
    slice s;
    uint32_t at;
    uint8_t state;  /* enum html_state: set by the tree builder after a start tag */
    bool cdata;     /* <![CDATA[ is one here: the current node is not HTML */
    slice last;     /* name of the last start tag: the end tag that ends raw text */
    const struct html_names *names;
};
/* White space as the standard has it. */
static inline bool html_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
void html_lexer_init(struct html_lexer *lx, slice s, const struct html_names *names);
void html_next(struct html_lexer *lx, struct html_token *out);
/* html_wide.c: the next token where the state is HTML_DATA, for machines that have the vectors (html_wide_here). False: it is
 * none of those that it knows, and lx is as it was. */
bool html_wide_here(void);
bool html_wide_next(struct html_lexer *lx, struct html_token *out);
/* Ends an attribute's name. */
static inline bool html_ends_name(char c) { return html_blank(c) || c == '/' || c == '>' || c == '='; }

struct html_attr {
    span name, value; /* of the text; a missing value is empty */
};
/* The next attribute in `rest` (which starts as token.attrs). Repeated names come again: the first
 * one counts. */
bool html_attr_next(slice s, span *rest, struct html_attr *out);
/* The value that starts at `at`: html_token.class_at. */
slice html_value_at(slice s, uint32_t at);
/* The value of an attribute by its (lower-case) name; false: there is none. */
bool html_attr_named(slice s, span attrs, slice name, slice *value);
static inline bool html_attr(slice s, span attrs, const char *name, slice *value) {
    return html_attr_named(s, attrs, slice_str(name), value); /* its length is known where this is compiled */
}

/* A character reference at s.p[0] == '&': its length in bytes (0: it is none), and its one or two
 * characters. `attr`: the rule for attribute values. */
uint32_t html_reference(slice s, bool attr, uint32_t cp[2]);
/* Text with references and line ends resolved, as token.state says. */
void html_decode(struct buf *out, slice s, enum html_state state, bool attr);

struct html_doctype {
    span name, public_id, system_id;
    bool has_name, has_public, has_system, quirks;
};
void html_doctype(slice s, const struct html_token *t, struct html_doctype *out);

#endif
