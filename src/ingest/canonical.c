/* canonical.c: one address per article. What base/url.h calls canonical, and before that AMP's doubles undone: copies
 * in Google's and Bing's caches, hosts and paths that mean "the same article for phones".
 *
 * The address is also where readers are sent, so a path loses its "amp" only where what is left still names an article:
 * "/wiki/amp" is a page about amplifiers. */
#include "base/buf.h"
#include "base/url.h"
#include "ingest/article.h"
#include <stdio.h>
#include <string.h>

/* "c/s/host/path" and "s/host/path" and "host/path" -> the address that was cached; "s" says https. */
static struct str cached(struct arena *a, struct str rest, struct str query)
{
    const char *scheme = "http";
    if (str_starts(rest, "c/") || str_starts(rest, "v/"))
        rest = str_sub(rest, 2, rest.n);
    if (str_starts(rest, "s/")) {
        scheme = "https";
        rest = str_sub(rest, 2, rest.n);
    }
    struct str url =
                   str_fmt(a, "%s://" STR_FMT "%s" STR_FMT, scheme, STR_ARG(rest), query.n ? "?" : "", STR_ARG(query)),
               host = url_host(a, url);
    return str_chr(host, '.') != STR_NONE ? url : (struct str){0};
}

/* The article behind an address in somebody's AMP cache; {NULL,0} when it is none. */
static struct str behind_cache(struct arena *a, const struct url *u)
{
    struct str path = str_sub(u->path, 1, u->path.n);
    if (str_ends(u->host, ".cdn.ampproject.org") || str_eqc(u->host, "cdn.ampproject.org") ||
        str_ends(u->host, ".bing-amp.com"))
        return str_starts(path, "c/") || str_starts(path, "v/") ? cached(a, path, u->query) : (struct str){0};
    bool google = str_starts(u->host, "google.") || str_starts(u->host, "www.google.");
    if ((google || str_eqc(u->host, "www.bing.com") || str_eqc(u->host, "bing.com")) && str_starts(path, "amp/"))
        return cached(a, str_sub(path, 4, path.n), u->query);
    return (struct str){0};
}

static bool is_amp_parameter(struct str field)
{
    static const char *const exact[] = {"amp",        "amp=1",   "amp=true", "amp=amp", "outputtype=amp",
                                        "isamp=true", "is_amp=1"};
    for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
        if (str_ieqc(field, exact[i]))
            return true;
    return str_istarts(field, "amp_js_v=") || str_istarts(field, "amp_gsa=") || str_istarts(field, "amp_lite=") ||
           str_istarts(field, "usqp=mq331");
}

/* Does the path's last part look like an article's name: a number, or words joined by hyphens? */
static bool names_article(struct str path)
{
    size_t hyphens = 0, digits = 0;
    while (path.n && path.s[path.n - 1] == '/')
        path.n--;
    for (size_t i = path.n; i && path.s[i - 1] != '/'; i--) {
        hyphens += path.s[i - 1] == '-';
        digits += path.s[i - 1] >= '0' && path.s[i - 1] <= '9';
    }
    return hyphens >= 2 || digits >= 2;
}

/* "/a/story-of-it/amp/", "/amp/a/story-of-it", "/a/story-of-it.amp.html" without the amp. */
static struct str without_amp_path(struct arena *a, struct str path)
{
    static const struct {
        const char *end, *instead;
    } ends[] = {{"/amp/", "/"}, {"/amp", ""}, {".amp.html", ".html"}, {".amp", ""}, {"/amp.html", ""}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct str head = str_sub(path, 0, path.n - (str_ends(path, ends[i].end) ? strlen(ends[i].end) : 0));
        if (head.n < path.n && names_article(head))
            return str_fmt(a, STR_FMT "%s", STR_ARG(head), ends[i].instead);
    }
    if (str_starts(path, "/amp/") && names_article(path) && path.n > 6)
        return str_sub(path, 4, path.n);
    return path;
}

/* Every form below has "amp" as a word of its own, or behind "is", or Google's mark. Addresses with "sample",
 * "campaign" or "example" in them are many, and taking one apart costs more than reading the article's text. */
static bool mentions_amp(struct str url)
{
    for (size_t i = 0; i + 3 <= url.n; i++) {
        if ((url.s[i + 1] | 32) != 'm' || (url.s[i] | 32) != 'a' || (url.s[i + 2] | 32) != 'p')
            continue;
        char before = i ? (char)(url.s[i - 1] | 32) : ' ';
        if (before < 'a' || before > 'z' || (i > 1 && str_istarts(str_sub(url, i - 2, url.n), "is")))
            return true;
    }
    return str_chr(url, '=') != STR_NONE && str_find(url, str_lit("usqp=")) != STR_NONE;
}

struct str article_canonical(struct arena *a, struct str address)
{
    struct url u;
    struct str url = url_canonical(a, address);
    if (!url.s || !mentions_amp(url))
        return url;
    for (int caches = 0; caches < 3 && url.s && url_parse(a, url, &u); caches++) {
        struct str behind = behind_cache(a, &u);
        if (!behind.s)
            break;
        url = url_canonical(a, behind);
    }
    if (!url.s || !mentions_amp(url) || !url_parse(a, url, &u))
        return url;
    struct str host = str_starts(u.host, "amp.") && str_chr(str_sub(u.host, 4, u.host.n), '.') != STR_NONE
                          ? str_sub(u.host, 4, u.host.n)
                          : u.host,
               path = without_amp_path(a, u.path), query = url_query_without(a, u.query, is_amp_parameter);
    char port[16] = "";
    if (u.port)
        snprintf(port, sizeof port, ":%d", u.port);
    return url_canonical(a, str_fmt(a, STR_FMT "://" STR_FMT "%s" STR_FMT "%s" STR_FMT, STR_ARG(u.scheme),
                                    STR_ARG(host), port, STR_ARG(path), query.n ? "?" : "", STR_ARG(query)));
}
