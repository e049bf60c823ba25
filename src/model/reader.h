/* reader.h: a reader's own values, by the names that templates use: the one place that knows how a recipient, the mail
 * settings and an edition become "unsubscribe_url", "message_id" and the envelope sender. Preview and send both ask
 * here. */
#ifndef MODEL_READER_H
#define MODEL_READER_H

#include "model/delivery.h"
#include "model/mold.h"
#include "model/settings.h"

/* What is the same for every reader of an edition, worked out once. Settings and edition are borrowed. */
struct mailing {
    const struct mail_settings *settings;
    struct str edition, edition_url; /* and as part of a URL */
    struct str id_end;               /* ".EDITION@DOMAIN>" of every message id */
    struct str leave_mail;           /* "mailto:...?subject=unsubscribe%20", a token behind it */
    struct token_scope of_list, of_edition;
};
void mailing_begin(struct arena *a, const struct mail_settings *s, struct str edition, struct mailing *out);
/* Values for mold->fields, into values[mold->fields.n]; a field nobody knows gives "". Strings live in the arena.
 * Returns the envelope sender. */
struct str mailing_reader(struct arena *a, const struct mailing *x, const struct mold *m, const struct recipient *r,
                          struct str *values);
struct str mailing_message_id(struct arena *a, const struct mailing *x, struct str address_key); /* "<...@domain>" */

/* The same for a single reader. */
void reader_values(struct arena *a, const struct mold *m, const struct mail_settings *s, struct str edition,
                   const struct recipient *r, struct str *values);
struct str reader_message_id(struct arena *a, const struct mail_settings *s, struct str edition,
                             struct str address_key);
struct str reader_envelope_sender(struct arena *a, const struct mail_settings *s, struct str edition,
                                  struct str address_key);

/* A further column of the list, "" when there is none. */
struct str reader_attribute(const struct recipient *r, struct str name);

#endif
