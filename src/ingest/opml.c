/* opml.c: lists of feeds as other programs keep them: OPML in and out, and newsboat's urls file. */
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/encoding.h"
#include "ingest/ingest.h"
#include "ingest/xml_scan.h"
#include <string.h>

enum { DEPTH_MAX = 32, SUBSCRIPTIONS_MAX = 20000, TITLE_CHARS = 200 };

struct opml {
    struct arena *a;
    struct str file;
    struct str folders[DEPTH_MAX]; /* titles of the open outlines; "" for a feed's own */
    size_t depth;
    size_t extra; /* open ones beyond DEPTH_MAX: counted, not kept */
    struct subscriptions *out;
    struct findings *f;
};

static struct str line_of(struct arena *a, struct str s)
{
    return utf8_line(a, s, TITLE_CHARS);
}

/* What some programs write for a feed's address: feed://x.example/rss, feed:https://x.example/rss. */
static struct str web_address(struct arena *a, struct str url)
{
    if (str_istarts(url, "feed://"))
        return str_fmt(a, "http" STR_FMT, STR_ARG(str_sub(url, 4, url.n)));
    return str_istarts(url, "feed:") ? str_sub(url, 5, url.n) : url;
}

static bool add(struct arena *a, struct str file, int line, struct subscriptions *out, const struct subscription *one,
                struct findings *f)
{
    if (out->n == SUBSCRIPTIONS_MAX) {
        finding_add(f, SEV_WARNING, file, line, 0, "more than %d feeds; the rest is left out", SUBSCRIPTIONS_MAX);
        return false;
    }
    if (!url_is_web(one->url)) {
        finding_add(f, SEV_WARNING, file, line, 0, "\"" STR_FMT "\" is no web address; left out",
                    STR_ARG(utf8_line(a, str_sub(one->url, 0, 300), 100)));
        return true;
    }
    vec_add(a, out, *one);
    return true;
}

static void add_tags(struct arena *a, struct strs *tags, struct str list)
{
    struct str one;
    while (str_cut(&list, ',', &one)) { /* category="/news/world,later": a path counts by its last part */
        one = str_trim(one);
        for (size_t i = one.n; i > 0; i--)
            if (one.s[i - 1] == '/') {
                one = str_sub(one, i, one.n);
                break;
            }
        one = line_of(a, one);
        if (one.n && tags->n < 32 && !strs_has(tags, one))
            vec_add(a, tags, one);
    }
}

static bool outline(struct opml *o, const struct xml_token *t)
{
    struct str url = xml_attr(o->a, t->attrs, "xmlUrl"), title = xml_attr(o->a, t->attrs, "title");
    if (!title.n)
        title = xml_attr(o->a, t->attrs, "text");
    title = line_of(o->a, title);
    if (!t->empty) {
        if (o->depth < DEPTH_MAX)
            o->folders[o->depth++] = url.n ? str_lit("") : title;
        else
            o->extra++;
    }
    if (!url.n)
        return true;
    struct subscription one = {.url = str_trim(url), .title = title, .page = xml_attr(o->a, t->attrs, "htmlUrl")};
    if (!url_is_web(one.page))
        one.page = (struct str){0};
    for (size_t i = 0; i < o->depth; i++)
        if (o->folders[i].n && !strs_has(&one.tags, o->folders[i]))
            vec_add(o->a, &one.tags, o->folders[i]);
    add_tags(o->a, &one.tags, xml_attr(o->a, t->attrs, "category"));
    one.url = str_dup(o->a, web_address(o->a, one.url));
    return add(o->a, o->file, 0, o->out, &one, o->f);
}

int ingest_opml(struct arena *a, struct str bytes, struct str file, struct subscriptions *out, struct findings *f,
                struct err *e)
{
    struct str label, text = encoding_decode(a, bytes, (struct str){0}, &label);
    struct opml o = {.a = a, .file = file, .out = out, .f = f};
    struct xml_scan scan;
    struct xml_token t;
    bool is_opml = false, more = true, ended = false;
    xml_scan_begin(&scan, text);
    while (more && xml_scan_next(&scan, &t) != XML_END_OF_INPUT) {
        is_opml |= t.kind == XML_OPEN && str_ieqc(t.name, "opml");
        ended |= t.kind != XML_OPEN && str_ieqc(t.name, "opml");
        if (!is_opml || !str_ieqc(t.name, "outline"))
            continue;
        if (t.kind == XML_OPEN)
            more = outline(&o, &t);
        else if (o.extra)
            o.extra--;
        else if (o.depth)
            o.depth--;
    }
    if (!is_opml)
        return err_set(e, EX_DATAERR, STR_FMT ": not OPML: it has no <opml> element", STR_ARG(file));
    if (more && !ended)
        finding_add(f, SEV_WARNING, file, 0, 0,
                    "ends in the middle: </opml> is missing; the %zu feeds before it are read", out->n);
    return 0;
}

