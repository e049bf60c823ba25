/* The editors' own articles: front matter and Markdown. */
#include "base/buf.h"
#include "base/file.h"
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/article.h"
#include "ingest/front.h"
#include "ingest/html_text.h"
#include "ingest/phrases.h"
#include "ingest/readers.h"
#include "ingest/sanitize.h"
#include "ingest/section.h"
#include <cmark.h>
#include <stdlib.h>
#include <string.h>

static const char *const article_keys[] = {"title",      "date",        "lastmod", "draft",     "expiryDate",    "tags",
                                           "categories", "description", "author",  "authors",   "outlet",        "url",
                                           "why",        "topics",      "image",   "image_alt", "image_caption", "cta",
                                           "weight",     "cluster",     "lang",    NULL};
/* Hugo's and Jekyll's own, which say how a site shows the page. */
static const char *const other_programs_keys[] = {
    "slug",    "layout",    "type",          "permalink", "aliases",  "keywords", "linkTitle",      "publishDate",
    "series",  "menu",      "toc",           "math",      "comments", "params",   "resources",      "outputs",
    "markup",  "headless",  "isCJKLanguage", "sitemap",   "cascade",  "build",    "translationKey", "category",
    "section", "published", "summary",       "updated",   NULL};

/* ---- the body */

/* cmark's own allocator calls abort when there is none left. */
static void *heap_zeros(size_t n, size_t of)
{
    void *p = calloc(n, of);
    if (!p)
        mem_gone(n * of);
    return p;
}

static cmark_mem heap = {heap_zeros, mem_realloc, free};

/* Raw HTML is left out by cmark; the sanitizer has its say all the same. */
struct str markdown_html(struct arena *a, struct str body)
{
    cmark_parser *p = cmark_parser_new_with_mem(CMARK_OPT_VALIDATE_UTF8, &heap);
    cmark_parser_feed(p, body.s ? body.s : "", body.n);
    cmark_node *top = cmark_parser_finish(p);
    char *html = cmark_render_html(top, CMARK_OPT_VALIDATE_UTF8);
    struct str s = str_dup(a, str_c(html));
    free(html);
    cmark_node_free(top);
    cmark_parser_free(p);
    return s;
}

static struct node *first_block(const struct node *top)
{
    struct node *n = top->first;
    while (n && (n->flags & NODE_GONE || (n->tag == T_TEXT && !str_trim(n->text).n)))
        n = n->next;
    return n;
}

/* A heading at the top that is the title: becomes it, or is left out because it repeats it. */
static void take_title(struct arena *a, struct node *top, struct article *art)
{
    struct node *h = first_block(top);
    if (!h || (h->tag != T_H1 && !(h->tag == T_H2 && !art->title.s)))
        return;
    struct str text = utf8_line(a, dom_text(a, h, 2000), 300), rest;
    if (!text.n || phrase_why(a, text, &rest) != WHY_NO)
        return;
    if (!art->title.s)
        art->title = text;
    else if (!str_eq(utf8_fold(a, text), utf8_fold(a, art->title)))
        return;
    h->flags |= NODE_GONE;
}

static void read_body(struct arena *a, struct str body, struct str base, struct article *art)
{
    struct dom d;
    dom_parse_fragment(a, markdown_html(a, body), &d);
    take_title(a, d.root, art);
    struct strs found = {0};
    take_why_sections(a, d.root, &found);
    for (size_t i = 0; i < found.n; i++)
        if (!strs_has(&art->why, found.v[i]))
            vec_add(a, &art->why, found.v[i]);
    if (art->why.n)
        art->why_from = WHY_EDITOR;
    static const struct text_style plain = {0};
    art->text = dom_plain(a, d.root, &plain);
    art->html = dom_html(a, d.root, base);
}

/* ---- front matter */

/* Authors are names, or maps that hold one under "name". */
static void read_authors(struct front *fr, const char *key, struct strs *out)
{
    const struct yaml *y = front_get(fr, key);
    if (!y)
        return;
    if (y->kind == YAML_SCALAR) {
        front_strs(fr, key, out);
        return;
    }
    const struct yaml *one = y->kind == YAML_LIST ? y->child : y;
    for (; one; one = y->kind == YAML_LIST ? one->next : NULL) {
        struct str name = one->kind == YAML_MAP ? yaml_str(yaml_get(one, "name")) : yaml_str(one);
        name = utf8_line(fr->arena, name, 200);
        if (!name.n)
            front_error(fr, one, "\"%s\" holds something that is not a name", key);
        else if (!strs_has(out, name))
            vec_add(fr->arena, out, name);
    }
}

static void read_image(struct front *fr, struct str base, struct image *image)
{
    const struct yaml *y = front_get(fr, "image");
    struct str url = yaml_str(y);
    if (y && y->kind == YAML_MAP) {
        url = yaml_str(yaml_get(y, "url"));
        if (!url.s)
            url = yaml_str(yaml_get(y, "src"));
        image->alt = utf8_line(fr->arena, yaml_str(yaml_get(y, "alt")), 500);
        image->caption = utf8_line(fr->arena, yaml_str(yaml_get(y, "caption")), 1000);
    } else if (y && y->kind == YAML_LIST) {
        front_error(fr, y, "\"image\" must be an address or a map with url, alt and caption");
        return;
    }
    struct str alt = front_line(fr, "image_alt", 500), caption = front_line(fr, "image_caption", 1000);
    if (alt.s)
        image->alt = alt;
    if (caption.s)
        image->caption = caption;
    if (!url.n)
        return;
    image->url = clean_address(fr->arena, base, url, false);
    if (!image->url.s)
        front_warning(fr, y,
                      base.n ? "\"image\" is left out: not an http or https address"
                             : "\"image\" is left out: not an absolute http or https address, and there is no \"url\" "
                               "to resolve it against");
}

