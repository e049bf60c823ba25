/* What the Mustache specification asks for, in cases of our own: comments, delimiters, interpolation, inverted
 * sections, partials, sections, inheritance and dynamic names; most of them about white space, where implementations
 * differ. */
#include "base/json.h"
#include "render/render.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct {
    const char *template, *data, *partials, *out;
} cases[] = {
    {"a{{! one\n two\n}}b", "{}", "{}", "ab"},
    {"a\n{{! alone }}\nb\n", "{}", "{}", "a\nb\n"},
    {"|\r\n{{! alone }}\r\n|", "{}", "{}", "|\r\n|"},
    {"a\n{{!\nover\nlines\n}}\nb\n", "{}", "{}", "a\nb\n"},
    {"12345 {{! in a line }} 67890", "{}", "{}", "12345  67890"},
    {"  12 {{! 34 }}\n", "{}", "{}", "  12 \n"},
    {"{{!}}x", "{}", "{}", "x"},
    {"{{=<% %>=}}(<%text%>)", "{\"text\":\"Hey\"}", "{}", "(Hey)"},
    {"({{=[ ]=}}[text])", "{\"text\":\"It\"}", "{}", "(It)"},
    {"[ {{>include}} ]\n[ .{{value}}.  .|value|. ]\n", "{\"value\":\"yes\"}",
     "{\"include\":\".{{value}}. {{= | | =}} .|value|.\"}", "[ .yes.  .yes. ]\n[ .yes.  .|value|. ]\n"},
    {"| {{=@ @=}} |", "{}", "{}", "|  |"},
    {" | {{=@ @=}}\n", "{}", "{}", " | \n"},
    {"|\r\n{{= @ @ =}}\r\n|", "{}", "{}", "|\r\n|"},
    {"{{=<< >>=}}<<#a>>x<</a>>{{a}}", "{\"a\":true}", "{}", "x{{a}}"},
    {"{{{f}}}", "{\"f\":\"& \\\" < >\"}", "{}", "& \" < >"},
    {"\"{{m}} {{{m}}} {{&m}}\"", "{\"m\":85}", "{}", "\"85 85 85\""},
    {"\"{{p}} {{{p}}} {{&p}}\"", "{\"p\":1.21}", "{}", "\"1.21 1.21 1.21\""},
    {"I ({{{cannot}}}) be", "{\"cannot\":null}", "{}", "I () be"},
    {"({{no}}) ({{{no}}}) ({{&no}})", "{}", "{}", "() () ()"},
    {"\"{{p.n}}\" == \"{{#p}}{{n}}{{/p}}\" \"{{{p.n}}}\"", "{\"p\":{\"n\":\"Joe\"}}", "{}",
     "\"Joe\" == \"Joe\" \"Joe\""},
    {"{{a.b.c.d.e.n}}", "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"n\":\"Phil\"}}}}}}", "{}", "Phil"},
    {"\"{{a.b.c.n}}\" == \"\"", "{\"a\":{}}", "{}", "\"\" == \"\""},
    {"\"{{a.b.c.n}}\" == \"\"", "{\"a\":{\"b\":{}},\"c\":{\"n\":\"Jim\"}}", "{}", "\"\" == \"\""},
    {"{{#a}}{{b.c}}{{/a}}", "{\"a\":{\"b\":{}},\"b\":{\"c\":\"ERROR\"}}", "{}", ""},
    {"{{a.b}}", "{\"a.b\":\"c\"}", "{}", ""},
    {"{{a.b}}", "{\"a.b\":\"c\",\"a\":{\"b\":\"d\"}}", "{}", "d"},
    {"{{#l}}({{&.}}){{/l}}", "{\"l\":[\"<\",\"&\"]}", "{}", "(<)(&)"},
    {"| {{s}} | {{{s}}} | {{&s}} |", "{\"s\":\"---\"}", "{}", "| --- | --- | --- |"},
    {"  {{s}}\n  {{{s}}}\n  {{&s}}\n", "{\"s\":\"---\"}", "{}", "  ---\n  ---\n  ---\n"},
    {"|{{{ s }}}|{{ s }}|{{& s }}|{{{  s}}}|", "{\"s\":\"-\"}", "{}", "|-|-|-|-|"},
    {"{{#a}}{{#b}}{{c.d}}{{/b}}{{/a}}", "{\"a\":{\"b\":{\"c\":{\"d\":1}}},\"c\":{\"d\":2}}", "{}", "1"},
    {"\"{{^b}}right{{/b}}\"", "{\"b\":false}", "{}", "\"right\""},
    {"\"{{^b}}wrong{{/b}}\"", "{\"b\":true}", "{}", "\"\""},
    {"\"{{^n}}right{{/n}}\"", "{\"n\":null}", "{}", "\"right\""},
    {"\"{{^c}}Hi {{name}}.{{/c}}\"", "{\"c\":{\"name\":\"Joe\"}}", "{}", "\"\""},
    {"\"{{^l}}{{n}}{{/l}}\"", "{\"l\":[{\"n\":1},{\"n\":2}]}", "{}", "\"\""},
    {"\"{{^l}}yay{{/l}}\"", "{\"l\":[]}", "{}", "\"yay\""},
    {"{{^b}}\n* first\n{{/b}}\n* {{two}}\n{{^b}}\n* third\n{{/b}}\n", "{\"b\":false,\"two\":\"second\"}", "{}",
     "* first\n* second\n* third\n"},
    {"| A {{^b}}B {{^b}}C{{/b}} D{{/b}} E |", "{\"b\":true}", "{}", "| A  E |"},
    {"\"{{^a.b.c}}not here{{/a.b.c}}\"", "{\"a\":{\"b\":{\"c\":true}}}", "{}", "\"\""},
    {"\"{{^a.b.c}}not here{{/a.b.c}}\"", "{\"a\":{\"b\":{\"c\":false}}}", "{}", "\"not here\""},
    {" | {{^b}}\t|\t{{/b}} | \n", "{\"b\":false}", "{}", " | \t|\t | \n"},
    {" | {{^b}} {{! more }}\n {{/b}} | \n", "{\"b\":false}", "{}", " |  \n  | \n"},
    {"|\r\n{{^b}}\r\n{{/b}}\r\n|", "{\"b\":false}", "{}", "|\r\n|"},
    {"  {{^b}}\n^{{/b}}\n/", "{\"b\":false}", "{}", "^\n/"},
    {"|{{^ b }}={{/ b }}|", "{\"b\":false}", "{}", "|=|"},
    {"\"{{^s}}x{{/s}}\"", "{\"s\":\"\"}", "{}", "\"x\""},
    {"\"{{>t}}\"", "{}", "{\"t\":\"from partial\"}", "\"from partial\""},
    {"\"{{>p}}\"", "{\"text\":\"content\"}", "{\"p\":\"*{{text}}*\"}", "\"*content*\""},
    {"{{>node}}", "{\"c\":\"X\",\"n\":[{\"c\":\"Y\",\"n\":[]}]}", "{\"node\":\"{{c}}<{{#n}}{{>node}}{{/n}}>\"}",
     "X<Y<>>"},
    {"{{>outer}}", "{\"a\":\"hello\",\"b\":\"world\"}", "{\"outer\":\"*{{a}} {{>inner}}*\",\"inner\":\"{{b}}!\"}",
     "*hello world!*"},
    {"| {{>p}} |", "{}", "{\"p\":\"\\t|\\t\"}", "| \t|\t |"},
    {"  {{d}}  {{> p}}\n", "{\"d\":\"|\"}", "{\"p\":\">\\n>\"}", "  |  >\n>\n"},
    {">\n  {{>p}}", "{}", "{\"p\":\">\\n>\"}", ">\n  >\n  >"},
    {"\\\n {{>p}}\n/\n", "{\"c\":\"<\\n->\"}", "{\"p\":\"|\\n{{{c}}}\\n|\\n\"}", "\\\n |\n <\n->\n |\n/\n"},
    {"|{{> p }}|", "{\"b\":true}", "{\"p\":\"[]\"}", "|[]|"},
    {"  {{>p}}>", "{}", "{\"p\":\">\\n>\"}", "  >\n>>"},
    {"\"{{#b}}right{{/b}}\"", "{\"b\":true}", "{}", "\"right\""},
    {"{{#t}}{{#m}}{{n}}{{/m}}{{/t}}", "{\"t\":{\"m\":[{\"n\":1},{\"n\":2}]}}", "{}", "12"},
    {"{{#tops}}{{#middles}}{{tname.lower}}{{mname}}.{{#bottoms}}{{tname.upper}}{{mname}}{{bname}}.{{/bottoms}}{{/"
     "middles}}{{/tops}}",
     "{\"tops\":[{\"tname\":{\"upper\":\"A\",\"lower\":\"a\"},\"middles\":[{\"mname\":\"1\",\"bottoms\":[{\"bname\":"
     "\"x\"},{\"bname\":\"y\"}]}]}]}",
     "{}", "a1.A1x.A1y."},
    {"\"{{#l}}no{{/l}}\"", "{\"l\":[]}", "{}", "\"\""},
    {"{{#b}}\n* first\n{{/b}}\n* {{two}}\n{{#b}}\n* third\n{{/b}}\n", "{\"b\":true,\"two\":\"second\"}", "{}",
     "* first\n* second\n* third\n"},
    {"\"{{#l}}({{.}}){{/l}}\"", "{\"l\":[1,2,3,4,5]}", "{}", "\"(1)(2)(3)(4)(5)\""},
    {"\"{{#l}}({{.}}){{/l}}\"", "{\"l\":[1.1,2.2,3.3]}", "{}", "\"(1.1)(2.2)(3.3)\""},
    {"\"{{#l}}({{#.}}{{.}}{{/.}}){{/l}}\"", "{\"l\":[[1,2,3],[\"a\",\"b\",\"c\"]]}", "{}", "\"(123)(abc)\""},
    {"\"{{#l}}({{.}}){{/l}}\"", "{\"l\":[\"&\",\"\\\"\",\"<\"]}", "{}", "\"(&amp;)(&quot;)(&lt;)\""},
    {" {{#b}}YES{{/b}}\n {{#b}}GOOD{{/b}}\n", "{\"b\":true}", "{}", " YES\n GOOD\n"},
    {"| This Is\n{{#b}}\n|\n{{/b}}\n| A Line", "{\"b\":true}", "{}", "| This Is\n|\n| A Line"},
    {"|\r\n{{#b}}\r\n{{/b}}\r\n|", "{\"b\":true}", "{}", "|\r\n|"},
    {"#{{#b}}\n/\n  {{/b}}", "{\"b\":true}", "{}", "#\n/\n"},
    {"{{#a}}{{one}}{{#b}}{{one}}{{two}}{{one}}{{#c.d}}{{one}}{{two}}{{three}}{{/c.d}}{{/b}}{{/a}}",
     "{\"a\":{\"one\":1},\"b\":{\"two\":2},\"c\":{\"d\":{\"three\":3}}}", "{}", "1121123"},
    {"{{#a}}{{.}}{{/a}}", "{\"a\":\"text\"}", "{}", "text"},
    {"{{#s}}x{{/s}}", "{\"s\":\"\"}", "{}", ""},
    {"{{#list}}{{#item}}{{name}}{{/item}}{{/list}}",
     "{\"list\":[{\"item\":{\"name\":\"a\"}},{\"item\":false}],\"item\":true}", "{}", "a"},
    {"{{$title}}Default title{{/title}}\n", "{}", "{}", "Default title\n"},
    {"{{$foo}}default {{bar}} content{{/foo}}\n", "{\"bar\":\"baz\"}", "{}", "default baz content\n"},
    {"{{$foo}}default {{#bar}}{{baz}}{{/bar}} content{{/foo}}\n", "{\"bar\":{\"baz\":\"qux\"}}", "{}",
     "default qux content\n"},
    {"{{$foo}}default{{/foo}}{{$foo}}again{{/foo}}", "{}", "{}", "defaultagain"},
    {"{{>include}}|{{<include}}{{/include}}", "{}", "{\"include\":\"{{$foo}}default content{{/foo}}\"}",
     "default content|default content"},
    {"{{<super}}{{$title}}sub{{/title}}{{/super}}", "{}", "{\"super\":\"...{{$title}}Default{{/title}}...\"}",
     "...sub..."},
    {"{{<parent}}{{$ballmer}}peaked\n\n:(\n{{/ballmer}}{{/parent}}", "{}",
     "{\"parent\":\"{{$ballmer}}peaking{{/ballmer}}\"}", "peaked\n\n:(\n"},
    {"stop:\n  {{<parent}}{{$test}}hammer{{/test}}{{/parent}}\n", "{}", "{\"parent\":\"{{$test}}time{{/test}}\"}",
     "stop:\n  hammer\n"},
    {"{{<parent}}asdf{{$a}}hmm{{/a}}asdf{{/parent}}", "{}", "{\"parent\":\"test {{$a}}x{{/a}}\"}", "test hmm"},
    {"{{<parent}}asdf{{/parent}}", "{}", "{\"parent\":\"test {{$a}}x{{/a}}\"}", "test x"},
    {"{{<parent}}{{$a}}c{{/a}}{{/parent}}", "{}",
     "{\"parent\":\"p{{<older}}{{$a}}p{{/a}}{{/older}}\",\"older\":\"({{$a}}g{{/a}})\"}", "p(c)"},
    {"Hi,\n  {{$block}}\n  there\n  {{/block}}\nbye\n", "{}", "{}", "Hi,\n  there\nbye\n"},
    {"{{<parent}}{{$block}}\none\n two\n{{/block}}{{/parent}}", "{}",
     "{\"parent\":\"Hi,\\n  {{$block}}\\n  {{/block}}\\n\"}", "Hi,\n  one\n   two\n"},
    {"{{<parent}}{{$block}}\n    one\n    two\n{{/block}}{{/parent}}\n", "{}",
     "{\"parent\":\"Hi,\\n  {{$block}}\\n  {{/block}}\\n\"}", "Hi,\n  one\n  two\n"},
    {"\"{{>*d}}\"", "{\"d\":\"text\"}", "{\"text\":\"from partial\"}", "\"from partial\""},
    {"\"{{>*e}}\"", "{\"e\":\"p\",\"text\":\"content\"}", "{\"p\":\"*{{text}}*\"}", "\"*content*\""},
    {"{{>*t}}", "{\"t\":\"node\",\"c\":\"X\",\"n\":[{\"c\":\"Y\",\"n\":[]}]}",
     "{\"node\":\"{{c}}<{{#n}}{{>*t}}{{/n}}>\"}", "X<Y<>>"},
    {"{{#a}}{{>*b.c}}{{/a}}", "{\"a\":{\"b\":{\"c\":\"q\"}}}", "{\"q\":\"Q\"}", "Q"},
    {"| {{>*p}} |", "{\"p\":\"q\"}", "{\"q\":\"\\t|\\t\"}", "| \t|\t |"},
    {"  {{d}}  {{>*p}}\n", "{\"d\":\"|\",\"p\":\"q\"}", "{\"q\":\">\\n>\"}", "  |  >\n>\n"},
    {"|\r\n{{>*p}}\r\n|", "{\"p\":\"q\"}", "{\"q\":\">\"}", "|\r\n>|"},
    {">\n  {{>*p}}", "{\"p\":\"q\"}", "{\"q\":\">\\n>\"}", ">\n  >\n  >"},
    {"|{{> * p }}|", "{\"p\":\"q\"}", "{\"q\":\"[]\"}", "|[]|"},
    {"\"{{>*no}}\"", "{}", "{}", "\"\""},
    {"{{#items}}{{>*kind}},{{/items}}", "{\"items\":[{\"kind\":\"a\",\"v\":1},{\"kind\":\"b\",\"v\":2}]}",
     "{\"a\":\"A{{v}}\",\"b\":\"B{{v}}\"}", "A1,B2,"},
    {"{{$head}}of {{{town}}} and {{town}}{{/head}}\n", "{\"town\": \"<Quay>\"}", "{}", "of <Quay> and &lt;Quay&gt;\n"},
    {"{{$head}}of {{#in}}{{town}}{{/in}}{{^in}}nowhere{{/in}}{{/head}}\n", "{\"in\": {\"town\": \"{{sea}}\"}}", "{}",
     "of {{sea}}\n"},
    {"{{<p}} words {{$a}}mine{{/a}} that nobody sees {{/p}}", "{}", "{\"p\": \"<{{$a}}theirs{{/a}}>\"}", "<mine>"},
    {"{{<p}}{{$a}}it is {{v}}{{/a}}{{/p}}", "{\"v\": \"out\", \"in\": [{\"v\": \"one\"}, {\"v\": \"two\"}]}",
     "{\"p\": \"{{#in}}{{$a}}no{{/a}}, {{/in}}\"}", "it is one, it is two, "},
    {"{{#s}}{{<p}}{{$a}}{{x}}{{/a}}{{/p}}{{/s}}", "{\"s\": [{\"x\": 1}, {\"x\": 2}]}", "{\"p\": \"<{{$a}}3{{/a}}>\"}",
     "<1><2>"},
    {"{{<p}}{{$a}}mine{{/a}}{{/p}}", "{}",
     "{\"p\": \"{{$a}}x{{/a}} {{$b}}{{<q}}{{/q}}{{/b}}\", \"q\": \"{{$a}}y{{/a}} {{<p}}{{$b}}enough{{/b}}{{/p}}\"}",
     "mine mine mine enough"},
    {"{{>a}}", "{}", "{\"a\": \"{{$b}}1{{/b}}{{<p}}{{$b}}2{{/b}}{{/p}}\", \"p\": \"<{{$b}}3{{/b}}>\"}", "1<2>"},
    {"{{=<% %>=}}<%<p%><%$b%>x<%/b%><%/p%>", "{}", "{\"p\": \"{{$b}}d{{/b}} <%x%>\"}", "x <%x%>"},
    {"Hi,\n  {{<p}}\n  {{/p}}\n", "{}", "{\"p\": \"one\\ntwo\\n\"}", "Hi,\n  one\n  two\n"},
    {"{{<p}}{{$block}}\none\ntwo{{/block}}\n{{/p}}\n", "{}", "{\"p\": \"Hi,\\n  {{$block}}{{/block}}\\n\"}",
     "Hi,\n  one\n  two\n"},
    {"{{<p}}\r\n  {{$block}}\r\n  one\r\n  {{/block}}\r\n{{/p}}\r\n", "{}",
     "{\"p\": \"Hi,\\r\\n  {{$block}}\\r\\n  {{/block}}\\r\\n\"}", "Hi,\r\n  one\r\n"},
    {"{{>**d}}|", "{\"d\": \"e\", \"e\": \"p\"}", "{\"p\": \"Hello\"}", "|"},
    {"{{>*a.*b}}|", "{\"a\": \"f\", \"b\": \"g\", \"f\": {\"g\": {\"p\": null}}}", "{\"p\": \"Hello\"}", "|"},
    {"{{>*a.b}}|", "{\"a\": \"t\", \"t\": {\"b\": \"p\"}}", "{\"p\": \"Hello\"}", "|"},
    {"{{#s}}{{>*o.d}}{{/s}}", "{\"s\": {\"v\": \"in\"}, \"o\": {\"d\": \"p\", \"v\": \"out\"}}", "{\"p\": \"[{{v}}]\"}",
     "[in]"},
    {"{{#s}}{{>*o.d}}{{/s}}", "{\"s\": [1, 2], \"o\": {\"d\": \"p\", \"v\": \"out\"}}", "{\"p\": \"[{{.}}{{v}}]\"}",
     "[1][2]"},
    {"{{#s}}{{>*o.d}}{{/s}}|", "{\"s\": {\"v\": \"in\", \"o\": {}}, \"o\": {\"d\": \"p\"}}", "{\"p\": \"[{{v}}]\"}",
     "|"},
    {"{{>*d}}|", "{\"d\": \"p\"}", "{\"q\": \"{{d}}\"}", "|"},
    {"\\\n {{>*d}}\n/\n", "{\"d\": \"p\", \"c\": \"<\\n->\"}", "{\"p\": \"|\\n{{{c}}}\\n|\\n\"}",
     "\\\n |\n <\n->\n |\n/\n"},
    {"|{{>  *d  }}|", "{\"d\": \"p\"}", "{\"p\": \"[]\"}", "|[]|"},
    {"[\n{{#s}}\n  {{v}}\n  |v|\n{{/s}}\n\n{{= | | =}}\n|#s|\n  {{v}}\n  |v|\n|/s|\n]\n",
     "{\"s\": true, \"v\": \"yes\"}", "{}", "[\n  yes\n  |v|\n\n  {{v}}\n  yes\n]\n"},
    {"[ {{>i}} ]\n{{= | | =}}\n[ |>i| ]\n", "{\"v\": \"yes\"}", "{\"i\": \".{{v}}.\"}", "[ .yes. ]\n[ .yes. ]\n"},
    {"  {{=@ @=}}\n=", "{}", "{}", "="},
    {"=\n  {{=@ @=}}", "{}", "{}", "=\n"},
    {"  {{! alone }}\n!", "{}", "{}", "!"},
    {"!\n  {{! alone }}", "{}", "{}", "!\n"},
    {"{{=| |=}}|#s|\n  |d|\n|/s|\n", "{\"s\": true, \"d\": \"x\"}", "{}", "\n  x\n"},
    {"{{#.}}({{v}}){{/.}}", "[{\"v\": \"a\"}, {\"v\": \"b\"}]", "{}", "(a)(b)"},
    {"Hello, ({{.}})!", "\"world\"", "{}", "Hello, (world)!"},
    {"  {{>p}}\n>", "{}", "{\"p\": \">\\n>\"}", "  >\n  >>"},
    {"|\r\n{{>p}}\r\n|", "{}", "{\"p\": \">\"}", "|\r\n>|"},
    {"{{#a}}{{#b}}{{.}}{{/b}}{{/a}}", "{\"a\": [{\"b\": [1, 2]}, {\"b\": [3]}]}", "{}", "123"},
    {"{{#l}}{{n}}{{/l}}{{n}}", "{\"l\": [{\"n\": null}, {\"n\": 2}], \"n\": \"out\"}", "{}", "2out"},
};

static void test_cases(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct err e = {0};
        struct str out = {0};
        struct json *data = json_parse(str_c(cases[i].data), str_lit("data"), &e);
        struct json *partials = json_parse(str_c(cases[i].partials), str_lit("partials"), &e);
        if (!data || !partials || render_json(&a, str_c(cases[i].template), data, partials, &out, &e))
            fail_msg("%s: %s", cases[i].template, e.msg);
        if (!str_eqc(out, cases[i].out))
            fail_msg("%s\nis\n%s\nnot\n%s", cases[i].template, str_dup(&a, out).s, cases[i].out);
        json_end(data);
        json_end(partials);
        arena_end(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
