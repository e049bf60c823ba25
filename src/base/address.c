#include "base/address.h"
#include "base/utf8.h"
#include <idn2.h>
#include <string.h>

enum { LOCAL_MAX = 64, DOMAIN_MAX = 253, ADDRESS_MAX = 254, LABEL_MAX = 63, NAME_MAX_CHARS = 200, INPUT_MAX = 2000 };

static int refuse(struct err *e, struct str s, const char *why)
{
    return err_set(e, EX_DATAERR, "address \"%.*s\" %s", s.n > 100 ? 100 : (int)s.n, s.s ? s.s : "", why);
}

static bool letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool atext(char c)
{
    return letter_or_digit(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static bool ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] >= 0x80)
            return false;
    return true;
}

/* Forms that are legal but that we do not take, named; and characters no address holds. NULL: fine so far. */
static const char *odd_form(struct str s)
{
    if (s.s[0] == '"')
        return "has a quoted local part, which is not supported";
    if (s.s[0] == '@')
        return str_chr(s, ':') != STR_NONE ? "is a source route, which is not supported" : "has nothing before the @";
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c < 0x20 || c == 0x7F)
            return "holds a control character";
        if (c == ' ')
            return "holds a space";
        if (c == '(' || c == ')')
            return "holds a comment, which is not supported";
        if (c == '<' || c == '>')
            return "holds < or >";
        if (c == ',' || c == ';')
            return "holds more than one address";
    }
    return NULL;
}

static const char *bad_local(struct str s)
{
    if (s.n == 0)
        return "has nothing before the @";
    if (s.n > LOCAL_MAX)
        return "has a local part longer than 64 octets";
    if (s.s[0] == '.' || s.s[s.n - 1] == '.' || str_find(s, str_lit("..")) != STR_NONE)
        return "has a dot too many before the @";
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = utf8_next(s, &i);
        if (c < 0x80 ? c != '.' && !atext((char)c) : !utf8_is_word(c))
            return "has a character before the @ that is not allowed there";
        if (c == 0xFFFD && i == from + 1)
            return "is not valid UTF-8";
    }
    return NULL;
}

/* A host name in ASCII: letters, digits and inner hyphens, at least two labels, the last not a number. */
static const char *bad_domain(struct str s)
{
    if (s.n > DOMAIN_MAX)
        return "has a domain longer than 253 octets";
    if (str_chr(s, '.') == STR_NONE)
        return "has a domain without a dot";
    struct str rest = s, label = {0};
    while (str_cut(&rest, '.', &label)) {
        if (label.n == 0)
            return "has a dot too many in its domain";
        if (label.n > LABEL_MAX)
            return "has a part of its domain longer than 63 octets";
        if (label.s[0] == '-' || label.s[label.n - 1] == '-')
            return "has a part of its domain that starts or ends with a hyphen";
        for (size_t i = 0; i < label.n; i++)
            if (!letter_or_digit(label.s[i]) && label.s[i] != '-')
                return "has a character in its domain that is not allowed there";
    }
    for (size_t i = 0; i < label.n; i++)
        if (label.s[i] < '0' || label.s[i] > '9')
            return NULL;
    return "has a number where its top-level domain should be";
}

struct str host_to_ascii(struct arena *a, struct str host)
{
    if (ascii(host))
        return host;
    char *p = NULL;
    struct str out = {0};
    if (utf8_valid(host) && host.n <= 4 * DOMAIN_MAX &&
        idn2_to_ascii_8z(str_dup(a, host).s, &p, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) == IDN2_OK)
        out = str_dup(a, str_c(p));
    idn2_free(p);
    return out;
}

/* To lower-case A-labels. Domains that are ASCII already need the library only to check their xn-- labels. */
static const char *to_alabels(struct arena *a, struct str s, struct str *out)
{
    if (s.n > 1 && s.s[s.n - 1] == '.')
        s.n--;
    struct str lower = utf8_lower(a, s);
    if (s.n > 4 * DOMAIN_MAX)
        return "has a domain longer than 253 octets";
    if (ascii(s) && str_find(lower, str_lit("xn--")) == STR_NONE) {
        *out = lower;
        return bad_domain(lower);
    }
    if (!utf8_valid(s))
        return "is not valid UTF-8";
    if (ascii(s)) {
        char *p = NULL;
        int rc = idn2_to_unicode_8z8z(lower.s, &p, 0);
        idn2_free(p);
        *out = rc == IDN2_OK ? lower : (struct str){0};
    } else {
        *out = host_to_ascii(a, s);
    }
    if (!out->s)
        return "has a domain that is not a valid internationalized name";
    if (out->n > 1 && out->s[out->n - 1] == '.')
        *out = str_dup(a, str_sub(*out, 0, out->n - 1)); /* an ideographic full stop at the end */
    return bad_domain(*out);
}

