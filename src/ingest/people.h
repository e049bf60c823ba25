/* people.h: which row of a list a person stands on, by address key. Eight bytes a person: lists have millions. */
#ifndef INGEST_PEOPLE_H
#define INGEST_PEOPLE_H

#include "model/subscriber.h"

struct people { /* all zero is empty */
    struct {
        uint32_t hash, row; /* row + 1; 0: free */
    } * slots;
    size_t n, cap;
    uint64_t seed; /* drawn at random, so that nobody can prepare addresses that collide */
};

/* The row in `list` whose key this is, or list->n after noting that the next row to be added has it. */
size_t people_row(struct arena *a, struct people *p, const struct subscribers *list, struct str key);

#endif
