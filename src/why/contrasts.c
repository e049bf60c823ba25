/* Which values a pair of statements gives differently. */
#include "why/countries.h"
#include "why/equal.h"
#include "why/statements.h"
#include <math.h>
#include <string.h>

/* A check reads every statement of both articles: a story gets so many. */
enum { MOST_CONTRASTS = 40, MOST_CHECKS = 2000, LONGEST = 64 };

/* ---- twins: the same sentence but for a few words ---- */

struct alignment {
    uint8_t to[LONGEST]; /* by word of x: the word of y, plus one; 0: none */
    size_t same;
};

static bool equal_words(const struct statements *s, const struct token *p, const struct token *q)
{
    return str_eq(p->low, q->low) || concept_of(&s->concepts, p->term) == concept_of(&s->concepts, q->term);
}

/* The longest common subsequence of their words. */
static void align(const struct statements *s, const struct statement *x, const struct statement *y,
                  struct alignment *out)
{
    static _Thread_local uint8_t length[LONGEST + 1][LONGEST + 1];
    size_t n = x->t.n < LONGEST ? x->t.n : LONGEST, m = y->t.n < LONGEST ? y->t.n : LONGEST;
    *out = (struct alignment){.same = 0};
    for (size_t i = 0; i <= n; i++)
        length[i][m] = 0;
    for (size_t j = 0; j <= m; j++)
        length[n][j] = 0;
    for (size_t i = n; i-- > 0;)
        for (size_t j = m; j-- > 0;) {
            uint8_t skip = length[i + 1][j] > length[i][j + 1] ? length[i + 1][j] : length[i][j + 1];
            bool equal = equal_words(s, &x->t.v[i], &y->t.v[j]);
            length[i][j] = equal ? (uint8_t)(length[i + 1][j + 1] + 1) : skip;
        }
    for (size_t i = 0, j = 0; i < n && j < m;) {
        if (equal_words(s, &x->t.v[i], &y->t.v[j])) {
            out->to[i++] = (uint8_t)(++j);
            out->same++;
        } else if (length[i + 1][j] >= length[i][j + 1]) {
            i++;
        } else {
            j++;
        }
    }
}

/* Do v and w stand between the same words? */
static bool same_place(const struct alignment *al, const struct statement *x, const struct value *v,
                       const struct statement *y, const struct value *w)
{
    enum { LOOSE = 4 };
    size_t left = 0, right = y->t.n, i = v->from, k = v->to + 1;
    while (i > 0 && !al->to[i - 1])
        i--;
    if (i > 0)
        left = al->to[i - 1];
    while (k < x->t.n && k < LONGEST && !al->to[k])
        k++;
    if (k < x->t.n && k < LONGEST)
        right = (size_t)al->to[k] - 1;
    bool inside = w->from >= left && w->to < right;
    return inside && (v->from - i) + (k - v->to - 1) <= LOOSE && (w->from - left) + (right - w->to - 1) <= LOOSE;
}

/* ---- the values ---- */

static size_t alike_in(const struct statement *s, const struct value *v, size_t *at)
{
    size_t n = 0;
    for (size_t i = 0; i < s->values.n; i++)
        if (values_alike(v, &s->values.v[i])) {
            *at = i;
            n++;
        }
    return n;
}

/* Another place and another number: that is another event. */
static bool of_two_events(const struct statement *x, const struct statement *y)
{
    size_t at = 0;
    for (size_t i = 0; i < x->values.n; i++)
        if (x->values.v[i].kind < VALUE_PLACE && alike_in(y, &x->values.v[i], &at) == 1 &&
            !values_agree(&x->values.v[i], &y->values.v[at]))
            return true;
    return false;
}

enum { CLOSE = 5, IN_CLAUSE = 8 };

