/* late.h: a library that is opened at its first call, and not when the program starts.
 *
 * Two thirds of all shared libraries come with those that most commands do without: they neither speak to the network
 * nor write mail, nor read feeds, pages and Markdown. Loading them took more than half of what a start costs.
 * late_NAME.c defines the library's calls under their own names, so whoever uses them includes the library's header and
 * needs to know nothing of this; the compiler holds the two against one another:
 *
 *     LATE(curl, CURL *, curl_easy_init, (void), ())
 *
 * LATE_curl is the name the linker would have noted down (tests/tools/late.sh), so the same file is opened as if it had
 * been linked. When it is missing the program says so and ends with EX_UNAVAILABLE, as it would have at its start.
 *
 * Not for a library that keeps thread-local variables, such as GnuTLS: for one that was not there at the start, the C
 * library allocates them when they are touched, and aborts the program when there is no memory. */
#ifndef BASE_LATE_H
#define BASE_LATE_H

void *late_call(void **kept, const char *library, const char *call); /* from any thread */

/* The library's kGumboDefaultOptions, which is no call. */
const struct GumboInternalOptions *late_gumbo_options(void);

#define LATE(library, type, call, parameters, arguments)                                \
    type(call) parameters                                                               \
    {                                                                                   \
        static void *kept;                                                              \
        return ((__typeof__(&(call)))late_call(&kept, LATE_##library, #call))arguments; \
    }

#endif
