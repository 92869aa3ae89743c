/* A few words taken out of a quotation: one report has the sentence, "We look at all offers, however small, with an open mind",
 * another has "an open mind" in a sentence of its own, and what that is said of is the report's choice.
 *
 *   fragments   a few words in quotation marks within a sentence of the report's own
 *   sentences   of quotations, at least twice as long, in which they stand one after the other
 *
 * One conflict for a fragment: all reports that have it, and one place of each report that has the sentence. */
#include "claim_work.h"

enum { LEAST = 2, LONG = 12 /* words */, MOST = 2000 };

static const struct {
    float weight;
    float telling; /* bits of a word that tells something */
    float rare;    /* ... of all, if it is not known that one speaker said both */
} T = {2.5f, 3, 12};

struct pieces { struct passage *p; uint32_t *words, n, cap, words_cap; };

static uint32_t words_in(const struct work *w, const struct passage *p) {
    const struct document *d = w->docs[p->doc];
    uint32_t n = 0;
    for (uint32_t t = p->first; t < p->end; t++)
        n += is_alnum((unsigned char)d->page.text.p[d->lang.tokens[t].at.start]) != 0;
    return n;
}

/* "The mill" is one word. */
static uint32_t articles_in(const struct work *w, const struct passage *p) {
    const struct lang *l = &w->docs[p->doc]->lang;
    for (uint32_t t = p->first; t < p->end; t++)
        if (is_alnum((unsigned char)work_text(w, p->doc).p[l->tokens[t].at.start]))
            return slice_among(token_form(work_text(w, p->doc), &l->tokens[t]), "the a an");
    return false;
}

/* Both are told already, the fragment's sentence with the other: the rest of it differs, too. */
static bool is_told(const struct work *w, const struct passage *f, const struct passage *whole) {
    const struct lang *l = &w->docs[f->doc]->lang;
    struct passage wide = *f;
    uint32_t s = lang_sentence_at(l, f->at.start);
    if (s != NONE)
        claim_widen(&wide.at, l->sentences[s].at);
    return claim_is_told(w, &wide, whole);
}

static void add(struct work *w, struct pieces *x, struct passage p) {
    if (x->n == MOST)
        return;
    ARENA_MORE(w->tmp, x->words, x->n, x->words_cap);
    x->words[x->n] = words_in(w, &p);
    ARENA_MORE(w->tmp, x->p, x->n, x->cap);
    x->p[x->n++] = p;
}

/* Bits of its words that tell something; *name: it has no others. */
static float bits_of(const struct work *w, const struct passage *p, bool *name) {
    const struct lang *l = &w->docs[p->doc]->lang;
    float sum = 0;
    *name = true;
    for (uint32_t t = p->first; t < p->end; t++) {
        uint32_t k = w->concepts[p->doc][t];
        bool telling = k && !(words_classes(w->words, k) & (WORD_STOP | WORD_LIGHT)) && claim_weight(w, k) >= T.telling;
        sum += telling ? claim_weight(w, k) : 0;
        *name &= !telling || l->tokens[t].upos == UPOS_PROPN;
    }
    return sum;
}

/* It has a word that tells something, stands in a longer sentence, and begins like none. */
static bool is_fragment(const struct work *w, const struct passage *p) {
    const struct lang *l = &w->docs[p->doc]->lang;
    uint32_t n = words_in(w, p), s = lang_sentence_at(l, p->at.start), end = lang_sentence_at(l, l->tokens[p->end - 1].at.start);
    uint32_t first = p->first + 1 < p->end ? p->first + 1 : p->first;
    bool name, upper = is_upper((unsigned char)work_text(w, p->doc).p[l->tokens[first].at.start]);
    return bits_of(w, p, &name) > 0 && !name && n >= LEAST + articles_in(w, p) && n <= LONG && !upper && s != NONE && s == end &&
           l->sentences[s].end - l->sentences[s].first > (p->end - p->first) + 3;
}

