/* plan.c: the edition as a page an editor likes to change: what is meant on top, one block per story, remarks beside
 * it. */
#include "base/buf.h"
#include "base/utf8.h"
#include "base/yaml.h"
#include "compose/parts.h"

enum { PLAN_MAX = 8 << 20, REMARK_MAX = 160 };

static const char preface[] =
    "# The order here is the order in the mail; sections and stories may be moved, also from one section to another.\n"
    "# `id` says which story is meant. A line that is taken out falls back to what the outlet wrote. A story may "
    "have:\n"
    "#   headline: other words than the outlet's\n"
    "#   dek:      one or two sentences under the headline\n"
    "#   why:      your bullets for \"Why it matters\"; `why: []` leaves the block out\n"
    "#   note:     a sentence from the editor\n"
    "#   lead:     id of the article that stands for the story, where several outlets tell it\n"
    "#   pin: true   it leads, and its section comes first, for every reader who gets it\n"
    "#   drop: true  it is left out (taking its lines out does the same)\n"
    "# Stories under `more` stand as headlines at the end. Those under `held` are left out because their sources "
    "differ,\n"
    "# until they say `accept: true`. Those under `followed` are in none of the digest's topics: for readers who "
    "follow "
    "their\n"
    "# outlet or a word of them. Those under `missed` were sent before: they come, where there is room, for readers "
    "who "
    "were not\n"
    "# sent them.\n";

static void quoted(struct buf *b, struct arena *a, int indent, const char *key, struct str value)
{
    struct str text = value.n ? yaml_quote(a, value) : (struct str){0};
    buf_fmt(b, "%*s%s:%s" STR_FMT "\n", indent, "", key, text.n ? " " : "", STR_ARG(text));
}

static void remark(struct buf *b, struct arena *a, int indent, struct str text)
{
    buf_fmt(b, "%*s# " STR_FMT "\n", indent, "", STR_ARG(utf8_line(a, text, REMARK_MAX)));
}

static struct str outlets(struct arena *a, const struct story *s)
{
    struct strs names = {0};
    for (size_t i = 0; i < s->articles.n; i++)
        if (s->articles.v[i]->outlet.n && !strs_has(&names, s->articles.v[i]->outlet))
            vec_add(a, &names, s->articles.v[i]->outlet);
    return str_join(a, &names, ", ");
}

static void remarks(struct buf *b, struct arena *a, const struct story *s)
{
    remark(b, a, 6,
           str_fmt(a, STR_FMT "%s%zu min%s" STR_FMT, STR_ARG(outlets(a, s)), s->articles.n ? ", " : "", s->minutes,
                   s->url.n ? ", " : "", STR_ARG(s->url)));
    for (size_t i = 0; s->articles.n > 1 && i < s->articles.n && i < 8; i++)
        remark(b, a, 6,
               str_fmt(a, "article " STR_FMT ": " STR_FMT ", " STR_FMT, STR_ARG(s->articles.v[i]->id),
                       STR_ARG(s->articles.v[i]->outlet), STR_ARG(s->articles.v[i]->title)));
    for (size_t i = 0; i < s->differs.n; i++) {
        const struct differ *d = &s->differs.v[i];
        remark(b, a, 6, str_fmt(a, "sources differ: " STR_FMT, STR_ARG(d->about)));
        for (size_t k = 0; k < d->claims.n && k < 6; k++)
            remark(b, a, 8,
                   str_fmt(a, STR_FMT ": " STR_FMT, STR_ARG(d->claims.v[k].outlet), STR_ARG(d->claims.v[k].value)));
    }
}

static const char *origin(const struct story *s)
{
    switch (s->why_from) {
    case WHY_EDITOR:
        return "the editor's words";
    case WHY_PAGE:
        return "from the page";
    case WHY_DERIVED:
        return "sentences from the article";
    case WHY_MODEL:
        return "by a model, checked";
    case WHY_NONE:
        break;
    }
    return NULL;
}

static void why(struct buf *b, struct arena *a, const struct story *s)
{
    const char *from = origin(s);
    if (!s->why.n) {
        buf_c(b, "        why: []\n");
        return;
    }
    buf_fmt(b, "        why:%s%s\n", from ? " # " : "", from ? from : "");
    for (size_t i = 0; i < s->why.n; i++)
        buf_fmt(b, "          - " STR_FMT "\n", STR_ARG(yaml_quote(a, s->why.v[i])));
}

