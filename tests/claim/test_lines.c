/* Every line of an account stands on its bytes: each span is cut out of its source and held against what the
 * line says. On the examples; on the gold stories too where they are (../shared). */
#include "test.h"

#define json_string jansson_string
#define json_null jansson_null
#include <jansson.h>
#undef json_string
#undef json_null
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "stemma.h"

static char *text;
static size_t text_n, text_cap;

static int keep(void *arg, const char *p, size_t n) {
    (void)arg;
    if (text_n + n + 1 > text_cap) {
        text_cap = 2 * (text_n + n + 1);
        text = realloc(text, text_cap);
    }
    memcpy(text + text_n, p, n);
    text_n += n;
    text[text_n] = 0;
    return 0;
}

/* ---- sources ------------------------------------------------------------------------------------- */

static struct source { const char *id; char *bytes; size_t n; } sources[64];
static size_t sources_n;

static char *whole_file(const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    char *p = NULL;
    size_t cap = 0;
    *n = 0;
    for (size_t got = 1; got; *n += got) {
        if (cap < *n + 65536)
            p = realloc(p, cap = 2 * cap + 65536);
        got = fread(p + *n, 1, 65536, f);
    }
    fclose(f);
    return p;
}

/* The bytes that a document's spans are offsets of. */
static void load(json_t *d) {
    const char *id = json_string_value(json_object_get(d, "id")), *file = json_string_value(json_object_get(d, "file"));
    size_t n;
    char *bytes = whole_file(file, &n);
    CHECK(bytes && sources_n < NELEMS(sources));
    if (!bytes || sources_n == NELEMS(sources))
        return;
    if (strstr(file, ".jsonl")) {
        char *row = NULL;
        for (char *line = bytes; line < bytes + n;) {
            char *end = memchr(line, '\n', (size_t)(bytes + n - line));
            size_t len = end ? (size_t)(end - line) : (size_t)(bytes + n - line);
            json_t *j = json_loadb(line, len, 0, NULL);
            const char *rid = json_string_value(json_object_get(j, "id"));
            if (rid && !strcmp(rid, id))
                row = strdup(json_string_value(json_object_get(j, "text")));
            json_decref(j);
            line += len + 1;
        }
        free(bytes);
        bytes = row;
        n = row ? strlen(row) : 0;
        CHECK(row != NULL);
    }
    sources[sources_n++] = (struct source){id, bytes, n};
}

/* Letters and digits alone, mark-up and entities out: what a passage reads as in whatever charset. */
static void letters(const char *p, size_t n, bool markup, char *out, size_t room) {
    size_t k = 0;
    for (size_t i = 0; i < n && k + 1 < room; i++) {
        if (markup && p[i] == '<') {
            const char *end = memchr(p + i, '>', n - i);
            i = end ? (size_t)(end - p) : n;
        } else if (markup && p[i] == '&' && i + 1 < n && (isalpha((unsigned char)p[i + 1]) || p[i + 1] == '#')) {
            const char *end = memchr(p + i, ';', n - i < 10 ? n - i : 10);
            i = end ? (size_t)(end - p) : i;
        } else if (isalnum((unsigned char)p[i]) && (unsigned char)p[i] < 0x80) {
            out[k++] = (char)tolower((unsigned char)p[i]);
        }
    }
    out[k] = 0;
}

/* The passage that a row names, cut out; false: there is none such. */
static bool cut(json_t *row, char *out, size_t room) {
    const char *doc = json_string_value(json_object_get(row, "doc"));
    json_t *at = json_object_get(row, "span");
    json_int_t from = json_integer_value(json_array_get(at, 0)), to = json_integer_value(json_array_get(at, 1));
    for (size_t i = 0; doc && i < sources_n; i++)
        if (!strcmp(sources[i].id, doc)) {
            const struct source *s = &sources[i];
            if (from < 0 || to <= from || (size_t)to > s->n || isspace((unsigned char)s->bytes[from]) ||
                isspace((unsigned char)s->bytes[to - 1]))
                return false;
            letters(s->bytes + from, (size_t)(to - from), true, out, room);
            return true;
        }
    return false;
}

