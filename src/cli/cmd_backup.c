/* backup and adopt: a copy of the database, and the word that lets a restored one send. */
#include "cli/newsroom.h"

static int backup(struct newsroom *n, const struct args *a, struct err *e)
{
    if (!a->rest.v[0].n)
        return err_set(e, EX_USAGE, "backup: a file without a name; give one");
    if (store_backup(n->store, a->rest.v[0].s, e))
        return -1;
    say(n->cli, "%s", a->rest.v[0].s);
    return 0;
}

static int adopt(struct newsroom *n, const struct args *a, struct err *e)
{
    if (store_adopt(n->store, e))
        return -1;
    say(n->cli, "this machine sends from this database now; make sure that no other does");
    return 0;
}

static int run_backup(struct cli *c, const struct args *a, struct err *e)
{
    return with_newsroom(c, STORE_READ, false, backup, a, e);
}

static int run_adopt(struct cli *c, const struct args *a, struct err *e)
{
    return with_newsroom(c, STORE_WRITE, false, adopt, a, e);
}

const struct command cmd_backup = {"backup", "FILE",    "Copy the database, also while a send runs", NULL, 1,
                                   1,        run_backup};
const struct command cmd_adopt = {
    "adopt",
    "",
    "Let this machine send from a database that another one used, or that was copied or put back from a backup",
    NULL,
    0,
    0,
    run_adopt};
