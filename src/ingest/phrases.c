#include "ingest/phrases.h"

#include "base/buf.h"
#include "base/utf8.h"
#include <string.h>

#define KEY_MAX 2000 /* bytes of a line that are looked at */

/* ---- keys */

static bool word_char(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return utf8_is_letter(c) || (c >= '0' && c <= '9');
}

struct str phrase_key(struct arena *a, struct str line)
{
    char key[KEY_MAX + 8];
    size_t n = 0;
    bool gap = false, ascii = true;
    struct str s = str_sub(line, 0, KEY_MAX);
    for (size_t i = 0; i < s.n && ascii; i++)
        ascii = (unsigned char)s.s[i] < 0x80;
    if (!ascii)
        s = utf8_lower(a, s);
    for (size_t i = 0; i < s.n && n < KEY_MAX;) {
        size_t at = i;
        uint32_t c = (unsigned char)s.s[i];
        if (c < 0x80)
            i++;
        else
            c = utf8_next(s, &i);
        size_t len = i - at;
        char one = 0; /* what is written instead of the character's own bytes */
        if (c >= 'A' && c <= 'Z')
            one = (char)(c | 32);
        else if (c == 0x2019 || c == 0x2018 || c == 0x02BC)
            one = '\'';
        else if (c == 0x201C || c == 0x201D)
            one = '"';
        else if (c == 0x2013 || c == 0x2014)
            one = '-';
        if (c <= ' ' || c == 0xA0 || c == 0x202F || c == 0x3000) {
            gap = true;
            continue;
        }
        if (c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0xFEFF || c == 0xFE0F)
            continue;
        if (!n && !word_char(c) && c != 0xA9) /* leading marks: bullets, hashes, emoji; a copyright sign speaks */
            continue;
        if (gap && n)
            key[n++] = ' ';
        gap = false;
        if (one || c < 0x80) {
            key[n++] = one ? one : (char)c;
        } else if (n + len <= KEY_MAX) {
            memcpy(key + n, s.s + at, len);
            n += len;
        }
    }
    while (n && strchr(" .:;,!-|*_>\"", key[n - 1]))
        n--;
    return str_dup(a, (struct str){key, n});
}

static bool boundary(struct str s, size_t i)
{
    if (i >= s.n)
        return true;
    uint32_t c = utf8_next(s, &i);
    return !word_char(c) && c != '\'';
}

/* Length of the phrase at the start of key, by whole words; 0 when it is not there. */
static size_t starts_with(struct str key, const char *phrase)
{
    if (!key.n || key.s[0] != *phrase)
        return 0;
    return str_starts(key, phrase) && boundary(key, strlen(phrase)) ? strlen(phrase) : 0;
}

bool key_starts(struct str key, const char *const *phrases)
{
    for (; *phrases && key.n; phrases++)
        if (**phrases == key.s[0] && starts_with(key, *phrases))
            return true;
    return false;
}

bool key_is(struct str key, const char *const *phrases)
{
    for (; *phrases && key.n; phrases++)
        if (**phrases == key.s[0] && str_eqc(key, *phrases))
            return true;
    return false;
}

static bool has_word(struct str key, const char *phrase)
{
    size_t n = strlen(phrase);
    for (size_t from = 0; from < key.n;) {
        size_t k = str_find(str_sub(key, from, key.n), (struct str){phrase, n});
        if (k == STR_NONE)
            return false;
        k += from;
        bool left = k == 0 || key.s[k - 1] == ' ' ||
                    !((unsigned char)key.s[k - 1] >= 0x80 || (key.s[k - 1] >= 'a' && key.s[k - 1] <= 'z'));
        if (left && boundary(key, k + n))
            return true;
        from = k + 1;
    }
    return false;
}

static size_t word_count(struct str s)
{
    size_t n = 0;
    bool in = false;
    for (size_t i = 0; i < s.n; i++) {
        bool space = (unsigned char)s.s[i] <= ' ';
        n += !space && !in;
        in = !space;
    }
    return n;
}

/* ---- why it matters */

static const char *const why_strong[] = {"why it matters",
                                         "why this matters",
                                         "why that matters",
                                         "why does it matter",
                                         "why does this matter",
                                         "why it is important",
                                         "why it's important",
                                         "why this is important",
                                         "why is this important",
                                         "why you should care",
                                         "why should you care",
                                         "what's at stake",
                                         "what is at stake",
                                         "key takeaways",
                                         "key takeaway",
                                         "main takeaways",
                                         "the takeaways",
                                         "the takeaway",
                                         "takeaways",
                                         "key points",
                                         "key point",
                                         "main points",
                                         "the key points",
                                         "the main points",
                                         "the big picture",
                                         "big picture",
                                         "the bigger picture",
                                         "tl;dr",
                                         "tldr",
                                         "tl; dr",
                                         "tl:dr",
                                         "too long; didn't read",
                                         "the significance",
                                         "why now",
                                         "warum das wichtig ist",
                                         "warum es wichtig ist",
                                         "warum ist das wichtig",
                                         "das wichtigste in kürze",
                                         "das wichtigste im überblick",
                                         "das wichtigste vorab",
                                         "pourquoi c'est important",
                                         "pourquoi cela compte",
                                         "pourquoi ça compte",
                                         "ce qu'il faut retenir",
                                         "à retenir",
                                         "l'essentiel",
                                         "les points clés",
                                         "points clés",
                                         "por qué importa",
                                         "por qué es importante",
                                         "puntos clave",
                                         "las claves",
                                         "perché è importante",
                                         "perché conta",
                                         "punti chiave",
                                         "por que importa",
                                         "por que é importante",
                                         "pontos-chave",
                                         "waarom dit belangrijk is",
                                         "waarom het ertoe doet",
                                         "왜 중요한가",
                                         "핵심 요약",
                                         NULL};
static const char *const why_listed[] = {"at a glance",
                                         "what you need to know",
                                         "what to know",
                                         "highlights",
                                         "key highlights",
                                         "story highlights",
                                         "article highlights",
                                         "the bottom line",
                                         "bottom line",
                                         "in brief",
                                         "in short",
                                         "quick summary",
                                         "quick take",
                                         "key facts",
                                         "key findings",
                                         "the essentials",
                                         "the gist",
                                         "need to know",
                                         "fast facts",
                                         "quick read",
                                         "summary",
                                         "the main takeaways",
                                         "auf einen blick",
                                         "in kürze",
                                         "zusammenfassung",
                                         "kurz gesagt",
                                         "en bref",
                                         "le résumé",
                                         "résumé",
                                         "en resumen",
                                         "lo esencial",
                                         "en síntesis",
                                         "in breve",
                                         "in sintesi",
                                         "em resumo",
                                         "in het kort",
                                         "한눈에 보기",
                                         NULL};

