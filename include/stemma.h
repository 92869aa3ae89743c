/* Stemma: from the reports of a news story, as they were scraped, to an account of it: who says
 * what, who has it from whom, where the reports disagree, what happened when.
 *
 * Sections: version, status, options, filters (a line for each report), accounts.
 *
 * Threads: functions may be called from several threads at once, on different objects. An
 * stm_account does not change once it is made and may be read by many threads.
 * Memory: what a function fills through a pointer to a pointer is the caller's and has a free
 * function beside it; free(NULL) is fine. Text is UTF-8. */
#ifndef STEMMA_H
#define STEMMA_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(STM_BUILD) && defined(__GNUC__)
#define STM_API __attribute__((visibility("default")))
#else
#define STM_API
#endif

/* ---- version ------------------------------------------------------------------------ */

#define STM_VERSION "0.1.0"
STM_API const char *stm_version(void);

/* ---- status --------------------------------------------------------------------------- */

/* Functions that can fail return 0 (STM_OK) or one of these. */
enum stm_status {
    STM_OK = 0,
    STM_ENOMEM = -1,  /* no memory */
    STM_EIO = -2,     /* a file could not be opened, read or written */
    STM_EFORMAT = -3, /* the bytes are not what they say they are */
    STM_ELIMIT = -4,  /* larger, deeper or more than is allowed */
    STM_EUSAGE = -5,  /* an argument is wrong */
    STM_EEMPTY = -6,  /* nothing to read in it */
    STM_ESTOP = -7    /* the caller's own callback said stop */
};
/* A few English words for a status. Never NULL. */
STM_API const char *stm_strerror(int status);

/* Detail of a failure, owned by the caller. */
typedef struct stm_err {
    int code;
    const char *message; /* constant text */
    uint64_t at;         /* byte position in the input, or 0 */
} stm_err;

/* ---- options --------------------------------------------------------------------------- */

/* An input that gave no report. The strings live during the call only. */
typedef struct stm_skip {
    const char *file;
    const char *record; /* which record of the file, or NULL */
    const char *error;  /* what is wrong, one clause */
    int code;           /* enum stm_status */
} stm_skip;

typedef struct stm_progress {
    uint64_t bytes, bytes_all; /* of the inputs; bytes_all 0: not known */
    uint64_t read, skipped;    /* documents */
    uint64_t known;            /* of a desk: passed over, for they are on it already */
    uint64_t done, all;        /* of a desk whose stories are made out: reports compared, then stories counted; else 0 */
} stm_progress;

typedef struct stm_options {
    int threads;             /* 0: all cores */
    const char *models;      /* a folder with model files, or NULL for those in the library */
    uint64_t max_bytes;      /* most bytes of one report, unpacked; 0: 64 MiB */
    /* Called, from one thread at a time, for each input without a report and as work goes on.
     * Either may be NULL. */
    void (*on_skip)(void *arg, const stm_skip *skip);
    void (*on_progress)(void *arg, const stm_progress *progress);
    void *arg;
    const char *sites;       /* a file that stm_sites wrote, or NULL */
    int keep_sources;        /* 1: stm_account_read keeps the reports' source bytes, for stm_account_html */
} stm_options;

/* stm_options o = STM_OPTIONS_INIT; */
#define STM_OPTIONS_INIT { 0, NULL, 0, NULL, NULL, NULL, NULL, 0 }

/* Where output goes: 0, or a negative value to stop (which is then returned). */
typedef int stm_write(void *arg, const char *p, size_t n);

/* ---- filters: reports in, a line each out, in the order of the inputs ---------------------- */

/* Common to all: `paths`: files, folders ("-": standard input); options NULL: the defaults; *err may
 * be NULL. Return 0, also when inputs were skipped (on_skip tells of each), or STM_E*. The file that standard
 * output is written to is passed over, with a skip: it would be read for ever. */

enum stm_form {
    STM_JSONL,  /* FORMAT.md's row */
    STM_TEXT,   /* the clean text of each report, after a line "# ID" */
    STM_CONLLU, /* stm_annotate: CoNLL-U, version 2 */
    STM_CSV,      /* RFC 4180, with a row of names at the head */
    STM_MARKDOWN, /* stm_extract */
    STM_CORENLP,  /* stm_annotate: a line each, under the keys of CoreNLP's JSON, offsets in UTF-16 units */
    STM_SPACY     /* stm_annotate: ... of spaCy's Doc.to_json, offsets in code points */
};

/* stm_extract, STM_JSONL: under whose field names. */
enum stm_compat {
    STM_OURS, STM_TRAFILATURA, STM_NEWSPAPER4K, STM_NEWS_PLEASE, STM_FUNDUS
};

