/* Tokens by vectors of 512 bits where the machine has them: what stands where in 64 bytes is a bit for each (Langdale and
 * Lemire 2019, simdjson), and a tag's attributes are told from those bits. Only texts and tags as nearly all are: a tag whose
 * attributes are NAME or NAME="VALUE" alone. Of everything else, and near the end of a page, html_token.c says what it is. */
#include "html_token.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#define WIDE __attribute__((target("avx512f,avx512bw,bmi,bmi2,pclmul")))
enum { BLOCK = 64, BEHIND = 16 /* bytes behind a block that may be read */, AHEAD = 1024 /* bytes asked for early */ };

bool html_wide_here(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("pclmul");
}

/* Bytes that are looked for, 64 times each; the table is in names, since the compiler would rather make them anew for each tag. */
#define ARE(v, sign) _mm512_cmpeq_epi8_mask((v), _mm512_loadu_si512(names->signs[sign]))
#define FIRST(bits) ((uint32_t)_tzcnt_u64(bits))
#define BELOW(n) _bzhi_u64(UINT64_MAX, (n))

/* Blanks have lower four bits of their own each: a table says what a byte with those must be. */
#define BLANKS(v) _mm512_cmpeq_epi8_mask((v), _mm512_shuffle_epi8(_mm512_loadu_si512(names->signs[SIGN_BLANKS]), (v)))

static inline bool is_letter(char c) { return (uint8_t)((c | 32) - 'a') < 26; }

/* What an attribute's name says, by its first eight bytes (html_has). */
enum { NOTED = 16, NOTED_CLASS = 0 };
static const struct noted {
    char name[8], tail[4]; /* tail: the last four of a longer one */
    uint32_t n, tail_mask, has;
} noted[NOTED] = {[NOTED_CLASS] = {"class", "", 5, 0, HAS_ID},      [4] = {"style", "", 5, 0, HAS_STYLE},
                  [6] = {"itemprop", "", 8, 0, HAS_ITEMPROP},       [8] = {"hidden", "", 6, 0, HAS_HIDDEN},
                  [10] = {"id", "", 2, 0, HAS_ID},                  [12] = {"role", "", 4, 0, HAS_ROLE},
                  [13] = {"aria-hid", "dden", 11, UINT32_MAX, HAS_HIDDEN}};

/* What is made of a tag, all of it in registers: what is written in halves and read at once has to wait. */
struct tag {
    uint32_t name, name_end, attrs_end, after, class_at;
    uint8_t has;
    bool self_closing;
};

/* The attribute whose name is at [at, end). */
WIDE static inline void note(struct tag *t, const char *p, uint32_t at, uint32_t end) {
    uint64_t key, is;
    uint32_t n = end - at, tail, tail_is;
    memcpy(&key, p + at, sizeof key);
    memcpy(&tail, p + end - 4, sizeof tail); /* a tag's name and a blank stand before */
    key = _bzhi_u64(key | 0x2020202020202020u, n < 8 ? n * 8 : 64);
    uint32_t slot = (uint32_t)(key * 0xC2B2AE3D27D4EB4Fu >> 60);
    const struct noted *o = &noted[slot];
    memcpy(&is, o->name, sizeof is);
    memcpy(&tail_is, o->tail, sizeof tail_is);
    bool hit = (key == is) & (n == o->n) & !(((tail | 0x20202020) ^ tail_is) & o->tail_mask);
    bool class = hit & (slot == NOTED_CLASS) & (p[end] == '=') & (p[end + 2] != '"'), first = class & !t->class_at;
    t->has |= (uint8_t)(o->has & (0u - (hit & ((slot != NOTED_CLASS) | (class & !first)))));
    t->class_at = first ? end + 2 : t->class_at;
}

/* Which bytes stand in quotes, the opening ones among them. */
WIDE static inline uint64_t quoted(uint64_t quotes, uint64_t before) {
    __m128i x = _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)quotes), _mm_set1_epi8(-1), 0);
    return (uint64_t)_mm_cvtsi128_si64(x) ^ before;
}

