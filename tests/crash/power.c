/* power.c: what would be on the disk if the power went now?
 *
 * Linked into a test program, fsync and fdatasync also copy the file, as it is at that moment, from POWER_DIR to
 * POWER_SHADOW. Nothing else gets there. To play a power cut: kill the program and put the shadow in the place of the
 * folder. Syncing a folder takes away the names that are gone and brings new ones with whatever bytes they have: the
 * worst a disk may do. A name that was given to another file by rename has the old bytes until then, and afterwards
 * those of the other that were synced. Names that end in .part and .renamed are this file's own.
 *
 * POWER_CUT=N: the program dies before its Nth sync. POWER_BOOT=FILE: read in the place of the kernel's boot_id, for
 * after a power cut it is another one. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;

/* Not through read and write: fail.c stands before those. A name that is gone by now is nobody's any more. */
static void copy(const char *from, const char *to)
{
    char part[PATH_MAX + 16];
    struct stat st;
    snprintf(part, sizeof part, "%s.part", to);
    int in = (int)syscall(SYS_openat, AT_FDCWD, from, O_RDONLY);
    if (in < 0)
        return;
    int out = (int)syscall(SYS_openat, AT_FDCWD, part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (out < 0 && errno == ENOENT) { /* its folder has never been synced: what is in there goes with it */
        close(in);
        return;
    }
    if (out < 0 || fstat(in, &st) != 0)
        abort();
    for (ssize_t n = 1; n > 0;)
        if ((n = copy_file_range(in, NULL, out, NULL, 1 << 24, 0)) < 0)
            abort();
    fchmod(out, st.st_mode & 07777);
    close(in);
    close(out);
    if (syscall(SYS_rename, part, to) != 0)
        abort();
}

/* every name of `from` that `in` has not (or, with `missing`, has) */
static void each_name(const char *from, const char *in, int missing, void (*act)(const char *from, const char *to))
{
    DIR *d = opendir(from);
    for (struct dirent *f; d && (f = readdir(d));) {
        char a[PATH_MAX + 300], b[PATH_MAX + 300];
        struct stat st;
        snprintf(a, sizeof a, "%s/%s", from, f->d_name);
        snprintf(b, sizeof b, "%s/%s", in, f->d_name);
        if (stat(a, &st) == 0 && S_ISREG(st.st_mode) && (access(b, F_OK) != 0) == missing)
            act(a, b);
    }
    if (d)
        closedir(d);
}

static void drop(const char *path, const char *elsewhere)
{
    (void)elsewhere;
    unlink(path);
}

/* A synced file has its new bytes under its new name. */
static void settle(const char *renamed, const char *elsewhere)
{
    char to[PATH_MAX + 300];
    size_t n = strlen(renamed), tail = strlen(".renamed");
    (void)elsewhere;
    if (n <= tail || strcmp(renamed + n - tail, ".renamed") != 0)
        return;
    snprintf(to, sizeof to, "%.*s", (int)(n - tail), renamed);
    syscall(SYS_rename, renamed, to);
}

/* Where `path` lies in the shadow; 0 when it does not. */
static int in_shadow(const char *path, char *target, size_t size)
{
    const char *dir = getenv("POWER_DIR"), *to = getenv("POWER_SHADOW");
    size_t n = dir ? strlen(dir) : 0;
    if (!dir || !to || strncmp(path, dir, n) != 0 || (path[n] && path[n] != '/') || strstr(path, " (deleted)"))
        return 0;
    snprintf(target, size, "%s%s", to, path + n);
    return 1;
}

static void shadow(int fd)
{
    char link[64], path[PATH_MAX], target[2 * PATH_MAX];
    struct stat st;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0 || fstat(fd, &st) != 0)
        return;
    path[n] = '\0';
    if (!in_shadow(path, target, sizeof target))
        return;
    pthread_mutex_lock(&one);
    if (S_ISREG(st.st_mode)) {
        copy(path, target);
    } else if (S_ISDIR(st.st_mode)) {
        mkdir(target, 0700);
        each_name(target, path, 1, settle);
        each_name(target, path, 1, drop);
        each_name(path, target, 1, copy);
    }
    pthread_mutex_unlock(&one);
}

/* Only what was synced under the old name comes with the new one; what never was is an empty file. */
int rename(const char *from, const char *to)
{
    char a[PATH_MAX + 1], b[PATH_MAX + 1], real[PATH_MAX], old[2 * PATH_MAX], new[2 * PATH_MAX + 16];
    const char *slash = strrchr(from, '/');
    snprintf(a, sizeof a, "%.*s", slash ? (int)(slash - from) : 1, slash ? from : ".");
    snprintf(b, sizeof b, "%s", strrchr(to, '/') ? strrchr(to, '/') + 1 : to);
    int rc = (int)syscall(SYS_rename, from, to);
    if (rc != 0 || !realpath(a, real) || !in_shadow(real, old, sizeof old))
        return rc;
    pthread_mutex_lock(&one);
    size_t n = strlen(old);
    snprintf(new, sizeof new, "%.*s/%s.renamed", (int)n, old, b);
    snprintf(old + n, sizeof old - n, "/%s", slash ? slash + 1 : from);
    if (syscall(SYS_rename, old, new) != 0)
        close((int)syscall(SYS_openat, AT_FDCWD, new, O_WRONLY | O_CREAT, 0600));
    pthread_mutex_unlock(&one);
    return rc;
}

int fail_now(void); /* fail.c */

static void cut_here(void)
{
    static long syncs;
    const char *at = getenv("POWER_CUT");
    if (at && __atomic_add_fetch(&syncs, 1, __ATOMIC_RELAXED) == atol(at))
        raise(SIGKILL);
}

int fsync(int fd)
{
    cut_here();
    int rc = fail_now() ? -1 : (int)syscall(SYS_fsync, fd);
    if (rc == 0)
        shadow(fd);
    return rc;
}

int fdatasync(int fd)
{
    cut_here();
    int rc = fail_now() ? -1 : (int)syscall(SYS_fdatasync, fd);
    if (rc == 0)
        shadow(fd);
    return rc;
}
