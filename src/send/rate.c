#include "send/rate.h"
#include "base/arena.h"
#include <stdlib.h>

enum { RING_MAX = 4096, SECOND = 1000 };

void rate_begin(struct rate *r, double per_second)
{
    *r = (struct rate){0};
    if (!(per_second > 0))
        return;
    double n = per_second < 1 ? 1 : per_second;
    r->n = n > RING_MAX ? RING_MAX : (size_t)(n + 0.999);
    r->window = (int64_t)((double)r->n * SECOND / per_second + 0.5);
    r->times = mem_realloc(NULL, r->n * sizeof *r->times);
    for (size_t i = 0; i < r->n; i++)
        r->times[i] = INT64_MIN / 2;
}

void rate_end(struct rate *r)
{
    free(r->times);
    *r = (struct rate){0};
}

/* times[at] is the n-th last: when it has left the window, one more fits in. A clock that was set back does not stop
 * us. */
int64_t rate_wait(const struct rate *r, int64_t ms)
{
    if (!r->times)
        return 0;
    int64_t left = r->times[r->at] + r->window - ms;
    return left <= 0 ? 0 : left > r->window ? r->window : left;
}

void rate_note(struct rate *r, int64_t ms)
{
    if (!r->times)
        return;
    r->times[r->at] = ms;
    r->at = (r->at + 1) % r->n;
}
