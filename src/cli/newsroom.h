/* newsroom.h: an open newsroom: its folder, configuration, store and keys. */
#ifndef CLI_NEWSROOM_H
#define CLI_NEWSROOM_H

#include "cli/cli.h"
#include "cli/config.h"
#include "ingest/ingest.h"

struct newsroom {
    struct cli *cli;
    struct arena *arena; /* the command's */
    struct str dir;
    struct str state_dir; /* DIR/.bulletin */
    struct config config;
    struct store *store;
    struct token_keys keys;
    struct topic_model *learned; /* topics by example; NULL: none */
    bool tried_learning;         /* newsroom_learned has been asked before in this run */
};

int newsroom_open(struct cli *c, enum store_mode mode, struct newsroom *out, struct err *e);
/* The same in two steps, for work between them that needs the configuration alone: find reads it, enter opens the
 * store. */
int newsroom_find(struct cli *c, struct newsroom *out, struct err *e);
int newsroom_enter(struct newsroom *n, enum store_mode mode, struct err *e);
void newsroom_close(struct newsroom *n);
/* Opens, does one thing, closes: most commands are this. take_in: read folders and lists first. */
typedef int newsroom_fn(struct newsroom *n, const struct args *a, struct err *e);
int with_newsroom(struct cli *c, enum store_mode mode, bool take_in, newsroom_fn *fn, const struct args *a,
                  struct err *e);
/* Reads the local folders and the lists into the store: only what changed since last time. Findings go to the cli's. */
int newsroom_take_in(struct newsroom *n, struct err *e);
/* One list again, after its file was changed here: what is wrong in it has been told. */
int newsroom_take_list(struct newsroom *n, struct str list, struct err *e);
/* When a page that lies in a file was as it is, for words like "2 hours ago": the file's time, or now when that is
 * still to come. */
int64_t as_of_file(int64_t mtime);
/* A list's file, or standard input ("-"), for ingest_roster and ingest_rows. */
struct list_reading {
    int fd;
    struct roster_input in;
};
int list_open(struct list_reading *r, struct str path, struct err *e);
void list_close(struct list_reading *r);
/* Reads every configured feed and page that is due, or the named ones; -1 only when nothing could be read at all. */
int newsroom_fetch(struct newsroom *n, const struct strs *only, struct err *e);
/* Topics of articles: by the editor, by rules, else as the examples teach, which are read once per run (learned.c). */
int newsroom_topics(struct newsroom *n, struct articles *articles, struct err *e);
/* NULL: no topic has examples, or too few have. */
int newsroom_learned(struct newsroom *n, const struct topic_model **out, struct err *e);
/* The calls to action of ctas/, each with the store's number; one that is wrong is a finding, and left out. */
int newsroom_ctas(struct newsroom *n, struct ctas *out, struct err *e);
/* One line with the time into .bulletin/bulletin.log. */
void newsroom_log(struct newsroom *n, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int newsroom_init_keys(struct str dir, struct err *e); /* DIR/.bulletin/keys, mode 0600 */

#endif
