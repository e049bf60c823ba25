/* feed_entry.c: from what a feed's entry said to an article: its link, its dates, its bodies. */
#include "base/escape.h"
#include "base/lanes.h"
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/entities.h"
#include "ingest/feed.h"
#include "ingest/fragment.h"
#include "ingest/html_text.h"
#include "ingest/sanitize.h"
#include <string.h>

struct str feed_link(struct arena *a, struct str base, struct str link)
{
    link = str_trim(link);
    if (!link.n || link.n > FEED_LINK_MAX)
        return (struct str){0};
    if (url_is_web(link))
        return str_dup(a, link);
    if (!url_is_web(base))
        return (struct str){0};
    struct str url = url_resolve(a, base, link);
    return url_is_web(url) ? url : (struct str){0};
}

/* One byte per character: the text as Latin-1, or false when it holds more than that. */
static bool as_latin1(struct str s, char *out, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c >= 0x80) {
            if ((c != 0xc2 && c != 0xc3) || i + 1 == s.n)
                return false;
            c = (unsigned char)((c & 3) << 6 | ((unsigned char)s.s[++i] & 0x3f));
        }
        out[(*n)++] = (char)c;
    }
    return true;
}

/* Encoded twice, the first character beyond ASCII reads as a lead byte (U+00C2 to U+00F4) and a continuation byte
 * (U+0080 to U+00BF), each as two bytes: nearly every text that was encoded once shows so at its first accent. */
bool feed_encoded_twice(struct str s)
{
    size_t i = 0;
    while (i + LANES <= s.n && !lanes_any(lanes_at(s.s + i) & lanes_of(0x80)))
        i += LANES;
    while (i < s.n && (unsigned char)s.s[i] < 0x80)
        i++;
    if (i + 4 > s.n)
        return false;
    const unsigned char *p = (const unsigned char *)s.s + i;
    return p[0] == 0xc3 && p[1] >= 0x82 && p[1] <= 0xb4 && p[2] == 0xc2;
}

struct str feed_repair(struct arena *a, struct str s)
{
    bool clean = utf8_is_clean(s);
    if (feed_encoded_twice(s)) {
        char *narrow = arena_alloc(a, s.n + 1);
        size_t n;
        if (as_latin1(s, narrow, &n) && utf8_valid((struct str){narrow, n}))
            return utf8_clean(a, (struct str){narrow, n});
    }
    return clean ? str_dup(a, s) : utf8_clean(a, windows_text(a, s));
}

/* A line in which nothing is to be repaired, resolved or cut: words of Latin letters, typographic quotes and dashes,
 * parted by single spaces. */
static bool is_plain_line(struct str s, size_t max)
{
    bool space = true;
    if (s.n > max)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i], d = i + 1 < s.n ? (unsigned char)s.s[i + 1] : 0;
        if (c <= ' ' || c == 0x7f) {
            if (c != ' ' || space)
                return false;
            space = true;
            continue;
        }
        space = false;
        if (c == '<' || c == '&')
            return false;
        if (c < 0x80)
            continue;
        if (c >= 0xc3 && c <= 0xcb && d >= 0x80 && d < 0xc0) /* U+00C0 to U+02FF */
            i++;
        else if (c == 0xe2 && d == 0x80 && i + 2 < s.n && (unsigned char)s.s[i + 2] >= 0x93 &&
                 (unsigned char)s.s[i + 2] <= 0xa6)
            i += 2; /* U+2013 to U+2026 */
        else
            return false;
    }
    return !space;
}

struct str feed_line(struct arena *a, struct str text, enum feed_text type, size_t max)
{
    if (is_plain_line(text, max))
        return str_dup(a, text);
    text = feed_repair(a, str_sub(text, 0, 64 << 10));
    if (type == TEXT_GUESS)
        type = looks_like_html(text) ? TEXT_HTML : TEXT_PLAIN;
    if (type == TEXT_HTML && (str_chr(text, '<') != STR_NONE || str_chr(text, '&') != STR_NONE))
        text = html_line(a, text);
    return utf8_line(a, text, max);
}

static bool is_email_char(char c)
{
    return (unsigned char)c > ' ' && !memchr("()<>[],;:\"\\", c, 12);
}

/* "bob@x.example (Bob)", "Bob <bob@x.example>", "Bob (bob@x.example)", "Bob": the name, or the address alone when there
 * is no name. */
