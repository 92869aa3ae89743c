/* The sets of names, each with its own idea of what a name is, brought to the guide's: no article,
 * no title, no genitive; places of all kinds are LOC (the program parts GPE from LOC by lists).
 *
 * UNER-EWT marks no MISC, so what it leaves unmarked may be O or MISC there (the CRF is trained on
 * the sum over both). GUM marks all noun phrases: a name is one with a link to Wikipedia or whose
 * head is a proper noun. re3d's spans hold descriptions too: those are left out, and capitalised
 * words inside them are not judged. */
/* two of its names are base's too */
#define json_string jansson_string
#define json_null jansson_null
#include <jansson.h>
#undef json_string
#undef json_null
#include <stdio.h>
#include <zlib.h>

#include "lib_names.h"
#include "lib_rows.h"

void page_of_text(slice text, struct arena *a, struct page *page) {
    *page = (struct page){.text = text};
    uint32_t cap = 0;
    slice rest = text, line;
    while (slice_line(&rest, &line)) {
        line = slice_trim(line);
        if (!line.n)
            continue;
        ARENA_MORE(a, page->blocks, page->blocks_n, cap);
        uint32_t at = (uint32_t)(line.p - text.p);
        page->blocks[page->blocks_n++] = (struct block){{at, at + line.n}, BLOCK_PARAGRAPH};
    }
}

static struct gold_doc *new_doc(struct gold_set *set) {
    ARENA_MORE(set->a, set->docs, set->n, set->cap);
    struct gold_doc *d = &set->docs[set->n++];
    *d = (struct gold_doc){.set = set->set};
    return d;
}

static void add_gold(struct gold_set *set, struct gold_doc *d, span at, int type) {
    ARENA_MORE(set->a, d->names, d->names_n, d->names_cap);
    d->names[d->names_n++] = (struct gold_name){at, type};
}

/* ---- lines of words with tags ------------------------------------------------------------------- */

enum { MAX_WORDS = 1024 };

struct column_sentence {
    slice text; /* p NULL: not given */
    slice form[MAX_WORDS], tag[MAX_WORDS];
    span at[MAX_WORDS]; /* in the document's text */
    uint32_t n;
};

static bool glued_before(slice w) {
    return (w.n == 1 && strchr(",.;:!?%)]}", w.p[0])) || slice_starts(w, S("'")) || slice_eq(w, S("n't"));
}

static bool glued_after(slice w) { return w.n == 1 && strchr("([{$#", w.p[0]); }

/* Writes the sentence as a line and sets where its words stand. */
static void lay_out(struct column_sentence *s, struct buf *out) {
    uint32_t base = out->n;
    if (s->text.p) {
        buf_slice(out, s->text);
        uint32_t at = 0;
        for (uint32_t i = 0; i < s->n; i++) {
            uint32_t f = slice_find(s->text, s->form[i], at);
            if (f == NONE) /* a word of a multi-word token: the place of the one before */
                s->at[i] = i ? s->at[i - 1] : (span){base, base};
            else
                s->at[i] = (span){base + f, base + f + s->form[i].n}, at = f + s->form[i].n;
        }
    } else {
        bool glue = true;
        for (uint32_t i = 0; i < s->n; i++) {
            if (!glue && !glued_before(s->form[i]))
                buf_char(out, ' ');
            s->at[i] = (span){out->n, out->n + s->form[i].n};
            buf_slice(out, s->form[i]);
            glue = glued_after(s->form[i]);
        }
    }
    buf_char(out, '\n');
}

static int type_named(slice tag) {
    return slice_eq(tag, S("PER")) ? GOLD_PER : slice_eq(tag, S("ORG")) ? GOLD_ORG
         : slice_eq(tag, S("LOC")) ? GOLD_LOC : slice_eq(tag, S("MISC")) ? GOLD_MISC : 0;
}

static void add_tagged(struct gold_set *set, struct gold_doc *d, struct column_sentence *s) {
    for (uint32_t i = 0; i < s->n;) {
        slice tag = s->tag[i];
        int type = tag.n > 2 ? type_named(slice_cut(tag, 2, tag.n)) : 0;
        uint32_t k = i + 1;
        if (type) {
            while (k < s->n && s->tag[k].n > 2 && s->tag[k].p[0] == 'I')
                k++;
            add_gold(set, d, (span){s->at[i].start, s->at[k - 1].end}, type);
        }
        i = k;
    }
}

