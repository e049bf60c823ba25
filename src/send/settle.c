/* Answers become results, and results wait for the clerk. Until he has written them they are safe from SIGKILL by the
 * marks (ledger_answered), and from nothing else: so few wait when mail is slow. */
#include "base/date.h"
#include "send/reply.h"
#include "send/run_parts.h"
#include <string.h>

enum { TRIES = 10, RETRY_BASE = 300, GIVE_UP = 4 * 86400, DOUBTS_AT_ONCE = 2 };

static struct reply reply_of(struct arena *a, const struct pool *p, const struct smtp_outcome *o)
{
    return (struct reply){.code = o->code,
                          .enhanced = str_dup(a, reply_enhanced(o->code, o->text)),
                          .text = reply_shown(a, o->code, o->text),
                          .relay = p->at.name};
}

void settle_put(struct runner *r, const struct outcome *o)
{
    struct settling *s = &r->settling;
    struct arena *a = &s->group.texts;
    if (s->group.v.n == 0)
        s->since = run_now_ms();
    struct outcome *copy = vec_push(a, &s->group.v);
    *copy = *o;
    copy->reply.enhanced = str_dup(a, o->reply.enhanced);
    copy->reply.text = str_dup(a, o->reply.text);
    copy->reason = str_dup(a, o->reason);
}

void settle_park(struct runner *r, int64_t row, int64_t due)
{
    settle_put(r, &(struct outcome){.row = row, .state = DELIVERY_QUEUED, .next_try = due});
}

static int64_t option(int64_t value, int64_t otherwise)
{
    return value > 0 ? value : otherwise;
}

static bool tries_used_up(const struct runner *r, const struct letter *l, int64_t now)
{
    return l->recipient->attempts + 1 >= option(r->o->max_attempts, TRIES) ||
           (r->started_at && now - r->started_at >= option(r->o->give_up, GIVE_UP));
}

static void put_off(const struct runner *r, const struct letter *l, struct outcome *o)
{
    int64_t now = clock_now();
    if (tries_used_up(r, l, now)) {
        o->state = DELIVERY_FAILED;
        o->reason = str_lit("gave up");
        return;
    }
    o->state = DELIVERY_DEFERRED;
    o->next_try =
        now + fate_backoff(l->recipient->row, l->recipient->attempts + 1, option(r->o->retry_base, RETRY_BASE));
}

/* The first doubts are sent again at once; a message over which connections break again and again waits longer each
 * time. */
static void doubt(const struct runner *r, const struct letter *l, struct outcome *o)
{
    int64_t now = clock_now();
    int tries = l->recipient->attempts + 1;
    o->state = DELIVERY_IN_DOUBT;
    if (tries > DOUBTS_AT_ONCE)
        o->next_try =
            now + fate_backoff(l->recipient->row, tries - DOUBTS_AT_ONCE, option(r->o->retry_base, RETRY_BASE));
    if (r->o->doubt == DOUBT_RESEND && tries_used_up(r, l, now)) {
        o->state = DELIVERY_FAILED;
        o->reason = str_lit("gave up");
    }
}

void settle_policy(struct runner *r, struct pool *p, bool blame)
{
    for (int i = 0; i < p->policy_n; i++) {
        if (!blame)
            p->policy[i] = (struct outcome){.row = p->policy[i].row, .state = DELIVERY_QUEUED};
        settle_put(r, &p->policy[i]);
    }
    p->policy_n = 0;
    arena_end(&p->policy_texts);
}

static int budget(const struct runner *r)
{
    int64_t n = option(r->o->error_budget, POLICY_BUDGET);
    return n < POLICY_MOST ? (int)n : POLICY_MOST;
}

/* One refusal of this kind can be about one message; several in a row are about us. Until that is clear they are held
 * back: the first acceptance makes them failures, the last of the budget gives them all back and takes the relay out.
 */
