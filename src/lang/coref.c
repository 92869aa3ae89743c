/* Coreference: pronouns ("he", "her") and descriptions ("the envoy") that mean a person, or a body,
 * named in the document; what the evidence does not settle is left out.
 *
 *   pronouns, left to right: candidates -> ranker (coref_rank.c) -> the best, if it is likely enough
 *   "the" + noun: the one person whose stated title holds the noun */
#include "coref.h"

#include <stdlib.h>

#define SHARE_LEAST 0.30f /* of a pronoun's antecedent, to be taken */

void coref_open(struct lang_kit *kit) {
    struct coref_kit *k = kit->coref = ARENA_NEW(kit->arena, struct coref_kit);
    struct model file;
    slice name = arena_printf(kit->arena, "%s-coref", kit->code);
    if (!model_open(&file, kit->arena, kit->models, name.p))
        k->weights = model_exactly(&file, "weights", sizeof(float), COREF_WEIGHTS);
}

/* ---- descriptions --------------------------------------------------------------------------------- */

struct titled { /* a word of a title, and whose it is */
    uint64_t word;
    uint32_t entity, token; /* from where on it is known */
};

static int by_word(const void *a, const void *b) {
    const struct titled *x = a, *y = b;
    if (x->word != y->word)
        return x->word < y->word ? -1 : 1;
    return x->token != y->token ? (x->token < y->token ? -1 : 1) : 0;
}

static uint32_t titles(const struct names_kit *names, const struct lang *l, struct titled *out,
                       uint32_t most) {
    uint32_t n = 0;
    for (uint32_t e = 0; e < l->entities_n; e++) {
        const struct entity *x = &l->entities[e];
        if (x->type != ENTITY_PER || !x->title.p)
            continue;
        slice rest = x->title, word;
        while (slice_field(&rest, ' ', &word) && n < most) {
            uint64_t h = name_hash(word);
            const struct name_listed *t = names_listed(names, h);
            if (t && (t->bits & NAME_TITLE))
                out[n++] = (struct titled){h, e, l->mentions[x->first_mention].first};
        }
    }
    qsort(out, n, sizeof *out, by_word);
    return n;
}

/* "the spokesman": whose? The only one so titled before it, or, of several, none. */
static uint32_t whose(const struct titled *t, uint32_t n, uint64_t word, uint32_t token) {
    uint32_t lo = 0, hi = n, found = NONE;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (t[mid].word < word)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (uint32_t steps = 0; lo < n && t[lo].word == word && steps < 8; lo++, steps++) {
        if (t[lo].token >= token)
            break;
        if (found != NONE && found != t[lo].entity)
            return NONE;
        found = t[lo].entity;
    }
    return found;
}

struct extra {
    struct mention *p;
    uint32_t n, cap;
    struct arena *tmp;
};

static void put(struct extra *x, const struct lang *l, uint32_t first, uint32_t end, uint32_t entity,
                enum mention_kind kind) {
    ARENA_MORE(x->tmp, x->p, x->n, x->cap);
    x->p[x->n++] = (struct mention){{l->tokens[first].at.start, l->tokens[end - 1].at.end}, first, end,
                                    entity, (uint8_t)kind};
}

/* "The vice president" is no president, nor is the former one. */
static bool same_rank(slice text, const struct lang *l, uint32_t first, uint32_t end, slice title) {
    uint32_t said = 0;
    for (uint32_t i = first; i < end; i++)
        said |= office_rank(token_form(text, &l->tokens[i]));
    return said == office_ranks(title);
}

/* "The Northern president" is not the South's: a capital word of the phrase must begin like one of the title, if that
 * has any but offices. */
static bool same_land(const struct names_kit *names, slice text, const struct lang *l, uint32_t first, uint32_t end, slice title) {
    enum { ALIKE = 4 };
    for (uint32_t i = first; i < end; i++) {
        slice f = token_form(text, &l->tokens[i]), rest = title, word;
        if (!(l->tokens[i].flags & TOKEN_UPPER) || l->tokens[i].upos == UPOS_NOUN)
            continue;
        bool any = false, met = false;
        while (slice_field(&rest, ' ', &word)) {
            const struct name_listed *t = names_listed(names, name_hash(word));
            if (!word.n || word.p[0] < 'A' || word.p[0] > 'Z' || (t && (t->bits & NAME_TITLE)))
                continue;
            any = true;
            uint32_t n = word.n < f.n ? word.n : f.n;
            n = n < ALIKE ? n : ALIKE;
            met |= (n == ALIKE || word.n == f.n) && slice_eq_nocase(slice_cut(word, 0, n), slice_cut(f, 0, n));
        }
        if (any && !met)
            return false;
    }
    return true;
}

