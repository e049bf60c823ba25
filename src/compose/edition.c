/* edition.c: from ranked stories to sections.
 *
 * First every topic gets its best story, so that a busy topic cannot take the whole mail; then the best of what is
 * left, as long as the caps (whole mail, topic, outlet) and the byte budget of the HTML part allow. What does not fit
 * is a headline under "More headlines"; what does not fit there either is out, with the reason. */
#include "base/utf8.h"
#include "compose/parts.h"

enum {
    DEFAULT_MAX = 12,
    DEFAULT_PER_TOPIC = 4,
    DEFAULT_BYTES = 80000,
    FIXED_BYTES = 12500,                  /* masthead, footer, styles, calls to action */
    HEADLINE_BYTES = 420,                 /* one line under "More headlines" */
    RESERVED_BYTES = 10 * HEADLINE_BYTES, /* kept free of stories, so that a full mail still has room for those lines */
    MORE_MAX = 20,
    REASONS_MAX = 1000,
};

enum place { OUT, SECTION, MORE, AGAIN };

struct candidate {
    struct story *s;
    size_t topic;
    enum place place;
    const char *because; /* it did not fit into a section */
    struct str sent;     /* most readers have had it: why it is out for them */
};
VEC(candidates, struct candidate);

size_t edition_cap(const struct compose_options *o)
{
    return o->max ? o->max : DEFAULT_MAX;
}

size_t edition_per_topic(const struct compose_options *o)
{
    return o->per_topic ? o->per_topic : DEFAULT_PER_TOPIC;
}

void edition_head(const struct compose_options *o, struct edition *ed)
{
    *ed = (struct edition){
        .id = o->edition_id,
        .digest = o->digest,
        .date = o->now,
        .zone = o->zone,
        .number = o->number,
        .subject = str_trim(o->subject).n ? o->subject : str_lit("{{lead.headline}}"),
        .masthead = o->masthead,
        .scheduled = o->scheduled,
        .per_topic = edition_per_topic(o),
        .max = edition_cap(o),
    };
}

/* A digest without topics has one section for everything. */
const struct topics *edition_topics(struct arena *a, const struct compose_options *o)
{
    if (o->topics && o->topics->n)
        return o->topics;
    struct topics *t = arena_new(a, struct topics);
    vec_add(a, t,
            ((struct topic){.key = str_lit("all"), .title = o->masthead.title.n ? o->masthead.title : str_lit("All")}));
    return t;
}

const struct topic *edition_other_topic(struct arena *a, const struct compose_options *o, const struct story *s)
{
    size_t t = o->others ? story_best_topic(s, o->others) : NO_TOPIC;
    if (t != NO_TOPIC)
        return &o->others->v[t];
    struct topic *one = arena_new(a, struct topic);
    *one = (struct topic){.key = str_lit("followed"),
                          .title = o->masthead.title.n ? o->masthead.title : str_lit("Followed")};
    return one;
}

void edition_tell(struct arena *a, struct strs *out, const struct story *s, struct str why)
{
    if (!out || out->n > REASONS_MAX)
        return;
    struct str title = utf8_line(a, s->lead && s->lead->title.n ? s->lead->title : s->headline, 100);
    if (out->n == REASONS_MAX)
        vec_add(a, out, str_lit("and more"));
    else
        vec_add(a, out,
                str_fmt(a, "out: " STR_FMT " (" STR_FMT "): " STR_FMT, STR_ARG(title), STR_ARG(s->id), STR_ARG(why)));
}

struct tallies {
    size_t total, bytes;
    size_t *topic;
    struct map outlets; /* outlet -> count, as a pointer-sized number */
};

static const char *take(struct arena *a, const struct compose_options *o, struct tallies *n, struct candidate *c)
{
    size_t budget = o->byte_budget ? o->byte_budget : DEFAULT_BYTES;
    size_t bytes = story_bytes(c->s);
    uintptr_t *outlet = (uintptr_t *)map_at(a, &n->outlets, c->s->lead->outlet);
    if (n->total >= edition_cap(o))
        return "the edition is full";
    if (n->topic[c->topic] >= edition_per_topic(o))
        return "its topic is full";
    if (o->per_outlet && *outlet >= o->per_outlet)
        return "its outlet has its share";
    if (n->total && FIXED_BYTES + RESERVED_BYTES + n->bytes + bytes > budget)
        return "the mail would be too large";
    n->total++;
    n->bytes += bytes;
    n->topic[c->topic]++;
    ++*outlet;
    c->place = SECTION;
    return NULL;
}

