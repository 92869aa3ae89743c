/* What vectors of 512 bits say, where the machine has them, is what is said without, to the bit; and texts that are read
 * many bytes at a time are read as they are one by one. */
#include "page/html_blocks.h"
#include "test.h"

static uint64_t seed = 7;
static uint32_t below(uint32_t n) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

/* Words of all lengths, signs between them, capitals, digits, bytes of other scripts. */
static slice some_text(char *to, uint32_t n) {
    static const char signs[] = "aeinorstAEIZ09  ,.-'&\n\xC3\xA9\xE2\x80\x99\xFF";
    uint32_t letters = below(3) ? 8 : (uint32_t)sizeof signs - 1;
    for (uint32_t i = 0; i < n; i++)
        to[i] = below(6) ? signs[below(letters)] : signs[below((uint32_t)sizeof signs - 1)];
    return slice_of(to, n);
}

static uint32_t weighed_wrong(const struct page_model *m) {
    char text[400];
    uint32_t wrong = 0;
    for (uint32_t turn = 0; turn < 20000; turn++) {
        slice s = some_text(text, below(turn % 8 ? 90 : sizeof text)), rest = s;
        float said[3], sum = 0, low = 0, high = 0;
        uint32_t words = 0;
        for (uint16_t word; page_word_next(&rest, &word); words++) {
            float v = page_model_word(m, word);
            sum += v;
            low = v < low ? v : low;
            high = v > high ? v : high;
        }
        float is[3] = {words ? sum / (float)words : 0, low, high};
        page_model_weigh(m, s, said);
        wrong += memcmp(said, is, sizeof is) != 0;
    }
    return wrong;
}

/* Rows that are scored together, and each by itself. */
static uint32_t scored_wrong(const struct page_forest *f) {
    static float x[21 * PAGE_WIDTH];
    float together[21], alone;
    uint32_t wrong = 0;
    for (uint32_t turn = 0; turn < 200; turn++) {
        uint32_t n = 1 + below(21);
        for (uint32_t i = 0; i < n * f->width; i++)
            x[i] = below(3) ? (float)below(2000) / 100 - 5 : below(2) ? -0.0f : (float)below(3);
        page_forest_scores(f, x, n, f->width, together);
        for (uint32_t r = 0; r < n; r++) {
            page_forest_scores(f, x + (size_t)r * f->width, 1, 0, &alone);
            wrong += memcmp(&alone, &together[r], sizeof alone) != 0;
        }
    }
    return wrong;
}

/* Runs of two and more letters and digits, parted at capitals; digits in a row are one sign. */
static uint32_t tokens_slowly(slice s, uint16_t *to) {
    uint32_t found = 0, h = 0, n = 0;
    for (uint32_t i = 0; i <= s.n; i++) {
        unsigned char c = i < s.n ? (unsigned char)s.p[i] : 0, last = i ? (unsigned char)s.p[i - 1] : 0;
        if (!is_alnum(c) || (is_upper(c) && is_lower(last))) {
            if (n > 1)
                to[found++] = (uint16_t)((h ^ h >> 16) & (PAGE_TOKENS - 1));
            h = n = 0;
        }
        if (!is_alnum(c) || (is_digit(c) && is_digit(last)))
            continue;
        h = (h ^ (uint8_t)(is_digit(c) ? '0' : to_lower((char)c))) * PAGE_WORD_MUL + PAGE_TOKEN_ADD;
        n++;
    }
    return found;
}

static uint32_t tokens_wrong(void) {
    char text[64];
    uint32_t wrong = 0;
    for (uint32_t turn = 0; turn < 20000 && page_wide_reads(); turn++) {
        uint16_t got[PAGE_WIDE_TOKENS], is[PAGE_WIDE_TOKENS];
        slice s = some_text(text, below(65));
        uint32_t n = tokens_slowly(s, is);
        wrong += page_wide_tokens(s, got) != n || memcmp(got, is, n * sizeof *is) != 0;
    }
    return wrong;
}

/* Line feeds, many or few. */
static uint32_t lines_wrong(void) {
    char text[300];
    uint32_t wrong = 0, got[300 + PAGE_WIDE];
    for (uint32_t turn = 0; turn < 20000 && page_wide_reads(); turn++) {
        uint32_t n = below(sizeof text), often = 1 + below(1 << below(8)), k = 0;
        for (uint32_t i = 0; i < n; i++)
            text[i] = below(often) ? 'a' : '\n';
        slice s = slice_of(text, n);
        uint32_t all = page_wide_feeds(s);
        page_wide_lines(s, got);
        for (uint32_t i = 0; i < n; i++)
            if (text[i] == '\n')
                wrong += k >= all || got[k++] != i + 1;
        wrong += k != all;
    }
    return wrong;
}

static void models(void *arg) {
    (void)arg;
    struct page_kit *kit;
    CHECK(!lines_wrong());
    CHECK(!page_kit_open(&kit, NULL, NULL) && kit->model);
    CHECK(!weighed_wrong(kit->model));
    CHECK(!tokens_wrong());
    CHECK(!scored_wrong(&kit->model->first));
    CHECK(!scored_wrong(&kit->model->second));
    page_kit_close(kit);
}

/* Blanks of all kinds, bullets before and stops behind; the same with a sign in it that is no ASCII goes byte by byte. */
static void plain(void *arg) {
    (void)arg;
    char text[200], odd[210], got[256], other[256];
    uint32_t wrong = 0;
    for (uint32_t turn = 0; turn < 20000; turn++) {
        uint32_t n = below(sizeof text);
        for (uint32_t i = 0; i < n; i++)
            text[i] = below(5) ? "aXy0,'Z"[below(7)] : " -*>.:!;|\t\n  "[below(13)];
        slice s = kit_plain(slice_of(text, n), got, sizeof got);
        memcpy(odd, text, n);
        memcpy(odd + n, "a\xC3\xA9", 3);
        slice o = kit_plain(slice_of(odd, n + 3), other, sizeof other);
        wrong += o.n < s.n + 3 || memcmp(o.p, s.p, s.n) != 0;
    }
    CHECK(!wrong);
}

int main(void) {
    RUN(models);
    RUN(plain);
    DONE();
}
