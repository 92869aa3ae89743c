/* What points: days counted from today, stretches counted from the report's date or from where the
 * narrative is, seasons, holidays, and the vague references. */
#include "times_grammar.h"

#define AT (&g->at)

struct when stretch_of(const struct grammar *g, const struct when *base, uint8_t unit, int32_t n) {
    (void)g;
    int32_t first, last;
    uint8_t grain = unit_grain(unit);
    when_days(base, &first, &last);
    if (first == DAY_UNKNOWN || grain < GRAIN_DAY)
        return (struct when){.year = YEAR_UNKNOWN, .grain = grain < GRAIN_DAY ? GRAIN_DAY : grain};
    struct when w = when_of(first, grain);
    return n ? when_shift(&w, grain, n, false) : w;
}

static void set_ref(struct found *f, int8_t ref) {
    f->form = SAID_REF;
    f->ref = ref;
    f->type = TIME_DATE;
}

/* ---- today and its neighbours ------------------------------------------------------------------ */

static struct when day_from_today(const struct grammar *g, int32_t n) {
    if (!g->now_known)
        return (struct when){.year = YEAR_UNKNOWN, .grain = GRAIN_DAY};
    return when_of(g->today + n, GRAIN_DAY);
}

uint32_t day_word_at(struct grammar *g, uint32_t i, struct found *f) {
    double v;
    uint32_t j = atom_word(AT, i, W_THE) ? i + 1 : i;
    struct when w;
    if (atom_word(AT, j, W_DAY) && (atom_word(AT, j + 1, W_BEFORE) || atom_word(AT, j + 1, W_AFTER)) &&
        atom_is(AT, j + 2, C_DAY, &v) && v && v < 10) {
        w = day_from_today(g, (int32_t)v + (atom_word(AT, j + 1, W_BEFORE) ? -1 : 1));
        found_when(f, &w);
        return with_clock(g, j + 3, f);
    }
    if (j != i || !atom_is(AT, i, C_DAY, &v))
        return 0;
    if (capital(g, i) && word_among(g, i - 1, "usa")) { /* a paper's name */
        f->form = SAID_TEXT;
        f->text[0] = 0;
        return i + 1;
    }
    w = day_from_today(g, v > 5 ? 0 : (int32_t)v);
    if (v > 5) { /* tonight */
        w.grain = GRAIN_PART;
        w.part = PART_NIGHT;
        found_when(f, &w);
        return with_clock(g, i + 1, f);
    }
    found_when(f, &w);
    f->bare = true;
    return with_clock(g, i + 1, f);
}

/* ---- last, this, next, that ---------------------------------------------------------------------- */

/* The year of a thing that comes once a year and starts at `starts` days of g->now's year. */
static int32_t yearly(const struct grammar *g, int32_t shift, int32_t start, int32_t end) {
    int32_t y = g->now.year;
    if (shift < 0)
        return g->today > end ? y : y - 1;
    if (shift > 0)
        return g->today < start ? y : y + 1;
    return y;
}

static uint32_t last_month(struct grammar *g, uint32_t i, int32_t shift, struct found *f) {
    int32_t m, y = YEAR_UNKNOWN;
    uint32_t e = month_at(g, i, &m);
    if (!e)
        return 0;
    if (g->now_known)
        y = yearly(g, shift, cal_days(g->now.year, m, 1),
                   cal_days(g->now.year, m, cal_month_days(g->now.year, m)));
    struct when w = {.year = y, .grain = GRAIN_MONTH, .month = (uint8_t)m};
    found_when(f, &w);
    struct number n;
    if (number_at(AT, e, &n) && n.value >= 1 && n.value < 32 && n.digits && n.digits <= 2) {
        f->when.grain = GRAIN_DAY; /* "last March 3" */
        f->when.day = (uint8_t)n.value;
        int32_t told;
        uint32_t tail = year_tail(g, n.end, &told); /* "this Oct. 2, 2019, photograph" */
        if (tail && told != YEAR_UNKNOWN)
            f->when.year = y = told;
        if (y != YEAR_UNKNOWN && f->when.day > cal_month_days(y, m))
            return 0;
        return tail ? tail : n.end;
    }
    return e;
}

/* `from`: the day it is counted from. */
static uint32_t last_weekday(struct grammar *g, uint32_t i, int32_t shift, int32_t from, struct found *f) {
    int32_t wd;
    uint32_t e = weekday_at(g, i, &wd);
    if (!e || wd > 7)
        return 0;
    struct when w = {.year = YEAR_UNKNOWN, .grain = GRAIN_DAY, .weekday = (uint8_t)wd};
    if (g->now_known) {
        int32_t mine = cal_weekday(from), day = from - mine + wd;
        if (shift < 0 && day >= from)
            day -= 7;
        if (shift > 0 && day <= from)
            day += 7;
        w = when_of(day, GRAIN_DAY);
    }
    found_when(f, &w);
    return with_clock(g, e, f);
}

