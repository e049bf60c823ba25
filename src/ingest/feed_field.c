/* feed_field.c: what the text of a field becomes once its element ends. */
#include "base/crypto.h"
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/feed.h"

static void set_when(struct feed_builder *b, struct when *w)
{
    feed_when(&b->dates, b->a, b->o, feed_builder_said(b), &b->entry.art, w);
}

void feed_add_name(struct arena *a, struct strs *to, struct str name)
{
    if (name.n && to->n < 32 && !strs_ihas(to, name))
        vec_add(a, to, name);
}

void feed_add_author(struct feed_builder *b, struct str name)
{
    feed_add_name(b->a, b->in_entry ? &b->entry.art.authors : &b->feed_authors, name);
}

static void add_category(struct feed_builder *b, struct strs *to, struct str s)
{
    s = feed_line(b->a, s, TEXT_GUESS, 200);
    if (s.n && to->n < 64 && !strs_has(to, s))
        vec_add(b->a, to, s);
}

/* "http://schemas.example/kind#video", "45121504": for machines. */
static bool is_code(struct str term)
{
    for (size_t i = 0; i < term.n; i++)
        if ((unsigned char)term.s[i] >= 0x80 || ((term.s[i] | 32) >= 'a' && (term.s[i] | 32) <= 'z'))
            return url_is_web(term);
    return true;
}

/* The category is Atom's term (RFC 4287 4.2.2) or RSS's text, whose domain only names the scheme. A label that says
 * more is a tag, or the category itself when the term is a code. */
static void close_category(struct feed_builder *b)
{
    struct article *art = &b->entry.art;
    struct str term = b->attr.n ? b->attr : feed_builder_said(b);
    if (!b->label.n) {
        add_category(b, &art->categories, term);
        return;
    }
    bool code = is_code(str_trim(term));
    add_category(b, &art->categories, code ? b->label : term);
    if (!code && !str_ieq(b->label, term))
        add_category(b, &art->tags, b->label);
}

static void set_link(struct feed_builder *b)
{
    struct str base = b->stack[b->depth].base;
    struct str url = feed_link(b->a, url_is_web(base) ? base : b->feed->link, feed_builder_said(b));
    if (!url.n)
        return;
    if (b->in_entry && b->entry.link_rank <= 3) {
        b->entry.alternate = url;
        b->entry.link_rank = 3;
    } else if (!b->in_entry) {
        b->feed->link = url;
    }
}

/* For as long as the entry lasts. */
static struct str repaired(struct feed_builder *b)
{
    struct str s = feed_builder_said(b);
    if (!b->clean || feed_encoded_twice(s))
        return feed_repair(&b->scratch, s);
    return b->still.n ? s : str_dup(&b->scratch, s);
}

static void set_body(struct feed_builder *b, struct feed_body *body)
{
    enum feed_text type = b->markup ? TEXT_XHTML : b->type == TEXT_XHTML ? TEXT_HTML : b->type;
    *body = (struct feed_body){repaired(b), b->stack[b->depth].base, type};
}

/* A second description when there is no content yet is the content: <description> and <itunes:summary>, for instance.
 */
static void set_summary(struct feed_builder *b)
{
    struct feed_entry *e = &b->entry;
    if (e->summary.raw.n && !e->content.raw.n)
        set_body(b, &e->content);
    else
        set_body(b, &e->summary);
}

static void set_title(struct feed_builder *b)
{
    enum feed_text type = b->markup ? TEXT_HTML : b->type == TEXT_XHTML ? TEXT_PLAIN : b->type;
    struct str title = feed_line(b->a, feed_builder_said(b), type, 500);
    if (!b->in_entry) {
        if (title.n && b->rank >= b->title_rank) {
            b->feed->title = title;
            b->title_rank = b->rank;
        }
    } else if (title.n && b->rank >= b->entry.title_rank) {
        b->entry.art.title = title;
        b->entry.title_rank = b->rank;
    }
}

static int64_t number(struct feed_builder *b)
{
    int64_t n = 0;
    return str_i64(str_trim(feed_builder_said(b)), &n) && n > 0 && n < 1000000 ? n : 0;
}

static int64_t period(struct str s)
{
    s = str_trim(s);
    return str_ieqc(s, "hourly")    ? 60
           : str_ieqc(s, "daily")   ? 24 * 60
           : str_ieqc(s, "weekly")  ? 7 * 24 * 60
           : str_ieqc(s, "monthly") ? 30 * 24 * 60
           : str_ieqc(s, "yearly")  ? 365 * 24 * 60
                                    : 0;
}

static void set_skip_hour(struct feed_builder *b)
{
    int64_t hour;
    if (str_i64(str_trim(feed_builder_said(b)), &hour) && hour >= 0 && hour <= 24)
        b->feed->skip_hours |= 1u << hour % 24; /* 24 is midnight to some */
}

