/* file.h: whole files, folders, and writing that is either done or not done.
 *
 * Reads have a ceiling.  Writes go to a temporary file in the same folder, are flushed, synced and renamed into
 * place; a symbolic link in the last path component is never followed for writing.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"
#include <sys/types.h>
#include <time.h>

/* The whole of a file of at most max bytes ("-": standard input), NUL-terminated; a longer one is refused. */
int file_read(struct arena *a, const char *path, size_t max, struct str *out, struct err *e);
int file_write(const char *path, struct str bytes, mode_t mode, struct err *e);
int file_make(const char *path, struct str bytes); /* gets its name once it is whole, never another's; -1 and errno */

/* What is too large to be held: read piece by piece, written piece by piece and still whole or not at all. */
int file_open(const char *path, struct err *e); /* for reading; "-" is standard input, a folder is refused; -1 and e */
/* At most n bytes; 0: the end; -1 and e. */
ssize_t file_some(int fd, const char *path, char *to, size_t n, struct err *e);
/* A file whose first bytes were read already: `begun` and what follows, at most max bytes in all. */
int file_rest(struct arena *a, int fd, const char *path, struct str begun, size_t max, struct str *out, struct err *e);
void file_close(int fd); /* leaves standard input open */

struct file_out { /* between begin and end */
    int fd;
    int why; /* errno of the first failure: later pieces are dropped, and end tells */
    struct arena a;
    struct str path, temp;
    char block[64 << 10];
    size_t n;
};
int file_out_begin(struct file_out *o, const char *path, mode_t mode, struct err *e);
void file_out_add(struct file_out *o, struct str bytes);
int file_out_end(struct file_out *o, bool keep, struct err *e); /* keep: in the target's place; else the target stays */

int file_temporary(const char *dir); /* to read and write, without a name, gone when it is closed; -1 and errno */

int file_mkdirs(const char *path, mode_t mode, struct err *e);
bool file_exists(const char *path);
bool file_is_dir(const char *path);
struct str path_join(struct arena *a, struct str dir, struct str name); /* name alone when it is absolute */
struct str path_base(struct str path);                                  /* after the last '/' */
struct str path_ext(struct str path);                                   /* ".html", or "" */

struct file_entry {
    struct str path; /* dir joined with the relative path */
    struct str rel;  /* relative to the folder walked */
    int64_t mtime_ns, size;
};
VEC(file_entries, struct file_entry);

/* Regular files below dir whose name ends in ext (NULL: any), sorted by rel, hidden names and symbolic links to
 * folders skipped, at most 100,000 entries and 32 levels.  A folder that is missing gives an empty list. */
int file_walk(struct arena *a, const char *dir, const char *ext, bool recursive, struct file_entries *out,
              struct err *e);

#endif
