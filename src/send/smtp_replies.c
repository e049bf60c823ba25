/* What the server says: which command it answers, what it means, and what may be said next. */
#include "send/smtp_parts.h"
#include <stdio.h>

/* ---- greeting and probe */

static bool deep_possible(const struct smtp *m)
{
    return m->o.most >= SMTP_DEEP && m->caps.pipelining && m->caps.chunking;
}

/* Some servers do not discard the text of a BDAT they refuse, but read it as commands: then an article could talk to
 * them. Six bytes that are no command tell: if they were discarded, the second reply is that of RSET. */
void smtp_greeted(struct smtp *m)
{
    if (!deep_possible(m)) {
        m->mode = m->o.most >= SMTP_GROUPED && m->caps.pipelining ? SMTP_GROUPED : SMTP_LOCKSTEP;
        m->phase = P_READY;
        return;
    }
    m->phase = P_PROBE;
    out_command(m, str_lit("BDAT 6 LAST\r\nXXXX\r\nRSET\r\n"));
    flight_expect(m, E_PROBE_CHUNK, 0);
    flight_expect(m, E_PROBE_RSET, 0);
}

static void probed(struct smtp *m, bool discards)
{
    m->mode = discards ? SMTP_DEEP : SMTP_GROUPED;
    m->phase = P_READY;
}

static void say_name(struct smtp *m, const char *verb)
{
    out_command(m, str_c(verb));
    out_command(m, m->o.name);
    out_command(m, str_lit("\r\n"));
}

static void say_hello(struct smtp *m)
{
    say_name(m, m->o.hello == SMTP_LHLO ? "LHLO " : "EHLO ");
    flight_expect(m, E_HELLO, 0);
    m->phase = P_HELLO;
}

/* ---- replies */

static void on_354(struct smtp *m, unsigned i)
{
    struct flight *f = &m->flights[i];
    if (f->refused && m->o.hello == SMTP_LHLO) { /* RFC 2033: no reply would follow the dot */
        smtp_stray(m, "the relay wants the text of a message that it refused");
        return;
    }
    f->only_dot = f->refused;
    if (!f->only_dot)
        out_text(m, i);
    out_dot(m, i);
    flight_expect(m, E_TEXT, i);
}

static void on_envelope(struct smtp *m, enum expect kind, unsigned i, int code, struct str text)
{
    struct flight *f = &m->flights[i];
    enum smtp_stage stage = kind == E_RSET ? STAGE_RSET : kind == E_MAIL ? STAGE_MAIL : STAGE_RCPT;
    if (code / 100 == 3 || (kind == E_RSET && code / 100 != 2)) {
        smtp_stray(m, "a reply to RSET, MAIL or RCPT that fits none of them");
        return;
    }
    if (code / 100 == 2 && f->refused) {
        smtp_stray(m, "a recipient taken after its sender was refused");
        return;
    }
    if (code / 100 != 2) {
        flight_settle(f, false, stage, code, text);
        return;
    }
    if (m->mode != SMTP_LOCKSTEP)
        return;
    if (kind == E_RSET) {
        m->dirty = true;
        out_mail(m, f->m);
        flight_expect(m, E_MAIL, i);
    } else if (kind == E_MAIL) {
        out_rcpt(m, f->m);
        flight_expect(m, E_RCPT, i);
    } else {
        out_command(m, str_lit("DATA\r\n"));
        flight_expect(m, E_DATA, i);
    }
}

static void on_data(struct smtp *m, unsigned i, int code, struct str text)
{
    if (code == 354)
        on_354(m, i);
    else if (code / 100 >= 4)
        flight_settle(&m->flights[i], false, STAGE_DATA, code, text);
    else
        smtp_stray(m, "a reply to DATA that is neither 354 nor a refusal");
}

/* The answer to a whole message. */
static void on_text(struct smtp *m, enum expect kind, unsigned i, int code, struct str text)
{
    struct flight *f = &m->flights[i];
    if (f->only_dot)
        return;
    bool early = f->outputs > 0;
    if (code / 100 == 3 || (code / 100 == 2 && (early || f->refused))) {
        smtp_stray(m, "an acceptance of a message that was not given");
        return;
    }
    flight_settle(f, code / 100 == 2, STAGE_TEXT, code, text);
    if (kind == E_TEXT && early) /* what the server would make of the rest is anybody's guess */
        smtp_finish(m, false, "the relay answered in the middle of a message");
}