/* `base`: what "the following spring" comes after, or NULL. */
static uint32_t last_season(struct grammar *g, uint32_t i, int32_t shift, const struct when *base, struct found *f) {
    double v;
    static const uint8_t start[] = {0, 3, 6, 9, 12};
    if (!atom_is(AT, i, C_SEASON, &v))
        return 0;
    struct when w = {.year = YEAR_UNKNOWN, .grain = GRAIN_SEASON, .nth = (uint8_t)v};
    int32_t first = DAY_UNKNOWN, last;
    if (base)
        when_days(base, &first, &last);
    if (first != DAY_UNKNOWN) { /* the nearest that lies wholly after it, or before it */
        int32_t begin, end;
        w.year = base->year;
        when_days(&w, &begin, &end);
        if (shift > 0 ? begin <= last : end >= first)
            w.year += shift > 0 ? 1 : -1;
    } else if (g->now_known) {
        int32_t m = start[(int)v & 7 ? (int)v : 1], y = g->now.year;
        int32_t from = cal_days(y, m, 1), to = from + 90;
        w.year = yearly(g, shift, from, to);
        if ((int)v == 4 && shift <= 0 && g->now.month <= 2) /* of December to February */
            w.year = shift ? y - 2 : y - 1;
    }
    found_when(f, &w);
    return i + 1;
}

/* Is "the last year" at i (past the article) a stretch of time: "over the last year"? */
static bool stretch_before(const struct grammar *g, uint32_t i) {
    return i && (atom_word(AT, i - 1, W_OVER) || atom_word(AT, i - 1, W_DURING) ||
                 atom_word(AT, i - 1, W_IN) || atom_word(AT, i - 1, W_WITHIN) ||
                 atom_word(AT, i - 1, W_FOR) || atom_word(AT, i - 1, W_THROUGH));
}

bool names_more(const struct grammar *g, uint32_t k) {
    const struct lang *l = g->lang;
    if (!l->tagged)
        return !AT->p[k].word;
    uint32_t t = lang_token_at(l, AT->p[k].start);
    if (t >= l->tokens_n)
        return false;
    uint8_t u = l->tokens[t].upos;
    return u == UPOS_NOUN || u == UPOS_PROPN || u == UPOS_ADJ || u == UPOS_NUM;
}

/* Does "that" at j stand before a noun, and is no link between clauses? */
static bool is_article(const struct grammar *g, uint32_t j) {
    const struct lang *l = g->lang;
    uint32_t t = l->tagged ? lang_token_at(l, AT->p[j].start) : NONE;
    return t < l->tokens_n && l->tokens[t].upos == UPOS_DET;
}

/* Does the "that" at j make a link of the "now" before it, and not a clause of what is known by now? */
static bool is_link(const struct grammar *g, uint32_t j) {
    const struct lang *l = g->lang;
    uint32_t t = l->parsed ? lang_token_at(l, AT->p[j].start) : NONE;
    if (t >= l->tokens_n || !t || l->tokens[t].deprel != DEP_MARK || l->tokens[t].head >= l->tokens_n)
        return false;
    const struct token *v = &l->tokens[l->tokens[t].head];
    return v->deprel == DEP_ADVCL || v->head == t - 1;
}

/* "The most recent quarter", as "the latest quarter". */
static uint32_t most_recent_at(const struct grammar *g, uint32_t i, struct found *f) {
    uint8_t unit;
    bool many, abbr;
    if (!atom_word(AT, i + 1, W_RECENT) || !unit_at(g, i + 2, &unit, &many, &abbr) || many || abbr || unit < UNIT_WEEK || unit > UNIT_YEAR ||
        atom_word(AT, i + 3, W_FOR) || atom_word(AT, i + 3, W_OF) || atom_word(AT, i + 3, W_THAT))
        return 0; /* "the most recent month for which there are figures" */
    struct when w = unit == UNIT_QUARTER ? reported_quarter(g) : stretch_of(g, &g->now, unit, -1);
    found_when(f, &w);
    return i + 3;
}

/* "The same period last year", "the corresponding quarter of 1988": the stretch that the paragraph tells of, of the year that is
 * named at t; of a number of months the year alone, as for "a year earlier". */
static uint32_t same_period_at(const struct grammar *g, uint32_t t, bool quarter, struct found *f) {
    double back;
    int32_t y = YEAR_UNKNOWN;
    uint32_t e = 0;
    struct when w = quarter ? reported_quarter(g) : (struct when){.year = YEAR_UNKNOWN, .grain = GRAIN_YEAR};
    bool near = g->told.known && g->told.block + 1 >= g->block;
    if (!quarter && near)
        w = g->told.months ? stretch_of(g, &g->now, UNIT_YEAR, 0) : g->told.when;
    else if (!quarter && g->now_known)
        w = g->period_known ? g->period : stretch_of(g, &g->now, UNIT_YEAR, 0);
    if (w.year == YEAR_UNKNOWN)
        return 0;
    if (atom_is(AT, t, C_SHIFT, &back) && back < 0 && atom_word(AT, t + 1, W_YEAR)) {
        w.year = g->now.year - 1;
        e = t + 2;
    } else if (atom_word(AT, t, W_A) && atom_word(AT, t + 1, W_YEAR) &&
               (atom_word(AT, t + 2, W_EARLIER) || atom_word(AT, t + 2, W_AGO) || atom_word(AT, t + 2, W_BEFORE))) {
        w.year--;
        e = t + 3;
    } else if ((atom_word(AT, t, W_OF) || atom_word(AT, t, W_IN)) && (e = year_tail(g, t, &y)) && y != YEAR_UNKNOWN) {
        w.year = y;
    } else {
        return 0;
    }
    found_when(f, &w);
    f->compared = true;
    return e;
}