enum why_phrase phrase_why(struct arena *a, struct str line, struct str *rest)
{
    *rest = str_lit("");
    struct str key = phrase_key(a, str_sub(line, 0, 400));
    enum why_phrase kind = WHY_YES;
    size_t n = 0;
    for (const char *const *p = why_strong; *p && !n; p++)
        n = starts_with(key, *p);
    if (!n) {
        kind = WHY_LIST_ONLY;
        for (const char *const *p = why_listed; *p && !n; p++)
            n = starts_with(key, *p);
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
    return tail ? (kind == WHY_YES && starts_with(key, "why") ? WHY_YES : WHY_LIST_ONLY) : WHY_NO;
}

/* ---- bylines */

static const char *const by_labels[] = {
    "written by", "reported by", "story by",    "words by",    "article by",   "posted by", "published by", "report by",
    "text by",    "analysis by", "opinion by",  "authored by", "submitted by", "by",        "author",       "authors",
    "byline",     "writer",      "reporter",    "von",         "autor",        "autorin",   "autoren",      "par",
    "auteur",     "por",         "escrito por", "di",          "autore",       "door",      "redaktion",    NULL};

static bool name_joiner(struct str w)
{
    static const char *const joiners[] = {"de",  "da",  "dos", "do",  "del", "della", "di",  "von", "van",
                                          "der", "den", "ten", "ter", "la",  "le",    "bin", "ibn", "al",
                                          "el",  "y",   "e",   "zu",  "af",  "du",    NULL};
    for (const char *const *j = joiners; *j; j++)
        if (str_ieqc(w, *j))
            return true;
    return false;
}

bool phrase_is_name(struct str line)
{
    line = str_trim(line);
    if (line.n < 4 || line.n > 60)
        return false;
    struct str rest = line, w;
    int words = 0, capitals = 0;
    while (str_cut(&rest, ' ', &w)) {
        if (!w.n)
            continue;
        words++;
        for (size_t i = 0; i < w.n;) {
            size_t at = i;
            uint32_t c = utf8_next(w, &i);
            bool ok = utf8_is_letter(c) || c == '\'' || c == '-' || c == 0x2019 || (c >= 0x300 && c < 0x370) ||
                      (c == '.' && i == w.n && (w.n <= 3 || str_ieqc(w, "Jr.") || str_ieqc(w, "Sr."))) ||
                      (c == '.' && w.n <= 5); /* "J.K." */
            if (!ok)
                return false;
            if (at == 0 && (utf8_is_upper(c) || utf8_is_cjk(c)))
                capitals++;
            else if (at == 0 && !name_joiner(w))
                return false;
        }
    }
    return words >= 2 && words <= 5 && capitals >= 2;
}

static const char *const job_words[] = {"editor",          "reporter",
                                        "correspondent",   "writer",
                                        "journalist",      "columnist",
                                        "contributor",     "staff",
                                        "producer",        "bureau chief",
                                        "bureau",          "desk",
                                        "anchor",          "analyst",
                                        "critic",          "photographer",
                                        "newsroom",        "fellow",
                                        "intern",          "freelance",
                                        "editor-in-chief", "managing editor",
                                        "redakteur",       "redakteurin",
                                        "korrespondent",   "korrespondentin",
                                        "volontär",        "redacteur",
                                        "rédacteur",       "rédactrice",
                                        "journaliste",     "corresponsal",
                                        "redactor",        "redactora",
                                        "periodista",      "giornalista",
                                        "redazione",       "team",
                                        "author",          "publisher",
                                        "director",        "professor",
                                        "specialist",      "multimedia",
                                        "chief",           NULL};

bool phrase_is_job(struct arena *a, struct str line)
{
    struct str key = phrase_key(a, line);
    if (!key.n || word_count(key) > 9 || key.n > 90)
        return false;
    for (const char *const *j = job_words; *j; j++)
        if (has_word(key, *j))
            return true;
    return false;
}

static bool has_letter_run(struct str s)
{
    for (size_t i = 0; i < s.n;)
        if (utf8_is_letter(utf8_next(s, &i)))
            return true;
    return false;
}

static void add_author(struct arena *a, struct strs *authors, struct str one)
{
    one = str_trim(one);
    while (one.n && strchr(",;|/-.", one.s[one.n - 1]) && !(one.n > 3 && str_ends(one, "r.")))
        one = str_trim(str_sub(one, 0, one.n - 1));
    size_t at = str_chr(one, '@');
    if (one.n < 2 || one.n > 100 || at != STR_NONE || str_istarts(one, "http") || !has_letter_run(one) ||
        authors->n >= 20)
        return;
    struct str name = utf8_line(a, one, 100);
    if (!strs_ihas(authors, name))
        vec_add(a, authors, name);
}

/* The next separator of a list of names: position and length. */
static size_t separator(struct str s, size_t *len)
{
    static const char *const seps[] = {" and ", " und ", " et ", " y ", " e ",      " with ",      " & ",
                                       ",",     ";",     "|",    " / ", "\xC2\xB7", "\xE2\x80\xA2"};
    size_t best = STR_NONE;
    for (size_t i = 0; i < sizeof seps / sizeof *seps; i++) {
        size_t k = str_ifind(s, str_c(seps[i]));
        if (k != STR_NONE && k < best) {
            best = k;
            *len = strlen(seps[i]);
        }
    }
    return best;
}

void phrase_authors(struct arena *a, struct str field, struct strs *authors)
{
    struct str rest = str_sub(str_trim(field), 0, 600);
    /* "By" and its kin may still be there */
    for (const char *const *l = by_labels; *l; l++) {
        size_t n = strlen(*l);
        if (str_istarts(rest, *l) && n < rest.n && (rest.s[n] == ' ' || rest.s[n] == ':') &&
            !str_ieqc(str_c(*l), "redaktion")) {
            rest = str_trim(str_sub(rest, n, rest.n));
            if (rest.n && rest.s[0] == ':')
                rest = str_trim(str_sub(rest, 1, rest.n));
            break;
        }
    }
    bool first = true;
    while (rest.n) {
        size_t len = 0, k = separator(rest, &len);
        struct str one = str_trim(k == STR_NONE ? rest : str_sub(rest, 0, k));
        rest = k == STR_NONE ? str_lit("") : str_trim(str_sub(rest, k + len, rest.n));
        /* the first is taken as it is ("dpa"); later ones must be people ("Jane Doe, Staff Writer, Reuters") */
        if (one.n && !phrase_is_job(a, one) && (first || phrase_is_name(one)))
            add_author(a, authors, one);
        first = first && !one.n;
    }
}

bool phrase_byline(struct arena *a, struct str line, struct strs *authors)
{
    line = str_trim(line);
    if (line.n > 200)
        return false;
    /* Korean, Japanese and Chinese: the name comes before the word for reporter */
    static const char *const after[] = {" 기자", " 특파원", "記者", "记者"};
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
        if (str_ends(line, after[i]) && line.n < 60 && line.n > strlen(after[i])) {
            add_author(a, authors, str_sub(line, 0, line.n - strlen(after[i])));
            return true;
        }
    for (const char *const *l = by_labels; *l; l++) {
        size_t n = strlen(*l);
        if (!str_istarts(line, *l) || n >= line.n || (line.s[n] != ' ' && line.s[n] != ':'))
            continue;
        struct str rest = str_trim(str_sub(line, n, line.n));
        bool colon = rest.n && rest.s[0] == ':';
        if (colon)
            rest = str_trim(str_sub(rest, 1, rest.n));
        size_t len = 0, k = separator(rest, &len);
        struct str one = k == STR_NONE ? rest : str_sub(rest, 0, k);
        size_t upto = authors->n;
        /* "By Thursday the river had fallen" is no byline: what follows must be a name, or a label with a colon */
        bool english = str_ieqc(str_c(*l), "by") || strchr(*l, ' ');
        if (phrase_is_name(one) || (colon && one.n && one.n < 60) ||
            (english && one.n && one.n < 40 && word_count(one) <= 3 && !ends_sentence(one) &&
             utf8_is_upper(utf8_next(one, &(size_t){0}))))
            phrase_authors(a, rest, authors);
        if (authors->n > upto)
            return true;
    }
    return false;
}

/* ---- dates */

static const char *const updated_labels[] = {"last updated",
                                             "updated",
                                             "last modified",
                                             "modified",
                                             "update",
                                             "aktualisiert",
                                             "zuletzt aktualisiert",
                                             "letzte aktualisierung",
                                             "stand",
                                             "mis à jour",
                                             "mise à jour",
                                             "modifié",
                                             "actualizado",
                                             "última actualización",
                                             "aggiornato",
                                             "atualizado",
                                             "bijgewerkt",
                                             "수정",
                                             "업데이트",
                                             NULL};
static const char *const published_labels[] = {"first published",
                                               "published",
                                               "published on",
                                               "publication date",
                                               "posted",
                                               "posted on",
                                               "date",
                                               "date published",
                                               "release date",
                                               "created",
                                               "issued",
                                               "filed",
                                               "veröffentlicht",
                                               "erschienen",
                                               "datum",
                                               "publié",
                                               "publicado",
                                               "fecha",
                                               "pubblicato",
                                               "data",
                                               "gepubliceerd",
                                               "on",
                                               "le",
                                               "am",
                                               "vom",
                                               "입력",
                                               "게시",
                                               "작성",
                                               NULL};

static const char *label_at(struct str key, const char *const *labels)
{
    const char *best = NULL;
    for (; *labels; labels++)
        if (starts_with(key, *labels) && (!best || strlen(*labels) > strlen(best)))
            best = *labels;
    return best;
}

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] >= '0' && s.s[i] <= '9')
            return true;
    return false;
}

