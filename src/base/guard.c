/* Guards: one jump out of whatever depth, to the boundary of a document. */
#include "base.h"

#include <assert.h>
#include <setjmp.h>

struct guard {
    jmp_buf env;
    struct guard *outer;
};

static _Thread_local struct guard *innermost;

int guard_run(void (*fn)(void *), void *arg) {
    struct guard g;
    g.outer = innermost;
    int code = setjmp(g.env);
    if (code == 0) {
        innermost = &g;
        fn(arg);
    }
    innermost = g.outer;
    return code;
}

_Noreturn void guard_fail(int code) {
    assert(code < 0);
    assert(innermost && "allocation outside a guard");
    if (!innermost)
        __builtin_trap();
    longjmp(innermost->env, code);
}
