/* Part of train_lang.c: the network in integers, as src/lang/tags.c and parse.c read it. */

static int16_t to16(float x) {
    x = roundf(x);
    return (int16_t)(x > 32767 ? 32767 : x < -32768 ? -32768 : x);
}

/* The number of bits after the point with which the weights fit into 14 bits. */
static uint32_t weight_bits(const struct param *p) {
    float top = 1e-6f;
    for (size_t i = 0; i < p->n; i++)
        if (fabsf(p->w[i]) > top)
            top = fabsf(p->w[i]);
    uint32_t s = 12;
    while (s > 4 && top * (float)(1 << s) > 8191)
        s--;
    return s;
}

/* w[k][m] (columns [from, from + m) of `width`) in pairs of rows: out[k / 2][m_room][2]. */
static int16_t *pairs(struct arena *a, const float *w, size_t k, size_t width, size_t from, size_t m,
                      size_t m_room, uint32_t bits) {
    int16_t *out = ARENA_ARRAY(a, int16_t, k * m_room);
    for (size_t p = 0; p < k; p++)
        for (size_t j = 0; j < m; j++)
            out[(p / 2 * m_room + j) * 2 + p % 2] = to16(w[p * width + from + j] * (float)(1 << bits));
    return out;
}

static int32_t *biases(struct arena *a, const float *b, size_t n, size_t room, uint32_t bits) {
    int32_t *out = ARENA_ARRAY(a, int32_t, room);
    for (size_t i = 0; i < n; i++)
        out[i] = (int32_t)roundf(b[i] * (float)(1 << (NET_FRACTION + bits)));
    return out;
}

