#include "ingest/robots.h"

enum {
    ROBOTS_MAX = 500 << 10, /* RFC 9309 2.5: at least 500 KiB must be read */
    RULES_MAX = 2000,
    PATTERN_MAX = 1000,
    DELAY_MAX = 60,
};

/* '*' is any run, '$' at the end the end of the path. Each piece between stars is looked for once, behind the one
 * before: the earliest place leaves the most room for what follows, so nothing is ever taken back and the time is that
 * of reading pattern and path. */
static bool matches(struct str pattern, struct str path)
{
    bool anchored = pattern.n && pattern.s[pattern.n - 1] == '$', first = true;
    pattern = str_sub(pattern, 0, pattern.n - anchored);
    for (;; first = false) {
        size_t star = str_chr(pattern, '*'), end = star == STR_NONE ? pattern.n : star;
        struct str piece = str_sub(pattern, 0, end);
        size_t at = first ? 0 : str_find(path, piece);
        if (star == STR_NONE && anchored && path.n >= piece.n && (!first || path.n == piece.n))
            at = path.n - piece.n;
        if (at == STR_NONE || !str_eq(str_sub(path, at, at + piece.n), piece))
            return false;
        if (star == STR_NONE)
            return !anchored || at + piece.n == path.n;
        path = str_sub(path, at + piece.n, path.n);
        pattern = str_sub(pattern, star + 1, pattern.n);
    }
}

/* "User-agent: NAME" names us when it is our product name, or "*". 2: by name, 1: by star, 0: somebody else. */
static int names(struct str value, struct str agent)
{
    size_t end = 0;
    while (end < value.n && value.s[end] != '/' && value.s[end] != ' ')
        end++;
    value = str_sub(value, 0, end);
    return str_eqc(value, "*") ? 1 : str_ieq(value, agent) ? 2 : 0;
}

static bool field(struct str line, struct str *name, struct str *value)
{
    size_t hash = str_chr(line, '#');
    line = str_sub(line, 0, hash == STR_NONE ? line.n : hash);
    size_t colon = str_chr(line, ':');
    if (colon == STR_NONE)
        return false;
    *name = str_trim(str_sub(line, 0, colon));
    *value = str_trim(str_sub(line, colon + 1, line.n));
    return true;
}

/* The best group for us: 2 when one names us, else 1 when there is one for everybody, else 0. */
static int best_group(struct str text, struct str agent)
{
    int best = 0;
    struct str line, name, value;
    while (str_line(&text, &line))
        if (field(line, &name, &value) && str_ieqc(name, "user-agent") && names(value, agent) > best)
            best = names(value, agent);
    return best;
}

bool robots_allow(struct str robots_txt, struct str agent, struct str path, int64_t *delay_s)
{
    struct str text = str_sub(robots_txt, 0, ROBOTS_MAX), line, name, value;
    *delay_s = 0;
    if (str_starts(text, "\xef\xbb\xbf"))
        text = str_sub(text, 3, text.n);
    int best = best_group(text, agent);
    bool ours = false, agents = false, allowed = true;
    size_t longest = 0, rules = 0;
    path = str_sub(path, 0, 4 * PATTERN_MAX);
    while (best && str_line(&text, &line)) {
        if (!field(line, &name, &value))
            continue;
        if (str_ieqc(name, "user-agent")) { /* consecutive lines name one group */
            ours = (agents && ours) || names(value, agent) == best;
            agents = true;
            continue;
        }
        agents = false;
        int64_t seconds;
        if (ours && str_ieqc(name, "crawl-delay") && str_i64(value, &seconds) && seconds > 0)
            *delay_s = seconds < DELAY_MAX ? seconds : DELAY_MAX;
        bool allow = str_ieqc(name, "allow");
        if (!ours || !value.n || value.n > PATTERN_MAX || (!allow && !str_ieqc(name, "disallow")) ||
            ++rules > RULES_MAX)
            continue;
        if (value.n + allow > longest && matches(value, path)) {
            allowed = allow;
            longest = value.n + allow;
        }
    }
    return allowed;
}
