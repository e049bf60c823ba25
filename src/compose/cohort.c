/* cohort.c: a million readers, a few hundred selections.
 *
 * What a reader gets depends on the topics they chose, in their order, as far as the edition has something on them. So
 * every reader becomes a short list of topic numbers; equal lists are one cohort. Numbers are looked up once per
 * edition, and sections are shared between cohorts wherever they are the same. Readers pass one by one and none is
 * kept, so that a list costs its length in time and its cohorts in memory.
 *
 * A story stands in one section of the edition but may be on several topics. A reader who follows only one of the
 * others gets it there (it "visits"), so that nobody misses what they chose because of where it was put. */
#include "compose/choice.h"
#include <string.h>

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

/* A reader of few topics has room for what was only a headline in the whole edition: `room` stories of it. */
static void promote(struct desk *d, size_t t, size_t room, struct story_refs *placed, struct story_refs *out)
{
    size_t most = d->ed->per_topic ? d->ed->per_topic : 1;
    for (size_t i = 0; i < d->ed->more.n && out->n < most && out->n < room; i++)
        if (d->more_fits[i * d->n + t] && !is_in(placed, d->ed->more.v[i])) {
            vec_add(d->a, out, d->ed->more.v[i]);
            vec_add(d->a, placed, d->ed->more.v[i]);
        }
}

/* The stories of one section: the edition's own, then visitors. */
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

static void finish(struct desk *d, const struct history *h, struct cohort *c)
{
    struct cta room[CTA_SPONSOR + 1];
    struct str subject = d->ed->subject;
    for (size_t i = 0; i < c->sections.n; i++)
        c->stories += c->sections.v[i].stories.n;
    c->empty = c->stories == 0;
    c->ctas = (struct ctas){.v = room, .cap = CTA_SPONSOR + 1};
    cta_cohort(d->a, d->ed, h, c);
    share_ctas(d, c);
    c->preheader = d->ed->preheader;
    c->subject =
        str_find(subject, str_lit("{{")) == STR_NONE && !c->empty ? compose_subject(d->a, subject, c) : subject;
}

static size_t number_of(const struct desk *d, const struct story *s)
{
    for (size_t i = 0; i < d->n_stories; i++)
        if (d->stories[i] == s)
            return i;
    return STR_NONE;
}

static struct story_refs without_muted(struct desk *d, const struct choice *c, const struct story_refs *refs)
{
    struct story_refs out = {0};
    for (size_t i = 0; i < refs->n; i++) {
        size_t n = number_of(d, refs->v[i]);
        if (n == STR_NONE || !bits_has(&c->drop, n))
            vec_add(d->a, &out, refs->v[i]);
    }
    return out;
}

/* Stories that an outlet or a word brings stand in their own sections, behind the topics the reader chose. */
static void add_placed(struct desk *d, const struct choice *choice, const struct story_refs *placed, struct cohort *c)
{
    for (size_t s = 0, n = 0; s < d->ed->sections.n; s++) {
        const struct section *own = &d->ed->sections.v[s];
        struct story_refs out = {0};
        for (size_t k = 0; k < own->stories.n; k++, n++)
            if (n < d->n_placed && bits_has(&choice->add, n) && !at_home(d, choice, own->stories.v[k]) &&
                !is_in(placed, own->stories.v[k]))
                vec_add(d->a, &out, own->stories.v[k]);
        if (out.n)
            vec_add(d->a, &c->sections, ((struct section){.topic = own->topic, .title = own->title, .stories = out}));
    }
}

static struct str title_of(struct desk *d, struct str key)
{
    const struct topic *t = desk_topic(d, key);
    for (size_t i = 0; !t && d->ed->others && i < d->ed->others->n; i++)
        if (str_eq(d->ed->others->v[i].key, key))
            t = &d->ed->others->v[i];
    if (t)
        return t->title.n ? t->title : t->key;
    return d->ed->masthead.title.n ? d->ed->masthead.title : key;
}

static size_t stories_of(const struct cohort *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->sections.n; i++)
        n += c->sections.v[i].stories.n;
    return n;
}

static struct section *section_for(struct desk *d, struct cohort *c, const struct story *s)
{
    for (size_t i = 0; i < c->sections.n; i++)
        if (str_eq(c->sections.v[i].topic, s->topic))
            return &c->sections.v[i];
    vec_add(d->a, &c->sections, ((struct section){.topic = s->topic, .title = title_of(d, s->topic)}));
    return &c->sections.v[c->sections.n - 1];
}

/* What was a headline only is a story for who asked for it, as long as its section has room. */
static void add_more(struct desk *d, const struct choice *choice, struct story_refs *placed, struct cohort *c)
{
    size_t room = d->ed->per_topic ? d->ed->per_topic : 1;
    for (size_t i = d->n_placed; i < d->n_new; i++) {
        struct story *s = d->stories[i];
        if (!bits_has(&choice->add, i) || is_in(placed, s))
            continue;
        bool full = d->ed->max && stories_of(c) >= d->ed->max;
        struct section *sec = section_for(d, c, s);
        struct story_refs *refs = sec->stories.n < room && !full ? &sec->stories : &c->more;
        struct story_refs own = {0}; /* those of the edition are shared */
        if (is_in(refs, s))
            continue;
        for (size_t k = 0; k < refs->n; k++)
            vec_add(d->a, &own, refs->v[k]);
        vec_add(d->a, &own, s);
        if (refs == &sec->stories)
            vec_add(d->a, placed, s);
        *refs = own;
    }
}

