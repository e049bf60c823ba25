/* From an issue to ledger rows: one mold per cohort, one row per reader, all in one transaction. */
#include "cli/run.h"
#include <stdlib.h>

static struct str skip_reason(const struct subscriber *s, const struct cohort *c)
{
    if (s->status != SUB_ACTIVE)
        return str_c(sub_status_name(s->status));
    return c->empty ? str_lit("nothing") : (struct str){0};
}

/* Readers come in the order of their addresses, rows go into the ledger in that of their cohorts, so that a sender
 * holds few molds at a time: readers are put on a shelf until it is full, and leave it sorted. A shelf of two megabytes
 * visits every one of a few hundred cohorts some eighty times in a million readers. */
enum { SHELF_BYTES = 2 << 20, SHELF_ROWS = 12 << 10 };

struct shelved {
    const struct cohort *cohort;
    struct str skip;
    struct recipient r;
};

struct shelf {
    struct freezing *z;
    struct arena arena; /* of what stands on it now */
    struct shelved *rows[SHELF_ROWS];
    size_t n;
};

static int by_cohort(const void *x, const void *y)
{
    const struct shelved *a = *(struct shelved *const *)x, *b = *(struct shelved *const *)y;
    int c = a->cohort == b->cohort ? 0 : str_cmp(a->cohort->key, b->cohort->key);
    return c ? c : str_cmp(a->r.key, b->r.key);
}

static int empty_shelf(struct shelf *s, struct err *e)
{
    int rc = 0;
    qsort(s->rows, s->n, sizeof *s->rows, by_cohort);
    for (size_t i = 0; rc == 0 && i < s->n; i++)
        rc = ledger_freeze_recipient(s->z, &s->rows[i]->r, s->rows[i]->skip, e);
    s->n = 0;
    arena_reset(&s->arena);
    return rc;
}

static int shelve(void *ctx, const struct subscriber *x, struct cohort *c, struct err *e)
{
    struct shelf *s = ctx;
    struct shelved *row = arena_new(&s->arena, struct shelved);
    *row = (struct shelved){c, skip_reason(x, c), recipient_of(&s->arena, x, c)};
    s->rows[s->n++] = row;
    return s->n < SHELF_ROWS && s->arena.used < SHELF_BYTES ? 0 : empty_shelf(s, e);
}

static int freeze_rows(struct issue *is, struct freezing *z, struct err *e)
{
    struct shelf *s = arena_new(is->n->arena, struct shelf);
    s->z = z;
    int rc = issue_each_reader(is, shelve, s, e);
    if (rc == 0)
        rc = empty_shelf(s, e);
    arena_end(&s->arena);
    return rc;
}

/* After the rows: somebody else may have changed the list since it was counted, and brought a cohort with it. */
static int freeze_molds(struct issue *is, struct freezing *z, struct err *e)
{
    struct arena scratch = {0};
    int rc = 0;
    census_cohorts(is->census, is->n->arena, &is->cohorts);
    for (size_t i = 0; rc == 0 && i < is->cohorts.n; i++) {
        struct mold m = {0};
        if (is->cohorts.v[i]->empty)
            continue;
        rc = issue_mold(is, &scratch, is->cohorts.v[i], &m, e);
        if (rc == 0)
            rc = ledger_freeze_mold(z, &m, e);
        arena_reset(&scratch);
    }
    arena_end(&scratch);
    return rc;
}

/* A held story was in no mail: it comes again. */
static bool is_held(const struct issue *is, const struct story *s)
{
    for (size_t i = 0; i < is->edition.held.n; i++)
        if (is->edition.held.v[i] == s)
            return true;
    return false;
}

/* What the edition carries, and which of it is in which mail: what readers are remembered to have been sent. */
static int freeze_carried(struct issue *is, struct freezing *z, struct err *e)
{
    for (size_t i = 0; i < is->edition.pool.n; i++) {
        const struct story *s = &is->edition.pool.v[i];
        if (is_held(is, s))
            continue;
        if (ledger_freeze_story(z, s->no, s->id, s->headline, s->is_again || s->asked, e))
            return -1;
        for (size_t k = 0; k < s->articles.n; k++) {
            struct arena a = {0};
            int rc = ledger_freeze_carried(z, s->articles.v[k]->id, s->id, compose_print(&a, s->articles.v[k]), e);
            arena_end(&a);
            if (rc)
                return -1;
        }
    }
    return 0;
}

static void mark(char *bits, const struct story *s)
{
    bits[s->no / 8] = (char)(bits[s->no / 8] | 1 << s->no % 8);
}

static void mark_stories(const struct story_refs *refs, char *stories, char *updates)
{
    for (size_t i = 0; i < refs->n; i++) {
        mark(stories, refs->v[i]);
        if (refs->v[i]->is_update)
            mark(updates, refs->v[i]);
    }
}

static int freeze_mail(struct issue *is, struct freezing *z, const struct cohort *c, struct err *e)
{
    struct arena a = {0};
    struct cta_turns turns = {0};
    size_t bytes = is->edition.pool.n / 8 + 1;
    char *stories = arena_alloc(&a, bytes), *updates = arena_alloc(&a, bytes);
    for (size_t i = 0; i < c->sections.n; i++)
        mark_stories(&c->sections.v[i].stories, stories, updates);
    mark_stories(&c->more, stories, updates);
    for (size_t i = 0; i < c->turns.n; i++) {
        const struct cohort_cta *t = &c->turns.v[i];
        vec_add(&a, &turns, ((struct cta_turn){is->edition.ctas.v[t->cta].id, t->shown, t->share}));
    }
    struct frozen_mail m = {
        .cohort = c->key, .stories = {stories, bytes}, .updates = {updates, bytes}, .ctas = cta_turns_text(&a, &turns)};
    int rc = ledger_freeze_mail(z, &m, e);
    arena_end(&a);
    return rc;
}

static int freeze_mails(struct issue *is, struct freezing *z, struct err *e)
{
    struct ctas *ctas = &is->edition.ctas;
    for (size_t i = 0; i < ctas->n; i++)
        if (store_cta_id(is->n->store, ctas->v[i].key, true, &ctas->v[i].id, e))
            return -1;
    for (size_t i = 0; i < is->cohorts.n; i++)
        if (!is->cohorts.v[i]->empty && freeze_mail(is, z, is->cohorts.v[i], e))
            return -1;
    return 0;
}

int issue_freeze(struct issue *is, struct err *e)
{
    struct buf json;
    struct freezing *z;
    buf_init(&json, 16 << 20);
    edition_to_json(&json, &is->edition);
    struct freeze f = {.edition = is->id,
                       .digest = is->digest->key,
                       .list = is->digest->list,
                       .subject = is->edition.subject,
                       .json = buf_dup(is->n->arena, &json),
                       .settings = mail_settings_json(is->n->arena, &is->mail),
                       .now = clock_now()};
    buf_end(&json);
    if (ledger_freeze_begin(is->n->store, &f, &z, e))
        return -1;
    if (freeze_rows(is, z, e) || freeze_molds(is, z, e) || freeze_carried(is, z, e) || freeze_mails(is, z, e)) {
        ledger_freeze_end(z, false, &(struct err){0});
        return -1;
    }
    return ledger_freeze_end(z, true, e);
}
