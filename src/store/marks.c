#include "store/marks.h"
#include "base/fault.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC "bulletin marks 2"

struct head {
    char magic[16];
    uint8_t nonce[MARKS_NONCE];
    int64_t rows;
    uint8_t rest[24];
};
_Static_assert(sizeof(struct head) == 64, "bits start at byte 64");

/* One row of bits behind the other: started, accepted. */
static size_t bytes_for(int64_t rows)
{
    return ((size_t)rows + 7) / 8;
}

static size_t size_for(int64_t rows)
{
    return sizeof(struct head) + 2 * bytes_for(rows);
}

static int take(int fd)
{
    int rc;
    do
        rc = flock(fd, LOCK_EX | LOCK_NB);
    while (rc != 0 && errno == EINTR);
    return rc;
}

static int map(struct marks *m, int64_t rows)
{
    m->rows = rows;
    m->size = size_for(rows);
    void *p = mmap(NULL, m->size, PROT_READ | PROT_WRITE, MAP_SHARED, m->fd, 0);
    m->p = p == MAP_FAILED ? NULL : p;
    return m->p ? 0 : -1;
}

static int sync_folder_of(const char *path)
{
    struct arena a = {0};
    const char *slash = strrchr(path, '/');
    struct str dir = slash ? str_dup(&a, (struct str){path, (size_t)(slash - path)}) : str_lit(".");
    int fd = open(dir.n ? dir.s : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc = fd >= 0 ? fsync(fd) : -1;
    if (fd >= 0)
        close(fd);
    arena_end(&a);
    return rc;
}

/* Every block is there before the first bit is set: a store into a hole of a file on a full disk would be a SIGBUS.
 * What is synced is an empty, invalid file; the head that makes it valid comes after and is never synced. */
static int lay_out(struct marks *m, const char *path, const uint8_t *nonce, int64_t rows)
{
    size_t size = size_for(rows);
    int why;
    if (ftruncate(m->fd, 0) != 0 || ftruncate(m->fd, (off_t)size) != 0)
        return -1;
    do
        why = posix_fallocate(m->fd, 0, (off_t)size);
    while (why == EINTR);
    if (why != 0) {
        errno = why;
        return -1;
    }
    if (fsync(m->fd) != 0 || sync_folder_of(path) != 0 || map(m, rows) != 0)
        return -1;
    struct head *h = (struct head *)m->p;
    h->rows = rows;
    memcpy(h->nonce, nonce, MARKS_NONCE);
    memcpy(h->magic, MAGIC, sizeof h->magic);
    return 0;
}

int marks_make(struct marks *m, const char *path, const uint8_t *nonce, int64_t rows, struct err *e)
{
    *m = (struct marks){.fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (m->fd < 0)
        return err_set(e, EX_IOERR, "%s: cannot be made: %s", path, strerror(errno));
    if (take(m->fd) != 0) {
        marks_end(m);
        return err_set(e, EX_TEMPFAIL, "%s: held by another process; try again when it is done", path);
    }
    if (lay_out(m, path, nonce, rows) != 0) {
        int why = errno;
        unlink(path);
        marks_end(m);
        return err_set(e, EX_IOERR, "%s: cannot be written: %s", path, strerror(why));
    }
    fault_point("marks-made");
    return 0;
}

void marks_end(struct marks *m)
{
    if (m->p)
        munmap(m->p, m->size);
    if (m->fd >= 0)
        close(m->fd);
    *m = (struct marks){.fd = -1};
}

static bool is_valid(const struct marks *m, const uint8_t *nonce, int64_t rows)
{
    const struct head *h = (const struct head *)m->p;
    return memcmp(h->magic, MAGIC, sizeof h->magic) == 0 && memcmp(h->nonce, nonce, MARKS_NONCE) == 0 &&
           h->rows == rows;
}

enum marks_state marks_look(struct marks *m, const char *path, const uint8_t *nonce, int64_t rows)
{
    struct stat st;
    *m = (struct marks){.fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)};
    if (m->fd < 0)
        return MARKS_LOST;
    if (take(m->fd) != 0) {
        marks_end(m);
        return MARKS_ALIVE;
    }
    if (fstat(m->fd, &st) != 0 || (size_t)st.st_size != size_for(rows) || map(m, rows) != 0 ||
        !is_valid(m, nonce, rows)) {
        marks_end(m);
        return MARKS_LOST;
    }
    return MARKS_GOOD;
}

/* Relaxed atomics: senders may start rows from several threads, and a crash sees whatever the CPU has stored. */
static uint8_t *started(const struct marks *m, int64_t row)
{
    return &m->p[sizeof(struct head) + (size_t)row / 8];
}

static uint8_t *accepted(const struct marks *m, int64_t row)
{
    return started(m, row) + bytes_for(m->rows);
}

static uint8_t bit(int64_t row)
{
    return (uint8_t)(1u << (row % 8));
}

void marks_set(struct marks *m, int64_t row)
{
    __atomic_or_fetch(started(m, row), bit(row), __ATOMIC_RELAXED);
}

void marks_accept(struct marks *m, int64_t row)
{
    __atomic_or_fetch(accepted(m, row), bit(row), __ATOMIC_RELAXED);
}

void marks_clear(struct marks *m, int64_t row)
{
    __atomic_and_fetch(accepted(m, row), (uint8_t)~bit(row), __ATOMIC_RELAXED);
    __atomic_and_fetch(started(m, row), (uint8_t)~bit(row), __ATOMIC_RELAXED);
}

bool marks_get(const struct marks *m, int64_t row)
{
    return *started(m, row) & bit(row);
}

bool marks_accepted(const struct marks *m, int64_t row)
{
    return *accepted(m, row) & bit(row);
}
