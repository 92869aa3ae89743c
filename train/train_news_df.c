/* models/news-df.stm: in how many news reports a word stands.
 *
 *   train_news_df OUT FILE.jsonl...      (gunzip the parts of reports/text first)
 *
 * Counts alone leave the texts. The table: "STMD", version, slots, reports, then `slots` words
 * of fingerprint (upper 24 bits of the word's hash) << 8 | idf in 1/16 of a bit, open addressing.
 * No randomness; the same files give the same bytes. */
/* Two names of jansson are also names of base. */
#define json_string jansson_string
#define json_null jansson_null
#include <jansson.h>
#undef json_string
#undef json_null
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "kin/kin_words.h"

enum { SLOTS = 1 << 16, LEAST = 8, COUNTS = 1 << 22 };

struct count {
    uint32_t id, df, last;
};
static struct count counts[COUNTS];
static uint32_t reports;

struct job {
    slice text;
    struct arena *a;
};

static void take(void *arg) {
    struct job *j = arg;
    struct kin_weights none = {0};
    struct kin_words w;
    kin_split(j->text, &none, 0, j->a, &w);
    reports++;
    for (uint32_t i = 0; i < w.n; i++) {
        uint32_t at = w.p[i].id & (COUNTS - 1);
        while (counts[at].id && counts[at].id != w.p[i].id)
            at = (at + 1) & (COUNTS - 1);
        counts[at].id = w.p[i].id;
        if (counts[at].last != reports) {
            counts[at].last = reports;
            counts[at].df++;
        }
    }
}

static int by_df(const void *a, const void *b) {
    const struct count *x = a, *y = b;
    if (x->df != y->df)
        return x->df < y->df ? 1 : -1;
    return (x->id > y->id) - (x->id < y->id);
}

int main(int argc, char **argv) {
    if (argc < 3)
        return 2;
    struct arena *a = arena_new(0);
    char *line = NULL;
    size_t cap = 0;
    for (int i = 2; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        if (!f)
            return 1;
        while (getline(&line, &cap, f) > 0) {
            json_t *row = json_loads(line, 0, NULL);
            const char *text = json_string_value(json_object_get(row, "text"));
            if (text) {
                struct job j = {slice_str(text), a};
                if (guard_run(take, &j))
                    return 1;
                arena_reset(a);
            }
            json_decref(row);
        }
        fclose(f);
    }
    free(line);
    qsort(counts, COUNTS, sizeof *counts, by_df);
    static uint32_t slots[SLOTS];
    uint32_t kept = 0;
    for (; kept < SLOTS * 3 / 4 && counts[kept].df >= LEAST; kept++) {
        double idf = log2((reports + 1.0) / counts[kept].df) * 16;
        uint32_t v = (counts[kept].id & 0xFFFFFF00u) | (uint32_t)(idf < 1 ? 1 : idf > 239 ? 239 : idf);
        uint32_t at = (counts[kept].id * 0x9E3779B1u) >> 8 & (SLOTS - 1);
        while (slots[at])
            at = (at + 1) & (SLOTS - 1);
        slots[at] = v;
    }
    FILE *f = fopen(argv[1], "wb");
    uint32_t head[4] = {0, 1, SLOTS, reports};
    memcpy(head, "STMD", 4);
    if (!f || fwrite(head, sizeof head, 1, f) != 1 || fwrite(slots, sizeof slots, 1, f) != 1 || fclose(f))
        return 1;
    fprintf(stderr, "%u reports, %u words kept\n", reports, kept);
    arena_free(a);
    return 0;
}
