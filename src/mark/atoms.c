/* Cutting a text into atoms, and the lexicon that they are looked up in. */
#include "atoms.h"

#include <stdlib.h>

/* ---- lexicon -------------------------------------------------------------------------- */

static const char *const class_names[C_COUNT] = {
    "none", "cardinal", "ordinal", "scale", "group", "plural", "vague", "month", "weekday", "season",
    "unit", "part", "shift", "day", "set", "edge", "about", "meridiem", "zone", "prep", "future",
    "past", "ahead", "timetable", "holiday", "ref", "money", "measure", "person", "toll", "uncounted", "decade", "link"};

enum { SLOTS_MIN = 1024 };

/* Eight bytes or fewer as a number, in lower case. */
static uint64_t bytes_of(const char *p, uint32_t n) {
    const uint64_t ones = 0x0101010101010101u;
    uint64_t x = 0;
    if (n >= 8) {
        memcpy(&x, p, 8);
    } else if (n >= 4) { /* two looks that overlap */
        uint32_t low, high;
        memcpy(&low, p, 4);
        memcpy(&high, p + n - 4, 4);
        x = low | (uint64_t)high << (n - 4) * 8;
    } else {
        for (uint32_t i = 0; i < n; i++)
            x |= (uint64_t)(unsigned char)p[i] << i * 8;
    }
    uint64_t seven = x & ones * 0x7F, from_a = seven + ones * (0x80 - 'A'), past_z = seven + ones * (0x80 - 'Z' - 1);
    return x | (from_a & ~past_z & ~x & ones * 0x80) >> 2;
}

static struct word_key key_of(slice form) {
    struct word_key k = {{0}};
    for (uint32_t i = 0; i * 8 < form.n; i++)
        k.part[i] = bytes_of(form.p + i * 8, form.n - i * 8);
    return k;
}

static uint32_t *length_of(const struct lexicon *lx, uint64_t part) {
    return (uint32_t *)&lx->lengths[(part & 31) << 5 | (part >> 8 & 31)];
}

/* The slot of a key, or the empty one that it would have. */
static struct word_slot *slot_of(const struct lexicon *lx, const struct word_key *k) {
    for (uint32_t i = (uint32_t)(k->part[0] * 0x9E3779B97F4A7C15u >> 40);; i++) {
        struct word_slot *s = &lx->slots[i & lx->slots_mask];
        if (!s->id || (s->part == k->part[0] && !memcmp(&lx->keys[s->id], k, sizeof *k)))
            return s;
    }
}

static void slots_grow(struct lexicon *lx) {
    lx->slots_mask = lx->slots_mask ? lx->slots_mask * 2 + 1 : SLOTS_MIN - 1;
    lx->slots = ARENA_ARRAY(lx->arena, struct word_slot, (size_t)lx->slots_mask + 1);
    for (uint32_t id = 1; id < lx->lex_n; id++)
        *slot_of(lx, &lx->keys[id]) = (struct word_slot){lx->keys[id].part[0], id};
}

static uint32_t intern(struct lexicon *lx, slice word) {
    if (!word.n || word.n > WORD_MAX)
        guard_fail(STM_EFORMAT);
    struct word_key k = key_of(word);
    struct word_slot *s = slot_of(lx, &k);
    if (s->id)
        return s->id;
    ARENA_MORE(lx->arena, lx->lex, lx->lex_n, lx->lex_cap);
    ARENA_MORE(lx->arena, lx->keys, lx->lex_n, lx->keys_cap);
    uint32_t id = lx->lex_n++;
    lx->lex[id] = (struct lexeme){.phrases = NONE};
    lx->keys[id] = k;
    *s = (struct word_slot){k.part[0], id};
    *length_of(lx, k.part[0]) |= 1u << word.n;
    if (lx->lex_n * 2 > lx->slots_mask)
        slots_grow(lx);
    return id;
}

