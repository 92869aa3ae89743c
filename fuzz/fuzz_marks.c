/* Times and quantities over any bytes: spans stay in the text and the lists in order. */
#include "doc/doc.h"

static struct mark_kit *kit;

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
        mark_times(kit, &page, &lang, a, tmp, &marks);
        mark_quantities(kit, &page, &lang, a, tmp, &marks);
        for (uint32_t i = 0; i < marks.times_n; i++)
            if (marks.times[i].at.start >= marks.times[i].at.end || marks.times[i].at.end > text.n ||
                !marks.times[i].value.n)
                __builtin_trap();
        for (uint32_t i = 0; i < marks.quantities_n; i++)
            if (marks.quantities[i].at.start >= marks.quantities[i].at.end || marks.quantities[i].at.end > text.n)
                __builtin_trap();
    }
    arena_free(tmp);
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!kit && mark_kit_open(&kit, "en", NULL, NULL))
        return 0;
    slice text = slice_of((const char *)data, size);
    guard_run(read_marks, &text);
    return 0;
}
