/* Any bytes as plain text. */
#include "articles.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    check_file(data, n, "fuzz.txt", NULL);
    return 0;
}
