/* Libraries that few runs need. Linked, they would be loaded, relocated and started by every run. */
#include "base.h"

#include <dlfcn.h>

bool library_open(const char *file, const char *const *names, size_t n, void *functions) {
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL); /* and never closed: what it gave may be in use */
    for (size_t i = 0; i < n; i++) {
        void *f = library ? dlsym(library, names[i]) : NULL;
        if (!f)
            return false;
        memcpy((char *)functions + i * sizeof f, &f, sizeof f);
    }
    return true;
}
