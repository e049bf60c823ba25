#include "base/log.h"
#include "cli/cli.h"
#include <stdarg.h>

static void line(FILE *to, const char *fmt, va_list ap)
{
    vfprintf(to, fmt, ap);
    fputc('\n', to);
}

void say(const struct cli *c, const char *fmt, ...)
{
    if ((!c->watched && !c->verbose) || c->quiet || c->json)
        return;
    va_list ap;
    va_start(ap, fmt);
    line(stdout, fmt, ap);
    va_end(ap);
}

void answer(const struct cli *c, const char *fmt, ...)
{
    if (c->json)
        return;
    va_list ap;
    va_start(ap, fmt);
    line(stdout, fmt, ap);
    va_end(ap);
}

void note(const struct cli *c, const char *fmt, ...)
{
    if (!c->verbose)
        return;
    va_list ap;
    va_start(ap, fmt);
    line(stderr, fmt, ap);
    va_end(ap);
}

void print_error(const struct err *e)
{
    struct arena a = {0};
    fprintf(stderr, "bulletin: " STR_FMT "\n", STR_ARG(printable(&a, str_c(e->msg), sizeof e->msg)));
    arena_end(&a);
}

void print_findings(struct cli *c)
{
    static const char *const words[] = {"note", "warning", "error"};
    const struct finding_list *l = &c->findings.list;
    for (size_t i = 0; i < l->n; i++) {
        const struct finding *f = &l->v[i];
        if (f->severity == SEV_NOTE && !c->verbose)
            continue;
        if (f->severity == SEV_WARNING && c->quiet)
            continue;
        struct str file = printable(&c->arena, f->file, 500), text = printable(&c->arena, f->text, 1000);
        fprintf(stderr, STR_FMT, STR_ARG(file));
        if (f->line)
            fprintf(stderr, ":%d", f->line);
        if (f->line && f->column)
            fprintf(stderr, ":%d", f->column);
        fprintf(stderr, "%s%s: " STR_FMT "\n", f->file.n ? ": " : "", words[f->severity], STR_ARG(text));
    }
    c->findings.list.n = 0;
}

int print_json_line(struct buf *b)
{
    fwrite(b->p, 1, b->n, stdout);
    putchar('\n');
    buf_clear(b);
    return 0;
}

bool ask(const struct cli *c, const char *question)
{
    if (!c->terminal)
        return false;
    fprintf(stderr, "%s [y/N] ", question);
    int first = getchar();
    for (int ch = first; ch != '\n' && ch != EOF;)
        ch = getchar();
    return first == 'y' || first == 'Y';
}

int exit_code(const struct cli *c, int code)
{
    return code == 0 && c->findings.errors ? EX_DATAERR : code;
}
