/* Help, the manual page and completions, all from the two tables. */
#include "cli.h"

#include <string.h>

/* Words of `text` from column `indent` on, at most 80 columns. */
static void wrapped(FILE *f, const char *text, int indent, int column) {
    while (*text) {
        size_t n = strcspn(text, " ");
        if (column > indent && column + 1 + (int)n > 80) {
            fprintf(f, "\n%*s", indent, "");
            column = indent;
        } else if (column > indent) {
            fputc(' ', f);
            column++;
        }
        fwrite(text, 1, n, f);
        column += (int)n;
        text += n;
        while (*text == ' ')
            text++;
    }
    fputc('\n', f);
}

static void option_lines(FILE *f, enum command_id id) {
    for (size_t i = 0; i < options_n; i++) {
        const struct option_row *o = &options[i];
        if (!(o->commands & 1u << id))
            continue;
        int n = o->letter ? fprintf(f, "  -%c, --%s", o->letter, o->name)
                          : fprintf(f, "      --%s", o->name);
        if (o->arg)
            n += fprintf(f, " %s", o->arg);
        if (n > 26) {
            fprintf(f, "\n%28s", "");
        } else {
            fprintf(f, "%*s", 28 - n, "");
        }
        wrapped(f, o->help, 28, 28);
    }
}

static void example_lines(FILE *f, const char *examples) {
    for (const char *p = examples; *p;) {
        size_t n = strcspn(p, "\n");
        fprintf(f, "  %.*s\n", (int)n, p);
        p += n + (p[n] == '\n');
    }
}

void help_program(FILE *f) {
    fprintf(f, "stemma: who says what, and who has it from whom: the reports of a news story read\n"
               "against one another, offline, every line with the bytes it stands on.\n\n"
               "usage: stemma COMMAND [OPTION...] PATH...\n\n");
    for (size_t i = 0; i < commands_n; i++)
        fprintf(f, "  %-10s %s\n", commands[i].name, commands[i].line);
    fprintf(f, "\nExample: stemma read examples/\nMore:    stemma COMMAND --help\n");
}

void help_command(FILE *f, const struct command *c) {
    fprintf(f, "usage: stemma %s [OPTION...] %s\n\n", c->name, c->operands);
    wrapped(f, c->more, 0, 0);
    fprintf(f, "\nOptions:\n");
    option_lines(f, c->id);
    fprintf(f, "\nExamples:\n");
    example_lines(f, c->examples);
    fprintf(f, "\nExit status: 0 done; 1 it failed; 2 wrong usage; 3 with --strict, if some inputs\n"
               "gave no report.\n");
}

/* ---- manual page (man(7)) -------------------------------------------------------------------- */

static void roff(FILE *f, const char *s) {
    for (; *s; s++) {
        if (*s == '-')
            fputs("\\-", f);
        else if (*s == '\\')
            fputs("\\e", f);
        else
            fputc(*s, f);
    }
}

void help_man(FILE *f) {
    fprintf(f, ".TH STEMMA 1 \"\" \"stemma %s\" \"User Commands\"\n.SH NAME\nstemma \\- "
               "the reports of a news story read against one another\n.SH SYNOPSIS\n"
               ".B stemma\n.I COMMAND\n[OPTION...] PATH...\n.SH COMMANDS\n", stm_version());
    for (size_t i = 0; i < commands_n; i++) {
        fprintf(f, ".SS \"stemma %s %s\"\n", commands[i].name, commands[i].operands);
        roff(f, commands[i].more);
        fputs("\n", f);
        for (size_t k = 0; k < options_n; k++) {
            const struct option_row *o = &options[k];
            if (!(o->commands & 1u << commands[i].id) || o->id == OPT_HELP || o->id == OPT_VERSION)
                continue;
            fputs(".TP\n\\fB", f);
            if (o->letter)
                fprintf(f, "\\-%c\\fR, \\fB", o->letter);
            fputs("\\-\\-", f);
            roff(f, o->name);
            fputs("\\fR", f);
            if (o->arg) {
                fputs(" \\fI", f);
                roff(f, o->arg);
                fputs("\\fR", f);
            }
            fputs("\n", f);
            roff(f, o->help);
            fputs("\n", f);
        }
        fputs(".PP\nExamples:\n.nf\n", f);
        roff(f, commands[i].examples);
        fputs(".fi\n", f);
    }
    fputs(".SH EXIT STATUS\n0: done, also when inputs were skipped; 1: it failed; 2: wrong usage; "
          "3: with \\-\\-strict, if some inputs gave no report.\n"
          ".SH ENVIRONMENT\n.TP\nNO_COLOR\nno colours, unless \\-\\-colour=always\n"
          ".TP\nSTEMMA_MODELS\na folder with language models to be taken instead of those in the "
          "program\n.SH SPANS\nPositions are bytes of the source: of the file as it lies on disk (after "
          "gzip or zstd), or of a JSON record's decoded html or text.\n", f);
}

/* ---- completions ------------------------------------------------------------------------------- */