static void read_cluster(struct front *fr, struct article *art)
{
    struct str s = front_line(fr, "cluster", 4000);
    if (!s.n || str_eqc(s, "auto"))
        return;
    if (str_eqc(s, "never") || str_eqc(s, "false")) {
        art->cluster = CLUSTER_NEVER;
        return;
    }
    art->cluster = CLUSTER_FORCE;
    if (str_starts(s, "force ")) /* said twice is meant once */
        s = str_trim(str_sub(s, sizeof "force" - 1, s.n));
    if (!str_eqc(s, "force"))
        art->cluster_with = s;
}

/* A code like "en", "pt-br". */
static struct str read_lang(struct front *fr)
{
    struct str s = front_line(fr, "lang", 35);
    if (!s.s)
        return s;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')) {
            front_warning(fr, front_get(fr, "lang"), "\"lang\" is left out: write a language code such as en or pt-BR");
            return (struct str){NULL, 0};
        }
    }
    return utf8_lower(fr->arena, s);
}

static void read_front(struct front *fr, const struct read_options *o, struct article *art)
{
    front_check_keys(fr, article_keys, other_programs_keys);
    art->title = front_line(fr, "title", 300);
    front_date(fr, "date", &art->published);
    if (!art->published.has)
        front_date(fr, "publishDate", &art->published);
    front_date(fr, "lastmod", &art->updated);
    if (!art->updated.has)
        front_date(fr, "updated", &art->updated);
    front_date(fr, "expiryDate", &art->expires);
    art->draft = front_bool(fr, "draft");
    front_strs(fr, "tags", &art->tags);
    front_strs(fr, "categories", &art->categories);
    front_strs(fr, "category", &art->categories);
    front_strs(fr, "topics", &art->topics);
    front_strs(fr, "why", &art->why);
    read_authors(fr, "author", &art->authors);
    read_authors(fr, "authors", &art->authors);
    art->summary = front_line(fr, "description", 2000);
    if (!art->summary.s)
        art->summary = front_line(fr, "summary", 2000);
    art->outlet = front_line(fr, "outlet", 200);
    art->url = front_url(fr, "url");
    art->cta = front_line(fr, "cta", 200);
    art->weight = front_number(fr, "weight", 0);
    art->lang = read_lang(fr);
    read_cluster(fr, art);
    read_image(fr, art->url.s ? art->url : o->url, &art->image);
}

/* "2025-07-31-the-slug.md", as Jekyll names files: the date, and the slug as words. */
static void from_file_name(struct arena *a, const struct read_options *o, struct article *art)
{
    struct str name = path_base(o->name), ext = path_ext(name);
    name = str_sub(name, 0, name.n - ext.n);
    bool dated = name.n > 11 && name.s[4] == '-' && name.s[7] == '-' && name.s[10] == '-';
    for (size_t i = 0; dated && i < 10; i++)
        dated = i == 4 || i == 7 || (name.s[i] >= '0' && name.s[i] <= '9');
    struct when w;
    dated = dated && date_parse(str_sub(name, 0, 10), NULL, &w);
    if (dated && !art->published.has)
        art->published = w;
    if (art->title.s || !dated)
        return;
    struct str slug = str_dup(a, str_sub(name, 11, name.n));
    char *p = (char *)slug.s;
    for (size_t i = 0; i < slug.n; i++)
        if (p[i] == '-' || p[i] == '_')
            p[i] = ' ';
    if (slug.n && p[0] >= 'a' && p[0] <= 'z')
        p[0] = (char)(p[0] - 32);
    slug = utf8_line(a, slug, 300);
    if (slug.n)
        art->title = slug;
}

int read_markdown(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out,
                  struct findings *f, struct err *e)
{
    struct arena scratch = {0};
    struct article art = {0};
    struct front fr = {.arena = &scratch, .file = o->name, .zone = o->zone, .f = f};
    if (!utf8_valid(bytes) && str_starts(bytes, "\xEF\xBB\xBF") == false)
        finding_add(f, SEV_WARNING, o->name, 0, 0, "is not UTF-8; read as windows-1252");
    struct str text = utf8_clean(&scratch, utf8_from(&scratch, bytes, NULL));
    if (!front_open(&fr, text)) {
        arena_end(&scratch);
        return 0;
    }
    read_front(&fr, o, &art);
    if (!fr.bad) {
        read_body(&scratch, fr.body, art.url.s ? art.url : o->url, &art);
        from_file_name(&scratch, o, &art);
        if (!art.title.n)
            front_error(&fr, fr.map,
                        "no title: write \"title: ...\" in the front matter, or begin the text with a heading");
    }
    if (!fr.bad) {
        if (!art.url.s)
            art.url = article_address(o);
        article_copy(a, &art, vec_push(a, out));
    }
    arena_end(&scratch);
    return 0;
}
