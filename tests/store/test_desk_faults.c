/* What can go wrong while reports are added, while stories are made out, while a report is forgotten, while a desk of an
 * older version is brought up: a crash at any write, a write that fails, a disk that stays full, no memory, in us or in
 * SQLite. The desk stays sound, and when all is well again it says what it would have said.
 *
 *   test_desk_faults        some writes and allocations, and all allocations of our own where there are few
 *   test_desk_faults all    each of them (bench/faults.sh) */
#include "test.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "faulty_vfs.h"
#include "store/desk.h"
#include "store/store.h"

enum { REPORTS = 70, FEW = 3, TRIES = 24, ALL_OF = 200 /* allocations; of more, some are tried */ };
static bool every;

static char dir[] = "/tmp/stemma-faults-XXXXXX";
static char base[64], few[64], old[64], desk[64], more[64];

/* ---- SQLite without memory: its k-th allocation fails ---------------------------------------------------------- */

static sqlite3_mem_methods real_mem;
static long mem_calls, mem_fails = -1;
static void *poor_malloc(int n) { return mem_calls++ == mem_fails ? NULL : real_mem.xMalloc(n); }
static void *poor_realloc(void *p, int n) { return mem_calls++ == mem_fails ? NULL : real_mem.xRealloc(p, n); }
static void poor_memory(void) {
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_mem);
    sqlite3_mem_methods poor = real_mem;
    poor.xMalloc = poor_malloc;
    poor.xRealloc = poor_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &poor);
}

/* What is bound is bound, though there is no memory: a copy that fails binds NULL, and SQLite goes on with that. */
static void bound(void) {
    static char text[5000]; /* more than SQLite has at hand for small things */
    memset(text, 'x', sizeof text);
    sqlite3 *db;
    sqlite3_stmt *s = NULL;
    CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK);
    CHECK(sqlite3_prepare_v2(db, "SELECT length(?), ? IS NULL", -1, &s, NULL) == SQLITE_OK);
    mem_fails = mem_calls;
    desk_bind(s, 1, slice_of(text, sizeof text));
    desk_bind(s, 2, (slice){0});
    mem_fails = -1;
    CHECK(sqlite3_step(s) == SQLITE_ROW);
    CHECK(sqlite3_column_int(s, 0) == (int)sizeof text);
    CHECK(sqlite3_column_int(s, 1) == 1);
    sqlite3_finalize(s);
    sqlite3_close(db);
}

/* ---- desks ---------------------------------------------------------------------------------------------------------- */

static void copy(const char *from) {
    static char all[1 << 23];
    static const char *const ends[] = {"-wal", "-shm", "-journal"};
    for (size_t i = 0; i < NELEMS(ends); i++) {
        char path[80];
        snprintf(path, sizeof path, "%s%s", desk, ends[i]);
        remove(path);
    }
    FILE *f = fopen(from, "rb"), *to = fopen(desk, "wb");
    size_t n = f ? fread(all, 1, sizeof all, f) : 0;
    CHECK(f && to && n > 0 && n < sizeof all && fwrite(all, 1, n, to) == n);
    if (f)
        fclose(f);
    if (to)
        fclose(to);
}

static int add_row(void *arg, const struct desk_story *s) {
    uint64_t *h = arg;
    *h = hash_mix(*h, hash64(s->id.p, s->id.n));
    *h = hash_mix(*h, s->title.p ? hash64(s->title.p, s->title.n) : 1);
    *h = hash_mix(*h, (uint64_t)s->documents << 32 | s->origins << 16 | s->conflicts);
    return 0;
}
static int add_document(void *arg, const struct desk_document *d) {
    uint64_t *h = arg;
    *h = hash_mix(*h, hash64(d->name.p, d->name.n));
    return 0;
}

