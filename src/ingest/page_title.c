/* Which words are the article's title: the headings of the page, judged by what its head calls it. */
#include "ingest/page.h"

#include "base/url.h"
#include "base/utf8.h"
#include <string.h>

enum { HEADINGS_MAX = 40 };

struct heading {
    const struct node *node;
    struct str text;
};

/* Letters and digits only, folded: for comparing titles that differ in quotes and dashes. */
static struct str bare(struct arena *a, struct str s)
{
    struct str low = utf8_lower(a, s);
    char *to = arena_alloc(a, low.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < low.n;) {
        size_t at = i;
        uint32_t c = utf8_next(low, &i);
        if (utf8_is_letter(c) || (c >= '0' && c <= '9')) {
            memcpy(to + n, low.s + at, i - at);
            n += i - at;
        }
    }
    return (struct str){to, n};
}

/* "Title | Site", "Title - Site", "Site: Title": without the site. */
static struct str without_site(struct page *p, struct str title)
{
    /* clang-format off */
    static const char *const seps[] = {
        " | ", " - ", " – ", " — ", " :: ", " » ", " • ", "│", "｜", " // ", " : ", " · ", " / ", " ‹ ", " « ", ": ", NULL,
    };
    /* clang-format on */
    struct str site = bare(p->a, p->site_name);
    for (const char *const *s = seps; *s; s++) {
        size_t n = strlen(*s), last = STR_NONE, first = STR_NONE;
        for (size_t i = 0; i + n <= title.n; i++)
            if (memcmp(title.s + i, *s, n) == 0) {
                last = i;
                first = first == STR_NONE ? i : first;
            }
        if (last == STR_NONE)
            continue;
        struct str head = str_trim(str_sub(title, 0, last)), tail = str_trim(str_sub(title, last + n, title.n));
        struct str b = bare(p->a, tail);
        if (site.n && b.n &&
            (str_eq(b, site) || str_find(b, site) != STR_NONE || (b.n >= 4 && str_find(site, b) != STR_NONE)))
            return without_site(p, head);
        head = str_trim(str_sub(title, 0, first));
        tail = str_trim(str_sub(title, first + n, title.n));
        b = bare(p->a, head);
        if (site.n && b.n && str_eq(b, site) && tail.n)
            return tail;
    }
    /* a bar parts the site from the title, whatever the site is called */
    for (const char *const *s = seps; *s && strcmp(*s, " · "); s++) {
        size_t n = strlen(*s), last = STR_NONE;
        for (size_t i = 0; i + n <= title.n; i++)
            if (memcmp(title.s + i, *s, n) == 0)
                last = i;
        if (last == STR_NONE)
            continue;
        struct str head = str_sub(title, 0, last), tail = str_sub(title, last + n, title.n);
        if (utf8_words(head) >= 3 && utf8_words(tail) <= 5 && (**(s) == ' ' && (*s)[1] == '|'))
            return str_trim(head);
        if (utf8_words(head) >= 4 && utf8_words(tail) <= 3)
            return str_trim(head);
    }
    return title;
}

static bool is_cut(struct str s)
{
    return str_ends(s, "…") || str_ends(s, "...");
}

/* Does one of the heading's elements begin or end behind its first n letters? */
static bool parts_at(struct page *p, const struct node *heading, size_t n)
{
    size_t before = 0;
    for (const struct node *k = dom_next(heading, heading); k && before < n; k = dom_next(heading, k))
        if (k->tag == T_TEXT)
            before += bare(p->a, k->text).n;
    return before == n;
}

/* "Harbor Dredgers return", "Dredgers return May 3, by Jane Doe", when the page's head calls it "Dredgers return": the
 * heading holds the kicker too, or what belongs to it is set in an element of its own. */
