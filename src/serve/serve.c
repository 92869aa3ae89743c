/* Starting and stopping, connections, and what a request must be before anything is done for it.
 *
 *   connection ─► limits (number, bytes of a head, time) ─► Host ─► Origin, Sec-Fetch-Site ─► method and path
 *       ─► for a change: the token, the kind and the length of its body ─► the answer, with its headers
 *
 * What refuses is decided when the head is there; nothing of a body is kept for a request that is refused. */
#include "serve_inside.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/fixes.h"
#include "view/room.h"

enum {
    IDLE_SECONDS = 30,     /* without a byte: MHD closes */
    PATIENCE = 20,         /* seconds from the connection, or the last answer, to a whole head; and for a body beside what its
                              length takes at BODY_RATE */
    BODY_RATE = 32 << 10,  /* bytes a second */
    ANSWER_SECONDS = 600,
    MEMORY = 64 << 10,     /* of a connection: bounds heads */
    STACK = 8 << 20
};

double serve_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- answers ------------------------------------------------------------------------------------ */

int answer_write(void *arg, const char *p, size_t n) {
    struct answer *a = arg;
    if (a->n + n > a->cap) {
        size_t cap = a->cap ? a->cap : 4096;
        while (cap < a->n + n)
            cap *= 2;
        char *more = mem_realloc(a->p, cap);
        if (!more)
            return STM_ENOMEM;
        a->p = more;
        a->cap = cap;
    }
    memcpy(a->p + a->n, p, n);
    a->n += n;
    return 0;
}

struct filling {
    void (*fill)(void *, struct out *);
    void *arg;
    struct out *o;
};
static void run_fill(void *arg) {
    struct filling *f = arg;
    f->fill(f->arg, f->o);
}

void answer_fill(struct answer *a, void (*fill)(void *, struct out *), void *arg) {
    struct out *o = mem_alloc(sizeof *o);
    int code = STM_ENOMEM;
    if (o) {
        out_init(o, answer_write, a);
        struct filling f = {fill, arg, o};
        code = guard_run(run_fill, &f);
        int flushed = out_flush(o);
        if (!code)
            code = flushed;
        mem_free(o);
    }
    if (code) {
        mem_free(a->p);
        *a = (struct answer){0};
        answer_code(a, code);
    }
}

struct words {
    const char *z;
};
static void fill_error(void *arg, struct out *o) {
    jout_open(o, NULL, '{');
    jout_string(o, "error", slice_str(((struct words *)arg)->z));
    jout_close(o, '}');
    out_str(o, "\n");
}

void answer_error(struct answer *a, unsigned status, const char *words) {
    struct words w = {words};
    struct out *o = mem_alloc(sizeof *o);
    mem_free(a->p);
    *a = (struct answer){.status = status};
    if (!o)
        return;
    out_init(o, answer_write, a);
    fill_error(&w, o);
    out_flush(o);
    mem_free(o);
}

void answer_code(struct answer *a, int code) {
    switch (code) {
    case STM_EEMPTY: answer_error(a, 404, "there is no such thing on the desk"); return;
    case STM_EUSAGE: answer_error(a, 400, "something in the request is wrong"); return;
    case STM_ELIMIT: answer_error(a, 413, "larger, deeper or more than is allowed"); return;
    case STM_ENOMEM: answer_error(a, 503, "out of memory"); return;
    default: answer_error(a, 500, stm_strerror(code)); return;
    }
}

static void add_header(struct MHD_Response *r, const char *name, const char *value) {
    serve_mhd()->add_response_header(r, name, value);
}

static const char *header(struct MHD_Connection *c, const char *name) {
    return serve_mhd()->lookup_connection_value(c, MHD_HEADER_KIND, name);
}

