/* attr: inside of the attributions part, shared by its files and its trainer.
 *
 * Two linear-chain conditional random fields (Lafferty, McCallum and Pereira 2001) one after the
 * other, both over hashed features (Weinberger et al. 2009):
 *
 *   cue    labels the words of each sentence: which words report ("said", "the claim that")?
 *   role   for each cue, labels the words of a window around it: source, content, or neither
 *
 *       "We lost ,"  said  Ann Oak , the mayor . "It hurts ."
 *        C  C   C C  -cue-  S   S  S  S    S   O   C C     C C
 *
 * What stands inside another's content becomes its child, so nesting costs nothing extra. The
 * rest (form, status, who the source is) is rules over what the language room found: sources.c. */
#ifndef STM_MARK_ATTR_H
#define STM_MARK_ATTR_H

#include "base/model.h"
#include "mark.h"

/* ---- words ------------------------------------------------------------------------------ */

/* Classes of data/lang/en/cues.txt, as bits. */
enum cue_class {
    CLASS_SAY = 1, CLASS_THINK = 2, CLASS_WANT = 4, CLASS_DENY = 8, CLASS_ACCUSE = 16, CLASS_SHOW = 32,
    CLASS_DECLINE = 64, CLASS_VERIFY = 128, CLASS_NOUN = 256, CLASS_ADVERB = 512, CLASS_PERSON = 1024,
    CLASS_UNNAMED = 2048, CLASS_OUTLET = 4096, CLASS_DOCUMENT = 8192, CLASS_ORGANISATION = 16384,
    CLASS_GROUP = 32768
};
#define CLASS_SPEAKER (CLASS_PERSON | CLASS_UNNAMED | CLASS_OUTLET | CLASS_GROUP | CLASS_ORGANISATION | CLASS_DOCUMENT)
#define CLASS_CUE (CLASS_SAY | CLASS_THINK | CLASS_WANT | CLASS_DENY | CLASS_ACCUSE | CLASS_SHOW | CLASS_DECLINE)

/* ---- models ------------------------------------------------------------------------------- */

enum { CRF_LABELS = 8, CRF_EDGES = 8, CRF_MAX_FEATURES = 128, CRF_STEP = 8 /* features hashed at a time */ };

/* labels of the cue model and of the role model */
enum { CUE_O, CUE_B, CUE_I, CUE_E, CUE_U, CUE_LABELS };
enum { ROLE_O, ROLE_SB, ROLE_SI, ROLE_SE, ROLE_SU, ROLE_CB, ROLE_CI, ROLE_CE, ROLE_LABELS };

struct crf {
    const int8_t *w;    /* [mask + 1][CRF_LABELS] */
    uint32_t mask;      /* buckets - 1, a power of two less one */
    uint32_t labels;
    float scale;        /* of w */
    float bias;         /* on the labels that begin a cue */
    float edge[CRF_EDGES][CRF_LABELS][CRF_LABELS]; /* by what stands between, from, to */
    /* made by crf_ready: edges with -INFINITY where a label may not follow; which labels may be first and last */
    float step[CRF_EDGES][CRF_LABELS][CRF_LABELS];
    bool first[CRF_LABELS], last[CRF_LABELS];
    bool wide;          /* the machine has vectors of eight numbers */
};

/* Which label may follow which; -1 stands for the beginning (from) or the end (to). */
bool cue_may(int from, int to);
bool role_may(int from, int to);

struct attr_kit {
    struct class_entry *words; /* open addressing by key */
    uint32_t words_mask;
    struct table outlets;      /* lower-cased names of outlets, without "the" */
    struct crf cue, role;
};
struct class_entry {
    uint32_t key;   /* lang_key of the lemma; 0: empty */
    uint32_t classes;
};
/* 0 or STM_E*. `words`: data/lang/en/cues.txt; `outlets`: outlets.tsv, or
 * empty. `model`: models/en-attr.stm, or NULL for the trainer.
 * Both stay where they are; what is made lies in `a`. Inside a guard. */
int attr_kit_open(struct attr_kit *kit, slice words, slice outlets, const struct model *model,
                  struct arena *a);
uint32_t attr_word(const struct attr_kit *kit, uint32_t key);

/* The model's sections: "cue" and "role", rows of CRF_LABELS bytes, a power of two of them;
 * "cue-edge" and "role-edge", the floats of struct crf; "scales": those of cue and role, and what
 * is added to the labels that begin a cue, so that it finds more of them. */

/* ---- quotations --------------------------------------------------------------------------- */

struct quote {
    uint32_t first, last; /* tokens: the opening mark; the closing one, or the last word where it
                             is not closed */
    bool closed;          /* it has its own closing mark */
    bool goes_on;         /* the next quotation carries it on, in the next paragraph */
    bool single;          /* ‘ ’ */
};

