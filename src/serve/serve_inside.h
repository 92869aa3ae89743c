/* Inside of serve.
 *
 * rooms: base input page lang mark doc kin story claim fix account store view */
#ifndef STM_SERVE_INSIDE_H
#define STM_SERVE_INSIDE_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "serve.h"
#include "store/store.h"

enum {
    MOST_CONNECTIONS = 320,
    MOST_HANDLES = 8,       /* on the desk, for readers */
    MOST_JSON = 1 << 20,    /* bytes of a change */
    MOST_JOBS = 256,        /* that are remembered */
    MOST_WAITING = 64,      /* jobs that wait */
    MOST_SKIPS = 200,       /* told of one job */
    RECENT = 8,             /* stories that were looked at last */
    PREFETCH = 20,          /* of the newest stories, bundles that are made before they are asked for */
    PREFETCH_REPORTS = 200, /* unless they have more */
    STORIES_A_PAGE = 100,
    SERVED_SOURCE = 1 << 20 /* bytes of one source that are shown at once */
};

/* libmicrohttpd's functions, by its names without the MHD_. */
struct mhd {
    __typeof__(MHD_add_response_header) *add_response_header;
    __typeof__(MHD_create_response_from_buffer) *create_response_from_buffer;
    __typeof__(MHD_create_response_from_buffer_with_free_callback) *create_response_from_buffer_with_free_callback;
    __typeof__(MHD_create_response_from_callback) *create_response_from_callback;
    __typeof__(MHD_destroy_response) *destroy_response;
    __typeof__(MHD_get_connection_info) *get_connection_info;
    __typeof__(MHD_get_connection_values) *get_connection_values;
    __typeof__(MHD_get_daemon_info) *get_daemon_info;
    __typeof__(MHD_lookup_connection_value) *lookup_connection_value;
    __typeof__(MHD_queue_response) *queue_response;
    __typeof__(MHD_start_daemon) *start_daemon;
    __typeof__(MHD_stop_daemon) *stop_daemon;
};
/* Opened at the first call; NULL: the library is not there. */
const struct mhd *serve_mhd(void);

/* An answer on its way: status 200 and JSON unless it says otherwise. */
struct answer {
    unsigned status;
    char *p;
    size_t n, cap;
    char etag[24];             /* or "" */
    struct MHD_Response *ready; /* instead of p */
};
/* A writer for struct out. */
int answer_write(void *arg, const char *p, size_t n);
/* {"error": words}. */
void answer_error(struct answer *a, unsigned status, const char *words);
/* STM_E* as a status and words. */
void answer_code(struct answer *a, int code);
/* Runs `fill` inside a guard with an out that writes into the answer; on failure the answer is an error. */
void answer_fill(struct answer *a, void (*fill)(void *arg, struct out *o), void *arg);

/* ---- the cache of bundles (serve_cache.c): bytes by key; what is being made is waited for ---- */

struct kept {
    uint64_t key;
    char *p;
    size_t n;
    int users;
    uint64_t used;     /* when, for the least recently used */
    bool making;
    struct kept *next;
};
struct cache {
    pthread_mutex_t lock;
    pthread_cond_t made;
    struct kept *all;
    size_t bytes;
    uint64_t clock;
};
void cache_init(struct cache *c);
void cache_free(struct cache *c);
/* The entry, in use until cache_drop; *make: the caller is to make it (cache_made). NULL: no memory. */
struct kept *cache_get(struct cache *c, uint64_t key, bool *make);
void cache_made(struct cache *c, struct kept *k, char *p, size_t n); /* p NULL: it failed; k is dropped */
void cache_drop(struct cache *c, struct kept *k);

/* ---- adding (serve_jobs.c) ---- */

struct job {
    unsigned number;
    char name[128], path[600];
    enum { JOB_WAITING, JOB_READING, JOB_RELATING, JOB_DONE, JOB_FAILED } state;
    uint64_t bytes, bytes_all, read, added, known, skipped;
    struct { char *record, *error; } skips[MOST_SKIPS];
    uint32_t skips_n;
    char error[200];
};

struct connection {
    int fd;
    enum { CONN_WAITING, CONN_BODY, CONN_ANSWERING } state;
    double since;
    uint64_t received;
    struct connection *next, *before;
};

struct server {
    struct serve_options options;
    char *desk_path, *files, *host;
    struct MHD_Daemon *daemon;
    int port;
    bool loopback, page_fine;
    char token[65];
    struct arena *arena;        /* of what stays */
    slice policy, page;         /* page: with the token in it */
    char hosts[8][300];         /* values of Host that are ours */
    int hosts_n;

    pthread_mutex_t handles_lock;
    pthread_cond_t handle_free;
    struct desk *handles[MOST_HANDLES];
    int handles_n, handles_made;

    struct cache cache;
    atomic_ullong change;       /* grows with every change */

    pthread_mutex_t conn_lock;
    struct connection *conns;

    pthread_mutex_t work_lock;  /* of what follows */
    pthread_cond_t work_there;
    struct job *jobs[MOST_JOBS]; /* by number */
    unsigned jobs_n;             /* given so far */
    unsigned job_next;           /* the first that waits */
    bool relate, relating;
    struct desk *working;       /* the worker's handle */
    int uploads;
    char recent[RECENT][80];
    unsigned recent_n;
    atomic_bool ending;
    pthread_t worker, reaper;
    bool worker_runs, reaper_runs;
};

struct request { /* of one exchange; MHD's req_cls */
    struct connection *conn;
    bool first_seen;
    struct answer refusal;     /* decided at the headers; sent when the body is gone */
    bool refused;
    char *body;                /* JSON */
    size_t body_n, body_cap;
    int file;                  /* being uploaded, or -1 */
    bool uploading;
    char path[600], name[128];
    uint64_t file_n;
};

struct desk *serve_desk(struct server *s); /* a handle; NULL: the server ends, or it cannot be opened */
void serve_desk_back(struct server *s, struct desk *d);
double serve_now(void);
/* Makes a story's bundle before it is asked for, if its reports are not too many. */
void serve_ready(struct server *s, struct desk *d, const char *story);
/* Makes what is likely to be asked for next. */
void serve_prefetch(struct server *s, struct desk *d);
/* A story was looked at. */
void serve_recent(struct server *s, const char *id);
/* Something may have to be made out, or accounts are to be made ready. */
void serve_relate(struct server *s);

/* GET (serve_ask.c); url past "/api/". */
void serve_ask(struct server *s, struct MHD_Connection *c, const char *url, struct answer *a);
/* POST (serve_change.c); url past "/api/"; the body is whole. */
void serve_change(struct server *s, struct MHD_Connection *c, const char *url, struct request *r, struct answer *a);

/* serve_jobs.c */
int jobs_upload_open(struct server *s, const char *name, struct request *r); /* HTTP status, 0: fine */
int jobs_upload_more(struct server *s, struct request *r, const char *p, size_t n);
void jobs_upload_drop(struct server *s, struct request *r);
void jobs_upload_done(struct server *s, struct request *r, struct answer *a);
void jobs_tell(struct server *s, const char *number, struct answer *a);
void *jobs_work(void *server);
void jobs_free(struct server *s);

#endif
