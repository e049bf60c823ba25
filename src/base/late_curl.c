#include "base/late.h"
#include "base/late_names.h"
#include <curl/curl.h>
#include <stdarg.h>
#include <stdbool.h>

LATE(curl, void, curl_easy_cleanup, (CURL * a), (a))
LATE(curl, CURLHcode, curl_easy_header,
     (CURL * a, const char *b, size_t c, unsigned int d, int e, struct curl_header **f), (a, b, c, d, e, f))
LATE(curl, CURL *, curl_easy_init, (void), ())
LATE(curl, CURLcode, curl_easy_recv, (CURL * a, void *b, size_t c, size_t *d), (a, b, c, d))
LATE(curl, CURLcode, curl_easy_send, (CURL * a, const void *b, size_t c, size_t *d), (a, b, c, d))
LATE(curl, const char *, curl_easy_strerror, (CURLcode a), (a))
LATE(curl, void, curl_free, (void *a), (a))
LATE(curl, CURLcode, curl_global_init, (long a), (a))
LATE(curl, CURLMcode, curl_multi_add_handle, (CURLM * a, CURL *b), (a, b))
LATE(curl, CURLMcode, curl_multi_cleanup, (CURLM * a), (a))
LATE(curl, CURLMsg *, curl_multi_info_read, (CURLM * a, int *b), (a, b))
LATE(curl, CURLM *, curl_multi_init, (void), ())
LATE(curl, CURLMcode, curl_multi_perform, (CURLM * a, int *b), (a, b))
LATE(curl, CURLMcode, curl_multi_poll, (CURLM * a, struct curl_waitfd *b, unsigned int c, int d, int *e),
     (a, b, c, d, e))
LATE(curl, CURLMcode, curl_multi_remove_handle, (CURLM * a, CURL *b), (a, b))
LATE(curl, CURLMcode, curl_multi_socket_action, (CURLM * a, curl_socket_t b, int c, int *d), (a, b, c, d))
LATE(curl, struct curl_slist *, curl_slist_append, (struct curl_slist * a, const char *b), (a, b))
LATE(curl, void, curl_slist_free_all, (struct curl_slist * a), (a))
LATE(curl, CURLU *, curl_url, (void), ())
LATE(curl, void, curl_url_cleanup, (CURLU * a), (a))
LATE(curl, CURLUcode, curl_url_get, (CURLU * a, CURLUPart b, char **c, unsigned int d), (a, b, c, d))
LATE(curl, CURLUcode, curl_url_set, (CURLU * a, CURLUPart b, const char *c, unsigned int d), (a, b, c, d))
LATE(curl, curl_version_info_data *, curl_version_info, (CURLversion a), (a))

/* What has no fixed type: sizes are curl_off_t, all else a pointer or a long, which Linux hands over alike. */
static bool is_size(int option)
{
    return option / 10000 * 10000 == CURLOPTTYPE_OFF_T;
}

CURLcode(curl_easy_setopt)(CURL *a, CURLoption b, ...)
{
    static void *kept;
    __typeof__(&(curl_easy_setopt)) real = late_call(&kept, LATE_curl, "curl_easy_setopt");
    va_list ap;
    va_start(ap, b);
    CURLcode rc = is_size(b) ? real(a, b, va_arg(ap, curl_off_t)) : real(a, b, va_arg(ap, void *));
    va_end(ap);
    return rc;
}

CURLMcode(curl_multi_setopt)(CURLM *a, CURLMoption b, ...)
{
    static void *kept;
    __typeof__(&(curl_multi_setopt)) real = late_call(&kept, LATE_curl, "curl_multi_setopt");
    va_list ap;
    va_start(ap, b);
    CURLMcode rc = is_size(b) ? real(a, b, va_arg(ap, curl_off_t)) : real(a, b, va_arg(ap, void *));
    va_end(ap);
    return rc;
}

CURLcode(curl_easy_getinfo)(CURL *a, CURLINFO b, ...)
{
    static void *kept;
    __typeof__(&(curl_easy_getinfo)) real = late_call(&kept, LATE_curl, "curl_easy_getinfo");
    va_list ap;
    va_start(ap, b);
    CURLcode rc = real(a, b, va_arg(ap, void *));
    va_end(ap);
    return rc;
}
