#include "ingest/entities.h"
#include "base/utf8.h"
#include <endian.h>
#include <string.h>

enum { LINE_MAX = 64 << 10 }; /* bytes of HTML that html_line looks at */

/* HTML 4's names in byte order, with what HTML 5 means by them. */
static const struct entity {
    char name[9];
    uint16_t codepoint;
} entities[] = {
    {"AElig", 0xc6},    {"Aacute", 0xc1},   {"Acirc", 0xc2},    {"Agrave", 0xc0},   {"Alpha", 0x391},
    {"Aring", 0xc5},    {"Atilde", 0xc3},   {"Auml", 0xc4},     {"Beta", 0x392},    {"Ccedil", 0xc7},
    {"Chi", 0x3a7},     {"Dagger", 0x2021}, {"Delta", 0x394},   {"ETH", 0xd0},      {"Eacute", 0xc9},
    {"Ecirc", 0xca},    {"Egrave", 0xc8},   {"Epsilon", 0x395}, {"Eta", 0x397},     {"Euml", 0xcb},
    {"Gamma", 0x393},   {"Iacute", 0xcd},   {"Icirc", 0xce},    {"Igrave", 0xcc},   {"Iota", 0x399},
    {"Iuml", 0xcf},     {"Kappa", 0x39a},   {"Lambda", 0x39b},  {"Mu", 0x39c},      {"Ntilde", 0xd1},
    {"Nu", 0x39d},      {"OElig", 0x152},   {"Oacute", 0xd3},   {"Ocirc", 0xd4},    {"Ograve", 0xd2},
    {"Omega", 0x3a9},   {"Omicron", 0x39f}, {"Oslash", 0xd8},   {"Otilde", 0xd5},   {"Ouml", 0xd6},
    {"Phi", 0x3a6},     {"Pi", 0x3a0},      {"Prime", 0x2033},  {"Psi", 0x3a8},     {"Rho", 0x3a1},
    {"Scaron", 0x160},  {"Sigma", 0x3a3},   {"THORN", 0xde},    {"Tau", 0x3a4},     {"Theta", 0x398},
    {"Uacute", 0xda},   {"Ucirc", 0xdb},    {"Ugrave", 0xd9},   {"Upsilon", 0x3a5}, {"Uuml", 0xdc},
    {"Xi", 0x39e},      {"Yacute", 0xdd},   {"Yuml", 0x178},    {"Zeta", 0x396},    {"aacute", 0xe1},
    {"acirc", 0xe2},    {"acute", 0xb4},    {"aelig", 0xe6},    {"agrave", 0xe0},   {"alefsym", 0x2135},
    {"alpha", 0x3b1},   {"amp", 0x26},      {"and", 0x2227},    {"ang", 0x2220},    {"aring", 0xe5},
    {"asymp", 0x2248},  {"atilde", 0xe3},   {"auml", 0xe4},     {"bdquo", 0x201e},  {"beta", 0x3b2},
    {"brvbar", 0xa6},   {"bull", 0x2022},   {"cap", 0x2229},    {"ccedil", 0xe7},   {"cedil", 0xb8},
    {"cent", 0xa2},     {"chi", 0x3c7},     {"circ", 0x2c6},    {"clubs", 0x2663},  {"cong", 0x2245},
    {"copy", 0xa9},     {"crarr", 0x21b5},  {"cup", 0x222a},    {"curren", 0xa4},   {"dArr", 0x21d3},
    {"dagger", 0x2020}, {"darr", 0x2193},   {"deg", 0xb0},      {"delta", 0x3b4},   {"diams", 0x2666},
    {"divide", 0xf7},   {"eacute", 0xe9},   {"ecirc", 0xea},    {"egrave", 0xe8},   {"empty", 0x2205},
    {"emsp", 0x2003},   {"ensp", 0x2002},   {"epsilon", 0x3b5}, {"equiv", 0x2261},  {"eta", 0x3b7},
    {"eth", 0xf0},      {"euml", 0xeb},     {"euro", 0x20ac},   {"exist", 0x2203},  {"fnof", 0x192},
    {"forall", 0x2200}, {"frac12", 0xbd},   {"frac14", 0xbc},   {"frac34", 0xbe},   {"frasl", 0x2044},
    {"gamma", 0x3b3},   {"ge", 0x2265},     {"gt", 0x3e},       {"hArr", 0x21d4},   {"harr", 0x2194},
    {"hearts", 0x2665}, {"hellip", 0x2026}, {"iacute", 0xed},   {"icirc", 0xee},    {"iexcl", 0xa1},
    {"igrave", 0xec},   {"image", 0x2111},  {"infin", 0x221e},  {"int", 0x222b},    {"iota", 0x3b9},
    {"iquest", 0xbf},   {"isin", 0x2208},   {"iuml", 0xef},     {"kappa", 0x3ba},   {"lArr", 0x21d0},
    {"lambda", 0x3bb},  {"lang", 0x27e8},   {"laquo", 0xab},    {"larr", 0x2190},   {"lceil", 0x2308},
    {"ldquo", 0x201c},  {"le", 0x2264},     {"lfloor", 0x230a}, {"lowast", 0x2217}, {"loz", 0x25ca},
    {"lrm", 0x200e},    {"lsaquo", 0x2039}, {"lsquo", 0x2018},  {"lt", 0x3c},       {"macr", 0xaf},
    {"mdash", 0x2014},  {"micro", 0xb5},    {"middot", 0xb7},   {"minus", 0x2212},  {"mu", 0x3bc},
    {"nabla", 0x2207},  {"nbsp", 0xa0},     {"ndash", 0x2013},  {"ne", 0x2260},     {"ni", 0x220b},
    {"not", 0xac},      {"notin", 0x2209},  {"nsub", 0x2284},   {"ntilde", 0xf1},   {"nu", 0x3bd},
    {"oacute", 0xf3},   {"ocirc", 0xf4},    {"oelig", 0x153},   {"ograve", 0xf2},   {"oline", 0x203e},
    {"omega", 0x3c9},   {"omicron", 0x3bf}, {"oplus", 0x2295},  {"or", 0x2228},     {"ordf", 0xaa},
    {"ordm", 0xba},     {"oslash", 0xf8},   {"otilde", 0xf5},   {"otimes", 0x2297}, {"ouml", 0xf6},
    {"para", 0xb6},     {"part", 0x2202},   {"permil", 0x2030}, {"perp", 0x22a5},   {"phi", 0x3c6},
    {"pi", 0x3c0},      {"piv", 0x3d6},     {"plusmn", 0xb1},   {"pound", 0xa3},    {"prime", 0x2032},
    {"prod", 0x220f},   {"prop", 0x221d},   {"psi", 0x3c8},     {"quot", 0x22},     {"rArr", 0x21d2},
    {"radic", 0x221a},  {"rang", 0x27e9},   {"raquo", 0xbb},    {"rarr", 0x2192},   {"rceil", 0x2309},
    {"rdquo", 0x201d},  {"real", 0x211c},   {"reg", 0xae},      {"rfloor", 0x230b}, {"rho", 0x3c1},
    {"rlm", 0x200f},    {"rsaquo", 0x203a}, {"rsquo", 0x2019},  {"sbquo", 0x201a},  {"scaron", 0x161},
    {"sdot", 0x22c5},   {"sect", 0xa7},     {"shy", 0xad},      {"sigma", 0x3c3},   {"sigmaf", 0x3c2},
    {"sim", 0x223c},    {"spades", 0x2660}, {"sub", 0x2282},    {"sube", 0x2286},   {"sum", 0x2211},
    {"sup", 0x2283},    {"sup1", 0xb9},     {"sup2", 0xb2},     {"sup3", 0xb3},     {"supe", 0x2287},
    {"szlig", 0xdf},    {"tau", 0x3c4},     {"there4", 0x2234}, {"theta", 0x3b8},   {"thetasym", 0x3d1},
    {"thinsp", 0x2009}, {"thorn", 0xfe},    {"tilde", 0x2dc},   {"times", 0xd7},    {"trade", 0x2122},
    {"uArr", 0x21d1},   {"uacute", 0xfa},   {"uarr", 0x2191},   {"ucirc", 0xfb},    {"ugrave", 0xf9},
    {"uml", 0xa8},      {"upsih", 0x3d2},   {"upsilon", 0x3c5}, {"uuml", 0xfc},     {"weierp", 0x2118},
    {"xi", 0x3be},      {"yacute", 0xfd},   {"yen", 0xa5},      {"yuml", 0xff},     {"zeta", 0x3b6},
    {"zwj", 0x200d},    {"zwnj", 0x200c},
};

