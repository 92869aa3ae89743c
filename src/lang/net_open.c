/* A reader's model, from its file to pointers: each section must have just the size that the
 * model's shape asks for, and each number that indexes something must be in range. */
#include "base/model.h"
#include "lang/net.h"

#define NEED(field, name, count)                                              \
    do {                                                                      \
        net->field = model_exactly(m, name, sizeof(*net->field), (count));    \
        if (!net->field)                                                      \
            return STM_EFORMAT;                                               \
    } while (0)

static bool in_bits(uint32_t b) { return b >= 1 && b <= 14; }

const int16_t *net_first(const struct net *net, struct arena *a) {
    size_t d = net->d;
    int16_t *w = arena_alloc(a, 3 * d * d * sizeof *w);
    for (size_t part = 0; part < 3; part++)
        for (size_t k = 0; k < d; k += 2) /* pairs of inputs lie side by side (struct net_kernels) */
            memcpy(w + k * 3 * d + part * 2 * d, net->layer_w[0] + (part * d + k) * d, 2 * d * sizeof *w);
    return w;
}

int net_open(struct net *net, const struct model *m) {
    *net = (struct net){.kernels = net_kernels()};
    const uint32_t *s = model_exactly(m, "shape", 4, 32);
    if (!s)
        return STM_EFORMAT;
    net->d = s[0], net->layers = s[1], net->words = s[2], net->tags = s[3], net->tags_room = s[4];
    net->feats_room = s[5], net->hidden = s[6], net->slots = s[7], net->labels = s[8], net->extra_n = s[9];
    net->mult = s[10];
    if (!net->d || net->d > NET_D_MAX || net->d % 16 || !net->layers || net->layers > NET_LAYERS_MAX ||
        !net->words || net->words > 65535 || net->tags > net->tags_room || net->tags_room > NET_TAGS_MAX ||
        !net->tags || net->tags_room % 16 || net->feats_room > 256 || net->hidden % 64 || !net->hidden ||
        net->hidden > NET_H_MAX || !net->slots || net->slots > NET_SLOTS_MAX || net->labels != DEP_COUNT ||
        net->extra_n > 4096 || net->mult > 64)
        return STM_EFORMAT;
    for (uint32_t l = 0; l < net->layers; l++) {
        net->dilation[l] = s[16 + l], net->bits[l] = s[20 + l];
        if (!net->dilation[l] || net->dilation[l] > NET_PAD || !in_bits(net->bits[l]))
            return STM_EFORMAT;
    }
    net->tag_bits = s[24], net->feat_bits = s[25], net->slot_bits = s[26], net->action_bits = s[27],
    net->label_bits = s[28];
    for (int i = 24; i < 29; i++)
        if (!in_bits(s[i]))
            return STM_EFORMAT;
    size_t d = net->d, h = net->hidden, cap, n;
    NEED(rows, "rows", ((size_t)net->words + NET_HASHED) * d);
    net->keys = model_section(m, "word.keys", 4, &cap);
    if (!net->keys || !cap || cap > 1u << 24 || (cap & (cap - 1)))
        return STM_EFORMAT;
    net->mask = (uint32_t)cap - 1;
    NEED(ids, "word.ids", cap);
    for (size_t i = 0; i < cap; i++)
        if (net->ids[i] >= net->words)
            return STM_EFORMAT;
    static const char *const layer[][2] = {
        {"layer0.w", "layer0.b"}, {"layer1.w", "layer1.b"}, {"layer2.w", "layer2.b"}, {"layer3.w", "layer3.b"}};
    for (uint32_t l = 0; l < net->layers; l++) {
        NEED(layer_w[l], layer[l][0], 3 * d * d);
        NEED(layer_b[l], layer[l][1], d);
    }
    NEED(tag_w, "tag.w", d * net->tags_room);
    NEED(tag_b, "tag.b", net->tags_room);
    NEED(feat_w, "feat.w", d * net->feats_room);
    NEED(feat_b, "feat.b", net->feats_room);
    net->tag_names = model_exactly(m, "tag.names", 2, net->tags);
    NEED(tag_feats_at, "tag.feats.at", (size_t)net->tags + 1);
    net->tag_feats = model_section(m, "tag.feats", 1, &n);
    if (!net->tag_names || !net->tag_feats)
        return STM_EFORMAT;
    for (uint32_t t = 0; t < net->tags; t++)
        if (net->tag_names[2 * t] >= UPOS_COUNT || net->tag_names[2 * t + 1] >= XPOS_COUNT ||
            net->tag_feats_at[t] >= net->tag_feats_at[t + 1] || net->tag_feats_at[t + 1] > n)
            return STM_EFORMAT;
    for (size_t i = 0; i < n; i++)
        if (net->tag_feats[i] >= net->feats_room)
            return STM_EFORMAT;
    NEED(slots_w, "slots.w", d * net->slots * h);
    NEED(hidden_b, "hidden.b", h);
    NEED(extra, "extra", net->extra_n * h);
    NEED(action_w, "action.w", h * 16);
    NEED(action_b, "action.b", 16);
    NEED(left_w, "left.w", h * 64);
    NEED(left_b, "left.b", 64);
    NEED(right_w, "right.w", h * 64);
    NEED(right_b, "right.b", 64);
    return 0;
}
