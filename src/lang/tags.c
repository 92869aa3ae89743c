/* Tags and features: the network of net.h over each sentence, in integers; then the parser on top
 * of the same numbers (parse.c), while they are warm.
 *
 * What a thread works with (struct tags_room) waits in the kit between documents: its memory is asked of the
 * system once, and what was made of a word serves the next document too. */
#include <pthread.h>

#include "base/model.h"
#include "lang_parts.h"
#include "net.h"

struct tagger {
    struct net net;
    pthread_mutex_t lock;
    struct tags_room *idle; /* those that no thread works with */
};

static void rooms_free(void *arg);

void tags_open(struct lang_kit *kit) {
    struct model m;
    slice name = arena_printf(kit->arena, "%s-read", kit->code);
    int code = model_open(&m, kit->arena, kit->models, name.p);
    kit->tagger = NULL;
    if (code == STM_EEMPTY)
        return;
    struct tagger *t = ARENA_NEW(kit->arena, struct tagger);
    pthread_mutex_init(&t->lock, NULL);
    arena_defer(kit->arena, rooms_free, t);
    if (!code)
        code = net_open(&t->net, &m);
    if (!code)
        t->net.first_w = net_first(&t->net, kit->arena);
    if (code)
        guard_fail(code);
    kit->tagger = t;
}

/* ---- the first layer, kept -------------------------------------------------------------------------
 *
 * What the first layer makes of a word depends on the word alone, and most of a text's words have stood before:
 * x0 and its three products are kept by form until the room is full (Chen & Manning 2014 keep them for the
 * commonest words). The sums are the same in any order. */

enum { KEPT = 512 /* forms, at least SENTENCE_MAX: their products fill half of a second-level cache */, KEPT_MASK = 2 * KEPT - 1 };

struct kept {
    uint64_t *keys;   /* [KEPT_MASK + 1], 0: empty */
    uint32_t *where;
    int16_t *x0;      /* [KEPT][d] */
    int32_t *product; /* [KEPT][3][d] */
    uint32_t n;
    /* of the sentence's tokens: */
    uint64_t key[SENTENCE_MAX]; /* of its form, and what is seen of it besides */
    uint32_t at[SENTENCE_MAX];
    uint32_t opens;             /* the first that is no mark: what stands before it opens the sentence, too */
};

/* Reports copy one another, and a sentence is tagged and parsed by its own words alone: what was made of it waits for the next one
 * in the same words. The key is of 128 bits. */
enum { SAID = 4096 /* sentences */, SAID_WORDS = 48 /* of the longest that is kept */ };
struct said_word {
    uint16_t feats, head; /* head: in the sentence */
    uint8_t upos, xpos, deprel;
};
struct said {
    struct said_key { uint64_t a, b; } *keys; /* [SAID]; noughts: empty */
    struct said_word *words; /* [SAID][SAID_WORDS] */
};

struct tags_room {
    struct arena *arena; /* that it lies in */
    struct tags_room *next;
    int16_t *x, *y;      /* [SENTENCE_MAX][d], NET_PAD rows of zeros on either side */
    struct kept kept;
    struct said said;
    struct parse_room *parse; /* NULL: nothing was parsed yet */
};

struct lent { /* a room, while a document is read */
    struct tagger *tagger;
    struct arena *arena;
    struct tags_room *room; /* NULL: it is being made */
};

static void room_back(void *arg) {
    struct lent *l = arg;
    if (!l->room) {
        arena_free(l->arena);
        return;
    }
    pthread_mutex_lock(&l->tagger->lock);
    l->room->next = l->tagger->idle;
    l->tagger->idle = l->room;
    pthread_mutex_unlock(&l->tagger->lock);
}

static void rooms_free(void *arg) {
    struct tagger *t = arg;
    while (t->idle) {
        struct tags_room *r = t->idle;
        t->idle = r->next;
        arena_free(r->arena);
    }
    pthread_mutex_destroy(&t->lock);
}

/* Rows before the first are 0; first_layer, layer and tags_read write the others before they are read. */
static int16_t *padded(uint32_t d, struct arena *a) {
    int16_t *p = arena_alloc(a, (SENTENCE_MAX + 2 * NET_PAD) * (size_t)d * sizeof *p);
    memset(p, 0, NET_PAD * d * sizeof *p);
    return p + NET_PAD * d;
}

static struct tags_room *room_new(const struct net *net, struct arena *a) {
    size_t d = net->d;
    struct tags_room *r = ARENA_NEW(a, struct tags_room);
    r->arena = a;
    r->x = padded(net->d, a);
    r->y = padded(net->d, a);
    r->kept.keys = ARENA_ARRAY(a, uint64_t, KEPT_MASK + 1);
    r->kept.where = ARENA_ARRAY(a, uint32_t, KEPT_MASK + 1);
    r->kept.x0 = arena_alloc(a, KEPT * d * sizeof *r->kept.x0);
    r->kept.product = arena_alloc(a, KEPT * 3 * d * sizeof *r->kept.product);
    r->said.keys = ARENA_ARRAY(a, struct said_key, SAID);
    r->said.words = arena_alloc(a, SAID * SAID_WORDS * sizeof *r->said.words);
    return r;
}

