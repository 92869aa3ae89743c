/* attr_features: what the two models see.
 *
 * A feature is a number hashed from the template's own number and its values; templates whose
 * values are missing (no parse, no such neighbour) are left out. The trainer and the program call
 * the same functions, so that a change here asks for new training and nothing else. */
#include "attr.h"

#include <assert.h>

/* Of a template's number and one value, and a second value; many at once: crf_fetch. */
static inline uint32_t mix(uint32_t id, uint32_t a, uint32_t b) { return crf_mix(id * CRF_MIX ^ a, b); }

#define F2(id, first_value, second_value) \
    (out->a[n] = (uint32_t)(id) * CRF_MIX ^ (uint32_t)(first_value), out->b[n++] = (uint32_t)(second_value))
#define F1(id, a) F2(id, a, 0)

static const struct attr_word_view edge_word = {.form = 1, .lemma = 1, .suffix = 1, .tag = 63,
                                                .quote = NONE, .head = NONE, .subject = NONE,
                                                .object = NONE, .clause = NONE};

/* The word at i of the sentence's [first, end), or the edge. */
static inline const struct attr_word_view *word_at(const struct attr_doc *d, uint32_t first,
                                                   uint32_t end, int64_t i) {
    return i < first || i >= end ? &edge_word : &d->w[i];
}

static inline uint32_t small_class(uint32_t classes) {
    return classes & (CLASS_SAY | CLASS_THINK | CLASS_WANT | CLASS_DENY | CLASS_ACCUSE | CLASS_SHOW |
                      CLASS_NOUN | CLASS_ADVERB | CLASS_DECLINE);
}

static uint32_t bucket(uint32_t x) {
    return x < 5 ? x : x < 7 ? 5 : x < 10 ? 6 : x < 15 ? 7 : x < 25 ? 8 : x < 50 ? 9 : 10;
}

int attr_edge(const struct attr_doc *d, uint32_t i) {
    const struct attr_word_view *b = &d->w[i - 1], *w = &d->w[i];
    const struct sentence *s = d->lang->sentences;
    if (b->sentence != w->sentence) {
        if (s[b->sentence].block != s[w->sentence].block)
            return 0;
        return b->quote != NONE && b->quote == w->quote ? 1 : 2;
    }
    if (b->mark == 2)
        return 3;
    if (w->mark == 1)
        return 4;
    if ((b->shape >> 3) == 1)
        return 5;
    if (w->shape >> 3)
        return 6;
    return 7;
}

/* Distance to the nearest closing mark before, and opening mark after, in a few words. */
static uint32_t marks_near(const struct attr_doc *d, uint32_t first, uint32_t end, uint32_t i) {
    uint32_t before = 0, after = 0;
    for (uint32_t k = 1; k <= 4 && !before; k++)
        if (i >= first + k && d->w[i - k].mark == 2)
            before = k;
    for (uint32_t k = 1; k <= 6 && !after; k++)
        if (i + k < end && d->w[i + k].mark == 1)
            after = k;
    return before << 4 | after;
}

