/* "Why it matters" and what else pages call it. */
#include "ingest/phrases_parts.h"

#include <string.h>

/* clang-format off */
static const char *const why_strong[] = {
    "why it matters", "why this matters", "why that matters", "why does it matter", "why does this matter",
    "why it is important", "why it's important", "why this is important", "why is this important",
    "why you should care", "why should you care", "what's at stake", "what is at stake", "key takeaways",
    "key takeaway", "main takeaways", "the takeaways", "the takeaway", "takeaways", "key points", "key point",
    "main points", "the key points", "the main points", "the big picture", "big picture", "the bigger picture",
    "tl;dr", "tldr", "tl; dr", "tl:dr", "too long; didn't read", "the significance", "why now",
    "warum das wichtig ist", "warum es wichtig ist", "warum ist das wichtig", "das wichtigste in kürze",
    "das wichtigste im überblick", "das wichtigste vorab", "pourquoi c'est important", "pourquoi cela compte",
    "pourquoi ça compte", "ce qu'il faut retenir", "à retenir", "l'essentiel", "les points clés", "points clés",
    "por qué importa", "por qué es importante", "puntos clave", "las claves", "perché è importante",
    "perché conta", "punti chiave", "por que importa", "por que é importante", "pontos-chave",
    "waarom dit belangrijk is", "waarom het ertoe doet", "waarom is dit belangrijk", "de kernpunten",
    "warum das zählt", "die wichtigsten punkte", "die wichtigsten fakten", "das müssen sie wissen", "darum geht es",
    "worum es geht", "darum ist das wichtig", "das steckt dahinter", "pourquoi est-ce important", "pourquoi c'est crucial",
    "ce qu'il faut savoir", "les points à retenir", "por qué es relevante", "por qué esto importa", "claves del tema",
    "perché è rilevante", "cosa c'è da sapere", "por que isso importa", "por que isto importa",
    "por que é relevante", "porque é importante", "pontos principais", "pontos chave", "därför är det viktigt",
    "därför spelar det roll", "derfor er det vigtigt", "derfor er det viktig", "hvorfor det er viktig", "miksi tämä on tärkeää",
    "miksi sillä on väliä", "dlaczego to ważne", "dlaczego to jest ważne", "najważniejsze informacje", "proč je to důležité",
    "proč na tom záleží", "prečo je to dôležité", "miért fontos", "miért fontos ez", "de ce contează", "de ce este important",
    "zašto je to važno", "zakaj je to pomembno", "neden önemli", "bu neden önemli", "öne çıkanlar", "почему это важно",
    "почему это имеет значение", "самое главное", "чому це важливо", "защо е важно", "зашто је важно",
    "γιατί έχει σημασία", "γιατί είναι σημαντικό", "لماذا يهم", "لماذا هذا مهم", "أهم النقاط", "أبرز النقاط", "למה זה חשוב",
    "עיקרי הדברים", "چرا مهم است", "यह क्यों महत्वपूर्ण है", "मुख्य बातें", "mengapa ini penting", "poin penting", "tại sao quan trọng",
    "điểm chính", "为什么重要", "为什么这很重要", "核心要点", "關鍵要點", "為什麼重要", "なぜ重要か", "なぜ重要なのか", "ポイント",
    "この記事のポイント", "왜 중요한가", "왜 중요하나", "핵심 요약", "핵심 포인트", NULL,
};
static const char *const why_listed[] = {
    "at a glance", "what you need to know", "what to know", "highlights", "key highlights", "story highlights",
    "article highlights", "the bottom line", "bottom line", "in brief", "in short", "quick summary", "quick take",
    "key facts", "key findings", "the essentials", "the gist", "need to know", "fast facts", "quick read",
    "summary", "the main takeaways", "auf einen blick", "in kürze", "zusammenfassung", "kurz gesagt", "en bref",
    "le résumé", "résumé", "en resumen", "lo esencial", "en síntesis", "in breve", "in sintesi", "em resumo",
    "in het kort", "samenvatting", "what it means", "what this means", "quick facts", "the main points", "kernaussagen",
    "kurz und knapp", "kurzfassung", "das wichtigste", "les faits", "en clair", "en un vistazo", "de un vistazo", "datos clave",
    "sintesi", "in pillole", "resumo", "em síntese", "i korthet", "kort fortalt", "kort sagt", "lyhyesti", "w skrócie",
    "podsumowanie", "ve zkratce", "shrnutí", "röviden", "pe scurt", "ukratko", "kısaca", "özet", "коротко", "кратко", "вкратце",
    "με λίγα λόγια", "باختصار", "בקצרה", "संक्षेप में", "ringkasan", "tóm tắt",
    "главное", "головне", "要点", "要點", "ポイント", "claves", "摘要", "概要", "まとめ", "한눈에 보기", "요약", NULL,
};
/* clang-format on */

