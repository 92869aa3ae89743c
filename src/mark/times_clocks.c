/* Clocks: "8:30 p.m. GMT", "half past eight", "noon", and what a day takes on from them. */
#include "times_grammar.h"

#define AT (&g->at)

/* "am", "p.m.", and right after digits "a", "p". 0: none; else the atom after it, *add the hours. */
static uint32_t meridiem_at(const struct grammar *g, uint32_t i, int32_t *add) {
    double v;
    if (atom_is(AT, i, C_MERIDIEM, &v)) {
        *add = (int32_t)v;
        return i + 1;
    }
    bool a = atom_word(AT, i, W_A), p = atom_word(AT, i, W_P);
    if (!a && !p)
        return 0;
    *add = p ? 12 : 0;
    if (atom_char(AT, i + 1, '.') && atom_word(AT, i + 2, W_M) && !atom_space(AT, i + 1)) {
        /* its last full stop belongs to it */
        return atom_char(AT, i + 3, '.') && !atom_space(AT, i + 3) ? i + 4 : i + 3;
    }
    if (!atom_space(AT, i) && AT->p[i + 1].kind != ATOM_WORD)
        return i + 1;
    return 0;
}

uint32_t part_at(const struct grammar *g, uint32_t i, int32_t *part) {
    double v;
    if (!atom_is(AT, i, C_PART, &v))
        return 0;
    *part = (int32_t)v;
    return i + 1;
}

/* "local time", "Eastern time", "Eastern Standard Time", "Moscow time" */
static uint32_t zone_words(const struct grammar *g, uint32_t i) {
    if (AT->p[i].kind != ATOM_WORD || !(capital(g, i) || word_is(g, i, S("local"))) || AT->p[i].word == W_A)
        return 0;
    uint32_t j = i + 1;
    if (word_is(g, j, S("standard")) || word_is(g, j, S("daylight")) || word_is(g, j, S("summer")))
        j++;
    return word_is(g, j, S("time")) && !(AT->p[j].flags & ATOM_CAPITAL && AT->p[j + 1].flags & ATOM_CAPITAL &&
                                        !atom_has(AT, j + 1, C_WEEKDAY) && !atom_has(AT, j + 1, C_MONTH)) ? j + 1 : 0;
}

static uint32_t zone_at(const struct grammar *g, uint32_t i, struct when *w) {
    double v;
    uint32_t j = i, words = zone_words(g, i);
    if (words)
        return words;
    if (atom_char(AT, j, '('))
        j++;
    if (!atom_is(AT, j, C_ZONE, &v) || (AT->p[j].end - AT->p[j].start > 1 && !capital(g, j)) ||
        (AT->p[j].end - AT->p[j].start == 1 && atom_space(AT, j)))
        return i;
    if (AT->p[j].end - AT->p[j].start == 2 &&
        !is_upper((unsigned char)AT->text.p[AT->p[j].start + 1]))
        return i; /* "Et" is no zone */
    if (v == 0)
        w->zulu = true;
    if (j > i)
        return atom_char(AT, j + 1, ')') ? j + 2 : i;
    return j + 1;
}

/* "in the morning", "at night", "in the evening" after a clock. */
static uint32_t clock_part(const struct grammar *g, uint32_t i, struct when *w) {
    int32_t part;
    uint32_t j = i;
    if (atom_word(AT, j, W_IN) && atom_word(AT, j + 1, W_THE))
        j += 2;
    else if (atom_word(AT, j, W_AT))
        j++;
    else
        return i;
    if (!(j = part_at(g, j, &part)))
        return i;
    if ((part == PART_AFTERNOON || part == PART_EVENING || part == PART_NIGHT) && w->hour < 12)
        w->hour = (uint8_t)(w->hour + 12);
    return j;
}

