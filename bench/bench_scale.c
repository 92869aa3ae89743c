/* bench_scale: how kin's search grows with the pile.
 *
 *   bench_scale [-t THREADS] [-p PAIRS] FILE.jsonl [GOLD.json] [N...]
 *
 * Each N: the first N reports (all of them if none is given). PAIRS: a file for the copies found, two line numbers from 0 a line.
 * The file is read a block at a time and never held: each report is split and sketched on all cores, the sketches are
 * searched (kin_index), and the pairs found are aligned, their texts read again from the file. Printed: seconds of each
 * step by the wall and of processor time, peak memory, pairs, and, with the gold of `score/families.py --scale`, the share of
 * planted copies that are among the aligned ones. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "kin/kin_index.h"

enum { LINES = 4096, STEP = 64, PAIRS = 256 };

static double now(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

struct pile {
    int fd, threads;
    uint64_t *at;    /* start of each line, and the end */
    uint32_t n;
    struct sketch *block;
    uint32_t first;  /* of the block */
    uint32_t count;
    const uint64_t *pairs;
    uint32_t pairs_n;
    bool *copy;      /* by pair: half of one stands in the other */
};

/* ---- reading: the string under "text", of flat objects; quick, so that it is kin that is measured ------- */

/* The mark that ends the string that begins at p, or `end`. */
static const char *string_end(const char *p, const char *end) {
    for (const char *q = p; (q = memchr(q, '"', (size_t)(end - q))); q++) {
        size_t slashes = 0;
        while (q - slashes > p && q[-1 - (ptrdiff_t)slashes] == '\\')
            slashes++;
        if (slashes % 2 == 0)
            return q;
    }
    return end;
}

static uint32_t hex4(const char *p) {
    char digits[5] = {p[0], p[1], p[2], p[3], 0};
    return (uint32_t)strtoul(digits, NULL, 16);
}

/* [p, end) without its escapes, in the same place. */
static slice unescaped(char *p, const char *end) {
    char *from = p, *to = p;
    while (from < end) {
        char *next = memchr(from, '\\', (size_t)(end - from));
        size_t n = (size_t)((next ? next : end) - from);
        memmove(to, from, n);
        to += n;
        from += n;
        if (from + 1 >= end)
            break;
        static const char names[] = "nrtbf", means[] = "\n\r\t\b\f";
        const char *known = strchr(names, from[1]);
        if (from[1] == 'u' && end - from >= 6) {
            uint32_t cp = hex4(from + 2);
            from += 6;
            if (cp >> 10 == 0xD800 >> 10 && end - from >= 6 && from[1] == 'u') {
                cp = 0x10000 + ((cp & 0x3FF) << 10 | (hex4(from + 2) & 0x3FF));
                from += 6;
            }
            to += utf8_encode(cp, to);
        } else {
            *to++ = known ? means[known - names] : from[1];
            from += 2;
        }
    }
    return slice_of(p, (size_t)(to - p));
}

static slice find_text(char *p, char *end) {
    while ((p = memchr(p, '"', (size_t)(end - p)))) {
        slice key = slice_of(p + 1, (size_t)(string_end(p + 1, end) - p - 1));
        p += key.n + 2;
        while (p < end && (*p == ' ' || *p == ':'))
            p++;
        if (p >= end)
            break;
        if (*p != '"')
            continue;
        char *value = p + 1;
        p = value + (string_end(value, end) - value);
        if (slice_eq(key, S("text")))
            return unescaped(value, p);
        p += p < end;
    }
    return S("");
}

/* The text of report i, in `a`. */
static slice text_of(const struct pile *p, uint32_t i, struct arena *a) {
    size_t n = (size_t)(p->at[i + 1] - p->at[i]);
    char *line = arena_alloc(a, n + 1);
    size_t done = 0;
    while (done < n) {
        ssize_t k = pread(p->fd, line + done, n - done, (off_t)(p->at[i] + done));
        if (k <= 0)
            guard_fail(STM_EIO);
        done += (size_t)k;
    }
    return find_text(line, line + n);
}

static void free_arena(void *a) { arena_free(a); }

