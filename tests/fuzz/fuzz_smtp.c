/* A conversation with a server that says anything at any time. Whatever it says: no message is forgotten or judged
 * twice, none is accepted or in doubt without having been started, and none is started before its envelope was said.
 *
 * Input: one byte of options, then steps: a byte b < 0x80 feeds the next b bytes to the machine; 0x80-0xbf submits a
 * message; 0xc0-0xef lets the socket take up to (b & 15) * 7 bytes; 0xf0-0xfe slows down, quits or lets time pass; 0xff
 * loses the connection. */
#include "send/smtp.h"
#include <stdlib.h>
#include <string.h>

enum { NOTES = 300 };

struct note {
    struct smtp_message m;
    struct iovec v[2];
    bool submitted, started, done;
};

static void die_unless(bool ok)
{
    if (!ok)
        abort();
}

static void on_start(void *ctx, struct smtp_message *m)
{
    struct note *n = m->owner;
    die_unless(n->submitted && !n->started && !n->done);
    n->started = true;
}

static void on_outcome(void *ctx, struct smtp_message *m, const struct smtp_outcome *o)
{
    struct note *n = m->owner;
    die_unless(n->submitted && !n->done);
    die_unless(n->started || (o->verdict != SMTP_ACCEPTED && o->verdict != SMTP_DOUBT));
    die_unless(o->verdict != SMTP_ACCEPTED || o->code / 100 == 2);
    die_unless(o->verdict != SMTP_REFUSED || o->code >= 400);
    n->done = true;
}

static void take(struct smtp *m, size_t most)
{
    struct iovec v[4];
    while (most) {
        size_t n = smtp_output(m, v, 4), had = 0;
        for (size_t i = 0; i < n; i++) {
            volatile char sum = 0;
            for (size_t k = 0; k < v[i].iov_len; k++)
                sum = (char)(sum ^ ((char *)v[i].iov_base)[k]);
            had += v[i].iov_len;
        }
        size_t took = had < most ? had : most;
        smtp_wrote(m, took);
        most -= took;
        if (took == 0)
            return;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct note notes[NOTES];
    size_t n_notes = 0;
    int64_t now = 0;
    if (size == 0)
        return 0;
    uint8_t b = *data++;
    size--;
    struct smtp_options o = {
        .hello = (enum smtp_hello)(b % 3),
        .most = (enum smtp_mode)(b / 3 % 3),
        .name = str_lit("me.example"),
        .depth = (size_t)1 << (b >> 6) * 2,
        .depth_bytes = b & 32 ? 40 : 0,
        .dsn = {str_lit("FAILURE"), str_lit("HDRS"), true},
        .caps = {.pipelining = (b & 1) != 0, .chunking = (b & 2) != 0, .size = (b & 4) != 0, .dsn = (b & 8) != 0}};
    struct smtp *m = smtp_begin(&o, &(struct smtp_hooks){NULL, on_start, on_outcome});
    while (size) {
        b = *data++;
        size--;
        if (b < 0x80) {
            size_t n = b < size ? b : size;
            smtp_receive(m, (const char *)data, n);
            data += n;
            size -= n;
        } else if (b < 0xc0) {
            if (n_notes == NOTES || (!(b & 32) && !smtp_room(m)))
                continue;
            struct note *n = &notes[n_notes++];
            *n = (struct note){0}; /* only those in use: clearing all of them would be half of a run's time */
            const char *t = smtp_stuffed(m) ? "S: x\r\n\r\n..\r\n" : "S: x\r\n\r\n.\r\n";
            n->v[0] = (struct iovec){(char *)t, 3};
            n->v[1] = (struct iovec){(char *)t + 3, b & 16 ? 0 : strlen(t) - 3};
            n->m = (struct smtp_message){.owner = n,
                                         .from = str_lit("a@x"),
                                         .to = b & 1 ? str_lit("b@x") : str_lit("c+c@x"),
                                         .size = 11,
                                         .text = n->v,
                                         .pieces = b & 8   ? 2
                                                   : b & 4 ? 0
                                                           : 1,
                                         .utf8 = (b & 2) != 0};
            n->submitted = true;
            if (smtp_room(m))
                smtp_submit(m, &n->m);
            else
                n->done = true;
        } else if (b < 0xf0) {
            take(m, (b & 15) * 7u);
        } else if (b == 0xff) {
            smtp_lost(m, "lost");
        } else if (b & 8) {
            now += (int64_t)(b & 7) << 14;
            smtp_clock(m, now);
        } else if (b & 1) {
            smtp_quit(m);
        } else {
            smtp_slow_down(m);
        }
        (void)smtp_patience(m);
        die_unless(smtp_under_way(m) <= 64);
    }
    smtp_end(m);
    for (size_t i = 0; i < n_notes; i++)
        die_unless(notes[i].done);
    return 0;
}
