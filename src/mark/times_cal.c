/* The calendar: the proleptic Gregorian one, with ISO 8601 weeks. */
#include "times_cal.h"

#include <stdio.h>

#include "atoms.h"

/* After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
int32_t cal_days(int32_t y, int32_t m, int32_t d) {
    y -= m <= 2;
    int32_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
    int32_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int32_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void cal_date(int32_t z, int32_t *y, int32_t *m, int32_t *d) {
    z += 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *d = doy - (153 * mp + 2) / 5 + 1;
    *m = mp < 10 ? mp + 3 : mp - 9;
    *y = yoe + era * 400 + (*m <= 2);
}

int32_t cal_month_days(int32_t y, int32_t m) {
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    return m == 2 && leap ? 29 : days[(m - 1) % 12];
}

int32_t cal_weekday(int32_t days) {
    int32_t w = (days + 3) % 7; /* 1970-01-01 was a Thursday */
    return (w < 0 ? w + 7 : w) + 1;
}

int32_t cal_week_start(int32_t year, int32_t week) {
    int32_t fourth = cal_days(year, 1, 4);
    return fourth - (cal_weekday(fourth) - 1) + (week - 1) * 7;
}

int32_t cal_weeks(int32_t year) {
    return (cal_week_start(year + 1, 1) - cal_week_start(year, 1)) / 7;
}

void cal_iso_week(int32_t days, int32_t *year, int32_t *week) {
    int32_t thursday = days - (cal_weekday(days) - 4), m, d;
    cal_date(thursday, year, &m, &d);
    *week = (thursday - cal_days(*year, 1, 1)) / 7 + 1;
}

/* Western Easter: the anonymous Gregorian computus. */
static int32_t easter(int32_t y) {
    int32_t a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25;
    int32_t g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
    int32_t l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    int32_t n = h + l - 7 * m + 114;
    return cal_days(y, n / 31, n % 31 + 1);
}

/* The n-th weekday of a month; n 0: the last one. */
static int32_t nth(int32_t y, int32_t m, int32_t weekday, int32_t n) {
    if (n) {
        int32_t first = cal_days(y, m, 1);
        return first + (weekday - cal_weekday(first) + 7) % 7 + (n - 1) * 7;
    }
    int32_t last = cal_days(y, m, cal_month_days(y, m));
    return last - (cal_weekday(last) - weekday + 7) % 7;
}

int32_t cal_holiday(int32_t id, int32_t y) {
    if (y < 1 || y > 9999)
        return DAY_UNKNOWN;
    switch (id) {
    case 9001: return easter(y);
    case 9002: return easter(y) + 1;
    case 9003: return easter(y) - 2;
    case 9004: return nth(y, 11, 4, 4);
    case 9005: return nth(y, 11, 4, 4) + 1;
    case 9006: return nth(y, 11, 4, 4) + 4;
    case 9007: return nth(y, 9, 1, 1);
    case 9008: return nth(y, 5, 1, 0);
    case 9009: return nth(y, 1, 1, 3);
    case 9010: return nth(y, 5, 7, 2);
    case 9011: return nth(y, 6, 7, 3);
    case 9012: return nth(y, 10, 1, 2);
    case 9013: return nth(y, 2, 1, 3);
    case 9014: return easter(y) - 46;
    case 9015: return easter(y) - 7;
    case 9016: return easter(y) + 49;
    default: break;
    }
    if (id < 101 || id > 1231)
        return DAY_UNKNOWN;
    return cal_days(y, id / 100, id % 100);
}

/* ---- struct when -------------------------------------------------------------------------- */

/* In which season a month lies, and the first month of one: the meteorologist's seasons. */
static const uint8_t season_of[] = {0, 4, 4, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4};
static const uint8_t season_start[] = {0, 3, 6, 9, 12};

static int32_t floor_div(int32_t a, int32_t b) { return (a - (a % b + b) % b) / b; }