static enum MHD_Result send_answer(struct server *s, struct MHD_Connection *c, struct answer *a, bool page) {
    struct MHD_Response *r = a->ready;
    unsigned status = a->status ? a->status : 200;
    const char *known = a->etag[0] ? header(c, "If-None-Match") : NULL;
    if (known && !strcmp(known, a->etag) && status == 200) {
        if (r)
            serve_mhd()->destroy_response(r);
        r = NULL;
        mem_free(a->p);
        a->p = NULL;
        a->n = 0;
        status = 304;
    }
    if (!r)
        r = a->p ? serve_mhd()->create_response_from_buffer_with_free_callback(a->n, a->p, mem_free)
                 : serve_mhd()->create_response_from_buffer(0, (void *)(uintptr_t)"", MHD_RESPMEM_PERSISTENT);
    if (!r) {
        mem_free(a->p);
        return MHD_NO;
    }
    if (a->etag[0])
        add_header(r, "ETag", a->etag);
    add_header(r, "Content-Type", page ? "text/html; charset=utf-8" : "application/json; charset=utf-8");
    add_header(r, "Cache-Control", a->etag[0] ? "no-cache" : "no-store");
    add_header(r, "X-Content-Type-Options", "nosniff");
    add_header(r, "Referrer-Policy", "no-referrer");
    add_header(r, "Cross-Origin-Resource-Policy", "same-origin");
    add_header(r, "Cross-Origin-Opener-Policy", "same-origin");
    add_header(r, "X-Frame-Options", "DENY");
    add_header(r, "Content-Security-Policy",
                            page && s->policy.p ? s->policy.p : "default-src 'none'; frame-ancestors 'none'; sandbox");
    if (status == 405)
        add_header(r, "Allow", "GET, HEAD, POST");
    enum MHD_Result sent = serve_mhd()->queue_response(c, status, r);
    serve_mhd()->destroy_response(r);
    return sent;
}

/* ---- handles on the desk ------------------------------------------------------------------------- */

struct desk *serve_desk(struct server *s) {
    pthread_mutex_lock(&s->handles_lock);
    while (!s->handles_n && s->handles_made == MOST_HANDLES)
        pthread_cond_wait(&s->handle_free, &s->handles_lock);
    struct desk *d = NULL;
    if (s->handles_n) {
        d = s->handles[--s->handles_n];
    } else {
        s->handles_made++;
    }
    pthread_mutex_unlock(&s->handles_lock);
    if (!d && desk_open(&d, s->desk_path, DESK_READ, NULL)) {
        pthread_mutex_lock(&s->handles_lock);
        s->handles_made--;
        pthread_cond_signal(&s->handle_free);
        pthread_mutex_unlock(&s->handles_lock);
        return NULL;
    }
    return d;
}

void serve_desk_back(struct server *s, struct desk *d) {
    pthread_mutex_lock(&s->handles_lock);
    s->handles[s->handles_n++] = d;
    pthread_cond_signal(&s->handle_free);
    pthread_mutex_unlock(&s->handles_lock);
}

void serve_relate(struct server *s) {
    pthread_mutex_lock(&s->work_lock);
    s->relate = true;
    pthread_cond_signal(&s->work_there);
    pthread_mutex_unlock(&s->work_lock);
}

/* ---- connections, and those that take too long ---------------------------------------------------- */

static void on_connection(void *cls, struct MHD_Connection *c, void **context, enum MHD_ConnectionNotificationCode code) {
    struct server *s = cls;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = serve_mhd()->get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
        struct connection *k = info ? mem_alloc(sizeof *k) : NULL;
        if (!k)
            return;
        *k = (struct connection){.fd = info->connect_fd, .since = serve_now()};
        pthread_mutex_lock(&s->conn_lock);
        k->next = s->conns;
        if (k->next)
            k->next->before = k;
        s->conns = k;
        pthread_mutex_unlock(&s->conn_lock);
        *context = k;
    } else if (*context) {
        struct connection *k = *context;
        pthread_mutex_lock(&s->conn_lock);
        if (k->before)
            k->before->next = k->next;
        else
            s->conns = k->next;
        if (k->next)
            k->next->before = k->before;
        pthread_mutex_unlock(&s->conn_lock);
        mem_free(k);
        *context = NULL;
    }
}

