/* Feeds of every format and fault, written small: each input beside what must be read from it. */
#include "ingest/encoding.h"
#include "ingest/entities.h"
#include "ingest/feed.h"
#include "ingest/feed_cut.h"
#include "ingest/feed_plain.h"
#include "ingest/xml_scan.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static void put(struct buf *b, const char *name, struct str s)
{
    if (s.n)
        buf_fmt(b, "%s=" STR_FMT "\n", name, STR_ARG(s));
}

static void put_when(struct arena *a, struct buf *b, const char *name, struct when w)
{
    if (w.has)
        put(b, name, date_rfc3339(a, w));
}

/* Every known field on a line of its own; an entry begins with "--". Findings: "LINE:COLUMN". */
static struct str dump(struct arena *a, const struct feed_info *feed, const struct articles *v,
                       const struct findings *f)
{
    struct buf b;
    buf_init(&b, 8 << 20);
    buf_fmt(&b, STR_FMT " " STR_FMT "\n", STR_ARG(feed->format), STR_ARG(feed->encoding));
    put(&b, "title", feed->title);
    put(&b, "link", feed->link);
    if (feed->ttl_minutes)
        buf_fmt(&b, "ttl=%d\n", (int)feed->ttl_minutes);
    for (size_t i = 0; i < v->n; i++) {
        const struct article *art = &v->v[i];
        buf_c(&b, "--\n");
        put(&b, "title", art->title);
        put(&b, "link", art->link);
        if (!str_eq(art->url, art->link))
            put(&b, "url", art->url);
        put(&b, "guid", art->guid);
        put(&b, "origin", art->origin);
        put_when(a, &b, "published", art->published);
        put_when(a, &b, "updated", art->updated);
        put(&b, "authors", str_join(a, &art->authors, "; "));
        put(&b, "categories", str_join(a, &art->categories, "; "));
        put(&b, "tags", str_join(a, &art->tags, "; "));
        if (!str_eq(art->outlet, feed->title)) /* the usual one */
            put(&b, "outlet", art->outlet);
        put(&b, "lang", art->lang);
        put(&b, "image", art->image.url);
        put(&b, "caption", art->image.caption);
        put(&b, "summary", art->summary);
        put(&b, "text", art->text);
        put(&b, "html", str_trim(art->html));
    }
    for (size_t i = 0; i < f->list.n; i++)
        buf_fmt(&b, "! %d:%d\n", f->list.v[i].line, f->list.v[i].column);
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

#define RSS(inside) "<rss version=\"2.0\"><channel><title>T</title>" inside "</channel></rss>"
#define RSS_HEAD "rss utf-8\ntitle=T\n"

static const struct {
    const char *what;
    struct str bytes;
    const char *content_type, *want;
} cases[] = {
    {"of several pictures the widest, with what is said of it",
     str_lit(
         "<rss version='2.0' "
         "xmlns:media='http://search.yahoo.com/mrss/'><channel><title>T</title><item><title>A</title>"
         "<description>Body.</description><media:group>"
         "<media:content url='http://i.example/v.mp4' type='video/mp4' width='4000'/>"
         "<media:content url='http://i.example/s.jpg' medium='image' width='100'/>"
         "<media:content url='http://i.example/l.jpg' medium='image' width='1200'><media:description>A "
         "tug.</media:description>"
         "</media:content><media:content url='http://i.example/m.jpg' medium='image' width='600'/></media:group></item>"
         "</channel></rss>"),
     NULL, RSS_HEAD "--\ntitle=A\nimage=http://i.example/l.jpg\ncaption=A tug.\ntext=Body.\nhtml=<p>Body.</p>\n"},
    {"a picture from the text, but no faces and signs",
     str_lit(RSS("<link>http://h.example/</link><item><title>A</title><description>&lt;img src='/icon.png'&gt;&lt;img "
                 "src='/s.png' "
                 "width=20&gt;&lt;p&gt;Tug&lt;img src='/tug.jpg?a&amp;amp;b' alt='Red "
                 "tug'&gt;&lt;/p&gt;</description></item>")),
     NULL,
     "rss utf-8\ntitle=T\nlink=http://h.example/\n--\ntitle=A\nimage=http://source.example/tug.jpg?a&b\ntext=Tug\n"
     "html=<img src=\"http://source.example/icon.png\" alt=\"\"><img src=\"http://source.example/s.png\" alt=\"\" "
     "width=\"20\"><p>Tug<img "
     "src=\"http://source.example/tug.jpg?a&amp;b\" alt=\"Red tug\"></p>\n"},
    {"a byline that begins as bylines do",
     str_lit("<rss version='2.0' "
             "xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>T</title><item><title>A</title>"
             "<dc:creator>By Ann Lee</dc:creator></item></channel></rss>"),
     NULL, RSS_HEAD "--\ntitle=A\nauthors=Ann Lee\n"},
    {"RDF without links",
     str_lit(
         "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
         "<channel><title>T</title></channel><item rdf:about='http://h.example/1'><title>A</title></item></rdf:RDF>"),
     NULL, "rdf utf-8\ntitle=T\n--\ntitle=A\nlink=http://h.example/1\nguid=http://h.example/1\n"},
    {"RSS 2.0 with the modules everybody uses",
     str_lit(
         "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
         "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\""
         " xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:atom=\"http://www.w3.org/2005/Atom\">"
         "<channel><title>Harbor &amp; Sea</title><link>http://h.example/</link><language>en-gb</language><ttl>30</ttl>"
         "<atom:link rel=\"self\" "
         "href=\"http://h.example/rss\"/><image><title>Logo</title><link>http://logo.example/</link></image>"
         "<item><title>Dredging &lt;i&gt;again&lt;/i&gt;</title><link>http://h.example/1</link><guid "
         "isPermaLink=\"false\">h-1</guid>"
         "<pubDate>Thu, 31 Jul 2025 05:07:00 -0400</pubDate><dc:creator>Ann Lee</dc:creator><category>Port</category>"
         "<category domain=\"x\">Sea</category><description>Short.</description>"
         "<content:encoded><![CDATA[<p>Long &amp; <b "
         "onclick=\"x()\">bold</b>.</p><script>x()</script><p>Two.</p>]]></content:encoded>"
         "<media:thumbnail url=\"/p.jpg\"/><media:content medium=\"image\" "
         "url=\"http://h.example/q.jpg\"/></item></channel></rss>"),
     NULL,
     "rss utf-8\ntitle=Harbor & Sea\nlink=http://h.example/\nttl=30\n--\ntitle=Dredging "
     "again\nlink=http://h.example/1\nguid=h-1\n"
     "published=2025-07-31T05:07:00-04:00\nauthors=Ann Lee\ncategories=Port; "
     "Sea\nlang=en-gb\nimage=http://h.example/q.jpg\nsummary=Short.\n"
     "text=Long & bold.\n\nTwo.\nhtml=<p>Long &amp; <b>bold</b>.</p><p>Two.</p>\n"},
    {"Atom 1.0: base, xhtml, rel, feed author",
     str_lit("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"http://a.example/x/\" xml:lang=\"de\"><title "
             "type=\"html\">A &amp;amp; B</title>"
             "<link rel=\"self\" href=\"feed\"/><link href=\"/\"/><author><name>Desk</name></author>"
             "<entry><title>1 &lt; 2</title><id>tag:a,1</id><link rel=\"edit\" href=\"e\"/><link rel=\"alternate\" "
             "type=\"text/html\" href=\"one\"/>"
             "<link rel=\"enclosure\" type=\"image/png\" href=\"i.png\"/>"
             "<updated>2025-07-31T09:00:00Z</updated><category term=\"t\" label=\"Label\"/>"
             "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">See <a href=\"two\">two</a> &amp; "
             "go</div></content></entry>"
             "<entry><id>http://a.example/three</id><author><name>Eve</name><email>e@a.example</email></author>"
             "<source><title>Other Paper</title><id>x</id></source><summary>plain &lt;b&gt;</summary></entry></feed>"),
     NULL,
     "atom utf-8\ntitle=A & B\nlink=http://a.example/\n--\ntitle=1 < 2\nlink=http://a.example/x/one\nguid=tag:a,1\n"
     "published=2025-07-31T09:00:00Z\nupdated=2025-07-31T09:00:00Z\nauthors=Desk\ncategories=t\ntags=Label\nlang="
     "de\nimage=http://"
     "a.example/x/i.png\n"
     "text=See two & go\nhtml=<div>See <a href=\"http://a.example/x/two\">two</a> &amp; go</div>\n"
     "--\nlink=http://a.example/three\nguid=http://a.example/three\nauthors=Eve\noutlet=Other Paper\nlang=de\n"
     "text=plain <b>\nhtml=<p>plain &lt;b&gt;</p>\n"},
    {"entries of other feeds: theirs is the author when the entry names none, before the feed's own",
     str_lit("<feed xmlns='http://www.w3.org/2005/Atom'><title>Planet</title><author><name>Planet "
             "Desk</name></author>"
             "<entry><id>a:1</id><title>One</title><source><id>http://b.example/</id><title type='html'>Bea's "
             "&amp;amp; Co</title><author><name>Bea Lund</name><email>b@b.example</email></author>"
             "<author><email>only@b.example</email></author><updated>2020-01-01T00:00:00Z</updated>"
             "<category term='no'/><link href='http://b.example/'/></source><summary>S.</summary></entry>"
             "<entry><id>a:2</id><source><title>Cy</title><author><name>Cy</name></author></source>"
             "<author><name>Dee Own</name></author></entry>"
             "<entry><id>a:3</id><source><title>Eff</title></source></entry>"
             "<entry><id>a:4</id></entry></feed>"),
     NULL,
     "atom utf-8\ntitle=Planet\n"
     "--\ntitle=One\nguid=a:1\norigin=http://source.example/feed#a:1\nauthors=Bea Lund; only@b.example\noutlet=Bea's & "
     "Co\ntext=S.\nhtml=<p>S.</p>\n"
     "--\nguid=a:2\norigin=http://source.example/feed#a:2\nauthors=Dee Own\noutlet=Cy\n"
     "--\nguid=a:3\norigin=http://source.example/feed#a:3\nauthors=Planet Desk\noutlet=Eff\n"
     "--\nguid=a:4\norigin=http://source.example/feed#a:4\nauthors=Planet Desk\n"},
    {"base64, and content that is no text",
     str_lit(
         "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>T</title><entry><title "
         "mode='base64'>T25l\nIHR3bw==</title>"
         "<id>a</id><content mode='base64' type='text/html'>PHA+SGk8c2NyaXB0PjE8L3NjcmlwdD48L3A+</content></entry>"
         "<entry><id>b</id><summary mode='base64'>not base64!</summary></entry>"
         "<entry><id>c</id><content type='image/png'>iVBORw0KGgo=</content><summary>A tug.</summary></entry></feed>"),
     NULL,
     "atom utf-8\ntitle=T\n--\ntitle=One two\nguid=a\norigin=http://source.example/feed#a\ntext=Hi\nhtml=<p>Hi</p>\n"
     "--\nguid=b\norigin=http://source.example/feed#b\ntext=not base64!\nhtml=<p>not base64!</p>\n"
     "--\nguid=c\norigin=http://source.example/feed#c\ntext=A tug.\nhtml=<p>A tug.</p>\n"},
    {"base64 that the parser does not see",
     str_lit(
         "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>T</title><entry>"
         "<title mode='base64'>QSBoZWFkbGluZSBvZiBtb3JlIHRoYW4gZm9ydHkgYnl0ZXM=</title><id>a</id>"
         "<content mode='base64' "
         "type='text/html'>PHA+TG9uZyBlbm91Z2ggdG8gZ28gcm91bmQgdGhlIHBhcnNlcjogYSB3aG9sZSBzZW50ZW5jZS48L3A+</content></"
         "entry>"
         "<entry><id>b</id><content mode='base64' type='text/html'><![CDATA[PHA+SW4gQ0RBVEE8L3A+]]></content></entry>"
         "</feed>"),
     NULL,
     "atom utf-8\ntitle=T\n--\ntitle=A headline of more than forty bytes\nguid=a\n"
     "origin=http://source.example/feed#a\ntext=Long enough to go round the parser: a whole sentence.\n"
     "html=<p>Long enough to go round the parser: a whole sentence.</p>\n"
     "--\nguid=b\norigin=http://source.example/feed#b\ntext=In CDATA\nhtml=<p>In CDATA</p>\n"},
    {"RSS 1.1: the items stand together",
     str_lit("<Channel xmlns='http://purl.org/net/rss1.1#' "
             "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><title>T</title>"
             "<items rdf:parseType='Collection'><item rdf:about='http://s.example/1'><title>A</title>"
             "<link>http://s.example/1</link></item></items></Channel>"),
     NULL, RSS_HEAD "--\ntitle=A\nlink=http://s.example/1\nguid=http://s.example/1\n"},
    {"categories: terms, labels, codes, domains",
     str_lit(
         "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>"
         "<entry><id>a</id><category term='harbor' label='Harbor &amp;amp; Sea'/><category term='fish' label='Fish'/>"
         "<category label='Only a label'/><category term='45121504' label='Cameras'/><category term='2025'/>"
         "<category scheme='http://s.example/#kind' term='http://s.example/#video' label='Video'/>"
         "<category term='\xD0\xA1\xD0\xB5\xD0\xB2\xD0\xB5\xD1\x80' label='North'/></entry></feed>"),
     NULL,
     "atom utf-8\ntitle=T\n--\nguid=a\norigin=http://source.example/feed#a\ncategories=harbor; fish; Only a label; "
     "Cameras; 2025; Video; "
     "\xD0\xA1\xD0\xB5\xD0\xB2\xD0\xB5\xD1\x80\n"
     "tags=Harbor & Sea; North\n"},
    {"RSS categories: the domain names the scheme",
     str_lit(RSS("<item><category domain='http://www.taxonomy.example/'>Business/Ports</category><category "
                 "domain='Tags'> cranes </category><category/></item>")),
     NULL, RSS_HEAD "--\ncategories=Business/Ports; cranes\n"},
    {"RDF",
     str_lit("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\""
             " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel rdf:about=\"http://r.example/\"><title>R</title>"
             "<link>http://r.example/</link></channel><item rdf:about=\"http://r.example/1\"><title>One</title>"
             "<dc:date>2025-07-31</dc:date><dc:subject>S</dc:subject></item></rdf:RDF>"),
     NULL,
     "rdf "
     "utf-8\ntitle=R\nlink=http://r.example/\n--\ntitle=One\nlink=http://r.example/1\nguid=http://r.example/1\n"
     "published=2025-07-31T00:00:00Z\nupdated=2025-07-31T00:00:00Z\ncategories=S\n"},
    {"text that turns the direction of what follows, in HTML, as a reference and in plain text",
     str_lit(RSS("<item><title>T \xE2\x80\xAE"
                 "a</title><description>&lt;p&gt;a \xE2\x80\xAE"
                 "b &amp;#x202E;c "
                 "\xE2\x80\x99&lt;/p&gt;</description></item><item><title>U</title>"
                 "<description>plain \xE2\x81\xA7"
                 "text</description></item>")),
     NULL,
     RSS_HEAD "--\ntitle=T a\ntext=a b c \xE2\x80\x99\nhtml=<p>a b c &#8217;</p>\n"
              "--\ntitle=U\ntext=plain text\nhtml=<p>plain text</p>\n"},
    {"a permanent id is the link, another is not",
     str_lit(RSS("<item><guid>http://p.example/1</guid></item><item><guid "
                 "isPermaLink=\"false\">http://p.example/2</guid></item>")),
     NULL,
     RSS_HEAD "--\nlink=http://p.example/1\nguid=http://p.example/1\n"
              "--\nguid=http://p.example/2\norigin=http://source.example/feed#http://p.example/2\n"},
    {"only web links",
     str_lit(RSS(
         "<item><title>a</title><link>javascript:alert(1)</link></item><item><title>b</title><link> /b </link></item>"
         "<item><title>c</title><link>file:///etc/hostname</link></item>")),
     NULL, RSS_HEAD "--\ntitle=a\n--\ntitle=b\nlink=http://source.example/b\n--\ntitle=c\n"},
    {"authors in every spelling",
     str_lit(RSS("<item><author>bob@x.example (Bob Ray)</author></item><item><author>Bob Ray "
                 "&lt;bob@x.example&gt;</author></item>"
                 "<item><author>bob@x.example</author></item><item><author>Bob Ray, bob@x.example</author></item>")),
     NULL, RSS_HEAD "--\nauthors=Bob Ray\n--\nauthors=Bob Ray\n--\nauthors=bob@x.example\n--\nauthors=Bob Ray\n"},
    {"a module's title is not the item's",
     str_lit(RSS("<item><image><title>No</title></image><title>Yes</title><x:box "
                 "xmlns:x=\"urn:x\"><title>No</title></x:box></item>")),
     NULL, RSS_HEAD "--\ntitle=Yes\n"},
    {"naked markup in a description", str_lit(RSS("<item><description>One <b>two</b><br/>three</description></item>")),
     NULL, RSS_HEAD "--\ntext=One two\nthree\nhtml=One <b>two</b><br>three\n"},
    {"a headline about tags", str_lit(RSS("<item><title>Why List&lt;T&gt; &amp;amp; Map differ</title></item>")), NULL,
     RSS_HEAD "--\ntitle=Why List<T> &amp; Map differ\n"},
    {"UTF-8 encoded twice, and windows-1252 as controls",
     str_lit(RSS("<item><title>caf\xc3\x83\xc2\xa9</title></item><item><title>don\xc2\x92t</title></item>")), NULL,
     RSS_HEAD "--\ntitle=caf\xc3\xa9\n--\ntitle=don\xe2\x80\x99t\n"},
    {"the header's charset",
     str_lit(RSS("<item><title>\xa3"
                 "5 \x93x\x94</title></item>")),
     "text/xml; charset=windows-1252",
     "rss windows-1252\ntitle=T\n--\ntitle=\xc2\xa3"
     "5 \xe2\x80\x9cx\xe2\x80\x9d\n"},
    {"a header that is wrong",
     str_lit("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>" RSS("<item><title>\xe9t\xe9</title></item>")),
     "application/xml; charset=utf-8", "rss iso-8859-1\ntitle=T\n--\ntitle=\xc3\xa9t\xc3\xa9\n"},
    {"no charset in text/xml", str_lit(RSS("")), "text/xml", "rss us-ascii\ntitle=T\n"},
    {"undeclared entities",
     str_lit(RSS("<item><title>a&nbsp;b &eacute;</title><link>http://e.example/?a=1&b=2</link></item>")), NULL,
     RSS_HEAD "--\ntitle=a b \xc3\xa9\nlink=http://e.example/?a=1&b=2\n! 1:65\n"},
    {"entities of its own are not looked at",
     str_lit("<!DOCTYPE rss [<!ENTITY a SYSTEM \"file:///etc/hostname\"><!ENTITY b \"&a;&a;\">]>\n" RSS(
         "<item><title>&a;&b;</title></item>")),
     NULL, RSS_HEAD "--\ntitle=&a;&b;\n! 2:61\n! 0:0\n"},
    {"an end tag is missing: the next item begins a new one",
     str_lit(RSS("\n<item><title>One<link>http://e.example/1</link>\n<item><title>Two</title></item>")), NULL,
     RSS_HEAD "--\ntitle=One\nlink=http://e.example/1\n--\ntitle=Two\n! 3:42\n"},
    {"cut off in the middle", str_lit("<rss><channel><title>T</title><item><title>One</title><description>Half a sen"),
     NULL, RSS_HEAD "--\ntitle=One\ntext=Half a sen\nhtml=<p>Half a sen</p>\n! 1:78\n"},
    {"a server's warning before the feed",
     str_lit("<br />\n<b>Warning</b>: no such file in <b>x</b><br />\n<?xml version=\"1.0\"?>" RSS(
         "<item><title>A</title></item>")),
     NULL, RSS_HEAD "--\ntitle=A\n! 2:1\n"},
    {"a text that nobody closed ends with its field",
     str_lit(RSS("<item><title>A</title><description><![CDATA[<p>a</description></item><item><title>B</title></item>")),
     NULL, RSS_HEAD "--\ntitle=A\ntext=a\nhtml=<p>a</p>\n--\ntitle=B\n! 1:89\n"},
    {"a blank line before the declaration", str_lit("\n\n<?xml version=\"1.0\"?>" RSS("")), NULL, RSS_HEAD},
    {"something behind the end", str_lit(RSS("") "<p>"), NULL, RSS_HEAD "! 1:61\n"},
    {"a control character",
     str_lit(RSS("<item><title>a\x01"
                 "b</title></item>")),
     NULL, RSS_HEAD "--\ntitle=ab\n! 1:59\n"},
};

static int read_one(struct arena *a, struct str bytes, const char *content_type, struct feed_info *feed,
                    struct articles *v, struct findings *f, struct err *e)
{
    struct read_options o = {
        .name = str_lit("feed"), .url = str_lit("http://source.example/feed"), .content_type = str_c(content_type)};
    bool json = bytes.n && (bytes.s[0] == '{' || bytes.s[0] == '[');
    return (json ? read_feed_json : read_feed_xml)(a, bytes, &o, v, feed, f, e);
}

static void test_table(void **state)
{
    size_t bad = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct articles v = {0};
        struct feed_info feed = {0};
        struct findings f = {.arena = &a};
        struct err e = {0};
        if (read_one(&a, cases[i].bytes, cases[i].content_type, &feed, &v, &f, &e) < 0)
            fail_msg("%s: %s", cases[i].what, e.msg);
        struct str got = dump(&a, &feed, &v, &f);
        if (!str_eqc(got, cases[i].want)) {
            print_error("%s: got\n%swanted\n%s", cases[i].what, got.s, cases[i].want);
            bad++;
        }
        arena_end(&a);
    }
    assert_int_equal(bad, 0);
}

