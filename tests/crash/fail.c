/* fail.c: one call into the system fails. Linked into a test program, it stands before the C library's own.
 *
 * FAIL_AT=N: the Nth call of its kind fails (FAIL_ON=1: and every later one), FAIL_EVERY=N: every Nth does.
 * FAIL_COUNT=FILE: the number of calls is written there at the end. FAIL_KIND:
 *   disk   (default) reads, writes, sizes and syncs of files, with errno FAIL_ERRNO, 28 (no space left) when unset
 *   fd     whatever makes a descriptor: EMFILE
 *   memory allocations, maps and threads: ENOMEM. Not under ASan, whose allocator it would stand before
 *   signal whatever a signal may interrupt: EINTR
 *   short  reads and writes of files and sockets do only half of what they are asked to
 *   wake   one thread wakes another by an eventfd, and the other never hears of it
 *
 * FAIL_ROOM=BYTES: a small disk; files may grow by so much together, then it is full for good.
 * OTHER_HOST=FILE: another machine: its machine-id, and its name. POWER_BOOT=FILE: another boot (power.c). */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <unistd.h>

enum kind { UNKNOWN, DISK, FD, MEMORY, SIGNAL, SHORT, WAKE };
static const char *const names[] = {"", "disk", "fd", "memory", "signal", "short", "wake"};

int fail_now(void); /* of a disk; also for power.c */
static enum kind wanted;
static long at, every, on, with_errno, calls;
static long room = -1; /* -1: as much as there is */

/* getenv needs no memory, so this may run below malloc. */
static void read_wishes(void)
{
    const char *kind = getenv("FAIL_KIND"), *s;
    at = (s = getenv("FAIL_AT")) ? atol(s) : 0;
    every = (s = getenv("FAIL_EVERY")) ? atol(s) : 0;
    on = getenv("FAIL_ON") != NULL;
    with_errno = (s = getenv("FAIL_ERRNO")) ? atol(s) : ENOSPC;
    room = (s = getenv("FAIL_ROOM")) ? atol(s) : -1;
    enum kind w = DISK;
    for (enum kind k = DISK; k <= WAKE; k++)
        if (kind && strcmp(kind, names[k]) == 0)
            w = k;
    __atomic_store_n(&wanted, w, __ATOMIC_RELEASE);
}

static bool strikes(enum kind k)
{
    if (__atomic_load_n(&wanted, __ATOMIC_ACQUIRE) == UNKNOWN)
        read_wishes();
    if (k != wanted)
        return false;
    long now = __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
    return (every && now % every == 0) || (at && (now == at || (on && now > at)));
}

static bool strikes_with(enum kind k, int why)
{
    if (!strikes(k))
        return false;
    errno = why;
    return true;
}

int fail_now(void)
{
    return strikes_with(DISK, (int)with_errno);
}

static bool interrupted(void)
{
    return strikes_with(SIGNAL, EINTR);
}

/* At least one byte, so that it is not taken for the end. */
static size_t some(size_t n)
{
    return n > 1 && strikes(SHORT) ? n / 2 : n;
}

__attribute__((destructor)) static void count(void)
{
    const char *path = getenv("FAIL_COUNT");
    char line[32];
    int fd = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (fd >= 0) {
        snprintf(line, sizeof line, "%ld\n", calls);
        syscall(SYS_write, fd, line, strlen(line));
        syscall(SYS_close, fd);
    }
}

/* ---- files */

/* Overwriting takes no room. */
static bool full(int fd, off64_t until)
{
    struct stat st;
    long more;
    if (fd <= 2 || room < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (more = until - st.st_size) <= 0)
        return false;
    if (__atomic_sub_fetch(&room, more, __ATOMIC_RELAXED) >= 0)
        return false;
    __atomic_store_n(&room, 0, __ATOMIC_RELAXED);
    errno = ENOSPC;
    return true;
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t where)
{
    return fail_now() || interrupted() || full(fd, where + (off64_t)n) ? -1
                                                                       : syscall(SYS_pwrite64, fd, p, some(n), where);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t where)
{
    return pwrite64(fd, p, n, where);
}

ssize_t pread64(int fd, void *p, size_t n, off64_t where)
{
    return fail_now() || interrupted() ? -1 : syscall(SYS_pread64, fd, p, some(n), where);
}

