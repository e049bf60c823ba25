#include "model/reader.h"
#include "base/crypto.h"
#include "base/url.h"
#include "base/utf8.h"
#include <string.h>

enum { LOCAL_MAX = 64, MESSAGE_ID_HASH = 22 /* base64url characters: 132 bits */ };

struct who {
    struct arena *arena;
    const struct mailing *mailing;
    const struct mail_settings *settings;
    const struct recipient *recipient;
    struct token_holder holder;
    struct str leave; /* the unsubscribe token: for the link, its mail and the headers */
};

/* One text from several, without the price of a format. */
static struct str joined(struct arena *a, const struct str *parts, size_t n)
{
    return str_join(a, &(struct strs){.v = (struct str *)parts, .n = n}, "");
}

/* The pattern with {token} and {edition} replaced. */
static struct str filled(const struct who *w, struct str pattern, struct str token)
{
    struct strs parts = {0};
    size_t from = 0;
    for (const char *p; (p = memchr(pattern.s + from, '{', pattern.n - from));) {
        size_t at = (size_t)(p - pattern.s);
        struct str rest = str_sub(pattern, at, pattern.n);
        bool is_token = str_starts(rest, "{token}"), is_edition = str_starts(rest, "{edition}");
        vec_add(w->arena, &parts, str_sub(pattern, from, is_token || is_edition ? at : at + 1));
        if (is_token || is_edition)
            vec_add(w->arena, &parts, is_token ? token : w->mailing->edition_url);
        from = at + (is_token ? sizeof "{token}" : is_edition ? sizeof "{edition}" : 2) - 1;
    }
    vec_add(w->arena, &parts, str_sub(pattern, from, pattern.n));
    return str_join(w->arena, &parts, "");
}

static struct str fill_link(const struct who *w, struct str pattern, enum token_purpose purpose,
                            const struct token_scope *scope)
{
    if (!pattern.n)
        return str_lit("");
    return filled(w, pattern,
                  purpose == TOKEN_UNSUBSCRIBE ? w->leave
                                               : token_for(w->arena, &w->settings->keys, purpose, scope, &w->holder));
}

static struct str unsubscribe_mail(const struct who *w)
{
    return joined(w->arena, (struct str[]){w->mailing->leave_mail, w->leave}, 2);
}

