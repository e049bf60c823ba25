/* lock.h: one holder per newsroom, by flock on a file that names the holder.
 *
 * The kernel drops the lock when the holder dies, so there are no stale locks.  A second taker fails at once with
 * EX_TEMPFAIL (75) and a sentence naming the holder's pid, command and start. */
#ifndef BASE_LOCK_H
#define BASE_LOCK_H

#include "base/err.h"

struct lock {
    int fd; /* -1 when not held */
};

int lock_take(struct lock *l, const char *path, const char *what, struct err *e); /* what: the command, for the next */
void lock_drop(struct lock *l);

#endif
