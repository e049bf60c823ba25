/* err.h: how things fail.
 *
 * Two kinds.  An *error* ends what the caller asked for: it is written into `struct err` on the caller's stack, the
 * last parameter, and the function returns -1 in the same statement; on success the struct is untouched.
 *
 *     if (fd < 0)
 *         return err_set(e, EX_NOINPUT, "%s: %s", path, strerror(errno));
 *
 * A *finding* is one bad article, row or address among good ones: it is added to a list, the work goes on, and the
 * command exits with 65 at the end.  Only `cli` prints either of them.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/str.h"
#include <sysexits.h>

struct err {
    int code;       /* the exit code that fits, from <sysexits.h>; 0 while nothing is wrong */
    char msg[1000]; /* one sentence: where (file:line:column, host, address), what, what to do */
};

int err_set(struct err *e, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4))); /* always -1 */
/* Puts "PREFIX: " before; -1. */
int err_wrap(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

enum severity { SEV_NOTE, SEV_WARNING, SEV_ERROR };

struct finding {
    enum severity severity;
    struct str file;  /* file, URL or source name */
    int line, column; /* from 1; 0 unknown */
    struct str text;  /* one sentence without the place */
};
VEC(finding_list, struct finding);

struct findings {
    struct arena *arena; /* where texts are kept */
    struct finding_list list;
    size_t errors, warnings;
};

/* Text and `file` are copied into f->arena. `fmt` makes the sentence without the place. */
void finding_add(struct findings *f, enum severity severity, struct str file, int line, int column, const char *fmt,
                 ...) __attribute__((format(printf, 6, 7)));
void finding_add_all(struct findings *to, const struct findings *from); /* copies all of them, texts too */
/* An error that does not end the work: its message begins with the place, up to the first ": ". `more`, or NULL, is put
 * behind. */
void finding_err(struct findings *f, enum severity severity, const struct err *e, const char *more);

#endif
