/* The desk: what was added is there, whole, once; a crash or a full disk at any write, and a failing
 * allocation, lose nothing that was there and nothing when it goes on; what is forgotten is gone. */
#include "test.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "faulty_vfs.h"
#include "store/store.h"

static char dir[] = "/tmp/stemma-desk-XXXXXX";
static char desk_path[128], in_path[128];

static const char *const reports[] = {
    "The mayor of Orren, Ada Brandt, opened the new bridge on Monday, the council said in a statement. "
    "\"It took us nine years,\" Brandt said.",
    "A ferry with 40 people on board ran aground near Sundet on Tuesday, the coast guard told Radio "
    "Sundet. Nobody was hurt, spokesman Rolf Hansen said.",
    "Grain prices in Orvania fell by four percent in March, according to the statistics office. "
    "Farmers said the fall had been expected.",
    "Two people close to the ministry said the minister, Helga Sorn, would resign in May. The ministry "
    "denied the report.",
    "The museum at Kessmar has bought a quadrant of 1754 for 20,000 crowns, its director Mira Castell "
    "said on Friday."};
enum { REPORTS = (int)NELEMS(reports) };

static void write_report(int i, const char *text) {
    char path[256];
    snprintf(path, sizeof path, "%s/report-%d.txt", in_path, i);
    FILE *f = fopen(path, "w");
    if (f) {
        fprintf(f, "%s\n\nThe report of the day ends with a line of its own, the editors said.\n", text);
        fclose(f);
    }
}

static void fresh(void) {
    char path[160];
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < NELEMS(ends); i++) {
        snprintf(path, sizeof path, "%s%s", desk_path, ends[i]);
        remove(path);
    }
}

static int add(struct desk_counts *n) {
    const char *paths[] = {in_path};
    struct doc_options o = {.depth = DOC_MARKS, .lang = LANG_PARSE, .threads = 1};
    struct desk *d;
    int code = desk_open(&d, desk_path, DESK_WRITE, NULL);
    if (!code)
        code = desk_add(d, paths, 1, &o, NULL, NULL, NULL, n, NULL);
    desk_close(d);
    return code;
}

/* ---- what is on it -------------------------------------------------------------------------------- */

static int one(const char *sql) {
    sqlite3 *db;
    sqlite3_stmt *s;
    int v = -1;
    if (sqlite3_open(desk_path, &db) == SQLITE_OK &&
        sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK) {
        if (sqlite3_step(s) == SQLITE_ROW)
            v = sqlite3_column_int(s, 0);
        sqlite3_finalize(s);
    }
    sqlite3_close(db);
    return v;
}

static bool sound(void) {
    return one("SELECT integrity_check = 'ok' FROM pragma_integrity_check") == 1;
}

static int keep(void *arg, const char *p, size_t n) {
    uint64_t *h = arg;
    for (size_t i = 0; i < n; i++) /* a hash that does not depend on how the bytes are cut */
        *h = (*h ^ (unsigned char)p[i]) * 0x100000001B3u;
    return 0;
}

/* A hash of the whole desk's account. */
static uint64_t account_hash(void) {
    struct desk *d;
    struct account *acc = NULL;
    uint64_t h = 0xCBF29CE484222325u;
    if (desk_open(&d, desk_path, DESK_READ, NULL))
        return 0;
    if (desk_account(d, (slice){0}, 1, &acc) == 0) {
        static struct out o;
        out_init(&o, keep, &h);
        account_json(acc, ACCOUNT_ALL, &o);
        out_flush(&o);
        account_free(acc);
    }
    desk_close(d);
    return h;
}

static int count_hits(void *arg, const struct desk_hit *hit) {
    (void)hit;
    ++*(int *)arg;
    return 0;
}

static int hits(const char *words) {
    struct desk *d;
    int n = 0;
    if (desk_open(&d, desk_path, DESK_READ, NULL))
        return -1;
    if (desk_search(d, slice_str(words), 10, count_hits, &n))
        n = -1;
    desk_close(d);
    return n;
}

static bool on_disk(const char *word) {
    static const char *const ends[] = {"", "-wal", "-shm"};
    bool found = false;
    for (size_t i = 0; i < NELEMS(ends); i++) {
        char path[160];
        snprintf(path, sizeof path, "%s%s", desk_path, ends[i]);
        FILE *f = fopen(path, "rb");
        if (!f)
            continue;
        static char all[1 << 22];
        size_t n = fread(all, 1, sizeof all, f);
        fclose(f);
        found = found || memmem(all, n, word, strlen(word));
    }
    return found;
}

