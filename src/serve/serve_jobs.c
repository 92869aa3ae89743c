/* Adding: what is uploaded is kept as a file beside the desk, so that its bytes can be shown and cited later; one
 * thread reads files into the desk, one after the other, and makes the stories out. */
#include "serve_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/fixes.h"

enum { MOST_UPLOADS = 8 };

/* ---- an upload ------------------------------------------------------------------------------------ */

/* A name that is safe as a file's, from one that anybody chose: letters, digits, dot, dash; no path, no leading dot. */
static void safe_name(const char *name, char *out, size_t size) {
    const char *slash = strrchr(name, '/'), *back = strrchr(name, '\\');
    const char *base = slash > back ? slash + 1 : back ? back + 1 : name;
    size_t n = 0;
    for (const char *p = base; *p && n + 1 < size; p++) {
        unsigned char c = (unsigned char)*p;
        out[n++] = (char)(is_alnum(c) || c == '.' || c == '-' || c == '_' || c >= 0x80 ? c : '_');
    }
    out[n] = 0;
    while (n && (unsigned char)out[n - 1] >= 0x80 && utf8_valid(out, n) != n)
        out[--n] = 0; /* a character that was cut */
    if (utf8_valid(out, n) != n)
        for (size_t i = 0; i < n; i++)
            out[i] = (unsigned char)out[i] >= 0x80 ? '_' : out[i];
    if (!n || out[0] == '.')
        out[0] = '_';
    if (!n)
        out[1] = 0;
}

int jobs_upload_open(struct server *s, const char *name, struct request *r) {
    pthread_mutex_lock(&s->work_lock);
    bool full = s->uploads >= MOST_UPLOADS || s->jobs_n - s->job_next >= MOST_WAITING || s->ending;
    if (!full)
        s->uploads++;
    pthread_mutex_unlock(&s->work_lock);
    if (full)
        return 429;
    r->uploading = true;
    safe_name(name, r->name, 120);
    if (mkdir(s->files, 0700) && errno != EEXIST)
        return 503;
    snprintf(r->path, sizeof r->path, "%.380s/.part-XXXXXX", s->files);
    r->file = mkstemp(r->path);
    return r->file < 0 ? 503 : 0;
}

int jobs_upload_more(struct server *s, struct request *r, const char *p, size_t n) {
    if (r->file_n + n > s->options.most_bytes)
        return 413;
    while (n) {
        ssize_t w = write(r->file, p, n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w <= 0)
            return 503;
        p += w;
        n -= (size_t)w;
        r->file_n += (uint64_t)w;
    }
    return 0;
}

void jobs_upload_drop(struct server *s, struct request *r) {
    if (!r->uploading)
        return;
    r->uploading = false;
    if (r->file >= 0) {
        close(r->file);
        unlink(r->path);
    }
    r->file = -1;
    pthread_mutex_lock(&s->work_lock);
    s->uploads--;
    pthread_mutex_unlock(&s->work_lock);
}

/* Another name where one is taken: "page.html", "page-2.html". */
static int settle_name(struct server *s, struct request *r, char *path, size_t size) {
    const char *dot = strrchr(r->name, '.');
    int head = dot && dot != r->name ? (int)(dot - r->name) : (int)strlen(r->name);
    for (int i = 1; i < 10000; i++) {
        if (i == 1)
            snprintf(path, size, "%.380s/%s", s->files, r->name);
        else
            snprintf(path, size, "%.380s/%.*s-%d%s", s->files, head, r->name, i, r->name + head);
        if (link(r->path, path) == 0) { /* never over another */
            unlink(r->path);
            return 0;
        }
        if (errno != EEXIST)
            return -1;
    }
    return -1;
}

static void job_free(struct job *j) {
    if (!j)
        return;
    for (uint32_t i = 0; i < j->skips_n; i++) {
        free(j->skips[i].record);
        free(j->skips[i].error);
    }
    mem_free(j);
}

static void write_job_id(void *arg, struct out *o) {
    jout_open(o, NULL, '{');
    char id[32];
    snprintf(id, sizeof id, "j-%u", *(unsigned *)arg);
    jout_string(o, "job", slice_str(id));
    jout_close(o, '}');
    out_str(o, "\n");
}

void jobs_upload_done(struct server *s, struct request *r, struct answer *a) {
    struct job *j = mem_alloc(sizeof *j);
    int code = 0;
    if (!j || !r->file_n)
        code = j ? 400 : 503;
    if (!code) {
        *j = (struct job){.bytes_all = r->file_n};
        snprintf(j->name, sizeof j->name, "%s", r->name);
        close(r->file);
        r->file = -1;
        if (settle_name(s, r, j->path, sizeof j->path))
            code = 503;
    }
    if (code) {
        unlink(r->path);
        jobs_upload_drop(s, r);
        mem_free(j);
        answer_error(a, (unsigned)code, code == 400 ? "there is nothing in it" : "it cannot be kept beside the desk");
        return;
    }
    jobs_upload_drop(s, r);
    pthread_mutex_lock(&s->work_lock);
    unsigned number = ++s->jobs_n;
    j->number = number;
    struct job *old = s->jobs[number % MOST_JOBS];
    s->jobs[number % MOST_JOBS] = j;
    if (old && old->state < JOB_DONE) /* cannot be: fewer wait than are remembered */
        old = NULL;
    pthread_cond_signal(&s->work_there);
    pthread_mutex_unlock(&s->work_lock);
    job_free(old);
    answer_fill(a, write_job_id, &number);
    a->status = 202;
}

