/* article.h: one article by one outlet, as it was read. Plain data; every string follows the rule in base/str.h. */
#ifndef MODEL_ARTICLE_H
#define MODEL_ARTICLE_H

#include "base/date.h"
#include "base/json.h"

enum why_from { WHY_NONE, WHY_EDITOR, WHY_PAGE, WHY_DERIVED, WHY_MODEL };
const char *why_from_name(enum why_from w); /* "none" "editor" "page" "derived" "model" */
enum why_from why_from_parse(struct str s);

enum cluster_rule { CLUSTER_AUTO, CLUSTER_FORCE, CLUSTER_NEVER };

struct image {
    struct str url, alt, caption;
};

struct article {
    struct str id;     /* article_id(); 12 hex digits */
    struct str url;    /* canonical, absolute; unknown for a file without one */
    struct str guid;   /* a feed entry's own id (guid, atom:id), as the feed gave it */
    struct str link;   /* a feed entry's link before it became canonical, when it differs from url */
    struct str outlet; /* who published it */
    struct str title;
    struct strs authors;
    struct when published, updated;
    /* From words like "2 hours ago", other ones at every reading: what is known already is surer. */
    bool published_about;
    struct strs categories; /* the page's or the editor's words: categories and sections */
    struct strs tags;
    struct strs topics; /* topic keys: set by the editor, or by `select` */
    struct str lang;    /* BCP 47, lower case primary subtag first */
    struct image image;
    struct str summary; /* plain text, one paragraph */
    struct strs why;
    enum why_from why_from;
    struct str text; /* the body: plain text, paragraphs parted by a blank line */
    struct str html; /* the body: sanitized HTML */
    size_t words;
    /* only from our own Markdown and from the store: */
    struct str origin; /* where it was read: path within the newsroom, or feed URL; the identity when there is no url */
    struct str cta;    /* key of a call to action the editor ties to it */
    bool draft;
    struct when expires;
    double weight; /* editor's weight; 0 means 1 */
    enum cluster_rule cluster;
    int64_t first_seen;      /* when the store first had it; 0: it does not come from there */
    struct str cluster_with; /* CLUSTER_FORCE: id, url or origin of an article in the wanted story; may be unknown */
};
VEC(articles, struct article);
VEC(article_refs, const struct article *);

/* Identity: the URL; without one the origin; without that outlet and title. */
struct str article_id(struct arena *a, const struct article *art);
/* What tells an article that has neither url nor guid from others of its source: its title, and its date, which stays
 * when the text is corrected, or else the text. A date told from now is another one at each reading. */
struct str article_own_key(struct arena *a, const struct article *art);

/* The contract's JSON: one line, no newline at the end. */
void article_to_json(struct buf *b, const struct article *art);
/* The way back, for `add`: unknown keys are ignored. -1 and e when it is no article (neither title nor text). */
int article_from_json(struct arena *a, const struct json *j, struct article *out, struct err *e);

#endif
