/* Bundles that were made, by a key of all that they are made of; the least recently used go first. */
#include "serve_inside.h"

static const size_t MOST_BYTES = (size_t)192 << 20;

void cache_init(struct cache *c) {
    *c = (struct cache){0};
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->made, NULL);
}

static void entry_free(struct kept *k) {
    mem_free(k->p);
    mem_free(k);
}

void cache_free(struct cache *c) {
    for (struct kept *k = c->all, *next; k; k = next) {
        next = k->next;
        entry_free(k);
    }
    pthread_cond_destroy(&c->made);
    pthread_mutex_destroy(&c->lock);
}

static void unlink_entry(struct cache *c, struct kept *k) {
    for (struct kept **p = &c->all; *p; p = &(*p)->next)
        if (*p == k) {
            *p = k->next;
            return;
        }
}

/* Lock held. */
static void shrink(struct cache *c) {
    while (c->bytes > MOST_BYTES) {
        struct kept *oldest = NULL;
        for (struct kept *k = c->all; k; k = k->next)
            if (!k->users && (!oldest || k->used < oldest->used))
                oldest = k;
        if (!oldest)
            return;
        unlink_entry(c, oldest);
        c->bytes -= oldest->n;
        entry_free(oldest);
    }
}

struct kept *cache_get(struct cache *c, uint64_t key, bool *make) {
    *make = false;
    pthread_mutex_lock(&c->lock);
    struct kept *k;
    for (;;) {
        for (k = c->all; k && k->key != key; k = k->next)
            ;
        if (!k || !k->making)
            break;
        pthread_cond_wait(&c->made, &c->lock); /* then looked for anew: making may have failed */
    }
    if (!k) {
        k = mem_alloc(sizeof *k);
        if (k) {
            *k = (struct kept){.key = key, .making = true, .next = c->all};
            c->all = k;
            *make = true;
        }
    }
    if (k) {
        k->users++;
        k->used = ++c->clock;
    }
    pthread_mutex_unlock(&c->lock);
    return k;
}

void cache_made(struct cache *c, struct kept *k, char *p, size_t n) {
    pthread_mutex_lock(&c->lock);
    k->making = false;
    if (p) {
        k->p = p;
        k->n = n;
        c->bytes += n;
        shrink(c);
    } else {
        unlink_entry(c, k);
        entry_free(k);
    }
    pthread_cond_broadcast(&c->made);
    pthread_mutex_unlock(&c->lock);
}

void cache_drop(struct cache *c, struct kept *k) {
    pthread_mutex_lock(&c->lock);
    k->users--;
    shrink(c);
    pthread_mutex_unlock(&c->lock);
}
