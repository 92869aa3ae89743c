/* The lists of names-*.txt, read once into one open-addressing table that is asked for each token.
 *
 * A longer entry ("North Korean") is held under the joined hash of its words, and its first word
 * has NAME_STARTS. An entry written in capitals or with full stops ("US", "N.Y.") counts in that
 * spelling alone; the others count with a capital (titles and the like: in any case). */
#include "names.h"

enum { MAX_WORDS = 8, LISTED_CAP = 1 << 13 };

/* Lower case for ASCII; the curly apostrophe is the straight one. FNV-1a, finished with a mix. */
uint64_t name_hash(slice form) {
    uint64_t h = 0xcbf29ce484222325u;
    for (uint32_t i = 0; i < form.n; i++) {
        unsigned char c = (unsigned char)form.p[i];
        if (c >= 'A' && c <= 'Z')
            c += 32;
        else if (c == 0xE2 && i + 2 < form.n && (unsigned char)form.p[i + 1] == 0x80 &&
                 (unsigned char)form.p[i + 2] == 0x99)
            c = '\'', i += 2;
        h = (h ^ c) * 0x100000001b3u;
    }
    h ^= h >> 32;
    return h * 0x9e3779b97f4a7c15u;
}

static uint32_t key_of(uint64_t hash) {
    uint32_t k = (uint32_t)(hash >> 32);
    return k ? k : 1;
}

const struct name_listed *names_listed(const struct names_kit *kit, uint64_t hash) {
    uint32_t key = key_of(hash);
    for (uint32_t at = key & kit->listed_mask; kit->listed[at].key; at = (at + 1) & kit->listed_mask)
        if (kit->listed[at].key == key)
            return &kit->listed[at];
    return NULL;
}

static struct name_listed *put(struct names_kit *kit, uint64_t hash) {
    uint32_t key = key_of(hash), at = key & kit->listed_mask, tries = 0;
    while (kit->listed[at].key && kit->listed[at].key != key) {
        at = (at + 1) & kit->listed_mask;
        if (++tries > kit->listed_mask / 2) /* lists have outgrown the table */
            guard_fail(STM_ELIMIT);
    }
    kit->listed[at].key = key;
    return &kit->listed[at];
}

static bool exact_spelling(slice s) {
    bool lower = false, stop = false;
    for (uint32_t i = 0; i < s.n; i++) {
        lower |= is_lower((unsigned char)s.p[i]);
        stop |= s.p[i] == '.' && s.n <= 8 && i + 1 == s.n;
    }
    return !lower || stop;
}

/* Parts words as the tokenizer does: blanks, hyphens (kept as words if `hyphens`), "'s". */
static uint32_t parts_of(slice s, bool hyphens, slice out[MAX_WORDS]) {
    uint32_t n = 0, from = 0;
    for (uint32_t i = 0; i <= s.n && n < MAX_WORDS; i++) {
        bool end = i == s.n, blank = !end && s.p[i] == ' ', hyphen = !end && hyphens && s.p[i] == '-';
        bool genitive = !end && s.p[i] == '\'' && i + 1 < s.n && s.p[i + 1] == 's' &&
                        (i + 2 == s.n || s.p[i + 2] == ' ');
        bool comma = !end && s.p[i] == ',';
        if (!(end || blank || hyphen || genitive || comma))
            continue;
        if (i > from)
            out[n++] = slice_cut(s, from, i);
        from = blank ? i + 1 : i;
        if ((hyphen || comma) && n < MAX_WORDS)
            out[n++] = slice_cut(s, i, i + 1), from = i + 1;
        if (genitive && n < MAX_WORDS)
            out[n++] = slice_cut(s, i, i + 2), from = i + 2, i += 1;
    }
    return n;
}

