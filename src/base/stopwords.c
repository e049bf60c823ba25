#include "base/stopwords.h"
#include <pthread.h>

static const struct {
    const char *tag, *words;
} lists[STOPWORD_LISTS] = {
    {"en", " a about above after again against all also am an and any are aren't as at be because been before "
           "being below between both but by can can't cannot could couldn't did didn't do does doesn't doing "
           "don't down during each either else even ever every few for from further get gets getting go goes "
           "going got had hadn't has hasn't have haven't having he he'd he'll he's her here here's hers herself "
           "him himself his how i i'd i'll i'm i've if in into is isn't it it'd it'll it's its itself just let "
           "let's like may me might more most much must mustn't my myself neither no nor not now of off on once "
           "one only onto or other others ought our ours ourselves out over own per rather s same shall shan't "
           "she she'd she'll she's should shouldn't since so some still such t than that that's the their theirs "
           "them themselves then there there's these they they'd they'll they're they've this those though "
           "through thus to too toward towards under until up upon us very via was wasn't we we'd we'll we're "
           "we've were weren't what what's when where whether which while who who's whom whose why will with "
           "within without won't would wouldn't yet you you'd you'll you're you've your yours yourself yourselves "},
    {"de", " aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits bin bis "
           "bist da dabei damit dann das dass dazu dein dem den denn der deren des dessen die dies diese diesem "
           "diesen dieser dieses doch dort du durch ein eine einem einen einer eines er erst es etwa euch euer "
           "fur gegen gibt habe haben hat hatte hatten hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer "
           "im in ins ist ja jede jedem jeden jeder jedes jetzt kann kein keine keinen konnen konnte machen man "
           "mehr mein mit muss nach nicht noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit "
           "selbst sich sie sind so sogar soll sollen sollte sondern sowie uber um und uns unser unter viel vom "
           "von vor wahrend war waren was wegen weil weiter welche welcher wenn wer werden wie wieder will wir "
           "wird wo wollen wurde wurden zu zum zur zwar zwischen "},
    {"fr", " a afin ai ainsi alors apres au aucun aussi autre autres aux avait avant avec avoir c car ce ceci cela "
           "celle celles celui ces cet cette ceux chaque chez comme comment contre d dans de depuis des deux donc "
           "dont du elle elles en encore entre est et etaient etait etant ete etre eu eux faire fait fois font il "
           "ils j je jusqu l la le les leur leurs lors lui m ma mais me meme memes mes moi moins mon n ne ni non "
           "nos notre nous on ont ou par parce pas pendant peu peut plus pour pourquoi pres qu quand que quel "
           "quelle qui quoi s sa sans se selon sera ses si son sont sous sur t ta te tes toi ton tous tout toute "
           "toutes tres tu un une vers voici voila vos votre vous y "},
    {"es", " a ademas ahora al algo alguna algunas alguno algunos alla ante antes aquel aquella aqui asi aun "
           "aunque cada como con contra cual cuando cuanto de del desde despues donde dos durante e el ella ellas "
           "ellos en entonces entre era eran es esa esas ese eso esos esta estaba estado estan estar estas este "
           "esto estos fue fueron ha habia hace hacia han hasta hay la las le les lo los mas me menos mi mientras "
           "mis misma mismo mucho muy nada ni no nos nosotros o os otra otras otro otros para pero poco por "
           "porque pues que quien quienes se sea segun ser si sido sin sino sobre solo son su sus tal tambien tan "
           "tanto te tiene tienen toda todas todo todos tras tu tus un una unas uno unos usted y ya yo "},
    {"it", " a ad agli ai al alla alle allo anche ancora avere aveva c che chi ci come con contro cosa cosi cui d "
           "da dagli dai dal dalla dalle dallo degli dei del della delle dello dentro di dopo dove due e ed era "
           "erano essere fa fino fra fu gia gli ha hanno il in io l la le lei li lo loro lui ma mentre mi mia mio "
           "molto ne negli nei nel nella nelle nello noi non nostro o ogni oltre ora per perche pero piu poi "
           "prima proprio qualche quale quando quanto quella quelle quelli quello questa queste questi questo qui "
           "sara se sei senza si sia sono sotto stata stati stato su sua sue sugli sui sul sulla sulle suo suoi "
           "tra tutta tutte tutti tutto un una uno va verso vi voi "},
    {"pt", " a agora ainda alem algum alguma ao aos apenas apos aquela aquele aqui as assim ate cada com como "
           "contra da das de dela dele deles depois desde desta deste do dos durante e ela elas ele eles em "
           "enquanto entao entre era eram essa esse esta estao estar estava este estes eu foi foram ha isso isto "
           "ja la lhe lo mais mas me mesmo meu minha muito na nao nas nem no nos nossa nosso num numa o onde os "
           "ou outra outras outro outros para pela pelas pelo pelos pode por porque quando quanto que quem se "
           "seja sem sendo ser sera seu seus sido so sob sobre sua suas tambem tao te tem ter teve tinha toda "
           "todas todo todos tudo um uma umas uns voce "},
    {"nl", " aan af al alle als altijd andere ben bij daar dan dat de deze die dit doen door dus een eens en er ge "
           "geen haar had hadden heb hebben heeft hem het hier hij hoe hun iets ik in is ja je kan kon kunnen "
           "maar me meer men met mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds "
           "sinds te tegen toch toen tot tussen u uit uw van veel volgens voor waar want waren was wat we wel "
           "werd werden wie wij wil worden wordt zal ze zei zelf zich zij zijn zo zonder zou zullen "},
    {"sv", " alla allt att av bara blev bli blir da dar de dem den denna deras dess dessa det detta dig din du "
           "efter ej eller en er ett fick fler for fran ha hade han hans har hela henne hennes hon honom hur i "
           "icke ingen inom inte jag ju kan kommer kunde man manga med mellan men mer mig min mot mycket nagon "
           "nagot nar ni nu och om oss pa sa samma sedan sig sin sina sitt ska skulle som till under upp ut utan "
           "vad var vara varit vi vid vilka vilken ville "},
    {"da", " af alle alt at blev blive bliver da de dem den denne der deres det dette dig din disse du efter eller "
           "en end er et fik flere for fra gang ham han hans har havde have hele hende hendes her hos hun hvad "
           "hver hvis hvor i igen ikke ind jeg jer kan kom kun kunne man mange med meget mellem men mere mig mod "
           "nar ned noget nogle nu og ogsa om op os over pa sa saa sadan samt selv sig sin sine skal skulle som "
           "thi til ud under var ved vi vil ville vor være "},
    {"no", " alle alt at av bare begge ble bli blir da de deg dei dem den denne der dere deres det dette din disse "
           "du eller en enn er et ett etter flere for fra fram gang ha hadde han hans har hele henne her hun hva "
           "hver hvis hvor i ikke inn jeg kan kom kun kunne man mange med meg mellom men mer min mot mye na nar "
           "ned no noe noen og ogsa om opp oss over pa sa samme seg selv siden sier sin sine skal skulle som til "
           "under ut var vart ved vi vil ville være vært "},
    {"fi", " ei eika en ennen etta haen han hanen he heidan hyvin itse ja jo joka jolla jonka jos jossa jota jotka "
           "kaikki kanssa kautta koko koska kuin kuitenkin kun lisaksi me mika mina minun missa mita mukaan mutta "
           "mya myos nain ne niiden niin nyt ole olen oli olisi olivat ollut on ovat paljon pitaa se sen siella "
           "siina sina sita sitten taas tai tama taman tata te tuo vaan vaikka vain viela voi "},
    {"ru", " а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для до его "
           "ее если есть еще же за здесь и из или им их к как когда которая которого которой которые который "
           "которых кто ли либо между меня мне много может мы на над надо нас не него нее нет ни них но ну о об "
           "однако он она они оно от очень по под после при про с сам свои своих свой себя сейчас со так также "
           "такой там тем то того тоже той только том тот у уже чем через что чтобы эта эти этого этой этом этот "
           "эту я "},
    {"tr", " acaba ama ancak artik az bana bazi belki ben beri bile bir biri birkac biz bu bunu bunun cok cunku da "
           "daha de degil diye dolayi en gibi gore hem hep her hic icin ile ise iste kadar karsi kendi ki kim mi "
           "mu nasil ne neden nerede o olan olarak oldu oldugu olur ona onlar onu onun sadece sen siz sonra su "
           "tarafindan tum uzere var ve veya ya yani yok yoksa "},
    {"pl", " a aby ale az bardzo bedzie bez bo byc byl byla bylo byly co czy dla do gdy gdzie go i ich ile im "
           "innych iz ja jak jako je jednak jego jej jesli jest jeszcze juz kiedy ktora ktore ktory ktorych "
           "ktorzy lub ma mi mnie moze mu na nad nam nas nawet nich nie nim niz o od on ona oni ono oraz po pod "
           "podczas poniewaz przed przez przy raz sa sie swoje ta tak takze tam te tego tej ten tez to tu tych "
           "tylko tym u w wiec wszystkich wszystko z za ze zostal "},
};

