/* Conversations, played from scripts. Each script is played with the server's bytes cut at every length and with the
 * client's bytes taken in several sizes; the dialogue must be the same.
 *
 *   M addr     a message for addr waits to be sent (submitted as soon as there is room)
 *   S line     the server says line CRLF; "S= bytes" says just these (\r \n \0 undone)
 *   C line     the client has said line CRLF next
 *   -          the client says nothing more at this point
 *   O text     the next outcome
 *   X why      the connection is lost
 *   W n        from here the socket takes only n bytes more
 *   Q          quit
 */
#include "base/buf.h"
#include "send/smtp.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char text[] = "Subject: x\r\n\r\n.dot\r\n", stuffed[] = "Subject: x\r\n\r\n..dot\r\n";

struct note {
    struct smtp_message m;
    struct iovec v[3];
    char to[64];
    bool started, done;
};

struct play {
    struct smtp *m;
    struct note notes[64];
    size_t notes_n, submitted;
    struct buf said, outcomes;
    size_t said_read, outcomes_read;
    size_t split, take;
    long allowed; /* bytes the socket takes; -1: all */
    const char *where;
};

static void on_start(void *ctx, struct smtp_message *m)
{
    struct note *n = m->owner;
    assert_false(n->started);
    n->started = true;
}

static void on_outcome(void *ctx, struct smtp_message *m, const struct smtp_outcome *o)
{
    static const char *const words[] = {"accepted", "refused", "unfit", "back", "doubt"};
    struct play *p = ctx;
    struct note *n = m->owner;
    assert_false(n->done);
    n->done = true;
    if (o->verdict == SMTP_ACCEPTED || o->verdict == SMTP_DOUBT)
        assert_true(n->started);
    buf_fmt(&p->outcomes, "%s %s", n->to, words[o->verdict]);
    if (o->verdict == SMTP_REFUSED)
        buf_fmt(&p->outcomes, " %d at %s", o->code, smtp_stage_names[o->stage]);
    else if (o->verdict == SMTP_BACK && o->code)
        buf_fmt(&p->outcomes, " after %d", o->code);
    if (o->first)
        buf_c(&p->outcomes, " first");
    buf_ch(&p->outcomes, '\n');
}

static void write_out(struct play *p)
{
    struct iovec v[5];
    size_t n;
    while ((n = smtp_output(p->m, v, 5)) > 0 && p->allowed != 0) {
        size_t took = 0;
        for (size_t i = 0; i < n && took < p->take; i++) {
            size_t len = v[i].iov_len < p->take - took ? v[i].iov_len : p->take - took;
            if (p->allowed >= 0 && len > (size_t)p->allowed)
                len = (size_t)p->allowed;
            buf_add(&p->said, v[i].iov_base, len);
            took += len;
            if (p->allowed >= 0)
                p->allowed -= (long)len;
        }
        smtp_wrote(p->m, took);
    }
}

static void pump(struct play *p)
{
    while (p->submitted < p->notes_n && smtp_room(p->m)) {
        struct note *n = &p->notes[p->submitted++];
        const char *t = smtp_stuffed(p->m) ? stuffed : text;
        size_t len = strlen(t);
        n->v[0] = (struct iovec){(char *)t, 5};
        n->v[1] = (struct iovec){(char *)t + 5, len - 5};
        n->v[2] = (struct iovec){(char *)t + len, 0};
        n->m.text = n->v;
        n->m.pieces = 3;
        smtp_submit(p->m, &n->m);
    }
    write_out(p);
}

static void add_message(struct play *p, struct str to)
{
    struct note *n = &p->notes[p->notes_n++];
    snprintf(n->to, sizeof n->to, STR_FMT, STR_ARG(to));
    bool utf8 = false;
    for (size_t i = 0; i < to.n; i++)
        utf8 |= (signed char)to.s[i] < 0;
    n->m = (struct smtp_message){.owner = n,
                                 .from = str_lit("b+1@x"),
                                 .to = str_c(n->to),
                                 .size = sizeof text - 1,
                                 .utf8 = utf8,
                                 .eightbit = str_starts(to, "8")};
}

static void server_says(struct play *p, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i += p->split) {
        size_t len = n - i < p->split ? n - i : p->split;
        char *copy = malloc(len); /* so that reading past it is seen */
        memcpy(copy, bytes + i, len);
        smtp_receive(p->m, copy, len);
        free(copy);
        pump(p);
    }
}

static size_t raw(struct str s, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (c == '\\' && i + 1 < s.n) {
            c = s.s[++i];
            c = c == 'r' ? '\r' : c == 'n' ? '\n' : c == '0' ? '\0' : c;
        }
        out[n++] = c;
    }
    return n;
}