static void on_message_reply(struct smtp *m, struct expected x, int code, struct str text)
{
    m->flights[x.flight].replies--;
    switch (x.kind) {
    case E_DATA:
        on_data(m, x.flight, code, text);
        break;
    case E_TEXT:
    case E_BDAT:
        on_text(m, x.kind, x.flight, code, text);
        /* RFC 5321 4.1.1.4: the transaction is over with the dot; after a failed BDAT it is not (RFC 3030 2) */
        if (x.kind == E_TEXT && m->under_way == 1)
            m->dirty = false;
        if (x.kind == E_BDAT && code / 100 == 2 && m->under_way == 1)
            m->dirty = false;
        break;
    default:
        on_envelope(m, x.kind, x.flight, code, text);
    }
    if (m->phase != P_OVER)
        flight_retire(m);
}

static void on_opening_reply(struct smtp *m, enum expect kind, int code, struct str text)
{
    switch (kind) {
    case E_GREETING:
        if (code == 220)
            say_hello(m);
        else
            smtp_dismissed(m, STAGE_CONNECT, code, text);
        return;
    case E_HELLO:
        if (code / 100 == 2) {
            smtp_caps_read(text, &m->caps);
            smtp_greeted(m);
        } else if (m->o.hello == SMTP_EHLO && code / 100 == 5) { /* RFC 5321 3.2 */
            say_name(m, "HELO ");
            flight_expect(m, E_HELO, 0);
        } else {
            smtp_dismissed(m, STAGE_HELLO, code, text);
        }
        return;
    case E_HELO:
        if (code / 100 == 2)
            smtp_greeted(m);
        else
            smtp_dismissed(m, STAGE_HELLO, code, text);
        return;
    case E_PROBE_CHUNK:
        m->probe_ok = code / 100 == 5;
        return;
    case E_PROBE_RSET:
        if (code / 100 == 2)
            probed(m, m->probe_ok);
        else if (code / 100 == 5) /* the six bytes were read as a command; the reply to RSET is still to come */
            flight_expect(m, E_PROBE_REST, 0);
        else
            smtp_stray(m, "a reply to RSET that is neither 2xx nor 5xx");
        return;
    case E_PROBE_REST:
        if (code / 100 == 2)
            probed(m, false);
        else
            smtp_stray(m, "a reply to RSET that is not 2xx");
        return;
    default:
        smtp_finish(m, true, "QUIT was answered");
    }
}

/* What the next reply would answer. */
static enum smtp_stage due_stage(const struct smtp *m)
{
    static const enum smtp_stage of[] = {
        [E_GREETING] = STAGE_CONNECT,  [E_HELLO] = STAGE_HELLO,     [E_HELO] = STAGE_HELLO,
        [E_PROBE_CHUNK] = STAGE_HELLO, [E_PROBE_RSET] = STAGE_RSET, [E_PROBE_REST] = STAGE_RSET,
        [E_RSET] = STAGE_RSET,         [E_MAIL] = STAGE_MAIL,       [E_RCPT] = STAGE_RCPT,
        [E_DATA] = STAGE_DATA,         [E_TEXT] = STAGE_TEXT,       [E_BDAT] = STAGE_TEXT,
        [E_QUIT] = STAGE_QUIT};
    return m->expected_n ? of[m->expected[m->expected_from].kind] : STAGE_CONNECT;
}

static void on_reply(struct smtp *m, int code, struct str text)
{
    m->progress++;
    if (code == 421) {
        smtp_dismissed(m, due_stage(m), code, text);
        return;
    }
    if (m->expected_n == 0) {
        smtp_stray(m, "a reply that nothing called for");
        return;
    }
    struct expected x = m->expected[m->expected_from];
    m->expected_from = (m->expected_from + 1) % m->expected_cap;
    m->expected_n--;
    if (x.kind >= E_RSET && x.kind != E_QUIT)
        on_message_reply(m, x, code, text);
    else
        on_opening_reply(m, x.kind, code, text);
}

void smtp_clock(struct smtp *m, int64_t us)
{
    m->now = us;
}

void smtp_receive(struct smtp *m, const char *bytes, size_t n)
{
    while (n && m->phase != P_OVER) {
        switch (reply_feed(&m->reply, &bytes, &n)) {
        case REPLY_MORE:
            break;
        case REPLY_DONE:
            on_reply(m, m->reply.code, reply_text(&m->reply));
            reply_next(&m->reply);
            break;
        case REPLY_BAD:
            smtp_stray(m, m->reply.why);
            break;
        }
    }
}