struct str feed_author(struct arena *a, struct str text)
{
    struct str line = feed_line(a, text, TEXT_GUESS, 200);
    if (str_istarts(line, "by ") && line.n > 6)
        line = str_dup(a, str_sub(line, 3, line.n));
    size_t at = str_chr(line, '@');
    if (at == STR_NONE)
        return line;
    size_t from = at, to = at + 1;
    while (from && is_email_char(line.s[from - 1]))
        from--;
    while (to < line.n && is_email_char(line.s[to]))
        to++;
    struct str head = str_sub(line, 0, from), tail = str_sub(line, to, line.n);
    struct buf b;
    buf_init(&b, 4096);
    for (size_t i = 0; i < head.n; i++)
        buf_ch(&b, memchr("()<>[]\"", head.s[i], 7) ? ' ' : head.s[i]);
    for (size_t i = 0; i < tail.n; i++)
        buf_ch(&b, memchr("()<>[]\"", tail.s[i], 7) ? ' ' : tail.s[i]);
    struct str name = str_squeeze(a, buf_view(&b));
    buf_end(&b);
    if (str_istarts(name, "mailto:"))
        name = str_trim(str_sub(name, 7, name.n));
    while (name.n && memchr(",;:-", name.s[name.n - 1], 4))
        name = str_trim(str_sub(name, 0, name.n - 1));
    while (name.n && memchr(",;:-", name.s[0], 4))
        name = str_trim(str_sub(name, 1, name.n));
    return name.n ? str_dup(a, name) : str_dup(a, str_sub(line, from, to));
}

