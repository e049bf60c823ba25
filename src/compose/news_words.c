/* news_words.c: the words that tell outcomes, counts and days, by language, and as hashes the way prints have them. */
#include "compose/news_words.h"
#include <stdio.h>
#include <stdlib.h>

enum { WEEK = 7 };

/* ---- the tables: kinds of outcome, each with the forms that report it. Forms that are names of things as well
 * ("ruling", "strike") stand behind a bar: they tell that a reader knows of it, not that it happened. */

enum kind {
    DIED = FATE_DIED,
    HURT = FATE_HURT,
    MISSING = FATE_MISSING,
    ARRESTED = FATE_ARRESTED,
    EVACUATED = FATE_EVACUATED,
    CHARGED,
    CONVICTED,
    ACQUITTED,
    SENTENCED,
    PLEADED,
    RESIGNED,
    APPOINTED,
    APPROVED,
    REJECTED,
    RULED,
    SUED,
    SETTLED,
    APOLOGISED,
    CANCELLED,
    RESUMED,
    FOUND,
    RESCUED,
    CONFESSED,
    CLAIMED,
    RELEASED,
    WON,
    LAUNCHED,
    BANNED,
    FINED,
    AGREED,
    WITHDREW,
    VOTED,
    INSOLVENT,
    CONTAINED,
    RECALLED,
    BURIED,
    BORN,
    KINDS,
};
_Static_assert(KINDS <= 64, "a bit for each kind");

