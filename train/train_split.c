/* Trains the sentence splitter (src/lang/split.h) on treebanks' raw text: logistic regression over
 * hashed features, Adagrad, a fixed seed.
 *
 *   train_split OUT.stm TRAIN.conllu...
 *
 * The text is put together as it stood: sentences parted by a blank or by nothing, paragraphs by a
 * blank line; tokens are those of tokens_read, so that the splitter learns on what it will see. */
#include <math.h>
#include <stdio.h>

#include "lang/split.h"
#include "lib_main.h"
#include "lib_model.h"
#include "lib_rows.h"

enum { EPOCHS = 12 };

struct example {
    uint32_t f[SPLIT_FEATURES];
    bool end;
};

struct work {
    struct arena *a;
    struct lang_kit *kit;
    struct example *ex;
    uint32_t n, cap;
    const uint8_t *ends;    /* of the running document: a sentence ends before this byte */
    uint32_t skipped;
};

static bool decide(void *arg, const struct text *x, uint32_t first, uint32_t i, uint32_t next, int known) {
    struct work *w = arg;
    bool end = false; /* gold: an end between the two tokens */
    for (uint32_t k = x->t[next - 1].at.end; k <= x->t[next].at.start && !end; k++)
        end = w->ends[k];
    if (known > 0)
        return true;
    if (!split_asks(x, i, next, known == 0)) {
        w->skipped += end;
        return end;
    }
    ARENA_MORE(w->a, w->ex, w->n, w->cap);
    struct example *e = &w->ex[w->n++];
    split_features(x, first, i, next, known == 0, e->f);
    e->end = end;
    return end;
}

static void ignore(void *arg, uint32_t first, uint32_t next) { (void)arg, (void)first, (void)next; }

/* One document's text and where its sentences end. */
static void document(struct work *w, slice text, const uint8_t *ends, struct arena *doc, struct arena *tmp) {
    struct page page = {.text = text};
    struct lang l = {0};
    tokens_read(w->kit, &page, doc, tmp, &l);
    w->ends = ends;
    sentences_walk(w->kit, text, l.tokens, l.tokens_n, decide, ignore, w);
}

static void read_file(struct work *w, const char *path) {
    struct arena *file = arena_new(0), *doc = arena_new(0), *tmp = arena_new(0);
    slice rest = file_read(path, file), line;
    struct buf text = {.a = file};
    uint8_t *ends = arena_calloc(file, rest.n + 16, 1);
    slice gap = {0};
    bool tight = false;
    for (bool more = true; more;) {
        more = slice_line(&rest, &line);
        bool fresh = !more || slice_starts(line, S("# newdoc"));
        if (fresh && text.n) {
            ends[text.n] = 1;
            document(w, slice_of(text.p, text.n), ends, doc, tmp);
            memset(ends, 0, text.n + 2);
            text.n = 0;
            arena_reset(doc), arena_reset(tmp);
        }
        if (fresh)
            gap = (slice){0};
        else if (slice_starts(line, S("# newpar")))
            gap = text.n ? S("\n\n") : (slice){0};
        else if (slice_starts(line, S("# text = "))) {
            if (text.n)
                ends[text.n] = 1;
            buf_slice(&text, gap);
            buf_slice(&text, slice_trim(slice_cut(line, 9, line.n)));
        } else if (line.n && line.p[0] != '#') {
            tight = slice_find(line, S("SpaceAfter=No"), 0) != NONE;
        } else if (!line.n) {
            gap = tight ? (slice){0} : S(" ");
        }
    }
    arena_free(tmp), arena_free(doc), arena_free(file);
}

static void run(void *arg) {
    const struct args *args = arg;
    struct work w = {.a = arena_new(0)};
    if (lang_kit_open(&w.kit, "en", NULL, NULL))
        guard_fail(STM_EFORMAT);
    for (int i = 2; i < args->argc; i++)
        read_file(&w, args->argv[i]);
    float *weight = ARENA_ARRAY(w.a, float, SPLIT_WEIGHTS), *square = ARENA_ARRAY(w.a, float, SPLIT_WEIGHTS);
    float bias = 0, bias_square = 0;
    uint32_t *order = ARENA_ARRAY(w.a, uint32_t, w.n), ends = 0;
    for (uint32_t i = 0; i < w.n; i++)
        order[i] = i, ends += w.ex[i].end;
    uint64_t rng = 0x9E3779B97F4A7C15u;
    for (int e = 0; e < EPOCHS; e++) {
        uint32_t wrong = 0;
        for (uint32_t i = w.n; i > 1; i--) {
            rng ^= rng << 13, rng ^= rng >> 7, rng ^= rng << 17;
            uint32_t k = (uint32_t)(rng >> 32) % i, x = order[k];
            order[k] = order[i - 1], order[i - 1] = x;
        }
        for (uint32_t i = 0; i < w.n; i++) {
            const struct example *x = &w.ex[order[i]];
            float sum = bias;
            /* facts are left out now and then, so that no word alone decides */
            uint32_t on = 0;
            for (uint32_t k = 0; k < SPLIT_FEATURES; k++) {
                rng ^= rng << 13, rng ^= rng >> 7, rng ^= rng << 17;
                if ((rng >> 40) % 8 != 0)
                    on |= 1u << k;
            }
            for (uint32_t k = 0; k < SPLIT_FEATURES; k++)
                if (on >> k & 1)
                    sum += weight[x->f[k]];
            wrong += (sum > 0) != x->end;
            float g = 1 / (1 + expf(-sum)) - (float)x->end;
            bias_square += g * g;
            bias -= 0.05f * g / sqrtf(bias_square + 1e-6f);
            for (uint32_t k = 0; k < SPLIT_FEATURES; k++) {
                if (!(on >> k & 1))
                    continue;
                float *p = &weight[x->f[k]], *s = &square[x->f[k]], d = g + 1e-4f * *p;
                *s += d * d;
                *p -= 0.05f * d / sqrtf(*s + 1e-6f);
            }
        }
        fprintf(stderr, "%d: %u of %u wrong (%u ends, %u more not asked)\n", e + 1, wrong, w.n, ends, w.skipped);
    }
    int16_t *out = ARENA_ARRAY(w.a, int16_t, SPLIT_WEIGHTS);
    for (uint32_t i = 0; i < SPLIT_WEIGHTS; i++) {
        float v = roundf(weight[i] * 1024);
        out[i] = (int16_t)(v > 32767 ? 32767 : v < -32768 ? -32768 : v);
    }
    int32_t b = (int32_t)roundf(bias * 1024);
    struct model_writer mw;
    model_begin(&mw, w.a, "en-split");
    model_add(&mw, "weights", out, 2, SPLIT_WEIGHTS);
    model_add(&mw, "bias", &b, 4, 1);
    if (model_write(&mw, args->argv[1]))
        guard_fail(STM_EIO);
    lang_kit_close(w.kit);
    arena_free(w.a);
}

int main(int argc, char **argv) { return train_main(argc, argv, 3, "train_split OUT.stm TRAIN.conllu...", run); }
