/* mime.h: messages put together and taken apart, over libetpan (seen only by mime.c). */
#ifndef RENDER_MIME_H
#define RENDER_MIME_H

#include "base/err.h"
#include "model/edition.h"

struct mime_field {
    const char *name;
    struct str value; /* as it goes on the wire, not folded; or a mark */
};
VEC(mime_fields, struct mime_field);

/* A multipart/alternative message, with pictures that the HTML names by cid: in a multipart/related around it. The two
 * bodies are `text` and `html` as given: quoted-printable already, or a mark that the caller replaces. Lines end in
 * CRLF.
 */
int mime_frame(struct arena *a, const struct mime_fields *head, struct str boundary, struct str text, struct str html,
               const struct attachments *pictures, struct str *out, struct err *e);

struct mime_parts {
    struct str headers; /* the block as it stands, without the empty line */
    struct str subject; /* decoded */
    /* Of the first part of each type, decoded to UTF-8 with LF line ends; unknown when there is none. */
    struct str text, html;
    size_t attachments;
};
/* Any message. At most 64 levels and 1,000 parts are looked at; deeper ones are an error (EX_DATAERR). */
int mime_read(struct arena *a, struct str eml, struct mime_parts *out, struct err *e);

#endif
