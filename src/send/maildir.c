#include "send/maildir.h"
#include "base/crypto.h"
#include "base/fault.h"
#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int open_folder(struct arena *a, struct str path, const char *sub, int *fd, struct err *e)
{
    struct str dir = path_join(a, path, str_c(sub));
    if (file_mkdirs(dir.s, 0700, e) < 0)
        return -1;
    *fd = open(dir.s, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return *fd < 0 ? err_set(e, EX_IOERR, "%s: %s", dir.s, strerror(errno)) : 0;
}

int maildir_open(struct arena *a, struct str path, struct maildir *out, struct err *e)
{
    int cur = -1;
    *out = (struct maildir){.tmp = -1, .new = -1, .path = str_dup(a, path)};
    if (open_folder(a, path, "tmp", &out->tmp, e) < 0 || open_folder(a, path, "new", &out->new, e) < 0 ||
        open_folder(a, path, "cur", &cur, e) < 0) {
        maildir_close(out);
        return -1;
    }
    close(cur);
    return 0;
}

void maildir_close(struct maildir *m)
{
    if (m->tmp >= 0)
        close(m->tmp);
    if (m->new >= 0)
        close(m->new);
    m->tmp = m->new = -1;
}

static int write_all(int fd, const struct pieces *p)
{
    struct iovec v[64];
    size_t i = 0, offset = 0;
    while (i < p->n) {
        size_t n = 0;
        for (size_t k = i; k < p->n && n < 64; k++, n++)
            v[n] = p->v[k];
        v[0].iov_base = (char *)v[0].iov_base + offset;
        v[0].iov_len -= offset;
        ssize_t took = writev(fd, v, (int)n);
        if (took < 0 && errno == EINTR)
            continue;
        if (took < 0)
            return -1;
        offset += (size_t)took;
        while (i < p->n && offset >= p->v[i].iov_len)
            offset -= p->v[i++].iov_len;
    }
    return 0;
}

int maildir_put(struct maildir *m, struct str name, const struct pieces *message, struct err *e)
{
    int fd = openat(m->tmp, name.s, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_set(e, EX_IOERR, STR_FMT "/tmp/%s: cannot be made: %s", STR_ARG(m->path), name.s, strerror(errno));
    int rc = write_all(fd, message) < 0 || fsync(fd) < 0 ? -1 : 0, why = errno;
    if (close(fd) < 0 && rc == 0) {
        rc = -1;
        why = errno;
    }
    fault_point("maildir-written");
    if (rc == 0 && renameat(m->tmp, name.s, m->new, name.s) < 0) {
        rc = -1;
        why = errno;
    }
    if (rc < 0) {
        unlinkat(m->tmp, name.s, 0);
        return err_set(e, EX_IOERR, STR_FMT "/new/%s: cannot be written: %s", STR_ARG(m->path), name.s, strerror(why));
    }
    fault_point("maildir-renamed");
    return 0;
}

int maildir_sync(struct maildir *m, struct err *e)
{
    return fsync(m->new) < 0 ? err_set(e, EX_IOERR, STR_FMT "/new: %s", STR_ARG(m->path), strerror(errno)) : 0;
}

struct str maildir_name(struct arena *a, int64_t when, struct str message_id)
{
    uint8_t sum[SHA256_LEN];
    sha256(message_id, sum);
    return str_fmt(a, "%lld.M" STR_FMT ".bulletin", (long long)when, STR_ARG(hex(a, sum, 12)));
}
