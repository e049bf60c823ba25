/* Bylines, names, and what people are. */
#include "ingest/phrases_parts.h"

#include "base/utf8.h"
#include <string.h>

/* clang-format off */
static const char *const by_labels[] = {
    "written by", "reported by", "story by", "words by", "article by", "posted by", "published by", "report by",
    "text by", "analysis by", "opinion by", "authored by", "submitted by", "by", "author", "authors", "byline",
    "writer", "reporter", "text von", "ein beitrag von", "eingestellt von", "erstellt von", "gespeichert von", "interview",
    "veröffentlicht von", "geschrieben von", "verfasst von", "gepostet von",
    "von", "autor", "autorin", "autoren", "publié par", "écrit par", "rédigé par", "par", "auteur", "publicado por",
    "escrito por", "por", "scritto da", "pubblicato da", "di", "autore", "geschreven door", "door", "skrevet av", "skrevet af",
    "skriven av", "av", "af", "yazan", "автор", "текст", "作者", "责任编辑", "責任編輯", "编辑", "記者", "记者", "文",
    "著者", "執筆", "نویسنده", "بقلم", "الكاتب", "redaktion", NULL,
};

/* Before a name in a box about the author; anywhere else they begin sentences. */
static const char *const box_labels[] = {"about the author", "about", "über den autor", "über die autorin", "über", NULL};

/* What stands behind a name in its box and is none of it. */
static const char *const behind_names[] = {
    " view all posts", " all posts", " all articles", " more articles", " view profile", " profile", " follow", " website",
    " alle artikel", " alle beiträge", " mehr artikel", " kontakt", " zum profil", " profil", " tous les articles",
    " ver más", " ver todos los artículos", NULL,
};

/* Accounts that publish for everybody. */
static const char accounts[] = " admin administrator wordpressadmin wpadmin webmaster superuser root user ";
/* clang-format on */

static bool name_joiner(struct str w)
{
    /* clang-format off */
    static const char *const joiners[] = {
        "de", "da", "dos", "do", "del", "della", "di", "von", "van", "der", "den", "ten", "ter", "la", "le", "bin",
        "ibn", "al", "el", "y", "e", "zu", "af", "du", NULL,
    };
    /* clang-format on */
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

/* clang-format off */
static const char *const job_words[] = {
    "editor", "reporter", "correspondent", "writer", "journalist", "columnist", "contributor", "staff", "producer",
    "bureau chief", "bureau", "desk", "anchor", "analyst", "critic", "photographer", "newsroom", "fellow",
    "intern", "freelance", "editor-in-chief", "managing editor", "redakteur", "redakteurin", "korrespondent",
    "korrespondentin", "volontär", "redacteur", "rédacteur", "rédactrice", "journaliste", "corresponsal",
    "redactor", "redactora", "periodista", "giornalista", "redazione", "team", "author", "publisher", "director",
    "professor", "specialist", "multimedia", "chief", NULL,
};
/* clang-format on */

bool phrase_is_job(struct arena *a, struct str line)
{
    struct str key = phrase_key(a, line);
    if (!key.n || word_count(key) > 9 || key.n > 90)
        return false;
    for (const char *const *j = job_words; *j; j++)
        if (key_has(key, *j))
            return true;
    return false;
}

static struct str without_behind(struct str one)
{
    for (const char *const *b = behind_names; *b; b++) {
        size_t n = strlen(*b);
        if (one.n > n + 3 && str_ieqc(str_sub(one, one.n - n, one.n), *b))
            return without_behind(str_trim(str_sub(one, 0, one.n - n)));
    }
    size_t web = str_ifind(one, str_lit(" http"));
    return web == STR_NONE ? one : str_sub(one, 0, web);
}

static void add_author(struct arena *a, struct strs *authors, struct str one)
{
    one = str_trim(without_behind(str_trim(one)));
    while (one.n && strchr(",;|/-.", one.s[one.n - 1]) && !(one.n > 3 && str_ends(one, "r.")))
        one = str_trim(str_sub(one, 0, one.n - 1));
    size_t at = str_chr(one, '@');
    if (one.n < 2 || one.n > 100 || at != STR_NONE || str_istarts(one, "http") || !has_letters(one) ||
        authors->n >= 20 || str_listed(accounts, utf8_lower(a, one)) || str_ieqc(one, "super user"))
        return;
    struct str name = utf8_line(a, one, 100);
    if (!strs_ihas(authors, name))
        vec_add(a, authors, name);
}

/* The next separator of a list of names: position and length. */
static size_t separator(struct str s, size_t *len)
{
    /* clang-format off */
    static const char *const seps[] = {
        " and ", " und ", " et ", " y ", " e ", " with ", " & ", ",", ";", "|", " / ", "\xC2\xB7", "\xE2\x80\xA2",
    };
    /* clang-format on */
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

/* "LABEL Jane Doe", "LABEL: Jane Doe": what comes behind; n 0 when the line does not begin so. */
static struct str behind_label(struct arena *a, struct str line, const char *label)
{
    size_t n = strlen(label);
    if (n >= line.n || !str_eqc(utf8_lower(a, str_sub(line, 0, n)), label))
        return (struct str){0};
    struct str rest = str_sub(line, n, line.n);
    bool wide = str_starts(rest, "：");
    if (!wide && rest.s[0] != ' ' && rest.s[0] != ':')
        return (struct str){0};
    rest = str_trim(str_sub(rest, wide ? 3 : 0, rest.n));
    return rest.n && rest.s[0] == ':' ? str_trim(str_sub(rest, 1, rest.n)) : rest;
}

void phrase_authors(struct arena *a, struct str field, struct strs *authors)
{
    struct str rest = str_sub(str_trim(field), 0, 600);
    /* "By" and its kin may still be there */
    const char *const *lists[] = {box_labels, by_labels};
    struct str behind = {0};
    for (size_t i = 0; i < 2 && !behind.n; i++)
        for (const char *const *l = lists[i]; *l && !behind.n; l++)
            if (!str_ieqc(str_c(*l), "redaktion"))
                behind = behind_label(a, rest, *l);
    rest = behind.n ? behind : rest;
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
