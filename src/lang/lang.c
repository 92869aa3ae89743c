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

uint32_t lang_mention_in(const struct lang *l, uint32_t first, uint32_t end) {
    /* the first mention that begins at or after `first` */
    uint32_t lo = 0, hi = l->mentions_n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (l->mentions[mid].first < first)
            lo = mid + 1;
        else
            hi = mid;
    }
    uint32_t best = NONE;
    for (uint32_t i = lo; i < l->mentions_n && l->mentions[i].first < end; i++) {
        const struct mention *m = &l->mentions[i];
        if (m->end > end)
            continue;
        if (m->first == first && m->end == end)
            return i;
        if (m->kind != MENTION_NAME)
            continue;
        if (!l->parsed) {
            if (best == NONE)
                best = i;
            continue;
        }
        /* its head is the stretch's head: some token of the name hangs outside the stretch */
        for (uint32_t t = m->first; t < m->end; t++) {
            uint32_t h = l->tokens[t].head;
            if (h == t || h < first || h >= end) {
                if (best == NONE || l->mentions[best].end - l->mentions[best].first < m->end - m->first)
                    best = i;
                break;
            }
        }
    }
    return best;
}
