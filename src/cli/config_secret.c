/* Where a relay's password and a model's key come from. They never stand in bulletin.yaml or on a command line, and no
 * message shows them. */
#include "base/file.h"
#include "cli/config.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { SECRET_MAX = 16 << 10 }; /* access tokens are long */

static int from_command(struct arena *a, const struct secret_source *s, struct str *out, struct err *e)
{
    static char line[SECRET_MAX];
    line[0] = 0;
    FILE *p = popen(s->command.s, "r");
    if (!p)
        return err_set(e, EX_OSERR, STR_FMT ": %s_command: %s", STR_ARG(s->place), s->name, strerror(errno));
    bool got = fgets(line, sizeof line, p) != NULL;
    int status = pclose(p);
    if (status != 0 || !got)
        return err_set(e, EX_CONFIG, STR_FMT ": %s_command %s (exit code %d)", STR_ARG(s->place), s->name,
                       status ? "failed" : "printed nothing", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    struct str rest = str_c(line), first;
    str_line(&rest, &first);
    *out = str_dup(a, first);
    explicit_bzero(line, sizeof line);
    return 0;
}

int config_secret_file(struct arena *a, struct str path, size_t max, struct str from, const char *key, struct str *out,
                       struct err *e)
{
    struct stat st;
    if (stat(path.s, &st) != 0)
        return err_set(e, EX_NOINPUT, STR_FMT ": %s %s: %s", STR_ARG(from), key, path.s, strerror(errno));
    if (st.st_mode & 077)
        return err_set(e, EX_NOPERM, "%s is readable by others (mode %04o); chmod 600 %s", path.s, st.st_mode & 07777u,
                       path.s);
    return file_read(a, path.s, max, out, e);
}

static int from_file(struct arena *a, const struct secret_source *s, struct str dir, struct str *out, struct err *e)
{
    struct str path = path_join(a, dir, s->file), text;
    if (config_secret_file(a, path, SECRET_MAX, s->place, str_fmt(a, "%s_file", s->name).s, &text, e))
        return -1;
    struct str rest = text, first;
    if (!str_line(&rest, &first))
        return err_set(e, EX_CONFIG, "%s: is empty", path.s);
    *out = str_dup(a, first);
    return 0;
}

int config_secret(struct arena *a, const struct secret_source *s, struct str dir, struct str *out, struct err *e)
{
    if (s->command.n)
        return from_command(a, s, out, e);
    if (s->file.n)
        return from_file(a, s, dir, out, e);
    const char *value = getenv(s->env.s);
    if (!value)
        return err_set(e, EX_CONFIG, STR_FMT ": the environment has no %s", STR_ARG(s->place), s->env.s);
    *out = str_dup(a, str_c(value));
    return 0;
}

int config_password(struct arena *a, const struct config *c, struct str dir, struct relay *r, struct err *e)
{
    struct secret_source s = {r->from_host, r->bearer ? "token" : "password", r->password_command, r->password_file,
                              r->password_env};
    if (!r->user.n)
        return 0;
    if (!s.command.n && !s.file.n && !s.env.n)
        return err_set(e, EX_CONFIG,
                       STR_FMT
                       ": the relay has a 'user' but no password_command, password_file or password_env, nor a token",
                       STR_ARG(r->from_host));
    return config_secret(a, &s, dir, &r->password, e);
}
