/* labels.h: the words that the mail itself says ("Why it matters", "Unsubscribe"), its dates and its plurals, in the
 * reader's language: one table, labels_table.c. A language that is not there speaks English.
 *
 * Patterns hold names in braces, "Read at {outlet}"; what stands in [brackets] goes when its name has no value. */
#ifndef RENDER_LABELS_H
#define RENDER_LABELS_H

#include "model/story.h"

/* Which of a language's forms goes with a number (Unicode CLDR, cardinal rules for whole numbers). */
enum plural {
    PLURAL_NONE,   /* one form */
    PLURAL_ONE,    /* 1, others */
    PLURAL_FRENCH, /* 0 and 1, others */
    PLURAL_SLAVIC, /* 1 21 31, 2-4 22-24, others */
    PLURAL_POLISH, /* 1, 2-4 22-24, others */
    PLURAL_HEBREW, /* 1, 2, others */
    PLURAL_ARABIC, /* 0, 1, 2, 3-10, 11-99, 100-102 */
};
enum { PLURAL_FORMS = 6 };

struct labels {
    const char *lang; /* "pt"; with a region or script for what differs: "en-gb" */
    enum plural plural;
    const char *weekdays[7], *months[12];           /* as they stand in a date; Sunday and January first */
    const char *first;                              /* of a month, when it is not "1" */
    const char *date_long, *date_full, *date_short; /* {weekday} {day} {month} {year} */
    const char *const *numbers;                     /* one to twelve in words, as a sentence begins; NULL: digits */
    const char *greetings[3];                       /* until noon, until six, after that */
    const char *hello;                              /* {greeting} {name}, and what parts it from the next sentence */
    const char *stories[PLURAL_FORMS];              /* {n} */
    const char *summary;                            /* {stories} {n}: minutes */
    const char *number, *minutes;                   /* {n} */
    const char *email, *view_in_browser, *top_story, *note, *updated;
    const char *why, *why_derived, *why_page /* {outlet} */, *why_model;
    const char *also, *others /* {n} */, *differ;
    const char *read /* {outlet} */, *read_plain, *full /* {outlet} */;
    const char *more, *sponsored, *visit; /* {sponsor} */
    const char *reason /* {title} {host} */, *issue /* {topics} */, *unsubscribe, *preferences;
    const char *comma, *and; /* between the items of a list, and before its last */
};
extern const struct labels labels_table[]; /* English first; lang NULL ends it */

const struct labels *labels_for(struct str lang); /* "de-AT" finds "de"; never NULL */
/* Names and values in turn (const char *, struct str), closed by NULL. */
struct str labels_fill(struct arena *a, const char *pattern, ...);
/* What is in question, for readers of the language; of a language without words for it, as the story has it. */
struct str labels_differ(struct arena *a, const struct labels *l, const struct differ *d);
const char *labels_plural(const struct labels *l, size_t n); /* the form of `stories` */
bool labels_run_left(struct str lang);                       /* is the language written from right to left? */
/* In capitals: Turkish and its kin have an I of their own. */
struct str labels_upper(struct arena *a, struct str s, struct str lang);

#endif
