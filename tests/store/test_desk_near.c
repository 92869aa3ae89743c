/* Stories made out a few reports at a time are those of a desk that had everything at once: whatever was added,
 * captured again or forgotten before, and in whatever order. A story that has grown answers to its former ids. */
#include "test.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/store.h"

static char dir[] = "/tmp/stemma-near-XXXXXX";
static char input[160];
static int most; /* of a list that counts; 0: as usual */

static const char *at(const char *name) {
    static char path[4][160];
    static int k;
    k = (k + 1) & 3;
    snprintf(path[k], sizeof path[k], "%s/%s", dir, name);
    return path[k];
}

static int one(const char *desk, const char *sql, char *out, size_t size) {
    sqlite3 *db;
    sqlite3_stmt *s = NULL;
    int n = -1;
    *out = 0;
    if (sqlite3_open(at(desk), &db) == SQLITE_OK && sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK) {
        n = 0;
        while (sqlite3_step(s) == SQLITE_ROW) {
            n++;
            const unsigned char *z = sqlite3_column_text(s, 0);
            snprintf(out, size, "%s", z ? (const char *)z : "");
        }
    }
    sqlite3_finalize(s);
    sqlite3_close(db);
    return n;
}

/* ---- reports of our own making: each tells of one of some affairs, or of two ----------------------------------- */

enum { REPORTS = 130, AFFAIRS = 14 };

static const char *const syllables[] = {"ka", "ro", "vel", "min", "tor", "sa", "bre", "lun", "di", "fos", "gra", "ney",
                                        "hul", "pir", "ost", "wen"};
static void put_name(char *to, size_t size, unsigned affair, unsigned which) {
    uint64_t h = hash_mix(affair * 64 + which, 77);
    snprintf(to, size, "%s%s%s%s", syllables[h & 15], syllables[h >> 4 & 15], syllables[h >> 8 & 15], syllables[h >> 12 & 15]);
    to[0] = (char)(to[0] - 32);
}

static void put_report(FILE *f, unsigned i, unsigned version) {
    unsigned affair = (unsigned)(hash_mix(i, 1) % AFFAIRS), other = (unsigned)(hash_mix(i, 2) % AFFAIRS);
    bool bridges = hash_mix(i, 3) % 7 == 0;
    fprintf(f, "{\"id\":\"%s%u\",", i % 10 == 0 ? "twin" : "r", i % 10 == 0 ? i / 20 : i);
    if (i % 3 == 0)
        fprintf(f, "\"url\":\"https://quay.example/%u\",", i);
    if (hash_mix(i, 4) % 6)
        fprintf(f, "\"published\":\"2024-%02u-%02uT%02u:00:00\",", (unsigned)(affair % 4 + 1 + hash_mix(i, 5) % 2),
                (unsigned)(hash_mix(i, 6) % 28 + 1), version);
    char a[40], b[40], c[40];
    fprintf(f, "\"title\":\"Report %u on %u\",\"text\":\"", i, affair);
    for (unsigned k = 0; k < 5; k++) {
        unsigned of = bridges && k > 2 ? other : affair;
        put_name(a, sizeof a, of, (unsigned)(hash_mix(i, 10 + k) % 9));
        put_name(b, sizeof b, of, (unsigned)(hash_mix(i, 20 + k) % 9));
        put_name(c, sizeof c, AFFAIRS + i, k);
        fprintf(f, "The council of %s met with the board of %s and heard the envoy %s. ", a, b, c);
    }
    if (version)
        fprintf(f, "This report was changed %u times.", version);
    fprintf(f, "\"}\n");
}

/* Reports [from, to) of an order, of a version. */
static void add(const char *desk, const unsigned *order, unsigned from, unsigned to, unsigned version) {
    FILE *f = fopen(input, "w");
    for (unsigned i = from; f && i < to; i++)
        put_report(f, order[i], version);
    if (f)
        fclose(f);
    const char *paths[] = {input};
    struct doc_options o = {.depth = DOC_MARKS, .lang = LANG_PARSE, .threads = 2};
    struct desk *d;
    struct desk_counts n;
    CHECK(desk_open(&d, at(desk), DESK_WRITE, NULL) == 0);
    CHECK(desk_add(d, paths, 1, &o, NULL, NULL, NULL, &n, NULL) == 0 && n.skipped == 0);
    desk_close(d);
    if (most) {
        char sql[80], none[8];
        snprintf(sql, sizeof sql, "INSERT OR REPLACE INTO setting VALUES ('list', %d)", most);
        one(desk, sql, none, sizeof none);
    }
}

