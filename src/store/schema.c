/* The desk's schema, version by version. `steps[v]` leads from version v to v + 1; a desk of an older
 * version is brought up by the steps that it lacks, in one transaction; a later one is refused. */
#include "desk.h"

#include <stdio.h>

/* "Stma" */
enum { APPLICATION = 0x53746D61 };

static const char *const steps[] = {
    /* 0 -> 1 */
    "CREATE TABLE document ("
    " id INTEGER PRIMARY KEY,"       /* the order of adding */
    " name TEXT NOT NULL UNIQUE,"    /* its id in accounts */
    " key BLOB NOT NULL UNIQUE,"     /* of its bytes and its address: the very same capture */
    " address BLOB,"                 /* hash of its URL, or NULL: captures of it are versions */
    " newest INTEGER NOT NULL,"      /* 1: the version that accounts are made of */
    " stamp TEXT NOT NULL,"          /* by which versions are ordered */
    " file TEXT NOT NULL, record TEXT, url TEXT, site_name TEXT, title TEXT, published TEXT,"
    " language TEXT, words INTEGER NOT NULL,"
    " story TEXT,"
    " page BLOB NOT NULL, marks BLOB NOT NULL);"
    "CREATE INDEX document_address ON document(address) WHERE address IS NOT NULL;"
    "CREATE INDEX document_story ON document(story);"
    "CREATE VIRTUAL TABLE body_index USING fts5(title, body, content='',"
    " tokenize='unicode61 remove_diacritics 2');"
    "CREATE TABLE story (id TEXT PRIMARY KEY, title TEXT, first TEXT, last TEXT,"
    " documents INTEGER NOT NULL, origins INTEGER NOT NULL, conflicts INTEGER NOT NULL)"
    " WITHOUT ROWID;"
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
    "INSERT INTO setting VALUES ('stale', 0);",
    /* 1 -> 2: stories a few reports at a time (desk_near.h) */
    "CREATE TABLE report ("           /* a row for each newest version */
    " doc INTEGER PRIMARY KEY,"
    " base TEXT NOT NULL,"            /* the id that it came with: its name, unless another came with the same */
    " state INTEGER NOT NULL,"        /* 0: no links yet; 1: linked; 2: to be taken out */
    " point BLOB);"                   /* its key (story_near.h), or NULL: to be made */
    "CREATE INDEX report_base ON report(base);"
    "CREATE INDEX report_todo ON report(state, doc) WHERE state <> 1;"
    "CREATE TABLE probe (word INTEGER, fortnight INTEGER, doc INTEGER,"
    " PRIMARY KEY (word, fortnight, doc)) WITHOUT ROWID;"
    "CREATE TABLE full_list (word INTEGER, fortnight INTEGER, PRIMARY KEY (word, fortnight)) WITHOUT ROWID;"
    "CREATE TABLE link (doc INTEGER, other INTEGER, PRIMARY KEY (doc, other)) WITHOUT ROWID;" /* strong ones, both ways */
    "CREATE TABLE touched (doc INTEGER PRIMARY KEY);" /* whose stories are to be made out anew */
    "CREATE TABLE member (doc INTEGER PRIMARY KEY, story TEXT NOT NULL);" /* in place of document.story */
    "CREATE INDEX member_story ON member(story);"
    "CREATE TABLE alias (id TEXT PRIMARY KEY, story TEXT NOT NULL) WITHOUT ROWID;" /* a story's former ids */
    "CREATE INDEX alias_story ON alias(story);"
    "INSERT INTO report SELECT id, name, 0, NULL FROM document WHERE newest;"
    "INSERT INTO member SELECT id, story FROM document WHERE newest AND story IS NOT NULL;"
    "DROP INDEX document_story;"
    "DROP TABLE story;"
    "CREATE TABLE story (id TEXT PRIMARY KEY, title TEXT, first TEXT, last TEXT,"
    " documents INTEGER NOT NULL,"
    " origins INTEGER, conflicts INTEGER," /* NULL: not counted yet */
    " trace INTEGER NOT NULL) WITHOUT ROWID;" /* how it came about */
    "INSERT OR REPLACE INTO setting VALUES ('stale', 1);"
    "INSERT INTO setting VALUES ('linked', 0);" /* 1: many reports, whose links are kept */
    "INSERT INTO setting VALUES ('rule', 0);",  /* by which keys and links were made */
    /* 2 -> 3: corrections (fixes.h) */
    "CREATE TABLE fix (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, kind TEXT NOT NULL, args TEXT NOT NULL, note TEXT,"
    " at TEXT NOT NULL, undone TEXT) WITHOUT ROWID;"
    "CREATE TABLE fix_member (doc INTEGER PRIMARY KEY, story TEXT NOT NULL);"
    "CREATE INDEX fix_member_story ON fix_member(story);"
    "CREATE TABLE fix_story (id TEXT PRIMARY KEY, title TEXT, first TEXT, last TEXT, documents INTEGER, origins INTEGER,"
    " conflicts INTEGER, named INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE fix_hidden (story TEXT PRIMARY KEY) WITHOUT ROWID;"
    "CREATE INDEX document_sum ON document(substr(key, 9));"
    "CREATE INDEX document_site ON document(site_name) WHERE newest;"
    "CREATE INDEX document_file ON document(file);"
    "CREATE INDEX story_newest ON story(last DESC, first DESC, id);"
    "CREATE INDEX story_largest ON story(documents DESC, last DESC, id);"
    "CREATE INDEX story_disputed ON story(conflicts DESC, documents DESC, last DESC, id);"
    "INSERT INTO setting VALUES ('fix_stale', 0);",
    /* 3 -> 4: accounts that are ready (desk_kept.c) */
    "CREATE TABLE kept (story TEXT PRIMARY KEY, key INTEGER NOT NULL, account BLOB NOT NULL);",
    /* 4 -> 5 */
    "CREATE INDEX document_newest ON document(published DESC, name) WHERE newest;"
    "CREATE INDEX story_uncounted ON story(origins) WHERE origins IS NULL;",
};
enum { VERSION = (int)(sizeof steps / sizeof *steps) };

