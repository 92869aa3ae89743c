/* How fast pages are read: bench_page [-s STAGE] [-n TURNS] FOLDER... (of .html or .html.gz), or without a folder a
 * page of its own making. One core, pages in memory, from HTML to report; beside it memchr over the same bytes,
 * since machines differ. Prints a line a stage: MB and pages a second. -s: the stage with this number alone, for a
 * profiler; -n: so many turns, of which each page's best counts (9); with 1, it is the time of a single pass. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zlib.h>

#include "input/parts.h"
#include "page/html_head.h"
#include "page/page.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* its own time: others may use the core */
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

struct bench {
    struct arena *a, *tmp, *out;
    struct page_kit *kit;
    struct bench_page {
        slice raw, text; /* as it was found; as UTF-8 */
    } *pages;
    uint32_t n, cap;
    uint64_t bytes;
    int turns;
    int argc;
    char **argv;
};

static void add_page(struct bench *b, slice raw) {
    struct source src;
    struct skip skip;
    if (!raw.n || input_bytes("page.html", raw.p, raw.n, NULL, b->a, b->tmp, &src, &skip))
        return;
    ARENA_MORE(b->a, b->pages, b->n, b->cap);
    b->pages[b->n++] = (struct bench_page){raw, src.text};
    b->bytes += src.text.n;
}

static void add_folder(struct bench *b, const char *path) {
    DIR *d = opendir(path);
    for (struct dirent *e; d && (e = readdir(d));) {
        if (e->d_name[0] == '.')
            continue;
        gzFile g = gzopen(arena_printf(b->tmp, "%s/%s", path, e->d_name).p, "rb");
        if (!g)
            continue;
        struct buf c = {.a = b->a};
        static char part[1 << 16];
        for (int n; (n = gzread(g, part, sizeof part)) > 0;)
            buf_add(&c, part, (size_t)n);
        gzclose(g);
        add_page(b, buf_take(&c));
    }
    if (d)
        closedir(d);
}

static slice made(struct bench *b) {
    struct buf c = {.a = b->a};
    buf_slice(&c, S("<!doctype html><html><head><title>A page</title><style>"));
    for (int i = 0; i < 400; i++)
        buf_slice(&c, arena_printf(b->tmp, ".c%d{color:red;margin:0 auto}", i));
    buf_slice(&c, S("</style></head><body>"));
    for (int i = 0; i < 100; i++)
        buf_slice(&c, arena_printf(b->tmp, "<li class=\"menu-item item-%d\"><a href=\"/section/%d\">Section %d</a></li>", i, i, i));
    buf_slice(&c, S("<article><h1>A page</h1>"));
    for (int i = 0; i < 40; i++)
        buf_slice(&c, S("<p>The harbour was closed on Monday, the <a href=/m>master</a> said, and it was opened again on "
                        "Tuesday, when the &ldquo;last&rdquo; ship had left.</p>"));
    buf_slice(&c, S("</article><script>"));
    for (int i = 0; i < 2000; i++)
        buf_slice(&c, S("var a = {\"b\": [1, 2, 3]}; if (a < 3) { f(a); }\n"));
    buf_slice(&c, S("</script></body></html>"));
    return buf_take(&c);
}

enum { MEMCHR, TREE, HEAD, BLOCKS, SCORES, ALL, BYTES, STAGES };
static const char *const stages[] = {"memchr", "tree", "tree head", "tree head blocks", "tree head blocks scores", "html to report",
                                     "bytes to report"};

static uint64_t read_source(struct bench *b, const struct source *src) {
    struct page_options o = {.kit = b->kit};
    struct page p;
    const char *why;
    page_read(src, &o, b->out, b->tmp, &p, &why);
    arena_reset(b->out);
    return p.words;
}

static uint64_t read_page(struct bench *b, slice s) {
    struct source src = {.kind = SOURCE_HTML, .text = s, .bytes = s};
    return read_source(b, &src);
}

/* Kind and charset are to be found, too. */
static uint64_t read_bytes(struct bench *b, slice raw) {
    struct source src = {.kind = SOURCE_HTML};
    const char *why;
    return page_fill(END_HTML, raw, (slice){0}, b->tmp, b->tmp, &src, &why) ? 0 : read_source(b, &src);
}

static uint64_t read_part(struct bench *b, slice s, int stage) {
    struct html_tree t;
    struct html_head h;
    struct head_facts f;
    struct html_blocks blocks;
    html_parse(&t, s, &b->kit->names, b->tmp, TAG_NONE, SPACE_HTML, false);
    if (stage >= HEAD) {
        html_head_read(&h, &t, b->tmp);
        html_head_facts(&h, b->tmp, &f);
    }
    if (stage >= BLOCKS)
        html_blocks_find(&blocks, &t, b->kit, b->tmp, 0);
    if (stage >= SCORES && b->kit->model)
        html_scores(&blocks, &f, b->kit->model, b->tmp);
    return t.n;
}

static uint64_t run(struct bench *b, const struct bench_page *page, int stage) {
    slice s = page->text;
    uint64_t sum;
    switch (stage) {
    case MEMCHR: sum = memchr(s.p, 1, s.n) != NULL; break;
    case ALL: sum = read_page(b, s); break;
    case BYTES: sum = read_bytes(b, page->raw); break;
    default: sum = read_part(b, s, stage); break;
    }
    arena_reset(b->tmp);
    return sum;
}

/* Seconds for all pages: of each the best of some turns, since others may use the machine. */
static double time_stage(struct bench *b, int stage, uint64_t *sum) {
    double *best = ARENA_ARRAY(b->a, double, b->n), all = 0;
    for (int turn = 0; turn < b->turns; turn++)
        for (uint32_t i = 0; i < b->n; i++) {
            double start = now();
            *sum += run(b, &b->pages[i], stage);
            double took = now() - start;
            best[i] = !turn || took < best[i] ? took : best[i];
        }
    for (uint32_t i = 0; i < b->n; i++)
        all += best[i];
    return all;
}

static void bench(void *arg) {
    struct bench *b = arg;
    b->a = arena_new(0);
    b->tmp = arena_new(0);
    b->out = arena_new(0);
    if (page_kit_open(&b->kit, NULL, NULL))
        guard_fail(STM_EIO);
    int at = 1, first = 0, last = STAGES - 1;
    for (b->turns = 9; at + 1 < b->argc && b->argv[at][0] == '-'; at += 2)
        if (b->argv[at][1] == 's')
            first = last = atoi(b->argv[at + 1]) % STAGES;
        else
            b->turns = atoi(b->argv[at + 1]);
    for (; at < b->argc; at++)
        add_folder(b, b->argv[at]);
    if (!b->n)
        add_page(b, made(b));
    arena_reset(b->tmp);
    double mb = (double)b->bytes / 1e6;
    printf("%u pages, %.1f MB\n", b->n, mb);
    uint64_t sum = 0;
    for (int s = first; s <= last; s++) {
        double took = time_stage(b, s, &sum);
        printf("%-26s %9.1f MB/s %9.0f pages/s\n", stages[s], mb / took, b->n / took);
    }
    if (sum == 42)
        puts("");
    page_kit_close(b->kit);
}

int main(int argc, char **argv) {
    struct bench b = {.argc = argc, .argv = argv};
    int code = guard_run(bench, &b);
    return code ? 1 : 0;
}
