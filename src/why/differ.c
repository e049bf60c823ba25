#include "why/why.h"

void why_differs(struct arena *a, struct story *s)
{
    s->differs = (struct differs){0};
}