static void forget(const char *desk, const char *where) {
    char name[200], sql[300];
    struct desk *d;
    snprintf(sql, sizeof sql, "SELECT name FROM document WHERE newest AND %s", where);
    one(desk, sql, name, sizeof name);
    CHECK(*name && desk_open(&d, at(desk), DESK_WRITE, NULL) == 0);
    CHECK(desk_forget(d, slice_str(name)) == 0);
    desk_close(d);
}

static int no_row(void *arg, const struct desk_story *s) {
    (void)s;
    ++*(int *)arg;
    return 0;
}

struct watched {
    uint64_t done, all;
    int times, ends; /* ends: all of something was done */
};
static void watch(void *arg, uint64_t done, uint64_t all) {
    struct watched *w = arg;
    CHECK(done <= all && all > 0 && (done >= w->done || w->done == w->all || all != w->all));
    w->done = done;
    w->all = all;
    w->times++;
    w->ends += done == all;
}

static int ask(const char *desk) {
    struct desk *d;
    int n = 0;
    struct watched w = {0, 0, 0, 0};
    CHECK(desk_open(&d, at(desk), DESK_READ, NULL) == 0);
    desk_watch(d, watch, &w);
    CHECK(desk_stories(d, DESK_NEWEST, 2, no_row, &n) == 0);
    int times = w.times;
    CHECK(desk_stories(d, DESK_NEWEST, 2, no_row, &n) == 0);
    CHECK(w.times == times && w.done == w.all); /* nothing left to do */
    desk_close(d);
    return n / 2;
}

/* Everything that the desk says of its reports and stories, and what it keeps to go on from. */
static uint64_t said(const char *desk) {
    static const char *const sql[] = {
        "SELECT group_concat(x, char(10)) FROM (SELECT d.name || ' ' || m.story AS x FROM document AS d JOIN member"
        " AS m ON m.doc = d.id ORDER BY d.name)",
        "SELECT group_concat(x, char(10)) FROM (SELECT id || coalesce(title, '') || coalesce(first, '') ||"
        " coalesce(last, '') || documents || ' ' || coalesce(origins, '-') || ' ' || coalesce(conflicts, '-') || trace AS x"
        " FROM story ORDER BY id)",
        "SELECT group_concat(x, char(10)) FROM (SELECT a.name || ' ' || b.name AS x FROM link JOIN document AS a ON a.id ="
        " link.doc JOIN document AS b ON b.id = link.other ORDER BY 1)",
        "SELECT group_concat(x, char(10)) FROM (SELECT word || ' ' || fortnight AS x FROM full_list ORDER BY 1)"};
    static char text[1 << 20];
    uint64_t h = 0;
    for (size_t i = 0; i < NELEMS(sql); i++) {
        CHECK(one(desk, sql[i], text, sizeof text) == 1);
        h = hash_mix(h, hash64(text, strlen(text)));
    }
    return h;
}

static void shuffle(unsigned *order, unsigned n, uint64_t seed) {
    for (unsigned i = 0; i < n; i++)
        order[i] = i;
    for (unsigned i = n; i-- > 1;) {
        unsigned k = (unsigned)(hash_mix(seed, i) % (i + 1)), t = order[i];
        order[i] = order[k];
        order[k] = t;
    }
}

