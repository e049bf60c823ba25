/* hours.h: the part of the day in which mail may go out. Pure: moment and zone are given. */
#ifndef SEND_HOURS_H
#define SEND_HOURS_H

#include "model/settings.h"

/* now when it is open; else the moment at which it opens next. An unknown zone is UTC. */
int64_t hours_next(const struct hours *h, int64_t now, const char *zone);
int64_t hours_day(int64_t now, const char *zone);      /* the local day, counted from 1970 */
int64_t hours_tomorrow(int64_t now, const char *zone); /* when the next local day begins */

#endif
