#include "send/fate.h"
#include "send/reply.h"

/* "5.1.": subject of an enhanced status code (RFC 3463 3); 0 when there is none */
static int subject_of(struct str enhanced)
{
    return enhanced.n >= 5 ? enhanced.s[2] - '0' : 0;
}

static bool says(struct str text, const char *word)
{
    return str_ifind(text, str_c(word)) != STR_NONE;
}

bool fate_throttles(int code, struct str text)
{
    struct str enhanced = reply_enhanced(code, text);
    if (code / 100 != 4)
        return false;
    if (says(text, "greylist") || says(text, "graylist"))
        return false;
    if (code == 450 && (enhanced.n == 0 || subject_of(enhanced) == 7))
        return true;
    static const char *const words[] = {"too many", "too fast",   "too quick",     "slow down",
                                        "throttl",  "rate limit", "rate exceeded", "exceeded the rate"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (says(text, words[i]))
            return true;
    return str_eqc(enhanced, "4.3.2") || str_eqc(enhanced, "4.4.5");
}

bool fate_of_connection(const struct smtp_outcome *o)
{
    if (o->verdict != SMTP_REFUSED || o->stage != STAGE_MAIL || o->code / 100 != 4)
        return false;
    return str_eqc(reply_enhanced(o->code, o->text), "4.5.3") || says(o->text, "too many messages") ||
           says(o->text, "too many mails");
}

static struct verdict later(const struct smtp_outcome *o)
{
    if (o->code == 421)
        return (struct verdict){.fate = FATE_BACK};
    return (struct verdict){.fate = FATE_LATER, .slower = fate_throttles(o->code, o->text)};
}

/* 5.1.7 and 5.1.8 are about the sender's address, though they stand among those about addresses. */
static bool is_recipient_address(struct str enhanced)
{
    return subject_of(enhanced) == 1 && !str_eqc(enhanced, "5.1.7") && !str_eqc(enhanced, "5.1.8");
}

static struct verdict refused(const struct smtp_outcome *o, struct str enhanced)
{
    int subject = subject_of(enhanced);
    if (o->code == 530 || o->code == 534 || o->code == 535 || o->code == 538)
        return (struct verdict){.fate = FATE_LOGIN, .reason = "login"};
    if (o->stage == STAGE_RCPT && o->code == 552 && subject == 0) /* RFC 5321 4.5.3.1.10: meant as 452 */
        return (struct verdict){.fate = FATE_LATER};
    if (is_recipient_address(enhanced) && o->stage != STAGE_MAIL)
        return (struct verdict){.fate = FATE_FAILED, .reason = "address", .hard = true};
    if (subject == 2 && o->stage != STAGE_MAIL)
        return (struct verdict){.fate = FATE_FAILED, .reason = "mailbox"};
    bool protocol = subject == 5 || o->code == 503; /* a quarrel about the conversation is not about the recipient */
    if (o->stage == STAGE_RCPT && subject != 7 && subject != 1 && !protocol)
        return (struct verdict){.fate = FATE_FAILED, .reason = subject == 3 || subject == 4 ? "system" : "address"};
    return (struct verdict){.fate = FATE_POLICY,
                            .reason = o->stage == STAGE_MAIL   ? "sender"
                                      : o->stage == STAGE_RCPT ? "policy"
                                                               : "content"};
}

struct verdict fate_of(const struct smtp_outcome *o)
{
    switch (o->verdict) {
    case SMTP_ACCEPTED:
        return (struct verdict){.fate = FATE_SENT};
    case SMTP_BACK:
        return (struct verdict){.fate = FATE_BACK};
    case SMTP_DOUBT:
        return (struct verdict){.fate = FATE_DOUBT};
    case SMTP_UNFIT: /* a message that no limit lets through is not the recipient's doing; an address that needs
                        SMTPUTF8 is */
        return says(o->text, "message") ? (struct verdict){.fate = FATE_POLICY, .reason = "content"}
                                        : (struct verdict){.fate = FATE_FAILED, .reason = "unfit"};
    case SMTP_REFUSED:
        break;
    }
    struct str enhanced = reply_enhanced(o->code, o->text);
    return o->code / 100 == 4 ? later(o) : refused(o, enhanced);
}

int64_t fate_backoff(int64_t row, int tries, int64_t base)
{
    if (tries < 1)
        tries = 1;
    if (tries > 24)
        tries = 24;
    uint64_t h = (uint64_t)row * 0x9e3779b97f4a7c15u + (uint64_t)tries;
    h = (h ^ h >> 29) * 0xbf58476d1ce4e5b9u;
    int64_t wait = base << (tries - 1), part = wait / 5;
    return wait - part + (part ? (int64_t)(h >> 11) % (2 * part + 1) : 0);
}
