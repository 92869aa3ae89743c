/* Dates as pages write them -> ISO 8601, with the precision and the zone that the page gives.
 *
 * One pass cuts the text into atoms (numbers, words, marks); then each place is tried as the
 * beginning of a date: 2022-09-14, 2022/09/14, 20220914, September 14th, 2022, 14 Sept 2022,
 * 14/09/2022. A time of day may stand before or after it. */
#include "page_parts.h"

#include <stdio.h>

enum { ATOMS = 160 };
enum atom_kind { ATOM_NUMBER, ATOM_WORD, ATOM_MARK };

struct atom {
    span at;
    int value;   /* of a number; of a word: what the kit's table of dates has, or -1; of a mark: it */
    uint8_t kind;
    bool gap;    /* white space before it */
};

static bool is_zone(int v) { return v >= 5000 - 900 && v <= 5000 + 900; }
static bool is_month(int v) { return v >= 1 && v <= 12; }

static int cut_atoms(const struct page_kit *k, slice s, struct atom *atoms) {
    int n = 0;
    bool gap = false;
    for (uint32_t i = 0; i < s.n && n < ATOMS;) {
        unsigned char c = (unsigned char)s.p[i];
        uint32_t j = i + 1;
        if (is_space(c) || (c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] == 0xA0)) {
            i += c == 0xC2 ? 2 : 1;
            gap = true;
            continue;
        }
        struct atom t = {.gap = gap, .value = -1};
        gap = false;
        if (is_digit(c)) {
            long v = c - '0';
            while (j < s.n && is_digit((unsigned char)s.p[j])) {
                if (v < 100000000)
                    v = v * 10 + (s.p[j] - '0');
                j++;
            }
            t.kind = ATOM_NUMBER;
            t.value = (int)v;
        } else if (is_alpha(c)) {
            char low[12];
            while (j < s.n && (is_alpha((unsigned char)s.p[j]) ||
                               (s.p[j] == '.' && j + 1 < s.n && is_alpha((unsigned char)s.p[j + 1]) &&
                                j - i == 1)))
                j++; /* "a.m" too */
            uint32_t m = 0;
            for (uint32_t q = i; q < j && m < sizeof low; q++)
                if (s.p[q] != '.')
                    low[m++] = to_lower(s.p[q]);
            const uint32_t *v = m < sizeof low ? table_get(&k->dates, slice_of(low, m)) : NULL;
            t.kind = ATOM_WORD;
            t.value = v ? (int)*v : -1;
        } else {
            t.kind = ATOM_MARK;
            t.value = c;
        }
        t.at = (span){i, j};
        atoms[n++] = t;
        i = j;
    }
    return n;
}

static bool good_day(int y, int m, int d) {
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return y >= 1900 && y <= 2100 && m >= 1 && m <= 12 && d >= 1 && d <= days[m - 1] &&
           !(m == 2 && d == 29 && (y % 4 || (y % 100 == 0 && y % 400)));
}

static bool mark(const struct atom *t, int n, int i, char c) {
    return i < n && t[i].kind == ATOM_MARK && t[i].value == c;
}
static bool number(const struct atom *t, int n, int i, int digits_from, int digits_to) {
    if (i >= n || t[i].kind != ATOM_NUMBER)
        return false;
    int len = (int)(t[i].at.end - t[i].at.start);
    return len >= digits_from && len <= digits_to;
}
/* "14th", or "14 th", where the letters are set in an element of their own. */
static bool ordinal(slice s, const struct atom *t, int n, int i) {
    if (i >= n || t[i].kind != ATOM_WORD || t[i].at.end - t[i].at.start != 2)
        return false;
    slice w = slice_at(s, t[i].at);
    return slice_eq_nocase(w, S("st")) || slice_eq_nocase(w, S("nd")) ||
           slice_eq_nocase(w, S("rd")) || slice_eq_nocase(w, S("th"));
}