enum { ROOM = 1 << 14 };
static int lines, shown_bad;

/* One row stands: its span is in its document, and reads as the row says it does. */
static bool stands(json_t *row) {
    static char got[ROOM], want[ROOM];
    lines++;
    const char *words = json_string_value(json_object_get(row, "text"));
    if (!cut(row, got, ROOM))
        return false;
    if (!words)
        return true;
    letters(words, strlen(words), false, want, ROOM);
    bool same = !strcmp(got, want);
    if (!same && shown_bad++ < 5)
        fprintf(stderr, "cut: %s\nsaid: %s\n", got, want);
    return same;
}

static json_t *by_id(json_t *rows, const char *id) {
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row)
        if (id && !strcmp(json_string_value(json_object_get(row, "id")), id))
            return row;
    return NULL;
}

static bool same_place(json_t *a, json_t *b) {
    return !strcmp(json_string_value(json_object_get(a, "doc")), json_string_value(json_object_get(b, "doc"))) &&
           json_equal(json_object_get(a, "span"), json_object_get(b, "span"));
}

static bool overlaps(json_t *a, json_t *b) {
    json_t *p = json_object_get(a, "span"), *q = json_object_get(b, "span");
    return !strcmp(json_string_value(json_object_get(a, "doc")), json_string_value(json_object_get(b, "doc"))) &&
           json_integer_value(json_array_get(p, 0)) < json_integer_value(json_array_get(q, 1)) &&
           json_integer_value(json_array_get(q, 0)) < json_integer_value(json_array_get(p, 1));
}

/* ---- what each line says ------------------------------------------------------------------------------ */

/* An attributed row names an attribution inside whose content it stands, and its speaker. */
static bool voiced(json_t *account, json_t *row) {
    json_t *a = by_id(json_object_get(account, "attributions"), json_string_value(json_object_get(row, "attribution")));
    if (!a)
        return false;
    json_t *content = json_object_get(a, "content"), *at = json_object_get(row, "span");
    json_int_t from = json_integer_value(json_array_get(at, 0)), to = json_integer_value(json_array_get(at, 1));
    if (json_is_integer(json_array_get(content, 0)))
        return json_integer_value(json_array_get(content, 0)) < to && from < json_integer_value(json_array_get(content, 1));
    size_t i;
    json_t *piece;
    json_array_foreach(content, i, piece)
        if (json_integer_value(json_array_get(piece, 0)) < to && from < json_integer_value(json_array_get(piece, 1)))
            return true;
    return false;
}

static void claims(json_t *account) {
    size_t i, k;
    json_t *c, *r;
    json_array_foreach(json_object_get(account, "claims"), i, c) {
        bool words = false;
        json_array_foreach(json_object_get(c, "reports"), k, r) {
            const char *stance = json_string_value(json_object_get(r, "stance"));
            CHECK(stands(r));
            if (!strcmp(stance, "attributed"))
                CHECK(voiced(account, r));
            if (!strcmp(stance, "asserted"))
                CHECK(json_is_null(json_object_get(r, "by")) || !json_object_get(r, "by"));
            const char *said = json_string_value(json_object_get(c, "text")), *own = strstr(said, "] ");
            const char *row = json_string_value(json_object_get(r, "text"));
            words |= !strcmp(row, *said == '[' && own ? own + 2 : said);
            if (!strcmp(stance, "doubted")) { /* "could not verify whether the mill was sold": what is doubted ends the row */
                const char *part = strstr(row, said);
                bool ends = part && part > row && part[-1] == ' ';
                for (const char *q = part ? part + strlen(said) : ""; *q && ends; q++)
                    ends = !isalnum((unsigned char)*q);
                words |= ends;
            }
        }
        CHECK(words); /* the claim is in the words of one of its rows; "[the subject] " may stand before */
    }
}

