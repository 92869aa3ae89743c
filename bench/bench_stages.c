/* bench_stages PROGRAM FEW MANY...: what each stage costs, on one core and on all.
 *
 * FEW: a folder of a few reports, for the start-up figure (PROGRAM is run on it). MANY: what the
 * stages are measured on. Stages are timed one document at a time on one thread, then the whole
 * reading on one thread and on all; stages in processor time; MB are those of the source bytes, words those of clean text. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "account/account.h"
#include "doc/doc.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Of this thread: the stages are worked on by one, and other programs may be at work beside it. */
static double spent(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double peak_mb(void) {
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    return (double)r.ru_maxrss / 1024;
}

/* ---- start-up: the program itself, from start to account ------------------------------------- */

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void start_up(const char *program, const char *const *args, const char *what) {
    double t[21];
    for (int i = 0; i < 21; i++) {
        double from = now();
        fflush(stdout);
        pid_t pid = fork();
        if (pid == 0) {
            if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
                _exit(126);
            execv(program, (char *const *)(uintptr_t)args);
            _exit(127);
        }
        int status;
        waitpid(pid, &status, 0);
        t[i] = now() - from;
    }
    qsort(t, 21, sizeof *t, by_value);
    printf("%-34s %8.1f ms (median of 21; least %.1f)\n", what, t[10] * 1e3, t[0] * 1e3);
}

/* ---- stages ---------------------------------------------------------------------------------------- */

enum stage { ST_INPUT, ST_PAGE, ST_TOKENS, ST_TAGS, ST_NAMES, ST_PARSE, ST_MARKS, ST_COUNT };
static const char *const stage_names[] = {"input", "page", "lang: tokens", "lang: + tags",
                                          "lang: + names", "lang: + parse", "mark"};

struct stages {
    const char *const *paths;
    size_t n;
    struct lang_kit *lang;
    struct mark_kit *mark;
    double seconds[ST_COUNT];
    uint64_t docs, bytes, words;
    struct input_item *item;
    struct arena *a, *tmp;
};

static void one(void *arg) {
    struct stages *s = arg;
    struct source src;
    struct skip skip;
    double t = spent();
    int code = input_load(s->item, s->a, s->tmp, &src, &skip);
    s->seconds[ST_INPUT] += spent() - t;
    if (code)
        return;
    struct document d = {.arena = s->a};
    const char *why;
    struct page_options po = {0};
    arena_reset(s->tmp);
    t = spent();
    code = page_read(&src, &po, s->a, s->tmp, &d.page, &why);
    s->seconds[ST_PAGE] += spent() - t;
    if (code)
        return;
    s->docs++;
    s->bytes += src.bytes.n;
    s->words += d.page.words;
    double last = 0;
    for (int depth = LANG_TOKENS; depth <= LANG_PARSE; depth++) {
        arena_reset(s->tmp);
        t = spent();
        lang_read(s->lang, &d.page, (enum lang_depth)depth, s->a, s->tmp, &d.lang);
        double took = spent() - t;
        s->seconds[ST_TOKENS + depth] += took > last ? took - last : 0;
        last = took;
    }
    arena_reset(s->tmp);
    t = spent();
    mark_read(s->mark, &d.page, &d.lang, s->a, s->tmp, &d.marks);
    s->seconds[ST_MARKS] += spent() - t;
}

static void rate(const char *name, double seconds, const struct stages *s) {
    if (seconds <= 0)
        seconds = 1e-9;
    printf("%-22s %9.3f s %10.0f docs/s %9.1f MB/s %12.0f words/s\n", name, seconds,
           (double)s->docs / seconds, (double)s->bytes / 1e6 / seconds, (double)s->words / seconds);
}

/* ---- whole ------------------------------------------------------------------------------------------- */

struct all {
    struct document **docs;
    uint32_t n, cap;
};

static int take(void *arg, struct document *d, const struct skip *skip) {
    struct all *all = arg;
    if (skip)
        return 0;
    if (all->n == all->cap) {
        all->cap = all->cap ? all->cap * 2 : 1024;
        all->docs = realloc(all->docs, all->cap * sizeof *all->docs);
        if (!all->docs)
            return STM_ENOMEM;
    }
    all->docs[all->n++] = d;
    return 0;
}

static int nowhere(void *arg, const char *p, size_t n) {
    (void)p;
    *(uint64_t *)arg += n;
    return 0;
}

static void whole(const struct stages *s, int threads) {
    struct doc_options o = {.depth = DOC_MARKS, .lang = LANG_PARSE, .threads = threads};
    struct doc_reader *r;
    struct all all = {0};
    if (doc_reader_new(&r, &o, NULL))
        return;
    double t = now();
    doc_read_all(r, s->paths, s->n, take, &all, NULL, NULL);
    char name[40];
    snprintf(name, sizeof name, "reading, %d thread%s", threads, threads == 1 ? "" : "s");
    rate(name, now() - t, s);
    doc_reader_free(r);
    t = now();
    struct account *acc;
    uint32_t n = all.n;
    if (account_new(&acc, all.docs, all.n, NULL, 0, threads))
        return;
    snprintf(name, sizeof name, "kin to claim, %d thread%s", threads, threads == 1 ? "" : "s");
    rate(name, now() - t, s);
    t = now();
    uint64_t bytes = 0;
    static struct out out;
    out_init(&out, nowhere, &bytes);
    account_json(acc, ACCOUNT_ALL, &out);
    out_flush(&out);
    printf("%-22s %9.3f s %10.1f MB of JSON for %u reports, %u stories\n", "account as JSON",
           now() - t, (double)bytes / 1e6, n, acc->stories.stories_n);
    printf("%-22s %9.1f MB\n", "peak memory", peak_mb());
    account_free(acc);
    free(all.docs);
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: bench_stages PROGRAM FEW MANY...\n");
        return 2;
    }
    const char *const version[] = {argv[1], "--version", NULL};
    const char *const few[] = {argv[1], "read", "--json", argv[2], NULL};
    start_up(argv[1], version, "start-up alone");
    start_up(argv[1], few, "a few reports, start to account");
    struct stages s = {.paths = (const char *const *)(uintptr_t)(argv + 3), .n = (size_t)argc - 3,
                       .a = arena_new(0), .tmp = arena_new(0)};
    double t = now();
    if (!s.a || !s.tmp || lang_kit_open(&s.lang, "en", NULL, NULL) ||
        mark_kit_open(&s.mark, "en", NULL, NULL))
        return 1;
    printf("%-34s %8.1f ms\n", "rules and models opened in", (now() - t) * 1e3);
    struct input_options io = {0};
    struct input *in = input_open(s.paths, s.n, &io);
    if (!in)
        return 1;
    while (input_next(in, &s.item) == 1) {
        arena_reset(s.a);
        arena_reset(s.tmp);
        guard_run(one, &s);
        input_item_free(s.item);
    }
    input_close(in);
    printf("%llu documents, %.1f MB, %llu words; one core:\n", (unsigned long long)s.docs,
           (double)s.bytes / 1e6, (unsigned long long)s.words);
    double sum = 0;
    for (int i = 0; i < ST_COUNT; i++) {
        rate(stage_names[i], s.seconds[i], &s);
        sum += s.seconds[i];
    }
    rate("one document, all", sum, &s);
    double lang = 0;
    for (int i = ST_TOKENS; i <= ST_PARSE; i++)
        lang += s.seconds[i];
    printf("%-22s %9.2f of what lang costs, per word (at most 0.50)\n", "mark", s.seconds[ST_MARKS] / (lang > 0 ? lang : 1));
    lang_kit_close(s.lang);
    mark_kit_close(s.mark);
    arena_free(s.a);
    arena_free(s.tmp);
    whole(&s, 1);
    if (cpu_count() > 1)
        whole(&s, cpu_count());
    return 0;
}
