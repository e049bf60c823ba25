/* cta.c: which calls to action may appear, and which one of each kind a reader gets.
 *
 * A CTA fits when its days have come and not passed, the list is one of its own, and one of its topics is in the mail.
 * Of several of one kind one is shown per edition, in turn and by weight: the turn is the edition's number, so the same
 * edition always shows the same one. */
#include "base/url.h"
#include "compose/history.h"
#include <math.h>

enum { DAY = 86400, CTAS_MAX = 200, WHOLE = 1000 };

enum cta_state cta_state(const struct cta *c, int64_t now, struct str zone)
{
    if (c->until.has != WHEN_NONE && now >= moment_of(c->until, zone, 1))
        return CTA_OVER;
    return c->from.has != WHEN_NONE && now < moment_of(c->from, zone, 0) ? CTA_WAITS : CTA_RUNS;
}

static bool usable(const struct cta *c)
{
    return (url_is_web(c->url) || str_istarts(c->url, "mailto:")) && (c->heading.n || c->text.n || c->button.n);
}

static bool wants_topic(const struct cta *c, struct str topic)
{
    return !c->topics.n || strs_has(&c->topics, topic);
}

static bool fits_sections(const struct cta *c, const struct sections *sections)
{
    if (!c->topics.n)
        return true;
    for (size_t i = 0; i < sections->n; i++)
        if (wants_topic(c, sections->v[i].topic))
            return true;
    return false;
}

static bool tied(const struct sections *sections, struct str key)
{
    for (size_t i = 0; i < sections->n; i++)
        for (size_t k = 0; k < sections->v[i].stories.n; k++)
            if (str_eq(sections->v[i].stories.v[k]->lead->cta, key))
                return true;
    return false;
}

static double weight(const struct cta *c)
{
    return c->weight > 0 && isfinite(c->weight) ? c->weight : 1;
}

static int64_t turn(const struct edition *ed)
{
    return ed->number > 0 ? ed->number : ed->date / DAY;
}

/* Multiples of the golden ratio spread evenly: after n editions each CTA has been first about n times its share. */
static size_t whose_turn(const struct ctas *kind, int64_t turn_number)
{
    double total = 0, point;
    for (size_t i = 0; i < kind->n; i++)
        total += weight(&kind->v[i]);
    point = fmod((double)turn_number * 0.6180339887498949, 1) * total;
    for (size_t i = 0; i < kind->n; i++) {
        point -= weight(&kind->v[i]);
        if (point < 0)
            return i;
    }
    return 0;
}

static void add_in_turn(struct arena *a, const struct edition *ed, const struct ctas *kind, struct ctas *out)
{
    size_t first = kind->n ? whose_turn(kind, turn(ed)) : 0;
    for (size_t i = 0; i < kind->n; i++)
        vec_add(a, out, kind->v[(first + i) % kind->n]);
}

static const struct cta *by_key(const struct ctas *all, struct str key)
{
    for (size_t i = 0; all && i < all->n; i++)
        if (str_eq(all->v[i].key, key))
            return &all->v[i];
    return NULL;
}

static bool fits(const struct compose_options *o, const struct edition *ed, const struct cta *c)
{
    /* a plan may have been written days ago: what has expired since does not show */
    int64_t now = o->now > ed->date ? o->now : ed->date;
    return usable(c) && cta_state(c, now, ed->zone) == CTA_RUNS && (!c->lists.n || strs_has(&c->lists, o->list)) &&
           fits_sections(c, &ed->sections);
}

/* ---- tracking parameters */

static struct str filled(struct arena *a, const struct edition *ed, const struct cta *c, struct str text)
{
    struct civil day = date_civil(ed->date, ed->zone.n ? ed->zone.s : NULL);
    const struct {
        struct str name, value;
    } marks[] = {{str_lit("{digest}"), ed->digest},
                 {str_lit("{edition}"), ed->id},
                 {str_lit("{date}"), str_fmt(a, "%04d-%02d-%02d", day.year, day.month, day.day)},
                 {str_lit("{cta}"), c->key}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t at = str_find(text, marks[i].name); /* once: a value is no template */
        if (at != STR_NONE)
            text = str_fmt(a, STR_FMT STR_FMT STR_FMT, STR_ARG(str_sub(text, 0, at)), STR_ARG(marks[i].value),
                           STR_ARG(str_sub(text, at + marks[i].name.n, text.n)));
    }
    return text;
}

/* What the file says counts before what the digest says, and what stands in the URL before both. */
static struct cta tagged(struct arena *a, const struct compose_options *o, const struct edition *ed,
                         const struct cta *c)
{
    const struct utm *own = &c->utm, *all = &o->utm;
    const struct {
        struct str name, own, all;
    } params[] = {{str_lit("utm_source"), own->source, all->source},
                  {str_lit("utm_medium"), own->medium, all->medium},
                  {str_lit("utm_campaign"), own->campaign, all->campaign},
                  {str_lit("utm_term"), own->term, all->term},
                  {str_lit("utm_content"), own->content, all->content}};
    struct cta out = *c;
    for (size_t i = 0; i < sizeof params / sizeof *params; i++) {
        struct str value = params[i].own.n ? params[i].own : params[i].all;
        if (value.n)
            out.url = url_with(a, out.url, params[i].name, filled(a, ed, c, value));
    }
    return out;
}

