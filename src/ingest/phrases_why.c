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
    "waarom dit belangrijk is", "waarom het ertoe doet", "왜 중요한가", "핵심 요약", NULL,
};
static const char *const why_listed[] = {
    "at a glance", "what you need to know", "what to know", "highlights", "key highlights", "story highlights",
    "article highlights", "the bottom line", "bottom line", "in brief", "in short", "quick summary", "quick take",
    "key facts", "key findings", "the essentials", "the gist", "need to know", "fast facts", "quick read",
    "summary", "the main takeaways", "auf einen blick", "in kürze", "zusammenfassung", "kurz gesagt", "en bref",
    "le résumé", "résumé", "en resumen", "lo esencial", "en síntesis", "in breve", "in sintesi", "em resumo",
    "in het kort", "한눈에 보기", NULL,
};
/* clang-format on */

enum why_phrase phrase_why(struct arena *a, struct str line, struct str *rest)
{
    *rest = str_lit("");
    struct str key = phrase_key(a, str_sub(line, 0, 400));
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
        return WHY_NO;
    if (n == key.n)
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
