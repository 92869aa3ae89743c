/* Word knowledge of the claim room, read from data/lang/<code>/claim-*.txt.
 *
 * Two reports seldom use the same form of a word: one has "recommended", the other
 * "recommendation". Words are therefore compared by stem, cut harder than a lemmatizer would (in
 * the manner of Porter 1980 and Paice 1990, "Another stemmer"), and stems that mean the same in
 * news are joined into one concept by the lists. The same stemmer runs over the lists and over
 * the texts, so what it cuts off need not be right, only the same everywhere. */
#include "claim_work.h"

/* ---- keymap -------------------------------------------------------------------------------- */

void keymap_init(struct keymap *m, struct arena *a, uint32_t expect) {
    uint32_t cap = 16;
    while (cap < expect + expect / 2 && cap < 1u << 30)
        cap *= 2;
    *m = (struct keymap){a, ARENA_ARRAY(a, uint32_t, cap), ARENA_ARRAY(a, uint32_t, cap), 0, cap};
}

static uint32_t keymap_slot(const struct keymap *m, uint32_t key) {
    uint32_t i = (uint32_t)(((uint64_t)key * 0x9E3779B97F4A7C15u) >> 32) & (m->cap - 1);
    while (m->keys[i] && m->keys[i] != key)
        i = (i + 1) & (m->cap - 1);
    return i;
}

uint32_t *keymap_put(struct keymap *m, uint32_t key, uint32_t value) {
    uint32_t i = keymap_slot(m, key);
    if (m->keys[i])
        return &m->values[i];
    if (m->n + m->n / 2 >= m->cap) {
        struct keymap more = {m->a, ARENA_ARRAY(m->a, uint32_t, (size_t)m->cap * 2),
                              ARENA_ARRAY(m->a, uint32_t, (size_t)m->cap * 2), m->n, m->cap * 2};
        for (uint32_t k = 0; k < m->cap; k++)
            if (m->keys[k]) {
                uint32_t to = keymap_slot(&more, m->keys[k]);
                more.keys[to] = m->keys[k];
                more.values[to] = m->values[k];
            }
        *m = more;
        i = keymap_slot(m, key);
    }
    m->keys[i] = key;
    m->values[i] = value;
    m->n++;
    return &m->values[i];
}

const uint32_t *keymap_get(const struct keymap *m, uint32_t key) {
    if (!m->cap || !key)
        return NULL;
    uint32_t i = keymap_slot(m, key);
    return m->keys[i] ? &m->values[i] : NULL;
}

/* ---- stems ---------------------------------------------------------------------------------- */

static const struct ending {
    const char *cut;
    uint8_t n, least; /* bytes cut; bytes that must stay */
    const char *put;
} endings[] = {
    /* the longest first; one is cut */
    {"izations", 8, 4, ""}, {"ization", 7, 4, ""}, {"isations", 8, 4, ""}, {"isation", 7, 4, ""},
    {"iveness", 7, 4, ""},  {"ically", 6, 4, "ic"}, {"ations", 6, 4, ""},  {"ation", 5, 4, ""},
    {"ators", 5, 4, ""},    {"ator", 4, 4, ""},    {"ating", 5, 4, ""},   {"ative", 5, 4, ""},
    {"ated", 4, 4, ""},     {"ates", 4, 4, ""},    {"ate", 3, 4, ""},     {"izing", 5, 4, ""},
    {"ized", 4, 4, ""},     {"izes", 4, 4, ""},    {"ize", 3, 4, ""},     {"ising", 5, 5, "is"},
    {"ments", 5, 4, ""},    {"ment", 4, 4, ""},    {"ities", 5, 4, ""},   {"ity", 3, 4, ""},
    {"ances", 5, 4, ""},    {"ance", 4, 4, ""},    {"ences", 5, 4, ""},   {"ence", 4, 4, ""},
    {"ications", 8, 3, "y"},{"ication", 7, 3, "y"},{"ness", 4, 4, ""},    {"edly", 4, 4, ""},
    {"ively", 5, 4, ""},    {"ive", 3, 4, ""},     {"ious", 4, 4, ""},    {"ions", 4, 4, ""},
    {"ion", 3, 4, ""},      {"ings", 4, 3, ""},    {"ing", 3, 3, ""},     {"ies", 3, 2, "y"},
    {"ied", 3, 2, "y"},     {"ial", 3, 4, "i"},    {"ials", 4, 4, "i"},   {"als", 3, 5, ""},
    {"al", 2, 5, ""},       {"ers", 3, 4, ""},     {"er", 2, 4, ""},      {"ors", 3, 4, ""},
    {"or", 2, 4, ""},       {"ily", 3, 4, "y"},    {"ly", 2, 4, ""},      {"ed", 2, 3, ""},
    {"es", 2, 3, ""},       {"s", 1, 3, ""},
};

static bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

enum { LONGEST = 48 };

/* Writes the stem of word (bytes outside ASCII as they stand) to out; gives its length. */
static uint32_t stem(slice word, char out[LONGEST]) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < word.n && n < LONGEST; i++)
        if (word.p[i] != '.')
            out[n++] = to_lower(word.p[i]);
    if (n < 4)
        return n;
    for (size_t e = 0; e < NELEMS(endings); e++) {
        const struct ending *x = &endings[e];
        if (out[n - 1] != x->cut[x->n - 1] || n < (uint32_t)x->n + x->least || memcmp(out + n - x->n, x->cut, x->n) != 0)
            continue;
        if (x->n == 1 && (out[n - 2] == 's' || out[n - 2] == 'u'))
            break; /* "press", "virus" */
        n -= x->n;
        for (const char *p = x->put; *p; p++)
            out[n++] = *p;
        if (x->cut[0] == 'i' && x->cut[1] == 'o' && x->cut[2] == 'n' && n > 3 && out[n - 1] == 's' &&
            is_vowel(out[n - 2]))
            out[n - 1] = 'd'; /* "invasion", "invade" */
        break;
    }
    while (n > 3 && out[n - 1] == 'e')
        n--;
    if (n > 3 && out[n - 1] == out[n - 2] && !is_vowel(out[n - 1]) && out[n - 1] != 's' && out[n - 1] != 'l')
        n--; /* "dropped", "drop" */
    if (n > 3 && out[n - 1] == 'y')
        out[n - 1] = 'i';
    return n;
}

/* The adjective of a place and the place: cut to what they share ("Xania", "Xanian": "xan"). */
static uint32_t stem_of_name(char *p, uint32_t n) {
    static const char *const ends[] = {"ians", "ian", "ese", "ans", "an", "is", "i", "a"};
    if (n < 5)
        return n;
    for (size_t e = 0; e < NELEMS(ends); e++) {
        uint32_t k = (uint32_t)strlen(ends[e]);
        if (n >= k + 4 && memcmp(p + n - k, ends[e], k) == 0) {
            n -= k;
            break;
        }
    }
    while (n > 4 && (p[n - 1] == 'i' || p[n - 1] == 'e'))
        n--;
    return n;
}

static uint32_t key_of(const char *p, uint32_t n) {
    uint32_t h = (uint32_t)hash64(p, n);
    return h ? h : 1;
}

uint32_t words_stem(slice word) {
    char out[LONGEST];
    uint32_t n = stem(word, out);
    return n ? key_of(out, n) : 0;
}

uint32_t words_name(slice word) {
    char out[LONGEST];
    uint32_t n = 0;
    if (word.n > 2 && word.p[word.n - 2] == '\'' && word.p[word.n - 1] == 's')
        word.n -= 2;
    for (uint32_t i = 0; i < word.n && n < LONGEST; i++)
        if (word.p[i] != '.')
            out[n++] = to_lower(word.p[i]);
    n = stem_of_name(out, n);
    return n ? key_of(out, n) : 0;
}

uint32_t words_joined(const struct words *w, uint32_t stem) {
    const uint32_t *to = keymap_get(&w->same, stem);
    return to ? *to : stem;
}

uint32_t words_concept(const struct words *w, slice word) { return words_joined(w, words_stem(word)); }

uint32_t words_classes(const struct words *w, uint32_t concept) {
    const uint32_t *bits = keymap_get(&w->classes, concept);
    return bits ? *bits : 0;
}

