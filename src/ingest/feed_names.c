/* feed_names.c: the vocabulary: namespaces, element names, and what each means in which place. */
#include "ingest/feed.h"
#include <string.h>

static const struct {
    const char *uri, *prefix;
    enum feed_ns ns;
} namespaces[] = {
    {"http://www.w3.org/2005/Atom", "atom", NS_ATOM},
    {"http://purl.org/atom/ns#", "atom03", NS_ATOM},
    {"http://example.com/newformat#", NULL, NS_ATOM},
    {"http://example.com/necho", NULL, NS_ATOM},
    {"http://purl.org/echo/", NULL, NS_ATOM},
    {"uri/of/echo/namespace#", NULL, NS_ATOM},
    {"http://purl.org/pie/", NULL, NS_ATOM},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf", NS_RDF},
    {"http://purl.org/rss/1.0/", "rss", NS_NATIVE},
    {"http://my.netscape.com/rdf/simple/0.9/", NULL, NS_NATIVE},
    {"http://channel.netscape.com/rdf/simple/0.9/", NULL, NS_NATIVE},
    {"http://my.netscape.com/publish/formats/rss-0.91.dtd", NULL, NS_NATIVE},
    {"http://backend.userland.com/rss", NULL, NS_NATIVE},
    {"http://backend.userland.com/rss2", NULL, NS_NATIVE},
    {"http://blogs.law.harvard.edu/tech/rss", NULL, NS_NATIVE},
    {"http://purl.org/dc/elements/1.1/", "dc", NS_DC},
    {"http://purl.org/dc/elements/1.0/", NULL, NS_DC},
    {"http://purl.org/dc/terms/", "dcterms", NS_DCTERMS},
    {"http://purl.org/rss/1.0/modules/content/", "content", NS_CONTENT},
    {"http://search.yahoo.com/mrss/", "media", NS_MEDIA},
    {"http://search.yahoo.com/mrss", NULL, NS_MEDIA},
    {"http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes", NS_ITUNES},
    {"http://example.com/dtds/podcast-1.0.dtd", NULL, NS_ITUNES},
    {"http://purl.org/rss/1.0/modules/syndication/", "sy", NS_SYNDICATION},
    {"http://rssnamespace.org/feedburner/ext/1.0", "feedburner", NS_FEEDBURNER},
    {"http://www.w3.org/1999/xhtml", "xhtml", NS_XHTML},
    {"http://www.w3.org/2000/svg", "svg", NS_OTHER},
    {"http://www.w3.org/1998/Math/MathML", "math", NS_OTHER},
    {"http://www.w3.org/XML/1998/namespace", "xml", NS_XML},
};

enum feed_ns feed_ns(struct str uri, struct str prefix)
{
    if (uri.n) {
        for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
            if (str_ieqc(uri, namespaces[i].uri))
                return namespaces[i].ns;
    } else if (prefix.n) {
        for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
            if (namespaces[i].prefix && str_ieqc(prefix, namespaces[i].prefix))
                return namespaces[i].ns;
    }
    return prefix.n ? NS_OTHER : NS_NATIVE;
}

enum {
    OWN = 1 << NS_NATIVE,
    ATOM = 1 << NS_ATOM,
    DC = 1 << NS_DC,
    TERMS = 1 << NS_DCTERMS,
    MEDIA = 1 << NS_MEDIA,
    ITUNES = 1 << NS_ITUNES,
    XHTML = 1 << NS_XHTML,
    CONTENT = 1 << NS_CONTENT,
    SY = 1 << NS_SYNDICATION,
    BURNER = 1 << NS_FEEDBURNER,
    IN_FEED = 1,
    IN_ENTRY = 2,
    IN_BOTH = 3,
    IN_AUTHOR = 4,
    IN_SOURCE = 8,
    IN_MEDIA = 16,
};