static int number(sqlite3 *db, const char *pragma, int *out) {
    sqlite3_stmt *s;
    int rc = sqlite3_prepare_v2(db, pragma, -1, &s, NULL);
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(s);
        *out = rc == SQLITE_ROW ? sqlite3_column_int(s, 0) : 0;
        rc = rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
    }
    sqlite3_finalize(s);
    return rc;
}

static int fail(stm_err *err, int code, const char *message) {
    if (err)
        *err = (stm_err){code, message, 0};
    return code;
}

int schema_ready(sqlite3 *db, bool make, stm_err *err) {
    int version = 0, application = 0, tables = 0;
    int rc = number(db, "PRAGMA user_version", &version);
    if (rc == SQLITE_OK)
        rc = number(db, "PRAGMA application_id", &application);
    if (rc == SQLITE_OK)
        rc = number(db, "SELECT count(*) FROM sqlite_master", &tables);
    if (rc == SQLITE_NOTADB || rc == SQLITE_CORRUPT)
        return fail(err, STM_EFORMAT, "this file is no desk, or is damaged");
    if (rc != SQLITE_OK)
        return fail(err, desk_status(rc), "the desk cannot be read");
    if (tables && application != APPLICATION)
        return fail(err, STM_EFORMAT, "this SQLite file is no desk");
    if (version > VERSION)
        return fail(err, STM_EFORMAT, "this desk was made by a later version of stemma");
    if (version == VERSION)
        return 0;
    if (!make && !tables)
        return fail(err, STM_EFORMAT, "there is nothing on this desk yet");
    rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (rc == SQLITE_OK) /* somebody else may have been quicker */
        rc = number(db, "PRAGMA user_version", &version);
    for (int v = version; rc == SQLITE_OK && v < VERSION; v++)
        rc = sqlite3_exec(db, steps[v], NULL, NULL, NULL);
    if (rc == SQLITE_OK) {
        char sql[100];
        snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
                 APPLICATION, VERSION);
        rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    }
    if (rc != SQLITE_OK) {
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
        return fail(err, desk_status(rc), tables ? "this desk is of an older version and cannot be brought up" : "the desk cannot be written");
    }
    return 0;
}