static const struct {
    enum kind kind;
    const char *lang, *words;
} outcomes[] = {
    {DIED, "en", "died dies succumbed perished killed dead | death deaths fatal fatalities toll bodies die kill kills"},
    {HURT, "en", "| injured wounded injuries hurt injures wounding hospitalized hospitalised infected sickened ill"},
    {MISSING, "en", "| missing unaccounted"},
    {ARRESTED, "en", "arrested detained apprehended surrendered arrest arrests | custody suspect handcuffs captured"},
    {EVACUATED, "en", "evacuated evacuates | evacuation evacuations evacuate displaced evacuees"},
    {CHARGED, "en", "charged indicted indicts arraigned | charges indictment arraignment prosecutors prosecuted"},
    {CONVICTED, "en", "convicted guilty | conviction verdict"},
    {ACQUITTED, "en", "acquitted acquits exonerated exonerates | acquittal cleared"},
    {SENTENCED, "en", "sentenced jailed imprisoned | sentence prison jail"},
    {PLEADED, "en", "pleaded pleads pled | plea"},
    {RESIGNED, "en",
     "resigned resigns quits quit ousted ousts sacked sacks dismissed dismisses resignation | resign "
     "stepping fired"},
    {APPOINTED, "en", "appointed appoints nominated nominates inaugurated sworn | appointment successor appoint"},
    {APPROVED, "en",
     "approved approves approval ratified ratifies enacted enacts adopted adopts | approve ratify passed passes signed "
     "signs"},
    {REJECTED, "en", "rejected rejects vetoed vetoes overturned overturns | veto reject overturn blocked"},
    {RULED, "en", "ruled upheld upholds | ruling judge ordered"},
    {SUED, "en", "sued sues lawsuit | suing lawsuits sue"},
    {SETTLED, "en", "settled settles | settle settlement"},
    {APOLOGISED, "en", "apologised apologized apologises apologizes apology | apologies apologize apologise sorry"},
    {CANCELLED, "en",
     "cancelled canceled cancels postponed postpones scrapped scraps halted halts suspended suspends delayed delays "
     "shelved | cancellation suspension postponement closed"},
    {RESUMED, "en",
     "resumed resumes reopened reopens restored restores lifted reinstated reinstates | resume "
     "reopen reopening restore"},
    {FOUND, "en", "recovered identified identifies | wreckage recover identify found discovered located"},
    {RESCUED, "en", "rescued rescues | rescue rescuers saved"},
    {CONFESSED, "en", "confessed confesses admits | confession admission admitted"},
    {CLAIMED, "en", "| responsibility"},
    {RELEASED, "en", "freed frees bail | released releases"},
    {WON, "en",
     "won wins beat defeated defeats victory triumphed triumphs clinched clinches | win champion champions title "
     "defeat"},
    {LAUNCHED, "en", "launched launches liftoff | launch"},
    {BANNED, "en", "banned bans prohibited outlawed | ban"},
    {FINED, "en", "fined | fine fines penalty penalties"},
    {AGREED, "en", "agreed agrees ceasefire truce | deal agreement pact accord treaty"},
    {WITHDREW, "en", "withdrew withdrawn withdraws | withdraw withdrawal pulled"},
    {VOTED, "en", "voted | vote votes"},
    {INSOLVENT, "en", "bankrupt bankruptcy insolvent insolvency liquidated | administration"},
    {CONTAINED, "en", "extinguished subsided | contained containment"},
    {RECALLED, "en", "recalled recalls | recall"},
    {BURIED, "en", "buried funeral mourned | burial mourners vigil"},
    {BORN, "en", "| born birth"},
    {DIED, "de", "gestorben starb getötet tot erlag | tote toten todesopfer leichen"},
    {HURT, "de", "| verletzt verletzte verletzten"},
    {MISSING, "de", "| vermisst vermisste"},
    {ARRESTED, "de", "festgenommen verhaftet gefasst festnahme | verdächtige verdächtiger haft"},
    {EVACUATED, "de", "evakuiert | evakuierung"},
    {CHARGED, "de", "angeklagt anklage | staatsanwaltschaft"},
    {CONVICTED, "de", "verurteilt schuldig | urteil"},
    {ACQUITTED, "de", "freigesprochen freispruch"},
    {RESIGNED, "de", "zurückgetreten rücktritt tritt-zurück entlassen | rücktritts"},
    {APPOINTED, "de", "ernannt berufen vereidigt | nachfolger nachfolgerin"},
    {APPROVED, "de", "genehmigt gebilligt verabschiedet zugestimmt beschlossen | genehmigung"},
    {REJECTED, "de", "abgelehnt gestoppt aufgehoben | ablehnung"},
    {SUED, "de", "verklagt klagt | klage"},
    {APOLOGISED, "de", "entschuldigt | entschuldigung"},
    {CANCELLED, "de", "abgesagt verschoben eingestellt ausgesetzt | absage"},
    {RESUMED, "de", "wiedereröffnet wiederaufgenommen | wiedereröffnung"},
    {FOUND, "de", "geborgen identifiziert gefunden entdeckt | wrack"},
    {RESCUED, "de", "gerettet | rettung"},
    {RELEASED, "de", "freigelassen | freilassung"},
    {WON, "de", "gewonnen gewinnt siegt besiegt | sieg"},
    {AGREED, "de", "geeinigt einigung waffenruhe | abkommen"},
    {DIED, "fr", "mort morte décédé décédée tué tués | morts décès victimes bilan"},
    {HURT, "fr", "| blessé blessés blessée"},
    {MISSING, "fr", "| disparu disparus"},
    {ARRESTED, "fr", "arrêté arrêtée arrêtés interpellé interpellés arrestation | suspect garde"},
    {EVACUATED, "fr", "évacué évacués évacuées | évacuation"},
    {CHARGED, "fr", "inculpé inculpée | inculpation parquet"},
    {CONVICTED, "fr", "condamné condamnée condamnés coupable | condamnation verdict"},
    {ACQUITTED, "fr", "acquitté relaxé | acquittement"},
    {RESIGNED, "fr", "démissionne démissionné démission limogé | démissionner"},
    {APPOINTED, "fr", "nommé nommée | nomination successeur"},
    {APPROVED, "fr", "approuvé approuve adopté adopte ratifié | approbation"},
    {REJECTED, "fr", "rejeté rejette annulé suspendu | rejet"},
    {APOLOGISED, "fr", "excusé excuses"},
    {CANCELLED, "fr", "reporté annulée reportée | annulation"},
    {RESUMED, "fr", "rouvert rouvre repris | réouverture"},
    {FOUND, "fr", "retrouvé retrouvée identifié identifiée découvert | épave"},
    {RESCUED, "fr", "secouru secourus sauvés | secours"},
    {RELEASED, "fr", "libéré libérés libérée | libération"},
    {WON, "fr", "gagné remporté remporte bat | victoire"},
    {AGREED, "fr", "trêve cessez-le-feu | accord"},
    {DIED, "es", "murió muerto muertos muere falleció fallece | muerte muertes víctimas"},
    {HURT, "es", "| heridos herido"},
    {MISSING, "es", "| desaparecidos desaparecido"},
    {ARRESTED, "es", "detenido detenida detenidos arrestado arrestan capturado | detención sospechoso"},
    {EVACUATED, "es", "evacuados evacuadas evacuan | evacuación"},
    {CHARGED, "es", "imputado imputada acusado acusada | fiscalía"},
    {CONVICTED, "es", "condenado condenada culpable | condena"},
    {ACQUITTED, "es", "absuelto absuelta"},
    {RESIGNED, "es", "dimite dimitió renunció renuncia destituido cesado | dimisión"},
    {APPOINTED, "es", "nombrado nombrada | nombramiento sucesor"},
    {APPROVED, "es", "aprobó aprueba aprobado aprobada ratificó | aprobación"},
    {REJECTED, "es", "rechazó rechaza anuló bloqueó | rechazo"},
    {CANCELLED, "es", "cancelado suspendido aplazado pospuesto | cancelación"},
    {RESUMED, "es", "reabre reabrió reanudó reanuda | reapertura"},
    {FOUND, "es", "hallado hallaron encontrado identificado identificada | restos"},
    {RESCUED, "es", "rescatado rescatados rescatan | rescate"},
    {RELEASED, "es", "liberado liberados liberada | liberación"},
    {WON, "es", "ganó gana venció | victoria"},
    {AGREED, "es", "tregua | acuerdo"},
};

