/* Calendar dates: in digits, with the name of a month or of a weekday, years and decades. */
#include "times_grammar.h"

#include <stdio.h>

#define AT (&g->at)

/* ---- years --------------------------------------------------------------------------------- */

/* A year in words: "nineteen eighty six", "two thousand and fifteen", "nineteen hundred ninety". */
static uint32_t year_words(const struct grammar *g, uint32_t i, int32_t *year) {
    double a, b, c;
    uint32_t j;
    if (!atom_is(AT, i, C_CARDINAL, &a))
        return 0;
    if (a < 10) { /* two thousand (and) N; one thousand seven hundred and eighty nine */
        double k;
        if (a < 1 || a > 2 || !atom_is(AT, i + 1, C_SCALE, &k) || k != 1000)
            return 0;
        struct number n;
        if (!number_at(AT, i, &n) || n.value > 2999)
            return 0;
        int32_t v = (int32_t)n.value;
        j = n.end;
        if (v % 1000 == 0 && atom_word(AT, j, W_AND))
            j++;
        if (v % 1000 == 0 && j > i + 1 && number_at(AT, j, &n) && n.words && !n.ordinal &&
            n.value < 1000 && !n.vague && !n.plural && n.value == (int32_t)n.value) {
            v += (int32_t)n.value;
            j = n.end;
        } else if (v % 1000 == 0 && j > i + 2) {
            j = i + 2;
        }
        *year = v;
        return j;
    }
    if (a < 11 || a > 20)
        return 0;
    j = i + 1;
    if (atom_word(AT, j, W_HUNDRED)) {
        *year = (int32_t)a * 100;
        j++;
        if (atom_word(AT, j, W_AND))
            j++;
    } else {
        *year = (int32_t)a * 100;
        if (atom_is(AT, j, C_CARDINAL, &b) && b == 0 && atom_is(AT, j + 1, C_CARDINAL, &c) && c < 10) {
            *year += (int32_t)c; /* nineteen zero one */
            return j + 2;
        }
        if (!atom_is(AT, j, C_CARDINAL, &b) || b < 10)
            return 0;
    }
    if (!atom_is(AT, j, C_CARDINAL, &b) || b >= 100)
        return atom_word(AT, i + 1, W_HUNDRED) ? i + 2 : 0;
    *year += (int32_t)b;
    j++;
    if (b >= 20) {
        uint32_t k = atom_char(AT, j, '-') ? j + 1 : j;
        if (atom_is(AT, k, C_CARDINAL, &c) && c > 0 && c < 10) {
            *year += (int32_t)c;
            j = k + 1;
        }
    }
    return j;
}

uint32_t year_at(const struct grammar *g, uint32_t i, bool words, int32_t *year) {
    if (atom_digits(AT, i) == 4 && AT->p[i].value >= 1000 && AT->p[i].value < 3000) {
        /* "1,500", "2000.5", "1500-strong" are none */
        bool tight = !atom_space(AT, i + 1) && (atom_char(AT, i + 1, ',') || atom_char(AT, i + 1, '.')) &&
                     !atom_space(AT, i + 2) && AT->p[i + 2].kind == ATOM_DIGITS;
        if (tight || (AT->p[i + 1].kind == ATOM_WORD && !atom_space(AT, i + 1) &&
                      !atom_word(AT, i + 1, W_T)))
            return 0;
        *year = (int32_t)AT->p[i].value;
        return i + 1;
    }
    if (atom_char(AT, i, '\'') && atom_digits(AT, i + 1) == 2 && !atom_space(AT, i + 1)) {
        int32_t v = (int32_t)AT->p[i + 1].value;
        *year = v + (v < 50 ? 2000 : 1900);
        return i + 2;
    }
    return words ? year_words(g, i, year) : 0;
}

uint32_t year_tail(const struct grammar *g, uint32_t i, int32_t *year) {
    uint32_t j = i, end;
    bool of = false;
    if (atom_char(AT, j, ',') || atom_char(AT, j, '-'))
        j++;
    else if (atom_word(AT, j, W_OF) || atom_word(AT, j, W_IN)) {
        of = true;
        j++;
    }
    if (atom_word(AT, j, W_THE) && (atom_word(AT, j + 1, W_SAME) || atom_word(AT, j + 1, W_YEAR)))
        j++;
    if (atom_word(AT, j, W_YEAR) && year_at(g, j + 1, false, year))
        j++;
    if ((end = year_at(g, j, true, year)))
        return end;
    if (of && atom_word(AT, j - 1, W_OF) && atom_digits(AT, j) == 2 && AT->p[j + 1].kind != ATOM_DIGITS) { /* "of 87" */
        int32_t v = (int32_t)AT->p[j].value;
        *year = v + (v < 50 ? 2000 : 1900);
        return j + 1;
    }
    double s;
    if (atom_is(AT, j, C_SHIFT, &s) && atom_word(AT, j + 1, W_YEAR) && !atom_char(AT, j, ',')) {
        struct when base = s == 2 ? reference_of(g) : g->now;
        if (base.year == YEAR_UNKNOWN)
            *year = YEAR_UNKNOWN;
        else
            *year = base.year + (s == 2 ? 0 : (int32_t)s);
        return j + 2;
    }
    return 0;
}

/* ---- parts of dates --------------------------------------------------------------------------- */

uint32_t month_at(const struct grammar *g, uint32_t i, int32_t *month) {
    double v;
    if (!atom_is(AT, i, C_MONTH, &v))
        return 0;
    *month = (int32_t)v;
    uint32_t n = AT->p[i].end - AT->p[i].start;
    /* a full stop after a short form belongs to it: "Sept. 3" */
    if (n <= 4 && !atom_word(AT, i, W_MAY) && !(n == 4 && (v == 6 || v == 7)) &&
        atom_char(AT, i + 1, '.') && !atom_space(AT, i + 1))
        return i + 2;
    return i + 1;
}

