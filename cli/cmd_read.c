/* stemma read: an account, for people or as JSON. stemma quotes: who said what. */
#include "cli.h"

int print_account(const stm_account *account, struct session *s) {
    /* the table that shows what a view shows */
    static const char *const tables[] = {"claims", "derivation", "sources", "claims", "conflicts", "timeline"};
    const struct plan *plan = s->plan;
    if (plan->csv)
        return stm_account_export(account, tables[plan->view], 1, session_write, s);
    if (plan->json)
        return stm_account_json(account, plan->view, session_write, s);
    stm_view_options view = session_view(plan);
    return stm_account_text(account, &view, session_write, s);
}

int cmd_read(const struct plan *plan) {
    struct session s;
    session_start(&s, plan);
    stm_account *account = NULL;
    stm_err err = {0};
    s.options.keep_sources = plan->html != NULL;
    int status = stm_account_read(&account, plan->paths, plan->paths_n, &s.options, &err);
    if (!status)
        status = plan->html ? write_html(account, &s, &err) : print_account(account, &s);
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