/* ---- a document as the models see it -------------------------------------------------------- */

struct attr_word_view {  /* 48 bytes or so by word; from the language room, prepared once */
    uint32_t form;       /* hash of the lower-cased form */
    uint32_t lemma;      /* token.key */
    uint32_t classes;    /* enum cue_class */
    uint32_t suffix;     /* hash of its last three bytes */
    uint32_t sentence;
    uint32_t quote;      /* quotation it stands in, or NONE */
    uint32_t head;       /* NONE: root or not parsed */
    uint32_t kids;       /* bits of enum kid: which dependents it has */
    uint32_t subject, object, clause; /* dependents, or NONE */
    uint32_t left, right;/* first and last token of its subtree */
    uint16_t depth;
    uint8_t tag;         /* xpos */
    uint8_t deprel;
    uint8_t shape;       /* upper, all upper, digit, punctuation kind: enum shape bits */
    uint8_t entity;      /* 0 none, 1 + entity type of the name it stands in, 8 unknown */
    uint8_t mark;        /* 0 none, 1 opens a quotation, 2 closes one */
};

enum kid {
    KID_SUBJECT = 1, KID_PASSIVE = 2, KID_CCOMP = 4, KID_XCOMP = 8, KID_OBJ = 16, KID_PARATAXIS = 32,
    KID_THAT = 64, KID_NEG = 128, KID_AGENT = 256, KID_OBL = 512, KID_ACL = 1024, KID_NMOD = 2048,
    KID_POSS = 4096, KID_ADVCL = 8192, KID_AUX = 16384, KID_TO = 32768, KID_PRT = 65536,
    KID_COP = 131072, KID_IOBJ = 262144, KID_CASE = 524288
};

struct attr_doc {
    const struct attr_kit *kit;
    const struct page *page;
    const struct lang *lang;
    struct attr_word_view *w; /* by token */
    struct quote *quotes;
    uint32_t quotes_n;
    uint8_t *cue;             /* by token: labels of the cue model, or gold ones when training */
};

void quotes_find(struct attr_doc *d, struct arena *tmp); /* fills quotes, w[].quote, w[].mark */
void attr_prepare(struct attr_doc *d, struct arena *tmp);

struct window { uint32_t first, end; }; /* tokens */
struct cue { uint32_t first, end, head; };
struct cue attr_cue(const struct attr_doc *d, uint32_t first, uint32_t end);
struct window attr_window(const struct attr_doc *d, struct cue cue);

/* Features of a token: of each the template's number and its first value, and its second value, still to be hashed.
 * As many as there are templates, which is less than CRF_MAX_FEATURES. */
struct crf_features {
    uint32_t n, a[CRF_MAX_FEATURES], b[CRF_MAX_FEATURES];
};
#define CRF_MIX 0x9E3779B1u
static inline uint32_t crf_mix(uint32_t a, uint32_t b) {
    a = (a ^ a >> 15) * 0x85EBCA6Bu;
    a = (a ^ b) * 0xC2B2AE35u;
    a ^= a >> 13;
    a *= 0x27D4EB2Fu;
    return a ^ a >> 16;
}
/* They are n from now on; hashing goes on to a full step. */
static inline void crf_features_end(struct crf_features *f, uint32_t n) {
    f->n = n;
    for (; n % CRF_STEP; n++)
        f->a[n] = f->b[n] = 0;
}
void cue_features(const struct attr_doc *d, uint32_t token, struct crf_features *out);
/* What all tokens of a window share, then each token's own. */
struct role_context;
struct role_context *role_context_new(const struct attr_doc *d, struct cue cue, struct window w,
                                      struct arena *tmp);
void role_features(const struct role_context *c, uint32_t token, struct crf_features *out);
/* What stands between token - 1 and token: [0, CRF_EDGES). */
int attr_edge(const struct attr_doc *d, uint32_t token);

/* Once weights and edges are there: which labels may follow which, and what the machine can do. */
void crf_ready(struct crf *m, bool (*may)(int, int));
/* Best labels of n words with scores s[n][CRF_LABELS], edges e[n] (e[0] not used). `best`: n *
 * CRF_LABELS floats of scratch. */
void crf_best(const struct crf *m, const float *s, const uint8_t *e, uint32_t n, float *restrict best, uint8_t *labels);
/* The scores of a word's labels in two steps, between which the next word's features are made: which rows they are,
 * which asks for them, as they lie anywhere; and their sums. */
struct crf_rows {
    uint32_t n, at[CRF_MAX_FEATURES];
};
void crf_fetch(const struct crf *m, const struct crf_features *f, struct crf_rows *rows);
void crf_score(const struct crf *m, const struct crf_rows *rows, float *s);