void lexicon_init(struct lexicon *lx, struct arena *a) {
    static const char *const fixed[] = {
#define ATOM_STRING(id, s) s,
        ATOM_WORDS(ATOM_STRING)};
    memset(lx, 0, sizeof *lx);
    lx->arena = a;
    ARENA_MORE(a, lx->lex, lx->lex_n, lx->lex_cap);
    ARENA_MORE(a, lx->keys, lx->lex_n, lx->keys_cap);
    lx->lex[lx->lex_n++] = (struct lexeme){.phrases = NONE};
    slots_grow(lx);
    for (size_t i = 0; i < NELEMS(fixed); i++)
        intern(lx, slice_str(fixed[i]));
}

static void add_class(struct lexicon *lx, uint32_t id, uint8_t cls, double value) {
    struct lexeme *l = &lx->lex[id];
    for (int k = 0; k < WORD_CLASSES; k++)
        if (l->cls[k] == C_NONE || l->cls[k] == cls) {
            l->cls[k] = cls;
            l->val[k] = value;
            return;
        }
    guard_fail(STM_EFORMAT); /* a word of too many classes */
}

static void add_phrase(struct lexicon *lx, slice words, uint8_t cls, double value) {
    struct phrase ph = {.cls = cls, .val = (int32_t)value, .next = NONE};
    slice w;
    while (slice_field(&words, ' ', &w)) {
        if (!w.n)
            continue;
        if (ph.n == NELEMS(ph.words))
            guard_fail(STM_EFORMAT);
        ph.words[ph.n++] = intern(lx, w);
    }
    if (!ph.n)
        guard_fail(STM_EFORMAT);
    ARENA_MORE(lx->arena, lx->phrases, lx->phrases_n, lx->phrases_cap);
    /* longest first, so that the first that matches is the one */
    uint32_t *at = &lx->lex[ph.words[0]].phrases;
    while (*at != NONE && lx->phrases[*at].n >= ph.n)
        at = &lx->phrases[*at].next;
    ph.next = *at;
    lx->phrases[lx->phrases_n] = ph;
    *at = lx->phrases_n++;
}

void lexicon_read(struct lexicon *lx, slice list) {
    slice line;
    while (slice_line(&list, &line)) {
        uint32_t hash = slice_find(line, S("#"), 0);
        if (hash != NONE)
            line.n = hash;
        line = slice_trim(line);
        if (!line.n)
            continue;
        slice head, cls, value;
        if (!slice_field(&line, ':', &head) || !line.p || !slice_field(&head, ' ', &cls))
            guard_fail(STM_EFORMAT);
        value = slice_trim(head.p ? head : S("0"));
        uint8_t c = 0;
        while (c < C_COUNT && !slice_eq(cls, slice_str(class_names[c])))
            c++;
        if (c == C_COUNT)
            guard_fail(STM_EFORMAT);
        char number[24];
        if (value.n >= sizeof number)
            guard_fail(STM_EFORMAT);
        memcpy(number, value.p, value.n);
        number[value.n] = 0;
        double v = atof(number);
        while (line.p && line.n) {
            line = slice_trim(line);
            slice word;
            if (line.n && line.p[0] == '"') {
                line = slice_cut(line, 1, line.n);
                slice_field(&line, '"', &word);
                add_phrase(lx, word, c, v);
            } else if (slice_field(&line, ' ', &word) && word.n) {
                add_class(lx, intern(lx, word), c, v);
            }
        }
    }
}

uint32_t lexicon_word(const struct lexicon *lx, slice form) {
    if (!form.n || form.n > WORD_MAX)
        return 0;
    uint64_t first = bytes_of(form.p, form.n);
    if (!(*length_of(lx, first) >> form.n & 1))
        return 0;
    struct word_key k = key_of(form);
    return slot_of(lx, &k)->id;
}

/* ---- atoms ------------------------------------------------------------------------------ */

static void add_break(struct atoms *out, uint32_t at) {
    out->p[out->n++] = (struct atom){at, at, 0, 0, ATOM_BREAK, ATOM_SPACE};
}

/* The dashes and apostrophes of print become those of the keyboard. */
static uint32_t plain(uint32_t cp) {
    switch (cp) {
    case 0x2018: case 0x2019: case 0x02BC: case 0xFF07: return '\'';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2212: return '-';
    default: return cp;
    }
}

