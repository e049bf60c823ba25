/* One relay's connections: opened gradually while there is work, fewer when the relay asks for it, none while it is
 * down. */
#include "base/date.h"
#include "send/run_parts.h"
#include <stdlib.h>
#include <string.h>

enum {
    CONNECTIONS = 4,
    SLOW_MS = 5000,
    RETRY_MS = 250,
    RETRY_MOST_MS = 600000,
    DOWN_MS = 5000,
    WARM = 100000,
    DAY_LOOK_MS = 100,
    TOKEN_MS = 20 * 60000
};

bool pool_is_local(const struct pool *p)
{
    return p->at.kind == TO_MAILDIR || p->at.kind == TO_NULL;
}

static int most_connections(const struct pool *p)
{
    return p->conf->connections > 0 ? (int)(p->conf->connections < 10000 ? p->conf->connections : 10000) : CONNECTIONS;
}

int pool_begin(struct runner *r, struct pool *p, const struct relay *conf, struct err *e)
{
    *p = (struct pool){.run = r, .conf = conf, .most = SMTP_DEEP, .dir = {.tmp = -1, .new = -1}};
    if (endpoint_read(&r->arena, conf, r->o->newsroom, &p->at, e) < 0)
        return -1;
    if (p->at.kind == TO_MAILDIR && maildir_open(&r->arena, p->at.path, &p->dir, e) < 0)
        return -1;
    p->allowed = most_connections(p);
    p->renewed_at = run_now_ms();
    p->limit = limit_of_relay(p->at.name, conf->rate);
    r->domain_limits |= conf->domain_rates.n > 0;
    r->limited |= conf->rate > 0 || conf->domain_rates.n > 0 || conf->warmup.start > 0;
    return 0;
}

void pool_end(struct pool *p)
{
    pool_cut(p);
    maildir_close(&p->dir);
    arena_end(&p->policy_texts);
}

/* ---- routing and fairness */

static bool listed(const struct strs *domains, struct str domain)
{
    for (size_t i = 0; i < domains->n; i++)
        if (str_ieq(domains->v[i], domain))
            return true;
    return domains->n == 0;
}

/* `senders`: whole addresses of From, or domains. */
static bool sends_for(const struct pool *p)
{
    const struct address *from = &p->run->o->mail->from.address;
    return listed(&p->conf->senders, from->addr) || listed(&p->conf->senders, from->domain);
}

bool pool_may_take(const struct pool *p, const struct letter *l)
{
    return sends_for(p) && listed(&p->conf->domains, l->domain);
}

struct ration pool_ration(const struct pool *p)
{
    const struct warmup *w = &p->conf->warmup;
    return (struct ration){.start = w->start,
                           .most = w->most > 0 ? w->most : WARM,
                           .factor = w->factor > 1 ? w->factor : 2,
                           .day = w->start ? hours_day(clock_now(), p->run->o->zone) : 0};
}

int64_t pool_wait(const struct pool *p)
{
    struct limits *l = p->run->limits;
    if (p->day_over)
        return 1000;
    int64_t limit = limits_wait(l, &p->limit, limits_now()), pause = pace_wait(p, run_now_ms());
    return limit > pause ? limit : pause;
}

/* Has the relay had its ration? Asked now and then: midnight gives a new one. */
static void look_at_the_day(struct pool *p, int64_t ms)
{
    if (!p->conf->warmup.start || (p->day_looked_at && ms - p->day_looked_at < DAY_LOOK_MS))
        return;
    struct ration r = pool_ration(p);
    p->day_looked_at = ms;
    p->day_over = limits_left(p->run->limits, &p->limit, &r) <= 0;
}

static bool narrow(const struct member *m)
{
    const struct smtp *smtp = session_smtp(m->s);
    return smtp_mode(smtp) == SMTP_DEEP && smtp_under_way(smtp) >= pace_depth(m->pool);
}

static bool has_room(const struct member *m)
{
    return session_is_up(m->s) && !m->leaving && !narrow(m) && smtp_room(session_smtp(m->s));
}

size_t pool_free(const struct pool *p)
{
    size_t n = 0;
    if (p->down || p->day_over)
        return 0;
    if (pool_is_local(p))
        return CLAIM_MAX;
    for (struct member *m = p->members; m; m = m->next)
        if (session_is_up(m->s) && !m->leaving) {
            const struct smtp *smtp = session_smtp(m->s);
            size_t depth = smtp_depth(smtp), busy = smtp_under_way(smtp), need = pace_depth(p);
            if (smtp_mode(smtp) == SMTP_DEEP && depth > need)
                depth = need;
            n += depth > busy ? depth - busy : 0;
        }
    return n;
}

/* ---- trouble */

static int64_t backoff_ms(int failures)
{
    int64_t ms = (int64_t)RETRY_MS << (failures > 12 ? 12 : failures < 0 ? 0 : failures);
    return ms < RETRY_MOST_MS ? ms : RETRY_MOST_MS;
}

