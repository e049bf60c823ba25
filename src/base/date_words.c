#include "base/date_words.h"

/* Beginnings of month names: English, German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian, Polish,
 * Russian, Ukrainian, Greek, Turkish, Arabic, Finnish, Czech, Slovak, Hungarian, Romanian, Croatian, Bulgarian,
 * Serbian, Indonesian, Hebrew, Hindi. The longest one that fits decides ("juin" and "juillet" differ in the
 * fourth letter). */
static const struct {
    const char *begins;
    int month;
} months[] = {
    {"jan", 1},      {"jän", 1},       {"ene", 1},      {"gen", 1},      {"янв", 1},     {"січ", 1},
    {"ιαν", 1},      {"sty", 1},       {"oca", 1},      {"يناير", 1},    {"feb", 2},     {"fév", 2},
    {"fev", 2},      {"фев", 2},       {"лют", 2},      {"φεβ", 2},      {"lut", 2},     {"şub", 2},
    {"فبراير", 2},   {"mar", 3},       {"mär", 3},      {"mrz", 3},      {"maa", 3},     {"mrt", 3},
    {"мар", 3},      {"бер", 3},       {"μαρ", 3},      {"μάρ", 3},      {"مارس", 3},    {"apr", 4},
    {"avr", 4},      {"abr", 4},       {"апр", 4},      {"кві", 4},      {"απρ", 4},     {"kwi", 4},
    {"nis", 4},      {"أبريل", 4},     {"may", 5},      {"mai", 5},      {"mei", 5},     {"mag", 5},
    {"maj", 5},      {"май", 5},       {"мая", 5},      {"мае", 5},      {"тра", 5},     {"μαι", 5},
    {"μαΐ", 5},      {"μαϊ", 5},       {"μάι", 5},      {"مايو", 5},     {"jun", 6},     {"juin", 6},
    {"giu", 6},      {"июн", 6},       {"чер", 6},      {"ιουν", 6},     {"ιούν", 6},    {"cze", 6},
    {"haz", 6},      {"يونيو", 6},     {"jul", 7},      {"juil", 7},     {"lug", 7},     {"июл", 7},
    {"лип", 7},      {"ιουλ", 7},      {"ιούλ", 7},     {"lip", 7},      {"tem", 7},     {"يوليو", 7},
    {"aug", 8},      {"aoû", 8},       {"aou", 8},      {"ago", 8},      {"авг", 8},     {"сер", 8},
    {"αυγ", 8},      {"αύγ", 8},       {"sie", 8},      {"ağu", 8},      {"أغسطس", 8},   {"sep", 9},
    {"set", 9},      {"сен", 9},       {"вер", 9},      {"σεπ", 9},      {"wrz", 9},     {"eyl", 9},
    {"سبتمبر", 9},   {"oct", 10},      {"okt", 10},     {"ott", 10},     {"out", 10},    {"окт", 10},
    {"жов", 10},     {"οκτ", 10},      {"paź", 10},     {"eki", 10},     {"أكتوبر", 10}, {"nov", 11},
    {"ноя", 11},     {"лис", 11},      {"νοε", 11},     {"νοέ", 11},     {"kas", 11},    {"نوفمبر", 11},
    {"dec", 12},     {"dez", 12},      {"déc", 12},     {"dic", 12},     {"des", 12},    {"дек", 12},
    {"гру", 12},     {"δεκ", 12},      {"gru", 12},     {"ara", 12},     {"ديسمبر", 12}, {"tammi", 1},
    {"helmi", 2},    {"huhti", 4},     {"touko", 5},    {"kesäk", 6},    {"heinäk", 7},  {"elok", 8},
    {"syysk", 9},    {"lokak", 10},    {"marrask", 11}, {"jouluk", 12},  {"ledn", 1},    {"únor", 2},
    {"břez", 3},     {"dubn", 4},      {"květ", 5},     {"červn", 6},    {"červen", 6},  {"červenc", 7},
    {"srpna", 8},    {"srpen", 8},     {"září", 9},     {"říj", 10},     {"listop", 11}, {"prosin", 12},
    {"már", 3},      {"ápr", 4},       {"máj", 5},      {"jún", 6},      {"júl", 7},     {"szept", 9},
    {"ianuar", 1},   {"iunie", 6},     {"iulie", 7},    {"noiem", 11},   {"siječ", 1},   {"velja", 2},
    {"ožuj", 3},     {"travn", 4},     {"svibn", 5},    {"lipnj", 6},    {"srpnj", 7},   {"kolov", 8},
    {"rujn", 9},     {"studenog", 11}, {"яну", 1},      {"юни", 6},      {"юли", 7},     {"ное", 11},
    {"јан", 1},      {"јун", 6},       {"јул", 7},      {"нов", 11},     {"agu", 8},     {"peb", 2},
    {"ינואר", 1},    {"בינואר", 1},    {"פברואר", 2},   {"בפברואר", 2},  {"מרץ", 3},     {"במרץ", 3},
    {"אפריל", 4},    {"באפריל", 4},    {"מאי", 5},      {"במאי", 5},     {"יוני", 6},    {"ביוני", 6},
    {"יולי", 7},     {"ביולי", 7},     {"אוגוסט", 8},   {"באוגוסט", 8},  {"ספטמבר", 9},  {"בספטמבר", 9},
    {"אוקטובר", 10}, {"באוקטובר", 10}, {"נובמבר", 11},  {"בנובמבר", 11}, {"דצמבר", 12},  {"בדצמבר", 12},
    {"जन", 1},       {"फर", 2},        {"फ़र", 2},       {"मार्च", 3},     {"अप्रै", 4},     {"मई", 5},
    {"जून", 6},       {"जुला", 7},       {"अग", 8},       {"सित", 9},      {"अक्टू", 10},    {"अक्तू", 10},
    {"नव", 11},      {"दिस", 12},
};

