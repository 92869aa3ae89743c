/* One quotation in different words: by one speaker, with most of its words in common, and neither cut
 * from the other. A denial that is quoted in two reports in words that have nothing in common is taken
 * for one too, if each report has only the one of them: it may have been translated, and back. And a
 * quotation that ends, with a sentence, where other reports go on. */
#include "claim_work.h"

enum { MOST_QUOTES = 48 };

static const struct { float denial, quotation, cut; } T = {4, 3, 2};

struct quote {
    uint64_t who;
    uint32_t doc, attribution;
    span at;             /* the words between the marks */
    uint32_t first, end; /* tokens */
    uint32_t group;      /* that it answers, or NONE */
};

static int quote_order(const void *a, const void *b) {
    const struct quote *x = a, *y = b;
    if (x->who != y->who)
        return x->who < y->who ? -1 : 1;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    return x->at.start < y->at.start ? -1 : x->at.start > y->at.start;
}

static uint64_t entity_number(const struct work *w, uint32_t doc, uint32_t entity) {
    if (entity >= w->docs[doc]->lang.entities_n || !w->stories->figure_of || !w->stories->figure_of[doc])
        return 0;
    uint32_t f = w->stories->figure_of[doc][entity];
    return f == NONE ? 0 : hash_mix(7, f);
}

/* The first person named in a stretch of text. */
static uint64_t named_in(const struct work *w, uint32_t doc, span at, slice *name) {
    const struct lang *l = &w->docs[doc]->lang;
    for (uint32_t m = 0; m < l->mentions_n; m++) {
        const struct mention *x = &l->mentions[m];
        if (x->at.start >= at.start && x->at.end <= at.end && x->entity < l->entities_n &&
            l->entities[x->entity].type == ENTITY_PER) {
            *name = l->entities[x->entity].name;
            return entity_number(w, doc, x->entity);
        }
    }
    return 0;
}

uint64_t claim_speaker_key(const struct work *w, uint32_t doc, uint32_t attribution) {
    const struct document *d = w->docs[doc];
    const struct attribution *x = &d->marks.attributions[attribution];
    uint64_t f = entity_number(w, doc, x->entity);
    if (f)
        return f;
    slice name = x->source_name;
    if (!name.p || x->anonymous)
        return 0;
    uint32_t cut = 0;
    for (uint32_t i = 0; i < name.n; i++)
        if (name.p[i] == ' ')
            cut = i + 1;
    bool last = cut < name.n && is_upper((unsigned char)name.p[cut]); /* of "the rival campaign" the last word is no name */
    return last ? hash_mix(8, words_name(slice_cut(name, cut, name.n))) : hash_mix(9, hash64(name.p, name.n));
}

static void collect_quotes(struct work *w, struct quote **out, uint32_t *n) {
    uint32_t cap = 0;
    *out = NULL;
    *n = 0;
    for (uint32_t m = 0; m < w->members_n; m++) {
        uint32_t doc = w->members[m];
        const struct document *d = w->docs[doc];
        const struct lang *l = &d->lang;
        struct run answers = claim_answers_in(w, doc);
        for (uint32_t i = 0; i < d->marks.attributions_n; i++) {
            const struct attribution *x = &d->marks.attributions[i];
            uint64_t who = x->form == FORM_INDIRECT ? 0 : claim_speaker_key(w, doc, i);
            for (uint32_t s = 0; x->form != FORM_INDIRECT && s < x->content.n; s++) {
                uint32_t t = lang_token_at(l, x->content.p[s].start), from = NONE;
                for (; t < l->tokens_n && l->tokens[t].at.start < x->content.p[s].end; t++) {
                    if (l->tokens[t].flags & TOKEN_QUOTE_OPEN) {
                        from = t;
                        continue;
                    }
                    bool last = t + 1 == l->tokens_n || l->tokens[t + 1].at.start >= x->content.p[s].end;
                    if (from == NONE || (!(l->tokens[t].flags & TOKEN_QUOTE_CLOSE) && !last))
                        continue;
                    struct quote q = {who, doc, i, {l->tokens[from].at.start, l->tokens[t].at.end}, from, t + 1, NONE};
                    from = NONE;
                    for (uint32_t k = answers.first; k < answers.end; k++)
                        if (w->answers[k].stance == STANCE_DENIED && w->answers[k].group != NONE &&
                            w->answers[k].at.start < q.at.end && w->answers[k].at.end > q.at.start)
                            q.group = w->answers[k].group;
                    ARENA_MORE(w->tmp, *out, *n, cap);
                    (*out)[(*n)++] = q;
                }
            }
        }
    }
    if (*n > 1)
        qsort(*out, *n, sizeof **out, quote_order);
}

