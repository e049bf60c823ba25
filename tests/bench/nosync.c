/* nosync.c: preloaded, a disk that says "written" at once; what syncing costs is the difference (bench/syncs.py). */
#include <unistd.h>

int fsync(int fd)
{
    (void)fd;
    return 0;
}

int fdatasync(int fd)
{
    (void)fd;
    return 0;
}
