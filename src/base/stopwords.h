/* stopwords.h: the words of grammar, per language, folded as word_fold does (no accents). For words.c and why. */
#ifndef BASE_STOPWORDS_H
#define BASE_STOPWORDS_H

#include "base/str.h"

enum { STOPWORD_LISTS = 14 };

bool stopwords_has(struct str lang, struct str folded); /* false for a language without a list */
unsigned stopwords_lists(struct str folded);            /* bit I: it is in list I */
const char *stopwords_tag(size_t list);                 /* the language of a list: "en" */

/* English, parted by spaces: the vocabulary of all news, and the broad nouns and verbs of its fields. */
extern const char common_words_en[], broad_words_en[];

#endif
