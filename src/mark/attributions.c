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
#define TELLER_BIAS 3.0f
enum { INNER = 8 }; /* beside a cue's label: found at the second look */
/* A word is scored when the features of so many more are made: by then its rows have come from wherever they lay. */
enum { AHEAD = 6, RING = 8 };

/* Room that all sentences and windows of a document share. */
struct room {
    struct arena *tmp;
    float *s, *best;
    uint8_t *labels, *edges;
    uint32_t cap;
    float *cue_s; /* of the whole document */
};

static void room_for(struct room *r, uint32_t n) {
    if (n <= r->cap)
        return;
    r->cap = n * 2 > 512 ? n * 2 : 512;
    r->s = arena_alloc(r->tmp, (size_t)r->cap * CRF_LABELS * sizeof *r->s);
    r->best = arena_alloc(r->tmp, (size_t)r->cap * CRF_LABELS * sizeof *r->best);
    r->labels = arena_alloc(r->tmp, r->cap);
    r->edges = arena_alloc(r->tmp, r->cap);
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
    struct window who, what;
    if (found_teller(d, i, &who, &what))
        return TELLER_BIAS;
    return 0;
}

/* Scores of all words, kept for the second look; then the cues. */
static void find_cues(struct attr_doc *d, struct room *r) {
    struct crf_features f;
    struct crf_rows rows[RING];
    const struct crf *m = &d->kit->cue;
    r->cue_s = arena_alloc(r->tmp, ((size_t)d->lang->tokens_n * CRF_LABELS + 1) * sizeof *r->cue_s);
    for (uint32_t k = 0; k < d->lang->sentences_n; k++) {
        const struct sentence *s = &d->lang->sentences[k];
        uint32_t n = s->end - s->first;
        room_for(r, n);
        for (uint32_t i = s->first; i < s->end + AHEAD; i++) {
            if (i < s->end) {
                cue_features(d, i, &f);
                crf_fetch(m, &f, &rows[i % RING]);
            }
            if (i >= s->first + AHEAD)
                crf_score(m, &rows[(i - AHEAD) % RING], r->cue_s + (size_t)(i - AHEAD) * CRF_LABELS);
        }
        for (uint32_t i = s->first; i < s->end; i++) {
            float *score = r->cue_s + (size_t)i * CRF_LABELS;
            float more = told_by_rule(d, i, s->first);
            score[CUE_B] += m->bias + (attr_is(d, i, "according") ? more : 0);
            score[CUE_U] += m->bias + more;
            score[CUE_E] += more + (i > s->first && attr_is(d, i, "to") && attr_is(d, i - 1, "according") ? 3 : 0);
            r->edges[i - s->first] = i > s->first ? (uint8_t)attr_edge(d, i) : 0;
        }
        crf_best(m, r->cue_s + (size_t)s->first * CRF_LABELS, r->edges, n, r->best, d->cue + s->first);
    }
}

/* "neither confirmed nor denied", "would not confirm or deny": one answer and one cue, whichever of its words the
 * model saw. */
