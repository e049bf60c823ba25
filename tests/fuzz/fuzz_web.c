/* What a web server says beside its documents: robots.txt, the numbers in header fields, the host of a link. Input:
 * robots.txt, and behind a line of --- a path or host and a field's value. Numbers stay within their bounds; a path
 * that is allowed to all is allowed with more text about others; no spelling of an address of this machine is public.
 */
#include "base/arena.h"
#include "base/date.h"
#include "ingest/guard.h"
#include "ingest/http_value.h"
#include "ingest/robots.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_robots(struct str text, struct str path)
{
    int64_t delay = -1, again = -1;
    bool may = robots_allow(text, str_lit("bulletin"), path, &delay);
    must(may == robots_allow(text, str_lit("BULLETIN"), path, &again) && delay == again);
    must(delay >= -1);
    must(robots_allow((struct str){0}, str_lit("bulletin"), path, &delay));
    if (str_starts(path, "/robots.txt") && path.n == strlen("/robots.txt"))
        must(may);
}

static void check_fields(struct str value)
{
    int64_t wait = http_retry_after(value), age = http_fresh(&(struct http_freshness){.cache_control = value}),
            left = http_fresh(&(struct http_freshness){value, value, (struct str){0}, value});
    must(wait >= -1 && wait <= 7 * 86400 && age >= 0 && age <= 30 * 86400 && left >= 0 && left <= 30 * 86400);
    must(http_sent_at(value) <= clock_now());
    if (http_value_safe(value))
        must(value.n > 0 && value.n <= 1024 && !memchr(value.s, '\n', value.n) && !memchr(value.s, '\r', value.n));
}

/* The guard's own reading beside the C library's, which is the one that connects. */
static void check_host(struct str host)
{
    char name[64];
    struct in_addr v4;
    const char *what = guard_host(host);
    if (host.n == 0 || host.n >= sizeof name || memchr(host.s, '\0', host.n))
        return;
    memcpy(name, host.s, host.n);
    name[host.n] = '\0';
    if (!strpbrk(name, " \t\n\v\f\r") && inet_aton(name, &v4)) {
        struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr = v4};
        if (guard_address((const struct sockaddr *)&to))
            must(what != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct str all = {(const char *)data, n}, robots = all, path = {0}, value = {0};
    size_t at = str_find(all, str_lit("\n---\n"));
    if (at != STR_NONE) {
        robots = str_sub(all, 0, at);
        value = str_sub(all, at + 5, n);
        str_line(&value, &path);
        path = str_dup(&a, path);
        value = str_dup(&a, value);
    }
    check_robots(str_dup(&a, robots), path.n ? path : str_lit("/news/1.html?a=b"));
    check_fields(value);
    check_host(path);
    arena_end(&a);
    return 0;
}
