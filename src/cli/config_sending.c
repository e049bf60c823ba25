/* Relays, and how a digest is sent: the keys of bulletin.yaml that end up in send/send.h. */
#include "cli/config_sending.h"
#include "cli/config.h"
#include <stddef.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
enum { DKIM_KEYS_MAX = 4 };

/* ---- relays */

static int read_tls(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    struct relay *relay = whole;
    bool on;
    if (str_eqc(yaml_str(y), "required") || (yaml_bool(y, &on) && on))
        relay->tls = TLS_REQUIRED;
    else if (str_eqc(yaml_str(y), "off") || (yaml_bool(y, &on) && !on))
        relay->tls = TLS_OFF;
    else
        return key_error(r, y, e, "'tls' must be required or off");
    return 0;
}

static int refuse_password(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    return key_error(r, y, e,
                     "a password does not belong in this file; use password_command, password_file or password_env");
}

static int read_timeouts(struct key_reader *r, const struct yaml *y, void *patience, struct err *e)
{
    static const struct key keys[] = {
        {"connect", KEY_SPAN, offsetof(struct relay_patience, connect), NULL},
        {"mail", KEY_SPAN, offsetof(struct relay_patience, mail), NULL},
        {"rcpt", KEY_SPAN, offsetof(struct relay_patience, rcpt), NULL},
        {"data", KEY_SPAN, offsetof(struct relay_patience, data), NULL},
        {"block", KEY_SPAN, offsetof(struct relay_patience, block), NULL},
        {"end", KEY_SPAN, offsetof(struct relay_patience, end), NULL},
    };
    return keys_read(r, y, "'timeouts'", keys, COUNT(keys), patience, e);
}

/* RFC 3461 4.1: NEVER stands alone. */
static int read_notify(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    struct dsn_wish *wish = whole;
    struct strs words = {0};
    bool ok = yaml_strs(r->arena, y, &words) && words.n > 0;
    wish->notify = (struct str){0};
    for (size_t i = 0; i < words.n && ok; i++) {
        struct str w = words.v[i];
        const char *upper = str_ieqc(w, "failure")   ? "FAILURE"
                            : str_ieqc(w, "delay")   ? "DELAY"
                            : str_ieqc(w, "success") ? "SUCCESS"
                            : str_ieqc(w, "never")   ? "NEVER"
                                                     : NULL;
        ok = upper && (words.n == 1 || !str_ieqc(w, "never"));
        if (ok)
            wish->notify = i ? str_fmt(r->arena, STR_FMT ",%s", STR_ARG(wish->notify), upper) : str_c(upper);
    }
    return ok ? 0 : key_error(r, y, e, "'notify' must be never, or some of failure, delay and success");
}

static int read_ret(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    struct dsn_wish *wish = whole;
    if (str_eqc(yaml_str(y), "headers"))
        wish->ret = str_lit("HDRS");
    else if (str_eqc(yaml_str(y), "full"))
        wish->ret = str_lit("FULL");
    else
        return key_error(r, y, e, "'ret' must be headers or full");
    return 0;
}

/* `dsn: true` is the usual wish; a map says which. */
static int read_dsn(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    static const struct key keys[] = {
        {"notify", KEY_READ, 0, read_notify},
        {"ret", KEY_READ, 0, read_ret},
        {"envid", KEY_BOOL, offsetof(struct dsn_wish, envid), NULL},
    };
    struct dsn_wish *wish = whole;
    bool on;
    *wish = (struct dsn_wish){str_lit("FAILURE"), str_lit("HDRS"), true};
    if (yaml_bool(y, &on)) {
        if (!on)
            *wish = (struct dsn_wish){0};
        return 0;
    }
    return keys_read(r, y, "'dsn'", keys, COUNT(keys), wish, e);
}

static int read_domain_rates(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    struct domain_rates *rates = whole;
    if (y->kind != YAML_MAP)
        return key_error(r, y, e, "'domain_rates' must be a map from a domain, or \"*\", to a rate");
    for (const struct yaml *i = y->child; i; i = i->next) {
        const struct key one = {str_dup(r->arena, i->key).s, KEY_RATE, offsetof(struct domain_rate, rate), NULL};
        struct domain_rate *d = vec_push(r->arena, rates);
        *d = (struct domain_rate){.domain = i->key};
        if (key_value(r, &one, i, d, e))
            return -1;
    }
    return 0;
}

