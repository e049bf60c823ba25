/* feed_xml.c: RSS, RDF and Atom through libxml2's streaming parser, which this file alone speaks to.
 *
 * Long texts and plain XHTML, in which the parser has nothing to find, go round it (feed_cut.h).
 *
 * No DTD is ever processed: the document type declaration is cut out before the parser sees the text, so there are no
 * entities to expand and nothing to load. Names of HTML's entities, bare ampersands and other breakage end the strict
 * parse; then the forgiving reader (feed_soup.c) reads the same text, and a finding says where the XML broke. */
#include "base/log.h"
#include "ingest/encoding.h"
#include "ingest/feed.h"
#include "ingest/feed_cut.h"
#include <libxml/parser.h>
#include <pthread.h>
#include <string.h>

enum {
    OPEN_NAMESPACES_MAX = 1024,
    CHANNEL_DEPTH = 3, /* where what an item declared is out of force: back at the channel */
};

/* The parser keeps one copy of each name, so that a namespace is known by its address. */
struct known_ns {
    const xmlChar *uri, *prefix;
    enum feed_ns ns;
};

/* A feed without its document type declaration. For that the parser is given line ends, so that errors name the right
 * line. */
struct source {
    struct str prolog, doctype, body;
    int lines_before; /* blank ones that no parser sees */
};

struct strict {
    struct feed_builder *b;
    const struct cut_texts *cut; /* NULL: the parser sees the texts */
    size_t next;                 /* of them */
    xmlParserCtxtPtr parser;
    struct known_ns known[16];
    size_t namespaces; /* declarations in force, at most */
    size_t open;
    bool root_closed, stopped;
    bool declined; /* an element that was cut out must be taken apart */
    int lines_before;
    int error_line, error_column; /* of the first fatal error */
    char error[200];
};

static struct str xml_str(const xmlChar *s)
{
    return str_c((const char *)s);
}

/* Without entity substitution the parser hands an ampersand in an attribute over as "&#38;". */
static struct str attr_value(struct arena *a, const xmlChar *from, const xmlChar *to)
{
    struct str s = {(const char *)from, (size_t)(to - from)};
    if (str_chr(s, '&') == STR_NONE || str_find(s, str_lit("&#38;")) == STR_NONE)
        return s;
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        out[n++] = s.s[i];
        if (s.s[i] == '&' && s.n - i >= 5 && memcmp(s.s + i, "&#38;", 5) == 0)
            i += 4;
    }
    return (struct str){out, n};
}

static enum feed_ns ns_of(struct strict *x, const xmlChar *uri, const xmlChar *prefix)
{
    struct known_ns *k = &x->known[((uintptr_t)uri >> 4 ^ (uintptr_t)prefix >> 3) % 16];
    if (k->uri != uri || k->prefix != prefix || (!uri && !prefix))
        *k = (struct known_ns){uri, prefix, feed_ns(xml_str(uri), xml_str(prefix))};
    return k->ns;
}

static void stop(struct strict *x)
{
    x->stopped = true;
    xmlStopParser(x->parser);
}

static void on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int namespaces_n,
                     const xmlChar **namespaces, int attrs_n, int defaulted, const xmlChar **attrs)
{
    struct strict *x = ctx;
    if (x->stopped)
        return;
    struct feed_attr list[FEED_ATTRS_MAX];
    size_t n = 0;
    for (int i = 0; i < attrs_n && n < FEED_ATTRS_MAX; i++, attrs += 5)
        list[n++] = (struct feed_attr){attrs[1] ? ns_of(x, attrs[2], attrs[1]) : NS_NATIVE, xml_str(attrs[0]),
                                       attr_value(x->b->a, attrs[3], attrs[4])};
    x->open++;
    x->namespaces += (size_t)namespaces_n;
    if (!feed_builder_start(x->b, ns_of(x, uri, prefix), xml_str(local), list, n) ||
        x->namespaces > OPEN_NAMESPACES_MAX)
        stop(x);
}

static void on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    struct strict *x = ctx;
    if (x->stopped)
        return;
    feed_builder_close(x->b);
    if (x->open <= CHANNEL_DEPTH)
        x->namespaces = 0;
    x->root_closed = --x->open == 0;
}

static void on_text(void *ctx, const xmlChar *s, int n)
{
    struct strict *x = ctx;
    if (!x->stopped)
        feed_builder_text(x->b, (struct str){(const char *)s, (size_t)n});
}

/* Where the builder does not take it, nor may it count as one element more, the feed is read whole. */
static void give_element(struct strict *x, struct str element)
{
    if (x->namespaces == OPEN_NAMESPACES_MAX || !feed_builder_element(x->b, element)) {
        x->declined = true;
        stop(x);
        return;
    }
    x->namespaces = x->open < CHANNEL_DEPTH ? 0 : x->namespaces + 1;
}

