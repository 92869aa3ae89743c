/* Durations, sets, and dates that are counted from another: "three weeks ago". */
#include "times_grammar.h"

#include <math.h>
#include <stdio.h>

#define AT (&g->at)

uint8_t unit_grain(uint8_t unit) {
    static const uint8_t grains[UNIT_COUNT] = {
        GRAIN_SECOND, GRAIN_MINUTE, GRAIN_HOUR, GRAIN_DAY, GRAIN_WEEK, GRAIN_WEEKEND, GRAIN_MONTH,
        GRAIN_QUARTER, GRAIN_HALF, GRAIN_YEAR, GRAIN_DECADE, GRAIN_CENTURY, GRAIN_MILLENNIUM};
    return unit < UNIT_COUNT ? grains[unit] : GRAIN_NONE;
}

void amount_one(struct amount *m, uint8_t unit, double n) {
    memset(m, 0, sizeof *m);
    m->n[unit] = n;
    m->has = 1u << unit;
}

/* TIMEX3: P3Y, P2.5Y, PXD, P1M2D, PT3H, P1DE. */
slice amount_value(const struct amount *m, struct arena *a) {
    static const struct { uint8_t unit; const char *sign; } order[] = {
        {UNIT_MILLENNIUM, "ML"}, {UNIT_CENTURY, "CE"}, {UNIT_DECADE, "DE"}, {UNIT_YEAR, "Y"},
        {UNIT_QUARTER, "Q"}, {UNIT_MONTH, "M"}, {UNIT_WEEK, "W"}, {UNIT_WEEKEND, "WE"},
        {UNIT_DAY, "D"}, {UNIT_HOUR, "H"}, {UNIT_MINUTE, "M"}, {UNIT_SECOND, "S"}};
    char out[96];
    size_t n = 0;
    bool time = false;
    out[n++] = 'P';
    for (size_t k = 0; k < NELEMS(order); k++) {
        uint8_t u = order[k].unit;
        if (!(m->has >> u & 1) || n + 24 > sizeof out)
            continue;
        if (u <= UNIT_HOUR && !time) {
            out[n++] = 'T';
            time = true;
        }
        if (m->vague >> u & 1)
            n += (size_t)snprintf(out + n, sizeof out - n, "X%s", order[k].sign);
        else if (m->n[u] == floor(m->n[u]) && fabs(m->n[u]) < 1e9)
            n += (size_t)snprintf(out + n, sizeof out - n, "%d%s", (int)m->n[u], order[k].sign);
        else { /* tenths and hundredths, whatever the locale */
            int32_t h = (int32_t)(fmod(m->n[u], 1e6) * 100 + 0.5);
            n += (size_t)snprintf(out + n, sizeof out - n, h % 10 ? "%d.%02d%s" : "%d.%d%s", h / 100,
                                  h % 10 ? h % 100 : h % 100 / 10, order[k].sign);
        }
    }
    return arena_printf(a, "%.*s", (int)n, out);
}

/* "two consecutive quarters", "three business days" */
static bool stands_between(const struct grammar *g, uint32_t i) {
    static const uint8_t words[] = {W_CONSECUTIVE, W_STRAIGHT, W_BUSINESS, W_TRADING, W_WORKING, W_SUCCESSIVE,
                                    W_FISCAL, W_EXTRA, W_ADDITIONAL};
    for (size_t k = 0; k < NELEMS(words); k++)
        if (atom_word(AT, i, words[k]))
            return true;
    return word_among(g, i, "legislative school solid short grueling gruelling painful turbulent difficult hard");
}

