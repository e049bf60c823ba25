#include "cli/newsroom.h"
#include "base/crypto.h"
#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CONFIG_MAX = 1 << 20 };

static int read_keys(struct newsroom *n, struct err *e)
{
    struct str path = path_join(n->arena, n->state_dir, str_lit("keys")), text;
    struct stat st;
    if (lstat(path.s, &st) != 0) {
        if (errno != ENOENT)
            return err_set(e, errno == EACCES ? EX_NOPERM : EX_NOINPUT, "%s: %s", path.s, strerror(errno));
        if (newsroom_init_keys(n->dir, e)) /* a clone of the folder: .bulletin/ is not in git */
            return -1;
    } else if (!S_ISREG(st.st_mode) || st.st_mode & 077)
        return err_set(e, EX_NOPERM, "%s is readable by others (mode %04o); chmod 600 %s", path.s, st.st_mode & 07777u,
                       path.s);
    if (file_read(n->arena, path.s, 4096, &text, e))
        return -1;
    return token_keys_parse(text, path, &n->keys, e);
}

int newsroom_init_keys(struct str dir, struct err *e)
{
    struct arena a = {0};
    uint8_t secret[32];
    struct str state = path_join(&a, dir, str_lit(".bulletin"));
    struct str path = path_join(&a, state, str_lit("keys"));
    random_bytes(secret, sizeof secret);
    struct str text = str_fmt(&a, "1 " STR_FMT "\n", STR_ARG(hex(&a, secret, sizeof secret)));
    int rc = file_mkdirs(state.s, 0700, e) || file_write(path.s, text, 0600, e) ? -1 : 0;
    arena_end(&a);
    return rc;
}

int newsroom_find(struct cli *c, struct newsroom *out, struct err *e)
{
    *out = (struct newsroom){.cli = c, .arena = &c->arena, .dir = c->dir};
    struct str path = path_join(out->arena, c->dir, str_lit("bulletin.yaml")), text;
    if (!file_exists(path.s))
        return err_set(e, EX_CONFIG, "there is no bulletin.yaml in %s; 'bulletin init DIR' starts a newsroom",
                       c->dir.s);
    if (file_read(out->arena, path.s, CONFIG_MAX, &text, e))
        return -1;
    struct str shown = str_eqc(c->dir, ".") ? str_lit("bulletin.yaml") : path;
    if (config_read(out->arena, text, shown, &out->config, e))
        return -1;
    out->state_dir = path_join(out->arena, c->dir, str_lit(".bulletin"));
    return 0;
}

int newsroom_enter(struct newsroom *n, enum store_mode mode, struct err *e)
{
    struct str db = path_join(n->arena, n->state_dir, str_lit("bulletin.db"));
    if (file_mkdirs(n->state_dir.s, 0700, e) || read_keys(n, e))
        return -1;
    int rc = store_open(db.s, mode, &n->store, e);
    if (rc == 0 || mode != STORE_READ || e->code != EX_NOINPUT)
        return rc;
    *e = (struct err){0}; /* nothing has been stored yet: an empty store answers every question */
    return store_open(db.s, STORE_WRITE, &n->store, e);
}

int newsroom_open(struct cli *c, enum store_mode mode, struct newsroom *out, struct err *e)
{
    return newsroom_find(c, out, e) || newsroom_enter(out, mode, e) ? -1 : 0;
}

void newsroom_close(struct newsroom *n)
{
    if (n->store)
        store_close(n->store);
    n->store = NULL;
    explicit_bzero(&n->keys, sizeof n->keys);
}

int with_newsroom(struct cli *c, enum store_mode mode, bool take_in, newsroom_fn *fn, const struct args *a,
                  struct err *e)
{
    struct newsroom n;
    if (newsroom_open(c, mode, &n, e))
        return -1;
    int rc = take_in && newsroom_take_in(&n, e) ? -1 : fn(&n, a, e);
    newsroom_close(&n);
    return rc;
}

void newsroom_log(struct newsroom *n, const char *fmt, ...)
{
    struct arena a = {0};
    va_list ap;
    va_start(ap, fmt);
    struct str text = str_vfmt(&a, fmt, ap);
    va_end(ap);
    struct str path = path_join(&a, n->state_dir, str_lit("bulletin.log"));
    int fd = open(path.s, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd >= 0) {
        dprintf(fd, STR_FMT " " STR_FMT "\n", STR_ARG(date_rfc3339(&a, when_at(clock_now(), n->config.timezone.s))),
                STR_ARG(text));
        close(fd);
    }
    arena_end(&a);
}

int newsroom_ctas(struct newsroom *n, struct ctas *out, struct err *e)
{
    struct file_entries files = {0};
    struct str dir = path_join(n->arena, n->dir, str_lit("ctas"));
    if (file_walk(n->arena, dir.s, ".md", true, &files, e))
        return -1;
    for (size_t i = 0; i < files.n; i++) {
        struct str text;
        struct cta cta = {0};
        struct err one = {0};
        if (file_read(n->arena, files.v[i].path.s, 1 << 20, &text, &one)) {
            finding_err(&n->cli->findings, SEV_ERROR, &one, NULL);
            continue;
        }
        if (ingest_cta(n->arena, text, files.v[i].path, n->config.timezone.s, &cta, &n->cli->findings, &one))
            continue; /* its findings say why */
        cta.key = str_sub(files.v[i].rel, 0, files.v[i].rel.n - 3);
        cta.key = str_dup(n->arena, cta.key);
        vec_add(n->arena, out, cta);
    }
    return 0;
}