static void story(struct buf *b, struct arena *a, const struct story *s)
{
    remarks(b, a, s);
    buf_fmt(b, "      - id: " STR_FMT "\n", STR_ARG(yaml_quote(a, s->id)));
    quoted(b, a, 8, "headline", s->headline);
    why(b, a, s);
    if (s->note.n)
        quoted(b, a, 8, "note", s->note);
    if (s->articles.n > 1)
        quoted(b, a, 8, "lead", s->lead->id);
    if (s->is_update)
        buf_c(b, "        update: true\n");
    if (s->pinned)
        buf_c(b, "        pin: true\n");
    if (s->accepted)
        buf_c(b, "        accept: true\n");
}

static void story_block(struct buf *b, struct arena *a, const struct story *s)
{
    story(b, a, s);
    buf_ch(b, '\n');
}

/* Stories that stand in no section: the topic says in which they come. LAST: what else is said of each, whole lines. */
static void outside(struct buf *b, struct arena *a, const char *name, const struct story_refs *v, const char *last)
{
    if (v->n)
        buf_fmt(b, "%s:\n", name);
    for (size_t i = 0; i < v->n; i++) {
        story(b, a, v->v[i]);
        quoted(b, a, 8, "topic", v->v[i]->topic);
        buf_c(b, last);
        buf_ch(b, '\n');
    }
}

static void head(struct buf *b, struct arena *a, const struct edition *ed)
{
    buf_fmt(b,
            "# The plan of one edition. Change it, look at it with `bulletin preview %s`, then `bulletin send %s`.\n",
            ed->digest.n ? ed->digest.s : "DIGEST", ed->digest.n ? ed->digest.s : "DIGEST");
    buf_c(b, preface);
    buf_ch(b, '\n');
    quoted(b, a, 0, "edition", ed->id);
    quoted(b, a, 0, "digest", ed->digest);
    quoted(b, a, 0, "date", date_rfc3339(a, when_at(ed->date, ed->zone.n ? ed->zone.s : NULL)));
    if (ed->number > 0)
        buf_fmt(b, "number: %lld\n", (long long)ed->number);
    quoted(b, a, 0, "subject", ed->subject);
    if (ed->preheader.n)
        quoted(b, a, 0, "preheader", ed->preheader);
    else
        buf_c(b, "preheader: # the line beside the subject; empty: made for each reader\n");
    quoted(b, a, 0, "intro", ed->masthead.intro);
    buf_c(b, "ctas: [");
    for (size_t i = 0; i < ed->ctas.n; i++)
        buf_fmt(b, "%s" STR_FMT, i ? ", " : "", STR_ARG(yaml_quote(a, ed->ctas.v[i].key)));
    buf_c(b, "]\n\n");
}

struct str compose_plan_text(struct arena *a, const struct edition *ed)
{
    struct buf b;
    buf_init(&b, PLAN_MAX);
    head(&b, a, ed);
    buf_fmt(&b, "sections:%s\n", ed->sections.n ? "" : " []");
    for (size_t i = 0; i < ed->sections.n; i++) {
        const struct section *s = &ed->sections.v[i];
        buf_fmt(&b, "  - topic: " STR_FMT "\n", STR_ARG(yaml_quote(a, s->topic)));
        quoted(&b, a, 4, "title", s->title);
        buf_c(&b, "    stories:\n");
        for (size_t k = 0; k < s->stories.n; k++)
            story_block(&b, a, s->stories.v[k]);
    }
    if (ed->more.n)
        buf_c(&b, "more:\n");
    for (size_t i = 0; i < ed->more.n; i++) {
        const struct story *s = ed->more.v[i];
        remark(&b, a, 6, outlets(a, s)); /* indented as above, so that the lines may be moved */
        buf_fmt(&b, "      - id: " STR_FMT "\n", STR_ARG(yaml_quote(a, s->id)));
        quoted(&b, a, 8, "topic", s->topic);
        quoted(&b, a, 8, "headline", s->headline);
    }
    if (ed->asked.n)
        buf_c(&b, "followed:\n");
    for (size_t i = 0; i < ed->asked.n; i++)
        story_block(&b, a, ed->asked.v[i]);
    outside(&b, a, "missed", &ed->again, "");
    outside(&b, a, "held", &ed->held, "        accept: false\n");
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}