static void mark(struct server *s, struct connection *k, int state, uint64_t received) {
    if (!k)
        return;
    pthread_mutex_lock(&s->conn_lock);
    if ((int)k->state != state) {
        k->state = state;
        k->since = serve_now();
        k->received = 0;
    }
    k->received += received;
    pthread_mutex_unlock(&s->conn_lock);
}

static void *reap(void *arg) {
    struct server *s = arg;
    while (!s->ending) {
        struct timespec second = {0, 500000000};
        nanosleep(&second, NULL);
        double now = serve_now();
        pthread_mutex_lock(&s->conn_lock);
        for (struct connection *k = s->conns; k; k = k->next) {
            double most = k->state == CONN_WAITING ? s->options.patience
                          : k->state == CONN_BODY  ? s->options.patience + (double)k->received / BODY_RATE
                                                   : ANSWER_SECONDS;
            if (now - k->since > most)
                shutdown(k->fd, SHUT_RDWR);
        }
        pthread_mutex_unlock(&s->conn_lock);
    }
    return NULL;
}

/* ---- what a request must be ------------------------------------------------------------------------ */

static bool ours(const struct server *s, const char *host) {
    for (int i = 0; host && i < s->hosts_n; i++)
        if (!strcasecmp(host, s->hosts[i]))
            return true;
    return false;
}

/* As long as the other one is wrong, whatever is wrong in it. */
static bool same_secret(const char *a, const char *b) {
    size_t n = strlen(b);
    unsigned differ = strlen(a) != n;
    for (size_t i = 0; !differ && i < n; i++)
        differ |= (unsigned)(a[i] ^ b[i]);
    return !differ;
}

static int count_host(void *cls, enum MHD_ValueKind kind, const char *key, const char *value) {
    (void)kind;
    (void)value;
    *(int *)cls += !strcasecmp(key, "Host");
    return MHD_YES;
}

/* Is it from this page, or from nobody's? False: the answer says why not. */
static bool may_ask(struct server *s, struct MHD_Connection *c, struct answer *a) {
    const char *host = header(c, "Host");
    const char *origin = header(c, "Origin");
    const char *site = header(c, "Sec-Fetch-Site");
    int hosts = 0;
    serve_mhd()->get_connection_values(c, MHD_HEADER_KIND, (MHD_KeyValueIterator)count_host, &hosts);
    if (hosts != 1 || !ours(s, host)) {
        answer_error(a, 403, "this server does not go by that name (Host)");
        return false;
    }
    if (origin && !(strlen(origin) > 7 && !strncasecmp(origin, "http://", 7) && ours(s, origin + 7))) {
        answer_error(a, 403, "asked from another site (Origin)");
        return false;
    }
    if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0) {
        answer_error(a, 403, "asked from another site (Sec-Fetch-Site)");
        return false;
    }
    return true;
}

static bool kind_is(const char *type, const char *want) {
    size_t n = strlen(want);
    return type && !strncasecmp(type, want, n) && (!type[n] || type[n] == ';' || type[n] == ' ');
}

/* May it change anything? */
static bool may_change(struct server *s, struct MHD_Connection *c, const char *url, struct answer *a) {
    const char *token = header(c, "X-Stemma-Token");
    const char *type = header(c, "Content-Type");
    const char *length = header(c, "Content-Length");
    bool add = !strcmp(url, "/api/add");
    uint64_t most = add ? s->options.most_bytes : MOST_JSON;
    if (s->options.read_only)
        answer_error(a, 403, "this desk is shown for reading only");
    else if (!token || !same_secret(token, s->token))
        answer_error(a, 403, "a change needs the token of the page (X-Stemma-Token)");
    else if (!add && strcmp(url, "/api/fix") != 0 && strcmp(url, "/api/undo") != 0)
        answer_error(a, 404, "there is nothing to change there");
    else if (!kind_is(type, add ? "application/octet-stream" : "application/json"))
        answer_error(a, 400, add ? "Content-Type is to be application/octet-stream" : "Content-Type is to be application/json");
    else if (length && (strlen(length) > 12 || strtoull(length, NULL, 10) > most))
        answer_error(a, 413, "larger than is allowed");
    else
        return true;
    return false;
}