/* A clock; `loose`: a bare hour will do ("at 7"). */
uint32_t clock_at(struct grammar *g, uint32_t i, bool loose, struct when *w) {
    struct number n = {0};
    double v;
    int32_t add;
    uint32_t j, e;
    *w = (struct when){.year = YEAR_UNKNOWN, .grain = GRAIN_MINUTE};
    if (atom_is(AT, i, C_PART, &v) && (v == PART_NOON || v == PART_MIDNIGHT)) {
        w->hour = v == PART_NOON ? 12 : 24;
        return zone_at(g, i + 1, w);
    }
    uint32_t d = atom_digits(AT, i);
    if (d == 4 && atom_has(AT, i + 1, C_ZONE) && AT->p[i].value % 100 < 60 && AT->p[i].value < 2400) {
        w->hour = (uint8_t)(AT->p[i].value / 100); /* 0830 GMT */
        w->minute = (uint8_t)(AT->p[i].value % 100);
        e = zone_at(g, i + 1, w);
        return e > i + 1 ? e : 0;
    }
    if (d && d <= 2 && (!i || atom_space(AT, i) || AT->p[i - 1].kind != ATOM_OTHER ||
                        !strchr("$.:-/", (int)(AT->p[i - 1].value & 0x7f)))) {
        uint32_t h = AT->p[i].value;
        bool colon = atom_char(AT, i + 1, ':'), dot = atom_char(AT, i + 1, '.');
        j = i + 1;
        if (h <= 24 && (colon || dot) && !atom_space(AT, i + 1) && atom_digits(AT, i + 2) == 2 &&
            !atom_space(AT, i + 2) && AT->p[i + 2].value < 60) {
            uint32_t min = AT->p[i + 2].value, sec = 0;
            bool secs = false;
            j = i + 3;
            if (colon && atom_char(AT, j, ':') && atom_digits(AT, j + 1) == 2 && AT->p[j + 1].value < 61) {
                sec = AT->p[j + 1].value;
                secs = true;
                j += 2;
                if (atom_char(AT, j, '.') && !atom_space(AT, j) && AT->p[j + 1].kind == ATOM_DIGITS &&
                    !atom_space(AT, j + 1))
                    j += 2;
            } else if (colon && atom_char(AT, j, '.') && !atom_space(AT, j) && AT->p[j + 1].kind == ATOM_DIGITS && !atom_space(AT, j + 1)) {
                return 0; /* "won in 1:42.3" */
            }
            e = meridiem_at(g, j, &add);
            if (dot && !e && !loose)
                return 0;
            if (e) {
                if (h > 12)
                    add = 0;
                h = h == 12 ? (uint32_t)add : h + (uint32_t)add;
                j = e;
            }
            w->hour = (uint8_t)h;
            w->minute = (uint8_t)min;
            w->second = (uint8_t)sec;
            w->grain = secs ? GRAIN_SECOND : GRAIN_MINUTE;
            if (!e)
                j = clock_part(g, j, w);
            /* +02:00 */
            if ((atom_char(AT, j, '+') || atom_char(AT, j, '-')) && !atom_space(AT, j) &&
                atom_digits(AT, j + 1) == 2 && atom_char(AT, j + 2, ':') && atom_digits(AT, j + 3) == 2 &&
                !atom_space(AT, j + 1))
                return j + 4;
            return zone_at(g, j, w);
        }
        if (h >= 1 && h <= 12 && (e = meridiem_at(g, j, &add))) {
            w->hour = (uint8_t)(h == 12 ? (uint32_t)add : h + (uint32_t)add);
            return zone_at(g, e, w);
        }
    }
    if (!number_at(AT, i, &n) || n.ordinal || n.vague || n.plural || n.grouped || n.value < 0 ||
        n.value > 59 || (n.digits > 2)) {
        bool quarter = atom_word(AT, i, W_HALF);
        if (!quarter)
            return 0;
        n.end = i + 1;
        n.value = 30;
    }
    j = n.end;
    /* "half past eight", "20 minutes past five", "ten to nine" */
    uint8_t unit;
    bool many, abbr;
    uint32_t k = j;
    bool minutes = unit_at(g, k, &unit, &many, &abbr) && unit == UNIT_MINUTE;
    if (minutes)
        k++;
    if (minutes && atom_char(AT, k, '.') && !atom_space(AT, k))
        k++;
    struct number hour;
    if ((atom_word(AT, k, W_PAST) || (atom_word(AT, k, W_TO) && minutes)) && (minutes || n.value == 30 || n.words) &&
        number_at(AT, k + 1, &hour) && !hour.ordinal && !hour.grouped && hour.value >= 1 &&
        hour.value <= 12 && hour.digits <= 2 && !hour.vague && !hour.plural) {
        bool to = atom_word(AT, k, W_TO);
        w->hour = (uint8_t)hour.value;
        w->minute = (uint8_t)n.value;
        if (to) {
            w->hour = (uint8_t)(w->hour - 1);
            w->minute = (uint8_t)(60 - n.value);
        }
        j = hour.end;
        if ((e = meridiem_at(g, j, &add))) {
            w->hour = (uint8_t)(w->hour % 12 + add);
            return e;
        }
        return clock_part(g, j, w);
    }
    if (n.value < 1 || n.value > 24 || atom_word(AT, i, W_HALF))
        return 0;
    if (atom_word(AT, j, W_O) && atom_char(AT, j + 1, '\'') && atom_word(AT, j + 2, W_CLOCK)) {
        w->hour = (uint8_t)n.value;
        return clock_part(g, j + 3, w);
    }
    if (n.value <= 12 && n.words && (e = meridiem_at(g, j, &add))) {
        w->hour = (uint8_t)((int)n.value % 12 + add);
        return e;
    }
    uint32_t tens = atom_char(AT, j, '-') ? j + 1 : j;
    if (n.words && n.value <= 12 && number_at(AT, tens, &hour) && hour.words &&
        !hour.ordinal && hour.value >= 10 && hour.value < 60 && loose) { /* five-thirty, five thirty */
        w->hour = (uint8_t)n.value;
        w->minute = (uint8_t)hour.value;
        return hour.end;
    }
    if (!loose || atom_has(AT, j, C_UNIT) || atom_char(AT, j, '%') || atom_char(AT, j, '/') ||
        (AT->p[j].kind == ATOM_WORD && !AT->p[j].word && !capital(g, j) && atom_space(AT, j)) ||
        atom_has(AT, j, C_MONTH) || atom_has(AT, j, C_SCALE) || atom_has(AT, j, C_MONEY))
        return 0;
    w->hour = (uint8_t)n.value;
    return clock_part(g, j, w);
}

