/* Other languages: how a sentence begins that hangs on the one before, who speaks, and who said it. What the lists do
 * not know is let pass. */
#include "why/standalone.h"
#include <stdio.h>
#include <string.h>

static const char so_far[] = " dass daß viel viele wie hoch lange weit "; /* "so dass": nobody speaks */

enum { TAIL_CLAUSE = 12 /* words of ", sagte die Sprecherin der Stadt am Dienstag" */ };

/* Words with a space on both sides. Capital letters that are no ASCII are listed as they stand at a sentence's
 * beginning. */
static const struct {
    const char *lang;
    const char *opens;    /* first words that hang */
    const char *pairs;    /* two first words that hang, parted by | */
    const char *personal; /* I, we, you, outside quotation marks */
    const char *back;     /* anywhere, unless a time follows */
    const char *times;    /* "diese Woche" points at now */
    const char *said;     /* in the first words behind the last comma: who said it */
} lists[] = {
    {"de",
     " er sie es ihn ihm ihr ihre ihrer ihren ihrem sein seine seiner seinem seinen dies diese dieser dieses diesem "
     "diesen jene jener jenes dabei dafür dagegen dadurch damit danach daher darum deshalb deswegen darauf daraus "
     "daran darin darüber dazu davon davor doch aber und oder denn sondern allerdings jedoch hingegen dennoch trotzdem "
     "außerdem zudem ferner ebenso auch so dann da dort hier somit also schließlich zuvor später seither seitdem "
     "demnach stattdessen vielmehr zumal einerseits andererseits beide beides letztere solche solcher ",
     "|im gegenzug|im übrigen|nach angaben|den angaben|zum beispiel|auf diese|bis dahin|unter anderem|im gegensatz|aus "
     "diesem|vor allem|des weiteren|darüber hinaus|",
     " ich wir mich mir uns unser unsere unserer unserem unseren mein meine meiner meinem meinen ",
     " dies diese dieser dieses diesem diesen solche solcher solchen jene jener jenem ",
     " jahr jahres woche monat monats tag tage tagen morgen abend sommer winter herbst frühjahr frühling wochenende "
     "jahrhundert jahrzehnt quartal saison zeit ",
     " sagte sagt sagten sagen teilte teilten teilt berichtet berichtete berichten berichteten erklärte erklärten "
     "erklärt betonte betonten meldet meldete meldeten hieß heißt schreibt schrieb so meint meinte "},
    {"fr",
     " il elle ils elles on ce cet cette ces cela ceci celui celle ceux celles c'est c'était ça leur leurs son sa ses "
     "lui eux et mais ou donc or ni car cependant toutefois pourtant néanmoins ainsi aussi alors ensuite puis enfin "
     "ici là parallèlement également d'ailleurs autrement sinon y d'où ",
     "|en effet|en outre|de plus|par ailleurs|par exemple|en revanche|de même|en fait|quant à|du coup|à ce|au "
     "contraire|en même|par conséquent|de son|pour sa|pour leur|de leur|",
     " je j'ai j'étais nous notre nos vous votre vos mon ma mes moi ", " cet cette ces ceux celui celle celles ",
     " année semaine mois jour journée matin soir nuit été hiver automne printemps époque fois qui que dont de du des ",
     " déclaré déclare dit indiqué indique affirmé affirme expliqué explique annoncé précisé précise selon rapporté "
     "rapporte assuré assure estimé estime ajouté "},
    {"es",
     " él ella ello ellos ellas Él Ésta Éste este esta esto estos estas ese esa eso esos esas aquel aquella su sus y "
     "e pero o sino aunque además también así entonces luego después asimismo tampoco ambos ambas allí "
     "aquí ahí finalmente mientras ",
     "|sin embargo|por eso|por ello|por su|por otra|por otro|por tanto|por último|por ejemplo|de hecho|en cambio|en "
     "efecto|en ese|en este|a su|de esta|de ese|no obstante|en tanto|",
     " yo nosotros nosotras nuestro nuestra nuestros nuestras mi mis usted ustedes nos ",
     " este esta estos estas ese esa esos esas aquel aquella dicho dicha ",
     " año semana mes día lunes martes miércoles jueves viernes sábado domingo mañana tarde noche verano invierno "
     "otoño primavera siglo fin de del y ",
     " dijo dijeron dice afirmó afirma aseguró asegura señaló señala indicó indica explicó explica según informó "
     "informa agregó añadió declaró "},
    {"it",
     " egli lui lei esso essa essi esse loro questo questa questi queste quello quella quelli quelle ciò ne vi ci suo "
     "sua suoi sue e ed ma o però tuttavia inoltre anche così allora poi quindi infine infatti entrambi entrambe qui "
     "lì invece comunque dunque pertanto mentre ",
     "|per questo|per esempio|ad esempio|in effetti|in realtà|nel frattempo|da parte|a sua|di conseguenza|del "
     "resto|anche se|in particolare|per quanto|",
     " io noi nostro nostra nostri nostre mio mia miei mie voi vostro vostra ",
     " questo questa questi queste quello quella quelli quelle tale tali ",
     " anno settimana mese giorno mattina sera notte estate inverno autunno primavera secolo weekend momento che di "
     "dei del della ",
     " detto dice disse afferma affermato spiegato spiega secondo riferito riferisce dichiarato aggiunto annunciato "},
    {"pt",
     " ele ela eles elas este esta isto estes estas esse essa isso esses essas aquele aquela seu sua seus suas e mas "
     "ou porém contudo todavia entretanto além também assim então depois ambos ambas ali aqui lá logo portanto "
     "enquanto finalmente ",
     "|por isso|por exemplo|por outro|no entanto|por sua|de fato|em seguida|além disso|na verdade|ao mesmo|por "
     "fim|apesar disso|com isso|",
     " eu nós nosso nossa nossos nossas meu minha meus minhas você vocês ",
     " este esta estes estas esse essa esses essas aquele aquela ",
     " ano semana mês dia manhã tarde noite verão inverno outono primavera século segunda terça quarta quinta sexta "
     "sábado domingo fim de do da ",
     " disse disseram diz afirmou afirma informou informa segundo explicou explica acrescentou declarou ressaltou "},
    {"nl",
     " hij zij ze hem haar hun zijn dit dat deze die daar daarbij daarmee daarna daarom daardoor daarop daarvoor "
     "hier hierdoor hiermee en maar of want echter toch ook dus dan toen bovendien verder vervolgens uiteindelijk "
     "eerder later beide beiden zo ",
     "|in plaats|ten slotte|om die|op die|met name|in feite|onder meer|",
     " ik wij we mij me mijn ons onze jij jullie u uw ", " dit deze zulke ",
     " jaar week maand dag ochtend avond zomer winter herfst lente weekend eeuw kwartaal keer die wie dat ",
     " zegt zei zeggen zeiden aldus meldt meldde melden laat volgens vertelt vertelde "},
    {"sv",
     " han hon det dem denna detta dessa hans hennes dess deras och men eller dock också även så då sedan där "
     "här därför dessutom vidare samtidigt båda tidigare senare ",
     "|å andra|till exempel|bland annat|på så|i stället|det vill|trots detta|av den|",
     " jag vi mig oss mitt mina vår vårt våra du ni er ", " denna detta dessa sådan sådana ",
     " år vecka månad dag morgon kväll sommar vinter höst vår säsong gång ",
     " säger sade sa uppger uppgav berättar enligt skriver rapporterar meddelar menar "},
    {"da",
     " han hun det dem denne dette disse hans hendes dens dets deres og men eller dog også så da derefter der "
     "her derfor desuden endvidere samtidig begge tidligere senere ",
     "|på den|for eksempel|blandt andet|i stedet|til gengæld|trods det|det vil|",
     " jeg vi mig os mit mine vores du jer jeres ", " denne dette disse sådan sådanne ",
     " år uge måned dag morgen aften sommer vinter efterår forår sæson gang ",
     " siger sagde oplyser oplyste fortæller ifølge skriver rapporterer meddeler mener "},
    {"no",
     " han hun det dem denne dette disse hans hennes dens dets deres og men eller likevel også så da deretter "
     "der her derfor dessuten videre samtidig begge tidligere senere ",
     "|på den|for eksempel|blant annet|i stedet|til gjengjeld|tross dette|det vil|",
     " jeg vi meg oss mitt mine vår vårt våre du dere deres ", " denne dette disse slik slike ",
     " år året uke uka uken måned måneden dag morgen kveld sommer vinter høst vår sesong gang gangen ",
     " sier sa opplyser opplyste forteller ifølge skriver rapporterer melder mener "},
    {"fi",
     " hän he se ne nämä tämä tuo nuo hänen heidän sen niiden mutta ja tai kuitenkin myös lisäksi siksi silloin "
     "sitten siellä täällä näin molemmat ",
     "|toisaalta taas|tästä syystä|sen sijaan|tämän vuoksi|muun muassa|tämän jälkeen|",
     " minä me meidän minun sinä te ", " tämä nämä tuo nuo ", " vuosi viikko kuukausi päivä kesä talvi syksy kevät ",
     " sanoo sanoi kertoo kertoi mukaan toteaa totesi "},
    {"pl",
     " on ona ono oni one jego jej ich ten ta to ci te tego tej tych ów i a ale lub jednak również także ponadto "
     "więc zatem dlatego potem następnie wtedy tam tutaj tu oboje obaj natomiast ",
     "|poza tym|z kolei|na przykład|między innymi|w tym|po czym|z tego|co więcej|mimo to|",
     " ja my mnie nas nam mój moja moje nasz nasza nasze ", " ten ta te tego tej tych tym tę ",
     " rok roku tydzień tygodniu miesiąc miesiącu dzień dnia sezon sezonu wieku samym że co ",
     " powiedział powiedziała poinformował poinformowała podkreślił podkreśliła podaje podał według zdaniem dodał "
     "dodała "},
    {"ru",
     " Он Она Оно Они Его Ее Её Их Это Этот Эта Эти Тот Та Те Такой Такая Такие И А Но Или Однако Также Тоже "
     "Затем Потом Тогда Там Здесь Поэтому Оба Обе Впрочем Зато ",
     "|Кроме того|При этом|Тем не|В частности|Например|После этого|До этого|По его|По её|По ее|По их|К тому|Вместе с|В "
     "свою|",
     " я мы мне нам нас наш наша наши мой моя вы вас вам ", " этот эта эти этого этой этих этому этим этом ",
     " год года году неделе неделю месяц месяце день дня лето зиму осенью весной сезон сезоне ",
     " сказал сказала заявил заявила сообщил сообщила сообщили сообщает передает пишет отметил отметила добавил "
     "добавила подчеркнул подчеркнула "},
    {"tr",
     " o onlar onun onların bu bunlar bunun buna bunu şu şunlar ve ama fakat ancak ayrıca öte böylece böyle "
     "sonra orada burada Öte Şu ",
     "|bunun üzerine|öte yandan|bu arada|daha sonra|her ikisi|bunun yanı|buna göre|buna karşın|bu nedenle|",
     " ben biz bizim benim siz sizin bize bizi ", " bunlar bunun buna bunu böyle ", " ", " "},
};

