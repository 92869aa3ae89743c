/* attributions: cues, then their sources and contents, then what stands in what.
 *
 * After PARC 3 (Pareti 2015) and PolNeAR (Newell, Margolin and Ruths 2018): an attribution is a
 * cue, the source it names, if any, and the content. attr.h says how they are found; here the
 * labels become spans and the spans a forest. */
#include "attr.h"
#include "attributions.h"
#include "mark_kit.h"

#define INNER_BIAS 1.0f
#define CLAUSE_BIAS 2.0f
enum { INNER = 8 }; /* beside a cue's label: found at the second look */

/* Room that all sentences and windows of a document share. */
struct room {
    struct arena *tmp;
    float *s;
    uint8_t *back, *labels, *edges;
    uint32_t cap;
    float *cue_s; /* of the whole document */
};

static void room_for(struct room *r, uint32_t n) {
    if (n <= r->cap)
        return;
    r->cap = n * 2 > 512 ? n * 2 : 512;
    r->s = ARENA_ARRAY(r->tmp, float, (size_t)r->cap * CRF_LABELS);
    r->back = ARENA_ARRAY(r->tmp, uint8_t, (size_t)r->cap * CRF_LABELS);
    r->labels = ARENA_ARRAY(r->tmp, uint8_t, r->cap);
    r->edges = ARENA_ARRAY(r->tmp, uint8_t, r->cap);
}

/* ---- cues ------------------------------------------------------------------------------------ */

/* What the training articles have too little of: "could not verify", "reportedly". */
static float told_by_rule(const struct attr_doc *d, uint32_t i, uint32_t first) {
    uint32_t classes = d->w[i].classes;
    if (classes & CLASS_ADVERB)
        return 3;
    if (i + 1 < d->lang->tokens_n && attr_is(d, i, "according") && attr_is(d, i + 1, "to"))
        return 3;
    if (classes & CLASS_VERIFY)
        for (uint32_t k = i; k-- > first && i - k < 5;)
            if (attr_in(d, k, "unable not n't n\xE2\x80\x99t cannot couldn't"))
                return 6.5f;
    /* somebody says that ...: where another cue stands in the clause the articles often have this
     * one unmarked */
    if ((classes & CLASS_SAY) && (d->w[i].kids & KID_SUBJECT) && (d->w[i].kids & KID_CCOMP))
        return CLAUSE_BIAS;
    if ((classes & (CLASS_SAY | CLASS_THINK | CLASS_ACCUSE)) && (d->w[i].kids & KID_PASSIVE) && (d->w[i].kids & KID_CCOMP))
        return CLAUSE_BIAS; /* "it is alleged that" */
    /* "..., the paper reported." */
    if ((classes & CLASS_SAY) && (d->w[i].kids & KID_SUBJECT) && i + 1 < d->lang->tokens_n && (d->w[i + 1].shape >> 3) == 2 &&
        d->w[i].subject < i && d->w[d->w[i].subject].left > first + 3 && (d->w[d->w[d->w[i].subject].left - 1].shape >> 3) == 1)
        return CLAUSE_BIAS;
    return 0;
}

/* Scores of all words, kept for the second look; then the cues. */
static void find_cues(struct attr_doc *d, struct room *r) {
    uint32_t f[CRF_MAX_FEATURES];
    const struct crf *m = &d->kit->cue;
    r->cue_s = ARENA_ARRAY(r->tmp, float, (size_t)d->lang->tokens_n * CRF_LABELS + 1);
    for (uint32_t k = 0; k < d->lang->sentences_n; k++) {
        const struct sentence *s = &d->lang->sentences[k];
        uint32_t n = s->end - s->first;
        room_for(r, n);
        for (uint32_t i = s->first; i < s->end; i++) {
            float *score = r->cue_s + (size_t)i * CRF_LABELS;
            crf_score(m, f, cue_features(d, i, f), score);
            float more = told_by_rule(d, i, s->first);
            score[CUE_B] += m->bias + (attr_is(d, i, "according") ? more : 0);
            score[CUE_U] += m->bias + more;
            score[CUE_E] += more;
            r->edges[i - s->first] = i > s->first ? (uint8_t)attr_edge(d, i) : 0;
        }
        crf_best(m, cue_may, r->cue_s + (size_t)s->first * CRF_LABELS, r->edges, n, r->back, d->cue + s->first);
    }
}