/* "On July 31, 2025 the bridge was closed" says a date and is not a date line: words in lower case that no date needs.
 */
static bool is_prose(struct str s)
{
    size_t low = 0;
    struct str rest = s, w;
    while (str_cut(&rest, ' ', &w))
        low += w.n >= 3 && w.s[0] >= 'a' && w.s[0] <= 'z';
    return low >= 3;
}

/* One date with its label; the label may be missing. */
static bool one_date(struct arena *a, struct str part, const char *zone, struct date_line *out)
{
    struct str key = phrase_key(a, part);
    if (!key.n)
        return false;
    const char *up = label_at(key, updated_labels), *pub = label_at(key, published_labels);
    if ((!up && (!pub || strlen(pub) <= 4) && is_prose(part)) || (word_count(part) > 14 && ends_sentence(part)))
        return false;
    if (!has_digit(key)) {
        bool alone = (up && strlen(up) == key.n) || (pub && strlen(pub) == key.n && key.n > 3);
        if (!alone)
            return false;
        out->label_only = true;
        out->says_updated = up != NULL;
        return true;
    }
    struct when w;
    struct str text = str_trim(part);
    const char *label = up ? up : pub;
    bool ok = date_parse(text, zone, &w);
    if (!ok && label) { /* behind the label, whatever parts the two */
        size_t n = 0;
        size_t skip = strlen(label);
        while (n < text.n && skip) {
            utf8_next(text, &n);
            skip = n >= strlen(label) ? 0 : skip;
        }
        text = str_sub(text, n, text.n);
        while (text.n && (strchr(" :-|.,", text.s[0]) || str_istarts(text, "on ") || str_istarts(text, "at ")))
            text = str_trim(str_sub(
                text, text.s[0] == 'o' || text.s[0] == 'O' || text.s[0] == 'a' || text.s[0] == 'A' ? 2 : 1, text.n));
        ok = date_parse(text, zone, &w);
    }
    if (!ok)
        return false;
    if (up && !(pub && strlen(pub) > strlen(up)))
        out->updated = w;
    else
        out->published = w;
    return true;
}

