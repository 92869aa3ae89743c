/* Counting blocks by site, and looking them up. Tables are open addressing over hashes. */
#include "sites.h"

#include <stdlib.h>

enum { SITE_PAGES = 500, SITE_BLOCKS = 1 << 16, SITES_MAX = 1 << 20 };

/* ---- learning ------------------------------------------------------------------------------------ */

struct count {
    uint64_t print; /* 0: empty */
    uint32_t pages, last; /* last: the page that counted it last, from 1 */
};
struct learned {
    slice host;
    uint64_t titles[SITE_PAGES];
    uint32_t pages;
    struct count *p;
    uint32_t n, cap;
};
struct sites_learner {
    struct arena *a;
    struct table hosts; /* -> index */
    struct learned **p;
    uint32_t n, cap;
};

struct sites_learner *sites_learner_new(struct arena *a) {
    struct sites_learner *l = ARENA_NEW(a, struct sites_learner);
    l->a = a;
    table_init(&l->hosts, a, 64);
    return l;
}

static struct count *slot_of(struct learned *s, uint64_t print) {
    uint32_t i = (uint32_t)(print >> 20) & (s->cap - 1);
    while (s->p[i].print && s->p[i].print != print)
        i = (i + 1) & (s->cap - 1);
    return &s->p[i];
}

static void widen(struct sites_learner *l, struct learned *s) {
    struct count *old = s->p;
    uint32_t cap = s->cap;
    s->cap = cap ? cap * 2 : 256;
    s->p = ARENA_ARRAY(l->a, struct count, s->cap);
    for (uint32_t i = 0; i < cap; i++)
        if (old[i].print)
            *slot_of(s, old[i].print) = old[i];
}

void sites_learn(struct sites_learner *l, slice host, uint64_t title, const uint64_t *prints, uint32_t n) {
    if (!host.n || host.n > 255)
        return;
    const uint32_t *at = table_get(&l->hosts, host);
    if (!at) {
        if (l->n == SITES_MAX)
            return;
        ARENA_MORE(l->a, l->p, l->n, l->cap);
        struct learned *s = ARENA_NEW(l->a, struct learned);
        s->host = arena_slice(l->a, host);
        at = table_put(&l->hosts, s->host, l->n);
        l->p[l->n++] = s;
    }
    struct learned *s = l->p[*at];
    for (uint32_t i = 0; i < s->pages; i++)
        if (s->titles[i] == title)
            return;
    if (s->pages == SITE_PAGES)
        return;
    s->titles[s->pages++] = title;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t print = prints[i] ? prints[i] : 1;
        if (s->n * 2 >= s->cap && s->cap < SITE_BLOCKS * 2)
            widen(l, s);
        struct count *c = slot_of(s, print);
        if (!c->print) {
            if (s->n == SITE_BLOCKS)
                continue;
            s->n++;
            c->print = print;
        }
        c->pages += c->last != s->pages;
        c->last = s->pages;
    }
}

static int by_host(const void *x, const void *y) {
    const struct learned *const *a = x, *const *b = y;
    return slice_cmp((*a)->host, (*b)->host);
}
static int by_print(const void *x, const void *y) {
    const struct count *a = x, *b = y;
    return (a->print > b->print) - (a->print < b->print);
}

void sites_write(const struct sites_learner *l, struct out *o, struct arena *tmp) {
    struct learned **p = arena_alloc(tmp, (l->n + 1) * sizeof *p);
    memcpy(p, l->p, l->n * sizeof *p);
    if (l->n)
        qsort(p, l->n, sizeof *p, by_host);
    out_str(o, "stemma-sites 1\n");
    for (uint32_t i = 0; i < l->n; i++) {
        const struct learned *s = p[i];
        /* on a twentieth of the pages, and on two at least */
        uint32_t least = s->pages / 20 < 2 ? 2 : s->pages / 20, n = 0;
        struct count *c = arena_alloc(tmp, (s->n + 1) * sizeof *c);
        for (uint32_t k = 0; k < s->cap; k++)
            if (s->p[k].print && s->p[k].pages >= least + (least == 2 && site_print_long(s->p[k].print)))
                c[n++] = s->p[k];
        if (!n)
            continue;
        qsort(c, n, sizeof *c, by_print);
        out_str(o, "site ");
        out_slice(o, s->host);
        out_printf(o, " %u\n", s->pages);
        for (uint32_t k = 0; k < n; k++)
            out_printf(o, "%016llx %u\n", (unsigned long long)c[k].print, c[k].pages);
    }
}

/* ---- using ----------------------------------------------------------------------------------------- */

struct site {
    uint64_t *prints; /* ascending */
    uint32_t n;
};
struct sites {
    struct table hosts;
    struct site *p;
    uint32_t n, cap;
};

static bool take_hex(slice s, uint64_t *out) {
    *out = 0;
    for (uint32_t i = 0; i < 16; i++) {
        char c = i < s.n ? s.p[i] : 'x';
        if (!is_digit((unsigned char)c) && !(c >= 'a' && c <= 'f'))
            return false;
        *out = *out << 4 | (uint64_t)(is_digit((unsigned char)c) ? c - '0' : c - 'a' + 10);
    }
    return s.n > 16 && s.p[16] == ' ';
}

int sites_open(struct sites **out, slice bytes, struct arena *a, uint64_t *at) {
    struct sites *s = ARENA_NEW(a, struct sites);
    slice rest = bytes, line;
    uint32_t cap = 0;
    uint64_t print;
    table_init(&s->hosts, a, 64);
    *out = NULL;
    *at = 0;
    if (!slice_line(&rest, &line) || !slice_eq(line, S("stemma-sites 1")))
        return STM_EFORMAT;
    while (slice_line(&rest, &line)) {
        *at = (uint64_t)(line.p - bytes.p);
        if (!line.n)
            continue;
        if (slice_starts(line, S("site "))) {
            slice host, tail = slice_cut(line, 5, line.n);
            slice_field(&tail, ' ', &host);
            if (!host.n || table_get(&s->hosts, host))
                return STM_EFORMAT;
            ARENA_MORE(a, s->p, s->n, s->cap);
            s->p[s->n] = (struct site){.prints = NULL};
            table_put(&s->hosts, host, s->n++);
            cap = 0;
            continue;
        }
        if (!s->n || !take_hex(line, &print))
            return STM_EFORMAT;
        struct site *x = &s->p[s->n - 1];
        if (x->n && x->prints[x->n - 1] >= print)
            return STM_EFORMAT; /* not sorted */
        ARENA_MORE(a, x->prints, x->n, cap);
        x->prints[x->n++] = print;
    }
    *out = s;
    return 0;
}

const struct site *sites_find(const struct sites *s, slice host) {
    const uint32_t *at = s && host.n ? table_get(&s->hosts, host) : NULL;
    return at ? &s->p[*at] : NULL;
}

bool site_is_template(const struct site *s, uint64_t print) {
    uint32_t lo = 0, hi = s ? s->n : 0;
    print = print ? print : 1;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (s->prints[mid] < print)
            lo = mid + 1;
        else
            hi = mid;
    }
    return s && lo < s->n && s->prints[lo] == print;
}
