/* An article's HTML page. */
#include "ingest/page.h"

#include "base/url.h"
#include "base/utf8.h"
#include "base/words.h"
#include "ingest/article.h"
#include "ingest/encoding.h"
#include "ingest/html_text.h"
#include "ingest/readers.h"
#include "ingest/sanitize.h"
#include "ingest/section.h"
#include <string.h>

#define META_BYTES 8192 /* where a <meta charset> has to stand; the standard says 1024, pages say otherwise */

/* The charset that the page's own head names. */
static struct str meta_charset(struct str bytes)
{
    struct str head = str_sub(bytes, 0, META_BYTES);
    for (size_t from = 0;;) {
        struct str rest = str_sub(head, from, head.n);
        size_t k = str_ifind(rest, str_lit("charset"));
        if (k == STR_NONE)
            return (struct str){NULL, 0};
        size_t i = k + 7;
        while (i < rest.n && (rest.s[i] == ' ' || rest.s[i] == '=' || rest.s[i] == '"' || rest.s[i] == '\''))
            i++;
        size_t end = i;
        while (end < rest.n &&
               ((rest.s[end] >= 'a' && rest.s[end] <= 'z') || (rest.s[end] >= 'A' && rest.s[end] <= 'Z') ||
                (rest.s[end] >= '0' && rest.s[end] <= '9') || rest.s[end] == '-' || rest.s[end] == '_'))
            end++;
        if (end > i + 2 && i > k + 7)
            return str_sub(rest, i, end);
        from += k + 7;
    }
}

static struct str decode(struct arena *a, struct str bytes, struct str content_type)
{
    struct str label, charset = content_type_charset(content_type);
    if (utf8_valid(bytes))
        return utf8_clean(a, str_starts(bytes, "\xEF\xBB\xBF") ? str_sub(bytes, 3, bytes.n) : bytes);
    if (!charset.n && (charset = meta_charset(bytes)).n) {
        /* a page that says UTF-8 and has a few broken bytes is UTF-8 */
        content_type = str_fmt(a, "text/html; charset=" STR_FMT, STR_ARG(charset));
    }
    if (str_ieqc(charset, "utf-8") || str_ieqc(charset, "utf8")) {
        struct str clean = utf8_clean(a, bytes);
        size_t broken = 0;
        for (size_t i = 0; i + 2 < clean.n; i++)
            broken += (unsigned char)clean.s[i] == 0xEF && (unsigned char)clean.s[i + 1] == 0xBF &&
                      (unsigned char)clean.s[i + 2] == 0xBD;
        if (broken * 500 < clean.n)
            return clean;
    }
    return utf8_clean(a, encoding_decode(a, bytes, content_type, &label));
}

/* The text as paragraphs, when only JSON-LD has it. */
static struct str paragraphs_html(struct arena *a, struct str text)
{
    struct buf b;
    buf_init(&b, 8u << 20);
    struct str rest = text, l;
    while (str_line(&rest, &l)) {
        l = str_trim(l);
        if (!l.n)
            continue;
        buf_c(&b, "<p>");
        for (size_t i = 0; i < l.n; i++) {
            if (l.s[i] == '<')
                buf_c(&b, "&lt;");
            else if (l.s[i] == '&')
                buf_c(&b, "&amp;");
            else
                buf_ch(&b, l.s[i]);
        }
        buf_c(&b, "</p>\n");
    }
    struct str s = buf_dup(a, &b);
    buf_end(&b);
    return s;
}

/* The picture at the head of the article and its caption, when the page's head names none. */
static void take_first_picture(struct page *p, struct node *around)
{
    struct image *image = &p->art->image;
    for (struct node *n = dom_next(around, around); n && (!image->caption.n || !image->url.s);
         n = dom_next(around, n)) {
        if (n->flags & NODE_SHUT)
            continue;
        if (n->tag == T_FIGCAPTION && !image->caption.n)
            image->caption = utf8_line(p->a, dom_text(p->a, n, 1000), 1000);
        if (n->tag == T_IMG && n->parent && n->parent->tag == T_FIGURE && !image->url.s) {
            image->url = image_address(p->a, n, p->base);
            if (image->url.s && !image->alt.s)
                image->alt = utf8_line(p->a, node_attr(n, A_ALT), 500);
        }
    }
}

static void take_body(struct page *p)
{
    static const struct text_style plain = {0};
    struct article *art = p->art;
    struct node *body = page_body(p);
    if (body) {
        struct node *around = page_around(p, body);
        take_why_sections(p->a, around, &art->why);
        take_first_picture(p, around);
        art->text = dom_plain(p->a, body, &plain);
        art->html = dom_html(p->a, body, p->base);
    }
    if (p->ld_body.n > 400 && art->text.n * 10 < p->ld_body.n * 4) {
        ingest_fragment(p->a, paragraphs_html(p->a, p->ld_body), p->base, &art->html, &art->text);
    }
    if (art->why.n)
        art->why_from = WHY_PAGE;
    if (!art->image.caption.n && p->captions.n)
        art->image.caption = utf8_line(p->a, p->captions.v[0], 1000);
}

/* What to do with a page that only leads to articles. */
static void advise(struct page *p, struct str bytes, const struct read_options *o, size_t headlines, struct findings *f)
{
    struct subscriptions feeds = {0};
    if (p->base.s)
        ingest_discover(p->a, bytes, p->base, &feeds);
    if (feeds.n)
        finding_add(f, SEV_ERROR, o->name, 0, 0,
                    "no article but a page that leads to %zu of them; read its feed instead: " STR_FMT, headlines,
                    STR_ARG(feeds.v[0].url));
    else
        finding_add(f, SEV_ERROR, o->name, 0, 0,
                    "no article but a page that leads to %zu of them, and it names no feed; give the address of one of "
                    "the articles",
                    headlines);
}

int read_page(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out, struct findings *f,
              struct err *e)
{
    struct arena scratch = {0};
    struct article art = {0};
    struct page p = {.a = &scratch, .zone = o->zone, .as_of = o->as_of, .art = &art};
    p.url = url_is_web(o->url) ? o->url : (struct str){NULL, 0};
    p.base = p.url;
    dom_parse_page(&scratch, decode(&scratch, bytes, o->content_type), &p.dom);
    if (p.dom.flattened)
        finding_add(f, SEV_WARNING, o->name, 0, 0,
                    "%zu elements are nested deeper than any page needs; they were flattened", p.dom.flattened);
    p.body = dom_find(p.dom.root, T_BODY);
    if (!p.body)
        p.body = p.dom.root;
    const struct node *base = dom_find(p.dom.root, T_BASE);
    if (base) {
        struct str b = clean_address(&scratch, p.base, node_attr(base, A_HREF), false);
        if (b.s)
            p.base = b;
    }
    art.url = p.url;
    page_meta(&p);
    if (!p.base.s)
        p.base = art.url;
    size_t headlines = page_headlines(&p);
    if (headlines) {
        advise(&p, bytes, o, headlines, f);
        arena_end(&scratch);
        return 0;
    }
    take_body(&p);
    if (!art.lang.n)
        art.lang = words_language(art.text);
    if (!art.lang.n)
        art.lang = (struct str){NULL, 0};
    if (!art.text.n && !art.title.n)
        finding_add(f, SEV_ERROR, o->name, 0, 0, "no article on this page: neither a title nor running text");
    else
        article_copy(a, &art, vec_push(a, out));
    arena_end(&scratch);
    return 0;
}
