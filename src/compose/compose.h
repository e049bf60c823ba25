/* compose.h: one edition: which stories in which section, calls to action, subject, preheader; its plan as text; the
 * cohorts of its readers. Pure: data in, data out; files are read and written by `cli`. */
#ifndef COMPOSE_COMPOSE_H
#define COMPOSE_COMPOSE_H

#include "model/edition.h"
#include "model/subscriber.h"

struct compose_options {
    struct str digest, edition_id;
    struct masthead masthead;
    struct str zone;
    int64_t now, window;         /* seconds; stories whose newest article is older are out */
    const struct topics *topics; /* the digest's, in its order */
    size_t max, per_topic;       /* 12, 4 */
    size_t per_outlet;           /* stories led by one outlet; 0: no cap */
    struct str subject;          /* template; default "{{lead.headline}}" */
    const struct ctas *ctas;     /* all there are */
    struct strs cta_keys;        /* the digest's own; empty: any that fits */
    struct utm utm;              /* for the links of CTAs */
    struct str list;
    int64_t number;
    bool scheduled;
    const struct strs *follows;  /* readers' entries for outlets and words, each once (model/interest.h); or NULL */
    const struct topics *others; /* the newsroom's, for stories that only such an entry asks for; may be NULL */
    size_t byte_budget;          /* of the HTML part; 0: 80,000 */
};
/* What earlier editions carried, of any digest: a row for each article. A story that most readers of this digest have
 * had stays out of it, unless something is new (an update) or somebody has not had it (compose_versions). */
struct carried_article {
    struct str id, story;
    int64_t at;       /* when that edition was frozen */
    int64_t edition;  /* 0: everybody has had it */
    int64_t no;       /* of the story in that edition's mails (model/story.h); -1: it was in every mail */
    bool elsewhere;   /* in another digest, or most readers have not had it */
    struct str print; /* compose_print of then; unknown: dates decide what is new */
};
VEC(carried_articles, struct carried_article);
/* What an article says, for telling later what another adds. */
struct str compose_print(struct arena *a, const struct article *art);

/* Ranked stories (select_rank) to an edition. Stories that are out leave a reason in `out_reasons` (may be NULL). An
 * edition without stories is not an error: sections.n is 0. */
void compose_edition(struct arena *a, struct stories *ranked, const struct carried_articles *carried,
                     const struct compose_options *o, struct edition *out, struct strs *out_reasons);

/* What is done where the sources of a story contradict each other. */
struct differs_policy {
    enum { DIFFERS_SHOW, DIFFERS_PREFER, DIFFERS_HOLD } kind;
    struct str outlet; /* DIFFERS_PREFER: whose word is taken */
};
bool compose_differs_parse(struct str s, struct differs_policy *out); /* "show", "hold", "prefer Open Wire" */
/* Takes the outlet's word where it has one, and drops the note; the outlet's article leads then. True when it did not
 * lead before. To be called before compose_plan_read for stories of a plan. */
bool compose_prefer(struct arena *a, struct story *s, struct str outlet);
/* To be called once the stories of the pool have their bullets and differences: prefers, or moves what is held into
 * ed->held. A plan that was read needs it too. */
void compose_differs(struct arena *a, const struct differs_policy *p, struct edition *ed);
/* What readers get who had an earlier version of a story: nothing, or the update. After compose_edition or
 * compose_plan_read, once bullets are settled. */
void compose_versions(struct arena *a, const struct carried_articles *carried, const struct compose_options *o,
                      struct edition *ed);

/* To be called once the stories of the pool have their bullets (why_story): a sentence taken from the article must not
 * stand both in the dek and in the bullets. compose_plan_read does it by itself. */
void compose_settle(struct arena *a, struct edition *ed);

/* The plan: YAML made to be edited by hand (order, headline, bullets, drop, pin, note), with the stories' ids. */
struct str compose_plan_text(struct arena *a, const struct edition *ed);
/* Back: the plan decides; `stories` give the content. A story the plan names that is gone is an error with file, line,
 * column (EX_DATAERR). */
int compose_plan_read(struct arena *a, struct str yaml, struct str file, struct stories *stories,
                      const struct compose_options *o, struct edition *out, struct err *e);

/* The edition for one choice of topics (empty: all), in that order, as most of its readers get it. */
void compose_cohort(struct arena *a, const struct edition *ed, const struct strs *reader_topics, struct cohort *out);
/* The cohorts of readers who pass one by one, for lists that need not fit into memory. A cohort is built when its first
 * reader comes; equal selections share one. It stays where it is, and its `readers` are the caller's to count. */
struct census;
struct mail_seen { /* of an earlier edition: which of its stories the mail of a cohort had */
    int64_t edition, cohort;
    struct str stories; /* bit no % 8 of byte no / 8 */
};
VEC(mails_seen, struct mail_seen);
/* mails may be NULL: nobody has seen anything. All three live as long as the census. */
struct census *census_begin(struct arena *a, const struct edition *ed, const struct mails_seen *mails);
/* What readers were sent before, by the number of their memory in the store (0: nothing). A memory is learned once,
 * from its text (model/memory.h). */
bool census_knows(const struct census *c, int64_t memory, size_t *history);
size_t census_learn(struct census *c, int64_t memory, struct str text);
struct cohort *census_cohort(struct census *c, const struct strs *reader_topics, size_t history);
void census_cohorts(const struct census *c, struct arena *a, struct cohort_refs *out); /* so far, by key bytewise */

/* Makes the mail of c about `bytes` smaller: its last stories become headlines, and when only one story is left, the
 * last headlines go. False: there is nothing to take away. */
bool compose_trim(struct arena *a, struct cohort *c, size_t bytes);

/* `until` includes its day, in that zone. */
enum cta_state { CTA_WAITS, CTA_RUNS, CTA_OVER };
enum cta_state cta_state(const struct cta *c, int64_t now, struct str zone);

/* A subject of 30 to 70 characters without shouting, made of `wanted`, in which the template is filled already; the
 * preheader of that mail, 40 to 140 characters that do not repeat it. */
struct str compose_subject(struct arena *a, struct str wanted, const struct cohort *c);
struct str compose_preheader(struct arena *a, struct str subject, const struct cohort *c);

#endif