/* A second look at what stands inside contents, `inside`, with less doubt: PolNeAR has no marks
 * there, so the model is shy of it. Adds cues that touch none of the first look's. */
static void find_inner_cues(struct attr_doc *d, struct room *r, const uint8_t *inside) {
    const struct crf *m = &d->kit->cue;
    for (uint32_t k = 0; k < d->lang->sentences_n; k++) {
        const struct sentence *s = &d->lang->sentences[k];
        uint32_t n = s->end - s->first, held = 0;
        for (uint32_t i = s->first; i < s->end; i++)
            held += inside[i];
        if (!held)
            continue;
        room_for(r, n);
        for (uint32_t i = s->first; i < s->end; i++) {
            float *score = r->cue_s + (size_t)i * CRF_LABELS;
            float more = inside[i] ? INNER_BIAS : 0;
            score[CUE_B] += more;
            score[CUE_U] += more;
            r->edges[i - s->first] = i > s->first ? (uint8_t)attr_edge(d, i) : 0;
        }
        crf_best(m, cue_may, r->cue_s + (size_t)s->first * CRF_LABELS, r->edges, n, r->back, r->labels);
        for (uint32_t i = 0; i < n;) {
            uint32_t j = i + 1;
            if (r->labels[i] == CUE_B)
                while (j < n && (r->labels[j] == CUE_I || r->labels[j] == CUE_E))
                    j++;
            bool fresh = r->labels[i] != CUE_O;
            for (uint32_t t = i; t < j; t++)
                fresh &= inside[s->first + t] && d->cue[s->first + t] == CUE_O;
            for (uint32_t t = i; t < j && fresh; t++)
                d->cue[s->first + t] = r->labels[t] | INNER;
            i = j;
        }
    }
}

/* ---- roles --------------------------------------------------------------------------------------- */

struct found { /* an attribution in tokens */
    struct cue cue;
    uint32_t source_first, source_end; /* equal: none */
    struct window *content;
    uint32_t content_n;
    bool cites;        /* "citing": names whom another attribution has it from */
};

static bool is_stop(const struct attr_doc *d, uint32_t i) {
    slice f = token_form(d->page->text, &d->lang->tokens[i]);
    return f.n == 1 && (f.p[0] == ',' || f.p[0] == '.' || f.p[0] == ';');
}

static uint32_t block_of(const struct attr_doc *d, uint32_t i) {
    return d->lang->sentences[d->w[i].sentence].block;
}

/* [first, end) without commas and stops at its ends, cut where paragraphs end. */
static void content_add(const struct attr_doc *d, struct found *f, uint32_t first, uint32_t end,
                        uint32_t *cap, struct arena *tmp) {
    while (first < end) {
        uint32_t to = first + 1;
        while (to < end && block_of(d, to) == block_of(d, first))
            to++;
        uint32_t a = first, b = to;
        while (a < b && is_stop(d, a))
            a++;
        while (b > a && is_stop(d, b - 1))
            b--;
        if (a < b) {
            ARENA_MORE(tmp, f->content, f->content_n, *cap);
            f->content[f->content_n++] = (struct window){a, b};
        }
        first = to;
    }
}

/* "ELMSTEAD, Nov. 3 (Herald) Mayor Ann Oak": the source begins behind the bracket. */
static uint32_t after_dateline(const struct attr_doc *d, uint32_t a, uint32_t b) {
    const struct sentence *s = &d->lang->sentences[d->w[a].sentence];
    if (a != s->first || (s != d->lang->sentences && s[-1].block == s->block))
        return a;
    for (uint32_t i = a; i + 1 < b && i < a + 15; i++)
        if ((d->w[i].shape >> 3) == 8 || (i > a && (d->w[i].shape >> 3) == 6 && (d->lang->tokens[i].flags & TOKEN_SPACE_BEFORE)))
            return i + 1;
    return a;
}

