/* seal.h: is something what it was? 128 bits over its parts, at the speed of memory, where SHA-256 would cost as much
 * as what the answer spares.
 *
 * Not for secrets and not for signatures: who knows the key can make two things alike. Two that differ by chance or by
 * the design of somebody who does not know it are told apart.
 *
 *     struct seal x;
 *     seal_begin(&x, str_hash(key));
 *     seal_str(&x, title); seal_number(&x, words);
 *     struct str s = seal_end(a, &x);    // SEAL_LEN bytes
 */
#ifndef BASE_SEAL_H
#define BASE_SEAL_H

#include "base/str.h"

enum { SEAL_LEN = 16 };

struct seal {
    uint64_t key, a, b;
};

void seal_begin(struct seal *x, uint64_t key);
void seal_str(struct seal *x, struct str s); /* unknown and empty differ, and "ab" "c" from "a" "bc" */
void seal_strs(struct seal *x, const struct strs *v);
void seal_number(struct seal *x, int64_t n);
struct str seal_end(struct arena *a, struct seal *x);

#endif
