/* Hashes (xxHash) and a small table of slices. */
#include "base.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t hash64(const void *p, size_t n) { return XXH3_64bits(p, n); }
uint64_t hash64_seed(const void *p, size_t n, uint64_t seed) {
    return XXH3_64bits_withSeed(p, n, seed);
}

/* The finalizer of splitmix64 (Steele, Lea and Flood 2014) over a sum. */
uint64_t hash_mix(uint64_t a, uint64_t b) {
    uint64_t z = a * 0x9E3779B97F4A7C15u + b;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

void hex(const uint8_t *p, size_t n, char *out) {
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = "0123456789abcdef"[p[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[p[i] & 15];
    }
}

/* ---- table --------------------------------------------------------------------------- */

static uint32_t key_hash(slice key) {
    uint32_t h = (uint32_t)hash64(key.p, key.n);
    return h ? h : 1; /* 0 marks an empty slot */
}

void table_init(struct table *t, struct arena *a, uint32_t expect) {
    uint32_t cap = 16;
    while (cap < expect + expect / 2 && cap < 1u << 30)
        cap *= 2;
    *t = (struct table){a, ARENA_ARRAY(a, struct table_slot, cap), 0, cap};
}

static struct table_slot *slot_of(const struct table *t, slice key, uint32_t h) {
    for (uint32_t i = h & (t->cap - 1);; i = (i + 1) & (t->cap - 1)) {
        struct table_slot *s = &t->slots[i];
        if (!s->hash || (s->hash == h && slice_eq(s->key, key)))
            return s;
    }
}

uint32_t *table_put(struct table *t, slice key, uint32_t value) {
    uint32_t h = key_hash(key);
    struct table_slot *s = slot_of(t, key, h);
    if (s->hash)
        return &s->value;
    if ((t->n + 1) * 4u > t->cap * 3u) {
        struct table old = *t;
        t->cap *= 2;
        t->slots = ARENA_ARRAY(t->a, struct table_slot, t->cap);
        for (uint32_t i = 0; i < old.cap; i++)
            if (old.slots[i].hash)
                *slot_of(t, old.slots[i].key, old.slots[i].hash) = old.slots[i];
        s = slot_of(t, key, h);
    }
    *s = (struct table_slot){key, h, value};
    t->n++;
    return &s->value;
}

const uint32_t *table_get(const struct table *t, slice key) {
    if (!t->cap)
        return NULL;
    struct table_slot *s = slot_of(t, key, key_hash(key));
    return s->hash ? &s->value : NULL;
}
