/* Naive Bayes with few examples. Counts are damped (a word said ten times says little more than one said twice) and
 * smoothed towards what all topics have in common. Articles that nobody filed are then filed by belief, with less
 * weight, and counted again (expectation-maximization): they teach the words that go with the words of the examples. */
#include "base/map.h"
#include "base/words.h"
#include "select/select.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 3000, MOST_OTHERS = 2000, ROUNDS = 3, SURE_WORDS = 8, DAMP = 20 };
static const double SMOOTH = 0.07, TITLE = 2, SURE = 0.9, OTHERS = 0.3;

struct topic_model {
    struct strs topics;
    uint32_t terms;
    float *weight;      /* [topic * terms + term]: how much the word speaks for the topic */
    struct map numbers; /* stem -> &ids[term] */
    uint32_t *ids;
};

struct bag {
    uint32_t *terms;
    double *counts;
    size_t n;
};

/* Stems with how often they occur; the title counts double. */
static struct bag read_bag(struct arena *a, struct lexicon *l, const struct article *x)
{
    size_t room = 0;
    double *sum = NULL;
    struct bag b = {.terms = arena_array(a, uint32_t, MOST_WORDS)};
    struct str parts[2] = {x->title, x->text.n ? x->text : x->summary};
    struct str lang = x->lang.n ? x->lang : words_language(parts[1]);
    for (int p = 0; p < 2; p++) {
        struct word w;
        size_t at = 0, n = 0;
        while (n++ < MOST_WORDS / 2 && word_next(parts[p], &at, &w)) {
            uint32_t t = lexicon_add(l, lang, w);
            if (w.s.n < 2 || (lexicon_flags(l, t) & (TERM_STOP | TERM_NUMBER)))
                continue;
            if (t >= room) {
                size_t more = room ? room * 2 : 4096;
                while (more <= t)
                    more *= 2;
                sum = mem_realloc(sum, more * sizeof *sum);
                memset(sum + room, 0, (more - room) * sizeof *sum);
                room = more;
            }
            if (sum[t] == 0)
                b.terms[b.n++] = t;
            sum[t] += p == 0 ? TITLE : 1;
        }
    }
    b.counts = arena_array(a, double, b.n + 1);
    for (size_t i = 0; i < b.n; i++)
        b.counts[i] = log(1 + sum[b.terms[i]]);
    free(sum);
    return b;
}

static size_t topic_number(struct arena *a, struct strs *topics, struct str key)
{
    for (size_t i = 0; i < topics->n; i++)
        if (str_eq(topics->v[i], key))
            return i;
    vec_add(a, topics, str_dup(a, key));
    return topics->n - 1;
}

/* The log of how much likelier the word is in the topic than in all of them. */
static void weigh(struct topic_model *m, const double *mass)
{
    size_t k = m->topics.n, n = m->terms;
    struct arena mem = {0};
    double *all = arena_array(&mem, double, n + 1), *total = arena_array(&mem, double, k), sum = 0;
    for (size_t t = 0; t < k; t++)
        for (size_t w = 0; w < n; w++) {
            all[w] += mass[t * n + w];
            total[t] += mass[t * n + w];
        }
    for (size_t t = 0; t < k; t++)
        sum += total[t];
    for (size_t t = 0; t < k; t++)
        for (size_t w = 0; w < n; w++) {
            double common = (all[w] + 1e-6) / (sum + 1e-6 * (double)n);
            double own = (mass[t * n + w] + SMOOTH * sum * common) / (total[t] + SMOOTH * sum);
            m->weight[t * n + w] = (float)log(own / common);
        }
    arena_end(&mem);
}

/* Belief per topic from the words the model knows (numbers below m->terms); they sum to 1. */
static void believe_bag(const struct topic_model *m, const struct bag *b, double *belief)
{
    double most = -INFINITY, sum = 0;
    for (size_t t = 0; t < m->topics.n; t++) {
        belief[t] = 0;
        for (size_t i = 0; i < b->n; i++)
            if (b->terms[i] < m->terms)
                belief[t] += b->counts[i] * m->weight[t * m->terms + b->terms[i]];
        most = belief[t] > most ? belief[t] : most;
    }
    /* words are not independent: without damping every belief would be 0 or 1 */
    double damp = b->n > DAMP ? DAMP / (double)b->n : 1;
    for (size_t t = 0; t < m->topics.n; t++)
        sum += belief[t] = exp((belief[t] - most) * damp);
    for (size_t t = 0; t < m->topics.n; t++)
        belief[t] /= sum;
}

