/* Sentences that stand alone and sentences that hang, in many languages. */
#include "why/standalone.h"
#include "why/why.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct row {
    const char *lang, *sentence, *fault; /* NULL: stands alone */
};

static void table(const struct row *rows, size_t n)
{
    struct arena a = {0};
    struct lexicon *l = lexicon_new(&a);
    for (size_t i = 0; i < n; i++) {
        const char *got = why_not_alone(l, str_c(rows[i].lang), str_c(rows[i].sentence));
        if (!rows[i].fault != !got || (got && !strstr(got, rows[i].fault)))
            fail_msg("%s: %s\n  got: %s, wanted: %s", rows[i].lang, rows[i].sentence, got ? got : "stands",
                     rows[i].fault ? rows[i].fault : "stands");
    }
    lexicon_end(l);
    arena_end(&a);
}
#define TABLE(rows) table(rows, sizeof rows / sizeof *rows)

static void english(void **state)
{
    static const struct row rows[] = {
        {"en", "Farmers below the dam face losses of $12 million if the barley harvest fails.", NULL},
        {"en", "Because of the flood, 400 homes in Brill have no power until Friday.", NULL},
        {"en", "After that the connection to Brill will cost 4,800 crowns.", "points back"},
        {"en", "At that time the bank in Brill had two branches.", "hangs"},
        {"en", "Given that the dam holds, 400 homes in Brill will have power on Friday.", NULL},
        {"en", "Because they had no power at all in the valley below.", "hangs"},
        {"en", "As a result of the flood, the bank in Brill must close two branches.", NULL},
        {"en", "As a result, the bank in Brill must close two of its branches.", "hangs"},
        {"en", "After all the votes were counted, Larsen led by forty in Port Calder.", NULL},
        {"en", "After all, the bank in Brill must close two of its branches.", "hangs"},
        {"en", "In fact the bank in Brill must close two of its branches.", "hangs"},
        {"en", "Some, like the bank in Brill, must close two branches this year.", "hangs"},
        {"en", "Some banks in Brill must close two branches this year.", NULL},
        {"en", "Suddenly, he must pay for the repair of the dam at Walden.", "pronoun"},
        {"en", "Today he must pay for the repair of the dam at Walden.", "pronoun"},
        {"en", "Larsen must pay because he signed for the repair of the dam.", NULL},
        {"en", "Larsen, who signed the paper, says he must pay for the dam.", NULL},
        {"en", "Last year, it lost 400 homes to a flood below the Walden dam.", "pronoun"},
        {"en", "China said on Monday it would buy barley from the lower valley.", NULL},
        {"en", "By 2050, that will be the largest dam in the whole of the valley.", "points back"},
        {"en", "Once the radar of Calder is working that rule will be dropped by the air force.", "points back"},
        {"en", "The bank of Brill will lose two million dollars in that case.", "points back"},
        {"en", "The council of Calder says the dam will break if that bridge is closed.", "points back"},
        {"en", "The bank of Brill said that Calder will lose two million dollars.", NULL},
        {"en", "The council of Calder fears that ships will sail past its quay from June.", NULL},
        {"en", "The dam that the council of Calder built will lose a third of its water.", NULL},
        {"en", "The council of Calder voted for a rule that will double the fee.", NULL},
        {"en", "In another case, the bank in Brill lost two million dollars in May.", "points back"},
        {"en", "Reyes told him about the flood that had taken the bridge at Brill.", "pronoun"},
        {"en", "The gates of the Walden dam will stay open until Friday, Larsen said.", "attribution"},
        {"en", "The gates of the Walden dam will stay open until Friday, the Post reported.", "attribution"},
        {"en", "The gates of the Walden dam will stay open, the Calder Post reported on Tuesday.", "attribution"},
        {"en", "In the valley below the dam, no cases of fever were reported.", NULL},
        {"en", "The dam was closed for months, and nobody in Brill had confirmed why.", NULL},
        {"en", "The gates will stay open until Friday, said Inga Larsen, a friend of the mayor.", "attribution"},
        {"en", "Ana Reyes, an engineer of the county, said the gates of the dam would stay open.", NULL},
        {"en", "Reyes, who was in Brill that day, said people had left their homes.", NULL},
        {"en", "The move could flood 400 homes in the lower valley of the river.", "told before"},
        {"en", "The decision to open the gates could flood 400 homes in the lower valley.", NULL},
        {"en", "We will open the gates of the dam at Walden on Friday.", "I, we"},
        {"en", "The mayor and our paper ask for help in the valley below the dam.", "I, we"},
        {"en", "(The gates of the Walden dam will stay open until the end of May.)", "opens"},
        {"en", "REUTERS The gates of the Walden dam will stay open until Friday.", "picture"},
        {"en", "REUTERS Walden opened the gates of its dam on a Friday in May.", "picture"},
        {"en", "Facebook Twitter Pinterest A man walks below the dam at Walden.", "boilerplate"},
        {"en", "Crews are dealing with a serious flood at the #Walden dam this week.", "running"},
        {"en", "Walden is ranked #2 of the dams in the county for its age.", NULL},
        {"en", "A paper read: 'The dam at Walden will not hold after next May.", "open"},
        {"en", "It held for years,' Reyes told the county board of Walden.", "open"},
        {"en", "Reyes called the old dam a 'ruin' in the meeting at Walden on Friday.", NULL},
        {"en", "The farmers' union of the '90s built the dam at Walden in two years.", NULL},
        {"en", "One passage of the report is of the greatest weight for Walden: .", "end"},
        {"en", "Read more: Walden opens the gates of its dam for a third time.", "hangs"},
        {"", "Suddenly, he must pay for the repair of the dam at Walden.", "pronoun"},
    };
    TABLE(rows);
}