static void find_roles(const struct attr_doc *d, struct found *f, struct room *r) {
    const struct crf *m = &d->kit->role;
    uint32_t features[CRF_MAX_FEATURES];
    struct window w = attr_window(d, f->cue);
    uint32_t n = w.end - w.first;
    room_for(r, n);
    struct arena_mark mark = arena_mark(r->tmp);
    struct role_context *c = role_context_new(d, f->cue, w, r->tmp);
    for (uint32_t i = 0; i < n; i++) {
        float *s = r->s + (size_t)i * CRF_LABELS;
        uint32_t t = w.first + i;
        r->edges[i] = i ? (uint8_t)attr_edge(d, t) : 0;
        if (t >= f->cue.first && t < f->cue.end) { /* the cue is neither */
            for (int l = 0; l < CRF_LABELS; l++)
                s[l] = l == ROLE_O ? 0 : -1e20f;
            continue;
        }
        crf_score(m, features, role_features(c, t, features), s);
    }
    arena_rewind(r->tmp, mark);
    crf_best(m, role_may, r->s, r->edges, n, r->back, r->labels);
    uint32_t cap = 0, source_far = NONE;
    for (uint32_t i = 0; i < n;) {
        uint8_t l = r->labels[i];
        uint32_t j = i + 1;
        if (l == ROLE_SB || l == ROLE_SU) {
            while (j < n && (r->labels[j] == ROLE_SI || r->labels[j] == ROLE_SE))
                j++;
            uint32_t a = w.first + i, b = w.first + j;
            uint32_t far = a >= f->cue.end ? a - f->cue.end : f->cue.first - b;
            while (b > a + 1 && is_stop(d, b - 1))
                b--;
            a = after_dateline(d, a, b);
            if (far < source_far) { /* of two, the nearer one */
                source_far = far;
                f->source_first = a;
                f->source_end = b;
            }
        } else if (l == ROLE_CB) {
            while (j < n && (r->labels[j] == ROLE_CI || r->labels[j] == ROLE_CE))
                j++;
            content_add(d, f, w.first + i, w.first + j, &cap, r->tmp);
        }
        i = j;
    }
}

/* ---- what rules add to the labels -------------------------------------------------------------------- */

/* "He allegedly stole": he is no source, but part of what is alleged. */
static void no_source(const struct attr_doc *d, struct found *f, struct arena *tmp) {
    if (!(d->w[f->cue.head].classes & CLASS_ADVERB) || f->source_first == f->source_end)
        return;
    if (f->source_end <= f->cue.first && f->content_n && f->content[0].first >= f->cue.end) {
        struct window *p = ARENA_ARRAY(tmp, struct window, (size_t)f->content_n + 1);
        p[0] = (struct window){f->source_first, f->source_end};
        memcpy(p + 1, f->content, f->content_n * sizeof *p);
        f->content = p;
        f->content_n++;
    }
    f->source_first = f->source_end = 0;
}

/* A quotation that runs on over paragraphs is one content, all of it. */
static void run_on(const struct attr_doc *d, struct found *f, struct arena *tmp) {
    enum { MOST = 8 };
    struct window more[2 * MOST];
    uint32_t before = 0, after = 0, n = f->content_n;
    if (!n)
        return;
    uint32_t q = d->w[f->content[0].first].quote;
    if (q != NONE && d->quotes[q].first == f->content[0].first)
        while (q > 0 && before < MOST && d->quotes[q - 1].goes_on && d->quotes[q - 1].last + 1 == d->quotes[q].first) {
            q--;
            more[before++] = (struct window){d->quotes[q].first, d->quotes[q].last + 1};
        }
    q = d->w[f->content[n - 1].end - 1].quote;
    uint32_t last = f->content[n - 1].end;
    if (q != NONE && d->quotes[q].last + 1 >= last && d->quotes[q].last <= last)
        while (after < MOST && d->quotes[q].goes_on && q + 1 < d->quotes_n && d->quotes[q + 1].first == d->quotes[q].last + 1) {
            q++;
            more[MOST + after++] = (struct window){d->quotes[q].first, d->quotes[q].last + 1};
        }
    if (!before && !after)
        return;
    struct window *p = ARENA_ARRAY(tmp, struct window, (size_t)n + 2 * MOST);
    uint32_t k = 0;
    while (before)
        p[k++] = more[--before];
    for (uint32_t i = 0; i < n; i++)
        p[k++] = f->content[i];
    for (uint32_t i = 0; i < after; i++)
        p[k++] = more[MOST + i];
    f->content = p;
    f->content_n = k;
}