/* One number and unit: "3 days", "a half-hour", "three-year", "10D", "a few weeks". */
static uint32_t one_amount(struct grammar *g, uint32_t i, double *n, uint8_t *unit, bool *vague,
                           bool *singular) {
    struct number num;
    uint8_t u;
    bool many, abbr;
    uint32_t j;
    *vague = false;
    *n = 1;
    bool words = true, one = false;
    if (atom_word(AT, i, W_HALF)) { /* half an hour, half-hour, half a century */
        j = i + 1;
        if (atom_word(AT, j, W_A) || atom_word(AT, j, W_AN))
            j++;
        else if (atom_char(AT, j, '-'))
            j++;
        else
            return 0;
        if (!unit_at(g, j, &u, &many, &abbr) || many || abbr)
            return 0;
        *n = 0.5;
        *unit = u;
        *singular = true;
        return j + 1;
    }
    /* "a quarter-century", "quarter century" */
    uint32_t q = atom_word(AT, i, W_A) ? i + 1 : i, c;
    if (unit_at(g, q, &u, &many, &abbr) && u == UNIT_QUARTER && !many) {
        c = atom_char(AT, q + 1, '-') ? q + 2 : q + 1;
        if (unit_at(g, c, &u, &many, &abbr) && u == UNIT_CENTURY && !many) {
            *n = 25;
            *unit = UNIT_YEAR;
            *singular = true;
            return c + 1;
        }
    }
    if (number_at(AT, i, &num) && !num.ordinal) {
        j = num.end;
        *n = num.value;
        *vague = num.vague || num.plural;
        words = num.words;
        one = num.value == 1;
        if (num.digits == 4 && num.value >= 1900 && num.value < 2100 &&
            (atom_word(AT, j + 1, W_YEAR) || (unit_at(g, j, &u, &many, &abbr) && !many && !abbr && u > UNIT_MINUTE)))
            return 0; /* "the 1998 fiscal year", "the 1998 month" */
        if (num.vague && atom_word(AT, i, W_FEW) == false && num.words && atom_word(AT, j, W_OF) &&
            atom_has(AT, i, C_VAGUE) && !atom_has(AT, j + 1, C_UNIT))
            return 0;
        if (num.plural && atom_word(AT, j, W_OF))
            j++;
        if (atom_word(AT, i, W_NO))
            return 0;
    } else if (atom_is(AT, i, C_GROUP, n)) { /* the last dozen years */
        j = i + 1;
    } else if (atom_word(AT, i, W_COUPLE)) {
        j = atom_word(AT, i + 1, W_OF) ? i + 2 : i + 1;
        *n = 2;
    } else if (atom_word(AT, i, W_A) || atom_word(AT, i, W_AN) || atom_word(AT, i, W_ANOTHER)) {
        j = i + 1;
        one = true;
        if (atom_word(AT, j, W_HALF)) { /* a half-hour, a half hour */
            j = atom_char(AT, j + 1, '-') ? j + 2 : j + 1;
            *n = 0.5;
        } else if (atom_word(AT, j, W_FULL) || atom_word(AT, j, W_WHOLE)) {
            j++;
        }
    } else {
        return 0;
    }
    if (atom_char(AT, j, '-') && !atom_space(AT, j))
        j++;
    else if (atom_word(AT, j, W_FULL) || atom_word(AT, j, W_WHOLE) || atom_word(AT, j, W_MORE) ||
             atom_word(AT, j, W_LONG) || (atom_has(AT, j, C_SHIFT) && unit_at(g, j + 1, &u, &many, &abbr) && many && !one) ||
             atom_word(AT, j, W_CALENDAR) || (atom_has(AT, j + 1, C_UNIT) && stands_between(g, j)))
        j++;
    if (!unit_at(g, j, &u, &many, &abbr))
        return 0;
    if (abbr) {
        /* "3h", "30 min": digits, and a single letter joined to them */
        bool letter = AT->p[j].end - AT->p[j].start == 1;
        bool inside = (i && !atom_space(AT, i) && AT->p[i - 1].kind == ATOM_WORD && !atom_has(AT, i - 1, C_UNIT)) ||
                      (!atom_space(AT, j + 1) && AT->p[j + 1].kind == ATOM_DIGITS && !atom_space(AT, j + 2) &&
                       AT->p[j + 2].kind == ATOM_WORD && !AT->p[j + 2].word);
        bool goes_on = letter && atom_char(AT, j + 1, '-') && !atom_space(AT, j + 1) && !atom_space(AT, j + 2) && AT->p[j + 2].kind == ATOM_WORD;
        if (inside || goes_on) /* "x10y2", "20 H-Q-R stores" */
            return 0;
        if (AT->p[i].kind != ATOM_DIGITS && letter)
            return 0;
        if (letter && (atom_space(AT, j) && u != UNIT_HOUR))
            return 0;
        if (letter && u == UNIT_MONTH)
            return 0;
    }
    (void)words;
    if (u == UNIT_QUARTER && atom_char(AT, j - 1, '-'))
        return 0; /* "three-quarters said no" */
    if (u == UNIT_SECOND && !many && !abbr && *n > 1 && !atom_char(AT, j - 1, '-'))
        return 0; /* "the 1989 second quarter" */
    if (u == UNIT_SECOND && !many && !abbr && one && atom_word(AT, i, W_A))
        return 0; /* "a second term" */
    if (u == UNIT_QUARTER && one && !atom_word(AT, j + 1, W_AGO) && !atom_word(AT, j + 1, W_EARLIER) &&
        !atom_word(AT, j + 1, W_LATER))
        return 0; /* "a quarter of the crop", "a quarter point" */
    if (u == UNIT_QUARTER && (atom_word(AT, j + 1, W_OF) || (!many && !one)))
        return 0; /* three quarters of */
    if (many && *n == 1 && atom_word(AT, i, W_A) && j == i + 1 &&
        (atom_word(AT, j + 1, W_LONG) || (atom_char(AT, j + 1, '-') && atom_word(AT, j + 2, W_LONG))))
        *vague = true; /* "a decades-long dispute" */
    *unit = u;
    *singular = !many;
    j++;
    if (one && *n == 1 && atom_word(AT, j, W_AND) && (atom_word(AT, j + 1, W_A)) &&
        atom_word(AT, j + 2, W_HALF)) { /* a year and a half */
        *n = 1.5;
        j += 3;
    } else if (one && *n == 1 && atom_char(AT, j, '-') && atom_word(AT, j + 1, W_AND) && atom_char(AT, j + 2, '-') && atom_word(AT, j + 3, W_A) &&
               atom_char(AT, j + 4, '-') && atom_word(AT, j + 5, W_HALF)) { /* a month-and-a-half */
        *n = 1.5;
        j += 6;
    }
    return j;
}

