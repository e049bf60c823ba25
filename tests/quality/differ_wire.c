/* Differences between two outlets' whole reports on one event, each in words of its own: the third set.
 *
 *     differ_wire [-v] PLANTED_WIRE.txt
 *
 * The reports are short and full of facts (planted_wire.txt). In 250 pairs the second report gives one fact another
 * value; in 250 both give the same values, written differently. Found and false are as in differ_planted.c; every
 * second story is kept back. Deterministic. */
#include "base/file.h"
#include "planted_score.h"

enum { PAIRS = 250, MOST_STORIES = 60, MOST_FACTS = 7 };

struct story_form {
    struct str titles[2], text[2];
    enum kind kinds[MOST_FACTS];
    struct str values[MOST_FACTS];
    size_t n;
};
struct forms {
    struct story_form v[MOST_STORIES];
    size_t n;
};

static void broken(const char *path, struct str line)
{
    fprintf(stderr, "%s: not understood: " STR_FMT "\n", path, STR_ARG(line));
    exit(65);
}

static void read_forms(struct arena *a, struct forms *out, const char *path)
{
    struct err e = {0};
    struct str rest, line, word;
    if (file_read(a, path, 1 << 20, &rest, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        exit(e.code);
    }
    while (str_line(&rest, &line)) {
        struct story_form *f = out->n ? &out->v[out->n - 1] : NULL;
        struct str after = str_sub(line, 2, line.n);
        if (!line.n || line.s[0] == '#')
            continue;
        if (line.s[0] == '=' && out->n < MOST_STORIES) {
            f = &out->v[out->n++];
            f->titles[1] = after;
            str_cut(&f->titles[1], '/', &f->titles[0]);
        } else if (f && (line.s[0] == '1' || line.s[0] == '2')) {
            f->text[line.s[0] - '1'] = after;
        } else if (f && f->n < MOST_FACTS && line.s[0] == (char)('a' + (int)f->n)) {
            f->values[f->n] = after;
            str_cut(&f->values[f->n], ' ', &word);
            enum kind k = kind_named(word);
            if (k == NO_KIND)
                broken(path, line);
            f->kinds[f->n++] = k;
        } else {
            broken(path, line);
        }
    }
}

/* One sentence with the values in the places of their letters. */
static struct str filled(struct arena *a, struct str s, const struct str *values, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        struct str bare = values[k];
        bare.n -= str_ends(bare, ".");
        s = replaced(a, s, str_fmt(a, "[%c].", (char)('a' + (int)k)), str_fmt(a, STR_FMT ".", STR_ARG(bare)));
        s = replaced(a, s, str_fmt(a, "[%c]", (char)('a' + (int)k)), values[k]);
        s = replaced(a, s, str_fmt(a, "[%c-]", (char)('a' + (int)k)), last_word(values[k]));
    }
    return with_capital(a, s);
}

static struct str report(struct arena *a, struct str form, const struct str *values, size_t n)
{
    struct strs out = {0};
    while (form.n) {
        size_t end = str_find(form, str_lit(". "));
        size_t to = end == STR_NONE ? form.n : end + 1;
        vec_add(a, &out, filled(a, str_sub(form, 0, to), values, n));
        form = str_trim(str_sub(form, to, form.n));
    }
    return str_join(a, &out, " ");
}

/* planted: the fact that the second report gives otherwise; f->n: none. */
static void told_twice(struct score *score, const struct story_form *f, bool kept, size_t planted)
{
    struct arena a = {0};
    int64_t dateline = date_days(2025, 7, 31);
    struct pair p = {.kind = planted < f->n ? f->kinds[planted] : KINDS, .kept = kept};
    struct str values[2][MOST_FACTS];
    for (size_t k = 0; k < f->n; k++) {
        struct strs names = {0};
        struct value x = first_value(&a, f->kinds[k], f->values[k], dateline, &names), y = x;
        if (k == planted)
            y = another(&x, &names);
        y.loose = planted == f->n;
        values[0][k] = write_value(&a, &x);
        values[1][k] = write_value(&a, &y);
    }
    for (int w = 0; w < 2; w++)
        p.v[w] = (struct article){
            .title = f->titles[w],
            .lang = str_lit("en"),
            .id = str_lit("wire"),
            .published = {.t = dateline * 86400 + 9 * 3600, .has = WHEN_SECOND},
            .text = report(&a, f->text[w], values[w], f->n),
        };
    if (planted < f->n) {
        p.planted = values[1][planted];
        p.was = values[0][planted];
        p.note = f->titles[0];
    }
    judge(score, &p);
    arena_end(&a);
}

int main(int argc, char **argv)
{
    static struct forms forms;
    static struct score score;
    struct arena a = {0};
    score.loud = argc > 2 && !strcmp(argv[1], "-v");
    read_forms(&a, &forms, argv[argc - 1]);
    if (forms.n < 10) {
        fprintf(stderr, "differ_wire: too few stories\n");
        return 66;
    }
    for (size_t done = 0; done < PAIRS;)
        for (size_t i = 0; i < forms.n; i++)
            for (size_t k = 0; k < forms.v[i].n && done < PAIRS; k++, done++)
                told_twice(&score, &forms.v[i], i % 2, k);
    for (size_t i = 0; i < PAIRS; i++)
        told_twice(&score, &forms.v[i % forms.n], i % forms.n % 2, forms.v[i % forms.n].n);
    print_score(&score);
    arena_end(&a);
    return 0;
}
