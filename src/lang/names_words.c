/* Words as the name finder sees them: shape, affixes, what the lists and the lexicon say, and what
 * the rest of the document says (Chieu & Ng 2003: a name's other places tell what it is where a
 * sentence's beginning or a headline hides it). */
#include "names.h"

static uint8_t shape_of(slice form, uint8_t flags) {
    unsigned char c = (unsigned char)form.p[0];
    if (form.n == 1 && !is_alnum(c)) {
        switch (c) {
        case '-': return SHAPE_HYPHEN;
        case ',': return SHAPE_COMMA;
        case '.': case '!': case '?': case ':': case ';': return SHAPE_STOP;
        case '"': case '\'': case '`': return SHAPE_QUOTE;
        case '(': case ')': case '[': case ']': return SHAPE_BRACKET;
        default: return SHAPE_OTHER;
        }
    }
    if (flags & (TOKEN_QUOTE_OPEN | TOKEN_QUOTE_CLOSE))
        return SHAPE_QUOTE;
    uint32_t upper = 0, lower = 0, digit = 0, stop = 0, other = 0;
    for (uint32_t i = 0; i < form.n; i++) {
        unsigned char b = (unsigned char)form.p[i];
        if (is_upper(b)) upper++;
        else if (is_lower(b) || b >= 0x80) lower++;
        else if (is_digit(b)) digit++;
        else if (b == '.') stop++;
        else other++;
    }
    bool title = flags & TOKEN_UPPER;
    if (title && c >= 0x80)
        upper++, lower--;
    if (!upper && !lower && !digit)
        return SHAPE_OTHER;
    if ((c == '\'' || c >= 0xE2) && !title && form.n <= 4 && to_lower(form.p[form.n - 1]) == 's' &&
        lower + upper <= 4)
        return SHAPE_APOSTROPHE_S;
    if (digit)
        return upper || lower ? SHAPE_ALNUM : SHAPE_NUMBER;
    if (upper && stop)
        return SHAPE_DOTTED;
    if (upper == 1 && !lower && !other)
        return SHAPE_LETTER;
    if (title && upper == 1)
        return SHAPE_TITLE;
    if (upper && !lower)
        return SHAPE_UPPER;
    if (upper)
        return SHAPE_MIXED;
    return SHAPE_LOWER;
}

static void affixes(slice form, uint32_t *head, uint32_t *tail) {
    uint32_t h = 0, t = 0, n = form.n < 4 ? form.n : 4;
    for (uint32_t i = 0; i < n; i++) {
        h |= (uint32_t)(unsigned char)to_lower(form.p[i]) << 8 * i;
        t |= (uint32_t)(unsigned char)to_lower(form.p[form.n - 1 - i]) << 8 * i;
    }
    *head = h;
    *tail = t;
}

/* ---- what lists say of longer stretches --------------------------------------------------------- */

static uint8_t phrase_class(uint32_t bits) {
    return bits & NAME_GPE ? NAME_PHRASE_GPE : bits & NAME_REGION ? NAME_PHRASE_REGION
         : bits & NAME_DEMONYM ? NAME_PHRASE_DEMONYM : bits & NAME_IS_ORG ? NAME_PHRASE_ORG
         : bits & NAME_PEOPLE ? NAME_PHRASE_PEOPLE : 0;
}

static uint8_t lexicon_class(uint32_t lex) {
    return lex & (GAZ_CITY | GAZ_PLACE) ? NAME_PHRASE_CITY : lex & GAZ_OUTLET ? NAME_PHRASE_OUTLET
         : lex & GAZ_ORG ? NAME_PHRASE_ORG : NAME_PHRASE_OTHER;
}

static bool capital(const struct name_word *w) {
    return w->shape >= SHAPE_TITLE && w->shape <= SHAPE_DOTTED;
}

static void mark_phrase(struct name_word *w, uint32_t n, uint8_t class) {
    for (uint32_t k = 0; k < n; k++)
        w[k].phrase = (uint8_t)(class * 4 + (n == 1 ? 3 : k == 0 ? 0 : k + 1 == n ? 2 : 1));
}

static void phrases(const struct names_kit *kit, const struct lang *l, struct name_word *w,
                    uint32_t first, uint32_t end) {
    enum { LONGEST = 6 };
    for (uint32_t i = first; i < end;) {
        uint32_t n = 1;
        uint8_t class = capital(&w[i]) ? phrase_class(w[i].bits) : 0;
        if ((w[i].bits & NAME_STARTS) && capital(&w[i])) {
            uint32_t m = 0;
            const struct name_listed *e = names_phrase(kit, l, w, i, end, &m);
            if (e && phrase_class(e->bits) && capital(&w[i + m - 1]))
                class = phrase_class(e->bits), n = m;
        }
        if (kit->model && capital(&w[i]) && (w[i].lex & GAZ_STARTS)) {
            uint64_t h = w[i].hash;
            for (uint32_t k = i + 1; k < end && k < i + LONGEST; k++) {
                h = name_join(h, w[k].hash);
                uint32_t lex = names_lexicon(kit->model, h);
                if (lex && k + 1 - i > n && capital(&w[k]))
                    n = k + 1 - i, class = lexicon_class(lex);
            }
        }
        if (class)
            mark_phrase(w + i, n, class);
        i += n;
    }
}