/* A mark of feed_cut: what stood there. */
static void on_mark(void *ctx, const xmlChar *s, int n)
{
    struct strict *x = ctx;
    if (x->stopped || x->next == x->cut->n)
        return;
    const struct cut_text *t = &x->cut->v[x->next++];
    if (t->element)
        give_element(x, t->text);
    else if (t->clean)
        feed_builder_clean(x->b, t->text);
    else
        feed_builder_text(x->b, t->text);
}

static void on_error(void *ctx, xmlErrorPtr error)
{
    struct strict *x = ctx;
    if (error->level != XML_ERR_FATAL || x->error[0])
        return;
    struct str text = str_trim(str_c(error->message ? error->message : "not well-formed"));
    struct str shown = printable(x->b->a, text, sizeof x->error - 1);
    memcpy(x->error, shown.s, shown.n < sizeof x->error ? shown.n : sizeof x->error - 1);
    x->error_line = x->lines_before + error->line;
    x->error_column = error->int2;
}

/* True when every tag has a bearable number of attributes. Comments and CDATA are jumped over. */
static bool tags_are_bearable(struct str s)
{
    if (!s.n)
        return true;
    const char *p = s.s, *end = s.s + s.n;
    while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
        size_t left = (size_t)(end - p);
        const char *mark = left >= 9 && memcmp(p, "<![CDATA[", 9) == 0 ? "]]>"
                           : left >= 4 && memcmp(p, "<!--", 4) == 0    ? "-->"
                                                                       : NULL;
        if (mark) {
            p = feed_find_mark(p, end, mark);
            if (!p)
                return true;
            continue;
        }
        const char *limit = left > FEED_TAG_MAX ? p + FEED_TAG_MAX : end;
        char quote = 0;
        size_t attrs = 0;
        for (p++; p < limit && (quote || *p != '>'); p++) {
            if (quote)
                quote = *p == quote ? 0 : quote;
            else if (*p == '"' || *p == '\'')
                quote = *p;
            else
                attrs += *p == '=';
        }
        if (attrs > FEED_TAG_ATTRS_MAX || (p == limit && limit < end))
            return false;
    }
    return true;
}

/* Where the document type declaration stands, if there is one before the root element. */
static bool find_doctype(struct str s, size_t *from, size_t *to)
{
    size_t i = 0;
    for (;;) {
        size_t lt = str_chr(str_sub(s, i, s.n), '<');
        if (lt == STR_NONE)
            return false;
        i += lt;
        struct str rest = str_sub(s, i, s.n);
        const char *mark = str_starts(rest, "<!--") ? "-->" : str_starts(rest, "<?") ? "?>" : NULL;
        if (!mark)
            break;
        size_t end = str_find(rest, str_c(mark));
        if (end == STR_NONE)
            return false;
        i += end + 2;
    }
    struct str rest = str_sub(s, i, s.n);
    if (!str_istarts(rest, "<!doctype"))
        return false;
    char quote = 0;
    bool inside = false; /* the internal subset */
    for (size_t k = 9; k < rest.n; k++) {
        char c = rest.s[k];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '[' || c == ']')
            inside = c == '[';
        else if (c == '>' && !inside) {
            *from = i;
            *to = i + k + 1;
            return true;
        }
    }
    return false;
}

static void split(struct str text, struct source *s)
{
    size_t from, to;
    *s = (struct source){.body = text};
    for (; text.n && (unsigned char)text.s[0] <= ' '; text = str_sub(text, 1, text.n))
        s->lines_before += text.s[0] == '\n'; /* a blank line before <?xml is no XML, and common */
    s->body = text;
    if (find_doctype(text, &from, &to)) {
        s->prolog = str_sub(text, 0, from);
        s->doctype = str_sub(text, from, to);
        s->body = str_sub(text, to, text.n);
    }
}

static void feed_chunk(struct strict *x, struct str s)
{
    if (s.n && !x->stopped && !x->error[0])
        xmlParseChunk(x->parser, s.s, (int)s.n, 0);
}

/* False: the text is not well-formed (x->error) and must be read the other way. body: that of the source, or cut. */
static bool read_strictly(struct strict *x, const struct source *s, struct str body)
{
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = x->cut ? on_mark : on_text,
        .serror = on_error,
    };
    x->lines_before = s->lines_before;
    x->parser = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
    if (!x->parser)
        mem_gone(sizeof(xmlParserCtxt));
    xmlCtxtUseOptions(x->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_COMPACT);
    feed_chunk(x, s->prolog);
    for (size_t i = 0; i < s->doctype.n; i++)
        if (s->doctype.s[i] == '\n')
            feed_chunk(x, str_lit("\n"));
    feed_chunk(x, body);
    if (!x->stopped && !x->error[0])
        xmlParseChunk(x->parser, NULL, 0, 1);
    if (x->parser->myDoc)
        xmlFreeDoc(x->parser->myDoc);
    xmlFreeParserCtxt(x->parser);
    return !x->error[0] || x->root_closed || x->stopped;
}

