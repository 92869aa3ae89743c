/* The command line: one table of commands, one of options; parsing, --help, the man page and the
 * shells' completions all come from them. Only this folder prints and exits; it uses stemma.h alone.
 *
 * rooms: */
#ifndef STM_CLI_H
#define STM_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "stemma.h"

enum exit_code {
    EXIT_FINE = 0,
    EXIT_FAILED = 1,  /* could not do it */
    EXIT_USAGE = 2,   /* asked wrongly */
    EXIT_SKIPPED = 3  /* --strict, and some inputs gave no report */
};

enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

/* What the arguments ask for, checked before anything runs. */
struct plan {
    const struct command *command;
    const char **paths;
    size_t paths_n;
    int threads;
    bool json, csv, strict, quiet, ascii;
    enum when colour;
    enum stm_view view;
    enum stm_form form;
    enum stm_compat compat;
    int width;
    const char *models;
    const char *sites;  /* file of site profiles */
    uint64_t max_bytes;
    const char *desk;   /* the desk's file */
    enum stm_order order;
    uint32_t most;      /* hits of a search */
    const char *as;     /* form of the tree */
    const char *story;  /* of the desk */
    const char *topic;  /* of help */
    const char *listen, *host; /* of serve */
    int port;
    bool read_only;
    const char *note, *in; /* of a fix; the file that citations are checked in */
    const char *html;   /* file to write the page to */
};

enum command_id {
    CMD_READ, CMD_EXTRACT, CMD_ANNOTATE, CMD_QUOTES, CMD_REUSE, CMD_CLUSTER, CMD_DIFF, CMD_ADD, CMD_STORIES, CMD_SHOW,
    CMD_SEARCH, CMD_DOCUMENTS, CMD_FORGET, CMD_EXPORT, CMD_TREE, CMD_SITES, CMD_SERVE, CMD_FIX, CMD_CITE, CMD_HELP, CMD_COUNT
};

struct command {
    enum command_id id;
    const char *name;
    int (*run)(const struct plan *plan);
    const char *operands;
    const char *line;     /* one line of help */
    const char *more;     /* what it does, for --help and the manual */
    const char *examples; /* "command\n    what it does\n" ... */
};
extern const struct command commands[];
extern const size_t commands_n;

enum option_id {
    OPT_JSON, OPT_JSONL, OPT_CSV, OPT_VIEW, OPT_FORMAT, OPT_COMPAT, OPT_CONLLU, OPT_CORENLP, OPT_SPACY, OPT_THREADS,
    OPT_COLOUR, OPT_WIDTH, OPT_ASCII,
    OPT_MODELS, OPT_SITES, OPT_MAX_BYTES, OPT_AS, OPT_DOT, OPT_GRAPHML, OPT_SVG, OPT_STORY, OPT_DESK, OPT_BY, OPT_MOST, OPT_HTML,
    OPT_LISTEN, OPT_PORT, OPT_HOST, OPT_READ_ONLY, OPT_NOTE, OPT_IN, OPT_STRICT, OPT_QUIET, OPT_HELP,
    OPT_VERSION
};

struct option_row {
    enum option_id id;
    const char *name;     /* without the dashes */
    const char *also;     /* another spelling, or NULL */
    char letter;          /* or 0 */
    const char *arg;      /* "N", "FILE", "a|b|c"; NULL: takes none */
    unsigned commands;    /* bit by command_id */
    const char *help;
};
extern const struct option_row options[];
extern const size_t options_n;

/* 0, or an exit code after a message on stderr. -1: --help or --version was served. */
int plan_parse(int argc, char **argv, struct plan *plan);

void help_program(FILE *f);
void help_command(FILE *f, const struct command *c);
void help_man(FILE *f);
int help_completion(FILE *f, const char *shell); /* EXIT_USAGE: no such shell */

/* What each command shares: options with the progress bar and the skips' lines, output, the end. */
struct session {
    const struct plan *plan;
    stm_options options;
    uint64_t skipped;
    bool bar;             /* on stderr, and shown */
    bool closed;          /* whoever read the output has gone */
    double started, drawn, counted; /* seconds; counted: since when `all` are done */
    uint64_t done, all;             /* as was told last */
};
void session_start(struct session *s, const struct plan *plan);
int session_write(void *arg, const char *p, size_t n); /* to stdout; arg: the session */
/* Takes the bar away, flushes, tells of a failure; gives the exit code. */
int session_end(struct session *s, int status, const stm_err *err);

/* What a terminal is like, as the plan says or as it is found. */
stm_view_options session_view(const struct plan *plan);

/* The account, or its part that the plan's view shows: for people, as JSON, as a table. */
int print_account(const stm_account *account, struct session *s);

/* The page with the account in it, to the plan's file; STM_EUSAGE with err->message: there is no page. */
int write_html(const stm_account *account, struct session *s, stm_err *err);
/* The page that STEMMA_ROOM names, or NULL: the one in the program. False: it cannot be read. */
bool room_page_given(char **page);
#define WITHOUT_ROOM "this stemma was built without the reading room: build it where Node 18 and npm are"

int cmd_read(const struct plan *plan);
int cmd_extract(const struct plan *plan);
int cmd_annotate(const struct plan *plan);
int cmd_quotes(const struct plan *plan);
int cmd_reuse(const struct plan *plan);
int cmd_cluster(const struct plan *plan);
int cmd_diff(const struct plan *plan);
int cmd_add(const struct plan *plan);
int cmd_stories(const struct plan *plan);
int cmd_show(const struct plan *plan);
int cmd_search(const struct plan *plan);
int cmd_documents(const struct plan *plan);
int cmd_forget(const struct plan *plan);
int cmd_export(const struct plan *plan);
int cmd_sites(const struct plan *plan);
int cmd_tree(const struct plan *plan);
int cmd_serve(const struct plan *plan);
int cmd_fix(const struct plan *plan);
int cmd_cite(const struct plan *plan);
int cmd_help(const struct plan *plan);

#endif
