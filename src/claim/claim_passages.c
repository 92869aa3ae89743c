/* One quotation in different words, whoever the marks say its speaker is.
 *
 * claim_wording.c holds what one speaker by name says in two reports against one another. Where a report's speaker was missed,
 * or is called otherwise in another ("the company", "a mechanic"), the words between the marks tell: two passages of two reports
 * that run through the same words, but for some, are one statement, unless both are of people by name and not of the same. */
#include "claim_work.h"

enum { LEAST_WORDS = 4, MOST_PASSAGES = 4000, TELLING = 3 /* bits */, TELLING_BITS = 8 /* of all in common */ };

static const float WEIGHT = 3;

struct passages { struct passage *p; uint32_t n, cap; };

/* The innermost attribution that it is content of. */
uint32_t claim_content_of(const struct document *d, span at) {
    uint32_t found = NONE, length = UINT32_MAX;
    for (uint32_t i = 0; i < d->marks.attributions_n; i++)
        for (uint32_t s = 0; s < d->marks.attributions[i].content.n; s++) {
            span c = d->marks.attributions[i].content.p[s];
            if (c.start <= at.start + 1 && c.end + 1 >= at.end && c.end - c.start < length) {
                found = i;
                length = c.end - c.start;
            }
        }
    return found;
}

static void add_passage(struct work *w, struct passages *x, struct passage p) {
    if (p.end - p.first <= LEAST_WORDS || x->n == MOST_PASSAGES)
        return;
    ARENA_MORE(w->tmp, x->p, x->n, x->cap);
    x->p[x->n++] = p;
}

static void collect_passages(struct work *w, struct passages *x) {
    for (uint32_t m = 0; m < w->members_n; m++) {
        const struct document *d = w->docs[w->members[m]];
        const struct lang *l = &d->lang;
        uint32_t open = NONE;
        for (uint32_t t = 0; t < l->tokens_n; t++) {
            if (l->tokens[t].flags & TOKEN_QUOTE_OPEN)
                open = t;
            if (!(l->tokens[t].flags & TOKEN_QUOTE_CLOSE) || open == NONE)
                continue;
            span at = {l->tokens[open].at.start, l->tokens[t].at.end};
            uint32_t by = claim_content_of(d, at), s = lang_sentence_at(l, l->tokens[open].at.start), last = lang_sentence_at(l, l->tokens[t].at.start);
            add_passage(w, x, (struct passage){w->members[m], by, at, open, t + 1});
            for (; s != NONE && last != NONE && s < last && l->sentences[s].first < t; s++) { /* and each sentence of several */
                uint32_t first = l->sentences[s].first > open ? l->sentences[s].first : open + 1, end = l->sentences[s].end;
                if (first < end && end <= t)
                    add_passage(w, x, (struct passage){w->members[m], by, {l->tokens[first].at.start, l->tokens[end - 1].at.end}, first, end});
            }
            open = NONE;
        }
    }
}

/* Whether their speakers share a name; or are people by name, and not the same. */
enum speakers claim_speakers(const struct work *w, const struct passage *a, const struct passage *b) {
    uint32_t x[MOST_NAMES], y[MOST_NAMES], n = claim_voice_names(w, a->doc, a->attribution, x), m = claim_voice_names(w, b->doc, b->attribution, y);
    bool person[2] = {false, false};
    if (keys_meet(x, n, y, m))
        return SPEAKERS_SAME;
    for (uint32_t i = 0; i < n; i++)
        person[0] |= (*keymap_get(&w->names, x[i]) & NAME_PERSON) != 0;
    for (uint32_t k = 0; k < m; k++)
        person[1] |= (*keymap_get(&w->names, y[k]) & NAME_PERSON) != 0;
    return person[0] && person[1] ? SPEAKERS_OTHERS : SPEAKERS_UNKNOWN;
}

static uint32_t contracted(slice f) {
    static const struct { const char *form, *full; } forms[] = {{"'s", "is"}, {"'re", "are"}, {"n't", "not"}, {"'ve", "have"}, {"'ll", "will"},
                                                                {"'d", "would"}, {"'m", "am"}};
    for (size_t i = 0; i < NELEMS(forms); i++) {
        slice x = slice_str(forms[i].form);
        bool straight = slice_eq_nocase(f, x), n = x.p[0] == 'n';
        bool curved = f.n == x.n + 2 && slice_find(f, S("\xE2\x80\x99"), 0) == n && slice_ends(f, slice_cut(x, 1 + (uint32_t)n, x.n));
        if (straight || curved)
            return words_stem(slice_str(forms[i].full));
    }
    return 0;
}

