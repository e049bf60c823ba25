/* list_tell.h: what `subscribers` tells of people and lists: as sentences for people, as JSON lines for scripts. */
#ifndef CLI_LIST_TELL_H
#define CLI_LIST_TELL_H

#include "cli/list_edit.h"

/* Somebody's row on a list. `suppressed`: the reason; unknown: none. */
void tell_person(struct newsroom *n, struct str list, const struct subscriber *s, struct str suppressed);

/* What was done to one person: `sentence` says it to people; the JSON names list (when known), address and what is now
 * so. */
struct person_change {
    struct str list, address;
    const char *key; /* "added", "removed", "suppressed" */
    bool now;        /* its value */
    struct str reason;
};
void tell_change(const struct cli *c, const struct person_change *x, const char *sentence);

/* What an import did, or would do. */
void tell_import(const struct cli *c, struct str list, bool dry, const struct list_changes *did);

#endif
