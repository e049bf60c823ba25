/* feed.h: from the elements of a feed to articles, whatever read the elements.
 *
 * Two readers feed one builder: libxml2 for XML that is well formed (feed_xml.c), and a forgiving one for what is not
 * (feed_soup.c). The builder knows RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0 and the modules seen in the wild; it looks
 * only at elements that stand where their format puts them, so that a module's <title> never becomes the entry's.
 *
 * Calling sequence: feed_builder_begin, then start/text/end as the document goes, then feed_builder_end. A start that
 * returns false means that a limit was passed: stop reading, then end as usual. */
#ifndef INGEST_FEED_H
#define INGEST_FEED_H

#include "ingest/readers.h"

enum {
    FEED_DEPTH_MAX = 256,
    FEED_ATTRS_MAX = 64,    /* more are not looked at */
    FEED_TAG_NAME_MAX = 40, /* bytes of the name of a tag in a text */
    FEED_ENTRIES_MAX = 20000,
    FEED_LINK_MAX = 4096,
};

enum feed_ns {
    NS_NATIVE, /* the feed format's own elements, with or without a namespace */
    NS_ATOM,
    NS_RDF,
    NS_DC,
    NS_DCTERMS,
    NS_CONTENT,
    NS_MEDIA,
    NS_ITUNES,
    NS_SYNDICATION,
    NS_FEEDBURNER,
    NS_XHTML,
    NS_XML,
    NS_OTHER,
};
/* uri unknown: by the prefix people usually give it. */
enum feed_ns feed_ns(struct str uri, struct str prefix);

struct feed_attr {
    enum feed_ns ns; /* NS_NATIVE: no prefix */
    struct str name, value;
};

enum feed_place { /* what an open element is to the builder */
                  AT_DOCUMENT,
                  AT_ROOT, /* <rss>, <rdf:RDF> */
                  AT_FEED, /* <channel>, <feed> */
                  AT_ENTRY,
                  AT_AUTHOR,
                  AT_SOURCE, /* where an aggregated entry came from */
                  AT_MEDIA,  /* media:group, media:content */
                  AT_FIELD,  /* the field being collected */
                  AT_INLINE, /* markup inside it */
                  AT_SKIP,
};

enum feed_field {
    FIELD_NONE,
    FIELD_TITLE,
    FIELD_LINK,
    FIELD_ID,
    FIELD_PUBLISHED,
    FIELD_UPDATED,
    FIELD_CREATED,
    FIELD_AUTHOR,
    FIELD_CREATOR, /* an author in one piece of text */
    FIELD_NAME,
    FIELD_EMAIL,
    FIELD_CATEGORY,
    FIELD_KEYWORDS,
    FIELD_SUMMARY,
    FIELD_CONTENT,
    FIELD_BLURB, /* a description that counts only when there is no other */
    FIELD_LANGUAGE,
    FIELD_ENCLOSURE,
    FIELD_THUMBNAIL,
    FIELD_MEDIA,
    FIELD_SOURCE,
    FIELD_SOURCE_TITLE,
    FIELD_ORIGLINK,
    FIELD_TTL,
    FIELD_PERIOD,
    FIELD_FREQUENCY,
    FIELD_SKIP_HOUR,
    FIELD_SKIP_DAY,
    FIELD_ENTRY,
    FIELD_CHANNEL,
};

enum feed_text { TEXT_PLAIN, TEXT_HTML, TEXT_XHTML, TEXT_GUESS }; /* GUESS: plain unless it looks like HTML */

/* A piece of body or summary as it was collected. */
struct feed_body {
    struct str raw;
    struct str base;
    enum feed_text type;
};

struct feed_entry { /* while it is being read */
    struct article art;
    struct feed_body content, summary;
    struct str blurb;
    struct str alternate; /* link rel=alternate or a plain one */
    struct str enclosure; /* a link of last resort */
    struct str origlink;
    int title_rank, link_rank, image_rank;
    int64_t image_width; /* as the feed says; 0: it does not */
    bool media_is_image; /* of the media element that is open or was last */
    bool guid_is_link;
    struct str about, guid_link; /* rdf:about; a guid that says it is a link, resolved */
    struct when created;
    struct strs source_authors; /* of the feed that an aggregated entry came from */
};