static void test_json(void **state)
{
    struct arena a = {0};
    struct articles v = {0};
    struct feed_info feed = {0};
    struct findings f = {.arena = &a};
    struct err e = {0};
    struct str bytes = str_lit(
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"J\",\"home_page_url\":\"http://j.example/"
        "\",\"language\":\"fr\","
        "\"authors\":[{\"name\":\"Desk\"}],\"items\":[{\"id\":7,\"url\":\"/"
        "7\",\"title\":\"Sept\",\"content_html\":\"<p>a<script>x</script></p>\","
        "\"summary\":\"s\",\"tags\":[\"t\",3],\"date_published\":\"2025-07-31T05:07:00+02:00\",\"image\":\"i.png\"},"
        "{\"id\":\"http://j.example/8\",\"author\":{\"name\":\"Eve\"},\"content_text\":\"1 < 2\"},17]}");
    assert_int_equal(read_one(&a, bytes, NULL, &feed, &v, &f, &e), 0);
    assert_string_equal(
        dump(&a, &feed, &v, &f).s,
        "json "
        "utf-8\ntitle=J\nlink=http://j.example/\n--\ntitle=Sept\nlink=http://source.example/"
        "7\nguid=7\npublished=2025-07-31T05:07:00+02:00\n"
        "authors=Desk\ncategories=t\nlang=fr\nimage=http://source.example/i.png\nsummary=s\ntext=a\nhtml=<p>a</p>\n"
        "--\nlink=http://j.example/8\nguid=http://j.example/8\nauthors=Eve\nlang=fr\ntext=1 < 2\nhtml=<p>1 &lt; "
        "2</p>\n! 0:0\n");
    arena_end(&a);
}

