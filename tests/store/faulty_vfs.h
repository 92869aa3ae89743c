/* A file system under SQLite on which the k-th write fails, or kills the process: a full disk and a
 * crash at any instant, the same each time. Wraps the default one (SQLite, "The OS Interface"). */
#ifndef STM_FAULTY_VFS_H
#define STM_FAULTY_VFS_H

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct {
    long writes;  /* so far: writes, truncations and syncs */
    long fail_at; /* the write that fails; -1: none */
    int kill;     /* it kills instead */
    int full;     /* all after it fail too */
} faulty = {0, -1, 0, 0};

struct faulty_file {
    sqlite3_file base;
    sqlite3_file *real;
};

static int faulty_now(void) {
    long now = faulty.writes++;
    if (faulty.fail_at < 0 || now < faulty.fail_at || (now > faulty.fail_at && !faulty.full))
        return 0;
    if (faulty.kill)
        _exit(9);
    return 1;
}

#define REAL(f) (((struct faulty_file *)(f))->real)
static int f_close(sqlite3_file *f) {
    int rc = REAL(f)->pMethods ? REAL(f)->pMethods->xClose(REAL(f)) : SQLITE_OK;
    sqlite3_free(REAL(f));
    return rc;
}
static int f_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at) {
    return REAL(f)->pMethods->xRead(REAL(f), p, n, at);
}
static int f_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at) {
    long now = faulty.writes;
    if (faulty_now()) {
        if (now % 2) /* half of it gets there */
            REAL(f)->pMethods->xWrite(REAL(f), p, n / 2, at);
        return SQLITE_FULL;
    }
    return REAL(f)->pMethods->xWrite(REAL(f), p, n, at);
}
static int f_truncate(sqlite3_file *f, sqlite3_int64 n) {
    return faulty_now() ? SQLITE_IOERR_TRUNCATE : REAL(f)->pMethods->xTruncate(REAL(f), n);
}
static int f_sync(sqlite3_file *f, int flags) {
    return faulty_now() ? SQLITE_IOERR_FSYNC : REAL(f)->pMethods->xSync(REAL(f), flags);
}
static int f_size(sqlite3_file *f, sqlite3_int64 *n) { return REAL(f)->pMethods->xFileSize(REAL(f), n); }
static int f_lock(sqlite3_file *f, int l) { return REAL(f)->pMethods->xLock(REAL(f), l); }
static int f_unlock(sqlite3_file *f, int l) { return REAL(f)->pMethods->xUnlock(REAL(f), l); }
static int f_reserved(sqlite3_file *f, int *r) {
    return REAL(f)->pMethods->xCheckReservedLock(REAL(f), r);
}
static int f_control(sqlite3_file *f, int op, void *arg) {
    return REAL(f)->pMethods->xFileControl(REAL(f), op, arg);
}
static int f_sector(sqlite3_file *f) { return REAL(f)->pMethods->xSectorSize(REAL(f)); }
static int f_device(sqlite3_file *f) { return REAL(f)->pMethods->xDeviceCharacteristics(REAL(f)); }
static int f_shm_map(sqlite3_file *f, int a, int b, int c, void volatile **d) {
    return REAL(f)->pMethods->xShmMap(REAL(f), a, b, c, d);
}
static int f_shm_lock(sqlite3_file *f, int a, int b, int c) {
    return REAL(f)->pMethods->xShmLock(REAL(f), a, b, c);
}
static void f_shm_barrier(sqlite3_file *f) { REAL(f)->pMethods->xShmBarrier(REAL(f)); }
static int f_shm_unmap(sqlite3_file *f, int a) { return REAL(f)->pMethods->xShmUnmap(REAL(f), a); }

static const sqlite3_io_methods faulty_methods = {
    2, f_close, f_read, f_write, f_truncate, f_sync, f_size, f_lock, f_unlock, f_reserved, f_control,
    f_sector, f_device, f_shm_map, f_shm_lock, f_shm_barrier, f_shm_unmap, NULL, NULL};

static sqlite3_vfs *faulty_real;

static int faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
    (void)vfs;
    struct faulty_file *f = (struct faulty_file *)file;
    f->base.pMethods = NULL;
    f->real = sqlite3_malloc(faulty_real->szOsFile);
    if (!f->real)
        return SQLITE_NOMEM;
    memset(f->real, 0, (size_t)faulty_real->szOsFile);
    int rc = faulty_real->xOpen(faulty_real, name, f->real, flags, out);
    if (rc != SQLITE_OK) {
        sqlite3_free(f->real);
        return rc;
    }
    f->base.pMethods = &faulty_methods;
    return SQLITE_OK;
}

/* Makes it the default of this process. */
static void faulty_install(void) {
    static sqlite3_vfs vfs;
    faulty_real = sqlite3_vfs_find(NULL);
    vfs = *faulty_real;
    vfs.zName = "faulty";
    vfs.szOsFile = sizeof(struct faulty_file);
    vfs.xOpen = faulty_open;
    vfs.pNext = NULL;
    sqlite3_vfs_register(&vfs, 1);
}

#endif
