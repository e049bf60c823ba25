/* What went wrong while a connection was opened: one sentence that names the relay, the reason and what to do. */
#include "base/log.h"
#include "send/connection_parts.h"
#include <stdio.h>
#include <string.h>

static int certificate_trouble(struct connection *c, const char *says)
{
    const char *hint = strstr(says, "expire") ? "it is out of date; its owner must renew it"
                       : strstr(says, "does not match") || strstr(says, "name")
                           ? "it is made out to another name; use the relay's own name in url"
                           : "nobody trusted vouches for it; set ca_file if it is your own";
    return err_set(&c->error, EX_CONFIG, "%s: the relay's certificate was not accepted (%s): %s", c->name.s, says,
                   hint);
}

static int login_trouble(struct connection *c, const char *said)
{
    if (c->last_code / 100 == 4)
        return err_set(&c->error, EX_UNAVAILABLE, "%s: login is not possible at present (%s); try again later",
                       c->name.s, said);
    if ((c->last_code == 250 || c->last_code == 220) && c->auth.n)
        return err_set(&c->error, EX_CONFIG,
                       "%s: login by " STR_FMT
                       " is not possible: the relay does not offer it, or this libcurl does not know it; "
                       "leave auth out, or choose another",
                       c->name.s, STR_ARG(c->auth));
    if (c->last_code == 250 || c->last_code == 220)
        return err_set(&c->error, EX_CONFIG,
                       "%s: the relay offers no login that fits; leave user out, or ask its operator", c->name.s);
    return err_set(&c->error, EX_NOPERM, "%s: login as \"" STR_FMT "\" was refused (%s); check %s", c->name.s,
                   STR_ARG(c->user), said,
                   c->bearer ? "user, and whether the token is still good and meant for sending" : "user and password");
}

static int other_trouble(struct connection *c, CURLcode rc, const char *says, const char *said)
{
    switch (rc) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return err_set(&c->error, EX_NOHOST, "%s: no such host; check the relay's url and this machine's name service",
                       c->name.s);
    case CURLE_COULDNT_CONNECT:
        return err_set(&c->error, EX_UNAVAILABLE,
                       "%s: cannot be reached (%s); is the relay running, and the port right?", c->name.s, says);
    case CURLE_OPERATION_TIMEDOUT:
        return err_set(&c->error, EX_TEMPFAIL,
                       "%s: no answer in time%s%s; is it an SMTP server, and is a firewall in between?", c->name.s,
                       said[0] ? ", last heard: " : "", said);
    case CURLE_WEIRD_SERVER_REPLY:
        if (c->tls && c->last_code == 220) /* libcurl's word for more behind the answer to STARTTLS (RFC 3207 6) */
            return err_set(&c->error, EX_CONFIG,
                           "%s: plain text follows its answer to STARTTLS: the relay is broken, or somebody is in "
                           "between; nothing was sent",
                           c->name.s);
        break;
    case CURLE_WRITE_ERROR: /* on_header would not have it */
        return err_set(&c->error, EX_UNAVAILABLE,
                       "%s: what it answers is not SMTP; is it an SMTP server, and is the port right?", c->name.s);
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
        if (c->last_code < 400)
            return err_set(
                &c->error, EX_UNAVAILABLE,
                "%s: the connection ended before it was ready (the relay closed it, or its answer was too long to be "
                "one)%s%s; is it an SMTP server, and is the port right?",
                c->name.s, said[0] ? ", last heard: " : "", said);
        says = "the relay closed it";
        break;
    default:
        break;
    }
    if (c->last_code >= 400)
        return err_set(&c->error, EX_UNAVAILABLE, "%s: the relay will not talk to us: %s", c->name.s, said);
    return err_set(&c->error, EX_UNAVAILABLE, "%s: the connection broke before it was ready (%s); try again later",
                   c->name.s, says);
}

void connection_fail(struct connection *c, CURLcode rc)
{
    struct arena a = {0};
    const char *says = printable(&a, str_c(c->curl_says[0] ? c->curl_says : curl_easy_strerror(rc)), 300).s;
    const char *said = printable(&a, str_c(c->last_line), 200).s;
    bool proven = c->trust && trust_proven(c->trust); /* TLS works as it is configured: what breaks now is weather */
    c->state = CONNECTION_FAILED;
    switch (rc) {
    case CURLE_PEER_FAILED_VERIFICATION:
        certificate_trouble(c, says);
        break;
    case CURLE_USE_SSL_FAILED:
        if (c->last_code >= 400)
            err_set(&c->error, proven && c->last_code < 500 ? EX_UNAVAILABLE : EX_CONFIG,
                    "%s: TLS is required, but the relay refused STARTTLS (%s); nothing was sent; try again later, or "
                    "ask its "
                    "operator",
                    c->name.s, said);
        else
            err_set(&c->error, EX_CONFIG,
                    "%s: TLS is required, but the relay does not offer it; nothing was sent; is the port right (587, "
                    "or 465 with "
                    "smtps://)?",
                    c->name.s);
        break;
    case CURLE_SSL_CONNECT_ERROR:
        if (proven) {
            err_set(&c->error, EX_UNAVAILABLE, "%s: the connection broke in the TLS handshake (%s); try again later",
                    c->name.s, says);
            break;
        } /* fall through */
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
        err_set(&c->error, EX_CONFIG, "%s: TLS could not be set up (%s); nothing was sent", c->name.s, says);
        break;
    case CURLE_SSL_CACERT_BADFILE:
        err_set(&c->error, EX_CONFIG, "%s: the file of trusted certificates cannot be used (%s); check ca_file",
                c->name.s, says);
        break;
    case CURLE_LOGIN_DENIED:
    case CURLE_AUTH_ERROR:
        login_trouble(c, said);
        break;
    default:
        other_trouble(c, rc, says, said);
    }
    arena_end(&a);
}
