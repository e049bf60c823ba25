/* why.h: why a story matters, with its origin, and where its sources differ. Pure: data in, data out. */
#ifndef WHY_WHY_H
#define WHY_WHY_H

#include "model/story.h"

/* Sets why, why_from, why_outlet of the story: the editor's bullets word for word; else the page's own section; else
 * one to three sentences of its articles' bodies, each an exact substring, that say what follows from the event; else
 * nothing. */
void why_story(struct arena *a, struct story *s);
/* Sets differs: claims of its articles that contradict. Precision first. */
void why_differs(struct arena *a, struct story *s);
/* Sentences of one text that tell most of it, best first; slices of the text. Used by why_story with the limits of a
 * digest. */
struct why_limits {
    size_t bullets;   /* 0: 3 */
    size_t chars;     /* of each; 0: no limit */
    size_t words;     /* of all together; 0: no limit */
    bool standalone;  /* leave out what does not stand alone or repeats the title, and what says too little */
    bool consequence; /* prefer what follows from the event */
};
void why_choose(struct arena *a, struct str title, struct str text, struct str lang, const struct why_limits *limits,
                struct strs *out);
/* The sentences of a text, as slices of it: right for abbreviations, initials, decimals, quotes, CJK. lang may be
 * unknown. */
void why_sentences(struct arena *a, struct str text, struct str lang, struct strs *out);

#endif
