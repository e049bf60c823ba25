/* The catcher's side of the conversation: RFC 5321, 1870, 2033 (LMTP), 2920, 3030, 3207, 4954; faults; the log. */
#include "sink.h"
#include <gnutls/crypto.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *const stage_names[STAGES] = {"connect", "hello", "starttls", "auth", "mail",
                                         "rcpt",    "data",  "text",     "rset", "quit"};

/* ---- faults */

static size_t unescape(const char *s, char *out, size_t cap)
{
    size_t n = 0;
    for (; *s && n < cap; s++) {
        if (*s != '\\') {
            out[n++] = *s;
            continue;
        }
        unsigned byte;
        s++;
        if (*s == 'x' && sscanf(s + 1, "%2x", &byte) == 1) {
            out[n++] = (char)byte;
            s += 2;
        } else
            out[n++] = *s == 'r' ? '\r' : *s == 'n' ? '\n' : *s == '0' ? '\0' : *s;
        if (!*s)
            break;
    }
    return n;
}

static int name_index(const char *s, const char *const *names, int n)
{
    for (int i = 0; i < n; i++)
        if (strcmp(s, names[i]) == 0)
            return i;
    return -1;
}

bool fault_parse(const char *s, struct fault *f)
{
    static const char *const kinds[] = {"reply", "say", "more", "drop", "lost", "stall", "mute", "endless"};
    char kind[16], at[16], when[256];
    int used = 0;
    if (sscanf(s, "%15[a-z]=%15[a-z]:%255[^:]%n", kind, at, when, &used) != 3)
        return false;
    memset(f, 0, sizeof *f);
    int k = name_index(kind, kinds, sizeof kinds / sizeof *kinds), stage = name_index(at, stage_names, STAGES);
    if (k < 0 || stage < 0)
        return false;
    f->kind = (enum fault_kind)k;
    f->at = (enum stage)stage;
    if (when[0] == '@')
        snprintf(f->domain, sizeof f->domain, "%.250s", when + 1);
    else if (when[0] == '/')
        f->every = atol(when + 1);
    else if (strchr(when, '.'))
        f->chance = atof(when);
    else
        f->first = atol(when);
    f->text_n = s[used] == ':' ? unescape(s + used + 1, f->text, sizeof f->text) : 0;
    return true;
}

static bool at_domain(const struct client *c, const char *domain)
{
    const char *at = c->rcpts_n ? strrchr(c->rcpts, '@') : NULL;
    return at && strncasecmp(at + 1, domain, strlen(domain)) == 0;
}

static struct fault *strikes(struct client *c, enum stage at)
{
    for (int i = 0; i < opt.n_faults; i++) {
        struct fault *f = &opt.faults[i];
        if (f->at != at)
            continue;
        bool yes = f->domain[0] ? at_domain(c, f->domain)
                   : f->first   ? f->struck < f->first
                   : f->every   ? ++f->passed % f->every == 0
                                : (double)random() / RAND_MAX < f->chance;
        if (yes) {
            f->struck++;
            return f;
        }
    }
    return NULL;
}

/* ---- answers */

static void say(struct client *c, const char *s)
{
    put(c, s, strlen(s));
}

void smtp_hang_up(struct client *c)
{
    c->closing = c->abrupt = true;
    counts.dropped++;
}

/* "250 2.1.0 ok": the enhanced code goes when it is not offered (and in a greeting or help text there is none). */
static void plain_answer(struct client *c, const char *s)
{
    bool enhanced = strlen(s) > 9 && s[5] == '.' && s[7] == '.';
    put(c, s, 4);
    say(c, enhanced && !opt.enhanced ? s + 10 : s + 4);
    put(c, "\r\n", 2);
    if (++c->owed > counts.in_flight_max)
        counts.in_flight_max = c->owed;
    if (s[0] > '3')
        counts.refused++;
}

/* Answers, or does what the fault says. Returns whether the command took effect (a positive answer, or none that
 * denies). */
