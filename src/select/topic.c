#include "select/topic.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEAD_WORDS = 150,
    MOST_WORDS = 5000, /* of one article: a bound on the work */
    ENOUGH = 2,        /* points, see topic.h */
};

enum list { LIST_ANY, LIST_ALL, LIST_NONE };

struct pattern {
    size_t topic, item; /* which topic, and which item of its list */
    enum list list;
    const uint32_t *terms;
    size_t n;
    size_t next; /* further pattern with the same first term, plus 1; 0: none */
    size_t title, head, body;
};
VEC(patterns, struct pattern);

struct language { /* the rules, stemmed as one language stems */
    struct str lang;
    struct patterns patterns;
    size_t *first; /* by term: pattern + 1 */
    uint32_t terms;
};
VEC(languages, struct language);

struct topic_rules {
    struct arena *a;
    const struct topics *topics;
    struct lexicon *lexicon;
    struct languages languages;
    struct strs *names; /* per topic: key, title and categories, as category_key */
};

/* "Defence & Security" and "defence and security" are one category, and so are "Sport" and "Sports". */
static struct str category_key(struct arena *a, struct lexicon *l, struct str s)
{
    struct strs parts = {0};
    struct word w;
    size_t at = 0;
    while (word_next(s, &at, &w) && parts.n < 16) {
        uint32_t t = lexicon_add(l, str_lit("en"), w);
        if (!str_eqc(lexicon_term(l, t), "and"))
            vec_add(a, &parts, lexicon_term(l, t));
    }
    return str_join(a, &parts, " ");
}

struct topic_rules *topic_rules_new(struct arena *a, const struct topics *topics)
{
    static const struct topics none;
    struct topic_rules *r = arena_new(a, struct topic_rules);
    r->a = a;
    r->topics = topics ? topics : &none;
    r->lexicon = lexicon_new(a);
    r->names = arena_array(a, struct strs, r->topics->n + 1);
    for (size_t i = 0; i < r->topics->n; i++) {
        const struct topic *t = &r->topics->v[i];
        vec_add(a, &r->names[i], category_key(a, r->lexicon, t->key));
        vec_add(a, &r->names[i], category_key(a, r->lexicon, t->title));
        for (size_t k = 0; k < t->categories.n; k++)
            vec_add(a, &r->names[i], category_key(a, r->lexicon, t->categories.v[k]));
    }
    return r;
}

void topic_rules_end(struct topic_rules *r)
{
    lexicon_end(r->lexicon);
}

static void compile_list(struct topic_rules *r, struct language *g, size_t topic, enum list list,
                         const struct strs *items)
{
    for (size_t i = 0; i < items->n; i++) {
        VEC(, uint32_t) terms = {0};
        struct word w;
        size_t at = 0;
        while (word_next(items->v[i], &at, &w) && terms.n < 32)
            vec_add(r->a, &terms, lexicon_add(r->lexicon, g->lang, w));
        if (terms.n)
            vec_add(r->a, &g->patterns,
                    ((struct pattern){.topic = topic, .item = i, .list = list, .terms = terms.v, .n = terms.n}));
    }
}

static struct str primary(struct str lang)
{
    size_t n = 0;
    while (n < lang.n && lang.s[n] != '-' && lang.s[n] != '_')
        n++;
    return str_sub(lang, 0, n);
}

static struct language *language_of(struct topic_rules *r, struct str lang)
{
    for (size_t i = 0; i < r->languages.n; i++)
        if (str_ieq(r->languages.v[i].lang, lang))
            return &r->languages.v[i];
    struct language *g = vec_push(r->a, &r->languages);
    g->lang = str_dup(r->a, lang);
    for (size_t t = 0; t < r->topics->n; t++) {
        const struct topic *topic = &r->topics->v[t];
        compile_list(r, g, t, LIST_ANY, &topic->any);
        compile_list(r, g, t, LIST_ALL, &topic->all);
        compile_list(r, g, t, LIST_NONE, &topic->none);
    }
    g->terms = lexicon_size(r->lexicon);
    g->first = arena_array(r->a, size_t, (size_t)g->terms + 1);
    for (size_t i = g->patterns.n; i-- > 0;) {
        struct pattern *p = &g->patterns.v[i];
        p->next = g->first[p->terms[0]];
        g->first[p->terms[0]] = i + 1;
    }
    return g;
}

