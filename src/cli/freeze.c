/* From an issue to ledger rows: one mold per cohort, one row per reader, all in one transaction. */
#include "cli/run.h"
#include <string.h>

static struct str skip_reason(const struct subscriber *s, const struct cohort *c)
{
    if (s->status != SUB_ACTIVE)
        return str_c(sub_status_name(s->status));
    return c->empty ? str_lit("nothing") : (struct str){0};
}

static int freeze_molds(struct issue *is, struct freezing *z, struct err *e)
{
    for (size_t i = 0; i < is->cohorts.n; i++) {
        struct mold m = {0};
        if (is->cohorts.v[i].empty)
            continue;
        if (issue_mold(is, &is->cohorts.v[i], &m, e) || ledger_freeze_mold(z, &m, e))
            return -1;
    }
    return 0;
}

static int freeze_row(struct issue *is, struct freezing *z, size_t i, struct err *e)
{
    struct arena a = {0};
    const struct cohort *c = &is->cohorts.v[is->cohort_of[i]];
    struct recipient r = recipient_of(&a, &is->readers.v[i], c);
    int rc = ledger_freeze_recipient(z, &r, skip_reason(&is->readers.v[i], c), e);
    arena_end(&a);
    return rc;
}

/* Rows in cohort order, so that a sender holds one mold at a time: a counting sort of the readers by cohort. */
static int freeze_rows(struct issue *is, struct freezing *z, struct err *e)
{
    size_t *from = arena_array(is->n->arena, size_t, is->cohorts.n + 1), *order = arena_array(is->n->arena, size_t, is->readers.n + 1);
    for (size_t i = 0; i < is->readers.n; i++)
        from[is->cohort_of[i] + 1]++;
    for (size_t c = 0; c < is->cohorts.n; c++)
        from[c + 1] += from[c];
    for (size_t i = 0; i < is->readers.n; i++)
        order[from[is->cohort_of[i]]++] = i;
    for (size_t i = 0; i < is->readers.n; i++)
        if (freeze_row(is, z, order[i], e))
            return -1;
    return 0;
}

static int freeze_carried(struct issue *is, struct freezing *z, struct err *e)
{
    for (size_t i = 0; i < is->edition.pool.n; i++) {
        const struct story *s = &is->edition.pool.v[i];
        for (size_t k = 0; k < s->articles.n; k++)
            if (ledger_freeze_carried(z, s->articles.v[k]->id, s->id, e))
                return -1;
    }
    return 0;
}

int issue_freeze(struct issue *is, struct err *e)
{
    struct buf json;
    struct freezing *z;
    buf_init(&json, 16 << 20);
    edition_to_json(&json, &is->edition);
    struct freeze f = {.edition = is->id, .digest = is->digest->key, .list = is->digest->list, .subject = is->edition.subject,
                       .json = buf_dup(is->n->arena, &json), .settings = mail_settings_json(is->n->arena, &is->mail), .now = clock_now()};
    buf_end(&json);
    if (ledger_freeze_begin(is->n->store, &f, &z, e))
        return -1;
    if (freeze_molds(is, z, e) || freeze_rows(is, z, e) || freeze_carried(is, z, e)) {
        ledger_freeze_end(z, false, &(struct err){0});
        return -1;
    }
    return ledger_freeze_end(z, true, e);
}
