/* Lines that say when, and lists behind a label. */
#include "ingest/phrases_parts.h"

#include "base/utf8.h"
#include <string.h>

/* clang-format off */
static const char *const updated_labels[] = {
    "last updated", "updated", "last modified", "modified", "update", "aktualisiert", "zuletzt aktualisiert",
    "letzte aktualisierung", "stand", "mis à jour", "mise à jour", "modifié", "actualizado",
    "última actualización", "aggiornato", "atualizado", "bijgewerkt", "수정", "업데이트", NULL,
};
static const char *const published_labels[] = {
    "first published", "published", "published on", "publication date", "posted", "posted on", "date",
    "date published", "release date", "created", "issued", "filed", "veröffentlicht", "erschienen", "datum",
    "publié", "publicado", "fecha", "pubblicato", "data", "gepubliceerd", "on", "le", "am", "vom", "입력", "게시",
    "작성", NULL,
};
/* clang-format on */

static const char *label_at(struct str key, const char *const *labels)
{
    const char *best = NULL;
    for (; *labels; labels++)
        if (key_prefix(key, *labels) && (!best || strlen(*labels) > strlen(best)))
            best = *labels;
    return best;
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
    /* clang-format off */
    static const char *const seps[] = {
        "|", "\xC2\xB7", "\xE2\x80\xA2", " \xE2\x80\x94 ", " \xE2\x80\x93 ", " - ", ";", "(", "/ ",
    };
    /* clang-format on */
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

/* ---- moments told from now */

/* "aktualisiert vor 3 Stunden", "vor 3 Stunden aktualisiert": the line without its label, which ends a word on its
 * side. */
static struct str without_label(struct str key, const char *const *labels, bool *had)
{
    for (; *labels; labels++) {
        size_t n = strlen(*labels);
        if (!*had && key.n > n && key_prefix(key, *labels) == n)
            return *had = true, str_sub(key, n, key.n);
        if (!*had && key.n > n + 1 && n > 4 && str_ends(key, *labels) && key.s[key.n - n - 1] == ' ')
            return *had = true, str_sub(key, 0, key.n - n - 1);
    }
    return key;
}

/* One moment with its label; the label may be missing. */
static bool one_ago(struct arena *a, struct str part, int64_t now, const char *zone, struct date_line *out)
{
    /* clang-format off */
    static const char *const more_published[] = {
        "published", "first published", "posted", "publicado", "publicada", "publié", "publiée", "pubblicato", "gepubliceerd", "geplaatst",
        "veröffentlicht", "erschienen", "publicerad", "publicerat", "publisert", "udgivet", "offentliggjort", "opublikowano", "dodano",
        "опубликовано", "опубліковано", "публикувано", "објављено", "objavljeno", "publikováno", "publikované", "vydáno", "közzétéve",
        "publicat", "julkaistu", "yayınlanma", "yayınlandı", "δημοσιεύτηκε", "δημοσίευση", "نشر", "نُشر", "פורסם", "प्रकाशित",
        "diterbitkan", "đăng", "입력", "게시", "등록", "公開", "发布于", "发布", "發布", NULL,
    };
    static const char *const more_updated[] = {
        "oppdatert", "opdateret", "uppdaterad", "uppdaterat", "zaktualizowano", "aktualizacja", "обновлено", "оновлено", "обновена",
        "ažurirano", "aktualizováno", "aktualizované", "frissítve", "actualizat", "päivitetty", "güncelleme", "güncellendi", "ενημερώθηκε",
        "ενημέρωση", "آخر تحديث", "עודכן", "अपडेट", "diperbarui", "cập nhật", "更新", "更新于", NULL,
    };
    /* clang-format on */
    bool up = false, pub = false;
    struct when w;
    struct str key = phrase_key(a, part);
    if (!date_ago(key, now, zone, &w)) {
        key = without_label(key, updated_labels, &up);
        key = without_label(key, more_updated, &up);
        if (!up)
            key = without_label(key, published_labels, &pub);
        if (!up)
            key = without_label(key, more_published, &pub);
        if ((!up && !pub) || !date_ago(key, now, zone, &w))
            return false;
    }
    *(up ? &out->updated : &out->published) = w;
    return true;
}

bool phrase_ago(struct arena *a, struct str line, int64_t now, const char *zone, struct date_line *out)
{
    static const char *const seps[] = {"|", "\xC2\xB7", "\xE2\x80\xA2", "\xE2\x80\x94", "\xE2\x80\x93", " - ", ";", "(",
                                       ",", "\n"};
    *out = (struct date_line){0};
    line = str_trim(line);
    if (line.n < 3 || line.n > 160)
        return false;
    if (one_ago(a, line, now, zone, out))
        return true;
    for (size_t i = 0; i < sizeof seps / sizeof *seps; i++) {
        struct str rest = line;
        bool found = false;
        for (size_t k; (k = str_find(rest, str_c(seps[i]))) != STR_NONE;
             rest = str_sub(rest, k + strlen(seps[i]), rest.n))
            found |= one_ago(a, str_sub(rest, 0, k), now, zone, out);
        if (rest.s != line.s && (one_ago(a, rest, now, zone, out) || found))
            return true;
    }
    return false;
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
    /* clang-format off */
    static const char *const labels[] = {
        "category", "categories", "section", "sections", "filed under", "filed in", "posted in", "in", "topic",
        "topics", "kategorie", "kategorien", "ressort", "rubrik", "catégorie", "catégories", "rubrique",
        "categoría", "categorías", "sección", "categoria", "categorie", "sezione", "분야", "카테고리", NULL,
    };
    /* clang-format on */
    struct str rest;
    if (line.n > 200 || !labelled(a, line, labels, &rest) || !rest.n)
        return false;
    split_list(a, rest, out);
    return true;
}

bool phrase_tags(struct arena *a, struct str line, struct strs *out)
{
    /* clang-format off */
    static const char *const labels[] = {
        "tags", "tag", "tagged", "tagged with", "keywords", "schlagworte", "stichworte", "schlagwörter",
        "mots-clés", "etiquetas", "palabras clave", "parole chiave", "태그", NULL,
    };
    /* clang-format on */
    struct str rest;
    if (line.n > 400 || !labelled(a, line, labels, &rest) || !rest.n)
        return false;
    split_list(a, rest, out);
    return true;
}
