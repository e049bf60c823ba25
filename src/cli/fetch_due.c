/* When a source is asked again: after `every`, later when the answer said that it stays fresh longer or asked for
 * patience, and later and later while it is broken. */
#include "cli/fetch.h"

enum {
    HINT_MAX = 6 * 3600, /* a year of max-age must not silence a source */
    EVERY_MIN = 60,
    BACKOFF_FIRST = 15 * 60,
    BACKOFF_MAX = 86400,
    SKIP_MAX = 3 * 86400, /* nobody rests longer, whatever hours and days a feed asks to be left alone */
    SLACK_MAX = 300,      /* cron fires at seven sharp, and yesterday's answer came some seconds after */
};

static int64_t interval_of(int64_t every, int64_t hint)
{
    hint = hint > HINT_MAX ? HINT_MAX : hint;
    every = every < EVERY_MIN ? EVERY_MIN : every;
    return hint > every ? hint : every;
}

/* RSS skipHours and skipDays, both in UTC. A feed that names every hour or every day has said nothing. */
static bool rests(const struct source_state *s, int64_t t)
{
    uint32_t hours = s->skip_hours == 0xffffff ? 0 : s->skip_hours, days = s->skip_days == 0x7f ? 0 : s->skip_days;
    int64_t hour = t / 3600, day = t / 86400;
    return (hours >> hour % 24 & 1) || (days >> (day + 4) % 7 & 1); /* 1970 began on a Thursday */
}

static int64_t after_rest(const struct source_state *s, int64_t due)
{
    int64_t last = s->tried_at + SKIP_MAX;
    while (due < last && rests(s, due))
        due += 3600 - due % 3600;
    return due;
}

/* From the configuration as it is now: an `every` that was shortened counts at once. */
int64_t fetch_due_at(const struct source_state *s, int64_t every)
{
    return s->failures || !s->tried_at ? s->due_at : after_rest(s, s->tried_at + interval_of(every, s->ttl));
}

bool fetch_is_due(const struct source_state *s, int64_t every, int64_t now)
{
    if (s->gone)
        return false;
    if (!s->tried_at || s->tried_at > now + SLACK_MAX) /* never, or by a clock that was wrong */
        return true;
    if (rests(s, now) && now < s->tried_at + SKIP_MAX)
        return false;
    int64_t slack = interval_of(every, s->ttl) / 20;
    if (s->failures)
        slack = 0;
    return now + (slack < SLACK_MAX ? slack : SLACK_MAX) >= fetch_due_at(s, every);
}

void fetch_succeeded(struct source_state *s, int64_t every, int64_t hint, int64_t now)
{
    s->ttl = hint > HINT_MAX ? HINT_MAX : hint;
    s->interval = interval_of(every, hint);
    s->tried_at = s->success_at = now;
    s->due_at = after_rest(s, now + s->interval);
    s->failures = 0;
    s->gone = false;
    s->error = (struct str){0};
}

/* Passing trouble is tried again soon; what somebody has to mend is not mended in a quarter of an hour. */
void fetch_failed(struct source_state *s, int64_t every, bool passing, int64_t retry_after, int64_t now)
{
    int64_t wait = every < BACKOFF_FIRST || !passing ? every : BACKOFF_FIRST,
            most = every > BACKOFF_MAX ? every : BACKOFF_MAX;
    wait = wait < EVERY_MIN ? EVERY_MIN : wait;
    for (int64_t i = 0; i < s->failures && wait < most; i++)
        wait *= 2;
    wait = wait > most ? most : wait;
    wait = wait < retry_after ? retry_after : wait;
    s->interval = wait;
    s->tried_at = now;
    s->due_at = now + wait;
    s->failures++;
}