static void bash(FILE *f) {
    fputs("_stemma() {\n    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
          "    if [ \"$COMP_CWORD\" = 1 ]; then COMPREPLY=($(compgen -W \"", f);
    for (size_t i = 0; i < commands_n; i++)
        fprintf(f, "%s%s", i ? " " : "", commands[i].name);
    fputs("\" -- \"$cur\")); return; fi\n    case $prev in\n", f);
    for (size_t k = 0; k < options_n; k++)
        if (options[k].arg && strchr(options[k].arg, '|')) {
            fprintf(f, "        --%s) COMPREPLY=($(compgen -W \"", options[k].name);
            for (const char *p = options[k].arg; *p; p++)
                fputc(*p == '|' ? ' ' : *p, f);
            fputs("\" -- \"$cur\")); return ;;\n", f);
        }
    fputs("    esac\n    local words=\n    case ${COMP_WORDS[1]} in\n", f);
    for (size_t i = 0; i < commands_n; i++) {
        fprintf(f, "        %s) words=\"", commands[i].name);
        for (size_t k = 0; k < options_n; k++)
            if (options[k].commands & 1u << commands[i].id)
                fprintf(f, "--%s ", options[k].name);
        fputs("\" ;;\n", f);
    }
    fputs("    esac\n    case $cur in -*) COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")) ;; "
          "*) COMPREPLY=($(compgen -f -- \"$cur\")) ;; esac\n}\n"
          "complete -o filenames -F _stemma stemma\n", f);
}

static void zsh(FILE *f) {
    fputs("#compdef stemma\nlocal -a cmds\ncmds=(\n", f);
    for (size_t i = 0; i < commands_n; i++)
        fprintf(f, "  '%s:%s'\n", commands[i].name, commands[i].line);
    fputs(")\nif (( CURRENT == 2 )); then _describe command cmds; return; fi\ncase $words[2] in\n", f);
    for (size_t i = 0; i < commands_n; i++) {
        fprintf(f, "  %s) _arguments", commands[i].name);
        for (size_t k = 0; k < options_n; k++) {
            const struct option_row *o = &options[k];
            if (!(o->commands & 1u << commands[i].id))
                continue;
            fprintf(f, " \\\n    '--%s%s[", o->name, o->arg ? "=" : "");
            for (const char *p = o->help; *p; p++)
                fputc(*p == '[' || *p == ']' || *p == '\'' ? ' ' : *p, f);
            fputs("]", f);
            if (o->arg && strchr(o->arg, '|')) {
                fputs(":value:(", f);
                for (const char *p = o->arg; *p; p++)
                    fputc(*p == '|' ? ' ' : *p, f);
                fputs(")", f);
            } else if (o->arg) {
                fprintf(f, ":%s:%s", o->arg, !strcmp(o->arg, "DIR") ? "_files -/" : "");
            }
            fputs("'", f);
        }
        fputs(" \\\n    '*:file:_files' ;;\n", f);
    }
    fputs("esac\n", f);
}

static void fish(FILE *f) {
    for (size_t i = 0; i < commands_n; i++)
        fprintf(f, "complete -c stemma -n __fish_use_subcommand -a %s -d '%s'\n", commands[i].name,
                commands[i].line);
    for (size_t i = 0; i < commands_n; i++)
        for (size_t k = 0; k < options_n; k++) {
            const struct option_row *o = &options[k];
            if (!(o->commands & 1u << commands[i].id))
                continue;
            fprintf(f, "complete -c stemma -n '__fish_seen_subcommand_from %s' -l %s",
                    commands[i].name, o->name);
            if (o->letter)
                fprintf(f, " -s %c", o->letter);
            if (o->arg && strchr(o->arg, '|')) {
                fputs(" -x -a '", f);
                for (const char *p = o->arg; *p; p++)
                    fputc(*p == '|' ? ' ' : *p, f);
                fputs("'", f);
            } else if (o->arg) {
                fputs(" -r", f);
            }
            fputs(" -d '", f);
            for (const char *p = o->help; *p; p++)
                fputc(*p == '\'' ? ' ' : *p, f);
            fputs("'\n", f);
        }
}

int help_completion(FILE *f, const char *shell) {
    if (!strcmp(shell, "bash"))
        bash(f);
    else if (!strcmp(shell, "zsh"))
        zsh(f);
    else if (!strcmp(shell, "fish"))
        fish(f);
    else
        return EXIT_USAGE;
    return EXIT_FINE;
}

int cmd_help(const struct plan *plan) {
    const char *topic = plan->topic;
    if (!topic) {
        help_program(stdout);
        return EXIT_FINE;
    }
    if (!strcmp(topic, "man")) {
        help_man(stdout);
        return EXIT_FINE;
    }
    for (size_t i = 0; i < commands_n; i++)
        if (!strcmp(topic, commands[i].name)) {
            help_command(stdout, &commands[i]);
            return EXIT_FINE;
        }
    if (help_completion(stdout, topic) == EXIT_FINE)
        return EXIT_FINE;
    fprintf(stderr, "stemma help: no such command: %s\n", topic);
    return EXIT_USAGE;
}
