/* Any bytes as text: every function gives valid UTF-8 within its bounds, quoted-printable decodes to the input however
 * it was cut, and URLs have one form. The first byte chooses widths and the cut. */
#include "base/escape.h"
#include "base/log.h"
#include "base/url.h"
#include "base/utf8.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void check_text(struct arena *a, struct str s, size_t k)
{
    static const char *const charsets[] = {NULL,     "utf-8",       "latin1",  "shift_jis",
                                           "utf-16", "iso-2022-jp", "gb18030", "euc-kr"};
    must(utf8_valid(utf8_from(a, s, charsets[k % 8])));
    struct str clean = utf8_clean(a, s), line = utf8_line(a, s, k + 1), cut = utf8_cut(a, clean, k + 1);
    must(utf8_valid(clean) && utf8_valid(line) && utf8_valid(cut));
    must(utf8_chars(line) <= k + 1 && utf8_chars(cut) <= k + 1);
    must(str_eq(utf8_clean(a, clean), clean));
    must(utf8_valid(utf8_fold(a, s)) && utf8_valid(utf8_nfc(a, s)) && utf8_valid(utf8_upper(a, s)) &&
         utf8_valid(utf8_lower(a, s)));
    must(utf8_words(clean) <= clean.n && utf8_width(clean) <= 2 * clean.n);
    must(utf8_valid(utf8_wrap(a, clean, k, "* ", "  ")));
    must(printable(a, s, k).n <= k);
}

static size_t decode(struct str s, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] != '=') {
            out[n++] = s.s[i];
            continue;
        }
        char hex[3] = {s.s[i + 1], s.s[i + 2], 0};
        if (memcmp(hex, "\r\n", 2) != 0)
            out[n++] = (char)strtol(hex, NULL, 16);
        i += 2;
    }
    return n;
}

static void check_qp(struct arena *a, struct str s, size_t cut)
{
    struct buf b;
    buf_init(&b, 16 * s.n + 100);
    escape_qp(&b, str_sub(s, 0, cut));
    escape_qp(&b, str_sub(s, cut, s.n));
    struct str rest = buf_view(&b), line;
    while (str_cut(&rest, '\n', &line))
        must(line.n <= 77 && (!rest.s || str_ends(line, "\r")) && !str_starts(line, "From ") && !str_ends(line, " \r"));
    char *got = arena_alloc(a, b.n + 1), *want = arena_alloc(a, 2 * s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool paired = i > 0 && i != cut && s.s[i - 1] == '\r';
        if (s.s[i] == '\n' && !paired)
            want[n++] = '\r';
        want[n++] = s.s[i];
    }
    must(decode(buf_view(&b), got) == n && memcmp(got, want, n) == 0);
    buf_end(&b);
}

static void check_escapes(struct arena *a, struct str s, size_t column)
{
    struct buf b;
    buf_init(&b, 64 * s.n + 1000);
    escape_html_attr(&b, s);
    must(!b.n || (str_chr(buf_view(&b), '"') == STR_NONE && str_chr(buf_view(&b), '<') == STR_NONE &&
                  str_chr(buf_view(&b), '\n') == STR_NONE));
    buf_clear(&b);
    escape_html_text(&b, s);
    must(str_chr(buf_view(&b), '<') == STR_NONE && utf8_valid(buf_view(&b)));
    buf_clear(&b);
    escape_url_attr(&b, s);
    struct str u = buf_view(&b);
    must(str_eqc(u, "#") || str_istarts(u, "http://") || str_istarts(u, "https://") || str_istarts(u, "mailto:") ||
         str_starts(u, "cid:"));
    buf_clear(&b);
    escape_header(&b, s, column % 60);
    struct str rest = buf_view(&b), line;
    for (bool first = true; str_cut(&rest, '\n', &line); first = false)
        must((first || (line.n > 0 && line.s[0] == ' ')) && (!rest.s || str_ends(line, "\r")));
    buf_end(&b);
    must(str_eq(url_unescape(a, url_escape(a, utf8_clean(a, s))), utf8_clean(a, s)));
}

static void check_url(struct arena *a, struct str s)
{
    struct str c = url_canonical(a, s), base = str_lit("https://news.example.org/a/b?c");
    must(!c.s || (url_is_web(c) && str_eq(url_canonical(a, c), c)));
    struct str r = url_resolve(a, base, s);
    must(!r.s || memchr(r.s, '\n', r.n) == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n == 0)
        return 0;
    struct arena a = {0};
    struct str s = {(const char *)data + 1, n - 1};
    check_text(&a, s, data[0]);
    check_qp(&a, s, data[0] % (s.n + 1));
    check_escapes(&a, s, data[0]);
    check_url(&a, s);
    arena_end(&a);
    return 0;
}
