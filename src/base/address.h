/* address.h: mail addresses: RFC 5321 syntax, RFC 6531 names, IDNA2008 domains over libidn2 (seen only by address.c).
 *
 * Policy, stated once: local part <= 64 octets, domain <= 253, whole <= 254; dot-atom local parts only (quoted local
 * parts, comments, routes and address literals are refused by name); domains need a dot and become lower-case A-labels;
 * a trailing dot is dropped. UTF-8 local parts are allowed and need SMTPUTF8. */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include "base/err.h"

struct address {
    struct str local;  /* NFC, as given */
    struct str domain; /* lower-case A-labels */
    struct str addr;   /* local@domain: what goes on the wire */
    struct str key;    /* identity: case-folded local @ domain; equal keys are one person */
    bool utf8;         /* the local part is not ASCII */
};

/* White space around is allowed. On refusal e says why in words ("has no @", "local part longer than 64"). */
int address_parse(struct arena *a, struct str s, struct address *out, struct err *e);
/* One that was parsed before, from the two texts that were kept of it; borrows them. */
struct address address_known(struct str key, struct str addr);

struct mailbox {     /* "Name <addr>" */
    struct str name; /* UTF-8; unknown when none */
    struct address address;
};
int mailbox_parse(struct arena *a, struct str s, struct mailbox *out, struct err *e);

/* A host name outside ASCII as A-labels, for URLs; ASCII is given back as it is. {NULL,0}: not a name. */
struct str host_to_ascii(struct arena *a, struct str host);

#endif
