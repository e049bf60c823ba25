/* store.h: what survives: articles, subscribers, editions, in one SQLite file (WAL, synchronous=EXTRA, foreign keys
 * on).
 *
 * A store is opened by one process at a time for writing articles; several may send (see ledger.h). Schema versions go
 * forward by numbered migrations (schema/NNN-*.sql, compiled in); a database from a newer program is refused
 * (EX_CONFIG). */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "model/article.h"
#include "model/edition.h"
#include "model/subscriber.h"

struct store;

/* READ never creates, migrates or writes; EX_NOINPUT: nothing was ever stored. FILL is WRITE where store_batch_large is
 * what comes first: a new store is made ready for that. */
enum store_mode { STORE_WRITE, STORE_FILL, STORE_READ };
int store_open(const char *path, enum store_mode mode, struct store **out, struct err *e);
/* The same database once more, for another thread: each uses a store of its own. It keeps little in memory. */
int store_again(struct store *s, struct store **out, struct err *e);
void store_close(struct store *s);
int store_backup(struct store *s, const char *to, struct err *e); /* online, consistent, also while a send runs */

/* Many small writes (articles of a feed, addresses of a mailbox) in one transaction, durable together at the end. When
 * one of them fails the batch is ended with commit false, which undoes them all. Nothing of ledger.h may be called
 * between the two. */
int store_batch(struct store *s, struct err *e);
/* The same for megabytes of new articles, in a third less time; for as long as it lasts readers wait as well, so keep
 * it short. When other programs have the store open, or nothing turns out to be new, it is a batch like any other. */
int store_batch_large(struct store *s, struct err *e);
int store_batch_end(struct store *s, bool commit, struct err *e);

/* A database sends from one host. A copy on another host, or an older one put back from a backup, is refused
 * (EX_CONFIG) until somebody adopts it. ledger_run_open asks by itself; asking earlier gives the sentence before
 * anything is prepared. */
int store_host_check(struct store *s, struct err *e);
int store_adopt(struct store *s, struct err *e);

/* articles */
enum put_result { PUT_NEW, PUT_UPDATED, PUT_SAME };
/* Upsert by id (also found by url). Updated when title, text, why or dates changed: history of titles and dates is
 * kept. */
int store_put_article(struct store *s, const struct article *art, int64_t now, enum put_result *what, struct err *e);
/* A digest of everything an article says: equal means that it says what it said before. Only for this database. */
struct str store_seal(const struct store *s, struct arena *a, const struct article *art);
struct article_query {
    int64_t since; /* published, else updated, else first seen >= since; INT64_MIN: all */
    int64_t until; /* < until; 0: no limit */
    struct str id; /* exactly this one (or a unique prefix) */
    struct str origin_prefix;
    size_t limit; /* 0: all */
    bool no_html; /* html stays unknown: it is kept apart from what choosing and composing read */
};
/* Newest first, then id. */
int store_articles(struct store *s, struct arena *a, const struct article_query *q, struct articles *out,
                   struct err *e);
int store_forget_origin(struct store *s, struct str origin, struct err *e); /* a local file that was deleted */
/* Local files: what was read last time, so that only changed ones are read again. */
int store_file_seen(struct store *s, struct str path, int64_t mtime_ns, int64_t size, bool *unchanged, struct err *e);
int store_file_mark(struct store *s, struct str path, int64_t mtime_ns, int64_t size, struct err *e);
/* Paths marked below prefix. */
int store_files(struct store *s, struct arena *a, struct str prefix, struct strs *out, struct err *e);

/* What fetching remembers (sources.c). Times are seconds, 0: never. */
struct source_state {
    int64_t id;                     /* set by store_source_put */
    struct str url;                 /* as configured: the key */
    struct str moved_to;            /* where a permanent redirect says it lives now; unknown: where it always did */
    struct str etag, last_modified; /* for the next conditional request */
    struct str body;                /* digest of the last body */
    struct str reading;             /* how it was read: when that changes, everything is read once more */
    struct str error;               /* of the last try; unknown: it was a success */
    int64_t tried_at, success_at, news_at, due_at;
    int64_t interval, ttl; /* seconds */
    /* Bit H, bit D: UTC hours and weekdays (Sunday 0) when its feed wants to be left alone. */
    uint32_t skip_hours, skip_days;
    int64_t failures; /* in a row */
    int64_t status;   /* HTTP; 0: no answer */
    bool gone;        /* 410: not asked again by itself */
};
VEC(source_states, struct source_state);
int store_sources(struct store *s, struct arena *a, struct source_states *out, struct err *e); /* by url */
int store_source_put(struct store *s, struct source_state *x, struct err *e);
/* The configuration follows a move. */
int store_source_rename(struct store *s, struct str from, struct str to, struct err *e);
int store_source_forget(struct store *s, struct str url, struct err *e); /* with its items; the articles stay */