struct feed_frame {
    enum feed_place place;
    struct str base, lang;
    bool native_inline; /* AT_INLINE: a tag was written and must be closed */
    struct str name;    /* of that tag */
};

struct feed_dates { /* those that could not be read */
    size_t unread, tries;
    struct str first;
};

struct feed_builder {
    struct arena *a;
    const struct read_options *o;
    struct articles *out;
    struct feed_info *feed;
    struct findings *f;
    struct arena scratch; /* raw bodies and their trees: emptied after each entry */

    struct feed_frame stack[FEED_DEPTH_MAX + 1]; /* [0] is the document */
    size_t depth;

    struct buf text;  /* the field being collected */
    struct str still; /* all of it so far, in place of `text`: what need not be copied */
    bool clean;       /* it is known that utf8_clean would leave it as it is */
    enum feed_field field;
    enum feed_text type;
    bool markup; /* child elements were met: what is in `text` is HTML now */
    int rank;
    bool permalink, permalink_said;
    bool base64, binary;    /* Atom 0.3 mode="base64"; Atom 1.0 content of a type that is no text (RFC 4287 4.1.3.3) */
    struct str attr, label; /* what attributes said that the text's end needs */

    bool in_entry, too_many, too_deep;
    struct feed_dates dates;
    struct feed_entry entry;
    struct str author_name, author_email;
    struct strs feed_authors;
    struct str lang;
    int64_t period_minutes, frequency;
    size_t first, entries; /* index in out of the first entry, and how many there are */
    int title_rank;        /* of feed->title */
    struct str root;       /* name of the root element */
    bool known_root;
};

void feed_builder_begin(struct feed_builder *b, struct arena *a, const struct read_options *o, struct articles *out,
                        struct feed_info *feed, struct findings *f);
bool feed_builder_start(struct feed_builder *b, enum feed_ns ns, struct str name, const struct feed_attr *attrs,
                        size_t n);
void feed_builder_text(struct feed_builder *b, struct str s);
/* Text that utf8_clean would leave as it is, and that stays where it is until the end. */
void feed_builder_clean(struct feed_builder *b, struct str s);
/* A whole element at once (feed_plain.h), as clean and still. False: nothing was done, for here it must be taken apart.
 */
bool feed_builder_element(struct feed_builder *b, struct str html);
struct str feed_builder_said(const struct feed_builder *b); /* the field so far */
void feed_builder_close(struct feed_builder *b);            /* the innermost open element */
void feed_builder_end(struct feed_builder *b); /* closes what is open, completes the last entry, frees the buffer */

/* What an element is called in which place (feed_names.c). */
enum feed_field feed_field(enum feed_place parent, enum feed_ns ns, struct str name, enum feed_text *type, int *rank);

/* The end of the field being collected, and an author however spelt (feed_field.c). */
void feed_field_close(struct feed_builder *b);
void feed_add_author(struct feed_builder *b, struct str name);
void feed_add_name(struct arena *a, struct strs *to, struct str name); /* once, and not too many */

/* A date of art's, if it is one; out: which one of them (feed_when.c). */
void feed_when(struct feed_dates *d, struct arena *a, const struct read_options *o, struct str s, struct article *art,
               struct when *out);
void feed_when_report(const struct feed_dates *d, const struct read_options *o, struct findings *f);

/* The finished entry (feed_entry.c). */
void feed_entry_finish(struct feed_builder *b);
struct str feed_author(struct arena *a, struct str text);                /* "bob@x (Bob)" -> "Bob" */
struct str feed_link(struct arena *a, struct str base, struct str link); /* absolute http(s), or {NULL,0} */
struct str feed_line(struct arena *a, struct str text, enum feed_text type, size_t max);
/* Text that was UTF-8, taken for Latin-1, and encoded again; C1 controls that were windows-1252. */
struct str feed_repair(struct arena *a, struct str s);
bool feed_encoded_twice(struct str s); /* as nearly every text that was shows at its first accent */
void feed_body_read(struct arena *a, struct arena *scratch, const struct feed_body *b, struct str *html,
                    struct str *text);

/* The forgiving reader: any bytes, elements closed where the feed's own structure says so (feed_soup.c). */
void feed_soup(struct feed_builder *b, struct str text);

#endif