static void finish_doc(struct gold_set *set, struct gold_doc *d, struct buf *text) {
    if (!text->n) {
        set->n--;
        return;
    }
    page_of_text(buf_take(text), set->a, &d->page);
}

static void read_columns(struct gold_set *set, const char *path, bool uner) {
    slice rest = file_read(path, set->a), line;
    struct buf text = {.a = set->a};
    struct column_sentence *s = ARENA_NEW(set->a, struct column_sentence);
    struct gold_doc *d = NULL;
    uint32_t sentences = 0;
    bool more = true;
    while (more) {
        more = slice_line(&rest, &line);
        if (!more || !slice_trim(line).n) {
            if (s->n) {
                if (!d)
                    d = new_doc(set), d->misc_marked = !uner;
                lay_out(s, &text);
                add_tagged(set, d, s);
                sentences++;
            }
            s->n = 0;
            s->text = (slice){0};
            if (d && !uner && sentences >= 12) /* its documents are not parted */
                finish_doc(set, d, &text), d = NULL, sentences = 0;
            continue;
        }
        if (line.p[0] == '#' && uner) {
            if (slice_starts(line, S("# newdoc")) && d)
                finish_doc(set, d, &text), d = NULL;
            if (slice_starts(line, S("# text = ")))
                s->text = slice_cut(line, 9, line.n);
            continue;
        }
        if (s->n == MAX_WORDS)
            continue;
        slice field;
        if (uner)
            slice_field(&line, '\t', &field);
        slice_field(&line, '\t', &s->form[s->n]);
        slice_field(&line, '\t', &s->tag[s->n]);
        s->n++;
    }
    if (d)
        finish_doc(set, d, &text);
}

void gold_read_uner(struct gold_set *set, const char *path) { read_columns(set, path, true); }
void gold_read_wikigold(struct gold_set *set, const char *path) { read_columns(set, path, false); }

/* ---- GUM -------------------------------------------------------------------------------------------- */

struct gum_entity {
    slice id, etype;
    uint32_t first, end; /* words */
    uint32_t head;       /* word, or NONE */
    bool linked, open;
};

enum { MAX_ENTITIES = 256 };

static bool upper_start(slice w) {
    uint32_t cp = 0;
    return w.n && utf8_decode(w.p, w.p + w.n, &cp) && cp_is_upper(cp);
}

static bool proper(slice tag) { return slice_eq(tag, S("PROPN")); }

static void gum_entities(slice misc, uint32_t word, struct gum_entity *e, uint32_t *n) {
    uint32_t at = slice_find(misc, S("Entity="), 0);
    if (at == NONE)
        return;
    slice s = slice_cut(misc, at + 7, misc.n), field;
    slice_field(&s, '|', &field);
    for (uint32_t i = 0; i < field.n;) {
        bool opens = field.p[i] == '(';
        uint32_t from = opens ? i + 1 : i, k = from;
        while (k < field.n && field.p[k] != '(' && field.p[k] != ')')
            k++;
        slice body = slice_cut(field, from, k), part, id = {0};
        bool closes = k < field.n && field.p[k] == ')';
        if (opens && *n < MAX_ENTITIES) {
            struct gum_entity *x = &e[(*n)++];
            *x = (struct gum_entity){.first = word, .end = word + 1, .head = NONE, .open = !closes};
            for (uint32_t p = 0; slice_field(&body, '-', &part); p++) {
                if (p == 0) x->id = part;
                if (p == 1) x->etype = part;
                if (p == 5 && part.n && is_digit((unsigned char)part.p[0]))
                    x->head = word + (uint32_t)strtoul(part.p, NULL, 10) - 1;
                if (p == 7) x->linked = true;
            }
        } else if (!opens && closes) {
            slice_field(&body, '-', &id);
            for (uint32_t q = *n; q-- > 0;)
                if (e[q].open && slice_eq(e[q].id, id)) {
                    e[q].open = false;
                    e[q].end = word + 1;
                    break;
                }
        }
        i = closes ? k + 1 : k;
    }
}