void pool_down(struct pool *p, bool hopeless, const struct err *why)
{
    if (p->down && p->hopeless)
        return;
    p->down = true;
    p->hopeless = hopeless;
    p->why = *why;
    if (p->why.code == EX_NOHOST || p->why.code == EX_TEMPFAIL)
        p->why.code = EX_UNAVAILABLE;
    p->open_at = run_now_ms() + (DOWN_MS << (p->downs < 7 ? p->downs : 7));
    p->downs++;
    pool_leave(p);
}

static void opening_failed(struct pool *p, const struct err *why)
{
    bool hopeless = why->code == EX_CONFIG || why->code == EX_NOPERM || why->code == EX_NOHOST;
    p->failures++;
    p->open_at = run_now_ms() + backoff_ms(p->failures);
    if (p->up > 0) { /* it works, only not with one more */
        pace_keep(p, run_now_ms());
    } else if (hopeless || why->code == EX_TEMPFAIL || p->failures >= OPEN_TRIES) { /* who was silent so long will be */
        pool_down(p, hopeless, why);
    }
}

/* A connection that was up ended by itself. */
static void ended(struct pool *p, struct member *m)
{
    struct smtp *smtp = session_smtp(m->s);
    if (smtp_out_of_step(smtp) && m->most > SMTP_LOCKSTEP) { /* before it is called fruitless, a simpler way is tried */
        p->most -= m->most == p->most;
        return;
    }
    bool asked = smtp_last_code(smtp) == 421;
    if (asked && fate_throttles(421, str_c(smtp_why(smtp))))
        pace_slower(p, run_now_ms());
    if (m->answered)
        return;
    if (asked && p->up > 0) {
        pace_keep(p, run_now_ms());
        return;
    }
    bool silent = session_timed_out(m->s) && p->answer_at < m->opened; /* on every connection since this one came up */
    p->fruitless = silent ? FRUITLESS_MAX : p->fruitless + 1;
    p->open_at = run_now_ms() + backoff_ms(p->fruitless - 2);
    if (p->fruitless < FRUITLESS_MAX)
        return;
    struct err e = {0};
    err_set(&e, EX_UNAVAILABLE, "%s: takes no message (%s); ask the relay's operator, or try again later", p->at.name.s,
            smtp_why(smtp));
    pool_down(p, false, &e);
}

/* ---- what the sessions say */

static struct smtp_message *on_next(void *ctx, struct session *s)
{
    struct member *m = ctx;
    struct pool *p = m->pool;
    struct err e = {0};
    if (m->leaving || p->down || narrow(m))
        return NULL;
    struct letter *l = run_take(p->run, p);
    if (!l)
        return NULL;
    if (letter_write(&p->run->office, l, smtp_stuffed(session_smtp(s)), &e) < 0) {
        run_put_back(p->run, l);
        run_fail(p->run, &e);
        return NULL;
    }
    p->run->under_way++;
    m->given++;
    if (p->conf->per_connection > 0 && m->given >= p->conf->per_connection)
        m->leaving = true;
    return &l->m;
}

static void on_start(void *ctx, struct session *s, struct smtp_message *msg)
{
    struct member *m = ctx;
    ledger_start(m->pool->run->ledger, ((struct letter *)msg->owner)->recipient->row);
}

static void on_outcome(void *ctx, struct session *s, struct smtp_message *msg, const struct smtp_outcome *o)
{
    struct member *m = ctx;
    struct verdict v = fate_of(o);
    m->pool->run->under_way--;
    if (m->accepted > 0 && fate_of_connection(o)) {
        v = (struct verdict){.fate = FATE_BACK};
        m->leaving = true;
    }
    if (v.fate != FATE_BACK && v.fate != FATE_DOUBT) {
        m->answered++;
        m->pool->fruitless = m->pool->downs = 0;
        m->pool->answer_at = run_now_ms();
    }
    m->accepted += v.fate == FATE_SENT;
    if (v.fate == FATE_SENT)
        pace_accepted(m->pool);
    pace_trip(m->pool, smtp_trip(session_smtp(s)));
    if (v.slower) {
        smtp_slow_down(session_smtp(s));
        pace_slower(m->pool, run_now_ms());
    }
    settle_answer(m->pool->run, m->pool, msg->owner, o, v);
}

static void on_up(void *ctx, struct session *s)
{
    struct member *m = ctx;
    m->was_up = true;
    m->opened = run_now_ms();
    m->pool->opening--;
    m->pool->up++;
    m->pool->failures = 0;
}

