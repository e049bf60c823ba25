#include "store/vfs.h"
#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

/* The largest piece that a VFS must take at once is a page, and the largest page has 64 KiB. Pages of a log come in
 * nearly the order of the database, but not quite: two blocks are kept. */
enum { BLOCK = 1 << 16, WINDOWS = 2 };
/* The kernel is set to write a log by so many bytes: the sync at the end of a long transaction finds most of it done.
 */
enum { START_WRITING = 1 << 19 };
/* https://www.sqlite.org/fileformat2.html, 4.1: a frame's header has 24 bytes; bytes 4 to 7 are zero except in the last
 * frame of a transaction. https://www.sqlite.org/walformat.html, 2.3: lock 0 is the writer's. */
enum { FRAME_HEADER = 24, FRAME_COMMIT = 4, WRITE_LOCK = 0 };

struct file {
    sqlite3_file base;
    struct file *other;   /* of a database: its log while that is open; of a log: its database */
    unsigned char *bytes; /* a block, made when needed: the first n belong at `at` of the file and are not there yet */
    sqlite3_int64 at;
    int n;
    /* a database */
    int lock;     /* SQLITE_LOCK_... */
    bool copying; /* V2: a checkpoint is under way and nobody else is there */
    /* a log */
    const char *name;
    sqlite3_int64 ends;   /* where the page lies whose writing ends a transaction; 0: not known yet */
    unsigned char *ahead; /* V4: the windows, one block each */
    sqlite3_int64 window_at[WINDOWS], size;
    int hint;                    /* a descriptor of its own to set the kernel to work; -1: none */
    sqlite3_int64 begun, length; /* in the file, and the kernel not yet set to write it */
};

static struct file *of(sqlite3_file *p)
{
    return (struct file *)p;
}

static sqlite3_file *real(struct file *f)
{
    return (sqlite3_file *)(f + 1);
}

#define BELOW(f, call, ...) real(f)->pMethods->call(real(f), ##__VA_ARGS__)

/* ---- what waits */

/* Nothing is waited for, and nothing follows from a failure: only the sync says what is durable. The descriptor is not
 * SQLite's; closing it drops no lock, for a log has none (they are on the database and on the index). */
