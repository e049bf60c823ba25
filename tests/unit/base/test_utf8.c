#include "base/buf.h"
#include "base/utf8.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena a;

static int end(void **state)
{
    arena_end(&a);
    return 0;
}

static void same(const char *what, struct str got, const char *want)
{
    if (!str_eqc(got, want))
        fail_msg("%s: got \"" STR_FMT "\", want \"%s\"", what, STR_ARG(got), want);
    assert_int_equal(got.s[got.n], '\0');
}

static void valid(void **state)
{
    static const char *const yes[] = {"", "abc", "é", "東京", "😀", "\xEF\xBF\xBD", "\xF4\x8F\xBF\xBF"};
    static const char *const no[] = {"\xFF",         "\xC0\x80",     "\xC3",
                                     "a\xE6\x9D",    "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                     "\xE0\x80\xAF", "\x80",         "\xF8\x88\x80\x80\x80",
                                     "12345678\xFF"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_true(utf8_valid(str_c(yes[i])));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(utf8_valid(str_c(no[i])));
}

static void clean(void **state)
{
    static const char *const cases[][2] = {
        {"plain", "plain"},
        {"a\r\nb\rc\n", "a\nb\nc\n"},
        {"a\x01\x1B[0mb\x7F\xC2\x85", "a[0mb"},
        {"x\xFFy\xC3", "x\xEF\xBF\xBDy\xEF\xBF\xBD"},
        {"\xEF\xBF\xBF\xEF\xB7\x90z", "z"},
        {"tab\tok", "tab\tok"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        same(cases[i][0], utf8_clean(&a, str_c(cases[i][0])), cases[i][1]);
    same("NUL", utf8_clean(&a, str_lit("a\0b")), "ab");
    assert_null(utf8_clean(&a, (struct str){0}).s);
}

/* The definition, a character at a time. */
static bool is_clean(struct str s)
{
    for (size_t i = 0, from = 0; i < s.n; from = i) {
        uint32_t c = utf8_next(s, &i);
        if ((c == 0xFFFD && i == from + 1) || (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) ||
            (c >= 0xFDD0 && c < 0xFDF0) || (c & 0xFFFE) == 0xFFFE)
            return false;
    }
    return true;
}

/* The common characters are told by their bytes: every two bytes, with what may follow them. */
static void clean_in_steps(void **state)
{
    static const unsigned char more[] = {'a', '\n', 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBE, 0xBF, 0xC2, 0xE2, 0xFF};
    char bytes[] = "    text of more than a step";
    for (unsigned i = 0; i < 0x10000 * sizeof more; i++)
        for (size_t k = 0; k < sizeof more; k += 2) {
            bytes[0] = (char)(i >> 8), bytes[1] = (char)i;
            bytes[2] = (char)more[i >> 16], bytes[3] = (char)more[k];
            struct str all = {bytes, k ? 4 : sizeof bytes - 1};
            if (utf8_is_clean(all) != is_clean(all))
                fail_msg("%02x %02x %02x %02x: %s", bytes[0] & 255, bytes[1] & 255, bytes[2] & 255, bytes[3] & 255,
                         is_clean(all) ? "is clean" : "is not clean");
        }
    assert_false(utf8_is_clean(str_c("\x9C\x96\x9B"
                                     "1@example")));
}

static void line(void **state)
{
    static const struct {
        const char *in;
        size_t max;
        const char *out;
    } cases[] = {
        {"  Two\n\twords \xC2\xA0 here ", 0, "Two words here"},
        {"a\xE2\x80\x8B\xE2\x80\xAE\xEF\xBB\xBF"
         "b",
         0, "ab"},
        {"soft\xC2\xADhyphen", 0, "softhyphen"},
        {"abcdef", 6, "abcdef"},
        {"abcdefg", 6, "abcde…"},
        {"abcd efg", 6, "abcd…"},
        {"e\xCC\x81\xCC\x81x", 2, "e\xCC\x81\xCC\x81x"},
        {"👩‍👩‍👧 family", 8, "👩‍👩‍👧 family"},
        {"می‌خواهم", 0, "می‌خواهم"},
        {"", 5, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        same(cases[i].in, utf8_line(&a, str_c(cases[i].in), cases[i].max), cases[i].out);
}

static void forms(void **state)
{
    same("nfc", utf8_nfc(&a, str_lit("e\xCC\x81")), "é");
    same("fold", utf8_fold(&a, str_lit("STRASSE")), "strasse");
    same("fold", utf8_fold(&a, str_lit("Straße")), "strasse");
    same("fold", utf8_fold(&a, str_lit("ＦＵＬＬ ﬁ")), "full fi");
    same("lower", utf8_lower(&a, str_lit("ÉTÉ")), "été");
    same("upper", utf8_upper(&a, str_lit("straße")), "STRASSE");
    same("upper", utf8_upper(&a, str_lit("abc-1")), "ABC-1");
    same("broken", utf8_lower(&a, str_lit("\xFFÉ")), "\xEF\xBF\xBDé");
    assert_null(utf8_fold(&a, (struct str){0}).s);
}

static void counts(void **state)
{
    assert_int_equal(utf8_chars(str_lit("abc")), 3);
    assert_int_equal(utf8_chars(str_lit("e\xCC\x81"
                                        "e")),
                     2);
    assert_int_equal(utf8_chars(str_lit("👩‍👩‍👧🇩🇪")), 2);
    assert_int_equal(utf8_chars(str_lit("a\r\nb")), 3);
    assert_int_equal(utf8_width(str_lit("東京 ab")), 7);
    assert_int_equal(utf8_width(str_lit("e\xCC\x81")), 1);
    assert_int_equal(utf8_words(str_lit("")), 0);
    assert_int_equal(utf8_words(str_lit("It's 3.5 state-of-the-art words, isn't it?")), 6);
    assert_int_equal(utf8_words(str_lit("- one --two . three-")), 3);
    assert_int_equal(utf8_words(str_lit("東京で会談")), 3);
    assert_int_equal(utf8_words(str_lit("한국 국방부 장관")), 3);
    assert_true(utf8_is_cjk(0x6771) && utf8_is_cjk(0xE01) && !utf8_is_cjk(0xD55C) && !utf8_is_cjk('a'));
    assert_true(utf8_is_letter(0xE9) && !utf8_is_letter('1') && utf8_is_word(0x301) && utf8_is_word('1') &&
                !utf8_is_word(0x2013));
    assert_true(utf8_is_upper(0xC9) && !utf8_is_upper(0xE9));
}

static void cut(void **state)
{
    static const struct {
        const char *in;
        size_t max;
        const char *out;
    } cases[] = {
        {"Short enough.", 40, "Short enough."},
        {"The bridge opened. The mayor spoke for an hour about it.", 30, "The bridge opened."},
        {"The bridge across the river opened on Thursday morning", 30, "The bridge across the river…"},
        {"One, two, three, four, five", 15, "One, two…"},
        {"Donaudampfschifffahrtsgesellschaft", 10, "Donaudamp…"},
        {"The U.S. Navy sent a carrier to the Gulf on Thursday", 24, "The U.S. Navy sent a…"},
        {"防衛大臣は木曜日に会談した。合意はなかった。次回は未定。", 18, "防衛大臣は木曜日に会談した。"},
        {"防衛大臣は木曜日に会談した", 8, "防衛大臣は木曜…"},
        {"Really? Yes! And then it went on for a long while.", 14, "Really? Yes!"},
        {"a \xE2\x80\x94 b and more words here", 5, "a…"},
        {"", 5, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str got = utf8_cut(&a, str_c(cases[i].in), cases[i].max);
        same(cases[i].in, got, cases[i].out);
        assert_true(utf8_chars(got) <= cases[i].max);
    }
}

static void wrap(void **state)
{
    static const struct {
        const char *in;
        size_t columns;
        const char *first, *next, *out;
    } cases[] = {
        {"one two three four", 9, "", "", "one two\nthree\nfour"},
        {"one two three four", 80, "* ", "  ", "* one two three four"},
        {"one two three four", 11, "* ", "  ", "* one two\n  three\n  four"},
        {"para one\n\npara two", 80, "> ", "> ", "> para one\n>\n> para two"},
        {"東京で会談があった", 8, "", "", "東京で会\n談があっ\nた"},
        {"see https://news.example.org/a/very/long/path?with=query&and=more for more", 20, "", "",
         "see\nhttps://news.example.org/a/very/long/path?with=query&and=more\nfor more"},
        {"(www.example.org/a-b-c-d-e-f-g/h) end", 10, "", "", "(www.example.org/a-b-c-d-e-f-g/h)\nend"},
        {"trailing   \nspaces  ", 20, "", "", "trailing\nspaces"},
        {"ends\n", 20, "", "", "ends\n"},
        {"", 20, "", "", ""},
        {"unbreakableword next", 5, "", "", "unbreakableword\nnext"},
        {"well-known hyphens", 6, "", "", "well-\nknown\nhyphens"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        same(cases[i].in, utf8_wrap(&a, str_c(cases[i].in), cases[i].columns, cases[i].first, cases[i].next),
             cases[i].out);
}

static void charsets(void **state)
{
    static const struct {
        const char *bytes, *charset, *out;
    } cases[] = {
        {"caf\xE9", "iso-8859-1", "café"},
        {"\x93quoted\x94 \x80", "ISO-8859-1", "“quoted” €"},
        {"caf\xC3\xA9", "iso-8859-1", "café"}, /* wrong label */
        {"caf\xC3\xA9", "utf-8", "café"},
        {"caf\xE9", "utf-8", "café"}, /* wrong label */
        {"caf\xE9", NULL, "café"},
        {"\xEF\xBB\xBFx", "windows-1252", "x"},
        {"\xB1\xB9\xB9\xE6", "euc-kr", "국방"},
        {"\xB1\xB9\xB9\xE6", "KS_C_5601-1987", "국방"},
        {"\x93\x8C\x8B\x9E", "Shift_JIS", "東京"},
        {"\xB6\xAB\xBE\xA9", "gb2312", "东京"},
        {"\xCF\xF0\xE8\xE2\xE5\xF2", "windows-1251", "Привет"},
        {"\xF0\xD2\xC9\xD7\xC5\xD4", " koi8-r ", "Привет"},
        {"\xC3\xE9\xE3", "iso-8859-7", "Γιγ"},
        {"+ADw-", "utf-7", "+ADw-"}, /* never decoded */
        {"abc", "no-such-charset", "abc"},
        {"\x81\x30", "euc-kr",
         "\xEF\xBF\xBD"
         "0"},
        {"aé\xFFz", "utf-8", "aé\xC3\xBFz"},
    };
    for (size_t i = 0; i + 1 < sizeof cases / sizeof *cases; i++)
        same(cases[i].charset ? cases[i].charset : "none", utf8_from(&a, str_c(cases[i].bytes), cases[i].charset),
             cases[i].out);
    same("utf-16", utf8_from(&a, str_lit("\xFF\xFEh\0i\0"), NULL), "hi");
    same("utf-16be", utf8_from(&a, str_lit("\xFE\xFF\0h\0i"), "utf-8"), "hi");
    same("utf-16 odd", utf8_from(&a, str_lit("\xFF\xFEh\0i"), NULL), "h\xEF\xBF\xBD");
    same("utf-32", utf8_from(&a, str_lit("\xFF\xFE\0\0h\0\0\0"), NULL), "h");
    assert_true(utf8_valid(utf8_from(&a, str_lit("a\xC3\xA9\xC3\xA9\xFFz"), "utf-8")));
    assert_null(utf8_from(&a, (struct str){0}, NULL).s);
}

/* Linear on what is made to be slow: a second for a megabyte would be far too long already. */
static void hostile_text(void **state)
{
    static const char *const units[] = {"e\xCC\x81", "\xCC\x81", "👩‍",      "🇩", "a ", " ",
                                        "http://",   "\xFF",     "\xE0\xB8\x81", "(", "-"};
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        struct buf b;
        buf_init(&b, 1 << 20);
        while (b.n < 300000)
            buf_c(&b, units[k]);
        struct str s = buf_view(&b);
        utf8_clean(&a, s);
        utf8_line(&a, s, 100);
        utf8_fold(&a, s);
        utf8_nfc(&a, s);
        utf8_cut(&a, s, 1000);
        utf8_words(s);
        utf8_wrap(&a, s, 72, "", "");
        buf_end(&b);
        arena_end(&a);
    }
}

static uint32_t dice(void)
{
    static uint32_t state = 12345;
    state = state * 1664525 + 1013904223;
    return state >> 16;
}

/* The rule of utf8_words for text without CJK, one character at a time. */
static size_t words_one_by_one(struct str s)
{
    size_t words = 0;
    bool in = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        size_t k = i;
        bool joins = c == '\'' || c == '-' || c == '.' || c == ',';
        bool next = i < s.n && utf8_is_word(utf8_next(s, &k));
        words += utf8_is_word(c) && !in;
        in = utf8_is_word(c) || (in && joins && next);
    }
    return words;
}

/* Words are counted many bytes at a time where that is possible: it makes no difference where those begin and end. */
static void words_in_steps(void **state)
{
    static const char *const pieces[] = {"a", "Z",  "9", "word", " ", " ", "'", "-", ".",        ",",
                                         ";", "\n", "@", "[",    "`", "{", "/", ":", "\xC3\xA9", "\xE2\x80\x93"};
    for (size_t round = 0; round < 20000; round++) {
        char text[256];
        size_t n = 0, wanted = dice() % 240, kinds = sizeof pieces / sizeof *pieces - (round % 2 ? 2 : 0);
        while (n < wanted) {
            const char *p = pieces[dice() % kinds];
            memcpy(text + n, p, strlen(p));
            n += strlen(p);
        }
        struct str s = {text, n};
        if (utf8_words(s) != words_one_by_one(s))
            fail_msg("\"%.*s\": %zu words, not %zu", (int)n, text, utf8_words(s), words_one_by_one(s));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(valid, end),
        cmocka_unit_test_teardown(clean, end),
        cmocka_unit_test(clean_in_steps),
        cmocka_unit_test_teardown(line, end),
        cmocka_unit_test_teardown(forms, end),
        cmocka_unit_test_teardown(counts, end),
        cmocka_unit_test_teardown(cut, end),
        cmocka_unit_test_teardown(wrap, end),
        cmocka_unit_test_teardown(charsets, end),
        cmocka_unit_test_teardown(hostile_text, end),
        cmocka_unit_test_teardown(words_in_steps, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
