/* English: what points back to a sentence before, and who said it. */
#include "why/standalone.h"
#include <string.h>

enum { TAIL_WORDS = 7 /* behind "said": in a statement on Thursday evening */, REPORTER_WORDS = 5 };

static const char points_back[] =
    " he she it they him her them his hers its their theirs this that these those such both one each "
    "another others neither either who which whose here he'll she'll it'll they'll he'd she'd it'd they'd they're "
    "they've that'll ";
static const char links_back[] =
    " but and or so yet however also then meanwhile moreover furthermore besides still instead nevertheless "
    "nonetheless therefore thus otherwise indeed similarly likewise additionally earlier later afterwards "
    "consequently finally too nor plus except presumably accordingly alternatively conversely hence thereby "
    "thereafter elsewhere ";
/* They hang on what stands before; the second list only with a comma behind. */
static const char *const hanging[] = {
    "in fact",   "for example",    "for instance", "of course",       "even so",
    "as such",   "by then",        "until then",   "since then",      "even then",
    "in that",   "for that",       "to that end",  "in other words",  "as it turns out",
    "that said", "on top of that", "at that",      "in the meantime", "not only that",
    "read more", "see also",       "of those",     "of these",        "of them"};
static const char *const hanging_comma[] = {
    "after all",    "on the other hand", "in addition",  "at the same time",   "for one thing",  "in turn",
    "by contrast",  "in contrast",       "at the time",  "as a result",        "in response",    "in short",
    "for his part", "for her part",      "for its part", "for their part",     "in particular",  "even worse",
    "worse still",  "what is more",      "above all",    "first and foremost", "in any case",    "in any event",
    "at any rate",  "in the end",        "at first",     "on one hand",        "on the one hand"};
static const char personal[] =
    " i we you my our your me us mine ours yours i'm we're you're i've we've i'd we'd i'll we'll you'll ";
static const char person_pronouns[] = " he she him his her hers himself herself he'll she'll he'd she'd ";
static const char thing_pronouns[] =
    " it its they them their theirs itself themselves it'll they'll it'd they'd they're they've ";
static const char says[] =
    " said says say told tells saying added adds wrote writes tweeted according explained noted stated insisted "
    "warned argued recalled joked concluded ";
/* They tell who said it only as ", the paper reported." */
static const char reports[] = " reported reports announced announces claimed claims confirmed confirms testified "
                              "estimates estimated predicts predicted suggested suggests admitted acknowledged "
                              "alleged alleges wrote tweeted posted complained promised vowed observed remarked "
                              "believes believe thinks think ";
static const char no_reporter[] = " was were be been being is are has have had not never to as that who which whose ";
static const char no_clause[] = " who which whose and but or where when in with by as at on for from to including ";
static const char openings[] =
    " today yesterday tonight now once again sometimes often perhaps maybe yes no instead "
    "throughout inside outside back soon overall worse last next early late many some most several few "
    "more ";
static const char told_him[] = " told asked gave showed helped met called saw asks tells gives ";
/* Nouns that name nothing without what they stand for; with a complement ("the decision to close the plant") they do.
 */
static const char empty_nouns[] = " move decision announcement step incident development measure measures case matter "
                                  "issue issues situation change changes event "
                                  "events call talks meeting conversation dialogue discussion discussions exchange "
                                  "action actions result results report reports "
                                  "statement comment comments remarks claim claims ruling order proposal plan plans "
                                  "agreement deal news study survey finding findings "
                                  "attack accident crash shooting video image images picture pictures photo photos "
                                  "pair couple duo trio man woman boy girl suspect "
                                  "victim victims company firm group team agency ministry official officials spokesman "
                                  "spokeswoman leaders ministers sides two three "
                                  "four former latter same project program programme initiative effort efforts process "
                                  "outcome partnership relationship vote bill "
                                  "law rule rules trial charge charges allegations film show song album game match "
                                  "season device product actor actress singer player ";
/* Things that there are one of at a time: behind them "that" is no conjunction, which would want an article. */
static const char counted[] =
    " move decision announcement step incident development measure case matter issue situation "
    "event call meeting conversation exchange result report statement comment remark claim "
    "ruling order proposal plan agreement deal study survey finding attack accident crash "
    "shooting video image picture photo pair couple man woman boy girl suspect victim company "
    "firm group team agency ministry official rule project program programme initiative effort "
    "process outcome partnership bill vote figure number sum amount share total gap limit ban "
    "deadline pact contract price rate record road bridge ship building place town city village "
    "country region body office post job idea problem question reason risk threat failure loss "
    "debt fee fine sentence seat list letter line goal target ";
