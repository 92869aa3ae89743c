/* Times: TIMEX3 spans, types and values (Saurí et al., TimeML annotation guidelines 1.2.1; values
 * after TIDES, Ferro et al. 2005), resolved against the report's date and the narrative's.
 *
 * News looks back: a bare month or weekday is the last one, unless the verb by it looks ahead. What
 * the text leaves open stays open: without a date of the report "Friday" is XXXX-WXX-5 and "March"
 * is XXXX-03. */
#include "times_grammar.h"

#define AT (&g->at)

/* ---- the report's date ------------------------------------------------------------------------- */

static int32_t digits(slice s, uint32_t from, uint32_t n) {
    int32_t v = 0;
    if (from + n > s.n)
        return -1;
    for (uint32_t i = from; i < from + n; i++) {
        if (!is_digit((unsigned char)s.p[i]))
            return -1;
        v = v * 10 + (s.p[i] - '0');
    }
    return v;
}

static void set_now(struct grammar *g, slice iso) {
    g->now = (struct when){.year = YEAR_UNKNOWN, .grain = GRAIN_DAY};
    g->today = DAY_UNKNOWN;
    int32_t y = digits(iso, 0, 4), m = digits(iso, 5, 2), d = digits(iso, 8, 2);
    if (!iso.p || y < 1 || m < 1 || m > 12 || d < 1 || d > cal_month_days(y, m) || iso.p[4] != '-')
        return;
    g->now = (struct when){.year = y, .grain = GRAIN_DAY, .month = (uint8_t)m, .day = (uint8_t)d};
    g->today = cal_days(y, m, d);
    g->now_known = true;
    int32_t hour = digits(iso, 11, 2), minute = digits(iso, 14, 2), second = digits(iso, 17, 2);
    if (hour >= 0 && hour < 24 && minute >= 0 && minute < 60) {
        g->now.hour = (uint8_t)hour;
        g->now.minute = (uint8_t)minute;
        g->clock_known = true;
        g->now.second = second >= 0 && second < 60 ? (uint8_t)second : 0;
    }
}

struct when reference_of(const struct grammar *g) { return g->ref_known ? g->ref : g->now; }

struct when reference_for(const struct grammar *g, uint8_t grain) {
    if (!g->ref_known || g->ref.grain <= grain || g->ref.grain <= GRAIN_DAY)
        return reference_of(g);
    int32_t first, last, day, end;
    when_days(&g->ref, &first, &last);
    if (g->day_known)
        when_days(&g->day, &day, &end);
    if (grain <= GRAIN_WEEK && g->day_known && g->day_block + 1 >= g->block && day >= first && day <= last)
        return g->day;
    return (struct when){.year = YEAR_UNKNOWN, .grain = grain < GRAIN_DAY ? GRAIN_DAY : grain};
}

/* ---- one expression ------------------------------------------------------------------------------------ */

static bool token_before_is_verb(struct grammar *g, uint32_t i) {
    const struct lang *l = g->lang;
    uint32_t at = AT->p[i].start, t = g->token;
    if (!l->tagged)
        return false;
    while (t + 1 < l->tokens_n && l->tokens[t].at.end <= at)
        t++;
    while (t && l->tokens[t].at.start > at)
        t--;
    g->token = t;
    return t && l->tokens[t - 1].upos == UPOS_VERB && l->tokens[t - 1].xpos != XPOS_VBG &&
           !(l->tokens[t].flags & TOKEN_SENTENCE);
}

