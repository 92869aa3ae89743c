/* Reading model files; train/lib_model.c writes them. */
#include "base/model.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(sizeof(struct model_header) == 64, "the header is 64 bytes");
_Static_assert(sizeof(struct model_row) == 64, "a row is 64 bytes");

static bool ends(const char *name, size_t room) { return memchr(name, 0, room) != NULL; }

int model_from(struct model *m, const void *p, size_t n) {
    *m = (struct model){0};
    struct model_header h;
    if (n < sizeof h || (uintptr_t)p % 8)
        return STM_EFORMAT;
    memcpy(&h, p, sizeof h);
    if (memcmp(h.magic, MODEL_MAGIC, 8) != 0 || h.version != MODEL_VERSION || h.size != n ||
        h.sections > MODEL_SECTIONS || !ends(h.name, sizeof h.name) ||
        n < sizeof h + (size_t)h.sections * sizeof(struct model_row))
        return STM_EFORMAT;
    const struct model_row *rows = (const void *)((const uint8_t *)p + sizeof h);
    for (uint32_t i = 0; i < h.sections; i++)
        if (!ends(rows[i].name, sizeof rows[i].name) || rows[i].offset % MODEL_ALIGN ||
            rows[i].offset > n || rows[i].size > n - rows[i].offset || !rows[i].element ||
            rows[i].size % rows[i].element)
            return STM_EFORMAT;
    *m = (struct model){p, n, h.sections, rows};
    return 0;
}

struct mapping {
    void *p;
    size_t n;
};

static void unmap(void *arg) {
    struct mapping *m = arg;
    munmap(m->p, m->n);
}

static int map_file(const char *path, struct arena *a, void **p, size_t *n) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return STM_EEMPTY;
    struct stat st;
    int code = STM_EIO;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
        code = STM_EFORMAT;
        if (st.st_size > 0) {
            *n = (size_t)st.st_size;
            *p = mmap(NULL, *n, PROT_READ, MAP_PRIVATE, fd, 0);
            code = *p == MAP_FAILED ? STM_EIO : 0;
        }
    }
    close(fd);
    if (!code) {
        struct mapping *m = ARENA_NEW(a, struct mapping);
        *m = (struct mapping){*p, *n};
        arena_defer(a, unmap, m);
    }
    return code;
}

int model_open(struct model *m, struct arena *a, const char *folder, const char *name) {
    char path[1024];
    *m = (struct model){0};
    if (folder && *folder) {
        int w = snprintf(path, sizeof path, "%s/%s.stm", folder, name);
        if (w < 0 || (size_t)w >= sizeof path)
            return STM_EUSAGE;
        void *p;
        size_t n;
        int code = map_file(path, a, &p, &n);
        if (code != STM_EEMPTY)
            return code ? code : model_from(m, p, n);
    }
    int w = snprintf(path, sizeof path, "models/%s.stm", name);
    if (w < 0 || (size_t)w >= sizeof path)
        return STM_EUSAGE;
    slice s = embedded(path);
    return s.p ? model_from(m, s.p, s.n) : STM_EEMPTY;
}

const void *model_section(const struct model *m, const char *name, size_t element, size_t *count) {
    for (uint32_t i = 0; i < m->sections; i++)
        if (strcmp(m->rows[i].name, name) == 0) {
            if (m->rows[i].element != element)
                break;
            *count = (size_t)(m->rows[i].size / element);
            return m->p + m->rows[i].offset;
        }
    *count = 0;
    return NULL;
}

const void *model_exactly(const struct model *m, const char *name, size_t element, size_t count) {
    size_t n;
    const void *p = model_section(m, name, element, &n);
    return n == count ? p : NULL;
}

int model_check(const struct model *m) {
    struct model_header h;
    if (m->n < sizeof h)
        return STM_EFORMAT;
    memcpy(&h, m->p, sizeof h);
    return hash64(m->p + sizeof h, m->n - sizeof h) == h.checksum ? 0 : STM_EFORMAT;
}
