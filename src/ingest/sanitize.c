#include "ingest/sanitize.h"

#include "base/escape.h"
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/html_text.h"
#include "ingest/ingest.h"
#include "ingest/readers.h"
#include <string.h>

#define HTML_MAX (32u << 20)

struct writer {
    struct arena *a;
    struct buf b;
    struct str base;
};

/* ---- addresses */

/* As browsers read them (WHATWG URL): leading and trailing controls and spaces go, tabs and line breaks go everywhere.
 */
static struct str trimmed_address(struct str s)
{
    while (s.n && (unsigned char)s.s[0] <= ' ')
        s = str_sub(s, 1, s.n);
    while (s.n && (unsigned char)s.s[s.n - 1] <= ' ')
        s.n--;
    return s;
}

static struct str squeezed_address(struct arena *a, struct str s)
{
    char *p = arena_room(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] >= ' ' && s.s[i] != 0x7F)
            p[n++] = s.s[i];
    p[n] = '\0';
    return (struct str){p, n};
}

/* "scheme:" at the start, or unknown for a relative address. */
static struct str scheme_of(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        bool alpha = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == ':' && i)
            return str_sub(s, 0, i);
        if (!alpha && !(i && ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.')))
            break;
    }
    return (struct str){NULL, 0};
}

/* An address as most are: nothing is to be lowered, escaped or squeezed. */
static bool is_usual(struct str s)
{
    return (str_starts(s, "https://") || str_starts(s, "http://")) && url_is_web(s);
}

struct str clean_address(struct arena *a, struct str base, struct str address, bool link)
{
    struct str none = {NULL, 0}, s = trimmed_address(address);
    if (!s.n || address.n > 8192)
        return none;
    if (is_usual(s))
        return str_dup(a, s);
    s = squeezed_address(a, s);
    struct str scheme = scheme_of(s);
    if (str_ieqc(scheme, "mailto"))
        return link && str_chr(s, '\\') == STR_NONE ? s : none;
    bool web = str_ieqc(scheme, "http") || str_ieqc(scheme, "https");
    if (!s.n || (!web && (scheme.s || !base.n)))
        return none;
    if (!web)
        s = url_resolve(a, base, s);
    else if (!is_usual(s))
        s = url_resolve(a, s, str_lit(""));
    return s.n && url_is_web(s) ? s : none;
}

static bool host_is(struct str url, const char *const *hosts)
{
    struct str rest = str_sub(url, str_find(url, str_lit("://")) + 3, url.n);
    size_t end = 0;
    while (end < rest.n && rest.s[end] != '/' && rest.s[end] != '?' && rest.s[end] != '#' && rest.s[end] != ':')
        end++;
    struct str host = str_sub(rest, 0, end);
    for (; *hosts; hosts++) {
        size_t n = strlen(*hosts);
        if (host.n < n || !str_ieqc(str_sub(host, host.n - n, host.n), *hosts))
            continue;
        if (host.n == n || host.s[host.n - n - 1] == '.')
            return true;
    }
    return false;
}

