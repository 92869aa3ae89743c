/* The public functions: what a program that links the library relies on. */
#include "test.h"

#include <stdlib.h>

struct text {
    char p[1 << 18];
    size_t n;
    int calls, stop_at;
};

static int keep(void *arg, const char *p, size_t n) {
    struct text *t = arg;
    if (t->stop_at && ++t->calls >= t->stop_at)
        return STM_ESTOP;
    if (n > sizeof t->p - t->n)
        return STM_ELIMIT;
    memcpy(t->p + t->n, p, n);
    t->n += n;
    return 0;
}

static bool holds(const struct text *t, const char *words) {
    return slice_find(slice_of(t->p, t->n), slice_str(words), 0) != NONE;
}

static const char page[] =
    "<html><head><title>Bridge opened</title></head><body><nav><a href=/>Home</a></nav><article>"
    "<h1>Bridge opened</h1><p>The mayor of Orren opened the new bridge over the river on Monday, the "
    "council said in a statement to the press.</p><p>&ldquo;It took us nine years,&rdquo; said mayor "
    "Ada Brandt, who cut the ribbon in front of some 300 people.</p></article></body></html>";

static struct text t;
static uint32_t skips;

static void on_skip(void *arg, const stm_skip *skip) {
    (void)arg;
    skips++;
    CHECK(skip->file && skip->error && skip->code < 0);
}

int main(void) {
    CHECK(!strcmp(stm_version(), STM_VERSION));
    for (int s = 0; s >= -7; s--)
        CHECK(stm_strerror(s) && strcmp(stm_strerror(s), "unknown status"));

    CHECK(stm_extract_bytes("bridge.html", page, sizeof page - 1, NULL, keep, &t, NULL) == 0);
    CHECK(holds(&t, "\"id\":\"bridge\""));
    CHECK(holds(&t, "\"title\":\"Bridge opened\""));
    CHECK(holds(&t, "It took us nine years"));
    CHECK(t.n && t.p[t.n - 1] == '\n');

    t.n = 0;
    stm_err err = {0};
    CHECK(stm_extract_bytes("nothing.html", "", 0, NULL, keep, &t, &err) < 0);
    CHECK(err.code < 0 && err.message);
    CHECK(t.n == 0);

    /* a caller that stops is obeyed, and told so */
    t = (struct text){.stop_at = 1};
    CHECK(stm_extract_bytes("bridge.html", page, sizeof page - 1, NULL, keep, &t, NULL) == STM_ESTOP);

    char dir[] = "/tmp/stemma-api-XXXXXX";
    CHECK(mkdtemp(dir) != NULL);
    char a[64], b[64];
    snprintf(a, sizeof a, "%s/a.html", dir);
    snprintf(b, sizeof b, "%s/b.html", dir);
    FILE *f = fopen(a, "w");
    CHECK(f && fwrite(page, 1, sizeof page - 1, f) == sizeof page - 1 && !fclose(f));
    f = fopen(b, "w"); /* empty: a skip */
    CHECK(f && !fclose(f));
    const char *paths[] = {dir};
    stm_options o = STM_OPTIONS_INIT;
    o.on_skip = on_skip;
    o.threads = 2;
    t = (struct text){0};
    CHECK(stm_extract(paths, 1, STM_JSONL, STM_OURS, &o, keep, &t, &err) == 0);
    CHECK(skips == 1);
    CHECK(stm_extract(paths, 1, STM_CONLLU, STM_OURS, &o, keep, &t, &err) == STM_EUSAGE);

    stm_account *acc = NULL;
    skips = 0;
    CHECK(stm_account_read(&acc, paths, 1, &o, &err) == 0);
    CHECK(acc && stm_account_documents(acc) == 1 && stm_account_skipped(acc) == 1 &&
          stm_account_stories(acc) == 1 && skips == 1);
    t = (struct text){0};
    CHECK(stm_account_json(acc, STM_VIEW_ALL, keep, &t) == 0);
    CHECK(holds(&t, "\"format\":\"stemma-account/1\"") && holds(&t, "\"skipped\":[{\"file\":"));
    struct text *first = malloc(sizeof *first);
    CHECK(first != NULL);
    if (first) {
        *first = t;
        t = (struct text){0};
        CHECK(stm_account_json(acc, STM_VIEW_ALL, keep, &t) == 0 && t.n == first->n && !memcmp(t.p, first->p, t.n));
        free(first);
    }
    t = (struct text){0};
    CHECK(stm_account_json(acc, STM_VIEW_CONFLICTS, keep, &t) == 0 && holds(&t, "\"conflicts\":[") &&
          !holds(&t, "\"documents\":["));
    stm_view_options v = STM_VIEW_OPTIONS_INIT;
    t = (struct text){0};
    CHECK(stm_account_text(acc, &v, keep, &t) == 0 && holds(&t, "Bridge opened"));
    v.view = (enum stm_view)99;
    CHECK(stm_account_text(acc, &v, keep, &t) == STM_EUSAGE);
    stm_account_free(acc);
    stm_account_free(NULL);
    remove(a);
    remove(b);
    remove(dir);
    DONE();
}