uint32_t weekday_at(const struct grammar *g, uint32_t i, int32_t *weekday) {
    double v;
    if (!atom_is(AT, i, C_WEEKDAY, &v))
        return 0;
    *weekday = (int32_t)v;
    uint32_t n = AT->p[i].end - AT->p[i].start;
    if (n <= 5 && atom_char(AT, i + 1, '.') && !atom_space(AT, i + 1))
        return i + 2;
    return i + 1;
}

/* The day of a month: "6", "6th", "sixth", "twenty first"; cardinals in words where `words`. */
static uint32_t day_at(const struct grammar *g, uint32_t i, bool words, int32_t *day, bool *ordinal) {
    struct number n;
    uint32_t j = i;
    if (atom_digits(AT, i) > 2)
        return 0;
    if (atom_digits(AT, i)) {
        n = (struct number){.value = AT->p[i].value, .end = i + 1};
        j = i + 1;
        if (!atom_space(AT, j) && (atom_word(AT, j, W_ST) || atom_word(AT, j, W_ND) ||
                                   atom_word(AT, j, W_RD) || atom_word(AT, j, W_TH))) {
            n.ordinal = true;
            n.end = j + 1;
        }
    } else {
        if (!number_at(AT, i, &n) || n.grouped || n.plural || n.vague || (!n.ordinal && !words) ||
            atom_word(AT, i, W_A) || atom_word(AT, i, W_AN))
            return 0;
    }
    if (n.value < 1 || n.value > 31)
        return 0;
    *day = (int32_t)n.value;
    *ordinal = n.ordinal;
    return n.end;
}

/* "The strike began on Nov. 16, 1995. It ended on Nov. 19": told on, of the year that the paragraph is at. */
static bool follows_on(const struct grammar *g, uint32_t i, int32_t month, int32_t day) {
    enum { REACH = 60, SPAN = 120 };
    int32_t first, last;
    if (!g->ref_known || g->ref.grain > GRAIN_MONTH || g->ref_block != g->block || g->ref_atom + REACH < i ||
        g->ref.year >= g->now.year || day > cal_month_days(g->ref.year, month))
        return false;
    when_days(&g->ref, &first, &last);
    int32_t at = cal_days(g->ref.year, month, day);
    return first != DAY_UNKNOWN && at >= first && at <= first + SPAN;
}

/* "Last year, in March and May", "In 1995 they met in May": months of the year that was just said, or that the sentence is of. */
static bool month_of_told(const struct grammar *g, uint32_t i, int32_t *year) {
    if (!atom_word(AT, i - 1, W_IN))
        return false;
    if (g->ref_known && g->ref.grain == GRAIN_YEAR && g->ref.year < g->now.year && g->ref_atom + 2 == i && atom_char(AT, i - 2, ',')) {
        *year = g->ref.year;
        return true;
    }
    *year = g->year;
    return g->year_atom && g->year < g->now.year &&
           lang_sentence_at(g->lang, AT->p[g->year_atom].start) == lang_sentence_at(g->lang, AT->p[i].start);
}

/* "ahead of Nov. 8", "ahead of the November vote" */
static bool stands_ahead(const struct grammar *g, uint32_t i) {
    uint32_t k = i && atom_word(AT, i - 1, W_THE) ? i - 1 : i;
    return k > 1 && atom_word(AT, k - 1, W_OF) && word_is(g, k - 2, S("ahead"));
}

/* "Cocoa for December delivery", "the March contract", "January crude": what is traded ahead is of the next such month. */
static bool is_traded_ahead(const struct grammar *g, uint32_t i, uint32_t end, int32_t month) {
    enum { NEAR = 4 }; /* months to a contract, which may be one that was signed */
    if ((atom_word(AT, i - 1, W_FOR) && word_is(g, end, S("delivery"))) ||
        (atom_word(AT, i - 1, W_IN) && i > 1 && word_is(g, i - 2, S("delivery"))))
        return true;
    for (uint32_t k = end; k < end + 4 && AT->p[k].kind == ATOM_WORD; k++)
        if (word_is(g, k, S("futures")))
            return true;
    bool near = (month - g->now.month + 12) % 12 <= NEAR;
    return near && (word_is(g, end, S("contract")) || word_is(g, end, S("contracts")) || word_is(g, end, S("crude")));
}

/* The year of a month (day 0) or a day that is said without one. News looks back: the last one,
 * unless the verb looks forward. */
