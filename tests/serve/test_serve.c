/* The server: what it answers, what it refuses, and what a report that means harm can do there. */
#include <jansson.h>
#include <pthread.h>
#include <sys/stat.h>

#include "client.h"
#include "test.h"
#include "serve/serve_inside.h"
#include "store/fixes.h"
#include "store/store.h"

static char folder[] = "/tmp/stemma-serve-XXXXXX", desk[64], token[65];
static struct server *server;
static int port;

static void start(const struct serve_options *more) {
    struct serve_options o = *more;
    o.desk = desk;
    o.page = S(TEST_PAGE);
    o.threads = 2;
    stm_err err = {0};
    CHECK(serve_start(&server, &o, &err) == 0);
    port = server ? serve_port(server) : 0;
    struct reply r = client_get(port, "/");
    const char *t = strstr(r.body, "stemma-token\" content=\"");
    CHECK(r.status == 200 && t);
    if (t && strlen(t) > 23 + 64)
        memcpy(token, t + 23, 64);
    reply_free(&r);
}

static json_t *get(const char *path) {
    struct reply r = client_get(port, path);
    json_t *v = r.status == 200 ? json_loads(r.body, 0, NULL) : NULL;
    reply_free(&r);
    return v;
}

static struct reply post(const char *path, const char *type, const char *with, const char *body, size_t n) {
    char head[1024];
    snprintf(head, sizeof head, "POST %s HTTP/1.1\r\nContent-Type: %s\r\nX-Stemma-Token: %s\r\n%s", path, type, token, with);
    return client_ask(port, NULL, head, body, n);
}

/* Adds a file's bytes and waits, by asking, until the stories are made out. The job. */
static json_t *added(const char *name, const char *p, size_t n) {
    char path[300];
    snprintf(path, sizeof path, "/api/add?name=%s", name);
    struct reply r = post(path, "application/octet-stream", "", p, n);
    CHECK(r.status == 202);
    json_t *v = json_loads(r.body, 0, NULL);
    reply_free(&r);
    const char *id = json_string_value(json_object_get(v, "job"));
    json_t *job = NULL;
    for (int i = 0; id && i < 100000; i++) {
        snprintf(path, sizeof path, "/api/job/%s", id);
        json_decref(job);
        job = get(path);
        const char *state = json_string_value(json_object_get(job, "state"));
        if (!state || !strcmp(state, "done") || !strcmp(state, "failed"))
            break;
    }
    json_decref(v);
    return job;
}

static char *file_of(const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    char *p = calloc(1, 1 << 20);
    *n = f ? fread(p, 1, (1 << 20) - 1, f) : 0;
    if (f)
        fclose(f);
    return p;
}

static void adding(void *arg) {
    (void)arg;
    static const char *const names[] = {"courier-lock.html", "tidewater-warning.html", "lantern-secret-report.html"};
    for (size_t i = 0; i < NELEMS(names); i++) {
        char path[200];
        size_t n;
        snprintf(path, sizeof path, "examples/%s", names[i]);
        char *p = file_of(path, &n);
        json_t *job = added(names[i], p, n);
        CHECK(json_integer_value(json_object_get(job, "added")) == 1);
        CHECK(json_array_size(json_object_get(job, "documents")) == 1);
        CHECK(json_array_size(json_object_get(job, "stories")) == 1);
        json_decref(job);
        free(p);
    }
    json_t *job = added("..%2F..%2Fempty.html", "<html></html>", 13);
    CHECK(json_integer_value(json_object_get(job, "added")) == 0);
    CHECK(json_array_size(json_object_get(job, "skipped")) == 1);
    CHECK(!strcmp(json_string_value(json_object_get(job, "state")), "done"));
    CHECK(!strcmp(json_string_value(json_object_get(job, "name")), "empty.html"));
    json_decref(job);
    char left[128];
    snprintf(left, sizeof left, "%s-files/empty.html", desk);
    CHECK(access(left, F_OK) != 0); /* nothing came of it, nothing is kept of it */
    json_t *d = get("/api/desk");
    CHECK(json_integer_value(json_object_get(d, "documents")) == 3);
    CHECK(json_is_false(json_object_get(d, "stale")));
    json_decref(d);
}

