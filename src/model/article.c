#include "model/article.h"
#include "base/crypto.h"

static const char *const why_names[] = {[WHY_NONE] = "none",
                                        [WHY_EDITOR] = "editor",
                                        [WHY_PAGE] = "page",
                                        [WHY_DERIVED] = "derived",
                                        [WHY_MODEL] = "model"};

const char *why_from_name(enum why_from w)
{
    return why_names[w];
}

enum why_from why_from_parse(struct str s)
{
    for (int w = WHY_NONE; w <= WHY_MODEL; w++)
        if (str_eqc(s, why_names[w]))
            return (enum why_from)w;
    return WHY_NONE;
}

struct str article_id(struct arena *a, const struct article *art)
{
    if (art->url.n)
        return short_id(a, art->url);
    if (art->origin.n)
        return short_id(a, art->origin);
    return short_id(a, str_fmt(a, STR_FMT "\n" STR_FMT, STR_ARG(art->outlet), STR_ARG(art->title)));
}

struct str article_own_key(struct arena *a, const struct article *art)
{
    bool dated = art->published.has && !art->published_about;
    return str_fmt(a, STR_FMT "\n" STR_FMT, STR_ARG(art->title),
                   STR_ARG(dated ? date_rfc3339(a, art->published) : art->text));
}