/* Addresses that count readers: by host, or a picture without a picture's name ("pixel", "beacon.gif", "1x1.png"). */
static bool is_tracker(struct str url)
{
    /* clang-format off */
    static const char *const hosts[] = {
        "doubleclick.net", "google-analytics.com", "googletagmanager.com", "googlesyndication.com",
        "scorecardresearch.com", "quantserve.com", "pixel.wp.com", "stats.wordpress.com", "feedsportal.com",
        "pheedo.com", "2o7.net", "imrworldwide.com", "chartbeat.net", "adnxs.com", "omtrdc.net", "demdex.net",
        "hits.guardian.co.uk", "pixel.quantcount.com", "counter.theconversation.com",
        "counter.theconversation.edu.au", "sb.scorecardresearch.com", "ads.pubmatic.com", "bat.bing.com",
        "adservice.google.com", "pixel.propublica.org", NULL,
    };
    /* clang-format on */
    /* clang-format off */
    static const char *const words[] = {
        "pixel", "beacon", "1x1", "spacer", "blank", "transparent", "clear", "tracker", "track", "tracking",
        "count", "counter", "webbug", "open", NULL,
    };
    /* clang-format on */
    static const char *const parts[] = {
        "/~r/", "/~ff/", "facebook.com/tr?", "list-manage.com/track/", "/wf/open?", "/feeds/pixel", NULL};
    if (host_is(url, hosts))
        return true;
    for (const char *const *p = parts; *p; p++)
        if (str_ifind(url, str_c(*p)) != STR_NONE)
            return true;
    size_t end = 0, from = 0;
    while (end < url.n && url.s[end] != '?' && url.s[end] != '#') {
        if (url.s[end] == '/')
            from = end + 1;
        end++;
    }
    struct str name = str_sub(url, from, end);
    size_t dot = STR_NONE;
    for (size_t i = 0; i < name.n; i++)
        if (name.s[i] == '.')
            dot = i;
    struct str ext = dot == STR_NONE ? (struct str){NULL, 0} : str_sub(name, dot + 1, name.n);
    if (ext.n && !str_ieqc(ext, "gif") && !str_ieqc(ext, "png") && !str_ieqc(ext, "php") && !str_ieqc(ext, "aspx"))
        return false;
    struct str stem = dot == STR_NONE ? name : str_sub(name, 0, dot);
    for (const char *const *w = words; *w; w++) {
        size_t n = strlen(*w);
        if (str_ieqc(stem, *w))
            return true;
        bool strong = w < words + 3;
        if (strong && str_istarts(stem, *w) &&
            (stem.s[n] == '-' || stem.s[n] == '_' || (stem.s[n] >= '0' && stem.s[n] <= '9')))
            return true;
    }
    return false;
}

/* "1", "1px" -> 1; -1 when it is no number. */
static int64_t pixels(struct str s)
{
    s = str_trim(s);
    size_t n = 0;
    while (n < s.n && n < 6 && s.s[n] >= '0' && s.s[n] <= '9')
        n++;
    int64_t v;
    struct str unit = str_trim(str_sub(s, n, s.n));
    if (!n || (unit.n && !str_ieqc(unit, "px")) || !str_i64(str_sub(s, 0, n), &v))
        return -1;
    return v;
}

static bool too_small(const struct node *img)
{
    int64_t w = pixels(node_attr(img, A_WIDTH)), h = pixels(node_attr(img, A_HEIGHT));
    struct str style = node_attr(img, A_STYLE), one;
    while (str_cut(&style, ';', &one)) {
        size_t c = str_chr(one, ':');
        if (c == STR_NONE)
            continue;
        struct str key = str_trim(str_sub(one, 0, c)), value = str_sub(one, c + 1, one.n);
        if (str_ieqc(key, "width"))
            w = pixels(value) >= 0 ? pixels(value) : w;
        if (str_ieqc(key, "height"))
            h = pixels(value) >= 0 ? pixels(value) : h;
    }
    return (w >= 0 && w <= 2) || (h >= 0 && h <= 2);
}

/* The widest candidate of a srcset that is not beyond mail's use. */
static struct str from_srcset(struct str set)
{
    struct str best = {NULL, 0}, rest = set;
    int64_t width = -1;
    for (int i = 0; i < 32 && rest.n; i++) {
        /* candidates are parted by a comma and white space; commas also stand inside addresses */
        size_t end = 0;
        while (end < rest.n &&
               !(rest.s[end] == ',' && (end + 1 == rest.n || rest.s[end + 1] == ' ' || rest.s[end + 1] == '\n')))
            end++;
        struct str one = str_trim(str_sub(rest, 0, end));
        rest = str_sub(rest, end + 1, rest.n);
        size_t gap = 0;
        while (gap < one.n && (unsigned char)one.s[gap] > ' ')
            gap++;
        struct str d = str_trim(str_sub(one, gap, one.n));
        int64_t w = 0;
        if (d.n && d.s[d.n - 1] == 'w')
            str_i64(str_sub(d, 0, d.n - 1), &w);
        if (one.n && w > width && w <= 1600) {
            width = w;
            best = str_sub(one, 0, gap);
        }
    }
    return best;
}