/* Scripts without spaces, and Korean: how a sentence begins that hangs. */
static const struct {
    const char *lang, *opens, *ends;
} signs[] = {
    {"ko",
     "그는|그녀는|그들은|그가|그의 |그 |그를|이는|이를|이것|이에 |이와 |이로 |이 |이번 조치|이번 결정|이번 사건|이번 "
     "사고|이날|이어 |이후 |"
     "그러나|하지만|그리고|그런데|그래서|그러면서|그럼에도|그동안|또한|또 |한편|반면|따라서|다만|아울러|특히|이런 "
     "|이러한|이 같은|이처럼|"
     "그런 |그러한|우리는|우리가|우리의|우리 |저는|저희|나는|내가|당시|여기|거기|양측|두 사람|해당 |더불어|결국|즉 ",
     ""},
    {"ja",
     "彼は|彼女は|彼らは|彼の|彼が|彼女の|これは|これに|これを|これまで|これら|この|その|それは|それに|それを|そこ|"
     "ここ|そして|しかし|だが|"
     "ただ|また|さらに|一方|同氏|同社|同省|同日|同市|同庁|なお|このため|そのため|だから|したがって|つまり|私は|私たち|"
     "我々|僕は|両者|両国は|"
     "こうした|そうした|なかでも|ところが|とはいえ|加えて",
     ""},
    {"zh",
     "他|她|它|这|這|那么|那些|那个|那時|那时|此|该|該|其|但|然而|不过|不過|而|同时|同時|另外|因此|所以|于是|於是|"
     "我|你|您|双方|雙方|"
     "两人|兩人|随后|隨後|之后|之後|对此|對此|与此|與此|并且|並且|并未|也将|也會|也会|也是|还有|还将|还会|還有|還將|"
     "则是|則是|如此",
     "说。|說。|表示。|称。|稱。|指出。|报道。|報道。|报导。|報導。"},
};

