/* A model's sentences, held against the article. What fails is dropped; nothing is mended but white space. */
#include "base/orders.h"
#include "base/sentence.h"
#include "base/utf8.h"
#include "why/evidence.h"
#include "why/standalone.h"
#include "why/why.h"
#include <string.h>

enum {
    BULLETS = 3,
    BULLET_CHARS = 160,
    BULLET_MIN = 40 /* bytes */,
    MOST_GIVEN = 12,
    LINE_MAX_CHARS = 400,
    TEXT_MIN = 300
};
static const double SAID_ALREADY = 0.5, TITLE_AGAIN = 0.75;

/* First words of a sentence that tells the reader to do something; those that are nouns as well are left to the other
 * rules. */
static const char imperatives[] = " click visit subscribe download install buy order donate call send transfer email "
                                  "enter register join log sign verify "
                                  "confirm reply respond ignore disregard forget read see note remember consider "
                                  "imagine check contact follow tell write "
                                  "print output repeat pretend act stay learn discover don't do please never always "
                                  "let here sure okay ok yes summary "
                                  "klicken besuchen abonnieren kaufen bitte cliquez visitez abonnez achetez haga "
                                  "visite compre clicca visita clique klik "
                                  "bezoek koop ";
/* Talk about the text instead of the event. A word that the article uses itself is not meant. */
static const char about_text[] = " article summary bullet bullets passage paragraph author assistant prompt "
                                 "instruction instructions reader readers ";

static const char *form_fault(struct arena *a, struct str s, struct str lang)
{
    struct strs parts = {0};
    size_t chars = utf8_chars(s);
    if (chars > BULLET_CHARS)
        return "longer than 160 characters";
    if (s.n < BULLET_MIN)
        return "too short";
    sentences(a, s, lang, &parts);
    return parts.n == 1 ? NULL : "more than one sentence";
}

/* "example.com", "mail@host", "https:": a full stop with letters on both sides that are no initials. */
static bool has_address(struct str s)
{
    if (str_ifind(s, str_lit("www.")) != STR_NONE || str_find(s, str_lit("://")) != STR_NONE ||
        str_chr(s, '@') != STR_NONE)
        return true;
    for (size_t i = 2; i + 2 < s.n; i++) {
        char a = s.s[i - 2] | 32, b = s.s[i - 1] | 32, c = s.s[i + 1] | 32, d = s.s[i + 2] | 32;
        if (s.s[i] == '.' && a >= 'a' && a <= 'z' && b >= 'a' && b <= 'z' && c >= 'a' && c <= 'z' && d >= 'a' &&
            d <= 'z')
            return true;
    }
    return false;
}

static const char *markup_fault(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (strchr("<>`*_|\\{}[]#~^", s.s[i]))
            return "carries markup";
    if (str_find(s, str_lit("&#")) != STR_NONE || str_find(s, str_lit("&lt")) != STR_NONE ||
        str_find(s, str_lit("&amp")) != STR_NONE)
        return "carries markup";
    return has_address(s) ? "carries an address" : NULL;
}

/* Words in quotation marks are somebody's own: they must stand so in the article. */
static const char *quote_fault(const struct evidence *ev, struct str s)
{
    static const char *const open[] = {"\"", "\xe2\x80\x9c", "\xe2\x80\x9e", "\xc2\xab", "\xe3\x80\x8c"};
    static const char *const shut[] = {"\"", "\xe2\x80\x9d", "\xe2\x80\x9c", "\xc2\xbb", "\xe3\x80\x8d"};
    for (size_t k = 0; k < sizeof open / sizeof *open; k++) {
        struct str rest = s;
        for (size_t at; (at = str_find(rest, str_c(open[k]))) != STR_NONE;) {
            rest = str_sub(rest, at + strlen(open[k]), rest.n);
            size_t end = str_find(rest, str_c(shut[k]));
            struct str said = str_trim(str_sub(rest, 0, end == STR_NONE ? rest.n : end));
            while (said.n && strchr(".,", said.s[said.n - 1]))
                said.n--;
            if (end == STR_NONE || !said.n || str_find(ev->text, said) == STR_NONE)
                return "quotes what the article does not say";
            rest = str_sub(rest, end + strlen(shut[k]), rest.n);
        }
    }
    return NULL;
}

static const char *voice_fault(const struct evidence *ev, const struct tokens *t, struct str s)
{
    if (orders_machine(s))
        return "speaks to a machine";
    if (token_in(t, 0, imperatives))
        return "tells the reader to do something";
    for (size_t i = 0; i < t->n; i++)
        if (token_in(t, i, about_text) && !evidence_has(ev, t->v[i].term))
            return "speaks of the text, not of the event";
    return NULL;
}

