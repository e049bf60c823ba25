#include "model/delivery.h"

static const char *const names[] = {
    [DELIVERY_QUEUED] = "queued",     [DELIVERY_SENDING] = "sending", [DELIVERY_SENT] = "sent",
    [DELIVERY_DEFERRED] = "deferred", [DELIVERY_FAILED] = "failed",   [DELIVERY_SKIPPED] = "skipped",
    [DELIVERY_IN_DOUBT] = "in_doubt",
};

const char *delivery_state_name(enum delivery_state s)
{
    return names[s];
}

bool delivery_state_parse(struct str s, enum delivery_state *out)
{
    if (str_ieqc(s, "in-doubt"))
        s = str_lit("in_doubt");
    for (int i = DELIVERY_QUEUED; i <= DELIVERY_IN_DOUBT; i++)
        if (str_ieqc(s, names[i])) {
            *out = (enum delivery_state)i;
            return true;
        }
    return false;
}