static void other_languages(void **state)
{
    static const struct row rows[] = {
        {"de", "Etwa 340 Hafenarbeiter in Calder verlieren ab Juni ihre Arbeit.", NULL},
        {"de", "Er verliert ab Juni seine Arbeit am Kohlehafen von Calder.", "hangs"},
        {"de", "Diese Entscheidung kostet die Stadt Calder zwölf Millionen Euro.", "hangs"},
        {"de", "Das Land zahlt der Stadt Calder zwölf Millionen Euro für den Hafen.", NULL},
        {"de", "Calder zahlt für diese Entscheidung zwölf Millionen Euro an das Land.", "points back"},
        {"de", "Calder zahlt in diesem Jahr zwölf Millionen Euro an das Land.", NULL},
        {"de", "Im Gegenzug zahlt das Land der Stadt Calder zwölf Millionen Euro.", "hangs"},
        {"de", "Der Hafen von Calder schließt im Juni, sagte die Bürgermeisterin.", "attribution"},
        {"de", "Der Hafen von Calder schließt im Juni, teilte die Stadt am Dienstag mit.", "attribution"},
        {"de", "Der Hafen von Calder schließt, so dass 340 Arbeiter gehen müssen.", NULL},
        {"de", "Larsen nannte den Beschluss „einen Fehler“ und kündigte eine Klage an.", NULL},
        {"de", "Larsen nannte den Beschluss „einen Fehler und kündigte eine Klage an.", "open"},
        {"de", "Wir zahlen der Stadt Calder zwölf Millionen Euro für den Hafen.", "I, we"},
        {"de-CH", "Weil der Hafen schliesst, verlieren 340 Arbeiter in Calder ihre Stelle.", NULL},
        {"fr", "Environ 340 dockers de Calder perdront leur emploi en juin prochain.", NULL},
        {"fr", "Elle perdra son emploi au port de Calder en juin prochain.", "hangs"},
        {"fr", "En juin, environ 340 dockers de Calder perdront leur emploi au port.", NULL},
        {"fr", "En effet, environ 340 dockers de Calder perdront leur emploi au port.", "hangs"},
        {"fr", "Le port de Calder paiera cette décision douze millions d'euros en juin.", "points back"},
        {"fr", "Le port de Calder paiera cette année douze millions d'euros à la ville.", NULL},
        {"fr", "Le port de Calder fermera en juin, a déclaré la maire de la ville.", "attribution"},
        {"fr", "Le port fermera en juin, selon la mairie de Calder.", "attribution"},
        {"fr", "Larsen parle d'une « erreur » et annonce une plainte contre le port.", NULL},
        {"fr", "Nous fermons le port de Calder en juin de l'année prochaine.", "I, we"},
        {"es", "Unos 340 estibadores de Calder perderán su empleo en junio próximo.", NULL},
        {"es", "Sin embargo, unos 340 estibadores de Calder perderán su empleo.", "hangs"},
        {"es", "Sin acuerdo, unos 340 estibadores de Calder perderán su empleo.", NULL},
        {"es", "Por primera vez desde 1996 el puerto de Calder pierde dinero.", NULL},
        {"es", "El puerto de Calder cerrará en junio, según la alcaldesa Larsen.", "attribution"},
        {"es", "El puerto está en el este de Calder y cerrará en junio próximo.", NULL},
        {"es", "Esta medida cuesta a Calder unos doce millones de euros al año.", "hangs"},
        {"it", "Circa 340 portuali di Calder perderanno il lavoro a giugno prossimo.", NULL},
        {"it", "Questo costerà al porto di Calder dodici milioni di euro in giugno.", "hangs"},
        {"it", "Il porto di Calder chiuderà a giugno, ha detto la sindaca Larsen.", "attribution"},
        {"pt", "Cerca de 340 estivadores de Calder vão perder o emprego em junho.", NULL},
        {"pt", "No entanto, 340 estivadores de Calder vão perder o emprego em junho.", "hangs"},
        {"pt", "O porto de Calder fecha em junho, disse a prefeita Inga Larsen.", "attribution"},
        {"nl", "Het kabinet sluit in juni de kolenhaven van Calder voor altijd.", NULL},
        {"nl", "De man die de haven sloot, betaalt de stad Calder twaalf miljoen.", NULL},
        {"nl", "Hij sluit in juni de kolenhaven van Calder voor altijd.", "hangs"},
        {"nl", "De haven van Calder sluit in juni, aldus burgemeester Inga Larsen.", "attribution"},
        {"sv", "De anställda i Calder förlorar jobbet i juni nästa år.", NULL},
        {"sv", "Hon förlorar jobbet i hamnen i Calder i juni nästa år.", "hangs"},
        {"sv", "Hamnen i Calder stängs i juni, säger borgmästaren Inga Larsen.", "attribution"},
        {"da", "Havnen i Calder lukker i juni, siger borgmester Inga Larsen.", "attribution"},
        {"nb", "Hun mister jobben i havna i Calder i juni neste år.", "hangs"},
        {"no", "Havna i Calder stenger i juni, og 340 mister jobben da.", NULL},
        {"fi", "Hän menettää työnsä Calderin satamassa ensi vuoden kesäkuussa varmasti.", "hangs"},
        {"pl", "Około 340 dokerów w Calder straci pracę w czerwcu tego roku.", NULL},
        {"pl", "Ona straci pracę w porcie w Calder już w czerwcu.", "hangs"},
        {"ru", "Около 340 докеров в Калдере потеряют работу в июне.", NULL},
        {"ru", "Он потеряет работу в порту Калдера уже в июне этого года.", "hangs"},
        {"ru", "Порт в Калдере закроется в июне, сообщила мэр Инга Ларсен.", "attribution"},
        {"tr", "Calder limanında yaklaşık 340 işçi haziran ayında işini kaybedecek.", NULL},
        {"tr", "Bu karar Calder limanına on iki milyon liraya mal olacak.", "hangs"},
        {"tr", "Her yıl Calder limanından dört milyon ton kömür geçiyor.", NULL},
        {"ko", "터미널이 폐쇄되면 약 340명의 항만 노동자가 일자리를 잃게 된다.", NULL},
        {"ko", "그는 터미널이 폐쇄되면 일자리를 잃게 된다고 말했다.", "hangs"},
        {"ko", "이에 따라 약 340명의 항만 노동자가 일자리를 잃게 된다.", "hangs"},
        {"ko", "이란은 2027년까지 석탄 터미널을 폐쇄하기로 결정했다.", NULL},
        {"ko", "2027년 6월까지 석탄 터미널이 폐쇄될 예정이다.", NULL},
        {"ja", "港湾労働者約340人が来年6月までに職を失う見通しだ。", NULL},
        {"ja", "これにより、約340人が来年6月までに職を失う見通しだ。", "hangs"},
        {"ja", "同社は来年6月までに石炭ターミナルを閉鎖する。", "hangs"},
        {"ja", "「港は閉鎖される」と市長は来年6月の計画を述べた。", "opens"},
        {"ja", "市長は「港は閉鎖されると来年6月の計画を述べた。", "open"},
        {"zh", "约340名码头工人将在明年6月前失去工作。", NULL},
        {"zh", "他将在明年6月前失去码头的工作和住房。", "hangs"},
        {"zh", "也门的码头将在明年6月前关闭一个月时间。", NULL},
        {"zh", "此外，码头将在明年6月前关闭一个月时间。", "hangs"},
        {"zh", "码头将在明年6月前关闭一个月，市长说。", "attribution"},
        {"xx", "Er verliert ab Juni seine Arbeit am Kohlehafen von Calder.", NULL}, /* no list: let pass */
    };
    TABLE(rows);
}

