/* Two reports side by side: what the second took from the first, changed, dropped and added.
 *
 * Sentences are matched one to one, the most alike first. Alike: twice the shared words over all words, each
 * weighed by how rare it is in the two reports, so that names and numbers say more than articles. Candidates
 * come from an index of the first report's rarer words, so that the cost stays near to linear. */
#include <stdlib.h>

#include "layout.h"
#include "room.h"
#include "view.h"

enum { COMMON = 24 /* a word in more sentences than this brings no candidates */, MOST_WORDS = 400 };
static const float TAKEN = 0.9f, CHANGED = 0.35f;

struct side_sentence {
    span at;
    uint32_t *keys; /* sorted, each once */
    uint32_t keys_n, other; /* other: its match in the other report, or NONE */
    float weight, alike;
};

struct side_report {
    const struct document *d;
    struct side_sentence *s;
    uint32_t n;
};

static int by_key(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void split(struct side_report *r, const struct document *d, struct arena *a) {
    const struct lang *l = &d->lang;
    r->d = d;
    r->s = ARENA_ARRAY(a, struct side_sentence, l->sentences_n);
    for (uint32_t i = 0; i < l->sentences_n; i++) {
        const struct sentence *s = &l->sentences[i];
        struct side_sentence *x = &r->s[r->n];
        uint32_t most = s->end - s->first < MOST_WORDS ? s->end - s->first : MOST_WORDS, n = 0;
        uint32_t *keys = ARENA_ARRAY(a, uint32_t, most);
        for (uint32_t t = s->first; t < s->first + most; t++)
            if (l->tokens[t].upos != UPOS_PUNCT)
                keys[n++] = l->tokens[t].key;
        if (!n)
            continue;
        qsort(keys, n, sizeof *keys, by_key);
        uint32_t kept = 0;
        for (uint32_t k = 0; k < n; k++)
            if (!k || keys[k] != keys[k - 1])
                keys[kept++] = keys[k];
        *x = (struct side_sentence){span_trim(d->page.text, s->at), keys, kept, NONE, 0, 0};
        r->n++;
    }
}

/* How many sentences of both reports hold each word: open addressing over the keys themselves. */
struct counts {
    uint32_t *keys, *n, *first; /* first: the newest entry of the first report's index */
    uint32_t mask;
};

struct posting {
    uint32_t sentence, next;
};

static uint32_t slot(const struct counts *c, uint32_t key) {
    uint32_t i = (uint32_t)hash_mix(key, 1) & c->mask;
    while (c->n[i] && c->keys[i] != key)
        i = (i + 1) & c->mask;
    return i;
}

struct match {
    float alike;
    uint32_t a, b;
};

static int by_alike(const void *x, const void *y) {
    const struct match *a = x, *b = y;
    if (a->alike != b->alike)
        return a->alike < b->alike ? 1 : -1;
    return a->a != b->a ? (a->a > b->a) - (a->a < b->a) : (a->b > b->b) - (a->b < b->b);
}

static void align(struct side_report *x, struct side_report *y, struct arena *a) {
    size_t total = 0;
    for (uint32_t i = 0; i < x->n; i++)
        total += x->s[i].keys_n;
    for (uint32_t i = 0; i < y->n; i++)
        total += y->s[i].keys_n;
    struct counts c = {.mask = 63};
    while (c.mask < total * 2)
        c.mask = c.mask * 2 + 1;
    c.keys = ARENA_ARRAY(a, uint32_t, c.mask + 1);
    c.n = ARENA_ARRAY(a, uint32_t, c.mask + 1);
    c.first = ARENA_ARRAY(a, uint32_t, c.mask + 1);
    struct posting *index = ARENA_ARRAY(a, struct posting, total + 1);
    uint32_t index_n = 1; /* 0: the end */
    struct side_report *both[] = {x, y};
    for (int r = 0; r < 2; r++)
        for (uint32_t i = 0; i < both[r]->n; i++)
            for (uint32_t k = 0; k < both[r]->s[i].keys_n; k++) {
                uint32_t at = slot(&c, both[r]->s[i].keys[k]);
                c.keys[at] = both[r]->s[i].keys[k];
                c.n[at]++;
                if (r == 0) {
                    index[index_n].sentence = i;
                    index[index_n].next = c.first[at];
                    c.first[at] = index_n++;
                }
            }
    for (int r = 0; r < 2; r++)
        for (uint32_t i = 0; i < both[r]->n; i++)
            for (uint32_t k = 0; k < both[r]->s[i].keys_n; k++)
                both[r]->s[i].weight += 1.0f / (float)c.n[slot(&c, both[r]->s[i].keys[k])];
    struct match *m = NULL;
    uint32_t n = 0, cap = 0;
    float *shared = ARENA_ARRAY(a, float, x->n);
    uint32_t *touched = ARENA_ARRAY(a, uint32_t, x->n);
    for (uint32_t i = 0; i < y->n; i++) {
        uint32_t touched_n = 0;
        for (int pass = 0; pass < 2; pass++) /* rarer words find the candidates, all words weigh them */
            for (uint32_t k = 0; k < y->s[i].keys_n; k++) {
                uint32_t at = slot(&c, y->s[i].keys[k]);
                if ((c.n[at] > COMMON) != (pass == 1))
                    continue;
                if (pass == 0)
                    for (uint32_t e = c.first[at]; e; e = index[e].next) {
                        if (!(shared[index[e].sentence] > 0))
                            touched[touched_n++] = index[e].sentence;
                        shared[index[e].sentence] += 1.0f / (float)c.n[at];
                    }
                else
                    for (uint32_t t = 0; t < touched_n; t++)
                        if (bsearch(&y->s[i].keys[k], x->s[touched[t]].keys, x->s[touched[t]].keys_n,
                                    sizeof(uint32_t), by_key))
                            shared[touched[t]] += 1.0f / (float)c.n[at];
            }
        for (uint32_t t = 0; t < touched_n; t++) {
            float alike = 2 * shared[touched[t]] / (x->s[touched[t]].weight + y->s[i].weight);
            shared[touched[t]] = 0;
            if (alike < CHANGED)
                continue;
            ARENA_MORE(a, m, n, cap);
            m[n++] = (struct match){alike, touched[t], i};
        }
    }
    if (n)
        qsort(m, n, sizeof *m, by_alike);
    for (uint32_t i = 0; i < n; i++)
        if (x->s[m[i].a].other == NONE && y->s[m[i].b].other == NONE) {
            x->s[m[i].a].other = m[i].b;
            y->s[m[i].b].other = m[i].a;
            x->s[m[i].a].alike = y->s[m[i].b].alike = m[i].alike;
        }
}

/* ---- printing ---------------------------------------------------------------------------------------- */

struct pair {
    const struct side_sentence *a, *b; /* NULL: it has none */
};

static const char *kind_of(const struct pair *p) {
    return !p->b ? "dropped" : !p->a ? "added" : p->b->alike >= TAKEN ? "taken" : "changed";
}

static void json_row(const struct side_report *x, const struct side_report *y, const struct pair *p,
                     struct out *o) {
    jout_open(o, NULL, '{');
    jout_string(o, "kind", slice_str(kind_of(p)));
    if (p->a && p->b)
        jout_number(o, "alike", (double)(int)(p->b->alike * 1000 + 0.5f) / 1000);
    if (p->a) {
        jout_span(o, "a", page_source(&x->d->page, p->a->at));
        jout_string(o, "a_text", slice_at(x->d->page.text, p->a->at));
    }
    if (p->b) {
        jout_span(o, "b", page_source(&y->d->page, p->b->at));
        jout_string(o, "b_text", slice_at(y->d->page.text, p->b->at));
    }
    jout_close(o, '}');
    out_str(o, "\n");
}

static struct layout_cell cell(const struct side_report *r, const struct side_sentence *s,
                               struct layout *l) {
    if (!s)
        return (struct layout_cell){0};
    uint32_t line = page_line(&r->d->page, page_source(&r->d->page, s->at).start);
    return (struct layout_cell){.head = arena_printf(l->a, "line %u", line),
                                .body = layout_clean(l->a, slice_at(r->d->page.text, s->at))};
}

static void row(const struct side_report *x, const struct side_report *y, const struct pair *p, bool json,
                struct layout *l) {
    if (json) {
        json_row(x, y, p, l->o);
        return;
    }
    static const enum ink inks[] = {INK_DIM, INK_WARN, INK_BAD, INK_GOOD};
    const char *kind = kind_of(p);
    layout_put(l, inks[*kind == 't' ? 0 : *kind == 'c' ? 1 : *kind == 'd' ? 2 : 3], slice_str(kind));
    layout_end(l);
    struct layout_cell left = cell(x, p->a, l), right = cell(y, p->b, l);
    layout_pair(l, &left, &right, 2);
}

void view_diff(const struct document *first, const struct document *second, bool json,
               const struct view_options *options, struct arena *a, struct out *o) {
    struct side_report x = {0}, y = {0};
    split(&x, first, a);
    split(&y, second, a);
    align(&x, &y, a);
    struct layout l = {o, a, options->colour, options->ascii, options->width > 0 ? options->width : 80, 0};
    uint32_t n[4] = {0};
    for (uint32_t i = 0; i < x.n; i++)
        n[2] += x.s[i].other == NONE;
    for (uint32_t i = 0; i < y.n; i++)
        n[y.s[i].other == NONE ? 3 : y.s[i].alike >= TAKEN ? 0 : 1]++;
    if (!json) {
        struct layout_cell left = {.head = layout_clean(a, first->id)}, right = {.head = layout_clean(a, second->id)};
        layout_pair(&l, &left, &right, 2);
        layout_put(&l, INK_DIM, arena_printf(a, "%u sentences taken, %u changed, %u dropped, %u added", n[0],
                                             n[1], n[2], n[3]));
        layout_end(&l);
    }
    /* in the second's order; what was dropped stands where it stood in the first */
    uint32_t next = 0;
    for (uint32_t i = 0; i < y.n; i++) {
        if (y.s[i].other != NONE)
            for (; next <= y.s[i].other; next++)
                if (x.s[next].other == NONE)
                    row(&x, &y, &(struct pair){&x.s[next], NULL}, json, &l);
        row(&x, &y, &(struct pair){y.s[i].other == NONE ? NULL : &x.s[y.s[i].other], &y.s[i]}, json, &l);
    }
    for (; next < x.n; next++)
        if (x.s[next].other == NONE)
            row(&x, &y, &(struct pair){&x.s[next], NULL}, json, &l);
}

/* ---- for the reading room ------------------------------------------------------------------------- */

static void place_keys(const struct side_report *r, const struct side_sentence *s, const char *source, const char *text,
                       struct out *o) {
    if (!s)
        return;
    jout_span(o, source, page_source(&r->d->page, s->at));
    jout_span(o, text, s->at);
}

static void object_row(const struct side_report *x, const struct side_report *y, const struct pair *p, struct out *o) {
    jout_open(o, NULL, '{');
    jout_string(o, "kind", slice_str(kind_of(p)));
    if (p->a && p->b)
        jout_number(o, "alike", (double)(int)(p->b->alike * 1000 + 0.5f) / 1000);
    place_keys(x, p->a, "a", "a_at", o);
    place_keys(y, p->b, "b", "b_at", o);
    jout_close(o, '}');
}

void view_diff_object(const struct document *first, const struct document *second, struct arena *a, struct out *o) {
    struct side_report x = {0}, y = {0};
    split(&x, first, a);
    split(&y, second, a);
    align(&x, &y, a);
    uint32_t n[4] = {0};
    for (uint32_t i = 0; i < x.n; i++)
        n[2] += x.s[i].other == NONE;
    for (uint32_t i = 0; i < y.n; i++)
        n[y.s[i].other == NONE ? 3 : y.s[i].alike >= TAKEN ? 0 : 1]++;
    static const char *const kinds[] = {"taken", "changed", "dropped", "added"};
    jout_open(o, NULL, '{');
    jout_string(o, "a", first->id);
    jout_string(o, "b", second->id);
    jout_open(o, "counts", '{');
    for (int i = 0; i < 4; i++)
        jout_int(o, kinds[i], n[i]);
    jout_close(o, '}');
    jout_open(o, "rows", '[');
    uint32_t next = 0;
    for (uint32_t i = 0; i < y.n; i++) {
        if (y.s[i].other != NONE)
            for (; next <= y.s[i].other; next++)
                if (x.s[next].other == NONE)
                    object_row(&x, &y, &(struct pair){&x.s[next], NULL}, o);
        object_row(&x, &y, &(struct pair){y.s[i].other == NONE ? NULL : &x.s[y.s[i].other], &y.s[i]}, o);
    }
    for (; next < x.n; next++)
        if (x.s[next].other == NONE)
            object_row(&x, &y, &(struct pair){&x.s[next], NULL}, o);
    jout_close(o, ']');
    jout_close(o, '}');
}
