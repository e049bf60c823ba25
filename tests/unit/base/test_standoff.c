#include "base/buf.h"
#include "base/standoff.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static struct arena a;

static int end(void **state)
{
    arena_end(&a);
    return 0;
}

/* Without a byte behind the last that could be read by mistake; ended with the test. */
static struct str exactly(struct str s)
{
    return (struct str){arena_copy(&a, s.s, s.n), s.n};
}

static size_t there_and_back(const char *name, struct str text, struct str html)
{
    struct str back = {0}, kept = standoff_encode(&a, exactly(text), exactly(html));
    if (!standoff_decode(&a, exactly(text), exactly(kept), &back) || !back.s || !str_eq(back, html))
        fail_msg("%s: another one came back", name);
    if (kept.n > html.n + 1)
        fail_msg("%s: %zu bytes of %zu", name, kept.n, html.n);
    assert_int_equal(back.s[back.n], 0);
    return kept.n;
}

/* most: bytes that may be kept */
static void shapes_come_back(void **state)
{
    static const struct {
        const char *name;
        struct str text, html;
        size_t most;
    } cases[] = {
#define SHAPE(name, text, html, most) {name, {text, sizeof(text) - 1}, {html, sizeof(html) - 1}, most}
        SHAPE("nothing", "", "", 1),
        SHAPE("no html", "The ferry runs again.", "", 1),
        SHAPE("no text", "", "<p>The ferry runs again.</p>", 29),
        SHAPE("the same", "The ferry runs again on Monday.", "The ferry runs again on Monday.", 5),
        SHAPE("a paragraph", "The ferry runs again on Monday.", "<p>The ferry runs again on Monday.</p>", 13),
        SHAPE("two", "The ferry runs again.\n\nThe pier stays closed.",
              "<p>The ferry runs again.</p>\n<p>The pier stays closed.</p>", 24),
        SHAPE("tags inside words", "unbelievable weather stopped everything here",
              "<p>un<i>believ</i>able <b>weather</b> stopped <a href=\"https://x.example/\">everything</a> here</p>",
              77),
        SHAPE("references", "Caf\u00e9 & quay <shut> \"today\" it's over, says the harbor master",
              "<p>Caf\u00e9 &amp; quay &lt;shut&gt; &quot;today&quot; it&#39;s over, says the harbor master</p>", 59),
        SHAPE("a list", "Before the list.\n\n- The first point\n- The second point\n3. The third point\n\nAfter it.",
              "<p>Before the list.</p><ul><li>The first point</li><li>The second point</li></ul><ol><li>The third point"
              "</li></ol><p>After it.</p>",
              78),
        SHAPE("collapsed spaces", "The pier stays closed until the divers have left it.",
              "<p>The pier\n          stays   closed\t\tuntil the\r\n  divers have left it.\r\n</p>", 46),
        SHAPE("a space that does not break", "At 10 000 people and more the quay is full.",
              "<p>At 10\302\240000 people and&nbsp;more the quay is full.</p>", 31),
        SHAPE(
            "a caption the text has not",
            "The ferry runs again on Monday morning.\n\nThe pier stays closed until the divers have left it.",
            "<p>The ferry runs again on Monday morning.</p><figure><img src=\"https://x.example/a.jpg\" alt=\"A "
            "ferry\">"
            "<figcaption>Passengers on the quay, photographed last week</figcaption></figure><p>The pier stays closed "
            "until the divers have left it.</p>",
            162),
        SHAPE("a passage the html has not",
              "The ferry runs again on Monday morning.\n\nThis was said by the newsletter only, and by nobody else, in "
              "two sentences. Here is the second.\n\nThe pier stays closed until the divers have left it, says the "
              "master.",
              "<p>The ferry runs again on Monday morning.</p><p>The pier stays closed until the divers have left it, "
              "says the master.</p>",
              23),
        SHAPE("another order", "The pier stays closed until noon. The ferry runs again on Monday morning.",
              "<p>The ferry runs again on Monday morning.</p><p>The pier stays closed until noon.</p>", 56),
        SHAPE("cut characters", "\303\251\303\250\303\251\303\250\303\251\303\250",
              "\303\250\303\251\303\250\303\251\303\250\303\251\303\251\303\250", 17),
        SHAPE("half a tag", "The ferry runs again", "The ferry runs again<p", 8),
        SHAPE("half a reference", "The ferry runs again", "The ferry runs again&am", 9),
        SHAPE("a NUL and no UTF-8", "The ferry\0runs again\377\376", "<p>The ferry\0runs again\377\376</p>", 13),
        SHAPE("nothing in common", "Zw\303\266lf Boxk\303\244mpfer jagen Viktor",
              "<p>Pack my box with five dozen liquor jugs</p>", 47),
#undef SHAPE
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n = there_and_back(cases[i].name, cases[i].text, cases[i].html);
        if (n > cases[i].most)
            fail_msg("%s: %zu bytes are kept", cases[i].name, n);
    }
}

