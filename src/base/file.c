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

/* begun: what was read of it already. */
static int read_fd(struct arena *a, int fd, struct str begun, size_t hint, size_t max, const char *path,
                   struct str *out, struct err *e)
{
    size_t n = begun.n, cap = hint < max ? hint + 1 : max + 1;
    cap = cap > n ? cap : n + 1;
    char *p = mem_realloc(NULL, cap + 1);
    if (n)
        memcpy(p, begun.s, n);
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

int file_open(const char *path, struct err *e)
{
    if (strcmp(path, "-") == 0)
        return STDIN_FILENO;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0)
        return err_set(e, code_of(errno, EX_NOINPUT), "%s: %s", path, strerror(errno));
    if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
        return fd;
    close(fd);
    return err_set(e, EX_NOINPUT, "%s: is a folder, a file is needed", path);
}

ssize_t file_some(int fd, const char *path, char *to, size_t n, struct err *e)
{
    ssize_t got;
    do
        got = read(fd, to, n);
    while (got < 0 && errno == EINTR);
    return got >= 0 ? got : err_set(e, EX_IOERR, "%s: %s", path, strerror(errno));
}

int file_rest(struct arena *a, int fd, const char *path, struct str begun, size_t max, struct str *out, struct err *e)
{
    return read_fd(a, fd, begun, 4 * begun.n, max, fd == STDIN_FILENO ? "standard input" : path, out, e);
}

void file_close(int fd)
{
    if (fd > STDIN_FILENO)
        close(fd);
}

int file_read(struct arena *a, const char *path, size_t max, struct str *out, struct err *e)
{
    struct stat st;
    int fd = file_open(path, e);
    if (fd < 0)
        return -1;
    bool named = fd != STDIN_FILENO && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0;
    int rc = read_fd(a, fd, (struct str){NULL, 0}, named ? (size_t)st.st_size : 64 << 10,
                     max < SIZE_MAX / 4 ? max : SIZE_MAX / 4, fd == STDIN_FILENO ? "standard input" : path, out, e);
    file_close(fd);
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

int file_out_begin(struct file_out *o, const char *path, mode_t mode, struct err *e)
{
    *o = (struct file_out){.fd = -1};
    if (check_target(path, e) != 0)
        return -1;
    o->path = str_dup(&o->a, str_c(path));
    o->fd = open_temp(&o->a, path, mode, &o->temp);
    if (o->fd >= 0)
        return 0;
    int why = errno;
    arena_end(&o->a);
    return err_set(e, code_of(why, EX_CANTCREAT), "%s: cannot write: %s", path, strerror(why));
}

static void flush(struct file_out *o)
{
    if (!o->why && write_all(o->fd, (struct str){o->block, o->n}) != 0)
        o->why = errno;
    o->n = 0;
}

void file_out_add(struct file_out *o, struct str bytes)
{
    if (bytes.n > sizeof o->block - o->n)
        flush(o);
    if (bytes.n <= sizeof o->block) {
        if (bytes.n)
            memcpy(o->block + o->n, bytes.s, bytes.n);
        o->n += bytes.n;
    } else if (!o->why && write_all(o->fd, bytes) != 0) {
        o->why = errno;
    }
}

int file_out_end(struct file_out *o, bool keep, struct err *e)
{
    if (o->fd < 0)
        return 0;
    if (keep) {
        flush(o);
        if (!o->why && fsync(o->fd) != 0)
            o->why = errno;
    }
    if (close(o->fd) != 0 && !o->why)
        o->why = errno;
    if (keep && !o->why && (rename(o->temp.s, o->path.s) != 0 || sync_folder(folder_of(&o->a, o->path.s).s) != 0))
        o->why = errno;
    if (!keep || o->why)
        unlink(o->temp.s);
    int rc = keep && o->why ? err_set(e, EX_IOERR, "%s: cannot write: %s", o->path.s, strerror(o->why)) : 0;
    o->fd = -1;
    arena_end(&o->a);
    return rc;
}

int file_write(const char *path, struct str bytes, mode_t mode, struct err *e)
{
    struct file_out o;
    if (file_out_begin(&o, path, mode, e) != 0)
        return -1;
    file_out_add(&o, bytes);
    return file_out_end(&o, true, e);
}

int file_temporary(const char *dir)
{
    int fd = open(dir, O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return fd;
    struct arena a = {0}; /* a file system without nameless files */
    struct str path = path_join(&a, str_c(dir), str_lit(".sorting.XXXXXX"));
    fd = mkostemp((char *)path.s, O_CLOEXEC);
    if (fd >= 0)
        unlink(path.s);
    arena_end(&a);
    return fd;
}

/* A power cut leaves no file or the whole one, and nothing else that had to be swept up. */
int file_make(const char *path, struct str bytes)
{
    struct arena a = {0};
    const char *folder = folder_of(&a, path).s;
    int fd = open(folder, O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
    struct str self = str_fmt(&a, "/proc/self/fd/%d", fd);
    int rc = fd >= 0 && write_all(fd, bytes) == 0 && fsync(fd) == 0 &&
                     linkat(AT_FDCWD, self.s, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0
                 ? sync_folder(folder)
                 : -1;
    int why = errno;
    if (fd >= 0)
        close(fd);
    arena_end(&a);
    errno = why;
    return rc;
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
    if (file_is_dir(path))
        return 0;
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