/* ---- what the rest of the document says -------------------------------------------------------- */

struct doc_slot {
    uint32_t key;
    uint16_t flags, n;
};

static struct doc_slot *doc_find(struct doc_slot *slots, uint32_t mask, uint64_t hash, bool make) {
    uint32_t key = (uint32_t)(hash >> 32) | 1;
    for (uint32_t at = (uint32_t)(hash >> 32) & mask;; at = (at + 1) & mask) {
        if (slots[at].key == key)
            return &slots[at];
        if (!slots[at].key) {
            if (!make)
                return NULL;
            slots[at].key = key;
            return &slots[at];
        }
    }
}

static void document_says(const struct lang *l, struct name_word *w, struct arena *tmp) {
    uint32_t n = 0, cap = 16;
    for (uint32_t i = 0; i < l->tokens_n; i++)
        n += capital(&w[i]);
    while (cap < n * 2 + 2)
        cap *= 2;
    struct doc_slot *slots = ARENA_ARRAY(tmp, struct doc_slot, cap);
    for (uint32_t s = 0; s < l->sentences_n; s++) {
        const struct sentence *sent = &l->sentences[s];
        for (uint32_t i = sent->first; i < sent->end; i++) {
            if (!capital(&w[i]))
                continue;
            struct doc_slot *d = doc_find(slots, cap - 1, w[i].hash, true);
            if (d->n < UINT16_MAX)
                d->n++;
            if (w[i].mode)
                continue;
            const struct name_word *before = i > sent->first ? &w[i - 1] : NULL;
            const struct name_word *after = i + 1 < sent->end ? &w[i + 1] : NULL;
            if (before && before->shape != SHAPE_QUOTE)
                d->flags |= DOC_INSIDE;
            if (before && capital(before) &&
                ((before->bits & NAME_TITLE) || (before->lex & (GAZ_FORENAME_M | GAZ_FORENAME_F))) &&
                !(before->bits & (NAME_GPE | NAME_ORG)))
                d->flags |= DOC_PERSON;
            if (after && capital(after) && (after->bits & NAME_ORG))
                d->flags |= DOC_ORG;
        }
    }
    for (uint32_t i = 0; i < l->tokens_n; i++)
        if (w[i].shape == SHAPE_LOWER) {
            struct doc_slot *d = doc_find(slots, cap - 1, w[i].hash, false);
            if (d)
                d->flags |= DOC_LOWER;
        }
    for (uint32_t i = 0; i < l->tokens_n; i++)
        if (capital(&w[i])) {
            struct doc_slot *d = doc_find(slots, cap - 1, w[i].hash, false);
            w[i].doc = (uint8_t)(d->flags | (d->n > 1 ? DOC_AGAIN : 0));
        }
}

/* ---- all of it ------------------------------------------------------------------------------------ */

struct name_word *names_words(const struct names_kit *kit, slice text, const struct lang *l,
                              struct arena *tmp) {
    struct name_word *w = ARENA_ARRAY(tmp, struct name_word, l->tokens_n + 1);
    for (uint32_t i = 0; i < l->tokens_n; i++) {
        slice form = token_form(text, &l->tokens[i]);
        if (!form.n) {
            w[i].shape = SHAPE_OTHER;
            continue;
        }
        w[i].hash = name_hash(form);
        w[i].shape = shape_of(form, l->tokens[i].flags);
        affixes(form, &w[i].head, &w[i].tail);
        if (w[i].shape == SHAPE_NUMBER) { /* numbers of one length are one word */
            w[i].hash = 0x1234567 + form.n;
            w[i].head = w[i].tail = 0;
        }
        const struct name_listed *e = names_listed(kit, w[i].hash);
        if (e) {
            w[i].bits = e->bits;
            w[i].row = e->row;
            bool spelt = w[i].shape == SHAPE_UPPER || w[i].shape == SHAPE_DOTTED;
            if ((e->bits & NAME_EXACT) && !spelt)
                w[i].bits &= (uint16_t)~(NAME_GPE | NAME_REGION | NAME_IS_ORG | NAME_EXACT);
        }
        if (kit->model)
            w[i].lex = names_lexicon(kit->model, w[i].hash);
    }
    for (uint32_t s = 0; s < l->sentences_n; s++) {
        const struct sentence *sent = &l->sentences[s];
        uint32_t words = 0, title = 0, upper = 0;
        for (uint32_t i = sent->first; i < sent->end; i++) {
            if (w[i].shape <= SHAPE_MIXED)
                words++;
            title += capital(&w[i]);
            upper += w[i].shape == SHAPE_UPPER;
        }
        uint8_t mode = words >= 4 && upper * 3 > words * 2 ? 2 : words >= 4 && title * 2 > words ? 1 : 0;
        for (uint32_t i = sent->first; i < sent->end; i++)
            w[i].mode = mode;
        phrases(kit, l, w, sent->first, sent->end);
    }
    document_says(l, w, tmp);
    return w;
}

