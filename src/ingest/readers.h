/* readers.h: one function per format, as ingest.c calls them once it knows which one it has.
 *
 * All take the whole input (already under the caller's ceiling), any bytes at all, and add to *out. What cannot be read
 * is a finding that names o->name and a line, and is left out; -1 means that nothing could be read and e says why. The
 * bytes are still in the outside's encoding for pages and XML feeds (they carry their own labels); Markdown, plain text
 * and JSON lines are UTF-8 by rule and are given as they are, broken bytes included.
 *
 * A reader fills what the bytes say and leaves the rest unknown. ingest_read finishes every article the same way
 * (article_finish: outlet override and default, canonical url, origin, words, id), so readers do not. */
#ifndef INGEST_READERS_H
#define INGEST_READERS_H

#include "ingest/ingest.h"

int read_markdown(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out,
                  struct findings *f, struct err *e);
int read_page(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out, struct findings *f,
              struct err *e);
int read_text(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out, struct findings *f,
              struct err *e);
int read_jsonl(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out,
               struct findings *f, struct err *e);

/* Feeds also fill *feed (never NULL here): is_feed, title, link, format, encoding, ttl_minutes. */
int read_feed_xml(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out,
                  struct feed_info *feed, struct findings *f, struct err *e);
int read_feed_json(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out,
                   struct feed_info *feed, struct findings *f, struct err *e);

/* What bytes are that nothing here reads ("a PDF; save its text as ..."); NULL: they may be text. */
const char *not_text(struct str bytes, bool any_format);

/* For people: wrapped to `columns`, quotations and lists marked, links numbered with their addresses below. */
struct str ingest_html_text_links(struct arena *a, struct str html, struct str base_url, size_t columns);

/* A feed item's fragment in one go: sanitized HTML and plain paragraphs from a single parse. Either out pointer may be
 * NULL. ingest_sanitize and ingest_html_text are this with one of them. */
void ingest_fragment(struct arena *a, struct str html, struct str base_url, struct str *clean, struct str *text);

#endif