static bool answer_or(struct client *c, struct fault *f, const char *s)
{
    if (!f) {
        plain_answer(c, s);
        return s[0] < '4';
    }
    switch (f->kind) {
    case FAULT_REPLY:
        f->text[f->text_n < sizeof f->text ? f->text_n : sizeof f->text - 1] = 0;
        plain_answer(c, f->text);
        if (strncmp(f->text, "421", 3) == 0)
            c->closing = true;
        return f->text[0] < '4';
    case FAULT_SAY:
        put(c, f->text, f->text_n);
        return true;
    case FAULT_MORE:
        plain_answer(c, s);
        put(c, f->text, f->text_n);
        return true;
    case FAULT_DROP:
        smtp_hang_up(c);
        return false;
    case FAULT_LOST:
        counts.lost++;
        c->closing = c->abrupt = true;
        return true;
    case FAULT_STALL:
    case FAULT_MUTE:
        c->stalled = true;
        return f->kind == FAULT_MUTE;
    case FAULT_ENDLESS:
        c->endless = true;
        put(c, "250-so\r\n", 8);
        return false;
    }
    return false;
}

static bool answer(struct client *c, enum stage at, const char *s)
{
    return answer_or(c, strikes(c, at), s);
}

static void violation(struct client *c, const char *what)
{
    counts.violations++;
    if (log_file)
        fprintf(log_file, "{\"ev\":\"violation\",\"conn\":%d,\"what\":\"%s\"}\n", c->serial, what);
    if (opt.strict) {
        say(c, "503 5.5.1 breach of protocol\r\n");
        c->closing = true;
    }
}

void smtp_greet(struct client *c)
{
    if (opt.max_conns && counts.open > opt.max_conns) {
        say(c, "421 4.7.0 too many connections\r\n");
        c->closing = true;
    } else
        answer(c, AT_CONNECT, "220 sink.example ESMTP");
}

/* ---- a whole message */

static void json_text(FILE *f, const char *s, size_t n)
{
    fputc('"', f);
    for (size_t i = 0; i < n; i++)
        if (s[i] == '"' || s[i] == '\\' || (unsigned char)s[i] < 32)
            fprintf(f, "\\u%04x", (unsigned char)s[i]);
        else
            fputc(s[i], f);
    fputc('"', f);
}

static void write_log(struct client *c, const char *via, bool answered)
{
    unsigned char sum[32];
    char hexed[65];
    gnutls_hash_fast(GNUTLS_DIG_SHA256, c->text ? c->text : "", c->text_n, sum);
    for (int i = 0; i < 32; i++)
        sprintf(hexed + 2 * i, "%02x", sum[i]);
    fprintf(log_file, "{\"ev\":\"accepted\",\"n\":%ld,\"conn\":%d,\"from\":", counts.accepted, c->serial);
    json_text(log_file, c->from, strlen(c->from));
    fputs(",\"rcpts\":[", log_file);
    for (char *r = c->rcpts; *r;) {
        size_t n = strcspn(r, "\n");
        json_text(log_file, r, n);
        r += n + (r[n] == '\n');
        if (*r)
            fputc(',', log_file);
    }
    fprintf(log_file, "],\"size\":%zu,\"sha256\":\"%s\",\"via\":\"%s\",\"tls\":%s,\"answered\":%s", c->text_n, hexed,
            via, c->tls_on ? "true" : "false", answered ? "true" : "false");
    char *end = memmem(c->text, c->text_n, "\r\n\r\n", 4), *id = NULL;
    for (char *p = c->text; p && end && p < end; p = memchr(p, '\n', (size_t)(end - p)), p = p ? p + 1 : NULL)
        if (strncasecmp(p, "message-id:", 11) == 0)
            id = p + 11;
    if (id) {
        id += strspn(id, " ");
        fputs(",\"message_id\":", log_file);
        json_text(log_file, id, strcspn(id, "\r\n"));
    }
    fputs(",\"mail\":", log_file);
    json_text(log_file, c->mail_wish, strlen(c->mail_wish));
    fputs(",\"rcpt\":", log_file);
    json_text(log_file, c->rcpt_wish, strlen(c->rcpt_wish));
    fputs("}\n", log_file);
    fflush(log_file);
}

