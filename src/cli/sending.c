/* From bulletin.yaml to what the sender needs to know. */
#include "base/file.h"
#include "cli/run.h"

enum { KEY_FILE_MAX = 64 << 10 };

static int load_keys(struct newsroom *n, const struct dkim_config *c, struct dkim_settings *out, struct err *e)
{
    struct str from = str_fmt(n->arena, STR_FMT ":%d:%d", STR_ARG(n->config.file), c->line, c->column);
    out->domain = c->domain;
    for (size_t i = 0; i < c->files.n; i++) {
        struct dkim_key_setting key = {.selector = c->selectors.v[i]};
        if (config_secret_file(n->arena, path_join(n->arena, n->dir, c->files.v[i]), KEY_FILE_MAX, from, "key_file",
                               &key.pem, e))
            return -1;
        vec_add(n->arena, &out->keys, key);
    }
    return 0;
}

static int renew(void *ctx, size_t i, struct err *e)
{
    struct newsroom *n = ctx;
    return config_password(n->arena, &n->config, n->dir, &n->config.relays.v[i], e);
}

/* d: NULL when the digest is no longer configured; then the newsroom's settings count. */
int sending_options(struct newsroom *n, const struct digest *d, const struct mail_settings *mail,
                    struct send_options *o, struct err *e)
{
    static const struct sending_config defaults;
    const struct sending_config *s = d ? &d->sending : &defaults;
    const struct dkim_config *dkim = d && d->dkim.files.n ? &d->dkim : &n->config.dkim;
    struct dkim_settings *keys = arena_new(n->arena, struct dkim_settings);
    if (newsroom_relays(n, e) || load_keys(n, dkim, keys, e))
        return -1;
    *o = (struct send_options){.relays = &n->config.relays,
                               .mail = mail,
                               .state_dir = n->state_dir.s,
                               .newsroom = n->dir,
                               .doubt = d && str_eqc(d->in_doubt, "hold") ? DOUBT_HOLD : DOUBT_RESEND,
                               .max_attempts = s->attempts,
                               .retry_base = s->retry,
                               .give_up = s->give_up,
                               .error_budget = s->error_budget,
                               .zone = n->config.timezone.s,
                               .hours = s->hours,
                               .expire = s->expire,
                               .renew = renew,
                               .renew_ctx = n,
                               .dkim = keys->keys.n ? keys : NULL};
    return 0;
}