static void policy(struct runner *r, struct pool *p, struct outcome o)
{
    if (p->down) {
        settle_put(r, &(struct outcome){.row = o.row, .state = DELIVERY_QUEUED});
        return;
    }
    o.state = DELIVERY_FAILED;
    o.reply.enhanced = str_dup(&p->policy_texts, o.reply.enhanced);
    o.reply.text = str_dup(&p->policy_texts, o.reply.text);
    p->policy[p->policy_n++] = o;
    if (p->policy_n < budget(r))
        return;
    struct err e = {0};
    if (o.reply.code)
        err_set(&e, EX_UNAVAILABLE,
                "%s: refuses our mail %d times in a row (%d " STR_FMT "%s" STR_FMT
                "); nothing is wrong with the recipients: they stay queued; ask the relay's operator, then send again",
                p->at.name.s, budget(r), o.reply.code, STR_ARG(o.reply.enhanced), o.reply.enhanced.n ? " " : "",
                STR_ARG(o.reply.text));
    else
        err_set(&e, EX_UNAVAILABLE, "%s: cannot take this mail: " STR_FMT "; everybody stays queued", p->at.name.s,
                STR_ARG(o.reply.text));
    settle_policy(r, p, false);
    pool_down(p, true, &e);
}

static void login(struct runner *r, struct pool *p, const struct outcome *o)
{
    struct err e = {0};
    err_set(&e, EX_NOPERM,
            "%s: wants a login before it takes mail (%d " STR_FMT "); set user and password_command of this relay",
            p->at.name.s, o->reply.code, STR_ARG(o->reply.text));
    settle_put(r, &(struct outcome){.row = o->row, .state = DELIVERY_QUEUED});
    pool_down(p, true, &e);
}

/* Whether a break can be this letter's doing: the relay has answered others, or there is no other to try it with. A
 * relay that has answered nothing yet may break over the same letter again and again only because few are claimed. */
static bool may_be_to_blame(const struct runner *r, const struct pool *p)
{
    return p->answer_at || (r->dry && !r->waiting_n && !r->under_way);
}

/* A letter over which a connection broke goes behind the others: if it is to blame, they get through before it breaks
 * the next; if the relay is, it will break over them too. */
static void back(struct runner *r, const struct pool *p, const struct smtp_outcome *said, struct letter *l,
                 struct outcome *o)
{
    /* A relay that says 421 is closing for reasons of its own; only one that breaks off without a word may mean this
     * letter. */
    if (said->first && may_be_to_blame(r, p))
        l->losses += said->code == 421 ? 1 : LOSS_WEIGHT;
    if (l->losses < LOSSES_MAX && !r->draining) {
        if (said->first)
            run_put_last(r, l);
        else
            run_put_back(r, l);
        return;
    }
    o->state = DELIVERY_QUEUED;
    if (l->losses >= LOSSES_MAX)
        put_off(r, l, o);
    settle_put(r, o);
    letter_end(l);
}

void settle_stranded(struct runner *r, const struct pool *p, struct letter *l)
{
    struct outcome o = {.row = l->recipient->row};
    if (p) {
        o.reply = (struct reply){.text = str_c(p->why.msg), .relay = p->at.name};
        put_off(r, l, &o);
    } else {
        o.state = DELIVERY_FAILED;
        o.reason = str_lit("no relay");
        o.reply.text = str_lit("no relay is configured for this sender and this recipient's domain");
    }
    settle_put(r, &o);
    letter_end(l);
}

void settle_answer(struct runner *r, struct pool *p, struct letter *l, const struct smtp_outcome *said,
                   struct verdict v)
{
    struct arena a = {0};
    struct outcome o = {.row = l->recipient->row, .reply = reply_of(&a, p, said), .reason = str_c(v.reason)};
    if (v.fate != FATE_DOUBT)
        ledger_answered(r->ledger, o.row, v.fate == FATE_SENT);
    r->answers += v.fate != FATE_BACK && v.fate != FATE_DOUBT;
    bool ended = v.fate == FATE_BACK;
    switch (v.fate) {
    case FATE_SENT:
        if (p->policy_n)
            settle_policy(r, p, true);
        o.state = DELIVERY_SENT;
        settle_put(r, &o);
        break;
    case FATE_LATER:
        put_off(r, l, &o);
        settle_put(r, &o);
        break;
    case FATE_FAILED:
        o.state = DELIVERY_FAILED;
        settle_put(r, &o);
        if (v.hard)
            vec_add(&r->settling.group.texts, &r->settling.group.hard,
                    str_dup(&r->settling.group.texts, l->recipient->key));
        break;
    case FATE_POLICY:
        policy(r, p, o);
        break;
    case FATE_LOGIN:
        login(r, p, &o);
        break;
    case FATE_BACK:
        back(r, p, said, l, &o);
        break;
    case FATE_DOUBT:
        doubt(r, l, &o);
        settle_put(r, &o);
        break;
    }
    if (!ended)
        letter_end(l);
    arena_end(&a);
}
