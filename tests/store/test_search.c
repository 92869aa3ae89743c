/* In what order a search answers: the best first, by their names where they are equal; the newest first where the
 * words are so common that there is nothing to rank by. The same in whatever order the reports came. */
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

#include "store/desk.h"
#include "store/store.h"

static char dir[] = "/tmp/stemma-search-XXXXXX";

/* A desk with one report that was read; the others are copies of its row, with words of their own in the index, since
 * reading thousands takes long and a search looks into the page only for the passage. `forward`: the order in which they came. */
static struct desk *make(const char *name, bool forward) {
    char path[100], in[100];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    snprintf(in, sizeof in, "%s/in.jsonl", dir);
    FILE *f = fopen(in, "w");
    CHECK(f != NULL);
    if (f) {
        fprintf(f, "{\"id\":\"model\",\"title\":\"Orren\",\"text\":\"The ferry to Kessmar was late, the harbour said.\"}\n");
        fclose(f);
    }
    const char *paths[] = {in};
    struct doc_options o = {.depth = DOC_MARKS, .lang = LANG_PARSE, .threads = 1};
    struct desk *d = NULL;
    struct desk_counts n;
    CHECK(desk_open(&d, path, DESK_WRITE, NULL) == 0);
    CHECK(desk_add(d, paths, 1, &o, NULL, NULL, NULL, &n, NULL) == 0 && n.added == 1);
    CHECK(desk_run(d, "BEGIN; CREATE TEMP TABLE number AS WITH RECURSIVE up(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM up"
                      " LIMIT 3000) SELECT i, 0 AS doc FROM up") == 0);
    CHECK(desk_run(d, forward ? "UPDATE number SET doc = 2 + i" : "UPDATE number SET doc = 2 + 2999 - i") == 0);
    CHECK(desk_run(d,
        "INSERT INTO document SELECT doc, printf('n%04d', i), printf('key %d', i), NULL, i <> 77, stamp, file, record, url,"
        " site_name, title, printf('2024-%02d-%02d', 1 + i % 12, 1 + i % 28), language, words, story, page, marks"
        " FROM number, document WHERE id = 1 ORDER BY doc;"
        /* in all: the. In most: said. In four of nine: police; in three of them twice. In a few: council; in one as a title,
         * in one three times, in one that has been superseded */
        "INSERT INTO body_index(rowid, title, body) SELECT doc, iif(i = 40, 'Council', 'Orren'), 'the ' ||"
        " iif(i % 5, 'said ', '') || iif(i IN (10, 20, 30, 40, 77), 'council ', '') || iif(i = 20, 'council council ', '') ||"
        " iif(i % 9 < 4, 'police ', '') || iif(i % 1000 = 501, 'police police ', '') || 'x y z x y z'"
        " FROM number ORDER BY doc; COMMIT") == 0);
    return d;
}

struct hits {
    char names[400];
    uint32_t n;
    bool ranked;
};
static int on_hit(void *arg, const struct desk_hit *hit) {
    struct hits *h = arg;
    size_t at = strlen(h->names);
    snprintf(h->names + at, sizeof h->names - at, "%s%.*s", at ? " " : "", (int)hit->name.n, hit->name.p);
    h->ranked = h->ranked || hit->score > 0;
    h->n++;
    return 0;
}

static bool finds(struct desk *d, const char *words, uint32_t most, const char *want, bool ranked) {
    struct hits h = {{0}, 0, false};
    int code = desk_search(d, slice_str(words), most, on_hit, &h);
    bool ok = code == 0 && !strcmp(h.names, want) && h.ranked == ranked;
    if (!ok)
        printf("%s: %d, %s\n", words, code, h.names);
    return ok;
}

int main(void) {
    if (!mkdtemp(dir))
        return 1;
    for (int forward = 0; forward < 2; forward++) {
        struct desk *d = make(forward ? "a.db" : "b.db", forward);
        /* a few: in the title, then most often, then equals by name; no older version */
        CHECK(finds(d, "council", 9, "n0040 n0020 n0010 n0030", true));
        CHECK(finds(d, "council", 3, "n0040 n0020 n0010", true));
        CHECK(finds(d, "the council", 9, "n0040 n0020 n0010 n0030", true));
        /* many: the same, though most of the words are in most reports */
        CHECK(finds(d, "police", 5, "n0501 n1501 n2501 n0000 n0045", true));
        CHECK(finds(d, "the police", 5, "n0501 n1501 n2501 n0000 n0045", true));
        CHECK(finds(d, "the police said", 3, "n0501 n1501 n2501", true));
        CHECK(finds(d, "police \"the said\"", 3, "n0501 n1501 n2501", true));
        /* all or most: the newest first, by name within a day */
        CHECK(finds(d, "the", 3, "n0083 n0167 n0251", false));
        CHECK(finds(d, "the said", 2, "n0083 n0167", false));
        CHECK(finds(d, "\"the said\" \xE2\x80\x94", 2, "n0083 n0167", false));
        CHECK(finds(d, "the nowhere", 2, "", false));
        desk_close(d);
    }
    char command[100];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    CHECK(system(command) == 0);
    DONE();
}