/* A room until `tmp` is rewound. */
static struct tags_room *room_take(struct tagger *t, struct arena *tmp) {
    struct lent *l = ARENA_NEW(tmp, struct lent);
    l->tagger = t;
    pthread_mutex_lock(&t->lock);
    l->room = t->idle;
    if (l->room)
        t->idle = l->room->next;
    pthread_mutex_unlock(&t->lock);
    arena_defer(tmp, room_back, l);
    if (!l->room) {
        l->arena = arena_new(0);
        if (!l->arena)
            guard_fail(STM_ENOMEM);
        l->room = room_new(&t->net, l->arena);
    }
    return l->room;
}

static void make_x0(const struct net *net, slice form, uint8_t flags, bool first, int16_t *x0) {
    char low[48];
    slice known = net_known(form, low);
    uint32_t rows[NET_ROWS];
    net_rows(form, known, flags, first, rows);
    const int8_t *r[NET_ROWS];
    r[0] = net->rows + (size_t)net_word(net, known) * net->d;
    for (int k = 1; k < NET_ROWS; k++)
        r[k] = net->rows + ((size_t)net->words + rows[k]) * net->d;
    net->kernels->words(x0, r, (int32_t)net->mult, net->d);
}

static uint8_t seen_flags(const struct token *t) {
    return t->flags & (TOKEN_SPACE_BEFORE | TOKEN_MWT | TOKEN_UPPER | TOKEN_ALL_UPPER | TOKEN_DIGIT);
}

/* Fills in the keys of a sentence's tokens. */
static void read_keys(struct kept *k, slice text, const struct token *t, uint32_t n) {
    bool first = true;
    k->opens = n;
    for (uint32_t i = 0; i < n; i++) {
        slice form = token_form(text, &t[i]);
        /* no seed: of so short a form that would only be added to its bytes */
        k->key[i] = (hash64(form.p, form.n) + ((uint64_t)seen_flags(&t[i]) << 1 | first)) * 0x9e3779b97f4a7c15u | 1;
        if (first && !net_is_mark(form)) {
            k->opens = i;
            first = false;
        }
    }
}

/* Of the sentence whose tokens have these keys; false: it is too long to be kept. */
static bool read_said_key(const struct kept *k, uint32_t n, bool parse, struct said_key *key) {
    *key = (struct said_key){hash64(k->key, n * sizeof *k->key), 2 * n + parse};
    for (uint32_t i = 0; i < n; i++)
        key->b = hash_mix(key->b, k->key[i]);
    return n <= SAID_WORDS;
}

/* False: it was not said lately. */
static bool said_before(const struct said *s, const struct said_key *key, struct token *t, uint32_t first, uint32_t n, bool parse) {
    uint32_t at = (uint32_t)key->a % SAID;
    if (s->keys[at].a != key->a || s->keys[at].b != key->b)
        return false;
    const struct said_word *w = s->words + (size_t)at * SAID_WORDS;
    for (uint32_t i = 0; i < n; i++) {
        t[i].upos = w[i].upos, t[i].xpos = w[i].xpos, t[i].feats = w[i].feats;
        if (parse)
            t[i].head = first + w[i].head, t[i].deprel = w[i].deprel;
    }
    return true;
}

static void keep_said(struct said *s, const struct said_key *key, const struct token *t, uint32_t first, uint32_t n) {
    uint32_t at = (uint32_t)key->a % SAID;
    struct said_word *w = s->words + (size_t)at * SAID_WORDS;
    s->keys[at] = *key;
    for (uint32_t i = 0; i < n; i++)
        w[i] = (struct said_word){t[i].feats, (uint16_t)(t[i].head - first), t[i].upos, t[i].xpos, t[i].deprel};
}

/* The first layer's output for a sentence whose keys were read. */
static void first_layer(const struct net *net, struct kept *k, slice text, const struct token *t, uint32_t n,
                        int16_t *y) {
    static const int32_t zeros[NET_D_MAX];
    const uint32_t d = net->d, e = net->dilation[0];
    uint32_t *at = k->at;
    if (k->n > KEPT - n) {
        memset(k->keys, 0, (KEPT_MASK + 1) * sizeof *k->keys);
        k->n = 0;
    }
    uint32_t had = k->n;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t key = k->key[i];
        uint32_t slot = (uint32_t)(key >> 32) & KEPT_MASK;
        while (k->keys[slot] && k->keys[slot] != key)
            slot = (slot + 1) & KEPT_MASK;
        if (!k->keys[slot]) {
            k->keys[slot] = key;
            k->where[slot] = k->n;
            make_x0(net, token_form(text, &t[i]), seen_flags(&t[i]), i <= k->opens, k->x0 + (size_t)k->n++ * d);
        }
        at[i] = k->where[slot];
    }
    if (k->n > had)
        net->kernels->map(k->product + (size_t)had * 3 * d, k->x0 + (size_t)had * d, d, k->n - had, net->first_w, d,
                          3 * d);
    for (uint32_t i = 0; i < n; i++) {
        const int32_t *own = k->product + (size_t)at[i] * 3 * d + d;
        const int32_t *left = i >= e ? k->product + (size_t)at[i - e] * 3 * d : zeros;
        const int32_t *right = i + e < n ? k->product + (size_t)at[i + e] * 3 * d + 2 * d : zeros;
        net->kernels->residual3(y + (size_t)i * d, k->x0 + (size_t)at[i] * d, left, own, right, net->layer_b[0],
                                net->bits[0], d);
    }
}

