#include "base/crypto.h"
#include "base/file.h"
#include "store/internal.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { AGAIN_KIB = 1000 }; /* what a sending run reads and writes lies side by side */

/* SQLite follows no symbolic link in the whole path, so the folder is resolved first; the last component never is. */
static int resolve(struct arena *a, const char *path, struct str *dir, struct str *full, struct err *e)
{
    char real[PATH_MAX];
    struct str base = path_base(str_c(path));
    struct str parent = str_sub(str_c(path), 0, strlen(path) - base.n);
    if (!realpath(parent.n ? str_dup(a, parent).s : ".", real))
        return err_set(e,
                       errno == EACCES   ? EX_NOPERM
                       : errno == ENOENT ? EX_NOINPUT
                                         : EX_IOERR,
                       "%s: %s", path, strerror(errno));
    *dir = str_dup(a, str_c(real));
    *full = path_join(a, *dir, base);
    return 0;
}

/* Nobody else's file is taken for ours, and nobody else may have written ours. 1: it is there, 0: not. */
static int check_file(const char *path, enum store_mode mode, struct err *e)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return errno == ENOENT ? 0
                               : err_set(e, errno == EACCES ? EX_NOPERM : EX_IOERR, "%s: %s", path, strerror(errno));
    if (S_ISLNK(st.st_mode))
        return err_set(e, EX_NOPERM, "%s: is a symbolic link; put the database itself there", path);
    if (!S_ISREG(st.st_mode))
        return err_set(e, EX_NOPERM, "%s: is not a regular file", path);
    if (st.st_mode & S_IWOTH)
        return err_set(e, EX_NOPERM,
                       "%s: can be written by everybody (mode %04o); chmod 600 it after a look at what is in it", path,
                       st.st_mode & 07777);
    if (mode != STORE_READ && st.st_mode & (S_IROTH | S_IXOTH) && chmod(path, st.st_mode & 0770) != 0)
        return err_set(e, EX_NOPERM, "%s: can be read by everybody (mode %04o); chmod 600 it", path,
                       st.st_mode & 07777);
    return 1;
}

static int check_files(struct arena *a, struct str path, enum store_mode mode, struct err *e)
{
    if (check_file(str_fmt(a, "%s-wal", path.s).s, mode, e) < 0 ||
        check_file(str_fmt(a, "%s-shm", path.s).s, mode, e) < 0 ||
        check_file(str_fmt(a, "%s-journal", path.s).s, mode, e) < 0)
        return -1;
    return check_file(path.s, mode, e);
}

static int sync_folder(const char *dir, struct err *e)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0) {
        int why = errno;
        if (fd >= 0)
            close(fd);
        return err_set(e, EX_IOERR, "%s: %s", dir, strerror(why));
    }
    close(fd);
    return 0;
}

/* The first writer gives the database its name and its host. */
static int introduce(struct db *d, struct err *e)
{
    uint8_t id[16];
    struct arena a = {0};
    struct str host;
    random_bytes(id, sizeof id);
    int rc = host_id(&a, &host, e);
    if (rc == 0)
        rc = db_run(d, e, "INSERT OR IGNORE INTO meta VALUES ('id', ?), ('host', ?)", "ss", hex(&a, id, sizeof id),
                    host);
    arena_end(&a);
    return rc;
}

static int first_image(struct arena *a, const char *path, enum store_mode mode, struct str *out, struct err *e)
{
    struct db *d;
    if (db_open(path, DB_MEMORY, &d, e) < 0)
        return -1;
    int rc = store_migrate(d, mode, e);
    if (rc == 0)
        rc = introduce(d, e);
    if (rc == 0)
        rc = db_image(d, a, mode == STORE_WRITE, out, e);
    db_close(d);
    return rc;
}

/* Made by us and not by SQLite, for the mode; an existing one is never opened and closed here: that would drop the
 * locks which SQLite holds on it in this process. */
static int create_empty(const char *path, const char *dir, struct err *e)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return 0;
    if (fd < 0)
        return err_set(e, errno == EACCES ? EX_NOPERM : EX_IOERR, "%s: cannot be made: %s", path, strerror(errno));
    close(fd);
    return sync_folder(dir, e);
}

/* Whole, with two syncs: SQLite takes nine to fill an empty file. That is left to it where the file system knows no
 * nameless files, and where a log lies there without its database: what is in that belongs to another one, and SQLite
 * throws it away only beside an empty file. */
