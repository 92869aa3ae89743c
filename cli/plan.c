/* Arguments -> a checked plan. Long and short options in any order, `--name=value`, `--` ends them. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

static int wrong(const char *what, const char *arg, const char *hint) {
    fprintf(stderr, "stemma: %s: %s\n", what, arg);
    if (hint)
        fprintf(stderr, "%s\n", hint);
    return EXIT_USAGE;
}

static const char exports[] = "quotes|events|derivation|claims|conflicts|losses|sources|timeline|proposals|dot|graphml|svg|prov|schema|ninjs|"
                              "gdelt|polecat|timeml|citations";

/* Place of `value` in "a|b|c", or -1. */
static int choice(const char *choices, const char *value) {
    int i = 0;
    size_t n = strlen(value);
    for (const char *p = choices;; i++) {
        size_t len = strcspn(p, "|");
        if (len == n && memcmp(p, value, n) == 0)
            return i;
        if (!p[len])
            return -1;
        p += len + 1;
    }
}

/* A number with K, M or G behind it; -1 if it is none. */
static long long number(const char *s) {
    char *end;
    if (*s < '0' || *s > '9')
        return -1;
    long long v = strtoll(s, &end, 10);
    int shift = *end == 'K' || *end == 'k' ? 10 : *end == 'M' || *end == 'm' ? 20
                : *end == 'G' || *end == 'g' ? 30 : 0;
    if (shift)
        end++;
    if (*end || v > (long long)1 << 40)
        return -1;
    return v << shift;
}

static int take(struct plan *p, const struct option_row *o, const char *value) {
    long long n = 0;
    int which = 0;
    if (o->arg && strchr(o->arg, '|') && (which = choice(o->arg, value)) < 0) {
        fprintf(stderr, "stemma: --%s is one of %s, not \"%s\"\n", o->name, o->arg, value);
        return EXIT_USAGE;
    }
    if (o->arg && !strcmp(o->arg, "N") && (n = number(value)) <= 0) {
        fprintf(stderr, "stemma: --%s wants a number from 1, not \"%s\"\n", o->name, value);
        return EXIT_USAGE;
    }
    switch (o->id) {
    case OPT_JSON: p->json = true; break;
    case OPT_JSONL: p->json = true; p->csv = false; break;
    case OPT_CSV: p->csv = true; break;
    case OPT_VIEW: p->view = (enum stm_view)which; break;
    case OPT_FORMAT: {
        static const enum stm_form forms[] = {STM_JSONL, STM_TEXT, STM_MARKDOWN, STM_CSV};
        p->form = forms[which];
        break;
    }
    case OPT_COMPAT: p->compat = (enum stm_compat)(which + 1); break;
    case OPT_CONLLU: p->form = STM_CONLLU; break;
    case OPT_CORENLP: p->form = STM_CORENLP; break;
    case OPT_SPACY: p->form = STM_SPACY; break;
    case OPT_THREADS: p->threads = n > 64 ? 64 : (int)n; break;
    case OPT_COLOUR: p->colour = (enum when)which; break;
    case OPT_WIDTH: p->width = n < 20 ? 20 : n > 1000 ? 1000 : (int)n; break;
    case OPT_ASCII: p->ascii = true; break;
    case OPT_MODELS: p->models = value; break;
    case OPT_SITES: p->sites = value; break;
    case OPT_MAX_BYTES: p->max_bytes = (uint64_t)n; break;
    case OPT_AS: p->as = value; break;
    case OPT_DOT: p->as = "dot"; break;
    case OPT_GRAPHML: p->as = "graphml"; break;
    case OPT_SVG: p->as = "svg"; break;
    case OPT_STORY: p->story = value; break;
    case OPT_DESK: p->desk = value; break;
    case OPT_BY: p->order = (enum stm_order)which; break;
    case OPT_MOST: p->most = n > 100000 ? 100000 : (uint32_t)n; break;
    case OPT_LISTEN: p->listen = value; break;
    case OPT_HOST: p->host = value; break;
    case OPT_PORT: p->port = n > 65535 ? 65535 : (int)n; break;
    case OPT_NOTE: p->note = value; break;
    case OPT_IN: p->in = value; break;
    case OPT_READ_ONLY: p->read_only = true; break;
    case OPT_HTML: p->html = value; break;
    case OPT_STRICT: p->strict = true; break;
    case OPT_QUIET: p->quiet = true; break;
    case OPT_HELP: help_command(stdout, p->command); return -1;
    case OPT_VERSION: printf("stemma %s\n", stm_version()); return -1;
    }
    return 0;
}

