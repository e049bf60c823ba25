/* The JSON lines that `read` prints, read back: one article a line; lines of other shapes (a feed's own) are passed
 * over. Whole, or line by line from a file of any size. */
#include "base/crypto.h"
#include "base/file.h"
#include "base/json.h"
#include "base/url.h"
#include "base/utf8.h"
#include "ingest/article.h"
#include "ingest/readers.h"
#include "ingest/sanitize.h"
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES ((size_t)16 << 20)
enum { SAID_MAX = 1000, WINDOW_STEP = 256 << 10 };

/* What is said of one file, which may be wrong on every line: beyond SAID_MAX lines are only counted. */
struct said {
    struct findings *f;
    struct str file;
    int line;
    size_t n;
};

static void left_out(struct said *s, const char *why)
{
    if (s->n++ < SAID_MAX)
        finding_add(s->f, SEV_ERROR, s->file, s->line, 0, "%s", why);
}

static void said_end(const struct said *s)
{
    if (s->n > SAID_MAX)
        finding_add(s->f, SEV_ERROR, s->file, s->line, 0, "%zu more lines are left out; only the first %d are listed",
                    s->n - SAID_MAX, SAID_MAX);
}

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

static bool read_line(struct arena *a, struct str line, const struct read_options *o, struct said *said,
                      struct article *art)
{
    struct err why = {0};
    line = str_trim(line);
    if (!line.n)
        return false;
    if (line.n > LINE_MAX_BYTES)
        return left_out(said, "line longer than 16 MB; left out"), false;
    struct json *j = json_parse(line, o->name, &why);
    if (!j)
        return left_out(said, "not JSON; the line is left out"), false;
    bool of_a_feed = json_get(j, "feed") && !json_get(j, "title"); /* the first line when a feed was read */
    bool read = !of_a_feed && article_from_json(a, j, art, &why) == 0;
    json_end(j);
    if (read)
        distrust(a, o->origin.n ? o->origin : path_base(o->name), art);
    else if (!of_a_feed)
        left_out(said, why.msg);
    return read;
}

int read_jsonl(struct arena *a, struct str bytes, const struct read_options *o, struct articles *out,
               struct findings *f, struct err *e)
{
    struct said said = {.f = f, .file = o->name};
    struct str rest = bytes, line;
    if (str_starts(rest, "\xEF\xBB\xBF"))
        rest = str_sub(rest, 3, rest.n);
    while (str_line(&rest, &line)) {
        struct article art = {0};
        said.line++;
        if (read_line(a, line, o, &said, &art))
            vec_add(a, out, art);
    }
    said_end(&said);
    return 0;
}

/* ---- a file of any size */

struct window { /* what was read and not yet taken: [at, n) */
    char *p;
    size_t at, n, cap;
    bool ended, dropping; /* dropping: the rest of a line that is too long */
};

static int more(struct window *w, const struct lines_input *in, struct err *e)
{
    if (w->at)
        memmove(w->p, w->p + w->at, w->n - w->at);
    w->n -= w->at;
    w->at = 0;
    if (w->cap < w->n + WINDOW_STEP)
        w->p = mem_realloc(w->p, w->cap = w->cap * 2 > w->n + WINDOW_STEP ? w->cap * 2 : w->n + WINDOW_STEP);
    ssize_t got = in->read(in->ctx, w->p + w->n, w->cap - w->n, e);
    w->n += got > 0 ? (size_t)got : 0;
    w->ended = got == 0;
    return got < 0 ? -1 : 0;
}

/* 1: *line is the next one; 0: there is none left; -1 and e. The looking goes on where it stopped before more was read.
 */
static int next_line(struct window *w, const struct lines_input *in, struct said *said, struct str *line, struct err *e)
{
    size_t looked = 0;
    for (;;) {
        const char *from = w->p + w->at, *end = memchr(from + looked, '\n', w->n - w->at - looked);
        size_t n = end ? (size_t)(end - from) : w->n - w->at;
        if (!end && !w->ended && n > LINE_MAX_BYTES) {
            if (!w->dropping) {
                said->line++;
                left_out(said, "line longer than 16 MB; left out");
            }
            w->dropping = true;
            w->at = w->n;
            n = 0;
        } else if (end || (w->ended && n)) {
            bool dropped = w->dropping;
            w->at += n + (end != NULL);
            w->dropping = false;
            *line = (struct str){from, dropped ? 0 : n};
            said->line += !dropped;
            return 1;
        }
        if (w->ended)
            return 0;
        looked = n;
        if (more(w, in, e))
            return -1;
    }
}

int ingest_lines(const struct lines_input *in, const struct read_options *o, ingest_article_fn *fn, void *ctx,
                 struct findings *f, struct err *e)
{
    struct said said = {.f = f, .file = o->name};
    struct window w = {.n = in->begun.n, .cap = in->begun.n + WINDOW_STEP};
    struct arena a = {0};
    struct str line;
    int rc = 0;
    w.p = mem_realloc(NULL, w.cap);
    memcpy(w.p, in->begun.s, in->begun.n);
    w.at = str_starts(in->begun, "\xEF\xBB\xBF") ? 3 : 0;
    while (rc == 0 && (rc = next_line(&w, in, &said, &line, e)) == 1) {
        struct article art = {0};
        rc = 0;
        if (read_line(&a, line, o, &said, &art)) {
            article_finish(&a, o, &art);
            rc = fn(ctx, &art, e);
        }
        if (a.used > LINE_MAX_BYTES)
            arena_end(&a);
        else
            arena_reset(&a);
    }
    said_end(&said);
    arena_end(&a);
    free(w.p);
    return rc;
}