/* "Z", "+02:00", "-0500", "EST", "(GMT)" at i; gives the next atom. */
static int take_zone(slice s, const struct atom *t, int n, int i, struct date *d) {
    int open = mark(t, n, i, '(');
    int j = i + open;
    if (j < n && t[j].kind == ATOM_WORD && is_zone(t[j].value)) {
        slice w = slice_at(s, t[j].at);
        if (is_lower((unsigned char)w.p[0]) && w.n > 1)
            return i; /* "ist" and the like are words */
        d->zone = t[j].value - 5000;
        d->zoned = true;
        if (!d->zone && (mark(t, n, j + 1, '+') || mark(t, n, j + 1, '-')))
            return take_zone(s, t, n, j + 1, d); /* "GMT+2" */
        return j + 1 + (open && mark(t, n, j + 1, ')'));
    }
    if ((mark(t, n, i, '+') || mark(t, n, i, '-')) && i + 1 < n && !t[i + 1].gap) {
        int sign = t[i].value == '-' ? -1 : 1;
        if (number(t, n, i + 1, 4, 4) && t[i + 1].value % 100 < 60 && t[i + 1].value < 1500) {
            d->zone = sign * (t[i + 1].value / 100 * 60 + t[i + 1].value % 100);
            d->zoned = true;
            return i + 2;
        }
        if (number(t, n, i + 1, 1, 2) && t[i + 1].value < 15) {
            d->zone = sign * t[i + 1].value * 60;
            d->zoned = true;
            if (mark(t, n, i + 2, ':') && number(t, n, i + 3, 2, 2) && t[i + 3].value < 60) {
                d->zone += sign * t[i + 3].value;
                return i + 4;
            }
            return i + 2;
        }
    }
    return i;
}

/* A time of day at i; gives the atom after it, or i. */
static int take_time(slice s, const struct atom *t, int n, int i, struct date *d) {
    if (!number(t, n, i, 1, 2) || t[i].value > 24)
        return i;
    int h = t[i].value, m = 0, sec = 0, j = i + 1;
    uint8_t precision = DATE_MINUTE;
    bool colon = false;
    if ((mark(t, n, j, ':') || mark(t, n, j, '.')) && number(t, n, j + 1, 2, 2) &&
        t[j + 1].value < 60 && !t[j + 1].gap) {
        colon = t[j].value == ':';
        m = t[j + 1].value;
        j += 2;
        if (mark(t, n, j, ':') && number(t, n, j + 1, 2, 2) && t[j + 1].value < 61) {
            sec = t[j + 1].value;
            precision = DATE_SECOND;
            j += 2;
            if ((mark(t, n, j, '.') || mark(t, n, j, ',')) && number(t, n, j + 1, 1, 9) &&
                !t[j + 1].gap)
                j += 2; /* parts of a second */
        }
    }
    if (j < n && t[j].kind == ATOM_WORD && (t[j].value == 9000 || t[j].value == 9012)) {
        if (h > 12 && t[j].value == 9000)
            return i;
        if (h <= 12)
            h = h % 12 + (t[j].value - 9000);
        j++;
        if (mark(t, n, j, '.') && !t[j].gap && s.p[t[j].at.start - 1] == 'm')
            j++;
    } else if (!colon) {
        return i; /* a bare number, or 10.30 without am or pm */
    }
    if (h > 23)
        return i;
    d->hour = h;
    d->minute = m;
    d->second = sec;
    d->precision = precision;
    return take_zone(s, t, n, j, d);
}

