/* Any bytes as the reports of one event, parted by "\n---\n"; the first byte chooses how far they lie apart. What is
 * claimed has two sides, a quote that stands in an article of the outlet (or is its dateline) and a value; the same
 * story says the same twice; a report and its copy in another outlet contradict each other in nothing. */
#include "base/utf8.h"
#include "base/words.h"
#include "why/why.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { MOST = 4, MOST_BYTES = 8000, MOST_DIFFERS = 6 };

static void must(bool ok)
{
    if (!ok)
        abort();
}

static bool quoted(const struct story *s, const struct claim *c)
{
    for (size_t i = 0; i < s->articles.n; i++)
        if (str_eq(s->articles.v[i]->outlet, c->outlet) && str_find(s->articles.v[i]->text, c->quote) != STR_NONE)
            return true;
    return str_find(c->value, str_lit("(dateline)")) != STR_NONE;
}

static void check(const struct story *s)
{
    must(s->differs.n <= MOST_DIFFERS);
    for (size_t i = 0; i < s->differs.n; i++) {
        const struct differ *d = &s->differs.v[i];
        must(d->about.n > 0 && d->kind > DIFFER_OTHER && d->kind < DIFFER_KINDS && d->claims.n >= 2);
        for (size_t k = 0; k < d->claims.n; k++)
            must(d->claims.v[k].value.n > 0 && quoted(s, &d->claims.v[k]));
    }
}

static bool only_datelines(const struct differs *v)
{
    for (size_t i = 0; i < v->n; i++)
        if (str_find(v->v[i].claims.v[1].value, str_lit("(dateline)")) == STR_NONE)
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    unsigned k = n ? data[0] : 0;
    struct article v[MOST + 1] = {0};
    struct story s = {0}, again, copies = {0};
    struct str rest = utf8_clean(&a, (struct str){(const char *)data, n < MOST_BYTES ? n : MOST_BYTES});
    rest = str_sub(rest, 1, rest.n);
    for (size_t i = 0; rest.n && i < MOST; i++) {
        size_t at = str_find(rest, str_lit("\n---\n"));
        struct str text = str_dup(&a, str_sub(rest, 0, at == STR_NONE ? rest.n : at)), title = str_lit("Ferry sinks");
        rest = at == STR_NONE ? str_lit("") : str_sub(rest, at + 5, rest.n);
        v[i] = (struct article){.id = str_fmt(&a, "%zu", i),
                                .outlet = str_fmt(&a, "Outlet %zu", i),
                                .title = title,
                                .text = text,
                                .lang = str_lit("en")};
        if (k & 1)
            v[i].published =
                (struct when){.t = 1753959600 + (int64_t)i * (k >> 2) * 600, .has = k & 2 ? WHEN_DAY : WHEN_SECOND};
        vec_add(&a, &s.articles, &v[i]);
    }
    if (s.articles.n) {
        s.lead = s.articles.v[0];
        again = s;
        why_differs(&a, &s);
        why_differs(&a, &again);
        check(&s);
        must(s.differs.n == again.differs.n);
        for (size_t i = 0; i < s.differs.n; i++)
            must(str_eq(s.differs.v[i].about, again.differs.v[i].about));
        v[MOST] = v[0];
        v[MOST].outlet = str_lit("Copy");
        copies.lead = &v[0];
        vec_add(&a, &copies.articles, &v[0]);
        vec_add(&a, &copies.articles, &v[MOST]);
        why_differs(&a, &copies);
        must(only_datelines(&copies.differs));
    }
    arena_end(&a);
    return 0;
}