/* ---- telling ------------------------------------------------------------------------------------------ */

struct telling_job {
    struct server *s;
    struct desk *d;
    struct job j; /* its numbers; words under the lock */
    struct out *o;
    unsigned number;
    bool documents, found;
    char last[80];
};

static int file_row(void *arg, slice document, slice story) {
    struct telling_job *t = arg;
    if (t->documents) {
        jout_string(t->o, NULL, document);
    } else if (story.p && !slice_eq(story, slice_str(t->last)) && story.n < sizeof t->last) {
        memcpy(t->last, story.p, story.n);
        t->last[story.n] = 0;
        jout_string(t->o, NULL, story);
    }
    return t->o->error;
}

static void write_job(void *arg, struct out *o) {
    static const char *const states[] = {"waiting", "reading", "relating", "done", "failed"};
    struct telling_job *t = arg;
    struct server *s = t->s;
    t->o = o;
    pthread_mutex_lock(&s->work_lock);
    struct job *j = s->jobs[t->number % MOST_JOBS];
    t->found = j && j->number == t->number;
    if (!t->found) {
        pthread_mutex_unlock(&s->work_lock);
        return;
    }
    char id[32];
    snprintf(id, sizeof id, "j-%u", j->number);
    jout_open(o, NULL, '{');
    jout_string(o, "job", slice_str(id));
    jout_string(o, "name", slice_str(j->name));
    jout_string(o, "state", slice_str(states[j->state]));
    jout_int(o, "bytes", (int64_t)j->bytes);
    jout_int(o, "bytes_all", (int64_t)j->bytes_all);
    jout_int(o, "read", (int64_t)j->read);
    jout_int(o, "added", (int64_t)j->added);
    jout_int(o, "known", (int64_t)j->known);
    jout_int(o, "skipped_n", (int64_t)j->skipped);
    jout_open(o, "skipped", '[');
    for (uint32_t i = 0; i < j->skips_n; i++) {
        jout_open(o, NULL, '{');
        jout_string(o, "file", slice_str(j->name));
        jout_string_or_null(o, "record", slice_str(j->skips[i].record));
        jout_string_or_null(o, "error", slice_str(j->skips[i].error));
        jout_close(o, '}');
    }
    jout_close(o, ']');
    jout_string_or_null(o, "error", j->state == JOB_FAILED ? slice_str(j->error) : (slice){0});
    bool done = j->state == JOB_DONE;
    char path[600];
    memcpy(path, j->path, sizeof path);
    pthread_mutex_unlock(&s->work_lock);
    for (int pass = 0; pass < 2; pass++) {
        t->documents = !pass;
        jout_open(o, pass ? "stories" : "documents", '[');
        if (done && t->d)
            desk_stories_of_file(t->d, slice_str(path), file_row, t);
        jout_close(o, ']');
    }
    jout_close(o, '}');
    out_str(o, "\n");
}

void jobs_tell(struct server *s, const char *number, struct answer *a) {
    struct telling_job *t = mem_alloc(sizeof *t);
    if (!t) {
        answer_code(a, STM_ENOMEM);
        return;
    }
    *t = (struct telling_job){.s = s, .d = serve_desk(s)};
    t->number = !strncmp(number, "j-", 2) ? (unsigned)strtoul(number + 2, NULL, 10) : 0;
    answer_fill(a, write_job, t);
    if (!t->found)
        answer_error(a, 404, "there is no such job (any more)");
    if (t->d)
        serve_desk_back(s, t->d);
    mem_free(t);
}

/* ---- the thread that adds and relates ---------------------------------------------------------------------- */

struct working {
    struct server *s;
    struct job *j;
};

static void on_skip(void *arg, const struct skip *skip) {
    struct working *w = arg;
    pthread_mutex_lock(&w->s->work_lock);
    struct job *j = w->j;
    if (j->skips_n < MOST_SKIPS) {
        j->skips[j->skips_n].record = skip->record.p ? strndup(skip->record.p, skip->record.n > 300 ? 300 : skip->record.n) : NULL;
        j->skips[j->skips_n].error = skip->error.p ? strndup(skip->error.p, skip->error.n > 500 ? 500 : skip->error.n) : NULL;
        j->skips_n++;
    }
    j->skipped++;
    pthread_mutex_unlock(&w->s->work_lock);
}

