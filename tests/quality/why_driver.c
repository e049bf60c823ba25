/* Bullets for the articles on standard input: {"id","bullets"} a line.
 *
 *   why_driver summary   the sentences that tell most: 60 words; where people marked phrases, 100, reasons first; of
 * any length why_driver digest    what a digest would print: at most 160 characters each, standing alone, or nothing */
#include "jsonl.h"
#include "why/why.h"

static struct why_limits limits_of(struct str set, bool digest)
{
    if (digest)
        return (struct why_limits){
            .bullets = 3, .chars = 160, .standalone = true, .consequence = true, .reasons = true};
    bool marked = str_eqc(set, "fivew");
    return (struct why_limits){.bullets = 3, .words = marked ? 100 : 60, .reasons = marked};
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct articles all = {0};
    struct strs sets = {0};
    struct buf b;
    bool digest = argc > 1 && !strcmp(argv[1], "digest");
    read_articles(&a, &all, &sets);
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < all.n; i++) {
        struct strs bullets = {0};
        struct why_limits limits = limits_of(sets.v[i], digest);
        if (str_eqc(sets.v[i], "bbc"))
            continue;
        why_choose(&a, all.v[i].title, all.v[i].text, all.v[i].lang, &limits, &bullets);
        struct json_out o = {.b = &b};
        json_open(&o, NULL, '{');
        json_put_str(&o, "id", all.v[i].id);
        json_put_strs(&o, "bullets", &bullets);
        json_close(&o, '}');
        print_line(&b);
    }
    buf_end(&b);
    arena_end(&a);
    return 0;
}
