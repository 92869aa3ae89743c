/* Requests as somebody may send them, to the reading room's own handlers: libmicrohttpd's place is taken by a few functions
 * that hand over what stands in the input and look at what is answered. Requests of one input are parted by lines of
 * "----"; {HOST}, {TOKEN} and {STORY} stand for the right ones. */
#include <jansson.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "check_source.h"
#include "serve/serve_inside.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

enum { PORT = 8017, MOST_REQUESTS = 4, MOST_VALUES = 64, MOST_CHANGES = 200 };

/* ---- what libmicrohttpd would do ------------------------------------------------------------------------- */

struct MHD_Response {
    const char *p;
    size_t n;
    void (*free_buffer)(void *);
    MHD_ContentReaderCallback read;
    void *arg;
    MHD_ContentReaderFreeCallback free_arg;
    bool policy, nosniff, framed, shared, cached;
};

struct value {
    enum MHD_ValueKind kind;
    char *key, *value;
};
struct MHD_Connection {
    struct value v[MOST_VALUES];
    uint32_t n;
    /* the answer */
    unsigned status;
    char *body;
    size_t body_n;
};

static struct {
    MHD_AccessHandlerCallback handle;
    void *handle_arg;
    MHD_RequestCompletedCallback end;
    void *end_arg;
} daemon_;
static union MHD_DaemonInfo daemon_info = {.port = PORT};

static struct MHD_Daemon *start_daemon(unsigned flags, uint16_t port, MHD_AcceptPolicyCallback apc, void *apc_arg,
                                       MHD_AccessHandlerCallback handle, void *arg, ...) {
    (void)flags, (void)port, (void)apc, (void)apc_arg;
    daemon_.handle = handle;
    daemon_.handle_arg = arg;
    va_list v;
    va_start(v, arg);
    for (int option; (option = va_arg(v, int)) != MHD_OPTION_END;) {
        switch (option) {
        case MHD_OPTION_SOCK_ADDR: (void)va_arg(v, void *); break;
        case MHD_OPTION_CONNECTION_LIMIT:
        case MHD_OPTION_CONNECTION_TIMEOUT:
        case MHD_OPTION_LISTEN_BACKLOG_SIZE: (void)va_arg(v, unsigned); break;
        case MHD_OPTION_CONNECTION_MEMORY_LIMIT:
        case MHD_OPTION_THREAD_STACK_SIZE: (void)va_arg(v, size_t); break;
        case MHD_OPTION_NOTIFY_CONNECTION: (void)va_arg(v, void *), (void)va_arg(v, void *); break;
        case MHD_OPTION_NOTIFY_COMPLETED:
            daemon_.end = va_arg(v, MHD_RequestCompletedCallback);
            daemon_.end_arg = va_arg(v, void *);
            break;
        default: abort();
        }
    }
    va_end(v);
    return (struct MHD_Daemon *)&daemon_;
}
static void stop_daemon(struct MHD_Daemon *d) { (void)d; }
static const union MHD_DaemonInfo *get_daemon_info(struct MHD_Daemon *d, enum MHD_DaemonInfoType type, ...) {
    (void)d, (void)type;
    return &daemon_info;
}
static const union MHD_ConnectionInfo *get_connection_info(struct MHD_Connection *c, enum MHD_ConnectionInfoType type, ...) {
    (void)c, (void)type;
    return NULL;
}
static const char *lookup(struct MHD_Connection *c, enum MHD_ValueKind kind, const char *key) {
    for (uint32_t i = 0; i < c->n; i++)
        if (c->v[i].kind == kind && !strcasecmp(c->v[i].key, key))
            return c->v[i].value;
    return NULL;
}
static int get_values(struct MHD_Connection *c, enum MHD_ValueKind kind, MHD_KeyValueIterator each, void *arg) {
    int n = 0;
    for (uint32_t i = 0; i < c->n; i++)
        if (c->v[i].kind == kind && ++n && each(arg, kind, c->v[i].key, c->v[i].value) == MHD_NO)
            break;
    return n;
}