/* Counts every pattern in one part of the article. */
static void count_in(struct topic_rules *r, struct language *g, struct str text, uint32_t *seq, bool title,
                     size_t head_words)
{
    struct word w;
    size_t at = 0, n = 0;
    while (n < MOST_WORDS && word_next(text, &at, &w))
        seq[n++] = lexicon_add(r->lexicon, g->lang, w);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = seq[i] < g->terms ? g->first[seq[i]] : 0; k; k = g->patterns.v[k - 1].next) {
            struct pattern *p = &g->patterns.v[k - 1];
            if (p->n > n - i || memcmp(seq + i, p->terms, p->n * sizeof *seq))
                continue;
            size_t *where = title ? &p->title : i < head_words ? &p->head : &p->body;
            ++*where;
        }
    }
}

static void count_all(struct topic_rules *r, struct language *g, const struct article *art)
{
    struct arena mem = {0};
    uint32_t *seq = arena_array(&mem, uint32_t, MOST_WORDS);
    for (size_t i = 0; i < g->patterns.n; i++)
        g->patterns.v[i].title = g->patterns.v[i].head = g->patterns.v[i].body = 0;
    count_in(r, g, art->title, seq, true, 0);
    if (!art->text.n)
        count_in(r, g, art->summary, seq, false, HEAD_WORDS);
    count_in(r, g, art->text, seq, false, HEAD_WORDS);
    arena_end(&mem);
}

static bool found(const struct pattern *p)
{
    return p->title || p->head || p->body;
}

static struct str item_of(const struct topic *t, const struct pattern *p)
{
    const struct strs *l = p->list == LIST_ANY ? &t->any : p->list == LIST_ALL ? &t->all : &t->none;
    return l->v[p->item];
}

static bool lang_fits(const struct topic *t, struct str lang)
{
    for (size_t i = 0; i < t->langs.n; i++)
        if (str_ieq(primary(t->langs.v[i]), primary(lang)))
            return true;
    return !t->langs.n || !lang.n;
}

static bool category_fits(struct arena *a, struct topic_rules *r, size_t topic, const struct strs *given,
                          struct str *which)
{
    for (size_t i = 0; i < given->n; i++) {
        struct str key = category_key(a, r->lexicon, given->v[i]);
        if (key.n && strs_has(&r->names[topic], key)) {
            *which = given->v[i];
            return true;
        }
    }
    return false;
}

/* What the words say: points, fit, what is missing and what excludes. */
static void read_counts(struct arena *a, const struct language *g, size_t topic, const struct topic *t,
                        struct topic_match *m, bool *excluded, bool *missing)
{
    double points = 0;
    for (size_t i = 0; i < g->patterns.n; i++) {
        const struct pattern *p = &g->patterns.v[i];
        if (p->topic != topic)
            continue;
        if (p->list == LIST_NONE) {
            if (p->title || p->head || p->body >= ENOUGH) {
                *excluded = true;
                m->what = item_of(t, p);
            }
            continue;
        }
        if (p->list == LIST_ALL && !found(p) && !*missing) {
            *missing = true;
            if (!*excluded)
                m->what = item_of(t, p);
        }
        if (!found(p))
            continue;
        m->title += p->title;
        m->head += p->head;
        m->body += p->body;
        points += (p->title ? 3 : 0) + 1.5 * log2(1 + (double)p->head) + 0.75 * log2(1 + (double)p->body);
        vec_add(a, &m->words, item_of(t, p));
    }
    m->fit = points / (points + 4);
}

