/* values.h: every figure, day, hour, and name of a sentence that two reports may give differently. Private to why.
 * English only. What a value is of is not asked here: statements.h finds the other report's sentence on the same
 * thing. */
#ifndef WHY_VALUES_H
#define WHY_VALUES_H

#include "why/facts.h"

enum value_kind {
    VALUE_NUMBER, /* of things: unit is the noun's concept, TERM_NONE for none */
    VALUE_MONEY,  /* unit: the currency's number */
    VALUE_SHARE,  /* percent; a quarter is 25 */
    VALUE_DAY,    /* days since 1970 */
    VALUE_YEAR,
    VALUE_CLOCK,   /* minutes; unit: 0 or the zone's number */
    VALUE_SPAN,    /* seconds */
    VALUE_LENGTH,  /* metres */
    VALUE_HEAT,    /* degrees Celsius */
    VALUE_TALLY,   /* votes, scores: low and second */
    VALUE_ORDINAL, /* unit as for numbers */
    VALUE_AGE,
    VALUE_PLACE,  /* a name behind "in", "near" */
    VALUE_HOLDER, /* a name behind "Minister" */
    VALUE_NAME,   /* any other */
};

struct value {
    enum value_kind kind;
    size_t from, to; /* words */
    uint32_t unit;
    uint32_t of; /* VALUE_SHARE: what it is of; TERM_NONE */
    double low, high, second;
    bool vague, relative;
    bool more;        /* VALUE_NUMBER: in addition to others */
    bool both_scales; /* VALUE_HEAT: plain degrees may be of either */
    size_t noun;      /* VALUE_NUMBER: the word that is counted; STR_NONE */
    int fate;         /* VALUE_NUMBER: of people killed, injured ...; -1 */
    uint32_t settled; /* articles, a bit each, that give the same value of the same thing */
    struct str shown; /* as readers see it: signs included */
};
VEC(values, struct value);

/* Concepts: "company", "firm" and "group" are one word to statements.h. By term of the lexicon. */
struct concepts {
    struct lexicon *l;
    uint32_t *of; /* by term: the term that stands for the group */
    size_t n;
    uint32_t people;
};
void concepts_read(struct arena *a, struct lexicon *l, struct concepts *out);
uint32_t concept_of(const struct concepts *c, uint32_t term);

/* The number at word i, scale and unit not yet read. */
struct figure {
    double v;
    size_t to;       /* the last word */
    struct str tail; /* "m", "km", "c": glued to the figure; unknown: none */
    bool word;       /* written out */
};
bool figure_at(const struct tokens *t, size_t i, struct figure *f);
/* Does word i stand right behind the one before it, with nothing but a space or a hyphen between? */
bool words_joined(const struct tokens *t, size_t i);
/* "2.4bn", "25C", "100km", "7pm": the figures at the beginning, and what follows them. */
bool figure_glued(const struct token *x, double *v, struct str *tail);
bool value_number(const struct tokens *t, size_t i, const struct concepts *c, struct value *v);
struct str value_with_signs(const struct tokens *t, const struct value *v); /* "$5", "5%": as readers see it */
bool value_clock(const struct tokens *t, size_t i, struct value *v);
bool value_name(const struct tokens *t, size_t i, struct value *v);

/* In the order of the sentence; they do not overlap. */
void values_read(const struct reading *r, const struct concepts *c, struct values *out);
bool values_agree(const struct value *x, const struct value *y);
/* May they be held against each other: kind, unit and fate. */
bool values_alike(const struct value *x, const struct value *y);
/* The same, but what is counted may go by two names: "services", "trains". */
bool values_akin(const struct value *x, const struct value *y);

#endif