/* Where several names mean one field, the higher rank wins and, at the same rank, the later text. */
static const struct {
    char name[16]; /* in lower case, filled up with NULs */
    unsigned ns, in;
    enum feed_field field;
    enum feed_text type;
    int rank;
} names[] = {
    {"item", OWN | ATOM, IN_FEED, FIELD_ENTRY, 0, 0},
    {"entry", OWN | ATOM, IN_FEED, FIELD_ENTRY, 0, 0},
    {"channel", OWN | ATOM, IN_FEED, FIELD_CHANNEL, 0, 0},
    {"items", OWN, IN_FEED, FIELD_CHANNEL, 0, 0}, /* RSS 1.1 has the items in it; RDF only their addresses */
    {"title", OWN | ATOM, IN_BOTH, FIELD_TITLE, TEXT_GUESS, 3},
    {"title", DC, IN_BOTH, FIELD_TITLE, TEXT_GUESS, 2},
    {"title", MEDIA | ITUNES, IN_ENTRY, FIELD_TITLE, TEXT_GUESS, 1},
    {"title", MEDIA, IN_MEDIA, FIELD_TITLE, TEXT_GUESS, 1},
    {"link", OWN | ATOM, IN_BOTH, FIELD_LINK, TEXT_PLAIN, 0},
    {"guid", OWN, IN_ENTRY, FIELD_ID, TEXT_PLAIN, 2},
    {"id", OWN | ATOM, IN_BOTH, FIELD_ID, TEXT_PLAIN, 1},
    {"pubdate", OWN, IN_ENTRY, FIELD_PUBLISHED, TEXT_PLAIN, 3},
    {"published", OWN | ATOM, IN_ENTRY, FIELD_PUBLISHED, TEXT_PLAIN, 3},
    {"issued", OWN | ATOM, IN_ENTRY, FIELD_PUBLISHED, TEXT_PLAIN, 3},
    {"issued", TERMS, IN_ENTRY, FIELD_PUBLISHED, TEXT_PLAIN, 2},
    {"updated", OWN | ATOM, IN_ENTRY, FIELD_UPDATED, TEXT_PLAIN, 3},
    {"modified", OWN | ATOM, IN_ENTRY, FIELD_UPDATED, TEXT_PLAIN, 3},
    {"modified", TERMS, IN_ENTRY, FIELD_UPDATED, TEXT_PLAIN, 2},
    {"lastbuilddate", OWN, IN_ENTRY, FIELD_UPDATED, TEXT_PLAIN, 2},
    {"date", DC, IN_ENTRY, FIELD_UPDATED, TEXT_PLAIN, 2},
    {"date", OWN, IN_ENTRY, FIELD_UPDATED, TEXT_PLAIN, 1},
    {"created", OWN | ATOM | TERMS, IN_ENTRY, FIELD_CREATED, TEXT_PLAIN, 0},
    {"author", OWN | ATOM, IN_BOTH | IN_SOURCE, FIELD_AUTHOR, TEXT_PLAIN, 3},
    {"creator", DC, IN_ENTRY, FIELD_CREATOR, TEXT_PLAIN, 2},
    {"author", DC, IN_ENTRY, FIELD_CREATOR, TEXT_PLAIN, 2},
    {"creator", OWN, IN_ENTRY, FIELD_CREATOR, TEXT_PLAIN, 2},
    {"author", ITUNES, IN_ENTRY, FIELD_CREATOR, TEXT_PLAIN, 1},
    {"name", OWN | ATOM, IN_AUTHOR, FIELD_NAME, TEXT_PLAIN, 0},
    {"email", OWN | ATOM, IN_AUTHOR, FIELD_EMAIL, TEXT_PLAIN, 0},
    {"category", OWN | ATOM, IN_ENTRY, FIELD_CATEGORY, TEXT_GUESS, 0},
    {"subject", DC, IN_ENTRY, FIELD_CATEGORY, TEXT_GUESS, 0},
    {"category", MEDIA, IN_ENTRY | IN_MEDIA, FIELD_CATEGORY, TEXT_GUESS, 0},
    {"tags", OWN, IN_ENTRY, FIELD_KEYWORDS, TEXT_GUESS, 0},
    {"keywords", OWN | ITUNES, IN_ENTRY, FIELD_KEYWORDS, TEXT_GUESS, 0},
    {"description", OWN | DC, IN_ENTRY, FIELD_SUMMARY, TEXT_HTML, 0},
    {"summary", OWN | ATOM, IN_ENTRY, FIELD_SUMMARY, TEXT_GUESS, 0},
    {"summary", ITUNES, IN_ENTRY, FIELD_SUMMARY, TEXT_GUESS, 0},
    {"abstract", TERMS, IN_ENTRY, FIELD_SUMMARY, TEXT_GUESS, 0},
    {"description", MEDIA, IN_ENTRY | IN_MEDIA, FIELD_BLURB, TEXT_GUESS, 0},
    {"subtitle", ITUNES, IN_ENTRY, FIELD_BLURB, TEXT_GUESS, 0},
    {"encoded", CONTENT | OWN, IN_ENTRY, FIELD_CONTENT, TEXT_HTML, 0},
    {"content", OWN | ATOM, IN_ENTRY, FIELD_CONTENT, TEXT_GUESS, 0},
    {"fullitem", OWN, IN_ENTRY, FIELD_CONTENT, TEXT_HTML, 0},
    {"body", XHTML | OWN, IN_ENTRY, FIELD_CONTENT, TEXT_XHTML, 0},
    {"div", XHTML, IN_ENTRY, FIELD_CONTENT, TEXT_XHTML, 0},
    {"enclosure", OWN, IN_ENTRY, FIELD_ENCLOSURE, 0, 0},
    {"thumbnail", MEDIA, IN_ENTRY | IN_MEDIA, FIELD_THUMBNAIL, 0, 0},
    {"image", ITUNES, IN_ENTRY, FIELD_THUMBNAIL, 0, 0},
    {"content", MEDIA, IN_ENTRY | IN_MEDIA, FIELD_MEDIA, 0, 0},
    {"group", MEDIA, IN_ENTRY, FIELD_MEDIA, 0, 0},
    {"source", OWN | ATOM, IN_ENTRY, FIELD_SOURCE, TEXT_GUESS, 0},
    {"title", OWN | ATOM, IN_SOURCE, FIELD_SOURCE_TITLE, TEXT_GUESS, 0},
    {"origlink", BURNER, IN_ENTRY, FIELD_ORIGLINK, TEXT_PLAIN, 0},
    {"language", OWN | DC, IN_BOTH, FIELD_LANGUAGE, TEXT_PLAIN, 0},
    {"ttl", OWN, IN_FEED, FIELD_TTL, TEXT_PLAIN, 0},
    {"skiphours", OWN, IN_FEED, FIELD_CHANNEL, 0, 0}, /* a part of the channel, for what it holds */
    {"skipdays", OWN, IN_FEED, FIELD_CHANNEL, 0, 0},
    {"hour", OWN, IN_FEED, FIELD_SKIP_HOUR, TEXT_PLAIN, 0},
    {"day", OWN, IN_FEED, FIELD_SKIP_DAY, TEXT_PLAIN, 0},
    {"updateperiod", SY, IN_FEED, FIELD_PERIOD, TEXT_PLAIN, 0},
    {"updatefrequency", SY, IN_FEED, FIELD_FREQUENCY, TEXT_PLAIN, 0},
};