/* ---- found: attributions in tokens, and the rules over them ---------------------------------- */

struct attr_found { /* an attribution in tokens */
    struct cue cue;
    uint32_t source_first, source_end; /* equal: none */
    struct window *content;
    uint32_t content_n;
    bool cites;        /* "citing": names whom another attribution has it from */
};

bool found_is_stop(const struct attr_doc *d, uint32_t token); /* a comma, a full stop, a semicolon */
/* Adds [first, end) to the content, without commas and stops at its ends, cut at paragraphs. */
void found_content_add(const struct attr_doc *d, struct attr_found *f, uint32_t first, uint32_t end,
                       uint32_t *cap, struct arena *tmp);
uint32_t found_size(const struct attr_found *f);                /* words of the content */
bool found_holds(const struct attr_found *f, uint32_t token);   /* does it stand in the content? */
/* Of those in the order of their cues: the first whose cue begins at a token or behind it; n. */
uint32_t found_from_cue(const struct attr_found *f, uint32_t n, uint32_t token);
void found_no_source(const struct attr_doc *d, struct attr_found *f, struct arena *tmp);
void found_hearer(const struct attr_doc *d, struct attr_found *f);
void found_passive(const struct attr_doc *d, struct attr_found *f, struct arena *tmp);
bool found_is_none(const struct attr_doc *d, const struct attr_found *f);
bool found_is_deed(const struct attr_doc *d, const struct attr_found *f, bool nested);
bool found_is_echo(const struct attr_doc *d, const struct attr_found *f, bool held);
void found_inner_adverb(const struct attr_doc *d, struct attr_found *f, uint32_t end, struct arena *tmp);
void found_run_on(const struct attr_doc *d, struct attr_found *f, struct arena *tmp);
/* The word behind a dateline in [first, end), which begins a paragraph; or first. */
uint32_t found_after_dateline(const struct attr_doc *d, uint32_t first, uint32_t end);
/* "..., three people said on Monday": the teller and what is told, from the verb; false: it is no such verb. */
bool found_teller(const struct attr_doc *d, uint32_t verb, struct window *who, struct window *what);
bool found_take_teller(const struct attr_doc *d, struct attr_found *f, struct arena *tmp); /* is there one before the verb? */
void found_take_subject(const struct attr_doc *d, struct attr_found *f);
void found_cited(const struct attr_doc *d, struct attr_found **f, uint32_t *n, uint32_t *cap, struct arena *tmp);
/* "found in May that it": the place of "that", behind no more than when, where and to whom; NONE. */
uint32_t found_that_behind(const struct attr_doc *d, uint32_t verb, uint32_t end);
void found_take_before_that(const struct attr_doc *d, struct attr_found *f);
void found_take_before(const struct attr_doc *d, struct attr_found *f);
void found_take_above(const struct attr_doc *d, struct attr_found *f);
void found_take_noun(const struct attr_doc *d, struct attr_found *f);
void found_take_agent(const struct attr_doc *d, struct attr_found *f);
void found_content(const struct attr_doc *d, struct attr_found *f, struct arena *tmp);
void found_turn_citation(struct attr_found *f, uint32_t n, uint32_t i, const struct attr_doc *d);
void found_reach_back(const struct attr_doc *d, struct attr_found *f);
void found_orphans(const struct attr_doc *d, struct attr_found **f, uint32_t *n, uint32_t *cap, struct arena *tmp);
/* Adds those who were asked and did not answer, and takes their words out of the cues. */
void found_silences(struct attr_doc *d, struct attr_found **f, uint32_t *n, uint32_t *cap, struct arena *tmp);
/* Who stands before a verb; empty: nobody. */
struct window found_who_before(const struct attr_doc *d, uint32_t verb);
/* Gives quotations that are nobody's to the verb beside them and its teller. */
void found_beside(struct attr_doc *d, struct attr_found **f, uint32_t *n, uint32_t *cap, struct arena *tmp);
/* Adds what turns of phrase report and no cue was seen for. */
void found_turns(struct attr_doc *d, struct attr_found **f, uint32_t *n, uint32_t *cap, struct arena *tmp);
void found_reach_on(const struct attr_doc *d, struct attr_found *f);
void found_keep_marks(const struct attr_doc *d, struct attr_found *f);
void found_keep_inside(struct attr_found *f, uint32_t n, uint32_t i);

/* ---- sources -------------------------------------------------------------------------------- */

/* A source's noun phrase, as far as rules tell its parts. All are tokens.
 *
 *   the three officials close to the talks , who spoke to a paper
 *   first                 base_end          core_end              end        head: officials */