bool phrase_dates(struct arena *a, struct str line, const char *zone, struct date_line *out)
{
    *out = (struct date_line){0};
    line = str_trim(line);
    if (!line.n || line.n > 160 || word_count(line) > 22)
        return false;
    if (one_date(a, line, zone, out) && out->label_only)
        return true;
    struct date_line whole = *out;
    /* "Published July 30, 2025 | Updated July 31, 2025 5:07 AM": parted by a bar, a dot, a dash, or by the second label
     */
    static const char *const seps[] = {"|", "\xC2\xB7", "\xE2\x80\xA2", " \xE2\x80\x94 ", " \xE2\x80\x93 ", " - ", ";",
                                       "(", "/ "};
    for (size_t i = 0; i < sizeof seps / sizeof *seps; i++) {
        size_t k = str_find(line, str_c(seps[i]));
        if (k == STR_NONE || k == 0)
            continue;
        struct date_line l = {0}, r = {0};
        struct str right = str_sub(line, k + strlen(seps[i]), line.n);
        while (right.n && right.s[right.n - 1] == ')')
            right.n--;
        bool left_ok = one_date(a, str_sub(line, 0, k), zone, &l) && !l.label_only;
        bool right_ok = one_date(a, right, zone, &r) && !r.label_only;
        if (left_ok && right_ok) {
            out->published = l.published.has ? l.published : r.published;
            out->updated = l.updated.has ? l.updated : r.updated;
            return true;
        }
    }
    size_t up = STR_NONE;
    for (const char *const *l = updated_labels; *l && up == STR_NONE; l++) {
        size_t k = str_ifind(line, str_c(*l));
        if (k != STR_NONE && k > 8)
            up = k;
    }
    if (up != STR_NONE) {
        struct date_line l = {0}, r = {0};
        if (one_date(a, str_sub(line, 0, up), zone, &l) && !l.label_only &&
            one_date(a, str_sub(line, up, line.n), zone, &r) && !r.label_only) {
            out->published = l.published.has ? l.published : r.published;
            out->updated = r.updated;
            return true;
        }
    }
    *out = whole;
    return whole.published.has || whole.updated.has;
}

/* ---- lists behind a label */

static bool labelled(struct arena *a, struct str line, const char *const *labels, struct str *rest)
{
    size_t colon = str_chr(line, ':');
    if (colon == STR_NONE || colon > 40)
        return false;
    if (!key_is(phrase_key(a, str_sub(line, 0, colon)), labels))
        return false;
    *rest = str_trim(str_sub(line, colon + 1, line.n));
    return true;
}

static void split_list(struct arena *a, struct str rest, struct strs *out)
{
    while (rest.n && out->n < 50) {
        size_t k = 0;
        while (k < rest.n && !strchr(",;|/", rest.s[k]))
            k++;
        struct str one = utf8_line(a, str_trim(str_sub(rest, 0, k)), 100);
        rest = str_sub(rest, k + 1, rest.n);
        while (one.n && one.s[0] == '#')
            one = str_sub(one, 1, one.n);
        if (one.n && !strs_ihas(out, one))
            vec_add(a, out, str_dup(a, one));
    }
}

bool phrase_categories(struct arena *a, struct str line, struct strs *out)
{
    static const char *const labels[] = {
        "category",  "categories", "section",  "sections",  "filed under", "filed in", "posted in",
        "in",        "topic",      "topics",   "kategorie", "kategorien",  "ressort",  "rubrik",
        "catégorie", "catégories", "rubrique", "categoría", "categorías",  "sección",  "categoria",
        "categorie", "sezione",    "분야",     "카테고리",  NULL};
    struct str rest;
    if (line.n > 200 || !labelled(a, line, labels, &rest) || !rest.n)
        return false;
    split_list(a, rest, out);
    return true;
}

bool phrase_tags(struct arena *a, struct str line, struct strs *out)
{
    static const char *const labels[] = {"tags",           "tag",           "tagged",       "tagged with", "keywords",
                                         "schlagworte",    "stichworte",    "schlagwörter", "mots-clés",   "etiquetas",
                                         "palabras clave", "parole chiave", "태그",         NULL};
    struct str rest;
    if (line.n > 400 || !labelled(a, line, labels, &rest) || !rest.n)
        return false;
    split_list(a, rest, out);
    return true;
}

/* ---- sections and outlets */

bool phrase_is_section(struct arena *a, struct str line)
{
    static const char *const names[] = {"politics",
                                        "world",
                                        "business",
                                        "sports",
                                        "sport",
                                        "opinion",
                                        "opinions",
                                        "science",
                                        "technology",
                                        "tech",
                                        "health",
                                        "culture",
                                        "national",
                                        "local",
                                        "us",
                                        "u.s",
                                        "u.s.",
                                        "uk",
                                        "international",
                                        "economy",
                                        "defense",
                                        "defence",
                                        "defense & security",
                                        "defence & security",
                                        "security",
                                        "education",
                                        "environment",
                                        "climate",
                                        "entertainment",
                                        "lifestyle",
                                        "life",
                                        "travel",
                                        "weather",
                                        "crime",
                                        "arts",
                                        "arts & culture",
                                        "books",
                                        "music",
                                        "film",
                                        "movies",
                                        "tv",
                                        "television",
                                        "style",
                                        "fashion",
                                        "food",
                                        "food & drink",
                                        "real estate",
                                        "housing",
                                        "finance",
                                        "markets",
                                        "money",
                                        "energy",
                                        "transport",
                                        "transportation",
                                        "cars",
                                        "automotive",
                                        "law",
                                        "courts",
                                        "justice",
                                        "religion",
                                        "society",
                                        "community",
                                        "communities",
                                        "media",
                                        "news",
                                        "world news",
                                        "us news",
                                        "u.s. news",
                                        "local news",
                                        "national news",
                                        "breaking news",
                                        "business news",
                                        "latest news",
                                        "top stories",
                                        "city",
                                        "metro",
                                        "regional",
                                        "region",
                                        "state",
                                        "asia",
                                        "europe",
                                        "africa",
                                        "americas",
                                        "middle east",
                                        "asia-pacific",
                                        "latin america",
                                        "north america",
                                        "elections",
                                        "election",
                                        "congress",
                                        "white house",
                                        "government",
                                        "public safety",
                                        "labor",
                                        "immigration",
                                        "innovation",
                                        "space",
                                        "nature",
                                        "agriculture",
                                        "farming",
                                        "shipping",
                                        "harbor",
                                        "harbour",
                                        "analysis",
                                        "editorial",
                                        "editorials",
                                        "commentary",
                                        "features",
                                        "feature",
                                        "investigations",
                                        "investigation",
                                        "obituaries",
                                        "letters",
                                        "podcasts",
                                        "video",
                                        "military",
                                        "foreign affairs",
                                        "diplomacy",
                                        "politik",
                                        "wirtschaft",
                                        "ausland",
                                        "inland",
                                        "kultur",
                                        "wissen",
                                        "wissenschaft",
                                        "panorama",
                                        "gesellschaft",
                                        "technik",
                                        "netzwelt",
                                        "gesundheit",
                                        "reise",
                                        "lokales",
                                        "meinung",
                                        "politique",
                                        "économie",
                                        "monde",
                                        "société",
                                        "santé",
                                        "environnement",
                                        "política",
                                        "economía",
                                        "mundo",
                                        "deportes",
                                        "cultura",
                                        "sociedad",
                                        "economia",
                                        "cronaca",
                                        "esteri",
                                        "politica",
                                        "정치",
                                        "경제",
                                        "사회",
                                        "국제",
                                        "문화",
                                        "스포츠",
                                        NULL};
    return key_is(phrase_key(a, line), names);
}

