/* stemma serve: the reading room, until it is told to stop. */
#include "cli.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

int cmd_serve(const struct plan *plan) {
    char *page = NULL;
    if (!room_page_given(&page))
        return EXIT_FAILED;
    if (!page && !stm_has_room()) {
        fprintf(stderr, "stemma: serve: " WITHOUT_ROOM "\n");
        return EXIT_FAILED;
    }
    /* before any thread is: all of them leave the signals to this one */
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    bool away = plan->listen && strncmp(plan->listen, "127.", 4) != 0 && strcmp(plan->listen, "::1") != 0;
    stm_serve_options o = STM_SERVE_OPTIONS_INIT;
    o.address = plan->listen;
    o.port = plan->port ? plan->port : 8017;
    o.host = plan->host;
    o.read_only = plan->read_only || away;
    o.threads = plan->threads;
    o.models = plan->models;
    o.max_bytes = plan->max_bytes;
    o.page = page;
    stm_server *server = NULL;
    stm_err err = {0};
    int status = stm_server_start(&server, plan->desk, &o, &err);
    if (status) {
        fprintf(stderr, "stemma: serve: %s\n", err.message ? err.message : stm_strerror(status));
        free(page);
        return status == STM_EUSAGE ? EXIT_USAGE : EXIT_FAILED;
    }
    bool six = plan->listen && strchr(plan->listen, ':');
    printf("http://%s%s%s:%d/\n", six ? "[" : "", plan->listen ? plan->listen : "127.0.0.1", six ? "]" : "", stm_server_port(server));
    fflush(stdout);
    if (!plan->quiet)
        fprintf(stderr, "%s is open in the reading room%s; Ctrl-C closes it\n", plan->desk, o.read_only ? ", for reading only" : "");
    int got = 0;
    while (sigwait(&stop, &got) != 0)
        ;
    stm_server_stop(server);
    free(page);
    return EXIT_FINE;
}
