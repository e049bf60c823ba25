/* ingest.h: from the outside to clean articles and rows. Nothing here trusts a byte.
 *
 * Every reader takes bytes and gives articles whose strings are clean UTF-8, whose html is sanitized to an allow-list and
 * whose text is plain paragraphs. What cannot be read is a finding naming file and line; the rest is still read. */
#ifndef INGEST_INGEST_H
#define INGEST_INGEST_H

#include "model/edition.h"
#include "model/subscriber.h"

struct read_options {
    struct str name;          /* file name or URL, for findings and for sniffing by its ending */
    struct str url;           /* where the bytes came from; resolves relative links; may be unknown */
    struct str outlet;        /* overrides what the bytes say */
    struct str default_outlet;/* used when the bytes say nothing */
    struct str origin;        /* identity when there is no url; default: base name of name */
    struct str content_type;  /* HTTP header, if any */
    const char *zone;         /* IANA zone for times written without one; NULL: UTC */
    size_t max_bytes;         /* 0: 10 MiB */
};

enum read_format { READ_UNKNOWN, READ_MARKDOWN, READ_HTML, READ_TEXT, READ_RSS, READ_ATOM, READ_RDF, READ_JSONFEED, READ_JSONL };
enum read_format ingest_sniff(struct str bytes, const struct read_options *o);

struct feed_info { /* the feed itself, when the bytes are one */
    bool is_feed;
    struct str title, link, format, encoding; /* format: "rss" "rdf" "atom" "json" */
    int64_t ttl_minutes;
};

/* Any supported format, sniffed. -1 only when nothing could be read at all. `feed` may be NULL. */
int ingest_read(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out, struct feed_info *feed,
                struct findings *f, struct err *e);

/* One URL over HTTP(S): size, time and address limits as RELIABILITY's a1 to a3. */
struct fetch_options {
    struct str user_agent;     /* named, with contact */
    bool allow_private;        /* loopback, link-local and private addresses are refused without it */
    struct str etag, last_modified; /* conditional request */
    size_t max_bytes;          /* after decoding; 0: 10 MiB */
    int64_t timeout_ms;        /* whole transfer; 0: 20 s */
};
struct fetch_result {
    int status;                /* 200, 304 ... */
    struct str body, content_type, final_url, permanent_url, etag, last_modified;
    int64_t retry_after, max_age; /* seconds; 0: not said */
};
int ingest_fetch(struct arena *a, struct str url, const struct fetch_options *o, struct fetch_result *out, struct err *e);

/* A call to action: front matter + Markdown. */
int ingest_cta(struct arena *a, struct str bytes, struct str file, const char *zone, struct cta *out, struct findings *f, struct err *e);

/* A list: CSV (RFC 4180, UTF-8 or UTF-16 with BOM, comma, semicolon or tab by its header). Bad rows are findings and are left
 * out; rows for one person are merged, the first wins, each merge a note. */
int ingest_roster(struct arena *a, struct str bytes, struct str file, struct subscribers *out, struct findings *f, struct err *e);

/* Parts that other readers and tests use on their own. */
struct str ingest_sanitize(struct arena *a, struct str html, struct str base_url); /* HTML fragment -> allow-listed, well-formed HTML */
struct str ingest_html_text(struct arena *a, struct str html);                     /* fragment -> plain paragraphs */

#endif