/* ---- a request -------------------------------------------------------------------------------------- */

static void take_body(struct server *s, struct request *r, const char *p, size_t n) {
    if (r->refused)
        return;
    if (r->uploading) {
        int status = jobs_upload_more(s, r, p, n);
        if (status) {
            answer_error(&r->refusal, (unsigned)status, status == 413 ? "larger than is allowed" : "it cannot be kept");
            r->refused = true;
        }
        return;
    }
    if (r->body_n + n > MOST_JSON) {
        answer_error(&r->refusal, 413, "larger than is allowed");
        r->refused = true;
        return;
    }
    if (r->body_n + n + 1 > r->body_cap) {
        size_t cap = (r->body_n + n + 1) * 2;
        char *more = mem_realloc(r->body, cap);
        if (!more) {
            answer_error(&r->refusal, 503, "out of memory");
            r->refused = true;
            return;
        }
        r->body = more;
        r->body_cap = cap;
    }
    memcpy(r->body + r->body_n, p, n);
    r->body_n += n;
    r->body[r->body_n] = 0;
}

static enum MHD_Result answer_page(struct server *s, struct MHD_Connection *c) {
    struct answer a = {0};
    a.ready = serve_mhd()->create_response_from_buffer(s->page.n, (void *)(uintptr_t)s->page.p, MHD_RESPMEM_PERSISTENT);
    return send_answer(s, c, &a, true);
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *c, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_n, void **context) {
    struct server *s = cls;
    (void)version;
    struct request *r = *context;
    bool post = !strcmp(method, "POST"), get = !strcmp(method, "GET") || !strcmp(method, "HEAD");
    if (!r) {
        r = mem_alloc(sizeof *r);
        if (!r)
            return MHD_NO;
        *r = (struct request){.file = -1};
        *context = r;
        const union MHD_ConnectionInfo *info = serve_mhd()->get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
        r->conn = info ? info->socket_context : NULL;
        r->refused = !may_ask(s, c, &r->refusal);
        if (!r->refused && !post && !get) {
            answer_error(&r->refusal, 405, "GET and POST alone");
            r->refused = true;
        }
        if (!r->refused && post)
            r->refused = !may_change(s, c, url, &r->refusal);
        if (!r->refused && post && !strcmp(url, "/api/add")) {
            const char *name = serve_mhd()->lookup_connection_value(c, MHD_GET_ARGUMENT_KIND, "name");
            int status = jobs_upload_open(s, name ? name : "page.html", r);
            if (status) {
                answer_error(&r->refusal, (unsigned)status, status == 429 ? "too many at once: try again in a while"
                                                                          : "it cannot be kept beside the desk");
                r->refused = true;
            }
        }
        mark(s, r->conn, CONN_BODY, 0);
        if (r->refused) { /* at once: its body is not waited for */
            struct answer a = r->refusal;
            r->refusal = (struct answer){0};
            return send_answer(s, c, &a, false);
        }
        return MHD_YES;
    }
    if (*upload_n) {
        mark(s, r->conn, CONN_BODY, *upload_n);
        take_body(s, r, upload, *upload_n);
        *upload_n = 0;
        return MHD_YES;
    }
    mark(s, r->conn, CONN_ANSWERING, 0);
    struct answer a = {0};
    if (r->refused) {
        a = r->refusal;
        r->refusal = (struct answer){0};
    } else if (get && (!strcmp(url, "/") || !strcmp(url, "/index.html"))) {
        return answer_page(s, c);
    } else if (strncmp(url, "/api/", 5) != 0) {
        answer_error(&a, 404, "there is nothing here; the page is at /");
    } else if (get) {
        serve_ask(s, c, url + 5, &a);
    } else if (r->uploading) {
        jobs_upload_done(s, r, &a);
    } else {
        serve_change(s, c, url + 5, r, &a);
    }
    return send_answer(s, c, &a, false);
}

