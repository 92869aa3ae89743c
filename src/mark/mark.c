/* The kit, and the parts of a document's marks in their order. */
#include "mark_kit.h"
#include "times_grammar.h"

#include <stdio.h>

slice mark_list(const char *code, const char *name) {
    char path[80];
    snprintf(path, sizeof path, "lang/%s/%s", code, name);
    slice s = embedded(path);
    if (!s.p)
        guard_fail(STM_EIO);
    return s;
}

struct opening {
    struct mark_kit *kit;
    const char *code, *models;
};

static void open_parts(void *arg) {
    struct opening *o = arg;
    struct mark_kit *kit = o->kit;
    lexicon_init(&kit->words, kit->arena);
    lexicon_read(&kit->words, mark_list(o->code, "numbers.txt"));
    lexicon_read(&kit->words, mark_list(o->code, "times.txt"));
    times_prepare(&kit->words);
    event_kit_read(&kit->events, mark_list(o->code, "events.tsv"), mark_list(o->code, "event-status.txt"),
                   kit->arena);
    struct model attr;
    char name[32];
    snprintf(name, sizeof name, "%s-attr", o->code);
    int code = model_open(&attr, kit->arena, o->models, name);
    if (!code)
        code = attr_kit_open(&kit->attr, mark_list(o->code, "cues.txt"), 
                             mark_list(o->code, "outlets.tsv"), &attr, kit->arena);
    if (code)
        guard_fail(code);
}

int mark_kit_open(struct mark_kit **out, const char *code, const char *models, stm_err *err) {
    *out = NULL;
    struct mark_kit *kit = mem_alloc(sizeof *kit);
    if (!kit)
        return STM_ENOMEM;
    memset(kit, 0, sizeof *kit);
    kit->arena = arena_new(0);
    struct opening o = {kit, code, models};
    int status = kit->arena ? guard_run(open_parts, &o) : STM_ENOMEM;
    if (status) {
        if (err)
            *err = (stm_err){status, "no word lists for the language, or no memory", 0};
        mark_kit_close(kit);
        return status;
    }
    *out = kit;
    return 0;
}

void mark_kit_close(struct mark_kit *kit) {
    if (!kit)
        return;
    arena_free(kit->arena);
    mem_free(kit);
}

void mark_read(const struct mark_kit *kit, const struct page *page, const struct lang *lang,
               struct arena *a, struct arena *tmp, struct marks *out) {
    memset(out, 0, sizeof *out);
    struct atoms atoms;
    atoms_read(&kit->words, page, tmp, &atoms);
    mark_times(&atoms, page, lang, a, out);
    mark_quantities(&atoms, lang, a, out);
    mark_attributions(kit, page, lang, a, tmp, out);
    mark_events(kit, page, lang, a, tmp, out);
}
