/* What pages call their blocks. Names are cut into words at case changes and at everything that is no letter, so that
 * "shareBar", "share-bar" and "c-share__bar" are the same, and "thread" does not hold "read". */
#include "ingest/page.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 48
#define WORD_MAX 24

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

#define LISTED(word, list) \
    (bsearch(&(const char *){word}, list, sizeof list / sizeof *list, sizeof *list, compare) != NULL)

/* Sorted. */
/* clang-format off */
static const char *const furniture[] = {
    "ad", "adbox", "addthis", "ads", "adslot", "advert", "advertisement", "advertising", "adverts", "aside",
    "asides", "banner", "bookmark", "carousel", "copyright", "crumbs", "dfp", "donate", "donation", "dropdown",
    "facebook", "followus", "footer", "forum", "keywords", "legende", "lightbox", "linklist", "linkliste", "login",
    "masthead", "meistgelesen", "menu", "modal", "mostread", "nav", "navi", "newsletter", "overlay", "pager",
    "pagination", "paywall", "pinterest", "poll", "popular", "popup", "prevnext", "print", "promo", "promobox",
    "promotion", "rail", "rating", "readmore", "recirc", "recirculation", "recommend", "recommendation",
    "recommendations", "recommended", "register", "registration", "relacionadas", "relacionados", "related",
    "relatedposts", "rss", "search", "share", "sharebar", "sharedaddy", "sharer", "shariff", "sharing", "shop",
    "shopping", "sidebar", "signup", "sitemap", "skyscraper", "social", "socials", "sponsor", "sponsored",
    "subnav", "subscribe", "subscription", "tagcloud", "taglist", "tags", "teaser", "teaserlist", "teasers",
    "ticker", "toolbar", "toolbox", "tools", "tooltip", "trending", "tweet", "twitter", "upsell", "verwandte",
    "vote", "whatsapp", "widget", "widgets", "yarpp",
};
/* clang-format on */
/* Never the article, even when most of the page's prose is in it. */
/* clang-format off */
static const char *const never[] = {
    "bottombar", "breadcrumb", "breadcrumbs", "cli", "consent", "cookie", "cookielaw", "cookies", "disqus", "gdpr",
    "jumplinks", "livefyre", "navbar", "navigation", "outbrain", "screenreader", "taboola", "topbar", "zergnet",
};
static const char *const comments[] = {
    "comment", "commentarea", "commentform", "commentlist", "comments", "commentssection", "commentwrap",
    "discuss", "discussion", "fbcomments", "kommentar", "kommentare", "leserkommentare", "replies", "respond",
};
static const char *const pictures[] = {
    "bild", "bilder", "figure", "foto", "fotos", "galeria", "galerie", "gallery", "image", "images", "img",
    "media", "photo", "photobox", "photos", "picture", "pictures", "slideshow", "thumb", "thumbnail",
};
static const char *const captions[] = {
    "bildunterschrift", "bu", "caption", "captions", "credit", "credits", "figcaption", "imagecaption",
    "photocredit",
};
static const char *const bylines[] = {
    "author", "authorbox", "authors", "autor", "autoren", "bio", "biography", "byline", "dateline", "pubdate",
    "timestamp",
};
static const char *const bodies[] = {
    "articlebody", "articlecontent", "articletext", "artikeltext", "bodycopy", "entrycontent", "entrytext",
    "postbody", "postcontent", "posttext", "singlecontent", "storybody", "storycontent", "storytext",
};
/* clang-format on */
/* "article" + "body": two words that mean the body together. */
static const char *const subjects[] = {"article", "artikel", "entry", "post", "single", "story"};
static const char *const contents[] = {"body", "content", "copy", "fulltext", "text"};

struct found {
    bool never, furniture, comments, caption, picture, byline, body;
};

static void look(const char *word, const char *before, struct found *f)
{
    /* "has-sidebar", "no-comments", "enable-lightbox" speak of something else */
    /* clang-format off */
    static const char *const switches[] = {
        "enable", "has", "hide", "is", "no", "show", "use", "with", "without",
    };
    /* clang-format on */
    if (*before && LISTED(before, switches))
        return;
    f->never |= LISTED(word, never);
    f->furniture |= LISTED(word, furniture);
    f->picture |= LISTED(word, pictures);
    f->comments |= LISTED(word, comments);
    f->caption |= LISTED(word, captions);
    f->byline |= LISTED(word, bylines);
    f->body |= LISTED(word, bodies) || (*before && LISTED(before, subjects) && LISTED(word, contents));
}