static void collect(struct work *w, struct pieces *fragments, struct pieces *sentences) {
    for (uint32_t m = 0; m < w->members_n; m++) {
        uint32_t doc = w->members[m], open = NONE;
        const struct document *d = w->docs[doc];
        const struct lang *l = &d->lang;
        for (uint32_t t = 0; t < l->tokens_n; t++) {
            if (l->tokens[t].flags & TOKEN_QUOTE_OPEN)
                open = t;
            if (!(l->tokens[t].flags & TOKEN_QUOTE_CLOSE) || open == NONE)
                continue;
            span at = {l->tokens[open].at.start, l->tokens[t].at.end};
            struct passage p = {doc, claim_content_of(d, at), at, open, t + 1};
            if (is_fragment(w, &p))
                add(w, fragments, p);
            for (uint32_t s = lang_sentence_at(l, at.start); s != NONE && s < l->sentences_n && l->sentences[s].first <= t; s++) {
                uint32_t first = l->sentences[s].first > open ? l->sentences[s].first : open, end = l->sentences[s].end < t + 1 ? l->sentences[s].end : t + 1;
                if (first < end)
                    add(w, sentences, (struct passage){doc, p.attribution, {l->tokens[first].at.start, l->tokens[end - 1].at.end}, first, end});
            }
            open = NONE;
        }
    }
}

/* As far as is known. */
static bool is_one_speaker(const struct work *w, const struct passage *a, const struct passage *b) {
    enum speakers known = claim_speakers(w, a, b);
    bool name;
    if (known != SPEAKERS_UNKNOWN)
        return known == SPEAKERS_SAME;
    uint64_t x = a->attribution == NONE ? 0 : claim_speaker_key(w, a->doc, a->attribution), y = b->attribution == NONE ? 0 : claim_speaker_key(w, b->doc, b->attribution);
    return (x && x == y) || bits_of(w, a, &name) >= T.rare;
}

static void side(struct work *w, struct draft *d, const struct passage *p) {
    draft_side(w, d, p->doc, p->at, (slice){0}, claim_speaker(w, p->doc, p->attribution));
}

static bool has_side(const struct draft *d, uint32_t doc) {
    for (uint32_t i = 0; i < d->sides_n; i++)
        if (d->sides[i].doc == doc)
            return true;
    return false;
}

/* The sentences of other reports that the words of a fragment are cut out of, one of each; how many. */
static uint32_t cut_from(const struct work *w, const struct passage *f, uint32_t words, const struct pieces *s, uint32_t out[MOST_SIDES]) {
    uint32_t n = 0;
    for (uint32_t k = 0; k < s->n && n < MOST_SIDES; k++)
        if (s->words[k] >= 2 * words && s->words[k] >= words + 4 && s->p[k].doc != f->doc && (!n || s->p[out[n - 1]].doc != s->p[k].doc) &&
            claim_held_in(w, f, &s->p[k]) && is_one_speaker(w, f, &s->p[k]))
            out[n++] = k;
    return n;
}

void claim_fragments(struct work *w) {
    struct pieces f = {0}, s = {0};
    collect(w, &f, &s);
    bool *used = ARENA_ARRAY(w->tmp, bool, (size_t)f.n + 1);
    for (uint32_t i = 0; i < f.n; i++) {
        uint32_t whole[MOST_SIDES], n = used[i] ? 0 : cut_from(w, &f.p[i], f.words[i], &s, whole);
        bool told = !n;
        for (uint32_t k = 0; k < n; k++)
            told |= is_told(w, &f.p[i], &s.p[whole[k]]);
        if (told)
            continue;
        struct draft d = {0};
        side(w, &d, &f.p[i]);
        for (uint32_t k = i + 1; k < f.n; k++) /* the same in other reports, others of the same sentence */
            for (uint32_t q = 0; q < n && !used[k]; q++) {
                used[k] = claim_held_in(w, &f.p[k], &s.p[whole[q]]) && is_one_speaker(w, &f.p[k], &s.p[whole[q]]);
                if (used[k] && !has_side(&d, f.p[k].doc))
                    side(w, &d, &f.p[k]);
            }
        for (uint32_t k = 0; k < n; k++)
            if (!has_side(&d, s.p[whole[k]].doc))
                side(w, &d, &s.p[whole[k]]);
        draft_close(w, &d, CONFLICT_WORDING, T.weight, arena_slice(w->a, S("A part of a sentence that is quoted elsewhere.")));
    }
}
