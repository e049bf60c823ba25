/* Any bytes as a token, a return path's token and a key file. No forgery may pass: the fuzzer does not know the key. */
#include "model/token.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct str s = {(const char *)data, n};
    struct err e = {0};
    struct token_keys keys = {.n = 2};
    memset(keys.v[0].secret, 0x5A, sizeof keys.v[0].secret);
    keys.v[0].id = 1;
    struct token_claim claim;
    struct bounce_claim bounce;
    struct str list = str_lit("daily"), jane = str_lit("jane@example.org");
    if (token_open(&keys, TOKEN_UNSUBSCRIBE, s, &claim) && !token_names(&keys, &claim, list, jane))
        abort();
    if (token_bounce_open(&keys, s, &bounce) && !token_bounce_names(&keys, &bounce, list, jane))
        abort();
    struct token_keys parsed;
    if (token_keys_parse(s, str_lit("keys"), &parsed, &e) == 0) {
        struct str t = token_make(&a, &parsed, TOKEN_UNSUBSCRIBE, s, s);
        if (!token_check(&parsed, TOKEN_UNSUBSCRIBE, s, s, t))
            abort();
    }
    arena_end(&a);
    return 0;
}
