#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ingest/ingest.h"
#include <string.h>

struct result {
    struct arena a;
    struct articles out;
    struct findings f;
};

static void read_named(struct result *r, const char *name, const char *text)
{
    *r = (struct result){0};
    r->f.arena = &r->a;
    struct read_options o = {.name = str_c(name), .url = str_lit("https://news.example.org/2025/")};
    struct err e = {0};
    if (ingest_read(&r->a, str_c(text), &o, &r->out, NULL, &r->f, &e))
        fail_msg("%s", e.msg);
}

static void expect(struct str got, const char *want)
{
    if (!str_eqc(got, want))
        fail_msg("want \"%s\", got \"" STR_FMT "\"", want, STR_ARG(got));
}

static void all_keys(void **state)
{
    struct result r;
    read_named(&r, "articles/dock.md",
               "---\n"
               "title: \"The dock: open again\"\n"
               "date: 2025-07-31T05:07:00-04:00\n"
               "lastmod: 2025-08-01\n"
               "draft: true\n"
               "expiryDate: 2026-01-01\n"
               "tags: [ships, jobs]\n"
               "categories: Harbor\n"
               "description: One line about it.\n"
               "author: Ines Okoro\n"
               "authors: [Ines Okoro, {name: Paul Reyes}]\n"
               "outlet: Harbor Ledger\n"
               "url: https://news.example.org/harbor/dock/?utm_source=x\n"
               "why: [It brings work.]\n"
               "topics: [harbor]\n"
               "image: {url: /img/dock.jpg, alt: A dock}\n"
               "image_caption: The dock in June.\n"
               "cta: join\n"
               "weight: 2.5\n"
               "cluster: never\n"
               "lang: en-US\n"
               "---\n"
               "# The dock: open again\n\n"
               "First *paragraph* with a [link](../plan.html).\n\n"
               "## Why it matters\n\n- Ships need a dock.\n- Towns need ships.\n\n"
               "Second paragraph.<script>alert(1)</script>\n");
    assert_int_equal(r.f.list.n, 0);
    assert_int_equal(r.out.n, 1);
    struct article *a = &r.out.v[0];
    expect(a->title, "The dock: open again");
    expect(date_rfc3339(&r.a, a->published), "2025-07-31T05:07:00-04:00");
    assert_int_equal(a->updated.has, WHEN_DAY);
    assert_int_equal(a->expires.has, WHEN_DAY);
    assert_true(a->draft);
    assert_int_equal(a->tags.n, 2);
    expect(a->categories.v[0], "Harbor");
    expect(a->summary, "One line about it.");
    assert_int_equal(a->authors.n, 2);
    expect(a->authors.v[1], "Paul Reyes");
    expect(a->outlet, "Harbor Ledger");
    expect(a->url, "https://news.example.org/harbor/dock/");
    expect(a->topics.v[0], "harbor");
    expect(a->image.url, "https://news.example.org/img/dock.jpg");
    expect(a->image.alt, "A dock");
    expect(a->image.caption, "The dock in June.");
    expect(a->cta, "join");
    assert_true(a->weight == 2.5);
    assert_int_equal(a->cluster, CLUSTER_NEVER);
    assert_int_equal(a->why_from, WHY_EDITOR);
    assert_int_equal(a->why.n, 3);
    expect(a->why.v[0], "It brings work.");
    expect(a->why.v[2], "Towns need ships.");
    expect(a->text, "First paragraph with a link.\n\nSecond paragraph.alert(1)");
    assert_non_null(strstr(a->html.s, "href=\"https://news.example.org/harbor/plan.html\""));
    assert_null(strstr(a->html.s, "<script"));
    arena_end(&r.a);
}

