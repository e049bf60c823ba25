/* Replies of a server, read in one piece and in pieces of the length that the first byte names: what is understood must
 * not depend on where the network cut. Then everything made of a reply: the enhanced code, the line for people, the
 * offers. */
#include "base/arena.h"
#include "send/reply.h"
#include "send/smtp.h"
#include <stdlib.h>
#include <string.h>

static void die_unless(bool ok)
{
    if (!ok)
        abort();
}

static enum reply_status feed_in_pieces(struct reply_parser *p, const char **bytes, size_t *n, size_t piece)
{
    enum reply_status st = REPLY_MORE;
    while (*n && st == REPLY_MORE) {
        size_t left = *n < piece ? *n : piece;
        *n -= left;
        st = reply_feed(p, bytes, &left);
        *n += left;
    }
    return st;
}

static void use(int code, struct str text)
{
    static struct arena a; /* one for all runs: memory is not what is tested here */
    struct smtp_caps caps;
    struct str enhanced = reply_enhanced(code, text), shown = reply_shown(&a, code, text);
    die_unless(!enhanced.n || (enhanced.s == text.s && enhanced.n >= 5 && enhanced.n <= 9));
    die_unless(shown.n <= REPLY_SHOWN);
    for (size_t i = 0; i < shown.n; i++)
        die_unless((unsigned char)shown.s[i] >= 32 && shown.s[i] != 127);
    smtp_caps_read(text, &caps);
    die_unless(caps.max_size >= 0);
    arena_reset(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct reply_parser whole, cut;
    if (size == 0)
        return 0;
    size_t piece = 1 + data[0] % 17, n = size - 1, m = n;
    const char *s = (const char *)data + 1, *t = s;
    whole = cut = (struct reply_parser){0};
    while (n) {
        enum reply_status st = reply_feed(&whole, &s, &n);
        die_unless(st == feed_in_pieces(&cut, &t, &m, piece));
        die_unless(n == m && whole.code == cut.code && whole.lines == cut.lines);
        die_unless(str_eq(reply_text(&whole), reply_text(&cut)));
        die_unless(whole.text_n <= REPLY_TEXT_MAX);
        if (st == REPLY_BAD) {
            die_unless(whole.why && cut.why && strcmp(whole.why, cut.why) == 0);
            break;
        }
        if (st != REPLY_DONE)
            break;
        die_unless(whole.code >= 200 && whole.code <= 599 && whole.lines > 0);
        use(whole.code, reply_text(&whole));
        reply_next(&whole);
        reply_next(&cut);
    }
    return 0;
}