static int32_t year_of(struct grammar *g, uint32_t i, int32_t month, int32_t day, int32_t weekday) {
    if (!g->now_known)
        return YEAR_UNKNOWN;
    int32_t y = g->now.year;
    if (weekday && day) { /* the weekday tells it, where it can */
        static const int8_t near[] = {0, -1, 1, -2, 2};
        for (size_t k = 0; k < NELEMS(near); k++)
            if (day <= cal_month_days(y + near[k], month) &&
                cal_weekday(cal_days(y + near[k], month, day)) == weekday)
                return y + near[k];
    }
    enum tense tense = i > 1 && atom_word(AT, i - 1, W_IN) && word_is(g, i - 2, S("back")) ? TENSE_PAST : tense_at(g, i);
    if (day && i && word_among(g, i - 1, "is are"))
        tense = TENSE_FUTURE; /* "the vote is Sept. 23" */
    int32_t ahead = (month - g->now.month) * 31 + (day ? day - g->now.day : 0);
    if (!day)
        ahead = (month - g->now.month) * 31;
    bool just_now = ahead <= 0 && ahead >= -45;
    if (day && tense == TENSE_PAST && !just_now && !atom_word(AT, i - 1, W_SINCE) && follows_on(g, i, month, day))
        return g->ref.year;
    int32_t told;
    if (!day && tense != TENSE_FUTURE && month_of_told(g, i, &told))
        return told;
    uint32_t verb = i > 1 && (atom_word(AT, i - 1, W_ON) || atom_word(AT, i - 1, W_IN)) ? i - 2 : i - 1;
    if (tense != TENSE_PAST && ahead < -31 && word_among(g, verb, "ending ends"))
        return y + 1; /* "sees a profit for the year ending June 30" */
    if (tense == TENSE_FUTURE && !day && ahead == -31 && !prep_before(g, i)) /* "May sales will be told of Friday", said in June */
        return y;
    enum { LATELY = -6 * 31 }; /* "they warned that it might begin in February", said in June */
    if (tense == TENSE_FUTURE && !day && ahead < 0 && ahead >= LATELY && of_what_was(g))
        return y;
    if (tense == TENSE_PRESENT && is_timetabled(g))
        return y + (ahead < (day ? -31 : 0));
    if (tense == TENSE_FUTURE) /* a day that has just gone is not meant for next year */
        return ahead < (day ? -120 : 0) ? y + 1 : y;
    if ((tense == TENSE_PRESENT || tense == TENSE_STATE) && ahead > 0 && ahead <= 93)
        return y;
    if ((tense == TENSE_PRESENT || (day && tense == TENSE_STATE)) && ahead + 372 <= (day ? 124 : 93)) /* "takes effect Jan. 1", said in autumn */
        return y + 1;
    enum { SOON = 155 };
    if (!day && ahead > 0 && ahead <= SOON && i && word_is(g, i - 1, S("into"))) /* "funded into June" */
        return y;
    if (ahead <= 0)
        return y;
    /* A day is the nearest one: "payable Nov. 15" in a text of October, whatever the verb; one of last
     * year is rarely said without its year. "Extended to June 12" looks ahead of what was. */
    bool before_it = stands_ahead(g, i), till = i && (atom_word(AT, i - 1, W_TO) || atom_word(AT, i - 1, W_BY) ||
                                                      atom_word(AT, i - 1, W_UNTIL) || atom_word(AT, i - 1, W_THROUGH));
    if (day && ahead <= (tense == TENSE_PAST && !before_it && !till ? 45 : 180))
        return y;
    if (before_it && tense != TENSE_PAST)
        return y;
    /* "the memo came before the August recess", said in spring */
    if (!day && ahead <= SOON && i > 1 && atom_word(AT, i - 1, W_THE) &&
        (atom_word(AT, i - 2, W_BEFORE) || (atom_word(AT, i - 2, W_AFTER) && atom_word(AT, i - 3, W_UNTIL))))
        return y;
    return y - 1;
}

/* "From March to May 1996", "Oct. 12 and Dec. 3, 1987", "January to September", said in spring: the year of the first one is
 * that of the second, which stands from `end` on. */
static bool year_of_second(struct grammar *g, uint32_t end, int32_t month, int32_t *year) {
    bool till = atom_word(AT, end, W_TO) || atom_word(AT, end, W_THROUGH) || atom_word(AT, end, W_UNTIL) || atom_char(AT, end, '-');
    if (!till && !atom_word(AT, end, W_AND) && !atom_word(AT, end, W_OR))
        return false;
    int32_t second, day = 0;
    bool ordinal;
    uint32_t k = month_at(g, end + 1, &second);
    if (!k)
        return false;
    uint32_t e = day_at(g, k, false, &day, &ordinal), of = e ? e : k;
    if (!year_tail(g, of, year)) {
        if (!till || !g->now_known)
            return false;
        *year = year_of(g, end + 1, second, e ? day : 0, 0);
    }
    if (*year == YEAR_UNKNOWN)
        return false;
    *year -= month > second;
    return true;
}

void found_when(struct found *f, const struct when *w) {
    f->form = SAID_WHEN;
    f->when = *w;
    f->type = w->grain < GRAIN_DAY ? TIME_TIME : TIME_DATE;
}

/* A day, checked against its month. */
static bool set_day(struct found *f, int32_t y, int32_t m, int32_t d) {
    if (m < 1 || m > 12 || d < 1 || d > (y == YEAR_UNKNOWN ? cal_month_days(2000, m) : cal_month_days(y, m)))
        return false;
    struct when w = {.year = y, .grain = GRAIN_DAY, .month = (uint8_t)m, .day = (uint8_t)d};
    found_when(f, &w);
    f->bare = true;
    return true;
}

static void set_month(struct found *f, int32_t y, int32_t m) {
    struct when w = {.year = y, .grain = GRAIN_MONTH, .month = (uint8_t)m};
    found_when(f, &w);
    f->bare = true;
}

/* ---- dates in digits ----------------------------------------------------------------------------- */

static int32_t two_digit_year(const struct grammar *g, int32_t v) {
    int32_t pivot = g->now_known ? (g->now.year + 10) % 100 : 40;
    int32_t century = g->now_known ? (g->now.year + 10) / 100 * 100 : 2000;
    return v <= pivot ? century + v : century - 100 + v;
}

/* A tight separator after atom i: '/', '-' or '.', the same as `want` if that is not 0. */
static uint32_t separator(const struct grammar *g, uint32_t i, uint32_t want, bool spaced) {
    if (AT->p[i].kind != ATOM_OTHER)
        return 0;
    uint32_t c = AT->p[i].value;
    if ((c != '/' && c != '-' && c != '.') || (want && c != want))
        return 0;
    if (!spaced && (atom_space(AT, i) || atom_space(AT, i + 1)))
        return 0;
    return c;
}

