/* What one reader has been sent: editions, their stories and calls to action, newest first. */
#include "base/json.h"
#include "base/log.h"
#include "cli/newsroom.h"

static const struct option options[] = {{NULL, NULL, NULL}};

static void show_json(struct newsroom *n, const struct seen_edition *x)
{
    struct buf b;
    buf_init(&b, 4 << 20);
    struct json_out o = {.b = &b};
    json_open(&o, NULL, '{');
    json_put_str(&o, "edition", x->edition);
    json_put_str(&o, "digest", x->digest);
    json_put_str(&o, "date", date_rfc3339(n->arena, when_at(x->at, n->config.timezone.s)));
    json_put_str(&o, "state", str_c(delivery_state_name(x->state)));
    json_open(&o, "stories", '[');
    for (size_t i = 0; i < x->stories.n; i++) {
        json_open(&o, NULL, '{');
        json_put_str(&o, "id", x->stories.v[i].id);
        json_put_str(&o, "headline", x->stories.v[i].headline);
        if (x->stories.v[i].update)
            json_put_bool(&o, "update", true);
        json_close(&o, '}');
    }
    json_close(&o, ']');
    json_put_strs(&o, "ctas", &x->ctas);
    json_close(&o, '}');
    print_json_line(&b);
    buf_end(&b);
}

static void show(struct newsroom *n, const struct seen_edition *x)
{
    const struct cli *c = n->cli;
    struct civil t = date_civil(x->at, n->config.timezone.s);
    answer(c, STR_FMT "  %04d-%02d-%02d %02d:%02d  %s", STR_ARG(x->edition), t.year, t.month, t.day, t.hour, t.minute,
           x->state == DELIVERY_IN_DOUBT ? "in doubt" : delivery_state_name(x->state));
    for (size_t i = 0; i < x->stories.n; i++) {
        struct str headline = printable(n->arena, x->stories.v[i].headline, 200);
        answer(c, "    " STR_FMT "  %s" STR_FMT, STR_ARG(x->stories.v[i].id), x->stories.v[i].update ? "Update: " : "",
               STR_ARG(headline));
    }
    for (size_t i = 0; i < x->ctas.n; i++)
        answer(c, "    cta " STR_FMT, STR_ARG(x->ctas.v[i]));
}

static int seen(struct newsroom *n, const struct args *a, struct err *e)
{
    struct address addr;
    struct seen_editions all = {0};
    struct err why = {0};
    bool known;
    if (address_parse(n->arena, a->rest.v[0], &addr, &why))
        return err_set(e, EX_DATAERR, "'" STR_FMT "' %s", STR_ARG(str_sub(a->rest.v[0], 0, 100)), why.msg);
    if (store_seen(n->store, n->arena, addr.key, &known, &all, e) < 0)
        return -1;
    if (!known)
        return err_set(e, EX_NOINPUT, STR_FMT " is on no list and was never sent anything", STR_ARG(addr.addr));
    for (size_t i = 0; i < all.n; i++)
        n->cli->json ? show_json(n, &all.v[i]) : show(n, &all.v[i]);
    if (!all.n)
        answer(n->cli, STR_FMT " has not been sent anything yet", STR_ARG(addr.addr));
    return 0;
}

static int run(struct cli *c, const struct args *a, struct err *e)
{
    return with_newsroom(c, STORE_WRITE, true, seen, a, e);
}

const struct command cmd_seen = {
    "seen", "ADDRESS", "What a reader has been sent: editions, stories, calls to action", options, 1, 1, run};