bool words_opposite(const struct words *w, uint32_t a, uint32_t b) {
    const uint32_t *first = keymap_get(&w->opposite, a);
    for (uint32_t i = first ? *first : NONE; i != NONE; i = w->pairs[i].next)
        if (w->pairs[i].other == b)
            return true;
    return false;
}

/* ---- lists ------------------------------------------------------------------------------------ */

/* The next word of a line; white space parts words. */
static bool next_word(slice *line, slice *word) {
    while (line->n && is_space((unsigned char)line->p[0]))
        line->p++, line->n--;
    uint32_t n = 0;
    while (n < line->n && !is_space((unsigned char)line->p[n]))
        n++;
    *word = slice_of(line->p, n);
    line->p += n;
    line->n -= n;
    return n > 0;
}

/* Takes the next line that holds anything; without its comment. */
static bool next_line(slice *rest, slice *line) {
    while (slice_line(rest, line)) {
        uint32_t hash = slice_find(*line, S("#"), 0);
        if (hash != NONE)
            line->n = hash;
        *line = slice_trim(*line);
        if (line->n)
            return true;
    }
    return false;
}

static void read_same(struct words *w, slice text) {
    slice line, word;
    while (next_line(&text, &line)) {
        uint32_t concept = 0;
        while (next_word(&line, &word)) {
            uint32_t key = words_stem(word);
            if (!concept) { /* a group that shares its first word with another joins it */
                const uint32_t *to = keymap_get(&w->same, key);
                concept = to ? *to : key;
            }
            keymap_put(&w->same, key, concept);
        }
    }
}

static void add_opposite(struct words *w, uint32_t a, uint32_t b) {
    ARENA_MORE(w->opposite.a, w->pairs, w->pairs_n, w->pairs_cap);
    uint32_t *first = keymap_put(&w->opposite, a, NONE);
    w->pairs[w->pairs_n] = (struct opposite){a, b, *first};
    *first = w->pairs_n++;
}

static void read_opposite(struct words *w, slice text) {
    slice line, side, word;
    while (next_line(&text, &line)) {
        uint32_t left[16], n = 0;
        slice_field(&line, '|', &side);
        while (n < NELEMS(left) && next_word(&side, &word))
            left[n++] = words_concept(w, word);
        while (next_word(&line, &word)) {
            uint32_t other = words_concept(w, word);
            for (uint32_t i = 0; i < n; i++)
                if (left[i] != other) {
                    add_opposite(w, left[i], other);
                    add_opposite(w, other, left[i]);
                }
        }
    }
}

/* Steps of a ladder, the least first, parted by "|". */
static void read_degrees(struct words *w, slice text) {
    slice line, step, word;
    for (uint32_t ladder = 1; next_line(&text, &line); ladder++)
        for (uint32_t k = 1; line.n && slice_field(&line, '|', &step); k++)
            while (next_word(&step, &word))
                keymap_put(&w->degrees, words_concept(w, word), ladder << 8 | k);
}

/* "[dead]" and the words below it, up to the next; the first such list is of words for people. */
static void read_tolls(struct words *w, slice text) {
    uint32_t kind = 0, noun = 0;
    slice line, word;
    while (next_line(&text, &line)) {
        if (line.p[0] == '[') {
            kind++;
            noun = line.n > 1 && line.p[1] == '=' ? TOLL_NOUN : 0;
            continue;
        }
        while (kind && next_word(&line, &word))
            *keymap_put(kind == 1 ? &w->toll_people : &w->tolls, words_stem(word), 0) = kind | noun;
    }
}

struct degree words_degree(const struct words *w, uint32_t concept) {
    const uint32_t *d = keymap_get(&w->degrees, concept);
    return d ? (struct degree){*d >> 8, *d & 255} : (struct degree){0};
}

