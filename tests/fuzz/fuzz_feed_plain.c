/* Any bytes inside the XHTML of a feed's entry, given to HTML's reader as they stand, and written out as HTML after the
 * XML parser took them apart: the article must be the same. Behind a processing instruction no element is plain. */
#include "articles.h"
#include "ingest/feed_plain.h"

static struct str feed_of(struct arena *a, const char *before, struct str inside)
{
    return str_fmt(a,
                   "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>"
                   "<div xmlns='" PLAIN_NAMESPACE "'>%s" STR_FMT "</div></content></entry></feed>",
                   before, STR_ARG(inside));
}

static void read_into(struct arena *a, struct str feed, struct buf *said)
{
    struct articles out = {0};
    struct feed_info info = {0};
    struct findings f = {.arena = a};
    struct err e = {0};
    struct read_options o = {.name = str_lit("fuzz"), .url = str_lit("https://x.example/a/b")};
    must(read_feed_xml(a, feed, &o, &out, &info, &f, &e) == 0);
    for (size_t i = 0; i < out.n; i++)
        article_to_json(said, &out.v[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct str inside = {(const char *)data, n}, feed = feed_of(&a, "", inside);
    size_t from = str_find(feed, str_lit("<div")), end = str_find(feed, str_lit("</content></entry></feed>"));
    if (!memchr(data, 0, n) && utf8_valid(feed) && plain_element(str_sub(feed, from, feed.n)) == end - from) {
        struct buf one, other;
        buf_init(&one, 1 << 24);
        buf_init(&other, 1 << 24);
        read_into(&a, feed, &one);
        read_into(&a, feed_of(&a, "<?x?>", inside), &other);
        must(str_eq(buf_view(&one), buf_view(&other)));
        buf_end(&one);
        buf_end(&other);
    }
    arena_end(&a);
    return 0;
}