#define FEED(items) "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"J\",\n\"items\":[" items
#define ITEM(id) "{\"id\":\"" id "\",\"title\":\"" id "\",\"content_text\":\"b\"}"

/* A JSON Feed that is broken is read as far as it makes sense; half an item is none. want: the ids kept, parted by
 * blanks, then where it broke (the end of what was not understood); "": refused. */
static void test_json_broken(void **state)
{
    static const struct {
        const char *bytes, *want;
        int kept, left_out;
    } broken[] = {
        {FEED(ITEM("1") "," ITEM("2") ",{\"id\":\"3\",\"content_text\":\"Half a sen"), "1 2 2:129", 2, 1},
        {FEED(ITEM("1") "," ITEM("2")), "1 2 2:92", 2, 0},
        {FEED(ITEM("1") "," ITEM("2") ","), "1 2 2:93", 2, 0},
        {FEED(ITEM("1") "," ITEM("2") "]"), "1 2 2:93", 2, 0},
        {FEED(ITEM(
             "1") ",{\"id\":\"2\",\"_talk\":[{\"id\":\"t\"},{\"id\":\"u\",\"title\":\"u\"}],\"title\":\"\\ud83d\\u"),
         "1 2:122", 1, 1},
        {FEED("{\"id\":\"1\",\"content_text\":\"Half a sen"), "", 0, 0},
        {FEED(""), "", 0, 0},
        {"{\"version\":\"https://jsonfeed.org/version/1.1\",\"tit", "", 0, 0},
        /* one slip, and what is not touched by it */
        {FEED(ITEM("1") "," ITEM("2") ",]}"), "1 2 2:94", 2, 0},
        {FEED(ITEM("1") " " ITEM("2") "]}"), "1 2 2:52", 2, 0},
        {FEED(ITEM("1") ",{\"id\":\"2\",\"content_text\":\"a \"b\" c\n\td\",},") ITEM("3") "]}", "1 2 3 2:81", 3, 0},
        {FEED(ITEM("1") ",{\"id\":2,\"title\":},") ITEM("3") "]}", "1 3 2:68", 2, 1},
        {FEED(ITEM("1") ",{\"id\":2,\"tags\":[\"a\"},") ITEM("3") "," ITEM("4") "]}", "1 3 4 2:71", 3, 1},
        {FEED(ITEM("1") ",{\"id\":\"2,\"title\":\"b\"},") ITEM("3") "," ITEM("4") "]}", "1 3 4 2:66", 3, 1},
        {FEED("{\"id\":1.5,\"title\":\"a\\ud83d b \\ud83d\\ude00\"}]}"), "1.5 2:51", 1, 0},
        {FEED(ITEM("1") ",nothing,") ITEM("3") "]}", "1 3 2:58", 2, 1},
        {"{\"title\":\"say \"no\"\",\"items\":[" ITEM("1") "]}", "1 1:17", 1, 0},
        {"{\"items\":[" ITEM("1") "],\"title\":\"J\"}\n<!-- cached -->", "1 2:1", 0, 0},
    };
    struct arena a = {0};
    size_t bad = 0;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct articles v = {0};
        struct feed_info feed = {0};
        struct findings f = {.arena = &a};
        struct err e = {0};
        struct buf b;
        buf_init(&b, 10000);
        int rc = read_one(&a, str_c(broken[i].bytes), NULL, &feed, &v, &f, &e);
        for (size_t k = 0; k < v.n; k++)
            buf_fmt(&b, STR_FMT " ", STR_ARG(v.v[k].guid));
        for (size_t k = 0; k < f.list.n; k++)
            buf_fmt(&b, "%d:%d", f.list.v[k].line, f.list.v[k].column);
        struct str counts = str_fmt(&a, " %d entr%s kept, %d left out", broken[i].kept,
                                    broken[i].kept == 1 ? "y" : "ies", broken[i].left_out);
        bool counted = !broken[i].kept || (f.list.n == 1 && str_ends(f.list.v[0].text, counts.s));
        if (!str_eqc(buf_view(&b), broken[i].want) || !counted || (rc != 0) != !broken[i].want[0]) {
            print_error("%s: %s got " STR_FMT " wanted %s; %s\n", broken[i].bytes, e.msg, STR_ARG(buf_view(&b)),
                        broken[i].want, f.list.n ? f.list.v[0].text.s : "");
            bad++;
        }
        buf_end(&b);
    }
    arena_end(&a);
    assert_int_equal(bad, 0);
}

