#include "why/facts.h"

/* Words by which reports name one kind of event. Only where the kind is the same are dates and places compared. */
static const struct {
    const char *name, *words;
} classes[] = {
    {"call", " call calls phoned telephoned conversation dialogue phone "},
    {"meeting", " meet meets meeting met talks summit "},
    {"attack", " attack attacks attacked assault raid raided bombing bombed shelling ambush "},
    {"shooting", " shooting shot gunfire "},
    {"explosion", " explosion explosions exploded blast "},
    {"crash", " crash crashed crashes collision collided derailed derailment accident pileup "},
    {"fire", " fire blaze wildfire "},
    {"earthquake", " earthquake quake tremor "},
    {"storm", " storm hurricane typhoon cyclone tornado "},
    {"flood", " flood floods flooding flooded "},
    {"vote", " vote voted votes voting election elections ballot referendum runoff "},
    {"launch", " launch launched launches liftoff "},
    {"release", " release released unveiled unveiling premiere premiered "},
    {"opening", " open opens opened opening reopened reopening "},
    {"closing", " closed closing closure shut closes "},
    {"arrest", " arrest arrested arrests detained "},
    {"hearing", " hearing trial "},
    {"verdict", " verdict convicted sentenced sentencing acquitted "},
    {"signing", " signed signing sign signs "},
    {"announcement", " announced announcement announces "},
    {"visit", " visit visited visits visiting arrived arrival "},
    {"test", " test tested tests "},
    {"match", " match game final "},
    {"concert", " concert festival "},
    {"protest", " protest protests rally demonstration marched protested "},
    {"resignation", " resigned resignation resigns "},
    {"exercise", " exercise exercises drill drills "},
    {"swearing-in", " inaugurated inauguration sworn "},
    {"conference", " conference "},
    {"wedding", " wedding married "},
    {"purchase", " acquisition acquired bought purchase merger "},
    {"auction", " auction auctioned "},
    {"ceremony", " ceremony "},
    {"landing", " landing landed "},
    {"spill", " spill spilled leak leaked "},
    {"outage", " outage blackout "},
    {"robbery", " robbery robbed burglary heist theft stolen "},
    {"delivery", " delivered delivery deliveries "},
    {"groundbreaking", " groundbreaking "},
};

const char *event_class(struct str low)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (word_in(classes[i].words, low))
            return classes[i].name;
    return NULL;
}

/* "the scene of the attack", "after the crash": the sentence is about something else. */
static bool spoken_of_in_passing(const struct tokens *t, size_t event)
{
    static const char passing[] = " of after following before during since until amid over about despite ";
    for (size_t d = 1; d <= 3 && d <= event; d++) {
        if (token_in(t, event - d, passing))
            return true;
        if (t->v[event - d + 1].gap > GAP_HYPHEN ||
            !(t->v[event - d].flags & TERM_STOP || t->v[event - d].w.kind == WORD_LETTERS))
            return false;
    }
    return false;
}

size_t event_near(const struct tokens *t, size_t from, size_t to)
{
    enum { BACK = 7, AHEAD = 12 };
    for (size_t d = 1; d <= BACK && d <= from; d++) {
        if (t->v[from - d + 1].gap > GAP_COMMA)
            break;
        if (event_class(t->v[from - d].low))
            return spoken_of_in_passing(t, from - d) ? STR_NONE : from - d;
    }
    if (from > 2) /* only a date that opens the sentence waits for its event */
        return STR_NONE;
    for (size_t i = to + 1; i < t->n && i <= to + AHEAD; i++)
        if (event_class(t->v[i].low))
            return spoken_of_in_passing(t, i) ? STR_NONE : i;
    return STR_NONE;
}

bool speaks_of_other(const struct tokens *t)
{
    static const char other[] =
        " anniversary ago previous previously earlier formerly average typically annually yearly usually recalled "
        "remembered history historically compared comparison versus unlike decade decades originally initially "
        "born until deadline expires postponed rescheduled delayed instead retaliation revenge "
        "similar caption remain remains remained remaining still worst deadliest ";
    for (size_t i = 0; i < t->n; i++) {
        if (word_in(other, t->v[i].low))
            return true;
        if (token_is(t, i, "last") &&
            token_in(t, i + 1, " year years season decade century summer winter spring autumn fall "))
            return true;
        if (token_in(t, i, " since every each per ") && !token_is(t, i + 1, "cent"))
            return true;
    }
    return false;
}