/* Up to eight letters as a number, the first the highest, so that numbers compare as names do. */
static uint64_t name_number(const char *name)
{
    uint64_t letters;
    memcpy(&letters, name, sizeof letters);
    return be64toh(letters);
}

static const struct entity *find_entity(const char name[9])
{
    uint64_t wanted = name_number(name);
    size_t from = 0, to = sizeof entities / sizeof *entities;
    while (from < to) {
        size_t middle = (from + to) / 2;
        uint64_t at = name_number(entities[middle].name);
        if (at == wanted)
            return &entities[middle];
        if (at < wanted)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

uint32_t entity_windows(uint32_t c)
{
    static const uint16_t windows_1252[32] = {0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
                                              0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,
                                              0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                              0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};
    return c >= 0x80 && c < 0xa0 ? windows_1252[c - 0x80] : c;
}

static bool is_character(uint32_t c)
{
    return c <= 0x10ffff && !(c >= 0xd800 && c < 0xe000) && (c >= 0x20 || c == '\t' || c == '\n' || c == '\r');
}

static size_t numeric(struct str s, uint32_t *codepoint)
{
    bool x = s.n > 2 && (s.s[2] == 'x' || s.s[2] == 'X');
    size_t i = x ? 3 : 2, from = i;
    uint32_t c = 0;
    for (; i < s.n && i < from + 10; i++) {
        int d = s.s[i] >= '0' && s.s[i] <= '9'                      ? s.s[i] - '0'
                : x && (s.s[i] | 32) >= 'a' && (s.s[i] | 32) <= 'f' ? (s.s[i] | 32) - 'a' + 10
                                                                    : -1;
        if (d < 0)
            break;
        c = c > 0x110000 ? c : c * (x ? 16 : 10) + (uint32_t)d;
    }
    if (i == from)
        return 0;
    *codepoint = is_character(c) ? c : 0xfffd;
    return i < s.n && s.s[i] == ';' ? i + 1 : i;
}

static bool is_name(char c)
{
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9');
}

size_t entity_at(struct str s, uint32_t *codepoint)
{
    if (s.n < 3)
        return 0;
    if (s.s[1] == '#')
        return numeric(s, codepoint);
    char name[9] = {0};
    size_t i = 1;
    for (; i < s.n && i < 10 && is_name(s.s[i]); i++)
        if (i < 9)
            name[i - 1] = s.s[i];
    if (i == 1 || i == 10 || i >= s.n || s.s[i] != ';')
        return 0;
    if (strcmp(name, "apos") == 0) { /* XML's, not in HTML 4 */
        *codepoint = '\'';
        return i + 1;
    }
    const struct entity *hit = find_entity(name);
    if (!hit)
        return 0;
    *codepoint = hit->codepoint;
    return i + 1;
}

/* HTML's oldest names, Latin-1's, are references without a semicolon too, whatever follows. */
bool entity_bare(struct str s, bool attribute)
{
    static const char *const capitals[] = {"&AMP", "&LT", "&GT", "&QUOT", "&COPY", "&REG"};
    char name[9] = {0};
    size_t found = 0;
    for (size_t i = 0; i < sizeof capitals / sizeof *capitals; i++)
        if (str_starts(s, capitals[i]))
            found = strlen(capitals[i]);
    for (size_t i = 1; i < s.n && i < 7 && is_name(s.s[i]); i++) {
        name[i - 1] = s.s[i];
        const struct entity *hit = find_entity(name);
        if (hit && hit->codepoint < 0x100)
            found = i + 1;
    }
    return found && !(attribute && found < s.n && (s.s[found] == '=' || is_name(s.s[found])));
}

void entities_decode(struct buf *b, struct str s)
{
    while (s.n) {
        size_t amp = str_chr(s, '&');
        if (amp == STR_NONE) {
            buf_str(b, s);
            return;
        }
        uint32_t c;
        buf_add(b, s.s, amp);
        s = str_sub(s, amp, s.n);
        size_t used = entity_at(s, &c);
        if (used)
            buf_utf8(b, c);
        else
            buf_ch(b, '&');
        s = str_sub(s, used ? used : 1, s.n);
    }
}

/* The names that make text HTML. Fewer than HTML has: <t> and <string> in a headline about programming are words. */
static bool known_tag(struct str name)
{
    static const char *const tags[] = {
        "a",      "abbr",  "acronym", "address", "b",      "big",   "blockquote", "br",  "center", "cite",
        "code",   "dd",    "del",     "dfn",     "div",    "dl",    "dt",         "em",  "figure", "font",
        "h1",     "h2",    "h3",      "h4",      "h5",     "h6",    "hr",         "i",   "iframe", "img",
        "ins",    "kbd",   "li",      "object",  "ol",     "p",     "pre",        "q",   "s",      "samp",
        "script", "small", "span",    "strike",  "strong", "style", "sub",        "sup", "table",  "tbody",
        "td",     "th",    "thead",   "tr",      "tt",     "u",     "ul",         "var"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (str_ieqc(name, tags[i]))
            return true;
    return false;
}

static bool is_alpha(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* s starts with '<'. The tag's name; n 0 when it is none. */
static struct str name_at(struct str s)
{
    size_t i = s.n > 1 && s.s[1] == '/' ? 2 : 1, from = i;
    while (i < s.n && (is_alpha(s.s[i]) || (i > from && s.s[i] >= '0' && s.s[i] <= '9')))
        i++;
    return str_sub(s, from, i);
}

bool looks_like_html(struct str s)
{
    if (str_chr(s, '<') == STR_NONE && str_chr(s, '&') == STR_NONE)
        return false;
    bool sure = false;
    size_t last = s.n; /* behind the last '>' */
    while (last && s.s[last - 1] != '>')
        last--;
    for (size_t i = 0; i < s.n; i++) {
        uint32_t c;
        if (s.s[i] == '<') {
            struct str name = name_at(str_sub(s, i, s.n));
            if (name.n && !known_tag(name))
                return false;
            sure |= name.n && i < last;
        } else if (s.s[i] == '&') {
            sure |= entity_at(str_sub(s, i, s.n), &c) != 0;
        }
    }
    return sure;
}

/* Behind the tag at i: quotes protect '>', but a quote that never closes does not swallow the text. */
static size_t tag_end(struct str s, size_t i)
{
    char quote = 0;
    size_t plain = STR_NONE;
    for (size_t k = i + 1; k < s.n && k < i + 8192; k++) {
        char c = s.s[k];
        if (c == '>' && plain == STR_NONE)
            plain = k + 1;
        if (quote ? c == quote : c == '>') {
            if (!quote)
                return k + 1;
            quote = 0;
        } else if (!quote && (c == '"' || c == '\'') && s.s[k - 1] == '=') {
            quote = c;
        }
    }
    return plain == STR_NONE ? s.n : plain;
}

/* Behind the end tag of an element whose content is no text. */
static size_t skip_raw(struct str s, size_t i, struct str name)
{
    while (i < s.n) {
        size_t lt = str_chr(str_sub(s, i, s.n), '<');
        if (lt == STR_NONE)
            return s.n;
        i += lt;
        struct str end = str_sub(s, i, s.n);
        if (end.n > 1 && end.s[1] == '/' && str_ieq(name_at(end), name))
            return tag_end(s, i);
        i++;
    }
    return s.n;
}

static void strip_tags(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t next = str_chr(str_sub(s, i, s.n), '<');
        next = next == STR_NONE ? s.n : i + next;
        entities_decode(b, str_sub(s, i, next));
        if (next == s.n)
            return;
        struct str rest = str_sub(s, next, s.n), name = name_at(rest);
        if (!name.n && !str_starts(rest, "<!--")) {
            buf_ch(b, '<');
            i = next + 1;
            continue;
        }
        if (!name.n) {
            size_t end = str_find(rest, str_lit("-->"));
            i = end == STR_NONE ? s.n : next + end + 3;
            continue;
        }
        i = tag_end(s, next);
        bool raw = str_ieqc(name, "script") || str_ieqc(name, "style");
        if (raw && s.s[next + 1] != '/')
            i = skip_raw(s, i, name);
        if (str_ieqc(name, "br") || str_ieqc(name, "p") || str_ieqc(name, "div") || str_ieqc(name, "li"))
            buf_ch(b, ' ');
    }
}

struct str windows_text(struct arena *a, struct str s)
{
    bool any = false;
    for (size_t i = 0; i + 1 < s.n && !any; i++)
        any = (unsigned char)s.s[i] == 0xc2 && (unsigned char)s.s[i + 1] >= 0x80 && (unsigned char)s.s[i + 1] < 0xa0;
    if (!any)
        return s;
    struct buf b;
    buf_init(&b, s.n * 3 + 16);
    for (size_t i = 0; i < s.n;)
        buf_utf8(&b, entity_windows(utf8_next(s, &i)));
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

struct str html_line(struct arena *a, struct str html)
{
    struct buf b;
    html = str_sub(html, 0, LINE_MAX);
    buf_init(&b, html.n * 2 + 16);
    strip_tags(&b, html);
    struct str out = utf8_line(a, windows_text(a, buf_view(&b)), 20000);
    buf_end(&b);
    return out;
}