bool phrase_is_outlet(struct str line)
{
    static const char *const words[] = {
        "news",        "times",       "post",      "herald",        "tribune",  "gazette",   "daily",     "weekly",
        "journal",     "ledger",      "chronicle", "globe",         "press",    "wire",      "today",     "observer",
        "courier",     "register",    "sentinel",  "star",          "sun",      "mail",      "telegraph", "guardian",
        "review",      "report",      "bulletin",  "broadcasting",  "media",    "network",   "magazine",  "mirror",
        "standard",    "independent", "argus",     "advertiser",    "dispatch", "examiner",  "inquirer",  "enquirer",
        "mercury",     "record",      "reporter",  "signal",        "beacon",   "monitor",   "voice",     "insider",
        "digest",      "echo",        "eagle",     "citizen",       "radio",    "tv",        "online",    "zeitung",
        "nachrichten", "anzeiger",    "tageblatt", "blatt",         "kurier",   "rundschau", "presse",    "journal",
        "diario",      "gazeta",      "corriere",  "giornale",      "agency",   "newswire",  "outlook",   "spectator",
        "banner",      "leader",      "messenger", "intelligencer", NULL};
    line = str_trim(line);
    if (!line.n || line.n > 60 || word_count(line) > 6 || ends_sentence(line))
        return false;
    size_t dot = str_chr(line, '.');
    if (dot != STR_NONE && dot > 1 && dot + 2 < line.n && str_chr(line, ' ') == STR_NONE)
        return true; /* a domain */
    struct str rest = line, w;
    while (str_cut(&rest, ' ', &w)) {
        for (const char *const *x = words; *x; x++) {
            size_t n = strlen(*x);
            if (str_ieqc(w, *x))
                return true;
            /* "OpenVoiceNews": the word as the capitalized tail of a compound */
            if (w.n > n + 2 && str_ieqc(str_sub(w, w.n - n, w.n), *x) && w.s[w.n - n] >= 'A' && w.s[w.n - n] <= 'Z')
                return true;
        }
    }
    return false;
}

/* ---- furniture */

bool phrase_is_image_mark(struct arena *a, struct str line)
{
    static const char *const names[] = {"image",          "images",
                                        "photo",          "photos",
                                        "picture",        "news image",
                                        "featured image", "feature image",
                                        "lead image",     "article image",
                                        "main image",     "hero image",
                                        "header image",   "story image",
                                        "cover image",    "cover photo",
                                        "lead photo",     "featured photo",
                                        "news photo",     "thumbnail",
                                        "image caption",  "photo caption",
                                        "caption",        "open image in gallery",
                                        "view image",     "enlarge image",
                                        "enlarge",        "bild",
                                        "foto",           "photo d'illustration",
                                        "imagen",         "immagine",
                                        "사진",           NULL};
    struct str key = phrase_key(a, line);
    if (!key.n || key.n > 40 || word_count(key) > 4)
        return false;
    if (key_is(key, names))
        return true;
    return word_count(key) <= 3 && (str_ends(key, " image") || str_ends(key, " photo") || str_ends(key, " picture"));
}

bool phrase_credit(struct arena *a, struct str line, struct str *text)
{
    static const char *const labels[] = {"photo",
                                         "photos",
                                         "photo credit",
                                         "photo by",
                                         "photograph",
                                         "photograph by",
                                         "photography",
                                         "image",
                                         "image credit",
                                         "image source",
                                         "images",
                                         "image by",
                                         "credit",
                                         "credits",
                                         "picture",
                                         "pictured",
                                         "caption",
                                         "photo caption",
                                         "image caption",
                                         "courtesy",
                                         "file photo",
                                         "illustration",
                                         "illustration by",
                                         "source",
                                         "graphic",
                                         "video",
                                         "screenshot",
                                         "foto",
                                         "fotos",
                                         "bild",
                                         "bildquelle",
                                         "bildnachweis",
                                         "quelle",
                                         "symbolbild",
                                         "crédit",
                                         "crédit photo",
                                         "photo d'illustration",
                                         "crédits",
                                         "foto de",
                                         "imagen",
                                         "fuente",
                                         "crédito",
                                         "사진",
                                         "출처",
                                         "사진 제공",
                                         NULL};
    line = str_trim(line);
    if (!line.n || line.n > 400)
        return false;
    struct str key = phrase_key(a, line);
    bool bracket = line.s[0] == '(' || line.s[0] == '[';
    for (const char *const *l = labels; *l; l++) {
        size_t n = starts_with(key, *l);
        if (!n)
            continue;
        struct str inner = bracket ? str_sub(line, 1, line.n) : line;
        size_t colon = str_chr(inner, ':'), slash = str_chr(inner, '/');
        bool by = str_ends(str_c(*l), " by") || starts_with(str_sub(key, n < key.n ? n + 1 : n, key.n), "by") ||
                  starts_with(str_sub(key, n < key.n ? n + 1 : n, key.n), "courtesy");
        if (colon != STR_NONE && colon <= n + 4) {
            struct str rest = str_trim(str_sub(inner, colon + 1, inner.n));
            bool caption = str_find(key, str_lit("caption")) != STR_NONE || (!bracket && word_count(rest) >= 6);
            if (caption || rest.n < 160) {
                *text = caption ? rest : line;
                return rest.n > 0;
            }
        }
        if ((by || bracket || (slash != STR_NONE && line.n < 80)) && line.n < 120 && word_count(line) <= 16) {
            *text = line;
            return true;
        }
    }
    if (str_starts(line, "\xC2\xA9") && line.n < 80 && str_ifind(line, str_lit("rights")) == STR_NONE &&
        !has_digit(line)) {
        *text = line;
        return true;
    }
    return false;
}