/* ---- what the parse adds ----------------------------------------------------------------------------- */

/* A verb without a source has the subject of the verb that it goes with: "said ..., adding ...",
 * "agreed and promised". Not where it is passive: then nobody is named. */
static void take_subject(const struct attr_doc *d, struct found *f) {
    uint32_t at = f->cue.head;
    /* what the model took for the first piece of the content, between the sentence's beginning and
     * the verb, without a verb of its own: "Two men, speaking softly, said they saw it" */
    const struct sentence *s = &d->lang->sentences[d->w[at].sentence];
    if (f->content_n >= 2 && f->content[0].first == s->first && f->content[0].end <= f->cue.first &&
        f->cue.first - f->content[0].end <= 2 && f->content[1].first >= f->cue.end && d->lang->tagged &&
        d->w[f->content[0].first].quote == NONE) {
        bool verb = false;
        for (uint32_t i = f->content[0].first; i < f->content[0].end; i++)
            verb |= d->w[i].tag == XPOS_VBD || d->w[i].tag == XPOS_VBZ || d->w[i].tag == XPOS_MD || d->w[i].mark != 0;
        if (!verb) {
            f->source_first = f->content[0].first;
            f->source_end = f->content[0].end;
            f->content++;
            f->content_n--;
            return;
        }
    }
    if (!d->lang->parsed || d->w[at].tag < XPOS_VB || d->w[at].tag > XPOS_VBZ)
        return;
    if (d->w[at].kids & KID_PASSIVE)
        return;
    for (int up = 0; up < 4; up++) {
        uint32_t subject = d->w[at].subject;
        if (subject != NONE && (up || subject < f->cue.first)) {
            if (d->w[subject].deprel == DEP_NSUBJ_PASS && up == 0)
                return;
            uint32_t a = d->w[subject].left, b = d->w[subject].right + 1;
            if (b - a > 40 || (a < f->cue.end && b > f->cue.first))
                return;
            for (uint32_t k = 0; k < f->content_n; k++)
                if (a < f->content[k].end && b > f->content[k].first) {
                    /* its own subject, taken for content though the content follows the verb */
                    if (up || k || f->content_n < 2 || f->content[0].end > f->cue.first ||
                        f->content[1].first < f->cue.end || a != f->content[0].first)
                        return;
                    f->content++;
                    f->content_n--;
                    break;
                }
            while (b > a + 1 && is_stop(d, b - 1))
                b--;
            f->source_first = a;
            f->source_end = b;
            return;
        }
        uint8_t r = d->w[at].deprel;
        if (d->w[at].head == NONE || (r != DEP_CONJ && r != DEP_ADVCL && r != DEP_XCOMP))
            return;
        at = d->w[at].head;
    }
}

/* "was first reported by the Herald": who stands behind "by" is the source, not the cue. */
static void take_agent(const struct attr_doc *d, struct found *f) {
    for (uint32_t i = f->cue.first + 1; i + 1 < f->cue.end; i++) {
        if (!attr_is(d, i, "by") || i <= f->cue.head)
            continue;
        uint32_t end = i + 1;
        while (end < f->cue.end && (d->w[end].shape & 1 || (d->w[end].entity && d->w[end].entity < 9) || attr_is(d, end, "the")))
            end++;
        if (end == i + 1)
            return;
        f->source_first = i + 1;
        f->source_end = end;
        f->cue.end = i;
        return;
    }
}

