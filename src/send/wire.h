/* wire.h: a message's bytes as they may stand on the wire.
 *
 * Canonical (RFC 5321 2.3.8, 4.5.3.1.6): CRLF is the only line end, no bare CR or LF, no NUL, lines of at most 998
 * octets, CRLF at the end. Molds are made so; what is not is brought into that form before it is sent, so that no
 * receiver finds an end of message where another sees text.
 *
 * Dot-stuffing (4.5.2) copies nothing: a line that starts with a dot is cut behind that dot, and the next piece starts
 * with the same dot again. What is known about a text that is sent many times is kept in a `struct shape`. */
#ifndef SEND_WIRE_H
#define SEND_WIRE_H

#include "model/mold.h"

enum { WIRE_LINE_MAX = 998 };

bool wire_is_canonical(struct str message);
/* The message itself when it is canonical, else a copy that is: CRLF, LF and CR end a line, NUL becomes a space, longer
 * lines are broken (a header field by folding). */
struct str wire_canonical(struct arena *a, struct str message);

struct shape {
    struct str text;
    size_t *dots; /* offsets > 0 of dots behind a line feed, ascending */
    size_t n;
    bool eightbit;
    bool clean; /* no NUL, no line beyond 998 octets, no CR or LF alone: where it starts or ends in the middle of a pair
                   it is not clean */
};
void shape_of(struct arena *a, struct str text, struct shape *out);

/* The pieces again, with dots doubled. shapes: of the pieces that are static text, in the order in which they come
 * (those that are left out of this message may be among them). */
void wire_stuff(struct arena *a, const struct pieces *in, const struct shape *shapes, size_t n, struct pieces *out);
size_t wire_size(const struct pieces *p);

#endif
