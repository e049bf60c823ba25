/* The byline and the dates as they stand on the page. */
#include "ingest/page.h"

#include "base/utf8.h"
#include "ingest/phrases.h"
#include <string.h>

/* Text nodes around the title in which a date may stand without any mark-up. */
enum { BELOW_TITLE = 8, ABOVE_TITLE = 8, NEAR_TITLE = 60 };

static bool rel_has(const struct node *n, const char *word)
{
    struct str rest = node_attr(n, A_REL), one;
    while (str_cut(&rest, ' ', &one))
        if (str_ieqc(one, word))
            return true;
    return false;
}

static bool class_has(const struct node *n, const char *const *words)
{
    struct str c = node_attr(n, A_CLASS), id = node_attr(n, A_ID);
    for (; *words; words++)
        if (str_ifind(c, str_c(*words)) != STR_NONE || str_ifind(id, str_c(*words)) != STR_NONE)
            return true;
    return false;
}

const struct node *page_next_text(const struct node *top, const struct node *n)
{
    do
        n = dom_next(top, n);
    while (n && (n->tag != T_TEXT || !str_trim(n->text).n));
    return n;
}

/* ---- authors */

struct bylines { /* by how they were found, the surest first */
    struct strs rel, classes, text, single;
};

static void keep_names(struct page *p, const struct strs *from, struct strs *to, struct strs *single)
{
    for (size_t i = 0; i < from->n; i++) {
        struct str s = from->v[i];
        if (phrase_is_name(s) && !phrase_is_section(p->a, s))
            vec_add(p->a, to, s);
        else if (str_chr(s, ' ') == STR_NONE && s.n >= 3 && s.n <= 30 && !phrase_is_job(p->a, s) &&
                 phrase_noise(p->a, s) == NOISE_NONE)
            vec_add(p->a, single, s);
    }
}

static void take_field(struct page *p, struct str text, struct strs *to, struct strs *single)
{
    struct strs names = {0};
    text = str_trim(text);
    if (text.n < 3 || text.n > 120)
        return;
    /* "Disko Von Ernst Lohoff", "Posted on May 3 by Jane Doe" */
    static const char *const by[] = {" by ", " von ", " par ", " por ", NULL};
    for (const char *const *w = by; *w; w++) {
        size_t k = str_ifind(text, str_c(*w));
        if (k != STR_NONE) {
            struct str who = str_sub(text, k + strlen(*w), text.n);
            phrase_authors(p->a, who, &names);
            keep_names(p, &names, to, single);
            if (to->n)
                return;
        }
    }
    names.n = 0;
    if (!phrase_byline(p->a, text, &names))
        phrase_authors(p->a, text, &names);
    keep_names(p, &names, to, single);
}

/* A text that ends where a name must follow: "By", "Text:", "Posted by". */
static bool leads_to_name(struct page *p, struct str t)
{
    /* clang-format off */
    static const char *const leads[] = {
        "by", "written by", "posted by", "story by", "words by", "interview", "von", "text von", "geschrieben von",
        "verfasst von", "erstellt von", "eingestellt von", "gespeichert von", "veröffentlicht von", "ein beitrag von",
        "autor", "autorin", "author", "text", "par", "publié par", "por", "publicado por", "di", "door", "作者", "责任编辑",
        "编辑", "記者", "记者", "автор", NULL,
    };
    /* clang-format on */
    return t.n <= 30 && key_is(phrase_key(p->a, t), leads);
}

static const struct node *named_inside(const struct node *n)
{
    for (const struct node *k = dom_next(n, n); k; k = dom_next(n, k))
        if (str_ieqc(node_attr(k, A_ITEMPROP), "name"))
            return k;
    return n;
}

static void look(struct page *p, const struct node *n, struct bylines *b, size_t *looked)
{
    static const char *const classes[] = {"byline", "author", "autor", "article-by", "writer", NULL};
    if (n->tag == T_TEXT) {
        struct str t = str_trim(n->text);
        if (b->text.n || t.n < 2 || t.n > 120)
            return;
        if (leads_to_name(p, t)) {
            const struct node *next = page_next_text(p->body, n);
            if (next && next->text.n < 80)
                take_field(p, next->text, &b->text, &b->single);
        } else if (t.n > 5 && (str_istarts(t, "by ") || str_istarts(t, "von ") || str_istarts(t, "par ") ||
                               str_istarts(t, "por ") || str_istarts(t, "posted "))) {
            take_field(p, t, &b->text, &b->single);
        }
        return;
    }
    if (!n->attr_count)
        return;
    if ((rel_has(n, "author") || str_ieqc(node_attr(n, A_ITEMPROP), "author")) && b->rel.n < 6) {
        const struct node *name = named_inside(n);
        struct str text = node_attr(name, A_CONTENT);
        take_field(p, text.n ? text : dom_text(p->a, name, 200), &b->rel, &b->single);
    } else if (!b->classes.n && *looked < 200 && class_has(n, classes)) {
        (*looked)++;
        take_field(p, dom_text(p->a, n, 160), &b->classes, &b->single);
    }
}

