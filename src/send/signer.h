/* signer.h: letters signed on all cores. A signature with RSA takes two milliseconds, a hundred times what the rest of
 * a letter takes; so letters are signed by threads, and the loop hears of it through a file descriptor.
 *
 * Threads touch nothing but the letter they were given and what never changes: keys, molds, the hash of a common
 * beginning. */
#ifndef SEND_SIGNER_H
#define SEND_SIGNER_H

#include "send/connection.h"
#include "send/dkim.h"
#include "send/letter.h"

struct signer;
int signer_open(const struct dkim_settings *s, struct hub *h, void (*done)(void *ctx), void *ctx, struct signer **out,
                struct err *e);
void signer_give(struct signer *s, struct letter *l); /* filled; the thread's until it is taken back */
/* The next finished one, signed, or with e set when it could not be (then its fields are as before); NULL: none. */
struct letter *signer_take(struct signer *s, struct err *e);
size_t signer_busy(const struct signer *s); /* given and not taken back */
/* Stops the threads. Letters not taken back are the caller's: they come out of signer_take until it gives NULL. */
void signer_stop(struct signer *s);
void signer_close(struct signer *s);

#endif
