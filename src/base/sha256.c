/* SHA-256 (FIPS 180-4), by nettle; of several texts, two at a time.
 *
 * With the processor's own instructions a text is hashed as fast as each round waits for the one before it; a second text's
 * rounds go in between, and take three fifths of the time of one after the other. The texts are dealt to two
 * lanes in their order, and what is done makes room for the next; so the longest ones come best first.
 *
 *   lane 0:  text 0 ................... | text 3 ......
 *   lane 1:  text 1 ...... | text 2 .......... | text 4 ...
 */
#include "base.h"

#include <nettle/sha2.h>

void sha256(const void *p, size_t n, uint8_t out[32]) {
    struct sha256_ctx c;
    sha256_init(&c);
    sha256_update(&c, n, p);
    sha256_digest(&c, 32, out);
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#include <immintrin.h>

enum { BLOCK = 64 }; /* bytes */

/* One that is under way: all but the last block or two, which nettle does. */
struct lane {
    struct sha256_ctx c;
    const uint8_t *at;
    size_t left; /* bytes */
    const struct sha256_text *of; /* NULL: it stands still */
};

static bool have_instructions(void) {
    unsigned a, b = 0, c, d;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && b & 1u << 29 && __builtin_cpu_supports("sse4.1");
}

static const uint32_t K[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

#define SHA __attribute__((target("sha,sse4.1,ssse3")))

/* The same number of blocks of both lanes. The instructions want the state as (a b e f), (c d g h), high to low. */
SHA static void two_lanes(struct lane lanes[2], size_t blocks) {
    const __m128i swap = _mm_set_epi64x(0x0C0D0E0F08090A0B, 0x0405060700010203);
    __m128i abef[2], cdgh[2];
    const uint8_t *at[2] = {lanes[0].at, lanes[1].at};
    for (int k = 0; k < 2; k++) {
        __m128i abcd = _mm_shuffle_epi32(_mm_loadu_si128((const void *)lanes[k].c.state), 0xB1);
        __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const void *)(lanes[k].c.state + 4)), 0x1B);
        abef[k] = _mm_alignr_epi8(abcd, efgh, 8);
        cdgh[k] = _mm_blend_epi16(efgh, abcd, 0xF0);
        lanes[k].at += blocks * BLOCK;
        lanes[k].left -= blocks * BLOCK;
        lanes[k].c.count += blocks;
    }
    for (; blocks; blocks--, at[0] += BLOCK, at[1] += BLOCK) {
        __m128i w[2][4], abef0[2] = {abef[0], abef[1]}, cdgh0[2] = {cdgh[0], cdgh[1]};
        for (int i = 0; i < 4; i++)
            for (int k = 0; k < 2; k++)
                w[k][i] = _mm_shuffle_epi8(_mm_loadu_si128((const void *)(at[k] + 16 * i)), swap);
#pragma GCC unroll 16
        for (int r = 0; r < 16; r++) /* four rounds */
#pragma GCC unroll 2
            for (int k = 0; k < 2; k++) {
                __m128i *now = &w[k][r & 3], last = w[k][(r + 3) & 3];
                __m128i x = _mm_add_epi32(*now, _mm_load_si128((const void *)(K + 4 * r)));
                cdgh[k] = _mm_sha256rnds2_epu32(cdgh[k], abef[k], x);
                abef[k] = _mm_sha256rnds2_epu32(abef[k], cdgh[k], _mm_shuffle_epi32(x, 0x0E));
                if (r < 12) {
                    x = _mm_add_epi32(_mm_sha256msg1_epu32(*now, w[k][(r + 1) & 3]), _mm_alignr_epi8(last, w[k][(r + 2) & 3], 4));
                    *now = _mm_sha256msg2_epu32(x, last);
                }
            }
        for (int k = 0; k < 2; k++) {
            abef[k] = _mm_add_epi32(abef[k], abef0[k]);
            cdgh[k] = _mm_add_epi32(cdgh[k], cdgh0[k]);
        }
    }
    for (int k = 0; k < 2; k++) {
        __m128i feba = _mm_shuffle_epi32(abef[k], 0x1B), dchg = _mm_shuffle_epi32(cdgh[k], 0xB1);
        _mm_storeu_si128((void *)lanes[k].c.state, _mm_blend_epi16(feba, dchg, 0xF0));
        _mm_storeu_si128((void *)(lanes[k].c.state + 4), _mm_alignr_epi8(dchg, feba, 8));
    }
}

static void lane_end(struct lane *l) {
    sha256_update(&l->c, l->left, l->at);
    sha256_digest(&l->c, 32, l->of->out);
    l->of = NULL;
}

void sha256_all(const struct sha256_text *texts, size_t n) {
    struct lane lanes[2] = {{.of = NULL}, {.of = NULL}};
    size_t next = 0;
    if (n < 2 || !have_instructions()) {
        for (size_t i = 0; i < n; i++)
            sha256(texts[i].p, texts[i].n, texts[i].out);
        return;
    }
    for (;;) {
        for (int k = 0; k < 2; k++) {
            struct lane *l = &lanes[k];
            if (l->of && l->left < BLOCK)
                lane_end(l);
            if (!l->of && next < n) {
                *l = (struct lane){.at = texts[next].p, .left = texts[next].n, .of = &texts[next]};
                sha256_init(&l->c);
                next++;
            }
        }
        if (!lanes[0].of || !lanes[1].of)
            break;
        size_t least = lanes[0].left < lanes[1].left ? lanes[0].left : lanes[1].left;
        two_lanes(lanes, least / BLOCK);
    }
    for (int k = 0; k < 2; k++)
        if (lanes[k].of)
            lane_end(&lanes[k]);
}
#else
void sha256_all(const struct sha256_text *texts, size_t n) {
    for (size_t i = 0; i < n; i++)
        sha256(texts[i].p, texts[i].n, texts[i].out);
}
#endif
