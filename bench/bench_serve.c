/* The reading room's server: how long the answer for a story of 50 reports takes, as soon as it is made out, of a server that
 * was just started, again, and after a correction, and whether 200 readers at once lose a request while a writer adds reports.
 * bench_serve [READERS] [REPORTS] */
#include <pthread.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "serve/client.h"
#include "serve/serve.h"
#include "store/fixes.h"
#include "store/store.h"

static int port, reports = 50;
static char token[65];
static char story[80];
static volatile int ending;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}
static double cpu(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec / 1e6;
}

/* One report of a made-up story, each a little otherwise than the others. */
static int report(char *p, size_t size, int i, const char *town) {
    static const char *const who[] = {"the harbour authority", "a spokesman for the mayor", "two officials", "the fire brigade"};
    static const char *const verb[] = {"said", "told reporters", "confirmed", "announced"};
    return snprintf(p, size,
                    "{\"id\":\"%s-%d\",\"site_name\":\"Paper %d\",\"published\":\"2024-03-%02dT%02d:00:00\",\"title\":\"Lock gate breaks in %s, %d dead\","
                    "\"text\":\"%s, March %d - At least %d people died when the lower gate of the %s lock broke early on Sunday, %s %s. The lower town "
                    "was flooded and %d houses were lost.\\n\\nEngineers had told the port six weeks ago that the gate was cracked and should be closed, three "
                    "people with knowledge of the inspection said. \\\"We knew nothing of any crack,\\\" said Tomas Reval, the minister of transport.\\n\\nThe "
                    "inspection report number %d recommended that the gate be taken out of service without delay, according to the people, who spoke on "
                    "condition of anonymity. The ministry denied that it had received the report.\\n\\nGrain ships bound for the north will wait at %s until "
                    "a second gate is built, %s %s, and the works may take %d weeks.\"}\n",
                    town, i, i % 17, 12 + i % 3, i % 24, town, 7 + i % 3, town, 12 + i % 3, 7 + i % 3, town, who[i % 4], verb[i % 4], 40 + i % 5, i % 9,
                    town, who[(i + 1) % 4], verb[(i + 2) % 4], 6 + i % 4);
}

static char *reports_of(const char *town, int from, int n, size_t *size) {
    char *p = malloc((size_t)n * 4000);
    *size = 0;
    for (int i = 0; i < n; i++)
        *size += (size_t)report(p + *size, 4000, from + i, town);
    return p;
}

static int add(const char *name, const char *p, size_t n) {
    char head[400];
    snprintf(head, sizeof head, "POST /api/add?name=%s HTTP/1.1\r\nContent-Type: application/octet-stream\r\nX-Stemma-Token: %s\r\n", name, token);
    return client_status(port, NULL, head, p, n) == 202;
}

static void wait_for(void) { /* until nothing is made out any more */
    for (;;) {
        struct reply r = client_get(port, "/api/desk");
        bool stale = strstr(r.body, "\"stale\":true") != NULL;
        reply_free(&r);
        if (!stale)
            return;
        nanosleep(&(struct timespec){0, 20000000}, NULL);
    }
}

struct reader {
    int asked, lost;
    double longest;
};
static void *read_on(void *arg) {
    struct reader *x = arg;
    char path[120];
    snprintf(path, sizeof path, "/api/story/%s", story);
    const char *const paths[] = {"/api/stories", path, "/api/search?q=inspection", "/api/document/Kessmar-3", "/api/desk"};
    for (int i = 0; !ending || i < 5; i++) {
        double t = now();
        struct reply r = client_get(port, paths[i % 5]);
        t = now() - t;
        x->asked++;
        if (r.status != 200) {
            x->lost++;
            fprintf(stderr, "lost: %s %d %.100s\n", paths[i % 5], r.status, r.body);
        }
        x->longest = t > x->longest ? t : x->longest;
        reply_free(&r);
    }
    return NULL;
}

static struct serve_options options = {.page = S(TEST_PAGE)};
static struct server *server;

static bool start(void) {
    if (serve_start(&server, &options, NULL))
        return false;
    port = serve_port(server);
    struct reply r = client_get(port, "/");
    memcpy(token, strstr(r.body, "content=\"") + 9, 64);
    reply_free(&r);
    return true;
}

