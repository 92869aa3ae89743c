/* Tags, lemmas and the parse with the embedded models: what later rooms rely on, in sentences of our
 * own; the model files themselves; CoNLL-U; and that every kernel gives the same numbers. */
#include <stdio.h>

#include "base/model.h"
#include "lang/lang_parts.h"
#include "lang/net.h"
#include "test.h"
#include "view/view.h"

static struct arena *arena, *tmp;
static struct lang_kit *kit;

static struct lang read_text(slice text, struct page *page, enum lang_depth depth) {
    struct lang l;
    *page = (struct page){.text = text};
    lang_read(kit, page, depth, arena, tmp, &l);
    return l;
}

/* "form/UPOS/lemma" of each token. */
static void check_tags(const char *text, const char *want) {
    struct page page;
    slice t = slice_str(text);
    struct lang l = read_text(t, &page, LANG_TAGS);
    struct buf got = {.a = arena};
    for (uint32_t i = 0; i < l.tokens_n; i++) {
        if (i)
            buf_char(&got, ' ');
        buf_slice(&got, token_form(t, &l.tokens[i]));
        buf_char(&got, '/');
        buf_slice(&got, slice_str(upos_names[l.tokens[i].upos]));
        buf_char(&got, '/');
        buf_slice(&got, token_lemma(&l, &l.tokens[i]));
    }
    CHECK(l.tagged && !l.parsed);
    CHECK_SLICE(buf_take(&got), want);
}

static void tags(void *arg) {
    (void)arg;
    check_tags("The men didn't see her.",
               "The/DET/the men/NOUN/man did/AUX/do n't/PART/not see/VERB/see her/PRON/she ./PUNCT/." + 0);
}

static void lemmas(void *arg) {
    (void)arg;
    struct page page;
    static const char *const cases[][2] = {
        {"They have taken it.", "they have take it ."},
        {"Ministers denied running three companies.", "minister deny run three company ."},
        {"She was told it is cheaper.", "she be tell it be cheap ."},
        {"I saw him.", "I see he ."},
    };
    for (size_t i = 0; i < NELEMS(cases); i++) {
        struct lang l = read_text(slice_str(cases[i][0]), &page, LANG_TAGS);
        struct buf got = {.a = arena};
        for (uint32_t k = 0; k < l.tokens_n; k++) {
            if (k)
                buf_char(&got, ' ');
            buf_slice(&got, token_lemma(&l, &l.tokens[k]));
        }
        CHECK_SLICE(buf_take(&got), cases[i][1]);
    }
    /* one word, one key, in whatever form */
    struct lang l = read_text(S("She said it. They say so. SAYING nothing helps."), &page, LANG_TAGS);
    uint32_t n = 0;
    for (uint32_t k = 0; k < l.tokens_n; k++)
        n += l.tokens[k].key == lang_key(S("say"));
    CHECK(n == 3);
}

static void parse(void *arg) {
    (void)arg;
    struct page page;
    slice text = S("The minister told reporters on Monday that Harn had rejected the plan.");
    struct lang l = read_text(text, &page, LANG_PARSE);
    CHECK(l.parsed && l.sentences_n == 1 && l.tokens_n == 13);
    const struct token *t = l.tokens;
    CHECK(t[2].head == 2 && t[2].deprel == DEP_ROOT);                            /* told */
    CHECK(t[1].head == 2 && t[1].deprel == DEP_NSUBJ && t[0].head == 1 && t[0].deprel == DEP_DET);
    CHECK(t[9].head == 2 && t[9].deprel == DEP_CCOMP);                           /* rejected */
    CHECK(t[7].head == 9 && t[7].deprel == DEP_NSUBJ);                           /* Harn */
    CHECK(t[6].head == 9 && t[6].deprel == DEP_MARK);                            /* that */
    CHECK(t[11].head == 9 && t[11].deprel == DEP_OBJ);                           /* plan */
    CHECK(t[12].deprel == DEP_PUNCT);
    CHECK_SLICE(lang_feats(t[2].feats), "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin");
    text = S("The plan was rejected by Harn.");
    l = read_text(text, &page, LANG_PARSE);
    CHECK(l.tokens[1].deprel == DEP_NSUBJ_PASS && l.tokens[2].deprel == DEP_AUX_PASS);
    CHECK(l.tokens[5].deprel == DEP_OBL_AGENT && l.tokens[5].head == 3);
}

