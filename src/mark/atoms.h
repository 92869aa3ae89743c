/* Atoms: the pieces that times and quantities are put together from, smaller than tokens.
 *
 * rooms: base input page lang
 *
 * A tokenizer keeps "8am", "2016-11-07", "5,000" or "$5bn" whole or cuts them as its treebank did.
 * Here a text is cut one way only: runs of letters, runs of digits, and single other characters,
 *
 *     "on Nov. 7, 8:30pm"  ->  on | Nov | . | 7 | , | 8 | : | 30 | pm
 *
 * and a word is looked up in a lexicon of a few hundred words (data/lang/<code>/times.txt and
 * numbers.txt). What is not in it has word 0, so that nearly all atoms are passed over at once. */
#ifndef STM_ATOMS_H
#define STM_ATOMS_H

#include "base/base.h"
#include "lang/lang.h"
#include "page/page.h"

/* What a word of the lexicon can be; the names in the lists are these in lower case. */
enum word_class {
    C_NONE,
    C_CARDINAL, /* value: one 1 */
    C_ORDINAL,  /* first 1 */
    C_SCALE,    /* hundred 100, million 1000000 */
    C_GROUP,    /* dozen 12: after a number or "a" */
    C_PLURAL,   /* dozens: at least value */
    C_VAGUE,    /* few, several: an amount that is not told */
    C_MONTH, C_WEEKDAY,
    C_SEASON,   /* 1 spring .. 4 winter */
    C_UNIT,     /* enum time_unit */
    C_PART,     /* part of a day: enum day_part */
    C_SHIFT,    /* last -1, this 0, next 1 */
    C_DAY,      /* yesterday -1, today 0 */
    C_SET,      /* daily, weekly: value unit * 100 + number */
    C_EDGE,     /* early, late, mid: stands in a span before a date */
    C_ABOUT,    /* stands before an amount: enum approx */
    C_MERIDIEM, /* am 0, pm 12 */
    C_ZONE,     /* minutes east of UTC */
    C_PREP,     /* in, since, during: what a year, a month can follow */
    C_FUTURE, C_PAST, /* words that tell the tense of what stands by */
    C_AHEAD,     /* words whose infinitive looks ahead: "agreed to meet Friday" */
    C_TIMETABLE, /* 1 "open", 2 "opens": verbs that are told ahead in the present tense */
    C_HOLIDAY,  /* number of the holiday */
    C_REF,      /* 1 past, 2 present, 3 future */
    C_MONEY,    /* unit of money */
    C_MEASURE,  /* 1 unit of measure, 2 percent, 3 points */
    C_PERSON, C_TOLL, C_UNCOUNTED, /* see numbers.txt */
    C_DECADE,   /* nineties 1990 */
    C_LINK,     /* article or particle, by its own id */
    C_COUNT
};

enum time_unit {
    UNIT_SECOND, UNIT_MINUTE, UNIT_HOUR, UNIT_DAY, UNIT_WEEK, UNIT_WEEKEND, UNIT_MONTH, UNIT_QUARTER,
    UNIT_HALF, UNIT_YEAR, UNIT_DECADE, UNIT_CENTURY, UNIT_MILLENNIUM, UNIT_COUNT
};
enum day_part { PART_NONE, PART_MORNING, PART_NOON, PART_AFTERNOON, PART_EVENING, PART_NIGHT,
                PART_MIDNIGHT, PART_DAYTIME };

