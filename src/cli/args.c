#include "base/yaml.h"
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>

static size_t option_count(const struct command *cmd)
{
    size_t n = 0;
    while (cmd->options && cmd->options[n].name)
        n++;
    return n;
}

const char *arg(const struct args *a, const char *name)
{
    for (size_t i = 0; a->options && a->options[i].name; i++)
        if (strcmp(a->options[i].name, name) == 0)
            return a->value[i];
    abort();
}

static int unknown_option(const struct command *cmd, const char *word, struct err *e)
{
    const char *names[MAX_OPTIONS];
    size_t n = option_count(cmd);
    for (size_t i = 0; i < n; i++)
        names[i] = cmd->options[i].name;
    const char *near = nearest_name(str_c(word), names, n);
    if (near)
        return err_set(e, EX_USAGE, "%s: unknown option --%s; did you mean --%s?", cmd->name, word, near);
    return err_set(e, EX_USAGE, "%s: unknown option --%s; see 'bulletin %s --help'", cmd->name, word, cmd->name);
}

/* One "--name", "--name=value" or "--name value"; *used counts the words taken. */
static int take_option(const struct command *cmd, char **argv, int left, struct args *out, int *used, struct err *e)
{
    const char *word = argv[0] + 2, *eq = strchr(word, '=');
    size_t len = eq ? (size_t)(eq - word) : strlen(word);
    *used = 1;
    for (size_t i = 0; i < option_count(cmd); i++) {
        const struct option *o = &cmd->options[i];
        if (strlen(o->name) != len || strncmp(o->name, word, len) != 0)
            continue;
        if (!o->arg && eq)
            return err_set(e, EX_USAGE, "%s: --%s takes no value", cmd->name, o->name);
        if (!o->arg)
            out->value[i] = "";
        else if (eq)
            out->value[i] = eq + 1;
        else if (left < 2)
            return err_set(e, EX_USAGE, "%s: --%s needs a value: %s", cmd->name, o->name, o->arg);
        else {
            out->value[i] = argv[1];
            *used = 2;
        }
        return 0;
    }
    return unknown_option(cmd, word, e);
}

int args_parse(struct cli *c, const struct command *cmd, int argc, char **argv, struct args *out, struct err *e)
{
    bool only_words = false;
    *out = (struct args){.options = cmd->options};
    for (int i = 0, used = 1; i < argc; i += used, used = 1) {
        if (!only_words && strcmp(argv[i], "--") == 0)
            only_words = true;
        else if (!only_words && strcmp(argv[i], "-o") == 0 && i + 1 < argc) { /* the one short form, as in cc -o */
            char *pair[2] = {(char *)"--output", argv[i + 1]};
            if (take_option(cmd, pair, 2, out, &used, e))
                return -1;
        } else if (!only_words && strncmp(argv[i], "--", 2) == 0) {
            if (take_option(cmd, argv + i, argc - i, out, &used, e))
                return -1;
        } else if (!only_words && argv[i][0] == '-' && argv[i][1])
            return err_set(e, EX_USAGE, "%s: unknown option %s; see 'bulletin %s --help'", cmd->name, argv[i],
                           cmd->name);
        else
            vec_add(&c->arena, &out->rest, str_c(argv[i]));
    }
    if (out->rest.n < cmd->min || out->rest.n > cmd->max)
        return err_set(e, EX_USAGE, "usage: bulletin %s%s%s", cmd->name, *cmd->args ? " " : "", cmd->args);
    return 0;
}

void help_command(const struct command *cmd, FILE *to)
{
    fprintf(to, "usage: bulletin [-C DIR] [--now TIME] [-q|-v] [--json] %s %s\n\n%s.\n", cmd->name, cmd->args,
            cmd->summary);
    if (option_count(cmd))
        fprintf(to, "\n");
    for (size_t i = 0; i < option_count(cmd); i++) {
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", cmd->options[i].name, cmd->options[i].arg ? " " : "",
                 cmd->options[i].arg ? cmd->options[i].arg : "");
        fprintf(to, "  %-22s %s\n", left, cmd->options[i].help);
    }
}

void help_all(FILE *to)
{
    fprintf(to,
            "usage: bulletin [-C DIR] [--now TIME] [-q|-v] [--json] COMMAND ...\n\n"
            "Reads articles, picks what each subscriber cares about, says why it matters, and delivers the mail.\n\n");
    for (size_t i = 0; commands[i]; i++)
        fprintf(to, "  %-12s %s\n", commands[i]->name, commands[i]->summary);
    fprintf(to, "\n  -C DIR      the newsroom folder (default: this one)\n"
                "  --now TIME  work as if it were that moment (RFC 3339)\n"
                "  -q, -v      say less, say more\n"
                "  --json      print JSON lines only\n\n"
                "'bulletin COMMAND --help' tells about one command.\n"
                "Exit codes: 0 done, 1 findings, 64 usage, 65 bad data, 66 no input, 69 relay unreachable, 70 bug,\n"
                "71 out of memory, 73 would overwrite, 74 I/O, 75 try again later, 77 permission, 78 configuration.\n");
}
