#include "ingest/tags.h"

#include <string.h>

static const struct {
    const char *name;
    unsigned flags;
} tags[TAG_COUNT] = {[T_TEXT] = {"", 0},
                     [T_OTHER] = {"", 0},
#define TAG_ROW(id, n, f) [T_##id] = {n, f},
                     TAG_LIST(TAG_ROW)
#undef TAG_ROW
};

static const char *const attrs[ATTR_COUNT] = {[A_NONE] = "",
#define ATTR_ROW(id, n) [A_##id] = n,
                                              ATTR_LIST(ATTR_ROW)
#undef ATTR_ROW
};

/* Both lists are alphabetical, and so are the enums: names are found by halving. */
static int find(struct str name, const char *const *row, size_t stride, int first, int count)
{
    if (name.n == 0 || name.n > 16)
        return -1;
    char low[17];
    for (size_t i = 0; i < name.n; i++)
        low[i] = name.s[i] >= 'A' && name.s[i] <= 'Z' ? (char)(name.s[i] | 32) : name.s[i];
    low[name.n] = 0;
    int from = first, to = count;
    while (from < to) {
        int mid = (from + to) / 2;
        int c = strcmp(low, *(const char *const *)((const char *)row + (size_t)mid * stride));
        if (c == 0)
            return mid;
        if (c < 0)
            to = mid;
        else
            from = mid + 1;
    }
    return -1;
}

enum tag tag_of(struct str name)
{
    int i = find(name, &tags[0].name, sizeof tags[0], T_OTHER + 1, TAG_COUNT);
    return i < 0 ? T_OTHER : (enum tag)i;
}

enum attr attr_of(struct str name)
{
    int i = find(name, attrs, sizeof attrs[0], A_NONE + 1, ATTR_COUNT);
    return i < 0 ? A_NONE : (enum attr)i;
}

const char *tag_name(enum tag t)
{
    return tags[t].name;
}

unsigned tag_flags(enum tag t)
{
    return tags[t].flags;
}
