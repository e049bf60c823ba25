/* recall.c: the mail of a choice, changed for readers with another past than most.
 *
 * What they have had goes, or comes as an update; a section that is empty then takes headlines from "More headlines";
 * and what most readers have had before comes for those who have not, behind what is new and as far as the caps allow.
 */
#include "compose/choice.h"

static struct story_refs forms(const struct desk *d, const struct history *h, const struct story_refs *refs)
{
    struct story_refs out = {0};
    for (size_t i = 0; i < refs->n; i++) {
        const struct story *form = history_form(h, refs->v[i]);
        if (form)
            vec_add(d->a, &out, (struct story *)form);
    }
    return out;
}

static size_t stories_in(const struct sections *sections)
{
    size_t n = 0;
    for (size_t i = 0; i < sections->n; i++)
        n += sections->v[i].stories.n;
    return n;
}

static size_t room_left(const struct desk *d, const struct cohort *c)
{
    size_t n = stories_in(&c->sections);
    if (!d->ed->max)
        return SIZE_MAX;
    return n < d->ed->max ? d->ed->max - n : 0;
}

static bool wants_more_of(const struct desk *d, const struct story *s, const struct topic *t)
{
    for (size_t i = 0; t && i < d->ed->more.n; i++)
        if (d->ed->more.v[i]->no == s->no)
            return d->more_fits[i * d->n + (size_t)(t - d->topics)];
    return false;
}

/* From "More headlines" of this very mail, so that what the reader muted stays out. */
static void refill(struct desk *d, struct section *section, size_t most, struct cohort *c)
{
    struct story_refs rest = {0}, all = c->more;
    const struct topic *t = desk_topic(d, section->topic);
    for (size_t i = 0; i < all.n; i++) {
        bool in = section->stories.n < most && room_left(d, c) && wants_more_of(d, all.v[i], t);
        vec_add(d->a, in ? &section->stories : &rest, all.v[i]);
    }
    c->more = rest;
}

/* Every section that is empty gets one before any gets a second. */
static void refill_all(struct desk *d, struct cohort *c)
{
    bool *empty = arena_array(d->a, bool, c->sections.n + 1);
    for (size_t i = 0; i < c->sections.n; i++) {
        empty[i] = !c->sections.v[i].stories.n;
        if (empty[i])
            refill(d, &c->sections.v[i], 1, c);
    }
    for (size_t i = 0; i < c->sections.n; i++)
        if (empty[i])
            refill(d, &c->sections.v[i], d->ed->per_topic, c);
}

static bool chose(const struct choice *c, size_t t)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->t[i] == t)
            return true;
    return c->all;
}

/* The topic under which the reader gets a story that comes again: its own, else another they chose. d->n: none. */
static size_t topic_for(const struct desk *d, const struct choice *c, size_t again)
{
    size_t n = d->n_new + again;
    const struct story *s = d->ed->again.v[again];
    size_t found = d->n;
    if (n < d->n_stories && c->picky && bits_has(&c->drop, n))
        return d->n;
    bool asked = n < d->n_stories && c->picky && bits_has(&c->add, n);
    for (size_t t = 0; t < d->n; t++) {
        bool own = str_eq(d->topics[t].key, s->topic);
        if ((own && asked) || (d->again_fits[again * d->n + t] && chose(c, t)))
            found = own || found == d->n ? t : found;
    }
    return found;
}

static struct section *section_at(const struct desk *d, size_t t, struct cohort *c)
{
    const struct topic *topic = &d->topics[t];
    for (size_t i = 0; i < c->sections.n; i++)
        if (str_eq(c->sections.v[i].topic, topic->key))
            return &c->sections.v[i];
    vec_add(d->a, &c->sections,
            ((struct section){.topic = topic->key, .title = topic->title.n ? topic->title : topic->key}));
    return &c->sections.v[c->sections.n - 1];
}

static void catch_up(const struct desk *d, const struct choice *choice, const struct history *h, struct cohort *c)
{
    size_t per_topic = d->ed->per_topic ? d->ed->per_topic : 1;
    for (size_t i = 0; i < d->ed->again.n; i++) {
        const struct story *form = history_form(h, d->ed->again.v[i]);
        size_t t = form ? topic_for(d, choice, i) : d->n;
        if (t == d->n || !room_left(d, c))
            continue;
        struct section *s = section_at(d, t, c);
        if (s->stories.n < per_topic)
            vec_add(d->a, &s->stories, (struct story *)form);
    }
}

void recall(struct desk *d, const struct choice *choice, const struct history *h, struct cohort *c)
{
    struct sections all = c->sections, kept = {0};
    c->sections = (struct sections){0};
    c->more = forms(d, h, &c->more);
    for (size_t i = 0; i < all.n; i++) {
        struct section s = all.v[i];
        s.stories = forms(d, h, &all.v[i].stories);
        vec_add(d->a, &c->sections, s);
    }
    refill_all(d, c);
    catch_up(d, choice, h, c);
    for (size_t i = 0; i < c->sections.n; i++)
        if (c->sections.v[i].stories.n)
            vec_add(d->a, &kept, c->sections.v[i]);
    c->sections = kept;
}
