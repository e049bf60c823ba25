/* "Why it matters" in plain text: bullets under a heading, a run-in on one line, short lines without signs. */
#include "ingest/plaintext.h"

#include "base/utf8.h"
#include "ingest/phrases.h"

#define WHY_MAX 12 /* bullets taken from one article */

static bool is_dated(struct text *t, struct str s)
{
    struct date_line d;
    struct strs names = {0};
    return phrase_dates(t->a, s, t->o->zone, &d) || phrase_byline(t->a, s, &names);
}

static void add_why(struct text *t, struct str s)
{
    s = utf8_line(t->a, s, 1000);
    while (str_starts(s, "**"))
        s = str_trim(str_sub(s, 2, s.n));
    if (s.n && t->art->why.n < WHY_MAX && !strs_has(&t->art->why, s))
        vec_add(t->a, &t->art->why, str_dup(t->a, s));
    t->art->why_from = WHY_PAGE;
}

bool take_why(struct text *t, size_t i)
{
    struct line *l = &t->lines.v[i];
    struct str rest;
    enum why_phrase kind = l->words > 90 ? WHY_NO : phrase_why(t->a, l->s, &rest);
    if (kind == WHY_NO)
        return false;
    size_t j = i + 1, n = t->lines.n;
    while (j < n && t->lines.v[j].repeated)
        j++;
    bool listed = j < n && t->lines.v[j].bullet;
    if (kind == WHY_LIST_ONLY && !listed)
        return false;
    if (rest.n)
        add_why(t, rest);
    l->taken = true;
    if (listed) {
        for (; j < n && t->lines.v[j].bullet; j++) {
            add_why(t, t->lines.v[j].s);
            t->lines.v[j].taken = true;
        }
        return true;
    }
    if (rest.n)
        return true;
    /* no signs: short lines under the heading as one block, or one paragraph */
    size_t first = j, longest = 0;
    for (; j < n && j < first + 6; j++) {
        struct line *x = &t->lines.v[j];
        struct str r;
        bool stop = x->heading || x->words > 60 || phrase_why(t->a, x->s, &r) != WHY_NO || is_dated(t, x->s);
        if (stop || (j > first && (x->after_blank || (x->words > 35 && x->words > longest * 3 / 2))))
            break;
        add_why(t, x->s);
        x->taken = true;
        longest = x->words > longest ? x->words : longest;
    }
    return true;
}
