/* article.h: what every reader's article goes through before it leaves ingest. */
#ifndef INGEST_ARTICLE_H
#define INGEST_ARTICLE_H

#include "ingest/ingest.h"

void article_copy(struct arena *a, const struct article *from, struct article *to); /* every string anew in a */
/* Outlet by the options, canonical url, origin, word count, id: the fields that do not depend on the format. */
void article_finish(struct arena *a, const struct read_options *o, struct article *art);

#endif
