/* The mail against the edition it was made from. */
#include "base/url.h"
#include "base/utf8.h"
#include "render/lint.h"
#include "render/view_parts.h"
#include <string.h>

static void duplicates(struct lint *l)
{
    struct strs seen = {0};
    for (const struct html_node *n = l->page.root; n && seen.n < 1000; n = html_next(l->page.root, n)) {
        if (!html_is(n, "h3"))
            continue;
        struct str head = html_text(l->a, n);
        if (strs_ihas(&seen, head))
            lint_say(l, "W902", lint_html(l, n->at), "the story \"" STR_FMT "\" is there twice",
                     STR_ARG(str_sub(head, 0, 60)));
        vec_add(l->a, &seen, head);
    }
}

static void calls(struct lint *l)
{
    for (size_t i = 0; i < l->ed->ctas.n; i++) {
        const struct cta *c = &l->ed->ctas.v[i];
        if (c->until.has != WHEN_NONE && c->until.t + (c->until.has == WHEN_DAY ? 86400 : 0) <= l->ed->date)
            lint_say(l, "E901", c->file.n ? c->file : c->key, "this call to action has ended; take it out of the plan");
        if (!view_call(c).n)
            lint_say(l, "W905", c->file.n ? c->file : c->key, "this call to action leads nowhere and is left out");
    }
}

static bool shows(struct lint *l, struct str all, struct str value)
{
    struct str v = value.n ? utf8_line(l->a, value, 120) : value;
    return !v.n || str_find(all, str_squeeze(l->a, v)) != STR_NONE;
}

/* Where the outlets disagree, the reader sees each value. */
static void differences(struct lint *l, const struct story *s, struct str all)
{
    struct str head = utf8_line(l->a, s->headline, 300);
    if (!s->differs.n || str_find(all, str_squeeze(l->a, head)) == STR_NONE)
        return;
    for (size_t i = 0; i < s->differs.n; i++)
        for (size_t k = 0; k < s->differs.v[i].claims.n && s->differs.v[i].claims.n > 1; k++)
            if (!shows(l, all, s->differs.v[i].claims.v[k].value))
                lint_say(l, "E903", s->id,
                         "the outlets disagree on \"" STR_FMT "\", and the mail does not show what " STR_FMT " says",
                         STR_ARG(s->differs.v[i].about), STR_ARG(s->differs.v[i].claims.v[k].outlet));
}

void lint_edition(struct lint *l)
{
    if (l->page.root)
        duplicates(l);
    if (!l->ed)
        return;
    calls(l);
    struct str all = l->page.root ? html_text(l->a, l->page.root) : l->mail->text;
    for (size_t i = 0; i < l->ed->sections.n; i++)
        for (size_t k = 0; k < l->ed->sections.v[i].stories.n; k++) {
            const struct story *s = l->ed->sections.v[i].stories.v[k];
            differences(l, s, all);
            if (!url_is_web(s->url))
                lint_say(l, "N904", s->id, "\"" STR_FMT "\" has no link to its article",
                         STR_ARG(str_sub(s->headline, 0, 60)));
        }
}
