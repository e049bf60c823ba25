#include "why/cues.h"
#include "base/buf.h"
#include "base/words.h"

enum { READ_MAX = 1000 };

/* Phrases parted by |, written as word_fold writes them: small letters, no accents of Latin letters. * at the end: any
 * ending. The scripts that word_next gives as pairs are searched as they stand. */
static const struct {
    const char *lang, *reasons, *effects;
} lists[] = {
    {"en",
     "because|due to|owing to|thanks to|in response to|response to|so that|in order to|in a bid|as a result|result of|"
     "results from|results in|resulted from|resulted in|resulting from|resulting in|stems from|stemmed from|stemming "
     "from|arises from|arose from|cause|"
     "causes|caused|causing|reason|reasons|blame|blames|blamed|blaming|accuse*|accusing|accusation*|attributed to|"
     "prompt|prompts|prompted|prompting|trigger|triggers|triggered|triggering|spark|sparks|sparked|sparking|led to|"
     "leads to|leading to|aimed at|amid|amidst|retaliat*|revenge|aveng*|in protest|motive|motives|motivated by|"
     "driven by|fuelled by|fueled by|in the wake of|on the grounds|in exchange for|on suspicion|suspected of|"
     "charged with|guilty of|convicted of|over claims|over allegations|over fears|over concerns|outrage over|"
     "anger over|outrage at|anger at|row over|dispute over|criticism over|criticism for|backlash over|backlash against",
     ""},
    {"de",
     "weil|wegen|aufgrund|auf grund|infolge|nachdem|damit|denn|grund dafur|grunde|begrundet*|begrundung|ursache*|"
     "ausgelost|hintergrund|angesichts|als reaktion|aus protest|aus angst|aus sorge|verdacht|vorwurf|wirft*|um zu",
     "wird|werden|konnte|konnten|muss|mussen|soll|sollen|droht|drohen|frist|ab dem|erstmals|zum ersten mal|seit|"
     "kostet|kosten|betroffen*|million*|milliarde*|prozent|verliert|verlieren|steigt|steigen|sinkt|sinken|verbot*|"
     "folge*|auswirkung*|bedeutet|gesetz|urteil"},
    {"fr",
     "parce qu*|car|puisque|en raison d*|a cause d*|a la suite d*|suite a|grace a|faute d*|afin d*|afin qu*|pour que|"
     "du fait d*|en reponse a|face a|motif*|raison*|cause|causes|causee*|accuse*|soupconne*|provoque*|apres avoir",
     "pourrait|pourraient|devra|devront|doit|doivent|sera|seront|risque*|menace*|premiere fois|depuis|delai|echeance|"
     "avant le|a partir d*|coutera*|cout|couts|million*|milliard*|pour cent|hausse|baisse|perdr*|interdi*|"
     "consequence*|signifie|loi|touche*"},
    {"es",
     "porque|debido a*|a causa de*|por culpa de*|gracias a*|a raiz de*|tras|para que|a fin de|con el fin de|"
     "en respuesta a*|ante el|ante la|motivo*|razon*|causa*|acusa*|provoc*|ya que|puesto que|despues de que",
     "podria*|podra*|debera*|debe|deben|sera*|tendra*|riesgo*|amenaza*|primera vez|desde|plazo|antes de*|a partir de*|"
     "costara*|millon*|por ciento|sube|baja|aumento*|perder*|prohib*|consecuencia*|significa|ley|afecta*"},
    {"it",
     "perche|a causa d*|per colpa d*|grazie a*|a seguito d*|in seguito a*|dopo che|dopo aver*|affinche|al fine di|"
     "in risposta a*|motivo|motivi|ragione|ragioni|causa*|accusa*|provoca*|poiche|dato che|visto che",
     "potrebbe*|potra*|dovra*|deve|devono|sara|saranno|rischi*|minaccia*|prima volta|da quando|scadenza|entro|"
     "a partire d*|costera*|milion*|miliard*|per cento|aument*|perder*|viet*|conseguenz*|significa|legge|colpit*"},
    {"pt",
     "porque|devido a*|por causa d*|gracas a*|apos|para que|a fim de|em resposta a*|diante d*|motivo*|razao|razoes|"
     "causa*|acusa*|provoc*|ja que|uma vez que|depois que|depois de",
     "podera*|poderia*|podem|deve|devem|devera*|sera*|tera*|risco*|ameac*|primeira vez|desde|prazo|ate|a partir d*|"
     "custara*|milho*|bilho*|por cento|aument*|queda|perder*|proib*|consequencia*|significa|lei|afeta*"},
    {"nl",
     "omdat|doordat|wegens|vanwege|door een|dankzij|als gevolg van|naar aanleiding van|nadat|zodat|om te|reden*|"
     "oorzaak|oorzaken|veroorzaak*|uit protest|verdacht*|beschuldig*|in reactie op",
     "zal|zullen|zou|zouden|kan|kunnen|moet|moeten|dreig*|risico*|voor het eerst|sinds|deadline|vanaf|uiterlijk|kost*|"
     "miljoen*|miljard*|procent|stijg*|daal*|verlie*|verbod*|verbied*|gevolg*|betekent|wet"},
    {"sv",
     "eftersom|darfor att|pa grund av|till foljd av|tack vare|efter att|for att|sa att|orsak*|anled*|skal*|"
     "i protest|misstank*|anklag*",
     "ska|skulle|kan|kunna|maste|kommer att|hota*|risk*|forsta gangen|sedan|senast|fran och med|kost*|miljon*|"
     "miljard*|procent|ok*|minsk*|forlor*|forb*|folj*|innebar|lag|lagen"},
    {"da", "fordi|pa grund af|som folge af|takket vaere|efter at|for at|sa at|arsag*|grund*|i protest|mistaen*|anklag*",
     "skal|skulle|kan|kunne|ma|vil|ville|true*|risik*|forste gang|siden|senest|fra og med|kost*|million*|milliard*|"
     "procent|stig*|fald*|mist*|forb*|folge*|betyder|lov|loven"},
    {"no",
     "fordi|pa grunn av|som folge av|takket vaere|etter at|for a|slik at|arsak*|grunn*|i protest|mistenk*|anklag*",
     "skal|skulle|kan|kunne|ma|vil|ville|true*|risik*|forste gang|siden|senest|fra og med|kost*|million*|milliard*|"
     "prosent|ok*|fall*|mist*|forb*|folge*|betyr|lov|loven"},
    {"fi", "koska|siksi etta|vuoksi|takia|johdosta|ansiosta|jotta|seurauksena|syy*|epail*|syyt*|sen jalkeen kun",
     "voi|voisi*|taytyy|pitaa|uhka*|riski*|ensimmaista kertaa|lahtien|maaraaika*|mennessa|alkaen|maksa*|miljoon*|"
     "miljard*|prosent*|nouse*|laske*|menett*|kiel*|seurau*|tarkoittaa|laki"},
    {"pl",
     "poniewaz|dlatego ze|bo|gdyz|z powodu|wskutek|na skutek|w wyniku|w zwiazku z*|dzieki|aby|zeby|po tym jak|"
     "w odpowiedzi na|przyczyn*|powod*|oskarz*|podejrz*",
     "bedzie|beda|moze|moga|musi|musza|mialby|groz*|ryzyk*|po raz pierwszy|od czasu|termin*|do konca|kosztowa*|"
     "milion*|miliard*|procent*|wzros*|spad*|strac*|zakaz*|skut*|oznacza|ustaw*"},
    {"ru",
     "потому что|так как|поскольку|из за|вследствие|в связи с|благодаря|после того как|чтобы|в ответ на|причин*|"
     "обвин*|подозрев*|в результате",
     "может|могут|должен|должны|должна|будет|будут|угро*|риск*|впервые|с тех пор|срок*|стоит|стоить|миллион*|миллиард*|"
     "процент*|вырас*|сниз*|потеря*|запре*|последств*|означает|закон*"},
    {"tr",
     "cunku|nedeniyle|yuzunden|sebebiyle|dolayi|sayesinde|icin|sonrasinda|ardindan|uzerine|neden*|sebep*|suc*|tepki*",
     "olacak|edecek|gerek*|zorunda|tehdit*|risk*|ilk kez|beri|sure*|kadar|milyon*|milyar*|yuzde*|art*|dus*|kayb*|"
     "yasak*|sonuc*|anlamina|yasa*"},
    {"ko", "때문|위해|위한|따라|이유|원인|대응|반발|혐의|우려로|덕분|으로 인한|로 인해",
     "것으로|예정|전망|가능성|처음|이후|부터|까지|마감|달러|만 명|만명|퍼센트|%|증가|감소|중단|금지|영향|의무"},
    {"ja", "ため|から|ので|理由|原因|受けて|対して|影響で|疑い|背景|による|により",
     "可能性|見通し|予定|初めて|以来|までに|期限|万人|億円|万円|%|％|パーセント|増加|減少|中止|禁止|影響|義務|恐れ|"
     "必要"},
    {"zh", "因为|因為|由于|由於|因此|为了|為了|以便|原因|理由|导致|導致|引发|引發|回应|回應|抗议|抗議|涉嫌|指责|指責",
     "可能|将|將|预计|預計|首次|以来|以來|之前|期限|截止|万人|萬人|亿|億|%|％|增加|减少|減少|停止|禁止|影响|影響|必须|"
     "必須|风险|風險"},
};

