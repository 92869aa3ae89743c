/* Accounts that are kept: the same bytes as made anew, for as long as nothing has changed that they are made of, and
 * no longer than the reports that they are about. */
#include "test.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/fixes.h"
#include "store/store.h"

static char dir[] = "/tmp/stemma-kept-XXXXXX";
static char path[64];
static struct desk *d;

/* Each town has a story of its own. */
static void report(FILE *f, const char *town, int i) {
    static const char *const who[] = {"the harbour authority", "a spokesman for the mayor", "two officials"};
    static const char *const lock =
        "At least %d people died when the lower gate of the lock broke early on Sunday, %s said. The lower town was flooded and %d houses "
        "were lost.\\n\\nEngineers had told the port six weeks ago that the gate was cracked, three people with knowledge of the inspection "
        "said. \\\"We knew nothing of any crack,\\\" said Tomas Reval, the minister of transport.";
    static const char *const vote =
        "The opposition won %d seats in the council election, %s said, after a campaign about the price of bread. Turnout was %d per "
        "cent.\\n\\nThe bakers' guild had promised cheaper loaves by summer. \\\"Nobody counted twice,\\\" said Edvard Thule, who leads the "
        "winning list; his rival denied that ballots were lost.";
    static const char *const ferry =
        "A ferry with %d passengers ran aground on a sandbank, %s said; it floated free after %d minutes and sailed on to the island without "
        "damage to its hull.";
    fprintf(f, "{\"id\":\"%s-%d\",\"site_name\":\"Paper %d\",\"published\":\"2024-03-%02dT10:00:00\",\"title\":\"News of %s\",\"text\":\"", town, i, i,
            12 + i % 2, town);
    fprintf(f, *town == 'K' ? lock : *town == 'O' ? vote : ferry, 7 + i % 3, who[i % 3], 40 + i % 4);
    fprintf(f, "\"}\n");
}

static void add(const char *town, int from, int n) {
    char file[100];
    snprintf(file, sizeof file, "%s/%s-%d.jsonl", dir, town, from);
    FILE *f = fopen(file, "w");
    for (int i = from; f && i < from + n; i++)
        report(f, town, i);
    CHECK(f && !fclose(f));
    struct doc_options o = {.depth = DOC_MARKS, .lang = LANG_PARSE, .threads = 2};
    struct desk_counts counts;
    const char *paths[] = {file};
    CHECK(desk_add(d, paths, 1, &o, NULL, NULL, NULL, &counts, NULL) == 0 && counts.added == (uint64_t)n);
}

static void keep_all(int threads) {
    CHECK(desk_relate_now(d, threads) == 0 && desk_fix_shown(d, threads) == 0);
    struct desk_keep_at at = {0};
    bool more = true;
    while (more)
        if (desk_keep_some(d, threads, &at, &more)) {
            CHECK(!"kept");
            return;
        }
}

static int64_t number(const char *sql) {
    sqlite3 *db;
    sqlite3_stmt *s = NULL;
    int64_t n = -1;
    if (sqlite3_open(path, &db) == SQLITE_OK && sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK)
        n = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : -1;
    sqlite3_finalize(s);
    sqlite3_close(db);
    return n;
}

/* The shown story of a report. */
static void story_of(const char *document, char id[80]) {
    struct document *doc = NULL;
    CHECK(desk_shown_document(d, slice_str(document), &doc, id, 80) == 0 && *id);
    doc_free(doc);
}

static int gather(void *arg, const char *p, size_t n) {
    buf_add(arg, p, n);
    return 0;
}

struct made {
    struct account *acc;
    struct arena *a, *tmp;
    slice account, fixes;
};
static void write_made(void *arg) {
    struct made *m = arg;
    for (int fixes = 0; fixes < 2; fixes++) {
        struct buf b = {.a = m->a};
        struct out *o = arena_alloc(m->a, sizeof *o);
        out_init(o, gather, &b);
        jout_open(o, NULL, '{');
        if (fixes)
            account_fixes_keys(m->acc, m->tmp, o);
        else
            account_key(m->acc, "account", ACCOUNT_ALL, o);
        jout_close(o, '}');
        out_flush(o);
        slice s = buf_take(&b);
        *(fixes ? &m->fixes : &m->account) = slice_cut(s, 1, s.n - 1);
    }
}

