/* send_one: one message to one relay, outside the ledger. */
#include "base/date.h"
#include "send/fate.h"
#include "send/letter.h"
#include "send/maildir.h"
#include "send/reply.h"
#include "send/send.h"
#include "send/session.h"

enum { TURN_MS = 100 };

struct one {
    struct arena arena; /* of the message */
    struct endpoint at;
    struct str from, to, message;
    struct smtp_message m;
    bool given, over;
    struct reply reply; /* in the caller's view: the texts live in `said` */
    struct verdict verdict;
    bool answered;
    struct err err;
};

static struct smtp_message *on_next(void *ctx, struct session *s)
{
    struct one *o = ctx;
    if (o->given)
        return NULL;
    o->given = true;
    letter_of(&o->arena, o->from, o->to, o->message, smtp_stuffed(session_smtp(s)), &o->m);
    return &o->m;
}

static void on_start(void *ctx, struct session *s, struct smtp_message *m)
{
}

static void on_up(void *ctx, struct session *s)
{
}

static void on_outcome(void *ctx, struct session *s, struct smtp_message *m, const struct smtp_outcome *said)
{
    struct one *o = ctx;
    o->answered = true;
    o->verdict = fate_of(said);
    o->reply = (struct reply){.code = said->code,
                              .enhanced = str_dup(&o->arena, reply_enhanced(said->code, said->text)),
                              .text = reply_shown(&o->arena, said->code, said->text),
                              .relay = o->at.name};
}

static void on_over(void *ctx, struct session *s)
{
    struct one *o = ctx;
    o->over = true;
    if (session_error(s))
        o->err = *session_error(s);
    else if (!o->answered)
        err_set(&o->err, EX_UNAVAILABLE, "%s: takes no message (%s)", o->at.name.s, smtp_why(session_smtp(s)));
}

static int judge(struct one *o, struct err *e)
{
    const struct reply *r = &o->reply;
    if (!o->answered)
        return err_set(e, o->err.code == EX_NOHOST || o->err.code == EX_TEMPFAIL ? EX_UNAVAILABLE : o->err.code, "%s",
                       o->err.msg);
    switch (o->verdict.fate) {
    case FATE_SENT:
        return 0;
    case FATE_LATER:
        return err_set(e, EX_TEMPFAIL, "%s: not now: %d " STR_FMT "; try again later", o->at.name.s, r->code,
                       STR_ARG(r->text));
    case FATE_LOGIN:
        return err_set(e, EX_NOPERM, "%s: wants a login: %d " STR_FMT, o->at.name.s, r->code, STR_ARG(r->text));
    case FATE_BACK:
    case FATE_DOUBT:
        return err_set(e, EX_TEMPFAIL, "%s: " STR_FMT " before the answer; the message %s", o->at.name.s,
                       STR_ARG(r->text), o->verdict.fate == FATE_DOUBT ? "may have been accepted" : "was not accepted");
    default:
        return err_set(e, EX_UNAVAILABLE, "%s: refused for " STR_FMT ": %d " STR_FMT, o->at.name.s, STR_ARG(o->to),
                       r->code, STR_ARG(r->text));
    }
}

/* DKIM fields before the message. */
static int sign(struct one *o, const struct dkim_settings *s, const struct mail_settings *mail, struct err *e)
{
    static const char header_ends[] = "\r\n\r\n";
    struct dkim_settings settings = *s;
    struct dkim *d;
    struct dkim_body body;
    struct buf fields;
    uint8_t hash[32];
    if (!settings.domain.n)
        settings.domain = mail->from.address.domain;
    o->message = wire_canonical(&o->arena, o->message);
    size_t end = str_find(o->message, str_c(header_ends));
    if (end == STR_NONE)
        return err_set(e, EX_DATAERR, "DKIM: a message whose header does not end");
    if (dkim_open(&settings, &d, e) < 0)
        return -1;
    dkim_body_begin(&body);
    dkim_body_add(&body, o->message.s + end + 4, o->message.n - end - 4);
    dkim_body_end(&body, hash);
    buf_init(&fields, 64 << 10);
    int rc = dkim_sign(d, str_sub(o->message, 0, end + 2), hash, clock_now(), &fields, e);
    if (rc == 0)
        o->message = str_fmt(&o->arena, STR_FMT STR_FMT, STR_ARG(buf_view(&fields)), STR_ARG(o->message));
    buf_end(&fields);
    dkim_close(d);
    return rc;
}

static int converse(const struct relay *r, const struct send_options *options, struct one *o, struct err *e)
{
    static const struct session_hooks hooks = {
        .next = on_next, .start = on_start, .outcome = on_outcome, .up = on_up, .over = on_over};
    struct session_hooks mine = hooks;
    struct session_options so = {
        .most = SMTP_GROUPED, .timeout_ms = options->timeout_ms, .dsn = r->dsn, .patience = r->patience};
    struct hub *hub = NULL;
    struct session *s = NULL;
    mine.ctx = o;
    if (hub_open(&hub, e) < 0)
        return -1;
    int rc = session_open(hub, r, &o->at, &so, &mine, &s, e);
    while (rc == 0 && !o->over) {
        if (options->stop && *options->stop)
            rc = err_set(e, EX_TEMPFAIL, "%s: interrupted", o->at.name.s);
        else
            rc = hub_wait(hub, TURN_MS, e);
        if (rc == 0 && !o->over && o->answered)
            session_quit(s);
        if (rc == 0 && !o->over)
            session_tick(s, clock_mono_ms());
    }
    session_close(s);
    hub_close(hub);
    return rc < 0 ? -1 : judge(o, e);
}

static int put_in_maildir(struct one *o, struct err *e)
{
    struct maildir d;
    struct pieces p = {0};
    struct str s = wire_canonical(&o->arena, o->message);
    vec_add(&o->arena, &p, ((struct iovec){(char *)s.s, s.n}));
    if (maildir_open(&o->arena, o->at.path, &d, e) < 0)
        return -1;
    int rc = maildir_put(
        &d, maildir_name(&o->arena, clock_now(), str_fmt(&o->arena, STR_FMT "\n" STR_FMT, STR_ARG(o->to), STR_ARG(s))),
        &p, e);
    if (rc == 0)
        rc = maildir_sync(&d, e);
    maildir_close(&d);
    return rc;
}

int send_one(const struct relay *r, const struct send_options *options, struct str from, struct str to,
             struct str message, struct reply *reply, struct err *e)
{
    static struct arena said; /* the reply's texts, until the next call */
    struct one o = {.from = from, .to = to, .message = message};
    *reply = (struct reply){0};
    if (endpoint_read(&o.arena, r, options->newsroom, &o.at, e) < 0)
        return -1;
    if (options->dkim && options->dkim->keys.n && sign(&o, options->dkim, options->mail, e) < 0) {
        arena_end(&o.arena);
        return -1;
    }
    int rc = o.at.kind == TO_NULL ? 0 : o.at.kind == TO_MAILDIR ? put_in_maildir(&o, e) : converse(r, options, &o, e);
    arena_end(&said);
    *reply = (struct reply){.code = o.reply.code,
                            .enhanced = str_dup(&said, o.reply.enhanced),
                            .text = str_dup(&said, o.reply.text),
                            .relay = str_dup(&said, o.at.name)};
    arena_end(&o.arena);
    return rc;
}