/* Every try to read such a text goes on to its end: there is a bound to them. */
static void test_json_bounds(void **state)
{
    static const struct {
        const char *open, *again;
        size_t kept;
    } bombs[] = {
        {FEED(ITEM("1") ",{\"id\":}x"), ",{\"id\":[", 1},
        {FEED(ITEM("1") ",{\"id\":}x"), ",{\"id\":\"", 1},
        {FEED(ITEM("1") ",{\"id\":}x"), ",{\"id\":[\"\",", 1},
        {FEED(ITEM("1") ",{"), "{\"a\":", 1},
        {FEED(ITEM("1") ",{\"a\":"), "[", 1},
        {FEED(ITEM("1") ",{"), "\"items\":[", 1},
        {FEED(ITEM("1") ",{\"id\":}"), "}", 1},
        {FEED(ITEM("1")), ",", 1},
        {FEED(ITEM("1")), ",{\"a\":}", 1},
    };
    for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
        struct arena a = {0};
        struct articles v = {0};
        struct feed_info feed = {0};
        struct findings f = {.arena = &a};
        struct err e = {0};
        struct buf b;
        buf_init(&b, 8 << 20);
        buf_c(&b, bombs[i].open);
        while (b.n < 4 << 20)
            buf_c(&b, bombs[i].again);
        clock_t start = clock(); /* the processor's, so that a busy machine fails nothing */
        assert_int_equal(read_one(&a, buf_view(&b), NULL, &feed, &v, &f, &e), 0);
        int ms = (int)((clock() - start) / (CLOCKS_PER_SEC / 1000));
        if (v.n != bombs[i].kept || ms > 10000)
            fail_msg("bomb %zu: %zu entries, %d ms", i, v.n, ms);
        buf_end(&b);
        arena_end(&a);
    }
}

