/* Links: where they lead and what they say. */
#include "base/url.h"
#include "base/utf8.h"
#include "render/lint.h"
#include <string.h>

static bool vague(struct lint *l, struct str text)
{
    static const char *const words[] = {
        "click here", "here",     "click",        "read more", "learn more",       "more",
        "link",       "this",     "this link",    "continue",  "continue reading", "details",
        "go",         "see more", "find out more"};
    struct str t = text;
    while (t.n && strchr(".!>:; ", t.s[t.n - 1]))
        t.n--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_ieqc(t, words[i]))
            return true;
    return false;
}

static struct str link_name(struct lint *l, const struct html_node *a)
{
    struct str name = html_get(a, "aria-label");
    if (!name.n)
        name = html_text(l->a, a);
    for (const struct html_node *n = a; n && !name.n; n = html_next(a, n))
        if (html_is(n, "img"))
            name = str_trim(html_get(n, "alt"));
    return name;
}

static bool shortener(struct str host)
{
    static const char *const hosts[] = {"bit.ly", "t.co",    "goo.gl",     "tinyurl.com", "ow.ly",
                                        "is.gd",  "buff.ly", "rebrand.ly", "cutt.ly",     "t.ly"};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        if (str_ieqc(host, hosts[i]))
            return true;
    return false;
}

static struct str bare(struct str host)
{
    return str_istarts(host, "www.") ? str_sub(host, 4, host.n) : host;
}

/* "news.example.org/a" as the words of a link to evil.example: what phishing looks like. */
static void mismatch(struct lint *l, const struct html_node *a, struct str name, struct str href)
{
    if (str_chr(name, ' ') != STR_NONE || str_chr(name, '.') == STR_NONE || str_chr(name, '@') != STR_NONE)
        return;
    struct str shown = url_host(l->a, url_is_web(name) ? name : str_fmt(l->a, "https://" STR_FMT, STR_ARG(name)));
    struct str leads = url_host(l->a, href);
    size_t dot = shown.n ? str_chr(shown, '.') : STR_NONE;
    if (dot == STR_NONE || !leads.n || shown.n - dot < 3)
        return;
    if (!str_ieq(bare(shown), bare(leads)) && !str_ends(leads, str_fmt(l->a, "." STR_FMT, STR_ARG(bare(shown))).s))
        lint_say(l, "W307", lint_html(l, a->at), "the link says " STR_FMT " and leads to " STR_FMT, STR_ARG(shown),
                 STR_ARG(leads));
}

static void link(struct lint *l, const struct html_node *a)
{
    struct str href = str_trim(html_get(a, "href")), name = link_name(l, a), at = lint_html(l, a->at);
    if (!name.n)
        lint_say(l, "E301", at, "a link without text");
    else if (vague(l, name))
        lint_say(l, "W302", at, "the link text \"" STR_FMT "\" does not say where it leads",
                 STR_ARG(str_sub(name, 0, 60)));
    if (!href.n || str_eqc(href, "#"))
        lint_say(l, "E303", at, "the link \"" STR_FMT "\" leads nowhere", STR_ARG(str_sub(name, 0, 60)));
    else if (href.s[0] == '#')
        lint_say(l, "W309", at, "a link inside the mail; Gmail on iOS and others do not follow it");
    else if (str_istarts(href, "javascript:") || str_istarts(href, "data:") || str_istarts(href, "file:"))
        lint_say(l, "E305", at, "a link to " STR_FMT "...; mail clients take it for an attack",
                 STR_ARG(str_sub(href, 0, 12)));
    else if (str_istarts(href, "http:"))
        lint_say(l, "W304", at, "a link to http; https keeps what the reader reads private: " STR_FMT,
                 STR_ARG(str_sub(href, 0, 80)));
    else if (!url_is_web(href) && !str_istarts(href, "mailto:") && !str_istarts(href, "tel:") &&
             !str_istarts(href, "sms:"))
        lint_say(l, "E306", at, "the link \"" STR_FMT "\" is not absolute; a mail has no address to start from",
                 STR_ARG(str_sub(href, 0, 80)));
    struct str host = url_host(l->a, href);
    if (host.n && shortener(host))
        lint_say(l, "W308", at,
                 "a link through " STR_FMT "; filters distrust shorteners, and readers cannot see where it leads",
                 STR_ARG(host));
    mismatch(l, a, name, href);
}

void lint_links(struct lint *l)
{
    for (const struct html_node *n = l->page.root; n; n = html_next(l->page.root, n))
        if (html_is(n, "a") && html_attr(n, "href") && !lint_hidden(n))
            link(l, n);
}