uint32_t amount_at(struct grammar *g, uint32_t i, struct amount *out) {
    double n;
    uint8_t unit;
    bool vague, singular;
    memset(out, 0, sizeof *out);
    uint32_t j = one_amount(g, i, &n, &unit, &vague, &singular);
    if (!j)
        return 0;
    for (int k = 0; k < 5; k++) {
        if (n == 0.5 && unit == UNIT_HOUR) {
            unit = UNIT_MINUTE;
            n = 30;
        } else if (n == 0.5 && unit == UNIT_YEAR) {
            unit = UNIT_MONTH;
            n = 6;
        } else if (n == 0.5 && unit >= UNIT_DECADE) {
            n = unit == UNIT_DECADE ? 5 : unit == UNIT_CENTURY ? 50 : 500;
            unit = UNIT_YEAR;
        } else if (unit == UNIT_QUARTER && vague) {
            return 0;
        }
        out->has |= 1u << unit;
        out->n[unit] += n > 1e8 ? 1e8 : n;
        if (vague)
            out->vague |= 1u << unit;
        /* "2 years, 1 month and 21 days" */
        uint32_t m = j;
        if (atom_char(AT, m, ',') || atom_word(AT, m, W_AND))
            m++;
        if (vague || !(AT->p[m].kind == ATOM_DIGITS || atom_has(AT, m, C_CARDINAL)))
            break;
        uint32_t e = one_amount(g, m, &n, &unit, &vague, &singular);
        if (!e || vague || (out->has >> unit & 1))
            break;
        j = e;
    }
    return j;
}

struct when amount_from(const struct when *base, const struct amount *m, int sign, bool coarse) {
    struct when w = *base;
    int32_t first, last;
    bool fine = m->has & ((1u << UNIT_HOUR) | (1u << UNIT_MINUTE) | (1u << UNIT_SECOND));
    int several = 0;
    for (uint8_t u = UNIT_DAY; u < UNIT_COUNT; u++)
        several += m->has >> u & 1;
    for (uint8_t u = UNIT_COUNT; u-- > UNIT_DAY;) {
        if (!(m->has >> u & 1))
            continue;
        double n = m->n[u];
        uint8_t grain = unit_grain(u);
        if (n != floor(n) && u >= UNIT_YEAR) { /* two and a half years: in months */
            n = n * (u == UNIT_YEAR ? 12 : u == UNIT_DECADE ? 120 : 1200);
            w = when_shift(&w, GRAIN_MONTH, sign * (int32_t)n, coarse && several == 1);
        } else if (n != floor(n) && (u == UNIT_MONTH || u == UNIT_WEEK)) { /* one and a half months: a month and fifteen days */
            int32_t days = (int32_t)((n - floor(n)) * (u == UNIT_MONTH ? 30 : 7)), from, to;
            w = when_shift(&w, grain, sign * (int32_t)n, false);
            w = when_shift(&w, GRAIN_DAY, sign * days, false);
            when_days(&w, &from, &to);
            if (coarse && several == 1 && !fine && from != DAY_UNKNOWN)
                w = when_of(from, grain);
        } else {
            w = when_shift(&w, grain, sign * (int32_t)n, coarse && several == 1 && !fine);
        }
    }
    if (!fine) { /* "five years and two months ago" is a month */
        if (coarse && several > 1)
            for (uint8_t u = UNIT_DAY; u < UNIT_COUNT; u++)
                if (m->has >> u & 1) {
                    int32_t from, to;
                    when_days(&w, &from, &to);
                    if (from != DAY_UNKNOWN && unit_grain(u) > w.grain)
                        w = when_of(from, unit_grain(u));
                    break;
                }
        return w;
    }
    when_days(&w, &first, &last);
    if (first == DAY_UNKNOWN || w.grain > GRAIN_DAY)
        return (struct when){.year = YEAR_UNKNOWN, .grain = GRAIN_DAY};
    double seconds = m->n[UNIT_HOUR] * 3600 + m->n[UNIT_MINUTE] * 60 + m->n[UNIT_SECOND];
    if (seconds > 1e9)
        seconds = 1e9;
    int64_t total = (int64_t)first * 86400 + w.hour * 3600 + w.minute * 60 + w.second + sign * (int64_t)seconds;
    int64_t day = total / 86400, rest = total % 86400;
    if (rest < 0) {
        rest += 86400;
        day--;
    }
    struct when to = when_of((int32_t)day, GRAIN_DAY);
    to.grain = m->has & (1u << UNIT_SECOND) ? GRAIN_SECOND : GRAIN_MINUTE;
    to.hour = (uint8_t)(rest / 3600);
    to.minute = (uint8_t)(rest / 60 % 60);
    to.second = (uint8_t)(rest % 60);
    return to;
}

