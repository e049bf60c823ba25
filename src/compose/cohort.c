/* cohort.c: a million readers, a few hundred selections.
 *
 * What a reader gets depends on the topics they chose, in their order, as far as the edition has something on them. So
 * every reader becomes a short list of topic numbers; equal lists are one cohort. Numbers are looked up once per
 * edition, and sections are shared between cohorts wherever they are the same, so that a list costs its length and
 * little more.
 *
 * A story stands in one section of the edition but may be on several topics. A reader who follows only one of the
 * others gets it there (it "visits"), so that nobody misses what they chose because of where it was put. */
#include "base/utf8.h"
#include "compose/parts.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_TOPICS = 1024, MAX_CHOSEN = 256 };

VEC(cta_sets, struct ctas);

struct desk { /* one edition, prepared for looking up */
    struct arena *a;
    const struct edition *ed;
    const struct topic *topics;
    size_t n;                   /* topics */
    struct map names;           /* key and title, as written and in lower case -> &topics[i] */
    const struct section **own; /* by topic; NULL: no section */
    struct story_refs *visits;  /* by topic: stories of other sections that are on it as well */
    bool *live;                 /* the edition has something on the topic */
    uint8_t *more_fits;         /* [more][topic] */
    struct cta_sets cta_sets;   /* the distinct choices, shared by cohorts */
};

/* A choice: numbers of live topics in the reader's order. */
struct choice {
    uint16_t t[MAX_CHOSEN];
    size_t n;
    bool all; /* no topic chosen, or everything there is in the edition's order */
};

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

static void desk_begin(struct arena *a, struct desk *d, const struct edition *ed)
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

/* Topics the digest does not carry, and topics without a story today, make no difference. */
static void choose(struct desk *d, const struct strs *wanted, struct choice *c)
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

static bool is_in(const struct story_refs *refs, const struct story *s)
{
    for (size_t i = 0; i < refs->n; i++)
        if (refs->v[i] == s)
            return true;
    return false;
}

/* Whether the story's own section is in the mail anyway. */
static bool at_home(const struct desk *d, const struct choice *c, const struct story *s)
{
    for (size_t i = 0; i < c->n; i++)
        if (d->own[c->t[i]] && is_in(&d->own[c->t[i]]->stories, s))
            return true;
    return false;
}

/* A reader of this topic alone has room for what was only a headline in the whole edition. */
static void promote(struct desk *d, size_t t, struct story_refs *placed, struct story_refs *out)
{
    size_t room = d->ed->per_topic ? d->ed->per_topic : 1;
    for (size_t i = 0; i < d->ed->more.n && out->n < room; i++)
        if (d->more_fits[i * d->n + t] && !is_in(placed, d->ed->more.v[i])) {
            vec_add(d->a, out, d->ed->more.v[i]);
            vec_add(d->a, placed, d->ed->more.v[i]);
        }
}

/* The stories of one section: the edition's own, then visitors; with none of them the best of "More headlines". */
static struct story_refs gather(struct desk *d, const struct choice *c, size_t t, struct story_refs *placed)
{
    struct story_refs out = {0};
    const struct section *own = d->own[t];
    if (own && !d->visits[t].n)
        return own->stories;
    for (size_t i = 0; own && i < own->stories.n; i++)
        vec_add(d->a, &out, own->stories.v[i]);
    for (size_t i = 0; i < d->visits[t].n; i++) {
        struct story *s = d->visits[t].v[i];
        if (at_home(d, c, s) || is_in(placed, s))
            continue;
        vec_add(d->a, &out, s);
        vec_add(d->a, placed, s);
    }
    if (!out.n)
        promote(d, t, placed, &out);
    return out;
}

static struct story_refs more_for(struct desk *d, const struct choice *c, const struct story_refs *placed)
{
    struct story_refs out = {0};
    for (size_t i = 0; i < d->ed->more.n; i++)
        for (size_t k = 0; k < c->n; k++)
            if (d->more_fits[i * d->n + c->t[k]]) {
                if (!is_in(placed, d->ed->more.v[i]))
                    vec_add(d->a, &out, d->ed->more.v[i]);
                break;
            }
    return out;
}

static struct str joined(struct desk *d, const struct choice *c, bool titles, const char *sep)
{
    struct str parts[MAX_CHOSEN];
    for (size_t i = 0; i < c->n; i++) {
        const struct topic *t = &d->topics[c->t[i]];
        parts[i] = titles && t->title.n ? t->title : t->key;
    }
    return str_join(d->a, &(struct strs){.v = parts, .n = c->n}, sep);
}

/* The same few choices come again for nearly every cohort. */
static void share_ctas(struct desk *d, struct cohort *c)
{
    for (size_t i = 0; i < d->cta_sets.n; i++) {
        const struct ctas *set = &d->cta_sets.v[i];
        bool same = set->n == c->ctas.n;
        for (size_t k = 0; same && k < set->n; k++)
            same = str_eq(set->v[k].key, c->ctas.v[k].key);
        if (same) {
            c->ctas = *set;
            return;
        }
    }
    struct ctas own = {
        .v = arena_copy(d->a, c->ctas.v, c->ctas.n * sizeof *c->ctas.v), .n = c->ctas.n, .cap = c->ctas.n};
    vec_add(d->a, &d->cta_sets, own);
    c->ctas = own;
}

