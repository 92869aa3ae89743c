/* Entities: which names of a document are one thing.
 *
 *   mentions -> forms (mentions that read alike) -> one type a form, by vote
 *            -> longest forms first: joined to an entity that they shorten, abbreviate or misspell
 *            -> a surname that several people share goes to the one named last
 *
 * Names of a place that the lists know as one (Bombay, Mumbai) are one; so are a country's adjective and
 * its people, apart from the country. All searches are bounded, so that a page of nothing but names
 * costs no more than its length. */
#include "names.h"

#include <stdlib.h>

enum { MAX_PARTS = 12, CHAIN_MOST = 24, PEOPLES = 64 };

struct form {
    uint64_t key;            /* of all its words, folded */
    uint32_t first, n;       /* stretch of `order` */
    uint32_t mention;        /* its first */
    uint32_t votes[6];
    uint64_t part[MAX_PARTS]; /* words folded; punctuation left out */
    uint8_t parts, type;
    uint8_t born;            /* enum born: "Jr.", "III"; not among the parts */
    bool upper;              /* written in capitals alone */
    bool younger;            /* the document has the same name without "Jr." too: that one's surname, then */
    uint16_t row;            /* of the lists, 0: none */
    uint32_t group;          /* entity, while they are made */
    bool shared;             /* each mention is to be settled by itself */
};

struct group { /* an entity in the making */
    uint32_t form;     /* its fullest */
    uint8_t type;
    uint8_t gender;
    uint32_t last;     /* token of the mention seen last, for shared surnames */
    uint32_t seen;     /* mentions so far */
};

struct link { /* word -> forms that hold it, newest first */
    uint32_t form, next;
};

struct joining {
    const struct names_kit *kit;
    slice text;
    struct lang *l;
    struct arena *tmp;
    uint32_t *order;   /* mentions by form */
    uint64_t *key;     /* by mention */
    struct form *forms;
    uint32_t forms_n;
    struct group *groups;
    uint32_t groups_n;
    uint32_t *heads;   /* hash -> link */
    uint32_t mask;
    struct link *links;
    uint32_t links_n, links_cap;
};

/* ---- folding ------------------------------------------------------------------------------------ */

/* Letters that spellings of one name differ in: accents, doubled letters, the ways to end in -i. */
static uint64_t fold_word(slice w, uint32_t *letters) {
    char b[48];
    uint32_t n = 0;
    const char *p = w.p, *end = w.p + w.n;
    while (p < end && n < sizeof b) {
        uint32_t cp;
        int k = utf8_decode(p, end, &cp);
        if (!k)
            break;
        p += k;
        cp = cp_lower(cp);
        if (cp >= 0xE0 && cp <= 0x17F) { /* Latin with marks to plain, where one letter will do */
            static const char plain[] = "aaaaaaaceeeeiiiidnooooo-ouuuuyty"
                                        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllll"
                                        "lllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
            cp = (unsigned char)plain[cp < 0x100 ? cp - 0xE0 : cp - 0x100 + 32];
        }
        if (cp < 0x80 && !is_alnum((unsigned char)cp))
            continue;
        char c = cp < 0x80 ? (char)cp : (char)(0x80 | (cp & 0x7f));
        if (n && b[n - 1] == c && is_alpha((unsigned char)c))
            continue;
        b[n++] = c;
    }
    if (n > 3 && (b[n - 1] == 'y' || b[n - 1] == 'i')) {
        b[n - 1] = 'i';
        if (b[n - 2] == 'i' || b[n - 2] == 'y')
            b[n - 2] = 'i', n--;
    }
    *letters = n;
    return n ? hash64(b, n) : 0;
}

static slice token_text(const struct joining *j, uint32_t t) {
    return slice_at(j->text, j->l->tokens[t].at);
}

static uint32_t parts_of(const struct joining *j, uint32_t mention, uint64_t part[MAX_PARTS], bool *upper, uint8_t *born) {
    const struct mention *m = &j->l->mentions[mention];
    uint32_t n = 0, letters;
    *upper = true;
    *born = BORN_PLAIN;
    for (uint32_t t = m->first; t < m->end && n < MAX_PARTS; t++) {
        uint64_t h = fold_word(token_text(j, t), &letters);
        if (!letters)
            continue;
        if (!(j->l->tokens[t].flags & TOKEN_ALL_UPPER))
            *upper = slice_find(token_text(j, t), S("."), 0) != NONE && letters > 1 && *upper;
        if (n && j->l->entities[mention].type == ENTITY_PER && (*born = lang_born(token_text(j, t))))
            break;
        part[n++] = h;
    }
    return n;
}

