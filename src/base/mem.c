/* The one place that calls malloc; in STM_FAULTS builds the k-th call can be made to fail. */
#include "base.h"

#include <stdlib.h>

#ifdef STM_FAULTS
#include <stdatomic.h>
static atomic_long calls, fail_at = -1;

static bool refused(void) {
    long now = atomic_fetch_add(&calls, 1);
    return now == atomic_load(&fail_at);
}
void mem_fail_at(long k) { atomic_store(&fail_at, k < 0 ? -1 : atomic_load(&calls) + k); }
long mem_count(void) { return atomic_load(&calls); }
#else
static bool refused(void) { return false; }
void mem_fail_at(long k) { (void)k; }
long mem_count(void) { return 0; }
#endif

void *mem_alloc(size_t n) { return refused() ? NULL : malloc(n ? n : 1); }
void *mem_realloc(void *p, size_t n) { return refused() ? NULL : realloc(p, n ? n : 1); }
void mem_free(void *p) { free(p); }
