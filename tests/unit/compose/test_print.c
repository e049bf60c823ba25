/* What an article adds to others that were read, and the stored form of what was read. */
#include "compose/desk_case.h"
#include "compose/develop.h"
#include <stdlib.h>

#define STRUCK "The harbor ferry Aurora struck the northern pier early on Monday morning. "
#define BRUISES "Eleven passengers were treated for bruises at Saint Anne hospital. "
#define ENGINE "Captain Lindqvist told investigators that the engine failed to reverse. "
#define STOPPED "The ferry company suspended every crossing until Thursday. "
#define COST "Repairs of the damaged pier will cost two million dollars. "
#define ALL STRUCK BRUISES ENGINE STOPPED COST
#define CHARGED "Prosecutor Helena Moreau charged the captain with negligence on Wednesday."
#define VALVES "Inspectors discovered 47 corroded valves inside the engine room."
#define QUOTE "\"We saw 52 cracked bolts beneath the hull,\" said the diver Okafor Brandt."

static struct article article_of(const char *text)
{
    return (struct article){.id = str_lit("x"), .lang = str_lit("en"), .text = str_c(text)};
}

static void add_read(struct arena *a, struct prints *read, const char *text)
{
    struct article art = article_of(text);
    struct print p;
    assert_true(print_open(a, compose_print(a, &art), &p));
    vec_add(a, read, p);
}

/* The page itself was read, and is read again. */
static void hold(struct arena *a, const struct news_words *w, const struct article *art, const struct prints *read,
                 struct news *out)
{
    struct known known;
    known_read(a, w, read, &known);
    print_news(a, w, art, &(struct read_before){*read, &known, .same_voice = true, .day = INT64_MIN}, out);
}

static void what_is_news(void **state)
{
    static const struct {
        const char *name, *read, *read_too, *now;
        bool any;
        const char *sentence; /* NULL: it makes no difference */
    } table[] = {
        {"the same", ALL, NULL, ALL, false, NULL},
        {"a corrected letter", ALL, NULL,
         STRUCK BRUISES "Captain Lindquist told investigators that the engine failed to reverse. " STOPPED COST, false,
         NULL},
        {"in another order", ALL, NULL, COST STOPPED ENGINE BRUISES STRUCK, false, NULL},
        {"a sentence less", ALL, NULL, STRUCK BRUISES ENGINE COST, false, NULL},
        {"a line under it", ALL, NULL, ALL "Subscribe to our newsletter for weekly updates about shipping.", false,
         NULL},
        {"captions", ALL, NULL, ALL "Photo: Moreau. Read more. By Okafor. Watch live. Map: Brandt.", false, NULL},
        {"known words in new sentences", ALL, NULL,
         ALL "Passengers told investigators that the pier damaged the ferry engine. "
             "Company repairs cost the captain every crossing on Monday morning.",
         false, NULL},
        {"part of it in each of two", STRUCK BRUISES ENGINE, STOPPED COST, ALL, false, NULL},
        {"no text", ALL, NULL, "", false, NULL},
        {"two sentences with names and numbers", ALL, NULL, ALL CHARGED " " VALVES, true, CHARGED},
        {"they come first, and the outcome is what to tell", ALL, NULL, VALVES " " CHARGED " " ALL, true, CHARGED},
        {"what opens with a quotation mark stands in no line", ALL, NULL, ALL QUOTE " " VALVES, true, VALVES},
        {"short: one sentence of three", STRUCK BRUISES, NULL, STRUCK BRUISES CHARGED, true, CHARGED},
        {"short: one is not enough of four", STRUCK BRUISES ENGINE, NULL, STRUCK BRUISES ENGINE VALVES, false, NULL},
        {"unless something has come of it", STRUCK BRUISES ENGINE, NULL, STRUCK BRUISES ENGINE CHARGED, true, CHARGED},
        {"short: the same", STRUCK, NULL, STRUCK, false, NULL},
        {"another event", ALL, NULL, CHARGED " " VALVES, true, CHARGED},
        {"read something without a text", "", NULL, ALL, true, NULL},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena a = {0};
        struct news_words *w = news_words_new(&a);
        struct prints read = {0};
        struct news n;
        struct article art = article_of(table[i].now);
        add_read(&a, &read, table[i].read);
        if (table[i].read_too)
            add_read(&a, &read, table[i].read_too);
        hold(&a, w, &art, &read, &n);
        if ((n.kind != NEWS_NONE) != table[i].any)
            fail_msg("%s: %s", table[i].name, n.kind ? "is news" : "is no news");
        if (table[i].sentence && !str_eqc(str_trim(n.sentence), table[i].sentence))
            fail_msg("%s: \"%.*s\"", table[i].name, STR_ARG(n.sentence));
        if (n.sentence.n)
            assert_true(n.sentence.s >= art.text.s && n.sentence.s + n.sentence.n <= art.text.s + art.text.n);
        news_words_end(w);
        arena_end(&a);
    }
}