/* Without the long texts, which stay in their arena until the builder is through. False: it must be read whole, in the
 * first place to name the error where it stands. */
static bool read_cut(struct arena *texts, struct feed_builder *b, const struct source *s)
{
    struct cut_texts cut = {0};
    struct strict x = {.b = b, .cut = &cut};
    struct buf rest;
    buf_init(&rest, 0);
    bool read = feed_cut(texts, s->body, &rest, &cut) && read_strictly(&x, s, buf_view(&rest)) && !x.error[0] &&
                !x.declined && (x.stopped || x.next == cut.n);
    buf_end(&rest);
    return read;
}

/* Entities of a feed's own are an old trick to make a parser eat memory or read files, and never needed. */
static void report_doctype(const struct source *s, const struct read_options *o, struct findings *f)
{
    if (str_find(s->doctype, str_lit("<!ENTITY")) != STR_NONE)
        finding_add(f, SEV_WARNING, o->name, 0, 0, "declares entities of its own; they are not looked at");
}

static void report_limits(const struct feed_builder *b, struct findings *f)
{
    if (b->too_deep)
        finding_add(f, SEV_WARNING, b->o->name, 0, 0,
                    "elements are nested deeper than %d; the feed was read up to there", FEED_DEPTH_MAX);
    if (b->too_many)
        finding_add(f, SEV_WARNING, b->o->name, 0, 0, "more than %d entries; the first %d were read", FEED_ENTRIES_MAX,
                    FEED_ENTRIES_MAX);
}

static int no_feed(const struct feed_builder *b, const struct strict *x, struct err *e)
{
    if (b->root.n)
        return err_set(e, EX_DATAERR,
                       STR_FMT ": not a feed: the outermost element is <" STR_FMT ">, not rss, rdf:RDF or feed",
                       STR_ARG(b->o->name), STR_ARG(printable(b->a, b->root, 60)));
    return err_set(e, EX_DATAERR, STR_FMT ": not a feed: no element was found%s%s", STR_ARG(b->o->name),
                   x->error[0] ? "; " : "", x->error);
}

struct reading { /* to begin again where it began */
    struct arena *a;
    const struct read_options *o;
    struct articles *out;
    struct feed_info *feed, said;
    struct findings *f;
    size_t before;
};

static void start_over(struct reading *r, struct feed_builder *b)
{
    feed_builder_end(b);
    r->out->n = r->before;
    *r->feed = r->said;
    feed_builder_begin(b, r->a, r->o, r->out, r->feed, r->f);
}

int read_feed_xml(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out,
                  struct feed_info *feed, struct findings *f, struct err *e)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT; /* several threads may read feeds */
    pthread_once(&once, xmlInitParser);
    struct str label = {0}, text = encoding_decode(a, bytes, o->content_type, &label);
    struct source s;
    split(text, &s);
    struct reading r = {a, o, out, feed, *feed, f, out->n};
    struct feed_builder b;
    struct strict x = {.b = &b};
    bool bearable = true;
    struct arena texts = {0};
    feed_builder_begin(&b, a, o, out, feed, f);
    if (!read_cut(&texts, &b, &s)) {
        start_over(&r, &b);
        bearable = tags_are_bearable(s.prolog) && tags_are_bearable(s.body);
        if (!bearable || !read_strictly(&x, &s, s.body) || !b.known_root) {
            start_over(&r, &b);
            feed_soup(&b, str_sub(text, (size_t)((s.prolog.s ? s.prolog.s : s.body.s) - text.s), text.n));
        }
    }
    feed_builder_end(&b);
    arena_end(&texts);
    if (!b.known_root)
        return no_feed(&b, &x, e);
    feed->encoding = label;
    if (!bearable)
        finding_add(f, SEV_WARNING, o->name, 0, 0, "a tag has more than %d attributes; read as far as it makes sense",
                    FEED_TAG_ATTRS_MAX);
    if (x.error[0])
        finding_add(f, SEV_WARNING, o->name, x.error_line, x.error_column,
                    "the XML is broken here (%s); read as far as it makes sense, %zu entr%s found", x.error, b.entries,
                    b.entries == 1 ? "y" : "ies");
    report_doctype(&s, o, f);
    report_limits(&b, f);
    feed_when_report(&b.dates, o, f);
    return 0;
}
