#include "base/url.h"
#include "base/address.h"
#include "base/buf.h"
#include "base/lanes.h"
#include "base/url_parts.h"
#include <curl/curl.h>
#include <curl/urlapi.h>
#include <stdlib.h>
#include <string.h>

enum { URL_MAX = 64 << 10 };

static bool scheme_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
           c == '.';
}

/* Length of "scheme:" at the start; 0 when the reference is relative. */
static size_t scheme_length(struct str s)
{
    if (!s.n || !scheme_char(s.s[0]) || (s.s[0] >= '0' && s.s[0] <= '9'))
        return 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == ':')
            return i + 1;
        if (!scheme_char(s.s[i]))
            return 0;
    }
    return 0;
}

/* As browsers do: white space around is not part of the URL, line breaks and tabs inside are dropped, and http:///x is
 * http://x. {NULL,0} when it holds other controls or is too long to be meant. */
static struct str tidy(struct arena *a, struct str s)
{
    s = str_trim(s);
    if (s.n == 0 || s.n > URL_MAX)
        return (struct str){0};
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c == '\n' || c == '\r' || c == '\t')
            continue;
        if (c < 0x20 || c == 0x7F)
            return (struct str){0};
        p[n++] = (char)c;
    }
    struct str tidied = {p, n};
    size_t at = str_istarts(tidied, "http:///") ? 5 : str_istarts(tidied, "https:///") ? 6 : 0;
    if (at && p[at + 3] != '/') {
        memmove(p + at, p + at + 1, n - at); /* with the NUL */
        tidied.n--;
    }
    return tidied;
}

static bool has_authority(struct str s)
{
    size_t n = scheme_length(s);
    return n && str_starts(str_sub(s, n, s.n), "//");
}

static struct str ascii_lower(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = s.s[i] >= 'A' && s.s[i] <= 'Z' ? (char)(s.s[i] | 0x20) : s.s[i];
    return (struct str){p, s.n};
}

static struct str part(struct arena *a, CURLU *u, CURLUPart what, unsigned flags)
{
    char *p = NULL;
    if (curl_url_get(u, what, &p, flags) != CURLUE_OK || !p)
        return (struct str){0};
    struct str out = str_dup(a, str_c(p));
    curl_free(p);
    return out;
}

static CURLU *handle(void)
{
    CURLU *u = curl_url();
    if (!u)
        mem_gone(1);
    return u;
}

/* RFC 3986 section 3 by its separators; `authority` with its //, query with ?, fragment with #. */
struct split {
    struct str scheme, authority, path, query, fragment;
};

static size_t first_of(struct str s, size_t from, const char *set)
{
    while (from < s.n && !strchr(set, s.s[from]))
        from++;
    return from;
}

static struct split split_url(struct str s)
{
    struct split r = {.scheme = str_sub(s, 0, scheme_length(s))};
    size_t i = r.scheme.n, end = i;
    if (str_starts(str_sub(s, i, s.n), "//"))
        end = first_of(s, i + 2, "/?#");
    r.authority = str_sub(s, i, end);
    i = first_of(s, end, "?#");
    r.path = str_sub(s, end, i);
    end = first_of(s, i, "#");
    r.query = str_sub(s, i, end);
    r.fragment = str_sub(s, end, s.n);
    return r;
}

bool url_plain_host(struct str s)
{
    char before = '.';
    bool digits = false;
    for (size_t i = 0; i < s.n; before = s.s[i++]) {
        char c = s.s[i];
        if (c == '.' || c == '-') {
            if (before == '.' || before == '-')
                return false;
            digits = c == '-';
        } else if (c >= '0' && c <= '9') {
            digits = true;
        } else if (c < 'a' || c > 'z') {
            return false;
        }
    }
    return s.n && s.n < 200 && !digits && before != '.';
}

/* Host and port of "//news.example.org:8080"; false when there is more to it. */
static bool plain_authority(struct arena *a, struct str s, struct str *host, int *port)
{
    size_t colon = str_chr(s, ':');
    *host = ascii_lower(a, str_sub(s, 2, colon == STR_NONE ? s.n : colon));
    *port = 0;
    if (colon == STR_NONE)
        return url_plain_host(*host);
    struct str digits = str_sub(s, colon + 1, s.n);
    for (size_t i = 0; i < digits.n; i++)
        if (digits.s[i] < '0' || digits.s[i] > '9' || i == 5)
            return false;
        else
            *port = *port * 10 + digits.s[i] - '0';
    return digits.n && digits.s[0] != '0' && *port <= 65535 && url_plain_host(*host);
}

