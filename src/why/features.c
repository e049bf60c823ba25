#include "why/features.h"
#include "base/sentence.h"
#include "why/cues.h"
#include "why/terms.h"
#include "why/tokens.h"
#include <math.h>
#include <string.h>

enum { MOST_SENTENCES = 400, CUED_SENTENCES = 60, MOST_TERMS = 120, SHORT = 10, LONG = 28 };

static const char effect_words[] = " affect affected affects aim aims ban banned bans because become becomes biggest "
                                   "billion block boost cause caused causes "
                                   "change changes charge charged claim consequence could cost costs cut cuts deadline "
                                   "decision demand die died due effect end "
                                   "ends expected expects face faces fear fears first force forced forces gain halt "
                                   "hit hurt impact implication implications "
                                   "increase injured kill killed killing largest law lawsuit lead leads leave likely "
                                   "lose loses loss losses mean means milestone "
                                   "million must need needs new order orders pave prevent prompt prompted prompting "
                                   "raise raises record reduce refuse require "
                                   "required requires result resulted risk rise rises ruled rules save set settle "
                                   "shape shift signal since so stop strengthen "
                                   "suspend threat threaten threatens trigger triggered unless until violate vote warn "
                                   "warned warning warns will worst would ";
static const char cause_words[] = " because due after amid following response caused causing causes cause reason "
                                  "reasons blame blamed blaming result resulted owing "
                                  "thanks over despite if so allege alleged accuse accused accusing protest order bid ";
static const char dangling_words[] = " he she it they him her them his hers its their theirs this that these those "
                                     "such here there one both each another others "
                                     "who which whose when where ";
static const char link_words[] = " but and or so yet however also then meanwhile moreover furthermore besides still "
                                 "instead nevertheless nonetheless therefore "
                                 "thus otherwise indeed similarly likewise additionally earlier later afterwards "
                                 "consequently finally too though although "
                                 "because ";
static const char says_words[] =
    " said says say told tells saying added adds wrote writes tweeted according explained noted stated ";
static const char personal_words[] = " i we you my our your me us i'm we're you're i've we've ";

/* What happened, and why, stands at the top; further down other things have their reasons. */
static const float REASON_HALVES = 5;

static void read_english(struct str low, struct sentence *s)
{
    if (!s->words) {
        s->f[F_DANGLING] = word_in(dangling_words, low);
        s->f[F_LINK] = word_in(link_words, low);
    }
    s->f[F_EFFECT] += word_in(effect_words, low);
    s->f[F_CAUSE] += word_in(cause_words, low);
    s->f[F_SAYS] += word_in(says_words, low);
    s->f[F_PERSONAL] += word_in(personal_words, low);
}

/* One pass over the words: terms, and the features that need no other sentence. */
static void read_words(struct arena *a, struct lexicon *l, struct str lang, struct sentence *s)
{
    bool english = !lang.n || str_istarts(lang, "en");
    uint32_t terms[MOST_TERMS];
    size_t n = 0, at = 0, names = 0;
    char mem[32];
    struct word w;
    while (word_next(s->s, &at, &w)) {
        uint32_t t = lexicon_add(l, lang, w);
        struct str low = {mem, w.s.n < sizeof mem ? w.s.n : sizeof mem};
        for (size_t i = 0; i < low.n; i++)
            mem[i] = (char)(w.s.s[i] >= 'A' && w.s.s[i] <= 'Z' ? w.s.s[i] | 32 : w.s.s[i]);
        if (english)
            read_english(low, s);
        names += s->words && w.capital;
        s->f[F_NUMBERS] += w.kind == WORD_NUMBER;
        s->words++;
        if (!(lexicon_flags(l, t) & TERM_STOP) && n < MOST_TERMS)
            terms[n++] = t;
    }
    s->n_terms = terms_distinct(terms, n);
    s->terms = arena_copy(a, terms, s->n_terms * sizeof *terms);
    s->f[F_NAMES] = s->words ? (float)names / (float)s->words : 0;
    s->f[F_NUMBERS] = fminf(s->f[F_NUMBERS], 3);
    s->f[F_EFFECT] = fminf(s->f[F_EFFECT], 3);
    s->f[F_CAUSE] = fminf(s->f[F_CAUSE], 2);
    s->f[F_SAYS] = fminf(s->f[F_SAYS], 1);
    s->f[F_PERSONAL] = fminf(s->f[F_PERSONAL], 2);
}

