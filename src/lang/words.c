/* data/lang/CODE/tokens.txt: the tokenizer's word classes, read once into one table. */
#include "lang_parts.h"

static const struct {
    const char *name;
    uint32_t bit;
} classes[] = {
    {"before", WORD_BEFORE}, {"abbr", WORD_ABBR},     {"date", WORD_DATE},
    {"prefix", WORD_PREFIX}, {"unit", WORD_UNIT},     {"split", WORD_SPLIT},
    {"clitic", WORD_CLITIC}, {"apostrophe", WORD_APOSTROPHE}, {"dotted", WORD_DOTTED},
};

void words_open(struct lang_kit *kit) {
    struct arena *a = kit->arena;
    table_init(&kit->words, a, 512);
    slice name = arena_printf(a, "lang/%s/tokens.txt", kit->code);
    slice rest = embedded(name.p), line;
    while (slice_line(&rest, &line)) {
        line = slice_trim(line);
        if (!line.n || line.p[0] == '#')
            continue;
        slice head;
        if (!slice_field(&line, ':', &head))
            continue;
        uint32_t bit = 0;
        for (size_t i = 0; i < NELEMS(classes); i++)
            if (slice_eq(head, slice_str(classes[i].name)))
                bit = classes[i].bit;
        slice word;
        while (slice_field(&line, ' ', &word)) {
            if (!word.n)
                continue;
            uint32_t value = bit;
            uint32_t plus = slice_find(word, S("+"), 0);
            if (plus != NONE) { /* "can+not": the key has no plus; the place goes into the value */
                char *whole = arena_dup(a, word.p, word.n);
                memmove(whole + plus, whole + plus + 1, word.n - plus - 1);
                word = slice_of(whole, word.n - 1);
                value |= plus << 16;
            }
            *table_put(&kit->words, word, 0) |= value;
        }
    }
}

uint32_t word_bits(const struct lang_kit *kit, slice word) {
    char low[32];
    if (word.n > sizeof low || !word.n)
        return 0;
    for (uint32_t i = 0; i < word.n; i++)
        low[i] = to_lower(word.p[i]);
    const uint32_t *v = table_get(&kit->words, slice_of(low, word.n));
    return v ? *v : 0;
}
