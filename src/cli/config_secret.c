/* Where a relay's password comes from. It never stands in bulletin.yaml or on a command line, and no message shows it. */
#include "cli/config.h"
#include "base/file.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

static int from_command(struct arena *a, struct relay *r, struct err *e)
{
    char line[1024] = "";
    FILE *p = popen(r->password_command.s, "r");
    if (!p)
        return err_set(e, EX_OSERR, STR_FMT ": password_command: %s", STR_ARG(r->from_host), strerror(errno));
    bool got = fgets(line, sizeof line, p) != NULL;
    int status = pclose(p);
    if (status != 0 || !got)
        return err_set(e, EX_CONFIG, STR_FMT ": password_command %s (exit code %d)", STR_ARG(r->from_host),
                       status ? "failed" : "printed nothing", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    struct str rest = str_c(line), first;
    str_line(&rest, &first);
    r->password = str_dup(a, first);
    explicit_bzero(line, sizeof line);
    return 0;
}

int config_secret_file(struct arena *a, struct str path, size_t max, struct str from, const char *key, struct str *out, struct err *e)
{
    struct stat st;
    if (stat(path.s, &st) != 0)
        return err_set(e, EX_NOINPUT, STR_FMT ": %s %s: %s", STR_ARG(from), key, path.s, strerror(errno));
    if (st.st_mode & 077)
        return err_set(e, EX_NOPERM, "%s is readable by others (mode %04o); chmod 600 %s", path.s, st.st_mode & 07777u, path.s);
    return file_read(a, path.s, max, out, e);
}

static int from_file(struct arena *a, struct str dir, struct relay *r, struct err *e)
{
    struct str path = path_join(a, dir, r->password_file), text;
    if (config_secret_file(a, path, 4096, r->from_host, "password_file", &text, e))
        return -1;
    struct str rest = text;
    if (!str_line(&rest, &r->password))
        return err_set(e, EX_CONFIG, "%s: is empty", path.s);
    r->password = str_dup(a, r->password);
    return 0;
}

int config_password(struct arena *a, const struct config *c, struct str dir, struct relay *r, struct err *e)
{
    if (!r->user.n)
        return 0;
    if (r->password_command.n)
        return from_command(a, r, e);
    if (r->password_file.n)
        return from_file(a, dir, r, e);
    if (!r->password_env.n)
        return err_set(e, EX_CONFIG, STR_FMT ": the relay has a 'user' but no password_command, password_file or password_env",
                       STR_ARG(r->from_host));
    const char *value = getenv(r->password_env.s);
    if (!value)
        return err_set(e, EX_CONFIG, STR_FMT ": the environment has no %s", STR_ARG(r->from_host), r->password_env.s);
    r->password = str_dup(a, str_c(value));
    return 0;
}
