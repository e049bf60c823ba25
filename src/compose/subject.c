/* subject.c: subject and preheader.
 *
 * Lengths count what a reader sees as characters. Cutting prefers a comma, then a word; a cut in the middle of a
 * thought shows an ellipsis, so that "Minister resigns..." is not read as the whole news. */
#include "base/buf.h"
#include "base/sentence.h"
#include "base/utf8.h"
#include "base/words.h"
#include "compose/parts.h"

enum {
    SUBJECT_MIN = 30,
    SUBJECT_MAX = 70,
    SECOND_MIN = 14, /* less of a second headline than this says nothing */
    PREHEADER_MIN = 40,
    PREHEADER_MAX = 140,
    TEXT_READ = 20000, /* bytes of the lead's body searched for how a word is really written */
    SHOUT_LETTERS = 6, /* NATO is a name; longer words in capitals shout, unless the body writes them so */
};

/* Pictures, dingbats and what joins or colours them. */
static bool emoji(uint32_t c)
{
    return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) || (c >= 0x2B00 && c <= 0x2BFF) ||
           c == 0x200D || c == 0x20E3 || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE007F) ||
           (c >= 0x2300 && c <= 0x23FF);
}

static struct str without_emoji(struct arena *a, struct str s)
{
    struct buf b;
    buf_init(&b, s.n + 1);
    for (size_t i = 0, from = 0; i < s.n; from = i)
        if (!emoji(utf8_next(s, &i)))
            buf_add(&b, s.s + from, i - from);
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

/* "Re:" makes it an answer, "BREAKING:" spends the first words on no news. */
static struct str without_label(struct str s)
{
    static const char *const labels[] = {
        "re:",        "fw:",    "fwd:",   "aw:",   "wg:",    "breaking:", "breaking news:",
        "exclusive:", "watch:", "video:", "live:", "alert:", "just in:"};
    bool again = true;
    while (again) {
        again = false;
        s = str_trim(s);
        for (size_t i = 0; i < sizeof labels / sizeof *labels && !again; i++)
            if (str_istarts(s, labels[i]) && str_trim(str_sub(s, str_c(labels[i]).n, s.n)).n) {
                s = str_sub(s, str_c(labels[i]).n, s.n);
                again = true;
            }
    }
    return s;
}

/* How the body writes the word: "CALDER" is "Calder" there, and UNICEF stays UNICEF. */
static struct str as_in_text(struct str text, struct str word, struct str otherwise)
{
    struct str rest = str_sub(text, 0, TEXT_READ);
    struct str upper = {0};
    for (size_t at; (at = str_ifind(rest, word)) != STR_NONE; rest = str_sub(rest, at + word.n, rest.n)) {
        struct str found = str_sub(rest, at, at + word.n);
        size_t before = at, i = at + word.n;
        bool inside = before > 0 && ((unsigned char)rest.s[before - 1] >= 0x80 || (rest.s[before - 1] | 32) >= 'a');
        uint32_t next = i < rest.n ? utf8_next(rest, &i) : ' ';
        if (inside || utf8_is_letter(next))
            continue;
        if (!str_eq(found, word))
            return found;
        upper = found;
    }
    return upper.s ? upper : otherwise;
}

static bool mostly_capitals(struct str s)
{
    size_t upper = 0, letters = 0, words = 0, at = 0;
    struct word w;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        letters += utf8_is_letter(c);
        upper += utf8_is_upper(c);
    }
    while (word_next(s, &at, &w))
        words++;
    return words >= 3 && letters >= 10 && upper * 10 >= letters * 6;
}

/* Whole words in capitals: as the article writes them, else with one capital at most. */
static struct str without_shouting(struct arena *a, struct str s, struct str text)
{
    bool all = mostly_capitals(s), first = true;
    struct buf b;
    struct word w;
    size_t at = 0, done = 0;
    buf_init(&b, s.n * 4 + 64);
    for (; word_next(s, &at, &w); first = false) {
        if (w.kind != WORD_LETTERS || !w.all_caps || (!all && utf8_chars(w.s) < SHOUT_LETTERS))
            continue;
        size_t from = (size_t)(w.s.s - s.s), head = 0;
        struct str low = utf8_lower(a, w.s), fixed = as_in_text(text, w.s, low);
        if (fixed.n)
            utf8_next(fixed, &head);
        buf_add(&b, s.s + done, from - done);
        buf_str(&b, first || (!all && !str_eq(fixed, w.s)) ? utf8_upper(a, str_sub(fixed, 0, head))
                                                           : str_sub(fixed, 0, head));
        buf_str(&b, str_sub(fixed, head, fixed.n));
        done = from + w.s.n;
    }
    buf_add(&b, s.s + done, s.n - done);
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static struct str clean(struct arena *a, struct str s, struct str text)
{
    s = without_label(utf8_line(a, without_emoji(a, s), 400));
    return utf8_line(a, without_shouting(a, s, text), 400);
}

/* Where a thought ends: before ", ", "; ", ": ", " - " and their kin. Bytes to keep of at most `max` characters and at
 * least `min`; 0: none. */
static size_t clause_end(struct str s, size_t min, size_t max)
{
    size_t best = 0;
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = utf8_next(s, &i);
        bool mark = c == ',' || c == ';' || c == 0x3001 || c == 0xFF0C || c == 0x60C;
        bool dash =
            (c == 0x2013 || c == 0x2014 || c == '-') && from > 0 && s.s[from - 1] == ' ' && i < s.n && s.s[i] == ' ';
        if ((!mark && !dash) || (mark && c < 0x80 && i < s.n && s.s[i] != ' ')) /* "1,200" is one number */
            continue;
        size_t end = dash ? from - 1 : from;
        size_t chars = utf8_chars(str_sub(s, 0, end));
        if (chars > max)
            break;
        if (chars >= min)
            best = end;
    }
    return best;
}

