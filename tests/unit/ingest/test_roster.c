/* Lists as spreadsheets, other programs and enemies write them: a table of inputs, the people that come out, and the
 * findings by line. */
#include "base/date.h"
#include "ingest/read_roster.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* One line a person: address|name|status|topics|frequency|timezone|lang|attributes */
static struct str dump(struct arena *a, const struct subscribers *v)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < v->n; i++) {
        const struct subscriber *s = &v->v[i];
        buf_fmt(&b, STR_FMT "|" STR_FMT "|%s|" STR_FMT "|" STR_FMT "|" STR_FMT "|" STR_FMT "|",
                STR_ARG(s->address.addr), STR_ARG(s->name), sub_status_name(s->status),
                STR_ARG(str_join(a, &s->topics, ";")), STR_ARG(s->frequency), STR_ARG(s->timezone), STR_ARG(s->lang));
        for (size_t k = 0; k < s->attributes.n; k++)
            buf_fmt(&b, "%s" STR_FMT "=" STR_FMT, k ? "," : "", STR_ARG(s->attributes.v[k].name),
                    STR_ARG(s->attributes.v[k].value));
        buf_ch(&b, '\n');
    }
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static struct str dump_findings(struct arena *a, const struct findings *f)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < f->list.n; i++)
        buf_fmt(&b, "%d%c ", f->list.v[i].line, "nwE"[f->list.v[i].severity]);
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static const struct {
    const char *what;
    struct str csv;
    const char *people, *findings; /* findings: "LINEseverity " each */
} cases[] = {
    {"every column, in another order",
     str_lit("name,email,lang,timezone,frequency,topics,status,city\n"
             "Ann,ann@x.example,en,Europe/Paris,daily,defense; politics ;defense,active,Oslo\n"),
     "ann@x.example|Ann|active|defense;politics|daily|Europe/Paris|en|city=Oslo\n", ""},
    {"only addresses", str_lit("email\na@x.example\n\nb@x.example"),
     "a@x.example||active|||||\nb@x.example||active|||||\n", ""},
    {"byte order mark, CR LF",
     str_lit("\xef\xbb\xbf"
             "email,name\r\na@x.example,A\r\n"),
     "a@x.example|A|active|||||\n", ""},
    {"CR only", str_lit("email\ra@x.example\rb@x.example\r"), "a@x.example||active|||||\nb@x.example||active|||||\n",
     ""},
    {"UTF-16, little end first",
     str_lit("\xff\xfe"
             "e\0m\0a\0i\0l\0\n\0a\0@\0x\0.\0e\0g\0\n\0"),
     "a@x.eg||active|||||\n", ""},
    {"UTF-16, big end first",
     str_lit("\xfe\xff"
             "\0e\0m\0a\0i\0l\0\n\0a\0@\0x\0.\0e\0g"),
     "a@x.eg||active|||||\n", ""},
    {"semicolons: topics are quoted then", str_lit("email;name;topics\na@x.example;\"Doe; Jane\";\"a;b\"\n"),
     "a@x.example|Doe; Jane|active|a;b||||\n", ""},
    {"blank lines first", str_lit("\n\r\nemail;name\na@x.example;A\n"), "a@x.example|A|active|||||\n", ""},
    {"tabs", str_lit("email\tname\na@x.example\tDoe, Jane\n"), "a@x.example|Doe, Jane|active|||||\n", ""},
    {"a spreadsheet names its separator", str_lit("sep=;\r\nemail;name\r\na@x.example;A\r\nb@;B\r\n"),
     "a@x.example|A|active|||||\n", "4E "},
    {"quotes", str_lit("email,name\n\"a@x.example\",\"Ann \"\"Bee\"\" C\"\n \"b@x.example\" , \"B\" \n"),
     "a@x.example|Ann \"Bee\" C|active|||||\nb@x.example|B|active|||||\n", ""},
    {"an attribute may have lines, a name may not",
     str_lit("email,name,note\na@x.example,A,\"one\ntwo\"\nb@x.example,\"B\nBcc: e@x.example\",\n\"c@x.example\r\nBcc: "
             "e@x\",C,\nd@x.example,D,\n"),
     "a@x.example|A|active|||||note=one two\nd@x.example|D|active|||||\n", "4E 6E "},
    {"first and last name", str_lit("E-Mail Address,First Name,Last Name\na@x.example,Ann,Lee\nb@x.example,,Lee\n"),
     "a@x.example|Ann Lee|active|||||First Name=Ann,Last Name=Lee\nb@x.example|Lee|active|||||Last Name=Lee\n", ""},
    {"email beats address", str_lit("address,email\n1 Wharf Street,a@x.example\n"),
     "a@x.example||active|||||address=1 Wharf Street\n", ""},
    {"a column twice", str_lit("email,name,name\na@x.example,A,B\n"), "a@x.example|A|active|||||\n", "1w "},
    {"status words", str_lit("email,status\na@x.example,unsubscribed\nb@x.example,\nc@x.example,perhaps\n"),
     "a@x.example||unsubscribed|||||\nb@x.example||active|||||\n", "4E "},
    {"topics parted by commas: one topic, said once for all rows like it; words may hold commas",
     str_lit("email,topics\na@x.example,\"harbor,energy\"\nb@x.example,\"harbor,energy\"\nc@x.example,\"word:dry, "
             "dock;outlet:Wire, The\"\n"),
     "a@x.example||active|harbor,energy||||\nb@x.example||active|harbor,energy||||\n"
     "c@x.example||active|word:dry, dock;outlet:Wire, The||||\n",
     "2w "},
    {"unknown zone and language", str_lit("email,timezone,lang\na@x.example,Mars/Dome,en_GB\nb@x.example,UTC,e!\n"),
     "a@x.example||active||||en-GB|\nb@x.example||active|||UTC||\n", "2w 3w "},
    {"addresses that are none",
     str_lit("email,name\nplain,A\n,B\n@x.example,C\na@@x.example,D\n<a@x.example>,E\na@x.example "
             "b@x.example,F\n\"a@x.example\tRCPT\",G\ng@x.example,H\n"),
     "g@x.example|H|active|||||\n", "2E 3E 4E 5E 6E 7E 8E "},
    {"a NUL", str_lit("email,name\na@x.example\0b@x.example,A\nc@x.example,C\n"), "c@x.example|C|active|||||\n", "2E "},
    {"Latin-1", str_lit("email,name\na@x.example,Ren\xe9\nb@x.example,B\n"), "b@x.example|B|active|||||\n", "2E "},
    {"too many fields", str_lit("email,name\na@x.example,Doe, Jane\nb@x.example,B,,\n"), "b@x.example|B|active|||||\n",
     "2E "},
    {"a quote that never closes", str_lit("email,name\na@x.example,\"A\nb@x.example,B\n"),
     "b@x.example|B|active|||||\n", "2E "},
    {"a quote closed by the next one's opening",
     str_lit("email,name\na@x.example,\"A\nb@x.example,B\nc@x.example,\"C\"\n"),
     "b@x.example|B|active|||||\nc@x.example|C|active|||||\n", "2E "},
    {"one person, several rows",
     str_lit("email,name,status\nA@x.example,,\na@x.example,Ann,\n a@X.EXAMPLE "
             ",Other,unsubscribed\na@x.example.,4,\nb@x.example,B,\n"),
     "A@x.example|Ann|unsubscribed|||||\nb@x.example|B|active|||||\n", "3n 4n 5n "},
    {"one person, several spellings of a domain",
     str_lit("email,name\nx@b\xc3\xbc"
             "cher.example,11\nx@xn--bcher-kva.example,12\nx@BU\xcc\x88"
             "CHER.example,13\n"),
     "x@xn--bcher-kva.example|11|active|||||\n", "3n 4n "},
    {"template and shell text is text",
     str_lit("email,name\na@x.example,{{#all}}%s%n${x}<script>\nb@x.example,=HYPERLINK(1)\n"),
     "a@x.example|{{#all}}%s%n${x}<script>|active|||||\nb@x.example|=HYPERLINK(1)|active|||||\n", ""},
    {"bidi controls in a name",
     str_lit("email,name\na@x.example,\xe2\x80\xae"
             "evil\n"),
     "a@x.example|evil|active|||||\n", ""},
};

