#include "model/subscriber.h"
#include <string.h>

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

/* Strings of the model hold no NUL. */
struct str attributes_join(struct arena *a, const struct attributes *v)
{
    size_t n = 0;
    for (size_t i = 0; i < v->n; i++)
        n += v->v[i].name.n + v->v[i].value.n + 2;
    if (n == 0)
        return (struct str){0};
    char *p = arena_alloc(a, n), *q = p;
    for (size_t i = 0; i < v->n; i++) {
        const struct str both[2] = {v->v[i].name, v->v[i].value};
        for (size_t k = 0; k < 2; k++) {
            if (both[k].n)
                memcpy(q, both[k].s, both[k].n);
            q += both[k].n;
            *q++ = '\0';
        }
    }
    return (struct str){p, n};
}

void attributes_split(struct arena *a, struct str s, struct attributes *out)
{
    while (s.n) {
        struct str part[2] = {0};
        for (size_t k = 0; k < 2; k++) {
            size_t end = str_chr(s, '\0');
            end = end == STR_NONE ? s.n : end;
            part[k] = str_sub(s, 0, end);
            s = str_sub(s, end + 1, s.n);
        }
        vec_add(a, out, ((struct attribute){part[0], part[1]}));
    }
}
