/* The schema goes forward by numbered scripts, src/store/schema/NNN-*.sql, compiled in. user_version is the last one
 * done. */
#include "base/embedded.h"
#include "store/internal.h"

#define FOLDER "src/store/schema/"

/* "src/store/schema/002-what.sql": 2; 0: another file */
static int64_t number_of(const char *path)
{
    struct str s = str_c(path);
    int64_t n = 0;
    if (!str_starts(s, FOLDER) || !str_ends(s, ".sql"))
        return 0;
    s = str_sub(s, sizeof FOLDER - 1, s.n);
    return str_i64(str_sub(s, 0, 3), &n) ? n : 0;
}

static const struct embedded *script(int64_t number)
{
    for (const struct embedded *f = embedded_files; f->path; f++)
        if (number_of(f->path) == number)
            return f;
    return NULL;
}

static int64_t newest(void)
{
    int64_t n = 0;
    while (script(n + 1))
        n++;
    return n;
}

static int is_ours(struct db *d, int64_t version, struct err *e)
{
    int64_t tables = 0, application = 0;
    if (db_number(d, &application, e, "PRAGMA application_id", "") < 0 ||
        db_number(d, &tables, e, "SELECT count(*) FROM sqlite_schema", "") < 0)
        return -1;
    if (tables > 0 && (version == 0 || application != STORE_APPLICATION))
        return err_set(e, EX_CONFIG, "%s: a database of another program; name another file", db_path(d));
    return 0;
}

static int apply(struct db *d, int64_t number, struct err *e)
{
    struct arena a = {0};
    const struct embedded *f = script(number);
    int rc = db_script(d, str_dup(&a, f->bytes).s, e);
    if (rc == 0)
        rc = db_script(
            d,
            str_fmt(&a, "PRAGMA user_version=%lld; PRAGMA application_id=%d", (long long)number, STORE_APPLICATION).s,
            e);
    arena_end(&a);
    return rc < 0 ? err_wrap(e, "%s", f->path) : 0;
}

/* Asked again under the write lock: another process may just have done it. */
static int forward(struct db *d, int64_t to, struct err *e)
{
    int64_t version = 0;
    if (db_begin(d, e) < 0)
        return -1;
    int rc = db_number(d, &version, e, "PRAGMA user_version", "") < 0 ? -1 : is_ours(d, version, e);
    while (rc == 0 && version < to)
        rc = apply(d, ++version, e);
    return db_finish(d, rc, e);
}

int store_migrate(struct db *d, enum store_mode mode, struct err *e)
{
    int64_t version = 0, to = newest();
    if (db_number(d, &version, e, "PRAGMA user_version", "") < 0 || is_ours(d, version, e) < 0)
        return -1;
    if (version > to)
        return err_set(e, EX_CONFIG,
                       "%s: written by a newer version of this program (schema %lld, known here: %lld); "
                       "upgrade the program",
                       db_path(d), (long long)version, (long long)to);
    if (version == to)
        return 0;
    if (mode == STORE_READ && !version) /* the command that was to make it came to grief */
        return err_set(e, EX_NOINPUT, "%s: has nothing in it yet; add or fetch articles first", db_path(d));
    if (mode == STORE_READ)
        return err_set(e, EX_CONFIG,
                       "%s: still in the form of an older version (schema %lld, needed: %lld); run a "
                       "command that writes once, such as `fetch`",
                       db_path(d), (long long)version, (long long)to);
    return forward(d, to, e);
}
