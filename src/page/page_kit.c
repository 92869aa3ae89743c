/* The page room's word lists, read once and shared by all threads.
 *
 * Lists are lines of fields parted by tabs; `#` begins a comment line. Phrases are found by hashing:
 * a text's beginnings and ends of one to seven words are looked up in one table, so that the cost
 * does not grow with the list. */
#include "base/bytes.h"
#include "text_model.h"
#include "page_parts.h"

#include <math.h>
#include <stdio.h>

enum { PHRASE_WORDS = 9, PHRASE_MAX = 320 /* bytes of a line that may be a phrase */ };

/* Calls take(k, fields) for each line of a list. */
static void each_line(struct page_kit *k, const char *name,
                      void (*take)(struct page_kit *, slice f[3])) {
    slice rest = embedded(name), line;
    while (slice_line(&rest, &line)) {
        if (!line.n || line.p[0] == '#')
            continue;
        slice f[3] = {{0}};
        for (int i = 0; i < 3; i++)
            if (!slice_field(&line, '\t', &f[i]))
                break;
        if (f[1].p)
            take(k, f);
    }
}

static uint32_t chain_of(uint32_t four) { return four_hash(four) & 4095; }

static uint64_t length_bit(uint32_t n) { return 1ull << (n < 63 ? n : 63); }

/* At the end of its chain: the first in the list is the one that is found. */
static void chain(struct page_kit *k, uint32_t phrase) {
    uint16_t *at = &k->inside[chain_of(four_at(k->phrases[phrase].words.p, 4))];
    while (*at)
        at = &k->inside_next[*at - 1];
    *at = (uint16_t)(phrase + 1);
}

/* Words that begin alike in one group, so that the groups have few beginnings each. */
static void begin(struct page_kit *k, slice words) {
    for (unsigned i = 0; i < 4; i++)
        k->begins.groups[i][words.p[i] & 127] |= (uint8_t)(1u << (words.p[0] & 7));
}

static void take_phrase(struct page_kit *k, slice f[3]) {
    static const char *const hows[] = {"whole", "starts", "ends", "has"};
    struct phrase p = {f[2], 255, 0, k->lines};
    for (uint8_t i = 0; i <= NOISE_COMMENT; i++)
        if (slice_eq(f[0], slice_str(noise_kind_names[i])))
            p.kind = i;
    for (unsigned i = 0; i < 4; i++)
        if (slice_eq(f[1], slice_str(hows[i])))
            p.how = (uint8_t)(1u << i);
    if (p.kind == 255 || !p.how || !p.words.n)
        return;
    k->phrases[k->phrases_n] = p;
    if (p.words.n < 4 && p.how != PHRASE_WHOLE)
        return; /* too short to be found by four bytes */
    slice four = p.words;
    if (p.how == PHRASE_ENDS && four.n > 4)
        four = slice_cut(four, four.n - 4, four.n);
    fours_add(p.how == PHRASE_HAS ? &k->insides : p.how == PHRASE_ENDS ? &k->tails : &k->heads, four_at(four.p, four.n));
    if (p.how == PHRASE_HAS) {
        chain(k, k->phrases_n);
        begin(k, p.words);
    } else {
        /* one phrase may be listed for two places: the table leads to the first, with all bits */
        uint32_t *at = table_put(&k->index, p.words, k->phrases_n);
        k->lengths[chain_of(four_at(p.words.p, p.words.n))] |= length_bit(p.words.n);
        if (*at != k->phrases_n) {
            k->phrases[*at].how |= p.how;
            return;
        }
    }
    k->phrases_n++;
}

static int number(slice s) {
    int v = 0;
    bool minus = s.n && s.p[0] == '-';
    for (uint32_t i = minus; i < s.n && is_digit((unsigned char)s.p[i]) && v < 100000; i++)
        v = v * 10 + (s.p[i] - '0');
    return minus ? -v : v;
}

static void take_date(struct page_kit *k, slice f[3]) {
    int base = f[0].p[0] == 'm' ? 0 : f[0].p[0] == 'z' ? 5000 : 9000;
    table_put(&k->dates, f[1], (uint32_t)(base + number(f[2])));
}

static void take_word(struct page_kit *k, slice f[3]) {
    static const struct { const char *name; uint32_t bit; } classes[] = {
        {"function", WORD_FUNCTION}, {"role", WORD_ROLE}, {"outlet", WORD_OUTLET}, {"and", WORD_AND},
        {"menu", WORD_MENU}, {"menuish", WORD_MENUISH}, {"plea", WORD_PLEA}, {"pleaish", WORD_PLEAISH}};
    for (unsigned i = 0; i < NELEMS(classes); i++)
        if (slice_eq(f[0], slice_str(classes[i].name)))
            *table_put(&k->words, f[1], 0) |= classes[i].bit;
}

