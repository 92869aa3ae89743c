/* Figures: one person, place or thing under all its spellings in the collection.
 *
 * Each entity of a document gives keys; entities with a key in common are one figure:
 *   - its name and full aliases, small, without accents and article, word by word in the spelling of
 *     data/lang/en/spellings.tsv (Kiev and Kyiv are one key);
 *   - of a person with a first name: the consonants and vowels of the last name as they sound
 *     in most transliterations (Zelenskiy, Zelensky, Zelenskyy), and the first initial;
 *   - of a person known by the last name alone: the one person of that last name in the same
 *     story, else in the collection, if there is just one.
 * Keys are sorted and joined: the cost is that of sorting. */
#include "story_inside.h"

#include <stdlib.h>

struct key {
    uint64_t hash;
    uint32_t at; /* number of the entity over all documents */
};
struct item {
    uint32_t doc, entity;
    uint64_t last;   /* of a person: how the last name sounds; 0: no person */
    bool full;       /* has a first name too */
};
struct figures_work {
    struct arena *tmp;
    struct table spellings; /* variant -> number of the form used */
    slice *forms;
    uint32_t forms_n, forms_cap;
    struct key *keys;
    uint32_t keys_n, keys_cap;
    uint32_t *up;
};

static uint32_t root_of(uint32_t *up, uint32_t x) {
    while (up[x] != x) {
        up[x] = up[up[x]];
        x = up[x];
    }
    return x;
}
static void join(uint32_t *up, uint32_t x, uint32_t y) {
    x = root_of(up, x);
    y = root_of(up, y);
    if (x < y)
        up[y] = x;
    else
        up[x] = y;
}

/* Small letters without their marks: who is written with them in one report is written without in another. */
static slice plain_of(struct arena *a, slice s) {
    struct buf b = {.a = a};
    const char *p = s.p, *end = s.p + s.n;
    while (p < end) {
        uint32_t cp;
        int n = utf8_decode(p, end, &cp);
        if (n > 0)
            cp = cp_plain(cp);
        if (n > 0 && cp)
            buf_cp(&b, cp);
        p += n > 0 ? n : 1;
    }
    return buf_take(&b);
}

static void read_spellings(struct figures_work *w) {
    slice rest = embedded("lang/en/spellings.tsv"), line, form, variant;
    table_init(&w->spellings, w->tmp, 256);
    while (slice_line(&rest, &line)) {
        if (!line.n || line.p[0] == '#' || !slice_field(&line, '\t', &form))
            continue;
        ARENA_MORE(w->tmp, w->forms, w->forms_n, w->forms_cap);
        w->forms[w->forms_n] = form;
        while (line.n && slice_field(&line, '|', &variant))
            if (variant.n)
                table_put(&w->spellings, plain_of(w->tmp, variant), w->forms_n);
        w->forms_n++;
    }
}

/* A name as a key: words in the form used, without article, full stops and possessives. */
static uint64_t name_key(struct figures_work *w, slice name, uint8_t type) {
    slice low = plain_of(w->tmp, name), word;
    if (slice_starts(low, S("the ")))
        low = slice_cut(low, 4, low.n);
    /* a place and its government are one kind of thing here */
    uint64_t h = type == ENTITY_LOC ? ENTITY_GPE : type;
    while (low.n && slice_field(&low, ' ', &word)) {
        char plain[80];
        uint32_t n = 0;
        for (uint32_t i = 0; i < word.n && n < sizeof plain; i++)
            if (word.p[i] != '.' && word.p[i] != ',')
                plain[n++] = word.p[i];
        if (!n)
            continue;
        slice key = {plain, n};
        const uint32_t *at = table_get(&w->spellings, key);
        if (at)
            key = w->forms[*at];
        h = hash_mix(h, hash64(key.p, key.n));
    }
    return h;
}

/* How a last name sounds: letters that transliterations differ in made one. */
static uint64_t sound(struct figures_work *w, slice name) {
    slice s = plain_of(w->tmp, name);
    const uint32_t *known = table_get(&w->spellings, s);
    if (known)
        s = w->forms[*known];
    char out[64];
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n && n < sizeof out; i++) {
        char c = s.p[i];
        if (c == 'y' || c == 'j')
            c = 'i';
        if (c == 'w')
            c = 'v';
        if (c == 'k' && i + 1 < s.n && s.p[i + 1] == 'h')
            c = 'h', i++;
        if (c == 'p' && i + 1 < s.n && s.p[i + 1] == 'h')
            c = 'f', i++;
        if (c == 'c' && i + 1 < s.n && s.p[i + 1] == 'k')
            c = 'k', i++;
        if (c == '\'' || c == '-' || (n && out[n - 1] == c))
            continue;
        out[n++] = c;
    }
    return hash64(out, n) | 1;
}