static void expect_line(struct play *p, struct buf *b, size_t *read, struct str want, const char *end)
{
    char line[2000];
    size_t n = (size_t)snprintf(line, sizeof line, STR_FMT "%s", STR_ARG(want), end);
    struct str got = str_sub(buf_view(b), *read, *read + n);
    if (!str_eq(got, (struct str){line, n}))
        fail_msg("%s (split %zu, take %zu): wanted\n%s---- got\n" STR_FMT, p->where, p->split, p->take, line,
                 STR_ARG(str_sub(buf_view(b), *read, b->n)));
    *read += n;
}

static void play(const char *name, const struct smtp_options *o, const char *script, size_t split, size_t take)
{
    static struct play p;
    char bytes[4000];
    p = (struct play){.split = split, .take = take, .allowed = -1, .where = name};
    buf_init(&p.said, 1 << 20);
    buf_init(&p.outcomes, 1 << 20);
    p.m = smtp_begin(o, &(struct smtp_hooks){&p, on_start, on_outcome});
    struct str rest = str_c(script), line;
    while (str_line(&rest, &line)) {
        struct str arg = str_sub(line, 2, line.n);
        if (line.n == 0)
            continue;
        switch (line.s[0]) {
        case 'M':
            add_message(&p, arg);
            if (!str_starts(rest, "M ") && !str_starts(rest, "W "))
                pump(&p);
            break;
        case 'S':
            pump(&p);
            if (line.s[1] == '=')
                server_says(&p, bytes, raw(str_sub(line, 3, line.n), bytes));
            else
                server_says(&p, bytes, (size_t)snprintf(bytes, sizeof bytes, STR_FMT "\r\n", STR_ARG(arg)));
            break;
        case 'C':
            pump(&p);
            expect_line(&p, &p.said, &p.said_read, arg, "\r\n");
            break;
        case '-':
            pump(&p);
            if (p.said_read != p.said.n)
                fail_msg("%s (split %zu, take %zu): says more than it should: %s", name, split, take,
                         p.said.p + p.said_read);
            break;
        case 'O':
            expect_line(&p, &p.outcomes, &p.outcomes_read, arg, "\n");
            break;
        case 'X':
            smtp_lost(p.m, "lost");
            break;
        case 'Q':
            smtp_quit(p.m);
            break;
        case 'W':
            p.allowed = atol(line.s + 2);
            break;
        case '#':
            break;
        default:
            fail_msg("%s: script: %.*s", name, (int)line.n, line.s);
        }
    }
    if (p.outcomes_read != p.outcomes.n)
        fail_msg("%s (split %zu): more outcomes: %s", name, split, p.outcomes.p + p.outcomes_read);
    if (p.allowed < 0 && p.said_read != p.said.n)
        fail_msg("%s (split %zu): more said: %s", name, split, p.said.p + p.said_read);
    smtp_end(p.m);
    for (size_t i = 0; i < p.submitted; i++)
        assert_true(p.notes[i].done);
    buf_end(&p.said);
    buf_end(&p.outcomes);
}

static void play_all(const char *name, const struct smtp_options *o, const char *script)
{
    for (size_t split = 1; split <= 12; split++)
        play(name, o, script, split, 1000000);
    for (size_t take = 1; take <= 40; take += 3)
        play(name, o, script, 1000, take);
    play(name, o, script, 1000, 1000000);
}

static const struct smtp_options plain = {.caps = {.size = true}};
static const struct smtp_options grouped = {.most = SMTP_DEEP, .caps = {.pipelining = true}};
static const struct smtp_options deep = {.most = SMTP_DEEP, .depth = 4, .caps = {.pipelining = true, .chunking = true}};
static const struct smtp_options lmtp = {.hello = SMTP_LHLO, .name = {"me", 2}, .most = SMTP_DEEP};
static const struct smtp_options ehlo = {.hello = SMTP_EHLO, .name = {"me", 2}, .most = SMTP_DEEP};

#define BODY "C Subject: x\nC \nC .dot\n"
#define STUFFED "C Subject: x\nC \nC ..dot\nC .\n"
#define PROBE "C BDAT 6 LAST\nC XXXX\nC RSET\n-\nS 503 5.5.1 no\nS 250 ok\n"
#define DEEP(to) "C MAIL FROM:<b+1@x>\nC RCPT TO:<" to ">\nC BDAT 20 LAST\n" BODY
#define OK4 "S 250 reset\nS 250 mail\nS 250 rcpt\nS 250 kept\n"