uint32_t numeric_at(struct grammar *g, uint32_t i, struct found *f) {
    uint32_t n = atom_digits(AT, i), v = AT->p[i].value;
    if (!n || (i && !atom_space(AT, i) && (AT->p[i - 1].kind == ATOM_WORD || atom_char(AT, i - 1, '$'))))
        return 0;
    if (n == 1 && v == 9 && atom_char(AT, i + 1, '/') && !atom_space(AT, i + 1) && atom_digits(AT, i + 2) == 2 && AT->p[i + 2].value == 11 &&
        !atom_space(AT, i + 2) && !atom_char(AT, i + 3, '/') && (!g->now_known || g->today >= cal_days(2001, 9, 11)))
        return set_day(f, 2001, 9, 11) ? i + 3 : 0; /* "since 9/11" */
    if (n == 8) { /* 20160512 */
        int32_t y = (int32_t)v / 10000;
        if (y < 1900 || y > 2099 || !set_day(f, y, (int32_t)v / 100 % 100, (int32_t)v % 100))
            return 0;
        return with_clock(g, i + 1, f);
    }
    if (n == 4 && atom_space(AT, i + 1) && atom_digits(AT, i + 1) == 2 && atom_digits(AT, i + 2) == 2 &&
        atom_space(AT, i + 2) && v >= 1900 && v < 2100 && prep_before(g, i) &&
        set_day(f, (int32_t)v, (int32_t)AT->p[i + 1].value, (int32_t)AT->p[i + 2].value))
        return i + 3; /* 2016 10 16 */
    if (n != 4 && n > 2)
        return 0;
    bool spaced = false;
    uint32_t sep = separator(g, i + 1, 0, false);
    if (!sep && (sep = separator(g, i + 1, 0, true))) {
        if (sep == '.' && !(n <= 2 && atom_digits(AT, i + 2) <= 2 && atom_char(AT, i + 3, '.')))
            return 0;
        spaced = true;
    }
    if (!sep)
        return 0;
    uint32_t m = i + 2;
    if (n == 4) {
        if (v < 1000 || v > 2999)
            return 0;
        if (atom_digits(AT, m) && atom_digits(AT, m) <= 2) {
            uint32_t second = separator(g, m + 1, sep, spaced);
            if (second && atom_digits(AT, m + 2) && atom_digits(AT, m + 2) <= 2 &&
                set_day(f, (int32_t)v, (int32_t)AT->p[m].value, (int32_t)AT->p[m + 2].value)) {
                uint32_t end = m + 3;
                if (atom_word(AT, end, W_T) && !atom_space(AT, end) && AT->p[end + 1].kind == ATOM_DIGITS)
                    end++;
                return with_clock(g, end, f);
            }
            uint32_t mon = AT->p[m].value;
            if (mon < 1 || mon > 12 || (sep == '-' && atom_digits(AT, m) == 2 && mon > 12) ||
                v < 1900 || v > 2099 || (atom_char(AT, m + 1, sep) && !atom_space(AT, m + 1)))
                return 0;
            if (AT->p[m + 1].kind == ATOM_WORD && !atom_space(AT, m + 1))
                return 0;
            if (sep == '-' && atom_digits(AT, m) == 2 && v >= 2000 && mon > v % 100) /* "the slump of 2007-09": years */
                return 0;
            set_month(f, (int32_t)v, (int32_t)mon);
            return m + 1;
        }
        return 0;
    }
    if (atom_digits(AT, m) == 4 && v >= 1 && v <= 12 && sep != '.') { /* 3/2015 */
        uint32_t y = AT->p[m].value;
        if (y < 1900 || y > 2099)
            return 0;
        set_month(f, (int32_t)y, (int32_t)v);
        return m + 1;
    }
    if (!atom_digits(AT, m) || atom_digits(AT, m) > 2 || !separator(g, m + 1, sep, spaced))
        return 0;
    uint32_t yd = atom_digits(AT, m + 2);
    if (yd != 4 && yd != 2)
        return 0;
    int32_t a = (int32_t)v, b = (int32_t)AT->p[m].value, y = (int32_t)AT->p[m + 2].value;
    if (yd == 2)
        y = two_digit_year(g, y);
    if (yd == 2 && sep == '.' && !spaced && b > 12)
        return 0;
    /* 13.5.2015 is a day first, 5/13/2015 a month; what cannot be is the other */
    bool day_first = sep == '.' || a > 12;
    if (!(day_first ? set_day(f, y, b, a) : set_day(f, y, a, b)) &&
        !(day_first ? set_day(f, y, a, b) : set_day(f, y, b, a)))
        return 0;
    return with_clock(g, m + 3, f);
}

/* ---- dates with the month's name -------------------------------------------------------------------- */

/* "The March vote", "a May opening": behind an article and before what it tells the month of. */
static bool month_of_noun(const struct grammar *g, uint32_t i) {
    const struct lang *l = g->lang;
    uint32_t t = l->tagged ? lang_token_at(l, AT->p[i].start) : NONE;
    if (t == NONE || t == 0 || t + 1 >= l->tokens_n || (l->tokens[t].flags & TOKEN_SENTENCE))
        return false;
    return l->tokens[t].xpos == XPOS_NNP && l->tokens[t + 1].upos == UPOS_NOUN && !capital(g, i + 1) &&
           (l->tokens[t - 1].upos == UPOS_DET || l->tokens[t - 1].upos == UPOS_ADJ || l->tokens[t - 1].upos == UPOS_PRON);
}

/* Is the month at i, alone, a month and no verb, name or person? */
static bool month_alone(const struct grammar *g, uint32_t i, uint32_t end) {
    uint32_t n = AT->p[i].end - AT->p[i].start;
    bool prep = prep_before(g, i) || (i && atom_has(AT, i - 1, C_EDGE)) ||
                (i && atom_has(AT, i - 1, C_SHIFT)) ||
                (i > 1 && atom_char(AT, i - 1, '-') && atom_word(AT, i - 2, lexicon_word(AT->lx, S("mid"))));
    bool word = atom_word(AT, i, W_MAY) || atom_word(AT, i, W_MARCH);
    if (!capital(g, i))
        return !word && (n > 5 || prep);
    if (word || (n <= 3 && end == i + 1))
        return prep || (word && month_of_noun(g, i)) || (i > 1 && (atom_word(AT, i - 1, W_OR) || atom_word(AT, i - 1, W_AND)) &&
                        atom_has(AT, i - 2, C_MONTH));
    /* "By August Wilson", where "in August Congress" is a month's */
    if (prep && i && word_among(g, i - 1, "by for to from with and or of") && AT->p[end].kind == ATOM_WORD && capital(g, end) &&
        !AT->p[end].word && end == i + 1)
        return false;
    /* "April Ryan": a name goes on in capitals */
    if (capital(g, end) && AT->p[end].kind == ATOM_WORD && !prep && !atom_has(AT, end, C_MONTH) &&
        !atom_has(AT, end, C_WEEKDAY))
        return false;
    if (i && capital(g, i - 1) && AT->p[i - 1].kind == ATOM_WORD && !AT->p[i - 1].word)
        return false; /* "Stormy June" */
    return true;
}

