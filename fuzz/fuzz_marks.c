/* Times and quantities over any bytes, and all marks over what the language room makes of them: spans stay
 * in the text, the lists in order, and what points at an attribution points at one. */
#include "doc/doc.h"
#include "mark/mark_kit.h"

static struct mark_kit *kit;
static struct lang_kit *language;

static void check_spans(slice text, const struct spans *s, bool some) {
    if (some && !s->n)
        __builtin_trap();
    for (uint32_t i = 0; i < s->n; i++)
        if (s->p[i].start >= s->p[i].end || s->p[i].end > text.n)
            __builtin_trap();
}

static void check_all(slice text, const struct marks *m) {
    for (uint32_t i = 0; i < m->attributions_n; i++) {
        const struct attribution *x = &m->attributions[i];
        check_spans(text, &x->content, true);
        check_spans(text, &x->cue, false);
        check_spans(text, &x->source, false);
        if ((x->parent != NONE && (x->parent >= m->attributions_n || x->parent == i)) ||
            (x->of != NONE && (x->of >= m->attributions_n || x->of == i)))
            __builtin_trap();
        uint32_t up = 0;
        for (uint32_t k = i; k != NONE; k = m->attributions[k].parent)
            if (++up > m->attributions_n)
                __builtin_trap(); /* a circle */
    }
    for (uint32_t i = 0; i < m->events_n; i++)
        if (m->events[i].at.start >= m->events[i].at.end || m->events[i].at.end > text.n ||
            (m->events[i].attribution != NONE && m->events[i].attribution >= m->attributions_n))
            __builtin_trap();
}

static void read_marks(void *arg) {
    slice text = *(slice *)arg;
    struct arena *a = arena_new(1u << 28);
    if (!a)
        return;
    struct page page = {.text = text, .published = S("2020-02-29T12:30:00Z")};
    struct lang lang = {0};
    struct marks marks = {0};
    struct arena *tmp = arena_new(1u << 28);
    if (tmp) {
        struct atoms atoms;
        atoms_read(&kit->words, &page, tmp, &atoms);
        mark_times(&atoms, &page, &lang, a, &marks);
        mark_quantities(&atoms, &lang, a, &marks);
        for (uint32_t i = 0; i < marks.times_n; i++)
            if (marks.times[i].at.start >= marks.times[i].at.end || marks.times[i].at.end > text.n ||
                !marks.times[i].value.n)
                __builtin_trap();
        for (uint32_t i = 0; i < marks.quantities_n; i++)
            if (marks.quantities[i].at.start >= marks.quantities[i].at.end || marks.quantities[i].at.end > text.n)
                __builtin_trap();
    }
    if (tmp && text.n && text.n < 3000 && utf8_valid(text.p, text.n) == text.n) {
        struct block block = {{0, text.n}, BLOCK_PARAGRAPH};
        page.blocks = &block;
        page.blocks_n = 1;
        arena_reset(tmp);
        lang_read(language, &page, LANG_PARSE, a, tmp, &lang);
        arena_reset(tmp);
        marks = (struct marks){0};
        mark_read(kit, &page, &lang, a, tmp, &marks);
        check_all(text, &marks);
    }
    arena_free(tmp);
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!kit && mark_kit_open(&kit, "en", NULL, NULL))
        return 0;
    if (!language && lang_kit_open(&language, "en", NULL, NULL))
        return 0;
    slice text = slice_of((const char *)data, size);
    guard_run(read_marks, &text);
    return 0;
}
