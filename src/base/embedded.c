/* Files under data/ and models/, put into the program by tools/embed.c. */
#include "base.h"

#include "embedded.h"

slice embedded(const char *name) {
    uint32_t lo = 0, hi = embedded_count;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int d = strcmp(name, embedded_files[mid].name);
        if (!d)
            return slice_of(embedded_files[mid].start,
                            (size_t)(embedded_files[mid].end - embedded_files[mid].start));
        if (d < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return (slice){0};
}