static void findings(void **state)
{
    static const struct {
        const char *text, *finding; /* part of it, with its place before; NULL: none */
        size_t articles;
        enum severity severity;
    } cases[] = {
        {"---\ntitle: x\ndate: 2025-13-45\n---\nb\n", "3:7: \"date: 2025-13-45\" is not a date", 0, SEV_ERROR},
        {"---\ntitle: x\ndate: soon\n---\nb\n", "3:7: \"date: soon\" is not a date", 0, SEV_ERROR},
        {"---\ntitle: x\nlastmod: never\n---\nb\n", "3:10: \"lastmod: never\" is not a date", 0, SEV_ERROR},
        {"---\ntitle: x\nbody\n", "1:1: front matter is not closed", 0, SEV_ERROR},
        {"+++\ntitle = 'x'\n+++\nb\n", "1:1: front matter in TOML", 0, SEV_ERROR},
        {"---toml\ntitle = 'x'\n---\nb\n", "1:1: front matter in TOML", 0, SEV_ERROR},
        {"{\n \"title\": \"x\"\n}\nb\n", "1:1: front matter in JSON", 0, SEV_ERROR},
        {"---\ntitle: x\ndraft: perhaps\n---\nb\n", "3:8: \"draft\" must be true or false", 0, SEV_ERROR},
        {"---\ntitle: [a, b]\n---\nb\n", "\"title\" must be a single value", 0, SEV_ERROR},
        {"---\ntitle: a\ntitle: b\n---\nb\n", "3:", 0, SEV_ERROR},
        {"---\ntitle: \"a\n---\nb\n", "front matter", 0, SEV_ERROR},
        {"---\ndate: 2025-01-01\n---\nno title\n", "no title", 0, SEV_ERROR},
        {"---\ntitel: x\ntitle: y\n---\nb\n", "2:1: unknown key \"titel\"; did you mean \"title\"?", 1, SEV_WARNING},
        {"---\ntitle: y\nimage: javascript:alert(1)\n---\nb\n", "3:8: \"image\" is left out", 1, SEV_WARNING},
        {"---\ntitle: y\nurl: ftp://x\n---\nb\n", "3:6: \"url\" is left out", 1, SEV_WARNING},
        {"---\ntitle: y\nlayout: post\nslug: z\n---\nb\n", NULL, 1, SEV_NOTE},
        {"# A heading is the title\n\nText.\n", NULL, 1, SEV_NOTE},
        {"---\ntitle: y\n...\nb\n", NULL, 1, SEV_NOTE},
        {"---\r\ntitle: y\r\n---\r\nb\r\n", NULL, 1, SEV_NOTE},
        {"\xEF\xBB\xBF---\ntitle: y\n---\nb\n", NULL, 1, SEV_NOTE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct result r;
        read_named(&r, "x.md", cases[i].text);
        if (r.out.n != cases[i].articles)
            fail_msg("case %zu: %zu articles", i, r.out.n);
        if (!cases[i].finding) {
            if (r.f.list.n)
                fail_msg("case %zu: " STR_FMT, i, STR_ARG(r.f.list.v[0].text));
        } else {
            if (!r.f.list.n)
                fail_msg("case %zu: no finding", i);
            struct finding *f = &r.f.list.v[0];
            struct str said = str_fmt(&r.a, "%d:%d: " STR_FMT, f->line, f->column, STR_ARG(f->text));
            if (f->severity != cases[i].severity || str_find(said, str_c(cases[i].finding)) == STR_NONE)
                fail_msg("case %zu: " STR_FMT, i, STR_ARG(said));
        }
        arena_end(&r.a);
    }
}

static void jekyll_names(void **state)
{
    struct result r;
    read_named(&r, "_posts/2025-07-31-the-dock-opens.md", "Text only.\n");
    assert_int_equal(r.out.n, 1);
    expect(r.out.v[0].title, "The dock opens");
    expect(date_rfc3339(&r.a, r.out.v[0].published), "2025-07-31T00:00:00Z");
    arena_end(&r.a);
}

/* A folder's address is for links; where a file was fetched from is the article's own. */
static void addresses(void **state)
{
    static const struct {
        const char *name, *url, *want; /* NULL: none */
    } cases[] = {
        {"a.md", "https://x.example/posts/a.md", NULL},
        {"a.md", "https://x.example/posts/a/", "https://x.example/posts/a/"},
        {"https://x.example/a.md", "https://x.example/a.md", "https://x.example/a.md"},
        {"a.txt", "https://x.example/story", "https://x.example/story"},
        {"a.txt", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct articles out = {0};
        struct findings f = {.arena = &a};
        struct err e = {0};
        struct read_options o = {.name = str_c(cases[i].name), .url = str_c(cases[i].url)};
        assert_int_equal(ingest_read(&a, str_lit("# Title of it\n\nText [l](b.html).\n"), &o, &out, NULL, &f, &e), 0);
        assert_int_equal(out.n, 1);
        if (cases[i].want ? !str_eqc(out.v[0].url, cases[i].want) : out.v[0].url.s != NULL)
            fail_msg("case %zu: " STR_FMT, i, STR_ARG(out.v[0].url));
        arena_end(&a);
    }
}

static void why_forms(void **state)
{
    static const struct {
        const char *body, *why, *text; /* why: joined by "; " */
    } cases[] = {
        {"One.\n\n## Why it matters\n\n- a is so\n- b is so\n\nTwo.\n", "a is so; b is so", "One.\n\nTwo."},
        {"One.\n\n**Why it matters**\n\n1. a is so\n2. b is so\n", "a is so; b is so", "One."},
        {"One.\n\n**Why it matters:** Because it is so.\n\nTwo.\n", "Because it is so.", "One.\n\nTwo."},
        {"One is told at some length.\n\n### Key takeaways\n\nFirst thing.\n\nSecond thing.\n",
         "First thing.; Second thing.", "One is told at some length."},
        {"One.\n\n### Key takeaways\n\nFirst thing.\n\nSecond thing.\n", "First thing.", "One.\n\nSecond thing."},
        {"One.\n\n## What it is\n\n- a is so\n", "", "One.\n\nWhat it is\n\na is so"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct result r;
        struct arena text = {0};
        read_named(&r, "x.md", str_fmt(&text, "---\ntitle: t\n---\n%s", cases[i].body).s);
        struct str why = str_join(&r.a, &r.out.v[0].why, "; ");
        if (!str_eqc(why, cases[i].why) || !str_eqc(r.out.v[0].text, cases[i].text))
            fail_msg("case %zu: " STR_FMT " | " STR_FMT, i, STR_ARG(why), STR_ARG(r.out.v[0].text));
        arena_end(&text);
        arena_end(&r.a);
    }
}

static void calls_to_action(void **state)
{
    struct arena a = {0};
    struct findings f = {.arena = &a};
    struct err e = {0};
    struct cta c;
    struct str good = str_lit(
        "---\nkind: sponsor\nsponsor: Rope & Sons\nheading: Good rope\nbutton: Look\nurl: https://rope.example/\n"
        "topics: [harbor]\nfrom: 2025-01-01\ncap: 3\n---\nFor *any* berth.\n");
    assert_int_equal(ingest_cta(&a, good, str_lit("ctas/rope.md"), NULL, &c, &f, &e), 0);
    expect(c.key, "rope");
    expect(c.heading, "Good rope");
    expect(c.text, "For any berth.");
    assert_int_equal(c.kind, CTA_SPONSOR);
    assert_int_equal(c.cap, 3);
    assert_int_equal(c.from.has, WHEN_DAY);
    static const char *const bad[] = {
        "---\nheading: x\nbutton: y\n---\n",
        "---\nheading: x\nbutton: y\nurl: javascript:alert(1)\n---\n",
        "---\nheading: x\nbutton: y\nurl: https://x.example\nkind: giant\n---\n",
        "---\nheading: x\nbutton: y\nurl: https://x.example\nuntil: never\n---\n",
        "---\nheading: x\nbutton: y\nurl: https://x.example\nkind: sponsor\n---\n",
        "heading: x\n",
        "---\nheading: x\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        e = (struct err){0};
        size_t before = f.errors;
        if (ingest_cta(&a, str_c(bad[i]), str_lit("ctas/bad.md"), NULL, &c, &f, &e) != -1 ||
            !strstr(e.msg, "ctas/bad.md:") || f.errors == before)
            fail_msg("case %zu: %s", i, e.msg);
    }
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_keys),  cmocka_unit_test(findings),  cmocka_unit_test(jekyll_names),
        cmocka_unit_test(why_forms), cmocka_unit_test(addresses), cmocka_unit_test(calls_to_action),
    };
    return cmocka_run_group_tests_name("markdown", tests, NULL, NULL);
}
