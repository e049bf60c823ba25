#include "ingest/ingest.h"

#include "base/crypto.h"
#include "base/file.h"
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/article.h"
#include "ingest/readers.h"
#include <string.h>
#include <strings.h>

#define DEFAULT_MAX_BYTES (10u << 20)
#define SNIFF_BYTES 4096

/* ---- sniffing: the bytes speak first, then the HTTP header, then the name */

static bool has(struct str s, const char *needle)
{
    return str_ifind(s, str_c(needle)) != STR_NONE;
}

/* The name of the first element, past declarations, comments and white space: "rss", "rdf:RDF", "feed", "html". */
static struct str root_element(struct str s)
{
    while (s.n) {
        s = str_trim(s);
        size_t k = STR_NONE;
        if (str_starts(s, "<!--"))
            k = str_find(s, str_lit("-->")) == STR_NONE ? STR_NONE : str_find(s, str_lit("-->")) + 2;
        else if (str_starts(s, "<?"))
            k = str_chr(s, '>');
        else if (str_istarts(s, "<!doctype")) {
            k = str_chr(s, '>');
            size_t inner = str_chr(s, '[');
            if (inner != STR_NONE && k != STR_NONE && inner < k) { /* internal subset */
                size_t end = str_find(s, str_lit("]>"));
                k = end == STR_NONE ? STR_NONE : end + 1;
            }
        } else {
            break;
        }
        if (k == STR_NONE)
            return str_lit("");
        s = str_sub(s, k + 1, s.n);
    }
    if (!s.n || s.s[0] != '<')
        return str_lit("");
    size_t end = 1;
    while (end < s.n && (unsigned char)s.s[end] > ' ' && s.s[end] != '>' && s.s[end] != '/')
        end++;
    return str_sub(s, 1, end);
}

static enum read_format sniff_xml(struct str s)
{
    struct str root = root_element(s);
    size_t colon = str_chr(root, ':');
    struct str local = colon == STR_NONE ? root : str_sub(root, colon + 1, root.n);
    if (str_ieqc(local, "rss") || str_ieqc(local, "channel"))
        return READ_RSS;
    if (str_ieqc(local, "rdf"))
        return READ_RDF;
    if (str_ieqc(local, "feed") || str_ieqc(local, "entry"))
        return READ_ATOM;
    if (str_ieqc(local, "opml"))
        return READ_RSS; /* which it is not, and there that is said */
    if (str_ieqc(local, "html"))
        return READ_HTML;
    return READ_UNKNOWN;
}

static bool looks_html(struct str s)
{
    static const char *const tags[] = {"<!doctype html", "<html",  "<head",  "<body", "<article", "<div", "<p>", "<p ",
                                       "<table",         "<title", "<meta ", NULL};
    if (!s.n || s.s[0] != '<')
        return has(s, "<html") || has(s, "<body") || has(s, "<!doctype html");
    for (const char *const *t = tags; *t; t++)
        if (has(s, *t))
            return true;
    return false;
}

static enum read_format sniff_json(struct str s)
{
    if (!str_starts(s, "{") && !str_starts(s, "["))
        return READ_UNKNOWN;
    if (has(s, "jsonfeed.org/version") || (has(s, "\"items\"") && has(s, "\"version\"")))
        return READ_JSONFEED;
    size_t colon = str_chr(s, ':');
    if (str_starts(s, "{") && colon != STR_NONE && str_chr(str_sub(s, 0, colon), '"') != STR_NONE) {
        size_t items = str_find(s, str_lit("\"items\""));
        size_t text = str_find(s, str_lit("\"text\""));
        return items != STR_NONE && (text == STR_NONE || items < text) ? READ_JSONFEED : READ_JSONL;
    }
    return READ_UNKNOWN;
}

/* UTF-16 and UTF-32 are only sniffed by what is left when their zero bytes are taken out. */
static struct str narrow(struct str bytes, char *room)
{
    size_t n = 0, i = 0;
    if (str_starts(bytes, "\xEF\xBB\xBF"))
        i = 3;
    bool wide = bytes.n >= 2 && ((((unsigned char)bytes.s[0] == 0xFF && (unsigned char)bytes.s[1] == 0xFE) ||
                                  ((unsigned char)bytes.s[0] == 0xFE && (unsigned char)bytes.s[1] == 0xFF)) ||
                                 (bytes.s[0] == 0 || bytes.s[1] == 0));
    if (!wide)
        return str_sub(bytes, i, i + SNIFF_BYTES);
    for (; i < bytes.n && n < SNIFF_BYTES; i++)
        if (bytes.s[i] > 0)
            room[n++] = bytes.s[i];
    return (struct str){room, n};
}

static bool type_is(struct str content_type, const char *name)
{
    size_t semi = str_chr(content_type, ';');
    return str_ieqc(str_trim(semi == STR_NONE ? content_type : str_sub(content_type, 0, semi)), name);
}

static enum read_format by_type(struct str t)
{
    if (type_is(t, "text/html") || type_is(t, "application/xhtml+xml"))
        return READ_HTML;
    if (type_is(t, "text/markdown"))
        return READ_MARKDOWN;
    if (type_is(t, "application/feed+json"))
        return READ_JSONFEED;
    if (type_is(t, "application/rss+xml"))
        return READ_RSS;
    if (type_is(t, "application/atom+xml"))
        return READ_ATOM;
    if (type_is(t, "application/rdf+xml"))
        return READ_RDF;
    if (type_is(t, "text/plain"))
        return READ_TEXT;
    return READ_UNKNOWN;
}

