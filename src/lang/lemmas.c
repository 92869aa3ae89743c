/* Lemmas: exceptions first, then the rule of the longest suffix (lemmas.h). */
#include "lemmas.h"

#include "base/model.h"
#include "lang_parts.h"
#include "net.h"

struct lemmatizer {
    const uint32_t *keys;  /* open addressing; 0: empty */
    const uint16_t *values;
    uint32_t mask, rules_n;
    const struct lemma_rule *rules;
    const char *pool;
};

void lemmas_open(struct lang_kit *kit) {
    struct model m;
    slice name = arena_printf(kit->arena, "%s-lemma", kit->code);
    int code = model_open(&m, kit->arena, kit->models, name.p);
    kit->lemmas = NULL;
    if (code == STM_EEMPTY)
        return;
    struct lemmatizer *l = ARENA_NEW(kit->arena, struct lemmatizer);
    size_t cap = 0, rules = 0, pool = 0;
    if (!code) {
        l->keys = model_section(&m, "keys", 4, &cap);
        l->values = model_exactly(&m, "values", 2, cap);
        l->rules = model_section(&m, "rules", sizeof *l->rules, &rules);
        l->pool = model_section(&m, "pool", 1, &pool);
        l->mask = (uint32_t)cap - 1;
        l->rules_n = (uint32_t)rules;
        if (!l->keys || !l->values || !l->rules || !l->pool || !cap || cap & (cap - 1) || cap > 1u << 24 ||
            rules < 1 || rules > 65536)
            code = STM_EFORMAT;
        for (size_t i = 0; !code && i < cap; i++)
            if (l->values[i] >= rules)
                code = STM_EFORMAT;
        for (size_t i = 0; !code && i < rules; i++)
            if (l->rules[i].put > pool || l->rules[i].put_n > pool - l->rules[i].put || l->rules[i].put_n > 64)
                code = STM_EFORMAT;
    }
    if (code)
        guard_fail(code);
    kit->lemmas = l;
}

static const struct lemma_rule *find(const struct lemmatizer *l, uint32_t key) {
    uint32_t at = key & l->mask;
    for (uint32_t tries = 0; tries <= l->mask && l->keys[at]; tries++) {
        if (l->keys[at] == key)
            return &l->rules[l->values[at]];
        at = (at + 1) & l->mask;
    }
    return NULL;
}

void lemmas_read(const struct lang_kit *kit, const struct page *page, struct arena *a, struct lang *out) {
    const struct lemmatizer *l = kit->lemmas;
    struct buf pool = {.a = a};
    uint32_t room = page->text.n + page->text.n / 4 + 64;
    pool.p = arena_alloc(a, room);
    pool.cap = room;
    bool first = true;
    for (uint32_t i = 0; i < out->tokens_n; i++) {
        struct token *t = &out->tokens[i];
        slice form = token_form(page->text, t);
        char low_room[64];
        if (t->flags & TOKEN_SENTENCE)
            first = true;
        t->lemma = pool.n;
        if (form.n > sizeof low_room) { /* an address or worse: itself */
            uint32_t n = form.n > 4096 ? 4096 : form.n;
            buf_add(&pool, form.p, n);
            t->lemma_n = (uint16_t)n;
        } else {
            char *low = low_room;
            uint32_t n = 0;
            for (uint32_t k = 0; k < form.n; k++) {
                unsigned char c = (unsigned char)form.p[k];
                if (c == 0xE2 && k + 2 < form.n && (unsigned char)form.p[k + 1] == 0x80 &&
                    (unsigned char)form.p[k + 2] == 0x99 && form.n > 3) {
                    low[n++] = '\'';
                    k += 2;
                } else {
                    low[n++] = to_lower((char)c);
                }
            }
            slice s = slice_of(low, n);
            bool capital = lemma_capital(form, first);
            const struct lemma_rule *r = find(l, lemma_hash(s, t->xpos, capital, false));
            for (uint32_t k = n < LEMMA_SUFFIX ? n : LEMMA_SUFFIX; !r && k != NONE; k--)
                r = find(l, lemma_hash(slice_cut(s, n - k, n), t->xpos, capital, true));
            slice from = r && r->flags & LEMMA_AS_IS && form.n == n ? form : s;
            uint32_t keep = !r ? n : r->cut == LEMMA_ALL ? 0 : r->cut < n ? n - r->cut : 0;
            if (r && r->cut != LEMMA_ALL && r->cut &&
                (r->cut >= n || !utf8_is_start(s.p[keep]) || (unsigned char)s.p[keep] >= 0x80))
                keep = n, r = NULL; /* nothing would be left, or no whole character */
            buf_add(&pool, from.p, keep);
            if (r)
                buf_add(&pool, l->pool + r->put, r->put_n);
            t->lemma_n = (uint16_t)(pool.n - t->lemma);
        }
        first = first && net_is_mark(form);
        /* the word's id: of the lemma in lower case */
        char key[64];
        uint32_t n = t->lemma_n < sizeof key ? t->lemma_n : (uint32_t)sizeof key;
        for (uint32_t k = 0; k < n; k++)
            key[k] = to_lower(pool.p[t->lemma + k]);
        t->key = lang_key(slice_of(key, n));
    }
    out->lemmas = pool.p;
}
