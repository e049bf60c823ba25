/* Any bytes as an XML feed, from an address and without one: what comes out is clean text, and web links only. */
#include "articles.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    check_feed(data, n, read_feed_xml);
    return 0;
}
