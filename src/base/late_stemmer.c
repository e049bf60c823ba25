#include "base/late.h"
#include "base/late_names.h"
#include <libstemmer.h>

LATE(stemmer, void, sb_stemmer_delete, (struct sb_stemmer * a), (a))
LATE(stemmer, int, sb_stemmer_length, (struct sb_stemmer * a), (a))
LATE(stemmer, struct sb_stemmer *, sb_stemmer_new, (const char *a, const char *b), (a, b))
LATE(stemmer, const sb_symbol *, sb_stemmer_stem, (struct sb_stemmer * a, const sb_symbol *b, int c), (a, b, c))
