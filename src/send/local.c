/* Relays without a conversation: a maildir, or nowhere. */
#include "send/run_parts.h"

static int put(struct runner *r, struct pool *p, struct letter *l, struct err *e)
{
    struct arena a = {0};
    if (letter_write(&r->office, l, false, e) < 0)
        return -1;
    struct str id = mailing_message_id(&a, &r->office.mailing, l->recipient->key);
    struct str name = maildir_name(&a, r->frozen_at, id);
    ledger_start(r->ledger, l->recipient->row);
    int rc = p->at.kind == TO_MAILDIR ? maildir_put(&p->dir, name, &l->raw, e) : 0;
    arena_end(&a);
    return rc;
}

/* A batch: the files first, then their folder once, then the outcomes. */
int local_deliver(struct runner *r, struct pool *p, struct err *e)
{
    struct letter *done[CLAIM_MAX];
    size_t n = 0;
    int rc = 0;
    while (n < CLAIM_MAX && !r->draining) {
        struct letter *l = run_take(r, p);
        if (!l)
            break;
        if (put(r, p, l, e) < 0) {
            ledger_answered(r->ledger, l->recipient->row, false);
            run_put_back(r, l);
            rc = -1;
            break;
        }
        done[n++] = l;
    }
    if (n && p->at.kind == TO_MAILDIR && maildir_sync(&p->dir, e) < 0)
        rc = -1;
    for (size_t i = 0; i < n; i++) {
        struct outcome o = {.row = done[i]->recipient->row, .state = DELIVERY_SENT, .reply = {.relay = p->at.name}};
        ledger_answered(r->ledger, o.row, true);
        r->answers++;
        settle_put(r, &o);
        letter_end(done[i]);
    }
    return rc;
}
