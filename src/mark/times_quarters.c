/* Ordinals, and what reports on business count in: "the third week of 2027", "the 20th century", quarters, halves, fiscal years,
 * and what these are compared with: "a year earlier". */
#include "times_grammar.h"

#define AT (&g->at)

/* ---- what is told of, and compared with ------------------------------------------------------------ */

bool compares(const struct grammar *g, uint32_t i) {
    enum { BACK = 30 };
    bool amount = false;
    for (uint32_t k = i, n = 0; n < BACK && k > 1 && AT->p[k - 1].kind != ATOM_BREAK; n++) {
        k--;
        if (atom_char(AT, k, '.') && atom_space(AT, k + 1))
            break;
        amount |= AT->p[k].kind == ATOM_DIGITS || atom_has(AT, k, C_MONEY);
        if (atom_word(AT, k, W_FROM) || atom_word(AT, k, W_THAN) || word_among(g, k, "compared compares against versus after"))
            return amount;
    }
    return false;
}

/* "A year ago, it had net of $3 million": is money told of at once? */
static bool money_follows(const struct grammar *g, uint32_t i) {
    enum { AHEAD = 14 };
    for (uint32_t k = i; k < i + AHEAD && AT->p[k].kind != ATOM_BREAK; k++) {
        if (atom_char(AT, k, '.') && atom_space(AT, k + 1))
            return false;
        if (atom_char(AT, k, '$') || atom_has(AT, k, C_MONEY))
            return true;
    }
    return false;
}

bool compared_with(const struct grammar *g, uint32_t i, bool ago, struct when *base) {
    enum { REACH = 160 };
    if (!g->told.known)
        return false;
    bool sentence = g->told.sentence == lang_sentence_at(g->lang, AT->p[i].start);
    if (ago && !sentence)
        ago = !compares(g, i) && !money_follows(g, i);
    bool near = sentence || (!ago && g->told.block == g->block);
    if (!near && !g->told.months && !ago && (g->told.when.grain == GRAIN_QUARTER || g->told.when.grain == GRAIN_MONTH))
        near = g->told.block + 1 >= g->block && g->told.atom + REACH > i;
    if (!near)
        return false;
    *base = g->told.months ? stretch_of(g, &g->now, UNIT_YEAR, 0) : g->told.when;
    return true;
}

/* "The month" of a report on figures: the paragraph's, else the first that it told of, where that is not long over. */
struct when reported_month(const struct grammar *g) {
    enum { LATELY = 75 };
    int32_t first = DAY_UNKNOWN, last;
    if (g->told.known && !g->told.months && g->told.block == g->block && g->told.when.grain == GRAIN_MONTH)
        return g->told.when;
    if (g->month_known)
        when_days(&g->month, &first, &last);
    if (first != DAY_UNKNOWN && g->now_known && first <= g->today && first + LATELY > g->today)
        return g->month;
    return stretch_of(g, &g->now, UNIT_MONTH, 0);
}

struct when reported_quarter(const struct grammar *g) {
    if (g->told.known && !g->told.months && g->told.block == g->block && g->told.when.grain == GRAIN_QUARTER)
        return g->told.when;
    if (g->period_known)
        return g->period;
    return stretch_of(g, &g->now, UNIT_QUARTER, -1);
}

/* ---- ordinals, quarters, halves, centuries ----------------------------------------------------------- */

static void set_quarter(struct grammar *g, uint32_t i, struct found *f, uint8_t grain, int32_t nth,
                        int32_t year, bool has_year) {
    struct when w = {.year = year, .grain = grain, .nth = (uint8_t)nth};
    if (!has_year) {
        w.year = g->now_known ? g->now.year : YEAR_UNKNOWN;
        int32_t first, last;
        when_days(&w, &first, &last);
        if (first != DAY_UNKNOWN) {
            enum tense t = tense_at(g, i);
            /* "will report third-quarter earnings": the one that is just over; results are out within weeks */
            enum { RESULTS = 75, LONG_OVER = 200 }; /* "we see a cut in the first quarter", said in November */
            if ((t == TENSE_FUTURE && last + RESULTS < g->today) || (t == TENSE_PRESENT && last + LONG_OVER < g->today))
                w.year++;
            else if (t != TENSE_FUTURE && first > g->today)
                w.year--;
        }
    }
    found_when(f, &w);
}