/* 0: it could not be said. */
static uint64_t says(void) {
    struct desk *d;
    uint64_t h = 1;
    int code = desk_open(&d, desk, DESK_READ, NULL);
    if (!code)
        code = desk_stories(d, DESK_LARGEST, 1, add_row, &h);
    if (!code)
        code = desk_documents(d, add_document, &h);
    desk_close(d);
    return code ? 0 : h;
}

static bool sound(void) {
    sqlite3 *db;
    sqlite3_stmt *s = NULL;
    bool ok = false;
    if (sqlite3_open(desk, &db) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "SELECT integrity_check = 'ok' FROM pragma_integrity_check", -1, &s, NULL) == SQLITE_OK)
        ok = sqlite3_step(s) == SQLITE_ROW && sqlite3_column_int(s, 0) == 1;
    sqlite3_finalize(s);
    sqlite3_close(db);
    return ok;
}

static int forget(void) {
    struct desk *d;
    int code = desk_open(&d, desk, DESK_READ, NULL);
    if (!code)
        code = desk_forget(d, S("r7"));
    desk_close(d);
    return code;
}

static bool on_disk(const char *word) {
    static const char *const ends[] = {"", "-wal", "-journal"};
    static char all[1 << 23];
    bool found = false;
    for (size_t i = 0; i < NELEMS(ends); i++) {
        char path[80];
        snprintf(path, sizeof path, "%s%s", desk, ends[i]);
        FILE *f = fopen(path, "rb");
        size_t n = f ? fread(all, 1, sizeof all, f) : 0;
        if (f)
            fclose(f);
        found = found || memmem(all, n, word, strlen(word));
    }
    return found;
}

/* ---- what is broken off ---------------------------------------------------------------------------------------------- */

static int add(const char *to, const char *what) {
    const char *paths[] = {what};
    struct doc_options o = {.depth = DOC_MARKS, .lang = LANG_PARSE, .threads = 1};
    struct desk *d;
    struct desk_counts n;
    int code = desk_open(&d, to, DESK_WRITE, NULL);
    if (!code)
        code = desk_add(d, paths, 1, &o, NULL, NULL, NULL, &n, NULL);
    desk_close(d);
    return code;
}

static void ask(void) { says(); }
static void drop(void) { forget(); }
static void put(void) { add(desk, more); }

static bool is_forgotten(void) {
    int code = forget();
    return (code == 0 || code == STM_EEMPTY) && !on_disk("Quillenworth") && !on_disk("uillenworth") && !on_disk("ratterby");
}

static bool is_put(void) { return add(desk, more) == 0; }

struct job {
    const char *from;
    void (*work)(void);
    bool (*again)(void); /* once more, with all well; NULL: asking is enough */
    uint64_t whole;      /* what the desk says then */
    int tries, good;
};

static long stride(long n, long tries) { return every ? 1 : 1 + n / tries; }

/* After the work was broken off. */
static void judge(struct job *j) {
    bool good = sound();
    good = (!j->again || j->again()) && good;
    j->good += says() == j->whole && good;
    j->tries++;
}

static void without_disk(struct job *j, int how /* killed; a write fails once; the disk stays full */) {
    copy(j->from);
    faulty.writes = 0;
    j->work();
    long writes = faulty.writes;
    CHECK(writes > 4);
    for (long k = 0; k < writes; k += stride(writes, TRIES)) {
        copy(j->from);
        pid_t pid = how == 0 ? fork() : -1;
        if (pid <= 0) {
            faulty.writes = 0;
            faulty.fail_at = k;
            faulty.kill = how == 0;
            faulty.full = how == 2;
            j->work();
            faulty.fail_at = -1;
            if (pid == 0)
                _exit(0);
        } else {
            int status;
            waitpid(pid, &status, 0);
        }
        judge(j);
    }
}