static void description(const struct names_kit *names, slice text, const struct lang *l, uint32_t t,
                        const struct titled *who, uint32_t who_n, struct extra *out) {
    uint32_t end = t + 1;
    while (end < l->tokens_n && end < t + 4 && !(l->tokens[end].flags & TOKEN_SENTENCE) &&
           (l->tokens[end].upos == UPOS_ADJ || l->tokens[end].upos == UPOS_NOUN ||
            l->tokens[end].upos == UPOS_PROPN || l->tokens[end].xpos == XPOS_HYPH))
        end++;
    if (end == t + 1)
        return;
    const struct token *noun = &l->tokens[end - 1];
    if (noun->upos != UPOS_NOUN && noun->upos != UPOS_PROPN)
        return;
    uint64_t h = name_hash(token_form(text, noun));
    const struct name_listed *e = names_listed(names, h);
    if (!e || !(e->bits & NAME_TITLE))
        return;
    if (end < l->tokens_n) { /* "the president of France" says whose it is; a name behind it has it as title */
        const struct token *next = &l->tokens[end];
        if (slice_eq(token_form(text, next), S("of")) || next->upos == UPOS_PROPN ||
            next->xpos == XPOS_POS)
            return;
    }
    uint32_t entity = whose(who, who_n, h, t);
    if (entity != NONE && same_rank(text, l, t + 1, end - 1, l->entities[entity].title) &&
        same_land(names, text, l, t + 1, end - 1, l->entities[entity].title))
        put(out, l, t, end, entity, MENTION_DESCRIPTION);
}

static int by_place(const void *a, const void *b) {
    const struct mention *x = a, *y = b;
    if (x->at.start != y->at.start)
        return x->at.start < y->at.start ? -1 : 1;
    return x->at.end > y->at.end ? -1 : x->at.end < y->at.end;
}

/* ---- all of it -------------------------------------------------------------------------------------- */

void coref_read(const struct lang_kit *kit, const struct page *page, struct arena *a,
                struct arena *tmp, struct lang *out) {
    if (!out->entities_n || !out->tagged)
        return;
    struct coref_state s;
    coref_begin(&s, kit->names, page->text, out, tmp);
    enum { TITLES_MOST = 512 };
    struct titled *who = ARENA_ARRAY(tmp, struct titled, TITLES_MOST);
    uint32_t who_n = titles(kit->names, out, who, TITLES_MOST);
    struct extra extra = {.tmp = tmp};
    struct candidate c[COREF_CANDIDATES + 1];
    for (uint32_t t = 0; t < out->tokens_n; t++) {
        uint8_t gender;
        if (out->tokens[t].upos == UPOS_DET && who_n && slice_eq_nocase(token_form(page->text, &out->tokens[t]), S("the")))
            description(kit->names, page->text, out, t, who, who_n, &extra);
        enum pronoun kind = coref_pronoun(page->text, out, t, &gender);
        if (kind == PRONOUN_NONE || !kit->coref->weights)
            continue;
        uint32_t n = coref_candidates(&s, t, kind, gender, c);
        float share;
        uint32_t best = coref_best(kit->coref->weights, c, n, &share);
        if (c[best].entity == NONE || share < SHARE_LEAST)
            continue;
        coref_note(&s, t, gender, c[best].entity);
        put(&extra, out, t, t + 1, c[best].entity, MENTION_PRONOUN);
    }
    for (uint32_t e = 0; e < out->entities_n; e++)
        if (out->entities[e].type == ENTITY_PER && !out->entities[e].gender)
            out->entities[e].gender = s.gender[e];
    if (!extra.n)
        return;
    struct mention *all = ARENA_ARRAY(a, struct mention, out->mentions_n + extra.n);
    memcpy(all, out->mentions, out->mentions_n * sizeof *all);
    memcpy(all + out->mentions_n, extra.p, extra.n * sizeof *all);
    uint32_t n = out->mentions_n + extra.n;
    uint32_t *moved = ARENA_ARRAY(tmp, uint32_t, out->entities_n); /* first mentions, by token */
    for (uint32_t e = 0; e < out->entities_n; e++)
        moved[e] = out->mentions[out->entities[e].first_mention].first;
    qsort(all, n, sizeof *all, by_place);
    for (uint32_t k = n; k-- > 0;)
        if (all[k].kind == MENTION_NAME && all[k].entity != NONE && all[k].first == moved[all[k].entity])
            out->entities[all[k].entity].first_mention = k;
    out->mentions = all;
    out->mentions_n = n;
}
