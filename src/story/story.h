/* story: documents and kin -> stories, threads, entities across documents.
 *
 * rooms: base input page lang mark doc kin */
#ifndef STM_STORY_H
#define STM_STORY_H

#include "base/base.h"
#include "doc/doc.h"
#include "kin/kin.h"

struct story {
    slice id;             /* from its members' hashes */
    uint32_t *documents;  /* ascending */
    uint32_t documents_n;
    slice title;
    slice from, to;       /* dates of its reports, or p NULL */
    bool capped;          /* it has as many reports as a story may; more would have joined it */
};

struct thread {
    slice id;
    uint32_t *stories;
    uint32_t stories_n;
};

/* One person, place or thing under all its spellings in the collection. */
struct figure {
    slice id, name;
    uint8_t type;        /* enum entity_type */
    slice *aliases;      /* sorted, without name */
    uint32_t aliases_n;
    struct figure_ref { uint32_t doc, entity; } *refs; /* the documents' entities that it is */
    uint32_t refs_n;
};

struct stories {
    struct story *stories;
    uint32_t stories_n;
    struct thread *threads;
    uint32_t threads_n;
    struct figure *figures; /* by id */
    uint32_t figures_n;
    uint32_t *story_of;     /* by document */
    uint32_t **figure_of;   /* [doc][entity of the document] -> figure */
};

/* Inside a guard. */
void story_read(const struct document *const *docs, uint32_t n, const struct kin *kin, int threads,
                struct arena *a, struct stories *out);

#endif