/* Plain text as HTML: a paragraph a blank line. */
static struct str paragraphs(struct arena *a, struct str text)
{
    struct buf b;
    buf_init(&b, text.n * 8 + 64);
    struct str rest = text, line;
    bool open = false;
    while (str_line(&rest, &line)) {
        line = str_trim(line);
        if (!line.n) {
            if (open)
                buf_c(&b, "</p>\n");
            open = false;
            continue;
        }
        buf_c(&b, open ? "\n" : "<p>");
        escape_html_text(&b, line);
        open = true;
    }
    if (open)
        buf_c(&b, "</p>\n");
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

/* Is there anything in it that only an HTML parser understands? */
static bool has_tags(struct str s)
{
    for (size_t i; (i = str_chr(s, '<')) != STR_NONE && i + 1 < s.n; s = str_sub(s, i + 1, s.n)) {
        unsigned char next = (unsigned char)s.s[i + 1];
        if (next == '/' || (next < 0x80 && (next | 32) >= 'a') || str_starts(str_sub(s, i, s.n), "<!--"))
            return true;
    }
    return false;
}

static struct str without_references(struct arena *a, struct str s)
{
    if (str_chr(s, '&') == STR_NONE)
        return s;
    struct buf b;
    buf_init(&b, s.n * 2 + 16);
    entities_decode(&b, s);
    struct str out = utf8_clean(a, windows_text(a, buf_view(&b)));
    buf_end(&b);
    return out;
}

static void read_markup(struct arena *a, struct arena *scratch, const struct feed_body *b, struct str *html,
                        struct str *text)
{
    static const struct text_style plain = {0};
    struct dom d;
    fragment_parse(scratch, b->raw, &d);
    if (html)
        *html = dom_html(a, d.root, b->base);
    if (text)
        *text = dom_plain(a, d.root, &plain);
}

void feed_body_read(struct arena *a, struct arena *scratch, const struct feed_body *b, struct str *html,
                    struct str *text)
{
    bool plain = b->type == TEXT_PLAIN || (b->type == TEXT_GUESS && !looks_like_html(b->raw));
    if (!plain && has_tags(b->raw)) {
        read_markup(a, scratch, b, html, text);
        return;
    }
    struct str trimmed = str_trim(straight_text(a, plain ? b->raw : without_references(a, b->raw)));
    if (text)
        *text = str_dup(a, trimmed);
    if (html)
        *html = paragraphs(a, trimmed);
}

/* A feed without xml:base, read from a file that says nothing of where it came from: its links stand on its site. */
static void give_base(struct feed_builder *b, struct feed_body *body)
{
    if (!url_is_web(body->base))
        body->base = b->feed->link;
}

static struct str one_paragraph(struct feed_builder *b, const struct feed_body *body)
{
    struct str text = {0};
    feed_body_read(&b->scratch, &b->scratch, body, NULL, &text);
    return utf8_line(b->a, text, 20000);
}

/* What a tag of clean HTML, whose values all stand in double quotes, says of a picture. */
struct picture {
    struct str src, alt, width, height;
};

static struct picture picture_of(struct str tag)
{
    struct picture p = {0};
    struct str before, value;
    while (str_cut(&tag, '"', &before) && str_cut(&tag, '"', &value)) {
        if (str_ends(before, " src="))
            p.src = value;
        else if (str_ends(before, " alt="))
            p.alt = value;
        else if (str_ends(before, " width="))
            p.width = value;
        else if (str_ends(before, " height="))
            p.height = value;
    }
    return p;
}

/* What signs and faces that stand among the words, and what counts readers, have in their address, by the last five
 * bits of its first character. */
static bool has_mark(struct str src)
{
    static const char *const marks[32][2] = {
        ['e' & 31] = {"emoji"}, ['s' & 31] = {"smil", "share"},   ['a' & 31] = {"avatar"},     ['i' & 31] = {"icon"},
        ['l' & 31] = {"logo"},  ['b' & 31] = {"button", "badge"}, ['f' & 31] = {"feedburner"}, ['/' & 31] = {"/ads"},
    };
    for (size_t i = 0; i < src.n; i++)
        for (size_t k = 0; k < 2 && marks[src.s[i] & 31][k]; k++)
            if (str_istarts(str_sub(src, i, src.n), marks[src.s[i] & 31][k]))
                return true;
    return false;
}

static bool is_ornament(const struct picture *p)
{
    int64_t width = 0, height = 0;
    return has_mark(p->src) || (str_i64(p->width, &width) && width < 100) ||
           (str_i64(p->height, &height) && height < 60);
}

/* An entry whose feed names no picture has the first one of its (clean) text. */
static void take_picture(struct feed_builder *b, struct article *art)
{
    struct str rest = art->html;
    for (int tries = 0; tries < 5 && !art->image.url.n; tries++) {
        size_t at = str_find(rest, str_lit("<img src=\""));
        if (at == STR_NONE)
            return;
        rest = str_sub(rest, at, rest.n);
        struct str tag = str_sub(rest, 0, str_chr(rest, '>'));
        struct picture p = picture_of(tag);
        rest = str_sub(rest, tag.n, rest.n);
        if (is_ornament(&p))
            continue;
        art->image.url = feed_link(b->a, (struct str){0}, without_references(b->a, p.src));
        if (p.alt.n && art->image.url.n)
            art->image.alt = utf8_line(b->a, without_references(b->a, p.alt), 300);
    }
}

static void read_bodies(struct feed_builder *b, struct article *art)
{
    struct feed_entry *e = &b->entry;
    if (!e->summary.raw.n && e->blurb.n)
        e->summary = (struct feed_body){e->blurb, b->stack[b->depth].base, TEXT_GUESS};
    bool both = e->content.raw.n && e->summary.raw.n && !str_eq(e->content.raw, e->summary.raw);
    const struct feed_body *body = e->content.raw.n ? &e->content : &e->summary;
    give_base(b, &e->content);
    give_base(b, &e->summary);
    if (body->raw.n)
        feed_body_read(b->a, &b->scratch, body, &art->html, &art->text);
    if (!art->image.url.n)
        take_picture(b, art);
    if (both)
        art->summary = one_paragraph(b, &e->summary);
}

/* The link, then what may stand for it: the id of an entry whose id is a permanent link, an attached file. */
static void choose_link(struct feed_builder *b, struct article *art)
{
    struct feed_entry *e = &b->entry;
    struct str link = e->alternate;
    if (!link.n && e->guid_is_link && url_is_web(art->guid))
        link = feed_link(b->a, (struct str){0}, art->guid);
    if (!link.n)
        link = e->guid_link.n ? e->guid_link : feed_link(b->a, (struct str){0}, e->about);
    if (!link.n)
        link = e->enclosure;
    art->link = link;
    art->url = e->origlink.n ? e->origlink : link;
    if (!art->url.n && art->guid.n) /* identity without a page: the feed and its own id for the entry */
        art->origin =
            str_fmt(b->a, STR_FMT "#" STR_FMT, STR_ARG(b->o->url.n ? b->o->url : b->o->name), STR_ARG(art->guid));
}

static bool is_empty(const struct article *art)
{
    return !art->title.n && !art->text.n && !art->url.n && !art->guid.n && !art->html.n && !art->published.has &&
           !art->updated.has && !art->authors.n && !art->categories.n && !art->outlet.n;
}

void feed_entry_finish(struct feed_builder *b)
{
    struct article *art = &b->entry.art;
    if (b->entries >= FEED_ENTRIES_MAX) {
        b->too_many = true;
        return;
    }
    choose_link(b, art);
    read_bodies(b, art);
    if (!art->published.has)
        art->published = b->entry.created.has ? b->entry.created : art->updated;
    if (!art->authors.n) /* RFC 4287 4.2.1: before the author of the feed around it */
        art->authors = b->entry.source_authors;
    if (is_empty(art))
        return;
    b->entries++;
    vec_add(b->a, b->out, *art);
}
