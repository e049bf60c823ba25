/* maildir.h: delivery into a folder: one file per message, there whole or not at all. The name is the caller's and the
 * same for the same message, so that delivering it once more after a crash replaces it. */
#ifndef SEND_MAILDIR_H
#define SEND_MAILDIR_H

#include "base/err.h"
#include "model/mold.h"

struct maildir {
    int tmp, new; /* folders; -1 when closed */
    struct str path;
};

int maildir_open(struct arena *a, struct str path, struct maildir *out,
                 struct err *e); /* makes it when it is missing */
/* The message is in new/NAME when this returns 0; durably so after maildir_sync. EX_IOERR: nothing is there. */
int maildir_put(struct maildir *m, struct str name, const struct pieces *message, struct err *e);
int maildir_sync(struct maildir *m, struct err *e);
void maildir_close(struct maildir *m);

/* "1753956420.HASH.bulletin" from a moment that does not move and the Message-ID. */
struct str maildir_name(struct arena *a, int64_t when, struct str message_id);

#endif