static struct str shorten(struct arena *a, struct str s, size_t min, size_t max)
{
    if (utf8_chars(s) <= max)
        return s;
    size_t end = clause_end(s, min, max);
    return end ? str_dup(a, str_sub(s, 0, end)) : utf8_cut(a, s, max);
}

static const struct story *nth_story(const struct cohort *c, size_t n)
{
    for (size_t i = 0; i < c->sections.n; i++) {
        if (n < c->sections.v[i].stories.n)
            return c->sections.v[i].stories.v[n];
        n -= c->sections.v[i].stories.n;
    }
    return NULL;
}

static struct str text_of(const struct story *s)
{
    return s && s->lead ? s->lead->text : (struct str){0};
}

static struct str no_stop(struct str s)
{
    while (s.n && (s.s[s.n - 1] == '.' || s.s[s.n - 1] == ' ' || s.s[s.n - 1] == ';' || s.s[s.n - 1] == ','))
        s.n--;
    return s;
}

/* A short subject takes another headline along, as much of it as fits. */
static struct str lengthen(struct arena *a, struct str subject, const struct cohort *c)
{
    for (size_t n = 0; utf8_chars(subject) < SUBJECT_MIN && n < 3; n++) {
        const struct story *s = nth_story(c, n);
        if (!s)
            break;
        struct str next = clean(a, s->headline, text_of(s));
        size_t room = SUBJECT_MAX - utf8_chars(subject) - 2;
        if (str_ifind(subject, next) != STR_NONE || str_ifind(next, subject) != STR_NONE || !next.n)
            continue;
        next = shorten(a, next, SECOND_MIN, room);
        subject = str_fmt(a, STR_FMT "; " STR_FMT, STR_ARG(no_stop(subject)), STR_ARG(next));
    }
    const struct story *lead = nth_story(c, 0);
    size_t room = SUBJECT_MAX - utf8_chars(subject) - 2;
    if (utf8_chars(subject) < SUBJECT_MIN && lead && lead->dek.n)
        subject = str_fmt(a, STR_FMT ": " STR_FMT, STR_ARG(no_stop(subject)),
                          STR_ARG(shorten(a, clean(a, lead->dek, text_of(lead)), SECOND_MIN, room)));
    return subject;
}

/* A cut after "and the" promises a word that does not come. */
static struct str not_dangling(struct arena *a, struct str s, struct str lang)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    if (!str_ends(s, ellipsis))
        return s;
    size_t end = s.n - str_c(ellipsis).n;
    for (;;) {
        size_t space = end;
        while (space > 0 && s.s[space - 1] != ' ')
            space--;
        if (utf8_chars(str_sub(s, 0, space)) <= SUBJECT_MIN ||
            !word_is_stop(lang, word_fold(a, str_sub(s, space, end))))
            break;
        end = space - 1;
    }
    return str_fmt(a, STR_FMT "%s", STR_ARG(no_stop(str_sub(s, 0, end))), ellipsis);
}

struct str compose_subject(struct arena *a, struct str wanted, const struct cohort *c)
{
    const struct story *lead = nth_story(c, 0);
    struct str lang = lead && lead->lead && lead->lead->lang.n ? lead->lead->lang : str_lit("en");
    struct str subject = clean(a, wanted, text_of(lead));
    if (!subject.n && lead)
        subject = clean(a, lead->headline, text_of(lead));
    if (!subject.n)
        subject = c->sections.n && c->sections.v[0].title.n ? utf8_line(a, c->sections.v[0].title, SUBJECT_MAX)
                                                            : str_lit("News");
    if (utf8_chars(subject) < SUBJECT_MIN)
        subject = lengthen(a, subject, c);
    return str_dup(a, str_trim(not_dangling(a, shorten(a, subject, SUBJECT_MIN, SUBJECT_MAX), lang)));
}