static void cut(struct atoms *out, uint32_t from, uint32_t to, uint32_t cap) {
    const char *t = out->text.p, *end = t + to;
    uint32_t i = from;
    uint8_t flags = ATOM_SPACE;
    while (i < to && out->n + 3 < cap) {
        unsigned char c = (unsigned char)t[i];
        if (is_space(c)) {
            flags = ATOM_SPACE;
            i++;
            continue;
        }
        struct atom a = {.start = i, .flags = flags};
        uint32_t cp = c;
        int len = 1;
        if (c >= 0x80) {
            len = utf8_decode(t + i, end, &cp);
            if (!len) {
                i++;
                continue;
            }
            if (cp_is_space(cp)) {
                flags = ATOM_SPACE;
                i += (uint32_t)len;
                continue;
            }
        }
        if (is_digit(c)) {
            while (i < to && is_digit((unsigned char)t[i])) {
                if (i - a.start < 9)
                    a.value = a.value * 10 + (uint32_t)(t[i] - '0');
                i++;
            }
            a.kind = ATOM_DIGITS;
        } else if (is_alpha(c) || (c >= 0x80 && cp_is_letter(cp))) {
            if (is_upper(c))
                a.flags |= ATOM_CAPITAL;
            bool ascii = true;
            while (i < to) {
                c = (unsigned char)t[i];
                if (is_alpha(c)) {
                    i++;
                } else if (c >= 0x80) {
                    int n = utf8_decode(t + i, end, &cp);
                    if (!n || !cp_is_letter(cp))
                        break;
                    ascii = false;
                    i += (uint32_t)n;
                } else {
                    break;
                }
            }
            a.kind = ATOM_WORD;
            if (ascii)
                a.word = (uint16_t)lexicon_word(out->lx, slice_cut(out->text, a.start, i));
        } else {
            a.kind = ATOM_OTHER;
            a.value = plain(cp);
            i += (uint32_t)len;
        }
        a.end = i;
        out->p[out->n++] = a;
        flags = 0;
    }
}

void atoms_read(const struct lexicon *lx, const struct page *page, struct arena *a,
                struct atoms *out) {
    slice text = page->text;
    uint32_t blocks = page->blocks_n ? page->blocks_n : 1;
    /* an atom is one byte at least; a text of letters has one by five of them or so */
    uint32_t cap = text.n + blocks + 8;
    *out = (struct atoms){.lx = lx, .text = text};
    uint32_t words = 0;
    for (uint32_t i = 0; i < text.n; i++) { /* how many there can be at most */
        unsigned char c = (unsigned char)text.p[i];
        bool letter = is_alpha(c), digit = is_digit(c);
        unsigned char d = i ? (unsigned char)text.p[i - 1] : ' ';
        if (is_space(c) || (letter && is_alpha(d)) || (digit && is_digit(d)))
            continue;
        words++;
    }
    if (words + blocks + 8 < cap)
        cap = words + blocks + 8;
    out->p = arena_alloc(a, (size_t)cap * sizeof *out->p);
    add_break(out, 0);
    for (uint32_t b = 0; b < page->blocks_n && out->n + 3 < cap; b++) {
        span at = page->blocks[b].at;
        if (at.end > text.n || at.start > at.end)
            continue;
        cut(out, at.start, at.end, cap);
        if (out->n + 3 < cap)
            add_break(out, at.end);
    }
    if (!page->blocks_n)
        cut(out, 0, text.n, cap);
    add_break(out, text.n);
    add_break(out, text.n);
    add_break(out, text.n);
    out->n -= 2;
}

uint32_t atom_phrase(const struct atoms *at, uint32_t i, uint8_t cls, int32_t *value) {
    uint32_t ph = at->lx->lex[at->p[i].word].phrases;
    for (; ph != NONE; ph = at->lx->phrases[ph].next) {
        const struct phrase *p = &at->lx->phrases[ph];
        uint32_t k = 0, j = i;
        if (p->cls != cls)
            continue;
        while (k < p->n && at->p[j].word == p->words[k]) { /* a break has word 0 */
            k++;
            j++;
            if (atom_char(at, j, '\'') && !atom_space(at, j) && k < p->n) /* "year's" */
                j++;
        }
        if (k == p->n) {
            *value = p->val;
            return j;
        }
    }
    return 0;
}
