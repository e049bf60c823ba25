/* ingest.h: from the outside to clean articles and rows. Nothing here trusts a byte.
 *
 * Every reader takes bytes and gives articles whose strings are clean UTF-8, whose html is sanitized to an allow-list
 * and whose text is plain paragraphs. What cannot be read is a finding naming file and line; the rest is still read. */
#ifndef INGEST_INGEST_H
#define INGEST_INGEST_H

#include "model/edition.h"
#include "model/subscriber.h"
#include <sys/types.h>

struct read_options {
    struct str name;           /* file name or URL, for findings and for sniffing by its ending */
    struct str url;            /* where the bytes came from; resolves relative links; may be unknown */
    struct str outlet;         /* overrides what the bytes say */
    struct str default_outlet; /* used when the bytes say nothing */
    struct str origin;         /* identity when there is no url; default: base name of name */
    struct str content_type;   /* HTTP header, if any */
    const char *zone;          /* IANA zone for times written without one; NULL: UTC */
    int64_t as_of;    /* when it was as it is: "2 hours ago" counts from there; 0: unknown, such words are not read */
    size_t max_bytes; /* 0: 10 MiB */
};

enum read_format {
    READ_UNKNOWN,
    READ_MARKDOWN,
    READ_HTML,
    READ_TEXT,
    READ_RSS,
    READ_ATOM,
    READ_RDF,
    READ_JSONFEED,
    READ_JSONL
};
enum read_format ingest_sniff(struct str bytes, const struct read_options *o);

struct feed_info { /* the feed itself, when the bytes are one */
    bool is_feed;
    struct str title, link, format, encoding; /* format: "rss" "rdf" "atom" "json" */
    int64_t ttl_minutes;
    uint32_t skip_hours; /* bit H: not to be asked in that hour (UTC); skipHours */
    uint32_t skip_days;  /* bit D: not on that weekday (UTC, Sunday 0); skipDays */
};

/* Any supported format, sniffed. -1 only when nothing could be read at all. `feed` may be NULL. */
int ingest_read(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out,
                struct feed_info *feed, struct findings *f, struct err *e);

/* The JSON lines that `read` prints, of any number, in bounded memory: each article as it comes, gone when fn returns.
 * fn's -1 with e ends the reading; a line that cannot be used is a finding. */
struct lines_input {
    struct str begun;                                              /* what was read already, to see what it is */
    ssize_t (*read)(void *ctx, char *to, size_t n, struct err *e); /* at most n bytes; 0: the end; -1 and e */
    void *ctx;
};
typedef int ingest_article_fn(void *ctx, const struct article *art, struct err *e);
int ingest_lines(const struct lines_input *in, const struct read_options *o, ingest_article_fn *fn, void *ctx,
                 struct findings *f, struct err *e);

/* URLs over HTTP(S). Limits, each named in the error when it ends a transfer: 20 s in all, 5 s to connect, 10 s to the
 * first byte, 100 bytes a second, 5 redirects, 100 header lines, 64 KiB of headers, max_bytes after decoding.
 *
 * Only http and https, also after a redirect. The address of every connection is looked at when its socket is made:
 * loopback, link-local, private, metadata, multicast and reserved ones are refused. allow_private lifts that for the
 * host and port of the URL itself, never for where it redirects to. Proxies from the environment are not used (their
 * resolver would go round the guard); cookies, credentials and netrc neither.
 *
 * An answer of any status is a success of the transfer: look at `status`; the body is kept for 2xx only. */
struct fetch_options {
    struct str user_agent;          /* named, with contact; unknown: "bulletin/VERSION" */
    bool allow_private;             /* loopback, link-local and private addresses are refused without it */
    struct str etag, last_modified; /* conditional request */
    size_t max_bytes;               /* after decoding; 0: 10 MiB */
    int64_t timeout_ms;             /* whole transfer; 0: 20 s */
    bool robots;                    /* ask the host's robots.txt first (pages; feeds are made to be fetched) */
    struct str accept;              /* Accept header; unknown: feeds, then pages, then anything */
};
struct fetch_result {
    int status; /* 200, 304 ... */
    struct str body, content_type, final_url, etag, last_modified;
    struct str permanent_url;     /* where 301 and 308 moved it for good; unknown when they did not */
    int64_t retry_after, max_age; /* seconds; 0: not said; at most 7 and 30 days; max_age also from Expires */
    int64_t sent_at;              /* when the server made the answer */
};
int ingest_fetch(struct arena *a, struct str url, const struct fetch_options *o, struct fetch_result *out,
                 struct err *e);

