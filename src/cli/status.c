/* How an edition stands: as a JSON line, or in words. */
#include "cli/run.h"

static double rate_of(const struct frozen *f, const struct tally *t)
{
    int64_t end = f->finished_at ? f->finished_at : clock_now();
    return f->started_at && end > f->started_at ? (double)t->sent / (double)(end - f->started_at) : 0;
}

void print_status(const struct frozen *f, const struct tally *t, const char *closes)
{
    struct buf b;
    const struct {
        const char *key;
        int64_t value;
    } sums[] = {{"audience", t->audience}, {"queued", t->queued}, {"sending", t->sending}, {"sent", t->sent},
                {"deferred", t->deferred}, {"failed", t->failed}, {"skipped", t->skipped}, {"in_doubt", t->in_doubt}};
    struct arena a = {0};
    buf_init(&b, 1 << 16);
    struct json_out o = {&b, false};
    json_open(&o, NULL, '{');
    json_put_str(&o, "edition", f->edition);
    json_put_str(&o, "state", f->state);
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        json_put_i64(&o, sums[i].key, sums[i].value);
    json_put_num(&o, "rate", rate_of(f, t));
    if (f->started_at)
        json_put_str(&o, "started", date_rfc3339(&a, when_at(f->started_at, NULL)));
    if (f->finished_at)
        json_put_str(&o, "finished", date_rfc3339(&a, when_at(f->finished_at, NULL)));
    if (closes)
        json_put_bool(&o, "closes", *closes == 'y');
    json_close(&o, '}');
    print_json_line(&b);
    buf_end(&b);
    arena_end(&a);
}

struct str sums_in_words(struct arena *a, struct str edition, const struct tally *t)
{
    struct str all =
        str_fmt(a, STR_FMT ": audience %lld = %lld sent + %lld failed + %lld deferred + %lld skipped + %lld in doubt",
                STR_ARG(edition), (long long)t->audience, (long long)t->sent, (long long)t->failed,
                (long long)t->deferred, (long long)t->skipped, (long long)t->in_doubt);
    if (!(t->queued + t->sending))
        return all;
    return str_fmt(a, STR_FMT "\n" STR_FMT ": %lld still queued, %lld being sent", STR_ARG(all), STR_ARG(edition),
                   (long long)t->queued, (long long)t->sending);
}