static void test_lockstep(void **state)
{
    play_all("two", &plain,
             "M a@x\nM b@x\nC MAIL FROM:<b+1@x> SIZE=20\n-\nS 250 ok\nC RCPT TO:<a@x>\n-\nS 250 ok\nC DATA\n-\nS 354 "
             "go\n" STUFFED "-\n"
             "S 250 kept\nO a@x accepted\nC MAIL FROM:<b+1@x> SIZE=20\nS 250 ok\nC RCPT TO:<b@x>\nS 251 ok\nC DATA\nS "
             "354\n" STUFFED "S 250 kept\nO b@x accepted\nQ\nC QUIT\nS 221 bye\n");
    play_all("refused at each command", &plain,
             "M a@x\nC MAIL FROM:<b+1@x> SIZE=20\nS 451 4.7.1 later\nO a@x refused 451 at MAIL\n"
             "M b@x\nC RSET\n-\nS 250 ok\nC MAIL FROM:<b+1@x> SIZE=20\nS 250 ok\nC RCPT TO:<b@x>\nS 550 5.1.1 "
             "nobody\nO b@x refused 550 at RCPT\n"
             "M c@x\nC RSET\nS 250 ok\nC MAIL FROM:<b+1@x> SIZE=20\nS 250 ok\nC RCPT TO:<c@x>\nS 250 ok\nC DATA\nS 452 "
             "full\nO c@x refused 452 at DATA\n"
             "M d@x\nC RSET\nS 250 ok\nC MAIL FROM:<b+1@x> SIZE=20\nS 250 ok\nC RCPT TO:<d@x>\nS 250 ok\nC DATA\nS 354 "
             "go\n" STUFFED "S 554 5.7.1 no\nO d@x refused 554 at the message\n"
             "M e@x\nC MAIL FROM:<b+1@x> SIZE=20\nS 250 ok\nC RCPT TO:<e@x>\nS 250 ok\nC DATA\nS 354 go\n" STUFFED
             "S 250 ok\nO e@x accepted\n");
    play_all("unfit", &plain,
             "M j\xc3\xb6rg@x\nO j\xc3\xb6rg@x unfit\nM 8bit@x\nO 8bit@x unfit\nM a b@x\nO a b@x unfit\nM a>@x\nO a>@x "
             "unfit\n-\n");
    struct smtp_options all = plain;
    all.caps.utf8 = all.caps.eightbit = true;
    all.caps.max_size = 20;
    play_all("fit", &all, "M j\xc3\xb6rg@x\nC MAIL FROM:<b+1@x> SIZE=20 SMTPUTF8\nX\nO j\xc3\xb6rg@x back first\n");
    play_all("8 bit", &all, "M 8@x\nC MAIL FROM:<b+1@x> SIZE=20 BODY=8BITMIME\nX\nO 8@x back first\n");
    all.caps.max_size = 19;
    play_all("too large", &all, "M a@x\nO a@x unfit\n");
    all.caps.size = false;
    play_all("a size that was not offered", &all, "M a@x\nC MAIL FROM:<b+1@x>\nX\nO a@x back first\n");
    all.caps.size = true;
    all.caps.max_size = 0;
    all.dsn = (struct dsn_wish){str_lit("FAILURE"), str_lit("HDRS"), true};
    play_all("dsn not offered", &all,
             "M a@x\nC MAIL FROM:<b+1@x> SIZE=20\nS 250 ok\nC RCPT TO:<a@x>\nX\nO a@x back first\n");
    all.caps.dsn = true;
    play_all("dsn, an address that ORCPT=rfc822 cannot hold", &all,
             "M j\xc3\xb6rg@x\nC MAIL FROM:<b+1@x> SIZE=20 SMTPUTF8 RET=HDRS\nS 250 ok\nC RCPT TO:<j\xc3\xb6rg@x> "
             "NOTIFY=FAILURE\nX\n"
             "O j\xc3\xb6rg@x back first\n");
    play_all("dsn, xtext", &all,
             "M a=b@x\nC MAIL FROM:<b+1@x> SIZE=20 RET=HDRS\nS 250 ok\nC RCPT TO:<a=b@x> NOTIFY=FAILURE "
             "ORCPT=rfc822;a+3Db@x\n"
             "X\nO a=b@x back first\n");
    play_all("dsn", &all,
             "M a+b@x\nC MAIL FROM:<b+1@x> SIZE=20 RET=HDRS\nS 250 ok\nC RCPT TO:<a+b@x> NOTIFY=FAILURE "
             "ORCPT=rfc822;a+2Bb@x\n"
             "X\nO a+b@x back first\n");
}