static void unknown_stays_unknown(void **state)
{
    struct str none = {0}, html = str_lit("x"), kept = standoff_encode(&a, str_lit("The ferry runs."), none);
    assert_true(!kept.s);
    assert_true(standoff_decode(&a, str_lit("The ferry runs."), kept, &html) && !html.s);
    kept = standoff_encode(&a, none, str_lit("<p>The ferry runs.</p>"));
    assert_true(standoff_decode(&a, none, kept, &html) && str_eqc(html, "<p>The ferry runs.</p>"));
    kept = standoff_encode(&a, none, str_lit("")); /* known to be empty */
    assert_true(kept.s && standoff_decode(&a, none, kept, &html) && html.s && !html.n);
}

/* Made once and kept since: what is in databases is read for ever. */
static void the_form_stays(void **state)
{
    struct str html = {0};
    assert_true(
        standoff_decode(&a, str_lit("abcdefghijklmnop"), str_lit("\001\016\003<b>\002\006\002</\000\003"), &html));
    assert_true(str_eqc(html, "<b>cdefgh</ijk"));
    assert_true(standoff_decode(&a, str_lit("abcd"), str_lit("\000<b>"), &html) && str_eqc(html, "<b>"));
    assert_true(standoff_decode(&a, str_lit("abcd"), str_lit("\001\000"), &html) && html.s && !html.n);
}

static void damage_is_refused(void **state)
{
    static const struct {
        const char *name;
        struct str kept;
    } cases[] = {
        {"nothing", {"", 0}},
        {"another form", {"\002\001\001a", 4}},
        {"no length", {"\001", 1}},
        {"a length without an end", {"\001\377\377\377\377\377\377\377\377\377\377\377", 12}},
        {"a length that lies", {"\001\377\377\377\377\377\377\377\177\000\000\004", 12}},
        {"one more than there are bytes", {"\001\010\000\000\004", 5}},
        {"a copy from behind the end", {"\001\004\000\011\004", 5}},
        {"a copy over the end", {"\001\004\000\006\004", 5}},
        {"a skip that wraps", {"\001\004\000\377\377\377\377\377\377\377\377\177\004", 13}},
        {"a copy of more than comes out", {"\001\004\000\000\005", 5}},
        {"a copy of nothing", {"\001\004\000\000\000\000\000\004", 8}},
        {"own bytes of more than comes out", {"\001\002\003abc", 6}},
        {"own bytes that are not there", {"\001\006\006abc", 6}},
        {"something behind the end", {"\001\004\000\000\004x", 6}},
        {"an end in the middle", {"\001\010\000\000\004", 5}},
    };
    struct str html;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (standoff_decode(&a, exactly(str_lit("abcdefgh")), exactly(cases[i].kept), &html) || html.s)
            fail_msg("%s was taken", cases[i].name);
}

/* Every byte changed in every bit, and every beginning: refused, or no longer than what it was made of. */
static void damage_stays_inside(void **state)
{
    struct str text = str_lit("The ferry runs again on Monday.\n\nThe pier stays closed."), html,
               kept = standoff_encode(
                   &a, text, str_lit("<p>The ferry <b>runs</b> again on Monday.</p><p>The pier stays closed."));
    size_t refused = 0;
    for (size_t i = 0; i < kept.n; i++) {
        assert_false(standoff_decode(&a, text, exactly(str_sub(kept, 0, i)), &html));
        for (int bit = 0; bit < 8; bit++) {
            struct str bad = exactly(kept);
            ((char *)bad.s)[i] ^= (char)(1 << bit);
            if (!standoff_decode(&a, exactly(text), bad, &html))
                refused++;
            else
                assert_true(html.n <= text.n + bad.n);
        }
    }
    assert_true(refused > kept.n);
}

/* A machine that shares itself among many must not fail: the processor's time, and generously. */
static void nothing_is_quadratic(void **state)
{
    static const struct {
        const char *text, *html;
    } cases[] = {
        {"a", "a"},   {"a", "<b>aaaab"}, {"aaab", "<b>aaaac"}, {"The ", "<i>The x"},
        {"x <", "<"}, {"&", "&"},        {" ", " <b> "},       {"abcdefgh", "hgfedcba "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf text, html;
        buf_init(&text, 8 << 20);
        buf_init(&html, 8 << 20);
        while (text.n < 4 << 20)
            buf_c(&text, cases[i].text);
        while (html.n < 4 << 20)
            buf_c(&html, cases[i].html);
        clock_t from = clock();
        there_and_back(cases[i].html, buf_view(&text), buf_view(&html));
        if (clock() - from > 5 * CLOCKS_PER_SEC)
            fail_msg("%s: %.1f s", cases[i].html, (double)(clock() - from) / CLOCKS_PER_SEC);
        buf_end(&text);
        buf_end(&html);
        arena_end(&a);
    }
}

/* A length that lies gets no memory. */
static void memory_is_bounded(void **state)
{
    struct arena own = {0};
    struct str html;
    assert_false(standoff_decode(&own, str_lit("abcdefgh"), str_lit("\001\377\377\377\377\007\000\000\010"), &html));
    assert_true(own.used == 0);
    arena_end(&own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(shapes_come_back, end),    cmocka_unit_test_teardown(unknown_stays_unknown, end),
        cmocka_unit_test_teardown(the_form_stays, end),      cmocka_unit_test_teardown(damage_is_refused, end),
        cmocka_unit_test_teardown(damage_stays_inside, end), cmocka_unit_test_teardown(nothing_is_quadratic, end),
        cmocka_unit_test_teardown(memory_is_bounded, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
