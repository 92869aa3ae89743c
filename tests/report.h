/* A report made up on the spot, read by all rooms of one document. */
#ifndef STM_TEST_REPORT_H
#define STM_TEST_REPORT_H

#include "test.h"

#include "doc/doc.h"

static struct kits {
    struct lang_kit *lang;
    struct mark_kit *mark;
} kits;

/* Its text, of one or more paragraphs: "One. / Another." */
static void report_text(struct arena *a, struct document *d, slice text) {
    struct buf b = {.a = a};
    uint32_t cap = 0;
    while (text.n) {
        uint32_t cut = slice_find(text, S(" / "), 0);
        slice part = cut == NONE ? text : slice_cut(text, 0, cut);
        text = cut == NONE ? slice_cut(text, text.n, text.n) : slice_cut(text, cut + 3, text.n);
        if (b.n)
            buf_add(&b, "\n\n", 2);
        ARENA_MORE(a, d->page.blocks, d->page.blocks_n, cap);
        d->page.blocks[d->page.blocks_n++] = (struct block){{b.n, b.n + part.n}, BLOCK_PARAGRAPH};
        buf_slice(&b, part);
    }
    d->page.text = buf_take(&b);
}

/* What stands in it, once all of its page is known. */
static void report_read(struct arena *a, struct document *d) {
    struct arena *tmp = arena_new(0);
    lang_read(kits.lang, &d->page, LANG_PARSE, a, tmp, &d->lang);
    mark_read(kits.mark, &d->page, &d->lang, a, tmp, &d->marks);
    arena_free(tmp);
}

static void open_kits(void) {
    stm_err err = {0};
    CHECK(lang_kit_open(&kits.lang, "en", NULL, &err) == 0);
    CHECK(mark_kit_open(&kits.mark, "en", NULL, &err) == 0);
}

static void close_kits(void) {
    mark_kit_close(kits.mark);
    lang_kit_close(kits.lang);
}

#endif