/* "in the morning", "overnight": of the day that the text has reached. */
static uint32_t part_of_day_at(struct grammar *g, uint32_t i, struct found *f) {
    double v;
    bool the = atom_word(AT, i, W_THE);
    uint32_t j = the ? i + 1 : i;
    if (!atom_is(AT, j, C_PART, &v) || v == PART_NOON || v == PART_MIDNIGHT)
        return 0;
    bool bound = !the && i && (atom_word(AT, i - 1, W_AT) || atom_word(AT, i - 1, W_BEFORE) || atom_word(AT, i - 1, W_BY) || atom_word(AT, i - 1, W_UNTIL)) &&
                 word_among(g, j, "dawn daybreak sunrise dusk sunset");
    if (bound) { /* "at dawn (Monday)" */
        struct found day = {0};
        uint32_t e = weekly_at(g, j + 1, &day);
        if (!e && AT->p[j + 1].kind == ATOM_WORD && names_more(g, j + 1))
            return 0;
        struct when on = e && day.form == SAID_WHEN && !day.clocked ? day.when : g->ref_known && g->ref.grain <= GRAIN_DAY ? g->ref : g->now;
        if (on.grain != GRAIN_DAY && on.year == YEAR_UNKNOWN)
            on = (struct when){.year = YEAR_UNKNOWN};
        on.grain = GRAIN_PART;
        on.part = (uint8_t)v;
        found_when(f, &on);
        return e ? e : j + 1;
    }
    bool edged = i > 1 && v < PART_NIGHT && (atom_has(AT, i - 1, C_EDGE) || (atom_char(AT, i - 1, '-') && atom_has(AT, i - 2, C_EDGE))) &&
                 !(AT->p[j + 1].kind == ATOM_WORD && names_more(g, j + 1)); /* "in the late afternoon", "by mid-morning" */
    if (!edged && !(the && i && (atom_word(AT, i - 1, W_IN) || atom_word(AT, i - 1, W_DURING)) && v < PART_NIGHT &&
          AT->p[j + 1].kind != ATOM_WORD) &&
        !(atom_word(AT, i, W_OVERNIGHT) && !(capital(g, i) && capital(g, i + 1)) &&
          !word_among(g, i + 1, "rate rates delivery loan loans lending borrowing money index stay stays trip bag bags success sensation guest guests camp shelter shelters mail")))
        return 0;
    struct when w = g->ref_known && g->ref.grain <= GRAIN_DAY ? g->ref : g->now;
    if (w.year == YEAR_UNKNOWN)
        w = (struct when){.year = YEAR_UNKNOWN};
    w.grain = GRAIN_PART;
    w.part = (uint8_t)v;
    found_when(f, &w);
    return j + 1;
}

