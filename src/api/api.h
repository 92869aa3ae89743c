/* api: the public functions of stemma.h over the rooms.
 *
 * rooms: base input page lang mark doc kin story claim fix account store view serve */
#ifndef STM_API_ROOM_H
#define STM_API_ROOM_H

#include "account/account.h"
#include "base/base.h"
#include "doc/doc.h"
#include "view/view.h"

/* The reader that the options ask for. */
int api_reader(struct doc_reader **out, const stm_options *options, struct doc_options *more,
               stm_err *err);
/* Tells the caller of a skip. */
void api_skip(const stm_options *options, const struct skip *skip);

struct api_collected { /* all documents and skips of a run, in input order */
    struct arena *arena; /* of the lists and of the skips' words */
    struct document **docs;
    uint32_t docs_n, docs_cap;
    struct skip *skips;
    uint32_t skips_n, skips_cap;
};
int api_collect(struct api_collected *out, const char *const *paths, size_t n,
                const stm_options *options, struct doc_options *more, stm_err *err);
void api_collected_free(struct api_collected *c); /* the documents too */

struct desk;
struct desk *api_desk(stm_desk *desk);

struct stm_account {
    struct account *acc;
};

#endif
