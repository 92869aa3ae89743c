/* Dependency parser: arc-hybrid transitions (Kuhlmann et al. 2011; Goldberg & Nivre 2013), greedy.
 *
 *   stack  ... s2 s1 s0 | b0 b1 b2 ...  buffer, the root at its very end
 *   SHIFT  b0 goes onto the stack     LEFT   b0 -> s0, s0 goes     RIGHT  s1 -> s0, s0 goes
 *
 * Each step adds up one row of the hidden layer for each of eleven tokens of the state (computed
 * once a token) and for a few small facts, takes the best action that is allowed and, for an arc,
 * its label. 2n steps for n words. */
#include "lang_parts.h"
#include "net.h"

enum { SHIFT, LEFT, RIGHT, SLOTS = 11 };
/* Rows of the model's section "extra" (train/lib_read_net.h). */
enum { X_EMPTY = 0, X_LABEL = X_EMPTY + SLOTS, X_DISTANCE = X_LABEL + 4 * DEP_COUNT,
       X_VALENCY = X_DISTANCE + 2 * 8, X_COUNT = X_VALENCY + 2 * 4 };

struct parse_room {
    int16_t *z;             /* [slots][of the sentence's words][hidden] */
    int32_t *stack, *left, *right;
    uint8_t *left_n, *right_n;
};

struct parse_room *parse_room(const struct net *net, uint32_t most, struct arena *a) {
    if (net->slots != SLOTS || net->extra_n != X_COUNT)
        guard_fail(STM_EFORMAT);
    struct parse_room *r = ARENA_NEW(a, struct parse_room);
    r->z = arena_alloc(a, (size_t)most * net->slots * net->hidden * sizeof(int16_t));
    r->stack = arena_alloc(a, (most + 1u) * sizeof(int32_t));
    r->left = arena_alloc(a, (most + 1u) * sizeof(int32_t));
    r->right = arena_alloc(a, (most + 1u) * sizeof(int32_t));
    r->left_n = arena_alloc(a, most + 1u);
    r->right_n = arena_alloc(a, most + 1u);
    return r;
}

/* A clause has one object: a relative word before it, where the object follows the verb, is but the clause's mark
 * ("on Monday that they had signed the paper"). */
static void settle_objects(struct token *t, uint32_t first, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t verb = t[i].head - first;
        if (t[i].xpos != XPOS_WDT || (t[i].deprel != DEP_OBJ && t[i].deprel != DEP_OBL_UNMARKED) || verb <= i)
            continue;
        for (uint32_t k = verb + 1; k < count; k++)
            if (t[k].deprel == DEP_OBJ && t[k].head == t[i].head) {
                t[i].deprel = DEP_MARK;
                t[i].upos = UPOS_SCONJ, t[i].xpos = XPOS_IN, t[i].feats = 0;
                if (t[verb].deprel == DEP_ACL_RELCL)
                    t[verb].deprel = DEP_ACL;
                break;
            }
    }
}

static int bucket(int d) { return d < 5 ? d : d < 7 ? 5 : d < 12 ? 6 : 7; }