/* What the words within so many of two values have in common. */
static double company(const struct statements *s, const struct statement *x, const struct value *v,
                      const struct statement *y, const struct value *w, size_t near)
{
    double sum = 0;
    for (size_t i = v->from > near ? v->from - near : 0; i < x->t.n && i <= v->to + near; i++) {
        uint32_t term = concept_of(&s->concepts, x->t.v[i].term);
        bool content = !(x->t.v[i].flags & (TERM_STOP | TERM_NUMBER)) && term < s->terms && (i < v->from || i > v->to);
        for (size_t k = w->from > near ? w->from - near : 0; content && k < y->t.n && k <= w->to + near; k++)
            if (concept_of(&s->concepts, y->t.v[k].term) == term && (k < w->from || k > w->to)) {
                sum += s->weights[term];
                break;
            }
    }
    return sum;
}

/* The value of y that can only be meant by v where a sentence has several of the kind: that in the same company. */
static const struct value *counterpart(const struct statements *s, const struct statement *x, const struct value *v,
                                       const struct statement *y)
{
    size_t at = 0, one = alike_in(x, v, &at), other = alike_in(y, v, &at);
    if (!other || one > 4 || other > 4)
        return NULL;
    if (one == 1 && other == 1)
        return &y->values.v[at];
    const struct value *best = NULL;
    double most = 0, second = 0;
    for (size_t i = 0; i < y->values.n; i++) {
        const struct value *w = &y->values.v[i];
        double c = values_alike(v, w) ? company(s, x, v, y, w, CLOSE) : 0;
        if (c > most) {
            second = most;
            most = c;
            best = w;
        } else if (c > second) {
            second = c;
        }
    }
    for (size_t i = 0; best && i < x->values.n; i++)
        if (&x->values.v[i] != v && values_alike(&x->values.v[i], best))
            second = fmax(second, company(s, x, &x->values.v[i], y, best, CLOSE));
    return best && most > 1.8 * second ? best : NULL;
}

/* Does a statement of the article that speaks of the like give the other's value? */
static bool article_gives(const struct statements *s, size_t article, const struct statement *of, const struct value *v,
                          double least)
{
    for (size_t i = 0; i < s->list.n; i++) {
        const struct statement *z = &s->list.v[i];
        if (z->article != article)
            continue;
        for (size_t k = 0; k < z->values.n; k++) {
            const struct value *w = &z->values.v[k];
            if (w->kind != v->kind || !values_alike(v, w) || !values_agree(v, w))
                continue;
            struct likeness o = statements_compare(s, z, of);
            if (o.telling >= 1 && o.shared >= least * o.smaller)
                return true;
        }
    }
    return false;
}

/* Does the article itself give another value in another sentence on the same thing? */
static bool of_two_minds(const struct statements *s, const struct statement *x, const struct value *v)
{
    for (size_t i = 0; i < s->list.n; i++) {
        const struct statement *z = &s->list.v[i];
        if (z->article != x->article || z == x)
            continue;
        for (size_t k = 0; k < z->values.n; k++) {
            if (!values_alike(v, &z->values.v[k]) || values_agree(v, &z->values.v[k]))
                continue;
            struct likeness o = statements_compare(s, z, x);
            if (o.telling >= 2 && o.shared >= 0.4 * o.smaller)
                return true;
        }
    }
    return false;
}

static bool names_in_text(const struct article *x, struct str name)
{
    struct word w;
    for (size_t at = 0; word_next(name, &at, &w);)
        if (w.s.n > 2 && w.capital && (str_find(x->text, w.s) != STR_NONE || str_find(x->title, w.s) != STR_NONE))
            return true;
    return false;
}

static bool country_name(const struct tokens *t, const struct value *v)
{
    size_t words;
    return country_at(t, v->from, &words) != NULL;
}

