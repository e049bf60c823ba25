#include "why/differ.h"
#include "why/equal.h"
#include "why/why.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A false "Sources differ" accuses a newsroom of an error. So a difference is told only when
 *   - both sentences plainly speak of the same thing (equal.h),
 *   - each article is of one mind: no claim of its own agrees with the other's,
 *   - neither article knows the other's value and names it elsewhere,
 *   - it cannot be news overtaking news: numbers that grew with time. */

enum { MOST_CLAIMS = 6, FAR = 8, APART = 4, DAY = 86400 };

static const struct article *article_of(const struct desk *d, const struct fact *f)
{
    return d->story->articles.v[f->article];
}

/* A date may not say of what: then it may be of anything. */
static bool same_key(const struct fact *x, const struct fact *y)
{
    if (x->kind == FACT_AGE && y->kind == FACT_AGE)
        return same_whole_name(x->key, y->key);
    return x->kind == y->kind && (str_eq(x->key, y->key) || (x->kind == FACT_DATE && (!x->key.n || !y->key.n)));
}

/* "defense|" of a report that leaves out whose minister it speaks of */
static bool key_without_qualifier(struct str key)
{
    return str_ends(key, "|");
}

/* Offices of which a story has several holders: without saying whose, they are nobody's in particular. */
static bool office_of_many(struct str key)
{
    static const char *const offices[] = {"general|", "ambassador|", "principal|", "sultan|",   "emir|",
                                          "leader|",  "director|",   "secretary|", "president|"};
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++)
        if (str_eqc(key, offices[i]))
            return true;
    return false;
}

/* Every state has one: whose it is must be said, or the sentences must be on one thing. */
static bool office_of_states(struct str key)
{
    static const char *const offices[] = {"prime minister|", "king|", "queen|", "chancellor|"};
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++)
        if (str_eqc(key, offices[i]))
            return true;
    return false;
}

static bool same_office_word(struct str x, struct str y)
{
    size_t n = str_chr(x, '|');
    return n != STR_NONE && n < y.n && y.s[n] == '|' && !memcmp(x.s, y.s, n);
}

/* A role without its country or town takes that of the same role in the other article, if there is only one. */
static bool same_office(const struct desk *d, const struct fact *x, const struct fact *y)
{
    bool bare_x = key_without_qualifier(x->key), bare_y = key_without_qualifier(y->key);
    if (!bare_x && !bare_y)
        return str_eq(x->key, y->key);
    if (!same_office_word(x->key, y->key) || office_of_many(x->key) || office_of_many(y->key))
        return false;
    if (office_of_states(x->key) || office_of_states(y->key))
        return bare_x && bare_y && facts_share_words(d->l, x, y);
    const struct fact *full = bare_x ? y : x;
    for (size_t i = 0; i < d->facts.n; i++) {
        const struct fact *f = &d->facts.v[i];
        if (f->kind == FACT_ROLE && (f->article == x->article || f->article == y->article) &&
            same_office_word(f->key, x->key) && !key_without_qualifier(f->key) && !str_eq(f->key, full->key))
            return false; /* two countries' ministers in one story */
    }
    return true;
}

/* Dates and hours are held against each other only between reports of about the same day. */
static bool same_days(const struct desk *d, const struct fact *x, const struct fact *y)
{
    const struct when *p = &article_of(d, x)->published, *q = &article_of(d, y)->published;
    return p->has == WHEN_NONE || q->has == WHEN_NONE || llabs(p->t - q->t) <= (int64_t)APART * DAY;
}

static bool on_one_thing(const struct desk *d, const struct fact *x, const struct fact *y)
{
    if (x->kind != y->kind)
        return false;
    if (x->kind == FACT_ROLE)
        return same_office(d, x, y);
    return same_key(x, y) && same_days(d, x, y) && facts_comparable(d->l, x, y);
}

/* Does the article say what f says, in whatever sentence? */
static bool article_agrees(const struct desk *d, size_t article, const struct fact *f)
{
    for (size_t i = 0; i < d->facts.n; i++) {
        const struct fact *g = &d->facts.v[i];
        if (g->article == article && g->kind == f->kind &&
            (f->kind != FACT_ROLE ? same_key(f, g) : same_office(d, f, g)) && facts_agree(d->a, f, g))
            return true;
    }
    return false;
}

