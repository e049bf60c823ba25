#include "send/session.h"
#include "base/date.h"
#include <stdlib.h>
#include <time.h>

enum { READ = 64 << 10, PIECES = 256, QUIT_MS = 2000, DRIP = 10 };

struct session {
    struct connection *c;
    struct smtp *m;
    struct session_options o;
    struct session_hooks hooks;
    struct str helo;
    bool lmtp, quitting, over, in_pump, timed_out;
    int64_t since;     /* of the present wait: last reply, or last progress in writing */
    int64_t asked;     /* of the present wait, whatever was written since */
    uint64_t progress; /* smtp_progress when `since` was set */
    bool waiting;
    struct err error;
};

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void on_start(void *ctx, struct smtp_message *m)
{
    struct session *s = ctx;
    s->hooks.start(s->hooks.ctx, s, m);
}

static void on_outcome(void *ctx, struct smtp_message *m, const struct smtp_outcome *o)
{
    struct session *s = ctx;
    s->hooks.outcome(s->hooks.ctx, s, m, o);
}

static void begin(struct session *s)
{
    struct smtp_options o = {.hello = s->lmtp ? SMTP_LHLO : SMTP_GREETED,
                             .name = s->helo,
                             .caps = *connection_caps(s->c),
                             .most = s->o.most,
                             .depth = s->o.depth > 0 ? (size_t)s->o.depth : 0,
                             .dsn = s->o.dsn,
                             .patience = s->o.patience,
                             .now = now_us(),
                             .trip = s->o.trip ? *s->o.trip : 0};
    s->m = smtp_begin(&o, &(struct smtp_hooks){s, on_start, on_outcome});
    s->since = s->asked = clock_mono_ms();
    s->hooks.up(s->hooks.ctx, s);
}

static void read_all(struct session *s)
{
    static char bytes[READ]; /* one loop, one buffer */
    const char *why = NULL;
    ssize_t n;
    do {
        n = connection_read(s->c, bytes, sizeof bytes, &why);
        if (n > 0)
            smtp_receive(s->m, bytes, (size_t)n);
        else if (n < 0)
            smtp_lost(s->m, why);
    } while (n > 0 && (connection_hides(s->c) || n == sizeof bytes) && !smtp_over(s->m));
}

static void submit_all(struct session *s)
{
    struct smtp_message *next;
    while (!s->quitting && smtp_room(s->m) && (next = s->hooks.next(s->hooks.ctx, s)))
        smtp_submit(s->m, next);
    if (s->quitting)
        smtp_quit(s->m);
}

static void write_all(struct session *s)
{
    struct iovec v[PIECES];
    const char *why = NULL;
    size_t n;
    ssize_t took = 0;
    while (!smtp_over(s->m) && (n = smtp_output(s->m, v, PIECES)) > 0) {
        took = connection_write(s->c, v, n, &why);
        if (took < 0)
            smtp_lost(s->m, why);
        if (took <= 0)
            break;
        s->since = clock_mono_ms();
        smtp_wrote(s->m, (size_t)took);
    }
    connection_want_write(s->c, took == 0 && smtp_output(s->m, v, 1) > 0);
}

static void end(struct session *s)
{
    if (s->over)
        return;
    s->over = true;
    s->hooks.over(s->hooks.ctx, s);
}

static void note_progress(struct session *s)
{
    bool waiting = smtp_patience(s->m) > 0;
    if (s->progress != smtp_progress(s->m) || waiting != s->waiting) {
        s->since = s->asked = clock_mono_ms();
        s->progress = smtp_progress(s->m);
        s->waiting = waiting;
    }
}

void session_pump(struct session *s)
{
    if (s->over || s->in_pump)
        return;
    s->in_pump = true;
    switch (connection_state(s->c)) {
    case CONNECTION_OPENING:
        s->in_pump = false;
        return;
    case CONNECTION_FAILED:
        s->error = *connection_error(s->c);
        break;
    case CONNECTION_UP:
        if (!s->m)
            begin(s);
        smtp_clock(s->m, now_us());
        read_all(s);
        submit_all(s);
        write_all(s);
        note_progress(s);
        break;
    }
    s->in_pump = false;
    if (!s->m || smtp_over(s->m))
        end(s); /* s may be gone after this */
}

static void on_ready(void *ctx)
{
    session_pump(ctx);
}

int session_open(struct hub *h, const struct relay *r, const struct endpoint *to, const struct session_options *o,
                 const struct session_hooks *hooks, struct session **out, struct err *e)
{
    struct session *s = mem_realloc(NULL, sizeof *s);
    *s = (struct session){
        .o = *o, .hooks = *hooks, .helo = to->helo, .lmtp = to->kind == TO_LMTP, .since = clock_mono_ms()};
    int64_t connect = o->timeout_ms ? o->timeout_ms : o->patience.connect * 1000;
    if (connection_open(h, r, to, connect, on_ready, s, &s->c, e) < 0) {
        free(s);
        return -1;
    }
    *out = s;
    return 0;
}

/* When the present wait is over; 0: nothing is waited for. The patience is for one reply; it starts again when bytes of
 * a message leave, but not for ever: a server that takes a byte now and then is given up too. */
static int64_t patient_until(const struct session *s)
{
    int64_t patience = s->m ? smtp_patience(s->m) : 0;
    if (s->over || patience == 0)
        return 0;
    if (s->o.timeout_ms && patience > s->o.timeout_ms)
        patience = s->o.timeout_ms;
    if (s->quitting && smtp_under_way(s->m) == 0 && patience > QUIT_MS)
        patience = QUIT_MS;
    int64_t until = s->since + patience, at_most = s->asked + DRIP * patience;
    return until < at_most ? until : at_most;
}

/* It may be we who slept: a process that was stopped, or got no processor for a while, finds the answer waiting. */
static bool was_answered(struct session *s)
{
    uint64_t before = smtp_progress(s->m);
    s->in_pump = true;
    smtp_clock(s->m, now_us());
    read_all(s);
    note_progress(s);
    s->in_pump = false;
    return smtp_over(s->m) || smtp_progress(s->m) != before;
}

int64_t session_tick(struct session *s, int64_t ms)
{
    int64_t until = patient_until(s);
    if (until == 0 || ms < until)
        return until;
    if (was_answered(s)) {
        smtp_over(s->m) ? end(s) : session_pump(s); /* s may be gone after this; the next turn asks again */
        return ms;
    }
    s->timed_out = true;
    smtp_lost(s->m, "no answer in time");
    end(s);
    return 0;
}

void session_quit(struct session *s)
{
    s->quitting = true;
    session_pump(s);
}

void session_close(struct session *s)
{
    if (!s)
        return;
    s->over = true;
    smtp_end(s->m);
    connection_close(s->c);
    free(s);
}

bool session_is_up(const struct session *s)
{
    return s->m && !s->over && !smtp_over(s->m);
}

bool session_idle(const struct session *s)
{
    return session_is_up(s) && smtp_under_way(s->m) == 0;
}

struct smtp *session_smtp(const struct session *s)
{
    return s->m;
}

bool session_timed_out(const struct session *s)
{
    return s->timed_out;
}

const struct err *session_error(const struct session *s)
{
    return s->error.code ? &s->error : NULL;
}
