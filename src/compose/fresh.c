/* fresh.c: which stories may come at all: inside the window, not waiting, not expired, and not sent before unless there
 * is news.
 *
 * A date without a time is read in the story's favour: the day counts until its end for the window, and an article that
 * names only its day may be newer than the last edition. For "updated" it is the other way round: the day an edition
 * went out is no news on the day after. */
#include "base/utf8.h"
#include "compose/develop.h"
#include "compose/past.h"

enum { DAY = 86400, NEWS_ARTICLES = 12 };

void fresh_begin(struct arena *a, struct fresh *f, const struct carried_articles *carried,
                 const struct compose_options *o)
{
    *f = (struct fresh){.o = o, .past = arena_new(a, struct past)};
    past_begin(a, f->past, carried);
}

void fresh_end(struct fresh *f)
{
    past_end(f->past);
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

/* May the article hold anything that was not there to be read when the story was shown? */
static bool may_be_news(const struct fresh *f, const struct article *art, const struct showing *x)
{
    if (strs_has(&x->articles, art->id))
        return art->updated.has != WHEN_NONE && moment_of(art->updated, f->o->zone, 0) > x->at;
    int64_t t = newest(f, art);
    return t == INT64_MIN || t > x->at;
}

/* The newest dateline of what was shown; when none of it is at hand any more, the day it was sent. */
static int64_t day_shown(const struct story *s, const struct showing *x)
{
    int64_t day = INT64_MIN;
    for (size_t i = 0; i < s->articles.n; i++)
        if (strs_has(&x->articles, s->articles.v[i]->id) && news_day(s->articles.v[i]) > day)
            day = news_day(s->articles.v[i]);
    return day != INT64_MIN ? day : x->at / DAY;
}

static bool told_before(const struct story *s, const struct showing *x, const struct article *art)
{
    for (size_t i = 0; i < s->articles.n; i++)
        if (art->outlet.n && strs_has(&x->articles, s->articles.v[i]->id) &&
            str_eq(s->articles.v[i]->outlet, art->outlet))
            return true;
    return strs_has(&x->articles, art->id);
}

/* Without the prints of what was sent, a date has to do. */
enum news_kind fresh_article_news(struct arena *a, const struct fresh *f, const struct story *s,
                                  const struct article *art, const struct showing *x, struct news *out)
{
    *out = (struct news){0};
    if (!may_be_news(f, art, x))
        return NEWS_NONE;
    if (!x->known)
        return out->kind = NEWS_ADDED;
    struct read_before before = {
        .prints = x->prints, .known = x->learned, .same_voice = told_before(s, x, art), .day = day_shown(s, x)};
    print_news(a, f->past->words, art, &before, out);
    return out->kind;
}

bool fresh_news(struct arena *a, const struct fresh *f, const struct story *s, const struct showing *x,
                struct str *what)
{
    bool any = false;
    *what = (struct str){0};
    for (size_t i = 0, looked = 0; i < s->articles.n && looked < NEWS_ARTICLES; i++) {
        const struct article *art = s->articles.v[i];
        struct news n;
        looked += may_be_news(f, art, x);
        if (!fresh_article_news(a, f, s, art, x, &n))
            continue;
        if (!any || (!what->s && n.sentence.s))
            *what = n.sentence.s ? n.sentence : (struct str){0};
        any = true;
    }
    return any;
}

static struct str reason_of(struct arena *a, const struct article *art, enum news_kind kind)
{
    static const char *const words[] = {[NEWS_NONE] = "something is new",
                                        [NEWS_ADDED] = "its outlet has a good deal more to tell than before",
                                        [NEWS_OUTCOME] = "something has come of it",
                                        [NEWS_COUNT] = "a count has risen",
                                        [NEWS_LATER] = "more has happened on a later day"};
    return str_fmt(a, "sent before; comes again because %s (" STR_FMT ")", words[kind],
                   STR_ARG(art->outlet.n ? art->outlet : art->id));
}

/* What is new leads; what was sent stays as "also covered by". */
static void lead_by_news(struct arena *a, const struct fresh *f, struct story *s, const struct showing *x)
{
    struct article_refs order = {0}, rest = {0};
    struct news n;
    enum news_kind kind = fresh_article_news(a, f, s, s->lead, x, &n);
    bool lead_is_new = kind != NEWS_NONE;
    if (lead_is_new)
        vec_add(a, &order, s->lead);
    for (size_t i = 0, looked = 0; i < s->articles.n; i++) {
        const struct article *art = s->articles.v[i];
        if (art == s->lead && lead_is_new)
            continue;
        bool is_new = looked < NEWS_ARTICLES && fresh_article_news(a, f, s, art, x, &n);
        looked += may_be_news(f, art, x);
        kind = is_new && !order.n ? n.kind : kind;
        vec_add(a, is_new ? &order : &rest, art);
    }
    vec_add(a, &s->reasons, reason_of(a, order.v[0], kind));
    for (size_t i = 0; i < rest.n; i++)
        vec_add(a, &order, rest.v[i]);
    if (!lead_is_new) {
        s->lead = order.v[0];
        s->url = order.v[0]->url;
        s->headline = order.v[0]->title;
    }
    s->articles = order;
}

const struct showing *fresh_last(const struct showing_refs *shown)
{
    for (size_t i = shown->n; i-- > 0;)
        if (shown->v[i]->ours)
            return shown->v[i];
    return NULL;
}

struct str fresh_refuse(struct arena *a, const struct fresh *f, struct story *s)
{
    struct showing_refs shown;
    struct str what;
    if (!s->lead)
        return str_dup(a, str_lit("it has no article"));
    struct str reason = refuse_state(a, f, s);
    if (reason.n)
        return reason;
    past_of(f->past, a, s, &shown);
    const struct showing *last = fresh_last(&shown);
    if (!last)
        return (struct str){0};
    if (fresh_news(a, f, s, last, &what)) {
        s->is_update = true;
        lead_by_news(a, f, s, last);
        return (struct str){0};
    }
    s->is_again = last->edition != 0;
    return str_fmt(a, "sent already (" STR_FMT ") and nothing is new since", STR_ARG(day(a, last->at, f->o->zone)));
}