/* The report itself: metadata, body spans, noise, text and the map back to its source. */
STM_API int stm_extract(const char *const *paths, size_t n, enum stm_form form,
                        enum stm_compat compat, const stm_options *options, stm_write *write,
                        void *arg, stm_err *err);
/* Sentences, tokens, names, times, quantities, attributions, events. */
STM_API int stm_annotate(const char *const *paths, size_t n, enum stm_form form,
                         const stm_options *options, stm_write *write, void *arg, stm_err *err);
/* The family tree: {doc, from, kind, confidence, containment, evidence}. */
STM_API int stm_reuse(const char *const *paths, size_t n, const stm_options *options,
                      stm_write *write, void *arg, stm_err *err);
/* {id, story}. A JSON record or a table's row that has a title and no text is taken by its title. */
STM_API int stm_cluster(const char *const *paths, size_t n, const stm_options *options,
                        stm_write *write, void *arg, stm_err *err);
/* What is template on the pages of each site, learned from many of them: a file for stm_options.sites. Pages are
 * told apart by their titles; a site needs two at least. */
STM_API int stm_sites(const char *const *paths, size_t n, const stm_options *options, stm_write *write,
                      void *arg, stm_err *err);
/* Two reports side by side, sentence by sentence: what the second took, changed, dropped, added. json 1: an
 * object a line; 0: for people. The first report of each path is taken. */
struct stm_view_options;
STM_API int stm_diff(const char *first, const char *second, int json,
                     const struct stm_view_options *view, const stm_options *options,
                     stm_write *write, void *arg, stm_err *err);
/* One page from memory, as stm_extract prints it. `name` stands for the file's (its ending tells the
 * kind; NULL: "-"). */
STM_API int stm_extract_bytes(const char *name, const void *p, size_t n, const stm_options *options,
                              stm_write *write, void *arg, stm_err *err);

/* ---- accounts ------------------------------------------------------------------------------- */

typedef struct stm_account stm_account;

/* Reads all reports and makes the account of them, in memory. *out is NULL on failure. */
STM_API int stm_account_read(stm_account **out, const char *const *paths, size_t n,
                             const stm_options *options, stm_err *err);
STM_API void stm_account_free(stm_account *account);

/* Number of reports read, of inputs skipped, of stories. */
STM_API uint32_t stm_account_documents(const stm_account *account);
STM_API uint32_t stm_account_skipped(const stm_account *account);
STM_API uint32_t stm_account_stories(const stm_account *account);

enum stm_view {
    STM_VIEW_ALL, STM_VIEW_TREE, STM_VIEW_SOURCES, STM_VIEW_CLAIMS, STM_VIEW_CONFLICTS,
    STM_VIEW_TIMELINE
};
/* FORMAT.md's account, or the part that a view shows: one JSON object and a line end. */
STM_API int stm_account_json(const stm_account *account, enum stm_view view, stm_write *write, void *arg);
typedef struct stm_view_options {
    enum stm_view view;
    int colour; /* ANSI colours: 0 or 1 */
    int width;  /* columns; 0: 80 */
    int ascii;  /* 1: no box-drawing characters */
} stm_view_options;
#define STM_VIEW_OPTIONS_INIT { STM_VIEW_ALL, 0, 0, 0 }

/* For people, in a terminal. */
STM_API int stm_account_text(const stm_account *account, const stm_view_options *options,
                             stm_write *write, void *arg);

/* Quotations and statements by speaker: STM_TEXT (for people), STM_JSONL or STM_CSV. */
STM_API int stm_account_quotes(const stm_account *account, enum stm_form form,
                               const stm_view_options *options, stm_write *write, void *arg);

/* In the forms of other programs. what: "events", "quotes", "derivation", "claims", "conflicts", "sources",
 * "timeline", "losses", "proposals" (tables: csv 1, else JSON lines); "dot", "graphml", "svg" (the family tree); "prov", "schema" (JSON-LD);
 * "ninjs"; "gdelt", "polecat" (TSV); "timeml"; "citations" (JSON lines). STM_EUSAGE: no such form. */
STM_API int stm_account_export(const stm_account *account, const char *what, int csv, stm_write *write,
                               void *arg);

/* The reading room: a page with the account inside it, one file that needs no network. page: the page to use
 * (zero-terminated), or NULL: the one in the library. STM_EUSAGE: the library was built without one. Sources
 * that were not kept are read again from where the reports were read. */
STM_API int stm_account_html(const stm_account *account, const char *page, stm_write *write, void *arg);
STM_API int stm_has_room(void); /* 1: the library has the page */

/* ---- the desk: one file that keeps reports from one run to the next -------------------------- */

typedef struct stm_desk stm_desk; /* one thread at a time; several may have one file open */

/* path: the file. make: 1 to make it if it is not there. *out is NULL on failure. */
STM_API int stm_desk_open(stm_desk **out, const char *path, int make, stm_err *err);
STM_API void stm_desk_close(stm_desk *desk);