struct noun_phrase {
    uint32_t first, end;
    uint32_t base_end; /* before its first preposition, relative or participle */
    uint32_t core_end; /* before its first comma, bracket or dash */
    uint32_t head;
    uint32_t number;   /* as stated: "three", "one"; 0: none */
    uint32_t of;       /* "two of the three": 3, and `partitive` */
    bool definite, indefinite, plural, partitive, ordinal, both, share;
};
struct noun_phrase noun_phrase_read(const struct attr_doc *d, uint32_t first, uint32_t end);
static inline bool attr_is(const struct attr_doc *d, uint32_t token, const char *lower) { /* its form, case apart */
    return token < d->lang->tokens_n && slice_eq_nocase(token_form(d->page->text, &d->lang->tokens[token]), slice_str(lower));
}
/* Is it one of "a b c"? Which letters a list that is written out begins its words with is known to the compiler, and
 * settles most of what is asked for. */
#define attr_in(d, token, words) attr_in_starting(d, token, words, LIST_STARTS(words))
#define LIST_BIT(words, c) (__builtin_strstr(" " words, " " c) ? 1u << ((c)[0] - 'a') : 0)
#define LIST_STARTS(words) \
    (LIST_BIT(words, "a") | LIST_BIT(words, "b") | LIST_BIT(words, "c") | LIST_BIT(words, "d") | LIST_BIT(words, "e") | LIST_BIT(words, "f") | \
     LIST_BIT(words, "g") | LIST_BIT(words, "h") | LIST_BIT(words, "i") | LIST_BIT(words, "j") | LIST_BIT(words, "k") | LIST_BIT(words, "l") | \
     LIST_BIT(words, "m") | LIST_BIT(words, "n") | LIST_BIT(words, "o") | LIST_BIT(words, "p") | LIST_BIT(words, "q") | LIST_BIT(words, "r") | \
     LIST_BIT(words, "s") | LIST_BIT(words, "t") | LIST_BIT(words, "u") | LIST_BIT(words, "v") | LIST_BIT(words, "w") | LIST_BIT(words, "x") | \
     LIST_BIT(words, "y") | LIST_BIT(words, "z"))
static inline bool attr_finite(uint8_t tag) { return tag == XPOS_VBD || tag == XPOS_VBZ || tag == XPOS_VBP || tag == XPOS_MD; }
static inline bool attr_comma(const struct attr_doc *d, uint32_t token) { return (d->w[token].shape >> 3) == 1; }
bool attr_in_list(const struct attr_doc *d, uint32_t token, const char *words); /* the same for any list */
static inline bool attr_in_starting(const struct attr_doc *d, uint32_t token, const char *words, uint32_t letters) {
    slice form = token < d->lang->tokens_n ? token_form(d->page->text, &d->lang->tokens[token]) : S("");
    unsigned char c = form.n ? (unsigned char)(form.p[0] | 0x20) : 0;
    return (c < 'a' || c > 'z' || (letters >> (c - 'a') & 1)) && attr_in_list(d, token, words);
}
/* A number written as a word or in digits; 0: none. */
uint32_t attr_number(const struct attr_doc *d, uint32_t token);
/* A hyphen ties it to the word before it: "in" and "chief" of "editor-in-chief". */
bool attr_joined(const struct attr_doc *d, uint32_t i);
/* Is this (resolved) name an outlet's or an agency's? */
bool attr_outlet(const struct attr_kit *kit, slice name);

/* Text of tokens [first, end); the first mention that begins at a token or after it (mentions_n:
 * none); is it a name of an entity, and of which type? */
slice source_text(const struct attr_doc *d, uint32_t first, uint32_t end);
uint32_t source_mention(const struct lang *l, uint32_t token);
bool source_is_name(const struct lang *l, uint32_t mention);
uint8_t source_entity_type(const struct lang *l, uint32_t mention);

/* What stands beside: whom they told, why unnamed, role and affiliation. `is_report`, `roles` and
 * `bodies` are by entity; the last two keep what was once stated. */
void source_relays(const struct attr_doc *d, const uint8_t *is_report, struct attribution *x);
void source_reason(const struct attr_doc *d, struct attribution *x);
void source_role(const struct attr_doc *d, slice *roles, slice *bodies, struct attribution *x);

/* Fills source_name, role, affiliation, type, anonymous, count, of, relays, reason of attributions
 * that have their spans and parents. */
void sources_resolve(const struct attr_doc *d, struct attribution *p, uint32_t n, struct arena *a,
                     struct arena *tmp);
/* Is there a "not" or its like among the words from three before the cue to its end? */
bool contents_negated(const struct attr_doc *d, uint32_t first, uint32_t end);
/* Fills form and status. */
void contents_judge(const struct attr_doc *d, struct attribution *p, uint32_t n);

#endif