static void asking(void *arg) {
    (void)arg;
    json_t *v = get("/api/stories?sort=largest"), *s = json_array_get(json_object_get(v, "stories"), 0);
    CHECK(json_integer_value(json_object_get(v, "total")) == 1);
    const char *id = json_string_value(json_object_get(s, "id"));
    char path[200];
    snprintf(path, sizeof path, "/api/story/%s", id ? id : "");
    json_t *b = get(path);
    CHECK(json_array_size(json_object_get(b, "texts")) == 3);
    json_t *source = json_object_get(json_array_get(json_object_get(b, "texts"), 0), "source");
    CHECK(json_is_string(json_object_get(source, "text"))); /* the bytes that were uploaded */
    json_decref(b);
    struct reply r = client_get(port, path);
    char etag[32] = "", head[400];
    const char *e = strstr(r.all, "ETag: ");
    if (e)
        memcpy(etag, e + 6, 18);
    reply_free(&r);
    snprintf(head, sizeof head, "GET %s HTTP/1.1\r\nIf-None-Match: %s\r\n", path, etag);
    CHECK(client_status(port, NULL, head, NULL, 0) == 304);
    json_decref(v);
    v = get("/api/stories?q=inspection%20gate");
    CHECK(json_integer_value(json_object_get(v, "total")) == 1);
    json_decref(v);
    v = get("/api/stories?q=zebra");
    CHECK(json_integer_value(json_object_get(v, "total")) == 0);
    json_decref(v);
    v = get("/api/stories?from=2030-01-01");
    CHECK(json_integer_value(json_object_get(v, "total")) == 0);
    json_decref(v);
    v = get("/api/stories?name=Halden&outlet=Kessmar%20Courier&from=2024-03-01&to=2024-03");
    CHECK(json_integer_value(json_object_get(v, "total")) == 1);
    json_decref(v);
    v = get("/api/search?q=inspection");
    CHECK(json_array_size(json_object_get(v, "hits")) > 0);
    json_decref(v);
    v = get("/api/document/courier-lock");
    CHECK(json_is_object(json_object_get(v, "marks")) && json_is_object(json_object_get(v, "text")));
    json_decref(v);
    v = get("/api/diff?a=courier-lock&b=tidewater-warning");
    CHECK(json_integer_value(json_object_get(json_object_get(v, "counts"), "taken")) > 5);
    json_decref(v);
    v = get("/api/documents?q=inspection");
    CHECK(json_integer_value(json_object_get(v, "total")) > 0);
    json_decref(v);
    static const struct { const char *path; int status; } wrong[] = {
        {"/api/story/s-none", 404}, {"/api/story/", 404}, {"/api/document/none", 404}, {"/api/diff?a=courier-lock", 400},
        {"/api/diff?a=courier-lock&b=none", 404}, {"/api/search?q=", 400}, {"/api/nothing", 404}, {"/nothing", 404},
        {"/../../etc/passwd", 404}, {"/api/document/..%2F..%2Fetc%2Fpasswd", 404}, {"/api/job/j-99", 404}, {"/api/job/x", 404},
        {"/api/story/%00", 404}, {"/api/stories?q=%22%22%22", 200}, {"/api/stories?q=NEAR(a%20b)", 200},
        {"/api/stories?name='%22)%20OR%201=1--", 200}, {"/api/stories?page=99999999999999999999", 200},
        {"/api/document/courier-lock?at=99999999999", 200}, {"/api/search?q=%22", 400}, {"/api/search?q=a%00b", 200}};
    for (size_t i = 0; i < NELEMS(wrong); i++) {
        struct reply x = client_get(port, wrong[i].path);
        if (x.status != wrong[i].status)
            fprintf(stderr, "%s: %d, wanted %d\n", wrong[i].path, x.status, wrong[i].status);
        CHECK(x.status == wrong[i].status);
        json_t *j = json_loads(x.body, 0, NULL);
        CHECK(j != NULL && (x.status == 200 || json_is_string(json_object_get(j, "error"))));
        json_decref(j);
        reply_free(&x);
    }
}