/* However the network or a pipe cuts the bytes, the list is the same. */
static void read_table(size_t chunk)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct subscribers v = {0};
        struct findings f = {.arena = &a};
        struct err e = {0};
        if (read_roster(&a, cases[i].csv, chunk, &v, &f, &e) < 0)
            fail_msg("%s: %s", cases[i].what, e.msg);
        struct str people = dump(&a, &v), found = dump_findings(&a, &f);
        if (!str_eqc(people, cases[i].people) || !str_eqc(found, cases[i].findings))
            fail_msg("%s:\n%s%s\n", cases[i].what, people.s, found.s);
        arena_end(&a);
    }
}

static void test_table(void **state)
{
    read_table(0);
    read_table(1);
    read_table(3);
}

static void test_refused_lists(void **state)
{
    static const struct {
        struct str csv;
        const char *says;
    } bad[] = {
        {str_lit(""), "list.csv: the list is empty"},
        {str_lit("\n\n"), "list.csv: the list is empty"},
        {str_lit("name,city\nA,B\n"), "list.csv:1: no column is named \"email\""},
        {str_lit("a@x.example,A\nb@x.example,B\n"), "list.csv:1: the first line holds an address"},
        {str_lit("e\0m\0a\0i\0l\0\n\0a\0"), "list.csv: looks like UTF-16"},
        {str_lit("email,\"name\n"), "list.csv:1: the line that names the columns"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct arena a = {0};
        struct subscribers v = {0};
        struct findings f = {.arena = &a};
        struct err e = {0};
        assert_int_equal(read_roster(&a, bad[i].csv, 0, &v, &f, &e), -1);
        assert_int_equal(e.code, EX_DATAERR);
        if (strncmp(e.msg, bad[i].says, strlen(bad[i].says)) != 0)
            fail_msg("%s", e.msg);
        arena_end(&a);
    }
}

static void read_all(struct arena *a, const struct buf *b, struct subscribers *v, struct findings *f)
{
    struct err e = {0};
    if (read_roster(a, buf_view(b), 0, v, f, &e) < 0)
        fail_msg("%s", e.msg);
}

/* Sizes that only an enemy or an accident sends; each must be cheap and leave the good rows alone. */
static void test_bounds(void **state)
{
    struct arena a = {0};
    struct buf b;
    buf_init(&b, 64 << 20);

    buf_c(&b, "email,name\na@x.example,");
    for (int i = 0; i < 30000; i++)
        buf_c(&b, "NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN");
    buf_c(&b, "\nb@x.example,B\nc@x.example,\"");
    for (int i = 0; i < 30000; i++)
        buf_c(&b, "\"\"MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM");
    buf_c(&b, "\"\nd@x.example,D\n");
    struct subscribers v = {0};
    struct findings f = {.arena = &a};
    read_all(&a, &b, &v, &f);
    assert_int_equal(v.n, 2);
    assert_string_equal(dump_findings(&a, &f).s, "2E 4E ");

    buf_clear(&b);
    for (int i = 0; i < 300; i++)
        buf_c(&b, "email,name\na@x.example,\"A\nb@x.example,B\n");
    v = (struct subscribers){0};
    f = (struct findings){.arena = &a};
    read_all(&a, &b, &v, &f);
    assert_int_equal(v.n, 1);
    assert_string_equal(v.v[0].address.addr.s, "b@x.example");
    assert_int_equal(f.errors, 300 + 299); /* each open quote, each header come again */

    buf_clear(&b);
    for (int i = 0; i < 200000; i++)
        buf_fmt(&b, "c%d,", i);
    buf_c(&b, "email\n");
    v = (struct subscribers){0};
    struct err e = {0};
    assert_int_equal(read_roster(&a, buf_view(&b), 0, &v, &f, &e), -1);
    assert_string_equal(e.msg, "list.csv:1: more than 1000 columns");

    buf_clear(&b);
    buf_c(&b, "email\n");
    for (int i = 0; i < 50000; i++)
        buf_c(&b, "x\n");
    v = (struct subscribers){0};
    f = (struct findings){.arena = &a};
    read_all(&a, &b, &v, &f);
    assert_int_equal(f.list.n, 20001);
    buf_end(&b);
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_refused_lists),
        cmocka_unit_test(test_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
