/* feed_soup.c: feeds whose XML is broken, read by what they evidently mean.
 *
 * A bare & is an ampersand, HTML's entity names are known, an end tag closes the nearest element of its name, a new
 * item closes the one before it, and nothing inside an item closes the item but its own end. One pass, no backing up:
 * every search for an end is bounded or settles the rest of the text. */
#include "base/utf8.h"
#include "ingest/entities.h"
#include "ingest/feed.h"
#include <string.h>

enum { TAG_MAX = 64 << 10, NAMES_MAX = FEED_DEPTH_MAX + 1, PREFIXES_MAX = 64 };

struct soup {
    struct feed_builder *b;
    const char *p, *end;
    struct str names[NAMES_MAX]; /* qualified names of the open elements */
    size_t depth;
    size_t item; /* depth of the open item; 0: none */
    struct {
        struct str prefix, uri;
    } prefixes[PREFIXES_MAX]; /* the latest declaration counts, wherever it was */
    size_t prefixes_n;
    struct buf text;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static struct str uri_of(const struct soup *s, struct str prefix)
{
    for (size_t i = s->prefixes_n; i-- > 0;)
        if (str_eq(s->prefixes[i].prefix, prefix))
            return s->prefixes[i].uri;
    return (struct str){0};
}

static void declare(struct soup *s, struct str prefix, struct str uri)
{
    for (size_t i = 0; i < s->prefixes_n; i++)
        if (str_eq(s->prefixes[i].prefix, prefix)) {
            s->prefixes[i].uri = uri;
            return;
        }
    if (s->prefixes_n < PREFIXES_MAX) {
        s->prefixes[s->prefixes_n].prefix = prefix;
        s->prefixes[s->prefixes_n++].uri = uri;
    }
}

static struct str local_part(struct str name, struct str *prefix)
{
    size_t colon = str_chr(name, ':');
    *prefix = colon == STR_NONE ? (struct str){"", 0} : str_sub(name, 0, colon);
    return colon == STR_NONE ? name : str_sub(name, colon + 1, name.n);
}

static enum feed_ns ns_of(const struct soup *s, struct str prefix)
{
    return feed_ns(uri_of(s, prefix), prefix);
}

static void flush_text(struct soup *s)
{
    if (s->text.n)
        feed_builder_text(s->b, buf_view(&s->text));
    buf_clear(&s->text);
}

static void pop(struct soup *s)
{
    flush_text(s);
    feed_builder_close(s->b);
    if (s->depth == s->item)
        s->item = 0;
    s->depth--;
}

static bool is_item(struct str name)
{
    struct str prefix, local = local_part(name, &prefix);
    return str_ieqc(local, "item") || str_ieqc(local, "entry");
}

static void close_tag(struct soup *s, struct str name)
{
    size_t at = s->depth;
    while (at && !str_ieq(s->names[at], name))
        at--;
    bool outer = is_item(name) || str_ieqc(name, "channel") || str_ieqc(name, "feed") || str_ieqc(name, "rss") ||
                 str_ieqc(name, "rdf:rdf");
    if (!at || (s->item && at < s->item && !outer))
        return;
    while (s->depth >= at)
        pop(s);
}

/* HTML's void elements, where they cannot be the feed's own: inside a field. */
static bool is_void(const struct soup *s, struct str name)
{
    enum feed_place place = s->b->stack[s->b->depth].place;
    return (place == AT_FIELD || place == AT_INLINE) &&
           (str_ieqc(name, "br") || str_ieqc(name, "img") || str_ieqc(name, "hr") || str_ieqc(name, "input"));
}

/* The attributes between p and end; values decoded into the arena only when they hold a reference. */
static size_t read_attrs(struct soup *s, const char *p, const char *end, struct feed_attr *attrs)
{
    size_t n = 0;
    while (p < end && n < FEED_ATTRS_MAX) {
        while (p < end && (is_space(*p) || *p == '/'))
            p++;
        const char *from = p;
        while (p < end && !is_space(*p) && *p != '=' && *p != '/')
            p++;
        struct str name = {from, (size_t)(p - from)}, value = {"", 0};
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
            value = (struct str){from, (size_t)(p - from)};
            p += p < end && quote;
        }
        if (!name.n) {
            p++;
            continue;
        }
        struct buf b;
        buf_init(&b, value.n * 4 + 16);
        entities_decode(&b, value);
        value = buf_dup(s->b->a, &b);
        buf_end(&b);
        struct str prefix, local = local_part(name, &prefix);
        if (str_ieqc(name, "xmlns"))
            declare(s, str_lit(""), value);
        else if (str_ieqc(prefix, "xmlns"))
            declare(s, local, value);
        else
            attrs[n++] = (struct feed_attr){NS_OTHER, name, value};
    }
    for (size_t i = 0; i < n; i++) { /* a prefix may be declared behind its use */
        struct str prefix;
        attrs[i].name = local_part(attrs[i].name, &prefix);
        attrs[i].ns = prefix.n ? ns_of(s, prefix) : NS_NATIVE;
    }
    return n;
}