/* From a month's name on. */
static uint32_t month_first(struct grammar *g, uint32_t i, int32_t weekday, struct found *f) {
    int32_t m, d = 0, y;
    bool ord;
    uint32_t j = month_at(g, i, &m), k, e;
    if (!j)
        return 0;
    bool tight = separator(g, j, 0, false) != 0 && !atom_char(AT, j, '.');
    if (tight) { /* Sep-23-2020, Dec-2018, September-2020-23 */
        uint32_t sep = AT->p[j].value;
        if (year_at(g, j + 1, false, &y)) {
            if (separator(g, j + 2, sep, false) && day_at(g, j + 3, false, &d, &ord) &&
                set_day(f, y, m, d))
                return j + 4;
            set_month(f, y, m);
            return j + 2;
        }
        if ((k = day_at(g, j + 1, false, &d, &ord)) && separator(g, k, sep, false) &&
            (e = year_at(g, k + 1, false, &y)) && set_day(f, y, m, d))
            return with_clock(g, e, f);
    }
    k = j;
    if (atom_word(AT, k, W_THE))
        k++;
    /* a month's day; not the "20" of "March 20:30" or of "May 20 percent" */
    e = day_at(g, k, true, &d, &ord);
    if (e && AT->p[k].kind != ATOM_DIGITS && !ord && !(AT->p[k].word && k == j))
        e = 0;
    if (e && AT->p[k].kind != ATOM_DIGITS && (atom_has(AT, e, C_SCALE) || atom_word(AT, e, W_HUNDRED)))
        e = 0; /* "August two thousand and fifteen" */
    if (e && atom_char(AT, e, ':') && !atom_space(AT, e))
        e = 0;
    if (e && AT->p[k].kind != ATOM_DIGITS && !ord) { /* "June nineteen eighty six" */
        int32_t dummy;
        if (year_at(g, k, true, &dummy) > e)
            e = 0;
    }
    if (e) {
        /* a range: "June 11-16", "June 11 to 16": its first day; the last one follows */
        uint32_t r = e;
        int32_t last;
        bool ord2;
        if (atom_char(AT, r, '-') && AT->p[r + 1].kind == ATOM_DIGITS &&
            day_at(g, r + 1, false, &last, &ord2) && last > d)
            e = day_at(g, r + 1, false, &last, &ord2);
        uint32_t ye = atom_char(AT, e, '.') ? 0 : year_tail(g, e, &y);
        if (ye && atom_char(AT, e, '-') && atom_space(AT, e))
            ye = 0;
        if (!ye) { /* Oct 26 15:50:06 2016 */
            struct when c;
            uint32_t ce = clock_at(g, e, false, &c);
            if (ce && (ye = year_at(g, ce, false, &y)) && set_day(f, y, m, d)) {
                f->when.grain = c.grain;
                f->when.hour = c.hour;
                f->when.minute = c.minute;
                f->when.second = c.second;
                f->type = TIME_TIME;
                f->clocked = true;
                return ye;
            }
            ye = 0;
        }
        if (!ye && (weekday || !year_of_second(g, e, m, &y)))
            y = year_of(g, i, m, d, weekday);
        uint32_t deed = word_among(g, e, "terror terrorist") ? e + 1 : e; /* "the Sept. 11 attacks", of any later year */
        if (!ye && m == 9 && d == 11 && (y > 2001 || y == YEAR_UNKNOWN) && word_among(g, deed, "attacks hijackers hijackings"))
            y = 2001;
        if (!set_day(f, y, m, d))
            return 0;
        return with_clock(g, ye ? ye : e, f);
    }
    if (weekday)
        return 0;
    bool may_tail = !atom_char(AT, j, '-');
    if (may_tail && (e = year_tail(g, j, &y))) {
        set_month(f, y, m);
        return e;
    }
    if (!month_alone(g, i, j))
        return 0;
    if (g->now_known && is_traded_ahead(g, i, j, m))
        y = g->now.year + (m < g->now.month);
    else if (!year_of_second(g, j, m, &y))
        y = year_of(g, i, m, 0, 0);
    uint8_t unit;
    bool many, abbr;
    if (unit_at(g, j, &unit, &many, &abbr) && unit == UNIT_QUARTER && !many) { /* "the June quarter" */
        struct when w = {.year = y, .grain = GRAIN_QUARTER, .nth = (uint8_t)((m + 2) / 3)};
        found_when(f, &w);
        return j + 1;
    }
    set_month(f, y, m);
    /* the full stop of "in Sept." may be the sentence's; it is not the date's */
    return j;
}