/* "moments before", "days later": many of a unit whose number isn't told. */
static uint32_t many_at(struct grammar *g, uint32_t i, struct found *f) {
    uint8_t unit;
    bool many, abbr;
    if (!unit_at(g, i, &unit, &many, &abbr)) {
        if (atom_word(AT, i, W_MOMENTS) &&
            (atom_word(AT, i + 1, W_BEFORE) || atom_word(AT, i + 1, W_AFTER) || atom_word(AT, i + 1, W_LATER) ||
             atom_word(AT, i + 1, W_EARLIER) || atom_word(AT, i + 1, W_PRIOR))) {
            unit = UNIT_SECOND;
            goto yes;
        }
        return 0;
    }
    if (abbr || unit == UNIT_SECOND || unit == UNIT_QUARTER || unit == UNIT_WEEKEND)
        return 0;
    bool dash = atom_char(AT, i + 1, '-') && !atom_space(AT, i + 1);
    uint8_t next = UNIT_COUNT;
    bool nexts = false;
    bool before_it = dash && atom_word(AT, i + 2, W_BEFORE) && /* "the year-before quarter" */
                     (word_is(g, i + 3, S("period")) || (unit_at(g, i + 3, &next, &nexts, &abbr) && next == UNIT_QUARTER && !nexts));
    if (dash && !many && (before_it || atom_word(AT, i + 2, W_EARLIER) || atom_word(AT, i + 2, W_AGO))) {
        /* "the year-earlier quarter" */
        uint8_t of = UNIT_COUNT;
        bool ago = atom_word(AT, i + 2, W_AGO), of_many;
        struct when told;
        bool known = unit == UNIT_YEAR && compared_with(g, i, false, &told);
        if (unit_at(g, i + 3, &of, &of_many, &abbr) && !of_many && !abbr && of > unit)
            of = UNIT_COUNT;
        struct when base = known ? told : ago ? g->now : reference_of(g);
        bool figures = false; /* "the year-ago results", of a report that tells of a quarter */
        if (unit == UNIT_YEAR && of == UNIT_COUNT && !known && g->period_known && g->told.block != g->block) {
            figures = word_among(g, i + 3, "period results figure figures profit loss net earnings level");
            if (figures)
                base = g->period;
        }
        known |= figures;
        if (of >= UNIT_DAY && of < UNIT_COUNT && (!known || base.grain != unit_grain(of))) {
            base = of == UNIT_QUARTER ? reported_quarter(g) : stretch_of(g, &g->now, of, 0);
            known = true;
        }
        struct amount m;
        amount_one(&m, unit, 1);
        struct when w = amount_from(&base, &m, -1, !known);
        found_when(f, &w);
        f->compared = true;
        return of < UNIT_COUNT || word_is(g, i + 3, S("period")) ? i + 4 : i + 3;
    }
    uint32_t end = dash ? i + 2 : i + 1;
    if (unit >= UNIT_WEEK && !many && atom_char(AT, i + 1, '\'') && atom_word(AT, i + 2, W_S) && atom_word(AT, i + 3, W_END))
        end = i + 3; /* "at year's end" */
    bool ends = unit == UNIT_YEAR || unit == UNIT_MONTH || (unit == UNIT_WEEK && end == i + 3);
    if (ends && !many && atom_word(AT, end, W_END) && !atom_word(AT, i - 1, W_ONE)) { /* year-end */
        struct when w = stretch_of(g, &g->now, unit, 0);
        int32_t y;
        uint32_t e = unit == UNIT_YEAR ? year_at(g, end + 1, false, &y) : 0; /* "year-end 1997" */
        if (e)
            w = (struct when){.year = y, .grain = GRAIN_YEAR};
        found_when(f, &w);
        return e ? e : end + 1;
    }
    uint32_t to = dash ? i + 2 : i + 1, date = dash ? to + 2 : to + 1;
    if (unit == UNIT_YEAR && !many && atom_word(AT, to, W_TO) && atom_char(AT, to + 1, '-') == dash && word_is(g, date, S("date"))) {
        struct when w = stretch_of(g, &g->now, UNIT_YEAR, 0); /* "year-to-date" */
        found_when(f, &w);
        return date + 1;
    }
    /* "decades-long", "year-long" */
    bool dash_long = atom_char(AT, i + 1, '-') && !atom_space(AT, i + 1) && atom_word(AT, i + 2, W_LONG);
    if (dash_long) {
        f->form = SAID_AMOUNT;
        f->type = TIME_DURATION;
        amount_one(&f->amount, unit, 1);
        if (many)
            f->amount.vague = f->amount.has;
        return i + 3;
    }
    uint32_t w = AT->p[i + 1].word, b = i ? AT->p[i - 1].word : 0;
    if (!many || (unit == UNIT_MINUTE && w != W_LATER && w != W_AFTER && w != W_BEFORE && w != W_EARLIER))
        return 0;
    if (w == W_PAST && (b == W_IN || b == W_OF || b == W_FROM) && AT->p[i + 2].kind != ATOM_DIGITS) { /* "in years past" */
        f->form = SAID_REF;
        f->type = TIME_DATE;
        f->ref = 1;
        return i + 2;
    }
    bool before = b == W_FOR || b == W_IN || b == W_WITHIN || b == W_AFTER || b == W_OVER || b == W_DURING ||
                  b == W_THROUGH || b == W_BEFORE || b == W_LAST || word_is(g, i - 1, S("first"));
    bool behind = w == W_LATER || w == W_BEFORE || w == W_AFTER || w == W_EARLIER || w == W_PRIOR || w == W_OF ||
                  w == W_LONG;
    if (token_before_is_verb(g, i)) /* "could take years" */
        before = true;
    if (b == W_THE && i > 1 && (atom_word(AT, i - 2, W_OVER) || atom_word(AT, i - 2, W_THROUGH)))
        before = true;
    if (!before && !behind)
        return 0;
    if (unit == UNIT_DAY && w == W_OF && !before && (b == W_THE || b == W_EARLY || b == W_MY || b == W_OUR || word_among(g, i - 1, "his her their")))
        return 0; /* "the days of cheap oil", "his days of glory": an age */
    if (w == W_OLD)
        return 0;
yes:
    f->form = SAID_AMOUNT;
    f->type = TIME_DURATION;
    amount_one(&f->amount, unit, 1);
    f->amount.vague = f->amount.has;
    w = AT->p[i + 1].word;
    return w == W_LATER || w == W_EARLIER ? i + 2 : i + 1;
}