static int create(const char *path, const char *dir, enum store_mode mode, struct err *e)
{
    struct arena a = {0};
    struct str image;
    bool bare = !file_exists(str_fmt(&a, "%s-wal", path).s) && !file_exists(str_fmt(&a, "%s-journal", path).s);
    int rc = bare ? first_image(&a, path, mode, &image, e) : 0;
    if (rc == 0 && (!bare || (file_make(path, image) < 0 && errno != EEXIST)))
        rc = create_empty(path, dir, e);
    arena_end(&a);
    return rc;
}

static int know_id(struct store *s, struct err *e)
{
    struct stmt *st = db_query(s->db, e, "SELECT value FROM meta WHERE key = 'id'", "");
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1)
        s->id = stmt_str(&s->arena, st, 0);
    stmt_end(st);
    return rc;
}

static int start(struct store *s, const char *path, struct err *e)
{
    struct str full;
    if (s->mode != STORE_READ) {
        struct str base = path_base(str_c(path)), parent = str_sub(str_c(path), 0, strlen(path) - base.n);
        if (parent.n && file_mkdirs(str_dup(&s->arena, parent).s, 0700, e) < 0)
            return -1;
    }
    if (resolve(&s->arena, path, &s->dir, &full, e) < 0)
        return -1;
    s->path = full;
    int there = check_files(&s->arena, full, s->mode, e);
    if (there < 0)
        return -1;
    if (!there && s->mode == STORE_READ)
        return err_set(e, EX_NOINPUT, "%s: there is no database yet; add or fetch articles first", path);
    if (!there && create(full.s, s->dir.s, s->mode, e) < 0)
        return -1;
    static const enum db_mode modes[] = {[STORE_WRITE] = DB_WRITE, [STORE_FILL] = DB_FILL, [STORE_READ] = DB_READ};
    if (db_open(full.s, modes[s->mode], &s->db, e) < 0 || store_migrate(s->db, s->mode, e) < 0)
        return -1;
    int known = know_id(s, e);
    if (known == 0 && s->mode != STORE_READ)
        known = introduce(s->db, e) < 0 ? -1 : know_id(s, e);
    return known < 0 ? -1 : 0;
}

int store_open(const char *path, enum store_mode mode, struct store **out, struct err *e)
{
    struct store *s = mem_realloc(NULL, sizeof *s);
    *s = (struct store){.mode = mode};
    if (start(s, path, e) < 0) {
        store_close(s);
        return -1;
    }
    *out = s;
    return 0;
}

int store_again(struct store *s, struct store **out, struct err *e)
{
    db_lighten(s->db, 0);
    if (store_open(s->path.s, s->mode, out, e) < 0)
        return -1;
    db_lighten((*out)->db, AGAIN_KIB);
    return 0;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    witness_close(s);
    db_close(s->db);
    arena_end(&s->arena);
    free(s);
}

int store_backup(struct store *s, const char *to, struct err *e)
{
    int fd = open(to, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_set(e, EX_CANTCREAT, "%s: %s", to,
                       errno == EEXIST ? "exists already; name a new file" : strerror(errno));
    close(fd);
    struct arena a = {0};
    struct str dir, full;
    int rc = resolve(&a, to, &dir, &full, e);
    if (rc == 0)
        rc = db_copy(s->db, full.s, e);
    if (rc == 0)
        rc = sync_folder(dir.s, e);
    if (rc < 0)
        unlink(to);
    arena_end(&a);
    return rc;
}

int store_batch(struct store *s, struct err *e)
{
    return db_begin(s->db, e);
}

int store_batch_large(struct store *s, struct err *e)
{
    s->large = LARGE_WANTED;
    s->changes_before = db_all_changes(s->db);
    return db_begin_look(s->db, e);
}

int store_batch_end(struct store *s, bool commit, struct err *e)
{
    s->large = LARGE_NOT;
    return commit ? db_finish(s->db, 0, e) : (db_finish(s->db, -1, NULL), 0);
}

int store_period(struct store *s, struct str digest, int64_t *last, struct err *e)
{
    *last = INT64_MIN;
    return db_number(s->db, last, e, "SELECT last FROM period WHERE digest = ?", "s", digest) < 0 ? -1 : 0;
}

int store_set_period(struct store *s, struct str digest, int64_t period, struct err *e)
{
    return db_run(s->db, e, "INSERT INTO period VALUES (?, ?) ON CONFLICT (digest) DO UPDATE SET last = excluded.last",
                  "si", digest, period);
}
