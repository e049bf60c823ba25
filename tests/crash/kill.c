/* kill.c: SIGKILL at a named fault point (base/fault.h). Linked into a test program.
 *
 * BULLETIN_FAULT=NAME:N kills at the Nth passage of NAME, * is any of them. FAULT_COUNT=FILE: a line "NAME TIMES" for
 * each one passed, written at the end. Senders may have threads. */
#include "base/fault.h"
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64 };
static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static struct {
    char name[48];
    long times;
} passed[MOST];
static long all;

static long *times_of(const char *name)
{
    for (int i = 0; i < MOST; i++) {
        if (!passed[i].name[0])
            snprintf(passed[i].name, sizeof passed[i].name, "%s", name);
        if (strcmp(passed[i].name, name) == 0)
            return &passed[i].times;
    }
    abort();
}

static bool is_time(const char *name, long times)
{
    const char *wanted = getenv("BULLETIN_FAULT"), *colon = wanted ? strrchr(wanted, ':') : NULL;
    if (!colon)
        return false;
    size_t n = (size_t)(colon - wanted);
    if (n == 1 && *wanted == '*')
        return all == atol(colon + 1);
    return strlen(name) == n && memcmp(name, wanted, n) == 0 && times == atol(colon + 1);
}

void fault_hook(const char *name)
{
    pthread_mutex_lock(&one);
    all++;
    if (is_time(name, ++*times_of(name)))
        raise(SIGKILL);
    pthread_mutex_unlock(&one);
}

__attribute__((destructor)) static void count(void)
{
    const char *path = getenv("FAULT_COUNT");
    FILE *f = path ? fopen(path, "w") : NULL;
    for (int i = 0; f && i < MOST && passed[i].name[0]; i++)
        fprintf(f, "%s %ld\n", passed[i].name, passed[i].times);
    if (f)
        fclose(f);
}
