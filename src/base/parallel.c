/* Work shared out over threads by an atomic counter. */
#include "base.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

struct job {
    void (*fn)(void *, size_t);
    void *arg;
    size_t n;
    atomic_size_t next;
    pthread_mutex_t lock;
    size_t failed; /* the least i that failed, and its code */
    int code;
};

struct call {
    struct job *job;
    size_t i;
};

static void one(void *arg) {
    struct call *c = arg;
    c->job->fn(c->job->arg, c->i);
}

static void *work(void *arg) {
    struct job *j = arg;
    size_t i;
    while ((i = atomic_fetch_add(&j->next, 1)) < j->n) {
        struct call c = {j, i};
        int code = guard_run(one, &c);
        if (code) {
            pthread_mutex_lock(&j->lock);
            if (!j->code || i < j->failed) {
                j->code = code;
                j->failed = i;
            }
            pthread_mutex_unlock(&j->lock);
        }
    }
    return NULL;
}

int parallel_for(int threads, size_t n, void (*fn)(void *, size_t), void *arg) {
    struct job j = {.fn = fn, .arg = arg, .n = n, .lock = PTHREAD_MUTEX_INITIALIZER};
    pthread_t ids[64];
    int started = 0;
    if (threads > 64)
        threads = 64;
    for (int t = 1; t < threads && (size_t)t < n; t++)
        if (pthread_create(&ids[started], NULL, work, &j) == 0)
            started++;
    work(&j);
    for (int t = 0; t < started; t++)
        pthread_join(ids[t], NULL);
    pthread_mutex_destroy(&j.lock);
    return j.code;
}

int cpu_count(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > 64 ? 64 : (int)n;
}