static void test_grouped(void **state)
{
    play_all(
        "three", &grouped,
        "M a@x\nM b@x\nM c@x\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC DATA\n-\nS 250 ok\nS 250 ok\nS 354 go\n" STUFFED
        "C RSET\nC MAIL FROM:<b+1@x>\nC RCPT TO:<b@x>\nC DATA\n-\nS 250 kept\nO a@x accepted\n-\nS 250 ok\nS 250 ok\nS "
        "250 ok\nS 354 go\n" STUFFED "C RSET\nC MAIL FROM:<b+1@x>\nC RCPT TO:<c@x>\nC DATA\n-\nS 250 kept\nO b@x "
        "accepted\nS 250\nS 250\nS 250\nS 354\n" STUFFED "-\n"
        "S 250 kept\nO c@x accepted\nM d@x\nC MAIL FROM:<b+1@x>\nC RCPT TO:<d@x>\nC DATA\n-\nX\nO d@x back first\n");
    play_all("everything refused", &grouped,
             "M a@x\nM b@x\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC DATA\n-\nS 250 ok\nS 550 5.1.1 no\n-\nS 554 no "
             "valid recipients\n"
             "O a@x refused 550 at RCPT\nC RSET\nC MAIL FROM:<b+1@x>\nC RCPT TO:<b@x>\nC DATA\n-\nS 250\nS 451 4.7.1 "
             "later\nS 503\nS 503\n"
             "O b@x refused 451 at MAIL\n");
    play_all("DATA accepted although nobody is left", &grouped,
             "M a@x\nM b@x\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC DATA\nS 250 ok\nS 550 5.1.1 no\nS 354 go\nC .\n"
             "C RSET\nC MAIL FROM:<b+1@x>\nC RCPT TO:<b@x>\nC DATA\n-\nS 250 kept nothing\nO a@x refused 550 at RCPT\n"
             "S 250\nS 250\nS 250\nS 354\n" STUFFED "S 250 kept\nO b@x accepted\n");
    play_all(
        "the second refused: RSET before the third", &grouped,
        "M a@x\nM b@x\nM c@x\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC DATA\nS 250\nS 250\nS 354\n" STUFFED
        "C RSET\nC MAIL FROM:<b+1@x>\nC RCPT TO:<b@x>\nC DATA\n-\nS 250 kept\nO a@x accepted\nS 250\nS 250\nS 550 "
        "5.1.1 no\nS 503 no\n"
        "O b@x refused 550 at RCPT\nC RSET\nC MAIL FROM:<b+1@x>\nC RCPT TO:<c@x>\nC DATA\n-\nX\nO c@x back first\n");
    play_all("RSET refused: over", &grouped,
             "M a@x\nM b@x\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC DATA\nS 250\nS 550 no\nS 503 no\nO a@x refused 550 "
             "at RCPT\n"
             "C RSET\nC MAIL FROM:<b+1@x>\nC RCPT TO:<b@x>\nC DATA\n-\nS 502 what\nO b@x back first\nM c@x\n-\n");
    play_all("accepted before the dot: over", &grouped,
             "M a@x\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC DATA\nW 5\nS 250\nS 250\nS 354\nS 250 kept\nO a@x back "
             "first\n");
    play_all("quit waits for nobody who is under way", &grouped,
             "M a@x\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC DATA\nQ\n-\nS 250\nS 250\nS 354\n" STUFFED
             "Q\n-\nS 250 kept\nO a@x accepted\nQ\nC QUIT\nS 221\n");
    play_all("lost with one text out and one envelope out", &grouped,
             "M a@x\nM b@x\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC DATA\nS 250\nS 250\nS 354\n" STUFFED
             "C RSET\nC MAIL FROM:<b+1@x>\nC RCPT TO:<b@x>\nC DATA\nX\nO a@x doubt first\nO b@x back\n");
    play_all("lost before the last byte", &grouped,
             "M a@x\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC DATA\nW 23\nS 250\nS 250\nS 354\nC Subject: x\nC \nC "
             "..dot\nX\nO a@x back first\n");
    play_all("lost after the last byte", &grouped,
             "M a@x\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC DATA\nW 24\nS 250\nS 250\nS 354\n" STUFFED
             "X\nO a@x doubt first\n");
    play_all("421 in the middle", &grouped,
             "M a@x\nM b@x\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC DATA\nS 250\nS 250\nS 354\n" STUFFED
             "C RSET\nC MAIL FROM:<b+1@x>\nC RCPT TO:<b@x>\nC DATA\nS 421 4.3.2 going down\nO a@x back after 421 "
             "first\nO b@x back after 421\n");
    play_all("answered before the dot", &grouped,
             "M a@x\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC DATA\nW 5\nS 250\nS 250\nS 354\nS 552 5.3.4 too big\nO "
             "a@x refused 552 at the message\n");
}

