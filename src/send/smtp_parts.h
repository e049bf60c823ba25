/* smtp_parts.h: the inside of a conversation, shared by smtp.c (what the caller does), smtp_replies.c (what the server
 * says), smtp_flight.c (what becomes of each message) and smtp_out.c (what goes out). */
#ifndef SEND_SMTP_PARTS_H
#define SEND_SMTP_PARTS_H

#include "base/buf.h"
#include "send/reply.h"
#include "send/smtp.h"

enum { DEPTH = 16, DEPTH_MOST = 256, DEPTH_BYTES = 1 << 20, REFUSAL_MAX = 1000 };

enum expect {
    E_GREETING,
    E_HELLO,
    E_HELO,
    E_PROBE_CHUNK,
    E_PROBE_RSET,
    E_PROBE_REST,
    E_RSET,
    E_MAIL,
    E_RCPT,
    E_DATA,
    E_TEXT,
    E_BDAT,
    E_QUIT
};

struct expected {
    enum expect kind;
    unsigned flight;
};

enum out_kind { OUT_COMMANDS, OUT_TEXT, OUT_DOT };
struct out {
    enum out_kind kind;
    unsigned flight; /* TEXT, DOT */
    size_t n;        /* COMMANDS: bytes left of the buffer */
};

struct flight {             /* a message from submission to outcome */
    struct smtp_message *m; /* NULL: free */
    size_t octets;          /* of its text on the wire */
    size_t piece, offset;   /* what was taken of it */
    size_t dot;             /* and of the dot behind it */
    size_t last;            /* the piece that holds its last byte */
    unsigned replies;       /* still expected */
    unsigned outputs;       /* TEXT and DOT items still queued */
    int64_t handed_at;
    bool started, handed; /* handed: its last byte was taken */
    bool refused, accepted, only_dot;
    enum smtp_stage stage;
    int code;
    size_t text_n;
    char text[REFUSAL_MAX];
};

struct smtp {
    struct smtp_options o;
    struct smtp_hooks hooks;
    enum { P_GREETING, P_HELLO, P_PROBE, P_READY, P_QUIT, P_OVER } phase;
    enum smtp_mode mode;
    struct smtp_caps caps;
    struct reply_parser reply;

    struct flight *flights; /* a ring: from `oldest`, `under_way` of them */
    unsigned cap, oldest, under_way;
    size_t octets; /* of those under way */
    size_t last_octets;
    size_t depth;       /* may be under way now */
    bool pressed;       /* somebody found no room when it was last asked for */
    bool past_start;    /* depth has met its limit once: it no longer doubles */
    int64_t now;        /* us */
    int64_t trip;       /* the shortest time from a last byte to its answer: the line's; -1 unknown */
    int64_t round_trip; /* the shortest of this round */
    size_t round;       /* acceptances in it */
    bool dirty;         /* the server may have a transaction open */
    bool probe_ok;
    bool ending; /* inside over() */

    struct expected *expected; /* a ring */
    unsigned expected_cap, expected_from, expected_n;
    struct out *out; /* a ring */
    unsigned out_cap, out_from, out_n;
    struct buf commands; /* bytes of the OUT_COMMANDS items, from commands_from */
    size_t commands_from;

    bool out_of_step;
    int last_code;
    enum smtp_stage last_stage;
    char why[600];
    uint64_t progress;
};

/* smtp_out.c */
void out_command(struct smtp *m, struct str line); /* with its CRLF */
void out_bdat(struct smtp *m, size_t octets);
void out_text(struct smtp *m, unsigned flight);
void out_dot(struct smtp *m, unsigned flight);
void out_drop(struct smtp *m); /* nothing more will be written */
/* Envelope commands with the parameters that are offered and needed. */
void out_mail(struct smtp *m, const struct smtp_message *msg);
void out_rcpt(struct smtp *m, const struct smtp_message *msg);

/* smtp_replies.c: mode and caps are known, or a probe will tell */
void smtp_greeted(struct smtp *m);

/* smtp_flight.c */
void flight_expect(struct smtp *m, enum expect kind, unsigned flight);
void flight_written(struct smtp *m, unsigned flight); /* every queued byte of it was taken */
void flight_settle(struct flight *f, bool accepted, enum smtp_stage stage, int code,
                   struct str text); /* the first counts */
void flight_retire(struct smtp *m);  /* outcomes of those that every answer came for */
/* Ends of the conversation. `said`: the server spoke last and takes back what it has not answered (421). */
void smtp_finish(struct smtp *m, bool said, const char *why);
void smtp_stray(struct smtp *m, const char *why); /* out of step */
void smtp_dismissed(struct smtp *m, enum smtp_stage stage, int code, struct str text);

#endif