uint32_t quarter_after(const struct grammar *g, uint32_t i, int32_t year, struct found *f) {
    struct number n;
    uint8_t unit;
    bool many, abbr;
    uint32_t j = atom_char(AT, i, '\'') && atom_word(AT, i + 1, W_S) ? i + 2 : i;
    if (!number_at(AT, j, &n) || !n.ordinal || n.value < 1 || n.value > 4)
        return 0;
    j = atom_char(AT, n.end, '-') ? n.end + 1 : n.end;
    bool half = atom_word(AT, j, W_HALF);
    if (half ? n.value > 2 : !unit_at(g, j, &unit, &many, &abbr) || unit != UNIT_QUARTER || many || abbr)
        return 0;
    struct when w = {.year = year, .grain = half ? GRAIN_HALF : GRAIN_QUARTER, .nth = (uint8_t)n.value};
    found_when(f, &w);
    return j + 1;
}

/* A game has halves and quarters, too. */
static bool of_a_game(const struct grammar *g, uint32_t i) {
    enum { NEAR = 16 };
    uint32_t from = i;
    while (from > 1 && i - from < NEAR && AT->p[from - 1].kind != ATOM_BREAK && !atom_char(AT, from - 1, ';') &&
           !(atom_char(AT, from - 1, '.') && atom_space(AT, from)))
        from--;
    for (uint32_t k = from; k < i + NEAR && AT->p[k].kind != ATOM_BREAK && !(k > i && atom_char(AT, k, '.') && atom_space(AT, k + 1)) &&
                            !(k > i && atom_char(AT, k, ';')); k++) {
        bool score = atom_char(AT, k, '-') && atom_digits(AT, k - 1) && atom_digits(AT, k - 1) < 4 && atom_digits(AT, k + 1) && !atom_space(AT, k) &&
                     !atom_space(AT, k + 1) && !word_among(g, k + 2, "month months week weeks point points");
        if (score || word_among(g, k, "game games match goal goals scored touchdown touchdowns yards halftime inning innings"))
            return true;
    }
    return false;
}

/* "On the 15th it rained", "by the 20th": a day of the month that the report stands in, or of the one beside it. */
static uint32_t day_of_month(struct grammar *g, uint32_t i, int32_t day, uint32_t end, struct found *f) {
    if (!i || atom_digits(AT, i + 1) > 2 || !atom_digits(AT, i + 1) || day > 31 || !g->now_known || !g->lang->tagged ||
        !(atom_word(AT, i - 1, W_ON) || atom_word(AT, i - 1, W_BY) || atom_word(AT, i - 1, W_UNTIL) || atom_word(AT, i - 1, W_SINCE)))
        return 0;
    bool goes_on = AT->p[end].kind == ATOM_DIGITS || atom_char(AT, end, '-') || atom_word(AT, end, W_OF) || atom_word(AT, end, W_AND) ||
                   (AT->p[end].kind == ATOM_WORD && (capital(g, end) || names_more(g, end)));
    if (goes_on)
        return 0; /* "on the 15th floor", "on the 15th of May" */
    struct when month = when_of(g->today, GRAIN_MONTH);
    enum tense t = tense_at(g, i + 1);
    if (day > g->now.day && t == TENSE_PAST)
        month = when_shift(&month, GRAIN_MONTH, -1, false);
    else if (day < g->now.day && t == TENSE_FUTURE)
        month = when_shift(&month, GRAIN_MONTH, 1, false);
    if (day > cal_month_days(month.year, month.month))
        return 0;
    struct when w = {.year = month.year, .grain = GRAIN_DAY, .month = month.month, .day = (uint8_t)day};
    found_when(f, &w);
    return with_clock(g, end, f);
}