static void read_classes(struct words *w, slice text) {
    static const struct { const char *name; uint32_t bit; } sections[] = {
        {"[stop]", WORD_STOP},       {"[light]", WORD_LIGHT},   {"[not]", WORD_NOT},
        {"[report]", WORD_REPORT},   {"[charge]", WORD_CHARGE},   {"[proposal]", WORD_PROPOSAL}, {"[speech]", WORD_SPEECH},
        {"[people]", WORD_PEOPLE},   {"[office]", WORD_OFFICE}, {"[seen]", WORD_SEEN},
        {"[early]", WORD_EARLY},     {"[late]", WORD_LATE},
        {"[mind]", WORD_MIND},         {"[span]", WORD_SPAN},     {"[truth]", WORD_TRUTH},   {"[measure]", WORD_MEASURE},
        {"[rule]", WORD_RULE},       {"[keep]", WORD_KEEP},     {"[breach]", WORD_BREACH},
        {"[part]", WORD_PART},       {"[follow]", WORD_FOLLOW},   {"[strictly]", WORD_STRICTLY}};
    slice line, word;
    uint32_t bit = 0;
    while (next_line(&text, &line)) {
        if (line.p[0] == '[') {
            bit = 0;
            for (size_t i = 0; i < NELEMS(sections); i++)
                if (slice_eq(line, slice_str(sections[i].name)))
                    bit = sections[i].bit;
            continue;
        }
        while (next_word(&line, &word))
            *keymap_put(&w->classes, words_concept(w, word), 0) |= bit;
    }
}

static int phrase_order(const void *a, const void *b, void *arg) {
    const struct words *w = arg;
    const struct phrase *x = a, *y = b;
    uint32_t p = w->phrase_keys[x->first], q = w->phrase_keys[y->first];
    if (p != q)
        return p < q ? -1 : 1;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1; /* the longest first */
    return x->first < y->first ? -1 : x->first > y->first;
}

static void read_phrases(struct words *w, slice text) {
    static const struct { const char *name; uint8_t kind; } sections[] = {
        {"[deny]", PHRASE_DENY}, {"[untrue]", PHRASE_UNTRUE}, {"[absurd]", PHRASE_ABSURD},
        {"[deny-weak]", PHRASE_DENY_WEAK}, {"[decline]", PHRASE_DECLINE}, {"[doubt]", PHRASE_DOUBT}, {"[none]", PHRASE_NOT}, {"[caveat]", PHRASE_CAVEAT}};
    slice line, word;
    uint8_t kind = PHRASE_NONE;
    struct arena *a = w->same.a;
    while (next_line(&text, &line)) {
        if (line.p[0] == '[') {
            kind = PHRASE_NONE;
            for (size_t i = 0; i < NELEMS(sections); i++)
                if (slice_eq(line, slice_str(sections[i].name)))
                    kind = sections[i].kind;
            continue;
        }
        struct phrase p = {w->phrase_keys_n, 0, kind};
        while (next_word(&line, &word)) {
            ARENA_MORE(a, w->phrase_keys, w->phrase_keys_n, w->phrase_keys_cap);
            w->phrase_keys[w->phrase_keys_n++] = words_stem(word);
            if (kind != PHRASE_NOT && kind != PHRASE_CAVEAT)
                keymap_put(&w->in_phrase, words_concept(w, word), 1);
            p.n++;
        }
        if (!p.n || kind == PHRASE_NONE)
            continue;
        ARENA_MORE(a, w->phrases, w->phrases_n, w->phrases_cap);
        w->phrases[w->phrases_n++] = p;
    }
    qsort_r(w->phrases, w->phrases_n, sizeof *w->phrases, phrase_order, w);
    for (uint32_t i = 0; i < w->phrases_n; i++)
        keymap_put(&w->by_first, w->phrase_keys[w->phrases[i].first], i + 1);
}

static slice list(const char *code, const char *name, struct arena *a) {
    slice path = arena_printf(a, "lang/%s/claim-%s.txt", code, name);
    return embedded(path.p);
}

void words_read(struct words *w, const char *code, struct arena *a) {
    memset(w, 0, sizeof *w);
    keymap_init(&w->same, a, 1024);
    keymap_init(&w->classes, a, 1024);
    keymap_init(&w->opposite, a, 256);
    keymap_init(&w->degrees, a, 256);
    keymap_init(&w->tolls, a, 128);
    keymap_init(&w->toll_people, a, 64);
    keymap_init(&w->by_first, a, 128);
    keymap_init(&w->in_phrase, a, 256);
    read_same(w, list(code, "same", a));
    read_opposite(w, list(code, "opposite", a));
    read_degrees(w, list(code, "degrees", a));
    read_tolls(w, list(code, "tolls", a));
    read_classes(w, list(code, "words", a));
    read_phrases(w, list(code, "phrases", a));
}
