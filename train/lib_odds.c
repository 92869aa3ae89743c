#include "lib_odds.h"

#include <math.h>

#include "lib_boost.h"

void odds_new(struct odds *o, struct arena *a, uint32_t size) {
    *o = (struct odds){.size = size};
    o->yes = ARENA_ARRAY(a, float, BOOST_FOLDS * size);
    o->no = ARENA_ARRAY(a, float, BOOST_FOLDS * size);
    o->texts = ARENA_ARRAY(a, uint8_t, BOOST_FOLDS * size);
    o->here = ARENA_ARRAY(a, uint32_t, size);
    o->in = ARENA_ARRAY(a, uint32_t, size);
}

void odds_next(struct odds *o) { o->piece++; }

void odds_add(struct odds *o, int fold, uint32_t text, uint32_t token, bool yes, float weight) {
    uint32_t at = (uint32_t)fold * o->size + token;
    if (o->here[token] == o->piece)
        return;
    o->here[token] = o->piece;
    (yes ? o->yes : o->no)[at] += weight;
    if (o->in[token] != text + 1)
        o->texts[at] += o->texts[at] < 255;
    o->in[token] = text + 1;
}

void odds_weigh(const struct odds *o, int out, const struct odds_how *how, float *to) {
    double all_yes = 1, all_no = 1;
    for (int f = 0; f < BOOST_FOLDS; f++)
        for (uint32_t k = 0; f != out && k < o->size; k++) {
            all_yes += o->yes[(uint32_t)f * o->size + k];
            all_no += o->no[(uint32_t)f * o->size + k];
        }
    double base = log(all_yes / all_no);
    for (uint32_t k = 0; k < o->size; k++) {
        double yes = 0, no = 0;
        uint32_t texts = 0;
        for (int f = 0; f < BOOST_FOLDS; f++) {
            if (f == out)
                continue;
            yes += o->yes[(uint32_t)f * o->size + k];
            no += o->no[(uint32_t)f * o->size + k];
            texts += o->texts[(uint32_t)f * o->size + k];
        }
        double w = log((yes + how->prior * all_yes / (all_yes + all_no)) / (no + how->prior * all_no / (all_yes + all_no))) - base;
        w = w > how->most ? how->most : w < -how->most ? -how->most : w;
        to[k] = texts >= how->least ? (float)(round(w * how->steps) / how->steps) : 0;
    }
}
