/* below.h: a disk to stand a VFS on. It takes down what reaches the files and when, lets the Nth call fail, shows any
 * moment of what it took down as files, and gives the same random numbers each time. */
#ifndef TEST_STORE_BELOW_H
#define TEST_STORE_BELOW_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum act { WRITE, SIZE, SYNC, DELETE, MARK };
enum { DATABASE, LOG, JOURNAL, FILES };

struct deed {
    enum act act;
    int file;
    int64_t at; /* where; the size; the number of a mark; of a removal: 1 when it is durable at once */
    int n;
    unsigned char *bytes;
};

static struct {
    sqlite3_vfs vfs, *system;
    struct deed *v;
    size_t n, cap;
    int calls, fail_at, fail_with; /* of writes, reads, sizes and syncs; 0: none fails */
    bool fail_on;                  /* and all later ones do */
    bool full;                     /* no write goes well */
    int reads[FILES];
    unsigned random;
} disk;

struct disk_file {
    sqlite3_file base;
    int which; /* FILES: another one */
};

static inline sqlite3_file *disk_real(sqlite3_file *p)
{
    return (sqlite3_file *)((struct disk_file *)p + 1);
}
#define REAL(call, ...) disk_real(p)->pMethods->call(disk_real(p), ##__VA_ARGS__)

static inline void disk_note(enum act act, int file, int64_t at, const void *bytes, int n)
{
    if (file == FILES)
        return;
    if (disk.n == disk.cap && !(disk.v = realloc(disk.v, (disk.cap = disk.cap * 2 + 1000) * sizeof *disk.v)))
        abort();
    struct deed *d = &disk.v[disk.n++];
    *d = (struct deed){.act = act, .file = file, .at = at, .n = n};
    if (n && !(d->bytes = malloc((size_t)n)))
        abort();
    if (n)
        memcpy(d->bytes, bytes, (size_t)n);
}

static inline void disk_mark(int64_t number)
{
    disk_note(MARK, DATABASE, number, NULL, 0);
}

static inline void disk_forget(void)
{
    while (disk.n)
        free(disk.v[--disk.n].bytes);
    disk.calls = disk.fail_at = disk.fail_with = 0;
    disk.fail_on = false;
    disk.random = 1;
    sqlite3_randomness(0, NULL); /* SQLite's own generator begins anew */
    memset(disk.reads, 0, sizeof disk.reads);
}

static inline bool disk_fails(void)
{
    disk.calls++;
    return disk.fail_at && (disk.calls == disk.fail_at || (disk.fail_on && disk.calls > disk.fail_at));
}

static int disk_which(sqlite3_file *p)
{
    return ((struct disk_file *)p)->which;
}

static int disk_close(sqlite3_file *p)
{
    return REAL(xClose);
}
static int disk_read(sqlite3_file *p, void *out, int n, sqlite3_int64 at)
{
    if (disk_which(p) < FILES)
        disk.reads[disk_which(p)]++;
    return disk_fails() ? SQLITE_IOERR_READ : REAL(xRead, out, n, at);
}
/* Half of it is there when it fails. */
static int disk_write(sqlite3_file *p, const void *bytes, int n, sqlite3_int64 at)
{
    bool fails = disk_fails();
    n = fails ? n / 2 : n;
    if (disk.full)
        return SQLITE_FULL;
    int rc = REAL(xWrite, bytes, n, at);
    disk_note(WRITE, disk_which(p), at, bytes, n);
    return fails ? disk.fail_with : rc;
}
static int disk_truncate(sqlite3_file *p, sqlite3_int64 size)
{
    if (disk_fails())
        return SQLITE_IOERR_TRUNCATE;
    disk_note(SIZE, disk_which(p), size, NULL, 0);
    return REAL(xTruncate, size);
}
static int disk_sync(sqlite3_file *p, int flags)
{
    if (disk_fails())
        return SQLITE_IOERR_FSYNC;
    disk_note(SYNC, disk_which(p), 0, NULL, 0);
    return SQLITE_OK; /* no power is cut here, and tests should be quick */
}
static int disk_size(sqlite3_file *p, sqlite3_int64 *out)
{
    return REAL(xFileSize, out);
}
static int disk_lock(sqlite3_file *p, int level)
{
    return REAL(xLock, level);
}
static int disk_unlock(sqlite3_file *p, int level)
{
    return REAL(xUnlock, level);
}
static int disk_reserved(sqlite3_file *p, int *out)
{
    return REAL(xCheckReservedLock, out);
}
static int disk_control(sqlite3_file *p, int op, void *arg)
{
    return REAL(xFileControl, op, arg);
}
static int disk_sector(sqlite3_file *p)
{
    return REAL(xSectorSize);
}
static int disk_kind(sqlite3_file *p)
{
    return REAL(xDeviceCharacteristics);
}
static int disk_map(sqlite3_file *p, int page, int size, int extend, void volatile **out)
{
    return REAL(xShmMap, page, size, extend, out);
}
static int disk_shm_lock(sqlite3_file *p, int first, int n, int flags)
{
    return REAL(xShmLock, first, n, flags);
}
static void disk_barrier(sqlite3_file *p)
{
    REAL(xShmBarrier);
}
static int disk_unmap(sqlite3_file *p, int remove)
{
    return REAL(xShmUnmap, remove);
}