/* "6 April 2016", "the 6th of April", "2016 April", "05-Aug-2016". */
static uint32_t day_first(struct grammar *g, uint32_t i, int32_t weekday, struct found *f) {
    int32_t m, d, y;
    bool ord;
    uint32_t j, e;
    if (!weekday && atom_digits(AT, i) == 4 && (j = year_at(g, i, false, &y))) {
        uint32_t sep = separator(g, j, 0, false);
        if (sep && (e = month_at(g, j + 1, &m))) { /* 2019-sep-1 */
            if (separator(g, e, sep, false) && (j = day_at(g, e + 1, false, &d, &ord)) && set_day(f, y, m, d))
                return with_clock(g, j, f);
            return 0;
        }
        if (sep && day_at(g, j + 1, false, &d, &ord) && separator(g, j + 2, sep, false) &&
            (e = month_at(g, j + 3, &m)) && set_day(f, y, m, d))
            return e; /* 2020/23/Sep */
        if (atom_char(AT, j, ','))
            j++;
        if ((e = month_at(g, j, &m)) && !day_at(g, e, false, &d, &ord)) {
            set_month(f, y, m);
            return e;
        }
        return 0;
    }
    e = day_at(g, i, true, &d, &ord);
    if (!e)
        return 0;
    j = e;
    uint32_t sep = separator(g, j, 0, false);
    if (sep == '-' || sep == '/') {
        if (year_at(g, j + 1, false, &y) && separator(g, j + 2, sep, false) &&
            (e = month_at(g, j + 3, &m)) && set_day(f, y, m, d))
            return e; /* 23-2020-September */
        if (!(e = month_at(g, j + 1, &m)))
            return 0;
        if (separator(g, e, sep, false) && year_at(g, e + 1, false, &y)) {
            if (!set_day(f, y, m, d))
                return 0;
            return with_clock(g, e + 2, f);
        }
        if (separator(g, e, sep, false) && atom_digits(AT, e + 1) == 2) {
            if (!set_day(f, two_digit_year(g, (int32_t)AT->p[e + 1].value), m, d))
                return 0;
            return e + 2;
        }
        if (!set_day(f, year_of(g, i, m, d, weekday), m, d))
            return 0;
        return e;
    }
    if (atom_char(AT, j, '.') && !atom_space(AT, j))
        j++; /* 16. Nov. */
    if (atom_word(AT, j, W_OF))
        j++;
    e = month_at(g, j, &m);
    if (!e)
        return 0;
    if (!capital(g, j) && (atom_word(AT, j, W_MAY) || atom_word(AT, j, W_MARCH)) && !ord &&
        !year_tail(g, e, &y))
        return 0;
    uint32_t ye = year_tail(g, e, &y);
    if (ye && atom_char(AT, e, '-'))
        ye = 0;
    if (!set_day(f, ye ? y : year_of(g, i, m, d, weekday), m, d))
        return 0;
    return with_clock(g, ye ? ye : e, f);
}

uint32_t dated_at(struct grammar *g, uint32_t i, struct found *f) {
    uint32_t j = atom_word(AT, i, W_THE) ? i + 1 : i;
    if (j == i) {
        uint32_t e = month_first(g, i, 0, f);
        if (e)
            return e;
    }
    return day_first(g, j, 0, f);
}

/* ---- weekdays --------------------------------------------------------------------------------------- */

/* The day of a bare weekday. */
static int32_t weekday_day(struct grammar *g, uint32_t i, int32_t wd) {
    int32_t back = (cal_weekday(g->today) - wd + 7) % 7, first, last;
    bool till = atom_word(AT, i - 1, W_THROUGH) || atom_word(AT, i - 1, W_TO), or = atom_word(AT, i - 1, W_OR);
    bool second = (till || or || atom_word(AT, i - 1, W_AND)) && i > 2 && atom_has(AT, i - 2, C_WEEKDAY);
    if (second && g->ref_known && g->ref_atom + 1 == i && g->ref.grain == GRAIN_DAY) {
        when_days(&g->ref, &first, &last); /* "Monday or Tuesday", "Monday through Saturday": the second is after the first */
        int32_t day = first + (wd - cal_weekday(first) + 7) % 7;
        if (first > g->today || day <= g->today || till)
            return day;
    }
    enum tense t = tense_at(g, i);
    if (t == TENSE_FUTURE || (t == TENSE_PRESENT && !date_of_noun(g))) /* "the court sits Friday" */
        return g->today + (7 - back) % 7;
    return g->today - back;
}

static void set_weekday(struct grammar *g, int32_t day, int32_t wd, struct found *f) {
    (void)g;
    struct when w = {.year = YEAR_UNKNOWN, .grain = GRAIN_DAY, .weekday = (uint8_t)wd};
    if (day != DAY_UNKNOWN)
        w = when_of(day, GRAIN_DAY);
    found_when(f, &w);
    f->bare = true;
}

/* A newspaper's last name, behind a weekday: "the Sunday Times", "Saturday Evening Post". */
static uint32_t paper_at(const struct grammar *g, uint32_t i) {
    if (AT->p[i].kind != ATOM_WORD || !capital(g, i) || AT->p[i - 1].kind != ATOM_WORD || !capital(g, i - 1))
        return 0;
    return word_among(g, i, "times telegraph post mail mirror express herald tribune independent") ? i + 1 : 0;
}

