/* attr_prepare: the lexicon, and what the models want to know of each word. */
#include "attr.h"

static const struct {
    const char *name;
    uint32_t bit;
} class_names[] = {
    {"say", CLASS_SAY}, {"think", CLASS_THINK}, {"want", CLASS_WANT}, {"deny", CLASS_DENY},
    {"accuse", CLASS_ACCUSE}, {"show", CLASS_SHOW}, {"decline", CLASS_DECLINE},
    {"verify", CLASS_VERIFY}, {"noun", CLASS_NOUN}, {"adverb", CLASS_ADVERB},
    {"person", CLASS_PERSON}, {"unnamed", CLASS_UNNAMED}, {"outlet", CLASS_OUTLET},
    {"document", CLASS_DOCUMENT}, {"organisation", CLASS_ORGANISATION}, {"group", CLASS_GROUP}};

static void word_put(struct attr_kit *kit, uint32_t key, uint32_t classes) {
    if (!key)
        return;
    for (uint32_t i = key & kit->words_mask;; i = (i + 1) & kit->words_mask) {
        struct class_entry *e = &kit->words[i];
        if (!e->key || e->key == key) {
            e->key = key;
            e->classes |= classes;
            return;
        }
    }
}

uint32_t attr_word(const struct attr_kit *kit, uint32_t key) {
    for (uint32_t i = key & kit->words_mask;; i = (i + 1) & kit->words_mask) {
        const struct class_entry *e = &kit->words[i];
        if (e->key == key)
            return e->classes;
        if (!e->key)
            return 0;
    }
}

static bool crf_take(struct crf *c, const struct model *m, const char *rows, const char *edges,
                     uint32_t labels, float scale, bool (*may)(int, int)) {
    size_t n;
    const int8_t *w = model_section(m, rows, CRF_LABELS, &n);
    const float *e = model_exactly(m, edges, sizeof(float), CRF_EDGES * CRF_LABELS * CRF_LABELS);
    if (!w || !e || !n || (n & (n - 1)) || n > 1u << 24)
        return false;
    *c = (struct crf){.w = w, .mask = (uint32_t)n - 1, .labels = labels, .scale = scale};
    memcpy(c->edge, e, sizeof c->edge);
    crf_ready(c, may);
    return true;
}

static void outlet_put(struct attr_kit *kit, slice name, struct arena *a) {
    name = slice_trim(name);
    if (slice_starts_nocase(name, S("the ")))
        name = slice_cut(name, 4, name.n);
    if (!name.n || name.p[name.n - 1] == '!')
        return; /* also a common word */
    char *lower = arena_dup(a, name.p, name.n);
    for (uint32_t i = 0; i < name.n; i++)
        lower[i] = to_lower(lower[i]);
    table_put(&kit->outlets, slice_of(lower, name.n), 1);
}

static void outlets_read(struct attr_kit *kit, slice list, struct arena *a) {
    table_init(&kit->outlets, a, 2048);
    slice line, field;
    while (slice_line(&list, &line)) {
        if (!line.n || line.p[0] == '#' || !slice_field(&line, '\t', &field))
            continue;
        if (slice_field(&line, '\t', &field))
            outlet_put(kit, field, a);
        while (slice_field(&line, '|', &field))
            outlet_put(kit, field, a);
    }
}

bool attr_outlet(const struct attr_kit *kit, slice name) {
    char lower[64];
    if (slice_starts_nocase(name, S("the ")))
        name = slice_cut(name, 4, name.n);
    if (!name.n || name.n > sizeof lower || !kit->outlets.cap)
        return false;
    for (uint32_t i = 0; i < name.n; i++)
        lower[i] = to_lower(name.p[i]);
    return table_get(&kit->outlets, slice_of(lower, name.n)) != NULL;
}