static bool same_language(struct str lang, const char *tag)
{
    size_t n = 0;
    while (n < lang.n && lang.s[n] != '-' && lang.s[n] != '_')
        n++;
    lang = str_sub(lang, 0, n);
    return str_ieqc(lang, tag) || (str_eqc(str_c(tag), "no") && (str_ieqc(lang, "nb") || str_ieqc(lang, "nn")));
}

static bool any_sign(struct str s, const char *list, bool at_end)
{
    struct str rest = str_c(list), sign;
    while (str_cut(&rest, '|', &sign))
        if (sign.n && sign.n <= s.n && !memcmp(at_end ? s.s + s.n - sign.n : s.s, sign.s, sign.n))
            return true;
    return false;
}

/* "…，他说。": the clause behind the last comma says who spoke. */
static bool chinese_tail(struct str s, const char *ends)
{
    size_t comma = str_find(s, str_lit("，"));
    return comma != STR_NONE && any_sign(s, ends, true);
}

/* The first two words as they stand, and in small letters. */
static bool opens_pair(const struct tokens *t, const char *list)
{
    char key[96];
    if (t->n < 2)
        return false;
    for (int low = 0; low < 2; low++) {
        struct str x = low ? t->v[0].low : t->v[0].w.s, y = low ? t->v[1].low : t->v[1].w.s;
        int n = snprintf(key, sizeof key, "|" STR_FMT " " STR_FMT "|", STR_ARG(x), STR_ARG(y));
        if (n > 0 && (size_t)n < sizeof key && strstr(list, key))
            return true;
    }
    return false;
}

