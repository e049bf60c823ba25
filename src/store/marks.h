/* marks.h: which rows a run has started, in a file that SIGKILL does not touch.
 *
 * Two bits per row in a mapped file: setting one is one store into the page cache, which outlives the process but not
 * the power. The file is never synced once it is valid. On purpose: what a disk shows of it after a power cut is then
 * certain to be invalid or to carry the wrong boot, and nobody takes an old picture for the truth.
 *
 * Its maker holds a flock on it for as long as it lives; the kernel drops that at death. */
#ifndef STORE_MARKS_H
#define STORE_MARKS_H

#include "base/err.h"

#define MARKS_NONCE 16

struct marks {
    int fd; /* -1: none */
    uint8_t *p;
    size_t size;
    int64_t rows;
};

int marks_make(struct marks *m, const char *path, const uint8_t *nonce, int64_t rows, struct err *e);
void marks_end(struct marks *m); /* unlocks; the file stays */

enum marks_state {
    MARKS_ALIVE,
    MARKS_GOOD,
    MARKS_LOST
}; /* held by a living process; readable; missing or not to be trusted */
/* Somebody else's file. MARKS_GOOD: m is locked and must be ended. MARKS_LOST: m is ended already. */
enum marks_state marks_look(struct marks *m, const char *path, const uint8_t *nonce, int64_t rows);

void marks_set(struct marks *m, int64_t row);
void marks_clear(struct marks *m, int64_t row); /* both bits */
bool marks_get(const struct marks *m, int64_t row);
/* A second bit: the final answer of a started row was an acceptance that may not be recorded yet. */
void marks_accept(struct marks *m, int64_t row);
bool marks_accepted(const struct marks *m, int64_t row);

#endif