/* Letters of other scripts, byte by byte as libcurl does it: not in the fragment. */
static struct str wide_escaped(struct arena *a, struct str s)
{
    size_t wide = 0, n = 0, end = first_of(s, 0, "#");
    for (size_t i = 0; i < end; i++)
        wide += (unsigned char)s.s[i] >= 0x80;
    if (!wide)
        return s;
    char *p = arena_room(a, s.n + 2 * wide + 1);
    for (size_t i = 0; i < s.n; i++)
        if (i >= end || (unsigned char)s.s[i] < 0x80)
            p[n++] = s.s[i];
        else
            n += (size_t)sprintf(p + n, "%%%02x", (unsigned char)s.s[i]);
    return (struct str){p, n};
}

/* "/." and what libraries take for it. */
static bool dotted(struct str path)
{
    for (size_t i = 0; i + 1 < path.n; i++)
        if (path.s[i] == '/' && (path.s[i + 1] == '.' || str_istarts(str_sub(path, i + 1, path.n), "%2e")))
            return true;
    return false;
}

/* Nearly every address has nothing in it that needs libcurl's judgement: no other letters or numbers in the host, no
 * dots to remove, nothing but such letters to escape, nothing that is there and empty. True only where both ways agree.
 */
static bool is_plain(struct arena *a, struct str s, struct split *to, struct str *host, int *port)
{
    s = wide_escaped(a, s);
    *to = split_url(s);
    if ((!str_eqc(to->scheme, "https:") && !str_eqc(to->scheme, "http:")) ||
        !plain_authority(a, to->authority, host, port) || to->query.n == 1 || to->fragment.n == 1 || dotted(to->path))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] <= ' ' || (unsigned char)s.s[i] >= 0x7F)
            return false;
    return true;
}

static struct str after_mark(struct arena *a, struct str s)
{
    return s.n ? str_dup(a, str_sub(s, 1, s.n)) : (struct str){0};
}

enum { SET = CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE };

bool url_parse(struct arena *a, struct str s, struct url *out)
{
    s = tidy(a, s);
    size_t n = scheme_length(s);
    if (!n)
        return false;
    struct url r = {.scheme = ascii_lower(a, str_sub(s, 0, n - 1))};
    if (!has_authority(s)) { /* mailto:, maildir:, null: */
        if (str_eqc(r.scheme, "http") || str_eqc(r.scheme, "https"))
            return false;
        r.path = str_dup(a, str_sub(s, n, s.n));
        *out = r;
        return true;
    }
    struct split plain;
    if (is_plain(a, s, &plain, &r.host, &r.port)) {
        r.path = plain.path.n ? str_dup(a, plain.path) : str_lit("/");
        r.query = after_mark(a, plain.query);
        r.fragment = after_mark(a, plain.fragment);
        *out = r;
        return true;
    }
    CURLU *u = handle();
    bool ok = curl_url_set(u, CURLUPART_URL, s.s, SET | CURLU_NO_AUTHORITY) == CURLUE_OK;
    if (ok) {
        r.user = part(a, u, CURLUPART_USER, 0);
        r.host = ascii_lower(a, host_to_ascii(a, part(a, u, CURLUPART_HOST, 0)));
        r.path = part(a, u, CURLUPART_PATH, 0);
        r.query = part(a, u, CURLUPART_QUERY, 0);
        r.fragment = part(a, u, CURLUPART_FRAGMENT, 0);
        struct str port = part(a, u, CURLUPART_PORT, 0);
        r.port = port.n ? atoi(port.s) : 0;
        ok = r.host.n > 0 || str_eqc(r.scheme, "file");
    }
    curl_url_cleanup(u);
    if (ok)
        *out = r;
    return ok;
}

/* RFC 3986 section 5.2.2; dots are removed when the result is parsed again. */
static struct str merged(struct arena *a, struct str base_url, struct str ref)
{
    struct split base = split_url(base_url);
    if (str_starts(ref, "//"))
        return str_fmt(a, STR_FMT STR_FMT, STR_ARG(base.scheme), STR_ARG(ref));
    struct str path = base.path, query = base.query;
    if (!ref.n || ref.s[0] == '#') {
        /* the same page */
    } else if (ref.s[0] == '?') {
        query = str_lit("");
    } else {
        query = str_lit("");
        size_t keep = ref.s[0] == '/' ? 0 : path.n;
        while (keep > 0 && path.s[keep - 1] != '/')
            keep--;
        path = ref.s[0] != '/' && keep == 0 ? str_lit("/") : str_sub(path, 0, keep);
    }
    return str_fmt(a, STR_FMT STR_FMT STR_FMT STR_FMT STR_FMT, STR_ARG(base.scheme), STR_ARG(base.authority),
                   STR_ARG(path), STR_ARG(query), STR_ARG(ref));
}