static void test_deep(void **state)
{
    play_all("window grows from one", &deep,
             PROBE "M a@x\nM b@x\nM c@x\nM d@x\n" DEEP(
                 "a@x") "-\nS 250 mail\nS 250 rcpt\nS 250 kept\nO a@x accepted\n"
                        "C MAIL FROM:<b+1@x>\nC RCPT TO:<b@x>\nC BDAT 20 LAST\n" BODY
                        "C RSET\n" DEEP("c@x") "-\n"
                                               "S 250\nS 250\nS 250\nO b@x accepted\nC RSET\n" DEEP(
                                                   "d@x") "-\n" OK4 "O c@x accepted\n" OK4 "O d@x accepted\n-\n"
                                                          "Q\nC QUIT\nS 221\n");
    play_all("recipient refused, chunk discarded", &deep,
             PROBE "M a@x\nM b@x\n" DEEP("a@x") "S 250\nS 550 5.1.1 no\nS 554 nobody\nO a@x refused 550 at RCPT\n"
                                                "C RSET\n" DEEP("b@x") OK4 "O b@x accepted\n");
    play_all(
        "content refused: RSET before the next", &deep,
        PROBE
        "M a@x\nM b@x\n" DEEP("a@x") "S 250\nS 250\nS 554 5.7.1 spam\nO a@x refused 554 at the message\nC RSET\n" DEEP(
            "b@x") "X\n"
                   "O b@x doubt first\n");
    play_all("chunks are read as commands: grouped", &deep,
             "C BDAT 6 LAST\nC XXXX\nC RSET\n-\nS 503 no\nS 500 what\n-\nS 250 ok\nM a@x\nC MAIL FROM:<b+1@x>\nC RCPT "
             "TO:<a@x>\nC DATA\n"
             "X\nO a@x back first\n");
    play_all("a chunk without a transaction is taken: grouped", &deep,
             "C BDAT 6 LAST\nC XXXX\nC RSET\n-\nS 250 ok\nS 250 ok\nM a@x\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC "
             "DATA\nX\nO a@x back first\n");
    play_all("no text of ours in the second reply: over", &deep,
             "C BDAT 6 LAST\nC XXXX\nC RSET\n-\nS 503 no\nS 354 go\nM a@x\n-\n");
    play_all("recipient taken after a refused sender", &deep,
             PROBE "M a@x\n" DEEP("a@x") "S 503 sender already given\nS 250 rcpt\nO a@x refused 503 at MAIL\n");
    play_all("accepted although refused: over", &deep,
             PROBE "M a@x\n" DEEP("a@x") "S 250\nS 550 no\nS 250 kept\nO a@x refused 550 at RCPT\nM b@x\n-\n");
    play_all("one reply too many", &deep,
             PROBE "M a@x\n" DEEP("a@x") "S 250\nS 250\nS 250 kept\nO a@x accepted\nS 250 kept once more\nM b@x\n-\n");
    play_all(
        "garbage with three under way", &deep,
        PROBE "M a@x\nM b@x\nM c@x\n" DEEP(
            "a@x") "S 250\nS 250\nS 250\nO a@x accepted\nC MAIL FROM:<b+1@x>\nC RCPT TO:<b@x>\nC BDAT 20 LAST\n" BODY
                   "C RSET\n" DEEP("c@x") "S 250\nS 250\nS= \\0\\0what\\r\\n\nO b@x doubt first\nO c@x doubt\n");
    play_all(
        "421 takes back what is unanswered", &deep,
        PROBE "M a@x\nM b@x\nM c@x\n" DEEP(
            "a@x") "S 250\nS 250\nS 250\nO a@x accepted\nC MAIL FROM:<b+1@x>\nC RCPT TO:<b@x>\nC BDAT 20 LAST\n" BODY
                   "C RSET\n" DEEP("c@x") "S 250\nS 550 5.1.1 no\nS 421 4.4.2 enough\nO b@x refused 550 at RCPT\nO c@x "
                                          "back after 421 first\n");
    play_all(
        "taken to the last byte but one", &deep,
        PROBE
        "M a@x\nW 67\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC BDAT 20 LAST\nC Subject: x\nC \nX\nO a@x back first\n");
    play_all("taken to the last byte", &deep, PROBE "M a@x\nW 68\n" DEEP("a@x") "X\nO a@x doubt first\n");
    struct smtp_options small = deep;
    small.depth_bytes = 30;
    play_all("bounded in bytes", &small,
             PROBE "M a@x\nM b@x\nM c@x\n" DEEP("a@x") "S 250\nS 250\nS 250\nO a@x accepted\n" DEEP(
                 "b@x") "-\nS 250\nS 250\nS 250\nO b@x accepted\n" DEEP("c@x") "-\nX\nO c@x doubt first\n");
    struct smtp_options modest = deep;
    modest.most = SMTP_GROUPED;
    play_all("not wanted", &modest, "M a@x\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC DATA\nX\nO a@x back first\n");
}