static void set_ref(struct found *f, int8_t ref) {
    f->form = SAID_REF;
    f->ref = ref;
    f->type = TIME_DATE;
}

static void set_amount(struct found *f, const struct amount *m) {
    f->form = SAID_AMOUNT;
    f->type = TIME_DURATION;
    f->amount = *m;
}

/* "The first free vote in 40 years", "the worst storm in a decade" */
static bool ranks(const struct grammar *g, uint32_t i) {
    enum { BACK = 8 };
    const struct lang *l = g->lang;
    uint32_t t = l->tagged ? lang_token_at(l, AT->p[i].start) : NONE;
    if (t >= l->tokens_n)
        return false;
    for (int n = 0; n < BACK && t && !(l->tokens[t].flags & TOKEN_SENTENCE); n++) {
        const struct token *x = &l->tokens[--t];
        if (x->upos == UPOS_VERB || x->upos == UPOS_AUX || x->upos == UPOS_PUNCT)
            return false;
        slice form = token_form(AT->text, x);
        if (x->xpos == XPOS_JJS || x->xpos == XPOS_RBS || slice_among(form, "first second third fourth fifth only"))
            return true;
    }
    return false;
}

/* Does "in three weeks" at i look ahead? */
static bool looks_ahead(struct grammar *g, uint32_t i, uint32_t end) {
    if (atom_word(AT, end, W_OF) || !atom_word(AT, i - 1, W_IN))
        return false;
    if ((i > 1 && word_is(g, i - 2, S("time"))) || ranks(g, i))
        return false; /* "for the first time in a decade" */
    enum tense t = tense_at(g, i);
    return t == TENSE_FUTURE || t == TENSE_NONE || (t == TENSE_PRESENT && is_timetabled(g)); /* "expires in three years" */
}

/* Is the unit at i, said of one, the first part of a compound? */
static bool qualifies(const struct grammar *g, uint32_t i) {
    const struct lang *l = g->lang;
    uint32_t t = l->parsed ? lang_token_at(l, AT->p[i].start) : NONE;
    return t + 1 < l->tokens_n && l->tokens[t].deprel == DEP_COMPOUND && l->tokens[t].head == t + 1 && l->tokens[t + 1].upos == UPOS_NOUN;
}

/* "One day he will be king", "hopes to return one day": some day to come. Not "it will take one day", "one day after". */
static bool some_day(struct grammar *g, uint32_t i, uint32_t end) {
    if (atom_has(AT, i - 1, C_PREP) || atom_has(AT, i - 1, C_ABOUT) || word_among(g, i - 1, "just only take takes last lasts least another than is be was for within"))
        return false;
    if (AT->p[end].kind == ATOM_WORD && (atom_has(AT, end, C_PREP) || word_among(g, end, "a later earlier ago off of only per old")))
        return false;
    enum tense t = tense_at(g, i);
    bool hopes = false;
    for (uint32_t k = i, n = 0; n < 10 && k > 1 && AT->p[k - 1].kind == ATOM_WORD && !hopes; n++)
        hopes = word_among(g, --k, "hope hopes hoped hoping dream dreams dreamed can could may might would");
    return t == TENSE_FUTURE || hopes;
}

