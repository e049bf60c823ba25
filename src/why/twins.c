/* Two sentences that are the same but for a few words: which word of one stands for which of the other. */
#include "why/contrasts.h"

static bool equal_words(const struct statements *s, const struct token *p, const struct token *q)
{
    return str_eq(p->low, q->low) || concept_of(&s->concepts, p->term) == concept_of(&s->concepts, q->term);
}

void twins_align(const struct statements *s, const struct statement *x, const struct statement *y,
                 struct alignment *out)
{
    static _Thread_local uint8_t length[TWIN_WORDS + 1][TWIN_WORDS + 1];
    size_t n = x->t.n < TWIN_WORDS ? x->t.n : TWIN_WORDS, m = y->t.n < TWIN_WORDS ? y->t.n : TWIN_WORDS;
    *out = (struct alignment){.same = 0};
    for (size_t i = 0; i <= n; i++)
        length[i][m] = 0;
    for (size_t j = 0; j <= m; j++)
        length[n][j] = 0;
    for (size_t i = n; i-- > 0;)
        for (size_t j = m; j-- > 0;) {
            uint8_t skip = length[i + 1][j] > length[i][j + 1] ? length[i + 1][j] : length[i][j + 1];
            bool equal = equal_words(s, &x->t.v[i], &y->t.v[j]);
            length[i][j] = equal ? (uint8_t)(length[i + 1][j + 1] + 1) : skip;
        }
    for (size_t i = 0, j = 0; i < n && j < m;) {
        if (equal_words(s, &x->t.v[i], &y->t.v[j])) {
            out->to[i++] = (uint8_t)(++j);
            out->same++;
        } else if (length[i + 1][j] >= length[i][j + 1]) {
            i++;
        } else {
            j++;
        }
    }
}

bool twins_same_place(const struct alignment *al, const struct statement *x, const struct value *v,
                      const struct statement *y, const struct value *w)
{
    enum { LOOSE = 4 };
    size_t left = 0, right = y->t.n, i = v->from, k = v->to + 1;
    while (i > 0 && !al->to[i - 1])
        i--;
    if (i > 0)
        left = al->to[i - 1];
    while (k < x->t.n && k < TWIN_WORDS && !al->to[k])
        k++;
    if (k < x->t.n && k < TWIN_WORDS)
        right = (size_t)al->to[k] - 1;
    bool inside = w->from >= left && w->to < right;
    return inside && (v->from - i) + (k - v->to - 1) <= LOOSE && (w->from - left) + (right - w->to - 1) <= LOOSE;
}