static void refusing(void *arg) {
    (void)arg;
    char here[64], origin[128], elsewhere[64];
    snprintf(here, sizeof here, "localhost:%d", port);
    snprintf(elsewhere, sizeof elsewhere, "evil.example:%d", port);
    CHECK(client_status(port, here, "GET /api/desk HTTP/1.1\r\n", NULL, 0) == 200);
    static const char *const hosts[] = {"evil.example", "127.0.0.1", "localhost", "127.0.0.1.evil.example", "", "127.0.0.1:1"};
    for (size_t i = 0; i < NELEMS(hosts); i++)
        CHECK(client_status(port, hosts[i], "GET /api/desk HTTP/1.1\r\n", NULL, 0) == 403);
    CHECK(client_status(port, elsewhere, "GET / HTTP/1.1\r\n", NULL, 0) == 403);
    CHECK(client_status(port, NULL, "GET / HTTP/1.1\r\nHost: evil.example\r\n", NULL, 0) != 200); /* two of them */
    CHECK(client_status(port, NULL, "GET /api/desk HTTP/1.1\r\nOrigin: http://evil.example\r\n", NULL, 0) == 403);
    CHECK(client_status(port, NULL, "GET /api/desk HTTP/1.1\r\nOrigin: null\r\n", NULL, 0) == 403);
    CHECK(client_status(port, NULL, "GET /api/desk HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\n", NULL, 0) == 403);
    CHECK(client_status(port, NULL, "GET /api/desk HTTP/1.1\r\nSec-Fetch-Site: same-site\r\n", NULL, 0) == 403);
    snprintf(origin, sizeof origin, "GET /api/desk HTTP/1.1\r\nOrigin: http://127.0.0.1:%d\r\nSec-Fetch-Site: same-origin\r\n", port);
    CHECK(client_status(port, NULL, origin, NULL, 0) == 200);
    snprintf(origin, sizeof origin, "GET /api/desk HTTP/1.1\r\nOrigin: https://127.0.0.1:%d\r\n", port);
    CHECK(client_status(port, NULL, origin, NULL, 0) == 403);
    static const char *const methods[] = {"PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"};
    for (size_t i = 0; i < NELEMS(methods); i++) {
        char head[100];
        snprintf(head, sizeof head, "%s /api/desk HTTP/1.1\r\n", methods[i]);
        CHECK(client_status(port, NULL, head, NULL, 0) == 405);
    }
    /* changes */
    static const char note[] = "{\"kind\":\"note\",\"args\":{\"document\":\"courier-lock\",\"text\":\"x\"}}";
    size_t n = sizeof note - 1;
    CHECK(client_status(port, NULL, "POST /api/fix HTTP/1.1\r\nContent-Type: application/json\r\n", note, n) == 403);
    CHECK(client_status(port, NULL, "POST /api/fix HTTP/1.1\r\nContent-Type: application/json\r\nX-Stemma-Token: 0\r\n", note, n) == 403);
    CHECK(client_status(port, NULL, "POST /api/add?name=x.html HTTP/1.1\r\nContent-Type: application/octet-stream\r\n", note, n) == 403);
    struct reply r = post("/api/fix", "text/plain", "", note, n); /* what a form of another site can send */
    CHECK(r.status == 400);
    reply_free(&r);
    r = post("/api/fix", "application/json", "Origin: http://evil.example\r\n", note, n);
    CHECK(r.status == 403);
    reply_free(&r);
    r = post("/api/desk", "application/json", "", note, n);
    CHECK(r.status == 404);
    reply_free(&r);
    static const char *const bodies[] = {"", "{", "[]", "null", "{\"kind\":1}", "{\"kind\":\"note\"}", "{\"kind\":\"note\",\"args\":[]}",
                                         "{\"kind\":\"note\",\"args\":{\"document\":\"courier-lock\"}}",
                                         "{\"kind\":\"edge-hang\",\"args\":{\"doc\":\"courier-lock\",\"from\":\"courier-lock\"}}"};
    for (size_t i = 0; i < NELEMS(bodies); i++) {
        r = post("/api/fix", "application/json", "", bodies[i], strlen(bodies[i]));
        CHECK(r.status == 400);
        reply_free(&r);
    }
    char *deep = malloc(200001);
    memset(deep, '[', 200000);
    r = post("/api/fix", "application/json", "", deep, 200000);
    CHECK(r.status == 400);
    reply_free(&r);
    free(deep);
    r = post("/api/undo", "application/json", "", "{\"fix\":\"f-none\"}", 16);
    CHECK(r.status == 404);
    reply_free(&r);
    json_t *f = get("/api/fixes"); /* nothing of all this came about */
    CHECK(json_array_size(json_object_get(f, "fixes")) == 0);
    json_decref(f);
}

