/* What must hold of every page that was read, whatever its bytes: for fuzz targets and tests. */
#ifndef STM_PAGE_CHECK_H
#define STM_PAGE_CHECK_H

#include <stdlib.h>

#include "page/html_head.h"
#include "page/page.h"

/* Without blanks and what is not seen. */
static inline slice page_check_bare(slice s, struct arena *a) {
    char *p = arena_alloc(a, s.n + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n;) {
        uint32_t cp;
        int len = utf8_decode(s.p + i, s.p + s.n, &cp);
        if (!len)
            return (slice){0};
        bool hidden = cp_is_space(cp) || cp < ' ' || cp == 0xAD || cp == 0x200B || cp == 0xFEFF || cp == 0x2060;
        if (!hidden) {
            memcpy(p + n, s.p + i, (size_t)len);
            n += (uint32_t)len;
        }
        i += (uint32_t)len;
    }
    return slice_of(p, n);
}

/* The words of a piece of HTML: mark-up and what is never shown left out, references resolved. Read by itself (context: TAG_BODY),
 * or as part of the page (TAG_NONE): where markup is badly nested, what is shown hangs on what stands open before it. */
static inline slice page_check_words(slice s, span in, enum html_tag context, const struct html_names *names, bool unscripted,
                                     struct arena *a) {
    struct html_tree t;
    html_parse(&t, s, names, a, context, SPACE_HTML, false);
    struct buf b = {.a = a};
    bool down = true;
    /* in the order of the source: nodes are made in it */
    uint8_t *out = ARENA_ARRAY(a, uint8_t, t.n);
    for (uint32_t i = html_walk(&t, 0, 0, true); i != NONE; i = html_walk(&t, 0, i, down)) {
        const struct html_node *n = &t.p[i];
        down = true;
        if (n->kind == NODE_TEXT)
            out[i] = 1;
        if (n->kind != NODE_ELEMENT)
            continue;
        if (n->space != SPACE_HTML)
            down = false;
        switch (n->tag) {
        case TAG_HEAD: case TAG_SCRIPT: case TAG_STYLE: case TAG_TEMPLATE:
        case TAG_SELECT: case TAG_TEXTAREA: case TAG_IFRAME: case TAG_OBJECT: case TAG_APPLET:
        case TAG_AUDIO: case TAG_VIDEO: case TAG_CANVAS: case TAG_DATALIST: case TAG_NOFRAMES:
        case TAG_NOEMBED: case TAG_TITLE: case TAG_AMP_AD: case TAG_FRAMESET: case TAG_RP:
        case TAG_XMP: case TAG_PLAINTEXT:
            down = false;
            break;
        case TAG_NOSCRIPT:
            down = unscripted;
            break;
        default:
            break;
        }
    }
    for (uint32_t i = 0; i < t.n; i++) {
        span at = t.p[i].at; /* a block may begin or end within a piece of text: blanks and what is not seen stand around it */
        at = (span){at.start > in.start ? at.start : in.start, at.end < in.end ? at.end : in.end};
        if (out[i] && at.start < at.end)
            html_decode(&b, slice_at(s, at), t.p[i].state, false);
    }
    return buf_take(&b);
}

/* How a block's place is read again: not as HTML; cut out, by itself, as it is for every page that is nested well; or, where that
 * gives other words, in the page. */
enum page_cut { CUT_TEXT, CUT_ALONE, CUT_IN_PAGE };

/* 0, or the number of the rule that is broken. `text`: source.text, with no map of its own. */
static inline int page_check(const struct page *p, slice text, enum page_cut how, const struct html_names *names,
                             struct arena *a) {
    uint32_t end = 0;
    if (utf8_valid(p->text.p, p->text.n) != p->text.n)
        return 1;
    for (uint32_t i = 0; i < p->blocks_n; i++) {
        span at = p->blocks[i].at;
        if (at.start < end || at.end <= at.start || at.end > p->text.n)
            return 2;
        end = at.end;
        span src = page_source(p, at);
        if (src.end <= src.start || src.end > text.n)
            return 3;
        slice cut = slice_at(text, src), have = slice_at(p->text, at), want;
        if (how != CUT_TEXT) {
            want = page_check_words(cut, (span){0, cut.n}, TAG_BODY, names, false, a);
            for (int way = 1; way < (how == CUT_IN_PAGE ? 4 : 2) && !slice_eq(page_check_bare(have, a), page_check_bare(want, a)); way++)
                want = way < 2 ? page_check_words(cut, (span){0, cut.n}, TAG_BODY, names, true, a)
                               : page_check_words(text, src, TAG_NONE, names, way == 3, a);
        } else { /* what is noise inside a paragraph is not in its text */
            struct buf b = {.a = a};
            uint32_t from = src.start;
            for (uint32_t k = 0; k < p->noise_n; k++) {
                span x = p->noise[k].src;
                if (x.start < from || x.end > src.end)
                    continue;
                buf_add(&b, text.p + from, x.start - from);
                from = x.end;
            }
            buf_add(&b, text.p + from, src.end - from);
            want = buf_take(&b);
        }
        if (!slice_eq(page_check_bare(have, a), page_check_bare(want, a)))
            return 4;
    }
    for (uint32_t i = 0; i < p->noise_n; i++) {
        span x = p->noise[i].src;
        if (x.end <= x.start || x.end > text.n || !utf8_is_start(text.p[x.start]))
            return 5;
        if (i && x.start < p->noise[i - 1].src.start)
            return 6;
    }
    for (uint32_t i = 0; i < p->credits_n; i++)
        if (p->credits[i].src.end > text.n || p->credits[i].src.end <= p->credits[i].src.start)
            return 7;
    for (uint32_t i = 0; i < p->map.n; i++) {
        const struct map_run *r = &p->map.p[i];
        if (r->text + r->text_n > p->text.n || r->source + r->source_n > text.n ||
            (i && r->text < p->map.p[i - 1].text + p->map.p[i - 1].text_n))
            return 8;
        if (r->same && (r->text_n != r->source_n || memcmp(p->text.p + r->text, text.p + r->source, r->text_n)))
            return 9;
    }
    return 0;
}

/* Makes bytes UTF-8: what is not becomes "?". */
static inline slice page_check_utf8(const uint8_t *data, size_t n, struct arena *a) {
    char *p = arena_dup(a, (const char *)data, n);
    for (size_t at = 0; (at += utf8_valid(p + at, n - at)) < n;)
        p[at] = '?';
    return slice_of(p, n);
}

#endif