static void sketch_some(void *arg, size_t step) {
    struct pile *p = arg;
    struct arena *a = arena_new(0), *guard = arena_new(0);
    arena_defer(guard, free_arena, a);
    struct kin_weights weights;
    kin_weights_open(&weights);
    for (uint32_t i = (uint32_t)step * STEP; i < p->count && i < (step + 1) * STEP; i++) {
        struct kin_row r = {.number = i};
        slice text = text_of(p, p->first + i, a);
        kin_split(text, &weights, 0, a, &r.w);
        row_sketch(&r, &p->block[i], a);
        arena_reset(a);
    }
    arena_free(guard);
}

static void align_some(void *arg, size_t step) {
    struct pile *p = arg;
    struct arena *a = arena_new(0), *tmp = arena_new(0);
    struct kin_weights weights;
    kin_weights_open(&weights);
    struct document doc = {0};
    struct kin_row x = {0};
    for (uint32_t i = (uint32_t)step * PAIRS, last = NONE; i < p->pairs_n && i < (step + 1) * PAIRS; i++) {
        uint32_t first = (uint32_t)(p->pairs[i] >> 32), second = (uint32_t)p->pairs[i];
        if (first != last) {
            arena_reset(a);
            x = (struct kin_row){.doc = &doc, .number = first};
            kin_split(text_of(p, first, a), &weights, 0, a, &x.w);
            row_grams(&x, a);
            last = first;
        }
        struct kin_row y = {.doc = &doc, .number = second};
        kin_split(text_of(p, second, tmp), &weights, 0, tmp, &y.w);
        row_grams(&y, tmp);
        struct kin_pair out;
        pair_read(&x, &y, false, tmp, tmp, &out);
        p->copy[i] = out.same >= 40 && (out.cover[0] >= 0.5f || out.cover[1] >= 0.5f);
        arena_reset(tmp);
    }
    arena_free(a);
    arena_free(tmp);
}

