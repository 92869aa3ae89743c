/* What the files events*.c share while a document is read.
 *
 * rooms: base input page lang */
#ifndef STM_EVENTS_WORK_H
#define STM_EVENTS_WORK_H

#include "events.h"
#include "lang/lang.h"

enum over { OVER_NONE, OVER_PLANNED, OVER_DENIED, OVER_DEMANDED, OVER_CONDITIONAL, OVER_MAY, OVER_WILL,
            OVER_MUST, OVER_ALLEGED, OVER_HAPPEN };

struct over_word {
    uint32_t key;  /* 0: empty */
    uint32_t kinds; /* bits 1 << enum over */
};

struct event_kit {
    struct event_lexicon lexicon;
    struct over_word *over; /* open addressing by key */
    uint32_t over_mask;
};
void event_kit_read(struct event_kit *kit, slice events, slice status, struct arena *a);

struct event_work {
    const struct event_kit *kit;
    slice text;
    const struct lang *lang;
    const struct marks *marks;
    struct arena *a;
    uint32_t *mention;  /* by token: the mention that it belongs to, names first; or NONE */
    uint32_t *content;  /* by token: the innermost attribution inside whose content it stands, or NONE */
    uint32_t *source;   /* by token: the attribution whose source it is the head of, or NONE */
    uint32_t *child, *sibling; /* by token: first dependent, next one of the same head; or NONE */
    uint32_t first, end; /* tokens of the sentence at hand */
    uint32_t *form;      /* by token: key of its form, 0: not made yet */
    bool *timed;         /* by token: part of a time */
    bool *quoted;        /* by token: in quotation marks, and more than a word or three */
    bool according;      /* the sentence says "according to" */
};

struct parties { /* heads of noun phrases, or NONE */
    uint32_t actor, recipient, place;
};

/* ---- events_roles.c */
struct parties parties_of(const struct event_work *w, uint32_t t, uint8_t cls, uint8_t root);
span party_span(const struct event_work *w, uint32_t head);
slice party_name(const struct event_work *w, uint32_t head);
bool partylike(const struct event_work *w, uint32_t t); /* a name, a pronoun, a word for people */
bool is_named(const struct event_work *w, uint32_t head); /* the phrase has a name in it */
uint32_t dependent(const struct event_work *w, uint32_t t, uint8_t deprel); /* the first one, or NONE */
/* Does the head chain of k come to t within `steps`? */
bool hangs_on(const struct event_work *w, uint32_t k, uint32_t t, int steps);
bool is_passive(const struct event_work *w, uint32_t t);
static inline bool token_says(const struct event_work *w, uint32_t t, slice s) {
    return slice_eq_nocase(token_form(w->text, &w->lang->tokens[t]), s);
}

/* ---- events_status.c */
uint8_t status_of_event(const struct event_work *w, uint32_t t, uint8_t cls, uint8_t root,
                        bool *refused, bool *promised);
enum says { SAYS_NOTHING, SAYS_MUST, SAYS_NOT };
/* What a clause that somebody says asks or refuses: "must go", "will not go". */
uint8_t said_of(const struct event_work *w, uint32_t t);
/* Bits 1 << enum over: what a word is. */
uint32_t over_kinds(const struct event_kit *kit, uint32_t key);

#endif
