#include "base/date_ago_words.h"

/* clang-format off */
static const struct ago_language
    english = {"a an one", NULL, {"s sec second", "m min minut", "h hour hr", "d day", "w week wk", "mo mon", "y year yr"}},
    german = {"ein eine einem einer eines", NULL, {"sek sekun", "min minut", "std stund", "tag", "woche", "monat", "jahr"}},
    french = {"un une", NULL, {"sec second s", "min minut mn", "h heure", "j jour", "sem semana semain", "mois", "an année"}},
    spanish = {"un una", NULL, {"seg segund", "min minut", "h hora", "d día dia", "sem semana semain", "mes", "año"}},
    italian = {"un una uno", NULL, {"sec second secund", "min minut", "h ora ore", "g giorn", "settiman", "mes", "ann"}},
    portuguese = {"um uma", NULL, {"seg segund", "min minut", "h hora", "d dia", "sem semana semain", "mes mês mês", "ano"}},
    dutch = {"een één", NULL, {"sec second secund", "min minut", "u uur uren", "d dag", "w week weken", "maand", "jaar jaren"}},
    swedish = {"en ett", NULL, {"sek sekun", "min minut", "t tim", "dag dyg", "veck", "mån", "år"}},
    danish = {"en et ett én", NULL, {"sek sekun", "min minut", "t time timer", "dag døgn", "uge uke", "mån måned", "år"}},
    polish = {"jeden jedną jedna", NULL, {"sek sekun", "min minut", "godz", "dni dzie", "tyg tygod tydzie", "mies", "rok lat"}},
    russian = {"один одну", NULL, {"сек", "мин", "ч час", "д день дня дней дн", "нед", "мес", "г год лет"}},
    ukrainian = {"один одну", NULL, {"сек", "хв", "год", "день дні днів дн", "тиж", "міс", "рік рок"}},
    greek = {"ένα ένας έναν μία μια", NULL, {"δευτ", "λεπτ", "ώρα ώρεσ ώρ", "ημέρ μέρ", "εβδομάδ βδομάδ", "μήν", "χρόν έτ έτοσ"}},
    turkish = {"bir", NULL, {"sn san", "dk dak", "sa saat", "gün", "hafta", "ay", "yıl"}},
    arabic = {"", "ين", {"ثاني ثواني ثوان", "دقيق دقائق", "ساع", "يوم أيام ايام", "أسبوع أسابيع اسبوع", "شهر أشهر شهور اشهر", "سنة سنوات سنت عام أعوام"}},
    persian = {"یک", NULL, {"ثانیه", "دقیقه", "ساعت", "روز", "هفته", "ماه", "سال"}},
    finnish = {"yksi", NULL, {"sek sekun", "min minut", "t tunti tuntia", "päiv pv", "viik vk", "kuukau kk", "vuo"}},
    czech = {"jeden jednu jednou jedním", NULL, {"sek sekun", "min minut", "hod hodin", "den dny dní dni dnem dňami dňom", "týd týž", "měs mes", "rok roky rokem let lety rokom rokmi rokov"}},
    hungarian = {"egy", NULL, {"másodperc", "perc", "órá óra ór", "nap", "het hét", "hónap", "év"}},
    romanian = {"un o una", NULL, {"sec second secund", "min minut", "or", "zi", "săpt", "lun", "an"}},
    croatian = {"jedan jednu jedna", NULL, {"sek sekun", "min minut", "sat h", "dan", "tjed nedelj nedjelj sedmic", "mjesec mesec", "godin"}},
    serbian = {"један једну", NULL, {"сек", "мин", "сат", "дан", "недељ седмиц", "месец", "годин"}},
    bulgarian = {"един една", NULL, {"сек", "мин", "час", "ден дни", "седм", "месец", "годин"}},
    indonesian = {"satu se", NULL, {"detik", "menit", "jam sejam", "hari sehari", "minggu seminggu", "bulan sebulan", "tahun setahun"}},
    hebrew = {"אחת אחד", "יים", {"שני", "דק", "שע", "ימים יום יומ", "שבוע", "חודש", "שנה שנים שנת"}},
    hindi = {"एक", NULL, {"सेकं सेके", "मिनट", "घंट घण्ट", "दिन", "सप्ताह हफ्त हफ़्त", "महीन माह", "साल वर्ष"}},
    vietnamese = {"một", NULL, {"giây", "phút", "giờ tiếng", "ngày", "tuần", "tháng", "năm"}},
    korean = {"한", NULL, {"초", "분", "시간", "일", "주일 주", "개월 달", "년"}},
    japanese = {"", NULL, {"秒", "分", "時間", "日", "週間", "か月 ヶ月 カ月 ヵ月 ケ月 箇月", "年"}},
    chinese = {"一", NULL, {"秒 秒钟 秒鐘", "分钟 分鐘 分", "小时 小時 个小时 個小時", "天 日", "周 週 个星期 個星期 星期", "个月 個月", "年"}};

