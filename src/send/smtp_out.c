#include "send/smtp_parts.h"
#include <stdio.h>
#include <string.h>

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

/* Where the next command goes. Under a steady backlog the buffer never runs empty: what was said is moved out of it. */
static struct out *command_item(struct smtp *m)
{
    struct out *o = out_last(m);
    if (!o || o->kind != OUT_COMMANDS)
        o = out_push(m, OUT_COMMANDS, 0);
    if (m->commands_from > m->commands.n / 2) {
        m->commands.n -= m->commands_from;
        memmove(m->commands.p, m->commands.p + m->commands_from, m->commands.n);
        m->commands_from = 0;
    }
    return o;
}

static void say(struct smtp *m, const struct str *parts, size_t n)
{
    struct out *o = command_item(m);
    size_t before = m->commands.n;
    for (size_t i = 0; i < n; i++)
        buf_str(&m->commands, parts[i]);
    o->n += m->commands.n - before;
}

void out_command(struct smtp *m, struct str line)
{
    say(m, &line, 1);
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

static struct str decimal(char *out, size_t cap, size_t value)
{
    size_t at = cap;
    do
        out[--at] = (char)('0' + value % 10);
    while ((value /= 10) && at);
    return (struct str){out + at, cap - at};
}

void out_bdat(struct smtp *m, size_t octets)
{
    char digits[24];
    struct str parts[] = {str_lit("BDAT "), decimal(digits, sizeof digits, octets), str_lit(" LAST\r\n")};
    say(m, parts, 3);
}

void out_mail(struct smtp *m, const struct smtp_message *msg)
{
    char digits[24], envid[120];
    const struct dsn_wish *wish = &m->o.dsn;
    bool dsn = wish->notify.n && m->caps.dsn, size = m->caps.size;
    struct str none = str_lit(""), id = none;
    if (dsn && wish->envid && msg->envid.n)
        id = (struct str){envid, xtext(envid, 100, msg->envid)}; /* RFC 3461 4.4: at most 100 characters */
    struct str parts[] = {str_lit("MAIL FROM:<"),
                          msg->from,
                          str_lit(">"),
                          size ? str_lit(" SIZE=") : none,
                          size ? decimal(digits, sizeof digits, msg->size) : none,
                          msg->eightbit ? str_lit(" BODY=8BITMIME") : none,
                          msg->utf8 ? str_lit(" SMTPUTF8") : none,
                          dsn && wish->ret.n ? str_lit(" RET=") : none,
                          dsn ? wish->ret : none,
                          id.n ? str_lit(" ENVID=") : none,
                          id,
                          str_lit("\r\n")};
    say(m, parts, sizeof parts / sizeof *parts);
}

void out_rcpt(struct smtp *m, const struct smtp_message *msg)
{
    char original[520];
    const struct dsn_wish *wish = &m->o.dsn;
    bool dsn = wish->notify.n && m->caps.dsn, named = dsn && !msg->utf8;
    struct str none = str_lit("");
    struct str parts[] = {str_lit("RCPT TO:<"),
                          msg->to,
                          str_lit(">"),
                          dsn ? str_lit(" NOTIFY=") : none,
                          dsn ? wish->notify : none,
                          named ? str_lit(" ORCPT=rfc822;") : none, /* RFC 3461 4.2 */
                          named ? (struct str){original, xtext(original, sizeof original, msg->to)} : none,
                          str_lit("\r\n")};
    say(m, parts, sizeof parts / sizeof *parts);
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