uint32_t counted_at(struct grammar *g, uint32_t i, struct found *f) {
    struct amount m;
    uint32_t j = amount_at(g, i, &m), e;
    uint8_t unit;
    bool many, abbr;
    if (!j) {
        struct number n; /* "two Sundays from now" */
        double wd;
        if (g->now_known && number_at(AT, i, &n) && !n.ordinal && n.value >= 1 && n.value < 60 && !n.vague &&
            !n.plural && atom_is(AT, n.end, C_WEEKDAY, &wd)) {
            int32_t d = (int32_t)wd % 10;
            bool ahead = atom_word(AT, n.end + 1, W_LATER) ||
                         (atom_word(AT, n.end + 1, W_FROM) && atom_word(AT, n.end + 2, W_NOW));
            bool back = atom_word(AT, n.end + 1, W_AGO);
            if (!ahead && !back)
                return 0;
            int32_t on = (d - cal_weekday(g->today) + 7) % 7;
            struct when w = when_of(
                ahead ? g->today + (on ? on : 7) + ((int32_t)n.value - 1) * 7
                      : g->today - (on ? 7 - on : 7) - ((int32_t)n.value - 1) * 7, GRAIN_DAY);
            found_when(f, &w);
            return n.end + (ahead && atom_word(AT, n.end + 1, W_FROM) ? 3 : 2);
        }
        return 0;
    }
    uint32_t k = atom_char(AT, j, '-') && !atom_space(AT, j) && !atom_space(AT, j + 1) ? j + 1 : j;
    /* ages are quantities: "72-year-old", "56 years old", "30 years of age", "aged 14 months" */
    if (atom_word(AT, k, W_OLD) || word_is(g, k, S("olds")) ||
        (atom_word(AT, j, W_OF) && atom_word(AT, j + 1, W_AGE)) || (i && atom_word(AT, i - 1, W_AGED))) {
        f->form = SAID_TEXT;
        f->text[0] = 0; /* read, and nothing of it */
        return k + 1;
    }
    bool shown = (m.has & (1u << UNIT_MINUTE | 1u << UNIT_HOUR)) && AT->p[i].kind == ATOM_DIGITS && AT->p[i + 1].kind == ATOM_WORD && capital(g, i + 1) &&
                 AT->p[i + 1].end - AT->p[i + 1].start > 4 && !(AT->p[i + 2].kind == ATOM_WORD && capital(g, i + 2)) &&
                 !(AT->p[i - 1].kind == ATOM_WORD && capital(g, i - 1));
    if (shown) {
        f->form = SAID_TEXT; /* "told 60 Minutes" */
        f->text[0] = 0;
        return i + 2;
    }
    if (j == i + 2 && (m.has & (1u << UNIT_MINUTE | 1u << UNIT_SECOND)) && (word_is(g, i - 1, S("wait")) || word_is(g, i - 1, S("just"))) && atom_word(AT, i, W_A)) {
        f->form = SAID_TEXT; /* "wait a minute" */
        f->text[0] = 0;
        return j;
    }
    if (j == i + 2 && m.has == 1u << UNIT_DAY && atom_word(AT, i, W_ONE) && some_day(g, i, j)) {
        set_ref(f, 3);
        return j;
    }
    if (k == j && atom_word(AT, i, W_A) && j == i + 2 && qualifies(g, i + 1)) {
        f->form = SAID_TEXT; /* "a day trader" */
        f->text[0] = 0;
        return j;
    }
    bool vague = m.vague != 0;
    bool year = m.has == 1u << UNIT_YEAR && m.n[UNIT_YEAR] == 1;
    struct when told;
    if (atom_word(AT, k, W_LONG) && k > j)
        j = k + 1;
    bool since_then = word_is(g, k, S("back")) && !atom_word(AT, i - 1, W_FOR) && /* "two years back" */
                      (AT->p[k + 1].kind != ATOM_WORD || word_among(g, k + 1, "it he she they we i the when was were"));
    if (atom_word(AT, k, W_AGO) || since_then) {
        if (vague) {
            set_ref(f, 1);
            return k + 1;
        }
        if (m.has == 1u << UNIT_YEAR && m.n[UNIT_YEAR] >= 1e4) { /* TIDES: 65 million years ago is MA65 */
            double n = m.n[UNIT_YEAR];
            const char *unit_of = n >= 1e9 ? "GA" : n >= 1e6 ? "MA" : "KA";
            n /= n >= 1e9 ? 1e9 : n >= 1e6 ? 1e6 : 1e3;
            f->form = SAID_TEXT;
            f->type = TIME_DATE;
            int32_t tenths = (int32_t)(n * 10 + 0.5);
            if (tenths % 10)
                snprintf(f->text, sizeof f->text, "%s%d.%d", unit_of, tenths / 10, tenths % 10);
            else
                snprintf(f->text, sizeof f->text, "%s%d", unit_of, tenths / 10);
            return k + 1;
        }
        int32_t on;
        uint32_t t = k + 1;
        bool years = m.has == 1u << UNIT_YEAR && g->now_known;
        bool dated = g->now_known && (m.has == 1u << UNIT_MONTH || m.has == 1u << UNIT_WEEK);
        if ((years || dated) && atom_word(AT, t, W_TODAY)) { /* "a year ago today" */
            struct when day = when_of(g->today, GRAIN_DAY);
            day = amount_from(&day, &m, -1, false);
            found_when(f, &day);
            return t + 1;
        }
        if (years && atom_word(AT, t, W_THIS) && unit_at(g, t + 1, &unit, &many, &abbr) && !many && !abbr &&
            unit >= UNIT_WEEK && unit < UNIT_YEAR) { /* "two years ago this month" */
            struct when day = when_of(g->today, GRAIN_DAY);
            day = amount_from(&day, &m, -1, false);
            day = stretch_of(g, &day, unit, 0);
            found_when(f, &day);
            return t + 2;
        }
        if (m.has == 1u << UNIT_WEEK && (t = weekday_at(g, t, &on)) && on < 8 && g->now_known && m.n[UNIT_WEEK] < 100) {
            /* "a week ago Thursday": from the last one */
            int32_t back = (cal_weekday(g->today) - on + 7) % 7;
            struct when day = when_of(g->today - (back ? back : 7) - 7 * (int32_t)(m.n[UNIT_WEEK] - (back < 1)), GRAIN_DAY);
            found_when(f, &day);
            return t;
        }
        bool period = year && compared_with(g, i, true, &told);
        struct when base = period ? told : g->now;
        if (m.has == 1u << UNIT_HOUR && !g->clock_known && g->now_known) { /* a day without a clock: to the day, if it tells that */
            if (fmod(m.n[UNIT_HOUR], 24) != 0) {
                set_ref(f, 1);
                return k + 1;
            }
            amount_one(&m, UNIT_DAY, m.n[UNIT_HOUR] / 24);
        }
        struct when w = amount_from(&base, &m, -1, !period);
        found_when(f, &w);
        f->bare = w.grain == GRAIN_DAY;
        return k + 1;
    }
    bool later = atom_word(AT, k, W_LATER), earlier = atom_word(AT, k, W_EARLIER);
    if (later || earlier) {
        if (vague) {
            set_amount(f, &m);
            return k + 1;
        }
        bool brief = m.has & (1u << UNIT_DAY | 1u << UNIT_WEEK); /* "two days later", of a year; months later is about that year */
        struct when base = reference_of(g);
        if (brief && base.grain >= GRAIN_YEAR)
            base = reference_for(g, m.has & 1u << UNIT_DAY ? GRAIN_DAY : GRAIN_WEEK);
        if (earlier && year && compared_with(g, i, false, &told))
            base = told;
        bool hours = m.has & (1u << UNIT_HOUR | 1u << UNIT_MINUTE | 1u << UNIT_SECOND);
        if (hours && g->ref_known && g->ref_clock.grain < GRAIN_PART) {
            base = g->ref_clock;
        } else if (hours && (g->ref_known || !(base.hour || base.minute))) { /* "an hour later", of a day without a clock */
            set_amount(f, &m);
            return k + 1;
        }
        bool fine = base.grain > GRAIN_WEEK && base.grain < GRAIN_YEAR;
        struct when w = amount_from(&base, &m, later ? 1 : -1, !fine);
        found_when(f, &w);
        return k + 1;
    }
    if (atom_word(AT, j, W_HENCE) ||
        (atom_word(AT, j, W_FROM) && (atom_word(AT, j + 1, W_NOW) || atom_word(AT, j + 1, W_TODAY)))) {
        e = atom_word(AT, j, W_HENCE) ? j + 1 : j + 2;
        if (vague) {
            set_ref(f, 3);
            return e;
        }
        struct when w = amount_from(&g->now, &m, 1, false);
        w.grain = m.has & 7 ? w.grain : GRAIN_DAY;
        found_when(f, &w);
        f->bare = true;
        int32_t wd; /* "two months from today on Tuesday" */
        uint32_t t = atom_word(AT, e, W_ON) ? weekday_at(g, e + 1, &wd) : 0;
        if (t && wd < 8 && w.grain == GRAIN_DAY) {
            int32_t first, last;
            when_days(&w, &first, &last);
            if (first != DAY_UNKNOWN) {
                int32_t monday = first - cal_weekday(first) + 1;
                int32_t at = monday + wd - 1 < g->today ? monday + wd + 6 : monday + wd - 1;
                if (at < first && first - at > 3)
                    at += 7;
                w = when_of(at, GRAIN_DAY);
                found_when(f, &w);
                return t;
            }
        }
        return e;
    }
    bool before = atom_word(AT, j, W_BEFORE), after = atom_word(AT, j, W_AFTER) || atom_word(AT, j, W_FROM);
    bool since = atom_word(AT, j, W_SINCE), prior = atom_word(AT, j, W_PRIOR) && atom_word(AT, j + 1, W_TO);
    if (!vague && (before || after || since || prior)) {
        struct when base;
        e = anchor_at(g, j + (prior ? 2 : 1), &base);
        if (e && !(since && !atom_word(AT, i - 1, W_IN))) {
            int32_t first, last;
            when_days(&base, &first, &last);
            if (base.grain > GRAIN_DAY && first != DAY_UNKNOWN && since)
                base = when_of(first, GRAIN_DAY);
            struct when w = amount_from(&base, &m, before || prior ? -1 : 1, base.grain > GRAIN_DAY);
            found_when(f, &w);
            int32_t wd; /* "3 weeks after Christmas on Friday" */
            uint32_t t = atom_word(AT, e, W_ON) ? weekday_at(g, e + 1, &wd) : 0;
            when_days(&w, &first, &last);
            if (t && wd < 8 && first != DAY_UNKNOWN && w.grain == GRAIN_DAY) {
                w = when_of(first - cal_weekday(first) + wd, GRAIN_DAY);
                found_when(f, &w);
                return t;
            }
            return e;
        }
        /* "two years before." */
        if ((before || (after && !atom_word(AT, j, W_FROM))) &&
            (AT->p[j + 1].kind == ATOM_BREAK || atom_char(AT, j + 1, '.') || atom_char(AT, j + 1, ','))) {
            struct when w, ref = reference_of(g);
            bool compared = before && year && compared_with(g, i, false, &told);
            if (compared)
                ref = told;
            w = amount_from(&ref, &m, before ? -1 : 1, !compared);
            found_when(f, &w);
            return j + 1;
        }
    }
    bool clockless = (m.has & 7) && g->now_known && !g->clock_known; /* "in 15 minutes", of a day */
    bool years = m.has >> UNIT_YEAR; /* "in three years", whatever the day */
    if (!vague && !clockless && !years && looks_ahead(g, i, j)) {
        struct when w = amount_from(&g->now, &m, 1, false);
        if (g->now_known) {
            if (!(m.has & 7))
                w.grain = GRAIN_DAY;
            found_when(f, &w);
            f->bare = true;
            int32_t wd; /* "in 3 days on Friday" */
            uint32_t t = atom_word(AT, j, W_ON) ? weekday_at(g, j + 1, &wd) : 0;
            int32_t first, last;
            when_days(&w, &first, &last);
            if (t && wd < 8 && first != DAY_UNKNOWN && w.grain == GRAIN_DAY) {
                w = when_of(first - cal_weekday(first) + wd, GRAIN_DAY);
                found_when(f, &w);
                return t;
            }
            return j;
        }
    }
    (void)unit; (void)many; (void)abbr;
    set_amount(f, &m);
    return j;
}