/* A cue whose content the model does not see: a quotation beside it, the clause that hangs on it,
 * what the sentence says before "..., the paper reported", the verb that "allegedly" stands by. */
static void content_by_rule(const struct attr_doc *d, struct found *f, struct arena *tmp) {
    const struct sentence *s = &d->lang->sentences[d->w[f->cue.head].sentence];
    const struct attr_word_view *h = &d->w[f->cue.head];
    uint32_t cap = 0, from = f->cue.first, to = f->cue.end;
    if (f->source_first != f->source_end) {
        from = f->source_first < from ? f->source_first : from;
        to = f->source_end > to ? f->source_end : to;
    }
    for (uint32_t i = to; i < s->end && i < to + 6; i++)
        if (d->w[i].mark == 1) {
            content_add(d, f, i, d->quotes[d->w[i].quote].last + 1, &cap, tmp);
            return;
        }
    for (uint32_t i = from; i-- > s->first && from - i < 4;)
        if (d->w[i].mark == 2) {
            content_add(d, f, d->quotes[d->w[i].quote].first, i + 1, &cap, tmp);
            return;
        }
    if (!d->lang->parsed)
        return;
    if ((h->classes & CLASS_ADVERB) && h->head != NONE) {
        const struct attr_word_view *v = &d->w[h->head];
        uint32_t a = v->left, b = v->right + 1;
        if (a <= f->cue.first && b >= f->cue.end && b - a < 60) {
            content_add(d, f, a, f->cue.first, &cap, tmp);
            content_add(d, f, f->cue.end, b, &cap, tmp);
        }
        return;
    }
    uint32_t c = h->clause != NONE && h->clause > f->cue.head ? h->clause : NONE;
    if (c != NONE && d->w[c].left >= f->cue.end) {
        content_add(d, f, d->w[c].left, d->w[c].right + 1, &cap, tmp);
        return;
    }
    uint32_t rest = to;
    while (rest < s->end && (d->w[rest].shape >> 3))
        rest++;
    if (rest == s->end && (h->kids & KID_SUBJECT) && from > s->first + 3 && (d->w[from - 1].shape >> 3) == 1 && from - s->first < 100)
        content_add(d, f, s->first, from, &cap, tmp);
    else if (h->object != NONE && d->w[h->object].left >= f->cue.end && (h->classes & CLASS_SAY))
        content_add(d, f, d->w[h->object].left, d->w[h->object].right + 1, &cap, tmp);
}

/* "Citing officials, the paper reported X": what is cited is the source, X the content, and who
 * cites stands above. `by` is the attribution that goes with it. */
static void turn_citation(struct found *f, uint32_t n, uint32_t i, const struct attr_doc *d) {
    struct found *x = &f[i];
    if (!x->cites || x->content_n != 1 || x->content[0].end - x->content[0].first > 25)
        return;
    uint32_t sentence = d->w[x->cue.head].sentence, best = NONE, far = NONE;
    for (uint32_t k = i > 8 ? i - 8 : 0; k < n && k < i + 8; k++) {
        if (k == i || f[k].cites || d->w[f[k].cue.head].sentence != sentence || f[k].source_first == f[k].source_end)
            continue;
        bool crossing = false;
        /* "... that it had failed, citing two officials": the end of what was reported is cut off */
        for (uint32_t c = 0; c < f[k].content_n; c++) {
            struct window *p = &f[k].content[c];
            if (x->cue.first > p->first + 1 && x->content[0].end == p->end && (d->w[x->cue.first - 1].shape >> 3) == 1)
                p->end = x->cue.first - 1;
        }
        for (uint32_t c = 0; c < f[k].content_n; c++)
            crossing |= f[k].content[c].first < x->content[0].end && f[k].content[c].end > x->content[0].first;
        uint32_t apart = f[k].cue.head > x->cue.head ? f[k].cue.head - x->cue.head : x->cue.head - f[k].cue.head;
        if (!crossing && apart < far) {
            far = apart;
            best = k;
        }
    }
    if (best == NONE)
        return;
    x->source_first = x->content[0].first;
    x->source_end = x->content[0].end;
    x->content = f[best].content;
    x->content_n = f[best].content_n;
}

