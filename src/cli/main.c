#include "base/date.h"
#include "base/yaml.h"
#include "cli/cli.h"
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

const struct command *const commands[] = {
#define X(n) &cmd_##n,
    COMMANDS(X)
#undef X
        NULL};

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static int unknown_command(const char *name, struct err *e)
{
    const char *names[64];
    size_t n = 0;
    while (commands[n] && n < sizeof names / sizeof *names) {
        names[n] = commands[n]->name;
        n++;
    }
    if (name[0] == '-' && name[1])
        return err_set(e, EX_USAGE, "unknown option %.60s before the command; see 'bulletin --help'", name);
    const char *near = nearest_name(str_c(name), names, n);
    return err_set(e, EX_USAGE, "'%.60s' is not a command%s%s%s; see 'bulletin --help'", name,
                   near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

/* Takes the options that every command has out of argv, wherever they stand before "--". */
static int take_globals(struct cli *c, int *argc, char **argv, bool *help, bool *version, struct err *e)
{
    int kept = 1;
    bool words = false;
    for (int i = 1; i < *argc; i++) {
        const char *w = argv[i];
        if (words || strcmp(w, "--") == 0) {
            words = true;
            argv[kept++] = argv[i];
        } else if (strcmp(w, "-C") == 0 || strcmp(w, "--now") == 0) {
            struct when t;
            if (i + 1 >= *argc)
                return err_set(e, EX_USAGE, "%s needs a value", w);
            const char *value = argv[++i];
            if (w[1] == 'C' && *value)
                c->dir = str_c(value);
            else if (w[1] == 'C')
                return err_set(e, EX_USAGE, "-C needs the name of a folder");
            else if (date_parse(str_c(value), NULL, &t) && t.has != WHEN_NONE)
                clock_fix(t.t);
            else
                return err_set(e, EX_USAGE, "--now: '%.60s' is not a time; write it as 2025-07-31T07:00:00Z", value);
        } else if (strcmp(w, "-q") == 0 || strcmp(w, "--quiet") == 0)
            c->quiet = true;
        else if (strcmp(w, "-v") == 0 || strcmp(w, "--verbose") == 0)
            c->verbose = true;
        else if (strcmp(w, "--json") == 0)
            c->json = true;
        else if (strcmp(w, "--help") == 0 || strcmp(w, "-h") == 0)
            *help = true;
        else if (strcmp(w, "--version") == 0)
            *version = true;
        else
            argv[kept++] = argv[i];
    }
    *argc = kept;
    return 0;
}

static int run(struct cli *c, int argc, char **argv, struct err *e)
{
    bool help = false, version = false;
    if (take_globals(c, &argc, argv, &help, &version, e))
        return -1;
    if (version)
        return puts("bulletin " BULLETIN_VERSION) < 0 ? EX_IOERR : 0;
    if (argc < 2 || strcmp(argv[1], "help") == 0) {
        const struct command *about = argc > 2 ? find_command(argv[2]) : NULL;
        if (argc > 2 && !about)
            return unknown_command(argv[2], e);
        about ? help_command(about, stdout) : help_all(help || argc > 1 ? stdout : stderr);
        return help || argc > 1 ? 0 : EX_USAGE;
    }
    const struct command *cmd = find_command(argv[1]);
    if (!cmd)
        return unknown_command(argv[1], e);
    if (help) {
        help_command(cmd, stdout);
        return 0;
    }
    struct args args;
    if (args_parse(c, cmd, argc - 2, argv + 2, &args, e))
        return -1;
    return cmd->run(c, &args, e);
}

/* A program started with standard output or error closed would give their numbers to the next file or connection it
 * opens, and what it has to say would be written there. Opened for reading only, so that writing still fails and is
 * told. */
static void hold_standard_streams(void)
{
    int fd;
    while ((fd = open("/dev/null", O_RDONLY)) >= 0 && fd <= STDERR_FILENO)
        ;
    if (fd >= 0)
        close(fd);
}

int main(int argc, char **argv)
{
    hold_standard_streams();
    struct cli c = {.dir = str_lit("."),
                    .terminal = isatty(STDERR_FILENO) && isatty(STDIN_FILENO),
                    .watched = isatty(STDOUT_FILENO)};
    struct err e = {0};
    c.findings.arena = &c.arena;
    setlocale(LC_CTYPE, "C.UTF-8");
    signal(SIGPIPE, SIG_IGN);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}); /* passwords and keys are in memory */

    int code = run(&c, argc, argv, &e);
    print_findings(&c);
    if (code < 0) {
        print_error(&e);
        code = e.code ? e.code : EX_SOFTWARE;
    }
    code = exit_code(&c, code);
    if ((fflush(stdout) || ferror(stdout)) && code == 0 &&
        errno != EPIPE) { /* a closed pipe is a reader that has seen enough */
        fprintf(stderr, "bulletin: standard output: %s\n", strerror(errno));
        code = EX_IOERR;
    }
    arena_end(&c.arena);
    return code;
}
