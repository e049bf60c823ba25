/* replay.c: runs a fuzz driver over its corpus, tests/fuzz/corpus/NAME/ by the program's own name, as one TAP test a
 * file. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return -1;
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    rewind(f);
    uint8_t *data = malloc(size > 0 ? (size_t)size : 1);
    size_t got = fread(data, 1, (size_t)size, f);
    fclose(f);
    LLVMFuzzerTestOneInput(data, got);
    free(data);
    return 0;
}

int main(int argc, char **argv)
{
    const char *base = strrchr(argv[0], '/');
    char dir[500], path[1200];
    struct dirent **names;
    base = base ? base + 1 : argv[0];
    snprintf(dir, sizeof dir, "tests/fuzz/corpus/%s", strncmp(base, "fuzz_", 5) == 0 ? base + 5 : base);
    int count = scandir(dir, &names, NULL, alphasort), n = 0;
    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] != '.') {
            snprintf(path, sizeof path, "%s/%s", dir, names[i]->d_name);
            printf("%s %d - %s\n", replay(path) ? "not ok" : "ok", n + 1, names[i]->d_name);
            fflush(stdout);
            n++;
        }
        free(names[i]);
    }
    if (count >= 0)
        free(names);
    if (!n)
        printf("not ok %d - the corpus %s is empty\n", ++n, dir);
    printf("1..%d\n", n);
    return 0;
}