static size_t in_common(const struct tokens *x, const struct tokens *y, size_t *of)
{
    size_t n = 0;
    *of = 0;
    for (size_t i = 0; i < x->n; i++) {
        bool again = (x->v[i].flags & TERM_STOP) != 0, there = false;
        for (size_t k = 0; k < i && !again; k++)
            again = x->v[k].term == x->v[i].term;
        for (size_t k = 0; k < y->n && !again && !there; k++)
            there = y->v[k].term == x->v[i].term;
        n += there;
        *of += !again;
    }
    return n;
}

static bool repeats(const struct tokens *x, const struct tokens *said, double share_of_said)
{
    size_t n, m, k = in_common(x, said, &n);
    in_common(said, x, &m);
    return (n && (double)k >= SAID_ALREADY * (double)n) || (m && (double)k >= share_of_said * (double)m);
}

struct checking {
    struct arena *a; /* of one check */
    struct evidence ev;
    struct tokens title, taken[BULLETS];
    size_t n;
};

static const char *fault_of(struct checking *c, struct str s)
{
    struct tokens t;
    const char *fault;
    if ((fault = form_fault(c->a, s, c->ev.lang)) || (fault = markup_fault(s)) ||
        (fault = why_not_alone(c->ev.l, c->ev.lang, s)) || (fault = quote_fault(&c->ev, s)))
        return fault;
    tokens_read(c->a, c->ev.l, c->ev.lang, s, &t);
    if ((fault = voice_fault(&c->ev, &t, s)) || (fault = evidence_against(&c->ev, &t)))
        return fault;
    if (c->title.n && repeats(&t, &c->title, TITLE_AGAIN))
        return "says the headline again";
    for (size_t i = 0; i < c->n; i++)
        if (repeats(&t, &c->taken[i], SAID_ALREADY))
            return "says again what another one says";
    if (c->n == BULLETS)
        return "one more than fits";
    c->taken[c->n++] = t;
    return NULL;
}

/* A list mark before a sentence is the model's way to write lists. */
static struct str without_mark(struct str s)
{
    s = str_trim(s);
    if (str_starts(s, "- ") || str_starts(s, "* "))
        return str_trim(str_sub(s, 2, s.n));
    return str_starts(s, "\xe2\x80\xa2") ? str_trim(str_sub(s, 3, s.n)) : s;
}

const struct article *why_source(const struct story *s)
{
    for (size_t i = 0; i < s->articles.n && i < 8; i++)
        if (s->articles.v[i]->text.n >= TEXT_MIN)
            return s->articles.v[i];
    return NULL;
}

void why_check(struct arena *a, const struct story *s, const struct strs *given, struct why_verdicts *out)
{
    struct arena mem = {0};
    const struct article *x = why_source(s);
    struct lexicon *l = lexicon_new(&mem);
    struct checking c = {.a = &mem};
    struct str title = s->headline.n ? s->headline : x ? x->title : (struct str){0};
    if (x) {
        struct str lang = x->lang.n ? x->lang : words_language(x->text);
        evidence_read(&mem, l, x->title, without_orders(&mem, x->text), lang, &c.ev);
        tokens_read(&mem, l, lang, title, &c.title);
    }
    for (size_t i = 0; x && i < given->n && i < MOST_GIVEN; i++) {
        struct str line = without_mark(utf8_line(&mem, given->v[i], LINE_MAX_CHARS));
        bool hidden = visible_text(&mem, given->v[i]).n != given->v[i].n;
        const char *fault = hidden ? "carries characters that nobody sees" : fault_of(&c, line);
        vec_add(a, out, ((struct why_verdict){str_dup(a, line), fault ? str_dup(a, str_c(fault)) : (struct str){0}}));
    }
    lexicon_end(l);
    arena_end(&mem);
}

size_t why_adopt(struct arena *a, struct story *s, const struct why_verdicts *v)
{
    struct strs good = {0};
    const struct article *x = why_source(s);
    for (size_t i = 0; i < v->n; i++)
        if (!v->v[i].fault.n)
            vec_add(a, &good, v->v[i].sentence);
    if (good.n && x && (s->why_from == WHY_DERIVED || s->why_from == WHY_NONE)) {
        s->why = good;
        s->why_from = WHY_MODEL;
        s->why_outlet = x->outlet;
    }
    return good.n;
}
