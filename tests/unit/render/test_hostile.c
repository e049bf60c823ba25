/* Every hostile string in every field, in every family: the mail has the same elements, attributes and header fields as
 * with a harmless word there, so the string stayed text; or, in an address, led nowhere. */
#include "render/html.h"
#include "render/render.h"
#include "render/sample.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *const families[] = {"brief", "minimal", "cards", NULL};

/* All hold a word, so that none is empty once it is cleaned. */
static const struct {
    const char *bytes;
    size_t n;
} strings[] = {
#define S(s)             \
    {                    \
        s, sizeof(s) - 1 \
    }
    S("--><script>alert(1)</script>"),
    S("\"onmouseover=alert(1) x=\""),
    S("'onmouseover=alert(1) x='"),
    S("word\r\nBcc: victim@example.org"),
    S("word\r\n\r\n<html>another body"),
    S("word\r\n.\r\nMAIL FROM:<x@example.org>"),
    S("word\nX-Injected: 1\n\ttail"),
    S("\xE2\x80\xAE gnp.exe word"),
    S("\xED\xA0\x80 word \xED\xBF\xBF"),
    S("word \xFF\xFE\xC0\xAF\xF5"),
    S("nul \0 word"),
    S("{{subscriber.email}}{{{title}}}{{#sections}}"),
    S("</td></tr></table></div></body></html>word"),
    S("</title></style></textarea><svg onload=alert(1)>"),
    S("<![endif]--><!--[if mso]><img src=x>word"),
    S("<img src=\"https://track.example.org/p.gif\" onerror=alert(1)>"),
    S("<style>*{display:none}</style>@import url(x) word"),
    S("&#60;script&#62;alert(1)&#60;/script&#62; &lt;b&gt;"),
    S("]]><![CDATA[ word <?php echo 1 ?> <%= 1 %>"),
    S("=?UTF-8?Q?=0D=0ABcc:=20x?= word"),
    S("word \xE2\x80\xA8 line \xE2\x80\xA9 \xC2\x85 \xC2\x9B"),
    S("\\\"; x: expression(alert(1)) url(javascript:1) word"),
    S("=3Cscript=3E =\r\n word"),
    S("${7*7} %s%n%x `id` $(id) word"),
    S("From word\n>From word\n.word\n-- \nword"),
};

static const struct {
    const char *bytes;
    size_t n;
} addresses[] = {
    S("javascript:alert(1)"),
    S("JaVaScRiPt:alert(1)"),
    S(" \tjavascript:alert(1)"),
    S("java\nscript:alert(1)"),
    S("data:text/html,<script>alert(1)</script>"),
    S("vbscript:x"),
    S("file:///etc/passwd"),
    S("//evil.example/x"),
    S("https:///x\" onclick=\"alert(1)"),
    S("https://x.example/\"><script>alert(1)</script>"),
    S("https://x.example/\r\nBcc: x@example.org"),
    S("https://x.example/{{subscriber.email}}"),
    S("https://x.example/\xE2\x80\xAE/\xFF\xED\xA0\x80"),
    S("https://user:pass@x.example\\@evil.example/' onmouseover='x"),
    S("https://x.example/a b`c<d>"),
    S("mailto:x@example.org?bcc=y@example.org\r\nBcc: z"),
};

enum field {
    HEADLINE,
    DEK,
    BULLET,
    KICKER,
    NOTE,
    OUTLET,
    AUTHOR,
    IMAGE_ALT,
    ALSO_OUTLET,
    ABOUT,
    CLAIM,
    CLAIM_OUTLET,
    SECTION,
    TITLE,
    NEWSROOM,
    POSTAL,
    INTRO,
    SUBJECT,
    PREHEADER,
    CALL,
    CALL_TEXT,
    BUTTON,
    SPONSOR,
    SPONSOR_TEXT,
    READER_NAME,
    TEXTS,
    STORY_URL = TEXTS,
    ALSO_URL,
    IMAGE_URL,
    CALL_URL,
    SPONSOR_URL,
    NEWSROOM_URL,
    FIELDS
};