static struct MHD_Response *response(struct MHD_Response r) {
    struct MHD_Response *to = malloc(sizeof *to);
    must(to != NULL);
    *to = r;
    return to;
}
static struct MHD_Response *from_buffer(size_t n, void *p, enum MHD_ResponseMemoryMode mode) {
    must(mode == MHD_RESPMEM_PERSISTENT);
    return response((struct MHD_Response){.p = p, .n = n});
}
static struct MHD_Response *from_freed(size_t n, void *p, MHD_ContentReaderFreeCallback free_it) {
    return response((struct MHD_Response){.p = p, .n = n, .free_buffer = free_it});
}
static struct MHD_Response *from_reader(uint64_t n, size_t block, MHD_ContentReaderCallback read, void *arg,
                                        MHD_ContentReaderFreeCallback free_arg) {
    (void)block;
    return response((struct MHD_Response){.n = n, .read = read, .arg = arg, .free_arg = free_arg});
}
static enum MHD_Result add_header(struct MHD_Response *r, const char *name, const char *value) {
    must(!strpbrk(name, "\r\n") && !strpbrk(value, "\r\n"));
    r->policy |= !strcmp(name, "Content-Security-Policy") && strstr(value, "default-src 'none'") && strstr(value, "frame-ancestors 'none'");
    r->nosniff |= !strcmp(name, "X-Content-Type-Options") && !strcmp(value, "nosniff");
    r->framed |= !strcmp(name, "X-Frame-Options") && !strcmp(value, "DENY");
    r->shared |= !strncasecmp(name, "Access-Control-", 15);
    r->cached |= !strcmp(name, "Cache-Control") && !strncmp(value, "no-", 3);
    return MHD_YES;
}
static enum MHD_Result queue(struct MHD_Connection *c, unsigned status, struct MHD_Response *r) {
    must(!c->status && r->policy && r->nosniff && r->framed && r->cached && !r->shared);
    c->status = status;
    c->body = malloc(r->n + 1);
    must(c->body != NULL);
    while (c->body_n < r->n) {
        ssize_t got = r->read ? r->read(r->arg, c->body_n, c->body + c->body_n, r->n - c->body_n) : (ssize_t)r->n;
        must(got > 0);
        if (!r->read)
            memcpy(c->body, r->p, r->n);
        c->body_n += (size_t)got;
    }
    c->body[c->body_n] = 0;
    return MHD_YES;
}
static void destroy(struct MHD_Response *r) {
    if (r->free_buffer)
        r->free_buffer((void *)(uintptr_t)r->p);
    if (r->free_arg)
        r->free_arg(r->arg);
    free(r);
}

/* In the place of serve_mhd.c's, which is not linked then. */
const struct mhd *serve_mhd(void) {
    static const struct mhd mhd = {.add_response_header = add_header, .create_response_from_buffer = from_buffer,
                                   .create_response_from_buffer_with_free_callback = from_freed,
                                   .create_response_from_callback = from_reader, .destroy_response = destroy,
                                   .get_connection_info = get_connection_info, .get_connection_values = get_values,
                                   .get_daemon_info = get_daemon_info, .lookup_connection_value = lookup,
                                   .queue_response = queue, .start_daemon = start_daemon, .stop_daemon = stop_daemon};
    return &mhd;
}

/* ---- the server ------------------------------------------------------------------------------------------- */

static const char page[] = "<!doctype html><html><head><!--stemma-head--><style>b{}</style></head><body><!--stemma-data--><script>1</script></body></html>";
static const char reports[] =
    "{\"id\":\"a\",\"published\":\"2024-03-12\",\"text\":\"KESSMAR, March 12 (Corvane Press) - The lower gate of the Halden lock was cracked, three people "
    "with knowledge of the inspection said. Seven people died, the harbour authority said. We knew nothing of it, said Tomas Reval, the minister.\"}\n"
    "{\"id\":\"b\",\"published\":\"2024-03-13\",\"text\":\"Seven people died when the Halden lock broke, the harbour authority said on Tuesday, according to the "
    "Corvane Press. The lower gate of the Halden lock was cracked, three people with knowledge of the inspection said. Minister Reval denied that.\"}\n"
    "{\"id\":\"c\",\"published\":\"2024-03-13\",\"text\":\"Nine people died when the Halden lock broke, officials said on Tuesday in a long statement to the press "
    "of the town. We knew nothing, said Tomas Reval, the minister of transport.\"}\n";