static const struct option_row *find(const char *name, size_t n) {
    for (size_t i = 0; i < options_n; i++)
        if ((strlen(options[i].name) == n && !memcmp(options[i].name, name, n)) ||
            (options[i].also && strlen(options[i].also) == n && !memcmp(options[i].also, name, n)))
            return &options[i];
    return NULL;
}

static const struct option_row *find_letter(char c) {
    for (size_t i = 0; i < options_n; i++)
        if (options[i].letter == c)
            return &options[i];
    return NULL;
}

static int not_for(const struct plan *p, const char *arg) {
    fprintf(stderr, "stemma %s: no such option: %s\nTry: stemma %s --help\n", p->command->name, arg,
            p->command->name);
    return EXIT_USAGE;
}

int plan_parse(int argc, char **argv, struct plan *p) {
    *p = (struct plan){.models = getenv("STEMMA_MODELS")};
    if (p->models && !*p->models)
        p->models = NULL;
    p->desk = getenv("STEMMA_DESK");
    if (!p->desk || !*p->desk)
        p->desk = "stemma.db";
    if (argc < 2) {
        help_program(stderr);
        return EXIT_USAGE;
    }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
        help_program(stdout);
        return -1;
    }
    if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
        printf("stemma %s\n", stm_version());
        return -1;
    }
    for (size_t i = 0; i < commands_n; i++)
        if (!strcmp(argv[1], commands[i].name))
            p->command = &commands[i];
    if (!p->command)
        return wrong("no such command", argv[1], "Try: stemma --help");
    p->paths = calloc((size_t)argc, sizeof *p->paths);
    if (!p->paths)
        return EXIT_FAILED;
    bool only_paths = false;
    for (int i = 2; i < argc; i++) {
        const char *a = argv[i];
        if (only_paths || a[0] != '-' || !a[1]) {
            p->paths[p->paths_n++] = a;
            continue;
        }
        if (!strcmp(a, "--")) {
            only_paths = true;
            continue;
        }
        bool is_long = a[1] == '-';
        const char *name = a + 2, *eq = is_long ? strchr(name, '=') : NULL;
        const struct option_row *o =
            is_long ? find(name, eq ? (size_t)(eq - name) : strlen(name)) : find_letter(a[1]);
        if (!o || !(o->commands & 1u << p->command->id))
            return not_for(p, a);
        const char *value = is_long ? (eq ? eq + 1 : NULL) : a[2] ? a + 2 : NULL;
        if (!o->arg && value)
            return is_long ? wrong("takes no value", a, NULL)
                           : wrong("one letter at a time, please", a, NULL);
        if (o->arg && !value) {
            if (i + 1 >= argc)
                return wrong("wants a value", a, NULL);
            value = argv[++i];
        }
        int code = take(p, o, value);
        if (code)
            return code;
    }
    if (p->command->id == CMD_HELP)
        p->topic = p->paths_n ? p->paths[0] : NULL;
    else if (!*p->command->operands && p->paths_n)
        return wrong("takes no such argument", p->paths[0], NULL);
    else if (*p->command->operands && *p->command->operands != '[' && !p->paths_n)
        return wrong("nothing named to work on", p->command->name,
                     !strcmp(p->command->operands, "PATH...")
                         ? "Name files or folders, or - for standard input." : "See --help.");
    else if (p->command->id == CMD_DIFF && p->paths_n != 2)
        return wrong("wants two reports", "diff", "See stemma diff --help.");
    else if (p->command->id == CMD_EXPORT && choice(exports, p->paths[0]) < 0)
        return wrong("no such thing to export", p->paths[0], "See stemma export --help.");
    else if ((p->command->id == CMD_SHOW || p->command->id == CMD_TREE) && p->paths_n > 1)
        return wrong("one story at a time, please", p->paths[1], NULL);
    return 0;
}
