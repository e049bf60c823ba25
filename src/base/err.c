#include "base/err.h"
#include <stdio.h>
#include <string.h>

/* A message that did not fit ends before a broken character, with dots. */
static void settle(char *msg, size_t size, int wanted)
{
    if (wanted < 0 || (size_t)wanted < size)
        return;
    size_t n = size - 4;
    while (n && ((unsigned char)msg[n] & 0xC0) == 0x80)
        n--;
    memcpy(msg + n, "...", 4);
}

int err_set(struct err *e, int code, const char *fmt, ...)
{
    if (!e)
        return -1;
    char msg[sizeof e->msg]; /* arguments may point into e */
    va_list ap;
    va_start(ap, fmt);
    settle(msg, sizeof msg, vsnprintf(msg, sizeof msg, fmt, ap));
    va_end(ap);
    memcpy(e->msg, msg, sizeof msg);
    e->code = code;
    return -1;
}

int err_wrap(struct err *e, const char *fmt, ...)
{
    if (!e)
        return -1;
    char prefix[sizeof e->msg / 2], msg[sizeof e->msg];
    va_list ap;
    va_start(ap, fmt);
    settle(prefix, sizeof prefix, vsnprintf(prefix, sizeof prefix, fmt, ap));
    va_end(ap);
    settle(msg, sizeof msg, snprintf(msg, sizeof msg, "%s: %s", prefix, e->msg));
    memcpy(e->msg, msg, sizeof msg);
    return -1;
}

void finding_add(struct findings *f, enum severity severity, struct str file, int line, int column, const char *fmt,
                 ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct str text = str_vfmt(f->arena, fmt, ap);
    va_end(ap);
    vec_add(f->arena, &f->list, ((struct finding){severity, str_dup(f->arena, file), line, column, text}));
    f->errors += severity == SEV_ERROR;
    f->warnings += severity == SEV_WARNING;
}

void finding_add_all(struct findings *to, const struct findings *from)
{
    for (size_t i = 0; i < from->list.n; i++) {
        const struct finding *f = &from->list.v[i];
        finding_add(to, f->severity, f->file, f->line, f->column, STR_FMT, STR_ARG(f->text));
    }
}

void finding_err(struct findings *f, enum severity severity, const struct err *e, const char *more)
{
    struct str text = str_c(e->msg), place = {0};
    size_t at = str_find(text, str_lit(": "));
    if (at != STR_NONE) {
        place = str_sub(text, 0, at);
        text = str_sub(text, at + 2, text.n);
    }
    finding_add(f, severity, place, 0, 0, STR_FMT "%s", STR_ARG(text), more ? more : "");
}
