/* keys.h: (hash, row) pairs of an audience, given in any order, taken in ascending order; in three megabytes, however
 * many there are: full loads are sorted into a file without a name beside the database, and merged when they are taken.
 */
#ifndef STORE_KEYS_H
#define STORE_KEYS_H

#include "base/err.h"

struct row_key {
    uint64_t hash;
    uint32_t row;
} __attribute__((packed)); /* 12 bytes: 12 MB a million */

struct keys;
struct keys *keys_begin(const char *dir); /* where the file goes; borrowed */
int keys_add(struct keys *k, struct row_key key, struct err *e);
int keys_sort(struct keys *k, struct err *e);                      /* after the last one */
int keys_next(struct keys *k, struct row_key *out, struct err *e); /* 1, 0 at the end, -1 */
void keys_end(struct keys *k);

#endif
