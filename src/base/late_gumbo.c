#include "base/late.h"
#include "base/late_names.h"
#include <gumbo.h>

LATE(gumbo, void, gumbo_destroy_output, (const GumboOptions *a, GumboOutput *b), (a, b))
LATE(gumbo, const char *, gumbo_normalized_tagname, (GumboTag a), (a))
LATE(gumbo, GumboOutput *, gumbo_parse_with_options, (const GumboOptions *a, const char *b, size_t c), (a, b, c))
LATE(gumbo, void, gumbo_tag_from_original_text, (GumboStringPiece * a), (a))

const struct GumboInternalOptions *late_gumbo_options(void)
{
    static void *kept;
    return late_call(&kept, LATE_gumbo, "kGumboDefaultOptions");
}
