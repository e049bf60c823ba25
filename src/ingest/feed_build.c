/* feed_build.c: the walk through a feed's elements: which place each opens, which field its text is for. */
#include "base/escape.h"
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/entities.h"
#include "ingest/feed.h"
#include "ingest/feed_plain.h"
#include <string.h>

enum { TEXT_MAX = 32 << 20 }; /* of one field with its markup written out again */

void feed_builder_begin(struct feed_builder *b, struct arena *a, const struct read_options *o, struct articles *out,
                        struct feed_info *feed, struct findings *f)
{
    *b = (struct feed_builder){.a = a, .o = o, .out = out, .feed = feed, .f = f, .first = out->n};
    b->stack[0] = (struct feed_frame){.place = AT_DOCUMENT, .base = o->url};
    buf_init(&b->text, TEXT_MAX);
}

static struct str attr_of(const struct feed_attr *attrs, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (attrs[i].ns != NS_XML && attrs[i].ns != NS_OTHER && str_ieqc(attrs[i].name, name))
            return attrs[i].value;
    return (struct str){0};
}

static struct str kept(struct feed_builder *b, struct str s)
{
    return s.n ? utf8_clean(b->a, s) : s;
}

/* xml:base and xml:lang hold for everything inside. A base that is no web address is as if it were not there. */
static struct feed_frame inherit(struct feed_builder *b, const struct feed_attr *attrs, size_t n)
{
    struct feed_frame frame = {.base = b->stack[b->depth].base, .lang = b->stack[b->depth].lang};
    for (size_t i = 0; i < n; i++) {
        if (attrs[i].ns != NS_XML)
            continue;
        if (str_eqc(attrs[i].name, "base")) {
            struct str base = feed_link(b->a, frame.base, attrs[i].value);
            frame.base = base.n ? base : frame.base;
        } else if (str_eqc(attrs[i].name, "lang") && attrs[i].value.n && attrs[i].value.n < 40) {
            frame.lang = kept(b, attrs[i].value);
        }
    }
    return frame;
}

static void begin_entry(struct feed_builder *b, const struct feed_attr *attrs, size_t n)
{
    b->in_entry = true;
    b->entry = (struct feed_entry){0};
    b->author_name = b->author_email = (struct str){0};
    for (size_t i = 0; i < n; i++)
        if (attrs[i].ns == NS_RDF && str_eqc(attrs[i].name, "about"))
            b->entry.art.guid = b->entry.about = kept(b, attrs[i].value);
}

/* The root says which family of formats this is. */
static enum feed_place open_root(struct feed_builder *b, enum feed_ns ns, struct str name)
{
    static const struct {
        const char *name, *format;
        enum feed_place place;
    } roots[] = {
        {"rss", "rss", AT_ROOT},     {"rdf", "rdf", AT_ROOT},     {"feed", "atom", AT_FEED},
        {"entry", "atom", AT_ENTRY}, {"channel", "rss", AT_FEED}, {"rdf:rdf", "rdf", AT_ROOT},
    };
    b->root = str_dup(b->a, str_sub(name, 0, 60));
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (str_ieqc(name, roots[i].name)) {
            b->known_root = true;
            b->feed->is_feed = true;
            b->feed->format = str_c(roots[i].format);
            return roots[i].place;
        }
    return AT_SKIP;
}

struct str feed_builder_said(const struct feed_builder *b)
{
    return b->still.n ? b->still : buf_view(&b->text);
}

static void forget_text(struct feed_builder *b)
{
    b->still = (struct str){0};
    b->clean = true;
    buf_clear(&b->text);
}

/* The buffer takes what it had not to hold so far. */
static void settle(struct feed_builder *b)
{
    if (b->still.n)
        buf_str(&b->text, b->still);
    b->still = (struct str){0};
}

/* Text among markup: where the field's type is HTML, its text was meant as HTML even so. */
static void add_text(struct feed_builder *b, struct str s)
{
    settle(b);
    if (b->markup && b->type != TEXT_HTML)
        escape_html_text(&b->text, s);
    else
        buf_str(&b->text, s);
}

static bool takes_markup(enum feed_field field)
{
    return field == FIELD_TITLE || field == FIELD_SUMMARY || field == FIELD_CONTENT || field == FIELD_BLURB ||
           field == FIELD_SOURCE_TITLE;
}

/* What came before was text, and is HTML from here on. */
static void begin_markup(struct feed_builder *b)
{
    settle(b);
    if (b->markup)
        return;
    struct str before = buf_dup(b->a, &b->text);
    buf_clear(&b->text);
    b->markup = true;
    add_text(b, before);
}

