/* feed_soup.c: feeds whose XML is broken, read by what they evidently mean.
 *
 * A bare & is an ampersand, HTML's entity names are known, an end tag closes the nearest element of its name, a new
 * item closes the one before it, and nothing inside an item closes the item but its own end. */
#include "base/utf8.h"
#include "ingest/entities.h"
#include "ingest/feed.h"
#include "ingest/xml_scan.h"
#include <string.h>

enum { NAMES_MAX = FEED_DEPTH_MAX + 1, PREFIXES_MAX = 64, BEFORE_ROOT_MAX = 16 << 10 /* bytes */ };

struct soup {
    struct feed_builder *b;
    struct xml_scan scan;
    struct str names[NAMES_MAX]; /* qualified names of the open elements */
    size_t depth;
    size_t item; /* depth of the open item; 0: none */
    struct {
        struct str prefix, uri;
    } prefixes[PREFIXES_MAX]; /* the latest declaration counts, wherever it was */
    size_t prefixes_n;
    struct buf text;
};

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

/* Values are resolved into the arena. Declarations of prefixes are taken out. */
static size_t read_attrs(struct soup *s, struct str rest, struct feed_attr *attrs)
{
    struct str name, value, prefix;
    size_t n = 0;
    while (n < FEED_ATTRS_MAX && xml_attr_next(&rest, &name, &value)) {
        struct buf b;
        buf_init(&b, value.n * 4 + 16);
        entities_decode(&b, value);
        value = buf_dup(s->b->a, &b);
        buf_end(&b);
        struct str local = local_part(name, &prefix);
        if (str_ieqc(name, "xmlns"))
            declare(s, str_lit(""), value);
        else if (str_ieqc(prefix, "xmlns"))
            declare(s, local, value);
        else
            attrs[n++] = (struct feed_attr){NS_OTHER, name, value};
    }
    for (size_t i = 0; i < n; i++) { /* a prefix may be declared behind its use */
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

/* Words that feeds have and HTML has not: inside a title or a text they mean that its end tag is missing. */
static bool starts_next_field(const struct soup *s, enum feed_ns ns, struct str local)
{
    static const char *const words[] = {"guid",     "pubdate", "published", "updated", "description", "link",
                                        "category", "author",  "creator",   "encoded", "enclosure"};
    enum feed_place place = s->b->stack[s->b->depth].place;
    if (!s->item || ns == NS_OTHER || ns == NS_XHTML || (place != AT_FIELD && place != AT_INLINE))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_ieqc(local, words[i]))
            return true;
    return false;
}

static bool open_tag(struct soup *s, const struct xml_token *t)
{
    struct feed_attr attrs[FEED_ATTRS_MAX];
    size_t n = read_attrs(s, t->attrs, attrs);
    struct str prefix, local = local_part(t->name, &prefix);
    enum feed_ns ns = ns_of(s, prefix);
    flush_text(s);
    if (is_item(t->name) && (ns == NS_NATIVE || ns == NS_ATOM))
        close_for_item(s);
    else if (starts_next_field(s, ns, local))
        while (s->depth > s->item)
            pop(s);
    if (s->depth + 1 >= NAMES_MAX)
        s->b->too_deep = true;
    if (s->b->too_deep || !feed_builder_start(s->b, ns, local, attrs, n))
        return false;
    s->names[++s->depth] = t->name;
    if (s->b->stack[s->b->depth].place == AT_ENTRY)
        s->item = s->depth;
    if (t->empty || is_void(s, local))
        pop(s);
    return true;
}

static bool is_root(struct str name)
{
    static const char *const roots[] = {"rss", "rdf", "feed", "entry", "channel"};
    struct str prefix, local = local_part(name, &prefix);
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (str_ieqc(local, roots[i]))
            return true;
    return false;
}

/* From the feed on, when a server's warning in HTML stands before it; else all of it. */
static struct str from_root(struct str text)
{
    struct xml_scan scan;
    struct xml_token t;
    bool first = true;
    xml_scan_begin(&scan, text);
    for (const char *at = scan.p; at - text.s < BEFORE_ROOT_MAX && xml_scan_next(&scan, &t) != XML_END_OF_INPUT;
         at = scan.p) {
        if (t.kind != XML_OPEN)
            continue;
        if (is_root(t.name))
            return first ? text : str_sub(text, (size_t)(t.name.s - 1 - text.s), text.n);
        first = false;
    }
    return text;
}

void feed_soup(struct feed_builder *b, struct str text)
{
    struct soup s = {.b = b};
    struct xml_token t;
    bool more = true;
    buf_init(&s.text, text.n * 4 + 64);
    xml_scan_begin(&s.scan, from_root(text));
    while (more && xml_scan_next(&s.scan, &t) != XML_END_OF_INPUT) {
        if (t.kind == XML_TEXT)
            entities_decode(&s.text, t.text);
        else if (t.kind == XML_CDATA)
            buf_str(&s.text, t.text);
        else if (t.kind == XML_CLOSE)
            close_tag(&s, t.name);
        else
            more = open_tag(&s, &t);
    }
    flush_text(&s);
    buf_end(&s.text);
}