uint32_t weekly_at(struct grammar *g, uint32_t i, struct found *f) {
    int32_t wd, d;
    bool ord;
    double s;
    uint8_t unit;
    bool many, abbr;
    uint32_t j = weekday_at(g, i, &wd), e;
    if (!j)
        return 0;
    if (wd > 10) /* Mondays: a set */
        return 0;
    int32_t part;
    if (part_at(g, j, &part) && part != PART_NOON && part != PART_MIDNIGHT && AT->text.p[AT->p[j].end - 1] == 's') { /* "Sunday nights" */
        f->form = SAID_TEXT;
        f->type = TIME_SET;
        snprintf(f->text, sizeof f->text, "XXXX-WXX-%dT%s", (int)wd, part_code(part));
        return j + 1;
    }
    uint32_t k = atom_char(AT, j, ',') ? j + 1 : j;
    if (atom_word(AT, k, W_THE))
        k++;
    if ((e = month_first(g, k, wd, f)) || (e = day_first(g, k, wd, f)) ||
        (AT->p[k].kind == ATOM_DIGITS && (e = numeric_at(g, k, f))))
        return e;
    bool brief = AT->p[i].end - AT->p[i].start <= 4;
    if ((k = atom_word(AT, j, W_THE) ? j + 1 : j) && (e = day_at(g, k, k > j, &d, &ord)) &&
        (ord || k > j || (atom_digits(AT, k) && !atom_char(AT, e, ':') && !atom_has(AT, e, C_MERIDIEM))) &&
        g->now_known && !atom_has(AT, e, C_UNIT) &&
        (atom_digits(AT, k) || AT->p[e].kind != ATOM_WORD || AT->p[e].word)) {
        /* "Thursday the 21st": the month nearest in which it is one */
        static const int8_t near[] = {0, -1, 1, -2, 2};
        for (size_t n = 0; n < NELEMS(near); n++) {
            struct when month = when_of(g->today, GRAIN_MONTH);
            month = when_shift(&month, GRAIN_MONTH, near[n], false);
            if (d <= cal_month_days(month.year, month.month) &&
                cal_weekday(cal_days(month.year, month.month, d)) == wd) {
                set_day(f, month.year, month.month, d);
                return with_clock(g, e, f);
            }
        }
    }
    /* "Monday last week", "Monday of this week"; "Monday, two weeks from now" */
    k = atom_word(AT, j, W_OF) ? j + 1 : atom_char(AT, j, ',') ? j + 1 : j;
    if (atom_is(AT, k, C_SHIFT, &s) && unit_at(g, k + 1, &unit, &many, &abbr) && unit == UNIT_WEEK && s < 2) {
        int32_t day = g->now_known ? g->today - cal_weekday(g->today) + wd + (int32_t)s * 7 : DAY_UNKNOWN;
        set_weekday(g, day, wd, f);
        return with_clock(g, k + 2, f);
    }
    struct found other = {0};
    if (!brief && (AT->p[k].kind == ATOM_DIGITS || atom_has(AT, k, C_CARDINAL)) &&
        (e = counted_at(g, k, &other)) && other.form == SAID_WHEN && other.when.grain >= GRAIN_DAY &&
        other.when.grain <= GRAIN_YEAR) {
        struct when exact = other.when;
        int32_t first, last;
        if (exact.grain > GRAIN_WEEK) /* a coarse one does not say which week */
            goto alone;
        when_days(&exact, &first, &last);
        if (first != DAY_UNKNOWN) {
            int32_t day = first - cal_weekday(first) + wd;
            set_weekday(g, day, wd, f);
            return e;
        }
    }
alone:
    if ((e = paper_at(g, j)) || (e = paper_at(g, j + 1))) {
        f->form = SAID_TEXT;
        f->text[0] = 0;
        return e;
    }
    if (word_among(g, i - 1, "super black bloody fat")) {
        f->form = SAID_TEXT; /* a name: "Super Tuesday", "Black Monday" */
        f->text[0] = 0;
        return j;
    }
    if (brief) { /* "Sun", "Sat": only with a full stop */
        if (j == i + 1 || !capital(g, i))
            return 0;
    }
    /* "on a Friday afternoon", "on a Sunday in June": some such day; "in a Friday statement" is the last one */
    uint32_t noun = part_at(g, j, &part) ? j + 1 : j;
    bool some = atom_word(AT, i - 1, W_A) && i > 1 && atom_word(AT, i - 2, W_ON) && g->lang->tagged &&
                !(AT->p[noun].kind == ATOM_WORD && names_more(g, noun));
    set_weekday(g, g->now_known && !some ? weekday_day(g, i, wd) : DAY_UNKNOWN, wd, f);
    return with_clock(g, j, f);
}

/* "Flight 1987", "Room 1910", the end of a telephone number. */
static bool is_number_of(const struct grammar *g, uint32_t i) {
    if (atom_char(AT, i - 1, '-') && !atom_space(AT, i) && i > 1 && atom_digits(AT, i - 2) == 3)
        return true;
    enum { NAME = 4 }; /* "1800 Main Street" */
    for (uint32_t k = i + 1; k < i + NAME && AT->p[k].kind == ATOM_WORD && capital(g, k); k++)
        if (k > i + 1 && word_among(g, k, "street st avenue ave road rd boulevard blvd drive lane parkway"))
            return true;
    return word_among(g, i - 1, "flight windows boeing room route highway channel page suite box gate article section resolution number local bus train apartment");
}

/* ---- years and decades alone ---------------------------------------------------------------------------- */

