/* source_memory: inside of the sources part. What its files share while a document's attributions
 * are gone through in the order of their cues. */
#ifndef STM_MARK_SOURCE_MEMORY_H
#define STM_MARK_SOURCE_MEMORY_H

#include "attr.h"

struct memory {
    const struct attr_doc *d;
    struct attribution *p;
    uint32_t n;
    const uint32_t *order; /* attributions by cue */
    struct arena *a;
    uint32_t person, body, set, any; /* attributions, or NONE */
    uint8_t *is_report; /* by entity: an outlet's name */
    slice *roles, *bodies; /* by entity: role and affiliation, once stated */
};

/* source_pronoun.c */
enum { PRONOUN_NOT, PRONOUN_PERSON, PRONOUN_BODY, PRONOUN_MANY, PRONOUN_SELF, PRONOUN_RELATIVE };
int source_pronoun_kind(const struct attr_doc *d, uint32_t token);
/* The pronoun at `at`, not one of PRONOUN_SELF, takes whom it means, if that can be told. */
void source_from_pronoun(struct memory *m, struct attribution *x, uint32_t at, int kind);
/* Who was named before it and may be meant, but for one entity (or NONE). */
uint32_t source_person_before(const struct memory *m, const struct attribution *x, uint32_t at, int kind, uint32_t except);

/* source_who.c: entities of the document, or NONE. */
uint32_t source_name_in(const struct attr_doc *d, const struct noun_phrase *np); /* a mention */
uint32_t source_referent(const struct attr_doc *d, uint32_t first, uint32_t end, uint32_t head);
/* Are the words such as stand behind an outlet's name: "news agency"? */
bool source_names_outlet(const struct attr_doc *d, uint32_t first, uint32_t head);
uint32_t source_outlet_near(const struct memory *m, uint32_t token);
uint32_t source_foremost(const struct memory *m, uint32_t at, uint32_t head, slice land);
uint32_t source_introduced(const struct memory *m, const struct noun_phrase *np);
uint32_t source_body_before(const struct memory *m, uint32_t head);
uint32_t source_body_foremost(const struct memory *m, uint32_t head);
uint32_t source_surname(const struct attr_doc *d, uint32_t first, uint32_t end);
uint32_t source_namesake(const struct memory *m, uint32_t head, slice beside_it);

/* source_memory.c: attributions, or NONE. `at`: place in `order`. */
uint32_t source_earlier_set(const struct memory *m, uint32_t at, uint32_t head,
                            uint32_t count, bool own);
uint32_t source_earlier_one(const struct memory *m, uint32_t at, uint32_t head);
void source_take_entity(struct memory *m, struct attribution *x, uint32_t entity);
void source_take_other(struct attribution *x, const struct attribution *from);
void source_describe(struct memory *m, struct attribution *x, const struct noun_phrase *np);

#endif