struct source_item {    /* one entry of a feed */
    struct str key;     /* its own id, or its link */
    struct str url;     /* its link, canonical */
    struct str seal;    /* digest of what the feed said */
    struct str article; /* id of what it became; that may have been deleted since */
    bool page_due;      /* its page is still to be followed */
    int64_t page_tries;
};
VEC(source_items, struct source_item);
/* 1, 0 unknown, -1. */
int store_item(struct store *s, struct arena *a, int64_t source, struct str key, struct source_item *out,
               struct err *e);
int store_item_put(struct store *s, int64_t source, const struct source_item *x, struct err *e);
/* Page_due; newest first. */
int store_items_waiting(struct store *s, struct arena *a, int64_t source, size_t limit, struct source_items *out,
                        struct err *e);

struct found_article { /* enough to judge whether two are one */
    struct str id, url, origin, title;
    int64_t published; /* 0: unknown */
};
VEC(found_articles, struct found_article);
/* Also by links that led to it; 1, 0, -1. */
int store_find_url(struct store *s, struct arena *a, struct str url, struct found_article *out, struct err *e);
/* The article of exactly this id: 1; there is none: 0; -1 and e. */
int store_find_id(struct store *s, struct arena *a, struct str id, struct found_article *out, struct err *e);
int store_find_origin(struct store *s, struct arena *a, struct str origin, struct found_articles *out, struct err *e);
int store_forget_article(struct store *s, struct str id, struct err *e);

/* Every mark below a folder at once: ten thousand unchanged files cost one question. */
struct file_mark {
    struct str path;
    int64_t mtime_ns, size;
};
VEC(file_marks, struct file_mark);
int store_file_marks(struct store *s, struct arena *a, struct str prefix, struct file_marks *out, struct err *e);

/* subscribers: lists by name */
/* Take over the rows of one list file in one transaction. Suppression and "unsubscribed" in the store win over the
 * file: who was ever unsubscribed, bounced or complained in a list's file stays out of that list until
 * store_unsuppress, whatever a later file says. Rows gone from the file are no longer on the list. Of two rows with one
 * key the first counts. */
int store_sync_list(struct store *s, struct str list, const struct subscribers *rows, int64_t now, struct err *e);
/* The same for lists of any length: everybody once, in the order of address keys. Until the end nothing is changed for
 * others. */
struct store_sync;
struct store_sync *store_sync_begin(struct store *s, struct str list, int64_t now, struct err *e); /* NULL and e */
int store_sync_row(struct store_sync *y, const struct subscriber *x, struct err *e);
/* `keep`: the new rows become the list; else it stays as it was. */
int store_sync_end(struct store_sync *y, bool keep, struct err *e);
int store_on_list(struct store *s, struct str list, struct str address_key, struct err *e); /* 1, 0, -1 */
/* By address key. */
int store_list(struct store *s, struct arena *a, struct str list, struct subscribers *out, struct err *e);
/* Lives for one call, texts without a NUL behind them; not 0 ends the walk. */
typedef int store_subscriber_fn(void *ctx, const struct subscriber *x);
/* The same without holding them all. */
int store_each_subscriber(struct store *s, struct str list, store_subscriber_fn *fn, void *ctx, struct err *e);
/* Entries of the list's active readers that follow an outlet or a word (model/interest.h), each once, in a stable
 * order; most: of them. */
int store_follows(struct store *s, struct arena *a, struct str list, size_t most, struct strs *out, struct err *e);
/* 1, 0 not on it, -1. */
int store_subscriber(struct store *s, struct arena *a, struct str list, struct str address_key, struct subscriber *out,
                     struct err *e);
int store_lists(struct store *s, struct arena *a, struct strs *out, struct err *e);
/* `reason`: unsubscribed, bounced, complained. */
int store_suppress(struct store *s, struct str address_key, struct str reason, int64_t now, struct err *e);
/* Unsubscribed from this list only. */
int store_leave(struct store *s, struct str list, struct str address_key, int64_t now, struct err *e);
/* From everything, also from what files said. */
int store_unsuppress(struct store *s, struct str address_key, struct err *e);
/* `reason` stays unknown when the address is not suppressed. */
int store_suppressed(struct store *s, struct arena *a, struct str address_key, struct str *reason, struct err *e);

/* What a model was asked and what it said (answers.c): key is the digest of the question. Kept for half a year. */
/* 1, 0 unknown, -1. */
int store_answer(struct store *s, struct arena *a, struct str key, struct str *text, struct err *e);
/* Newest first, at most 8. */
int store_answers_about(struct store *s, struct arena *a, struct str article, struct strs *out, struct err *e);
int store_answer_put(struct store *s, struct str key, struct str article, struct str text, int64_t now, struct err *e);

/* cron: the last period of a digest that was handled (sent, or skipped as too late) */
int store_period(struct store *s, struct str digest, int64_t *last, struct err *e); /* INT64_MIN: never */
int store_set_period(struct store *s, struct str digest, int64_t period, struct err *e);

#include "store/ledger.h"
#include "store/seen.h"
#endif
