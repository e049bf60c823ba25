/* The contract's JSON for articles, both ways. */
#include "base/url.h"
#include "base/utf8.h"
#include "model/article.h"

enum { LIST_MAX = 1000, LINE_MAX_CHARS = 2000 };

static void put_when(struct json_out *o, struct arena *a, const char *key, const char *precision, struct when w)
{
    if (w.has == WHEN_NONE)
        return;
    json_put_str(o, key, date_rfc3339(a, w));
    if (w.has == WHEN_DAY)
        json_put_str(o, precision, str_lit("day"));
}

static void put_image(struct json_out *o, const struct image *i)
{
    if (!i->url.n && !i->caption.n) /* plain text knows a caption without its picture */
        return;
    json_open(o, "image", '{');
    json_put_str(o, "url", i->url);
    json_put_str(o, "alt", i->alt);
    json_put_str(o, "caption", i->caption);
    json_close(o, '}');
}

static void put_extras(struct json_out *o, struct arena *a, const struct article *art)
{
    if (art->tags.n)
        json_put_strs(o, "tags", &art->tags);
    json_put_str(o, "origin", art->origin);
    json_put_str(o, "cta", art->cta);
    if (art->draft)
        json_put_bool(o, "draft", true);
    put_when(o, a, "expires", "expires_precision", art->expires);
    if (art->weight != 0 && art->weight != 1)
        json_put_num(o, "weight", art->weight);
    if (art->cluster != CLUSTER_AUTO)
        json_put_str(o, "cluster", art->cluster == CLUSTER_FORCE ? str_lit("force") : str_lit("never"));
    json_put_str(o, "cluster_with", art->cluster_with);
    json_put_str(o, "guid", art->guid);
    if (!str_eq(art->link, art->url))
        json_put_str(o, "link", art->link);
}

void article_to_json(struct buf *b, const struct article *art)
{
    struct arena a = {0};
    struct json_out o = {.b = b};
    json_open(&o, NULL, '{');
    json_put_str(&o, "id", art->id);
    json_put_str(&o, "url", art->url);
    json_put_str(&o, "outlet", art->outlet);
    json_put_str(&o, "title", art->title);
    json_put_strs(&o, "authors", &art->authors);
    put_when(&o, &a, "published", "published_precision", art->published);
    put_when(&o, &a, "updated", "updated_precision", art->updated);
    json_put_strs(&o, "categories", &art->categories);
    json_put_strs(&o, "topics", &art->topics);
    json_put_str(&o, "lang", art->lang);
    put_image(&o, &art->image);
    json_put_str(&o, "summary", art->summary);
    json_put_strs(&o, "why", &art->why);
    json_put_str(&o, "why_from", str_c(why_from_name(art->why_from)));
    json_put_str(&o, "text", art->text);
    json_put_str(&o, "html", art->html);
    json_put_i64(&o, "words", (int64_t)art->words);
    put_extras(&o, &a, art);
    json_close(&o, '}');
    arena_end(&a);
}

static struct str get_line(struct arena *a, const struct json *j, const char *key)
{
    struct str s = utf8_line(a, json_str(json_get(j, key)), LINE_MAX_CHARS);
    return s.n ? s : (struct str){0};
}

static struct str get_text(struct arena *a, const struct json *j, const char *key)
{
    return utf8_clean(a, json_str(json_get(j, key)));
}

static struct str get_url(struct arena *a, const struct json *j, const char *key)
{
    struct str s = get_line(a, j, key);
    return url_is_web(s) ? s : (struct str){0};
}

static void get_list(struct arena *a, const struct json *j, const char *key, struct strs *out)
{
    const struct json *list = json_get(j, key);
    for (size_t i = 0; i < json_len(list) && out->n < LIST_MAX; i++) {
        struct str s = utf8_line(a, json_str(json_at(list, i)), LINE_MAX_CHARS);
        if (s.n)
            vec_add(a, out, s);
    }
}

static struct when get_when(const struct json *j, const char *key, const char *precision)
{
    struct when w = {0};
    if (!date_parse(json_str(json_get(j, key)), NULL, &w))
        return (struct when){0};
    if (str_eqc(json_str(json_get(j, precision)), "day") && w.has == WHEN_SECOND) {
        int64_t local = w.t + w.offset;
        w = (struct when){.t = local - ((local % 86400) + 86400) % 86400, .has = WHEN_DAY};
    }
    return w;
}

