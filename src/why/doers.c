#include "why/doers.h"
#include <math.h>

enum { LEFT = 10, RIGHT = 8, MOST = 20 };

static const char before_verbs[] =
    " to will would could may might must should can shall cannot has have had did does do "
    "not never n't also then won't didn't doesn't hasn't haven't hadn't ";
static const char before_nouns[] = " the a an of this that these its their his her our your my 's no any some ";
/* Here a new clause begins, with doers of its own. */
static const char clauses[] =
    " that when if because while although though but who which whose where whether since until "
    "unless so and or ";
/* A word behind these says where, when or how, not who. */
static const char beside[] = " in on at during since until near after before under over within without through around "
                             "between among as amid by with into onto about despite ";
static const char beside_left[] = " to for from against than ";
/* Verbs that can be told from nouns by the list only: "Norrail sues Velm". */
static const char acting[] =
    " accuse sue attack kill beat defeat buy sell pay owe blame warn ask tell give support back oppose criticize "
    "criticise "
    "praise arrest charge order urge thank hire fire replace succeed follow lead invite threaten reject help fund "
    "protect "
    "ban fine visit lend borrow employ own run supply deliver send elect appoint sack dismiss punish injure hit strike "
    "win "
    "lose close open build destroy save rescue chase shoot stab rob cheat deceive mislead betray join leave quit "
    "overtake "
    "outnumber exceed trail outbid acquire invade occupy bomb shell strike free jail convict acquit suspect "
    "investigate "
    "search raid deny grant promise offer teach train owe need want fear hate love admire doubt trust obey serve rule "
    "bought sold paid gave led sent built shot struck won lost left hit beat taught stole took held kept brought hurt "
    "caught chose drove sought forbade lent drew "
    "govern represent advise brief inform sanction boycott block veto cost cause ";
/* Who meets whom is the same both ways; who says what is not looked at. */
static const char both_ways[] =
    " meet meets met meeting marry married marries talk talked talks agree agreed agrees fight "
    "fought fights play played plays face faced faces merge merged merges share shared shares "
    "trade traded trades exchange exchanged draw drew tied tie equal equaled border bordered "
    "say says said tell tells told add added adds according report reported reports warned "
    "explain explained announce announced note noted believe believed think thought ";

/* What stands around a verb, as terms. */
struct around {
    uint32_t left[MOST], right[MOST];
    size_t n_left, n_right;
};

static bool listed_form(const char *list, struct str low)
{
    static const char *const endings[] = {"", "s", "es", "d", "ed", "ing"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = str_c(endings[i]).n;
        if (low.n > n + 1 && str_ends(low, endings[i]) && word_in(list, str_sub(low, 0, low.n - n)))
            return true;
    }
    return false;
}

static bool pivot_at(const struct tokens *t, size_t i)
{
    const struct token *x = &t->v[i];
    if (token_is(t, i, "than"))
        return true;
    if (!i || x->name || !isnan(x->number) || x->flags & TERM_STOP || word_in(both_ways, x->low))
        return false;
    if (token_in(t, i - 1, before_verbs))
        return true;
    if (token_in(t, i - 1, before_nouns) || t->v[i - 1].possessive)
        return false;
    return (x->low.n > 4 && str_ends(x->low, "ed")) || listed_form(acting, x->low);
}

/* The first word before the run of words that x belongs to: "with the old dock workers" gives with. */
static size_t before_run(const struct tokens *t, size_t i, size_t from)
{
    while (i > from && t->v[i].gap != GAP_COMMA &&
           (token_in(t, i - 1, before_nouns) ? !token_is(t, i - 1, "of")
                                             : !(t->v[i - 1].flags & TERM_STOP) || !isnan(t->v[i - 1].number)))
        i--;
    return i;
}

static bool beside_at(const struct tokens *t, size_t i, size_t from, bool left)
{
    size_t k = before_run(t, i, from);
    return k > 0 && (token_in(t, k - 1, beside) || (left && token_in(t, k - 1, beside_left)));
}

static bool who(const struct token *x)
{
    return !(x->flags & (TERM_STOP | TERM_NUMBER)) && isnan(x->number);
}

static bool passive(const struct tokens *t, size_t i)
{
    for (size_t k = i + 1; k < t->n && k <= i + 5; k++) {
        if (token_is(t, k, "by"))
            return k + 1 < t->n && isnan(t->v[k + 1].number) && t->v[k + 1].w.kind == WORD_LETTERS;
        if (token_in(t, k, clauses) || t->v[k].gap == GAP_COMMA)
            return false;
    }
    return false;
}

static void put(uint32_t *v, size_t *n, uint32_t term)
{
    if (*n < MOST)
        v[(*n)++] = term;
}

static void look_around(const struct tokens *t, size_t i, struct around *out)
{
    bool turned = passive(t, i), by = false;
    *out = (struct around){0};
    size_t from = i;
    while (from > 0 && i - from < LEFT && !token_in(t, from - 1, clauses) && t->v[from].gap != GAP_OTHER)
        from--;
    for (size_t k = from; k < i; k++)
        if (who(&t->v[k]) && !beside_at(t, k, from, true))
            put(turned ? out->right : out->left, turned ? &out->n_right : &out->n_left, t->v[k].term);
    for (size_t k = i + 1; k < t->n && k <= i + RIGHT; k++) {
        if (token_in(t, k, clauses) || t->v[k].gap == GAP_COMMA || t->v[k].gap == GAP_OTHER)
            break;
        if (turned && token_is(t, k, "by"))
            by = true;
        else if (who(&t->v[k]) && (by || !beside_at(t, k, i + 1, false)))
            put(by ? out->left : out->right, by ? &out->n_left : &out->n_right, t->v[k].term);
    }
}

static bool meet(const uint32_t *x, size_t n, const uint32_t *y, size_t m)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < m; k++)
            if (x[i] == y[k])
                return true;
    return false;
}

const struct token *doers_swapped(const struct tokens *t, const struct tokens *v, size_t n)
{
    for (size_t i = 0; i < t->n; i++) {
        struct around mine, its;
        bool swapped = false, same = false;
        if (!pivot_at(t, i))
            continue;
        look_around(t, i, &mine);
        for (size_t s = 0; s < n && !same; s++)
            for (size_t k = 0; k < v[s].n && !same; k++) {
                if (v[s].v[k].term != t->v[i].term || !pivot_at(&v[s], k))
                    continue;
                look_around(&v[s], k, &its);
                same = meet(mine.left, mine.n_left, its.left, its.n_left) &&
                       meet(mine.right, mine.n_right, its.right, its.n_right);
                swapped |= meet(mine.left, mine.n_left, its.right, its.n_right) &&
                           meet(mine.right, mine.n_right, its.left, its.n_left);
            }
        if (swapped && !same)
            return &t->v[i];
    }
    return NULL;
}
