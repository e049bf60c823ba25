/* facts.h: what an article claims that can be held against another's claim. Private to why. English only.
 *
 * Precision first: a fact is taken only where its sentence says plainly what it is about. Facts are compared when kind
 * and key are equal and their sentences speak of the same thing; they agree when some reading of both words is the
 * same. */
#ifndef WHY_FACTS_H
#define WHY_FACTS_H

#include "model/story.h"
#include "why/tokens.h"

enum fact_kind { FACT_ROLE, FACT_DATE, FACT_CLOCK, FACT_COUNT, FACT_AGE, FACT_PLACE };

struct fact {
    enum fact_kind kind;
    size_t article;        /* index into the story's articles */
    size_t sentence;       /* index into the article's sentences */
    struct str key;        /* what is claimed, normalized: "defense|south korea", "killed|people", "call" */
    enum differ_kind what; /* the same for readers, with the subject: "South Korea's defense minister" */
    struct str subject;
    struct str value;       /* as readers see it */
    struct str quote;       /* the sentence */
    bool acting;            /* FACT_ROLE */
    bool relative;          /* a date counted from the dateline: a day's tolerance */
    bool vague;             /* about, nearly, dozens */
    bool head;              /* in the first three sentences */
    bool main_event;        /* the article's title names an event of this class */
    bool tied;              /* said of the event outright: "the signing took place in ..." */
    bool lead_event;        /* FACT_DATE: the first sentence reports the event of that date as its news */
    uint64_t sums;          /* amounts: which of the fine, the damage, the price ... stand near, a bit each */
    double low, high;       /* the values that the words allow; for dates days since 1970, for clocks minutes */
    const struct tokens *t; /* the sentence's words */
    uint32_t *context;      /* content stems of the sentence less the value, each once, rising */
    size_t n_context;
};
VEC(facts, struct fact);

/* One article being read. */
struct reading {
    struct arena *a;
    struct lexicon *l;
    const struct article *article;
    size_t index; /* in the story */
    size_t sentence;
    struct str quote;
    const struct tokens *t;
    struct facts *out;
};

/* Each looks through one sentence and adds what it finds. */
void facts_roles(struct reading *r);
void facts_dates(struct reading *r);
void facts_counts(struct reading *r);
void facts_places(struct reading *r);

/* Adds a fact about words from..to of the sentence; context is filled in. */
struct fact *fact_add(struct reading *r, enum fact_kind kind, size_t from, size_t to);

/* The class of event a word names or tells: "call" for phoned, conversation; NULL when it is none. */
const char *event_class(struct str low);
/* The event word nearest to words from..to in the same clause; STR_NONE. */
size_t event_near(const struct tokens *t, size_t from, size_t to);
/* Does the article's title name an event of that class? */
bool event_in_title(const struct reading *r, const char *class);
/* "took place", "was held", "happened": between the event and words from..., so that nothing else can be meant. */
bool event_tied(const struct tokens *t, size_t event, size_t from);
/* Words that put the clause around words from..to into another time or another case: years ago, previous, average. */
bool speaks_of_other(const struct tokens *t, size_t from, size_t to);
/* Does the sentence name a day or a year far from the dateline? */
bool dated_elsewhere(const struct reading *r);

/* Index of the fate that the number in words from..to counts people of: killed, injured, missing ...; -1. */
int toll_fate(const struct tokens *t, size_t from, size_t to);
enum differ_kind fate_kind(int fate, struct str *subject); /* for readers */
/* "Date of the call" */
struct str about_words(struct arena *a, enum differ_kind kind, struct str subject);

/* A day as written, in days since 1970; low and high differ where the words leave it open. */
struct day_found {
    size_t from, to;
    double low, high;
    bool relative, explicit_year;
};
/* "January 31, 2025", "the 31st of January". */
bool day_explicit(const struct reading *r, size_t i, struct day_found *d);
bool day_relative(const struct reading *r, size_t i, struct day_found *d); /* "Friday", "yesterday": by the dateline */
bool day_is_weekday(const struct tokens *t, size_t i);

/* All facts of a story's articles, in the order of articles and sentences. */
void facts_read(struct arena *a, struct lexicon *l, const struct story *s, struct facts *out);

#endif
