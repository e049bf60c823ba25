#include "why/evidence.h"
#include "base/sentence.h"
#include "why/amount.h"
#include "why/doers.h"
#include <math.h>
#include <string.h>

enum { MOST_SENTENCES = 400, MOST_TERMS = 120 };
enum { SEEN = 1, SEEN_CAPITAL = 2, MUST = 4 };

/* How much of a sentence must come from the article: of all its content words; of scripts whose words are pairs of
 * characters; and how much one single sentence of the article must share. Chosen for precision: what falls through
 * costs nothing but the offline bullets. */
static const double COVERED = 0.75, COVERED_PAIRS = 0.85, ANCHORED = 0.4, ANCHORED_PAIRS = 0.3, GROUNDED = 0.25;

/* Words that make a statement its opposite, or a small one large. Compared by stem. */
static const char turning[] =
    " rise rises rose risen fall falls fell fallen increase decrease gain lose loss win won grow shrink up down open "
    "close "
    "shut approve reject accept refuse deny confirm admit begin end start stop resume suspend allow permit ban forbid "
    "lift "
    "impose hire fire raise cut lower reduce buy sell support oppose back join leave quit enter arrest release free "
    "jail "
    "acquit convict guilty innocent pass fail succeed strengthen weaken expand widen narrow legal illegal possible "
    "impossible import export dead alive kill die survive attack defend invade withdraw import accelerate slow delay "
    "hasten "
    "double triple halve half quarter twice majority minority record first second third fourth fifth last worst best "
    "biggest largest smallest highest lowest most least more less fewer all every only none nobody nothing both "
    "neither "
    "before after until since above below over under without hundred thousand million billion trillion dozen today "
    "tomorrow yesterday tonight always never ";
static const char negating[] =
    " not no never nobody nothing none neither nor cannot without nicht kein keine keinen "
    "keiner keinem nie niemals niemand pas jamais sans aucun aucune personne nunca jamas sin "
    "nadie ningun ninguna non mai senza nessun nessuno nao sem nenhum niet geen nooit inte "
    "aldrig ikke aldri nie nigdy brak bez не нет никогда без degil yok ei eivat ";
static const char *const negating_signs[] = {"不",   "没",   "沒", "未", "无", "無",
                                             "ない", "ず、", "않", "못", "없", "아니"};
/* What an article says with these may not become certain. */
static const char hedging[] = " could may might would if unless alleged allegedly reportedly purported suspected ";
static const char saying[] = " said says say saying according told tells claim claims claimed argue argues argued warn "
                             "warns warned believe believes alleges allege called calls ";
/* Days and months where they are written small. */
static const char calendar[] =
    " lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre "
    "octobre novembre decembre lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo "
    "junio "
    "julio agosto septiembre octubre noviembre diciembre lunedi martedi mercoledi giovedi venerdi domenica gennaio "
    "febbraio aprile maggio giugno luglio settembre ottobre dicembre segunda terca quarta quinta sexta janeiro "
    "fevereiro "
    "marco maio junho julho setembro outubro novembro dezembro maandag dinsdag woensdag donderdag vrijdag zaterdag "
    "zondag "
    "januari februari maart april mei juni juli augustus september oktober november december mandag tirsdag onsdag "
    "torsdag "
    "fredag lordag sondag tisdag januar februar august poniedzialek wtorek sroda czwartek piatek sobota niedziela "
    "stycznia "
    "lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia heute gestern morgen "
    "hier "
    "aujourd'hui demain hoy ayer manana oggi ieri domani hoje ontem amanha ";

static const char days[] = " january february march april may june july august september october november december jan "
                           "feb mar apr jun jul aug sep "
                           "sept oct nov dec monday tuesday wednesday thursday friday saturday sunday januar februar "
                           "marz mai juni juli oktober "
                           "dezember montag dienstag mittwoch donnerstag freitag samstag sonntag ";

static bool content(const struct token *t)
{
    return !(t->flags & (TERM_STOP | TERM_NUMBER)) && isnan(t->number);
}

static void mark_turning(struct evidence *ev)
{
    struct str rest = str_c(turning), w;
    while (str_cut(&rest, ' ', &w)) {
        if (!w.n)
            continue;
        uint32_t term = lexicon_add(ev->l, str_lit("en"), (struct word){.s = w, .kind = WORD_LETTERS});
        if (term < ev->terms)
            ev->seen[term] |= MUST;
    }
}

