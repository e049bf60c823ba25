/* terms.h: the words of a sentence as a row of term numbers (base/words.h), rising and each once. Private to why. */
#ifndef WHY_TERMS_H
#define WHY_TERMS_H

#include <stddef.h>
#include <stdint.h>

/* Makes such a row of N numbers in place; how many are left. */
size_t terms_distinct(uint32_t *v, size_t n);

/* How many numbers two such rows share. */
size_t terms_common(const uint32_t *x, size_t n, const uint32_t *y, size_t m);

#endif