static const struct {
    const char *word;
    int value;
} number_names[] = {
    {"one", 1},       {"two", 2},       {"three", 3},    {"four", 4},     {"five", 5},       {"six", 6},
    {"seven", 7},     {"eight", 8},     {"nine", 9},     {"ten", 10},     {"eleven", 11},    {"twelve", 12},
    {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18},
    {"nineteen", 19}, {"twenty", 20},   {"thirty", 30},  {"forty", 40},   {"fifty", 50},     {"sixty", 60},
    {"seventy", 70},  {"eighty", 80},   {"ninety", 90},  {"zwei", 2},     {"drei", 3},       {"vier", 4},
    {"fünf", 5},      {"sechs", 6},     {"sieben", 7},   {"acht", 8},     {"neun", 9},       {"zehn", 10},
    {"elf", 11},      {"zwölf", 12},    {"deux", 2},     {"trois", 3},    {"quatre", 4},     {"cinq", 5},
    {"sept", 7},      {"huit", 8},      {"neuf", 9},     {"dix", 10},     {"onze", 11},      {"douze", 12},
    {"dos", 2},       {"tres", 3},      {"cuatro", 4},   {"cinco", 5},    {"seis", 6},       {"siete", 7},
    {"ocho", 8},      {"nueve", 9},     {"diez", 10},
};