static void match_one(struct arena *a, struct topic_rules *r, const struct language *g, const struct article *art,
                      size_t topic, struct topic_match *m)
{
    const struct topic *t = &r->topics->v[topic];
    bool excluded = false, missing = false;
    *m = (struct topic_match){0};
    read_counts(a, g, topic, t, m, &excluded, &missing);
    if (strs_ihas(&art->topics, t->key)) {
        m->verdict = TOPIC_BY_EDITOR;
        m->fit = 1;
    } else if (t->outlets.n && !strs_ihas(&t->outlets, art->outlet)) {
        m->verdict = TOPIC_NO_OUTLET;
    } else if (!lang_fits(t, art->lang)) {
        m->verdict = TOPIC_NO_LANG;
    } else if (excluded) {
        m->verdict = TOPIC_NO_EXCLUDED;
    } else if (category_fits(a, r, topic, &art->categories, &m->what) ||
               category_fits(a, r, topic, &art->tags, &m->what)) {
        m->verdict = TOPIC_BY_CATEGORY;
        m->fit = m->fit > 0.9 ? m->fit : 0.9;
    } else if (missing) {
        m->verdict = TOPIC_NO_ALL;
    } else if ((!t->any.n && !t->all.n) || 3 * m->title + 2 * m->head + m->body < ENOUGH) {
        /* a topic that names only outlets takes whatever they print */
        bool outlet_only = t->outlets.n && !t->any.n && !t->all.n && !t->categories.n;
        m->verdict = outlet_only ? TOPIC_BY_CATEGORY : TOPIC_NO_WORDS;
        m->what = outlet_only ? art->outlet : m->what;
        m->fit = outlet_only ? 0.5 : m->fit;
    } else {
        m->verdict = TOPIC_BY_WORDS;
    }
}

void topic_rules_match(struct arena *a, struct topic_rules *r, const struct article *art, struct topic_match *out)
{
    struct str lang = art->lang.n ? primary(art->lang) : words_language(art->text.n ? art->text : art->title);
    struct language *g = language_of(r, lang.n ? lang : str_lit("en"));
    count_all(r, g, art);
    for (size_t i = 0; i < r->topics->n; i++)
        match_one(a, r, g, art, i, &out[i]);
}

double topic_rules_best_fit(struct topic_rules *r, const struct article *art)
{
    struct arena mem = {0};
    struct topic_match *m = arena_array(&mem, struct topic_match, r->topics->n + 1);
    double best = 0;
    /* topics are known by now: they must not count as an editor's word again */
    struct article bare = *art;
    bare.topics = (struct strs){0};
    topic_rules_match(&mem, r, &bare, m);
    for (size_t i = 0; i < r->topics->n; i++) {
        bool in = strs_has(&art->topics, r->topics->v[i].key);
        double fit = !in ? 0 : m[i].verdict <= TOPIC_BY_WORDS ? m[i].fit : 1;
        best = fit > best ? fit : best;
    }
    arena_end(&mem);
    return best;
}

static int best_fit_first(const void *x, const void *y)
{
    const struct topic_fit *a = x, *b = y;
    return a->fit != b->fit ? (a->fit < b->fit) - (a->fit > b->fit) : str_cmp(a->topic, b->topic);
}

void select_topic_fits(struct arena *a, const struct topics *topics, const struct article *art, struct topic_fits *out)
{
    struct arena mem = {0};
    struct topic_rules *r = topic_rules_new(&mem, topics);
    struct topic_match *m = arena_array(&mem, struct topic_match, r->topics->n + 1);
    size_t from = out->n;
    topic_rules_match(&mem, r, art, m);
    for (size_t t = 0; t < r->topics->n; t++)
        if (m[t].verdict <= TOPIC_BY_WORDS)
            vec_add(a, out, ((struct topic_fit){r->topics->v[t].key, m[t].fit}));
    if (out->n > from)
        qsort(out->v + from, out->n - from, sizeof *out->v, best_fit_first);
    topic_rules_end(r);
    arena_end(&mem);
}

void select_topics(struct arena *a, const struct topics *topics, struct articles *articles)
{
    struct arena mem = {0}, scratch = {0};
    struct topic_rules *r = topic_rules_new(&mem, topics);
    struct topic_match *m = arena_array(&mem, struct topic_match, r->topics->n + 1);
    for (size_t i = 0; i < articles->n; i++) {
        struct article *art = &articles->v[i];
        struct strs old = art->topics;
        topic_rules_match(&scratch, r, art, m);
        art->topics = (struct strs){0};
        for (size_t t = 0; t < r->topics->n; t++)
            if (m[t].verdict <= TOPIC_BY_WORDS)
                vec_add(a, &art->topics, r->topics->v[t].key);
        for (size_t k = 0; k < old.n; k++) /* an editor's topic that is not configured (any more) stays */
            if (!strs_ihas(&art->topics, old.v[k]))
                vec_add(a, &art->topics, old.v[k]);
        if (scratch.used > (1u << 20))
            arena_end(&scratch);
    }
    topic_rules_end(r);
    arena_end(&scratch);
    arena_end(&mem);
}
