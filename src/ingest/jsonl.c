/* The JSON lines that `read` prints, read back: one article a line; lines of other shapes (a feed's own) are passed
 * over. */
#include "base/crypto.h"
#include "base/file.h"
#include "base/json.h"
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/article.h"
#include "ingest/readers.h"
#include "ingest/sanitize.h"

#define LINE_MAX_BYTES (16u << 20)

/* What a file says is no more to be trusted than what a page says. */
static void distrust(struct arena *a, struct str origin, struct article *art)
{
    ingest_fragment(a, art->html, art->url, &art->html, NULL);
    if (art->url.s && !url_is_web(art->url))
        art->url = (struct str){NULL, 0};
    if (art->image.url.s)
        art->image.url = clean_address(a, art->url, art->image.url, false);
    art->text = utf8_clean(a, art->text);
    if (!art->url.s && !art->origin.s) /* several articles of one file are not one */
        art->origin = str_fmt(a, STR_FMT "#" STR_FMT, STR_ARG(origin),
                              STR_ARG(short_id(a, str_fmt(a, STR_FMT "\n" STR_FMT, STR_ARG(art->outlet),
                                                          STR_ARG(art->title.n ? art->title : art->text)))));
    art->id = (struct str){NULL, 0}; /* follows from the fields, so a file cannot take another article's place */
}

int read_jsonl(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out,
               struct findings *f, struct err *e)
{
    struct str rest = bytes, line;
    if (str_starts(rest, "\xEF\xBB\xBF"))
        rest = str_sub(rest, 3, rest.n);
    for (int no = 1; str_line(&rest, &line); no++) {
        line = str_trim(line);
        if (!line.n)
            continue;
        if (line.n > LINE_MAX_BYTES) {
            finding_add(f, SEV_ERROR, o->name, no, 0, "line longer than %u MB; left out", LINE_MAX_BYTES >> 20);
            continue;
        }
        struct err why = {0};
        struct json *j = json_parse(line, o->name, &why);
        if (!j) {
            finding_add(f, SEV_ERROR, o->name, no, 0, "not JSON; the line is left out");
            continue;
        }
        struct article art = {0};
        if (json_get(j, "feed") && !json_get(j, "title")) {
            /* the first line when a feed was read */
        } else if (article_from_json(a, j, &art, &why)) {
            finding_add(f, SEV_ERROR, o->name, no, 0, "%s", why.msg);
        } else {
            distrust(a, o->origin.n ? o->origin : path_base(o->name), &art);
            vec_add(a, out, art);
        }
        json_end(j);
    }
    return 0;
}