/* The calendar part at i; gives the atom after it, or i. */
static int take_day(slice s, const struct atom *t, int n, int i, bool day_first, struct date *d) {
    int y, m, a;
    if (number(t, n, i, 4, 4)) { /* 2022-09-14 */
        y = t[i].value;
        if (i + 4 < n && t[i + 1].kind == ATOM_MARK && strchr("-/.", t[i + 1].value) &&
            number(t, n, i + 2, 1, 2) && t[i + 3].kind == ATOM_MARK &&
            t[i + 3].value == t[i + 1].value && number(t, n, i + 4, 1, 2) &&
            good_day(y, t[i + 2].value, t[i + 4].value)) {
            d->year = y, d->month = t[i + 2].value, d->day = t[i + 4].value;
            return i + 5;
        }
        if (i + 2 < n && mark(t, n, i + 1, '-') && number(t, n, i + 2, 2, 2) &&
            is_month(t[i + 2].value) && y >= 1900 && y <= 2100 && !t[i + 2].gap &&
            !mark(t, n, i + 3, '-')) { /* 2022-09 */
            d->year = y, d->month = t[i + 2].value, d->precision = DATE_MONTH;
            return i + 3;
        }
        return i;
    }
    if (number(t, n, i, 8, 8)) { /* 20220914 */
        y = t[i].value / 10000, m = t[i].value / 100 % 100, a = t[i].value % 100;
        if (!good_day(y, m, a))
            return i;
        d->year = y, d->month = m, d->day = a;
        return i + 1;
    }
    if (number(t, n, i, 1, 2)) {
        int j = i + 1;
        a = t[i].value;
        if (j + 2 < n && t[j].kind == ATOM_MARK && strchr("/.-", t[j].value) &&
            number(t, n, j + 1, 1, 2) && t[j + 2].kind == ATOM_MARK &&
            t[j + 2].value == t[j].value &&
            (number(t, n, j + 3, 4, 4) || number(t, n, j + 3, 2, 2))) { /* 14/09/2022 */
            m = t[j + 1].value;
            y = t[j + 3].value;
            if (y < 100)
                y += y < 70 ? 2000 : 1900;
            if (t[j].value == '.')
                day_first = true;
            bool swap = !day_first;
            if (swap ? a > 12 : m > 12)
                swap = !swap;
            int day = swap ? m : a, month = swap ? a : m;
            if (!good_day(y, month, day))
                return i;
            d->year = y, d->month = month, d->day = day;
            d->either = a != m && good_day(y, day, month);
            d->forced = a > 12 || m > 12;
            d->day_led = !swap;
            return j + 4;
        }
        if (ordinal(s, t, n, j))
            j++;
        if (j < n && t[j].kind == ATOM_WORD && slice_eq_nocase(slice_at(s, t[j].at), S("of")))
            j++;
        if (mark(t, n, j, '-') || mark(t, n, j, '.') || mark(t, n, j, '/'))
            j++;
        if (j >= n || t[j].kind != ATOM_WORD || !is_month(t[j].value))
            return i;
        m = t[j++].value;
        while (mark(t, n, j, '.') || mark(t, n, j, ',') || mark(t, n, j, '-') ||
               mark(t, n, j, '/') || mark(t, n, j, '\''))
            j++;
        if (number(t, n, j, 4, 4) || (number(t, n, j, 2, 2) && !mark(t, n, j + 1, ':'))) {
            y = t[j].value;
            if (y < 100)
                y += y < 70 ? 2000 : 1900;
            if (!good_day(y, m, a))
                return i;
            d->year = y, d->month = m, d->day = a;
            return j + 1;
        }
        return i;
    }
    if (t[i].kind == ATOM_WORD && is_month(t[i].value)) { /* September 14, 2022 */
        int j = i + 1;
        m = t[i].value;
        if (mark(t, n, j, '.') || mark(t, n, j, '-'))
            j++;
        if (number(t, n, j, 4, 4) && t[j].value >= 1900 && t[j].value <= 2100 &&
            is_upper((unsigned char)s.p[t[i].at.start])) { /* September 2022 */
            d->year = t[j].value, d->month = m, d->precision = DATE_MONTH;
            return j + 1;
        }
        if (!number(t, n, j, 1, 2))
            return i;
        a = t[j++].value;
        if (ordinal(s, t, n, j))
            j++;
        while (mark(t, n, j, ',') || mark(t, n, j, '.') || mark(t, n, j, '-') ||
               mark(t, n, j, '/'))
            j++;
        bool cut = mark(t, n, j, '\'') && number(t, n, j + 1, 2, 2) && !t[j + 1].gap; /* '22 */
        j += cut;
        if (!cut && !number(t, n, j, 4, 4))
            return i;
        y = !cut ? t[j].value : t[j].value + (t[j].value < 70 ? 2000 : 1900);
        if (!good_day(y, m, a))
            return i;
        d->year = y, d->month = m, d->day = a;
        return j + 1;
    }
    return i;
}