static void allot(struct arena *a, const struct compose_options *o, const struct topics *topics, struct candidates *all)
{
    struct tallies n = {.topic = arena_array(a, size_t, topics->n)};
    for (size_t i = 0; i < all->n; i++) {
        struct candidate *c = &all->v[i];
        if (!n.topic[c->topic] && !c->sent.n)
            c->because = take(a, o, &n, c);
    }
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].place == OUT && !all->v[i].sent.n)
            all->v[i].because = take(a, o, &n, &all->v[i]);
    size_t more = 0, budget = o->byte_budget ? o->byte_budget : DEFAULT_BYTES;
    for (size_t i = 0; i < all->n && more < MORE_MAX; i++)
        if (all->v[i].place == OUT && !all->v[i].sent.n &&
            FIXED_BYTES + n.bytes + (more + 1) * HEADLINE_BYTES <= budget) {
            all->v[i].place = MORE;
            more++;
        }
    /* for the few who have not had them, where there is room beside what is new; without news there is no mail at all
     */
    for (size_t i = 0; n.total && i < all->n; i++)
        if (all->v[i].sent.n && !take(a, o, &n, &all->v[i]))
            all->v[i].place = AGAIN;
}

static struct candidates candidates(struct arena *a, struct stories *ranked, const struct fresh *f,
                                    const struct topics *topics, struct story_refs *asked, struct strs *out_reasons)
{
    struct candidates all = {0};
    struct story_refs outside = {0};
    bool one_for_all = topics != f->o->topics;
    for (size_t i = 0; i < ranked->n; i++) {
        struct story *s = &ranked->v[i];
        struct str no = fresh_refuse(a, f, s);
        struct str sent = s->is_again ? no : (struct str){0};
        if (sent.n)
            no = (struct str){0};
        size_t t = no.n ? NO_TOPIC : one_for_all ? 0 : story_best_topic(s, topics);
        if (!no.n && t == NO_TOPIC && !sent.n) {
            vec_add(a, &outside, s);
            continue;
        }
        if (!no.n && t == NO_TOPIC)
            no = str_lit("in none of the digest's topics");
        if (no.n)
            edition_tell(a, out_reasons, s, no);
        else
            vec_add(a, &all, ((struct candidate){.s = s, .topic = t, .sent = sent}));
    }
    asked_choose(a, f->o, &outside, asked, out_reasons);
    return all;
}

static void explain(struct arena *a, struct story *s, const struct topic *t, size_t rank, size_t of)
{
    struct strs why = {0};
    for (size_t i = 0; i < s->reasons.n; i++)
        vec_add(a, &why, s->reasons.v[i]);
    vec_add(
        a, &why,
        str_fmt(a, "score %.3f, number %zu of %zu candidates, in " STR_FMT, s->score, rank + 1, of, STR_ARG(t->key)));
    if (s->rank.coverage > 0)
        vec_add(a, &why, story_rank_words(a, s));
    s->reasons = why;
}

static void fill_asked(struct arena *a, const struct compose_options *o, const struct story *from, struct edition *ed)
{
    struct story *s = &ed->pool.v[ed->pool.n++];
    *s = *from;
    s->asked = true;
    story_dress(a, s, edition_other_topic(a, o, s));
    vec_add(a, &s->reasons,
            str_fmt(a, "score %.3f, in none of the digest's topics: for readers who follow its outlet or a word of it",
                    s->score));
    vec_add(a, &ed->asked, s);
}