uint32_t bare_year_at(struct grammar *g, uint32_t i, struct found *f) {
    int32_t y;
    bool prep = prep_before(g, i) || (i && atom_has(AT, i - 1, C_EDGE)) ||
                (i && (atom_char(AT, i - 1, '-') || atom_char(AT, i - 1, '=')));
    uint32_t e;
    if (atom_word(AT, i, W_YEAR) || atom_word(AT, i, W_CY)) { /* "year 247", "cy18" */
        struct number n;
        if (atom_word(AT, i, W_CY)) {
            if (!atom_digits(AT, i + 1))
                return 0;
            y = (int32_t)AT->p[i + 1].value;
            if (atom_digits(AT, i + 1) == 2)
                y += 2000;
            e = i + 2;
        } else {
            if ((i && atom_has(AT, i - 1, C_CARDINAL)) || (atom_char(AT, i + 1, '-')))
                return 0;
            if (!(e = year_at(g, i + 1, true, &y))) {
                if (!number_at(AT, i + 1, &n) || n.vague || n.plural || n.ordinal || n.value < 100 ||
                    n.value > 2999 || (n.grouped && !n.words))
                    return 0;
                y = (int32_t)n.value;
                e = n.end;
            }
        }
        struct when w = {.year = y, .grain = GRAIN_YEAR};
        found_when(f, &w);
        return e;
    }
    bool digits = atom_digits(AT, i) == 4;
    uint32_t q;
    if (digits && (e = year_at(g, i, false, &y)) && y >= 1900 && y < 2100 && (q = quarter_after(g, e, y, f)))
        return q; /* "the 1989 second quarter" */
    if (digits && e && (atom_word(AT, e, W_FISCAL) || atom_word(AT, e, W_FINANCIAL)) && atom_word(AT, e + 1, W_YEAR)) {
        struct when w = {.year = y, .grain = GRAIN_YEAR, .fiscal = true};
        found_when(f, &w);
        return e + 2;
    }
    uint8_t length = UNIT_COUNT;
    bool lengths = false, shortened = false;
    if (digits && e && y >= 1900 && y < 2100 && AT->p[e].kind == ATOM_WORD) {
        struct when w = {.grain = GRAIN_NONE}; /* "the like 1988 quarter", "the 1988 month" */
        unit_at(g, e, &length, &lengths, &shortened);
        bool told = g->told.known && !g->told.months && g->told.block + 1 >= g->block;
        if (length == UNIT_QUARTER && !lengths)
            w = reported_quarter(g);
        else if (told && ((length == UNIT_MONTH && !lengths && g->told.when.grain == GRAIN_MONTH) ||
                          (word_is(g, e, S("period")) && g->told.when.grain == GRAIN_QUARTER)))
            w = g->told.when;
        if ((w.grain == GRAIN_QUARTER && w.nth) || (w.grain == GRAIN_MONTH && w.month)) {
            w.year = y;
            found_when(f, &w);
            f->compared = true;
            return e + 1;
        }
    }
    e = year_at(g, i, prep, &y);
    if (!e)
        return 0;
    if (atom_char(AT, i, '\'')) { /* '04: only with a preposition; the '80s are a decade */
        if (atom_word(AT, e, W_S) && !atom_space(AT, e))
            return 0;
        digits = false;
    }
    const struct atom *before = i ? &AT->p[i - 1] : &AT->p[0];
    if (digits && is_number_of(g, i))
        return 0;
    if (digits) {
        if (!prep && (y < 1900 || y > 2100))
            return 0;
        enum { FAR = 2150 }; /* "and 2228 left": a number */
        if (y > FAR && !atom_word(AT, i - 1, W_IN) && !atom_word(AT, i - 1, W_BY) && !atom_word(AT, i - 1, W_UNTIL))
            return 0;
        if (y > FAR && atom_word(AT, e, W_OF))
            return 0;
        if (!atom_space(AT, i) && before->kind != ATOM_BREAK &&
            (before->kind == ATOM_WORD || before->kind == ATOM_DIGITS ||
             (before->kind == ATOM_OTHER && strchr("$#.,:@+&\\", (int)(before->value & 0x7f)) && before->value)))
            return 0;
        if (before->kind == ATOM_OTHER && (before->value == 0xA3 || before->value == 0x20AC || before->value == '$'))
            return 0;
        if (before->kind == ATOM_DIGITS)
            return 0;
        const struct atom *next = &AT->p[e];
        uint8_t unit;
        bool many, abbr;
        if (unit_at(g, e, &unit, &many, &abbr) || atom_has(AT, e, C_MONEY) || atom_char(AT, e, '%') ||
            atom_word(AT, e, W_PERCENT) || atom_has(AT, e, C_SCALE) || atom_has(AT, e, C_ZONE) ||
            (atom_has(AT, e, C_MEASURE) && !prep))
            return 0;
        if ((atom_char(AT, e, '/') || atom_char(AT, e, ':')) && !atom_space(AT, e) &&
            AT->p[e + 1].kind == ATOM_DIGITS && !atom_space(AT, e + 1))
            return 0;
        /* "2000 soldiers": a number, unless something says that it is a year */
        bool the = i && (atom_word(AT, i - 1, W_THE) || atom_word(AT, i - 1, W_ITS));
        if (!prep && !the && next->kind == ATOM_WORD && !capital(g, e) && next->end - next->start > 3 &&
            AT->text.p[next->end - 1] == 's' && AT->text.p[next->end - 2] != 's' &&
            (g->now_known ? y > g->now.year + 15 || atom_has(AT, e, C_PERSON) || atom_has(AT, e, C_TOLL)
                          : !next->word || atom_has(AT, e, C_PERSON)))
            return 0;
        if (prep && atom_word(AT, i - 1, W_TO) && y < 1900)
            return 0;
        if (y < 1500 && !atom_word(AT, i - 1, W_IN) && !atom_word(AT, i - 1, W_SINCE))
            return 0;
    } else if (!prep) {
        return 0;
    }
    struct when w = {.year = y, .grain = GRAIN_YEAR};
    found_when(f, &w);
    return e;
}

/* "1990s", "the '90s", "the nineties", "the 20th century" stands with the ordinals. */
/* "Highs in the 70s": degrees, and no years. */
static bool tells_weather(const struct grammar *g, uint32_t i) {
    enum { BACK = 10 };
    for (uint32_t k = i, n = 0; n < BACK && k > 0 && AT->p[k - 1].kind != ATOM_BREAK && !atom_char(AT, k - 1, '.') && !atom_char(AT, k - 1, ';'); n++)
        if (word_among(g, --k, "temperature temperatures highs lows high low degrees"))
            return true;
    return false;
}

uint32_t decade_at(struct grammar *g, uint32_t i, struct found *f) {
    uint32_t n = atom_digits(AT, i), j = i;
    int32_t y = 0;
    double v;
    if (n == 4 && AT->p[i].value % 10 == 0 && AT->p[i].value >= 1000 && AT->p[i].value < 2100) {
        y = (int32_t)AT->p[i].value;
        j = i + 1;
    } else if (n == 2 && AT->p[i].value % 10 == 0 && i &&
               (atom_char(AT, i - 1, '\'') || atom_word(AT, i - 1, W_THE) || atom_has(AT, i - 1, C_EDGE))) {
        y = (int32_t)AT->p[i].value + (AT->p[i].value < 30 ? 2000 : 1900);
        j = i + 1;
    } else if (atom_is(AT, i, C_CARDINAL, &v) && v >= 15 && v <= 20) { /* "the nineteen sixties" */
        double tens;
        uint32_t k = atom_char(AT, i + 1, '-') ? i + 2 : i + 1;
        if (!atom_is(AT, k, C_DECADE, &tens))
            return 0;
        struct when r = {.year = (int32_t)v * 100 + (int32_t)tens % 100, .grain = GRAIN_DECADE};
        found_when(f, &r);
        return k + 1;
    } else if (atom_is(AT, i, C_DECADE, &v) && i && (atom_word(AT, i - 1, W_THE) || atom_has(AT, i - 1, C_EDGE))) {
        struct when r = {.year = (int32_t)v, .grain = GRAIN_DECADE};
        found_when(f, &r);
        return i + 1;
    } else {
        return 0;
    }
    if (atom_char(AT, j, '\'') && !atom_space(AT, j))
        j++;
    if (!atom_word(AT, j, W_S) || atom_space(AT, j) || (n == 2 && tells_weather(g, i)))
        return 0;
    bool hundred = y % 100 == 0 && y < 2000;
    struct when w = {.year = y, .grain = hundred ? GRAIN_CENTURY : GRAIN_DECADE};
    found_when(f, &w);
    return j + 1;
}