static uint32_t count_lines(slice s) {
    uint32_t n = 1;
    for (uint32_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    return n;
}

struct opening {
    struct page_kit *k;
    struct arena *a;
    const char *models;
};

static void kit_fill(void *arg) {
    struct opening *o = arg;
    struct page_kit *k = ARENA_NEW(o->a, struct page_kit);
    k->a = o->a;
    k->wide = page_wide_reads();
    k->avx2 = page_avx2_reads();
    uint32_t n = count_lines(embedded("lang/en/page-phrases.txt")) + count_lines(embedded("lang/en/page-lines.txt"));
    k->phrases = ARENA_ARRAY(k->a, struct phrase, n);
    k->lengths = ARENA_ARRAY(k->a, uint64_t, 4096);
    k->inside = ARENA_ARRAY(k->a, uint16_t, 4096);
    k->inside_next = ARENA_ARRAY(k->a, uint16_t, n);
    table_init(&k->index, k->a, n);
    table_init(&k->dates, k->a, 96);
    table_init(&k->words, k->a, 1024);
    each_line(k, "lang/en/page-phrases.txt", take_phrase);
    k->lines = true;
    each_line(k, "lang/en/page-lines.txt", take_phrase);
    each_line(k, "lang/en/page-dates.txt", take_date);
    each_line(k, "lang/en/page-words.txt", take_word);
    html_names_init(&k->names);
    for (unsigned i = 0; i < NELEMS(k->logs); i++)
        k->logs[i] = logf(1.0f + (float)i);
    k->model = page_model_open(o->a, o->models);
    k->picks = page_picks_open(o->a, o->models);
    k->lines_model = line_model_open(o->a, o->models);
    o->k = k;
}

int page_kit_open(struct page_kit **out, const char *models, stm_err *err) {
    struct opening o = {.a = arena_new(0), .models = models};
    *out = NULL;
    int code = o.a ? guard_run(kit_fill, &o) : STM_ENOMEM;
    if (code) {
        arena_free(o.a);
        if (err)
            *err = (stm_err){code, "the page room's lists could not be read", 0};
        return code;
    }
    *out = o.k;
    return 0;
}

struct sites_opening {
    struct page_kit *k;
    FILE *f;
    uint64_t at;
    int code;
};

static void sites_fill(void *arg) {
    struct sites_opening *o = arg;
    struct buf b = {.a = o->k->a};
    char part[1 << 14];
    for (size_t n; (n = fread(part, 1, sizeof part, o->f)) > 0;)
        buf_add(&b, part, n);
    struct sites *s = NULL;
    o->code = ferror(o->f) ? STM_EIO : sites_open(&s, buf_take(&b), o->k->a, &o->at);
    o->k->sites = s;
}

int page_kit_sites(struct page_kit *kit, const char *path, stm_err *err) {
    struct sites_opening o = {.k = kit, .f = fopen(path, "rb")};
    const char *what = "the file of site profiles (--sites) cannot be read";
    int code = STM_EIO;
    if (o.f) {
        code = guard_run(sites_fill, &o);
        code = code ? code : o.code;
        fclose(o.f);
        if (code == STM_EFORMAT)
            what = "the file of site profiles (--sites) is not one that `stemma sites` wrote";
    }
    if (code && err)
        *err = (stm_err){code, what, o.at};
    return code;
}

void page_kit_close(struct page_kit *k) {
    if (k)
        arena_free(k->a);
}

/* ---- plain words and phrases ----------------------------------------------------------------- */

/* Up to 16 bytes of ASCII with single blanks, which begin with none, as they are but for capitals; gives how many
 * there are of them before what is something else. */
static uint32_t plain_run(const char *p, char *to) {
    bytes16 v = bytes16_load(p);
    uint32_t blank = bytes16_bits((marks16)(v == ' '));
    uint32_t stop = bytes16_bits(~bytes16_within(v, ' ', 0x7F)) | (blank & (blank << 1 | 1)) | 1u << 16;
    bytes16_store(to, bytes16_lower(v));
    return bits_first(stop);
}

/* Without the stops, arrows and blanks that it ends with. */
static slice without_end(slice s) {
    while (s.n) {
        char c = s.p[s.n - 1];
        if (is_alnum((unsigned char)c))
            break;
        if (c == '.' || c == ':' || c == '!' || c == '>' || c == ' ' || c == '|' || c == ';')
            s.n--;
        else if (slice_ends(s, S("\xE2\x80\xA6")) || slice_ends(s, S("\xE2\x86\x92")) || slice_ends(s, S("\xE2\x80\xBA")))
            s.n -= 3;
        else if (slice_ends(s, S("\xC2\xBB")))
            s.n -= 2;
        else
            break;
    }
    return s;
}

/* Of ASCII with single blanks that fits, as most texts are: the whole at once, from *to on. False: it is not that. */
static bool plain_whole(slice s, char *to, uint32_t max) {
    if (s.n + 16 > max)
        return false;
    uint32_t last = 0, odd = 0; /* last: a blank ends what is done */
    for (uint32_t i = 0; i < s.n; i += 16) {
        bytes16 v = bytes16_some(s.p + i, s.n - i);
        uint32_t there = s.n - i < 16 ? bits_below(s.n - i) : 0xFFFF, blank = bytes16_bits((marks16)(v == ' ')) & there;
        odd |= (~bytes16_bits(bytes16_within(v, ' ', 0x7F)) & there) | (blank & (blank << 1 | last));
        last = blank >> 15;
        bytes16_store(to + i, bytes16_lower(v));
    }
    return !odd;
}

static bool before_plain(char c) { return c == ' ' || c == '-' || c == '*' || c == '>' || c == '|'; }

slice kit_plain(slice s, char *to, uint32_t max) {
    uint32_t n = 0;
    bool gap = false;
    if (plain_whole(s, to, max)) {
        while (n < s.n && before_plain(to[n]))
            n++;
        return without_end(slice_of(to + n, s.n - n));
    }
    for (uint32_t i = 0; i < s.n;) {
        if (n && i + 16 <= s.n && n + 1 + 16 + 6 <= max) {
            uint32_t run = plain_run(s.p + i, to + n + gap);
            if (run) {
                if (gap)
                    to[n++] = ' ';
                n += run;
                i += run;
                gap = to[n - 1] == ' ';
                n -= gap;
                continue;
            }
        }
        uint32_t cp = (unsigned char)s.p[i];
        if (n && (is_alnum((unsigned char)cp) || cp == ',' || cp == '\'')) { /* most of all text */
            if (n + 6 > max)
                break;
            if (gap)
                to[n++] = ' ';
            gap = false;
            to[n++] = to_lower((char)cp);
            i++;
            continue;
        }
        int len = cp < 0x80 ? 1 : utf8_decode(s.p + i, s.p + s.n, &cp);
        if (!len) {
            i++;
            continue;
        }
        char c = 0;
        if (cp < 0x80)
            c = to_lower((char)cp);
        else if (cp == 0x2018 || cp == 0x2019 || cp == 0x2032)
            c = '\'';
        else if (cp == 0x201C || cp == 0x201D)
            c = '"';
        else if (cp == 0x2013 || cp == 0x2014)
            c = '-';
        i += (uint32_t)len;
        if ((c && (is_space((unsigned char)c) || c < ' ')) || cp_is_space(cp)) {
            gap = n > 0;
            continue;
        }
        if (!n && (c == '-' || c == '*' || c == '>' || c == '|' || cp == 0x2022 || cp == 0x25BA ||
                   cp == 0xBB || cp == 0x25CF || cp == 0x2192 || cp == 0x203A))
            continue;
        if (n + 6 > max)
            break;
        if (gap)
            to[n++] = ' ';
        gap = false;
        if (c)
            to[n++] = c;
        else
            n += (uint32_t)utf8_encode(cp_lower(cp), to + n);
    }
    return without_end(slice_of(to, n));
}

/* Bits: blanks among the 16 bytes from `from` on. */
static uint32_t blanks_at(slice s, uint32_t from) {
    return bytes16_bits((marks16)(bytes16_some(s.p + from, s.n - from) == ' '));
}

static bool fits(const struct phrase *p, bool lines) { return lines || !p->lines; }

/* The PHRASE_HAS that begins at a place of the text. */
static const struct phrase *phrase_there(const struct page_kit *k, slice plain, uint32_t at, bool lines) {
    uint32_t four = four_at(plain.p + at, 4);
    if (!fours_have(&k->insides, four))
        return NULL;
    for (uint16_t j = k->inside[chain_of(four)]; j; j = k->inside_next[j - 1])
        if (fits(&k->phrases[j - 1], lines) && slice_starts(slice_cut(plain, at, plain.n), k->phrases[j - 1].words))
            return &k->phrases[j - 1];
    return NULL;
}

/* A PHRASE_HAS that begins at a word of the text. */
static const struct phrase *phrase_inside(const struct page_kit *k, slice plain, bool lines) {
    for (uint32_t from = 0; k->wide && from + 4 <= plain.n; from += 64) {
        uint64_t starts = page_wide_begins(&k->begins, plain, from, !from || plain.p[from - 1] == ' ');
        for (; starts; starts &= starts - 1) {
            const struct phrase *p = phrase_there(k, plain, from + (uint32_t)__builtin_ctzll(starts), lines);
            if (p)
                return p;
        }
    }
    if (k->wide)
        return NULL;
    uint32_t after = 1; /* a word begins at the first of the next bytes */
    for (uint32_t from = 0; from + 4 <= plain.n; from += 16) {
        uint32_t blanks = blanks_at(plain, from), starts = (blanks << 1 | after) & 0xFFFF;
        after = blanks >> 15;
        for (; starts; starts &= starts - 1) {
            uint32_t i = from + bits_first(starts);
            if (i + 4 > plain.n)
                break;
            const struct phrase *p = phrase_there(k, plain, i, lines);
            if (p)
                return p;
        }
    }
    return NULL;
}

static bool is_phrase(const struct page_kit *k, slice words, bool lines, unsigned how, const struct phrase **out) {
    const uint32_t *at = table_get(&k->index, words);
    *out = at && fits(&k->phrases[*at], lines) && k->phrases[*at].how & how ? &k->phrases[*at] : NULL;
    return *out;
}

/* The phrase that the text is, or the shortest of up to PHRASE_WORDS words that it begins with. */
static const struct phrase *phrase_at_head(const struct page_kit *k, slice plain) {
    uint64_t lengths = k->lengths[chain_of(four_at(plain.p, plain.n))];
    const struct phrase *p;
    if (lengths & length_bit(plain.n) && is_phrase(k, plain, false, PHRASE_WHOLE | PHRASE_STARTS | PHRASE_ENDS, &p))
        return p;
    unsigned words = 0;
    uint32_t done = 1; /* blanks before are counted */
    for (; lengths; lengths &= lengths - 1) {
        uint32_t n = (uint32_t)__builtin_ctzll(lengths);
        for (bool more = true; more && n < plain.n; n++) { /* once, but for what is longer than a bit can say */
            more = n >= 63;
            if (plain.p[n] != ' ' || !n)
                continue;
            for (; done <= n; done++)
                words += plain.p[done] == ' ';
            if (words > PHRASE_WORDS)
                return NULL;
            if (is_phrase(k, slice_cut(plain, 0, n), false, PHRASE_STARTS, &p))
                return p;
        }
    }
    return NULL;
}

/* The same of a line of a text: "FILE PHOTO: a boat" and "Image source, X" are lines there; in a page tags part them. */
static const struct phrase *phrase_at_line(const struct page_kit *k, slice plain) {
    const struct phrase *p;
    if (is_phrase(k, plain, true, PHRASE_WHOLE | PHRASE_STARTS | PHRASE_ENDS, &p))
        return p;
    unsigned words = 0;
    for (uint32_t i = 1; i < plain.n && words < PHRASE_WORDS; i++) {
        if (plain.p[i] != ' ')
            continue;
        words++;
        uint32_t end = i;
        if ((plain.p[end - 1] == ':' || plain.p[end - 1] == ',' || plain.p[end - 1] == '?') && !table_get(&k->index, slice_cut(plain, 0, end)))
            end--;
        if (is_phrase(k, slice_cut(plain, 0, end), true, PHRASE_STARTS, &p))
            return p;
    }
    return NULL;
}

const struct phrase *kit_phrase(const struct page_kit *k, slice plain, bool lines) {
    if (!plain.n || plain.n > PHRASE_MAX)
        return NULL;
    const struct phrase *p;
    if (fours_have(&k->heads, four_at(plain.p, plain.n))) {
        if ((p = lines ? phrase_at_line(k, plain) : phrase_at_head(k, plain)))
            return p;
    }
    if (plain.n >= 4 && fours_have(&k->tails, four_at(plain.p + plain.n - 4, 4))) {
        unsigned words = 0;
        for (uint32_t i = plain.n; i-- > 1 && words < 4;) {
            if (plain.p[i] != ' ' && plain.p[i] != '/')
                continue;
            words++;
            if (is_phrase(k, slice_cut(plain, i + (plain.p[i] == ' '), plain.n), lines, PHRASE_ENDS, &p))
                return p;
        }
    }
    return phrase_inside(k, plain, lines);
}

uint32_t kit_word(const struct page_kit *k, slice word) {
    char low[24];
    if (!word.n || word.n > sizeof low)
        return 0;
    for (uint32_t i = 0; i < word.n; i++)
        low[i] = to_lower(word.p[i]);
    const uint32_t *bits = table_get(&k->words, slice_of(low, word.n));
    return bits ? *bits : 0;
}