static char folder[] = "/tmp/stemma-fuzz-XXXXXX", desk[64], story[80];
static struct server *server;
static unsigned changes;

static void stop(void) {
    char sh[120];
    serve_stop(server);
    server = NULL;
    snprintf(sh, sizeof sh, "rm -rf %s", folder);
    must(system(sh) == 0);
}

static int note_story(void *arg, const struct desk_story *s) {
    (void)arg;
    if (!*story)
        snprintf(story, sizeof story, "%.*s", (int)s->id.n, s->id.p);
    return 0;
}

/* A desk with a few reports, new when it has been changed often. */
static void start(void) {
    if (server && changes < MOST_CHANGES)
        return;
    if (server) {
        serve_stop(server);
        server = NULL;
        char sh[160];
        snprintf(sh, sizeof sh, "rm -rf %s/*", folder);
        must(system(sh) == 0);
    } else {
        must(mkdtemp(folder) != NULL);
        atexit(stop);
    }
    changes = 0;
    char path[80];
    snprintf(desk, sizeof desk, "%s/d.db", folder);
    snprintf(path, sizeof path, "%s/r.jsonl", folder);
    FILE *f = fopen(path, "w");
    must(f && fputs(reports, f) >= 0 && !fclose(f));
    struct desk *d;
    struct doc_options o = {.depth = DOC_MARKS, .lang = LANG_PARSE, .threads = 1};
    struct desk_counts n;
    const char *paths[] = {path};
    must(desk_open(&d, desk, DESK_WRITE, NULL) == 0 && desk_add(d, paths, 1, &o, NULL, NULL, NULL, &n, NULL) == 0 && n.added == 3);
    must(desk_stories(d, DESK_LARGEST, 1, note_story, NULL) == 0);
    desk_close(d);
    struct serve_options options = {.desk = desk, .page = slice_of(page, sizeof page - 1), .threads = 1, .most_bytes = 256};
    must(serve_start(&server, &options, NULL) == 0);
}

/* ---- a request ------------------------------------------------------------------------------------------------ */

/* With what stands for something put in. */
static char *filled(slice s, struct arena *a) {
    const struct { const char *mark, *is; } with[] = {{"{HOST}", "127.0.0.1:8017"}, {"{TOKEN}", server->token}, {"{STORY}", story}};
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < s.n;) {
        bool found = false;
        for (size_t k = 0; k < NELEMS(with) && !found; k++)
            if (slice_starts(slice_cut(s, i, s.n), slice_str(with[k].mark))) {
                buf_slice(&b, slice_str(with[k].is));
                i += (uint32_t)strlen(with[k].mark);
                found = true;
            }
        if (!found)
            buf_char(&b, s.p[i++]);
    }
    buf_char(&b, 0);
    return (char *)(uintptr_t)buf_take(&b).p;
}

static void unescape(char *z, bool plus) {
    char *to = z;
    unsigned c;
    for (; *z; z++) {
        if (plus && *z == '+')
            *to++ = ' ';
        else if (*z == '%' && sscanf(z + 1, "%2x", &c) == 1 && z[1] && z[2])
            *to++ = (char)c, z += 2;
        else
            *to++ = *z;
    }
    *to = 0;
}

static void put(struct MHD_Connection *c, enum MHD_ValueKind kind, char *key, char *value) {
    if (c->n < MOST_VALUES)
        c->v[c->n++] = (struct value){kind, key, value};
}

static void read_arguments(struct MHD_Connection *c, char *z) {
    while (z && *z) {
        char *next = strchr(z, '&');
        if (next)
            *next++ = 0;
        char *value = strchr(z, '=');
        if (value) {
            *value++ = 0;
            unescape(value, true);
        }
        unescape(z, true);
        put(c, MHD_GET_ARGUMENT_KIND, z, value);
        z = next;
    }
}

static bool ours(const char *host) {
    return !strcasecmp(host, "127.0.0.1:8017") || !strcasecmp(host, "localhost:8017") || !strcasecmp(host, "[::1]:8017");
}

