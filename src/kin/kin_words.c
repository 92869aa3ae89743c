/* The quick splitter: bytes -> word hashes, sentences, quotation marks, weights; one pass. */
#include "kin_words.h"

enum { UNKNOWN_IDF = 15 * 16, COMMON_IDF = 3 * 16, WORD_MAX = 64, WORDS_MAX = 1 << 20 };

uint32_t kin_word_id(slice lower) {
    uint32_t h = (uint32_t)hash64(lower.p, lower.n);
    return h ? h : 1;
}

/* "STMD", version 1, slots (a power of two), reports; then the slots. */
void kin_weights_open(struct kin_weights *w) {
    *w = (struct kin_weights){0};
    slice s = embedded("models/news-df.stm");
    uint32_t head[4];
    if (!s.p || s.n < sizeof head)
        return;
    memcpy(head, s.p, sizeof head);
    if (memcmp(s.p, "STMD", 4) != 0 || head[1] != 1 || head[2] == 0 || (head[2] & (head[2] - 1)) ||
        (s.n - sizeof head) / 4 < head[2] || (uintptr_t)s.p % 4)
        return;
    w->slots = (const uint32_t *)(const void *)(s.p + sizeof head);
    w->mask = head[2] - 1;
}

uint8_t kin_idf(const struct kin_weights *w, uint32_t id) {
    if (!w->slots)
        return 8 * 16;
    uint32_t fingerprint = id & 0xFFFFFF00u;
    for (uint32_t i = (id * 0x9E3779B1u) >> 8 & w->mask, k = 0; k <= w->mask; i = (i + 1) & w->mask, k++) {
        if (!w->slots[i])
            break;
        if ((w->slots[i] & 0xFFFFFF00u) == fingerprint)
            return (uint8_t)w->slots[i];
    }
    return UNKNOWN_IDF;
}

/* ---- sentences ------------------------------------------------------------------------ */

/* A full stop after these ends no sentence. Titles and calendars, lower case. */
static bool holds_stop(const char *p, uint32_t n) {
    static const char *const words[] = {"mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "st",
        "sgt", "lt", "col", "capt", "maj", "prof", "rev", "jan", "feb", "mar", "apr", "aug",
        "sept", "sep", "oct", "nov", "dec", "no", "vs", "inc", "corp", "co", "ltd", "jr", "sr"};
    if (n == 1)
        return true;
    for (uint32_t i = 0; i < NELEMS(words); i++)
        if (strlen(words[i]) == n && memcmp(words[i], p, n) == 0)
            return true;
    return false;
}

struct splitter {
    struct arena *a;
    struct kin_words *out;
    uint32_t cap, sents_cap;
    uint32_t sent_first, para;
    bool quoted, straight;
};

static void end_sentence(struct splitter *s) {
    struct kin_words *o = s->out;
    if (o->n == s->sent_first)
        return;
    ARENA_MORE(s->a, o->sents, o->sents_n, s->sents_cap);
    o->sents[o->sents_n++] = (struct kin_sent){s->sent_first, o->n, s->para};
    o->p[s->sent_first].flags |= KIN_FIRST;
    s->sent_first = o->n;
}

/* What kind of separator the character is that is no part of a word. */
static void mark(struct splitter *s, uint32_t cp) {
    if (cp == 0x201C || cp == 0x201E || cp == 0xAB)
        s->quoted = true;
    else if (cp == 0x201D || cp == 0xBB)
        s->quoted = false;
    else if (cp == '"')
        s->straight = !s->straight;
}

/* Does a new sentence begin at p? Blanks, then a capital, a figure or an opening mark. */
static bool begins(const char *p, const char *end) {
    const char *q = p;
    while (q < end && (*q == ' ' || *q == '\t'))
        q++;
    if (q == p || q >= end)
        return q >= end;
    uint32_t cp;
    if (!utf8_decode(q, end, &cp))
        return false;
    return cp == '"' || cp == '(' || cp == '[' || cp == 0x201C || cp == 0x2018 || cp == 0xAB ||
           (cp >= '0' && cp <= '9') || cp_is_upper(cp);
}

