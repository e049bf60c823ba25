#include "base/escape.h"
#include "base/lanes.h"
#include "base/utf8.h"
#include <string.h>

static const char *html_entity(uint32_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* TAB and visible ASCII but & < > " ' `, a bit each. */
static inline bool html_plain(unsigned char c)
{
    static const uint64_t plain[2] = {0xAFFFFF3B00000200, 0x7FFFFFFEFFFFFFFF};
    return c < 0x80 && plain[c >> 6] >> (c & 63) & 1;
}

static void html_char(struct buf *b, uint32_t c, struct str bytes, bool attr)
{
    const char *entity = html_entity(c);
    if (entity)
        buf_c(b, entity);
    else if (c < 0x80 && attr && (c == '\n' || c == '\r' || c == '`'))
        buf_fmt(b, "&#%u;", (unsigned)c);
    else if (c == '\r')
        buf_ch(b, '\r');
    else if (c < 0x20 || (c >= 0x7F && c <= 0x9F))
        return; /* controls have no place in HTML text */
    else if (c < 0x80 || utf8_is_word(c))
        buf_str(b, bytes);
    else
        buf_fmt(b, "&#%u;", (unsigned)c);
}

/* What may not stay as it is, and a few that may: " & ' differ from each other and from # in two bits, < > in one. */
static inline __attribute__((always_inline)) lanes html_odd(lanes v)
{
    return lanes_unprintable(v) | lanes_is(v & lanes_of(0xFA), '"') | lanes_is(v & lanes_of(0xFD), '<') |
           lanes_is(v, '`');
}

static inline bool text_plain(unsigned char c)
{
    return html_plain(c) || c == '\n' || c == '`';
}

/* How many bytes from i on stay as they are: sixteen at a time, since nearly all of them do. `odd` shows at least those
 * that are not plain. */
static inline __attribute__((always_inline)) size_t plain_run(struct str s, size_t i, bool (*plain)(unsigned char),
                                                              lanes (*odd)(lanes))
{
    const size_t from = i;
    while (i + LANES <= s.n) {
        lanes found = odd(lanes_at(s.s + i));
        if (!lanes_any(found)) {
            i += LANES;
            continue;
        }
        i += lanes_first(found);
        if (!plain((unsigned char)s.s[i]))
            return i - from;
        i++; /* allowed after all */
    }
    if (i > from && i < s.n && s.n - from >= LANES && !lanes_any(odd(lanes_at(s.s + s.n - LANES))))
        return s.n - from; /* the last ones, looked at with some before them */
    while (i < s.n && plain((unsigned char)s.s[i]))
        i++;
    return i - from;
}

static inline __attribute__((always_inline)) void html(struct buf *b, struct str s, bool attr)
{
    for (size_t i = 0; i < s.n && !b->over;) {
        size_t from = i;
        i += attr ? plain_run(s, i, html_plain, html_odd) : plain_run(s, i, text_plain, html_odd);
        buf_add(b, s.s + from, i - from);
        if (i == s.n)
            break;
        from = i;
        uint32_t c = utf8_next(s, &i);
        html_char(b, c, str_sub(s, from, i), attr);
    }
}

void escape_html_text(struct buf *b, struct str s)
{
    html(b, s, false);
}

void escape_html_attr(struct buf *b, struct str s)
{
    html(b, s, true);
}

/* A web address needs a host: "http:/x" and "https://" are read differently by different clients. */
static bool url_allowed(struct str s)
{
    if (str_istarts(s, "mailto:"))
        return s.n > 7;
    if (str_starts(s, "cid:")) /* a part of the same mail: it can load nothing from elsewhere */
        return s.n > 4;
    size_t from = str_istarts(s, "https://") ? 8 : str_istarts(s, "http://") ? 7 : 0;
    return from && from < s.n && s.s[from] != '/' && s.s[from] != '\\' && s.s[from] != '?' && s.s[from] != '#';
}

/* Visible ASCII but & " ' < > ` \ { } | ^, a bit each: tokens make links the longest of what a reader's mail is filled
 * with. */
static inline bool url_plain(unsigned char c)
{
    static const uint64_t plain[2] = {0xAFFFFF3A00000000, 0x47FFFFFEAFFFFFFF};
    return c < 0x80 && plain[c >> 6] >> (c & 63) & 1;
}

static inline __attribute__((always_inline)) lanes url_odd(lanes v)
{
    return html_odd(v) | lanes_is(v, ' ') | lanes_is(v, '\\') | lanes_is(v, '^') |
           lanes_below(v - lanes_of('{'), '~' - '{');
}

void escape_url_attr(struct buf *b, struct str s)
{
    s = str_trim(s);
    if (!url_allowed(s)) {
        buf_ch(b, '#');
        return;
    }
    for (size_t i = 0; i < s.n && !b->over; i++) {
        size_t from = i;
        i += plain_run(s, i, url_plain, url_odd);
        buf_add(b, s.s + from, i - from);
        if (i < s.n && s.s[i] == '&')
            buf_c(b, "&amp;");
        else if (i < s.n)
            buf_fmt(b, "%%%02X", (unsigned char)s.s[i]);
    }
}
