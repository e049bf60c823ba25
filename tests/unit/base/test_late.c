/* A library that is opened at its first call: it works from several threads at once, and the program ends with a
 * sentence where it is missing or is another one than was expected. */
#include "base/late.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

double cbrt(double x);
int no_such_library(void);
int no_such_call(void);

#define LATE_m "libm.so.6"
#define LATE_nowhere "libnowhere.so.9"
LATE(m, double, cbrt, (double x), (x))
LATE(nowhere, int, no_such_library, (void), ())
LATE(m, int, no_such_call, (void), ())

static void *root(void *out)
{
    *(double *)out = cbrt(27);
    return NULL;
}

static void test_threads(void **state)
{
    enum { MANY = 8 };
    pthread_t t[MANY];
    double got[MANY] = {0};
    for (int i = 0; i < MANY; i++)
        assert_int_equal(pthread_create(&t[i], NULL, root, &got[i]), 0);
    for (int i = 0; i < MANY; i++)
        pthread_join(t[i], NULL);
    for (int i = 0; i < MANY; i++)
        assert_true(got[i] > 2.999 && got[i] < 3.001);
}

/* What the child says on standard error, and how it ends. */
static void ends(int (*call)(void), const char *word)
{
    char said[1000] = "";
    int pipe_ends[2], status;
    assert_int_equal(pipe(pipe_ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(pipe_ends[1], STDERR_FILENO);
        _exit(call() ? 1 : 2);
    }
    close(pipe_ends[1]);
    ssize_t n = read(pipe_ends[0], said, sizeof said - 1);
    close(pipe_ends[0]);
    assert_true(waitpid(pid, &status, 0) == pid && WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), EX_UNAVAILABLE);
    if (n <= 0 || !strstr(said, word) || !strstr(said, "install the library") || said[strlen(said) - 1] != '\n')
        fail_msg("%s", said);
}

static void test_missing(void **state)
{
    ends(no_such_library, "libnowhere.so.9");
    ends(no_such_call, "no_such_call");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