static void add_mass(const struct topic_model *m, const struct bag *b, size_t topic, double weight, double *mass)
{
    for (size_t k = 0; k < b->n; k++)
        mass[topic * m->terms + b->terms[k]] += weight * b->counts[k];
}

/* File the others by belief, count again, a few times over. */
static void learn_from_others(struct topic_model *m, const struct bag *others, size_t n, const double *filed)
{
    struct arena mem = {0};
    size_t size = m->topics.n * m->terms;
    double *mass = arena_array(&mem, double, size), *belief = arena_array(&mem, double, m->topics.n);
    for (int round = 0; round < ROUNDS; round++) {
        memcpy(mass, filed, size * sizeof *mass);
        for (size_t i = 0; i < n; i++) {
            believe_bag(m, &others[i], belief);
            for (size_t t = 0; t < m->topics.n; t++)
                add_mass(m, &others[i], t, OTHERS * belief[t], mass);
        }
        weigh(m, mass);
    }
    arena_end(&mem);
}

static void number_stems(struct arena *a, struct topic_model *m, const struct lexicon *l)
{
    m->ids = arena_array(a, uint32_t, m->terms);
    for (uint32_t t = 0; t < m->terms; t++) {
        m->ids[t] = t;
        *map_at(a, &m->numbers, str_dup(a, lexicon_term(l, t))) = &m->ids[t];
    }
}

struct topic_model *select_learn(struct arena *a, const struct topic_examples *examples,
                                 const struct article_refs *others)
{
    struct arena mem = {0};
    struct topic_model *m = arena_new(a, struct topic_model);
    struct lexicon *l = lexicon_new(&mem);
    size_t n = examples->n, more = !others ? 0 : others->n < MOST_OTHERS ? others->n : MOST_OTHERS;
    struct bag *bags = arena_array(&mem, struct bag, n + more + 1);
    size_t *topic = arena_array(&mem, size_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        bags[i] = read_bag(&mem, l, examples->v[i].article);
        topic[i] = topic_number(a, &m->topics, examples->v[i].topic);
    }
    if (m->topics.n >= 2) {
        for (size_t i = 0; i < more; i++)
            bags[n + i] = read_bag(&mem, l, others->v[i]);
        m->terms = lexicon_size(l);
        m->weight = arena_array(a, float, m->topics.n * m->terms);
        double *mass = arena_array(&mem, double, m->topics.n * m->terms);
        for (size_t i = 0; i < n; i++)
            add_mass(m, &bags[i], topic[i], 1, mass);
        weigh(m, mass);
        learn_from_others(m, bags + n, more, mass);
        number_stems(a, m, l);
    }
    lexicon_end(l);
    bool enough = m->topics.n >= 2;
    arena_end(&mem);
    return enough ? m : NULL;
}

static int best_first(const void *x, const void *y)
{
    const struct topic_fit *a = x, *b = y;
    return a->fit != b->fit ? (a->fit < b->fit) - (a->fit > b->fit) : str_cmp(a->topic, b->topic);
}

/* Belief per topic; returns how many of the article's words the model knows. */
static size_t believe(const struct topic_model *m, const struct article *art, double *belief)
{
    struct arena mem = {0};
    struct lexicon *l = lexicon_new(&mem);
    struct bag b = read_bag(&mem, l, art);
    size_t known = 0;
    for (size_t i = 0; i < b.n; i++) {
        const uint32_t *term = map_get(&m->numbers, lexicon_term(l, b.terms[i]));
        if (term) {
            b.terms[known] = *term;
            b.counts[known++] = b.counts[i];
        }
    }
    b.n = known;
    believe_bag(m, &b, belief);
    lexicon_end(l);
    arena_end(&mem);
    return known;
}

void select_learned_fits(struct arena *a, const struct topic_model *m, const struct article *art,
                         struct topic_fits *out)
{
    double *belief = arena_array(a, double, m->topics.n);
    size_t from = out->n;
    believe(m, art, belief);
    for (size_t t = 0; t < m->topics.n; t++)
        vec_add(a, out, ((struct topic_fit){m->topics.v[t], belief[t]}));
    qsort(out->v + from, out->n - from, sizeof *out->v, best_first);
}

void select_topics_learned(struct arena *a, const struct topic_model *m, struct articles *articles)
{
    double *belief = arena_array(a, double, m->topics.n);
    for (size_t i = 0; i < articles->n; i++) {
        struct article *x = &articles->v[i];
        if (x->topics.n || believe(m, x, belief) < SURE_WORDS)
            continue;
        for (size_t t = 0; t < m->topics.n; t++)
            if (belief[t] >= SURE)
                vec_add(a, &x->topics, m->topics.v[t]);
    }
}