static void save(struct client *c)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%06ld.eml", opt.dir, counts.accepted);
    FILE *f = fopen(path, "w");
    if (!f || fwrite(c->text, 1, c->text_n, f) != c->text_n || fclose(f) != 0) {
        perror(path);
        exit(74);
    }
}

/* Undoes dot-stuffing (RFC 5321 4.5.2) and looks for what must never be on the wire. */
static void check_text(struct client *c, bool stuffed)
{
    char *t = c->text;
    size_t w = 0, line = 0;
    bool lf = false, cr = false, nul = false, longer = false, dot = false, high = false;
    for (size_t i = 0; i < c->text_n; i++) {
        char ch = t[i];
        if (stuffed && line == 0 && ch == '.') {
            if (i + 1 < c->text_n && t[i + 1] != '.')
                dot = true;
            line++;
            continue;
        }
        if (ch == '\n') {
            lf |= i == 0 || t[i - 1] != '\r';
            longer |= line > 999; /* the CR is counted */
            line = 0;
        } else {
            line++;
            cr |= ch == '\r' && (i + 1 == c->text_n || t[i + 1] != '\n');
            nul |= ch == 0;
            high |= (signed char)ch < 0;
        }
        t[w++] = ch;
    }
    if (lf)
        violation(c, "bare LF in text");
    if (cr)
        violation(c, "bare CR in text");
    if (nul)
        violation(c, "NUL in text");
    if (longer)
        violation(c, "line over 998 octets");
    if (dot)
        violation(c, "dot not doubled");
    if (high && !c->body8)
        violation(c, "8-bit text without BODY=8BITMIME");
    if (w && (w < 2 || t[w - 1] != '\n'))
        violation(c, "no CRLF at the end");
    if (c->declared >= 0 && (size_t)c->declared < w)
        violation(c, "SIZE understated");
    c->text_n = w;
}

static void forget(struct client *c)
{
    c->in_transaction = c->bdat_open = c->utf8_asked = c->body8 = false;
    c->from[0] = c->rcpts[0] = 0;
    c->rcpts_n = c->text_n = 0;
    c->n_rcpts = c->n_refused = 0;
    c->declared = -1;
}

static void keep(struct client *c, size_t n)
{
    if (!opt.dir && !log_file)
        return;
    if (c->text_n + n > c->text_cap) {
        c->text_cap = (c->text_n + n) * 2;
        c->text = realloc(c->text, c->text_cap);
    }
    memcpy(c->text + c->text_n, c->in, n);
    c->text_n += n;
}

/* The fault decides first: a message is kept when its answer is positive, or lost on the way. */
static void end_of_text(struct client *c, bool stuffed)
{
    bool collected = opt.dir || log_file;
    if (collected)
        check_text(c, stuffed);
    if (opt.lmtp && c->n_rcpts == 0) {
        forget(c);
        return;
    }
    struct fault *f = strikes(c, AT_TEXT);
    bool refused =
        f && (f->kind == FAULT_DROP || f->kind == FAULT_STALL || (f->kind == FAULT_REPLY && f->text[0] > '3'));
    if (c->n_rcpts == 0)
        refused = true;
    if (!refused) {
        counts.accepted++;
        counts.last = now();
        if (counts.first == 0)
            counts.first = counts.last;
        if (opt.dir)
            save(c);
        if (log_file)
            write_log(c, stuffed ? "DATA" : "BDAT", !(f && (f->kind == FAULT_LOST || f->kind == FAULT_MUTE)));
    }
    const char *verdict = c->n_rcpts ? "250 2.0.0 kept" : "554 5.5.1 nobody to deliver to";
    int n = opt.lmtp ? c->n_rcpts : 1;
    forget(c);
    answer_or(c, f, verdict);
    while (!f && --n > 0)
        plain_answer(c, verdict);
    c->messages++;
    if (opt.after && c->messages >= opt.after) {
        say(c, "421 4.4.2 enough for one connection\r\n");
        c->closing = true;
    }
}

/* ---- commands */

