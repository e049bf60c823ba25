/* feed_json.c: JSON Feed 1.0 and 1.1. */
#include "base/utf8.h"
#include "ingest/encoding.h"
#include "ingest/feed.h"
#include <string.h>

enum { NESTING_MAX = 64 };

/* The JSON library recurses; an array of a million arrays must not reach it. */
static bool nests_too_deep(struct str s)
{
    size_t depth = 0;
    bool inside = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (inside) {
            if (c == '\\')
                i++;
            else
                inside = c != '"';
        } else if (c == '"') {
            inside = true;
        } else if (c == '[' || c == '{') {
            if (++depth > NESTING_MAX)
                return true;
        } else if ((c == ']' || c == '}') && depth) {
            depth--;
        }
    }
    return false;
}

/* Text, or a number that somebody used as an id. */
static struct str get_str(struct arena *a, const struct json *j, const char *key)
{
    const struct json *v = json_get(j, key);
    if (json_is_string(v))
        return feed_repair(a, json_str(v));
    int64_t n = json_i64(v, INT64_MIN);
    return n == INT64_MIN ? (struct str){0} : str_fmt(a, "%lld", (long long)n);
}

static void add_author(struct arena *a, const struct json *j, struct strs *out)
{
    struct str name = json_is_string(j) ? feed_author(a, json_str(j)) : feed_author(a, json_str(json_get(j, "name")));
    if (name.n && out->n < 32 && !strs_ihas(out, name))
        vec_add(a, out, name);
}

static void read_authors(struct arena *a, const struct json *j, struct strs *out)
{
    const struct json *list = json_get(j, "authors");
    for (size_t i = 0; i < json_len(list) && json_is_array(list); i++)
        add_author(a, json_at(list, i), out);
    if (!out->n)
        add_author(a, json_get(j, "author"), out);
}

static void read_when(const struct read_options *o, const struct json *j, const char *key, struct when *out)
{
    struct str s = json_str(json_get(j, key));
    struct when w;
    if (s.n && s.n < 200 && date_parse(s, o->zone, &w))
        *out = w;
}

static void read_tags(struct arena *a, const struct json *j, struct strs *out)
{
    const struct json *tags = json_get(j, "tags");
    for (size_t i = 0; json_is_array(tags) && i < json_len(tags) && out->n < 64; i++) {
        struct str tag = feed_line(a, json_str(json_at(tags, i)), TEXT_PLAIN, 200);
        if (tag.n && !strs_has(out, tag))
            vec_add(a, out, tag);
    }
}

static void read_body(struct arena *a, struct feed_scratch *scratch, const struct read_options *o, const struct json *j,
                      struct article *art)
{
    struct feed_body html = {
        .raw = get_str(a, j, "content_html"), .base = art->link.n ? art->link : o->url, .type = TEXT_HTML};
    struct feed_body text = {.raw = get_str(a, j, "content_text"), .type = TEXT_PLAIN};
    struct feed_body summary = {.raw = get_str(a, j, "summary"), .type = TEXT_PLAIN};
    if (!html.raw.n && !text.raw.n) {
        text = summary;
        summary.raw.n = 0;
    }
    feed_body_read(a, scratch, html.raw.n ? &html : &text, &art->html, &art->text);
    if (summary.raw.n)
        art->summary = feed_line(a, summary.raw, TEXT_PLAIN, 20000);
}

static struct str attached_image(struct arena *a, const struct json *j)
{
    const struct json *list = json_get(j, "attachments");
    for (size_t i = 0; json_is_array(list) && i < json_len(list) && i < 100; i++)
        if (str_istarts(json_str(json_get(json_at(list, i), "mime_type")), "image/"))
            return get_str(a, json_at(list, i), "url");
    return (struct str){0};
}