static void without_memory(struct job *j, bool ours) {
    copy(j->from);
    mem_calls = 0;
    long before = mem_count();
    j->work();
    long calls = ours ? mem_count() - before : mem_calls;
    for (long k = 0; k < calls; k += ours && calls < ALL_OF ? 1 : stride(calls, 2 * TRIES)) {
        copy(j->from);
        if (ours)
            mem_fail_at(k);
        mem_calls = 0;
        mem_fails = ours ? -1 : k;
        j->work();
        mem_fail_at(-1);
        mem_fails = -1;
        judge(j);
    }
}

static void broken_off(const char *what, const char *from, void (*work)(void), bool (*again)(void), uint64_t whole) {
    static const char *const how[] = {"killed at a write", "a write failed", "disk full", "no memory", "no memory in SQLite"};
    CHECK(whole != 0);
    for (int i = 0; i < 5; i++) {
        struct job j = {.from = from, .work = work, .again = again, .whole = whole};
        if (i < 3)
            without_disk(&j, i);
        else
            without_memory(&j, i == 3);
        if (every)
            printf("%s: %s: %d tries, %d good\n", what, how[i], j.tries, j.good);
        CHECK(i == 3 || j.tries > 4);
        CHECK(j.good == j.tries);
    }
}

static void write_reports(const char *path, int from, int to) {
    FILE *f = fopen(path, "w");
    static const char *const towns[] = {"Orren", "Kessmar", "Sundet", "Halden", "Velsk", "Brunmar", "Dakost"};
    for (int i = from; f && i < to; i++) {
        const char *a = towns[i % 7], *b = towns[i * 3 % 7];
        fprintf(f, "{\"id\":\"r%d\",\"title\":\"%s in %s\",\"published\":\"2024-03-%02d\",\"text\":\"The mayor of %s met "
                   "the mayor of %s over the ferry to %s%s, number %d.\"}\n",
                i, i == 7 ? "Quillenworth" : "Talks", a, i % 20 + 1, a, b, a, i == 7 ? " and to Gratterby" : "", i / 7);
    }
    CHECK(f && fclose(f) == 0);
}

static void make(void) {
    static char *const paths[] = {base, few, old, desk, more};
    static const char *const names[] = {"base.db", "few.db", "old.db", "desk.db", "more.jsonl"};
    for (size_t i = 0; i < NELEMS(paths); i++)
        snprintf(paths[i], sizeof base, "%s/%s", dir, names[i]);
    char in[80], command[200];
    snprintf(in, sizeof in, "%s/in.jsonl", dir);
    write_reports(in, 0, REPORTS);
    CHECK(add(base, in) == 0);
    write_reports(in, 0, FEW);
    CHECK(add(few, in) == 0);
    write_reports(more, FEW, FEW + 2);
    snprintf(command, sizeof command, "gzip -dc tests/store/desk-v1.db.gz > %s", old);
    CHECK(system(command) == 0);
}

int main(int argc, char **argv) {
    if (!mkdtemp(dir))
        return 1;
    every = argc > 1 && !strcmp(argv[1], "all");
    poor_memory();
    bound();
    faulty_install();
    make();
    copy(few);
    put();
    broken_off("add", few, put, is_put, says());
    copy(few);
    broken_off("relate a few", few, ask, NULL, says());
    copy(base);
    uint64_t whole = says();
    CHECK(whole != 0 && whole == says());
    broken_off("relate", base, ask, NULL, whole);
    /* forgotten after the stories were made out: their titles go too */
    copy(base);
    CHECK(says() == whole && on_disk("Quillenworth") && on_disk("ratterby"));
    char command[200];
    snprintf(command, sizeof command, "cp %s %s", desk, base);
    CHECK(system(command) == 0);
    CHECK(forget() == 0 && forget() == STM_EEMPTY);
    uint64_t without = says();
    CHECK(without != 0 && without != whole);
    broken_off("forget", base, drop, is_forgotten, without);
    copy(old);
    uint64_t first = says();
    CHECK(first != 0);
    broken_off("bring up an old desk", old, ask, NULL, first);
    snprintf(command, sizeof command, "rm -rf %s", dir);
    CHECK(system(command) == 0);
    DONE();
}
