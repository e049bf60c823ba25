/* The conversation's state: which reply is awaited for whom, what it means, and what may be said next. */
#include "send/smtp.h"
#include "send/smtp_parts.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const smtp_mode_names[] = {"lockstep", "grouped", "deep"};
const char *const smtp_stage_names[] = {"the connection", "EHLO", "RSET",        "MAIL",
                                        "RCPT",           "DATA", "the message", "QUIT"};

static void expect(struct smtp *m, enum expect kind, unsigned flight)
{
    m->expected[(m->expected_from + m->expected_n++) % m->expected_cap] = (struct expected){kind, flight};
    if (kind >= E_RSET && kind != E_QUIT)
        m->flights[flight].replies++;
}

/* ---- flights */

#define WAITING_FEW 0.5
#define WAITING_TOO_MANY 1.5

static int64_t shorter(int64_t known, int64_t now)
{
    if (known < 0 || now < known)
        return now;
    return known + (now - known) / 4096; /* lines change: an old minimum is forgotten slowly */
}

/* How many to have under way: as many as the line holds, not more. A message beyond that waits at the server instead of
 * here, speeds nothing up, and is one more in doubt when we are killed. So depth grows as long as answers take no
 * longer than the line does, and shrinks when more than one message seems to wait there (TCP Vegas, for messages).
 * Doubling at first. */
static void adapt(struct smtp *m, int64_t took)
{
    if (took < m->round_trip || m->round == 0)
        m->round_trip = took;
    if (++m->round < m->depth)
        return;
    m->round = 0;
    m->trip = shorter(m->trip, m->round_trip);
    double waiting =
        m->round_trip > 0 ? (double)m->depth * (double)(m->round_trip - m->trip) / (double)m->round_trip : 0;
    if (waiting > WAITING_TOO_MANY && m->depth > 1)
        m->depth--;
    else if (waiting < WAITING_FEW && m->pressed)
        m->depth = m->past_start ? m->depth + 1 : m->depth * 2;
    m->past_start |= waiting >= WAITING_FEW;
    if (m->depth > m->o.depth)
        m->depth = m->o.depth;
}

/* The oldest first, and only when every answer came and every byte left: the text stays borrowed until then. */
static void retire(struct smtp *m)
{
    while (m->under_way) {
        struct flight *f = &m->flights[m->oldest];
        if (f->replies || f->outputs || !(f->refused || f->accepted))
            return;
        struct smtp_message *msg = f->m;
        struct smtp_outcome o = {.verdict = f->refused ? SMTP_REFUSED : SMTP_ACCEPTED,
                                 .stage = f->stage,
                                 .code = f->code,
                                 .text = {f->text, f->text_n}};
        f->m = NULL;
        m->octets -= f->octets;
        m->oldest = (m->oldest + 1) % m->cap;
        m->under_way--;
        if (o.verdict == SMTP_ACCEPTED)
            adapt(m, m->now - f->handed_at);
        m->hooks.outcome(m->hooks.ctx, msg, &o);
    }
}

static void settle(struct flight *f, bool accepted, enum smtp_stage stage, int code, struct str text)
{
    if (f->accepted || f->refused)
        return;
    f->accepted = accepted;
    f->refused = !accepted;
    f->stage = stage;
    f->code = code;
    f->text_n = text.n < REFUSAL_MAX ? text.n : REFUSAL_MAX;
    memcpy(f->text, text.s, f->text_n);
}

void flight_written(struct smtp *m, unsigned flight)
{
    struct flight *f = &m->flights[flight];
    f->outputs--;
    if (f->outputs == 0) {
        f->handed = !f->only_dot;
        f->handed_at = m->now;
    }
    retire(m);
}

/* The end of the conversation. `said`: the server spoke last and takes back what it has not answered (421): it answers
 * in order and closes, so nothing behind that was accepted. */
static void over(struct smtp *m, bool said, const char *why)
{
    if (m->phase == P_OVER || m->ending)
        return;
    m->ending = true;
    if (!m->why[0])
        snprintf(m->why, sizeof m->why, "%s", why);
    bool first = true;
    while (m->under_way) {
        struct flight *f = &m->flights[m->oldest];
        struct smtp_message *msg = f->m;
        struct smtp_outcome o = {.verdict = f->refused           ? SMTP_REFUSED
                                            : f->accepted        ? SMTP_ACCEPTED
                                            : f->handed && !said ? SMTP_DOUBT
                                                                 : SMTP_BACK,
                                 .stage = f->stage,
                                 .code = f->code,
                                 .text = {f->text, f->text_n}};
        if (!f->refused && !f->accepted) {
            o.first = first;
            o.stage = f->handed ? STAGE_TEXT : STAGE_CONNECT;
            o.text = str_c(m->why);
            first = false;
        }
        f->m = NULL;
        m->oldest = (m->oldest + 1) % m->cap;
        m->under_way--;
        m->hooks.outcome(m->hooks.ctx, msg, &o);
    }
    out_drop(m);
    m->expected_n = 0;
    m->phase = P_OVER;
}