ssize_t pread(int fd, void *p, size_t n, off_t where)
{
    return pread64(fd, p, n, where);
}

int ftruncate64(int fd, off64_t n)
{
    return fail_now() || interrupted() ? -1 : (int)syscall(SYS_ftruncate, fd, n);
}

int ftruncate(int fd, off_t n)
{
    return ftruncate64(fd, n);
}

int posix_fallocate64(int fd, off64_t from, off64_t n)
{
    if (fail_now() || interrupted() || full(fd, from + n))
        return errno;
    return syscall(SYS_fallocate, fd, 0, from, n) == 0 ? 0 : errno;
}

int posix_fallocate(int fd, off_t from, off_t n)
{
    return posix_fallocate64(fd, from, n);
}

static mode_t kind_of(int fd)
{
    struct stat st;
    int keep = errno;
    mode_t mode = fd > 2 && fstat(fd, &st) == 0 ? st.st_mode & S_IFMT : 0;
    errno = keep;
    return mode;
}

/* Counters such as eventfd know no halves. */
static size_t some_of(mode_t kind, size_t n)
{
    return kind == S_IFREG || kind == S_IFSOCK ? some(n) : n;
}

ssize_t write(int fd, const void *p, size_t n)
{
    mode_t kind = kind_of(fd);
    /* ours are written from start to end */
    if (kind == S_IFREG && (fail_now() || full(fd, lseek(fd, 0, SEEK_END) + (off64_t)n)))
        return -1;
    if (kind == 0 && n == sizeof(uint64_t) && strikes(WAKE))
        return (ssize_t)n;
    return interrupted() ? -1 : syscall(SYS_write, fd, p, some_of(kind, n));
}

ssize_t read(int fd, void *p, size_t n)
{
    mode_t kind = kind_of(fd);
    if (kind == S_IFREG && fail_now())
        return -1;
    return interrupted() ? -1 : syscall(SYS_read, fd, p, some_of(kind, n));
}

int flock(int fd, int how)
{
    return interrupted() ? -1 : (int)syscall(SYS_flock, fd, how);
}

/* ---- sockets */

/* Half of the first piece that has bytes: nothing written would mean something else. */
static bool first_some(const struct iovec *v, size_t n, struct iovec *out)
{
    while (n && v->iov_len == 0)
        v++, n--;
    if (n == 0 || !strikes(SHORT))
        return false;
    *out = *v;
    out->iov_len = out->iov_len > 1 ? out->iov_len / 2 : out->iov_len;
    return true;
}

ssize_t writev(int fd, const struct iovec *v, int n)
{
    struct iovec part;
    if (interrupted())
        return -1;
    return first_some(v, (size_t)n, &part) ? syscall(SYS_writev, fd, &part, 1) : syscall(SYS_writev, fd, v, n);
}

ssize_t send(int fd, const void *p, size_t n, int flags)
{
    return interrupted() ? -1 : syscall(SYS_sendto, fd, p, some(n), flags, NULL, 0);
}

ssize_t recv(int fd, void *p, size_t n, int flags)
{
    return interrupted() ? -1 : syscall(SYS_recvfrom, fd, p, some(n), flags, NULL, NULL);
}

ssize_t sendmsg(int fd, const struct msghdr *m, int flags)
{
    struct msghdr half = *m;
    struct iovec part;
    if (interrupted())
        return -1;
    if (first_some(m->msg_iov, m->msg_iovlen, &part))
        half.msg_iov = &part, half.msg_iovlen = 1;
    return syscall(SYS_sendmsg, fd, &half, flags);
}

ssize_t recvmsg(int fd, struct msghdr *m, int flags)
{
    return interrupted() ? -1 : syscall(SYS_recvmsg, fd, m, flags);
}

int poll(struct pollfd *p, nfds_t n, int ms)
{
    return interrupted() ? -1 : (int)syscall(SYS_poll, p, n, ms);
}

int epoll_wait(int fd, struct epoll_event *v, int n, int ms)
{
    return interrupted() ? -1 : (int)syscall(SYS_epoll_pwait, fd, v, n, ms, NULL, 0);
}

/* ---- what makes a descriptor */

