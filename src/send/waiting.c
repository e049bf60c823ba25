/* Letters that are claimed and wait for a relay: who takes which next, and who must wait longer than a letter can be
 * held. Those go back into the ledger with the moment of their turn, so that a domain at its limit, a reader whose day
 * has not begun and a relay whose day is over hold up nobody else. */
#include "base/date.h"
#include "model/reader.h"
#include "send/run_parts.h"
#include <string.h>

enum { HELD_SECONDS = 2, LANES_MAX = 65536 };

/* ---- lanes: the letters to one domain, when there is a limit for it */

struct lane {
    double rate; /* of all relays together; 0: no limit */
    size_t waiting;
    int64_t booked; /* ms: the turn of the last one that was put off */
};

static const struct domain_rate *domain_rate(const struct relay *r, struct str domain)
{
    const struct domain_rate *other = NULL;
    for (size_t i = 0; i < r->domain_rates.n; i++) {
        const struct domain_rate *d = &r->domain_rates.v[i];
        if (str_ieq(d->domain, domain))
            return d;
        if (str_eqc(d->domain, "*"))
            other = d;
    }
    return other;
}

struct limit pool_domain_limit(const struct pool *p, struct str domain)
{
    const struct domain_rate *d = p->conf->domain_rates.n ? domain_rate(p->conf, domain) : NULL;
    return d ? limit_of_domain(p->at.name, domain, d->rate) : (struct limit){0};
}

static double lane_rate(const struct runner *r, const struct letter *l)
{
    double sum = 0;
    for (size_t i = 0; i < r->pools_n; i++) {
        const struct pool *p = &r->pools[i];
        if (!pool_may_take(p, l))
            continue;
        const struct domain_rate *d = domain_rate(p->conf, l->domain);
        if (!d || !(d->rate > 0))
            return 0;
        sum += d->rate;
    }
    return sum;
}

static struct lane *lane_of(struct runner *r, const struct letter *l)
{
    char lower[256];
    if (!r->domain_limits || l->domain.n > sizeof lower)
        return NULL;
    for (size_t i = 0; i < l->domain.n; i++)
        lower[i] = l->domain.s[i] >= 'A' && l->domain.s[i] <= 'Z' ? (char)(l->domain.s[i] + 32) : l->domain.s[i];
    struct str key = {lower, l->domain.n};
    struct lane *lane = map_get(&r->lanes, key);
    if (!lane && r->lanes.n < LANES_MAX) {
        lane = arena_new(&r->arena, struct lane);
        lane->rate = lane_rate(r, l);
        *map_at(&r->arena, &r->lanes, str_dup(&r->arena, key)) = lane;
    }
    return lane && lane->rate > 0 ? lane : NULL;
}

/* ---- the list */

/* A letter counts in its lane from its claim on, also while it is signed. */
static void enter_lane(struct letter *l)
{
    if (l->lane && !l->in_lane) {
        l->lane->waiting++;
        l->in_lane = true;
    }
}

void run_put_last(struct runner *r, struct letter *l)
{
    l->next = NULL;
    *r->waiting_end = l;
    r->waiting_end = &l->next;
    r->waiting_n++;
    enter_lane(l);
}

void run_put_back(struct runner *r, struct letter *l)
{
    l->next = r->waiting;
    if (!l->next)
        r->waiting_end = &l->next;
    r->waiting = l;
    r->waiting_n++;
    enter_lane(l);
}

static struct letter *unlink_waiting(struct runner *r, struct letter **at)
{
    struct letter *l = *at;
    *at = l->next;
    if (!*at)
        r->waiting_end = at;
    r->waiting_n--;
    if (l->lane && l->in_lane) {
        l->lane->waiting--;
        l->in_lane = false;
    }
    return l;
}

void run_end_waiting(struct runner *r)
{
    while (r->waiting) /* their claims go back when the run is closed */
        letter_end(unlink_waiting(r, &r->waiting));
}

/* ---- those whose turn is later */

static void put_off(struct runner *r, struct letter *l, int64_t due)
{
    settle_park(r, l->recipient->row, due);
    letter_end(l);
}

/* Seconds from now until a letter of this lane is due that is behind those that wait and those that were put off. */
static int64_t book(struct lane *lane, int64_t ms)
{
    double each = 1000 / lane->rate;
    int64_t turn = ms + (int64_t)((double)lane->waiting * each);
    if (lane->booked < turn)
        lane->booked = turn;
    lane->booked += (int64_t)(each + 0.999);
    return (lane->booked - ms + 999) / 1000;
}