void cue_features(const struct attr_doc *d, uint32_t i, struct crf_features *out) {
    const struct lang *l = d->lang;
    const struct attr_word_view *w = &d->w[i];
    const struct sentence *s = &l->sentences[w->sentence];
    uint32_t first = s->first, end = s->end, n = 0;
    const struct attr_word_view *p1 = word_at(d, first, end, (int64_t)i - 1),
                                *p2 = word_at(d, first, end, (int64_t)i - 2),
                                *p3 = word_at(d, first, end, (int64_t)i - 3),
                                *n1 = word_at(d, first, end, (int64_t)i + 1),
                                *n2 = word_at(d, first, end, (int64_t)i + 2),
                                *n3 = word_at(d, first, end, (int64_t)i + 3);
    uint32_t cls = small_class(w->classes);
    F1(1, 0);
    F1(2, w->form);
    F1(3, w->lemma);
    F1(4, p1->form);
    F1(5, n1->form);
    F1(6, p2->form);
    F1(7, n2->form);
    F2(8, w->form, p1->form);
    F2(9, w->form, n1->form);
    F2(10, w->lemma, mix(0, n1->form, n2->form));
    F2(11, w->lemma, mix(0, p1->form, p2->form));
    F1(12, w->suffix);
    F1(13, w->shape);
    F2(14, w->shape, mix(0, p1->shape, n1->shape));
    F1(15, cls);
    F2(16, cls, p1->form);
    F2(17, cls, n1->form);
    F2(18, cls, small_class(n1->classes) << 16 | small_class(p1->classes));
    F2(19, p1->lemma, cls);
    F2(20, p1->classes, 0);
    F2(21, n1->classes, 0);
    F2(22, p2->classes, 0);
    F2(23, n2->classes, 0);
    uint32_t in = w->quote != NONE ? (d->quotes[w->quote].first == i ? 2 : d->quotes[w->quote].last == i ? 3 : 1) : 0;
    uint32_t near = marks_near(d, first, end, i);
    F2(24, in, 0);
    F2(25, in, cls);
    F2(26, near, 0);
    F2(27, near, cls);
    F2(28, near, w->tag);
    F2(29, w->lemma, near != 0);
    /* where it stands: at the start of the sentence, of the paragraph; after a quoted sentence */
    F2(30, i - first < 3 ? i - first : 3, cls);
    bool after_quote = first > 0 && d->w[first - 1].mark == 2;
    F2(31, after_quote, cls);
    if (l->tagged) {
        F1(40, w->tag);
        F1(41, p1->tag);
        F1(42, n1->tag);
        F2(43, p1->tag, w->tag);
        F2(44, w->tag, n1->tag);
        F2(45, mix(0, p1->tag, w->tag), n1->tag);
        F2(46, mix(0, p2->tag, p1->tag), w->tag);
        F2(47, mix(0, w->tag, n1->tag), n2->tag);
        F2(48, w->lemma, w->tag);
        F2(49, cls, w->tag);
        F2(50, w->lemma, n1->tag);
        F2(51, w->lemma, p1->tag);
        F2(52, cls, n1->tag << 8 | w->tag);
        F2(53, cls, p1->tag << 8 | w->tag);
        F2(54, p1->lemma, w->tag);
        F2(55, n1->lemma, w->tag);
        F2(56, w->lemma, n1->tag << 8 | n2->tag);
        F2(57, mix(0, p3->tag, p2->tag), mix(0, p1->tag, w->tag));
        F2(58, mix(0, n1->tag, n2->tag), mix(0, n3->tag, w->tag));
    }
    F1(60, p1->entity);
    F1(61, n1->entity);
    F2(62, p1->entity << 4 | n1->entity, cls);
    F2(63, p1->entity << 4 | n1->entity, near);
    if (l->parsed) {
        const struct attr_word_view *h = w->head == NONE ? &edge_word : &d->w[w->head];
        F1(70, w->deprel);
        F2(71, w->deprel, w->tag);
        F2(72, w->deprel, h->lemma);
        F2(73, w->deprel, h->tag);
        F2(74, w->lemma, w->deprel);
        F2(75, w->lemma, h->lemma);
        F2(76, w->deprel, small_class(h->classes) << 8 | (w->head == NONE ? 0 : w->head > i ? 1 : 2));
        uint32_t args = w->kids & (KID_SUBJECT | KID_PASSIVE | KID_CCOMP | KID_XCOMP | KID_OBJ |
                                   KID_PARATAXIS | KID_AGENT | KID_IOBJ | KID_COP);
        F1(77, w->kids);
        F2(78, args, cls);
        F2(79, args, w->tag);
        F2(80, w->lemma, args);
        F2(81, w->lemma, w->kids & KID_CCOMP);
        F2(82, w->lemma, w->kids & KID_XCOMP);
        F2(83, w->lemma, w->kids & KID_OBJ);
        F2(84, w->lemma, w->kids & KID_SUBJECT);
        if (w->subject != NONE) {
            const struct attr_word_view *x = &d->w[w->subject];
            F2(85, x->tag, cls);
            F2(86, x->lemma, 0);
            F2(87, x->entity, cls);
            F2(88, x->classes, cls != 0);
            F2(89, w->lemma, x->entity << 8 | x->tag);
        }
        if (w->object != NONE) {
            const struct attr_word_view *x = &d->w[w->object];
            F2(90, w->lemma, x->lemma);
            F2(91, w->lemma, x->tag);
            F2(92, x->classes, cls);
            F2(93, x->entity << 8 | x->tag, cls);
        }
        if (w->clause != NONE) {
            const struct attr_word_view *x = &d->w[w->clause];
            F2(94, w->lemma, x->kids & (KID_THAT | KID_TO | KID_SUBJECT));
            F2(95, cls, x->kids & (KID_THAT | KID_TO | KID_SUBJECT));
            F2(96, w->lemma, x->lemma);
        }
        /* what governs it, two levels up: auxiliaries and complements of a cue are part of it */
        if (w->head != NONE) {
            F2(100, mix(0, w->deprel, small_class(h->classes)), h->kids & (KID_CCOMP | KID_PARATAXIS | KID_XCOMP | KID_OBJ));
            F2(101, mix(0, w->deprel, h->deprel), h->lemma);
            F2(102, w->lemma, mix(0, w->deprel, h->tag));
            if (h->head != NONE) {
                const struct attr_word_view *g = &d->w[h->head];
                F2(103, mix(0, w->deprel, h->deprel), g->lemma);
                F2(104, mix(0, w->deprel, h->deprel), small_class(g->classes));
            }
            if (h->subject != NONE)
                F2(105, w->deprel, d->w[h->subject].entity << 8 | (h->subject < i));
        }
    }
    assert(n <= CRF_MAX_FEATURES);
    crf_features_end(out, n);
}

