/* What the caller does: begin, submit, quit, and questions. */
#include "send/smtp_parts.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const smtp_mode_names[] = {"lockstep", "grouped", "deep"};
const char *const smtp_stage_names[] = {"the connection", "EHLO", "RSET",        "MAIL",
                                        "RCPT",           "DATA", "the message", "QUIT"};

static void queue_envelope(struct smtp *m, unsigned i)
{
    struct smtp_message *msg = m->flights[i].m;
    bool behind = m->under_way > 1 || m->dirty;
    if (behind) {
        out_command(m, str_lit("RSET\r\n"));
        flight_expect(m, E_RSET, i);
        if (m->mode == SMTP_LOCKSTEP)
            return;
    }
    out_mail(m, msg);
    flight_expect(m, E_MAIL, i);
    m->dirty = true;
    if (m->mode == SMTP_LOCKSTEP)
        return;
    out_rcpt(m, msg);
    flight_expect(m, E_RCPT, i);
    if (m->mode == SMTP_GROUPED) {
        out_command(m, str_lit("DATA\r\n"));
        flight_expect(m, E_DATA, i);
        return;
    }
    out_bdat(m, m->flights[i].octets);
    flight_expect(m, E_BDAT, i);
    out_text(m, i);
}

/* ---- what the caller does */

struct smtp *smtp_begin(const struct smtp_options *o, const struct smtp_hooks *hooks)
{
    struct smtp *m = mem_realloc(NULL, sizeof *m);
    *m = (struct smtp){
        .o = *o, .hooks = *hooks, .caps = o->caps, .depth = 1, .now = o->now, .trip = o->trip > 0 ? o->trip : -1};
    if (m->o.depth == 0)
        m->o.depth = DEPTH;
    if (m->o.depth > DEPTH_MOST)
        m->o.depth = DEPTH_MOST;
    if (m->o.depth_bytes == 0)
        m->o.depth_bytes = DEPTH_BYTES;
    m->cap = (unsigned)m->o.depth < 2 ? 2 : (unsigned)m->o.depth;
    m->expected_cap = 4 * m->cap + 4;
    m->out_cap = 3 * m->cap + 4;
    m->flights = mem_realloc(NULL, m->cap * sizeof *m->flights);
    memset(m->flights, 0, m->cap * sizeof *m->flights);
    m->expected = mem_realloc(NULL, m->expected_cap * sizeof *m->expected);
    m->out = mem_realloc(NULL, m->out_cap * sizeof *m->out);
    buf_init(&m->commands, 4 << 20);
    if (o->hello == SMTP_GREETED)
        smtp_greeted(m);
    else
        flight_expect(m, E_GREETING, 0);
    return m;
}

void smtp_end(struct smtp *m)
{
    if (!m)
        return;
    smtp_lost(m, "the conversation was ended");
    buf_end(&m->commands);
    free(m->out);
    free(m->expected);
    free(m->flights);
    free(m);
}

bool smtp_room(struct smtp *m)
{
    if (m->phase != P_READY || m->ending)
        return false;
    if (m->under_way == 0)
        return true;
    switch (m->mode) {
    case SMTP_LOCKSTEP:
        return false;
    case SMTP_GROUPED: { /* behind one whose text is on its way */
        struct flight *f = &m->flights[m->oldest];
        return m->under_way == 1 && m->expected_n == 1 && m->expected[m->expected_from].kind == E_TEXT &&
               f->replies == 1;
    }
    case SMTP_DEEP:
        m->pressed = m->under_way >= m->depth || m->octets + m->last_octets > m->o.depth_bytes;
        return !m->pressed;
    }
    return false;
}

/* What ends a command, or the path in it; 2: only beyond ASCII. */
static const unsigned char apart[256] = {
    [0 ... 32] = 1, ['<'] = 1, ['>'] = 1, [127] = 1, [128 ... 255] = 2,
};

static bool unsafe(struct str address, bool utf8)
{
    unsigned char met = 0;
    for (size_t i = 0; i < address.n; i++)
        met |= apart[(unsigned char)address.s[i]];
    return (met & 1) || (met && !utf8) || address.n > 1000;
}