static struct story_refs without_placed(struct desk *d, const struct story_refs *more, const struct story_refs *placed)
{
    struct story_refs out = {0};
    for (size_t i = 0; i < more->n; i++)
        if (!is_in(placed, more->v[i]))
            vec_add(d->a, &out, more->v[i]);
    return out;
}

static void pick(struct desk *d, const struct choice *choice, struct story_refs *placed, struct cohort *c)
{
    struct sections kept = {0};
    add_placed(d, choice, placed, c);
    add_more(d, choice, placed, c);
    for (size_t i = 0; i < c->sections.n; i++) {
        struct section s = c->sections.v[i];
        s.stories = without_muted(d, choice, &s.stories);
        if (s.stories.n)
            vec_add(d->a, &kept, s);
    }
    c->sections = kept;
    c->more = without_placed(d, &c->more, placed);
    c->more = without_muted(d, choice, &c->more);
}

static size_t count(const struct story_bits *b)
{
    size_t n = 0;
    for (size_t i = 0; i < MAX_STORIES / 64; i++)
        n += (size_t)__builtin_popcountll(b->w[i]);
    return n;
}

/* "harbor;+3f2a90d1c4e5;-9bc100ffee00": one key, one selection. */
static struct str key_of(struct desk *d, const struct choice *c)
{
    struct strs parts = {0};
    if (c->all || c->n)
        vec_add(d->a, &parts, c->all ? str_lit("*") : joined(d, c, false, ";"));
    for (size_t i = 0; i < d->n_stories; i++)
        if (bits_has(&c->add, i) || bits_has(&c->drop, i))
            vec_add(d->a, &parts,
                    str_fmt(d->a, "%s" STR_FMT, bits_has(&c->add, i) ? "+" : "-", STR_ARG(d->stories[i]->id)));
    return str_join(d->a, &parts, ";");
}

static struct str label_of(struct desk *d, const struct choice *c)
{
    size_t add = count(&c->add), drop = count(&c->drop);
    struct str out = c->all ? str_lit("everything") : joined(d, c, true, " + ");
    if (add)
        out = str_fmt(d->a, STR_FMT "%s%zu %s by outlet or word", STR_ARG(out), out.n ? " + " : "", add,
                      add == 1 ? "story" : "stories");
    if (drop)
        out = str_fmt(d->a, STR_FMT ", %zu muted", STR_ARG(out), drop);
    return str_fmt(d->a, "reader of " STR_FMT, STR_ARG(out));
}

static void choose_sections(struct desk *d, const struct choice *choice, struct story_refs *placed, struct cohort *c)
{
    struct story_refs *stories = arena_array(d->a, struct story_refs, choice->n);
    size_t total = 0;
    c->sections.v = arena_array(d->a, struct section, choice->n);
    c->sections.cap = choice->n;
    for (size_t i = 0; i < choice->n; i++) {
        stories[i] = gather(d, choice, choice->t[i], placed);
        total += stories[i].n;
    }
    for (size_t i = 0; i < choice->n; i++) {
        const struct topic *t = &d->topics[choice->t[i]];
        const struct section *own = d->own[choice->t[i]];
        struct str title = own ? own->title : t->title.n ? t->title : t->key;
        if (!stories[i].n) { /* the best of "More headlines", as far as the digest's `max` goes */
            promote(d, choice->t[i],
                    !d->ed->max          ? SIZE_MAX
                    : d->ed->max > total ? d->ed->max - total
                                         : 0,
                    placed, &stories[i]);
            total += stories[i].n;
        }
        if (stories[i].n)
            vec_add(d->a, &c->sections, ((struct section){.topic = t->key, .title = title, .stories = stories[i]}));
    }
    c->more = more_for(d, choice, placed);
}

void cohort_build(struct desk *d, const struct choice *choice, const struct history *h, struct cohort *c)
{
    struct story_refs placed = {0};
    bool plain = !h || h->plain;
    *c = (struct cohort){.whole = choice->all && !choice->picky && plain};
    if (!choice->all && !choice->n && !choice->picky) {
        c->key = str_lit("-");
        c->label = str_lit("reader of topics without news");
        c->empty = true;
        return;
    }
    c->key = choice->picky ? key_of(d, choice) : choice->all ? str_lit("") : joined(d, choice, false, ";");
    c->label = choice->picky ? label_of(d, choice)
               : choice->all ? str_lit("reader of everything")
                             : str_fmt(d->a, "reader of " STR_FMT, STR_ARG(joined(d, choice, true, " + ")));
    if (choice->all) {
        c->sections = d->ed->sections;
        c->more = d->ed->more;
    } else {
        choose_sections(d, choice, &placed, c);
    }
    if (choice->picky)
        pick(d, choice, &placed, c);
    if (!plain)
        recall(d, choice, h, c);
    if (!choice->all || !plain)
        section_lead_first(&c->sections);
    finish(d, h, c);
}

void compose_cohort(struct arena *a, const struct edition *ed, const struct strs *reader_topics, struct cohort *out)
{
    struct desk d;
    struct choice c;
    desk_begin(a, &d, ed);
    desk_choose(&d, reader_topics, &c);
    cohort_build(&d, &c, NULL, out);
}