/* Puts a clock on a day. */
static void take_clock(struct found *f, const struct when *c, int32_t part) {
    f->when.grain = c->grain;
    f->when.hour = c->hour;
    if ((part == PART_AFTERNOON || part == PART_EVENING || part == PART_NIGHT) && c->hour < 12 &&
        !(part == PART_NIGHT && c->hour < 5))
        f->when.hour = (uint8_t)(c->hour + 12);
    f->when.minute = c->minute;
    f->when.second = c->second;
    f->when.zulu = c->zulu;
    f->type = TIME_TIME;
    f->bare = false;
    f->clocked = true;
}

uint32_t with_clock(struct grammar *g, uint32_t end, struct found *f) {
    int32_t part = 0;
    struct when c;
    uint32_t j = end, e;
    if (f->form != SAID_WHEN || f->clocked || (f->when.grain != GRAIN_DAY && f->when.grain != GRAIN_PART))
        return end;
    if (f->when.grain == GRAIN_DAY && (e = part_at(g, j, &part))) { /* Tuesday night */
        if (part == PART_NOON || part == PART_MIDNIGHT) {
            clock_at(g, j, false, &c);
            take_clock(f, &c, 0);
            return e;
        }
        f->when.grain = GRAIN_PART;
        f->when.part = (uint8_t)part;
        f->type = TIME_TIME;
        end = j = e;
    } else if (f->when.grain == GRAIN_PART) {
        part = f->when.part;
    }
    if (atom_char(AT, j, ',') || atom_char(AT, j, '-') || atom_char(AT, j, '@') ||
        (atom_char(AT, j, '.') && f->when.grain == GRAIN_DAY && 0))
        j++;
    bool loose = false;
    if (atom_word(AT, j, W_AT) || atom_char(AT, j, '@')) {
        j++;
        loose = true;
    }
    if (atom_has(AT, j, C_ABOUT) && AT->p[j].word)
        j++;
    if ((e = clock_at(g, j, loose, &c)) ) {
        /* "July 4, 2016" has been read; "in March 5 to 6" is no clock */
        take_clock(f, &c, part);
        return e;
    }
    /* "on Monday in the morning" */
    if (f->when.grain == GRAIN_DAY && atom_word(AT, j, W_IN) && atom_word(AT, j + 1, W_THE) &&
        (e = part_at(g, j + 2, &part)) && part != PART_NOON && part != PART_MIDNIGHT) {
        f->when.grain = GRAIN_PART;
        f->when.part = (uint8_t)part;
        f->type = TIME_TIME;
        return e;
    }
    return end;
}