/* Particles that the grammar names; they are interned first, so that their ids are known. */
#define ATOM_WORDS(X)                                                                        \
    X(THE, "the") X(A, "a") X(AN, "an") X(OF, "of") X(AND, "and") X(AGO, "ago") X(IN, "in")   \
    X(FROM, "from") X(NOW, "now") X(LATER, "later") X(EARLIER, "earlier") X(BEFORE, "before") \
    X(AFTER, "after") X(PRIOR, "prior") X(HENCE, "hence") X(SINCE, "since") X(AT, "at")       \
    X(ON, "on") X(BY, "by") X(HALF, "half") X(PAST, "past") X(TO, "to") X(EVERY, "every")     \
    X(EACH, "each") X(PER, "per") X(ONCE, "once") X(TWICE, "twice") X(TIMES, "times")         \
    X(ALL, "all") X(WHOLE, "whole") X(FULL, "full") X(ANOTHER, "another") X(S, "s") X(T, "t") \
    X(Z, "z") X(O, "o") X(CLOCK, "clock") X(OLD, "old") X(AGED, "aged") X(AGE, "age")         \
    X(FISCAL, "fiscal") X(FINANCIAL, "financial") X(CALENDAR, "calendar") X(FY, "fy")         \
    X(CY, "cy") X(Q, "q") X(H, "h") X(ENTIRE, "entire") X(FOR, "for") X(DURING, "during")     \
    X(OVER, "over") X(THAN, "than") X(MORE, "more") X(LESS, "less") X(THAT, "that")           \
    X(SAME, "same") X(THIS, "this") X(LAST, "last") X(NEXT, "next") X(FOLLOWING, "following") \
    X(PREVIOUS, "previous") X(LONG, "long") X(POINT, "point") X(WE, "we") X(I, "i")           \
    X(MY, "my") X(HUNDRED, "hundred") X(OTHER, "other") X(ST, "st") X(ND, "nd") X(RD, "rd")   \
    X(TH, "th") X(M, "m") X(P, "p") X(BC, "bc") X(AD, "ad") X(BCE, "bce") X(CE, "ce")         \
    X(BETWEEN, "between") X(OR, "or") X(THESE, "these") X(THOSE, "those") X(FEW, "few")       \
    X(RECENT, "recent") X(COMING, "coming") X(EARLY, "early") X(LATE, "late")                 \
    X(BEGINNING, "beginning") X(START, "start") X(END, "end") X(MIDDLE, "middle")             \
    X(OUR, "our") X(CURRENT, "current") X(MAY, "may") X(MARCH, "march") X(ONE, "one")         \
    X(AS, "as") X(MANY, "many") X(MUCH, "much") X(UP, "up") X(LEAST, "least") X(MOST, "most") \
    X(FEWER, "fewer") X(PERCENT, "percent") X(UNTIL, "until") X(SO, "so") X(BE, "be")         \
    X(COUPLE, "couple") X(THROUGH, "through") X(NO, "no") X(ITS, "its") X(WAS, "was")         \
    X(YEAR, "year") X(DAYS, "days") X(YEARS, "years") X(WEEK, "week") X(WITHIN, "within")     \
    X(ABOVE, "above") X(BELOW, "below") X(UNDER, "under") X(EXCEEDING, "exceeding")           \
    X(BELONGING, "belonging") X(THEM, "them") X(US, "us") X(POINTS, "points")                 \
    X(PERCENTAGE, "percentage") X(DAY, "day") X(TODAY, "today") X(PLUS, "plus") X(CENT, "cent") \
    X(SOME, "some") X(WITH, "with") X(WEEKEND, "weekend")       \
    X(CONSECUTIVE, "consecutive") X(STRAIGHT, "straight") X(BUSINESS, "business")             \
    X(TRADING, "trading") X(WORKING, "working") X(SUCCESSIVE, "successive") X(EXTRA, "extra") \
    X(ADDITIONAL, "additional") X(OVERNIGHT, "overnight")                                     \
    X(MOMENTS, "moments") X(EOD, "eod") X(OTD, "otd") X(FINAL, "final")
#define ATOM_ENUM(id, s) W_##id,
enum { W_NONE, ATOM_WORDS(ATOM_ENUM) W_COUNT };

enum { WORD_CLASSES = 4 };

enum { WORD_MAX = 24 }; /* bytes of a word of the lexicon */

struct lexeme {
    uint8_t cls[WORD_CLASSES]; /* enum word_class, C_NONE where there is no more */
    double val[WORD_CLASSES];
    uint32_t phrases; /* first of the phrases that begin with it, or NONE */
    bool starts;      /* an expression of time can begin with it */
};

