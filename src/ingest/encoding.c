#include "ingest/encoding.h"
#include "base/utf8.h"
#include <string.h>

enum { DECLARATION_MAX = 1024 };

struct str content_type_charset(struct str content_type)
{
    struct str rest = content_type, part;
    bool first = true;
    while (str_cut(&rest, ';', &part)) {
        struct str value = part, name;
        if (first || !str_cut(&value, '=', &name) || !str_ieqc(str_trim(name), "charset")) {
            first = false;
            continue;
        }
        value = str_trim(value);
        while (value.n && (value.s[0] == '"' || value.s[0] == '\''))
            value = str_sub(value, 1, value.n);
        while (value.n && (value.s[value.n - 1] == '"' || value.s[value.n - 1] == '\''))
            value.n--;
        return value.n ? value : (struct str){0};
    }
    return (struct str){0};
}

/* The mark's length, and what it says. UTF-32's begins like UTF-16's. */
static const char *byte_order_mark(struct str b)
{
    static const struct {
        const char *mark, *label;
        size_t n;
    } marks[] = {
        {"\xef\xbb\xbf", "utf-8", 3}, {"\xff\xfe\0\0", "utf-32le", 4}, {"\0\0\xfe\xff", "utf-32be", 4},
        {"\xff\xfe", "utf-16le", 2},  {"\xfe\xff", "utf-16be", 2},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (b.n >= marks[i].n && memcmp(b.s, marks[i].mark, marks[i].n) == 0)
            return marks[i].label;
    return NULL;
}

/* XML and JSON start with an ASCII character, so the zeros around it tell (RFC 8259's predecessor, section 3). */
static const char *wide_shape(struct str b)
{
    if (b.n < 4)
        return NULL;
    const char *p = b.s;
    if (!p[0] && !p[1] && !p[2] && p[3])
        return "utf-32be";
    if (p[0] && !p[1] && !p[2] && !p[3])
        return "utf-32le";
    if (!p[0] && p[1] && !p[2] && p[3])
        return "utf-16be";
    if (p[0] && !p[1] && p[2] && !p[3])
        return "utf-16le";
    return NULL;
}

static struct str declared(struct str b)
{
    struct str head = str_trim(str_sub(b, 0, DECLARATION_MAX));
    if (!str_starts(head, "<?xml"))
        return (struct str){0};
    size_t end = str_find(head, str_lit("?>"));
    head = str_sub(head, 0, end == STR_NONE ? head.n : end);
    size_t at = str_find(head, str_lit("encoding"));
    if (at == STR_NONE)
        return (struct str){0};
    struct str value = str_trim(str_sub(head, at + 8, head.n));
    if (!value.n || value.s[0] != '=')
        return (struct str){0};
    value = str_trim(str_sub(value, 1, value.n));
    if (value.n < 2 || (value.s[0] != '"' && value.s[0] != '\''))
        return (struct str){0};
    size_t close = str_chr(str_sub(value, 1, value.n), value.s[0]);
    return close == STR_NONE || !close ? (struct str){0} : str_sub(value, 1, 1 + close);
}

static bool is_ascii(struct str b)
{
    size_t i = 0;
    for (uint64_t w; i + 8 <= b.n; i += 8) {
        memcpy(&w, b.s + i, 8);
        if (w & 0x8080808080808080)
            return false;
    }
    for (; i < b.n; i++)
        if ((unsigned char)b.s[i] >= 0x80)
            return false;
    return true;
}

/* May bytes with this label be these bytes? Wide encodings were ruled out by their shape before. */
static bool believable(struct str label, struct str b, bool ascii)
{
    if (!label.n || str_istarts(label, "utf-16") || str_istarts(label, "utf-32") || str_istarts(label, "ucs-") ||
        str_ieqc(label, "u16") || str_ieqc(label, "u32"))
        return false;
    if (str_ieqc(label, "us-ascii") || str_ieqc(label, "ascii"))
        return ascii;
    if (str_ieqc(label, "utf-8") || str_ieqc(label, "utf8"))
        return utf8_valid(b);
    return true;
}

static struct str label_name(struct arena *a, struct str label)
{
    static const struct {
        const char *from, *to;
    } supersets[] = {{"gb2312", "gb18030"}, {"gbk", "gb18030"}, {"utf8", "utf-8"}, {"unicode-1-1-utf-8", "utf-8"}};
    for (size_t i = 0; i < sizeof supersets / sizeof *supersets; i++)
        if (str_ieqc(label, supersets[i].from))
            return str_c(supersets[i].to);
    struct str out = str_dup(a, str_sub(label, 0, 40));
    for (size_t i = 0; i < out.n; i++) {
        char c = out.s[i];
        ((char *)out.s)[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c >= 0x20 && c < 0x7f ? c : '?');
    }
    return out;
}

struct str encoding_decode(struct arena *a, struct str bytes, struct str content_type, struct str *label)
{
    const char *sure = byte_order_mark(bytes);
    if (!sure)
        sure = wide_shape(bytes);
    if (sure) {
        *label = str_c(sure);
        return utf8_from(a, bytes, sure);
    }
    bool ascii = is_ascii(bytes);
    struct str header = content_type_charset(content_type), inside = declared(bytes), use = {0};
    if (believable(header, bytes, ascii))
        use = header;
    else if (ascii && !header.n && str_istarts(content_type, "text/")) /* RFC 3023 3.1: text without a charset */
        use = str_lit("us-ascii");
    else if (believable(inside, bytes, ascii))
        use = inside;
    else if (ascii || utf8_valid(bytes))
        use = str_lit("utf-8");
    if (ascii || str_ieqc(use, "utf-8")) { /* nothing to convert: the bytes are the text */
        *label = label_name(a, use);
        return bytes;
    }
    if (!use.n) {
        *label = str_c(encoding_guess(bytes));
        return utf8_from(a, bytes, label->s);
    }
    *label = label_name(a, use);
    /* Text labelled Latin that is whole UTF-8 is UTF-8 (utf8_from reads it so); the label must say what was done. */
    if (!ascii && (str_istarts(*label, "iso-8859-1") || str_eqc(*label, "windows-1252")) && utf8_valid(bytes))
        *label = str_lit("utf-8");
    return utf8_from(a, bytes, label->s);
}