static int gum_type(slice etype) {
    return slice_eq(etype, S("person")) ? GOLD_PER : slice_eq(etype, S("organization")) ? GOLD_ORG
         : slice_eq(etype, S("place")) ? GOLD_LOC : slice_eq(etype, S("time")) ? 0 : GOLD_MISC;
}

static void gum_names(struct gold_set *set, struct gold_doc *d, struct column_sentence *s,
                      struct gum_entity *e, uint32_t n) {
    static bool used[MAX_WORDS];
    memset(used, 0, sizeof used);
    const struct names_kit *names = set->kit->names;
    for (int pass = 0; pass < 2; pass++) /* linked ones first, outermost first as they come */
        for (uint32_t i = 0; i < n; i++) {
            int type = gum_type(e[i].etype);
            uint32_t a = e[i].first, b = e[i].end;
            if (e[i].linked != !pass || b > s->n || e[i].open)
                continue;
            if (!e[i].linked) {
                uint32_t h = e[i].head;
                if (h == NONE || h >= b || !proper(s->tag[h]) || !upper_start(s->form[h]))
                    continue;
                a = h, b = h + 1;
                while (a > e[i].first && proper(s->tag[a - 1]) && upper_start(s->form[a - 1]))
                    a--;
                while (b < e[i].end && (proper(s->tag[b]) || (b + 1 < e[i].end && proper(s->tag[b + 1]) &&
                                                              s->form[b].p[0] == '-')))
                    b++;
            }
            for (;;) {
                const struct name_listed *l = a < b ? names_listed(names, name_hash(s->form[a])) : NULL;
                if (a + 1 < b && (!upper_start(s->form[a]) || slice_eq_nocase(s->form[a], S("the")) ||
                                  (type == GOLD_PER && l && (l->bits & NAME_TITLE))))
                    a++;
                else
                    break;
            }
            while (b > a && (slice_starts(s->form[b - 1], S("'s")) || slice_starts(s->form[b - 1], S("’"))))
                b--;
            bool good = a < b && upper_start(s->form[a]), any = false;
            for (uint32_t k = a; k < b; k++) {
                if (used[k] || s->form[k].p[0] == ',')
                    good = false;
                any |= proper(s->tag[k]);
            }
            if (b > a && !upper_start(s->form[b - 1]) && !is_digit((unsigned char)s->form[b - 1].p[0]))
                good = false;
            if (!good || !any || b - a > 8 || !type)
                continue;
            for (uint32_t k = a; k < b; k++)
                used[k] = true;
            add_gold(set, d, (span){s->at[a].start, s->at[b - 1].end}, type);
        }
    for (uint32_t k = 0; k < s->n; k++) /* proper nouns that no rule above has judged */
        if (!used[k] && proper(s->tag[k]))
            add_gold(set, d, s->at[k], GOLD_ANY);
}

void gold_read_gum(struct gold_set *set, const char *path) {
    slice rest = file_read(path, set->a), line;
    struct buf text = {.a = set->a};
    struct column_sentence *s = ARENA_NEW(set->a, struct column_sentence);
    struct gum_entity *e = ARENA_ARRAY(set->a, struct gum_entity, MAX_ENTITIES);
    uint32_t e_n = 0;
    struct gold_doc *d = NULL;
    for (bool more = true; more;) {
        more = slice_line(&rest, &line);
        if (!more || !line.n) {
            if (s->n && d) {
                lay_out(s, &text);
                gum_names(set, d, s, e, e_n);
            }
            s->n = e_n = 0;
            continue;
        }
        if (line.p[0] == '#') {
            if (slice_starts(line, S("# newdoc"))) {
                if (d)
                    finish_doc(set, d, &text);
                d = new_doc(set);
                d->misc_marked = true;
            } else if (slice_starts(line, S("# text = "))) {
                s->text = slice_cut(line, 9, line.n);
            }
            continue;
        }
        slice f[10] = {{0}};
        for (int k = 0; k < 10 && slice_field(&line, '\t', &f[k]); k++)
            ;
        if (s->n == MAX_WORDS || slice_find(f[0], S("-"), 0) != NONE || slice_find(f[0], S("."), 0) != NONE)
            continue;
        s->form[s->n] = f[1];
        s->tag[s->n] = f[3];
        gum_entities(f[9], s->n, e, &e_n);
        s->n++;
    }
    if (d)
        finish_doc(set, d, &text);
}