static void add_key(struct figures_work *w, uint64_t hash, uint32_t at) {
    ARENA_MORE(w->tmp, w->keys, w->keys_n, w->keys_cap);
    w->keys[w->keys_n++] = (struct key){hash, at};
}

static int by_key(const void *x, const void *y) {
    const struct key *a = x, *b = y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static slice last_word(slice name) {
    uint32_t at = name.n;
    while (at > 0 && name.p[at - 1] != ' ')
        at--;
    return slice_cut(name, at, name.n);
}

/* Does an alias say enough to stand for the whole? Two words, or capitals alone. */
static bool telling(slice name, uint8_t type) {
    if (slice_find(name, S(" "), 0) != NONE)
        return true;
    if (type == ENTITY_PER || name.n < 2)
        return false;
    for (uint32_t i = 0; i < name.n; i++)
        if (is_lower((unsigned char)name.p[i]))
            return type == ENTITY_GPE || type == ENTITY_LOC;
    return true;
}

/* ---- people known by the last name alone ---------------------------------------------------- */

struct bearer {
    uint64_t last;
    uint32_t story, root, at;
    bool full;
};
static int by_bearer(const void *x, const void *y) {
    const struct bearer *a = x, *b = y;
    if (a->last != b->last)
        return a->last < b->last ? -1 : 1;
    if (a->story != b->story)
        return a->story < b->story ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

/* The one full-named root among [from, to); NONE: none or several. */
static uint32_t only(const struct bearer *v, uint32_t from, uint32_t to) {
    uint32_t found = NONE;
    for (uint32_t i = from; i < to; i++) {
        if (!v[i].full)
            continue;
        if (found != NONE && found != v[i].root)
            return NONE;
        found = v[i].root;
    }
    return found;
}

static void join_last_names(struct figures_work *w, const struct item *items, uint32_t n, const uint32_t *story_of) {
    struct bearer *v = arena_alloc(w->tmp, ((size_t)n + 1) * sizeof *v);
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++)
        if (items[i].last)
            v[m++] = (struct bearer){items[i].last, story_of[items[i].doc], root_of(w->up, i), i, items[i].full};
    if (m)
        qsort(v, m, sizeof *v, by_bearer);
    for (uint32_t i = 0; i < m;) {
        uint32_t j = i;
        while (j < m && v[j].last == v[i].last)
            j++;
        uint32_t all = only(v, i, j);
        for (uint32_t x = i; x < j;) {
            uint32_t y = x;
            while (y < j && v[y].story == v[x].story)
                y++;
            uint32_t here = only(v, x, y);
            uint32_t first = NONE;
            for (uint32_t k = x; k < y; k++) {
                if (v[k].full)
                    continue;
                if (here != NONE)
                    join(w->up, v[k].at, here);
                else if (all != NONE)
                    join(w->up, v[k].at, all);
                else if (first == NONE)
                    first = v[k].at;
                else
                    join(w->up, v[k].at, first); /* nobody's first name is known in this story */
            }
            x = y;
        }
        i = j;
    }
}

/* ---- rows -------------------------------------------------------------------------------------- */

static int by_slice(const void *x, const void *y) { return slice_cmp(*(const slice *)x, *(const slice *)y); }

/* The form that most of the documents use, the longest of equals; the others are aliases. */
static void name_figure(const struct document *const *docs, struct figure *f, struct arena *a, struct arena *tmp) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->refs_n; i++)
        n += 1 + docs[f->refs[i].doc]->lang.entities[f->refs[i].entity].aliases_n;
    slice *all = arena_alloc(tmp, (n + 1) * sizeof *all), *names = arena_alloc(tmp, (f->refs_n + 1) * sizeof *names);
    n = 0;
    for (uint32_t i = 0; i < f->refs_n; i++) {
        const struct entity *e = &docs[f->refs[i].doc]->lang.entities[f->refs[i].entity];
        names[i] = e->name;
        all[n++] = e->name;
        for (uint32_t k = 0; k < e->aliases_n; k++)
            all[n++] = e->aliases[k];
    }
    qsort(names, f->refs_n, sizeof *names, by_slice);
    uint32_t most = 0;
    bool spaced = false;
    for (uint32_t i = 0; i < f->refs_n;) {
        uint32_t j = i;
        while (j < f->refs_n && slice_eq(names[j], names[i]))
            j++;
        bool two = slice_find(names[i], S(" "), 0) != NONE;
        /* a person's full name before the last name alone */
        bool rather = f->type == ENTITY_PER && two != spaced ? two : j - i > most || (j - i == most && names[i].n > f->name.n);
        if (!f->name.p || rather) {
            f->name = names[i];
            most = j - i;
            spaced = two;
        }
        i = j;
    }
    qsort(all, n, sizeof *all, by_slice);
    f->aliases = arena_alloc(a, (n + 1) * sizeof *f->aliases);
    for (uint32_t i = 0; i < n; i++)
        if (!slice_eq(all[i], f->name) && (!f->aliases_n || !slice_eq(f->aliases[f->aliases_n - 1], all[i])))
            f->aliases[f->aliases_n++] = all[i];
}