/* The rows whose names begin with one letter, in their order, by number from 1; 0: no more. Made before main, so that
 * every thread finds them ready. */
enum { ROWS = sizeof names / sizeof *names };
_Static_assert(ROWS < 256, "a row's number is a byte");
static unsigned char first_row[32], next_row[ROWS + 1];

static unsigned char *rows_of(char letter)
{
    return &first_row[letter & 31];
}

__attribute__((constructor)) static void chain_rows(void)
{
    for (size_t row = ROWS; row; row--) {
        unsigned char *first = rows_of(names[row - 1].name[0]);
        next_row[row] = *first;
        *first = (unsigned char)row;
    }
}

enum feed_field feed_field(enum feed_place parent, enum feed_ns ns, struct str name, enum feed_text *type, int *rank)
{
    unsigned in = parent == AT_FEED || parent == AT_ROOT ? IN_FEED
                  : parent == AT_ENTRY                   ? IN_ENTRY
                  : parent == AT_AUTHOR                  ? IN_AUTHOR
                  : parent == AT_SOURCE                  ? IN_SOURCE
                  : parent == AT_MEDIA                   ? IN_MEDIA
                                                         : 0;
    char low[sizeof names->name] = {0};
    if (!in || !name.n || name.n > sizeof low)
        return FIELD_NONE;
    for (size_t i = 0; i < name.n; i++)
        low[i] = name.s[i] >= 'A' && name.s[i] <= 'Z' ? (char)(name.s[i] | 32) : name.s[i];
    for (size_t row = *rows_of(low[0]); row; row = next_row[row]) {
        size_t i = row - 1;
        if ((names[i].in & in) && (names[i].ns & 1u << ns) && memcmp(names[i].name, low, sizeof low) == 0) {
            *type = names[i].type;
            *rank = names[i].rank;
            return names[i].field;
        }
    }
    return FIELD_NONE;
}
