#include "base/file.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ENTRIES_MAX = 100000, DEPTH_MAX = 32 };

struct walk {
    struct arena *arena;
    struct str root;
    const char *ext; /* NULL: any */
    bool recursive;
    struct file_entries *out;
};

static int walk_folder(struct walk *w, int fd, struct str rel, int depth, struct err *e);

static int walk_below(struct walk *w, int parent, const char *name, struct str rel, int depth, struct err *e)
{
    if (depth >= DEPTH_MAX)
        return err_set(e, EX_DATAERR, "%s/%s: folders nest deeper than %d levels", w->root.s, rel.s, DEPTH_MAX);
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? 0 : err_set(e, EX_NOINPUT, "%s/%s: %s", w->root.s, rel.s, strerror(errno));
    return walk_folder(w, fd, rel, depth + 1, e);
}

static int walk_entry(struct walk *w, int parent, const char *name, struct str rel, int depth, struct err *e)
{
    struct stat st, link;
    if (fstatat(parent, name, &link, AT_SYMLINK_NOFOLLOW) != 0 || fstatat(parent, name, &st, 0) != 0)
        return 0; /* removed meanwhile, or a link to nowhere */
    if (S_ISDIR(link.st_mode))
        return w->recursive ? walk_below(w, parent, name, rel, depth, e) : 0;
    if (!S_ISREG(st.st_mode) || (w->ext && !str_ends(rel, w->ext)))
        return 0;
    if (w->out->n >= ENTRIES_MAX)
        return err_set(e, EX_DATAERR, "%s: holds more than %d files", w->root.s, ENTRIES_MAX);
    struct file_entry entry = {.path = path_join(w->arena, w->root, rel),
                               .rel = rel,
                               .mtime_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec,
                               .size = st.st_size};
    vec_add(w->arena, w->out, entry);
    return 0;
}

/* Takes fd over. */
static int walk_folder(struct walk *w, int fd, struct str rel, int depth, struct err *e)
{
    DIR *d = fdopendir(fd);
    if (!d) {
        int why = errno;
        close(fd);
        return err_set(e, EX_NOINPUT, "%s: %s", w->root.s, strerror(why));
    }
    int rc = 0;
    for (struct dirent *de; rc == 0 && (de = readdir(d));)
        if (de->d_name[0] != '.')
            rc = walk_entry(w, dirfd(d), de->d_name, path_join(w->arena, rel, str_c(de->d_name)), depth, e);
    closedir(d);
    return rc;
}

static int by_rel(const void *a, const void *b)
{
    return str_cmp(((const struct file_entry *)a)->rel, ((const struct file_entry *)b)->rel);
}

int file_walk(struct arena *a, const char *dir, const char *ext, bool recursive, struct file_entries *out,
              struct err *e)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return 0;
    if (fd < 0)
        return err_set(e, errno == EACCES ? EX_NOPERM : EX_NOINPUT, "%s: %s", dir, strerror(errno));
    struct walk w = {a, str_dup(a, str_c(dir)), ext, recursive, out};
    if (walk_folder(&w, fd, (struct str){0}, 0, e) != 0)
        return -1;
    if (out->n > 1)
        qsort(out->v, out->n, sizeof *out->v, by_rel);
    return 0;
}
