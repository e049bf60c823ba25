#include "ingest/xml_scan.h"
#include "base/utf8.h"
#include "ingest/entities.h"
#include <string.h>

enum { TAG_MAX = 64 << 10, NAME_MAX_BYTES = 100 };

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

void xml_scan_begin(struct xml_scan *s, struct str text)
{
    *s = (struct xml_scan){.p = text.s, .end = text.n ? text.s + text.n : text.s};
}

/* Behind `mark`, or the end of the input. */
static const char *behind(const struct xml_scan *s, const char *from, const char *mark)
{
    const char *hit = memmem(from, (size_t)(s->end - from), mark, strlen(mark));
    return hit ? hit + strlen(mark) : s->end;
}

/* <!DOCTYPE ... [ ... ]>: passed whole, its declarations are not looked at. */
static const char *behind_doctype(const struct xml_scan *s)
{
    char quote = 0;
    int brackets = 0;
    for (const char *p = s->p; p < s->end; p++) {
        if (quote)
            quote = *p == quote ? 0 : quote;
        else if (*p == '"' || *p == '\'')
            quote = *p;
        else if (*p == '[' || *p == ']')
            brackets += *p == '[' ? 1 : -1;
        else if (*p == '>' && brackets <= 0)
            return p + 1;
    }
    return s->end;
}

/* The '>' that ends the tag, quotes respected; NULL when there is none within reach. */
static const char *tag_close(const struct xml_scan *s, const char *p)
{
    const char *limit = s->end - p > TAG_MAX ? p + TAG_MAX : s->end;
    char quote = 0;
    for (; p < limit; p++) {
        if (quote)
            quote = *p == quote ? 0 : quote;
        else if ((*p == '"' || *p == '\'') && (p[-1] == '=' || is_space(p[-1])))
            quote = *p;
        else if (*p == '>')
            return p;
        else if (*p == '<')
            return NULL; /* the next tag: this one was never closed. Keeps "<a <a <a" linear, too */
    }
    return NULL;
}

static bool passed_over(struct xml_scan *s)
{
    size_t left = (size_t)(s->end - s->p);
    if (left >= 4 && memcmp(s->p, "<!--", 4) == 0)
        s->p = behind(s, s->p + 4, "-->");
    else if (left >= 2 && s->p[1] == '?')
        s->p = behind(s, s->p + 2, "?>");
    else if (!s->in_root && left >= 9 && strncasecmp(s->p, "<!doctype", 9) == 0)
        s->p = behind_doctype(s);
    else
        return false;
    return true;
}

/* A text that nobody closed goes to the end tag of its field, when that is one that HTML has not. */
static const char *field_end(const struct xml_scan *s, const char *p)
{
    static const char *const ends[] = {"</description>", "</content:encoded>", "</item>", "</entry>"};
    for (; p < s->end && (p = memchr(p, '<', (size_t)(s->end - p))) != NULL; p++)
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (str_starts((struct str){p, (size_t)(s->end - p)}, ends[i]))
                return p;
    return s->end;
}

static bool cdata(struct xml_scan *s, struct xml_token *t)
{
    if (s->end - s->p < 9 || memcmp(s->p, "<![CDATA[", 9) != 0)
        return false;
    const char *from = s->p + 9, *close = s->unclosed ? NULL : memmem(from, (size_t)(s->end - from), "]]>", 3);
    s->unclosed = !close;
    t->kind = XML_CDATA;
    const char *to = close ? close : field_end(s, from);
    t->text = (struct str){from, (size_t)(to - from)};
    s->p = close ? close + 3 : to;
    return true;
}

static bool tag(struct xml_scan *s, struct xml_token *t)
{
    bool closing = s->end - s->p > 1 && s->p[1] == '/';
    const char *from = s->p + 1 + closing, *q = from;
    while (q < s->end && q - from < NAME_MAX_BYTES && !is_space(*q) && *q != '>' && *q != '/' && *q != '<' && *q != '=')
        q++;
    if (q == from || (*from | 32) < 'a' || (*from | 32) > 'z')
        return false;
    const char *close = tag_close(s, q);
    if (!close)
        return false;
    t->kind = closing ? XML_CLOSE : XML_OPEN;
    t->name = (struct str){from, (size_t)(q - from)};
    t->empty = close > q && close[-1] == '/';
    t->attrs = (struct str){q, (size_t)(close - q) - t->empty};
    s->p = close + 1;
    s->in_root = true;
    return true;
}

enum xml_kind xml_scan_next(struct xml_scan *s, struct xml_token *t)
{
    *t = (struct xml_token){0};
    while (s->p < s->end && *s->p == '<' && passed_over(s))
        continue;
    if (s->p == s->end)
        return t->kind = XML_END_OF_INPUT;
    if (*s->p == '<' && (cdata(s, t) || tag(s, t)))
        return t->kind;
    const char *from = s->p, *lt = memchr(from + 1, '<', (size_t)(s->end - from - 1));
    s->p = lt ? lt : s->end;
    t->text = (struct str){from, (size_t)(s->p - from)};
    return t->kind = XML_TEXT;
}

bool xml_attr_next(struct str *attrs, struct str *name, struct str *value)
{
    const char *p = attrs->s, *end = p + attrs->n;
    while (p < end && (is_space(*p) || *p == '/'))
        p++;
    if (p == end)
        return false;
    const char *from = p++; /* a leading '=' belongs to the name */
    while (p < end && !is_space(*p) && *p != '=' && *p != '/')
        p++;
    *name = (struct str){from, (size_t)(p - from)};
    *value = (struct str){"", 0};
    while (p < end && is_space(*p))
        p++;
    if (p < end && *p == '=') {
        p++;
        while (p < end && is_space(*p))
            p++;
        char quote = p < end && (*p == '"' || *p == '\'') ? *p++ : 0;
        from = p;
        while (p < end && (quote ? *p != quote : !is_space(*p)))
            p++;
        *value = (struct str){from, (size_t)(p - from)};
        p += p < end && quote;
    }
    *attrs = (struct str){p, (size_t)(end - p)};
    return true;
}

struct str xml_attr(struct arena *a, struct str attrs, const char *wanted)
{
    struct str name, value;
    while (xml_attr_next(&attrs, &name, &value)) {
        if (!str_ieqc(name, wanted))
            continue;
        struct buf b;
        buf_init(&b, value.n * 4 + 16);
        entities_decode(&b, value);
        struct str out = utf8_clean(a, buf_view(&b));
        buf_end(&b);
        return out;
    }
    return (struct str){0};
}
