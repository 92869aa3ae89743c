/* Tags and features: the network of net.h over each sentence, in integers; then the parser on top
 * of the same numbers (parse.c), while they are warm. */
#include "base/model.h"
#include "lang_parts.h"
#include "net.h"

struct tagger {
    struct net net;
};

void tags_open(struct lang_kit *kit) {
    struct model m;
    slice name = arena_printf(kit->arena, "%s-read", kit->code);
    int code = model_open(&m, kit->arena, kit->models, name.p);
    kit->tagger = NULL;
    if (code == STM_EEMPTY)
        return;
    struct tagger *t = ARENA_NEW(kit->arena, struct tagger);
    if (!code)
        code = net_open(&t->net, &m);
    if (code)
        guard_fail(code);
    kit->tagger = t;
}

static int16_t clamp16(int32_t v) { return (int16_t)(v > 32767 ? 32767 : v < -32768 ? -32768 : v); }

/* x0 of a sentence's tokens. */
static void look_up(const struct net *net, slice text, const struct token *t, uint32_t n, int16_t *x) {
    bool first = true;
    for (uint32_t i = 0; i < n; i++) {
        char low[48];
        slice form = token_form(text, &t[i]), known = net_known(form, low);
        uint32_t rows[NET_ROWS];
        net_rows(form, known, t[i].flags, first, rows);
        first = first && net_is_mark(known);
        const int8_t *r[NET_ROWS];
        r[0] = net->rows + (size_t)net_word(net, known) * net->d;
        for (int k = 1; k < NET_ROWS; k++)
            r[k] = net->rows + ((size_t)net->words + rows[k]) * net->d;
        int16_t *out = x + (size_t)i * net->d;
        for (uint32_t d = 0; d < net->d; d++)
            out[d] = (int16_t)((r[0][d] + r[1][d] + r[2][d] + r[3][d] + r[4][d]) * (int)net->mult);
    }
}

/* One layer from x to y, rows i in [0, n); NET_PAD rows of zeros stand on either side. */
static void layer(const struct net *net, uint32_t l, const int16_t *x, int16_t *y, uint32_t n) {
    uint32_t d = net->d, e = net->dilation[l];
    int16_t cat[3 * NET_D_MAX];
    int32_t sum[NET_D_MAX];
    for (uint32_t i = 0; i < n; i++) {
        const int16_t *at = x + (size_t)i * d, *in = at - d;
        if (e != 1) {
            memcpy(cat, at - (size_t)e * d, d * sizeof *cat);
            memcpy(cat + d, at, d * sizeof *cat);
            memcpy(cat + 2 * d, at + (size_t)e * d, d * sizeof *cat);
            in = cat;
        }
        net_map(sum, in, net->layer_w[l], 3 * d, d);
        const int32_t *b = net->layer_b[l];
        int16_t *out = y + (size_t)i * d;
        for (uint32_t k = 0; k < d; k++) {
            int32_t v = (int32_t)((uint32_t)sum[k] + (uint32_t)b[k]) >> net->bits[l];
            out[k] = clamp16(at[k] + (v > 0 ? v : 0));
        }
    }
}

static void choose(const struct net *net, const int16_t *x, struct token *t) {
    int32_t score[NET_TAGS_MAX];
    net_map(score, x, net->tag_w, net->d, net->tags_room);
    uint32_t best = 0;
    int64_t top = INT64_MIN;
    for (uint32_t k = 0; k < net->tags; k++) {
        int64_t s = (int64_t)score[k] + net->tag_b[k];
        if (s > top)
            top = s, best = k;
    }
    t->upos = net->tag_names[2 * best];
    t->xpos = net->tag_names[2 * best + 1];
    uint32_t from = net->tag_feats_at[best], to = net->tag_feats_at[best + 1];
    uint8_t feats = net->tag_feats[from];
    if (to > from + 1) {
        top = INT64_MIN;
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
    uint32_t most = 0;
    for (uint32_t s = 0; s < out->sentences_n; s++) {
        uint32_t n = out->sentences[s].end - out->sentences[s].first;
        if (n > most)
            most = n;
    }
    size_t room = (size_t)(most + 2 * NET_PAD) * net->d;
    int16_t *x = ARENA_ARRAY(tmp, int16_t, room), *y = ARENA_ARRAY(tmp, int16_t, room);
    x += NET_PAD * net->d;
    y += NET_PAD * net->d;
    struct parse_room *pr = parse ? parse_room(net, most, tmp) : NULL;
    for (uint32_t s = 0; s < out->sentences_n; s++) {
        uint32_t first = out->sentences[s].first, n = out->sentences[s].end - first;
        struct token *t = out->tokens + first;
        look_up(net, page->text, t, n, x);
        for (uint32_t l = 0; l < net->layers; l++) {
            memset(x + (size_t)n * net->d, 0, NET_PAD * net->d * sizeof *x);
            layer(net, l, x, y, n);
            int16_t *swap = x;
            x = y, y = swap;
        }
        for (uint32_t i = 0; i < n; i++)
            choose(net, x + (size_t)i * net->d, &t[i]);
        if (parse)
            parse_sentence(net, pr, x, t, first, n);
    }
    out->tagged = true;
    out->parsed = parse;
    arena_rewind(tmp, mark);
}