static void set_skip_day(struct feed_builder *b)
{
    static const char *const days[] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
    for (size_t i = 0; i < 7; i++)
        if (str_ieqc(str_trim(feed_builder_said(b)), days[i]))
            b->feed->skip_days |= 1u << i;
}

static void close_keywords(struct feed_builder *b)
{
    struct str rest = str_dup(b->a, feed_builder_said(b)), one;
    while (str_cut(&rest, ',', &one))
        add_category(b, &b->entry.art.categories, one);
}

static void close_id(struct feed_builder *b)
{
    struct str id = str_trim(feed_builder_said(b));
    if (!b->in_entry || !id.n || id.n > FEED_LINK_MAX)
        return;
    b->entry.art.guid = utf8_line(b->a, id, FEED_LINK_MAX);
    b->entry.guid_is_link = b->permalink;
    if (b->permalink_said)
        b->entry.guid_link = feed_link(b->a, b->stack[b->depth].base, id);
}

/* What is no base64 after all stays as it is. */
static void decode_base64(struct feed_builder *b)
{
    struct str coded = str_dup(&b->scratch, feed_builder_said(b)), text;
    char *url = (char *)coded.s;
    size_t n = 0;
    for (size_t i = 0; i < coded.n; i++)
        if ((unsigned char)coded.s[i] > ' ' && coded.s[i] != '=')
            url[n++] = coded.s[i] == '+' ? '-' : coded.s[i] == '/' ? '_' : coded.s[i];
    if (!base64url_decode(&b->scratch, (struct str){url, n}, &text))
        return;
    b->still = (struct str){0};
    buf_clear(&b->text);
    buf_str(&b->text, utf8_clean(&b->scratch, text));
}

void feed_field_close(struct feed_builder *b)
{
    struct article *art = &b->entry.art;
    if (b->base64 && (b->field == FIELD_TITLE || b->field == FIELD_SUMMARY || b->field == FIELD_CONTENT))
        decode_base64(b);
    switch (b->field) {
    case FIELD_TITLE:
        set_title(b);
        break;
    case FIELD_LINK:
        set_link(b);
        break;
    case FIELD_ORIGLINK:
        b->entry.origlink = feed_link(b->a, b->stack[b->depth].base, feed_builder_said(b));
        break;
    case FIELD_ID:
        close_id(b);
        break;
    case FIELD_PUBLISHED:
        set_when(b, &art->published);
        break;
    case FIELD_UPDATED:
        set_when(b, &art->updated);
        break;
    case FIELD_CREATED:
        set_when(b, &b->entry.created);
        break;
    case FIELD_CREATOR:
        feed_add_author(b, feed_author(b->a, feed_builder_said(b)));
        break;
    case FIELD_NAME:
        b->author_name = feed_author(b->a, feed_builder_said(b));
        break;
    case FIELD_EMAIL:
        b->author_email = feed_author(b->a, feed_builder_said(b));
        break;
    case FIELD_CATEGORY:
        close_category(b);
        break;
    case FIELD_KEYWORDS:
        close_keywords(b);
        break;
    case FIELD_SUMMARY:
        set_summary(b);
        break;
    case FIELD_CONTENT:
        if (!b->entry.content.raw.n && !b->binary)
            set_body(b, &b->entry.content);
        if (b->attr.n && !b->entry.alternate.n)
            b->entry.alternate = b->attr;
        break;
    case FIELD_BLURB:
        if (b->stack[b->depth - 1].place == AT_MEDIA && b->entry.media_is_image) {
            if (!art->image.caption.n) /* said of the picture, not of the entry */
                art->image.caption = feed_line(b->a, feed_builder_said(b), b->markup ? TEXT_HTML : TEXT_GUESS, 1000);
        } else if (!b->entry.blurb.n)
            b->entry.blurb = repaired(b);
        break;
    case FIELD_LANGUAGE:
        *(b->in_entry ? &art->lang : &b->lang) = utf8_line(b->a, str_sub(feed_builder_said(b), 0, 100), 35);
        break;
    case FIELD_SOURCE_TITLE:
        art->outlet = feed_line(b->a, feed_builder_said(b), b->markup ? TEXT_HTML : TEXT_GUESS, 200);
        break;
    case FIELD_TTL:
        b->feed->ttl_minutes = number(b);
        break;
    case FIELD_PERIOD:
        b->period_minutes = period(feed_builder_said(b));
        break;
    case FIELD_FREQUENCY:
        b->frequency = number(b);
        break;
    case FIELD_SKIP_HOUR:
        set_skip_hour(b);
        break;
    case FIELD_SKIP_DAY:
        set_skip_day(b);
        break;
    default:
        break;
    }
}