uint32_t ordinal_at(struct grammar *g, uint32_t i, struct found *f) {
    uint32_t j = atom_word(AT, i, W_THE) ? i + 1 : i, k, e;
    struct number n;
    uint8_t unit;
    bool many, abbr, final = false;
    int32_t y, m, wd, nth;
    if (unit_at(g, j, &unit, &many, &abbr) && unit == UNIT_WEEK && !many && atom_digits(AT, j + 1) &&
        (atom_space(AT, j) || AT->p[j - 1].kind == ATOM_BREAK || AT->p[j - 1].kind == ATOM_OTHER) &&
        atom_digits(AT, j + 1) <= 2 && AT->p[j + 1].value >= 1 && AT->p[j + 1].value <= 53) {
        k = j + 2; /* week 31 (of last year) */
        y = g->now_known ? g->now.year : YEAR_UNKNOWN;
        if ((e = year_tail(g, k, &y)))
            k = e;
        struct when w = {.year = y, .grain = GRAIN_WEEK, .week = (uint8_t)AT->p[j + 1].value};
        found_when(f, &w);
        return k;
    }
    if (atom_word(AT, j, W_LAST) || word_is(g, j, S("final"))) {
        final = true;
        n = (struct number){.value = 0, .end = j + 1, .ordinal = true};
    } else if (!number_at(AT, j, &n) || !n.ordinal || n.value < 1 || n.value > 53) {
        return 0;
    }
    nth = (int32_t)n.value;
    k = n.end;
    struct number second;
    bool joined = atom_word(AT, k, W_AND) || atom_word(AT, k, W_OR) || atom_word(AT, k, W_TO);
    if (!final && joined && nth < 30 && number_at(AT, k + 1, &second) && second.ordinal && unit_at(g, second.end, &unit, &many, &abbr) &&
        unit == UNIT_CENTURY) { /* "the 18th and 19th centuries" */
        struct when w = {.year = (nth - 1) * 100, .grain = GRAIN_CENTURY};
        found_when(f, &w);
        return k;
    }
    if (!final && j > i && (e = day_of_month(g, i, nth, k, f)))
        return e;
    bool hyphen = atom_char(AT, k, '-') && !atom_space(AT, k);
    if (hyphen)
        k++;
    if (atom_word(AT, k, W_FISCAL) || atom_word(AT, k, W_CALENDAR) || atom_word(AT, k, W_FINANCIAL))
        k++;
    if (weekday_at(g, k, &wd) && wd < 8 && !hyphen) { /* first Wednesday of December */
        uint32_t t = weekday_at(g, k, &wd);
        if (!g->now_known || nth > 5)
            return 0;
        struct when month = when_of(g->today, GRAIN_MONTH);
        if ((atom_word(AT, t, W_OF) || atom_word(AT, t, W_IN)) && (e = month_at(g, t + 1, &m))) {
            month.month = (uint8_t)m;
            uint32_t ye = year_tail(g, e, &y);
            if (ye) {
                month.year = y;
                e = ye;
            } else if (m > g->now.month && tense_at(g, i) == TENSE_PAST) {
                month.year--;
            }
            t = e;
        } else if (final || atom_word(AT, t, W_OF) || atom_word(AT, t, W_IN) || (i && capital(g, t))) {
            return 0;
        }
        if (month.year == YEAR_UNKNOWN)
            return 0;
        int32_t first = cal_days(month.year, month.month, 1), day;
        int32_t days = cal_month_days(month.year, month.month);
        day = first + (wd - cal_weekday(first) + 7) % 7 + (nth - 1) * 7;
        if (final)
            for (day = first + (wd - cal_weekday(first) + 7) % 7; day + 7 < first + days;)
                day += 7;
        struct when w = when_of(day, GRAIN_DAY);
        found_when(f, &w);
        return with_clock(g, t, f);
    }
    if (atom_word(AT, k, W_HALF)) {
        if (nth > 2 || final)
            return 0;
        e = year_tail(g, k + 1, &y);
        if (!e && atom_word(AT, k + 1, W_OF) && (e = fiscal_at(g, k + 2, f)))
            y = f->when.year; /* "the first half of fiscal 1996" */
        bool in_the = i && j > i && (atom_word(AT, i - 1, W_IN) || atom_word(AT, i - 1, W_FOR)) &&
                      !atom_word(AT, k + 1, W_OF);
        if (!e && !hyphen && !in_the && !(atom_word(AT, k + 1, W_OF) && atom_word(AT, k + 2, W_THE) &&
                               atom_word(AT, k + 3, W_YEAR)))
            return 0;
        if (!e && of_a_game(g, i))
            return 0;
        set_quarter(g, i, f, GRAIN_HALF, nth, y, e != 0);
        return e ? e : hyphen || in_the ? k + 1 : k + 4;
    }
    if (hyphen && nth <= 4 && !final && word_is(g, k, S("period"))) { /* "third-period earnings"; a game has periods, too */
        if (word_among(g, k + 1, "earnings profit profits net results loss losses revenue revenues sales operating income figures")) {
            set_quarter(g, i, f, GRAIN_QUARTER, nth, 0, false);
            return k + 1;
        }
    }
    if (!unit_at(g, k, &unit, &many, &abbr) || abbr)
        return 0;
    if (unit == UNIT_CENTURY && capital(g, k) && AT->p[k + 1].kind == ATOM_WORD && capital(g, k + 1) && atom_space(AT, k + 1))
        return 0; /* "the 20th Century Fund" */
    if (unit == UNIT_CENTURY && !final && nth >= 1 && nth <= 30) {
        struct when w = {.year = (nth - 1) * 100, .grain = GRAIN_CENTURY};
        if (atom_word(AT, k + 1, W_BC) || atom_word(AT, k + 1, W_BCE))
            return 0;
        found_when(f, &w);
        return k + 1;
    }
    if (many && (unit != UNIT_QUARTER || final))
        return 0;
    if (unit == UNIT_QUARTER) {
        if (nth > 4)
            return 0;
        if (final)
            nth = 4;
        e = year_tail(g, k + 1, &y);
        if (final && !e)
            return 0;
        if (!e && atom_word(AT, k + 1, W_OF) && (e = fiscal_at(g, k + 2, f)))
            y = f->when.year;
        uint32_t game = k + 3; /* "the third quarter of the game"; "first quarter of profits" */
        if (!e && atom_word(AT, k + 1, W_OF) && (!atom_word(AT, k + 2, W_THE) || word_is(g, game, S("game")) || word_is(g, game, S("match"))))
            return 0;
        if (!e && of_a_game(g, i))
            return 0;
        set_quarter(g, i, f, GRAIN_QUARTER, nth, y, e != 0);
        return e ? e : k + 1;
    }
    if (unit == UNIT_WEEK || unit == UNIT_MONTH || unit == UNIT_DAY || unit == UNIT_WEEKEND) {
        bool of = atom_word(AT, k + 1, W_OF) || atom_word(AT, k + 1, W_IN);
        struct found in = {0};
        if (of && (e = dated_at(g, k + 2, &in)) && in.form == SAID_WHEN && in.when.grain == GRAIN_MONTH) {
            int32_t first, last;
            when_days(&in.when, &first, &last);
            if (first == DAY_UNKNOWN)
                return 0;
            int32_t at = unit == UNIT_DAY ? (final ? last : first + nth - 1)
                                          : (final ? last : first + (nth - 1) * 7);
            if (at > last || unit == UNIT_MONTH)
                return 0;
            struct when w = when_of(at, unit_grain(unit));
            found_when(f, &w);
            return e;
        }
        if (!(e = year_tail(g, k + 1, &y)) || y == YEAR_UNKNOWN || (e && atom_char(AT, k + 1, '-')))
            return 0;
        struct when w;
        if (unit == UNIT_WEEK) {
            if (final)
                nth = cal_weeks(y);
            w = (struct when){.year = y, .grain = GRAIN_WEEK, .week = (uint8_t)nth};
        } else if (unit == UNIT_MONTH && nth <= 12) {
            w = (struct when){.year = y, .grain = GRAIN_MONTH, .month = (uint8_t)(final ? 12 : nth)};
        } else if (unit == UNIT_DAY) {
            w = when_of(final ? cal_days(y, 12, 31) : cal_days(y, 1, nth), GRAIN_DAY);
        } else {
            return 0;
        }
        found_when(f, &w);
        return e;
    }
    return 0;
}

