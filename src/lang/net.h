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

/* y[m] = (x[k] . w[k][m]) with k even, m a multiple of 16; w in pairs: w[k / 2][m][2]. Sums wrap. */
void net_map(int32_t *y, const int16_t *x, const int16_t *w, uint32_t k, uint32_t m);

#endif