/* "criticized for closing", "after resigning": with for and after, a verb in -ing tells why. */
static const char ing_nouns[] = " morning evening nothing something anything everything building spring king wing ring "
                                "string beijing being ";

static bool acts(struct str low)
{
    return low.n > 4 && str_ends(low, "ing") && !str_listed(ing_nouns, low);
}

/* hay begins and ends with a space. */
static bool has_phrase(struct str hay, struct str phrase, bool spaced)
{
    bool stem = phrase.n && phrase.s[phrase.n - 1] == '*';
    phrase.n -= stem;
    for (size_t at = 0, hit; (hit = str_find(str_sub(hay, at, hay.n), phrase)) != STR_NONE; at += hit + 1) {
        size_t from = at + hit, to = from + phrase.n;
        if (!spaced || (hay.s[from - 1] == ' ' && (stem || hay.s[to] == ' ')))
            return true;
    }
    return false;
}

static size_t count(struct str hay, const char *list, bool spaced)
{
    struct str rest = str_c(list), phrase;
    size_t n = 0;
    while (str_cut(&rest, '|', &phrase))
        n += phrase.n && has_phrase(hay, phrase, spaced);
    return n;
}

struct cues cues_read(struct str lang, struct str s)
{
    struct arena mem = {0};
    struct cues out = {0};
    struct word w;
    struct buf b;
    size_t at = 0, k = 0, most = sizeof lists / sizeof *lists, tag = 0;
    bool ing = false;
    while (tag < lang.n && lang.s[tag] != '-' && lang.s[tag] != '_')
        tag++;
    for (; lang.n && k < most; k++)
        if (str_ieq(str_sub(lang, 0, tag), str_c(lists[k].lang)))
            break;
    if (k == most)
        return out;
    bool spaced = !str_listed(" ko ja zh ", str_c(lists[k].lang));
    s = str_sub(s, 0, READ_MAX);
    buf_init(&b, 8 * READ_MAX);
    buf_ch(&b, ' ');
    struct str before = {0};
    while (spaced && word_next(s, &at, &w)) {
        struct str low = word_fold(&mem, w.s);
        buf_str(&b, low);
        buf_ch(&b, ' ');
        ing |= k == 0 && (str_eqc(before, "for") || str_eqc(before, "after")) && acts(low);
        before = low;
    }
    struct str hay = spaced ? buf_view(&b) : s;
    if (!b.over) {
        out.reason = ing || count(hay, lists[k].reasons, spaced) > 0;
        out.effects = count(hay, lists[k].effects, spaced);
    }
    buf_end(&b);
    arena_end(&mem);
    return out;
}
