/* Folders: the files in and below one, in byte order of their paths.
 *
 * One folder of the path that we are in is held in memory at a time for each level: its entries,
 * sorted with "/" after the names of folders, so that going down at each of them gives whole paths
 * in byte order. Links to folders are followed, but not into a folder that we are inside of. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "parts.h"

enum { MAX_DEPTH = 64, MAX_PATH = 1 << 15 };

struct entry {
    const char *name; /* of a folder: with a "/" at its end */
    bool folder;
    const char *fault; /* or NULL: why it is not read */
};

struct level {
    struct arena *arena;
    struct entry *p;
    uint32_t n, cap, at;
    dev_t dev;
    ino_t ino;
    size_t path_n; /* of this folder's path, with its "/" */
};

struct folder_walk {
    struct level level[MAX_DEPTH];
    int depth; /* levels in use */
    char path[MAX_PATH + 2];
    size_t path_n;
    bool begun;
};

/* What browsers call the folder of the things that belong to a saved page. */
static const char *const BESIDE[] = {"_files", ".files", "-Dateien", "_fichiers", "_archivos",
                                     "_ficheiros", "_bestanden", "_file", "_pliki", "_soubory"};
static const char *const PAGE_ENDINGS[] = {".html", ".htm", ".xhtml"};

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static bool has(const struct level *l, const char *name) {
    struct entry key = {.name = name};
    return bsearch(&key, l->p, l->n, sizeof *l->p, by_name) != NULL;
}

/* Is `name` (with a "/") the folder beside a page in the same folder? */
static bool beside_page(const struct level *l, const char *name) {
    slice s = slice_of(name, strlen(name) - 1);
    for (size_t i = 0; i < NELEMS(BESIDE); i++) {
        slice tail = slice_str(BESIDE[i]);
        if (!slice_ends(s, tail) || s.n == tail.n || s.n > 255)
            continue;
        for (size_t j = 0; j < NELEMS(PAGE_ENDINGS); j++) {
            char page[272];
            memcpy(page, s.p, s.n - tail.n);
            strcpy(page + s.n - tail.n, PAGE_ENDINGS[j]);
            if (has(l, page))
                return true;
        }
    }
    return false;
}

struct filling {
    struct folder_walk *w;
    struct level *l;
    DIR *dir;
};

static void fill(void *arg) {
    struct filling *f = arg;
    struct level *l = f->l;
    for (struct dirent *e; (e = readdir(f->dir));) {
        /* also leaves out what systems keep beside files ("._page.html", ".git") */
        if (e->d_name[0] == '.')
            continue;
        unsigned char type = e->d_type;
        if (type == DT_LNK || type == DT_UNKNOWN) {
            struct stat st;
            if (fstatat(dirfd(f->dir), e->d_name, &st, 0) != 0)
                type = DT_LNK; /* to nothing */
            else
                type = S_ISDIR(st.st_mode) ? DT_DIR : S_ISREG(st.st_mode) ? DT_REG : DT_FIFO;
        }
        size_t n = strlen(e->d_name);
        const char *fault = NULL;
        if (type != DT_DIR) { /* pictures, styles and the like are passed over without a word */
            slice file = slice_of(e->d_name, n);
            if (name_foreign(file))
                fault = "is of a form that is not read (PDF, office documents, mail)";
            else if (name_ending(file) == END_OTHER)
                continue;
            else if (type != DT_REG)
                fault = type == DT_LNK ? "is a link to nothing" : "is no file, but a pipe or a device";
        }
        char *name = arena_alloc(l->arena, n + 2);
        memcpy(name, e->d_name, n);
        strcpy(name + n, type == DT_DIR ? "/" : "");
        ARENA_MORE(l->arena, l->p, l->n, l->cap);
        l->p[l->n++] = (struct entry){name, type == DT_DIR, fault};
    }
    if (l->n)
        qsort(l->p, l->n, sizeof *l->p, by_name);
}

/* Goes into the folder whose path (with "/") is w->path. 1: done; 0: not gone into; with *fault
 * when it should have been. < 0: STM_ENOMEM. */
static int enter(struct folder_walk *w, const char **fault) {
    *fault = NULL;
    if (w->depth == MAX_DEPTH) {
        *fault = "lies more than 64 folders deep";
        return 0;
    }
    DIR *dir = opendir(w->path);
    struct stat st;
    if (!dir || fstat(dirfd(dir), &st) != 0) {
        *fault = errno_clause(errno);
        if (dir)
            closedir(dir);
        return 0;
    }
    for (int i = 0; i < w->depth; i++) {
        if (w->level[i].dev == st.st_dev && w->level[i].ino == st.st_ino) {
            closedir(dir);
            return 0;
        }
    }
    struct level *l = &w->level[w->depth];
    *l = (struct level){.arena = arena_new(0), .dev = st.st_dev, .ino = st.st_ino,
                        .path_n = w->path_n};
    struct filling f = {w, l, dir};
    int code = l->arena ? guard_run(fill, &f) : STM_ENOMEM;
    closedir(dir);
    if (code) {
        arena_free(l->arena);
        return code;
    }
    w->depth++;
    return 1;
}

struct folder_walk *folder_open(const char *path) {
    struct folder_walk *w = mem_alloc(sizeof *w);
    if (!w)
        return NULL;
    w->depth = 0;
    w->begun = false;
    size_t n = strlen(path);
    if (n > MAX_PATH)
        n = MAX_PATH;
    memcpy(w->path, path, n);
    if (!n || w->path[n - 1] != '/')
        w->path[n++] = '/';
    w->path[n] = 0;
    w->path_n = n;
    return w;
}

int folder_next(struct folder_walk *w, struct folder_file *out) {
    if (!w->begun) {
        w->begun = true;
        int code = enter(w, &out->fault);
        if (code <= 0) {
            out->path = w->path;
            out->size = 0;
            return code < 0 ? code : out->fault ? 1 : 0;
        }
    }
    while (w->depth) {
        struct level *l = &w->level[w->depth - 1];
        if (l->at == l->n) {
            arena_free(l->arena);
            w->depth--;
            continue;
        }
        struct entry *e = &l->p[l->at++];
        size_t n = strlen(e->name);
        *out = (struct folder_file){.path = w->path};
        if (l->path_n + n > MAX_PATH) {
            w->path[l->path_n] = 0;
            out->fault = "holds a path that is too long";
            return 1;
        }
        memcpy(w->path + l->path_n, e->name, n + 1);
        w->path_n = l->path_n + n;
        if (e->folder) {
            if (beside_page(l, e->name))
                continue;
            int code = enter(w, &out->fault);
            if (code < 0)
                return code;
            if (out->fault)
                return 1;
            continue;
        }
        out->fault = e->fault;
        struct stat st;
        if (!e->fault && stat(w->path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
            out->size = (uint64_t)st.st_size;
        return 1;
    }
    return 0;
}

void folder_close(struct folder_walk *w) {
    if (!w)
        return;
    while (w->depth)
        arena_free(w->level[--w->depth].arena);
    mem_free(w);
}
