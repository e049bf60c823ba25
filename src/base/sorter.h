/* sorter.h: any number of records in the order of their keys, in bounded memory (an external merge sort).
 *
 * Records are kept until they fill `memory`; then they are sorted and laid into a temporary file that has no name any
 * more and is gone with the process, whatever becomes of it. Afterwards all such runs are merged. Few records never
 * touch a file. Keys are compared as bytes and hold no NUL unless all are of one length; equal keys come out in the
 * order in which they were added.
 *
 *     struct sorter s;
 *     sorter_begin(&s, dir, 8 << 20);
 *     while (...)
 *         if (sorter_add(&s, key, record, e) < 0) ...
 *     while ((rc = sorter_next(&s, &key, &record, e)) == 1) ...   // no more sorter_add after the first
 *     sorter_end(&s);                                             // also after an error
 */
#ifndef BASE_SORTER_H
#define BASE_SORTER_H

#include "base/err.h"

struct sorter_entry {
    uint64_t head; /* eight bytes of the key as a number */
    size_t at;     /* of the record in `bytes` */
};
struct sorter_run;

struct sorter {
    const char *dir;
    size_t memory;
    char *bytes; /* records: length of key, length of record, key, record */
    size_t n_bytes, cap_bytes;
    struct sorter_entry *entries;
    size_t n, cap;
    bool ordered; /* so far they came in order */
    int fd;       /* of the runs; -1: none yet */
    int64_t written;
    struct sorter_run *runs;
    size_t n_runs, cap_runs;
    size_t *heap; /* runs, the one with the least record first */
    size_t n_heap;
    size_t at; /* without runs: the next entry */
    bool merging;
};

/* `dir`: where the temporary file would lie; borrowed. `memory`: bytes of records held at once. */
void sorter_begin(struct sorter *s, const char *dir, size_t memory);
int sorter_add(struct sorter *s, struct str key, struct str record, struct err *e);
/* 1 and a record, which lasts until the next call; 0: no more; -1 and e. */
int sorter_next(struct sorter *s, struct str *key, struct str *record, struct err *e);
void sorter_end(struct sorter *s);

#endif