/* Names are compared where both are of places, or both of people in an office. */
static bool names_differ(const struct statements *s, const struct contrast *c)
{
    const struct article *const *v = (const struct article *const *)s->story->articles.v;
    struct str p = c->v->shown, q = c->w->shown;
    bool place = c->v->kind == VALUE_PLACE;
    if (place && country_name(&c->x->t, c->v) != country_name(&c->y->t, c->w))
        return false;
    if (!place && (c->v->from == c->v->to || c->w->from == c->w->to))
        return false;
    if (same_person(s->a, p, q) || str_ifind(p, q) != STR_NONE || str_ifind(q, p) != STR_NONE)
        return false;
    return !names_in_text(v[c->x->article], q) && !names_in_text(v[c->y->article], p);
}

/* "fell by" and "fell to", "until Monday" and "on Monday" */
static bool framed_alike(const struct tokens *x, const struct value *v, const struct tokens *y, const struct value *w)
{
    static const char frames[] = " by to until till since from before after between every another ";
    bool p = v->from && token_in(x, v->from - 1, frames), q = w->from && token_in(y, w->from - 1, frames);
    if (p && q)
        return str_eq(x->v[v->from - 1].low, y->v[w->from - 1].low);
    if (!p && !q)
        return true;
    struct str one = p ? x->v[v->from - 1].low : y->v[w->from - 1].low;
    if (v->kind == VALUE_SPAN)
        return word_in(" after before to ", one); /* "lasted ten days", "ended after ten days" */
    return word_in(" by to ", one) && v->kind != VALUE_DAY && v->kind != VALUE_CLOCK;
}

static bool holds(struct statements *s, const struct contrast *c)
{
    const struct value *v = c->v, *w = c->w;
    if (++s->checks > MOST_CHECKS)
        return false;
    if (v->kind == VALUE_PLACE || v->kind == VALUE_HOLDER)
        return (v->kind == VALUE_PLACE || c->twin) && names_differ(s, c);
    if (v->kind == VALUE_NAME)
        return false;
    if (values_agree(v, w) || !framed_alike(&c->x->t, v, &c->y->t, w))
        return false;
    double least = c->twin ? 0.5 : 0.15;
    return !article_gives(s, c->x->article, c->y, w, least) && !article_gives(s, c->y->article, c->x, v, least) &&
           (c->twin || (!of_two_minds(s, c->x, v) && !of_two_minds(s, c->y, w)));
}

static bool paraphrase(const struct statement *x, const struct statement *y, struct likeness o)
{
    bool same_time = sentence_is_future(&x->t) == sentence_is_future(&y->t);
    return o.telling >= 2 && o.shared >= (same_time ? 0.45 : 0.6) * o.smaller && o.shared >= 0.3 * o.larger;
}

/* One word of each, found nowhere else in the story, may be enough for a short sentence. */
static bool short_paraphrase(const struct statement *x, const struct statement *y, struct likeness o)
{
    return sentence_is_future(&x->t) == sentence_is_future(&y->t) && o.rare >= 1 && o.shared >= 0.5 * o.smaller &&
           o.shared >= 0.35 * o.larger && x->n_terms <= 4 && y->n_terms <= 4;
}

struct pair {
    const struct statement *x, *y;
    struct alignment words;
    bool twin, same, brief, telling, same_time, apart, apart_by_days;
};

static bool read_pair(const struct statements *s, const struct statement *x, const struct statement *y, struct pair *p)
{
    struct likeness o = statements_compare(s, x, y);
    size_t shorter = x->t.n < y->t.n ? x->t.n : y->t.n;
    *p = (struct pair){.x = x, .y = y};
    if (o.telling < 1 || o.shared < 0.15 * o.larger)
        return false;
    align(s, x, y, &p->words);
    p->twin = p->words.same * 10 >= shorter * 6 && o.shared >= 0.6 * o.larger && o.telling >= 3;
    size_t longer = x->t.n + y->t.n - shorter;
    p->twin |= p->words.same * 10 >= longer * 8 && shorter >= 7; /* a sentence of few words, but for one of them */
    p->same = paraphrase(x, y, o);
    p->brief = short_paraphrase(x, y, o);
    p->telling = o.telling > 0; /* enough for two shares of one thing */
    p->same_time = sentence_is_future(&x->t) == sentence_is_future(&y->t);
    p->apart = sentences_set_apart(&x->t, &y->t, false);
    p->apart_by_days = p->apart || (!p->twin && sentences_set_apart(&x->t, &y->t, true));
    return !p->apart && (p->twin || p->same || p->brief || p->telling);
}