/* "2 hours ago" counts from when the feed was got, which is sometimes unknown; what is no date is a finding. */
static void test_dates_from_now(void **state)
{
#define DATED(dates) RSS("<item><title>A</title>" dates "</item>")
#define ATOM(dates) "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>A</title>" dates "</entry></feed>"
    static const struct {
        const char *bytes, *published, *updated;
        bool about;
        int findings;
    } told[] = {
        {DATED("<pubDate>2 hours ago</pubDate>"), "2025-07-31T12:00:00Z", NULL, true, 0},
        {DATED("<pubDate>Published 2 hours ago | 3 min read</pubDate>"), "2025-07-31T12:00:00Z", NULL, true, 0},
        {DATED("<pubDate><![CDATA[ vor 3 Stunden ]]></pubDate>"), "2025-07-31T11:00:00Z", NULL, true, 0},
        {DATED("<pubDate>Yesterday at 14:05</pubDate>"), "2025-07-30T14:05:00Z", NULL, true, 0},
        {DATED("<dc:date>3時間前</dc:date>"), "2025-07-31T11:00:00Z", "2025-07-31T11:00:00Z", true, 0},
        {DATED("<pubDate>Thu, 31 Jul 2025 05:07:00 GMT</pubDate>"), "2025-07-31T05:07:00Z", NULL, false, 0},
        {DATED("<pubDate>Thu, 31 Jul 2025 05:07:00 GMT</pubDate><dc:date>2 hours ago</dc:date>"),
         "2025-07-31T05:07:00Z", NULL, false, 0},
        {DATED("<dc:date>2 hours ago</dc:date><pubDate>Thu, 31 Jul 2025 05:07:00 GMT</pubDate>"),
         "2025-07-31T05:07:00Z", NULL, false, 0},
        {"{\"items\":[{\"id\":\"1\",\"date_published\":\"2 hours ago\",\"date_modified\":\"2025-07-31T05:07:00Z\"}]}",
         "2025-07-31T05:07:00Z", "2025-07-31T05:07:00Z", false, 0},
        {DATED("<pubDate>soon</pubDate>"), NULL, NULL, false, 0},
        {DATED("<pubDate>32/32/2025</pubDate>"), NULL, NULL, false, 1},
        {DATED("<pubDate>2 hours ago today or 3</pubDate><pubDate>4 or 5</pubDate>"), NULL, NULL, false, 1},
        {ATOM("<published>hace 2 días</published><updated>hace 5 minutos</updated>"), "2025-07-29T00:00:00Z",
         "2025-07-31T14:20:00Z", true, 0},
        {ATOM("<updated>5 minutes ago</updated>"), "2025-07-31T14:20:00Z", "2025-07-31T14:20:00Z", true, 0},
        {"{\"items\":[{\"id\":\"1\",\"date_published\":\"il y a 2 heures\"}]}", "2025-07-31T12:00:00Z", NULL, true, 0},
        {"{\"items\":[{\"id\":\"1\",\"date_published\":\"2025-31-31\"}]}", NULL, NULL, false, 1},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        for (int known = 0; known < 2; known++) {
            struct articles v = {0};
            struct feed_info feed = {0};
            struct findings f = {.arena = &a};
            struct err e = {0};
            struct read_options o = {.name = str_lit("feed"), .as_of = known ? 1753971930 : 0}; /* 14:25:30 */
            bool json = told[i].bytes[0] == '{';
            if ((json ? read_feed_json : read_feed_xml)(&a, str_c(told[i].bytes), &o, &v, &feed, &f, &e) || v.n != 1)
                fail_msg("%s: %s", told[i].bytes, e.msg);
            const struct article *art = &v.v[0];
            struct str published = art->published.has ? date_rfc3339(&a, art->published) : str_lit("");
            struct str updated = art->updated.has ? date_rfc3339(&a, art->updated) : str_lit("");
            if (!known && told[i].about) { /* as if it were not said */
                assert_false(art->published_about);
                continue;
            }
            size_t findings = told[i].findings || (!known && strstr(told[i].bytes, "2 hours ago"));
            if (!str_eqc(published, told[i].published ? told[i].published : "") ||
                !str_eqc(updated, told[i].updated ? told[i].updated : "") || art->published_about != told[i].about ||
                f.list.n != findings)
                fail_msg("%s: " STR_FMT ", " STR_FMT ", %zu findings", told[i].bytes, STR_ARG(published),
                         STR_ARG(updated), f.list.n);
        }
    arena_end(&a);
}

static void test_schedule(void **state)
{
    struct arena a = {0};
    struct articles v = {0};
    struct feed_info feed = {0};
    struct findings f = {.arena = &a};
    struct err e = {0};
    struct str bytes =
        str_lit(RSS("<skipHours><hour>0</hour><hour>23</hour><hour>x</hour></skipHours><skipDays><day>Sunday</day>"
                    "<day> saturday </day></skipDays><sy:updatePeriod>daily</sy:updatePeriod>"
                    "<sy:updateFrequency>4</sy:updateFrequency><item><title>t</title></item>"));
    assert_int_equal(read_one(&a, bytes, NULL, &feed, &v, &f, &e), 0);
    assert_int_equal(feed.skip_hours, 1u | 1u << 23);
    assert_int_equal(feed.skip_days, 1u | 1u << 6);
    assert_int_equal(feed.ttl_minutes, 360);
    assert_int_equal(v.n, 1);
    arena_end(&a);
}

/* Long texts go round the XML parser, short ones through it: written with a comment in each, the same feed says the
 * same. Where something is wrong in a long one, the whole feed is read as ever, and the finding names the place. */
static void test_long_texts(void **state)
{
#define LONG "The council met by the harbor to vote on dredging the channel. "
#define BODY(open, amp, close) \
    "<item><title>A</title><description>" open LONG amp LONG close "</description><author>" LONG "</author></item>"
    static const char *const same[] = {
        RSS(BODY("<![CDATA[<p>", "&amp; caf\xc3\xa9 &#8211; <b>x</b>", "</p>]]>")),
        RSS(BODY("<![CDATA[<p>]]>", "&amp;amp; caf&#xe9; &#8211; &lt;b&#62;x&lt;/b>", "&lt;/p&gt;")),
        RSS(BODY("&lt;p&gt;", "&#38;amp; caf\xc3\xa9 <!-- -->&#x2013; &lt;b&gt;x&lt;/b&gt;", "&lt;/p&gt;")),
        RSS(BODY("<!-- --><![CDATA[<p>]]>", "<?x y?>&amp;amp; caf\xc3\xa9 \xe2\x80\x93 <b>x</b>",
                 "&lt;/p&gt;<!-- -->")),
    };
    static const struct {
        const char *bytes, *ends;
    } broken[] = {
        {RSS("<item><description>" LONG LONG "&nbsp;</description></item>"), "! 1:196\n"},
        {RSS("<item><description><![CDATA[" LONG "]]></description><title>" LONG "]]></title></item>"), "! 1:223\n"},
        {RSS("<item><description>" LONG "\n" LONG "</description></b></item>"), "! 2:82\n"},
        {"<rss><channel><title>T</title><item><title>" LONG "</title></item></channel></rss>\n" LONG, "! 2:1\n"},
    };
    struct arena a = {0};
    struct str first = {0};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        struct articles v = {0};
        struct feed_info feed = {0};
        struct findings f = {.arena = &a};
        struct err e = {0};
        assert_int_equal(read_one(&a, str_c(same[i]), NULL, &feed, &v, &f, &e), 0);
        struct str said = dump(&a, &feed, &v, &f);
        first = first.n ? first : said;
        assert_string_equal(said.s, first.s);
        assert_int_equal(f.list.n, 0);
    }
    assert_non_null(strstr(first.s, "channel. & caf\xc3\xa9 \xe2\x80\x93 xThe council met"));
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct articles v = {0};
        struct feed_info feed = {0};
        struct findings f = {.arena = &a};
        struct err e = {0};
        assert_int_equal(read_one(&a, str_c(broken[i].bytes), NULL, &feed, &v, &f, &e), 0);
        struct str said = dump(&a, &feed, &v, &f);
        assert_int_equal(v.n, 1);
        assert_non_null(strstr(said.s, "The council met by the harbor"));
        if (!str_ends(said, broken[i].ends))
            fail_msg("broken %zu: %s", i, said.s);
    }
    arena_end(&a);
}

