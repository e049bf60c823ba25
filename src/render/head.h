/* head.h: the header block of a mail: who from, to whom, about what, and how to get off the list. */
#ifndef RENDER_HEAD_H
#define RENDER_HEAD_H

#include "model/edition.h"
#include "model/settings.h"
#include "render/fold.h"
#include "render/mime.h"

/* Values about the reader stand as marks; head_mark puts the steps that belong there. */
enum head_mark { MARK_TO, MARK_SUBJECT, MARK_MESSAGE_ID, MARK_UNSUBSCRIBE, MARK_TEXT, MARK_HTML, MARKS };

int head_fields(struct arena *a, const struct edition *ed, const struct mail_settings *s, const struct str marks[MARKS],
                struct mime_fields *out, struct err *e);
void head_steps(struct fold *f, enum head_mark mark, const struct mail_settings *s, struct str subject);

#endif
