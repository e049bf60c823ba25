#include "why/statements.h"
#include "base/sentence.h"
#include "why/equal.h"
#include "why/terms.h"
#include <math.h>
#include <string.h>

enum {
    MOST_SENTENCES = 60,
    LONGEST_SENTENCE = 60,
    MOST_POSTINGS = 64 /* a term of more sentences finds no candidates */
};

/* Figures and days are not what a sentence is about. */
static bool in_figure(const struct statement *s, size_t i)
{
    for (size_t k = 0; k < s->values.n; k++)
        if (s->values.v[k].kind < VALUE_PLACE && i >= s->values.v[k].from && i <= s->values.v[k].to)
            return true;
    return false;
}

static void read_terms(struct arena *a, const struct concepts *c, struct statement *s)
{
    size_t n = 0;
    s->terms = arena_array(a, uint32_t, s->t.n + 1);
    for (size_t i = 0; i < s->t.n; i++) {
        const struct token *x = &s->t.v[i];
        if (!(x->flags & (TERM_STOP | TERM_NUMBER)) && x->w.s.n > 1 && !in_figure(s, i))
            s->terms[n++] = concept_of(c, x->term);
    }
    s->n_terms = terms_distinct(s->terms, n);
}

static void read_article(struct statements *s, size_t index)
{
    const struct article *x = s->story->articles.v[index];
    struct strs all = {0};
    struct str lang = x->lang.n ? x->lang : words_language(x->text);
    if (lang.n && !str_istarts(lang, "en"))
        return; /* the word lists are English */
    sentences(s->a, x->text, lang, &all);
    for (size_t i = 0; i < all.n && i < MOST_SENTENCES; i++) {
        struct statement now = {.article = index, .sentence = i, .quote = all.v[i]};
        tokens_read(s->a, s->l, lang, all.v[i], &now.t);
        if (now.t.n < 4 || now.t.n > LONGEST_SENTENCE)
            continue;
        struct reading r = {
            .a = s->a, .l = s->l, .article = x, .index = index, .sentence = i, .quote = all.v[i], .t = &now.t};
        values_read(&r, &s->concepts, &now.values);
        now.elsewhere = dated_elsewhere(&r);
        read_terms(s->a, &s->concepts, &now);
        vec_add(s->a, &s->list, now);
    }
}

/* A word is worth what it tells of the sentence: little when all sentences have it, or all news. */
static void weigh(struct statements *s)
{
    size_t *df = arena_array(s->a, size_t, s->terms + 1);
    uint32_t *of = arena_array(s->a, uint32_t, s->terms + 1), *here = arena_array(s->a, uint32_t, s->terms + 1);
    s->common = arena_array(s->a, uint32_t, s->terms + 1);
    for (size_t i = 0; i < s->list.n; i++)
        for (size_t k = 0; k < s->list.v[i].n_terms; k++) {
            uint32_t term = s->list.v[i].terms[k], article = (uint32_t)s->list.v[i].article + 1;
            here[term] = of[term] == article ? here[term] + 1 : 1;
            of[term] = article;
            s->common[term] = here[term] > s->common[term] ? here[term] : s->common[term];
            df[term]++;
        }
    s->weights = arena_array(s->a, double, s->terms + 1);
    for (size_t i = 0; i < s->terms; i++) {
        unsigned flags = lexicon_flags(s->l, (uint32_t)i);
        double part = flags & TERM_COMMON ? 0.4 : flags & TERM_BROAD ? 0.8 : 1;
        s->weights[i] = df[i] ? part * log(1 + (double)s->list.n / (double)df[i]) : 0;
    }
    for (size_t i = 0; i < s->list.n; i++)
        for (size_t k = 0; k < s->list.v[i].n_terms; k++)
            s->list.v[i].total += s->weights[s->list.v[i].terms[k]];
}

/* ---- pairs ---- */

struct likeness statements_compare(const struct statements *s, const struct statement *x, const struct statement *y)
{
    struct likeness o = {.smaller = fmin(x->total, y->total), .larger = fmax(x->total, y->total)};
    for (size_t i = 0, j = 0; i < x->n_terms && j < y->n_terms;) {
        uint32_t p = x->terms[i], q = y->terms[j];
        if (p == q) {
            o.shared += s->weights[p];
            bool telling = !(lexicon_flags(s->l, p) & TERM_COMMON);
            o.telling += telling;
            o.rare += telling && s->common[p] == 1;
        }
        i += p <= q;
        j += q <= p;
    }
    return o;
}

