#include "ingest/feed_plain.h"
#include "base/utf8.h"
#include <string.h>

enum {
    DEPTH_MAX = 64,
    NAME_MAX_BYTES = 100,
    TAG_MAX = 64 << 10, /* bytes */
};

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

bool xml_resolve(struct buf *b, struct str raw)
{
    const char *p = raw.s, *end = p + raw.n;
    bool clean = true;
    for (const char *amp; p < end && (amp = memchr(p, '&', (size_t)(end - p))) != NULL;) {
        uint32_t c = 0;
        size_t n = xml_reference((struct str){amp, (size_t)(end - amp)}, &c);
        buf_add(b, p, (size_t)(amp - p));
        buf_utf8(b, c);
        clean &= (c >= ' ' && c < 0x7F) || (c >= 0xA0 && c < 0xFDD0) || c == '\n' || c == '\t';
        p = amp + n;
    }
    buf_add(b, p, (size_t)(end - p));
    return clean;
}

static bool references_known(struct str s)
{
    const char *p = s.s, *end = p + s.n;
    while (p < end && (p = memchr(p, '&', (size_t)(end - p))) != NULL) {
        uint32_t unused;
        size_t n = xml_reference((struct str){p, (size_t)(end - p)}, &unused);
        if (!n)
            return false;
        p += n;
    }
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
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

static bool read_name(const char **at, const char *end, struct str *name)
{
    const char *from = *at, *p = from;
    if (p == end || !(name_chars[(unsigned char)*p] & FIRST))
        return false;
    while (p < end && name_chars[(unsigned char)*p])
        p++;
    *name = (struct str){from, (size_t)(p - from)};
    *at = p;
    return name->n <= NAME_MAX_BYTES;
}

static bool read_attr(const char **at, const char *end, struct plain_piece *tag)
{
    if (tag->attrs_n == PLAIN_ATTRS_MAX)
        return false;
    struct plain_attr *attr = &tag->attrs[tag->attrs_n];
    if (!read_name(at, end, &attr->name))
        return false;
    const char *p = *at;
    if (end - p < 3 || p[0] != '=' || (p[1] != '"' && p[1] != '\''))
        return false;
    const char *close = memchr(p + 2, p[1], (size_t)(end - p - 2));
    if (!close)
        return false;
    attr->value = (struct str){p + 2, (size_t)(close - p - 2)};
    tag->attrs_n++;
    *at = close + 1;
    return true;
}

/* *at is at '<', and behind the tag afterwards. */
static bool read_tag(const char **at, const char *end, struct plain_piece *tag)
{
    const char *p = *at + 1;
    bool close = p < end && *p == '/';
    p += close;
    tag->kind = close ? PLAIN_CLOSE : PLAIN_OPEN;
    tag->attrs_n = 0;
    if (!read_name(&p, end, &tag->text))
        return false;
    for (;;) {
        const char *blank = p;
        while (p < end && is_blank(*p))
            p++;
        if (p == end)
            return false;
        if (*p == '>')
            break;
        if (*p == '/' && !close && p + 1 < end && p[1] == '>') {
            tag->kind = PLAIN_EMPTY;
            p++;
            break;
        }
        if (close || p == blank || !read_attr(&p, end, tag))
            return false;
    }
    *at = p + 1;
    return true;
}

bool plain_next(struct str *s, struct plain_piece *piece)
{
    const char *p = s->s, *end = p + s->n;
    if (!s->n)
        return false;
    if (*p == '<') {
        if (!read_tag(&p, s->n > TAG_MAX ? s->s + TAG_MAX : end, piece))
            return false;
    } else {
        const char *lt = memchr(p, '<', s->n);
        piece->kind = PLAIN_TEXT;
        piece->text = (struct str){p, (size_t)((lt ? lt : end) - p)};
        p += piece->text.n;
    }
    *s = (struct str){p, (size_t)(end - p)};
    return true;
}

bool plain_declares(const struct plain_attr *attr)
{
    return str_eq(attr->name, str_lit("xmlns"));
}

static bool attrs_are_plain(const struct plain_piece *tag, bool outermost)
{
    bool declared = false;
    for (size_t i = 0; i < tag->attrs_n; i++) {
        const struct plain_attr *attr = &tag->attrs[i];
        if (memchr(attr->value.s, '<', attr->value.n) || !references_known(attr->value))
            return false;
        if (plain_declares(attr)) {
            if (!outermost || !str_eq(attr->value, str_lit(PLAIN_NAMESPACE)))
                return false;
            declared = true;
        }
        for (size_t k = 0; k < i; k++)
            if (str_eq(tag->attrs[k].name, attr->name))
                return false;
    }
    return declared == outermost;
}

static bool text_is_plain(struct str s)
{
    const char *end = s.s + s.n;
    for (const char *p = s.s; p < end && (p = memchr(p, ']', (size_t)(end - p))) != NULL; p++)
        if (end - p >= 3 && memcmp(p, "]]>", 3) == 0)
            return false;
    return references_known(s);
}

size_t plain_element(struct str s)
{
    struct str open[DEPTH_MAX], rest = s;
    struct plain_piece piece;
    size_t depth = 0;
    do {
        if (!plain_next(&rest, &piece))
            return 0;
        switch (piece.kind) {
        case PLAIN_TEXT:
            if (!depth || !text_is_plain(piece.text))
                return 0;
            break;
        case PLAIN_OPEN:
            if (depth == DEPTH_MAX || !attrs_are_plain(&piece, depth == 0))
                return 0;
            open[depth++] = piece.text;
            break;
        case PLAIN_EMPTY:
            if (!depth || !attrs_are_plain(&piece, false))
                return 0;
            break;
        case PLAIN_CLOSE:
            if (!depth || !str_eq(open[--depth], piece.text))
                return 0;
            break;
        }
    } while (depth);
    s.n -= rest.n;
    return utf8_is_clean(s) ? s.n : 0;
}

struct str plain_value(struct arena *a, struct str raw)
{
    if (!memchr(raw.s, '&', raw.n) && !memchr(raw.s, '\n', raw.n) && !memchr(raw.s, '\t', raw.n))
        return raw;
    char *spaced = arena_alloc(a, raw.n + 1);
    for (size_t i = 0; i < raw.n; i++)
        spaced[i] = is_blank(raw.s[i]) ? ' ' : raw.s[i];
    struct buf b;
    buf_init(&b, raw.n); /* a reference is longer than what it stands for */
    xml_resolve(&b, (struct str){spaced, raw.n});
    struct str value = buf_dup(a, &b);
    buf_end(&b);
    return value;
}
