/* list_edit.h: people put on a list and taken off it. The list's file is the truth, so it is the file that changes:
 * rows are added under its own columns and taken out whole, every other byte stays as its owner wrote it, and the new
 * file takes the old one's place in one step. Lists may be of any size; memory does not grow with them. */
#ifndef CLI_LIST_EDIT_H
#define CLI_LIST_EDIT_H

#include "cli/newsroom.h"

struct list_changes {
    size_t added, there; /* new on the list; on it already */
    size_t merged;       /* rows that were one more of somebody */
    size_t left;         /* of those already there: have left or bounced, as the new row says; they get no more mail */
};

/* Everybody in this CSV file ("-": standard input) who is not on the list yet, in the file's order. dry: counted. */
int list_import(struct newsroom *n, struct str list, struct str file, bool dry, struct list_changes *out,
                struct err *e);
int list_add(struct newsroom *n, struct str list, const struct subscriber *s, struct list_changes *out, struct err *e);
/* Every row of this person. EX_NOINPUT: there is none. */
int list_take_out(struct newsroom *n, struct str list, const struct address *who, struct err *e);

struct str list_path(struct newsroom *n, struct str list);

#endif
