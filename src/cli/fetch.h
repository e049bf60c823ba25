/* fetch.h: how the newsroom's feeds and pages are read. newsroom_fetch (newsroom.h) is the way in.
 *
 *     fetch.c        which sources are due, asking them, what their answers mean
 *     fetch_due.c    when a source is asked again
 *     fetch_keep.c   entries of a feed become articles, each once, whichever link led to it
 *     fetch_pages.c  full_text: new entries are followed to their pages
 *
 * Answers are read in batches: all cores parse the bodies, and one transaction keeps articles, entries and the states
 * of the sources together, in the order of the file, so that a crash forgets an answer whole or not at all. */
#ifndef CLI_FETCH_H
#define CLI_FETCH_H

#include "cli/newsroom.h"

enum fetch_end { FETCH_WAITING, FETCH_UNCHANGED, FETCH_READ, FETCH_FAILED, FETCH_GONE };
const char *fetch_end_name(enum fetch_end end); /* "waiting" "unchanged" "read" "failed" "gone" */

struct fetched { /* one configured feed or page on its way */
    const struct source *source;
    struct str link; /* as configured */
    struct source_state state;
    struct str reading;    /* what `state.reading` should be with today's configuration */
    struct str moved;      /* where it moved for good, when that was learned just now */
    struct articles found; /* lives as long as the batch */
    enum fetch_end end;
    size_t sums[3]; /* by enum put_result */
    size_t pages, pages_failed;
};

struct fetching {
    struct newsroom *n;
    int64_t now;
    struct str user_agent;
    struct fetched *v; /* every configured feed and page that was wanted, in the order of the file */
    size_t count;
    size_t temporary, bad; /* sources that failed, by kind */
};

int fetch_all(struct newsroom *n, const struct strs *only, struct fetching *out, struct err *e);  /* exit code, or -1 */
int fetch_load(struct newsroom *n, const struct strs *only, struct fetching *out, struct err *e); /* only the states */
void fetch_print_json(struct fetching *f);

/* A finding at the source's line in bulletin.yaml that names outlet and URL. */
void fetch_finding(struct fetching *f, const struct fetched *x, enum severity severity, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* May allow_private be used for this URL? Only towards the host and port that the configuration names. */
bool fetch_private(struct arena *a, const struct fetched *x, struct str url);

/* fetch_due.c */
int64_t fetch_due_at(const struct source_state *s, int64_t every);
bool fetch_is_due(const struct source_state *s, int64_t every, int64_t now);
/* `hint`: seconds it stays fresh; 0: not said. */
void fetch_succeeded(struct source_state *s, int64_t every, int64_t hint, int64_t now);
void fetch_failed(struct source_state *s, int64_t every, bool passing, int64_t retry_after, int64_t now);

bool fetch_same_site(struct arena *a, struct str url, struct str other); /* one host is the other, or a part of it */

/* fetch_keep.c: inside a store_batch; x->state.id is set. */
int fetch_keep(struct fetching *f, struct arena *a, struct fetched *x, struct err *e);

/* fetch_pages.c */
int fetch_pages(struct fetching *f, struct err *e);

/* A line on the terminal while transfers run. */
struct fetch_meter {
    const struct cli *cli;
    const char *what; /* "sources", "pages" */
    size_t before, all;
};
void fetch_meter_draw(void *meter, size_t done, size_t all);
void fetch_meter_clear(const struct cli *c);

#endif
