#include "send/endpoint.h"
#include "base/file.h"
#include "base/url.h"
#include <arpa/inet.h>
#include <string.h>
#include <sys/utsname.h>

bool host_is_loopback(struct str host)
{
    char s[64];
    struct in_addr v4;
    struct in6_addr v6;
    if (str_ieqc(host, "localhost") ||
        (host.n > 10 && str_ieq(str_sub(host, host.n - 10, host.n), str_lit(".localhost"))))
        return true;
    if (host.n >= sizeof s)
        return false;
    memcpy(s, host.s, host.n);
    s[host.n] = 0;
    if (inet_pton(AF_INET, s, &v4) == 1)
        return ntohl(v4.s_addr) >> 24 == 127;
    return inet_pton(AF_INET6, s, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-'))
            return false;
    }
    return s.n > 0 && s.n <= 253 && s.s[0] != '-' && s.s[0] != '.';
}

/* RFC 5321 4.1.1.1: a name, or an address literal. It becomes part of a command: nothing else may stand in it. */
static int own_name(struct arena *a, const struct relay *r, struct str *out, struct err *e)
{
    struct utsname u;
    if (r->helo.n) {
        bool literal = r->helo.s[0] == '[' && str_ends(r->helo, "]") &&
                       strspn(r->helo.s, "[]0123456789abcdefABCDEFIPv:.") == r->helo.n;
        if (!is_name(r->helo) && !literal)
            return err_set(e, EX_CONFIG,
                           STR_FMT "%shelo \"" STR_FMT "\": is not a host name; give the name this machine is known by",
                           STR_ARG(r->from_host), r->from_host.n ? ": " : "", STR_ARG(r->helo));
        *out = r->helo;
        return 0;
    }
    *out = uname(&u) == 0 && is_name(str_c(u.nodename)) ? str_dup(a, str_c(u.nodename)) : str_lit("localhost");
    return 0;
}

static int bad_url(const struct relay *r, struct err *e, const char *why)
{
    return err_set(e, EX_CONFIG, STR_FMT "%srelay " STR_FMT ": %s", STR_ARG(r->from_host), r->from_host.n ? ": " : "",
                   STR_ARG(r->url), why);
}

static int network(struct arena *a, const struct relay *r, struct endpoint *p, struct err *e)
{
    struct url u;
    if (!url_parse(a, r->url, &u) || u.host.n == 0)
        return bad_url(r, e, "is not a URL like smtp://host:587");
    if (str_eqc(u.scheme, "smtp"))
        p->kind = TO_SMTP;
    else if (str_eqc(u.scheme, "smtps"))
        p->kind = TO_SMTPS;
    else if (str_eqc(u.scheme, "lmtp"))
        p->kind = TO_LMTP;
    else
        return bad_url(r, e, "is neither smtp://, smtps://, lmtp://, maildir: nor null:");
    p->host = u.host;
    if (p->host.s[0] == '[' && str_ends(p->host, "]"))
        p->host = str_dup(a, str_sub(p->host, 1, p->host.n - 1));
    p->port = u.port ? u.port : p->kind == TO_SMTP ? 25 : p->kind == TO_SMTPS ? 465 : 24;
    bool v6 = str_chr(p->host, ':') != STR_NONE;
    p->name = str_fmt(a, "%s" STR_FMT "%s:%d", v6 ? "[" : "", STR_ARG(p->host), v6 ? "]" : "", p->port);
    p->loopback = host_is_loopback(p->host);
    p->tls = p->kind == TO_SMTPS ||
             (p->kind == TO_SMTP && (r->tls == TLS_REQUIRED || (r->tls == TLS_DEFAULT && !p->loopback)));
    if (r->user.n && !p->tls && !p->loopback)
        return bad_url(r, e, "a password would cross the network in the clear; set tls: required, or leave user out");
    if (r->user.n && p->kind == TO_LMTP)
        return bad_url(r, e, "LMTP has no login; leave user out");
    return own_name(a, r, &p->helo, e);
}

int endpoint_read(struct arena *a, const struct relay *r, struct str newsroom, struct endpoint *out, struct err *e)
{
    struct endpoint p = {0};
    if (str_istarts(r->url, "maildir:")) {
        p.kind = TO_MAILDIR;
        p.path = str_sub(r->url, sizeof "maildir:" - 1, r->url.n);
        if (p.path.n == 0)
            return bad_url(r, e, "names no folder; write maildir:PATH");
        p.path = newsroom.n ? path_join(a, newsroom, p.path) : str_dup(a, p.path);
        p.name = str_dup(a, r->url);
    } else if (str_ieqc(r->url, "null:") || str_ieqc(r->url, "null")) {
        p.kind = TO_NULL;
        p.name = str_lit("null:");
    } else if (str_istarts(r->url, "lmtp:/") && !str_istarts(r->url, "lmtp://")) {
        p.kind = TO_LMTP;
        p.path = str_dup(a, str_sub(r->url, sizeof "lmtp:" - 1, r->url.n));
        p.name = str_dup(a, r->url);
        p.loopback = true;
        if (own_name(a, r, &p.helo, e) < 0)
            return -1;
    } else if (network(a, r, &p, e) < 0) {
        return -1;
    }
    *out = p;
    return 0;
}