static void on_over(void *ctx, struct session *s)
{
    struct member *m = ctx;
    struct pool *p = m->pool;
    for (struct member **q = &p->members; *q; q = &(*q)->next)
        if (*q == m) {
            *q = m->next;
            break;
        }
    p->n--;
    if (m->was_up)
        p->up--;
    else
        p->opening--;
    const struct err *why = session_error(s);
    if (why)
        opening_failed(p, why);
    else if (m->was_up && !m->leaving)
        ended(p, m);
    session_close(s);
    free(m);
}

/* ---- the turn of the loop */

/* Access tokens are good for an hour or so. */
static int renew(struct pool *p, struct err *e)
{
    const struct send_options *o = p->run->o;
    int64_t ms = run_now_ms();
    if (!p->conf->bearer || !o->renew || ms - p->renewed_at < TOKEN_MS)
        return 0;
    p->renewed_at = ms;
    return o->renew(o->renew_ctx, (size_t)(p - p->run->pools), e);
}

static int open_one(struct pool *p, struct err *e)
{
    if (renew(p, e) < 0)
        return -1;
    static const struct session_hooks hooks = {
        .next = on_next, .start = on_start, .outcome = on_outcome, .up = on_up, .over = on_over};
    struct member *m = mem_realloc(NULL, sizeof *m);
    *m = (struct member){.pool = p, .most = p->most};
    struct session_hooks mine = hooks;
    mine.ctx = m;
    struct session_options o = {.most = p->most,
                                .depth = p->conf->depth,
                                .timeout_ms = p->run->o->timeout_ms,
                                .dsn = p->conf->dsn,
                                .patience = p->conf->patience,
                                .trip = &p->trip};
    if (session_open(p->run->hub, p->conf, &p->at, &o, &mine, &m->s, e) < 0) {
        free(m);
        return -1;
    }
    m->next = p->members;
    p->members = m;
    p->n++;
    p->opening++;
    return 0;
}

static bool wants_more(const struct pool *p, int64_t ms)
{
    const struct runner *r = p->run;
    if (r->draining || (p->down && (p->hopeless || ms < p->open_at)) || ms < p->open_at)
        return false;
    if (r->dry && r->waiting_n == 0)
        return false;
    if (p->n >= p->allowed || p->opening >= (p->up > 1 ? p->up : 1))
        return false;
    for (struct member *m = p->members; m; m = m->next)
        if (has_room(m))
            return false; /* there is room already: what is missing is letters */
    return pool_wait(p) == 0;
}

static int64_t oldest_ms(const struct pool *p)
{
    return (p->conf->connection_age > 0 ? p->conf->connection_age : CONNECTION_AGE) * 1000;
}

static void mind_members(struct pool *p, int64_t ms, int64_t *soonest)
{
    for (struct member *m = p->members, *next; m; m = next) {
        next = m->next;
        int64_t until = session_tick(m->s, ms); /* m may be gone when this is 0 */
        if (until == 0)
            continue;
        if (*soonest == 0 || until < *soonest)
            *soonest = until;
    }
    int extra = p->up - p->allowed;
    for (struct member *m = p->members, *next; m; m = next) {
        next = m->next;
        if (!session_is_up(m->s) || m->leaving)
            continue;
        if (extra > 0 || ms - m->opened > oldest_ms(p)) {
            extra--;
            m->leaving = true;
        }
    }
    for (struct member *m = p->members, *next; m; m = next) {
        next = m->next;
        if (!session_is_up(m->s))
            continue;
        if (m->leaving)
            session_quit(m->s);
        else if (has_room(m))
            session_pump(m->s);
    }
}

int64_t pool_tick(struct pool *p, int64_t ms)
{
    int64_t soonest = 0;
    struct err e = {0};
    if (pool_is_local(p)) {
        look_at_the_day(p, ms);
        return 0;
    }
    look_at_the_day(p, ms);
    pace_tick(p, ms, most_connections(p));
    mind_members(p, ms, &soonest);
    if (p->down && !p->hopeless && ms >= p->open_at && p->n == 0) { /* try again, once */
        p->down = false;
        p->failures = OPEN_TRIES - 1;
        p->fruitless = FRUITLESS_MAX - 1;
    }
    while (wants_more(p, ms))
        if (open_one(p, &e) < 0) {
            opening_failed(p, &e);
            break;
        }
    if (p->open_at > ms && (soonest == 0 || p->open_at < soonest))
        soonest = p->open_at;
    int64_t wait = p->day_over ? 0 : pool_wait(p);
    if (wait && (soonest == 0 || ms + wait < soonest))
        soonest = ms + wait;
    return soonest;
}

void pool_leave(struct pool *p)
{
    for (struct member *m = p->members; m; m = m->next)
        m->leaving = true;
}

void pool_cut(struct pool *p)
{
    while (p->members) {
        struct member *m = p->members;
        p->members = m->next;
        p->n--;
        if (m->was_up)
            p->up--;
        else
            p->opening--;
        session_close(m->s);
        free(m);
    }
}
