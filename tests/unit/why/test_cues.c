/* Reasons and consequences, seen by their words, in sixteen languages. */
#include "why/cues.h"
#include "why/why.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void reasons_are_seen(void **state)
{
    static const struct {
        const char *lang, *sentence;
        bool reason;
    } cases[] = {
        {"en", "The ferry stopped because its engine failed.", true},
        {"en", "Because of the storm, the ferry stopped.", true},
        {"en", "The ferry stopped due to ice.", true},
        {"en", "The council due in April will hear them.", false},
        {"en", "Fishers blamed the dredging on Tuesday.", true},
        {"en", "The mayor was criticized for closing the quay.", true},
        {"en", "She left after losing the vote.", true},
        {"en", "The quay opens for spring.", false},
        {"en", "The quay opens after nothing else did.", false},
        {"en", "The harbor is older than the town.", false},
        {"en", "The causeway opened in 1996.", false},
        {"en", "Revenge was his motive.", true},
        {"en-GB", "The ferry stopped owing to ice.", true},
        {"en", "A spokeswoman was accused of fraud.", true},
        {"", "The ferry stopped because its engine failed.", true}, /* unknown: English */
        {"xx", "The ferry stopped because its engine failed.", false},
        {"de", "Die Fähre fällt aus, weil der Motor versagt.", true},
        {"de", "Wegen des Sturms fällt die Fähre aus.", true},
        {"de", "Die Fähre fährt am Montag.", false},
        {"de-AT", "Aufgrund von Eis steht die Fähre still.", true},
        {"fr", "Le ferry est arrêté parce qu'il manque une pièce.", true},
        {"fr", "Le ferry est arrêté à cause du gel.", true},
        {"fr", "Le ferry part lundi de Brest.", false},
        {"fr", "La carte coûte deux euros.", false},
        {"es", "El ferri paró debido al hielo.", true},
        {"es", "El ferri sale el lunes.", false},
        {"it", "Il traghetto è fermo a causa del ghiaccio.", true},
        {"it", "Il traghetto parte lunedì.", false},
        {"pt", "A balsa parou porque o motor falhou.", true},
        {"nl", "De veerboot ligt stil omdat de motor stuk is.", true},
        {"sv", "Färjan står stilla på grund av is.", true},
        {"da", "Færgen ligger stille, fordi motoren er i stykker.", true},
        {"nb", "Ferja ligger i ro.", false},
        {"no", "Ferja ligger i ro på grunn av is.", true},
        {"fi", "Lautta seisoo jään vuoksi.", true},
        {"pl", "Prom stoi z powodu lodu.", true},
        {"ru", "Паром стоит из-за льда.", true},
        {"ru", "Паром выйдет в понедельник.", false},
        {"tr", "Feribot buz nedeniyle durdu.", true},
        {"ko", "얼음 때문에 여객선이 멈췄다.", true},
        {"ko", "여객선은 월요일에 출발한다.", false},
        {"ja", "氷のためフェリーが止まった。", true},
        {"ja", "フェリーは月曜に出る。", false},
        {"zh", "由于结冰，渡轮停航。", true},
        {"zh-TW", "渡輪因為結冰停航。", true},
        {"zh", "渡轮星期一出发。", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (cues_read(str_c(cases[i].lang), str_c(cases[i].sentence)).reason != cases[i].reason)
            fail_msg("%s: %s", cases[i].lang, cases[i].sentence);
}

static void consequences_are_seen_beyond_english(void **state)
{
    static const struct {
        const char *lang, *sentence;
        size_t least, most;
    } cases[] = {
        {"de", "Etwa 340 Hafenarbeiter verlieren ab dem Sommer ihre Arbeit.", 2, 9},
        {"de", "Die Werft baut ein Schiff.", 0, 0},
        {"fr", "La fermeture pourrait coûter 12 millions d'euros avant le 1er juin.", 2, 9},
        {"fr", "Le chantier construit un navire.", 0, 0},
        {"es", "El cierre podría costar 12 millones antes de junio.", 2, 9},
        {"it", "La chiusura potrebbe costare 12 milioni entro giugno.", 2, 9},
        {"nl", "De sluiting zal 12 miljoen euro kosten.", 2, 9},
        {"ko", "폐쇄로 340명이 일자리를 잃을 가능성이 있다.", 1, 9},
        {"ja", "閉鎖で340人が職を失う可能性がある。", 1, 9},
        {"zh", "关闭可能影响340人。", 2, 9},
        {"ru", "Закрытие может стоить 12 миллионов.", 2, 9},
        {"tr", "Kapanma 12 milyon liraya mal olacak.", 2, 9},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n = cues_read(str_c(cases[i].lang), str_c(cases[i].sentence)).effects;
        if (n < cases[i].least || n > cases[i].most)
            fail_msg("%zu: %s", n, cases[i].sentence);
    }
}

static void anything_is_read(void **state)
{
    struct arena a = {0};
    char *s = arena_alloc(&a, 300001);
    for (size_t i = 0; i < 300000; i++)
        s[i] = "because \xc3\xa9\xff\0weil\xe3"[i % 17];
    s[300000] = 0;
    static const char *const langs[] = {"", "-", "_x", "en", "de", "ko", "tr", "e", "english", "EN_us"};
    for (size_t i = 0; i < sizeof langs / sizeof *langs; i++) {
        cues_read(str_c(langs[i]), (struct str){s, 300000});
        cues_read(str_c(langs[i]), (struct str){0});
    }
    assert_true(cues_read(str_lit("EN_us"), (struct str){s, 300000}).reason);
    arena_end(&a);
}

/* Of two sentences that say about as much, the one with the reason is chosen, when reasons are asked for. */
static void a_reason_wins(void **state)
{
    static const char text[] = "The night ferry between Velm and Gull Island stopped on Monday. The night ferry "
                               "carries workers to Gull Island and Velm. "
                               "The ferry stopped because of unpaid repairs.";
    struct arena a = {0};
    struct why_limits limits = {.bullets = 2, .words = 40};
    for (int asked = 0; asked < 2; asked++) {
        struct strs out = {0};
        limits.reasons = asked;
        why_choose(&a, str_lit("Night ferry"), str_c(text), str_lit("en"), &limits, &out);
        assert_int_equal(out.n, 2);
        bool reason = false;
        for (size_t i = 0; i < out.n; i++)
            reason |= str_find(out.v[i], str_lit("because")) != STR_NONE;
        if (reason != asked)
            fail_msg("asked %d: " STR_FMT " / " STR_FMT, asked, STR_ARG(out.v[0]), STR_ARG(out.v[1]));
    }
    arena_end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reasons_are_seen),
                                       cmocka_unit_test(consequences_are_seen_beyond_english),
                                       cmocka_unit_test(anything_is_read), cmocka_unit_test(a_reason_wins)};
    return cmocka_run_group_tests_name("cues", tests, NULL, NULL);
}
