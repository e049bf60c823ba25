/* A subscriber as bytes of this process: for lists that are sorted outside memory, never stored.
 * line, status, then texts: length + 1 (0: unknown), bytes, NUL. */
#include "model/subscriber.h"
#include <string.h>

static void put_number(struct buf *b, uint32_t n)
{
    buf_add(b, &n, sizeof n);
}

static void put_text(struct buf *b, struct str s)
{
    put_number(b, s.s ? (uint32_t)s.n + 1 : 0);
    if (s.s) {
        buf_str(b, s);
        buf_ch(b, '\0');
    }
}

void subscriber_pack(struct buf *b, const struct subscriber *s)
{
    bool same = str_eq(s->address.key, s->address.addr);
    put_number(b, (uint32_t)s->line);
    put_number(b, (uint32_t)s->status);
    const struct str texts[] = {
        s->address.key, same ? (struct str){0} : s->address.addr, s->name, s->frequency, s->timezone, s->lang};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        put_text(b, texts[i]);
    put_number(b, (uint32_t)s->topics.n);
    for (size_t i = 0; i < s->topics.n; i++)
        put_text(b, s->topics.v[i]);
    put_number(b, (uint32_t)s->attributes.n);
    for (size_t i = 0; i < s->attributes.n; i++) {
        put_text(b, s->attributes.v[i].name);
        put_text(b, s->attributes.v[i].value);
    }
}

static uint32_t take_number(const char **p)
{
    uint32_t n;
    memcpy(&n, *p, sizeof n);
    *p += sizeof n;
    return n;
}

static struct str take_text(const char **p)
{
    uint32_t n = take_number(p);
    struct str s = {n ? *p : NULL, n ? n - 1 : 0};
    *p += n;
    return s;
}

void subscriber_unpack(struct arena *a, struct str bytes, struct subscriber *s)
{
    const char *p = bytes.s;
    *s = (struct subscriber){.line = (int)take_number(&p)};
    s->status = (enum sub_status)take_number(&p);
    struct str key = take_text(&p), addr = take_text(&p);
    s->address = address_known(key, addr.s ? addr : key);
    s->name = take_text(&p);
    s->frequency = take_text(&p);
    s->timezone = take_text(&p);
    s->lang = take_text(&p);
    s->topics.n = s->topics.cap = take_number(&p);
    s->topics.v = s->topics.n ? arena_array(a, struct str, s->topics.n) : NULL;
    for (size_t i = 0; i < s->topics.n; i++)
        s->topics.v[i] = take_text(&p);
    s->attributes.n = s->attributes.cap = take_number(&p);
    s->attributes.v = s->attributes.n ? arena_array(a, struct attribute, s->attributes.n) : NULL;
    for (size_t i = 0; i < s->attributes.n; i++) {
        s->attributes.v[i].name = take_text(&p);
        s->attributes.v[i].value = take_text(&p);
    }
}
