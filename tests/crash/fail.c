/* fail.c: one call of the disk fails. Linked into a test program, it stands before the C library's reads and writes.
 *
 * FAIL_AT=N: the Nth call fails (FAIL_ON=1: and every later one) with errno FAIL_ERRNO, 28 (no space left) when unset.
 * FAIL_COUNT=FILE: the number of calls is written there at the end. power.c asks fail_now for fsync and fdatasync. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

int fail_now(void);
static long calls;

int fail_now(void)
{
    static long at = -1;
    if (at < 0)
        at = getenv("FAIL_AT") ? atol(getenv("FAIL_AT")) : 0;
    calls++;
    if (!at || calls < at || (calls > at && !getenv("FAIL_ON")))
        return 0;
    errno = getenv("FAIL_ERRNO") ? atoi(getenv("FAIL_ERRNO")) : ENOSPC;
    return 1;
}

__attribute__((destructor)) static void count(void)
{
    const char *path = getenv("FAIL_COUNT");
    FILE *f = path ? fopen(path, "w") : NULL;
    if (f) {
        fprintf(f, "%ld\n", calls);
        fclose(f);
    }
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    return fail_now() ? -1 : syscall(SYS_pwrite64, fd, p, n, at);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
    return pwrite64(fd, p, n, at);
}

ssize_t pread64(int fd, void *p, size_t n, off64_t at)
{
    return fail_now() ? -1 : syscall(SYS_pread64, fd, p, n, at);
}

int ftruncate64(int fd, off64_t n)
{
    return fail_now() ? -1 : (int)syscall(SYS_ftruncate, fd, n);
}

int ftruncate(int fd, off_t n)
{
    return ftruncate64(fd, n);
}
