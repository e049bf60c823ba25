/* Any bytes as a Markdown file with front matter. */
#include "articles.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    check_file(data, n, "2025-07-31-fuzz.md", NULL);
    return 0;
}