static enum read_format by_name(struct str name)
{
    static const struct {
        const char *ext;
        enum read_format format;
    } exts[] = {{".md", READ_MARKDOWN}, {".markdown", READ_MARKDOWN}, {".mkd", READ_MARKDOWN}, {".html", READ_HTML},
                {".htm", READ_HTML},    {".xhtml", READ_HTML},        {".shtml", READ_HTML},   {".txt", READ_TEXT},
                {".text", READ_TEXT},   {".rss", READ_RSS},           {".atom", READ_ATOM},    {".rdf", READ_RDF},
                {".jsonl", READ_JSONL}, {".ndjson", READ_JSONL},      {".xml", READ_RSS}};
    struct str ext = path_ext(path_base(name));
    for (size_t i = 0; i < sizeof exts / sizeof *exts; i++)
        if (str_ieqc(ext, exts[i].ext))
            return exts[i].format;
    return READ_UNKNOWN;
}

enum read_format ingest_sniff(struct str bytes, const struct read_options *o)
{
    char room[SNIFF_BYTES];
    struct str s = str_trim(narrow(bytes, room));
    enum read_format named = by_name(o->name), typed = by_type(o->content_type), f;
    if (named == READ_MARKDOWN || typed == READ_MARKDOWN)
        return READ_MARKDOWN; /* Markdown may begin with anything */
    if (s.n && s.s[0] == '<') {
        if ((f = sniff_xml(s)) != READ_UNKNOWN)
            return f;
        /* the root may stand behind a long comment or DOCTYPE, or be broken */
        if (has(s, "<rss"))
            return READ_RSS;
        if (has(s, "<feed") && !has(s, "<html"))
            return READ_ATOM;
        if (has(s, "<rdf:RDF"))
            return READ_RDF;
        if (str_istarts(s, "<?xml") && !looks_html(s))
            return typed != READ_UNKNOWN && typed != READ_TEXT ? typed : READ_RSS;
    }
    if ((f = sniff_json(s)) != READ_UNKNOWN && named != READ_TEXT)
        return named == READ_JSONL ? READ_JSONL : f;
    if (looks_html(s))
        return READ_HTML;
    if ((str_starts(s, "---\n") || str_starts(s, "---\r") || str_starts(s, "+++\n")) && named != READ_TEXT)
        return READ_MARKDOWN;
    if (named != READ_UNKNOWN && named != READ_RSS && named != READ_ATOM && named != READ_RDF)
        return named;
    if (typed != READ_UNKNOWN)
        return typed;
    if (named != READ_UNKNOWN)
        return named;
    return s.n ? READ_TEXT : READ_UNKNOWN;
}

/* ---- reading */

static int dispatch(struct arena *a, enum read_format format, struct str bytes, const struct read_options *o,
                    struct articles *out, struct feed_info *feed, struct findings *f, struct err *e)
{
    switch (format) {
    case READ_MARKDOWN:
        return read_markdown(a, bytes, o, out, f, e);
    case READ_HTML:
        return read_page(a, bytes, o, out, f, e);
    case READ_TEXT:
        return read_text(a, bytes, o, out, f, e);
    case READ_JSONL:
        return read_jsonl(a, bytes, o, out, f, e);
    case READ_RSS:
    case READ_ATOM:
    case READ_RDF:
        return read_feed_xml(a, bytes, o, out, feed, f, e);
    case READ_JSONFEED:
        return read_feed_json(a, bytes, o, out, feed, f, e);
    case READ_UNKNOWN:
        break;
    }
    return err_set(e, EX_DATAERR, STR_FMT ": nothing to read: it is empty", STR_ARG(o->name));
}

/* An entry with neither page nor id: several of them in one file must not be one article. */
static void name_nameless(struct arena *a, const struct read_options *o, struct article *art)
{
    if (art->url.n || art->origin.n)
        return;
    struct str key = short_id(a, article_own_key(a, art));
    art->origin = str_fmt(a, STR_FMT "#" STR_FMT, STR_ARG(path_base(o->name)), STR_ARG(key));
}

int ingest_read(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out,
                struct feed_info *feed, struct findings *f, struct err *e)
{
    struct feed_info unused = {0};
    struct feed_info *info = feed ? feed : &unused;
    *info = (struct feed_info){0};
    size_t max = o->max_bytes ? o->max_bytes : DEFAULT_MAX_BYTES, first = out->n;
    if (bytes.n > max)
        return err_set(e, EX_DATAERR,
                       STR_FMT ": larger than %zu MB; the limit is there so that no source can fill the memory",
                       STR_ARG(o->name), max >> 20);
    enum read_format format = ingest_sniff(bytes, o);
    if (!str_trim(bytes).n &&
        (format == READ_RSS || format == READ_ATOM || format == READ_RDF || format == READ_JSONFEED))
        format = READ_UNKNOWN; /* the header's or the name's word for it; there is nothing */
    const char *what = not_text(bytes, format != READ_TEXT);
    if (!what && format == READ_TEXT && (str_ends(o->name, ".json") || type_is(o->content_type, "application/json")))
        what = "JSON, but neither a JSON Feed nor an article a line";
    if (what)
        return err_set(e, EX_DATAERR, STR_FMT ": %s", STR_ARG(o->name), what);
    if (dispatch(a, format, bytes, o, out, info, f, e))
        return -1;
    for (size_t i = first; i < out->n; i++) {
        if (info->is_feed && !o->origin.n)
            name_nameless(a, o, &out->v[i]);
        article_finish(a, o, &out->v[i]);
    }
    return 0;
}
