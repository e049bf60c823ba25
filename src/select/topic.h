/* topic.h: topic rules made ready for many articles. Private to select.
 *
 * Words are compared as stems in the article's language. Where a word stands counts: in the title 3, in the summary or
 * among the first 150 words 2, further down 1 each; 2 are enough, so one mention in passing far down is not. */
#ifndef SELECT_TOPIC_H
#define SELECT_TOPIC_H

#include "base/words.h"
#include "select/select.h"

enum topic_verdict {
    TOPIC_BY_EDITOR,
    TOPIC_BY_CATEGORY,
    TOPIC_BY_WORDS,
    TOPIC_NO_OUTLET, /* from here on: not in the topic */
    TOPIC_NO_LANG,
    TOPIC_NO_EXCLUDED,
    TOPIC_NO_ALL,
    TOPIC_NO_WORDS,
};
struct topic_match {
    enum topic_verdict verdict;
    struct str what;          /* the category or word that decided */
    struct strs words;        /* what was found of any and all */
    size_t title, head, body; /* how often, and where */
    double fit;               /* 0 to 1: how much the article is about the topic */
};

struct topic_rules;
struct topic_rules *topic_rules_new(struct arena *a, const struct topics *topics);
void topic_rules_end(struct topic_rules *r);
/* One match per topic, in the order of the topics. The strings live in the arena. */
void topic_rules_match(struct arena *a, struct topic_rules *r, const struct article *art, struct topic_match *out);
/* Over the topics the article is in; 0 when in none. */
double topic_rules_best_fit(struct topic_rules *r, const struct article *art);

#endif