/* with_marks: '@' is a comment, which no plain element may have; else it is nothing. */
static struct str marked(struct arena *a, const char *text, int times, const char *repeated, bool with_marks)
{
    struct buf b;
    buf_init(&b, 8 << 20);
    buf_c(&b,
          "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><title>A</title><content type='xhtml'>");
    for (const char *p = text; *p; p++)
        if (*p != '@')
            buf_ch(&b, *p);
        else if (with_marks)
            buf_c(&b, "<!-- -->");
    for (int i = 0; i < times; i++) {
        buf_c(&b, repeated);
        buf_c(&b, with_marks ? "<!-- --></div>" : "</div>");
    }
    buf_c(&b, "</content></entry></feed>");
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

/* XHTML goes round the XML parser when it is plain, and says the same as when it does not. */
static void test_plain_xhtml(void **state)
{
#define DIV "<div xmlns='" PLAIN_NAMESPACE "'>"
    static const struct {
        const char *text;
        size_t cut; /* elements */
        const char *repeated;
        int times;
    } rows[] = {
        {DIV "@<p class='a'>caf\xc3\xa9 &amp; &lt;b&gt; &#8211; &#x2013; \" ' ></p >\n<br/><img alt='' /></div>", 1, "",
         0},
        {"\n<div xmlns=\"" PLAIN_NAMESPACE "\"\tid='x'\n>@<p>A</p><p>B</p></div>\n", 1, "", 0},
        {DIV "@<a href='/a?b=1&amp;c=&quot;2&#38;' title=\"it's `so`&lt;&#8212;>\">x</a><A>y</A></div>", 1, "", 0},
        {DIV "@<a title='it&apos;s\nso'>x</a></div>" DIV "@<a title='it&apos;s\tso'>x</a></div>", 0, "", 0},
        {DIV "@<pre>&#10;x</pre>y</div>" DIV "@<table>&#32;<tr><td>x</td></tr></table></div>", 0, "", 0},
        {DIV "@&#150;</div>" DIV "@&#xFDD0;</div>" DIV "@&#13;</div>" DIV "@<DIV>b</DIV></div>", 1, "", 0},
        {DIV "@a<br/>b<hr />c<img src='/i' alt='i'/>d<embed/>e<BR/>f<br></br>g</div>", 1, "", 0},
        {DIV "@a<a name='x'/>b</div>" DIV "@<p/>b</div>" DIV "@<iframe/>b</div>", 0, "", 0},
        {DIV "@<nobody-has-an-element-with-a-name-of-this-length>x"
             "</nobody-has-an-element-with-a-name-of-this-length></div>",
         0, "", 0},
        {DIV "@\xc2\xa9 caf\xc3\x83\xc2\xaa</div>", 0, "", 0}, /* encoded twice */
        {DIV "@<dialog> </dialog>\xef\xbf\xbd</div>", 0, "", 0},
        {"</content><rights type='xhtml'>" DIV "@x</div></rights><category>" DIV "@y</div></category><content>c", 2, "",
         0},
        {"before" DIV "@<p>a &amp;amp; b &amp;lt;i></p></div>&amp; behind", 1, "", 0},
        {"<p>x" DIV "@<i>y</i></div></p>", 1, "", 0},
        {"</content>" DIV "@<title>no title</title></div><summary>" DIV "@s</div></summary><content>c", 2, "", 0},
        {"</content><content type='html'>" DIV "@&lt;b>x&lt;/b> <i>y</i></div>", 1, "", 0},
        {"</content><title type='xhtml'>" DIV "@A <i>b</i> <x y='z'></x></div></title><content>c", 1, "", 0},
        {"", 3000, DIV "x", 3000},                                          /* too many declarations */
        {DIV "@</div></content></entry><entry><content>", 2001, DIV, 2000}, /* in two entries */
        {DIV "<svg xmlns='http://www.w3.org/2000/svg'><p>x</p></svg></div>", 0, "", 0},
        {DIV "<p xml:lang='de'>x</p></div>", 0, "", 0},
        {DIV "<p>x</p><?x?></div>", 0, "", 0},
        {DIV "<p><![CDATA[a<b]]></p></div>", 0, "", 0},
        {DIV "<p>x\r\ny</p></div>", 0, "", 0},
        {DIV "<p>x\xc2\x96y</p></div>", 0, "", 0},
        {DIV "<p a='1'a='2'>x</p></div>", 0, "", 0},
        {DIV "<p a='1' a='2'>x</p></div>", 0, "", 0},
        {DIV "<p a='<'>x</p></div>", 0, "", 0},
        {DIV "<p>x]]></p></div>", 0, "", 0},
        {DIV "<p>x&nbsp;</p></div>", 0, "", 0},
        {DIV "<p>x & y</p></div>", 0, "", 0},
        {DIV "<p>x<br></p></div>", 0, "", 0},
        {DIV "<p a=1>x</p></div>", 0, "", 0},
        {DIV "<p a>x</p></div>", 0, "", 0},
        {DIV "<p>x</P></div>", 0, "", 0},
        {DIV "<1>x</1></div>", 0, "", 0},
        {"<div xmlns='http://example.org/'><p>x</p></div>", 0, "", 0},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str said[2];
        for (int marks = 0; marks < 2; marks++) {
            struct str text = marked(&a, rows[i].text, rows[i].times, rows[i].repeated, marks);
            struct cut_texts cut = {0};
            struct buf rest;
            size_t elements = 0;
            buf_init(&rest, 0);
            feed_cut(&a, text, &rest, &cut);
            for (size_t k = 0; k < cut.n; k++)
                elements += cut.v[k].element;
            buf_end(&rest);
            if (elements != (marks ? 0 : rows[i].cut))
                fail_msg("row %zu: %zu elements cut", i, elements);
            struct articles v = {0};
            struct feed_info feed = {0};
            struct findings f = {.arena = &a};
            struct err e = {0};
            assert_int_equal(read_one(&a, text, NULL, &feed, &v, &f, &e), 0);
            said[marks] = dump(&a, &feed, &v, &f);
        }
        if (!str_eq(said[0], said[1]))
            fail_msg("row %zu: " STR_FMT "\nnot: " STR_FMT, i, STR_ARG(said[0]), STR_ARG(said[1]));
    }
    arena_end(&a);
}

static void test_refused(void **state)
{
    static const struct {
        struct str bytes;
        const char *says;
    } bad[] = {
        {str_lit(""), "feed: not a feed: no element was found"},
        {str_lit("words"), "feed: not a feed: no element was found"},
        {str_lit("<html><body>x</body></html>"), "feed: not a feed: the outermost element is <html>"},
        {str_lit("{}"), "feed: not a JSON Feed: it has no list \"items\""},
        {str_lit("{\"items\":[}"), "feed:1:"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct arena a = {0};
        struct articles v = {0};
        struct feed_info feed = {0};
        struct findings f = {.arena = &a};
        struct err e = {0};
        assert_int_equal(read_one(&a, bad[i].bytes, NULL, &feed, &v, &f, &e), -1);
        assert_int_equal(e.code, EX_DATAERR);
        if (strncmp(e.msg, bad[i].says, strlen(bad[i].says)) != 0)
            fail_msg("%s", e.msg);
        arena_end(&a);
    }
}

/* What only an enemy sends: bounded, and never quadratic (each of these takes minutes when it is). */
static void test_bounds(void **state)
{
    static const struct {
        const char *before, *repeated, *after;
        int times;
        size_t entries;
        int findings;
    } bombs[] = {
        {"<rss><channel><item><title>x</title><description>", "<b>", "", 300000, 1, 1},
        {"<rss ", "a='1' ", "><channel><item><title>x</title></item></channel></rss>", 200000, 1, 1},
        {"<rss><channel>", "<item><title>x</title></item>", "</channel></rss>", 30000, 20000, 1},
        {"<rss><channel><item><title>", "&a;", "</title></item></channel></rss>", 300000, 1, 1},
        {"<rss><channel><item><title>", "<a <a x=\"", "</title></item></channel></rss>", 200000, 1, 1},
        {"<rss><channel><item><title>", "&lt;!--", "</title></item></channel></rss>", 200000, 1, 0},
        {"<rss><channel><item><description>", "&lt;table&gt;&lt;td&gt;", "</description></item></channel></rss>",
         100000, 1, 0},
        {"<rss><channel><item><description>", "<![CDATA[<p>x]]>", "</description></item></channel></rss>", 200000, 1,
         0},
        {"<rss><channel><item>", "<category>x</category><author>y</author>", "</item></channel></rss>", 50000, 1, 0},
        {"<rss><channel><item>", "<x xmlns:a='u' xmlns:b='v'>", "</item></channel></rss>", 50000, 0, 1},
        {"<feed><entry><title>x</title><content>", "<div xmlns='http://www.w3.org/1999/xhtml'>", "", 200000, 1, 1},
        {"<!DOCTYPE x [", "<!ENTITY a 'b'>", "]><rss><channel/></rss>", 100000, 0, 1},
    };
    for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
        struct arena a = {0};
        struct articles v = {0};
        struct feed_info feed = {0};
        struct findings f = {.arena = &a};
        struct err e = {0};
        struct buf b;
        buf_init(&b, 64 << 20);
        buf_c(&b, bombs[i].before);
        for (int k = 0; k < bombs[i].times; k++)
            buf_c(&b, bombs[i].repeated);
        buf_c(&b, bombs[i].after);
        clock_t start = clock(); /* the processor's, so that a busy machine fails nothing */
        if (read_one(&a, buf_view(&b), NULL, &feed, &v, &f, &e) < 0)
            fail_msg("bomb %zu: %s", i, e.msg);
        if (v.n != bombs[i].entries || (int)f.list.n != bombs[i].findings || clock() - start > 10 * CLOCKS_PER_SEC)
            fail_msg("bomb %zu: %zu entries, %zu findings, %d ms", i, v.n, f.list.n,
                     (int)((clock() - start) / (CLOCKS_PER_SEC / 1000)));
        buf_end(&b);
        arena_end(&a);
    }
}

static void test_encodings(void **state)
{
    static const struct {
        struct str bytes;
        const char *label, *text;
    } guesses[] = {
        {str_lit("\xef\xbb\xbf<a/>"), "utf-8", "<a/>"},
        {str_lit("\xff\xfe<\0a\0/\0>\0"), "utf-16le", "<a/>"},
        {str_lit("\0<\0a\0/\0>"), "utf-16be", "<a/>"},
        {str_lit("<\0\0\0a\0\0\0"), "utf-32le", "<a"},
        {str_lit("<?xml version='1.0' encoding='koi8-r'?>\xf0"), "koi8-r", NULL},
        {str_lit("<?xml version='1.0' encoding='utf-16'?>x"), "utf-8", NULL},
        {str_lit("<t>\xa4\xb3\xa4\xf3\xa4\xcb\xa4\xc1\xa4\xcf\xc0\xa4\xb3\xa6</t>"), "euc-jp", NULL},
        {str_lit("<t>\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd\x90\xa2\x8a\x45</t>"), "shift_jis", NULL},
        {str_lit("<t>\xb0\xa1\xb3\xaa\xb4\xd9\xb6\xf3\xb8\xb6\xb9\xd9\xbb\xe7</t>"), "euc-kr", NULL},
        {str_lit("<t>\xcf\xf0\xe8\xe2\xe5\xf2 \xec\xe8\xf0, \xea\xe0\xea \xe4\xe5\xeb\xe0</t>"), "windows-1251", NULL},
        {str_lit("<t>caf\xe9 cr\xe8me</t>"), "windows-1252", NULL},
        {str_lit("<t>\xf0\xd2\xc9\xd7\xc5\xd4 \xcd\xc9\xd2, \xcb\xc1\xcb \xc4\xc5\xcc\xc1</t>"), "koi8-r", NULL},
    };
    for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++) {
        struct arena a = {0};
        struct str label, text = encoding_decode(&a, guesses[i].bytes, (struct str){0}, &label);
        if (!str_eqc(label, guesses[i].label) || (guesses[i].text && !str_eqc(text, guesses[i].text)))
            fail_msg("%zu: " STR_FMT " " STR_FMT, i, STR_ARG(label), STR_ARG(text));
        arena_end(&a);
    }
    assert_true(str_eqc(content_type_charset(str_lit("text/xml; q=1; Charset = \"x-y\"")), "x-y"));
    assert_null(content_type_charset(str_lit("charset=utf-8")).s);
}