void parse_sentence(const struct net *net, struct parse_room *r, const int16_t *x, struct token *t,
                    uint32_t first, uint32_t count) {
    uint32_t hn = net->hidden;
    int n = (int)count;
    int32_t sum[NET_BLOCK * NET_H_MAX];
    for (uint32_t k = 0; k < SLOTS; k++)
        for (uint32_t i = 0; i < count; i += NET_BLOCK) {
            uint32_t rows = count - i < NET_BLOCK ? count - i : NET_BLOCK;
            net->kernels->map(sum, x + (size_t)i * net->d, net->d, rows,
                              net->slots_w + (size_t)k * net->d * hn, net->d, hn);
            net->kernels->narrow(r->z + ((size_t)k * count + i) * hn, sum, net->slot_bits, rows * hn);
        }
    for (uint32_t i = 0; i < count; i++) {
        r->left[i] = r->right[i] = -1;
        r->left_n[i] = r->right_n[i] = 0;
    }
    int b = 0, top = 0;
    while (b < n || top > 0) {
        int s0 = top > 0 ? r->stack[top - 1] : -1, s1 = top > 1 ? r->stack[top - 2] : -1;
        int b0 = b < n ? b : -1;
        int slot[SLOTS] = {s0, s1, top > 2 ? r->stack[top - 3] : -1, b0, b + 1 < n ? b + 1 : -1,
                           b + 2 < n ? b + 2 : -1, s0 >= 0 ? r->left[s0] : -1, s0 >= 0 ? r->right[s0] : -1,
                           b0 >= 0 ? r->left[b0] : -1, s1 >= 0 ? r->right[s1] : -1, s1 >= 0 ? r->left[s1] : -1};
        const int16_t *rows[SLOTS + 16];
        uint32_t rows_n = 0;
        rows[rows_n++] = net->hidden_b;
        for (int k = 0; k < SLOTS; k++)
            rows[rows_n++] = slot[k] >= 0 ? r->z + ((size_t)k * count + (size_t)slot[k]) * hn
                                          : net->extra + (size_t)(X_EMPTY + k) * hn;
        for (int k = 0; k < 4; k++)
            if (slot[6 + k] >= 0)
                rows[rows_n++] = net->extra + (size_t)(X_LABEL + k * DEP_COUNT + t[slot[6 + k]].deprel) * hn;
        if (s0 >= 0) {
            rows[rows_n++] = net->extra + (size_t)(X_DISTANCE + bucket((b0 >= 0 ? b0 : n) - s0)) * hn;
            rows[rows_n++] = net->extra + (size_t)(X_VALENCY + (r->left_n[s0] > 3 ? 3 : r->left_n[s0])) * hn;
            rows[rows_n++] = net->extra + (size_t)(X_VALENCY + 4 + (r->right_n[s0] > 3 ? 3 : r->right_n[s0])) * hn;
        }
        if (s1 >= 0)
            rows[rows_n++] = net->extra + (size_t)(X_DISTANCE + 8 + bucket(s0 - s1)) * hn;
        int16_t h[NET_H_MAX];
        net->kernels->hidden(h, rows, rows_n, hn);
        /* the best action that is allowed; only one may be */
        bool may[3] = {b < n, b < n ? top > 0 : top == 1, top > 1};
        int action = may[SHIFT] ? SHIFT : may[LEFT] ? LEFT : RIGHT;
        if (may[SHIFT] + may[LEFT] + may[RIGHT] > 1) {
            int32_t score[16];
            net->kernels->map(score, h, hn, 1, net->action_w, hn, 16);
            int64_t best = INT64_MIN;
            for (int k = 0; k < 3; k++)
                if (may[k] && (int64_t)score[k] + net->action_b[k] > best) {
                    best = (int64_t)score[k] + net->action_b[k];
                    action = k;
                }
        }
        if (action == SHIFT) {
            r->stack[top++] = b++;
            continue;
        }
        int d = r->stack[--top];
        if (action == LEFT && b == n) {
            t[d].head = first + (uint32_t)d;
            t[d].deprel = DEP_ROOT;
            continue;
        }
        int32_t score[64];
        net->kernels->map(score, h, hn, 1, action == LEFT ? net->left_w : net->right_w, hn, 64);
        const int32_t *bias = action == LEFT ? net->left_b : net->right_b;
        enum { FIRST = DEP_ROOT + 1 };
        t[d].deprel = (uint8_t)(FIRST + net->kernels->best(score + FIRST, bias + FIRST, DEP_COUNT - FIRST));
        if (action == LEFT) {
            t[d].head = first + (uint32_t)b;
            r->left[b] = d;
            r->left_n[b] += r->left_n[b] < 255;
        } else {
            int head = r->stack[top - 1];
            t[d].head = first + (uint32_t)head;
            r->right[head] = d;
            r->right_n[head] += r->right_n[head] < 255;
        }
    }
    settle_objects(t, first, count);
}
