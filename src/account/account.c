/* The account: documents sorted and named, then the rooms after doc, one after the other. */
#include "account.h"

#include <stdlib.h>

static int by_content(const void *x, const void *y) {
    const struct document *a = *(const struct document *const *)x;
    const struct document *b = *(const struct document *const *)y;
    int d = slice_cmp(a->id, b->id);
    if (!d)
        d = memcmp(a->source.sha256, b->source.sha256, sizeof a->source.sha256);
    if (!d)
        d = slice_cmp(a->source.file, b->source.file);
    return d ? d : slice_cmp(a->source.record, b->source.record);
}

static int by_place(const void *x, const void *y) {
    const struct skip *a = x, *b = y;
    int d = slice_cmp(a->file, b->file);
    if (!d)
        d = slice_cmp(a->record, b->record);
    return d ? d : slice_cmp(a->error, b->error);
}

/* Reports of one id get the head of their hash behind it, and those with the same bytes a number
 * besides: nothing that depends on the order in which they were named. */
static void name_apart(struct document **docs, uint32_t n) {
    for (uint32_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && slice_eq(docs[j]->id, docs[i]->id); j++)
            ;
        if (j - i < 2)
            continue;
        uint32_t copy = 1;
        for (uint32_t k = i; k < j; k++) {
            char head[8];
            hex(docs[k]->source.sha256, 4, head);
            copy = k > i && memcmp(docs[k]->source.sha256, docs[k - 1]->source.sha256, 32) == 0
                       ? copy + 1
                       : 1;
            slice id = docs[k]->source.id;
            struct arena *a = docs[k]->arena;
            docs[k]->id = copy == 1 ? arena_printf(a, "%.*s-%.8s", (int)id.n, id.p, head)
                                    : arena_printf(a, "%.*s-%.8s-%u", (int)id.n, id.p, head, copy);
        }
    }
}

void account_sort(struct document **docs, uint32_t n) {
    if (!n)
        return;
    qsort(docs, n, sizeof *docs, by_content);
    name_apart(docs, n);
    qsort(docs, n, sizeof *docs, by_content); /* the new names sort anew */
}

struct work {
    struct account *acc;
    struct document **docs;
    const struct skip *skipped;
    int threads;
    const struct fix_set *fixes;
};

static void build(void *arg) {
    struct work *w = arg;
    struct account *acc = w->acc;
    struct arena *a = acc->arena;
    uint32_t n = acc->documents_n;
    account_sort(w->docs, n);
    acc->documents = ARENA_ARRAY(a, const struct document *, n);
    for (uint32_t i = 0; i < n; i++)
        acc->documents[i] = w->docs[i];
    acc->skipped = ARENA_ARRAY(a, struct skip, acc->skipped_n);
    for (uint32_t i = 0; i < acc->skipped_n; i++) {
        const struct skip *s = &w->skipped[i];
        acc->skipped[i] = (struct skip){s->file.p ? arena_slice(a, s->file) : s->file,
                                        s->record.p ? arena_slice(a, s->record) : s->record,
                                        s->error.p ? arena_slice(a, s->error) : s->error, s->code};
    }
    if (acc->skipped_n)
        qsort(acc->skipped, acc->skipped_n, sizeof *acc->skipped, by_place);
    if (w->fixes) {
        struct fixes *f = acc->fixes = ARENA_NEW(a, struct fixes);
        f->n = w->fixes->n;
        f->p = ARENA_ARRAY(a, struct fix, f->n + 1);
        memcpy(f->p, w->fixes->p, f->n * sizeof *f->p);
        f->told = w->fixes->stories;
        f->told_n = w->fixes->stories_n;
        f->titles = w->fixes->titles;
        f->titles_n = w->fixes->titles_n;
    }
    kin_read(acc->documents, n, w->threads, a, &acc->kin);
    fix_kin(acc->fixes, acc->documents, n, &acc->kin, a);
    story_read(acc->documents, n, &acc->kin, w->threads, a, &acc->stories);
    fix_stories(acc->fixes, acc->documents, n, &acc->stories, a);
    fix_figures(acc->fixes, acc->documents, n, &acc->stories, a);
    claim_read(acc->documents, n, &acc->kin, &acc->stories, w->threads, a, &acc->claims);
    fix_claims(acc->fixes, acc->documents, n, &acc->stories, &acc->claims, &acc->kin, a);
}

static void free_documents(void *arg) {
    struct account *acc = arg;
    for (uint32_t i = 0; i < acc->documents_n; i++)
        doc_free((struct document *)(uintptr_t)acc->documents[i]);
}

static void free_kept(void *a) { arena_free(a); }

static void keep_arena(void *arg) {
    struct arena **two = arg;
    arena_defer(two[0], free_kept, two[1]);
}

int account_new(struct account **out, struct document **docs, uint32_t n, const struct skip *skipped, uint32_t skipped_n,
                int threads) {
    return account_new_fixed(out, docs, n, skipped, skipped_n, NULL, NULL, threads);
}

int account_new_fixed(struct account **out, struct document **docs, uint32_t n, const struct skip *skipped,
                      uint32_t skipped_n, const struct fix_set *fixes, struct arena *keep, int threads) {
    *out = NULL;
    struct arena *a = arena_new(0);
    struct account *acc = a ? mem_alloc(sizeof *acc) : NULL;
    int code = STM_ENOMEM;
    if (acc) {
        *acc = (struct account){.arena = a, .documents_n = n, .skipped_n = skipped_n};
        struct work w = {acc, docs, skipped, threads > 0 ? threads : cpu_count(), fixes};
        struct arena *two[] = {a, keep};
        code = keep ? guard_run(keep_arena, two) : 0;
        keep = NULL; /* it goes with the account, or went when that could not be noted */
        if (!code)
            code = guard_run(build, &w);
    }
    if (code) {
        arena_free(keep);
        for (uint32_t i = 0; i < n; i++)
            doc_free(docs[i]);
        arena_free(a);
        mem_free(acc);
        return code;
    }
    *out = acc;
    return 0;
}

void account_free(struct account *acc) {
    if (!acc)
        return;
    free_documents(acc);
    arena_free(acc->arena);
    mem_free(acc);
}