/* n sentences of which no two share a word. */
static struct str long_text(struct arena *a, int n)
{
    struct str out = str_lit("");
    for (int i = 0; i < n; i++) {
        char x = (char)('a' + i / 26), y = (char)('a' + i % 26);
        out = str_fmt(a, STR_FMT "Zumo%c%cko tolvu%c%cko mirda%c%cko pesna%c%cko garbu%c%cko. ", STR_ARG(out), x, y, x,
                      y, x, y, x, y, x, y);
    }
    return out;
}

/* Two new sentences are a part that counts of ten, and are lost in twenty. */
static void a_part_that_counts(void **state)
{
    for (int known = 8; known <= 20; known += 12) {
        struct arena a = {0};
        struct news_words *w = news_words_new(&a);
        struct prints read = {0};
        struct news n;
        struct str old = long_text(&a, known);
        struct article art = article_of(str_fmt(&a, STR_FMT COST VALVES, STR_ARG(old)).s);
        add_read(&a, &read, old.s);
        hold(&a, w, &art, &read, &n);
        assert_int_equal(n.kind != NEWS_NONE, known == 8);
        news_words_end(w);
        arena_end(&a);
    }
}

/* ---- the stored form */

enum { WORDS_MOST = 3000, SENTENCES_MOST = 120, TERMS_MOST = 60 }; /* what print.c keeps of an article */

struct numbers {
    uint32_t v[16000];
    size_t n;
};

static void put(struct numbers *x, uint32_t one)
{
    x->v[x->n++] = one;
}

static void put_rising(struct numbers *x, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        put(x, i * 3 + 1);
}

/* In a piece of memory of its own and of that very length, so that a byte read behind it is noticed. */
static bool opens(const void *bytes, size_t n, struct print *out)
{
    struct arena a = {0};
    struct print p;
    char *own = malloc(n ? n : 1);
    memcpy(own, bytes, n);
    bool ok = print_open(&a, (struct str){own, n}, &p);
    if (ok && out)
        *out = (struct print){.words.n = p.words.n, .sentences.n = p.sentences.n};
    free(own);
    arena_end(&a);
    return ok;
}

static bool opens_numbers(const struct numbers *x)
{
    uint8_t bytes[sizeof x->v];
    for (size_t i = 0; i < x->n * 4; i++)
        bytes[i] = (uint8_t)(x->v[i / 4] >> 8 * (i % 4));
    return opens(bytes, x->n * 4, NULL);
}

