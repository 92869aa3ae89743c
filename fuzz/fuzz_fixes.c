/* Corrections from outside: lists of them read, and put on top of an account; ids and args as a page sends them. */
#include "check_source.h"
#include "account/account.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static const char *const reports[] = {
    "KESSMAR, March 12 (Corvane Press) - The lower gate of the Halden lock was cracked, three people with knowledge of the inspection "
    "said. Seven people died, the harbour authority said.\n\n\"We knew nothing of it,\" said Tomas Reval, the minister of transport.",
    "Seven people died when the Halden lock broke, the harbour authority said on Tuesday, according to the Corvane Press. The lower gate "
    "of the Halden lock was cracked, three people with knowledge of the inspection said.\n\nMinister Reval denied that.",
    "Nine people died when the Halden lock broke, officials said. \"We knew nothing,\" said Tomas Reval."};

static struct account *account(void) {
    static struct account *acc;
    if (acc)
        return acc;
    struct doc_options o = {.depth = DOC_MARKS, .lang = LANG_PARSE, .threads = 1};
    struct doc_reader *r = NULL;
    struct document *docs[NELEMS(reports)];
    must(doc_reader_new(&r, &o, NULL) == 0);
    for (size_t i = 0; i < NELEMS(reports); i++) {
        char name[] = "0.txt";
        name[0] = (char)('a' + i);
        must(doc_read_bytes(r, name, reports[i], strlen(reports[i]), &docs[i], NULL) == 0);
    }
    doc_reader_free(r);
    must(account_new(&acc, docs, NELEMS(reports), NULL, 0, 1) == 0);
    return acc;
}

static void apply(struct fix *f, uint32_t n, struct arena *a) {
    struct account *acc = account();
    struct fixes all = {.p = f, .n = n};
    struct kin kin = acc->kin;
    struct stories st = acc->stories;
    struct claims c = acc->claims;
    fix_kin(&all, acc->documents, acc->documents_n, &kin, a);
    fix_stories(&all, acc->documents, acc->documents_n, &st, a);
    fix_figures(&all, acc->documents, acc->documents_n, &st, a);
    fix_claims(&all, acc->documents, acc->documents_n, &st, &c, &kin, a);
    for (uint32_t i = 0; i < kin.edges_n; i++) {
        const struct edge *e = &kin.edges[i];
        must(e->doc < acc->documents_n && e->from < (e->origin ? kin.origins_n : acc->documents_n));
        must(!i || kin.edges[i - 1].doc <= e->doc);
        for (uint32_t k = 0; k < e->rivals_n; k++)
            must(e->rivals[k].from < (e->rivals[k].origin ? kin.origins_n : acc->documents_n));
    }
    for (uint32_t i = 0; i < kin.origins_n; i++)
        must(kin.origins[i].documents_n > 0);
    for (uint32_t i = 0; i < acc->documents_n; i++) {
        must(kin.family[i] <= i);
        for (uint32_t k = 0; k < acc->documents[i]->lang.entities_n; k++)
            must(st.figure_of[i][k] < st.figures_n);
    }
    for (uint32_t i = 0; i < c.claims_n; i++)
        must(c.claims[i].rows_n > 0 && c.claims[i].text.n > 0);
    for (uint32_t i = 0; i < c.conflicts_n; i++)
        for (uint32_t k = 0; k < c.conflicts[i].claims_n; k++)
            must(c.conflicts[i].claims[k] < c.claims_n);
    for (uint32_t i = 0; i < c.losses_n; i++)
        must(c.losses[i].claim == NONE || c.losses[i].claim < c.claims_n);
}

static void run(void *arg) {
    struct fuzz_run *f = arg;
    slice all = slice_of((const char *)f->p, f->n), line, kind;
    struct fix *list = NULL;
    uint32_t n = 0, bad = 0;
    fix_list_read(all, f->a, &list, &n, &bad);
    for (uint32_t i = 0; i < n; i++) { /* what is kept reads as itself */
        struct fix again;
        must(fix_read(slice_str(fix_kind_names[list[i].kind]), list[i].args, f->a, &again) == 0);
        must(slice_eq(again.args, list[i].args) && slice_eq(again.id, list[i].id));
        must(fix_says(&list[i], f->a).n > 0);
    }
    apply(list, n, f->a);
    /* "KIND ARGS" lines, as a page sends them, one on top of the other */
    struct account *acc = account();
    struct fix_scene scene = {acc->documents, acc->documents_n, &acc->kin, &acc->stories, &acc->claims};
    struct fix *made = ARENA_ARRAY(f->a, struct fix, 16);
    uint32_t made_n = 0;
    while (slice_line(&all, &line) && made_n < 16) {
        const char *why = NULL;
        if (!slice_field(&line, ' ', &kind))
            continue;
        if (fix_make(&scene, kind, line, f->a, &made[made_n], &why) == 0)
            made_n++;
        else
            must(why != NULL);
    }
    apply(made, made_n, f->a);
}

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n) { return fuzz_guarded(p, n > 1 << 16 ? 1 << 16 : n, run); }
