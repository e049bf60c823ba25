/* seen.h: what readers have been sent. Included by store.h; model/memory.h says what a memory is.
 *
 * Freezing writes down what is in every cohort's mail; the ledger says who got it. store_remember takes new deliveries
 * over into one memory a reader, by address and not by list, so that digests know of each other. Only what was sent, or
 * may have been (in doubt), counts: who was skipped or failed has seen nothing. */
#ifndef STORE_SEEN_H
#define STORE_SEEN_H

#include "model/memory.h"
#include "store/ledger.h"

/* While freezing, after the cohort's mold. no: from 0; bits: model's, of the stories in the mail. */
struct frozen_mail {
    struct str cohort;
    struct str stories, updates; /* bit no % 8 of byte no / 8 */
    struct str ctas;             /* cta_turns_text */
};
int ledger_freeze_story(struct freezing *z, size_t no, struct str story, struct str headline, bool again,
                        struct err *e);
int ledger_freeze_mail(struct freezing *z, const struct frozen_mail *m, struct err *e);
int store_cta_id(struct store *s, struct str key, bool make, int64_t *id,
                 struct err *e); /* 0: never shown, and not made */

/* Deliveries since the last time into memories: an upsert for each, and nothing when there are none. Mails older than
 * 60 days are forgotten, counts of calls to action are not. */
enum { MEMORY_DAYS = 60 };
int store_remember(struct store *s, int64_t now, struct err *e);
int store_memory(struct store *s, struct arena *a, int64_t id, struct str *text, struct err *e); /* 1, 0 no such, -1 */

/* What was carried since a moment, by any digest: articles, oldest edition first. */
struct carried {
    struct str article, story, edition, digest;
    struct str print;   /* NULL: not known */
    int64_t number, at; /* of the edition; when it was frozen */
    int64_t no;         /* of the story in it; -1: not known */
    bool again;         /* it was only for readers who had not been sent it before */
    bool most;          /* most of those who were to get the edition have got it, or will: it is on its way */
};
VEC(carrieds, struct carried);
int store_carried(struct store *s, struct arena *a, int64_t since, struct carrieds *out, struct err *e);

struct past_mail {
    int64_t edition, cohort;
    struct str stories; /* bits */
};
VEC(past_mails, struct past_mail);
int store_past_mails(struct store *s, struct arena *a, int64_t since, struct past_mails *out, struct err *e);

/* One reader's memory as people read it: straight from the ledger, newest first. */
struct seen_story {
    struct str id, headline;
    bool update;
};
VEC(seen_stories, struct seen_story);
struct seen_edition {
    struct str edition, digest;
    enum delivery_state state;
    int64_t at; /* when it was delivered */
    struct seen_stories stories;
    struct strs ctas;
};
VEC(seen_editions, struct seen_edition);
/* known: the address is on a list or in the ledger. */
int store_seen(struct store *s, struct arena *a, struct str address_key, bool *known, struct seen_editions *out,
               struct err *e);

/* How many readers have which memory (unknown text: none yet): of everybody, or of the active ones of some lists. */
struct memory_count {
    struct str text;
    int64_t readers;
};
VEC(memory_counts, struct memory_count);
int store_memory_counts(struct store *s, struct arena *a, const struct strs *lists, struct memory_counts *out,
                        struct err *e);
struct shown_cta {
    int64_t id;
    struct str key;
};
VEC(shown_ctas, struct shown_cta);
int store_ctas(struct store *s, struct arena *a, struct shown_ctas *out,
               struct err *e); /* every one that was ever in a mail */

#endif
