/* feed_driver.c: reads feeds without the rest of the program, for scoring and for timing the readers alone.
 *
 *   feed_driver [-t] < LIST     each line: PATH, or PATH TAB CONTENT-TYPE; one JSON object a line comes out, in the
 *                               shape the feed scorer wants, with "id" the path
 *   -t                          nothing is printed but bytes, entries and seconds */
#include "base/file.h"
#include "base/json.h"
#include "ingest/readers.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

static void put_entry(struct arena *a, struct json_out *o, const struct article *art)
{
    struct when date = art->published.has ? art->published : art->updated;
    json_open(o, NULL, '{');
    json_put_str(o, "id", art->guid);
    json_put_str(o, "title", art->title);
    json_put_str(o, "link", art->link.n ? art->link : art->guid); /* without a page, an entry is found by its own id */
    if (date.has)
        json_put_str(o, "date", date_rfc3339(a, date));
    json_put_strs(o, "authors", &art->authors);
    json_put_strs(o, "categories", &art->categories);
    json_put_str(o, "summary", art->summary);
    json_put_str(o, "content", art->text);
    json_put_str(o, "content_html", art->html);
    json_close(o, '}');
}

static void put(struct arena *a, struct str path, const struct feed_info *feed, const struct articles *v,
                const struct findings *f)
{
    struct buf b;
    buf_init(&b, 256 << 20);
    struct json_out o = {.b = &b};
    json_open(&o, NULL, '{');
    json_put_str(&o, "id", path);
    json_open(&o, "feed", '{');
    json_put_str(&o, "title", feed->title);
    json_put_str(&o, "link", feed->link);
    json_put_str(&o, "format", feed->format);
    json_put_str(&o, "encoding", feed->encoding);
    json_close(&o, '}');
    json_open(&o, "entries", '[');
    for (size_t i = 0; i < v->n; i++)
        put_entry(a, &o, &v->v[i]);
    json_close(&o, ']');
    json_open(&o, "findings", '[');
    for (size_t i = 0; i < f->list.n; i++)
        json_put_str(&o, NULL,
                     str_fmt(a, "%d:%d: " STR_FMT, f->list.v[i].line, f->list.v[i].column, STR_ARG(f->list.v[i].text)));
    json_close(&o, ']');
    json_close(&o, '}');
    puts(buf_view(&b).s);
    buf_end(&b);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    bool timing = argc > 1 && strcmp(argv[1], "-t") == 0;
    char line[4096];
    size_t bytes_total = 0, entries = 0;
    double spent = 0;
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        struct str rest = str_c(line), path = {0};
        str_cut(&rest, '\t', &path);
        struct arena a = {0};
        struct err e = {0};
        struct str bytes;
        path = str_dup(&a, path);
        if (file_read(&a, path.s, 64 << 20, &bytes, &e) < 0) {
            fprintf(stderr, "%s\n", e.msg);
            return 1;
        }
        struct read_options o = {.name = path, .content_type = rest};
        struct articles v = {0};
        struct feed_info feed = {0};
        struct findings f = {.arena = &a};
        double from = seconds();
        bool json = str_ends(path, ".json");
        int rc = (json ? read_feed_json : read_feed_xml)(&a, bytes, &o, &v, &feed, &f, &e);
        spent += seconds() - from;
        bytes_total += bytes.n;
        entries += v.n;
        if (rc < 0)
            fprintf(stderr, "%s\n", e.msg);
        if (!timing)
            put(&a, path, &feed, &v, &f);
        arena_end(&a);
    }
    if (timing)
        printf("%zu bytes, %zu entries, %.3f s, %.1f MB/s\n", bytes_total, entries, spent,
               (double)bytes_total / 1e6 / spent);
    return 0;
}
