/* help.h: a store in a folder of its own, and editions to try things on. */
#ifndef TEST_STORE_HELP_H
#define TEST_STORE_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h> /* wants the four above */

#include "store/internal.h"
#include "store/store.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOW 1753952820

struct place {
    char dir[64], db[96];
};

static inline void place_make(struct place *p)
{
    snprintf(p->dir, sizeof p->dir, "/tmp/bulletin-store-XXXXXX");
    assert_non_null(mkdtemp(p->dir));
    snprintf(p->db, sizeof p->db, "%s/bulletin.db", p->dir);
}

static inline void place_end(struct place *p)
{
    char cmd[128];
    snprintf(cmd, sizeof cmd, "rm -rf %s", p->dir);
    assert_int_equal(system(cmd), 0);
}

#define ok(call)                                           \
    do {                                                   \
        struct err e_ = {0}, *e = &e_;                     \
        if ((call) < 0)                                    \
            fail_msg("%s: %d %s", #call, e_.code, e_.msg); \
    } while (0)

static inline struct store *must_open(const struct place *p)
{
    struct store *s = NULL;
    ok(store_open(p->db, STORE_WRITE, &s, e));
    return s;
}

static inline struct recipient reader(struct arena *a, int i)
{
    struct recipient r = {
        .address = str_fmt(a, "reader%d@example.org", i), .name = str_fmt(a, "Reader %d", i), .cohort = str_lit("")};
    r.key = r.address;
    return r;
}

static inline void freeze(struct store *s, const char *edition, int n)
{
    struct arena a = {0};
    struct freezing *z = NULL;
    struct freeze f = {.edition = str_c(edition),
                       .digest = str_lit("morning"),
                       .list = str_lit("daily"),
                       .subject = str_lit("News"),
                       .json = str_lit("{}"),
                       .now = NOW};
    struct mold m = {.key = str_lit("")};
    ok(ledger_freeze_begin(s, &f, &z, e));
    ok(ledger_freeze_mold(z, &m, e));
    for (int i = 0; i < n; i++) {
        struct recipient r = reader(&a, i);
        ok(ledger_freeze_recipient(z, &r, (struct str){0}, e));
    }
    ok(ledger_freeze_end(z, true, e));
    arena_end(&a);
}

/* A place of its own whose store has an edition for n readers, at NOW. */
static inline struct store *place_frozen(struct place *p, const char *edition, int n)
{
    place_make(p);
    clock_fix(NOW);
    struct store *s = must_open(p);
    freeze(s, edition, n);
    return s;
}

static inline int64_t sum(const struct tally *t)
{
    return t->queued + t->sending + t->sent + t->deferred + t->failed + t->skipped + t->in_doubt;
}

/* L8 */
static inline struct tally must_close(struct store *s, const char *edition)
{
    struct tally kept = {0}, counted = {0};
    ok(ledger_tally(s, str_c(edition), &kept, e));
    ok(ledger_recount(s, str_c(edition), &counted, e));
    assert_memory_equal(&kept, &counted, sizeof kept);
    assert_int_equal(sum(&kept), kept.audience);
    return kept;
}

static inline struct run *must_run(struct store *s, const struct place *p, const char *edition,
                                   enum doubt_policy policy, int64_t now)
{
    struct run *r = NULL;
    ok(ledger_run_open(s, str_c(edition), p->dir, policy, now, &r, e));
    return r;
}

static inline void record(struct run *r, int64_t row, enum delivery_state state, int64_t next_try, int64_t now)
{
    struct outcome o = {.row = row, .state = state, .next_try = next_try};
    if (state == DELIVERY_SENT)
        o.reply = (struct reply){250, str_lit("2.0.0"), str_lit("queued"), str_lit("relay.example:25")};
    if (state == DELIVERY_DEFERRED)
        o.reply = (struct reply){451, str_lit("4.7.1"), str_lit("later"), str_lit("relay.example:25")};
    ok(ledger_record(r, &o, 1, now, e));
}

#endif