static void hostile_numbers(void **state)
{
    static const struct {
        const char *name;
        uint32_t v[12];
        size_t n;
        bool ok;
    } table[] = {
        {"two words, a sentence of both", {1, 2, 1, 5, 9, 2, 5, 9}, 8, true},
        {"nothing said", {1, 0, 0}, 3, true},
        {"an empty sentence", {1, 0, 1, 0}, 4, true},
        {"version 0", {0, 2, 1, 5, 9, 2, 5, 9}, 8, false},
        {"a later version", {2, 2, 1, 5, 9, 2, 5, 9}, 8, false},
        {"words fall", {1, 2, 1, 9, 5, 2, 5, 9}, 8, false},
        {"a word twice", {1, 2, 1, 5, 5, 2, 5, 9}, 8, false},
        {"a sentence falls", {1, 2, 1, 5, 9, 2, 9, 5}, 8, false},
        {"something behind it", {1, 2, 1, 5, 9, 2, 5, 9, 0}, 9, false},
        {"more words than there are", {1, 6, 1, 5, 9, 12, 15, 19}, 8, false},
        {"more sentences than there are", {1, 2, 2, 5, 9, 2, 5, 9}, 8, false},
        {"a longer sentence than there is", {1, 2, 1, 5, 9, 3, 5, 9}, 8, false},
        {"words beyond all", {1, UINT32_MAX, 1, 5, 9, 2, 5, 9}, 8, false},
        {"words that wrap round", {1, 0x40000002, 1, 5, 9, 2, 5, 9}, 8, false},
        {"sentences beyond all", {1, 2, UINT32_MAX, 5, 9, 2, 5, 9}, 8, false},
        {"a sentence beyond all", {1, 2, 1, 5, 9, UINT32_MAX, 5, 9}, 8, false},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct numbers x = {.n = table[i].n};
        memcpy(x.v, table[i].v, sizeof table[i].v);
        if (opens_numbers(&x) != table[i].ok)
            fail_msg("%s", table[i].name);
    }
}

/* Everything that is counted is there: it is the count alone that is refused. */
static void counts_too_large(void **state)
{
    for (uint32_t beyond = 0; beyond < 2; beyond++) {
        struct numbers words = {0}, sentences = {0}, terms = {0};
        put(&words, 1), put(&words, WORDS_MOST + beyond), put(&words, 0);
        put_rising(&words, WORDS_MOST + beyond);
        put(&sentences, 1), put(&sentences, 0), put(&sentences, SENTENCES_MOST + beyond);
        for (uint32_t i = 0; i < SENTENCES_MOST + beyond; i++)
            put(&sentences, TERMS_MOST), put_rising(&sentences, TERMS_MOST);
        put(&terms, 1), put(&terms, 0), put(&terms, 1), put(&terms, TERMS_MOST + beyond);
        put_rising(&terms, TERMS_MOST + beyond);
        assert_int_equal(opens_numbers(&words), !beyond);
        assert_int_equal(opens_numbers(&sentences), !beyond);
        assert_int_equal(opens_numbers(&terms), !beyond);
    }
}

static void cut_off(void **state)
{
    struct arena a = {0};
    struct article art = article_of(ALL);
    struct print p;
    art.title = str_lit("Aurora aground");
    struct str blob = compose_print(&a, &art);
    assert_true(opens(blob.s, blob.n, &p));
    assert_int_equal(p.sentences.n, 6);
    assert_in_range(p.words.n, 25, 45);
    for (size_t n = 0; n < blob.n; n++)
        assert_false(opens(blob.s, n, NULL));
    arena_end(&a);
}

/* However long an article is, its print has a limit and can be opened. */
static void endless_article(void **state)
{
    struct arena a = {0};
    struct print p;
    char *text = malloc(2000001);
    uint32_t x = 1;
    for (size_t i = 0; i < 2000000; i++) {
        x = x * 1664525 + 1013904223;
        text[i] = i % 97 == 95                   ? '.'
                  : i % 97 == 96 || x >> 29 == 0 ? ' '
                                                 : (char)((i % 97 ? 'a' : 'A') + (x >> 24) % 26);
    }
    text[2000000] = 0;
    struct article art = article_of(text);
    art.title = art.summary = art.text;
    struct str blob = compose_print(&a, &art);
    assert_true(blob.n <= 4 * (3 + WORDS_MOST + SENTENCES_MOST * (1 + TERMS_MOST)));
    assert_true(opens(blob.s, blob.n, &p));
    assert_int_equal(p.sentences.n, SENTENCES_MOST);
    free(text);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_news),    cmocka_unit_test(a_part_that_counts),
        cmocka_unit_test(hostile_numbers), cmocka_unit_test(counts_too_large),
        cmocka_unit_test(cut_off),         cmocka_unit_test(endless_article),
    };
    return cmocka_run_group_tests_name("compose/print", tests, NULL, NULL);
}