enum noise phrase_noise(struct arena *a, struct str line)
{
    static const char *const exact[] = {"advertisement",
                                        "advertising",
                                        "ad",
                                        "sponsored",
                                        "sponsored content",
                                        "promoted",
                                        "share",
                                        "share this",
                                        "tweet",
                                        "email",
                                        "print",
                                        "save",
                                        "like",
                                        "follow",
                                        "copy link",
                                        "link copied",
                                        "facebook",
                                        "twitter",
                                        "x",
                                        "linkedin",
                                        "whatsapp",
                                        "reddit",
                                        "pinterest",
                                        "telegram",
                                        "instagram",
                                        "youtube",
                                        "messenger",
                                        "flipboard",
                                        "bluesky",
                                        "threads",
                                        "tumblr",
                                        "menu",
                                        "search",
                                        "home",
                                        "login",
                                        "log in",
                                        "sign in",
                                        "sign up",
                                        "register",
                                        "subscribe",
                                        "subscribe now",
                                        "close",
                                        "back",
                                        "next",
                                        "previous",
                                        "loading",
                                        "play",
                                        "pause",
                                        "listen",
                                        "watch",
                                        "comment",
                                        "comments",
                                        "gift article",
                                        "skip to content",
                                        "skip to main content",
                                        "skip advertisement",
                                        "read more",
                                        "more",
                                        "show more",
                                        "load more",
                                        "see more",
                                        "see all",
                                        "view all",
                                        "toggle navigation",
                                        "accept",
                                        "accept all",
                                        "got it",
                                        "no thanks",
                                        "donate",
                                        "donate now",
                                        "continue reading",
                                        "click here",
                                        "learn more",
                                        "topics",
                                        "follow us",
                                        "contact us",
                                        "about us",
                                        "privacy policy",
                                        "terms of service",
                                        "terms of use",
                                        "cookie policy",
                                        "anzeige",
                                        "werbung",
                                        "teilen",
                                        "drucken",
                                        "merken",
                                        "kommentare",
                                        "menü",
                                        "suche",
                                        "publicité",
                                        "partager",
                                        "imprimer",
                                        "publicidad",
                                        "compartir",
                                        "pubblicità",
                                        "condividi",
                                        "publicidade",
                                        "compartilhar",
                                        "advertentie",
                                        "delen",
                                        "광고",
                                        "공유",
                                        "embed",
                                        "correction",
                                        "report an error",
                                        "report this ad",
                                        "remove ads",
                                        "cta image",
                                        "cta",
                                        "banner",
                                        "logo",
                                        "icon",
                                        "avatar",
                                        "author image",
                                        "profile picture",
                                        "newsletter",
                                        "follow topic",
                                        "follow author",
                                        "add to favorites",
                                        "bookmark",
                                        "expand",
                                        "collapse",
                                        "print this page",
                                        "text size",
                                        "font size",
                                        NULL};
    static const char *const starts[] = {"share this",
                                         "share on",
                                         "share via",
                                         "share to",
                                         "share article",
                                         "share the article",
                                         "share story",
                                         "tweet this",
                                         "email this",
                                         "print this",
                                         "pin it",
                                         "send to a friend",
                                         "follow us on",
                                         "follow on",
                                         "find us on",
                                         "join the conversation",
                                         "join our",
                                         "sign up for",
                                         "sign up to",
                                         "sign up now",
                                         "subscribe to",
                                         "subscribe for",
                                         "subscribe here",
                                         "subscribe today",
                                         "get our",
                                         "get the latest news",
                                         "get breaking news",
                                         "download our app",
                                         "download the app",
                                         "click here to",
                                         "click to",
                                         "tap here to",
                                         "tap to",
                                         "listen to this",
                                         "watch the video",
                                         "advertisement -",
                                         "advertisement continue",
                                         "article continues",
                                         "story continues",
                                         "continue reading",
                                         "scroll to continue",
                                         "scroll down",
                                         "support our",
                                         "support independent",
                                         "become a member",
                                         "already a subscriber",
                                         "have a tip",
                                         "got a tip",
                                         "send tips",
                                         "this story was updated",
                                         "view comments",
                                         "show comments",
                                         "post a comment",
                                         "add a comment",
                                         "jump to comments",
                                         "newsletter:",
                                         "newsletter sign",
                                         "add us as",
                                         "make us preferred",
                                         "follow our",
                                         "artikel teilen",
                                         "diesen artikel",
                                         "jetzt teilen",
                                         "newsletter abonnieren",
                                         "partager cet",
                                         "partager sur",
                                         "abonnez-vous",
                                         "inscrivez-vous",
                                         "compartir en",
                                         "suscríbete",
                                         "suscríbase",
                                         "condividi su",
                                         "iscriviti",
                                         NULL};
    static const char *const sections[] = {"related articles",
                                           "related article",
                                           "related stories",
                                           "related story",
                                           "related news",
                                           "related content",
                                           "related posts",
                                           "related topics",
                                           "related coverage",
                                           "related links",
                                           "related reading",
                                           "related",
                                           "read also",
                                           "also read",
                                           "see also",
                                           "further reading",
                                           "you may also like",
                                           "you might also like",
                                           "you may like",
                                           "you might like",
                                           "recommended",
                                           "recommended for you",
                                           "recommended reading",
                                           "recommended stories",
                                           "recommended articles",
                                           "more from",
                                           "more on this",
                                           "more on",
                                           "more stories",
                                           "more news",
                                           "more articles",
                                           "more like this",
                                           "more coverage",
                                           "most read",
                                           "most popular",
                                           "most viewed",
                                           "most shared",
                                           "popular now",
                                           "popular stories",
                                           "popular posts",
                                           "popular articles",
                                           "trending",
                                           "trending now",
                                           "trending stories",
                                           "trending news",
                                           "top stories",
                                           "latest news",
                                           "latest stories",
                                           "latest articles",
                                           "latest posts",
                                           "latest headlines",
                                           "in other news",
                                           "editor's picks",
                                           "editors' picks",
                                           "don't miss",
                                           "up next",
                                           "read next",
                                           "what to read next",
                                           "next up",
                                           "next article",
                                           "previous article",
                                           "next story",
                                           "previous story",
                                           "from our partners",
                                           "from around the web",
                                           "around the web",
                                           "paid content",
                                           "promoted stories",
                                           "sponsored stories",
                                           "today's top",
                                           "other stories",
                                           "keep reading",
                                           "in this series",
                                           "stories you may have missed",
                                           "people also read",
                                           "mehr zum thema",
                                           "zum thema",
                                           "auch interessant",
                                           "lesen sie auch",
                                           "das könnte sie auch interessieren",
                                           "das könnte sie interessieren",
                                           "das könnte dich auch interessieren",
                                           "weitere artikel",
                                           "weitere beiträge",
                                           "weitere themen",
                                           "weitere nachrichten",
                                           "meistgelesen",
                                           "meist gelesen",
                                           "ähnliche artikel",
                                           "ähnliche beiträge",
                                           "verwandte artikel",
                                           "verwandte themen",
                                           "mehr aus",
                                           "neueste beiträge",
                                           "passend zum thema",
                                           "empfehlungen",
                                           "à lire aussi",
                                           "lire aussi",
                                           "sur le même sujet",
                                           "les plus lus",
                                           "articles similaires",
                                           "articles liés",
                                           "dans la même rubrique",
                                           "noticias relacionadas",
                                           "artículos relacionados",
                                           "te puede interesar",
                                           "le puede interesar",
                                           "lea también",
                                           "lee también",
                                           "más noticias",
                                           "más leídas",
                                           "lo más leído",
                                           "leggi anche",
                                           "potrebbe interessarti",
                                           "articoli correlati",
                                           "ti potrebbe interessare",
                                           "leia também",
                                           "veja também",
                                           "lees ook",
                                           "관련 기사",
                                           "관련기사",
                                           "많이 본 뉴스",
                                           "인기 기사",
                                           "추천 기사",
                                           NULL};
    static const char *const ends[] = {"all rights reserved",
                                       "leave a comment",
                                       "leave a reply",
                                       "post comment",
                                       "comments are closed",
                                       "about the author",
                                       "about the authors",
                                       "about us",
                                       "alle rechte vorbehalten",
                                       "tous droits réservés",
                                       "todos los derechos reservados",
                                       "tutti i diritti riservati",
                                       "kommentar verfassen",
                                       "kommentar schreiben",
                                       "schreibe einen kommentar",
                                       "hinterlasse einen kommentar",
                                       "laisser un commentaire",
                                       "deja un comentario",
                                       "deja una respuesta",
                                       "lascia un commento",
                                       "무단전재",
                                       "저작권자",
                                       NULL};
    line = str_trim(line);
    if (!line.n || line.n > 240)
        return NOISE_NONE;
    struct str key = phrase_key(a, line);
    if (!key.n)
        return line.n < 12 ? NOISE_LINE : NOISE_NONE; /* only marks: "* * *", "|" */
    size_t words = word_count(key);
    if (key_starts(key, ends) && words <= 14)
        return NOISE_END;
    if (str_starts(key, "\xC2\xA9") || starts_with(key, "copyright") ||
        str_find(key, str_lit("all rights reserved")) != STR_NONE)
        return has_digit(key) || starts_with(key, "copyright") || str_find(key, str_lit("rights")) != STR_NONE
                   ? NOISE_END
                   : NOISE_NONE;
    if (key_is(key, exact))
        return NOISE_LINE;
    if (words <= 8 && key_starts(key, sections)) {
        /* "More on ..." may begin a sentence; a heading does not end like one. "Read also: The title" stands alone. */
        size_t colon = str_chr(line, ':');
        if (colon != STR_NONE && colon + 2 < line.n)
            return NOISE_LINE;
        return ends_sentence(line) ? NOISE_NONE : NOISE_SECTION;
    }
    if (key_starts(key, sections)) {
        size_t colon = str_chr(line, ':');
        if (colon != STR_NONE && colon < 45 && words <= 30)
            return NOISE_LINE;
    }
    if (words <= 16 && key_starts(key, starts))
        return NOISE_LINE;
    /* "3 min read", "5 minute read", "12 comments", "1.2k shares", "4 Min. Lesezeit" */
    if (words <= 5 && key.s[0] >= '0' && key.s[0] <= '9') {
        static const char *const tails[] = {" min read",
                                            " mins read",
                                            " minute read",
                                            " minutes read",
                                            "-minute read",
                                            " min. read",
                                            " minutes to read",
                                            " comments",
                                            " comment",
                                            " shares",
                                            " share",
                                            " views",
                                            " likes",
                                            " reads",
                                            " min. lesezeit",
                                            " minuten lesezeit",
                                            " min de lecture",
                                            " min. de lectura",
                                            " kommentare",
                                            " followers",
                                            NULL};
        for (const char *const *t = tails; *t; t++)
            if (str_ends(key, *t))
                return NOISE_LINE;
    }
    if (words <= 6 &&
        (starts_with(key, "reading time") || starts_with(key, "estimated reading") || starts_with(key, "read time") ||
         starts_with(key, "lesezeit") || starts_with(key, "tiempo de lectura") || starts_with(key, "temps de lecture")))
        return NOISE_LINE;
    return NOISE_NONE;
}