/* Every sentence is a tree with one root, whatever the words. */
static void trees(void *arg) {
    (void)arg;
    static const char *const words[] = {"the", "said", ",", "(", "Harn", "to", "and", ".", "of", "\"", "go", "5",
                                        "n't", "is", "who", "-", "it", "\n\n", "up", "that"};
    struct buf b = {.a = arena};
    uint64_t rng = 3;
    for (int i = 0; i < 8000; i++) {
        rng = rng * 6364136223846793005u + 1442695040888963407u;
        buf_slice(&b, slice_str(words[(rng >> 33) % NELEMS(words)]));
        buf_char(&b, ' ');
    }
    struct page page;
    slice text = buf_take(&b);
    struct lang l = read_text(text, &page, LANG_PARSE);
    uint32_t wrong = 0;
    for (uint32_t s = 0; s < l.sentences_n; s++) {
        uint32_t first = l.sentences[s].first, end = l.sentences[s].end, roots = 0;
        for (uint32_t i = first; i < end; i++) {
            uint32_t h = l.tokens[i].head, steps = 0;
            roots += h == i;
            wrong += h < first || h >= end || (h == i) != (l.tokens[i].deprel == DEP_ROOT);
            for (uint32_t k = i; l.tokens[k].head != k && steps <= end - first; steps++)
                k = l.tokens[k].head;
            wrong += steps > end - first;
        }
        wrong += roots != 1;
    }
    CHECK(l.sentences_n > 100 && wrong == 0);
}

static void model_files(void *arg) {
    (void)arg;
    static const char *const names[] = {"en-read", "en-lemma", "en-split"};
    for (size_t i = 0; i < NELEMS(names); i++) {
        struct model m;
        CHECK(model_open(&m, arena, NULL, names[i]) == 0);
        CHECK(model_check(&m) == 0);
        CHECK(m.n < 8u << 20);
    }
    struct model m;
    CHECK(model_open(&m, arena, NULL, "no-such-model") == STM_EEMPTY);
    CHECK(model_open(&m, arena, "/nowhere", "en-lemma") == 0); /* falls back on the embedded one */
    /* a changed byte is seen by the checksum; a broken table at once */
    slice file = embedded("models/en-split.stm");
    char *copy = arena_alloc(arena, file.n);
    memcpy(copy, file.p, file.n);
    copy[file.n - 1] ^= 1;
    CHECK(model_from(&m, copy, file.n) == 0 && model_check(&m) == STM_EFORMAT);
    copy[file.n - 1] ^= 1;
    CHECK(model_from(&m, copy, file.n) == 0 && model_check(&m) == 0);
    size_t n;
    CHECK(model_section(&m, "weights", 2, &n) && n == 1u << 15);
    CHECK(!model_section(&m, "weights", 4, &n) && n == 0);
    CHECK(!model_exactly(&m, "weights", 2, 5) && !model_section(&m, "nothing", 2, &n));
    CHECK(model_from(&m, copy, file.n - 1) == STM_EFORMAT);
    CHECK(model_from(&m, copy, 40) == STM_EFORMAT);
    for (size_t at = 64; at < 64 + 64 * 2; at++) { /* any byte of the table: refused, or still inside */
        for (int bit = 0; bit < 8; bit += 7) {
            copy[at] = (char)(copy[at] ^ (1 << bit));
            if (model_from(&m, copy, file.n) == 0)
                for (uint32_t r = 0; r < m.sections; r++)
                    if (m.rows[r].offset + m.rows[r].size > file.n)
                        CHECK(!"a section outside the file");
            copy[at] = (char)(copy[at] ^ (1 << bit));
        }
    }
}

/* A shape that does not fit the sections is refused, whatever byte of it is wrong. */
static void wrong_shapes(void *arg) {
    (void)arg;
    slice file = embedded("models/en-read.stm");
    char *copy = arena_alloc(arena, file.n);
    memcpy(copy, file.p, file.n);
    struct model m;
    struct net net;
    CHECK(model_from(&m, copy, file.n) == 0 && net_open(&net, &m) == 0);
    const uint8_t *shape = model_exactly(&m, "shape", 4, 32);
    CHECK(shape != NULL);
    uint32_t at = (uint32_t)(shape - (const uint8_t *)copy), accepted = 0;
    for (uint32_t k = 0; k < 10 * 4; k++) {
        copy[at + k] = (char)(copy[at + k] ^ 0x41);
        accepted += net_open(&net, &m) == 0;
        copy[at + k] = (char)(copy[at + k] ^ 0x41);
    }
    CHECK(accepted == 0);
}

