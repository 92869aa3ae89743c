/* stemma add, stories, show, tree, export, search, documents, forget: the desk. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* Opens the desk of the plan; on failure its exit code is in *code. */
static stm_desk *opened(struct session *s, int make, int *code) {
    stm_desk *desk = NULL;
    stm_err err = {0};
    int status = stm_desk_open(&desk, s->plan->desk, make, &err);
    if (status) {
        fprintf(stderr, "stemma: %s: %s\n", s->plan->desk,
                err.message ? err.message : stm_strerror(status));
        *code = EXIT_FAILED;
    }
    return desk;
}

int cmd_add(const struct plan *plan) {
    struct session s;
    session_start(&s, plan);
    int code = 0;
    stm_desk *desk = opened(&s, 1, &code);
    if (!desk)
        return code;
    stm_counts n = {0};
    stm_err err = {0};
    int status = stm_desk_add(desk, plan->paths, plan->paths_n, &s.options, &n, &err);
    stm_desk_close(desk);
    code = session_end(&s, status, &err);
    if (!plan->quiet)
        fprintf(stderr, "%s: %llu added, %llu there already, %llu skipped\n", plan->desk,
                (unsigned long long)n.added, (unsigned long long)n.known,
                (unsigned long long)n.skipped);
    return code;
}

int cmd_stories(const struct plan *plan) {
    struct session s;
    session_start(&s, plan);
    int code = 0;
    stm_desk *desk = opened(&s, 0, &code);
    if (!desk)
        return code;
    stm_view_options view = session_view(plan);
    int status = stm_desk_stories(desk, plan->order, plan->json, &view, &s.options, session_write, &s);
    stm_desk_close(desk);
    return session_end(&s, status, NULL);
}

/* The account of a story of the desk, or of all (NULL). */
static int account_of(struct session *s, const char *story, stm_account **account, stm_err *err, int *code) {
    stm_desk *desk = opened(s, 0, code);
    if (!desk)
        return STM_EIO;
    int status = stm_desk_account(desk, story, &s->options, account);
    stm_desk_close(desk);
    if (status == STM_EEMPTY)
        err->message = "no such story (or several whose ids begin so); `stemma stories` lists them";
    return status;
}

int cmd_show(const struct plan *plan) {
    struct session s;
    session_start(&s, plan);
    int code = 0;
    stm_err err = {0};
    stm_account *account = NULL;
    const char *story = strcmp(plan->paths[0], "all") ? plan->paths[0] : NULL;
    int status = account_of(&s, story, &account, &err, &code);
    if (code)
        return code;
    if (!status)
        status = plan->html ? write_html(account, &s, &err) : print_account(account, &s);
    stm_account_free(account);
    return session_end(&s, status, &err);
}

int cmd_tree(const struct plan *plan) {
    struct session s;
    session_start(&s, plan);
    int code = 0;
    stm_err err = {0};
    stm_account *account = NULL;
    int status = account_of(&s, plan->paths_n ? plan->paths[0] : NULL, &account, &err, &code);
    if (code)
        return code;
    if (!status && plan->as && strcmp(plan->as, "text")) {
        status = stm_account_export(account, plan->as, 0, session_write, &s);
    } else if (!status) {
        stm_view_options view = session_view(plan);
        view.view = STM_VIEW_TREE;
        status = stm_account_text(account, &view, session_write, &s);
    }
    stm_account_free(account);
    return session_end(&s, status, &err);
}

int cmd_export(const struct plan *plan) {
    struct session s;
    session_start(&s, plan);
    int code = 0;
    stm_err err = {0};
    stm_account *account = NULL;
    int status = plan->paths_n > 1
                     ? stm_account_read(&account, plan->paths + 1, plan->paths_n - 1, &s.options, &err)
                     : account_of(&s, plan->story, &account, &err, &code);
    if (code)
        return code;
    if (!status) {
        status = stm_account_export(account, plan->paths[0], plan->csv, session_write, &s);
        if (status == STM_EUSAGE)
            err.message = "no such form; see stemma export --help";
    }
    stm_account_free(account);
    return session_end(&s, status, &err);
}

int cmd_search(const struct plan *plan) {
    struct session s;
    session_start(&s, plan);
    int code = 0;
    size_t n = 1;
    for (size_t i = 0; i < plan->paths_n; i++)
        n += strlen(plan->paths[i]) + 1;
    char *words = calloc(n, 1);
    stm_desk *desk = words ? opened(&s, 0, &code) : NULL;
    if (!desk) {
        free(words);
        return words ? code : EXIT_FAILED;
    }
    for (size_t i = 0, at = 0; i < plan->paths_n; i++)
        at += (size_t)snprintf(words + at, n - at, "%s%s", i ? " " : "", plan->paths[i]);
    stm_view_options view = session_view(plan);
    int status = stm_desk_search(desk, words, plan->most, plan->json, &view, session_write, &s);
    stm_desk_close(desk);
    free(words);
    stm_err err = {0};
    if (status == STM_EUSAGE)
        err.message = "no word in it to look for";
    return session_end(&s, status, &err);
}

int cmd_documents(const struct plan *plan) {
    struct session s;
    session_start(&s, plan);
    int code = 0;
    stm_desk *desk = opened(&s, 0, &code);
    if (!desk)
        return code;
    stm_view_options view = session_view(plan);
    int status = stm_desk_documents(desk, plan->json, &view, session_write, &s);
    stm_desk_close(desk);
    return session_end(&s, status, NULL);
}

int cmd_forget(const struct plan *plan) {
    struct session s;
    session_start(&s, plan);
    int code = 0, status = 0;
    stm_desk *desk = opened(&s, 0, &code);
    if (!desk)
        return code;
    stm_err err = {0};
    for (size_t i = 0; !status && i < plan->paths_n; i++) {
        status = stm_desk_forget(desk, plan->paths[i]);
        if (status == STM_EEMPTY) {
            fprintf(stderr, "stemma: forget: no such report on the desk: %s\n", plan->paths[i]);
            code = EXIT_FAILED;
            status = 0;
        } else if (status == STM_ESTOP) {
            err.message = "it is off the desk, but another program has the desk open: its words may stand in the "
                          "journal (the file with -wal) until that one ends";
        }
    }
    stm_desk_close(desk);
    int end = session_end(&s, status, &err);
    return end ? end : code;
}
