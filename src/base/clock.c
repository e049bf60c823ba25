#include "base/date.h"
#include <time.h>

static int64_t fixed;
static bool is_fixed;

void clock_fix(int64_t t)
{
    fixed = t;
    is_fixed = true;
}

int64_t clock_now(void)
{
    return is_fixed ? fixed : (int64_t)time(NULL);
}

int64_t clock_mono_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}
