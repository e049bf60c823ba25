/* discover.c: the feeds a page says it has (<link rel="alternate">), and those it only links to. */
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/encoding.h"
#include "ingest/ingest.h"
#include "ingest/xml_scan.h"
#include <string.h>

enum { FOUND_MAX = 50, LOOK_AT = 4 << 20 };

static const char *feed_type(struct str type)
{
    static const char *const types[] = {
        "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/xml",
        "application/xml"};
    struct str head = type;
    str_cut(&type, ';', &head);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_ieqc(str_trim(head), types[i]))
            return types[i];
    return NULL;
}

static bool has_word(struct str list, const char *word)
{
    struct str one;
    while (str_cut(&list, ' ', &one))
        if (str_ieqc(one, word))
            return true;
    return false;
}

/* An address that looks like a feed's own, for pages that link to their feed only for readers to see. */
static bool looks_like_feed(struct str url)
{
    static const char *const ends[] = {"/feed",    "/feed/",    "/rss",      "/rss/",      ".rss",
                                       "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json",
                                       "/atom",    "/atom/",    ".atom",     ".rdf"};
    size_t query = str_chr(url, '?');
    url = str_sub(url, 0, query == STR_NONE ? url.n : query);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(url, ends[i]))
            return true;
    return false;
}

static void add(struct arena *a, struct subscriptions *out, struct str url, struct str title, struct str page)
{
    if (!url_is_web(url))
        return;
    for (size_t i = 0; i < out->n; i++)
        if (str_eq(out->v[i].url, url))
            return;
    if (out->n < FOUND_MAX)
        vec_add(a, out, ((struct subscription){.url = url, .title = utf8_line(a, title, 200), .page = page}));
}

void ingest_discover(struct arena *a, struct str html, struct str url, struct subscriptions *out)
{
    struct str label, text = encoding_decode(a, str_sub(html, 0, LOOK_AT), (struct str){0}, &label), base = url;
    struct subscriptions guessed = {0};
    struct xml_scan scan;
    struct xml_token t;
    size_t before = out->n;
    xml_scan_begin(&scan, text);
    while (xml_scan_next(&scan, &t) != XML_END_OF_INPUT) {
        if (t.kind != XML_OPEN)
            continue;
        bool link = str_ieqc(t.name, "link"), anchor = str_ieqc(t.name, "a");
        if (!link && !anchor && !str_ieqc(t.name, "base"))
            continue;
        struct str href = url_resolve(a, base, xml_attr(a, t.attrs, "href"));
        if (!link && !anchor) {
            base = url_is_web(href) ? href : base;
        } else if (link) {
            struct str rel = xml_attr(a, t.attrs, "rel");
            const char *type = feed_type(xml_attr(a, t.attrs, "type"));
            if (has_word(rel, "feed") || (has_word(rel, "alternate") && type))
                add(a, out, href, xml_attr(a, t.attrs, "title"), url);
        } else if (guessed.n < FOUND_MAX && looks_like_feed(href)) {
            add(a, &guessed, href, str_lit(""), url);
        }
    }
    size_t wanted = out->n == before ? guessed.n : 0; /* only when the page names none */
    for (size_t i = 0; i < wanted && i < 5; i++)
        vec_add(a, out, guessed.v[i]);
}