uint32_t deictic_at(struct grammar *g, uint32_t i, struct found *f) {
    double s;
    uint8_t unit;
    bool many, abbr;
    bool the = atom_word(AT, i, W_THE);
    uint32_t j = the || atom_word(AT, i, W_MY) || atom_word(AT, i, W_OUR) ? i + 1 : i, e;
    /* "recent weeks", "the recent past" stands with the phrases */
    if (atom_word(AT, j, W_RECENT) && unit_at(g, j + 1, &unit, &many, &abbr) && many) {
        set_ref(f, 1);
        return j + 2;
    }
    /* "the week after next", "the day before", "the year after" */
    if (the && unit_at(g, j, &unit, &many, &abbr) && !many && !abbr && unit >= UNIT_DAY) {
        bool before = atom_word(AT, j + 1, W_BEFORE), after = atom_word(AT, j + 1, W_AFTER);
        if (before || after) {
            uint32_t k = atom_word(AT, j + 2, W_THE) ? j + 3 : j + 2;
            if ((atom_word(AT, k, W_NEXT) && after) || (atom_word(AT, k, W_LAST) && before)) {
                if (AT->p[k + 1].kind == ATOM_WORD && capital(g, k + 1))
                    return 0;
                struct when w = stretch_of(g, &g->now, unit, before ? -2 : 2);
                found_when(f, &w);
                return k + 1;
            }
            struct when base;
            if ((e = anchor_at(g, j + 2, &base)) && unit == UNIT_DAY && base.grain == GRAIN_DAY) {
                struct when w = when_shift(&base, GRAIN_DAY, before ? -1 : 1, false);
                found_when(f, &w);
                return e;
            }
            if (AT->p[j + 2].kind != ATOM_WORD) {
                struct when ref;
                if (unit != UNIT_YEAR || !before || !compared_with(g, i, false, &ref))
                    ref = reference_for(g, unit_grain(unit));
                struct when w = stretch_of(g, &ref, unit, before ? -1 : 1);
                found_when(f, &w);
                return j + 2;
            }
        }
        return 0;
    }
    if (atom_word(AT, j, W_MOST))
        return most_recent_at(g, j, f);
    if (the && word_among(g, j, "same corresponding comparable like")) {
        bool quarter = unit_at(g, j + 1, &unit, &many, &abbr) && unit == UNIT_QUARTER && !many;
        if ((quarter || word_is(g, j + 1, S("period"))) && (e = same_period_at(g, j + 2, quarter, f)))
            return e;
    }
    if (the && g->period_known && word_is(g, j, S("latest")) && word_is(g, j + 1, S("period"))) {
        struct when w = reported_quarter(g);
        found_when(f, &w);
        return j + 2;
    }
    if (!atom_is(AT, j, C_SHIFT, &s))
        return 0;
    if (atom_word(AT, j, W_FOLLOWING) && !the && (atom_has(AT, j + 1, C_WEEKDAY) || atom_has(AT, j + 1, C_MONTH)))
        return 0; /* "following Monday's vote", after it */
    if (atom_word(AT, j, W_THIS) && capital(g, j) && capital(g, j + 1) && atom_word(AT, j + 1, W_WEEK) && AT->p[j - 1].kind == ATOM_WORD &&
        !capital(g, j - 1))
        return 0; /* "on This Week", a programme */
    bool nearest = atom_word(AT, j, W_THIS) && (atom_word(AT, j + 1, W_PAST) || atom_word(AT, j + 1, W_COMING));
    if (nearest) /* "this past week", "this coming Friday" */
        (void)atom_is(AT, ++j, C_SHIFT, &s);
    uint32_t w0 = AT->p[j].word;
    bool counted = AT->p[j + 1].kind == ATOM_DIGITS || atom_has(AT, j + 1, C_CARDINAL);
    if (w0 == W_LAST && counted && !the && g->lang->tagged) { /* "it will last 16 days" */
        uint32_t t = lang_token_at(g->lang, AT->p[j].start);
        if (t < g->lang->tokens_n && g->lang->tokens[t].upos == UPOS_VERB)
            return 0;
    }
    int32_t shift = (int32_t)s;
    bool from_ref = shift == 2 || w0 == W_FOLLOWING || w0 == W_PREVIOUS ||
                    word_is(g, j, S("preceding")) || w0 == W_PRIOR || (the && w0 == W_NEXT);
    int32_t n = shift == 2 ? 0 : shift;
    uint32_t k = j + 1;
    if ((w0 == W_THAT || w0 == W_THIS) && atom_word(AT, k, W_SAME)) { /* "that same evening" */
        from_ref = true;
        shift = 2;
        n = 0;
        k++;
    }
    if (atom_word(AT, k, W_CALENDAR) || word_is(g, k, S("full")))
        k++;
    if (w0 == W_THAT && the)
        return 0;
    /* this fiscal year */
    if ((atom_word(AT, k, W_FISCAL) || atom_word(AT, k, W_FINANCIAL)) &&
        (atom_word(AT, k + 1, W_YEAR))) {
        struct when w = stretch_of(g, &g->now, UNIT_YEAR, n);
        w.fiscal = true;
        found_when(f, &w);
        return k + 2;
    }
    /* the last three years, the next few days */
    struct amount m;
    if (shift != 2 && w0 != W_FOLLOWING && (e = amount_at(g, k, &m)) && !atom_word(AT, k, W_A)) {
        if (shift == 0)
            return 0;
        f->form = SAID_AMOUNT;
        f->type = TIME_DURATION;
        f->amount = m;
        return e;
    }
    if (w0 == W_SAME && unit_at(g, k, &unit, &many, &abbr) && (unit == UNIT_QUARTER || unit == UNIT_MONTH) && !many) {
        /* "the same quarter (last year, a year earlier)", "the same month of 1997" */
        struct when ref = reference_of(g), w = unit == UNIT_QUARTER ? reported_quarter(g) : stretch_of(g, &ref, unit, 0);
        if (ref.grain > GRAIN_MONTH && unit == UNIT_MONTH)
            w = (struct when){.year = YEAR_UNKNOWN, .grain = GRAIN_MONTH};
        uint32_t t = k + 1;
        double back;
        f->compared = true;
        if (w.year != YEAR_UNKNOWN && atom_is(AT, t, C_SHIFT, &back) && back < 0 && atom_word(AT, t + 1, W_YEAR)) {
            w.year = g->now.year - 1;
            t += 2;
        } else if (w.year != YEAR_UNKNOWN && atom_word(AT, t, W_A) && atom_word(AT, t + 1, W_YEAR) &&
                   (atom_word(AT, t + 2, W_EARLIER) || atom_word(AT, t + 2, W_AGO) || atom_word(AT, t + 2, W_BEFORE))) {
            w.year--;
            t += 3;
        } else {
            int32_t y;
            uint32_t of = atom_word(AT, t, W_OF) || atom_word(AT, t, W_IN) ? year_tail(g, t, &y) : 0;
            if (of && y != YEAR_UNKNOWN) {
                w.year = y;
                t = of;
            }
        }
        found_when(f, &w);
        return t;
    }
    /* "the prior-year quarter" */
    if (shift == -1 && atom_char(AT, k, '-') && !atom_space(AT, k) && atom_word(AT, k + 1, W_YEAR)) {
        bool quarter = unit_at(g, k + 2, &unit, &many, &abbr) && unit == UNIT_QUARTER && !many;
        struct when w = quarter ? reported_quarter(g) : stretch_of(g, &g->now, UNIT_YEAR, 0);
        if (w.year != YEAR_UNKNOWN)
            w.year--;
        found_when(f, &w);
        f->compared = true;
        return quarter ? k + 3 : k + 2;
    }
    if (unit_at(g, k, &unit, &many, &abbr) && !abbr) {
        if (many) {
            if (shift == 2 || shift == 0)
                return 0;
            set_ref(f, shift < 0 ? 1 : 3); /* coming days, past years */
            bool then = w0 == W_FOLLOWING && unit != UNIT_QUARTER; /* of what is told, not of today */
            if (w0 == W_LAST || w0 == W_PAST || then) {
                amount_one(&f->amount, unit, 0);
                f->amount.vague = f->amount.has;
                f->form = SAID_AMOUNT;
                f->type = TIME_DURATION;
            }
            return k + 1;
        }
        if (unit < UNIT_DAY) {
            if (!the || unit == UNIT_SECOND || unit == UNIT_MINUTE || shift == 2)
                return 0;
            f->form = SAID_AMOUNT;
            f->type = TIME_DURATION;
            amount_one(&f->amount, unit, 1);
            return k + 1;
        }
        if (unit == UNIT_HALF || unit == UNIT_MILLENNIUM)
            return 0;
        if (atom_word(AT, k + 1, W_OLD) || (shift == -1 && atom_word(AT, k + 1, W_OF)))
            return 0;
        bool in = i && atom_word(AT, i - 1, W_IN);
        bool ahead = (w0 == W_NEXT || w0 == W_COMING) && the && stretch_before(g, i);
        if (unit >= UNIT_YEAR) /* "over the next year", of no year that is told of */
            ahead &= (!g->ref_known || unit >= UNIT_DECADE) && !(unit == UNIT_CENTURY && in);
        else /* "over the next month"; "in the next month" is that month */
            ahead &= unit >= UNIT_WEEK && unit != UNIT_QUARTER && !in;
        bool stretch = ahead || (w0 == W_PAST && unit != UNIT_DAY && unit != UNIT_WEEKEND && unit != UNIT_QUARTER && !nearest) ||
                       (w0 == W_LAST && the && unit != UNIT_QUARTER && (stretch_before(g, i) || word_among(g, i - 1, "spent spend spends spending")));
        if (stretch) {
            f->form = SAID_AMOUNT;
            f->type = TIME_DURATION;
            amount_one(&f->amount, unit, 1);
            return k + 1;
        }
        if (unit == UNIT_DAY && w0 == W_THIS && atom_word(AT, k + 1, W_IN) && atom_digits(AT, k + 2) == 4)
            return 0; /* "on this day in 1945" */
        bool age = atom_word(AT, k + 1, W_AND) && atom_word(AT, k + 2, W_AGE);
        if (unit == UNIT_DAY && w0 == W_THIS && !nearest && (age || (i && atom_word(AT, i - 1, W_TO)))) {
            set_ref(f, 2); /* "to this day", "in this day and age" */
            return age ? k + 3 : k + 1;
        }
        struct when base = !from_ref ? g->now : n ? reference_for(g, unit_grain(unit)) : reference_of(g);
        if (shift == 2 && base.grain > unit_grain(unit)) /* "that day" of a year */
            base = (struct when){.year = YEAR_UNKNOWN, .grain = unit_grain(unit)};
        struct when w = stretch_of(g, &base, unit, n);
        if (the && unit == UNIT_QUARTER && w0 == W_LAST)
            w = reported_quarter(g);
        if (unit == UNIT_YEAR && (e = quarter_after(g, k + 1, w.year, f)))
            return e; /* "last year's second quarter" */
        uint8_t of;
        if (unit == UNIT_YEAR && shift < 0 && g->period_known && atom_char(AT, k + 1, '\'') && atom_word(AT, k + 2, W_S) &&
            unit_at(g, k + 3, &of, &many, &abbr) && of == UNIT_QUARTER && !many) { /* "last year's quarter" */
            int32_t year = w.year;
            w = reported_quarter(g);
            w.year = year;
            found_when(f, &w);
            f->compared = true;
            return k + 4;
        }
        found_when(f, &w);
        f->bare = true;
        f->compared = w0 == W_PREVIOUS || w0 == W_PRIOR || word_is(g, j, S("preceding"));
        return with_clock(g, k + 1, f);
    }
    double v;
    if (atom_is(AT, k, C_PART, &v) && !word_is(g, j, S("latest"))) {
        struct when base = from_ref ? reference_of(g) : g->now;
        if (v == PART_NOON || v == PART_MIDNIGHT || v == PART_DAYTIME)
            return 0;
        struct when w = stretch_of(g, &base, UNIT_DAY, n);
        if (base.grain > GRAIN_DAY)
            w = (struct when){.year = YEAR_UNKNOWN};
        w.grain = GRAIN_PART;
        w.part = (uint8_t)v;
        found_when(f, &w);
        return with_clock(g, k + 1, f);
    }
    if (shift == 2 && !atom_word(AT, j, W_SAME) && !atom_word(AT, j, W_THAT))
        return 0;
    if (shift == 2 && atom_is(AT, k, C_SEASON, &v) && g->ref_known && g->ref.year != YEAR_UNKNOWN &&
        is_article(g, j)) { /* "that summer"; not "plans that fall short" */
        struct when w = {.year = g->ref.year, .grain = GRAIN_SEASON, .nth = (uint8_t)v};
        found_when(f, &w);
        return k + 1;
    }
    int32_t month;
    uint32_t that = g->lang->parsed ? lang_token_at(g->lang, AT->p[j].start) : NONE;
    if (shift == 2 && w0 == W_THAT && capital(g, k) && (e = month_at(g, k, &month)) && g->ref_known && g->ref.year != YEAR_UNKNOWN &&
        that < g->lang->tokens_n && g->lang->tokens[that].deprel == DEP_DET) {
        struct when w = {.year = g->ref.year, .grain = GRAIN_MONTH, .month = (uint8_t)month};
        found_when(f, &w); /* "in 1990, and that July" */
        return e;
    }
    if (shift == 2)
        return 0; /* "said that Monday" */
    if (word_is(g, j, S("latest")))
        return 0;
    int32_t from = g->today, to;
    if (from_ref && g->ref_known && g->ref.grain <= GRAIN_DAY) /* "the following Monday" */
        when_days(&g->ref, &from, &to);
    const struct when *since = from_ref && shift && shift != 2 && g->ref_known && g->ref.grain <= GRAIN_YEAR ? &g->ref : NULL;
    if ((e = last_weekday(g, k, shift, from == DAY_UNKNOWN ? g->today : from, f)) || (e = last_season(g, k, shift, since, f)))
        return e;
    if (capital(g, k) || AT->p[k].end - AT->p[k].start > 3)
        if (!(atom_word(AT, k, W_MAY) && !capital(g, k)) && !(atom_word(AT, k, W_MARCH) && !capital(g, k)) &&
            (e = last_month(g, k, shift, f)))
            return e;
    struct found day = {0};
    if ((e = holiday_at(g, k, &day)) && day.form == SAID_WHEN && g->now_known && day.when.grain == GRAIN_DAY) {
        int32_t value;
        uint32_t id = atom_phrase(AT, k, C_HOLIDAY, &value);
        double single;
        if (!id && atom_is(AT, k, C_HOLIDAY, &single))
            value = (int32_t)single;
        else if (!id)
            return 0;
        int32_t here = cal_holiday(value, g->now.year);
        int32_t y = yearly(g, shift, here, here);
        int32_t at = cal_holiday(value, y);
        if (at == DAY_UNKNOWN)
            return 0;
        struct when w = when_of(at, GRAIN_DAY);
        found_when(f, &w);
        return e;
    }
    return 0;
}

