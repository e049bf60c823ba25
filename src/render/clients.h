/* clients.h: which mail clients understand what; see clients_table.c for where the data come from. */
#ifndef RENDER_CLIENTS_H
#define RENDER_CLIENTS_H

#include <stddef.h>

enum { CLIENTS = 18 };
extern const char *const clients_names[CLIENTS];

enum client_token {
    CLIENT_END,
    CLIENT_PROPERTY,
    CLIENT_AT,
    CLIENT_MEDIA,
    CLIENT_FUNCTION,
    CLIENT_PSEUDO,
    CLIENT_ELEMENT,
    CLIENT_ATTRIBUTE,
};

struct client_support {
    enum client_token kind;   /* CLIENT_END closes the table */
    const char *name, *value; /* value: of a property, NULL for any */
    const char *support;      /* one letter a client */
};
extern const struct client_support clients_table[];

#endif
