#include "base/log.h"
#include "base/buf.h"
#include "base/utf8.h"

/* Controls, and the invisible characters that turn the reading direction: both can make a line say what it does not. */
static bool unseen(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

struct str printable(struct arena *a, struct str s, size_t max)
{
    struct buf b;
    buf_init(&b, max);
    for (size_t i = 0; i < s.n && !b.over;) {
        size_t from = i;
        uint32_t c = utf8_next(s, &i);
        bool broken = c == 0xFFFD && i == from + 1;
        if (broken)
            c = (unsigned char)s.s[from];
        if (broken || (unseen(c) && c < 0x100))
            buf_fmt(&b, "\\x%02X", (unsigned)c);
        else if (unseen(c))
            buf_fmt(&b, "\\u%04X", (unsigned)c);
        else
            buf_add(&b, s.s + from, i - from);
    }
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}
