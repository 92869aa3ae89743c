/* Trains the lemmatizer (src/lang/lemmas.h) from treebanks and lists of irregular forms.
 *
 *   train_lemmas OUT.stm LEMMAS_DIR TRAIN.conllu...
 *
 * For each (form, tag, capital) the most frequent rule; for each suffix of up to LEMMA_SUFFIX bytes
 * the rule that most of its forms have; forms that their suffix gets wrong become exceptions. */
#include <stdio.h>

#include "base/model.h"
#include "lang/lang_parts.h"
#include "lang/lemmas.h"
#include "lang/net.h"
#include "lib_conllu.h"
#include "lib_main.h"
#include "lib_model.h"

struct entry { /* a form with a lemma */
    slice low, form, lemma;
    uint8_t xpos, capital;
    uint16_t rule;
    uint32_t count;
};

struct maker {
    struct arena *a;
    struct table rule_ids, entry_ids; /* by their bytes */
    struct lemma_rule *rules;
    uint32_t rules_n, rules_cap;
    struct buf pool;
    struct entry *entries;
    uint32_t entries_n, entries_cap;
};

static slice lower(struct arena *a, slice s) {
    char *p = arena_dup(a, s.p, s.n);
    uint32_t n = 0;
    for (uint32_t k = 0; k < s.n; k++) {
        if (s.n > 3 && k + 2 < s.n && memcmp(s.p + k, "\xE2\x80\x99", 3) == 0) {
            p[n++] = '\'';
            k += 2;
        } else {
            p[n++] = to_lower(s.p[k]);
        }
    }
    return slice_of(p, n);
}

static uint32_t common(slice x, slice y) {
    uint32_t n = 0;
    while (n < x.n && n < y.n && x.p[n] == y.p[n])
        n++;
    while (n && n < x.n && !utf8_is_start(x.p[n]))
        n--;
    return n;
}

static uint16_t rule_of(struct maker *m, slice form, slice low, slice lemma) {
    struct lemma_rule r = {0};
    uint32_t n = common(low, lemma), c = common(form, lemma);
    slice put;
    if (c > n) {
        r.flags = LEMMA_AS_IS;
        n = c;
    }
    if (n == 0 || (low.n - n > 5 && n < 2)) {
        r.cut = LEMMA_ALL, r.flags = 0;
        put = lemma;
    } else {
        r.cut = (uint8_t)(low.n - n);
        put = slice_cut(lemma, n, lemma.n);
    }
    slice id = arena_printf(m->a, "%u %u %.*s", r.cut, r.flags, (int)put.n, put.p);
    uint32_t *at = table_put(&m->rule_ids, id, NONE);
    if (*at == NONE) {
        ARENA_MORE(m->a, m->rules, m->rules_n, m->rules_cap);
        r.put = m->pool.n, r.put_n = (uint16_t)put.n;
        buf_slice(&m->pool, put);
        *at = m->rules_n;
        m->rules[m->rules_n++] = r;
    }
    return (uint16_t)*at;
}

static void add(struct maker *m, slice form, slice lemma, uint8_t xpos, bool capital, uint32_t count) {
    if (!form.n || form.n > 60 || !lemma.n || lemma.n > 60 || m->rules_n > 60000)
        return;
    slice low = lower(m->a, form);
    uint16_t rule = rule_of(m, form, low, lemma);
    slice id = arena_printf(m->a, "%u %u %.*s %.*s", xpos, capital, (int)form.n, form.p, (int)lemma.n, lemma.p);
    uint32_t *at = table_put(&m->entry_ids, id, NONE);
    if (*at == NONE) {
        ARENA_MORE(m->a, m->entries, m->entries_n, m->entries_cap);
        *at = m->entries_n;
        m->entries[m->entries_n++] = (struct entry){low, form, lemma, xpos, capital, rule, 0};
    }
    m->entries[*at].count += count;
}

static int by_form(const void *x, const void *y) {
    const struct entry *a = x, *b = y;
    if (a->xpos != b->xpos)
        return a->xpos < b->xpos ? -1 : 1;
    if (a->capital != b->capital)
        return a->capital < b->capital ? -1 : 1;
    int d = slice_cmp(a->low, b->low);
    if (d)
        return d;
    d = slice_cmp(a->form, b->form);
    return d ? d : slice_cmp(a->lemma, b->lemma);
}

/* What a rule makes of a form, in `out` (128 bytes); must do as lemmas_read does. */
static slice applied(const struct maker *m, uint16_t rule, slice form, slice low, char *out) {
    const struct lemma_rule *r = &m->rules[rule];
    slice from = r->flags & LEMMA_AS_IS && form.n == low.n ? form : low;
    uint32_t n = low.n, keep = r->cut == LEMMA_ALL ? 0 : r->cut < n ? n - r->cut : 0;
    if (r->cut != LEMMA_ALL && r->cut >= n && r->cut)
        return low;
    memcpy(out, from.p, keep);
    memcpy(out + keep, m->pool.p + r->put, r->put_n);
    return slice_of(out, keep + r->put_n);
}

