/* pack: a finished document as bytes, and back.
 *
 * rooms: base input page lang mark doc
 *
 * Two parts. The page part (what the report is: metadata, text, map, blocks) is written field by
 * field and lasts. The marks part (sentences to events) can be made anew from the page part; it is
 * kept because that is quicker to read than to make, and is dropped when its layout is not ours.
 * Both are read with every count and offset checked: a desk may come from anywhere. */
#ifndef STM_PACK_H
#define STM_PACK_H

#include "doc/doc.h"

/* Inside a guard; into b, which is emptied first. Compressed (zstd). */
void pack_page(const struct document *d, struct arena *tmp, struct buf *b);
void pack_marks(const struct document *d, struct arena *tmp, struct buf *b);

/* Into d (whose arena holds what is read). 0; STM_EFORMAT: damaged; pack_marks may also give
 * STM_EEMPTY: of another layout, to be made anew. Inside a guard. */
int unpack_page(slice packed, struct arena *tmp, struct document *d);
int unpack_marks(slice packed, struct arena *tmp, struct document *d);

/* Any bytes. Inside a guard; what is unpacked stands in `a`. STM_EFORMAT: damaged. */
void pack_bytes(slice s, struct arena *tmp, struct buf *b);
int unpack_bytes(slice packed, struct arena *a, slice *out);

#endif
