/* story_inside: what the files of the story room share.
 *
 * rooms: base input page lang mark doc kin */
#ifndef STM_STORY_INSIDE_H
#define STM_STORY_INSIDE_H

#include "kin/kin_words.h"
#include "story/story.h"

enum { STORY_TERMS = 96, STORY_PROBES = 30 };

/* A report as a point: its most telling words, with weights; the sum of their squares is 1. */
struct story_term {
    uint32_t id;
    float weight;
};
struct story_point {
    struct story_term *terms; /* by id */
    uint32_t terms_n;
    uint32_t probes[STORY_PROBES]; /* the heaviest, to look others up by */
    uint32_t probes_n;
    struct story_term *lead;  /* the same over headline and first sentences alone */
    uint32_t lead_n;
    struct story_term *names; /* the same over rare names and numbers alone */
    uint32_t names_n;
    struct story_term *rare;  /* of the probes, how rare a word each is (point_rare, else none); by id */
    uint32_t rare_n;
    const uint32_t *origins;  /* hashes of the names of the origins that it rests on; sorted */
    uint32_t origins_n;
    const uint32_t *named;    /* likewise of those that it names at all, among a few */
    uint32_t named_n;
    uint32_t found;           /* the one whose find it retells, named again and again; 0: none, or not one of a few */
    int64_t minutes;          /* INT64_MIN: not known */
    uint32_t words;
};
void point_read(const struct document *d, const struct kin_weights *w, struct arena *a,
                struct arena *tmp, struct story_point *out);
/* What a pair's likeness is made of: cosines of all words, of the leads, of the names; whether both
 * dates are known; the logarithm of 1 + the days between them; of the shorter one's hundreds of words; whether they rest on one origin, or each on
 * others. */
enum { STORY_FEATURES = 8 };
void point_features(const struct story_point *a, const struct story_point *b, float f[STORY_FEATURES]);
/* 0..1: how likely two reports tell one story. */
typedef float likeness(const struct story_point *a, const struct story_point *b);
likeness point_alike;
/* The same among a few reports, fewer than STORY_FEW, whose rare words were read (story_few.c). */
void point_rare(struct story_point *p, const struct kin_weights *w, struct arena *a);
likeness point_alike_few;
/* 0..1: how much of a subject they share, whenever they were written. */
float point_cosine(const struct story_point *a, const struct story_point *b);

struct story_link {
    uint32_t a, b;
    float weight;
};
/* Links between points that may tell one story; a < b, sorted. Of fewer than STORY_FEW points every pair with a word in common is
 * looked at. */
struct story_link *links_read(const struct story_point *points, uint32_t n,
                              likeness *alike, float least, int64_t window,
                              int threads, struct arena *a, uint32_t *links_n);

/* Average-link clusters of the links: cluster_of[i] is the least member's number. A cluster is
 * never joined past rule->cap members. */
struct cluster_rule {
    float least;   /* mean likeness inside a story */
    float sure;    /* from it on no origins part two stories */
    uint32_t cap;
};
extern const struct cluster_rule cluster_many, cluster_few;
/* `points`: of the members; two clusters that each turn on names which the other has not are kept
 * apart, as are those that rest on other origins. NULL: no such check.
 * `trace` (or NULL): in, a hash of each point; out, at a cluster's least member, a hash of its points and
 * of all the joins that made it, in their order. What a join hangs on is in the two clusters alone: story_near.c
 * rests on that. `capped` (or NULL; all false): at a cluster's least member, whether the cap kept it from being joined. */
void clusters_read(uint32_t n, const struct story_point *points, struct story_link *links,
                   uint32_t links_n, const struct cluster_rule *rule, struct arena *tmp, uint32_t *cluster_of,
                   uint64_t *trace, bool *capped);

/* The id of a story whose reports have these SHA-256 sums, 32 bytes each; sorts them. */
slice story_id_of(uint8_t *sums, uint32_t n, struct arena *a);
/* Of points that have a title (`titled`), the one nearest to all; NONE. */
uint32_t story_middle(const struct story_point *const *points, const bool *titled, uint32_t n);
enum {
    STORY_FEW = 64,           /* from so many reports on a pile is no longer one of a few */
    STORY_WINDOW = 14 * 1440, /* minutes: reports further apart tell two stories */
    STORY_CAP = 2000          /* most reports of one story: past it clusters are not joined */
};
extern const float story_link_least; /* links below it count as none */

/* One person, place or thing under all its spellings (story_figures.c). */
void figures_read(const struct document *const *docs, uint32_t n, struct arena *a, struct arena *tmp,
                  struct stories *out);

#endif
