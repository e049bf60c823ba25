/* Any bytes as JSON, and as the JSON of an article: what is taken writes out as JSON that reads back as the same
 * article. */
#include "model/article.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct json *again(const struct buf *b)
{
    struct err e = {0};
    struct json *j = json_parse(buf_view(b), str_lit("again"), &e);
    if (!j)
        abort();
    return j;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct err e = {0};
    struct article art, back;
    struct json *j = json_parse((struct str){(const char *)data, n}, str_lit("fuzz"), &e);
    if (j && article_from_json(&a, j, &art, &e) == 0) {
        struct buf first, second;
        buf_init(&first, 64 << 20);
        buf_init(&second, 64 << 20);
        article_to_json(&first, &art);
        struct json *k = again(&first);
        if (article_from_json(&a, k, &back, &e) != 0)
            abort();
        article_to_json(&second, &back);
        if (!str_eq(buf_view(&first), buf_view(&second)))
            abort();
        json_end(k);
        buf_end(&first);
        buf_end(&second);
    }
    json_end(j);
    arena_end(&a);
    return 0;
}