static void test_hello(void **state)
{
    play_all("lmtp", &lmtp,
             "M a@x\n-\nS 220-hi\nS 220 there\nC LHLO me\n-\nS 250-me\nS 250-SIZE 100\nS 250 PIPELINING\nC MAIL "
             "FROM:<b+1@x> SIZE=20\nC RCPT TO:<a@x>\nC DATA\n-\n"
             "S 250\nS 250\nS 354\n" STUFFED "S 550 5.2.2 mailbox full\nO a@x refused 550 at the message\n");
    play_all("lmtp wants a text without recipients", &lmtp,
             "M a@x\nS 220 hi\nC LHLO me\nS 250-me\nS 250 PIPELINING\nC MAIL FROM:<b+1@x>\nC RCPT TO:<a@x>\nC DATA\nS "
             "250\nS 550 no\nS 354\n"
             "O a@x refused 550 at RCPT\n");
    play_all("lmtp refuses LHLO", &lmtp, "S 220 hi\nC LHLO me\nS 502 what\nM a@x\n-\n");
    play_all("ehlo, deep", &ehlo,
             "S 220 hi\nC EHLO me\nS 250-me\nS 250-CHUNKING\nS 250-pipelining\nS 250 x\n" PROBE
             "M a@x\n" DEEP("a@x") "X\nO a@x doubt first\n");
    play_all("helo", &ehlo,
             "S 220 hi\nC EHLO me\nS 502 what\nC HELO me\nS 250 me\nM a@x\nC MAIL FROM:<b+1@x>\nS 250\nC RCPT "
             "TO:<a@x>\n-\nX\nO a@x back first\n");
    play_all("ehlo is put off: no helo", &ehlo, "S 220 hi\nC EHLO me\nS 451 later\n-\nM a@x\n-\n");
    play_all("554 greeting", &ehlo, "S 554 5.7.1 not you\nM a@x\n-\n");
    play_all("421 greeting", &ehlo, "S 421 busy\nM a@x\n-\n");
    play_all("unasked 421", &plain, "S 421 4.4.2 timeout\nM a@x\n-\n");
}

/* Why and how it ended is kept for the caller's sentence. */
static void ignore_start(void *ctx, struct smtp_message *m)
{
}

static void ignore_outcome(void *ctx, struct smtp_message *m, const struct smtp_outcome *o)
{
}

