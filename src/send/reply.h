/* reply.h: an SMTP or LMTP server's replies (RFC 5321 4.2), read from bytes as they come.
 *
 *     struct reply_parser p = {0};
 *     while (n && (st = reply_feed(&p, &bytes, &n)) == REPLY_DONE) { use(&p); reply_next(&p); }
 *
 * The code decides, the text is only kept. A line may end in CRLF or LF, a code may stand alone; anything else that is
 * not "NNN text" with NNN from 200 to 599, lines of one reply with different codes, and replies beyond REPLY_MAX bytes
 * are bad: the conversation cannot go on. */
#ifndef SEND_REPLY_H
#define SEND_REPLY_H

#include "base/str.h"

enum { REPLY_MAX = 64 << 10, REPLY_TEXT_MAX = 4 << 10, REPLY_SHOWN = 500 };

enum reply_status { REPLY_MORE, REPLY_DONE, REPLY_BAD };

struct reply_parser {
    int code;        /* of the reply being read */
    size_t lines;    /* complete ones */
    const char *why; /* REPLY_BAD: in words */
    /* private */
    int place, line_code;
    bool last;
    size_t bytes, text_n;
    char text[REPLY_TEXT_MAX]; /* lines joined by LF; what does not fit is dropped */
};

/* Moves *bytes and *n past what was used: at most one reply. After REPLY_BAD nothing more is read. */
enum reply_status reply_feed(struct reply_parser *p, const char **bytes, size_t *n);
void reply_next(struct reply_parser *p);             /* ready for the next reply */
struct str reply_text(const struct reply_parser *p); /* lines joined by LF, as sent; borrowed */
/* "5.1.1" (RFC 3463) when the text starts with one of the code's class; else {NULL, 0}. Borrowed. */
struct str reply_enhanced(int code, struct str text);
/* For people and the ledger: one line, without the enhanced code, printable, at most REPLY_SHOWN bytes. */
struct str reply_shown(struct arena *a, int code, struct str text);

#endif
