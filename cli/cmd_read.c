/* stemma read: an account, for people or as JSON. stemma quotes: who said what. */
#include "cli.h"

int cmd_read(const struct plan *plan) {
    struct session s;
    session_start(&s, plan);
    stm_account *account = NULL;
    stm_err err = {0};
    int status = stm_account_read(&account, plan->paths, plan->paths_n, &s.options, &err);
    if (!status && plan->json) {
        status = stm_account_json(account, session_write, &s);
    } else if (!status) {
        stm_view_options view = session_view(plan);
        status = stm_account_text(account, &view, session_write, &s);
    }
    stm_account_free(account);
    return session_end(&s, status, &err);
}

int cmd_quotes(const struct plan *plan) {
    struct session s;
    session_start(&s, plan);
    stm_account *account = NULL;
    stm_err err = {0};
    int status = stm_account_read(&account, plan->paths, plan->paths_n, &s.options, &err);
    if (!status) {
        stm_view_options view = session_view(plan);
        status = stm_account_quotes(account, plan->csv ? STM_CSV : plan->json ? STM_JSONL : STM_TEXT,
                                    &view, session_write, &s);
    }
    stm_account_free(account);
    return session_end(&s, status, &err);
}