static void start_writing(struct file *f)
{
    if (f->at != f->begun + f->length)
        f->begun = f->at, f->length = 0;
    f->length += f->n;
    if (f->length < START_WRITING)
        return;
    if (f->hint < 0)
        f->hint = open(f->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (f->hint >= 0)
        sync_file_range(f->hint, f->begun, f->length, SYNC_FILE_RANGE_WRITE);
    f->begun += f->length;
    f->length = 0;
}

static int flush(struct file *f)
{
    if (f->n == 0)
        return SQLITE_OK;
    int rc = BELOW(f, xWrite, f->bytes, f->n, f->at);
    if (rc != SQLITE_OK)
        return rc;
    if (f->name)
        start_writing(f);
    f->n = 0;
    return SQLITE_OK;
}

/* The bytes follow those that wait, or none do. A full block ends where one of the file does. */
static int append(struct file *f, const unsigned char *p, int n, sqlite3_int64 at)
{
    while (n > 0) {
        if (f->n == 0)
            f->at = at;
        int room = BLOCK - (int)(f->at % BLOCK) - f->n, some = n < room ? n : room;
        memcpy(f->bytes + f->n, p, (size_t)some);
        f->n += some;
        p += some, n -= some, at += some;
        int rc = some == room ? flush(f) : SQLITE_OK;
        if (rc != SQLITE_OK)
            return rc;
    }
    return SQLITE_OK;
}

static int gather(struct file *f, const void *p, int n, sqlite3_int64 at)
{
    int rc = at != f->at + f->n ? flush(f) : SQLITE_OK;
    if (rc != SQLITE_OK)
        return rc;
    if (!f->bytes && !(f->bytes = sqlite3_malloc(BLOCK)))
        return BELOW(f, xWrite, p, n, at);
    return append(f, p, n, at);
}

/* ---- both */

static int end(sqlite3_file *p)
{
    struct file *f = of(p);
    int rc = BELOW(f, xClose);
    if (f->other)
        f->other->other = NULL;
    if (f->hint >= 0)
        close(f->hint);
    sqlite3_free(f->bytes);
    sqlite3_free(f->ahead);
    return rc;
}

static int truncate_file(sqlite3_file *p, sqlite3_int64 size)
{
    int rc = flush(of(p));
    return rc == SQLITE_OK ? BELOW(of(p), xTruncate, size) : rc;
}

static int sync_file(sqlite3_file *p, int flags)
{
    struct file *f = of(p);
    int rc = flush(f);
    f->begun = f->length = 0;
    return rc == SQLITE_OK ? BELOW(f, xSync, flags) : rc;
}

static int file_size(sqlite3_file *p, sqlite3_int64 *size)
{
    int rc = flush(of(p));
    return rc == SQLITE_OK ? BELOW(of(p), xFileSize, size) : rc;
}

static int read_file(sqlite3_file *p, void *out, int n, sqlite3_int64 at)
{
    struct file *f = of(p);
    int rc = at < f->at + f->n && at + n > f->at ? flush(f) : SQLITE_OK;
    return rc == SQLITE_OK ? BELOW(f, xRead, out, n, at) : rc;
}

static int check_reserved(sqlite3_file *p, int *out)
{
    return BELOW(of(p), xCheckReservedLock, out);
}

static int sector_size(sqlite3_file *p)
{
    return BELOW(of(p), xSectorSize);
}

/* No batches for the system to write wholly or not at all, in a journal's place: some of one could still wait. */
static int characteristics(sqlite3_file *p)
{
    return BELOW(of(p), xDeviceCharacteristics) & ~SQLITE_IOCAP_BATCH_ATOMIC;
}

static int lock_file(sqlite3_file *p, int level)
{
    int rc = BELOW(of(p), xLock, level);
    if (rc == SQLITE_OK)
        of(p)->lock = level;
    return rc;
}

/* V3: a transaction that ended well has been synced, and one that was undone as well. */
static int unlock_file(sqlite3_file *p, int level)
{
    if (flush(of(p)) != SQLITE_OK)
        of(p)->n = 0;
    of(p)->lock = level;
    return BELOW(of(p), xUnlock, level);
}

/* What both are asked in the same way. */
#define BOTH                                                                                                   \
    .xClose = end, .xTruncate = truncate_file, .xSync = sync_file, .xFileSize = file_size, .xLock = lock_file, \
    .xUnlock = unlock_file, .xCheckReservedLock = check_reserved, .xSectorSize = sector_size,                  \
    .xDeviceCharacteristics = characteristics

/* ---- a log */

static int write_log(sqlite3_file *p, const void *bytes, int n, sqlite3_int64 at)
{
    struct file *f = of(p);
    int rc = gather(f, bytes, n, at);
    if (rc != SQLITE_OK)
        return rc;
    if (n == FRAME_HEADER) {
        f->ends = memcmp((const char *)bytes + FRAME_COMMIT, "\0\0\0", 4) != 0 ? at + n : 0;
        return SQLITE_OK;
    }
    return at == f->ends ? flush(f) : SQLITE_OK;
}

static int window(struct file *f, sqlite3_int64 at, const unsigned char **out)
{
    int i = (int)(at / BLOCK % WINDOWS), rc = SQLITE_OK;
    unsigned char *to = f->ahead + (size_t)i * BLOCK;
    if (f->window_at[i] != at) {
        f->window_at[i] = -1;
        rc = BELOW(f, xRead, to, f->size - at < BLOCK ? (int)(f->size - at) : BLOCK, at);
    }
    if (rc == SQLITE_OK)
        f->window_at[i] = at;
    *out = to;
    return rc;
}

static int read_log(sqlite3_file *p, void *out, int n, sqlite3_int64 at)
{
    struct file *f = of(p);
    if (!f->ahead || at + n > f->size)
        return read_file(p, out, n, at);
    for (int done = 0, some; done < n; done += some) {
        int from = (int)((at + done) % BLOCK);
        const unsigned char *block;
        some = BLOCK - from < n - done ? BLOCK - from : n - done;
        int rc = window(f, at + done - from, &block);
        if (rc != SQLITE_OK)
            return rc;
        memcpy((char *)out + done, block + from, (size_t)some);
    }
    return SQLITE_OK;
}

static int control_log(sqlite3_file *p, int op, void *arg)
{
    return BELOW(of(p), xFileControl, op, arg);
}

static const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    BOTH,
    .xRead = read_log,
    .xWrite = write_log,
    .xFileControl = control_log,
};

/* ---- a database */

/* Alone, and on the way to a sync that says whether it went well: V2. */
static bool may_wait(const struct file *f)
{
    return f->lock == SQLITE_LOCK_EXCLUSIVE && (f->copying || !f->other);
}

static int write_database(sqlite3_file *p, const void *bytes, int n, sqlite3_int64 at)
{
    struct file *f = of(p);
    if (may_wait(f))
        return gather(f, bytes, n, at);
    int rc = flush(f);
    return rc == SQLITE_OK ? BELOW(f, xWrite, bytes, n, at) : rc;
}

static void begin_copying(struct file *f)
{
    struct file *log = f->other;
    f->copying = log && f->lock == SQLITE_LOCK_EXCLUSIVE;
    if (!f->copying || file_size(&log->base, &log->size) != SQLITE_OK)
        return;
    log->ahead = sqlite3_malloc(WINDOWS * BLOCK);
    for (int i = 0; i < WINDOWS; i++)
        log->window_at[i] = -1;
}