/* How often a rule is right about the entries [i, k), which are all one form in lower case. */
static uint32_t right(const struct maker *m, uint16_t rule, uint32_t i, uint32_t k) {
    uint32_t sum = 0;
    char room[128];
    for (; i < k; i++)
        if (slice_eq(applied(m, rule, m->entries[i].form, m->entries[i].low, room), m->entries[i].lemma))
            sum += m->entries[i].count;
    return sum;
}

/* The number of the rule that gives `lemma` whatever the form. */
static uint16_t whole_rule(struct maker *m, slice lemma) { return rule_of(m, S("\1"), S("\1"), lemma); }

/* Votes of a suffix. */
struct vote {
    uint32_t key;
    uint16_t rule;
    uint32_t weight;
};
static int by_key(const void *x, const void *y) {
    const struct vote *a = x, *b = y;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->rule < b->rule ? -1 : a->rule > b->rule;
}

struct hash_out {
    uint32_t *keys, cap, n;
    uint16_t *values;
};
static void hash_put(struct hash_out *h, uint32_t key, uint16_t value) {
    uint32_t at = key & (h->cap - 1);
    while (h->keys[at] && h->keys[at] != key)
        at = (at + 1) & (h->cap - 1);
    if (h->keys[at])
        return;
    h->keys[at] = key, h->values[at] = value;
    if (++h->n * 4 > h->cap * 3)
        guard_fail(STM_ELIMIT);
}
static const uint16_t *hash_get(const struct hash_out *h, uint32_t key) {
    uint32_t at = key & (h->cap - 1);
    while (h->keys[at]) {
        if (h->keys[at] == key)
            return &h->values[at];
        at = (at + 1) & (h->cap - 1);
    }
    return NULL;
}

static void add_lists(struct maker *m, const char *folder) {
    struct arena *a = m->a;
    slice bases = file_read(arena_printf(a, "%s/bases-nlp4j.tsv", folder).p, a), line, word;
    struct table nouns, verbs, adjectives;
    table_init(&nouns, a, 70000), table_init(&verbs, a, 10000), table_init(&adjectives, a, 40000);
    while (slice_line(&bases, &line)) {
        slice_field(&line, '\t', &word);
        struct table *t = slice_eq(line, S("noun")) ? &nouns : slice_eq(line, S("verb")) ? &verbs
                          : slice_eq(line, S("adjective")) ? &adjectives : NULL;
        if (t)
            table_put(t, word, 1);
    }
    slice rest = file_read(arena_printf(a, "%s/lookup.tsv", folder).p, a);
    while (slice_line(&rest, &line)) {
        slice_field(&line, '\t', &word);
        slice lemma = line;
        if (word.n < 4 || slice_eq(word, lemma) || slice_find(word, S("'"), 0) != NONE)
            continue;
        if (slice_ends(word, S("s")) && table_get(&nouns, lemma))
            add(m, word, lemma, XPOS_NNS, false, 1);
        if (!table_get(&verbs, lemma))
            continue;
        if (slice_ends(word, S("s")))
            add(m, word, lemma, XPOS_VBZ, false, 1);
        if (slice_ends(word, S("ing")))
            add(m, word, lemma, XPOS_VBG, false, 1);
        if (slice_ends(word, S("ed"))) {
            add(m, word, lemma, XPOS_VBD, false, 1);
            add(m, word, lemma, XPOS_VBN, false, 1);
        }
    }
    rest = file_read(arena_printf(a, "%s/irregular-nlp4j.tsv", folder).p, a);
    while (slice_line(&rest, &line)) {
        slice lemma;
        slice_field(&line, '\t', &word);
        slice_field(&line, '\t', &lemma);
        if (slice_eq(line, S("noun")))
            add(m, word, lemma, XPOS_NNS, false, 1);
    }
    rest = file_read(arena_printf(a, "%s/verb-tenses-nlp4j.tsv", folder).p, a);
    while (slice_line(&rest, &line)) {
        slice base, past, part;
        slice_field(&line, ' ', &base), slice_field(&line, ' ', &past), slice_field(&line, ' ', &part);
        if (!base.n || slice_eq(base, S("forms")))
            continue;
        add(m, past, base, XPOS_VBD, false, 1);
        add(m, part.n ? part : past, base, XPOS_VBN, false, 1);
    }
}