static void add(struct names_kit *kit, slice form, uint16_t bits, uint16_t row) {
    form = slice_trim(form);
    if (!form.n)
        return;
    if (exact_spelling(form) && (bits & (NAME_GPE | NAME_REGION | NAME_IS_ORG)))
        bits |= NAME_EXACT;
    for (int hyphens = 0; hyphens < 2; hyphens++) {
        if (hyphens && slice_find(form, S("-"), 0) == NONE)
            break;
        slice part[MAX_WORDS];
        uint32_t n = parts_of(form, hyphens, part);
        if (!n)
            return;
        uint64_t h = name_hash(part[0]);
        if (n > 1)
            put(kit, h)->bits |= NAME_STARTS;
        for (uint32_t i = 1; i < n; i++)
            h = name_join(h, name_hash(part[i]));
        struct name_listed *e = put(kit, h);
        e->bits |= bits;
        if (row && !e->row)
            e->row = row;
    }
}

struct list {
    const char *file;
    uint16_t names, adjectives; /* bits for the parts before and after "|" */
};

static const struct list lists[] = {
    {"places", NAME_GPE, NAME_DEMONYM}, {"regions", NAME_REGION, NAME_DEMONYM},
    {"peoples", NAME_PEOPLE, 0},        {"orgs", NAME_ORG, 0},
    {"land", NAME_LAND, 0},             {"events", NAME_EVENT, 0},
    {"titles", NAME_TITLE, 0},          {"links", NAME_LINK, 0},
    {"not", NAME_NOT, 0},
};

static void list_line(struct names_kit *kit, const struct list *list, slice line) {
    uint16_t bits = list->names;
    if (bits & NAME_TITLE) {
        slice word;
        slice_field(&line, ' ', &word);
        line = slice_trim(line);
        bits |= slice_eq(line, S("m")) ? NAME_MALE : slice_eq(line, S("f")) ? NAME_FEMALE : 0;
        add(kit, word, bits, 0);
        return;
    }
    if (line.p[0] == '=')
        line = slice_cut(line, 1, line.n), bits = NAME_IS_ORG;
    if (line.p[0] == '+')
        line = slice_cut(line, 1, line.n), bits |= NAME_BODY;
    uint16_t row = 0;
    slice names, form;
    bool more = slice_field(&line, '|', &names);
    if (bits & (NAME_GPE | NAME_REGION | NAME_IS_ORG))
        row = (uint16_t)++kit->rows;
    for (slice rest = names; slice_field(&rest, ';', &form);)
        add(kit, form, bits, row);
    if (row) {
        slice first;
        slice_field(&names, ';', &first);
        kit->row_name[row] = slice_trim(first);
        kit->row_kind[row] = bits;
    }
    if (more)
        while (slice_field(&line, ';', &form))
            add(kit, form, list->adjectives, row);
}

struct names_kit *names_lists_open(struct lang_kit *kit) {
    struct names_kit *k = ARENA_NEW(kit->arena, struct names_kit);
    k->listed = ARENA_ARRAY(kit->arena, struct name_listed, LISTED_CAP);
    k->listed_mask = LISTED_CAP - 1;
    enum { MAX_ROWS = 2048 };
    k->row_name = ARENA_ARRAY(kit->arena, slice, MAX_ROWS);
    k->row_kind = ARENA_ARRAY(kit->arena, uint16_t, MAX_ROWS);
    for (size_t i = 0; i < NELEMS(lists); i++) {
        slice name = arena_printf(kit->arena, "lang/%s/names-%s.txt", kit->code, lists[i].file);
        slice rest = embedded(name.p), line;
        while (slice_line(&rest, &line)) {
            line = slice_trim(line);
            if (line.n && line.p[0] != '#' && k->rows + 1 < MAX_ROWS)
                list_line(k, &lists[i], line);
        }
    }
    return k;
}

const struct name_listed *names_phrase(const struct names_kit *kit, const struct lang *l,
                                       const struct name_word *w, uint32_t i, uint32_t end,
                                       uint32_t *n) {
    const struct name_listed *best = NULL;
    (void)l;
    if (w[i].bits & NAME_STARTS) {
        uint64_t h = w[i].hash;
        for (uint32_t k = i + 1; k < end && k < i + MAX_WORDS; k++) {
            h = name_join(h, w[k].hash);
            const struct name_listed *e = names_listed(kit, h);
            if (e && (e->bits & ~NAME_STARTS))
                best = e, *n = k + 1 - i;
        }
    }
    return best;
}