static void test_lines(void **state)
{
    static const char *const cases_of[][2] = {
        {"a <b>b</b>&amp;&#38;&#x26;", "a b&&&"},
        {"1 < 2 & 3", "1 < 2 & 3"},
        {"<script>x</script>y", "y"},
        {"<!-- c -->d", "d"},
        {"&#146;&bogus;", "\xe2\x80\x99&bogus;"},
        {"a<br>b<p>c", "a b c"},
        {"<a title=\"x>y\">z</a>", "z"},
        {"<style>", ""},
        {"&#0;&#xd800;", "\xef\xbf\xbd\xef\xbf\xbd"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases_of / sizeof *cases_of; i++)
        assert_string_equal(html_line(&a, str_c(cases_of[i][0])).s, cases_of[i][1]);
    assert_true(looks_like_html(str_lit("a<br>b")));
    assert_true(looks_like_html(str_lit("a&nbsp;b")));
    assert_false(looks_like_html(str_lit("List<T> & Map<K>")));
    assert_false(looks_like_html(str_lit("a < b")));
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),          cmocka_unit_test(test_json),        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_bounds),         cmocka_unit_test(test_encodings),   cmocka_unit_test(test_lines),
        cmocka_unit_test(test_dates_from_now), cmocka_unit_test(test_json_broken), cmocka_unit_test(test_json_bounds),
        cmocka_unit_test(test_schedule),       cmocka_unit_test(test_long_texts),  cmocka_unit_test(test_plain_xhtml),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