static int read_warmup(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    static const struct key keys[] = {
        {"start", KEY_INT, offsetof(struct warmup, start), NULL},
        {"factor", KEY_NUM, offsetof(struct warmup, factor), NULL},
        {"most", KEY_INT, offsetof(struct warmup, most), NULL},
    };
    struct warmup *w = whole;
    *w = (struct warmup){.start = 50, .factor = 2, .most = 100000};
    if (keys_read(r, y, "'warmup'", keys, COUNT(keys), w, e))
        return -1;
    if (w->start < 1 || w->factor <= 1)
        return key_error(r, y, e, "'warmup' needs a 'start' of at least 1 and a 'factor' above 1");
    return 0;
}

/* A token is read as a password is, and told apart when it is used. */
#define TOKEN(where)                                                                                      \
    static int read_token_##where(struct key_reader *r, const struct yaml *y, void *whole, struct err *e) \
    {                                                                                                     \
        struct relay *relay = whole;                                                                      \
        relay->password_##where = yaml_str(y);                                                            \
        relay->bearer = true;                                                                             \
        return relay->password_##where.n ? 0 : key_error(r, y, e, "'token_" #where "' must be text");     \
    }
TOKEN(command)
TOKEN(file)
TOKEN(env)

static int read_auth(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    static const char *const known[] = {"PLAIN",    "LOGIN",   "CRAM-MD5",    "DIGEST-MD5",    "NTLM",       "GSSAPI",
                                        "EXTERNAL", "XOAUTH2", "OAUTHBEARER", "SCRAM-SHA-256", "SCRAM-SHA-1"};
    struct relay *relay = whole;
    for (size_t i = 0; i < COUNT(known); i++)
        if (str_ieqc(yaml_str(y), known[i])) {
            relay->auth = str_c(known[i]);
            return 0;
        }
    return key_error(
        r, y, e,
        "'auth' must be plain, login, cram-md5, scram-sha-256, xoauth2, oauthbearer or another that SASL knows");
}

static const struct key relay_keys[] = {
    {"url", KEY_STR, offsetof(struct relay, url), NULL},
    {"user", KEY_STR, offsetof(struct relay, user), NULL},
    {"password", KEY_READ, 0, refuse_password},
    {"password_command", KEY_STR, offsetof(struct relay, password_command), NULL},
    {"password_file", KEY_STR, offsetof(struct relay, password_file), NULL},
    {"password_env", KEY_STR, offsetof(struct relay, password_env), NULL},
    {"token_command", KEY_READ, 0, read_token_command},
    {"token_file", KEY_READ, 0, read_token_file},
    {"token_env", KEY_READ, 0, read_token_env},
    {"auth", KEY_READ, 0, read_auth},
    {"tls", KEY_READ, 0, read_tls},
    {"ca_file", KEY_STR, offsetof(struct relay, ca_file), NULL},
    {"helo", KEY_STR, offsetof(struct relay, helo), NULL},
    {"connections", KEY_INT, offsetof(struct relay, connections), NULL},
    {"rate", KEY_RATE, offsetof(struct relay, rate), NULL},
    {"weight", KEY_NUM, offsetof(struct relay, weight), NULL},
    {"domains", KEY_STRS, offsetof(struct relay, domains), NULL},
    {"senders", KEY_STRS, offsetof(struct relay, senders), NULL},
    {"depth", KEY_INT, offsetof(struct relay, depth), NULL},
    {"per_connection", KEY_INT, offsetof(struct relay, per_connection), NULL},
    {"connection_age", KEY_SPAN, offsetof(struct relay, connection_age), NULL},
    {"timeouts", KEY_READ, offsetof(struct relay, patience), read_timeouts},
    {"dsn", KEY_READ, offsetof(struct relay, dsn), read_dsn},
    {"domain_rates", KEY_READ, offsetof(struct relay, domain_rates), read_domain_rates},
    {"warmup", KEY_READ, offsetof(struct relay, warmup), read_warmup},
};

