/* How many connections a relay bears, found out as TCP finds out what a line bears: one more after a quiet while, half
 * as many when it asks for less, and with a single one left, pauses that double. The messages under way on each
 * connection are halved along with them (smtp_slow_down). And how many those may be. */
#include "send/run_parts.h"

enum { QUIET_MS = 5000, QUIET_MOST_MS = 300000, PAUSE_MS = 500, PAUSES_MOST = 7, ROUND_MS = 1000, CALM = 20 };
enum { ENOUGH = 2000, FORGET = 4096 };

void pace_slower(struct pool *p, int64_t ms)
{
    if (p->slowed_at && ms - p->slowed_at < ROUND_MS)
        return; /* one round of answers is one request */
    p->slowed_at = ms;
    p->calm = 0;
    if (p->allowed > 1) {
        int now = p->up < p->allowed ? p->up : p->allowed;
        p->allowed = now > 1 ? now / 2 : 1;
        return;
    }
    p->paused_until = ms + (PAUSE_MS << p->pauses);
    p->pauses += p->pauses < PAUSES_MOST;
}

/* It bears as many as there are, and not one more; asked again later each time. */
void pace_keep(struct pool *p, int64_t ms)
{
    p->allowed = p->up;
    p->slowed_at = ms;
    p->quiet_ms = p->quiet_ms ? p->quiet_ms * 2 : QUIET_MS;
    if (p->quiet_ms > QUIET_MOST_MS)
        p->quiet_ms = QUIET_MOST_MS;
}

void pace_accepted(struct pool *p)
{
    if (++p->calm < CALM)
        return;
    p->calm = 0;
    p->pauses -= p->pauses > 0;
}

void pace_tick(struct pool *p, int64_t ms, int most)
{
    int64_t quiet = p->quiet_ms ? p->quiet_ms : QUIET_MS;
    if (!p->slowed_at || ms - p->slowed_at < quiet || p->allowed >= most || ms < p->paused_until)
        return;
    p->allowed++;
    p->slowed_at = ms;
}

int64_t pace_wait(const struct pool *p, int64_t ms)
{
    return p->paused_until > ms ? p->paused_until - ms : 0;
}

void pace_trip(struct pool *p, int64_t us)
{
    if (us <= 0)
        return;
    if (p->trip == 0 || us < p->trip)
        p->trip = us;
    else
        p->trip += (us - p->trip) / FORGET; /* lines change: an old minimum is forgotten slowly */
}

/* Each letter under way is one in doubt when we are killed. So there are several on a connection only when there are as
 * many connections as there may be, and only as many as ENOUGH letters a second need on a line of this length, on all
 * connections together: several times what relays take. On a short line that is one; on a long one the conversation
 * finds out how many of them it holds (smtp_flight.c). */
size_t pace_depth(const struct pool *p)
{
    if (p->up < p->allowed || p->up < 1)
        return 1;
    int64_t each = (int64_t)p->up * 1000000, need = (p->trip * ENOUGH + each / 2) / each;
    return need > 1 ? (size_t)need : 1;
}
