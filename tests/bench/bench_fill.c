/* bench_fill.c [MESSAGES]: one mold of 40 kB with the holes of a real digest, filled for many readers; reader's values
 * with their tokens included. Prints messages a second with and without the values. */
#include "base/date.h"
#include "base/escape.h"
#include "model/reader.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BODY_LINES = 270 /* of 74 characters, twice: text and HTML */ };

static double seconds(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static size_t field(struct arena *a, struct mold *m, const char *name)
{
    for (size_t i = 0; i < m->fields.n; i++)
        if (str_eqc(m->fields.v[i], name))
            return i;
    vec_add(a, &m->fields, str_c(name));
    return m->fields.n - 1;
}

static void text(struct arena *a, struct mold *m, struct str s)
{
    vec_add(a, &m->steps, ((struct step){.kind = STEP_TEXT, .text = s}));
    m->size += s.n;
}

static void hole(struct arena *a, struct mold *m, const char *name, enum hole_context context)
{
    struct step s = {.kind = STEP_HOLE, .context = context};
    s.field = field(a, m, name);
    vec_add(a, &m->steps, s);
}

static struct str body(struct arena *a)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    for (int i = 0; i < BODY_LINES; i++)
        buf_c(&b, "The ferry to the island runs every hour again, as the harbor office said.\n");
    struct buf q;
    buf_init(&q, 1 << 20);
    escape_qp(&q, buf_view(&b));
    struct str out = buf_dup(a, &q);
    buf_end(&b);
    buf_end(&q);
    return out;
}

static struct mold digest(struct arena *a)
{
    struct mold m = {.key = str_lit("all")};
    text(a, &m, str_lit("From: Harbor Ledger <news@example.org>\r\nTo: "));
    hole(a, &m, "subscriber.name", HOLE_PHRASE);
    text(a, &m, str_lit(" <"));
    hole(a, &m, "subscriber.email", HOLE_RAW);
    text(a, &m, str_lit(">\r\nSubject: The bridge reopens\r\nMessage-ID: "));
    hole(a, &m, "message_id", HOLE_RAW);
    text(a, &m, str_lit("\r\nList-Unsubscribe: <"));
    hole(a, &m, "unsubscribe_url", HOLE_RAW);
    text(a, &m, str_lit(">\r\n\r\n"));
    m.body_from = m.steps.n;
    static const enum hole_context parts[2][2] = {{HOLE_TEXT_QP, HOLE_TEXT_QP}, {HOLE_HTML_QP, HOLE_URL_QP}};
    for (int part = 0; part < 2; part++) {
        text(a, &m, str_lit("Dear=20=\r\n"));
        hole(a, &m, "subscriber.first_name", parts[part][0]);
        text(a, &m, body(a));
        hole(a, &m, "subscriber.email", parts[part][0]);
        hole(a, &m, "unsubscribe_url", parts[part][1]);
        hole(a, &m, "view_url", parts[part][1]);
    }
    return m;
}

int main(int argc, char **argv)
{
    long messages = argc > 1 ? atol(argv[1]) : 200000;
    struct arena a = {0}, round = {0};
    struct err e = {0};
    struct mold m = digest(&a);
    struct mail_settings s = {.list_name = str_lit("daily"),
                              .unsubscribe_url = str_lit("https://news.example.org/u/{token}"),
                              .view_url = str_lit("https://news.example.org/{edition}/{token}")};
    if (mailbox_parse(&a, str_lit("Harbor Ledger <news@example.org>"), &s.from, &e) != 0)
        return 1;
    s.keys.n = 1;
    struct mailing x;
    mailing_begin(&a, &s, str_lit("morning-2025-07-31"), &x);
    struct str *values = arena_array(&a, struct str, m.fields.n);
    struct recipient r = {.address = str_lit("jane.doe@example.org"),
                          .key = str_lit("jane.doe@example.org"),
                          .name = str_lit("Jane Doe")};
    for (int with = 1; with >= 0; with--) {
        size_t bytes = 0;
        double start = seconds();
        for (long i = 0; i < messages; i++) {
            struct pieces p = {0};
            if (with)
                mailing_reader(&round, &x, &m, &r, values);
            mold_fill(&round, &m, values, &p);
            for (size_t k = 0; k < p.n; k++)
                bytes += p.v[k].iov_len;
            if (with)
                arena_reset(&round);
            else if (i % 64 == 63)
                arena_reset(&round);
            if (with && i == messages - 1) /* the values of the last one serve the second round */
                mailing_reader(&a, &x, &m, &r, values);
        }
        double took = seconds() - start;
        printf("fill%s: %.0f messages/s, %.1f us each, %.0f bytes a message laid out\n",
               with ? " with values and tokens" : "", (double)messages / took, took * 1e6 / (double)messages,
               (double)bytes / (double)messages);
    }
    arena_end(&round);
    arena_end(&a);
    return 0;
}