static struct str joined(struct arena *a, struct str local, struct str domain)
{
    char *p = arena_alloc(a, local.n + domain.n + 2);
    memcpy(p, local.s, local.n);
    p[local.n] = '@';
    memcpy(p + local.n + 1, domain.s, domain.n);
    return (struct str){p, local.n + domain.n + 1};
}

int address_parse(struct arena *a, struct str s, struct address *out, struct err *e)
{
    s = str_trim(s);
    if (s.n == 0)
        return err_set(e, EX_DATAERR, "address is empty");
    if (s.n > INPUT_MAX)
        return refuse(e, s, "is longer than 254 octets");
    const char *why = odd_form(s);
    if (why)
        return refuse(e, s, why);
    size_t at = str_chr(s, '@');
    if (at == STR_NONE)
        return refuse(e, s, "has no @");
    struct str domain = str_sub(s, at + 1, s.n);
    if (str_chr(domain, '@') != STR_NONE)
        return refuse(e, s, "has more than one @");
    if (domain.n == 0)
        return refuse(e, s, "has nothing after the @");
    if (domain.s[0] == '[')
        return refuse(e, s, "has an address literal for its domain, which is not supported");
    struct address r = {.utf8 = !ascii(str_sub(s, 0, at))};
    if (r.utf8 && !utf8_valid(str_sub(s, 0, at)))
        return refuse(e, s, "is not valid UTF-8");
    r.local = utf8_nfc(a, str_sub(s, 0, at));
    if ((why = bad_local(r.local)) || (why = to_alabels(a, domain, &r.domain)))
        return refuse(e, s, why);
    if (r.local.n + 1 + r.domain.n > ADDRESS_MAX)
        return refuse(e, s, "is longer than 254 octets");
    r.addr = joined(a, r.local, r.domain);
    r.key = joined(a, utf8_fold(a, r.local), r.domain);
    *out = r;
    return 0;
}

struct address address_known(struct str key, struct str addr)
{
    size_t at = addr.n;
    while (at > 0 && addr.s[at - 1] != '@')
        at--;
    struct address x = {
        .key = key, .addr = addr, .local = str_sub(addr, 0, at ? at - 1 : 0), .domain = str_sub(addr, at, addr.n)};
    x.utf8 = !ascii(x.local);
    return x;
}

/* The name before <: quoted or plain. */
static struct str display_name(struct arena *a, struct str s)
{
    s = str_trim(s);
    if (s.n < 2 || s.s[0] != '"' || s.s[s.n - 1] != '"')
        return utf8_line(a, s, NAME_MAX_CHARS);
    s = str_sub(s, 1, s.n - 1);
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == '\\' && i + 1 < s.n)
            i++;
        p[n++] = s.s[i];
    }
    return utf8_line(a, (struct str){p, n}, NAME_MAX_CHARS);
}

int mailbox_parse(struct arena *a, struct str s, struct mailbox *out, struct err *e)
{
    s = str_trim(s);
    size_t open = STR_NONE;
    for (size_t i = s.n; i > 0 && open == STR_NONE; i--)
        if (s.s[i - 1] == '<')
            open = i - 1;
    struct mailbox r = {0};
    if (open == STR_NONE) {
        if (address_parse(a, s, &r.address, e) != 0)
            return -1;
        *out = r;
        return 0;
    }
    if (s.s[s.n - 1] != '>')
        return refuse(e, s, str_chr(s, '>') == STR_NONE ? "has no closing >" : "has text after its closing >");
    if (address_parse(a, str_sub(s, open + 1, s.n - 1), &r.address, e) != 0)
        return -1;
    struct str name = display_name(a, str_sub(s, 0, open));
    if (name.n)
        r.name = name;
    *out = r;
    return 0;
}
