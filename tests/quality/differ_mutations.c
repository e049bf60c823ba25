/* Planted differences and harmless rewordings: how well does why_differs tell them apart?
 *
 * Every case is a pair of reports on one invented event, in different words. Each value (a day, an hour, an office
 * holder, a toll, a sum ...) stands in both, in one of the ways people write it. In 500 pairs one value of the second
 * report is changed; in 500 none is. A planted difference counts as found when the changed value is among the claims;
 * every other claim is false. Deterministic. */
#include "claimed.h"
#include "why/why.h"
#include <stdio.h>
#include <string.h>

enum { PLANTED = 500, HARMLESS = 500, SLOTS = 8, KINDS = 9 };
enum kind { DAY, HOUR, HOLDER, TOLL, COUNT, MONEY, PERCENT, PLACE, AGE };
static const char *const kind_names[KINDS] = {"day",   "hour",    "office holder", "toll", "count",
                                              "money", "percent", "place",         "age"};

struct slot {
    char mark; /* stands as [x] in the texts */
    enum kind kind;
    double value;     /* HOUR: minutes; DAY: days before the dateline; numbers as they are, money in dollars */
    const char *name; /* HOLDER, PLACE */
    const char *other[3];
};
struct scenario {
    const char *title[2], *text[2];
    struct slot slots[SLOTS];
};

