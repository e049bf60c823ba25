#include "ingest/article.h"

#include "base/file.h"
#include "base/url.h"
#include "base/utf8.h"

static struct str copy(struct arena *a, struct str s)
{
    return s.s ? str_dup(a, s) : s;
}

static struct strs copy_all(struct arena *a, struct strs from)
{
    struct strs to = {0};
    for (size_t i = 0; i < from.n; i++)
        vec_add(a, &to, copy(a, from.v[i]));
    return to;
}

void article_copy(struct arena *a, const struct article *from, struct article *to)
{
    *to = *from;
    struct str *one[] = {&to->id,   &to->url,       &to->guid,      &to->link,          &to->outlet,  &to->title,
                         &to->lang, &to->image.url, &to->image.alt, &to->image.caption, &to->summary, &to->text,
                         &to->html, &to->origin,    &to->cta,       &to->cluster_with};
    for (size_t i = 0; i < sizeof one / sizeof *one; i++)
        *one[i] = copy(a, *one[i]);
    struct strs *many[] = {&to->authors, &to->categories, &to->tags, &to->topics, &to->why};
    for (size_t i = 0; i < sizeof many / sizeof *many; i++)
        *many[i] = copy_all(a, *many[i]);
}

struct str article_address(const struct read_options *o)
{
    static const char *const source[] = {".md", ".markdown", ".txt", ".text"};
    struct str none = {NULL, 0};
    if (!url_is_web(o->url))
        return none;
    for (size_t i = 0; i < sizeof source / sizeof *source; i++)
        if (str_ends(o->url, source[i]) && !url_is_web(o->name))
            return none;
    return o->url;
}

void article_finish(struct arena *a, const struct read_options *o, struct article *art)
{
    if (o->outlet.n)
        art->outlet = str_dup(a, o->outlet);
    else if (!art->outlet.n && o->default_outlet.n)
        art->outlet = str_dup(a, o->default_outlet);
    if (art->url.n)
        art->url = article_canonical(a, art->url);
    if (!art->url.n)
        art->url = (struct str){NULL, 0};
    if (!art->origin.n)
        art->origin = str_dup(a, o->origin.n ? o->origin : path_base(o->name));
    if (!art->words)
        art->words = utf8_words(art->text);
    if (art->why.n && art->why_from == WHY_NONE)
        art->why_from = WHY_PAGE;
    if (!art->id.n)
        art->id = article_id(a, art);
}
