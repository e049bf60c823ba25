/* The key `why`: a model that may be asked. */
#include "base/url.h"
#include "cli/config.h"
#include "cli/config_keys.h"
#include <stddef.h>
#include <stdlib.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define AT(field) offsetof(struct model_settings, field)

enum { PARALLEL_MOST = 64, ARGV_MOST = 64 };

static int read_temperature(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    struct model_settings *m = whole;
    char *end = NULL;
    if (str_eqc(yaml_str(y), "none")) {
        m->openai.temperature = -1;
        return 0;
    }
    m->openai.temperature = yaml_str(y).n ? strtod(yaml_str(y).s, &end) : -1;
    if (!end || *end || !(m->openai.temperature >= 0 && m->openai.temperature <= 2))
        return key_error(r, y, e, "'temperature' must be a number from 0 to 2, or none");
    return 0;
}

static int refuse_key(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    return key_error(r, y, e, "a key does not belong in this file; use key_command, key_file or key_env");
}

static const struct key openai_keys[] = {
    {"url", KEY_STR, AT(openai.url), NULL},
    {"model", KEY_STR, AT(openai.model), NULL},
    {"key", KEY_READ, 0, refuse_key},
    {"key_file", KEY_STR, AT(openai.key_file), NULL},
    {"key_env", KEY_STR, AT(openai.key_env), NULL},
    {"key_command", KEY_STR, AT(openai.key_command), NULL},
    {"temperature", KEY_READ, 0, read_temperature},
    {"max_tokens", KEY_INT, AT(openai.max_tokens), NULL},
};

static bool on_this_machine(struct str host)
{
    bool digits = str_starts(host, "127.");
    for (size_t i = 0; i < host.n && digits; i++)
        digits = (host.s[i] >= '0' && host.s[i] <= '9') || host.s[i] == '.';
    return digits || str_eqc(host, "localhost") || str_eqc(host, "::1") || str_eqc(host, "[::1]");
}

static int read_openai(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    struct model_settings *m = whole;
    struct url u;
    if (keys_read(r, y, "'openai'", openai_keys, COUNT(openai_keys), whole, e))
        return -1;
    if (!m->openai.url.n || !m->openai.model.n)
        return key_error(r, y, e, "'openai' needs 'url', as in http://127.0.0.1:8080/v1, and 'model'");
    if (!url_is_web(m->openai.url) || !url_parse(r->arena, m->openai.url, &u) || !u.host.n)
        return key_error(r, y, e, "'" STR_FMT "' is not an http or https address",
                         STR_ARG(str_sub(m->openai.url, 0, 200)));
    if (u.user.n)
        return key_error(r, y, e, "no user or password in the model's url; use key_command, key_file or key_env");
    bool key = m->openai.key_file.n || m->openai.key_env.n || m->openai.key_command.n;
    if (key && !str_eqc(u.scheme, "https") && !on_this_machine(u.host))
        return key_error(r, y, e, "a key is not sent over http to another machine; use https");
    return 0;
}

static int read_budget(struct key_reader *r, const struct yaml *y, void *whole, struct err *e)
{
    static const struct key keys[] = {
        {"calls", KEY_INT, AT(budget.calls), NULL},
        {"tokens", KEY_INT, AT(budget.tokens), NULL},
        {"time", KEY_SPAN, AT(budget.time), NULL},
    };
    return keys_read(r, y, "'budget'", keys, COUNT(keys), whole, e);
}

static const struct key why_keys[] = {
    {"command", KEY_STRS, AT(command), NULL}, {"openai", KEY_READ, 0, read_openai},
    {"timeout", KEY_SPAN, AT(timeout), NULL}, {"parallel", KEY_INT, AT(parallel), NULL},
    {"budget", KEY_READ, 0, read_budget},
};

int config_read_why(struct key_reader *r, const struct yaml *y, void *config, struct err *e)
{
    struct model_settings *m = &((struct config *)config)->why;
    *m = (struct model_settings){.openai = {.max_tokens = 400},
                                 .timeout = 30,
                                 .parallel = 4,
                                 .budget = {40, 0, 120},
                                 .line = y->key_line,
                                 .column = y->key_column};
    if (keys_read(r, y, "'why'", why_keys, COUNT(why_keys), m, e))
        return -1;
    if (m->command.n && m->openai.url.n)
        return key_error(r, y, e, "'why' takes one of 'command' and 'openai'");
    if (m->command.n > ARGV_MOST || (m->command.n && !m->command.v[0].n))
        return key_error(r, y, e, "'command' must be a program and at most %d arguments", ARGV_MOST - 1);
    if (m->timeout < 1 || m->parallel < 1 || m->parallel > PARALLEL_MOST)
        return key_error(r, y, e, "'timeout' must be 1s or more, 'parallel' 1 to %d", PARALLEL_MOST);
    return 0;
}