/* The first words behind the last comma outside quotation marks hold a word of saying: ", sagte die Sprecherin." */
static bool said_last(const struct tokens *t, const char *said)
{
    size_t from = t->n;
    while (from > 1 && !(t->v[from - 1].gap == GAP_COMMA && !t->v[from - 1].quoted))
        from--;
    if (from <= 1 || t->n - (from - 1) > TAIL_CLAUSE)
        return false;
    for (size_t i = from - 1; i < from + 2 && i < t->n; i++)
        if (token_in(t, i, said) && !token_in(t, i + 1, so_far))
            return true;
    return false;
}

const char *other_not_alone(const struct tokens *t, struct str lang, struct str s)
{
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
        if (same_language(lang, signs[k].lang)) {
            if (any_sign(s, signs[k].opens, false))
                return "hangs on the sentence before";
            return chinese_tail(s, signs[k].ends) ? "ends in an attribution" : NULL;
        }
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        if (!same_language(lang, lists[k].lang))
            continue;
        if (token_in(t, 0, lists[k].opens) || word_in(lists[k].opens, t->v[0].w.s) || opens_pair(t, lists[k].pairs))
            return "hangs on the sentence before";
        if (said_last(t, lists[k].said))
            return "ends in an attribution";
        for (size_t i = 0; i < t->n; i++) {
            if (!t->v[i].quoted && token_in(t, i, lists[k].personal))
                return "speaks of I, we or you";
            if (!t->v[i].quoted && token_in(t, i, lists[k].back) && !token_in(t, i + 1, lists[k].times))
                return "points back";
        }
        return NULL;
    }
    return NULL;
}
