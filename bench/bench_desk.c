/* bench_desk: what a desk costs, each step as a process of its own.
 *
 *   bench_desk STEMMA DIR N     DIR/all.jsonl holds N + 20 reports; the desk is made in DIR
 *
 * "read": doc_read_all to the marks, as `read` does it, its documents thrown away. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "doc/doc.h"

static char path[8][512];
static const char *in(int slot, const char *dir, const char *name) {
    snprintf(path[slot], sizeof path[slot], "%s/%s", dir, name);
    return path[slot];
}

static int drop(void *arg, struct document *d, const struct skip *skip) {
    (void)arg;
    (void)skip;
    doc_free(d);
    return 0;
}

static int read_all(const char *file) {
    struct doc_options o = {.depth = DOC_MARKS, .lang = LANG_PARSE};
    struct doc_reader *r;
    int code = doc_reader_new(&r, &o, NULL);
    if (!code)
        code = doc_read_all(r, &file, 1, drop, NULL, NULL, NULL);
    doc_reader_free(r);
    return code != 0;
}

struct cost {
    double cpu; /* seconds */
    double mb;
};

/* argv NULL: reads `file` in the child. */
static struct cost run(const char *const *argv, const char *file) {
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        if (!argv)
            _exit(read_all(file));
        int null = open("/dev/null", O_WRONLY);
        dup2(null, 1);
        execv(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    int status = 0;
    struct rusage u;
    wait4(pid, &status, 0, &u);
    if (status) {
        fprintf(stderr, "bench_desk: %s failed\n", argv ? argv[1] : "reading");
        exit(1);
    }
    return (struct cost){(double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
                             (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6,
                         (double)u.ru_maxrss / 1024};
}
#define RUN(...) run((const char *const[]){__VA_ARGS__, NULL}, NULL)

static int by_cost(const void *x, const void *y) {
    const struct cost *a = x, *b = y;
    return (a->cpu > b->cpu) - (a->cpu < b->cpu);
}

static void print(const char *what, struct cost *v, int n) {
    qsort(v, (size_t)n, sizeof *v, by_cost);
    printf("%-34s %8.1f ms, best %.1f, worst %.1f, %.0f MB\n", what, v[n / 2].cpu * 1e3, v[0].cpu * 1e3, v[n - 1].cpu * 1e3,
           v[n - 1].mb);
}

int main(int argc, char **argv) {
    if (argc < 4)
        return 2;
    const char *stemma = argv[1], *dir = argv[2];
    long n = atol(argv[3]);
    const char *many = in(0, dir, "many.jsonl"), *one = in(1, dir, "one.jsonl"), *desk = in(2, dir, "desk.db");
    FILE *all = fopen(in(3, dir, "all.jsonl"), "r"), *to = fopen(many, "w");
    char *line = NULL;
    size_t cap = 0;
    if (!all || !to)
        return 1;
    for (long i = 0; i < n && getline(&line, &cap, all) > 0; i++)
        fputs(line, to);
    fclose(to);
    struct cost read = run(NULL, many), add = RUN(stemma, "add", "-q", "-d", desk, many);
    printf("%ld reports: read %.1f s CPU; added %.1f s, %.2f times as much; peak %.0f MB\n", n, read.cpu, add.cpu,
           add.cpu / read.cpu, add.mb);
    struct cost again = RUN(stemma, "add", "-q", "-d", desk, many);
    printf("all of them once more (known, passed over): %.1f s\n", again.cpu);
    struct cost first = RUN(stemma, "stories", "-d", desk);
    printf("stories, the first time: %.1f s, peak %.0f MB\n", first.cpu, first.mb);
    enum { TIMES = 15 };
    struct cost adds[TIMES], asks[TIMES], found[TIMES];
    for (int i = 0; i < TIMES; i++) {
        to = fopen(one, "w");
        if (!to || getline(&line, &cap, all) <= 0)
            return 1;
        fputs(line, to);
        fclose(to);
        adds[i] = RUN(stemma, "add", "-q", "-d", desk, one);
        asks[i] = RUN(stemma, "stories", "-d", desk);
    }
    print("one report added", adds, TIMES);
    print("then all stories listed", asks, TIMES);
    static const char *const words[] = {"council report", "police", "police said", "the police said", "\"prime minister\"",
                                        "\"said on\"", "\"of the\"", "said", "the", "of the"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        char what[80];
        snprintf(what, sizeof what, "search %s", words[w]);
        for (int i = 0; i < TIMES; i++)
            found[i] = RUN(stemma, "search", "-d", desk, words[w]);
        print(what, found, TIMES);
    }
    free(line);
    fclose(all);
    return 0;
}