struct str image_address(struct arena *a, const struct node *img, struct str base)
{
    struct str none = {NULL, 0};
    if (too_small(img) || node_hidden(img))
        return none;
    static const enum attr places[] = {A_DATA_SRC, A_DATA_LAZY_SRC, A_DATA_ORIGINAL, A_SRC};
    struct str url = none;
    for (size_t i = 0; i < sizeof places / sizeof *places && !url.s; i++)
        url = clean_address(a, base, node_attr(img, places[i]), false);
    if (!url.s)
        url = clean_address(a, base, from_srcset(node_attr(img, A_SRCSET)), false);
    if (!url.s)
        url = clean_address(a, base, from_srcset(node_attr(img, A_DATA_SRCSET)), false);
    return url.s && !is_tracker(url) ? url : none;
}

/* ---- writing */

static void put_attr(struct writer *w, const char *name, struct str value)
{
    buf_ch(&w->b, ' ');
    buf_c(&w->b, name);
    buf_c(&w->b, "=\"");
    escape_html_attr(&w->b, value);
    buf_ch(&w->b, '"');
}

static void put_number(struct writer *w, const struct node *n, enum attr attr, const char *name)
{
    int64_t v = pixels(node_attr(n, attr));
    if (v < 0 || v > 10000)
        return;
    buf_ch(&w->b, ' ');
    buf_c(&w->b, name);
    buf_c(&w->b, "=\"");
    buf_number(&w->b, (unsigned)v);
    buf_ch(&w->b, '"');
}

static void put_language(struct writer *w, const struct node *n)
{
    struct str dir = node_attr(n, A_DIR), lang = node_attr(n, A_LANG);
    if (str_ieqc(dir, "rtl") || str_ieqc(dir, "ltr") || str_ieqc(dir, "auto"))
        put_attr(w, "dir", dir);
    bool ok = lang.n > 1 && lang.n <= 35;
    for (size_t i = 0; ok && i < lang.n; i++)
        ok = (lang.s[i] >= 'a' && lang.s[i] <= 'z') || (lang.s[i] >= 'A' && lang.s[i] <= 'Z') ||
             (lang.s[i] >= '0' && lang.s[i] <= '9') || lang.s[i] == '-';
    if (ok)
        put_attr(w, "lang", lang);
}

static void put_image(struct writer *w, const struct node *n)
{
    struct str url = image_address(w->a, n, w->base);
    if (!url.s)
        return;
    buf_c(&w->b, "<img src=\"");
    escape_url_attr(&w->b, url);
    buf_ch(&w->b, '"');
    struct str alt = node_attr(n, A_ALT);
    put_attr(w, "alt", alt.s ? utf8_line(w->a, alt, 500) : str_lit(""));
    put_number(w, n, A_WIDTH, "width");
    put_number(w, n, A_HEIGHT, "height");
    buf_ch(&w->b, '>');
}

/* What an element is called in the output; unknown: only its content is kept. */
static struct str name_for(struct writer *w, const struct node *n)
{
    if (n->tag == T_SPAN)
        return node_has(n, A_DIR) || node_has(n, A_LANG) ? str_lit("span") : (struct str){0};
    if (tag_flags(n->tag) & TAG_KEEP)
        return tag_name(n->tag);
    switch (n->tag) {
    case T_STRIKE:
        return str_lit("s");
    case T_TT:
        return str_lit("code");
    case T_MENU:
        return str_lit("ul");
    case T_LEGEND:
    case T_SUMMARY:
        return str_lit("p");
    default:
        return tag_flags(n->tag) & TAG_BLOCK ? str_lit("div") : (struct str){0};
    }
}

static void walk(struct writer *w, const struct node *n);

static void walk_children(struct writer *w, const struct node *n)
{
    for (const struct node *c = n->first; c; c = c->next)
        walk(w, c);
}

