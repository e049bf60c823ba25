/* fold.h: pieces into the steps of a mold: static text is transfer-encoded once, in segments that start and end at
 * column 0 (escape_qp), and what depends on the reader becomes holes and conditions. */
#ifndef RENDER_FOLD_H
#define RENDER_FOLD_H

#include "model/mold.h"
#include "render/template.h"

struct fold {
    struct arena *a;
    struct mold *m;
};

size_t fold_field(struct fold *f, struct str name);
void fold_text(struct fold *f, struct str bytes); /* as they go on the wire */
void fold_hole(struct fold *f, const char *field, enum hole_context context);
/* A condition from here on; gives what fold_end wants. */
size_t fold_if(struct fold *f, enum step_kind kind, struct str field);
void fold_end(struct fold *f, size_t opened);
void fold_body(struct fold *f, const struct piece_list *pieces); /* quoted-printable */
/* A header's value in which some words are the reader's, from that column on. */
void fold_header(struct fold *f, const struct piece_list *pieces, size_t column);

#endif
