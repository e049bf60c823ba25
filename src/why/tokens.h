/* tokens.h: a sentence as words with their small-letter form, number and what parts them. Private to why. */
#ifndef WHY_TOKENS_H
#define WHY_TOKENS_H

#include "base/words.h"

enum gap {
    GAP_SPACE,
    GAP_HYPHEN,
    GAP_COMMA,
    GAP_DOT,
    GAP_OTHER
}; /* what stands between a word and the one before it */

struct token {
    struct word w;
    struct str low; /* small letters; empty when longer than 31 bytes */
    uint32_t term;
    unsigned flags; /* TERM_... */
    enum gap gap;
    bool possessive; /* 's follows */
    bool quoted;     /* inside quotation marks */
    bool name;       /* a capital that is not owed to the sentence's beginning or to grammar */
    double number;   /* digits or number word; NAN otherwise */
};
struct tokens {
    struct str s; /* the sentence */
    struct token *v;
    size_t n;
};

/* At most 120 words; the sentence itself is not copied. */
void tokens_read(struct arena *a, struct lexicon *l, struct str lang, struct str sentence, struct tokens *out);

static inline bool word_in(const char *list, struct str low)
{
    return str_listed(list, low);
}
bool token_is(const struct tokens *t, size_t i, const char *low);  /* false beyond the end */
bool token_in(const struct tokens *t, size_t i, const char *list); /* false beyond the end */
/* The bytes right before and right behind word i, within the sentence. */
bool token_after(const struct tokens *t, size_t i, const char *bytes);
bool token_before(const struct tokens *t, size_t i, const char *bytes);
/* From the beginning of word i to the end of word k, as it stands in the sentence. */
struct str tokens_span(const struct tokens *t, size_t i, size_t k);

#endif
