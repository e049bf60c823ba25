/* How long a session waits: for a reply, for room to write, and for a goodbye. The server is a child that answers on a
 * local socket, slowly or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h> /* wants the four above */

#include "base/date.h"
#include "send/send.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[] = "/tmp/bulletin-session-XXXXXX";

struct manners {
    const char *silent; /* after this command, or "." or "connect"; NULL: always answers */
    size_t sip;         /* octets of a text that are read every 100 ms; 0: at once */
};

static void say(int fd, const char *s)
{
    if (write(fd, s, strlen(s)) < 0)
        _exit(1);
}

static void never_again(void)
{
    for (;;)
        pause();
}

static bool is_silent(const struct manners *m, const char *at)
{
    return m->silent && !strncmp(at, m->silent, strlen(m->silent));
}

/* Up to the lone dot; of what was read only the end is kept. */
static void take_text(int fd, const struct manners *m)
{
    static const char end[] = "\r\n.\r\n";
    enum { KEPT = sizeof end - 1 };
    static char in[KEPT + (1 << 16)];
    size_t n = 0;
    do {
        if (m->sip)
            usleep(100000);
        ssize_t got = read(fd, in + n, m->sip ? m->sip : 1 << 16);
        if (got <= 0)
            _exit(0);
        n += (size_t)got;
        if (n > KEPT) {
            memmove(in, in + n - KEPT, KEPT);
            n = KEPT;
        }
    } while (n < KEPT || memcmp(in, end, KEPT) != 0);
}

/* It speaks LMTP without PIPELINING: one command, one reply. */
static void serve(int fd, const struct manners *m)
{
    char in[1000];
    if (is_silent(m, "connect"))
        never_again();
    say(fd, "220 lmtp.example\r\n");
    for (;;) {
        ssize_t got = read(fd, in, sizeof in - 1);
        if (got <= 0)
            _exit(0);
        in[got] = 0;
        if (is_silent(m, in))
            never_again();
        if (!strncmp(in, "DATA", 4)) {
            say(fd, "354 go on\r\n");
            take_text(fd, m);
            if (is_silent(m, "."))
                never_again();
            say(fd, "250 2.0.0 kept\r\n");
        } else {
            say(fd, !strncmp(in, "QUIT", 4) ? "221 bye\r\n" : "250 ok\r\n");
        }
    }
}

struct ended {
    int rc;
    int64_t ms;
    struct err err;
};

/* A message of so many octets to such a server, with so much patience. */
static struct ended sends(const struct manners *m, size_t octets, int64_t timeout_ms)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    snprintf(at.sun_path, sizeof at.sun_path, "%s/lmtp", dir);
    unlink(at.sun_path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(fd, 4), 0);
    pid_t child = fork();
    if (child == 0)
        serve(accept(fd, NULL, NULL), m);
    close(fd);
    char url[200], *message = mem_realloc(NULL, octets + 100);
    snprintf(url, sizeof url, "lmtp:%s", at.sun_path);
    size_t n = (size_t)sprintf(message, "Subject: x\r\n\r\n");
    while (n < octets)
        n += (size_t)sprintf(message + n, "%s\r\n", "A line that is neither long nor short, and one of very many.");
    struct relay r = {.url = str_c(url)};
    struct send_options o = {.timeout_ms = timeout_ms};
    struct reply reply;
    struct err e = {0};
    int64_t began = clock_mono_ms();
    alarm(120);
    struct ended x = {
        .rc = send_one(&r, &o, str_lit("a@a.example"), str_lit("b@b.example"), (struct str){message, n}, &reply, &e)};
    alarm(0);
    x.ms = clock_mono_ms() - began;
    x.err = e;
    free(message);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    return x;
}

static void test_answers(void **state)
{
    struct ended x = sends(&(struct manners){0}, 100, 60000);
    assert_string_equal(x.err.msg, "");
    assert_int_equal(x.rc, 0);
    x = sends(&(struct manners){0}, 5 << 20, 60000);
    assert_int_equal(x.rc, 0);
}

/* Each reply has its time, which a message under way does not make longer. */
static void test_silent(void **state)
{
    static const char *const at[] = {"connect", "LHLO", "MAIL", "RCPT", "DATA", "."};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        struct ended x = sends(&(struct manners){.silent = at[i]}, 1 << 16, 1000);
        if (x.rc == 0 || x.ms < 900 || x.ms > 8000) /* ten times as long is what a slow reader gets */
            fail_msg("silent after %s: %d after %lld ms: %s", at[i], x.rc, (long long)x.ms, x.err.msg);
        assert_non_null(strstr(x.err.msg, i < 2   ? "takes no message"
                                          : i < 5 ? "was not accepted"
                                                  : "may have been accepted"));
    }
}

/* Who takes his time over a large message is waited for as long as bytes leave, but not for ever. */
static void test_slow_reader(void **state)
{
    struct ended x = sends(&(struct manners){.sip = 60000}, 4 << 20, 4000);
    assert_string_equal(x.err.msg, "");
    assert_int_equal(x.rc, 0);
    assert_true(x.ms > 5000);                                   /* longer than the patience for one reply */
    x = sends(&(struct manners){.sip = 60000}, 40 << 20, 1000); /* that would take more than a minute */
    assert_int_equal(x.rc, -1);
    assert_non_null(strstr(x.err.msg, "was not accepted"));
    assert_in_range(x.ms, 0, 45000);
}

/* The message is accepted: a goodbye is not worth a minute. */
static void test_no_goodbye(void **state)
{
    struct ended x = sends(&(struct manners){.silent = "QUIT"}, 100, 60000);
    assert_int_equal(x.rc, 0);
    assert_in_range(x.ms, 0, 30000);
}

static void test_not_there(void **state)
{
    char url[200];
    struct err e = {0};
    struct reply reply;
    snprintf(url, sizeof url, "lmtp:%s/nobody", dir);
    struct relay r = {.url = str_c(url)};
    assert_int_equal(send_one(&r, &(struct send_options){0}, str_lit("a@a.example"), str_lit("b@b.example"),
                              str_lit("Subject: x\r\n\r\n"), &reply, &e),
                     -1);
    assert_int_equal(e.code, EX_UNAVAILABLE);
    assert_null(strstr(e.msg, "takes no message")); /* it was not asked: what stands in the way is said */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),    cmocka_unit_test(test_silent),    cmocka_unit_test(test_slow_reader),
        cmocka_unit_test(test_no_goodbye), cmocka_unit_test(test_not_there),
    };
    signal(SIGPIPE, SIG_IGN);
    if (!mkdtemp(dir))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    char path[100];
    snprintf(path, sizeof path, "%s/lmtp", dir);
    unlink(path);
    rmdir(dir);
    return failed;
}