static const sqlite3_io_methods disk_methods = {
    .iVersion = 2,
    .xClose = disk_close,
    .xRead = disk_read,
    .xWrite = disk_write,
    .xTruncate = disk_truncate,
    .xSync = disk_sync,
    .xFileSize = disk_size,
    .xLock = disk_lock,
    .xUnlock = disk_unlock,
    .xCheckReservedLock = disk_reserved,
    .xFileControl = disk_control,
    .xSectorSize = disk_sector,
    .xDeviceCharacteristics = disk_kind,
    .xShmMap = disk_map,
    .xShmLock = disk_shm_lock,
    .xShmBarrier = disk_barrier,
    .xShmUnmap = disk_unmap,
};

static int disk_open(sqlite3_vfs *v, const char *name, sqlite3_file *p, int flags, int *out)
{
    ((struct disk_file *)p)->which = flags & SQLITE_OPEN_MAIN_DB        ? DATABASE
                                     : flags & SQLITE_OPEN_WAL          ? LOG
                                     : flags & SQLITE_OPEN_MAIN_JOURNAL ? JOURNAL
                                                                        : FILES;
    p->pMethods = NULL;
    int rc = disk.system->xOpen(disk.system, name, disk_real(p), flags, out);
    if (disk_real(p)->pMethods)
        p->pMethods = &disk_methods;
    return rc;
}

static inline bool disk_ends(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    return n > m && strcmp(name + n - m, end) == 0;
}

static int disk_delete(sqlite3_vfs *v, const char *name, int sync)
{
    int which = disk_ends(name, "-wal") ? LOG : disk_ends(name, "-journal") ? JOURNAL : FILES;
    if (which == JOURNAL && disk_fails())
        return SQLITE_IOERR_DELETE;
    disk_note(DELETE, which, sync != 0, NULL, 0);
    return disk.system->xDelete(disk.system, name, 0);
}

static int disk_random(sqlite3_vfs *v, int n, char *out)
{
    for (int i = 0; i < n; i++)
        out[i] = (char)((disk.random = disk.random * 1103515245 + 12345) >> 16);
    return n;
}

/* From now on it is what SQLite finds when it asks for the system's. */
static inline void disk_stand(void)
{
    disk.system = sqlite3_vfs_find(NULL);
    disk.vfs = *disk.system;
    disk.vfs.iVersion = 2;
    disk.vfs.zName = "disk";
    disk.vfs.szOsFile += (int)sizeof(struct disk_file);
    disk.vfs.xOpen = disk_open;
    disk.vfs.xDelete = disk_delete;
    disk.vfs.xRandomness = disk_random;
    disk_forget();
    if (sqlite3_vfs_register(&disk.vfs, 1) != SQLITE_OK)
        abort();
}

/* ---- a moment of it */

struct content {
    unsigned char *p;
    int64_t size, cap;
    bool there;
};

static inline void content_grow(struct content *m, int64_t size)
{
    if (size > m->cap && !(m->p = realloc(m->p, (size_t)(m->cap = size * 2))))
        abort();
    if (size > m->size)
        memset(m->p + m->size, 0, (size_t)(size - m->size));
    m->size = size;
}

static inline void content_do(struct content *m, const struct deed *d)
{
    m->there = d->act != DELETE;
    if (d->act == DELETE)
        m->size = 0;
    if (d->act == SIZE)
        content_grow(m, d->at);
    if (d->act == WRITE) {
        content_grow(m, d->at + d->n > m->size ? d->at + d->n : m->size);
        memcpy(m->p + d->at, d->bytes, (size_t)d->n);
    }
}

static inline void content_save(const struct content *m, const char *path)
{
    remove(path);
    FILE *f = m->there ? fopen(path, "wb") : NULL;
    if (m->there && (!f || fwrite(m->p, 1, (size_t)m->size, f) != (size_t)m->size || fclose(f) != 0))
        abort();
}

#endif
