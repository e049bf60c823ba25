/* Clusters each set of the articles on standard input: {"id","cluster"} a line. The sets' dates are those of crawling,
 * so the time window is left wide open here. */
#include "jsonl.h"
#include "select/select.h"

static bool in_set(const struct strs *sets, size_t i, struct str name)
{
    return str_eq(sets->v[i], name);
}

static void print_stories(const struct stories *s, struct buf *b)
{
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = 0; k < s->v[i].articles.n; k++) {
            struct json_out o = {.b = b};
            json_open(&o, NULL, '{');
            json_put_str(&o, "id", s->v[i].articles.v[k]->id);
            json_put_str(&o, "cluster", s->v[i].id);
            json_close(&o, '}');
            print_line(b);
        }
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct articles all = {0};
    struct strs sets = {0}, done = {0};
    struct buf b;
    read_articles(&a, &all, &sets);
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < all.n; i++) {
        struct articles one = {0};
        struct stories stories = {0};
        if (strs_has(&done, sets.v[i]))
            continue;
        vec_add(&a, &done, sets.v[i]);
        for (size_t k = i; k < all.n; k++)
            if (in_set(&sets, k, sets.v[i]))
                vec_add(&a, &one, all.v[k]);
        struct cluster_options o = {.window = INT64_MAX / 4, .threshold = argc > 1 ? atof(argv[1]) : 0};
        select_stories(&a, &one, &o, &stories);
        print_stories(&stories, &b);
    }
    buf_end(&b);
    arena_end(&a);
    return 0;
}
