/* Any bytes as bulletin.yaml: read, or refused with the place. What is read can be used without another look: every
 * digest and topic is found by its key, has what a mail needs, and no value that goes into a header or an SMTP command
 * holds a line break. */
#include "cli/config.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7.12 forgets a kilobyte when a quoted scalar ends with the file. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml";
}

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void one_line(struct str s)
{
    must(str_chr(s, '\n') == STR_NONE && str_chr(s, '\r') == STR_NONE && (!s.n || !memchr(s.s, '\0', s.n)));
}

static void check_digest(const struct config *c, const struct digest *d)
{
    struct err e = {0};
    must(config_digest(c, d->key, &e) == d && d->key.n > 0);
    const struct str said[] = {
        d->list, d->from, d->reply_to, d->bounces, d->unsubscribe.mail, d->unsubscribe.url, d->list_id, d->precedence};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        one_line(said[i]);
    must(d->window > 0 && d->grace >= 0 && d->stories.max >= 0);
    for (size_t i = 0; i < d->topics.n; i++)
        must(config_topic(c, d->topics.v[i], &e) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct config c = {0};
    struct err e = {0};
    if (config_read(&a, (struct str){(const char *)data, n}, str_lit("fuzz.yaml"), &c, &e) < 0) {
        must(e.code == EX_CONFIG && str_starts(str_c(e.msg), "fuzz.yaml"));
    } else {
        for (size_t i = 0; i < c.digests.n; i++)
            check_digest(&c, &c.digests.v[i]);
        for (size_t i = 0; i < c.relays.n; i++)
            one_line(c.relays.v[i].url);
        for (size_t i = 0; i < c.sources.n; i++)
            must((c.sources.v[i].folder.n > 0) + (c.sources.v[i].feed.n > 0) + (c.sources.v[i].page.n > 0) == 1);
    }
    arena_end(&a);
    return 0;
}