/* "3 key takeaways", "Five key points": a list follows. */
static size_t counted(struct str key)
{
    static const char *const numbers[] = {"two",  "three", "four", "five",   "six",   "seven", "eight", "nine",
                                          "ten",  "zwei",  "drei", "vier",   "fünf",  "deux",  "trois", "quatre",
                                          "cinq", "dos",   "tres", "cuatro", "cinco", NULL};
    size_t number = 0, n = 0;
    while (number < key.n && number < 2 && key.s[number] >= '0' && key.s[number] <= '9')
        number++;
    for (const char *const *w = numbers; *w && !number; w++)
        number = key_prefix(key, *w);
    if (!number || number >= key.n || key.s[number] != ' ')
        return 0;
    struct str rest = str_sub(key, number + 1, key.n);
    for (const char *const *p = why_strong; *p && !n; p++)
        n = key_prefix(rest, *p);
    return n ? number + 1 + n : 0;
}

/* "2. Why it matters": the second heading of the article. */
static struct str without_number(struct str key)
{
    size_t n = 0;
    while (n < key.n && n < 2 && key.s[n] >= '0' && key.s[n] <= '9')
        n++;
    bool is = n && n + 1 < key.n && (key.s[n] == '.' || key.s[n] == ')') && key.s[n + 1] == ' ';
    return is ? str_sub(key, n + 2, key.n) : key;
}

enum why_phrase phrase_why(struct arena *a, struct str line, struct str *rest)
{
    *rest = str_lit("");
    struct str key = without_number(phrase_key(a, str_sub(line, 0, 400)));
    enum why_phrase kind = WHY_YES;
    size_t n = 0;
    for (const char *const *p = why_strong; *p && !n; p++)
        n = key_prefix(key, *p);
    if (!n) {
        kind = WHY_LIST_ONLY;
        for (const char *const *p = why_listed; *p && !n; p++)
            n = key_prefix(key, *p);
    }
    if (!n)
        n = counted(key);
    if (!n)
        return WHY_NO;
    if (n == key.n || (n + 1 == key.n && key.s[n] == '?'))
        return kind;
    /* more on the line: "Why it matters: ..." or "Why it matters to commuters"; a sentence that merely begins so is
     * neither */
    static const char *const marks[] = {":", "\xE2\x80\x94", "\xE2\x80\x93", " - ", "\xEF\xBC\x9A"};
    size_t best = STR_NONE, len = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t k = str_find(line, str_c(marks[i]));
        if (k != STR_NONE && k < best)
            best = k, len = strlen(marks[i]);
    }
    if (best != STR_NONE && best < n + 40 && word_count(str_sub(line, 0, best)) <= word_count(str_sub(key, 0, n)) + 4) {
        *rest = str_trim(str_sub(line, best + len, line.n));
        while (rest->n && (rest->s[0] == '*' || rest->s[0] == '_'))
            *rest = str_trim(str_sub(*rest, 1, rest->n));
        return kind;
    }
    bool tail = word_count(key) <= word_count(str_sub(key, 0, n)) + 4 && !ends_sentence(line);
    return tail ? (kind == WHY_YES && key_prefix(key, "why") ? WHY_YES : WHY_LIST_ONLY) : WHY_NO;
}
