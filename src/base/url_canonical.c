/* One address for one page. */
#include "base/buf.h"
#include "base/url_parts.h"
#include <stdio.h>
#include <string.h>

/* What newsletters, ad networks and analytics append to links; the page is the same without. */
static bool tracking(struct str name)
{
    static const char *const prefixes[] = {"utm_",    "mc_",    "at_",  "ns_",  "pk_",   "mtm_",
                                           "matomo_", "piwik_", "hsa_", "oly_", "vero_", "stm_"};
    static const char *const exact[] = {
        "fbclid",
        "gclid",
        "gclsrc",
        "gbraid",
        "wbraid",
        "dclid",
        "msclkid",
        "yclid",
        "twclid",
        "ttclid",
        "igshid",
        "igsh",
        "li_fat_id",
        "_ga",
        "_gl",
        "_hsenc",
        "_hsmi",
        "hsctatracking",
        "mkt_tok",
        "srsltid",
        "epik",
        "rb_clickid",
        "s_cid",
        "wickedid",
        "cmpid",
        "cmp",
        "ncid",
        "ocid",
        "ito",
        "xtor",
        "wt.mc_id",
        "ref_src",
        "ref_url",
        "smid",
        "smtyp",
        "sref",
        "soc_src",
        "soc_trk",
        "guccounter",
        "spm",
        "_openstat",
        "yptr",
        "__twitter_impression",
        "ftag",
        "icid",
        "taid",
    };
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (str_istarts(name, prefixes[i]))
            return true;
    for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
        if (str_ieqc(name, exact[i]))
            return true;
    return false;
}

struct str url_query_without(struct arena *a, struct str query, bool (*drop)(struct str field))
{
    struct buf b;
    struct str field;
    buf_init(&b, query.n + 1);
    while (str_cut(&query, '&', &field)) {
        if (drop(field))
            continue;
        if (b.n)
            buf_ch(&b, '&');
        buf_str(&b, field);
    }
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static bool is_tracking(struct str field)
{
    return field.n == 0 || tracking(str_sub(field, 0, str_chr(field, '=')));
}

/* RFC 3986 section 6.2.2: unreserved characters as themselves, hex digits in upper case. */
static struct str normal_escapes(struct arena *a, struct str s)
{
    struct buf b;
    buf_init(&b, s.n * 3 + 1);
    for (size_t i = 0; i < s.n; i++) {
        int c = url_escaped_at(s, i);
        if (c < 0 && s.s[i] != '%' && (unsigned char)s.s[i] > 0x20 && (unsigned char)s.s[i] < 0x7F)
            buf_ch(&b, s.s[i]);
        else if (c >= 0 && url_unreserved(c))
            buf_ch(&b, (char)c);
        else
            buf_fmt(&b, "%%%02X", (unsigned)(c < 0 ? (unsigned char)s.s[i] : c));
        i += c >= 0 ? 2 : 0;
    }
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static struct str canonical_once(struct arena *a, struct str s)
{
    struct url u;
    if (!url_parse(a, s, &u) || !u.host.n)
        return (struct str){0};
    bool https = str_eqc(u.scheme, "https");
    if (!https && !str_eqc(u.scheme, "http"))
        return (struct str){0};
    if (u.host.s[u.host.n - 1] == '.')
        u.host.n--;
    if (!u.host.n || u.host.s[0] == '.' || str_find(u.host, str_lit("..")) != STR_NONE || u.host.s[u.host.n - 1] == '.')
        return (struct str){0};
    struct str query = url_query_without(a, normal_escapes(a, u.query), is_tracking);
    char port[16] = "";
    if (u.port && u.port != (https ? 443 : 80))
        snprintf(port, sizeof port, ":%d", u.port);
    return str_fmt(a, STR_FMT "://" STR_FMT "%s" STR_FMT "%s" STR_FMT, STR_ARG(u.scheme), STR_ARG(u.host), port,
                   STR_ARG(normal_escapes(a, u.path.n ? u.path : str_lit("/"))), query.n ? "?" : "", STR_ARG(query));
}

static bool plain_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] == '%' || (unsigned char)s.s[i] >= 0x80)
            return false;
    return true;
}

/* Most addresses are canonical as they stand. True only where the long way round would change nothing. */
static bool is_canonical(struct str s)
{
    size_t from = str_starts(s, "https://") ? 8 : str_starts(s, "http://") ? 7 : 0, i = from;
    while (i < s.n && s.s[i] != '/')
        i++;
    if (!from || i == s.n || s.n > 2000 || !url_plain_host(str_sub(s, from, i)))
        return false;
    for (; i < s.n && s.s[i] != '?'; i++)
        if (!(url_unreserved(s.s[i]) || s.s[i] == '/') || (s.s[i] == '.' && s.s[i - 1] == '/'))
            return false;
    if (i == s.n)
        return true;
    struct str query = str_sub(s, i + 1, s.n), field;
    for (i = 0; i < query.n; i++)
        if (!url_unreserved(query.s[i]) && query.s[i] != '=' && query.s[i] != '&')
            return false;
    if (!query.n || query.s[query.n - 1] == '&')
        return false;
    while (str_cut(&query, '&', &field))
        if (is_tracking(field))
            return false;
    return true;
}

/* Escapes and wide characters can hide what parsing looks for (/%2e%2e/, a number for a host), so a URL that holds some
 * is read again until it stays as it is. */
struct str url_canonical(struct arena *a, struct str s)
{
    if (is_canonical(s))
        return str_dup(a, s);
    struct str out = canonical_once(a, s);
    if (plain_ascii(s))
        return out;
    for (int rounds = 0; rounds < 4 && out.s; rounds++) {
        struct str again = canonical_once(a, out);
        if (str_eq(again, out))
            return out;
        out = again;
    }
    return (struct str){0};
}