/* An item stands in the channel: whatever was left open in between is over. */
static void close_for_item(struct soup *s)
{
    size_t at = s->depth;
    while (at && s->b->stack[at].place != AT_FEED && s->b->stack[at].place != AT_ROOT)
        at--;
    while (at && s->depth > at)
        pop(s);
}

static bool open_tag(struct soup *s, struct str name, const char *attrs_at, const char *end, bool empty)
{
    struct feed_attr attrs[FEED_ATTRS_MAX];
    size_t n = read_attrs(s, attrs_at, end, attrs);
    struct str prefix, local = local_part(name, &prefix);
    enum feed_ns ns = ns_of(s, prefix);
    flush_text(s);
    if (is_item(name) && (ns == NS_NATIVE || ns == NS_ATOM))
        close_for_item(s);
    if (s->depth + 1 >= NAMES_MAX)
        s->b->too_deep = true;
    if (s->b->too_deep || !feed_builder_start(s->b, ns, local, attrs, n))
        return false;
    s->names[++s->depth] = name;
    if (s->b->stack[s->b->depth].place == AT_ENTRY)
        s->item = s->depth;
    if (empty || is_void(s, local))
        pop(s);
    return true;
}

/* Behind `mark`, or the end of the text: an unclosed comment, CDATA section or declaration takes the rest. */
static const char *behind(const struct soup *s, const char *from, const char *mark)
{
    const char *hit = memmem(from, (size_t)(s->end - from), mark, strlen(mark));
    return hit ? hit + strlen(mark) : s->end;
}

static void cdata(struct soup *s)
{
    const char *from = s->p + 9, *after = behind(s, from, "]]>");
    const char *to = after == s->end && (after - from < 3 || memcmp(after - 3, "]]>", 3) != 0) ? after : after - 3;
    buf_add(&s->text, from, (size_t)(to - from));
    s->p = after;
}

/* <!DOCTYPE ... [ ... ]>: skipped whole, its declarations are not looked at. */
static const char *behind_doctype(const struct soup *s)
{
    char quote = 0;
    int brackets = 0;
    for (const char *p = s->p; p < s->end; p++) {
        if (quote) {
            quote = *p == quote ? 0 : quote;
        } else if (*p == '"' || *p == '\'') {
            quote = *p;
        } else if (*p == '[' || *p == ']') {
            brackets += *p == '[' ? 1 : -1;
        } else if (*p == '>' && brackets <= 0) {
            return p + 1;
        }
    }
    return s->end;
}

/* The '>' that ends the tag at p, quotes respected; NULL when there is none within reach. */
static const char *tag_close(const struct soup *s, const char *p)
{
    const char *limit = s->end - p > TAG_MAX ? p + TAG_MAX : s->end;
    char quote = 0;
    for (; p < limit; p++) {
        if (quote)
            quote = *p == quote ? 0 : quote;
        else if ((*p == '"' || *p == '\'') && p[-1] == '=')
            quote = *p;
        else if (*p == '>')
            return p;
        else if (*p == '<' && p[-1] == '\n')
            return NULL; /* the next line's tag: this one was never closed */
    }
    return NULL;
}

/* s->p is at '<'. False: a limit was passed. */
static bool markup(struct soup *s)
{
    size_t left = (size_t)(s->end - s->p);
    const char *p = s->p;
    if (left >= 9 && memcmp(p, "<![CDATA[", 9) == 0) {
        cdata(s);
        return true;
    }
    if (left >= 4 && memcmp(p, "<!--", 4) == 0) {
        s->p = behind(s, p + 4, "-->");
        return true;
    }
    if (left >= 2 && p[1] == '?') {
        s->p = behind(s, p + 2, "?>");
        return true;
    }
    if (left >= 9 && strncasecmp(p, "<!doctype", 9) == 0 && !s->depth) {
        s->p = behind_doctype(s);
        return true;
    }
    bool closing = left > 1 && p[1] == '/';
    const char *from = p + 1 + closing, *q = from;
    while (q < s->end && q - from < 100 && !is_space(*q) && *q != '>' && *q != '/' && *q != '<' && *q != '=')
        q++;
    struct str name = {from, (size_t)(q - from)};
    bool letter = name.n && ((name.s[0] | 32) >= 'a' && (name.s[0] | 32) <= 'z');
    const char *close = letter ? tag_close(s, q) : NULL;
    if (!close) { /* not a tag: a character */
        buf_ch(&s->text, '<');
        s->p++;
        return true;
    }
    s->p = close + 1;
    if (closing) {
        close_tag(s, name);
        return true;
    }
    return open_tag(s, name, q, close, close[-1] == '/');
}

void feed_soup(struct feed_builder *b, struct str text)
{
    struct soup s = {.b = b, .p = text.s, .end = text.s + text.n};
    buf_init(&s.text, text.n * 4 + 64);
    while (s.p < s.end) {
        const char *lt = memchr(s.p, '<', (size_t)(s.end - s.p));
        const char *to = lt ? lt : s.end;
        entities_decode(&s.text, (struct str){s.p, (size_t)(to - s.p)});
        s.p = to;
        if (!lt || !markup(&s))
            break;
    }
    flush_text(&s);
    buf_end(&s.text);
}
