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
#include "claimed.h"
#include "jsonl.h"
#include "planted_place.h"
#include "why/why.h"

enum { PAIRS = 500, MOST_BLOCKS = 400, CHOICES = 4 };

struct block {
    enum kind kind; /* NO_KIND: harmless */
    struct str values, text[2];
};
struct tally {
    size_t planted, found, false_claims, harmless, harmless_claims;
};
struct run {
    struct articles articles;
    struct block blocks[MOST_BLOCKS];
    size_t n;
    struct tally kinds[2][KINDS + 1]; /* seen, kept back */
    bool loud;
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
        for (k->kind = 0; k->kind < NO_KIND && !str_eqc(kind, kind_names[k->kind]);)
            k->kind++;
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

static struct str replaced(struct arena *a, struct str text, struct str from, struct str to)
{
    struct buf b;
    size_t at;
    buf_init(&b, 1 << 22);
    while (from.n && (at = str_find(text, from)) != STR_NONE) {
        bool whole = (!at || !strchr("0123456789.,", text.s[at - 1])) &&
                     (at + from.n >= text.n || !((text.s[at + from.n] >= '0' && text.s[at + from.n] <= '9') ||
                                                 (text.s[at + from.n] >= 'a' && text.s[at + from.n] <= 'z')));
        buf_str(&b, str_sub(text, 0, at));
        buf_str(&b, whole ? to : from);
        text = str_sub(text, at + from.n, text.n);
    }
    buf_str(&b, text);
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static struct str with_capital(struct arena *a, struct str s)
{
    struct str out = str_dup(a, s);
    if (out.n && out.s[0] >= 'a' && out.s[0] <= 'z')
        ((char *)out.s)[0] -= 32;
    return out;
}

static struct str sentence(struct arena *a, struct str form, struct str value, struct str plain)
{
    struct str s = replaced(a, form, str_lit("[v]"), value);
    s = replaced(a, s, str_lit("[n]"), value);
    return with_capital(a, replaced(a, s, str_lit("[d]"), plain));
}

static bool names_value(const struct differ *d, struct str value)
{
    static const char *const small_words[] = {"on ", "about ", "some ", "around ", "roughly ", "the "};
    return is_claimed(d, value, small_words, sizeof small_words / sizeof *small_words);
}

/* One pair of reports; planted is unknown in a harmless one. */
static void judge(struct run *r, const struct article *like, struct str x, struct str y, struct str planted,
                  enum kind kind, bool kept, struct str was, struct str note)
{
    struct arena a = {0};
    struct article v[2] = {*like, *like};
    struct story s = {.lead = &v[0]};
    struct tally *t = &r->kinds[kept][kind];
    bool found = false, loud = r->loud && !kept;
    v[0].text = x;
    v[1].text = y;
    v[0].outlet = str_lit("Gazette");
    v[1].outlet = str_lit("Second Post");
    v[1].published.t += v[1].published.has == WHEN_SECOND ? 1200 : 0;
    v[1].id = str_lit("copy");
    for (int i = 0; i < 2; i++)
        vec_add(&a, &s.articles, &v[i]);
    s.headline = v[0].title;
    why_differs(&a, &s);
    for (size_t i = 0; i < s.differs.n; i++) {
        bool right = planted.n && names_value(&s.differs.v[i], planted);
        found |= right;
        if (right)
            continue;
        *(planted.n ? &t->false_claims : &t->harmless_claims) += 1;
        if (loud)
            printf("false: %s: " STR_FMT ": " STR_FMT " / " STR_FMT "\n    " STR_FMT "\n    " STR_FMT "\n",
                   kind < KINDS ? kind_names[kind] : "look-alike", STR_ARG(s.differs.v[i].about),
                   STR_ARG(s.differs.v[i].claims.v[0].value), STR_ARG(s.differs.v[i].claims.v[1].value),
                   STR_ARG(s.differs.v[i].claims.v[0].quote), STR_ARG(s.differs.v[i].claims.v[1].quote));
    }
    t->planted += planted.n > 0;
    t->harmless += !planted.n;
    t->found += found;
    if (loud && planted.n && !found)
        printf("missed: %s: " STR_FMT " / " STR_FMT ": " STR_FMT "\n", kind_names[kind], STR_ARG(was), STR_ARG(planted),
               STR_ARG(note));
    arena_end(&a);
}

/* ---- told apart ---- */

static struct value first_value(struct arena *a, const struct block *k, int64_t dateline, struct strs *names)
{
    static const char *const currencies[] = {"$", "$", "£", "€"};
    struct value x = {.kind = k->kind, .dateline = dateline, .unit = "days"};
    struct str rest = k->values, one;
    if (k->kind == PLACE || k->kind == HOLDER) {
        while (str_cut(&rest, '/', &one))
            vec_add(a, names, one);
        x.name = names->v[dice((unsigned)names->n)];
        return x;
    }
    char spec[64];
    double low = 0, high = 0;
    char unit[16] = "";
    snprintf(spec, sizeof spec, STR_FMT, STR_ARG(k->values));
    sscanf(spec, "%lf to %lf %15s", &low, &high, unit);
    x.v = high > 1000 && k->kind != HOUR ? exp(log(low) + (log(high) - log(low)) * dice(1000) / 1000.0)
                                         : low + dice((unsigned)(high - low + 1));
    if (high > 1000 && x.v >= 1000)
        x.v = to_digits(x.v, k->kind == MONEY || x.v >= 1e6 ? 2 : 4, 0);
    x.v = k->kind == HOUR ? floor(x.v / 5) * 5 : k->kind == DAY ? (double)dateline - x.v : round(x.v);
    if (k->kind == HOUR && !dice(3))
        x.v = floor(x.v / 60) * 60;
    if (k->kind == PERCENT && !dice(3))
        x.v = x.v + dice(9) / 10.0;
    if (k->kind == MONEY)
        x.unit = currencies[dice(4)];
    if (*unit)
        x.unit = !strcmp(unit, "years") ? "years" : !strcmp(unit, "hours") ? "hours" : "days";
    x.second = k->kind == VOTE ? 100 - x.v - dice(9) : k->kind == SCORE ? dice((unsigned)x.v + 1) : 0;
    return x;
}

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
    struct str text[2], values[2] = {0};
    if (k->kind == NO_KIND) {
        for (int w = 0; w < 2; w++)
            text[w] = half(&a, like->text, w, k->text[w]);
        judge(r, like, text[0], text[1], (struct str){0}, KINDS, i % 2, (struct str){0}, (struct str){0});
        arena_end(&a);
        return;
    }
    struct value x = first_value(&a, k, dateline, &names), y = plant ? other_value(&x) : x;
    if (plant && names.n)
        do
            y.name = names.v[dice((unsigned)names.n)];
        while (str_eq(y.name, x.name));
    x.loose = false;
    y.loose = !plant;
    struct value both[2] = {x, y};
    for (int w = 0; w < 2; w++) {
        values[w] = write_value(&a, &both[w]);
        struct str plain = grouped(&a, both[w].v);
        if (str_find(k->text[w], str_lit("[d]")) != STR_NONE)
            values[w] = plain;
        text[w] = half(&a, like->text, w, sentence(&a, k->text[w], values[w], plain));
    }
    judge(r, like, text[0], text[1], plant ? values[1] : (struct str){0}, k->kind, i % 2, values[0], k->text[0]);
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

static struct str last_word(struct str s)
{
    size_t n = s.n;
    while (n && s.s[n - 1] != ' ')
        n--;
    return str_sub(s, n, s.n);
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
            judge(r, like, like->text, text, plant ? now : (struct str){0}, kind, no % 2, was,
                  str_sub(like->text, from, at + n + 60));
        }
    }
    arena_end(&a);
    return done;
}