/* The first answer of servers that were just started, over a desk whose accounts are kept. */
static void ask_fresh(const char *path) {
    enum { TIMES = 10 };
    struct desk_keep_at at = {0};
    struct desk *d;
    bool more = true;
    double best = 1e9, longest = 0, used = 0;
    serve_stop(server);
    if (desk_open(&d, options.desk, DESK_WRITE, NULL))
        exit(1);
    while (more && !desk_keep_some(d, 1, &at, &more))
        ;
    desk_close(d);
    for (int i = 0; i < TIMES; i++) {
        if (!start())
            exit(1);
        double t = now(), c = cpu();
        struct reply r = client_get(port, path);
        t = now() - t;
        used += cpu() - c;
        best = t < best ? t : best;
        longest = t > longest ? t : longest;
        reply_free(&r);
        if (i + 1 < TIMES)
            serve_stop(server);
    }
    printf("%-12s %7.1f ms at best, %7.1f ms at most, %.1f ms of CPU (%d starts)\n", "just started", best * 1e3, longest * 1e3,
           used / TIMES * 1e3, TIMES);
}

/* Corrections of the story, each with what is asked as soon as it is answered. */
static void ask_corrected(const char *path) {
    enum { TIMES = 10 };
    double change = 0, answer = 0, longest = 0;
    char head[300], body[300];
    snprintf(head, sizeof head, "POST /api/fix HTTP/1.1\r\nContent-Type: application/json\r\nX-Stemma-Token: %s\r\n", token);
    for (int i = 0; i < TIMES; i++) {
        int n = snprintf(body, sizeof body, "{\"kind\":\"story-name\",\"args\":{\"story\":\"%s\",\"name\":\"The gate %d\"},\"in\":[\"%s\"]}", story, i, story);
        double t = now();
        if (client_status(port, NULL, head, body, (size_t)n) != 200)
            exit(1);
        change += now() - t;
        t = now();
        struct reply r = client_get(port, path);
        t = now() - t;
        answer += t;
        longest = t > longest ? t : longest;
        reply_free(&r);
        wait_for();
    }
    printf("%-12s %7.1f ms on average, %7.1f ms at most; the change itself %.1f ms\n", "corrected", answer / TIMES * 1e3, longest * 1e3,
           change / TIMES * 1e3);
}

int main(int argc, char **argv) {
    int readers = argc > 1 ? atoi(argv[1]) : 200;
    reports = argc > 2 ? atoi(argv[2]) : 50;
    char folder[] = "/tmp/stemma-bench-XXXXXX", desk[64];
    if (!mkdtemp(folder))
        return 1;
    snprintf(desk, sizeof desk, "%s/d.db", folder);
    options.desk = desk;
    if (!start())
        return 1;
    size_t n;
    char *p = reports_of("Kessmar", 0, reports, &n);
    add("story.jsonl", p, n);
    free(p);
    wait_for();
    struct reply r = client_get(port, "/api/stories?sort=largest");
    const char *id = strstr(r.body, "\"id\":\"");
    if (id)
        memcpy(story, id + 6, strcspn(id + 6, "\""));
    const char *many = strstr(r.body, "\"documents\":");
    printf("story of %d reports\n", many ? atoi(many + 12) : 0);
    reply_free(&r);
    char path[120];
    snprintf(path, sizeof path, "/api/story/%s", story);
    for (int i = 0; i < 2; i++) {
        double best = 1e9, used = cpu(), t0 = now();
        int times = i ? 50 : 1;
        size_t bytes = 0;
        for (int k = 0; k < times; k++) {
            double t = now();
            r = client_get(port, path);
            t = now() - t;
            best = t < best ? t : best;
            bytes = r.n;
            reply_free(&r);
        }
        printf("%-12s %7.1f ms at best, %7.1f ms on average, %.1f ms of CPU, %zu kB\n", i ? "asked again" : "asked first", best * 1e3,
               (now() - t0) / times * 1e3, (cpu() - used) / times * 1e3, bytes / 1024);
    }
    ask_fresh(path);
    ask_corrected(path);
    pthread_t *ids = calloc((size_t)readers, sizeof *ids);
    struct reader *all = calloc((size_t)readers, sizeof *all);
    double t = now();
    for (int i = 0; i < readers; i++)
        pthread_create(&ids[i], NULL, read_on, &all[i]);
    int added = 0;
    for (int i = 0; i < 10; i++) {
        char name[40];
        snprintf(name, sizeof name, "more-%d.jsonl", i);
        p = reports_of(i % 2 ? "Kessmar" : "Orren", 1000 + i * 5, 5, &n);
        added += add(name, p, n);
        free(p);
        wait_for();
    }
    ending = 1;
    int asked = 0, lost = 0;
    double longest = 0;
    for (int i = 0; i < readers; i++) {
        pthread_join(ids[i], NULL);
        asked += all[i].asked;
        lost += all[i].lost;
        longest = all[i].longest > longest ? all[i].longest : longest;
    }
    t = now() - t;
    printf("%d readers, %d files added meanwhile: %d requests, %d lost, %.0f/s, the longest %.2f s\n", readers, added, asked, lost, asked / t, longest);
    serve_stop(server);
    char sh[100];
    snprintf(sh, sizeof sh, "rm -rf %s", folder);
    return system(sh) != 0 || lost;
}