/* What fails here is tried again by the sizing and the sync that follow, and reported by them. */
static void end_copying(struct file *f)
{
    if (!f->copying)
        return;
    f->copying = false;
    sqlite3_free(f->other->ahead);
    f->other->ahead = NULL;
    flush(f);
}

static int control_database(sqlite3_file *p, int op, void *arg)
{
    if (op == SQLITE_FCNTL_CKPT_START)
        begin_copying(of(p));
    if (op == SQLITE_FCNTL_CKPT_DONE)
        end_copying(of(p));
    /* Before a sync, or in its place where PRAGMA synchronous is OFF. */
    int rc = op == SQLITE_FCNTL_SYNC ? flush(of(p)) : SQLITE_OK;
    return rc == SQLITE_OK ? BELOW(of(p), xFileControl, op, arg) : rc;
}

static int map_index(sqlite3_file *p, int page, int size, int extend, void volatile **out)
{
    return BELOW(of(p), xShmMap, page, size, extend, out);
}

/* V3: every transaction that ended well is in the file by now. */
static int lock_index(sqlite3_file *p, int first, int n, int flags)
{
    struct file *log = of(p)->other;
    if (log && first == WRITE_LOCK && flags == (SQLITE_SHM_UNLOCK | SQLITE_SHM_EXCLUSIVE) && flush(log) != SQLITE_OK)
        log->n = 0;
    return BELOW(of(p), xShmLock, first, n, flags);
}

static void barrier(sqlite3_file *p)
{
    BELOW(of(p), xShmBarrier);
}

static int unmap_index(sqlite3_file *p, int remove)
{
    return BELOW(of(p), xShmUnmap, remove);
}

/* Version 2: no xFetch, which would look past what waits. Maps are not used (PRAGMA mmap_size is 0). */
static const sqlite3_io_methods database_methods = {
    .iVersion = 2,
    BOTH,
    .xRead = read_file,
    .xWrite = write_database,
    .xFileControl = control_database,
    .xShmMap = map_index,
    .xShmLock = lock_index,
    .xShmBarrier = barrier,
    .xShmUnmap = unmap_index,
};

/* ---- the layer itself */

static sqlite3_vfs *below(sqlite3_vfs *v)
{
    return v->pAppData;
}

static int open_file(sqlite3_vfs *v, const char *name, sqlite3_file *p, int flags, int *out)
{
    struct file *f = of(p);
    if (!name || !(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)))
        return below(v)->xOpen(below(v), name, p, flags, out);
    memset(f, 0, sizeof *f);
    f->hint = -1;
    int rc = below(v)->xOpen(below(v), name, real(f), flags, out);
    if (rc == SQLITE_OK && (flags & SQLITE_OPEN_WAL)) {
        f->name = name;
        f->other = of(sqlite3_database_file_object(name));
        f->other->other = f;
        f->base.pMethods = &log_methods;
    } else if (real(f)->pMethods) { /* also after a failure, when there is something to close */
        f->base.pMethods = &database_methods;
    }
    return rc;
}

static int delete_file(sqlite3_vfs *v, const char *name, int sync)
{
    return below(v)->xDelete(below(v), name, sync);
}

static int access_file(sqlite3_vfs *v, const char *name, int flags, int *out)
{
    return below(v)->xAccess(below(v), name, flags, out);
}

static int full_path(sqlite3_vfs *v, const char *name, int n, char *out)
{
    return below(v)->xFullPathname(below(v), name, n, out);
}

static int randomness(sqlite3_vfs *v, int n, char *out)
{
    return below(v)->xRandomness(below(v), n, out);
}

static int rest(sqlite3_vfs *v, int microseconds)
{
    return below(v)->xSleep(below(v), microseconds);
}

static int current_time(sqlite3_vfs *v, double *out)
{
    return below(v)->xCurrentTime(below(v), out);
}

static int last_error(sqlite3_vfs *v, int n, char *out)
{
    return below(v)->xGetLastError(below(v), n, out);
}

static sqlite3_vfs layer = {
    .iVersion = 1,
    .zName = "bulletin",
    .xOpen = open_file,
    .xDelete = delete_file,
    .xAccess = access_file,
    .xFullPathname = full_path,
    .xRandomness = randomness,
    .xSleep = rest,
    .xCurrentTime = current_time,
    .xGetLastError = last_error,
};

const char *vfs_name(void)
{
    if (!layer.pAppData) {
        sqlite3_vfs *system = sqlite3_vfs_find(NULL);
        layer.szOsFile = (int)sizeof(struct file) + system->szOsFile;
        layer.mxPathname = system->mxPathname;
        layer.pAppData = system;
        if (sqlite3_vfs_register(&layer, 0) != SQLITE_OK)
            layer.pAppData = NULL;
    }
    return layer.pAppData ? layer.zName : NULL;
}