/* All lists in one table, made when a word is first asked for: a text's language is told by asking for each of its
 * words. */
enum { SLOTS = 4096, LONGEST = 32 };
static struct slot {
    struct str word;
    unsigned langs;
} slots[SLOTS];

static struct slot *slot_of(struct str w)
{
    size_t i = str_hash(w) % SLOTS;
    while (slots[i].langs && !str_eq(slots[i].word, w))
        i = (i + 1) % SLOTS;
    return &slots[i];
}

static void make_table(void)
{
    for (size_t i = 0; i < STOPWORD_LISTS; i++) {
        struct str rest = str_trim(str_c(lists[i].words)), w;
        while (str_cut(&rest, ' ', &w)) {
            struct slot *s = slot_of(w);
            s->word = w;
            s->langs |= 1u << i;
        }
    }
}

unsigned stopwords_lists(struct str folded)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT; /* articles are read by several threads */
    if (!folded.n || folded.n > LONGEST)
        return 0;
    pthread_once(&once, make_table);
    return slot_of(folded)->langs;
}

const char *stopwords_tag(size_t list)
{
    return lists[list].tag;
}

bool stopwords_has(struct str lang, struct str folded)
{
    size_t n = 0, i = 0;
    while (n < lang.n && lang.s[n] != '-' && lang.s[n] != '_')
        n++;
    while (i < STOPWORD_LISTS && !str_ieqc(str_sub(lang, 0, n), lists[i].tag))
        i++;
    return i < STOPWORD_LISTS && stopwords_lists(folded) >> i & 1;
}

