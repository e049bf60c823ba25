/* pictures.c: a digest whose `images` is cid carries the newsroom's own pictures inside its mails. Only files of the
 * newsroom are read; what others host, or is too large, stays linked. */
#include "base/crypto.h"
#include "base/file.h"
#include "base/url.h"
#include "cli/run.h"

enum {
    PICTURE_MAX = 300 << 10, /* of one picture */
    PICTURES_MAX = 600 << 10 /* of all of an edition: every cohort's mail is kept with its own in the ledger */
};

/* By content: a name may lie. NULL: nothing that all mail clients show. */
static const char *type_of(struct str bytes)
{
    if (str_starts(bytes, "\xFF\xD8\xFF"))
        return "image/jpeg";
    if (str_starts(bytes, "\x89PNG\r\n"))
        return "image/png";
    return str_starts(bytes, "GIF8") ? "image/gif" : NULL;
}

/* The address below `base` as a path; unknown when it is elsewhere, or would lead out of the folder. */
static struct str path_below(struct arena *a, struct str url, struct str base)
{
    if (!base.n || url.n <= base.n || !str_starts(url, str_dup(a, base).s))
        return (struct str){0};
    struct str rest = str_sub(url, base.n, url.n);
    if (base.s[base.n - 1] != '/' && rest.s[0] != '/')
        return (struct str){0};
    while (rest.n && rest.s[0] == '/')
        rest = str_sub(rest, 1, rest.n);
    for (size_t i = 0; i < rest.n; i++)
        if (rest.s[i] == '?' || rest.s[i] == '#')
            rest = str_sub(rest, 0, i);
    rest = url_unescape(a, rest);
    bool leads_out =
        str_find(rest, str_lit("..")) != STR_NONE || str_chr(rest, '\\') != STR_NONE || str_chr(rest, '\0') != STR_NONE;
    return leads_out ? (struct str){0} : rest;
}

static bool read_below(struct newsroom *n, struct str folder, struct str rest, struct str *bytes)
{
    struct err why = {0};
    struct str dir = folder.n ? path_join(n->arena, n->dir, folder) : n->dir;
    struct str path = rest.n ? path_join(n->arena, dir, rest) : rest;
    return path.n && file_exists(path.s) && file_read(n->arena, path.s, PICTURE_MAX, bytes, &why) == 0;
}

/* In the folder of a source whose articles stand at that address, else in the newsroom's own. */
static bool read_picture(struct newsroom *n, struct str url, struct str *bytes)
{
    for (size_t i = 0; i < n->config.sources.n; i++) {
        const struct source *s = &n->config.sources.v[i];
        struct str base = s->url.n ? s->url : n->config.url;
        if (s->folder.n && read_below(n, s->folder, path_below(n->arena, url, base), bytes))
            return true;
    }
    return read_below(n, (struct str){0}, path_below(n->arena, url, n->config.url), bytes);
}

static void attach(struct issue *is, struct str url, size_t *total)
{
    struct arena *a = is->n->arena;
    struct attachments *all = &is->edition.pictures;
    struct str bytes;
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].url, url))
            return;
    if (!url.n || !read_picture(is->n, url, &bytes))
        return;
    const char *type = type_of(bytes);
    if (!type || *total + bytes.n > PICTURES_MAX) {
        finding_add(&is->n->cli->findings, SEV_WARNING, url, 0, 0, "%s; it is linked, not attached",
                    type ? "the edition's pictures are larger than 600 kB together" : "this is no JPEG, PNG or GIF");
        return;
    }
    *total += bytes.n;
    struct str id = str_fmt(a, STR_FMT "@" STR_FMT, STR_ARG(short_id(a, bytes)), STR_ARG(is->mail.from.address.domain));
    vec_add(a, all, ((struct attachment){url, id, type, bytes}));
}

void issue_pictures(struct issue *is)
{
    size_t total = 0;
    is->edition.pictures = (struct attachments){0};
    if (!str_eqc(is->digest->images, "cid"))
        return;
    attach(is, is->edition.masthead.logo, &total);
    for (size_t i = 0; i < is->edition.sections.n; i++)
        for (size_t k = 0; k < is->edition.sections.v[i].stories.n; k++)
            attach(is, is->edition.sections.v[i].stories.v[k]->lead->image.url, &total);
}