void evidence_read(struct arena *a, struct lexicon *l, struct str title, struct str text, struct str lang,
                   struct evidence *out)
{
    struct strs all = {0};
    *out = (struct evidence){.a = a, .l = l, .lang = lang, .text = text};
    sentences(a, text, lang, &all);
    if (all.n > MOST_SENTENCES)
        all.n = MOST_SENTENCES;
    vec_add(a, &all, title);
    out->v = arena_array(a, struct tokens, all.n);
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].n)
            tokens_read(a, l, lang, all.v[i], &out->v[out->n++]);
    for (struct str rest = str_c(turning), w;
         str_cut(&rest, ' ', &w);) /* every term is known before the table is made */
        if (w.n)
            lexicon_add(l, str_lit("en"), (struct word){.s = w, .kind = WORD_LETTERS});
    out->terms = lexicon_size(l);
    out->seen = arena_array(a, uint8_t, out->terms + 1);
    for (size_t i = 0; i < out->n; i++)
        for (size_t k = 0; k < out->v[i].n; k++)
            out->seen[out->v[i].v[k].term] |= out->v[i].v[k].w.capital ? SEEN | SEEN_CAPITAL : SEEN;
    mark_turning(out);
}

bool evidence_has(const struct evidence *ev, uint32_t term)
{
    return term < ev->terms && (ev->seen[term] & SEEN);
}

static unsigned seen(const struct evidence *ev, const struct token *t)
{
    return t->term < ev->terms ? ev->seen[t->term] : 0;
}

/* ---- one sentence against all of them ---- */

struct trial {
    const struct evidence *ev;
    const struct tokens *t;
    uint32_t terms[MOST_TERMS]; /* its content, each once */
    size_t n, covered, pairs;
    uint8_t *mine;    /* by term: it is in terms */
    uint8_t *ground;  /* by term: it stands in a sentence that this one may be taken from */
    size_t *shared;   /* by sentence of the article */
    size_t anchor;    /* the one that shares most */
    uint8_t *passage; /* by term: it stands in the anchor or right beside it */
    uint8_t *head;    /* by term: it stands in the first sentence or the title */
};

static void read_terms(struct trial *c)
{
    for (size_t i = 0; i < c->t->n; i++) {
        const struct token *x = &c->t->v[i];
        c->pairs += x->w.kind == WORD_PAIR;
        if (!content(x) || c->mine[x->term])
            continue;
        c->mine[x->term] = 1;
        c->terms[c->n++] = x->term;
    }
}

static void find_ground(struct trial *c)
{
    const struct evidence *ev = c->ev;
    uint32_t *last = arena_array(ev->a, uint32_t, lexicon_size(ev->l) + 1);
    for (size_t i = 0; i < ev->n; i++)
        for (size_t k = 0; k < ev->v[i].n; k++) {
            uint32_t term = ev->v[i].v[k].term;
            if (c->mine[term] && last[term] != i + 1)
                c->shared[i]++;
            last[term] = (uint32_t)i + 1;
        }
    for (size_t i = 0; i < ev->n; i++) {
        if (c->shared[i] > c->shared[c->anchor])
            c->anchor = i;
        if (c->shared[i] < 2 || (double)c->shared[i] < GROUNDED * (double)c->n)
            continue;
        for (size_t k = 0; k < ev->v[i].n; k++)
            c->ground[ev->v[i].v[k].term] = 1;
    }
}

/* What is told may come from one passage only: words of three places make a fourth story. The first sentence and the
 * title say who and where. */
static void find_passage(struct trial *c)
{
    const struct evidence *ev = c->ev;
    size_t title = ev->n - 1, from = c->anchor ? c->anchor - 1 : 0, to = c->anchor + 1;
    for (size_t i = 0; i < ev->n; i++)
        for (size_t k = 0; k < ev->v[i].n; k++) {
            uint32_t term = ev->v[i].v[k].term;
            c->passage[term] |= i >= from && i <= to && (i != title || c->anchor == title);
            c->head[term] |= i == 0 || i == title;
        }
    c->covered = 0;
    for (size_t i = 0; i < c->n; i++)
        c->covered += c->passage[c->terms[i]] ||
                      (c->head[c->terms[i]] && c->terms[i] < ev->terms && (ev->seen[c->terms[i]] & SEEN_CAPITAL));
}

static const char *about(const struct trial *c, const char *what, struct str words)
{
    return str_fmt(c->ev->a, "%s: " STR_FMT, what, STR_ARG(words)).s;
}

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] >= '0' && s.s[i] <= '9')
            return true;
    return false;
}

