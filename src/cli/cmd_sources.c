/* sources: where articles come from, and how each of them is doing. */
#include "cli/fetch.h"

static int run(struct cli *c, const struct args *a, struct err *e)
{
    struct newsroom n;
    if (newsroom_open(c, STORE_READ, &n, e))
        return -1;
    newsroom_close(&n);
    return 0;
}

const struct command cmd_sources = {"sources", "", "List the newsroom's sources", NULL, 0, 0, run};
