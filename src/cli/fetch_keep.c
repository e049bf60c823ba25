/* Entries of a feed become articles. Each comes in once, whichever link led to it, is updated when it changed, and an
 * entry that says what it said last time costs one look and no write. */
#include "base/crypto.h"
#include "base/map.h"
#include "base/url.h"
#include "cli/fetch.h"

enum { KEY_MAX = 1000 };

struct keeping {
    struct fetching *f;
    struct arena *a;
    struct fetched *x;
    struct map guids; /* id -> its article; an id that stands twice identifies nothing, and leads to no article */
    struct map kept;  /* article ids that this answer has brought already: the first entry is the newest */
};

static void note_guids(struct keeping *k)
{
    for (size_t i = 0; i < k->x->found.n; i++) {
        struct article *art = &k->x->found.v[i];
        if (!art->guid.n)
            continue;
        void **owner = map_at(k->a, &k->guids, art->guid);
        *owner = *owner ? (void *)k : art;
    }
}

/* What the entry is called in this feed from one reading to the next. */
static struct str key_of(struct keeping *k, const struct article *art)
{
    struct str key = art->url;
    if (art->guid.n && map_get(&k->guids, art->guid) == art)
        key = art->guid;
    else if (!art->url.n)
        key = article_own_key(k->a, art);
    return key.n <= KEY_MAX ? key : short_id(k->a, key);
}

static void add_topics(struct keeping *k, struct article *art)
{
    const struct strs *topics = &k->x->source->topics;
    for (size_t i = 0; i < topics->n; i++)
        if (!strs_has(&art->topics, topics->v[i]))
            vec_add(k->a, &art->topics, topics->v[i]);
}

/* An entry with neither page nor id: several of them must not be one article. */
static void name_nameless(struct keeping *k, struct article *art, struct str key)
{
    if (art->url.n || !str_eq(art->origin, k->x->link))
        return;
    art->origin = str_fmt(k->a, STR_FMT "#" STR_FMT, STR_ARG(k->x->link), STR_ARG(short_id(k->a, key)));
    art->id = article_id(k->a, art);
}

/* A known id with another link: the same article after a move, or an id that was used twice? */
static bool is_same(const struct article *art, const struct found_article *was)
{
    if (str_eq(art->url, was->url) || !was->url.n)
        return true;
    return str_eq(art->title, was->title) || (art->published.has && art->published.t == was->published);
}

/* "news.city.example" and "www.city.example" are one site; whole labels only. */
bool fetch_same_site(struct arena *a, struct str one, struct str other)
{
    struct str x = url_host(a, one), y = url_host(a, other);
    if (str_starts(x, "www."))
        x = str_sub(x, 4, x.n);
    if (str_starts(y, "www."))
        y = str_sub(y, 4, y.n);
    struct str longer = x.n > y.n ? x : y, shorter = x.n > y.n ? y : x;
    if (!shorter.n || !str_eq(str_sub(longer, longer.n - shorter.n, longer.n), shorter))
        return false;
    return longer.n == shorter.n || (longer.s[longer.n - shorter.n - 1] == '.' && str_chr(shorter, '.') != STR_NONE);
}

static bool comes_from(struct str origin, struct str link)
{
    return origin.n >= link.n && str_eq(str_sub(origin, 0, link.n), link) &&
           (origin.n == link.n || origin.s[link.n] == '#');
}

/* Several sources may link to one article. The editors' own file stands above all; then the outlet itself above those
 * who link to it; among equals the first keeps it, or two feeds would rewrite it in turns for ever. */
static bool may_replace(struct keeping *k, const struct article *art, const struct found_article *was)
{
    const struct config *c = &k->f->n->config;
    if (comes_from(was->origin, k->x->link))
        return true;
    for (size_t i = 0; i < c->sources.n; i++) {
        const struct source *s = &c->sources.v[i];
        if (s->folder.n && str_starts(was->origin, str_fmt(k->a, STR_FMT "/", STR_ARG(s->folder)).s))
            return false;
        struct str link = s->feed.n ? s->feed : s->page;
        if (link.n && comes_from(was->origin, link))
            return fetch_same_site(k->a, k->x->link, art->url) && !fetch_same_site(k->a, link, art->url);
    }
    return true;
}

/* What a page gave earlier is not lost when the feed, which knows less, says something new. */
static int keep_full_text(struct keeping *k, struct article *art, struct err *e)
{
    struct articles stored = {0};
    if (store_articles(k->f->n->store, k->a, &(struct article_query){.id = art->id}, &stored, e))
        return -1;
    if (stored.n != 1 || stored.v[0].words <= art->words)
        return 0;
    const struct article *was = &stored.v[0];
    if (!art->summary.n)
        art->summary = was->summary;
    art->text = was->text;
    art->html = was->html;
    art->words = was->words;
    if (!art->why.n) {
        art->why = was->why;
        art->why_from = was->why_from;
    }
    if (!art->image.url.n)
        art->image = was->image;
    if (!art->authors.n)
        art->authors = was->authors;
    if (!art->lang.n)
        art->lang = was->lang;
    return 0;
}

/* "http://x" and "https://x" are one page. */
static struct str other_scheme(struct arena *a, struct str url)
{
    if (str_starts(url, "https:"))
        return str_fmt(a, "http" STR_FMT, STR_ARG(str_sub(url, 5, url.n)));
    return str_starts(url, "http:") ? str_fmt(a, "https" STR_FMT, STR_ARG(str_sub(url, 4, url.n))) : (struct str){0};
}