/* Many at once, polite to each host. One that fails has err.code set and does not disturb the others. */
struct fetch_request {
    struct str url;
    struct fetch_options options;
    struct fetch_result result;
    struct err err;
};
struct fetch_limits {
    size_t at_once;        /* connections in all; 0: 32 */
    size_t per_host;       /* 0: 2 */
    int64_t host_delay_ms; /* between two starts on one public host; 0: 200; a longer Crawl-delay counts */
    void (*progress)(void *ctx, size_t done, size_t all); /* may be NULL; called when a transfer ends */
    void *ctx;
};
/* -1 only when nothing could be started at all. */
int ingest_fetch_all(struct arena *a, struct fetch_request *r, size_t n, const struct fetch_limits *limits,
                     struct err *e);

/* May this host, as written in a URL, be connected to without allow_private? NULL: yes, as far as its name tells. */
const char *ingest_guard(struct str host);

/* Lists of feeds: what other programs export, what a page says it has. */
struct subscription {
    struct str url, title, page; /* feed, its name, its web site; the last two may be unknown */
    struct strs tags;            /* folders and categories, outermost first */
};
VEC(subscriptions, struct subscription);
int ingest_opml(struct arena *a, struct str bytes, struct str file, struct subscriptions *out, struct findings *f,
                struct err *e);
int ingest_newsboat(struct arena *a, struct str bytes, struct str file, struct subscriptions *out, struct findings *f,
                    struct err *e);
void opml_write(struct buf *b, struct str title, const struct subscriptions *v); /* OPML 2.0, UTF-8 */
/* The feeds of a page, best first: <link rel=alternate>, else links that look like one. url: the page's own. */
void ingest_discover(struct arena *a, struct str html, struct str url, struct subscriptions *out);

/* A call to action: front matter + Markdown. */
int ingest_cta(struct arena *a, struct str bytes, struct str file, const char *zone, struct cta *out,
               struct findings *f, struct err *e);

/* A list: CSV (RFC 4180, UTF-8 or UTF-16 with BOM, comma, semicolon or tab by its header) of any size, in bounded
 * memory. Bad rows are findings and are left out. */
struct roster_input {
    struct str file;                                               /* for messages */
    ssize_t (*read)(void *ctx, char *to, size_t n, struct err *e); /* at most n bytes; 0: the end; -1 and e */
    void *ctx;
    size_t *merged;              /* ingest_roster counts here the rows that were one more of somebody; may be NULL */
    const struct topics *topics; /* the newsroom's, whose titles may hold a comma; may be NULL */
};
/* Everybody once, in the order of address keys; rows for one person are merged, the first wins, each merge a note. dir:
 * where a nameless temporary file may lie when the list is long. What is passed lasts for the call; fn's -1 with e ends
 * the reading. */
typedef int ingest_person_fn(void *ctx, const struct subscriber *s, struct err *e);
int ingest_roster(const struct roster_input *in, const char *dir, ingest_person_fn *fn, void *ctx, struct findings *f,
                  struct err *e);
/* Every usable row as it comes, with its place in the file. */
struct roster_row {
    const struct subscriber *s;
    int64_t from, to; /* bytes of the file, to: behind the line end; -1 when it is not UTF-8 */
};
typedef int ingest_row_fn(void *ctx, const struct roster_row *row, struct err *e);
int ingest_rows(const struct roster_input *in, ingest_row_fn *fn, void *ctx, struct findings *f, struct err *e);

/* Parts that other readers and tests use on their own. */
/* HTML fragment -> allow-listed, well-formed HTML. */
struct str ingest_sanitize(struct arena *a, struct str html, struct str base_url);
struct str ingest_html_text(struct arena *a, struct str html); /* fragment -> plain paragraphs */

#endif
