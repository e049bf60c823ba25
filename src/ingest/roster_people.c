/* roster_people.c: the rows of a list as people. Rows are sorted by the address's key, outside memory when they are
 * many; rows of one person come together, in the order of the list. */
#include "base/sorter.h"
#include "base/utf8.h"
#include "ingest/roster_parts.h"
#include <string.h>

enum { SORT_MEMORY = 8 << 20, PACKED_MAX = 1 << 30 };

struct people {
    struct sorter sorter;
    struct buf packed;
    struct roster_said *said;
    size_t merged;
    ingest_person_fn *fn;
    void *ctx;
    struct arena memory; /* of the person at hand */
    struct subscriber at_hand;
    bool any;
};

static int keep(void *ctx, const struct roster_row *row, struct err *e)
{
    struct people *p = ctx;
    buf_clear(&p->packed);
    subscriber_pack(&p->packed, row->s);
    if (p->packed.over)
        return err_set(e, EX_SOFTWARE, "a row of more than %d bytes", PACKED_MAX);
    return sorter_add(&p->sorter, row->s->address.key, buf_view(&p->packed), e);
}

static struct str shown(struct arena *a, struct str s)
{
    return utf8_line(a, str_sub(s, 0, 200), 60);
}

static void fill(struct arena *a, struct str *gap, struct str value)
{
    if (!gap->n && value.n)
        *gap = str_dup(a, value);
}

/* One person, several rows: the first row is kept, gaps in it are filled from the later one, and a row that says the
 * person must not be mailed outweighs one that says they may. */
static void merge(struct people *p, const struct subscriber *s)
{
    struct subscriber *first = &p->at_hand;
    struct arena *a = &p->memory;
    p->merged++;
    fill(a, &first->name, s->name);
    fill(a, &first->frequency, s->frequency);
    fill(a, &first->timezone, s->timezone);
    fill(a, &first->lang, s->lang);
    bool stopped = first->status == SUB_ACTIVE && s->status != SUB_ACTIVE;
    if (stopped)
        first->status = s->status;
    struct arena words = {0};
    roster_say(p->said, SEV_NOTE, s->line,
               STR_FMT " is the same person as " STR_FMT " on line %d; merged, line %d counts%s%s",
               STR_ARG(shown(&words, s->address.addr)), STR_ARG(shown(&words, first->address.addr)), first->line,
               first->line, stopped ? ", but as " : "", stopped ? sub_status_name(s->status) : "");
    arena_end(&words);
}

static int tell(struct people *p, struct err *e)
{
    return p->any ? p->fn(p->ctx, &p->at_hand, e) : 0;
}

static int tell_all(struct people *p, struct err *e)
{
    struct str key, packed;
    int rc;
    while ((rc = sorter_next(&p->sorter, &key, &packed, e)) == 1) {
        if (p->any && str_eq(key, p->at_hand.address.key)) {
            struct arena a = {0};
            struct subscriber s;
            subscriber_unpack(&a, packed, &s);
            merge(p, &s);
            arena_end(&a);
            continue;
        }
        if (tell(p, e) < 0)
            return -1;
        arena_reset(&p->memory);
        packed.s = arena_copy(&p->memory, packed.s, packed.n);
        subscriber_unpack(&p->memory, packed, &p->at_hand);
        p->any = true;
    }
    return rc < 0 ? -1 : tell(p, e);
}

int ingest_roster(const struct roster_input *in, const char *dir, ingest_person_fn *fn, void *ctx, struct findings *f,
                  struct err *e)
{
    struct roster_said said = {.f = f, .file = in->file, .first = f->list.n};
    struct people p = {.said = &said, .fn = fn, .ctx = ctx};
    buf_init(&p.packed, PACKED_MAX);
    sorter_begin(&p.sorter, dir, SORT_MEMORY);
    int rc = roster_rows(in, keep, &p, &said, e);
    if (rc == 0)
        rc = tell_all(&p, e);
    roster_said_end(&said);
    if (in->merged)
        *in->merged = p.merged;
    sorter_end(&p.sorter);
    buf_end(&p.packed);
    arena_end(&p.memory);
    return rc;
}
