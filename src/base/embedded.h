/* The table that tools/embed.c writes at build time, sorted by name. */
#ifndef STM_EMBEDDED_H
#define STM_EMBEDDED_H
/* rooms: base */
#include <stdint.h>
struct embedded_file {
    const char *name, *start, *end;
};
extern const struct embedded_file embedded_files[];
extern const uint32_t embedded_count;
#endif