static bool param(const char *s, const char *name, char *value, size_t cap)
{
    size_t n = strlen(name);
    for (const char *p = strchr(s, '>'); p && (p = strchr(p, ' ')); p++)
        if (strncasecmp(p + 1, name, n) == 0 && (p[1 + n] == '=' || p[1 + n] == ' ' || p[1 + n] == 0)) {
            snprintf(value, cap, "%.*s", p[1 + n] == '=' ? (int)strcspn(p + 2 + n, " ") : 0, p[1 + n] ? p + 2 + n : "");
            return true;
        }
    return false;
}

static bool path_of(const char *s, const char *word, char *out, size_t cap)
{
    size_t n = strlen(word);
    if (strncasecmp(s, word, n) != 0 || s[n] != '<')
        return false;
    const char *end = strchr(s + n, '>');
    if (!end || (size_t)(end - s - (long)n) > cap)
        return false;
    snprintf(out, cap, "%.*s", (int)(end - s - (long)n - 1), s + n + 1);
    return true;
}

static bool over_limit(void)
{
    static double since, seen;
    double t = now();
    if (t - since >= 1) {
        since = t;
        seen = 0;
    }
    return ++seen > opt.limit;
}

/* What stands behind the path. */
static void keep_wish(char *out, size_t cap, const char *line)
{
    const char *end = strrchr(line, '>');
    snprintf(out, cap, "%s", end ? end + 1 + strspn(end + 1, " ") : "");
}

static void mail(struct client *c, const char *line)
{
    char v[512], from[1024];
    if (!c->hello || (opt.auth && !c->authed)) {
        plain_answer(c, c->hello ? "530 5.7.0 log in first" : "503 5.5.1 EHLO first");
        return;
    }
    if (c->in_transaction) { /* as exim does: the old sender stays */
        plain_answer(c, "503 5.5.1 sender already given");
        violation(c, "nested MAIL");
        return;
    }
    if (!path_of(line + 5, "FROM:", from, sizeof from)) {
        plain_answer(c, "501 5.5.4 MAIL FROM:<address>");
        return;
    }
    bool size = param(line, "SIZE", v, sizeof v);
    c->declared = size ? atol(v) : -1;
    c->utf8_asked = param(line, "SMTPUTF8", v, sizeof v);
    c->body8 = param(line, "BODY", v, sizeof v) && strcasecmp(v, "8BITMIME") == 0;
    if ((size && !opt.size_ext) || (c->utf8_asked && !opt.utf8) || (c->body8 && !opt.eightbit) ||
        ((param(line, "RET", v, sizeof v) || param(line, "ENVID", v, sizeof v)) && !opt.dsn))
        violation(c, "parameter not offered");
    for (const char *p = from; *p; p++)
        if ((signed char)*p < 0 && !c->utf8_asked) {
            violation(c, "8-bit address without SMTPUTF8");
            break;
        }
    if (c->declared > opt.size) {
        plain_answer(c, "552 5.3.4 message too big");
        return;
    }
    if (opt.limit > 0 && over_limit()) {
        plain_answer(c, "450 4.7.1 too fast, slow down");
        return;
    }
    if (answer(c, AT_MAIL, "250 2.1.0 ok")) {
        c->in_transaction = true;
        strcpy(c->from, from);
        keep_wish(c->mail_wish, sizeof c->mail_wish, line);
    }
}

static bool seen_before(const char *s)
{
    static uint64_t seen[1 << 20];
    uint64_t h = 1469598103934665603u;
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211u;
    for (size_t i = h % (1 << 20);; i = (i + 1) % (1 << 20)) {
        if (seen[i] == h)
            return true;
        if (seen[i] == 0) {
            seen[i] = h;
            return false;
        }
    }
}