/* What SECURITY.md promises of any answer. */
static void check(struct MHD_Connection *c, const char *method, const char *url) {
    int hosts = 0;
    for (uint32_t i = 0; i < c->n; i++)
        hosts += c->v[i].kind == MHD_HEADER_KIND && !strcasecmp(c->v[i].key, "Host");
    const char *host = lookup(c, MHD_HEADER_KIND, "Host"), *origin = lookup(c, MHD_HEADER_KIND, "Origin");
    const char *site = lookup(c, MHD_HEADER_KIND, "Sec-Fetch-Site"), *token = lookup(c, MHD_HEADER_KIND, "X-Stemma-Token");
    bool from_us = hosts == 1 && ours(host) && (!origin || (!strncasecmp(origin, "http://", 7) && ours(origin + 7))) &&
                   (!site || !strcmp(site, "same-origin") || !strcmp(site, "none"));
    bool get = !strcmp(method, "GET") || !strcmp(method, "HEAD"), post = !strcmp(method, "POST");
    static const unsigned known[] = {200, 202, 304, 400, 403, 404, 405, 413, 429, 503};
    bool fine = false;
    for (size_t i = 0; i < NELEMS(known); i++)
        fine |= c->status == known[i];
    must(fine);
    if (!from_us)
        must(c->status == 403);
    else if (!get && !post)
        must(c->status == 405);
    else if (post && (!token || strcmp(token, server->token) != 0))
        must(c->status == 403);
    bool is_page = from_us && get && (!strcmp(url, "/") || !strcmp(url, "/index.html"));
    must(is_page == (strstr(c->body, server->token) != NULL));
    if (is_page || c->status == 304)
        return;
    bool lines = c->status == 200 && !strcmp(url, "/api/fixes") && lookup(c, MHD_GET_ARGUMENT_KIND, "export");
    json_t *v = json_loadb(c->body, c->body_n, 0, NULL);
    must(lines || v);
    must(c->status < 400 || json_is_string(json_object_get(v, "error")));
    json_decref(v);
}

static void ask(slice all, struct arena *a) {
    struct MHD_Connection c = {0};
    slice line, method = {0}, path = {0}, key;
    if (!slice_line(&all, &line))
        return;
    slice_field(&line, ' ', &method);
    slice_field(&line, ' ', &path);
    char *m = filled(method, a), *url = filled(path, a);
    while (slice_line(&all, &line) && line.n)
        if (slice_field(&line, ':', &key))
            put(&c, MHD_HEADER_KIND, filled(slice_trim(key), a), filled(slice_trim(line), a));
    char *query = strchr(url, '?');
    if (query)
        *query++ = 0;
    unescape(url, false);
    read_arguments(&c, query);
    char *body = filled(all, a);
    size_t left = strlen(body), none = 0;
    void *context = NULL;
    enum MHD_Result going = daemon_.handle(daemon_.handle_arg, &c, url, m, "HTTP/1.1", NULL, &none, &context);
    while (going == MHD_YES && !c.status && left) { /* in two pieces */
        size_t n = (left + 1) / 2, rest = n;
        going = daemon_.handle(daemon_.handle_arg, &c, url, m, "HTTP/1.1", body, &rest, &context);
        must(rest == 0);
        body += n;
        left -= n;
    }
    if (going == MHD_YES && !c.status)
        going = daemon_.handle(daemon_.handle_arg, &c, url, m, "HTTP/1.1", NULL, &none, &context);
    must(going == MHD_YES && c.status);
    check(&c, m, url);
    changes += !strcmp(m, "POST") && c.status < 300;
    daemon_.end(daemon_.end_arg, &c, &context, MHD_REQUEST_TERMINATED_COMPLETED_OK);
    must(context == NULL);
    free(c.body);
}

static void run(void *arg) {
    struct fuzz_run *f = arg;
    slice all = slice_of((const char *)f->p, f->n);
    for (int i = 0; i < MOST_REQUESTS && all.n; i++) {
        uint32_t end = slice_find(all, S("\n----\n"), 0);
        slice one = slice_cut(all, 0, end == NONE ? all.n : end);
        all = end == NONE ? (slice){0} : slice_cut(all, end + 6, all.n);
        ask(one, f->a);
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n) {
    start();
    return fuzz_guarded(p, n > 1 << 16 ? 1 << 16 : n, run);
}
