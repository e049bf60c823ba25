/* A plain text, a NUL, and its marked-up form: what is kept of the second gives it back, is hardly longer than it, and
 * damaged anywhere is refused or gives something no longer than the two. What follows the NUL is also taken for what
 * was kept. A text that begins with "=" is made of the marked-up one, as the store's are. */
#include "base/standoff.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool ok)
{
    if (!ok)
        abort();
}

/* Without tags, with single spaces. */
static struct str plain_of(struct arena *a, struct str html)
{
    char *to = arena_alloc(a, html.n + 1);
    size_t n = 0;
    bool tag = false, space = false;
    for (size_t i = 0; i < html.n; i++) {
        char c = html.s[i];
        if (!tag && c != '<' && (c > ' ' || !space))
            to[n++] = c;
        space = c >= 0 && c <= ' ';
        tag = c == '<' || (tag && c != '>');
    }
    return (struct str){to, n};
}

/* Bytes without anything behind them that could be read by mistake. */
static struct str exactly(struct str s)
{
    if (!s.n)
        return str_lit("");
    char *p = malloc(s.n);
    if (!p)
        abort();
    return (struct str){memcpy(p, s.s, s.n), s.n};
}

static void open_kept(struct arena *a, struct str text, struct str kept)
{
    struct str html;
    if (standoff_decode(a, text, kept, &html))
        must(html.s && html.n <= text.n + kept.n && html.s[html.n] == '\0');
    else
        must(!html.s);
}

static void there_and_back(struct arena *a, struct str text, struct str html, size_t at)
{
    struct str back, kept = standoff_encode(a, text, html);
    must(kept.n && kept.n <= html.n + 1);
    must(standoff_decode(a, text, kept, &back) && back.s && str_eq(back, html));
    open_kept(a, str_sub(text, 0, at % (text.n + 1)), kept);
    open_kept(a, text, str_sub(kept, 0, at % kept.n));
    char *damaged = arena_copy(a, kept.s, kept.n);
    damaged[at % kept.n] ^= (char)(1 << at % 7);
    open_kept(a, text, (struct str){damaged, kept.n});
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct str rest = {(const char *)data, n}, text = {0};
    size_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum = sum * 31 + data[i];
    str_cut(&rest, '\0', &text);
    struct str html = exactly(rest);
    text = exactly(str_starts(text, "=") ? plain_of(&a, rest) : text);
    there_and_back(&a, text, html, sum);
    open_kept(&a, text, html);
    if (html.n)
        free((char *)html.s);
    if (text.n)
        free((char *)text.s);
    arena_end(&a);
    return 0;
}