/* The sample's strings are const or shared: what is changed is copied first. */
static void set(struct arena *a, struct sample *s, enum field f, struct str v)
{
    struct story *st = s->ed.sections.v[0].stories.v[0];
    struct article *lead = arena_copy(a, st->lead, sizeof *st->lead);
    struct article *other = arena_copy(a, st->articles.v[1], sizeof *other);
    st->lead = st->articles.v[0] = lead;
    st->articles.v[1] = other;
    struct claim *claim = &st->differs.v[0].claims.v[0];
    struct cta *banner = &s->ed.ctas.v[0], *sponsor = &s->ed.ctas.v[1];
    struct strs author = {0};
    vec_add(a, &author, v);
    switch (f) {
    case HEADLINE:
        st->headline = v;
        break;
    case DEK:
        st->dek = v;
        break;
    case BULLET:
        st->why.v[0] = v;
        break;
    case KICKER:
        st->kicker = v;
        break;
    case NOTE:
        st->note = v;
        break;
    case OUTLET:
        lead->outlet = v;
        break;
    case AUTHOR:
        lead->authors = author;
        break;
    case IMAGE_ALT:
        lead->image.alt = v;
        break;
    case ALSO_OUTLET:
        other->outlet = v;
        break;
    case ABOUT:
        st->differs.v[0].about = v;
        break;
    case CLAIM:
        claim->value = v;
        break;
    case CLAIM_OUTLET:
        claim->outlet = v;
        break;
    case SECTION:
        s->ed.sections.v[1].title = v;
        break;
    case TITLE:
        s->ed.masthead.title = v;
        break;
    case NEWSROOM:
        s->ed.masthead.outlet = v;
        break;
    case POSTAL:
        s->ed.masthead.address = v;
        break;
    case INTRO:
        s->ed.masthead.intro = v;
        break;
    case SUBJECT:
        s->all.subject = v;
        break;
    case PREHEADER:
        s->all.preheader = v;
        break;
    case CALL:
        banner->heading = v;
        break;
    case CALL_TEXT:
        banner->text = v;
        break;
    case BUTTON:
        banner->button = v;
        break;
    case SPONSOR:
        sponsor->sponsor = v;
        break;
    case SPONSOR_TEXT:
        sponsor->text = v;
        break;
    case READER_NAME:
        s->reader.name = v;
        break;
    case STORY_URL:
        st->url = v;
        break;
    case ALSO_URL:
        other->url = v;
        break;
    case IMAGE_URL:
        lead->image.url = v;
        break;
    case CALL_URL:
        banner->url = v;
        break;
    case SPONSOR_URL:
        sponsor->url = v;
        break;
    case NEWSROOM_URL:
        s->ed.masthead.url = v;
        break;
    case FIELDS:
        break;
    }
    s->all.sections = s->ed.sections;
    s->all.ctas = s->ed.ctas;
}

static void render(struct arena *a, const struct family *family, enum field f, struct str v, struct rendered *out)
{
    struct sample s;
    struct err e = {0};
    sample_make(a, &s);
    set(a, &s, f, v);
    if (sample_render(a, family, &s, out, &e))
        fail_msg("field %d, %.60s: %s", f, v.s, e.msg);
}

/* Elements and the names of their attributes, in order. */
static struct str skeleton(struct arena *a, struct str page)
{
    struct html h;
    struct buf b;
    buf_init(&b, 4 << 20);
    assert_true(html_parse(a, page, &h));
    for (const struct html_node *n = h.root; n; n = html_next(h.root, n)) {
        if (n->kind == HTML_COMMENT)
            buf_fmt(&b, "<!%zu>", n->text.n);
        if (n->kind != HTML_ELEMENT)
            continue;
        buf_fmt(&b, "<" STR_FMT, STR_ARG(n->tag));
        for (size_t i = 0; i < n->attrs.n; i++)
            buf_fmt(&b, " " STR_FMT, STR_ARG(n->attrs.v[i].name));
        buf_c(&b, ">\n");
    }
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

/* Names of the header's fields. */
static struct str fields_of(struct arena *a, struct str headers)
{
    struct strs names = {0};
    struct str line;
    while (str_line(&headers, &line))
        if (line.n && line.s[0] != ' ' && line.s[0] != '\t')
            vec_add(a, &names, str_sub(line, 0, str_chr(line, ':')));
    return str_join(a, &names, "\n");
}

static void no_bad_bytes(struct str s, int field, struct str v)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] < 0x20 && s.s[i] != '\n' && s.s[i] != '\r' && s.s[i] != '\t')
            fail_msg("field %d, %.60s: a control character", field, v.s);
    if (str_find(s, str_lit("\xE2\x80\xAE")) != STR_NONE || str_find(s, str_lit("\xED\xA0\x80")) != STR_NONE)
        fail_msg("field %d, %.60s: it turns the text around, or is no UTF-8", field, v.s);
}

/* Where the two skeletons part, for the message. */
static const char *parting(struct str x, struct str y)
{
    size_t i = 0;
    while (i < x.n && i < y.n && x.s[i] == y.s[i])
        i++;
    while (i > 0 && x.s[i - 1] != '\n')
        i--;
    return x.s + i;
}

static void stays_text(struct arena *a, const char *name, const struct family *family, int field, struct str v,
                       struct str want, struct str headers)
{
    struct rendered r;
    render(a, family, (enum field)field, v, &r);
    struct str got = skeleton(a, r.html);
    if (!str_eq(got, want))
        fail_msg("%s, field %d, %.60s: %.200s", name, field, v.s, parting(got, want));
    if (!str_eq(fields_of(a, r.headers), headers))
        fail_msg("%s, field %d, %.60s: other header fields:\n%s", name, field, v.s, fields_of(a, r.headers).s);
    if (r.html.n > 60000)
        fail_msg("%s, field %d, %.60s: %zu bytes of HTML", name, field, v.s, r.html.n);
    no_bad_bytes(r.html, field, v);
    no_bad_bytes(r.text, field, v);
    no_bad_bytes(r.headers, field, v);
    struct str text = r.text, line;
    while (str_line(&text, &line))
        if (str_starts(line, "Bcc:") || str_starts(line, "From ") || str_starts(line, ".") || str_starts(line, "-- "))
            fail_msg("%s, field %d, %.60s: a line \"%.60s\"", name, field, v.s, line.s);
}

