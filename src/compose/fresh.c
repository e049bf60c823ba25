/* fresh.c: which stories may come at all: inside the window, not waiting, not expired, and not sent before unless there
 * is news.
 *
 * A date without a time is read in the story's favour: the day counts until its end for the window, and an article that
 * names only its day may be newer than the last edition. For "updated" it is the other way round: the day an edition
 * went out is no news on the day after. */
#include "base/utf8.h"
#include "compose/parts.h"

enum { DAY = 86400 };

void fresh_begin(struct arena *a, struct fresh *f, const struct carried_articles *carried,
                 const struct compose_options *o)
{
    *f = (struct fresh){.o = o};
    for (size_t i = 0; carried && i < carried->n; i++) {
        const struct carried_article *c = &carried->v[i];
        const struct carried_article **at = (const struct carried_article **)map_at(a, &f->carried, c->id);
        if (!*at || (*at)->at < c->at)
            *at = c;
    }
}

int64_t moment_of(struct when w, struct str zone, int days_later)
{
    if (w.has != WHEN_DAY)
        return w.t;
    return date_unix(date_civil(w.t + (int64_t)days_later * DAY, NULL), zone.n ? zone.s : NULL);
}

static int64_t latest(const struct fresh *f, struct when w)
{
    return w.has == WHEN_DAY ? moment_of(w, f->o->zone, 1) - 1 : w.t;
}

/* The last moment at which something about the article happened; INT64_MIN: no date at all. */
static int64_t newest(const struct fresh *f, const struct article *art)
{
    int64_t t = INT64_MIN;
    if (art->published.has != WHEN_NONE)
        t = latest(f, art->published);
    if (art->updated.has != WHEN_NONE && latest(f, art->updated) > t)
        t = latest(f, art->updated);
    return t;
}

static struct str day(struct arena *a, int64_t t, struct str zone)
{
    struct civil c = date_civil(t, zone.n ? zone.s : NULL);
    return str_fmt(a, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
}

/* An editor's own file waits for its date to the minute. Feeds are often hours wrong about zones, so only a day counts
 * there. */
static bool waits(const struct fresh *f, const struct article *art)
{
    bool own = str_ends(art->origin, ".md") || str_ends(art->origin, ".markdown");
    if (art->published.has == WHEN_NONE)
        return false;
    return moment_of(art->published, f->o->zone, 0) > (own ? f->o->now : f->o->now + DAY);
}

static struct str refuse_state(struct arena *a, const struct fresh *f, const struct story *s)
{
    const struct article *lead = s->lead;
    int64_t newest_at = INT64_MIN;
    bool undated = false;
    if (lead->draft)
        return str_dup(a, str_lit("it is a draft"));
    if (lead->expires.has != WHEN_NONE && latest(f, lead->expires) <= f->o->now)
        return str_fmt(a, "it expired on " STR_FMT, STR_ARG(day(a, lead->expires.t, f->o->zone)));
    if (waits(f, lead))
        return str_fmt(a, "its date is still to come (" STR_FMT ")", STR_ARG(day(a, lead->published.t, f->o->zone)));
    for (size_t i = 0; i < s->articles.n; i++) {
        int64_t t = newest(f, s->articles.v[i]);
        undated |= t == INT64_MIN;
        if (t > newest_at)
            newest_at = t;
    }
    if (f->o->window > 0 && !undated && newest_at < f->o->now - f->o->window)
        return str_fmt(a, "older than the window (newest article " STR_FMT ")", STR_ARG(day(a, newest_at, f->o->zone)));
    return (struct str){0};
}

enum novelty { OLD, UPDATED, NEW };

/* `last`: when the story was sent for the last time. An article that was there to be read before is no news now. */
static enum novelty novelty(const struct fresh *f, const struct article *art, int64_t last)
{
    const struct carried_article *c = map_get(&f->carried, art->id);
    if (c)
        return art->updated.has != WHEN_NONE && moment_of(art->updated, f->o->zone, 0) > c->at ? UPDATED : OLD;
    int64_t t = newest(f, art);
    return t == INT64_MIN || t > last ? NEW : OLD;
}

/* What is new leads; what was sent stays as "also covered by". */
static void lead_by_news(struct arena *a, const struct fresh *f, struct story *s, int64_t last)
{
    struct article_refs order = {0};
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < s->articles.n; i++)
            if ((novelty(f, s->articles.v[i], last) == OLD) == (pass == 1))
                vec_add(a, &order, s->articles.v[i]);
    if (novelty(f, s->lead, last) == OLD) {
        s->lead = order.v[0];
        s->url = order.v[0]->url;
        s->headline = order.v[0]->title;
    } else { /* the lead stays in front */
        for (size_t i = 0; i < order.n; i++)
            if (order.v[i] == s->lead) {
                for (; i > 0; i--)
                    order.v[i] = order.v[i - 1];
                order.v[0] = s->lead;
                break;
            }
    }
    s->articles = order;
}

struct str fresh_refuse(struct arena *a, const struct fresh *f, struct story *s)
{
    if (!s->lead)
        return str_dup(a, str_lit("it has no article"));
    struct str reason = refuse_state(a, f, s);
    if (reason.n)
        return reason;
    int64_t last = INT64_MIN;
    for (size_t i = 0; i < s->articles.n; i++) {
        const struct carried_article *c = map_get(&f->carried, s->articles.v[i]->id);
        if (c && c->at > last)
            last = c->at;
    }
    if (last == INT64_MIN)
        return (struct str){0};
    for (size_t i = 0; i < s->articles.n; i++)
        if (novelty(f, s->articles.v[i], last) != OLD) {
            s->is_update = true;
            lead_by_news(a, f, s, last);
            return (struct str){0};
        }
    return str_fmt(a, "sent already (" STR_FMT ") and nothing is new since", STR_ARG(day(a, last, f->o->zone)));
}