static void kernels(void *arg) {
    (void)arg;
    enum { K = 96, M = 128, R = 17 };
    static int16_t x[R * K], w[K * M], out[2][R * M];
    static int32_t y[2][R * M];
    uint32_t rng = 1;
    for (int i = 0; i < R * K; i++)
        x[i] = (int16_t)((rng = rng * 1664525u + 1013904223u) >> 20) ;
    for (int i = 0; i < K * M; i++)
        w[i] = (int16_t)(((rng = rng * 1664525u + 1013904223u) >> 19) - 4096);
    const struct net_kernels *wide = net_kernels(), *plain = &net_sse2_kernels;
    static const uint32_t widths[] = {16, 48, 112, M}; /* of strips and what is left beside them, all numbers of rows */
    for (size_t m = 0; m < NELEMS(widths); m++)
        for (uint32_t rows = 1; rows <= R; rows++) {
            memset(y, 0, sizeof y);
            plain->map(y[0], x, K, rows, w, K, widths[m]);
            wide->map(y[1], x, K, rows, w, K, widths[m]);
            CHECK(memcmp(y[0], y[1], sizeof y[0]) == 0);
        }
    int64_t first = 0; /* and they are the sums */
    for (int p = 0; p < K; p += 2)
        first += (int64_t)x[p] * w[p * M] + (int64_t)x[p + 1] * w[p * M + 1];
    CHECK(y[0][0] == (int32_t)first);
    plain->narrow(out[0], y[0], 10, R * M);
    wide->narrow(out[1], y[0], 10, R * M);
    CHECK(memcmp(out[0], out[1], sizeof out[0]) == 0);
    /* the first of the greatest, whatever the number of them */
    y[0][7] = y[0][40] = 1 << 30;
    CHECK(plain->best(y[0], y[0] + M, 61) == wide->best(y[0], y[0] + M, 61));
    int32_t zero[M] = {0};
    CHECK(plain->best(y[0], zero, 61) == 7 && wide->best(y[0], zero, 61) == 7 && wide->best(y[0] + 8, zero, 53) == 32);
    plain->residual3(out[0], x, y[1], y[1] + M, y[1] + 2 * M, zero, 8, K);
    wide->residual3(out[1], x, y[1], y[1] + M, y[1] + 2 * M, zero, 8, K);
    CHECK(memcmp(out[0], out[1], K * sizeof(int16_t)) == 0);
    int32_t three = (int32_t)((uint32_t)y[1][3] + (uint32_t)y[1][M + 3] + (uint32_t)y[1][2 * M + 3]) >> 8;
    three = x[3] + (three > 0 ? three : 0);
    CHECK(out[0][3] == (three > 32767 ? 32767 : three));
    const int16_t *rows[3] = {x, x + K, w};
    plain->hidden(out[0], rows, 3, 64);
    wide->hidden(out[1], rows, 3, 64);
    CHECK(memcmp(out[0], out[1], 64 * sizeof(int16_t)) == 0);
    int sum = (int16_t)(x[5] + x[K + 5] + w[5]);
    CHECK(out[0][5] == (sum > 0 ? sum : 0));
}

/* What was kept of words seen before, in this report or another, and let go when there were too many, changes
 * nothing. */
static void kept(void *arg) {
    (void)arg;
    static const char sentence[] = "Ann Oduya said the last ships had left Orren early on Friday.";
    struct buf b = {.a = arena};
    for (int i = 0; i < 3000; i++) {
        char word[32];
        snprintf(word, sizeof word, "w%xo%xe%s", i * 7919 % 4093, i, i % 12 == 11 ? ". " : " ");
        buf_add(&b, word, (uint32_t)strlen(word));
        if (i % 500 == 499)
            buf_add(&b, "\n\n", 2);
    }
    buf_add(&b, sentence, sizeof sentence - 1);
    struct page alone = {.text = slice_str(sentence)}, after = {.text = buf_take(&b)};
    struct lang one, all;
    struct lang_kit *fresh = NULL;
    CHECK(lang_kit_open(&fresh, "en", NULL, NULL) == 0);
    lang_read(fresh, &alone, LANG_PARSE, arena, tmp, &one);
    lang_kit_close(fresh);
    lang_read(kit, &after, LANG_PARSE, arena, tmp, &all);
    uint32_t from = all.sentences[all.sentences_n - 1].first, n = all.tokens_n - from;
    CHECK(n == one.tokens_n && all.tokens_n > 3000);
    for (uint32_t i = 0; i < n && i < one.tokens_n; i++) {
        const struct token *x = &one.tokens[i], *y = &all.tokens[from + i];
        CHECK(x->upos == y->upos && x->xpos == y->xpos && x->feats == y->feats && x->deprel == y->deprel &&
              x->head + from == y->head);
    }
}