static bool number_word(const char *s) {
    static const char *const words[] = {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozen",
                                        "eleven", "twelve", "hundred", "thousand", "million", "score", "couple", "half", "a "};
    for (const char *p = s; *p; p++)
        if (isdigit((unsigned char)*p))
            return true;
    for (size_t i = 0; i < NELEMS(words); i++)
        if (strcasestr(s, words[i]))
            return true;
    return false;
}

static bool has_one(const char *s, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strcasestr(s, words[i]))
            return true;
    return false;
}

/* What is called a breach on one side and keeping to the rules on another has words for both. */
static bool of_conduct(json_t *sides) {
    static const char *const breach[] = {"violat", "breach", "contraven", "illegal", "illicit", "unlawful", "flout", "infring", "evad", "circumvent"};
    static const char *const kept[] = {"compl", "observ", "abid", "adher", "follow", "enforc", "implement", "respect", "uph", "hono", "fulfil", "obey"};
    bool broken = false, keeps = false;
    size_t k;
    json_t *s;
    json_array_foreach(sides, k, s) {
        broken |= has_one(json_string_value(json_object_get(s, "text")), breach, NELEMS(breach));
        keeps |= has_one(json_string_value(json_object_get(s, "text")), kept, NELEMS(kept));
    }
    return broken && keeps;
}

static void conflicts(json_t *account) {
    size_t i, k, q;
    json_t *c, *s, *other;
    json_array_foreach(json_object_get(account, "conflicts"), i, c) {
        const char *kind = json_string_value(json_object_get(c, "kind"));
        json_t *sides = json_object_get(c, "sides");
        bool denied = false;
        CHECK(json_array_size(sides) >= 2);
        json_array_foreach(sides, k, s) {
            CHECK(stands(s));
            for (q = 0; q < k; q++) { /* nothing twice */
                other = json_array_get(sides, q);
                CHECK(!overlaps(s, other));
            }
            if (!strcmp(kind, "quantity"))
                CHECK(number_word(json_string_value(json_object_get(s, "text"))));
            size_t x, y;
            json_t *claim, *row;
            json_array_foreach(json_object_get(account, "claims"), x, claim)
                json_array_foreach(json_object_get(claim, "reports"), y, row)
                    denied |= same_place(row, s) && !strcmp(json_string_value(json_object_get(row, "stance")), "denied");
        }
        bool conduct = strstr(json_string_value(json_object_get(c, "note")), "breach of the rules") != NULL;
        if (!strcmp(kind, "denial"))
            CHECK(conduct ? of_conduct(sides) : denied);
        if (!strcmp(kind, "wording") || !strcmp(kind, "quantity")) { /* the two really differ */
            const char *a = json_string_value(json_object_get(json_array_get(sides, 0), "text"));
            bool differ = false;
            json_array_foreach(sides, k, s)
                differ |= strcmp(a, json_string_value(json_object_get(s, "text"))) != 0;
            CHECK(differ);
        }
    }
}

static void losses(json_t *account) {
    size_t i, k;
    json_t *l, *r;
    json_array_foreach(json_object_get(account, "losses"), i, l) {
        const char *kind = json_string_value(json_object_get(l, "kind"));
        json_t *from = json_object_get(l, "from"), *to = json_object_get(l, "to");
        const char *id = json_string_value(json_object_get(l, "claim"));
        json_t *claim = id ? by_id(json_object_get(account, "claims"), id) : NULL;
        CHECK(id ? claim != NULL : json_is_null(json_object_get(l, "claim")));
        CHECK(strcmp(json_string_value(json_object_get(from, "doc")), json_string_value(json_object_get(to, "doc"))));
        CHECK(stands(from));
        bool gone = json_is_null(json_object_get(to, "span")), have = false, lack = gone;
        CHECK(gone == (strstr(kind, "dropped") != NULL));
        if (!gone)
            CHECK(stands(to));
        json_array_foreach(json_object_get(claim, "reports"), k, r) {
            have |= same_place(r, from);
            lack |= !gone && same_place(r, to);
        }
        CHECK(!claim || (have && lack)); /* both are rows of the claim that it is about, if that is one */
    }
}

