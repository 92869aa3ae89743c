/* kin_scan: the words of a report, looked at for outlets and for what is said beside them.
 *
 * rooms: base input page lang mark doc */
#ifndef STM_KIN_SCAN_H
#define STM_KIN_SCAN_H

#include "kin/kin_inside.h"

/* Classes of words, as in lang/en/outlets-cues.tsv. */
enum cue {
    C_VERB = 1, C_NOUN = 2, C_PASSIVE = 4, C_TO = 8, C_PLACE = 16, C_TOLD = 32, C_SKIP = 64,
    C_AUX = 128, C_PAPER = 256, C_STATE = 512, C_VERIFY = 1024, C_SPREAD = 2048,
    C_HEAD = 8192, C_LEAD = 16384, C_STAFF = 1 << 16, C_BODY = OUTLET_BODY, C_THING = 1 << 18
};

struct scan {
    const struct outlets *o;
    struct kin_row *r;
    slice text;
    struct arena *a;
    uint32_t cap, names_cap;
};

static inline slice word(const struct scan *s, uint32_t i) {
    return slice_at(s->text, kin_word_span(&s->r->w.p[i]));
}
static inline uint32_t cue(const struct scan *s, uint32_t i) {
    slice w = word(s, i);
    char low[24];
    if (w.n > sizeof low)
        return 0;
    for (uint32_t k = 0; k < w.n; k++)
        low[k] = to_lower(w.p[k]);
    const uint32_t *c = table_get(&s->o->cues, (slice){low, w.n});
    return c ? *c : 0;
}
static inline bool is(const struct scan *s, uint32_t i, const char *z) {
    return slice_eq_nocase(word(s, i), slice_str(z));
}
/* Is there a comma, a full stop or the like between the words i and i + 1? */
static inline bool parted(const struct scan *s, uint32_t i) {
    const struct kin_word *w = s->r->w.p;
    for (uint32_t p = w[i].start + w[i].n; p < w[i + 1].start; p++)
        if (strchr(",;:.!?()\"\n", s->text.p[p]))
            return true;
    return false;
}

/* Is word i a possessor ("the Post's", "News'")? */
static inline bool is_owner(const struct scan *s, uint32_t i) {
    const struct kin_word *w = &s->r->w.p[i];
    slice rest = slice_cut(s->text, w->start + w->n, s->text.n);
    return slice_starts(rest, S("'")) || slice_starts(rest, S("\xE2\x80\x99"));
}
static inline bool comma_after(const struct scan *s, uint32_t i) {
    const struct kin_word *w = &s->r->w.p[i];
    uint32_t p = w->start + w->n;
    return p < s->text.n && s->text.p[p] == ',';
}

/* How the mention [i, j) of the sentence [b, e) shows something taken over (enum cite_how); -1: it does not.
 * [*from, *to): the words that show it. */
int scan_context(const struct scan *s, uint32_t b, uint32_t e, uint32_t i, uint32_t j, uint32_t *from, uint32_t *to);
/* A capitalised name that the text calls a newspaper or an agency, at word i: [*n0, *n1). */
bool scan_called(const struct scan *s, uint32_t b, uint32_t e, uint32_t i, uint32_t *n0, uint32_t *n1);
/* Words of places, peoples and days alone: "the Ruritanian newspaper" names nobody. */
bool scan_all_land(const struct scan *s, uint32_t from, uint32_t to);
bool scan_is_day(const struct scan *s, uint32_t i);
/* Is the outlet's one word a part of somebody's name ("Petra Lund")? Only where names were read. */
bool scan_in_person(const struct scan *s, uint32_t i, uint32_t n);
/* The mention by name that covers the words [first, end) and no more; NONE. */
uint32_t scan_mention(const struct scan *s, uint32_t first, uint32_t end);
bool scan_is_place(const struct scan *s, uint32_t first, uint32_t end);

#endif
