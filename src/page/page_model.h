/* The model that tells the report's blocks from all others.
 *
 * rooms: base */
#ifndef STM_PAGE_MODEL_H
#define STM_PAGE_MODEL_H

#include "base/base.h"

struct page_model;
/* From `models`/page.stm, or the embedded one; NULL when there is none or it is not sound. */
const struct page_model *page_model_open(struct arena *a, const char *models);

#endif
