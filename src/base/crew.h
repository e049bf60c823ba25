/* crew.h: many pieces of one kind of work, done on all cores and taken up in order.
 *
 *     struct crew *c = crew_start(n, work, &ctx);
 *     for (size_t i = 0; i < n; i++) {
 *         crew_wait(c, i);          // work(&ctx, i) has returned; what it wrote is seen here
 *         ...                       // while later pieces go on
 *     }
 *     crew_end(c);                  // also before all were waited for: pieces that were not begun are left
 *
 * Whoever waits is one of the crew: with one core, or when no thread can be started, everything happens in the caller,
 * one piece after another. work says how many bytes its result holds: pieces close to the one waited for are begun, and
 * further ones only while all that is done but not yet taken up holds little. A piece must not touch what another one
 * or the caller uses. */
#ifndef BASE_CREW_H
#define BASE_CREW_H

#include <stddef.h>

/* pieces that may be begun beyond the one waited for, however much they hold, and bytes up to which more may be */
enum { CREW_AHEAD = 16, CREW_HOLDS = 8 << 20 };

struct crew;
typedef size_t crew_work_fn(void *ctx, size_t i);
struct crew *crew_start(size_t n, crew_work_fn *work, void *ctx);
void crew_wait(struct crew *c, size_t i); /* i: 0, 1, 2 ... */
void crew_end(struct crew *c);

#endif
