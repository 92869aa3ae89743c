/* Words a second of processor time in the lang room, by depth, on one core.
 *
 *   bench_lang ROWS.jsonl            rows {id, text}; prints a line a depth
 *   bench_lang ROWS.jsonl --conllu   prints the rows as CoNLL-U instead */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../train/lib_rows.h"
#include "lang/lang.h"
#include "view/view.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Blocks are what blank lines part. */
static void cut_blocks(struct page *p, struct arena *a) {
    uint32_t cap = 0, begin = 0;
    for (uint32_t i = 0; i <= p->text.n; i++) {
        if (i < p->text.n && !(p->text.p[i] == '\n' && i + 1 < p->text.n && p->text.p[i + 1] == '\n'))
            continue;
        span at = span_trim(p->text, (span){begin, i});
        if (at.start < at.end) {
            ARENA_MORE(a, p->blocks, p->blocks_n, cap);
            p->blocks[p->blocks_n++] = (struct block){at, BLOCK_PARAGRAPH};
        }
        begin = i;
    }
}

static int to_stdout(void *arg, const char *p, size_t n) {
    (void)arg;
    return fwrite(p, 1, n, stdout) == n ? 0 : STM_EIO;
}

struct row {
    slice id;
    struct page page;
};

struct job {
    const char *path;
    bool conllu;
    struct arena *a, *doc, *tmp;
};

static void run(void *arg) {
    struct job *j = arg;
    FILE *f = fopen(j->path, "rb");
    if (!f)
        guard_fail(STM_EIO);
    struct row *rows = NULL;
    uint32_t n = 0, cap = 0;
    char *line = NULL;
    size_t room = 0;
    uint64_t bytes = 0;
    while (getline(&line, &room, f) > 0) {
        slice row = slice_str(line), text = row_string(row, "text", j->a), id = row_string(row, "id", j->a);
        if (text.p) {
            ARENA_MORE(j->a, rows, n, cap);
            struct row *r = &rows[n++];
            *r = (struct row){.id = id.p ? id : S("row")};
            r->page.text = text;
            cut_blocks(&r->page, j->a);
            bytes += r->page.text.n;
        }
    }
    free(line);
    fclose(f);
    struct lang_kit *kit;
    double t0 = now();
    if (lang_kit_open(&kit, "en", getenv("STEMMA_MODELS"), NULL))
        guard_fail(STM_EFORMAT);
    double open = now() - t0;
    if (j->conllu) {
        static struct out o;
        out_init(&o, to_stdout, NULL);
        for (uint32_t i = 0; i < n; i++) {
            struct document d = {.id = rows[i].id, .page = rows[i].page};
            lang_read(kit, &d.page, LANG_PARSE, j->doc, j->tmp, &d.lang);
            view_conllu(&d, &o);
            arena_reset(j->doc);
            arena_reset(j->tmp);
        }
        out_flush(&o);
    } else {
        static const char *const names[] = {"tokens", "tags", "names", "parse"};
        printf("rows %u, %.1f MB, models opened in %.2f ms\n", n, (double)bytes / 1e6, open * 1e3);
        for (int depth = LANG_TOKENS; depth <= LANG_PARSE; depth++) {
            uint64_t words = 0, sentences = 0;
            t0 = now();
            for (uint32_t i = 0; i < n; i++) {
                struct lang l;
                lang_read(kit, &rows[i].page, (enum lang_depth)depth, j->doc, j->tmp, &l);
                words += l.tokens_n;
                sentences += l.sentences_n;
                arena_reset(j->doc);
                arena_reset(j->tmp);
            }
            double s = now() - t0;
            printf("%-7s %10.0f words/s  (%llu words, %llu sentences, %.2f s)\n", names[depth],
                   (double)words / s, (unsigned long long)words, (unsigned long long)sentences, s);
        }
    }
    lang_kit_close(kit);
}

int main(int argc, char **argv) {
    if (argc < 2)
        return 2;
    struct job j = {argv[1], argc > 2 && !strcmp(argv[2], "--conllu"), arena_new(0), arena_new(0),
                    arena_new(0)};
    int code = guard_run(run, &j);
    if (code)
        fprintf(stderr, "%s\n", stm_strerror(code));
    arena_free(j.a);
    arena_free(j.doc);
    arena_free(j.tmp);
    return code ? 1 : 0;
}