/* All words of a passage, by meaning or stem; *cut: the report says that it left something out. */
enum { MOST_WORDS = 64 };
static uint32_t words_of(const struct work *w, const struct passage *p, uint32_t keys[MOST_WORDS], bool *cut) {
    const struct document *d = w->docs[p->doc];
    uint32_t n = 0;
    *cut = false;
    for (uint32_t t = p->first; t < p->end && n < MOST_WORDS; t++) {
        slice f = token_form(d->page.text, &d->lang.tokens[t]);
        *cut |= f.p[0] == '[' || slice_starts(f, S("..")) || slice_starts(f, S("\xE2\x80\xA6"));
        uint32_t full = contracted(f);
        if (full)
            keys[n++] = full;
        if (full || !is_alnum((unsigned char)f.p[0]))
            continue;
        bool name = d->lang.tokens[t].upos == UPOS_PROPN; /* by its words: "Oak Mills", "Oak" */
        keys[n++] = name || !w->concepts[p->doc][t] ? words_stem(f) : w->concepts[p->doc][t];
    }
    return n;
}

/* Where all of x stands in y, one word after the other; NONE: nowhere. */
static uint32_t stands_in(const uint32_t *x, uint32_t n, const uint32_t *y, uint32_t m) {
    for (uint32_t i = 0; n && i + n <= m; i++)
        if (!memcmp(x, y + i, n * sizeof *x))
            return i;
    return NONE;
}

/* "If it rains we cancel", quoted as "we cancel": a is a part of the sentence b, and what it leaves out makes it a condition, one
 * of two, or no more than a maybe. */
static bool is_turned_by_cut(const struct work *w, const struct passage *a, const struct passage *b) {
    static const char *const turning[] = {"if", "unless", "either", "whether", "until", "perhaps", "maybe"};
    uint32_t x[MOST_WORDS], y[MOST_WORDS], telling = 0;
    bool cut[2];
    uint32_t n = words_of(w, a, x, &cut[0]), m = words_of(w, b, y, &cut[1]), at = n < m ? stands_in(x, n, y, m) : NONE;
    if (at == NONE || n < LEAST_WORDS || 3 * n < m)
        return false;
    for (uint32_t i = 0; i < n; i++)
        telling += !(words_classes(w->words, x[i]) & (WORD_STOP | WORD_LIGHT));
    for (uint32_t i = 0; i < at && i < 2; i++)
        for (size_t k = 0; telling >= 2 && k < NELEMS(turning); k++)
            if (y[i] == words_stem(slice_str(turning[k])))
                return true;
    return false;
}

/* It lies within one. */
static bool is_sentence(const struct work *w, const struct passage *p) {
    const struct lang *l = &w->docs[p->doc]->lang;
    return lang_sentence_at(l, l->tokens[p->first].at.start) == lang_sentence_at(l, l->tokens[p->end - 1].at.start);
}

/* Most of either's words stand in both in the same order, some telling ones among them. */
static bool runs_alike(const struct work *w, const struct passage *a, const struct passage *b) {
    uint32_t x[MOST_WORDS], y[MOST_WORDS], telling = 0;
    bool cut[2];
    float bits = 0;
    uint32_t n = words_of(w, a, x, &cut[0]), m = words_of(w, b, y, &cut[1]), less = n < m ? n : m, more = n < m ? m : n;
    uint8_t best[MOST_WORDS + 1][MOST_WORDS + 1];
    if (less < LEAST_WORDS || 20 * less < 9 * more || stands_in(n < m ? x : y, less, n < m ? y : x, more) != NONE)
        return false;
    for (uint32_t i = 0; i <= n; i++)
        for (uint32_t k = 0; k <= m; k++)
            best[i][k] = !i || !k                     ? 0
                         : x[i - 1] == y[k - 1]       ? (uint8_t)(best[i - 1][k - 1] + 1)
                         : best[i - 1][k] > best[i][k - 1] ? best[i - 1][k] : best[i][k - 1];
    uint32_t both = best[n][m];
    for (uint32_t i = n, k = m; i && k;) {
        if (x[i - 1] == y[k - 1]) {
            if (!(words_classes(w->words, x[i - 1]) & (WORD_STOP | WORD_LIGHT))) {
                telling++;
                bits += claim_weight(w, x[i - 1]);
            }
            i--, k--;
        } else if (best[i - 1][k] >= best[i][k - 1]) {
            i--;
        } else {
            k--;
        }
    }
    return telling >= 2 && bits >= TELLING_BITS && 5 * both >= 3 * less && 20 * both >= 9 * more && !((cut[0] || cut[1]) && both == less);
}