const char common_words_en[] =
    "able accord accused act action actually add added adding address advertisement agency agree agreed "
    "ahead allow allowed almost alone along already although always amid amount announce announced another "
    "answer anyone anything apparently appear appeared april area around ask asked asking attempt august "
    "available away back bad based became become began begin behind believe best better big billion bring "
    "brought build call called came care carry case cause caused center central certain chance change "
    "changed chief child children city claim claimed clear click close closed come comes coming comment "
    "common community company concern conference confirm confirmed consider continue continued control cost "
    "country couple course create created current currently cut daily data day days deal decade december "
    "decide decided decision described despite detail details development different director does done due "
    "earlier early earth easy effort email end ended enough entire event eventually everyone everything "
    "evidence example executive expect expected experience explain explained face facebook fact fall family "
    "far february feel felt fewer final finally find firm first five follow followed following force form "
    "former forward found four free friday friend front full future gave general give given global good "
    "government great group grow growing guide hand happen happened hard head hear held help high hit hold "
    "home hope host hour hours house however huge human hundred idea immediately important include included "
    "includes including increase indeed industry information inside instagram instead interest international "
    "interview involved issue issued january job join july june just keep key kind knew know known large "
    "largest last late later latest launch launched law lead leader leaders learn least leave led left less "
    "level life light likely limit line list little live local long longer look looking lost lot low made "
    "main major make makes making man manage many march mark market matter maybe mean means measure media "
    "meet meeting member members men mention message met middle million minister minute minutes moment "
    "monday money month months morning move moved moving name named national near nearly need needed never "
    "new news newsletter next night note noted nothing november number october offer offered office officer "
    "official officials often okay old online open opened opinion order original outside page paid part "
    "particularly party pass past pay people percent perhaps period person photo photos picture piece place "
    "plan planned plans play point points police popular position possible post posted power present "
    "president press pretty previous previously private probably problem process produce program project "
    "property provide provided public publish put question quick quickly quite raise ran reach reached read "
    "ready real really reason receive received recent recently record reduce release released remain report "
    "reported reporter reporters reports represent request require response rest result return reveal "
    "revealed right rise risk role room run running safe said saturday save saw say saying says school "
    "second secretary section security see seek seem seemed seen send senior sent september series serious "
    "service services set seven several share shared short shot show showed shown side sign similar simply "
    "single site situation six small social someone something soon source sources speak special specific "
    "spend spoke spokesman spokesperson spokeswoman staff stand start started state statement states stay "
    "step stop story street strong study subject subscribe sunday support supposed sure system take taken "
    "takes taking talk team tell ten term test thank things think third thought thousand three thursday time "
    "times title today together told tomorrow took top total touch town tried true try trying tuesday turn "
    "turned tv twitter two type understand unit united university update use used users using usual usually "
    "various version video view visit voice wait walk want wanted watch water way ways website wednesday "
    "week weekend weeks well went west whole wide win woman women wonder word words work worked working "
    "works world worth write writing wrong wrote year years yesterday young ";