struct when when_of(int32_t day, uint8_t grain) {
    struct when w = {.grain = grain};
    int32_t y, m, d, week;
    if (grain == GRAIN_WEEK || grain == GRAIN_WEEKEND) {
        cal_iso_week(day, &y, &week);
        w.year = y;
        w.week = (uint8_t)week;
        return w;
    }
    cal_date(day, &y, &m, &d);
    w.year = y;
    switch (grain) {
    case GRAIN_MONTH: w.month = (uint8_t)m; break;
    case GRAIN_SEASON: w.nth = season_of[m]; break;
    case GRAIN_QUARTER: w.nth = (uint8_t)((m + 2) / 3); break;
    case GRAIN_HALF: w.nth = m > 6 ? 2 : 1; break;
    default:
        if (grain <= GRAIN_DAY) {
            w.month = (uint8_t)m;
            w.day = (uint8_t)d;
        }
    }
    return w;
}

void when_days(const struct when *w, int32_t *first, int32_t *last) {
    *first = *last = DAY_UNKNOWN;
    int32_t y = w->year;
    if (y == YEAR_UNKNOWN || y < -9999 || y > 9999)
        return;
    switch (w->grain) {
    case GRAIN_SECOND: case GRAIN_MINUTE: case GRAIN_HOUR: case GRAIN_PART: case GRAIN_DAY:
        if (w->month && w->day)
            *first = *last = cal_days(y, w->month, w->day);
        break;
    case GRAIN_WEEK: case GRAIN_WEEKEND:
        if (w->week) {
            *first = cal_week_start(y, w->week) + (w->grain == GRAIN_WEEKEND ? 5 : 0);
            *last = cal_week_start(y, w->week) + 6;
        }
        break;
    case GRAIN_MONTH:
        if (w->month) {
            *first = cal_days(y, w->month, 1);
            *last = cal_days(y, w->month, cal_month_days(y, w->month));
        }
        break;
    case GRAIN_SEASON: case GRAIN_QUARTER: case GRAIN_HALF:
        if (w->nth) {
            int32_t m = w->grain == GRAIN_SEASON ? season_start[w->nth & 7 ? w->nth : 1]
                      : w->grain == GRAIN_QUARTER ? w->nth * 3 - 2 : w->nth * 6 - 5;
            int32_t e = m + (w->grain == GRAIN_HALF ? 5 : 2), ey = y;
            if (e > 12) {
                e -= 12;
                ey++;
            }
            *first = cal_days(y, m, 1);
            *last = cal_days(ey, e, cal_month_days(ey, e));
        }
        break;
    case GRAIN_YEAR: case GRAIN_DECADE: case GRAIN_CENTURY: case GRAIN_MILLENNIUM: {
        int32_t n = w->grain == GRAIN_YEAR ? 1 : w->grain == GRAIN_DECADE ? 10
                  : w->grain == GRAIN_CENTURY ? 100 : 1000;
        int32_t from = floor_div(y, n) * n;
        *first = cal_days(from, 1, 1);
        *last = cal_days(from + n - 1, 12, 31);
        break;
    }
    default: break;
    }
}

struct when when_shift(const struct when *w, uint8_t unit, int32_t n, bool coarse) {
    struct when r = *w;
    if (n > 20000000)
        n = 20000000;
    if (n < -20000000)
        n = -20000000;
    int32_t first, last;
    when_days(w, &first, &last);
    if (r.year == YEAR_UNKNOWN || first == DAY_UNKNOWN) {
        if (coarse && unit > r.grain) {
            r = (struct when){.year = YEAR_UNKNOWN, .grain = unit};
        } else {
            r.year = YEAR_UNKNOWN;
            r.month = r.day = r.week = r.nth = 0;
        }
        return r;
    }
    int32_t day = first;
    switch (unit) {
    case GRAIN_DAY: day += n; break;
    case GRAIN_WEEK: case GRAIN_WEEKEND: day += n * 7; break;
    default: {
        int32_t months = unit == GRAIN_MONTH ? 1 : unit == GRAIN_QUARTER || unit == GRAIN_SEASON ? 3
                       : unit == GRAIN_HALF ? 6 : unit == GRAIN_YEAR ? 12
                       : unit == GRAIN_DECADE ? 120 : unit == GRAIN_CENTURY ? 1200
                       : unit == GRAIN_MILLENNIUM ? 12000 : 0;
        if (n > 200000 / (months ? months : 1) || n < -200000 / (months ? months : 1))
            n = 0;
        int32_t y, m, d;
        cal_date(day, &y, &m, &d);
        int32_t total = y * 12 + (m - 1) + n * months;
        y = floor_div(total, 12);
        m = total - y * 12 + 1;
        if (d > cal_month_days(y, m))
            d = cal_month_days(y, m);
        day = cal_days(y, m, d);
    }
    }
    uint8_t grain = coarse && unit > r.grain ? unit : r.grain;
    struct when to = when_of(day, grain);
    to.hour = r.hour;
    to.minute = r.minute;
    to.second = r.second;
    to.part = r.part;
    to.zulu = r.zulu;
    to.fiscal = r.fiscal;
    return to;
}

