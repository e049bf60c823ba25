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
 * one piece after another. Only pieces close to the one waited for are begun, so that what is done
 * but not yet taken up stays within bounds. A piece must not touch what another one or the caller uses. */
#ifndef BASE_CREW_H
#define BASE_CREW_H

#include <stddef.h>

enum { CREW_AHEAD = 16 }; /* pieces that may be begun beyond the one waited for */

struct crew;
struct crew *crew_start(size_t n, void (*work)(void *ctx, size_t i), void *ctx);
void crew_wait(struct crew *c, size_t i); /* i: 0, 1, 2 ... */
void crew_end(struct crew *c);

#endif
