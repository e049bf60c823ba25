/* Any bytes as a stored mold: refused, or a mold that fills without harm and saves to the same bytes. */
#include "model/mold.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct err e = {0};
    struct mold m;
    struct str blob = {(const char *)data, n};
    if (mold_load(&a, blob, &m, &e) == 0) {
        struct buf b;
        buf_init(&b, n + 1);
        mold_save(&b, &m);
        if (!str_eq(buf_view(&b), blob))
            abort();
        buf_end(&b);
        struct str *values = arena_array(&a, struct str, m.fields.n);
        for (size_t i = 0; i < m.fields.n; i++)
            values[i] = i % 3 ? str_sub(blob, 0, 300) : (struct str){0};
        mold_fill_str(&a, &m, values);
    }
    arena_end(&a);
    return 0;
}