/* Both halves of an article, as they are. */
static void untouched(struct run *r)
{
    struct tally *t = &r->kinds[1][KINDS], before = *t;
    for (size_t i = 0; i < r->articles.n; i++) {
        struct arena a = {0};
        const struct article *x = &r->articles.v[i];
        judge(r, x, half(&a, x->text, 0, (struct str){0}), half(&a, x->text, 1, (struct str){0}), (struct str){0},
              KINDS, true, (struct str){0}, (struct str){0});
        arena_end(&a);
    }
    printf("untouched      pairs %zu  false claims %zu\n", r->articles.n, t->harmless_claims - before.harmless_claims);
}

static void print_tallies(const struct run *r)
{
    struct tally all = {0};
    for (int kept = 0; kept < 2; kept++) {
        struct tally sum = {0};
        printf("%s\n", kept ? "kept back" : "shown with -v");
        for (int k = 0; k <= KINDS; k++) {
            const struct tally *t = &r->kinds[kept][k];
            sum.planted += t->planted;
            sum.found += t->found;
            sum.false_claims += t->false_claims + t->harmless_claims;
            sum.harmless += t->harmless;
            printf("  %-12s planted %3zu  found %3zu  recall %.3f  false claims %zu  harmless %3zu  false claims %zu\n",
                   k < KINDS ? kind_names[k] : "look-alikes", t->planted, t->found,
                   t->planted ? (double)t->found / (double)t->planted : 0, t->false_claims, t->harmless,
                   t->harmless_claims);
        }
        size_t claims = sum.found + sum.false_claims;
        printf("  all          planted %zu  harmless %zu  recall %.3f  precision %.3f\n", sum.planted, sum.harmless,
               (double)sum.found / (double)sum.planted, claims ? (double)sum.found / (double)claims : 1);
        all.planted += sum.planted;
        all.found += sum.found;
        all.false_claims += sum.false_claims;
    }
    printf("both           recall %.3f  precision %.3f\n", (double)all.found / (double)all.planted,
           (double)all.found / (double)(all.found + all.false_claims));
}

int main(int argc, char **argv)
{
    static struct run r;
    struct arena a = {0};
    struct strs sets = {0};
    struct articles read = {0};
    static const enum kind kinds[] = {MONEY, PERCENT, TOLL, COUNT, DAY, HOUR, AGE, HOLDER, PLACE, DURATION};
    r.loud = argc > 2 && !strcmp(argv[1], "-v");
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
    print_tallies(&r);
    untouched(&r);
    for (size_t i = 0; i < FINDERS; i++)
        if (finders[i].ready)
            regfree(&finders[i].re);
    arena_end(&a);
    return 0;
}
