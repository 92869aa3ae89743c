/* The lexicon of events (data/lang/<code>/events.tsv), compiled.
 *
 * rooms: base lang */
#ifndef STM_EVENTS_H
#define STM_EVENTS_H

#include "mark/mark.h"

enum event_class { EVENT_VERB, EVENT_NOUN, EVENT_ADJECTIVE };
enum event_condition { IF_WITH, IF_NEXT, IF_BY, IF_TO, IF_ACTOR, IF_PARTY, IF_OBJECT };

struct event_clause {
    uint8_t kind;          /* enum event_condition */
    uint32_t first, count; /* of event_lexicon.words */
};

struct event_rule {
    uint32_t key;           /* of the lemma, as lang_key */
    uint8_t cls, root;      /* enum event_class; enum plover, or PLOVER_COUNT: no event */
    uint16_t clauses;       /* how many */
    uint32_t first;         /* of event_lexicon.clauses */
    uint32_t next;          /* rule of the same key, in the order of the file; NONE */
};

struct event_lexicon {
    struct event_rule *rules;
    uint32_t rules_n, rules_cap;
    struct event_clause *clauses;
    uint32_t clauses_n, clauses_cap;
    uint32_t *words; /* keys */
    uint32_t words_n, words_cap;
    uint32_t *slots; /* rule + 1 by key, open addressing */
    uint32_t mask;
};

/* Inside a guard: a line that is not as the list's head says leaves with STM_EFORMAT. */
void event_lexicon_read(struct event_lexicon *lx, slice list, struct arena *a);
/* The first rule of a key, or NONE. */
uint32_t event_lexicon_find(const struct event_lexicon *lx, uint32_t key);

#endif
