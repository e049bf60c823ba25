#include "ingest/feed_json_parts.h"

#include "base/buf.h"
#include "base/json.h"
#include "ingest/feed.h"
#include "ingest/loose_json.h"

enum {
    LOOKS = 8,     /* times the text may be looked at; in a hostile one every try is long */
    TRY_COST = 32, /* bytes that a try counts for besides those it reads */
    CUT_TAIL =
        12, /* of a text cut in an escape the parser says that the escape is wrong: "\ud83d\ude", a byte or two */
};

struct walk {
    struct str in;
    size_t i, budget;
    struct buf out;
    bool comma, listed;
    size_t items, lost;
};

size_t feed_json_too_deep(struct str s)
{
    size_t depth = 0;
    bool inside = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (inside) {
            if (c == '\\')
                i++;
            else
                inside = c != '"';
        } else if (c == '"') {
            inside = true;
        } else if (c == '[' || c == '{') {
            if (++depth > FEED_JSON_NESTING_MAX)
                return i;
        } else if ((c == ']' || c == '}') && depth) {
            depth--;
        }
    }
    return STR_NONE;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool at(const struct walk *w, char c)
{
    return w->i < w->in.n && w->in.s[w->i] == c;
}

static void skip_space(struct walk *w)
{
    while (w->i < w->in.n && is_space(w->in.s[w->i]))
        w->i++;
}

/* To the next member or item; a comma too many is no matter. */
static void skip_commas(struct walk *w)
{
    while (w->i < w->in.n && (is_space(w->in.s[w->i]) || w->in.s[w->i] == ','))
        w->i++;
}

static void spend(struct walk *w, size_t bytes)
{
    bytes += TRY_COST;
    w->budget -= bytes < w->budget ? bytes : w->budget;
}

/* What an item has and its attachments, authors and hubs have not. */
static bool is_item(const struct json *j)
{
    static const char *const keys[] = {"content_html", "content_text", "title", "url", "date_published"};
    bool any = false;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        any |= json_get(j, keys[i]) != NULL;
    return any && json_get(j, "id");
}

enum taken { TAKEN, BROKEN, ENDED };

/* The value at w->i, which then stands behind it. */
static enum taken take(struct walk *w, struct str *value, bool *item)
{
    struct json_stop stop;
    struct str rest = str_sub(w->in, w->i, w->in.n);
    struct json *j = w->budget ? json_parse_first(rest, &stop) : NULL;
    if (!w->budget)
        return ENDED;
    spend(w, stop.at);
    if (!j)
        return stop.ended || (stop.at + CUT_TAIL >= rest.n && !str_ends(str_trim(rest), "}")) ? ENDED : BROKEN;
    *item = is_item(j);
    json_end(j);
    *value = str_sub(rest, 0, stop.at);
    if (feed_json_too_deep(*value) != STR_NONE)
        return BROKEN;
    w->i += stop.at;
    return TAKEN;
}

static void put_comma(struct walk *w)
{
    if (w->comma)
        buf_ch(&w->out, ',');
    w->comma = true;
}

static void put_item(struct walk *w, struct str item)
{
    put_comma(w);
    buf_str(&w->out, item);
    w->items++;
}

static bool goes_on(struct walk *w, size_t i)
{
    while (i < w->in.n && is_space(w->in.s[i]))
        i++;
    return i < w->in.n && (w->in.s[i] == ',' || w->in.s[i] == ']');
}

/* The item at w->i with what can be mended mended, or left out when it is clear where it ends. */
static bool take_mended(struct walk *w)
{
    struct arena a = {0};
    struct str rest = str_sub(w->in, w->i, w->in.n), mended;
    struct json_stop stop;
    bool closed = false;
    if (!at(w, '{') || !w->budget || !loose_json_next(&a, &rest, &mended, &closed))
        return false;
    size_t to = w->in.n - rest.n;
    spend(w, 2 * (to - w->i));
    closed = closed && goes_on(w, to);
    struct json *j = closed && feed_json_too_deep(mended) == STR_NONE ? json_parse_first(mended, &stop) : NULL;
    if (j)
        put_item(w, mended);
    w->lost += !j;
    json_end(j);
    arena_end(&a);
    if (closed)
        w->i = to;
    return closed;
}