/* ---- roles ----------------------------------------------------------------------------------- */

enum { PATH_UP = 4 /* steps above the cue that are told apart */, SPINE = 16, NOWHERE = 1 };

struct role_context {
    const struct attr_doc *d;
    struct cue cue;
    struct window w;
    uint32_t cue_lemma, cue_class, cue_tag, cue_quote;
    uint32_t cue_sentence, cue_block;
    uint32_t *branch;   /* by token of the window: the relation of its branch to the cue */
    uint32_t *branch_at;/* the token at the branch's top, or NONE */
    uint32_t first_quote_after; /* quotation that opens first after the cue, or NONE */
    uint32_t last_quote_before;
    uint8_t *commas;    /* commas between it and the cue, at most 3 */
};

/* For each word of the cue's sentence: by which branch it hangs on the cue, or on one of the words
 * above the cue. The branch is named by the steps up and the relation it goes down by. */
static void branches(struct role_context *c, struct arena *tmp) {
    const struct attr_doc *d = c->d;
    uint32_t n = c->w.end - c->w.first;
    c->branch = ARENA_ARRAY(tmp, uint32_t, (size_t)n + 1);
    c->branch_at = ARENA_ARRAY(tmp, uint32_t, (size_t)n + 1);
    memset(c->branch_at, 0xFF, n * sizeof *c->branch_at);
    if (!d->lang->parsed)
        return;
    uint32_t above[PATH_UP + 1], aboves = 0;
    for (uint32_t i = c->cue.head; i != NONE && aboves <= PATH_UP; i = d->w[i].head) {
        if (i >= c->w.first && i < c->w.end) {
            c->branch[i - c->w.first] = SPINE + aboves;
            c->branch_at[i - c->w.first] = i;
        }
        above[aboves++] = i;
    }
    /* words are settled along their chains of heads; each link is walked once */
    uint32_t *chain = ARENA_ARRAY(tmp, uint32_t, (size_t)n + 1);
    for (uint32_t i = c->w.first; i < c->w.end; i++) {
        uint32_t at = i, held = 0, name = NOWHERE, top = NONE;
        while (at >= c->w.first && at < c->w.end && !c->branch[at - c->w.first] && held < n) {
            chain[held++] = at;
            at = d->w[at].head;
        }
        if (!held)
            continue;
        if (at >= c->w.first && at < c->w.end && c->branch[at - c->w.first]) {
            name = c->branch[at - c->w.first];
            top = c->branch_at[at - c->w.first];
            if (name >= SPINE && name <= SPINE + PATH_UP) { /* the chain's own top is a branch */
                uint32_t level = name - SPINE;
                top = chain[held - 1];
                name = mix(level, d->w[top].deprel, 0);
                for (uint32_t k = 0; k < level && k < 2; k++)
                    name = mix(1, name, d->w[above[k]].deprel);
                name |= 0x80000000u; /* never one of the small names */
            }
        }
        for (uint32_t k = 0; k < held; k++) {
            c->branch[chain[k] - c->w.first] = name;
            c->branch_at[chain[k] - c->w.first] = top;
        }
    }
}

