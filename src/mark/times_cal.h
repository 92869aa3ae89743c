/* Days, weeks and the values of TIMEX3: arithmetic on calendar fields of any grain.
 *
 * rooms: base
 *
 * A `struct when` is what a DATE or TIME means, as coarse as it was said. Weeks are ISO 8601's;
 * a year that is not known is YEAR_UNKNOWN and is written XXXX. */
#ifndef STM_TIMES_CAL_H
#define STM_TIMES_CAL_H

#include "base/base.h"

#define DAY_UNKNOWN INT32_MIN
#define YEAR_UNKNOWN INT32_MIN

enum grain { /* from fine to coarse */
    GRAIN_NONE, GRAIN_SECOND, GRAIN_MINUTE, GRAIN_HOUR, GRAIN_PART, GRAIN_DAY, GRAIN_WEEKEND,
    GRAIN_WEEK, GRAIN_MONTH, GRAIN_SEASON, GRAIN_QUARTER, GRAIN_HALF, GRAIN_YEAR, GRAIN_DECADE,
    GRAIN_CENTURY, GRAIN_MILLENNIUM
};

struct when {
    int32_t year;    /* of weeks: the ISO year; before Christ: negative, 0 is 1 BC */
    uint8_t grain;   /* enum grain */
    uint8_t month;   /* 1..12, 0 unknown */
    uint8_t day;     /* 1..31, 0 unknown */
    uint8_t week;    /* 1..53, 0 unknown */
    uint8_t weekday; /* 1..7, of a day whose date is not known */
    uint8_t nth;     /* season 1..4, quarter 1..4, half 1..2 */
    uint8_t part;    /* enum day_part, of PART */
    uint8_t hour, minute, second;
    bool fiscal;     /* FY */
    bool zulu;       /* the clock is UTC's */
};

int32_t cal_days(int32_t y, int32_t m, int32_t d); /* since 1970-01-01 */
void cal_date(int32_t days, int32_t *y, int32_t *m, int32_t *d);
int32_t cal_month_days(int32_t y, int32_t m);
int32_t cal_weekday(int32_t days); /* 1 Monday .. 7 Sunday */
void cal_iso_week(int32_t days, int32_t *year, int32_t *week);
int32_t cal_week_start(int32_t year, int32_t week); /* its Monday */
int32_t cal_weeks(int32_t year);                    /* 52 or 53 */
/* The day of holiday `id` of data/lang/<code>/times.txt in a year; DAY_UNKNOWN: no such one. */
int32_t cal_holiday(int32_t id, int32_t year);

/* The stretch of a grain that holds a day. */
struct when when_of(int32_t day, uint8_t grain);
/* First and last day; DAY_UNKNOWN for both where it is not known. */
void when_days(const struct when *w, int32_t *first, int32_t *last);
/* n units of a grain on; keeps w's own grain, or makes it coarser where `coarse` and the unit is. */
struct when when_shift(const struct when *w, uint8_t unit_grain, int32_t n, bool coarse);
/* The TIMEX3 value. */
slice when_value(const struct when *w, struct arena *a);
const char *part_code(int32_t part); /* "MO", "NI": of enum day_part, as TimeML writes it */

#endif
