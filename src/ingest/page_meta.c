#include "ingest/page.h"

#include "base/url.h"
#include "base/utf8.h"
#include "ingest/phrases.h"
#include "ingest/sanitize.h"
#include <string.h>

static struct str attr_line(struct page *p, const struct node *n, enum attr a, size_t max)
{
    struct str s = node_attr(n, a);
    return s.s ? utf8_line(p->a, s, max) : s;
}

static void set_line(struct page *p, struct str *to, struct str value, size_t max)
{
    if (to->n || !value.n)
        return;
    value = utf8_line(p->a, value, max);
    if (value.n)
        *to = value;
}

static void set_date(struct page *p, struct when *to, struct str value)
{
    struct when w;
    if (!to->has && value.n && value.n < 100 && date_parse(value, p->zone, &w))
        *to = w;
}

struct found { /* what the head says, kept apart until it is known which to believe */
    struct str og_title, tw_title, headline, dc_title;
    struct strs meta_authors;
    struct when published, updated;
    struct str image, image_alt, section, canonical, og_url;
    bool is_article;        /* og:type */
    bool data_names_author; /* twitter:label1 said "Written by": twitter:data1 has the name */
};

static bool is_byline_label(struct arena *a, struct str label)
{
    struct strs names = {0};
    return label.n < 60 && phrase_byline(a, str_fmt(a, STR_FMT ": Jane Doe", STR_ARG(label)), &names);
}

static void take_meta(struct page *p, const struct node *n, struct found *f)
{
    struct str key = node_attr(n, A_PROPERTY), v = str_trim(node_attr(n, A_CONTENT));
    if (!key.n)
        key = node_attr(n, A_NAME);
    if (!key.n)
        key = node_attr(n, A_ITEMPROP);
    if (!key.n || !v.n || v.n > 8000)
        return;
    key = phrase_key(p->a, key);
#define IS(x) str_eqc(key, x)
    if (IS("og:title"))
        set_line(p, &f->og_title, v, 500);
    else if (IS("twitter:title"))
        set_line(p, &f->tw_title, v, 500);
    else if (IS("dc.title") || IS("dcterms.title") || IS("citation_title"))
        set_line(p, &f->dc_title, v, 500);
    else if (IS("headline") || IS("sailthru.title") || IS("parsely-title"))
        set_line(p, &f->headline, v, 500);
    else if (IS("og:site_name") || IS("application-name"))
        set_line(p, &p->site_name, v, 100);
    else if (IS("og:description") || IS("description") || IS("twitter:description"))
        set_line(p, &p->art->summary, v, 1000);
    else if (IS("author") || IS("article:author") || IS("dc.creator") || IS("dcterms.creator") ||
             IS("sailthru.author") || IS("parsely-author") || IS("byl") || IS("citation_author") ||
             IS("og:article:author") || IS("article:author_name") || IS("dc.contributor"))
        phrase_authors(p->a, v, &f->meta_authors);
    else if (IS("twitter:label1"))
        f->data_names_author = is_byline_label(p->a, v);
    else if (IS("twitter:data1") && f->data_names_author && !f->meta_authors.n)
        phrase_authors(p->a, v, &f->meta_authors);
    else if (IS("article:published_time") || IS("datepublished") || IS("og:article:published_time") ||
             IS("parsely-pub-date") || IS("sailthru.date") || IS("dc.date.issued") || IS("dcterms.created") ||
             IS("dc.date") || IS("pubdate") || IS("publishdate") || IS("publish-date") || IS("date") ||
             IS("article.published") || IS("cxenseparse:recs:publishtime") || IS("citation_publication_date") ||
             IS("og:published_time") || IS("dc.date.created") || IS("last-modified") || IS("rnews:datepublished") ||
             IS("published_time_telegram") || IS("article:published") || IS("ptime") || IS("publication_date") ||
             IS("originalpublicationdate") || IS("datecreated") || IS("vr:published_time") ||
             IS("article_date_original") || IS("bt:pubdate") || IS("pdate"))
        set_date(p, IS("last-modified") ? &f->updated : &f->published, v);
    else if (IS("article:modified_time") || IS("datemodified") || IS("og:updated_time") || IS("dcterms.modified") ||
             IS("dc.date.modified") || IS("lastmod") || IS("lastmodified"))
        set_date(p, &f->updated, v);
    else if (IS("og:image") || IS("og:image:url") || IS("og:image:secure_url") || IS("twitter:image") ||
             IS("twitter:image:src"))
        f->image = f->image.s ? f->image : v;
    else if (IS("og:image:alt") || IS("twitter:image:alt"))
        set_line(p, &f->image_alt, v, 500);
    else if (IS("article:section") || IS("section") || IS("articlesection") || IS("parsely-section"))
        set_line(p, &f->section, v, 100);
    else if (IS("og:type"))
        f->is_article |= str_ifind(v, str_lit("article")) != STR_NONE || str_ifind(v, str_lit("blog")) == 0;
    else if (IS("og:url"))
        f->og_url = f->og_url.s ? f->og_url : v;
    else if ((IS("article:tag") || IS("parsely-tags")) && p->art->tags.n < 30 && v.n < 100)
        vec_add(p->a, &p->art->tags, utf8_line(p->a, v, 100));
    else if ((IS("keywords") || IS("news_keywords")) && !p->art->tags.n) {
        struct str rest = v, one;
        while (str_cut(&rest, ',', &one) && p->art->tags.n < 30) {
            one = utf8_line(p->a, one, 100);
            if (one.n && !strs_ihas(&p->art->tags, one))
                vec_add(p->a, &p->art->tags, one);
        }
    } else if ((IS("og:locale") || IS("language") || IS("dc.language") || IS("content-language")) && !p->art->lang.n &&
               v.n <= 12) {
        struct str lang = utf8_lower(p->a, v);
        for (size_t i = 0; i < lang.n; i++)
            if (lang.s[i] == '_')
                ((char *)lang.s)[i] = '-';
        p->art->lang = lang;
    }
#undef IS
}