static void rcpt(struct client *c, const char *line)
{
    char to[1024], v[512];
    if (!c->in_transaction) {
        plain_answer(c, "503 5.5.1 MAIL first");
        return;
    }
    if (!path_of(line + 5, "TO:", to, sizeof to) || !strchr(to, '@')) {
        plain_answer(c, "501 5.5.4 RCPT TO:<address>");
        return;
    }
    if ((param(line, "NOTIFY", v, sizeof v) || param(line, "ORCPT", v, sizeof v)) && !opt.dsn)
        violation(c, "parameter not offered");
    for (const char *p = to; *p; p++)
        if ((signed char)*p < 0 && !c->utf8_asked) {
            violation(c, "8-bit address without SMTPUTF8");
            break;
        }
    size_t n = strlen(to), before = c->rcpts_n;
    if (c->rcpts_n + n + 2 > sizeof c->rcpts) {
        plain_answer(c, "452 4.5.3 too many recipients");
        return;
    }
    if (before)
        c->rcpts[c->rcpts_n++] = '\n';
    memcpy(c->rcpts + c->rcpts_n, to, n + 1);
    c->rcpts_n += n;
    bool grey = opt.greylist && !seen_before(to);
    if (grey)
        plain_answer(c, "451 4.7.1 greylisted, come back");
    if (!grey && answer(c, AT_RCPT, "250 2.1.5 ok")) {
        c->n_rcpts++;
        keep_wish(c->rcpt_wish, sizeof c->rcpt_wish, line);
        return;
    }
    c->n_refused++;
    c->rcpts_n = before;
    c->rcpts[before] = 0;
}

static void data(struct client *c)
{
    if (c->in_n)
        violation(c, "pipelined behind DATA");
    if (c->n_rcpts == 0) {
        plain_answer(c, c->n_refused ? "554 5.5.1 no valid recipients" : "503 5.5.1 RCPT first");
        return;
    }
    if (answer(c, AT_DATA, "354 go ahead")) {
        c->state = IN_DATA;
        c->at_line_start = true;
    }
}

static void bdat_done(struct client *c)
{
    c->state = IN_COMMANDS;
    if (c->discard)
        plain_answer(c, c->in_transaction ? "554 5.5.1 no valid recipients" : "503 5.5.1 MAIL first");
    else if (c->last_chunk)
        end_of_text(c, false);
    else
        plain_answer(c, "250 2.0.0 chunk");
}

static void bdat(struct client *c, const char *line)
{
    char last[8] = "";
    size_t n = 0;
    if (!opt.chunking || sscanf(line + 5, "%zu %7s", &n, last) < 1 || n > (size_t)opt.size) {
        plain_answer(c, "501 5.5.4 BDAT size [LAST]");
        violation(c, "BDAT not offered or malformed");
        return;
    }
    c->last_chunk = strcasecmp(last, "LAST") == 0;
    c->discard = c->n_rcpts == 0;
    if (c->discard && opt.bdat_commands) {
        plain_answer(c, "503 5.5.1 no transaction");
        return;
    }
    c->chunk_left = n;
    c->state = IN_BDAT;
    if (n == 0)
        bdat_done(c);
}

static void hello(struct client *c, const char *line)
{
    forget(c);
    if (c->in_n)
        violation(c, "pipelined behind EHLO");
    if (strncasecmp(line, "HELO", 4) == 0) {
        c->hello = true;
        answer(c, AT_HELLO, "250 sink.example");
        return;
    }
    if (!opt.esmtp) {
        plain_answer(c, "502 5.5.1 EHLO is not known here");
        return;
    }
    struct fault *f = strikes(c, AT_HELLO);
    if (f) {
        answer_or(c, f, "250 sink.example");
        return;
    }
    c->hello = true;
    say(c, "250-sink.example\r\n");
    const struct {
        bool on;
        const char *line;
    } offers[] = {{opt.pipelining, "PIPELINING"},
                  {opt.chunking, "CHUNKING"},
                  {opt.eightbit, "8BITMIME"},
                  {opt.utf8, "SMTPUTF8"},
                  {opt.dsn, "DSN"},
                  {opt.enhanced, "ENHANCEDSTATUSCODES"},
                  {opt.tls && opt.starttls && !c->tls_on, "STARTTLS"},
                  {opt.auth != NULL, "AUTH PLAIN LOGIN XOAUTH2"}};
    char b[128];
    for (size_t i = 0; i < sizeof offers / sizeof *offers; i++)
        if (offers[i].on) {
            snprintf(b, sizeof b, "250-%s\r\n", offers[i].line);
            say(c, b);
        }
    if (opt.size_ext)
        snprintf(b, sizeof b, "250 SIZE %ld\r\n", opt.size);
    else
        snprintf(b, sizeof b, "250 HELP\r\n");
    say(c, b);
}

