/* What agencies put before the first sentence. */
#include "why/standalone.h"
#include <string.h>

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static size_t dash_end(struct str s, size_t i)
{
    size_t from = i;
    while (i < s.n && s.s[i] == ' ')
        i++;
    if (i + 3 <= s.n && (!memcmp(s.s + i, "\xe2\x80\x93", 3) || !memcmp(s.s + i, "\xe2\x80\x94", 3)))
        i += 3;
    else if (i + 2 < s.n && s.s[i] == '-' && s.s[i + 1] == '-')
        i += 2;
    else if (i + 1 < s.n && s.s[i] == '-' && s.s[i + 1] == ' ')
        i++;
    else
        return from;
    while (i < s.n && s.s[i] == ' ')
        i++;
    return i;
}

/* "LONDON, March 3 (Reuters) - ", "Tokyo (CNN)": at most four capitalized words, then letters in brackets, then perhaps
 * a dash. */
static size_t agency_end(struct str s)
{
    size_t open = str_chr(str_sub(s, 0, 40), '(');
    if (open == STR_NONE)
        return 0;
    for (size_t i = 0; i < open; i++)
        if (is_letter(s.s[i]) && !is_upper(s.s[i]) && (i == 0 || s.s[i - 1] == ' '))
            return 0;
    size_t shut = open + 1;
    while (shut < s.n && shut < open + 24 &&
           (is_letter(s.s[shut]) || s.s[shut] == ' ' || s.s[shut] == '/' || s.s[shut] == '.'))
        shut++;
    if (shut >= s.n || s.s[shut] != ')')
        return 0;
    shut++;
    return is_upper(s.s[open + 1]) || dash_end(s, shut) > shut ? shut : 0; /* "(dpa) - " */
}

/* "WASHINGTON - ": capitals only before the dash. */
static size_t capitals_end(struct str s)
{
    size_t i = 0, letters = 0;
    while (i < s.n && i < 40 && (is_upper(s.s[i]) || s.s[i] == ' ' || s.s[i] == ',' || s.s[i] == '.'))
        letters += is_upper(s.s[i++]);
    return letters >= 3 && i > 1 && i < s.n && s.s[i - 1] == ' ' ? i : 0;
}

/* "(서울=연합뉴스) 홍길동 기자 = ", "【ロンドン共同】", "［東京 3日 ロイター］ - ": a place or an agency in brackets,
 * then perhaps the reporter up to an equals sign. */
static size_t bracket_end(struct str s)
{
    static const char *const open[] = {"(", "[", "\xe3\x80\x90", "\xef\xbc\x88", "\xef\xbc\xbb"};
    static const char *const shut[] = {")", "]", "\xe3\x80\x91", "\xef\xbc\x89", "\xef\xbc\xbd"};
    for (size_t k = 0; k < sizeof open / sizeof *open; k++) {
        size_t from = strlen(open[k]);
        if (!str_starts(s, open[k]) || from >= s.n || (unsigned char)s.s[from] < 0x80)
            continue;
        size_t end = str_find(str_sub(s, 0, 80), str_c(shut[k]));
        if (end == STR_NONE)
            return 0;
        end += strlen(shut[k]);
        size_t equals = str_chr(str_sub(s, end, end + 60), '=');
        return equals == STR_NONE ? end : end + equals + 1;
    }
    return 0;
}

/* "新华社北京3月3日电（记者王明）" */
static size_t wire_end(struct str s)
{
    static const char *const agencies[] = {"新华社", "新華社", "中新社", "中新网", "法新社", "路透社", "中央社"};
    for (size_t k = 0; k < sizeof agencies / sizeof *agencies; k++) {
        size_t end = str_starts(s, agencies[k]) ? str_find(str_sub(s, 0, 60), str_lit("电")) : STR_NONE;
        if (end == STR_NONE && str_starts(s, agencies[k]))
            end = str_find(str_sub(s, 0, 60), str_lit("電"));
        if (end == STR_NONE)
            continue;
        end += strlen("电");
        size_t reporter =
            str_starts(str_sub(s, end, s.n), "（") ? str_find(str_sub(s, end, end + 80), str_lit("）")) : STR_NONE;
        return reporter == STR_NONE ? end : end + reporter + strlen("）");
    }
    return 0;
}

struct str without_dateline(struct str s)
{
    size_t far = bracket_end(s);
    if (!far)
        far = wire_end(s);
    if (far)
        return str_trim(str_sub(s, dash_end(s, far), s.n));
    size_t end = agency_end(s);
    if (end)
        return str_trim(str_sub(s, dash_end(s, end), s.n));
    size_t capitals = capitals_end(s), dash = capitals ? dash_end(s, capitals) : 0;
    return dash > capitals ? str_sub(s, dash, s.n) : s;
}
