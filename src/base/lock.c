#include "base/lock.h"
#include "base/buf.h"
#include "base/date.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* The file's one line: "PID COMMAND since TIME"; the command is ours, so there is nothing to escape. */
static int refuse(int fd, const char *path, struct err *e)
{
    char holder[200];
    ssize_t n = pread(fd, holder, sizeof holder - 1, 0);
    close(fd);
    holder[n > 0 ? n : 0] = '\0';
    holder[strcspn(holder, "\n")] = '\0';
    return err_set(e, EX_TEMPFAIL, "%s: held by process %s; wait until it is done, or try again later", path,
                   *holder ? holder : "(just starting)");
}

int lock_take(struct lock *l, const char *path, const char *what, struct err *e)
{
    l->fd = -1;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        return err_set(e, errno == EACCES || errno == EPERM ? EX_NOPERM : EX_IOERR, "%s: cannot open the lock: %s",
                       path, strerror(errno));
    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR)
            continue;
        if (errno == EWOULDBLOCK)
            return refuse(fd, path, e);
        int why = errno;
        close(fd);
        return err_set(e, EX_IOERR, "%s: cannot lock: %s", path, strerror(why));
    }
    struct arena a = {0};
    struct str line =
        str_fmt(&a, "%ld %s since %s\n", (long)getpid(), what, date_rfc3339(&a, when_at(clock_now(), NULL)).s);
    bool written = ftruncate(fd, 0) == 0 && pwrite(fd, line.s, line.n, 0) == (ssize_t)line.n;
    arena_end(&a);
    if (!written) {
        int why = errno;
        close(fd);
        return err_set(e, EX_IOERR, "%s: cannot write: %s", path, strerror(why));
    }
    l->fd = fd;
    return 0;
}

/* The file stays: removing it would let two takers lock two different files of one name. */
void lock_drop(struct lock *l)
{
    if (l->fd < 0)
        return;
    if (ftruncate(l->fd, 0) != 0)
        errno = 0; /* the holder's name outlives it: harmless, the kernel's lock is what counts */
    close(l->fd);
    l->fd = -1;
}
