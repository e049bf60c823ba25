/* sink.h: a loopback mail catcher that keeps up with the sender, keeps what it accepted, and misbehaves on request.
 *
 * Two files: sink.c has options, sockets, TLS and the event loop; sink_smtp.c has the conversation and the faults.
 * One thread. For tests, benchmarks and `make demo` only: it believes everybody and forgets nothing. */
#ifndef SINK_H
#define SINK_H

#include <gnutls/gnutls.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Where a fault can strike: the reply to this command. TEXT is the reply to the end of a message (DATA or BDAT LAST).
 */
enum stage { AT_CONNECT, AT_HELLO, AT_STARTTLS, AT_AUTH, AT_MAIL, AT_RCPT, AT_DATA, AT_TEXT, AT_RSET, AT_QUIT, STAGES };
extern const char *const stage_names[STAGES];

enum fault_kind {
    FAULT_REPLY,  /* this reply instead: "451 4.7.1 later" */
    FAULT_SAY,    /* these bytes instead, escapes \r \n \0 \xNN undone */
    FAULT_MORE,   /* these bytes after the right reply */
    FAULT_DROP,   /* close instead of answering; at TEXT the message is not kept */
    FAULT_LOST,   /* TEXT only: keep the message, then close without the answer */
    FAULT_STALL,  /* never answer, keep the connection */
    FAULT_MUTE,   /* TEXT only: keep the message, then as STALL */
    FAULT_ENDLESS /* continuation lines without end */
};

struct fault {
    enum fault_kind kind;
    enum stage at;
    double chance;    /* 0..1; used when no other rule is set */
    long first;       /* > 0: only this many times */
    long every;       /* > 0: each time this many have passed */
    char domain[256]; /* set: only for recipients at this domain */
    char text[1024];  /* bytes or reply line */
    size_t text_n;
    long struck, passed;
};

struct options {
    const char *host, *dir, *log, *auth, *ca_out, *tls_name;
    int port;
    int delay_ms;    /* every reply leaves this long after its command came: a round trip */
    int max_conns;   /* 421 to the next one */
    int after;       /* 421 after this many messages on a connection */
    double limit;    /* messages a second; 450 4.7.1 to MAIL beyond */
    long tls_drop;   /* close every so many-th handshake as it begins */
    long drop_bytes; /* close a connection after this many bytes */
    long size;       /* SIZE advertised and kept */
    bool tls, tls_wrap, tls_expired, tls_inject;
    bool lmtp, split, prompt, strict, bdat_commands, quiet, greylist;
    bool pipelining, chunking, eightbit, utf8, size_ext, dsn, enhanced, starttls, esmtp;
    struct fault faults[32];
    int n_faults;
    unsigned seed;
};
extern struct options opt;

struct counts {
    long accepted, connections, open, peak, refused, violations, lost, dropped, in_flight_max;
    long long bytes;
    double first, last; /* seconds */
};
extern struct counts counts;

struct due { /* answers that leave together */
    double at;
    size_t n;
};

struct client {
    int fd, serial;
    struct client *next;
    char *in;
    size_t in_n, in_cap;
    char *out;
    size_t out_from, out_n, out_cap;
    struct due due[256];
    unsigned due_from, due_n;
    gnutls_session_t tls;
    bool handshaking, tls_on, tls_doomed, want_tls; /* want_tls: start the handshake when the 220 has left */
    bool closing, stalled, endless, gone, want_write, ready_listed;
    bool abrupt, parted; /* closing without a word, so at once; or our side is shut and theirs awaited */
    long received;
    /* the conversation */
    enum { IN_COMMANDS, IN_DATA, IN_BDAT, IN_AUTH_PLAIN, IN_AUTH_USER, IN_AUTH_PASS, IN_AUTH_BEARER } state;
    bool hello, authed, in_transaction, discard, last_chunk, bdat_open, bdat_bad, utf8_asked, body8, at_line_start;
    char from[1024], rcpts[8192], auth_user[256];
    char mail_wish[256], rcpt_wish[600]; /* parameters of the last MAIL and RCPT */
    size_t rcpts_n;
    int n_rcpts, n_refused, messages, owed;
    size_t chunk_left;
    long declared;
    char *text;
    size_t text_n, text_cap;
};

/* sink_smtp.c */
void smtp_greet(struct client *c);
void smtp_input(struct client *c); /* works through c->in as far as it is complete */
void smtp_hang_up(struct client *c);
bool fault_parse(const char *s, struct fault *out);

/* sink.c */
double now(void);
void put(struct client *c, const void *p, size_t n); /* queues bytes for the present answer */
extern FILE *log_file;

#endif
