#include "compose/choice.h"
#include "base/utf8.h"
#include <string.h>

static struct str lower(struct arena *a, struct str s)
{
    return utf8_lower(a, str_trim(s));
}

static void name(struct desk *d, struct str s, const struct topic *t)
{
    void **at = map_at(d->a, &d->names, s);
    if (!*at)
        *at = (void *)t;
}

/* An edition made by hand may know its topics from its sections only. */
static void take_topics(struct desk *d)
{
    struct topics *made = arena_new(d->a, struct topics);
    d->topics = d->ed->topics.v;
    d->n = d->ed->topics.n;
    if (!d->n) {
        for (size_t i = 0; i < d->ed->sections.n; i++)
            vec_add(d->a, made,
                    ((struct topic){.key = d->ed->sections.v[i].topic, .title = d->ed->sections.v[i].title}));
        d->topics = made->v;
        d->n = made->n;
    }
    if (d->n > MAX_TOPICS)
        d->n = MAX_TOPICS;
    for (size_t i = 0; i < d->n; i++)
        name(d, d->topics[i].key, &d->topics[i]);
    for (size_t i = 0; i < d->n; i++) {
        name(d, lower(d->a, d->topics[i].key), &d->topics[i]);
        name(d, lower(d->a, d->topics[i].title), &d->topics[i]);
    }
}

void desk_begin(struct arena *a, struct desk *d, const struct edition *ed)
{
    *d = (struct desk){.a = a, .ed = ed};
    take_topics(d);
    d->own = arena_array(a, const struct section *, d->n + 1);
    d->visits = arena_array(a, struct story_refs, d->n + 1);
    d->live = arena_array(a, bool, d->n + 1);
    d->more_fits = arena_array(a, uint8_t, ed->more.n * d->n + 1);
    for (size_t t = 0; t < d->n; t++) {
        struct str key = d->topics[t].key;
        for (size_t i = 0; i < ed->sections.n; i++) {
            const struct section *s = &ed->sections.v[i];
            if (str_eq(s->topic, key)) {
                d->own[t] = s;
                d->live[t] |= s->stories.n > 0;
                continue;
            }
            for (size_t k = 0; k < s->stories.n; k++)
                if (story_in_topic(s->stories.v[k], key)) {
                    vec_add(a, &d->visits[t], s->stories.v[k]);
                    d->live[t] = true;
                }
        }
        for (size_t i = 0; i < ed->more.n; i++) {
            bool fits = str_eq(ed->more.v[i]->topic, key) || story_in_topic(ed->more.v[i], key);
            d->more_fits[i * d->n + t] = fits;
            d->live[t] |= fits;
        }
    }
}

static const struct topic *find_topic(struct desk *d, struct str s)
{
    char low[64];
    const struct topic *t = map_get(&d->names, s);
    if (t || !s.n)
        return t;
    bool ascii = s.n <= sizeof low;
    for (size_t i = 0; ascii && i < s.n; i++) {
        ascii = (unsigned char)s.s[i] < 0x80;
        low[i] = (char)(s.s[i] >= 'A' && s.s[i] <= 'Z' ? s.s[i] | 0x20 : s.s[i]);
    }
    if (ascii)
        return map_get(&d->names, str_trim((struct str){low, s.n}));
    struct arena scratch = {0};
    t = s.n < 1000 ? map_get(&d->names, lower(&scratch, s)) : NULL;
    arena_end(&scratch);
    return t;
}

static bool pinned(const struct section *s)
{
    for (size_t i = 0; s && i < s->stories.n; i++)
        if (s->stories.v[i]->pinned)
            return true;
    return false;
}

static bool chose(const struct choice *c, size_t t)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->t[i] == t)
            return true;
    return false;
}

/* The pinned story leads for everybody who gets it. */
static void pinned_first(const struct desk *d, struct choice *c)
{
    for (size_t i = 0; i < c->n; i++) {
        if (!pinned(d->own[c->t[i]]))
            continue;
        uint16_t first = c->t[i];
        memmove(&c->t[1], &c->t[0], i * sizeof c->t[0]);
        c->t[0] = first;
        return;
    }
}

/* The edition's own sections, every one, in its own order: the same mail as for those who chose nothing. */
static bool is_everything(const struct desk *d, const struct choice *c)
{
    size_t section = 0;
    for (size_t i = 0; i < c->n; i++) {
        const struct section *s = d->own[c->t[i]];
        if (!s || !s->stories.n)
            continue;
        if (section >= d->ed->sections.n || s != &d->ed->sections.v[section])
            return false;
        section++;
    }
    return section == d->ed->sections.n && section > 0;
}

void desk_choose(struct desk *d, const struct strs *wanted, struct choice *c)
{
    bool named = false;
    c->n = 0;
    for (size_t i = 0; i < wanted->n; i++) {
        named |= wanted->v[i].n > 0;
        const struct topic *topic = find_topic(d, wanted->v[i]);
        if (!topic)
            continue;
        size_t t = (size_t)(topic - d->topics);
        if (d->live[t] && c->n < MAX_CHOSEN && !chose(c, t))
            c->t[c->n++] = (uint16_t)t;
    }
    pinned_first(d, c);
    c->all = !named || is_everything(d, c);
    if (c->all)
        c->n = 0;
}