/* 1: kept, and the same as made anew; 0: not kept; -1: something else. */
static int state(const char *id) {
    struct arena *a = arena_new(0);
    struct made m = {.a = a, .tmp = arena_new(0)};
    struct desk_kept k = {0};
    uint64_t key;
    uint32_t n;
    int code = desk_shown_key(d, slice_str(id), &key, &n), is = -1;
    if (!code)
        code = desk_kept(d, slice_str(id), key, a, &k);
    if (code == STM_EEMPTY) {
        is = 0;
    } else if (!code && !desk_shown_account(d, slice_str(id), false, 1, &m.acc) && !guard_run(write_made, &m)) {
        is = slice_eq(k.account, m.account) && slice_eq(k.fixes, m.fixes) ? 1 : -1;
        account_free(m.acc);
    }
    arena_free(m.tmp);
    arena_free(a);
    return is;
}

/* What is kept of a story, as it lies in the file. */
static size_t kept_bytes(const char *id, char *out, size_t size) {
    sqlite3 *db;
    sqlite3_stmt *s = NULL;
    size_t n = 0;
    if (sqlite3_open(path, &db) == SQLITE_OK && sqlite3_prepare_v2(db, "SELECT account FROM kept WHERE story = ?", -1, &s, NULL) == SQLITE_OK) {
        sqlite3_bind_text(s, 1, id, -1, SQLITE_STATIC);
        if (sqlite3_step(s) == SQLITE_ROW && (n = (size_t)sqlite3_column_bytes(s, 0)) <= size)
            memcpy(out, sqlite3_column_blob(s, 0), n);
    }
    sqlite3_finalize(s);
    sqlite3_close(db);
    return n;
}

static bool on_disk(const char *p, size_t n) {
    static const char *const ends[] = {"", "-wal"};
    static char all[1 << 23];
    bool found = false;
    for (size_t i = 0; i < NELEMS(ends); i++) {
        char file[80];
        snprintf(file, sizeof file, "%s%s", path, ends[i]);
        FILE *f = fopen(file, "rb");
        size_t size = f ? fread(all, 1, sizeof all, f) : 0;
        if (f)
            fclose(f);
        found = found || memmem(all, size, p, n);
    }
    return found;
}

static void fix(const char *story, const char *kind, const char *args, struct arena *a) {
    struct account *acc = NULL;
    struct fix f;
    const char *why = NULL;
    CHECK(desk_shown_account(d, slice_str(story), false, 1, &acc) == 0);
    if (!acc)
        return;
    struct fix_scene scene = {acc->documents, acc->documents_n, &acc->kin, &acc->stories, &acc->claims};
    int code = fix_make(&scene, slice_str(kind), slice_str(args), a, &f, &why);
    CHECK(code == 0);
    if (!code)
        CHECK(desk_fix_put(d, &f, 1, "2024-04-01T00:00:00Z", NULL) == 0);
    account_free(acc);
}

static void keeping(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    char one[80], two[80], now[80], args[200];
    add("Kessmar", 0, 8);
    add("Orrenhold", 0, 7);
    add("Little", 0, 2);
    keep_all(2);
    story_of("Kessmar-0", one);
    story_of("Orrenhold-0", two);
    CHECK(strcmp(one, two) != 0);
    CHECK(state(one) == 1 && state(two) == 1);
    story_of("Little-0", now);
    CHECK(state(now) == 0); /* quicker made */
    CHECK(number("SELECT count(*) FROM story WHERE documents > 5 AND origins IS NULL") == 0);

    /* a report more: another story; what was kept of the former goes */
    add("Kessmar", 8, 1);
    CHECK(desk_relate_now(d, 1) == 0);
    story_of("Kessmar-0", now);
    CHECK(strcmp(now, one) != 0 && state(now) == 0 && state(two) == 1);
    keep_all(1);
    CHECK(state(now) == 1 && state(two) == 1);
    CHECK(number("SELECT count(*) FROM kept") == 2);

    /* a correction: its story alone is to be made anew */
    snprintf(args, sizeof args, "{\"document\":\"Kessmar-1\",\"text\":\"ask the port\"}");
    fix(now, "note", args, a);
    CHECK(state(now) == 0 && state(two) == 1);
    keep_all(2);
    CHECK(state(now) == 1);
    struct fix *f;
    uint32_t n;
    CHECK(desk_fixes(d, a, &f, &n) == 0 && n == 1);
    CHECK(desk_fix_undo(d, f[0].id, true, "2024-04-02T00:00:00Z") == 0);
    CHECK(state(now) == 0);
    keep_all(2);
    CHECK(state(now) == 1);

    /* parted: the machine's story beside it is told of as it is now */
    fix(now, "story-part", "{\"documents\":[\"Kessmar-0\",\"Kessmar-1\",\"Kessmar-2\",\"Kessmar-3\",\"Kessmar-4\",\"Kessmar-5\"]}", a);
    keep_all(2);
    story_of("Kessmar-0", one);
    CHECK(strcmp(one, now) != 0 && state(one) == 1);
    add("Kessmar", 9, 1);
    CHECK(desk_relate_now(d, 1) == 0 && desk_fix_shown(d, 1) == 0);
    story_of("Kessmar-0", now);
    CHECK(state(now) != -1);
    keep_all(2);
    CHECK(state(now) == 1);

    /* damaged: not taken for an account */
    CHECK(number("UPDATE kept SET account = x'00112233' RETURNING 0") == 0);
    CHECK(state(now) == -1);
    arena_free(a);
}

