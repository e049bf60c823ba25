#include "ingest/tidy.h"

#include <string.h>
#include <strings.h>

#define ATTR_MAX 16384 /* bytes of one attribute; JSON-LD is text, not an attribute */

struct tidy {
    struct str in;
    size_t i;
    struct tidy_to *to;
    int depth;
    size_t over;                       /* open elements beyond the limit, not told */
    size_t flattened;                  /* how many there ever were */
    bool no_comment_end, no_cdata_end; /* none in the rest of the input */
    bool unclosed[TAG_COUNT];          /* no end tag of this name in the rest of the input: searched once */
    size_t attr_count;
    struct attribute_value attrs[ATTR_COUNT]; /* of the tag at hand */
    enum tag stack[TIDY_DEPTH];
};

/* What parts the names and values of a tag. */
enum { SPACE = 1, SLASH = 2, CLOSE = 4, EQUALS = 8 };
static const unsigned char kinds[256] = {[' '] = SPACE,  ['\t'] = SPACE, ['\n'] = SPACE, ['\r'] = SPACE,
                                         ['\f'] = SPACE, ['/'] = SLASH,  ['>'] = CLOSE,  ['='] = EQUALS};

static bool is_kind(char c, unsigned kind)
{
    return kinds[(unsigned char)c] & kind;
}

/* The first place from i on that is of none of the kinds; or of one of them. */
static size_t behind(struct str s, size_t i, unsigned kind)
{
    while (i < s.n && is_kind(s.s[i], kind))
        i++;
    return i;
}