struct str url_resolve(struct arena *a, struct str base, struct str ref)
{
    bool same = ref.s && str_trim(ref).n == 0; /* the empty reference names the page itself */
    ref = tidy(a, ref);
    if (scheme_length(ref) && !has_authority(ref))
        return ref;
    if (!ref.s && !same)
        return ref;
    if (!has_authority(ref)) {
        base = tidy(a, base);
        if (!has_authority(base))
            return (struct str){0};
        ref = merged(a, base, same ? str_lit("") : ref);
    }
    struct split plain;
    struct str host;
    int port;
    if (is_plain(a, ref, &plain, &host, &port))
        return str_fmt(a, STR_FMT STR_FMT "%s" STR_FMT STR_FMT STR_FMT, STR_ARG(plain.scheme), STR_ARG(plain.authority),
                       plain.path.n ? "" : "/", STR_ARG(plain.path), STR_ARG(plain.query), STR_ARG(plain.fragment));
    CURLU *u = handle();
    bool ok = curl_url_set(u, CURLUPART_URL, ref.s, SET | CURLU_NO_AUTHORITY) == CURLUE_OK;
    struct str out = ok ? part(a, u, CURLUPART_URL, 0) : (struct str){0};
    curl_url_cleanup(u);
    return out;
}

/* The length of "https://" or "http://" at the start, 0 when neither stands there. */
static size_t web_scheme(struct str s)
{
    static const char https[] = "https://", http[] = "http://";
    if (s.n >= 8 && (memcmp(s.s, https, 8) == 0 || str_istarts(s, https)))
        return 8;
    return s.n >= 7 && (memcmp(s.s, http, 7) == 0 || str_istarts(s, http)) ? 7 : 0;
}

bool url_is_web(struct str s)
{
    static const bool host_ends[256] = {['\0'] = true, ['/'] = true, ['?'] = true, ['#'] = true, ['\\'] = true};
    size_t from = web_scheme(s), host = from, end = from;
    if (!from)
        return false;
    for (; end < s.n && !host_ends[(unsigned char)s.s[end]]; end++)
        if (s.s[end] == '@')
            host = end + 1;
    if (host >= end || s.s[host] == ':')
        return false;
    if (memchr(s.s + from, ' ', end - from))
        return false;
    size_t i = from;
    for (; i + LANES <= s.n; i += LANES) {
        lanes v = lanes_at(s.s + i);
        if (lanes_any(lanes_below(v, 0x20) | lanes_is(v, 0x7F)))
            return false;
    }
    for (; i < s.n; i++)
        if ((unsigned char)s.s[i] < 0x20 || s.s[i] == 0x7F)
            return false;
    return true;
}

struct str url_host(struct arena *a, struct str s)
{
    struct url u;
    return url_parse(a, s, &u) ? u.host : (struct str){0};
}

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int url_escaped_at(struct str s, size_t i)
{
    if (i + 2 >= s.n || s.s[i] != '%' || nibble(s.s[i + 1]) < 0 || nibble(s.s[i + 2]) < 0)
        return -1;
    return nibble(s.s[i + 1]) << 4 | nibble(s.s[i + 2]);
}

bool url_unreserved(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

struct str url_escape(struct arena *a, struct str s)
{
    static const char digits[] = "0123456789ABCDEF";
    char *p = arena_alloc(a, s.n * 3 + 1), *w = p;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (url_unreserved(c)) {
            *w++ = (char)c;
            continue;
        }
        *w++ = '%';
        *w++ = digits[c >> 4];
        *w++ = digits[c & 15];
    }
    return (struct str){p, (size_t)(w - p)};
}

/* %00 stays as it is: no string of ours holds a NUL. */
struct str url_unescape(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1), *w = p;
    for (size_t i = 0; i < s.n; i++) {
        int c = url_escaped_at(s, i);
        *w++ = c > 0 ? (char)c : s.s[i];
        i += c > 0 ? 2 : 0;
    }
    return (struct str){p, (size_t)(w - p)};
}

static bool has_parameter(struct str query, struct str name)
{
    struct str one, key;
    while (str_cut(&query, '&', &one)) {
        str_cut(&one, '=', &key);
        if (str_eq(key, name))
            return true;
    }
    return false;
}

struct str url_with(struct arena *a, struct str url, struct str name, struct str value)
{
    if (!url_is_web(url))
        return url;
    size_t hash = str_chr(url, '#');
    struct str before = str_sub(url, 0, hash == STR_NONE ? url.n : hash), after = str_sub(url, before.n, url.n);
    size_t mark = str_chr(before, '?');
    if (mark != STR_NONE && has_parameter(str_sub(before, mark + 1, before.n), name))
        return url;
    char last = before.s[before.n - 1];
    const char *sep = mark == STR_NONE ? "?" : last == '?' || last == '&' ? "" : "&";
    return str_fmt(a, STR_FMT "%s" STR_FMT "=" STR_FMT STR_FMT, STR_ARG(before), sep, STR_ARG(name),
                   STR_ARG(url_escape(a, value)), STR_ARG(after));
}
