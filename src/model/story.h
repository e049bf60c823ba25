/* story.h: one event, as told by one or more outlets. */
#ifndef MODEL_STORY_H
#define MODEL_STORY_H

#include "model/article.h"

struct claim {
    struct str outlet, value;
    struct str quote; /* the sentence, an exact substring of the article's text (or the dateline) */
};
VEC(claims, struct claim);

/* What is in question. Only number, office and those with a subject of their own keep words of the source. */
enum differ_kind {
    DIFFER_OTHER, /* about says it all */
    DIFFER_DATE,
    DIFFER_TIME,
    DIFFER_YEAR,
    DIFFER_PLACE,
    DIFFER_OFFICE,
    DIFFER_AGE,
    DIFFER_KILLED,
    DIFFER_INJURED,
    DIFFER_MISSING,
    DIFFER_ARRESTED,
    DIFFER_NUMBER,
    DIFFER_AMOUNT,
    DIFFER_SHARE,
    DIFFER_DURATION,
    DIFFER_DISTANCE,
    DIFFER_TEMPERATURE,
    DIFFER_RESULT,
    DIFFER_RANK,
    DIFFER_KINDS
};
const char *differ_kind_name(enum differ_kind k); /* "date"; other: "" */

struct differ {
    enum differ_kind kind;
    struct str subject; /* of what, of whom: "call", "Maria Lopez", "passengers"; unknown: none */
    struct str about;   /* both in English words: "Date of the call", "South Korea's defense minister" */
    struct claims claims;
};
VEC(differs, struct differ);

/* A reader who had an earlier version: what they get instead. */
struct story;
struct story_version {
    int64_t edition, no;      /* the bit no of that edition's mails says who had it; no -1: every mail had it */
    const struct story *form; /* NULL: nothing, since nothing is new to them */
};
VEC(story_versions, struct story_version);

struct story {
    struct str id; /* the id of the article that was there first: stays when the story grows */
    struct str headline, url;
    struct str topic; /* key of the section it belongs to; set by compose */
    double score;     /* the product of: */
    struct {
        double freshness, outlet, coverage, fit, editor;
    } rank;
    const struct article *lead;
    struct article_refs articles; /* the lead first, then by published, outlet, id */
    struct strs why;
    enum why_from why_from;
    struct str why_outlet; /* whose words the bullets are */
    struct strs by_model;  /* a model's sentences, among `why` or not: a plan is told by them whose words it holds */
    struct differs differs;
    /* set when the edition is composed */
    struct str dek;    /* at most 240 characters */
    struct str kicker; /* category, unknown when it equals the section title */
    struct str note;   /* the editor's note from the plan */
    bool pinned, is_update;
    bool accepted;                  /* the editor has seen where its sources differ */
    bool asked;                     /* in none of the digest's topics: for who follows its outlet or a word of it */
    bool is_again;                  /* sent before and nothing is new: only for readers who were not sent it */
    struct str news;                /* of an update: what is new, a sentence of an article or its headline */
    size_t no;                      /* in the edition's pool; its forms have the same */
    struct story_versions versions; /* earlier ones, the latest last */
    struct story *unseen;           /* of an update: for readers who had no version; NULL: the story itself */
    size_t minutes;                 /* to read the lead */
    struct strs reasons;            /* why it is in and where, for --explain */
};
VEC(stories, struct story);
VEC(story_refs, struct story *);

struct str story_rank_words(struct arena *a, const struct story *s); /* "freshness 0.31 x outlet 1.00 x ..." */
void story_to_json(struct buf *b, const struct story *s);            /* the contract's JSON, one line */

#endif
