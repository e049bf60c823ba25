/* bench_compose.c: one edition from 10,000 candidates; cohorts of 1,000,000 subscribers over 20 topics. Prints one line
 * each; exits 1 when a limit is missed. */
#include "base/date.h"
#include "compose/compose.h"
#include <stdio.h>
#include <sys/resource.h>

enum { CANDIDATES = 10000, SUBSCRIBERS = 1000000, TOPICS = 20, NOW = 1753959600 };

static uint32_t seed = 1;

static uint32_t dice(uint32_t n)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % n;
}

static void make_stories(struct arena *a, const struct topics *topics, struct stories *all)
{
    for (int i = 0; i < CANDIDATES; i++) {
        struct article *art = arena_new(a, struct article);
        art->id = str_fmt(a, "%012x", i);
        art->outlet = str_fmt(a, "Outlet %u", dice(50));
        art->title = str_fmt(a, "Story number %d about the matters of the harbor and the town", i);
        art->text =
            str_fmt(a, "The story number %d begins here. It goes on for a while, as stories do, and then it ends.", i);
        art->words = 600;
        art->url = str_fmt(a, "https://news.example/%d", i);
        art->published = (struct when){.t = NOW - dice(86400), .has = WHEN_SECOND};
        for (uint32_t k = dice(3); k < 3; k++)
            vec_add(a, &art->topics, topics->v[dice(TOPICS)].key);
        struct story *s = vec_push(a, all);
        *s = (struct story){.id = art->id, .headline = art->title, .lead = art, .score = 1.0 - i / 1e5};
        vec_add(a, &s->articles, art);
    }
}

/* wishes: every third reader also follows or mutes an outlet or a word, of some thirty thousand different ones. */
static void make_subscribers(struct arena *a, const struct topics *topics, bool ordered, bool wishes,
                             struct subscribers *subs)
{
    subs->v = arena_array(a, struct subscriber, SUBSCRIBERS);
    subs->n = subs->cap = SUBSCRIBERS;
    for (size_t i = 0; i < SUBSCRIBERS; i++) {
        uint32_t n = dice(6), from = dice(TOPICS);
        for (uint32_t k = 0; k < n; k++)
            vec_add(a, &subs->v[i].topics, topics->v[ordered ? (from + k * k) % TOPICS : dice(TOPICS)].key);
        if (wishes && i % 3 == 0)
            vec_add(a, &subs->v[i].topics,
                    dice(2) ? str_fmt(a, "%soutlet:Outlet %u", dice(2) ? "-" : "", dice(200))
                            : str_fmt(a, "%sword:number %u", dice(2) ? "-" : "", dice(30000)));
    }
}

/* Of processor time: the work is one thread's, and the machine may have other work. */
static int64_t cpu_ms(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000 + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1000;
}

static int report(const char *what, int64_t ms, int64_t limit)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    printf("%-46s %6lld ms of CPU  (limit %lld, rss %ld MB)%s\n", what, (long long)ms, (long long)limit,
           u.ru_maxrss / 1024, ms > limit ? "  TOO SLOW" : "");
    return ms > limit;
}

int main(void)
{
    struct arena a = {0};
    struct topics topics = {0};
    struct stories all = {0};
    struct edition ed;
    int bad = 0;
    for (int i = 0; i < TOPICS; i++)
        vec_add(&a, &topics, ((struct topic){.key = str_fmt(&a, "topic%02d", i), .title = str_fmt(&a, "Topic %d", i)}));
    make_stories(&a, &topics, &all);
    struct compose_options o = {.digest = str_lit("bench"),
                                .edition_id = str_lit("bench-1"),
                                .zone = str_lit("UTC"),
                                .now = NOW,
                                .window = 86400,
                                .topics = &topics,
                                .max = 40,
                                .per_topic = 4};
    struct strs reasons = {0};
    int64_t t = cpu_ms();
    compose_edition(&a, &all, NULL, &o, &ed, &reasons);
    bad |= report("edition from 10,000 candidates", cpu_ms() - t, 1000);
    for (int round = 0; round < 3; round++) {
        bool wishes = round == 1, ordered = round < 2;
        struct arena b = {0};
        struct subscribers subs = {0};
        struct cohort_refs cohorts;
        make_subscribers(&b, &topics, ordered, wishes, &subs);
        t = cpu_ms();
        struct census *census = census_begin(&b, &ed, NULL);
        for (size_t i = 0; i < subs.n; i++)
            census_cohort(census, &subs.v[i].topics, 0)->readers++;
        census_cohorts(census, &b, &cohorts);
        char what[80];
        snprintf(what, sizeof what, "1,000,000 subscribers, 20 topics%s: %zu cohorts", wishes ? ", wishes" : "",
                 cohorts.n);
        bad |= report(what, cpu_ms() - t, 5000);
        arena_end(&b);
    }
    arena_end(&a);
    return bad;
}