static void finish(struct desk *d, struct cohort *c)
{
    struct cta room[CTA_SPONSOR + 1];
    struct str subject = d->ed->subject;
    for (size_t i = 0; i < c->sections.n; i++)
        c->stories += c->sections.v[i].stories.n;
    c->empty = c->stories == 0;
    c->ctas = (struct ctas){.v = room, .cap = CTA_SPONSOR + 1};
    cta_cohort(d->ed, c);
    share_ctas(d, c);
    c->preheader = d->ed->preheader;
    c->subject =
        str_find(subject, str_lit("{{")) == STR_NONE && !c->empty ? compose_subject(d->a, subject, c) : subject;
}

static void build(struct desk *d, const struct choice *choice, struct cohort *c)
{
    struct story_refs placed = {0};
    *c = (struct cohort){0};
    if (choice->all) {
        c->key = str_lit("");
        c->label = str_lit("reader of everything");
        c->sections = d->ed->sections;
        c->more = d->ed->more;
        finish(d, c);
        return;
    }
    if (!choice->n) {
        c->key = str_lit("-");
        c->label = str_lit("reader of topics without news");
        c->empty = true;
        return;
    }
    c->key = joined(d, choice, false, ";");
    c->label = str_fmt(d->a, "reader of " STR_FMT, STR_ARG(joined(d, choice, true, " + ")));
    c->sections.v = arena_array(d->a, struct section, choice->n);
    c->sections.cap = choice->n;
    for (size_t i = 0; i < choice->n; i++) {
        const struct topic *t = &d->topics[choice->t[i]];
        const struct section *own = d->own[choice->t[i]];
        struct story_refs stories = gather(d, choice, choice->t[i], &placed);
        if (stories.n)
            c->sections.v[c->sections.n++] = (struct section){.topic = t->key,
                                                              .title = own          ? own->title
                                                                       : t->title.n ? t->title
                                                                                    : t->key,
                                                              .stories = stories};
    }
    section_lead_first(&c->sections);
    c->more = more_for(d, choice, &placed);
    finish(d, c);
}

void compose_cohort(struct arena *a, const struct edition *ed, const struct strs *reader_topics, struct cohort *out)
{
    struct desk d;
    struct choice c;
    desk_begin(a, &d, ed);
    choose(&d, reader_topics, &c);
    build(&d, &c, out);
}

struct group {       /* the readers of one choice */
    struct str code; /* the topic numbers as bytes */
    struct str key;
    size_t id, readers;
};
VEC(groups, struct group);

static struct str code_of(const struct choice *c)
{
    static const char everything[] = "";
    static const char nothing[] = "\xff\xff\xff";
    if (c->all)
        return (struct str){everything, 0};
    return c->n ? (struct str){(const char *)c->t, c->n * sizeof c->t[0]} : (struct str){nothing, 3};
}

static void choice_of(const struct group *g, struct choice *c)
{
    c->all = g->code.n == 0;
    c->n = g->code.n / sizeof c->t[0];
    if (g->code.n % sizeof c->t[0]) /* the odd length of "nothing" */
        c->n = 0;
    if (c->n)
        memcpy(c->t, g->code.s, c->n * sizeof c->t[0]);
}

static int by_key(const void *x, const void *y)
{
    return str_cmp(((const struct group *)x)->key, ((const struct group *)y)->key);
}

/* Puts every reader into the group of their choice; `index` gets the group's number. */
static void group_readers(struct arena *scratch, struct desk *d, const struct subscribers *subs, struct groups *groups,
                          size_t *index)
{
    struct map seen = {0}; /* code -> number + 1 */
    struct choice c;
    for (size_t i = 0; i < subs->n; i++) {
        choose(d, &subs->v[i].topics, &c);
        struct str code = code_of(&c);
        uintptr_t n = (uintptr_t)map_get(&seen, code);
        if (!n) {
            code = (struct str){arena_copy(scratch, code.s, code.n), code.n};
            n = groups->n + 1;
            *map_at(scratch, &seen, code) = (void *)n;
            vec_add(scratch, groups, ((struct group){.code = code, .id = n - 1}));
        }
        groups->v[n - 1].readers++;
        index[i] = n - 1;
    }
}

void compose_cohorts(struct arena *a, const struct edition *ed, const struct subscribers *subs, struct cohorts *out,
                     size_t *index)
{
    struct arena scratch = {0};
    struct desk d;
    struct groups groups = {0};
    struct choice c;
    desk_begin(a, &d, ed);
    group_readers(&scratch, &d, subs, &groups, index);
    d.a = &scratch;
    for (size_t i = 0; i < groups.n; i++) {
        choice_of(&groups.v[i], &c);
        groups.v[i].key = c.all ? str_lit("") : c.n ? joined(&d, &c, false, ";") : str_lit("-");
    }
    d.a = a;
    if (groups.n)
        qsort(groups.v, groups.n, sizeof *groups.v, by_key);
    size_t *place = arena_array(&scratch, size_t, groups.n + 1);
    *out = (struct cohorts){.v = arena_array(a, struct cohort, groups.n + 1), .n = groups.n, .cap = groups.n + 1};
    for (size_t i = 0; i < groups.n; i++) {
        place[groups.v[i].id] = i;
        choice_of(&groups.v[i], &c);
        build(&d, &c, &out->v[i]);
        out->v[i].readers = groups.v[i].readers;
    }
    for (size_t i = 0; i < subs->n; i++)
        index[i] = place[index[i]];
    arena_end(&scratch);
}
