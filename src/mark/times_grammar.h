/* The grammar of expressions of time, and what it finds. Shared by the files times*.c.
 *
 * rooms: base input page lang
 *
 *   times.c          runs over the atoms, keeps the reference time, writes TIMEX3
 *   times_dates.c    calendar dates: "Feb. 24, 2022", "2022-02-24", "Friday", "the 1990s"
 *   times_clocks.c   times of day: "8.30 p.m. GMT", "noon", "half past eight"
 *   times_amounts.c  durations, sets, and dates counted from one: "three weeks ago", "every day"
 *   times_deictic.c  what points: "last summer", "that month", "the day after tomorrow", "now"
 *   times_quarters.c ordinals, quarters, fiscal years, and what they are compared with: "a year earlier"
 *   times_of.c       what a date in it names: "the week of Oct. 16"
 *   times_tense.c    whether what is said of a day looks back or ahead
 *   times_cal.c      the calendar
 *
 * Each function `x_at(g, i, f)` tries to read its kind at atom i; it gives the atom after what it
 * has read, or 0. No function runs back, and none loops over more than a few atoms, so the whole
 * is linear in the text. */
#ifndef STM_TIMES_GRAMMAR_H
#define STM_TIMES_GRAMMAR_H

#include "mark.h"
#include "mark/atoms.h"
#include "mark/times_cal.h"

enum tense { TENSE_NONE, TENSE_PAST, TENSE_PRESENT, TENSE_STATE /* "is" with what it is */, TENSE_FUTURE };

struct grammar {
    struct atoms at;
    const struct lang *lang;
    struct when now;      /* the report's own date, to the second where it says so */
    bool now_known, clock_known; /* clock_known: with its hour and minute */
    int32_t today;        /* its day, or DAY_UNKNOWN */
    struct when ref;      /* the time that the narrative has reached */
    struct when ref_clock; /* the same as it was said, with its clock */
    bool ref_known;
    uint32_t ref_atom, ref_block; /* where that was said */
    struct when day;      /* the last day that was said, though a year may have been since */
    uint32_t day_block;
    bool day_known;
    struct { /* the last stretch of months that was told of and not only compared with */
        struct when when;
        uint32_t atom, sentence, block;
        bool known, months; /* months: a number of them, "the nine months" */
    } told;
    struct when period, month; /* the first quarter and the first month that the report told of */
    bool period_known, month_known;
    int32_t year;         /* of the last sentence that begins with "In 1995" */
    uint32_t year_atom;   /* where, 0: none yet */
    uint32_t block;       /* that the atom stands in, counted */
    uint32_t token;       /* cursor: a token at or before the atom that is read */
    uint32_t taken;       /* atoms before this one belong to what was found already */
};

struct amount { /* of a duration, by enum time_unit */
    double n[UNIT_COUNT];
    uint32_t has, vague; /* bits: units that it has; those whose number is not told */
};

enum said { SAID_WHEN, SAID_AMOUNT, SAID_REF, SAID_TEXT };

struct found {
    uint32_t first, end; /* atoms */
    uint8_t type;        /* enum time_type */
    uint8_t form;        /* enum said */
    int8_t ref;          /* 1 past, 2 present, 3 future */
    bool bare;           /* a date that nothing else is said of: may be extended */
    bool clocked;        /* has a time of day already */
    bool compared;       /* what the narrative is compared with, and not where it is: "the year-ago quarter" */
    struct when when;
    struct amount amount; /* of SAID_AMOUNT; not set otherwise */
    char text[32];        /* of SAID_TEXT: the value as it stands, "XXXX-WXX-1" */
};

/* ---- times.c */
void times_prepare(struct lexicon *lx); /* once, after the lists are read */
/* The time that "that", "the same", "later" count from: the narrative's, else the report's. */
struct when reference_of(const struct grammar *g);
/* The same, for what is counted in stretches of a grain: nothing is a day later than a year. Its year is unknown where nothing fine
 * enough was said near by. */
struct when reference_for(const struct grammar *g, uint8_t grain);
static inline bool unit_at(const struct grammar *g, uint32_t i, uint8_t *unit, bool *many,
                           bool *abbreviated) {
    double v;
    if (!atom_is(&g->at, i, C_UNIT, &v))
        return false;
    *unit = (uint8_t)((int)v % 20);
    *many = (int)v / 20 == 1;
    *abbreviated = (int)v / 20 == 2;
    return true;
}
uint8_t unit_grain(uint8_t unit);
static inline bool capital(const struct grammar *g, uint32_t i) {
    return g->at.p[i].flags & ATOM_CAPITAL;
}
static inline bool prep_before(const struct grammar *g, uint32_t i) {
    return i && atom_has(&g->at, i - 1, C_PREP);
}
/* Is the word at i this one, of the lexicon or not? */
static inline bool word_is(const struct grammar *g, uint32_t i, slice s) {
    return g->at.p[i].kind == ATOM_WORD && slice_eq_nocase(slice_cut(g->at.text, g->at.p[i].start, g->at.p[i].end), s);
}
/* Is it one of "a b c"? */
static inline bool word_among(const struct grammar *g, uint32_t i, const char *words) {
    return g->at.p[i].kind == ATOM_WORD && slice_among(slice_cut(g->at.text, g->at.p[i].start, g->at.p[i].end), words);
}
void found_when(struct found *f, const struct when *w); /* a DATE or a TIME, by its grain */

