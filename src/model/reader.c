#include "model/reader.h"
#include "base/crypto.h"
#include "base/url.h"
#include <string.h>

enum { LOCAL_MAX = 64, MESSAGE_ID_HASH = 22 /* base64url characters: 132 bits */ };

struct who {
    struct arena *arena;
    const struct mail_settings *settings;
    struct str edition;
    const struct recipient *recipient;
    struct token_holder holder;
    struct str leave; /* the unsubscribe token: for the link, its mail and the headers */
};

/* The pattern with {token} and {edition} replaced. */
static struct str filled(const struct who *w, struct str pattern, struct str token)
{
    struct strs parts = {0};
    size_t from = 0;
    for (size_t i = 0; i < pattern.n; i++) {
        struct str rest = str_sub(pattern, i, pattern.n), name;
        if (rest.s[0] != '{')
            continue;
        if (str_starts(rest, "{token}"))
            name = str_lit("{token}");
        else if (str_starts(rest, "{edition}"))
            name = str_lit("{edition}");
        else
            continue;
        vec_add(w->arena, &parts, str_sub(pattern, from, i));
        vec_add(w->arena, &parts, name.s[1] == 't' ? token : url_escape(w->arena, w->edition));
        from = i + name.n;
        i = from - 1;
    }
    vec_add(w->arena, &parts, str_sub(pattern, from, pattern.n));
    return str_join(w->arena, &parts, "");
}

static struct str fill_link(struct who *w, struct str pattern, enum token_purpose purpose, struct str scope)
{
    if (!pattern.n)
        return str_lit("");
    return filled(w, pattern,
                  purpose == TOKEN_UNSUBSCRIBE ? w->leave
                                               : token_for(w->arena, &w->settings->keys, purpose, scope, &w->holder));
}

/* RFC 6068: the parts of the address are percent-encoded, the @ is not. */
static struct str unsubscribe_mail(const struct who *w)
{
    const struct mail_settings *s = w->settings;
    struct str address = s->unsubscribe_mail.n ? s->unsubscribe_mail : s->from.address.addr;
    size_t at = str_chr(address, '@');
    struct str local = url_escape(w->arena, str_sub(address, 0, at));
    struct str domain = at == STR_NONE ? str_lit("") : str_sub(address, at, address.n);
    return str_fmt(w->arena, "mailto:" STR_FMT STR_FMT "?subject=unsubscribe%s" STR_FMT, STR_ARG(local),
                   STR_ARG(domain), w->leave.n ? "%20" : "", STR_ARG(w->leave));
}

static struct str unsubscribe_url(struct who *w)
{
    const struct mail_settings *s = w->settings;
    return s->unsubscribe_url.n ? fill_link(w, s->unsubscribe_url, TOKEN_UNSUBSCRIBE, s->list_name)
                                : unsubscribe_mail(w);
}

static struct str first_name(struct str name)
{
    name = str_trim(name);
    return str_sub(name, 0, str_chr(name, ' '));
}

/* recipient->attributes is "name\0value\0..."; a torn end is an empty value. */
static struct str attribute(struct str pairs, struct str name)
{
    struct str key, value;
    while (pairs.n && str_cut(&pairs, '\0', &key)) {
        value = (struct str){0};
        if (str_cut(&pairs, '\0', &value) && str_eq(key, name))
            return value;
    }
    return (struct str){0};
}

struct str reader_attribute(const struct recipient *r, struct str name)
{
    return attribute(r->attributes, name);
}

static struct str subscriber_value(const struct who *w, struct str name)
{
    const struct recipient *r = w->recipient;
    if (str_eqc(name, "name"))
        return r->name;
    if (str_eqc(name, "first_name"))
        return first_name(r->name);
    if (str_eqc(name, "email"))
        return r->address;
    if (str_eqc(name, "lang"))
        return r->lang;
    return attribute(r->attributes, name);
}

static struct str value_of(struct who *w, struct str field)
{
    const struct mail_settings *s = w->settings;
    if (str_starts(field, "subscriber."))
        return subscriber_value(w, str_sub(field, sizeof "subscriber." - 1, field.n));
    if (str_eqc(field, "unsubscribe_url"))
        return unsubscribe_url(w);
    if (str_eqc(field, "unsubscribe_mail"))
        return unsubscribe_mail(w);
    if (str_eqc(field, "view_url"))
        return fill_link(w, s->view_url, TOKEN_VIEW, w->edition);
    if (str_eqc(field, "preferences_url"))
        return fill_link(w, s->preferences_url, TOKEN_PREFERENCES, s->list_name);
    if (str_eqc(field, "message_id"))
        return reader_message_id(w->arena, s, w->edition, w->recipient->key);
    return (struct str){0};
}

void reader_values(struct arena *a, const struct mold *m, const struct mail_settings *s, struct str edition,
                   const struct recipient *r, struct str *values)
{
    struct who w = {a, s, edition, r, token_holder_of(&s->keys, r->key), {0}};
    w.leave = token_for(a, &s->keys, TOKEN_UNSUBSCRIBE, s->list_name, &w.holder);
    for (size_t i = 0; i < m->fields.n; i++) {
        values[i] = value_of(&w, m->fields.v[i]);
        if (!values[i].s)
            values[i] = str_lit("");
    }
}

/* Edition names are ours, but a plan can be edited by hand: only what a dot-atom may hold. */
static struct str atom(struct arena *a, struct str s)
{
    struct str out = str_dup(a, s);
    char *p = (char *)out.s;
    for (size_t i = 0; i < out.n; i++)
        if (!((p[i] >= '0' && p[i] <= '9') || (p[i] >= 'a' && p[i] <= 'z') || (p[i] >= 'A' && p[i] <= 'Z') ||
              p[i] == '_'))
            p[i] = '-';
    return out;
}

/* No key in it: a resent message keeps its id when keys were rotated in between. */
struct str reader_message_id(struct arena *a, const struct mail_settings *s, struct str edition, struct str address_key)
{
    uint8_t digest[SHA256_LEN];
    sha256(str_fmt(a, STR_FMT "\n" STR_FMT, STR_ARG(edition), STR_ARG(address_key)), digest);
    struct str hash = str_sub(base64url(a, digest, sizeof digest), 0, MESSAGE_ID_HASH);
    struct str domain = s->from.address.domain.n ? s->from.address.domain : str_lit("localhost");
    return str_fmt(a, "<" STR_FMT "." STR_FMT "@" STR_FMT ">", STR_ARG(hash), STR_ARG(atom(a, edition)),
                   STR_ARG(domain));
}

struct str reader_envelope_sender(struct arena *a, const struct mail_settings *s, struct str edition,
                                  struct str address_key)
{
    if (!s->bounces.n)
        return s->from.address.addr;
    size_t at = str_chr(s->bounces, '@');
    struct str token = token_bounce(a, &s->keys, edition, address_key);
    if (at == STR_NONE || !token.n || at + 1 + token.n > LOCAL_MAX)
        return s->bounces;
    return str_fmt(a, STR_FMT "+" STR_FMT STR_FMT, STR_ARG(str_sub(s->bounces, 0, at)), STR_ARG(token),
                   STR_ARG(str_sub(s->bounces, at, s->bounces.n)));
}