static void limits(void *arg) {
    (void)arg;
    size_t n = (2 << 20);
    char *big = malloc(n);
    memset(big, ' ', n);
    struct reply r = post("/api/fix", "application/json", "", big, n);
    CHECK(r.status == 413 || r.status == 0); /* refused at the head: the rest may meet a closed door */
    reply_free(&r);
    r = post("/api/add?name=big.html", "application/octet-stream", "", big, n);
    CHECK(r.status == 413 || r.status == 0);
    reply_free(&r);
    /* no length said: counted as it comes */
    char head[400];
    snprintf(head, sizeof head, "POST /api/add?name=big.html HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\nContent-Type: "
             "application/octet-stream\r\nX-Stemma-Token: %s\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n", port, token);
    int fd = client_connect(port);
    client_send(fd, head, strlen(head));
    client_send(fd, big, n);
    client_send(fd, "\r\n0\r\n\r\n", 7);
    r = client_read(fd);
    CHECK(r.status == 413 || r.status == 0);
    reply_free(&r);
    /* a head without an end */
    memset(big, 'a', 200000);
    memcpy(big, "GET /", 5);
    fd = client_connect(port);
    client_send(fd, big, 200000);
    client_send(fd, " HTTP/1.1\r\n\r\n", 13);
    r = client_read(fd);
    CHECK(r.status == 0 || (r.status >= 400 && r.status < 500));
    reply_free(&r);
    free(big);
    /* nothing that was sent in part stays */
    json_t *d = get("/api/desk");
    CHECK(json_integer_value(json_object_get(d, "documents")) == 3);
    json_decref(d);
}

/* Somebody who sends a byte and waits is let go, with the head and with a body. */
static void slow(void *arg) {
    (void)arg;
    int fd = client_connect(port);
    client_send(fd, "GET / HT", 8);
    struct reply r = client_read(fd); /* returns when the server closes */
    CHECK(r.status == 0 || r.status == 408 || r.status == 400);
    reply_free(&r);
    char head[400];
    snprintf(head, sizeof head, "POST /api/fix HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nX-Stemma-Token: %s\r\n"
             "Content-Length: 1000\r\n\r\n{", port, token);
    fd = client_connect(port);
    client_send(fd, head, strlen(head));
    r = client_read(fd);
    CHECK(r.status == 0 || r.status == 408);
    reply_free(&r);
    /* many of them at once do not keep others out for good */
    int fds[64];
    for (int i = 0; i < 64; i++)
        fds[i] = client_connect(port);
    r = client_get(port, "/api/desk");
    CHECK(r.status == 200);
    reply_free(&r);
    for (int i = 0; i < 64; i++)
        close(fds[i]);
}

