/* The reading room over a desk: the public server. */
#include "api.h"
#include "serve/serve.h"
#include "view/room.h"

struct stm_server {
    struct server *s;
};

int stm_server_start(stm_server **out, const char *desk, const stm_serve_options *options, stm_err *err) {
    *out = NULL;
    stm_serve_options defaults = STM_SERVE_OPTIONS_INIT;
    if (!options)
        options = &defaults;
    struct serve_options o = {.desk = desk, .address = options->address, .host = options->host, .port = options->port,
                              .page = options->page ? slice_str(options->page) : room_built(),
                              .read_only = options->read_only != 0, .threads = options->threads, .models = options->models,
                              .most_bytes = options->max_bytes};
    if (!o.page.p) {
        if (err)
            *err = (stm_err){STM_EUSAGE, "the library was built without the reading room", 0};
        return STM_EUSAGE;
    }
    stm_server *s = mem_alloc(sizeof *s);
    if (!s)
        return STM_ENOMEM;
    int code = serve_start(&s->s, &o, err);
    if (code)
        mem_free(s);
    else
        *out = s;
    return code;
}

int stm_server_port(const stm_server *server) { return serve_port(server->s); }

void stm_server_stop(stm_server *server) {
    if (!server)
        return;
    serve_stop(server->s);
    mem_free(server);
}
