/* Words of configuration files: the name that was meant, and text written so that it reads back. */
#include "base/buf.h"
#include "base/utf8.h"
#include "base/yaml.h"
#include <string.h>

enum { NAME_MAX_LEN = 40 };

static size_t least(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;
    return m < c ? m : c;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Edit distance where two letters swapped count as one mistake; case and - for _ count as none. */
static size_t distance(struct str a, struct str b)
{
    size_t row[3][NAME_MAX_LEN + 1];
    for (size_t j = 0; j <= b.n; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *now = row[i % 3], *above = row[(i - 1) % 3], *two = row[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            char x = lower(a.s[i - 1]), y = lower(b.s[j - 1]);
            bool same = x == y || (x == '-' && y == '_') || (x == '_' && y == '-');
            now[j] = least(above[j] + 1, now[j - 1] + 1, above[j - 1] + !same);
            if (i > 1 && j > 1 && x == lower(b.s[j - 2]) && lower(a.s[i - 2]) == y && two[j - 2] + 1 < now[j])
                now[j] = two[j - 2] + 1;
        }
    }
    return row[a.n % 3][b.n];
}

const char *nearest_name(struct str wrong, const char *const *names, size_t n)
{
    const char *best = NULL;
    size_t best_distance = STR_NONE;
    if (wrong.n == 0 || wrong.n > NAME_MAX_LEN)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        struct str name = str_c(names[i]);
        if (name.n > NAME_MAX_LEN)
            continue;
        size_t d = distance(wrong, name);
        size_t longer = wrong.n > name.n ? wrong.n : name.n;
        bool begins =
            wrong.n >= 3 && str_istarts(name, "") && name.n > wrong.n && str_ieq(str_sub(name, 0, wrong.n), wrong);
        if (begins && d > 1)
            d = 1;
        if (d < best_distance && d <= (longer + 2) / 3) {
            best = names[i];
            best_distance = d;
        }
    }
    return best;
}

static bool plain_first(uint32_t c)
{
    return utf8_is_letter(c) || c == '/' || c == '_';
}

static bool plain_inner(uint32_t c)
{
    return utf8_is_word(c) || c == ' ' || c == '_' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')' ||
           c == '+';
}

/* Words that some YAML reader takes for something else than text. */
static bool meant_otherwise(struct str s)
{
    static const char *const words[] = {"null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_ieqc(s, words[i]))
            return true;
    return false;
}

static bool safe_plain(struct str s)
{
    if (s.n == 0 || s.s[s.n - 1] == ' ' || meant_otherwise(s))
        return false;
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = utf8_next(s, &i);
        if (c == 0xFFFD || !(from == 0 ? plain_first(c) : plain_inner(c)))
            return false;
    }
    return true;
}

struct str yaml_quote(struct arena *a, struct str s)
{
    if (safe_plain(s))
        return str_dup(a, s);
    struct buf b;
    buf_init(&b, s.n * 6 + 2);
    buf_ch(&b, '"');
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (c == '"' || c == '\\')
            buf_fmt(&b, "\\%c", (char)c);
        else if (c == '\n')
            buf_c(&b, "\\n");
        else if (c == '\t')
            buf_c(&b, "\\t");
        else if (c < 0x20 || (c >= 0x7F && c <= 0x9F))
            buf_fmt(&b, "\\x%02X", (unsigned)c);
        else if (c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF)
            buf_fmt(&b, "\\u%04X", (unsigned)c);
        else
            buf_utf8(&b, c);
    }
    buf_ch(&b, '"');
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}