/* Reports that another process adds are told of. */
static void elsewhere(void *arg) {
    (void)arg;
    char file[100], path[100];
    json_t *v = get("/api/desk");
    json_int_t last = json_integer_value(json_object_get(v, "last"));
    CHECK(last > 0);
    json_decref(v);
    snprintf(path, sizeof path, "/api/news?since=%lld", (long long)last);
    v = get(path);
    CHECK(json_integer_value(json_object_get(v, "reports")) == 0 && json_integer_value(json_object_get(v, "last")) == last);
    json_decref(v);
    snprintf(file, sizeof file, "%s/elsewhere.jsonl", folder);
    FILE *f = fopen(file, "w");
    CHECK(f && fputs("{\"id\":\"e-1\",\"text\":\"The bakers of Orrenhold close on Monday, their guild said in a statement to the press.\"}\n"
                     "{\"id\":\"e-2\",\"text\":\"A tram of Kessmar left its rails on Friday and nobody was hurt, the works said on Saturday.\"}\n", f) >= 0 && !fclose(f));
    struct desk *d;
    struct doc_options o = {.depth = DOC_MARKS, .lang = LANG_PARSE, .threads = 1};
    struct desk_counts n;
    const char *paths[] = {file};
    CHECK(desk_open(&d, desk, DESK_WRITE, NULL) == 0 && desk_add(d, paths, 1, &o, NULL, NULL, NULL, &n, NULL) == 0 && n.added == 2);
    desk_close(d);
    for (int i = 0; i < 100000; i++) { /* asking makes the stories out */
        v = get(path);
        bool stale = json_is_true(json_object_get(v, "stale"));
        json_int_t reports = json_integer_value(json_object_get(v, "reports"));
        json_decref(v);
        if (!stale) {
            CHECK(reports == 2);
            break;
        }
    }
    v = get("/api/stories?q=bakers");
    CHECK(json_integer_value(json_object_get(v, "total")) == 1);
    json_decref(v);
    v = get("/api/news");
    CHECK(json_integer_value(json_object_get(v, "reports")) == 0 && json_integer_value(json_object_get(v, "last")) >= last + 2);
    json_decref(v);
}

static uint64_t key_of(struct desk *d, const char *id) {
    uint64_t key = 0;
    uint32_t documents;
    CHECK(desk_shown_key(d, slice_str(id ? id : ""), &key, &documents) == 0 && documents == 8);
    return key;
}

/* Is the account of this story kept on the desk? */
static bool kept_of(const char *id) {
    struct desk *d;
    struct desk_kept kept;
    CHECK(desk_open(&d, desk, DESK_READ, NULL) == 0);
    struct arena *a = arena_new(0);
    bool is = !desk_kept(d, slice_str(id ? id : ""), key_of(d, id), a, &kept);
    arena_free(a);
    desk_close(d);
    return is;
}

/* Has the server its bundle? */
static bool cached(const char *id) {
    struct desk *d;
    CHECK(desk_open(&d, desk, DESK_READ, NULL) == 0);
    uint64_t key = hash_mix(key_of(d, id), 1);
    desk_close(d);
    bool is = false;
    pthread_mutex_lock(&server->cache.lock);
    for (const struct kept *k = server->cache.all; k; k = k->next)
        is |= k->key == key && !k->making;
    pthread_mutex_unlock(&server->cache.lock);
    return is;
}

static struct reply post_fix(const char *format, const char *id) {
    char json[1024];
    snprintf(json, sizeof json, format, id ? id : "", id ? id : "");
    return post("/api/fix", "application/json", "", json, strlen(json));
}

