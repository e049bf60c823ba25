/* Any bytes as an article's page. */
#include "articles.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    check_file(data, n, "fuzz.html", "text/html");
    return 0;
}
