#include "base/late.h"
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

/* Opening once more what is open costs little, and each call does it once. Nothing is ever closed: a library's threads
 * and tables outlive its last call. */
void *late_call(void **kept, const char *library, const char *call)
{
    void *address = __atomic_load_n(kept, __ATOMIC_ACQUIRE);
    if (address)
        return address;
    errno = 0;
    void *opened = dlopen(library, RTLD_NOW);
    address = opened ? dlsym(opened, call) : NULL;
    if (!address) {
        bool poor = errno == ENOMEM;
        const char *why = dlerror();
        fprintf(stderr, "bulletin: %s; %s\n", why ? why : library,
                poor ? "when memory is short close other programs, then run the command again"
                     : "install the library, or build the program anew for the one that is there");
        exit(poor ? EX_OSERR : EX_UNAVAILABLE);
    }
    __atomic_store_n(kept, address, __ATOMIC_RELEASE);
    return address;
}
