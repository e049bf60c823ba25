/* A mail that came out too large: its last stories become headlines. Sizes are estimated when an edition is chosen
 * (edition.c), but a cohort's mail may still be larger than thought: long links, many bytes a letter. */
#include "compose/parts.h"

enum { LINE_BYTES = 420 /* that a headline takes in their place */ };

/* The longest section gives first, the later of two alike; the mail's first story stays. NULL: nothing left to give. */
static struct section *longest(const struct cohort *c)
{
    struct section *found = NULL;
    size_t most = 0, stories = 0;
    for (size_t i = 0; i < c->sections.n; i++) {
        struct section *s = &c->sections.v[i];
        stories += s->stories.n;
        if (s->stories.n && s->stories.n >= most) {
            most = s->stories.n;
            found = s;
        }
    }
    return stories > 1 ? found : NULL;
}

/* The edition's lists are shared by all cohorts: this one's are to change. */
static void own_lists(struct arena *a, struct cohort *c)
{
    struct sections own = {0};
    for (size_t i = 0; i < c->sections.n; i++)
        vec_add(a, &own, c->sections.v[i]);
    c->sections = own;
}

static void put_first(struct arena *a, struct story_refs *refs, struct story *s)
{
    struct story_refs out = {0};
    vec_add(a, &out, s);
    for (size_t i = 0; i < refs->n; i++)
        vec_add(a, &out, refs->v[i]);
    *refs = out;
}

bool compose_trim(struct arena *a, struct cohort *c, size_t bytes)
{
    size_t won = 0;
    struct section *s;
    own_lists(a, c);
    while (won < bytes && (s = longest(c)) != NULL) {
        struct story *last = s->stories.v[--s->stories.n];
        size_t was = story_bytes(last);
        won += was > 2 * LINE_BYTES ? was - LINE_BYTES : LINE_BYTES;
        put_first(a, &c->more, last);
        c->stories -= c->stories > 0;
    }
    for (; won < bytes && c->more.n; won += LINE_BYTES)
        c->more.n--;
    return won > 0;
}