void kin_split(slice text, const struct kin_weights *weights, uint32_t most, struct arena *a,
               struct kin_words *out) {
    *out = (struct kin_words){0};
    struct splitter s = {.a = a, .out = out};
    const char *p = text.p, *end = text.p + text.n;
    char low[WORD_MAX + 8];
    if (!most || most > WORDS_MAX)
        most = WORDS_MAX;
    s.cap = text.n / 6 + 8;
    out->p = arena_alloc(a, s.cap * sizeof *out->p);
    while (p < end && out->n < most) {
        uint32_t cp = (unsigned char)*p;
        int n = 1;
        if (cp >= 0x80) {
            n = utf8_decode(p, end, &cp);
            if (!n) {
                p++;
                continue;
            }
        }
        bool letter = cp < 0x80 ? is_alnum((unsigned char)cp) : cp_is_letter(cp);
        if (!letter) {
            if (cp == '\n') {
                end_sentence(&s);
                s.para++;
                s.quoted = s.straight = false;
            } else if (cp == '.' || cp == '!' || cp == '?') {
                const char *q = p + 1;
                int m;
                uint32_t c;
                bool closed = false;
                while (q < end && (m = utf8_decode(q, end, &c)) &&
                       (c == '"' || c == 0x201D || c == 0x2019 || c == '\'' || c == ')' || c == ']')) {
                    if (c == '"' || c == 0x201D) {
                        mark(&s, c);
                        closed = true;
                    }
                    q += m;
                }
                uint32_t held = 0;
                if (cp == '.' && out->n > s.sent_first && !closed) {
                    const struct kin_word *w = &out->p[out->n - 1];
                    if (w->start + w->n == (uint32_t)(p - text.p) && w->n < sizeof low && !(w->flags & KIN_DIGIT)) {
                        for (held = 0; held < w->n; held++)
                            low[held] = to_lower(text.p[w->start + held]);
                    }
                }
                if (begins(q, end) && !(held && holds_stop(low, held)))
                    end_sentence(&s);
                p = q;
                continue;
            } else {
                mark(&s, cp);
            }
            p += n;
            continue;
        }
        /* a word */
        const char *start = p;
        uint32_t low_n = 0;
        uint8_t flags = cp < 0x80 ? (is_upper((unsigned char)cp) ? KIN_UPPER : 0)
                                  : (cp_is_upper(cp) ? KIN_UPPER : 0);
        if (cp < 0x80 && is_digit((unsigned char)cp))
            flags |= KIN_DIGIT;
        for (;;) {
            if (low_n < WORD_MAX) {
                if (cp < 0x80)
                    low[low_n++] = to_lower((char)cp);
                else
                    low_n += (uint32_t)utf8_encode(cp_lower(cp), low + low_n);
            }
            p += n;
            if (p >= end)
                break;
            cp = (unsigned char)*p;
            n = 1;
            if (cp >= 0x80) {
                n = utf8_decode(p, end, &cp);
                if (!n || !cp_is_letter(cp))
                    break;
            } else if (!is_alnum((unsigned char)cp)) {
                /* "1,000" and "3.5" are one word each; the comma is dropped */
                if ((cp == ',' || cp == '.') && (flags & KIN_DIGIT) && p + 1 < end &&
                    is_digit((unsigned char)p[1]) && is_digit((unsigned char)p[-1])) {
                    if (cp == '.' && low_n < WORD_MAX)
                        low[low_n++] = '.';
                    p++;
                    cp = (unsigned char)*p;
                } else {
                    break;
                }
            }
        }
        if (low_n == 1 && low[0] == 's' && start > text.p &&
            (start[-1] == '\'' || (start - text.p >= 3 && memcmp(start - 3, "\xE2\x80\x99", 3) == 0)))
            continue; /* "Hanna's" */
        if (out->n == s.cap) {
            out->p = arena_grow(a, out->p, s.cap * sizeof *out->p, 2 * (size_t)s.cap * sizeof *out->p);
            s.cap *= 2;
        }
        struct kin_word *w = &out->p[out->n++];
        w->id = kin_word_id((slice){low, low_n});
        w->start = (uint32_t)(start - text.p);
        w->n = (uint16_t)(p - start > UINT16_MAX ? UINT16_MAX : p - start);
        w->idf = kin_idf(weights, w->id);
        w->flags = flags | (s.quoted || s.straight ? KIN_QUOTED : 0) |
                   (w->idf < COMMON_IDF ? KIN_COMMON : 0);
    }
    end_sentence(&s);
}