static struct str without_company(struct page *p, const struct heading *h, const struct str *claims, size_t n)
{
    struct str b = bare(p->a, h->text);
    for (size_t i = 0; i < 2 * n; i++) {
        struct str claim = i < n ? claims[i] : without_site(p, claims[i - n]), c = bare(p->a, claim);
        if (c.n < 15 || c.n >= b.n || is_cut(claim))
            continue;
        if (str_ends(b, str_dup(p->a, c).s) || (str_starts(b, str_dup(p->a, c).s) && parts_at(p, h->node, c.n)))
            return claim;
    }
    return h->text;
}

/* The first element of a heading that is set apart from the rest, with nothing said between the two: a kicker, when the
 * page's head parts the same words with a colon or a dash. */
static struct str without_kicker(struct page *p, const struct heading *h, struct str title, const struct str *claims,
                                 size_t n)
{
    const struct node *first = h->node->first;
    while (first && first->tag == T_TEXT && !str_trim(first->text).n)
        first = first->next;
    if (!first || first->tag == T_TEXT || first->tag == T_A)
        return title;
    struct str kicker = utf8_line(p->a, dom_text(p->a, first, 200), 100), b = bare(p->a, kicker);
    if (b.n < 3 || !str_starts(title, kicker.s) || title.n < kicker.n + 16)
        return title;
    struct str rest = str_trim(str_sub(title, kicker.n, title.n)), r = bare(p->a, rest);
    if (strchr(":!?.,;", kicker.s[kicker.n - 1]) || memchr(":-|,;", rest.s[0], 5) || str_starts(rest, "–") ||
        str_starts(rest, "—"))
        return title;
    for (size_t i = 0; i < n; i++) {
        size_t at = str_ifind(claims[i], kicker), to = at == STR_NONE ? 0 : at + kicker.n;
        struct str behind = str_sub(claims[i], to, claims[i].n);
        bool parted = str_starts(behind, ": ") || str_starts(behind, " - ") || str_starts(behind, " – ") ||
                      str_starts(behind, " | ") || str_starts(behind, " — ");
        if (at != STR_NONE && (at > 0 || (parted && str_starts(bare(p->a, behind), str_dup(p->a, r).s))))
            return rest;
    }
    return title;
}

/* "23.01.2022 - Dredgers return" */
static struct str without_date(struct page *p, struct str title)
{
    struct when w;
    size_t dash = str_find(title, str_lit(" - "));
    if (dash == STR_NONE || dash < 8 || dash > 20 || title.s[0] < '0' || title.s[0] > '9' || title.n < dash + 15 ||
        !date_parse(str_sub(title, 0, dash), p->zone, &w))
        return title;
    return str_trim(str_sub(title, dash + 3, title.n));
}

/* The site's own name at the head of its pages: a heading that is one link to the site's front page, or says so. */
static bool is_masthead(struct page *p, const struct heading *h)
{
    static const char names[] = " site-title site-name sitetitle sitename blog-title blogtitle ";
    struct str rest = node_attr(h->node, A_CLASS), one;
    if (str_listed(names, node_attr(h->node, A_ID)))
        return true;
    while (str_cut(&rest, ' ', &one))
        if (one.n && str_listed(names, one))
            return true;
    const struct node *link = dom_find((struct node *)h->node, T_A);
    struct str href = link ? str_trim(node_attr(link, A_HREF)) : (struct str){0};
    if (!href.n || href.s[0] == '#' || !str_eq(utf8_line(p->a, dom_text(p->a, link, 1000), 400), h->text))
        return false;
    struct url to, here;
    href = p->base.n ? url_resolve(p->a, p->base, href) : href;
    if (str_eqc(href, "/") || !url_parse(p->a, href, &to) || to.query.n)
        return str_eqc(href, "/");
    if (!to.path.n || str_eqc(to.path, "/"))
        return true;
    return utf8_words(h->text) <= 6 && url_parse(p->a, p->url, &here) && str_eq(to.host, here.host) &&
           to.path.n < here.path.n && str_ends(to.path, "/") && str_starts(here.path, str_dup(p->a, to.path).s);
}