static const char auxiliaries[] = " will would can could may might must should shall is was has had does did won't "
                                  "wouldn't can't couldn't isn't wasn't hasn't doesn't didn't ";
static const char behind_prepositions[] = " of in for with by from at on over under about against during after before "
                                          "since until through into despite without beyond behind around near ";
static const char complements[] =
    " of to by that between for in on with from at against about over among who which whose under into near ";
static const char time_nouns[] =
    " week year month morning afternoon evening spring summer autumn fall winter weekend season time century "
    "decade quarter day point ";
/* A time is nothing that "it" could stand for. */
static const char times[] = " week weeks year years month months morning afternoon evening night day days time today "
                            "yesterday tomorrow january february march april may june july august september october "
                            "november december monday tuesday wednesday thursday friday saturday sunday said says ";

static bool empty_noun_at(const struct tokens *t, size_t i)
{
    if (!token_in(t, i + 1, empty_nouns))
        return false;
    return i + 2 >= t->n || !(token_in(t, i + 2, complements) || t->v[i + 2].w.capital);
}

/* "Suddenly", "Today,": a capital that the sentence's beginning owes to no name. */
static bool opening_adverb(const struct tokens *t)
{
    return str_ends(t->v[0].low, "ly") || token_in(t, 0, openings) || token_in(t, 0, times);
}

/* "Reyes told him": somebody else, who is not named. */
static bool told_nobody(const struct tokens *t, size_t i, size_t names)
{
    return token_in(t, i, " him them ") && i > 0 && token_in(t, i - 1, told_him) && names < 2;
}

/* "Once the radar works that rule will be dropped", "in that case". */
static bool that_one(const struct tokens *t, size_t i)
{
    if (i == 0 || i + 1 >= t->n || t->v[i + 1].gap != GAP_SPACE || t->v[i + 1].flags & TERM_STOP)
        return false;
    if (token_in(t, i - 1, behind_prepositions) && t->v[i].gap == GAP_SPACE && !t->v[i + 1].w.capital)
        return true;
    return token_in(t, i + 1, counted) &&
           (i + 2 == t->n || t->v[i + 2].gap == GAP_COMMA || token_in(t, i + 2, auxiliaries));
}

static bool points_back_at(const struct tokens *t, size_t i)
{
    if (token_is(t, i, "this"))
        return !token_in(t, i + 1, time_nouns);
    if (token_in(t, i, " these such "))
        return !token_is(t, i + 1, "as");
    if (token_is(t, i, "those"))
        return !token_in(t, i + 1, " who in of with under ");
    if (token_is(t, i, "then"))
        return i > 0 && token_in(t, i - 1, " until since only by ");
    if (token_is(t, i, "that") && i == 1 &&
        token_in(t, 0, " after before since until besides beyond despite by with from under for on in at over during "))
        return true; /* "After that the fee doubles." */
    if (token_is(t, i, "that") && that_one(t, i))
        return true;
    if (token_is(t, i, "that"))
        return i > 0 && t->v[i].gap == GAP_COMMA && token_in(t, i + 1, " is was will would could has had means meant ");
    return token_in(t, i, " another other ") && i == 1 && token_in(t, 0, " in during on at for the with after before ");
}

/* Inside quotation marks another voice speaks: I and we are its own. */
static const char *dangling_inside(const struct tokens *t)
{
    bool noun = false;
    size_t names = 0;
    for (size_t i = 0; i < t->n; i++) {
        const struct token *x = &t->v[i];
        if (!x->quoted && word_in(personal, x->low) && !x->w.all_caps)
            return "speaks of I, we or you";
        if (word_in(person_pronouns, x->low) && !names)
            return "a pronoun without its person";
        if (word_in(thing_pronouns, x->low) && !noun)
            return "a pronoun without its noun";
        if (told_nobody(t, i, names))
            return "a pronoun without its person";
        if (points_back_at(t, i))
            return "points back";
        if (token_is(t, i, "the") && empty_noun_at(t, i))
            return "names something told before";
        if (i == 0) {
            names += x->name && !opening_adverb(t);
            noun |= !(x->flags & TERM_STOP) && !opening_adverb(t);
        } else if (x->name && !word_in(times, x->low)) {
            names += !(t->v[i - 1].name && x->gap == GAP_SPACE);
        }
        noun |= names || (i > 0 && x->w.s.n > 2 && !(x->flags & TERM_STOP) && !word_in(times, x->low) &&
                          x->w.kind == WORD_LETTERS);
    }
    return NULL;
}

