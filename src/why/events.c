#include "why/facts.h"
#include <math.h>
#include <string.h>

/* Words by which reports name one kind of event. Only where the kind is the same are dates and places compared. */
static const struct {
    const char *name, *words;
} classes[] = {
    {"call", " call calls phoned telephoned conversation dialogue phone "},
    {"meeting", " meet meets meeting met talks summit "},
    {"attack", " attack attacks attacked assault raided bombing bombed shelling ambush "},
    {"shooting", " shooting shot gunfire "},
    {"explosion", " explosion explosions exploded blast "},
    {"crash", " crash crashed crashes collision collided collide collides derailed derailment accident pileup aground "
              "grounding sank capsized "},
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
    {"signing", " signed signing sign signs pact "},
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
    {"robbery", " robbery robbed burglary heist theft stole stolen steal thieves break-in raid "},
    {"delivery", " delivered delivery deliveries "},
    {"groundbreaking", " groundbreaking "},
    {"walkout", " walkout walkouts walked "},
    {"landslide", " landslide mudslide landslides avalanche "},
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
    for (size_t d = 1; d <= 5 && d <= event; d++) {
        if (token_in(t, event - d, passing))
            return true;
        if (t->v[event - d + 1].gap > GAP_HYPHEN ||
            (d > 2 && !(t->v[event - d].flags & TERM_STOP) && !t->v[event - d].w.capital))
            return false;
    }
    return false;
}

/* Does word i go on with what stands before it? The colon of 7:15 does not part. */
static bool same_clause(const struct tokens *t, size_t i)
{
    return t->v[i].gap <= GAP_COMMA || (!isnan(t->v[i].number) && !isnan(t->v[i - 1].number));
}

/* "An explosion damaged a grain terminal at the harbor on ...": the subject, in the first words, is what the clause
 * tells of. */
static size_t subject_event(const struct tokens *t, size_t from)
{
    enum { FIRST = 4, REACH = 14 };
    for (size_t i = 0; i < FIRST && i < from; i++) {
        if (i && t->v[i].gap > GAP_HYPHEN)
            return STR_NONE;
        if (!event_class(t->v[i].low) || spoken_of_in_passing(t, i) || from - i > REACH)
            continue;
        for (size_t k = i + 1; k <= from; k++)
            if (t->v[k].gap >= GAP_COMMA)
                return STR_NONE;
        return i;
    }
    return STR_NONE;
}

size_t event_near(const struct tokens *t, size_t from, size_t to)
{
    enum { BACK = 7, AHEAD = 12 };
    for (size_t d = 1; d <= BACK && d <= from; d++) {
        if (!same_clause(t, from - d + 1))
            break;
        if (event_class(t->v[from - d].low))
            return spoken_of_in_passing(t, from - d) ? STR_NONE : from - d;
    }
    if (from > 2) /* only a date that opens the sentence waits for its event */
        return subject_event(t, from);
    for (size_t i = to + 1; i < t->n && i <= to + AHEAD; i++)
        if (event_class(t->v[i].low))
            return spoken_of_in_passing(t, i) ? STR_NONE : i;
    return STR_NONE;
}

bool event_in_title(const struct reading *r, const char *class)
{
    struct word w;
    for (size_t at = 0; word_next(r->article->title, &at, &w);) {
        const char *c = event_class(word_fold(r->a, w.s));
        if (c && !strcmp(c, class))
            return true;
    }
    return false;
}

bool event_tied(const struct tokens *t, size_t event, size_t from)
{
    static const char frame[] =
        " took taken takes place was were is be been held happened occurred occurs happens began started struck came ";
    bool said = event > 0 && token_in(t, event - 1, " the a an this its their "); /* "arrested in" ties nothing */
    if (event >= from)
        return false;
    for (size_t i = event + 1; i < from; i++)
        if (!token_in(t, i, frame) && !token_in(t, i, " at in on near the about around shortly just ") &&
            isnan(t->v[i].number) && !t->v[i].w.capital &&
            !token_in(t, i, " am pm yesterday today early late morning evening afternoon night "))
            return false;
        else
            said |= token_in(t, i, frame);
    return said;
}

/* The words of one clause: those around from..to up to the next comma or other mark. */
static void clause_of(const struct tokens *t, size_t *from, size_t *to)
{
    while (*from > 0 && (t->v[*from].gap < GAP_COMMA || !isnan(t->v[*from].number)))
        --*from;
    while (*to + 1 < t->n && (t->v[*to + 1].gap < GAP_COMMA || !isnan(t->v[*to + 1].number)))
        ++*to;
}

bool speaks_of_other(const struct tokens *t, size_t from, size_t to)
{
    static const char other[] =
        " anniversary ago previous previously earlier formerly average typically annually yearly usually recalled "
        "remembered history historically compared comparison versus unlike decade decades originally initially "
        "born until deadline photo photograph pictured expires postponed rescheduled delayed instead retaliation "
        "revenge similar caption "
        "remain remains remained remaining still worst deadliest if might opportunity ";
    clause_of(t, &from, &to);
    if (from == 0 &&
        token_in(
            t, 0,
            " after when while since before following during although as photo photos image picture pictures caption "))
        return true;
    for (size_t i = from; i <= to && i < t->n; i++) {
        if (word_in(other, t->v[i].low))
            return true;
        if (token_is(t, i, "last") &&
            token_in(t, i + 1, " year years season decade century summer winter spring autumn fall month week "))
            return true;
        if (token_is(t, i, "later") && token_in(t, i - 1, " years year months month weeks week days day "))
            return true;
        if (token_in(t, i, " this earlier ") && token_in(t, i + 1, " month year season "))
            return true;
        if (token_in(t, i, " since every each per ") && !token_is(t, i + 1, "cent"))
            return true;
    }
    return false;
}