static void on_progress(void *arg, const struct doc_progress *p) {
    struct working *w = arg;
    pthread_mutex_lock(&w->s->work_lock);
    w->j->bytes = p->bytes;
    if (p->bytes_all)
        w->j->bytes_all = p->bytes_all;
    w->j->read = p->read;
    pthread_mutex_unlock(&w->s->work_lock);
}

static void set_state(struct server *s, struct job *j, int state) {
    pthread_mutex_lock(&s->work_lock);
    j->state = state;
    pthread_mutex_unlock(&s->work_lock);
}

static void add(struct server *s, struct desk *d, struct job *j) {
    struct working w = {s, j};
    set_state(s, j, JOB_READING);
    struct doc_options o = {.depth = DOC_MARKS, .lang = LANG_PARSE, .threads = s->options.threads, .models = s->options.models,
                            .input = {.max_bytes = s->options.most_bytes}};
    const char *paths[] = {j->path};
    struct desk_counts n = {0};
    stm_err err = {0};
    int code = desk_add(d, paths, 1, &o, on_skip, on_progress, &w, &n, &err);
    pthread_mutex_lock(&s->work_lock);
    j->added = n.added;
    j->known = n.known;
    j->bytes = j->bytes_all;
    if (code) {
        j->state = JOB_FAILED;
        snprintf(j->error, sizeof j->error, "%s", err.message ? err.message : stm_strerror(code));
    } else {
        j->state = JOB_RELATING;
    }
    pthread_mutex_unlock(&s->work_lock);
    desk_file_forget(d, slice_str(j->path)); /* if nothing was taken from it */
    s->change++;
}

static int relate(struct server *s, struct desk *d) {
    int code = desk_relate_now(d, s->options.threads);
    if (!code)
        code = desk_fix_shown(d, s->options.threads);
    s->change++;
    return code;
}

void *jobs_work(void *arg) {
    struct server *s = arg;
    struct desk *d = NULL;
    unsigned done = 0; /* jobs whose stories were not made out yet begin after it */
    bool keep = true, count = true;
    struct desk_keep_at at = {0};
    for (;;) {
        pthread_mutex_lock(&s->work_lock);
        while (!s->ending && s->job_next == s->jobs_n && !s->relate && !keep && !count)
            pthread_cond_wait(&s->work_there, &s->work_lock);
        if (s->ending) {
            pthread_mutex_unlock(&s->work_lock);
            break;
        }
        struct job *j = s->job_next < s->jobs_n ? s->jobs[(s->job_next + 1) % MOST_JOBS] : NULL;
        bool want = s->relate;
        if (j)
            s->job_next++;
        else
            s->relate = false;
        s->relating = j || want;
        pthread_mutex_unlock(&s->work_lock);
        if (!d && desk_open(&d, s->desk_path, s->options.read_only ? DESK_READ : DESK_WRITE, NULL)) {
            if (j) {
                snprintf(j->error, sizeof j->error, "the desk cannot be opened");
                set_state(s, j, JOB_FAILED);
            }
            struct timespec wait = {0, 200000000};
            nanosleep(&wait, NULL);
            continue;
        }
        pthread_mutex_lock(&s->work_lock);
        s->working = d;
        pthread_mutex_unlock(&s->work_lock);
        if (j) { /* the stories are made out when no more wait */
            add(s, d, j);
            pthread_mutex_lock(&s->work_lock);
            s->relate = true;
            pthread_mutex_unlock(&s->work_lock);
            continue;
        }
        if (want) {
            int code = relate(s, d);
            /* what was just added is what is looked at next: nobody is told that it is there before it is ready */
            at = (struct desk_keep_at){.reports = PREFETCH_REPORTS};
            if (!code && !s->options.read_only)
                desk_keep_some(d, s->options.threads, &at, &keep);
            pthread_mutex_lock(&s->work_lock);
            s->relating = false;
            for (unsigned i = done + 1; i <= s->job_next; i++) {
                struct job *x = s->jobs[i % MOST_JOBS];
                if (x && x->number == i && x->state == JOB_RELATING) {
                    x->state = code ? JOB_FAILED : JOB_DONE;
                    if (code)
                        snprintf(x->error, sizeof x->error, "the stories cannot be made out: %s", stm_strerror(code));
                }
            }
            done = s->job_next;
            pthread_mutex_unlock(&s->work_lock);
            keep = count = true;
            at = (struct desk_keep_at){0};
            continue;
        }
        if (keep) { /* opening a story is to be reading */
            if (desk_keep_some(d, s->options.threads, &at, &keep))
                keep = false;
            continue;
        }
        bool more = false;
        if (desk_count_some(d, s->options.threads, &more))
            more = false;
        count = more;
        if (!more) {
            s->change++;
            serve_prefetch(s, d);
        }
    }
    pthread_mutex_lock(&s->work_lock);
    s->working = NULL;
    pthread_mutex_unlock(&s->work_lock);
    desk_close(d);
    return NULL;
}

void jobs_free(struct server *s) {
    for (int i = 0; i < MOST_JOBS; i++)
        job_free(s->jobs[i]);
}