static size_t find_headings(struct page *p, struct heading *out)
{
    size_t n = 0;
    for (struct node *k = dom_next(p->body, p->body); k && n < HEADINGS_MAX; k = dom_next(p->body, k)) {
        if (k->tag != T_H1 && k->tag != T_H2)
            continue;
        struct heading h = {k, utf8_line(p->a, dom_text(p->a, k, 1000), 400)};
        if (!h.text.n)
            continue;
        if (!is_masthead(p, &h))
            out[n++] = h;
        else if (!p->site_name.n)
            p->site_name = utf8_line(p->a, h.text, 100);
    }
    return n;
}

/* How well the page's head names this heading as the title; 0: not at all. */
static size_t named_by(struct page *p, struct str b, const struct str *claims, size_t n)
{
    size_t score = 0;
    for (size_t c = 0; c < n; c++) {
        struct str claim = bare(p->a, claims[c]);
        if (!claim.n)
            continue;
        if (str_eq(claim, b))
            score += 3;
        else if (b.n < 8 ? str_starts(claim, str_dup(p->a, b).s) || str_ends(claim, str_dup(p->a, b).s)
                         : str_find(claim, b) != STR_NONE || (claim.n > 15 && str_find(b, claim) != STR_NONE))
            score += 2;
    }
    return score;
}

/* " | Site" -> "Site"; n 0 when it is not one separator and a few words. */
static struct str behind_bar(struct str s)
{
    static const char *const bars[] = {" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · "};
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
        struct str site = str_starts(s, bars[i]) ? str_trim(str_sub(s, strlen(bars[i]), s.n)) : (struct str){0};
        for (size_t k = 0; site.n && k < sizeof bars / sizeof *bars; k++)
            if (str_find(site, str_c(bars[k])) != STR_NONE)
                site.n = 0;
        if (site.n && site.n < 60 && utf8_words(site) <= 5)
            return site;
    }
    return (struct str){0};
}

/* What stands behind the title in <title> is the site's name, when nothing else says it. */
static void learn_site(struct page *p, struct str title)
{
    if (!p->site_name.n && title.n >= 10 && str_starts(p->page_title, str_dup(p->a, title).s))
        p->site_name = behind_bar(str_sub(p->page_title, title.n, p->page_title.n));
}

struct str page_title(struct page *p, const struct str *claims, size_t n)
{
    struct heading heads[HEADINGS_MAX];
    size_t found = find_headings(p, heads), best_score = 0, best_length = 0, h1 = 0;
    struct str site = bare(p->a, p->site_name);
    const struct heading *best = NULL;
    for (size_t i = 0; i < found; i++) {
        struct str b = bare(p->a, heads[i].text);
        h1 += heads[i].node->tag == T_H1;
        if (b.n < 4 || (site.n && str_eq(b, site)))
            continue;
        size_t score = named_by(p, b, claims, n);
        if (score && heads[i].node->tag == T_H1)
            score += 2;
        if (score > best_score || (score && score == best_score && b.n > 3 * best_length)) {
            best_score = score;
            best_length = b.n;
            best = &heads[i];
        }
    }
    for (size_t i = 0; i < found && !best && h1 == 1; i++)
        if (heads[i].node->tag == T_H1 && (utf8_words(heads[i].text) >= 3 || p->page_title.n < heads[i].text.n) &&
            !str_eq(bare(p->a, heads[i].text), site))
            best = &heads[i];
    if (best) {
        struct str title = without_company(p, best, claims, n);
        if (str_find(title, str_lit(" | ")) != STR_NONE)
            title = without_site(p, title);
        title = without_date(p, without_kicker(p, best, title, claims, n));
        learn_site(p, title);
        return title;
    }
    for (size_t c = 0; c < n; c++)
        if (claims[c].n)
            return without_date(p, without_site(p, claims[c]));
    return found ? heads[0].text : (struct str){NULL, 0};
}