static uint32_t keys_in(const struct work *w, const struct quote *q, uint32_t keys[64]) {
    uint32_t n = 0;
    for (uint32_t t = q->first; t < q->end && n < 64; t++) {
        uint32_t k = w->concepts[q->doc][t];
        if (!k || (words_classes(w->words, k) & (WORD_STOP | WORD_LIGHT)))
            continue;
        uint32_t i = 0;
        while (i < n && keys[i] != k)
            i++;
        if (i == n)
            keys[n++] = k;
    }
    return n;
}

/* The words alone, in lower case: two quotations that differ in marks only are the same. */
static uint64_t words_hash(const struct work *w, const struct quote *q, uint32_t first, uint32_t n) {
    const struct document *d = w->docs[q->doc];
    uint64_t h = 1;
    uint32_t seen = 0;
    for (uint32_t t = q->first; t < q->end && seen < first + n; t++) {
        slice f = token_form(d->page.text, &d->lang.tokens[t]);
        if (!is_alnum((unsigned char)f.p[0]))
            continue;
        if (seen++ >= first)
            h = hash_mix(h, words_stem(f));
    }
    return h;
}

static uint32_t words_count(const struct work *w, const struct quote *q) {
    const struct document *d = w->docs[q->doc];
    uint32_t n = 0;
    for (uint32_t t = q->first; t < q->end; t++)
        n += is_alnum((unsigned char)d->page.text.p[d->lang.tokens[t].at.start]) != 0;
    return n;
}

/* The letters alone, in lower case: however a word is hyphened, and whatever the marks. */
static slice letters_of(const struct work *w, const struct quote *q) {
    slice text = work_text(w, q->doc);
    uint32_t n = 0, most = q->at.end - q->at.start;
    char *p = arena_alloc(w->tmp, most + 1);
    bool inserted = false; /* "[the mill]": the report's, not the speaker's */
    for (uint32_t i = q->at.start; i < q->at.end; i++) {
        inserted = text.p[i] == '[' || (inserted && text.p[i] != ']');
        if (!inserted && is_alnum((unsigned char)text.p[i]))
            p[n++] = to_lower(text.p[i]);
    }
    return slice_of(p, n);
}

/* One stands word for word in the other: no other wording, only cut. */
static bool held_in(const struct work *w, const struct quote *a, const struct quote *b) {
    enum { MOST = 1 << 14 };
    if (a->at.end - a->at.start > MOST || b->at.end - b->at.start > MOST)
        return false;
    struct arena_mark mark = arena_mark(w->tmp);
    slice x = letters_of(w, a), y = letters_of(w, b);
    bool held = x.n <= y.n ? slice_find(y, x, 0) != NONE : slice_find(x, y, 0) != NONE;
    arena_rewind(w->tmp, mark);
    return held || !x.n || !y.n;
}