static void any_order(void) {
    unsigned order[REPORTS];
    char whole[40], name[40], text[400];
    snprintf(whole, sizeof whole, "whole-%d.db", most);
    for (unsigned i = 0; i < REPORTS; i++)
        order[i] = i;
    add(whole, order, 0, REPORTS, 0);
    int stories = ask(whole);
    uint64_t all = said(whole);
    CHECK(stories > AFFAIRS && stories < REPORTS);
    CHECK(one(whole, "SELECT 1 FROM story WHERE documents > 3", text, sizeof text) > 3);
    CHECK((one(whole, "SELECT 1 FROM full_list", text, sizeof text) > 0) == (most > 0));
    /* two that came with one id are both named apart */
    CHECK(one(whole, "SELECT 1 FROM document WHERE name = 'twin0'", text, sizeof text) == 0);
    for (uint64_t seed = 2; seed < 5; seed++) {
        snprintf(name, sizeof name, "bits-%d-%d.db", most, (int)seed);
        shuffle(order, REPORTS, seed);
        unsigned step = seed == 2 ? 29 : seed == 3 ? 5 : 1, i = seed == 4 ? REPORTS - 12 : 0;
        if (i)
            add(name, order, 0, i, 0);
        for (; i < REPORTS; i += step) {
            add(name, order, i, i + step < REPORTS ? i + step : REPORTS, 0);
            if (seed != 3 || i % 3 == 0)
                ask(name);
        }
        CHECK(ask(name) == stories);
        CHECK(said(name) == all);
    }
    /* captured again, and forgotten: as if it had been so from the start */
    unsigned again[] = {0, 30, 60, 90};
    char bits[40], fresh[40];
    snprintf(bits, sizeof bits, "bits-%d-2.db", most);
    snprintf(fresh, sizeof fresh, "fresh-%d.db", most);
    for (unsigned i = 0; i < REPORTS; i++)
        order[i] = i;
    add(bits, again, 0, 4, 2);
    ask(bits);
    add(bits, again, 0, 4, 1); /* between the two: changes nothing */
    add(fresh, again, 0, 4, 1);
    add(fresh, again, 0, 4, 2);
    add(fresh, order, 0, REPORTS, 0);
    CHECK(ask(bits) == ask(fresh));
    CHECK(said(bits) == said(fresh));
    static const char *const gone[] = {"url LIKE '%/30'", "name = 'r7'", "name = 'r8'", "name LIKE 'twin2-%' ORDER BY name"};
    for (size_t i = 0; i < NELEMS(gone); i++) {
        forget(bits, gone[i]);
        if (i == 1)
            ask(bits);
    }
    for (size_t i = NELEMS(gone); i-- > 0;)
        forget(fresh, gone[i]);
    CHECK(ask(bits) == ask(fresh));
    CHECK(said(bits) == said(fresh));
    CHECK(one(bits, "SELECT 1 FROM document WHERE name = 'twin2'", text, sizeof text) == 1); /* the other one's again */
}

/* What was seen under an id is found under it when the story has grown. */
static void former_ids(void) {
    unsigned order[REPORTS];
    char id[80], is[80], now[80];
    for (unsigned i = 0; i < REPORTS; i++)
        order[i] = i;
    add("grow.db", order, 0, 100, 0);
    ask("grow.db");
    CHECK(one("grow.db", "SELECT id FROM story ORDER BY documents", id, sizeof id) > 0); /* the largest */
    for (unsigned i = 100; i < REPORTS; i += 6) {
        add("grow.db", order, i, i + 6 < REPORTS ? i + 6 : REPORTS, 0);
        ask("grow.db");
    }
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT id FROM story WHERE id = '%s'", id);
    CHECK(one("grow.db", sql, is, sizeof is) == 0);
    snprintf(sql, sizeof sql, "SELECT story FROM alias WHERE id = '%s'", id);
    CHECK(one("grow.db", sql, is, sizeof is) == 1);
    CHECK(one("grow.db", "SELECT 1 FROM alias WHERE story NOT IN (SELECT id FROM story)", now, sizeof now) == 0);
    struct desk *d;
    struct account *acc = NULL;
    CHECK(desk_open(&d, at("grow.db"), DESK_READ, NULL) == 0);
    CHECK(desk_account(d, slice_str(id), 1, &acc) == 0);
    CHECK(acc->stories.stories_n == 1 && slice_eq(acc->stories.stories[0].id, slice_str(is)));
    account_free(acc);
    /* as one account, the desk's stories are the desk's */
    CHECK(desk_account(d, (slice){0}, 2, &acc) == 0);
    snprintf(sql, sizeof sql, "%u", acc->stories.stories_n);
    account_free(acc);
    desk_close(d);
    CHECK(one("grow.db", "SELECT count(*) FROM story", now, sizeof now) == 1 && strcmp(now, sql) == 0);
}

int main(void) {
    if (!mkdtemp(dir))
        return 1;
    snprintf(input, sizeof input, "%s/in.jsonl", dir);
    any_order();
    former_ids();
    most = 6;
    any_order();
    char command[200];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    CHECK(system(command) == 0);
    DONE();
}
