/* What a mail is apart from its content: from bulletin.yaml, and to and from the ledger, where it is frozen with the
 * edition. */
#include "base/json.h"
#include "cli/run.h"

/* config_read has found them well-formed already. */
static int parse_box(struct newsroom *n, struct str text, struct mailbox *out, struct err *e)
{
    return text.n ? mailbox_parse(n->arena, text, out, e) : 0;
}

int mail_settings_from(struct newsroom *n, const struct digest *d, struct mail_settings *out, struct err *e)
{
    struct mailbox bounces = {0}, leave = {0};
    *out = (struct mail_settings){.list_name = d->list,
                                  .unsubscribe_url = d->unsubscribe.url,
                                  .view_url = d->view_url,
                                  .preferences_url = d->preferences_url,
                                  .precedence = d->precedence,
                                  .keys = n->keys,
                                  .scheduled = d->scheduled};
    if (parse_box(n, d->from, &out->from, e) || parse_box(n, d->reply_to, &out->reply_to, e) ||
        parse_box(n, d->bounces, &bounces, e) || parse_box(n, d->unsubscribe.mail, &leave, e))
        return -1;
    out->bounces = bounces.address.addr;
    out->unsubscribe_mail = leave.address.addr.n ? leave.address.addr : out->from.address.addr;
    out->list_id = d->list_id.n
                       ? d->list_id
                       : str_fmt(n->arena, STR_FMT "." STR_FMT, STR_ARG(d->list), STR_ARG(out->from.address.domain));
    return 0;
}

static void put_box(struct json_out *o, const char *key, const struct mailbox *m)
{
    if (!m->address.addr.n)
        return;
    json_open(o, key, '{');
    json_put_str(o, "name", m->name);
    json_put_str(o, "address", m->address.addr);
    json_close(o, '}');
}

struct str mail_settings_json(struct arena *a, const struct mail_settings *m)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    struct json_out o = {&b, false};
    json_open(&o, NULL, '{');
    put_box(&o, "from", &m->from);
    put_box(&o, "reply_to", &m->reply_to);
    json_put_str(&o, "bounces", m->bounces);
    json_put_str(&o, "list_id", m->list_id);
    json_put_str(&o, "list_name", m->list_name);
    json_put_str(&o, "unsubscribe_mail", m->unsubscribe_mail);
    json_put_str(&o, "unsubscribe_url", m->unsubscribe_url);
    json_put_str(&o, "view_url", m->view_url);
    json_put_str(&o, "preferences_url", m->preferences_url);
    json_put_str(&o, "precedence", m->precedence);
    json_put_bool(&o, "scheduled", m->scheduled);
    json_close(&o, '}');
    struct str out = buf_dup(a, &b);
    buf_end(&b);
    return out;
}

static int get_box(struct arena *a, const struct json *j, struct mailbox *out, struct err *e)
{
    struct str addr = json_str(json_get(j, "address"));
    if (!addr.n)
        return 0;
    out->name = str_dup(a, json_str(json_get(j, "name")));
    return address_parse(a, addr, &out->address, e);
}

int mail_settings_parse(struct arena *a, struct str json, const struct token_keys *keys, struct mail_settings *out,
                        struct err *e)
{
    struct json *j = json_parse(json, str_lit("ledger: settings"), e);
    if (!j)
        return -1;
    *out = (struct mail_settings){.keys = *keys};
    int rc = get_box(a, json_get(j, "from"), &out->from, e) || get_box(a, json_get(j, "reply_to"), &out->reply_to, e)
                 ? -1
                 : 0;
    out->bounces = str_dup(a, json_str(json_get(j, "bounces")));
    out->list_id = str_dup(a, json_str(json_get(j, "list_id")));
    out->list_name = str_dup(a, json_str(json_get(j, "list_name")));
    out->unsubscribe_mail = str_dup(a, json_str(json_get(j, "unsubscribe_mail")));
    out->unsubscribe_url = str_dup(a, json_str(json_get(j, "unsubscribe_url")));
    out->view_url = str_dup(a, json_str(json_get(j, "view_url")));
    out->preferences_url = str_dup(a, json_str(json_get(j, "preferences_url")));
    out->precedence = str_dup(a, json_str(json_get(j, "precedence")));
    out->scheduled = json_bool(json_get(j, "scheduled"), false);
    json_end(j);
    return rc;
}
