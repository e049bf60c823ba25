/* Any bytes as a list: every subscriber that comes out can be mailed without harm, and comes once; read byte by byte
 * the list is the same; what is said of rows stands in the order of lines. */
#include "../unit/ingest/read_roster.h"
#include "base/utf8.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(struct str s)
{
    if (!utf8_valid(s) ||
        (s.n && (memchr(s.s, '\n', s.n) || memchr(s.s, '\r', s.n) || memchr(s.s, '\0', s.n) || s.s[s.n] != '\0')))
        abort();
}

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_person(const struct subscriber *s)
{
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

/* In the file's own bytes every row begins with a line, one behind the other. */
static int check_row(void *ctx, const struct roster_row *row, struct err *e)
{
    int64_t *at = ctx;
    (void)e;
    must(row->from == -1 ? row->to == -1 : row->from >= *at && row->to > row->from);
    *at = row->to;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct subscribers out = {0}, again = {0};
    struct findings f = {.arena = &a}, f2 = {.arena = &a}, f3 = {.arena = &a};
    struct err e = {0}, e2 = {0};
    struct str bytes = {(const char *)data, n};
    int64_t at = 0;
    struct roster_bytes b = {.left = bytes};
    struct roster_input in = {.file = str_lit("list.csv"), .read = roster_bytes_read, .ctx = &b};
    must(read_roster(&a, bytes, 0, &out, &f, &e) == 0 || e.code == EX_DATAERR);
    must(read_roster(&a, bytes, 1, &again, &f2, &e2) == 0 || e2.code == EX_DATAERR);
    must(ingest_rows(&in, check_row, &at, &f3, &e2) == 0 || e.code == EX_DATAERR);
    must(out.n == again.n && f.list.n == f2.list.n && at <= (int64_t)n);
    for (size_t i = 0; i < out.n; i++) {
        check_person(&out.v[i]);
        must(str_eq(out.v[i].address.addr, again.v[i].address.addr) && out.v[i].line == again.v[i].line);
        must(i == 0 || str_cmp(out.v[i - 1].address.key, out.v[i].address.key) < 0);
    }
    for (size_t i = 1; i < f.list.n; i++)
        must(f.list.v[i].line >= f.list.v[i - 1].line);
    arena_end(&a);
    return 0;
}