enum { NAME_REST_MAX = 14 /* bytes after the beginning: "september", "σεπτεμβρίου" */ };

int date_month(struct str word)
{
    int month = 0;
    size_t longest = 0;
    for (size_t i = 0; word.n && i < sizeof months / sizeof *months; i++) {
        if (months[i].begins[0] != word.s[0])
            continue;
        struct str b = str_c(months[i].begins);
        if (b.n > longest && word.n >= b.n && word.n <= b.n + NAME_REST_MAX && str_starts(word, b.s)) {
            longest = b.n;
            month = months[i].month;
        }
    }
    return month;
}

#define HM(h, m) ((h)*3600 + (m)*60)

static const struct {
    const char *name;
    int32_t offset;
} zones[] = {
    {"z", 0},
    {"ut", 0},
    {"utc", 0},
    {"gmt", 0},
    {"wet", 0},
    {"est", HM(-5, 0)},
    {"edt", HM(-4, 0)},
    {"cst", HM(-6, 0)},
    {"cdt", HM(-5, 0)},
    {"mst", HM(-7, 0)},
    {"mdt", HM(-6, 0)},
    {"pst", HM(-8, 0)},
    {"pdt", HM(-7, 0)},
    {"akst", HM(-9, 0)},
    {"akdt", HM(-8, 0)},
    {"hst", HM(-10, 0)},
    {"ast", HM(-4, 0)},
    {"adt", HM(-3, 0)},
    {"nst", -HM(3, 30)},
    {"ndt", -HM(2, 30)},
    {"brt", HM(-3, 0)},
    {"brst", HM(-2, 0)},
    {"art", HM(-3, 0)},
    {"clt", HM(-4, 0)},
    {"clst", HM(-3, 0)},
    {"cot", HM(-5, 0)},
    {"pet", HM(-5, 0)},
    {"west", HM(1, 0)},
    {"bst", HM(1, 0)},
    {"cet", HM(1, 0)},
    {"cest", HM(2, 0)},
    {"mez", HM(1, 0)},
    {"mesz", HM(2, 0)},
    {"met", HM(1, 0)},
    {"mest", HM(2, 0)},
    {"wat", HM(1, 0)},
    {"eet", HM(2, 0)},
    {"eest", HM(3, 0)},
    {"cat", HM(2, 0)},
    {"sast", HM(2, 0)},
    {"idt", HM(3, 0)},
    {"msk", HM(3, 0)},
    {"msd", HM(4, 0)},
    {"мск", HM(3, 0)},
    {"eat", HM(3, 0)},
    {"trt", HM(3, 0)},
    {"irst", HM(3, 30)},
    {"gst", HM(4, 0)},
    {"pkt", HM(5, 0)},
    {"ist", HM(5, 30)},
    {"npt", HM(5, 45)},
    {"ict", HM(7, 0)},
    {"wib", HM(7, 0)},
    {"hkt", HM(8, 0)},
    {"sgt", HM(8, 0)},
    {"pht", HM(8, 0)},
    {"awst", HM(8, 0)},
    {"kst", HM(9, 0)},
    {"jst", HM(9, 0)},
    {"acst", HM(9, 30)},
    {"acdt", HM(10, 30)},
    {"aest", HM(10, 0)},
    {"aedt", HM(11, 0)},
    {"nzst", HM(12, 0)},
    {"nzdt", HM(13, 0)},
};

bool date_zone(struct str word, int32_t *offset)
{
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (str_eqc(word, zones[i].name)) {
            *offset = zones[i].offset;
            return true;
        }
    /* RFC 5322 section 4.3: the military letters were defined backwards, so they say nothing */
    if (word.n == 1 && word.s[0] >= 'a' && word.s[0] <= 'y' && word.s[0] != 'j' && word.s[0] != 'h') {
        *offset = 0;
        return true;
    }
    return false;
}

const char *date_zone_name(struct str word)
{
    static const char *const names[][2] = {
        {"et", "America/New_York"},     {"eastern", "America/New_York"},    {"ct", "America/Chicago"},
        {"central", "America/Chicago"}, {"mt", "America/Denver"},           {"mountain", "America/Denver"},
        {"pt", "America/Los_Angeles"},  {"pacific", "America/Los_Angeles"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eqc(word, names[i][0]))
            return names[i][1];
    return NULL;
}

int date_half(struct str word)
{
    static const struct {
        const char *word;
        int half;
    } halves[] = {{"am", 0},  {"πμ", 0},  {"오전", 0},  {"上午", 0},  {"午前", 0},  {"凌晨", 0}, {"早上", 0},
                  {"pm", 12}, {"μμ", 12}, {"오후", 12}, {"下午", 12}, {"午後", 12}, {"晚上", 12}};
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++) {
        bool sign = (unsigned char)halves[i].word[0] >= 0xE0; /* may be the end of a longer run of signs */
        if (sign ? str_ends(word, halves[i].word) : str_eqc(word, halves[i].word))
            return halves[i].half;
    }
    return -1;
}

bool date_filler(struct str word)
{
    static const char *const words[] = {"of", "de", "del", "den", "der", "the", "di", "do", "da",
                                        "le", "st", "nd",  "rd",  "th",  "er",  "º",  "ª",  "ος",
                                        "ος", "го", "a",   "at",  "um",  "à",   "ας"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eqc(word, words[i]))
            return true;
    return false;
}
