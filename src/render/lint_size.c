/* Bytes: clipping, style blocks, line lengths. */
#include "base/escape.h"
#include "render/lint.h"

enum {
    WARN_BYTES = 80000,
    CLIP_BYTES = 100000, /* Gmail cuts the mail off at about 102 kB of the encoded part */
    STYLE_BYTES = 16000, /* Gmail drops a longer <style> */
    MESSAGE_BYTES = 1000000,
    LINE_BYTES = 998, /* RFC 5322 section 2.1.1 */
};

static size_t encoded_size(struct str s)
{
    struct buf b;
    buf_init(&b, 64 << 20);
    escape_qp(&b, s);
    size_t n = b.n;
    buf_end(&b);
    return n;
}

static bool nested_at(struct str css)
{
    for (size_t depth = 0, outer = 0, i = 0; i < css.n; i++) {
        if (css.s[i] == '@' && outer)
            return true;
        if (css.s[i] == '@')
            outer = depth + 1;
        depth += css.s[i] == '{';
        if (css.s[i] == '}' && depth && --depth < outer)
            outer = 0;
        if (css.s[i] == ';' && outer && depth < outer)
            outer = 0; /* @import "x"; */
    }
    return false;
}

static void styles(struct lint *l)
{
    size_t bytes = 0;
    for (const struct html_node *n = l->page.root; n; n = html_next(l->page.root, n)) {
        if (!html_is(n, "style"))
            continue;
        struct str css = str_sub(l->mail->html, n->tag_end, n->close_at > n->tag_end ? n->close_at : n->tag_end);
        bytes += css.n;
        if (nested_at(css))
            lint_say(l, "E104", lint_html(l, n->at),
                     "an @-rule stands inside another; some clients then drop the whole style block");
    }
    if (bytes > STYLE_BYTES)
        lint_say(l, "E103", str_lit("html"), "%zu bytes of <style>; Gmail drops what is over %d", bytes, STYLE_BYTES);
}

static void lines(struct lint *l)
{
    struct str rest = l->mail->eml;
    bool bare = false;
    for (size_t from = 0, line = 1; from < rest.n; line++) {
        size_t nl = str_chr(str_sub(rest, from, rest.n), '\n');
        size_t end = nl == STR_NONE ? rest.n : from + nl;
        bare |= nl != STR_NONE && (end == 0 || rest.s[end - 1] != '\r');
        if (end - from > LINE_BYTES + 1)
            lint_say(l, "E105", str_fmt(l->a, "source:%zu", line), "a line of %zu bytes; mail allows %d", end - from,
                     LINE_BYTES);
        from = end + 1;
    }
    if (bare)
        lint_say(l, "N106", str_lit("source"), "lines end in LF alone; on the wire they must end in CR LF");
}

void lint_size(struct lint *l)
{
    size_t n = l->mail->html.n ? encoded_size(l->mail->html) : 0;
    if (n > CLIP_BYTES)
        lint_say(l, "E101", str_lit("html"),
                 "%zu bytes when encoded; Gmail shows about 102,000 and hides the rest, the footer first", n);
    else if (n > WARN_BYTES)
        lint_say(l, "W101", str_lit("html"), "%zu bytes when encoded; beyond 100,000 Gmail hides the rest", n);
    if (l->mail->eml.n > MESSAGE_BYTES)
        lint_say(l, "W107", str_lit("source"), "the whole message has %zu kB, pictures and all", l->mail->eml.n / 1000);
    if (l->page.root)
        styles(l);
    lines(l);
}
