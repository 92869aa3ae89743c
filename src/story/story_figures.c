/* Figures: one person, place or thing under all its spellings in the collection.
 *
 * Each entity of a document gives keys; entities with a key in common are one figure:
 *   - its name and full aliases, small, without accents and article, word by word in the spelling of
 *     data/lang/en/spellings.tsv (Kiev and Kyiv are one key);
 *   - of a person with a first name: the consonants and vowels of the last name as they sound
 *     in most transliterations (Zelenskiy, Zelensky, Zelenskyy), and the first name: itself, its short forms
 *     (data/lang/en/forenames.tsv), or four consonants and more of it (Volodymyr, Vladimir); in one story its initial will do, if no
 *     report has two such people (Jared and Josh);
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
    uint64_t first;  /* how first and last name sound; 0: there is no first */
    uint64_t initial; /* of the first name, with the last name and the story; 0: none */
    bool full;       /* has a first name too */
    bool born;       /* "Jr." */
    bool formal;     /* that, and a middle name: "John R. Norvane Jr." */
};
struct figures_work {
    struct arena *tmp;
    struct table spellings, forenames; /* variant -> number of the form used */
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

static void read_variants(struct figures_work *w, const char *list, struct table *out) {
    slice rest = embedded(list), line, form, variant;
    table_init(out, w->tmp, 256);
    while (slice_line(&rest, &line)) {
        if (!line.n || line.p[0] == '#' || !slice_field(&line, '\t', &form))
            continue;
        ARENA_MORE(w->tmp, w->forms, w->forms_n, w->forms_cap);
        w->forms[w->forms_n] = form;
        while (line.n && slice_field(&line, '|', &variant))
            if (variant.n)
                table_put(out, plain_of(w->tmp, variant), w->forms_n);
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

static void sort_keys(struct figures_work *w) {
    if (w->keys_n)
        qsort(w->keys, w->keys_n, sizeof *w->keys, by_key);
}

static slice last_word(slice name) {
    uint32_t at = name.n;
    while (at > 0 && name.p[at - 1] != ' ')
        at--;
    return slice_cut(name, at, name.n);
}

/* "John Norvane Jr.": the name without what tells him from his father; enum born. */
static uint8_t without_born(slice *name) {
    slice last = last_word(*name);
    uint8_t born = last.n < name->n ? lang_born(last) : BORN_PLAIN;
    if (born) {
        name->n -= last.n;
        while (name->n && (name->p[name->n - 1] == ' ' || name->p[name->n - 1] == ','))
            name->n--;
    }
    return born;
}

/* A first name under its short forms and as transliterations leave it: four consonants, in classes, tell it. */
static uint64_t first_sound(struct figures_work *w, slice plain) {
    slice first;
    slice_field(&plain, ' ', &first);
    const uint32_t *known = table_get(&w->forenames, first);
    if (known)
        first = w->forms[*known];
    char out[8];
    uint32_t n = 0;
    for (uint32_t i = 0; i < first.n && n < sizeof out; i++) {
        char c = first.p[i], next = i + 1 < first.n ? first.p[i + 1] : 0;
        if (n && memchr("aeiouyj'-.", c, 10))
            continue;
        if (next == 'h' && (c == 'k' || c == 'g' || c == 'c'))
            c = 'h', i++;
        else if (next == 'h' && c == 'p')
            c = 'f', i++;
        c = c == 'w' ? 'v' : c == 'g' ? 'h' : c == 'c' ? 'k' : c;
        if (c == 'x') {
            out[n++] = 'k';
            c = 's';
        }
        if (n < sizeof out && (!n || out[n - 1] != c))
            out[n++] = c;
    }
    return n >= 4 ? hash64(out, n) : sound(w, first);
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

/* Of one last name and of two first names, or one the other's son: what is found to be one in a report may be two all the same, and what
 * one report takes for one must not make one of them in all. */
static bool two_people(struct figures_work *w, slice name, slice alias) {
    bool born = !without_born(&name) != !without_born(&alias);
    slice x = plain_of(w->tmp, name), y = plain_of(w->tmp, alias);
    if (slice_find(x, S(" "), 0) == NONE || slice_find(y, S(" "), 0) == NONE || sound(w, last_word(x)) != sound(w, last_word(y)))
        return false;
    slice a = slice_cut(x, 0, slice_find(x, S(" "), 0)), b = slice_cut(y, 0, slice_find(y, S(" "), 0));
    if (a.n <= 2 || b.n <= 2) /* an initial */
        return born || a.p[0] != b.p[0];
    return born || first_sound(w, x) != first_sound(w, y);
}

/* ---- people known by the last name alone ---------------------------------------------------- */

struct bearer {
    uint64_t last;
    uint32_t story, root, at;
    bool full, born;
};
static int by_bearer(const void *x, const void *y) {
    const struct bearer *a = x, *b = y;
    if (a->last != b->last)
        return a->last < b->last ? -1 : 1;
    if (a->story != b->story)
        return a->story < b->story ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

/* The one full-named root among [from, to), a "Jr." or not; NONE: none or several. */
static uint32_t only(const struct bearer *v, uint32_t from, uint32_t to, bool born) {
    uint32_t found = NONE;
    for (uint32_t i = from; i < to; i++) {
        if (!v[i].full || v[i].born != born)
            continue;
        if (found != NONE && found != v[i].root)
            return NONE;
        found = v[i].root;
    }
    return found;
}

/* In one story the initial of the first name will do: Mike for Michael. Not where a report knows two of it. */
static void join_initials(struct figures_work *w, const struct item *items, uint32_t n) {
    w->keys_n = 0;
    for (uint32_t i = 0; i < n; i++)
        if (items[i].initial)
            add_key(w, items[i].initial, i);
    sort_keys(w);
    for (uint32_t i = 0; i < w->keys_n;) {
        uint32_t j = i + 1;
        bool two = false; /* items are in the order of their documents */
        for (; j < w->keys_n && w->keys[j].hash == w->keys[i].hash; j++) {
            uint32_t x = w->keys[j - 1].at, y = w->keys[j].at;
            two = two || (items[x].doc == items[y].doc && root_of(w->up, x) != root_of(w->up, y));
        }
        for (uint32_t k = i + 1; k < j && !two; k++)
            join(w->up, w->keys[k - 1].at, w->keys[k].at);
        i = j;
    }
}

/* Who is "John R. Norvane Jr." in one report is John Norvane in another, if none has both. */
static void join_formal(struct figures_work *w, const struct item *items, uint32_t n) {
    w->keys_n = 0;
    for (uint32_t i = 0; i < n; i++)
        if (items[i].first)
            add_key(w, items[i].first, i);
    sort_keys(w);
    for (uint32_t i = 0; i < w->keys_n;) {
        uint32_t j = i, plain = NONE, formal = NONE, born_in = NONE, plain_in = NONE;
        bool both = false; /* items are in the order of their documents */
        for (; j < w->keys_n && w->keys[j].hash == w->keys[i].hash; j++) {
            const struct item *x = &items[w->keys[j].at];
            *(x->born ? &born_in : &plain_in) = x->doc;
            both = both || (born_in == plain_in);
            if (!x->born)
                plain = w->keys[j].at;
            else if (x->formal)
                formal = w->keys[j].at;
        }
        if (!both && plain != NONE && formal != NONE)
            for (uint32_t k = i; k < j; k++)
                if (items[w->keys[k].at].formal)
                    join(w->up, w->keys[k].at, plain);
        i = j;
    }
}

/* Whose the last name is: who is "Jr." only where nobody else is. */
static uint32_t whose(const struct bearer *v, uint32_t from, uint32_t to) {
    bool plain = false;
    for (uint32_t i = from; i < to; i++)
        plain = plain || (v[i].full && !v[i].born);
    return only(v, from, to, !plain);
}

/* Of whom four in five of the full names in [from, to) are; NONE: nobody. */
static uint32_t nearly_all(const struct bearer *v, uint32_t from, uint32_t to) {
    uint32_t most = NONE, lead = 0, full = 0, hers = 0;
    for (uint32_t i = from; i < to; i++) { /* the only one who can be more than half (Boyer and Moore 1981) */
        if (!v[i].full)
            continue;
        if (!lead)
            most = v[i].root;
        lead += v[i].root == most ? 1 : (uint32_t)-1;
        full++;
    }
    for (uint32_t i = from; i < to; i++)
        hers += v[i].full && v[i].root == most;
    return full && hers * 5 >= full * 4 ? most : NONE;
}

static void join_last_names(struct figures_work *w, const struct item *items, uint32_t n, const uint32_t *story_of) {
    struct bearer *v = arena_alloc(w->tmp, ((size_t)n + 1) * sizeof *v);
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++)
        if (items[i].last)
            v[m++] = (struct bearer){items[i].last, story_of[items[i].doc], root_of(w->up, i), i, items[i].full, items[i].born};
    if (m)
        qsort(v, m, sizeof *v, by_bearer);
    for (uint32_t i = 0; i < m;) {
        uint32_t j = i;
        bool named = false; /* somebody of this last name is known with a first name */
        for (; j < m && v[j].last == v[i].last; j++)
            named = named || v[j].full;
        uint32_t all = whose(v, i, j), junior = only(v, i, j, true), alone = NONE;
        if (all == NONE)
            all = nearly_all(v, i, j);
        for (uint32_t x = i; x < j;) {
            uint32_t y = x;
            bool here_named = false;
            for (; y < j && v[y].story == v[x].story; y++)
                here_named = here_named || v[y].full;
            uint32_t to = here_named ? whose(v, x, y) : all, son = only(v, x, y, true);
            if (to == NONE && !named)
                to = alone; /* nobody's first name is known */
            for (uint32_t k = x; k < y; k++) {
                if (v[k].full)
                    continue;
                if (v[k].born) { /* "Norvane Jr." */
                    if (son != NONE || junior != NONE)
                        join(w->up, v[k].at, son != NONE ? son : junior);
                    continue;
                }
                if (to == NONE)
                    to = v[k].at;
                else
                    join(w->up, v[k].at, to);
                if (!named)
                    alone = to;
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
    read_variants(&w, "lang/en/spellings.tsv", &w.spellings);
    read_variants(&w, "lang/en/forenames.tsv", &w.forenames);
    struct item *items = ARENA_ARRAY(tmp, struct item, all);
    w.up = arena_alloc(tmp, all * sizeof *w.up);
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < docs[i]->lang.entities_n; k++, m++) {
            const struct entity *e = &docs[i]->lang.entities[k];
            w.up[m] = m;
            items[m] = (struct item){.doc = i, .entity = k};
            if (e->type != ENTITY_PER || slice_find(e->name, S(" "), 0) != NONE) /* whose a last name is, join_last_names() tells */
                add_key(&w, name_key(&w, e->name, e->type), m);
            for (uint32_t x = 0; x < e->aliases_n; x++)
                if (telling(e->aliases[x], e->type) && !(e->type == ENTITY_PER && two_people(&w, e->name, e->aliases[x])))
                    add_key(&w, name_key(&w, e->aliases[x], e->type), m);
            if (e->type != ENTITY_PER || !e->name.n)
                continue;
            slice name = e->name;
            uint8_t born = without_born(&name);
            items[m].born = born != BORN_PLAIN;
            items[m].last = sound(&w, last_word(name));
            items[m].full = slice_find(name, S(" "), 0) != NONE;
            slice plain = plain_of(tmp, name);
            if (!items[m].full || !plain.n || last_word(name).n < 4)
                continue;
            items[m].first = hash_mix(items[m].last, first_sound(&w, plain));
            items[m].formal = born == BORN_JUNIOR && slice_find(name, S(" "), slice_find(name, S(" "), 0) + 1) != NONE;
            if (items[m].born)
                continue;
            items[m].initial = hash_mix(hash_mix(items[m].last, (unsigned char)plain.p[0]), out->story_of[i]);
            add_key(&w, items[m].first, m);
        }
    sort_keys(&w);
    for (uint32_t i = 1; i < w.keys_n; i++)
        if (w.keys[i].hash == w.keys[i - 1].hash)
            join(w.up, w.keys[i].at, w.keys[i - 1].at);
    join_initials(&w, items, all);
    join_formal(&w, items, all);
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
