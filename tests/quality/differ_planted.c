/* Differences planted into real articles: the second, harder half of what differ_mutations.c asks.
 *
 *     differ_planted [-v] PLANTED.txt < articles.jsonl
 *
 * Told apart: two reports, the two halves of one article sentence by sentence, are each given a sentence on one fact in
 * words of their own (planted.txt). In place: an article and a shortened copy of another outlet, in which a value of
 * the article's own is changed. In as many more pairs the value is only written another way, or two sentences look
 * alike and contradict nothing. A planted difference counts as found when the changed value is among the claims; every
 * other claim is false. Every second block and article is kept back: -v lists nothing of them, so nobody can tune to
 * them. Deterministic. */
#include "jsonl.h"
#include "planted_place.h"
#include "planted_score.h"

enum { PAIRS = 500, MOST_BLOCKS = 400, CHOICES = 4 };

struct block {
    enum kind kind; /* NO_KIND: harmless */
    struct str values, text[2];
};
struct run {
    struct articles articles;
    struct block blocks[MOST_BLOCKS];
    size_t n;
    struct score score;
};

static void read_blocks(struct arena *a, struct run *r, const char *path)
{
    struct err e = {0};
    struct str rest, line;
    if (file_read(a, path, 1 << 20, &rest, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        exit(e.code);
    }
    while (str_line(&rest, &line) && r->n < MOST_BLOCKS) {
        if (!line.n || line.s[0] == '#')
            continue;
        struct block *k = &r->blocks[r->n++];
        struct str kind;
        k->values = line;
        str_cut(&k->values, ' ', &kind);
        k->kind = kind_named(kind);
        for (int i = 0; i < 2; i++)
            if (!str_line(&rest, &k->text[i])) {
                fprintf(stderr, "%s: a block is cut off\n", path);
                exit(65);
            }
    }
}

/* Each report gets every second sentence, the first paragraph both. */
static struct str half(struct arena *a, struct str text, int which, struct str planted)
{
    struct strs all = {0}, out = {0};
    why_sentences(a, text, str_lit("en"), &all);
    for (size_t i = 0; i < all.n && i < 60; i++) {
        if (i == 0 || (int)(i % 2) == which)
            vec_add(a, &out, all.v[i]);
        if (planted.n && (i == (size_t)(1 + which * 2) || (i == all.n - 1 && i < (size_t)(1 + which * 2))))
            vec_add(a, &out, planted);
    }
    return str_join(a, &out, " ");
}

static struct str sentence(struct arena *a, struct str form, struct str value, struct str plain)
{
    struct str s = replaced(a, form, str_lit("[v]"), value);
    s = replaced(a, s, str_lit("[n]"), value);
    return with_capital(a, replaced(a, s, str_lit("[d]"), plain));
}

/* Two reports that are still the same. */
static struct pair pair_like(const struct article *like, enum kind kind, bool kept)
{
    return (struct pair){.v = {*like, *like}, .kind = kind, .kept = kept};
}

/* ---- told apart ---- */

static void told_apart(struct run *r, size_t no, bool plant)
{
    struct arena a = {0};
    size_t i = no % r->n;
    while (plant && r->blocks[i].kind == NO_KIND)
        i = (i + 37) % r->n;
    const struct block *k = &r->blocks[i];
    const struct article *like = &r->articles.v[(no * 31 + 7) % r->articles.n];
    int64_t dateline = like->published.t / 86400;
    struct strs names = {0};
    struct str values[2] = {0};
    struct pair p = pair_like(like, k->kind, i % 2);
    if (k->kind == NO_KIND) {
        for (int w = 0; w < 2; w++)
            p.v[w].text = half(&a, like->text, w, k->text[w]);
        judge(&r->score, &p);
        arena_end(&a);
        return;
    }
    struct value x = first_value(&a, k->kind, k->values, dateline, &names), y = plant ? another(&x, &names) : x;
    x.loose = false;
    y.loose = !plant;
    struct value both[2] = {x, y};
    for (int w = 0; w < 2; w++) {
        values[w] = write_value(&a, &both[w]);
        struct str plain = grouped(&a, both[w].v);
        if (str_find(k->text[w], str_lit("[d]")) != STR_NONE)
            values[w] = plain;
        p.v[w].text = half(&a, like->text, w, sentence(&a, k->text[w], values[w], plain));
    }
    p.planted = plant ? values[1] : p.planted;
    p.was = values[0];
    p.note = k->text[0];
    judge(&r->score, &p);
    arena_end(&a);
}

/* ---- in place ---- */

/* Other words for the same, so that the copy is no copy. */
static struct str reworded(struct arena *a, struct str s)
{
    static const char *const words[][2] = {
        {" said", " stated"},      {" announced", " declared"},    {" firm ", " company "},
        {" also ", " moreover "},  {" told ", " informed "},       {" big ", " large "},
        {" because ", " since "},  {" many ", " numerous "},       {" started", " began"},
        {" but ", " yet "},        {" officials", " authorities"}, {" showed", " revealed"},
        {" however,", " though,"}, {" got ", " received "},        {" should ", " ought to "},
        {" whole ", " entire "}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (dice(3))
            s = replaced(a, s, str_c(words[i][0]), str_c(words[i][1]));
    return s;
}

static struct str copy_of(struct arena *a, struct str text, struct str keep)
{
    struct strs all = {0}, out = {0};
    why_sentences(a, text, str_lit("en"), &all);
    for (size_t i = 0; i < all.n; i++)
        if (i == 0 || str_find(all.v[i], keep) != STR_NONE || dice(10) < 7)
            vec_add(a, &out, reworded(a, all.v[i]));
    return str_join(a, &out, " ");
}

static struct str new_name(struct arena *a, struct str name, bool place)
{
    static const char *const places[] = {"Rotterdam", "Calgary", "Malaga", "Perth", "Ankara", "Denver"};
    static const char *const people[] = {"Howard Lindgren", "Marta Oyelaran", "Philip Castellan", "Ines Tarkovian",
                                         "Gordon Abernethy"};
    for (;;) {
        const char *other = place ? places[dice(6)] : people[dice(5)];
        if (!str_eqc(name, other))
            return str_dup(a, str_c(other));
    }
}

static bool in_place(struct run *r, size_t no, enum kind kind, bool plant)
{
    struct arena a = {0};
    const struct article *like = &r->articles.v[no];
    int64_t dateline = like->published.t / 86400;
    struct value x;
    size_t at, n;
    bool done = false;
    if (find_value(&a, like->text, kind, dateline, &x, &at, &n) && at < 3000) {
        struct str was = str_dup(&a, str_sub(like->text, at, at + n)), now, text = copy_of(&a, like->text, was);
        struct value y = plant ? other_value(&x) : x;
        if (kind == PLACE || kind == HOLDER)
            now = plant ? new_name(&a, was, kind == PLACE) : was;
        else
            now = write_value(&a, &y);
        done = !plant || str_find(like->text, now) == STR_NONE;
        if (done) {
            text = replaced(&a, text, was, now);
            if (kind == HOLDER)
                text = replaced(&a, text, last_word(was), last_word(now));
            size_t from = at > 120 ? at - 120 : 0;
            struct pair p = pair_like(like, kind, no % 2);
            p.v[1].text = text;
            p.planted = plant ? now : p.planted;
            p.was = was;
            p.note = str_sub(like->text, from, at + n + 60);
            judge(&r->score, &p);
        }
    }
    arena_end(&a);
    return done;
}

/* Both halves of an article, as they are. */
static void untouched(struct run *r)
{
    struct tally *t = &r->score.kinds[1][KINDS], before = *t;
    for (size_t i = 0; i < r->articles.n; i++) {
        struct arena a = {0};
        const struct article *x = &r->articles.v[i];
        struct pair p = pair_like(x, KINDS, true);
        for (int w = 0; w < 2; w++)
            p.v[w].text = half(&a, x->text, w, (struct str){0});
        judge(&r->score, &p);
        arena_end(&a);
    }
    printf("untouched      pairs %zu  false claims %zu\n", r->articles.n, t->harmless_claims - before.harmless_claims);
}

int main(int argc, char **argv)
{
    static struct run r;
    struct arena a = {0};
    struct strs sets = {0};
    struct articles read = {0};
    static const enum kind kinds[] = {MONEY, PERCENT, TOLL, COUNT, DAY, HOUR, AGE, HOLDER, PLACE, DURATION};
    r.score.loud = argc > 2 && !strcmp(argv[1], "-v");
    read_blocks(&a, &r, argv[argc - 1]);
    read_articles(&a, &read, &sets);
    for (size_t i = 0; i < read.n; i++) {
        struct article *x = &read.v[i];
        if (x->text.n < 800 || x->text.n > 20000)
            continue;
        if (x->published.has == WHEN_NONE)
            x->published = (struct when){.t = date_days(2025, 7, 31) * 86400, .has = WHEN_SECOND};
        x->published.t = x->published.t / 86400 * 86400 + 9 * 3600;
        x->published.has = WHEN_SECOND;
        vec_add(&a, &r.articles, *x);
    }
    if (r.articles.n < 50 || r.n < 10) {
        fprintf(stderr, "differ_planted: too few articles or blocks\n");
        return 66;
    }
    for (int plant = 1; plant >= 0; plant--) {
        for (size_t i = 0; i < PAIRS / 2; i++)
            told_apart(&r, i, plant);
        size_t done = 0, at = plant ? 0 : r.articles.n / 2;
        for (size_t i = 0; done < PAIRS / 2 && i < 40 * r.articles.n; i++)
            done += in_place(&r, (at + i * 17) % r.articles.n, kinds[done % 10], plant);
    }
    print_score(&r.score);
    untouched(&r);
    for (size_t i = 0; i < FINDERS; i++)
        if (finders[i].ready)
            regfree(&finders[i].re);
    arena_end(&a);
    return 0;
}
