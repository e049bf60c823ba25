#include "model/subscriber.h"

static const char *const names[] = {
    [SUB_ACTIVE] = "active",         [SUB_UNSUBSCRIBED] = "unsubscribed", [SUB_BOUNCED] = "bounced",
    [SUB_COMPLAINED] = "complained", [SUB_PENDING] = "pending",
};

const char *sub_status_name(enum sub_status s)
{
    return names[s];
}

/* The words of other programs' exports. */
static const struct {
    const char *word;
    enum sub_status status;
} synonyms[] = {
    {"subscribed", SUB_ACTIVE},       {"enabled", SUB_ACTIVE},           {"confirmed", SUB_ACTIVE},
    {"opted-in", SUB_ACTIVE},         {"opted in", SUB_ACTIVE},          {"unsubscribe", SUB_UNSUBSCRIBED},
    {"opted-out", SUB_UNSUBSCRIBED},  {"opted out", SUB_UNSUBSCRIBED},   {"opt-out", SUB_UNSUBSCRIBED},
    {"optout", SUB_UNSUBSCRIBED},     {"inactive", SUB_UNSUBSCRIBED},    {"disabled", SUB_UNSUBSCRIBED},
    {"removed", SUB_UNSUBSCRIBED},    {"blocklisted", SUB_UNSUBSCRIBED}, {"blacklisted", SUB_UNSUBSCRIBED},
    {"suppressed", SUB_UNSUBSCRIBED}, {"cleaned", SUB_BOUNCED},          {"bounce", SUB_BOUNCED},
    {"hard bounce", SUB_BOUNCED},     {"undeliverable", SUB_BOUNCED},    {"invalid", SUB_BOUNCED},
    {"complaint", SUB_COMPLAINED},    {"spam", SUB_COMPLAINED},          {"abuse", SUB_COMPLAINED},
    {"unconfirmed", SUB_PENDING},     {"waiting", SUB_PENDING},
};

bool sub_status_parse(struct str s, enum sub_status *out)
{
    s = str_trim(s);
    if (s.n == 0) {
        *out = SUB_ACTIVE;
        return true;
    }
    for (int i = SUB_ACTIVE; i <= SUB_PENDING; i++)
        if (str_ieqc(s, names[i])) {
            *out = (enum sub_status)i;
            return true;
        }
    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
        if (str_ieqc(s, synonyms[i].word)) {
            *out = synonyms[i].status;
            return true;
        }
    return false;
}
