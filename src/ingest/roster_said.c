#include "ingest/roster_parts.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void roster_say(struct roster_said *s, enum severity severity, int line, const char *fmt, ...)
{
    if (s->n[severity]++ >= ROSTER_SAID_MAX)
        return;
    char text[400];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    finding_add(s->f, severity, s->file, line, 0, "%s", text);
}

struct place {
    int line;
    size_t at;
};

static int by_line(const void *x, const void *y)
{
    const struct place *a = x, *b = y;
    return a->line != b->line ? (a->line > b->line) - (a->line < b->line) : (a->at > b->at) - (a->at < b->at);
}

/* People are put together after all rows were read, so what is said of them comes behind what is said of rows. */
static void order(struct finding *v, size_t n)
{
    struct place *places = mem_realloc(NULL, n * sizeof *places);
    struct finding *old = mem_realloc(NULL, n * sizeof *old);
    memcpy(old, v, n * sizeof *old);
    for (size_t i = 0; i < n; i++)
        places[i] = (struct place){v[i].line, i};
    qsort(places, n, sizeof *places, by_line);
    for (size_t i = 0; i < n; i++)
        v[i] = old[places[i].at];
    free(places);
    free(old);
}

void roster_said_end(struct roster_said *s)
{
    if (s->f->list.n > s->first)
        order(s->f->list.v + s->first, s->f->list.n - s->first);
    for (int k = SEV_NOTE; k <= SEV_ERROR; k++)
        if (s->n[k] > ROSTER_SAID_MAX)
            finding_add(s->f, (enum severity)k, s->file, 0, 0, "%zu more of this kind; only the first %d are listed",
                        s->n[k] - ROSTER_SAID_MAX, ROSTER_SAID_MAX);
}
