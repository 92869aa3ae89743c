/* One file format for every trained model.
 *
 * rooms: base
 *
 *   header (64 bytes)   magic "STMMODEL", version, sections, size, checksum, name
 *   table               a row of 64 bytes a section: name, offset, size, size of an element
 *   sections            each at a multiple of 64
 *
 * Numbers are little-endian; the file is mapped and used as it is. Opening checks the header and
 * that every section lies inside the file, is aligned and holds whole elements; what a section's
 * numbers point to is checked by whoever reads it. The checksum (XXH3 of everything behind the
 * header) is checked by model_check, in tests and on request, not at each start. */
#ifndef STM_MODEL_H
#define STM_MODEL_H

#include "base/base.h"

#define MODEL_MAGIC "STMMODEL"
enum { MODEL_VERSION = 1, MODEL_SECTIONS = 256, MODEL_ALIGN = 64 };

struct model_header {
    char magic[8];
    uint32_t version, sections;
    uint64_t size, checksum;
    char name[32]; /* ends with a 0 */
};

struct model_row {
    char name[32]; /* ends with a 0 */
    uint64_t offset, size;
    uint32_t element, zero[3];
};

struct model {
    const uint8_t *p;
    size_t n;
    uint32_t sections;
    const struct model_row *rows;
};

/* Opens FOLDER/NAME.stm, mapped (unmapped when the arena goes), or, where `folder` is NULL or has
 * no such file, the one embedded as models/NAME.stm. STM_EEMPTY: there is none; STM_EFORMAT,
 * STM_EIO. Inside a guard or not: the arena is only used to defer. */
int model_open(struct model *m, struct arena *a, const char *folder, const char *name);
/* The same over bytes that stay where they are (64-byte aligned). */
int model_from(struct model *m, const void *p, size_t n);
/* The section's elements, *count of them; NULL (and 0) if it is not there or its elements have
 * another size. */
const void *model_section(const struct model *m, const char *name, size_t element, size_t *count);
/* The same, for a section that must have exactly `count` elements: NULL if not so. */
const void *model_exactly(const struct model *m, const char *name, size_t element, size_t count);
/* 0, or STM_EFORMAT when the checksum is not that of the bytes. */
int model_check(const struct model *m);

#endif
