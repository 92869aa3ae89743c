/* mark: sentences -> times, quantities, attributions, events.
 *
 * rooms: base input page lang
 *
 * A document is finished here and never changed again. All spans are bytes of the clean text. */
#ifndef STM_MARK_H
#define STM_MARK_H

#include "base/base.h"
#include "lang/lang.h"
#include "page/page.h"

/* ---- times (TIMEX3) -------------------------------------------------------------------- */

enum time_type { TIME_DATE, TIME_TIME, TIME_DURATION, TIME_SET };
extern const char *const time_type_names[];

struct timex3 {
    span at;
    uint8_t type;
    slice value;        /* "2022-02-24", "P6M", "2025-W33", "PAST_REF" */
    int32_t first, last; /* days since 1970-01-01 that the value covers, both ends in; INT32_MIN: not known */
};

/* ---- quantities --------------------------------------------------------------------------- */

enum approx { APPROX_NONE, APPROX_ABOUT, APPROX_AT_LEAST, APPROX_AT_MOST, APPROX_NEARLY };
extern const char *const approx_names[]; /* NULL for none */

struct quantity {
    span at;
    double value, high;  /* high: NAN if it is no range */
    slice unit;          /* "people", "percent", "dollars"; p NULL: none */
    slice of;            /* what is counted, as stated; p NULL: not stated */
    uint8_t approx;
    uint32_t head;       /* token of the noun counted, or NONE */
};

/* ---- attributions -------------------------------------------------------------------------- */

enum form { FORM_DIRECT, FORM_INDIRECT, FORM_MIXED };
extern const char *const form_names[];

enum source_type {
    SOURCE_TYPE_NONE, SOURCE_PERSON, SOURCE_ORGANISATION, SOURCE_OUTLET, SOURCE_DOCUMENT, SOURCE_GROUP
};
extern const char *const source_type_names[]; /* NULL for none */

/* Of a content or an event. DECLINED and DOUBTED are for contents alone. */
enum status {
    STATUS_NONE, STATUS_ACTUAL, STATUS_DENIED, STATUS_PLANNED, STATUS_CONDITIONAL, STATUS_DEMANDED,
    STATUS_ALLEGED, STATUS_DECLINED, STATUS_DOUBTED
};
extern const char *const status_names[]; /* NULL for none */

struct attribution {
    struct spans source, cue, content; /* source, cue: n 0 where there is none */
    uint32_t cue_token, source_token;  /* heads, or NONE */
    uint32_t entity;       /* of the document that the source is, or NONE */
    slice source_name;     /* resolved; p NULL: none */
    slice role, affiliation, reason, relays; /* as stated, or p NULL */
    uint32_t count;        /* how many stand behind it, 0: not said */
    uint32_t parent;       /* attribution, or NONE */
    uint32_t of;           /* attribution whose sources these are some of, or NONE */
    uint8_t form, source_type, status;
    bool anonymous;
};

/* ---- events ---------------------------------------------------------------------------------- */

enum plover {
    PLOVER_AGREE, PLOVER_CONSULT, PLOVER_SUPPORT, PLOVER_CONCEDE, PLOVER_COOPERATE, PLOVER_AID,
    PLOVER_RETREAT, PLOVER_REQUEST, PLOVER_ACCUSE, PLOVER_REJECT, PLOVER_THREATEN, PLOVER_PROTEST,
    PLOVER_SANCTION, PLOVER_MOBILIZE, PLOVER_COERCE, PLOVER_ASSAULT, PLOVER_COUNT
};
extern const char *const plover_names[];

struct event {
    span at;
    uint32_t token;                  /* its head */
    span actor_at, recipient_at, place_at; /* {0, 0}: not in the text */
    slice actor, recipient, place;   /* resolved names, or p NULL */
    uint32_t time;                   /* of marks.times, or NONE */
    uint8_t root, status;            /* enum plover, enum status */
    uint32_t attribution;            /* innermost one inside whose content it stands, or NONE */
};

struct marks {
    struct timex3 *times;
    uint32_t times_n;
    struct quantity *quantities;
    uint32_t quantities_n;
    struct attribution *attributions; /* by place of the content; parents before children */
    uint32_t attributions_n;
    struct event *events;
    uint32_t events_n;
};

struct mark_kit; /* lexicons and models of one language; const, shared by threads */
int mark_kit_open(struct mark_kit **out, const char *code, const char *models, stm_err *err);
void mark_kit_close(struct mark_kit *kit);

/* Inside a guard. Each part in a file of its own, in this order. */
void mark_read(const struct mark_kit *kit, const struct page *page, const struct lang *lang,
               struct arena *a, struct arena *tmp, struct marks *out);

/* The parts, for mark_read and for tests. Times are resolved against page->published, where there is one. `atoms`: of the page
 * (atoms.h). */
struct atoms;
void mark_times(const struct atoms *atoms, const struct page *page, const struct lang *lang,
                struct arena *a, struct marks *out);
void mark_quantities(const struct atoms *atoms, const struct lang *lang, struct arena *a, struct marks *out);
void mark_attributions(const struct mark_kit *kit, const struct page *page, const struct lang *lang,
                       struct arena *a, struct arena *tmp, struct marks *out);
void mark_events(const struct mark_kit *kit, const struct page *page, const struct lang *lang,
                 struct arena *a, struct arena *tmp, struct marks *out);

#endif