static void test_endings(void **state)
{
    static const struct {
        const char *says, *why;
        int code;
        bool out_of_step;
    } cases[] = {
        {"554 5.7.1 not \x1b[31myou\r\n", "the connection was answered with 554 not \\x1B[31myou", 554, false},
        {"421 busy\r\n", "the connection was answered with 421 busy", 421, false},
        {"what?\r\n", "a reply that does not start with a code from 200 to 599", 0, true},
        {"220 hi\r\n250-a\r\n251 b\r\n", "a reply whose lines have different codes", 0, true},
        {"220 hi\r\n250 a\r\n250 b\r\n", "a reply that nothing called for", 0, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct smtp *m = smtp_begin(&ehlo, &(struct smtp_hooks){NULL, ignore_start, ignore_outcome});
        smtp_receive(m, cases[i].says, strlen(cases[i].says));
        assert_true(smtp_over(m));
        assert_string_equal(smtp_why(m), cases[i].why);
        assert_int_equal(smtp_last_code(m), cases[i].code);
        assert_int_equal(smtp_out_of_step(m), cases[i].out_of_step);
        smtp_end(m);
    }
}

static void test_caps(void **state)
{
    struct smtp_caps c;
    smtp_caps_read(str_lit("PIPELINING\nSIZE 123\n8bitmime\nDSN\nSMTPUTF8\nCHUNKING"), &c);
    assert_true(!c.pipelining && c.size && c.max_size == 123 && c.eightbit && c.dsn && c.utf8 && c.chunking);
    smtp_caps_read(str_lit("x\nSIZE\nENHANCEDSTATUSCODES extra\nPIPELININGX"), &c);
    assert_true(c.size && c.max_size == 0 && c.enhanced && !c.pipelining && !c.dsn);
    smtp_caps_read(str_lit("x\nSIZE -5"), &c);
    assert_true(c.size && c.max_size == 0);
    smtp_caps_read(str_lit(""), &c);
    assert_false(c.size);
}

/* ---- how many are under way */

struct line { /* a server that answers all that is under way at once */
    struct smtp *m;
    struct smtp_message messages[600];
    size_t n;
};

static const struct iovec body = {(char *)text, sizeof text - 1};

/* As many as there is room for, at most `offered`; what they are answered with after `us`. */
static void line_round(struct line *l, size_t offered, int64_t *now, int64_t us, const char *kept)
{
    struct iovec v[64];
    struct buf said;
    size_t n;
    buf_init(&said, 1 << 20);
    while (smtp_room(l->m) && offered-- > 0) {
        struct smtp_message *msg = &l->messages[l->n++ % 600];
        *msg = (struct smtp_message){.from = str_lit("b@x"),
                                     .to = str_lit("a@x"),
                                     .size = sizeof text - 1,
                                     .text = (struct iovec *)&body,
                                     .pieces = 1};
        smtp_submit(l->m, msg);
    }
    while ((n = smtp_output(l->m, v, 64)) > 0) {
        size_t took = 0;
        for (size_t i = 0; i < n; i++) {
            buf_add(&said, v[i].iov_base, v[i].iov_len);
            took += v[i].iov_len;
        }
        smtp_wrote(l->m, took);
    }
    smtp_clock(l->m, *now += us);
    struct str rest = buf_view(&said), command;
    while (str_line(&rest, &command)) {
        const char *answer = str_starts(command, "BDAT") ? kept : "250 ok\r\n";
        if (str_starts(command, "RSET") || str_starts(command, "MAIL") || str_starts(command, "RCPT") ||
            str_starts(command, "BDAT"))
            smtp_receive(l->m, answer, strlen(answer));
    }
    buf_end(&said);
    assert_int_equal(smtp_under_way(l->m), 0);
}

static void test_depth(void **state)
{
    static struct line l;
    struct smtp_options o = deep;
    int64_t now = o.now = 1000000;
    o.depth = 0; /* the default, 16 */
    l = (struct line){.m = smtp_begin(&o, &(struct smtp_hooks){NULL, ignore_start, ignore_outcome})};
    line_round(&l, 0, &now, 0, "503 no\r\n"); /* the probe */
    /* it doubles while answers take no longer than the line does, and stays where it is allowed to be */
    static const size_t doubling[] = {1, 2, 4, 8, 16, 16};
    for (size_t i = 0; i < sizeof doubling / sizeof *doubling; i++) {
        assert_int_equal(smtp_depth(l.m), doubling[i]);
        line_round(&l, 100, &now, 50000, "250 kept\r\n");
    }
    assert_int_equal(smtp_trip(l.m), 50000);
    /* a refusal says nothing about the line */
    line_round(&l, 100, &now, 10, "554 5.7.1 no\r\n");
    assert_int_equal(smtp_trip(l.m), 50000);
    assert_int_equal(smtp_depth(l.m), 16);
    /* letters wait at the server: one fewer a round; then the old minimum is forgotten slowly */
    for (size_t i = 16; i > 10; i--) {
        assert_int_equal(smtp_depth(l.m), i);
        line_round(&l, 100, &now, 100000, "250 kept\r\n");
    }
    assert_in_range(smtp_trip(l.m), 50001, 50200);
    /* not more than one waits: as it is */
    line_round(&l, 100, &now, 56000, "250 kept\r\n");
    assert_int_equal(smtp_depth(l.m), 10);
    /* the limit was met once: one more a round, not twice as many, and none when nobody asks for room */
    line_round(&l, 100, &now, 50000, "250 kept\r\n");
    assert_int_equal(smtp_depth(l.m), 11);
    for (int i = 0; i < 50; i++)
        line_round(&l, 3, &now, 50000, "250 kept\r\n");
    assert_int_equal(smtp_depth(l.m), 11);
    /* asked for less: half, and from there one by one */
    smtp_slow_down(l.m);
    assert_int_equal(smtp_depth(l.m), 5);
    line_round(&l, 100, &now, 50000, "250 kept\r\n");
    assert_int_equal(smtp_depth(l.m), 6);
    smtp_end(l.m);

    o.depth = 100000; /* bounded whatever is asked for */
    l = (struct line){.m = smtp_begin(&o, &(struct smtp_hooks){NULL, ignore_start, ignore_outcome})};
    line_round(&l, 0, &now, 0, "503 no\r\n"); /* the probe */
    for (int i = 0; i < 12; i++)
        line_round(&l, 10000, &now, 50000, "250 kept\r\n");
    assert_int_equal(smtp_depth(l.m), 256);
    smtp_end(l.m);
    l = (struct line){.m = smtp_begin(&o, &(struct smtp_hooks){NULL, ignore_start, ignore_outcome})};
    smtp_slow_down(l.m);                      /* a young one, too, goes on one by one */
    line_round(&l, 0, &now, 0, "503 no\r\n"); /* the probe */
    for (size_t i = 1; i < 6; i++) {
        assert_int_equal(smtp_depth(l.m), i);
        line_round(&l, 100, &now, 50000, "250 kept\r\n");
    }
    smtp_end(l.m);
}

/* How long which answer is waited for (RFC 5321 4.5.3.2), as it is set. */
static void test_patience(void **state)
{
    struct smtp_options o = grouped;
    struct iovec v[8];
    o.patience = (struct relay_patience){.mail = 11, .rcpt = 12, .data = 13, .block = 14, .end = 15};
    struct smtp *m = smtp_begin(&o, &(struct smtp_hooks){NULL, ignore_start, ignore_outcome});
    struct smtp_message msg = {.from = str_lit("b@x"),
                               .to = str_lit("a@x"),
                               .size = sizeof text - 1,
                               .text = (struct iovec *)&body,
                               .pieces = 1};
    assert_int_equal(smtp_patience(m), 0);
    smtp_submit(m, &msg);
    static const int64_t each[] = {11000, 12000, 13000, 14000};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(smtp_patience(m), each[i]);
        size_t n = smtp_output(m, v, 8), bytes = 0;
        for (size_t k = 0; k < n; k++)
            bytes += v[k].iov_len;
        smtp_wrote(m, bytes);
        static const char *const says[] = {"250 ok\r\n", "250 ok\r\n", "354 go\r\n", ""};
        smtp_receive(m, says[i], strlen(says[i]));
    }
    assert_int_equal(smtp_patience(m), 15000); /* the text is out */
    smtp_receive(m, "250 kept\r\n", 10);
    assert_int_equal(smtp_patience(m), 0);
    smtp_quit(m);
    assert_int_equal(smtp_patience(m), 5000);
    smtp_end(m);
}