int phrase_pitch(struct arena *a, struct str paragraph)
{
    static const char *const strong[] = {"sign up",
                                         "newsletter",
                                         "subscribe",
                                         "subscription",
                                         "your inbox",
                                         "unsubscribe",
                                         "become a member",
                                         "join our community",
                                         "join us",
                                         "download our app",
                                         "download the app",
                                         "follow us",
                                         "we deliver",
                                         "get the latest",
                                         "stay informed",
                                         "keeping you informed",
                                         "keep you informed",
                                         "stay up to date",
                                         "stay connected",
                                         "keeping you connected",
                                         "support our journalism",
                                         "independent journalism",
                                         "make a donation",
                                         "donate",
                                         "never miss",
                                         "don't miss a",
                                         "delivered to you",
                                         "delivered straight",
                                         "straight to your",
                                         "free trial",
                                         "cancel anytime",
                                         "create an account",
                                         "register now",
                                         "register for free",
                                         "turn on notifications",
                                         "push notifications",
                                         "breaking news alerts",
                                         "daily briefing",
                                         "morning briefing",
                                         "our reporters",
                                         "our newsroom",
                                         "our journalists",
                                         "our readers",
                                         "our coverage",
                                         "our mission",
                                         "rely on readers",
                                         "your support",
                                         "support us",
                                         "contribute today",
                                         "follow our",
                                         "stay ahead",
                                         "stay in the loop",
                                         "in the know",
                                         "the stories that matter",
                                         "stories that matter",
                                         "news that matters",
                                         "most important updates",
                                         "bring you the",
                                         "brings you the",
                                         "your trusted source",
                                         "your source for",
                                         "trusted by",
                                         "join thousands",
                                         "join over",
                                         "join the",
                                         "abonnieren",
                                         "newsletter",
                                         "abonnez",
                                         "suscríbete",
                                         "iscriviti",
                                         "spenden",
                                         "unterstützen sie",
                                         "뉴스레터",
                                         "구독",
                                         "provide your email",
                                         "enter your email",
                                         "email address",
                                         "privacy policy",
                                         "terms of service",
                                         "send us a tip",
                                         "we'd love to hear",
                                         "let us know in the comments",
                                         "share your thoughts",
                                         NULL};
    struct str key = phrase_key(a, paragraph);
    int n = 0;
    for (const char *const *p = strong; *p; p++)
        n += has_word(key, *p);
    /* speaking to the reader in the outlet's own voice, outside quotation marks */
    bool quoted = str_find(key, str_lit("\"")) != STR_NONE;
    static const char *const voice[] = {"we", "our", "us", "you", "your", "you're", "we're", "we've", NULL};
    int v = 0;
    for (const char *const *p = voice; *p; p++)
        v += has_word(key, *p);
    if (!quoted && v >= 2)
        n++;
    return quoted && n ? n - 1 : n;
}