typedef struct stm_counts {
    uint64_t added, known, skipped; /* known: was there already, and was passed over */
} stm_counts;
/* Adds what the paths hold. Each report goes in whole or not at all; after a failure, or a crash, call it
 * again: what is there is passed over. counts may be NULL. */
STM_API int stm_desk_add(stm_desk *desk, const char *const *paths, size_t n,
                         const stm_options *options, stm_counts *counts, stm_err *err);

enum stm_order { STM_NEWEST, STM_LARGEST, STM_DISPUTED };
/* Lists: json 1: a JSON object a line; 0: for people (view: colour and width; NULL: the defaults). */
STM_API int stm_desk_stories(stm_desk *desk, enum stm_order order, int json,
                             const stm_view_options *view, const stm_options *options,
                             stm_write *write, void *arg);
STM_API int stm_desk_documents(stm_desk *desk, int json, const stm_view_options *view,
                               stm_write *write, void *arg);
/* words: all must occur, "..." is a phrase; at most `most` places, the best first; where more than a thousand reports
 * have words that most of the desk has too, the newest first. STM_EUSAGE: no words. */
STM_API int stm_desk_search(stm_desk *desk, const char *words, uint32_t most, int json,
                            const stm_view_options *view, stm_write *write, void *arg);
/* The account of one story (its id or the beginning of it), or of the whole desk (NULL). STM_EEMPTY: no
 * such story. */
STM_API int stm_desk_account(stm_desk *desk, const char *story, const stm_options *options,
                             stm_account **out);
/* Takes a report off the desk by its id, with every trace of its words. STM_EEMPTY: no such report;
 * STM_ESTOP: it is gone, but another reader keeps words in the journal until it closes the desk. */
STM_API int stm_desk_forget(stm_desk *desk, const char *id);

/* ---- corrections: kept on the desk, on top of what is made out, after every rerun ---- */

/* All of them, oldest first: json 1: an object a line; 0: for people. */
STM_API int stm_desk_fixes(stm_desk *desk, int json, const stm_view_options *view, stm_write *write, void *arg);
/* Makes one, with the ids that the account of `story` (NULL: of the whole desk) shows; kind and args (a JSON object) as
 * docs/room.md has them. id: 32 bytes for the fix's. STM_EUSAGE, STM_EEMPTY: err->message says what is wrong. */
STM_API int stm_desk_fix_add(stm_desk *desk, const char *story, const char *kind, const char *args, const char *note,
                             const stm_options *options, char id[32], stm_err *err);
/* Undoes one (its id, or the beginning of it), or puts it in force again (undone 0). STM_EEMPTY: no such fix. */
STM_API int stm_desk_fix_undo(stm_desk *desk, const char *id, int undone);
/* To another desk: a JSON object a line, and back: how many are new, there already, not understood. */
STM_API int stm_desk_fix_export(stm_desk *desk, stm_write *write, void *arg);
STM_API int stm_desk_fix_import(stm_desk *desk, const char *text, size_t n, uint32_t *put, uint32_t *known, uint32_t *bad);

/* ---- citations ---- */

/* Checks citations, one a line (as the export "citations" and the reading room give them): does the file have these
 * bytes, and the words in them? file: where to look, or NULL: where each says. json 1: an object a line. */
STM_API int stm_cite(const char *lines, size_t n, const char *file, int json, const stm_view_options *view,
                     stm_write *write, void *arg, uint32_t *holds, uint32_t *fails);

/* ---- the reading room: a desk over HTTP, for a browser on this machine -------------------------- */

typedef struct stm_server stm_server;

typedef struct stm_serve_options {
    const char *address; /* an IP address to listen at; NULL: the loopback */
    int port;            /* 0: any that is free */
    const char *host;    /* another name by which it may be called (Host), or NULL */
    int read_only;       /* 1: no changes to the desk */
    int threads;         /* for reading reports; 0: all cores */
    const char *models;  /* as in stm_options */
    uint64_t max_bytes;  /* most bytes of one file that is added; 0: 64 MiB */
    const char *page;    /* the page (zero-terminated; must stay), or NULL: the one in the library */
} stm_serve_options;
#define STM_SERVE_OPTIONS_INIT { NULL, 0, NULL, 0, 0, NULL, 0, NULL }

/* Serves from threads of its own until it is stopped. The desk is made if it is not there. SECURITY.md says what is
 * promised. STM_EUSAGE: built without the page, or a wrong address. */
STM_API int stm_server_start(stm_server **out, const char *desk, const stm_serve_options *options, stm_err *err);
STM_API int stm_server_port(const stm_server *server);
STM_API void stm_server_stop(stm_server *server);

#ifdef __cplusplus
}
#endif
#endif