/* "the year", "for the week", "over the weekend", "my day": the one that the report stands in. */
uint32_t the_unit_at(struct grammar *g, uint32_t i, struct found *f) {
    uint8_t unit;
    bool many, abbr;
    bool the = atom_word(AT, i, W_THE), my = atom_word(AT, i, W_MY);
    uint32_t j = the || my ? i + 1 : i;
    if (!unit_at(g, j, &unit, &many, &abbr) || many || abbr || unit < UNIT_DAY || unit > UNIT_CENTURY)
        return 0;
    if (the && capital(g, j) && (capital(g, i) ? AT->p[i - 1].kind != ATOM_BREAK : AT->p[j + 1].kind == ATOM_WORD && capital(g, j + 1)))
        return 0; /* a paper: "The Week" */
    if (unit >= UNIT_DECADE) { /* "the end of the decade", "the turn of the century" */
        bool edge = the && i > 1 && atom_word(AT, i - 1, W_OF) &&
                    (atom_has(AT, i - 2, C_EDGE) || word_is(g, i - 2, S("turn")) || word_is(g, i - 2, S("rest")));
        if (!edge || atom_word(AT, j + 1, W_OF) || names_more(g, j + 1))
            return 0;
        struct when w = stretch_of(g, &g->now, unit, word_is(g, i - 2, S("turn")) && g->now_known && g->now.year % 100 > 50 && tense_at(g, i) != TENSE_PAST);
        found_when(f, &w);
        return j + 1;
    }
    if (!the && !my && !(unit == UNIT_WEEKEND && i && (atom_word(AT, i - 1, W_ON))))
        return 0;
    uint32_t k = j + 1, w0 = i ? AT->p[i - 1].word : 0;
    bool end = AT->p[k].kind != ATOM_WORD && AT->p[k].kind != ATOM_DIGITS;
    if (the && unit >= UNIT_WEEK && unit != UNIT_WEEKEND && atom_char(AT, k, '\'') && atom_word(AT, k + 1, W_S)) {
        uint32_t e = unit == UNIT_YEAR && g->now_known ? quarter_after(g, k, g->now.year, f) : 0;
        if (e)
            return e; /* "the year's third quarter" */
        /* "the quarter's results" */
        struct when w = unit == UNIT_QUARTER ? reported_quarter(g) : unit == UNIT_MONTH ? reported_month(g) : stretch_of(g, &g->now, unit, 0);
        found_when(f, &w);
        return k;
    }
    if (unit == UNIT_WEEKEND) {
        if (atom_word(AT, k, W_OF))
            return 0;
        struct when w = stretch_of(g, &g->now, unit, 0);
        if (g->now_known && tense_at(g, i) == TENSE_PAST && cal_weekday(g->today) < 6)
            w = stretch_of(g, &g->now, unit, -1);
        found_when(f, &w);
        return k;
    }
    if (atom_word(AT, k, W_OF) || AT->p[k].kind == ATOM_DIGITS || atom_char(AT, k, '-'))
        return 0;
    if (unit == UNIT_DAY) {
        /* ", the day the bridge fell": the day that was just said */
        if (the && i > 1 && atom_char(AT, i - 1, ',') && g->ref_known && g->ref_atom == i - 1 &&
            g->ref.grain <= GRAIN_DAY) {
            struct when w = g->ref;
            w.grain = GRAIN_DAY;
            found_when(f, &w);
            return k;
        }
        bool edge = w0 == W_IN && i > 1 && (atom_word(AT, i - 2, W_EARLIER) || atom_word(AT, i - 2, W_LATER));
        if (edge && g->ref_known && g->ref.grain <= GRAIN_DAY) { /* "earlier in the day" */
            struct when w = g->ref;
            w.grain = GRAIN_DAY;
            found_when(f, &w);
            return k;
        }
        if (!(w0 == W_FOR && end) && !my && !edge && !(end && AT->p[k].kind == ATOM_BREAK && w0 == W_OF))
            return 0;
    } else if (atom_word(AT, k, W_BEFORE) || atom_word(AT, k, W_AFTER) || atom_word(AT, k, W_THAT) ||
               atom_word(AT, k, W_TO) || atom_word(AT, k, W_SINCE)) {
        return 0;
    } else if (word_is(g, k, S("ended")) || word_is(g, k, S("ending")) ||
               (unit == UNIT_WEEK && (word_is(g, k, S("beginning")) || word_is(g, k, S("starting"))))) {
        /* "the quarter ended Sept. 30": the one that holds it */
        struct found last = {0};
        uint32_t on = atom_word(AT, k + 1, W_ON) || atom_word(AT, k + 1, W_IN) ? k + 2 : k + 1, e = dated_at(g, on, &last);
        if (!e)
            e = weekly_at(g, on, &last);
        struct when w = unit == UNIT_QUARTER ? reported_quarter(g) : stretch_of(g, &g->now, unit, 0);
        if (e && last.form == SAID_WHEN && last.when.grain <= GRAIN_MONTH)
            w = stretch_of(g, &last.when, unit, 0);
        found_when(f, &w);
        return k;
    } else if (i && unit >= UNIT_WEEK && (word_is(g, i - 1, S("began")) || word_is(g, i - 1, S("started")) ||
                                          word_is(g, i - 1, S("ended")) || word_is(g, i - 1, S("finished")) ||
                                          word_is(g, i - 1, S("closed")) || word_is(g, i - 1, S("opened")))) {
        if (names_more(g, k))
            return 0; /* "closed the week-old mill", "opened the year book" */
    } else if (!my && w0 != W_OF && w0 != W_FOR && w0 != W_IN && w0 != W_DURING && w0 != W_THROUGH &&
               w0 != W_BY && w0 != W_SINCE && w0 != W_UNTIL && w0 != W_OVER && w0 != W_WITHIN &&
               !(AT->p[k].kind == ATOM_BREAK && (!i || AT->p[i - 1].kind == ATOM_BREAK))) {
        return 0;
    } else if (!end && w0 != W_OF && names_more(g, k)) {
        return 0;
    }
    if (w0 == W_OF && i > 1 && word_among(g, i - 2, "man woman person rookie player coach teacher book car song album team athlete film driver manager newcomer artist"))
        return 0; /* "player of the week" */
    struct when w = stretch_of(g, &g->now, unit, 0);
    if (unit == UNIT_QUARTER && tense_at(g, i) != TENSE_FUTURE)
        w = reported_quarter(g);
    if (unit == UNIT_MONTH && (w0 == W_FOR || w0 == W_IN || w0 == W_DURING))
        w = reported_month(g);
    if (unit == UNIT_YEAR && w0 == W_FOR && g->period_known && g->period.nth == 4 && g->period.year + 1 == g->now.year && tense_at(g, i) == TENSE_PAST)
        w.year--; /* "for the year, net rose", told with the fourth quarter */
    found_when(f, &w);
    return k;
}

