/* mold.h: the mail of one cohort with holes where the reader comes in: the noun between render, store and send.
 *
 * Render folds a template into a mold once per cohort: everything that is not about the subscriber is evaluated and
 * transfer-encoded, in segments that start and end at column 0 (escape_qp), so that filling is laying segments
 * end to end. The same mold serves preview, maildir and SMTP: what was previewed is what is sent, byte for byte. The
 * ledger keeps it as a blob, so a running edition cannot change.
 *
 * A mold is a list of steps. STEP_TEXT: bytes as they go on the wire (CRLF line ends, not dot-stuffed). STEP_HOLE: the
 * reader's field, escaped for its context. STEP_IF / STEP_UNLESS: when the field is empty / not empty, go to step
 * `skip`.
 */
#ifndef MODEL_MOLD_H
#define MODEL_MOLD_H

#include "base/buf.h"
#include "base/err.h"
#include <sys/uio.h>

enum step_kind { STEP_TEXT, STEP_HOLE, STEP_IF, STEP_UNLESS };

/* How a value is written into its hole. The QP contexts end with a soft line break: the next segment is at column 0. */
enum hole_context {
    HOLE_RAW,        /* header values that are safe by construction: message id, tokens, dates */
    HOLE_HEADER,     /* RFC 2047 text */
    HOLE_PHRASE,     /* display name before an address */
    HOLE_TEXT_QP,    /* text part, quoted-printable */
    HOLE_HTML_QP,    /* HTML text */
    HOLE_ATTR_QP,    /* HTML attribute */
    HOLE_URL_QP,     /* URL in an HTML attribute: checked and escaped */
    HOLE_URLPART_QP, /* one percent-encoded component of a URL */
    HOLE_WORDS,      /* RFC 2047 text, always as encoded words: for a piece of a longer header text */
};

struct step {
    enum step_kind kind;
    struct str text;           /* STEP_TEXT */
    size_t field;              /* others: index into fields */
    enum hole_context context; /* STEP_HOLE */
    size_t skip;               /* STEP_IF, STEP_UNLESS: index of the step to go on with */
};
VEC(steps, struct step);

/* Field names are the template's: "subscriber.name", "subscriber.email", "subscriber.lang", "subscriber.<column>",
 * "unsubscribe_url", "unsubscribe_mail", "view_url", "preferences_url", "message_id". */
struct mold {
    struct str key; /* the cohort's */
    struct strs fields;
    struct steps steps;
    size_t size;      /* bytes of all STEP_TEXT */
    size_t body_from; /* index of the first step after the header block (for DKIM, previews) */
};

/* Values in the order of mold->fields. Appends pieces of the finished message to out: static text is borrowed from the
 * mold, filled holes live in the arena. */
VEC(pieces, struct iovec);
void mold_fill(struct arena *a, const struct mold *m, const struct str *values, struct pieces *out);
struct str mold_fill_str(struct arena *a, const struct mold *m, const struct str *values); /* the same as one string */

/* Blob form, for the ledger: versioned, little-endian. Loading checks every index, so a damaged blob is an error. */
void mold_save(struct buf *b, const struct mold *m);
int mold_load(struct arena *a, struct str blob, struct mold *out, struct err *e); /* text borrowed from blob */

#endif
