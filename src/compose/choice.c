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

static void number_stories(struct desk *d)
{
    const struct edition *ed = d->ed;
    size_t n = ed->more.n + ed->asked.n + ed->again.n;
    for (size_t i = 0; i < ed->sections.n; i++)
        n += ed->sections.v[i].stories.n;
    d->stories = arena_array(d->a, struct story *, n + 1);
    for (size_t i = 0; i < ed->sections.n; i++)
        for (size_t k = 0; k < ed->sections.v[i].stories.n && d->n_stories < MAX_STORIES; k++)
            d->stories[d->n_stories++] = ed->sections.v[i].stories.v[k];
    d->n_placed = d->n_stories;
    for (size_t i = 0; i < ed->more.n && d->n_stories < MAX_STORIES; i++)
        d->stories[d->n_stories++] = ed->more.v[i];
    d->n_more = d->n_stories;
    for (size_t i = 0; i < ed->asked.n && d->n_stories < MAX_STORIES; i++)
        d->stories[d->n_stories++] = ed->asked.v[i];
    d->n_new = d->n_stories;
    for (size_t i = 0; i < ed->again.n && d->n_stories < MAX_STORIES; i++)
        d->stories[d->n_stories++] = ed->again.v[i];
    d->in_topic = arena_array(d->a, struct story_bits, d->n + 1);
    for (size_t t = 0; t < d->n; t++)
        for (size_t i = 0; i < d->n_stories; i++)
            if (d->stories[i]->asked)
                continue;
            else if (str_eq(d->stories[i]->topic, d->topics[t].key) || story_in_topic(d->stories[i], d->topics[t].key))
                bits_set(&d->in_topic[t], i);
}

void desk_begin(struct arena *a, struct desk *d, const struct edition *ed)
{
    *d = (struct desk){.a = a, .ed = ed};
    take_topics(d);
    number_stories(d);
    d->own = arena_array(a, const struct section *, d->n + 1);
    d->visits = arena_array(a, struct story_refs, d->n + 1);
    d->live = arena_array(a, bool, d->n + 1);
    d->more_fits = arena_array(a, uint8_t, ed->more.n * d->n + 1);
    d->again_fits = arena_array(a, uint8_t, ed->again.n * d->n + 1);
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
        for (size_t i = 0; i < ed->again.n; i++) {
            bool fits = str_eq(ed->again.v[i]->topic, key) || story_in_topic(ed->again.v[i], key);
            d->again_fits[i * d->n + t] = fits;
            d->live[t] |= fits;
        }
    }
}

const struct topic *desk_topic(struct desk *d, struct str s)
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

/* Whether everything beside the sections is on a topic of theirs: headlines, and what comes again for those who have
 * not had it. fits: [n][topic] */
static bool all_fit(const struct desk *d, const struct choice *c, const uint8_t *fits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool any = false;
        for (size_t k = 0; k < c->n && !any; k++)
            any = fits[i * d->n + c->t[k]];
        if (!any)
            return false;
    }
    return true;
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
    return section == d->ed->sections.n && section > 0 && all_fit(d, c, d->more_fits, d->ed->more.n) &&
           all_fit(d, c, d->again_fits, d->ed->again.n);
}

enum {
    ASKED_EACH = 3,
    KNOWN_MAX = 100000
}; /* entries remembered; a list with more different ones is slower, not larger */

struct wish {
    bool mute, named; /* named: it asks for something, so that "nothing chosen" is over */
    struct story_bits stories;
};

static void read_wish(struct desk *d, struct str entry, struct wish *out)
{
    struct interest i = interest_parse(entry);
    *out = (struct wish){.mute = i.mute, .named = !i.mute && i.what.n};
    const struct topic *t = i.kind == INTEREST_TOPIC ? desk_topic(d, i.what) : NULL;
    if (t && i.mute)
        out->stories = d->in_topic[t - d->topics];
    if (i.kind == INTEREST_TOPIC || !i.what.n)
        return;
    if (!d->wishes)
        d->wishes = wishes_begin(d->a, d->stories, d->n_stories);
    wishes_find(d->wishes, &i, &out->stories);
}

static void add_wish(struct desk *d, struct str entry, struct choice *c, bool *named)
{
    struct wish fresh, *w = map_get(&d->known, entry);
    if (!w) {
        read_wish(d, entry, &fresh);
        w = &fresh;
        if (d->known.n < KNOWN_MAX) /* the entry lives for one reader only */
            *map_at(d->a, &d->known, str_dup(d->a, entry)) = arena_copy(d->a, w, sizeof *w);
    }
    *named |= w->named;
    if (!bits_any(&w->stories))
        return;
    if (!c->picky) {
        c->add = c->drop = (struct story_bits){0};
        c->picky = true;
    }
    bits_or(w->mute ? &c->drop : &c->add, &w->stories);
}

/* Of what is in none of the digest's topics a reader gets the best few. */
static void few_asked(const struct desk *d, struct choice *c)
{
    size_t n = 0;
    for (size_t i = d->n_more; i < d->n_new; i++)
        if (bits_has(&c->add, i) && ++n > ASKED_EACH)
            bits_clear(&c->add, i);
}

static bool asks_beyond(const struct desk *d, const struct choice *c)
{
    for (size_t i = d->n_more; c->picky && i < d->n_new; i++)
        if (bits_has(&c->add, i) && !bits_has(&c->drop, i))
            return true;
    return false;
}

/* Away with what makes no difference: stories that are there anyway, and mutes of what would not come. A story under
 * "more" that an outlet or a word asks for does make one: it becomes a story. */
static void settle_wishes(const struct desk *d, struct choice *c)
{
    struct story_bits placed = {0}, base = {0};
    for (size_t i = 0; i < d->n_stories; i++) {
        if (i < d->n_placed)
            bits_set(&placed, i);
        if (c->all && !d->stories[i]->asked)
            bits_set(&base, i);
    }
    for (size_t i = 0; i < c->n; i++)
        bits_or(&base, &d->in_topic[c->t[i]]);
    bits_and_not(&c->add, &c->drop);
    few_asked(d, c);
    for (size_t i = 0; i < MAX_STORIES / 64; i++) {
        c->add.w[i] &= c->all ? 0 : ~(base.w[i] & placed.w[i]);
        c->drop.w[i] &= base.w[i] | c->add.w[i];
    }
    c->picky = bits_any(&c->add) || bits_any(&c->drop);
}

void desk_choose(struct desk *d, const struct strs *wanted, struct choice *c)
{
    bool named = false;
    c->n = 0;
    c->picky = false;
    for (size_t i = 0; i < wanted->n; i++) {
        const struct topic *topic = desk_topic(d, wanted->v[i]);
        if (!topic) {
            add_wish(d, wanted->v[i], c, &named);
            continue;
        }
        named = true;
        size_t t = (size_t)(topic - d->topics);
        if (d->live[t] && c->n < MAX_CHOSEN && !chose(c, t))
            c->t[c->n++] = (uint16_t)t;
    }
    pinned_first(d, c);
    c->all = !named || (is_everything(d, c) && !asks_beyond(d, c));
    if (c->picky)
        settle_wishes(d, c);
    if (c->all)
        c->n = 0;
}