/* Weights are written with six decimals; outside of what an editor could mean they count as not given. */
static double get_weight(const struct json *j)
{
    double w = json_num(json_get(j, "weight"), 0);
    return w >= 0.001 && w <= 1000 ? (double)(int64_t)(w * 1e6 + 0.5) / 1e6 : 0;
}

static enum cluster_rule get_cluster(const struct json *j)
{
    struct str s = json_str(json_get(j, "cluster"));
    return str_eqc(s, "force") ? CLUSTER_FORCE : str_eqc(s, "never") ? CLUSTER_NEVER : CLUSTER_AUTO;
}

static bool is_id(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.s[i] >= '0' && s.s[i] <= '9') || (s.s[i] >= 'a' && s.s[i] <= 'f')))
            return false;
    return s.n == 12;
}

/* A number or a list where a text belongs is somebody's mistake: taken as missing, it would lose a body without a word.
 */
static int check_kinds(const struct json *j, struct err *e)
{
    static const char *const texts[] = {"url",  "title", "outlet",  "published", "updated", "lang",
                                        "text", "html",  "summary", "why_from",  "origin"};
    static const char *const lists[] = {"authors", "categories", "tags", "topics", "why"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct json *v = json_get(j, texts[i]);
        if (v && !json_is_null(v) && !json_is_string(v))
            return err_set(e, EX_DATAERR, "not an article: \"%s\" must be a string", texts[i]);
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const struct json *v = json_get(j, lists[i]);
        if (v && !json_is_null(v) && !json_is_array(v))
            return err_set(e, EX_DATAERR, "not an article: \"%s\" must be a list of strings", lists[i]);
        for (size_t k = 0; v && k < json_len(v); k++)
            if (!json_is_string(json_at(v, k)))
                return err_set(e, EX_DATAERR, "not an article: \"%s\" must be a list of strings", lists[i]);
    }
    const struct json *image = json_get(j, "image");
    if (image && !json_is_null(image) && !json_is_object(image))
        return err_set(e, EX_DATAERR, "not an article: \"image\" must be an object with \"url\"");
    return 0;
}

int article_from_json(struct arena *a, const struct json *j, struct article *out, struct err *e)
{
    if (!json_is_object(j))
        return err_set(e, EX_DATAERR, "not an article: a JSON object with \"title\" or \"text\" is expected");
    if (check_kinds(j, e))
        return -1;
    struct article r = {.id = get_line(a, j, "id"),
                        .url = get_url(a, j, "url"),
                        .outlet = get_line(a, j, "outlet"),
                        .title = get_line(a, j, "title"),
                        .published = get_when(j, "published", "published_precision"),
                        .updated = get_when(j, "updated", "updated_precision"),
                        .lang = get_line(a, j, "lang"),
                        .summary = get_text(a, j, "summary"),
                        .why_from = why_from_parse(json_str(json_get(j, "why_from"))),
                        .text = get_text(a, j, "text"),
                        .html = get_text(a, j, "html"),
                        .origin = get_line(a, j, "origin"),
                        .guid = get_line(a, j, "guid"),
                        .link = get_url(a, j, "link"),
                        .cta = get_line(a, j, "cta"),
                        .draft = json_bool(json_get(j, "draft"), false),
                        .expires = get_when(j, "expires", "expires_precision"),
                        .weight = get_weight(j),
                        .cluster = get_cluster(j),
                        .cluster_with = get_line(a, j, "cluster_with")};
    if (!r.title.n && !r.text.n)
        return err_set(e, EX_DATAERR, "not an article: it has neither \"title\" nor \"text\"");
    const struct json *image = json_get(j, "image");
    r.image = (struct image){get_url(a, image, "url"), get_line(a, image, "alt"), get_line(a, image, "caption")};
    get_list(a, j, "authors", &r.authors);
    get_list(a, j, "categories", &r.categories);
    get_list(a, j, "tags", &r.tags);
    get_list(a, j, "topics", &r.topics);
    get_list(a, j, "why", &r.why);
    if (!r.why.n)
        r.why_from = WHY_NONE;
    int64_t words = json_i64(json_get(j, "words"), 0);
    r.words = r.text.n ? utf8_words(r.text) : words > 0 && words < INT32_MAX ? (size_t)words : 0;
    if (!is_id(r.id))
        r.id = article_id(a, &r);
    *out = r;
    return 0;
}
