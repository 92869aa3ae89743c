/* Reading data/lang/<code>/events.tsv: "root <TAB> class <TAB> lemmas <TAB> conditions". */
#include "events.h"

static uint32_t slot_of(const struct event_lexicon *lx, uint32_t key) {
    uint32_t s = key * 2654435769u & lx->mask;
    while (lx->slots[s] && lx->rules[lx->slots[s] - 1].key != key)
        s = (s + 1) & lx->mask;
    return s;
}

static uint8_t root_of(slice name) {
    if (slice_eq(name, S("-")))
        return PLOVER_COUNT;
    for (uint8_t r = 0; r < PLOVER_COUNT; r++)
        if (slice_eq(name, slice_str(plover_names[r])))
            return r;
    guard_fail(STM_EFORMAT);
}

static void read_words(struct event_lexicon *lx, slice list, struct event_clause *c, struct arena *a) {
    slice w;
    c->first = lx->words_n;
    while (slice_field(&list, ',', &w))
        if (w.n) {
            ARENA_MORE(a, lx->words, lx->words_n, lx->words_cap);
            lx->words[lx->words_n++] = lang_key(w);
        }
    c->count = lx->words_n - c->first;
}

static void read_conditions(struct event_lexicon *lx, slice list, struct arena *a) {
    slice w;
    while (slice_field(&list, ' ', &w)) {
        if (!w.n)
            continue;
        struct event_clause c = {0};
        if (slice_starts(w, S("with:"))) {
            c.kind = IF_WITH;
            read_words(lx, slice_cut(w, 5, w.n), &c, a);
        } else if (slice_starts(w, S("next:"))) {
            c.kind = IF_NEXT;
            read_words(lx, slice_cut(w, 5, w.n), &c, a);
        } else if (slice_starts(w, S("by:"))) {
            c.kind = IF_BY;
            read_words(lx, slice_cut(w, 3, w.n), &c, a);
        } else if (slice_eq(w, S("party"))) {
            c.kind = IF_PARTY;
        } else if (slice_eq(w, S("object"))) {
            c.kind = IF_OBJECT;
        } else if (slice_eq(w, S("to"))) {
            c.kind = IF_TO;
        } else if (slice_eq(w, S("actor"))) {
            c.kind = IF_ACTOR;
        } else {
            guard_fail(STM_EFORMAT);
        }
        ARENA_MORE(a, lx->clauses, lx->clauses_n, lx->clauses_cap);
        lx->clauses[lx->clauses_n++] = c;
    }
}

void event_lexicon_read(struct event_lexicon *lx, slice list, struct arena *a) {
    slice line;
    memset(lx, 0, sizeof *lx);
    while (slice_line(&list, &line)) {
        uint32_t hash = slice_find(line, S("#"), 0);
        if (hash != NONE)
            line.n = hash;
        if (!slice_trim(line).n)
            continue;
        slice root, cls, lemmas, conditions = {0}, lemma;
        if (!slice_field(&line, '\t', &root) || !slice_field(&line, '\t', &cls) ||
            !slice_field(&line, '\t', &lemmas) || cls.n != 1)
            guard_fail(STM_EFORMAT);
        if (line.p)
            slice_field(&line, '\t', &conditions);
        uint32_t first = lx->clauses_n;
        read_conditions(lx, slice_trim(conditions), a);
        uint8_t c = cls.p[0] == 'v' ? EVENT_VERB : cls.p[0] == 'n' ? EVENT_NOUN : EVENT_ADJECTIVE;
        uint8_t r = root_of(root);
        while (slice_field(&lemmas, ' ', &lemma)) {
            if (!lemma.n)
                continue;
            ARENA_MORE(a, lx->rules, lx->rules_n, lx->rules_cap);
            lx->rules[lx->rules_n++] = (struct event_rule){
                lang_key(lemma), c, r, (uint16_t)(lx->clauses_n - first), first, NONE};
        }
    }
    uint32_t cap = 64;
    while (cap < lx->rules_n * 2)
        cap *= 2;
    lx->mask = cap - 1;
    lx->slots = ARENA_ARRAY(a, uint32_t, cap);
    uint32_t *last = ARENA_ARRAY(a, uint32_t, cap); /* the last rule of the slot's chain */
    for (uint32_t i = 0; i < lx->rules_n; i++) {
        uint32_t s = slot_of(lx, lx->rules[i].key);
        if (lx->slots[s])
            lx->rules[last[s]].next = i;
        else
            lx->slots[s] = i + 1;
        last[s] = i;
    }
}

uint32_t event_lexicon_find(const struct event_lexicon *lx, uint32_t key) {
    uint32_t s = slot_of(lx, key);
    return lx->slots[s] ? lx->slots[s] - 1 : NONE;
}
