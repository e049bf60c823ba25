/* phrases_parts.h: what the files behind phrases.h share. */
#ifndef INGEST_PHRASES_PARTS_H
#define INGEST_PHRASES_PARTS_H

#include "ingest/phrases.h"

size_t key_prefix(struct str key,
                  const char *phrase);            /* length of the phrase at the start, by whole words; 0: not there */
bool key_has(struct str key, const char *phrase); /* anywhere, by whole words */
size_t word_count(struct str s);                  /* runs of anything but white space */
bool has_letters(struct str s);
bool has_digit(struct str s);

#endif
