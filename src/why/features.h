/* features.h: what can be seen of a sentence that speaks for or against quoting it. Private to why. */
#ifndef WHY_FEATURES_H
#define WHY_FEATURES_H

#include "base/words.h"

enum feature {
    F_FIRST,     /* opens the article */
    F_EARLY,     /* 1 / (1 + how many sentences stand before) */
    F_HEAD,      /* among the first ten: 1 at the top, falling to 0 */
    F_LATE,      /* position as a share of the article */
    F_SHORT,     /* fewer than 10 words: how many fewer, as a share */
    F_LONG,      /* more than 28 words: how many more, as a share */
    F_CENTRAL,   /* mean frequency of its words in the article */
    F_WEIGHT,    /* sum of the frequencies of its words, damped by its length */
    F_TITLE,     /* share of the title's words (without a title: of the first sentence's) */
    F_LEAD,      /* share of its words that the first three sentences use */
    F_NAMES,     /* capitalized words inside, per word */
    F_NUMBERS,   /* numbers, up to 3 */
    F_EFFECT,    /* words of consequence: could, will, first since, ban, deadline ... up to 3 */
    F_CAUSE,     /* words of reason: because, due, amid, in response ... up to 2 */
    F_QUOTE,     /* quotation marks */
    F_SAYS,      /* somebody says it */
    F_DANGLING,  /* begins with a pronoun or a pointer back */
    F_LINK,      /* begins with a link to what stands before: but, however, also */
    F_QUESTION,  /* asks or exclaims */
    F_PARAGRAPH, /* opens a paragraph */
    F_PERSONAL,  /* I, we, you: somebody's voice */
    F_REASON,    /* gives a reason outright: 1 at the top, a half at the sixth sentence */
    FEATURES
};

struct sentence {
    struct str s;    /* slice of the text */
    size_t position; /* among all sentences of the article */
    bool opens_paragraph;
    size_t words;
    uint32_t *terms; /* its content stems, each once, rising */
    size_t n_terms;
    float f[FEATURES];
};
VEC(sentence_list, struct sentence);

/* All sentences of a body (at most 400), with features. The lexicon is the caller's, so that terms can be compared. */
void features_read(struct arena *a, struct lexicon *l, struct str title, struct str text, struct str lang,
                   struct sentence_list *out);

#endif