/* ---- seasons and holidays ------------------------------------------------------------------------------ */

static bool would_before(const struct grammar *g, uint32_t i) {
    enum { BACK = 10 };
    for (uint32_t k = i, n = 0; n < BACK && k > 1 && AT->p[k - 1].kind == ATOM_WORD; n++)
        if (word_is(g, --k, S("would")))
            return true;
    return false;
}

uint32_t season_at(struct grammar *g, uint32_t i, struct found *f) {
    double v;
    bool the = atom_word(AT, i, W_THE);
    uint32_t j = the ? i + 1 : i, e;
    int32_t y;
    if (year_at(g, j, false, &y) && atom_is(AT, j + 1, C_SEASON, &v) && !the &&
        AT->p[j].kind == ATOM_DIGITS) { /* 2016 summer; "2014 Winter Olympics" is a year */
        if (capital(g, j + 1))
            return 0;
        struct when w = {.year = y, .grain = GRAIN_SEASON, .nth = (uint8_t)v};
        found_when(f, &w);
        return j + 2;
    }
    if (!atom_is(AT, j, C_SEASON, &v))
        return 0;
    if ((e = year_tail(g, j + 1, &y)) && !atom_char(AT, j + 1, ',')) {
        struct when w = {.year = y, .grain = GRAIN_SEASON, .nth = (uint8_t)v};
        found_when(f, &w);
        return e;
    }
    double other; /* "the spring and summer of 1917" */
    if (the && (atom_word(AT, j + 1, W_AND) || atom_word(AT, j + 1, W_OR)) && atom_is(AT, j + 2, C_SEASON, &other) && year_tail(g, j + 3, &y) &&
        !atom_char(AT, j + 3, ',')) {
        struct when w = {.year = y, .grain = GRAIN_SEASON, .nth = (uint8_t)v};
        found_when(f, &w);
        return j + 1;
    }
    /* "in the spring", "by summer" */
    bool prep = prep_before(g, i) && !atom_word(AT, i - 1, W_TO) && !atom_word(AT, i - 1, W_OF);
    bool bare = (int)v == 2 || (int)v == 4; /* "fall", "spring" are other things, too: "until spring", "by fall" */
    if (!the && !bare && g->lang->tagged && (atom_word(AT, i - 1, W_UNTIL) || atom_word(AT, i - 1, W_BY) || atom_word(AT, i - 1, W_SINCE) ||
                                            atom_word(AT, i - 1, W_EARLY) || atom_word(AT, i - 1, W_LATE) ||
                                            (atom_word(AT, i - 1, W_IN) && AT->p[j + 1].kind != ATOM_WORD))) {
        uint32_t t = lang_token_at(g->lang, AT->p[j].start);
        bare = t < g->lang->tokens_n && (g->lang->tokens[t].upos == UPOS_NOUN || g->lang->tokens[t].upos == UPOS_PROPN) &&
               !(AT->p[j + 1].kind == ATOM_WORD && names_more(g, j + 1));
    }
    if (!prep && the && ((int)v == 2 || (int)v == 4) && g->lang->parsed) { /* "The summer was dry" */
        uint32_t t = lang_token_at(g->lang, AT->p[j].start);
        prep = t < g->lang->tokens_n && g->lang->tokens[t].deprel == DEP_NSUBJ && AT->p[j + 1].kind == ATOM_WORD && !names_more(g, j + 1);
    }
    if (the && v == 3 && atom_word(AT, j + 1, W_IN)) /* "the fall in prices" */
        return 0;
    if (!prep || (!the && !bare) || atom_word(AT, j + 1, W_OF) ||
        atom_char(AT, j + 1, '-') || (AT->p[j + 1].kind == ATOM_WORD && !AT->p[j + 1].word && names_more(g, j + 1)))
        return 0;
    struct when w = {.year = YEAR_UNKNOWN, .grain = GRAIN_SEASON, .nth = (uint8_t)v};
    if (g->now_known) {
        int32_t first, last;
        w.year = g->now.year;
        when_days(&w, &first, &last);
        enum tense t = tense_at(g, i);
        if (t == TENSE_PAST && i && (atom_word(AT, i - 1, W_BEFORE) || atom_word(AT, i - 1, W_UNTIL)) && would_before(g, i))
            t = TENSE_FUTURE; /* "a ruling would not come before the fall" */
        enum { AHEAD = 200 };
        bool soon = t == TENSE_PRESENT && first - g->today <= AHEAD; /* "it closes in winter" */
        if (!the && t != TENSE_PAST && last < g->today && atom_word(AT, i - 1, W_UNTIL))
            w.year++; /* "little help until spring" */
        if (t == TENSE_FUTURE && last < g->today)
            w.year++;
        else if (t != TENSE_FUTURE && first > g->today && !soon)
            w.year--;
    }
    found_when(f, &w);
    return j + 1;
}