/* "All this happened, according to X.": what X says reaches back to where the sentence begins. */
static void reach_back(const struct attr_doc *d, struct found *f) {
    const struct sentence *s = &d->lang->sentences[d->w[f->cue.first].sentence];
    if (f->content_n != 1 || f->source_end <= f->cue.end || !attr_is(d, f->cue.first, "according") ||
        f->content[0].end > f->cue.first || f->cue.first - s->first > 100 || f->content[0].first <= s->first)
        return;
    uint32_t rest = f->source_end;
    while (rest < s->end && (d->w[rest].shape >> 3))
        rest++;
    if (rest != s->end || f->content[0].end + 1 < f->cue.first)
        return;
    for (uint32_t i = s->first; i < f->content[0].first; i++)
        if (d->cue[i] != CUE_O) { /* another one reports there: both are in it */
            f->content[0].first = s->first;
            return;
        }
}

/* ---- nesting ---------------------------------------------------------------------------------------- */

static uint32_t found_size(const struct found *f) {
    uint32_t n = 0;
    for (uint32_t k = 0; k < f->content_n; k++)
        n += f->content[k].end - f->content[k].first;
    return n;
}

static bool holds(const struct found *f, uint32_t token) {
    for (uint32_t k = 0; k < f->content_n; k++)
        if (token >= f->content[k].first && token < f->content[k].end)
            return true;
    return false;
}

static bool same_content(const struct found *a, const struct found *b) {
    if (a->content_n != b->content_n)
        return false;
    for (uint32_t k = 0; k < a->content_n; k++)
        if (a->content[k].first != b->content[k].first || a->content[k].end != b->content[k].end)
            return false;
    return true;
}

/* `in` stands in `f`: its cue does, and its content's first word. */
static bool stands_in(const struct found *in, const struct found *f) {
    return holds(f, in->cue.head) && holds(f, in->content[0].first) && found_size(in) < found_size(f);
}

static bool cites(const struct attr_doc *d, const struct found *f) {
    slice lemma = token_lemma(d->lang, &d->lang->tokens[f->cue.head]);
    slice form = token_form(d->page->text, &d->lang->tokens[f->cue.head]);
    return slice_eq(lemma, S("cite")) || slice_eq_nocase(form, S("citing")) ||
           slice_eq_nocase(form, S("quoting"));
}

enum { LOOK_AROUND = 64 }; /* attributions on either side among which a parent is looked for */

/* The innermost one that holds it; of those with its own content, the one that cites it. */
static uint32_t parent_of(const struct found *f, uint32_t n, uint32_t i) {
    uint32_t best = NONE, size = 0;
    uint32_t from = i > LOOK_AROUND ? i - LOOK_AROUND : 0;
    uint32_t to = i + LOOK_AROUND < n ? i + LOOK_AROUND : n;
    for (uint32_t k = from; k < to; k++) {
        if (k == i)
            continue;
        if (f[i].cites && !f[k].cites && same_content(&f[i], &f[k]))
            return k;
        if (stands_in(&f[i], &f[k])) {
            uint32_t s = found_size(&f[k]);
            if (best == NONE || s < size) {
                best = k;
                size = s;
            }
        }
    }
    return best;
}

/* What is said inside another's content ends where that ends: pieces outside go. */
static void keep_inside(struct found *f, uint32_t n, uint32_t i) {
    for (uint32_t k = i > 8 ? i - 8 : 0; k < n && k < i + 8; k++) {
        if (k == i || f[k].cites || f[i].cites || !holds(&f[k], f[i].cue.head) || holds(&f[i], f[k].cue.head))
            continue;
        struct window *p = f[i].content;
        uint32_t kept = 0, inside = 0;
        for (uint32_t c = 0; c < f[i].content_n; c++)
            inside += holds(&f[k], p[c].first) && holds(&f[k], p[c].end - 1);
        if (!inside || inside == f[i].content_n)
            continue;
        for (uint32_t c = 0; c < f[i].content_n; c++)
            if (holds(&f[k], p[c].first) && holds(&f[k], p[c].end - 1))
                p[kept++] = p[c];
        f[i].content_n = kept;
    }
}