/* ---- values ---------------------------------------------------------------------------------- */

static int year_text(char *out, size_t cap, const struct when *w, int digits) {
    if (w->year == YEAR_UNKNOWN)
        return snprintf(out, cap, "%.*s", digits, "XXXX");
    if (w->year < 0)
        return snprintf(out, cap, "BC%04d", -w->year);
    char four[16];
    snprintf(four, sizeof four, "%04d", w->year % 10000);
    return snprintf(out, cap, "%s%.*s", w->fiscal ? "FY" : "", digits, four);
}

const char *part_code(int32_t part) {
    static const char *const codes[] = {"", "MO", "MI", "AF", "EV", "NI", "NI", "DT"};
    return codes[part & 7];
}

slice when_value(const struct when *w, struct arena *a) {
    static const char *const seasons[] = {"XX", "SP", "SU", "FA", "WI"};
    char year[24], two[8] = "XX", day[8] = "XX";
    year_text(year, sizeof year, w,
              w->grain == GRAIN_DECADE ? 3 : w->grain == GRAIN_CENTURY ? 2
              : w->grain == GRAIN_MILLENNIUM ? 1 : 4);
    switch (w->grain) {
    case GRAIN_SEASON: return arena_printf(a, "%s-%s", year, seasons[w->nth <= 4 ? w->nth : 0]);
    case GRAIN_QUARTER:
        return w->nth ? arena_printf(a, "%s-Q%d", year, w->nth) : arena_printf(a, "%s-QX", year);
    case GRAIN_HALF:
        return w->nth ? arena_printf(a, "%s-H%d", year, w->nth) : arena_printf(a, "%s-HX", year);
    case GRAIN_WEEK: case GRAIN_WEEKEND:
        if (w->week)
            snprintf(two, sizeof two, "%02d", w->week);
        return arena_printf(a, "%s-W%s%s", year, two, w->grain == GRAIN_WEEKEND ? "-WE" : "");
    case GRAIN_MONTH:
        if (w->month)
            snprintf(two, sizeof two, "%02d", w->month);
        return arena_printf(a, "%s-%s", year, two);
    case GRAIN_SECOND: case GRAIN_MINUTE: case GRAIN_HOUR: case GRAIN_PART: case GRAIN_DAY: {
        char date[48], clock[24] = "";
        if (w->weekday && !w->day) {
            snprintf(date, sizeof date, "%s-WXX-%d", year, w->weekday);
        } else {
            if (w->month)
                snprintf(two, sizeof two, "%02d", w->month);
            if (w->day)
                snprintf(day, sizeof day, "%02d", w->day);
            snprintf(date, sizeof date, "%s-%s-%s", year, two, day);
        }
        if (w->grain == GRAIN_PART)
            snprintf(clock, sizeof clock, "T%s", w->part == PART_MIDNIGHT ? "24:00" : part_code(w->part));
        else if (w->grain == GRAIN_SECOND)
            snprintf(clock, sizeof clock, "T%02d:%02d:%02d", w->hour, w->minute, w->second);
        else if (w->grain < GRAIN_PART)
            snprintf(clock, sizeof clock, "T%02d:%02d", w->hour, w->minute);
        return arena_printf(a, "%s%s%s", date, clock, w->zulu && *clock ? "Z" : "");
    }
    default: return arena_printf(a, "%s", year);
    }
}