int attr_kit_open(struct attr_kit *kit, slice words, slice outlets, const struct model *model,
                  struct arena *a) {
    *kit = (struct attr_kit){.words_mask = 4095};
    kit->words = ARENA_ARRAY(a, struct class_entry, kit->words_mask + 1);
    outlets_read(kit, outlets, a);
    uint32_t bit = 0, held = 0;
    slice line;
    while (slice_line(&words, &line)) {
        uint32_t hash = slice_find(line, S("#"), 0);
        line = slice_trim(hash == NONE ? line : slice_cut(line, 0, hash));
        if (line.n > 2 && line.p[0] == '[' && line.p[line.n - 1] == ']') {
            bit = 0;
            for (size_t k = 0; k < NELEMS(class_names); k++)
                if (slice_eq(slice_cut(line, 1, line.n - 1), slice_str(class_names[k].name)))
                    bit = class_names[k].bit;
            if (!bit)
                return STM_EFORMAT;
            continue;
        }
        slice word;
        while (slice_field(&line, ' ', &word))
            if (word.n) {
                if (!bit || ++held > kit->words_mask / 2)
                    return STM_EFORMAT;
                word_put(kit, lang_key(word), bit);
            }
    }
    if (!model)
        return 0;
    const float *scales = model_exactly(model, "scales", sizeof(float), 3);
    if (!scales || !crf_take(&kit->cue, model, "cue", "cue-edge", CUE_LABELS, scales[0], cue_may) ||
        !crf_take(&kit->role, model, "role", "role-edge", ROLE_LABELS, scales[1], role_may))
        return STM_EFORMAT;
    kit->cue.bias = scales[2];
    return 0;
}

/* ---- words ---------------------------------------------------------------------------------- */

static uint32_t lower_hash(slice s) {
    uint32_t h = 2166136261u; /* FNV-1a: words are short */
    for (uint32_t i = 0; i < s.n; i++)
        h = (h ^ (uint8_t)to_lower(s.p[i])) * 16777619u;
    return h;
}

static uint8_t shape_of(slice s, uint8_t flags) {
    uint8_t shape = (flags & TOKEN_UPPER ? 1 : 0) | (flags & TOKEN_ALL_UPPER ? 2 : 0) |
                    (flags & TOKEN_DIGIT ? 4 : 0);
    if (s.n == 1 && !is_alnum((unsigned char)s.p[0]))
        switch (s.p[0]) {
        case ',': shape |= 1 << 3; break;
        case '.': shape |= 2 << 3; break;
        case '?': case '!': shape |= 3 << 3; break;
        case ':': shape |= 4 << 3; break;
        case ';': shape |= 5 << 3; break;
        case '-': shape |= 6 << 3; break;
        case '(': case '[': shape |= 7 << 3; break;
        case ')': case ']': shape |= 8 << 3; break;
        case '"': case '\'': case '`': shape |= 9 << 3; break;
        default: shape |= 10 << 3; break;
        }
    else if (s.n == 3 && memcmp(s.p, "\xE2\x80", 2) == 0)
        shape |= (unsigned char)s.p[2] >= 0x98 ? 9 << 3 : 6 << 3; /* quotation marks; dashes */
    else if (s.n == 2 && s.p[0] == s.p[1] && !is_alnum((unsigned char)s.p[0]))
        shape |= s.p[0] == '-' ? 6 << 3 : 9 << 3;
    return shape;
}

static uint32_t kid_bit(const struct attr_doc *d, uint32_t i) {
    const struct attr_word_view *w = &d->w[i];
    switch (w->deprel) {
    case DEP_NSUBJ: case DEP_CSUBJ: case DEP_NSUBJ_OUTER: return KID_SUBJECT;
    case DEP_NSUBJ_PASS: case DEP_CSUBJ_PASS: return KID_SUBJECT | KID_PASSIVE;
    case DEP_AUX_PASS: return KID_PASSIVE;
    case DEP_AUX: return KID_AUX;
    case DEP_CCOMP: return KID_CCOMP;
    case DEP_XCOMP: return KID_XCOMP;
    case DEP_OBJ: return KID_OBJ;
    case DEP_IOBJ: return KID_IOBJ;
    case DEP_PARATAXIS: return KID_PARATAXIS;
    case DEP_OBL_AGENT: return KID_AGENT;
    case DEP_OBL: case DEP_OBL_UNMARKED: return KID_OBL;
    case DEP_ACL: case DEP_ACL_RELCL: return KID_ACL;
    case DEP_NMOD: case DEP_NMOD_DESC: case DEP_NMOD_UNMARKED: return KID_NMOD;
    case DEP_NMOD_POSS: return KID_POSS;
    case DEP_ADVCL: case DEP_ADVCL_RELCL: return KID_ADVCL;
    case DEP_COMPOUND_PRT: return KID_PRT;
    case DEP_COP: return KID_COP;
    case DEP_CASE: return KID_CASE;
    case DEP_MARK: return w->tag == XPOS_TO ? KID_TO : KID_THAT;
    case DEP_ADVMOD: {
        slice f = token_form(d->page->text, &d->lang->tokens[i]);
        return slice_eq_nocase(f, S("not")) || slice_eq_nocase(f, S("n't")) ||
                       slice_eq_nocase(f, S("n\xE2\x80\x99t")) || slice_eq_nocase(f, S("never"))
                   ? KID_NEG : 0;
    }
    default: return 0;
    }
}