static void put_link(struct writer *w, const struct node *n)
{
    struct str url = clean_address(w->a, w->base, node_attr(n, A_HREF), true);
    if (!url.s) {
        walk_children(w, n);
        return;
    }
    size_t before = w->b.n;
    buf_c(&w->b, "<a href=\"");
    escape_url_attr(&w->b, url);
    buf_c(&w->b, "\">");
    size_t inside = w->b.n;
    walk_children(w, n);
    if (w->b.n == inside && !w->b.over)
        w->b.n = before;
    else
        buf_c(&w->b, "</a>");
}

static void walk(struct writer *w, const struct node *n)
{
    if (n->flags & NODE_GONE)
        return;
    switch (n->tag) {
    case T_TEXT:
        escape_html_text(&w->b, n->text);
        return;
    case T_SCRIPT:
    case T_STYLE:
    case T_HEAD:
    case T_TITLE:
    case T_META:
    case T_LINK:
    case T_BASE:
        return;
    default:
        break;
    }
    if (n->attr_count && node_hidden(n))
        return;
    if (n->tag == T_IMG) {
        put_image(w, n);
        return;
    }
    if (n->tag == T_A) {
        put_link(w, n);
        return;
    }
    if (n->tag == T_BR || n->tag == T_HR) {
        buf_c(&w->b, n->tag == T_BR ? "<br>" : "<hr>");
        return;
    }
    struct str name = name_for(w, n);
    if (!name.s) {
        walk_children(w, n);
        return;
    }
    size_t before = w->b.n;
    buf_ch(&w->b, '<');
    buf_str(&w->b, name);
    if (n->attr_count)
        put_language(w, n);
    if (n->tag == T_TD || n->tag == T_TH) {
        put_number(w, n, A_COLSPAN, "colspan");
        put_number(w, n, A_ROWSPAN, "rowspan");
    }
    if (n->tag == T_OL)
        put_number(w, n, A_START, "start");
    buf_ch(&w->b, '>');
    size_t inside = w->b.n;
    walk_children(w, n);
    if (n->tag == T_PRE && w->b.n > inside && w->b.p[inside] == '\n' && !w->b.over) {
        buf_ch(&w->b, '\n'); /* whoever reads it takes the first line break for the tag's */
        if (!w->b.over) {
            memmove(w->b.p + inside + 1, w->b.p + inside, w->b.n - 1 - inside);
            w->b.p[inside] = '\n';
        }
    }
    bool cell = n->tag == T_TD || n->tag == T_TH;
    if (!cell && !w->b.over && str_trim(str_sub(buf_view(&w->b), inside, w->b.n)).n == 0) {
        w->b.n = before; /* nothing left inside: the element goes too, its white space stays */
        if (inside < w->b.cap && !(tag_flags(n->tag) & TAG_BLOCK))
            buf_ch(&w->b, ' ');
        return;
    }
    buf_c(&w->b, "</");
    buf_str(&w->b, name);
    buf_ch(&w->b, '>');
}

struct str dom_html(struct arena *a, const struct node *top, struct str base)
{
    struct writer w = {.a = a, .base = base};
    buf_init(&w.b, HTML_MAX);
    buf_reserve(&w.b, 8192); /* most articles */
    walk_children(&w, top);
    if (w.b.cap)
        w.b.p[w.b.n] = '\0';
    struct str s = str_dup(a, str_trim(buf_view(&w.b)));
    buf_end(&w.b);
    return s;
}

void ingest_fragment(struct arena *a, struct str html, struct str base_url, struct str *clean, struct str *text)
{
    struct arena scratch = {0};
    struct dom d;
    dom_parse_fragment(&scratch, utf8_clean(&scratch, html), &d);
    static const struct text_style plain = {0};
    if (clean)
        *clean = str_dup(a, dom_html(&scratch, d.root, base_url));
    if (text)
        *text = str_dup(a, dom_plain(&scratch, d.root, &plain));
    arena_end(&scratch);
}

struct str ingest_sanitize(struct arena *a, struct str html, struct str base_url)
{
    struct str clean;
    ingest_fragment(a, html, base_url, &clean, NULL);
    return clean;
}