static void sources_and_times(json_t *account) {
    size_t i, k;
    json_t *row, *d;
    json_array_foreach(json_object_get(account, "ledger"), i, row)
        json_array_foreach(json_object_get(row, "descriptions"), k, d) {
            CHECK(stands(d));
            const char *words = json_string_value(json_object_get(d, "text"));
            CHECK(isalnum((unsigned char)words[0]) || (unsigned char)words[0] >= 0x80); /* no dash of a dateline */
            CHECK(!k || !same_place(d, json_array_get(json_object_get(row, "descriptions"), k - 1)));
            json_t *a = by_id(json_object_get(account, "attributions"), json_string_value(json_object_get(d, "attribution")));
            CHECK(a && json_is_true(json_object_get(a, "anonymous")));
        }
    json_array_foreach(json_object_get(account, "timeline"), i, row) {
        CHECK(stands(row));
        bool dated = false; /* the date is that of a time that stands there */
        json_t *id;
        json_array_foreach(json_object_get(row, "rests_on"), k, id) {
            json_t *t = by_id(json_object_get(account, "times"), json_string_value(id));
            dated |= t && !strcmp(json_string_value(json_object_get(t, "value")), json_string_value(json_object_get(row, "date")));
        }
        CHECK(dated);
    }
    static const char *const marks[] = {"times", "quantities", "events"};
    for (size_t m = 0; m < NELEMS(marks); m++)
        json_array_foreach(json_object_get(account, marks[m]), i, row)
            CHECK(stands(row));
}

static void account_of(const char *const *paths, size_t n, int least) {
    stm_account *acc = NULL;
    stm_err err = {0};
    CHECK(stm_account_read(&acc, paths, n, NULL, &err) == 0);
    if (!acc)
        return;
    text_n = 0;
    CHECK(stm_account_json(acc, STM_VIEW_ALL, keep, NULL) == 0);
    stm_account_free(acc);
    json_t *account = json_loadb(text, text_n, 0, NULL);
    CHECK(account != NULL);
    sources_n = 0;
    lines = 0;
    size_t i;
    json_t *d;
    json_array_foreach(json_object_get(account, "documents"), i, d)
        load(d);
    claims(account);
    conflicts(account);
    losses(account);
    sources_and_times(account);
    CHECK(lines >= least);
    for (i = 0; i < sources_n; i++)
        free(sources[i].bytes);
    json_decref(account);
}

int main(void) {
    static const char *const roots[] = {"", "../", "../../", "../../../"};
    char examples[64] = "", gold[4][64];
    size_t found = 0;
    for (size_t i = 0; i < NELEMS(roots); i++) {
        size_t n;
        char path[96];
        snprintf(path, sizeof path, "%sexamples/courier-lock.html", roots[i]);
        char *p = whole_file(path, &n);
        if (p && !examples[0])
            snprintf(examples, sizeof examples, "%sexamples", roots[i]);
        if (p) {
            static const char *const sets[] = {"seeds", "gold/oil-ships/reports.jsonl", "gold/schoolgirls/reports.jsonl"};
            for (size_t s = 0; s < NELEMS(sets) && !found; s++)
                snprintf(gold[s], sizeof gold[s], "%s../shared/%s", roots[i], sets[s]);
            FILE *f = fopen(gold[1], "rb");
            if (f) {
                found = 3;
                fclose(f);
            }
        }
        free(p);
        if (examples[0])
            break;
    }
    const char *one = examples;
    CHECK(examples[0]);
    account_of(&one, 1, 200);
    for (size_t i = 0; i < found; i++) {
        one = gold[i];
        account_of(&one, 1, 150);
    }
    free(text);
    DONE();
}
