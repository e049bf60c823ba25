/* subscriber.h: a reader on a list, and the list's row. */
#ifndef MODEL_SUBSCRIBER_H
#define MODEL_SUBSCRIBER_H

#include "base/address.h"
#include "base/buf.h"
#include "base/date.h"

enum sub_status { SUB_ACTIVE, SUB_UNSUBSCRIBED, SUB_BOUNCED, SUB_COMPLAINED, SUB_PENDING };
const char *sub_status_name(enum sub_status s); /* "active" "unsubscribed" "bounced" "complained" "pending" */
/* Those names and other programs' ("subscribed", "enabled", "opted-out"); empty is active. False: none of them. */
bool sub_status_parse(struct str s, enum sub_status *out);

struct attribute {
    struct str name, value;
};
VEC(attributes, struct attribute);
/* As one string, name NUL value NUL ...: how they lie in the store and travel with a recipient. */
struct str attributes_join(struct arena *a, const struct attributes *v);      /* unknown when there are none */
void attributes_split(struct arena *a, struct str s, struct attributes *out); /* borrows from s */

struct subscriber {
    struct address address;
    struct str name;
    enum sub_status status;
    struct strs topics; /* in the reader's order; empty: all */
    struct str frequency, timezone, lang;
    struct attributes attributes; /* further CSV columns */
    int64_t memory;               /* what they have been sent, in the store (model/memory.h); 0: nothing */
    int line;                     /* of the CSV row, for findings */
};
VEC(subscribers, struct subscriber);

/* As bytes for this process only, so that long lists can be sorted outside memory (base/sorter.h). The texts of what is
 * unpacked lie in the bytes, each ended by a NUL. */
void subscriber_pack(struct buf *b, const struct subscriber *s);
void subscriber_unpack(struct arena *a, struct str bytes, struct subscriber *out);

#endif
