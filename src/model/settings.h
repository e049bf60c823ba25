/* settings.h: what mail an edition is, apart from its content: sender, links, headers, relay. Filled by `cli` from
 * bulletin.yaml; the stages take what they need from it. Defaults stand beside the fields. */
#ifndef MODEL_SETTINGS_H
#define MODEL_SETTINGS_H

#include "base/address.h"
#include "model/token.h"

struct mail_settings {
    struct mailbox from;            /* required */
    struct mailbox reply_to;        /* unknown: none */
    struct str bounces;             /* "bounces@example.org": envelope sender base for VERP; unknown: the from address, no VERP */
    struct str list_id;             /* "daily.news.example.org"; default: LIST.DOMAIN-OF-FROM */
    struct str list_name;           /* the list's name: scope of unsubscribe tokens */
    struct str unsubscribe_mail;    /* default: the from address */
    struct str unsubscribe_url;     /* with {token}; unknown: mailto only */
    struct str view_url;            /* with {edition} and {token}; unknown: no "View in browser" */
    struct str preferences_url;     /* with {token} */
    struct str precedence;          /* "bulk" or "list"; unknown: no header */
    struct token_keys keys;
    bool scheduled;                 /* Auto-Submitted: auto-generated */
};

enum tls_mode { TLS_DEFAULT, TLS_REQUIRED, TLS_OFF }; /* default: required, off towards loopback */

struct relay {
    struct str url;  /* smtp:// smtps:// lmtp:// maildir:PATH null: */
    struct str user, password; /* password: read from one of the next three before the relay is used */
    struct str password_command, password_file, password_env;
    enum tls_mode tls;
    struct str ca_file;      /* unknown: the system's bundle */
    struct str helo;         /* name for EHLO; unknown: the host name */
    int64_t connections;     /* 4 */
    double rate;             /* messages a second; 0: no limit */
    double weight;           /* 1 */
    struct strs domains, senders; /* routing; empty: any */
    int64_t depth;           /* transactions in flight with PIPELINING + CHUNKING, 16 */
    int64_t per_connection;  /* messages before QUIT, 0: no limit */
    bool dsn;                /* ask for failure notices (RFC 3461) where the relay offers them */
    struct str from_host;    /* name:line of its definition, for messages */
};
VEC(relays, struct relay);

#endif