/* "all day", "the whole week", "the entire year", "full-year" */
static uint32_t whole_at(struct grammar *g, uint32_t i, struct found *f) {
    uint8_t unit;
    bool many, abbr;
    uint32_t j = atom_word(AT, i, W_THE) ? i + 1 : i;
    if (!atom_word(AT, j, W_ALL) && !atom_word(AT, j, W_WHOLE) && !atom_word(AT, j, W_FULL) &&
        !atom_word(AT, j, W_ENTIRE))
        return 0;
    j++;
    if (atom_char(AT, j, '-'))
        j++;
    if (!unit_at(g, j, &unit, &many, &abbr) || many || abbr || unit < UNIT_HOUR)
        return 0;
    if (j == i + 2 && unit == UNIT_YEAR && atom_word(AT, i, W_THE) && atom_word(AT, i + 1, W_FULL) && i && atom_word(AT, i - 1, W_FOR)) {
        struct when w = stretch_of(g, &g->now, UNIT_YEAR, 0); /* "it sees a loss for the full year", as "for the year" */
        found_when(f, &w);
        return j + 1;
    }
    f->form = SAID_AMOUNT;
    f->type = TIME_DURATION;
    amount_one(&f->amount, unit, 1);
    return j + 1;
}

/* "the hour": as long as it. "end of today", "eod". */
static uint32_t end_at(struct grammar *g, uint32_t i, struct found *f) {
    uint32_t j = atom_word(AT, i, W_THE) ? i + 1 : i;
    if (atom_word(AT, j, W_EOD) || atom_word(AT, j, W_OTD)) {
        struct when d = g->now;
        d.grain = atom_word(AT, j, W_EOD) ? GRAIN_SECOND : GRAIN_DAY;
        d.hour = 23;
        d.minute = d.second = 59;
        found_when(f, &d);
        return j + 1;
    }
    double v;
    if (!atom_word(AT, j, W_END) || !atom_word(AT, j + 1, W_OF))
        return 0;
    bool the_day = atom_word(AT, j + 2, W_THE) && atom_word(AT, j + 3, W_DAY) && AT->p[j + 4].kind != ATOM_WORD;
    struct when d = g->now;
    if (atom_is(AT, j + 2, C_DAY, &v) && v < 10) {
        if (g->now_known)
            d = when_of(g->today + (int32_t)v, GRAIN_DAY);
    } else if (!the_day || !atom_word(AT, i, W_THE) || (i && atom_word(AT, i - 1, W_AT))) {
        return 0;
    }
    d.grain = GRAIN_SECOND;
    d.hour = 23;
    d.minute = d.second = 59;
    found_when(f, &d);
    return the_day ? j + 4 : j + 3;
}

typedef uint32_t reader(struct grammar *g, uint32_t i, struct found *f);

/* The readers in the order in which they are tried: what says more comes first. */
static uint32_t core_at(struct grammar *g, uint32_t i, struct found *f) {
    static reader *const words[] = {end_at, set_at, part_of_at, day_word_at, counted_at, deictic_at, weekly_at,
                                    dated_at, ordinal_at, holiday_at, season_at, fiscal_at, ref_at,
                                    whole_at, decade_at, bare_year_at, clock_alone_at, the_unit_at, many_at,
                                    part_of_day_at};
    static reader *const numbers[] = {numeric_at, dated_at, counted_at, ordinal_at, decade_at, season_at,
                                      clock_alone_at, bare_year_at};
    bool word = AT->p[i].kind == ATOM_WORD;
    reader *const *list = word ? words : numbers;
    size_t n = word ? NELEMS(words) : NELEMS(numbers);
    for (size_t k = 0; k < n; k++) {
        memset(f, 0, offsetof(struct found, amount));
        uint32_t e = list[k](g, i, f);
        if (e)
            return e;
    }
    return 0;
}

/* Is there any point in trying at an atom? */
static bool can_start(const struct grammar *g, uint32_t i) {
    const struct atom *a = &AT->p[i];
    if (a->kind == ATOM_DIGITS)
        return true;
    if (a->kind == ATOM_OTHER)
        return (a->value == '\'' && AT->p[i + 1].kind == ATOM_DIGITS) || a->value == 0xBD;
    return AT->lx->lex[a->word].starts;
}

