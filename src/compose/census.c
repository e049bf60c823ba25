/* census.c: readers one by one, cohorts at first sight: one for each choice and each past that make a mail of their
 * own. */
#include "base/buf.h"
#include "compose/choice.h"
#include <stdlib.h>
#include <string.h>

struct census {
    struct arena *a;
    struct desk desk;
    struct histories_of histories;
    struct map seen; /* codes of history and choice -> struct cohort * */
    struct map
        mails; /* code of a choice and what the mail holds -> struct cohort *: other pasts may come to the same */
    struct cohort_refs cohorts;
};

enum { CODE_MAX = 1 + MAX_CHOSEN * sizeof(uint16_t) + 2 * sizeof(struct story_bits), CONTENT_MAX = 16 << 20 };

/* A choice as bytes: whether it is everything, the topics' numbers, and where there are any the single stories. The
 * three parts cannot be taken for one another: the first byte tells whether the last is there, and its length is fixed.
 */
static struct str code_of(const struct choice *c, char *room)
{
    size_t n = 0;
    room[n++] = (char)(c->all | c->picky << 1);
    memcpy(room + n, c->t, c->n * sizeof c->t[0]);
    n += c->n * sizeof c->t[0];
    if (c->picky) {
        memcpy(room + n, &c->add, sizeof c->add);
        memcpy(room + n + sizeof c->add, &c->drop, sizeof c->drop);
        n += sizeof c->add + sizeof c->drop;
    }
    return (struct str){room, n};
}

static void put_stories(struct buf *b, const struct story_refs *refs)
{
    for (size_t i = 0; i < refs->n; i++) {
        buf_str(b, refs->v[i]->id);
        buf_c(b, refs->v[i]->is_update ? "+" : " ");
        buf_str(b, refs->v[i]->is_update ? refs->v[i]->news : (struct str){0});
        buf_ch(b, '\n');
    }
}

/* What the mail holds, for telling mails of one choice apart; the same in every run. */
static void put_content(struct buf *b, const struct edition *ed, const struct cohort *c)
{
    for (size_t i = 0; i < c->sections.n; i++) {
        buf_str(b, c->sections.v[i].topic);
        buf_ch(b, '\n');
        put_stories(b, &c->sections.v[i].stories);
    }
    buf_c(b, "more\n");
    put_stories(b, &c->more);
    for (size_t i = 0; i < c->turns.n; i++)
        buf_fmt(b, "%s%s%lld\n", ed->ctas.v[c->turns.v[i].cta].key.s, c->turns.v[i].shown ? "+" : " ",
                (long long)c->turns.v[i].share);
}

/* A mail that is not what most readers of the choice get has a name of its own. */
static void name_apart(struct census *c, const struct choice *choice, struct str content, struct cohort *x)
{
    struct arena scratch = {0};
    struct cohort usual;
    struct buf b;
    struct desk d = c->desk;
    d.a = &scratch;
    d.cta_sets = (struct cta_sets){0};
    cohort_build(&d, choice, NULL, &usual);
    buf_init(&b, CONTENT_MAX);
    put_content(&b, c->desk.ed, &usual);
    if (!str_eq(buf_view(&b), content)) {
        unsigned long long h = str_hash(content) & 0xffffffffffffu;
        x->key = str_fmt(c->a, STR_FMT "~%012llx", STR_ARG(x->key), h);
        x->label = str_fmt(c->a, STR_FMT ", by what they were sent before", STR_ARG(x->label));
    }
    buf_end(&b);
    arena_end(&scratch);
}

static struct cohort *make_cohort(struct census *c, const struct choice *choice, struct str code,
                                  const struct history *h)
{
    struct cohort *x = arena_new(c->a, struct cohort);
    struct buf b;
    cohort_build(&c->desk, choice, h, x);
    buf_init(&b, CONTENT_MAX);
    buf_str(&b, code);
    put_content(&b, c->desk.ed, x);
    struct cohort *same = map_get(&c->mails, buf_view(&b));
    if (!same) {
        name_apart(c, choice, str_sub(buf_view(&b), code.n, b.n), x);
        *map_at(c->a, &c->mails, buf_dup(c->a, &b)) = x;
        vec_add(c->a, &c->cohorts, x);
    }
    buf_end(&b);
    return same ? same : x;
}

struct census *census_begin(struct arena *a, const struct edition *ed, const struct mails_seen *mails)
{
    struct census *c = arena_new(a, struct census);
    c->a = a;
    desk_begin(a, &c->desk, ed);
    histories_begin(a, &c->histories, ed, mails);
    return c;
}

bool census_knows(const struct census *c, int64_t memory, size_t *history)
{
    return histories_know(&c->histories, memory, history);
}

size_t census_learn(struct census *c, int64_t memory, struct str text)
{
    return histories_learn(&c->histories, memory, text);
}

struct cohort *census_cohort(struct census *c, const struct strs *reader_topics, size_t history)
{
    struct choice choice;
    char room[sizeof history + CODE_MAX];
    memcpy(room, &history, sizeof history);
    desk_choose(&c->desk, reader_topics, &choice);
    struct str code = code_of(&choice, room + sizeof history), key = {room, sizeof history + code.n};
    struct cohort *known = map_get(&c->seen, key);
    if (known)
        return known;
    known = make_cohort(c, &choice, code, c->histories.all.v[history]);
    *map_at(c->a, &c->seen, (struct str){arena_copy(c->a, key.s, key.n), key.n}) = known;
    return known;
}

static int by_key(const void *x, const void *y)
{
    const struct cohort *const *a = x, *const *b = y;
    return str_cmp((*a)->key, (*b)->key);
}

void census_cohorts(const struct census *c, struct arena *a, struct cohort_refs *out)
{
    *out = (struct cohort_refs){0};
    for (size_t i = 0; i < c->cohorts.n; i++)
        vec_add(a, out, c->cohorts.v[i]);
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_key);
}