/* ---- re3d --------------------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b) {
    const struct gold_name *x = a, *y = b;
    if (x->at.start != y->at.start)
        return x->at.start < y->at.start ? -1 : 1;
    return x->at.end > y->at.end ? -1 : x->at.end < y->at.end;
}

/* The name in a span: without article and title; all its words but links have capitals. */
static bool re3d_name(const struct gold_set *set, slice text, span *at, bool person) {
    for (;;) {
        slice rest = slice_at(text, *at), word;
        if (!slice_field(&rest, ' ', &word))
            break;
        const struct name_listed *l = names_listed(set->kit->names, name_hash(word));
        if (word.n < at->end - at->start &&
            (slice_eq_nocase(word, S("the")) || (person && l && (l->bits & (NAME_TITLE | NAME_DEMONYM)))))
            at->start += word.n + 1;
        else
            break;
    }
    slice rest = slice_at(text, *at), word;
    uint32_t n = 0;
    bool last = false;
    if (!upper_start(rest))
        return false;
    while (slice_field(&rest, ' ', &word)) {
        const struct name_listed *l = word.n ? names_listed(set->kit->names, name_hash(word)) : NULL;
        last = upper_start(word) || (word.n && is_digit((unsigned char)word.p[0]));
        if (!word.n || (!last && !(l && (l->bits & NAME_LINK))) || word.p[word.n - 1] == ',')
            return false;
        n++;
    }
    return n <= 8 && last;
}

void gold_read_re3d(struct gold_set *set, const char *path) {
    slice rest = file_read(path, set->a), line;
    while (slice_line(&rest, &line)) {
        json_t *row = json_loadb(line.p, line.n, 0, NULL);
        const char *text = json_string_value(json_object_get(row, "text"));
        if (!text)
            continue;
        struct gold_doc *d = new_doc(set);
        page_of_text(arena_slice(set->a, slice_str(text)), set->a, &d->page);
        slice t = d->page.text;
        json_t *list = json_object_get(row, "entities"), *x;
        size_t k;
        struct gold_name *raw = arena_calloc(set->a, json_array_size(list) + 1, sizeof *raw);
        uint32_t n = 0;
        json_array_foreach(list, k, x) {
            json_t *at = json_object_get(x, "span");
            raw[n++] = (struct gold_name){{(uint32_t)json_integer_value(json_array_get(at, 0)),
                                           (uint32_t)json_integer_value(json_array_get(at, 1))},
                                          (int)k};
        }
        uint32_t done = 0;
        for (int pass = 0; pass < 2; pass++) {
            if (!pass)
                qsort(raw, n, sizeof *raw, by_place), done = 0;
            for (uint32_t i = 0; i < n; i++) {
                slice kind = slice_str(json_string_value(
                    json_object_get(json_array_get(list, (size_t)raw[i].type), "type")));
                int type = slice_eq(kind, S("Person")) ? GOLD_PER : slice_eq(kind, S("Organisation")) ? GOLD_ORG
                         : slice_eq(kind, S("Location")) ? GOLD_LOC : slice_eq(kind, S("Nationality")) ? GOLD_MISC
                         : slice_eq(kind, S("DocumentReference")) || slice_eq(kind, S("MilitaryPlatform")) ? GOLD_ANY : 0;
                span at = raw[i].at;
                if (!type || at.end > t.n || at.start >= at.end)
                    continue;
                bool name = type != GOLD_ANY && re3d_name(set, t, &at, type == GOLD_PER);
                if (!pass && name && at.start >= done) {
                    add_gold(set, d, at, type);
                    done = at.end;
                } else if (pass) {
                    add_gold(set, d, raw[i].at, GOLD_ANY); /* gives way to what is judged */
                }
            }
        }
        json_decref(row);
    }
}

/* ---- labels for our own tokens ----------------------------------------------------------------------------- */