void times_prepare(struct lexicon *lx) {
    static const uint8_t classes[] = {C_CARDINAL, C_ORDINAL, C_GROUP, C_PLURAL, C_VAGUE, C_MONTH, C_WEEKDAY,
                                      C_SEASON, C_UNIT, C_PART, C_SHIFT, C_DAY, C_SET, C_REF, C_HOLIDAY, C_DECADE};
    static const uint8_t words[] = {W_THE, W_A, W_AN, W_EVERY, W_EACH, W_PER, W_ONCE, W_TWICE, W_ALL, W_WHOLE,
                                    W_FULL, W_ENTIRE, W_ANOTHER, W_HALF, W_MY, W_OUR, W_FISCAL, W_FINANCIAL,
                                    W_CALENDAR, W_FY, W_CY, W_Q, W_H, W_END, W_MOMENTS, W_EOD, W_OTD, W_FINAL,
                                    W_COUPLE, W_MOST};
    for (uint32_t i = 1; i < lx->lex_n; i++) {
        struct lexeme *l = &lx->lex[i];
        for (int k = 0; k < WORD_CLASSES; k++)
            for (size_t c = 0; c < NELEMS(classes); c++)
                l->starts |= l->cls[k] == classes[c];
        for (uint32_t ph = l->phrases; ph != NONE; ph = lx->phrases[ph].next)
            l->starts |= lx->phrases[ph].cls == C_REF || lx->phrases[ph].cls == C_HOLIDAY;
    }
    for (size_t c = 0; c < NELEMS(words); c++)
        lx->lex[words[c]].starts = true;
}

/* The article of what is widened to atom i already: "the mid-1990s", "the first nine months"; not that of "the 30-year bond". */
static uint32_t with_article(const struct grammar *g, uint32_t i, uint32_t end, const struct found *f) {
    uint8_t unit;
    bool many = false, abbr;
    bool decade = f->form == SAID_WHEN && (f->when.grain == GRAIN_DECADE || f->when.grain == GRAIN_CENTURY || f->compared ||
                                                (atom_word(AT, i, W_YEAR) && AT->p[i + 1].kind == ATOM_DIGITS));
    bool length = f->form == SAID_AMOUNT && f->type == TIME_DURATION && unit_at(g, end - 1, &unit, &many, &abbr) && many;
    uint32_t p = i;
    if (!decade && !length)
        return i;
    if (p && length && (word_is(g, p - 1, S("first")) || word_is(g, p - 1, S("final"))))
        p--;
    return p && p - 1 >= g->taken && atom_word(AT, p - 1, W_THE) ? p - 1 : i;
}

/* Does a date at atom i tell a number, "two years ago", so that "nearly" and "more than" can be said of it? */
static bool tells_number(const struct grammar *g, uint32_t i, const struct found *f) {
    if (f->form == SAID_WHEN && f->when.grain == GRAIN_YEAR && atom_digits(AT, i) == 4)
        return false;
    return AT->p[i].kind == ATOM_DIGITS || atom_char(AT, i, 0xBD) || atom_word(AT, i, W_A) || atom_word(AT, i, W_AN) || atom_word(AT, i, W_HALF) ||
           atom_has(AT, i, C_CARDINAL) || atom_has(AT, i, C_GROUP) || atom_has(AT, i, C_VAGUE) || atom_has(AT, i, C_PLURAL);
}

/* Does "about" at p go with what was found at i? "Around Easter", "about noon", "almost every day"; not "talks about Monday",
 * "the pace estimated last month". */
static bool goes_with(const struct grammar *g, uint32_t p, uint32_t i, const struct found *f) {
    if (f->form == SAID_AMOUNT && f->type != TIME_SET)
        return true;
    if (f->type == TIME_SET)
        return word_among(g, p, "almost nearly") || !atom_has(AT, i, C_SET);
    if (tells_number(g, i, f))
        return true;
    double v;
    bool clock = atom_is(AT, i, C_PART, &v) && (v == PART_NOON || v == PART_MIDNIGHT);
    bool named = atom_has(AT, i, C_MONTH) || atom_has(AT, i, C_HOLIDAY) || f->when.grain == GRAIN_YEAR || f->when.grain == GRAIN_DECADE;
    return (clock && !atom_word(AT, p, W_OVER)) || (named && !atom_has(AT, i, C_SHIFT) && word_among(g, p, "around circa approximately roughly")) ||
           (atom_digits(AT, i) && word_among(g, p, "about"));
}