struct failing {
    struct lang_kit *kit;
    struct page page;
    struct lang l;
};
static void read_failing(void *arg) {
    struct failing *f = arg;
    lang_read(f->kit, &f->page, LANG_PARSE, arena, tmp, &f->l);
}

/* A reading that runs out of memory, wherever, leaves the kit as good as it was. */
static void failed(void *arg) {
    (void)arg;
    struct failing f = {.page = {.text = S("Ann Oduya said the last ships had left Orren early on Friday.")}};
    CHECK(lang_kit_open(&f.kit, "en", NULL, NULL) == 0);
    int code = STM_ENOMEM;
    for (long k = 0; code && k < 200; k++) {
        mem_fail_at(k);
        code = guard_run(read_failing, &f);
        mem_fail_at(-1);
        arena_reset(tmp);
    }
    CHECK(code == 0 && f.l.tokens_n == 13 && f.l.tokens[0].head == 2 && f.l.tokens[2].upos == UPOS_VERB);
    lang_kit_close(f.kit);
}

static int collect(void *arg, const char *p, size_t n) {
    buf_add(arg, p, n);
    return 0;
}

static void conllu(void *arg) {
    (void)arg;
    struct document d = {.id = S("a b")};
    d.page.text = S("Ann\xE2\x80\x99s men don't go.");
    lang_read(kit, &d.page, LANG_PARSE, arena, tmp, &d.lang);
    static struct out o;
    struct buf b = {.a = arena};
    out_init(&o, collect, &b);
    view_conllu(&d, &o);
    CHECK(out_flush(&o) == 0);
    slice got = buf_take(&b);
    CHECK(slice_starts(got, S("# newdoc id = a b\n")));
    CHECK(slice_find(got, S("\n# text = Ann\xE2\x80\x99s men don't go.\n"), 0) != NONE);
    CHECK(slice_find(got, S("\n1-2\tAnn\xE2\x80\x99s\t_\t_\t_\t_\t_\t_\t_\t_\n1\tAnn\tAnn\tPROPN\tNNP\t"), 0) != NONE);
    CHECK(slice_find(got, S("\n4-5\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n4\tdo\tdo\tAUX\t"), 0) != NONE);
    CHECK(slice_find(got, S("\n6\tgo\tgo\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No\n7\t.\t.\tPUNCT\t.\t_\t6\tpunct\t_\t"), 0) != NONE);
    CHECK(slice_ends(got, S("\n\n")));
}

/* Without models: tokens, rough tags, and `tagged` says so. */
static void without_models(void *arg) {
    (void)arg;
    struct lang_kit *other;
    CHECK(lang_kit_open(&other, "xx", NULL, NULL) == 0);
    struct lang l;
    struct page page = {.text = S("Ann Oduya said 5 ships left. They sank.")};
    lang_read(other, &page, LANG_PARSE, arena, tmp, &l);
    CHECK(!l.tagged && !l.parsed && l.tokens_n == 10 && l.sentences_n == 2);
    CHECK(l.tokens[0].upos == UPOS_PROPN && l.tokens[3].upos == UPOS_NUM && l.tokens[0].head == NONE);
    lang_kit_close(other);
}

int main(void) {
    arena = arena_new(0);
    tmp = arena_new(0);
    CHECK(lang_kit_open(&kit, "en", NULL, NULL) == 0);
    RUN(tags);
    RUN(lemmas);
    RUN(parse);
    RUN(trees);
    RUN(model_files);
    RUN(wrong_shapes);
    RUN(kernels);
    RUN(failed);
    RUN(kept);
    RUN(conllu);
    RUN(without_models);
    lang_kit_close(kit);
    arena_free(tmp);
    arena_free(arena);
    DONE();
}