/* ---- times_tense.c */
enum tense tense_at(struct grammar *g, uint32_t atom);
bool date_of_noun(const struct grammar *g); /* of the atom that tense_at was last asked for */
bool is_timetabled(const struct grammar *g); /* the same: "begins in March" */
bool of_what_was(const struct grammar *g);  /* the same: is its "would", "could" or "might" told by a verb of the past? */

/* ---- times_dates.c */
uint32_t numeric_at(struct grammar *g, uint32_t i, struct found *f);
uint32_t year_at(const struct grammar *g, uint32_t i, bool words, int32_t *year);
/* "(of|in|,) 2016", "of last year", "of '87": the year of what stands before. */
uint32_t year_tail(const struct grammar *g, uint32_t i, int32_t *year);
uint32_t month_at(const struct grammar *g, uint32_t i, int32_t *month); /* past its full stop */
uint32_t weekday_at(const struct grammar *g, uint32_t i, int32_t *weekday);
uint32_t dated_at(struct grammar *g, uint32_t i, struct found *f);   /* with a month's name */
uint32_t weekly_at(struct grammar *g, uint32_t i, struct found *f);  /* with a weekday */
uint32_t bare_year_at(struct grammar *g, uint32_t i, struct found *f);
uint32_t decade_at(struct grammar *g, uint32_t i, struct found *f);

/* ---- times_clocks.c */
uint32_t clock_at(struct grammar *g, uint32_t i, bool loose, struct when *w);
uint32_t clock_alone_at(struct grammar *g, uint32_t i, struct found *f);
uint32_t part_at(const struct grammar *g, uint32_t i, int32_t *part);
/* What a date can take on: a clock or a part of the day. Gives the new end. */
uint32_t with_clock(struct grammar *g, uint32_t end, struct found *f);

/* ---- times_quarters.c */
uint32_t ordinal_at(struct grammar *g, uint32_t i, struct found *f); /* "third week of 2027" */
/* "'s second quarter", " fourth quarter" at i, behind a year. */
uint32_t quarter_after(const struct grammar *g, uint32_t i, int32_t year, struct found *f);
uint32_t fiscal_at(struct grammar *g, uint32_t i, struct found *f);
/* "the quarter" of a report on business: the paragraph's, else the first that it told of, else the last that
 * is over. */
struct when reported_quarter(const struct grammar *g);
struct when reported_month(const struct grammar *g); /* "the month", in the same way, where that is not long over */
/* Are amounts compared before i: "up from $3 million, or 20 cents a share, (a year ago)"? */
bool compares(const struct grammar *g, uint32_t i);
/* What "a year earlier" at atom i, or "a year ago", is counted from: "profit in the third quarter rose, compared
 * with a year earlier" is of the third quarter of the year before. False: nothing of the kind is told of. */
bool compared_with(const struct grammar *g, uint32_t i, bool ago, struct when *base);

/* ---- times_of.c */
uint32_t part_of_at(struct grammar *g, uint32_t i, struct found *f);

/* ---- times_amounts.c */
uint32_t amount_at(struct grammar *g, uint32_t i, struct amount *out);
uint32_t counted_at(struct grammar *g, uint32_t i, struct found *f); /* durations, "N units ago" */
uint32_t set_at(struct grammar *g, uint32_t i, struct found *f);
slice amount_value(const struct amount *m, struct arena *a);
void amount_one(struct amount *m, uint8_t unit, double n);
struct when amount_from(const struct when *base, const struct amount *m, int sign, bool coarse);

/* ---- times_deictic.c */
uint32_t day_word_at(struct grammar *g, uint32_t i, struct found *f);
uint32_t deictic_at(struct grammar *g, uint32_t i, struct found *f);
uint32_t season_at(struct grammar *g, uint32_t i, struct found *f);
uint32_t holiday_at(struct grammar *g, uint32_t i, struct found *f);
uint32_t ref_at(struct grammar *g, uint32_t i, struct found *f);
uint32_t the_unit_at(struct grammar *g, uint32_t i, struct found *f);
/* Does the word at k go on naming something: "the week ahead" no, "the year award" yes? */
bool names_more(const struct grammar *g, uint32_t k);
struct when stretch_of(const struct grammar *g, const struct when *base, uint8_t unit, int32_t n);
/* The date that another can be counted from: "from tomorrow", "after Christmas", "since 2011". */
uint32_t anchor_at(struct grammar *g, uint32_t i, struct when *w);

#endif