/* One layer from x to y, rows i in [0, n); NET_PAD rows of zeros stand on either side. */
static void layer(const struct net *net, uint32_t l, const int16_t *x, int16_t *y, uint32_t n) {
    uint32_t d = net->d, e = net->dilation[l];
    int16_t cat[NET_BLOCK * 3 * NET_D_MAX];
    int32_t sum[NET_BLOCK * NET_D_MAX];
    for (uint32_t i = 0; i < n; i += NET_BLOCK) {
        uint32_t rows = n - i < NET_BLOCK ? n - i : NET_BLOCK;
        const int16_t *at = x + (size_t)i * d, *in = at - d;
        size_t stride = d; /* neighbours stand side by side */
        if (e != 1) {
            for (uint32_t r = 0; r < rows; r++)
                for (uint32_t k = 0; k < 3; k++)
                    memcpy(cat + (r * 3 + k) * (size_t)d, at + (size_t)r * d + k * (size_t)e * d - (size_t)e * d,
                           d * sizeof *cat);
            in = cat;
            stride = 3 * (size_t)d;
        }
        net->kernels->map(sum, in, stride, rows, net->layer_w[l], 3 * d, d);
        for (uint32_t r = 0; r < rows; r++)
            net->kernels->residual(y + (size_t)(i + r) * d, at + (size_t)r * d, sum + r * (size_t)d,
                                   net->layer_b[l], net->bits[l], d);
    }
}

static void choose(const struct net *net, const int16_t *x, const int32_t *score, struct token *t) {
    uint32_t best = net->kernels->best(score, net->tag_b, net->tags);
    t->upos = net->tag_names[2 * best];
    t->xpos = net->tag_names[2 * best + 1];
    uint32_t from = net->tag_feats_at[best], to = net->tag_feats_at[best + 1];
    uint8_t feats = net->tag_feats[from];
    if (to > from + 1) {
        int64_t top = INT64_MIN;
        for (uint32_t k = from; k < to; k++) {
            uint8_t f = net->tag_feats[k];
            int64_t s = (int64_t)net_dot(x, net->feat_w + (size_t)f * net->d, net->d) + net->feat_b[f];
            if (s > top)
                top = s, feats = f;
        }
    }
    t->feats = feats;
}

void tags_read(const struct lang_kit *kit, const struct page *page, bool parse, struct arena *tmp,
               struct lang *out) {
    const struct net *net = &kit->tagger->net;
    struct arena_mark mark = arena_mark(tmp);
    struct tags_room *room = room_take(kit->tagger, tmp);
    if (parse && !room->parse)
        room->parse = parse_room(net, SENTENCE_MAX, room->arena);
    int16_t *x = room->x, *y = room->y;
    for (uint32_t s = 0; s < out->sentences_n; s++) {
        uint32_t first = out->sentences[s].first, n = out->sentences[s].end - first;
        struct token *t = out->tokens + first;
        struct said_key key;
        read_keys(&room->kept, page->text, t, n);
        bool keep = read_said_key(&room->kept, n, parse, &key);
        if (keep && said_before(&room->said, &key, t, first, n, parse))
            continue;
        first_layer(net, &room->kept, page->text, t, n, x);
        for (uint32_t l = 1; l < net->layers; l++) {
            memset(x + (size_t)n * net->d, 0, NET_PAD * net->d * sizeof *x);
            layer(net, l, x, y, n);
            int16_t *swap = x;
            x = y, y = swap;
        }
        int32_t score[NET_BLOCK * NET_TAGS_MAX];
        for (uint32_t i = 0; i < n; i += NET_BLOCK) {
            uint32_t rows = n - i < NET_BLOCK ? n - i : NET_BLOCK;
            net->kernels->map(score, x + (size_t)i * net->d, net->d, rows, net->tag_w, net->d, net->tags_room);
            for (uint32_t r = 0; r < rows; r++)
                choose(net, x + (size_t)(i + r) * net->d, score + r * (size_t)net->tags_room, &t[i + r]);
        }
        if (parse)
            parse_sentence(net, room->parse, x, t, first, n);
        if (keep)
            keep_said(&room->said, &key, t, first, n);
    }
    out->tagged = true;
    out->parsed = parse;
    arena_rewind(tmp, mark);
}