/* An element inside a field is markup: written out again as HTML. Elements of other vocabularies (SVG, MathML) give
 * only their text. */
static void write_tag(struct feed_builder *b, struct feed_frame *frame, enum feed_ns ns, struct str name,
                      const struct feed_attr *attrs, size_t n)
{
    begin_markup(b);
    b->clean = false;
    if (ns != NS_NATIVE && ns != NS_XHTML && ns != NS_ATOM)
        return;
    frame->native_inline = true;
    frame->name = str_dup(b->a, str_sub(name, 0, FEED_TAG_NAME_MAX));
    buf_ch(&b->text, '<');
    buf_str(&b->text, frame->name);
    for (size_t i = 0; i < n; i++) {
        if (attrs[i].ns != NS_NATIVE)
            continue;
        buf_ch(&b->text, ' ');
        buf_str(&b->text, attrs[i].name);
        buf_c(&b->text, "=\"");
        escape_html_attr(&b->text, attrs[i].value);
        buf_ch(&b->text, '"');
    }
    buf_ch(&b->text, '>');
}

/* Atom's and RSS's words for what kind of text an element holds. */
static enum feed_text text_type(struct feed_builder *b, enum feed_ns ns, enum feed_text type,
                                const struct feed_attr *attrs, size_t n)
{
    struct str said = attr_of(attrs, n, "type"), mode = attr_of(attrs, n, "mode");
    bool plain = type == TEXT_GUESS && (ns == NS_ATOM || str_eqc(b->feed->format, "atom"));
    b->base64 = b->binary = false;
    if (!said.n && !mode.n)
        return plain ? TEXT_PLAIN : type;
    b->base64 = str_ieqc(mode, "base64");
    b->binary = !b->base64 && str_chr(said, '/') != STR_NONE && !str_istarts(said, "text/") && !str_ends(said, "xml");
    if (str_ieqc(said, "xhtml") || str_ieqc(said, "application/xhtml+xml"))
        return TEXT_XHTML;
    if (str_ieqc(said, "html") || str_ieqc(said, "text/html") || str_istarts(said, "text/html;"))
        return TEXT_HTML;
    if (str_ieqc(mode, "xml") && str_ends(said, "xml"))
        return TEXT_XHTML;
    if (str_ieqc(said, "text") || str_ieqc(said, "text/plain"))
        return TEXT_PLAIN;
    return plain ? TEXT_PLAIN : type;
}

static void begin_field(struct feed_builder *b, enum feed_field field, enum feed_text type, int rank)
{
    b->field = field;
    b->type = type;
    b->rank = rank;
    b->markup = false;
    b->attr = b->label = (struct str){0};
    b->permalink = true;
    forget_text(b);
}

/* The picture of the highest rank, a whole one before a thumbnail; of several the widest, or else the first. */
static void add_image(struct feed_builder *b, struct str url, int rank, const struct feed_attr *attrs, size_t n)
{
    struct image *image = &b->entry.art.image;
    int64_t width = 0;
    str_i64(str_trim(attr_of(attrs, n, "width")), &width);
    url = feed_link(b->a, b->stack[b->depth].base, url);
    bool wider = rank == b->entry.image_rank && b->entry.image_width && width > b->entry.image_width;
    if (!url.n || (rank <= b->entry.image_rank && !wider))
        return;
    struct str alt = attr_of(attrs, n, "alt");
    b->entry.image_rank = rank;
    b->entry.image_width = width;
    *image = (struct image){.url = url, .alt = alt.n ? utf8_line(b->a, alt, 300) : alt};
}

/* Elements that say everything in their attributes. */
static void read_attrs(struct feed_builder *b, enum feed_field field, const struct feed_attr *attrs, size_t n)
{
    struct str type = attr_of(attrs, n, "type"), url = attr_of(attrs, n, "url");
    struct str base = b->stack[b->depth].base;
    switch (field) {
    case FIELD_ENCLOSURE:
        if (str_istarts(type, "image/"))
            add_image(b, url, 2, attrs, n);
        else if (!b->entry.enclosure.n)
            b->entry.enclosure = feed_link(b->a, base, url);
        break;
    case FIELD_THUMBNAIL:
        add_image(b, url.n ? url : attr_of(attrs, n, "href"), 1, attrs, n);
        break;
    case FIELD_MEDIA:
        b->entry.media_is_image = str_istarts(type, "image/") || str_ieqc(attr_of(attrs, n, "medium"), "image");
        if (b->entry.media_is_image)
            add_image(b, url, 2, attrs, n);
        break;
    default:
        break;
    }
}

