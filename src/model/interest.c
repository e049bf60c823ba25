#include "model/interest.h"

static bool after(struct str *s, const char *prefix)
{
    if (!str_istarts(*s, prefix))
        return false;
    *s = str_trim(str_sub(*s, str_c(prefix).n, s->n));
    return true;
}

/* A spreadsheet puts an apostrophe before a leading minus sign, and export does so for its sake. */
static struct str without_guard(struct str s)
{
    return str_starts(s, "'-") ? str_sub(s, 1, s.n) : s;
}

struct interest interest_parse(struct str entry)
{
    struct interest i = {.kind = INTEREST_TOPIC};
    struct str s = without_guard(str_trim(entry));
    if (s.n && s.s[0] == '-') {
        i.mute = true;
        s = str_trim(str_sub(s, 1, s.n));
    }
    if (after(&s, "outlet:"))
        i.kind = INTEREST_OUTLET;
    else if (after(&s, "word:"))
        i.kind = INTEREST_WORD;
    if (i.kind != INTEREST_OUTLET && s.n > 2 && s.s[0] == '"' && s.s[s.n - 1] == '"') {
        i.kind = INTEREST_WORD;
        s = str_trim(str_sub(s, 1, s.n - 1));
    }
    i.what = s;
    return i;
}

struct str interest_words(struct arena *a, const struct interest *i)
{
    switch (i->kind) {
    case INTEREST_OUTLET:
        return str_fmt(a, STR_FMT " (outlet)", STR_ARG(i->what));
    case INTEREST_WORD:
        return str_fmt(a, "\"" STR_FMT "\" (word)", STR_ARG(i->what));
    case INTEREST_TOPIC:
        break;
    }
    return str_dup(a, i->what);
}
