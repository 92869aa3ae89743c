/* claim_work: what the files of this room share. Read it after claim.h.
 *
 * rooms: base input page lang mark doc kin story
 *
 * The room works on one pile of reports at a time: the stories of a thread, and those that one of
 * them took something from. In these steps:
 *
 *   documents -- claim_units --> units   clauses with weighted word keys, marks laid over them
 *   units ----- claim_topic --> topics   sentences by their words: what is of one matter
 *   units ----- claim_link  --> groups   clauses of two or more reports that say the same; opposites
 *   groups ---- claim_answer -> answers  denials and doubts, tied to what they answer
 *   groups ---- claim_stance -> claims   a stance for each row
 *   claims ---- claim_support, claim_conflict, claim_loss, claim_time
 *
 * What a denial denies is found by four files, each looking for what the one before could not find; claim_answers()
 * runs them, and all of them add to one list of answers:
 *
 *   claim_answer    clauses with a phrase for denying (claim_phrase): in like words, right before, what the story is about
 *   claim_counter   clauses that only say "not": among the opposites that claim_link kept apart, which are alike in words
 *   claim_contrary  denials that have nothing yet, and what is left of the "nots": in other words, by what few have (claim_topic)
 *   claim_afar      denials that still have nothing, or nothing sure: by matter, or what was reported first
 *   claim_fit       finds nothing: which of the denials found may be shown beside what they deny
 *
 * Everything of a pile lives in work.tmp and goes with it; rows of the account are made in work.a.
 *
 * A unit's keys are concepts: the stem of a word, or the group of words of one meaning that it
 * belongs to (data/lang/en/claim-same.txt), or a name's figure. */
#ifndef STM_CLAIM_WORK_H
#define STM_CLAIM_WORK_H

#include <stdlib.h>

#include "claim/claim.h"
#include "kin/kin_words.h"

/* ---- a map of numbers --------------------------------------------------------------------- */

struct keymap { /* open addressing; key 0 is not used */
    struct arena *a;
    uint32_t *keys, *values;
    uint32_t n, cap;
};
void keymap_init(struct keymap *m, struct arena *a, uint32_t expect);
/* Where the value of key is; puts `value` there first if the key was not in. */
uint32_t *keymap_put(struct keymap *m, uint32_t key, uint32_t value);
const uint32_t *keymap_get(const struct keymap *m, uint32_t key); /* NULL: not in */

/* ---- lists of keys -------------------------------------------------------------------------- */