bool run_place(struct runner *r, struct letter *l)
{
    int64_t now = clock_now(), open = now;
    const struct hours *h = &r->o->hours;
    if (h->set && h->of_reader) {
        struct str zone = reader_attribute(l->recipient, str_lit("timezone"));
        bool known = zone.n && zone_known(str_dup(&l->batch->arena, zone).s);
        open = hours_next(h, now, known ? str_dup(&l->batch->arena, zone).s : r->o->zone);
    }
    if (open > now) {
        put_off(r, l, open);
        return false;
    }
    l->lane = lane_of(r, l);
    if (l->lane && (double)l->lane->waiting + 1 > l->lane->rate * HELD_SECONDS + 1) {
        int64_t seconds = book(l->lane, limits_now());
        r->booked = seconds > r->booked ? seconds : r->booked;
        put_off(r, l, now + seconds);
        return false;
    }
    enter_lane(l);
    return true;
}

/* ---- whose turn it is */

static double weight_of(const struct pool *p)
{
    return p->conf->weight > 0 ? p->conf->weight : 1;
}

/* A relay may be one batch ahead of its share, not more, as long as one behind could take the same letter now. */
static bool is_anothers_turn(const struct runner *r, const struct pool *p, const struct letter *l)
{
    for (size_t i = 0; i < r->pools_n && r->pools_n > 1; i++) {
        const struct pool *q = &r->pools[i];
        if (q != p && p->taken > q->taken + CLAIM_MAX / weight_of(p) && pool_may_take(q, l) && pool_free(q) > 0 &&
            pool_wait(q) == 0)
            return true;
    }
    return false;
}

static bool has_room(const struct pool *p, const struct letter *l, int64_t ms)
{
    if (!l->lane)
        return true;
    struct limit x = pool_domain_limit(p, l->domain);
    return limits_wait(p->run->limits, &x, ms) == 0;
}

static struct letter *take_waiting(struct runner *r, const struct pool *p, int64_t ms)
{
    for (struct letter **at = &r->waiting; *at; at = &(*at)->next)
        if (pool_may_take(p, *at) && has_room(p, *at, ms) && !is_anothers_turn(r, p, *at))
            return unlink_waiting(r, at);
    return NULL;
}

/* More are asked for at the end of the turn: what was answered with is written first. */
struct letter *run_take(struct runner *r, struct pool *p)
{
    int64_t ms = limits_now();
    if (r->draining || pool_wait(p) > 0)
        return NULL;
    struct letter *l = take_waiting(r, p, ms);
    r->supply.wanted |= !l;
    r->supply.taken += l != NULL;
    if (!l)
        return NULL;
    struct limit domain = pool_domain_limit(p, l->domain);
    struct ration ration = pool_ration(p);
    if (!limits_take(r->limits, &p->limit, &domain, &ration, ms)) { /* another process was faster */
        run_put_back(r, l);
        return NULL;
    }
    p->taken += 1 / weight_of(p);
    return l;
}

/* Some relay that works takes every letter: the list need not be gone through at each turn. */
static bool all_have_a_way(const struct runner *r)
{
    for (size_t i = 0; i < r->pools_n; i++) {
        const struct pool *p = &r->pools[i];
        if (!p->down && !p->day_over && p->conf->domains.n == 0 && p->conf->senders.n == 0)
            return true;
    }
    return false;
}

/* Letters that no relay takes now, because those that would are down or have had their day, or that none ever would. */
void run_set_aside(struct runner *r)
{
    if (all_have_a_way(r))
        return;
    for (struct letter **at = &r->waiting; *at && !r->failed;) {
        const struct pool *may = NULL;
        bool alive = false, over = false;
        for (size_t i = 0; i < r->pools_n && !alive; i++)
            if (pool_may_take(&r->pools[i], *at)) {
                may = &r->pools[i];
                alive = !may->down && !may->day_over;
                over |= may->day_over;
            }
        if (alive)
            at = &(*at)->next;
        else if (over)
            put_off(r, unlink_waiting(r, at), hours_tomorrow(clock_now(), r->o->zone));
        else
            settle_stranded(r, may, unlink_waiting(r, at));
    }
}

/* What is left when its time is over is skipped; what is under way is not called back. */
void run_expire_waiting(struct runner *r)
{
    while (r->waiting) {
        struct letter *l = unlink_waiting(r, &r->waiting);
        settle_put(
            r, &(struct outcome){.row = l->recipient->row, .state = DELIVERY_SKIPPED, .reason = str_lit("expired")});
        letter_end(l);
    }
}