/* The same address with the other scheme, with or without "www." and a slash at the end: pages that differ only in
 * these are one in practice, and the links that lead to them are written in every one of these ways. */
static int find_page(struct store *s, struct arena *a, struct str url, struct found_article *was, struct err *e)
{
    struct url u;
    int rc = store_find_url(s, a, url, was, e);
    if (rc || !url_parse(a, url, &u))
        return rc;
    struct str host =
        str_starts(u.host, "www.") ? str_sub(u.host, 4, u.host.n) : str_fmt(a, "www." STR_FMT, STR_ARG(u.host));
    static const unsigned forms[] = {1, 2, 4, 3};
    for (size_t i = 0; i < sizeof forms / sizeof *forms && rc == 0; i++) {
        unsigned form = forms[i];
        struct str again = form & 1 ? other_scheme(a, url) : url;
        size_t from = str_find(again, str_lit("://")) + 3, query = str_chr(again, '?');
        struct str path = str_sub(again, from + u.host.n, query == STR_NONE ? again.n : query);
        if (form & 4) {
            if (path.n < 2)
                continue;
            path = path.s[path.n - 1] == '/' ? str_sub(path, 0, path.n - 1) : str_fmt(a, STR_FMT "/", STR_ARG(path));
        }
        rc = store_find_url(s, a,
                            str_fmt(a, STR_FMT STR_FMT STR_FMT STR_FMT, STR_ARG(str_sub(again, 0, from)),
                                    STR_ARG(form & 2 ? host : u.host), STR_ARG(path),
                                    STR_ARG(query == STR_NONE ? (struct str){0} : str_sub(again, query, again.n))),
                            was, e);
    }
    return rc;
}

/* Feeds of changes or notices link every entry to one page: by their own ids and titles they are several articles. */
static bool is_another(struct keeping *k, const struct article *art, const struct source_item *item,
                       const struct found_article *was)
{
    return str_eq(item->key, art->guid) && comes_from(was->origin, k->x->link) && !str_eq(was->title, art->title);
}

/* Which stored article the entry is, into art->id. 1: one that is not ours to change, 0: ours or new, -1 */
static int identify(struct keeping *k, struct article *art, const struct source_item *item, struct found_article *was,
                    struct err *e)
{
    struct store *s = k->f->n->store;
    struct str other = other_scheme(k->a, art->url);
    int rc = item->article.n ? store_find_id(s, k->a, item->article, was, e) : 0;
    bool same_link = rc == 1 && str_eq(item->url, art->url);
    if (rc == 0 || (rc == 1 && !same_link && !is_same(art, was))) {
        *was = (struct found_article){0};
        rc = find_page(s, k->a, art->url, was, e);
        same_link = rc == 1;
    }
    if (rc == 1 && !item->article.n && is_another(k, art, item, was)) {
        *was = (struct found_article){0};
        art->url = str_fmt(k->a, STR_FMT "#" STR_FMT, STR_ARG(art->url), STR_ARG(short_id(k->a, item->key)));
        art->id = article_id(k->a, art);
        return 0;
    }
    if (rc <= 0)
        return rc;
    bool safer = str_starts(art->url, "https:") && str_eq(was->url, other);
    if (same_link && was->url.n && !safer)
        art->url = was->url; /* its page named a better one */
    art->id = was->id;
    return !may_replace(k, art, was);
}

static int keep_item(struct keeping *k, struct article *art, struct source_item *item, struct err *e)
{
    struct fetched *x = k->x;
    struct str link = art->url;
    struct found_article was = {0};
    enum put_result what = PUT_SAME;
    int foreign = identify(k, art, item, &was, e);
    if (foreign < 0)
        return -1;
    void **kept = map_at(k->a, &k->kept, art->id);
    if (!foreign && !*kept) {
        bool full = x->source->full_text && x->source->feed.n;
        if ((full && was.id.n && keep_full_text(k, art, e)) ||
            store_put_article(k->f->n->store, art, k->f->now, &what, e))
            return -1;
        item->page_due = full && what != PUT_SAME && url_is_web(link);
        item->page_tries = 0;
    }
    *kept = art;
    x->sums[what]++;
    item->url = link;
    item->article = art->id;
    return store_item_put(k->f->n->store, x->state.id, item, e);
}

int fetch_keep(struct fetching *f, struct arena *a, struct fetched *x, struct err *e)
{
    struct keeping k = {.f = f, .a = a, .x = x};
    note_guids(&k);
    for (size_t i = 0; i < x->found.n; i++) {
        struct article *art = &x->found.v[i];
        struct str key = key_of(&k, art);
        struct source_item item = {.key = key};
        name_nameless(&k, art, key);
        add_topics(&k, art);
        struct str seal = store_seal(f->n->store, a, art);
        int known = store_item(f->n->store, a, x->state.id, key, &item, e);
        if (known < 0)
            return -1;
        if (known && str_eq(item.seal, seal)) {
            *map_at(a, &k.kept, str_dup(a, item.article)) = art;
            x->sums[PUT_SAME]++;
            continue;
        }
        item.seal = seal;
        if (keep_item(&k, art, &item, e))
            return -1;
    }
    return 0;
}