/* JSON-LD may name the outlet, or an account, where the page names a person. */
static bool is_person(struct page *p, const struct strs *authors)
{
    for (size_t i = 0; i < authors->n; i++)
        if (phrase_is_name(authors->v[i]) && !phrase_is_outlet(authors->v[i]) &&
            !str_eq(phrase_key(p->a, authors->v[i]), phrase_key(p->a, p->site_name)))
            return true;
    return false;
}

static bool subtree_of_comments(const struct node *n)
{
    enum block_use u = n->attr_count ? block_use(n) : USE_UNKNOWN;
    return u == USE_COMMENTS || n->tag == T_NAV;
}

void page_byline(struct page *p, const struct strs *meta_authors)
{
    struct strs *authors = &p->art->authors;
    if (is_person(p, authors))
        return;
    struct bylines b = {0};
    size_t looked = 0;
    for (struct node *n = dom_next(p->body, p->body); n;) {
        if (n->tag != T_TEXT && node_attr(n, A_CLASS).n && n->first && subtree_of_comments(n)) {
            n = dom_skip(p->body, n);
            continue;
        }
        look(p, n, &b, &looked);
        n = dom_next(p->body, n);
    }
    const struct strs *found = b.rel.n ? &b.rel : b.classes.n ? &b.classes : b.text.n ? &b.text : NULL;
    if (!found && !authors->n && is_person(p, meta_authors))
        found = meta_authors;
    if (!found && !authors->n)
        found = b.single.n ? &b.single : meta_authors;
    if (!found)
        return;
    *authors = (struct strs){0};
    size_t max = found == &b.single ? 1 : found->n > 4 && found == &b.rel ? 1 : found->n;
    for (size_t i = 0; i < max; i++)
        if (!strs_ihas(authors, found->v[i]))
            vec_add(p->a, authors, found->v[i]);
}

/* ---- dates */

void page_dates(struct page *p)
{
    static const char *const classes[] = {"date", "time", "publish", "posted", "datum", "fecha", "meta", NULL};
    struct article *art = p->art;
    size_t looked = 0;
    struct when first_time = {0};
    for (struct node *n = dom_next(p->body, p->body); n && !art->published.has; n = dom_next(p->body, n)) {
        if (n->tag == T_TEXT)
            continue;
        struct str prop = node_attr(n, A_ITEMPROP), value = node_attr(n, A_DATETIME);
        if (!value.n)
            value = node_attr(n, A_CONTENT);
        bool says = str_ifind(prop, str_lit("datePublished")) != STR_NONE;
        bool time = n->tag == T_TIME && node_has(n, A_DATETIME) && str_ifind(prop, str_lit("dateModified")) == STR_NONE;
        struct when w;
        if ((!says && !time) || !value.n || !date_parse(value, p->zone, &w))
            continue;
        if (says)
            art->published = w;
        else if (!first_time.has)
            first_time = w;
    }
    if (!art->published.has)
        art->published = first_time;
    for (struct node *n = dom_next(p->body, p->body); n && !art->published.has && looked < 300;
         n = dom_next(p->body, n)) {
        if (n->tag == T_TEXT || (n->tag != T_TIME && !class_has(n, classes)))
            continue;
        looked++;
        struct str text = dom_text(p->a, n, 200);
        struct date_line d;
        if (text.n >= 6 && text.n < 120 && phrase_dates(p->a, text, p->zone, &d) && !d.label_only) {
            if (d.published.has)
                art->published = d.published;
            if (!art->updated.has)
                art->updated = d.updated;
        }
    }
}

/* "/2019/11/18/" and "/2019-11-18-" in the address. */
static void address_date(struct page *p)
{
    struct str u = p->art->url.n ? p->art->url : p->url;
    for (size_t i = 0; i + 10 < u.n && !p->art->published.has; i++) {
        if ((u.s[i] != '/' && u.s[i] != '-') || (u.s[i + 1] != '1' && u.s[i + 1] != '2'))
            continue;
        struct str d = str_sub(u, i + 1, i + 11);
        bool ok = (d.s[4] == '/' || d.s[4] == '-') && d.s[7] == d.s[4];
        char iso[11] = {0};
        for (size_t k = 0; ok && k < 10; k++) {
            iso[k] = k == 4 || k == 7 ? '-' : d.s[k];
            ok = k == 4 || k == 7 || (d.s[k] >= '0' && d.s[k] <= '9');
        }
        struct when w;
        if (ok && date_parse(str_c(iso), p->zone, &w))
            p->art->published = w;
    }
}