const char broad_words_en[] =
    "account activity actor actress administration age agent air airline airport album allegation alliance "
    "american americans analysis analyst animal app application approve arm army arrest art article asia "
    "asian assault asset association attack attention attorney audience australia author authority average "
    "award baby ball ban band bank banking bar base battle beat beautiful beauty bed benefit bid bill bird "
    "birth birthday black blog blood blue board boat body bomb bond book border born boss box boy brain "
    "brand break british brother budget building burn business buy cable camera campaign canada cancer "
    "candidate capital car card career cash cast celebrate celebrity cell century ceo ceremony chair "
    "chairman challenge champion championship channel character charge chart cheap check chemical chicago "
    "china chinese choice christmas church citizen civil class clean client climate climb clothes cloud club "
    "coach coal coast code cold collection college color combat comedy commercial commission committee "
    "competition computer concept concert conflict congress connection conservative construction consumer "
    "contact content contract cool corporate correspondent council count county court cover crash cream "
    "credit crew crime criminal crisis critic critical crowd cry cultural culture cup customer damage dance "
    "danger dangerous dark date daughter dead death debate debt debut defence defend defense degree delay "
    "deliver demand democrat democratic department design desk device die died diet dinner disaster disease "
    "dispute district division doctor document dog dollar door double doubt download dream dress drink drive "
    "driver drop drug earn earnings earthquake east eat economic economy edge editor education election "
    "electric electronic emergency emotional employee employer energy engine engineer england english "
    "entertainment environment environmental episode equipment era escape estate euro europe european "
    "exchange exit expert export extra eye facility factory fail failure fan fashion fast father fear "
    "feature federal fee feed female fiction field fight fighter figure file film finance financial fine "
    "fire fish fit flight floor focus food foot football forecast foreign forest forget format fortune "
    "foundation france freedom french fresh fuel fun function fund funding funny gain game gas gay gender "
    "gentleman german germany gift girl glass globe goal god gold golf google gray green ground guard guest "
    "guilty gun guy hair hall happy hate headline health healthy heart heat heavy hide hill hire hispanic "
    "historic history holiday hollywood holy horse hospital hot hotel household housing hurt husband ice "
    "image impact import income independent index india indian individual injury inning insurance internet "
    "investigation investigator investment investor iran iraq island israel italian italy item jail japan "
    "japanese jet jobs joke journalist journey judge judicial jump jury justice kid kids kill killed killing "
    "king kitchen labor lack lady lake land language laugh lawmaker lawsuit lawyer league legal legislation "
    "letter liberal library license lie limited link listen living loan location london loss love lover "
    "lunch machine magazine mail male manager manufacturer marriage marry mass massive master match material "
    "mayor meal medical medicine medium memory mental merger metal mexico mid mile military milk mind "
    "mission mobile mode model modern mom mood moon mother motion motor mountain mouth movie murder muscle "
    "museum music musical musician nation nations native natural nature navy network nice north northern "
    "nuclear object ocean oil oscar owner pacific pack pain panel paper parent park parliament partner "
    "partnership passenger passion path patient pattern peace perform performance performer phone physical "
    "pick pilot plane planet plant plastic plate platform player playing plot pocket political politician "
    "politics pool poor population port positive potential powerful practice premiere prepare presence "
    "prevent price pricing prime prince princess print prison prize product production professional "
    "professor profit prosecutor protect protection protest proud purchase quality quarter queen race racial "
    "radio rail rain range rate rating react reaction reader reality rebel recall recommend recovery red "
    "reform refuse region regional regulation regulator relation relationship religion religious rent repair "
    "replace republican rescue research researcher resident resource restaurant retail retailer retire "
    "retirement revenue review rich ride ring river road rock rocket roll romantic rule rumor rumour russia "
    "russian sad safety sale sales sample san satellite saving scandal scene schedule science scientific "
    "scientist score scream screen script sea search season seat secret sell senate senator sentence settle "
    "settlement sex sexual shape shareholder shareholders ship shirt shoot shooter shooting shop shopping "
    "sick signal silver sing singer sister skill skin sky sleep slip slow smart smartphone smile smoke snow "
    "soccer soft software soldier solution son song soul sound south southern space speech speed spending "
    "spirit sport sports spread spring square stage standard star station stock stone storage store storm "
    "stream strike string structure student studio style success suffer summer sun super supply supreme "
    "surface surgery surprise survey survive suspect sweet swim symbol table tank target task tax taxes "
    "teach teacher tech technical technology teen teenager teeth telephone television temperature terror "
    "terrorism terrorist texas text theater theatre theme theory threat threaten ticket tie tonight tool "
    "tour tourist tower track trade trader trading tradition traditional traffic trailer train training "
    "transfer transport travel treasury treat treatment treaty tree trial tribute trip troop troops trouble "
    "truck trust truth twist ultimate union unique urban user vacation valley value van vehicle victim "
    "victims victory village violence violent virtual virus visitor visual vote voter wage war warm warn "
    "warning wash washington weak wealth weapon wear weather web wedding weight welcome wheel white wife "
    "wild wind window wine winner winter wish witness wood worker worry worst wrap writer yard yellow york "
    "youth zone ";
