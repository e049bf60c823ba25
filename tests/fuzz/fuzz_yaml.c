/* Any bytes as YAML: read or refused with a place; what was read can be walked and quoted back to the same text. */
#include "base/yaml.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7.12 forgets a kilobyte when a quoted scalar ends with the file: harmless, and not ours to find again. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml";
}

static void walk(struct arena *a, const struct yaml *y, int depth, size_t *budget)
{
    if (depth > 64)
        abort();
    if (y->kind == YAML_SCALAR && *budget) {
        --*budget;
        struct yaml *back = NULL;
        struct err e = {0};
        if (yaml_parse(a, yaml_quote(a, y->text), str_lit("again"), 1, &back, &e) != 0 ||
            !str_eq(yaml_str(back), y->text))
            abort();
    }
    size_t n = 0;
    for (const struct yaml *c = y->child; c; c = c->next, n++)
        walk(a, c, depth + 1, budget);
    if (n != y->n)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct yaml *y = NULL;
    struct err e = {0};
    size_t budget = 20;
    if (yaml_parse(&a, (struct str){(const char *)data, n}, str_lit("fuzz"), 1, &y, &e) == 0)
        walk(&a, y, 1, &budget);
    else if (e.code != EX_CONFIG || !str_starts(str_c(e.msg), "fuzz:"))
        abort();
    arena_end(&a);
    return 0;
}
