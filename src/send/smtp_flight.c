/* Messages under way: how many there may be, what was said about each, and how each ends. */
#include "send/smtp_parts.h"
#include <stdio.h>
#include <string.h>

void flight_expect(struct smtp *m, enum expect kind, unsigned flight)
{
    m->expected[(m->expected_from + m->expected_n++) % m->expected_cap] = (struct expected){kind, flight};
    if (kind >= E_RSET && kind != E_QUIT)
        m->flights[flight].replies++;
}

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
void flight_retire(struct smtp *m)
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

void flight_settle(struct flight *f, bool accepted, enum smtp_stage stage, int code, struct str text)
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
    flight_retire(m);
}

/* The end of the conversation. `said`: the server spoke last and takes back what it has not answered (421): it answers
 * in order and closes, so nothing behind that was accepted. */
void smtp_finish(struct smtp *m, bool said, const char *why)
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
            o.code = said ? m->last_code : 0;
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

void smtp_stray(struct smtp *m, const char *why)
{
    m->out_of_step = true;
    smtp_finish(m, false, why);
}

void smtp_dismissed(struct smtp *m, enum smtp_stage stage, int code, struct str text)
{
    struct arena a = {0};
    struct str shown = reply_shown(&a, code, text);
    m->last_code = code;
    m->last_stage = stage;
    snprintf(m->why, sizeof m->why, "%s was answered with %d " STR_FMT, smtp_stage_names[stage], code, STR_ARG(shown));
    arena_end(&a);
    smtp_finish(m, true, m->why);
}