struct role_context *role_context_new(const struct attr_doc *d, struct cue cue, struct window w,
                                      struct arena *tmp) {
    struct role_context *c = ARENA_NEW(tmp, struct role_context);
    *c = (struct role_context){.d = d, .cue = cue, .w = w};
    const struct attr_word_view *h = &d->w[cue.head];
    c->cue_lemma = h->lemma;
    c->cue_class = small_class(h->classes);
    c->cue_tag = h->tag;
    c->cue_quote = h->quote;
    c->cue_sentence = h->sentence;
    c->cue_block = d->lang->sentences[h->sentence].block;
    c->first_quote_after = c->last_quote_before = NONE;
    for (uint32_t i = cue.end; i < w.end && c->first_quote_after == NONE; i++)
        if (d->w[i].mark == 1)
            c->first_quote_after = d->w[i].quote;
    for (uint32_t i = cue.first; i > w.first && c->last_quote_before == NONE; i--)
        if (d->w[i - 1].quote != NONE && d->w[i - 1].quote != c->cue_quote)
            c->last_quote_before = d->w[i - 1].quote;
    uint32_t n = w.end - w.first;
    c->commas = ARENA_ARRAY(tmp, uint8_t, (size_t)n + 1);
    uint8_t commas = 0;
    for (uint32_t i = cue.end; i < w.end; i++) {
        c->commas[i - w.first] = commas;
        if (commas < 3 && (d->w[i].shape >> 3) == 1)
            commas++;
    }
    commas = 0;
    for (uint32_t i = cue.first; i-- > w.first;) {
        if (commas < 3 && (d->w[i].shape >> 3) == 1)
            commas++;
        c->commas[i - w.first] = commas;
    }
    branches(c, tmp);
    return c;
}

