/* Any bytes as an address and as a mailbox: what is taken is safe on the wire and reads back as itself. */
#include "base/address.h"
#include "base/escape.h"
#include "base/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(struct arena *a, const struct address *ad)
{
    struct address back;
    struct err e = {0};
    if (ad->addr.n > 254 || ad->local.n > 64 || !utf8_valid(ad->addr) || !utf8_valid(ad->key))
        abort();
    for (size_t i = 0; i < ad->addr.n; i++)
        if ((unsigned char)ad->addr.s[i] <= ' ' || ad->addr.s[i] == '<' || ad->addr.s[i] == '>')
            abort();
    if (address_parse(a, ad->addr, &back, &e) != 0 || !str_eq(back.addr, ad->addr) || !str_eq(back.key, ad->key))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct str s = {(const char *)data, n};
    struct err e = {0};
    struct address ad;
    if (address_parse(&a, s, &ad, &e) == 0)
        check(&a, &ad);
    struct mailbox m = {0};
    if (mailbox_parse(&a, s, &m, &e) == 0) {
        check(&a, &m.address);
        struct buf b;
        buf_init(&b, 100000);
        escape_phrase(&b, m.name, 6);
        struct str line, rest = buf_view(&b);
        for (bool first = true; str_line(&rest, &line); first = false)
            if (line.n + (first ? 6 : 0) > 76 || (!first && line.s[0] != ' '))
                abort();
        buf_end(&b);
    }
    arena_end(&a);
    return 0;
}
