/* Reports made up on the spot, and what the claim room makes of them. */
#ifndef STM_CLAIM_REPORTS_H
#define STM_CLAIM_REPORTS_H

#include "test.h"

#include "claim/claim.h"

static struct kits {
    struct lang_kit *lang;
    struct mark_kit *mark;
} kits;

/* A report of one or more paragraphs: "One. / Another." */
static const struct document *report(struct arena *a, const char *id, const char *published, const char *words) {
    struct document *d = ARENA_NEW(a, struct document);
    struct buf b = {.a = a};
    slice text = slice_str(words);
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
    d->id = slice_str(id);
    d->page.published = slice_str(published);
    d->page.text = buf_take(&b);
    sha256(d->page.text.p, d->page.text.n, d->source.sha256);
    struct arena *tmp = arena_new(0);
    lang_read(kits.lang, &d->page, LANG_PARSE, a, tmp, &d->lang);
    mark_read(kits.mark, &d->page, &d->lang, a, tmp, &d->marks);
    arena_free(tmp);
    return d;
}

/* One story, one family where `family` says so. */
static void read_claims(struct arena *a, const struct document *const *docs, uint32_t n, bool family,
                        struct claims *out) {
    struct kin kin = {0};
    struct stories stories = {0};
    kin.family = ARENA_ARRAY(a, uint32_t, n + 1);
    stories.story_of = ARENA_ARRAY(a, uint32_t, n + 1);
    stories.stories = ARENA_ARRAY(a, struct story, 1);
    stories.stories_n = 1;
    stories.stories[0].documents = ARENA_ARRAY(a, uint32_t, n + 1);
    stories.stories[0].documents_n = n;
    for (uint32_t i = 0; i < n; i++) {
        stories.stories[0].documents[i] = i;
        kin.family[i] = family ? 0 : i;
    }
    story_read(docs, n, &kin, 1, a, &stories); /* figures */
    stories.stories_n = 1;
    stories.threads_n = 0;
    stories.stories = ARENA_ARRAY(a, struct story, 1);
    stories.stories[0].documents = ARENA_ARRAY(a, uint32_t, n + 1);
    stories.stories[0].documents_n = n;
    for (uint32_t i = 0; i < n; i++) {
        stories.stories[0].documents[i] = i;
        stories.story_of[i] = 0;
    }
    claim_read(docs, n, &kin, &stories, 1, a, out);
}

static FILE *open_cases(const char *name) {
    char path[256];
    static const char *const from[] = {"tests/claim/", "../tests/claim/", "../../tests/claim/", "../../../tests/claim/"};
    for (size_t i = 0; i < NELEMS(from); i++) {
        snprintf(path, sizeof path, "%s%s", from[i], name);
        FILE *f = fopen(path, "rb");
        if (f)
            return f;
    }
    return NULL;
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
