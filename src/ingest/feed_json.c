/* feed_json.c: JSON Feed 1.0 and 1.1. */
#include "base/json.h"
#include "base/log.h"
#include "base/utf8.h"
#include "ingest/encoding.h"
#include "ingest/feed.h"
#include "ingest/feed_json_parts.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Text, or a number that somebody used as an id. */
static struct str get_str(struct arena *a, const struct json *j, const char *key)
{
    const struct json *v = json_get(j, key);
    if (json_is_string(v))
        return feed_repair(a, json_str(v));
    int64_t n = json_i64(v, INT64_MIN);
    if (n != INT64_MIN)
        return str_fmt(a, "%lld", (long long)n);
    double d = json_num(v, NAN);
    return isnan(d) ? (struct str){0} : str_fmt(a, "%.15g", d);
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

static void read_dates(struct arena *a, const struct read_options *o, struct feed_dates *dates, const struct json *j,
                       struct article *art)
{
    feed_when(dates, a, o, json_str(json_get(j, "date_published")), art, &art->published);
    feed_when(dates, a, o, json_str(json_get(j, "date_modified")), art, &art->updated);
    if (!art->published.has)
        art->published = art->updated;
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

static void read_body(struct arena *a, struct arena *scratch, const struct read_options *o, const struct json *j,
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

static void read_item(struct arena *a, struct arena *scratch, const struct read_options *o, struct feed_dates *dates,
                      const struct json *j, struct article *art)
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
    read_dates(a, o, dates, j, art);
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
    struct arena scratch = {0};
    struct feed_dates dates = {0};
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
        read_item(a, &scratch, o, &dates, json_at(items, i), &art);
        arena_reset(&scratch);
        if (!art.authors.n)
            art.authors = authors;
        if (!art.lang.n)
            art.lang = lang;
        if (art.title.n || art.text.n || art.url.n || art.guid.n)
            vec_add(a, out, art);
    }
    feed_when_report(&dates, o, f);
    arena_end(&scratch);
}

static bool is_blank(struct str s)
{
    return !str_trim(s).n;
}

/* Line and column of a byte, both from 1. */
static void place_of(struct str text, size_t at, struct json_stop *stop)
{
    struct str rest = str_sub(text, 0, at), line = rest;
    stop->line = 1;
    for (size_t k; (k = str_chr(line, '\n')) != STR_NONE; line = str_sub(line, k + 1, line.n))
        stop->line++;
    stop->column = (int)utf8_chars(line) + 1;
}

/* All of it as it stands. NULL: it is broken, and *broke says where. Something behind the end is broken too, but
 * nothing is lost. */
static struct json *parse_whole(struct str text, struct json_stop *broke)
{
    size_t deep = feed_json_too_deep(text);
    struct json *root = NULL;
    *broke = (struct json_stop){0};
    if (deep != STR_NONE)
        snprintf(broke->why, sizeof broke->why, "nested deeper than %d levels", FEED_JSON_NESTING_MAX);
    else
        root = json_parse_first(text, broke);
    struct str behind = str_sub(text, broke->at, text.n);
    if (root && !is_blank(behind)) {
        deep = text.n - str_trim(behind).n;
        snprintf(broke->why, sizeof broke->why, "something stands behind the end");
    }
    if (deep != STR_NONE)
        place_of(text, deep, broke);
    return root;
}

static int no_json(const struct read_options *o, const struct json_stop *broke, struct err *e)
{
    return err_set(e, EX_DATAERR, STR_FMT ":%d:%d: not a feed: %s", STR_ARG(o->name), broke->line, broke->column,
                   broke->why);
}

/* As far as it makes sense, with a finding that says where it broke. */
static struct json *parse(struct arena *a, struct str text, const struct read_options *o, struct findings *f,
                          struct err *e)
{
    struct json_stop broke, none;
    struct json *root = parse_whole(text, &broke);
    size_t items = 0, lost = 0;
    if (!root) {
        struct str parts = feed_json_parts(a, text, &items, &lost);
        root = items ? json_parse_first(parts, &none) : NULL;
    }
    if (!root) {
        no_json(o, &broke, e);
        return NULL;
    }
    if (!broke.why[0])
        return root;
    struct str why = printable(a, str_c(broke.why), sizeof broke.why);
    if (!items && !lost)
        finding_add(f, SEV_WARNING, o->name, broke.line, broke.column, STR_FMT "; it is not looked at", STR_ARG(why));
    else
        finding_add(f, SEV_WARNING, o->name, broke.line, broke.column,
                    "the JSON is broken here (" STR_FMT
                    "); read as far as it makes sense, %zu entr%s kept, %zu left out",
                    STR_ARG(why), items, items == 1 ? "y" : "ies", lost);
    return root;
}

int read_feed_json(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out,
                   struct feed_info *feed, struct findings *f, struct err *e)
{
    struct str text = encoding_decode(a, bytes, (struct str){0}, &feed->encoding);
    struct json *root = parse(a, text, o, f, e);
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