/* Amounts and shares have no unit that tells them apart: an article names many. */
static bool by_context(const struct fact *f)
{
    return f->kind == FACT_COUNT && (str_starts(f->key, "amount|") || str_eqc(f->key, "percent"));
}

/* Two values of its own for the same thing: the article tells of more than one. */
static bool of_two_minds(const struct desk *d, const struct fact *f)
{
    for (size_t i = 0; i < d->facts.n; i++) {
        const struct fact *g = &d->facts.v[i];
        bool same = g->kind == f->kind && (f->kind == FACT_ROLE ? same_office(d, f, g)
                                           : by_context(f)      ? on_one_thing(d, f, g)
                                                                : same_key(f, g));
        if (g != f && g->article == f->article && same && !facts_agree(d->a, f, g))
            return true;
    }
    return false;
}

/* Does the text name the other's value anywhere? People by any part of their name, numbers and places as written. */
static bool knows_value(const struct desk *d, const struct article *x, const struct fact *f)
{
    struct str value = f->value;
    struct word w;
    if (f->kind == FACT_ROLE) {
        for (size_t at = 0; word_next(value, &at, &w);)
            if (w.s.n > 2 && w.capital && str_ifind(x->text, w.s) != STR_NONE)
                return true;
        return false;
    }
    if (f->kind == FACT_PLACE)
        return str_ifind(x->text, value) != STR_NONE || str_ifind(x->title, value) != STR_NONE;
    if (f->kind == FACT_COUNT && f->low >= 100) {
        size_t at = 0;
        if (word_next(value, &at, &w) && w.kind == WORD_NUMBER && w.s.n >= 3)
            return str_find(x->text, w.s) != STR_NONE;
    }
    return false;
}

static int64_t second_of(const struct article *x)
{
    return x->published.has == WHEN_SECOND ? x->published.t : INT64_MIN;
}

/* Tolls and totals rise while reports come in: the later and higher one overtakes the earlier. */
static bool overtaken(const struct desk *d, const struct fact *x, const struct fact *y)
{
    int64_t p = second_of(article_of(d, x)), q = second_of(article_of(d, y));
    if (x->kind != FACT_COUNT || p == INT64_MIN || q == INT64_MIN || p == q)
        return false;
    const struct fact *early = p < q ? x : y, *late = p < q ? y : x;
    return (p < q ? q - p : p - q) >= DIFFER_UPDATE && late->high >= early->low;
}

static bool same_source(const struct desk *d, const struct fact *x, const struct fact *y)
{
    const struct article *p = article_of(d, x), *q = article_of(d, y);
    return x->article == y->article || (p->outlet.n && str_eq(p->outlet, q->outlet));
}

static bool contradict(const struct desk *d, const struct fact *x, const struct fact *y)
{
    if (same_source(d, x, y) || !on_one_thing(d, x, y) || facts_agree(d->a, x, y))
        return false;
    if (article_agrees(d, x->article, y) || article_agrees(d, y->article, x))
        return false;
    if (of_two_minds(d, x) || of_two_minds(d, y) || overtaken(d, x, y))
        return false;
    bool event = x->kind == FACT_DATE || x->kind == FACT_CLOCK || x->kind == FACT_PLACE;
    if (event && sentence_is_future(x->t) != sentence_is_future(y->t))
        return false;
    if ((x->kind == FACT_COUNT || x->kind == FACT_PLACE) &&
        (sentences_set_apart(x->t, y->t, true) || sentences_name_others(x->t, y->t, x->kind == FACT_PLACE)))
        return false;
    return !knows_value(d, article_of(d, x), y) && !knows_value(d, article_of(d, y), x);
}

/* The fullest way the article names the person: "Kim Seon-ho" rather than "Kim"; "(acting)" if it never says otherwise.
 */
static struct str holder_value(const struct desk *d, const struct fact *f)
{
    struct str best = f->value;
    bool acting = false;
    for (size_t i = 0; i < d->facts.n; i++) {
        const struct fact *g = &d->facts.v[i];
        if (g->kind != FACT_ROLE || g->article != f->article || !same_office(d, f, g) ||
            !same_person(d->a, f->value, g->value))
            continue;
        acting |= g->acting;
        best = g->value.n > best.n ? g->value : best;
    }
    return acting ? str_fmt(d->a, STR_FMT " (acting)", STR_ARG(best)) : best;
}

