/* full_text: true. Entries that are new are followed to their pages, where robots.txt allows it, and what the page
 * knows better (the whole text, its bullets, its picture) goes into the article that the feed announced.
 *
 * Which pages are still to be read stands in the store, so that a kill, a limit or a server in trouble only delays
 * them. */
#include "base/crew.h"
#include "base/map.h"
#include "base/url.h"
#include "base/utf8.h"
#include "cli/fetch.h"

enum {
    PAGES_A_SOURCE = 200, /* in one run; the rest comes in the next */
    PAGES_AT_ONCE = 64,   /* bodies in memory */
    TRIES_MAX = 4,
    LOOK_AT = 4000,     /* bytes of a page's text */
    SUMMARY_MAX = 1500, /* bytes of a feed's text that becomes the summary once the page gave the text */
};

struct page {
    struct fetched *x;
    struct source_item item;
};
VEC(pages, struct page);

/* Half of a title's words stand in the text. */
static bool speaks_of(struct arena *a, struct str text, struct str title)
{
    struct str words = utf8_fold(a, title), body = utf8_fold(a, text), word;
    size_t all = 0, found = 0;
    if (!title.n || str_find(body, words) != STR_NONE)
        return true;
    while (str_cut(&words, ' ', &word)) {
        if (word.n < 4)
            continue;
        all++;
        found += str_find(body, word) != STR_NONE;
    }
    return all && found * 2 >= all;
}

/* Is that page about what was announced? Walls for consent, log-in and errors answer 200. */
static bool is_about(struct arena *a, const struct article *page, struct str title)
{
    struct str head = str_sub(page->text, 0, LOOK_AT);
    return speaks_of(a, str_fmt(a, STR_FMT "\n" STR_FMT, STR_ARG(page->title), STR_ARG(head)), title);
}

static bool is_home(struct arena *a, struct str url)
{
    struct url u;
    return url_parse(a, url, &u) && u.path.n <= 1 && !u.query.n;
}

/* The feed's dates come first. An update that the page tells from now is none beside a date that does not come from it:
 * it would be another one at every reading. */
static void merge_dates(struct article *art, const struct article *page)
{
    if (!art->published.has) {
        art->published = page->published;
        art->published_about = page->published_about;
    }
    if (!art->updated.has && art->published_about == page->published_about)
        art->updated = page->updated;
}

static void merge(struct arena *a, struct article *art, const struct article *page)
{
    if (page->words > art->words) {
        if (!art->summary.n)
            art->summary =
                art->text.n && art->text.n <= SUMMARY_MAX ? utf8_line(a, art->text, SUMMARY_MAX) : page->summary;
        art->text = page->text;
        art->html = page->html;
        art->words = page->words;
    }
    if (page->why.n && art->why_from != WHY_EDITOR) {
        art->why = page->why;
        art->why_from = WHY_PAGE;
    }
    if (!art->image.url.n)
        art->image = page->image;
    else if (!art->image.caption.n && str_eq(art->image.url, page->image.url))
        art->image = page->image;
    if (!art->authors.n)
        art->authors = page->authors;
    if (!art->categories.n)
        art->categories = page->categories;
    merge_dates(art, page);
    if (!art->lang.n)
        art->lang = page->lang;
    if (!art->outlet.n)
        art->outlet = page->outlet;
}

/* The page's own name for itself counts when the page stands at that site. Another article that has it already is this
 * one: it stays, and the entry leads there. */
static int rename_to(struct fetching *f, struct arena *a, struct page *p, struct article *art, struct str url,
                     struct str at, bool *dropped, struct err *e)
{
    struct found_article other = {0};
    if (!url.n || str_eq(url, art->url) || is_home(a, url) || !fetch_same_site(a, url, at))
        return 0;
    int rc = store_find_url(f->n->store, a, url, &other, e);
    if (rc < 0)
        return -1;
    if (rc == 0 || str_eq(other.id, art->id)) {
        art->url = url;
        return 0;
    }
    if (!speaks_of(a, other.title, art->title)) /* a site that gives all its pages one name */
        return 0;
    *dropped = true;
    if (store_forget_article(f->n->store, art->id, e))
        return -1;
    p->item.article = other.id;
    if (p->x->sums[PUT_NEW]) {
        p->x->sums[PUT_NEW]--;
        p->x->sums[PUT_SAME]++;
    }
    return 0;
}

