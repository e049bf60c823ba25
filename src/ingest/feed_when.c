/* feed_when.c: an entry's dates. What tells them from now ("2 hours ago") is counted from when the feed was got. */
#include "base/log.h"
#include "ingest/feed.h"
#include "ingest/phrases.h"

enum {
    WHEN_MAX = 200,   /* bytes that may be a date */
    AGO_MAX = 100,    /* that may be one in words */
    TRIES_MAX = 1000, /* of those: up to a millisecond each, and a feed may have a million */
    SHOWN_MAX = 60,
};

static bool from_now(struct feed_dates *d, const struct read_options *o, struct str s, struct when *out)
{
    struct arena a = {0};
    struct date_line line;
    if (!o->as_of || !s.n || s.n > AGO_MAX || d->tries++ >= TRIES_MAX)
        return false;
    bool is = phrase_ago(&a, s, o->as_of, o->zone, &line);
    arena_end(&a);
    if (is)
        *out = line.published.has ? line.published : line.updated;
    return is;
}

/* Has it a figure? "n/a", "unknown" and "-" are no dates that somebody would miss. */
static bool has_figure(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] >= '0' && s.s[i] <= '9')
            return true;
    return false;
}

/* A date that is written out counts more, whichever of the two it is: what is told from now is another one at every
 * reading, and what is known already would be kept in place of both. */
static void take_written_out(struct article *art, struct when *out, struct when got)
{
    if (art->published_about)
        art->published = art->updated = (struct when){0};
    art->published_about = false;
    *out = got;
}

static void take_from_now(struct article *art, struct when *out, struct when got)
{
    if (!art->published_about && (art->published.has || art->updated.has))
        return;
    art->published_about = true;
    *out = got;
}

void feed_when(struct feed_dates *d, struct arena *a, const struct read_options *o, struct str s, struct article *art,
               struct when *out)
{
    struct when got;
    s = str_trim(s);
    if (s.n < WHEN_MAX && date_parse(s, o->zone, &got)) {
        take_written_out(art, out, got);
    } else if (s.n < WHEN_MAX && from_now(d, o, s, &got)) {
        take_from_now(art, out, got);
    } else if (has_figure(s) && !d->unread++) {
        d->first = printable(a, s, SHOWN_MAX);
    }
}

void feed_when_report(const struct feed_dates *d, const struct read_options *o, struct findings *f)
{
    if (d->unread)
        finding_add(f, SEV_WARNING, o->name, 0, 0,
                    "%zu date%s could not be read, the first is \"" STR_FMT "\"; taken as unknown", d->unread,
                    d->unread == 1 ? "" : "s", STR_ARG(d->first));
}