/* Beginnings of the names of weekdays, from Sunday on. */
static const struct {
    const char *lang, *names[7];
} weekdays[] = {
    {"en", {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}},
    {"de", {"sonntag", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag"}},
    {"fr", {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}},
    {"es", {"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}},
};

/* ---- made ready once */

struct outcome_word {
    uint32_t hash;
    int kind;
};
struct number_word {
    uint32_t hash;
    int value;
};
VEC(outcome_words, struct outcome_word);
struct news_words {
    struct lexicon *lexicon;
    struct outcome_words stems, told; /* by rising hash: any form of a word; the forms that report */
    VEC(, struct number_word) numbers;
};

uint32_t news_hash(struct str s)
{
    uint64_t h = str_hash(s);
    return (uint32_t)(h ^ h >> 32);
}

static int by_hash(const void *x, const void *y)
{
    const struct outcome_word *a = x, *b = y;
    return a->hash != b->hash ? (a->hash > b->hash) - (a->hash < b->hash) : a->kind - b->kind;
}

static int by_number_hash(const void *x, const void *y)
{
    const struct number_word *a = x, *b = y;
    return (a->hash > b->hash) - (a->hash < b->hash);
}

/* A form of one language tells nothing in another ("die", "tot"): its hash has the language in it. */
static uint32_t told_hash(struct str lang, struct str low)
{
    return news_hash(low) ^ ((uint32_t)(unsigned char)lang.s[0] << 24 | (uint32_t)(unsigned char)lang.s[1] << 8);
}

static void learn_outcomes(struct arena *a, struct news_words *w, size_t i)
{
    struct str rest = str_c(outcomes[i].words), one, lang = str_c(outcomes[i].lang);
    bool tells = true;
    while (str_cut(&rest, ' ', &one)) {
        if (str_eqc(one, "|")) {
            tells = false;
            continue;
        }
        if (tells)
            vec_add(a, &w->told, ((struct outcome_word){told_hash(lang, one), (int)outcomes[i].kind}));
        struct word word = {.s = one, .kind = WORD_LETTERS};
        struct str stem = lexicon_term(w->lexicon, lexicon_add(w->lexicon, lang, word));
        vec_add(a, &w->stems, ((struct outcome_word){news_hash(stem), (int)outcomes[i].kind}));
    }
}

static void learn_numbers(struct arena *a, struct news_words *w)
{
    char digits[16];
    for (int v = 1; v <= NUMBER_MOST; v++) {
        int n = snprintf(digits, sizeof digits, "%d", v);
        vec_add(a, &w->numbers, ((struct number_word){news_hash((struct str){digits, (size_t)n}), v}));
    }
    for (size_t i = 0; i < sizeof number_names / sizeof *number_names; i++)
        for (size_t k = 0; k < sizeof weekdays / sizeof *weekdays; k++) {
            struct word word = {.s = str_c(number_names[i].word), .kind = WORD_LETTERS};
            struct str stem = lexicon_term(w->lexicon, lexicon_add(w->lexicon, str_c(weekdays[k].lang), word));
            vec_add(a, &w->numbers, ((struct number_word){news_hash(stem), number_names[i].value}));
        }
    qsort(w->numbers.v, w->numbers.n, sizeof *w->numbers.v, by_number_hash);
}

struct news_words *news_words_new(struct arena *a)
{
    struct news_words *w = arena_new(a, struct news_words);
    w->lexicon = lexicon_new(a);
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
        learn_outcomes(a, w, i);
    qsort(w->told.v, w->told.n, sizeof *w->told.v, by_hash);
    qsort(w->stems.v, w->stems.n, sizeof *w->stems.v, by_hash);
    learn_numbers(a, w);
    return w;
}

void news_words_end(struct news_words *w)
{
    lexicon_end(w->lexicon);
}

static const struct outcome_word *first_of(const struct outcome_words *v, uint32_t hash)
{
    size_t lo = 0, hi = v->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (v->v[mid].hash < hash)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < v->n && v->v[lo].hash == hash ? &v->v[lo] : NULL;
}

static uint64_t kinds_of(const struct outcome_words *v, uint32_t hash)
{
    const struct outcome_word *x = first_of(v, hash), *end = v->v + v->n;
    uint64_t bits = 0;
    for (; x && x < end && x->hash == hash; x++)
        bits |= (uint64_t)1 << x->kind;
    return bits;
}

int news_number_known(const struct news_words *w, uint32_t hash)
{
    const struct number_word key = {.hash = hash},
                             *x = bsearch(&key, w->numbers.v, w->numbers.n, sizeof key, by_number_hash);
    return x ? x->value : 0;
}

uint64_t news_outcomes_known(const struct news_words *w, uint32_t hash)
{
    return kinds_of(&w->stems, hash);
}

uint64_t news_outcomes_told(const struct news_words *w, struct str lang, struct str lower)
{
    return kinds_of(&w->told, told_hash(lang, lower));
}

int news_number_named(struct str lower)
{
    for (size_t k = 0; k < sizeof number_names / sizeof *number_names; k++)
        if (str_eqc(lower, number_names[k].word))
            return number_names[k].value;
    return 0;
}

int news_weekday(struct str lang, struct str lower)
{
    for (size_t k = 0; k < sizeof weekdays / sizeof *weekdays; k++)
        for (int d = 0; str_eqc(lang, weekdays[k].lang) && d < WEEK; d++)
            if (str_eqc(lower, weekdays[k].names[d]))
                return d;
    return -1;
}

struct lexicon *news_words_lexicon(const struct news_words *w)
{
    return w->lexicon;
}