/* Is one of the words that follow the amount ("34 night drivers") within three words of it over there as well? */
static bool same_things(const struct trial *c, size_t of, size_t to, const struct tokens *s, size_t first, size_t last)
{
    if (of == to)
        return true;
    for (size_t j = first > 3 ? first - 3 : 0; j < s->n && j <= last + 3; j++)
        for (size_t i = of; i < to; i++)
            if (s->v[j].term == c->t->v[i].term)
                return true;
    return false;
}

/* The same amount in a sentence of the article that shares other words with this one; what the amount is of stands
 * beside it there as well. */
static bool amount_stands(const struct trial *c, const struct amount *m)
{
    const struct tokens *t = c->t;
    size_t of = m->last + 1, to = of, enough = c->n > 3 ? 2 : 1;
    while (to < t->n && to < of + 3 && (t->v[to].gap == GAP_SPACE || t->v[to].gap == GAP_HYPHEN) && content(&t->v[to]))
        to++;
    for (size_t i = 0; i < c->ev->n; i++) {
        const struct tokens *s = &c->ev->v[i];
        for (size_t k = 0; c->shared[i] >= enough && k < s->n; k++) {
            struct amount x;
            if (amount_at(s, k, &x) && amount_same(m, &x, c->ev->lang) && same_things(c, of, to, s, k, x.last))
                return true;
        }
    }
    return false;
}

static const char *wrong_amount(const struct trial *c)
{
    for (size_t i = 0; i < c->t->n; i++) {
        struct amount m;
        if (amount_at(c->t, i, &m)) {
            if (!amount_stands(c, &m))
                return about(c, "not so in the article", tokens_span(c->t, i, m.last));
            i = m.last;
        } else if (has_digit(c->t->v[i].w.s) && !(seen(c->ev, &c->t->v[i]) & SEEN)) {
            return about(c, "not in the article", c->t->v[i].w.s);
        }
    }
    return NULL;
}

/* Do two names that stand side by side stand so in the article? A title ("Minister") may stand farther off. */
static bool names_meet(const struct trial *c, const struct token *x, const struct token *y)
{
    bool title = (x->flags | y->flags) & (TERM_COMMON | TERM_BROAD);
    size_t far = title ? 6 : 2;
    for (size_t i = 0; i < c->ev->n; i++) {
        const struct tokens *s = &c->ev->v[i];
        for (size_t k = 0; k < s->n; k++) {
            if (s->v[k].term != x->term)
                continue;
            for (size_t j = title && k > far ? k - far : title ? 0 : k + 1; j < s->n && j <= k + far; j++)
                if (j != k && s->v[j].term == y->term)
                    return true;
        }
    }
    return false;
}

static bool is_name(const struct tokens *t, size_t i)
{
    return t->v[i].name && isnan(t->v[i].number) && t->v[i].w.kind == WORD_LETTERS;
}

static const char *wrong_name(const struct trial *c)
{
    const struct tokens *t = c->t;
    for (size_t i = 0; i < t->n; i++) {
        const struct token *x = &t->v[i];
        if (word_in(calendar, x->low) && !(seen(c->ev, x) & SEEN))
            return about(c, "a date that is not in the article", x->w.s);
        if (!is_name(t, i))
            continue;
        unsigned s = seen(c->ev, x);
        if (!(s & SEEN) || (i > 0 && !(s & SEEN_CAPITAL) && !(x->flags & (TERM_COMMON | TERM_BROAD))))
            return about(c, "a name that is not in the article", x->w.s);
        bool pair = i && is_name(t, i - 1) && (x->gap == GAP_SPACE || x->gap == GAP_HYPHEN) && !t->v[i - 1].possessive;
        if (!c->passage[x->term] && (!c->head[x->term] || word_in(days, x->low)))
            return about(c, "a name that stands elsewhere in the article", x->w.s);
        if (pair && x->term != t->v[i - 1].term && !names_meet(c, &t->v[i - 1], x))
            return about(c, "names that do not stand together in the article", tokens_span(t, i - 1, i));
    }
    return NULL;
}