/* Dependents, subtrees and depths: leaves first, so that each head is finished after all that
 * hang on it. What hangs in a circle is never reached and keeps itself alone. */
static void trees(struct attr_doc *d, struct arena *tmp) {
    uint32_t n = d->lang->tokens_n, made = 0;
    uint32_t *order = ARENA_ARRAY(tmp, uint32_t, (size_t)n + 1);
    uint32_t *open = ARENA_ARRAY(tmp, uint32_t, (size_t)n + 1);
    for (uint32_t i = 0; i < n; i++)
        if (d->w[i].head != NONE)
            open[d->w[i].head]++;
    for (uint32_t i = 0; i < n; i++)
        if (!open[i])
            order[made++] = i;
    for (uint32_t k = 0; k < made; k++) {
        uint32_t i = order[k], h = d->w[i].head;
        if (h == NONE)
            continue;
        struct attr_word_view *to = &d->w[h], *w = &d->w[i];
        if (w->left < to->left)
            to->left = w->left;
        if (w->right > to->right)
            to->right = w->right;
        uint32_t bit = kid_bit(d, i);
        to->kids |= bit;
        /* of several, the nearest one before the verb, the first one after it */
        if ((bit & KID_SUBJECT) && (to->subject == NONE || (i < h && i > to->subject)))
            to->subject = i;
        if ((bit & KID_OBJ) && (to->object == NONE || i < to->object))
            to->object = i;
        if ((bit & (KID_CCOMP | KID_XCOMP)) && (to->clause == NONE || i < to->clause))
            to->clause = i;
        if (!--open[h])
            order[made++] = h;
    }
    for (uint32_t k = made; k-- > 0;) {
        uint32_t i = order[k], h = d->w[i].head;
        d->w[i].depth = h == NONE ? 0 : d->w[h].depth < 1000 ? d->w[h].depth + 1 : 1000;
    }
}

void attr_prepare(struct attr_doc *d, struct arena *tmp) {
    const struct lang *l = d->lang;
    d->w = ARENA_ARRAY(tmp, struct attr_word_view, (size_t)l->tokens_n + 1);
    d->cue = ARENA_ARRAY(tmp, uint8_t, (size_t)l->tokens_n + 1);
    for (uint32_t s = 0; s < l->sentences_n; s++)
        for (uint32_t i = l->sentences[s].first; i < l->sentences[s].end; i++)
            d->w[i].sentence = s;
    for (uint32_t i = 0; i < l->tokens_n; i++) {
        const struct token *t = &l->tokens[i];
        struct attr_word_view *w = &d->w[i];
        slice form = token_form(d->page->text, t);
        w->form = lower_hash(form);
        w->lemma = t->key;
        w->classes = attr_word(d->kit, t->key);
        w->suffix = form.n > 3 ? lower_hash(slice_cut(form, form.n - 3, form.n)) : 0;
        w->shape = shape_of(form, t->flags);
        w->tag = t->xpos;
        w->deprel = t->deprel;
        w->head = l->parsed && t->head != NONE && t->head != i && t->head < l->tokens_n ? t->head
                                                                                      : NONE;
        w->quote = w->subject = w->object = w->clause = NONE;
        w->left = w->right = i;
    }
    if (l->parsed)
        trees(d, tmp);
    for (uint32_t m = 0; m < l->mentions_n; m++) {
        const struct mention *x = &l->mentions[m];
        uint8_t e = x->kind == MENTION_NAME
                        ? (x->entity < l->entities_n ? (uint8_t)(1 + l->entities[x->entity].type) : 8)
                        : x->kind == MENTION_PRONOUN ? 9 : 10;
        for (uint32_t i = x->first; i < x->end && i < l->tokens_n; i++)
            if (e < 10 || !d->w[i].entity)
                d->w[i].entity = e;
    }
    quotes_find(d, tmp);
}