/* newsboat(1), "urls": an address, then tags, any of them in double quotes; "~Title" names the feed, "!" hides it.
 * Queries
 * ("query:...") and commands ("exec:", "filter:") are not feeds. */
static bool next_word(struct str *rest, struct str *word)
{
    *rest = str_trim(*rest);
    if (!rest->n)
        return false;
    bool quoted = rest->s[0] == '"';
    size_t i = quoted;
    while (i < rest->n && (quoted ? rest->s[i] != '"' : rest->s[i] != ' ' && rest->s[i] != '\t'))
        i += 1 + (quoted && rest->s[i] == '\\' && i + 1 < rest->n);
    *word = str_sub(*rest, quoted, i);
    *rest = str_sub(*rest, i + quoted, rest->n);
    return true;
}

int ingest_newsboat(struct arena *a, struct str bytes, struct str file, struct subscriptions *out, struct findings *f,
                    struct err *e)
{
    struct str label, text = encoding_decode(a, bytes, (struct str){0}, &label), line, word;
    int number = 0;
    while (str_line(&text, &line)) {
        struct subscription one = {0};
        number++;
        line = str_trim(line);
        if (!line.n || line.s[0] == '#' || !next_word(&line, &one.url))
            continue;
        if (str_starts(one.url, "query:") || str_starts(one.url, "exec:") || str_starts(one.url, "filter:") ||
            str_starts(one.url, "file:")) {
            finding_add(f, SEV_NOTE, file, number, 0, "\"" STR_FMT "\" is no feed on the web; left out",
                        STR_ARG(utf8_line(a, str_sub(one.url, 0, 300), 60)));
            continue;
        }
        while (next_word(&line, &word)) {
            if (str_starts(word, "~"))
                one.title = line_of(a, str_sub(word, 1, word.n));
            else if (!str_starts(word, "!"))
                add_tags(a, &one.tags, word);
        }
        one.url = str_dup(a, web_address(a, one.url));
        if (!add(a, file, number, out, &one, f))
            return 0;
    }
    return 0;
}

/* XML 1.0 text or attribute: UTF-8 stays, controls become spaces. */
static void escape_xml(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        switch (s.s[i]) {
        case '&':
            buf_c(b, "&amp;");
            break;
        case '<':
            buf_c(b, "&lt;");
            break;
        case '>':
            buf_c(b, "&gt;");
            break;
        case '"':
            buf_c(b, "&quot;");
            break;
        default:
            buf_ch(b, (unsigned char)s.s[i] < ' ' ? ' ' : s.s[i]);
        }
}

static void put_attr(struct buf *b, const char *name, struct str value)
{
    if (!value.n)
        return;
    buf_fmt(b, " %s=\"", name);
    escape_xml(b, value);
    buf_ch(b, '"');
}

void opml_write(struct buf *b, struct str title, const struct subscriptions *v)
{
    buf_c(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head><title>");
    escape_xml(b, title);
    buf_c(b, "</title></head>\n  <body>\n");
    for (size_t i = 0; i < v->n; i++) {
        const struct subscription *s = &v->v[i];
        buf_c(b, "    <outline type=\"rss\"");
        put_attr(b, "text", s->title.n ? s->title : s->url);
        put_attr(b, "title", s->title);
        put_attr(b, "xmlUrl", s->url);
        put_attr(b, "htmlUrl", s->page);
        for (size_t k = 0; k < s->tags.n; k++) {
            buf_c(b, k ? "," : " category=\"");
            escape_xml(b, s->tags.v[k]);
        }
        buf_c(b, s->tags.n ? "\"/>\n" : "/>\n");
    }
    buf_c(b, "  </body>\n</opml>\n");
}
