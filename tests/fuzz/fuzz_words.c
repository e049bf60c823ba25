/* Any bytes as the bodies of articles: words and sentences are slices of the text in its order, bullets and quotes are
 * exact, topics, stories and differences come to an end. The first byte chooses languages and dates; "\n---\n" parts
 * the articles. */
#include "base/utf8.h"
#include "base/words.h"
#include "select/select.h"
#include "why/why.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { MOST = 6, MOST_BYTES = 20000 };

static void must(bool ok)
{
    if (!ok)
        abort();
}

static bool within(struct str part, struct str whole)
{
    return part.s >= whole.s && part.s + part.n <= whole.s + whole.n;
}

static void check_words(struct arena *a, struct str text, struct str lang)
{
    struct lexicon *l = lexicon_new(a);
    const char *last = text.s;
    struct word w;
    for (size_t at = 0; word_next(text, &at, &w);) {
        must(w.s.n > 0 && within(w.s, text) && w.s.s >= last && at <= text.n);
        last = w.s.s; /* pairs of characters overlap */
        uint32_t t = lexicon_add(l, lang, w);
        must(t == lexicon_add(l, lang, w) && t < lexicon_size(l));
        must(utf8_valid(word_fold(a, w.s)) && utf8_valid(word_stem(a, lang, w.s)));
    }
    lexicon_end(l);
    must(words_language(text).n <= 3);
}

static void check_sentences(struct arena *a, struct str text, struct str lang)
{
    struct strs all = {0};
    const char *end = text.s;
    why_sentences(a, text, lang, &all);
    for (size_t i = 0; i < all.n; i++) {
        must(all.v[i].n > 0 && within(all.v[i], text) && all.v[i].s >= end);
        must(str_trim(all.v[i]).n == all.v[i].n);
        end = all.v[i].s + all.v[i].n;
    }
}

static void check_story(struct arena *a, struct story *s)
{
    why_story(a, s);
    why_differs(a, s);
    must(s->why.n <= 3);
    for (size_t i = 0; i < s->why.n; i++) {
        bool found = false;
        for (size_t k = 0; k < s->articles.n; k++)
            found |= str_find(s->articles.v[k]->text, s->why.v[i]) != STR_NONE;
        must(found && utf8_chars(s->why.v[i]) <= 160);
    }
    for (size_t i = 0; i < s->differs.n; i++) {
        must(s->differs.v[i].about.n > 0 && s->differs.v[i].claims.n >= 2);
        for (size_t k = 0; k < s->differs.v[i].claims.n; k++)
            must(s->differs.v[i].claims.v[k].value.n > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const langs[] = {"en", "", "de", "ko", "ja", "xx", "fr-CA", "ru"};
    struct arena a = {0};
    struct articles all = {0};
    struct stories stories = {0};
    struct topic_examples examples = {0};
    struct strs any = {0};
    unsigned k = n ? data[0] : 0;
    struct str rest = utf8_clean(&a, (struct str){(const char *)data, n < MOST_BYTES ? n : MOST_BYTES});
    rest = str_sub(rest, 1, rest.n);
    while (rest.n && all.n < MOST) {
        size_t at = str_find(rest, str_lit("\n---\n"));
        struct str body = str_dup(&a, str_sub(rest, 0, at == STR_NONE ? rest.n : at)), text = body, title = {0};
        str_line(&text, &title);
        struct article *x = vec_push(&a, &all);
        *x = (struct article){.id = str_fmt(&a, "%012zu", all.n),
                              .outlet = str_fmt(&a, "Outlet %zu", all.n),
                              .title = str_dup(&a, title),
                              .text = str_dup(&a, text),
                              .lang = str_c(langs[k % 8])};
        if (k & 8)
            x->published = (struct when){.t = 1753959600 + (int64_t)all.n * (k >> 4) * 3600, .has = WHEN_SECOND};
        rest = at == STR_NONE ? str_lit("") : str_sub(rest, at + 5, rest.n);
    }
    for (size_t i = 0; i < all.n; i++) {
        check_words(&a, all.v[i].text, all.v[i].lang);
        check_sentences(&a, all.v[i].text, all.v[i].lang);
        vec_add(&a, &examples, ((struct topic_example){str_c(i % 2 ? "one" : "two"), &all.v[i]}));
        vec_add(&a, &any, all.v[i].title);
    }
    struct topic one = {.key = str_lit("one"), .title = str_lit("One"), .any = any};
    struct topics topics = {.v = &one, .n = 1, .cap = 1};
    const struct topic_model *m = select_learn(&a, &examples, NULL);
    select_topics(&a, &topics, &all);
    if (m)
        select_topics_learned(&a, m, &all);
    select_stories(&a, &all, NULL, &stories);
    size_t told = 0;
    for (size_t i = 0; i < stories.n; i++) {
        told += stories.v[i].articles.n;
        check_story(&a, &stories.v[i]);
    }
    must(told == all.n);
    if (all.n) { /* whatever select thinks: as one story */
        struct story together = {.id = all.v[0].id, .headline = all.v[0].title, .lead = &all.v[0]};
        for (size_t i = 0; i < all.n; i++)
            vec_add(&a, &together.articles, &all.v[i]);
        check_story(&a, &together);
    }
    arena_end(&a);
    return 0;
}