static bool none_left(void)
{
    return strikes_with(FD, EMFILE);
}

static const char *elsewhere(const char *path)
{
    const char *boot = getenv("POWER_BOOT"), *host = getenv("OTHER_HOST");
    if (boot && strcmp(path, "/proc/sys/kernel/random/boot_id") == 0)
        return boot;
    return host && strcmp(path, "/etc/machine-id") == 0 ? host : path;
}

/* A machine without a machine-id is known by its name. */
int gethostname(char *name, size_t n)
{
    struct utsname here;
    if (uname(&here) != 0)
        return -1;
    snprintf(name, n, "%s", getenv("OTHER_HOST") ? "elsewhere" : here.nodename);
    return 0;
}

static int open_at(int dir, const char *path, int flags, mode_t mode)
{
    path = elsewhere(path);
    return none_left() || interrupted() ? -1 : (int)syscall(SYS_openat, dir, path, flags, mode);
}

static mode_t mode_of(int flags, va_list *ap)
{
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(*ap, mode_t) : 0;
}

#define OPENS(name, args, dir)                                \
    int name args                                             \
    {                                                         \
        va_list ap;                                           \
        va_start(ap, flags);                                  \
        mode_t mode = mode_of(flags, &ap);                    \
        va_end(ap);                                           \
        return open_at(dir, path, flags | O_LARGEFILE, mode); \
    }
OPENS(open, (const char *path, int flags, ...), AT_FDCWD)
OPENS(open64, (const char *path, int flags, ...), AT_FDCWD)
OPENS(openat, (int at_dir, const char *path, int flags, ...), at_dir)
OPENS(openat64, (int at_dir, const char *path, int flags, ...), at_dir)

int __open_2(const char *path, int flags); /* what fortified callers use */
int __open64_2(const char *path, int flags);
int __open_2(const char *path, int flags)
{
    return open_at(AT_FDCWD, path, flags, 0);
}
int __open64_2(const char *path, int flags)
{
    return open_at(AT_FDCWD, path, flags, 0);
}

int socket(int domain, int type, int protocol)
{
    return none_left() ? -1 : (int)syscall(SYS_socket, domain, type, protocol);
}

int socketpair(int domain, int type, int protocol, int v[2])
{
    return none_left() ? -1 : (int)syscall(SYS_socketpair, domain, type, protocol, v);
}

int epoll_create1(int flags)
{
    return none_left() ? -1 : (int)syscall(SYS_epoll_create1, flags);
}

int eventfd(unsigned n, int flags)
{
    return none_left() ? -1 : (int)syscall(SYS_eventfd2, n, flags);
}

int pipe2(int v[2], int flags)
{
    return none_left() ? -1 : (int)syscall(SYS_pipe2, v, flags);
}

int pipe(int v[2])
{
    return pipe2(v, 0);
}

int dup(int fd)
{
    return none_left() ? -1 : (int)syscall(SYS_dup, fd);
}

/* ---- memory */
#ifndef __SANITIZE_ADDRESS__

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t of);
void *__libc_realloc(void *p, size_t n);
void *__libc_memalign(size_t alignment, size_t n);

static bool memory_gone(void)
{
    return strikes_with(MEMORY, ENOMEM);
}

void *malloc(size_t n)
{
    return memory_gone() ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t of)
{
    return memory_gone() ? NULL : __libc_calloc(n, of);
}

void *realloc(void *p, size_t n)
{
    return memory_gone() ? NULL : __libc_realloc(p, n);
}

int posix_memalign(void **out, size_t alignment, size_t n)
{
    void *p = memory_gone() ? NULL : __libc_memalign(alignment, n);
    if (p)
        *out = p;
    return p ? 0 : ENOMEM;
}

void *mmap64(void *p, size_t n, int protection, int flags, int fd, off64_t from)
{
    return memory_gone() ? MAP_FAILED : (void *)syscall(SYS_mmap, p, n, protection, flags, fd, from);
}

void *mmap(void *p, size_t n, int protection, int flags, int fd, off_t from)
{
    return mmap64(p, n, protection, flags, fd, from);
}

int pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*run)(void *), void *arg)
{
    static int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    return memory_gone() ? EAGAIN : real(t, a, run, arg);
}
#endif