/* "www.x.example" and "amp.x.example" as "x.example". */
static struct str bare_host(struct arena *a, struct str url)
{
    static const char *const prefixes[] = {"www.", "m.", "amp.", "mobile."};
    struct str host = url_host(a, url);
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (str_starts(host, prefixes[i]))
            return str_sub(host, strlen(prefixes[i]), host.n);
    return host;
}

/* May a page speak for that address? Only within its own site: else any page could take another one's place. And a
 * whole site is not an article. */
static bool may_claim(struct page *p, struct str claim)
{
    if (!p->url.s)
        return true;
    struct str ours = bare_host(p->a, p->url), theirs = bare_host(p->a, claim);
    if (!ours.n || !theirs.n)
        return false;
    struct str shorter = ours.n < theirs.n ? ours : theirs, longer = ours.n < theirs.n ? theirs : ours;
    bool family = str_ends(longer, str_dup(p->a, shorter).s) &&
                  (longer.n == shorter.n || longer.s[longer.n - shorter.n - 1] == '.') &&
                  str_chr(shorter, '.') != STR_NONE;
    struct url mine, other;
    if (!family || !url_parse(p->a, p->url, &mine) || !url_parse(p->a, claim, &other))
        return false;
    return !(str_eqc(other.path, "/") && !other.query.n) || str_eqc(mine.path, "/");
}

static void take_link(struct page *p, const struct node *n, struct found *f)
{
    struct str rel = node_attr(n, A_REL), href = node_attr(n, A_HREF);
    if (str_ieqc(str_trim(rel), "canonical") && !f->canonical.s)
        f->canonical = clean_address(p->a, p->base, href, false);
}

void page_meta(struct page *p)
{
    struct article *art = p->art;
    struct found f = {0};
    struct node *head = dom_find(p->dom.root, T_HEAD);
    for (const struct node *n = dom_next(p->dom.root, p->dom.root); n; n = dom_next(p->dom.root, n)) {
        if (n->tag == T_META)
            take_meta(p, n, &f);
        else if (n->tag == T_LINK)
            take_link(p, n, &f);
        else if (n->tag == T_TITLE && !p->page_title.n)
            p->page_title = utf8_line(p->a, dom_text(p->a, n, 1000), 500);
    }
    (void)head;
    page_jsonld(p);
    struct str html_lang = attr_line(p, p->dom.root, A_LANG, 35);
    if (!html_lang.n)
        html_lang = attr_line(p, p->dom.root, A_XML_LANG, 35);
    if (html_lang.n)
        art->lang = utf8_lower(p->a, html_lang);
    const struct str claims[] = {f.og_title, f.headline, art->title, p->page_title, f.tw_title, f.dc_title};
    art->title = page_title(p, claims, sizeof claims / sizeof *claims);
    if (!art->published.has)
        art->published = f.published;
    if (!art->updated.has)
        art->updated = f.updated;
    p->says_article |= f.is_article || f.published.has;
    page_byline(p, &f.meta_authors);
    page_dates(p);
    struct str self = f.canonical.s ? f.canonical : clean_address(p->a, p->base, f.og_url, false);
    if (self.s && may_claim(p, self))
        art->url = self;
    page_date_last(p);
    set_line(p, &art->outlet, p->site_name, 100);
    if (f.section.n && !strs_ihas(&art->categories, f.section))
        vec_add(p->a, &art->categories, f.section);
    if (!art->image.url.s && f.image.s)
        art->image.url = clean_address(p->a, p->base, f.image, false);
    if (!art->image.alt.s)
        art->image.alt = f.image_alt;
}
