/* config_keys.h: reading one YAML map into one struct by a table of its keys. */
#ifndef CLI_CONFIG_KEYS_H
#define CLI_CONFIG_KEYS_H

#include "base/yaml.h"

struct key_reader {
    struct arena *arena;
    struct str file;
};

enum key_kind {
    KEY_STR,
    KEY_STRS,
    KEY_BOOL,
    KEY_INT,
    KEY_NUM,
    KEY_SPAN,
    KEY_RATE,
    KEY_LINK, /* http or https */
    KEY_BOX,  /* "Name <address>" */
    KEY_NAME, /* becomes part of a file's name: letters, digits, - and _ */
    KEY_LANG, /* en, pt-BR */
    KEY_READ,
};

struct key {
    const char *name;
    enum key_kind kind;
    size_t offset; /* of the field in the struct */
    /* KEY_READ: how the value is read; `whole` is what stands at the offset. */
    int (*read)(struct key_reader *r, const struct yaml *y, void *whole, struct err *e);
};

/* Fills `whole` from the map; unknown keys and wrong kinds are errors. `what` names the map: "digest". */
int keys_read(struct key_reader *r, const struct yaml *map, const char *what, const struct key *keys, size_t n,
              void *whole, struct err *e);
bool key_is_name(struct str s); /* what KEY_NAME takes */
/* One key's value. */
int key_value(struct key_reader *r, const struct key *k, const struct yaml *y, void *whole, struct err *e);
int key_error(struct key_reader *r, const struct yaml *y, struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 4, 5))); /* EX_CONFIG at the node's place */

int config_read_why(struct key_reader *r, const struct yaml *y, void *config, struct err *e); /* config_why.c */

#endif