static void read_item(struct arena *a, struct feed_scratch *scratch, const struct read_options *o, const struct json *j,
                      struct article *art)
{
    struct str id = get_str(a, j, "id"), url = get_str(a, j, "url"), external = get_str(a, j, "external_url");
    struct str image = get_str(a, j, "image");
    art->guid = id.n && id.n <= FEED_LINK_MAX ? utf8_line(a, id, FEED_LINK_MAX) : (struct str){0};
    art->link = feed_link(a, o->url, url.n ? url : external);
    if (!art->link.n)
        art->link = feed_link(a, (struct str){0}, id);
    art->url = art->link;
    if (!art->url.n && art->guid.n)
        art->origin = str_fmt(a, STR_FMT "#" STR_FMT, STR_ARG(o->url.n ? o->url : o->name), STR_ARG(art->guid));
    art->title = feed_line(a, get_str(a, j, "title"), TEXT_PLAIN, 500);
    art->lang = utf8_line(a, str_sub(get_str(a, j, "language"), 0, 100), 35);
    art->image.url = feed_link(a, o->url, image.n ? image : get_str(a, j, "banner_image"));
    if (!art->image.url.n)
        art->image.url = feed_link(a, o->url, attached_image(a, j));
    read_authors(a, j, &art->authors);
    read_tags(a, j, &art->categories);
    read_when(o, j, "date_published", &art->published);
    read_when(o, j, "date_modified", &art->updated);
    if (!art->published.has)
        art->published = art->updated;
    read_body(a, scratch, o, j, art);
}

static void read_items(struct arena *a, const struct read_options *o, const struct json *root, struct articles *out,
                       const struct feed_info *feed, struct findings *f)
{
    const struct json *items = json_get(root, "items");
    struct strs authors = {0};
    struct str lang = utf8_line(a, str_sub(get_str(a, root, "language"), 0, 100), 35);
    read_authors(a, root, &authors);
    authors.cap = authors.n; /* shared by the items */
    struct feed_scratch scratch = {0};
    buf_init(&scratch.tidy, 0);
    size_t n = json_is_array(items) ? json_len(items) : 0;
    if (n > FEED_ENTRIES_MAX)
        finding_add(f, SEV_WARNING, o->name, 0, 0, "more than %d entries; the first %d were read", FEED_ENTRIES_MAX,
                    FEED_ENTRIES_MAX);
    for (size_t i = 0; i < n && i < FEED_ENTRIES_MAX; i++) {
        if (!json_is_object(json_at(items, i))) {
            finding_add(f, SEV_WARNING, o->name, 0, 0, "items[%zu] is no object; left out", i);
            continue;
        }
        struct article art = {.outlet = feed->title};
        read_item(a, &scratch, o, json_at(items, i), &art);
        arena_reset(&scratch.arena);
        if (!art.authors.n)
            art.authors = authors;
        if (!art.lang.n)
            art.lang = lang;
        if (art.title.n || art.text.n || art.url.n || art.guid.n)
            vec_add(a, out, art);
    }
    buf_end(&scratch.tidy);
    arena_end(&scratch.arena);
}

int read_feed_json(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out,
                   struct feed_info *feed, struct findings *f, struct err *e)
{
    struct str text = encoding_decode(a, bytes, (struct str){0}, &feed->encoding);
    if (nests_too_deep(text))
        return err_set(e, EX_DATAERR, STR_FMT ": not a feed: nested deeper than %d levels", STR_ARG(o->name),
                       NESTING_MAX);
    struct json *root = json_parse(text, o->name, e);
    if (!root)
        return -1;
    struct str version = json_str(json_get(root, "version"));
    if (!json_is_array(json_get(root, "items")) && str_find(version, str_lit("jsonfeed.org")) == STR_NONE) {
        json_end(root);
        return err_set(e, EX_DATAERR, STR_FMT ": not a JSON Feed: it has no list \"items\"", STR_ARG(o->name));
    }
    feed->is_feed = true;
    feed->format = str_lit("json");
    feed->title = feed_line(a, get_str(a, root, "title"), TEXT_PLAIN, 500);
    feed->link = feed_link(a, o->url, get_str(a, root, "home_page_url"));
    read_items(a, o, root, out, feed, f);
    json_end(root);
    return 0;
}