/* Stories are dressed once it is known that they are in: the pool must not grow after the sections point into it. */
static void fill(struct arena *a, const struct compose_options *o, const struct topics *topics, struct candidates *all,
                 const struct story_refs *asked, struct edition *ed, struct strs *out_reasons)
{
    size_t n = asked->n;
    for (size_t i = 0; i < all->n; i++)
        n += all->v[i].place != OUT;
    ed->pool = (struct stories){.v = arena_array(a, struct story, n), .cap = n};
    struct section *by_topic = arena_array(a, struct section, topics->n);
    for (size_t i = 0; i < all->n; i++) {
        struct candidate *c = &all->v[i];
        if (c->sent.n)
            edition_tell(a, out_reasons, c->s,
                         c->place == AGAIN
                             ? str_fmt(a, STR_FMT "; only for readers who were not sent it", STR_ARG(c->sent))
                             : c->sent);
        else if (c->place == OUT)
            edition_tell(a, out_reasons, c->s, str_c(c->because));
        if (c->place == OUT)
            continue;
        struct story *s = &ed->pool.v[ed->pool.n++];
        *s = *c->s;
        story_dress(a, s, &topics->v[c->topic]);
        explain(a, s, &topics->v[c->topic], i, all->n);
        if (c->place == MORE)
            vec_add(a, &s->reasons, str_fmt(a, "a headline only: %s", c->because));
        vec_add(a, c->place == MORE ? &ed->more : c->place == AGAIN ? &ed->again : &by_topic[c->topic].stories, s);
    }
    for (size_t i = 0; i < asked->n; i++)
        fill_asked(a, o, asked->v[i], ed);
    for (size_t t = 0; t < topics->n; t++) {
        by_topic[t].topic = topics->v[t].key;
        by_topic[t].title = topics->v[t].title.n ? topics->v[t].title : topics->v[t].key;
        if (by_topic[t].stories.n)
            vec_add(a, &ed->sections, by_topic[t]);
    }
}

/* Where two stories are about equal, a section is led by an outlet that leads none before it. */
static void vary_leads(struct arena *a, struct sections *sections)
{
    static const double ABOUT_EQUAL = 0.9;
    struct map leading = {0};
    for (size_t i = 0; i < sections->n; i++) {
        struct story_refs *v = &sections->v[i].stories;
        struct story *first = v->v[0];
        size_t k = 0;
        if (map_get(&leading, first->lead->outlet))
            while (k < v->n &&
                   (v->v[k]->score < first->score * ABOUT_EQUAL || map_get(&leading, v->v[k]->lead->outlet)))
                k++;
        if (k > 0 && k < v->n) {
            struct story *s = v->v[k];
            vec_add(a, &s->reasons,
                    str_fmt(a,
                            "leads its section for variety: " STR_FMT " leads another, and the scores are about equal",
                            STR_ARG(first->lead->outlet)));
            for (; k > 0; k--)
                v->v[k] = v->v[k - 1];
            v->v[0] = s;
        }
        *map_at(a, &leading, v->v[0]->lead->outlet) = v->v[0];
    }
}

static bool pinned(const struct section *s)
{
    for (size_t i = 0; i < s->stories.n; i++)
        if (s->stories.v[i]->pinned)
            return true;
    return false;
}

void section_lead_first(struct sections *sections)
{
    for (size_t i = 0; i < sections->n; i++) {
        if (!pinned(&sections->v[i]))
            continue;
        struct section first = sections->v[i];
        for (; i > 0; i--)
            sections->v[i] = sections->v[i - 1];
        sections->v[0] = first;
        return;
    }
}

void compose_edition(struct arena *a, struct stories *ranked, const struct carried_articles *carried,
                     const struct compose_options *o, struct edition *out, struct strs *out_reasons)
{
    struct fresh fresh;
    const struct topics *topics = edition_topics(a, o);
    fresh_begin(a, &fresh, carried, o);
    edition_head(o, out);
    out->topics = *topics;
    out->others = o->others;
    struct story_refs asked = {0};
    struct candidates all = candidates(a, ranked, &fresh, topics, &asked, out_reasons);
    allot(a, o, topics, &all);
    fill(a, o, topics, &all, &asked, out, out_reasons);
    vary_leads(a, &out->sections);
    fresh_end(&fresh);
    cta_edition(a, o, out);
}