static int base64_value(char ch)
{
    static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *p = ch ? strchr(set, ch) : NULL;
    return p ? (int)(p - set) : -1;
}

static size_t unbase64(const char *s, char *out, size_t cap)
{
    size_t n = 0;
    unsigned bits = 0, have = 0;
    for (; *s && n + 1 < cap; s++) {
        int v = base64_value(*s);
        if (v < 0)
            continue;
        bits = bits << 6 | (unsigned)v;
        if ((have += 6) >= 8)
            out[n++] = (char)(bits >> (have -= 8));
    }
    out[n] = 0;
    return n;
}

static void check_login(struct client *c, const char *user, const char *password)
{
    char both[600];
    snprintf(both, sizeof both, "%.250s:%.250s", user, password);
    c->state = IN_COMMANDS;
    if (strcmp(both, opt.auth) != 0)
        plain_answer(c, "535 5.7.8 wrong user or password");
    else
        c->authed = answer(c, AT_AUTH, "235 2.7.0 welcome");
}

static void auth_line(struct client *c, const char *s)
{
    char raw[600];
    size_t n = unbase64(s, raw, sizeof raw);
    if (c->state == IN_AUTH_USER) {
        snprintf(c->auth_user, sizeof c->auth_user, "%.250s", raw);
        say(c, "334 UGFzc3dvcmQ6\r\n");
        c->state = IN_AUTH_PASS;
    } else if (c->state == IN_AUTH_PASS)
        check_login(c, c->auth_user, raw);
    else if (c->state == IN_AUTH_BEARER) { /* user=U ^A auth=Bearer T ^A ^A */
        char user[260] = "", token[260] = "";
        sscanf(raw, "user=%250[^\001]\001auth=Bearer %250[^\001]", user, token);
        check_login(c, user, token);
    } else {
        const char *user = raw + strlen(raw) + 1;
        const char *password = user < raw + n ? user + strlen(user) + 1 : NULL;
        check_login(c, password ? user : "", password && password <= raw + n ? password : "");
    }
}

static void auth(struct client *c, const char *line)
{
    if (!opt.auth || c->authed)
        plain_answer(c, "503 5.5.1 no login here");
    else if (opt.tls && opt.starttls && !c->tls_on) {
        violation(c, "login in the clear");
        plain_answer(c, "538 5.7.11 encryption required");
    } else if (strncasecmp(line + 5, "PLAIN ", 6) == 0)
        auth_line(c, line + 11);
    else if (strncasecmp(line + 5, "PLAIN", 5) == 0) {
        say(c, "334 \r\n");
        c->state = IN_AUTH_PLAIN;
    } else if (strncasecmp(line + 5, "LOGIN", 5) == 0) {
        say(c, "334 VXNlcm5hbWU6\r\n");
        c->state = IN_AUTH_USER;
    } else if (strncasecmp(line + 5, "XOAUTH2 ", 8) == 0) {
        c->state = IN_AUTH_BEARER;
        auth_line(c, line + 13);
    } else if (strncasecmp(line + 5, "XOAUTH2", 7) == 0) {
        say(c, "334 \r\n");
        c->state = IN_AUTH_BEARER;
    } else
        plain_answer(c, "504 5.5.4 mechanism unknown");
}

static void starttls(struct client *c)
{
    if (!opt.tls || !opt.starttls || c->tls_on) {
        plain_answer(c, "454 4.7.0 no TLS");
        return;
    }
    if (c->in_n)
        violation(c, "pipelined behind STARTTLS");
    if (!answer(c, AT_STARTTLS, "220 2.0.0 go ahead"))
        return;
    if (opt.tls_inject)
        say(c, "250-injected.example\r\n250 AUTH PLAIN\r\n");
    forget(c);
    c->hello = c->authed = false;
    c->want_tls = true;
}