/* Where an item can begin: behind a comma, and with a name. */
static bool may_begin(const struct walk *w, size_t i)
{
    size_t before = i, behind = i + 1;
    while (before && is_space(w->in.s[before - 1]))
        before--;
    while (behind < w->in.n && is_space(w->in.s[behind]))
        behind++;
    return before && w->in.s[before - 1] == ',' && behind < w->in.n && w->in.s[behind] == '"';
}

/* Behind an item whose end is not to be found: at the next thing that is whole and an item. */
static bool find_item(struct walk *w)
{
    struct str value;
    bool item;
    size_t from = w->i + 1, brace;
    while (w->budget && (brace = str_chr(str_sub(w->in, from, w->in.n), '{')) != STR_NONE) {
        w->i = from + brace;
        from = w->i + 1;
        if (may_begin(w, w->i) && take(w, &value, &item) == TAKEN) {
            if (item) {
                put_item(w, value);
                return true;
            }
            from = w->i;
        }
    }
    return false;
}

static void take_items(struct walk *w)
{
    w->listed = true;
    put_comma(w);
    buf_c(&w->out, "\"items\":[");
    w->comma = false;
    bool more = true;
    for (w->i++; more && w->items <= FEED_ENTRIES_MAX;) {
        struct str value;
        bool item;
        skip_commas(w);
        if (w->i >= w->in.n || at(w, ']'))
            break;
        size_t lost = w->lost;
        switch (take(w, &value, &item)) {
        case TAKEN:
            put_item(w, value);
            break;
        case BROKEN:
            more = take_mended(w);
            if (!more) {
                w->lost = lost + 1;
                more = find_item(w);
            }
            break;
        case ENDED:
            w->lost++;
            more = false;
        }
    }
    buf_ch(&w->out, ']');
    w->comma = true;
    w->i = more && at(w, ']') ? w->i + 1 : w->in.n;
}

static bool is_items(struct walk *w, struct str key)
{
    return !w->listed && str_eqc(key, "\"items\"") && at(w, '[');
}

/* One member, and "items" item by item. */
static bool take_member(struct walk *w)
{
    struct str key, value;
    bool item;
    if (!at(w, '"') || take(w, &key, &item) != TAKEN)
        return false;
    skip_space(w);
    if (!at(w, ':'))
        return false;
    w->i++;
    skip_space(w);
    if (is_items(w, key)) {
        take_items(w);
        return true;
    }
    if (take(w, &value, &item) != TAKEN)
        return false;
    if (!str_eqc(key, "\"items\"")) {
        put_comma(w);
        buf_str(&w->out, key);
        buf_ch(&w->out, ':');
        buf_str(&w->out, value);
    }
    return true;
}

/* Past a member that cannot be read. */
static bool find_items(struct walk *w)
{
    struct str name = str_lit("\"items\"");
    size_t found;
    while ((found = str_find(str_sub(w->in, w->i, w->in.n), name)) != STR_NONE) {
        w->i += found + name.n;
        skip_space(w);
        if (!at(w, ':'))
            continue;
        w->i++;
        skip_space(w);
        if (at(w, '['))
            return true;
    }
    return false;
}

struct str feed_json_parts(struct arena *a, struct str text, size_t *items, size_t *lost)
{
    struct walk w = {.in = text, .budget = LOOKS * text.n + 1};
    buf_init(&w.out, 3 * text.n + 64); /* mending writes a backslash before a quote */
    buf_ch(&w.out, '{');
    skip_space(&w);
    bool more = at(&w, '{');
    w.i += more;
    while (more) {
        skip_commas(&w);
        more = take_member(&w);
    }
    if (!w.listed && find_items(&w))
        take_items(&w);
    buf_ch(&w.out, '}');
    *items = w.items;
    *lost = w.lost;
    struct str out = buf_dup(a, &w.out);
    buf_end(&w.out);
    return out;
}