/* At least half of its words stand in the subject already? */
static bool repeats(struct arena *a, struct str s, struct str subject)
{
    struct map words = {0};
    struct word w;
    size_t at = 0, n = 0, shared = 0;
    while (word_next(subject, &at, &w))
        *map_at(a, &words, word_fold(a, w.s)) = "";
    for (at = 0; word_next(s, &at, &w); n++)
        shared += map_get(&words, word_fold(a, w.s)) != NULL;
    return n == 0 || shared * 2 >= n;
}

/* Ends in a full stop, whatever it ended in. */
static struct str stopped(struct arena *a, struct str s)
{
    static const struct {
        const char *end, *instead;
    } ends[] = {{"\xE2\x80\xA6", "..."},
                {"\xE3\x80\x82", "\xE3\x80\x82"},
                {".", "."},
                {"!", "."},
                {"?", "."},
                {";", "."},
                {",", "."},
                {":", "."}};
    s = str_trim(s);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(s, ends[i].end))
            return str_fmt(a, "%.*s%s", (int)(s.n - str_c(ends[i].end).n), s.s, ends[i].instead);
    size_t last = 0;
    for (size_t i = 0; i < s.n;) {
        last = i;
        utf8_next(s, &i);
    }
    uint32_t c = s.n ? utf8_next(s, &last) : 0;
    bool kana = c >= 0x3040 && c <= 0x9FFF; /* Korean writes the Latin full stop */
    return str_fmt(a, STR_FMT "%s", STR_ARG(s), kana ? "\xE3\x80\x82" : ".");
}

struct beside {
    struct str text;
    bool cut; /* its one sentence is longer than there is room: what is left may lack its verb */
};

/* Whole sentences, as many as fit; the first is cut when it does not fit alone. */
static struct beside few_sentences(struct arena *a, struct str s, struct str lang)
{
    struct strs all = {0}, took = {0};
    sentences(a, utf8_line(a, s, 1000), lang, &all);
    for (size_t i = 0; i < all.n; i++) {
        vec_add(a, &took, all.v[i]);
        if (utf8_chars(str_join(a, &took, " ")) > PREHEADER_MAX - 1) {
            took.n--;
            break;
        }
    }
    if (!took.n && all.n)
        return (struct beside){stopped(a, shorten(a, all.v[0], PREHEADER_MIN, PREHEADER_MAX - 2)), true};
    return (struct beside){.text = took.n ? stopped(a, str_join(a, &took, " ")) : (struct str){0}};
}

static struct beside headlines(struct arena *a, const struct cohort *c, size_t from)
{
    struct strs took = {0};
    for (size_t n = from; n < from + 3; n++) {
        const struct story *s = nth_story(c, n);
        if (!s)
            break;
        vec_add(a, &took, no_stop(clean(a, s->headline, text_of(s))));
        if (utf8_chars(str_join(a, &took, "; ")) > PREHEADER_MAX - 1) {
            took.n--;
            break;
        }
    }
    if (!took.n && nth_story(c, from))
        return few_sentences(a, nth_story(c, from)->headline, (struct str){0});
    return (struct beside){.text = took.n ? stopped(a, str_join(a, &took, "; ")) : (struct str){0}};
}

struct str compose_preheader(struct arena *a, struct str subject, const struct cohort *c)
{
    const struct story *lead = nth_story(c, 0), *second = nth_story(c, 1);
    struct str lang = lead && lead->lead ? lead->lead->lang : (struct str){0};
    struct str best = {0};
    const struct beside none = {0};
    if (!lead)
        return best;
    struct beside tries[] = {
        few_sentences(a, lead->dek, lang),
        headlines(a, c, 1),
        headlines(a, c, 2),
        lead->why.n ? few_sentences(a, lead->why.v[0], lang) : none,
        lead->why.n > 1 ? few_sentences(a, lead->why.v[1], lang) : none,
        second ? few_sentences(a, second->dek, lang) : none,
        lead->lead ? few_sentences(a, lead->lead->text, lang) : none,
    };
    for (size_t i = 0, n = sizeof tries / sizeof *tries; i < n * 2;
         i++) { /* whole sentences first, cut ones if need be */
        struct str one = tries[i % n].text;
        size_t chars = utf8_chars(one);
        if (!chars || (i < n && tries[i % n].cut) || repeats(a, one, subject))
            continue;
        if (chars >= PREHEADER_MIN && chars <= PREHEADER_MAX)
            return one;
        if (!best.n && chars <= PREHEADER_MAX)
            best = one;
    }
    for (size_t i = 0; best.n && i < sizeof tries / sizeof *tries; i++) { /* short ones together */
        struct str two = str_fmt(a, STR_FMT " " STR_FMT, STR_ARG(best), STR_ARG(tries[i].text));
        size_t chars = utf8_chars(two);
        if (tries[i].text.n && !str_eq(tries[i].text, best) && chars >= PREHEADER_MIN && chars <= PREHEADER_MAX &&
            !repeats(a, two, subject))
            return two;
    }
    return best;
}