/* A clock and then its day ("8pm on Tuesday"), or a clock alone: the day that the paragraph is at,
 * else the report's. */
uint32_t clock_alone_at(struct grammar *g, uint32_t i, struct found *f) {
    struct when c;
    bool loose = AT->p[i].kind == ATOM_DIGITS && atom_digits(AT, i) <= 2 &&
                 (atom_char(AT, i + 1, ',') || atom_has(AT, i + 1, C_SHIFT));
    uint32_t e = clock_at(g, i, loose, &c), j, k;
    if (!e && (atom_has(AT, i, C_CARDINAL) || AT->p[i].kind == ATOM_DIGITS) &&
        (e = clock_at(g, i, true, &c)) && !atom_has(AT, e, C_DAY) &&
        !(atom_word(AT, e, W_THIS) && atom_has(AT, e + 1, C_PART))) /* "at nine this morning" */
        e = 0;
    if (!e)
        return 0;
    struct found day = {0};
    j = atom_char(AT, e, ',') || atom_char(AT, e, '-') ? e + 1 : e;
    if (atom_word(AT, j, W_ON))
        j++;
    if ((k = dated_at(g, j, &day)) || (k = weekly_at(g, j, &day)) || (k = day_word_at(g, j, &day)) ||
        (k = numeric_at(g, j, &day)) || (atom_has(AT, j, C_SHIFT) && (k = deictic_at(g, j, &day)))) {
        if (day.form == SAID_WHEN && !day.clocked &&
            (day.when.grain == GRAIN_DAY || day.when.grain == GRAIN_PART)) {
            int32_t part = day.when.grain == GRAIN_PART ? day.when.part : 0;
            *f = day;
            take_clock(f, &c, part);
            return k;
        }
    }
    if (loose && e == i + 1)
        return 0;
    if (e == i + 3 && atom_char(AT, i + 1, ':') && AT->p[i - 1].kind == ATOM_WORD && !prep_before(g, i) && !atom_word(AT, i - 1, W_AT)) {
        /* "Ruth 2:12", "the Herald's Morning 12:30"; "Watch again 02:37" is how long it is */
        bool last = AT->p[e].kind == ATOM_BREAK && AT->text.p[AT->p[i].start] == '0';
        if ((!AT->p[i - 1].word && capital(g, i - 1)) || last)
            return 0;
    }
    if (c.hour == 24 || c.hour == 12)
        if (AT->p[i].kind == ATOM_WORD && e == i + 1 && !prep_before(g, i) && !atom_word(AT, i - 1, W_AT) &&
            !atom_word(AT, i - 1, W_BY))
            return 0; /* "midnight blue" */
    struct when w = g->now;
    bool own = i > 1 && atom_word(AT, i - 1, W_AT) && /* of the report itself: "Updated at 5:45 p.m." */
               word_among(g, i - 2, "update updated posted published");
    if (!own && g->ref_known && g->ref.grain <= GRAIN_DAY && g->ref_atom + 60 > i)
        w = g->ref;
    if (!g->now_known && w.year == YEAR_UNKNOWN)
        w = (struct when){.year = YEAR_UNKNOWN};
    w.grain = GRAIN_DAY;
    found_when(f, &w);
    take_clock(f, &c, 0);
    return e;
}