static int by_u64(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Planted pairs among the first n reports (their ids are r and a number). */
static void recall(const char *gold, const uint64_t *pairs, const bool *copy, uint32_t pairs_n, uint32_t n) {
    FILE *f = fopen(gold, "r");
    char line[256];
    unsigned a, b;
    uint64_t planted = 0, found = 0, made = 0;
    while (f && fgets(line, sizeof line, f)) {
        const char *doc = strstr(line, "\"doc\": \"r"), *from = strstr(line, "\"from\": \"r");
        if (!doc || !from || sscanf(doc + 9, "%u", &a) != 1 || sscanf(from + 10, "%u", &b) != 1 || a >= n || b >= n)
            continue;
        uint64_t key = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
        const uint64_t *at = bsearch(&key, pairs, pairs_n, sizeof *pairs, by_u64);
        planted++;
        found += at && copy[at - pairs];
    }
    if (f)
        fclose(f);
    for (uint32_t i = 0; i < pairs_n; i++)
        made += copy[i];
    printf("  %llu of %llu planted copies found (%.4f); %llu pairs of copies in all (copies of one report are copies of one another)\n",
           (unsigned long long)found, (unsigned long long)planted, planted ? (double)found / (double)planted : 0, (unsigned long long)made);
}

/* Where the first `most` lines start. */
static void find_lines(struct pile *p, uint32_t most, struct arena *a) {
    static char buf[1 << 20];
    uint32_t cap = 1 << 16;
    p->at = arena_alloc(a, cap * sizeof *p->at);
    p->at[0] = 0;
    p->n = 0;
    uint64_t pos = 0;
    ssize_t k;
    while (p->n < most && (k = pread(p->fd, buf, sizeof buf, (off_t)pos)) > 0) {
        for (char *c = buf; p->n < most && (c = memchr(c, '\n', (size_t)(buf + k - c))); c++) {
            if (p->n + 2 >= cap) {
                p->at = arena_grow(a, p->at, cap * sizeof *p->at, 2 * (size_t)cap * sizeof *p->at);
                cap *= 2;
            }
            p->at[++p->n] = pos + (uint64_t)(c + 1 - buf);
        }
        pos += (uint64_t)k;
    }
}

static void write_copies(const char *file, const struct pile *p) {
    FILE *f = fopen(file, "w");
    if (!f)
        guard_fail(STM_EIO);
    for (uint32_t i = 0; i < p->pairs_n; i++)
        if (p->copy[i])
            fprintf(f, "%u %u\n", (uint32_t)(p->pairs[i] >> 32), (uint32_t)p->pairs[i]);
    if (fclose(f))
        guard_fail(STM_EIO);
}

struct args {
    const char *file, *gold, *copies;
    int threads;
    uint32_t n;
    double sketched, all; /* processor seconds of a report, out: sketched and searched; and aligned */
};

static void measure(void *arg) {
    struct args *args = arg;
    struct arena *a = arena_new(0);
    struct pile p = {.fd = open(args->file, O_RDONLY), .threads = args->threads > 0 ? args->threads : cpu_count()};
    if (p.fd < 0)
        guard_fail(STM_EIO);
    find_lines(&p, args->n, a);
    double t0 = now(CLOCK_MONOTONIC), c0 = now(CLOCK_PROCESS_CPUTIME_ID);
    struct kin_index *x = kin_index_new(a, 0);
    p.block = arena_alloc(a, LINES * sizeof *p.block);
    for (p.first = 0; p.first < p.n; p.first += LINES) {
        p.count = p.n - p.first < LINES ? p.n - p.first : LINES;
        if (parallel_for(p.threads, (p.count + STEP - 1) / STEP, sketch_some, &p))
            guard_fail(STM_EIO);
        for (uint32_t i = 0; i < p.count; i++)
            kin_index_add(x, &p.block[i]);
    }
    double t1 = now(CLOCK_MONOTONIC), c1 = now(CLOCK_PROCESS_CPUTIME_ID);
    p.pairs = kin_index_pairs(x, p.threads, a, &p.pairs_n);
    double t2 = now(CLOCK_MONOTONIC), c2 = now(CLOCK_PROCESS_CPUTIME_ID);
    p.copy = arena_alloc(a, p.pairs_n + 1);
    if (parallel_for(p.threads, (p.pairs_n + PAIRS - 1) / PAIRS, align_some, &p))
        guard_fail(STM_EIO);
    double t3 = now(CLOCK_MONOTONIC), c3 = now(CLOCK_PROCESS_CPUTIME_ID);
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("%u reports, %d threads: sketched %.1f s (%.1f of processor), searched %.1f s (%.1f), %u pairs aligned %.1f s (%.1f); peak %.0f MB\n", p.n,
           p.threads, t1 - t0, c1 - c0, t2 - t1, c2 - c1, p.pairs_n, t3 - t2, c3 - c2, (double)use.ru_maxrss / 1024);
    args->sketched = p.n ? (c2 - c0) / p.n : 0;
    args->all = p.n ? (c3 - c0) / p.n : 0;
    if (args->copies)
        write_copies(args->copies, &p);
    if (args->gold)
        recall(args->gold, p.pairs, p.copy, p.pairs_n, p.n);
    fflush(stdout);
    close(p.fd);
    arena_free(a);
}

int main(int argc, char **argv) {
    struct args given = {0};
    for (int c; (c = getopt(argc, argv, "t:p:")) != -1;) {
        if (c == 't')
            given.threads = atoi(optarg);
        else if (c == 'p')
            given.copies = optarg;
        else
            return 2;
    }
    if (optind >= argc)
        return 2;
    given.file = argv[optind++];
    if (optind < argc && atoi(argv[optind]) == 0)
        given.gold = argv[optind++];
    struct args before = {0};
    do {
        struct args a = given;
        a.n = optind < argc ? (uint32_t)atoi(argv[optind]) : UINT32_MAX;
        int code = guard_run(measure, &a);
        if (code) {
            fprintf(stderr, "%s\n", stm_strerror(code));
            return 1;
        }
        if (before.all > 0)
            printf("  processor time of a report: %.3f ms sketched and searched, %.2f times that before; with alignment %.3f ms, %.2f times\n",
                   a.sketched * 1e3, a.sketched / before.sketched, a.all * 1e3, a.all / before.all);
        before = a;
    } while (++optind < argc);
    return 0;
}
