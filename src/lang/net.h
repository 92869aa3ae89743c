/* The reader's network: what it sees of a word, and integer arithmetic for it. Internal to lang.
 *
 * rooms: base
 *
 *   word, suffixes, prefix, shape      rows of one table (int8), added up      -> x0, D numbers
 *   x_l+1[i] = x_l[i] + relu(W_l [x_l[i-d], x_l[i], x_l[i+d]] + b_l)           -> x_L, D numbers
 *   tags, features: linear in x_L;  parser: sums of linear maps of x_L (parse.c)
 *
 * Numbers are int16 with 8 bits after the point, weights int16, sums int32: the same result on any
 * machine. The form follows Collobert et al. 2011 (windows), Chen & Manning 2014 (a sum of parts
 * that can be computed a token at a time) and Kiperwasser & Goldberg 2016 (tokens in context as
 * the parser's only features). */
#ifndef STM_NET_H
#define STM_NET_H

#include "base/base.h"
#include "lang/lang.h"

enum {
    NET_FRACTION = 8,     /* bits after the point */
    NET_SUFFIX2 = 1024,   /* rows of each hashed kind */
    NET_SUFFIX3 = 8192,
    NET_PREFIX3 = 4096,
    NET_SHAPES = 160,
    NET_HASHED = NET_SUFFIX2 + NET_SUFFIX3 + NET_PREFIX3 + NET_SHAPES,
    NET_ROWS = 5          /* rows a word adds up: word, suffix2, suffix3, prefix3, shape */
};

/* The form under which a word is known: ASCII lower case, digits as 0, U+2019 as an apostrophe;
 * at most 48 bytes. */
slice net_known(slice form, char low[48]);
static inline uint32_t net_hash(slice s) {
    uint32_t h = (uint32_t)hash64(s.p, s.n);
    return h ? h : 1;
}
/* Rows of what is seen of a word but its own: [1..4] of the NET_ROWS, counted from 0 at the first
 * hashed row. `first`: nothing but marks stands before it in the sentence. */
void net_rows(slice form, slice known, uint8_t flags, bool first, uint32_t rows[NET_ROWS]);

/* Whether a form has no letter and no digit in it (ASCII): a mark. */
static inline bool net_is_mark(slice s) {
    for (uint32_t i = 0; i < s.n; i++)
        if (is_alnum((unsigned char)s.p[i]))
            return false;
    return true;
}

/* What is slow, once for each width of vectors; all give the same numbers. */
struct net_kernels {
    /* y[r][m] = x[r][k] . w[k][m] for `rows` rows, x's `stride` numbers apart. k even, m a multiple
     * of 16; w in pairs: w[k / 2][m][2]. Sums wrap. */
    void (*map)(int32_t *y, const int16_t *x, size_t stride, uint32_t rows, const int16_t *w, uint32_t k,
                uint32_t m);
    /* out = mult * the sum of a word's rows */
    void (*words)(int16_t *out, const int8_t *const r[NET_ROWS], int32_t mult, uint32_t d);
    /* out = x + relu((sum + bias) >> bits) */
    void (*residual)(int16_t *out, const int16_t *x, const int32_t *sum, const int32_t *bias,
                     uint32_t bits, uint32_t d);
    /* out = x + relu((a + b + c + bias) >> bits) */
    void (*residual3)(int16_t *out, const int16_t *x, const int32_t *a, const int32_t *b, const int32_t *c,
                      const int32_t *bias, uint32_t bits, uint32_t d);
    /* out = sum >> bits, within 2047 */
    void (*narrow)(int16_t *out, const int32_t *sum, uint32_t bits, uint32_t n);
    /* out = relu(sum of rows); n a multiple of 64 */
    void (*hidden)(int16_t *out, const int16_t *const *rows, uint32_t rows_n, uint32_t n);
    /* the first i of the greatest s[i] + bias[i]; n at most NET_TAGS_MAX; sums wrap */
    uint32_t (*best)(const int32_t *s, const int32_t *bias, uint32_t n);
};
extern const struct net_kernels net_sse2_kernels;
#if defined(__x86_64__)
extern const struct net_kernels net_avx2_kernels, net_avx512_kernels;
#endif
/* The widest that this machine has. */
const struct net_kernels *net_kernels(void);
/* x[n] . w[n]; n a multiple of 16. */
int32_t net_dot(const int16_t *x, const int16_t *w, uint32_t n);

/* A model "CODE-read", every count checked. */
struct net {
    const struct net_kernels *kernels;
    uint32_t d, layers, words, tags, tags_room, feats_room, hidden, slots, labels, extra_n, mult;
    uint32_t dilation[4], bits[4];
    uint32_t tag_bits, feat_bits, slot_bits, action_bits, label_bits;
    const int8_t *rows;
    const uint32_t *keys;        /* open addressing, `mask` + 1 places; 0: empty */
    const uint16_t *ids;
    uint32_t mask;
    const int16_t *first_w;      /* of the first layer as tags.c wants it; net_first */
    const int16_t *layer_w[4];
    const int32_t *layer_b[4];
    const int16_t *tag_w, *feat_w;
    const int32_t *tag_b, *feat_b;
    const uint8_t *tag_names;    /* UPOS, XPOS a tag */
    const uint8_t *tag_feats;    /* bundles that a tag may have: [at[t], at[t + 1]) */
    const uint16_t *tag_feats_at;
    const int16_t *slots_w, *hidden_b, *extra, *action_w, *left_w, *right_w;
    const int32_t *action_b, *left_b, *right_b;
};
enum { NET_D_MAX = 160, NET_H_MAX = 256, NET_SLOTS_MAX = 16, NET_LAYERS_MAX = 4, NET_TAGS_MAX = 256,
       NET_BLOCK = 16 /* rows that go through a matrix together */,
       NET_PAD = 4 /* rows of zeros on either side of a sentence: the largest dilation */ };

struct model;
/* 0, or STM_EFORMAT. */
int net_open(struct net *net, const struct model *m);
/* The first layer's weights turned: from [left, own, right word][d] to d, to d to [to the right neighbour's sum,
 * to its own, to the left's][d], so that a word is multiplied once, whatever stands beside it. */
const int16_t *net_first(const struct net *net, struct arena *a);
/* The word's row, 0 if it is not known. */
static inline uint32_t net_word(const struct net *net, slice known) {
    uint32_t key = net_hash(known), at = key & net->mask;
    for (uint32_t tries = 0; tries <= net->mask && net->keys[at]; tries++) {
        if (net->keys[at] == key)
            return net->ids[at];
        at = (at + 1) & net->mask;
    }
    return 0;
}

#endif