/* ---- cues and windows ------------------------------------------------------------------------- */

/* Its head: the lexicon's word, else the highest word of the parse, else the first verb. */
struct cue attr_cue(const struct attr_doc *d, uint32_t first, uint32_t end) {
    struct cue c = {first, end, first};
    uint32_t score = 0;
    for (uint32_t i = first; i < end; i++) {
        const struct attr_word_view *w = &d->w[i];
        bool verb = w->tag >= XPOS_VB && w->tag <= XPOS_VBZ;
        uint32_t s = 1 + ((w->classes & CLASS_CUE) && (verb || !d->lang->tagged) ? 4 : 0) +
                     (w->classes & (CLASS_NOUN | CLASS_ADVERB) ? 3 : 0) + (verb ? 2 : 0) +
                     (w->head == NONE || w->head < first || w->head >= end ? d->lang->parsed : 0);
        if (s > score) {
            score = s;
            c.head = i;
        }
    }
    return c;
}

enum { WINDOW_BACK = 250, WINDOW_ON = 300 }; /* words around a cue: long quotations, not more */

struct window attr_window(const struct attr_doc *d, struct cue cue) {
    const struct lang *l = d->lang;
    const struct sentence *s = &l->sentences[d->w[cue.first].sentence];
    struct window w = {s->first, l->sentences[d->w[cue.end - 1].sentence].end};
    if (w.end < cue.end)
        w.end = cue.end;
    if (cue.first - w.first > WINDOW_BACK)
        w.first = cue.first - WINDOW_BACK;
    if (w.end - cue.end > WINDOW_ON)
        w.end = cue.end + WINDOW_ON;
    /* back: to the beginning of a quotation that the sentence ends, or that ends just before it */
    for (int k = 0; k < 4 && w.first > 0; k++) {
        uint32_t q = d->w[w.first].quote, p = d->w[w.first - 1].quote;
        if (p != NONE && d->quotes[p].goes_on && d->quotes[p].last + 1 == w.first) {
            q = p; /* a quotation that runs on from the paragraph before */
        } else if (q == NONE || d->quotes[q].first == w.first) {
            q = d->w[w.first - 1].quote;
            bool near = l->sentences[d->w[w.first - 1].sentence].block == s->block;
            if (k || q == NONE || !near || d->quotes[q].last + 1 != w.first)
                break;
        }
        uint32_t first = l->sentences[d->w[d->quotes[q].first].sentence].first;
        if (first >= w.first || cue.first - first > WINDOW_BACK)
            break;
        w.first = first;
    }
    /* on: through the quotation it stands in, and those that follow at once */
    for (int k = 0; k < 8 && w.end < l->tokens_n; k++) {
        uint32_t q = d->w[w.end].quote, before = d->w[w.end - 1].quote;
        if (q == NONE)
            break;
        bool begins = d->quotes[q].first == w.end;
        bool same = l->sentences[d->w[w.end].sentence].block ==
                    l->sentences[d->w[w.end - 1].sentence].block;
        bool on = before != NONE && d->quotes[before].goes_on;
        bool colon = (d->w[w.end - 1].shape >> 3) == 4;
        if (begins && !same && !on && !colon)
            break;
        uint32_t last = d->quotes[q].last;
        uint32_t end = l->sentences[d->w[last].sentence].end;
        if (last - cue.end > WINDOW_ON)
            end = l->sentences[d->w[w.end].sentence].end;
        if (end - cue.end > WINDOW_ON + 100)
            break;
        w.end = end;
    }
    return w;
}
