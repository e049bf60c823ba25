#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int code_of(int why, int otherwise)
{
    return why == EACCES || why == EPERM ? EX_NOPERM : otherwise;
}

static int read_fd(struct arena *a, int fd, size_t hint, size_t max, const char *path, struct str *out, struct err *e)
{
    size_t cap = hint < max ? hint + 1 : max + 1, n = 0;
    char *p = mem_realloc(NULL, cap + 1);
    for (;;) {
        ssize_t got = read(fd, p + n, cap - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            free(p);
            return err_set(e, EX_IOERR, "%s: %s", path, strerror(errno));
        }
        if (got == 0)
            break;
        n += (size_t)got;
        if (n > max) {
            free(p);
            return err_set(e, EX_DATAERR, "%s: larger than %zu bytes, the most that is read here", path, max);
        }
        if (n == cap) {
            cap = cap * 2 < max + 1 ? cap * 2 : max + 1;
            p = mem_realloc(p, cap + 1);
        }
    }
    *out = str_dup(a, (struct str){p, n});
    free(p);
    return 0;
}

int file_read(struct arena *a, const char *path, size_t max, struct str *out, struct err *e)
{
    if (max > SIZE_MAX / 4)
        max = SIZE_MAX / 4;
    if (strcmp(path, "-") == 0)
        return read_fd(a, STDIN_FILENO, 64 << 10, max, "standard input", out, e);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_set(e, code_of(errno, EX_NOINPUT), "%s: %s", path, strerror(errno));
    struct stat st;
    int rc = fstat(fd, &st);
    if (rc != 0)
        rc = err_set(e, EX_IOERR, "%s: %s", path, strerror(errno));
    else if (S_ISDIR(st.st_mode))
        rc = err_set(e, EX_NOINPUT, "%s: is a folder, a file is needed", path);
    else
        rc = read_fd(a, fd, S_ISREG(st.st_mode) && st.st_size > 0 ? (size_t)st.st_size : 64 << 10, max, path, out, e);
    close(fd);
    return rc;
}

static int write_all(int fd, struct str bytes)
{
    for (size_t n = 0; n < bytes.n;) {
        ssize_t put = write(fd, bytes.s + n, bytes.n - n);
        if (put < 0 && errno != EINTR)
            return -1;
        n += put > 0 ? (size_t)put : 0;
    }
    return 0;
}

/* What may be replaced: nothing, or a regular file. A device such as /dev/stdout must not be renamed over. */
static int check_target(const char *path, struct err *e)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return 0;
    if (S_ISLNK(st.st_mode))
        return err_set(e, EX_CANTCREAT, "%s: is a symbolic link; name the file it points to", path);
    if (S_ISDIR(st.st_mode))
        return err_set(e, EX_CANTCREAT, "%s: is a folder; name a file", path);
    if (!S_ISREG(st.st_mode))
        return err_set(e, EX_CANTCREAT, "%s: is not a regular file", path);
    return 0;
}

static struct str folder_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return str_lit(".");
    return str_dup(a, (struct str){path, slash == path ? 1 : (size_t)(slash - path)});
}

/* A new file beside the target, under a name nobody else has; the kernel applies the umask. */
static int open_temp(struct arena *a, const char *path, mode_t mode, struct str *temp)
{
    static unsigned counter;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    for (int tries = 0; tries < 100; tries++) {
        struct str name =
            str_fmt(a, ".%s.%lx.%lx.%x.tmp", path_base(str_c(path)).s, (long)getpid(), now.tv_nsec, counter++);
        *temp = path_join(a, folder_of(a, path), name);
        int fd = open(temp->s, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

/* The new name is only durable when the folder is. Some file systems cannot sync folders (EINVAL); then it is as good
 * as it gets. */
static int sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno == EACCES ? 0 : -1;
    int rc = fsync(fd) == 0 || errno == EINVAL ? 0 : -1;
    close(fd);
    return rc;
}

int file_write(const char *path, struct str bytes, mode_t mode, struct err *e)
{
    if (check_target(path, e) != 0)
        return -1;
    struct arena a = {0};
    struct str temp = {0};
    int fd = open_temp(&a, path, mode, &temp);
    if (fd < 0) {
        int why = errno;
        arena_end(&a);
        return err_set(e, code_of(why, EX_CANTCREAT), "%s: cannot write: %s", path, strerror(why));
    }
    int rc = write_all(fd, bytes);
    if (rc == 0)
        rc = fsync(fd);
    int why = errno;
    if (close(fd) != 0 && rc == 0) {
        rc = -1;
        why = errno;
    }
    if (rc == 0 && ((rc = rename(temp.s, path)) != 0 || (rc = sync_folder(folder_of(&a, path).s)) != 0))
        why = errno;
    if (rc != 0) {
        unlink(temp.s);
        err_set(e, EX_IOERR, "%s: cannot write: %s", path, strerror(why));
    }
    arena_end(&a);
    return rc == 0 ? 0 : -1;
}

static int make_folder(const char *path, mode_t mode, struct err *e)
{
    if (mkdir(path, mode) == 0)
        return 0;
    int why = errno;
    if (file_is_dir(path))
        return 0;
    if (why == EEXIST)
        return err_set(e, EX_CANTCREAT, "%s: is there, but is no folder", path);
    return err_set(e, code_of(why, EX_CANTCREAT), "%s: cannot make the folder: %s", path, strerror(why));
}

int file_mkdirs(const char *path, mode_t mode, struct err *e)
{
    struct arena a = {0};
    char *p = arena_copy(&a, path, strlen(path) + 1);
    int rc = *p ? 0 : err_set(e, EX_USAGE, "a folder without a name cannot be made");
    for (char *c = p + 1; rc == 0; c++) {
        if (*c && *c != '/')
            continue;
        char keep = *c;
        *c = '\0';
        rc = make_folder(p, mode, e);
        *c = keep;
        if (!keep)
            break;
    }
    arena_end(&a);
    return rc;
}

bool file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

bool file_is_dir(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

struct str path_join(struct arena *a, struct str dir, struct str name)
{
    if (dir.n == 0 || str_starts(name, "/"))
        return str_dup(a, name.s ? name : str_lit(""));
    return str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(dir), str_ends(dir, "/") ? "" : "/", STR_ARG(name));
}

struct str path_base(struct str path)
{
    for (size_t i = path.n; i > 0; i--)
        if (path.s[i - 1] == '/')
            return str_sub(path, i, path.n);
    return path;
}

struct str path_ext(struct str path)
{
    struct str base = path_base(path);
    for (size_t i = base.n; i > 1; i--)
        if (base.s[i - 1] == '.')
            return str_sub(base, i - 1, base.n);
    return str_lit("");
}