/* The digest's own in its order (all, by key, when it names none), then those that a story asks for. */
static struct ctas chosen(struct arena *a, const struct compose_options *o, const struct edition *ed)
{
    struct ctas out = {0};
    for (size_t i = 0; i < o->cta_keys.n; i++) {
        const struct cta *c = by_key(o->ctas, o->cta_keys.v[i]);
        if (c && fits(o, ed, c) && !by_key(&out, c->key))
            vec_add(a, &out, tagged(a, o, ed, c));
    }
    for (size_t i = 0; o->ctas && i < o->ctas->n; i++) {
        struct cta c = o->ctas->v[i];
        if (o->cta_keys.n && !tied(&ed->sections, c.key))
            continue;
        c.tied = o->cta_keys.n > 0;
        if (fits(o, ed, &c) && !by_key(&out, c.key))
            vec_add(a, &out, tagged(a, o, ed, &c));
    }
    return out;
}

void cta_edition(struct arena *a, const struct compose_options *o, struct edition *ed)
{
    struct ctas all = chosen(a, o, ed);
    ed->ctas = (struct ctas){0};
    for (int kind = CTA_PRIMARY; kind <= CTA_SPONSOR; kind++) {
        struct ctas own = {0}, of_stories = {0};
        for (size_t i = 0; i < all.n; i++)
            if ((int)all.v[i].kind == kind)
                vec_add(a, all.v[i].tied ? &of_stories : &own, all.v[i]);
        add_in_turn(a, ed, &own, &ed->ctas);
        add_in_turn(a, ed, &of_stories, &ed->ctas);
    }
}

void cta_by_keys(struct arena *a, const struct compose_options *o, const struct strs *keys, struct edition *ed)
{
    struct ctas by_rule = ed->ctas;
    ed->ctas = (struct ctas){0};
    for (size_t i = 0; i < keys->n; i++) {
        const struct cta *c = by_key(&by_rule, keys->v[i]);
        if (!c)
            c = by_key(o->ctas, keys->v[i]);
        if (c && fits(o, ed, c) && !by_key(&ed->ctas, c->key))
            vec_add(a, &ed->ctas, tagged(a, o, ed, c));
    }
}

/* ---- one mail */

/* Where there is room for them: a banner stands behind the lead or the first section after it, a sponsor one
 * place later, and neither comes last. */
static bool has_place(const struct cohort *c, enum cta_kind kind)
{
    size_t places = c->more.n > 0;
    bool banner = false;
    for (size_t i = 0; i < c->sections.n; i++)
        places += c->sections.v[i].stories.n > (i == 0);
    for (size_t i = 0; i < c->ctas.n; i++)
        banner |= c->ctas.v[i].kind == CTA_BANNER;
    return kind == CTA_PRIMARY || places > (kind == CTA_SPONSOR && banner ? 2 : 0);
}

enum right { NO_RIGHT, MAY_STAND, ASKED_FOR, LEADS_OWN };

static enum right right_of(const struct cohort *c, const struct history *h, const struct edition *ed, size_t i)
{
    const struct cta *one = &ed->ctas.v[i];
    const struct story *lead = c->sections.n ? c->sections.v[0].stories.v[0] : NULL;
    if (!fits_sections(one, &c->sections) || (one->cap > 0 && h && h->ctas[i].shown >= one->cap))
        return NO_RIGHT;
    if (lead && str_eq(lead->lead->cta, one->key))
        return LEADS_OWN;
    if (tied(&c->sections, one->key))
        return ASKED_FOR;
    return one->tied ? NO_RIGHT : MAY_STAND;
}

/* Those of one kind that may stand in the mail with the best right there is. */
struct running {
    size_t v[CTAS_MAX], n;
    enum right right;
};

static void find_running(const struct cohort *c, const struct history *h, const struct edition *ed, enum cta_kind kind,
                         struct running *out)
{
    *out = (struct running){.right = MAY_STAND};
    for (size_t i = 0; i < ed->ctas.n && out->n < CTAS_MAX; i++) {
        enum right right = ed->ctas.v[i].kind == kind ? right_of(c, h, ed, i) : NO_RIGHT;
        if (right < out->right)
            continue;
        if (right > out->right)
            out->n = 0;
        out->right = right;
        out->v[out->n++] = i;
    }
}

static int64_t share_of(const struct edition *ed, const struct running *r, size_t i)
{
    double total = 0;
    for (size_t k = 0; k < r->n; k++)
        total += weight(&ed->ctas.v[r->v[k]]);
    double share = WHOLE * weight(&ed->ctas.v[r->v[i]]) / total;
    return share < 1 ? 1 : (int64_t)(share + 0.5);
}

/* Whoever is owed most. A reader who has seen none of them gets the edition's first, which changes from day to day. */
static size_t whose_turn_is_it(const struct edition *ed, const struct history *h, const struct running *r)
{
    size_t best = 0;
    int64_t most = 0;
    bool begun = false;
    for (size_t i = 0; h && i < r->n; i++)
        begun |= h->ctas[r->v[i]].credit != 0 || h->ctas[r->v[i]].shown != 0;
    for (size_t i = 0; begun && i < r->n; i++) {
        int64_t owed = h->ctas[r->v[i]].credit + share_of(ed, r, i);
        if (i == 0 || owed > most) {
            most = owed;
            best = i;
        }
    }
    return best;
}

void cta_cohort(struct arena *a, const struct edition *ed, const struct history *h, struct cohort *c)
{
    for (int kind = CTA_PRIMARY; kind <= CTA_SPONSOR; kind++) {
        struct running r;
        find_running(c, h, ed, (enum cta_kind)kind, &r);
        if (!r.n || !has_place(c, (enum cta_kind)kind))
            continue;
        bool in_turn = r.right == MAY_STAND;
        size_t best = in_turn ? whose_turn_is_it(ed, h, &r) : 0;
        c->ctas.v[c->ctas.n++] = ed->ctas.v[r.v[best]];
        for (size_t i = 0; i < r.n; i++)
            if (in_turn || i == best)
                vec_add(a, &c->turns, ((struct cohort_cta){r.v[i], i == best, in_turn ? share_of(ed, &r, i) : WHOLE}));
    }
}
