/* run.h: the pipeline, where the stages meet. Read run.c first: an edition is chosen, planned, molded, frozen,
 * delivered. */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include "cli/newsroom.h"
#include "compose/compose.h"
#include "render/render.h"
#include "select/select.h"
#include "send/send.h"

struct example {
    const struct cohort *cohort;
    struct recipient recipient;
};
VEC(examples, struct example);

/* One edition on its way through the house. Readers pass by, list order, and are not kept: a list may be larger than
 * memory. */
struct issue {
    struct newsroom *n;
    const struct digest *digest;
    struct str id;        /* "morning-2025-07-31" */
    int64_t moment;       /* the scheduled moment, or now */
    struct topics topics; /* the digest's, in its order */
    struct edition edition;
    const struct articles *articles; /* what it was chosen from */
    struct strs left_out;            /* reasons of stories that are not in */
    bool planned;                    /* it came from a plan file */
    bool may_ask;                    /* a model, when one is configured; else only what it said before is used */
    struct census *census;           /* of the readers; issue_readers */
    struct cohort_refs cohorts;      /* theirs, by key */
    size_t readers, to_mail;         /* on the list; of them, who will get a mail */
    struct examples examples;        /* the first three who will, and the first of every cohort, in the list's order */
    struct mail_settings mail;
    struct family *family;
};

/* Which edition: that of the day of `moment`, which is now, or for `run` when it was due. */
int issue_open(struct newsroom *n, const struct digest *d, int64_t moment, struct issue *out, struct err *e);
/* The digest named by the first word, today's edition, folders and lists taken in: compose, preview, lint are this. */
typedef int issue_fn(struct issue *is, const struct args *a, struct err *e);
int with_issue(struct newsroom *n, issue_fn *fn, const struct args *a, struct err *e);
struct str issue_plan_path(const struct issue *is);
/* -1: there is nothing to `do`, and why: a plan from which everything was taken, or nothing new. */
int issue_none(const struct issue *is, const char *what, struct err *e);
void issue_look_over(struct issue *is); /* findings about its articles and the topics' rules (desk.c) */
/* Stories of everything stored since a moment, with topics, rank, why and differences: what `stories` prints. window,
 * seconds: a story counts half as much with every half of it that passes. */
int stories_since(struct newsroom *n, const struct topics *topics, int64_t since, int64_t window, bool judge_all,
                  struct articles *articles, struct stories *out, struct err *e);
int issue_compose(struct issue *is, struct err *e);                   /* from the store, whatever plan there is */
int issue_load(struct issue *is, struct err *e);                      /* the plan if there is one, else composed */
int issue_plan_edited(struct issue *is, bool *edited, struct err *e); /* there is one, and not as we wrote it */
int issue_write_plan(struct issue *is, struct err *e);
int issue_readers(struct issue *is, struct err *e); /* cohorts, counts, examples */
/* Everybody on the list, with the cohort they are in now; both live as in store_each_subscriber. */
typedef int issue_reader_fn(void *ctx, const struct subscriber *s, struct cohort *c, struct err *e);
int issue_each_reader(struct issue *is, issue_reader_fn *fn, void *ctx, struct err *e);
/* 1: found; 0: not on the list; -1 and e. */
int issue_reader(struct issue *is, struct str address_key, struct subscriber *out, struct cohort **c, struct err *e);
void issue_pictures(struct issue *is);             /* pictures.c: those that travel in the mail */
int issue_family(struct issue *is, struct err *e); /* mail settings and templates: errors stop before any mail */
/* The cohort's mail, in `a`; settles its subject and preheader, which stay. */
int issue_mold(struct issue *is, struct arena *a, struct cohort *c, struct mold *out, struct err *e);
int issue_freeze(struct issue *is, struct err *e);
/* Prepares, freezes and delivers; a: the options of `send`, NULL for cron. */
int issue_send(struct issue *is, const struct args *a, struct err *e);
/* Delivers what the ledger holds of a frozen edition; prints progress. Returns an exit code or -1. */
int deliver(struct newsroom *n, struct str edition, struct err *e);
bool stopped(void); /* a signal has asked for an end */

/* sending.c: what the configuration says about sending this digest. Relays get their passwords, DKIM its keys. */
int sending_options(struct newsroom *n, const struct digest *d, const struct mail_settings *mail,
                    struct send_options *o, struct err *e);

/* send_relays: the relays of the newsroom with their passwords read. */
int newsroom_relays(struct newsroom *n, struct err *e);
/* A copy in `a`. */
struct recipient recipient_of(struct arena *a, const struct subscriber *s, const struct cohort *c);

/* status.c */
struct str sums_in_words(struct arena *a, struct str edition, const struct tally *t); /* a line or two */
/* A JSON line; closes: NULL, "yes", "no" */
void print_status(const struct frozen *f, const struct tally *t, const char *closes);

/* mail_settings.c */
int mail_settings_from(struct newsroom *n, const struct digest *d, struct mail_settings *out, struct err *e);
struct str mail_settings_json(struct arena *a, const struct mail_settings *m); /* without keys */
int mail_settings_parse(struct arena *a, struct str json, const struct token_keys *keys, struct mail_settings *out,
                        struct err *e);

/* template_files.c: shipped files of a family, overridden by the newsroom's own. */
int template_files_load(struct newsroom *n, struct str family, struct template_files *out, struct err *e);

#endif
