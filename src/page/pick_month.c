/* Months in addresses. A page's may have the one it was published in (/2020/03/headline); a picture's has that of its
 * upload, which is seldom later than the report that it was made for and, where that was written anew, long before it. */
#include "pick.h"

static const char *const names[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

static uint32_t digits_at(slice s, uint32_t i) {
    uint32_t n = 0;
    while (i + n < s.n && is_digit((unsigned char)s.p[i + n]))
        n++;
    return n;
}

static int value_of(slice s, uint32_t i, uint32_t n) {
    int v = 0;
    while (n--)
        v = v * 10 + (s.p[i++] - '0');
    return v;
}

static int month_named(slice s) {
    for (int m = 0; m < 12; m++)
        if (slice_starts_nocase(s, slice_str(names[m])) && (s.n == 3 || !is_alnum((unsigned char)s.p[3])))
            return m + 1;
    return 0;
}

bool pick_date_in_address(slice url, struct date *d) {
    struct date found = {.precision = DATE_YEAR};
    for (uint32_t i = 8; i + 6 <= url.n; i++) {
        if (!is_digit((unsigned char)url.p[i]) || is_alnum((unsigned char)url.p[i - 1]))
            continue;
        uint32_t n = digits_at(url, i), at = i + n;
        int year = n >= 4 ? value_of(url, i, 4) : 0, month = 0, day = 0;
        i = at;
        if (year < 1995 || year > 2040 || (n != 4 && n != 8))
            continue;
        if (n == 8) { /* 20200304 */
            month = value_of(url, at - 4, 2);
            day = value_of(url, at - 2, 2);
        } else if (at + 2 < url.n && strchr("/-_", url.p[at])) {
            char mark = url.p[at];
            uint32_t k = digits_at(url, at + 1);
            month = k == 1 || k == 2 ? value_of(url, at + 1, k) : k ? 0 : month_named(slice_cut(url, at + 1, url.n));
            at += 1 + (k ? k : 3);
            k = month && at + 1 < url.n && url.p[at] == mark ? digits_at(url, at + 1) : 0;
            day = k == 1 || k == 2 ? value_of(url, at + 1, k) : 0;
        }
        if (month < 1 || month > 12 || day > 31)
            continue;
        if (found.precision == DATE_YEAR || day)
            found = (struct date){.year = year, .month = month, .day = day, .precision = day ? DATE_DAY : DATE_MONTH};
        if (day)
            break;
    }
    *d = found;
    return found.precision >= DATE_MONTH;
}

static int month_number(const struct date *d) { return d->year * 12 + d->month; }

void pick_months(const struct html_reader *h, struct pick_months *m) {
    enum { PICTURES = 24 };
    static const char *const keys[] = {"src", "data-src", "data-lazy-src"};
    struct date d;
    *m = (struct pick_months){0};
    if (pick_date_in_address(h->r->out->url, &d))
        m->page = month_number(&d);
    if (pick_date_in_address(h->head.image, &d))
        m->image = month_number(&d);
    if (h->first == NONE)
        return;
    uint32_t end = h->b.p[h->last].node, pictures = 0;
    for (uint32_t i = h->b.p[h->title != NONE && h->title < h->first ? h->title : h->first].node; i < end && pictures < PICTURES; i++) {
        const struct html_node *n = &h->tree.p[i];
        if (n->kind != NODE_ELEMENT || n->tag != TAG_IMG)
            continue;
        pictures++;
        slice v;
        for (unsigned k = 0; k < NELEMS(keys); k++)
            if (html_attr(h->tree.s, n->attrs, keys[k], &v) && pick_date_in_address(slice_cut(v, 0, v.n < 300 ? v.n : 300), &d)) {
                int month = month_number(&d);
                m->first = m->first && m->first < month ? m->first : month;
                m->last = m->last > month ? m->last : month;
                break;
            }
    }
}
