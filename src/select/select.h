/* select.h: which stories there are, and what they are about. Pure: data in, data out. */
#ifndef SELECT_SELECT_H
#define SELECT_SELECT_H

#include "model/edition.h"

/* Topics of every article by rule: an article is in a topic when the editor says so (article.topics), or one of its
 * categories or tags is one of the topic's, or its words match (any, all, none). Adds to article.topics in the order of
 * `topics`. */
void select_topics(struct arena *a, const struct topics *topics, struct articles *articles);
/* One sentence per rule that decided: why the article is, or is not, in the topic. */
void select_explain_topic(struct arena *a, const struct topic *t, const struct article *art, struct strs *out);

/* How much the article is about each topic it is in by the rules, best first. */
struct topic_fit {
    struct str topic;
    double fit; /* 0 to 1 */
};
VEC(topic_fits, struct topic_fit);
void select_topic_fits(struct arena *a, const struct topics *topics, const struct article *art, struct topic_fits *out);

/* Topics by example, beside the rules: naive Bayes over the stems of what an editor has filed under each. `others` (may
 * be NULL) are articles nobody has filed, at most 2,000 are used: what they have in common with the examples makes a
 * few examples go further. The model lives in the arena; examples of at least two topics are needed, else NULL. */
struct topic_example {
    struct str topic;
    const struct article *article;
};
VEC(topic_examples, struct topic_example);
struct topic_model;
struct topic_model *select_learn(struct arena *a, const struct topic_examples *examples,
                                 const struct article_refs *others);
/* The learned topics with their shares of belief, best first; what is missing to 1 is "none of these". */
void select_learned_fits(struct arena *a, const struct topic_model *m, const struct article *art,
                         struct topic_fits *out);
/* Adds the topic the model is sure of, where rules and editor gave the article none. */
void select_topics_learned(struct arena *a, const struct topic_model *m, struct articles *articles);
/* A sentence for one topic that was learned: the belief, and the article's words that speak for it. The article has
 * what rules and editor gave it (select_topics). False, and no sentence, when the topic has no examples. */
bool select_explain_learned(struct arena *a, const struct topic_model *m, struct str topic, const struct article *art,
                            struct strs *out);

struct cluster_options {
    int64_t window;                      /* seconds between articles of one story; 0: 3 days */
    double threshold;                    /* 0: the measured default */
    const struct outlet_weight *weights; /* may be NULL */
    size_t n_weights;
};
struct outlet_weight {
    struct str outlet;
    double weight;
};
/* Articles on one event become one story. Deterministic: the order of the input does not matter. The lead is chosen by
 * rule (own bullets, length, outlet weight, earliest, id). Stories come ordered by the lead's time, newest first, then
 * id. */
void select_stories(struct arena *a, const struct articles *articles, const struct cluster_options *o,
                    struct stories *out);

struct rank_options {
    int64_t now, window;
    const struct outlet_weight *weights;
    size_t n_weights;
};
/* score = freshness x outlet weight x coverage x topic fit x editor's weight; sorts best first, ties by id. */
void select_rank(const struct topics *topics, const struct rank_options *o, struct stories *stories);

#endif