static int by_place(const struct found *a, const struct found *b) {
    uint32_t x = a->content[0].first, y = b->content[0].first;
    if (x != y)
        return x < y ? -1 : 1;
    uint32_t sa = found_size(a), sb = found_size(b);
    if (sa != sb)
        return sa > sb ? -1 : 1; /* outer ones first */
    if (a->cites != b->cites)
        return b->cites ? -1 : 1;
    return a->cue.first < b->cue.first ? -1 : a->cue.first > b->cue.first;
}

/* Merge sort: stable, n log n whatever the input. */
static void sort_found(struct found *p, uint32_t n, struct found *room) {
    for (uint32_t width = 1; width < n; width *= 2) {
        for (uint32_t at = 0; at < n; at += 2 * width) {
            uint32_t mid = at + width < n ? at + width : n, end = at + 2 * width < n ? at + 2 * width : n;
            uint32_t x = at, y = mid, k = at;
            while (x < mid || y < end)
                room[k++] = y >= end || (x < mid && by_place(&p[x], &p[y]) <= 0) ? p[x++] : p[y++];
        }
        memcpy(p, room, n * sizeof *p);
    }
}

/* ---- all of it -------------------------------------------------------------------------------------- */

static struct spans span_of(const struct attr_doc *d, uint32_t first, uint32_t end, struct arena *a) {
    struct spans s = {NULL, 0};
    if (first == end)
        return s;
    s.p = ARENA_ARRAY(a, span, 1);
    s.n = 1;
    s.p[0] = (span){d->lang->tokens[first].at.start, d->lang->tokens[end - 1].at.end};
    return s;
}

static uint32_t head_in(const struct attr_doc *d, uint32_t first, uint32_t end) {
    if (first == end)
        return NONE;
    if (d->lang->parsed)
        for (uint32_t i = first; i < end; i++)
            if (d->w[i].head == NONE || d->w[i].head < first || d->w[i].head >= end)
                if ((d->w[i].shape >> 3) == 0)
                    return i;
    /* else the last word before a comma or a preposition */
    uint32_t head = first;
    for (uint32_t i = first; i < end; i++) {
        uint8_t tag = d->w[i].tag;
        if ((d->w[i].shape >> 3) == 1 || (i > first && (tag == XPOS_IN || tag == XPOS_WP || tag == XPOS_WDT)))
            break;
        head = i;
    }
    return head;
}

/* Cues of one look, with their roles. */
static void found_read(struct attr_doc *d, struct room *r, uint8_t look, struct found **f, uint32_t *n,
                       uint32_t *cap) {
    uint32_t tokens = d->lang->tokens_n;
    for (uint32_t i = 0; i < tokens;) {
        uint32_t j = i + 1;
        if ((d->cue[i] & INNER) == look && ((d->cue[i] & 7) == CUE_B || (d->cue[i] & 7) == CUE_U)) {
            if ((d->cue[i] & 7) == CUE_B)
                while (j < tokens && ((d->cue[j] & 7) == CUE_I || (d->cue[j] & 7) == CUE_E))
                    j++;
            uint32_t first = i;
            if (d->w[j - 1].classes & CLASS_VERIFY) /* "was unable to" is part of what is reported */
                while (first > 0 && i - first < 5 && d->cue[first - 1] == CUE_O && d->w[first - 1].sentence == d->w[i].sentence &&
                       attr_in(d, first - 1, "independently immediately to unable was were not n't n\xE2\x80\x99t could couldn't cannot"))
                    first--;
            struct found x = {.cue = attr_cue(d, first, j)};
            x.cites = cites(d, &x);
            find_roles(d, &x, r);
            if (!x.content_n)
                content_by_rule(d, &x, r->tmp);
            no_source(d, &x, r->tmp);
            run_on(d, &x, r->tmp);
            if (x.content_n) {
                bool adverb = d->w[x.cue.head].classes & CLASS_ADVERB;
                if (x.source_first == x.source_end && !adverb)
                    take_agent(d, &x);
                if (x.source_first == x.source_end && !adverb)
                    take_subject(d, &x);
                ARENA_MORE(r->tmp, *f, *n, *cap);
                (*f)[(*n)++] = x;
            }
        }
        i = j;
    }
}

