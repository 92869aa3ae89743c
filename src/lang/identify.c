/* Which language a text is in: by its script where that tells, else by its commonest words (Grefenstette
 * 1995, "small words"). A table of words with a bit for each language; a word that several share counts
 * for each with a share of one. */
#include "lang.h"

enum { MOST_LANGUAGES = 32, MOST_WORDS = 600, LEAST_WORDS = 20 };

struct identify {
    struct table words; /* word -> mask of languages */
    uint32_t lengths[256]; /* of them, by their first byte: bits; most of a text's words are longer than any */
    char codes[MOST_LANGUAGES][4];
    uint32_t n;
};

struct identify *lang_identify_open(struct arena *a) {
    struct identify *t = ARENA_NEW(a, struct identify);
    slice rest = embedded("lang/identify.tsv"), line;
    table_init(&t->words, a, 1200);
    while (slice_line(&rest, &line)) {
        slice code, word;
        if (!line.n || line.p[0] == '#' || t->n == MOST_LANGUAGES || !slice_field(&line, '\t', &code) ||
            code.n > 3)
            continue;
        memcpy(t->codes[t->n], code.p, code.n);
        while (slice_field(&line, ' ', &word))
            if (word.n && word.n < 32) {
                *table_put(&t->words, word, 0) |= 1u << t->n;
                t->lengths[(uint8_t)word.p[0]] |= 1u << word.n;
            }
        t->n++;
    }
    return t;
}

/* Scripts that one language, or nearly, is written in. */
static const struct { uint32_t first, last; const char *code; } scripts[] = {
    {0x0370, 0x03FF, "el"}, {0x0590, 0x05FF, "he"}, {0x0600, 0x06FF, "ar"}, {0x0900, 0x097F, "hi"},
    {0x0980, 0x09FF, "bn"}, {0x0E00, 0x0E7F, "th"}, {0x10A0, 0x10FF, "ka"}, {0x3040, 0x30FF, "ja"},
    {0x4E00, 0x9FFF, "zh"}, {0xAC00, 0xD7AF, "ko"}};

slice lang_identify(const struct identify *t, slice text) {
    float score[MOST_LANGUAGES] = {0};
    uint32_t in_script[NELEMS(scripts)] = {0}, letters = 0, words = 0;
    const char *p = text.p, *end = text.p + text.n;
    while (p < end && words < MOST_WORDS && letters < 6000) {
        char word[24];
        uint32_t n = 0;
        bool any = false;
        while (p < end) { /* a word, in lower case */
            if (is_alpha((unsigned char)*p)) { /* most of most texts */
                any = true;
                letters++;
                if (n < sizeof word)
                    word[n] = to_lower(*p);
                n++;
                p++;
                continue;
            }
            uint32_t cp;
            int len = utf8_decode(p, end, &cp);
            if (!len) {
                p++;
                break;
            }
            if (!cp_is_letter(cp)) {
                p += len;
                break;
            }
            p += len;
            any = true;
            letters++;
            for (size_t s = 0; cp >= 0x370 && s < NELEMS(scripts); s++)
                in_script[s] += cp >= scripts[s].first && cp <= scripts[s].last;
            char c[4];
            int m = utf8_encode(cp_lower(cp), c);
            if (n + (uint32_t)m <= sizeof word)
                memcpy(word + n, c, (size_t)m);
            n += (uint32_t)m;
        }
        if (!any)
            continue;
        words++;
        bool may_be = n <= sizeof word && t->lengths[(uint8_t)word[0]] >> n & 1;
        const uint32_t *mask = may_be ? table_get(&t->words, slice_of(word, n)) : NULL;
        if (!mask)
            continue;
        float share = *mask & (*mask - 1) ? 1.0f / (float)__builtin_popcount(*mask) : 1;
        for (uint32_t rest = *mask; rest; rest &= rest - 1)
            score[__builtin_ctz(rest)] += share;
    }
    for (size_t s = 0; s < NELEMS(scripts); s++) {
        uint32_t kana = scripts[s].code[0] == 'z' ? in_script[7] : 0; /* Japanese has both */
        if (letters > 20 && (in_script[s] > letters / 2 || (s == 7 && in_script[s] > letters / 8)) &&
            kana < letters / 8)
            return slice_str(scripts[s].code);
    }
    uint32_t best = 0, second = 1;
    for (uint32_t l = 0; l < t->n; l++)
        if (score[l] > score[best])
            best = l;
    second = best == 0;
    for (uint32_t l = 0; l < t->n; l++)
        if (l != best && score[l] > score[second])
            second = l;
    if (words < LEAST_WORDS || !t->n || score[best] < 0.08f * (float)words ||
        score[best] < 1.3f * score[second])
        return (slice){0};
    return slice_str(t->codes[best]);
}
