/* settings.h: what mail an edition is, apart from its content: sender, links, headers, relay. Filled by `cli` from
 * bulletin.yaml; the stages take what they need from it. Defaults stand beside the fields. */
#ifndef MODEL_SETTINGS_H
#define MODEL_SETTINGS_H

#include "base/address.h"
#include "model/token.h"

struct mail_settings {
    struct mailbox from;     /* required */
    struct mailbox reply_to; /* unknown: none */
    struct str bounces;   /* "bounces@example.org": envelope sender base for VERP; unknown: the from address, no VERP */
    struct str list_id;   /* "daily.news.example.org"; default: LIST.DOMAIN-OF-FROM */
    struct str list_name; /* the list's name: scope of unsubscribe tokens */
    struct str unsubscribe_mail; /* default: the from address */
    struct str unsubscribe_url;  /* with {token}; unknown: mailto only */
    struct str view_url;         /* with {edition} and {token}; unknown: no "View in browser" */
    struct str preferences_url;  /* with {token} */
    struct str precedence;       /* "bulk" or "list"; unknown: no header */
    struct token_keys keys;
    bool scheduled; /* Auto-Submitted: auto-generated */
};

/* How long one answer is waited for, in seconds; 0: what RFC 5321 4.5.3.2 says, which stands beside. */
struct relay_patience {
    int64_t connect;    /* 300: address, TCP, TLS, greeting, EHLO, login */
    int64_t mail, rcpt; /* 300 */
    int64_t data;       /* 120: the 354 */
    int64_t block;      /* 180: until more of a text is taken */
    int64_t end;        /* 600: the answer to a whole message; when this is too short people get two */
};

/* Delivery notices (RFC 3461), asked for where the relay offers them. */
struct dsn_wish {
    struct str notify; /* "FAILURE,DELAY" or "NEVER"; unknown: nothing is asked for */
    struct str ret;    /* "HDRS" "FULL" */
    bool envid;        /* name the edition and row in what comes back */
};

/* A new sender's reputation grows slowly: `start` messages on the first day, each day `factor` times as many. */
struct warmup {
    int64_t start; /* 0: none */
    double factor; /* 2 */
    int64_t most;  /* the ramp ends where a day may bring so many; 0: 100000 */
};

struct domain_rate {
    struct str domain; /* "*": every other */
    double rate;       /* messages a second to it; 0: no limit */
};
VEC(domain_rates, struct domain_rate);

/* When mail may go out, by the clock of the newsroom or of each reader. */
struct hours {
    bool set, of_reader;
    int from, until; /* minutes after midnight; from > until: over midnight */
};

enum tls_mode { TLS_DEFAULT, TLS_REQUIRED, TLS_OFF }; /* default: required, off towards loopback */

struct relay {
    struct str url;            /* smtp:// smtps:// lmtp:// maildir:PATH null: */
    struct str user, password; /* password: read from one of the next three before the relay is used */
    struct str password_command, password_file, password_env;
    struct str auth; /* SASL mechanism, "PLAIN"; unknown: the best that both sides know */
    bool bearer;     /* the password is an OAuth 2.0 access token; it is asked for again while a run lasts */
    enum tls_mode tls;
    struct str ca_file;           /* unknown: the system's bundle */
    struct str helo;              /* name for EHLO; unknown: the host name */
    int64_t connections;          /* 4 */
    double rate;                  /* messages a second; 0: no limit */
    double weight;                /* 1 */
    struct strs domains, senders; /* routing; empty: any */
    int64_t depth;                /* transactions in flight with PIPELINING + CHUNKING, 16 */
    int64_t per_connection;       /* messages before QUIT, 0: no limit */
    int64_t connection_age;       /* seconds before QUIT, 600 */
    struct relay_patience patience;
    struct dsn_wish dsn;
    struct domain_rates domain_rates; /* of recipients */
    struct warmup warmup;
    struct str from_host; /* name:line of its definition, for messages */
};
VEC(relays, struct relay);

#endif