struct phrase { /* words in a row that are one thing */
    uint32_t words[6];
    uint32_t n, next;
    uint8_t cls;
    int32_t val;
};

/* Words are looked up for every atom: by their bytes as numbers, behind a filter of 4 kB that nearly all other words
 * fail at. */
struct word_key {
    uint64_t part[WORD_MAX / 8]; /* in lower case, zeroes behind */
};
struct word_slot {
    uint64_t part; /* the key's first */
    uint32_t id;   /* 0: empty */
};

struct lexicon {
    struct arena *arena;
    struct lexeme *lex; /* by word id; 0 is no word */
    struct word_key *keys;
    uint32_t lex_n, lex_cap, keys_cap;
    struct word_slot *slots; /* open addressing */
    uint32_t slots_mask;
    uint32_t lengths[32 * 32]; /* by the first two letters: a bit for each length that there is */
    struct phrase *phrases;
    uint32_t phrases_n, phrases_cap;
};

/* Lines "class value: word word ... "; a word in "double quotes" is a phrase. */
void lexicon_init(struct lexicon *lx, struct arena *a);
void lexicon_read(struct lexicon *lx, slice list);
/* The id of a word of any case; 0: not in it. */
uint32_t lexicon_word(const struct lexicon *lx, slice form);

enum atom_kind { ATOM_BREAK /* a block's end */, ATOM_WORD, ATOM_DIGITS, ATOM_OTHER };
enum atom_flag { ATOM_SPACE = 1 /* blanks before it */, ATOM_CAPITAL = 2 };

struct atom {
    uint32_t start, end; /* bytes of the text */
    uint32_t value;      /* digits: their number (9 of them at most); other: the character */
    uint16_t word;       /* id in the lexicon, or 0 */
    uint8_t kind, flags;
};

struct atoms {
    const struct lexicon *lx;
    slice text;
    struct atom *p; /* [0] and [n - 1] are breaks, and two more stand behind */
    uint32_t n;
};

/* Atoms of the page's blocks (of the whole text, where there are none). */
void atoms_read(const struct lexicon *lx, const struct page *page, struct arena *a,
                struct atoms *out);

/* The value of atom i as one of a class: true and *value. */
static inline bool atom_is(const struct atoms *at, uint32_t i, uint8_t cls, double *value) {
    const struct lexeme *l = &at->lx->lex[at->p[i].word];
    for (int k = 0; k < WORD_CLASSES; k++)
        if (l->cls[k] == cls) {
            *value = l->val[k];
            return true;
        }
    return false;
}
static inline bool atom_has(const struct atoms *at, uint32_t i, uint8_t cls) {
    double v;
    return atom_is(at, i, cls, &v);
}
static inline bool atom_char(const struct atoms *at, uint32_t i, uint32_t c) {
    return at->p[i].kind == ATOM_OTHER && at->p[i].value == c;
}
static inline bool atom_word(const struct atoms *at, uint32_t i, uint32_t w) {
    return at->p[i].word == w;
}
static inline uint32_t atom_digits(const struct atoms *at, uint32_t i) { /* how many */
    return at->p[i].kind == ATOM_DIGITS ? at->p[i].end - at->p[i].start : 0;
}
static inline bool atom_space(const struct atoms *at, uint32_t i) {
    return at->p[i].flags & ATOM_SPACE;
}
/* The phrase of the class that begins at i, longest first: the atom after it, or 0. */
uint32_t atom_phrase(const struct atoms *at, uint32_t i, uint8_t cls, int32_t *value);

/* ---- numbers in words and digits ------------------------------------------------------- */

struct number {
    double value;
    uint32_t end;   /* the atom after it */
    bool ordinal;   /* "21st", "third" */
    bool words;     /* no digit in it */
    bool plural;    /* "dozens", "hundreds of thousands": at least value */
    bool vague;     /* "several", "a few": no value */
    bool grouped;   /* has a comma, a point or a scale: never a year */
    uint8_t digits; /* of a plain run of digits, else 0 */
};

/* The number that begins at atom i. */
bool number_at(const struct atoms *at, uint32_t i, struct number *out);

#endif