/* ---- forms --------------------------------------------------------------------------------------- */

struct keyed {
    uint64_t key;
    uint32_t mention;
};

static int by_key(const void *a, const void *b) {
    const struct keyed *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->mention < y->mention ? -1 : 1;
}

static uint8_t best_type(const struct form *f) {
    uint8_t best = 0;
    for (uint8_t k = 1; k < 6; k++)
        if (f->votes[k] > f->votes[best])
            best = k;
    return best;
}

static void list_row(const struct joining *j, struct form *f, const struct mention *m) {
    uint64_t h = 0;
    for (uint32_t t = m->first; t < m->end; t++) {
        uint64_t w = name_hash(token_text(j, t));
        h = t == m->first ? w : name_join(h, w);
    }
    const struct name_listed *e = names_listed(j->kit, h);
    if (!e || !e->row)
        return;
    bool adjective = e->bits & NAME_DEMONYM, place = e->bits & (NAME_GPE | NAME_REGION);
    if ((f->type == ENTITY_MISC && adjective) || ((f->type == ENTITY_GPE || f->type == ENTITY_LOC) && place))
        f->row = e->row;
}

static int by_hash(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Lone names taken for people, of whom the document has no full name and the lists know nothing: what stands beside them tells. */
static void settle_lone(struct joining *j) {
    uint64_t *full = ARENA_ARRAY(j->tmp, uint64_t, 2 * (size_t)j->forms_n + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < j->forms_n; i++)
        if (j->forms[i].type == ENTITY_PER && j->forms[i].parts > 1) {
            full[n++] = j->forms[i].part[0];
            full[n++] = j->forms[i].part[j->forms[i].parts - 1];
        }
    qsort(full, n, sizeof *full, by_hash);
    uint32_t peoples[PEOPLES], peoples_n = 0; /* "Lysmarker", "Kalvenian" */
    for (uint32_t i = 0; i < j->forms_n && peoples_n < PEOPLES; i++)
        if ((j->forms[i].type == ENTITY_MISC && j->forms[i].parts == 1) || (j->forms[i].type == ENTITY_ORG && j->forms[i].parts > 1))
            peoples[peoples_n++] = i;
    for (uint32_t i = 0; i < j->forms_n; i++) {
        struct form *f = &j->forms[i];
        const struct mention *m = &j->l->mentions[f->mention];
        if (f->type != ENTITY_PER || f->parts != 1 || m->end != m->first + 1 || bsearch(&f->part[0], full, n, sizeof *full, by_hash))
            continue;
        uint64_t h = name_hash(token_text(j, m->first));
        const struct name_listed *listed = names_listed(j->kit, h);
        uint32_t lex = j->kit->model ? names_lexicon(j->kit->model, h) : 0;
        if ((listed && listed->row) || (LEX_GAZ(lex) & (GAZ_FORENAME_M | GAZ_FORENAME_F | GAZ_SURNAME)) || LEX_SELF(lex))
            continue;
        slice name = token_text(j, m->first);
        bool people = false;
        for (uint32_t k = 0; k < peoples_n && !people; k++) {
            slice of = token_text(j, j->l->mentions[j->forms[peoples[k]].mention].first);
            people = of.n > name.n && of.n <= name.n + 4 && name.n >= 4 && slice_eq(slice_cut(of, 0, name.n - 1), slice_cut(name, 0, name.n - 1));
        }
        f->type = names_by_context(j->kit, j->text, j->l, j->order + f->first, f->n, people);
    }
}

/* Whose surname is it, where a father and a son of one name are told of? */
static void find_younger(struct joining *j) {
    uint64_t *elder = ARENA_ARRAY(j->tmp, uint64_t, j->forms_n + 1);
    uint32_t n = 0;
    bool any = false;
    for (uint32_t i = 0; i < j->forms_n; i++) {
        const struct form *f = &j->forms[i];
        any = any || f->born;
        if (f->type == ENTITY_PER && f->parts > 1 && !f->born)
            elder[n++] = name_join(f->part[0], f->part[f->parts - 1]);
    }
    if (!any)
        return;
    qsort(elder, n, sizeof *elder, by_hash);
    for (uint32_t i = 0; i < j->forms_n; i++) {
        struct form *f = &j->forms[i];
        uint64_t name = f->born && f->parts > 1 ? name_join(f->part[0], f->part[f->parts - 1]) : 0;
        f->younger = name && bsearch(&name, elder, n, sizeof *elder, by_hash);
    }
}

static void make_forms(struct joining *j) {
    uint32_t n = j->l->mentions_n;
    struct keyed *k = ARENA_ARRAY(j->tmp, struct keyed, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t part[MAX_PARTS], h = 0;
        bool upper;
        uint8_t born;
        uint32_t p = parts_of(j, i, part, &upper, &born);
        for (uint32_t x = 0; x < p; x++)
            h = x ? name_join(h, part[x]) : part[x];
        h = born ? name_join(h, born) : h;
        k[i] = (struct keyed){h, i};
    }
    qsort(k, n, sizeof *k, by_key);
    j->order = ARENA_ARRAY(j->tmp, uint32_t, n + 1);
    j->forms = ARENA_ARRAY(j->tmp, struct form, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        j->order[i] = k[i].mention;
        if (!i || k[i].key != k[i - 1].key) {
            struct form *f = &j->forms[j->forms_n++];
            *f = (struct form){.key = k[i].key, .first = i, .mention = k[i].mention, .group = NONE};
            f->parts = (uint8_t)parts_of(j, k[i].mention, f->part, &f->upper, &f->born);
        }
        struct form *f = &j->forms[j->forms_n - 1];
        f->n++;
        f->votes[j->l->entities[k[i].mention].type]++;
    }
    for (uint32_t i = 0; i < j->forms_n; i++)
        j->forms[i].type = best_type(&j->forms[i]);
    settle_lone(j);
    find_younger(j);
    for (uint32_t i = 0; i < j->forms_n; i++)
        list_row(j, &j->forms[i], &j->l->mentions[j->forms[i].mention]);
}

/* ---- words to forms ------------------------------------------------------------------------------- */

static void link_put(struct joining *j, uint64_t hash, uint32_t form) {
    ARENA_MORE(j->tmp, j->links, j->links_n, j->links_cap);
    uint32_t *head = &j->heads[(hash ^ hash >> 32) & j->mask];
    j->links[j->links_n] = (struct link){form, *head};
    *head = j->links_n++;
}

static uint32_t link_first(const struct joining *j, uint64_t hash) {
    return j->heads[(hash ^ hash >> 32) & j->mask];
}

/* ---- is `s` a shorter name of what `f` names? --------------------------------------------------------- */

static bool place_like(uint8_t type) { return type == ENTITY_GPE || type == ENTITY_LOC; }

static bool same_kind(uint8_t a, uint8_t b) { return a == b || (place_like(a) && place_like(b)); }

static bool is_initial(const struct joining *j, const struct form *f, uint32_t part) {
    const struct mention *m = &j->l->mentions[f->mention];
    uint32_t seen = 0, letters;
    for (uint32_t t = m->first; t < m->end; t++) {
        fold_word(token_text(j, t), &letters);
        if (letters && seen++ == part)
            return letters == 1;
    }
    return false;
}

static char letter_of(const struct joining *j, const struct form *f, uint32_t part) {
    const struct mention *m = &j->l->mentions[f->mention];
    uint32_t seen = 0, letters;
    for (uint32_t t = m->first; t < m->end; t++) {
        fold_word(token_text(j, t), &letters);
        if (letters && seen++ == part)
            return to_lower(token_text(j, t).p[0]);
    }
    return 0;
}

static bool stretch_of(const struct form *s, const struct form *f, uint32_t *at) {
    for (uint32_t i = 0; i + s->parts <= f->parts; i++)
        if (!memcmp(s->part, f->part + i, s->parts * sizeof s->part[0])) {
            *at = i;
            return true;
        }
    return false;
}

/* People: one word of the full name; or first and last agree, what stands between may be missing,
 * and a first name may be an initial. Who is "Jr." is not who has the same name without it, but for a surname
 * alone, or where a middle name is the same too. */
static bool same_person(const struct joining *j, const struct form *s, const struct form *f) {
    uint32_t at;
    if (s->born != f->born) {
        if (s->born && f->born)
            return false;
        if (s->parts == 1 ? s->born || f->younger : s->parts < 3 || s->parts != f->parts)
            return false;
    }
    if (s->parts == 1)
        return f->parts > 1 && !is_initial(j, f, 0) ? s->part[0] == f->part[f->parts - 1] || s->part[0] == f->part[0]
                                                   : s->part[0] == f->part[f->parts - 1];
    if (stretch_of(s, f, &at))
        return true;
    if (s->part[s->parts - 1] != f->part[f->parts - 1])
        return false;
    if (s->part[0] == f->part[0])
        return true;
    return (is_initial(j, s, 0) || is_initial(j, f, 0)) && letter_of(j, s, 0) == letter_of(j, f, 0);
}

static uint32_t word_bits_at(const struct joining *j, uint32_t token) {
    const struct name_listed *e = names_listed(j->kit, name_hash(token_text(j, token)));
    return e ? e->bits : 0;
}

/* Organisations and the rest: a stretch of the longer name, at its beginning or end, that is not
 * made of common words alone. */
static bool short_for(const struct joining *j, const struct form *s, const struct form *f) {
    uint32_t at;
    if (s->parts >= f->parts || !stretch_of(s, f, &at))
        return false;
    const struct mention *m = &j->l->mentions[s->mention];
    uint32_t bits = word_bits_at(j, m->first);
    if (s->type == ENTITY_ORG) {
        if (at && at + s->parts != f->parts)
            return false;
        if (s->parts == 1)
            return at == 0 && !(bits & (NAME_ORG | NAME_GPE | NAME_DEMONYM | NAME_REGION | NAME_PEOPLE));
        return true;
    }
    if (place_like(s->type)) { /* "Tver" of "Tver region"; not "York" of "New York" */
        if (at || f->parts != s->parts + 1 || s->row)
            return false;
        const struct mention *full = &j->l->mentions[f->mention];
        uint32_t last = word_bits_at(j, full->end - 1);
        return (last & NAME_LINK) != 0;
    }
    return s->parts > 1 && at + s->parts == f->parts;
}

/* "IAEA" for "International Atomic Energy Agency": first letters, small words left out or not. */
static bool acronym_of(const struct joining *j, const struct form *s, const struct form *f) {
    if (s->parts != 1 || !s->upper || f->parts < 2)
        return false;
    const struct mention *m = &j->l->mentions[s->mention];
    slice a = token_text(j, m->first);
    char want[12];
    uint32_t n = 0;
    for (uint32_t i = 0; i < a.n && n < sizeof want; i++)
        if (is_alpha((unsigned char)a.p[i]))
            want[n++] = to_lower(a.p[i]);
    if (n < 2 || m->end - m->first != 1)
        return false;
    const struct mention *full = &j->l->mentions[f->mention];
    for (int small = 0; small < 2; small++) {
        uint32_t k = 0;
        bool good = true;
        for (uint32_t t = full->first; t < full->end && good; t++) {
            const struct token *tok = &j->l->tokens[t];
            slice w = token_text(j, t);
            if (!is_alpha((unsigned char)w.p[0]) || (!small && !(tok->flags & TOKEN_UPPER)))
                continue;
            good = k < n && want[k++] == to_lower(w.p[0]);
        }
        if (good && k == n)
            return true;
    }
    return false;
}

static bool one_thing(const struct joining *j, const struct form *s, const struct form *f) {
    if (!same_kind(s->type, f->type))
        return s->upper && f->type == ENTITY_ORG && acronym_of(j, s, f);
    if (s->row && f->row)
        return s->row == f->row;
    if (s->type == ENTITY_PER)
        return same_person(j, s, f);
    return short_for(j, s, f) || acronym_of(j, s, f);
}

/* ---- joining ---------------------------------------------------------------------------------------- */

static int by_length(const void *a, const void *b) {
    const struct form *x = *(struct form *const *)a, *y = *(struct form *const *)b;
    if (x->parts != y->parts)
        return x->parts > y->parts ? -1 : 1;
    return x->mention < y->mention ? -1 : x->mention > y->mention;
}

/* Initials of a form's words, for the index of acronyms. */
static uint64_t initials(const struct joining *j, const struct form *f, bool small) {
    const struct mention *m = &j->l->mentions[f->mention];
    char b[16];
    uint32_t n = 0;
    for (uint32_t t = m->first; t < m->end && n < sizeof b; t++) {
        slice w = token_text(j, t);
        if (is_alpha((unsigned char)w.p[0]) && (small || (j->l->tokens[t].flags & TOKEN_UPPER)))
            b[n++] = to_lower(w.p[0]);
    }
    return hash64_seed(b, n, 7);
}

static void find_groups(const struct joining *j, const struct form *f, uint64_t word, uint32_t *groups,
                        uint32_t *n) {
    uint32_t steps = 0;
    for (uint32_t k = link_first(j, word); k != NONE && steps < CHAIN_MOST; k = j->links[k].next, steps++) {
        const struct form *g = &j->forms[j->links[k].form];
        if (g == f || g->group == NONE || !one_thing(j, f, g))
            continue;
        bool known = false;
        for (uint32_t i = 0; i < *n; i++)
            known = known || groups[i] == g->group;
        if (!known && *n < 8)
            groups[(*n)++] = g->group;
    }
}

static void join_form(struct joining *j, struct form *f) {
    uint32_t found[8], n = 0, at = (uint32_t)(f - j->forms);
    if (f->parts) {
        find_groups(j, f, f->part[f->parts - 1], found, &n);
        if (f->parts > 1 || f->type != ENTITY_MISC)
            find_groups(j, f, f->part[0], found, &n);
    }
    if (f->row)
        find_groups(j, f, 0x10000 + f->row, found, &n);
    if (f->upper && f->parts == 1) {
        slice a = token_text(j, j->l->mentions[f->mention].first);
        char b[16];
        uint32_t k = 0;
        for (uint32_t i = 0; i < a.n && k < sizeof b; i++)
            if (is_alpha((unsigned char)a.p[i]))
                b[k++] = to_lower(a.p[i]);
        find_groups(j, f, hash64_seed(b, k, 7), found, &n);
    }
    if (n == 1) {
        f->group = found[0];
        if (f->type != j->groups[f->group].type && !same_kind(f->type, j->groups[f->group].type))
            f->type = j->groups[f->group].type;
    } else if (n > 1 && f->type == ENTITY_PER && f->parts == 1) {
        f->shared = true;
        f->group = found[0];
        return; /* not itself a form that others join */
    } else {
        f->group = j->groups_n++;
        j->groups[f->group] = (struct group){.form = at, .type = f->type, .last = NONE};
    }
    if (!f->parts)
        return;
    link_put(j, f->part[f->parts - 1], at);
    if (f->parts > 1) {
        link_put(j, f->part[0], at);
        if (f->type == ENTITY_ORG || f->type == ENTITY_MISC || f->type == ENTITY_EVENT) {
            for (uint32_t k = 1; k + 1 < f->parts; k++)
                link_put(j, f->part[k], at);
            link_put(j, initials(j, f, false), at);
            if (initials(j, f, true) != initials(j, f, false))
                link_put(j, initials(j, f, true), at);
        }
    }
    if (f->row)
        link_put(j, 0x10000 + f->row, at);
}

static void join_forms(struct joining *j) {
    struct form **by = ARENA_ARRAY(j->tmp, struct form *, j->forms_n + 1);
    for (uint32_t i = 0; i < j->forms_n; i++)
        by[i] = &j->forms[i];
    qsort(by, j->forms_n, sizeof *by, by_length);
    uint32_t cap = 64;
    while (cap < j->forms_n * 4)
        cap *= 2;
    j->mask = cap - 1;
    j->heads = arena_alloc(j->tmp, cap * sizeof *j->heads);
    memset(j->heads, 0xff, cap * sizeof *j->heads);
    j->groups = ARENA_ARRAY(j->tmp, struct group, j->forms_n + 1);
    for (uint32_t i = 0; i < j->forms_n; i++)
        join_form(j, by[i]);
}

/* ---- gender and title ---------------------------------------------------------------------------------- */

static uint8_t gender_of(const struct joining *j, const struct mention *m) {
    if (m->first) {
        uint32_t bits = word_bits_at(j, m->first - 1);
        if ((bits & NAME_TITLE) && (bits & (NAME_MALE | NAME_FEMALE)))
            return bits & NAME_MALE ? GENDER_MALE : GENDER_FEMALE;
    }
    if (m->end - m->first >= 2 && j->kit->model) {
        uint32_t gaz = LEX_GAZ(names_lexicon(j->kit->model, name_hash(token_text(j, m->first))));
        bool male = gaz & GAZ_FORENAME_M, female = gaz & GAZ_FORENAME_F;
        if (male != female)
            return male ? GENDER_MALE : GENDER_FEMALE;
    }
    return GENDER_UNKNOWN;
}

static bool nominal(const struct token *t) {
    return t->upos == UPOS_NOUN || t->upos == UPOS_ADJ || t->upos == UPOS_PROPN || t->xpos == XPOS_HYPH;
}

static span title_before(const struct joining *j, const struct mention *m, uint32_t from) {
    uint32_t t = m->first;
    if (t <= from || !(word_bits_at(j, t - 1) & NAME_TITLE))
        return (span){0, 0};
    t--;
    while (t > from && m->first - t < 8 && nominal(&j->l->tokens[t - 1]) &&
           !(word_bits_at(j, t - 1) & NAME_LINK))
        t--;
    while (t < m->first && (j->l->tokens[t].xpos == XPOS_HYPH || word_bits_at(j, t) & NAME_LINK))
        t++;
    uint32_t bits = word_bits_at(j, t); /* "Mr." tells the gender and no role */
    if (t + 1 == m->first && (bits & (NAME_MALE | NAME_FEMALE)) && token_text(j, t).n <= 4)
        return (span){0, 0};
    return t < m->first ? (span){j->l->tokens[t].at.start, j->l->tokens[m->first - 1].at.end} : (span){0, 0};
}

/* ", the palace spokesman," behind the name. */
static span title_after(const struct joining *j, const struct mention *m, uint32_t end) {
    uint32_t t = m->end;
    if (t + 1 >= end || token_text(j, t).p[0] != ',')
        return (span){0, 0};
    t++;
    if (j->l->tokens[t].upos == UPOS_CCONJ)
        return (span){0, 0}; /* a list goes on: somebody else's title */
    if (j->l->tokens[t].upos == UPOS_DET)
        t++;
    uint32_t first = t;
    bool title = false;
    while (t < end && t - first < 12) {
        char c = token_text(j, t).p[0];
        if (c == ',' || c == '.' || c == ';')
            break;
        uint8_t tag = j->l->tokens[t].upos;
        if (tag == UPOS_VERB || tag == UPOS_AUX || tag == UPOS_PRON || tag == UPOS_SCONJ)
            break;
        title = title || (word_bits_at(j, t) & NAME_TITLE);
        t++;
    }
    if (!title || t == first || t >= end || (token_text(j, t).p[0] != ',' && token_text(j, t).p[0] != '.'))
        return (span){0, 0};
    return (span){j->l->tokens[first].at.start, j->l->tokens[t - 1].at.end};
}

/* ---- all of it --------------------------------------------------------------------------------------------- */

void entities_open(struct lang_kit *kit) { kit->entities = NULL; }

static int by_slice(const void *a, const void *b) { return slice_cmp(*(const slice *)a, *(const slice *)b); }

static bool fuller(const struct joining *j, slice a, slice b, const struct entity *e) {
    (void)j, (void)e;
    return a.n != b.n ? a.n > b.n : slice_cmp(a, b) < 0;
}

/* A surname that several share: whom the report is about, named clearly more often so far; else the one named last. Of the right
 * gender where a title tells. */
static uint32_t settle(struct joining *j, const struct form *f, const struct mention *m) {
    uint32_t best = f->group, last = 0, most = 0;
    uint8_t gender = gender_of(j, m);
    uint32_t steps = 0;
    bool any = false;
    for (uint32_t k = link_first(j, f->part[0]); k != NONE && steps < CHAIN_MOST; k = j->links[k].next, steps++) {
        const struct form *g = &j->forms[j->links[k].form];
        struct group *x = &j->groups[g->group];
        if (!one_thing(j, f, g) || x->last == NONE)
            continue;
        if (gender && x->gender && gender != x->gender)
            continue;
        bool more = x->seen > 2 * most + 1, less = most > 2 * x->seen + 1;
        if (!any || more || (x->last > last && !less))
            best = g->group, last = x->last, most = x->seen, any = true;
    }
    return best;
}

void entities_read(const struct lang_kit *kit, const struct page *page, struct arena *a,
                   struct arena *tmp, struct lang *out) {
    if (!out->mentions_n)
        return;
    struct joining j = {.kit = kit->names, .text = page->text, .l = out, .tmp = tmp};
    make_forms(&j);
    join_forms(&j);
    uint32_t *form_of = ARENA_ARRAY(tmp, uint32_t, out->mentions_n);
    for (uint32_t f = 0; f < j.forms_n; f++)
        for (uint32_t k = 0; k < j.forms[f].n; k++)
            form_of[j.order[j.forms[f].first + k]] = f;
    uint32_t *number = ARENA_ARRAY(tmp, uint32_t, j.groups_n + 1); /* of an entity, from 1 */
    struct entity *list = ARENA_ARRAY(a, struct entity, j.groups_n + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < out->mentions_n; i++) {
        struct mention *m = &out->mentions[i];
        struct form *f = &j.forms[form_of[i]];
        uint32_t g = f->shared ? settle(&j, f, m) : f->group;
        struct group *x = &j.groups[g];
        x->last = m->first;
        x->seen++;
        if (!number[g]) {
            list[n] = (struct entity){.type = x->type, .first_mention = i};
            number[g] = ++n;
        }
        struct entity *e = &list[number[g] - 1];
        m->entity = number[g] - 1;
        slice form = slice_at(page->text, m->at);
        /* of "OAK" in a headline and "Oak" the latter */
        bool plainer = e->name.p && e->type == ENTITY_PER && !slice_eq(form, e->name) && slice_eq_nocase(form, e->name) &&
                       !(out->tokens[m->first].flags & TOKEN_ALL_UPPER);
        if (!e->name.p || plainer || fuller(&j, form, e->name, e))
            e->name = form;
        if (e->type == ENTITY_PER) {
            uint32_t s = lang_sentence_at(out, m->at.start);
            if (!x->gender)
                x->gender = gender_of(&j, m);
            e->gender = x->gender;
            if (!e->title.p && s != NONE) {
                span t = title_before(&j, m, out->sentences[s].first);
                if (t.start == t.end)
                    t = title_after(&j, m, out->sentences[s].end);
                if (t.start < t.end)
                    e->title = slice_at(page->text, t);
            }
        }
    }
    /* aliases: the distinct forms of each, but its name */
    uint32_t *count = ARENA_ARRAY(tmp, uint32_t, n + 1), *from = ARENA_ARRAY(tmp, uint32_t, n + 2);
    for (uint32_t i = 0; i < out->mentions_n; i++)
        count[out->mentions[i].entity]++;
    for (uint32_t e = 0; e < n; e++)
        from[e + 1] = from[e] + count[e];
    slice *all = ARENA_ARRAY(a, slice, out->mentions_n);
    memset(count, 0, (n + 1) * sizeof *count);
    for (uint32_t i = 0; i < out->mentions_n; i++) {
        uint32_t e = out->mentions[i].entity;
        all[from[e] + count[e]++] = slice_at(page->text, out->mentions[i].at);
    }
    for (uint32_t e = 0; e < n; e++) {
        slice *p = all + from[e];
        qsort(p, count[e], sizeof *p, by_slice);
        uint32_t k = 0;
        for (uint32_t i = 0; i < count[e]; i++)
            if (!slice_eq(p[i], list[e].name) && (!k || !slice_eq(p[i], p[k - 1])))
                p[k++] = p[i];
        list[e].aliases = p;
        list[e].aliases_n = k;
    }
    out->entities = list;
    out->entities_n = n;
}
