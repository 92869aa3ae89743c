/* Whether two places of two reports are of one matter, in whatever words.
 *
 * Wider than claim_likeness, which asks whether two clauses say the same: a paper that retells a report in its own words has a
 * few of its words, and those that few of the pile's clauses have tell most. A word counts by how rare it is, in the pile or in
 * the news at large, whichever is less; words of the rest of the sentence count for half.
 *
 *   sentences   features of all clauses of a sentence, by key, each with its bits
 *   entries     by key, then sentence: so a place meets only those that it shares a word with */
#include "claim_work.h"

#include <math.h>

enum { FEW = 80 /* clauses */, LONGEST_ENTRIES = 96 }; /* a word in more sentences than that leads to none */

static int entry_order(const void *a, const void *b) {
    const struct topic_entry *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->sentence < y->sentence ? -1 : x->sentence > y->sentence;
}

float claim_topic_bits(const struct work *w, uint32_t key) {
    const uint32_t *n = keymap_get(&w->spread, key);
    float types = w->types > FEW ? (float)w->types : FEW; /* two short reports say little of what is rare in their story */
    float pile = log2f((types + 1) / (n && *n ? (float)*n : 1)), news = claim_weight(w, key);
    return pile < news ? pile : news;
}

static int word_order(const void *a, const void *b) {
    const struct topic_word *x = a, *y = b;
    return x->key < y->key ? -1 : x->key > y->key;
}

static void read_sentence(struct work *w, struct topics *m, uint32_t first, uint32_t end) {
    ARENA_MORE(w->tmp, m->sentences, m->sentences_n, m->sentences_cap);
    struct topic_sentence *s = &m->sentences[m->sentences_n];
    *s = (struct topic_sentence){.doc = w->units[first].doc, .first = first, .end = end, .words = m->words_n};
    for (uint32_t i = first; i < end; i++) {
        const struct unit *u = &w->units[i];
        m->sentence_of[i] = m->sentences_n;
        for (uint32_t f = 0; f < u->features_n; f++) {
            const struct feature *x = &w->features[u->features + f];
            if (x->weight <= 0)
                continue;
            ARENA_MORE(w->tmp, m->words, m->words_n, m->words_cap);
            m->words[m->words_n++] = (struct topic_word){x->key, x->share * claim_topic_bits(w, x->key)};
        }
    }
    s->words_n = m->words_n - s->words;
    if (s->words_n > 1)
        qsort(m->words + s->words, s->words_n, sizeof *m->words, word_order);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->words_n; i++) {
        struct topic_word *x = &m->words[s->words + i];
        if (kept && m->words[s->words + kept - 1].key == x->key) {
            struct topic_word *y = &m->words[s->words + kept - 1];
            y->bits = x->bits > y->bits ? x->bits : y->bits;
        } else {
            m->words[s->words + kept++] = *x;
        }
    }
    s->words_n = kept;
    m->words_n = s->words + kept;
    for (uint32_t i = 0; i < kept; i++) {
        ARENA_MORE(w->tmp, m->entries, m->entries_n, m->entries_cap);
        m->entries[m->entries_n++] = (struct topic_entry){m->words[s->words + i].key, m->sentences_n};
        s->bits += m->words[s->words + i].bits;
    }
    m->sentences_n++;
}

void claim_topics(struct work *w) {
    struct topics *m = &w->topics;
    *m = (struct topics){0};
    m->sentence_of = ARENA_ARRAY(w->tmp, uint32_t, w->units_n + 1);
    m->bits_of = ARENA_ARRAY(w->tmp, float, w->units_n + 1);
    for (uint32_t i = 0; i < w->units_n; i++)
        m->bits_of[i] = -1;
    for (uint32_t i = 0; i < w->units_n;) {
        uint32_t end = i + 1;
        while (end < w->units_n && w->units[end].doc == w->units[i].doc && w->units[end].sentence == w->units[i].sentence)
            end++;
        read_sentence(w, m, i, end);
        i = end;
    }
    if (m->entries_n > 1)
        qsort(m->entries, m->entries_n, sizeof *m->entries, entry_order);
    m->seen = ARENA_ARRAY(w->tmp, uint32_t, m->sentences_n + 1);
}

static const struct topic_sentence *sentence_of(const struct work *w, uint32_t unit) {
    return &w->topics.sentences[w->topics.sentence_of[unit]];
}

/* Words of the rest of the sentence count for half. */
static float bits_of(const struct work *w, uint32_t unit) {
    const struct topic_sentence *s = sentence_of(w, unit);
    const struct topic_word *x = w->topics.words + s->words;
    float sum = 0;
    if (w->topics.bits_of[unit] >= 0)
        return w->topics.bits_of[unit];
    for (uint32_t i = 0; i < s->words_n; i++)
        sum += (claim_has_key(w, &w->units[unit], x[i].key) ? 1.f : 0.5f) * x[i].bits;
    w->topics.bits_of[unit] = sum;
    return sum;
}

struct topic claim_topic_besides(const struct work *w, uint32_t a, uint32_t b, uint32_t key, uint32_t other) {
    const struct topic_sentence *s = sentence_of(w, a), *t = sentence_of(w, b);
    const struct topic_word *x = w->topics.words + s->words, *y = w->topics.words + t->words;
    struct topic r = {0};
    for (uint32_t i = 0, j = 0; i < s->words_n && j < t->words_n;) {
        if (x[i].key < y[j].key) {
            i++;
        } else if (x[i].key > y[j].key) {
            j++;
        } else {
            bool own = claim_has_key(w, &w->units[a], x[i].key) && claim_has_key(w, &w->units[b], x[i].key);
            float bits = (x[i].bits < y[j].bits ? x[i].bits : y[j].bits) * (own ? 1.f : 0.5f);
            if (x[i].key != key && x[i].key != other) {
                r.bits += bits;
                r.telling += keymap_get(&w->names, x[i].key) ? 0 : bits;
                r.own += own ? bits : 0;
                r.words += own;
            }
            i++, j++;
        }
    }
    return r;
}

struct topic claim_topic(const struct work *w, uint32_t a, uint32_t b) {
    struct topic r = claim_topic_besides(w, a, b, 0, 0);
    float all[2] = {bits_of(w, a), bits_of(w, b)};
    float less = all[0] < all[1] ? all[0] : all[1];
    r.held = less > 1 ? r.bits / less : r.bits;
    return r;
}

uint32_t claim_topic_near(struct work *w, uint32_t unit, uint32_t *out, uint32_t most) {
    struct topics *m = &w->topics;
    uint32_t at = m->sentence_of[unit], n = 0;
    const struct topic_sentence *s = &m->sentences[at];
    m->mark++;
    for (uint32_t i = 0; i < s->words_n; i++) {
        uint32_t key = m->words[s->words + i].key, first = keys_from(m->entries, m->entries_n, sizeof *m->entries, key), end = first;
        while (end < m->entries_n && m->entries[end].key == key && end - first <= LONGEST_ENTRIES)
            end++;
        if (end - first > LONGEST_ENTRIES)
            continue;
        for (uint32_t e = first; e < end && n < most; e++) {
            uint32_t t = m->entries[e].sentence;
            if (m->seen[t] == m->mark || m->sentences[t].doc == s->doc)
                continue;
            m->seen[t] = m->mark;
            out[n++] = t;
        }
    }
    return n;
}