static struct str unsubscribe_url(const struct who *w)
{
    const struct mail_settings *s = w->settings;
    return s->unsubscribe_url.n ? fill_link(w, s->unsubscribe_url, TOKEN_UNSUBSCRIBE, &w->mailing->of_list)
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

/* What a list says about somebody is one line of clean text, whatever stands in the list; nearly always it is already.
 */
static struct str one_line(struct arena *a, struct str s)
{
    bool plain = true, ascii = true;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        plain &= c >= 0x20 && c != 0x7F && c != 0xE2; /* E2: marks that turn the text around are among these */
        ascii &= c < 0x80;
    }
    return plain && (ascii || utf8_valid(s)) ? s : utf8_line(a, s, 0);
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
struct str mailing_message_id(struct arena *a, const struct mailing *x, struct str address_key)
{
    uint8_t digest[SHA256_LEN];
    sha256(joined(a, (struct str[]){x->edition, str_lit("\n"), address_key}, 3), digest);
    struct str hash = str_sub(base64url(a, digest, sizeof digest), 0, MESSAGE_ID_HASH);
    return joined(a, (struct str[]){str_lit("<"), hash, x->id_end}, 3);
}

static struct str envelope_sender(struct arena *a, const struct mailing *x, const struct token_holder *who)
{
    const struct mail_settings *s = x->settings;
    if (!s->bounces.n)
        return s->from.address.addr;
    size_t at = str_chr(s->bounces, '@');
    if (at == STR_NONE || !s->keys.n || at + 1 + TOKEN_BOUNCE_LEN > LOCAL_MAX)
        return s->bounces;
    return joined(a,
                  (struct str[]){str_sub(s->bounces, 0, at), str_lit("+"),
                                 token_bounce_for(a, &s->keys, &x->of_edition, who),
                                 str_sub(s->bounces, at, s->bounces.n)},
                  4);
}

static struct str value_of(const struct who *w, struct str field)
{
    const struct mail_settings *s = w->settings;
    if (str_starts(field, "subscriber."))
        return one_line(w->arena, subscriber_value(w, str_sub(field, sizeof "subscriber." - 1, field.n)));
    if (str_eqc(field, "unsubscribe_url"))
        return unsubscribe_url(w);
    if (str_eqc(field, "unsubscribe_mail"))
        return unsubscribe_mail(w);
    if (str_eqc(field, "view_url"))
        return fill_link(w, s->view_url, TOKEN_VIEW, &w->mailing->of_edition);
    if (str_eqc(field, "preferences_url"))
        return fill_link(w, s->preferences_url, TOKEN_PREFERENCES, &w->mailing->of_list);
    if (str_eqc(field, "message_id"))
        return mailing_message_id(w->arena, w->mailing, w->recipient->key);
    return (struct str){0};
}

/* RFC 6068: the parts of the address are percent-encoded, the @ is not. */
static struct str leave_mail(struct arena *a, const struct mail_settings *s)
{
    struct str address = s->unsubscribe_mail.n ? s->unsubscribe_mail : s->from.address.addr;
    size_t at = str_chr(address, '@');
    struct str local = url_escape(a, str_sub(address, 0, at));
    struct str domain = at == STR_NONE ? str_lit("") : str_sub(address, at, address.n);
    return str_fmt(a, "mailto:" STR_FMT STR_FMT "?subject=unsubscribe%s", STR_ARG(local), STR_ARG(domain),
                   s->keys.n ? "%20" : "");
}

void mailing_begin(struct arena *a, const struct mail_settings *s, struct str edition, struct mailing *out)
{
    struct str domain = s->from.address.domain.n ? s->from.address.domain : str_lit("localhost");
    *out = (struct mailing){.settings = s,
                            .edition = edition,
                            .edition_url = url_escape(a, edition),
                            .leave_mail = leave_mail(a, s),
                            .of_list = token_scope_of(&s->keys, s->list_name),
                            .of_edition = token_scope_of(&s->keys, edition)};
    out->id_end = str_fmt(a, "." STR_FMT "@" STR_FMT ">", STR_ARG(atom(a, edition)), STR_ARG(domain));
}

struct str mailing_reader(struct arena *a, const struct mailing *x, const struct mold *m, const struct recipient *r,
                          struct str *values)
{
    struct who w = {a, x, x->settings, r, token_holder_of(&x->settings->keys, r->key), {0}};
    w.leave = token_for(a, &x->settings->keys, TOKEN_UNSUBSCRIBE, &x->of_list, &w.holder);
    for (size_t i = 0; i < m->fields.n; i++) {
        values[i] = value_of(&w, m->fields.v[i]);
        if (!values[i].s)
            values[i] = str_lit("");
    }
    return envelope_sender(a, x, &w.holder);
}

void reader_values(struct arena *a, const struct mold *m, const struct mail_settings *s, struct str edition,
                   const struct recipient *r, struct str *values)
{
    struct mailing x;
    mailing_begin(a, s, edition, &x);
    mailing_reader(a, &x, m, r, values);
}

struct str reader_message_id(struct arena *a, const struct mail_settings *s, struct str edition, struct str address_key)
{
    struct mailing x;
    mailing_begin(a, s, edition, &x);
    return mailing_message_id(a, &x, address_key);
}

struct str reader_envelope_sender(struct arena *a, const struct mail_settings *s, struct str edition,
                                  struct str address_key)
{
    struct mailing x;
    struct token_holder who = token_holder_of(&s->keys, address_key);
    mailing_begin(a, s, edition, &x);
    return envelope_sender(a, &x, &who);
}