/* The dateline of every report is Thursday, 31 July 2025. */
static const struct scenario scenarios[] = {
    {{"Ferry runs aground off Port Alder", "Passengers rescued after ferry grounding near Port Alder"},
     {"A passenger ferry ran aground off Port Alder [D], injuring [i] people and forcing the evacuation of everyone on "
      "board. The accident "
      "happened at [h] in thick fog, the coast guard said.\n\nPort Alder Mayor [o] said the town had opened a shelter "
      "for those who "
      "were brought ashore. Some [c] passengers were on the ferry when it struck the rocks.\n\nThe operator estimated "
      "the damage to the "
      "hull at [m]. Captain Ellen Marsh, [a], who has sailed the route for a decade, was being questioned.",
      "Rescuers took everyone off a ferry that ran onto rocks near Port Alder in heavy fog, an accident in which [i] "
      "people were hurt. "
      "The accident happened [D], the coast guard said.\n\nThe ferry carried [c] passengers when the accident occurred "
      "at [h]. [o], "
      "the mayor of Port Alder, thanked volunteers who had brought blankets to a shelter in the town.\n\nRepairing the "
      "damage to "
      "the hull will cost [m], according to the operator. The captain, Ellen Marsh, [a], has commanded ferries for ten "
      "years."},
     {{'D', DAY, 2, NULL, {0}},
      {'i', TOLL, 14, NULL, {0}},
      {'h', HOUR, 6 * 60 + 40, NULL, {0}},
      {'o', HOLDER, 0, "Teresa Holm", {"Martin Okoro", "Linda Baptiste", "Greg Sutter"}},
      {'c', COUNT, 312, NULL, {0}},
      {'m', MONEY, 2.4e6, NULL, {0}},
      {'a', AGE, 47, NULL, {0}}}},
    {{"Blaze at Corley furniture plant kills workers", "Deadly fire guts furniture factory in Corley"},
     {"A fire killed [k] people at a furniture plant in Corley [D], officials said. The fire broke out at [h] in the "
      "paint shop and spread "
      "to the warehouse within minutes.\n\nThe plant employs [c] workers, most of whom were on the late shift. Corley "
      "fire chief [o] said "
      "the cause was not known.\n\nThe state fined the company [m] two years ago over blocked exits.",
      "[k] people died when a fire tore through a furniture factory in Corley, the authorities said. The fire started "
      "in the paint shop [D] "
      "and took six hours to put out.\n\n[o], the fire chief of Corley, said investigators would look at the wiring "
      "first. The fire began at "
      "[h], when the late shift was at work in the paint shop; the plant has [c] workers in all.\n\nBlocked exits had "
      "cost the company "
      "a fine of [m] two years ago."},
     {{'D', DAY, 1, NULL, {0}},
      {'k', TOLL, 9, NULL, {0}},
      {'h', HOUR, 21 * 60 + 30, NULL, {0}},
      {'o', HOLDER, 0, "Raymond Pike", {"Alice Varga", "Tomas Lindqvist", "Derek Shaw"}},
      {'c', COUNT, 640, NULL, {0}},
      {'m', MONEY, 185000, NULL, {0}}}},
    {{"Norvia and Estland sign fisheries pact", "Fisheries deal ends dispute between Norway and Iceland"},
     {"Norwegian Fisheries Minister [o] and Icelandic counterpart Jon Arnarson signed a fisheries agreement [D], "
      "ending a dispute of four "
      "years. The signing took place in [l], halfway between the two capitals.\n\nThe agreement raises Iceland's share "
      "of the mackerel "
      "catch to [p]. Norway will pay [m] into a fund for research vessels.\n\nSome [c] boats of both countries fish in "
      "the waters concerned.",
      "A dispute of four years over mackerel ended when Norway and Iceland signed an agreement [D]. The signing was "
      "held in [l].\n\n[o], "
      "the fisheries minister of Norway, called it fair to both coasts. Under the agreement Iceland's share of the "
      "mackerel catch rises to [p], "
      "and Norway pays [m] into a research fund for vessels.\n\nBoth countries together have [c] boats that fish in "
      "these waters."},
     {{'D', DAY, 3, NULL, {0}},
      {'o', HOLDER, 0, "Ingrid Solberg", {"Pal Henriksen", "Marte Dahl", "Odd Berge"}},
      {'l', PLACE, 0, "Torshavn", {"Bergen", "Aberdeen", "Akureyri"}},
      {'p', PERCENT, 16.5, NULL, {0}},
      {'m', MONEY, 40e6, NULL, {0}},
      {'c', COUNT, 870, NULL, {0}}}},
    {{"Bus and truck collide on Route 9 near Dunmore", "Route 9 crash leaves several dead near Dunmore"},
     {"A bus collided with a truck near Dunmore [D], killing [k] people and injuring [i], the police said. The crash "
      "happened at [h] on a "
      "wet stretch of road.\n\nThe driver of the truck, Paul Reyes, [a], was in custody. Dunmore police chief [o] said "
      "he had been "
      "on the road for fifteen hours.\n\nThe bus was taking [c] students home from a choir festival.",
      "[k] people were killed and [i] were injured in a crash of a bus and a truck near Dunmore. Police put the crash "
      "at [h] [D]; rain had "
      "made the road slippery.\n\n[o], the police chief of Dunmore, said the man who drove the truck had not slept. "
      "Paul Reyes, [a], was "
      "arrested at the scene.\n\nOn the bus were [c] students on their way home from a choir festival."},
     {{'D', DAY, 1, NULL, {0}},
      {'k', TOLL, 5, NULL, {0}},
      {'i', TOLL, 23, NULL, {0}},
      {'h', HOUR, 7 * 60 + 15, NULL, {0}},
      {'a', AGE, 52, NULL, {0}},
      {'o', HOLDER, 0, "Carla Jennings", {"Victor Amadi", "Helen Frost", "Louis Tran"}},
      {'c', COUNT, 38, NULL, {0}}}},
    {{"Ostrand Steel to close Belmore mill", "Steelmaker shuts Belmore mill, blames energy costs"},
     {"Ostrand Steel announced [D] that it would close its mill in Belmore, the town's largest employer. The company "
      "will cut [c] jobs there "
      "by the end of the year.\n\nOstrand chief executive [o] blamed energy prices, which have risen [p] since spring "
      "in the region. "
      "The company reported a loss of [m] for the quarter.\n\nBelmore Mayor [q] called the decision a betrayal of "
      "families.",
      "The largest employer of Belmore is going: Ostrand Steel will close the mill and cut [c] jobs there by the end "
      "of the year. The "
      "announcement was made [D].\n\n[o], the chief executive of Ostrand, spoke of energy prices that had risen [p] in "
      "the region since spring. "
      "For the quarter the company reported a loss of [m].\n\n[q], the mayor of Belmore, said families had been "
      "betrayed."},
     {{'D', DAY, 2, NULL, {0}},
      {'c', COUNT, 1150, NULL, {0}},
      {'o', HOLDER, 0, "Anders Falk", {"Priya Raman", "Colin Mercer", "Ruth Eisen"}},
      {'p', PERCENT, 31, NULL, {0}},
      {'m', MONEY, 78e6, NULL, {0}},
      {'q', HOLDER, 0, "Doris Whelan", {"Hugh Pattison", "Carmen Ilesanmi", "Walter Groen"}}}},
    {{"Landslide buries homes above Santa Brisa", "Santa Brisa landslide: search for missing goes on"},
     {"A landslide buried houses above the town of Santa Brisa after days of rain, killing [k] people, the civil "
      "defense agency said. Another "
      "slope was still moving.\n\nRescuers evacuated [e] residents from the valley. Santa Brisa Mayor [o] asked for "
      "excavators.\n\nThe government "
      "set aside [m] in aid for the families. The victims include teacher Rosa Quiroga, [a], who had run back for her "
      "pupils.",
      "At least one school was hit when a slope came down on Santa Brisa; [k] people are dead, according to the civil "
      "defense agency. Days of rain had "
      "soaked the ground.\n\n[o], the mayor of Santa Brisa, begged for excavators. In the valley [e] residents were "
      "evacuated.\n\nFamilies are to "
      "receive [m] in government aid. Rosa Quiroga, [a], a teacher, died looking for her pupils."},
     {{'k', TOLL, 27, NULL, {0}},
      {'e', TOLL, 1300, NULL, {0}},
      {'o', HOLDER, 0, "Felipe Moya", {"Beatriz Luna", "Ramon Ortega", "Silvia Pardo"}},
      {'m', MONEY, 12e6, NULL, {0}},
      {'a', AGE, 36, NULL, {0}}}},
    {{"Linden Museum thieves take Roman coins", "Roman gold stolen in night raid on Linden Museum"},
     {"Thieves broke into the Linden Museum [D] and stole [c] Roman coins, the director said. The robbery took place "
      "at [h], while the guard was "
      "changing shifts.\n\nThe museum put the value of the coins at [m]. Linden police chief [o] said cameras had been "
      "painted over.\n\nA "
      "suspect, Karl Brandt, [a], was being sought.",
      "The Linden Museum has lost [c] Roman coins to thieves who painted over its cameras. The robbery happened [D], "
      "the director said.\n\nAt [h], when "
      "the guard changed, the robbery was over in four minutes. [o], the police chief of Linden, is looking for a man "
      "named Karl Brandt, [a], as a "
      "suspect.\n\nAccording to the museum the coins have a value of [m]."},
     {{'D', DAY, 2, NULL, {0}},
      {'c', COUNT, 483, NULL, {0}},
      {'h', HOUR, 3 * 60 + 20, NULL, {0}},
      {'m', MONEY, 1.6e6, NULL, {0}},
      {'o', HOLDER, 0, "Monika Stein", {"Jonas Weller", "Petra Adler", "Uwe Krantz"}},
      {'a', AGE, 29, NULL, {0}}}},
    {{"Voters back new tram line in Ashby", "Ashby referendum: clear majority for tram"},
     {"Voters in Ashby approved a tram line in a referendum [D], with [p] in favor. The project will cost [m] and take "
      "five years.\n\nAshby Mayor "
      "[o] said work on the tram line would begin in spring. The line will have [c] stops between the station and the "
      "university.",
      "Ashby will have its tram line: [p] of voters were in favor. The referendum was held [D].\n\n[o], the mayor of "
      "Ashby, expects work to begin in "
      "spring. Between the station and the university the tram line will have [c] stops. The cost of the project is "
      "put at [m]."},
     {{'D', DAY, 4, NULL, {0}},
      {'p', PERCENT, 58.3, NULL, {0}},
      {'m', MONEY, 310e6, NULL, {0}},
      {'o', HOLDER, 0, "Nadia Hussain", {"Peter Vance", "Lucy Thornton", "Samuel Obi"}},
      {'c', COUNT, 17, NULL, {0}}}},
    {{"Canadian and Japanese defense chiefs hold talks", "Canada, Japan agree on Arctic patrols at defense talks"},
     {"Canadian Defense Minister [o] met Japanese Defense Minister [q] [D] and agreed on joint patrols in the Arctic. "
      "The meeting took place in [l].\n\n"
      "Canada will send [c] soldiers to an exercise in Hokkaido. It also promised [m] for a radar station.",
      "Joint patrols in the Arctic are the main result of talks between Canada and Japan. The ministers met [D] in "
      "[l].\n\n[o], the defense minister of "
      "Canada, and [q], the defense minister of Japan, spoke of growing risks. To an exercise in Hokkaido Canada will "
      "send [c] soldiers, and for a radar "
      "station it promised [m]."},
     {{'D', DAY, 2, NULL, {0}},
      {'o', HOLDER, 0, "Claire Dubois", {"Robert Haines", "Anil Mehta", "Louise Tremblay"}},
      {'q', HOLDER, 0, "Kenji Morita", {"Haruto Abe", "Yuki Tanabe", "Satoshi Endo"}},
      {'l', PLACE, 0, "Vancouver", {"Ottawa", "Sapporo", "Honolulu"}},
      {'c', COUNT, 220, NULL, {0}},
      {'m', MONEY, 65e6, NULL, {0}}}},
    {{"Explosion damages grain terminal at Varna Bay", "Blast at Varna Bay grain terminal injures workers"},
     {"An explosion damaged a grain terminal at Varna Bay [D] and injured [i] workers. The explosion occurred at [h] "
      "in a silo, the port said.\n\nVarna "
      "Bay harbor master Ivan Petkov said [c] tons of wheat were lost. The terminal's insurer put the damage at "
      "[m].\n\nLena Koleva, [a], a crane "
      "operator, pulled two colleagues from the rubble.",
      "[i] workers were injured when a silo blew up at the grain terminal of Varna Bay. The port said the explosion "
      "happened at [h] [D].\n\nThe loss is put "
      "at [c] tons of wheat. Damage of [m] was reported by the terminal's insurer.\n\nTwo of the injured were pulled "
      "out by a crane operator, Lena "
      "Koleva, [a], who heard them call."},
     {{'D', DAY, 1, NULL, {0}},
      {'i', TOLL, 11, NULL, {0}},
      {'h', HOUR, 14 * 60 + 10, NULL, {0}},
      {'c', COUNT, 4200, NULL, {0}},
      {'m', MONEY, 7.5e6, NULL, {0}},
      {'a', AGE, 41, NULL, {0}}}},
    {{"Helix rocket launches weather satellite", "Weather satellite in orbit after Helix launch"},
     {"A Helix rocket launched a weather satellite [D] from [l], its first flight since a failure last winter put the "
      "program on hold. Liftoff was at [h].\n\n"
      "The launch cost [m], the space agency said. Its director called the flight flawless. The satellite weighs [c] "
      "kilograms.",
      "The Helix program is back in business. The rocket's launch from [l] [D] put a weather satellite of [c] "
      "kilograms into orbit, and the launch cost "
      "[m], the space agency said.\n\nThe launch at [h] went without a fault, the director of the agency added."},
     {{'D', DAY, 2, NULL, {0}},
      {'l', PLACE, 0, "Cape Corrin", {"Mount Ensor", "Port Hanley", "Lake Dorrit"}},
      {'h', HOUR, 10 * 60 + 5, NULL, {0}},
      {'m', MONEY, 92e6, NULL, {0}},
      {'c', COUNT, 1480, NULL, {0}}}},
    {{"Teachers' strike closes schools across Perrin County", "Schools shut as Perrin County teachers walk out"},
     {"[c] teachers walked out in Perrin County over pay, closing schools from the coast to the hills. The union wants "
      "a raise of [p], the county has "
      "offered less.\n\nA protest in [l] [D] drew families with handmade signs. Perrin County superintendent [o] said "
      "talks would go on.",
      "In Perrin County [c] teachers are on strike and schools from the coast to the hills are closed. Over pay the "
      "union demands a raise of [p]; the county "
      "offers less.\n\nFamilies with handmade signs came to a protest [D] in [l]. [o], the superintendent of Perrin "
      "County, wants more talks."},
     {{'c', COUNT, 2300, NULL, {0}},
      {'p', PERCENT, 9, NULL, {0}},
      {'l', PLACE, 0, "Millbrook", {"Eastham", "Corbin", "Sandy Point"}},
      {'D', DAY, 3, NULL, {0}},
      {'o', HOLDER, 0, "Gloria Stanton", {"Neil Abbott", "Fiona Leary", "Marcus Dean"}}}},
};
enum { SCENARIOS = sizeof scenarios / sizeof *scenarios };

