#include "ingest/feed_cut.h"
#include "base/utf8.h"
#include <string.h>

#define MARK "<![CDATA[.]]>"

enum { CUT_MIN = 48 }; /* below, the mark costs the parser as much as the text */

struct cutter {
    struct arena *a;
    const char *kept, *end; /* what comes next and is not in `rest` yet */
    struct buf *rest;
    struct cut_texts *cut;
};

/* XML 1.0, 2.2 */
static bool is_legal_char(uint32_t c)
{
    return c >= ' ' ? !(c >= 0xD800 && c < 0xE000) && c != 0xFFFE && c != 0xFFFF && c <= 0x10FFFF
                    : c == '\t' || c == '\n' || c == '\r';
}

/* A reference that needs no declaration, by name or by number (XML 1.0, 4.1 and 4.6): the bytes it takes, 0 when it is
 * none. s begins with '&'. */
static size_t reference_at(struct str s, uint32_t *c)
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
    return i > from && i < s.n && s.s[i] == ';' && is_legal_char(*c) ? i + 1 : 0;
}

/* As memmem, for a mark whose first character is rare in text. */
static const char *find_mark(const char *p, const char *end, const char *mark)
{
    const size_t n = strlen(mark);
    while (p < end && (p = memchr(p, mark[0], (size_t)(end - p))) != NULL) {
        if ((size_t)(end - p) >= n && memcmp(p, mark, n) == 0)
            return p;
        p++;
    }
    return NULL;
}

static void cut_out(struct cutter *c, const char *from, const char *to, struct cut_text text)
{
    buf_add(c->rest, c->kept, (size_t)(from - c->kept));
    buf_c(c->rest, MARK);
    c->kept = to;
    vec_add(c->a, c->cut, text);
}

/* Text between tags, if the parser would take it as it is but for its references. */
static void cut_run(struct cutter *c, const char *from, const char *to)
{
    struct cut_text t = {.raw = {from, (size_t)(to - from)}, .clean = true};
    if (t.raw.n < CUT_MIN || !utf8_is_clean(t.raw) || find_mark(from, to, "]]>"))
        return;
    for (const char *p = from; (p = memchr(p, '&', (size_t)(to - p))) != NULL;) {
        uint32_t unused;
        size_t n = reference_at((struct str){p, (size_t)(to - p)}, &unused);
        if (!n)
            return;
        t.references = true;
        p += n;
    }
    cut_out(c, from, to, t);
}

static bool is_legal(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = utf8_next(s, &i);
        if (!is_legal_char(c) || (c == 0xFFFD && i == from + 1)) /* utf8_next says so of a broken byte */
            return false;
    }
    return true;
}

/* Each of these is at '<' and returns what stands behind; NULL: let the parser see it all. */
static const char *cut_cdata(struct cutter *c, const char *p)
{
    const char *from = p + 9, *close = find_mark(from, c->end, "]]>");
    if (!close)
        return NULL;
    struct cut_text t = {.raw = {from, (size_t)(close - from)}};
    t.clean = utf8_is_clean(t.raw);
    if (!t.clean && !is_legal(t.raw))
        return NULL;
    cut_out(c, p, close + 3, t);
    return close + 3;
}

static const char *behind_mark(const struct cutter *c, const char *from, const char *mark)
{
    const char *p = from < c->end ? find_mark(from, c->end, mark) : NULL;
    return p ? p + strlen(mark) : NULL;
}

static const char *behind_tag(const struct cutter *c, const char *p)
{
    const char *limit = c->end - p > FEED_TAG_MAX ? p + FEED_TAG_MAX : c->end;
    size_t attrs = 0;
    for (p++; p < limit && *p != '>'; p++) {
        attrs += *p == '=';
        if (*p == '<')
            return NULL;
        if ((*p == '"' || *p == '\'') && !(p = memchr(p + 1, *p, (size_t)(limit - p - 1))))
            return NULL;
    }
    return p < limit && attrs <= FEED_TAG_ATTRS_MAX ? p + 1 : NULL;
}

static const char *behind_markup(struct cutter *c, const char *p)
{
    size_t left = (size_t)(c->end - p);
    if (left > 1 && p[1] == '?')
        return behind_mark(c, p + 2, "?>");
    if (left < 2 || p[1] != '!')
        return behind_tag(c, p);
    return left >= 9 && memcmp(p, "<![CDATA[", 9) == 0 ? cut_cdata(c, p)
           : left >= 4 && memcmp(p, "<!--", 4) == 0    ? behind_mark(c, p + 4, "-->")
                                                       : NULL;
}

bool feed_cut(struct arena *a, struct str text, struct buf *rest, struct cut_texts *cut)
{
    struct cutter c = {a, text.s, text.s + text.n, rest, cut};
    const char *p = text.s;
    rest->max = 2 * text.n + sizeof MARK; /* a mark is as long as the shortest CDATA section and a byte */
    while (p && p < c.end) {
        const char *lt = memchr(p, '<', (size_t)(c.end - p)), *to = lt ? lt : c.end;
        cut_run(&c, p, to);
        p = lt ? behind_markup(&c, lt) : c.end;
    }
    buf_add(rest, c.kept, (size_t)(c.end - c.kept));
    return p && !rest->over;
}

void cut_text_resolve(struct buf *b, const struct cut_text *t, bool *clean)
{
    const char *p = t->raw.s, *end = p + t->raw.n;
    *clean = t->clean;
    for (const char *amp; (amp = memchr(p, '&', (size_t)(end - p))) != NULL;) {
        uint32_t c = 0;
        size_t n = reference_at((struct str){amp, (size_t)(end - amp)}, &c);
        buf_add(b, p, (size_t)(amp - p));
        buf_utf8(b, c);
        *clean &= (c >= ' ' && c < 0x7F) || (c >= 0xA0 && c < 0xFDD0) || c == '\n' || c == '\t';
        p = amp + n;
    }
    buf_add(b, p, (size_t)(end - p));
}
