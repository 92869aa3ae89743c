/* How many unnamed people stand behind a thing, where reports differ in it: "two former drivers", "three former members of the
 * drivers' union", "an insider". One thing, if what they are cited for is of one matter and they are called by a word in common, or
 * if it is much the same. Said once for each report that says otherwise; "one of the two" counts some of those told of before. */
#include "claim_work.h"

enum { MOST = 400 };

static const struct {
    float weight;
    float bits, held;   /* that what they say must share ... */
    float alike, much;  /* ... if they are called by no word in common */
} T = {3, 4, 0.15f, 0.35f, 9};

struct behind { uint32_t doc, attribution, unit, count; };

static bool is_told_of_before(const struct document *d, const struct attribution *x) {
    slice s = slice_at(d->page.text, x->source.p[0]);
    return x->of != NONE || slice_starts_nocase(s, S("one of ")) || slice_starts_nocase(s, S("two of ")) || slice_starts_nocase(s, S("the ")) ||
           slice_starts_nocase(s, S("another "));
}

/* A word that says who they are, and more than that they speak. */
static bool has_word_in_common(const struct work *w, const struct behind *a, const struct behind *b) {
    const struct behind *x[2] = {a, b};
    uint32_t keys[16], n = 0;
    for (int s = 0; s < 2; s++) {
        const struct lang *l = &w->docs[x[s]->doc]->lang;
        span at = w->docs[x[s]->doc]->marks.attributions[x[s]->attribution].source.p[0];
        for (uint32_t t = lang_token_at(l, at.start); t < l->tokens_n && l->tokens[t].at.start < at.end; t++) {
            uint32_t k = w->concepts[x[s]->doc][t];
            if (!k || l->tokens[t].upos != UPOS_NOUN || (words_classes(w->words, k) & (WORD_STOP | WORD_LIGHT | WORD_PEOPLE | WORD_REPORT)))
                continue;
            if (!s && n < NELEMS(keys))
                keys[n++] = k;
            for (uint32_t i = 0; s && i < n; i++)
                if (keys[i] == k)
                    return true;
        }
    }
    return false;
}

/* The clause of what they say that says most. */
static uint32_t unit_of(const struct work *w, uint32_t first, uint32_t end, uint32_t attribution) {
    uint32_t best = NONE;
    for (uint32_t i = first; i < end; i++)
        if (w->units[i].attribution == attribution && !(w->units[i].flags & (UNIT_FRAME | UNIT_TAG | UNIT_QUESTION)) &&
            (best == NONE || w->units[i].weight > w->units[best].weight))
            best = i;
    return best;
}

static uint32_t collect(const struct work *w, struct behind *out) {
    uint32_t n = 0;
    for (uint32_t m = 0; m < w->members_n; m++) {
        const struct document *d = w->docs[w->members[m]];
        for (uint32_t i = 0; i < d->marks.attributions_n && n < MOST; i++) {
            const struct attribution *x = &d->marks.attributions[i];
            if (!x->anonymous || !x->count || x->count > 50 || !x->source.n || x->source_type == SOURCE_DOCUMENT ||
                x->source_type == SOURCE_OUTLET || is_told_of_before(d, x))
                continue;
            uint32_t unit = unit_of(w, w->units_of[2 * m], w->units_of[2 * m + 1], i);
            if (unit != NONE)
                out[n++] = (struct behind){w->members[m], i, unit, x->count};
        }
    }
    return n;
}

static bool one_thing(const struct work *w, const struct behind *a, const struct behind *b) {
    struct topic t = claim_topic(w, a->unit, b->unit);
    if (claim_story(w, a->doc) != claim_story(w, b->doc))
        return false;
    return has_word_in_common(w, a, b) ? t.telling >= T.bits && t.held >= T.held : t.telling >= T.much && t.held >= T.alike && t.words >= 2;
}

/* The counts differ for one claim: that is shown already. */
static bool is_shown(const struct work *w, const struct behind *a, const struct behind *b) {
    const struct behind *x[2] = {a, b};
    for (uint32_t i = 0; i < w->out->conflicts_n; i++) {
        const struct conflict *c = &w->out->conflicts[i];
        bool has[2] = {false, false};
        for (uint32_t s = 0; c->kind == CONFLICT_SCOPE && s < c->sides_n; s++)
            for (int k = 0; k < 2; k++) {
                span at = w->docs[x[k]->doc]->marks.attributions[x[k]->attribution].source.p[0];
                has[k] |= c->sides[s].doc == x[k]->doc && c->sides[s].at.start < at.end && at.start < c->sides[s].at.end;
            }
        if (has[0] && has[1])
            return true;
    }
    return false;
}

void claim_behind(struct work *w) {
    struct behind *b = ARENA_ARRAY(w->tmp, struct behind, MOST);
    uint32_t n = collect(w, b);
    bool *used = ARENA_ARRAY(w->tmp, bool, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        struct draft d = {0};
        for (uint32_t k = i + 1; !used[i] && k < n; k++) {
            if (used[k] || b[k].doc == b[i].doc || b[k].count == b[i].count || (b[i].count < 2 && b[k].count < 2) || !one_thing(w, &b[i], &b[k]) ||
                is_shown(w, &b[i], &b[k]))
                continue;
            used[k] = true;
            if (!d.sides_n)
                draft_side(w, &d, b[i].doc, w->docs[b[i].doc]->marks.attributions[b[i].attribution].source.p[0], (slice){0}, (slice){0});
            draft_side(w, &d, b[k].doc, w->docs[b[k].doc]->marks.attributions[b[k].attribution].source.p[0], (slice){0}, (slice){0});
        }
        draft_close(w, &d, CONFLICT_SCOPE, T.weight, arena_slice(w->a, S("Different numbers of unnamed sources for one thing.")));
    }
}
