/* Any bytes as a list: every subscriber that comes out can be mailed without harm. */
#include "base/utf8.h"
#include "ingest/ingest.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(struct str s)
{
    if (!utf8_valid(s) ||
        (s.n && (memchr(s.s, '\n', s.n) || memchr(s.s, '\r', s.n) || memchr(s.s, '\0', s.n) || s.s[s.n] != '\0')))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct subscribers out = {0};
    struct findings f = {.arena = &a};
    struct err e = {0};
    struct str bytes = {(const char *)data, n};
    if (ingest_roster(&a, bytes, str_lit("fuzz.csv"), &out, &f, &e) < 0 && e.code != EX_DATAERR)
        abort();
    for (size_t i = 0; i < out.n; i++) {
        const struct subscriber *s = &out.v[i];
        struct str all[] = {s->address.addr, s->address.key, s->name, s->frequency, s->timezone, s->lang};
        for (size_t k = 0; k < sizeof all / sizeof *all; k++)
            check(all[k]);
        for (size_t k = 0; k < s->topics.n; k++)
            check(s->topics.v[k]);
        for (size_t k = 0; k < s->attributes.n; k++) {
            check(s->attributes.v[k].name);
            check(s->attributes.v[k].value);
        }
    }
    arena_end(&a);
    return 0;
}