static void datelines_go(void **state)
{
    static const char *const rows[][2] = {
        {"LONDON (Reuters) - The gates are open.", "The gates are open."},
        {"(CNN)The gates are open.", "The gates are open."},
        {"WALDEN - The gates are open.", "The gates are open."},
        {"Brill (dpa) – Die Tore sind offen.", "Die Tore sind offen."},
        {"(서울=연합뉴스) 김하늘 기자 = 수문이 열렸다.", "수문이 열렸다."},
        {"[부산=뉴시스] 수문이 열렸다.", "수문이 열렸다."},
        {"【ロンドン共同】水門が開いた。", "水門が開いた。"},
        {"［東京 3日 ロイター］ - 水門が開いた。", "水門が開いた。"},
        {"新华社北京3月3日电（记者王明）水闸已经打开。", "水闸已经打开。"},
        {"新華社倫敦3月3日電 水閘已經打開。", "水閘已經打開。"},
        {"新华社的水闸已经打开。", "新华社的水闸已经打开。"},
        {"(수문) 수문이 열렸다.", "수문이 열렸다."},
        {"【", "【"},
        {"(서울", "(서울"},
        {"The gates (of the dam) are open.", "The gates (of the dam) are open."},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str got = without_dateline(str_c(rows[i][0]));
        if (!str_eqc(got, rows[i][1]))
            fail_msg("'%s' gives '" STR_FMT "'", rows[i][0], STR_ARG(got));
    }
}