/* ---- sets ------------------------------------------------------------------------------------ */

static void set_of(struct found *f, uint8_t unit, double n) {
    f->form = SAID_AMOUNT;
    f->type = TIME_SET;
    amount_one(&f->amount, unit, n);
}

/* Does what stands before "a week" at i make it a rate: "15 a week", "$3 million a year",
 * "three times a day", "five barrels a day"? */
static bool is_rate(const struct grammar *g, uint32_t i) {
    if (i < 2)
        return false;
    if (AT->p[i - 1].kind == ATOM_DIGITS || atom_word(AT, i - 1, W_ONCE) || atom_word(AT, i - 1, W_TWICE) ||
        atom_word(AT, i - 1, W_TIMES) || atom_has(AT, i - 1, C_SCALE) || atom_has(AT, i - 1, C_MONEY) ||
        atom_char(AT, i - 1, '%') || atom_word(AT, i - 1, W_PERCENT))
        return true;
    uint8_t unit;
    bool many = false, abbreviated, hours = unit_at(g, i - 1, &unit, &many, &abbreviated) && many; /* "12 hours a day" */
    bool counted = atom_has(AT, i - 1, C_PERSON) || atom_has(AT, i - 1, C_MEASURE); /* "900 people a day", "12 miles an hour" */
    if (AT->p[i - 1].kind != ATOM_WORD || (AT->text.p[AT->p[i - 1].end - 1] != 's' && !counted) ||
        (AT->p[i - 1].word && !hours && !counted))
        return false;
    for (uint32_t k = 2; k < 5 && k < i; k++) {
        if (AT->p[i - k].kind == ATOM_BREAK || atom_char(AT, i - k, ','))
            return false;
        if (AT->p[i - k].kind == ATOM_DIGITS || atom_has(AT, i - k, C_SCALE) ||
            atom_has(AT, i - k, C_CARDINAL) || atom_has(AT, i - k, C_PLURAL))
            return true;
    }
    return false;
}