/* What cannot be probed is not used; and an address beyond a command line is not said. */
static void test_limits(void **state)
{
    struct smtp *m = smtp_begin(&deep, &(struct smtp_hooks){NULL, ignore_start, ignore_outcome});
    smtp_lost(m, "gone");
    assert_true(smtp_out_of_step(m));
    smtp_end(m);
    m = smtp_begin(&grouped, &(struct smtp_hooks){NULL, ignore_start, ignore_outcome});
    static char longest[1002];
    memset(longest, 'a', 1001);
    struct smtp_message msg = {.from = str_lit("b@x"),
                               .to = {longest, 1001},
                               .size = sizeof text - 1,
                               .text = (struct iovec *)&body,
                               .pieces = 1};
    smtp_submit(m, &msg);
    assert_int_equal(smtp_under_way(m), 0);
    msg.to.n = 1000;
    smtp_submit(m, &msg);
    assert_int_equal(smtp_under_way(m), 1);
    smtp_lost(m, "gone");
    assert_false(smtp_out_of_step(m));
    smtp_end(m);
    struct smtp_options o = plain; /* RFC 3461 4.4: an ENVID of at most 100 characters */
    struct iovec v[4];
    o.caps.dsn = true;
    o.dsn = (struct dsn_wish){str_lit("FAILURE"), str_lit("HDRS"), true};
    m = smtp_begin(&o, &(struct smtp_hooks){NULL, ignore_start, ignore_outcome});
    msg.to = str_lit("a@x");
    msg.envid = (struct str){longest, 200};
    smtp_submit(m, &msg);
    assert_int_equal(smtp_output(m, v, 4), 1);
    struct str said = {v[0].iov_base, v[0].iov_len};
    size_t at = str_find(said, str_lit(" ENVID="));
    assert_true(at != STR_NONE);
    assert_in_range(said.n - at - strlen(" ENVID=") - 2, 80, 100);
    smtp_end(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lockstep), cmocka_unit_test(test_grouped),  cmocka_unit_test(test_deep),
        cmocka_unit_test(test_hello),    cmocka_unit_test(test_endings),  cmocka_unit_test(test_caps),
        cmocka_unit_test(test_depth),    cmocka_unit_test(test_patience), cmocka_unit_test(test_limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
