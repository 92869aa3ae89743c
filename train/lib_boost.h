/* Boosted trees for yes or no (Friedman 2001; histograms and leaf values as in XGBoost, Chen and Guestrin 2016).
 * The same rows give the same forest. */
#ifndef STM_LIB_BOOST_H
#define STM_LIB_BOOST_H

#include "lib_model.h"
#include "page/page_model.h"

enum { BOOST_FOLDS = 5 };

struct rows {
    float *x;          /* n * width */
    float *label, *weight;
    uint32_t *words;
    uint8_t *fold;
    uint8_t *kind;     /* or NULL */
    uint32_t *group;   /* or NULL: every row for itself. Else rows of a number stand together, and one of them
                        * is right, or none: a softmax over them and a row of no score */
    uint32_t n, width;
};

struct forest {
    struct page_node *nodes;
    uint32_t *trees;
    uint32_t nodes_n, trees_n, nodes_cap;
};

/* Grows `trees` trees. With `held`: one forest for each fold, grown without it, whose scores of that fold's rows
 * go to held[row]; `out` is not written. */
void train_forest(struct arena *a, const struct rows *r, struct forest *out, int trees, int depth, float rate,
                  float *held);
/* As the sections that page_forest_open reads. */
void forest_add(struct model_writer *w, const char *name, const struct forest *f);

#endif