/* A story whose account was kept is told in the same bytes as one that is made out for the answer. */
static void ready(void *arg) {
    (void)arg;
    char *p = calloc(1, 1 << 16), path[200];
    size_t n = 0;
    snprintf(desk, sizeof desk, "%s/ready.db", folder);
    start(&(struct serve_options){0});
    for (int i = 0; i < 8; i++)
        n += (size_t)snprintf(p + n, 4000, "{\"id\":\"vote-%d\",\"published\":\"2024-05-%02dT09:00:00\",\"title\":\"Orrenhold counts its votes\",\"text\":\"The "
                              "opposition won %d seats in the council election of Orrenhold, the guild said, after a campaign about the price of bread. Nobody "
                              "counted twice, said Edvard Thule, who leads the winning list; his rival denied that ballots were lost.\"}\n", i, 1 + i % 2, 30 + i);
    json_t *job = added("votes.jsonl", p, n);
    const char *id = json_string_value(json_array_get(json_object_get(job, "stories"), 0));
    CHECK(json_integer_value(json_object_get(job, "added")) == 8 && id);
    CHECK(kept_of(id)); /* when the job is told to be done */
    serve_stop(server);
    struct desk *d;
    bool more = true;
    struct desk_keep_at at = {0};
    CHECK(desk_open(&d, desk, DESK_WRITE, NULL) == 0);
    while (more && !desk_keep_some(d, 2, &at, &more))
        ;
    desk_close(d);
    CHECK(kept_of(id));
    start(&(struct serve_options){.read_only = true});
    snprintf(path, sizeof path, "/api/story/%s", id ? id : "");
    struct reply is = client_get(port, path);
    strcat(path, "?machine=1");
    struct reply made = client_get(port, path);
    CHECK(is.status == 200 && made.status == 200 && strlen(is.body) > 10000 && !strcmp(is.body, made.body));
    reply_free(&is);
    reply_free(&made);
    serve_stop(server);
    start(&(struct serve_options){0});
    struct reply r = post_fix("{\"kind\":\"story-name\",\"args\":{\"story\":\"%s\",\"name\":\"The guild's vote\"},\"in\":[\"%s\"]}", id);
    CHECK(r.status == 200 && cached(id)); /* when a change is answered, what it touched is ready */
    json_t *fix = json_loads(r.body, 0, NULL);
    snprintf(path, sizeof path, "{\"fix\":\"%s\"}", json_string_value(json_object_get(json_object_get(fix, "fix"), "id")));
    reply_free(&r);
    json_decref(fix);
    r = post("/api/undo", "application/json", "", path, strlen(path));
    CHECK(r.status == 200 && cached(id));
    reply_free(&r);
    serve_stop(server);
    json_decref(job);
    free(p);
}

static void heads(void *arg) {
    (void)arg;
    static const char *const paths[] = {"/", "/api/desk", "/api/nothing"};
    for (size_t i = 0; i < NELEMS(paths); i++) {
        struct reply r = client_get(port, paths[i]);
        CHECK(strstr(r.all, "X-Content-Type-Options: nosniff") && strstr(r.all, "Referrer-Policy: no-referrer") &&
              strstr(r.all, "Content-Security-Policy: default-src 'none'") && strstr(r.all, "Cache-Control: no-store") &&
              strstr(r.all, "X-Frame-Options: DENY") && strstr(r.all, "Cross-Origin-Resource-Policy: same-origin"));
        CHECK(!strstr(r.all, "Access-Control-Allow") && !strstr(r.all, "unsafe-"));
        CHECK(strstr(r.all, i ? "application/json" : "text/html"));
        reply_free(&r);
    }
    struct reply r = client_get(port, "/api/document/courier-lock");
    CHECK(!strstr(r.all, token)); /* it stands in the page alone */
    reply_free(&r);
}

/* ---- fixes over the wire -------------------------------------------------------------------------------- */

static json_t *fixed(const char *json, int want) {
    struct reply r = post("/api/fix", "application/json", "", json, strlen(json));
    if (r.status != want)
        fprintf(stderr, "%s\n-> %d %s\n", json, r.status, r.body);
    CHECK(r.status == want);
    json_t *v = json_loads(r.body, 0, NULL);
    reply_free(&r);
    return v;
}

