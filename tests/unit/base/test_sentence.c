/* Where sentences end, in many languages: abbreviations, initials, quotes, decimals, ordinals, brackets, scripts of
 * their own. */
#include "base/buf.h"
#include "base/sentence.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena a;

static int end(void **state)
{
    arena_end(&a);
    return 0;
}

/* | parts the sentences that are wanted. */
static const struct {
    const char *lang, *want;
} cases[] = {
    /* English */
    {"en", "Sen. Jo Ash, R-Ohio, spoke.| Rep. Lee (D-Calif.) left."},
    {"en", "The bill, No. 12, passed.| Was it No. 1?| No.| It was No. 2."},
    {"en", "He was born in Washington, D.C., in 1950.| She moved to Washington, D.C.| The house is small."},
    {"en", "They met at 5 p.m. Tuesday.| It ended at 6 p.m.| They left."},
    {"en", "\"Stop!\" he cried.| \"Why?\" she asked."},
    {"en", "\"It is done.\"| The mayor smiled."},
    {"en", "“It is done,” she said.| “We won.”| The crowd cheered."},
    {"en", "‘It is done.’| The crowd cheered."},
    {"en", "(It rained all day.)| The game went on."},
    {"en", "The game went on (it rained.) and on."},
    {"en", "Prices rose 0.5% to $3.20 a gallon.| Diesel cost $4.| Oil fell."},
    {"en", "See Fig. 3 and pp. 4-5 of Vol. 2.| It is short."},
    {"en", "Yahoo! said it would pay.| Analysts agreed."},
    {"en", "J.R.R. Tolkien and C. S. Lewis met.| They talked."},
    {"en", "The vote was 5-4.| iPhone sales fell.| eBay rose."},
    {"en", "Wait... what?| He said... nothing."},
    {"en", "He works for Smith & Co. in Leeds.| He works for Smith & Co.| He is happy."},
    {"en", "The U.N. Security Council met.| The U.S. and the U.K. agreed.| Talks ended."},
    {"en", "It costs approx. 30 dollars.| Dr. No lives on Elm St. near Ave. B."},
    {"en", "Visit www.example.org/a.html today.| It's v1.2.3.| Done."},
    {"en", "Lt. Gen. A. B. Cole and Maj. Gen. Ray Fox Jr. spoke.| Fox Sr. did not."},
    {"en", "He ran 3 mi. and swam.| The a.m. shift and the p.m. shift met."},
    {"en", "It was the best of times, vs. the worst, i.e. nothing, e.g. all, etc., and more."},
    {"en", "What is next?| \"No one knows.\"| So it goes."},
    {"en", "On Jan. 6, 2021, and Sept. 11.| On Dec. 25 too.| It was in Dec.| The month was cold."},
    {"en", "He said \"I am here.\"| She said nothing."},
    {"en", "He asked \"Are you here?\" and left."},
    {"en", "The book \"Who?\" sold well.| It is by A. Nonymous."},
    {"en", "Boats left at dawn – all 12.| None came back — not one.| The end."},
    {"en", "First line\n- a list item\n- another item\n"},
    {"en", "Ph.D. students met Prof. Li.| She has a Ph.D.| The students do not."},
    {"en", "It was 5 ft. 10 in. tall.| It fell."},
    {"en", "St. Louis beat Ft. Worth 3-2.| Mt. Hood is high."},
    {"en", "The No. 10 bus.| The nos. 4 and 5."},
    {"en", "At 10:30 a.m. EST the siren sounded.| People ran."},
    {"en", "Gov. J.B. Pritzker signed it.| Sens. Cruz and Cornyn did not."},
    {"en",
     "It was a dark day for the world's.| Young children died.| It's theirs.| Children's.| Nobody’s.| Nobody else's."},
    {"en", "It happened in Oct. 2019.| Nov. 3 was a Sunday."},
    /* German */
    {"de", "Am 3. Oktober 1990 und am 31.12.1999.| Das war’s."},
    {"de", "Der 1. FC Köln spielt.| Prof. Dr. h.c. Meier kam z. B. nicht, u. a. wegen d. Wetters."},
    {"de", "Er zahlte ca. 1.200,50 Euro.| Sie zahlte nichts."},
    {"de", "„Das war es“, sagte er.| „Nein!“, rief sie.| „Doch.“| Alle lachten."},
    {"de", "Die Fa. Müller GmbH & Co. KG, Tel. 123, liefert bzw. liefert nicht.| Punkt."},
    {"de", "Am Mittwoch, dem 5. Mai, kam Friedrich II. nach Wien.| Er blieb bis zum 7. Juni."},
    {"de", "Sie kamen um 8.30 Uhr.| Die Tür war zu."},
    {"de", "Im 19. Jahrhundert lebten dort Bauern.| Im Jahr 1900 waren es 12.| Die Zahl stieg."},
    {"de", "Abs. 2 Nr. 3 i. V. m. § 5 Abs. 1 gilt.| Das steht fest."},
    {"de", "Das sind 20 Mio. Euro bzw. 3 Mrd. Dollar.| Viel Geld."},
    {"de", "St. Pauli gewann.| Die Frankfurter Str. ist lang."},
    /* French */
    {"fr", "M. Dupont et Mme. Durand sont venus.| Ils sont partis."},
    {"fr", "« C’est fini », a-t-il dit.| « Non ! » a-t-elle crié.| Tout le monde rit."},
    {"fr", "Le prix est de 3,5 millions d’euros.| C’est cher, cf. p. 4."},
    {"fr", "Il est né au XIXe siècle av. J.-C. selon lui.| C’est faux."},
    {"fr", "Vraiment ?| Oui !| D’accord."},
    {"fr", "Le Dr. Martin et MM. Petit et Grand arrivent.| Ils parlent."},
    /* Spanish */
    {"es", "El Sr. López y la Sra. Ruiz llegaron.| ¿Cuándo?| ¡Ayer!| Nadie lo sabe."},
    {"es", "EE. UU. y la UE firmaron.| Costó 1.200,50 euros."},
    {"es", "«Se acabó», dijo.| «No.»| Todos rieron."},
    {"es", "La Sta. Cruz y el Ud. de la pág. 3 y el art. 5.| Fin."},
    /* Italian, Portuguese, Dutch */
    {"it", "Il sig. Rossi e la dott.ssa Bianchi sono arrivati.| Poi sono partiti."},
    {"it", "Ha pagato 1.200,50 euro.| L’art. 5 è chiaro."},
    {"pt", "O Sr. Silva e a Sra. Costa chegaram.| O Dr. Lima não."},
    {"pt", "A av. Paulista é longa.| Custa R$ 3,50."},
    {"nl", "Dhr. Jansen en mevr. de Vries kwamen.| Ze vertrokken o.a. naar Den Haag."},
    {"nl", "’s Avonds regende het.| ’t Was koud."},
    /* the north and the east */
    {"sv", "Det kostar ca. 3,5 mkr.| Det är bl.a. dyrt, t.ex. i Lund."},
    {"da", "Den 5. maj kom de.| De gik igen, bl.a. til Fyn."},
    {"no", "Den 17. mai feires.| Det er f.eks. fint."},
    {"fi", "Se tapahtui 6. joulukuuta 1917.| Esim. Turku paloi."},
    {"pl", "Prof. Kowalski i dr Nowak przyszli.| Było to 3. maja, tj. w święto, np. rano."},
    {"cs", "Bylo to 17. listopadu 1989.| Např. Praha slavila."},
    {"ru", "В 1917 г. всё изменилось.| А. С. Пушкин жил на ул. Мойки, т. е. в городе.| Он писал."},
    {"ru", "«Всё кончено», — сказал он.| «Нет!» — крикнула она.| Все ушли."},
    {"ru", "Это стоит 3,5 млн. рублей, 5 тыс. домов и пр.| Он знает."},
    {"uk", "У 2014 р. все змінилося.| Це було в м. Київ."},
    {"tr", "Prof. Dr. Ali Bey 29. yıl için geldi.| Sonra gitti."},
    {"hu", "1848. március 15-én történt.| Dr. Kovács is ott volt."},
    {"el", "Τι είναι;| Ο κ. Παπαδόπουλος ήρθε.| Έφυγε."},
    /* scripts of their own */
    {"ja", "彼は「終わった。」と言った。|市長は黙った。|本当に？|はい！"},
    {"ja", "価格は3.5％上がった。|U.S.スチールは反対した。"},
    {"ja", "「終わった。」|市長は言った。"},
    {"ja", "会談（1月5日。非公開）は終わった。|次は未定。"},
    {"zh", "他说：“完了。”|没人动。|真的吗？！|是的……"},
    {"zh", "价格上涨3.5%。|他问：“你是谁？”|没人回答。|她说“好”。"},
    {"zh", "他走了。|“好。”她说。"},
    {"zh", "（没有括号结束。下一句。"},
    {"zh", "《新闻。周刊》报道了。|会议（闭门）结束。"},
    {"ko", "그는 \"끝났다.\"라고 말했다.| 시장은 3.5% 올랐다.| 정말?| 네!"},
    {"ko", "김 대통령은 1월 5일(현지시간) 방문했다.| U.S. 스틸은 반대했다."},
    {"ko", "“끝났다.”고 그는 말했다.| 아무도 움직이지 않았다."},
    {"hi", "वह आया।| वह गया।| क्यों?"},
    {"ar", "وصل الرئيس.| هل عاد؟| نعم!| لا أحد يعرف."},
    {"fa", "او آمد.| چرا؟| هیچ کس نمی‌داند."},
    {"he", "הוא בא.| האם הלך?| לא."},
    {"th", "เขามา เขาไป"},
    {"hy", "Նա եկավ։| Նա գնաց։"},
    {"am", "መጣ።| ሄደ።"},
    {"my", "သူလာသည်။| သူသွားသည်။"},
};

static void sentences_end_where_they_should(void **state)
{
    int wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str rest = str_c(cases[i].want), part, text;
        struct strs want = {0}, got = {0};
        struct buf b;
        buf_init(&b, 1 << 16);
        while (str_cut(&rest, '|', &part)) {
            buf_str(&b, part);
            vec_add(&a, &want, str_trim(part));
        }
        text = buf_dup(&a, &b);
        buf_end(&b);
        sentences(&a, text, str_c(cases[i].lang), &got);
        bool same = got.n == want.n;
        for (size_t k = 0; k < got.n; k++) {
            same &= k < want.n && str_eq(got.v[k], want.v[k]);
            assert_true(got.v[k].s >= text.s && got.v[k].s + got.v[k].n <= text.s + text.n);
        }
        if (!same) {
            wrong++;
            print_error("%s: got  " STR_FMT "\n    want %s\n", cases[i].lang, STR_ARG(str_join(&a, &got, "| ")),
                        cases[i].want);
        }
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_teardown(sentences_end_where_they_should, end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
