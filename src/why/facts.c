#include "why/facts.h"
#include "base/sentence.h"
#include "why/terms.h"

enum {
    MOST_SENTENCES = 60,
    MOST_ARTICLES = 12,
    LONGEST_SENTENCE = 60,
    MOST_FACTS = 40 /* per article: pairs are compared with each other */
};

struct fact *fact_add(struct reading *r, enum fact_kind kind, size_t from, size_t to)
{
    const struct tokens *t = r->t;
    struct fact *f = vec_push(r->a, r->out);
    f->kind = kind;
    f->article = r->index;
    f->sentence = r->sentence;
    f->head = r->sentence < 3;
    f->quote = r->quote;
    f->t = t;
    f->value = tokens_span(t, from, to);
    f->context = arena_array(r->a, uint32_t, t->n + 1);
    for (size_t i = 0; i < t->n; i++)
        if ((i < from || i > to) && !(t->v[i].flags & (TERM_STOP | TERM_NUMBER)) && t->v[i].w.s.n > 1)
            f->context[f->n_context++] = t->v[i].term;
    f->n_context = terms_distinct(f->context, f->n_context);
    return f;
}

static void read_article(struct arena *a, struct lexicon *l, const struct article *x, size_t index, struct facts *out)
{
    struct strs all = {0};
    struct reading r = {.a = a, .l = l, .article = x, .index = index, .out = out};
    struct str lang = x->lang.n ? x->lang : words_language(x->text);
    if (lang.n && !str_istarts(lang, "en"))
        return; /* the word lists are English */
    sentences(a, x->text, lang, &all);
    for (size_t i = 0; i < all.n && i < MOST_SENTENCES && out->n < MOST_FACTS * (index + 1); i++) {
        struct tokens *t = arena_new(a, struct tokens);
        tokens_read(a, l, lang, all.v[i], t);
        if (t->n < 4 || t->n > LONGEST_SENTENCE)
            continue; /* headings, and captions run together */
        r.sentence = i;
        r.quote = all.v[i];
        r.t = t;
        facts_roles(&r);
        facts_dates(&r);
        facts_counts(&r);
        facts_places(&r);
    }
}

void facts_read(struct arena *a, struct lexicon *l, const struct story *s, struct facts *out)
{
    for (size_t i = 0; i < s->articles.n && i < MOST_ARTICLES; i++)
        read_article(a, l, s->articles.v[i], i, out);
}
