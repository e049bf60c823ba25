/* Any bytes as XML, read whole and without its long texts: where the cut one is well-formed the whole one must be, too,
 * and what the parser says of it, with every text in its place, must be the same. */
#include "base/utf8.h"
#include "ingest/feed_cut.h"
#include <libxml/parser.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct heard {
    struct buf said; /* tags and text in turn */
    const struct cut_texts *cut;
    size_t next;
    bool broken;
};

static void on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int namespaces_n,
                     const xmlChar **namespaces, int attrs_n, int defaulted, const xmlChar **attrs)
{
    struct heard *h = ctx;
    buf_fmt(&h->said, "<%s:%s %s", prefix ? (const char *)prefix : "", (const char *)local,
            uri ? (const char *)uri : "");
    for (int i = 0; i < attrs_n; i++, attrs += 5) {
        buf_fmt(&h->said, " %s='", (const char *)attrs[0]);
        for (const xmlChar *p = attrs[3]; p < attrs[4]; p += attrs[4] - p >= 5 && !memcmp(p, "&#38;", 5) ? 5 : 1)
            buf_ch(&h->said, (char)*p); /* the parser hands an ampersand over as that */
        buf_ch(&h->said, '\'');
    }
    buf_ch(&h->said, '>');
}

static void on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    struct heard *h = ctx;
    buf_fmt(&h->said, "</%s>", (const char *)local);
}

static void on_text(void *ctx, const xmlChar *s, int n)
{
    struct heard *h = ctx;
    buf_add(&h->said, s, (size_t)n);
}

static void on_mark(void *ctx, const xmlChar *s, int n);
static void on_error(void *ctx, xmlErrorPtr error);

static void listen(struct heard *h, struct str text)
{
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_text,
                         .ignorableWhitespace = on_text,
                         .cdataBlock = h->cut ? on_mark : on_text,
                         .serror = on_error};
    xmlParserCtxtPtr p = xmlCreatePushParserCtxt(&sax, h, NULL, 0, NULL);
    xmlCtxtUseOptions(p, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_COMPACT);
    if (text.n)
        xmlParseChunk(p, text.s, (int)text.n, 0);
    xmlParseChunk(p, NULL, 0, 1);
    if (p->myDoc)
        xmlFreeDoc(p->myDoc);
    xmlFreeParserCtxt(p);
}

static void on_mark(void *ctx, const xmlChar *s, int n)
{
    struct heard *h = ctx;
    if (h->next == h->cut->n)
        abort();
    const struct cut_text *t = &h->cut->v[h->next++];
    if (t->clean && !utf8_is_clean(t->text))
        abort();
    if (t->element) { /* a document of its own */
        struct heard inner = {.said = h->said};
        listen(&inner, t->text);
        h->said = inner.said;
        if (inner.broken)
            abort();
    } else {
        buf_str(&h->said, t->text);
    }
}

static void on_error(void *ctx, xmlErrorPtr error)
{
    struct heard *h = ctx;
    h->broken |= error->level == XML_ERR_FATAL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct str in = {(const char *)data, n};
    struct cut_texts cut = {0};
    struct buf rest;
    buf_init(&rest, 0);
    if (utf8_valid(in) && feed_cut(&a, in, &rest, &cut)) {
        struct heard part = {.cut = &cut}, whole = {0};
        buf_init(&part.said, 1 << 24);
        buf_init(&whole.said, 1 << 24);
        listen(&part, buf_view(&rest));
        if (!part.broken) {
            listen(&whole, in);
            if (whole.broken || part.next != cut.n || !str_eq(buf_view(&part.said), buf_view(&whole.said)))
                abort();
        }
        buf_end(&part.said);
        buf_end(&whole.said);
    }
    buf_end(&rest);
    arena_end(&a);
    return 0;
}