int main(void) {
    if (!mkdtemp(dir))
        return 1;
    snprintf(desk_path, sizeof desk_path, "%s/desk.db", dir);
    snprintf(in_path, sizeof in_path, "%s/in", dir);
    char command[300];
    snprintf(command, sizeof command, "mkdir -p %s", in_path);
    CHECK(system(command) == 0);
    for (int i = 0; i < REPORTS; i++)
        write_report(i, reports[i]);
    faulty_install();

    /* added once, whole, found */
    struct desk_counts n;
    long before = faulty.writes;
    CHECK(add(&n) == 0 && n.added == REPORTS && n.known == 0 && n.skipped == 0);
    long writes = faulty.writes - before;
    CHECK(writes > 5);
    CHECK(add(&n) == 0 && n.added == 0 && n.known == REPORTS);
    CHECK(sound() && one("SELECT count(*) FROM document") == REPORTS);
    CHECK(hits("bridge") == 1 && hits("quadrant 1754") == 1 && hits("\"new bridge\"") == 1 &&
          hits("\"bridge new\"") == 0 && hits("zzz") == 0);
    CHECK(hits("\"") == -1 && hits("bridge OR ferry") == 0 && hits("NEAR(") == 1);
    uint64_t whole = account_hash();
    CHECK(whole != 0 && whole == account_hash());

    /* a page captured again is a version, whatever the order */
    /* (addresses come with records: see test_desk.sh) */

    /* killed at each write: sound, whole documents, and goes on to the same account */
    int sound_n = 0, same_n = 0, tries = 0;
    for (long k = 0; k < writes; k += 1 + writes / 40) {
        tries++;
        fresh();
        pid_t pid = fork();
        if (pid == 0) {
            faulty.writes = 0;
            faulty.fail_at = k;
            faulty.kill = 1;
            add(&n);
            _exit(0);
        }
        int status = 0;
        waitpid(pid, &status, 0);
        int code = add(&n);
        sound_n += sound() && one("SELECT count(*) FROM document WHERE length(page) = 0") == 0;
        same_n += code == 0 && n.added + n.known == REPORTS && account_hash() == whole;
    }
    CHECK(sound_n == tries);
    CHECK(same_n == tries);

    /* each write failing once, and the disk staying full */
    for (int full = 0; full < 2; full++) {
        tries = sound_n = same_n = 0;
        for (long k = 0; k < writes; k += 1 + writes / 40) {
            tries++;
            fresh();
            faulty.writes = 0;
            faulty.fail_at = k;
            faulty.kill = 0;
            faulty.full = full;
            add(&n);
            faulty.fail_at = -1;
            int code = add(&n);
            sound_n += sound();
            same_n += code == 0 && account_hash() == whole;
        }
        CHECK(sound_n == tries);
        CHECK(same_n == tries);
    }

    /* the k-th allocation failing, for all k (in builds that can) */
    fresh();
    long from = mem_count();
    CHECK(add(&n) == 0);
    long allocations = mem_count() - from;
    tries = sound_n = same_n = 0;
    for (long k = 0; k < allocations; k++) {
        tries++;
        fresh();
        mem_fail_at(k);
        add(&n);
        mem_fail_at(-1);
        int code = add(&n);
        sound_n += k % 16 ? 1 : sound();
        same_n += code == 0 && (k % 16 ? one("SELECT count(*) FROM document") == REPORTS
                                       : account_hash() == whole);
    }
    CHECK(sound_n == tries);
    CHECK(same_n == tries);

    /* forgotten: no word of it anywhere in the files */
    fresh();
    CHECK(add(&n) == 0);
    CHECK(on_disk("quadrant"));
    struct desk *d;
    CHECK(desk_open(&d, desk_path, DESK_WRITE, NULL) == 0);
    CHECK(desk_forget(d, S("no-such-report")) == STM_EEMPTY);
    CHECK(desk_forget(d, S("report-4")) == 0);
    CHECK(!on_disk("quadrant") && !on_disk("1754") && !on_disk("castell") && !on_disk("Castell"));
    CHECK(!on_disk("report-4"));
    desk_close(d);
    CHECK(!on_disk("quadrant") && hits("quadrant") == 0 && hits("bridge") == 1 && sound());
    CHECK(one("SELECT count(*) FROM document") == REPORTS - 1);

    /* what is no desk is refused, and left alone */
    fresh();
    FILE *f = fopen(desk_path, "w");
    CHECK(f && fputs("this is no database at all, but a note", f) >= 0 && !fclose(f));
    stm_err err = {0};
    CHECK(desk_open(&d, desk_path, DESK_WRITE, &err) == STM_EFORMAT && err.message);
    fresh();
    CHECK(one("CREATE TABLE other (x)") == -1 && one("SELECT count(*) FROM other") == 0);
    CHECK(desk_open(&d, desk_path, DESK_WRITE, &err) == STM_EFORMAT);
    fresh();
    CHECK(desk_open(&d, desk_path, DESK_READ, &err) == STM_EIO);
    CHECK(add(&n) == 0);
    CHECK(one("PRAGMA user_version = 999") == -1);
    CHECK(desk_open(&d, desk_path, DESK_WRITE, &err) == STM_EFORMAT);

    snprintf(command, sizeof command, "rm -rf %s", dir);
    CHECK(system(command) == 0);
    DONE();
}