uint32_t fiscal_at(struct grammar *g, uint32_t i, struct found *f) {
    int32_t y;
    bool the = atom_word(AT, i, W_THE) && !atom_word(AT, i + 1, W_CALENDAR);
    if (the)
        i++;
    uint32_t j = i;
    if (atom_word(AT, i, W_FISCAL) || atom_word(AT, i, W_FINANCIAL) || atom_word(AT, i, W_CALENDAR)) {
        bool plain = atom_word(AT, i, W_CALENDAR);
        j = i + 1;
        if (atom_word(AT, j, W_YEAR))
            j++;
        else if (!atom_word(AT, i, W_FISCAL))
            return 0;
        uint32_t e = year_at(g, j, false, &y);
        if (!e && !plain && atom_word(AT, j - 1, W_YEAR) && i && !atom_word(AT, i - 1, W_A) && !atom_word(AT, i - 1, W_EVERY) &&
            !atom_word(AT, i - 1, W_EACH) && !atom_word(AT, i - 1, W_PER)) {
            /* "the fiscal year (ended Sept. 30)": the one that the day lies in, else the report's */
            struct found last = {0};
            bool told = word_is(g, j, S("ended")) || word_is(g, j, S("ending")) || word_is(g, j, S("ends"));
            uint32_t on = atom_word(AT, j + 1, W_ON) || atom_word(AT, j + 1, W_IN) ? j + 2 : j + 1;
            y = told && dated_at(g, on, &last) && last.form == SAID_WHEN ? last.when.year
                : g->now_known ? g->now.year : YEAR_UNKNOWN;
            e = j;
        }
        if (!e)
            return 0;
        uint32_t quarter = y == YEAR_UNKNOWN ? 0 : quarter_after(g, e, y, f);
        if (quarter)
            return quarter; /* "fiscal 1990 first quarter" */
        struct when w = {.year = y, .grain = GRAIN_YEAR, .fiscal = !plain};
        found_when(f, &w);
        return e;
    }
    if (atom_word(AT, i, W_FY) && atom_digits(AT, i + 1)) {
        y = (int32_t)AT->p[i + 1].value;
        if (atom_digits(AT, i + 1) == 2)
            y += 2000;
        else if (atom_digits(AT, i + 1) != 4)
            return 0;
        struct when w = {.year = y, .grain = GRAIN_YEAR, .fiscal = true};
        found_when(f, &w);
        return i + 2;
    }
    /* Q3 2016, H1, 3Q16 */
    bool q = atom_word(AT, i, W_Q), h = atom_word(AT, i, W_H);
    if ((q || h) && capital(g, i) && atom_digits(AT, i + 1) == 1 && !atom_space(AT, i + 1) &&
        AT->p[i + 1].value >= 1 && AT->p[i + 1].value <= (q ? 4u : 2u)) {
        uint32_t e = year_tail(g, i + 2, &y);
        set_quarter(g, i, f, q ? GRAIN_QUARTER : GRAIN_HALF, (int32_t)AT->p[i + 1].value, y, e != 0);
        return e ? e : i + 2;
    }
    return 0;
}
