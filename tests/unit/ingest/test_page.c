#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "golden.h"

static void whole_pages(void **state)
{
    golden_check("tests/data/ingest/pages", "newsroom.html",
                 "https://tideline.example/news/dredgers-return?utm_source=mail");
    golden_check("tests/data/ingest/pages", "runin.html", "https://orrin.example/story/7");
    golden_check("tests/data/ingest/pages", "latin.html", NULL);
}

static enum read_format sniff(const char *bytes, const char *name, const char *type)
{
    struct read_options o = {.name = str_c(name), .content_type = str_c(type)};
    return ingest_sniff(str_c(bytes), &o);
}

static void sniffing(void **state)
{
    static const struct {
        const char *bytes, *name, *type;
        enum read_format format;
    } cases[] = {
        {"---\ntitle: x\n---\n", "a.md", NULL, READ_MARKDOWN},
        {"<p>x", "a.md", NULL, READ_MARKDOWN},
        {"---\ntitle: x\n---\n", "a", NULL, READ_MARKDOWN},
        {"<!DOCTYPE html><html>", "a", NULL, READ_HTML},
        {"\n <HTML><body>", "a.txt", NULL, READ_HTML},
        {"<div>x</div>", "https://x.example/a", "text/html; charset=utf-8", READ_HTML},
        {"## Heading\n\nText", "a.txt", NULL, READ_TEXT},
        {"Just words", "a", NULL, READ_TEXT},
        {"<?xml version=\"1.0\"?><rss version=\"2.0\">", "a", "text/html", READ_RSS},
        {"<?xml version=\"1.0\"?><!-- x --><feed xmlns=\"http://www.w3.org/2005/Atom\">", "a", NULL, READ_ATOM},
        {"<rdf:RDF xmlns:rdf=\"x\">", "a.xml", NULL, READ_RDF},
        {"<?xml version=\"1.0\"?><!DOCTYPE html><html xmlns=\"x\">", "a.xml", NULL, READ_HTML},
        {"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[]}", "a.json", NULL, READ_JSONFEED},
        {"{\"id\":\"x\",\"title\":\"t\",\"text\":\"b\"}\n", "a.jsonl", NULL, READ_JSONL},
        {"{\"id\":\"x\",\"title\":\"t\",\"text\":\"b\"}\n", "-", NULL, READ_JSONL},
        {"\xFF\xFE<\0r\0s\0s\0>\0", "a", NULL, READ_UNKNOWN}, /* str_c sees four bytes only */
        {"", "a", NULL, READ_UNKNOWN},
        {"", "a.txt", NULL, READ_TEXT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum read_format got = sniff(cases[i].bytes, cases[i].name, cases[i].type);
        if (got != cases[i].format && cases[i].format != READ_UNKNOWN)
            fail_msg("case %zu: %d", i, got);
    }
}

#define ADDRESS "https://x.example/2024/03/09/story"
static const char *address = ADDRESS;

static struct articles read_html(struct arena *a, struct findings *f, const char *html)
{
    struct read_options o = {.name = str_lit("x.html"), .url = str_c(address)};
    struct articles out = {0};
    struct err e = {0};
    *f = (struct findings){.arena = a};
    if (ingest_read(a, str_c(html), &o, &out, NULL, f, &e))
        fail_msg("%s", e.msg);
    return out;
}

/* The one article of the page that FMT makes. */
static struct article read_page(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static struct article read_page(struct arena *a, const char *fmt, ...)
{
    struct findings f;
    va_list ap;
    va_start(ap, fmt);
    struct str html = str_vfmt(a, fmt, ap);
    va_end(ap);
    struct articles out = read_html(a, &f, html.s);
    assert_int_equal(out.n, 1);
    return out.v[0];
}

#define PROSE "<p>This paragraph is long enough to be taken for running text, has commas, and ends in a full stop.</p>"

static void why_boxes(void **state)
{
    static const struct {
        const char *html, *why;
    } cases[] = {
        {PROSE "<h2>Why it matters</h2><ul><li>One is so</li><li>Two is so</li></ul>" PROSE, "One is so; Two is so"},
        {PROSE "<p><b>Why it matters</b></p><ul><li>One is so</li></ul>" PROSE, "One is so"},
        {PROSE "<p><strong>Why it matters</strong>: It is so and so.</p>" PROSE, "It is so and so."},
        {PROSE "<table><tr><th>Why it matters</th><td>It is so and so.</td></tr></table>" PROSE, "It is so and so."},
        {PROSE
         "<table><tr><th>The big picture</th></tr><tr><td>One is so</td></tr><tr><td>Two is so</td></tr></table>" PROSE,
         "One is so; Two is so"},
        {PROSE
         "<dl><dt>Why it matters</dt><dd>One is so</dd><dd>Two is so</dd><dt>Where</dt><dd>Here</dd></dl>" PROSE PROSE,
         "One is so; Two is so"},
        {PROSE "<dl><div><dt>Key points</dt><dd><ul><li>One is so<li>Two is so</ul></dd></div></dl>" PROSE,
         "One is so; Two is so"},
        {PROSE "<details><summary>Why it matters</summary><p>It is so and so.</p></details>" PROSE, "It is so and so."},
        {PROSE "<details><summary>TL;DR</summary>It is <b>so</b> and so.<p>Not this.</p></details>" PROSE,
         "It is so and so."},
        {PROSE "<h3>Why it matters</h3>It is so,<br>and so.<br><br>Not this." PROSE, "It is so, and so."},
        {PROSE "<button>Key points</button><div><ul><li>One is so</li></ul></div>" PROSE, "One is so"},
        {PROSE "<button>Share</button><div><ul><li>One is so</li></ul></div>" PROSE, ""},
        {PROSE "<h3><button>Why it matters</button></h3><div><p>It is so and so.</p></div>" PROSE, "It is so and so."},
        {PROSE "<fieldset><legend>Why it matters</legend><p>It is so and so.</p></fieldset>" PROSE, "It is so and so."},
        {PROSE "<fieldset><legend><b>Why it matters</b></legend>It is so and so.</fieldset>" PROSE, "It is so and so."},
        {PROSE "<fieldset><legend>Key points</legend><ul><li>One is so<li>Two is so</ul></fieldset>" PROSE,
         "One is so; Two is so"},
        {PROSE "<fieldset><legend>Your name</legend><p>It is so and so.</p></fieldset>" PROSE, ""},
        {PROSE "<div><label>Why it matters</label><p>It is so and so.</p></div>" PROSE, "It is so and so."},
        {PROSE "<div><small>Why it matters</small><p>It is so and so.</p></div>" PROSE, "It is so and so."},
        {PROSE "<div role=tablist><button role=tab>Why it matters</button></div><div role=tabpanel><p>It is so and "
               "so.</p></div>" PROSE,
         "It is so and so."},
        {PROSE "<section aria-label='Why it matters'><p>It is so and so.</p><p>Two is so.</p></section>" PROSE,
         "It is so and so.; Two is so."},
        {PROSE "<section aria-label='Why it matters'><h3>Tides</h3><p>It is so and so.</p></section>" PROSE, ""},
        {PROSE "<section aria-label='Share'><p>It is so and so.</p></section>" PROSE, ""},
        {PROSE "<table><tr><td>Why it matters</td><td>It is so and so.</td></tr><tr><td>Next</td><td>June</td></tr>"
               "</table>" PROSE,
         "It is so and so."},
        {PROSE "<table><tr><td><b>Key points</b><ul><li>One is so<li>Two is so</ul></td></tr></table>" PROSE,
         "One is so; Two is so"},
        {PROSE "<ul><li>Key points<ul><li>One is so<li>Two is so</ul></ul>" PROSE, "One is so; Two is so"},
        {PROSE "<h2 id=why>Why it matters<a href=#why>#</a></h2><p>It is so and so.</p><h2>Next</h2>" PROSE,
         "It is so and so."},
        {PROSE "<h2>2. Why it matters</h2><p>It is so and so.</p><h2>3. Next</h2>" PROSE, "It is so and so."},
        {PROSE "<ul><li><a href=#1>Why it matters</a><li><a href=#2>What comes next</a></ul>"
               "<h2 id=1><a href=#1>Why it matters</a></h2><p>It is so and so.</p><h2 id=2>What comes next</h2>" PROSE,
         "It is so and so."},
        {PROSE "<p><a href=/x#1>1. Why it matters</a></p><p><a href=/x#2>2. What comes next</a></p>" PROSE, ""},
        {PROSE "<h2>Why does it matter?</h2><p>It is so and so.</p><h2>Next</h2>" PROSE, "It is so and so."},
        {PROSE "<p>Why it matters:<br>It is so and so.</p>" PROSE, "It is so and so."},
        {PROSE "<p><b>Why&nbsp;it matters:&nbsp;</b>It is so and so.</p>" PROSE, "It is so and so."},
        {PROSE "<p><b>Why it </b><b>matters:</b> It is so and so.</p>" PROSE, "It is so and so."},
        {PROSE "<h3><span>Why</span> <i>it</i> matters</h3><p>It is so and so.</p><h3>Next</h3>" PROSE,
         "It is so and so."},
        {PROSE "<p><b>Why it </b><b>rains</b>: It is so and so.</p>" PROSE, ""},
        {PROSE "<blockquote><p><b>Why it matters</b></p><p>It is so and so.</p></blockquote>" PROSE,
         "It is so and so."},
        {PROSE "<aside role=complementary><h3>Why it matters</h3><p>It is so and so.</p></aside>" PROSE,
         "It is so and so."},
        {PROSE "<p><mark>Why it matters:</mark> It is so and so.</p>" PROSE, "It is so and so."},
        {PROSE "<h2>3 key takeaways</h2><ol><li>One is so<li>Two is so</ol>" PROSE, "One is so; Two is so"},
        {PROSE "<h2>Five takeaways from the vote</h2><p>It is so and so.</p>" PROSE, ""},
        {PROSE "<div><span>Key points</span><ul><li>One is so</li><li>Two is so</li></ul></div>" PROSE,
         "One is so; Two is so"},
        {"<div class=box><h4>TL;DR</h4><p>It is so and so.</p></div>" PROSE PROSE, "It is so and so."},
        {PROSE "<h3>At a glance</h3><ol><li>One is so</li><li>Two is so</li></ol>" PROSE, "One is so; Two is so"},
        {PROSE "<p>Why it matters little is a question for the court, which will hear it in June, or later.</p>" PROSE,
         ""},
        {PROSE "<h3>Highlights</h3>" PROSE, ""},
        {PROSE "<p><b>Key points</b></p><p>• One is so<br>• Two is so</p>" PROSE, "One is so; Two is so"},
        {PROSE "<p><b>Key points</b></p><p>• One is so</p><p>• Two is so</p>" PROSE, "One is so; Two is so"},
        {PROSE "<section aria-label='Key points'><ul><li>One is so</li></ul></section>" PROSE, "One is so"},
        {PROSE "<section aria-label='Share'><ul><li>One is so</li></ul></section>" PROSE, ""},
        {PROSE "<h2>Почему это важно</h2><ul><li>One is so</li></ul>" PROSE, "One is so"},
        {PROSE "<h2>为什么重要</h2><ul><li>One is so</li></ul>" PROSE, "One is so"},
        {PROSE "<h2>要点</h2><ul><li>One is so</li></ul>" PROSE, "One is so"},
        {PROSE "<h2>Por que isso importa</h2><p>It is so and so.</p><h2>What comes next</h2>" PROSE,
         "It is so and so."},
        {PROSE "<h2>لماذا يهم</h2><ul><li>One is so</li></ul>" PROSE, "One is so"},
        {PROSE "<p>Главное управление порта закроет канал в июне, и рыбаки узнали об этом из газет.</p>" PROSE, ""},
        {PROSE "<p>Claves de la noche: the keys of the night are kept by the warden, who sleeps at the gate, or near "
               "it.</p>" PROSE,
         ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct article got = read_page(
            &a, "<html><body><article><h1>A title of some length</h1>" PROSE "%s" PROSE "</article></body></html>",
            cases[i].html);
        struct str why = str_join(&a, &got.why, "; ");
        if (!str_eqc(why, cases[i].why))
            fail_msg("case %zu: " STR_FMT "\n" STR_FMT, i, STR_ARG(why), STR_ARG(got.text));
        if (why.n && str_find(got.text, got.why.v[0]) != STR_NONE)
            fail_msg("case %zu: the bullet is still in the text", i);
        arena_end(&a);
    }
}

/* What stands under the label is not all that the page has to say. */
static void short_article_stays(void **state)
{
    struct arena a = {0};
    struct article got = read_page(
        &a,
        "<html><body><article><h1>A title of some length</h1><p><b>Why it matters</b></p><p>It is so and so.</p>" PROSE
            PROSE "</article></body></html>");
    assert_true(str_starts(got.text, "This paragraph is long enough"));
    assert_int_equal(got.why.n, 1);
    assert_string_equal(got.why.v[0].s, "It is so and so.");
    arena_end(&a);
}

static void titles_and_dates(void **state)
{
    static const struct {
        const char *head, *body, *title, *day;
    } cases[] = {
        {"<title>The long title of it | Site</title><meta property=og:site_name content=Site>", "",
         "The long title of it", "2024-03-09"},
        {"<title>Site - The long title of it</title>", "<h1>The long title of it</h1>", "The long title of it",
         "2024-03-09"},
        {"<title>x</title><meta property=article:published_time content=2023-01-02T10:00:00Z>",
         "<h1>Only heading of this page</h1>", "Only heading of this page", "2023-01-02"},
        {"<title>The long title of it</title>",
         "<h1>Site</h1><h2>The long title of it</h2><time datetime=2022-05-06>yesterday</time>", "The long title of it",
         "2022-05-06"},
        {"<title>The long title of it</title>", "<div class=date>Published: May 6, 2022</div>", "The long title of it",
         "2022-05-06"},
        /* the site's masthead is a heading too */
        {"<title>Tide Notes » Archive » Eels</title>", "<h1><a href='/'>Tide Notes</a></h1><h2>Eels</h2>", "Eels",
         "2024-03-09"},
        {"<title>Eels return to the weir | Tide Notes</title>",
         "<h1 class='big site-title'>Tide Notes</h1><h1>Eels return to the weir</h1><p>May 6, 2022 | Harbor",
         "Eels return to the weir", "2022-05-06"},
        {"<title>Eels return to the weir</title>", "<h2><a href='#'>Eels return to the weir</a></h2>",
         "Eels return to the weir", "2024-03-09"},
        /* what stands in the heading beside the title */
        {"<title>Eels return to the weir | Tide Notes</title>", "<h1><span>River</span> Eels return to the weir</h1>",
         "Eels return to the weir", "2024-03-09"},
        {"<title>River: Eels return to the weir</title>", "<h1><span>River</span> Eels return to the weir</h1>",
         "Eels return to the weir", "2024-03-09"},
        {"<title>River: Eels return to the weir</title>", "<h1><span>River:</span> Eels return to the weir</h1>",
         "River: Eels return to the weir", "2024-03-09"},
        {"<title>Eels return to the weir</title>",
         "<h1>Eels return to the weir<br><small>06.05.2022 • Fish</small></h1>", "Eels return to the weir",
         "2022-05-06"},
        {"<title>x</title><meta property=og:title content='Eels return to the '>",
         "<h1>Eels return to the \"weir\"</h1>", "Eels return to the \"weir\"", "2024-03-09"},
        {"<title>06.05.2022 - Eels return to the weir</title>", "<h1>06.05.2022 - Eels return to the weir</h1>",
         "Eels return to the weir", "2022-05-06"},
        {"<title>Eels return to the weir</title>", "<h1>Eels return to the weir | Tide Notes</h1>",
         "Eels return to the weir", "2024-03-09"},
        /* a menu above the title does not hide the date below it */
        {"<title>Eels return to the weir</title>",
         "<ul><li>a<li>b<li>c<li>d<li>e<li>f<li>g<li>h<li>i<li>j<li>k<li>l<li>m<li>n<li>o<li>p<li>q<li>r<li>s<li>t<li>"
         "u<li>v"
         "<li>a<li>b<li>c<li>d<li>e<li>f<li>g<li>h<li>i<li>j<li>k<li>l<li>m<li>n<li>o<li>p<li>q<li>r<li>s<li>t<li>u<li>"
         "v"
         "<li>a<li>b<li>c<li>d<li>e<li>f<li>g<li>h<li>i<li>j<li>k<li>l<li>m<li>n<li>o<li>p<li>q<li>r<li>s<li>t<li>u<li>"
         "v</ul>"
         "<h1>Eels return to the weir</h1><p><em>6.5.2022</em></p>",
         "Eels return to the weir", "2022-05-06"},
        {"<title>Eels return to the weir</title>", "<p>Press release of 06.05.2022</p><h1>Eels return to the weir</h1>",
         "Eels return to the weir", "2022-05-06"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        bool dated = strcmp(cases[i].day, "2024-03-09") == 0; /* the day that stands in the address */
        address = dated ? ADDRESS : "https://x.example/story";
        struct article got =
            read_page(&a, "<html><head>%s</head><body>%s<article>" PROSE PROSE "</article></body></html>",
                      cases[i].head, cases[i].body);
        struct str day = str_sub(date_rfc3339(&a, got.published), 0, 10);
        if (!str_eqc(got.title, cases[i].title) || !str_eqc(day, cases[i].day))
            fail_msg("case %zu: " STR_FMT " " STR_FMT, i, STR_ARG(got.title), STR_ARG(day));
        arena_end(&a);
    }
    address = ADDRESS;
}

/* The page's own record as it is found: always two people and a day. */
static void broken_json_ld(void **state)
{
    static const char *const cases[] = {
        "{\"@type\":\"NewsArticle\",\"author\":[{\"name\":\"Ada Fenwick\"},{\"name\":\"Bo "
        "Kay\"}],\"datePublished\":\"2022-05-06\"}",
        "{\"@type\":\"NewsArticle\",\"author\":[\"Ada Fenwick\",\"Bo Kay\",],\"datePublished\":\"2022-05-06\",};",
        "//<![CDATA[\n{\"@type\":\"NewsArticle\",\"author\":[\"Ada Fenwick\",\"Bo "
        "Kay\"],\"datePublished\":\"2022-05-06\"}\n//]]>",
        "/*<![CDATA[*/[{\"@type\":\"NewsArticle\",\"author\":[\"Ada Fenwick\",\"Bo "
        "Kay\"],\"datePublished\":\"2022-05-06\"}]/*]]>*/",
        "<!-- {\"@type\":\"NewsArticle\",\"author\":[\"Ada Fenwick\",\"Bo Kay\"],\"datePublished\":\"2022-05-06\"} -->",
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;author&quot;:[&quot;Ada Fenwick&quot;,&quot;Bo Kay&quot;],"
        "&quot;datePublished&quot;:&quot;2022-05-06&quot;}",
        "{\"@type\":\"WebSite\"}\n{\"@type\":\"NewsArticle\",\"author\":\"Ada Fenwick and Bo "
        "Kay\",\"datePublished\":\"2022-05-06\"}",
        "{\"@type\":\"NewsArticle\",\"headline\":\"An \"eel\", he said, \"returns\"\",\"author\":[\"Ada Fenwick\",\"Bo "
        "Kay\"],"
        "\"datePublished\":\"2022-05-06\"}",
        "{\"@type\":\"NewsArticle\",\"headline\":\"An eel\\'s \\return \\u12\",\"author\":{\"name\":[\"Ada "
        "Fenwick\",\"Bo Kay\"]},"
        "\"datePublished\":\"2022-05-06\"}",
        "{\"@type\":\"NewsArticle\",\"author\":[\"Ada Fenwick\",\"Bo Kay\"],\"datePublished\":\"2022-05-06\"",
        "{\"@graph\":[{\"@type\":\"Person\",\"@id\":\"#b\",\"name\":\"Bo "
        "Kay\"},{\"@type\":\"NewsArticle\",\"datePublished\":\"2022-05-06\","
        "\"author\":[{\"@id\":\"#a\"},{\"@id\":\"#b\"}]},{\"@id\":\"#a\",\"name\":\"Ada Fenwick\"}]}",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct article got =
            read_page(&a,
                      "<html><head><script type='application/ld+json'>%s</script></head><body><article>"
                      "<h1>A title of some length</h1>" PROSE PROSE "</article></body></html>",
                      cases[i]);
        struct str day = str_sub(date_rfc3339(&a, got.published), 0, 10), who = str_join(&a, &got.authors, "; ");
        if (!str_eqc(who, "Ada Fenwick; Bo Kay") || !str_eqc(day, "2022-05-06"))
            fail_msg("case %zu: " STR_FMT " " STR_FMT, i, STR_ARG(who), STR_ARG(day));
        arena_end(&a);
    }
}

static void bylines(void **state)
{
    static const struct {
        const char *head, *body, *who;
    } cases[] = {
        {"<meta name=author content='Ada Fenwick - http://ada.example'>", "", "Ada Fenwick"},
        {"<meta name=author content='wordpressadmin'>", "", ""},
        {"<meta name=twitter:label1 content='Verfasst von'><meta name=twitter:data1 content='Ada Fenwick'>", "",
         "Ada Fenwick"},
        {"<meta name=twitter:label1 content='Reading time'><meta name=twitter:data1 content='Ada Fenwick'>", "", ""},
        {"", "<div class=author>About Ada Fenwick</div>", "Ada Fenwick"},
        {"", "<div class=author-box><a rel=author>Ada Fenwick View all posts</a></div>", "Ada Fenwick"},
        {"", "<p class=author>Veröffentlicht von AdaF</p>", "AdaF"},
        {"", "<p><span>Erstellt von</span> <a>Ada Fenwick</a></p>", "Ada Fenwick"},
        {"<meta name=author content='责任编辑：孔德明'>", "", "孔德明"},
        {"", "<p>About Harbor Ledger</p>", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct article got = read_page(
            &a,
            "<html><head><meta charset=utf-8>%s</head><body><article><h1>A title of some length</h1>%s" PROSE PROSE
            "</article></body></html>",
            cases[i].head, cases[i].body);
        struct str who = str_join(&a, &got.authors, "; ");
        if (!str_eqc(who, cases[i].who))
            fail_msg("case %zu: " STR_FMT, i, STR_ARG(who));
        arena_end(&a);
    }
}

#define PAGE_WITH \
    "<html><body><article><h1>A title of some length</h1>" PROSE PROSE "%s" PROSE "</article></body></html>"

/* What pages put between and behind the paragraphs, none of which is the article. */
static void furniture(void **state)
{
    static const char *const cases[] = {
        "<div><h3>Get the Tide Brief</h3><p>The stories that matter, delivered to your inbox every weekday.</p></div>",
        "<aside><p>Join 40,000 readers who start their day with Tide Notes.</p><p><a href=/x>Sign me "
        "up</a></p></aside>",
        "<div class='author-bio'><h4>Ada Fenwick</h4><p>Ada Fenwick covers the coast for Tide Notes. She lives in "
        "Springfield.</p></div>",
        "<p>Listen to this article</p><p>4 min</p>",
        "<p>12 Minuten</p>",
        "<div><a>Print</a> <a>Save</a> <a>Copy link</a></div>",
        "<p>Share | Tweet | Email</p>",
        "<p>Also read | <a href=/b>Dredger arrives from Norland</a></p>",
        "<div class=sponsored><p>Sponsored content</p><p><a href=x>Ten boats you cannot miss</a></p></div>",
        "<div class=wp-caption><img src=/i.jpg><p class=wp-caption-text>A boat in the harbor.</p></div>",
    };
    static const char *const kept[] = {
        "<p>Join the queue at the ferry, the operator said, and you will wait for 40 minutes.</p>",
        "<h2>What is planned</h2><p>Print and paper mills on the river will close in the summer.</p>",
    };
    struct arena a = {0};
    struct str alone = read_page(&a, PAGE_WITH, "").text;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct article got = read_page(&a, PAGE_WITH, cases[i]);
        if (!str_eq(got.text, alone))
            fail_msg("case %zu: " STR_FMT, i, STR_ARG(got.text));
    }
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (str_eq(read_page(&a, PAGE_WITH, kept[i]).text, alone))
            fail_msg("kept %zu", i);
    arena_end(&a);
}

/* Writing without full stops and commas as Europe knows them. */
static void scripts(void **state)
{
    static const struct {
        const char *lang, *one, *two;
    } cases[] = {
        {"th", "คณะกรรมการท่าเรือประชุมเมื่อค่ำวันอังคารและรับฟังวิศวกรเป็นเวลาสองชั่วโมงเกี่ยวกับสภาพของกำแพงท่าเรือ",
         "เรือประมงยังคงอยู่ที่ท่าในระหว่างการทำงาน และเรือข้ามฟากวิ่งทุกสองชั่วโมงเหมือนฤดูกาลที่แล้ว"},
        {"ar",
         "اجتمع مجلس الميناء مساء الثلاثاء واستمع إلى المهندسين لمدة ساعتين حول حالة جدران الرصيف في الحوض الشمالي.",
         "تحتفظ قوارب الصيد بأماكنها أثناء العمل، وتعمل العبارة كل ساعتين كما كانت في الموسم الماضي، وفقا للمشغل."},
        {"fa",
         "هیئت بندر عصر سه‌شنبه گرد آمد و دو ساعت به گزارش مهندسان "
         "درباره "
         "وضع "
         "دیوارهای "
         "اسکله "
         "گوش "
         "داد، "
         "چنان "
         "که "
         "گفته "
         "شد.",
         "قایق‌های ماهیگیری در هنگام کار جای خود را نگه می‌دارند، و "
         "کشتی "
         "هر "
         "دو "
         "ساعت "
         "حرکت "
         "می‌کند، "
         "چنان "
         "که "
         "پیش "
         "از "
         "این."},
        {"hi", "बंदरगाह मंडल की बैठक मंगलवार की शाम हुई और उसने दो घंटे तक इंजीनियरों से उत्तरी घाट की दीवारों की हालत के बारे में सुना।",
         "काम के दौरान मछली पकड़ने वाली नावें अपनी जगह पर रहेंगी और नौका पिछले मौसम की तरह हर दो घंटे में चलेगी।"},
        {"ja", "港湾委員会は火曜日の夜に会合を開き、北港の岸壁の状態について技術者から二時間にわたり説明を受けた。",
         "工事の間も漁船は係留場所を保ち、フェリーは昨シーズンと同じく二時間ごとに運航すると運航会社は述べた。"},
        {"el", "Το συμβούλιο του λιμένα συνεδρίασε το βράδυ της Τρίτης, και άκουσε τους μηχανικούς για δύο ώρες.",
         "Τα αλιευτικά σκάφη διατηρούν τις θέσεις τους όσο διαρκούν τα έργα, και το πλοίο εκτελεί τα δρομολόγιά του."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct article got = read_page(&a,
                                       "<html><head><meta charset=utf-8></head><body><nav><a "
                                       "href=/>x</a></nav><div><p>%s</p><p>%s</p><p>%s</p></div></body></html>",
                                       cases[i].one, cases[i].two, cases[i].one);
        if (str_find(got.text, str_c(cases[i].one)) == STR_NONE ||
            str_find(got.text, str_c(cases[i].two)) == STR_NONE || !str_eqc(got.lang, cases[i].lang))
            fail_msg("%s: " STR_FMT " " STR_FMT, cases[i].lang, STR_ARG(got.lang), STR_ARG(got.text));
        arena_end(&a);
    }
}

static void whose_page(void **state)
{
    static const struct {
        const char *title, *outlet;
    } cases[] = {
        {"Eels return to the weir | Tide Notes", "Tide Notes"},
        {"Eels return to the weir - Tide Notes", "Tide Notes"},
        {"Eels return to the weir", ""},
        {"Eels return to the weir - News - Tide Notes", ""},
        {"Eels return to the weir - and what the fishermen of the upper river say about it", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct article got =
            read_page(&a,
                      "<html><head><title>%s</title></head><body><article><h1>Eels return to the weir</h1>" PROSE PROSE
                      "</article></body></html>",
                      cases[i].title);
        if (!str_eqc(got.outlet, cases[i].outlet))
            fail_msg("case %zu: " STR_FMT, i, STR_ARG(got.outlet));
        arena_end(&a);
    }
}

static void whose_address(void **state)
{
    static const struct {
        const char *canonical, *url;
    } cases[] = {
        {"https://www.x.example/story", "https://www.x.example/story"},
        {"/other?utm_source=a&amp;id=3", "https://x.example/other?id=3"},
        {"https://evil.example/story",
         "https://x.example/2024/03/09/story"}, /* another site's article is not ours to be */
        {"https://notx.example/story", "https://x.example/2024/03/09/story"},
        {"https://x.example/", "https://x.example/2024/03/09/story"},
        {"https://x.e]]]xample/a", "https://x.example/2024/03/09/story"},
        {"javascript:alert(1)", "https://x.example/2024/03/09/story"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct article got =
            read_page(&a,
                      "<html><head><title>Some title</title><link rel=canonical href=\"%s\"></head><body>" PROSE PROSE
                      "</body></html>",
                      cases[i].canonical);
        if (!str_eqc(got.url, cases[i].url))
            fail_msg("%s: " STR_FMT, cases[i].canonical, STR_ARG(got.url));
        arena_end(&a);
    }
}

static void nothing_to_read(void **state)
{
    struct arena a = {0};
    struct findings f;
    struct articles out = read_html(&a, &f, "<html><body><script>x</script></body></html>");
    assert_int_equal(out.n, 0);
    assert_int_equal(f.errors, 1);
    struct buf b;
    buf_init(&b, 4u << 20);
    for (int i = 0; i < 100000; i++)
        buf_c(&b, "<div>");
    buf_c(&b, "deep");
    out = read_html(&a, &f, b.p);
    assert_int_equal(out.n, 1);
    assert_string_equal(out.v[0].text.s, "deep");
    assert_int_equal(f.warnings, 1);
    struct read_options o = {.name = str_lit("big.html"), .max_bytes = 1000};
    struct err e = {0};
    assert_int_equal(ingest_read(&a, buf_view(&b), &o, &out, NULL, &f, &e), -1);
    assert_int_equal(e.code, EX_DATAERR);
    buf_end(&b);
    arena_end(&a);
}

/* A page whose only date is told from now, 2025-07-31T14:25:30Z; with and without one that is written out. */
static void told_from_now(void **state)
{
#define BODY                                                                                           \
    "<p>The two dredgers returned to the harbor at noon, and the mayor, who had waited, was glad.</p>" \
    "<p>Work on the channel begins again on Monday, said the port, and lasts until spring.</p>"
    static const struct {
        const char *html, *published, *updated; /* NULL: none */
    } cases[] = {
        {"<article><h1>Dredgers return</h1><span>2 hours ago</span>" BODY "</article>", "2025-07-31T12:00:00Z", NULL},
        {"<article><h1>Dredgers return</h1><time>vor 3 Stunden</time>" BODY "</article>", "2025-07-31T11:00:00Z", NULL},
        {"<article><time>hace 5 horas</time><h1>Dredgers return</h1>" BODY "</article>", "2025-07-31T09:00:00Z", NULL},
        {"<article><h1>Dredgers return</h1><p class=meta>By Ann Lee &middot; Yesterday at 14:05 &middot; 3 min "
         "read</p>" BODY,
         "2025-07-30T14:05:00Z", NULL},
        {"<h1>Dredgers return</h1><div>By <a href=/ann>Ann Lee</a> | <time datetime>3 days ago</time></div>" BODY,
         "2025-07-28T00:00:00Z", NULL},
        {"<h1>Dredgers return</h1><div>Published 2 <b>hours ago</b></div>" BODY, "2025-07-31T12:00:00Z", NULL},
        {"<h1>Dredgers return</h1><div>Published: 2 hours ago, updated 5 minutes ago</div>" BODY,
         "2025-07-31T12:00:00Z", "2025-07-31T14:20:00Z"},
        {"<h1>Dredgers return</h1><div>vor 2 Tagen ver\xC3\xB6\x66\x66\x65ntlicht</div>" BODY, "2025-07-29T00:00:00Z",
         NULL},
        {"<h1>Dredgers return</h1><div>Updated 20 minutes ago</div>" BODY, "2025-07-31T14:05:00Z",
         "2025-07-31T14:05:00Z"},
        {"<main><p>1 hour ago</p>" BODY "</main>", "2025-07-31T13:00:00Z", NULL},
        {"<h1>Dredgers return</h1><p>Two of them came home to the harbor, and the mayor was glad.</p><time>2 hours "
         "ago</time>" BODY,
         "2025-07-31T12:00:00Z", NULL},
        /* another date is there */
        {"<h1>Dredgers return</h1><time datetime=2025-07-31T09:00:00Z>5 hours ago</time>" BODY, "2025-07-31T09:00:00Z",
         NULL},
        {"<h1>Dredgers return</h1><p>July 30, 2025</p><p>Updated 2 hours ago</p>" BODY, "2025-07-30T00:00:00Z", NULL},
        {"<meta property=article:published_time content=2025-07-30><h1>Dredgers return</h1><i>1 day ago</i>" BODY,
         "2025-07-30T00:00:00Z", NULL},
        /* of somebody else */
        {"<h1>Dredgers return</h1>" BODY "<h2>More</h2><div>Eels are back</div><time>2 hours ago</time>", NULL, NULL},
        {"<h1>Dredgers return</h1><aside>Eels are back <time>2 hours ago</time></aside>" BODY, NULL, NULL},
        {"<nav><a href=/1>Eels are back</a> <time>2 hours ago</time></nav><h1>Dredgers return</h1>" BODY, NULL, NULL},
        {"<h1>Dredgers return</h1>" BODY
         "<section class=comments><p>Ann <span>2 hours ago</span></p><p>So glad.</p></section>",
         NULL, NULL},
        {"<h1>Dredgers return</h1><p>Two boats came 3 hours ago and left.</p>" BODY, NULL, NULL},
        {"<h1>Dredgers return</h1><p>5 min read</p>" BODY, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int known = 0; known < 2; known++) {
            struct arena a = {0};
            struct findings f = {.arena = &a};
            struct articles out = {0};
            struct err e = {0};
            struct read_options o = {.name = str_lit("p.html"), .as_of = known ? 1753971930 : 0};
            assert_int_equal(ingest_read(&a, str_c(cases[i].html), &o, &out, NULL, &f, &e), 0);
            assert_int_equal(out.n, 1);
            const struct article *art = &out.v[0];
            bool absolute = art->published.has && !art->published_about;
            const char *published = known || absolute ? cases[i].published : NULL;
            struct str got = art->published.has ? date_rfc3339(&a, art->published) : (struct str){0};
            if (published ? !str_eqc(got, published) : got.n > 0)
                fail_msg("%s: " STR_FMT, cases[i].html, STR_ARG(got));
            got = art->updated.has ? date_rfc3339(&a, art->updated) : (struct str){0};
            if (known && (cases[i].updated ? !str_eqc(got, cases[i].updated) : got.n > 0))
                fail_msg("%s: updated " STR_FMT, cases[i].html, STR_ARG(got));
            arena_end(&a);
        }
    }
#undef BODY
}

/* N times `one`, with @ as a number that counts up. */
static struct str many(struct arena *a, size_t n, const char *one)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < n; i++)
        for (const char *c = one; *c; c++)
            if (*c == '@')
                buf_fmt(&b, "%zu", 100 + i);
            else
                buf_ch(&b, *c);
    struct str s = buf_dup(a, &b);
    buf_end(&b);
    return s;
}

#define HEADLINE "Dredgers return to the harbor, day @"
#define PARAGRAPH                                                                                                  \
    "<p>The two dredgers returned to the harbor at noon, and the mayor, who had waited, was glad to see them, he " \
    "said.</p>"
#define FEED "<link rel=alternate type=application/rss+xml href=/feed.xml>"

/* Pages that only lead to articles, and articles that lead to many others too. */
static void indexes(void **state)
{
    static const struct {
        const char *before, *each, *after;
        size_t n;
        bool index;
    } cases[] = {
        {"<h1>Politics</h1>", "<article><h2><a href=/s/@>" HEADLINE "</a></h2><p>They came at noon.</p></article>", "",
         8, true},
        {"", "<div class=card><a href=/s/@><img src=/@.jpg><h3>" HEADLINE "</h3></a><span>2 hours ago</span></div>", "",
         12, true},
        {"<h1>News</h1><p>All that happened.</p><ul>", "<li><a href=/s/@>" HEADLINE "</a></li>", "</ul>", 20, true},
        {"<table>", "<tr><td>@.</td><td><a href=/s/@>" HEADLINE "</a></td></tr><tr><td>7 points, 3 comments</td></tr>",
         "</table>", 30, true},
        {"<main>", "<section><h2><a href='https://x.example/s/@'>" HEADLINE "</a></h2>" PARAGRAPH "</section>",
         "</main>", 7, true},
        {"", "<h2><a href=/s/@>" HEADLINE "</a></h2>" PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH, "",
         4, true},
        {"<dl>", "<dt><a href=/s/@>" HEADLINE "</a></dt><dd>They came at noon.</dd>", "</dl>", 9, true},
        {"<ul>",
         "<li><a "
         "href=/s/"
         "@>"
         "\xE6\xB8\xAF\xE5\x8F\xA3\xE3\x81\xAB\xE6\xB5\x9A\xE6\xB8\xAB\xE8\x88\xB9\xE3\x81\x8C\xE6\x88\xBB\xE3\x82\x8B@"
         "</a></li>",
         "</ul>", 10, true},
        {"<header>Cookies help us.</header><h1><a href=/>Tide Notes</a></h1>",
         "<p><a href=?id=@>" HEADLINE "</a></p><p>They came.</p>",
         "<footer>" PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH "</footer>", 8, true},
        /* small ones */
        {"<p>All that happened.</p>", "<h2><a href=/s/@>" HEADLINE "</a></h2><p>They came at noon, and went.</p>", "",
         3, true},
        {"<h1>Politics</h1>", "<div><a href=/s/@><h3>" HEADLINE "</h3></a></div>", "<footer>Write to us.</footer>", 5,
         true},
        {"<h1><a href=/>Tide Notes</a></h1>",
         "<article><h2><a href=/s/@>" HEADLINE
         "</a></h2><p>They came at noon, and went.</p><a href=/s/@>Read on about " HEADLINE "</a></article>",
         "", 4, true},
        {"", "<h2><a href=/s/@>" HEADLINE "</a></h2><p>They came at noon, and went.</p>", "", 2, false},
        {"<h1>Dredgers return</h1><p>At noon.</p>", "<h2><a href=/s/@>" HEADLINE "</a></h2>", "", 4, false},
        {"<h1><a href=/s/x>Dredgers return to the harbor</a></h1><p>They came at noon, and went.</p>",
         "<h3><a href=/s/@>" HEADLINE "</a></h3>", "", 3, false},
        {"<p>They came at noon, all three of them, and left again when the tide had turned, as they do.</p>",
         "<h3><a href=/s/@>" HEADLINE "</a></h3>", "", 3, false},
        {"<h1>Dredgers return</h1>", "<h3><a href=/s/@>" HEADLINE "</a></h3>", PARAGRAPH, 3, false},
        {"", "<h3><a href='https://other@.example/'>" HEADLINE "</a></h3><p>They came at noon.</p>", "", 4, false},
        /* each heading leads to its own section */
        {"<h1>Dredgers return</h1>", "<h2><a href='/s/x#@'>" HEADLINE "</a></h2><p>They came at noon, and went.</p>",
         "", 4, false},
        {"<h1>Dredgers return</h1>", "<h2><a href='/s/x#@'>" HEADLINE "</a></h2><p>They came at noon, and went.</p>",
         "", 9, false},
        {"<h1>Politics</h1>", "<h2><a href='/#!/s/@'>" HEADLINE "</a></h2><p>They came at noon, and went.</p>", "", 4,
         true},
        /* articles */
        {"<h1>Dredgers return</h1>" PARAGRAPH PARAGRAPH, "<div><h3><a href=/s/@>" HEADLINE "</a></h3></div>", "", 20,
         false},
        {"<h1>Dredgers return</h1><h2>They came at noon</h2>" PARAGRAPH PARAGRAPH "<h2>More</h2>",
         "<li><a href=/s/@>" HEADLINE "</a>", "", 9, false},
        {"<meta property=og:type content=article><h1>Dredgers return</h1><p>At noon.</p>",
         "<p><a href=/s/@>" HEADLINE "</a></p>", "", 9, false},
        {"<meta name=date content=2025-07-31><h1>Dredgers return</h1><p>At noon.</p>",
         "<p><a href=/s/@>" HEADLINE "</a></p>", "", 9, false},
        {"<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Dredgers return\"}</script><p>At "
         "noon.</p>",
         "<p><a href=/s/@>" HEADLINE "</a></p>", "", 9, false},
        {"<h1>Links of the week</h1>",
         "<h2><a href='https://other@.example/'>" HEADLINE "</a></h2><p>Worth a look.</p>", "", 9, false},
        {"<h1>Dredgers return</h1>",
         PARAGRAPH "<p>See <a href=/s/@>" HEADLINE "</a>, which told of the first time they came.</p>", "", 9, false},
        {"<h1>Dredgers return</h1><p>At noon.</p><nav>", "<a href=/s/@>" HEADLINE "</a>", "</nav>", 9, false},
        {"<h1>Dredgers return</h1><p>At noon.</p>", "<p><a href=/s/@>" HEADLINE "</a></p>", "", 3, false},
        {"<h1>Dredgers return</h1>", "<p><a href=/s/@>Section @</a></p>", "<p>At noon.</p>", 30, false},
        {"<h1>Dredgers return</h1>", "<p><a href=#s@>" HEADLINE "</a></p>", PARAGRAPH, 30, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct findings f = {.arena = &a};
        struct articles out = {0};
        struct err e = {0};
        struct read_options o = {.name = str_lit("p.html"), .url = str_lit("https://x.example/news")};
        struct str list = many(&a, cases[i].n, cases[i].each);
        for (int feed = 0; feed < 2; feed++) {
            f.list.n = out.n = 0;
            struct str html = str_fmt(&a, "<html>%s<body>%s" STR_FMT "%s", feed ? FEED : "", cases[i].before,
                                      STR_ARG(list), cases[i].after);
            assert_int_equal(ingest_read(&a, html, &o, &out, NULL, &f, &e), 0);
            if (out.n != !cases[i].index || f.list.n != cases[i].index)
                fail_msg("%zu: %s: %zu articles", i, cases[i].each, out.n);
            const char *says = feed ? "read its feed instead: https://x.example/feed.xml" : "it names no feed";
            if (cases[i].index && str_find(f.list.v[0].text, str_c(says)) == STR_NONE)
                fail_msg("%zu: " STR_FMT, i, STR_ARG(f.list.v[0].text));
        }
        arena_end(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_pages),      cmocka_unit_test(sniffing),       cmocka_unit_test(why_boxes),
        cmocka_unit_test(titles_and_dates), cmocka_unit_test(broken_json_ld), cmocka_unit_test(furniture),
        cmocka_unit_test(scripts),          cmocka_unit_test(whose_page),     cmocka_unit_test(short_article_stays),
        cmocka_unit_test(bylines),          cmocka_unit_test(whose_address),  cmocka_unit_test(nothing_to_read),
        cmocka_unit_test(told_from_now),    cmocka_unit_test(indexes),
    };
    return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