const struct ago_form ago_forms[] = {
    {"", "ago", &english}, {"vor", "", &german}, {"il y a", "", &french}, {"hace", "", &spanish},
    {"", "atrás", &spanish}, {"", "fa", &italian}, {"há", "", &portuguese}, {"há", "atrás", &portuguese},
    {"", "atrás", &portuguese}, {"", "geleden", &dutch}, {"för", "sedan", &swedish}, {"", "sedan", &swedish},
    {"for", "siden", &danish}, {"", "siden", &danish}, {"", "temu", &polish}, {"", "назад", &russian}, {"", "тому", &ukrainian},
    {"", "тому назад", &ukrainian}, {"πριν", "", &greek}, {"πριν από", "", &greek}, {"", "önce", &turkish}, {"منذ", "", &arabic},
    {"قبل", "", &arabic}, {"", "پیش", &persian}, {"", "قبل", &persian}, {"", "sitten", &finnish}, {"před", "", &czech},
    {"pred", "", &czech}, {"", "ezelőtt", &hungarian}, {"", "ja", &hungarian}, {"", "e", &hungarian}, {"acum", "", &romanian}, {"în urmă cu", "", &romanian},
    {"prije", "", &croatian}, {"pre", "", &croatian}, {"пре", "", &serbian}, {"преди", "", &bulgarian},
    {"", "yang lalu", &indonesian}, {"", "lalu", &indonesian}, {"לפני", "", &hebrew}, {"", "पहले", &hindi}, {"", "पूर्व", &hindi},
    {"", "trước", &vietnamese}, {"", "전", &korean}, {"", "前", &japanese}, {"", "前", &chinese}, {"", "以前", &chinese},
};
const size_t ago_form_count = sizeof ago_forms / sizeof *ago_forms;

const char *const ago_now =
    "just now,right now,moments ago,a moment ago,a few seconds ago,gerade eben,soeben,gerade,à l instant,ahora mismo,justo ahora,"
    "proprio ora,poco fa,agora mesmo,zojuist,zonet,just nu,nyss,lige nu,akkurat nå,nettopp,przed chwilą,только что,щойно,μόλις τώρα,"
    "az önce,şimdi,الآن,juuri nyt,právě teď,práve teraz,chiar acum,upravo,baru saja,עכשיו,अभी,방금,방금 전,たった今,刚刚,剛剛,vừa xong";

const char *const ago_days[3] = {
    "today,heute,aujourd hui,hoy,oggi,hoje,vandaag,idag,i dag,dziś,dzisiaj,сегодня,сьогодні,σήμερα,bugün,اليوم,امروز,tänään,dnes,"
    "azi,astăzi,danas,данас,днес,hari ini,היום,आज,오늘,今日,今天,hôm nay",
    "yesterday,gestern,hier,ayer,ieri,ontem,gisteren,igår,i går,wczoraj,вчера,вчора,учора,χθεσ,χτεσ,dün,أمس,امس,دیروز,eilen,včera,"
    "tegnap,jučer,juče,јуче,kemarin,אתמול,कल,어제,昨日,昨天,hôm qua",
    "day before yesterday,vorgestern,avant hier,anteayer,antes de ayer,l altro ieri,anteontem,eergisteren,i förrgår,i forgårs,"
    "przedwczoraj,позавчера,позавчора,προχθέσ,toissapäivänä,předevčírem,tegnapelőtt,alaltăieri,prekjučer,그저께,一昨日,前天",
};

const char *const ago_fillers =
    "about,around,over,almost,nearly,approximately,approx,ca,circa,etwa,rund,ungefähr,knapp,gut,über,environ,près,plus,presque,unos,unas,"
    "casi,aproximadamente,cerca,quase,quasi,ongeveer,cirka,około,ok,около,примерно,приблизно,περίπου,yaklaşık,noin,asi,körülbelül,"
    "aproximativ,oko,око,sekitar,約,约,大约,大約,약,and,und,et,y,e,en,och,og,i,и,και,και,ve,ja,a,és,și,dan,d,at,um,gegen,à,las,a las,alle,"
    "às,as,om,kl,klo,klockan,o,v,în,la,ora,u,в,о,ο,στισ,στις,saat,pukul,בשעה,बजे,uhr,uur,the,le,on,am,den,il,de,के,lúc";
/* clang-format on */