static int keep_page(struct fetching *f, struct arena *a, struct page *p, const struct article *page, struct str at,
                     struct err *e)
{
    struct articles stored = {0};
    bool dropped = false;
    enum put_result what;
    if (store_articles(f->n->store, a, &(struct article_query){.id = p->item.article}, &stored, e))
        return -1;
    if (stored.n != 1)
        return 0;
    struct article *art = &stored.v[0];
    if (!is_about(a, page, art->title)) {
        p->x->pages_failed++;
        fetch_finding(f, p->x, SEV_NOTE,
                      STR_FMT ": the page is about something else (\"" STR_FMT "\"); the feed's own text stands",
                      STR_ARG(p->item.url), STR_ARG(str_sub(page->title, 0, 80)));
        return 0;
    }
    merge(a, art, page);
    if (rename_to(f, a, p, art, page->url, at, &dropped, e))
        return -1;
    p->x->pages++;
    return dropped ? 0 : store_put_article(f->n->store, art, f->now, &what, e);
}

static bool is_later(const struct fetch_request *r)
{
    int s = r->result.status;
    return r->err.code ? r->err.code == EX_TEMPFAIL : s == 429 || s == 408 || s >= 500;
}

static void page_failed(struct fetching *f, struct page *p, const struct fetch_request *r)
{
    bool later = is_later(r) && ++p->item.page_tries < TRIES_MAX;
    p->x->pages_failed++;
    p->item.page_due = later;
    if (r->err.code)
        fetch_finding(f, p->x, SEV_NOTE, "page %s; %s", r->err.msg,
                      later ? "tried again next time" : "the feed's own text stands");
    else
        fetch_finding(f, p->x, SEV_NOTE, "page " STR_FMT ": the server answered %d; %s", STR_ARG(p->item.url),
                      r->result.status, later ? "tried again next time" : "the feed's own text stands");
}

/* One page on its way through the crew, which touches nothing but this. */
struct reading {
    struct arena arena;
    const struct page *page;
    const struct fetch_request *r;
    const char *zone;
    const struct article *found; /* NULL: there is none on it */
};

static bool is_there(const struct fetch_request *r)
{
    return !r->err.code && r->result.status == 200;
}

static void read_body(struct reading *w)
{
    const struct fetch_result *got = &w->r->result;
    struct articles found = {0};
    struct findings own = {.arena = &w->arena};
    struct err why = {0};
    struct read_options o = {.name = got->final_url,
                             .url = got->final_url,
                             .content_type = got->content_type,
                             .outlet = w->page->x->source->outlet,
                             .zone = w->zone,
                             .as_of = got->sent_at};
    if (ingest_read(&w->arena, got->body, &o, &found, NULL, &own, &why) == 0 && found.n == 1)
        w->found = &found.v[0];
}

static size_t read_page_of(void *ctx, size_t i)
{
    struct reading *w = (struct reading *)ctx + i;
    if (is_there(w->r))
        read_body(w);
    return w->arena.used;
}

static int take_page(struct fetching *f, struct page *p, struct reading *w, struct err *e)
{
    p->item.page_due = false;
    if (!is_there(w->r)) {
        page_failed(f, p, w->r);
    } else if (!w->found) {
        p->x->pages_failed++;
        fetch_finding(f, p->x, SEV_NOTE, "page " STR_FMT ": no article found on it; the feed's own text stands",
                      STR_ARG(p->item.url));
    } else if (keep_page(f, &w->arena, p, w->found, w->r->result.final_url, e)) {
        return -1;
    }
    return store_item_put(f->n->store, p->x->state.id, &p->item, e);
}