static size_t until(struct str s, size_t i, unsigned kind)
{
    while (i < s.n && !is_kind(s.s[i], kind))
        i++;
    return i;
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- telling */

static void put_text(struct tidy *t, struct str s)
{
    while (s.n) {
        size_t k = str_chr(s, '<');
        t->to->text(t->to, str_sub(s, 0, k));
        if (k == STR_NONE)
            return;
        t->to->text(t->to, str_lit("&lt;"));
        s = str_sub(s, k + 1, s.n);
    }
}

/* A form is a block like any other; a tree builder's special care for forms only moves text around. */
static enum tag told(enum tag tag)
{
    return tag == T_FORM ? T_DIV : tag;
}

static void put_start(struct tidy *t, enum tag tag)
{
    t->to->start(t->to, told(tag), t->attrs, tag == T_OTHER ? 0 : t->attr_count);
}

static void put_end(struct tidy *t, enum tag tag)
{
    t->to->end(t->to, told(tag));
}

/* Close everything above and including stack[k]. */
static void pop_to(struct tidy *t, int k)
{
    while (t->depth > k)
        put_end(t, t->stack[--t->depth]);
}

/* Misnested: stack[k] should end while what was opened inside it goes on. It is taken back, as if it had never been
 * there; nothing is split or opened twice, so nothing can multiply. */
static void unwrap(struct tidy *t, int k)
{
    t->to->take_back(t->to, (size_t)(t->depth - 1 - k));
    memmove(t->stack + k, t->stack + k + 1, (size_t)(t->depth - k - 1) * sizeof *t->stack);
    t->depth--;
}

static bool holds(const struct tidy *t, int k, unsigned flags)
{
    for (int j = k + 1; j < t->depth; j++)
        if (tag_flags(t->stack[j]) & flags)
            return true;
    return false;
}

/* A block starts inside an open paragraph: the paragraph ends, unless a link or the like goes on across the block. */
static void end_paragraph(struct tidy *t, int k, enum tag next)
{
    if (next != T_P && holds(t, k, TAG_FORMAT))
        unwrap(t, k);
    else
        pop_to(t, k);
}

/* ---- nesting rules */

/* The nearest open `tag`, not looking beyond scopes or, when `stop` is given, beyond that element. */
static int find_open(const struct tidy *t, enum tag tag, enum tag stop)
{
    for (int k = t->depth - 1; k >= 0; k--) {
        if (t->stack[k] == tag)
            return k;
        if ((tag_flags(t->stack[k]) & TAG_SCOPE) || t->stack[k] == stop)
            return -1;
    }
    return -1;
}

static int find_item(const struct tidy *t, enum tag one, enum tag two)
{
    for (int k = t->depth - 1; k >= 0; k--) {
        enum tag g = t->stack[k];
        if (g == one || g == two)
            return k;
        if ((tag_flags(g) & TAG_BLOCK) && g != T_DIV && g != T_FORM && g != T_P && g != T_ADDRESS)
            return -1; /* a form is written as a div */
    }
    return -1;
}

/* Inside the current table: the nearest of the given elements. */
static int find_cell(const struct tidy *t, const enum tag *of, int n)
{
    for (int k = t->depth - 1; k >= 0 && t->stack[k] != T_TABLE; k--)
        for (int j = 0; j < n; j++)
            if (t->stack[k] == of[j])
                return k;
    return -1;
}

/* A heading within a heading ends it, also where a link or the like is open in between: that one may be unwrapped
 * later, and then the two would stand in each other after all. */
static int open_heading(const struct tidy *t)
{
    int k = t->depth - 1;
    while (k >= 0 && !(tag_flags(t->stack[k]) & (TAG_BLOCK | TAG_SCOPE)))
        k--;
    return k >= 0 && (tag_flags(t->stack[k]) & TAG_HEADING) ? k : -1;
}

static void close_implied(struct tidy *t, enum tag tag)
{
    static const enum tag cell[] = {T_TD, T_TH}, row[] = {T_TR, T_CAPTION, T_COLGROUP},
                          part[] = {T_TBODY, T_THEAD, T_TFOOT, T_CAPTION, T_COLGROUP};
    unsigned f = tag_flags(tag);
    int k = -1;
    if ((f & TAG_BLOCK) && !(tag >= T_TBODY && tag <= T_TD) && tag != T_TH && tag != T_TR && tag != T_CAPTION &&
        tag != T_LEGEND && (k = find_open(t, T_P, T_BUTTON)) >= 0)
        end_paragraph(t, k, tag);
    k = -1;
    switch (tag) {
    case T_LI:
        k = find_item(t, T_LI, T_LI);
        break;
    case T_DD:
    case T_DT:
        k = find_item(t, T_DD, T_DT);
        break;
    case T_TD:
    case T_TH:
        k = find_cell(t, cell, 2);
        break;
    case T_TR:
        k = find_cell(t, row, 3);
        break;
    case T_TBODY:
    case T_THEAD:
    case T_TFOOT:
        k = find_cell(t, part, 5);
        if (k < 0)
            k = find_cell(t, row, 3);
        break;
    case T_A:
        if ((k = find_open(t, T_A, T_A)) >= 0 && holds(t, k, TAG_BLOCK)) {
            unwrap(t, k);
            return;
        }
        break;
    case T_BUTTON:
        k = find_open(t, T_BUTTON, T_BUTTON);
        break;
    case T_OPTION:
        k = find_open(t, T_OPTION, T_SELECT);
        break;
    default:
        if (f & TAG_HEADING)
            k = open_heading(t);
    }
    if (k >= 0)
        pop_to(t, k);
}

static void end_tag(struct tidy *t, enum tag tag)
{
    unsigned f = tag_flags(tag);
    if ((f & TAG_VOID) || tag == T_HTML || tag == T_BODY || tag == T_HEAD)
        return;
    if (t->over) {
        t->over--;
        return;
    }
    int k = -1;
    if (tag == T_TABLE) {
        for (k = t->depth - 1; k >= 0 && t->stack[k] != T_TABLE; k--)
            continue;
    } else if ((f & TAG_SCOPE) || tag == T_TR || tag == T_TBODY || tag == T_THEAD || tag == T_TFOOT) {
        k = find_cell(t, &tag, 1);
    } else if (f & TAG_HEADING) { /* </h2> ends an <h3> too */
        for (k = t->depth - 1; k >= 0 && !(tag_flags(t->stack[k]) & TAG_HEADING); k--)
            if (tag_flags(t->stack[k]) & TAG_SCOPE)
                return;
    } else if (tag == T_LI) { /* not beyond the list it is in */
        for (k = t->depth - 1; k >= 0 && t->stack[k] != T_LI; k--)
            if (t->stack[k] == T_UL || t->stack[k] == T_OL || (tag_flags(t->stack[k]) & TAG_SCOPE))
                return;
    } else {
        k = find_open(t, tag, tag);
    }
    if (k < 0)
        return;
    if (!(f & TAG_BLOCK) && holds(t, k, TAG_BLOCK)) {
        if (f & TAG_FORMAT)
            unwrap(t, k);
        return;
    }
    pop_to(t, k);
}

/* ---- reading */

/* What stands behind the '=' of an attribute, from *i on. */
static struct str value_at(struct str in, size_t *i)
{
    size_t from = behind(in, *i, SPACE), end;
    if (from < in.n && (in.s[from] == '"' || in.s[from] == '\'')) {
        const char *q = memchr(in.s + from + 1, in.s[from], in.n - from - 1);
        end = q ? (size_t)(q - in.s) : in.n;
        *i = q ? end + 1 : end;
        return str_sub(in, from + 1, end);
    }
    *i = end = until(in, from, SPACE | CLOSE);
    struct str value = str_sub(in, from, end);
    bool both = str_chr(value, '"') != STR_NONE && str_chr(value, '\'') != STR_NONE;
    return both ? str_lit("") : value; /* unquoted with both kinds of quotes: rare enough to lose */
}

/* From behind "</name" or "<name": reads attributes up to and including '>' and keeps the wanted ones. */
static void attributes(struct tidy *t)
{
    struct str in = t->in;
    size_t i = t->i;
    uint64_t seen = 0;
    _Static_assert(ATTR_COUNT <= 64, "one bit for each attribute");
    t->attr_count = 0;
    while ((i = behind(in, i, SPACE | SLASH)) < in.n && in.s[i] != '>') {
        size_t from = i;
        i = until(in, i + 1, SPACE | SLASH | CLOSE | EQUALS); /* a leading '=' belongs to the name */
        struct str name = str_sub(in, from, i), value = {NULL, 0};
        i = behind(in, i, SPACE);
        if (i < in.n && in.s[i] == '=') {
            i++;
            value = value_at(in, &i);
        }
        enum attr a = attr_of(name);
        if (a == A_NONE || (seen >> a & 1))
            continue;
        seen |= (uint64_t)1 << a;
        if (value.n <= ATTR_MAX && !(a == A_SRC && str_istarts(value, "data:")))
            t->attrs[t->attr_count++] = (struct attribute_value){a, value};
    }
    t->i = i < in.n ? i + 1 : in.n;
}

/* Where the next "</name" stands that ends the element, or STR_NONE; a miss is remembered. */
static size_t find_end(struct tidy *t, enum tag tag)
{
    if (t->unclosed[tag])
        return STR_NONE;
    const char *name = tag_name(tag).s;
    size_t len = tag_name(tag).n;
    for (size_t i = t->i; i + 2 + len <= t->in.n;) {
        const char *lt = memchr(t->in.s + i, '<', t->in.n - i - 1 - len);
        if (!lt)
            break;
        i = (size_t)(lt - t->in.s);
        char after = i + 2 + len < t->in.n ? lt[2 + len] : '>';
        if (lt[1] == '/' && strncasecmp(lt + 2, name, len) == 0 && is_kind(after, SPACE | SLASH | CLOSE))
            return i;
        i++;
    }
    t->unclosed[tag] = true;
    return STR_NONE;
}

static bool is_json_ld(const struct tidy *t)
{
    for (size_t i = 0; i < t->attr_count; i++)
        if (t->attrs[i].name == A_TYPE)
            return str_ifind(t->attrs[i].value, str_lit("ld+json")) != STR_NONE;
    return false;
}

/* The text of a script whose end tag stands at `end`. */
static void script(struct tidy *t, size_t end)
{
    static const struct attribute_value type = {A_TYPE, {"application/ld+json", 19}};
    struct str text = str_sub(t->in, t->i, end);
    t->to->start(t->to, T_SCRIPT, &type, 1);
    /* "<!--" would start an escaped state in which "</script>" no longer ends the script */
    for (size_t k; (k = str_find(text, str_lit("<!--"))) != STR_NONE; text = str_sub(text, k + 4, text.n))
        t->to->text(t->to, str_sub(text, 0, k));
    t->to->text(t->to, text);
    t->to->end(t->to, T_SCRIPT);
}

/* An element that never shows text. JSON-LD scripts pass, because they carry the page's own data. */
static void skip_element(struct tidy *t, enum tag tag)
{
    size_t end = find_end(t, tag);
    bool raw =
        tag == T_SCRIPT || tag == T_STYLE || tag == T_XMP || tag == T_NOEMBED || tag == T_NOFRAMES || tag == T_IFRAME;
    if (tag == T_SCRIPT && end != STR_NONE && is_json_ld(t))
        script(t, end);
    if (end == STR_NONE) {
        if (raw)
            t->i = t->in.n;
        return;
    }
    t->i = end + 2 + tag_name(tag).n;
    attributes(t);
}

static void title(struct tidy *t)
{
    size_t end = find_end(t, T_TITLE);
    bool closed = end != STR_NONE;
    if (!closed) { /* browsers would take the whole page for the title */
        const char *lt = memchr(t->in.s + t->i, '<', t->in.n - t->i);
        end = lt ? (size_t)(lt - t->in.s) : t->in.n;
    }
    put_text(t, str_sub(t->in, t->i, end));
    put_end(t, T_TITLE);
    t->i = end;
    if (closed) {
        t->i += 7;
        attributes(t);
    }
}

static void start_tag(struct tidy *t, enum tag tag)
{
    unsigned f = tag_flags(tag);
    attributes(t);
    if (tag == T_FRAMESET || tag == T_FRAME || tag == T_PLAINTEXT)
        return;
    if (f & TAG_SKIP) {
        skip_element(t, tag);
        return;
    }
    bool opens = tidy_opens(tag) && tag != T_TITLE;
    if (opens || (f & TAG_VOID))
        close_implied(t, tag);
    if (opens && t->depth == TIDY_DEPTH) {
        t->over++;
        t->flattened++;
        return;
    }
    put_start(t, tag);
    if (tag == T_TITLE)
        title(t);
    else if (opens)
        t->stack[t->depth++] = tag;
}

/* "<!...", "<?..." and "</" without a name: comments of one kind or another, none of them kept. */
static void comment(struct tidy *t)
{
    const char *s = t->in.s + t->i;
    size_t left = t->in.n - t->i;
    if (left >= 4 && memcmp(s, "<!--", 4) == 0) {
        if (left >= 5 && s[4] == '>') {
            t->i += 5;
            return;
        }
        if (left >= 6 && s[4] == '-' && s[5] == '>') {
            t->i += 6;
            return;
        }
        for (size_t k = 4; !t->no_comment_end && k + 2 < left; k++) {
            const char *d = memchr(s + k, '-', left - k - 2);
            if (!d)
                break;
            k = (size_t)(d - s);
            if (s[k + 1] == '-' && (s[k + 2] == '>' || (s[k + 2] == '!' && k + 3 < left && s[k + 3] == '>'))) {
                t->i += k + (s[k + 2] == '>' ? 3 : 4);
                return;
            }
        }
        t->no_comment_end = true;
        /* never closed: browsers lose the rest of the page, we lose the marker */
        t->i += 4;
        return;
    }
    if (!t->no_cdata_end && left >= 9 && memcmp(s, "<![CDATA[", 9) == 0) { /* XHTML's text */
        size_t k = str_find(str_sub(t->in, t->i, t->in.n), str_lit("]]>"));
        if (k != STR_NONE) {
            put_text(t, str_sub(t->in, t->i + 9, t->i + k));
            t->i += k + 3;
            return;
        }
        t->no_cdata_end = true;
    }
    const char *gt = memchr(s, '>', left);
    t->i = gt ? (size_t)(gt - t->in.s) + 1 : t->in.n;
}

size_t html_tidy_to(struct str html, struct tidy_to *to)
{
    struct tidy t; /* but for the attributes and the stack, which are most of it and written before they are read */
    memset(&t, 0, offsetof(struct tidy, attrs));
    t.in = html;
    t.to = to;
    const char *s = html.s;
    while (t.i < html.n) {
        const char *lt = memchr(s + t.i, '<', html.n - t.i);
        size_t k = lt ? (size_t)(lt - s) : html.n;
        if (k > t.i)
            to->text(to, str_sub(html, t.i, k));
        t.i = k;
        if (!lt)
            break;
        char c = k + 1 < html.n ? s[k + 1] : 0;
        bool end = c == '/';
        size_t name = k + 1 + end;
        if (name < html.n && is_alpha(s[name])) {
            t.i = until(html, name, SPACE | SLASH | CLOSE);
            enum tag tag = tag_of(str_sub(html, name, t.i));
            if (end) {
                attributes(&t);
                end_tag(&t, tag);
            } else {
                start_tag(&t, tag);
            }
        } else if (c == '!' || c == '?' || (end && name < html.n)) {
            comment(&t);
        } else {
            to->text(to, str_lit("&lt;"));
            t.i++;
        }
    }
    return t.flattened;
}
