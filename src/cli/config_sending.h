/* config_sending.h: the keys about relays and sending, for the tables of config.c. Each reads one value into what is
 * named beside it. */
#ifndef CLI_CONFIG_SENDING_H
#define CLI_CONFIG_SENDING_H

#include "cli/config_keys.h"

int config_relays(struct key_reader *r, const struct yaml *y, void *config, struct err *e); /* struct config */
int config_dkim(struct key_reader *r, const struct yaml *y, void *dkim, struct err *e);     /* struct dkim_config */
int config_hours(struct key_reader *r, const struct yaml *y, void *sending, struct err *e); /* struct sending_config */
/* struct sending_config */
int config_hours_in(struct key_reader *r, const struct yaml *y, void *sending, struct err *e);

#endif
