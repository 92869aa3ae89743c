/* Measures that hold two reports against one another without aligning them: time, keys, telling words. */
#include "kin_match.h"

#include <stdlib.h>

enum { TELLING = 5 * 16 };

static int by_u32(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* How a report's time fits that of who borrows from it: 0: within a news cycle before it, or not known;
 * 1: long before; 2: after it. */
int match_lateness(const struct kin_row *borrower, const struct kin_row *lender) {
    if (borrower->minutes == INT64_MIN || lender->minutes == INT64_MIN)
        return 0;
    int64_t gap = borrower->minutes - lender->minutes;
    return gap < 0 ? 2 : gap > NEWS_CYCLE ? 1 : 0;
}

/* Is the lender later by more than a false stamp may be off? */
bool match_after(const struct kin_row *borrower, const struct kin_row *lender) {
    return borrower->minutes != INT64_MIN && lender->minutes != INT64_MIN && lender->minutes - borrower->minutes > NEWS_CYCLE;
}

/* How ill a lender's time fits, finer: it is known to fit, not known, long before, after by no more than a false stamp may
 * be off, after by more. */
static int ill_timed(const struct kin_row *borrower, const struct kin_row *lender) {
    if (borrower->minutes == INT64_MIN || lender->minutes == INT64_MIN)
        return 1;
    int64_t gap = borrower->minutes - lender->minutes;
    return gap < -NEWS_CYCLE ? 4 : gap < 0 ? 3 : gap > NEWS_CYCLE ? 2 : 0;
}

/* Of two lenders of as much: the one whose time fits, then the one nearer to the root. */
bool match_lender(const struct kin_build *b, uint32_t borrower, uint32_t x, uint32_t y) {
    int late_x = ill_timed(b->rows[borrower], b->rows[x]), late_y = ill_timed(b->rows[borrower], b->rows[y]);
    return late_x != late_y ? late_x < late_y : b->depth[x] < b->depth[y];
}

uint32_t match_keys(const struct sketch *a, const struct sketch *b) {
    uint32_t i = 0, j = 0, n = 0;
    while (i < a->keys_n && j < b->keys_n) {
        if (a->keys[i] == b->keys[j])
            n++, i++, j++;
        else if (a->keys[i] < b->keys[j])
            i++;
        else
            j++;
    }
    return n;
}

/* The name that a cite's origin has, whatever article it is written with. */
slice match_bare(slice name) {
    return slice_starts_nocase(name, S("the ")) ? slice_cut(name, 4, name.n) : name;
}

bool match_near(const struct kin_row *x, const struct kin_row *y) {
    if (x->minutes == INT64_MIN || y->minutes == INT64_MIN)
        return true;
    int64_t d = x->minutes - y->minutes;
    return (d < 0 ? -d : d) <= 14 * 1440;
}

/* The different telling words of a report, sorted; at most MATTER_WORDS. */
enum { MATTER_WORDS = 400 };
static uint32_t matter_of(const struct kin_row *r, uint32_t *out) {
    uint32_t n = 0, kept = 0;
    for (uint32_t i = 0; i < r->w.n && n < MATTER_WORDS; i++)
        if (r->w.p[i].idf >= TELLING)
            out[n++] = r->w.p[i].id;
    if (n)
        qsort(out, n, sizeof *out, by_u32);
    for (uint32_t i = 0; i < n; i++)
        if (!kept || out[kept - 1] != out[i])
            out[kept++] = out[i];
    return kept;
}

/* Share of the shorter one's telling words that both have. */
float match_share(const struct kin_row *p, const struct kin_row *q) {
    uint32_t x[MATTER_WORDS], y[MATTER_WORDS], i = 0, j = 0, both = 0;
    uint32_t n = matter_of(p, x), m = matter_of(q, y);
    while (i < n && j < m) {
        both += x[i] == y[j];
        if (x[i] < y[j])
            i++;
        else if (y[j] < x[i])
            j++;
        else
            i++, j++;
    }
    uint32_t least = n < m ? n : m;
    return least ? (float)both / (float)least : 0;
}

/* Do two reports that name one outlet tell one matter? */
bool match_matter(const struct kin_build *b, const struct kin_row *p, const struct kin_row *q) {
    uint32_t keys = match_keys(p->sketch, q->sketch);
    if (keys >= 4 || (keys && match_share(p, q) >= MATTER_ONE))
        return true;
    const struct kin_pair *pair = build_pair(b, p->number, q->number);
    return pair && pair->same >= 12;
}