/* They have a run of words in common: two cuts of one quotation, or one with another beside it. */
static bool run_in_common(const struct work *w, const struct quote *a, const struct quote *b) {
    enum { RUN = 4, MOST = 80 };
    uint32_t n = words_count(w, a), m = words_count(w, b);
    for (uint32_t i = 0; i + RUN <= n && i < MOST; i++) {
        uint64_t h = words_hash(w, a, i, RUN);
        for (uint32_t k = 0; k + RUN <= m && k < MOST; k++)
            if (words_hash(w, b, k, RUN) == h)
                return true;
    }
    return false;
}

/* The quoted part of an answer: from the first mark to the last, or all of it. */
static bool quoted_part(const struct work *w, const struct answer *x, struct quote *q) {
    const struct lang *l = &w->docs[x->doc]->lang;
    uint32_t from = NONE, to = NONE;
    for (uint32_t t = lang_token_at(l, x->at.start); t < l->tokens_n && l->tokens[t].at.start < x->at.end; t++) {
        if ((l->tokens[t].flags & TOKEN_QUOTE_OPEN) && from == NONE)
            from = t;
        if (l->tokens[t].flags & TOKEN_QUOTE_CLOSE)
            to = t;
    }
    if (from == NONE || to == NONE || to <= from)
        return false;
    *q = (struct quote){0, x->doc, NONE, {l->tokens[from].at.start, l->tokens[to].at.end}, from, to + 1, NONE};
    return true;
}

/* Words of a quotation, one of one meaning the same number; left out: what the report put in brackets. cut[i]: something was left
 * out before word i. */
enum { MOST_WORDS = 96 };
struct worded { uint32_t key[MOST_WORDS]; bool cut[MOST_WORDS + 1]; uint32_t n; };

static void read_words(const struct work *w, const struct quote *q, struct worded *out) {
    const struct document *d = w->docs[q->doc];
    bool inserted = false, cut = false;
    out->n = 0;
    for (uint32_t t = q->first; t < q->end && out->n < MOST_WORDS; t++) {
        slice f = token_form(d->page.text, &d->lang.tokens[t]);
        inserted = f.p[0] == '[' || (inserted && f.p[0] != ']');
        cut |= slice_starts(f, S("..")) || slice_starts(f, S("\xE2\x80\xA6")) || inserted;
        if (inserted || !is_alnum((unsigned char)f.p[0]))
            continue;
        uint32_t k = w->concepts[q->doc][t];
        out->key[out->n] = k ? k : words_stem(f);
        out->cut[out->n++] = cut;
        cut = false;
    }
    out->cut[out->n] = cut;
}

/* Whether they are one stretch of speech in other words: the best run of like words (Smith and Waterman's) takes in half of the
 * shorter one and has a difference within. What only stands before or behind it in one, or was left out with dots, is none.
 * Else, as if translated twice: nearly the same words that matter, `both` of at most `more`, in whatever order. */
static bool worded_otherwise(const struct work *w, const struct quote *a, const struct quote *b, uint32_t both, uint32_t more, bool strictly) {
    enum { LIKE = 2, GAP = -1, SHORT = 5 };
    struct worded x, y;
    read_words(w, a, &x);
    read_words(w, b, &y);
    int16_t score[MOST_WORDS + 1][MOST_WORDS + 1];
    memset(score[0], 0, sizeof score[0]);
    uint32_t ei = 0, ej = 0;
    for (uint32_t i = 1; i <= x.n; i++) {
        score[i][0] = 0;
        for (uint32_t j = 1; j <= y.n; j++) {
            int s = x.key[i - 1] == y.key[j - 1] ? score[i - 1][j - 1] + LIKE : score[i - 1][j - 1] + GAP;
            s = score[i - 1][j] + GAP > s ? score[i - 1][j] + GAP : s;
            s = score[i][j - 1] + GAP > s ? score[i][j - 1] + GAP : s;
            score[i][j] = (int16_t)(s > 0 ? s : 0);
            if (score[i][j] > score[ei][ej])
                ei = i, ej = j;
        }
    }
    uint32_t like = 0, other = 0, less = x.n < y.n ? x.n : y.n;
    for (uint32_t i = ei, j = ej; score[i][j] > 0;) {
        bool same = x.key[i - 1] == y.key[j - 1];
        if (same && score[i][j] == score[i - 1][j - 1] + LIKE) {
            like++;
            i--, j--;
        } else if (score[i][j] == score[i - 1][j - 1] + GAP) {
            other++;
            i--, j--;
        } else if (score[i][j] == score[i - 1][j] + GAP) {
            other += !y.cut[j];
            i--;
        } else {
            other += !x.cut[i];
            j--;
        }
    }
    if (both < 3 || strictly) /* of few words that matter, or of two speakers: nearly all of its words, in order */
        return other && like >= SHORT && 4 * like >= 3 * less && 2 * less >= (x.n > y.n ? x.n : y.n);
    return other && (2 * like >= less || 5 * both >= 3 * more);
}

