#include "send/smtp_parts.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { COMMANDS_MAX = 1 << 20 }; /* DEPTH_MOST envelopes of at most 2 kB each fit */

static struct out *out_last(struct smtp *m)
{
    return m->out_n ? &m->out[(m->out_from + m->out_n - 1) % m->out_cap] : NULL;
}

static struct out *out_push(struct smtp *m, enum out_kind kind, unsigned flight)
{
    struct out *o = &m->out[(m->out_from + m->out_n++) % m->out_cap];
    *o = (struct out){.kind = kind, .flight = flight};
    return o;
}

void out_command(struct smtp *m, const char *fmt, ...)
{
    char line[2048];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    if (n < 0 || (size_t)n >= sizeof line)
        return; /* smtp_submit refuses addresses that could come near */
    struct out *o = out_last(m);
    if (!o || o->kind != OUT_COMMANDS)
        o = out_push(m, OUT_COMMANDS, 0);
    if (m->commands_from > m->commands.n / 2) { /* under a steady backlog it never runs empty */
        m->commands.n -= m->commands_from;
        memmove(m->commands.p, m->commands.p + m->commands_from, m->commands.n);
        m->commands_from = 0;
    }
    buf_add(&m->commands, line, (size_t)n);
    o->n += (size_t)n;
}

void out_text(struct smtp *m, unsigned flight)
{
    out_push(m, OUT_TEXT, flight);
    m->flights[flight].outputs++;
}

void out_dot(struct smtp *m, unsigned flight)
{
    out_push(m, OUT_DOT, flight);
    m->flights[flight].outputs++;
}

void out_drop(struct smtp *m)
{
    m->out_n = 0;
    m->commands_from = 0;
    buf_clear(&m->commands);
}

/* RFC 3461 4: xtext, with '+', '=' and everything not printable ASCII as +XX. */
static size_t xtext(char *out, size_t cap, struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n + 4 < cap; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c > 32 && c < 127 && c != '+' && c != '=')
            out[n++] = (char)c;
        else
            n += (size_t)snprintf(out + n, cap - n, "+%02X", c);
    }
    out[n] = 0;
    return n;
}

void out_mail(struct smtp *m, const struct smtp_message *msg)
{
    char size[40] = "", dsn[200] = "";
    if (m->caps.size)
        snprintf(size, sizeof size, " SIZE=%zu", msg->size);
    if (m->o.dsn && m->caps.dsn) {
        int n = snprintf(dsn, sizeof dsn, " RET=HDRS%s", msg->envid.n ? " ENVID=" : "");
        if (msg->envid.n)
            xtext(dsn + n, 100, msg->envid); /* RFC 3461 4.4: at most 100 characters */
    }
    out_command(m, "MAIL FROM:<" STR_FMT ">%s%s%s%s\r\n", STR_ARG(msg->from), size,
                msg->eightbit ? " BODY=8BITMIME" : "", msg->utf8 ? " SMTPUTF8" : "", dsn);
}

void out_rcpt(struct smtp *m, const struct smtp_message *msg)
{
    char dsn[700] = "";
    if (m->o.dsn && m->caps.dsn) {
        int n = snprintf(dsn, sizeof dsn, " NOTIFY=FAILURE%s", msg->utf8 ? "" : " ORCPT=rfc822;");
        if (!msg->utf8)
            xtext(dsn + n, 500, msg->to); /* RFC 3461 4.2 */
    }
    out_command(m, "RCPT TO:<" STR_FMT ">%s\r\n", STR_ARG(msg->to), dsn);
}

/* The last bytes of a message leave only after this. */
static void start(struct smtp *m, struct flight *f)
{
    if (f->started || f->only_dot)
        return;
    f->started = true;
    m->hooks.start(m->hooks.ctx, f->m);
}

static size_t text_output(struct smtp *m, struct flight *f, bool is_end, struct iovec *v, size_t max)
{
    size_t n = 0, offset = f->offset;
    for (size_t i = f->piece; i < f->m->pieces && n < max; i++, offset = 0) {
        if (is_end && i >= f->last)
            start(m, f);
        v[n++] = (struct iovec){(char *)f->m->text[i].iov_base + offset, f->m->text[i].iov_len - offset};
    }
    return n;
}

size_t smtp_output(struct smtp *m, struct iovec *v, size_t max)
{
    size_t n = 0, commands = m->commands_from;
    for (unsigned i = 0; i < m->out_n && n < max; i++) {
        struct out *o = &m->out[(m->out_from + i) % m->out_cap];
        struct flight *f = &m->flights[o->flight];
        switch (o->kind) {
        case OUT_COMMANDS:
            v[n++] = (struct iovec){m->commands.p + commands, o->n};
            commands += o->n;
            break;
        case OUT_TEXT: {
            size_t before = n, left = f->m->pieces - f->piece;
            n += text_output(m, f, m->mode == SMTP_DEEP, v + n, max - n);
            if (n - before < left)
                return n;
            break;
        }
        case OUT_DOT:
            start(m, f);
            v[n++] = (struct iovec){(char *)".\r\n" + f->dot, 3 - f->dot};
            break;
        }
    }
    return n;
}

/* Takes n bytes, or what is left of it, from a flight's text; true when the text is through. */
static bool text_wrote(struct flight *f, size_t *n)
{
    while (f->piece < f->m->pieces) {
        size_t left = f->m->text[f->piece].iov_len - f->offset;
        size_t take = *n < left ? *n : left;
        *n -= take;
        if (take < left) {
            f->offset += take;
            return false;
        }
        f->piece++;
        f->offset = 0;
    }
    return true;
}

static bool item_wrote(struct smtp *m, struct out *o, size_t *n)
{
    struct flight *f = &m->flights[o->flight];
    size_t take;
    switch (o->kind) {
    case OUT_COMMANDS:
        take = *n < o->n ? *n : o->n;
        m->commands_from += take;
        o->n -= take;
        *n -= take;
        if (m->commands_from == m->commands.n) {
            m->commands_from = 0;
            buf_clear(&m->commands);
        }
        return o->n == 0;
    case OUT_TEXT:
        return text_wrote(f, n);
    case OUT_DOT:
        take = *n < 3 - f->dot ? *n : 3 - f->dot;
        f->dot += take;
        *n -= take;
        return f->dot == 3;
    }
    return true;
}

void smtp_wrote(struct smtp *m, size_t n)
{
    while (m->out_n) {
        struct out *o = &m->out[m->out_from];
        if (!item_wrote(m, o, &n))
            return;
        enum out_kind kind = o->kind;
        unsigned flight = o->flight;
        m->out_from = (m->out_from + 1) % m->out_cap;
        m->out_n--;
        if (kind != OUT_COMMANDS)
            flight_written(m, flight);
        if (n == 0 && (m->out_n == 0 || m->out[m->out_from].kind != OUT_TEXT))
            return;
    }
}
