#include "render/labels.h"
#include "base/buf.h"
#include "base/utf8.h"
#include <string.h>

enum { FILLED_MAX = 1 << 16, NAMES = 8 };

static struct str primary(struct str lang)
{
    for (size_t i = 0; i < lang.n; i++)
        if (lang.s[i] == '-' || lang.s[i] == '_')
            return str_sub(lang, 0, i);
    return lang;
}

/* English as it is written outside America, and Chinese in the traditional script. */
static struct str with_region(struct str lang)
{
    static const char *const regions[][2] = {{"en-gb", "en-gb"}, {"en-ie", "en-gb"},   {"en-au", "en-gb"},
                                             {"en-nz", "en-gb"}, {"en-za", "en-gb"},   {"en-in", "en-gb"},
                                             {"zh-tw", "zh-tw"}, {"zh-hant", "zh-tw"}, {"zh-hant-tw", "zh-tw"},
                                             {"zh-hk", "zh-tw"}, {"iw", "he"}};
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++)
        if (str_ieqc(lang, regions[i][0]))
            return str_c(regions[i][1]);
    return primary(lang);
}

const struct labels *labels_for(struct str lang)
{
    struct str name = with_region(lang);
    for (const struct labels *l = labels_table; l->lang; l++)
        if (str_ieqc(name, l->lang))
            return l;
    return labels_table;
}

bool labels_run_left(struct str lang)
{
    static const char *const tags[] = {"ar", "he", "iw", "fa", "ur", "yi", "ps", "dv", "ug", "ckb", "sd"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (str_ieqc(primary(lang), tags[i]))
            return true;
    return false;
}

struct names {
    struct str name[NAMES], value[NAMES];
    size_t n;
};

/* Puts the pattern with its names filled; false when one of them has no value. */
static bool put(struct buf *b, struct str pattern, const struct names *names)
{
    bool whole = true;
    while (pattern.n) {
        size_t open = str_chr(pattern, '{'), close = str_chr(pattern, '}');
        if (open == STR_NONE || close == STR_NONE || close < open) {
            buf_str(b, pattern);
            break;
        }
        buf_str(b, str_sub(pattern, 0, open));
        struct str name = str_sub(pattern, open + 1, close), value = {0};
        for (size_t i = 0; i < names->n; i++)
            if (str_eq(names->name[i], name))
                value = names->value[i];
        buf_str(b, value);
        whole = whole && value.n > 0;
        pattern = str_sub(pattern, close + 1, pattern.n);
    }
    return whole;
}

struct str labels_fill(struct arena *a, const char *pattern, ...)
{
    struct names names = {.n = 0};
    va_list ap;
    va_start(ap, pattern);
    for (const char *name; names.n < NAMES && (name = va_arg(ap, const char *)) != NULL; names.n++) {
        names.name[names.n] = str_c(name);
        names.value[names.n] = va_arg(ap, struct str);
    }
    va_end(ap);
    struct buf b;
    buf_init(&b, FILLED_MAX);
    for (struct str rest = str_c(pattern); rest.n;) {
        size_t open = str_chr(rest, '['), close = str_chr(rest, ']');
        if (open == STR_NONE || close == STR_NONE || close < open) {
            put(&b, rest, &names);
            break;
        }
        put(&b, str_sub(rest, 0, open), &names);
        struct buf part;
        buf_init(&part, FILLED_MAX);
        if (put(&part, str_sub(rest, open + 1, close), &names))
            buf_str(&b, buf_view(&part));
        buf_end(&part);
        rest = str_sub(rest, close + 1, rest.n);
    }
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static size_t form(enum plural p, size_t n)
{
    size_t ten = n % 10, hundred = n % 100;
    bool few = ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14);
    switch (p) {
    case PLURAL_NONE:
        return 0;
    case PLURAL_ONE:
        return n != 1;
    case PLURAL_FRENCH:
        return n > 1;
    case PLURAL_SLAVIC:
        return ten == 1 && hundred != 11 ? 0 : few ? 1 : 2;
    case PLURAL_POLISH:
        return n == 1 ? 0 : few ? 1 : 2;
    case PLURAL_HEBREW:
        return n == 1 ? 0 : n == 2 ? 1 : 2;
    case PLURAL_ARABIC:
        return n < 3 ? n : hundred >= 3 && hundred <= 10 ? 3 : hundred >= 11 ? 4 : 5;
    }
    return 0;
}

const char *labels_plural(const struct labels *l, size_t n)
{
    return l->stories[form(l->plural, n)];
}

struct str labels_upper(struct arena *a, struct str s, struct str lang)
{
    if (!s.n || !(str_ieqc(primary(lang), "tr") || str_ieqc(primary(lang), "az")))
        return s.n ? utf8_upper(a, s) : s;
    struct strs parts = {0};
    struct str part;
    while (str_cut(&s, 'i', &part))
        vec_add(a, &parts, part);
    return utf8_upper(a, str_join(a, &parts, "\xC4\xB0"));
}