/* The words for denying are among those quoted: "the denial 'did not age well'" denies nothing in quotation marks. */
static bool denies(const struct work *w, const struct quote *q) {
    for (uint32_t t = q->first; t < q->end; t++) {
        uint32_t k = w->concepts[q->doc][t], bits = words_classes(w->words, k);
        if (k && ((bits & WORD_TRUTH) || (keymap_get(&w->words->in_phrase, k) && !(bits & (WORD_STOP | WORD_NOT | WORD_LIGHT)))))
            return true;
    }
    return false;
}

bool claim_held_in(const struct work *w, const struct passage *a, const struct passage *b) {
    struct quote q = {0, a->doc, a->attribution, a->at, a->first, a->end, NONE}, r = {0, b->doc, b->attribution, b->at, b->first, b->end, NONE};
    return held_in(w, &q, &r);
}

struct wording { uint32_t a, b, shared; };

static int wording_order(const void *a, const void *b) {
    const struct wording *x = a, *y = b;
    if (x->shared != y->shared)
        return x->shared > y->shared ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* As far as is known: of one matter. */
static bool one_target(const struct work *w, uint32_t a, uint32_t b) {
    const struct answer *x = &w->answers[a], *y = &w->answers[b];
    return x->group == y->group ? x->group != NONE : x->group == NONE || y->group == NONE;
}

enum { MOST_SPOKEN = 200 };
struct spoken { /* a denial that is quoted */
    struct quote q, around; /* around: with the words before it */
    uint64_t who;
    slice by;
    uint32_t answer;
};

static uint32_t collect_spoken(const struct work *w, struct spoken *p) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->answers_n && n < MOST_SPOKEN; i++) {
        const struct answer *x = &w->answers[i];
        struct spoken *s = &p[n];
        if (x->stance != STANCE_DENIED || !quoted_part(w, x, &s->q) || !denies(w, &s->q))
            continue;
        s->by = (slice){0};
        s->who = named_in(w, x->doc, x->whole, &s->by);
        if (!s->who && x->attribution != NONE) {
            s->who = entity_number(w, x->doc, w->docs[x->doc]->marks.attributions[x->attribution].entity);
            s->by = claim_speaker(w, x->doc, x->attribution);
        }
        if (!s->who)
            continue;
        s->around = s->q;
        s->around.first = lang_token_at(&w->docs[x->doc]->lang, x->at.start);
        s->answer = i;
        n++;
    }
    return n;
}

/* How much alike two of them are: first by the words that they share, the words around the quotations counted; of two, the
 * one that is as long. */
static uint32_t worded_alike(const struct work *w, const struct spoken *x, const struct spoken *y) {
    uint32_t a[64], b[64], an = keys_in(w, &x->around, a), bn = keys_in(w, &y->around, b), shared = 0;
    for (uint32_t i = 0; i < an; i++)
        shared += keys_have(b, bn, a[i]);
    uint32_t p = words_count(w, &x->q), q = words_count(w, &y->q), apart = p > q ? p - q : q - p;
    return 64 * shared + 63 - (apart < 63 ? apart : 63);
}

