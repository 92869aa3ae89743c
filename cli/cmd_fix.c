/* stemma fix: corrections on the desk. stemma cite: citations checked. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* The whole of a file, or of standard input ("-"); NULL after a message. */
static char *slurp(const char *command, const char *path, size_t *n) {
    FILE *f = strcmp(path, "-") ? fopen(path, "rb") : stdin;
    char *p = NULL;
    size_t cap = 0;
    bool fine = f != NULL;
    *n = 0;
    while (fine) {
        if (*n + 1 >= cap) {
            char *more = cap < (size_t)1 << 30 ? realloc(p, cap = cap ? cap * 2 : 1 << 16) : NULL;
            if (!more) {
                fine = false;
                break;
            }
            p = more;
        }
        size_t got = fread(p + *n, 1, cap - *n - 1, f);
        *n += got;
        if (!got)
            break;
    }
    fine = fine && !ferror(f);
    if (f && f != stdin)
        fclose(f);
    if (!fine) {
        fprintf(stderr, "stemma: %s: %s cannot be read\n", command, path);
        free(p);
        return NULL;
    }
    p[*n] = 0;
    return p;
}

static int wrong(const char *why) {
    fprintf(stderr, "stemma: fix: %s\nSee: stemma fix --help\n", why);
    return EXIT_USAGE;
}

int cmd_fix(const struct plan *plan) {
    struct session s;
    session_start(&s, plan);
    size_t n = plan->paths_n;
    const char *what = n ? plan->paths[0] : "list";
    stm_err err = {0};
    stm_desk *desk = NULL;
    bool apply = !strcmp(what, "apply"), undo = !strcmp(what, "undo"), redo = !strcmp(what, "redo"), export = !strcmp(what, "export"),
         list = !strcmp(what, "list");
    if ((apply || undo || redo) && n < 2)
        return wrong(apply ? "apply what file?" : "which? `stemma fix` lists them");
    if ((list || export) && n > 1)
        return wrong("takes no such argument");
    if (!list && !export && !apply && !undo && !redo && n != 2)
        return wrong("a kind of fix and its args (JSON), please");
    int status = stm_desk_open(&desk, plan->desk, 0, &err);
    if (status) {
        fprintf(stderr, "stemma: %s: %s\n", plan->desk, err.message ? err.message : stm_strerror(status));
        return EXIT_FAILED;
    }
    if (list) {
        stm_view_options view = session_view(plan);
        status = stm_desk_fixes(desk, plan->json, &view, session_write, &s);
    } else if (export) {
        status = stm_desk_fix_export(desk, session_write, &s);
    } else if (apply) {
        for (size_t i = 1; !status && i < n; i++) {
            size_t len;
            char *text = slurp("fix", plan->paths[i], &len);
            if (!text) {
                status = STM_EIO;
                err.message = "nothing was applied of it";
                break;
            }
            uint32_t put = 0, known = 0, bad = 0;
            status = stm_desk_fix_import(desk, text, len, &put, &known, &bad);
            free(text);
            if (!status && !plan->quiet)
                fprintf(stderr, "%s: %u applied, %u there already, %u not understood\n", plan->paths[i], put, known, bad);
            if (!status && bad && !put && !known) {
                status = STM_EFORMAT;
                err.message = "there is no fix in it";
            }
        }
    } else if (undo || redo) {
        for (size_t i = 1; !status && i < n; i++) {
            status = stm_desk_fix_undo(desk, plan->paths[i], undo);
            if (status == STM_EEMPTY)
                err.message = "no such fix (or several whose ids begin so); `stemma fix` lists them";
        }
    } else {
        char id[32];
        status = stm_desk_fix_add(desk, plan->story, what, plan->paths[1], plan->note, &s.options, id, &err);
        if (!status)
            printf("%s\n", id);
    }
    stm_desk_close(desk);
    return session_end(&s, status, &err);
}

int cmd_cite(const struct plan *plan) {
    struct session s;
    session_start(&s, plan);
    stm_view_options view = session_view(plan);
    uint32_t holds = 0, fails = 0;
    int status = 0;
    for (size_t i = 0; !status && i < plan->paths_n; i++) {
        size_t n;
        uint32_t h = 0, f = 0;
        char *text = slurp("cite", plan->paths[i], &n);
        if (!text)
            return EXIT_FAILED;
        status = stm_cite(text, n, plan->in, plan->json, &view, session_write, &s, &h, &f);
        free(text);
        holds += h;
        fails += f;
    }
    int code = session_end(&s, status, NULL);
    if (!code && !plan->quiet)
        fprintf(stderr, "%u hold, %u do not\n", holds, fails);
    return code ? code : fails ? EXIT_FAILED : EXIT_FINE;
}
