/* stemma extract, annotate, reuse, cluster: filters, a line for each report or edge; diff: two of them. */
#include "cli.h"

int cmd_extract(const struct plan *plan) {
    struct session s;
    stm_err err = {0};
    session_start(&s, plan);
    return session_end(&s, stm_extract(plan->paths, plan->paths_n, plan->form, plan->compat, &s.options,
                                       session_write, &s, &err), &err);
}

int cmd_sites(const struct plan *plan) {
    struct session s;
    stm_err err = {0};
    session_start(&s, plan);
    return session_end(&s, stm_sites(plan->paths, plan->paths_n, &s.options, session_write, &s, &err), &err);
}

int cmd_annotate(const struct plan *plan) {
    struct session s;
    stm_err err = {0};
    session_start(&s, plan);
    return session_end(&s, stm_annotate(plan->paths, plan->paths_n, plan->form, &s.options,
                                        session_write, &s, &err), &err);
}

int cmd_reuse(const struct plan *plan) {
    struct session s;
    stm_err err = {0};
    session_start(&s, plan);
    return session_end(&s, stm_reuse(plan->paths, plan->paths_n, &s.options, session_write, &s, &err),
                       &err);
}

int cmd_cluster(const struct plan *plan) {
    struct session s;
    stm_err err = {0};
    session_start(&s, plan);
    return session_end(&s, stm_cluster(plan->paths, plan->paths_n, &s.options, session_write, &s,
                                       &err), &err);
}

int cmd_diff(const struct plan *plan) {
    struct session s;
    stm_err err = {0};
    session_start(&s, plan);
    stm_view_options view = session_view(plan);
    return session_end(&s, stm_diff(plan->paths[0], plan->paths[1], plan->json, &view, &s.options,
                                    session_write, &s, &err), &err);
}
