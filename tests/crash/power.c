/* power.c: what would be on the disk if the power went now?
 *
 * Linked into a test program, fsync and fdatasync also copy the file, as it is at that moment, from POWER_DIR to
 * POWER_SHADOW. Nothing else gets there. To play a power cut: kill the program and put the shadow in the place of the
 * folder. Syncing a folder takes away the names that are gone and brings new ones with whatever bytes they have: the
 * worst a disk may do. */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void copy(const char *from, const char *to)
{
    char part[PATH_MAX + 16], bytes[1 << 16];
    ssize_t n;
    snprintf(part, sizeof part, "%s.%d", to, (int)getpid());
    int in = open(from, O_RDONLY), out = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (in < 0 || out < 0)
        abort();
    while ((n = read(in, bytes, sizeof bytes)) > 0)
        if (write(out, bytes, (size_t)n) != n)
            abort();
    close(in);
    close(out);
    if (rename(part, to) != 0)
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

static void shadow(int fd)
{
    const char *dir = getenv("POWER_DIR"), *to = getenv("POWER_SHADOW");
    char link[64], path[PATH_MAX], target[2 * PATH_MAX];
    struct stat st;
    if (!dir || !to)
        return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    size_t dn = strlen(dir);
    if (n < 0 || fstat(fd, &st) != 0)
        return;
    path[n] = '\0';
    if (strncmp(path, dir, dn) != 0 || (path[dn] && path[dn] != '/') || strstr(path, " (deleted)"))
        return;
    snprintf(target, sizeof target, "%s%s", to, path + dn);
    if (S_ISREG(st.st_mode)) {
        copy(path, target);
    } else if (S_ISDIR(st.st_mode)) {
        mkdir(target, 0700);
        each_name(target, path, 1, drop);
        each_name(path, target, 1, copy);
    }
}

int fail_now(void); /* fail.c */

int fsync(int fd)
{
    int rc = fail_now() ? -1 : (int)syscall(SYS_fsync, fd);
    if (rc == 0)
        shadow(fd);
    return rc;
}

int fdatasync(int fd)
{
    int rc = fail_now() ? -1 : (int)syscall(SYS_fdatasync, fd);
    if (rc == 0)
        shadow(fd);
    return rc;
}