/* "The drills" were told of in a sentence before, and the headline does not name them. */
static void what_was_told_before_is_not_quoted(void **state)
{
    static const struct {
        const char *title, *last;
        bool chosen;
    } cases[] = {
        {"Ships meet off Velm", "The drills will cost Norrail about $12 million until the end of October.", false},
        {"Ships of three nations begin drills",
         "The drills will cost Norrail about $12 million until the end of October.", true},
        {"Ships meet off Velm", "The drills of the navy will cost Norrail about $12 million until October.", true},
        {"Ships meet off Velm", "The government will pay Norrail about $12 million until the end of October.", true},
        {"Ships meet off Velm", "The river board will lose about $12 million until the end of October.",
         true}, /* so called at first */
        {"Ships meet off Velm", "The fishermen will lose about $12 million until the end of October.", true}, /* new */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct strs out = {0};
        struct why_limits limits = {
            .bullets = 3, .chars = 160, .standalone = true, .consequence = true, .reasons = true};
        struct str text = str_fmt(&a, "He saw that drills of the river board had begun at noon near the rail line. %s",
                                  cases[i].last);
        why_choose(&a, str_c(cases[i].title), text, str_lit("en"), &limits, &out);
        if ((out.n == 1) != cases[i].chosen)
            fail_msg("%s: %zu bullets", cases[i].last, out.n);
        arena_end(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(english), cmocka_unit_test(other_languages),
                                       cmocka_unit_test(datelines_go),
                                       cmocka_unit_test(what_was_told_before_is_not_quoted)};
    return cmocka_run_group_tests_name("alone", tests, NULL, NULL);
}