uint32_t holiday_at(struct grammar *g, uint32_t i, struct found *f) {
    int32_t id, y;
    double v;
    uint32_t j = i, e;
    bool weekend = false;
    if (atom_word(AT, j, W_WEEKEND) && atom_word(AT, j + 1, W_OF)) {
        weekend = true;
        j += 2;
    }
    uint32_t start = j;
    if (!(e = atom_phrase(AT, j, C_HOLIDAY, &id))) {
        if (!atom_is(AT, j, C_HOLIDAY, &v))
            return 0;
        id = (int32_t)v;
        e = j + 1;
    }
    /* "a new year", "the new year", "New York's new year budget" */
    if (id == 101 && e == start + 2 && (!capital(g, start) || !prep_before(g, start)) &&
        !(atom_word(AT, start - 1, W_BEFORE) || atom_word(AT, start - 1, W_AFTER)))
        return 0;
    if (id == 501 && !capital(g, start))
        return 0;
    if (atom_word(AT, e, W_WEEKEND)) {
        weekend = true;
        e++;
    }
    uint32_t ye = year_tail(g, e, &y);
    int32_t day = DAY_UNKNOWN;
    if (ye && y != YEAR_UNKNOWN) {
        day = cal_holiday(id, y);
        e = ye;
    } else if (g->now_known) {
        enum tense t = tense_at(g, i);
        day = cal_holiday(id, g->now.year);
        if (t == TENSE_FUTURE && day < g->today)
            day = cal_holiday(id, g->now.year + 1);
        else if (t == TENSE_PAST && day > g->today + 14)
            day = cal_holiday(id, g->now.year - 1);
    } else if (id < 9000) {
        struct when w = {.year = YEAR_UNKNOWN, .grain = GRAIN_DAY, .month = (uint8_t)(id / 100),
                         .day = (uint8_t)(id % 100)};
        found_when(f, &w);
        return e;
    }
    if (day == DAY_UNKNOWN) {
        struct when w = {.year = ye ? y : YEAR_UNKNOWN, .grain = GRAIN_DAY};
        found_when(f, &w);
        return e;
    }
    if (atom_word(AT, e, W_WEEKEND)) {
        weekend = true;
        e++;
    }
    struct when w = when_of(day, weekend ? GRAIN_WEEKEND : GRAIN_DAY);
    if (weekend && cal_weekday(day) == 1) /* a long weekend ends on its Monday */
        w = when_of(day - 1, GRAIN_WEEKEND);
    found_when(f, &w);
    return weekend ? e : with_clock(g, e, f);
}

