/* bench_cluster [N ...]: N invented articles of 600 words become stories; time, memory and how many stories were right.
 *
 * Words follow Zipf's law over 60,000; every story of eight articles has thirty words of its own that its reports use
 * often. All articles lie within the three days of one window, the hardest case. */
#include "select/select.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { VOCABULARY = 60000, WORDS = 600, PER_STORY = 8, OWN = 30 };

static uint64_t seed = 7;

static double uniform(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(seed >> 11) / 9007199254740992.0;
}

static void spell(char *out, unsigned rank)
{
    static const char *const parts[] = {"ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu",
                                        "na", "pe", "ri", "so", "tu", "va", "we", "xi", "yo", "zu"};
    char *p = out;
    unsigned x = rank * 2654435761u;
    for (int i = 0; i < 2 + (rank > 400) + (rank > 8000) + 2 * (rank > VOCABULARY); i++, x /= 20)
        p += sprintf(p, "%s", parts[(x >> 4) % 20]);
    sprintf(p, "%c", "lmnrst"[rank % 6]);
}

static unsigned zipf(void)
{
    return (unsigned)(exp(uniform() * log(VOCABULARY)) - 1);
}

/* Half of them names that no other story has, half from the common stock. */
static unsigned own_word(size_t story, unsigned k)
{
    size_t x = story * OWN + k;
    return k % 2 ? VOCABULARY + (unsigned)x : 2000 + (unsigned)((x * 0x9e3779b97f4a7c15u) >> 33) % (VOCABULARY - 2000);
}

static struct str text_of(struct arena *a, size_t story, size_t words, double own)
{
    struct buf b;
    char w[32];
    buf_init(&b, 1 << 16);
    for (size_t i = 0; i < words; i++) {
        unsigned rank = uniform() < own ? own_word(story, (unsigned)(uniform() * uniform() * OWN)) : zipf();
        spell(w, rank);
        buf_fmt(&b, "%s%s", i ? (i % 13 ? " " : ". ") : "", w);
    }
    struct str s = buf_dup(a, &b);
    buf_end(&b);
    return s;
}

/* Of this process: one thread, so on an idle machine the same as by the clock on the wall. */
static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run(size_t n)
{
    struct arena a = {0};
    struct articles all = {0};
    struct stories stories = {0};
    for (size_t i = 0; i < n; i++) {
        size_t story = i / PER_STORY;
        struct article *x = vec_push(&a, &all);
        x->id = str_fmt(&a, "%012zx", i);
        x->outlet = str_fmt(&a, "Outlet %zu", i % 40);
        x->lang = str_lit("en");
        x->title = text_of(&a, story, 9, 0.6);
        x->text = text_of(&a, story, WORDS, 0.12);
        x->words = WORDS;
        x->published = (struct when){.t = 1750000000 + (int64_t)(uniform() * 3 * 86400), .has = WHEN_SECOND};
    }
    struct rusage before, u;
    getrusage(RUSAGE_SELF, &before);
    double t = seconds();
    select_stories(&a, &all, NULL, &stories);
    t = seconds() - t;
    size_t right = 0, mixed = 0;
    for (size_t i = 0; i < stories.n; i++) {
        const struct article_refs *v = &stories.v[i].articles;
        size_t first = strtoul(v->v[0]->id.s, NULL, 16) / PER_STORY, same = 0;
        for (size_t k = 0; k < v->n; k++)
            same += strtoul(v->v[k]->id.s, NULL, 16) / PER_STORY == first;
        right += same == v->n && same == PER_STORY;
        mixed += same != v->n;
    }
    getrusage(RUSAGE_SELF, &u);
    printf("%7zu articles  %6.2f s of CPU  %5.1f us each  peak %4ld MiB (articles %ld)  stories %zu of %zu whole, %zu "
           "mixed\n",
           n, t, t / (double)n * 1e6, u.ru_maxrss / 1024, before.ru_maxrss / 1024, right, n / PER_STORY, mixed);
    fflush(stdout);
    arena_end(&a);
}

int main(int argc, char **argv)
{
    static const size_t sizes[] = {10000, 30000, 100000};
    for (int i = 1; i < argc; i++)
        run(strtoul(argv[i], NULL, 10));
    for (size_t i = 0; argc == 1 && i < 3; i++)
        run(sizes[i]);
    return 0;
}
