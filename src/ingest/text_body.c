/* The body of a page that came out as plain text: its paragraphs without the page around them. */
#include "ingest/plaintext.h"

#include "base/map.h"
#include "base/utf8.h"
#include "base/words.h"
#include "ingest/phrases.h"
#include <string.h>

#define PITCH_TAIL 12 /* last paragraphs looked at for a closing pitch */

static void add_para(struct text *t, const struct line *l, bool divider)
{
    bool heading = l->heading > 0 || (l->words <= 12 && l->words > 0 && !ends_sentence(l->s) && !l->bullet);
    vec_add(t->a, &t->paras, ((struct para){l->s, l->bullet, heading, divider, l->words}));
}

static void append_pitch(struct text *t, struct str s)
{
    t->pitch = t->pitch.s ? str_fmt(t->a, STR_FMT "\n" STR_FMT, STR_ARG(s), STR_ARG(t->pitch)) : str_dup(t->a, s);
}

/* Enough of a word to find it again with another ending. */
static struct str stem(struct arena *a, struct str word)
{
    struct str low = utf8_lower(a, word);
    size_t end = 0;
    while (end < low.n && end < 6)
        utf8_next(low, &end);
    return str_sub(low, 0, end);
}

/* Share of a paragraph's longer words that the article has used before. */
static double overlap(struct text *t, size_t upto, struct str s)
{
    struct map seen = {0};
    size_t at = 0, total = 0, known = 0;
    struct word w;
    for (size_t i = 0; i <= upto; i++) {
        struct str p = i < upto ? t->paras.v[i].s : t->art->title;
        for (at = 0; word_next(p, &at, &w);)
            if (w.s.n >= 5)
                *map_at(t->a, &seen, stem(t->a, w.s)) = t;
    }
    for (at = 0; word_next(s, &at, &w);) {
        if (w.s.n < 5)
            continue;
        total++;
        known += map_get(&seen, stem(t->a, w.s)) != NULL;
    }
    return total ? (double)known / (double)total : 0;
}

static void gather(struct text *t)
{
    bool divider = false, skipping = false, ended = false;
    for (size_t i = t->body; i < t->lines.n; i++) {
        struct line *l = &t->lines.v[i];
        if (l->taken)
            continue;
        if (l->repeated) {
            divider = true;
            continue;
        }
        enum noise noise = phrase_noise(t->a, l->s);
        if (ended || noise == NOISE_END) {
            /* what follows the last line of a page is only asked for the outlet's name */
            append_pitch(t, l->s);
            ended = ended || i * 10 > t->lines.n * 6 || t->paras.n >= 3;
            continue;
        }
        /* headlines of other stories end where a sentence about this one stands */
        if (skipping &&
            !(l->words >= 18 && ends_sentence(l->s) && (l->words >= 30 || overlap(t, t->paras.n, l->s) >= 0.12)))
            continue;
        skipping = false;
        if (noise != NOISE_NONE) {
            skipping = noise == NOISE_SECTION;
            divider = true;
            if (phrase_pitch(t->a, l->s))
                append_pitch(t, l->s);
            continue;
        }
        if (str_eq(l->s, t->art->title) || take_why(t, i) || take_dates(t, i) ||
            phrase_categories(t->a, l->s, &t->art->categories) || phrase_tags(t->a, l->s, &t->art->tags))
            continue;
        struct str text;
        if ((str_starts(l->s, "![") || phrase_is_image_mark(t->a, l->s) || phrase_credit(t->a, l->s, &text)) &&
            take_caption(t, i))
            continue;
        add_para(t, l, divider);
        divider = false;
    }
}

static bool is_pitch(struct text *t, size_t i, bool divided, bool dropped_after)
{
    const struct para *p = &t->paras.v[i];
    int pitch = phrase_pitch(t->a, p->s);
    if (pitch >= 2 && p->words <= 120)
        return true;
    if (p->words > 120 || (pitch == 0 && !divided && !dropped_after))
        return false;
    double known = overlap(t, i, p->s);
    if (pitch == 1)
        return known < (divided ? 0.5 : 0.2);
    if (dropped_after && p->words <= 14 && (p->heading || is_title_case(p->s) || str_ends(p->s, "!"))) /* its heading */
        return known < 0.5;
    return divided && dropped_after && p->words <= 30 && known < 0.3;
}

/* The outlet's own advertising at the end, and its heading. */
static void drop_pitch(struct text *t)
{
    size_t n = t->paras.n, total = 0;
    for (size_t i = 0; i < n; i++)
        total += t->paras.v[i].words;
    size_t first = n > PITCH_TAIL ? n - PITCH_TAIL : 1, keep = n, tail = 0;
    bool divided_below[PITCH_TAIL + 2] = {false};
    /* a divider in the last third parts the article from what follows it; an earlier one stood inside the article */
    bool divided = false;
    for (size_t i = 0, before = 0; i < n; i++) {
        divided |= t->paras.v[i].after_divider && before * 3 > total * 2;
        before += t->paras.v[i].words;
        if (i >= first)
            divided_below[i - first] = divided;
    }
    for (size_t i = n; i-- > first;) {
        tail += t->paras.v[i].words;
        if (tail * 10 > total * 4)
            break;
        bool after_all = i + 1 < n && keep == i + 1;
        if (is_pitch(t, i, divided_below[i - first], after_all)) {
            append_pitch(t, t->paras.v[i].s);
            keep = i;
        } else {
            break;
        }
    }
    /* a heading with nothing left below it, where it is the pitch's */
    while (keep < n && keep > 1 && t->paras.v[keep - 1].heading && t->paras.v[keep - 1].words <= 14) {
        append_pitch(t, t->paras.v[keep - 1].s);
        keep--;
    }
    t->paras.n = keep;
    /* in the middle of the text only what is clearly one */
    size_t out = 0;
    for (size_t i = 0; i < t->paras.n; i++) {
        struct para p = t->paras.v[i];
        int pitch = i ? phrase_pitch(t->a, p.s) : 0;
        if (pitch >= 3 && p.words <= 60 && overlap(t, i, p.s) < 0.4) {
            append_pitch(t, p.s);
            continue;
        }
        t->paras.v[out++] = p;
    }
    t->paras.n = out;
}

/* A sentence that the page's layout broke over two paragraphs is one again. */
static void join_broken(struct text *t)
{
    size_t out = 0;
    for (size_t i = 0; i < t->paras.n; i++) {
        struct para p = t->paras.v[i];
        struct para *last = out ? &t->paras.v[out - 1] : NULL;
        if (last && !p.bullet && !last->bullet && last->words >= 6 && !ends_sentence(last->s) && starts_lower(p.s)) {
            last->s = str_fmt(t->a, STR_FMT " " STR_FMT, STR_ARG(last->s), STR_ARG(p.s));
            last->words += p.words;
            last->heading = false;
            continue;
        }
        t->paras.v[out++] = p;
    }
    t->paras.n = out;
}

void text_body(struct text *t)
{
    gather(t);
    drop_pitch(t);
    join_broken(t);
}