/* ---- anchors and vague references ------------------------------------------------------------------------- */

uint32_t anchor_at(struct grammar *g, uint32_t i, struct when *w) {
    struct found f = {0};
    uint32_t j = atom_word(AT, i, W_THE) ? i + 1 : i, e;
    if (atom_word(AT, i, W_NOW)) {
        *w = g->now;
        return i + 1;
    }
    if ((e = day_word_at(g, i, &f)) || (e = numeric_at(g, i, &f)) || (e = dated_at(g, i, &f)) ||
        (e = holiday_at(g, j, &f)) || (e = weekly_at(g, j, &f)) || (e = bare_year_at(g, j, &f))) {
        if (f.form != SAID_WHEN)
            return 0;
        *w = f.when;
        return e;
    }
    return 0;
}

uint32_t ref_at(struct grammar *g, uint32_t i, struct found *f) {
    int32_t id;
    double v;
    uint32_t e = atom_phrase(AT, i, C_REF, &id);
    if (!e) {
        if (!atom_is(AT, i, C_REF, &v))
            return 0;
        id = (int32_t)v;
        e = i + 1;
        if (atom_word(AT, i, W_RECENT) && (atom_word(AT, i - 1, W_NO) || atom_word(AT, i - 1, W_MOST) || atom_word(AT, i - 1, W_MORE)))
            return 0; /* "his most recent book" is the last one, whenever it was */
        if (atom_word(AT, i, W_NOW) && atom_word(AT, e, W_THAT) && !atom_word(AT, i - 1, W_BY) && is_link(g, e))
            return 0; /* "now that it is over" */
        if (word_is(g, i, S("recently")) && atom_word(AT, i - 1, W_AS) && atom_word(AT, e, W_AS))
            return 0; /* "as recently as June" */
        if (atom_word(AT, i, W_NOW) && atom_char(AT, e, '-') && !atom_space(AT, e) && !atom_space(AT, e + 1))
            return 0; /* "the now-defunct group" */
        if (atom_word(AT, i, W_CURRENT)) { /* an electric current is none, nor a name */
            uint32_t t = lang_token_at(g->lang, AT->p[i].start);
            if (g->lang->tagged && t < g->lang->tokens_n && g->lang->tokens[t].upos != UPOS_ADJ)
                return 0;
            if (word_is(g, e, S("account")) || word_is(g, e, S("accounts")) || word_is(g, e, S("assets")) ||
                word_is(g, e, S("liabilities")) || word_is(g, e, S("affairs")) || word_is(g, e, S("events")))
                return 0; /* what things are called */
        }
    } else if (word_is(g, e - 1, S("moment")) && atom_word(AT, e, W_OF)) {
        return 0; /* "at the moment of truth" */
    } else if (word_is(g, e - 1, S("time")) && (atom_has(AT, e, C_SHIFT) || atom_has(AT, e, C_DAY) || atom_word(AT, e, W_OF))) {
        return 0; /* "at this time last year", "at this time of year" */
    } else if (e == i + 2 && atom_word(AT, i, W_IN) && AT->p[e].kind == ATOM_WORD && names_more(g, e)) {
        return 0; /* "in future elections" */
    } else if (atom_word(AT, i, W_TO) && i && atom_word(AT, i - 1, W_UP)) {
        return 0; /* "up to date" */
    } else if (atom_word(AT, i, W_THE) && e == i + 2) {
        /* "the past", "the future" stand alone; "the future king" is somebody */
        uint32_t w = AT->p[e].word;
        if (AT->p[e].kind == ATOM_WORD && w != W_AND && w != W_OR && w != W_FOR && w != W_IN && w != W_AS &&
            w != W_BY && w != W_TO && w != W_THAT && w != W_AT && w != W_WAS && w != W_OF && w != W_WITH &&
            (!g->lang->tagged || word_is(g, i + 1, S("present")) || names_more(g, e)))
            return 0;
        if (w == W_OF)
            return 0;
    }
    set_ref(f, (int8_t)id);
    return e;
}