/* The words of one attribute, each with the one before it. */
static void cut_name(struct str s, struct found *f)
{
    char word[WORD_MAX + 1], before[WORD_MAX + 1] = "";
    size_t n = 0, words = 0;
    bool lower = false, too_long = false;
    for (size_t i = 0; i <= s.n && words < WORDS_MAX; i++) {
        char c = i < s.n ? s.s[i] : ' ';
        bool up = c >= 'A' && c <= 'Z', low = c >= 'a' && c <= 'z';
        if (n && (!(up || low) || (up && lower))) {
            word[n] = 0;
            if (!too_long)
                look(word, before, f);
            memcpy(before, word, n + 1);
            n = 0;
            too_long = false;
            words++;
        }
        if (c == ' ' || c == '\t' || c == '\n')
            before[0] = 0;
        if (up || low) {
            if (n < WORD_MAX)
                word[n++] = (char)(c | 32);
            else
                too_long = true;
        }
        lower = low;
    }
}

/* "author-maria-lopez" says whose story it is; "author-bio" what the block is. */
static bool names_person(struct str name)
{
    static const char *const parts[] = {"author-bio",  "author-box",  "author-info",
                                        "author-card", "author-desc", "author-profile"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (str_starts(name, parts[i]))
            return false;
    return str_starts(name, "author-");
}

/* Each name of an attribute by itself. WordPress hangs the article's own categories and tags on its block as classes;
 * they are about the story, not about the block. */
static void cut(struct str s, struct found *f)
{
    struct str rest = s, one;
    while (str_cut(&rest, ' ', &one))
        if (one.n && !str_starts(one, "category-") && !str_starts(one, "tag-") && !names_person(one))
            cut_name(one, f);
}

enum block_use block_use(const struct node *n)
{
    switch (n->tag) {
    case T_NAV:
    case T_MENU:
    case T_DIALOG:
        return USE_NEVER;
    case T_FOOTER:
        return USE_FURNITURE;
    case T_FIGCAPTION:
        return USE_CAPTION;
    case T_FIGURE:
        return USE_PICTURE;
    default:
        break;
    }
    struct found f = {0};
    for (size_t i = 0; i < n->attr_count; i++) {
        struct str v = n->attrs[i].value;
        switch (n->attrs[i].name) {
        case A_ITEMPROP:
            if (str_ifind(v, str_lit("articleBody")) != STR_NONE)
                return USE_BODY;
            if (str_ieqc(v, "author"))
                f.byline = true;
            if (str_ieqc(v, "caption"))
                f.caption = true;
            break;
        case A_ROLE:
            if (str_ieqc(v, "navigation") || str_ieqc(v, "search") || str_ieqc(v, "dialog") ||
                str_ieqc(v, "alertdialog") || str_ieqc(v, "menu") || str_ieqc(v, "menubar"))
                f.never = true;
            if (str_ieqc(v, "banner") || str_ieqc(v, "contentinfo") ||
                (str_ieqc(v, "complementary") && n->tag != T_ASIDE)) /* there it says nothing new */
                f.furniture = true;
            break;
        case A_ARIA_HIDDEN:
            f.furniture |= str_ieqc(v, "true");
            break;
        case A_CLASS:
        case A_ID:
        case A_DATA_COMPONENT:
        case A_DATA_TESTID:
            cut(str_sub(v, 0, 400), &f);
            break;
        default:
            break;
        }
    }
    if (f.never)
        return USE_NEVER;
    if (f.comments)
        return USE_COMMENTS;
    if (f.furniture)
        return USE_FURNITURE;
    if (f.caption)
        return USE_CAPTION;
    if (f.byline)
        return USE_BYLINE;
    return f.body ? USE_BODY : f.picture ? USE_PICTURE : USE_UNKNOWN;
}