/* ---- dates ------------------------------------------------------------------------------- */

static bool digits(slice s, uint32_t at, uint32_t n, int *out) {
    *out = 0;
    if (at + n > s.n)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        if (!is_digit((unsigned char)s.p[at + i]))
            return false;
        *out = *out * 10 + (s.p[at + i] - '0');
    }
    return true;
}

/* Days from civil, Howard Hinnant's algorithm. */
int64_t kin_minutes(slice iso, bool *fine) {
    int y, m, d, hh = 0, mm = 0;
    if (fine)
        *fine = false;
    if (!iso.p || !digits(iso, 0, 4, &y) || iso.n < 10 || iso.p[4] != '-' || !digits(iso, 5, 2, &m) ||
        !digits(iso, 8, 2, &d) || m < 1 || m > 12 || d < 1 || d > 31)
        return INT64_MIN;
    if (iso.n >= 16 && (iso.p[10] == 'T' || iso.p[10] == ' ') && digits(iso, 11, 2, &hh) &&
        digits(iso, 14, 2, &mm) && hh < 25 && mm < 60) {
        if (fine)
            *fine = hh || mm; /* midnight is how a bare date is often written */
    } else {
        hh = mm = 0;
    }
    int zone = 0;
    for (uint32_t i = 16; i + 5 < iso.n + 1; i++)
        if (iso.p[i] == '+' || iso.p[i] == '-') {
            int zh, zm = 0;
            if (digits(iso, i + 1, 2, &zh) && zh < 15) {
                uint32_t rest = i + 3 < iso.n && iso.p[i + 3] == ':' ? i + 4 : i + 3;
                if (!digits(iso, rest, 2, &zm) || zm > 59)
                    zm = 0;
                zone = (zh * 60 + zm) * (iso.p[i] == '-' ? -1 : 1);
            }
            break;
        }
    int64_t yy = m <= 2 ? y - 1 : y;
    int64_t era = (yy >= 0 ? yy : yy - 399) / 400;
    int64_t yoe = yy - era * 400, doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int64_t days = era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
    return days * 1440 + hh * 60 + mm - zone;
}

uint32_t kin_word_at(const struct kin_words *w, uint32_t start) {
    uint32_t lo = 0, hi = w->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (w->p[mid].start < start)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

struct kin_sent kin_sent_around(const struct kin_words *w, uint32_t place) {
    enum { AROUND = 400 }; /* more than a sentence has: a text without full stops is looked at as often as somebody speaks in it */
    uint32_t lo = 0, hi = w->sents_n; /* behind the last one that begins no later */
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (w->p[w->sents[mid].first].start <= place)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (!lo)
        return (struct kin_sent){0};
    struct kin_sent s = w->sents[lo - 1];
    const struct kin_word *last = &w->p[s.end - 1];
    if (place >= last->start + last->n)
        return (struct kin_sent){0};
    uint32_t at = kin_word_at(w, place);
    s.first = at > s.first + AROUND ? at - AROUND : s.first;
    s.end = s.end > at + AROUND ? at + AROUND : s.end;
    return s;
}
