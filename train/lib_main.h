/* What the main functions of trainers do: a guard around it all, and what went wrong on stderr. */
#ifndef STM_LIB_MAIN_H
#define STM_LIB_MAIN_H

#include <stdio.h>

#include "base/base.h"

struct args {
    int argc;
    char **argv;
};

/* train gets a struct args. least: arguments with the program's name, without which it only says how it is called. */
static inline int train_main(int argc, char **argv, int least, const char *usage, void (*train)(void *)) {
    if (argc < least) {
        fprintf(stderr, "usage: %s\n", usage);
        return 2;
    }
    struct args args = {argc, argv};
    int code = guard_run(train, &args);
    if (code)
        fprintf(stderr, "%s: %s\n", argv[0], stm_strerror(code));
    return code ? 1 : 0;
}

#endif
