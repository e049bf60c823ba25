#include "model/story.h"
#include "model/shapes.h"

const char *differ_kind_name(enum differ_kind k)
{
    static const char *const names[DIFFER_KINDS] = {
        "",         "date",   "time",   "year",  "place",    "office",   "age",         "killed", "injured", "missing",
        "arrested", "number", "amount", "share", "duration", "distance", "temperature", "result", "rank"};
    return k < DIFFER_KINDS ? names[k] : "";
}

static void put_outlets(struct json_out *o, const struct article_refs *refs)
{
    json_open(o, "outlets", '[');
    for (size_t i = 0; i < refs->n; i++) {
        bool seen = !refs->v[i]->outlet.s;
        for (size_t k = 0; k < i && !seen; k++)
            seen = str_eq(refs->v[k]->outlet, refs->v[i]->outlet);
        if (!seen)
            json_put_str(o, NULL, refs->v[i]->outlet);
    }
    json_close(o, ']');
}

static void put_differs(struct json_out *o, const struct differs *differs)
{
    json_open(o, "differs", '[');
    for (size_t i = 0; i < differs->n; i++) {
        const struct differ *d = &differs->v[i];
        json_open(o, NULL, '{');
        json_put_str(o, "about", d->about);
        if (d->kind != DIFFER_OTHER)
            json_put_str(o, "kind", str_c(differ_kind_name(d->kind)));
        json_put_str(o, "subject", d->subject);
        json_open(o, "claims", '[');
        for (size_t k = 0; k < d->claims.n; k++) {
            json_open(o, NULL, '{');
            json_put_str(o, "outlet", d->claims.v[k].outlet);
            json_put_str(o, "value", d->claims.v[k].value);
            json_put_str(o, "quote", d->claims.v[k].quote);
            json_close(o, '}');
        }
        json_close(o, ']');
        json_close(o, '}');
    }
    json_close(o, ']');
}

/* What compose adds; left out where it has not been yet. */
static void put_composed(struct json_out *o, const struct story *s)
{
    json_put_str(o, "dek", s->dek);
    json_put_str(o, "kicker", s->kicker);
    json_put_str(o, "note", s->note);
    if (s->pinned)
        json_put_bool(o, "pinned", true);
    if (s->is_update)
        json_put_bool(o, "update", true);
    if (s->minutes)
        json_put_i64(o, "minutes", (int64_t)s->minutes);
    if (s->reasons.n)
        json_put_strs(o, "reasons", &s->reasons);
}

void story_put(struct json_out *o, const char *key, const struct story *s)
{
    json_open(o, key, '{');
    json_put_str(o, "id", s->id);
    json_put_str(o, "headline", s->headline);
    json_put_str(o, "url", s->url);
    json_put_str(o, "topic", s->topic);
    json_put_num(o, "score", s->score);
    if (s->lead)
        json_put_str(o, "lead", s->lead->id);
    json_open(o, "articles", '[');
    for (size_t i = 0; i < s->articles.n; i++)
        json_put_str(o, NULL, s->articles.v[i]->id);
    json_close(o, ']');
    put_outlets(o, &s->articles);
    json_put_strs(o, "why", &s->why);
    json_put_str(o, "why_from", str_c(why_from_name(s->why_from)));
    json_put_str(o, "why_outlet", s->why_outlet);
    put_differs(o, &s->differs);
    put_composed(o, s);
    json_close(o, '}');
}

void story_to_json(struct buf *b, const struct story *s)
{
    struct json_out o = {.b = b};
    story_put(&o, NULL, s);
}

struct str story_rank_words(struct arena *a, const struct story *s)
{
    return str_fmt(a, "freshness %.2f x outlet %.2f x coverage %.2f x topic fit %.2f x editor %.2f", s->rank.freshness,
                   s->rank.outlet, s->rank.coverage, s->rank.fit, s->rank.editor);
}
