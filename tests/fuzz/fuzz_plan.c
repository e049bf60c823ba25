/* fuzz_plan.c: any bytes as an edited plan. What is accepted must be writable and readable again as the same plan, and
 * no reader may get a story twice. */
#include "compose/compose.h"
#include <stdint.h>
#include <stdlib.h>

/* libfyaml 0.7.12 loses a buffer on some broken quoted text; a program that ends after one plan does not mind. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml";
}

static struct article art[4];
static const struct topic topic[3] = {{.key = {"defense", 7}, .title = {"Defense", 7}},
                                      {.key = {"harbor", 6}, .title = {"Harbor", 6}},
                                      {.key = {"energy", 6}}};

static void make_stories(struct arena *a, struct stories *all)
{
    static const char *const ids[] = {"d1", "d1b", "h1", "e1"};
    for (size_t i = 0; i < 4; i++) {
        art[i] = (struct article){
            .id = str_c(ids[i]), .outlet = str_lit("Wire"), .title = str_lit("Title"), .text = str_lit("Text. More.")};
        vec_add(a, &art[i].topics, topic[i < 2 ? 0 : i - 1].key);
        if (i == 1) {
            vec_add(a, &all->v[0].articles, &art[i]);
            continue;
        }
        struct story *s = vec_push(a, all);
        *s = (struct story){.id = art[i].id, .lead = &art[i]};
        vec_add(a, &s->why, str_lit("A bullet."));
        s->why_from = WHY_PAGE;
        vec_add(a, &s->articles, &art[i]);
    }
}

static void check_reader(struct arena *a, const struct edition *ed, struct strs topics)
{
    struct cohort c;
    struct story_refs seen = {0};
    compose_cohort(a, ed, &topics, &c);
    for (size_t i = 0; i <= c.sections.n; i++) {
        const struct story_refs *refs = i < c.sections.n ? &c.sections.v[i].stories : &c.more;
        for (size_t k = 0; k < refs->n; k++) {
            for (size_t j = 0; j < seen.n; j++)
                if (seen.v[j] == refs->v[k])
                    abort();
            vec_add(a, &seen, refs->v[k]);
        }
    }
    if (!c.empty)
        compose_preheader(a, compose_subject(a, ed->subject, &c), &c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct err e = {0};
    struct edition ed, again;
    struct stories all = {0};
    struct topics topics = {.v = (struct topic *)topic, .n = 3};
    struct cta cta = {.key = str_lit("join"), .heading = str_lit("Join"), .url = str_lit("https://news.example/")};
    struct ctas ctas = {.v = &cta, .n = 1};
    struct compose_options o = {.topics = &topics, .ctas = &ctas, .now = 1753959600, .zone = str_lit("UTC")};
    struct str file = str_lit("plan.yaml"), plan = {arena_copy(&a, data, size), size};
    make_stories(&a, &all);
    if (compose_plan_read(&a, plan, file, &all, &o, &ed, &e) == 0) {
        struct str text = compose_plan_text(&a, &ed);
        if (compose_plan_read(&a, text, file, &all, &o, &again, &e))
            abort();
        if (!str_eq(text, compose_plan_text(&a, &again)))
            abort();
        struct strs one = {0}, two = {0};
        check_reader(&a, &ed, one);
        vec_add(&a, &two, topic[2].key);
        vec_add(&a, &two, topic[0].key);
        check_reader(&a, &ed, two);
    }
    arena_end(&a);
    return 0;
}
