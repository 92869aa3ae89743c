/* stemma: arguments to plan, plan to command. */
#include "cli.h"

#include <signal.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is met as an error of write, and is no failure */
    struct plan plan;
    int code = plan_parse(argc, argv, &plan);
    if (code == 0)
        code = plan.command->run(&plan);
    if (code == -1)
        code = EXIT_FINE;
    free(plan.paths);
    return code;
}
