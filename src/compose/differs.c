/* differs.c: what an edition does where the sources of a story contradict each other: show it, take one outlet's word
 * for it, or hold the story until an editor has looked. */
#include "base/utf8.h"
#include "compose/parts.h"

bool compose_differs_parse(struct str s, struct differs_policy *out)
{
    s = str_trim(s);
    *out = (struct differs_policy){.kind = DIFFERS_SHOW};
    if (str_ieqc(s, "show"))
        return true;
    if (str_ieqc(s, "hold")) {
        out->kind = DIFFERS_HOLD;
        return true;
    }
    if (!str_istarts(s, "prefer "))
        return false;
    out->kind = DIFFERS_PREFER;
    out->outlet = str_trim(str_sub(s, str_c("prefer ").n, s.n));
    return out->outlet.n > 0;
}

/* The outlet's value; NULL when it says nothing about it, or contradicts itself. */
static const struct claim *claim_of(const struct differ *d, struct str outlet)
{
    const struct claim *found = NULL;
    for (size_t i = 0; i < d->claims.n; i++) {
        if (!str_ieq(d->claims.v[i].outlet, outlet))
            continue;
        if (found && !str_eq(found->value, d->claims.v[i].value))
            return NULL;
        found = &d->claims.v[i];
    }
    return found;
}

static void lead_by(struct arena *a, struct story *s, struct str outlet)
{
    struct article_refs order = {0};
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < s->articles.n; i++)
            if (str_ieq(s->articles.v[i]->outlet, outlet) == (pass == 0))
                vec_add(a, &order, s->articles.v[i]);
    s->articles = order;
    s->lead = order.v[0];
    s->url = s->lead->url;
    s->headline = s->lead->title;
}

/* Bullets that say what the other side says go with the note. */
static void drop_bullets(struct arena *a, struct story *s, const struct differ *d, struct str outlet)
{
    struct strs kept = {0};
    for (size_t i = 0; i < s->why.n; i++) {
        bool other = false;
        for (size_t k = 0; k < d->claims.n; k++)
            other |= !str_ieq(d->claims.v[k].outlet, outlet) && str_find(d->claims.v[k].quote, s->why.v[i]) != STR_NONE;
        if (!other)
            vec_add(a, &kept, s->why.v[i]);
    }
    if (kept.n == s->why.n || s->why_from != WHY_DERIVED)
        return;
    s->why = kept;
    s->why_from = kept.n ? s->why_from : WHY_NONE;
}

bool compose_prefer(struct arena *a, struct story *s, struct str outlet)
{
    struct differs open = {0};
    struct str name = outlet;
    for (size_t i = 0; i < s->differs.n; i++) {
        const struct differ *d = &s->differs.v[i];
        const struct claim *c = claim_of(d, outlet);
        if (!c) {
            vec_add(a, &open, *d);
            continue;
        }
        name = c->outlet;
        drop_bullets(a, s, d, outlet);
        vec_add(a, &s->reasons,
                str_fmt(a, "sources differ on " STR_FMT ": " STR_FMT "'s \"" STR_FMT "\" is taken (differs: prefer)",
                        STR_ARG(d->about), STR_ARG(name), STR_ARG(utf8_line(a, c->value, 80))));
    }
    if (open.n == s->differs.n)
        return false;
    s->differs = open;
    bool leads = s->lead && str_ieq(s->lead->outlet, outlet);
    if (!leads)
        lead_by(a, s, outlet);
    return !leads;
}

static void hold_some(struct arena *a, struct edition *ed, struct story_refs *refs)
{
    struct story_refs kept = {0};
    for (size_t i = 0; i < refs->n; i++) {
        struct story *s = refs->v[i];
        if (s->differs.n && !s->accepted) {
            vec_add(a, &ed->held, s);
            vec_add(a, &s->reasons,
                    str_fmt(a, "held: sources differ on " STR_FMT "; accept: true in the plan takes it in",
                            STR_ARG(s->differs.v[0].about)));
        } else {
            vec_add(a, &kept, s);
        }
    }
    *refs = kept;
}

/* Who follows a word, or missed an edition, is no reason to ask the editor: what is in question stays out. */
static void keep_agreed(struct arena *a, struct story_refs *refs)
{
    struct story_refs agreed = {0};
    for (size_t i = 0; i < refs->n; i++)
        if (!refs->v[i]->differs.n || refs->v[i]->accepted)
            vec_add(a, &agreed, refs->v[i]);
    *refs = agreed;
}

static void hold(struct arena *a, struct edition *ed)
{
    struct sections kept = {0};
    for (size_t i = 0; i < ed->sections.n; i++) {
        struct section s = ed->sections.v[i];
        hold_some(a, ed, &s.stories);
        if (s.stories.n)
            vec_add(a, &kept, s);
    }
    ed->sections = kept;
    hold_some(a, ed, &ed->more);
    keep_agreed(a, &ed->asked);
    keep_agreed(a, &ed->again);
}

static const struct topic *topic_of(const struct edition *ed, const struct story *s)
{
    for (size_t i = 0; i < ed->topics.n; i++)
        if (str_eq(ed->topics.v[i].key, s->topic))
            return &ed->topics.v[i];
    return NULL;
}

void compose_differs(struct arena *a, const struct differs_policy *p, struct edition *ed)
{
    for (size_t i = 0; p->kind == DIFFERS_PREFER && i < ed->pool.n; i++) {
        struct story *s = &ed->pool.v[i];
        const struct topic *t = topic_of(ed, s);
        if (compose_prefer(a, s, p->outlet) && t)
            story_dress(a, s, t);
    }
    if (p->kind == DIFFERS_HOLD)
        hold(a, ed);
}
