/* A test is a static function that uses CHECK; main runs them with RUN and ends with DONE.
 * Each CHECK is one thing a user relies on. */
#ifndef STM_TEST_H
#define STM_TEST_H

#include <stdio.h>
#include <string.h>

#include "base/base.h"

static int test_passed, test_failed;

#define CHECK(cond)                                                                  \
    do {                                                                             \
        if (cond) {                                                                  \
            test_passed++;                                                           \
        } else {                                                                     \
            test_failed++;                                                           \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #cond);        \
        }                                                                            \
    } while (0)

#define CHECK_SLICE(got, want)                                                       \
    do {                                                                             \
        slice got_ = (got);                                                          \
        slice want_ = slice_str(want);                                               \
        if (slice_eq(got_, want_)) {                                                 \
            test_passed++;                                                           \
        } else {                                                                     \
            test_failed++;                                                           \
            fprintf(stderr, "%s:%d: \"%.*s\", wanted \"%s\"\n", __FILE__, __LINE__,   \
                    (int)got_.n, got_.p ? got_.p : "", want);                        \
        }                                                                            \
    } while (0)

/* Runs a `static void name(void *arg)` inside a guard. */
#define RUN(name)                                                                    \
    do {                                                                             \
        int code_ = guard_run(name, NULL);                                           \
        if (code_) {                                                                 \
            test_failed++;                                                           \
            fprintf(stderr, "%s: left with %d\n", #name, code_);                     \
        }                                                                            \
    } while (0)

#define DONE()                                                                       \
    do {                                                                             \
        printf("%d passed, %d failed\n", test_passed, test_failed);                  \
        return test_failed ? 1 : 0;                                                  \
    } while (0)

#endif