static void fixing(void *arg) {
    (void)arg;
    json_t *v = fixed("{\"kind\":\"story-part\",\"args\":{\"documents\":[\"tidewater-warning\"]},\"note\":\"another lock\"}", 200);
    const char *id = json_string_value(json_object_get(json_object_get(v, "fix"), "id"));
    CHECK(id && json_array_size(json_object_get(v, "stories")) == 1);
    json_t *s = get("/api/stories");
    CHECK(json_integer_value(json_object_get(s, "total")) == 2);
    json_decref(s);
    char body[200];
    snprintf(body, sizeof body, "{\"fix\":\"%s\"}", id ? id : "");
    struct reply r = post("/api/undo", "application/json", "", body, strlen(body));
    CHECK(r.status == 200);
    reply_free(&r);
    s = get("/api/stories");
    CHECK(json_integer_value(json_object_get(s, "total")) == 1);
    json_decref(s);
    snprintf(body, sizeof body, "{\"fix\":\"%s\",\"undone\":false}", id ? id : "");
    r = post("/api/undo", "application/json", "", body, strlen(body));
    CHECK(r.status == 200);
    reply_free(&r);
    s = get("/api/stories");
    CHECK(json_integer_value(json_object_get(s, "total")) == 2);
    json_decref(s);
    json_decref(v);
    v = fixed("{\"kind\":\"note\",\"args\":{\"document\":\"courier-lock\",\"text\":\"</script><b>\\u202eevil\"}}", 200);
    const char *text = json_string_value(json_object_get(json_object_get(v, "fix"), "text"));
    CHECK(text && strcmp(text, "</script><b>evil") == 0); /* text as text, without what turns it round */
    json_decref(v);
    r = client_get(port, "/api/fixes?export=1");
    CHECK(r.status == 200 && strstr(r.body, "\"stemma\":\"fix-1\"") && strstr(r.body, "another lock"));
    reply_free(&r);
}

/* ---- reports that mean harm ----------------------------------------------------------------------------------- */

#define EVIL "</script><script>alert(1)</script><img src=x onerror=alert(2)>"

/* Answers are JSON whatever reports say; ids, titles and names go in and out as text. */
static void hostile(void *arg) {
    (void)arg;
    char *title = malloc(700001);
    memset(title, 'x', 700000);
    title[700000] = 0;
    memcpy(title, "\xE2\x80\xAE" EVIL, 3 + sizeof EVIL - 1);
    json_t *o = json_pack("{s:s, s:s, s:s, s:s, s:s, s:[s], s:s}", "id", "evil/../..\\ %00 " EVIL, "title", title, "site_name", "'; DROP TABLE fix; --" EVIL,
                          "published", "9999-99-99" EVIL, "url", "javascript:alert(1)", "authors", EVIL, "text",
                          "The mayor, " EVIL ", said on Monday that \xE2\x80\xAE nobody \xE2\x80\xA8 had died in the harbour of Velsk, a spokesman told reporters.");
    char *line = json_dumps(o, JSON_COMPACT);
    json_t *job = added("evil%22%3E%3Cscript%3E.jsonl", line, strlen(line));
    CHECK(json_integer_value(json_object_get(job, "added")) == 1);
    const char *id = json_string_value(json_array_get(json_object_get(job, "documents"), 0));
    const char *story = json_string_value(json_array_get(json_object_get(job, "stories"), 0));
    CHECK(id && story);
    char path[600] = "/api/document/";
    size_t n = strlen(path);
    for (const char *p = id ? id : ""; *p && n + 4 < sizeof path; p++)
        n += (size_t)snprintf(path + n, sizeof path - n, "%%%02X", (unsigned char)*p);
    json_t *d = get(path);
    CHECK(json_is_object(json_object_get(d, "text")));
    json_decref(d);
    struct reply r = client_get(port, "/api/stories");
    CHECK(r.status == 200 && r.n < 20000); /* a title is cut in lists */
    json_t *v = json_loads(r.body, 0, NULL);
    CHECK(v != NULL);
    json_decref(v);
    reply_free(&r);
    snprintf(path, sizeof path, "/api/story/%s", story ? story : "");
    d = get(path);
    CHECK(json_array_size(json_object_get(d, "texts")) == 1);
    json_decref(d);
    r = client_get(port, "/api/desk");
    CHECK(r.status == 200 && strstr(r.body, "\"documents\":4"));
    reply_free(&r);
    json_decref(job);
    json_decref(o);
    free(line);
    free(title);
}

