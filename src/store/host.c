/* Where a database may send from. A copy that is sent from twice mails everybody twice, so it knows its host and its
 * place there, and a small file beside it, the witness, knows how far it had got: a database that has forgotten claims
 * was put back from a backup.
 *
 * The witness is written after the claim's commit and never synced. It is therefore never ahead of the database it
 * belongs to, neither after SIGKILL nor after a power cut, and an old or missing witness says nothing. */
#include "base/crypto.h"
#include "base/file.h"
#include "store/internal.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MACHINE_ID "/etc/machine-id"
#define WITNESS_MAGIC "bulletin seen 1\n"

struct witness {
    int fd;
};

struct witness_page {
    char magic[16];
    char id[32]; /* of the database */
    int64_t claim;
};

static struct str first_line(struct arena *a, const char *path)
{
    struct err ignored = {0};
    struct str s;
    if (file_read(a, path, 4096, &s, &ignored) < 0)
        return (struct str){0};
    struct str line = {0};
    str_line(&s, &line);
    return str_trim(line);
}

/* /etc/machine-id is not to be shown around (machine-id(5)): only a digest of it is kept. A machine without one goes by
 * its name; one whose file just cannot be read must not look like another machine. */
int host_id(struct arena *a, struct str *out, struct err *e)
{
    struct str id = {0};
    if (file_exists(MACHINE_ID) && file_read(a, MACHINE_ID, 4096, &id, e) < 0)
        return -1;
    id = str_trim(id);
    if (!id.n || str_eqc(id, "uninitialized")) {
        char name[256] = "";
        gethostname(name, sizeof name - 1);
        id = str_fmt(a, "name %s", name);
    }
    uint8_t mac[SHA256_LEN];
    hmac_sha256(id, str_lit("bulletin host"), mac);
    *out = hex(a, mac, 16);
    return 0;
}

struct str boot_id(struct arena *a)
{
    struct str id = first_line(a, "/proc/sys/kernel/random/boot_id");
    return id.n ? str_dup(a, id) : str_lit("");
}

/* proc(5): field 22, counted after the command's closing bracket, which may itself hold brackets and spaces. */
int64_t process_start(int64_t pid)
{
    struct arena a = {0};
    int64_t start = 0;
    struct str line = first_line(&a, str_fmt(&a, "/proc/%lld/stat", (long long)pid).s), field;
    size_t close_bracket = STR_NONE;
    for (size_t i = 0; i < line.n; i++)
        if (line.s[i] == ')')
            close_bracket = i;
    if (close_bracket != STR_NONE) {
        struct str rest = str_sub(line, close_bracket + 2, line.n);
        for (int n = 3; n <= 22 && str_cut(&rest, ' ', &field); n++)
            if (n == 22 && !str_i64(field, &start))
                start = 0;
    }
    arena_end(&a);
    return start;
}

static int last_claim(struct store *s, int64_t *claim, struct err *e)
{
    *claim = 0;
    return db_number(s->db, claim, e, "SELECT seq FROM sqlite_sequence WHERE name = 'claim'", "") < 0 ? -1 : 0;
}

static struct str witness_path(struct store *s, struct arena *a)
{
    return str_fmt(a, "%s-seen", s->path.s);
}

/* The claim it has seen; 0 when it knows nothing about this database. */
static int64_t witness_read(struct store *s)
{
    struct arena a = {0};
    struct witness_page page;
    int64_t claim = 0;
    int fd = open(witness_path(s, &a).s, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd >= 0 && pread(fd, &page, sizeof page, 0) == (ssize_t)sizeof page &&
        memcmp(page.magic, WITNESS_MAGIC, sizeof page.magic) == 0 &&
        str_eq((struct str){page.id, sizeof page.id}, s->id))
        claim = page.claim;
    if (fd >= 0)
        close(fd);
    arena_end(&a);
    return claim;
}

static int is_home(struct store *s, int64_t *home, struct err *e)
{
    struct arena a = {0};
    struct str host;
    int rc = host_id(&a, &host, e);
    if (rc == 0)
        rc = db_number(s->db, home, e, "SELECT value = ? FROM meta WHERE key = 'host'", "s", host);
    arena_end(&a);
    return rc < 0 ? -1 : 0;
}

/* A copy on the same host shows by the file it was made of, which still lies where it lay when it last sent. One that
 * was moved does not, nor does one that is reached by another name. `place`: the number of that file, and the path to
 * it. */
static bool is_copy_of(struct str place, const struct stat *here, struct str path, struct str *other)
{
    struct stat there;
    struct str number;
    int64_t ino;
    *other = place;
    return str_cut(other, ' ', &number) && str_i64(number, &ino) && !str_eq(*other, path) &&
           stat(other->s, &there) == 0 && there.st_ino == (ino_t)ino &&
           (there.st_ino != here->st_ino || there.st_dev != here->st_dev);
}

