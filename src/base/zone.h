/* zone.h: the offset of a time zone at a moment. Private to the date files; everybody else uses date.h. */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

struct zone;

const struct zone *zone_find(const char *name);       /* NULL: unknown. Loaded once, kept until the program ends */
int32_t zone_offset(const struct zone *z, int64_t t); /* seconds east of UTC; z NULL: 0 */
/* Local seconds to UTC: the first of two, a gap moves forward. */
int64_t zone_unix(const struct zone *z, int64_t local);
/* The moment the clock jumps over `local`; false when that local time exists. */
bool zone_gap(const struct zone *z, int64_t local, int64_t *after);

#endif