/* ---- a writer and many readers ----------------------------------------------------------------------------- */

struct reader {
    int asked, fine;
};
static void *read_on(void *arg) {
    struct reader *x = arg;
    static const char *const paths[] = {"/api/stories", "/api/desk", "/api/document/courier-lock", "/api/search?q=gate", "/"};
    for (int i = 0; i < 10; i++) {
        struct reply r = client_get(port, paths[i % 5]);
        x->asked++;
        x->fine += r.status == 200;
        reply_free(&r);
    }
    return NULL;
}

static void together(void *arg) {
    (void)arg;
    enum { READERS = 40 };
    pthread_t ids[READERS];
    struct reader readers[READERS] = {0};
    for (int i = 0; i < READERS; i++)
        pthread_create(&ids[i], NULL, read_on, &readers[i]);
    for (int i = 0; i < 4; i++) {
        char text[400], name[40];
        snprintf(text, sizeof text, "The mayor of Orren opened bridge number %d on Monday, the council said in a long statement. Nobody was hurt, and "
                 "traffic went on as before, officials told reporters.", i);
        snprintf(name, sizeof name, "orren-%d.txt", i);
        json_t *job = added(name, text, strlen(text));
        CHECK(json_integer_value(json_object_get(job, "added")) == 1);
        json_decref(job);
    }
    int asked = 0, fine = 0;
    for (int i = 0; i < READERS; i++) {
        pthread_join(ids[i], NULL);
        asked += readers[i].asked;
        fine += readers[i].fine;
    }
    CHECK(asked == READERS * 10 && fine == asked);
}

static void away(void *arg) { /* for reading only */
    (void)arg;
    serve_stop(server);
    server = NULL;
    start(&(struct serve_options){.read_only = true});
    struct reply r = client_get(port, "/api/fixes"); /* what was corrected is there after a start */
    CHECK(strstr(r.body, "another lock"));
    reply_free(&r);
    r = post("/api/fix", "application/json", "", "{}", 2);
    CHECK(r.status == 403);
    reply_free(&r);
    serve_stop(server);
    server = NULL;
    struct serve_options o = {.desk = desk, .page = S("no page"), .threads = 1};
    stm_err err = {0};
    CHECK(serve_start(&server, &o, &err) == STM_EFORMAT && server == NULL && err.message);
    o.page = S(TEST_PAGE);
    o.address = "localhost";
    CHECK(serve_start(&server, &o, &err) == STM_EUSAGE);
    serve_stop(NULL);
}

int main(void) {
    if (!mkdtemp(folder))
        return 1;
    snprintf(desk, sizeof desk, "%s/d.db", folder);
    start(&(struct serve_options){.most_bytes = 1 << 20, .patience = 1});
    RUN(adding);
    RUN(asking);
    RUN(heads);
    RUN(refusing);
    RUN(limits);
    RUN(slow);
    RUN(fixing);
    RUN(hostile);
    RUN(together);
    RUN(elsewhere);
    RUN(away);
    RUN(ready);
    char sh[200];
    snprintf(sh, sizeof sh, "rm -rf %s", folder);
    CHECK(system(sh) == 0);
    DONE();
}
