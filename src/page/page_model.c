/* Reads the page room's model. */
#include "page_model.h"

const struct page_model *page_model_open(struct arena *a, const char *models) {
    (void)a;
    (void)models;
    return NULL;
}
