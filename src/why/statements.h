/* statements.h: which sentence of one report says what a sentence of another says, whatever its words, and which values
 * the two give differently. Private to why. English only.
 *
 * Two sentences are a pair when each is the other article's best answer to it among those with a value of the kind:
 * they share words that are rare in the story, by concept (values.h), enough of both, and none that sets them apart
 * (first and second half, expected and final). Twins go on word by word: what stands between the same words is the same
 * thing. */
#ifndef WHY_STATEMENTS_H
#define WHY_STATEMENTS_H

#include "why/values.h"

struct statement {
    size_t article, sentence; /* indices into the story's articles, the article's sentences */
    struct str quote;
    struct tokens t;
    struct values values;
    uint32_t *terms; /* concepts, each once, rising */
    size_t n_terms;
    double total;   /* the weights of its terms */
    bool elsewhere; /* names a day or a year far from the dateline */
};
VEC(statement_list, struct statement);

enum { STATEMENT_ARTICLES = 12, STATEMENT_BEST = 8 };

struct statements {
    struct arena *a;
    struct lexicon *l;
    struct concepts concepts;
    const struct story *story;
    struct statement_list list; /* by article and sentence */
    double *weights;            /* by term */
    uint32_t *common;           /* by term: the most statements of one article that have it */
    size_t terms;
    size_t begin[STATEMENT_ARTICLES + 1]; /* by article: its first statement */
    size_t checks, pairings, settlings;   /* spent */
    /* by statement and article: the statements most like it, the first the most; STR_NONE */
    size_t (*best)[STATEMENT_ARTICLES][STATEMENT_BEST];
};

struct likeness {
    double shared, smaller, larger; /* weights; the latter two of the statements as a whole */
    size_t telling;                 /* shared terms that are not everyday vocabulary */
    size_t rare;                    /* those of them that each article has once at most */
};
struct likeness statements_compare(const struct statements *s, const struct statement *x, const struct statement *y);

void statements_read(struct arena *a, struct lexicon *l, const struct story *s, struct statements *out);

/* One value told differently. x and y are in different articles, x's the earlier in the story's order. */
struct contrast {
    const struct statement *x, *y;
    const struct value *v, *w;
    bool twin; /* the same sentence but for a few words */
};
VEC(contrasts, struct contrast);
/* In the order of the articles; nothing that either article knows better elsewhere. */
void statements_contrasts(struct statements *s, struct contrasts *out);

#endif
