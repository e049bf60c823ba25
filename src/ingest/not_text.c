/* not_text.c: bytes that no reader here is for, told by how they begin. Read as text they would become an article of
 * rubbish, so they are refused with what they are and what to do. */
#include "ingest/readers.h"
#include <string.h>

enum { LOOK_AT = 4096 };

static const struct {
    const char *magic;
    size_t n;
    const char *what;
} kinds[] = {
    {"\x1f\x8b", 2, "compressed (gzip); unpack it first"},
    {"BZh", 3, "compressed (bzip2); unpack it first"},
    {"\xfd"
     "7zXZ",
     5, "compressed (xz); unpack it first"},
    {"\x28\xb5\x2f\xfd", 4, "compressed (zstd); unpack it first"},
    {"PK\x03\x04", 4, "an archive or an office document (zip); save its text as Markdown, HTML or plain text"},
    {"7z\xbc\xaf\x27\x1c", 6, "an archive (7z); unpack it first"},
    {"%PDF-", 5, "a PDF; save its text as Markdown, HTML or plain text"},
    {"{\\rtf", 5, "a word processor's document (RTF); save it as plain text or HTML"},
    {"\xd0\xcf\x11\xe0", 4, "an office document; save it as plain text or HTML"},
    {"\x89PNG", 4, "a picture (PNG), not text"},
    {"\xff\xd8\xff", 3, "a picture (JPEG), not text"},
    {"GIF8", 4, "a picture (GIF), not text"},
    {"\x7f"
     "ELF",
     4, "a program, not text"},
    {"SQLite format 3", 15, "a database, not text"},
};

/* UTF-16 and UTF-32 are full of zeros; they begin with a mark, or every second byte of what looks like ASCII is one. */
static bool is_wide(struct str b)
{
    return b.n >= 4 && (((unsigned char)b.s[0] == 0xFF && (unsigned char)b.s[1] == 0xFE) ||
                        ((unsigned char)b.s[0] == 0xFE && (unsigned char)b.s[1] == 0xFF) ||
                        (!b.s[0] && (b.s[1] || b.s[3])) || (b.s[0] && !b.s[1]));
}

/* any_format: only the beginnings are looked at; feeds and pages live with stray controls. */
const char *not_text(struct str bytes, bool any_format)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (bytes.n >= kinds[i].n && memcmp(bytes.s, kinds[i].magic, kinds[i].n) == 0)
            return kinds[i].what;
    if (any_format || is_wide(bytes))
        return NULL;
    struct str head = str_sub(bytes, 0, LOOK_AT);
    size_t controls = 0;
    for (size_t i = 0; i < head.n; i++) {
        unsigned char c = (unsigned char)head.s[i];
        controls += c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B;
    }
    return controls * 20 > head.n ? "not text: full of control characters" : NULL;
}
