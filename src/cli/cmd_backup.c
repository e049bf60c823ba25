/* backup and adopt: a copy of the database, and the word that lets a restored one send. */
#include "cli/newsroom.h"

static int run_backup(struct cli *c, const struct args *a, struct err *e)
{
    struct newsroom n;
    if (newsroom_open(c, STORE_READ, &n, e))
        return -1;
    int rc = store_backup(n.store, a->rest.v[0].s, e);
    newsroom_close(&n);
    if (rc == 0)
        say(c, "%s", a->rest.v[0].s);
    return rc;
}

static int run_adopt(struct cli *c, const struct args *a, struct err *e)
{
    struct newsroom n;
    if (newsroom_open(c, STORE_WRITE, &n, e))
        return -1;
    int rc = store_adopt(n.store, e);
    newsroom_close(&n);
    if (rc == 0)
        say(c, "this machine sends from this database now; make sure that no other does");
    return rc;
}

const struct command cmd_backup = {"backup", "FILE", "Copy the database, also while a send runs", NULL, 1, 1, run_backup};
const struct command cmd_adopt = {"adopt", "", "Let this machine send from a database that another one used", NULL, 0, 0, run_adopt};
