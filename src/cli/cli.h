/* cli.h: what every command knows.
 *
 * A command is one file, cmd_NAME.c, that defines one `const struct command cmd_NAME`: name, arguments, one-line
 * summary, options and code. To add one: write the file and add its name to COMMANDS below. Help, unknown-option errors
 * and the man page come from these tables, so they cannot drift from the code. Only files in this folder print.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/buf.h"
#include "base/err.h"
#include <stdio.h>

struct cli {
    struct arena arena; /* lives as long as the command */
    struct str dir;     /* -C, default "." */
    bool quiet, verbose, json;
    bool terminal;            /* standard error and input are one: progress and questions are allowed */
    bool watched;             /* standard output is one: what was done is told */
    struct findings findings; /* printed at the end; errors among them make the exit code 65 */
};

struct option {
    const char *name; /* long name, without the dashes */
    const char *arg;  /* NULL: a flag; else what its value is called in help */
    const char *help;
};
#define MAX_OPTIONS 12

struct args {
    const struct option *options;
    const char *value[MAX_OPTIONS]; /* by index into options; a flag that is set has "" */
    struct strs rest;               /* the other words */
};
/* NULL: not given. Asking for an option not in the table is a bug: it aborts. */
const char *arg(const struct args *a, const char *name);

struct command {
    const char *name, *args, *summary;
    const struct option *options;                                   /* ends with {NULL} */
    size_t min, max;                                                /* how many other words it takes */
    int (*run)(struct cli *c, const struct args *a, struct err *e); /* the exit code, or -1 with e set */
};

/* clang-format off */
#define COMMANDS(X) \
    X(init) X(read) X(add) X(fetch) X(articles) X(show) X(stories) X(compose) X(preview) X(lint) X(send) X(run) \
    X(status) X(who) X(verify) X(retry) X(pause) X(resume) X(cancel) X(subscribers) X(seen) X(ctas) X(sources) \
    X(templates) X(backup) X(adopt)
/* clang-format on */
#define X(n) extern const struct command cmd_##n;
COMMANDS(X)
#undef X
extern const struct command *const commands[]; /* ends with NULL */

/* The words behind the command's name; EX_USAGE when one is unknown, or there are too few or too many. */
int args_parse(struct cli *c, const struct command *cmd, int argc, char **argv, struct args *out, struct err *e);
void help_command(const struct command *cmd, FILE *to);
void help_all(FILE *to);

/* Printing. Text from outside is made printable; findings go to standard error, "file:line:column: severity: text".
 * What a command was asked for: standard output, also with -q; not beside --json. */
void answer(const struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* What it did: standard output when that is a terminal, or with -v. Elsewhere success is silent. */
void say(const struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Standard error, only with -v. */
void note(const struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void print_error(const struct err *e);
void print_findings(struct cli *c);
int print_json_line(struct buf *b);                  /* the line and a newline to standard output */
bool ask(const struct cli *c, const char *question); /* y/N on the terminal; false when there is none */
int exit_code(const struct cli *c, int code);        /* 65 instead of 0 when there are error findings */

#endif