static void forgetting(void *arg) {
    (void)arg;
    static char was[1 << 20];
    char one[80], two[80];
    desk_close(d);
    CHECK(unlink(path) == 0 && desk_open(&d, path, DESK_WRITE, NULL) == 0);
    add("Kessmar", 20, 8);
    add("Orrenhold", 20, 7);
    keep_all(2);
    story_of("Kessmar-20", one);
    story_of("Orrenhold-20", two);
    size_t n = kept_bytes(one, was, sizeof was);
    CHECK(n > 1000 && on_disk(was + n / 2, 200));
    CHECK(desk_forget(d, S("Kessmar-21")) == 0);
    bool left = false;
    for (size_t i = 0; i + 64 <= n; i += 64)
        left |= on_disk(was + i, 64);
    CHECK(!left);
    CHECK(state(two) == 1); /* has nothing of it */
    /* a former story's account that is still there goes too */
    keep_all(2);
    story_of("Kessmar-20", one);
    add("Kessmar", 40, 1);
    CHECK(desk_relate_now(d, 1) == 0);
    n = kept_bytes(one, was, sizeof was);
    CHECK(n > 1000);
    CHECK(desk_forget(d, S("Kessmar-22")) == 0);
    CHECK(!on_disk(was + n / 2, 64));
    /* what a correction may have brought from elsewhere goes with any report */
    keep_all(2);
    struct arena *a = arena_new(0);
    story_of("Orrenhold-20", two);
    fix(two, "note", "{\"document\":\"Orrenhold-20\",\"text\":\"ask the port\"}", a);
    keep_all(2);
    n = kept_bytes(two, was, sizeof was);
    CHECK(n > 1000 && desk_forget(d, S("Kessmar-23")) == 0);
    CHECK(!on_disk(was + n / 2, 64) && number("SELECT count(*) FROM kept") == 0);
    arena_free(a);
}

/* A desk of version 3. */
static void older(void *arg) {
    (void)arg;
    desk_close(d);
    static const char *const back[] = {"DROP TABLE kept", "DROP INDEX document_newest", "DROP INDEX story_uncounted",
                                       "PRAGMA user_version = 3"};
    for (size_t i = 0; i < NELEMS(back); i++)
        CHECK(number(back[i]) == -1);
    CHECK(number("SELECT count(*) FROM sqlite_master WHERE name = 'kept'") == 0);
    CHECK(desk_open(&d, path, DESK_WRITE, NULL) == 0);
    char id[80];
    story_of("Orrenhold-20", id);
    CHECK(state(id) == 0);
    keep_all(1);
    CHECK(state(id) == 1);
}

int main(void) {
    if (!mkdtemp(dir))
        return 1;
    snprintf(path, sizeof path, "%s/desk.db", dir);
    CHECK(desk_open(&d, path, DESK_WRITE, NULL) == 0);
    RUN(keeping);
    RUN(forgetting);
    RUN(older);
    desk_close(d);
    char sh[100];
    snprintf(sh, sizeof sh, "rm -rf %s", dir);
    CHECK(system(sh) == 0);
    DONE();
}
