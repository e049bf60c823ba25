/* How often is another outlet's account of the same event taken as an update? Standard input: articles; the argument:
 * which story each belongs to. Every pair of a story's articles, the earlier one read before, by the days between them.
 */
#include "base/map.h"
#include "compose/compose.h"
#include "compose/develop.h"
#include "jsonl.h"

enum { GAPS = 4 };
static const char *const gap_names[GAPS] = {"same day", "next day", "2 or 3 days", "later"};

struct tally {
    size_t pairs, kinds[NEWS_LATER + 1];
};

static int by_day(const void *x, const void *y)
{
    const struct article *a = x, *b = y;
    int64_t p = news_day(a), q = news_day(b);
    return p != q ? (p > q) - (p < q) : str_cmp(a->id, b->id);
}

static void read_stories(struct arena *a, const char *file, struct map *story)
{
    struct str text, line;
    struct err e = {0};
    if (file_read(a, file, 64 << 20, &text, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        exit(e.code);
    }
    while (str_line(&text, &line)) {
        struct json *j = json_parse(line, str_lit("truth"), &e);
        struct str *s = arena_new(a, struct str);
        *s = copied(a, j, "story");
        *map_at(a, story, copied(a, j, "id")) = s;
        json_end(j);
    }
}

static void hold(struct arena *a, const struct news_words *w, const struct article *was, const struct article *now,
                 struct tally *by_gap, bool verbose)
{
    struct read_before before = {.day = news_day(was)};
    struct known known;
    struct print p;
    struct news n;
    print_open(a, compose_print(a, was), &p);
    vec_add(a, &before.prints, p);
    known_read(a, w, &before.prints, &known);
    before.known = &known;
    print_news(a, w, now, &before, &n);
    int64_t days = news_day(now) - news_day(was);
    struct tally *t = &by_gap[days < 2 ? days : days < 4 ? 2 : 3];
    t->pairs++;
    t->kinds[n.kind]++;
    if (verbose && n.kind)
        printf("%d %lld\n  was: " STR_FMT "\n  now: " STR_FMT "\n  new: " STR_FMT "\n", n.kind, (long long)days,
               STR_ARG(was->title), STR_ARG(now->title), STR_ARG(n.sentence));
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct articles all = {0};
    struct strs sets = {0};
    struct map story = {0};
    struct tally by_gap[GAPS] = {0};
    if (argc < 2)
        return 64;
    read_articles(&a, &all, &sets);
    read_stories(&a, argv[1], &story);
    qsort(all.v, all.n, sizeof *all.v, by_day);
    struct news_words *w = news_words_new(&a);
    for (size_t i = 0; i < all.n; i++)
        for (size_t k = i + 1; all.v[i].text.n && news_day(&all.v[i]) != INT64_MIN && k < all.n; k++) {
            const struct str *x = map_get(&story, all.v[i].id), *y = map_get(&story, all.v[k].id);
            struct arena scratch = {0};
            if (x && y && all.v[k].text.n && str_eq(*x, *y))
                hold(&scratch, w, &all.v[i], &all.v[k], by_gap, argc > 2);
            arena_end(&scratch);
        }
    for (int g = 0; g < GAPS; g++)
        printf("%-12s %4zu pairs, news in %3zu: outcome %zu, count %zu, later day %zu\n", gap_names[g], by_gap[g].pairs,
               by_gap[g].pairs - by_gap[g].kinds[NEWS_NONE], by_gap[g].kinds[NEWS_OUTCOME], by_gap[g].kinds[NEWS_COUNT],
               by_gap[g].kinds[NEWS_LATER]);
    news_words_end(w);
    arena_end(&a);
    return 0;
}