/* Takes in what stands before and belongs to it: "late", "the end of", "nearly", "more than". */
static uint32_t widen(const struct grammar *g, uint32_t first, const struct found *f) {
    uint32_t i = first;
    bool amount = f->form == SAID_AMOUNT || f->form == SAID_WHEN;
    for (int n = 0; n < 4; n++) {
        if (!i || i - 1 < g->taken)
            break;
        uint32_t p = i - 1;
        if (AT->p[p].kind == ATOM_BREAK)
            break;
        if (atom_has(AT, p, C_EDGE)) {
            if (!atom_word(AT, p, W_END) && !atom_word(AT, p, W_START) && !atom_word(AT, p, W_BEGINNING) &&
                !atom_word(AT, p, W_MIDDLE)) {
                i = p;
                if (i && i - 1 >= g->taken && atom_word(AT, i - 1, W_THE))
                    i--;
                continue;
            }
            break;
        }
        if (atom_char(AT, p, '-') && p && p - 1 >= g->taken && atom_has(AT, p - 1, C_EDGE)) {
            i = p - 1;
            continue;
        }
        if (atom_char(AT, p, '\'') && f->form == SAID_WHEN && f->when.grain == GRAIN_DECADE && !atom_space(AT, i)) { /* "'80s", "the late '80s" */
            i = p;
            continue;
        }
        if (atom_word(AT, p, W_ON) && p && p - 1 >= g->taken && f->form == SAID_WHEN && f->when.grain <= GRAIN_DAY &&
            (atom_word(AT, p - 1, W_EARLY) || atom_word(AT, p - 1, W_LATE))) { /* "late on Monday" */
            i = p - 1;
            continue;
        }
        if ((atom_word(AT, p, W_OF) || atom_word(AT, p, W_IN)) && p && p - 1 >= g->taken &&
            atom_has(AT, p - 1, C_EDGE) && f->form == SAID_WHEN) {
            bool in = atom_word(AT, p, W_IN);
            bool edge = atom_word(AT, p - 1, W_EARLIER) || atom_word(AT, p - 1, W_LATER) ||
                        atom_word(AT, p - 1, W_EARLY) || atom_word(AT, p - 1, W_LATE);
            if (in != edge)
                break;
            i = p - 1;
            if (i && i - 1 >= g->taken && atom_word(AT, i - 1, W_THE))
                i--;
            continue;
        }
        if (amount && atom_has(AT, p, C_ABOUT)) {
            if (!goes_with(g, p, i, f))
                break;
            bool amount_told = f->form == SAID_AMOUNT && !f->amount.vague;
            if (atom_word(AT, p, W_OVER) && (atom_word(AT, i, W_THE) || f->form == SAID_WHEN || !amount_told))
                break; /* "over the past week", "over several years" */
            i = p;
            continue;
        }
        if (amount && (f->form == SAID_AMOUNT || tells_number(g, i, f)) && atom_word(AT, p, W_THAN) && p &&
            (atom_word(AT, p - 1, W_MORE) || atom_word(AT, p - 1, W_LESS) || atom_word(AT, p - 1, W_FEWER)) &&
            p - 1 >= g->taken) {
            i = p - 1;
            continue;
        }
        if (f->form == SAID_AMOUNT && p && p - 1 >= g->taken &&
            ((atom_word(AT, p, W_LEAST) && atom_word(AT, p - 1, W_AT)) ||
             (atom_word(AT, p, W_TO) && atom_word(AT, p - 1, W_UP)))) {
            i = p - 1;
            continue;
        }
        break;
    }
    return i;
}

/* ---- output --------------------------------------------------------------------------------------------- */

static bool in_name(const struct lang *l, uint32_t *m, span at) {
    while (*m < l->mentions_n && l->mentions[*m].at.end <= at.start)
        ++*m;
    for (uint32_t k = *m; k < l->mentions_n && k < *m + 4 && l->mentions[k].at.start <= at.start; k++) {
        const struct mention *x = &l->mentions[k];
        if (x->kind == MENTION_NAME && x->at.end >= at.end && x->at.end - x->at.start > at.end - at.start)
            return true;
    }
    return false;
}

static slice value_of(const struct found *f, struct arena *a) {
    static const char *const refs[] = {"", "PAST_REF", "PRESENT_REF", "FUTURE_REF"};
    switch (f->form) {
    case SAID_WHEN: return when_value(&f->when, a);
    case SAID_AMOUNT: return amount_value(&f->amount, a);
    case SAID_REF: return slice_str(refs[f->ref & 3]);
    default: return arena_slice(a, slice_str(f->text));
    }
}

