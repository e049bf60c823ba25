/* What is in question, in English words. A mail in another language says the kind in its own. */
#include "why/facts.h"

static const struct {
    const char *of, *alone; /* before a subject; without one */
} words[DIFFER_KINDS] = {
    [DIFFER_OTHER] = {"", "What the sources say"},
    [DIFFER_DATE] = {"Date of the ", "Date"},
    [DIFFER_TIME] = {"Time of the ", "Time"},
    [DIFFER_YEAR] = {"Year of the ", "Year"},
    [DIFFER_PLACE] = {"Place of the ", "Place"},
    [DIFFER_OFFICE] = {"", "Who holds the office"},
    [DIFFER_AGE] = {"Age of ", "Age"},
    [DIFFER_KILLED] = {"Number killed: ", "Number killed"},
    [DIFFER_INJURED] = {"Number injured: ", "Number injured"},
    [DIFFER_MISSING] = {"Number missing: ", "Number missing"},
    [DIFFER_ARRESTED] = {"Number arrested: ", "Number arrested"},
    [DIFFER_NUMBER] = {"Number of ", "Number"},
    [DIFFER_AMOUNT] = {"Amount of the ", "Amount"},
    [DIFFER_SHARE] = {"Percentage of ", "Percentage"},
    [DIFFER_DURATION] = {"Duration of the ", "Duration"},
    [DIFFER_DISTANCE] = {"Distance of the ", "Distance"},
    [DIFFER_TEMPERATURE] = {"Temperature of the ", "Temperature"},
    [DIFFER_RESULT] = {"Result of the ", "Result"},
    [DIFFER_RANK] = {"Which ", "Rank"},
};

struct str about_words(struct arena *a, enum differ_kind kind, struct str subject)
{
    static const char participles[] = " evacuated rescued infected ";
    if (!subject.n)
        return str_c(words[kind].alone);
    if (kind == DIFFER_NUMBER && (str_listed(participles, subject) || str_chr(subject, ' ') != STR_NONE))
        return str_fmt(a, "Number " STR_FMT, STR_ARG(subject)); /* "Number taken to hospital" */
    char *s = (char *)str_fmt(a, "%s" STR_FMT, words[kind].of, STR_ARG(subject)).s;
    if (kind == DIFFER_OFFICE && s[0] >= 'a' && s[0] <= 'z')
        s[0] -= 32; /* "The mayor" */
    return str_c(s);
}