/* The families share most templates: every string goes through the first, and a third of them through the others. */
static void test_texts(void **state)
{
    for (const char *const *name = families; *name; name++) {
        struct arena shared = {0};
        struct err e = {0};
        struct family *family;
        size_t step = name == families ? 1 : 3;
        if (sample_family(&shared, *name, &family, &e))
            fail_msg("%s", e.msg);
        for (int field = 0; field < TEXTS; field++) {
            struct arena a = {0};
            struct rendered r;
            render(&a, family, (enum field)field, str_lit("A harmless word"), &r);
            struct str want = skeleton(&a, r.html), headers = fields_of(&a, r.headers);
            for (size_t i = (size_t)field % step; i < sizeof strings / sizeof *strings; i += step)
                stays_text(&a, *name, family, field, (struct str){strings[i].bytes, strings[i].n}, want, headers);
            arena_end(&a);
        }
        arena_end(&shared);
    }
}

/* Ten megabytes in one field: cut, and soon. */
static void test_long(void **state)
{
    enum { LONG = 10 << 20 };
    char *bytes = malloc(LONG);
    for (size_t i = 0; i < LONG; i++)
        bytes[i] = "word <b> \"x\" "[i % 13];
    struct arena shared = {0};
    struct err e = {0};
    struct family *family;
    if (sample_family(&shared, "cards", &family, &e))
        fail_msg("%s", e.msg);
    for (int field = 0; field < TEXTS; field++) {
        struct arena a = {0};
        struct rendered r;
        if (field == READER_NAME || field == SUBJECT) /* read from lists and plans, which bound them */
            continue;
        render(&a, family, (enum field)field, str_lit("A harmless word"), &r);
        struct str want = skeleton(&a, r.html), headers = fields_of(&a, r.headers);
        stays_text(&a, "cards", family, field, (struct str){bytes, LONG}, want, headers);
        arena_end(&a);
    }
    arena_end(&shared);
    free(bytes);
}

/* A link or a picture of the page: to the web or a letter, with nothing in it that ends the attribute or the line. */
static void safe_address(const struct html_node *n, const char *attr, int field, struct str v)
{
    struct str url = html_get(n, attr);
    if (!html_attr(n, attr))
        return;
    if (!str_starts(url, "https://") && !str_starts(url, "http://") && !str_starts(url, "mailto:"))
        fail_msg("field %d, %.60s: %s=\"%.80s\"", field, v.s, attr, url.s);
    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.s[i] <= ' ' || strchr("\"<>`", url.s[i]))
            fail_msg("field %d, %.60s: %s=\"%.80s\"", field, v.s, attr, url.s);
}

static void leads_nowhere(struct arena *a, const struct family *family, int field, struct str v, struct str headers)
{
    struct rendered r;
    struct html h;
    render(a, family, (enum field)field, v, &r);
    assert_true(html_parse(a, r.html, &h));
    for (const struct html_node *n = h.root; n; n = html_next(h.root, n)) {
        if (n->kind != HTML_ELEMENT)
            continue;
        if (html_is(n, "script") || html_is(n, "iframe") || html_is(n, "base"))
            fail_msg("field %d, %.60s: <%s>", field, v.s, n->tag.s);
        for (size_t k = 0; k < n->attrs.n; k++)
            if (str_starts(n->attrs.v[k].name, "on"))
                fail_msg("field %d, %.60s: %s", field, v.s, n->attrs.v[k].name.s);
        safe_address(n, "href", field, v);
        safe_address(n, "src", field, v);
    }
    if (!str_eq(fields_of(a, r.headers), headers))
        fail_msg("field %d, %.60s: other header fields", field, v.s);
    struct str text = r.text, line;
    while (str_line(&text, &line))
        if (str_starts(line, "Bcc:") || str_ifind(line, str_lit("javascript:")) != STR_NONE)
            fail_msg("field %d, %.60s: a line \"%.60s\"", field, v.s, line.s);
}

static void test_addresses(void **state)
{
    struct arena shared = {0};
    struct err e = {0};
    struct family *family; /* the one that has every address */
    if (sample_family(&shared, "cards", &family, &e))
        fail_msg("%s", e.msg);
    for (int field = TEXTS; field < FIELDS; field++) {
        struct arena a = {0};
        struct rendered plain;
        render(&a, family, (enum field)field, str_lit("https://x.example/"), &plain);
        struct str headers = fields_of(&a, plain.headers);
        for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
            leads_nowhere(&a, family, field, (struct str){addresses[i].bytes, addresses[i].n}, headers);
        arena_end(&a);
    }
    arena_end(&shared);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
