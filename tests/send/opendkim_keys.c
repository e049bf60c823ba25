/* opendkim_keys.c: stands before OpenDKIM's library in opendkim-testmsg (LD_PRELOAD), so that public keys come from the
 * file DKIM_KEYS ("selector._domainkey.domain record" a line) and not from the DNS: tests know no other server. The
 * numbers are those of the library's own dkim.h. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

enum { OP_SETOPT = 1, OPTS_QUERYMETHOD = 6, OPTS_QUERYINFO = 7, QUERY_FILE = 1 };

typedef void *init_fn(void *allocate, void *release);
typedef int options_fn(void *lib, int op, int option, void *p, size_t n);

void *dkim_init(void *allocate, void *release);
void *dkim_init(void *allocate, void *release)
{
    init_fn *init = (init_fn *)dlsym(RTLD_NEXT, "dkim_init");
    options_fn *options = (options_fn *)dlsym(RTLD_NEXT, "dkim_options");
    void *lib = init ? init(allocate, release) : NULL;
    char *keys = getenv("DKIM_KEYS");
    int method = QUERY_FILE;
    if (lib && options && keys && options(lib, OP_SETOPT, OPTS_QUERYMETHOD, &method, sizeof method) == 0)
        options(lib, OP_SETOPT, OPTS_QUERYINFO, keys, strlen(keys));
    return lib;
}
