/* The public corrections of a desk. */
#include <stdio.h>
#include <time.h>

#include "api.h"
#include "store/fixes.h"
#include "view/layout.h"

static void now(char at[24]) {
    time_t t = time(NULL);
    struct tm tm;
    gmtime_r(&t, &tm);
    strftime(at, 24, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

struct listing_fixes {
    struct fix *f;
    uint32_t n;
    struct arena *a;
    struct out *o;
    const stm_view_options *view;
    int how; /* 0: for people, 1: JSON, 2: a list for elsewhere */
};

static void list(void *arg) {
    struct listing_fixes *g = arg;
    if (g->how == 2) {
        fix_list_write(g->f, g->n, g->o);
        return;
    }
    for (uint32_t i = 0; i < g->n; i++) {
        struct fix *f = &g->f[i];
        f->applied = true;
        if (g->how == 1) {
            account_fix_row(f, g->a, g->o);
            out_str(g->o, "\n");
            continue;
        }
        struct layout l = {g->o, g->a, g->view->colour != 0, g->view->ascii != 0, g->view->width > 0 ? g->view->width : 80, 0};
        slice at = f->at.p && f->at.n > 10 ? slice_cut(f->at, 0, 10) : S("");
        layout_put(&l, INK_NAME, f->id);
        layout_put(&l, INK_DIM, arena_printf(g->a, "  %.*s  %s%s", (int)at.n, at.p, fix_kind_names[f->kind], f->undone.p ? ", undone" : ""));
        layout_end(&l);
        layout_pad(&l, 4);
        layout_wrap(&l, INK_PLAIN, layout_clean(g->a, fix_says(f, g->a)), 4, 4);
        slice more[] = {f->kind == FIX_NOTE ? f->name : (slice){0}, f->note};
        for (int k = 0; k < 2; k++)
            if (more[k].p) {
                layout_pad(&l, 4);
                layout_wrap(&l, INK_DIM, layout_clean(g->a, more[k]), 4, 4);
            }
    }
    if (!g->n)
        out_str(g->o, "Nothing has been corrected on this desk.\n");
}

static int list_as(stm_desk *desk, int how, const stm_view_options *view, stm_write *write, void *arg) {
    stm_view_options defaults = STM_VIEW_OPTIONS_INIT;
    struct listing_fixes g = {.a = arena_new(0), .o = mem_alloc(sizeof *g.o), .how = how, .view = view ? view : &defaults};
    int code = g.a && g.o ? desk_fixes(api_desk(desk), g.a, &g.f, &g.n) : STM_ENOMEM;
    if (!code) {
        out_init(g.o, write, arg);
        code = guard_run(list, &g);
        int flushed = out_flush(g.o);
        code = code ? code : flushed;
    }
    arena_free(g.a);
    mem_free(g.o);
    return code;
}

int stm_desk_fixes(stm_desk *desk, int json, const stm_view_options *view, stm_write *write, void *arg) {
    return list_as(desk, json != 0, view, write, arg);
}
int stm_desk_fix_export(stm_desk *desk, stm_write *write, void *arg) { return list_as(desk, 2, NULL, write, arg); }

struct importing {
    slice text;
    struct arena *a;
    struct fix *f;
    uint32_t n, bad;
};
static void import(void *arg) {
    struct importing *g = arg;
    fix_list_read(g->text, g->a, &g->f, &g->n, &g->bad);
}

int stm_desk_fix_import(stm_desk *desk, const char *text, size_t n, uint32_t *put, uint32_t *known, uint32_t *bad) {
    if (n > UINT32_MAX - 1)
        return STM_ELIMIT;
    struct importing g = {.text = slice_of(text, n), .a = arena_new(0)};
    char at[24];
    uint32_t new = 0;
    now(at);
    int code = g.a ? guard_run(import, &g) : STM_ENOMEM;
    if (!code)
        code = desk_fix_put(api_desk(desk), g.f, g.n, at, &new);
    *put = new;
    *known = g.n - new;
    *bad = g.bad;
    arena_free(g.a);
    return code;
}

int stm_desk_fix_undo(stm_desk *desk, const char *id, int undone) {
    char at[24];
    now(at);
    return desk_fix_undo(api_desk(desk), slice_str(id), undone != 0, at);
}

struct making_fix {
    const struct fix_scene *scene;
    const char *kind, *args, *note, *why;
    struct arena *a;
    struct fix f;
    int code;
};
static void make(void *arg) {
    struct making_fix *g = arg;
    g->code = fix_make(g->scene, slice_str(g->kind), slice_str(g->args), g->a, &g->f, &g->why);
    slice note = slice_trim(slice_str(g->note));
    if (note.n && note.n <= FIX_WORDS)
        g->f.note = arena_slice(g->a, note);
}

int stm_desk_fix_add(stm_desk *desk, const char *story, const char *kind, const char *args, const char *note,
                     const stm_options *options, char id[32], stm_err *err) {
    struct account *acc = NULL;
    struct making_fix g = {.kind = kind, .args = args, .note = note, .a = arena_new(0)};
    char at[24];
    now(at);
    *id = 0;
    int code = g.a ? desk_account(api_desk(desk), slice_str(story), options ? options->threads : 0, &acc) : STM_ENOMEM;
    if (!code) {
        struct fix_scene scene = {acc->documents, acc->documents_n, &acc->kin, &acc->stories, &acc->claims};
        g.scene = &scene;
        code = guard_run(make, &g);
        code = code ? code : g.code;
        if (g.why && err)
            *err = (stm_err){code, g.why, 0};
    } else if (code == STM_EEMPTY && err) {
        *err = (stm_err){code, "there is no such story on the desk", 0};
    }
    if (!code)
        code = desk_fix_put(api_desk(desk), &g.f, 1, at, NULL);
    if (!code)
        snprintf(id, 32, "%.*s", (int)g.f.id.n, g.f.id.p);
    account_free(acc);
    arena_free(g.a);
    return code;
}