uint32_t set_at(struct grammar *g, uint32_t i, struct found *f) {
    double v;
    uint8_t unit;
    bool many, abbr;
    uint32_t j = i + 1;
    if (atom_is(AT, i, C_SET, &v)) {
        if (capital(g, i) && capital(g, j) && AT->p[j].kind == ATOM_WORD && AT->p[i - 1].kind != ATOM_BREAK)
            return 0; /* the Daily Herald */
        set_of(f, (uint8_t)((int)v / 100), (int)v % 100 > 10 ? 1 : (int)v % 100);
        if ((int)v % 100 == 12) /* "yearlong" */
            f->type = TIME_DURATION;
        return j;
    }
    if (atom_is(AT, i, C_WEEKDAY, &v) && v > 10) { /* on Mondays */
        f->form = SAID_TEXT;
        f->type = TIME_SET;
        snprintf(f->text, sizeof f->text, "XXXX-WXX-%d", (int)v - 10);
        return j;
    }
    if (unit_at(g, i, &unit, &many, &abbr) && unit == UNIT_WEEKEND && many && atom_word(AT, i - 1, W_ON)) {
        f->form = SAID_TEXT; /* "on weekends" */
        f->type = TIME_SET;
        snprintf(f->text, sizeof f->text, "XXXX-WXX-WE");
        return j;
    }
    if (atom_word(AT, i, W_EVERY) || atom_word(AT, i, W_EACH)) {
        struct amount m;
        uint32_t e;
        double one = 1;
        if (atom_word(AT, j, W_OTHER)) {
            if (atom_word(AT, i, W_EACH))
                return 0; /* "each other" */
            one = 2;
            j++;
        }
        if (word_is(g, j, S("single")))
            j++;
        if (unit_at(g, j, &unit, &many, &abbr) && !abbr) {
            set_of(f, unit, one);
            return j + 1;
        }
        if ((e = amount_at(g, j, &m))) {
            f->form = SAID_AMOUNT;
            f->type = TIME_SET;
            f->amount = m;
            return e;
        }
        if (atom_is(AT, j, C_WEEKDAY, &v) && v < 8) {
            f->form = SAID_TEXT;
            f->type = TIME_SET;
            snprintf(f->text, sizeof f->text, "XXXX-WXX-%d", (int)v);
            return j + 1;
        }
        if (atom_is(AT, j, C_MONTH, &v)) {
            f->form = SAID_TEXT;
            f->type = TIME_SET;
            snprintf(f->text, sizeof f->text, "XXXX-%02d", (int)v);
            return j + 1;
        }
        static const char *const seasons[] = {"", "SP", "SU", "FA", "WI"};
        if (atom_is(AT, j, C_SEASON, &v)) {
            f->form = SAID_TEXT;
            f->type = TIME_SET;
            snprintf(f->text, sizeof f->text, "XXXX-%s", seasons[(int)v & 7]);
            return j + 1;
        }
        if (atom_is(AT, j, C_PART, &v)) {
            f->form = SAID_TEXT;
            f->type = TIME_SET;
            snprintf(f->text, sizeof f->text, "XXXX-XX-XXT%s", part_code((int32_t)v));
            return j + 1;
        }
        return 0;
    }
    if (atom_word(AT, i, W_PER) && unit_at(g, j, &unit, &many, &abbr) && !many && !abbr && unit >= UNIT_DAY) {
        set_of(f, unit, 1);
        return j + 1;
    }
    if (atom_word(AT, i, W_ONCE) || atom_word(AT, i, W_TWICE)) {
        if (atom_word(AT, j, W_A) && unit_at(g, j + 1, &unit, &many, &abbr) && !many && !abbr) {
            set_of(f, unit, 1);
            return j + 2;
        }
        if (atom_word(AT, j, W_EVERY) || atom_word(AT, j, W_EACH))
            return set_at(g, j, f); /* "once every two years" */
        return 0;
    }
    bool tight = i && atom_char(AT, i - 1, '-') && !atom_space(AT, i); /* "the $60-a-week rent" */
    if (tight && atom_word(AT, i, W_A) && atom_char(AT, j, '-') && unit_at(g, j + 1, &unit, &many, &abbr) && !many && !abbr &&
        unit >= UNIT_MINUTE) {
        set_of(f, unit, 1);
        return j + 2;
    }
    if ((atom_word(AT, i, W_A) || atom_word(AT, i, W_AN)) && unit_at(g, j, &unit, &many, &abbr) && !many && !abbr &&
        unit >= UNIT_MINUTE && is_rate(g, i)) {
        uint32_t k = j + 1;
        if (atom_word(AT, k, W_AGO) || atom_word(AT, k, W_LATER) || atom_word(AT, k, W_EARLIER) ||
            atom_word(AT, k, W_FROM) ||
            atom_word(AT, k, W_BEFORE) || atom_word(AT, k, W_AFTER))
            return 0;
        set_of(f, unit, 1);
        return k;
    }
    return 0;
}
