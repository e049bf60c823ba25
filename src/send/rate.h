/* rate.h: at most so many in any stretch of time: a true sliding window, not a bucket that lets twice the rate through.
 */
#ifndef SEND_RATE_H
#define SEND_RATE_H

#include <stddef.h>
#include <stdint.h>

struct rate {
    int64_t *times; /* ms, a ring of the last n; NULL: no limit */
    size_t n, at;
    int64_t window; /* ms: n of them fit into it */
};

void rate_begin(struct rate *r, double per_second); /* 0: no limit */
void rate_end(struct rate *r);
int64_t rate_wait(const struct rate *r, int64_t ms); /* ms until the next one may go; 0: now */
void rate_note(struct rate *r, int64_t ms);          /* one went */

#endif
