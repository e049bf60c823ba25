/* parts.h: what the files of compose share: how stories become ready to print, which may be carried, and who may see a
 * CTA. */
#ifndef COMPOSE_PARTS_H
#define COMPOSE_PARTS_H

#include "base/map.h"
#include "compose/compose.h"
#include "compose/print.h"

#define NO_TOPIC ((size_t)-1)

/* story.c */
/* Whether readers of the topic want the story: its lead says so, or at least half of its articles do. */
bool story_in_topic(const struct story *s, struct str topic);
size_t story_best_topic(const struct story *s, const struct topics *topics); /* index, NO_TOPIC: in none of them */
void story_dress(struct arena *a, struct story *s, const struct topic *t);   /* headline, dek, kicker, minutes, topic */
void story_settle(struct arena *a, struct story *s); /* no sentence both in the dek and in the bullets */
size_t story_bytes(const struct story *s); /* estimate: bytes of the HTML part it takes, after transfer encoding */

/* asked.c */
/* Of stories in none of the digest's topics the best that some reader follows by outlet or word; the others get a
 * reason. */
void asked_choose(struct arena *a, const struct compose_options *o, const struct story_refs *outside,
                  struct story_refs *out, struct strs *out_reasons);
void edition_tell(struct arena *a, struct strs *out, const struct story *s, struct str why); /* why it is out */

/* fresh.c */
/* When it begins; a day without a time is a day of the newsroom's zone. */
int64_t moment_of(struct when w, struct str zone, int days_later);
struct past;
struct showing;
struct showing_refs;
struct fresh {
    const struct compose_options *o;
    struct past *past;
};
void fresh_begin(struct arena *a, struct fresh *f, const struct carried_articles *carried,
                 const struct compose_options *o);
void fresh_end(struct fresh *f);
/* May the story come? {NULL,0}: yes; else the reason why not, and when that is only that most readers have had it,
 * is_again is set. A story that comes again with news is marked and led by it. */
struct str fresh_refuse(struct arena *a, const struct fresh *f, struct story *s);
/* Does the story hold news for somebody who had that version? what: a sentence that says it, unknown when there is
 * none that can. */
bool fresh_news(struct arena *a, const struct fresh *f, const struct story *s, const struct showing *x,
                struct str *what);
enum news_kind fresh_article_news(struct arena *a, const struct fresh *f, const struct story *s,
                                  const struct article *art, const struct showing *x, struct news *out);
/* The last version that most readers of this digest had; NULL: none. */
const struct showing *fresh_last(const struct showing_refs *shown);

/* cta.c */
void cta_edition(struct arena *a, const struct compose_options *o, struct edition *ed);
/* The editor's choice and order; those that do not fit (expired, another list) stay out. */
void cta_by_keys(struct arena *a, const struct compose_options *o, const struct strs *keys, struct edition *ed);
/* One of each kind for the readers of a cohort: the lead's own first, then whose turn it is for readers with that past
 * (NULL: none). Into c->ctas, which has room for one of each kind, and c->turns. */
struct history;
void cta_cohort(struct arena *a, const struct edition *ed, const struct history *h, struct cohort *c);

/* edition.c */
void edition_head(const struct compose_options *o, struct edition *ed); /* everything but stories and CTAs */
/* The digest's; one for all when it has none. */
const struct topics *edition_topics(struct arena *a, const struct compose_options *o);
/* Of the newsroom's, for a story in none of the digest's; one for all that are in none. */
const struct topic *edition_other_topic(struct arena *a, const struct compose_options *o, const struct story *s);
void section_lead_first(struct sections *sections); /* a pinned story leads, and its section with it */
size_t edition_cap(const struct compose_options *o);
size_t edition_per_topic(const struct compose_options *o);

#endif