static void join_answers(struct attr_doc *d) {
    enum { BACK = 5 };
    for (uint32_t i = 1; i + 1 < d->lang->tokens_n; i++) {
        if ((!attr_is(d, i, "or") && !attr_is(d, i, "nor")) || d->w[i - 1].sentence != d->w[i + 1].sentence ||
            !attr_in(d, i - 1, "confirm confirmed confirming deny denied denying") ||
            !attr_in(d, i + 1, "confirm confirmed confirming deny denied denying"))
            continue;
        uint32_t from = i - 1, floor = d->lang->sentences[d->w[i].sentence].first;
        while (from > floor && i - from < BACK &&
               attr_in(d, from - 1, "neither not n't n\xE2\x80\x99t either to declined refused would could will can has have had did does do"))
            from--;
        if (!contents_negated(d, from, i + 1))
            continue;
        for (uint32_t t = from; t < i + 2; t++)
            d->cue[t] = t == from ? CUE_B : t == i + 1 ? CUE_E : CUE_I;
        for (uint32_t t = i + 2; t < d->lang->tokens_n && ((d->cue[t] & 7) == CUE_I || (d->cue[t] & 7) == CUE_E); t++)
            d->cue[t] = CUE_O; /* what is left of a cue that was cut */
        for (uint32_t t = from; t-- > floor && (d->cue[t] == CUE_I || d->cue[t] == CUE_B);)
            d->cue[t] = CUE_O;
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
        crf_best(m, r->cue_s + (size_t)s->first * CRF_LABELS, r->edges, n, r->best, r->labels);
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

static void find_roles(const struct attr_doc *d, struct attr_found *f, struct room *r) {
    const struct crf *m = &d->kit->role;
    struct crf_features features;
    struct crf_rows rows[RING];
    struct window w = attr_window(d, f->cue);
    uint32_t n = w.end - w.first;
    room_for(r, n);
    struct arena_mark mark = arena_mark(r->tmp);
    struct role_context *c = role_context_new(d, f->cue, w, r->tmp);
    for (uint32_t i = 0; i < n + AHEAD; i++) {
        uint32_t t = w.first + i;
        if (i < n) {
            r->edges[i] = i ? (uint8_t)attr_edge(d, t) : 0;
            features.n = 0;
            if (t < f->cue.first || t >= f->cue.end)
                role_features(c, t, &features);
            crf_fetch(m, &features, &rows[i % RING]);
        }
        if (i >= AHEAD)
            crf_score(m, &rows[(i - AHEAD) % RING], r->s + (size_t)(i - AHEAD) * CRF_LABELS);
    }
    for (uint32_t t = f->cue.first; t < f->cue.end; t++) { /* the cue is neither */
        float *s = r->s + (size_t)(t - w.first) * CRF_LABELS;
        for (int l = 0; l < CRF_LABELS; l++)
            s[l] = l == ROLE_O ? 0 : -1e20f;
    }
    arena_rewind(r->tmp, mark);
    crf_best(m, r->s, r->edges, n, r->best, r->labels);
    uint32_t cap = 0, source_far = NONE;
    for (uint32_t i = 0; i < n;) {
        uint8_t l = r->labels[i];
        uint32_t j = i + 1;
        if (l == ROLE_SB || l == ROLE_SU) {
            while (j < n && (r->labels[j] == ROLE_SI || r->labels[j] == ROLE_SE))
                j++;
            uint32_t a = w.first + i, b = w.first + j;
            uint32_t far = a >= f->cue.end ? a - f->cue.end : f->cue.first - b;
            while (b > a + 1 && found_is_stop(d, b - 1))
                b--;
            while (b > a + 1 && (d->w[b - 1].mark == 1 || (d->w[b - 1].mark == 2 && d->quotes[d->w[b - 1].quote].first < a)))
                b--; /* half of a pair of quotation marks */
            while (a + 1 < b && (found_is_stop(d, a) || d->w[a].mark == 2 ||
                                 (d->w[a].mark == 1 && d->quotes[d->w[a].quote].last >= b)))
                a++;
            a = found_after_dateline(d, a, b);
            if (far < source_far) { /* of two, the nearer one */
                source_far = far;
                f->source_first = a;
                f->source_end = b;
            }
        } else if (l == ROLE_CB) {
            while (j < n && (r->labels[j] == ROLE_CI || r->labels[j] == ROLE_CE))
                j++;
            found_content_add(d, f, w.first + i, w.first + j, &cap, r->tmp);
        }
        i = j;
    }
}

/* ---- nesting ---------------------------------------------------------------------------------------- */

static bool same_content(const struct attr_found *a, const struct attr_found *b) {
    if (a->content_n != b->content_n)
        return false;
    for (uint32_t k = 0; k < a->content_n; k++)
        if (a->content[k].first != b->content[k].first || a->content[k].end != b->content[k].end)
            return false;
    return true;
}

/* `in` stands in `f`: its cue does, and its content's first word. */
static bool stands_in(const struct attr_found *in, const struct attr_found *f) {
    return found_holds(f, in->cue.head) && found_holds(f, in->content[0].first) && found_size(in) < found_size(f);
}

static bool cites(const struct attr_doc *d, const struct attr_found *f) {
    slice lemma = token_lemma(d->lang, &d->lang->tokens[f->cue.head]);
    slice form = token_form(d->page->text, &d->lang->tokens[f->cue.head]);
    return slice_eq(lemma, S("cite")) || slice_eq_nocase(form, S("citing")) ||
           slice_eq_nocase(form, S("quoting"));
}

enum { LOOK_AROUND = 64 }; /* attributions on either side among which a parent is looked for */

/* The innermost one that holds it; of those with its own content, the one that cites it. */
static uint32_t parent_of(const struct attr_found *f, uint32_t n, uint32_t i) {
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

static int by_place(const struct attr_found *a, const struct attr_found *b) {
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

static int by_cue_place(const struct attr_found *a, const struct attr_found *b) {
    return a->cue.first < b->cue.first ? -1 : a->cue.first > b->cue.first;
}

/* Merge sort: stable, n log n whatever the input. */
static void sort_found(struct attr_found *p, uint32_t n, int (*cmp)(const struct attr_found *, const struct attr_found *),
                       struct arena *tmp) {
    struct attr_found *room = ARENA_ARRAY(tmp, struct attr_found, (size_t)n + 1);
    for (uint32_t width = 1; width < n; width *= 2) {
        for (uint32_t at = 0; at < n; at += 2 * width) {
            uint32_t mid = at + width < n ? at + width : n, end = at + 2 * width < n ? at + 2 * width : n;
            uint32_t x = at, y = mid, k = at;
            while (x < mid || y < end)
                room[k++] = y >= end || (x < mid && cmp(&p[x], &p[y]) <= 0) ? p[x++] : p[y++];
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
/* Nobody says himself: where the teller was taken for the content too, that is the clause before the verb and its comma.
 * False: there is none. */
static bool clear_of_teller(const struct attr_doc *d, struct attr_found *f) {
    if (f->content_n != 1 || f->content[0].first != f->source_first || f->content[0].end != f->source_end)
        return true;
    uint32_t first = d->lang->sentences[d->w[f->cue.head].sentence].first, end = f->cue.first;
    if (f->source_first < end || end < first + 3 || !attr_is(d, end - 1, ","))
        return false;
    f->content[0] = (struct window){first, end - 1};
    return true;
}

static void found_read(struct attr_doc *d, struct room *r, uint8_t look, struct attr_found **f, uint32_t *n,
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
            struct attr_found x = {.cue = attr_cue(d, first, j)};
            x.cites = cites(d, &x);
            find_roles(d, &x, r);
            if (!x.content_n)
                found_content(d, &x, r->tmp);
            bool teller = found_take_teller(d, &x, r->tmp);
            found_no_source(d, &x, r->tmp);
            found_run_on(d, &x, r->tmp);
            if (!teller) /* "the agency informed", which looks like a participle */
                found_passive(d, &x, r->tmp);
            found_hearer(d, &x);
            if (x.content_n && !found_is_none(d, &x)) {
                found_take_noun(d, &x);
                found_take_above(d, &x);
                bool adverb = d->w[x.cue.head].classes & CLASS_ADVERB;
                if (x.source_first == x.source_end && !adverb)
                    found_take_agent(d, &x);
                if (x.source_first == x.source_end && !adverb)
                    found_take_subject(d, &x);
                if (!adverb)
                    found_take_before_that(d, &x);
                found_take_before(d, &x);
                found_hearer(d, &x);
                while (x.source_first + 1 < x.source_end && attr_in(d, x.source_first, "as after before because while"))
                    x.source_first++;
                if (!clear_of_teller(d, &x)) {
                    i = j;
                    continue;
                }
                ARENA_MORE(r->tmp, *f, *n, *cap);
                (*f)[(*n)++] = x;
            }
        }
        i = j;
    }
}

/* Of the second look's attributions [outer, n), keeps those that stand in one of the first's. */
static uint32_t drop_loose(struct attr_found *f, uint32_t outer, uint32_t n) {
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

/* Adverbs among [0, n): those that say again what another cue says go; those inside another's content keep to
 * their verb. */
static uint32_t settle_adverbs(const struct attr_doc *d, struct attr_found *f, uint32_t n, struct arena *tmp) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t holder = NONE;
        if (d->w[f[i].cue.head].classes & CLASS_ADVERB)
            for (uint32_t k = i > 8 ? i - 8 : 0; k < n && k < i + 8 && holder == NONE; k++)
                if (k != i && !(d->w[f[k].cue.head].classes & CLASS_ADVERB) && found_holds(&f[k], f[i].cue.head))
                    holder = k;
        if (found_is_echo(d, &f[i], holder != NONE))
            f[i].content_n = 0;
        else if (holder != NONE)
            found_inner_adverb(d, &f[i], f[holder].content[f[holder].content_n - 1].end, tmp);
    }
    for (uint32_t i = 0; i < n; i++)
        if (f[i].content_n)
            f[kept++] = f[i];
    return kept;
}

/* "Ann Oak on Friday said": when it was is no part of who it was. */
static void cut_time(const struct attr_doc *d, const struct marks *m, struct attr_found *f) {
    const struct lang *l = d->lang;
    uint32_t lo = 0, hi = m->times_n;
    if (f->source_end < f->source_first + 2)
        return;
    uint32_t end = l->tokens[f->source_end - 1].at.end;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (m->times[mid].at.end < end)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == m->times_n || m->times[lo].at.end != end || m->times[lo].type > TIME_TIME)
        return;
    uint32_t to = lang_token_at(l, m->times[lo].at.start);
    while (to > f->source_first + 1 && (d->w[to - 1].tag == XPOS_IN || found_is_stop(d, to - 1)))
        to--;
    bool of = to < f->source_end && attr_is(d, to, "of"); /* "the class of 2010" */
    for (uint32_t i = f->source_first; i < to; i++)
        of |= d->w[i].tag == XPOS_VBD; /* ", who retired in May," */
    if (to > f->source_first && to < f->source_end && !of)
        f->source_end = to;
}

/* Who speaks begins and ends with a word: no dash of a dateline, no "simply" of "her tweet simply says". */
static void trim_source(const struct attr_doc *d, struct attr_found *f) {
    if (f->source_first + 1 < f->source_end && attr_is(d, f->source_first, "what") && d->w[f->source_first].tag == XPOS_WP)
        f->source_first++; /* "what officers believed to be a gun" */
    while (f->source_first + 1 < f->source_end && d->w[f->source_first].mark == 0 &&
           ((d->w[f->source_first].shape >> 3) == 1 || (d->w[f->source_first].shape >> 3) == 6 || attr_in(d, f->source_first, "and but or")))
        f->source_first++;
    while (f->source_first + 1 < f->source_end && d->w[f->source_end - 1].tag == XPOS_RB && d->w[f->source_end - 1].deprel == DEP_ADVMOD &&
           d->w[f->source_end - 1].head >= f->cue.first && d->w[f->source_end - 1].head < f->cue.end)
        f->source_end--;
}

static uint32_t drop_deeds(const struct attr_doc *d, struct attr_found *f, uint32_t n, struct arena *tmp) {
    uint8_t *deed = ARENA_ARRAY(tmp, uint8_t, (size_t)n + 1);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool nested = !f[i].cites && parent_of(f, n, i) != NONE;
        deed[i] = found_is_deed(d, &f[i], nested);
    }
    for (uint32_t i = 0; i < n; i++)
        if (!deed[i])
            f[kept++] = f[i];
    return kept;
}

/* Pieces that were cut down to nothing, and what then says nothing. */
static uint32_t drop_empty(struct attr_found *f, uint32_t n) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t pieces = 0;
        for (uint32_t k = 0; k < f[i].content_n; k++)
            if (f[i].content[k].end > f[i].content[k].first)
                f[i].content[pieces++] = f[i].content[k];
        f[i].content_n = pieces;
        if (pieces)
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
    join_answers(&d);
    struct attr_found *f = NULL;
    uint32_t n = 0, cap = 0;
    found_silences(&d, &f, &n, &cap, tmp);
    found_turns(&d, &f, &n, &cap, tmp);
    found_read(&d, &r, 0, &f, &n, &cap);
    for (uint32_t i = 0; i < n; i++)
        found_reach_back(&d, &f[i]);
    for (uint32_t i = 0; i < n; i++)
        found_reach_on(&d, &f[i]);
    for (uint32_t i = 0; i < n; i++)
        found_keep_inside(f, n, i);
    sort_found(f, n, by_cue_place, tmp);
    found_beside(&d, &f, &n, &cap, tmp);
    sort_found(f, n, by_cue_place, tmp);
    found_orphans(&d, &f, &n, &cap, tmp);
    sort_found(f, n, by_cue_place, tmp);
    uint8_t *inside = ARENA_ARRAY(tmp, uint8_t, (size_t)lang->tokens_n + 1);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < f[i].content_n; k++)
            if (f[i].content[k].end > f[i].content[k].first)
                memset(inside + f[i].content[k].first, 1, f[i].content[k].end - f[i].content[k].first);
    find_inner_cues(&d, &r, inside);
    uint32_t outer = n;
    found_read(&d, &r, INNER, &f, &n, &cap);
    n = drop_loose(f, outer, n);
    sort_found(f, n, by_cue_place, tmp);
    found_cited(&d, &f, &n, &cap, tmp);
    for (uint32_t i = 0; i < n; i++)
        cut_time(&d, out, &f[i]), trim_source(&d, &f[i]);
    n = settle_adverbs(&d, f, n, tmp);
    for (uint32_t i = 0; i < n; i++)
        if (d.w[f[i].cue.head].quote != NONE)
            found_keep_marks(&d, &f[i]);
    sort_found(f, n, by_place, tmp);
    for (uint32_t i = 0; i < n; i++)
        found_turn_citation(f, n, i, &d);
    sort_found(f, n, by_place, tmp);
    n = drop_deeds(&d, f, n, tmp);
    n = drop_empty(f, n);
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
