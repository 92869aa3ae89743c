/* Sixteen bytes at a time: where in them is what.
 *
 * rooms: base
 *
 * The compiler's own vectors, so that every machine has them; only bytes16_bits says it to SSE2 in one
 * instruction. A comparison gives a byte of ones or of noughts for each byte. */
#ifndef STM_BYTES_H
#define STM_BYTES_H

#include "base/base.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef uint8_t bytes16 __attribute__((vector_size(16)));
typedef int8_t marks16 __attribute__((vector_size(16))); /* what a comparison gives */

static inline bytes16 bytes16_load(const char *p) {
    bytes16 v;
    memcpy(&v, p, 16);
    return v;
}
/* Of which `there` may be read: noughts for the others. */
static inline bytes16 bytes16_some(const char *p, size_t there) {
    uint64_t half[2] = {0};
    if (there >= sizeof half)
        return bytes16_load(p);
    if (there > 8) { /* two pieces that overlap, whatever the number: no call, and hardly a branch */
        memcpy(&half[0], p, 8);
        memcpy(&half[1], p + there - 8, 8);
        half[1] >>= 8 * (16 - there);
    } else if (there >= 4) {
        uint32_t a, b;
        memcpy(&a, p, 4);
        memcpy(&b, p + there - 4, 4);
        half[0] = a | (uint64_t)b << 8 * (there - 4);
    } else if (there) {
        half[0] = (uint64_t)(uint8_t)p[0] | (uint64_t)(uint8_t)p[there / 2] << 8 * (there / 2) |
                  (uint64_t)(uint8_t)p[there - 1] << 8 * (there - 1);
    }
    bytes16 v;
    memcpy(&v, half, sizeof v);
    return v;
}
static inline void bytes16_store(char *p, bytes16 v) { memcpy(p, &v, 16); }

/* From `low` to `high`, both included. */
static inline marks16 bytes16_within(bytes16 v, uint8_t low, uint8_t high) {
    return (marks16)((bytes16)(v - low) <= (uint8_t)(high - low));
}
static inline marks16 bytes16_spaces(bytes16 v) { return (marks16)(v == ' ') | bytes16_within(v, '\t', '\r'); }
static inline marks16 bytes16_alnum(bytes16 v) {
    return bytes16_within(v | 32, 'a', 'z') | bytes16_within(v, '0', '9');
}
static inline bytes16 bytes16_lower(bytes16 v) { return v | ((bytes16)bytes16_within(v, 'A', 'Z') & 32); }

/* A bit for each byte, the first the lowest. */
static inline uint32_t bytes16_bits(marks16 m) {
#ifdef __SSE2__
    return (uint32_t)_mm_movemask_epi8((__m128i)m);
#else
    uint64_t half[2];
    memcpy(half, &m, 16);
    uint32_t bits = 0;
    for (int i = 0; i < 2; i++) /* eight marks' lowest bits, moved together (Mula 2008) */
        bits |= (uint32_t)(((half[i] & 0x0101010101010101u) * 0x0102040810204080u) >> 56) << (8 * i);
    return bits;
#endif
}

/* The same of 64 bytes. */
static inline uint64_t bytes64_bits(const marks16 m[4]) {
    return (uint64_t)bytes16_bits(m[0]) | (uint64_t)bytes16_bits(m[1]) << 16 | (uint64_t)bytes16_bits(m[2]) << 32 |
           (uint64_t)bytes16_bits(m[3]) << 48;
}

/* Which of the 64 bytes at p are c. */
static inline uint64_t bytes64_are(const char *p, char c) {
    marks16 m[4];
#pragma GCC unroll 4 /* rolled up, they go through memory */
    for (int i = 0; i < 4; i++)
        m[i] = (marks16)(bytes16_load(p + 16 * i) == (uint8_t)c);
    return bytes64_bits(m);
}

static inline uint32_t bits_first(uint32_t bits) { return (uint32_t)__builtin_ctz(bits); } /* bits is not 0 */
static inline uint32_t bits_below(uint32_t n) { return (1u << n) - 1; }                    /* n < 32 */
static inline uint32_t bits_count(uint64_t x) {
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    return (uint32_t)(((x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56);
}

#endif
