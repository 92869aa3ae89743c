/* stemma read: an account, for people or as JSON. */
#include "cli.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int columns(const struct plan *plan) {
    if (plan->width)
        return plan->width;
    struct winsize w;
    if (isatty(1) && ioctl(1, TIOCGWINSZ, &w) == 0 && w.ws_col >= 20)
        return w.ws_col;
    return 80;
}

static int coloured(const struct plan *plan) {
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    if (plan->colour != WHEN_AUTO)
        return plan->colour == WHEN_ALWAYS;
    return isatty(1) && !(no && *no) && !(term && term[0] == 'd' && term[1] == 'u');
}

int cmd_read(const struct plan *plan) {
    struct session s;
    session_start(&s, plan);
    stm_account *account = NULL;
    stm_err err = {0};
    int status = stm_account_read(&account, plan->paths, plan->paths_n, &s.options, &err);
    if (!status && plan->json) {
        status = stm_account_json(account, session_write, &s);
    } else if (!status) {
        stm_view_options view = {plan->view, coloured(plan), columns(plan), plan->ascii};
        status = stm_account_text(account, &view, session_write, &s);
    }
    stm_account_free(account);
    return session_end(&s, status, &err);
}