/* All are read before the first is written: nobody waits for the database while pages are parsed. */
static void read_pages(struct reading *w, size_t n)
{
    struct crew *crew = crew_start(n, read_page_of, w);
    for (size_t i = 0; i < n; i++)
        crew_wait(crew, i);
    crew_end(crew);
}

static int keep_pages(struct fetching *f, struct page *p, struct reading *w, size_t n, struct err *e)
{
    if (store_batch(f->n->store, e))
        return -1;
    int rc = 0;
    for (size_t i = 0; i < n && rc == 0; i++)
        rc = take_page(f, &p[i], &w[i], e);
    struct err ignored = {0};
    return store_batch_end(f->n->store, rc == 0, rc ? &ignored : e) || rc ? -1 : 0;
}

static int follow(struct fetching *f, struct pages *all, size_t from, struct err *e)
{
    struct arena a = {0};
    size_t n = all->n - from < PAGES_AT_ONCE ? all->n - from : PAGES_AT_ONCE;
    struct page *p = &all->v[from];
    struct fetch_request *r = arena_array(&a, struct fetch_request, n);
    struct fetch_meter meter = {f->n->cli, "pages", from, all->n};
    struct fetch_limits limits = {.progress = fetch_meter_draw, .ctx = &meter};
    for (size_t i = 0; i < n; i++) {
        r[i].url = p[i].item.url;
        r[i].options = (struct fetch_options){.user_agent = f->user_agent,
                                              .robots = true,
                                              .allow_private = fetch_private(&a, p[i].x, p[i].item.url),
                                              .accept = str_lit("text/html, application/xhtml+xml;q=0.9, */*;q=0.1")};
    }
    struct reading *w = arena_array(&a, struct reading, n);
    for (size_t i = 0; i < n; i++)
        w[i] = (struct reading){.page = &p[i], .r = &r[i], .zone = f->n->config.timezone.s};
    int rc = ingest_fetch_all(&a, r, n, &limits, e);
    if (rc == 0) {
        read_pages(w, n);
        rc = keep_pages(f, p, w, n, e);
    }
    for (size_t i = 0; i < n; i++)
        arena_end(&w[i].arena);
    arena_end(&a);
    return rc;
}

/* The first page of every source, then the second: no host holds up the others. */
static int gather(struct fetching *f, struct pages *all, struct err *e)
{
    struct source_items *waiting = arena_array(f->n->arena, struct source_items, f->count);
    for (size_t i = 0; i < f->count; i++) {
        struct fetched *x = &f->v[i];
        bool answered = x->end == FETCH_READ || x->end == FETCH_UNCHANGED;
        if (x->source->full_text && x->source->feed.n && x->state.id && answered &&
            store_items_waiting(f->n->store, f->n->arena, x->state.id, PAGES_A_SOURCE, &waiting[i], e))
            return -1;
    }
    for (size_t k = 0; k < PAGES_A_SOURCE; k++)
        for (size_t i = 0; i < f->count; i++)
            if (k < waiting[i].n)
                vec_add(f->n->arena, all, ((struct page){&f->v[i], waiting[i].v[k]}));
    return 0;
}

int fetch_pages(struct fetching *f, struct err *e)
{
    struct pages all = {0};
    if (gather(f, &all, e))
        return -1;
    for (size_t from = 0; from < all.n; from += PAGES_AT_ONCE)
        if (follow(f, &all, from, e))
            return -1;
    for (size_t i = 0; i < f->count; i++)
        if (f->v[i].pages_failed)
            fetch_finding(f, &f->v[i], SEV_WARNING,
                          "%zu of %zu pages could not be read (-v says why); the feed's own text stands there",
                          f->v[i].pages_failed, f->v[i].pages_failed + f->v[i].pages);
    return 0;
}
