/* A kit is opened once; then each document runs through the parts in lang_parts.h's order. */
#include "lang_parts.h"

#include <stdio.h>

/* ---- the kit --------------------------------------------------------------------------- */

struct opening {
    struct lang_kit *kit;
    const char *models;
};

static void open_parts(void *arg) {
    struct opening *o = arg;
    struct lang_kit *kit = o->kit;
    if (o->models)
        kit->models = arena_dup(kit->arena, o->models, strlen(o->models));
    words_open(kit);
    sentences_open(kit);
    tags_open(kit);
    lemmas_open(kit);
    names_open(kit);
    entities_open(kit);
    coref_open(kit);
}

int lang_kit_open(struct lang_kit **out, const char *code, const char *models, stm_err *err) {
    *out = NULL;
    if (strlen(code) >= sizeof((struct lang_kit){0}.code))
        return STM_EUSAGE;
    struct arena *a = arena_new(0);
    struct lang_kit *kit = mem_alloc(sizeof *kit);
    if (!a || !kit) {
        arena_free(a);
        mem_free(kit);
        return STM_ENOMEM;
    }
    *kit = (struct lang_kit){.arena = a};
    snprintf(kit->code, sizeof kit->code, "%s", code);
    struct opening o = {kit, models};
    int status = guard_run(open_parts, &o);
    if (status) {
        if (err)
            *err = (stm_err){status, "cannot open the language's models", 0};
        lang_kit_close(kit);
        return status;
    }
    *out = kit;
    return 0;
}

void lang_kit_close(struct lang_kit *kit) {
    if (!kit)
        return;
    arena_free(kit->arena);
    mem_free(kit);
}

/* ---- a document --------------------------------------------------------------------------- */

void lang_read(const struct lang_kit *kit, const struct page *page, enum lang_depth depth,
               struct arena *a, struct arena *tmp, struct lang *out) {
    *out = (struct lang){.lemmas = ""};
    tokens_read(kit, page, a, tmp, out);
    sentences_read(kit, page, a, tmp, out);
    if (depth >= LANG_TAGS) {
        if (kit->tagger && kit->lemmas) {
            tags_read(kit, page, depth >= LANG_PARSE, tmp, out);
            lemmas_read(kit, page, a, out);
        } else {
            rough_read(kit, page, a, out);
        }
    }
    if (depth >= LANG_NAMES) {
        names_read(kit, page, a, tmp, out);
        entities_read(kit, page, a, tmp, out);
        coref_read(kit, page, a, tmp, out);
    }
}