static void out_of_step(struct smtp *m, const char *why)
{
    m->out_of_step = true;
    over(m, false, why);
}

static void over_by_reply(struct smtp *m, enum smtp_stage stage, int code, struct str text)
{
    struct arena a = {0};
    struct str shown = reply_shown(&a, code, text);
    m->last_code = code;
    m->last_stage = stage;
    snprintf(m->why, sizeof m->why, "%s was answered with %d " STR_FMT, smtp_stage_names[stage], code, STR_ARG(shown));
    arena_end(&a);
    over(m, true, m->why);
}

/* ---- greeting and probe */

static bool deep_possible(const struct smtp *m)
{
    return m->o.most >= SMTP_DEEP && m->caps.pipelining && m->caps.chunking;
}

/* Some servers do not discard the text of a BDAT they refuse, but read it as commands: then an article could talk to
 * them. Six bytes that are no command tell: if they were discarded, the second reply is that of RSET. */
static void greeted(struct smtp *m)
{
    if (!deep_possible(m)) {
        m->mode = m->o.most >= SMTP_GROUPED && m->caps.pipelining ? SMTP_GROUPED : SMTP_LOCKSTEP;
        m->phase = P_READY;
        return;
    }
    m->phase = P_PROBE;
    out_command(m, str_lit("BDAT 6 LAST\r\nXXXX\r\nRSET\r\n"));
    expect(m, E_PROBE_CHUNK, 0);
    expect(m, E_PROBE_RSET, 0);
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
    expect(m, E_HELLO, 0);
    m->phase = P_HELLO;
}

/* ---- envelopes and texts */

static void queue_envelope(struct smtp *m, unsigned i)
{
    struct smtp_message *msg = m->flights[i].m;
    bool behind = m->under_way > 1 || m->dirty;
    if (behind) {
        out_command(m, str_lit("RSET\r\n"));
        expect(m, E_RSET, i);
        if (m->mode == SMTP_LOCKSTEP)
            return;
    }
    out_mail(m, msg);
    expect(m, E_MAIL, i);
    m->dirty = true;
    if (m->mode == SMTP_LOCKSTEP)
        return;
    out_rcpt(m, msg);
    expect(m, E_RCPT, i);
    if (m->mode == SMTP_GROUPED) {
        out_command(m, str_lit("DATA\r\n"));
        expect(m, E_DATA, i);
        return;
    }
    out_bdat(m, m->flights[i].octets);
    expect(m, E_BDAT, i);
    out_text(m, i);
}

static void on_354(struct smtp *m, unsigned i)
{
    struct flight *f = &m->flights[i];
    if (f->refused && m->o.hello == SMTP_LHLO) { /* RFC 2033: no reply would follow the dot */
        out_of_step(m, "the relay wants the text of a message that it refused");
        return;
    }
    f->only_dot = f->refused;
    if (!f->only_dot)
        out_text(m, i);
    out_dot(m, i);
    expect(m, E_TEXT, i);
}

/* ---- replies */

static void on_envelope(struct smtp *m, enum expect kind, unsigned i, int code, struct str text)
{
    struct flight *f = &m->flights[i];
    enum smtp_stage stage = kind == E_RSET ? STAGE_RSET : kind == E_MAIL ? STAGE_MAIL : STAGE_RCPT;
    if (code / 100 == 3 || (kind == E_RSET && code / 100 != 2)) {
        out_of_step(m, "a reply to RSET, MAIL or RCPT that fits none of them");
        return;
    }
    if (code / 100 == 2 && f->refused) {
        out_of_step(m, "a recipient taken after its sender was refused");
        return;
    }
    if (code / 100 != 2) {
        settle(f, false, stage, code, text);
        return;
    }
    if (m->mode != SMTP_LOCKSTEP)
        return;
    if (kind == E_RSET) {
        m->dirty = true;
        out_mail(m, f->m);
        expect(m, E_MAIL, i);
    } else if (kind == E_MAIL) {
        out_rcpt(m, f->m);
        expect(m, E_RCPT, i);
    } else {
        out_command(m, str_lit("DATA\r\n"));
        expect(m, E_DATA, i);
    }
}