static void export_model(struct trainer *t, const char *path, struct arena *a) {
    struct float_net *net = &t->net;
    struct model_writer *w = ARENA_NEW(a, struct model_writer);
    model_begin(w, a, "en-read");
    uint32_t bits[NET_LAYERS + 5], words = t->v.n;
    /* rows: the words' own and what their vectors give, in int8 with one factor for all */
    size_t rows_n = (size_t)net->rows_n;
    float *rows = ARENA_ARRAY(a, float, rows_n * D);
    memcpy(rows, net->rows.w, rows_n * D * sizeof(float));
    gemm(rows, t->v.pre, net->pre.w, words, NET_PRE, D);
    double sum = 0;
    for (size_t i = 0; i < (size_t)words * D; i++)
        sum += (double)rows[i] * rows[i];
    float deviation = (float)sqrt(sum / ((double)words * D));
    uint32_t mult = (uint32_t)ceilf(deviation * 5 * (1 << NET_FRACTION) / 127);
    if (!mult)
        mult = 1;
    int8_t *rows8 = ARENA_ARRAY(a, int8_t, rows_n * D);
    size_t cut = 0;
    for (size_t i = 0; i < rows_n * D; i++) {
        float x = roundf(rows[i] * (1 << NET_FRACTION) / (float)mult);
        cut += x > 127 || x < -127;
        rows8[i] = (int8_t)(x > 127 ? 127 : x < -127 ? -127 : x);
    }
    fprintf(stderr, "rows: deviation %.3f, factor %u, cut %.5f\n", (double)deviation, mult,
            (double)cut / (double)(rows_n * D));
    model_add(w, "rows", rows8, 1, rows_n * D);
    /* words */
    uint32_t cap = 1;
    while (cap < words + words / 2)
        cap *= 2;
    uint32_t *keys = ARENA_ARRAY(a, uint32_t, cap);
    uint16_t *ids = ARENA_ARRAY(a, uint16_t, cap);
    for (uint32_t i = 1; i < words; i++) {
        uint32_t key = net_hash(t->v.words[i]), at = key & (cap - 1);
        while (keys[at] && keys[at] != key)
            at = (at + 1) & (cap - 1);
        if (!keys[at])
            keys[at] = key, ids[at] = (uint16_t)i;
    }
    model_add(w, "word.keys", keys, 4, cap);
    model_add(w, "word.ids", ids, 2, cap);
    char name[32];
    for (int l = 0; l < NET_LAYERS; l++) {
        bits[l] = weight_bits(&net->conv[l]);
        snprintf(name, sizeof name, "layer%d.w", l);
        model_add(w, name, pairs(a, net->conv[l].w, 3 * D, D, 0, D, D, bits[l]), 2, 3 * D * D);
        snprintf(name, sizeof name, "layer%d.b", l);
        model_add(w, name, biases(a, net->conv_b[l].w, D, D, bits[l]), 4, D);
    }
    uint32_t *more = bits + NET_LAYERS; /* tag, feat, slots, action, label */
    more[0] = weight_bits(&net->tag);
    model_add(w, "tag.w", pairs(a, net->tag.w, D, NET_TAGS, 0, NET_TAGS, NET_TAGS, more[0]), 2, D * NET_TAGS);
    model_add(w, "tag.b", biases(a, net->tag_b.w, NET_TAGS, NET_TAGS, more[0]), 4, NET_TAGS);
    more[1] = weight_bits(&net->feat);
    int16_t *feat = ARENA_ARRAY(a, int16_t, D * NET_FEATS);
    for (size_t f = 0; f < NET_FEATS; f++)
        for (size_t d = 0; d < D; d++)
            feat[f * D + d] = to16(net->feat.w[d * NET_FEATS + f] * (float)(1 << more[1]));
    model_add(w, "feat.w", feat, 2, D * NET_FEATS);
    model_add(w, "feat.b", biases(a, net->feat_b.w, NET_FEATS, NET_FEATS, more[1]), 4, NET_FEATS);
    uint8_t *names = ARENA_ARRAY(a, uint8_t, t->tags.n * 2), *allowed = ARENA_ARRAY(a, uint8_t, NET_TAGS * NET_FEATS);
    uint16_t *allowed_at = ARENA_ARRAY(a, uint16_t, t->tags.n + 1);
    uint16_t n = 0;
    for (uint32_t k = 0; k < t->tags.n; k++) {
        names[2 * k] = t->tags.upos[k], names[2 * k + 1] = t->tags.xpos[k];
        allowed_at[k] = n;
        for (int f = 0; f < NET_FEATS; f++)
            if (t->tags.allowed[k][f])
                allowed[n++] = (uint8_t)f;
    }
    allowed_at[t->tags.n] = n;
    model_add(w, "tag.names", names, 2, t->tags.n);
    model_add(w, "tag.feats", allowed, 1, n);
    model_add(w, "tag.feats.at", allowed_at, 2, t->tags.n + 1);
    more[2] = weight_bits(&net->slots);
    int16_t *slots = ARENA_ARRAY(a, int16_t, (size_t)D * Z); /* a matrix a slot */
    for (size_t k = 0; k < NET_SLOTS; k++)
        memcpy(slots + k * D * H, pairs(a, net->slots.w, D, Z, k * H, H, H, more[2]), (size_t)D * H * 2);
    model_add(w, "slots.w", slots, 2, (size_t)D * Z);
    int16_t *hidden = ARENA_ARRAY(a, int16_t, H), *extra = ARENA_ARRAY(a, int16_t, NET_EXTRA * H);
    for (int h = 0; h < H; h++)
        hidden[h] = to16(net->hidden_b.w[h] * (1 << NET_FRACTION));
    for (int h = 0; h < NET_EXTRA * H; h++)
        extra[h] = to16(net->extra.w[h] * (1 << NET_FRACTION));
    model_add(w, "hidden.b", hidden, 2, H);
    model_add(w, "extra", extra, 2, NET_EXTRA * H);
    more[3] = weight_bits(&net->action);
    model_add(w, "action.w", pairs(a, net->action.w, H, NET_ACTIONS, 0, NET_ACTIONS, NET_ACTIONS, more[3]), 2,
              H * NET_ACTIONS);
    model_add(w, "action.b", biases(a, net->action_b.w, NET_ACTIONS, NET_ACTIONS, more[3]), 4, NET_ACTIONS);
    more[4] = weight_bits(&net->label);
    model_add(w, "left.w", pairs(a, net->label.w, H, NET_LABELS, 0, DEP_COUNT, 64, more[4]), 2, H * 64);
    model_add(w, "left.b", biases(a, net->label_b.w, DEP_COUNT, 64, more[4]), 4, 64);
    model_add(w, "right.w", pairs(a, net->label.w, H, NET_LABELS, DEP_COUNT, DEP_COUNT, 64, more[4]), 2, H * 64);
    model_add(w, "right.b", biases(a, net->label_b.w + DEP_COUNT, DEP_COUNT, 64, more[4]), 4, 64);
    uint32_t shape[32] = {D, NET_LAYERS, words, t->tags.n, NET_TAGS, NET_FEATS, H, NET_SLOTS, DEP_COUNT, NET_EXTRA,
                          mult, 0};
    for (int l = 0; l < NET_LAYERS; l++)
        shape[16 + l] = (uint32_t)net_dilation[l];
    for (int l = 0; l < NET_LAYERS; l++)
        shape[20 + l] = bits[l];
    for (int l = 0; l < 5; l++)
        shape[24 + l] = more[l];
    model_add(w, "shape", memcpy(ARENA_ARRAY(a, uint32_t, 32), shape, sizeof shape),
              4, 32);
    if (model_write(w, path))
        guard_fail(STM_EIO);
}