/* Of the second look's attributions [outer, n), keeps those that stand in one of the first's. */
static uint32_t drop_loose(struct found *f, uint32_t outer, uint32_t n) {
    uint32_t kept = outer, from = 0;
    for (uint32_t i = outer; i < n; i++) {
        /* both parts are by place of the cue; contents lie within a window of it */
        while (from < outer && f[from].cue.head + 1000 < f[i].cue.head)
            from++;
        bool in = false;
        for (uint32_t k = from; k < outer && !in && f[k].cue.first < f[i].cue.head + 1000; k++)
            in = stands_in(&f[i], &f[k]);
        if (in)
            f[kept++] = f[i];
    }
    return kept;
}

void attr_read(const struct attr_kit *kit, const struct page *page, const struct lang *lang,
               struct arena *a, struct arena *tmp, struct marks *out) {
    out->attributions = NULL;
    out->attributions_n = 0;
    if (!kit->cue.w || !lang->tokens_n)
        return;
    struct attr_doc d = {.kit = kit, .page = page, .lang = lang};
    struct room r = {.tmp = tmp};
    attr_prepare(&d, tmp);
    room_for(&r, 1024); /* before any mark that would be rewound */
    find_cues(&d, &r);
    struct found *f = NULL;
    uint32_t n = 0, cap = 0;
    found_read(&d, &r, 0, &f, &n, &cap);
    for (uint32_t i = 0; i < n; i++)
        reach_back(&d, &f[i]);
    for (uint32_t i = 0; i < n; i++)
        keep_inside(f, n, i);
    uint8_t *inside = ARENA_ARRAY(tmp, uint8_t, (size_t)lang->tokens_n + 1);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < f[i].content_n; k++)
            memset(inside + f[i].content[k].first, 1, f[i].content[k].end - f[i].content[k].first);
    find_inner_cues(&d, &r, inside);
    uint32_t outer = n;
    found_read(&d, &r, INNER, &f, &n, &cap);
    n = drop_loose(f, outer, n);
    sort_found(f, n, ARENA_ARRAY(tmp, struct found, (size_t)n + 1));
    for (uint32_t i = 0; i < n; i++)
        turn_citation(f, n, i, &d);
    sort_found(f, n, ARENA_ARRAY(tmp, struct found, (size_t)n + 1));
    out->attributions = ARENA_ARRAY(a, struct attribution, n);
    out->attributions_n = n;
    for (uint32_t i = 0; i < n; i++) {
        struct attribution *x = &out->attributions[i];
        x->cue = span_of(&d, f[i].cue.first, f[i].cue.end, a);
        x->source = span_of(&d, f[i].source_first, f[i].source_end, a);
        x->content.p = ARENA_ARRAY(a, span, f[i].content_n);
        x->content.n = f[i].content_n;
        for (uint32_t k = 0; k < f[i].content_n; k++)
            x->content.p[k] = (span){lang->tokens[f[i].content[k].first].at.start,
                                     lang->tokens[f[i].content[k].end - 1].at.end};
        x->cue_token = f[i].cue.head;
        x->source_token = head_in(&d, f[i].source_first, f[i].source_end);
        x->parent = parent_of(f, n, i);
        x->entity = x->of = NONE;
    }
    contents_judge(&d, out->attributions, n);
    sources_resolve(&d, out->attributions, n, a, tmp);
}

void mark_attributions(const struct mark_kit *kit, const struct page *page, const struct lang *lang,
                       struct arena *a, struct arena *tmp, struct marks *out) {
    attr_read(&kit->attr, page, lang, a, tmp, out);
}