/* One denial by one speaker, quoted in different words. A speaker may deny twice: answers that are
 * most alike, the words around the quotation counted, are paired first; and of two reports that
 * both have a quotation, each its own, neither is another wording of it. */
static void answers_worded(struct work *w) {
    struct spoken *p = ARENA_ARRAY(w->tmp, struct spoken, MOST_SPOKEN);
    struct wording *pairs = NULL;
    uint32_t n = collect_spoken(w, p), pairs_n = 0, cap = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n && pairs_n < 4 * MOST_SPOKEN; k++) {
            if (p[i].who != p[k].who || p[i].q.doc == p[k].q.doc || !one_target(w, p[i].answer, p[k].answer) || held_in(w, &p[i].q, &p[k].q) ||
                run_in_common(w, &p[i].q, &p[k].q))
                continue;
            bool both = false;
            for (uint32_t j = 0; j < n && !both; j++)
                both = p[j].who == p[i].who && ((p[j].q.doc == p[k].q.doc && held_in(w, &p[j].q, &p[i].q)) ||
                                                (p[j].q.doc == p[i].q.doc && held_in(w, &p[j].q, &p[k].q)));
            if (both)
                continue;
            ARENA_MORE(w->tmp, pairs, pairs_n, cap);
            pairs[pairs_n++] = (struct wording){i, k, worded_alike(w, &p[i], &p[k])};
        }
    if (pairs_n > 1)
        qsort(pairs, pairs_n, sizeof *pairs, wording_order);
    bool *used = ARENA_ARRAY(w->tmp, bool, n + 1);
    for (uint32_t i = 0; i < pairs_n; i++) {
        const struct spoken *x = &p[pairs[i].a], *y = &p[pairs[i].b];
        if (used[pairs[i].a] || used[pairs[i].b])
            continue;
        used[pairs[i].a] = used[pairs[i].b] = true;
        struct draft d = {0};
        draft_side(w, &d, x->q.doc, x->q.at, (slice){0}, x->by);
        draft_side(w, &d, y->q.doc, y->q.at, (slice){0}, y->by);
        for (uint32_t k = 0; k < n; k++) /* others with the one or the other */
            if (!used[k] && p[k].who == x->who && (held_in(w, &p[k].q, &x->q) || held_in(w, &p[k].q, &y->q))) {
                used[k] = true;
                draft_side(w, &d, p[k].q.doc, p[k].q.at, (slice){0}, p[k].by);
            }
        const struct answer *answer = &w->answers[x->answer];
        if (answer->group != NONE)
            draft_claim(&d, w->groups[answer->group].claim);
        draft_close(w, &d, CONFLICT_WORDING, T.denial,
                     arena_slice(w->a, S("One statement in different words; it may have been translated.")));
    }
}

/* Where the rest of b begins, if a is how b begins, to the end of a sentence, and b goes on for some words;
 * 0: no cut. */
static uint32_t rest_after(const struct work *w, const struct quote *a, const struct quote *b) {
    enum { LEAST = 5 };
    const struct document *d = w->docs[b->doc];
    if (words_hash(w, a, 0, LEAST) != words_hash(w, b, 0, LEAST))
        return 0;
    uint32_t n = words_count(w, a), seen = 0, after = 0, rest = 0;
    if (n < LEAST || n + LEAST > words_count(w, b) || words_hash(w, a, 0, n) != words_hash(w, b, 0, n))
        return 0;
    for (uint32_t t = b->first; t < b->end; t++) {
        const struct token *x = &d->lang.tokens[t];
        if (!is_alnum((unsigned char)d->page.text.p[x->at.start]))
            continue;
        if (seen++ < n)
            continue;
        if (!rest) {
            uint32_t s = lang_sentence_at(&d->lang, x->at.start);
            if (s == NONE || d->lang.sentences[s].at.start > x->at.start || d->lang.sentences[s].at.start + 2 < x->at.start)
                return 0; /* cut within a sentence */
            rest = x->at.start;
        }
        after++;
    }
    return after >= LEAST ? rest : 0;
}

