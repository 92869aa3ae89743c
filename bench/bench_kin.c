/* bench_kin: kin and story alone over JSONL, with their times.
 *
 *   bench_kin reuse|cluster FILE.jsonl [THREADS]   rows as `stemma reuse` and `stemma cluster` print
 *
 * Records are taken as they stand (`text`), so that nothing but the two rooms is measured. */
#define json_string jansson_string
#define json_null jansson_null
#include <jansson.h>
#undef json_string
#undef json_null
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "kin/kin.h"
#include "story/story.h"

struct job {
    struct arena *a;
    const char *file;
    const char *mode;
    int threads;
};

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static slice get(struct arena *a, json_t *row, const char *key) {
    const char *z = json_string_value(json_object_get(row, key));
    return z ? arena_slice(a, slice_str(z)) : (slice){0};
}

static void put(const char *key, slice s) {
    printf("\"%s\": \"%.*s\"", key, (int)s.n, s.p);
}

static void run(void *arg) {
    struct job *j = arg;
    struct arena *a = j->a;
    const struct document **docs = NULL;
    uint32_t n = 0, cap = 0;
    FILE *f = fopen(j->file, "rb");
    if (!f)
        guard_fail(STM_EIO);
    char *line = NULL;
    size_t line_cap = 0;
    while (getline(&line, &line_cap, f) > 0) {
        json_t *row = json_loads(line, 0, NULL);
        if (!row)
            continue;
        struct document *d = ARENA_NEW(a, struct document);
        d->id = get(a, row, "id");
        d->page.text = get(a, row, "text");
        d->page.title = get(a, row, "title");
        d->page.published = get(a, row, "published");
        d->page.site_name = get(a, row, "site_name");
        d->page.url = get(a, row, "url");
        sha256(d->page.text.p, d->page.text.n, d->source.sha256);
        map_add(&d->page.map, a, (struct map_run){0, d->page.text.n, 0, d->page.text.n, true});
        ARENA_MORE(a, docs, n, cap);
        docs[n++] = d;
        json_decref(row);
    }
    free(line);
    fclose(f);
    double t0 = now();
    struct kin kin;
    kin_read(docs, n, j->threads, a, &kin);
    double t1 = now();
    fprintf(stderr, "%u reports: kin %.2f s, %u edges, %u origins\n", n, t1 - t0, kin.edges_n, kin.origins_n);
    if (strcmp(j->mode, "reuse") == 0) {
        for (uint32_t i = 0; i < kin.edges_n; i++) {
            const struct edge *e = &kin.edges[i];
            printf("{");
            put("doc", docs[e->doc]->id);
            printf(", ");
            put("from", e->origin ? kin.origins[e->from].id : docs[e->from]->id);
            printf(", ");
            put("kind", slice_str(edge_kind_names[e->kind]));
            printf(", \"confidence\": %.3f, \"evidence\": [", (double)e->confidence);
            for (uint32_t k = 0; k < e->evidence_n; k++)
                printf("%s{\"span\": [%u, %u]}", k ? ", " : "", e->evidence[k].src.start, e->evidence[k].src.end);
            printf("]}\n");
        }
        return;
    }
    struct stories st;
    story_read(docs, n, &kin, j->threads, a, &st);
    fprintf(stderr, "story %.2f s, %u stories\n", now() - t1, st.stories_n);
    for (uint32_t i = 0; i < n; i++) {
        printf("{");
        put("id", docs[i]->id);
        printf(", ");
        put("story", st.stories[st.story_of[i]].id);
        printf("}\n");
    }
}

int main(int argc, char **argv) {
    if (argc < 3)
        return 2;
    struct job j = {arena_new(0), argv[2], argv[1], argc > 3 ? atoi(argv[3]) : 0};
    int code = j.a ? guard_run(run, &j) : STM_ENOMEM;
    if (code)
        fprintf(stderr, "%s\n", stm_strerror(code));
    arena_free(j.a);
    return code ? 1 : 0;
}
