/* smtp.h: the client's side of an SMTP or LMTP conversation, without any I/O: bytes in, bytes out, outcomes out.
 *
 *     smtp_begin(&o, &hooks) -> m
 *     loop:  bytes came         -> smtp_receive(m, p, n)
 *            smtp_room(m)       -> smtp_submit(m, message)
 *            smtp_output(m, ..) -> write them, smtp_wrote(m, how many were taken)
 *            connection lost, timer ran out -> smtp_lost(m, why)
 *     until smtp_over(m); smtp_end(m)
 *
 * Receive before submit before output, so that one trip carries the end of a message and the next envelope.
 *
 * Three modes, from what the server offers and from its answer to a probe:
 *   lockstep   one command, one reply                                              neither extension
 *   grouped    text . RSET MAIL RCPT DATA in one trip                              PIPELINING
 *   deep       RSET MAIL RCPT BDAT text, several messages under way                PIPELINING and CHUNKING
 * RSET stands before every MAIL that is sent before the end of the previous transaction is known: a server that refuses
 * the nested MAIL and takes the RCPT would deliver under the previous envelope sender.
 *
 * Each message submitted gets exactly one outcome, and stays borrowed until then. hooks.start is called before the last
 * bytes of a message are handed out: without it the server cannot accept, after it the answer may be lost. */
#ifndef SEND_SMTP_H
#define SEND_SMTP_H

#include "base/err.h"
#include "model/settings.h"
#include <sys/uio.h>

enum smtp_mode { SMTP_LOCKSTEP, SMTP_GROUPED, SMTP_DEEP };
extern const char *const smtp_mode_names[];

struct smtp_caps { /* what the last EHLO or LHLO offered */
    bool pipelining, chunking, eightbit, utf8, size, dsn, enhanced;
    int64_t max_size; /* 0: no limit named */
};
/* Lines of a reply to EHLO, parted by LF, without codes; unknown ones are passed over. */
void smtp_caps_read(struct str lines, struct smtp_caps *out);

enum smtp_hello { SMTP_GREETED, SMTP_LHLO, SMTP_EHLO }; /* GREETED: somebody else did it; caps are given */

struct smtp_options {
    enum smtp_hello hello;
    struct str name;       /* ours, for LHLO and EHLO */
    struct smtp_caps caps; /* for SMTP_GREETED */
    enum smtp_mode most;   /* the best mode wanted */
    size_t depth;          /* deep: messages under way; 0: 16 */
    size_t depth_bytes;    /* deep: and their octets; 0: 1 MiB */
    struct dsn_wish dsn;   /* where DSN is offered */
    struct relay_patience patience;
    int64_t now;  /* us, see smtp_clock */
    int64_t trip; /* us, the shortest smtp_trip of other connections to this relay; 0: unknown */
};

struct smtp_message {
    void *owner;              /* the caller's */
    struct str from, to;      /* envelope; from may be empty */
    struct str envid;         /* for DSN; unknown: none */
    bool utf8;                /* an address needs SMTPUTF8 */
    bool eightbit;            /* the text holds octets above 127 */
    size_t size;              /* octets of the message as meant, for SIZE */
    const struct iovec *text; /* CRLF at its end; dot-stuffed exactly when smtp_stuffed() */
    size_t pieces;
};

enum smtp_stage { STAGE_CONNECT, STAGE_HELLO, STAGE_RSET, STAGE_MAIL, STAGE_RCPT, STAGE_DATA, STAGE_TEXT, STAGE_QUIT };
extern const char *const smtp_stage_names[]; /* "the connection" "EHLO" ... */

enum smtp_verdict {
    SMTP_ACCEPTED, /* the final 2xx came */
    SMTP_REFUSED,  /* 4xx or 5xx at `stage` */
    SMTP_UNFIT,    /* never offered: this relay cannot take it; text says why */
    SMTP_BACK,     /* certainly not accepted, nothing said about it */
    SMTP_DOUBT,    /* its last byte was handed out, no answer came */
};

struct smtp_outcome {
    enum smtp_verdict verdict;
    enum smtp_stage stage;
    int code;        /* 0: our own words. BACK: the 421 that ended the conversation; 0: it broke without a word */
    struct str text; /* lines of the reply as sent; borrowed for the call */
    bool first;      /* BACK, DOUBT: it was the one whose answer was due */
};

struct smtp_hooks {
    void *ctx;
    void (*start)(void *ctx, struct smtp_message *m);
    void (*outcome)(void *ctx, struct smtp_message *m, const struct smtp_outcome *o); /* must not call back */
};

struct smtp;
struct smtp *smtp_begin(const struct smtp_options *o, const struct smtp_hooks *hooks);
void smtp_end(struct smtp *m); /* what is still under way gets its outcome first */

void smtp_clock(struct smtp *m,
                int64_t us); /* what time it is, on any clock that does not jump: before the calls below */
void smtp_receive(struct smtp *m, const char *bytes, size_t n);
bool smtp_ready(const struct smtp *m); /* greeted and probed: mode and caps are known */
bool smtp_room(struct smtp *m);        /* one more message may be submitted */
bool smtp_stuffed(const struct smtp *m);
void smtp_submit(struct smtp *m, struct smtp_message *message);
size_t smtp_output(struct smtp *m, struct iovec *v,
                   size_t max); /* what to write next; the same again until smtp_wrote */
void smtp_wrote(struct smtp *m, size_t n);
void smtp_quit(struct smtp *m); /* says goodbye when nothing is under way */
void smtp_lost(struct smtp *m, const char *why);
void smtp_slow_down(struct smtp *m); /* halves the messages under way; they grow again with every acceptance */

bool smtp_over(const struct smtp *m);
bool smtp_out_of_step(const struct smtp *m); /* over because a reply did not fit: try a simpler mode */
const char *smtp_why(const struct smtp *m);  /* over: the reason, printable, for a sentence */
int smtp_last_code(const struct smtp *m);    /* over by a reply: its code; 0 */
enum smtp_stage smtp_last_stage(const struct smtp *m);
enum smtp_mode smtp_mode(const struct smtp *m);
const struct smtp_caps *smtp_caps(const struct smtp *m);
size_t smtp_under_way(const struct smtp *m);
size_t smtp_depth(const struct smtp *m); /* how many may be under way at present */
int64_t smtp_trip(
    const struct smtp *m); /* us, the shortest time a message took from its last byte to its answer; -1: none yet */
int64_t smtp_patience(const struct smtp *m);  /* milliseconds for what is awaited now (RFC 5321 4.5.3.2); 0: nothing */
uint64_t smtp_progress(const struct smtp *m); /* changes with every reply: restarts that timer */

#endif