/* "The bridge is safe," Venn said. "We open it": the same words as a's, and the speaker's next after them. */
static bool goes_on(const struct work *w, const struct quote *a, const struct quote *b, const struct quote *next) {
    enum { LEAST = 5 };
    uint32_t n = words_count(w, a);
    return n >= LEAST && next->doc == b->doc && next->attribution == b->attribution && words_count(w, b) == n &&
           words_count(w, next) >= LEAST && words_hash(w, a, 0, n) == words_hash(w, b, 0, n);
}

/* A quotation that ends where two other reports go on: q[i], with what it leaves out in each of them. */
static void cut_short(struct work *w, const struct quote *q, uint32_t n, uint32_t i) {
    uint32_t first = i, end = i + 1; /* the speaker's */
    while (first > 0 && q[first - 1].who == q[i].who && i - first < MOST_QUOTES)
        first--;
    while (end < n && q[end].who == q[i].who && end - i < MOST_QUOTES)
        end++;
    struct draft d = {0};
    draft_side(w, &d, q[i].doc, q[i].at, (slice){0}, claim_speaker(w, q[i].doc, q[i].attribution));
    for (uint32_t k = first; k < end; k++) {
        if (q[k].doc == q[i].doc)
            continue;
        uint32_t rest = rest_after(w, &q[i], &q[k]), in = k;
        if (!rest && k + 1 < end && goes_on(w, &q[i], &q[k], &q[k + 1]))
            rest = q[in = k + 1].at.start;
        for (uint32_t j = first; rest && j < end; j++) /* elsewhere in the report, then */
            if (j != i && q[j].doc == q[i].doc && run_in_common(w, &q[j], &q[in]))
                return;
        if (rest)
            draft_side(w, &d, q[in].doc, (span){rest, q[in].at.end}, (slice){0}, claim_speaker(w, q[in].doc, q[in].attribution));
    }
    uint32_t docs = 0;
    for (uint32_t k = 1; k < d.sides_n; k++)
        docs += d.sides[k].doc != d.sides[k - 1].doc;
    if (docs >= 2)
        draft_close(w, &d, CONFLICT_SCOPE, T.cut, arena_slice(w->a, S("A quotation ends here that goes on in other reports.")));
}

/* One quotation, in other words: most of the shorter one's words are in the longer, or nearly all of its words in order. */
static bool one_quotation(const struct work *w, const struct quote *a, const struct quote *b, bool strictly, bool *foreign) {
    uint32_t x[64], y[64], an = keys_in(w, a, x), bn = keys_in(w, b, y), both = 0;
    if (held_in(w, a, b) || (a->group != NONE && b->group != NONE)) /* two denials: answers_worded */
        return false;
    for (uint32_t i = 0; i < an; i++)
        for (uint32_t j = 0; j < bn; j++)
            both += x[i] == y[j];
    uint32_t less = an < bn ? an : bn, more = an > bn ? an : bn; /* a few words in common are the speaker's, not the statement's */
    if (both >= 3 ? more > 2 * less + 2 || (less < 8 ? 4 * both < 3 * less : 5 * both < 3 * less) : 2 * both < less)
        return false;
    bool one = worded_otherwise(w, a, b, both, more, strictly);
    *foreign |= one && 2 * both < less + 1;
    return one;
}

static bool share_a_name(slice a, slice b) {
    slice word, other;
    while (a.n && slice_field(&a, ' ', &word)) {
        slice rest = b;
        while (rest.n && slice_field(&rest, ' ', &other))
            if (word.n > 2 && is_upper((unsigned char)word.p[0]) && slice_eq(word, other))
                return true;
    }
    return false;
}