struct search {
    struct statements *s;
    uint32_t **postings; /* by term: the statements that have it */
    size_t *n_postings;
};

static void find_postings(struct search *f)
{
    struct statements *s = f->s;
    f->postings = arena_array(s->a, uint32_t *, s->terms + 1);
    f->n_postings = arena_array(s->a, size_t, s->terms + 1);
    size_t *filled = arena_array(s->a, size_t, s->terms + 1);
    for (size_t i = 0; i < s->list.n; i++)
        for (size_t k = 0; k < s->list.v[i].n_terms; k++)
            f->n_postings[s->list.v[i].terms[k]]++;
    for (size_t i = 0; i < s->terms; i++)
        if (f->n_postings[i] > 1 && f->n_postings[i] <= MOST_POSTINGS)
            f->postings[i] = arena_array(s->a, uint32_t, f->n_postings[i]);
    for (size_t i = 0; i < s->list.n; i++)
        for (size_t k = 0; k < s->list.v[i].n_terms; k++) {
            uint32_t term = s->list.v[i].terms[k];
            if (f->postings[term])
                f->postings[term][filled[term]++] = (uint32_t)i;
        }
}

/* Puts statement y into the best of x by its score; the earlier first where scores are the same. */
static void rank(size_t *best, double *scores, size_t y, double score)
{
    size_t k = STATEMENT_BEST;
    while (k > 0 && (best[k - 1] == STR_NONE || score > scores[k - 1] || (score == scores[k - 1] && y < best[k - 1])))
        k--;
    for (size_t i = STATEMENT_BEST - 1; i > k; i--) {
        best[i] = best[i - 1];
        scores[i] = scores[i - 1];
    }
    if (k < STATEMENT_BEST) {
        best[k] = y;
        scores[k] = score;
    }
}

static void find_best(struct search *f)
{
    struct statements *s = f->s;
    size_t n = s->list.n;
    double *shared = arena_array(s->a, double, n + 1);
    uint32_t *met = arena_array(s->a, uint32_t, n + 1);
    s->best = arena_alloc(s->a, sizeof *s->best * (n + 1));
    for (size_t i = 0; i < n; i++) {
        const struct statement *x = &s->list.v[i];
        double scores[STATEMENT_ARTICLES][STATEMENT_BEST] = {{0}};
        size_t n_met = 0;
        for (size_t k = 0; k < STATEMENT_ARTICLES; k++)
            for (size_t m = 0; m < STATEMENT_BEST; m++)
                s->best[i][k][m] = STR_NONE;
        for (size_t k = 0; k < x->n_terms; k++) {
            const uint32_t *p = f->postings[x->terms[k]];
            for (size_t m = 0; p && m < f->n_postings[x->terms[k]]; m++) {
                if (s->list.v[p[m]].article == x->article)
                    continue;
                if (shared[p[m]] == 0)
                    met[n_met++] = p[m];
                shared[p[m]] += s->weights[x->terms[k]];
            }
        }
        for (size_t m = 0; m < n_met; m++) {
            const struct statement *y = &s->list.v[met[m]];
            rank(s->best[i][y->article], scores[y->article], met[m],
                 shared[met[m]] / sqrt(fmax(x->total * y->total, 1e-9)));
            shared[met[m]] = 0;
        }
    }
}

void statements_read(struct arena *a, struct lexicon *l, const struct story *story, struct statements *out)
{
    struct search f = {.s = out};
    *out = (struct statements){.a = a, .l = l, .story = story};
    concepts_read(a, l, &out->concepts);
    for (size_t i = 0; i < story->articles.n && i < STATEMENT_ARTICLES; i++) {
        out->begin[i] = out->list.n;
        read_article(out, i);
    }
    for (size_t i = story->articles.n < STATEMENT_ARTICLES ? story->articles.n : STATEMENT_ARTICLES;
         i <= STATEMENT_ARTICLES; i++)
        out->begin[i] = out->list.n;
    out->terms = lexicon_size(l);
    weigh(out);
    find_postings(&f);
    find_best(&f);
}
