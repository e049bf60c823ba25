#include "why/derive.h"
#include "base/orders.h"
#include "base/utf8.h"
#include "why/standalone.h"
#include "why/terms.h"
#include "why/told.h"
#include "why/why.h"
#include <stdlib.h>

enum { BULLET_CHARS = 160, BULLET_MIN = 40, BULLETS = 3, CANDIDATES = 60 };

/* Ridge regression of each sentence's ROUGE-1 + ROUGE-2 with editors' highlights on its features (six-fold
 * cross-validated), then a search that also counts the phrases people marked as who, what, why. What is worth most:
 * frequent words, the top of the article, the title's words; what costs most: length beyond 28 words. Tried in vain:
 * reasons only from the second or third bullet on, the best three together instead of the best one first, longer
 * sentences or more of them where the budget has room, captions and share buttons cut off, weights for 100 words. */
static const float weights[FEATURES] = {
    [F_FIRST] = 0,          [F_EARLY] = 0.100f,    [F_HEAD] = 0.030f,   [F_LATE] = -0.007f,     [F_SHORT] = 0,
    [F_LONG] = -0.080f,     [F_CENTRAL] = -0.057f, [F_WEIGHT] = 0.195f, [F_TITLE] = 0.075f,     [F_LEAD] = 0.017f,
    [F_NAMES] = -0.010f,    [F_NUMBERS] = 0.009f,  [F_EFFECT] = 0.003f, [F_CAUSE] = 0.003f,     [F_QUOTE] = -0.015f,
    [F_SAYS] = -0.007f,     [F_DANGLING] = 0.018f, [F_LINK] = 0.004f,   [F_QUESTION] = -0.002f, [F_PARAGRAPH] = 0,
    [F_PERSONAL] = -0.008f, [F_REASON] = 0,
};
static const float REASON_BONUS = 0.12f; /* where reasons are asked for; 0.10 to 0.20 reach the same */
static const float OVERLAP = 0.05f;      /* what a sentence loses that says again what a chosen one says */
/* A digest asks what follows, not what happened: the headline says that. */
static const float EFFECT_BONUS = 0.06f, NUMBER_BONUS = 0.015f, TITLE_MALUS = 0.20f;
/* A sentence below is not worth a bullet: with a word of consequence in it, and without. */
static const float ENOUGH = 0.12f, ENOUGH_PLAIN = 0.25f;
static const float SAID_ALREADY = 0.5f; /* share of words that the title or a chosen sentence has used */

struct chooser {
    struct arena *a;
    struct lexicon *l;
    struct str title, lang;
    const struct why_limits *limits;
    struct told told;
    uint32_t *title_terms;
    size_t n_title;
};

static float shared(const uint32_t *x, size_t n, const uint32_t *y, size_t m)
{
    return (float)terms_common(x, n, y, m) / (float)(n ? n : 1);
}

static bool repeats_title(const struct chooser *c, const struct sentence *s)
{
    if (!c->n_title)
        return false;
    return shared(s->terms, s->n_terms, c->title_terms, c->n_title) >= SAID_ALREADY ||
           shared(c->title_terms, c->n_title, s->terms, s->n_terms) >= 0.75f;
}

static bool allowed(const struct chooser *c, const struct sentence *s)
{
    const struct why_limits *m = c->limits;
    size_t chars = m->chars ? utf8_chars(s->s) : 0;
    if (m->chars && (chars > m->chars || (m->standalone && s->s.n < BULLET_MIN)))
        return false;
    if (!m->standalone)
        return s->words >= 4;
    return !repeats_title(c, s) && !why_not_alone(c->l, c->lang, s->s) &&
           !told_points_back(&c->told, c->lang, s, c->title_terms, c->n_title);
}

static float score_of(const struct chooser *c, const struct sentence *s)
{
    float x = 0;
    for (int f = 0; f < FEATURES; f++)
        x += weights[f] * s->f[f];
    if (c->limits->reasons)
        x += REASON_BONUS * s->f[F_REASON];
    if (c->limits->consequence)
        x += EFFECT_BONUS * s->f[F_EFFECT] + NUMBER_BONUS * s->f[F_NUMBERS] - TITLE_MALUS * s->f[F_TITLE];
    return x;
}

struct choice {
    const struct sentence *v[8];
    size_t n, words;
};

static float overlap(const struct choice *ch, const struct sentence *s)
{
    float most = 0;
    for (size_t i = 0; i < ch->n; i++) {
        float x = shared(s->terms, s->n_terms, ch->v[i]->terms, ch->v[i]->n_terms);
        most = x > most ? x : most;
    }
    return most;
}

