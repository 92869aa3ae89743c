/* Any bytes as a report's text, through the whole language room: spans inside the text, tokens in
 * order, trees with one root. */
#include <stdlib.h>

#include "lang/lang.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct fuzz_job {
    slice text;
    struct arena *a, *tmp;
    const struct lang_kit *kit;
};

static void check(int right) {
    if (!right)
        abort();
}

static void read_it(void *arg) {
    struct fuzz_job *j = arg;
    struct page page = {.text = j->text};
    struct lang l;
    lang_read(j->kit, &page, LANG_PARSE, j->a, j->tmp, &l);
    uint32_t at = 0, next = 0;
    for (uint32_t i = 0; i < l.tokens_n; i++) {
        const struct token *t = &l.tokens[i];
        check(t->at.start >= at && t->at.end > t->at.start && t->at.end <= j->text.n);
        check(t->upos < UPOS_COUNT && t->xpos < XPOS_COUNT && t->deprel < DEP_COUNT);
        at = t->at.end;
    }
    for (uint32_t s = 0; s < l.sentences_n; s++) {
        const struct sentence *z = &l.sentences[s];
        uint32_t roots = 0;
        check(z->first == next && z->end > z->first && z->end <= l.tokens_n);
        for (uint32_t i = z->first; l.parsed && i < z->end; i++) {
            check(l.tokens[i].head >= z->first && l.tokens[i].head < z->end);
            roots += l.tokens[i].head == i;
        }
        check(!l.parsed || roots == 1);
        next = z->end;
    }
    check(next == l.tokens_n);
    for (uint32_t m = 0; m < l.mentions_n; m++)
        check(l.mentions[m].first < l.mentions[m].end && l.mentions[m].end <= l.tokens_n &&
              l.mentions[m].at.end <= j->text.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    static struct lang_kit *kit;
    if ((!kit && lang_kit_open(&kit, "en", NULL, NULL)) || n > 1 << 18)
        return 0;
    struct fuzz_job j = {{(const char *)data, (uint32_t)n}, arena_new(0), arena_new(0), kit};
    if (j.a && j.tmp && guard_run(read_it, &j))
        abort();
    arena_free(j.tmp);
    arena_free(j.a);
    return 0;
}