static bool has_quote(struct str s)
{
    return memchr(s.s, '"', s.n) || str_find(s, str_lit("\xe2\x80\x9c")) != STR_NONE ||
           str_find(s, str_lit("\xe2\x80\x9d")) != STR_NONE || str_find(s, str_lit("\xe3\x80\x8c")) != STR_NONE;
}

static void cue_features(struct str lang, struct sentence *s)
{
    struct cues c = cues_read(lang, s->s);
    s->f[F_EFFECT] = fminf(s->f[F_EFFECT] + (float)c.effects, 3);
    s->f[F_REASON] = c.reason ? REASON_HALVES / (REASON_HALVES + (float)s->position) : 0;
}

static void place_features(struct sentence *s, size_t n)
{
    float p = (float)s->position;
    s->f[F_FIRST] = s->position == 0;
    s->f[F_EARLY] = 1 / (1 + p);
    s->f[F_HEAD] = s->position < 10 ? 1 - p / 10 : 0;
    s->f[F_LATE] = p / (float)n;
    s->f[F_SHORT] = s->words < SHORT ? (float)(SHORT - s->words) / SHORT : 0;
    s->f[F_LONG] = s->words > LONG ? fminf((float)(s->words - LONG) / LONG, 2) : 0;
    s->f[F_QUOTE] = has_quote(s->s);
    s->f[F_QUESTION] = memchr(s->s.s, '?', s->s.n) || memchr(s->s.s, '!', s->s.n);
    s->f[F_PARAGRAPH] = s->opens_paragraph;
}

/* Frequencies are counted in sentences, so that a word repeated in one does not make it central. */
static void word_features(struct arena *a, struct lexicon *l, struct str lang, struct str title,
                          struct sentence_list *v)
{
    struct sentence head = {.s = title};
    float *often = arena_array(a, float, (size_t)lexicon_size(l) + 1);
    uint32_t lead[3 * MOST_TERMS];
    size_t n_lead = 0;
    for (size_t i = 0; i < v->n; i++)
        for (size_t k = 0; k < v->v[i].n_terms; k++)
            often[v->v[i].terms[k]]++;
    for (size_t i = 0; i < v->n && i < 3; i++)
        for (size_t k = 0; k < v->v[i].n_terms; k++)
            lead[n_lead++] = v->v[i].terms[k];
    n_lead = terms_distinct(lead, n_lead);
    if (title.n)
        read_words(a, l, lang, &head);
    else if (v->n)
        head = v->v[0];
    for (size_t i = 0; i < v->n; i++) {
        struct sentence *s = &v->v[i];
        float sum = 0;
        for (size_t k = 0; k < s->n_terms; k++) {
            unsigned flags = lexicon_flags(l, s->terms[k]);
            sum += log2f(often[s->terms[k]]) * (flags & TERM_COMMON ? 0.5f : 1);
        }
        s->f[F_CENTRAL] = s->n_terms ? sum / (float)s->n_terms : 0;
        s->f[F_WEIGHT] = s->n_terms ? sum / sqrtf((float)s->n_terms) / 4 : 0;
        s->f[F_TITLE] = head.n_terms
                            ? (float)terms_common(s->terms, s->n_terms, head.terms, head.n_terms) / (float)head.n_terms
                            : 0;
        s->f[F_LEAD] = s->n_terms ? (float)terms_common(s->terms, s->n_terms, lead, n_lead) / (float)s->n_terms : 0;
    }
}

void features_read(struct arena *a, struct lexicon *l, struct str title, struct str text, struct str lang,
                   struct sentence_list *out)
{
    struct strs all = {0};
    sentences(a, text, lang, &all);
    for (size_t i = 0; i < all.n && i < MOST_SENTENCES; i++) {
        struct sentence *s = vec_push(a, out);
        s->s = all.v[i];
        s->position = i;
        s->opens_paragraph =
            i == 0 || memchr(all.v[i - 1].s + all.v[i - 1].n, '\n', (size_t)(s->s.s - all.v[i - 1].s) - all.v[i - 1].n);
        read_words(a, l, lang, s);
    }
    for (size_t i = 0; i < out->n; i++) {
        if (i < CUED_SENTENCES)
            cue_features(lang, &out->v[i]);
        place_features(&out->v[i], out->n);
    }
    word_features(a, l, lang, title, out);
}