/* NULL: this relay can take it. */
static const char *unfit(const struct smtp *m, const struct smtp_message *msg, size_t octets)
{
    if (unsafe(msg->from, msg->utf8) || unsafe(msg->to, msg->utf8) || msg->to.n == 0)
        return "an address that cannot stand in an SMTP command";
    if (octets == 0)
        return "an empty message";
    if (msg->utf8 && !m->caps.utf8)
        return "the relay does not offer SMTPUTF8, which an address with letters outside ASCII before the @ needs";
    if (msg->eightbit && !m->caps.eightbit)
        return "the relay does not offer 8BITMIME, which a message with 8-bit text needs";
    if (m->caps.size && m->caps.max_size > 0 && msg->size > (size_t)m->caps.max_size)
        return "the message is larger than the relay allows (SIZE)";
    return NULL;
}

void smtp_submit(struct smtp *m, struct smtp_message *msg)
{
    size_t octets = 0, last = 0;
    for (size_t i = 0; i < msg->pieces; i++) {
        octets += msg->text[i].iov_len;
        if (msg->text[i].iov_len)
            last = i;
    }
    const char *why = unfit(m, msg, octets);
    if (why || m->phase != P_READY || m->under_way == m->cap) {
        struct smtp_outcome o = {.verdict = why ? SMTP_UNFIT : SMTP_BACK, .text = str_c(why)};
        m->hooks.outcome(m->hooks.ctx, msg, &o);
        return;
    }
    unsigned i = (m->oldest + m->under_way++) % m->cap;
    struct flight *f = &m->flights[i];
    memset(f, 0, offsetof(struct flight, text));
    f->m = msg;
    f->octets = octets;
    f->last = last;
    m->octets += octets;
    m->last_octets = octets;
    queue_envelope(m, i);
}

void smtp_quit(struct smtp *m)
{
    if (m->under_way)
        return;
    if (m->phase < P_READY) {
        smtp_finish(m, false, "given up before it was used");
    } else if (m->phase == P_READY) {
        m->phase = P_QUIT;
        out_command(m, str_lit("QUIT\r\n"));
        flight_expect(m, E_QUIT, 0);
    }
}

void smtp_lost(struct smtp *m, const char *why)
{
    m->out_of_step |= m->phase == P_PROBE; /* what cannot be probed is not used */
    smtp_finish(m, false, why);
}

void smtp_slow_down(struct smtp *m)
{
    m->depth = m->depth > 1 ? m->depth / 2 : 1;
    m->past_start = true;
    m->round = 0;
}

bool smtp_ready(const struct smtp *m)
{
    return m->phase == P_READY;
}

bool smtp_stuffed(const struct smtp *m)
{
    return m->mode != SMTP_DEEP;
}

bool smtp_over(const struct smtp *m)
{
    return m->phase == P_OVER;
}

bool smtp_out_of_step(const struct smtp *m)
{
    return m->out_of_step;
}

const char *smtp_why(const struct smtp *m)
{
    return m->why;
}

int smtp_last_code(const struct smtp *m)
{
    return m->last_code;
}

enum smtp_stage smtp_last_stage(const struct smtp *m)
{
    return m->last_stage;
}

enum smtp_mode smtp_mode(const struct smtp *m)
{
    return m->mode;
}

const struct smtp_caps *smtp_caps(const struct smtp *m)
{
    return &m->caps;
}

size_t smtp_under_way(const struct smtp *m)
{
    return m->under_way;
}

size_t smtp_depth(const struct smtp *m)
{
    return m->mode == SMTP_DEEP ? m->depth : m->mode == SMTP_GROUPED ? 2 : 1;
}

int64_t smtp_trip(const struct smtp *m)
{
    return m->trip;
}

static int64_t seconds_or(int64_t set, int64_t otherwise)
{
    return (set > 0 ? set : otherwise) * 1000;
}

int64_t smtp_patience(const struct smtp *m)
{
    const struct relay_patience *p = &m->o.patience;
    if (m->phase == P_OVER || m->expected_n == 0)
        return 0;
    switch (m->expected[m->expected_from].kind) {
    case E_DATA:
        return seconds_or(p->data, 120);
    case E_TEXT:
    case E_BDAT:
        return m->flights[m->expected[m->expected_from].flight].outputs ? seconds_or(p->block, 180)
                                                                        : seconds_or(p->end, 600);
    case E_QUIT:
        return 5000; /* nothing is lost by not hearing it */
    case E_GREETING:
    case E_HELLO:
    case E_HELO:
        return seconds_or(p->connect, 300);
    case E_RCPT:
        return seconds_or(p->rcpt, 300);
    default:
        return seconds_or(p->mail, 300);
    }
}

uint64_t smtp_progress(const struct smtp *m)
{
    return m->progress;
}