/* A year of this century or the last decade of the one before: what looks like a date and has none is something else.
 */
static bool has_year(struct str s)
{
    for (size_t i = 0; i + 4 <= s.n; i++) {
        struct str y = str_sub(s, i, i + 4);
        bool digits = true;
        for (size_t k = 0; k < 4; k++)
            digits &= y.s[k] >= '0' && y.s[k] <= '9';
        if (digits && (str_starts(y, "20") || str_starts(y, "199")))
            return true;
    }
    return false;
}

const struct node *page_heading(struct page *p)
{
    struct str title = phrase_key(p->a, p->art->title);
    const struct node *like = NULL;
    for (struct node *n = dom_next(p->body, p->body); n && title.n; n = dom_next(p->body, n)) {
        if (!(tag_flags(n->tag) & TAG_HEADING))
            continue;
        struct str key = phrase_key(p->a, dom_text(p->a, n, 1000));
        if (str_eq(key, title))
            return n;
        if (!like && key.n >= 15 && title.n >= 15 &&
            (str_find(key, title) != STR_NONE || str_find(title, key) != STR_NONE))
            like = n;
    }
    return like;
}

static const char *next_mark(struct str s, size_t *len)
{
    static const char *const marks[] = {"|", "•", "·", "–", " - ", "//"};
    const char *best = NULL;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t k = str_find(s, str_c(marks[i]));
        if (k != STR_NONE && (!best || s.s + k < best)) {
            best = s.s + k;
            *len = strlen(marks[i]);
        }
    }
    return best;
}

/* "24. April 2020 | Berlin", "02.02.2022 •", "Press release of 20.01.2022": a date among few other words. */
static bool date_among(struct page *p, struct str text, struct when *out)
{
    while (text.n) {
        size_t len = 0, digit = 0;
        const char *mark = next_mark(text, &len);
        struct str one = str_trim(mark ? str_sub(text, 0, (size_t)(mark - text.s)) : text);
        text = mark ? str_sub(text, (size_t)(mark - text.s) + len, text.n) : (struct str){0};
        while (digit < one.n && (one.s[digit] < '0' || one.s[digit] > '9'))
            digit++;
        if (one.n < 8 || one.n > 60 || !has_year(one) || ends_sentence(one))
            continue;
        if (date_parse(one, p->zone, out) || (digit <= 30 && date_parse(str_sub(one, digit, one.n), p->zone, out)))
            return true;
    }
    return false;
}

static void date_of_text(struct page *p, const struct node *n, bool close)
{
    struct str t = str_trim(n->text);
    struct date_line d;
    if (p->art->published.has || t.n < 8 || t.n > 80 || !has_year(t))
        return;
    if (!phrase_dates(p->a, t, p->zone, &d) || d.label_only) {
        if (close)
            date_among(p, t, &p->art->published);
        return;
    }
    p->art->published = d.published;
    if (!p->art->updated.has)
        p->art->updated = d.updated;
}

/* Short texts around the title that are dates, without any mark-up that says so: those right below it, those above it
 * ("12.01.2022" also stands there), those further down. */
static void date_near_title(struct page *p)
{
    const struct node *title = page_heading(p), *above[ABOVE_TITLE], *n = p->body;
    size_t before = 0, k = 0;
    while (title && (n = page_next_text(p->body, n)) != NULL && !dom_holds(title, n))
        above[before++ % ABOVE_TITLE] = n;
    n = title ? title : p->body;
    for (; k < BELOW_TITLE && (n = page_next_text(p->body, n)) != NULL; k++)
        date_of_text(p, n, title != NULL);
    for (size_t back = 0; back < ABOVE_TITLE && back < before; back++)
        date_of_text(p, above[(before - 1 - back) % ABOVE_TITLE], true);
    for (; n && k < NEAR_TITLE && (n = page_next_text(p->body, n)) != NULL; k++)
        date_of_text(p, n, false);
}

void page_date_last(struct page *p)
{
    address_date(p);
    if (!p->art->published.has)
        date_near_title(p);
    if (!p->art->published.has && !p->art->updated.has && p->as_of)
        page_date_ago(p);
    if (!p->art->published.has)
        p->art->published = p->art->updated;
}
