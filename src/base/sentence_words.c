#include "base/sentence_words.h"
#include <string.h>

static const char months[] = " jan feb mar apr jun jul aug sep sept oct nov dec ";
static const char counted[] = " no nos p pp art arts sec ch num ";
/* Languages that write ordinal numbers with a full stop: "31. Juli". */
static const char ordinal_langs[] = " de da no nb nn fi cs sk hu sl hr sr et lv pl tr is ";

/* In every language: they are short, and words of none. */
static const char never_any[] =
    " mr mrs ms mx dr prof sen sens rep reps gov govs gen lt col sgt capt maj cpl pvt rev hon pres supt "
    "cmdr adm messrs insp st vs approx fig figs vol pp cf ca viz mme mlle sra srta ing arch ";
static const char maybe_any[] = " inc ltd co corp bros llc plc jr sr esq etc al ph.d m.d b.a m.a mt ft ";

static const struct {
    const char *lang, *never, *maybe;
} lists[] = {
    {"en", " det ave dept est blvd ", " mi lb oz yd hr min sq "},
    {"de",
     " bzw evtl ggf inkl vgl sog hr hrn fr frl abt nr abs tel fa str dipl hl bd kap mag allg einschl exkl lfd max min "
     "zzgl "
     "jh ehem geb gest verh ",
     " mio mrd usw gmbh ag kg tsd std jhd "},
    {"fr", " mm pr av env chap cie ste bd ed éd tél fasc hab réf janv févr juil sept déc ", " etc coll "},
    {"es",
     " ee sta sto ud uds vd pág págs núm art arts dña dra dres lic gral av avda cía tel aprox exmo ilmo prov mons ",
     " etc uu "},
    {"it", " sig sigg dott avv on art pag pagg prof egr spett rag geom mons ss tel fam ", " ecc "},
    {"pt", " dra exmo exma pág págs art av tel eng prof profa gov dep ltda núm sto sta ", " etc "},
    {"nl", " dhr mevr mw drs ir blz nr tel resp max min wo ", " enz bv nv mln mld "},
    {"sv", " kl nr s tel resp ev ", " osv mkr kr st "},
    {"da", " kl nr tlf hr fru evt inkl pkt ", " osv mio mia kr "},
    {"no", " kl nr tlf evt inkl ", " osv mill mrd kr "},
    {"fi", " esim ks n klo nro puh tri ts vrt ", " mm jne milj mrd "},
    {"pl", " np tzw dr hab inż ul al godz św wg ok nr tel red mgr ks płk gen im ", " tys mln mld zł itd itp "},
    {"cs", " např tzv resp cca č str roč mj ing mgr sv tel ul nám odst ", " tis mil mld kč apod atd "},
    {"ru", " ул им просп обл стр рис св гл тел акад проф ред наб пл см ", " тыс млн млрд руб коп др пр "},
    {"uk", " вул ім обл стор рис св тел акад проф ред пл див просп ", " тис млн млрд грн ін "},
    {"tr", " bkz doç av cad sok no uzm op mah alb ", " vb vs yy "},
    {"hu", " pl ún kb dr u id ifj özv ", " stb ft "},
    {"el", " κα κκ δρ αρ σελ λεωφ οδ καθ ", " κλπ εκ "},
};

static bool listed(const char *list, struct str w)
{
    char key[32];
    if (!w.n || w.n > sizeof key - 3)
        return false;
    key[0] = ' ';
    for (size_t i = 0; i < w.n; i++)
        key[i + 1] = (char)(w.s[i] >= 'A' && w.s[i] <= 'Z' ? w.s[i] | 32 : w.s[i]);
    key[w.n + 1] = ' ';
    key[w.n + 2] = 0;
    return strstr(list, key) != NULL;
}

enum abbreviation abbreviation_of(struct str lang, struct str word)
{
    if (!lang.n)
        lang = str_lit("en");
    if (str_eqc(lang, "nb") || str_eqc(lang, "nn"))
        lang = str_lit("no");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (!str_ieqc(lang, lists[i].lang))
            continue;
        if (listed(lists[i].maybe, word))
            return ABBR_MAYBE;
        if (listed(lists[i].never, word))
            return ABBR_NEVER;
    }
    return listed(maybe_any, word) ? ABBR_MAYBE : listed(never_any, word) ? ABBR_NEVER : ABBR_NONE;
}

bool counted_word(struct str word)
{
    return listed(counted, word);
}

bool month_word(struct str word)
{
    return listed(months, word);
}

bool writes_ordinals(struct str lang)
{
    return listed(ordinal_langs, lang);
}
