/* front.h: front matter: the YAML between "---" lines at the head of a Markdown file, and typed looks at its keys.
 *
 * Every complaint is a finding with file, line and column. An error finding means that the file is left out; an unknown
 * key is a warning that names the nearest known one. */
#ifndef INGEST_FRONT_H
#define INGEST_FRONT_H

#include "base/date.h"
#include "base/yaml.h"

struct front {
    struct arena *arena;
    struct str file;
    const char *zone;
    const struct yaml *map; /* NULL: no front matter */
    struct str body;        /* what follows it */
    int body_line;          /* of the file, from 1 */
    struct findings *f;
    bool bad; /* an error finding was added */
};

/* Splits bytes (clean UTF-8). False when the front matter cannot be used; the finding is made. */
bool front_open(struct front *fr, struct str bytes);
/* A warning for each key that is in neither list. `quiet`: keys of other programs that mean nothing here. */
void front_check_keys(struct front *fr, const char *const *known, const char *const *quiet);

void front_error(struct front *fr, const struct yaml *at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void front_warning(struct front *fr, const struct yaml *at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* The first of the keys that is there; NULL ends the list. */
const struct yaml *front_get(const struct front *fr, const char *key);
struct str front_line(struct front *fr, const char *key,
                      size_t max_chars); /* one clean line; {NULL,0} when absent or empty */
void front_strs(struct front *fr, const char *key, struct strs *out); /* "a" or [a, b]; anything else is an error */
void front_date(struct front *fr, const char *key, struct when *out); /* a date that is none is an error */
bool front_bool(struct front *fr, const char *key);
double front_number(struct front *fr, const char *key, double otherwise);
struct str front_url(struct front *fr, const char *key); /* absolute http(s), else a warning and {NULL,0} */

/* markdown.c: the body as HTML, to be sanitized. */
struct str markdown_html(struct arena *a, struct str body);

#endif