static inline bool keys_have(const uint32_t *keys, uint32_t n, uint32_t key) {
    for (uint32_t i = 0; i < n; i++)
        if (keys[i] == key)
            return true;
    return false;
}
static inline bool keys_meet(const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m) { /* one is in both */
    for (uint32_t i = 0; i < n; i++)
        if (keys_have(b, m, a[i]))
            return true;
    return false;
}
/* Of n rows of `size` bytes, each beginning with its key and sorted by it, the first with `key` or more. */
static inline uint32_t keys_from(const void *rows, uint32_t n, size_t size, uint32_t key) {
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (*(const uint32_t *)(const void *)((const char *)rows + mid * size) < key)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* ---- word knowledge ------------------------------------------------------------------------- */

enum word_class { /* sections of data/lang/en/claim-words.txt */
    WORD_STOP = 1 << 0,      /* carries nothing: no key */
    WORD_LIGHT = 1 << 1,     /* carries little */
    WORD_NOT = 1 << 2,       /* turns a clause round: "not", "never" */
    WORD_REPORT = 1 << 3,    /* stands for what others said: "report", "claim", "allegation" */
    WORD_CHARGE = 1 << 4,    /* of WORD_REPORT: what is laid to somebody, "the allegations" */
    WORD_PROPOSAL = 1 << 5,  /* a thing that is negotiated: "plan", "truce" */
    WORD_SPEECH = 1 << 6,    /* "said": in a frame of speech, never what a clause is about */
    WORD_PEOPLE = 1 << 7,    /* a loose word for people who speak: "source", "official" */
    WORD_OFFICE = 1 << 8,    /* "foreign", "ministry": in names of offices of whatever land */
    WORD_EARLY = 1 << 9,     /* "before": which side of a moment */
    WORD_LATE = 1 << 10,
    WORD_MIND = 1 << 11,     /* what somebody holds or wants: "believe", "demand" */
    WORD_SEEN = 1 << 12,     /* "spotted", "showed": what follows is what is told */
    WORD_SPAN = 1 << 13,     /* a stretch of time or an age: counted, but no thing */
    WORD_MEASURE = 1 << 14,  /* what is measured, not counted */
    WORD_TRUTH = 1 << 15,    /* "there is no truth in it" */
    WORD_PART = 1 << 16,     /* "involvement", "wrongdoing" */
    WORD_RULE = 1 << 17,     /* what is kept or broken: "law", "ceasefire" */
    WORD_KEEP = 1 << 18,     /* "comply", "observe" */
    WORD_FOLLOW = 1 << 19,   /* ... and these, if it is done strictly: "follow", "enforce" */
    WORD_STRICTLY = 1 << 20,
    WORD_BREACH = 1 << 21    /* "violate", "flout" */
};

enum phrase_kind {
    PHRASE_NONE, PHRASE_DENY, PHRASE_DECLINE, PHRASE_DOUBT,
    /* in the list alone: these deny where what they speak of is what was said, or are none */
    PHRASE_UNTRUE, PHRASE_ABSURD, PHRASE_DENY_WEAK, PHRASE_NOT,
    PHRASE_CAVEAT /* answers nothing, see UNIT_CAVEAT */
};

enum { TOLL_NOUN = 256 }; /* only as the word for what is counted */

struct phrase { /* words in order, up to two others between them */
    uint32_t first, n; /* in words.phrase_keys */
    uint8_t kind;
};

struct words {
    struct keymap same;    /* stem key -> concept key */
    struct keymap classes; /* concept key -> enum word_class bits */
    struct keymap opposite; /* concept key -> first pair of it, in pairs; chained by next */
    struct opposite { uint32_t key, other, next; } *pairs;
    uint32_t pairs_n, pairs_cap;
    struct keymap degrees; /* concept key -> ladder << 8 | step */
    struct keymap tolls;   /* stem -> what people are counted for, from 2, with TOLL_NOUN */
    struct keymap toll_people; /* stems of words that say no more than who is counted */
    struct phrase *phrases;
    uint32_t phrases_n, phrases_cap;
    struct keymap by_first; /* key of a phrase's first word -> first phrase + 1, sorted by it */
    struct keymap in_phrase; /* concepts of all the phrases' words */
    uint32_t *phrase_keys;
    uint32_t phrase_keys_n, phrase_keys_cap;
};
/* Reads the lists of a language ("en"); all empty where it has none. */
void words_read(struct words *w, const char *code, struct arena *a);
/* Key of a word's stem, of its concept; classes of a concept. */
uint32_t words_stem(slice word);
uint32_t words_name(slice word); /* of a name: a place and its adjective are one */
uint32_t words_concept(const struct words *w, slice word);
uint32_t words_joined(const struct words *w, uint32_t stem); /* the concept of a stem's key */
uint32_t words_classes(const struct words *w, uint32_t concept);
bool words_opposite(const struct words *w, uint32_t a, uint32_t b);
struct degree { uint32_t ladder, step; }; /* both from 1; 0: on no ladder */
struct degree words_degree(const struct words *w, uint32_t concept);

/* ---- units ------------------------------------------------------------------------------------ */

struct feature {
    uint32_t key;
    float share;   /* 1: the word itself; less: a pronoun or description that stands for it */
    float weight;  /* share times how telling the concept is in the pile */
    float telling; /* part of the weight that counts as telling: none for a name; -1: a day */
    float pile;    /* share times how few of the pile's clauses have it, in bits */
    bool name;     /* of somebody or something: it stands in work.names */
    bool turns;    /* some other concept is its opposite */
};

enum unit_flag {
    UNIT_FRAME = 1,    /* the words that report, not what is reported */
    UNIT_NEGATED = 2,
    UNIT_QUOTED = 4,   /* most of it is in quotation marks */
    UNIT_VERB = 8,     /* holds a verb */
    UNIT_QUESTION = 16,
    UNIT_GENERIC = 32, /* speaks of "the report", "these claims": what was said before */
    UNIT_TAG = 64,     /* tells who speaks, and nothing of what they say */
    UNIT_IF = 128,     /* says what is so if something else is */
    UNIT_BESIDE = 256, /* tells when or why something else was: "after the flood rose" */
    UNIT_DENIAL = 512, /* holds a word for denying, whoever denies */
    UNIT_CAVEAT = 1024 /* says what is not known or not meant, or under what condition: "it is unclear", "only if" */
};

enum name_bits { NAME = 1, NAME_PERSON = 2 };
enum { MOST_ROLES = 4, MOST_FEATURES = 64 /* of a unit: a bit each */ };
struct unit {
    uint32_t doc, sentence;
    uint32_t first, end;     /* tokens */
    span at;                 /* text */
    uint32_t features, features_n; /* in work.features, by key */
    float weight, pile;      /* sums of its features' */
    uint64_t sieve;          /* a bit for each key's upper six: most keys that it lacks need not be looked for */
    uint64_t names, days, predicate; /* bits of features: names; days; all but these and who acts */
    float predicate_weight;
    bool turns;              /* one of its features has an opposite */
    uint8_t doers_named, done_named;   /* how many of them are names */
    uint8_t doers_people, done_people; /* bits: people by name */
    uint32_t attribution;    /* innermost one whose content it stands in, or NONE */
    uint32_t frame_of;       /* attribution whose source and cue it holds, or NONE */
    uint32_t group;          /* or NONE */
    uint32_t beside;         /* group that it is near to, while it is in none; or NONE */
    uint32_t twin;           /* first unit of its kind (by_type) in another report, or itself */
    uint32_t agents[MOST_ROLES]; /* keys of the names in its subjects */
    uint32_t acts[MOST_ROLES];   /* concepts of its verbs */
    uint16_t flags;
    uint8_t agents_n, acts_n;
    uint32_t voice;          /* key of the one by name in whose words it stands; 1: somebody's; 0: nobody's */
    uint32_t top, root;      /* token that it turns on, and its concept; 0: none */
    uint32_t count;          /* first of the document's quantities that stands in it, or behind it */
    uint32_t turned;         /* concept that is negated in it, if not it as a whole; else 0 */
    uint32_t refused;        /* concept of what somebody in it will not do; 0: none */
    uint32_t doers[MOST_ROLES], done[MOST_ROLES]; /* keys of what acts in it, of what is acted upon */
    uint8_t doers_n, done_n;
    uint8_t phrase;          /* enum phrase_kind: it denies, declines, doubts */
    uint8_t near;            /* other reports that may tell the same, or something close to it; of a type's first unit */
};

struct link {
    uint32_t a, b; /* units, a < b */
    float score;
};

struct group {
    uint32_t *units;   /* by document and place */
    uint32_t units_n, cap;
    uint32_t docs_n;   /* reports that it stands in */
    uint32_t claim;    /* what it became, or NONE */
    uint32_t text;     /* unit in whose words the claim is told */
    float rank;        /* how central: reports, and how early in them */
};

enum { MOST_NAMES = 8 };
struct answer { /* a passage that answers something said elsewhere */
    uint32_t doc, sentence;
    span at;          /* what denies: the row of the claim denied */
    span whole;       /* with who says so: the row of "X denied it" */
    uint32_t unit;
    uint8_t stance;
    uint32_t attribution;
    bool generic;
    uint32_t names[MOST_NAMES]; /* keys of those in the words for who answers */
    uint32_t names_n;
    uint32_t target;  /* unit that it answers, or NONE */
    uint32_t group;   /* that its target stands in, or NONE */
    bool sure;        /* sure enough to be shown as a conflict */
};

struct answers {
    struct answer *p;
    uint32_t n, cap;
    bool *covers;          /* [unit]: (part of) one of them; NULL: not made yet */
};

/* Sentences of the pile by their words, see claim_topic.c. */
struct topic_word { uint32_t key; float bits; };
struct topic_entry { uint32_t key, sentence; };
struct topic_sentence {
    uint32_t doc, first, end; /* units */
    uint32_t words, words_n;  /* in topics.words, by key */
    float bits;
};
struct topics {
    struct topic_sentence *sentences;
    struct topic_word *words;
    struct topic_entry *entries;
    uint32_t sentences_n, sentences_cap, words_n, words_cap, entries_n, entries_cap;
    uint32_t *sentence_of;    /* [unit] */
    float *bits_of;           /* [unit]: of its sentence's words, those that do not stand in the unit for half; -1: not made yet */
    uint32_t *seen, mark;     /* of one look-up */
};

/* One pile at work. */
struct work {
    const struct document *const *docs;
    uint32_t docs_n;             /* of the whole collection */
    const struct kin *kin;
    const struct stories *stories;
    const struct words *words;
    const struct page_forest *pairs; /* claim-pairs.stm */
    struct pair_known { uint32_t a, b; float likely; } *known; /* [known_mask + 1] what claim_same() found last, by hash */
    uint32_t known_mask;
    struct arena *a, *tmp;       /* what stays; what goes when the pile is done */
    uint32_t *edges_of;          /* [document]: its first edge in kin; [document + 1]: past its last */
    uint32_t *members;           /* documents of this pile, ascending */
    uint32_t members_n;
    uint32_t **concepts;         /* [document][token] -> concept key, 0: none; members only */
    struct unit *units;          /* by document and place */
    uint32_t units_n, units_cap;
    struct run { uint32_t first, end; } *units_in; /* [document]: its units; members only */
    uint32_t *units_of;          /* [2 * member], [2 * member + 1]: its units, first and end */
    struct feature *features;
    uint32_t features_n, features_cap;
    struct kin_weights weights;  /* how rare words are in the news */
    struct keymap rare;          /* concept -> log2 of that, in 1/16, of its commonest form */
    uint32_t **things;           /* [document][quantity] -> concept of what is counted, 0: none; members only */
    struct keymap names;         /* concepts that are names of somebody or something -> enum name_bits */
    struct keymap spread;        /* concept -> number of unit types that have it */
    uint32_t types;              /* unit types in all */
    struct group *groups;
    uint32_t groups_n, groups_cap;
    struct answer *answers;      /* by document and place */
    uint32_t answers_n;
    bool *answered;              /* [unit]: (part of) one of them */
    uint32_t *answers_at, *answers_to; /* [group]: its first in answers_to, ascending; [group + 1]: past its last */
    uint32_t *group_of;          /* [claim - claims_first]: the group that it is made of; of the first group_claims_n */
    uint32_t group_claims_n;
    const uint32_t *base;        /* [document]: what its family rests on, see claim_support.c */
    bool *has_answer[2];         /* [0] doubted, [1] denied: [document] has one */
    uint32_t **told;             /* [document]: the claims that it tells, ascending; told_n of them */
    uint32_t *told_n;
    struct topics topics;
    struct link *against;        /* units that say opposite things of one matter; score: how likely the same but for that */
    uint32_t against_n, against_cap;
    struct keymap lost;          /* kind, reports and sentence of each loss */
    struct claims *out;
    uint32_t claims_first, conflicts_first; /* first of this pile in out */
    uint32_t claims_cap, conflicts_cap, losses_cap, ledger_cap, timeline_cap, proposals_cap;
};

static inline bool claim_has_key(const struct work *w, const struct unit *u, uint32_t key) {
    if (!(u->sieve >> (key >> 26) & 1))
        return false;
    const struct feature *f = &w->features[u->features];
    uint32_t i = keys_from(f, u->features_n, sizeof *f, key);
    return i < u->features_n && f[i].key == key;
}

static inline slice work_text(const struct work *w, uint32_t doc) { return w->docs[doc]->page.text; }

struct run claim_sentence(const struct work *w, uint32_t unit); /* those of its sentence */
struct run claim_report(const struct work *w, uint32_t unit);   /* those of its report */

/* claim.c: claim_read, but for what is done with each pile. */
void claim_piles(const struct document *const *docs, uint32_t n, const struct kin *kin, const struct stories *stories,
                 struct arena *a, struct claims *out, void (*each)(struct work *w, void *arg), void *arg);

/* claim_units.c: fills in units, features, concepts, names, spread. */
void claim_units(struct work *w);
/* In whose voice attribution i stands: the outermost one around it (or itself) that tells what was
 * said; NONE: the author's. */
uint32_t claim_voice(const struct work *w, uint32_t doc, uint32_t i);
float claim_weight(const struct work *w, uint32_t concept); /* how rare it is in the news, in bits */
uint32_t claim_entity_key(const struct work *w, uint32_t doc, uint32_t entity); /* what stands for it; 0: none */

/* claim_roles.c: who does what to whom in a unit; its flags, too */
void claim_roles(const struct work *w, struct unit *u);
void claim_add_role(uint32_t roles[MOST_ROLES], uint8_t *n, uint32_t key); /* each key once; 0: none */

/* claim_phrase.c */
bool claim_is_not(const struct work *w, uint32_t doc, uint32_t token); /* a word that negates */
bool claim_speaks_of_it(const struct work *w, const struct unit *u);   /* of "the report", "it": of what was said */
/* The noun for what was said ("the report") that the word at `at` is said of; NONE: none. */
uint32_t claim_judged_noun(const struct work *w, uint32_t doc, uint32_t sentence, uint32_t at);
/* enum phrase_kind; *flags: UNIT_DENIAL, if a word for denying stands there, whoever denies; UNIT_CAVEAT. */
uint8_t claim_phrase(const struct work *w, const struct unit *u, const uint32_t *stems, uint16_t *flags);

/* claim_pair.c: how likely two clauses of two reports say the same. */
struct page_forest;
const struct page_forest *claim_pair_model(struct arena *a); /* models/claim-pairs.stm */
float claim_same(const struct work *w, const struct unit *a, const struct unit *b); /* 0 to 1; what was asked last is known */
/* The same of n pairs at once, to likely[0..n). */
enum { SAME_MOST = 64 };
void claim_same_all(const struct work *w, const struct unit *const (*pairs)[2], uint32_t n, float *likely);

/* claim_link.c: fills in groups and against */
void claim_link(struct work *w);
bool claim_may_link(const struct unit *u); /* it says something that another clause may say too */

/* claim_alike.c */
struct shared { float all, telling; uint32_t count; };
/* What two units share: its weight; how many words; and the weight of what is no name and not what
 * the whole pile is about. Names alone say whom two clauses speak of, not that they say the same. */
struct shared claim_shared(const struct work *w, const struct unit *a, const struct unit *b);
bool claim_has_class(const struct work *w, const struct unit *u, uint32_t bits); /* a word with one of them, stop words too */
bool claim_acts_meet(const struct work *w, const struct unit *a, const struct unit *b); /* what happens in one is spoken of in the other */
struct overlap {
    struct shared both;
    uint64_t in_b, in_a;   /* bits: features of a that b has, and the reverse */
    float pile, pile_most; /* how few clauses of the pile have what both have, in bits: in all, of one word */
};
struct overlap claim_overlap(const struct work *w, const struct unit *a, const struct unit *b);
enum meeting { MEET_UNKNOWN, MEET, CLASH };
enum meeting claim_meet(const struct work *w, const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m); /* of two roles */
bool claim_agents_clash(const struct unit *a, const struct unit *b); /* both name who acts, and not the same */
bool claim_strangers(const struct work *w, const struct unit *a, const struct unit *b); /* what befell or did another person */
bool claim_swapped(const struct unit *a, const struct unit *b); /* who does it to whom is turned round */
bool claim_opposed(const struct work *w, const struct unit *a, const struct unit *b); /* but for a "not" or an opposite */
float claim_likeness(const struct work *w, const struct unit *a, const struct unit *b); /* 0 to 1: by words */
float claim_tie(const struct work *w, const struct unit *a, const struct unit *b); /* ... by what they turn on and who does it to what, too */
float claim_tie_of(const struct work *w, const struct unit *a, const struct unit *b, const struct shared *both); /* that share so much */
enum meeting claim_done_meet(const struct unit *a, const struct unit *b); /* claim_meet of what is acted upon, of who acts */
enum meeting claim_doers_meet(const struct unit *a, const struct unit *b);

/* claim_answer.c: what denies, declines, doubts, and what it answers. Makes groups of what only one
 * report tells, if it is answered. */
void claim_answers(struct work *w);
/* The names in the words for who speaks in an attribution (or NONE); how many. */
uint32_t claim_voice_names(const struct work *w, uint32_t doc, uint32_t attribution, uint32_t keys[MOST_NAMES]);
bool claim_same_voice(const struct work *w, const struct answer *x, const struct unit *v); /* who answers says v, in whatever report */
bool claim_one_speaker(const struct work *w, const struct answer *x, const struct answer *y);
bool claim_one_side(const struct answer *a, const struct answer *b); /* the ministry, its spokesman */
void claim_add_answer(struct work *w, struct answers *all, struct answer x);
/* (Part of) one of them. */
static inline bool claim_is_answer(const struct work *w, const struct answers *all, const struct unit *u) { return all->covers[u - w->units]; }
struct run claim_answers_in(const struct work *w, uint32_t doc); /* of w->answers */
struct run claim_answers_to(const struct work *w, uint32_t claim); /* of w->answers_to: those to the group that it is made of */

bool claim_tells_denial(const struct work *w, const struct unit *v); /* of a denial, whosever: it is not what is denied */
uint32_t claim_group_of(struct work *w, const struct answer *x, uint32_t unit); /* of what x answers; made, where there is none */
static const uint32_t TARGET_UNIT = 0x80000000u; /* in a target's key: a unit in no group */
uint32_t claim_target_key(const struct work *w, uint32_t unit); /* its group; or itself, with TARGET_UNIT */
void claim_widen(span *a, span b); /* so that a holds b */

/* claim_counter.c: what denies without a word for it. */
void claim_counters(struct work *w, struct answers *all);
/* "Should not play": it says nothing of who plays. */
bool claim_ought(const struct work *w, const struct unit *u, uint32_t verb);
bool claim_says_no(const struct work *w, const struct unit *u); /* the clause as a whole is negated */
void claim_add_counter(struct work *w, struct answers *out, uint32_t unit, uint32_t target);
void claim_leave_group(struct work *w, uint32_t unit);

/* claim_contrary.c: what denies, and what it denies, in words that have little in common. */
void claim_contraries(struct work *w, struct answers *all);

/* claim_afar.c */
void claim_afars(struct work *w, struct answers *all);

/* claim_fit.c */
bool claim_fits(const struct work *w, const struct answer *x); /* a denial that has a target may be shown beside it */

/* claim_stance.c */
void claim_stances(struct work *w);
void claim_more(struct work *w); /* rows and claims that conflicts and losses, made before, don't hang on */
uint32_t claim_common(const struct work *w, uint32_t a, uint32_t b); /* claims that both reports tell */
static inline uint32_t claim_story(const struct work *w, uint32_t doc) {
    return w->stories->story_of ? w->stories->story_of[doc] : 0;
}
/* Who speaks in attribution i, in words; p NULL: not said. */
slice claim_speaker(const struct work *w, uint32_t doc, uint32_t i);
slice claim_clean(struct arena *a, slice text, span at); /* white space squeezed */
slice claim_id(struct work *w, char kind, const struct claim_row *rows, uint32_t n);
slice claim_id_of(struct work *w, char kind, uint64_t h);
uint64_t claim_place_hash(const struct work *w, uint32_t doc, span at);

/* claim_support.c */
uint32_t *claim_edges(const struct kin *kin, uint32_t n, struct arena *a); /* work.edges_of of n documents */
uint32_t *claim_bases(struct work *w); /* for the whole collection */
void claim_supports(struct work *w);
void claim_ledgers(struct work *w);

/* claim_topic.c */
struct topic {
    float bits;     /* that two places share */
    float telling;  /* ... of what is no name */
    float held;     /* ... of those that the shorter has */
    float own;      /* ... of words that stand in both clauses */
    uint32_t words; /* how many those are */
};
void claim_topics(struct work *w);
struct topic claim_topic(const struct work *w, uint32_t a, uint32_t b); /* of two units */
struct topic claim_topic_besides(const struct work *w, uint32_t a, uint32_t b, uint32_t key, uint32_t other); /* what `key` and `other` are to it left out; no held */
float claim_topic_bits(const struct work *w, uint32_t key);
/* Sentences (of w->topics) of other reports that share a word with the unit's; how many, most at most. */
uint32_t claim_topic_near(struct work *w, uint32_t unit, uint32_t *out, uint32_t most);

/* claim_conflict.c, claim_count.c, claim_odds.c, claim_wording.c */
enum { MOST_SIDES = 12 };
struct draft { /* of a conflict */
    struct side sides[MOST_SIDES];
    uint32_t sides_n;
    uint32_t claims[4];
    uint32_t claims_n;
};
void claim_conflicts(struct work *w);
uint32_t claim_tells_flatly(const struct work *w, const struct answer *x, uint32_t member); /* its clause on the matter of a doubt, or NONE */
void claim_counts(struct work *w);
/* Both count one thing, and no count of the one can be true beside the other's. */
bool claim_counts_clash(const struct work *w, const struct unit *a, const struct unit *b);
void claim_things(struct work *w, uint32_t doc); /* fills in w->things[doc] */
void claim_odds(struct work *w);
void claim_passages(struct work *w); /* claim_passages.c */
struct passage { /* between two quotation marks */
    uint32_t doc, attribution; /* attribution: that it is content of, or NONE */
    span at;
    uint32_t first, end;       /* tokens */
};
/* The innermost attribution that a place is content of, or NONE. */
uint32_t claim_content_of(const struct document *d, span at);
enum speakers { SPEAKERS_UNKNOWN, SPEAKERS_SAME, SPEAKERS_OTHERS };
enum speakers claim_speakers(const struct work *w, const struct passage *a, const struct passage *b);
bool claim_is_told(const struct work *w, const struct passage *a, const struct passage *b); /* a conflict in wording has sides at both */
bool claim_held_in(const struct work *w, const struct passage *a, const struct passage *b); /* one is cut from the other */
void claim_fragments(struct work *w); /* claim_fragment.c */
void claim_behind(struct work *w); /* claim_behind.c */
void claim_kept(struct work *w);   /* claim_kept.c */
bool claim_is_open_question(const struct work *w, const struct unit *u);
bool claim_is_left_open(const struct work *w, uint32_t unit); /* its sentence says before it that it is not known, or denied */
void claim_wordings(struct work *w);
uint64_t claim_speaker_key(const struct work *w, uint32_t doc, uint32_t attribution); /* the same in all reports; 0: nobody by name */
/* A side, unless one stands at that place already; says: p NULL for the words themselves. */
void draft_side(struct work *w, struct draft *d, uint32_t doc, span at, slice says, slice by);
void draft_claim(struct draft *d, uint32_t claim); /* or NONE */
/* Makes a conflict of it, if it has two sides. */
void draft_close(struct work *w, struct draft *d, uint8_t kind, float weight, slice note);
uint32_t claim_of_unit(const struct work *w, uint32_t unit); /* or NONE */

/* claim_loss.c, claim_time.c */
void claim_losses(struct work *w);
void claim_add_loss(struct work *w, uint32_t claim, uint8_t kind, uint32_t from, span from_at, uint32_t to, span to_at);
static const float CLAIM_SURE = 0.28f;
uint32_t claim_row_unit(const struct work *w, const struct claim_row *r); /* the unit that begins at its place, or NONE */
/* Whether the clauses of two rows of a claim are so much alike: a claim may hold what is only near it. */
bool claim_surely_same(const struct work *w, const struct claim_row *p, const struct claim_row *q, float least);
void claim_timeline(struct work *w);
void claim_proposals(struct work *w);

#endif
