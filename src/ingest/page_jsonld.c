/* JSON-LD: the article's own record in the page, by schema.org's names. */
#include "base/json.h"
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/loose_json.h"
#include "ingest/page.h"
#include "ingest/phrases.h"
#include "ingest/readers.h"
#include "ingest/sanitize.h"
#include <string.h>

#define DEPTH_MAX 8
#define SCRIPT_MAX (2u << 20)

static struct str text_of(const struct json *j)
{
    if (json_is_string(j))
        return json_str(j);
    if (json_is_array(j) && json_len(j))
        return text_of(json_at(j, 0));
    struct str s = json_str(json_get(j, "name"));
    return s.s ? s : json_str(json_get(j, "@value"));
}

static bool is_type(const struct json *j, bool (*test)(struct str))
{
    const struct json *t = json_get(j, "@type");
    if (json_is_string(t))
        return test(json_str(t));
    for (size_t i = 0; i < json_len(t) && json_is_array(t); i++)
        if (test(json_str(json_at(t, i))))
            return true;
    return false;
}

static bool is_article(struct str t)
{
    return str_ends(t, "Article") || str_ends(t, "BlogPosting") || str_ends(t, "Report") || str_ends(t, "Posting") ||
           str_ends(t, "Review") || str_ends(t, "Recipe") || str_ends(t, "MedicalWebPage") ||
           str_ends(t, "VideoObject");
}

static bool is_page(struct str t)
{
    return str_ends(t, "WebPage") || str_ends(t, "ItemPage");
}

static void line(struct page *p, struct str *to, struct str s, size_t max)
{
    if (to->n || !s.n)
        return;
    /* entities are often left in */
    if (str_chr(s, '&') != STR_NONE || str_chr(s, '<') != STR_NONE)
        s = ingest_html_text(p->a, s);
    s = utf8_line(p->a, s, max);
    if (s.n)
        *to = s;
}

static void date(struct page *p, struct when *to, const struct json *j)
{
    struct when w;
    struct str s = text_of(j);
    if (!to->has && s.n && s.n < 100 && date_parse(s, p->zone, &w))
        *to = w;
}

static void people(struct page *p, const struct json *j)
{
    struct strs *authors = &p->art->authors;
    if (json_is_array(j)) {
        for (size_t i = 0; i < json_len(j) && i < 20; i++)
            people(p, json_at(j, i));
        return;
    }
    if (json_is_array(json_get(j, "name"))) {
        people(p, json_get(j, "name"));
        return;
    }
    struct str name = text_of(j);
    if (!name.n || name.n > 300 || str_istarts(name, "http"))
        return;
    struct str clean = {NULL, 0};
    line(p, &clean, name, 200);
    phrase_authors(p->a, clean, authors);
}

static void picture(struct page *p, const struct json *j)
{
    if (p->art->image.url.s || !j)
        return;
    if (json_is_array(j)) {
        picture(p, json_at(j, 0));
        return;
    }
    struct str url = json_is_string(j) ? json_str(j) : text_of(json_get(j, "url"));
    if (!url.n)
        url = text_of(json_get(j, "contentUrl"));
    p->art->image.url = clean_address(p->a, p->base, url, false);
    line(p, &p->art->image.caption, text_of(json_get(j, "caption")), 1000);
}

static void sections(struct page *p, const struct json *j)
{
    for (size_t i = 0; i < (json_is_array(j) ? json_len(j) : 1) && i < 10; i++) {
        struct str s = {NULL, 0};
        line(p, &s, text_of(json_is_array(j) ? json_at(j, i) : j), 100);
        if (s.n && !strs_ihas(&p->art->categories, s))
            vec_add(p->a, &p->art->categories, s);
    }
}

static void take_article(struct page *p, const struct json *j)
{
    struct article *art = p->art;
    line(p, &art->title, text_of(json_get(j, "headline")), 500);
    if (!art->title.n)
        line(p, &art->title, json_str(json_get(j, "name")), 500);
    date(p, &art->published, json_get(j, "datePublished"));
    date(p, &art->published, json_get(j, "dateCreated"));
    date(p, &art->published, json_get(j, "uploadDate"));
    date(p, &art->updated, json_get(j, "dateModified"));
    if (!art->authors.n)
        people(p, json_get(j, "author"));
    if (!art->authors.n)
        people(p, json_get(j, "creator"));
    line(p, &p->site_name, text_of(json_get(j, "publisher")), 100);
    picture(p, json_get(j, "image"));
    sections(p, json_get(j, "articleSection"));
    struct str body = json_str(json_get(j, "articleBody"));
    if (body.n > p->ld_body.n && body.n < (1u << 20))
        p->ld_body = str_chr(body, '<') != STR_NONE || str_chr(body, '&') != STR_NONE
                         ? ingest_html_text(p->a, body)
                         : utf8_clean(p->a, str_dup(p->a, body));
}