static void on_data(struct smtp *m, unsigned i, int code, struct str text)
{
    if (code == 354)
        on_354(m, i);
    else if (code / 100 >= 4)
        settle(&m->flights[i], false, STAGE_DATA, code, text);
    else
        out_of_step(m, "a reply to DATA that is neither 354 nor a refusal");
}

/* The answer to a whole message. */
static void on_text(struct smtp *m, enum expect kind, unsigned i, int code, struct str text)
{
    struct flight *f = &m->flights[i];
    if (f->only_dot)
        return;
    bool early = f->outputs > 0;
    if (code / 100 == 3 || (code / 100 == 2 && (early || f->refused))) {
        out_of_step(m, "an acceptance of a message that was not given");
        return;
    }
    settle(f, code / 100 == 2, STAGE_TEXT, code, text);
    if (kind == E_TEXT && early) /* what the server would make of the rest is anybody's guess */
        over(m, false, "the relay answered in the middle of a message");
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
        retire(m);
}

static void on_opening_reply(struct smtp *m, enum expect kind, int code, struct str text)
{
    switch (kind) {
    case E_GREETING:
        if (code == 220)
            say_hello(m);
        else
            over_by_reply(m, STAGE_CONNECT, code, text);
        return;
    case E_HELLO:
        if (code / 100 == 2) {
            smtp_caps_read(text, &m->caps);
            greeted(m);
        } else if (m->o.hello == SMTP_EHLO && code / 100 == 5) { /* RFC 5321 3.2 */
            say_name(m, "HELO ");
            expect(m, E_HELO, 0);
        } else {
            over_by_reply(m, STAGE_HELLO, code, text);
        }
        return;
    case E_HELO:
        if (code / 100 == 2)
            greeted(m);
        else
            over_by_reply(m, STAGE_HELLO, code, text);
        return;
    case E_PROBE_CHUNK:
        m->probe_ok = code / 100 == 5;
        return;
    case E_PROBE_RSET:
        if (code / 100 == 2)
            probed(m, m->probe_ok);
        else if (code / 100 == 5) /* the six bytes were read as a command; the reply to RSET is still to come */
            expect(m, E_PROBE_REST, 0);
        else
            out_of_step(m, "a reply to RSET that is neither 2xx nor 5xx");
        return;
    case E_PROBE_REST:
        if (code / 100 == 2)
            probed(m, false);
        else
            out_of_step(m, "a reply to RSET that is not 2xx");
        return;
    default:
        over(m, true, "QUIT was answered");
    }
}

static void on_reply(struct smtp *m, int code, struct str text)
{
    m->progress++;
    if (code == 421) {
        over_by_reply(m, m->phase < P_PROBE ? STAGE_HELLO : STAGE_CONNECT, code, text);
        return;
    }
    if (m->expected_n == 0) {
        out_of_step(m, "a reply that nothing called for");
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
            out_of_step(m, m->reply.why);
            break;
        }
    }
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
        greeted(m);
    else
        expect(m, E_GREETING, 0);
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

static bool unsafe(struct str address, bool utf8)
{
    for (size_t i = 0; i < address.n; i++) {
        unsigned char c = (unsigned char)address.s[i];
        if (c <= 32 || c == 127 || c == '<' || c == '>' || (c > 127 && !utf8))
            return true;
    }
    return address.n > 1000;
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
        over(m, false, "given up before it was used");
    } else if (m->phase == P_READY) {
        m->phase = P_QUIT;
        out_command(m, str_lit("QUIT\r\n"));
        expect(m, E_QUIT, 0);
    }
}

void smtp_lost(struct smtp *m, const char *why)
{
    over(m, false, why);
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

int64_t smtp_patience(const struct smtp *m)
{
    if (m->phase == P_OVER || m->expected_n == 0)
        return 0;
    switch (m->expected[m->expected_from].kind) {
    case E_DATA:
        return 2 * 60000;
    case E_TEXT:
    case E_BDAT:
        return m->flights[m->expected[m->expected_from].flight].outputs ? 3 * 60000 : 10 * 60000;
    case E_QUIT:
        return 5000; /* nothing is lost by not hearing it */
    default:
        return 5 * 60000;
    }
}

uint64_t smtp_progress(const struct smtp *m)
{
    return m->progress;
}