/* "said on Friday": when somebody spoke, not when it happened */
static bool day_of_saying(const struct tokens *t, const struct value *v)
{
    static const char saying[] = " said says told added stated ";
    size_t i = v->from;
    while (i > 0 && token_in(t, i - 1, " on late early the reporters "))
        i--;
    return (i > 0 && token_in(t, i - 1, saying)) || token_in(t, v->to + 1, saying);
}

/* The value of y that v of x is to be held against; NULL. */
static const struct value *opposite(const struct statements *s, const struct pair *p, const struct value *v, bool *twin)
{
    bool day = v->kind == VALUE_DAY, event = day || v->kind == VALUE_CLOCK || v->kind == VALUE_PLACE;
    *twin = false;
    if (!day && p->apart_by_days)
        return NULL;
    for (size_t k = 0; p->twin && k < p->y->values.n; k++)
        if (values_alike(v, &p->y->values.v[k]) && same_place(&p->words, p->x, v, p->y, &p->y->values.v[k])) {
            *twin = true;
            return &p->y->values.v[k];
        }
    if ((event && !p->same_time) || (!day && v->kind != VALUE_YEAR && (p->x->elsewhere || p->y->elsewhere)))
        return NULL;
    bool name = v->kind == VALUE_PLACE || v->kind == VALUE_HOLDER;
    if (speaks_of_other(&p->x->t, v->from, v->to) || (!name && sentences_name_others(&p->x->t, &p->y->t, false)))
        return NULL;
    const struct value *w = counterpart(s, p->x, v, p->y);
    if (w && (speaks_of_other(&p->y->t, w->from, w->to) || (name && of_two_events(p->x, p->y))))
        return NULL;
    bool of = w && v->kind == VALUE_SHARE && v->of != TERM_NONE && v->of == w->of;
    if (!w || (event && (company(s, p->x, v, p->y, w, IN_CLAUSE) <= 0 || day_of_saying(&p->x->t, v) ||
                         day_of_saying(&p->y->t, w))))
        return NULL;
    return p->same || p->brief || of ? w : NULL;
}

/* The statement of the article that is most like x among those with a value like v; STR_NONE. */
static size_t answer_to(const struct statements *s, size_t x, const struct value *v, size_t article)
{
    size_t at;
    for (size_t k = 0; k < STATEMENT_BEST && s->best[x][article][k] != STR_NONE; k++)
        if (alike_in(&s->list.v[s->best[x][article][k]], v, &at))
            return s->best[x][article][k];
    return STR_NONE;
}

static void look(struct statements *s, size_t i, size_t article, struct contrasts *out)
{
    const struct statement *x = &s->list.v[i];
    struct pair p = {0};
    bool fits = false;
    for (size_t k = 0; k < x->values.n && out->n < MOST_CONTRASTS; k++) {
        struct contrast c = {.x = x, .v = &x->values.v[k]};
        size_t j = answer_to(s, i, c.v, article);
        if (j == STR_NONE || answer_to(s, j, c.v, x->article) != i)
            continue;
        if (p.y != &s->list.v[j])
            fits = read_pair(s, x, &s->list.v[j], &p);
        c.y = &s->list.v[j];
        if (fits && (c.w = opposite(s, &p, c.v, &c.twin)) && holds(s, &c))
            vec_add(s->a, out, c);
    }
}

void statements_contrasts(struct statements *s, struct contrasts *out)
{
    for (size_t i = 0; i < s->list.n; i++)
        for (size_t k = s->list.v[i].article + 1; k < STATEMENT_ARTICLES && out->n < MOST_CONTRASTS; k++)
            look(s, i, k, out);
}
