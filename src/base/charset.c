/* Bytes in any charset to UTF-8. Labels mean what browsers take them to mean (WHATWG Encoding): "latin1" is
 * windows-1252. */
#include "base/buf.h"
#include "base/utf8.h"
#include <errno.h>
#include <iconv.h>
#include <string.h>

static const struct {
    const char *label, *iconv;
} names[] = {
    {"ansi_x3.4-1968", "CP1252"},
    {"ascii", "CP1252"},
    {"us-ascii", "CP1252"},
    {"iso-8859-1", "CP1252"},
    {"iso8859-1", "CP1252"},
    {"iso_8859-1", "CP1252"},
    {"latin1", "CP1252"},
    {"latin-1", "CP1252"},
    {"l1", "CP1252"},
    {"cp1252", "CP1252"},
    {"x-cp1252", "CP1252"},
    {"windows-1252", "CP1252"},
    {"iso-8859-9", "CP1254"},
    {"latin5", "CP1254"},
    {"windows-1254", "CP1254"},
    {"iso-8859-11", "CP874"},
    {"tis-620", "CP874"},
    {"windows-874", "CP874"},
    {"gb2312", "GB18030"},
    {"gb_2312-80", "GB18030"},
    {"gbk", "GB18030"},
    {"x-gbk", "GB18030"},
    {"gb18030", "GB18030"},
    {"chinese", "GB18030"},
    {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},
    {"sjis", "CP932"},
    {"x-sjis", "CP932"},
    {"ms_kanji", "CP932"},
    {"windows-31j", "CP932"},
    {"ks_c_5601-1987", "CP949"},
    {"ks_c_5601-1989", "CP949"},
    {"euc-kr", "CP949"},
    {"korean", "CP949"},
    {"ksc5601", "CP949"},
    {"windows-949", "CP949"},
    {"big5", "BIG5-HKSCS"},
    {"big5-hkscs", "BIG5-HKSCS"},
    {"x-x-big5", "BIG5-HKSCS"},
    {"euc-jp", "EUC-JP"},
    {"x-euc-jp", "EUC-JP"},
    {"iso-2022-jp", "ISO-2022-JP"},
    {"utf-16", "UTF-16LE"},
    {"utf-16le", "UTF-16LE"},
    {"utf-16be", "UTF-16BE"},
    {"utf-32", "UTF-32LE"},
    {"utf-32le", "UTF-32LE"},
    {"utf-32be", "UTF-32BE"},
    {"macintosh", "MACINTOSH"},
    {"x-mac-roman", "MACINTOSH"},
    {"koi8-r", "KOI8-R"},
    {"koi8", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
    {"ibm866", "CP866"},
    {"cp866", "CP866"},
    {"windows-1250", "CP1250"},
    {"cp1250", "CP1250"},
    {"windows-1251", "CP1251"},
    {"cp1251", "CP1251"},
    {"x-cp1251", "CP1251"},
    {"windows-1253", "CP1253"},
    {"windows-1255", "CP1255"},
    {"windows-1256", "CP1256"},
    {"windows-1257", "CP1257"},
    {"windows-1258", "CP1258"},
    {"iso-8859-2", "ISO-8859-2"},
    {"iso-8859-3", "ISO-8859-3"},
    {"iso-8859-4", "ISO-8859-4"},
    {"iso-8859-5", "ISO-8859-5"},
    {"iso-8859-6", "ISO-8859-6"},
    {"iso-8859-7", "ISO-8859-7"},
    {"iso-8859-8", "ISO-8859-8"},
    {"iso-8859-10", "ISO-8859-10"},
    {"iso-8859-13", "ISO-8859-13"},
    {"iso-8859-14", "ISO-8859-14"},
    {"iso-8859-15", "ISO-8859-15"},
    {"latin-9", "ISO-8859-15"},
    {"iso-8859-16", "ISO-8859-16"},
};

/* NULL: unknown, or UTF-8 (which is looked at anyway); UTF-7 is left out on purpose, as everywhere. */
static const char *iconv_name(const char *charset)
{
    if (!charset)
        return NULL;
    struct str label = str_trim(str_c(charset));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_ieqc(label, names[i].label))
            return names[i].iconv;
    return NULL;
}

static struct str valid_copy(struct arena *a, struct str s)
{
    if (utf8_valid(s))
        return str_dup(a, s);
    struct buf b;
    buf_init(&b, s.n * 3);
    for (size_t i = 0; i < s.n;)
        buf_utf8(&b, utf8_next(s, &i));
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static struct str convert(struct arena *a, struct str s, const char *from)
{
    iconv_t cd = iconv_open("UTF-8", from);
    if (cd == (iconv_t)-1)
        return valid_copy(a, s);
    struct buf b;
    buf_init(&b, s.n * 4 + 64);
    char *in = (char *)s.s, out[4096];
    size_t left = s.n;
    while (left) {
        char *w = out;
        size_t space = sizeof out;
        size_t rc = iconv(cd, &in, &left, &w, &space);
        int why = errno;
        buf_add(&b, out, sizeof out - space);
        if (rc != (size_t)-1 || why == E2BIG)
            continue;
        buf_utf8(&b, 0xFFFD); /* a broken or cut-off sequence: one byte is given up */
        in++;
        left--;
    }
    iconv_close(cd);
    struct str result = valid_copy(a, buf_view(&b));
    buf_end(&b);
    return result;
}

/* Broken UTF-8 that holds not one whole character outside ASCII was never UTF-8. */
static bool looks_like_utf8(struct str s)
{
    size_t whole = 0, broken = 0;
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = utf8_next(s, &i);
        broken += c == 0xFFFD && i == from + 1;
        whole += i > from + 1;
    }
    return broken == 0 || whole > broken;
}

static bool has_high(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] >= 0x80)
            return true;
    return false;
}

struct str utf8_from(struct arena *a, struct str bytes, const char *charset)
{
    if (!bytes.s)
        return bytes;
    if (str_starts(bytes, "\xEF\xBB\xBF"))
        return valid_copy(a, str_sub(bytes, 3, bytes.n));
    if (bytes.n >= 4 && memcmp(bytes.s, "\xFF\xFE\0\0", 4) == 0)
        return convert(a, str_sub(bytes, 4, bytes.n), "UTF-32LE");
    if (bytes.n >= 4 && memcmp(bytes.s, "\0\0\xFE\xFF", 4) == 0)
        return convert(a, str_sub(bytes, 4, bytes.n), "UTF-32BE");
    if (str_starts(bytes, "\xFF\xFE"))
        return convert(a, str_sub(bytes, 2, bytes.n), "UTF-16LE");
    if (str_starts(bytes, "\xFE\xFF"))
        return convert(a, str_sub(bytes, 2, bytes.n), "UTF-16BE");
    const char *name = iconv_name(charset);
    /* Text labelled as one of the Latin charsets that happens to be whole UTF-8 is UTF-8 with a wrong label. */
    bool latin = name && strcmp(name, "CP1252") == 0;
    if (name && !(latin && has_high(bytes) && utf8_valid(bytes)))
        return convert(a, bytes, name);
    return looks_like_utf8(bytes) ? valid_copy(a, bytes) : convert(a, bytes, "CP1252");
}