static void on_end(void *cls, struct MHD_Connection *c, void **context, enum MHD_RequestTerminationCode why) {
    (void)c;
    (void)why;
    struct server *s = cls;
    struct request *r = *context;
    if (!r)
        return;
    if (r->uploading)
        jobs_upload_drop(s, r);
    mem_free(r->refusal.p);
    mem_free(r->body);
    mark(s, r->conn, CONN_WAITING, 0);
    mem_free(r);
    *context = NULL;
}

/* ---- starting and stopping ---------------------------------------------------------------------------- */

static void add_host(struct server *s, const char *name, bool v6) {
    if (s->hosts_n + 2 > (int)NELEMS(s->hosts) || strlen(name) > 256)
        return;
    snprintf(s->hosts[s->hosts_n++], sizeof *s->hosts, v6 ? "[%s]:%d" : "%s:%d", name, s->port);
    if (s->port == 80) /* left out of Host then */
        snprintf(s->hosts[s->hosts_n++], sizeof *s->hosts, v6 ? "[%s]" : "%s", name);
}

static int fail(stm_err *err, int code, const char *why) {
    if (err)
        *err = (stm_err){code, why, 0};
    return code;
}

static int listen_at(struct server *s, stm_err *err) {
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)s->options.port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)s->options.port)};
    const char *address = s->options.address ? s->options.address : "127.0.0.1";
    bool six = strchr(address, ':') != NULL;
    if (six ? inet_pton(AF_INET6, address, &v6.sin6_addr) != 1 : inet_pton(AF_INET, address, &v4.sin_addr) != 1)
        return fail(err, STM_EUSAGE, "the address to listen at is no IP address");
    s->loopback = six ? IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr) : (ntohl(v4.sin_addr.s_addr) >> 24) == 127;
    struct sockaddr *where = six ? (struct sockaddr *)&v6 : (struct sockaddr *)&v4;
    s->daemon = serve_mhd()->start_daemon(
        MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_ITC | (six ? MHD_USE_IPv6 : 0),
        (uint16_t)s->options.port, NULL, NULL, handle, s, MHD_OPTION_SOCK_ADDR, where, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)MOST_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY, MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_NOTIFY_COMPLETED, on_end, s,
        MHD_OPTION_LISTEN_BACKLOG_SIZE, 512u, MHD_OPTION_END);
    if (!s->daemon)
        return fail(err, STM_EIO, errno == EADDRINUSE ? "something else listens at that port; try another --port"
                                                      : "it cannot listen there");
    const union MHD_DaemonInfo *info = serve_mhd()->get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
    s->port = info ? info->port : s->options.port;
    if (s->loopback) {
        add_host(s, "127.0.0.1", false);
        add_host(s, "localhost", false);
        add_host(s, "::1", true);
    }
    if (!s->loopback || strcmp(address, "127.0.0.1") != 0)
        add_host(s, address, six);
    if (s->options.host)
        add_host(s, s->options.host, false);
    return 0;
}

struct paging {
    struct server *s;
    struct buf b;
};
static int page_write(void *arg, const char *p, size_t n) {
    buf_add(&((struct paging *)arg)->b, p, n);
    return 0;
}

/* The page with its token, made once. */
static void make_page(void *arg) {
    struct server *s = arg;
    struct arena *a = s->arena;
    struct paging p = {s, {.a = a}};
    slice head = arena_printf(a, "<meta name=\"stemma-token\" content=\"%s\">", s->options.read_only ? "" : s->token);
    struct out *o = arena_alloc(a, sizeof *o);
    s->policy = room_policy(s->options.page, true, a);
    if (!s->policy.p)
        guard_fail(STM_EFORMAT);
    out_init(o, page_write, &p);
    room_page(s->options.page, head, NULL, NULL, o);
    if (out_flush(o))
        guard_fail(STM_EFORMAT);
    s->page = buf_take(&p.b);
}

