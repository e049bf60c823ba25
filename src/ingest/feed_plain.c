#include "ingest/feed_plain.h"
#include "base/lanes.h"
#include "base/utf8.h"
#include "ingest/feed.h"
#include "ingest/feed_cut.h"
#include "ingest/tags.h"
#include <string.h>

/* U+FFFD, which HTML's reader takes for a bad reference when it is written as one. */
#define UNKNOWN "\xEF\xBF\xBD"

enum { ATTRS_MAX = 16, VALUE_MAX = 2 << 10 /* bytes; five times as many when escaped, which HTML's reader takes */ };

/* XML 1.0, 2.2 */
bool xml_legal(uint32_t c)
{
    return c >= ' ' ? !(c >= 0xD800 && c < 0xE000) && c != 0xFFFE && c != 0xFFFF && c <= 0x10FFFF
                    : c == '\t' || c == '\n' || c == '\r';
}

size_t xml_reference(struct str s, uint32_t *c)
{
    if (s.n < 4)
        return 0;
    if (s.s[1] != '#')
        return memcmp(s.s, "&lt;", 4) == 0                 ? (*c = '<', 4)
               : memcmp(s.s, "&gt;", 4) == 0               ? (*c = '>', 4)
               : s.n >= 5 && memcmp(s.s, "&amp;", 5) == 0  ? (*c = '&', 5)
               : s.n >= 6 && memcmp(s.s, "&quot;", 6) == 0 ? (*c = '"', 6)
               : s.n >= 6 && memcmp(s.s, "&apos;", 6) == 0 ? (*c = '\'', 6)
                                                           : 0;
    bool hex = s.s[2] == 'x';
    size_t from = 2 + hex, i = from;
    for (*c = 0; i < s.n && i < from + 7; i++) {
        char d = s.s[i], low = d | 32;
        if (d >= '0' && d <= '9')
            *c = *c * (hex ? 16 : 10) + (uint32_t)(d - '0');
        else if (hex && low >= 'a' && low <= 'f')
            *c = *c * 16 + (uint32_t)(low - 'a' + 10);
        else
            break;
    }
    return i > from && i < s.n && s.s[i] == ';' && xml_legal(*c) ? i + 1 : 0;
}

/* Such references, and none to what HTML reads differently when it stands there as a reference: white space, which
 * would be no longer blank, and the controls that Windows has characters for. */
static bool references_are_plain(struct str s)
{
    const char *p = s.s, *end = p + s.n;
    while (p < end && (p = memchr(p, '&', (size_t)(end - p))) != NULL) {
        uint32_t c;
        size_t n = xml_reference((struct str){p, (size_t)(end - p)}, &c);
        if (!n || !((c > ' ' && c < 0x7F) || (c >= 0xA0 && c < 0xFDD0)))
            return false;
        p += n;
    }
    return true;
}

/* Of the characters a name may begin with or go on with (a bit each), those that every document uses; a colon is none
 * of them. */
enum { FIRST = 1, LATER = 2 };
static const unsigned char name_chars[256] = {
    ['a' ... 'z'] = FIRST | LATER,
    ['A' ... 'Z'] = FIRST | LATER,
    ['_'] = FIRST | LATER,
    ['0' ... '9'] = LATER,
    ['-'] = LATER,
    ['.'] = LATER,
};

/* The element, as far as it is read. The functions below that say whether something stands at `p` move behind it. */
struct reader {
    const char *p, *end;
    struct str open[PLAIN_DEPTH_MAX];
    size_t depth;
};

static bool at(const struct reader *r, char c)
{
    return r->p < r->end && *r->p == c;
}

static bool take(struct reader *r, char c)
{
    bool there = at(r, c);
    r->p += there;
    return there;
}

static bool take_blanks(struct reader *r)
{
    const char *from = r->p;
    while (at(r, ' ') || at(r, '\n') || at(r, '\t'))
        r->p++;
    return r->p > from;
}

static bool take_name(struct reader *r, struct str *name)
{
    const char *from = r->p;
    if (from == r->end || !(name_chars[(unsigned char)*from] & FIRST))
        return false;
    while (r->p < r->end && name_chars[(unsigned char)*r->p])
        r->p++;
    *name = (struct str){from, (size_t)(r->p - from)};
    return name->n <= FEED_TAG_NAME_MAX;
}

/* Line ends and tabs in it would be spaces to XML (XML 1.0, 3.3.3), but not to HTML. */
static bool take_value(struct reader *r, struct str *value)
{
    char quote = at(r, '"') ? '"' : '\'';
    if (!take(r, quote))
        return false;
    const char *from = r->p;
    for (; r->end - r->p >= LANES; r->p += LANES) {
        lanes v = lanes_at(r->p), odd = lanes_below(v, ' ') | lanes_is(v, (unsigned char)quote) | lanes_is(v, '<');
        if (lanes_any(odd)) {
            r->p += lanes_first(odd);
            break;
        }
    }
    while (r->p < r->end && (unsigned char)*r->p >= ' ' && *r->p != quote && *r->p != '<')
        r->p++;
    *value = (struct str){from, (size_t)(r->p - from)};
    return take(r, quote) && value->n <= VALUE_MAX;
}

/* The outermost element says what namespace it is in, and no other does. */
static bool take_attrs(struct reader *r)
{
    struct str names[ATTRS_MAX], value;
    size_t n = 0;
    bool declared = false;
    while (take_blanks(r) && !at(r, '>') && !at(r, '/')) {
        if (n == ATTRS_MAX || !take_name(r, &names[n]) || !take(r, '=') || !take_value(r, &value))
            return false;
        if (str_eq(names[n], str_lit("xmlns"))) {
            if (r->depth || !str_eq(value, str_lit(PLAIN_NAMESPACE)))
                return false;
            declared = true;
        }
        for (size_t i = 0; i < n; i++)
            if (str_eq(names[i], names[n]))
                return false;
        n++;
    }
    return declared == !r->depth;
}

/* What is empty in XHTML must be of those elements that HTML has no end tag for. */
static bool is_void(struct str name)
{
    unsigned flags = tag_flags(tag_of(name));
    return (flags & TAG_VOID) && !(flags & TAG_SKIP);
}

/* From behind '<'. */
static bool take_start(struct reader *r)
{
    struct str name;
    if (r->depth == PLAIN_DEPTH_MAX || !take_name(r, &name) || !take_attrs(r))
        return false;
    if (take(r, '/'))
        return take(r, '>') && r->depth && is_void(name);
    r->open[r->depth++] = name;
    return take(r, '>');
}

/* From behind "</". */
static bool take_end(struct reader *r)
{
    if (!r->depth)
        return false;
    struct str name = r->open[--r->depth];
    if ((size_t)(r->end - r->p) < name.n || memcmp(r->p, name.s, name.n) != 0)
        return false;
    r->p += name.n;
    take_blanks(r);
    return take(r, '>');
}

size_t plain_element(struct str s)
{
    struct reader r; /* but for what is open, which is most of it and written before it is read */
    r.p = s.s;
    r.end = s.s + s.n;
    r.depth = 0;
    do {
        r.p = memchr(r.p, '<', (size_t)(r.end - r.p));
        if (!r.p)
            return 0;
        r.p++;
        if (take(&r, '/') ? !take_end(&r) : !take_start(&r))
            return 0;
    } while (r.depth);
    s.n = (size_t)(r.p - s.s);
    bool plain = utf8_is_clean(s) && !feed_find_mark(s.s, r.p, "]]>") && !feed_find_mark(s.s, r.p, UNKNOWN) &&
                 references_are_plain(s);
    return plain ? s.n : 0;
}
