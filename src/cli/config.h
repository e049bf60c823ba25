/* config.h: bulletin.yaml as structs. The names of the keys are those of the file; the defaults stand beside the
 * fields.
 *
 * Every key is known by a table (config_keys.c), so an unknown one is an error with file, line, column and the nearest
 * known name, and `bulletin init`'s comments, README and this file speak of the same keys. */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "base/schedule.h"
#include "base/yaml.h"
#include "compose/compose.h"
#include "model/edition.h"
#include "model/settings.h"
#include "store/store.h"

struct dkim_config {              /* none: mail is not signed here */
    struct str domain;            /* default: the domain of From */
    struct strs selectors, files; /* one key each: RSA, Ed25519 */
    int line, column;
};

struct sending_config { /* 0: send/send.h has the default */
    int64_t attempts, retry, give_up, error_budget, expire;
    struct hours hours;
};

struct source {
    struct str outlet;             /* default: what the bytes say */
    struct str folder, feed, page; /* exactly one */
    struct str url;                /* folder: base for relative links, and of articles without a url */
    struct strs topics;            /* every article of it is in these */
    double weight;                 /* 1 */
    bool full_text;                /* feed: follow each new item to its page */
    bool allow_private;            /* fetch from loopback and private addresses too */
    int64_t every;                 /* seconds between fetches; 3600 */
    int line, column;
};
VEC(sources, struct source);

struct digest {
    struct str key, title;
    struct str schedule_text;
    struct schedule schedule;
    bool scheduled;
    int64_t window; /* 24h */
    int64_t grace;  /* how late `run` still sends a missed edition; 6h */
    struct strs topics;
    struct {
        int64_t max, per_topic, per_outlet; /* 12, 4, 0: no cap */
    } stories;
    struct str list; /* default: the digest's key */
    struct str from, reply_to, bounces;
    struct {
        struct str mail, url;
    } unsubscribe;
    struct str view_url, preferences_url;
    struct str subject; /* "{{lead.headline}}" */
    int subject_line, style_line;
    struct str template; /* brief */
    struct str intro, lang, list_id, precedence;
    struct strs ctas;
    struct utm utm;                /* for the links of calls to action */
    struct str in_doubt;           /* resend | hold */
    struct str images;             /* link | cid */
    struct differs_policy differs; /* show */
    int differs_line, differs_column;
    struct sending_config sending;
    struct dkim_config dkim; /* default: the newsroom's */
    struct {
        struct str accent, accent_dark, logo, page, headline_font;
    } style;
    int line, column;
};
VEC(digests, struct digest);

/* A model that may be asked why a story matters; none unless one of the two is named. */
struct model_settings {
    struct strs command;
    struct {
        struct str url, model, key_file, key_env, key_command;
        double temperature; /* 0; below 0: not sent */
        int64_t max_tokens; /* of one answer: 400; 0: not sent */
    } openai;
    int64_t timeout;  /* seconds for one answer: 30 */
    int64_t parallel; /* questions at once: 4 */
    struct {
        int64_t calls;  /* 40 */
        int64_t tokens; /* 0: no limit */
        int64_t time;   /* seconds: 120 */
    } budget;           /* for one composing */
    int line, column;
};

struct config {
    struct str file;
    struct str title, url, address, timezone, lang;
    struct sources sources;
    struct topics topics;
    struct digests digests;
    struct relays relays;
    struct dkim_config dkim;
    struct model_settings why;
    struct yaml_refs glued; /* values that end where a # begins a remark, perhaps by mistake */
};

/* Reads and checks the whole file; EX_CONFIG with file:line:column. Passwords are not read yet (config_password). */
int config_read(struct arena *a, struct str text, struct str file, struct config *out, struct err *e);
/* NULL and e, which names the nearest, when there is none of that name. */
const struct digest *config_digest(const struct config *c, struct str key, struct err *e);
const struct topic *config_topic(const struct config *c, struct str key, struct err *e); /* the same */
/* The whole of a file that nobody else may read; EX_NOPERM when its mode says otherwise. `from`, `key`: for errors. */
int config_secret_file(struct arena *a, struct str path, size_t max, struct str from, const char *key, struct str *out,
                       struct err *e);
/* Runs password_command, or reads password_file (mode checked) or password_env, into relay->password. */
int config_password(struct arena *a, const struct config *c, struct str dir, struct relay *r, struct err *e);

struct secret_source {
    struct str place;              /* for errors: file:line */
    const char *name;              /* "password": the keys are password_command, password_file, password_env */
    struct str command, file, env; /* one of them */
};
/* A secret from where it is kept, without its line end. */
int config_secret(struct arena *a, const struct secret_source *s, struct str dir, struct str *out, struct err *e);

#endif