struct str phrase_outlet_in(struct arena *a, struct str paragraph)
{
    struct str none = {NULL, 0}, p = str_trim(paragraph);
    /* "(c) 2025 Harbor Ledger. All rights reserved." */
    size_t c = str_find(p, str_lit("\xC2\xA9"));
    size_t skip = 2;
    if (c == STR_NONE && str_istarts(p, "copyright"))
        c = 0, skip = 9;
    if (c != STR_NONE) {
        struct str rest = str_trim(str_sub(p, c + skip, p.n));
        for (bool more = true; more && rest.n;) {
            more = false;
            while (rest.n && (strchr(" ,-:", rest.s[0]) || (rest.s[0] >= '0' && rest.s[0] <= '9')))
                rest = str_sub(rest, 1, rest.n), more = true;
            if (str_starts(rest, "\xC2\xA9") || str_starts(rest, "\xE2\x80\x93"))
                rest = str_sub(rest, rest.s[0] == '\xC2' ? 2 : 3, rest.n), more = true;
            if (str_istarts(rest, "by "))
                rest = str_sub(rest, 3, rest.n), more = true;
        }
        size_t end = 0;
        while (end < rest.n && rest.s[end] != '.' && rest.s[end] != '|' && rest.s[end] != ',' && rest.s[end] != '\n')
            end++;
        size_t all = str_ifind(rest, str_lit(" all rights"));
        end = all != STR_NONE && all < end ? all : end;
        rest = str_trim(str_sub(rest, 0, end));
        if (rest.n > 2 && rest.n < 60 && has_letter_run(rest))
            return utf8_line(a, rest, 60);
        return none;
    }
    /* a run of capitalized words inside a sentence that begins with "The" or holds a newspaper's word */
    size_t i = 0;
    bool start = true; /* of a sentence */
    while (i < p.n) {
        size_t from = i;
        while (i < p.n && (unsigned char)p.s[i] > ' ')
            i++;
        struct str w = str_sub(p, from, i);
        bool upper = w.n && utf8_is_upper(utf8_next(w, &(size_t){0}));
        if (upper) {
            size_t end = i, j = i;
            bool stop =
                ends_sentence(w) || strchr(",;:!?", w.s[w.n - 1]) || str_find(w, str_lit("\xE2\x80\x94")) != STR_NONE;
            while (!stop && j < p.n) {
                while (j < p.n && (unsigned char)p.s[j] <= ' ')
                    j++;
                size_t k = j;
                while (j < p.n && (unsigned char)p.s[j] > ' ')
                    j++;
                struct str x = str_sub(p, k, j);
                if (!x.n || !(utf8_is_upper(utf8_next(x, &(size_t){0})) || str_eqc(x, "of") || str_eqc(x, "&")))
                    break;
                end = j;
                stop = ends_sentence(x) || strchr(",;:!?", x.s[x.n - 1]) ||
                       str_find(x, str_lit("\xE2\x80\x94")) != STR_NONE;
            }
            struct str run = str_sub(p, from, end);
            size_t dash = str_find(run, str_lit("\xE2\x80\x94"));
            if (dash != STR_NONE)
                run = str_sub(run, 0, dash);
            while (run.n && strchr(".,;:!?)\"'", run.s[run.n - 1]))
                run.n--;
            if (str_ends(run, " of"))
                run.n -= 3;
            bool the = !start && str_starts(run, "The ") && run.n > 6;
            size_t last = run.n;
            while (last && run.s[last - 1] != ' ')
                last--;
            bool named =
                last > 0 && phrase_is_outlet(str_sub(run, last, run.n)); /* "Harbor Ledger", not "Beacon Hill" */
            if (word_count(run) <= 5 && run.n < 60 && (the || named))
                return utf8_line(a, run, 60);
            i = !start && end > i ? end : i;
        }
        start = i > 0 && strchr(".!?", p.s[i - 1]) != NULL;
        while (i < p.n && (unsigned char)p.s[i] <= ' ')
            i++;
    }
    return none;
}

/* ---- sentences */

bool ends_sentence(struct str s)
{
    s = str_trim(s);
    /* quotes and brackets close after the full stop */
    for (int guard = 0; guard < 6 && s.n; guard++) {
        if (strchr("\"')]*_", s.s[s.n - 1]))
            s.n--;
        else if (s.n >= 3 && (unsigned char)s.s[s.n - 3] == 0xE2 && (unsigned char)s.s[s.n - 2] == 0x80 &&
                 ((unsigned char)s.s[s.n - 1] == 0x9D || (unsigned char)s.s[s.n - 1] == 0x99 ||
                  (unsigned char)s.s[s.n - 1] == 0x9C))
            s.n -= 3;
        else if (s.n >= 2 && (unsigned char)s.s[s.n - 2] == 0xC2 && (unsigned char)s.s[s.n - 1] == 0xBB)
            s.n -= 2;
        else
            break;
    }
    if (!s.n)
        return false;
    if (strchr(".!?:;", s.s[s.n - 1]))
        return true;
    return str_ends(s, "\xE2\x80\xA6") || str_ends(s, "\xE3\x80\x82") || str_ends(s, "\xEF\xBC\x81") ||
           str_ends(s, "\xEF\xBC\x9F");
}

bool starts_lower(struct str s)
{
    size_t i = 0;
    s = str_trim(s);
    if (!s.n)
        return false;
    uint32_t c = utf8_next(s, &i);
    return utf8_is_letter(c) && !utf8_is_upper(c) && !utf8_is_cjk(c) &&
           (c < 0x80 || (c >= 0xDF && c < 0x250) || (c >= 0x3B1 && c < 0x530));
}