static char *copy(const char *z, const char *more) {
    size_t n = strlen(z), m = strlen(more);
    char *p = mem_alloc(n + m + 1);
    if (p) {
        memcpy(p, z, n);
        memcpy(p + n, more, m + 1);
    }
    return p;
}

int serve_start(struct server **out, const struct serve_options *options, stm_err *err) {
    *out = NULL;
    struct server *s = mem_alloc(sizeof *s);
    if (!s)
        return STM_ENOMEM;
    memset(s, 0, sizeof *s);
    s->options = *options;
    if (!s->options.most_bytes)
        s->options.most_bytes = (uint64_t)64 << 20;
    if (s->options.patience <= 0)
        s->options.patience = PATIENCE;
    pthread_mutex_init(&s->handles_lock, NULL);
    pthread_cond_init(&s->handle_free, NULL);
    pthread_mutex_init(&s->conn_lock, NULL);
    pthread_mutex_init(&s->work_lock, NULL);
    pthread_cond_init(&s->work_there, NULL);
    cache_init(&s->cache);
    s->arena = arena_new(0);
    s->desk_path = copy(options->desk, "");
    s->files = copy(options->desk, "-files");
    uint8_t random[32];
    int code = s->arena && s->desk_path && s->files ? 0 : STM_ENOMEM;
    if (!code && strlen(s->files) > 380)
        code = fail(err, STM_EUSAGE, "the desk's path is too long");
    if (!code && !serve_mhd())
        code = fail(err, STM_EIO, "it needs libmicrohttpd, which is not installed (" STM_LIBMICROHTTPD ")");
    if (!code && getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        code = fail(err, STM_EIO, "the system gives no random numbers");
    if (!code) {
        hex(random, sizeof random, s->token);
        code = guard_run(make_page, s);
        if (code == STM_EFORMAT)
            fail(err, code, "the page is none of the reading room");
    }
    struct desk *d = NULL;
    if (!code)
        code = desk_open(&d, s->desk_path, s->options.read_only ? DESK_READ : DESK_WRITE, err);
    desk_close(d);
    if (!code)
        code = listen_at(s, err);
    if (!code) {
        s->relate = true; /* what was added before */
        s->worker_runs = pthread_create(&s->worker, NULL, jobs_work, s) == 0;
        s->reaper_runs = pthread_create(&s->reaper, NULL, reap, s) == 0;
        if (!s->worker_runs || !s->reaper_runs)
            code = STM_ENOMEM;
    }
    if (code) {
        serve_stop(s);
        return code;
    }
    *out = s;
    return 0;
}

int serve_port(const struct server *s) { return s->port; }

void serve_stop(struct server *s) {
    if (!s)
        return;
    s->ending = true;
    pthread_mutex_lock(&s->work_lock);
    pthread_cond_broadcast(&s->work_there);
    if (s->working)
        desk_interrupt(s->working); /* what is not whole is taken back */
    pthread_mutex_unlock(&s->work_lock);
    if (s->daemon)
        serve_mhd()->stop_daemon(s->daemon); /* waits for its threads */
    if (s->worker_runs)
        pthread_join(s->worker, NULL);
    if (s->reaper_runs)
        pthread_join(s->reaper, NULL);
    for (int i = 0; i < s->handles_n; i++)
        desk_close(s->handles[i]);
    jobs_free(s);
    cache_free(&s->cache);
    arena_free(s->arena);
    mem_free(s->desk_path);
    mem_free(s->files);
    pthread_mutex_destroy(&s->handles_lock);
    pthread_cond_destroy(&s->handle_free);
    pthread_mutex_destroy(&s->conn_lock);
    pthread_mutex_destroy(&s->work_lock);
    pthread_cond_destroy(&s->work_there);
    mem_free(s);
}