static bool chosen(const struct choice *ch, const struct sentence *s)
{
    for (size_t i = 0; i < ch->n; i++)
        if (ch->v[i] == s)
            return true;
    return false;
}

/* Greedy: the best sentence that still fits, less what it repeats. */
static void choose(const struct chooser *c, const struct sentence_list *v, const bool *ok, struct choice *ch)
{
    const struct why_limits *m = c->limits;
    size_t most = m->bullets ? m->bullets : BULLETS;
    while (ch->n < most && ch->n < 8) {
        const struct sentence *best = NULL;
        float best_score = 0;
        for (size_t i = 0; i < v->n && i < CANDIDATES; i++) {
            const struct sentence *s = &v->v[i];
            if (!ok[i] || chosen(ch, s) || (m->words && ch->words + s->words > m->words))
                continue;
            float again = overlap(ch, s), x = score_of(c, s) - OVERLAP * again;
            if (m->standalone && (again >= SAID_ALREADY ||
                                  x < (s->f[F_EFFECT] + s->f[F_CAUSE] + s->f[F_REASON] > 0 ? ENOUGH : ENOUGH_PLAIN)))
                continue;
            if (!best || x > best_score) {
                best = s;
                best_score = x;
            }
        }
        if (!best)
            return;
        ch->v[ch->n++] = best;
        ch->words += best->words;
    }
}

static void title_terms(struct chooser *c)
{
    struct sentence_list one = {0};
    features_read(c->a, c->l, str_lit(""), c->title, c->lang, &one);
    size_t n = 0;
    for (size_t i = 0; i < one.n; i++)
        n += one.v[i].n_terms;
    c->title_terms = arena_array(c->a, uint32_t, n + 1);
    for (size_t i = 0; i < one.n; i++)
        for (size_t k = 0; k < one.v[i].n_terms; k++)
            c->title_terms[c->n_title++] = one.v[i].terms[k];
    if (one.n > 1) { /* a headline of several sentences: the lists must rise as one */
        for (size_t i = 1; i < c->n_title; i++)
            for (size_t k = i; k && c->title_terms[k - 1] > c->title_terms[k]; k--) {
                uint32_t t = c->title_terms[k];
                c->title_terms[k] = c->title_terms[k - 1];
                c->title_terms[k - 1] = t;
            }
    }
}

void why_choose(struct arena *a, struct str title, struct str text, struct str lang, const struct why_limits *limits,
                struct strs *out)
{
    struct arena mem = {0};
    struct chooser c = {.a = &mem, .l = lexicon_new(&mem), .title = title, .lang = lang, .limits = limits};
    struct sentence_list v = {0};
    struct choice ch = {0};
    if (!c.lang.n)
        c.lang = words_language(text);
    title_terms(&c);
    features_read(&mem, c.l, title, text, c.lang, &v);
    told_read(&mem, c.l, &v, &c.told);
    bool *ok = arena_array(&mem, bool, v.n + 1);
    for (size_t i = 0; i < v.n && i < CANDIDATES; i++) {
        if (i == 0)
            v.v[i].s = without_dateline(v.v[i].s);
        ok[i] = v.v[i].s.n && allowed(&c, &v.v[i]);
    }
    choose(&c, &v, ok, &ch);
    for (size_t i = 0; i < ch.n; i++)
        vec_add(a, out, ch.v[i]->s);
    lexicon_end(c.l);
    arena_end(&mem);
}

static int by_place(const void *x, const void *y)
{
    const char *a = ((const struct str *)x)->s, *b = ((const struct str *)y)->s;
    return (a > b) - (a < b);
}

/* The lead first; another outlet's words only when the lead has none. */
void derive_bullets(struct arena *a, struct story *s)
{
    static const struct why_limits limits = {
        .bullets = BULLETS, .chars = BULLET_CHARS, .standalone = true, .consequence = true, .reasons = true};
    for (size_t i = 0; i < s->articles.n && i < 8 && !s->why.n; i++) {
        const struct article *x = s->articles.v[i];
        struct arena mem = {0};
        struct strs out = {0};
        why_choose(&mem, s->headline.n ? s->headline : x->title, without_orders(&mem, x->text), x->lang, &limits, &out);
        if (out.n) /* in the article's order they read as a text */
            qsort(out.v, out.n, sizeof *out.v, by_place);
        for (size_t k = 0; k < out.n; k++)
            vec_add(a, &s->why, str_dup(a, out.v[k]));
        if (s->why.n) {
            s->why_from = WHY_DERIVED;
            s->why_outlet = x->outlet;
        }
        arena_end(&mem);
    }
}