/* Keeps a stretch of months: what a later "a year earlier" compares with. */
static void tell(struct grammar *g, uint32_t i, const struct found *f) {
    bool months = f->form == SAID_AMOUNT;
    if (!months && (f->when.grain < GRAIN_MONTH || f->when.grain > GRAIN_YEAR || f->when.year == YEAR_UNKNOWN))
        return;
    if (months && !(i && (atom_word(AT, i - 1, W_THE) || atom_has(AT, i - 1, C_ORDINAL) || atom_has(AT, i, C_SHIFT) ||
                          atom_word(AT, i, W_THE))))
        return;
    g->told.when = f->when;
    g->told.atom = i;
    g->told.sentence = lang_sentence_at(g->lang, AT->p[i].start);
    g->told.block = g->block;
    g->told.known = true;
    g->told.months = months;
    if (!months && f->when.grain == GRAIN_QUARTER && !g->period_known) {
        g->period = f->when;
        g->period_known = true;
    }
    if (!months && f->when.grain == GRAIN_MONTH && !g->month_known) {
        g->month = f->when;
        g->month_known = true;
    }
}

void mark_times(const struct atoms *atoms, const struct page *page, const struct lang *lang,
                struct arena *a, struct marks *out) {
    struct grammar grammar = {.at = *atoms, .lang = lang}, *g = &grammar;
    struct timex3 *list = NULL;
    uint32_t n = 0, cap = 0, mention = 0;
    set_now(g, page->published);
    for (uint32_t i = 1; i + 1 < g->at.n;) {
        if (AT->p[i].kind == ATOM_BREAK) {
            g->taken = i + 1;
            g->block++;
        }
        struct found f;
        uint32_t e = can_start(g, i) ? core_at(g, i, &f) : 0;
        if (!e) {
            i++;
            continue;
        }
        f.first = with_article(g, widen(g, i, &f), e, &f);
        f.end = e;
        g->taken = e;
        if (f.form == SAID_TEXT && !f.text[0]) {
            i = e;
            continue;
        }
        struct timex3 t = {.at = {AT->p[f.first].start, AT->p[e - 1].end}, .type = f.type,
                           .first = DAY_UNKNOWN, .last = DAY_UNKNOWN};
        bool named = f.form == SAID_WHEN && AT->p[i].kind == ATOM_WORD && in_name(lang, &mention, t.at);
        if (!named) {
            t.value = value_of(&f, a);
            if (f.form == SAID_AMOUNT && f.amount.has == 1u << UNIT_MONTH && !f.amount.vague)
                tell(g, i, &f);
            if (f.form == SAID_WHEN) {
                when_days(&f.when, &t.first, &t.last);
                bool compared = f.compared || atom_word(AT, e - 1, W_EARLIER) || atom_word(AT, e - 1, W_AGO) ||
                                (f.when.grain >= GRAIN_QUARTER && atom_word(AT, e - 1, W_BEFORE));
                bool aside = f.when.grain < GRAIN_YEAR && g->told.known && (compares(g, i) || atom_word(AT, i - 1, W_SINCE));
                if (!compared && !aside) /* "from $3 million in August" */
                    tell(g, i, &f);
                if (f.when.grain == GRAIN_YEAR && atom_digits(AT, i) == 4 && atom_word(AT, i - 1, W_IN) && capital(g, i - 1)) {
                    g->year = f.when.year;
                    g->year_atom = i;
                }
                if (t.first != DAY_UNKNOWN && !(compared && f.when.grain >= GRAIN_MONTH)) {
                    g->ref = g->ref_clock = f.when;
                    if (g->ref.grain < GRAIN_DAY)
                        g->ref = when_of(t.first, GRAIN_DAY);
                    g->ref_known = true;
                    g->ref_atom = e;
                    g->ref_block = g->block;
                    if (g->ref.grain == GRAIN_DAY) {
                        g->day = g->ref;
                        g->day_known = true;
                        g->day_block = g->block;
                    }
                }
            }
            ARENA_MORE(a, list, n, cap);
            list[n++] = t;
        }
        i = e;
    }
    out->times = list;
    out->times_n = n;
}
