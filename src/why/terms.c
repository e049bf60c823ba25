#include "why/terms.h"
#include <stdlib.h>

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

size_t terms_distinct(uint32_t *v, size_t n)
{
    size_t k = 0;
    if (n > 1) /* v may be NULL when there is nothing */
        qsort(v, n, sizeof *v, by_number);
    for (size_t i = 0; i < n; i++)
        if (!k || v[k - 1] != v[i])
            v[k++] = v[i];
    return k;
}

size_t terms_common(const uint32_t *x, size_t n, const uint32_t *y, size_t m)
{
    size_t i = 0, j = 0, both = 0;
    while (i < n && j < m) {
        if (x[i] == y[j]) {
            both++;
            i++;
            j++;
        } else if (x[i] < y[j]) {
            i++;
        } else {
            j++;
        }
    }
    return both;
}