/* <link href rel type>: only the alternate is the entry's page; an XHTML or HTML one beats others. */
static void read_link(struct feed_builder *b, const struct feed_attr *attrs, size_t n)
{
    struct str href = attr_of(attrs, n, "href"), rel = attr_of(attrs, n, "rel"), type = attr_of(attrs, n, "type");
    if (!href.n)
        return;
    struct str url = feed_link(b->a, b->stack[b->depth].base, href);
    bool alternate =
        !rel.n || str_ieqc(rel, "alternate") || str_ieqc(rel, "http://www.iana.org/assignments/relation/alternate");
    if (b->in_entry && str_ieqc(rel, "enclosure")) {
        if (str_istarts(type, "image/"))
            add_image(b, href, 2, attrs, n);
        else if (!b->entry.enclosure.n)
            b->entry.enclosure = url;
    }
    if (!alternate || !url.n)
        return;
    int rank = !type.n || str_ieqc(type, "text/html") || str_ieqc(type, "application/xhtml+xml") ? 3 : 2;
    if (b->in_entry && rank >= b->entry.link_rank) {
        b->entry.alternate = url;
        b->entry.link_rank = rank;
    } else if (!b->in_entry && !b->feed->link.n) {
        b->feed->link = url;
    }
}

static enum feed_place open_field(struct feed_builder *b, enum feed_ns ns, struct str name,
                                  const struct feed_attr *attrs, size_t n)
{
    enum feed_text type = TEXT_PLAIN;
    int rank = 0;
    enum feed_field field = feed_field(b->stack[b->depth].place, ns, name, &type, &rank);
    switch (field) {
    case FIELD_NONE:
        return AT_SKIP;
    case FIELD_CHANNEL:
        return AT_FEED;
    case FIELD_ENTRY:
        begin_entry(b, attrs, n);
        return AT_ENTRY;
    case FIELD_ENCLOSURE:
    case FIELD_THUMBNAIL:
        read_attrs(b, field, attrs, n);
        return AT_SKIP;
    case FIELD_MEDIA:
        read_attrs(b, field, attrs, n);
        return AT_MEDIA;
    case FIELD_LINK:
        read_link(b, attrs, n);
        break;
    case FIELD_CATEGORY: {
        begin_field(b, field, type, rank);
        b->attr = kept(b, attr_of(attrs, n, "term"));
        b->label = kept(b, ns == NS_MEDIA ? (struct str){0} : attr_of(attrs, n, "label"));
        return AT_FIELD;
    }
    case FIELD_AUTHOR:
        b->author_name = b->author_email = (struct str){0};
        begin_field(b, field, type, rank);
        return AT_AUTHOR;
    case FIELD_SOURCE:
        begin_field(b, field, type, rank);
        return AT_SOURCE;
    default:
        break;
    }
    type = text_type(b, ns, type, attrs, n);
    begin_field(b, field, type, rank);
    if (field == FIELD_ID) {
        struct str said = attr_of(attrs, n, "ispermalink");
        b->permalink = !str_ieqc(said, "false");
        b->permalink_said = str_ieqc(said, "true");
    }
    if (field == FIELD_CONTENT && ns == NS_ATOM && attr_of(attrs, n, "src").n)
        b->attr = feed_link(b->a, b->stack[b->depth].base, attr_of(attrs, n, "src"));
    return AT_FIELD;
}

bool feed_builder_start(struct feed_builder *b, enum feed_ns ns, struct str name, const struct feed_attr *attrs,
                        size_t n)
{
    if (b->depth == FEED_DEPTH_MAX) {
        b->too_deep = true;
        return false;
    }
    struct feed_frame frame = inherit(b, attrs, n);
    enum feed_place parent = b->stack[b->depth].place;
    /* Fields see the base of the element itself. */
    b->stack[++b->depth] = (struct feed_frame){.place = parent, .base = frame.base, .lang = frame.lang};
    if (parent == AT_FIELD || parent == AT_INLINE) {
        frame.place = takes_markup(b->field) ? AT_INLINE : AT_SKIP;
        if (frame.place == AT_INLINE)
            write_tag(b, &frame, ns, name, attrs, n);
    } else if (parent == AT_DOCUMENT) {
        frame.place = open_root(b, ns, name);
        if (frame.place == AT_ENTRY)
            begin_entry(b, attrs, n);
    } else if (parent == AT_SKIP) {
        frame.place = AT_SKIP;
    } else {
        frame.place = open_field(b, ns, name, attrs, n);
    }
    b->stack[b->depth] = frame;
    return !b->too_many;
}