/* One conflict has sides at both places already. */
bool claim_is_told(const struct work *w, const struct passage *a, const struct passage *b) {
    const struct passage *p[2] = {a, b};
    for (uint32_t i = 0; i < w->out->conflicts_n; i++) {
        const struct conflict *c = &w->out->conflicts[i];
        bool has[2] = {false, false};
        for (uint32_t s = 0; c->kind == CONFLICT_WORDING && s < c->sides_n; s++)
            for (int k = 0; k < 2; k++)
                has[k] |= c->sides[s].doc == p[k]->doc && c->sides[s].at.start < p[k]->at.end && p[k]->at.start < c->sides[s].at.end;
        if (has[0] && has[1])
            return true;
    }
    return false;
}

void claim_passages(struct work *w) {
    enum { NEAR = 48 }; /* passages that one word leads to */
    struct passages x = {0};
    collect_passages(w, &x);
    struct keymap first; /* key -> first passage with it, as a link + 1 */
    keymap_init(&first, w->tmp, 256);
    struct chain { uint32_t passage, next; } *chain = NULL;
    uint32_t chain_n = 0, cap = 0, *seen = ARENA_ARRAY(w->tmp, uint32_t, x.n + 1);
    bool *used = ARENA_ARRAY(w->tmp, bool, x.n + 1);
    for (uint32_t i = x.n; i-- > 0;) /* from behind: each chain goes forward */
        for (uint32_t t = x.p[i].first; t < x.p[i].end; t++) {
            uint32_t key = w->concepts[x.p[i].doc][t];
            if (!key || (words_classes(w->words, key) & (WORD_STOP | WORD_LIGHT)) || claim_weight(w, key) < TELLING)
                continue;
            uint32_t *at = keymap_put(&first, key, 0);
            ARENA_MORE(w->tmp, chain, chain_n, cap);
            chain[chain_n] = (struct chain){i, *at};
            *at = ++chain_n;
        }
    for (uint32_t i = 0; i < x.n; i++) {
        struct draft d = {0};
        for (uint32_t t = x.p[i].first; !used[i] && t < x.p[i].end; t++) {
            uint32_t key = w->concepts[x.p[i].doc][t], steps = 0;
            const uint32_t *at = key ? keymap_get(&first, key) : NULL;
            for (uint32_t e = at ? *at : 0; e && steps < NEAR; e = chain[e - 1].next) {
                uint32_t j = chain[e - 1].passage;
                if (j <= i || ++steps == NEAR || seen[j] == i + 1 || used[j] || x.p[j].doc == x.p[i].doc)
                    continue;
                seen[j] = i + 1;
                if (is_sentence(w, &x.p[j]) && is_sentence(w, &x.p[i]) && !claim_is_told(w, &x.p[i], &x.p[j]) && claim_speakers(w, &x.p[i], &x.p[j]) != SPEAKERS_OTHERS &&
                    (is_turned_by_cut(w, &x.p[i], &x.p[j]) || is_turned_by_cut(w, &x.p[j], &x.p[i]))) {
                    struct draft c = {0};
                    draft_side(w, &c, x.p[i].doc, x.p[i].at, (slice){0}, claim_speaker(w, x.p[i].doc, x.p[i].attribution));
                    draft_side(w, &c, x.p[j].doc, x.p[j].at, (slice){0}, claim_speaker(w, x.p[j].doc, x.p[j].attribution));
                    draft_close(w, &c, CONFLICT_WORDING, WEIGHT, arena_slice(w->a, S("Cut so that the sense changes: one leaves out a condition.")));
                    continue;
                }
                if (claim_held_in(w, &x.p[i], &x.p[j]) || !runs_alike(w, &x.p[i], &x.p[j]) || claim_speakers(w, &x.p[i], &x.p[j]) == SPEAKERS_OTHERS || claim_is_told(w, &x.p[i], &x.p[j]))
                    continue;
                if (!d.sides_n)
                    draft_side(w, &d, x.p[i].doc, x.p[i].at, (slice){0}, claim_speaker(w, x.p[i].doc, x.p[i].attribution));
                draft_side(w, &d, x.p[j].doc, x.p[j].at, (slice){0}, claim_speaker(w, x.p[j].doc, x.p[j].attribution));
                used[j] = true;
            }
        }
        draft_close(w, &d, CONFLICT_WORDING, WEIGHT, arena_slice(w->a, S("One statement quoted in different words.")));
    }
}