/* q[i] with those of `others` that are other wordings of it. */
static void wording_of(struct work *w, const struct quote *q, uint32_t i, const uint32_t *others, uint32_t n, bool *used) {
    struct draft d = {0};
    bool foreign = false;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t j = others[k];
        if (used[j] || q[j].doc == q[i].doc)
            continue;
        bool one = (q[i].who && q[i].who == q[j].who) ||
                   share_a_name(claim_speaker(w, q[i].doc, q[i].attribution), claim_speaker(w, q[j].doc, q[j].attribution));
        if (!one_quotation(w, &q[i], &q[j], !one, &foreign))
            continue;
        if (!d.sides_n)
            draft_side(w, &d, q[i].doc, q[i].at, (slice){0}, claim_speaker(w, q[i].doc, q[i].attribution));
        draft_side(w, &d, q[j].doc, q[j].at, (slice){0}, claim_speaker(w, q[j].doc, q[j].attribution));
        used[i] = used[j] = true;
    }
    slice note = foreign ? S("One statement in different words; it may have been translated.")
                         : S("One statement quoted in different words.");
    draft_close(w, &d, CONFLICT_WORDING, T.quotation, arena_slice(w->a, note));
}

/* Quotations that have a rare word in common, whoever is said to have said them: "a mechanic", "an engineer". */
struct told { uint32_t key, quote; };

static int told_order(const void *a, const void *b) {
    const struct told *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->quote > y->quote) - (x->quote < y->quote);
}

static int number_order(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void told_alike(struct work *w, const struct quote *q, uint32_t n, bool *used) {
    enum { KEYS = 4, LONGEST_LIST = 40 };
    struct told *t = ARENA_ARRAY(w->tmp, struct told, (size_t)n * KEYS + 1);
    uint32_t *kept = ARENA_ARRAY(w->tmp, uint32_t, (size_t)n * KEYS + 1), t_n = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t keys[64], keys_n = keys_in(w, &q[i], keys);
        for (uint32_t k = 0; k < KEYS; k++) { /* the rarest */
            uint32_t best = NONE;
            for (uint32_t j = 0; j < keys_n; j++)
                if (keys[j] && (best == NONE || claim_weight(w, keys[j]) > claim_weight(w, keys[best])))
                    best = j;
            kept[i * KEYS + k] = best == NONE ? 0 : keys[best];
            if (best == NONE)
                continue;
            t[t_n++] = (struct told){keys[best], i};
            keys[best] = 0;
        }
    }
    if (t_n > 1)
        qsort(t, t_n, sizeof *t, told_order);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t others[KEYS * LONGEST_LIST], m = 0;
        for (uint32_t k = 0; k < KEYS && !used[i]; k++) {
            uint32_t key = kept[i * KEYS + k], first = keys_from(t, t_n, sizeof *t, key);
            for (uint32_t p = first; key && p < t_n && t[p].key == key && p < first + LONGEST_LIST; p++)
                if (t[p].quote > i)
                    others[m++] = t[p].quote;
        }
        if (m > 1)
            qsort(others, m, sizeof *others, number_order);
        if (m)
            wording_of(w, q, i, others, m, used);
    }
}

void claim_wordings(struct work *w) {
    answers_worded(w);
    struct quote *q;
    uint32_t n;
    collect_quotes(w, &q, &n);
    for (uint32_t i = 0; i < n; i++)
        if (q[i].who)
            cut_short(w, q, n, i);
    bool *used = ARENA_ARRAY(w->tmp, bool, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t others[MOST_QUOTES], m = 0;
        for (uint32_t j = i + 1; q[i].who && j < n && q[j].who == q[i].who && m < MOST_QUOTES; j++)
            others[m++] = j;
        if (m && !used[i])
            wording_of(w, q, i, others, m, used);
    }
    told_alike(w, q, n, used);
}