static void command(struct client *c, char *line)
{
    char verb[9];
    snprintf(verb, sizeof verb, "%.*s", (int)strcspn(line, " "), line);
    if (strcasecmp(verb, opt.lmtp ? "LHLO" : "EHLO") == 0 || (!opt.lmtp && strcasecmp(verb, "HELO") == 0))
        hello(c, line);
    else if (strcasecmp(verb, "MAIL") == 0)
        mail(c, line);
    else if (strcasecmp(verb, "RCPT") == 0)
        rcpt(c, line);
    else if (strcasecmp(verb, "DATA") == 0)
        data(c);
    else if (strcasecmp(verb, "BDAT") == 0)
        bdat(c, line);
    else if (strcasecmp(verb, "RSET") == 0) {
        forget(c);
        answer(c, AT_RSET, "250 2.0.0 ok");
    } else if (strcasecmp(verb, "NOOP") == 0)
        plain_answer(c, "250 2.0.0 ok");
    else if (strcasecmp(verb, "QUIT") == 0) {
        answer(c, AT_QUIT, "221 2.0.0 bye");
        c->closing = true;
    } else if (strcasecmp(verb, "AUTH") == 0)
        auth(c, line);
    else if (strcasecmp(verb, "STARTTLS") == 0)
        starttls(c);
    else
        plain_answer(c, "500 5.5.2 unknown command");
}

/* The conversation works on a moving window of the input; what is left is moved to the front once, at the end. */
static bool step(struct client *c)
{
    if (c->state == IN_BDAT) {
        size_t n = c->chunk_left < c->in_n ? c->chunk_left : c->in_n;
        if (!c->discard)
            keep(c, n);
        c->in += n, c->in_n -= n;
        c->chunk_left -= n;
        if (c->chunk_left == 0)
            bdat_done(c);
        return c->chunk_left == 0;
    }
    if (c->state == IN_DATA) {
        if (c->at_line_start && c->in_n < 3)
            return false;
        bool at_once = c->at_line_start && memcmp(c->in, ".\r\n", 3) == 0;
        char *end = at_once ? NULL : memmem(c->in, c->in_n, "\r\n.\r\n", 5);
        c->at_line_start = false;
        size_t n = at_once ? 0 : end ? (size_t)(end - c->in) + 2 : c->in_n > 4 ? c->in_n - 4 : 0;
        keep(c, n);
        if (!at_once && !end) {
            c->in += n, c->in_n -= n;
            return false;
        }
        c->in += n + 3, c->in_n -= n + 3;
        c->state = IN_COMMANDS;
        if (c->in_n && !opt.pipelining)
            violation(c, "pipelining not offered");
        end_of_text(c, true);
        return true;
    }
    char *nl = memchr(c->in, '\n', c->in_n);
    if (!nl)
        return false;
    size_t n = (size_t)(nl - c->in) + 1;
    char line[4096];
    if (n < 2 || nl[-1] != '\r')
        violation(c, "bare LF in a command");
    size_t keep_n = n - 1 < sizeof line - 1 ? n - 1 : sizeof line - 1;
    memcpy(line, c->in, keep_n);
    if (keep_n && line[keep_n - 1] == '\r')
        keep_n--;
    line[keep_n] = 0;
    if (n > 1024)
        violation(c, "command too long");
    if (strlen(line) != keep_n || memchr(line, '\r', keep_n))
        violation(c, "NUL or CR in a command");
    c->in += n, c->in_n -= n;
    if (c->in_n && !opt.pipelining && strncasecmp(line, "BDAT", 4) != 0)
        violation(c, "pipelining not offered");
    if (c->state == IN_COMMANDS)
        command(c, line);
    else
        auth_line(c, line);
    return true;
}

void smtp_input(struct client *c)
{
    char *base = c->in;
    c->owed = 0;
    while (c->in_n && !c->closing && !c->stalled && !c->endless && !c->want_tls && step(c))
        ;
    memmove(base, c->in, c->in_n);
    c->in = base;
    if (c->closing || c->stalled)
        c->in_n = 0;
}