static uint64_t seed = 20250731;

static unsigned dice(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

/* ---- the ways people write a value ---- */

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
static const char *const weekdays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
static const char *const small[] = {"zero",  "one",   "two",  "three", "four",   "five",  "six",
                                    "seven", "eight", "nine", "ten",   "eleven", "twelve"};

static struct str with_commas(struct arena *a, double v)
{
    long n = (long)v;
    return n >= 10000 || (n >= 1000 && dice(4)) ? str_fmt(a, "%ld,%03ld", n / 1000, n % 1000) : str_fmt(a, "%ld", n);
}

static struct str write_day(struct arena *a, double before)
{
    int64_t t = (date_days(2025, 7, 31) - (int64_t)before) * 86400;
    struct civil c = date_civil(t, NULL);
    switch (dice(before <= 6 ? 6 : 4)) {
    case 0:
        return str_fmt(a, "on %s %d", months[c.month - 1], c.day);
    case 1:
        return str_fmt(a, "on %s %d, %d", months[c.month - 1], c.day, c.year);
    case 2:
        return str_fmt(a, "on %d %s", c.day, months[c.month - 1]);
    case 3:
        return str_fmt(a, "on %.3s. %d", months[c.month - 1], c.day);
    default:
        return before < 2 && dice(2) ? str_lit("yesterday") : str_fmt(a, "on %s", weekdays[c.weekday]);
    }
}

static struct str write_hour(struct arena *a, double minutes)
{
    int h = (int)minutes / 60, m = (int)minutes % 60, h12 = h % 12 ? h % 12 : 12;
    const char *half = h < 12 ? (dice(2) ? "a.m." : "am") : (dice(2) ? "p.m." : "pm");
    const char *about = dice(4) ? "" : "about ";
    return m ? str_fmt(a, "%s%d:%02d %s", about, h12, m, half) : str_fmt(a, "%s%d %s", about, h12, half);
}

static struct str write_count(struct arena *a, double v, bool round_off)
{
    if (v <= 12 && dice(2))
        return str_c(small[(int)v]);
    if (round_off && v >= 200 && !dice(4))
        return str_fmt(a, "%s %ld", dice(2) ? "about" : "some", (long)(v + 5) / 10 * 10);
    return with_commas(a, v);
}

static struct str write_money(struct arena *a, double v)
{
    if (v < 1e6)
        return dice(2) ? str_fmt(a, "$%ld,%03ld", (long)v / 1000, (long)v % 1000)
                       : str_fmt(a, "%ld,%03ld dollars", (long)v / 1000, (long)v % 1000);
    switch (dice(3)) {
    case 0:
        return str_fmt(a, "%g million dollars", v / 1e6);
    case 1:
        return str_fmt(a, "about $%g million", v / 1e6);
    default:
        return str_fmt(a, "$%g million", v / 1e6);
    }
}

static struct str write_percent(struct arena *a, double v)
{
    static const char *const units[] = {" percent", "%", " per cent"};
    return str_fmt(a, "%g%s", v, units[dice(3)]);
}

static struct str write_name(struct arena *a, enum kind kind, const char *name)
{
    const char *space = strchr(name, ' ');
    if (kind == HOLDER && space && !dice(4)) /* a middle initial */
        return str_fmt(a, "%.*s %c.%s", (int)(space - name), name, "JMRT"[dice(4)], space);
    return str_c(name);
}

static struct str write_value(struct arena *a, const struct slot *s, double value, const char *name)
{
    switch (s->kind) {
    case DAY:
        return write_day(a, value);
    case HOUR:
        return write_hour(a, value);
    case TOLL:
        return write_count(a, value, false);
    case COUNT:
        return write_count(a, value, true);
    case MONEY:
        return write_money(a, value);
    case PERCENT:
        return write_percent(a, value);
    case AGE:
        return str_fmt(a, "%d", (int)value);
    case HOLDER:
    case PLACE:
        break;
    }
    return write_name(a, s->kind, name);
}

/* ---- another value ---- */

static double changed(const struct slot *s)
{
    static const double factors[] = {0.5, 0.7, 0.8, 1.25, 1.5, 2, 3};
    double f = factors[dice(7)], v;
    switch (s->kind) {
    case DAY: {
        static const double days[] = {2, 3, 7, 10, 31, 61, 181};
        return s->value + days[dice(7)];
    }
    case HOUR:
        v = s->value + (dice(2) ? 60 : -60) * (1 + (int)dice(4));
        return v < 0 ? v + 1440 : v >= 1440 ? v - 1440 : v;
    case AGE:
        return s->value + 2 + dice(9);
    case TOLL:
    case COUNT:
        v = (double)(long)(s->value * f + 0.5);
        return v == s->value || v < 2 ? s->value + 3 : v;
    case PERCENT:
        v = (double)(long)(s->value * f * 10 + 0.5) / 10;
        return v > 99 ? s->value / 2 : v;
    case MONEY:
        return s->value * f;
    case HOLDER:
    case PLACE:
        break;
    }
    return s->value;
}

/* ---- one case ---- */

struct written {
    struct str values[2][SLOTS];
};

static struct str fill(struct arena *a, const struct scenario *sc, int which, const struct written *w)
{
    struct buf b;
    const char *p = sc->text[which];
    buf_init(&b, 1 << 16);
    for (; *p; p++) {
        size_t k = 0;
        while (*p == '[' && k < SLOTS && sc->slots[k].mark && sc->slots[k].mark != p[1])
            k++;
        if (*p != '[' || k == SLOTS || !sc->slots[k].mark) {
            buf_ch(&b, *p);
            continue;
        }
        struct str v = w->values[which][k];
        bool opens =
            b.n == 0 || (b.n > 1 && (b.p[b.n - 1] == '\n' || (b.p[b.n - 1] == ' ' && strchr(".!?", b.p[b.n - 2]))));
        if (opens && v.n && v.s[0] >= 'a' && v.s[0] <= 'z') {
            buf_ch(&b, (char)(v.s[0] - 32));
            v = str_sub(v, 1, v.n);
        }
        buf_str(&b, v);
        p += 2;
    }
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static struct article report(struct arena *a, const struct scenario *sc, int which, const struct written *w)
{
    struct article x = {.outlet = which ? str_lit("Second Post") : str_lit("First Gazette"),
                        .title = str_c(sc->title[which]),
                        .lang = str_lit("en")};
    x.id = which ? str_lit("b") : str_lit("a");
    x.published = (struct when){.t = date_days(2025, 7, 31) * 86400 + (which ? 9 : 8) * 3600, .has = WHEN_SECOND};
    x.text = fill(a, sc, which, w);
    return x;
}

/* Is the value, less its small words, in a claim? */
static bool claims_value(const struct differ *d, struct str value)
{
    static const char *const small_words[] = {"on ", "about ", "some "};
    return is_claimed(d, value, small_words, sizeof small_words / sizeof *small_words);
}

struct tally {
    size_t planted, found, false_claims;
};

static void run_case(const struct scenario *sc, size_t plant, bool loud, struct tally *t, struct tally *total)
{
    struct arena a = {0};
    struct written w = {0};
    struct story s = {0};
    bool found = false;
    for (int which = 0; which < 2; which++)
        for (size_t k = 0; k < SLOTS && sc->slots[k].mark; k++) {
            const struct slot *slot = &sc->slots[k];
            bool change = which == 1 && k == plant;
            w.values[which][k] = write_value(&a, slot, change ? changed(slot) : slot->value,
                                             change && slot->name ? slot->other[dice(3)] : slot->name);
        }
    struct article x[2] = {report(&a, sc, 0, &w), report(&a, sc, 1, &w)};
    for (int i = 0; i < 2; i++)
        vec_add(&a, &s.articles, &x[i]);
    s.lead = &x[0];
    s.headline = x[0].title;
    why_differs(&a, &s);
    for (size_t i = 0; i < s.differs.n; i++) {
        bool right = plant < SLOTS && claims_value(&s.differs.v[i], w.values[1][plant]);
        found |= right;
        t->false_claims += !right;
        total->false_claims += !right;
        if (loud && !right)
            printf("false: " STR_FMT ": " STR_FMT " / " STR_FMT "\n", STR_ARG(s.differs.v[i].about),
                   STR_ARG(s.differs.v[i].claims.v[0].value), STR_ARG(s.differs.v[i].claims.v[1].value));
    }
    if (plant < SLOTS) {
        t->planted++;
        total->planted++;
        t->found += found;
        total->found += found;
        if (loud && !found)
            printf("missed: %s: " STR_FMT " / " STR_FMT " in \"%s\"\n", kind_names[sc->slots[plant].kind],
                   STR_ARG(w.values[0][plant]), STR_ARG(w.values[1][plant]), sc->title[0]);
    }
    arena_end(&a);
}

int main(int argc, char **argv)
{
    struct tally kinds[KINDS] = {0}, harmless = {0}, total = {0};
    bool loud = argc > 1 && !strcmp(argv[1], "-v");
    for (size_t i = 0; i < PLANTED; i++) {
        const struct scenario *sc = &scenarios[i % SCENARIOS];
        size_t n = 0;
        while (n < SLOTS && sc->slots[n].mark)
            n++;
        size_t plant = (i / SCENARIOS) % n;
        run_case(sc, plant, loud, &kinds[sc->slots[plant].kind], &total);
    }
    for (size_t i = 0; i < HARMLESS; i++)
        run_case(&scenarios[i % SCENARIOS], SLOTS, loud, &harmless, &total);
    for (int k = 0; k < KINDS; k++)
        printf("%-14s planted %3zu  found %3zu  recall %.3f  false claims %zu\n", kind_names[k], kinds[k].planted,
               kinds[k].found, kinds[k].planted ? (double)kinds[k].found / (double)kinds[k].planted : 0,
               kinds[k].false_claims);
    printf("harmless       pairs %d  false claims %zu\n", HARMLESS, harmless.false_claims);
    size_t claims = total.found + total.false_claims;
    printf("all            recall %.3f  precision %.3f\n", (double)total.found / (double)total.planted,
           claims ? (double)total.found / (double)claims : 1);
    return 0;
}