int config_relays(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    static const char *const schemes[] = {"smtp://", "smtps://", "lmtp:/",
                                          "maildir:", "null:"}; /* lmtp:/PATH is a local socket */
    struct config *c = whole;
    if (y->kind != YAML_LIST)
        return key_error(r, y, e, "'relays' must be a list");
    for (const struct yaml *i = y->child; i; i = i->next) {
        struct relay s = {.connections = 4, .weight = 1, .depth = 16, .connection_age = 600};
        bool known = false;
        if (keys_read(r, i, "a relay", relay_keys, COUNT(relay_keys), &s, e))
            return -1;
        for (size_t k = 0; k < COUNT(schemes); k++)
            known |= str_starts(s.url, schemes[k]);
        if (s.weight <= 0)
            return key_error(r, yaml_get(i, "weight"), e,
                             "'weight' must be more than 0; a relay that takes nothing is left out");
        if (s.connections < 1)
            return key_error(r, yaml_get(i, "connections"), e, "'connections' must be at least 1");
        if (!known)
            return key_error(
                r, i, e,
                "a relay needs a 'url' that starts with smtp://, smtps://, lmtp://, lmtp:/PATH, maildir: or null:");
        if (str_starts(s.url, "smtp") && str_chr(s.url, '@') != STR_NONE)
            return key_error(r, i, e, "no user or password in the relay's url; use 'user' and password_command");
        s.from_host = str_fmt(r->arena, STR_FMT ":%d", STR_ARG(r->file), i->line);
        vec_add(r->arena, &c->relays, s);
    }
    return 0;
}

/* ---- digests */

static bool minutes(struct str s, int *out)
{
    struct str rest = s, hour;
    int64_t h, m;
    str_cut(&rest, ':', &hour);
    if (!str_i64(hour, &h) || !str_i64(rest, &m) || h < 0 || h > 24 || m < 0 || m > 59 || h * 60 + m > 24 * 60)
        return false;
    *out = (int)(h * 60 + m);
    return true;
}

int config_hours(struct key_reader *r, const struct yaml *y, void *sending, struct err *e)
{
    struct hours *h = &((struct sending_config *)sending)->hours;
    struct str until = yaml_str(y), from;
    if (!str_cut(&until, '-', &from) || !minutes(str_trim(from), &h->from) || !minutes(str_trim(until), &h->until) ||
        h->from == h->until || h->from == 24 * 60)
        return key_error(r, y, e, "'hours' must be a part of the day, as in \"08:00-20:00\"");
    h->set = true;
    return 0;
}

int config_hours_in(struct key_reader *r, const struct yaml *y, void *sending, struct err *e)
{
    struct hours *h = &((struct sending_config *)sending)->hours;
    if (!str_eqc(yaml_str(y), "newsroom") && !str_eqc(yaml_str(y), "subscriber"))
        return key_error(r, y, e, "'hours_in' must be newsroom or subscriber: whose clock counts");
    h->of_reader = str_eqc(yaml_str(y), "subscriber");
    return 0;
}

int config_dkim(struct key_reader *r, const struct yaml *y, void *dkim, struct err *e)
{
    static const struct key keys[] = {
        {"domain", KEY_STR, offsetof(struct dkim_config, domain), NULL},
        {"selector", KEY_STRS, offsetof(struct dkim_config, selectors), NULL},
        {"key_file", KEY_STRS, offsetof(struct dkim_config, files), NULL},
    };
    struct dkim_config *d = dkim;
    d->line = y->line;
    d->column = y->column;
    if (keys_read(r, y, "'dkim'", keys, COUNT(keys), d, e))
        return -1;
    if (d->selectors.n == 0 || d->selectors.n != d->files.n || d->selectors.n > DKIM_KEYS_MAX)
        return key_error(
            r, y, e, "'dkim' needs a 'selector' and a 'key_file', or as many of the one as of the other, at most %d",
            DKIM_KEYS_MAX);
    return 0;
}