void differ_claim(struct arena *a, struct differ *out, struct str outlet, struct str value, struct str quote)
{
    if (out->claims.n < MOST_CLAIMS)
        vec_add(a, &out->claims, ((struct claim){str_dup(a, outlet), str_dup(a, value), str_dup(a, quote)}));
}

static bool told(const struct differs *v, const struct fact *f)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->v[i].kind == f->what && str_eq(v->v[i].subject, f->subject))
            return true;
    return false;
}

struct differ differ_new(struct arena *a, enum differ_kind kind, struct str subject)
{
    struct differ d = {.kind = kind, .subject = subject.n ? str_dup(a, subject) : subject};
    d.about = about_words(a, kind, d.subject);
    return d;
}

/* One difference: x first, then every article that contradicts it or sides with one that does. */
static void tell(struct arena *a, struct desk *d, const struct fact *x, struct differs *out)
{
    struct differ now = differ_new(a, x->what, x->subject);
    size_t last = x->article;
    bool role = x->kind == FACT_ROLE;
    differ_claim(a, &now, article_of(d, x)->outlet, role ? holder_value(d, x) : x->value, x->quote);
    for (size_t i = 0; i < d->facts.n; i++) {
        const struct fact *y = &d->facts.v[i];
        if (y->article == x->article || y->article == last || !on_one_thing(d, x, y))
            continue;
        if (!contradict(d, x, y) && !(facts_agree(d->a, x, y) && !of_two_minds(d, y)))
            continue;
        if (key_without_qualifier(x->key) && role)
            now = (struct differ){.kind = y->what,
                                  .subject = str_dup(a, y->subject),
                                  .claims = now.claims,
                                  .about = about_words(a, y->what, y->subject)};
        differ_claim(a, &now, article_of(d, y)->outlet, role ? holder_value(d, y) : y->value, y->quote);
        last = y->article;
    }
    vec_add(a, out, now);
}

static void between_articles(struct arena *a, struct desk *d, struct differs *out)
{
    for (size_t i = 0; i < d->facts.n && out->n < DIFFERS_MOST; i++)
        for (size_t k = i + 1; k < d->facts.n; k++)
            if (contradict(d, &d->facts.v[i], &d->facts.v[k])) {
                const struct fact *x = &d->facts.v[i];
                if (!told(out, key_without_qualifier(x->key) && x->kind == FACT_ROLE ? &d->facts.v[k] : x))
                    tell(a, d, x, out);
                break;
            }
}

static struct str day_in_words(struct arena *a, const struct when *w)
{
    static const char *const names[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
    struct civil c = date_civil(w->t + (w->has == WHEN_DAY ? 0 : w->offset), NULL);
    return str_fmt(a, "%s %d, %d", names[c.month - 1], c.day, c.year);
}

/* An article whose first sentence dates its news far from its own dateline. */
static void against_dateline(struct arena *a, struct desk *d, struct differs *out)
{
    for (size_t i = 0; i < d->facts.n && out->n < DIFFERS_MOST; i++) {
        const struct fact *f = &d->facts.v[i];
        const struct article *x = article_of(d, f);
        const struct when *w = x->published.has != WHEN_NONE ? &x->published : &x->updated;
        if (f->kind != FACT_DATE || !f->lead_event || w->has == WHEN_NONE || told(out, f))
            continue;
        double dateline = floor((double)(w->t + (w->has == WHEN_DAY ? 0 : w->offset)) / DAY);
        if (f->high >= dateline - FAR && f->low <= dateline + 1)
            continue;
        struct str day = day_in_words(a, w);
        struct differ now = differ_new(a, f->what, f->subject);
        differ_claim(a, &now, x->outlet, f->value, f->quote);
        differ_claim(a, &now, x->outlet, str_fmt(a, STR_FMT " (dateline)", STR_ARG(day)), day);
        vec_add(a, out, now);
    }
}

void why_differs(struct arena *a, struct story *s)
{
    struct arena mem = {0};
    struct desk d = {.a = &mem, .l = lexicon_new(&mem), .story = s};
    s->differs = (struct differs){0};
    facts_read(&mem, d.l, s, &d.facts);
    between_articles(a, &d, &s->differs);
    if (s->articles.n > 1)
        differ_statements(a, &d, &s->differs);
    against_dateline(a, &d, &s->differs);
    lexicon_end(d.l);
    arena_end(&mem);
}