static bool speech_before(struct str s)
{
    return memchr(s.s, ',', s.n) || memchr(s.s, '"', s.n) || str_find(s, str_lit("\xe2\x80\x9d")) != STR_NONE;
}

/* ", said Inga Larsen, a longtime friend." */
static bool said_somebody(const struct tokens *t, size_t i)
{
    size_t k = i + 1;
    if (i <= 2 || t->v[i].gap != GAP_COMMA || !token_in(t, i, " said says "))
        return false;
    while (k < t->n && t->v[k].w.capital && t->v[k].gap != GAP_COMMA)
        k++;
    return k > i + 1 && (k == t->n || t->v[k].gap == GAP_COMMA);
}

/* ", Harbor News reported." with nothing but the reporter's name between the comma and the verb. */
static bool reporter_at(const struct tokens *t, size_t i)
{
    if (i + 1 + TAIL_WORDS < t->n || i < 3 || !word_in(reports, t->v[i].low) || token_in(t, i - 1, no_reporter) ||
        token_is(t, i + 1, "that"))
        return false;
    for (size_t k = i, n = 0; k > 2 && n <= REPORTER_WORDS; k--, n++)
        if (t->v[k].gap == GAP_COMMA)
            return n > 0 && !token_in(t, k, no_clause);
    return false;
}

/* Words that state something, not only name who speaks: "said people had left". */
static bool states(const struct tokens *t, size_t i)
{
    if (token_in(t, i, " that he she it they there "))
        return true;
    for (; i < t->n; i++)
        if (token_in(t, i, " had has have was were is are will would could can may might must should "))
            return true;
    return false;
}

/* ", officials said.", "..., according to the ministry." */
static bool attribution_tail(const struct tokens *t, struct str s)
{
    const char *end = s.s + s.n;
    bool comma_behind = false;
    for (size_t i = t->n, tail = 0; i-- > 0 && tail < 14; tail++) {
        const char *from = t->v[i].w.s.s, *to = from + t->v[i].w.s.n;
        struct str before = {s.s, (size_t)(from - s.s)}, after = {to, (size_t)(end - to)};
        if (said_somebody(t, i))
            return true;
        comma_behind |= speech_before(after);
        if (comma_behind)
            continue; /* the last clause is over and nobody spoke in it */
        if (reporter_at(t, i))
            return true;
        if (i <= 2 || !word_in(says, t->v[i].low))
            continue;
        if (i + 1 == t->n || token_is(t, i, "according"))
            return true;
        if (t->n - i - 1 > TAIL_WORDS || states(t, i + 1))
            continue; /* what was said stands behind it */
        if (speech_before(before))
            return true;
    }
    return false;
}

/* The phrase's end, or 0. */
static size_t opens_with(const struct tokens *t, const char *phrase)
{
    struct str rest = str_c(phrase), word;
    size_t i = 0;
    while (str_cut(&rest, ' ', &word)) {
        if (i >= t->n || !str_eq(t->v[i].low, word))
            return 0;
        i++;
    }
    return i < t->n ? i : 0;
}

/* "Because they can." is half a sentence. */
static bool half(const struct tokens *t)
{
    if (!token_is(t, 0, "because"))
        return false;
    if (token_is(t, 1, "if"))
        return true;
    for (size_t i = 3; i + 3 < t->n; i++)
        if (t->v[i].gap == GAP_COMMA)
            return false;
    return true;
}

static bool hangs(const struct tokens *t)
{
    size_t end;
    if (half(t))
        return true;
    if (token_in(t, 0, points_back) || token_in(t, 0, links_back))
        return true;
    if (token_in(t, 0, " some many most several few all two three ") && t->n > 1 && t->v[1].gap == GAP_COMMA)
        return true;
    for (size_t i = 0; i < sizeof hanging / sizeof *hanging; i++)
        if (opens_with(t, hanging[i]))
            return true;
    for (size_t i = 0; i < sizeof hanging_comma / sizeof *hanging_comma; i++)
        if ((end = opens_with(t, hanging_comma[i])) && t->v[end].gap == GAP_COMMA)
            return true;
    return false;
}

const char *english_not_alone(const struct tokens *t, struct str s)
{
    if (!t->v[0].w.capital && t->v[0].w.kind == WORD_LETTERS)
        return "begins inside a sentence";
    if (hangs(t))
        return "hangs on the sentence before";
    if (attribution_tail(t, s))
        return "ends in an attribution";
    return dangling_inside(t);
}
