/* Another outlet's account of the same facts is no update; what happened next is. Both errors are counted over pairs
 * written for it. */
#include "compose/desk_case.h"
#include "compose/develop.h"
#include "compose/news_pairs.h"
#include <stdio.h>

static struct article article_of(const char *lang, const struct account *x)
{
    struct article art = {.id = str_lit("x"), .lang = str_c(lang), .title = str_c(x->title), .text = str_c(x->text)};
    if (*x->day)
        assert_true(date_parse(str_c(x->day), NULL, &art.published));
    return art;
}

static struct news news_of(struct arena *a, const struct news_words *w, const char *lang, const struct account *was,
                           const struct account *now)
{
    struct article old = article_of(lang, was), art = article_of(lang, now);
    struct read_before before = {.day = news_day(&old)};
    struct known known;
    struct print p;
    struct news n;
    assert_true(print_open(a, compose_print(a, &old), &p));
    vec_add(a, &before.prints, p);
    known_read(a, w, &before.prints, &known);
    before.known = &known;
    print_news(a, w, &art, &before, &n);
    return n;
}

static void pairs(void **state)
{
    struct arena a = {0};
    struct news_words *w = news_words_new(&a);
    size_t same = 0, next = 0, wrong = 0, missed = 0;
    for (size_t i = 0; i < sizeof news_pairs / sizeof *news_pairs; i++) {
        const struct news_pairs *x = &news_pairs[i];
        for (size_t k = 0; k < 3; k++) {
            if (x->same[k].title) {
                bool any = news_of(&a, w, x->lang, &x->was, &x->same[k]).kind;
                same++;
                wrong += any;
                if (any)
                    print_message("taken as an update: %s\n", x->same[k].title);
            }
            if (x->next[k].title) {
                bool any = news_of(&a, w, x->lang, &x->was, &x->next[k]).kind;
                next++;
                missed += !any;
                if (!any)
                    print_message("not taken as an update: %s\n", x->next[k].title);
            }
        }
    }
    print_message("the same facts again: %zu of %zu taken as an update; what happened next: %zu of %zu missed\n", wrong,
                  same, missed, next);
    assert_true(same >= 30 && next >= 30);
    assert_true(wrong <= 1 && missed <= 1);
    news_words_end(w);
    arena_end(&a);
}

static void kinds(void **state)
{
    static const struct account was = {MONDAY, "Ferry strikes pier",
                                       "The ferry Aurora struck the northern pier on Monday. Eleven passengers were "
                                       "injured and three were missing. Divers looked at the pier. Two sailors were "
                                       "arrested and later released on bail."};
    static const struct {
        const char *name;
        struct account now;
        enum news_kind kind;
    } table[] = {
        {"an outcome in the title",
         {TUESDAY, "Captain of the Aurora resigns",
          "He gave no reasons. The owner was "
          "surprised by the letter of the man. Nobody knows who takes the helm."},
         NEWS_OUTCOME},
        {"it has not happened",
         {TUESDAY, "Captain of the Aurora will not resign",
          "He gave no reasons. The owner was "
          "pleased by the letter of the man. Nobody else could take the helm."},
         NEWS_NONE},
        {"it happened elsewhere, long ago",
         {TUESDAY, "Aurora is no exception among ferries",
          "In 1998 the captain of the "
          "ferry Sula resigned after a similar crash. The owner of that vessel went out of business. Nobody took the "
          "helm."},
         NEWS_NONE},
        {"it was read of",
         {TUESDAY, "Sailors of the Aurora arrested",
          "Officers of the harbor arrested a pair of seamen. "
          "They had manned the bridge of the vessel. Nobody else was there."},
         NEWS_NONE},
        {"more of them",
         {TUESDAY, "Aurora: fourteen injured",
          "Fourteen people are now known to be injured. The clinic "
          "corrected its figures. Nobody is in danger."},
         NEWS_COUNT},
        {"as many",
         {TUESDAY, "Aurora: eleven injured",
          "Eleven people are known to be injured. The clinic confirmed its "
          "figures. Nobody is in danger."},
         NEWS_NONE},
        {"fewer",
         {TUESDAY, "Aurora: nine injured",
          "Nine people are known to be injured. The clinic corrected its "
          "figures. Nobody is in danger."},
         NEWS_NONE},
        {"an hour is no count",
         {TUESDAY, "Aurora: injured went home",
          "At 14:30 the injured went home. It took the clinic "
          "20 hours to let injured people go. Nobody is in danger."},
         NEWS_NONE},
        {"a later day with another lead",
         {WEDNESDAY, "Anglers pull up strange bolts",
          "Anglers pulled up a bag of bolts "
          "on Tuesday. A smith in the old town knows their maker. He keeps drawings of the Aurora."},
         NEWS_LATER},
        {"a later day on which somebody spoke",
         {TUESDAY, "Anglers tell of strange bolts",
          "Anglers saw a bag of bolts, "
          "they said on Tuesday. A smith in the old town knows their maker. He keeps drawings of the Aurora."},
         NEWS_NONE},
        {"no date at all",
         {"", "Anglers pull up strange bolts",
          "Anglers pulled up a bag of bolts on Tuesday. A smith in "
          "the old town knows their maker. He keeps drawings of the Aurora."},
         NEWS_NONE},
    };
    struct arena a = {0};
    struct news_words *w = news_words_new(&a);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct news n = news_of(&a, w, "en", &was, &table[i].now);
        if (n.kind != table[i].kind)
            fail_msg("%s: %d, not %d", table[i].name, (int)n.kind, (int)table[i].kind);
    }
    news_words_end(w);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs),
        cmocka_unit_test(kinds),
    };
    return cmocka_run_group_tests_name("compose/develop", tests, NULL, NULL);
}