static bool capital(const struct name_word *w) {
    return w->shape >= SHAPE_TITLE && w->shape <= SHAPE_DOTTED;
}

static void label_stretch(struct gold_doc *d, uint32_t a, uint32_t b, int type) {
    for (uint32_t i = a; i < b; i++) {
        int label;
        if (type == GOLD_MISC)
            label = b - a == 1 ? LABEL_U_MISC : i == a ? LABEL_B_MISC : LABEL_I_MISC;
        else
            label = 1 + (type - 1) * 4 + (b - a == 1 ? 3 : i == a ? 0 : i + 1 == b ? 2 : 1);
        d->allowed[i] = (uint16_t)(1u << label);
    }
}

void gold_align(struct gold_set *set, struct gold_doc *d) {
    const uint16_t none = 0, misc = 1u << LABEL_O | 1u << LABEL_B_MISC | 1u << LABEL_I_MISC | 1u << LABEL_U_MISC;
    uint32_t n = d->lang.tokens_n;
    d->allowed = ARENA_ARRAY(set->a, uint16_t, n + 1);
    for (uint32_t k = 0; k < d->names_n; k++) { /* judged names */
        span at = d->names[k].at;
        if (d->names[k].type == GOLD_ANY)
            continue;
        uint32_t a = lang_token_at(&d->lang, at.start), b = a;
        while (b < n && d->lang.tokens[b].at.start < at.end)
            b++;
        bool clear = a < b;
        for (uint32_t i = a; i < b; i++)
            clear = clear && d->allowed[i] == none;
        if (clear)
            label_stretch(d, a, b, d->names[k].type);
    }
    for (uint32_t s = 0; s < d->lang.sentences_n; s++) { /* demonyms, whatever the set says of them */
        uint32_t end = d->lang.sentences[s].end;
        for (uint32_t i = d->lang.sentences[s].first; i < end; i++) {
            uint32_t m = 1;
            while (i + m < end && d->words[i].phrase % 4 == 0 && d->words[i].phrase / 4 == 3 &&
                   d->words[i + m].phrase / 4 == 3 && d->words[i + m].phrase % 4)
                m++;
            bool demonym = d->words[i].phrase / 4 == 3 && (d->words[i].phrase % 4 == 0 || d->words[i].phrase % 4 == 3);
            for (uint32_t k = i; k < i + m; k++)
                demonym = demonym && d->allowed[k] == none && capital(&d->words[k]);
            if (demonym)
                label_stretch(d, i, i + m, GOLD_MISC), i += m - 1;
        }
    }
    for (uint32_t k = 0; k < d->names_n; k++) {
        span at = d->names[k].at;
        if (d->names[k].type != GOLD_ANY)
            continue;
        for (uint32_t i = lang_token_at(&d->lang, at.start); i < n && d->lang.tokens[i].at.start < at.end; i++)
            if (d->allowed[i] == none && capital(&d->words[i]))
                d->allowed[i] = 0xffff;
    }
    for (uint32_t i = 0; i < n; i++)
        if (d->allowed[i] == none)
            d->allowed[i] = d->misc_marked || (d->words[i].bits & (NAME_NOT | NAME_TITLE)) ? 1u << LABEL_O
                          : capital(&d->words[i]) ? misc : (1u << LABEL_O | 1u << LABEL_I_MISC);
}

/* ---- raw news -------------------------------------------------------------------------------------------------- */

void reports_read(const char *folder, uint32_t most, struct arena *tmp,
                  void (*text)(void *, slice), void *arg) {
    enum { LINE_MAX_BYTES = 4 << 20 };
    char *line = mem_alloc(LINE_MAX_BYTES);
    uint32_t done = 0;
    for (int part = 0; part < 64 && done < most; part++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/part-%d.jsonl.gz", folder, part);
        gzFile f = gzopen(path, "rb");
        if (!f)
            break;
        while (done < most && gzgets(f, line, LINE_MAX_BYTES)) {
            struct arena_mark m = arena_mark(tmp);
            slice t = row_string(slice_str(line), "text", tmp);
            if (t.p && t.n) {
                text(arg, t);
                done++;
            }
            arena_rewind(tmp, m);
        }
        gzclose(f);
    }
    mem_free(line);
}