static void visit(struct page *p, const struct json *j, int depth, bool (*test)(struct str))
{
    if (depth > DEPTH_MAX)
        return;
    if (json_is_array(j)) {
        for (size_t i = 0; i < json_len(j) && i < 100; i++)
            visit(p, json_at(j, i), depth + 1, test);
        return;
    }
    if (!json_is_object(j))
        return;
    if (is_type(j, test))
        take_article(p, j);
    visit(p, json_get(j, "@graph"), depth + 1, test);
    visit(p, json_get(j, "mainEntity"), depth + 1, test);
    visit(p, json_get(j, "mainEntityOfPage"), depth + 1, test);
}

/* Names given by reference: {"author": {"@id": "#x"}} with {"@id": "#x", "name": "Jane Doe"} elsewhere in the graph. */
static struct str by_id(const struct json *j, struct str id, int depth)
{
    struct str none = {NULL, 0};
    if (depth > DEPTH_MAX || !id.n)
        return none;
    if (json_is_array(j)) {
        for (size_t i = 0; i < json_len(j) && i < 200; i++) {
            struct str s = by_id(json_at(j, i), id, depth + 1);
            if (s.s)
                return s;
        }
        return none;
    }
    if (!json_is_object(j))
        return none;
    if (str_eq(json_str(json_get(j, "@id")), id) && json_str(json_get(j, "name")).n)
        return json_str(json_get(j, "name"));
    return by_id(json_get(j, "@graph"), id, depth + 1);
}

static void author_references(const struct json *j, int depth, struct arena *a, struct strs *ids)
{
    if (depth > DEPTH_MAX || ids->n)
        return;
    for (size_t i = 0; json_is_array(j) && i < json_len(j) && i < 100; i++)
        author_references(json_at(j, i), depth + 1, a, ids);
    if (!json_is_object(j))
        return;
    const struct json *author = is_type(j, is_article) ? json_get(j, "author") : NULL;
    for (size_t i = 0; i < (json_is_array(author) ? json_len(author) : 1) && i < 20; i++) {
        struct str id = json_str(json_get(json_is_array(author) ? json_at(author, i) : author, "@id"));
        if (id.n)
            vec_add(a, ids, id);
    }
    author_references(json_get(j, "@graph"), depth + 1, a, ids);
}

/* As it stands, or else mended: then there may be several values. */
static size_t parse(struct page *p, struct str text, struct json **roots, size_t room)
{
    size_t n = 0;
    /* raw line breaks inside strings are common and not JSON */
    char *copy = arena_copy(p->a, text.s, text.n);
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)copy[i] < ' ')
            copy[i] = ' ';
    struct json *j = json_parse((struct str){copy, text.n}, str_lit("JSON-LD"), NULL);
    if (j) {
        roots[0] = j;
        return 1;
    }
    struct str rest = text, one;
    bool closed;
    for (size_t tries = 0; n < room && tries < 16 && loose_json_next(p->a, &rest, &one, &closed); tries++)
        if ((j = json_parse(one, str_lit("JSON-LD"), NULL)) != NULL)
            roots[n++] = j;
    return n;
}

void page_jsonld(struct page *p)
{
    struct json *roots[16];
    size_t n = 0;
    for (const struct node *s = dom_next(p->dom.root, p->dom.root); s && n < 16; s = dom_next(p->dom.root, s)) {
        if (s->tag != T_SCRIPT || !s->first || s->first->text.n > SCRIPT_MAX)
            continue;
        struct str text = str_trim(s->first->text);
        while (text.n && text.s[text.n - 1] == ';')
            text.n--;
        n += parse(p, text, roots + n, 16 - n);
    }
    for (size_t i = 0; i < n; i++)
        visit(p, roots[i], 0, is_article);
    p->says_article = p->art->title.n || p->art->published.has || p->ld_body.n;
    for (size_t i = 0; i < n && !p->art->authors.n; i++) {
        struct strs ids = {0};
        author_references(roots[i], 0, p->a, &ids);
        for (size_t r = 0; r < ids.n; r++) {
            struct str name = {NULL, 0};
            for (size_t k = 0; k < n && !name.s; k++)
                name = by_id(roots[k], ids.v[r], 0);
            if (name.n && name.n < 200)
                phrase_authors(p->a, utf8_line(p->a, name, 200), &p->art->authors);
        }
    }
    if (!p->art->published.has)
        for (size_t i = 0; i < n; i++)
            visit(p, roots[i], 0, is_page);
    for (size_t i = 0; i < n; i++)
        json_end(roots[i]);
}