struct order {
    slice name;
    uint32_t at;
    uint8_t type;
};
static int by_order(const void *x, const void *y) {
    const struct order *a = x, *b = y;
    int d = slice_cmp(a->name, b->name);
    if (d)
        return d;
    return a->type != b->type ? (int)a->type - (int)b->type : (a->at > b->at) - (a->at < b->at);
}
static int by_figure(const void *x, const void *y) {
    const struct figure *a = x, *b = y;
    return slice_cmp(a->id, b->id);
}

void figures_read(const struct document *const *docs, uint32_t n, struct arena *a, struct arena *tmp,
                  struct stories *out) {
    uint32_t all = 0;
    for (uint32_t i = 0; i < n; i++) {
        out->figure_of[i] = ARENA_ARRAY(a, uint32_t, docs[i]->lang.entities_n + 1);
        all += docs[i]->lang.entities_n;
    }
    if (!all)
        return;
    struct figures_work w = {.tmp = tmp};
    read_spellings(&w);
    struct item *items = ARENA_ARRAY(tmp, struct item, all);
    w.up = arena_alloc(tmp, all * sizeof *w.up);
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < docs[i]->lang.entities_n; k++, m++) {
            const struct entity *e = &docs[i]->lang.entities[k];
            w.up[m] = m;
            items[m] = (struct item){.doc = i, .entity = k};
            add_key(&w, name_key(&w, e->name, e->type), m);
            for (uint32_t x = 0; x < e->aliases_n; x++)
                if (telling(e->aliases[x], e->type))
                    add_key(&w, name_key(&w, e->aliases[x], e->type), m);
            if (e->type != ENTITY_PER || !e->name.n)
                continue;
            items[m].last = sound(&w, last_word(e->name));
            items[m].full = slice_find(e->name, S(" "), 0) != NONE;
            slice plain = plain_of(tmp, e->name);
            if (items[m].full && plain.n && last_word(e->name).n >= 4)
                add_key(&w, hash_mix(items[m].last, (uint64_t)(unsigned char)plain.p[0] << 8 | 1), m);
        }
    qsort(w.keys, w.keys_n, sizeof *w.keys, by_key);
    for (uint32_t i = 1; i < w.keys_n; i++)
        if (w.keys[i].hash == w.keys[i - 1].hash)
            join(w.up, w.keys[i].at, w.keys[i - 1].at);
    join_last_names(&w, items, all, out->story_of);
    /* rows */
    uint32_t *count = ARENA_ARRAY(tmp, uint32_t, all), *number = ARENA_ARRAY(tmp, uint32_t, all);
    for (uint32_t i = 0; i < all; i++)
        count[root_of(w.up, i)]++;
    struct figure *f = ARENA_ARRAY(tmp, struct figure, all);
    uint32_t f_n = 0;
    for (uint32_t i = 0; i < all; i++) {
        uint32_t r = root_of(w.up, i);
        if (r == i) {
            number[i] = f_n;
            f[f_n].type = docs[items[i].doc]->lang.entities[items[i].entity].type;
            f[f_n++].refs = ARENA_ARRAY(a, struct figure_ref, count[i]);
        }
        struct figure *g = &f[number[r]];
        g->refs[g->refs_n++] = (struct figure_ref){items[i].doc, items[i].entity};
    }
    struct order *order = ARENA_ARRAY(tmp, struct order, f_n);
    for (uint32_t i = 0; i < f_n; i++) {
        name_figure(docs, &f[i], a, tmp);
        order[i] = (struct order){f[i].name, i, f[i].type};
    }
    qsort(order, f_n, sizeof *order, by_order);
    out->figures = ARENA_ARRAY(a, struct figure, f_n);
    out->figures_n = f_n;
    uint32_t same = 0;
    for (uint32_t i = 0; i < f_n; i++) {
        struct figure *g = &out->figures[i];
        *g = f[order[i].at];
        same = i && slice_eq(order[i].name, order[i - 1].name) && order[i].type == order[i - 1].type ? same + 1 : 0;
        uint64_t h = hash64_seed(g->name.p, g->name.n, ((uint64_t)same << 8 | g->type) + 1);
        g->id = arena_printf(a, "e-%012llx", (unsigned long long)(h >> 16));
    }
    qsort(out->figures, f_n, sizeof *out->figures, by_figure);
    for (uint32_t i = 0; i < f_n; i++)
        for (uint32_t k = 0; k < out->figures[i].refs_n; k++) {
            struct figure_ref r = out->figures[i].refs[k];
            out->figure_of[r.doc][r.entity] = i;
        }
}
