#include "ingest/tags.h"

const struct tag_kind tag_kinds[TAG_COUNT] = {[T_TEXT] = {{"", 0}, 0},
                                              [T_OTHER] = {{"", 0}, 0},
#define TAG_ROW(id, n, f) [T_##id] = {{n, sizeof(n) - 1}, f},
                                              TAG_LIST(TAG_ROW)
#undef TAG_ROW
};

static const struct str attrs[ATTR_COUNT] = {[A_NONE] = {"", 0},
#define ATTR_ROW(id, n) [A_##id] = {n, sizeof(n) - 1},
                                             ATTR_LIST(ATTR_ROW)
#undef ATTR_ROW
};

/* Names of at most 16 letters as two numbers, in tables of open addressing that are made before main, so that every
 * thread finds them ready. */
struct packed {
    uint64_t head, tail;
};
struct row {
    struct packed name;
    int value; /* 0: an empty row; neither list has a name at 0 */
};
enum { ROWS = 512 };
static struct row tag_rows[ROWS], attr_rows[ROWS];
_Static_assert(TAG_COUNT * 2 < ROWS && ATTR_COUNT * 2 < ROWS, "the tables stay half empty");

/* Up to eight letters from `from` on, in lower case. */
static inline uint64_t letters(struct str name, size_t from)
{
    uint64_t all = 0;
    for (size_t i = from; i < name.n && i < from + sizeof all; i++) {
        unsigned char c = (unsigned char)name.s[i];
        all = all << 8 | (c >= 'A' && c <= 'Z' ? c | 32u : c);
    }
    return all;
}

static inline bool pack(struct str name, struct packed *out)
{
    *out = (struct packed){letters(name, 0), name.n > 8 ? letters(name, 8) : 0};
    return name.n > 0 && name.n <= sizeof *out;
}

static struct row *row_of(struct row *rows, struct packed name)
{
    uint64_t h = (name.head ^ name.tail * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;
    size_t i = h >> 55; /* nine bits: ROWS */
    while (rows[i].value && (rows[i].name.head != name.head || rows[i].name.tail != name.tail))
        i = (i + 1) % ROWS;
    return &rows[i];
}

static void add_row(struct row *rows, struct str name, int value)
{
    struct packed p;
    if (pack(name, &p))
        *row_of(rows, p) = (struct row){p, value};
}

__attribute__((constructor)) static void make_tables(void)
{
    for (int i = T_OTHER + 1; i < TAG_COUNT; i++)
        add_row(tag_rows, tag_kinds[i].name, i);
    for (int i = A_NONE + 1; i < ATTR_COUNT; i++)
        add_row(attr_rows, attrs[i], i);
}

enum tag tag_of(struct str name)
{
    struct packed p;
    int i = pack(name, &p) ? row_of(tag_rows, p)->value : 0;
    return i ? (enum tag)i : T_OTHER;
}

enum attr attr_of(struct str name)
{
    struct packed p;
    return pack(name, &p) ? (enum attr)row_of(attr_rows, p)->value : A_NONE;
}

struct str attr_name(enum attr a)
{
    return attrs[a];
}