/* ---- features ---------------------------------------------------------------------------------------- */

static inline uint32_t feature(uint32_t id, uint64_t value) {
    uint64_t h = (value + id * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;
    h ^= h >> 29;
    return (uint32_t)(h * 0xc4ceb9fe1a85ec53u >> 32);
}

uint32_t names_features(const struct name_word *w, uint32_t first, uint32_t end, uint32_t i,
                        uint32_t out[NAME_FEATURES]) {
    static const struct name_word edge = {.hash = 0xed6e, .shape = SHAPE_EDGE};
    const struct name_word *a = i > first ? &w[i - 1] : &edge, *b = i + 1 < end ? &w[i + 1] : &edge;
    const struct name_word *aa = i > first + 1 ? &w[i - 2] : &edge;
    const struct name_word *bb = i + 2 < end ? &w[i + 2] : &edge;
    const struct name_word *o = &w[i];
    bool initial = i == first || (a->shape == SHAPE_QUOTE && i == first + 1);
    uint32_t n = 0, id = 0;
    uint64_t c0 = LEX_CLUSTER(o->lex), ca = LEX_CLUSTER(a->lex), cb = LEX_CLUSTER(b->lex);
    uint64_t caa = LEX_CLUSTER(aa->lex), cbb = LEX_CLUSTER(bb->lex);
    uint64_t g0 = LEX_GAZ(o->lex), ga = LEX_GAZ(a->lex), gb = LEX_GAZ(b->lex);
    uint64_t s0 = LEX_SELF(o->lex), sa = LEX_SELF(a->lex), sb = LEX_SELF(b->lex);
    uint64_t sh = o->shape, sha = a->shape, shb = b->shape;
#define ADD(value) out[n++] = feature(++id, (value))
    ADD(o->hash);
    ADD(a->hash);
    ADD(b->hash);
    ADD(aa->hash);
    ADD(bb->hash);
    ADD(name_join(a->hash, o->hash));
    ADD(name_join(o->hash, b->hash));
    ADD(name_join(aa->hash, a->hash) + sh);
    ADD(name_join(b->hash, bb->hash) + sh);
    ADD(a->hash + sh);
    ADD(b->hash + sh);
    ADD(o->hash * 16 + sh * 2 + initial);
    ADD(sh << 8 | sha << 4 | shb);
    ADD(sh << 12 | sha << 8 | (uint64_t)aa->shape << 4 | initial);
    ADD(sh << 12 | shb << 8 | (uint64_t)bb->shape << 4 | initial);
    ADD(sh << 4 | (uint64_t)o->mode << 1 | initial);
    ADD((uint64_t)(o->tail & 0xffffff) << 4 | sh);
    ADD((uint64_t)o->tail << 4 | sh);
    ADD((uint64_t)(o->tail & 0xffff) << 4 | sh);
    ADD((uint64_t)(o->head & 0xffffff) << 4 | sh);
    ADD((uint64_t)o->head << 4 | sh);
    if (o->lex) {
        ADD(c0 << 4 | sh);
        ADD(c0 << 10 | ca);
        ADD(c0 << 10 | cb);
        ADD(LEX_CAPS(o->lex) << 8 | sh << 4 | (uint64_t)o->mode << 1 | initial);
        ADD(g0 << 4 | sh);
        ADD(g0 << 14 | ga << 4 | sh);
        ADD(g0 << 14 | gb << 4 | sh);
        ADD(s0 << 4 | sh);
        ADD(s0 << 12 | sa << 6 | sb);
    }
    id = 40; /* templates below keep their numbers */
    ADD(ca << 4 | sh);
    ADD(cb << 4 | sh);
    ADD(caa << 4 | sh);
    ADD(cbb << 4 | sh);
    ADD((ca << 10 | cb) << 4 | sh);
    ADD(ga << 8 | sha << 4 | sh);
    ADD(gb << 8 | shb << 4 | sh);
    ADD(sa << 8 | sha << 4 | sh);
    ADD(sb << 8 | shb << 4 | sh);
    ADD((uint64_t)o->bits << 4 | sh);
    ADD(((uint64_t)o->bits << 16 | a->bits) << 8 | sh << 4 | sha);
    ADD(((uint64_t)o->bits << 16 | b->bits) << 8 | sh << 4 | shb);
    ADD((uint64_t)a->bits << 8 | sha << 4 | sh);
    ADD((uint64_t)b->bits << 8 | shb << 4 | sh);
    ADD((uint64_t)bb->bits << 12 | (uint64_t)bb->shape << 8 | shb << 4 | sh);
    ADD((uint64_t)o->phrase << 16 | (uint64_t)a->phrase << 8 | b->phrase);
    ADD((uint64_t)o->phrase << 4 | sh);
    ADD((uint64_t)o->doc << 5 | sh << 1 | initial);
    ADD(((uint64_t)o->doc << 5 | sh << 1 | initial) << 12 | g0);
    ADD((uint64_t)o->doc << 16 | (uint64_t)a->doc << 8 | b->doc);
#undef ADD
    return n;
}