static void run(void *arg) {
    const struct args *args = arg;
    struct arena *a = arena_new(0);
    struct maker m = {.a = a, .pool = {.a = a}};
    table_init(&m.rule_ids, a, 4096);
    table_init(&m.entry_ids, a, 1 << 17);
    rule_of(&m, S("x"), S("x"), S("x")); /* rule 0: the form in lower case */
    struct gold g = {0};
    for (int i = 3; i < args->argc; i++)
        gold_read(&g, args->argv[i], a);
    for (uint32_t s = 0; s < g.sentences_n; s++) {
        bool first = true;
        for (uint32_t i = g.sentences[s]; i < g.sentences[s + 1]; i++) {
            const struct gold_word *w = &g.words[i];
            if (!slice_eq(w->lemma, S("_")))
                add(&m, w->form, w->lemma, w->xpos, lemma_capital(w->form, first), 4);
            first = first && net_is_mark(w->form);
        }
    }
    add_lists(&m, args->argv[2]);
    /* the best rule of each form */
    qsort(m.entries, m.entries_n, sizeof *m.entries, by_form);
    uint32_t n = 0;
    for (uint32_t i = 0, k; i < m.entries_n; i = k) {
        struct entry best = m.entries[i];
        uint32_t top = 0;
        for (k = i; k < m.entries_n && m.entries[k].xpos == best.xpos && m.entries[k].capital == best.capital &&
                    slice_eq(m.entries[k].low, best.low);)
            k++;
        uint32_t all = 0;
        for (uint32_t q = i; q < k; q++) {
            uint32_t sum = right(&m, m.entries[q].rule, i, k);
            all += m.entries[q].count;
            if (sum > top)
                top = sum, best.rule = m.entries[q].rule;
        }
        for (uint32_t q = i; q < k && top < all && m.rules_n < 60000; q++) {
            uint16_t rule = whole_rule(&m, m.entries[q].lemma);
            uint32_t sum = right(&m, rule, i, k);
            if (sum > top)
                top = sum, best.rule = rule;
        }
        best.count = all;
        m.entries[n++] = best;
    }
    struct hash_out h = {.cap = 1 << 17};
    h.keys = ARENA_ARRAY(a, uint32_t, h.cap);
    h.values = ARENA_ARRAY(a, uint16_t, h.cap);
    /* suffixes from the shortest on; a longer one is kept where it says something else */
    struct vote *votes = ARENA_ARRAY(a, struct vote, n);
    uint32_t suffixes = 0;
    for (uint32_t len = 0; len <= LEMMA_SUFFIX; len++) {
        uint32_t v = 0;
        for (uint32_t i = 0; i < n; i++) {
            const struct entry *e = &m.entries[i];
            if (e->low.n >= len)
                votes[v++] = (struct vote){lemma_hash(slice_cut(e->low, e->low.n - len, e->low.n), e->xpos,
                                                      e->capital, true), e->rule, 1 + (e->count > 8)};
        }
        qsort(votes, v, sizeof *votes, by_key);
        for (uint32_t i = 0; i < v;) {
            uint32_t k = i, all = 0, best = 0, best_rule = 0;
            while (k < v && votes[k].key == votes[i].key) {
                uint32_t sum = 0, q = k;
                while (q < v && votes[q].key == votes[i].key && votes[q].rule == votes[k].rule)
                    sum += votes[q++].weight;
                if (sum > best)
                    best = sum, best_rule = votes[k].rule;
                all += sum;
                k = q;
            }
            if (len == 0 || (best >= 3 && best * 3 >= all * 2)) {
                /* is it what the next shorter one says already? then it only costs room */
                hash_put(&h, votes[i].key, (uint16_t)best_rule);
                suffixes++;
            }
            i = k;
        }
    }
    /* exceptions */
    uint32_t exceptions = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct entry *e = &m.entries[i];
        const uint16_t *r = NULL;
        for (uint32_t k = e->low.n < LEMMA_SUFFIX ? e->low.n : LEMMA_SUFFIX; !r && k != NONE; k--)
            r = hash_get(&h, lemma_hash(slice_cut(e->low, e->low.n - k, e->low.n), e->xpos, e->capital, true));
        if (r && *r == e->rule)
            continue;
        exceptions++;
        hash_put(&h, lemma_hash(e->low, e->xpos, e->capital, false), e->rule);
    }
    fprintf(stderr, "%u forms, %u rules, %u suffixes, %u exceptions\n", n, m.rules_n, suffixes, exceptions);
    struct model_writer w;
    model_begin(&w, a, "en-lemma");
    model_add(&w, "keys", h.keys, 4, h.cap);
    model_add(&w, "values", h.values, 2, h.cap);
    model_add(&w, "rules", m.rules, sizeof *m.rules, m.rules_n);
    model_add(&w, "pool", m.pool.p ? m.pool.p : "", 1, m.pool.n);
    if (model_write(&w, args->argv[1]))
        guard_fail(STM_EIO);
    arena_free(a);
}

int main(int argc, char **argv) { return train_main(argc, argv, 4, "train_lemmas OUT.stm LEMMAS_DIR TRAIN.conllu...", run); }