/* The attributes of a tag whose name ends, not with ">", n bytes behind `base`, where v is from. */
WIDE static inline bool read_attrs(const struct html_names *names, slice s, uint32_t base, __m512i v, uint32_t n, struct tag *t) {
    uint64_t within = ~BELOW(n), in_quotes = 0, after_eq = 0, after_sep = 0; /* the last three: of the block before */
    if ((ARE(v, SIGN_QUOTE) | ARE(v, SIGN_EQUALS)) & ~within)
        return false;
    for (;; within = UINT64_MAX) {
        uint64_t quote = ARE(v, SIGN_QUOTE), in = quoted(quote, in_quotes), end = ARE(v, SIGN_GREATER) & ~in & within;
        uint64_t tag = within & _blsmsk_u64(end), open = quote & in & tag; /* tag: what is of it; all where it does not end here */
        within = tag & ~in;
        uint64_t eq = ARE(v, SIGN_EQUALS) & within;
        uint64_t sep = (BLANKS(v) | ARE(v, SIGN_SLASH) | quote) & within, start = (sep << 1 | after_sep) & within & ~(sep | end);
        if (open != (eq << 1 | after_eq) || (start & eq)) /* another sign than a quote behind "=", or before it */
            return false;
        uint64_t ends = eq | sep | end;
        for (; start; start &= start - 1) {
            uint32_t at = FIRST(start), to = FIRST(ends & ~BELOW(at));
            for (; to >= BLOCK && base + to < s.n && !html_ends_name(s.p[base + to]);) /* it goes on behind the block */
                to++;
            if (s.n - base - to < BEHIND)
                return false;
            note(t, s.p, base + at, base + to);
        }
        if (end) {
            uint32_t at = base + FIRST(end);
            t->self_closing = s.p[at - 1] == '/';
            t->attrs_end = at - t->self_closing;
            t->after = at + 1;
            return true;
        }
        in_quotes = 0 - (in >> 63);
        after_eq = eq >> 63;
        after_sep = sep >> 63;
        base += BLOCK;
        if (s.n - base < BLOCK + BEHIND)
            return false;
        v = _mm512_loadu_si512(s.p + base);
    }
}

static inline void put(span *to, uint32_t start, uint32_t end) {
    uint32_t both[2] = {start, end};
    memcpy(to, both, sizeof both);
}

/* The tag whose name begins at `name`. */
WIDE static inline bool read_tag(struct html_lexer *lx, uint32_t start, uint32_t name, struct html_token *out) {
    slice s = lx->s;
    const struct html_names *names = lx->names;
    __m512i v = _mm512_loadu_si512(s.p + name);
    uint64_t close = ARE(v, SIGN_GREATER), stop = close | ARE(v, SIGN_SLASH) | BLANKS(v);
    uint32_t n = FIRST(stop);
    if (n >= BLOCK)
        return false;
    struct tag t = {.attrs_end = name + n, .after = name + n + 1};
    __m512i low = _mm512_mask_add_epi8(v, _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('A')), _mm512_set1_epi8(25)), v,
                                       _mm512_set1_epi8(32));
    __m128i first = _mm512_castsi512_si128(_mm512_maskz_mov_epi8(BELOW(n), low));
    uint64_t key[2] = {(uint64_t)_mm_cvtsi128_si64(first), (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(first, first))};
    if (!(close >> n & 1) && !read_attrs(names, s, name, v, n, &t))
        return false;
    *out = (struct html_token){.kind = name == start + 1 ? HTML_START : HTML_END,
                               .tag = n > HTML_NAME_MAX ? (uint8_t)TAG_NONE : html_tag_of_key(names, key),
                               .self_closing = t.self_closing,
                               .has = t.has,
                               .class_at = t.class_at};
    put(&out->at, start, t.after);
    put(&out->name, name, name + n);
    put(&out->attrs, name + n, t.attrs_end);
    lx->at = t.after;
    return true;
}

WIDE bool html_wide_next(struct html_lexer *lx, struct html_token *t) {
    slice s = lx->s;
    const struct html_names *names = lx->names;
    uint32_t i = lx->at;
    if (s.n < i || s.n - i < BLOCK + BEHIND)
        return false;
    _mm_prefetch(s.p + i + (s.n - i < AHEAD ? 0 : AHEAD), _MM_HINT_T0); /* the first to read a page, and not byte after byte */
    if (s.p[i] != '<') {
        for (uint32_t at = i; s.n - at >= BLOCK + BEHIND; at += BLOCK)
            for (uint64_t lt = ARE(_mm512_loadu_si512(s.p + at), SIGN_LESS); lt; lt &= lt - 1) {
                uint32_t end = at + FIRST(lt);
                char c = s.p[end + 1];
                if (is_letter(c) || c == '/' || c == '!' || c == '?') {
                    *t = (struct html_token){.kind = HTML_TEXT};
                    put(&t->at, i, end);
                    lx->at = end;
                    return true;
                }
            }
        return false;
    }
    uint32_t name = i + 1 + (s.p[i + 1] == '/');
    if (!is_letter(s.p[name]) || s.n - name < BLOCK + BEHIND)
        return false;
    if (!read_tag(lx, i, name, t))
        return false;
    if (t->kind == HTML_START)
        lx->last = slice_at(s, t->name);
    return true;
}
#else
bool html_wide_here(void) { return false; }
bool html_wide_next(struct html_lexer *lx, struct html_token *t) {
    (void)lx, (void)t;
    return false;
}
#endif
