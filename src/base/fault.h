/* fault.h: named places where a crash would be most dangerous, so that tests can stop there.
 *
 * In the program nobody defines fault_hook: the weak symbol is NULL and a fault point costs one comparison. A crash
 * test links its own fault_hook, counts, and kills the process with SIGKILL where it was told to. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

void fault_hook(const char *name) __attribute__((weak));

#define fault_point(name)     \
    do {                      \
        if (fault_hook)       \
            fault_hook(name); \
    } while (0)

#endif