bool date_find(const struct page_kit *k, slice s, bool day_first, struct date *out) {
    struct atom t[ATOMS];
    int n = cut_atoms(k, s, t);
    struct date coarse = {0};
    for (int i = 0; i < n; i++) {
        struct date d = {.precision = DATE_DAY};
        if (i && !t[i].gap && t[i - 1].kind != ATOM_MARK)
            continue;
        int end = take_day(s, t, n, i, day_first, &d);
        if (end == i)
            continue;
        d.at = (span){t[i].at.start, t[end - 1].at.end};
        if (d.precision == DATE_MONTH) {
            if (!coarse.precision)
                coarse = d;
            continue;
        }
        /* the time after it, over a little between */
        int j = end;
        while (j < n && j < end + 4 &&
               ((t[j].kind == ATOM_MARK && (unsigned)t[j].value != '+') ||
                (t[j].kind == ATOM_WORD && t[j].at.end - t[j].at.start <= 2 && t[j].value < 5000)))
            j++;
        int after = take_time(s, t, n, j, &d);
        if (after != j) {
            d.at.end = t[after - 1].at.end;
        } else {
            /* or before it: "10:30 GMT, 14 March 2022" */
            for (int b = i - 8 > 0 ? i - 8 : 0; b < i; b++) {
                struct date e = d;
                int to = take_time(s, t, n, b, &e);
                if (to == b)
                    continue;
                bool near = true;
                for (int q = to; q < i; q++)
                    if (t[q].kind == ATOM_NUMBER)
                        near = false;
                if (near && i - to <= 4) {
                    d = e;
                    d.at.start = t[b].at.start;
                    break;
                }
            }
        }
        *out = d;
        return true;
    }
    if (coarse.precision) {
        *out = coarse;
        return true;
    }
    return false;
}

bool date_of_epoch(slice s, struct date *out) {
    uint64_t v = 0;
    uint32_t n = 0;
    while (n < s.n && is_digit((unsigned char)s.p[n]) && n < 14)
        v = v * 10 + (uint64_t)(s.p[n++] - '0');
    if (n == 13)
        v /= 1000;
    else if (n != 10)
        return false;
    /* civil from days (Hinnant) */
    int64_t z = (int64_t)(v / 86400) + 719468, era = z / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, y = yoe + era * 400;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *out = (struct date){.day = (int)(doy - (153 * mp + 2) / 5 + 1), .month = (int)(mp < 10 ? mp + 3 : mp - 9),
                         .hour = (int)(v % 86400 / 3600), .minute = (int)(v % 3600 / 60), .second = (int)(v % 60),
                         .zoned = true, .precision = DATE_SECOND};
    out->year = (int)(y + (out->month <= 2));
    return out->year >= 1995 && out->year <= 2100;
}

slice date_iso(struct arena *a, const struct date *d) {
    if (d->precision == DATE_YEAR)
        return arena_printf(a, "%04d", d->year);
    if (d->precision == DATE_MONTH)
        return arena_printf(a, "%04d-%02d", d->year, d->month);
    if (d->precision == DATE_DAY)
        return arena_printf(a, "%04d-%02d-%02d", d->year, d->month, d->day);
    char zone[16] = "", second[8] = "";
    if (d->zoned) {
        int z = d->zone < 0 ? -d->zone : d->zone;
        if (z)
            snprintf(zone, sizeof zone, "%c%02d:%02d", d->zone < 0 ? '-' : '+', z / 60 % 24, z % 60);
        else
            memcpy(zone, "Z", 2);
    }
    if (d->precision == DATE_SECOND)
        snprintf(second, sizeof second, ":%02d", d->second % 100);
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d%s%s", d->year, d->month, d->day, d->hour,
                        d->minute, second, zone);
}
