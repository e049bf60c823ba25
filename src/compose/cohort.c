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
#include <stdlib.h>
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
    desk_choose(&d, reader_topics, &c);
    build(&d, &c, out);
}

/* ---- a census: readers one by one, cohorts at first sight */

struct census {
    struct arena *a;
    struct desk desk;
    struct map seen; /* code of a choice -> struct cohort * */
    struct cohort_refs cohorts;
};

/* The topic numbers as bytes; "" is everything, and three bytes, an odd length, are nothing. */
static struct str code_of(const struct choice *c)
{
    if (c->all)
        return str_lit("");
    return c->n ? (struct str){(const char *)c->t, c->n * sizeof c->t[0]} : str_lit("\xff\xff\xff");
}

struct census *census_begin(struct arena *a, const struct edition *ed)
{
    struct census *c = arena_new(a, struct census);
    c->a = a;
    desk_begin(a, &c->desk, ed);
    return c;
}

struct cohort *census_cohort(struct census *c, const struct strs *reader_topics)
{
    struct choice choice;
    desk_choose(&c->desk, reader_topics, &choice);
    struct str code = code_of(&choice);
    struct cohort *known = map_get(&c->seen, code);
    if (known)
        return known;
    known = arena_new(c->a, struct cohort);
    build(&c->desk, &choice, known);
    *map_at(c->a, &c->seen, (struct str){arena_copy(c->a, code.s, code.n), code.n}) = known;
    vec_add(c->a, &c->cohorts, known);
    return known;
}

static int by_key(const void *x, const void *y)
{
    const struct cohort *const *a = x, *const *b = y;
    return str_cmp((*a)->key, (*b)->key);
}

void census_cohorts(const struct census *c, struct arena *a, struct cohort_refs *out)
{
    *out = (struct cohort_refs){0};
    for (size_t i = 0; i < c->cohorts.n; i++)
        vec_add(a, out, c->cohorts.v[i]);
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_key);
}