void role_features(const struct role_context *c, uint32_t i, struct crf_features *out) {
    const struct attr_doc *d = c->d;
    const struct lang *l = d->lang;
    const struct attr_word_view *w = &d->w[i];
    uint32_t first = c->w.first, end = c->w.end, n = 0;
    const struct attr_word_view *p1 = word_at(d, first, end, (int64_t)i - 1),
                                *p2 = word_at(d, first, end, (int64_t)i - 2),
                                *n1 = word_at(d, first, end, (int64_t)i + 1),
                                *n2 = word_at(d, first, end, (int64_t)i + 2);
    uint32_t side = i < c->cue.first ? 1 : i >= c->cue.end ? 2 : 3;
    uint32_t far = side == 1 ? c->cue.first - i : side == 2 ? i - c->cue.end + 1 : 0;
    /* the sentence it stands in: the cue's, before, after, and in which paragraph */
    uint32_t where = w->sentence == c->cue_sentence ? 0
                     : w->sentence < c->cue_sentence ? 1
                     : w->sentence == c->cue_sentence + 1 ? 2 : 3;
    if (l->sentences[w->sentence].block != c->cue_block)
        where += 4;
    /* its quotation: that of the cue, the nearest on either side, the next of a run, another */
    uint32_t q = w->quote, quote = 0;
    if (q != NONE)
        quote = q == c->cue_quote ? 1 : q == c->first_quote_after ? 2 : q == c->last_quote_before ? 3 : 4;
    uint32_t in = q == NONE ? 0 : d->quotes[q].first == i ? 1 : d->quotes[q].last == i ? 2 : 3;
    uint32_t inside = quote << 2 | in;
    uint32_t pos = side << 4 | where;
    uint32_t between = c->commas[i - first];
    uint32_t dist = side << 8 | bucket(far);
    uint32_t sent_start = i == first || p1->sentence != w->sentence || p1 == &edge_word;
    uint32_t sent_end = i + 1 == end || n1 == &edge_word || n1->sentence != w->sentence;
    uint32_t punct = w->shape >> 3, punct_p = p1 == &edge_word ? 15 : p1->shape >> 3,
             punct_n = n1 == &edge_word ? 15 : n1->shape >> 3;
    uint32_t style = (c->cue_quote != NONE) << 2 | (c->first_quote_after != NONE) << 1 |
                     (c->last_quote_before != NONE);
    F1(201, pos);
    F2(202, dist, where);
    F2(203, w->form, pos);
    F2(204, p1->form, pos);
    F2(205, n1->form, pos);
    F2(206, w->form, n1->form);
    F2(207, p1->form, w->form);
    F2(208, inside, pos);
    F2(209, inside, c->cue_class << 4 | pos);
    F2(210, inside, c->cue_lemma);
    F2(211, dist, c->cue_lemma);
    F2(212, dist, style);
    F2(213, pos << 2 | between, c->cue_lemma);
    F2(214, pos << 2 | between, punct << 4 | style);
    F2(215, pos << 8 | between << 6 | punct_p, style);
    F2(216, pos << 8 | between << 6 | punct_n, style);
    F2(217, punct_p << 8 | punct << 4 | punct_n, pos << 4 | inside);
    F2(218, dist, w->form);
    F2(219, w->lemma, c->cue_lemma);
    F2(220, w->shape, dist);
    F2(221, w->entity, dist);
    F2(222, w->entity, pos << 3 | style);
    F2(223, w->classes, dist);
    F2(224, sent_start << 1 | sent_end, pos << 8 | inside << 2 | between);
    F2(225, sent_end << 4 | punct_n, inside << 8 | pos);
    F2(226, p1->entity << 4 | w->entity, mix(0, n1->entity, pos));
    F2(227, style, pos << 8 | inside);
    F2(228, mix(0, style, where), mix(0, inside, c->cue_class));
    F2(229, w->form, c->cue_class << 3 | side);
    if (side == 2 && far == 1)
        F2(230, w->form, c->cue_lemma);
    if (side == 1 && far == 1)
        F2(231, w->form, c->cue_lemma);
    if (d->cue[i])
        F2(232, side, where);
    if (l->tagged) {
        F2(240, w->tag, pos);
        F2(241, mix(0, p1->tag, w->tag), pos);
        F2(242, mix(0, w->tag, n1->tag), pos);
        F2(243, mix(0, p1->tag, w->tag), mix(0, n1->tag, pos));
        F2(244, w->tag, dist);
        F2(245, mix(0, p2->tag, p1->tag), mix(0, w->tag, pos));
        F2(246, mix(0, w->tag, n1->tag), mix(0, n2->tag, pos));
        F2(247, mix(0, w->tag, c->cue_tag), dist);
        F2(248, mix(0, w->tag, c->cue_lemma), dist);
        F2(249, mix(0, w->tag, p1->form), side);
        F2(250, mix(0, w->tag, n1->form), side);
    }
    if (l->parsed && where == 0) {
        uint32_t b = c->branch[i - first], at = c->branch_at[i - first];
        uint32_t bp = p1 == &edge_word || i == first ? 0 : c->branch_at[i - 1 - first];
        uint32_t bn = i + 1 >= end ? 0 : c->branch_at[i + 1 - first];
        uint32_t nb = i + 1 >= end ? 0 : c->branch[i + 1 - first];
        uint32_t pb = i == first ? 0 : c->branch[i - 1 - first];
        uint32_t change = (bp != at) << 1 | (bn != at);
        uint32_t kin = at == NONE ? 0 : d->w[at].tag;
        F2(260, b, side);
        F2(261, b, c->cue_class << 2 | side);
        F2(262, b, mix(0, c->cue_lemma, side));
        F2(263, b, change << 2 | side);
        F2(264, b, mix(0, change, mix(0, punct_p, punct_n)));
        F2(265, b, mix(0, w->tag, change));
        F2(266, mix(0, b, nb), side);
        F2(267, mix(0, pb, b), side);
        F2(268, b, mix(0, w->deprel, side));
        F2(269, b, mix(0, inside, style));
        F2(270, b, mix(0, kin, d->w[c->cue.head].kids & (KID_CCOMP | KID_OBJ | KID_XCOMP | KID_PARATAXIS)));
        F2(271, b, mix(0, w->form, side));
        F2(272, b, mix(0, at == NONE ? 0 : d->w[at].entity, change));
        F2(273, mix(0, b, c->cue_tag), mix(0, c->cue_class, change));
        if (at != NONE) {
            const struct attr_word_view *t = &d->w[at];
            F2(274, b, mix(0, t->left == i, t->right == i));
            F2(275, mix(0, b, t->kids & (KID_THAT | KID_TO | KID_SUBJECT | KID_CASE)), c->cue_class);
            F2(276, mix(0, b, punct), mix(0, t->left == i, t->right == i));
        }
        F2(277, w->deprel, mix(0, w->head == NONE ? 0 : w->head > i ? 1 : 2, pos));
        F2(278, w->deprel, mix(0, w->left == i, mix(0, w->right == i, side)));
    }
    assert(n <= CRF_MAX_FEATURES);
    crf_features_end(out, n);
}
