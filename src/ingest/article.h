/* article.h: what every reader's article goes through before it leaves ingest. */
#ifndef INGEST_ARTICLE_H
#define INGEST_ARTICLE_H

#include "ingest/ingest.h"

void article_copy(struct arena *a, const struct article *from, struct article *to); /* every string anew in a */
/* Outlet by the options, canonical url, origin, word count, id: the fields that do not depend on the format. */
void article_finish(struct arena *a, const struct read_options *o, struct article *art);
/* One address per article: base/url.h's canonical form, of the article and not of its AMP double. {NULL,0}: not
 * http(s). */
struct str article_canonical(struct arena *a, struct str address);
/* The address a file of text was read from, if readers can go there: "https://x.example/story.md", made of a folder's
 * address and a file's name, is only good for resolving links. {NULL,0} when there is none. */
struct str article_address(const struct read_options *o);

#endif
