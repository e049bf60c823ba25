/* log.h: what the terminal and the log file may show: control characters and escapes made visible. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/str.h"

struct str printable(struct arena *a, struct str s, size_t max); /* C0, C1 and ESC as \xNN, cut at max bytes */

#endif