static bool negated(const struct tokens *t, bool pairs)
{
    for (size_t i = 0; i < t->n; i++)
        if (word_in(negating, t->v[i].low) || str_ends(t->v[i].low, "n't") || str_ends(t->v[i].low, "n\xe2\x80\x99t"))
            return true;
    for (size_t i = 0; pairs && i < sizeof negating_signs / sizeof *negating_signs; i++)
        if (str_find(t->s, str_c(negating_signs[i])) != STR_NONE)
            return true;
    return false;
}

static bool any_in(const struct tokens *t, const char *list)
{
    for (size_t i = 0; i < t->n; i++)
        if (!t->v[i].w.capital && token_in(t, i, list))
            return true;
    return false;
}

/* How many of the sentence's words stand only where the article denies something. */
static size_t only_denied(const struct trial *c)
{
    const struct evidence *ev = c->ev;
    uint8_t *where = arena_array(ev->a, uint8_t, lexicon_size(ev->l) + 1);
    size_t n = 0;
    for (size_t i = 0; i < ev->n; i++) {
        uint8_t bit = negated(&ev->v[i], c->pairs > 0) ? 1 : 2;
        for (size_t k = 0; c->shared[i] >= 2 && k < ev->v[i].n; k++)
            where[ev->v[i].v[k].term] |= bit;
    }
    for (size_t i = 0; i < c->n; i++)
        n += where[c->terms[i]] == 1;
    return n;
}

static const char *turned(const struct trial *c)
{
    const struct tokens *anchor = &c->ev->v[c->anchor];
    bool any = false, no = negated(c->t, c->pairs > 0);
    for (size_t i = 0; i < c->t->n; i++) {
        const struct token *x = &c->t->v[i];
        if ((seen(c->ev, x) & MUST) && !c->ground[x->term])
            return about(c, "a word that decides is not where this is taken from", x->w.s);
    }
    for (size_t i = 0; no && !any && i < c->ev->n; i++)
        any = c->shared[i] >= 2 && negated(&c->ev->v[i], c->pairs > 0);
    if (no ? !any : negated(anchor, c->pairs > 0) || only_denied(c) >= 2)
        return "one of the two says not";
    return NULL;
}

/* What somebody says, asks or holds possible is not told as a fact. */
static const char *too_sure(const struct trial *c)
{
    const struct tokens *anchor = &c->ev->v[c->anchor];
    size_t quoted = 0, all = 0;
    bool says = any_in(c->t, saying) || memchr(c->t->s.s, '"', c->t->s.n) ||
                str_find(c->t->s, str_lit("\xe2\x80\x9c")) != STR_NONE;
    if (str_ends(anchor->s, "?") || str_ends(anchor->s, "\xef\xbc\x9f"))
        return "the article asks this";
    if (any_in(anchor, hedging) && !any_in(c->t, hedging) && !says)
        return "the article is less sure";
    for (size_t i = 0; i < anchor->n; i++)
        if (content(&anchor->v[i]) && c->mine[anchor->v[i].term]) {
            all++;
            quoted += anchor->v[i].quoted;
        }
    return quoted * 2 > all && !says ? "somebody's words, told as a fact" : NULL;
}

const char *evidence_against(const struct evidence *ev, const struct tokens *t)
{
    size_t terms = lexicon_size(ev->l) + 1;
    struct trial c = {.ev = ev, .t = t};
    const char *fault;
    if (!ev->n)
        return "there is no article";
    c.mine = arena_array(ev->a, uint8_t, terms);
    c.ground = arena_array(ev->a, uint8_t, terms);
    c.passage = arena_array(ev->a, uint8_t, terms);
    c.head = arena_array(ev->a, uint8_t, terms);
    c.shared = arena_array(ev->a, size_t, ev->n);
    read_terms(&c);
    find_ground(&c);
    find_passage(&c);
    bool pairs = c.pairs * 2 > t->n;
    double anchored = (double)c.shared[c.anchor];
    if ((fault = wrong_name(&c)) || (fault = wrong_amount(&c)))
        return fault;
    if (c.n < 3 || (double)c.covered < (pairs ? COVERED_PAIRS : COVERED) * (double)c.n)
        return "too few words of any one passage";
    if (anchored < 2 || anchored < (pairs ? ANCHORED_PAIRS : ANCHORED) * (double)c.n)
        return "no sentence of the article says this";
    if ((fault = turned(&c)) || (fault = too_sure(&c)))
        return fault;
    const struct token *verb = !ev->lang.n || str_istarts(ev->lang, "en") ? doers_swapped(t, ev->v, ev->n) : NULL;
    return verb ? about(&c, "turns round who does what", verb->w.s) : NULL;
}
