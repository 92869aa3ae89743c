/* A few reports, as somebody opens them together, ask for another likeness than a great pile.
 *
 * In a great pile any report meets thousands of others, and a day more between two of one subject makes it much likelier that they
 * tell two stories. In a pile of a few nearly everything is there because it belongs together: what one outlet adds days later, or a local paper
 * tells of the same matter with hardly a word in common, mostly tells the same story. What is left to find out is who shares nothing but a day and
 * common words with the others: so it counts how rare the words are that two reports share, not their part in the whole alone. */
#include "story_inside.h"

#include <math.h>
#include <stdlib.h>

static const float rare_from = 3.0f; /* log2 of reports for each that has the word */
static const float alone = 5.0f;     /* what one such word counts at most, if no other is shared */
static const float shortest = -0.3f; /* as in point_features: in a text of fewer than 75 words chance shares no less than in one of 75 */

static int by_term(const void *x, const void *y) {
    const struct story_term *a = x, *b = y;
    return (a->id > b->id) - (a->id < b->id);
}

void point_rare(struct story_point *p, const struct kin_weights *w, struct arena *a) {
    p->rare = arena_alloc(a, (p->probes_n + 1) * sizeof *p->rare);
    p->rare_n = 0;
    for (uint32_t i = 0; i < p->probes_n; i++) {
        float more = (float)kin_idf(w, p->probes[i]) / 16.0f - rare_from;
        if (more > 0)
            p->rare[p->rare_n++] = (struct story_term){p->probes[i], more};
    }
    if (p->rare_n)
        qsort(p->rare, p->rare_n, sizeof *p->rare, by_term);
}

/* Logistic regression over the pairs of piles of 3 to 12 reports, drawn from roundups and subtopics (those to train on) and from
 * invented stories: one story and a stranger, two stories of unlike subjects, two of one subject some days apart; whole reports and their first
 * sixty words. The dates of subtopics, which have none, were drawn. */
float point_alike_few(const struct story_point *a, const struct story_point *b) {
    float f[STORY_FEATURES], rare = 0;
    uint32_t words = 0;
    point_features(a, b, f);
    for (uint32_t i = 0, k = 0; i < a->rare_n && k < b->rare_n;) {
        uint32_t x = a->rare[i].id, y = b->rare[k].id;
        if (x == y) {
            rare += a->rare[i].weight;
            words++;
        }
        i += x <= y;
        k += y <= x;
    }
    if (words == 1) /* chance: two reports of a coast have a "harbour" */
        rare = fminf(rare, alone);
    float length = fmaxf(f[5], shortest);
    float z = -5.10f + 4.50f * f[0] + 4.54f * f[1] + 2.60f * f[3] - 0.92f * f[4] - 0.26f * f[7] - 1.92f * f[0] * f[0] -
              3.52f * f[1] * f[1] - 1.35f * f[4] * f[0] - 1.04f * length + 1.16f * logf(1.0f + rare);
    return 1.0f / (1.0f + expf(-z));
}