static int settle_in(struct store *s, struct arena *a, const struct stat *here, struct str path, bool adopted,
                     struct err *e)
{
    struct str place = {0}, now = str_fmt(a, "%lld " STR_FMT, (long long)here->st_ino, STR_ARG(path)), other;
    struct stmt *st = db_query(s->db, e, "SELECT value FROM meta WHERE key = 'place'", "");
    int rc = st ? stmt_step(st, e) : -1;
    if (rc == 1)
        place = stmt_str(a, st, 0);
    stmt_end(st);
    if (rc < 0 || str_eq(place, now))
        return rc < 0 ? -1 : 0;
    if (!adopted && is_copy_of(place, here, path, &other))
        return err_set(e, EX_CONFIG,
                       "%s: is a copy of %s, which may be sending too; when this one is to send from now on, run "
                       "`bulletin adopt` here",
                       s->path.s, other.s);
    return db_run(s->db, e,
                  "INSERT INTO meta VALUES ('place', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", "s",
                  now);
}

/* `adopted`: this is the one from now on. */
static int place_check(struct store *s, bool adopted, struct err *e)
{
    struct arena a = {0};
    struct stat here;
    char *path = realpath(s->path.s, NULL);
    int rc = path && stat(path, &here) == 0 ? settle_in(s, &a, &here, str_c(path), adopted, e) : 0;
    free(path);
    arena_end(&a);
    return rc < 0 ? -1 : 0;
}

/* The witness is asked first: what it has seen was committed by then, so a claim that another process makes meanwhile
 * cannot make the database look old. */
int store_host_check(struct store *s, struct err *e)
{
    int64_t claim, home = 0, seen = witness_read(s);
    if (last_claim(s, &claim, e) < 0 || is_home(s, &home, e) < 0)
        return -1;
    if (!home)
        return err_set(e, EX_CONFIG,
                       "%s: comes from another host, which may be sending from it too; when this host is "
                       "the one to send from now on, run `bulletin adopt` here",
                       s->path.s);
    if (seen > claim)
        return err_set(e, EX_CONFIG,
                       "%s: is older than what was last sent from this folder (put back from a backup?), "
                       "so people may get a second copy; to send nevertheless run `bulletin adopt`",
                       s->path.s);
    return place_check(s, false, e);
}

/* Claims go on counting above what was forgotten, so that the witness fits again. */
static int adopt(struct store *s, struct str host, struct err *e)
{
    int64_t claim, seen = witness_read(s);
    if (db_run(s->db, e, "INSERT INTO meta VALUES ('host', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
               "s", host) < 0 ||
        place_check(s, true, e) < 0 || last_claim(s, &claim, e) < 0)
        return -1;
    if (seen <= claim)
        return 0;
    if (db_run(s->db, e, "DELETE FROM sqlite_sequence WHERE name = 'claim'", "") < 0)
        return -1;
    return db_run(s->db, e, "INSERT INTO sqlite_sequence (name, seq) VALUES ('claim', ?)", "i", seen);
}

int store_adopt(struct store *s, struct err *e)
{
    struct arena a = {0};
    struct str host;
    int rc = host_id(&a, &host, e);
    if (rc == 0)
        rc = db_begin(s->db, e);
    if (rc == 0)
        rc = db_finish(s->db, adopt(s, host, e), e);
    arena_end(&a);
    return rc;
}

int witness_open(struct store *s, struct err *e)
{
    if (s->witness)
        return 0;
    struct str path = witness_path(s, &s->arena);
    int fd = open(path.s, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return err_set(e, EX_IOERR, "%s: cannot be written: %s", path.s, strerror(errno));
    s->witness = arena_new(&s->arena, struct witness);
    s->witness->fd = fd;
    int64_t claim = witness_read(s);
    struct witness_page page = {.claim = claim};
    memcpy(page.magic, WITNESS_MAGIC, sizeof page.magic);
    memcpy(page.id, s->id.s, s->id.n < sizeof page.id ? s->id.n : sizeof page.id);
    if (pwrite(fd, &page, sizeof page, 0) != (ssize_t)sizeof page)
        return err_set(e, EX_IOERR, "%s: cannot be written: %s", path.s, strerror(errno));
    return 0;
}

/* Two processes may write in either order: the smaller number only makes the witness less strict for a moment. When it
 * cannot be written, a restored backup goes unnoticed; that is no reason to stop a send. */
void witness_claimed(struct store *s, int64_t claim)
{
    ssize_t put;
    do
        put = pwrite(s->witness->fd, &claim, sizeof claim, offsetof(struct witness_page, claim));
    while (put < 0 && errno == EINTR);
}

void witness_close(struct store *s)
{
    if (s->witness)
        close(s->witness->fd);
    s->witness = NULL;
}
