#include "ingest/feed_cut.h"
#include "base/utf8.h"
#include "ingest/feed_plain.h"
#include <string.h>

#define MARK "<![CDATA[.]]>"

enum { CUT_MIN = 48 }; /* below, the mark costs the parser as much as the text */

struct cutter {
    struct arena *a;
    const char *kept, *end; /* what comes next and is not in `rest` yet */
    struct buf *rest, resolved;
    struct cut_texts *cut;
};

const char *feed_find_mark(const char *p, const char *end, const char *mark)
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

/* Adds the text with its references resolved, which is no longer than it was. False: one of them needs a declaration.
 * *clean: none stands for what utf8_clean may not leave. */
static bool resolve(struct buf *b, struct str raw, bool *clean)
{
    const char *p = raw.s, *end = p + raw.n;
    for (const char *amp; p < end && (amp = memchr(p, '&', (size_t)(end - p))) != NULL;) {
        uint32_t c;
        size_t n = xml_reference((struct str){amp, (size_t)(end - amp)}, &c);
        if (!n)
            return false;
        buf_add(b, p, (size_t)(amp - p));
        p = amp + n;
        if (c >= ' ' && c < 0x7F) {
            buf_ch(b, (char)c);
            continue;
        }
        buf_utf8(b, c);
        *clean &= (c >= 0xA0 && c < 0xFDD0) || c == '\n' || c == '\t';
    }
    buf_add(b, p, (size_t)(end - p));
    return true;
}

/* Text between tags, if the parser would take it as it is but for its references. */
static void cut_run(struct cutter *c, const char *from, const char *to)
{
    struct cut_text t = {.text = {from, (size_t)(to - from)}, .clean = true};
    if (t.text.n < CUT_MIN || !utf8_is_clean(t.text) || feed_find_mark(from, to, "]]>"))
        return;
    if (memchr(from, '&', t.text.n)) {
        buf_clear(&c->resolved);
        if (!resolve(&c->resolved, t.text, &t.clean))
            return;
        t.text = buf_dup(c->a, &c->resolved);
    }
    cut_out(c, from, to, t);
}

static bool is_legal(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = utf8_next(s, &i);
        if (!xml_legal(c) || (c == 0xFFFD && i == from + 1)) /* utf8_next says so of a broken byte */
            return false;
    }
    return true;
}

/* Each of these is at '<' and returns what stands behind; NULL: let the parser see it all. */
static const char *cut_cdata(struct cutter *c, const char *p)
{
    const char *from = p + 9, *close = feed_find_mark(from, c->end, "]]>");
    if (!close)
        return NULL;
    struct cut_text t = {.text = {from, (size_t)(close - from)}};
    t.clean = utf8_is_clean(t.text);
    if (!t.clean && !is_legal(t.text))
        return NULL;
    cut_out(c, p, close + 3, t);
    return close + 3;
}

static const char *behind_mark(const struct cutter *c, const char *from, const char *mark)
{
    const char *p = from < c->end ? feed_find_mark(from, c->end, mark) : NULL;
    return p ? p + strlen(mark) : NULL;
}

static const char *behind_tag(const struct cutter *c, const char *p)
{
    const char *limit = c->end - p > FEED_TAG_MAX ? p + FEED_TAG_MAX : c->end;
    size_t attrs = 0;
    for (p++; p < limit && *p != '>'; p++) {
        if ((unsigned char)*p > '>') /* nearly all of it: letters */
            continue;
        attrs += *p == '=';
        if (*p == '<')
            return NULL;
        if ((*p == '"' || *p == '\'') && !(p = memchr(p + 1, *p, (size_t)(limit - p - 1))))
            return NULL;
    }
    return p < limit && attrs <= FEED_TAG_ATTRS_MAX ? p + 1 : NULL;
}

/* As what was encoded twice looks somewhere: such text is repaired as a whole, and how depends on what of it is written
 * out as a reference. */
static bool looks_encoded_twice(struct str s)
{
    const char *p = s.s, *end = p + s.n;
    while (end - p >= 3 && (p = memchr(p, 0xC3, (size_t)(end - p) - 2)) != NULL) {
        if ((unsigned char)p[2] == 0xC2)
            return true;
        p++;
    }
    return false;
}

/* An element that says in its own tag that it is XHTML. What is refused here ends, at the latest, at the next tag that
 * says so: no part of a feed is looked at more than twice. */
static const char *cut_element(struct cutter *c, const char *p)
{
    static const char open[] = "<div xmlns=";
    size_t left = (size_t)(c->end - p), n = sizeof open - 1;
    n = left > n && memcmp(p, open, n) == 0 ? plain_element((struct str){p, left}) : 0;
    struct str element = {p, n};
    if (!n || looks_encoded_twice(element))
        return NULL;
    cut_out(c, p, p + n, (struct cut_text){.text = element, .element = true, .clean = true});
    return p + n;
}

static const char *behind_markup(struct cutter *c, const char *p)
{
    size_t left = (size_t)(c->end - p);
    if (left > 1 && p[1] == '?')
        return behind_mark(c, p + 2, "?>");
    if (left < 2 || p[1] != '!') {
        const char *behind = cut_element(c, p);
        return behind ? behind : behind_tag(c, p);
    }
    return left >= 9 && memcmp(p, "<![CDATA[", 9) == 0 ? cut_cdata(c, p)
           : left >= 4 && memcmp(p, "<!--", 4) == 0    ? behind_mark(c, p + 4, "-->")
                                                       : NULL;
}

bool feed_cut(struct arena *a, struct str text, struct buf *rest, struct cut_texts *cut)
{
    if (!text.n)
        return false;
    struct cutter c = {.a = a, .kept = text.s, .end = text.s + text.n, .rest = rest, .cut = cut};
    const char *p = text.s;
    rest->max = 2 * text.n + sizeof MARK; /* a mark is as long as the shortest CDATA section and a byte */
    buf_init(&c.resolved, text.n);
    while (p && p < c.end) {
        const char *lt = memchr(p, '<', (size_t)(c.end - p)), *to = lt ? lt : c.end;
        cut_run(&c, p, to);
        p = lt ? behind_markup(&c, lt) : c.end;
    }
    buf_add(rest, c.kept, (size_t)(c.end - c.kept));
    buf_end(&c.resolved);
    return p && !rest->over;
}