void feed_builder_clean(struct feed_builder *b, struct str s)
{
    bool clean = b->clean;
    if (b->stack[b->depth].place == AT_FIELD && !b->markup && !feed_builder_said(b).n) {
        b->still = s;
        return;
    }
    feed_builder_text(b, s);
    b->clean = clean;
}

bool feed_builder_element(struct feed_builder *b, struct str html)
{
    enum feed_place place = b->stack[b->depth].place;
    if (b->depth + PLAIN_DEPTH_MAX > FEED_DEPTH_MAX)
        return false;
    if (place == AT_SKIP || (place == AT_FIELD && !takes_markup(b->field)))
        return true; /* passed over */
    /* Titles show tags that they do not know as they are written; HTML with elements in it has its text in two ways. */
    if ((place != AT_FIELD && place != AT_INLINE) || (b->field != FIELD_SUMMARY && b->field != FIELD_CONTENT) ||
        b->type == TEXT_HTML)
        return false;
    if (!b->markup && !feed_builder_said(b).n) {
        b->still = html;
        b->markup = true;
        return true;
    }
    begin_markup(b);
    buf_str(&b->text, html);
    return true;
}

void feed_builder_text(struct feed_builder *b, struct str s)
{
    b->clean = false;
    switch (b->stack[b->depth].place) {
    case AT_FIELD:
    case AT_INLINE:
        add_text(b, s);
        break;
    case AT_AUTHOR: /* RSS says the author in text, Atom in elements */
    case AT_SOURCE:
        settle(b);
        buf_str(&b->text, s);
        break;
    default:
        break;
    }
}

/* In an entry's <source> the author is that of the feed it came from. */
static void close_author(struct feed_builder *b)
{
    if (b->stack[b->depth - 1].place == AT_SOURCE)
        feed_add_name(b->a, &b->entry.source_authors, b->author_name.n ? b->author_name : b->author_email);
    else if (b->author_name.n || b->author_email.n)
        feed_add_author(b, b->author_name.n ? b->author_name : b->author_email);
    else if (b->in_entry)
        feed_add_author(b, feed_author(b->a, feed_builder_said(b)));
}

static void close_source(struct feed_builder *b)
{
    if (!b->entry.art.outlet.n)
        b->entry.art.outlet = feed_line(b->a, feed_builder_said(b), TEXT_GUESS, 200);
}

void feed_builder_close(struct feed_builder *b)
{
    if (!b->depth)
        return;
    struct feed_frame *frame = &b->stack[b->depth];
    switch (frame->place) {
    case AT_INLINE:
        if (frame->native_inline) {
            buf_c(&b->text, "</");
            buf_str(&b->text, frame->name);
            buf_ch(&b->text, '>');
        }
        break;
    case AT_FIELD:
        feed_field_close(b);
        forget_text(b);
        break;
    case AT_AUTHOR:
        close_author(b);
        forget_text(b);
        break;
    case AT_SOURCE:
        close_source(b);
        forget_text(b);
        break;
    case AT_ENTRY:
        if (frame->lang.n && !b->entry.art.lang.n)
            b->entry.art.lang = frame->lang;
        feed_entry_finish(b);
        b->in_entry = false;
        arena_reset(&b->scratch);
        break;
    case AT_FEED:
        if (frame->lang.n && !b->lang.n)
            b->lang = frame->lang;
        break;
    default:
        break;
    }
    b->depth--;
}

/* What the feed says for all of its entries: its title, the language; in Atom also the author (RFC 4287 4.2.1). */
static void inherit_from_feed(struct feed_builder *b)
{
    bool atom = str_eqc(b->feed->format, "atom");
    for (size_t i = b->first; i < b->out->n; i++) {
        struct article *art = &b->out->v[i];
        if (!art->lang.n)
            art->lang = b->lang;
        if (!art->outlet.n)
            art->outlet = b->feed->title;
        if (!art->authors.n && atom)
            art->authors = (struct strs){b->feed_authors.v, b->feed_authors.n, b->feed_authors.n};
    }
}

void feed_builder_end(struct feed_builder *b)
{
    while (b->depth)
        feed_builder_close(b);
    inherit_from_feed(b);
    if (!b->feed->ttl_minutes && b->period_minutes)
        b->feed->ttl_minutes = b->period_minutes / (b->frequency ? b->frequency : 1);
    buf_end(&b->text);
    arena_end(&b->scratch);
}
