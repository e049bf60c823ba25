/* session.h: one connection with one conversation on it: moves the bytes between the two and watches the clock. */
#ifndef SEND_SESSION_H
#define SEND_SESSION_H

#include "send/connection.h"

struct session;

struct session_hooks { /* none may close the session but `over` */
    void *ctx;
    struct smtp_message *(*next)(
        void *ctx,
        struct session *s); /* there is room: a message in the form smtp_stuffed() asks for; NULL: none now */
    void (*start)(void *ctx, struct session *s, struct smtp_message *m);
    void (*outcome)(void *ctx, struct session *s, struct smtp_message *m, const struct smtp_outcome *o);
    void (*up)(void *ctx, struct session *s);
    void (*over)(void *ctx, struct session *s); /* the last call; session_close(s) may be called in it */
};

struct session_options {
    enum smtp_mode most;
    int64_t depth, timeout_ms;
    const int64_t *trip; /* of the relay, see smtp_options; read when the connection is up */
    struct dsn_wish dsn;
    struct relay_patience patience;
};

int session_open(struct hub *h, const struct relay *r, const struct endpoint *to, const struct session_options *o,
                 const struct session_hooks *hooks, struct session **out, struct err *e);
void session_pump(struct session *s); /* there may be something to send now */
int64_t session_tick(struct session *s,
                     int64_t ms);      /* when its patience ends (clock_mono_ms); ends it when that is over; 0: none */
void session_quit(struct session *s);  /* no more messages; goodbye when none is under way */
void session_close(struct session *s); /* at once */

bool session_is_up(const struct session *s);
bool session_idle(const struct session *s);         /* up, nothing under way */
struct smtp *session_smtp(const struct session *s); /* NULL before it is up */
bool session_timed_out(const struct session *s);
/* Over without having been up: why it could not be opened. Else NULL. */
const struct err *session_error(const struct session *s);

#endif
