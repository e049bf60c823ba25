/* The header block: who it is from, how to get off the list, what receivers ask of bulk mail. */
#include "base/address.h"
#include "render/lint.h"
#include <string.h>

static void once(struct lint *l)
{
    static const char *const single[] = {"From",     "To",     "Subject", "Date",         "Message-ID",
                                         "Reply-To", "Sender", "Cc",      "MIME-Version", "Content-Type"};
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        if (lint_fields(l, single[i]) > 1)
            lint_say(l, "E701", lint_header(l, single[i]),
                     "it is there %zu times; RFC 5322 allows one, and Gmail refuses more", lint_fields(l, single[i]));
}

static void required(struct lint *l)
{
    if (!lint_field(l, "From").n)
        lint_say(l, "E702", lint_header(l, "From"), "no sender");
    if (!lint_field(l, "Date").n)
        lint_say(l, "E703", lint_header(l, "Date"), "no date; RFC 5322 requires one");
    if (!lint_field(l, "Message-ID").n)
        lint_say(l, "E704", lint_header(l, "Message-ID"),
                 "no Message-ID; a receiver cannot tell a second copy from a new mail");
    if (!lint_field(l, "MIME-Version").n)
        lint_say(l, "W705", lint_header(l, "MIME-Version"), "no MIME-Version; the parts may be shown as they are");
}

static struct str domain(struct lint *l, struct str field)
{
    struct mailbox m = {0};
    struct err e = {0};
    return field.n && !mailbox_parse(l->a, field, &m, &e) ? m.address.domain : (struct str){0};
}

/* The last two labels: near enough to an organisation's domain to compare two of them, except under co.uk and its kind.
 */
static struct str organisation(struct str d)
{
    size_t dots = 0, i = d.n, want = 2;
    static const char *const wide[] = {".co.uk", ".org.uk", ".com.au", ".co.jp",
                                       ".co.kr", ".com.br", ".co.nz",  ".co.za"};
    for (size_t k = 0; k < sizeof wide / sizeof *wide; k++)
        if (str_ends(d, wide[k]))
            want = 3;
    while (i && (dots += d.s[i - 1] == '.') < want)
        i--;
    return str_sub(d, i, d.n);
}

static struct str tag(struct lint *l, struct str field, const char *name)
{
    struct str part;
    while (str_cut(&field, ';', &part)) {
        part = str_trim(part);
        size_t eq = str_chr(part, '=');
        if (eq != STR_NONE && str_eqc(str_trim(str_sub(part, 0, eq)), name))
            return str_trim(str_sub(part, eq + 1, part.n));
    }
    return (struct str){0};
}

static void alignment(struct lint *l)
{
    struct str from = domain(l, lint_field(l, "From")), reply = domain(l, lint_field(l, "Reply-To"));
    struct str dkim = lint_field(l, "DKIM-Signature"), signer = tag(l, dkim, "d");
    if (lint_field(l, "From").n && !from.n)
        lint_say(l, "E706", lint_header(l, "From"), "the sender is not an address");
    if (from.n && reply.n && !str_ieq(organisation(from), organisation(reply)))
        lint_say(l, "W707", lint_header(l, "Reply-To"),
                 "answers go to " STR_FMT ", the mail comes from " STR_FMT "; filters look for that", STR_ARG(reply),
                 STR_ARG(from));
    if (signer.n && from.n && !str_ieq(organisation(signer), organisation(from)))
        lint_say(l, "W708", lint_header(l, "DKIM-Signature"),
                 "signed by " STR_FMT ", sent from " STR_FMT "; without alignment DMARC fails", STR_ARG(signer),
                 STR_ARG(from));
    struct str signed_fields = tag(l, dkim, "h");
    if (dkim.n && lint_field(l, "List-Unsubscribe-Post").n &&
        str_ifind(signed_fields, str_lit("list-unsubscribe-post")) == STR_NONE)
        lint_say(l, "W709", lint_header(l, "DKIM-Signature"),
                 "it does not cover List-Unsubscribe-Post; one-click then does not count (RFC 8058)");
}

static void leaving(struct lint *l)
{
    struct str list = lint_field(l, "List-Unsubscribe"), post = lint_field(l, "List-Unsubscribe-Post");
    struct str at = lint_header(l, "List-Unsubscribe");
    bool https = str_ifind(list, str_lit("<https:")) != STR_NONE;
    if (!list.n)
        lint_say(l, "E710", at, "no List-Unsubscribe; Gmail and Yahoo refuse bulk mail without it");
    else if (!https)
        lint_say(l, "W711", at,
                 "only a mail address; Gmail and Yahoo ask bulk senders for one-click by https (RFC 8058)");
    else if (!str_ieqc(post, "List-Unsubscribe=One-Click"))
        lint_say(l, "W712", lint_header(l, "List-Unsubscribe-Post"),
                 "missing beside an https List-Unsubscribe; without it nobody leaves with one click");
    if (list.n && list.s[0] != '<')
        lint_say(l, "E713", at, "its addresses must stand in angle brackets");
    if (!lint_field(l, "List-Id").n)
        lint_say(l, "N714", lint_header(l, "List-Id"), "no List-Id; readers filter lists by it");
}

static void parts(struct lint *l)
{
    struct str type = lint_field(l, "Content-Type");
    size_t text = str_ifind(l->mail->eml, str_lit("\ncontent-type: text/plain")),
           html = str_ifind(l->mail->eml, str_lit("\ncontent-type: text/html"));
    if (str_istarts(type, "multipart/alternative") && text != STR_NONE && html != STR_NONE && html < text)
        lint_say(l, "E715", str_lit("source"),
                 "the HTML comes before the text; the last alternative is the preferred one");
    if (str_istarts(type, "multipart/") && str_ifind(type, str_lit("boundary=")) == STR_NONE)
        lint_say(l, "E716", lint_header(l, "Content-Type"), "a multipart type without a boundary");
    for (size_t i = 0; i < l->mail->headers.n; i++)
        if ((unsigned char)l->mail->headers.s[i] >= 0x80) {
            lint_say(l, "W717", str_lit("source"),
                     "letters outside ASCII in the header block; without SMTPUTF8 they must be encoded (RFC 2047)");
            break;
        }
}

void lint_headers(struct lint *l)
{
    if (!l->mail->headers.n)
        return;
    once(l);
    required(l);
    alignment(l);
    leaving(l);
    parts(l);
}
